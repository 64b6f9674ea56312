"""Our own gold: every field of every claim, against passages that people marked by ``docs/codebook.md``.

A claim read and a claim of the gold are one when their number spans overlap; where several could be, those with the
same values go together first, then those that agree in more fields. Each serves once.

    found            F1 of the number being read as a claim at all
    all              F1 of claims with number, hedge, object, measure, side, period kind and source all right
    number …         accuracy of one field among the claims found; number is low, best, high and the unit (count, share)
    chain            every link of the attribution, in order; source is the ultimate speaker alone
    period dates     the kind with first and last day
    number re-reads  claims whose own words, read alone, say value and hedge again (an unspoken one has no digits)

A source of the register is right by its id. One that stands in the gold in its own words is right when the reader
gives no other body of the register and half the words of the shorter name are in the other. Intervals come from drawing
whole passages.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.documents.text import find_headline
from counterclaim.language import fold, load_language
from counterclaim.model import Claim, Document, Link
from counterclaim.places import side_of
from counterclaim.quantities import read_quantity
from counterclaim.sources import load_register
from evals.gold import GoldClaim, Passage, read_gold
from evals.intervals import Counts, scored

UNSEEN = "unseen"  # the folder that is never used to make rules
CORE = ("number", "hedge", "object", "measure", "side", "period", "source")

_WORD = re.compile(r"\w+")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


def _words(name: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(name or ""))) - _SMALL


def _same_value(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-4)


def same_number(gold: GoldClaim, read: Claim) -> bool:
    """Whether low, best, high and the unit (count or share) are those of the gold."""
    quantity = read.quantity
    bounds = ((gold.low, quantity.low), (gold.best, quantity.best), (gold.high, quantity.high))
    return gold.unit == quantity.unit and all(_same_value(*pair) for pair in bounds)


@lru_cache(maxsize=1)
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"[a-z]{{2}}-(?:{'|'.join(load_register().bodies)})")


def _registered(source: str) -> bool:
    """Whether an id is that of one body: named in the register, or made of a state and a kind of body (``fr-mod``)."""
    return source in load_register().sources or _bodies().fullmatch(source) is not None


def same_source(gold: str, read: Link) -> bool:
    """Whether a link is the source of the gold: by its id, or loosely by its words where the gold has words."""
    if not gold.startswith('"'):
        return read.id is not None and load_register().aliases.get(read.id, read.id) == gold
    if read.id is not None and _registered(read.id):
        return False
    one, other = _words(gold), _words(read.name)
    return bool(one) and bool(other) and 2 * len(one & other) >= min(len(one), len(other))


def _same_speaker(gold: GoldClaim, read: Claim) -> bool:
    speaker = read.speaker
    if not gold.sources or speaker is None:
        return not gold.sources and speaker is None
    return same_source(gold.sources[-1], speaker)


def _same_chain(gold: GoldClaim, read: Claim) -> bool:
    return len(gold.sources) == len(read.attribution) and all(map(same_source, gold.sources, read.attribution))


@lru_cache(maxsize=1024)
def same_side(gold: str | None, read: str | None) -> bool:
    """Whether two names are of one party: the same, or the gold's is another of its names ("Tamil Tigers", LTTE)."""
    if gold == read or gold is None or read is None:
        return gold == read
    sentence = load_language("en").parse(gold)
    return side_of(sentence, 0) == read


FIELDS: Mapping[str, Callable[[GoldClaim, Claim], bool]] = {
    "number": same_number,
    "hedge": lambda gold, read: gold.hedge == read.quantity.hedge,
    "object": lambda gold, read: gold.object == read.object,
    "measure": lambda gold, read: gold.measure == read.measure,
    "side": lambda gold, read: same_side(gold.side, read.side),
    "unit": lambda gold, read: _words(gold.unit_name) == _words(read.unit),
    "place": lambda gold, read: _words(gold.place) == _words(read.place),
    "period": lambda gold, read: gold.period.kind == read.period.kind,
    "period dates": lambda gold, read: gold.period == read.period,
    "source": _same_speaker,
    "chain": _same_chain,
    "stance": lambda gold, read: gold.stance == read.stance,
    "certainty": lambda gold, read: gold.certainty == read.certainty,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of the gold, the claim read for it, and the fields that differ; one of the two may be missing."""

    gold: GoldClaim | None
    read: Claim | None
    wrong: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether the fields that ``all`` asks for are right."""
        return self.gold is not None and self.read is not None and not set(self.wrong) & set(CORE)


def document_of(passage: Passage) -> Document:
    """A passage as ``check`` would see its text: with its headline and its date."""
    basis: Any = "given" if passage.published else "none"
    return Document(
        id=passage.id,
        text=passage.text,
        path=passage.id,
        published=passage.published,
        published_basis=basis,
        headline=find_headline(passage.text),
    )


def pair_up(gold: Sequence[GoldClaim], read: Sequence[Claim]) -> list[Pair]:
    """Claims of the gold with what was read for them, in the order of the text; then what was read beside the gold."""
    meeting: list[tuple[bool, int, int, int, int]] = []
    wrong: dict[tuple[int, int], tuple[str, ...]] = {}
    for g, claim in enumerate(gold):
        for r, found in enumerate(read):
            overlap = min(claim.end, found.quantity.end) - max(claim.start, found.quantity.start)
            if overlap > 0:
                wrong[g, r] = tuple(name for name, same in FIELDS.items() if not same(claim, found))
                core = sum(name in CORE for name in wrong[g, r])
                meeting.append(("number" in wrong[g, r], core, -overlap, g, r))
    taken: dict[int, int] = {}
    for *_, g, r in sorted(meeting):
        if g not in taken and r not in taken.values():
            taken[g] = r
    pairs = [
        Pair(claim, read[taken[g]], wrong[g, taken[g]]) if g in taken else Pair(claim, None)
        for g, claim in enumerate(gold)
    ]
    return pairs + [Pair(None, found) for r, found in enumerate(read) if r not in taken.values()]


def rereads(read: Claim, text: str, language: str = "en") -> bool:
    """Whether the claim's own words, read alone, give its value and hedge again; an unspoken one has none to read."""
    quantity = read.quantity
    words = text[quantity.start : quantity.end]
    again = read_quantity(words, load_language(language))
    if again is None:
        return "implied one" in read.rules and quantity.text == words and quantity.interval == (1, 1)
    told = (quantity.low, quantity.best, quantity.high, quantity.unit, quantity.hedge)
    return quantity.text == words and told == (again.low, again.best, again.high, again.unit, again.hedge)


def _counts(passage: Passage, pairs: Sequence[Pair]) -> dict[str, Counts]:
    """What one passage adds to each metric."""
    gold, read = len(passage.claims), sum(pair.read is not None for pair in pairs)
    found = [pair for pair in pairs if pair.gold is not None and pair.read is not None]
    counts: dict[str, Counts] = {
        "all": (sum(pair.right for pair in pairs), read, gold),
        "found": (len(found), read, gold),
    }
    for name in FIELDS:
        counts[name] = (sum(name not in pair.wrong for pair in found), len(found), len(found))
    again = sum(rereads(pair.read, passage.text, passage.language) for pair in pairs if pair.read is not None)
    counts["number re-reads"] = (again, read, read)
    return counts


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """Every metric for each split (the folder of a passage) and language; ``n`` counts claims, ``passages`` texts.

    ``errors`` shows the passages with most misreadings. Those of ``unseen`` are shown only when ``path`` names that
    folder or a file in it, so that nobody makes rules from them by accident.
    """
    passages = list(read_gold(path))[:limit]
    groups: dict[str, list[dict[str, Counts]]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    shown: list[tuple[int, Passage, list[Pair]]] = []
    asked = path.name == UNSEEN or path.parent.name == UNSEEN
    for passage in passages:
        pairs = pair_up(passage.claims, extract(document_of(passage), language=passage.language)[0])
        groups[passage.group].append(_counts(passage, pairs))
        sizes[passage.group] += len(passage.claims)
        if passage.split != UNSEEN or asked:
            shown.append((sum(not pair.right for pair in pairs), passage, pairs))
    shown.sort(key=lambda row: -row[0])
    for missed, passage, pairs in shown[:errors]:
        if missed:
            _show(passage, pairs)
    return {
        split: {"n": sizes[split], "passages": len(rows)}
        | {name: scored([row[name] for row in rows], "f1" if name in ("all", "found") else "em") for name in rows[0]}
        for split, rows in sorted(groups.items())
    }


def kinds_of_errors(path: Path) -> dict[str, Counter[str]]:
    """What became of the claims of each group, and how the side and the source of those found were wrong; counted."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for passage in read_gold(path):
        count = groups[passage.group]
        for pair in pair_up(passage.claims, extract(document_of(passage), language=passage.language)[0]):
            count[_fate(pair)] += 1
            for name in {"side", "source"} & set(pair.wrong):
                assert pair.gold is not None
                assert pair.read is not None
                count[f"{name}: {_misread(*_values(name, pair.gold, pair.read))}"] += 1
    return groups


FATES = (
    "right", "not read", *(f"only {name} wrong" for name in CORE), "side and source wrong", "two others wrong",
    "three or more wrong", "read, and none in the gold",
)  # fmt: skip
MISREAD = tuple(f"{name}: {how}" for name in ("side", "source") for how in ("left open", "should be open", "another"))


def _fate(pair: Pair) -> str:
    if pair.gold is None:
        return "read, and none in the gold"
    if pair.read is None:
        return "not read"
    wrong = [name for name in CORE if name in pair.wrong]
    if len(wrong) < 2:
        return f"only {wrong[0]} wrong" if wrong else "right"
    if len(wrong) > 2:
        return "three or more wrong"
    return "side and source wrong" if set(wrong) == {"side", "source"} else "two others wrong"


def _misread(is_so: object, was_read: object) -> str:
    if was_read in (None, "-"):
        return "left open"
    return "should be open" if is_so in (None, "-") else "another"


def table_of_errors(path: Path) -> str:
    """The kinds of errors of the unseen groups as a Markdown table, the commonest language first."""
    groups = {name: count for name, count in kinds_of_errors(path).items() if name.startswith(UNSEEN)}
    names = sorted(groups, key=lambda name: -groups[name].total())
    rows = [
        "What became of the claims of the unseen half, and how side and source of those found were wrong:", "",
        f"| | {' | '.join(names)} |", f"|---|{'--:|' * len(names)}",
    ]  # fmt: skip
    rows += (f"| {kind} | {' | '.join(str(groups[name][kind]) for name in names)} |" for kind in (*FATES, *MISREAD))
    return "\n".join(rows)


def _show(passage: Passage, pairs: Sequence[Pair]) -> None:
    """A passage with each claim that is missing, too many or wrong, and the fields as they should be and were read."""
    print(f"\n{passage.split}/{passage.id} ({passage.published})\n{passage.text}\n", file=sys.stderr)
    for pair in pairs:
        if pair.gold is None and pair.read is not None:
            print(f"  too many: {_told(pair.read)}  {list(pair.read.rules)}", file=sys.stderr)
        elif pair.gold is not None and pair.read is None:
            print(f"  not read: {pair.gold.text!r} {pair.gold.object} {pair.gold.measure}", file=sys.stderr)
        elif pair.gold is not None and pair.read is not None and pair.wrong:
            print(f"  {_told(pair.read)}: wrong {', '.join(pair.wrong)}", file=sys.stderr)
            for name in pair.wrong:
                is_so, was_read = _values(name, pair.gold, pair.read)
                print(f"      {name}: gold {is_so}, read {was_read}", file=sys.stderr)


def _told(claim: Claim) -> str:
    return f"{claim.quantity.text!r} {claim.object} {claim.measure}"


def _values(name: str, gold: GoldClaim, read: Claim) -> tuple[object, object]:
    """One field of both, as a person wants to see it."""
    quantity, links = read.quantity, [link.id or f'"{link.name}"' for link in read.attribution]
    if name == "number":
        ours = (quantity.low, quantity.best, quantity.high, quantity.unit)
        return (gold.low, gold.best, gold.high, gold.unit), ours
    if name in ("source", "chain"):
        return ">".join(gold.sources) or "-", ">".join(links) or "-"
    if name.startswith("period"):
        return (
            f"{gold.period.kind} {gold.period.start}..{gold.period.end}",
            f"{read.period.kind} {read.period.start}..{read.period.end}",
        )
    if name == "hedge":
        return gold.hedge, quantity.hedge
    return getattr(gold, "unit_name" if name == "unit" else name), getattr(read, name)
