"""What programs send and get: frozen dataclasses as JSON Schema, and JSON and queries as those dataclasses.

schema_of     a type → JSON Schema 2020-12; dataclasses become components that are named once
read_json     what a program sent → the dataclass, or one sentence that says where it is wrong
read_query    the same for the parameters of an address
Said          words and bounds of a field, as ``Annotated[str, Said("the text", most=100)]``
Shown         a published schema by name (claim, document …), for answers
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from counterclaim.model import CounterclaimError

Schema = dict[str, Any]


class ContractError(CounterclaimError):
    """What was sent is not what is asked for (400)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a field means, and its bounds: of a text its letters, of a number its value, of a list its length."""

    words: str
    least: int | None = None
    most: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A definition of the published schemas (``counterclaim schema check``), by its name."""

    name: str


# ------------------------------------------------------------------------------------------------------- schemas


def schema_of(kind: Any, components: dict[str, Schema]) -> Schema:
    """The schema of a type; dataclasses and published definitions are put into ``components`` and referred to."""
    kind, said = _bare(kind)
    made = _plain(kind, components)
    if said is not None:
        made = {**made, "description": said.words, **_bounds(made.get("type"), said)}
    return made


def _plain(kind: Any, components: dict[str, Schema]) -> Schema:
    if isinstance(kind, Shown):
        return {"$ref": f"#/components/schemas/{kind.name}"}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in components:
            components[kind.__name__] = {}  # for one that holds itself
            components[kind.__name__] = _table(kind, components)
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = [schema_of(part, components) for part in parts if part is not type(None)]
        if type(None) in parts and len(inner) == 1 and isinstance(inner[0].get("type"), str) and "enum" not in inner[0]:
            return {**inner[0], "type": [inner[0]["type"], "null"]}
        return {"anyOf": [*inner, {"type": "null"}] if type(None) in parts else inner}
    if origin is Literal:
        return {"type": "string", "enum": list(parts)}
    if origin is tuple:
        return {"type": "array", "items": schema_of(parts[0], components)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1], components)}
    return dict(_SIMPLE[kind])


_SIMPLE: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    bytes: {"type": "string", "format": "binary"},
    Any: {},
}


def _table(kind: type, components: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "additionalProperties": False,
        "required": [each.name for each in fields(kind) if _is_needed(each)],
        "properties": {each.name: schema_of(hints[each.name], components) for each in fields(kind)},
    }


def _is_needed(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _bounds(kind: Any, said: Said) -> Schema:
    words = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}
    first = kind[0] if isinstance(kind, list) else kind
    low, high = words.get(first, ("minimum", "maximum"))
    found: Schema = {}
    if said.least is not None:
        found[low] = said.least
    if said.most is not None:
        found[high] = said.most
    if said.pattern is not None:
        found["pattern"] = said.pattern
    return found


def _bare(kind: Any) -> tuple[Any, Said | None]:
    if get_origin(kind) is Annotated:
        inner, *notes = get_args(kind)
        return inner, next((note for note in notes if isinstance(note, Said)), None)
    return kind, None


def parameters_of(kind: type) -> list[Schema]:
    """The fields of a dataclass as parameters of an address."""
    hints, components = get_type_hints(kind, include_extras=True), dict[str, Schema]()
    found = []
    for each in fields(kind):
        made = schema_of(hints[each.name], components)
        words = made.pop("description", "")
        if isinstance(made.get("type"), list):  # an address has a parameter or has none
            made["type"] = made["type"][0]
        made = next((part for part in made.get("anyOf", ()) if part != {"type": "null"}), made)
        found.append(
            {"name": name_of(each), "in": "query", "required": _is_needed(each), "description": words, "schema": made}
        )
    return found


def name_of(each: Field[Any]) -> str:
    """The name of a field outside Python, where some words are taken: ``from_`` is ``from``."""
    return each.name.rstrip("_")


# ------------------------------------------------------------------------------------------------------- reading


def read_json(kind: Any, given: Any, where: str = "the body") -> Any:
    """A value of ``kind`` from decoded JSON; raises ``ContractError`` that names the place."""
    kind, said = _bare(kind)
    value = _value(kind, given, where)
    if said is not None and value is not None:
        _check(value, said, where)
    return value


def _value(kind: Any, given: Any, where: str) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return _instance(kind, given, where)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if given is None and type(None) in parts:
            return None
        return _one_of([part for part in parts if part is not type(None)], given, where)
    if origin is Literal:
        if given not in parts or not isinstance(given, str):
            raise ContractError(f"{where} must be one of {', '.join(parts)}")
        return given
    if origin is tuple:
        if not isinstance(given, list):
            raise ContractError(f"{where} must be a list")
        return tuple(read_json(parts[0], each, f"{where}[{at}]") for at, each in enumerate(given))
    if origin in (dict, Mapping):
        if not isinstance(given, dict):
            raise ContractError(f"{where} must be an object")
        return {name: read_json(parts[1], each, f"{where}.{name}") for name, each in given.items()}
    return _simple(kind, given, where)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _one_of(kinds: list[Any], given: Any, where: str) -> Any:
    """The value of the first kind that it can be."""
    for kind in kinds[:-1]:
        try:
            return read_json(kind, given, where)
        except ContractError:
            continue
    return read_json(kinds[-1], given, where)


def _simple(kind: Any, given: Any, where: str) -> Any:
    if kind is Any:
        return given
    if kind is date:
        try:
            if not isinstance(given, str) or not _DAY.fullmatch(given):
                raise ValueError
            return date.fromisoformat(given)
        except ValueError:
            raise ContractError(f"{where} must be a day, as 2023-12-13") from None
    if kind is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if kind is int and isinstance(given, float) and given.is_integer():
        return int(given)
    if not isinstance(given, kind) or (isinstance(given, bool) and kind is not bool):
        raise ContractError(f"{where} must be {_NAMES[kind]}")
    return given


_NAMES: Mapping[Any, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _instance(kind: type, given: Any, where: str) -> Any:
    if not isinstance(given, dict):
        raise ContractError(f"{where} must be an object")
    known = {name_of(each): each for each in fields(kind)}
    strange = sorted(set(given) - set(known))
    if strange:
        raise ContractError(f"{where} has “{strange[0][:100]}”, which is not known; there is {', '.join(known)}")
    hints = get_type_hints(kind, include_extras=True)
    values = {}
    for name, each in known.items():
        if name in given:
            place = name if where == "the body" else f"{where}.{name}"
            values[each.name] = read_json(hints[each.name], given[name], place)
        elif _is_needed(each):
            raise ContractError(f"{where} needs “{name}”")
    return kind(**values)


def _check(value: Any, said: Said, where: str) -> None:
    if isinstance(value, date):
        return
    is_number = isinstance(value, (int, float))
    size = value if is_number else len(value)
    unit = "" if is_number else " letters" if isinstance(value, str) else " parts"
    verb = "be" if is_number else "have"
    if said.least is not None and size < said.least:
        raise ContractError(f"{where} must {verb} at least {said.least:,}{unit}")
    if said.most is not None and size > said.most:
        raise ContractError(f"{where} must {verb} at most {said.most:,}{unit}")
    if said.pattern is not None and not re.search(re.sub(r"\$$", r"\\Z", said.pattern), value):
        raise ContractError(f"{where} is not of the form {said.pattern}")


def read_query(kind: type, pairs: Iterable[tuple[str, str]]) -> Any:
    """The parameters of an address as a dataclass; each once, and none that is not known."""
    hints = get_type_hints(kind, include_extras=True)
    known = {name_of(each): hints[each.name] for each in fields(kind)}
    given: dict[str, Any] = {}
    for name, word in pairs:
        if name in given:
            raise ContractError(f"“{name[:100]}” is given twice")
        if name not in known:
            raise ContractError(f"there is no parameter “{name[:100]}”; there is {', '.join(known)}")
        given[name] = _typed(known[name], word, name)
    return _instance(kind, given, "the query")


def _typed(kind: Any, word: str, name: str) -> Any:
    """A word of an address as JSON would have it."""
    kind, _ = _bare(kind)
    if get_origin(kind) in (Union, types.UnionType):
        kind, _ = _bare(next(part for part in get_args(kind) if part is not type(None)))
    if kind is int:
        body = word.removeprefix("-")
        if not body.isascii() or not body.isdigit() or len(body) > 18:
            raise ContractError(f"{name} must be a whole number")
        return int(word)
    if kind is bool:
        if word not in ("true", "false"):
            raise ContractError(f"{name} must be true or false")
        return word == "true"
    return word
