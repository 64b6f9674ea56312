"""What of a noun phrase can tell who is meant: a name of the register, a country, a body, the noun at its head."""

from __future__ import annotations

from counterclaim.sources import Line, Match, Names, Register

_JOINED = frozenset(["ngo", "research"])  # bodies that people form
_DESCRIBE = frozenset({"resident", "soldier"})  # whose words are adjectives too
_QUALIFIED = frozenset(
    ["source", "analyst", "expert", "journalist", "researcher", "medic", "hospital", "prisoner", "soldier", "witness"]
)


class Appellation:
    """A noun phrase, up to where it begins to tell of somebody else, with what was found in it."""

    def __init__(self, line: Line, first: int, last: int, names: Names, register: Register) -> None:
        last = _own_words(line, first, _first_of_two(line, first, last, names), names)
        self.line, self.first, self.last = line, first, last
        self.names, self.register = names, register
        self.found = names.find(line, first, last)
        self.listed = self._listed()
        self.body = self._body()
        self.side = self._side()
        self.speakers = [m for m in self.found if m.kind == "speaker" and not (names.head_first and self._in_marks(m))]
        self.noun = _head(line, first, last, self.speakers, names)  # of the phrase, as it stands
        self.head = self._more_than_person()
        # the body, but for "a military analyst", who is no military
        self.house = None if self._is_qualified() else self.body
        self.unnamed = self._is_unnamed()  # whether it is somebody without a name

    def says(self, kind: str) -> bool:
        """Whether the phrase has a word of a kind."""
        return not self.names.words[kind].isdisjoint(self.line.words[self.first : self.last])

    def opens(self, kind: str) -> bool:
        """Whether the phrase begins with a word of a kind."""
        return self.line.words[self.first] in self.names.words[kind]

    def nouns(self) -> list[str]:
        """The nouns of bodies in it: "ministry", "brigade"."""
        words = self.line.words[self.first : self.last]
        return [word for word in words if self.names.organisations.get(word) is not None]

    def _listed(self) -> Match | None:
        """The name of the register; of a part, where the whole is told with it: "the UN mission, UNAMA"."""
        listed = _listed(self.line, self.found, self.names)
        if listed is None:
            return None
        part = f"{listed.value}-"
        return next((m for m in self.found if m.kind == "source" and m.value.startswith(part)), listed)

    def _body(self) -> Match | None:
        """The body of a kind, "the defence ministry", that is no part of a longer name."""
        of_country = self.names.words["of_country"]
        bodies = [m for m in self.found if m.kind == "body" and not is_proper(self.line, m, self.found, self.names)]
        bodies = [m for m in bodies if self.line.words[m.first] not in of_country or _has_country(m, self.found)]
        return max(bodies, key=lambda m: (m.value not in ("officials", "sources"), m.last - m.first), default=None)

    def _side(self) -> Match | None:
        """The country or the group, where it is no part of the name of the body."""
        side = next((m for m in self.found if m.kind == "side" and not leads(self.line, m, self.names)), None)
        body = self.body
        if side and body and body.first <= side.first and side.last <= body.last and side.tokens != body.tokens:
            return None
        return side

    def _in_marks(self, match: Match) -> bool:
        """Whether a word stands within the quotation marks of a name that goes before it: "фонд «Врачи мира»"."""
        words = self.line.words
        return words[self.first] != '"' and words[self.first : match.first].count('"') % 2 == 1

    def _more_than_person(self) -> Match | None:
        """The noun at the head, or one behind that tells more: "a person understood to be a soldier" is a soldier."""
        noun = self.noun
        if noun is None or noun.value != "person":
            return noun
        return next((m for m in self.speakers if m.value != "person" and m.first > noun.first), noun)

    def _is_qualified(self) -> bool:
        """Whether the noun of a body only says what somebody deals with: "a military analyst"."""
        if self.body is None or self.head is None:
            return False
        return self.head.first == self.body.last and self.head.value in _QUALIFIED

    def _is_unnamed(self) -> bool:
        """Whether the noun at the head is a common one, and there is no body for which he would stand."""
        if self.house is not None and self.house.value not in ("officials", "sources", "president"):
            return False
        head = self.head
        return head is not None and (
            not self.line.capital(head.first) or self.line.starts[head.first] == self.line.start
        )


def _own_words(line: Line, first: int, last: int, names: Names) -> int:
    """Where a phrase begins to tell of somebody else: "the coalition | fighting the rebels", "men | loyal to him"."""
    busy = names.words["busy"]
    for at in range(first + 1, last - 1):
        joined = line.words[at - 1] == "-" or line.words[at + 1] == "-"
        if line.words[at] in busy and not joined and not line.capital(at) and line.words[at - 1][0].isalpha():
            return at
    return last


def _first_of_two(line: Line, first: int, last: int, names: Names) -> int:
    """Where the first of two sources that are joined ends: "police and doctors" are the police."""
    for joint in range(first + 1, last - 1):
        if line.words[joint] in names.words["joint"] or line.words[joint] in names.words["together"]:
            found = [m for m in names.find(line, first, last) if m.kind in ("source", "body", "speaker")]
            if any(m.first < joint < m.last for m in found):
                continue
            ends = (joint, joint - 1) if line.words[joint - 1] == '"' else (joint,)
            if line.words[joint - 1] == "," and line.words[joint] in names.words["together"]:
                ends = (joint, joint - 1)
            before = any(m.last in ends and m.value != "person" for m in found)
            if before and any(m.first > joint for m in found):
                return joint
    return last


def _listed(line: Line, found: list[Match], names: Names) -> Match | None:
    """The longest name of the register in a phrase; one that only leads another body goes last."""
    named = [m for m in found if m.kind == "source"]
    own = [m for m in named if not leads(line, m, names)]
    if own or not named:
        apart = next((k for k in range(own[0].last, own[-1].first) if line.words[k] == ","), None) if own else None
        if apart is not None:  # "Amaq, the mouthpiece of Islamic State"
            own = [m for m in own if m.first < apart]
        if names.head_first and len(own) > 1:  # "связанная с «Аль-Каидой» группировка JNIM"
            own = [m for m in own if not _is_governed(line, m, names)] or own
        return max(own, key=lambda m: m.last - m.first, default=None)
    owned = any(m.kind == "body" and m.first > named[-1].last for m in found)
    owned = owned and not any(m.kind == "side" and m.first > named[-1].last for m in found)
    others = any(m.kind in ("body", "speaker") for m in found)
    return None if others and not owned else max(named, key=lambda m: m.last - m.first)


def _is_governed(line: Line, match: Match, names: Names) -> bool:
    """Whether a preposition stands before a name, or before the mark that opens it."""
    k = match.first - 1
    k -= k > 0 and line.words[k] in ('"', "'")
    return k >= 0 and line.words[k] in names.words["preposition"]


def _has_country(body: Match, found: list[Match]) -> bool:
    """Whether a country stands right before a body: "пакистанских военных"."""
    return any(m.kind == "side" and m.last == body.first for m in found)


def leads(line: Line, side: Match, names: Names) -> bool:
    """Whether a country is no owner: "the Saudi-led coalition"."""
    last = side.last
    return line.words[last : last + 1] == ["-"] and not names.words["led"].isdisjoint(line.words[last + 1 : last + 2])


def is_proper(line: Line, body: Match, found: list[Match], names: Names) -> bool:
    """Whether a body is part of a longer name that no register knows: "Eighth Army", "Hanoi radio", "Radio Peking"."""
    if body.value == "media" and line.words[body.first] in names.words["station"]:
        around = [m for m in found if m.kind == "side" and (m.last == body.first or m.first == body.last)]
        return any(line.words[m.first] in names.capitals for m in around)
    k = body.first - 1
    behind = line.words[body.last : body.last + 1]
    if behind and body.value == "military" and names.organisations.get(behind[0]) == "military":
        return behind[0] not in names.words["command"]  # "the army corps in the north"
    if behind and body.value == "military" and line.capital(body.first) and line.capital(body.last):
        if names.organisations.get(behind[0]) is not None:
            return True  # "Army Group South"
    if line.capital(body.first) and body.value == "military" and k >= 0 and line.words[k][0].isdigit():
        return True  # "the 6th Army"
    if not line.capital(body.first) or k < 0 or not line.capital(k) or not line.words[k][0].isalpha():
        return False
    if line.words[k] in names.pronouns:
        return False  # "His General Staff", at the head of a sentence
    if any(line.words[k] in names.words[kind] for kind in ("body_adjective", "article", "within")):
        return False  # "In Parliament" names no longer body
    return not any(m.first <= k < m.last for m in found)


def _head(line: Line, first: int, last: int, speakers: list[Match], names: Names) -> Match | None:
    """The speaker noun that heads the phrase: the last one before its first preposition, else the first."""
    prepositions = names.words["preposition"]
    cut = next((i for i in range(first + 1, last) if line.words[i] in prepositions or line.words[i] == ","), last)
    before = [m for m in speakers if m.first < cut]
    if before:
        strong = [m for m in before if m.value != "person"]
        if names.head_first and len(strong) > 1 and strong[0].value in _DESCRIBE and strong[0].last == strong[1].first:
            return strong[1]  # "местные активисты", "военный историк"
        return (strong or before)[0 if names.head_first else -1]
    if names.organisations.get(line.words[cut - 1]) in _JOINED and line.words[cut - 1] not in names.words["crowd"]:
        return None  # "the union of nurses" is no nurse
    return speakers[0] if speakers else None


def has_proper_name(
    line: Line,
    first: int,
    last: int,
    side: Match | None,
    articles: frozenset[str],
    behind: frozenset[str] = frozenset(),
) -> bool:
    """Whether a proper name, apart from that of a country, stands in the phrase before its first ``behind``."""
    cut = next((i for i in range(first + 1, last) if line.words[i] in behind), last)
    for i in range(first, cut):
        if side is not None and side.first <= i < side.last:
            continue
        word = line.words[i]
        if word in articles:
            continue
        if word[0].isalpha() and len(word) > 1 and line.capital(i) and line.starts[i] != line.start:
            return True
        if line.starts[i] == line.start and i + 1 < last and line.capital(i) and line.capital(i + 1):
            if word not in articles:
                return True
    return False
