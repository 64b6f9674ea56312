"""The files of a language pack become plain tables: phrases by their first word, and settings.

A language that inflects gives its words by stem and model: ``танк~стол`` stands for every form that the pack's table
``[paradigm]`` gives the model, and the words of "боев~новая машин~машина" agree, form by form. Where the order of
words is free, "попа~читал <> в плен" is "попали в плен" and "в плен попали".

A pack may be two languages in one mouth: ``joins`` in its ``pack.toml`` names the packs whose words it has, and where a
word is of both the earlier pack wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product, repeat, zip_longest
from pathlib import Path
from typing import Any, TypeVar

from counterclaim.language import TOKEN, Language, fold
from counterclaim.model import VocabularyError
from counterclaim.patterns import BUILT_BY
from counterclaim.tables import PACKAGE, built, fingerprint, read_tables

_INFLECTED = re.compile(r"([^\s~-]*)~([^\W\d_]+)")
_NO_ENDING = "-"
_EITHER_WAY = " <> "
_HERE = Path(__file__).parent
T = TypeVar("T")


def _endings(row: str) -> tuple[list[list[str]], int]:
    """The endings of a model, form by form, and how many of the forms are singular; all where it has no plural."""
    parts = row.split("|")
    forms = [[end.replace(_NO_ENDING, "") for end in slot.split("/")] for part in parts for slot in part.split()]
    return forms, len(parts[0].split()) if len(parts) == 2 else 0


def inflected(phrase: str, paradigms: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Every form of a phrase with its grammatical number; ``VocabularyError`` where its model is in no table.

    Its words agree: form by form, of models with as many forms. "a|b" is a singular and a plural written out,
    "a <> b" also "b a".
    """
    if _EITHER_WAY in phrase:
        turned = "|".join(" ".join(reversed(form.split(_EITHER_WAY))) for form in phrase.split("|"))
        return inflected(phrase.replace(_EITHER_WAY, " "), paradigms) + inflected(turned, paradigms)
    found = _INFLECTED.findall(phrase)
    if not found:
        forms = phrase.split("|")
        return list(zip(forms, ("sg", "pl") if len(forms) == 2 else ("",) * len(forms), strict=True))
    if any(name not in paradigms for _, name in found):
        raise VocabularyError(f"'{phrase}' has a model that [paradigm] has not")
    models = [_endings(paradigms[name][0]) for _, name in found]
    size, singular = len(models[0][0]), models[0][1]
    if any(len(slots) != size for slots, _ in models):
        raise VocabularyError(f"the words of '{phrase}' have not as many forms, so they cannot agree")
    made: dict[tuple[str, str], None] = {}
    frame = _INFLECTED.sub("\0", phrase).split("\0")
    for at in range(size):
        number = "" if not singular else ("sg" if at < singular else "pl")
        for ends in product(*(slots[at] for slots, _ in models)):
            words = [stem + end for (stem, _), end in zip(found, ends, strict=True)]
            whole = "".join(map("".join, zip_longest(frame, words, fillvalue="")))
            made[whole, number] = None
    return list(made)


_ROLES = ("state", "rebel", "attacker", "defender", "foe", "kin")  # words of ``parties.toml`` for a party
_CASES = "ngdail"  # in the order of the school grammars, and of every model with six forms of either number


def cases_of(phrase: str, paradigms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The cases in which each form of an inflected phrase can stand; nothing of one whose models do not tell.

    A model of all genders at once tells them itself, form by form, in a second row.
    """
    names = [name for _, name in _INFLECTED.findall(phrase)]
    if not names:
        return {}
    endings, singular = _endings(paradigms[names[0]][0])
    told = paradigms[names[0]][1].split() if len(paradigms[names[0]]) > 1 else None
    if told is None:
        if singular != len(_CASES) or len(endings) != 2 * singular:
            return {}
        proper = phrase.lstrip("«")[0].isupper()  # "Россия" has no plural
        told = [*_CASES] if proper else [*_CASES, *_CASES]
    made: dict[str, str] = {}
    for at, case in enumerate(told):
        alone = {name: [_row_at(paradigms[name][0], at)] for name in names}
        for form, _ in inflected(phrase, alone):
            made[form] = made.get(form, "") + case
    return {form: "".join(sorted(set(cases))) for form, cases in made.items()}


def _row_at(row: str, at: int) -> str:
    """One form of a model, as a model of that form alone."""
    return row.replace("|", " ").split()[at]


def _phrases(
    code: str, files: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[dict[str, dict[str, list[str]]], dict[str, dict[str, Any]]]:
    """Split a pack's files into phrase tables (value → list of phrases) and settings (everything else)."""
    values: dict[str, dict[str, list[str]]] = {}
    settings: dict[str, Any] = {}
    for name, tables in files:
        for kind, table in tables.items():
            if not isinstance(table, dict):
                raise VocabularyError(f"languages/{code}/{name}: '{kind}' must be a table of value = [phrases]")
            if kind == "settings":
                settings.setdefault(kind, {}).update(table)
                continue
            for value, phrases in table.items():
                if not isinstance(phrases, list) or not all(isinstance(p, str) for p in phrases):
                    raise VocabularyError(f"languages/{code}/{name}: [{kind}] {value} must be a list of phrases")
                values.setdefault(kind, {}).setdefault(value, []).extend(phrases)
    paradigms = values.pop("paradigm", {})
    if not paradigms:
        return values, settings
    cases = settings.setdefault("settings", {}).setdefault("cases", {})
    roles = settings["settings"].get("parties", {})
    stood = [
        *values.get("side", {}).values(),
        values.get("form", {}).get("enemy", []),
        *map(roles.get, _ROLES, repeat([])),
    ]
    try:
        for phrase in (phrase for phrases in stood for phrase in phrases):
            for form, known in cases_of(phrase, paradigms).items():
                cases.setdefault(known, []).append(form)
        for table in values.values():
            for value, phrases in table.items():
                table[value] = [_marked(form, number) for p in phrases for form, number in inflected(p, paradigms)]
        return values, _inflected_settings(settings, paradigms)
    except VocabularyError as error:
        raise VocabularyError(f"languages/{code}: {error}") from error


_MARKS = {"sg": "\1", "pl": "\2", "": ""}  # behind a form that was made from a model, for the compiler alone


def _marked(form: str, number: str) -> str:
    return form + _MARKS[number]


def _numbered(phrase: str) -> Iterable[tuple[str, str]]:
    """The forms of a phrase as the tables hold it, with their grammatical number."""
    if phrase.endswith(("\1", "\2")):
        return ((phrase[:-1], "sg" if phrase[-1] == "\1" else "pl"),)
    forms = phrase.split("|")
    return zip(forms, ("sg", "pl") if len(forms) == 2 else ("",), strict=True)


def _inflected_settings(value: Any, paradigms: Mapping[str, Sequence[str]]) -> Any:
    """Settings with every inflected word of their lists written out in all its forms."""
    if isinstance(value, dict):
        return {key: _inflected_settings(inner, paradigms) for key, inner in value.items()}
    if isinstance(value, list) and any(isinstance(item, str) and "~" in item for item in value):
        return [form for item in value for form, _ in inflected(item, paradigms)]
    return value


# Files of a pack that are not phrase tables: corpora (tests), grammar, and what redaction and testimony look up.
_NOT_PHRASES = ("corpus", "grammar", "weights", "names", "personal", "themes")


# Files that are kept compiled beside the phrases.
_COMPILED_TOO = frozenset({"grammar.toml", "grammar_times.toml"})

# Kinds that are lists of words for other uses; they are not joined into tokens.
_NOT_TOKENS = frozenset({"gate", "abbreviation"})


def pack_files(code: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The phrase files of a pack, by name, parsed."""
    import tomllib

    for item in sorted((PACKAGE / "languages" / code).glob("*.toml")):
        if not item.name.startswith(_NOT_PHRASES):
            try:
                yield item.name, tomllib.loads(item.read_text("utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise VocabularyError(f"languages/{code}/{item.name}: {error}") from error


def _compile(code: str) -> dict[str, Any]:
    """A pack as plain tables: phrase table by first word, longest first, with kinds and grammatical number."""
    values: dict[str, dict[str, list[str]]] = {}
    settings: dict[str, Any] = {}
    for part in joined(code):
        own, set_by_it = _phrases(part, pack_files(part))
        values, settings = merged_tables(values, own), merged_tables(settings, set_by_it)
    merged: dict[tuple[str, ...], tuple[dict[str, str], set[str]]] = {}
    for kind, table in values.items():
        if kind in _NOT_TOKENS:
            continue
        for value, phrases in table.items():
            for phrase in phrases:
                for form, number in _numbered(phrase):
                    key = tuple(TOKEN.findall(fold(form)))
                    if not key:
                        raise VocabularyError(f"languages/{code}: [{kind}] {value} has an empty phrase")
                    kinds, numbers = merged.setdefault(key, ({}, set()))
                    kinds.setdefault(kind, value)
                    numbers.add(number)
    rows: dict[str, list[tuple[tuple[str, ...], dict[str, str], str]]] = {}
    for key, (kinds, numbers) in merged.items():
        known = numbers - {""}
        rows.setdefault(key[0], []).append((key[1:], kinds, known.pop() if len(known) == 1 else ""))
    for row in rows.values():
        row.sort(key=lambda item: -len(item[0]))
    for table in values.values():
        for value, phrases in table.items():
            table[value] = [phrase.rstrip("\1\2") for phrase in phrases]
    return {"values": values, "settings": settings, "rows": rows}


def joined(code: str) -> tuple[str, ...]:
    """The packs whose words a pack has: its own, or those that it joins."""
    source = PACKAGE / "languages" / code / "pack.toml"
    return tuple(read_tables(source)["joins"]) if source.is_file() else (code,)


def merged_tables(one: Any, other: Any) -> Any:
    """Two tables as one: lists behind each other, and of two single values the first."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: merged_tables(one[key], other[key]) if key in one and key in other else one.get(key, other.get(key))
            for key in (*one, *(key for key in other if key not in one))
        }
    return [*one, *other] if isinstance(one, list) and isinstance(other, list) else one


def grammar_tables(code: str, name: str) -> dict[str, Any]:
    """A grammar file of a pack as tables, those of the packs it joins as one; ``OSError`` where there is none."""
    tables: dict[str, Any] = {}
    for part in joined(code):
        tables = merged_tables(tables, read_tables(PACKAGE / "languages" / part / name))
    return tables


def compiled(code: str) -> tuple[dict[str, Any], str]:
    """The tables of a pack, kept between runs: ``values``, ``settings`` and ``rows``; and what they were made of."""
    if not (PACKAGE / "languages" / code).is_dir():
        raise VocabularyError(f"no language pack '{code}'")
    files = [file for part in joined(code) for file in sorted((PACKAGE / "languages" / part).glob("*.toml"))]
    sources = [file for file in files if not file.name.startswith(_NOT_PHRASES) or file.name in _COMPILED_TOO]
    made_of = fingerprint(sources, code)
    makers = [_HERE / name for name in ("packs.py", "language.py", "damage.py")]
    return built(f"language-{code}", makers, lambda: _compile(code), made_of), made_of


def kept(language: Language, name: str, makers: Iterable[str], build: Callable[[], T]) -> T:
    """What ``build`` makes of a pack's words: plain tables, kept between runs beside those of the pack itself.

    ``makers`` are the modules of the package whose change must build anew.
    """
    if not language.made_of:  # a language that was put together by hand
        return build()
    paths = [_HERE / maker for maker in (*makers, "language.py", "damage.py")]
    return built(f"{name}-{language.code}", paths, build, f"{language.made_of} {BUILT_BY}")
