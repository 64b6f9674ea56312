"""Our own gold: passages with marked numbers, and one line a claim.

    # suez-01
    published: 1956-11-07
    voice: agency
    war: suez

    The brigade lost [[32|1]] men and [[more than a dozen|2]] lorries on Monday, [[three|3,4]] of each at the bridge.

    ---
    all: EG place=Suez period=window 1956-11-05..1956-11-05 sources=eg-military>"a dispatch rider"
    1: personnel losses unit_name=brigade
    2: over 12 vehicle losses
    3: 3 personnel losses
    4: 3 vehicle losses

After the claim's number come, in words, ``[hedge] [number | low-high] [share] object measure [side]`` and then any
field as ``key=value``; a number is left out where the mark has it in figures. ``all:`` holds what the passage's claims
have in common. A line that starts with ``//`` is a remark. ``docs/codebook.md`` says how fields are decided,
``tests/gold/README.md`` tells the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast, get_args

from counterclaim.model import Certainty, CounterclaimError, Hedge, Period, PeriodKind, Stance, Unit

HEDGES: tuple[str, ...] = get_args(Hedge)
HEADERS = ("published", "voice", "war", "language")
LANGUAGES = ("en", "ru", "uk", "mixed")
KEYS = ("low", "best", "high", "unit", "hedge", "object", "measure", "side", "unit_name", "place", "period", "sources")
KEYS_OF_TONE = ("stance", "certainty")
COMMON = ("object", "measure", "side", "unit_name", "place", "period", "sources", "stance", "certainty")

MARK = re.compile(r"\[\[([^\[\]|]+)\|(?:id=)?([\d,]+)\]\]")
FIELD = re.compile(r"(?:^|\s)(" + "|".join(KEYS + KEYS_OF_TONE) + r")=")
FIGURE = re.compile(r"\d{1,3}(?:[,.\u00a0 ]\d{3})+(?!\d)|\d+(?:\.\d+)?")
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")
SOURCE = re.compile(r'"[^"]+"|[a-z0-9-]+')


class GoldError(CounterclaimError):
    """A gold file has a line that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One annotated claim; ``start`` and ``end`` are where its number stands in the unmarked text.

    ``sources`` are ids of the register, outermost first; one that stands in none is its own words in double quotes.
    """

    id: str
    start: int
    end: int
    text: str
    low: float | None
    best: float | None
    high: float | None
    unit: Unit
    hedge: Hedge
    object: str
    measure: str
    side: str | None
    unit_name: str | None
    place: str | None
    period: Period
    sources: tuple[str, ...]
    stance: Stance
    certainty: Certainty
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A short text with all its claims; ``split`` is the name of the folder it was read from.

    ``language`` is English where the header tells none; ``mixed`` is Russian and Ukrainian in one text.
    """

    id: str
    text: str
    published: date | None
    voice: str
    war: str
    split: str
    claims: tuple[GoldClaim, ...]
    language: str = "en"

    @property
    def group(self) -> str:
        """What its score is told under: the folder, with the language where that is not English."""
        return self.split if self.language == "en" else f"{self.split}-{self.language}"


def read_gold(path: Path) -> Iterator[Passage]:
    """Read every passage of a file, or of all ``.txt`` files below a folder; a bad line raises ``GoldError``."""
    files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    seen: dict[str, Path] = {}
    for file in files:
        for start, lines in _blocks(file):
            passage = _passage(file, start, lines)
            if passage.id in seen:
                raise _error(file, start, f"passage {passage.id!r} stands already in {seen[passage.id].name}")
            seen[passage.id] = file
            yield passage


def _error(file: Path, line: int, what: str) -> GoldError:
    return GoldError(f"{file}:{line}: {what}")


def _blocks(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Stretches of lines that begin with ``# id``, with the number of their first line."""
    start, block = 0, list[str]()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("//"):
            line = ""
        if line.startswith("# "):
            if block:
                yield start, block
            start, block = number, [line]
        elif block:
            block.append(line)
        elif line.strip():
            raise _error(file, number, "text before the first '# id'")
    if block:
        yield start, block


def _passage(file: Path, start: int, lines: list[str]) -> Passage:
    header: dict[str, str] = {}
    at = 1
    while at < len(lines) and lines[at].strip():
        key, colon, value = lines[at].partition(":")
        if not colon or key not in HEADERS or not value.strip():
            raise _error(file, start + at, f"a header is one of {', '.join(HEADERS)}, then ': value'")
        header[key] = value.strip()
        at += 1
    for key in ("voice", "war"):
        if key not in header:
            raise _error(file, start, f"no '{key}:' in the header")
    language = _one_of(file, start, "language", header.get("language", "en"), LANGUAGES)
    try:
        cut = lines.index("---", at)
    except ValueError:
        raise _error(file, start, "no '---' line between the text and its claims") from None
    text, marks = _unmark(file, start, "\n".join(lines[at:cut]).strip("\n"))
    published = _date(file, start, header.get("published"))
    claims = _claims(file, start + cut, lines[cut + 1 :], text, marks)
    return Passage(
        lines[0][2:].strip(), text, published, header["voice"], header["war"], file.parent.name, claims, language
    )


def _unmark(file: Path, start: int, marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without marks, and where the number of each claim stands in it."""
    marks: dict[str, tuple[int, int]] = {}
    parts: list[str] = []
    length = end = 0
    for mark in MARK.finditer(marked):
        parts += [marked[end : mark.start()], mark[1]]
        length += mark.start() - end
        for claim in mark[2].split(","):
            if claim in marks:
                raise _error(file, start, f"two marks of claim {claim}")
            marks[claim] = (length, length + len(mark[1]))
        length += len(mark[1])
        end = mark.end()
    text = "".join([*parts, marked[end:]])
    if "[[" in text or "]]" in text:
        raise _error(file, start, "a mark is [[words|claim]] or [[words|claim,claim]]")
    return text, marks


def _claims(
    file: Path, start: int, lines: list[str], text: str, marks: Mapping[str, tuple[int, int]]
) -> tuple[GoldClaim, ...]:
    common: dict[str, str] = {}
    claims: dict[str, GoldClaim] = {}
    for number, line in enumerate(lines, start + 1):
        if not line.strip():
            continue
        name, colon, rest = line.partition(":")
        if not colon:
            raise _error(file, number, "a claim is 'number: object measure side key=value …'")
        if name == "all":
            common = _fields(file, number, rest, common=True)
        elif name not in marks:
            raise _error(file, number, f"no mark [[…|{name}]] in the text")
        elif name in claims:
            raise _error(file, number, f"claim {name} was told above")
        else:
            claims[name] = _claim(file, number, name, common | _fields(file, number, rest), text, marks[name])
    if missing := [name for name in marks if name not in claims]:
        raise _error(file, start, f"marked, but no line for claim {', '.join(missing)}")
    return tuple(sorted(claims.values(), key=lambda claim: (claim.start, int(claim.id))))


def _fields(file: Path, number: int, rest: str, common: bool = False) -> dict[str, str]:
    """What a line says, by key: the words in front by their order, the others by name."""
    pieces = FIELD.split(rest)
    words = pieces[0].split()
    fields: dict[str, str] = {}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        if key in fields or not value.strip():
            raise _error(file, number, f"{key}= is told twice or has no value")
        fields[key] = value.strip()
    head: dict[str, str] = {}
    if common:
        if words:
            head["side"] = " ".join(words)
    else:
        head |= _quantity_words(words)
        head |= dict(zip(("object", "measure"), words, strict=False))
        if words[2:]:
            head["side"] = " ".join(words[2:])
    if twice := set(head) & set(fields):
        raise _error(file, number, f"told twice: {', '.join(sorted(twice))}")
    if common and (odd := set(fields) - set(COMMON)):
        raise _error(file, number, f"'all:' cannot hold {', '.join(sorted(odd))}")
    return head | fields


def _quantity_words(words: list[str]) -> dict[str, str]:
    """Take hedge, number and ``share`` from the front of the words."""
    found: dict[str, str] = {}
    for hedge in HEDGES:
        if words[: len(hedge.split())] == hedge.split():
            found["hedge"] = hedge
            del words[: len(hedge.split())]
            break
    if words and re.fullmatch(rf"{NUMBER.pattern}(?:-{NUMBER.pattern})?", words[0]):
        found["number"] = words.pop(0)
    if words[:1] == ["share"]:
        found["unit"] = words.pop(0)
    return found


def _claim(
    file: Path, number: int, name: str, fields: Mapping[str, str], text: str, span: tuple[int, int]
) -> GoldClaim:
    for key in ("object", "measure"):
        if key not in fields:
            raise _error(file, number, f"claim {name} has no {key}")
    unit = _one_of(file, number, "unit", fields.get("unit", "count"), get_args(Unit))
    hedge = _one_of(file, number, "hedge", fields.get("hedge", "exact"), HEDGES)
    stance = _one_of(file, number, "stance", fields.get("stance", "asserts"), get_args(Stance))
    certainty = _one_of(file, number, "certainty", fields.get("certainty", "stated"), get_args(Certainty))
    low, best, high = _bounds(file, number, fields, hedge, unit, text[slice(*span)])
    return GoldClaim(
        id=name,
        start=span[0],
        end=span[1],
        text=text[slice(*span)],
        low=low,
        best=best,
        high=high,
        unit=cast(Unit, unit),
        hedge=cast(Hedge, hedge),
        object=fields["object"],
        measure=fields["measure"],
        side=_open(fields.get("side")),
        unit_name=_open(fields.get("unit_name")),
        place=_open(fields.get("place")),
        period=_period(file, number, fields.get("period", "open")),
        sources=_sources(file, number, fields.get("sources", "-")),
        stance=cast(Stance, stance),
        certainty=cast(Certainty, certainty),
        line=number,
    )


def _one_of(file: Path, number: int, key: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise _error(file, number, f"{key}={value} is none of {', '.join(allowed)}")
    return value


def _open(value: str | None) -> str | None:
    return None if value in (None, "-") else value


def _bounds(
    file: Path, number: int, fields: Mapping[str, str], hedge: str, unit: str, quote: str
) -> tuple[float | None, float | None, float | None]:
    """Low, best and high: as given, or the number of the line or of the mark in the places of its hedge."""
    if set(fields) & {"low", "best", "high"}:
        given = {key: _open(fields.get(key)) for key in ("low", "best", "high")}
        if bad := [key for key, value in given.items() if value and not NUMBER.fullmatch(value)]:
            raise _error(file, number, f"{bad[0]}={given[bad[0]]} is no number")
        low, best, high = (None if value is None else _value(value) for value in given.values())
        return low, best, high
    written = fields.get("number", "")
    if not written:
        figures = [re.sub(r"(?<=\d)[,.\u00a0 ](?=\d{3}(?!\d))", "", figure) for figure in FIGURE.findall(quote)]
        if unit == "share":
            figures = [str(float(figure) / 100) for figure in figures]
        if len(figures) != (2 if hedge == "between" else 1):
            raise _error(file, number, f"the number of {quote!r} must be told in the line")
        written = "-".join(figures)
    ends = [_value(end) for end in written.split("-")]
    if len(ends) != (2 if hedge in ("between", "vague") else 1):
        raise _error(file, number, f"{written} does not fit the hedge {hedge!r}")
    low, high = ends[0], ends[-1]
    if hedge in ("over", "at least"):
        return low, None, None
    if hedge in ("up to", "under"):
        return None, None, high
    if hedge in ("about", "nearly"):
        return None, low, None
    return low, low if hedge == "exact" else None, high


def _value(written: str) -> float:
    above, slash, below = written.partition("/")
    return float(above) / float(below) if slash else float(above)


def _date(file: Path, number: int, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise _error(file, number, f"{value!r} is no date (2023-12-09)") from None


def _period(file: Path, number: int, value: str) -> Period:
    """``kind``, then ``first..last`` or one day; either end may be left out."""
    kind, _, days = value.partition(" ")
    _one_of(file, number, "period", kind, get_args(PeriodKind))
    first, dots, last = days.strip().partition("..")
    start, end = _date(file, number, first), _date(file, number, last if dots else first)
    if start and end and end < start:
        raise _error(file, number, f"the period {days} ends before it starts")
    return Period(cast(PeriodKind, kind), start, end)


def _sources(file: Path, number: int, value: str) -> tuple[str, ...]:
    if value == "-":
        return ()
    links = tuple(value.split(">"))
    if bad := [link for link in links if not SOURCE.fullmatch(link)]:
        raise _error(file, number, f'source {bad[0]!r} is neither an id nor words in "quotes"')
    return links
