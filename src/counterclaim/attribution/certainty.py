"""How sure a claim is and whether it is denied: from words on the number, on the verb, on the source, and of the whole.

    stated        says, claims, confirmed
    hedged        estimates, reportedly, believed to, may have, could be, plans to, if
    unconfirmed   unverified, could not be confirmed, "it is unconfirmed whether the call is authentic"

A cue counts in the clause of the number, in the words of its source, and in a sentence that speaks of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal, NamedTuple

from counterclaim.language import TOKEN, Language, fold
from counterclaim.model import Certainty, Cue
from counterclaim.sources import Line, reporting

CaveatScope = Literal["medium", "figures", "all", "before"]

_ORDER: Mapping[Certainty, int] = {"stated": 0, "hedged": 1, "unconfirmed": 2}


def surer(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of two certainties."""
    return one if _ORDER[one] >= _ORDER[other] else other


@dataclass(slots=True)
class Cues:
    """The cue phrases of one language: first word → (other words, kind)."""

    table: dict[str, list[tuple[tuple[str, ...], str]]]
    scope: frozenset[str]
    lost: frozenset[str]
    lost_after: frozenset[str]
    negation: frozenset[str]
    caveat_figures: frozenset[str]
    caveat_medium: frozenset[str]
    caveat_pointing: frozenset[str]
    both_sides: frozenset[str]
    both_claims: frozenset[str]
    amounting: frozenset[str]
    whole: frozenset[str]
    neither: frozenset[str]
    first_person: frozenset[str]
    name_too: frozenset[str]
    hint: frozenset[str]
    spoken: re.Pattern[str]
    part: frozenset[str]


@dataclass(frozen=True, slots=True)
class Caveat:
    """A sentence that doubts what stands elsewhere: a medium ("the call"), figures near it, all, or all before it."""

    sentence: int
    scope: CaveatScope
    cue: Cue


_KINDS = (
    "unconfirmed",
    "hedged",
    "hedged_before",
    "hedged_governing",
    "hedged_adjective",
    "caveat_open",
    "caveat_neither",
)


@cache
def cues_of(language: Language) -> Cues:
    """Compile the cues of a language."""
    tables = reporting(language).get("cue", {})
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind in _KINDS:
        for phrase in tables.get(kind, []):
            key = TOKEN.findall(fold(phrase))
            table.setdefault(key[0], []).append((tuple(key[1:]), kind))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))

    named = {f.name: frozenset(tables.get(f.name, ())) for f in fields(Cues) if f.name not in ("table", "spoken")}
    spoken = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(named['first_person'])))})\b")
    return Cues(table=table, spoken=spoken, **named)


class Found(NamedTuple):
    """A cue phrase in a line: its kind, and tokens ``first`` up to ``last`` (exclusive)."""

    kind: str
    first: int
    last: int


def find_cues(line: Line, cues: Cues) -> list[Found]:
    """Every cue phrase in the line, the longest at each place."""
    words, size = line.words, len(line.words)
    found: list[Found] = []
    table = cues.table
    past = 0
    for i in [k for k in range(size) if words[k] in table]:
        if i < past:
            continue
        for rest, kind in table[words[i]]:
            stop = i + 1 + len(rest)
            if stop <= size and (not rest or tuple(words[i + 1 : stop]) == rest):
                # "May" is a month where it stands with a capital inside a sentence, or behind "in"
                if words[i] in cues.name_too and not rest and i and (line.capital(i) or words[i - 1] == "in"):
                    break
                found.append(Found(kind, i, stop))
                past = stop
                break
    return found


def make_cue(line: Line, kind: str, first: int, last: int) -> Cue:
    """The words of tokens ``first`` to ``last`` as a cue."""
    start, end = line.starts[first], line.ends[last - 1]
    return Cue(kind, line.text[start:end], start, end)


def certainty_at(
    line: Line,
    found: Sequence[Found],
    sources: Sequence[tuple[int, int]],
    clause: tuple[int, int],
    told: bool = False,
    number: tuple[int, int] | None = None,
    known: Cues | None = None,
    numbers: frozenset[str] = frozenset(),
) -> tuple[Certainty, list[Cue]]:
    """The certainty that cues give to a number: those in its clause and in the phrases of its sources.

    An adjective ("supposed", "alleged") counts on a source alone; in a clause it speaks of something else. So does what
    governs a verb where ``told`` says that the verb of the number has been looked at (``actuality.py``).
    """
    certainty: Certainty = "stated"
    cues: list[Cue] = []
    for kind, first, last in found:
        in_source = any(begin <= first < end for begin, end in sources)
        in_clause = clause[0] <= first < clause[1] and kind != "hedged_adjective"
        if told and kind == "hedged_governing":
            in_clause = (
                in_clause
                and number is not None
                and known is not None
                and _before_number(line, last, number[0], known.amounting)
            )
        if kind == "hedged_before" and number is not None and first >= number[1]:
            in_clause = False
        if kind == "hedged" and number is not None and in_clause and _of_another(line, number, first, numbers):
            in_clause = False
        if kind == "unconfirmed" and known is not None and line.words[first] in known.whole:
            in_clause = True
        if kind.startswith("caveat") or not (in_source or in_clause):
            continue
        level: Certainty = "unconfirmed" if kind == "unconfirmed" else "hedged"
        certainty = surer(certainty, level)
        cues.append(make_cue(line, level, first, last))
    return certainty, cues


def _before_number(line: Line, last: int, number: int, amounting: frozenset[str]) -> bool:
    """Whether a modal and its verb stand right before a number: "losses may amount to 200,000"."""
    between = line.words[last:number]
    return 0 < len(between) <= 4 and all(word[0].isalpha() for word in between) and not amounting.isdisjoint(between)


def _of_another(line: Line, number: tuple[int, int], cue: int, numbers: frozenset[str]) -> bool:
    """Whether a cue behind a number is of a further one: "40 had died and 19 others were likely dead"."""
    words = line.words
    second = [k for k in range(number[1], cue) if words[k][0].isdigit() or words[k] in numbers]
    if not second or not {",", ";"}.isdisjoint(words[second[-1] : cue]):
        return False
    return cue - second[-1] <= 3 or {",", ";"}.isdisjoint(words[number[0] : cue])


def denial_at(line: Line, cues: Cues, first: int, clause: tuple[int, int]) -> Cue | None:
    """The negation that denies the loss before token ``first``: "did not lose", "have not been hit", "did not have"."""
    words = line.words
    for i in range(clause[0], first):
        if words[i] in cues.negation:
            for j in range(i + 1, min(i + 3, first)):
                if words[j] in cues.lost:
                    if words[j] == "been" and words[j + 1 : j + 2] and words[j + 1] not in cues.lost:
                        break
                    return make_cue(line, "denied", i, j + 1)
                if words[j] not in cues.lost_after:
                    break
                if j + 1 == first:
                    return make_cue(line, "denied", i, j + 1)  # "did not have 300 killed"
    return None


def caveats_in(line: Line, index: int, cues: Cues) -> Caveat | None:
    """What a sentence doubts elsewhere, or ``None``: "The figures could not be independently verified"."""
    words = line.words
    for kind, a, b in find_cues(line, cues):
        if kind not in ("unconfirmed", "caveat_open", "caveat_neither"):
            continue
        if kind == "caveat_neither" and cues.neither.isdisjoint(words[:a]):
            continue
        cue = make_cue(line, "unconfirmed", a, b)
        text = fold(line.text[line.start : line.end])
        if any(phrase in text for phrase in cues.both_sides):
            return Caveat(index, "all", cue)
        if any(phrase in text for phrase in cues.both_claims):
            return Caveat(index, "before", cue)
        near = words[max(0, a - 14) : b + 14]
        if cues.caveat_medium.intersection(near):
            return Caveat(index, "medium", cue)
        if kind == "caveat_open":
            continue
        if cues.caveat_figures.intersection(near) or words[0] in cues.caveat_pointing:
            # "an unconfirmed report said 12 died" doubts itself alone
            if (
                b - a == 1
                and b < len(words)
                and words[b] in cues.caveat_figures
                and words[0] not in cues.caveat_pointing
            ):
                continue
            return Caveat(index, "figures", cue)
    return None
