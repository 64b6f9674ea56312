"""The documentation says what the program does: what is not documented, or no longer true, fails here."""

from __future__ import annotations

import difflib
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import typer.main
from typer.core import TyperGroup

import counterclaim
from counterclaim import model
from counterclaim.cli import app
from counterclaim.findings import FAMILIES, RULES
from counterclaim.series import load_record
from counterclaim.vocabulary import load_vocabulary
from counterclaim.web.roles import MAY

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "src" / "counterclaim"
REFRESH = "python docs/generate.py writes it anew"

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not beside the tests")


@cache
def generator() -> ModuleType:
    place = importlib.util.spec_from_file_location("documentation", DOCS / "generate.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    sys.modules["documentation"] = module
    place.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def bundled_record_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERCLAIM_RECORD", os.devnull)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def all_pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def difference(shown: str, real: str) -> str:
    lines = difflib.unified_diff(
        shown.splitlines(), real.splitlines(), "as documented", "as the program says", lineterm=""
    )
    return "\n".join(list(lines)[:40])


# ----------------------------------------------------------------------------------------- what the pages show is real


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "mkdocs.yml",
        *(f"docs/{p}.md" for p in ("index", "tutorial", "vocabulary", "reading", "limits", "python")),
        "docs/exports.md",
        "docs/corpus.md",
        "docs/review.md",
    ],
)
def test_what_a_page_shows_is_what_the_program_says(name: str) -> None:
    path = ROOT / name
    assert path in generator().PAGES
    shown, real = path.read_text(encoding="utf-8"), generator().generated(path)
    assert shown == real, f"{name} is stale; {REFRESH}\n{difference(shown, real)}"


def test_the_tutorial_runs_something() -> None:
    assert len(generator().commands_of(page("tutorial.md"))) > 10


def test_every_rule_has_its_page_in_the_documentation() -> None:
    for path, real in generator().rule_pages().items():
        shown = path.read_text(encoding="utf-8") if path.exists() else ""
        assert shown == real, f"{path.name} is stale; {REFRESH}\n{difference(shown, real)}"
    for code, rule in RULES.items():
        assert f"[{code}]({code}.md) | {rule.name} | {rule.severity}" in page("rules/index.md")
        assert page(f"rules/{code}.md").startswith(f"# {code} {rule.name}\n")
    assert {path.stem for path in (DOCS / "rules").glob("CC*.md")} == set(RULES)


def test_every_page_of_a_rule_says_what_it_means_and_when_it_must_not_fire() -> None:
    for code in RULES:
        headings = re.findall(r"^## (.+)$", page(f"rules/{code}.md"), re.M)
        assert headings[:3] == ["What it means", "Why it matters", "How it is computed"], code
        assert headings[3:] == ["Fires", "Must not fire"], code


def test_every_family_of_rules_is_named_in_the_readme() -> None:
    for family, title in FAMILIES.items():
        assert f"| {family} {title} |" in (ROOT / "README.md").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------- the command line


def commands() -> Iterator[tuple[str, typing.Any]]:
    def under(words: str, one: typing.Any) -> Iterator[tuple[str, typing.Any]]:
        yield words, one
        if isinstance(one, TyperGroup):
            for name in one.list_commands(typer.Context(one)):
                yield from under(f"{words} {name}", one.get_command(typer.Context(one), name))

    yield from under("counterclaim", typer.main.get_command(app))


def help_shown(words: str) -> str:
    found = re.search(rf"^## {re.escape(words)}\n\n```text\n(.*?)^```$", page("cli.md"), re.M | re.S)
    assert found is not None, f"docs/cli.md has no “## {words}”"
    return found[1]


@pytest.mark.parametrize(("words", "one"), [pytest.param(words, one, id=words) for words, one in commands()])
def test_every_command_and_option_is_documented(words: str, one: typing.Any) -> None:
    shown = help_shown(words)
    assert (one.help or one.callback) is not None
    for parameter in one.params:
        assert parameter.help, f"{words}: {parameter.name} has no help"
        if parameter.param_type_name == "option":
            for name in parameter.opts:
                assert name in shown, f"{words} {name} is not documented"
        else:
            assert parameter.help.split(";")[0].split(",")[0] in " ".join(shown.split())


def test_the_documented_help_has_no_command_that_is_gone() -> None:
    assert set(re.findall(r"^## (counterclaim.*)$", page("cli.md"), re.M)) == {words for words, _ in commands()}


@pytest.mark.parametrize(("words", "one"), [pytest.param(words, one, id=words) for words, one in commands()])
def test_every_format_is_documented(words: str, one: typing.Any) -> None:
    for parameter in one.params:
        for choice in getattr(parameter.type, "choices", ()):
            value = str(getattr(choice, "value", choice))
            assert re.search(rf"\b{value}\b", help_shown(words)), f"{words}: {value}"
            if parameter.name == "format" and value not in ("text", "table") and "series" not in words:
                verb = words.removeprefix("counterclaim ")
                assert f"`{verb} --format {value}`" in page("contract.md"), f"docs/contract.md: {verb} --format {value}"


def test_every_variable_of_the_environment_is_documented() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    for name in set(re.findall(r"\bCOUNTERCLAIM_[A-Z]+\b", source)):
        assert f"`{name}" in page("cli.md"), name


# --------------------------------------------------------------------------------------------------- the vocabulary


@pytest.mark.parametrize("table", ["object", "measure", "unit", "role", "hedge"])
def test_every_term_of_the_vocabulary_is_documented_with_its_meaning(table: str) -> None:
    for term, row in load_vocabulary()[table].items():
        found = re.search(rf"^\| `{re.escape(term)}` \| (.+?) \|", page("vocabulary.md"), re.M)
        assert found is not None, f"{table} {term}"
        words = row if isinstance(row, str) else row.get("label", "") if isinstance(row, dict) else str(row)
        assert words in found[1]
        if isinstance(row, dict) and "note" in row:
            assert row["note"] in found[1]


def test_every_role_is_documented_with_what_it_may_do() -> None:
    for role, words in MAY.items():
        assert f"| `{role}` | {words} |" in page("operating.md")


@pytest.mark.parametrize(
    "name", ["Unit", "Hedge", "PeriodKind", "Stance", "Certainty", "Severity", "PublishedBasis", "CoverageState"]
)
def test_every_value_of_a_field_is_documented(name: str) -> None:
    for value in typing.get_args(getattr(model, name)):
        assert re.search(rf"^\| `{value}` \| \S", page("vocabulary.md"), re.M), f"{name} {value}"


def test_every_convention_of_vague_words_is_documented() -> None:
    for name, words in load_vocabulary()["vague"].items():
        assert f"- `{name}`: {words['note']}." in page("vocabulary.md")


# ------------------------------------------------------------------------------------------- the record, the samples


def test_every_series_is_documented_with_its_source_and_licence() -> None:
    for name, table in load_record().series.items():
        [row] = re.findall(rf"^\| `{name}` \|.*$", page("record.md"), re.M)
        for words in (table.title, table.source, table.licence, table.url):
            assert words in row, f"{name}: {words}"


def test_every_source_of_a_statement_is_documented() -> None:
    for source in {statement.source for statement in load_record().statements}:
        assert f"`{source}`" in page("record.md"), source


def test_every_sample_is_documented_with_its_sources() -> None:
    samples = tomllib.loads((PACKAGE / "samples" / "samples.toml").read_text(encoding="utf-8"))["sample"]
    for sample in samples:
        assert f"### {sample['name']}\n" in page("samples.md")
        for source in sample["sources"]:
            assert source["url"] in page("samples.md"), f"{sample['name']}: {source['title']}"


# ------------------------------------------------------------------------------------------------------------ Python


def test_the_public_names_are_sorted_documented_and_there() -> None:
    assert counterclaim.__all__ == sorted(counterclaim.__all__)
    headings = re.findall(r"^### (\w+) \{#", page("python.md"), re.M)
    assert headings == counterclaim.__all__
    for name in counterclaim.__all__:
        assert getattr(counterclaim, name).__doc__


# ----------------------------------------------------------------------------------------------------- the project


def test_the_architecture_names_every_module_and_none_that_is_gone() -> None:
    words = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(words.splitlines()) <= 60, "ARCHITECTURE.md is a page"
    there = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    there |= {f"{path.name}/" for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__")}
    named = set(re.findall(r"`(\w+(?:\.py|/))`", words))
    assert there - named == set(), "not in ARCHITECTURE.md"
    assert named - there == set(), "in ARCHITECTURE.md, but gone"


def test_the_changelog_has_the_current_version() -> None:
    assert re.search(
        rf"^## {re.escape(counterclaim.__version__)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )


def test_every_make_target_that_is_told_of_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.M))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = {
        name
        for path in all_pages()
        for name in re.findall(r"(?:^|`)make (\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    assert told <= targets
    assert {"demo", "test", "lint", "bench", "evals", "docs"} <= set(re.findall(r"(?:^|`)make (\w+)", readme, re.M))
    [report] = re.findall(r"^REPORT := (.+)$", makefile, re.M)
    assert report in readme


def slug(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip().lower())


def anchors(path: Path) -> set[str]:
    words = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    named = set(re.findall(r"\{#([\w-]+)\}", words))
    return named | {slug(heading) for heading in re.findall(r"^#+ (.+?)(?: \{#.*)?$", words, re.M)}


@pytest.mark.parametrize("path", all_pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_documentation_lead_somewhere(path: Path) -> None:
    words = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for link in re.findall(r"\]\(([^)\s]+)\)", words):
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_file(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} leads nowhere"


def test_every_page_is_in_the_navigation() -> None:
    listed = re.findall(r"^ +- (?:.*: )?([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_no_page_names_a_machine_or_a_registry() -> None:
    said = re.compile(
        r"(?<![\w.~])/(?:work|root|home|tmp|usr|opt)/|pypi\.org|pythonhosted|(?<![\w.])(?:10|192\.168|172\.16)\.\d+\.\d+"
    )
    for path in [
        *all_pages(),
        ROOT / "mkdocs.yml",
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        ROOT / "constraints.txt",
    ]:
        if path.exists():
            found = said.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.name}: {found}"


def test_the_site_builds_and_asks_nothing_of_anybody(tmp_path: Path) -> None:
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        pytest.skip("the site is not built: install the extra “docs”")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    for path in tmp_path.rglob("*.html"):
        words = path.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//", words), path.name
        assert not re.search(r"<link[^>]+rel=\"(?:stylesheet|preconnect|icon)\"[^>]+href=\"(?:https?:)?//", words), (
            path.name
        )
