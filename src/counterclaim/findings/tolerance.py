"""How much a told share allows, and whether one follows from a part and a whole.

The true shares that a told share s allows: per cent as it stands, one percentage point (two
and a half for a multiple of five), a fraction in words 8% of itself; "about" 10% of itself; "nearly" from 10% below
up to s; "over" and "at least" s or more; "up to" and "under" s or less. A part or a whole that is itself hedged
counts with its whole interval, or 5% either way.

A number that is told wrong lands near what it should be. Of 122 errors that people planted who had seen no rule, none
that was found missed by more than twice; of the warnings on 736 clean texts of theirs more than half of the
arithmetic did, and the number was told of something else. So what misses by more than ``SLIP`` times is no slip.
"""

from __future__ import annotations

from counterclaim.findings.rule import number, percent
from counterclaim.model import Quantity

SLIP = 2.2
_SLACK = 0.05
_TINY = 1e-9


def may_be_slip(told: float, made: float, times: float = SLIP) -> bool:
    """Whether a number told is within so many ``times`` of the one that others make, so that it may be meant for it."""
    return told > 0 and made > 0 and 1 / times < told / made < times


def allowed(share: Quantity) -> tuple[float, float]:
    """The true shares that a told share allows, by its hedge; see the first lines of this file."""
    low, high = share.interval
    s = share.figure or 0.0
    match share.hedge:
        case "between" | "vague":
            return low * (1 - _SLACK), min(1.0, high) * (1 + _SLACK)
        case "about":
            return s * 0.9, s * 1.1
        case "nearly":
            return s * 0.9, s * 1.005
        case "over" | "at least":
            return s * 0.995, 1.0
        case "up to" | "under":
            return 0.0, s * 1.005
    if any(letter.isdigit() for letter in share.text):
        margin = 0.025 if abs(s * 20 - round(s * 20)) < _TINY else 0.01
        return s - max(margin, 0.03 * s), s + max(margin, 0.03 * s)
    return s * 0.92, s * 1.08


def interval(quantity: Quantity) -> tuple[float, float]:
    """The values a part or a whole allows."""
    if quantity.hedge in ("about", "nearly"):
        value = quantity.figure or 0.0
        return value * (1 - _SLACK), value * (1 + _SLACK)
    return quantity.interval


def follows(share: Quantity, part: tuple[float, float], whole: tuple[float, float]) -> bool:
    """Whether some part and some whole of these intervals give a share that the told one allows."""
    low, high = allowed(share)
    least = part[0] / whole[1] if whole[1] else 0.0
    most = part[1] / whole[0] if whole[0] else float("inf")
    return least <= high + _TINY and low <= most + _TINY


def computation(value: float, whole: float) -> str:
    """``120 of 480 = 25%``."""
    return f"{number(value)} of {number(whole)} = {percent(value / whole)}"
