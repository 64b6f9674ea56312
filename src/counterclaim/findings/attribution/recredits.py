"""CC4: a figure that one body is said to have given, and further down is called another's.

"312 dead, the Red Cross said. … the 312 dead reported by the defence ministry"     source-changes (CC409)
"306,887 … the UN office put it before the council. … the Observatory's 306,887"    source-changes (CC409)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import is_body, party_of
from counterclaim.findings.rule import Rule, said
from counterclaim.language import fold
from counterclaim.model import Finding, Proof
from counterclaim.sources import line_of, load_register, names_of

SOURCE_CHANGES = Rule(
    "CC409", "source-changes", "warning", "A figure that one body gave is called another's further down."
)

TELLING = 100.0  # smaller figures are those of many
DIGITS = 2  # a figure has before its last noughts, or more
_ANYBODY = frozenset({"officials", "sources", "media", "government"})  # kinds of bodies that may be any
_COUNTERS = frozenset({"research", "ngo", "international"})  # roles of those who count, also where no register has them
_APART = frozenset({"intelligence", "hospital"})  # bodies of a state that count for themselves


@dataclass(frozen=True, slots=True)
class _Name:
    """A body that a text names: its source, or its kind where no country is told, and where the name stands."""

    source: str | None
    kind: str | None
    start: int
    end: int


def find(case: Case) -> Iterator[Finding]:
    """Each figure that changes hands."""
    told = [one for index in range(len(case.reading)) for one in case.told(index) if _is_telling(one)]
    for again in told:
        first = next((one for one in told if _earlier(one, again)), None)
        owner = _owner(case, again) if first is not None else None
        if (
            owner is None
            or first is None
            or any(_is_with(case, owner, one, again) for one in told if _earlier(one, again))
        ):
            continue
        givers = _credited(case, first)
        if (
            not givers
            or any(_are_alike(giver, owner) or _share_words(case, giver, owner) for giver in givers)
            or _stands_by(case, owner, first, again)
        ):
            continue
        names = [_words(case, name) for name in (givers[0], owner)]
        yield SOURCE_CHANGES.finding(
            f"{said(first.quantity)} is told as given by “{names[0]}”, and then as that of “{names[1]}”",
            [one.claim for one in (first, again) if one.claim is not None],
            Proof((f"first: {said(first.quantity)}, “{names[0]}”", f"then: {said(again.quantity)}, “{names[1]}”")),
            [
                *(case.quote(one.start, one.end) for one in (first, again)),
                *(case.quote(name.start, name.end) for name in (givers[0], owner)),
            ],
        )


def _is_telling(one: Told) -> bool:
    """Whether a number is so much its own that two bodies would hardly come to it."""
    digits = str(int(one.value)).rstrip("0")
    return one.count and one.value >= TELLING and len(digits) >= DIGITS and one.quantity.hedge in ("exact", "about")


def _earlier(one: Told, again: Told) -> bool:
    return one.value == again.value and one.index < again.index


# --------------------------------------------------------------------------------------------------- whose it is


def _owner(case: Case, one: Told) -> _Name | None:
    """Whose a number is called: "the Observatory's total of 312", "the 312 dead that the ministry reported"."""
    for name in _names_in(case, one.index):
        if name.end <= one.start and shape(r"^(?:\s+of\s+[\w-]+)?'?s?\s+(?:<figure-of>\s+)?$").match(
            case.between(name.end, one.start)
        ):
            return name if "'" in case.between(name.end - 2, one.start) else None
        if name.end <= one.start and not case.between(name.end, one.start).strip():
            start = case.reading.bounds[one.index][0]
            if shape(r"(?<!\w)<counted-by>\s+(?:\w+\s+)?$").search(case.between(start, name.start)):
                return name
        ahead = r"^(?:\s+\w+){0,4}?,?\s+(?:<reported-by>|<who-which>(?:\s+<reported>)?)\s+(?:\w+\s+)?$"
        if name.start >= one.end and shape(ahead).match(case.between(one.end, name.start)):
            _, end, _ = case.reading.bounds[one.index]
            reported = shape(r"(?<!\w)(?:<reported-by>|<reported>)(?!\w)")
            near = case.between(one.end, name.start) + " " + case.between(name.end, min(end, name.end + 24))
            return name if reported.search(near) else None
    return None


def _credited(case: Case, one: Told) -> list[_Name]:
    """Who gives a number where it is first told: by its claim, else by the one name beside it in its paragraph."""
    if one.claim is not None:
        links = [link for link in one.claim.attribution if not cue("pronoun").fullmatch(fold(link.name))]
        found = [
            _Name(link.id if party_of(link.id) else None, None, link.start, link.end)
            for link in links
            if party_of(link.id) is not None or (link.id is None and link.role in _COUNTERS)
        ]
        if links:
            return found if len(found) == len(links) else []
    paragraph, near = case.reading.bounds[one.index][2], [one.index]
    if one.index and case.reading.bounds[one.index - 1][2] == paragraph:
        near.insert(0, one.index - 1)
    after = one.index + 1
    if after < len(case.reading) and shape(r"^\W*<pronoun>(?!\w)").match(case.words(after)):
        near.append(after)
    if not any(cue(list_).search(case.words(at)) for at in near for list_ in ("reporting", "given")):
        return []
    told = [name for at in near for name in _names_in(case, at) if not _is_counted(one, name)]
    return sorted(told, key=lambda name: name.source is None)


def _is_counted(one: Told, name: _Name) -> bool:
    """Whether a body may be the one that lost those who are counted: "the army lost 312 men"."""
    own = one.claim.side if one.claim is not None else None
    return name.kind == "military" or (own is not None and party_of(name.source) == own)


def _is_with(case: Case, owner: _Name, one: Told, again: Told) -> bool:
    """Whether a body is named around a number, so that the two may share it."""
    near = range(max(0, one.index - 1), min(again.index, one.index + 2))
    return any(_are_alike(name, owner) for at in near for name in _names_in(case, at))


def _stands_by(case: Case, owner: _Name, first: Told, again: Told) -> bool:
    """Whether a sentence from one telling to the other has the second body confirm the figure, or give the same."""
    return any(
        cue(list_).search(case.words(index)) and any(_are_alike(name, owner) for name in _names_in(case, index))
        for index in range(first.index, again.index)
        for list_ in ("bears-out", "same")
    )


# -------------------------------------------------------------------------------------------------------- names


def _names_in(case: Case, index: int) -> list[_Name]:
    """The bodies that a sentence names, from left to right, without those that only pass figures on."""
    start, end, _ = case.reading.bounds[index]
    line = line_of(case.document.text, case.reading.folded, start, end)
    found: list[_Name] = []
    for one in names_of(case.reading.language).find(line, 0, len(line.words)):
        first, last = line.starts[one.first], line.ends[one.last - 1]
        if one.kind == "source" and party_of(one.value) is not None:
            found = [name for name in found if not (name.kind and name.start < last and first < name.end)]
            found.append(_Name(one.value, None, first, last))
        elif one.kind == "body" and one.value not in _ANYBODY:
            if not any(name.start < last and first < name.end for name in found):
                found.append(_Name(None, one.value, first, last))
    return found


def _are_alike(one: _Name, other: _Name) -> bool:
    """Whether two names may mean one body, or two of a state that publish the same figures."""
    if one.source is None or other.source is None:
        source, kind = one.source or other.source, one.kind or other.kind
        if source is None:
            return kind is not None and one.kind == other.kind
        return is_body(source, kind)
    if one.source == other.source:
        return True
    roles = [load_register().role_of(name.source or "") for name in (one, other)]
    same = party_of(one.source) == party_of(other.source)
    return same and (roles[0] == roles[1] or _APART.isdisjoint(filter(None, roles)))


def _share_words(case: Case, one: _Name, other: _Name) -> bool:
    """Whether a name that no register has and another have a longer word in common."""
    if one.source is not None or one.kind is not None:
        return False
    words = [set(shape(r"\w{5,}").findall(case.between(name.start, name.end))) for name in (one, other)]
    return not words[0].isdisjoint(words[1])


def _words(case: Case, name: _Name) -> str:
    return " ".join(case.document.text[name.start : name.end].split())
