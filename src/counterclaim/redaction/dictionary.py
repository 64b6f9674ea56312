"""What the dictionaries of Russian and Ukrainian know of a form: a person's name, a place's, or a common word.

The dictionaries are those of pymorphy3 (OpenCorpora and dict_uk), loaded when the first Cyrillic speech is redacted.
A form is looked up in the language that its letters allow, and in both where they allow both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_CYRILLIC = re.compile("[а-яёіїєґ']+")
_RUSSIAN, _UKRAINIAN = re.compile("[ыэъё]"), re.compile("[іїєґ]")
# Small words that the other language has not.
_RUSSIAN_WORDS = re.compile(
    r"(?<!\w)(?:и|что|как|где|когда|кто|или|уже|еще|его|нет|мне|меня|тебя|здесь|какая|какой|сказала?|видела?)(?!\w)"
)
_UKRAINIAN_WORDS = re.compile(r"(?<!\w)(?:та|що|як|де|коли|хто|або|вже|ще|його|нема|мене|бачив|казав|чи|й)(?!\w)")
_NAMING = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
_OF_SURNAMES = ("ов", "ев", "єв", "ин", "ін")
_HALVES = ("пол", "пів")  # joined to what they are the half of: "полвзвода", "півсела"
_SMALL = ("PREP", "CONJ", "PRCL", "INTJ", "NPRO", "PRED", "ADVB")


class Reading(NamedTuple):
    """What a form can be: ``common`` is any word that names nothing, ``being`` a common noun of people or animals.

    ``verb`` is guessed by the ending where no dictionary knows the form.

    ``lemma`` is the name without its ending, "" where the form is none; ``nouns`` are all that it may be a case of.
    """

    known: bool = False
    given: bool = False
    surname: bool = False
    patronymic: bool = False
    place: bool = False
    common: bool = False
    being: bool = False
    verb: bool = False
    small: bool = False
    lemma: str = ""
    nouns: frozenset[str] = frozenset()


@lru_cache(maxsize=2)
def _dictionary(code: str) -> Any:
    import pymorphy3  # only speech in Cyrillic needs it

    return pymorphy3.MorphAnalyzer(lang=code)


def languages_of(text: str) -> tuple[str, ...]:
    """Which dictionaries a folded text is read by: by its letters, and where they tell nothing by its small words."""
    russian, ukrainian = len(_RUSSIAN.findall(text)), len(_UKRAINIAN.findall(text))
    if not (russian or ukrainian):
        russian, ukrainian = len(_RUSSIAN_WORDS.findall(text)), len(_UKRAINIAN_WORDS.findall(text))
    if russian > 9 * ukrainian:
        return ("ru",)
    if ukrainian > 9 * russian:
        return ("uk",)
    return ("ru", "uk")


@lru_cache(maxsize=50_000)
def reading_of(word: str, languages: tuple[str, ...] = ("ru", "uk")) -> Reading:
    """What a folded form is by the dictionaries; nothing is known of words in other letters."""
    if _CYRILLIC.fullmatch(word) is None:
        return Reading()
    codes = languages
    if _RUSSIAN.search(word):
        codes = ("ru",)
    elif _UKRAINIAN.search(word):
        codes = ("uk",)
    tags: list[set[str]] = []
    guessed: list[bool] = []
    lemma = ""
    nouns: set[str] = set()
    surnames: set[str] = set()
    lemmas: list[str] = []
    for code in codes:
        parses = _dictionary(code).parse(word)
        guessed += [bool(parses) and parses[0].tag.POS in ("VERB", "INFN", "GRND")]
        for parse in parses:
            if not parse.is_known or (code == "ru" and "Abbr" in parse.tag.grammemes):
                continue
            grammemes = set(map(str, parse.tag.grammemes))
            tags.append(grammemes)
            lemmas.append(parse.normal_form.replace("ё", "е"))
            if "NOUN" in grammemes or "ADJF" in grammemes:
                nouns.add(lemmas[-1])
                if "Surn" in grammemes:
                    surnames.add(lemmas[-1])
            if not lemma and grammemes & {"Name", "Surn"}:
                lemma = parse.normal_form.replace("ё", "е")
    if not tags and any(_halved(word, code) for code in codes):
        return Reading(known=True, common=True)
    surnames = {noun for noun in surnames if noun.endswith(_OF_SURNAMES)}  # villages are called so too
    common = [one for one, noun in zip(tags, lemmas, strict=True) if not one.intersection(_NAMING)
              and not (noun in surnames and "inan" in one)]  # fmt: skip
    return Reading(
        bool(tags),
        any("Name" in one for one in tags),
        any("Surn" in one for one in tags),
        any("Patr" in one for one in tags),
        any("Geox" in one for one in tags),
        bool(common),
        any("anim" in one and "NOUN" in one for one in common),
        any(one & {"VERB", "INFN", "GRND"} for one in common) or (not tags and all(guessed)),
        any(one.intersection(_SMALL) for one in common),
        lemma,
        frozenset(nouns),
    )


def _halved(word: str, code: str) -> bool:
    """Whether a form that no dictionary has is the half of something: "пол" before the genitive of a common noun."""
    if not word.startswith(_HALVES):
        return False
    whole = (parse.tag for parse in _dictionary(code).parse(word[len(_HALVES[0]) :]) if parse.is_known)
    return any({"NOUN", "gent"} <= tag.grammemes and not tag.grammemes.intersection(_NAMING) for tag in whole)


@lru_cache(maxsize=50_000)
def grammar_of(word: str, languages: tuple[str, ...] = ("ru", "uk")) -> tuple[str, frozenset[str]]:
    """The part of speech of a folded form, by the likeliest reading, and the cases that it may stand in; "" unknown."""
    if _CYRILLIC.fullmatch(word) is None:
        return "", frozenset()
    code = "ru" if _RUSSIAN.search(word) else "uk" if _UKRAINIAN.search(word) else languages[0]
    parses = _dictionary(code).parse(word)
    known = [parse.tag for parse in parses if parse.is_known]
    cases = frozenset(str(tag.case) for tag in known if tag.POS in ("NOUN", "ADJF"))
    return (str(known[0].POS) if known and parses[0].is_known else "", cases)
