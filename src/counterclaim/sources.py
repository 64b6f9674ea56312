"""The register of sources, and where a sentence names one: by name, by a kind of body, by a word for somebody unnamed.

The register is ``sources.toml`` of the package; the phrases stand in the language packs. Who a whole noun phrase names
is for ``naming``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from counterclaim.damage import Tokens
from counterclaim.language import TOKEN, Language, fold, load_language, tokens_in
from counterclaim.model import VocabularyError
from counterclaim.packs import kept
from counterclaim.tables import PACKAGE, read_tables

# Words that are names in capitals and small words otherwise; a line keeps them in capitals where they stand so.
_ACRONYMS = frozenset(["us", "who", "is", "it"])

# How much of a phrase must stand in capitals: none of it, its first letter, all of its first word.
_ANY, _INITIAL, _UPPER = 0, 1, 2


NOTHING = "nothing"  # the value of phrases that only look like a source: "call sign"


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the register: who it is, in what role it speaks, and to whom it belongs (``None``: to no side)."""

    id: str
    role: str
    side: str | None
    label: str
    force: str | None = None  # whose losses are its own, where that is no state


@dataclass(frozen=True, slots=True)
class Register:
    """All sources: by name, unnamed speakers, kinds of bodies, and ids that mean the same body."""

    sources: dict[str, Source]
    speakers: dict[str, Source]
    bodies: dict[str, Source]
    aliases: dict[str, str]
    missions: dict[str, str]  # a country and the mission of the United Nations there

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

    def force_of(self, source: str) -> str | None:
        """Whose losses a source would call its own: an armed group, where it speaks for one, else its side."""
        entry = self.sources.get(source) or self.sources.get(source.rpartition("-")[0])
        return entry.force if entry is not None and entry.force is not None else self.side_of(source)

    def side_of(self, source: str) -> str | None:
        """The side a source id belongs to, generated ids included; ``None`` where it belongs to none."""
        entry = self.sources.get(source)
        if entry is not None:
            return entry.side
        head, _, body = source.partition("-")
        return head.upper() if body in self.bodies and len(head) == 2 else None


def label_of(source: str) -> str:
    """A source as a reader knows it: by the register, else its kind of body and its country; else its id."""
    register = load_register()
    entry = register.sources.get(source)
    if entry is not None:
        return entry.label
    head, _, body = source.partition("-")
    names: Sequence[str] = load_language("en").values.get("side", {}).get(head.upper(), ())
    if len(head) != 2 or body not in register.bodies or not names:
        return source
    return f"{register.bodies[body].label} of {names[0].split('|')[0]}"


@lru_cache(maxsize=1)
def load_register() -> Register:
    """Read ``sources.toml``; cached. Raises ``VocabularyError`` where a row lacks its role or label."""
    tables = read_tables(PACKAGE / "sources.toml")

    def rows(kind: str) -> dict[str, Source]:
        made = {}
        for key, row in tables.get(kind, {}).items():
            try:
                made[key] = Source(key, row["role"], row.get("side"), row["label"], row.get("force"))
            except (TypeError, KeyError) as error:
                raise VocabularyError(f"sources.toml: [{kind}] {key} needs a role and a label") from error
        return made

    return Register(rows("source"), rows("speaker"), rows("body"), tables.get("alias", {}), tables.get("mission", {}))


class Line:
    """Tokens of one sentence for reading speech: folded words with document offsets; no phrases are joined.

    ``present`` are its words, each once: many lists of words ask whether one of them stands in it.
    """

    __slots__ = ("end", "ends", "matches", "present", "start", "starts", "text", "words")

    def __init__(self, text: str, start: int, end: int, words: list[str], starts: list[int], ends: list[int]) -> None:
        self.text, self.start, self.end = text, start, end
        self.words, self.starts, self.ends = words, starts, ends
        self.present = frozenset(words)
        self.matches: list[Match] | None = None

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


class Match:
    """A phrase found in a line: its kind and value, the tokens ``first`` up to ``last`` (exclusive)."""

    __slots__ = ("first", "kind", "last", "value")

    def __init__(self, kind: str, value: str, first: int, last: int) -> None:
        self.kind, self.value = kind, value
        self.first, self.last = first, last

    @property
    def tokens(self) -> tuple[int, int]:
        """Where it stands in its line."""
        return self.first, self.last


Row = tuple[tuple[str, ...], str, str, int]  # the words behind the first one, kind, value, capitals


@dataclass(slots=True)
class Names:
    """The phrase table of one language: first word → the phrases of one word, and those of more by the second."""

    table: dict[str, tuple[list[Row], dict[str, list[Row]]]]
    words: dict[str, frozenset[str]]
    organisations: dict[str, str]
    media: frozenset[str]  # last words of what names a call, a video, a paper
    persons: frozenset[tuple[str, ...]]  # the names of sources that are of one person
    capitals: frozenset[str]  # first words of the names of capitals
    pronouns: dict[str, str]  # a pronoun → person, people, body
    head_first: bool = False  # whether whose it is stands behind a noun without a preposition: "врач больницы"

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
            alone, longer = table[words[i]]
            behind = longer.get(words[i + 1]) if longer and i + 1 < last else None
            for rest, kind, value, capitals in alone if behind is None else (*behind, *alone):
                stop = i + 1 + len(rest)
                if stop > last or covered.get(kind, 0) > i or (rest and tuple(words[i + 1 : stop]) != rest):
                    continue
                if capitals and not _has_capitals(line, i, capitals):
                    continue
                if kind == "source" and i > 1 and words[i - 1] == "-" and line.glued(i - 1) and line.capital(i - 2):
                    continue  # "CSP-DPA" is not DPA
                covered[kind] = stop
                if value == NOTHING:
                    continue
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
    listed = language.settings.get("settings", {}).get("sources", {})
    unlisted = {NOTHING: listed.get("unlisted", {}).get("names", ())}
    for value, phrases in (*listed.get("name", {}).items(), *listed.get("body", {}).items(), *unlisted.items()):
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
                yield "side", value, form, _INITIAL * (form != form.lower())  # "российский" needs no capital
    for value, phrases in language.values.get("acronym", {}).items():
        for phrase in phrases:
            yield "side", value, phrase, _UPPER


@cache
def names_of(language: Language) -> Names:
    """Compile the names of a language."""
    table, words, *others = kept(language, "names", ("sources.py",), lambda: _compiled_names(language))
    return Names(table, defaultdict(frozenset, words), *others)


def _compiled_names(language: Language) -> tuple[Any, ...]:
    """The fields of ``Names`` as plain tables."""
    table: dict[str, dict[tuple[tuple[str, ...], str], tuple[str, int]]] = {}
    for kind, value, phrase, capitals in _phrases(language):
        key = TOKEN.findall(fold(phrase))
        if key[0] in _ACRONYMS and (capitals == _UPPER or phrase.split()[0].isupper()):
            key[0] = key[0].upper()
        table.setdefault(key[0], {}).setdefault((tuple(key[1:]), kind), (value, capitals))
    compiled: dict[str, tuple[list[Row], dict[str, list[Row]]]] = {}
    for first, rows in table.items():
        alone, longer = compiled.setdefault(first, ([], {}))
        for (rest, kind), (value, capitals) in sorted(rows.items(), key=lambda row: -len(row[0][0])):
            (longer.setdefault(rest[0], []) if rest else alone).append((rest, kind, value, capitals))
    tables = reporting(language)
    words = {kind: frozenset(found) for kind, found in tables.get("word", {}).items()}
    organisations = {noun: role for role, nouns in tables.get("organisation", {}).items() for noun in nouns}
    media = frozenset(phrase.split()[-1] for found in tables.get("medium", {}).values() for phrase in found)
    sources = language.settings.get("settings", {}).get("sources", {})
    persons = frozenset(
        tuple(TOKEN.findall(fold(form)))
        for name in (*sources.get("person", {}).get("names", ()), *language.values.get("metonym", {}).get("leader", ()))
        for form in name.split("|")
    )
    pronouns = {word: nature for nature, found in tables.get("nature", {}).items() for word in found}
    towns = language.values.get("metonym", {}).get("capital", ())
    seats = frozenset(TOKEN.findall(fold(town))[0] for town in towns)
    head_first = bool(tables.get("head_first"))
    return compiled, words, organisations, media, persons, seats, pronouns, head_first
