"""Personal data found and hidden, against snippets marked by people (``tests/gold/redaction``, its README the guide).

A gold mark is found when what was read covers at least half of its letters and digits; a read mark is right when at
least half of its letters and digits stand in gold marks, whatever the kinds.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim.redaction import marks
from evals.intervals import Counts, add_up, interval_of
from evals.snippets import Snippet, read_snippets

SPLITS = ("seen", "unseen")


def _letters(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}


def counts_of(snippet: Snippet) -> tuple[Counts, list[str]]:
    """Gold, found, read, right, kinds right, letters of gold, letters hidden; and what went wrong, in words."""
    text = snippet.text
    read = marks(text, snippet.language, call=snippet.kind != "news", call_signs=True)
    hidden = set().union(*(_letters(text, mark.start, mark.end) for mark in read)) if read else set()
    gold = set().union(*(_letters(text, start, end) for start, end, _ in snippet.marks)) if snippet.marks else set()
    found = kinds = right = 0
    wrong = []
    for start, end, kind in snippet.marks:
        own = _letters(text, start, end)
        if 2 * len(own & hidden) >= len(own):
            found += 1
            kinds += any(mark.kind == kind and mark.start < end and start < mark.end for mark in read)
        else:
            wrong.append(f"missed {kind}: {text[start:end]}")
    for mark in read:
        own = _letters(text, mark.start, mark.end)
        if 2 * len(own & gold) >= len(own):
            right += 1
        else:
            wrong.append(f"too much, {mark.kind}: {text[mark.start : mark.end]}")
    return (len(snippet.marks), found, len(read), right, kinds, len(gold), len(gold & hidden)), wrong


def _recall(counts: Counts) -> float:
    return counts[1] / counts[0] if counts[0] else 1.0


def _precision(counts: Counts) -> float:
    return counts[3] / counts[2] if counts[2] else 1.0


def score(path: Path, limit: int | None = None, errors: int = 0) -> dict[str, dict[str, Any]]:
    """Recall and precision by mark, for each half and each language in it."""
    rows: dict[str, list[Counts]] = defaultdict(list)
    shown = 0
    folders = (
        [(path / split, split) for split in SPLITS]
        if path.is_dir() and (path / SPLITS[0]).is_dir()
        else [(path, "given")]
    )
    for folder, split in folders:
        if not folder.exists():
            continue
        for snippet in list(read_snippets(folder))[:limit]:
            counts, wrong = counts_of(snippet)
            rows[split].append(counts)
            rows[f"{split} {snippet.language}"].append(counts)
            if wrong and shown < errors and split != "unseen":
                shown += 1
                print(f"{snippet.id} ({snippet.kind}): " + "; ".join(wrong), file=sys.stderr)
    scores: dict[str, dict[str, Any]] = {}
    for group, counted in sorted(rows.items()):
        total = add_up(counted)
        scores[group] = {
            "n": int(total[0]),
            "recall": {"share": round(_recall(total), 4), **interval_of(counted, _recall)},
            "precision": {"share": round(_precision(total), 4), **interval_of(counted, _precision)},
            "kind": {"share": round(total[4] / max(1, total[1]), 4)},
            "covered": {"share": round(total[6] / max(1, total[5]), 4)},
        }
    return scores
