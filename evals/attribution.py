"""Scores attribution against PolNeAR: source, cue and content of every attribution in a news article.

An attribution of the gold is found when one of ours overlaps it in source, cue and content (a source nobody names must
be missing in both). *Exact* asks for the same words in all three; punctuation, quotation marks and white
space do not count. Each of ours serves one of the gold's. *Number source* is the share of the numbers inside a gold
content whose innermost gold source overlaps the innermost source given by ``find_attributions``.

    python -m evals.attribution [--gold FILE] [--limit ARTICLES] [--errors N] [--reporting]

``--errors`` shows the sentences with most that is wrong: what was not found, and what was read beside the gold.
``--reporting`` leaves out attitudes and acts ("endorsed", "wants") and keeps gold whose cue reports words or figures.
PolNeAR may not be redistributed; without the file this says so and leaves with status 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from counterclaim.attribution import find_attributions
from counterclaim.attribution.lexicon import lexicon_of
from counterclaim.language import Reading, load_language
from evals.intervals import Counts, add_up, scored

GOLD = Path(__file__).resolve().parents[1].parent / "shared" / "gold" / "polnear-dev.jsonl"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"\w+")
_LONGEST = 120  # characters of a span that are shown
_REPORTING = frozenset(["say", "inform", "show", "think", "deny", "cite"])

Parts = tuple[frozenset[int], frozenset[int], frozenset[int]]  # words of source, cue, content
Spans = Sequence[tuple[int, int]]


def words_of(text: str, spans: Spans) -> frozenset[int]:
    """Where the words of the spans begin; two spans with the same words count as the same."""
    return frozenset(m.start() for a, b in spans for m in _WORD.finditer(text, a, b))


def _gold(article: dict[str, Any], reporting_only: bool) -> list[Parts]:
    verbs = lexicon_of(load_language("en")).verbs
    text = article["text"]
    rows = []
    for item in article["attributions"]:
        parts = [
            words_of(text, [tuple(s) for m in item[key] for s in m["spans"]]) for key in ("source", "cue", "content")
        ]
        if not parts[1] or not parts[2]:
            continue
        if reporting_only:
            cue = " ".join(m["text"].lower() for m in item["cue"])
            kinds = {k for w in _WORD.findall(cue) if w in verbs for k in verbs[w].kinds}
            if not (kinds & _REPORTING or "according" in cue):
                continue
        rows.append((parts[0], parts[1], parts[2]))
    return rows


def _ours(text: str) -> list[Parts]:
    reading = Reading(text, load_language("en"))
    rows = []
    for found in find_attributions(reading):
        source = words_of(text, [(found.source.start, found.source.end)]) if found.source else frozenset()
        cue = words_of(text, [(found.cue.start, found.cue.end)])
        rows.append((source, cue, words_of(text, [(c.start, c.end) for c in found.content])))
    return rows


def _meets(one: Parts, other: Parts) -> bool:
    sources = bool(one[0] & other[0]) or (not one[0] and not other[0])
    return sources and bool(one[1] & other[1]) and bool(one[2] & other[2])


def _unmatched(gold: list[Parts], ours: list[Parts], exact: bool) -> tuple[list[Parts], list[Parts]]:
    """The rows of the gold that none of ours serves, and those of ours that serve none."""
    free = list(ours)
    missed = []
    for row in gold:
        hits = [o for o in free if (o == row if exact else _meets(row, o))]
        if hits:
            free.remove(max(hits, key=lambda o: len(o[2] & row[2])))
        else:
            missed.append(row)
    return missed, free


def _innermost(rows: Iterable[Parts], at: int) -> frozenset[int]:
    holding = [row for row in rows if at in row[2] and row[0]]
    return min(holding, key=lambda row: len(row[2]))[0] if holding else frozenset()


def _told(text: str, parts: Parts) -> str:
    """Source, cue and content of one attribution on a line."""
    spans = []
    for words in parts:
        last = _WORD.match(text, max(words)) if words else None
        spans.append(" ".join(text[min(words) : last.end()].split()) if last is not None else "-")
    return " | ".join(span if len(span) <= _LONGEST else f"{span[:_LONGEST]}…" for span in spans)


def _wrong_by_sentence(text: str, missed: Iterable[Parts], beside: Iterable[Parts]) -> list[tuple[int, str]]:
    """The sentences in which something is missed or read beside the gold, each with how much, and told."""
    reading = Reading(text, load_language("en"))
    begins = [start for start, _, _ in reading.bounds]
    found: dict[int, list[str]] = defaultdict(list)
    for label, rows in (("not found", missed), ("read beside the gold", beside)):
        for row in rows:
            found[bisect_right(begins, min(row[1] or row[2], default=0)) - 1].append(f"    {label}: {_told(text, row)}")
    made = []
    for index, lines in found.items():
        start, end, _ = reading.bounds[index]
        made.append((len(lines), "\n".join([" ".join(text[start:end].split()), *lines])))
    return made


def score(path: Path = GOLD, limit: int | None = None, reporting_only: bool = False, errors: int = 0) -> dict[str, Any]:
    """Overlap and exact F1 of whole attributions, and the share of numbers with the right source.

    ``errors`` prints that many sentences to standard error, those with most that is wrong first.
    """
    wrong: list[tuple[int, str]] = []
    rows: dict[str, list[Counts]] = {"overlap": [], "exact": [], "number source": []}  # an article each
    parts = [0, 0, 0]
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines][:limit]
    for article in articles:
        text = article["text"]
        gold, ours = _gold(article, reporting_only), _ours(text)
        missed, beside = _unmatched(gold, ours, exact=False)
        exact = len(gold) - len(_unmatched(gold, ours, exact=True)[0])
        rows["overlap"].append((len(gold) - len(missed), len(ours), len(gold)))
        rows["exact"].append((exact, len(ours), len(gold)))
        if errors:
            wrong += _wrong_by_sentence(text, missed, beside)
        numbers = right = 0
        for row in gold:
            best = max(ours, key=lambda o: (_meets(row, o), len(o[1] & row[1])), default=None)
            if best is not None and _meets(row, best):
                for k in range(3):
                    parts[k] += best[k] == row[k]
        for match in _NUMBER.finditer(text):
            source = _innermost(gold, match.start())
            if source:
                numbers += 1
                right += bool(source & _innermost(ours, match.start()))
        rows["number source"].append((right, numbers, numbers))
    for _, told in sorted(wrong, key=lambda row: -row[0])[:errors]:
        print(f"\n{told}", file=sys.stderr)
    overlapping, ours_total, gold_total = map(int, add_up(rows["overlap"]))
    return {
        "articles": len(articles),
        "gold": gold_total,
        "ours": ours_total,
        "overlap": scored(rows["overlap"], "f1"),
        "exact": scored(rows["exact"], "f1"),
        "exact_given_overlap": {
            name: round(count / max(1, overlapping), 4)
            for name, count in zip(("source", "cue", "content"), parts, strict=True)
        },
        "number source": scored(rows["number source"], "em"),
    }


def main() -> int:
    """Print the scores, or why there are none."""
    parser = argparse.ArgumentParser(description="Attribution against PolNeAR")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--limit", type=int, default=None, help="articles to read")
    parser.add_argument("--errors", type=int, default=0, help="sentences to show in which something is wrong")
    parser.add_argument("--reporting", action="store_true", help="only gold whose cue reports words or figures")
    given = parser.parse_args()
    if not given.gold.is_file():
        print(f"skipped: {given.gold.name} is not there; PolNeAR may not be redistributed, give its file with --gold")
        return 0
    print(json.dumps(score(given.gold, given.limit, given.reporting, given.errors), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
