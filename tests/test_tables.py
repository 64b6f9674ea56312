"""Tables kept between runs: built once, built anew when a source changes, never in the way."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from counterclaim.tables import PACKAGE, built, read_tables


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder of its own, so that nothing is kept beside the real tables."""
    monkeypatch.setattr("counterclaim.tables.PACKAGE", tmp_path / "package")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "package").mkdir()
    return tmp_path / "package"


class Builder:
    """Builds from a file and counts how often it had to."""

    def __init__(self, source: Path) -> None:
        self.source, self.times = source, 0

    def __call__(self) -> dict[str, list[int]]:
        self.times += 1
        return {"numbers": [int(word) for word in self.source.read_text("utf-8").split()]}


@pytest.fixture
def source(package: Path) -> Path:
    path = package / "numbers.txt"
    path.write_text("1 2 3", "utf-8")
    return path


def kept(package: Path) -> list[Path]:
    folder = package / "__pycache__"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_table_is_built_once_and_then_kept(package: Path, source: Path) -> None:
    build = Builder(source)
    assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert build.times == 1
    assert len(kept(package)) == 1


def test_a_changed_source_is_built_anew_and_the_old_table_goes(package: Path, source: Path) -> None:
    build = Builder(source)
    built("numbers", [source], build)
    (old,) = kept(package)
    source.write_text("4 5", "utf-8")
    assert built("numbers", [source], build) == {"numbers": [4, 5]}
    assert build.times == 2
    (new,) = kept(package)
    assert new != old


def test_a_source_changed_back_gives_what_it_gave(package: Path, source: Path) -> None:
    build = Builder(source)
    for text in ("1 2 3", "4 5", "1 2 3"):
        source.write_text(text, "utf-8")
        assert built("numbers", [source], build) == {"numbers": [int(word) for word in text.split()]}


def test_tables_of_other_names_are_left_alone(package: Path, source: Path) -> None:
    build = Builder(source)
    built("numbers", [source], build)
    built("digits", [source], build)
    assert {path.name.split(".")[0] for path in kept(package)} == {"numbers", "digits"}


@pytest.mark.parametrize("spoilt", [b"", b"\x00\x01", b"no table at all", b"\xfb\x00\x00\x00\x00"])
def test_a_spoilt_table_is_built_anew_and_mended(package: Path, source: Path, spoilt: bytes) -> None:
    build = Builder(source)
    built("numbers", [source], build)
    (path,) = kept(package)
    path.write_bytes(spoilt)
    assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert build.times == 2


def test_a_table_cut_short_is_built_anew(package: Path, source: Path) -> None:
    build = Builder(source)
    built("numbers", [source], build)
    (path,) = kept(package)
    path.write_bytes(path.read_bytes()[:-3])
    assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}


def test_where_the_package_cannot_be_written_the_table_is_kept_in_the_cache_of_the_user(
    package: Path, source: Path
) -> None:
    (package / "__pycache__").write_text("in the way", "utf-8")
    build = Builder(source)
    for _ in range(2):
        assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert build.times == 1
    assert len(list((package.parent / "cache" / "counterclaim").iterdir())) == 1


def test_a_table_made_of_another_is_built_anew_with_it(package: Path, source: Path) -> None:
    build = Builder(source)
    for other in ("first", "first", "second"):
        assert built("numbers", [source], build, other) == {"numbers": [1, 2, 3]}
    assert build.times == 2
    assert len(kept(package)) == 1


def test_where_files_stand_in_the_way_of_both_folders_the_table_is_built_each_time(package: Path, source: Path) -> None:
    (package / "__pycache__").write_text("in the way", "utf-8")
    (package.parent / "cache").write_text("in the way", "utf-8")
    build = Builder(source)
    for _ in range(2):
        assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    assert build.times == 2


def test_where_nothing_can_be_written_the_table_is_built_each_time(package: Path, source: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser can write anywhere")
    build = Builder(source)
    for folder in (package, package.parent):
        folder.chmod(0o500)
    try:
        for _ in range(2):
            assert built("numbers", [source], build) == {"numbers": [1, 2, 3]}
    finally:
        for folder in (package.parent, package):
            folder.chmod(0o700)
    assert build.times == 2


def test_what_cannot_be_built_leaves_nothing_behind(package: Path, source: Path) -> None:
    source.write_text("one two", "utf-8")
    with pytest.raises(ValueError, match="one"):
        built("numbers", [source], Builder(source))
    assert kept(package) == []


def test_a_file_of_the_package_is_read_as_toml(package: Path) -> None:
    path = package / "deep/words.toml"
    path.parent.mkdir()
    path.write_text('[object]\ntank = ["panzer"]\n', "utf-8")
    assert read_tables(path) == {"object": {"tank": ["panzer"]}}
    assert read_tables(path) == {"object": {"tank": ["panzer"]}}
    assert [p.name.split(".")[0] for p in kept(package)] == ["deep-words"]


def test_the_kept_vocabulary_is_the_one_people_read() -> None:
    path = PACKAGE / "vocabulary.toml"
    assert read_tables(path) == tomllib.loads(path.read_text("utf-8"))
