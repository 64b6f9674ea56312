"""What the packs know of names and of the words around personal data (``names.toml``, ``personal.toml``).

Speech is mixed: whoever speaks Russian calls friends by Ukrainian names, so all packs are one lexicon, and the letters
of a word decide which part of it can hold the word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from counterclaim.language import fold, load_language
from counterclaim.tables import PACKAGE, built

PACKS = ("ru", "uk", "en")
_OWN = Path(__file__).parent
_LONGEST_ENDING = 3
_LONGEST_CASE = 4  # letters of a Cyrillic noun that change by case, and one
_DECLINED = ("kin", "people", "ranks")  # lists of [around_names] whose words stand in any case
_WAR = ("words.toml", "places.toml", "parties.toml", "sides.toml", "speech.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words, and of beginnings of words (those written with a star)."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def __contains__(self, word: object) -> bool:
        return word in self.whole or (
            bool(self.beginnings) and isinstance(word, str) and word.startswith(self.beginnings)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by form, and lists of words by table and key.

    ``given`` and ``surnames`` map a form to the person's key, ``bases`` are the names themselves; a form in ``weak``
    is a common word too. ``figures`` map the form of a public figure's surname to their given names' keys. ``stems``
    are names without their ending, to which endings of endearment are put; ``sounds`` are names as either language
    would spell the other's; ``shapes`` are the packs' patterns of names that no list holds. ``numbers`` are number
    words and their values. ``english`` are common words of English without their regular forms, ``regular`` what
    those end in, with what their stems end in instead, and ``before`` what stands before one. ``jargon`` are words of
    war in Latin letters, with its places and parties, and those that stand around personal data.
    """

    given: dict[str, str]
    bases: frozenset[str]
    stems: dict[str, str]
    sounds: dict[str, str]
    surnames: dict[str, str]
    weak: frozenset[str]
    figures: dict[str, frozenset[str]]
    lists: dict[str, Words]
    numbers: dict[str, int]
    shapes: dict[str, re.Pattern[str]]
    english: frozenset[str]
    regular: tuple[tuple[str, tuple[str, ...]], ...]
    before: tuple[str, ...]
    jargon: frozenset[str]

    def unusual(self, word: str) -> bool:
        """Whether a word in Latin letters is no common word of English, so that it names something or is foreign."""
        return (
            len(word) > 2 and word.isascii() and word.isalpha() and word not in self.numbers and not self._usual(word)
        )

    def thing(self, word: str) -> bool:
        """Whether a word names what is no person: of war, of the telephone, of a street; in any case of a noun."""
        if word.isascii():
            return word in self.jargon or word.removesuffix("s") in self.jargon
        return any(word[: len(word) - cut] in self.jargon for cut in range(min(_LONGEST_CASE, len(word) - 3)))

    def named(self, word: str) -> bool:
        """Whether a word stands in a list of the packs around personal data."""
        return any(word in words for words in self.lists.values())

    def _usual(self, word: str) -> bool:
        stems = [word]
        for ending, others in self.regular:
            if word.endswith(ending) and len(word) - len(ending) > 1:
                stem = word[: -len(ending)]
                stems += [stem + other for other in others]
                if len(stem) > 2 and stem[-1] == stem[-2]:
                    stems.append(stem[:-1])
        stems += [one[len(start) :] for one in stems for start in self.before if one.startswith(start)]
        return any(stem in self.english for stem in stems)

    def person(self, word: str) -> str | None:
        """The key of the person whose given or pet name a word is without doubt; ``None`` of any other."""
        if word in self.weak:
            return None
        base = self.given.get(word)
        if base is None and len(word) > 3 and not word.isascii():
            base = self.sounds.get(sound_of(word))
            if base is None and (match := self.shapes["endearing"].fullmatch(word)) is not None:
                base = self.stems.get(match[1])
            if base is None and self.shapes["glory"].fullmatch(word):
                base = word[: word.index("слав") + 4]
        return base

    def shortened(self, word: str) -> bool:
        """Whether a word in Latin letters is a Slavic name as it is called out, without its last vowel: "natash"."""
        return (
            len(word) > 3
            and word not in self.given
            and any(word + ending in self.given and word + ending not in self.weak for ending in ("a", "ya"))
        )

    def patronymic(self, word: str) -> bool:
        """Whether a word that no dictionary knows is shaped as a father's name: "сергеевич", "petrovna"."""
        return len(word) > 4 and self.shapes["patronymic"].fullmatch(word) is not None

    def surname_like(self, word: str) -> bool:
        """Whether a word ends as surnames do."""
        return self.shapes["surname"].fullmatch(word) is not None

    def sure_surname(self, word: str) -> bool:
        """Whether a word ends as nothing but surnames do."""
        return self.shapes["sure_surname"].fullmatch(word) is not None

    def disease(self, word: str) -> bool:
        """Whether a word is shaped as the name of a disease: "нефрит", "pneumothorax"."""
        return self.shapes["disease"].fullmatch(word) is not None

    def deed_like(self, word: str) -> bool:
        """Whether a word ends as a surname that is the subject of its clause."""
        return self.shapes["alone"].fullmatch(word) is not None

    def list(self, name: str) -> Words:
        """The words of ``table.key`` of all packs."""
        return self.lists[name]


_SOUNDS = str.maketrans(
    {"є": "е", "і": "и", "ї": "и", "ґ": "г", "ы": "и", "э": "е", "ё": "е", "ь": "", "ъ": "", "'": "", "й": "и"}
)


def sound_of(word: str) -> str:
    """A word as it sounds, whether it is spelled in Russian or in Ukrainian."""
    return word.replace("ьо", "е").replace("йо", "е").translate(_SOUNDS)


def romanised(word: str, spellings: Iterable[dict[str, str]]) -> set[str]:
    """A Cyrillic name in Latin letters, by each of the spellings in use."""
    if word.isascii():
        return set()
    told = {"".join(letters.get(letter, letter) for letter in word) for letters in spellings}
    return told | {"y" + roman[1:] for roman in told if roman.startswith(("iu", "ia", "ie"))}


def respelled(roman: str, habits: Iterable[tuple[str, str]]) -> set[str]:
    """A romanised name in other habits, each put to one place alone: "stepka" is "styopka" too."""
    told = set()
    for letters, others in habits:
        if letters.endswith("$"):
            if roman.endswith(letters[:-1]):
                told.add(roman[: 1 - len(letters)] + others)
            continue
        at = roman.find(letters, 1)
        while at > 0:
            told.add(roman[:at] + others + roman[at + len(letters) :])
            at = roman.find(letters, at + 1)
    return told - {roman}


def forms_of(word: str, endings: dict[str, list[str]]) -> list[str]:
    """A word with the endings of its cases; the word itself is one of them."""
    for size in range(min(_LONGEST_ENDING, len(word) - 1), -1, -1):
        ending = word[len(word) - size :] if size else ""
        if ending in endings:
            stem = word[: len(word) - size] if size else word
            return [word, *(stem + other for other in endings[ending])]
    return [word]


def surname_forms(word: str, endings: dict[str, list[str]], adjectives: dict[str, str]) -> list[str]:
    """A surname in the cases of man, woman and family; those that are adjectives by origin have their own."""
    for tail, others in adjectives.items():
        if word.endswith(tail) and len(word) > len(tail) + 1:
            return [word, *(word[: -len(tail)] + other for other in others.split())]
    forms = forms_of(word, endings)
    return forms if len(word) > 3 else [word]


def _cases_of(nouns: list[str], endings: dict[str, list[str]]) -> list[str]:
    """The other cases of listed nouns, for those that are not told as a case of another one."""
    cases = {noun: forms_of(noun, endings)[1:] for noun in nouns if len(noun) > 3 and not noun.isascii()}
    told = {form for noun, forms in cases.items() for form in forms if form != noun}
    return [form for noun, forms in cases.items() if noun not in told for form in forms]


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _compile() -> dict[str, Any]:
    given: dict[str, str] = {}
    bases: set[str] = set()
    surnames: dict[str, str] = {}
    weak: set[str] = set()
    lists: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    shapes: dict[str, list[str]] = {}
    names_of: dict[str, dict[str, Any]] = {}
    romans: list[tuple[str, str]] = []
    possessive: list[str] = []
    softened: list[tuple[str, str]] = []
    of_men: list[str] = []
    towns: set[str] = set()
    town_romans: set[str] = set()
    spellings: list[dict[str, str]] = [
        dict(pair.split("=") for pair in spelling.split())
        for spelling in _read(PACKAGE / "languages" / "en" / "names.toml")["lists"]["romanised"]
    ]
    for code in PACKS:
        folder = PACKAGE / "languages" / code
        names = names_of[code] = _read(folder / "names.toml")
        endings = names["endings"]
        for base, others in names["given"].items():
            for word in (base, *others.split()):
                bases.add(word)
                for form in forms_of(word, endings):
                    given.setdefault(form, base)
                romans += [(roman, base) for roman in romanised(word, spellings)]
        for word in names["lists"]["plain"].split():
            bases.add(word)
            for form in forms_of(word, endings):
                given.setdefault(form, word)
            romans += [(roman, word) for roman in romanised(word, spellings)]
        for name, pattern in names["shapes"].items():
            shapes.setdefault(name, []).append(pattern)
        for key in ("surnames", "weak_surnames"):
            for word in names["lists"][key].split():
                for form in surname_forms(word, endings, names.get("adjectives", {})):
                    if form not in surnames and len(form) > 2:
                        surnames[form] = word
                        if key == "weak_surnames" and form not in given:
                            weak.add(form)
        weak.update(names["lists"]["weak"].split())
        if code == "en":  # its weak words stand in no other list
            for word in names["lists"]["weak"].split():
                given.setdefault(word, word)
                bases.add(word)
        for table, rows in _read(folder / "personal.toml").items():
            for key, words in rows.items():
                told = fold(words).split()
                if table == "around_names" and key in _DECLINED:
                    told += _cases_of(told, endings)
                lists.setdefault(f"{table}.{key}", set()).update(told)
        for value, words in load_language(code).values["number"].items():
            if value.isdigit() and int(value) < 1000:
                numbers.update((fold(word), int(value)) for word in words if " " not in word)
        for word in fold(_read(folder / "personal.toml")["addresses"]["towns"]).split():
            towns.update(surname_forms(word, endings, names.get("adjectives", {})))
            town_romans.update(romanised(word, spellings))
        possessive += names["lists"].get("possessive", "").split()
        of_men += names["lists"].get("of_men", "").split()
        softened += [(of, to) for of, to in (pair.split("=") for pair in names["lists"].get("softened", "").split())]
    for roman, base in romans:  # one key with the name as English text spells it, where the pack has it
        if len(roman) > 2:
            given.setdefault(roman, given.get(roman, base))
    habits = [(one, other) for one, other in (pair.split("=") for pair in names_of["en"]["lists"]["respelled"].split())]
    for roman, base in romans:
        for other in respelled(roman, habits) if len(roman) > 4 else ():
            given.setdefault(other, given.get(roman, base))
    town_romans |= {other for roman in town_romans for other in respelled(roman, habits)}
    lists["addresses.towns"] |= lists["medical.towns"] | {town for town in towns | town_romans if len(town) > 3}
    weak.update(form for form in given if len(form) < 3)
    stems: dict[str, str] = {}
    sounds: dict[str, str] = {}
    for form, base in list(given.items()):
        if form in weak or form.isascii():
            continue
        if len(form) > 3:
            sounds.setdefault(sound_of(form), base)
        if len(form) == 3 and form[-1] == "я":
            stems.setdefault(form[:-1], base)  # "зоя", "зоенька"
        if len(form) > 3 and form[-1] in "ая":
            stems.setdefault(form[:-1], base)
            soft = next((form[:-2] + to for of, to in softened if form[-2] == of), "")
            for own in (stem + ending for stem in (form[:-1], soft) if stem for ending in possessive):
                if own not in weak:
                    given.setdefault(own, base)
        elif len(form) > 4:
            stems.setdefault(form, base)
        if len(form) > 4 and form in bases and form[-1] not in "аяьйеиіїєую":
            for own in (form.removesuffix("о") + ending for ending in of_men):
                if own not in weak and own not in surnames:
                    given.setdefault(own, base)
    figures: dict[str, set[str]] = {}
    public = _read(_OWN / "public.toml")
    for surname in public["shared"].split():
        for code in _codes_of(surname):
            names = names_of[code]
            forms = surname_forms(surname, names["endings"], names.get("adjectives", {}))
            lists.setdefault("public.shared", set()).update(forms)
    for figure in public["figure"]:
        for person in figure["names"]:
            surname, *own = person.split()
            for code in _codes_of(surname):
                names = names_of[code]
                for form in surname_forms(surname, names["endings"], names.get("adjectives", {})):
                    figures.setdefault(form, set()).update(given.get(name, name) for name in own)
    common = _read(PACKAGE / "languages" / "en" / "names_not.toml")
    return {
        "given": given,
        "bases": sorted(bases),
        "stems": stems,
        "sounds": sounds,
        "surnames": {form: base for form, base in surnames.items() if form not in given},
        "weak": sorted(weak),
        "figures": {form: sorted(own) for form, own in figures.items()},
        "lists": {name: sorted(words) for name, words in lists.items()},
        "numbers": numbers,
        "shapes": {name: "|".join(patterns) for name, patterns in shapes.items()},
        "english": [*common["words"].split(), *common["own"].split()],
        "regular": [
            (ending, others.split("|")) for ending, others in (pair.split("=") for pair in common["endings"].split())
        ],
        "before": common["beginnings"].split(),
        "jargon": sorted(
            _jargon() | {word for words in lists.values() for word in words if word.isascii() and word.isalpha()}
        ),
    }


def _codes_of(surname: str) -> tuple[str, ...]:
    """The packs by which a surname is declined: what its letters do not tell is declined by both."""
    if surname.isascii():
        return ("en",)
    return ("uk",) if re.search("[іїєґ]", surname) else ("ru",) if re.search("[ыэъ]", surname) else ("ru", "uk")


def _jargon() -> set[str]:
    """Every word in Latin letters of the English pack's tables of things, places and parties."""
    folder = PACKAGE / "languages" / "en"
    text = " ".join(fold((folder / name).read_text("utf-8")) for name in _WAR)
    return set(re.findall(r"(?<![\w])[a-z]{4,}", text)) | _weapons()


def _weapons() -> set[str]:
    """Every Cyrillic noun of the packs' tables of things and places, without the vowel that it ends in."""
    told = ""
    for code in ("ru", "uk"):
        for name in ("words.toml", "places.toml"):
            told += fold((PACKAGE / "languages" / code / name).read_text("utf-8"))
    return {word.rstrip("аяоеиіьйуюїє") for word in re.findall(r"(?<![\w])[а-яіїєґ]{4,}", told)} - {""}


def _words(words: Iterable[str]) -> Words:
    told = list(words)
    return Words(
        frozenset(word for word in told if not word.endswith("*")),
        tuple(word[:-1] for word in told if word.endswith("*")),
    )


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon of all packs; compiled once and kept between runs."""
    sources = [PACKAGE / "languages" / code / name for code in PACKS
               for name in ("names.toml", "personal.toml", "numbers.toml")]  # fmt: skip
    tables = built(
        "personal",
        [
            *sources,
            *(PACKAGE / "languages" / "en" / name for name in ("names_not.toml", *_WAR)),
            *(PACKAGE / "languages" / code / name for code in ("ru", "uk") for name in ("words.toml", "places.toml")),
            _OWN / "public.toml",
            Path(__file__),
        ],
        _compile,
    )
    return Lexicon(
        tables["given"],
        frozenset(tables["bases"]),
        tables["stems"],
        tables["sounds"],
        tables["surnames"],
        frozenset(tables["weak"]),
        {form: frozenset(own) for form, own in tables["figures"].items()},
        {name: _words(words) for name, words in tables["lists"].items()},
        tables["numbers"],
        {name: re.compile(pattern) for name, pattern in tables["shapes"].items()},
        frozenset(tables["english"]),
        tuple((ending, tuple(others)) for ending, others in tables["regular"]),
        tuple(tables["before"]),
        frozenset(tables["jargon"]),
    )
