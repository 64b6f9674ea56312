"""A rule: its code, name, severity and page; and the words findings are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counterclaim.model import Claim, Evidence, Finding, Proof, Quantity, Severity
from counterclaim.sources import label_of

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a figure, or be told of it; the code never changes its meaning."""

    code: str
    name: str
    severity: Severity
    summary: str

    def page(self) -> str:
        """The rule's page, in Markdown: what it means, why it matters, how it is computed, and examples."""
        from counterclaim.findings.pages import page_text

        return page_text(self.code)

    def finding(
        self,
        message: str,
        claims: Iterable[Claim],
        proof: Proof,
        evidence: Iterable[Evidence] = (),
    ) -> Finding:
        """A finding of this rule; its evidence is that of the claims, then ``evidence``, nothing twice."""
        told = list(claims)
        spans: dict[tuple[str, int, int], Evidence] = {}
        for one in (*(claim.evidence for claim in told), *evidence):
            spans.setdefault((one.document, one.start, one.end), one)
        ids = tuple(dict.fromkeys(claim.id for claim in told))
        return Finding(self.code, self.name, self.severity, message, ids, tuple(spans.values()), proof)


def number(value: float) -> str:
    """A count with commas, a whole number where it is one."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(share: float) -> str:
    """A share as a percentage, with one decimal where it needs one."""
    value = share * 100
    return f"{value:.0f}%" if abs(value - round(value)) < 0.05 else f"{value:.1f}%"


def day(value: date) -> str:
    """``6 December 2023``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(start: date, end: date) -> str:
    """``6 → 9 December 2023``; a month or year is said once where both ends share it."""
    if start == end:
        return day(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} → {day(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} → {day(end)}"
    return f"{day(start)} → {day(end)}"


def said(quantity: Quantity) -> str:
    """The number's own words on one line, in quotation marks."""
    return "“" + " ".join(quantity.text.split()) + "”"


def odds(chance: float) -> str:
    """The expected number of chance matches in words: ``1 in 300 by chance``."""
    if chance <= 0:
        return "no such match is expected by chance"
    if chance >= 1:
        return f"about {chance:,.3g} such matches are expected by chance"
    return f"1 in {round(1 / chance):,} by chance"


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def source_name(source: str) -> str:
    """A source as the register calls it."""
    return label_of(source)
