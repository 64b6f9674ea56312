"""One self-contained HTML page of reports: the text with its claims marked, a card for each, the record beside it.

    Report ── marks.paragraphs() ──┐
    call   ── call.call_of() ──────┤
    Series ── charts.svg() ────────┴──> report.html.jinja ──> one string, no request to anywhere

Everything from a document is text: autoescaped, its unseen characters written out, under a content security policy
that allows nothing but the page's own style sheet (by its hash) and pictures inside the file; where a call is heard,
its sound and the one script that follows it, by its hash too.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from counterclaim.charts import spelled, stretch, svg
from counterclaim.documents.cues import clock
from counterclaim.findings.terms import is_side_weighed
from counterclaim.formats import Lines
from counterclaim.model import Claim, Document, Evidence, Finding, Link, Period, Report, Series
from counterclaim.page.call import CallSheet, Sound, call_of
from counterclaim.page.marks import Mark, Paragraph, paragraphs
from counterclaim.terminal import (
    SEVERITIES,
    amount,
    bounds,
    count_severities,
    plural,
    quotes,
    visible,
)
from counterclaim.vocabulary import label

if TYPE_CHECKING:
    from jinja2 import Environment, Template

Record = Callable[[str], Series | None]
CHARTS_A_FINDING = 3  # the steps tell the rest
NOT_KNOWN = "what it claimed, not what is known to have happened"
LIKELY = " (not said; likely by the words around it)"
RULES_OF_HOVER = 400  # above this many marks a page goes without the style rules that light marks up under the pointer


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What the page shows of one claim; ``ident`` is its anchor, ``number`` its name in the text."""

    ident: str
    number: str
    claim: Claim
    line: int
    what: str
    read_as: str
    period: str
    side: str
    sources: tuple[str, ...]  # what the register calls each link; empty where it adds nothing


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing and the words under it."""

    caption: str
    drawing: Any


@dataclass(frozen=True, slots=True)
class FindingCard:
    """What the page shows of one finding, with the claims it is about and the stretch of the record it rests on."""

    ident: str
    number: str
    finding: Finding
    quotes: tuple[tuple[int, Evidence, str], ...]  # line, words, anchor
    claims: tuple[ClaimCard, ...]
    charts: tuple[Chart, ...]
    chance: str
    drawn_at: FindingCard | None  # an earlier card with the same drawing


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of the page."""

    ident: str
    report: Report
    tally: tuple[tuple[str, str], ...]
    text: tuple[Paragraph, ...]
    claims: tuple[ClaimCard, ...]
    findings: tuple[FindingCard, ...]
    unmarked: int
    file: str  # its address, or its name without the folders, which are nobody's business but the user's
    call: CallSheet | None = None


@cache
def _names() -> tuple[dict[str, str], dict[str, str]]:
    """Sides by code and sources by id, as a reader calls them."""
    import tomllib

    package = files("counterclaim")
    sides = tomllib.loads((package / "languages" / "en" / "sides.toml").read_text(encoding="utf-8"))["side"]
    sources = tomllib.loads((package / "sources.toml").read_text(encoding="utf-8"))["source"]
    return {code: str(phrases[0]).split("|")[0] for code, phrases in sides.items()}, {
        code: str(row["label"]) for code, row in sources.items()
    }


def period_told(period: Period) -> str:
    """When, in words: ``to 18 Apr 2022, running total``, ``19 to 22 May 2024``; empty if not told."""
    start, end = period.start, period.end
    if start and end and start != end:
        same = (start.year, start.month) == (end.year, end.month)
        first = str(start.day) if same else spelled(start, year=start.year != end.year)
        days = f"{first} to {spelled(end)}"
    elif start or end:
        only = start or end
        days = ("from " if not end else "to " if not start else "") + (spelled(only) if only else "")
    else:
        days = ""
    if period.kind == "window":
        return days or "a bounded time, not dated"
    kind = {"cumulative": "running total", "point": "as it stood", "open": ""}[period.kind]
    return ", ".join(part for part in (days, kind) if part)


def chance_told(chance: float | None) -> str:
    """The expected number of matches by chance in words a reader can weigh; never hidden, never more than it is."""
    if chance is None:
        return ""
    if chance <= 0:
        return "No such match is to be expected by chance."
    if chance < 1:
        return f"Figures as good as these would match by chance 1 time in {round(1 / chance):,}."
    return f"About {chance:,.3g} matches as good as this are to be expected by chance alone: it proves little."


def _charts(finding: Finding, ident: str, record: Record) -> tuple[Chart, ...]:
    from markupsafe import Markup

    from counterclaim.series import parse_column

    proof = finding.proof
    if proof.series is None or proof.end is None:
        return ()
    series = record(proof.series)
    if series is None:
        return ()
    columns = [proof.column] if proof.column else []
    columns += [name for name in proof.values if name in series.columns and name not in columns]
    drawn = []
    for at, name in enumerate(columns[:CHARTS_A_FINDING]):
        column = parse_column(name, series)
        title = column.label or label("object", column.object)
        if column.measure != series.measure:
            title += f", {label('measure', column.measure)}"
        piece = stretch(series, name, proof.start or proof.end, proof.end, title, column.kind)
        if piece is not None:
            total = "running total" if column.kind == "cumulative" else "a day"
            words = f"{title[:1].upper()}{title[1:]}, {total}. {series.title}: {NOT_KNOWN}."
            drawn.append(Chart(words, Markup(svg(piece, f"{ident}-chart{at}"))))
    return tuple(drawn)


def _label_of(link: Link, sources: Mapping[str, str]) -> str:
    told = sources.get(link.id or "", "")
    return "" if told.casefold() == link.name.casefold() else told


def file_name(path: str) -> str:
    """What a page calls a document that has no title: its address, or its name without the folders."""
    if path == "-":
        return "standard input"
    return path if "://" in path else re.split(r"[/\\]", path)[-1] or path


def claim_card(claim: Claim, document: Document, ident: str, number: str, lines: Lines | None = None) -> ClaimCard:
    """What a page shows of one claim of a document."""
    sides, sources = _names()
    return ClaimCard(
        ident=ident,
        number=number,
        claim=claim,
        line=(lines or Lines(document.text))(claim.quantity.start),
        what=f"{label('object', claim.object)}, {label('measure', claim.measure)}",
        read_as=bounds(claim.quantity),
        period=period_told(claim.period),
        side=sides.get(claim.side or "", claim.side or "") + (LIKELY if is_side_weighed(claim) else ""),
        sources=tuple(_label_of(link, sources) for link in claim.attribution),
    )


def sheet_of(report: Report, ident: str, record: Record, sound: Sound | None = None) -> Sheet:
    """What a page shows of one report; ``ident`` begins every anchor, ``record`` finds a series by id.

    ``sound`` is where a call is heard.
    """
    lines = Lines(report.document.text)
    cards: dict[str, ClaimCard] = {}
    marks: list[Mark] = []
    for at, claim in enumerate(sorted(report.claims, key=lambda c: (c.quantity.start, c.quantity.end)), 1):
        card = claim_card(claim, report.document, f"{ident}c{at}", f"c{at}", lines)
        cards[claim.id] = card
        marks.append(
            Mark(claim.quantity.start, claim.quantity.end, card.ident, card.number, "claim", f"{card.ident}-text")
        )
    findings = []
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    ranked = sorted(
        report.findings, key=lambda f: (order[f.severity], f.evidence[0].start if f.evidence else 0, f.code)
    )
    drawn: dict[tuple[object, ...], FindingCard] = {}
    for at, finding in enumerate(ranked, 1):
        name, number, proof = f"{ident}f{at}", f"F{at}", finding.proof
        shown = quotes(finding)
        own: dict[Evidence, str] = {}
        for one in finding.evidence:
            if one.document == report.document.id and one not in own:
                own[one] = f"{name}-text{len(own) or ''}"
                marks.append(Mark(one.start, one.end, name, number, finding.severity, own[one]))
        stretch_of = (proof.series, proof.column, proof.start, proof.end, *sorted(proof.values))
        earlier = drawn.get(stretch_of)
        card_of = FindingCard(
            ident=name,
            number=number,
            finding=finding,
            quotes=tuple((lines(one.start), one, own[one]) for one in shown if one in own),
            claims=tuple(cards[claim] for claim in dict.fromkeys(finding.claims) if claim in cards),
            charts=() if earlier else _charts(finding, name, record),
            chance="" if any("chance" in step for step in proof.steps) else chance_told(proof.chance),
            drawn_at=earlier,
        )
        if card_of.charts:
            drawn[stretch_of] = card_of
        findings.append(card_of)
    text, unmarked = paragraphs(report.document.text, marks, report.document.headline, report.document.repeats)
    tally = tuple((severity, plural(count, severity)) for severity, count in count_severities(report.findings).items())
    return Sheet(
        ident,
        report,
        tally,
        text,
        tuple(cards.values()),
        tuple(findings),
        unmarked,
        file_name(report.document.path),
        call_of(report, ident, marks, sound),
    )


def _hover(sheets: Sequence[Sheet]) -> str:
    """Style rules that light up a mark while its card is pointed at, aimed at or focused, and the other way round."""
    idents = [card.ident for sheet in sheets for card in sheet.findings]
    idents += [card.ident for sheet in sheets for card in sheet.claims]
    idents += [theme.ident for sheet in sheets if sheet.call for theme in sheet.call.themes]
    if len(idents) > RULES_OF_HOVER:
        return ""
    return "".join(
        f"body:has(#{i}:hover,#{i}:target,#{i}:focus-within) mark.m-{i}{{background:var(--lit)}}\n"
        f"body:has(.m-{i}:hover,.m-{i}:focus-visible) #{i}{{border-color:var(--ink)}}\n"
        for i in idents
    )


def _written(value: Any) -> Any:
    """What goes into the page: text with its unseen characters written out; markup that we made as it is."""
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("counterclaim.page")
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(plural=plural, amount=amount, spelled=spelled, clock=clock)
    return environment


def _template() -> Template:
    return _environment().get_template("report.html.jinja")


def _no_record(series: str) -> Series | None:
    return None


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def render(
    reports: Iterable[Report],
    record: Record = _no_record,
    checked: date | None = None,
    version: str = "",
    sounds: Mapping[str, Sound] | None = None,
) -> str:
    """The whole page; ``record`` finds a series by id, ``checked`` is the day to write at its foot.

    ``sounds`` are where calls are heard, by document id.
    """
    from markupsafe import Markup

    from counterclaim.web.words import load_words

    heard = sounds or {}
    sheets = [sheet_of(report, f"d{at}", record, heard.get(report.document.id)) for at, report in enumerate(reports, 1)]
    package = files("counterclaim.page")
    style = (package / "report.css").read_text(encoding="utf-8") + _hover(sheets)
    script = ""
    if any(sheet.call is not None and sheet.call.sound.source for sheet in sheets):
        script = (package / "listening.js").read_text(encoding="utf-8")
    return _template().render(
        sheets=sheets,
        style=Markup(style),
        digest=_digest(style),
        script=Markup(script),
        script_digest=_digest(script),
        version=version,
        checked=checked,
        single=len(sheets) == 1,
        t=load_words("en"),
    )
