"""What the gate costs: the share of gold claims that stand where the reader reads at all.

    claim         our own gold: the sentence of the claim's number is read
    document      third parties' texts that have killed or wounded by their gold: the text passes
    headline      headlines of an event with dead by its gold, that tell a number: the headline passes
    kept          texts of all three of which the reader makes a claim: the text passes the second look, which the pages
                  of a corpus get after the gate

The gate decides by words, before any grammar, whether a text and a sentence of it are read. What it stops is lost
without a refusal, so it must stop nothing: 0.995 is to be reached everywhere. The second look stops what the reader
makes nothing of, so "kept" must be 1.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counterclaim import claims as reader
from counterclaim.corpus.sifting import may_come_to_claims
from counterclaim.documents import read_document
from counterclaim.language import Reading, load_language
from counterclaim.quantities import Amount, NotAmount, find_amounts, numbers_in
from evals.casualties import interval, read_items
from evals.claims import UNSEEN, document_of
from evals.gold import read_gold

Spans = set[tuple[int, int]]


@contextmanager
def watched() -> Iterator[Spans]:
    """Where the sentences stand that ``extract`` reads meanwhile: those whose numbers it looks for."""
    read: Spans = set()

    def noting(reading: Reading, index: int, convention: str = "ours") -> tuple[list[Amount], list[NotAmount]]:
        read.add(reading.bounds[index][:2])
        return numbers_in(reading, index, convention)

    setattr(reader, "numbers_in", noting)  # noqa: B010 (mypy: a name that claims.py has imported)
    try:
        yield read
    finally:
        setattr(reader, "numbers_in", numbers_in)  # noqa: B010


def _of_passages(path: Path, limit: int | None) -> Iterator[tuple[str, str, bool, str]]:
    asked = path.name == UNSEEN or path.parent.name == UNSEEN
    for passage in list(read_gold(path))[:limit]:
        with watched() as read:
            made, _ = reader.extract(document_of(passage), language=passage.language)
        if made:
            yield (
                passage.group,
                "kept",
                may_come_to_claims(passage.text, passage.language),
                f"{passage.id}, second look",
            )
        for claim in passage.claims:
            passed = any(start <= claim.start < end for start, end in read)
            near = passage.text[max(0, claim.start - 60) : claim.end + 60].replace("\n", " ")
            shown = f"… {near} …" if passage.split != UNSEEN or asked else "(not shown: name the folder by --path)"
            yield passage.group, "claim", passed, f"{passage.id} {claim.id}: {shown}"


def _tells_number(text: str) -> bool:
    language = load_language("en")
    return bool(find_amounts(language.parse(text), language)[0])


def _of_items(path: Path, limit: int | None) -> Iterator[tuple[str, str, bool, str]]:
    for item in list(read_items(path))[:limit]:
        gold, group = item["gold"], item.get("source") or item.get("split") or "all"
        if "claims" in item:
            for headline in item["claims"]:
                text = headline["headline"]
                if gold["best"] and _tells_number(text):
                    yield group, "headline", reader.may_hold_claims(text), f"{item['id']}: {text}"
                    yield from _looked_at(group, item["id"], text)
        elif any(gold.get(key) for key in ("killed", "wounded", "killed_groups", "wounded_groups")):
            yield group, "document", reader.may_hold_claims(item["text"]), f"{item['id']}: {item['text']}"
            yield from _looked_at(group, item["id"], item["text"])


def _looked_at(group: str, name: str, text: str) -> Iterator[tuple[str, str, bool, str]]:
    if reader.extract(read_document(text.encode(), path=f"{name}.txt"))[0]:
        yield group, "kept", may_come_to_claims(text), f"{name}, second look: {text}"


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """Recall of the gate for each source or split; ``.jsonl`` is read as a third party's file, all else as our gold."""
    found = _of_items(path, limit) if path.suffix == ".jsonl" else _of_passages(path, limit)
    groups: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for group, metric, passed, told in found:
        groups[group][metric].append(float(passed))
        if not passed and errors > 0:
            errors -= 1
            print(f"\n{group} {told}", file=sys.stderr)
    return {
        name: {
            "n": max(map(len, metrics.values())),
            **{metric: _recall(passed) for metric, passed in metrics.items()},
        }
        for name, metrics in sorted(groups.items())
    }


def _recall(passed: list[float]) -> dict[str, float]:
    made = interval(passed)
    return {"recall": made["em"], "low": made["low"], "high": made["high"], "of": len(passed)}
