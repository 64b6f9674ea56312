"""Where: the places a sentence names, and the sides its words stand for.

A gazetteer in the pack (``[place]``, ``[region]``, ``[placetype]``) knows the places of recent wars; any other name is
a place where the words before or behind it say so ("in the village of X", "near X", "X Oblast").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from counterclaim.language import Language, Reading, Sentence, fold, load_language


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The small words of a language that tell a place; each field is a list of the pack of the same name."""

    at: frozenset[str]
    free: frozenset[str]
    country: frozenset[str]
    connector: frozenset[str]
    direction: frozenset[str]
    chained: frozenset[str]
    office: frozenset[str]
    naming: frozenset[str]
    loose: frozenset[str]
    breaks: frozenset[str]
    adjective: frozenset[str]
    adjective_end: tuple[str, ...]
    before_name: frozenset[str]
    before_name_end: tuple[str, ...]
    in_office: frozenset[str]
    dropped: frozenset[str]
    body: frozenset[str]
    into: frozenset[str]
    demonyms_in_capitals: bool  # where words for people are not in capitals, a capital is the country


_WORDS: dict[int, PlaceWords] = {}


def words_of(language: Language) -> PlaceWords:
    """The words of places of a language; cached by pack."""
    made = _WORDS.get(id(language))
    if made is None:
        tables = language.settings.get("settings", {}).get("places", {})
        lists = {f.name: frozenset(map(fold, tables.get(f.name, ()))) for f in fields(PlaceWords)}
        endings = {kind: tuple(tables.get(kind, ())) for kind in ("adjective_end", "before_name_end")}
        capitals = {"demonyms_in_capitals": language.has_articles}
        made = _WORDS[id(language)] = PlaceWords(**{**lists, **endings, **capitals})  # type: ignore[arg-type]
    return made


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place named in a sentence, as in the text, from token ``first`` to token ``last``.

    ``country`` is ISO 3166-1 alpha-2 where the gazetteer knows it; ``rank`` is 0 for a country, 1 for a region, 2 for
    a town or anything smaller.
    """

    first: int
    last: int
    name: str
    country: str | None
    rank: int


def side_of(sentence: Sentence, token: int) -> str | None:
    """The side a token stands for, or ``None``: "Russians" and "Kremlin" are RU, "turkey" and "us" are nobody."""
    phrase = sentence.phrases[token]
    if phrase is None:
        return None
    kinds = phrase.kinds
    side = kinds.get("side")
    if side is not None:
        return side if sentence.caps[token] or kinds.get("proper") != "caps" else None
    acronym = kinds.get("acronym")
    if acronym is not None:
        exact = sentence.exact(token, token)
        if exact.isupper() and not sentence.text.isupper():
            return acronym
    return None


def places_in(reading: Reading, index: int) -> list[PlaceMention]:
    """The places that sentence ``index`` of a text names; looked for once."""
    had = reading.places.get(index)
    if had is None:
        had = reading.places[index] = find_places(reading.sentence(index), reading.language)
    return had


def find_places(sentence: Sentence, language: Language) -> list[PlaceMention]:
    """The places a sentence names, in order.

    A name of the gazetteer counts wherever it stands, unless it speaks or owns ("Kyiv said", "Gaza's ministry"); a
    country or a capital only after a preposition of place; an unknown name only after one, or beside a word such as
    "village of" or "Oblast".
    """
    known = words_of(language)
    found: list[PlaceMention] = []
    shouted = sentence.text.isupper() or _is_title(sentence)
    size = len(sentence.words)
    token = 0
    while token < size:
        phrase = sentence.phrases[token]
        if not sentence.caps[token] and (phrase is None or not _has_name(sentence, token)):
            token += 1
            continue
        kinds = phrase.kinds if phrase is not None else {}
        mention = None
        if not known.demonyms_in_capitals and _is_entitled(sentence, token, known):
            pass
        elif "place" in kinds:
            mention = _known(sentence, token, known)
        elif "side" in kinds:
            side = side_of(sentence, token)
            if (
                side is not None
                and len(side) == 2
                and side not in ("IS", "UN", "EU")
                and _preposition(sentence, token, known, known.country)
            ):
                mention = _country(sentence, token, side, known)
        elif not kinds and not shouted:
            mention = _unknown(sentence, token, known)
        if mention is None:
            token += 1
            continue
        found.append(mention)
        token = mention.last + 1
    return found


def _has_name(sentence: Sentence, token: int) -> bool:
    """Whether a place whose first word is small has a name in it: "секторе Газа"."""
    return (
        " " in sentence.words[token]
        and sentence.kind(token, "place") is not None
        and (not sentence.exact(token, token).islower())
    )


def _is_entitled(sentence: Sentence, token: int, known: PlaceWords) -> bool:
    """Whether a name stands in quotation marks of its own, a group of forces, or behind "the invasion of"."""
    words = sentence.words
    if token >= 2 and words[token - 1] in known.country and words[token - 2].rsplit(" ", 1)[-1] in known.into:
        return True
    quoted = token > 0 and words[token - 1] == '"' and words[token + 1 : token + 2] == ['"']
    return quoted and not (token >= 2 and words[token - 2] in known.at)


def place_for(
    sentence: Sentence, position: int, language: Language, places: Sequence[PlaceMention] | None = None
) -> str | None:
    """The place of the number at token ``position``, as in the text: nearest in its clause, the most exact of a chain.

    "the city of Avdiivka in Donetsk Oblast, Ukraine" is one chain and gives "Avdiivka". A chain in another clause is
    taken only when the number's own clause names none and the sentence names no other.
    """
    known = words_of(language)
    if places is None:
        places = find_places(sentence, language)
    if not places:
        return None
    chains: list[list[PlaceMention]] = [[places[0]]]
    for mention in places[1:]:
        before = chains[-1][-1]
        between = sentence.words[before.last + 1 : mention.first]
        if len(between) <= 4 and all(w in known.chained for w in between):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    bracketed = position and sentence.words[position - 1] == "("
    for mention in places if bracketed else ():
        behind = sentence.words[mention.last + 1 : position - 1]
        if mention.last < position and (not behind or (len(behind) == 1 and behind[0] in known.dropped)):
            return mention.name  # "from Perm (310) and Tver (270)"
    if sentence.words[position + 1 : position + 2] == ["-"] and not known.demonyms_in_capitals:
        for mention in places:
            if 2 <= mention.first - position <= 4:
                return mention.name  # "21 над Курской областью, семь — над Орловской"
    breaks = [i for i, word in enumerate(sentence.words) if word in known.breaks]
    own = [c for c in chains if not any(min(position, c[0].first) < b < max(position, c[-1].last) for b in breaks)]
    if not own and len(chains) > 1:
        return None
    chain = min(own or chains, key=lambda c: (_distance(position, c, sentence, known), c[0].first))
    return max(chain, key=lambda m: (m.rank, -m.first)).name


def _is_title(sentence: Sentence) -> bool:
    """Whether a line is set like a title, so that capitals say nothing: "Rebels Lose 40 in Fresh Clashes"."""
    if sentence.text.rstrip().endswith((".", "!", "?", ",")):
        return False
    long = [caps for caps, word in zip(sentence.caps, sentence.words, strict=True) if len(word) > 3 and word.isalpha()]
    return len(long) > 4 and 5 * sum(long) >= 4 * len(long)


def _distance(position: int, chain: Sequence[PlaceMention], sentence: Sentence, known: PlaceWords) -> int:
    first, last = chain[0].first, chain[-1].last
    if first <= position <= last:
        return 0
    if first > position and all(w in known.at or w in known.before_name for w in sentence.words[position + 1 : first]):
        return 1  # "and 300 in the north"
    # What follows a number belongs to it a little more often than what stands before it.
    return 2 * (first - position) if first > position else 2 * (position - last) + 1


def _preposition(sentence: Sentence, token: int, known: PlaceWords, accepted: frozenset[str]) -> bool:
    """Whether a preposition of place stands before the token, over articles, directions and "the city of"."""
    words = sentence.words
    at = token - 1
    for _ in range(4):
        if at < 0:
            return False
        word = words[at]
        if word in accepted:
            return True
        if word in known.before_name or word.endswith(known.before_name_end) or word in known.direction:
            at -= 1
            continue
        if sentence.kind(at, "placetype"):
            at -= 1  # "in the city of", "в городе"
            continue
        return bool(word in known.naming and at and sentence.kind(at - 1, "placetype"))
    return False


def _speaks(sentence: Sentence, last: int, known: PlaceWords) -> bool:
    """Whether what follows makes the name a speaker or an owner of an office, not a place."""
    words = sentence.words
    at = last + 1
    if at < len(words) and words[at] == "'s":
        at += 1
        return at < len(words) and (words[at] in known.office or sentence.kind(at, "source") is not None)
    return at < len(words) and words[at] in known.office


def _known(sentence: Sentence, token: int, known: PlaceWords) -> PlaceMention | None:
    phrase = sentence.phrases[token]
    assert phrase is not None
    kinds = phrase.kinds
    rank = 1 if "region" in kinds else 2
    last = token
    kind = sentence.kind(token + 1, "placetype") if token + 1 < len(sentence.words) else None
    if kind == "wide":
        last, rank = token + 1, 1
    elif kind == "place" and sentence.caps[token + 1]:
        last = token + 1
    if last > token and sentence.words[last] in known.dropped:
        last = token  # the codebook: without "province"
        if _names_body(sentence, token + 1, known):
            return None
    if _in_compound(sentence, token):
        return None
    placed = _preposition(sentence, token, known, known.at)
    if last == token and not sentence.text.isupper():
        last = _name_end(sentence, token, known)
        if last > token and _names_body(sentence, token, known):
            return None
        if last > token and not known.demonyms_in_capitals and sentence.words[token + 1] != "-":
            if not placed and sentence.caps[token + 1]:
                return None  # "мэр Харькова Игорь Терехов": whose town it is
            last = token if sentence.caps[token + 1] else last
        if last > token and sentence.kind(last + 1 if last + 1 < len(sentence.words) else last, "placetype") == "wide":
            rank = 1
    if not placed and ("side" in kinds or _speaks(sentence, last, known) or _is_surname(sentence, token)):
        return None
    if placed and sentence.words[token - 1] in known.in_office and _speaks(sentence, last, known):
        return None
    name, _, kind_of = sentence.exact(token, last).rpartition(" ")
    named = name if name and fold(kind_of) in known.dropped else sentence.exact(token, last)
    return PlaceMention(token, last, named, kinds["place"], rank)


def _name_end(sentence: Sentence, token: int, known: PlaceWords) -> int:
    """The last token of a capitalised name that begins at ``token``; "al-" and the like may stand inside it."""
    words, caps, phrases = sentence.words, sentence.caps, sentence.phrases
    last, at = token, token + 1
    while at < len(words):
        link = at
        while link < min(at + 3, len(words)) and (words[link] == "-" or words[link] in known.connector):
            link += 1
        if link == len(words) or not caps[link] or not words[link][0].isalpha() or phrases[link] is not None:
            break
        last, at = link, link + 1
    return last


def _names_body(sentence: Sentence, token: int, known: PlaceWords) -> bool:
    """Whether a name runs on into that of a body or a deed: "the Anbar Health Department", "the Gaza Operation"."""
    for at in range(token + 1, min(token + 4, len(sentence.words))):
        if not sentence.caps[at]:
            return False
        if sentence.words[at] in known.body:
            return True
    return False


def _in_compound(sentence: Sentence, token: int) -> bool:
    """Whether a name is joined to another by a dash: a road, or the two parties of a war."""
    words, caps = sentence.words, sentence.caps
    behind = token + 2 < len(words) and words[token + 1] == "-" and caps[token + 2]
    return behind or (token >= 2 and words[token - 1] == "-" and caps[token - 2])


def _is_surname(sentence: Sentence, token: int) -> bool:
    """Whether a capitalised word that no table knows stands straight before: "Abdul Nasir" is a man."""
    before = token - 1
    return before > 0 and sentence.caps[before] and sentence.phrases[before] is None


def _country(sentence: Sentence, token: int, side: str, known: PlaceWords) -> PlaceMention | None:
    phrase = sentence.phrases[token]
    # A demonym has a plural; a country has none: "in Russian hands" is no place.
    if (
        phrase is None
        or (phrase.number and known.demonyms_in_capitals)
        or _speaks(sentence, token, known)
        or phrase.kinds.get("metonym") == "leader"
    ):
        return None
    if sentence.words[token].endswith(known.adjective_end or "\0") or sentence.words[token] in known.adjective:
        return None
    if token + 1 < len(sentence.words) and sentence.words[token + 1] == "'s":
        return None
    rank = 2 if phrase.kinds.get("metonym") == "capital" else 0
    return PlaceMention(token, token, sentence.exact(token, token), side, rank)


def _unknown(sentence: Sentence, token: int, known: PlaceWords) -> PlaceMention | None:
    """A capitalised name that no table knows, where the words around it say that it is a place."""
    words, caps = sentence.words, sentence.caps
    if not known.demonyms_in_capitals and (words[token] in known.adjective or sentence.exact(token, token).isupper()):
        return None  # "в Генштабе", "в ДПСУ": a body and no place
    last = _name_end(sentence, token, known)
    if not words[token].isalpha() or len(words[token]) < 2 or last - token > 6:
        return None
    if words[token] in known.body or _names_body(sentence, token, known):
        return None
    if words[token].endswith(known.before_name_end or "\0") and last == token and token + 1 < len(words):
        if sentence.kind(token + 1, "side") is not None or sentence.kind(token + 1, "place") is not None:
            return None  # "in Western Mali"
    first = token
    while first >= 2 and words[first - 1] == "-" and words[first - 2] in known.connector:
        first -= 2
    follows = sentence.kind(last + 1, "placetype") if last + 1 < len(words) else None
    named = first >= 2 and words[first - 1] in known.naming and sentence.kind(first - 2, "placetype")
    titled = first >= 1 and sentence.kind(first - 1, "placetype") == "place"
    rank = 1 if follows == "wide" or named == "wide" else 2
    if follows and (caps[last + 1] or _preposition(sentence, first, known, known.at)):
        end = last if words[last + 1] in known.dropped else last + 1
        return PlaceMention(first, last + 1, sentence.exact(first, end), None, rank)
    placed = _preposition(sentence, first, known, known.free)
    after = words[last + 1] if last + 1 < len(words) else "."
    owns = after == "'s" or (placed and after.isalpha() and sentence.phrases[last + 1] is None and not caps[last + 1])
    owns = owns and after not in known.loose
    if (named or titled or placed) and not owns and not _speaks(sentence, last, known):
        return PlaceMention(first, last, sentence.exact(first, last), None, rank)
    return None


@lru_cache(maxsize=4096)
def is_wide(name: str, code: str) -> bool:
    """Whether a place, by its name in a language, is wider than a town: a region or a country."""
    named = load_language(code).parse(name)
    if any(True for _ in named.places("region")) or any(kind == "wide" for _, kind in named.places("placetype")):
        return True
    states = [token for token in range(len(named.words)) if side_of(named, token) is not None]
    return bool(states) and all(named.kind(token, "metonym") != "capital" for token in states)
