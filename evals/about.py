"""What the page About tells of errors: rows of the scores, written into the package by the runs that measured them.

ROWS     which scores are told, in which words
write    the scores of one whole set → ``src/counterclaim/web/scores.json``; rows of other sets stay as they were
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

SCORES = Path(__file__).resolve().parents[1] / "src" / "counterclaim" / "web" / "scores.json"
OURS = "our own unseen passages"
# set, group, metric; what was asked of the reader, on what, and what the number is.
ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("claims", "unseen", "found", "Numbers that are claims, found", f"{OURS}, English", "F1"),
    ("claims", "unseen-ru", "found", "Numbers that are claims, found", f"{OURS}, Russian", "F1"),
    ("claims", "unseen-uk", "found", "Numbers that are claims, found", f"{OURS}, Ukrainian", "F1"),
    (
        "claims", "unseen", "all", "Claims with number, hedge, object, measure, side, period and source all right",
        f"{OURS}, English", "F1",
    ),
    (
        "claims", "unseen", "number re-reads", "Numbers that re-read from their own words to the same value",
        f"{OURS}, English", "share",
    ),
    (
        "casualties", "gtd2021", "both", "Killed and wounded of one incident, both exact",
        "Global Terrorism Database 2021", "share",
    ),
    (
        "casualties", "rand_rdwti", "both", "Killed and wounded of one incident, both exact",
        "RAND terrorism incidents", "share",
    ),
    ("attribution", "dev", "overlap", "Attributions: source, cue and content overlap", "PolNeAR", "F1"),
    ("certainty", "UW", "certain", "How sure: stated or hedged", "UW factuality", "balanced accuracy"),
    (
        "gate", "rand_rdwti", "document", "Texts that hold a claim, not passed over", "RAND terrorism incidents",
        "recall",
    ),
    ("redaction", "unseen", "recall", "Personal data in calls, hidden", OURS, "recall"),
)  # fmt: skip


def load() -> dict[tuple[str, str, str], dict[str, Any]]:
    """The rows as they were written last, by set, group and metric."""
    if not SCORES.exists():
        return {}
    return {(row["set"], row["group"], row["metric"]): row for row in json.loads(SCORES.read_text(encoding="utf-8"))}


def write(name: str, scores: Mapping[str, Mapping[str, Any]], commit: str) -> None:
    """Puts the scores of one whole set into the package's file."""
    rows = load()
    for set_name, group, metric, task, on, kind in ROWS:
        measured = scores.get(group, {}).get(metric) if set_name == name else None
        if measured is None:
            continue
        score = next(value for key, value in measured.items() if key not in ("low", "high", "n"))
        rows[set_name, group, metric] = {
            "set": name, "group": group, "metric": metric, "task": task, "on": on, "kind": kind,
            "n": measured.get("n", scores[group]["n"]), "score": round(score, 3),
            "low": round(measured["low"], 3), "high": round(measured["high"], 3),
            "date": date.today().isoformat(), "commit": commit,
        }  # fmt: skip
    wanted = [rows[key] for key in (row[:3] for row in ROWS) if key in rows]
    lines = ",\n".join(" " + json.dumps(row, ensure_ascii=False) for row in wanted)
    SCORES.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
