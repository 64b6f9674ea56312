"""Whose figures they are: the parties behind sources, and whether a claim names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from counterclaim.findings.cues import cue
from counterclaim.language import fold, load_language
from counterclaim.model import Claim, Statement
from counterclaim.naming import identify
from counterclaim.sources import line_of, load_register, names_of
from counterclaim.vocabulary import OPPONENTS

# Roles whose bodies publish figures of their own; an agency or a newspaper passes on those of others.
PUBLISHERS = frozenset({"government", "ministry", "military", "intelligence", "official", "armed-group", "hospital"})
_WORD = re.compile(r"[\w-]+")
_TWICE = re.compile(r"(.)\1")
# what a name is in consonants, whichever alphabet it is written in: "zelensky" and "зеленський" are zlnsk
_DIGRAPHS = (("shch", "s"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", ""), ("ts", "c"), ("ck", "k"), ("ph", "f"))
_SOUNDS = str.maketrans("бвгґджзклмнпрстфцчшщwqаеёиоуыэюяієїйьъхaeiouyjh'’-", "bvggdzzklmnprstfccssvk" + "\0" * 28)
SOUNDS = 2  # consonants by which a name is known
ENDING = 1  # consonants that a case adds behind it
_PRIVATE = frozenset({"soldier", "person", "witness", "unnamed", "document"})
_INDEPENDENT = frozenset({"research", "ngo", "international"})


@lru_cache(maxsize=1024)
def party_of(source: str | None) -> str | None:
    """Whose figures a source publishes: a side for its state or armed group, else the body; ``None`` for a relay."""
    if source is None:
        return None
    register = load_register()
    source = register.aliases.get(source, source)
    role, side = register.role_of(source), register.side_of(source)
    if role is None and source.endswith("-ministry"):
        head = source.partition("-")[0]
        return head.upper() if len(head) == 2 else _side_of_table(source)
    if role in PUBLISHERS:
        return side
    unnamed = source in register.speakers  # "analysts": of which body, nobody knows
    return source.partition("-")[0] if role in _INDEPENDENT and not unnamed else None


def _side_of_table(source: str) -> str | None:
    """The side of a source known only as the publisher of one of the record's tables about its own side."""
    from counterclaim.series import load_record

    return next((table.side for table in load_record().series.values() if table.source == source), None)


def parties(claim: Claim) -> frozenset[str]:
    """Everyone in a claim's chain who publishes figures."""
    return frozenset(party for link in claim.attribution if (party := party_of(link.id)) is not None)


def are_opposed(one: str, other: str) -> bool:
    """Whether two sides fight each other, by the vocabulary's table."""
    return other in OPPONENTS.get(one, ()) or one in OPPONENTS.get(other, ())


@lru_cache(maxsize=1024)
def body_of(name: str, language: str = "en") -> str | None:
    """The kind of body that a name without a country names ("the health ministry" is ``health``), or ``None``."""
    folded = fold(name)
    line = line_of(name, folded, 0, len(name))
    return identify(line, 0, len(line.words), names_of(load_language(language)), load_register()).body


def is_body(source: str, body: str | None) -> bool:
    """Whether a source is a body of that kind, of whatever country."""
    if body is None:
        return False
    return source.endswith(f"-{body}") or (source.endswith("-ministry") and f"-{body}-" in source)


def credits(claim: Claim, source: str) -> bool:
    """Whether a claim names a source, another body of its party, or a body of its kind without a country."""
    party = party_of(source)
    for link in claim.attribution:
        if link.id == source or (party is not None and party_of(link.id) == party):
            return True
        if link.id is None and is_body(source, body_of(link.name)):
            return True
    return False


def speaker_key(claim: Claim) -> str | None:
    """What makes two claims of one speaker: the ultimate source's id, else its name; ``None`` for no source."""
    speaker = claim.speaker
    return None if speaker is None else (speaker.id or speaker.name.casefold())


def is_private(claim: Claim) -> bool:
    """Whether a chain ends in somebody who speaks for himself, or goes through a recording or a letter."""
    if any(one.role == "document" and cue("recording").search(fold(one.name)) for one in claim.attribution):
        return True
    speaker = claim.speaker
    return speaker is not None and speaker.role in _PRIVATE and (speaker.role != "document" or speaker.id is None)


def says(claim: Claim, statement: Statement) -> bool:
    """Whether a claim names the person who made a statement, by the last of the names."""
    name = last_name(statement.speaker)
    return bool(name) and any(name in words_of(link.name) for link in claim.attribution)


def is_called(name: str, words: Iterable[str]) -> bool:
    """Whether one of some words is a name, in its own letters or in Cyrillic ones: "Зеленского" for "zelensky"."""
    sounds = _consonants(name)
    return any(
        word == name
        or (
            word[0] > "\u0400"
            and len(sounds) >= SOUNDS
            and (own := _consonants(word)).startswith(sounds)
            and len(own) - len(sounds) <= ENDING
        )
        for word in words
    )


@lru_cache(maxsize=65_536)
def _consonants(word: str) -> str:
    """The consonants of a name as both alphabets write them, without those that they write in many ways."""
    for letters, one in _DIGRAPHS:
        word = word.replace(letters, one)
    return _TWICE.sub(r"\1", word).translate(_SOUNDS).replace("\0", "")


@lru_cache(maxsize=4096)
def last_name(speaker: str) -> str:
    """The last of a person's names, folded; empty for nobody."""
    return fold(speaker).rpartition(" ")[2]


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The words of a name, folded."""
    return frozenset(_WORD.findall(fold(name)))
