"""A language pack's TOML becomes a compiled ``Language``: fold, sentences, tokens, phrases.

A pack is a folder of TOML files without code. Every top-level table is a *kind* (``hedge``, ``object``, ``measure``,
``cue`` …), every key in it a *value*, and every string under the key a phrase that means it; ``a|b`` gives the singular
and the plural of one noun (``packs`` reads the files). A phrase is matched token by
token on folded text, longest first.

Folding is one for one, so an offset into the folded text is an offset into the text itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterclaim.damage import Tokens, damaged, mended, with_digits
from counterclaim.sentences import split

if TYPE_CHECKING:
    from datetime import date

    from counterclaim.attribution import Speech
    from counterclaim.gate import Hits
    from counterclaim.places import PlaceMention
    from counterclaim.quantities import Amount, NotAmount
    from counterclaim.times import Mention

# One character for one character. "İ" is the only letter whose lower case grows (to two code points), so it goes first.
_FOLDS = {
    "İ": "i",
    **dict.fromkeys("’‘ʼʹ`´＇ʻ′", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(chr(c) for c in range(0x2000, 0x200B)), " "),
    "٪": "%",
    "％": "%",
    "…": ".",
    "Ё": "Е",
    "ё": "е",
    "\t": " ",
    "\x0b": " ",
    "\x0c": " ",
    "\r": " ",
}
_ASCII_FOLDS = tuple((sign, plain) for sign, plain in _FOLDS.items() if sign.isascii())
_ALL_FOLDS = tuple(_FOLDS.items())
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def fold(text: str) -> str:
    """Lower-case ``text`` and level its apostrophes, quotation marks, dashes and spaces; the length never changes."""
    # Few of these signs stand in one text; a translation table would visit every character.
    if text.isascii():
        signs = _ASCII_FOLDS
    else:
        signs = _ALL_FOLDS
        try:
            text.encode()
        except UnicodeEncodeError:
            text = _SURROGATE.sub("\ufffd", text)  # half a character: no text, and no automaton takes it
    for sign, plain in signs:
        if sign in text:
            text = text.replace(sign, plain)
    return with_digits(text).lower()


# Order matters: ordinals and designations before plain numbers. Words come first because most tokens are words and
# nothing else begins with a letter; whatever begins with a digit shares its first digit, so a mark is tried only once.
_TOKEN = r"""
      [^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*                       # words; o'neill, п'ять, but not the possessive
    | \d(?:
          \d*(?:st|nd|rd|th)\b                               # 331st
        | \d*[^\W\d_]+\d\w*                                 # 2s19, 72b3: a designation
        | \d{0,2}(?:[ '.,]\d{3})+(?!\d)(?:[.,]\d+(?!\d*[.,]?\d*-\d))?   # 20,600  20 600  1'234.5
        | \d*[.,]\d+(?:[.,]\d+)*                             # 3.5  18.04.2022
        | \d*
      )
    | 's\b
    | [^\w\s]
    | _+
    """
TOKEN = re.compile(_TOKEN, re.VERBOSE)
# The same of a text in ASCII, where a letter is told by one look and not by three.
_ASCII_TOKEN = re.compile(_TOKEN.replace(r"[^\W\d_]", "[A-Za-z]"), re.VERBOSE)


def tokens_in(folded: str, start: int, end: int) -> Tokens:
    """The tokens of a stretch of folded text; offsets are those of the text."""
    words: list[str] = (_ASCII_TOKEN if folded.isascii() else TOKEN).findall(folded, start, end)
    starts: list[int] = []
    ends: list[int] = []
    find, at = folded.find, start
    for word in words:  # only white space stands between tokens, so each is the next place its letters stand at
        at = find(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    return words, starts, ends


# What a token is for the grammars, as one letter; where a phrase has several kinds the earlier line wins.
TAGS: Mapping[str, str] = {
    "number": "n",
    "scale": "k",
    "vague": "v",
    "fraction": "f",
    "share": "f",
    "percent": "%",
    "hedge": "h",
    "object": "o",
    "measure": "m",
    "unit": "u",
    "side": "g",
    "source": "s",
    "cue": "c",
    "month": "t",
    "weekday": "t",
    "word": "w",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """The readings of one phrase: kind to value, with the grammatical number where the pack gives one."""

    kinds: dict[str, str]
    number: str  # "sg", "pl" or ""


class Sentence:
    """One sentence, as parallel lists with an item per token; multi-word phrases are one token.

    ``words`` are folded, ``starts``/``ends`` count code points of the document, ``phrases`` holds what the pack knows
    of the token, and ``tags`` has one letter per token (see ``TAGS``; ``d`` digits, ``x`` an unknown word, or the
    punctuation mark itself). ``caps`` tells which tokens begin with a capital in the text. ``small`` are the pack's
    small words, by what they do. It is no dataclass, as those are slow to make.
    """

    __slots__ = (
        "_places", "_values", "caps", "end", "ends", "index", "paragraph", "phrases", "small", "start", "starts",
        "tags", "text", "words",
    )  # fmt: skip

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        words: list[str],
        starts: list[int],
        ends: list[int],
        phrases: list[Phrase | None],
        tags: str,
        caps: list[bool],
        paragraph: int,
        index: int,
        small: dict[str, frozenset[str]],
    ) -> None:
        self.start, self.end, self.text = start, end, text
        self.words, self.starts, self.ends = words, starts, ends
        self.phrases, self.tags, self.caps = phrases, tags, caps
        self.paragraph, self.index, self.small = paragraph, index, small
        self._places: dict[str, list[tuple[int, str]]] | None = None
        self._values: dict[str, frozenset[str]] = {}

    def places(self, kind: str) -> list[tuple[int, str]]:
        """The tokens of which the pack knows ``kind``, each with its value, in order; looked for once."""
        made = self._places
        if made is None:
            made = self._places = {}
            for token, phrase in enumerate(self.phrases):
                if phrase is not None:
                    for known, value in phrase.kinds.items():
                        made.setdefault(known, []).append((token, value))
        return made.get(kind, [])

    def values(self, kind: str) -> frozenset[str]:
        """The values of ``kind`` that stand in the sentence."""
        had = self._values.get(kind)
        if had is None:
            had = self._values[kind] = frozenset([value for _, value in self.places(kind)])
        return had

    def kind(self, token: int, kind: str) -> str | None:
        """The value of ``kind`` that the pack gives this token, or ``None``; also behind the last one."""
        phrase = self.phrases[token] if token < len(self.phrases) else None
        return phrase.kinds.get(kind) if phrase is not None else None

    def exact(self, first: int, last: int) -> str:
        """The sentence's own words from token ``first`` to token ``last``, both included."""
        return self.text[self.starts[first] - self.start : self.ends[last] - self.start]


Row = tuple[tuple[str, ...], Phrase, str]


class Entry:
    """A word's reading on its own: phrase and tag, and the rows of longer phrases by second word, longest first.

    ``counts`` tells whether it is a number in figures or begins a phrase of numbers.
    """

    __slots__ = ("counts", "longer", "phrase", "tag")

    def __init__(self, phrase: Phrase | None, tag: str, longer: dict[str, list[Row]] | None) -> None:
        self.phrase, self.tag, self.longer = phrase, tag, longer
        behind = (row_tag for rows in longer.values() for _, _, row_tag in rows) if longer else ()
        self.counts = any(one in _COUNTING for one in (tag, *behind))


_COUNTING = "dnkvf"  # the tags at which a number may begin


# A phrase as the compiled pack keeps it: the words after the first one, kinds to values, grammatical number.
Kept = tuple[tuple[str, ...], dict[str, str], str]


_REMEMBERED = 20_000  # unknown words


class _Entries:
    """The phrase table as it is looked up, made word by word; a word of no phrase is tagged by its first sign."""

    def __init__(self, table: Mapping[str, Sequence[Kept]]) -> None:
        self.made: dict[str, Entry] = {}
        self._table = table
        self._shared: dict[tuple[tuple[tuple[str, str], ...], str], Phrase] = {}
        self._room = _REMEMBERED

    def make(self, word: str) -> Entry:
        """The entry of a word that was not looked up before."""
        kept = self._table.get(word)
        if kept is not None:
            entry = self.made[word] = self._known(word, kept)
            return entry
        plain = _PLAIN.get(word[0])
        if plain is None:
            plain = _PLAIN[word[0]] = Entry(None, _plain_tag(word), None)
        if self._room and plain.tag == "x":
            self._room -= 1
            self.made[word] = plain
        return plain

    def _known(self, word: str, kept: Sequence[Kept]) -> Entry:
        alone: Phrase | None = None
        longer: dict[str, list[Row]] = {}
        for rest, kinds, number in kept:
            key = (tuple(kinds.items()), number)
            phrase = self._shared.get(key)
            if phrase is None:
                phrase = self._shared[key] = Phrase(kinds, number)
            if rest:
                longer.setdefault(rest[0], []).append((rest, phrase, _tag(phrase)))
            else:
                alone = phrase
        return Entry(alone, _plain_tag(word) if alone is None else _tag(alone), longer or None)


_PLAIN: dict[str, Entry] = {}


def _plain_tag(word: str) -> str:
    first = word[0]
    return "d" if first.isdigit() else ("x" if first.isalpha() else first)


@dataclass(slots=True, eq=False)
class Language:
    """A compiled pack: ``values`` as kind → value → phrases, and the phrase table by first word."""

    code: str
    values: dict[str, dict[str, list[str]]]
    settings: dict[str, dict[str, Any]]
    table: Mapping[str, Sequence[Kept]] = field(default_factory=dict)
    abbreviations: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()  # abbreviations behind a number, before a capital the end of a sentence
    made_of: str = ""  # the fingerprint of its files
    has_articles: bool = False  # without them "tank" alone may be one
    small: dict[str, frozenset[str]] = field(default_factory=lambda: defaultdict(frozenset))  # see ``Sentence``
    _entries: _Entries | None = None
    _words: frozenset[str] | None = None
    _cases: dict[str, str] | None = None

    def sentence(
        self,
        text: str,
        folded: str,
        start: int,
        end: int,
        paragraph: int = 0,
        index: int = 0,
        tokens: Tokens | None = None,
    ) -> Sentence:
        """Tokenise ``text[start:end]``, unless its ``tokens`` are given, and join the pack's phrases, longest first."""
        entries = self._made_entries()
        words, starts, ends = tokens or tokens_in(folded, start, end)
        made, make = entries.made, entries.make
        found = [made.get(word) or make(word) for word in words]
        phrases = [entry.phrase for entry in found]
        tags = [entry.tag for entry in found]
        joined: list[tuple[int, int, Phrase, str]] = []
        size, free = len(words), 0
        for i, entry in enumerate(found):
            longer = entry.longer
            if longer is None or i < free or i + 1 == size:
                continue
            rows = longer.get(words[i + 1])
            if rows is not None:
                for rest, phrase, tag in rows:
                    free = i + 1 + len(rest)
                    if free == i + 2 or (free <= size and tuple(words[i + 1 : free]) == rest):
                        if free < size and words[free] in self.small["than"] and "hedge_after" in phrase.kinds:
                            continue  # "400, or more than half"
                        joined.append((i, free, phrase, tag))
                        break
                else:
                    free = i + 1
        if joined:
            words, starts, ends = words[:], starts[:], ends[:]  # those given are kept as they are
        for i, free, phrase, tag in reversed(joined):
            last = ends[free - 1]
            whole = folded[starts[i] : last]
            words[i:free] = [" ".join(whole.split()) if "\n" in whole or "  " in whole else whole]
            starts[i:free] = [starts[i]]
            ends[i:free] = [last]
            phrases[i:free] = [phrase]
            tags[i:free] = [tag]
        caps = list(map(str.isupper, map(text.__getitem__, starts)))
        tag = "".join(tags)
        return Sentence(
            start, end, text[start:end], words, starts, ends, phrases, tag, caps, paragraph, index, self.small
        )

    @property
    def home(self) -> str | None:
        """The state whose bodies a text means where it names no country; ``None`` where a language has no one home."""
        home: str | None = self.settings.get("settings", {}).get("voice", {}).get("home")
        return home

    def cases(self, word: str) -> str:
        """The cases (n g d a i l) in which a folded word that names a party can stand; "" where the pack tells none."""
        known = self._cases
        if known is None:
            known = self._cases = {}
            for cases, words in self.settings.get("settings", {}).get("cases", {}).items():
                for form in map(fold, words):
                    known[form] = known.get(form, "") + cases
        return known.get(word) or known.get(word.partition(" ")[0], "")  # "російськими військами": by its adjective

    def parse(self, text: str) -> Sentence:
        """Tokenise a whole short text as one sentence."""
        folded = fold(text)
        kinds = (damaged(folded)[0], "rn" in folded)  # a quote does not show that its text was scanned
        return self.sentence(text, folded, 0, len(text), tokens=self.tokens(folded, 0, len(text), kinds))

    def tokens(self, folded: str, start: int, end: int, kinds: tuple[bool, bool]) -> Tokens:
        """The tokens of a stretch of a folded text that is ``damaged`` in these ways, mended."""
        found = tokens_in(folded, start, end)
        return mended(found, folded, kinds, self._knows) if kinds[0] or kinds[1] else found

    def _knows(self, word: str) -> bool:
        """Whether a word stands in any phrase of the pack."""
        if self._words is None:
            self._words = frozenset(self.table).union(*(row[0] for rows in self.table.values() for row in rows))
        return word in self._words

    def may_count(self, words: Sequence[str]) -> bool:
        """Whether a number can stand among words: one in figures, or a phrase that begins with one of them."""
        entries = self._made_entries()
        made, make = entries.made, entries.make
        return any((made.get(word) or make(word)).counts for word in words)

    def _made_entries(self) -> _Entries:
        if self._entries is None:
            self._entries = _Entries(self.table)
        return self._entries

    def boundaries(self, text: str, folded: str) -> list[tuple[int, int, int]]:
        """Where sentences stand: (start, end, paragraph), without the white space around them."""
        return list(split(text, folded, self.abbreviations, self.counted))


class Reading:
    """A document's text on its way through a reader: folded once, cut once, tokenised only where somebody looks.

    Sentence ``i`` is made on first use and kept, so that what no rule asks for costs nothing.
    """

    def __init__(
        self, text: str, language: Language, headline: tuple[int, int] | None = None, folded: str | None = None
    ) -> None:
        self.text = text
        self.language = language
        self.folded = fold(text) if folded is None else folded
        self.headline = headline
        self.damaged = damaged(self.folded)
        self.bounds = language.boundaries(text, self.folded)
        self.speech: Speech | None = None  # who says what in it; made by ``attribution`` when first asked for
        self.hits: Hits | None = None  # what the gate found in it, where it was asked
        self.numbers: dict[tuple[int, str], tuple[list[Amount], list[NotAmount]]] = {}  # see ``quantities.numbers_in``
        self.times: dict[tuple[int, date | None], list[Mention]] = {}  # by sentence and by the day that anchors them
        self.places: dict[int, list[PlaceMention]] = {}  # see ``places.places_in``
        self._sentences: list[Sentence | None] = [None] * len(self.bounds)
        self._tokens: list[Tokens | None] = [None] * len(self.bounds)

    def __len__(self) -> int:
        return len(self.bounds)

    def close(self) -> None:
        """Let go of what refers back to this text: it goes at once then, and does not wait for the collector."""
        self.speech = None

    def sentence(self, index: int) -> Sentence:
        """Sentence number ``index``, tokenised."""
        made = self._sentences[index]
        if made is None:
            start, end, paragraph = self.bounds[index]
            tokens = self.tokens(index)
            made = self.language.sentence(self.text, self.folded, start, end, paragraph, index, tokens)
            self._sentences[index] = made
        return made

    def may_count(self, index: int) -> bool:
        """Whether a number can stand in sentence ``index``: where nobody has looked at it yet, its tokens tell."""
        return self._sentences[index] is not None or self.language.may_count(self.tokens(index)[0])

    def tokens(self, index: int) -> Tokens:
        """The tokens of sentence number ``index``, no phrases joined."""
        made = self._tokens[index]
        if made is None:
            start, end, _ = self.bounds[index]
            made = self._tokens[index] = self.language.tokens(self.folded, start, end, self.damaged)
        return made


@lru_cache(maxsize=4096)
def _tag_of(kinds: tuple[str, ...]) -> str:
    for kind, letter in TAGS.items():
        if kind in kinds:
            return letter
    return "w"


def _tag(phrase: Phrase) -> str:
    return _tag_of(tuple(phrase.kinds))


@lru_cache(maxsize=8)
def load_language(code: str) -> Language:
    """Compile the pack ``code``; cached, between runs too."""
    from counterclaim.packs import compiled

    tables, made_of = compiled(code)
    values = tables["values"]
    dotted = values.get("abbreviation", {})
    short, counted = (frozenset(fold(a).rstrip(".") for a in dotted.get(key, [])) for key in ("dot", "counted"))
    told = tables["settings"].get("settings", {}).get("words", {})
    small = defaultdict(frozenset[str], {key: frozenset(map(fold, words)) for key, words in told.items()})
    articles = bool(values.get("form", {}).get("article"))
    return Language(code, values, tables["settings"], tables["rows"], short, counted, made_of, articles, small)
