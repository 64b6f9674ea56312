"""The command that lists claims of a ledger, and the words by which it, and others, choose them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import style_of, writing
from counterclaim.keeping import LedgerPath, open_ledger
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.ledger import Filter, Ledger
    from counterclaim.model import Kept

# By what claims are chosen; `export` asks in the same words.
LanguageAsked = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the document, as en.")]
SideAsked = Annotated[str | None, typer.Option(metavar="SIDE", help="Who suffered the loss, as UA.")]
ObjectAsked = Annotated[str | None, typer.Option(metavar="TERM", help="What was lost, as personnel.")]
MeasureAsked = Annotated[str | None, typer.Option(metavar="TERM", help="How, as killed.")]
SourceAsked = Annotated[str | None, typer.Option(metavar="ID", help="Who says it, as ua-general-staff.")]
PlaceAsked = Annotated[str | None, typer.Option(metavar="NAME", help="Where, as it is told.")]
UnitAsked = Annotated[str | None, typer.Option(metavar="NAME", help="The army, regiment or company.")]
PeriodAsked = Annotated[str | None, typer.Option(metavar="KIND", help="cumulative, window, point, open.")]
CertaintyAsked = Annotated[str | None, typer.Option(metavar="WORD", help="stated, hedged, unconfirmed.")]
StartAsked = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, as 2023-12-01.")]
EndAsked = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")]
VerdictAsked = Annotated[str | None, typer.Option(metavar="WORD", help="accept, reject, unsure, correct.")]
TextAsked = Annotated[str | None, typer.Option(metavar="WORDS", help="Words that stand in the quote.")]
DocumentAsked = Annotated[str | None, typer.Option(metavar="ID", help="Only those of this document.")]


class KeptFormat(StrEnum):
    """How kept claims are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def claims(
    ledger: LedgerPath = None,
    side: SideAsked = None,
    object: ObjectAsked = None,
    measure: MeasureAsked = None,
    source: SourceAsked = None,
    place: PlaceAsked = None,
    unit: UnitAsked = None,
    period: PeriodAsked = None,
    certainty: CertaintyAsked = None,
    start: StartAsked = None,
    end: EndAsked = None,
    language: LanguageAsked = None,
    verdict: VerdictAsked = None,
    text: TextAsked = None,
    document: DocumentAsked = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The ledger as it stood at the end of a day.")
    ] = None,
    format: Annotated[KeptFormat, typer.Option(help="A table to look at, or lines for a program.")] = KeptFormat.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """List the claims of a ledger, all or those that fit. The day of a claim is its own, else its document's.

    \b
    Examples:
      counterclaim claims --ledger war.db --side UA --measure killed --from 2023-12-01 --to 2023-12-31
      counterclaim claims --ledger war.db --source ru-mod --format csv > ru-mod.csv
    """
    wanted = filter_of(
        side=side, object=object, measure=measure, source=source, place=place, unit=unit, period=period,
        certainty=certainty, start=start, end=end, language=language, verdict=verdict, text=text, document=document,
    )  # fmt: skip
    day = day_given(as_of)
    with open_ledger(ledger, read_only=True) as book:
        _write_claims(book if day is None else book.as_of(day), wanted, format, output)


def filter_of(**asked: str | None) -> Filter:
    """The filter that was typed; the error names the words that may stand there."""

    from counterclaim.ledger import Filter

    known = {
        "period": ("cumulative", "window", "point", "open"),
        "certainty": ("stated", "hedged", "unconfirmed"),
        "verdict": ("accept", "reject", "unsure", "correct"),
    }
    fields: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    for name, words in known.items():
        if fields.get(name, words[0]) not in words:
            raise CounterclaimError(f"“{fields[name]}” is no {name}; there is {', '.join(words)}")
    if "finding" in fields:
        from counterclaim.findings import RULES

        fields["finding"] = fields["finding"].upper()
        if fields["finding"] not in RULES:
            raise CounterclaimError(f"there is no rule “{fields['finding']}”; counterclaim rule lists them")
    for name in ("start", "end"):
        if name in fields:
            fields[name] = day_given(fields[name])
    return Filter(**fields)


def _write_claims(book: Ledger, wanted: Filter, format: KeptFormat, output: Path | None) -> None:
    from counterclaim import cells, formats
    from counterclaim.terminal import PLAIN, claims_table, one_line, plural, print_table

    lines: dict[str, formats.Lines] = {}
    with writing(output, machine=format is not KeptFormat.table) as stream:
        if format is KeptFormat.jsonl:
            stream.writelines(formats.claim_line(kept.claim) + "\n" for kept in book.claims(wanted))
        elif format is KeptFormat.csv:
            stream.write(cells.csv_header())
            for kept in book.claims(wanted):
                document = kept.document
                if document.id not in lines:
                    lines = {document.id: formats.Lines(document.text)}
                stream.write(cells.csv_line(document, lines[document.id], kept.claim))
        else:
            from itertools import groupby
            from shutil import get_terminal_size

            from counterclaim.model import Report

            style = style_of(sys.stdout) if output is None else PLAIN
            width = max(style.width or get_terminal_size((120, 24)).columns, 60)
            count = 0
            for _, group in groupby(book.claims(wanted), key=lambda kept: kept.document.id):
                found = list(group)
                count += len(found)
                document = found[0].document
                published = f", {document.published}" if document.published else ""
                stream.write(f"{document.path}{published}: {plural(len(found), 'claim')}\n")
                table = claims_table(Report(document, tuple(kept.claim for kept in found)), width)
                print_table(table, stream, width, style.colour)
                stream.writelines(f"{one_line(line, 400)}\n" for line in _grade_lines(found))
                stream.write("\n")
            stream.write(f"{plural(count, 'claim')}.\n")


def _grade_lines(kepts: list[Kept]) -> Iterator[str]:
    """What people said of these claims' credibility and of their sources' reliability, once each."""
    from counterclaim.grading import grades_of

    given = {grade.id: grade for kept in kepts for grade in kept.grades}
    quotes = {kept.claim.id: f"{kept.claim.id} “{kept.claim.evidence.exact}”" for kept in kepts}
    for subject in dict.fromkeys(grade.subject for grade in given.values()):
        yield f"graded: {quotes.get(subject, subject)}: {grades_of(given.values(), subject)}"
