"""The commands that look things up: trace, rule, series, statements, sample, schema, doctor."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.console import NOTHING, UNREAD, style_of, writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from counterclaim.model import Series

series_app = typer.Typer(
    help="The record's dated tables: what sources published, day by day.", rich_markup_mode=None, no_args_is_help=True
)
statements_app = typer.Typer(
    help="The record's single official figures, each with its citation.", rich_markup_mode=None, no_args_is_help=True
)


class TextOrJson(StrEnum):
    """How matches are written."""

    text = "text"
    json = "json"


class TextOrCsv(StrEnum):
    """How a table is written."""

    text = "text"
    csv = "csv"


class SchemaName(StrEnum):
    """Which of the published schemas."""

    check = "check"
    claim = "claim"


def day_given(text: str | None) -> date | None:
    """A day typed by the user; the error says how to write one."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CounterclaimError(f"“{text}” is not a day; write it as 2023-12-13") from None


# ------------------------------------------------------------------------------------------------ trace and rules


def trace(
    figures: Annotated[str, typer.Argument(metavar="TEXT", help="Figures as they were said, in quotation marks.")],
    near: Annotated[
        str | None, typer.Option(metavar="DATE", help="Look near this day, month or year: 2023-12-09, 2023-12, 2023.")
    ] = None,
    format: Annotated[TextOrJson, typer.Option(help="Text to look at, or JSON for a program.")] = TextOrJson.text,
) -> None:
    """Find which source, on which day or over which days, figures come from, and how likely that is by chance.

    \b
    Examples:
      counterclaim trace "4,320 soldiers and 51 tanks in three days" --near 2024-05
      counterclaim trace "20,600 personnel, 790 tanks, 167 aircraft"
    """
    from counterclaim import formats, terminal
    from counterclaim.verbs import trace as trace_text

    matches = trace_text(figures, near)
    with writing(machine=format is TextOrJson.json) as stream:
        if format is TextOrJson.json:
            stream.write(formats.json_line({"matches": [formats.match_fields(match) for match in matches]}) + "\n")
        elif matches:
            stream.write("\n".join(terminal.match_text(match, style_of(stream)) for match in matches))
        else:
            stream.write("Nothing in the record equals these figures, nor comes near enough to be told from chance.\n")


def rule(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A code or a name: CC202, misattributed-figure.")
    ] = None,
) -> None:
    """Show what a rule means, when it fires and when it must not; without a code, list them all.

    \b
    Examples:
      counterclaim rule
      counterclaim rule CC202
    """
    from counterclaim.findings import RULES
    from counterclaim.terminal import columns

    with writing() as stream:
        if code is None:
            stream.write(columns([(r.code, r.severity, r.name, r.summary) for _, r in sorted(RULES.items())]))
            return
        found = [r for r in RULES.values() if code.upper() == r.code or code.lower() == r.name]
        if not found:
            raise CounterclaimError(f"there is no rule “{code}”; counterclaim rule lists them")
        stream.write(found[0].page().rstrip() + "\n")


# ------------------------------------------------------------------------------------------------------ the record


@series_app.command("list")
def list_series() -> None:
    """List the series: id, first and last day, number of rows, title."""
    from counterclaim.series import load_record
    from counterclaim.terminal import columns

    rows = [
        (name, f"{table.dates[0]} → {table.dates[-1]}", f"{len(table.dates):,} days", table.title)
        for name, table in sorted(load_record().series.items())
    ]
    with writing() as stream:
        stream.write(columns(rows))


def _series(name: str) -> Series:
    from counterclaim.series import load_record

    known = load_record().series
    if name not in known:
        raise CounterclaimError(f"there is no series “{name}”; there is: {', '.join(sorted(known))}")
    return known[name]


@series_app.command("show")
def show_series(
    name: Annotated[str, typer.Argument(metavar="ID", help="The series, as counterclaim series list names it.")],
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; the last week if none.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this column; may be repeated.")] = None,
    format: Annotated[TextOrCsv, typer.Option(help="Text to look at, or CSV for a program.")] = TextOrCsv.text,
) -> None:
    """Show where a series comes from and its rows; CSV gives every row unless days are named.

    \b
    Examples:
      counterclaim series show ua-general-staff --from 2023-12-06 --to 2023-12-09 --column personnel
      counterclaim series show ua-general-staff --format csv > series.csv
    """
    import csv

    from counterclaim.terminal import columns, plural

    table = _series(name)
    first, last = day_given(since), day_given(until)
    names = list(column or table.columns)
    for wanted in names:
        if wanted not in table.columns:
            raise CounterclaimError(f"{name} has no column “{wanted}”; it has {', '.join(table.columns)}")
    rows = [
        (day, [table.columns[wanted][at] for wanted in names])
        for at, day in enumerate(table.dates)
        if (first is None or first <= day) and (last is None or day <= last)
    ]
    with writing(machine=format is TextOrCsv.csv) as stream:
        if format is TextOrCsv.csv:
            out = csv.writer(stream, lineterminator="\n")
            out.writerow(["date", *names])
            out.writerows([day, *("" if value is None else f"{value:.0f}" for value in values)] for day, values in rows)
            return
        stream.write(f"{table.title}\n")
        stream.write(f"source {table.source}, side {table.side}, measure {table.measure}, licence {table.licence}\n")
        stream.write(f"from {table.url}, retrieved {table.retrieved}\n")
        stream.writelines(f"note: {note}\n" for note in table.notes)
        shown = rows if first or last else rows[-7:]
        header = ["date", *names]
        cells = [[str(day), *("–" if v is None else f"{v:,.0f}" for v in values)] for day, values in shown]
        stream.write("\n" + (columns([header, *cells]) if column or len(names) <= 6 else _by_column(header, cells)))
        if len(shown) < len(rows):
            stream.write(f"\nThe last {len(shown)} of {plural(len(rows), 'day')}; name others with --from and --to.\n")


def _by_column(header: list[str], cells: list[list[str]]) -> str:
    """A wide table turned on its side: a line a column, a column a day."""
    from counterclaim.terminal import columns

    return columns([[name, *(row[at] for row in cells)] for at, name in enumerate(header)])


@series_app.command("add")
def add_series(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV with a row a day.")],
    mapping: Annotated[Path, typer.Option(metavar="FILE.toml", help="What its columns count and where it is from.")],
) -> None:
    """Add a table of your own to the record; docs/record.md shows a mapping.

    \b
    Example:
      counterclaim series add counts.csv --mapping counts.toml
    """
    from counterclaim import additions

    added = additions.add_series(file, additions.read_mapping(mapping))
    print(f"Added {added.id}: {len(added.dates):,} days, {added.dates[0]} to {added.dates[-1]}.")


@series_app.command("update")
def update_series(
    name: Annotated[str, typer.Argument(metavar="ID", help="One of your own series.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV with new rows, mapped as before.")],
    mapping: Annotated[Path, typer.Option(metavar="FILE.toml", help="What its columns count and where it is from.")],
) -> None:
    """Put a newer table in the place of one of your own; the bundled ones come with a new version of counterclaim."""
    import os

    from counterclaim import additions
    from counterclaim.series import record_folder

    kept = record_folder() / f"{name}.tsv"
    wanted = additions.read_mapping(mapping)
    if not kept.is_file():
        raise CounterclaimError(f"you have no series “{name}” of your own; counterclaim series add makes one")
    if wanted.id != name:
        raise CounterclaimError(f"{mapping.name} is the mapping of “{wanted.id}”, not of “{name}”")
    before = kept.with_suffix(".before")
    os.replace(kept, before)
    try:
        changed = additions.add_series(file, wanted)
    except BaseException:
        os.replace(before, kept)
        raise
    before.unlink()
    print(f"Updated {changed.id}: {len(changed.dates):,} days, {changed.dates[0]} to {changed.dates[-1]}.")


@statements_app.command("list")
def list_statements(
    source: Annotated[str | None, typer.Option(metavar="ID", help="Only those of this source, as ru-mod.")] = None,
    side: Annotated[str | None, typer.Option(metavar="SIDE", help="Only those on the losses of this side.")] = None,
) -> None:
    """List the single official figures: day, source, what was said of whose losses, and where it can be read."""
    from counterclaim.series import load_record
    from counterclaim.terminal import amount, columns

    kept = sorted(
        (s for s in load_record().statements if source in (None, s.source) and side in (None, s.side)),
        key=lambda s: (s.date, s.id),
    )
    with writing() as stream:
        for statement in kept:
            said = [statement.low, statement.best, statement.high]
            values = dict.fromkeys(amount(v, statement.unit) for v in said if v is not None)
            figure = "–".join(values) if len(values) > 1 else next(iter(values))
            what = f"{statement.object} {statement.measure}, {statement.side}"
            stream.write(columns([(str(statement.date), statement.source, figure, what)]))
            stream.write(f"            “{statement.wording}”  {statement.url}\n")
    if not kept:
        raise CounterclaimError("no statement fits; counterclaim statements list shows them all")


@statements_app.command("add")
def add_statements(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV with a row a figure.")],
) -> None:
    """Add single figures of your own to the record; docs/record.md names the columns."""
    from counterclaim import additions
    from counterclaim.terminal import plural

    added = additions.add_statements(file)
    print(f"Added {plural(len(added), 'statement')}.")


# ------------------------------------------------------------------------------------------ samples, schema, doctor


def samples() -> dict[str, tuple[Traversable, str]]:
    """The bundled sample articles by name: the file, and what it shows."""
    import tomllib
    from importlib.resources import files

    folder = files("counterclaim") / "samples"
    listed = tomllib.loads((folder / "samples.toml").read_text(encoding="utf-8"))["sample"]
    return {row["name"]: (folder / row["file"], row["shows"]) for row in listed}


def sample(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The sample to print.")] = None,
    all_to: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write all samples there.")] = None,
    call_to: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write an invented call there, spoken where Festival speaks Russian."),
    ] = None,
) -> None:
    """List the bundled sample articles, print one, or write them all to a folder.

    \b
    Examples:
      counterclaim sample --all-to samples && counterclaim check samples
      counterclaim sample --call-to call && counterclaim check call/sample-call.json
      counterclaim sample kherson-winter | counterclaim check -
    """
    from counterclaim.terminal import Style, plural

    known = samples()
    if call_to is not None:
        _write_call(call_to)
        if all_to is None:
            return
    if all_to is not None:
        try:
            all_to.mkdir(parents=True, exist_ok=True)
            for file, _ in known.values():
                (all_to / file.name).write_bytes(file.read_bytes())
        except OSError as error:
            raise CounterclaimError(f"the samples could not be written to {all_to}: {error.strerror}") from error
        print(f"Wrote {plural(len(known), 'sample')} to {all_to}.")
        return
    with writing() as stream:
        if name is None:
            style = Style(width=100)
            for known_name, (_, shows) in known.items():
                stream.write(f"{known_name}\n{style.indented(shows, '    ', '    ')}\n")
            return
        if name not in known:
            raise CounterclaimError(f"there is no sample “{name}”; there is: {', '.join(known)}")
        stream.write(known[name][0].read_text(encoding="utf-8"))


def _write_call(folder: Path) -> None:
    from counterclaim.calls.speaking import write_sample

    try:
        transcript, recording = write_sample(folder)
    except OSError as error:
        raise CounterclaimError(f"the call could not be written to {folder}: {error.strerror}") from error
    heard = (
        "without its sound: Debian's packages festival and festvox-ru would speak it"
        if recording is None
        else f"and {recording.name}, spoken by this computer"
    )
    print(f"Wrote {transcript.name} to {folder}, {heard}.")


def schema(
    name: Annotated[
        SchemaName, typer.Argument(metavar="[NAME]", help="check: the report as JSON; claim: a line of read.")
    ] = SchemaName.check,
) -> None:
    """Print the JSON Schema of what check and read write."""
    from counterclaim.formats import schema_text

    with writing(machine=True) as stream:
        stream.write(schema_text(name.value))


def doctor() -> None:
    """Show what is installed and the state of the record: what to send with a report of a fault."""
    import platform
    import re
    from importlib.metadata import PackageNotFoundError, requires
    from importlib.metadata import version as installed

    from counterclaim import __version__
    from counterclaim.ledger.sqlite import sqlite_verdict
    from counterclaim.series import load_record, record_folder
    from counterclaim.terminal import columns

    rows = [("counterclaim", __version__), ("python", f"{platform.python_version()} on {platform.platform()}")]
    try:
        needed = [line.split(";")[0] for line in requires("counterclaim") or [] if "extra ==" not in line]
    except PackageNotFoundError:
        needed = []
    wrong = []
    for requirement in needed:
        package = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            rows.append((package, installed(package)))
        except PackageNotFoundError:
            rows.append((package, "missing"))
            wrong.append(f"{package} is not installed; run: python -m pip install counterclaim")
    verdict, good = sqlite_verdict()
    rows.append(("sqlite", verdict))
    if not good:
        wrong.append("a ledger needs SQLite 3.51.3 or later; run: python -m pip install 'pysqlite3>=0.6.1'")
    encoding = sys.stdout.encoding or "unknown"
    rows.append(("output", f"{encoding}, {'a terminal' if sys.stdout.isatty() else 'not a terminal'}"))
    try:
        record = load_record()
        newest = max(table.dates[-1] for table in record.series.values())
        rows.append(("record", f"{len(record.series)} series, {len(record.statements)} statements, to {newest}"))
    except CounterclaimError as error:
        rows.append(("record", f"cannot be read: {error}"))
        wrong.append(str(error))
    own = record_folder()
    rows.append(("your own", f"{own}" if own.is_dir() else f"none ({own} does not exist)"))
    with writing() as stream:
        stream.write(columns(rows))
        stream.write("\n" + ("".join(f"{line}\n" for line in wrong) or "Everything needed is there.\n"))
    raise typer.Exit(UNREAD if wrong else NOTHING)
