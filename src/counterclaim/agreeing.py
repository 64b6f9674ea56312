"""How far people agree who judged the same claims: Krippendorff's alpha, field by field (extra ``agreement``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from counterclaim.judging import CORRECTABLE, Level, applied, coders_of, of_coder
from counterclaim.model import Claim, CounterclaimError, Kept


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha for one field over the claims that at least two people coded.

    ``alpha`` is ``None`` where it is not defined: fewer than two claims, or one value throughout, which ``why`` says.
    ``same`` is the share of those claims on which all agree.
    """

    field: str
    level: Level
    claims: int
    same: float | None
    alpha: float | None
    why: str = ""


def agreement(kepts: Iterable[Kept], coders: Sequence[str] | None = None) -> list[Agreement]:
    """How far people agree: on whether a claim is one, then field by field on what they accepted or corrected.

    Alpha after K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): 1 is agreement, 0 is chance. Bounds
    are on the ratio scale, everything else nominal. Unsure is a missing value; so are the fields of a rejected claim.
    """
    held = list(kepts)
    people = tuple(coders) if coders is not None else coders_of(held)
    if len(people) < 2:
        raise CounterclaimError("agreement needs the verdicts of at least two people")
    coded = [[_coded(kept, by) for kept in held] for by in people]
    found = [agreement_of("claim", "nominal", [[None if c is None else c[0] for c in row] for row in coded])]
    for name, field in CORRECTABLE.items():
        table = [[None if c is None or c[1] is None else _told(field.value(c[1])) for c in row] for row in coded]
        found.append(agreement_of(name, field.level, table))
    return found


_NOTHING = "nothing told"  # a value like any other: that nobody said a bound is what both coders say


def _told(value: Any) -> Any:
    return _NOTHING if value is None else value


def _coded(kept: Kept, by: str) -> tuple[str, Claim | None] | None:
    verdict = of_coder(kept.judgements, by)
    if verdict is None or verdict.verdict == "unsure":
        return None
    if verdict.verdict == "reject":
        return "no claim", None
    return "a claim", applied(kept.claim, verdict.fields)


def agreement_of(name: str, level: Level, table: list[list[Any]]) -> Agreement:
    """Alpha of a table: a row a coder, a column a claim or a coding, ``None`` for a missing value."""
    columns = [[value for value in column if value is not None] for column in zip(*table, strict=True)]
    paired = [column for column in columns if len(column) > 1]
    if level == "ratio":
        paired = [column for column in paired if _NOTHING not in column]
        table = [[None if value == _NOTHING else value for value in row] for row in table]
    same = sum(len(set(column)) == 1 for column in paired) / len(paired) if paired else None
    values = {value for column in paired for value in column}
    if len(paired) < 2:
        return Agreement(name, level, len(paired), same, None, "fewer than two claims were coded by two people")
    if len(values) < 2:
        return Agreement(name, level, len(paired), same, None, "everybody gave the same value to every claim")
    return Agreement(name, level, len(paired), same, alpha(table, level))


def alpha(table: Sequence[Sequence[Any]], level: Level) -> float:
    """Krippendorff's alpha of a table: a row a coder, a column a unit, ``None`` where a coder gave no value.

    One less observed by expected disagreement. The values of a unit are few and laid beside each other; all different
    values are laid beside all once, each as often as it was given.
    """
    try:
        import numpy as np
    except ImportError as error:
        raise CounterclaimError("agreement needs NumPy: python -m pip install 'counterclaim[agreement]'") from error

    def apart(one: Any, other: Any) -> Any:
        """How far values differ: not at all or wholly, or as the square of their difference over their sum."""
        if level == "nominal":
            return (one != other).astype(float)
        both = one + other
        return (np.where(both == 0, 0.0, one - other) / np.where(both == 0, 1.0, both)) ** 2

    columns = [[value for value in column if value is not None] for column in zip(*table, strict=True)]
    units = [column for column in columns if len(column) > 1]
    names = {name: at for at, name in enumerate(sorted({str(value) for unit in units for value in unit}))}
    observed, every = 0.0, []
    for unit in units:
        told = np.array([names[str(value)] if level == "nominal" else float(value) for value in unit])
        observed += float(apart(told[:, None], told[None, :]).sum()) / (len(unit) - 1)
        every.append(told)
    values, often = np.unique(np.concatenate(every), return_counts=True)
    expected = sum(float(apart(value, values) @ often) * n for value, n in zip(values, often, strict=True))
    return float(1 - observed * (int(often.sum()) - 1) / expected)
