"""``counterclaim compare``: the verb, its options, and what it prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.console import NOTHING, style_of, writing
from counterclaim.keeping import LedgerPath, open_ledger
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.comparing.laying import Asked, Comparison
    from counterclaim.model import Kept


class CompareFormat(StrEnum):
    """How a comparison is written."""

    text = "text"


def compare(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="How it was lost or counted, as killed or losses.")],
    side: Annotated[str | None, typer.Option(metavar="SIDE", help="Who suffered it, as UA or Hamas.")] = None,
    object: Annotated[str | None, typer.Option(metavar="OBJECT", help="What was lost, as personnel or tank.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only claims of this place.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, as 2023-12-13.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Only this source, by id or name; may be repeated.")
    ] = None,
    ledger: LedgerPath = None,
    claims: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Claims as read --format jsonl wrote them.")
    ] = None,
    documents: Annotated[
        list[str] | None, typer.Option("--read", metavar="PATH|URL", help="Documents to read the claims from.")
    ] = None,
    format: Annotated[CompareFormat, typer.Option(help="Text to look at.")] = CompareFormat.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
    record: Annotated[bool, typer.Option("--record/--no-record", help="Show what the record says behind it.")] = True,
) -> None:
    """Lay the claims that answer one question beside each other: who said how many, when, and how they stand.

    \b
    Examples:
      counterclaim compare losses --side RU --object tank
      counterclaim compare killed --ledger war.db --side UA
      counterclaim compare killed --read articles/ --from 2024-05-01
    """
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.laying import lay
    from counterclaim.series import load_record

    asked = _asked(measure, side, object, place, start, end, source)
    given = claims or documents
    kepts = list(_kepts(claims or [], documents or []))
    if ledger is not None and (not given or "COUNTERCLAIM_LEDGER" not in os.environ):
        kepts += _in_ledger(ledger, asked)
    comparison = lay(kepts, asked, load_record() if record else None, twins_of(kepts))
    if not (comparison.rows or comparison.lines or comparison.statements):
        raise CounterclaimError(
            f"nothing answers this: {_words(asked)}; leave out an option, or give --ledger, --claims or --read"
        )
    with writing(output, [str(path) for path in claims or []]) as stream:
        style = style_of(stream) if output is None else None
        stream.write(_text(comparison, style.width if style is not None and style.width else 100))
    if output is not None and sys.stderr.isatty():
        print(f"Written to {output}.", file=sys.stderr)
    raise typer.Exit(NOTHING)


def _asked(
    measure: str,
    side: str | None,
    object: str | None,
    place: str | None,
    start: str | None,
    end: str | None,
    sources: list[str] | None,
) -> Asked:
    from counterclaim.comparing.laying import Asked
    from counterclaim.vocabulary import load_vocabulary

    for table, term in (("measure", measure), ("object", object)):
        known = load_vocabulary()[table]
        if term is not None and term not in known:
            raise CounterclaimError(f"there is no {table} “{term}”; there is: {', '.join(sorted(known))}")
    first, last = day_given(start), day_given(end)
    if first is not None and last is not None and first > last:
        raise CounterclaimError(f"the first day {first} is after the last day {last}")
    return Asked(measure, side, object, place, None, first, last, tuple(sources or ()))


def _words(asked: Asked) -> str:
    parts = [asked.measure, asked.object, asked.side, asked.place, *asked.sources]
    parts += [f"from {asked.start}"] if asked.start else []
    parts += [f"to {asked.end}"] if asked.end else []
    return ", ".join(part for part in parts if part)


def _kepts(files: list[Path], targets: list[str]) -> Iterator[Kept]:
    from counterclaim.comparing.claim_files import claims_in, kept_of
    from counterclaim.verbs import read

    for path in files:
        yield from claims_in(path)
    for target in targets:
        yield from kept_of(read(target))


def _in_ledger(address: str, asked: Asked) -> Iterator[Kept]:
    """The claims of a ledger; sources and places are chosen afterwards, as they may be told in several ways."""
    with open_ledger(address, read_only=True) as book:
        yield from book.claims(side=asked.side, object=asked.object, measure=asked.measure)


def _text(comparison: Comparison, width: int) -> str:
    from counterclaim.comparing.plots import HEAD, chart, table_rows
    from counterclaim.terminal import columns, one_line, plural

    rows = [tuple(one_line(cell, 40) for cell in row) for row in table_rows(comparison)]
    told = plural(len(rows), "claim") if rows else "no claims"
    parts = [f"{_words(comparison.asked)}: {told}"]
    if comparison.lines:
        parts[0] += f", {plural(len(comparison.lines), 'line')} of the record"
    if comparison.statements:
        parts[0] += f", {plural(len(comparison.statements), 'statement')}"
    text = parts[0] + "\n\n"
    if rows:
        text += columns([HEAD, *rows]) + "\n"
    sentences = {
        row.standing.sentence: None
        for row in comparison.rows
        if row.standing.level in ("conflict", "denial", "fell", "reset", "revision")
    }
    text += "".join(f"{one_line(sentence, 400)}\n" for sentence in sentences) + ("\n" if sentences else "")
    return text + chart(comparison, width)
