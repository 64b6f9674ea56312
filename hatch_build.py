"""Build hook: with ``COUNTERCLAIM_MYPYC=1`` the reader in the wheel is compiled by mypyc; otherwise it is pure Python.

    COUNTERCLAIM_MYPYC=1 pip wheel --no-deps .      counterclaim-…-cp311-cp311-linux_x86_64.whl
    pip wheel --no-deps .                           counterclaim-…-py3-none-any.whl

Which modules are compiled stands in ``pyproject.toml``. A compiled wheel holds their sources too, so that tracebacks
show lines. It needs a C compiler and some minutes; what it reads is the same.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SWITCH = "COUNTERCLAIM_MYPYC"
SOURCES = "src"


class CompiledReader(BuildHookInterface):
    """Adds the extension modules to a wheel."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: nothing, unless something is compiled."""
        return ["mypy>=1.13,<3", "setuptools>=70"] if _is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is written."""
        if version == "editable" or not _is_wanted():
            return
        self._made = tempfile.TemporaryDirectory(prefix="counterclaim-")
        with contextlib.chdir(self.root):  # so that tracebacks name files as they stand in the project
            modules = sorted(path for pattern in self.config["compiled"] for path in Path(SOURCES).glob(pattern))
            libraries = _compile(modules, Path(self._made.name))
        for library in libraries:
            build_data["force_include"][str(library)] = library.relative_to(Path(self._made.name) / "lib").as_posix()
        build_data["pure_python"], build_data["infer_tag"] = False, True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, which is in the wheel now."""
        if not build_data["pure_python"]:
            self._made.cleanup()


def _is_wanted() -> bool:
    return os.environ.get(SWITCH, "0") not in ("", "0")


def _compile(modules: list[Path], folder: Path) -> list[Path]:
    """Translate modules to C and build them below ``folder/lib``; return the libraries."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    options = ["--config-file=", "--ignore-missing-imports", f"--cache-dir={folder / 'cache'}"]
    # a C file a module: one file of all of them takes the compiler several times as long
    extensions = mypycify(
        [*options, *map(str, modules)], target_dir=str(folder / "c"), opt_level="2", debug_level="0", multi_file=True
    )
    command = Distribution({"name": "counterclaim", "ext_modules": extensions}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
    command.ensure_finalized()
    command.run()
    return sorted((folder / "lib").rglob("*.*"))
