"""Claims and findings as text for a person: what a terminal shows, and what a pipe gets.

Document text is hostile until shown safely: control characters and the marks that turn the direction of text around are
written out as ⟨U+202E⟩, so that what is read is what is there. Colour is asked for by the caller, never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from counterclaim.formats import Lines
from counterclaim.model import Claim, Evidence, Finding, Period, Quantity, Report, Severity

if TYPE_CHECKING:
    from rich.table import Table

    from counterclaim.tracing.matches import Match

# C0 but newline and tab, DEL, C1, bidi embeddings, overrides and isolates, line separators, tags, surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")
QUOTE_LENGTH = 120

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_ANSI = {"error": "31;1", "warning": "33", "note": "36", "bold": "1", "dim": "2"}


def visible(text: str) -> str:
    """``text`` with every character that is not seen, or that moves others, written out as ⟨U+XXXX⟩."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def one_line(text: str, length: int = QUOTE_LENGTH) -> str:
    """``text`` made safe, on one line, its middle left out where it is longer than ``length``."""
    line = visible(_SPACE.sub(" ", text).strip())
    if len(line) <= length:
        return line
    head = length * 2 // 3
    return f"{line[:head].rstrip()} … {line[-(length - head - 3) :].lstrip()}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 claim``, ``1,204 claims``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def amount(value: float, unit: str) -> str:
    """One number as people write it: 4,320, 12.5, 87.5%."""
    if unit == "share":
        return f"{value * 100:.4g}%"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"


def bounds(quantity: Quantity) -> str:
    """What was said of low, best and high: ``4,320``, ``low 7,000, high 15,000``, ``high 40,000``."""
    low, best, high = quantity.low, quantity.best, quantity.high
    if best is not None and low == best == high:
        return amount(best, quantity.unit)
    said = (("low", low), ("best", best), ("high", high))
    return ", ".join(f"{name} {amount(value, quantity.unit)}" for name, value in said if value is not None)


def when(period: Period) -> str:
    """A period in words: ``cumulative 2022-02-24 → 2022-04-18``; empty when it cannot be told."""
    if period.start and period.end and period.start != period.end:
        days = f"{period.start} → {period.end}"
    elif period.start and period.end:
        days = f"{period.start}"
    elif period.end:
        days = f"to {period.end}"
    else:
        days = f"from {period.start}" if period.start else ""
    kind = "" if period.kind == "open" else period.kind
    return f"{kind} {days}".strip()


def chain(claim: Claim) -> str:
    """Who says it, outermost first: ``SBU › video › soldier``."""
    return " › ".join(one_line(link.name, 60) for link in claim.attribution)


@dataclass(frozen=True, slots=True)
class Style:
    """How to print: ``width`` in columns (None: as long as the line is) and whether in colour."""

    width: int | None = None
    colour: bool = False

    def paint(self, text: str, *names: str) -> str:
        """``text`` in the colours named, or as it is."""
        if not self.colour:
            return text
        return f"\x1b[{';'.join(_ANSI[name] for name in names)}m{text}\x1b[0m"

    def indented(self, text: str, first: str, rest: str) -> str:
        """``text`` made safe and wrapped to the width, its first line led by ``first``, the others by ``rest``."""
        safe = visible(_SPACE.sub(" ", text).strip())
        if self.width is None:
            return first + safe
        import textwrap

        return textwrap.fill(
            safe,
            max(self.width, 40),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


PLAIN = Style()


def position(finding: Finding) -> tuple[int, str]:
    """Where a finding is shown: by its first words, then by code."""
    return (finding.evidence[0].start if finding.evidence else 0, finding.code)


def quotes(finding: Finding) -> tuple[Evidence, ...]:
    """The evidence worth quoting: what stands inside an earlier quote of the same document is not said again."""
    kept: list[Evidence] = []
    for one in finding.evidence:
        if not any(e.document == one.document and e.start <= one.start and one.end <= e.end for e in kept):
            kept.append(one)
    return tuple(kept)


def _together(text: str, quoted: Sequence[Evidence]) -> tuple[str, list[Evidence]]:
    """The first quote, widened to the others that stand beside it in the same line; and those that do not."""
    if not quoted:
        return "", []
    start, end, rest = quoted[0].start, quoted[0].end, []
    for one in quoted[1:]:
        low, high = min(start, one.start), max(end, one.end)
        if high - low <= QUOTE_LENGTH and "\n" not in text[low:high] and one.document == quoted[0].document:
            start, end = low, high
        else:
            rest.append(one)
    return (text[start:end] if rest != list(quoted[1:]) else quoted[0].exact), rest


def _finding(report: Report, finding: Finding, lines: Lines, style: Style) -> Iterable[str]:
    path = one_line(report.document.path, 200)
    quoted = quotes(finding)
    first = quoted[0].start if quoted else 0
    words, rest = _together(report.document.text, quoted)
    quote = f'  "{one_line(words)}"' if words else ""
    code = style.paint(finding.code, finding.severity)
    heard = quoted[0].seconds if quoted else None
    place = f"{path}:{lines(first)}" + (f"#t={heard[0]:g},{heard[1]:g}" if heard else "")
    yield f"{style.paint(place, 'bold')}  {code} {visible(finding.name)}{quote}"
    message = style.indented(f"{finding.severity}: {finding.message}", "    ", "    ")
    yield message.replace(finding.severity, style.paint(finding.severity, finding.severity), 1)
    if rest:
        also = ", ".join(f'"{one_line(evidence.exact)}" (line {lines(evidence.start)})' for evidence in rest)
        yield style.indented(f"see {also}", "    - ", "      ")
    for step in finding.proof.steps:
        yield style.indented(step, "    - ", "      ")


def report_text(report: Report, style: Style = PLAIN) -> str:
    """One document of ``check --format text``: its findings in the order of the text, then a line that sums it up."""
    document, lines = report.document, Lines(report.document.text)
    path = one_line(document.path, 200)
    printed: list[str] = []
    if document.coverage.state == "failed":
        return f"{path}: could not be read: {visible(document.coverage.reason or 'no reason given')}\n"
    for finding in sorted(report.findings, key=position):
        printed += [*_finding(report, finding, lines, style), ""]
    printed.append(style.paint(f"{path}: {summary(report)}", "dim"))
    return "\n".join(printed) + "\n"


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity, worst first, those that occur."""
    found = [finding.severity for finding in findings]
    return {severity: found.count(severity) for severity in SEVERITIES if severity in found}


_BASES = {
    "given": "as given",
    "metadata": "by the page's own metadata",
    "text": "by its text",
    "figures": "by its figures",
}


def summary(report: Report, findings: bool = True) -> str:
    """One sentence about a document: claims, ``findings`` where looked for, numbers not kept, date, what is missing."""
    document = report.document
    parts = [plural(len(report.claims), "claim")]
    severities = count_severities(report.findings)
    if findings:
        parts.append(
            ", ".join(plural(n, severity) for severity, n in severities.items()) or "nothing found against them"
        )
    if document.coverage.state == "partial" and document.coverage.share == 0:
        return f"not read: {visible(document.coverage.reason or '')}"
    if not report.claims and not severities:
        parts = ["no claims of losses or strength found"]
    if report.refusals:
        parts.append(f"{plural(len(report.refusals), 'number')} not kept")
    if document.published:
        parts.append(f"dated {document.published} {_BASES.get(document.published_basis, '')}".rstrip())
    if document.transcript is not None and any(claim.evidence.transcribed == "machine" for claim in report.claims):
        parts.append("transcribed by a machine: no evidence until a person has confirmed it")
    if document.coverage.state == "partial":
        share = f" ({document.coverage.share:.0%})" if document.coverage.share is not None else ""
        parts.append(f"read in part{share}: {visible(document.coverage.reason or '')}")
    return "; ".join(parts)


def totals(reports: int, failed: int, severities: Mapping[str, int], claims: int) -> str:
    """The last line when several documents were checked."""
    found = ", ".join(plural(severities[severity], severity) for severity in SEVERITIES if severities.get(severity))
    unread = f"; {failed} could not be read" if failed else ""
    return f"{plural(reports, 'document')}: {plural(claims, 'claim')}, {found or 'nothing found'}{unread}\n"


_FITS = {
    "exact": "",
    "rounded": "rounded",
    "digits-swapped": "with two digits swapped",
    "digit-dropped": "with a digit dropped",
    "digit-doubled": "with a digit doubled",
    "factor-of-ten": "off by a factor of ten",
    "category-swapped": "from a neighbouring category",
}
_TIMINGS = {"within": "", "open": "", "older": "older than the date given", "later": "later than the date given"}


def match_text(match: Match, style: Style = PLAIN) -> str:
    """One match of ``trace``: source and days, the chance, each figure with the record's own, and where to read it."""
    days = f"{match.start} → {match.end}" if match.kind == "window" else f"{match.end}"
    if match.kind == "row" and match.until > match.end:
        days += f" (stood until {match.until})"
    told = [days, match.odds, _TIMINGS[match.timing], "of the other side" if match.other_side else ""]
    if match.others:
        told.append(f"{plural(match.others, 'other')} fit{'s' if match.others == 1 else ''} as well")
    shown = [f"{style.paint(match.source, 'bold')}  {'; '.join(part for part in told if part)}"]
    for matched in match.figures:
        unit = matched.figure.quantity.unit
        words = f"{one_line(matched.figure.quantity.text, 60)} {matched.object} {matched.measure}: "
        words += amount(matched.value, unit)
        if matched.before is not None and matched.after is not None:
            words += f" = {amount(matched.after, unit)} − {amount(matched.before, unit)}"
        if matched.statement is not None:
            words += f', said as "{one_line(matched.statement.wording)}"'
        if matched.other is not None:
            words += f" (another transcription has {amount(matched.other, unit)})"
        asides = [
            _FITS[matched.fit],
            "" if matched.relation == "same" else f"the record's measure is {matched.relation}",
        ]
        shown.append(style.indented("; ".join([words, *(aside for aside in asides if aside)]), "    - ", "      "))
    for figure in match.unmatched:
        shown.append(f"    - {one_line(figure.quantity.text, 60)}: not there")
    shown.append(style.paint(f"    {visible(match.title)}  {visible(match.url)}", "dim"))
    return "\n".join(shown) + "\n"


def claims_table(report: Report, width: int) -> Table:
    """The claims of one document as a Rich table that holds at 80 columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from counterclaim.documents.cues import clock

    lines = Lines(report.document.text)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, width=width, show_edge=False, padding=(0, 1, 0, 0))
    narrow = width < 100
    table.add_column("line", justify="right", no_wrap=True, min_width=4)
    table.add_column("quantity", ratio=5)
    for name, ratio in (("what", 4),) if narrow else (("object", 3), ("measure", 3)):
        table.add_column(name, ratio=ratio)
    table.add_column("side", no_wrap=True, min_width=4)
    table.add_column("period" if narrow else "unit", ratio=4 if narrow else 2)
    if not narrow:
        table.add_column("period", ratio=4)
    table.add_column("said by", ratio=5)
    table.add_column("certainty", no_wrap=True, min_width=9)
    for claim in report.claims:
        said, read = one_line(claim.quantity.text, 60), bounds(claim.quantity)
        quantity = Text(said)
        if read != said:
            quantity.append(f"\n{read}", style="dim")
        if claim.evidence.seconds is not None:
            quantity.append(f"\nat {clock(claim.evidence.seconds[0])}", style="dim")
        what = [visible(claim.object), visible(claim.measure)]
        sure = claim.certainty if claim.stance == "asserts" else f"{claim.certainty}\n{claim.stance}"
        side, unit, period = visible(claim.side or "–"), visible(claim.unit or "–"), when(claim.period) or "–"
        if narrow:
            unit_said = f" ({visible(claim.unit)})" if claim.unit else ""
            middle = [f"{what[0]} {what[1]}{unit_said}", side, period]
        else:
            middle = [*what, side, unit, period]
        first, rest = Text(str(lines(claim.evidence.start))), [*middle, chain(claim) or "–", sure]
        table.add_row(first, quantity, *(Text(item) for item in rest))
    return table


def explanation(report: Report) -> str:
    """What ``read --explain`` adds: the rules that read each claim, and each number not kept, with its reason."""
    path, lines = one_line(report.document.path, 200), Lines(report.document.text)
    read = [
        (
            claim.evidence.start,
            f'"{one_line(claim.quantity.text, 60)}"  read by {visible(", ".join(claim.rules) or claim.reader)}',
        )
        for claim in report.claims
    ]
    refused = [
        (refusal.start, f'"{one_line(refusal.text, 60)}"  not kept: {visible(refusal.reason)}')
        for refusal in report.refusals
    ]
    return "".join(f"{path}:{lines(start)}  {line}\n" for start, line in sorted(read + refused))


def print_table(table: Table, stream: TextIO, width: int, colour: bool) -> None:
    """``table`` on ``stream``, without trailing blanks, in colour only where asked."""
    from rich.console import Console

    console = Console(
        width=width, color_system="standard" if colour else None, force_terminal=colour, no_color=not colour
    )
    with console.capture() as printed:
        console.print(table)
    stream.write("".join(line.rstrip() + "\n" for line in printed.get().splitlines()))


def columns(rows: Sequence[Sequence[str]], gap: str = "  ") -> str:
    """``rows`` as left-aligned columns, for lists that need no wrapping."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return "".join(gap.join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)
