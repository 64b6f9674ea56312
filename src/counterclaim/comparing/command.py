"""The verbs ``compare``, ``portrait`` and ``incidents``: their options, and what they print."""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from counterclaim.console import NOTHING, style_of, writing, writing_bytes
from counterclaim.keeping import LedgerPath, open_ledger
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.comparing.drawing import Picture
    from counterclaim.comparing.estimate import Estimate
    from counterclaim.comparing.laying import Comparison
    from counterclaim.ledger import Filter
    from counterclaim.model import Kept


Claims = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Claims as read --format jsonl wrote them.")]
Documents = Annotated[
    list[str] | None, typer.Option("--read", metavar="PATH|URL", help="Documents to read the claims from.")
]


class CompareFormat(StrEnum):
    """How a comparison is written."""

    text = "text"
    json = "json"
    svg = "svg"
    png = "png"
    html = "html"


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
    claims: Claims = None,
    documents: Documents = None,
    format: Annotated[
        CompareFormat, typer.Option(help="Text to look at, the chart's Vega-Lite as JSON, or a picture.")
    ] = (CompareFormat.text),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Draw a curve through all sources, with a 90% band; needs [estimate].")
    ] = False,
    record: Annotated[bool, typer.Option("--record/--no-record", help="Show what the record says behind it.")] = True,
) -> None:
    """Lay the claims that answer one question beside each other: who said how many, when, and how they stand.

    \b
    Examples:
      counterclaim compare losses --side RU --object tank
      counterclaim compare killed --ledger war.db --side UA
      counterclaim compare killed --read articles/ --from 2024-05-01
      counterclaim compare losses --side RU --object tank --estimate --format html -o tanks.html
    """
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.laying import lay
    from counterclaim.series import load_record

    wanted = _wanted(measure, side, object, place, start, end)
    given = claims or documents
    kepts = list(_kepts(claims or [], documents or []))
    if ledger is not None and (not given or "COUNTERCLAIM_LEDGER" not in os.environ):
        kepts += _in_ledger(ledger, wanted)
    twins = twins_of(kepts)
    comparison = lay(kepts, wanted, load_record() if record else None, twins, source or ())
    if not (comparison.rows or comparison.lines or comparison.statements):
        raise CounterclaimError(
            f"nothing answers this: {_words(comparison)}; leave out an option, or give --ledger, --claims or --read"
        )
    curve = estimate_of(comparison, twins) if estimate else None
    _write(comparison, kepts, curve, format, output, [str(path) for path in claims or []])
    raise typer.Exit(NOTHING)


def one_question(comparison: Comparison) -> tuple[str | None, str, str]:
    """Side, object and kind of time of the one question that an estimate is of: a whole running total, or a state."""
    whole = [row for row in comparison.rows if row.question.place is None and row.question.force is None]
    asked = {(r.question.side, r.question.object, r.question.kind) for r in whole}
    asked |= {(line.side, line.object, line.kind) for line in comparison.lines}
    asked = {one for one in asked if one[2] in ("cumulative", "point")}
    if len(asked) != 1:
        told = "; ".join(sorted(" ".join(map(str, one)) for one in asked)) or "no running total and no state"
        raise CounterclaimError(
            f"an estimate is of one question, and there is {told}; narrow it by --side and --object"
        )
    [found] = asked
    return found


def estimate_of(comparison: Comparison, twins: Container[frozenset[str]]) -> Estimate:
    """The curve of the one question that is asked."""
    from counterclaim.comparing.estimate import estimate
    from counterclaim.comparing.observing import observations_of

    side, object, kind = one_question(comparison)
    whole = [row for row in comparison.rows if row.question.place is None and row.question.force is None]
    rows = [row for row in whole if (row.question.side, row.question.object, row.question.kind) == (side, object, kind)]
    lines = [line for line in comparison.lines if (line.side, line.object, line.kind) == (side, object, kind)]
    single = [one for one in comparison.statements if (one.side, one.object, one.period.kind) == (side, object, kind)]
    found = observations_of([row.kept for row in rows], lines, single, twins, comparison.resets)
    return estimate(found, cumulative=kind == "cumulative")


def _write(
    comparison: Comparison,
    kepts: list[Kept],
    curve: Estimate | None,
    format: CompareFormat,
    output: Path | None,
    targets: list[str],
) -> None:
    if format is CompareFormat.text:
        with writing(output, targets) as stream:
            style = style_of(stream) if output is None else None
            stream.write(_text(comparison, kepts, curve, style.width if style is not None and style.width else 100))
    else:
        from counterclaim.comparing.drawing import render, specification

        chart = specification(comparison, _words(comparison), curve)
        if format is CompareFormat.json:
            from counterclaim.formats import json_line

            drawn: str | bytes = json_line(chart) + "\n"
        else:
            drawn = render(chart, cast("Picture", format.value))
        if isinstance(drawn, bytes):
            if output is None and sys.stdout.isatty():
                raise CounterclaimError("a PNG is no text for a terminal; name a file with --output chart.png")
            with writing_bytes(output) as binary:
                binary.write(drawn)
        else:
            with writing(output, targets, machine=True) as stream:
                stream.write(drawn)
    if output is not None and sys.stderr.isatty():
        print(f"Written to {output}.", file=sys.stderr)


def _wanted(
    measure: str, side: str | None, object: str | None, place: str | None, start: str | None, end: str | None
) -> Filter:
    from counterclaim.ledger import Filter
    from counterclaim.vocabulary import load_vocabulary

    for table, term in (("measure", measure), ("object", object)):
        known = load_vocabulary()[table]
        if term is not None and term not in known:
            raise CounterclaimError(f"there is no {table} “{term}”; there is: {', '.join(sorted(known))}")
    return Filter(side, object, measure, place=place, start=day_given(start), end=day_given(end))


def _words(comparison: Comparison) -> str:
    asked = comparison.wanted
    parts = [asked.measure, asked.object, asked.side, asked.place, *comparison.sources]
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


def _in_ledger(address: str, wanted: Filter) -> Iterator[Kept]:
    """The claims of a ledger; sources and places are chosen afterwards, as they may be told in several ways."""
    with open_ledger(address, read_only=True) as book:
        yield from book.claims(side=wanted.side, object=wanted.object, measure=wanted.measure)


def _text(comparison: Comparison, kepts: list[Kept], curve: Estimate | None, width: int) -> str:
    from counterclaim.comparing.plots import HEAD, chart, estimate_text, table_rows
    from counterclaim.findings import check_body
    from counterclaim.series import load_record
    from counterclaim.terminal import columns, one_line, plural

    rows = [tuple(one_line(cell, 40) for cell in row) for row in table_rows(comparison)]
    told = plural(len(rows), "claim") if rows else "no claims"
    parts = [f"{_words(comparison)}: {told}"]
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
    shown = {row.kept.claim.id for row in comparison.rows}
    found = [one for one in check_body(kepts, load_record()) if not shown.isdisjoint(one.claims)]
    text += "".join(f"{one.code} {one.name}  {one_line(one.message, 400)}\n" for one in found) + ("\n" if found else "")
    return text + chart(comparison, width) + (estimate_text(curve) if curve is not None else "")


# ------------------------------------------------------------------------------------------- portrait and incidents


def _body(ledger: str | None, files: list[Path] | None, targets: list[str] | None) -> list[Kept]:
    kepts = list(_kepts(files or [], targets or []))
    if ledger is not None and (not (files or targets) or "COUNTERCLAIM_LEDGER" not in os.environ):
        with open_ledger(ledger, read_only=True) as book:
            kepts += book.claims()
    return kepts


def portrait(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source, by id or by its name in the texts.")],
    ledger: LedgerPath = None,
    claims: Claims = None,
    documents: Documents = None,
) -> None:
    """Show what a source claimed, who repeats it, how its figures stand to the record, and what it corrected.

    There is no score of truth: a ratio says how far apart two sources are, not which is right.

    \b
    Examples:
      counterclaim portrait ua-general-staff
      counterclaim portrait ru-mod --ledger war.db
    """
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.portraits import portrait as of
    from counterclaim.comparing.portraits import portrait_text
    from counterclaim.comparing.questions import voice_label, voice_named
    from counterclaim.grading import grades_of
    from counterclaim.series import load_record

    kepts = _body(ledger, claims, documents)
    shown = of(kepts, voice_named(source), load_record(), twins_of(kepts))
    if not (shown.claims or shown.ratios):
        raise CounterclaimError(f"nothing is known of “{source}”; counterclaim read shows who speaks in a document")
    given = {grade.id: grade for kept in kepts for grade in kept.grades}
    with writing() as stream:
        stream.write(portrait_text(shown, voice_label(shown.voice), grades_of(given.values(), shown.voice)))


def incidents(
    ledger: LedgerPath = None,
    claims: Claims = None,
    documents: Documents = None,
    convention: Annotated[
        str, typer.Option(metavar="NAME", help="How low, best and high are chosen: ucdp, acled, ibc or median.")
    ] = "ucdp",
) -> None:
    """Group reports of one event by place, days, sides and victims, with low, best and high of killed and wounded.

    \b
    Examples:
      counterclaim incidents --read articles/
      counterclaim incidents --ledger war.db --convention acled
    """
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.incidents import MEASURES, range_of
    from counterclaim.comparing.incidents import incidents as grouped
    from counterclaim.terminal import columns, one_line

    range_of((), convention)  # an unknown name is an error before anything is read
    kepts = _body(ledger, claims, documents)
    rows: list[tuple[str, ...]] = [("days", "place", "of", *MEASURES, "reports", "claims")]
    for one in grouped(kepts, convention, twins_of(kepts)):
        ranges = [one.ranges.get(measure) for measure in MEASURES]
        cells = [f"{r.best:,} ({r.low:,} to {r.high:,})" if r is not None else "–" for r in ranges]
        when = f"{one.start}" if one.start == one.end else f"{one.start} → {one.end}"
        whose = " ".join((*one.sides, ", ".join(one.objects)))
        rows.append((when, one_line(one.place, 30), whose, *cells, str(len(one.documents)), str(len(one.claims))))
    if len(rows) == 1:
        raise CounterclaimError("there is no claim of killed or wounded with a place and a day")
    with writing() as stream:
        stream.write(f"Best, and from low to high, by the convention “{convention}”:\n\n{columns(rows)}")
