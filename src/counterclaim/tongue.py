"""In which language a document is, and whether there are rules to read it.

The language is the one given or declared; where nobody says, or the letters speak against it, the letters tell: every
pack but the first may name its alphabet and the letters that no other pack's language has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from counterclaim.language import load_language
from counterclaim.model import Coverage, Document
from counterclaim.tables import PACKAGE

DEFAULT = "en"
_SAMPLE = 2000  # code points that are looked at
_OTHER_LETTERS = re.compile("[\u0370-\u1dff\u2c00-\u2dff\u2e80-\ud7ff\uf900-\ufaff]")  # neither Latin nor signs
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_MIXED_SHARE = 0.12  # of the words that are of one language alone, those of the other, where both are spoken
_MIXED_LEAST = 2
UNKNOWN = ""  # letters that no pack knows


@lru_cache(maxsize=64)
def has_rules(code: str) -> bool:
    """Whether the pack of a language has a grammar, so that claims can be read with it."""
    return bool(re.fullmatch("[a-z]{2,8}", code)) and (PACKAGE / "languages" / code / "grammar.toml").is_file()


@lru_cache(maxsize=1)
def alphabets() -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """Of each pack that names them: all its letters, and those that no other has."""
    found = {}
    for folder in sorted((PACKAGE / "languages").iterdir()):
        if folder.name == DEFAULT or not (folder / "numbers.toml").is_file():
            continue
        letters = load_language(folder.name).settings.get("settings", {}).get("letters", {})
        if letters:
            words = frozenset(letters.get("words", ()))
            found[folder.name] = (frozenset(letters["all"]), frozenset(letters["own"]), words)
    return found


@lru_cache(maxsize=1)
def _mixed() -> dict[frozenset[str], str]:
    """The packs that join others, by what they join."""
    from counterclaim.packs import joined

    names = [folder.name for folder in (PACKAGE / "languages").iterdir() if (folder / "pack.toml").is_file()]
    return {frozenset(joined(name)): name for name in names}


def _both_of(text: str, code: str) -> str:
    """The pack for two languages in one text, where words of another one stand beside those of ``code``."""
    words = _WORDS.findall(text.lower())
    spoken = {
        other: sum(word in small or not own.isdisjoint(word) for word in words)
        for other, (_, own, small) in alphabets().items()
    }
    for other, count in spoken.items():
        joint = _mixed().get(frozenset((code, other)))
        if joint is not None and other != code and count >= _MIXED_LEAST:
            if count >= _MIXED_SHARE * (count + spoken[code]):
                return joint
    return code


def by_letters(text: str) -> str | None:
    """The language that the letters of ``text`` tell: ``UNKNOWN`` where no pack has them, ``None`` where Latin."""
    if text.isascii():
        return None
    sample = text[:_SAMPLE]
    if sample.isascii():
        return None
    other = _OTHER_LETTERS.findall(sample.lower())
    if not other or 2 * len(other) <= len(_LETTERS.findall(sample)):
        return None
    best, most = UNKNOWN, (0.5 * len(other), 0)
    for code, (letters, own, _) in alphabets().items():
        counted = (sum(letter in letters for letter in other), sum(letter in own for letter in other))
        if counted > most:
            best, most = code, counted
    return _both_of(sample, best) if best else best


def primary(code: str | None) -> str | None:
    """The language of a tag: "en" of "en-GB"; ``None`` where nothing is said."""
    return re.split("[-_]", code.strip().lower())[0] or None if code else None


def declared(code: str | None, text: str) -> str | None:
    """What a page declares of its language, unless its letters are of no such language: many declare their site's."""
    said = primary(code)
    if said in (None, DEFAULT):
        return code
    if said in alphabets() and by_letters(text) is None and _LETTERS.search(text[:_SAMPLE]):
        return None
    return code


def foreign(given: str | None, text: str) -> str:
    """Why a text cannot be in the language that is given of it, by its letters; empty where it can."""
    said, told = primary(given), by_letters(text)
    if said is None or not _LETTERS.search(text[:_SAMPLE]):
        return ""
    lettered = alphabets()
    if told and (said not in lettered) and said == DEFAULT:
        return f"its letters are not those of '{said}', the language given, but of '{told}': correct --language"
    if told is None and said in lettered:
        return f"its letters are Latin, not those of '{said}', the language given: correct --language"
    return ""


def language_of(document: Document) -> str:
    """The language to read a document in; ``UNKNOWN`` where nobody says and no pack has its letters."""
    return language_in(document.language, document.text)


def language_in(given: str | None, text: str) -> str:
    """The language to read a text in, where so much is given or declared of it; ``UNKNOWN`` as in ``language_of``."""
    said = primary(given)
    if said is not None and said != DEFAULT:
        return said
    told = by_letters(text)
    return DEFAULT if told is None else told


def unread(document: Document, code: str) -> Document:
    """The document, marked as not read because there are no rules for its language."""
    packs = sorted(folder.name for folder in (PACKAGE / "languages").iterdir() if has_rules(folder.name))
    known = ", ".join(f"'{name}'" for name in packs)
    if code == UNKNOWN:
        said = "it is written in letters that no language pack knows"
    else:
        said = f"the language '{code}' has no rules for claims yet"
    reason = f"{said}, so none was read; there are rules for {known} (--language names a text's own)"
    return replace(document, language=document.language or code or None, coverage=Coverage("partial", reason, 0.0))
