"""Themes of testimony against calls coded by people (``tests/gold/themes``): micro F1 over pairs of turn and theme."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from counterclaim.model import Document
from counterclaim.testimony import code, turns_of
from evals.intervals import Counts, scored
from evals.redaction import SPLITS
from evals.snippets import Snippet, read_snippets


def pairs_of(snippet: Snippet) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """The (turn, theme) pairs of the gold and those read."""
    document = Document(id=snippet.id, text=snippet.text, path=snippet.id, language=snippet.language)
    turns = list(turns_of(document))

    def turn_at(offset: int) -> int:
        return next((k for k, (start, end) in enumerate(turns) if start <= offset < end), -1)

    gold = {(turn_at(start), theme.strip()) for start, _, label in snippet.marks for theme in label.split(",")}
    return gold, {(turn_at(coding.start), coding.theme) for coding in code(document)}


def score(path: Path, limit: int | None = None, errors: int = 0) -> dict[str, dict[str, Any]]:
    """F1, precision and recall for each half and each language in it."""
    rows: dict[str, list[Counts]] = defaultdict(list)
    shown = 0
    folders = [(path / split, split) for split in SPLITS] if (path / SPLITS[0]).is_dir() else [(path, "given")]
    for folder, split in folders:
        if not folder.exists():
            continue
        for snippet in list(read_snippets(folder))[:limit]:
            gold, read = pairs_of(snippet)
            for group in (split, f"{split} {snippet.language}"):
                rows[group].append((len(gold & read), len(read), len(gold)))
            if gold != read and shown < errors and split != "unseen":
                shown += 1
                print(f"{snippet.id}: missed {sorted(gold - read)}, too much {sorted(read - gold)}", file=sys.stderr)
    return {
        group: {
            "n": int(sum(row[2] for row in counted)),
            "coded": {key: value for key, value in scored(counted, "f1").items() if key != "n"},
        }
        for group, counted in sorted(rows.items())
    }
