"""Fills what the documentation shows with what the program says.

    python docs/generate.py            write every page anew
    python docs/generate.py --check    name the pages that are stale; exit status 1

    ```console                  lines after "$ " (continued after "> ") are run in one shell and one folder a page; what
                                follows each is its output, as a terminal of 88 columns shows it
    ```python                   run in one interpreter and one folder a page; a ```text fence right after it holds
                                what it prints
    <!-- generated: NAME -->    a table of TABLES, up to <!-- end -->; in YAML the marks are "# generated: NAME"
    docs/rules/                 the rules' own pages, out of the package

Neither network nor the user's own record is used.
"""

from __future__ import annotations

import dataclasses
import inspect
import os
import pty
import re
import subprocess
import sys
import termios
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PAGES = (
    ROOT / "README.md",
    ROOT / "mkdocs.yml",
    *(
        ROOT / "docs" / f"{name}.md"
        for name in (
            "index",
            "tutorial",
            "vocabulary",
            "reading",
            "compare",
            "limits",
            "python",
            "exports",
            "review",
            "corpus",
        )
    ),
)
COMMAND = "python docs/generate.py"
COLUMNS = 88
_MARK = "\x1e"  # between the outputs of one session; no command prints it

_FENCE = re.compile(
    r"^```(?P<kind>console|python)\n(?P<body>.*?)^```\n(?:\n?^```text\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
_BLOCK = re.compile(
    r"^(?P<open> *(?:<!--|#) generated: (?P<name>[\w-]+)(?: -->)?\n)"
    r"(?P<body>.*?)(?P<close>^ *(?:<!--|#) end(?: -->)?$)",
    re.MULTILINE | re.DOTALL,
)


# ----------------------------------------------------------------------------------------------------------- running


def _environment(folder: Path) -> dict[str, str]:
    programs = folder / ".bin"
    programs.mkdir()
    for name, words in (("counterclaim", "-m counterclaim.cli "), ("python", "")):
        script = programs / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n', encoding="utf-8")
        script.chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(SOURCE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "COUNTERCLAIM_RECORD": str(folder / ".record"),
        "COLUMNS": str(COLUMNS),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def _on_a_terminal(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What a terminal is sent by a program: its standard output is one, its standard error is not."""
    master, slave = pty.openpty()
    settings = termios.tcgetattr(slave)
    settings[1] &= ~termios.OPOST  # line ends as they are
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    with subprocess.Popen(
        arguments, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.STDOUT
    ) as program:
        os.close(slave)
        sent = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux says EIO when the other end is closed
                break
            if not piece:
                break
            sent += piece
        program.wait()
    os.close(master)
    return sent.decode()


def run_commands(commands: Sequence[str]) -> list[str]:
    """The output of each shell command of one session, in a folder of its own; errors after the rest."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = _environment(folder)
        session = folder / ".session"
        lines = []
        for command in commands:
            lines += [f"{{ {command}", "} 2>.errors; left=$?; cat .errors", f"printf '{_MARK}'; (exit $left)"]
        session.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sent = _on_a_terminal(["/bin/sh", str(session)], folder, environment)
    return sent.replace(f"{name}/", "").split(_MARK)[:-1]


def run_python(blocks: Sequence[str]) -> list[str]:
    """What each block of Python prints, in one interpreter and a folder with the samples in ``samples/``."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = _environment(folder)
        subprocess.run(
            ["counterclaim", "sample", "--all-to", "samples"],
            cwd=folder, env=environment, check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        script = folder / ".session.py"
        script.write_text("".join(f"{block}\nprint(end={_MARK!r})\n" for block in blocks), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(script)],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"an example in Python failed:\n{done.stderr}")
    return done.stdout.split(_MARK)[:-1]


def commands_of(page: str) -> list[str]:
    """The shell commands of a page's console blocks, in order."""
    return [command for found in _FENCE.finditer(page) for command in _commands(found["body"], found["kind"])]


def _commands(body: str, kind: str) -> list[str]:
    if kind != "console":
        return []
    commands: list[str] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            commands.append(line[2:])
        elif line == ">" or (line.startswith("> ") and commands):
            commands[-1] += "\n" + line[2:]
    return commands


def _with_outputs(page: str) -> str:
    outputs = iter(run_commands(commands_of(page)))
    blocks = [found["body"] for found in _FENCE.finditer(page) if found["kind"] == "python"]
    printed = iter(run_python(blocks) if blocks else [])

    def filled(found: re.Match[str]) -> str:
        if found["kind"] == "python":
            text = next(printed)
            shown = f"\n```text\n{text.rstrip()}\n```\n" if text.strip() else ""
            return f"```python\n{found['body']}```\n{shown}"
        parts = ["```console\n"]
        for command in _commands(found["body"], "console"):
            parts.append("$ " + command.replace("\n", "\n> ").replace("\n> \n", "\n>\n") + "\n")
            text = next(outputs).rstrip()
            parts.append(text + "\n" if text else "")
        return "".join(parts) + "```\n" + (f"\n```text\n{found['printed']}```\n" if found["printed"] else "")

    return _FENCE.sub(filled, page)


# ------------------------------------------------------------------------------------------------------------ tables


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows)])


def _terms(table: str) -> str:
    from counterclaim.vocabulary import broader, load_vocabulary

    rows = []
    for term, row in load_vocabulary()[table].items():
        meaning = row["label"] + (f"; {row['note']}" if "note" in row else "")
        rows.append((f"`{term}`", meaning, ", ".join(f"`{wider}`" for wider in broader(term))))
    return _table((table, "what it means", "counts as"), rows)


def _units() -> str:
    from counterclaim.vocabulary import load_vocabulary

    ranked = sorted(load_vocabulary()["unit"].items(), key=lambda pair: -pair[1])
    wider = [
        f"larger than a {ranked[at + 1][0]}" if at + 1 < len(ranked) else "the smallest" for at in range(len(ranked))
    ]
    return _table(("unit", "rank", "meaning"), [(f"`{n}`", str(r), w) for (n, r), w in zip(ranked, wider, strict=True)])


def _plain(table: str) -> Callable[[], str]:
    def written() -> str:
        from counterclaim.vocabulary import load_vocabulary

        return _table(
            (table, "what it means"), [(f"`{term}`", words) for term, words in load_vocabulary()[table].items()]
        )

    return written


def _vague() -> str:
    from counterclaim.vocabulary import load_vocabulary

    conventions = load_vocabulary()["vague"]
    words = [word for word in conventions["ours"] if word != "note"]
    rows = [
        (
            f"`{word}`",
            *(
                "–".join(f"{v:,}" for v in dict.fromkeys({**conventions["ours"], **c}[word]))
                for c in conventions.values()
            ),
        )
        for word in words
    ]
    notes = "\n".join(f"- `{name}`: {rows['note']}." for name, rows in conventions.items())
    return f"{notes}\n\n{_table(('word', *(f'`{name}`' for name in conventions)), rows)}"


def _sources() -> str:
    from counterclaim.sources import load_register

    rows = [
        (f"`{name}`", source.label, source.role, source.side or "–") for name, source in load_register().sources.items()
    ]
    return _table(("source", "who", "role", "side"), rows)


def _families() -> str:
    from counterclaim.findings import FAMILIES, RULES

    rows = []
    for family, title in FAMILIES.items():
        names = [rule.name for rule in RULES.values() if rule.code.startswith(family)]
        rows.append((f"{family} {title}", ", ".join(names)))
    return _table(("family", "rules"), rows)


def _rule_pages() -> str:
    """The rules' part of the navigation, in YAML."""
    from counterclaim.findings import FAMILIES, RULES

    lines = []
    for family, title in FAMILIES.items():
        lines.append(f"      - {family} {title}:")
        lines += [
            f"          - {r.code} {r.name}: rules/{r.code}.md" for r in RULES.values() if r.code.startswith(family)
        ]
    return "\n".join(lines)


def _samples() -> str:
    listed = tomllib.loads((SOURCE / "counterclaim" / "samples" / "samples.toml").read_text(encoding="utf-8"))["sample"]
    rows = [(f"`{row['name']}`", row["war"], ", ".join(row["rules"]) or "–") for row in listed]
    return _table(("sample", "war", "what `check` finds"), rows)


def _series() -> str:
    from counterclaim.series import load_record

    rows = [
        (f"`{name}`", table.title, f"{table.dates[0]} to {table.dates[-1]}", table.licence)
        for name, table in sorted(load_record().series.items())
    ]
    return _table(("series", "what", "days", "licence"), rows)


def _exports() -> str:
    """A section a format: what it is, and its columns."""
    from counterclaim.exports import FORMATS, columns_of

    parts = []
    for name, format in FORMATS.items():
        made = {"text": "a text", "file": "a file", "folder": "a folder"}[format.made]
        parts.append(f"### {name}\n\n{format.title}: {made}. Checked in the tests by {format.checked_by}.")
        columns = columns_of(name)
        if not isinstance(columns, Mapping):
            columns = {"": columns}
        if all(isinstance(told, str) for told in columns.values()):
            parts.append(_table(("part", "what it holds"), [(f"`{part}`", told) for part, told in columns.items()]))
            continue
        for sheet, own in columns.items():
            parts += [f"`{sheet}.csv`:"] if sheet else []
            rows = []
            for column in own:
                words = column.words + (f": {', '.join(column.allowed)}" if column.allowed else "")
                rows.append((f"`{column.name}`", column.kind, words))
            parts.append(_table(("column", "kind", "what it holds"), rows))
    return "\n\n".join(parts)


def _corpus() -> str:
    """A section a table of a corpus: its columns."""
    from counterclaim.corpus.schemas import TABLES as OF_A_CORPUS
    from counterclaim.corpus.schemas import columns_of

    parts = []
    for name in OF_A_CORPUS:
        rows = [(f"`{column}`", words) for column, words in columns_of(name).items()]
        parts.append(f"### {name}\n\n{_table(('column', 'what it holds'), rows)}")
    return "\n\n".join(parts)


def _conventions() -> str:
    from counterclaim.comparing.conventions import CONVENTIONS

    rows = [(f"`{name}`", f"`{one.vague}`", one.words) for name, one in CONVENTIONS.items()]
    return _table(("convention", "vague words", "disagreements"), rows)


def _correctable() -> str:
    from counterclaim.judging import CORRECTABLE

    return _table(("field", "what it is"), [(f"`{name}`", field.words) for name, field in CORRECTABLE.items()])


def _grades() -> str:
    from counterclaim.grading import CLAIM_GRADES, SOURCE_GRADES

    rows = [(f"`{grade}`", words) for grade, words in (*SOURCE_GRADES.items(), *CLAIM_GRADES.items())]
    return _table(("grade", "what it means"), rows)


def _keys() -> str:
    from counterclaim.reviewing import KEYS

    return _table(("key", "what it does"), [(f"`{key}`", words) for key, words in KEYS.items()])


def _cli() -> str:
    import typer.main

    from counterclaim.cli import app

    group: Any = typer.main.get_command(app)
    names = group.list_commands(typer.Context(group))
    commands = [(name, group.get_command(typer.Context(group), name)) for name in names]
    rows = [(f"`counterclaim {name}`", one.get_short_help_str(200)) for name, one in commands]
    return _table(("command", "what it does"), rows)


def _python_names() -> str:
    import counterclaim

    rows = []
    for name in counterclaim.__all__:
        one = getattr(counterclaim, name)
        kind = "type" if inspect.isclass(one) else "function"
        rows.append(
            (
                f"[`{name}`](#{name.lower()}{'-type' if kind == 'type' else ''})",
                kind,
                (one.__doc__ or "").split("\n")[0],
            )
        )
    return _table(("name", "", "what it is"), rows)


def _signature(signature: inspect.Signature) -> str:
    """A parameter a line; annotations without the quotation marks of a postponed one."""
    words, named = [], False
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not named:
            words.append("*")
            named = True
        words.append(re.sub(r": '([^']*)'", r": \1", str(parameter)))
    back = str(signature.return_annotation).strip("'")
    return "(\n    " + ",\n    ".join(words) + f",\n) -> {back}"


def _signatures() -> str:
    import counterclaim

    parts = []
    for name in counterclaim.__all__:
        one = getattr(counterclaim, name)
        words = " ".join(inspect.cleandoc(one.__doc__ or "").replace("``", "`").split())
        if not inspect.isclass(one):
            signature = _signature(inspect.signature(one))
            parts.append(f"### {name} {{#{name}}}\n\n```py\n{name}{signature}\n```\n\n{words}")
            continue
        fields = [f"{field}: {kind}" for field, kind in one.__annotations__.items()]
        if not dataclasses.is_dataclass(one):
            fields = _signature(inspect.signature(one)).split(")")[0].strip("(\n ,").split(",\n    ")
        parts.append(
            f"### {name} {{#{name.lower()}-type}}\n\n```py\n{name}(\n    "
            + ",\n    ".join(fields)
            + f",\n)\n```\n\n{words}"
        )
    return "\n\n".join(parts)


TABLES: Mapping[str, Callable[[], str]] = {
    "commands": _cli,
    "conventions": _conventions,
    "corpus": _corpus,
    "correctable": _correctable,
    "exports": _exports,
    "families": _families,
    "grades": _grades,
    "hedges": _plain("hedge"),
    "keys": _keys,
    "measures": lambda: _terms("measure"),
    "names": _python_names,
    "objects": lambda: _terms("object"),
    "roles": _plain("role"),
    "rules": _rule_pages,
    "samples": _samples,
    "series": _series,
    "signatures": _signatures,
    "sources": _sources,
    "units": _units,
    "vague": _vague,
}


def _with_tables(page: str) -> str:
    def filled(found: re.Match[str]) -> str:
        gap = "" if found["open"].lstrip().startswith("#") else "\n"
        return f"{found['open']}{gap}{TABLES[found['name']]()}\n{gap}{found['close']}"

    return _BLOCK.sub(filled, page)


# ------------------------------------------------------------------------------------------------------------- pages


def generated(path: Path) -> str:
    """The page as it should be: its own words, with every generated part made anew."""
    page = _with_tables(path.read_text(encoding="utf-8"))
    return page if path.suffix != ".md" else _with_outputs(page)


def rule_pages() -> dict[Path, str]:
    """What belongs into ``docs/rules``: a page a rule, and their index."""
    from counterclaim.findings import RULES
    from counterclaim.findings.pages import page_text
    from counterclaim.findings.pages.index import index_text

    folder = ROOT / "docs" / "rules"
    return {folder / f"{code}.md": page_text(code) for code in RULES} | {folder / "index.md": index_text()}


def main(arguments: Sequence[str]) -> int:
    """Write every page, or with ``--check`` name those that are stale."""
    os.environ["COUNTERCLAIM_RECORD"] = os.devnull  # the bundled record alone
    wanted = {path: generated(path) for path in PAGES} | rule_pages()
    stale = [path for path, page in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != page]
    for path in stale:
        print(f"{path.relative_to(ROOT)} {'is stale' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"{COMMAND} writes them anew.")
        return 1
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(SOURCE))
    sys.exit(main(sys.argv[1:]))
