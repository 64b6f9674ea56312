"""How sure a claim is and whether it is denied: from words on the number, on the verb, on the source, and of the whole.

    stated        says, claims, confirmed
    hedged        estimates, reportedly, believed to, may have, could be, plans to, if
    unconfirmed   unverified, could not be confirmed, "it is unconfirmed whether the call is authentic"

A cue counts in the clause of the number, in the words of its source, and in a sentence that speaks of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterclaim.language import TOKEN, Language, fold
from counterclaim.model import Certainty, Cue
from counterclaim.sources import Line, reporting

CaveatScope = Literal["medium", "figures", "all"]

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
    negation: frozenset[str]
    figures: frozenset[str]
    medium: frozenset[str]
    pointing: frozenset[str]
    first_person: frozenset[str]
    neither: frozenset[str]
    hints: tuple[str, ...]
    both_sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """A sentence that doubts what stands elsewhere: a medium ("the call"), the figures near it, or all of them."""

    sentence: int
    scope: CaveatScope
    cue: Cue


_CUES: dict[int, Cues] = {}
_KINDS = ("unconfirmed", "hedged", "hedged_adjective", "caveat_open", "caveat_neither")


def cues_of(language: Language) -> Cues:
    """Compile the cues of a language; cached by pack."""
    made = _CUES.get(id(language))
    if made is None:
        tables = reporting(language).get("cue", {})
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind in _KINDS:
            for phrase in tables.get(kind, []):
                key = TOKEN.findall(fold(phrase))
                table.setdefault(key[0], []).append((tuple(key[1:]), kind))
        for rows in table.values():
            rows.sort(key=lambda row: -len(row[0]))

        def words(kind: str) -> frozenset[str]:
            return frozenset(tables.get(kind, []))

        hints = (
            "verif",
            "confirm",
            "authentic",
            "corroborat",
            "unclear",
            "not known",
            "no evidence",
            "no proof",
            "doubtful",
            "not clear",
        )
        made = _CUES[id(language)] = Cues(
            table, words("scope"), words("lost"), words("negation"), words("caveat_figures"), words("caveat_medium"),
            words("caveat_pointing"), words("first_person"), words("neither"), hints, tuple(tables.get("both_sides", [])),
        )  # fmt: skip
    return made


def find_cues(line: Line, cues: Cues, first: int = 0, last: int | None = None) -> list[tuple[str, int, int]]:
    """(kind, first token, token behind) of every cue phrase in the line."""
    words = line.words
    last = len(words) if last is None else last
    found: list[tuple[str, int, int]] = []
    i = first
    while i < last:
        for rest, kind in cues.table.get(words[i], ()):
            stop = i + 1 + len(rest)
            if stop <= last and (not rest or tuple(words[i + 1 : stop]) == rest):
                # "May" is a month where it stands with a capital inside a sentence, or before a number
                if (
                    words[i] in ("may", "will", "might")
                    and not rest
                    and i
                    and (line.capital(i) or words[i - 1] == "in")
                ):
                    break
                found.append((kind, i, stop))
                i = stop - 1
                break
        i += 1
    return found


def clause_of(line: Line, cues: Cues, first: int, last: int) -> tuple[int, int]:
    """The tokens of the clause around ``first`` to ``last``: from one ";" or "but" to the next."""
    words = line.words
    begin, end = first, last
    while begin > 0 and words[begin - 1] not in cues.scope:
        begin -= 1
    while end < len(words) and words[end] not in cues.scope:
        end += 1
    return begin, end


def make_cue(line: Line, kind: str, first: int, last: int) -> Cue:
    """The words of tokens ``first`` to ``last`` as a cue."""
    start, end = line.starts[first], line.ends[last - 1]
    return Cue(kind, line.text[start:end], start, end)


def certainty_at(
    line: Line, cues: Cues, first: int, last: int, sources: Sequence[tuple[int, int]], clause: tuple[int, int]
) -> tuple[Certainty, list[Cue]]:
    """The certainty that words give to tokens ``first`` to ``last``: those of its clause and of its source phrases."""
    certainty: Certainty = "stated"
    found: list[Cue] = []
    for kind, a, b in find_cues(line, cues):
        in_source = any(s <= a < e for s, e in sources)
        in_clause = clause[0] <= a < clause[1]
        if kind == "hedged_adjective":
            # on a source, or right before the number's own words
            if not (in_source or (in_clause and last <= a <= last + 1 and False)):
                continue
        elif kind.startswith("caveat") or not (in_source or in_clause):
            continue
        level: Certainty = "unconfirmed" if kind == "unconfirmed" else "hedged"
        certainty = surer(certainty, level)
        found.append(make_cue(line, level, a, b))
    return certainty, found


def denial_at(line: Line, cues: Cues, first: int, clause: tuple[int, int]) -> Cue | None:
    """The negation that denies the loss before token ``first``: "did not lose", "have not been hit"."""
    words = line.words
    for i in range(clause[0], first):
        if words[i] in cues.negation:
            for j in range(i + 1, min(i + 3, first)):
                if words[j] in cues.lost:
                    if words[j] == "been" and words[j + 1 : j + 2] and words[j + 1] not in cues.lost:
                        break
                    return make_cue(line, "denied", i, j + 1)
                if words[j] not in ("yet", "actually", "in", "ever", "been", "have", "at"):
                    break
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
        near = words[max(0, a - 14) : b + 14]
        if cues.medium.intersection(near):
            return Caveat(index, "medium", cue)
        if kind == "caveat_open":
            continue
        if cues.figures.intersection(near) or words[0] in cues.pointing:
            # "an unconfirmed report said 12 died" doubts itself alone
            if b - a == 1 and b < len(words) and words[b] in cues.figures and not words[0] in cues.pointing:
                continue
            return Caveat(index, "figures", cue)
    return None
