"""What personal data is marked as: kinds, marks, and the words that stand in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Kind = Literal["name", "callsign", "phone", "email", "address", "document", "card", "birth", "medical"]
KINDS: tuple[Kind, ...] = get_args(Kind)

STAND_INS: dict[Kind, str] = {
    "name": "Person",
    "callsign": "call sign",
    "phone": "phone",
    "email": "e-mail",
    "address": "address",
    "document": "document",
    "card": "card",
    "birth": "birth date",
    "medical": "medical detail",
}
BAR = "█"
# A mask as ``mask_of`` makes it: what is told of the pseudonym, then bars.
_TOLD = "|".join(re.escape(name) for name in sorted({*STAND_INS.values(), "Speaker", "Relative"}))
MASK = re.compile(rf"(?:(?:(?:{_TOLD}) [A-Z0-9]+|[A-Z]\w{{1,2}}){BAR}+|{BAR}+)")


class Found(NamedTuple):
    """Words found to be personal data. ``who`` is the person meant where it is a name: one key for all its forms."""

    start: int
    end: int
    kind: Kind
    who: str = ""
    role: str = "Person"  # Speaker, Relative or Person


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Personal data in a text: code points ``start`` to ``end``, its kind, and what is shown instead of it.

    ``pseudonym`` is the same wherever the same person, number or place is meant: "Speaker A", "Relative 1",
    "[phone 1]".
    """

    start: int
    end: int
    kind: Kind
    pseudonym: str

    @property
    def mask(self) -> str:
        """As many characters as the words have: the pseudonym as far as there is room, then bars."""
        return mask_of(self.pseudonym, self.end - self.start)


def mask_of(pseudonym: str, length: int) -> str:
    """A stand-in of exactly ``length`` characters; "Relative 1" is cut to "R1" where there is no more room."""
    bare = pseudonym.strip("[]")
    name, _, sign = bare.rpartition(" ")
    shorter = (bare, (name[:1].upper() + sign) if name and sign.isalnum() and len(sign) < 3 else "")
    told = next((words for words in shorter if words and len(words) < length), "")
    return (told + BAR * length)[:length]
