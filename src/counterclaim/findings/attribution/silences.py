"""CC4: a headline that has a body tell what, by its text, the body keeps to itself and others tell.

"Army says 900 dead": the army gives no figures, a refugee tells it     body-did-not-say (CC408)
"Red Cross confirms nine dead": the nine are called an invention        body-did-not-say (CC408)
"Ministry names its losses": an officer who wants no name tells them    body-did-not-say (CC408)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.findings.attribution.bounds import told_below
from counterclaim.findings.case import Case, Told
from counterclaim.findings.cues import cue, shape
from counterclaim.findings.parties import PUBLISHERS, body_of, is_body, party_of
from counterclaim.findings.rule import Rule, number, said
from counterclaim.findings.terms import is_loss
from counterclaim.language import fold
from counterclaim.model import Claim, Finding, Link, Proof
from counterclaim.naming import Named, identify
from counterclaim.places import side_of
from counterclaim.sources import line_of, load_register, names_of

BODY_DID_NOT_SAY = Rule(
    "CC408",
    "body-did-not-say",
    "warning",
    "The headline has a body tell what, by the text, it withheld or denied and others told.",
)

SUBJECT = 6  # words in which a headline names who tells
LEAST = 5  # smaller numbers are told of much else
ROUND = 0.05  # by how much the figure of the text may miss a headline's that rounds it
_OTHERS = frozenset({"person", "witness", "unnamed", "document", "soldier", "medic", "hospital", "activist"})
_BODIES = PUBLISHERS | {"international", "ngo", "research"}


@dataclass(frozen=True, slots=True)
class _Body:
    """Who tells by a headline: what it is called there, its source or its kind, and its party."""

    name: str
    named: Named
    start: int
    end: int

    @property
    def party(self) -> str | None:
        """The side of a state or an armed group, else the organisation."""
        return party_of(self.named.id)


def find(case: Case) -> Iterator[Finding]:
    """A headline whose body is silent in the text below it."""
    body = _body_of(case)
    if body is None:
        return
    headline = case.document.headline
    bold = [one for one in case.told(0) if one.count and headline is not None and one.start < headline.end]
    numbers = [one for one in bold if one.value >= LEAST and (one.claim is None or is_loss(one.claim))]
    if len(numbers) == 1:
        yield from _number(case, body, numbers[0])
    elif not bold:
        yield from _nameless(case, body)


def _body_of(case: Case) -> _Body | None:
    """The body that a headline begins with, where a verb of telling follows."""
    headline = case.document.headline
    if headline is None:
        return None
    tells = cue("tells").search(case.words(0))
    verb = tells or shape(r"(?<=\w)\s*:\s").search(case.words(0))
    start = case.reading.bounds[0][0]
    if verb is None or not 0 < len(case.words(0)[: verb.start()].split()) <= SUBJECT:
        return None
    end = start + verb.start()
    named = _named(case, end)
    if named.role not in _BODIES or (party_of(named.id) is None and named.body is None):
        return None
    if tells is None and named.role == "government" and named.body is None:
        return None  # "Yemen: 377,000 deaths" names a country
    return _Body(case.document.text[start:end].strip(), named, start, end)


def _named(case: Case, end: int) -> Named:
    """Whom the words of the headline up to a position name."""
    first, last, _ = case.reading.bounds[0]
    line = line_of(case.document.text, case.reading.folded, first, last)
    tokens = sum(start < end for start in line.starts)
    return identify(line, 0, tokens, names_of(case.reading.language), load_register())


# ------------------------------------------------------------------------------------------- a headline's number


def _number(case: Case, body: _Body, bold: Told) -> Iterator[Finding]:
    """Its number, which the text has only from others, while the body withholds it or somebody calls it untrue."""
    same = [one for one in told_below(case) if abs(one.value - bold.value) <= ROUND * bold.value]
    if not same or not any(one.value == bold.value for one in same):
        return
    firm = all(_is_of_others(case, body, one) for one in same)
    if not (firm or all(_is_nobodys(case, body, one) for one in same)):
        return
    kinds = ("unable", *(("withheld",) if firm else ()), *(("negation",) if _are_sure(case, body, same) else ()))
    silences = (_untrue(case, same), *(_silence(case, body, kind) for kind in kinds))
    silence = next((one for one in silences if one is not None), None)
    if silence is None:
        return
    told = next((one for one in same if one.value == bold.value), same[0])
    yield BODY_DID_NOT_SAY.finding(
        f"the headline has “{body.name}” tell {said(bold.quantity)}; by the text others do: “{silence[2]}”",
        [one.claim for one in (bold, *same) if one.claim is not None],
        Proof((f"headline: {number(bold.value)}, “{body.name}”", f"text: {said(told.quantity)}, told by others")),
        [case.quote(body.start, body.end), case.quote(bold.start, bold.end), case.quote(*silence[:2])],
    )


def _is_of_others(case: Case, body: _Body, one: Told) -> bool:
    """Whether a number is told by somebody who is named, and not by the body."""
    if one.claim is None or not one.claim.attribution:
        if cue("untrue").search(case.words(one.index)):
            return True
        before = _paragraph_before(case, one.index)
        return _is_led_in(case, one) and not any(_names(case, body, near) for near in before)
    return _are_others(case, body, one.claim)


def _are_others(case: Case, body: _Body, claim: Claim) -> bool:
    """Whether nobody in a claim's chain is the body, or of its party, or may be meant by its words."""
    return all(_is_another(case, body, claim, link) for link in claim.attribution)


def _is_another(case: Case, body: _Body, claim: Claim, link: Link) -> bool:
    pronoun = cue("pronoun").fullmatch(fold(link.name)) is not None
    party = None if pronoun else party_of(link.id)
    index = case.sentence_at(link.start)
    if not pronoun and body.party is not None and body.party in _sides_in(case, index, link.end, link.start):
        return False  # "Tehran radio" may be Iran
    if party is not None:
        return body.party is not None and party != body.party
    if not pronoun and link.role in _OTHERS:
        kind = body_of(link.name, case.language)
        return (kind is None or kind != body.named.body) and not _is_known(case, body, link)
    if not pronoun and "armed-group" in {link.role, *_roles_in(case, link.start, link.end)}:
        return body.named.role != "armed-group"
    end = claim.quantity.start if pronoun else link.start
    if pronoun and _names(case, body, case.sentence_at(link.start) - 1):
        return False  # "… the staff said. By its count …"
    before = _paragraph_before(case, case.sentence_at(end))
    if any(_names(case, body, near) for near in before):
        return False
    if pronoun and any(_introduces(case, near) for near in before):
        return True
    sides = {side for near in before for side in _sides_in(case, near, end)}
    told = not pronoun or any(case.named_in(near)[1] for near in before)
    return told and body.party is not None and bool(sides) and body.party not in sides


def _paragraph_before(case: Case, index: int) -> list[int]:
    """The sentences of a paragraph up to one of them."""
    paragraph = case.reading.bounds[index][2]
    return [near for near in range(index + 1) if case.reading.bounds[near][2] == paragraph]


def _is_led_in(case: Case, one: Told) -> bool:
    """Whether a sentence has somebody unnamed tell a number: "a fisherman said that he had helped to bury 30"."""
    start, end, _ = case.reading.bounds[one.index]
    told = cue("reporting").search(case.words(one.index))
    return told is not None and not _OTHERS.isdisjoint(
        _roles_in(case, start, one.start) | _roles_in(case, one.end, end)
    )


def _introduces(case: Case, index: int) -> bool:
    """Whether a sentence speaks of somebody who tells for himself: a shopkeeper, a doctor, a soldier's cousin."""
    return not _OTHERS.isdisjoint(_roles_in(case, *case.reading.bounds[index][:2]))


def _roles_in(case: Case, start: int, end: int) -> set[str | None]:
    """The roles of the unnamed speakers that words speak of: a doctor, rebels."""
    line = line_of(case.document.text, case.reading.folded, start, end)
    found = names_of(case.reading.language).find(line, 0, len(line.words))
    return {load_register().role_of(one.value) for one in found if one.kind == "speaker"}


def _are_sure(case: Case, body: _Body, same: list[Told]) -> bool:
    """Whether somebody unnamed (a driver, a nurse) or another party tells a number every time, beyond any doubt."""
    if body.named.role == "hospital":
        return False
    for one in same:
        links = one.claim.attribution if one.claim is not None else ()
        if not links and not _is_led_in(case, one):
            return False
        for link in links:
            plain = link.role in _OTHERS and link.id in load_register().speakers
            party = None if cue("pronoun").fullmatch(fold(link.name)) else party_of(link.id)
            if not plain and (party is None or party == body.party):
                return False
    return all(_is_of_others(case, body, one) for one in same)


def _is_known(case: Case, body: _Body, link: Link) -> bool:
    """Whether a sentence that names the body has the last name of a speaker as well."""
    words = shape(r"\w{4,}").findall(case.between(link.start, link.end))
    if not words or cue("pronoun").fullmatch(fold(link.name)) or not case.document.text[link.start].isupper():
        return False
    near = range(1, len(case.reading))
    return any(words[-1] in case.words(at) for at in near if _names(case, body, at))


def _is_nobodys(case: Case, body: _Body, one: Told) -> bool:
    """Whether a number is told by others, or by nobody in a paragraph that does not name the body before it."""
    if one.claim is not None and one.claim.attribution:
        return _is_of_others(case, body, one)
    return not any(_names(case, body, near) for near in _paragraph_before(case, one.index))


# ------------------------------------------------------------------------------------------- no number is told


def _nameless(case: Case, body: _Body) -> Iterator[Finding]:
    """ "The ministry names its losses", over an officer who wants no name and a ministry that says nothing."""
    counts = cue("toll").search(case.words(0)) or cue("number-of").search(case.words(0))
    claims = [claim for claim in case.claims if not case.in_headline(claim) and claim.quantity.unit == "count"]
    if counts is None or not claims or any(_may_be_its(case, body, claim) for claim in claims):
        return
    first = sum(start < body.end for start, _, _ in case.reading.bounds)
    if not any(cue("nameless").search(case.words(index)) for index in range(first, len(case.reading))):
        return
    silence = _silence(case, body, "unable")
    if silence is None:
        return
    yield BODY_DID_NOT_SAY.finding(
        f"the headline has “{body.name}” tell the figures; by the text it did not: “{silence[2]}”",
        claims[:1],
        Proof((f"headline: told by “{body.name}”", f"text: “{silence[2]}”")),
        [case.quote(body.start, body.end), case.quote(*silence[:2])],
    )


def _may_be_its(case: Case, body: _Body, claim: Claim) -> bool:
    """Whether the body, or somebody of its party, may tell a figure of the text."""
    if claim.attribution:
        return not _are_others(case, body, claim)
    return _names(case, body, case.sentence_of(claim))


# ------------------------------------------------------------------------------------------------- what is silent


def _untrue(case: Case, same: list[Told]) -> tuple[int, int, str] | None:
    """Where the text calls the number an invention: the words, and where they stand."""
    for one in same:
        match = cue("untrue").search(case.words(one.index))
        if match is not None:
            start = case.reading.bounds[one.index][0]
            return start + match.start(), start + match.end(), match[0]
    return None


def _silence(case: Case, body: _Body, kind: str) -> tuple[int, int, str] | None:
    """Where the body gives no figure, in a sentence that names it or one behind it in its paragraph."""
    found: tuple[int, int, str] | None = None
    named: int | None = None
    for index in range(1, len(case.reading)):
        start, _, paragraph = case.reading.bounds[index]
        if _names(case, body, index) or (body.party is not None and body.party in _sides_in(case, index)):
            named = paragraph
        if named != paragraph:
            continue
        if _bears_out(case.words(index)):
            return None
        match = cue(kind).search(case.words(index)) or _has_no_news(case.words(index))
        if match is not None and found is None:
            found = start + match.start(), start + match.end(), match[0]
    return found


def _has_no_news(words: str) -> re.Match[str] | None:
    """Where somebody says that he has nothing on it: "had no reports of any deaths", "сведений о погибших нет"."""
    return shape(r"(?<!\w)(?:<has-no>\s+(?:\w+\s+){0,2}?<of-news>|<of-news>(?:\s+\w+){0,5}\s+<is-not>)(?!\w)").search(
        words
    )


def _bears_out(words: str) -> bool:
    """Whether words say that somebody confirmed or admitted a thing, and not that nobody did."""
    return any(
        not shape(r"(?<!\w)<negation>(?:\s+\w+){0,3}\s+$").search(words[: match.start()])
        for match in cue("bears-out").finditer(words)
    )


def _names(case: Case, body: _Body, index: int) -> bool:
    """Whether a sentence names the body, another of its party, or a body of its kind without a country."""
    sources, bodies = case.named_in(index)
    if body.party is not None and body.party in map(party_of, sources):
        return True
    if body.named.id is not None and any(is_body(body.named.id, kind) for kind in bodies):
        return True
    return body.named.body in (bodies | {source.partition("-")[2] for source in sources})


def _sides_in(case: Case, index: int, end: int | None = None, start: int = 0) -> frozenset[str]:
    """The sides that a sentence names, between two positions."""
    sentence = case.sentence(index)
    tokens = [
        at
        for at in range(len(sentence.words))
        if sentence.starts[at] >= start and (end is None or sentence.starts[at] < end)
    ]
    return frozenset(side for at in tokens if (side := side_of(sentence, at)) is not None)
