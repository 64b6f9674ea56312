"""Names of sources become ids and roles: a register, kinds of bodies of a country, and unnamed speakers.

    name in the register            "the SBU", "Dmitry Peskov"            ua-sbu, ru-kremlin
    country and a kind of body      "the French defence ministry"         fr-mod
    somebody unnamed                "a Russian soldier", "officials"      soldier, officials
    a country alone                 "Moscow", "Russia"                    ru-government
    a body without its country      "the ministry"                        left to the text before it

The register is ``sources.toml`` of the package; the phrases stand in the language packs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from counterclaim.language import TOKEN, Language, Tokens, fold, tokens_in
from counterclaim.model import VocabularyError
from counterclaim.tables import PACKAGE, read_tables

# Words that are names in capitals and small words otherwise; a line keeps them in capitals where they stand so.
_ACRONYMS = frozenset(["us", "who", "is", "it"])

# How much of a phrase must stand in capitals: none of it, its first letter, all of its first word.
_ANY, _INITIAL, _UPPER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the register: who it is, in what role it speaks, and to whom it belongs (``None``: to no side)."""

    id: str
    role: str
    side: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Register:
    """All sources: by name, unnamed speakers, kinds of bodies, and ids that mean the same body."""

    sources: Mapping[str, Source]
    speakers: Mapping[str, Source]
    bodies: Mapping[str, Source]
    aliases: Mapping[str, str]

    def role_of(self, source: str) -> str | None:
        """The role of a source id, generated ids (``fr-mod``) included; ``None`` for an unknown id."""
        entry = self.sources.get(source) or self.speakers.get(source)
        if entry is not None:
            return entry.role
        for cut in range(len(source)):
            if source[cut] == "-":
                body = source[cut + 1 :]
                if body in self.bodies:
                    return self.bodies[body].role
        return None

    def side_of(self, source: str) -> str | None:
        """The side a source id belongs to, generated ids included; ``None`` where it belongs to none."""
        entry = self.sources.get(source)
        if entry is not None:
            return entry.side
        head, _, body = source.partition("-")
        return head.upper() if body in self.bodies and len(head) == 2 else None


@lru_cache(maxsize=1)
def load_register() -> Register:
    """Read ``sources.toml``; cached. Raises ``VocabularyError`` where a row lacks its role or label."""
    tables = read_tables(PACKAGE / "sources.toml")

    def rows(kind: str) -> dict[str, Source]:
        made = {}
        for key, row in tables.get(kind, {}).items():
            try:
                made[key] = Source(key, row["role"], row.get("side"), row["label"])
            except (TypeError, KeyError) as error:
                raise VocabularyError(f"sources.toml: [{kind}] {key} needs a role and a label") from error
        return made

    return Register(rows("source"), rows("speaker"), rows("body"), tables.get("alias", {}))


@dataclass(slots=True)
class Line:
    """Tokens of one sentence for reading speech: folded words with document offsets; no phrases are joined."""

    text: str
    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    matches: list[Match] | None = None

    def capital(self, token: int) -> bool:
        """Whether the token begins with a capital in the text."""
        return self.text[self.starts[token]].isupper()

    def glued(self, token: int) -> bool:
        """Whether the token touches both its neighbours, as the hyphen of "Hamas-run" does."""
        return (
            0 < token < len(self.words) - 1
            and self.ends[token - 1] == self.starts[token]
            and self.ends[token] == self.starts[token + 1]
        )


def line_of(text: str, folded: str, start: int, end: int, tokens: Tokens | None = None) -> Line:
    """The plain tokens of ``text[start:end]``, which are ``tokens`` where they are known."""
    words, starts, ends = tokens or tokens_in(folded, start, end)
    if folded.find("''", start, end) >= 0:
        words, starts, ends = _with_marks(words, starts, ends)
    if not _ACRONYMS.isdisjoint(words) and not text[start:end].isupper():
        # "WHO", "US": never the pronoun; in a line all of capitals it cannot be told
        exact = [text[i:j] for i, j in zip(starts, ends, strict=True)]
        words = [e if w in _ACRONYMS and e.isupper() else w for w, e in zip(words, exact, strict=True)]
    return Line(text, start, end, words, starts, ends)


def _with_marks(words: list[str], starts: list[int], ends: list[int]) -> Tokens:
    """The tokens with two single marks side by side as the quotation mark that they stand for."""
    made: Tokens = ([], [], [])
    for word, start, end in zip(words, starts, ends, strict=True):
        if word == "'" and made[0] and made[0][-1] == "'" and made[2][-1] == start:
            made[0][-1], made[2][-1] = '"', end
        else:
            made[0].append(word)
            made[1].append(start)
            made[2].append(end)
    return made


class Match(NamedTuple):
    """A phrase found in a line: its kind and value, the tokens ``first`` up to ``last`` (exclusive)."""

    kind: str
    value: str
    first: int
    last: int


class Named(NamedTuple):
    """Who a noun phrase names: id, role and, for a body without its country, the kind of body to look back for."""

    id: str | None
    role: str
    body: str | None = None


@dataclass(slots=True)
class Names:
    """The phrase table of one language: first word → (other words, kind, value, capitals)."""

    table: dict[str, list[tuple[tuple[str, ...], str, str, int]]]
    words: Mapping[str, frozenset[str]]
    organisations: Mapping[str, str]
    media: frozenset[str]  # last words of what names a call, a video, a paper
    persons: frozenset[tuple[str, ...]]  # the names of sources that are of one person
    capitals: frozenset[str]  # first words of the names of capitals
    pronouns: Mapping[str, str]  # a pronoun → person, people, body

    def find(self, line: Line, first: int, last: int) -> list[Match]:
        """Every phrase in tokens ``first`` to ``last`` (exclusive), the longest of each kind at each place."""
        known = line.matches
        if known is None:
            known = line.matches = self._scan(line, 0, len(line.words))
        if first == 0 and last >= len(line.words):
            return known
        found = []
        for match in known:
            if match.first >= first:
                if match.first >= last:
                    break
                if match.last > last:  # a longer name runs out of the range; a shorter one may not
                    return self._scan(line, first, last)
                found.append(match)
            elif match.last > first:
                return self._scan(line, first, last)
        return found

    def _scan(self, line: Line, first: int, last: int) -> list[Match]:
        found: list[Match] = []
        words, table = line.words, self.table
        covered: dict[str, int] = {}
        for i in [k for k in range(first, last) if words[k] in table]:
            for rest, kind, value, capitals in table[words[i]]:
                stop = i + 1 + len(rest)
                if stop > last or covered.get(kind, 0) > i or (rest and tuple(words[i + 1 : stop]) != rest):
                    continue
                if capitals and not _has_capitals(line, i, capitals):
                    continue
                if kind == "source" and i > 1 and words[i - 1] == "-" and line.glued(i - 1) and line.capital(i - 2):
                    continue  # "CSP-DPA" is not DPA
                covered[kind] = stop
                found.append(Match(kind, value, i, stop))
        return found


def _has_capitals(line: Line, token: int, capitals: int) -> bool:
    if capitals == _INITIAL:
        return line.capital(token)
    return line.text[line.starts[token] : line.ends[token]].isupper()


def reporting(language: Language) -> Mapping[str, Any]:
    """The pack's words of reporting (``[settings.reporting]`` of speech.toml); empty where a pack has none."""
    tables: Mapping[str, Any] = language.settings.get("settings", {}).get("reporting", {})
    return tables


def _phrases(language: Language) -> Iterator[tuple[str, str, str, int]]:
    """(kind, value, phrase, capitals) of everything that names a source."""
    tables = reporting(language)
    for value, phrases in language.settings.get("settings", {}).get("sources", {}).get("name", {}).items():
        for phrase in phrases:
            first = phrase.split()[0]
            single = " " not in phrase
            yield "source", value, phrase, _UPPER if single and first.isupper() else _INITIAL * (first != first.lower())
    for kind in ("body", "speaker", "statement", "medium"):
        for value, phrases in tables.get(kind, {}).items():
            for phrase in phrases:
                yield kind, value, phrase, _ANY
    for kind in ("author", "holder"):
        for phrase in tables.get("owner", {}).get(kind, []):
            yield kind, kind, phrase, _ANY
    for value, phrases in language.values.get("side", {}).items():
        for phrase in phrases:
            for form in phrase.split("|"):
                yield "side", value, form, _INITIAL
    for value, phrases in language.values.get("acronym", {}).items():
        for phrase in phrases:
            yield "side", value, phrase, _UPPER


_NAMES: dict[int, Names] = {}


def names_of(language: Language) -> Names:
    """Compile the names of a language; cached by pack."""
    made = _NAMES.get(id(language))
    if made is None:
        table: dict[str, dict[tuple[tuple[str, ...], str], tuple[str, int]]] = {}
        for kind, value, phrase, capitals in _phrases(language):
            key = TOKEN.findall(fold(phrase))
            if key[0] in _ACRONYMS and (capitals == _UPPER or phrase.split()[0].isupper()):
                key[0] = key[0].upper()
            table.setdefault(key[0], {}).setdefault((tuple(key[1:]), kind), (value, capitals))
        compiled = {
            first: sorted(
                ((rest, kind, value, capitals) for (rest, kind), (value, capitals) in rows.items()),
                key=lambda row: -len(row[0]),
            )
            for first, rows in table.items()
        }
        tables = reporting(language)
        words = {kind: frozenset(found) for kind, found in tables.get("word", {}).items()}
        organisations = {noun: role for role, nouns in tables.get("organisation", {}).items() for noun in nouns}
        media = frozenset(phrase.split()[-1] for found in tables.get("medium", {}).values() for phrase in found)
        sources = language.settings.get("settings", {}).get("sources", {})
        persons = frozenset(tuple(TOKEN.findall(fold(name))) for name in sources.get("person", {}).get("names", []))
        pronouns = {word: nature for nature, found in tables.get("nature", {}).items() for word in found}
        towns = language.values.get("metonym", {}).get("capital", ())
        seats = frozenset(TOKEN.findall(fold(town))[0] for town in towns)
        made = _NAMES[id(language)] = Names(compiled, words, organisations, media, persons, seats, pronouns)
    return made


def identify(line: Line, first: int, last: int, names: Names, register: Register) -> Named:
    """Who the noun phrase in tokens ``first`` to ``last`` names: id and role, with the longest name first."""
    last = _first_of_two(line, first, last, names)
    found = names.find(line, first, last)
    listed = max((m for m in found if m.kind == "source"), key=lambda m: m.last - m.first, default=None)
    side = next((m for m in found if m.kind == "side" and not _leads(line, m, names)), None)
    bodies = [m for m in found if m.kind == "body" and not _is_proper(line, m, found, names)]
    body = max(bodies, key=lambda m: (m.value not in ("officials", "sources"), m.last - m.first), default=None)
    if side and body and body.first <= side.first and side.last <= body.last:
        side = None
    whole = body is not None and listed is not None and listed.first >= body.first and listed.last <= body.last
    speakers = [m for m in found if m.kind == "speaker"]
    if listed is not None and line.words[first] in names.words["indefinite"]:
        own = _head(line, first, last, speakers, names)
        if own is not None and own.value in _FOR_THEMSELVES and not line.capital(own.first):
            return Named(own.value, register.speakers[own.value].role)
    if listed is not None and not (whole and side is not None):
        return Named(listed.value, register.role_of(listed.value) or "person")
    if any(m.kind == "body" and m.value == "media" and _is_proper(line, m, found, names) for m in found):
        return Named(None, "media")
    head = _head(line, first, last, speakers, names)
    if head is not None and head.value == "person":
        # "a person understood to be a soldier" is a soldier
        head = next((m for m in speakers if m.value != "person" and m.first > head.first), head)
    if head is not None and head.value == "person" and not line.capital(head.first):
        units = any(names.organisations.get(word) == "military" for word in line.words[head.last : last])
        if units and line.words[first] in names.words["indefinite"]:
            return Named("soldier", register.speakers["soldier"].role)
    unnamed = head is not None and not line.capital(head.first)
    if body is not None and head is not None and head.first == body.last and head.value in _QUALIFIED:
        body = None  # "a military analyst" is no military
    if body is not None and body.value not in ("officials", "sources", "president"):
        unnamed = False
    if side is not None and body is not None and not (unnamed and head is not None and _outranks(head, body)):
        made = f"{side.value.lower().replace(' ', '-')}-{body.value}"
        made = register.aliases.get(made, made)
        return Named(made, register.role_of(made) or register.bodies[body.value].role)
    if body is not None and body.value not in ("officials", "sources", "media"):
        generic = body.value if body.value in register.speakers else None
        if generic is None and head is not None and not line.capital(head.first) and head.last == body.last:
            generic = head.value
        return Named(generic, register.bodies[body.value].role, body.value)
    if head is not None and head.value in _SPEAK_FOR and not line.capital(head.first):
        # "the ministry's spokesman" is the ministry, whichever it is
        for i in range(first, last):
            if names.organisations.get(line.words[i]) == "ministry":
                return Named(head.value, "ministry", line.words[i])
    if head is not None:
        named = _is_person(line, first, last, side, names.words["article"], names.words["preposition"])
        role = register.speakers[head.value].role
        ranked = role in ("military", "soldier") and any(
            names.organisations.get(word) == "military" for word in line.words[first:last]
        )
        return Named(None if named and (ranked or head.value == "person") else head.value, role)
    nouns = [line.words[i] for i in range(first, last) if names.organisations.get(line.words[i]) is not None]
    if side is not None and "ministry" in nouns:
        made = f"{side.value.lower().replace(' ', '-')}-mod"
        return Named(register.aliases.get(made, made), "ministry")
    if side is not None and not nouns and not _is_person(line, first, last, side, names.words["article"]):
        return Named(f"{side.value.lower().replace(' ', '-')}-government", "government")
    for i in range(first, last):
        role_of = names.organisations.get(line.words[i])
        if role_of is not None:
            return Named("ministry" if role_of == "ministry" else None, role_of, line.words[i])
    document = next((m for m in found if m.kind in ("medium", "statement")), None)
    if document is not None:
        return Named(None, "document")
    return Named(None, "person")


def _first_of_two(line: Line, first: int, last: int, names: Names) -> int:
    """Where the first of two sources that are joined ends: "police and doctors" are the police."""
    for joint in range(first + 1, last - 1):
        if line.words[joint] in names.words["joint"]:
            found = [m for m in names.find(line, first, last) if m.kind in ("source", "body", "speaker")]
            if any(m.first < joint < m.last for m in found):
                continue
            before = any(m.last == joint and m.value != "person" for m in found)
            if before and any(m.first > joint for m in found):
                return joint
    return last


def _leads(line: Line, side: Match, names: Names) -> bool:
    """Whether a country is no owner: "the Saudi-led coalition"."""
    last = side.last
    return line.words[last : last + 1] == ["-"] and not names.words["led"].isdisjoint(line.words[last + 1 : last + 2])


def _is_proper(line: Line, body: Match, found: list[Match], names: Names) -> bool:
    """Whether a body is part of a longer name that no register knows: "Eighth Army", "Hanoi radio", "Radio Peking"."""
    if body.value == "media" and line.words[body.first] in names.words["station"]:
        around = [m for m in found if m.kind == "side" and (m.last == body.first or m.first == body.last)]
        return any(line.words[m.first] in names.capitals for m in around)
    k = body.first - 1
    if not line.capital(body.first) or k < 0 or not line.capital(k) or not line.words[k][0].isalpha():
        return False
    if line.words[k] in names.words["body_adjective"] or line.words[k] in names.words["article"]:
        return False
    return not any(m.first <= k < m.last for m in found)


_SPEAK_FOR = frozenset(["spokesman", "official", "officials", "minister"])
# With an article these speak for themselves, whosever they are: "a commander of the Taliban".
_FOR_THEMSELVES = frozenset(
    ["commander", "soldier", "prisoner", "witness", "resident", "relative", "medic", "rescuer", "mayor", "governor"]
)
_QUALIFIED = frozenset(
    ["source", "analyst", "expert", "journalist", "researcher", "medic", "hospital", "prisoner", "soldier", "witness"]
)


def names_nature(line: Line, first: int, last: int, names: Names) -> str:
    """What a noun phrase names, for the pronoun that stands for it: person, people, body or text."""
    words, small = line.words, names.words
    if last - first == 1 and words[first] in names.pronouns:
        return names.pronouns[words[first]]
    end = next((i for i in range(first + 1, last) if words[i] in small["relative"] or words[i] in ",(;-"), last)
    found = names.find(line, first, end)
    for match in found:
        if match.kind == "source" and words[match.last : match.last + 1] != ["'s"]:
            if tuple(words[match.first : match.last]) in names.persons:
                return "person"
    for i in range(first, end):
        if words[i] in small["person_noun"] and words[i + 1 : i + 2] != ["'s"]:
            if not any(m.kind in ("source", "body") and m.first <= i < m.last - 1 for m in found):
                return "person"
    head = next((i for i in range(first + 1, end) if words[i] in small["preposition"]), end) - 1
    if any(m.kind == "source" for m in found):
        return "body" if not any(m.kind == "speaker" and m.last == head + 1 for m in found) else "people"
    if any(m.kind == "speaker" and m.last == head + 1 and words[head].endswith(("s", "men", "people")) for m in found):
        return "people"
    if any(m.kind in ("statement", "medium") and m.last == head + 1 for m in found):
        return "text"
    if any(m.kind in ("body", "side") for m in found) or any(w in names.organisations for w in words[first:end]):
        return "body"
    if _is_person(line, first, end, None, small["article"]):
        return "person"
    return "people" if words[head].endswith("s") else "body"


def _outranks(head: Match, body: Match) -> bool:
    """Whether an unnamed speaker says more than the body found: "a Russian soldier" of "forces"."""
    return body.value in ("officials", "sources", "president") and head.value not in (
        "official", "officials", "spokesman", "source", "president",
    )  # fmt: skip


def _head(line: Line, first: int, last: int, speakers: list[Match], names: Names) -> Match | None:
    """The speaker noun that heads the phrase: the last one before its first preposition, else the first."""
    prepositions = names.words.get("preposition", frozenset())
    cut = next((i for i in range(first + 1, last) if line.words[i] in prepositions or line.words[i] == ","), last)
    before = [m for m in speakers if m.first < cut]
    if before:
        strong = [m for m in before if m.value != "person"]
        return (strong or before)[-1]
    return speakers[0] if speakers else None


def _is_person(
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
        if word[0].isalpha() and len(word) > 1 and line.capital(i) and line.starts[i] != line.start:
            return True
        if line.starts[i] == line.start and i + 1 < last and line.capital(i) and line.capital(i + 1):
            if word not in articles:
                return True
    return False
