"""How certain a predicate is, against people's factuality of −3 (surely not) to +3 (surely so).

    certain   it is told as having happened: factuality of 2 or more; ours: stated, and not denied
    sure      it is told as certain either way: 2 or more in absolute value; ours: stated, denied or not

Both are balanced accuracies: the mean of the shares right among the certain and among the others. ``certain`` is the
one to reach, because an event that "did not happen" in these sets is often one that was planned, wished or supposed
(their annotators judged whether it happened), and a plan is no certainty. Texts come as tokens and are put together as
people write them before they are read.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterclaim.attribution import Attribution, find_attribution
from counterclaim.language import Reading, load_language
from evals.casualties import read_items
from evals.intervals import Counts, add_up, interval_of

CERTAIN = 2.0

_JOINED_LEFT = frozenset([".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "'re", "'ve", "'ll", "'d", "'m", "n't"])
_JOINED_RIGHT = frozenset(["(", "[", "$", "£", "€"])
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One predicate: its factuality, and how the words around it are read."""

    factuality: float
    read: Attribution

    @property
    def certain(self) -> tuple[bool, bool]:
        """Whether it is told as having happened: by the gold, by ours."""
        stated = self.read.certainty == "stated" and self.read.stance == "asserts"
        return self.factuality >= CERTAIN, stated and self.read.reality == "real"

    @property
    def sure(self) -> tuple[bool, bool]:
        """Whether it is told as certain either way: by the gold, by ours."""
        return abs(self.factuality) >= CERTAIN, self.read.certainty == "stated"


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The tokens as running text, and where each of them stands in it."""
    text = ""
    spans: list[tuple[int, int]] = []
    glue, inside = True, False
    for token in tokens:
        token = _QUOTES.get(token, token)
        quote = token == '"'
        if not glue and token.lower() not in _JOINED_LEFT and not (quote and inside):
            text += " "
        spans.append((len(text), len(text) + len(token)))
        text += token
        inside = inside != quote
        glue = token in _JOINED_RIGHT or (quote and inside)
    return text, spans


def judge(item: dict[str, Any]) -> list[Judged]:
    """Every predicate of one text with our reading of the words around it."""
    text, spans = join_tokens(item["tokens_text"].split(" "))
    reading = Reading(text, load_language("en"))
    made = []
    for gold in item["gold"]:
        start, end = spans[gold["tok"][0]][0], spans[gold["tok"][1] - 1][1]
        index = next((i for i, (a, b, _) in enumerate(reading.bounds) if a <= start < b), None)
        read = Attribution() if index is None else find_attribution(reading, index, start, end, start)
        made.append(Judged(gold["factuality"], read))
    return made


def counts_of(pairs: Sequence[tuple[bool, bool]]) -> Counts:
    """Right and all among the certain, right and all among the others."""
    yes = [ours for gold, ours in pairs if gold]
    no = [not ours for gold, ours in pairs if not gold]
    return sum(yes), len(yes), sum(no), len(no)


def balanced(counts: Counts) -> float:
    """The mean of the shares right among the certain and among the others; of one of them where the other is empty."""
    yes, certain, no, others = counts
    shares = [right / n for right, n in ((yes, certain), (no, others)) if n]
    return sum(shares) / max(1, len(shares))


def with_interval(rows: Sequence[Counts]) -> dict[str, float]:
    """Balanced accuracy over all texts with its interval, and both shares."""
    counts = add_up(rows)
    yes, certain, no, others = counts
    shares = {"among_certain": yes / max(1, certain), "among_others": no / max(1, others)}
    return {
        "balanced_accuracy": round(balanced(counts), 4),
        **interval_of(rows, balanced),
        **{key: round(value, 4) for key, value in shares.items()},
    }


def score(path: Path, limit: int | None, errors: int) -> dict[str, dict[str, Any]]:
    """Balanced accuracy of ``certain`` and ``sure``, a group for each split of the file and for each set in it."""
    groups: dict[str, list[list[Judged]]] = defaultdict(list)
    worst: list[tuple[float, str]] = []
    for item in list(read_items(path))[:limit]:
        judged = judge(item)
        for name in {item.get("split") or "all", item.get("set") or item.get("source") or "all"}:
            groups[name].append(judged)
        for gold, one in zip(item["gold"], judged, strict=True):
            is_so, was_read = one.certain
            if is_so != was_read:
                cues = ", ".join(repr(cue.exact) for cue in one.read.cues) or "no cue"
                told = f"{item['id']}: {gold['pred']!r} is {gold['factuality']:+.2f}"
                line = f"\n{told}, read {one.read.certainty}, {one.read.stance} ({cues})\n  {item['tokens_text']}"
                worst.append((abs(gold["factuality"] - CERTAIN), line))
    worst.sort(key=lambda row: -row[0])
    for _, line in worst[:errors]:
        print(line, file=sys.stderr)
    return {
        name: {
            "n": sum(map(len, texts)),
            "certain": with_interval([counts_of([one.certain for one in text]) for text in texts]),
            "sure": with_interval([counts_of([one.sure for one in text]) for text in texts]),
        }
        for name, texts in sorted(groups.items())
    }
