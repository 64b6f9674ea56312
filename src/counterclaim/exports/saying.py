"""A claim as one plain sentence, and who says it: what formats show that have room for words only."""

from __future__ import annotations

from counterclaim.model import Claim, Kept, Link, Quantity
from counterclaim.vocabulary import label

_HEDGED = {"exact": "", "between": "", "vague": ""}


def figure_words(quantity: Quantity) -> str:
    """A told number in figures: ``about 500``, ``at least 40``, ``70 to 80``, ``12%``."""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None and low != high:
        return f"{_shown(low, quantity)} to {_shown(high, quantity)}"
    value = quantity.figure
    if value is None:
        return "an unknown number"
    return f"{_HEDGED.get(quantity.hedge, quantity.hedge + ' ')}{_shown(value, quantity)}"


def _shown(value: float, quantity: Quantity) -> str:
    if quantity.unit == "share":
        return f"{value * 100:g}%"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def speaker_words(link: Link | None) -> str:
    """The one who says it as the register knows him, else as the text names him."""
    if link is None:
        return ""
    from counterclaim.sources import load_register

    known = load_register().sources.get(link.id or "")
    return known.label if known is not None else link.name


def time_words(claim: Claim) -> str:
    """When it holds, as far as it is told."""
    start, end = claim.period.start, claim.period.end
    if claim.period.kind == "cumulative":
        since = f" since {start}" if start else ""
        return f"in all{since}{f' up to {end}' if end else ''}"
    if start and end and start != end:
        return f"from {start} to {end}"
    day = end or start
    return f"on {day}" if day else ""


def sentence_of(kept: Kept) -> str:
    """One claim in words: ``330 military personnel, killed, of UA, at X, on 2024-05-01; said by Y``."""
    claim = kept.claim
    of = "of the " if claim.quantity.unit == "share" else ""
    parts = [f"{figure_words(claim.quantity)} {of}{label('object', claim.object)}", label("measure", claim.measure)]
    parts += [f"of {claim.side}"] if claim.side else []
    parts += [f"at {claim.place}"] if claim.place else []
    parts += [words] if (words := time_words(claim)) else []
    said = speaker_words(claim.speaker)
    verb = "denied" if claim.stance == "denies" else "said"
    tail = f"; {verb} by {said}" if said else f"; {verb}, no source named" if claim.stance == "denies" else ""
    unsure = {"stated": "", "hedged": " (hedged)", "unconfirmed": " (unconfirmed)"}[claim.certainty]
    return ", ".join(parts) + tail + unsure
