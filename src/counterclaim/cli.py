"""The command line: one verb a function, errors as one sentence, exit status 0, 1 or 2.

    read, check                     here: documents → claims, findings
    every other command             commands.py: its name, and where it stands
    streams, exit status, progress  console.py

Nothing is imported at the top that ``check`` does not need at once; a command imports what it needs.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from counterclaim import __version__
from counterclaim.commands import OnDemand
from counterclaim.console import FOUND, INTERRUPTED, NOTHING, UNREAD, Progress, complain, style_of, writing
from counterclaim.model import CounterclaimError, Report

if TYPE_CHECKING:
    from counterclaim.model import Provenance, Series
    from counterclaim.terminal import Style

app = typer.Typer(
    name="counterclaim",
    cls=OnDemand,
    help="Reads what is claimed about losses in war, by whom, and checks whether the numbers hold.",
    epilog="Start with: counterclaim sample --all-to samples, then counterclaim check samples",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ReadFormat(StrEnum):
    """How claims are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class CheckFormat(StrEnum):
    """How a report is written."""

    text = "text"
    json = "json"
    html = "html"


class Convention(StrEnum):
    """How a vague word becomes two numbers."""

    ours = "ours"
    acled = "acled"
    newsquant = "newsquant"
    duckling = "duckling"


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"counterclaim {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    shown: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


Targets = Annotated[
    list[str], typer.Argument(metavar="PATH|URL|-...", help="Files, folders, web addresses, or - for standard input.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.")]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="The day of publication, as 2023-12-13; wins over the page's own.")
]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="The language of the text, as en.")]
ColumnsGiven = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help="Which columns of a CSV or JSON lines hold what: text=body,published=date, or a TOML file.",
    ),
]
Reveal = Annotated[
    str | None,
    typer.Option(
        "--reveal",
        metavar="REASON",
        help="Show personal data, which is hidden by default; COUNTERCLAIM_LEDGER, if set, keeps who did and why.",
    ),
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Of a call's transcript: who published it.")]
ProvenanceFile = Annotated[
    Path | None,
    typer.Option(
        "--provenance",
        metavar="FILE",
        help="Of a call's transcript: a TOML file with publisher, address, published and selection.",
    ),
]
VagueWords = Annotated[
    Convention, typer.Option(help="What 'dozens' or 'a few thousand' stand for; see the vocabulary.")
]


# -------------------------------------------------------------------------------------------------- read and check


def _reports(
    targets: list[str],
    published: str | None,
    language: str | None,
    convention: Convention,
    findings: bool,
    seen: _Seen,
    columns: str | None,
    provenance: Provenance | None,
    reveal: str | None,
) -> Iterator[Report]:
    """Every document of the targets, read; one that fails is told on standard error and the next is read."""
    from dataclasses import replace

    from counterclaim.documents import open_documents
    from counterclaim.model import Coverage
    from counterclaim.redaction import shown

    day = None
    if published is not None:
        from counterclaim.lookups import day_given

        day = day_given(published)
    if reveal is not None:
        from counterclaim.revealing import note_revealing

        note_revealing(reveal, targets)
    named = None
    if columns is not None:
        from counterclaim.documents.columns import parse_columns

        named = parse_columns(columns)
    if "-" in targets and sys.stdin.isatty():
        print("Reading from the keyboard; end with Ctrl-D.", file=sys.stderr)
    for target in targets:
        for document in open_documents(target, published=day, language=language, columns=named, provenance=provenance):
            seen.started(document.path)
            report = Report(document)
            if document.coverage.state != "failed":
                try:
                    report = _read(report, convention, findings)
                    report = report if reveal is not None else shown(report)
                except Exception as error:  # one document must not take the others with it
                    if os.environ.get("COUNTERCLAIM_DEBUG"):
                        raise
                    reason = str(error) if isinstance(error, CounterclaimError) else _fault(error)
                    report = Report(replace(document, coverage=Coverage("failed", reason)))
            seen.ended(report)
            yield report
    if not seen.documents:
        raise CounterclaimError(f"there is nothing to read in {', '.join(targets)}")


def _origin(publisher: str | None, file: Path | None) -> Provenance | None:
    if publisher is None and file is None:
        return None
    from counterclaim.keeping import origin_given

    return origin_given(publisher, file)


def _fault(error: Exception) -> str:
    return f"the reader failed on it ({type(error).__name__}: {error}); please report this with the document"


def _read(report: Report, convention: Convention, findings: bool) -> Report:
    from counterclaim import verbs

    return next((verbs.check if findings else verbs.read)(report.document, convention=convention.value))


class _Seen:
    """What a run has met, for its last line, its exit status and its progress bar."""

    def __init__(self, progress: Progress | None) -> None:
        self.documents = self.failed = self.claims = 0
        self.severities: dict[str, int] = {}
        self.progress = progress

    def started(self, path: str) -> None:
        if self.progress is not None:
            self.progress.show(self.documents, path)

    def ended(self, report: Report) -> None:
        self.documents += 1
        self.claims += len(report.claims)
        if self.progress is not None:
            self.progress.clear()
        if report.document.coverage.state == "failed":
            self.failed += 1
            complain(f"{report.document.path} could not be read: {report.document.coverage.reason}")
        elif report.document.transcript is not None:
            from counterclaim.keeping import ask_provenance

            ask_provenance(report.document.path, report.document.transcript)

    def found(self, report: Report) -> None:
        for finding in report.findings:
            self.severities[finding.severity] = self.severities.get(finding.severity, 0) + 1

    def status(self) -> int:
        if self.failed:
            return UNREAD
        return FOUND if self.severities.keys() & {"warning", "error"} else NOTHING


def _progress(targets: list[str]) -> Progress | None:
    if not sys.stderr.isatty():
        return None
    from counterclaim.documents import count_targets

    return Progress(sys.stderr, count_targets(targets))


@app.command(
    short_help="List the claims of documents.", epilog="The exit status is 0, or 2 when a document could not be read."
)
def read(
    targets: Targets,
    format: Annotated[ReadFormat, typer.Option(help="A table to look at, or lines for a program.")] = ReadFormat.table,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show which rules read each claim, and what was not kept.")
    ] = False,
    published: Published = None,
    language: Language = None,
    columns: ColumnsGiven = None,
    publisher: Publisher = None,
    provenance: ProvenanceFile = None,
    convention: VagueWords = Convention.ours,
    reveal: Reveal = None,
    output: Output = None,
) -> None:
    """Read documents and list their claims: how many of what, of whom, said by whom, how surely.

    \b
    Examples:
      counterclaim read article.txt
      counterclaim read --format csv articles/ > claims.csv
      curl -s https://example.org/story | counterclaim read -
    """
    from counterclaim import cells, formats, terminal

    seen = _Seen(_progress(targets))
    style = style_of(sys.stdout)
    with writing(output, targets, machine=format is not ReadFormat.table) as stream:
        if format is ReadFormat.csv:
            stream.write(cells.csv_header())
        origin = _origin(publisher, provenance)
        for report in _reports(targets, published, language, convention, False, seen, columns, origin, reveal):
            if report.document.coverage.state == "failed":
                continue
            if format is not ReadFormat.table and report.document.coverage.share == 0:
                complain(f"{report.document.path}: {report.document.coverage.reason}")
            if format is ReadFormat.jsonl:
                stream.writelines(formats.claim_line(claim) + "\n" for claim in report.claims)
            elif format is ReadFormat.csv:
                lines = formats.Lines(report.document.text)
                stream.writelines(cells.csv_line(report.document, lines, claim) for claim in report.claims)
            else:
                _write_table(report, stream, style if output is None else terminal.PLAIN)
            if explain:
                where = stream if format is ReadFormat.table else sys.stderr
                where.write(terminal.explanation(report))
    raise typer.Exit(UNREAD if seen.failed else NOTHING)


def _write_table(report: Report, stream: TextIO, style: Style) -> None:
    from shutil import get_terminal_size

    from counterclaim import terminal

    stream.write(f"{terminal.one_line(report.document.path, 200)}: {terminal.summary(report, findings=False)}\n")
    if report.claims:
        width = max(style.width or get_terminal_size((120, 24)).columns, 60)
        terminal.print_table(terminal.claims_table(report, width), stream, width, style.colour)
        stream.write("\n")


@app.command(
    short_help="Say which claims do not hold, and why.",
    epilog="The exit status is 0 when nothing was found at warning or above, 1 when something was, 2 when a document "
    "could not be read (the others are read and shown).",
)
def check(
    targets: Targets,
    format: Annotated[
        CheckFormat, typer.Option(help="Text to look at, JSON for a program, or one HTML page.")
    ] = CheckFormat.text,
    output: Output = None,
    published: Published = None,
    language: Language = None,
    columns: ColumnsGiven = None,
    publisher: Publisher = None,
    provenance: ProvenanceFile = None,
    convention: VagueWords = Convention.ours,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CODES", help="Only these rules or families: CC2,CC301.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="All but these rules or families.")] = None,
    claims: Annotated[bool, typer.Option("--claims", help="In text, show the table of claims as well.")] = False,
    reveal: Reveal = None,
) -> None:
    """Read documents, then hold their numbers against each other and against the record.

    \b
    Examples:
      counterclaim check article.txt
      counterclaim check --published 2023-12-13 https://example.org/story
      counterclaim check --format html --output report.html articles/
      counterclaim check --format json - < article.txt
    """
    from counterclaim import terminal

    chosen = _chosen(select, ignore)
    seen = _Seen(_progress(targets))
    style = style_of(sys.stdout) if output is None else terminal.PLAIN
    with writing(output, targets, machine=format is not CheckFormat.text) as stream:
        origin = _origin(publisher, provenance)
        read_all = _reports(targets, published, language, convention, True, seen, columns, origin, reveal)
        reports = _filtered(read_all, chosen, seen)
        if format is CheckFormat.json:
            _write_json(reports, stream)
        elif format is CheckFormat.html:
            _write_page(reports, stream, output)
        else:
            for report in reports:
                if report.document.coverage.state == "failed":
                    continue
                stream.write(terminal.report_text(report, style))
                if report.document.transcript is not None:
                    _write_themes(report, stream)
                if claims:
                    _write_table(report, stream, style)
            if seen.documents > 1:
                stream.write(terminal.totals(seen.documents, seen.failed, seen.severities, seen.claims))
    if output is not None and sys.stderr.isatty():
        print(f"Written to {output}.", file=sys.stderr)
    raise typer.Exit(seen.status())


def _write_themes(report: Report, stream: TextIO) -> None:
    """What a call is about, under its findings."""
    from counterclaim.testimony import code
    from counterclaim.theming import lines

    codings = code(report.document)
    if codings:
        stream.write("  themes:\n" + "".join(lines(report.document, codings)))


def _filtered(reports: Iterable[Report], chosen: frozenset[str] | None, seen: _Seen) -> Iterator[Report]:
    for whole in reports:
        kept = whole
        if chosen is not None:
            kept = Report(
                whole.document, whole.claims, tuple(f for f in whole.findings if f.code in chosen), whole.refusals
            )
        seen.found(kept)
        yield kept


def _chosen(select: list[str] | None, ignore: list[str] | None) -> frozenset[str] | None:
    """The codes of the rules asked for, or ``None`` for all; codes, families (CC2) and names are known."""
    if not select and not ignore:
        return None
    from counterclaim.findings import RULES

    def codes(asked: list[str]) -> set[str]:
        found: set[str] = set()
        for word in (part.strip() for entry in asked for part in entry.split(",") if part.strip()):
            own = {c for c, rule in RULES.items() if c.startswith(word.upper()) or rule.name == word.lower()}
            if not own:
                raise CounterclaimError(f"there is no rule or family “{word}”; counterclaim rule lists them")
            found |= own
        return found

    return frozenset((codes(select) if select else set(RULES)) - codes(ignore or []))


def _write_json(reports: Iterable[Report], stream: TextIO) -> None:
    from counterclaim import formats

    stream.write(formats.check_opening())
    for at, report in enumerate(reports):
        stream.write((",\n" if at else "\n") + formats.report_line(report))
    stream.write("\n]}\n")


def _write_page(reports: Iterable[Report], stream: TextIO, output: Path | None) -> None:
    from counterclaim.page import render
    from counterclaim.page.sounds import with_sounds

    read_all, sounds = with_sounds(reports, output, complain)

    def table(name: str) -> Series | None:
        from counterclaim.series import load_record

        return load_record().series.get(name)

    stream.write(render(read_all, table, date.today(), __version__, sounds))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status; every error a user can act on is one sentence."""
    gc.set_threshold(100_000, 20, 20)  # what is made at the start lives to the end; to look it over takes time
    atexit.register(gc.freeze)  # and so it does at the end, when all of it goes
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(arguments, prog_name="counterclaim")
    except CounterclaimError as error:
        complain(str(error))
        sys.exit(UNREAD)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
