"""The public names: few, sorted, and each what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import counterclaim
from counterclaim import ledger, model, verbs

HEAVY = (
    "ahocorasick_rs",
    "alembic",
    "httpx",
    "jinja2",
    "lxml",
    "pypdfium2",
    "resiliparse",
    "rich",
    "sqlalchemy",
    "trafilatura",
    "typer",
)


def test_the_public_names_are_these_and_sorted() -> None:
    assert counterclaim.__all__ == ["Claim", "Document", "Finding", "Ledger", "Report", "check", "read", "trace"]
    assert counterclaim.__all__ == sorted(counterclaim.__all__)


@pytest.mark.parametrize("name", counterclaim.__all__)
def test_a_public_name_is_the_one_of_its_module_and_says_what_it_is(name: str) -> None:
    home = ledger if name == "Ledger" else verbs if name.islower() else model
    assert getattr(counterclaim, name) is getattr(home, name)
    assert getattr(counterclaim, name).__doc__


def test_the_names_are_listed_with_the_version() -> None:
    assert dir(counterclaim) == sorted([*counterclaim.__all__, "__version__"])


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match="'counterclaim' has no attribute 'scan'"):
        _ = counterclaim.scan  # type: ignore[attr-defined]


def test_every_error_a_user_can_act_on_has_one_root() -> None:
    errors = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(errors) >= 5
    assert all(issubclass(kind, model.CounterclaimError) for kind in errors)


@pytest.mark.parametrize("module", ["counterclaim", "counterclaim.model", "counterclaim.claims", "counterclaim.verbs"])
def test_importing_brings_nothing_heavy(module: str) -> None:
    source = f"import sys, {module}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(counterclaim.__file__).parent / "py.typed").is_file()
