"""Whom a phrase means that names nobody, "the spokesman", "the rebels", by what the text told before.

Each kind of phrase has its way to look back (``meanings``, ``houses``); the first kind that fits decides.
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.attribution.houses import Houses
from counterclaim.model import Link
from counterclaim.naming import Named
from counterclaim.sources import Line

UNNAMED = frozenset(["spokesman", "official", "minister", "commander", "president"])
_AGAIN = frozenset(["officials", "media"])  # "the health officials", "the web site": who bore the word before
_MINISTRIES = frozenset(["ministry"])
# What a bare noun of a language without articles may stand for, by the roles of those who spoke before.
_BARE = {
    "official": frozenset(["official", "government", "ministry"]),
    "commander": frozenset(["military", "ministry"]),
    "minister": frozenset(["ministry", "government"]),
    "spokesman": frozenset(["military", "ministry", "official", "government", "armed-group"]),
    "president": frozenset(["government"]),
}
_OF_A_BODY = frozenset([None, "person", "spokesman", "official", "officials"])
_GROUPS_OF_AID = frozenset(["aid-worker", "monitor"])


class Meant(NamedTuple):
    """Whom a phrase means: who it is, or the words told of him before where nobody knows; ``None`` for nobody."""

    who: Link | Named | None


def _meant(back: Link | None, as_told: bool = False) -> Meant:
    """Whom a link that was told before makes a phrase mean; of one without an id its words, if ``as_told``."""
    if back is None or not (back.id or as_told):
        return Meant(None)
    return Meant(Named(back.id, back.role) if back.id else back)


class Unnamed(Houses):
    """Whom phrases without a name mean in one text."""

    def _told_before(self, index: int, line: Line, first: int, last: int, named: Named) -> Link | Named | None:
        """Whom a phrase means by what was told before: who it is, or, of one whom nobody knows, the words told then.

        The first kind of phrase that fits decides, also where nobody is found for it.
        """
        meant = (
            self._theirs_or_same(index, line, first, last, named)
            or self._one_of_a_body(index, line, first, last, named)
            or self._told_with_more(index, line, first, last, named)
            or self._fighters(index, line, first, last, named)
            or self._definite(index, line, first, last, named)
            or self._borne_before(index, line, first, last, named)
            or self._bare(index, line, first, last, named)
            or self._same_noun(index, line, first, last, named)
        )
        return meant.who if meant is not None else None

    def _theirs_or_same(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "His spokesman", "the same group"."""
        words, small = line.words, self.small
        offset = line.starts[first]
        speaks_for = named.id in UNNAMED or (named.id is not None and named.id in small.speaks_for)
        if (
            words[first] in small.possessive
            and named.body is None
            and (named.id is None or named.id in self.register.speakers)
            and (speaks_for or words[last - 1] in small.speaks_for)
        ):
            back = self.meant(index, offset, self.names.pronouns.get(words[first], "people"))
            return _meant(back, named.id != "commander")
        if last - first > 2 and words[first] in small.the and words[first + 1] in small.same:
            return _meant(self._same_before(index, offset, words[last - 1], named), True)
        return None

    def _one_of_a_body(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "A rebel spokesman", "the charity", "a spokesman", "spokesperson Ana Reis"."""
        words, offset = line.words, line.starts[first]
        if named.id == "spokesman" and self._of_rebels(line, first, last):
            return _meant(self._group_meant(index, offset, False))
        if named.id in _GROUPS_OF_AID and words[first] in self.small.the and not words[last - 1].endswith("s"):
            return _meant(self._body_of_aid(index, offset))
        if named.id == "spokesman" and (
            (words[first] in self.small.indefinite and last - first <= 2) or self._is_titled(line, first, last)
        ):
            return _meant(self._body_just_before(index, offset))
        return None

    def _told_with_more(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "The officials", "the Doctors Network": told of with these words and more."""
        if line.words[first] in self.small.the and (
            named.id in _AGAIN
            or self._shortened(line, first, last, named)
            or (last - first == 3 and self._are_officials(line, first, last))
        ):
            return _meant(self._same_words_before(index, line.starts[first], line.words[first + 1 : last]), True)
        return None

    def _fighters(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "The rebels", "the militant group"; "Tuareg rebels" are called so, and are no others."""
        words = line.words
        if named.id != "militant":
            return None
        if words[last - 1].endswith("s") and self._is_of_people(line, first, last):
            return Meant(Named(None, named.role))
        if words[first] not in self.small.the and not self._speaks_for_them(line, first, last):
            return None
        alone = words[last - 1] in self.names.organisations
        if not alone and self._is_named(line, first, last):
            return Meant(None)
        return _meant(self._group_meant(index, line.starts[first], alone))

    def _definite(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "The journalists", "this man", "the minister"."""
        word, small, offset = line.words[first], self.small, line.starts[first]
        if named.id == "journalist" and word in small.the and line.words[last - 1].endswith("s"):
            return _meant(self._counted_before(index, offset))
        if named.id is None and word in small.definite and word not in small.the:
            return _meant(self.meant(index, offset, "one"))
        if named.id == "minister" and word in small.the and last - first <= 2:
            return _meant(self._speaker_before(index, offset, _MINISTRIES) or self.author())
        return None

    def _borne_before(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "The spokesman", "Park": in whose name the word stood."""
        word = line.words[last - 1]
        office = named.id in UNNAMED and line.words[first] in self.small.the
        if not office and not (named.id is None and last - first <= 3 and line.capital(last - 1)):
            return None
        back = self._same_word_before(index, line.starts[first], word)
        back = back or self.introduced(index, word, ahead=named.role == "person")
        if back is None and named.id in UNNAMED:
            return _meant(self.author() or self._spoke_for(index, word))
        return _meant(back, back is not None and (back.role == named.role or named.role == "person"))

    def _bare(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """A bare noun of a language without articles: "чиновник", "военные", "координатор организации"."""
        if self.grammar is None:
            return None
        offset = line.starts[first]
        if last - first == 1 and named.id in _BARE and not line.capital(first):
            back = self._bare_before(index, offset, _BARE[named.id])
        elif named.id == "soldier" and line.words[first] in self.small.force and last - first == 1:
            back = self._force_before(index, offset)
        elif named.id in _OF_A_BODY and self._house_in(line, first, last) is not None:
            return _meant(self._house_told(index, line, first, last), True)
        else:
            return None
        unnamed = back is not None and (back.id is None or back.id in self.register.speakers)
        return Meant(back) if unnamed else _meant(back)

    def _same_noun(self, index: int, line: Line, first: int, last: int, named: Named) -> Meant | None:
        """ "The network": in whose name the word stood."""
        if named.id is None and line.words[first] in self.small.the and last - first <= 3:
            back = self._same_word_before(index, line.starts[first], line.words[last - 1])
            return _meant(back, back is not None and back.role != "document")
        return None

    def _is_named(self, line: Line, first: int, last: int) -> bool:
        """Whether a phrase tells by name who is meant: "the Tuareg rebels", and not "the rebels"."""
        return any(line.capital(k) for k in range(first + 1, last))

    def _is_of_people(self, line: Line, first: int, last: int) -> bool:
        """Whether fighters are told by the name of their people: "Tuareg rebels"; a faith or a creed is none."""
        token = last - 2
        return (
            token >= first
            and line.capital(token)
            and (line.starts[token] != line.start or token == first)
            and line.words[token] not in self.small.the
            and line.words[token] not in self.small.creed
        )

    def _is_titled(self, line: Line, first: int, last: int) -> bool:
        """Whether a phrase is a title and a name: "spokesperson Ana Reis"."""
        return last - first > 1 and line.words[first] not in self.small.article and line.capital(last - 1)

    def _speaks_for_them(self, line: Line, first: int, last: int) -> bool:
        """Whether somebody speaks for those whom the text has told of: "a spokesman for the rebels"."""
        words, of = line.words, self.names.words["speaks_of"]
        return any(words[k] in of and words[k + 1] in self.small.the for k in range(first + 1, last - 1))

    def _shortened(self, line: Line, first: int, last: int, named: Named) -> bool:
        """Whether a name is told by its last words, which look like somebody unnamed: "the Doctors Network"."""
        capital = all(line.capital(k) for k in range(first + 1, last))
        return named.id in self.register.speakers and last - first > 2 and capital

    def _are_officials(self, line: Line, first: int, last: int) -> bool:
        return any(m.value == "officials" and m.last == last for m in self.names.find(line, first, last))
