"""What a view of the ledger shows, as one English sentence: "1,204 claims that Russia lost tanks, said by …"."""

from __future__ import annotations

from datetime import date

from counterclaim.charts import spelled
from counterclaim.exports.whereabouts import country_name
from counterclaim.ledger import Filter
from counterclaim.vocabulary import label

# How a measure is told of a side that suffered it: "Russia lost tanks", "Russia had tanks destroyed".
_SUFFERED = {"losses": "lost {what}", "casualties": "had casualties among {what}"}
_COUNTED = ("killed", "wounded", "captured", "missing", "destroyed", "damaged", "surrendered", "deserted", "mobilised")
_VERDICTS = {
    "accept": "that people accepted", "reject": "that people rejected", "unsure": "of which people were unsure",
    "correct": "that people corrected",
}  # fmt: skip
_PERIODS = {
    "cumulative": "as running totals", "window": "of a bounded time", "point": "of a state at one time",
    "open": "with no time told",
}  # fmt: skip


def name_of(facet: str, value: str | None) -> str:
    """A value of a facet as a reader calls it."""
    if value is None:
        return ""
    if facet == "side":
        return country_name(value) or value
    if facet in ("object", "measure"):
        return label(facet, value)
    if facet == "source":
        from counterclaim.sources import label_of

        return label_of(value)
    if facet == "finding":
        from counterclaim.findings import RULES

        return f"{value} {RULES[value].name}" if value in RULES else value
    return value


def sentence(total: int, wanted: Filter) -> str:
    """How many claims there are, of what, by whom, when; every part of the filter is in it."""
    parts = [f"{total:,} {'claim' if total == 1 else 'claims'}{_what(wanted)}"]
    parts += [f"in {wanted.place}"] if wanted.place else []
    parts += [f"of the {wanted.unit}"] if wanted.unit else []
    parts += [f"said by {name_of('source', wanted.source)}"] if wanted.source else []
    parts += [_days(wanted.start, wanted.end)] if wanted.start or wanted.end else []
    parts += [_PERIODS[wanted.period]] if wanted.period else []
    parts += [wanted.certainty] if wanted.certainty else []
    parts += [f"in texts in “{wanted.language}”"] if wanted.language else []
    parts += [_VERDICTS[wanted.verdict]] if wanted.verdict in _VERDICTS else []
    parts += [f"with the finding {name_of('finding', wanted.finding)}"] if wanted.finding else []
    parts += [f"in document {wanted.document}"] if wanted.document else []
    parts += [f"whose words hold “{wanted.text}”"] if wanted.text else []
    return ", ".join(parts)


def _what(wanted: Filter) -> str:
    side = name_of("side", wanted.side)
    what = name_of("object", wanted.object) or "anything or anybody"
    measure = wanted.measure
    if measure in _SUFFERED:
        told = _SUFFERED[measure].format(what=what)
        return f" that {side or 'some side'} {told}"
    if measure in _COUNTED:
        verb = f"{what} {'was' if what == 'anything or anybody' else 'were'} {name_of('measure', measure)}"
        return f" that {side} had {what} {name_of('measure', measure)}" if side else f" that {verb}"
    found = f" of {what}" if wanted.object else ""
    found += f", {name_of('measure', measure)}" if measure else ""
    return found + (f", of {side}" if side else "")


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
        return f"{spelled(start)} to {spelled(end)}"
    return f"from {spelled(start)}" if start else f"up to {spelled(end)}" if end else ""
