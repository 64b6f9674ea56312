"""Planted errors: texts with one number that does not hold, and texts like them that hold (``tests/gold/errors``).

An error is found where a warning or an error rests on words that meet the wrong ones. A text that holds is quiet where
nothing is at warning or above.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from counterclaim import check
from counterclaim.model import Finding
from evals.intervals import Counts, scored

SPLITS = ("unseen", "seen")


@dataclass(frozen=True, slots=True)
class Planted:
    """One text: what is wrong in it, ``""`` where nothing is, and why that can be proved."""

    id: str
    language: str
    words: str
    kind: str
    wrong: str
    why: str
    published: date | None


def read_texts(path: Path) -> Iterator[Planted]:
    """The texts of a file, or of the files of a folder; what is wrong must stand in its text."""
    for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
        for row in tomllib.loads(file.read_text("utf-8"))["text"]:
            wrong = row.get("wrong", "")
            if wrong not in row["words"]:
                raise ValueError(f"{file.name}: {row['id']}: “{wrong}” does not stand in the text")
            yield Planted(
                row["id"], row["language"], row["words"], row["kind"], wrong, row.get("why", ""), row.get("published")
            )


def alarms_of(text: Planted) -> list[tuple[Finding, bool]]:
    """What ``check`` has to say of a text at warning or above, each with whether it rests on the wrong words."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        file.write_text(text.words, "utf-8")
        (report,) = check(str(file), published=text.published)
    start = report.document.text.find(text.wrong) if text.wrong else -1
    end = start + len(text.wrong)
    return [
        (finding, start >= 0 and any(span.start < end and start < span.end for span in finding.evidence))
        for finding in report.findings
        if finding.severity != "note"
    ]


def score(path: Path, limit: int | None = None, errors: int = 0) -> dict[str, dict[str, Any]]:
    """The share of errors found and of clean texts that stay quiet, by split and by file in it.

    ``beside`` is the share of erroneous texts in which nothing is warned of but the error.
    """
    rows: dict[str, dict[str, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    shown = 0
    files = [(file, split) for split in SPLITS for file in sorted((path / split).glob("*.toml"))]
    for file, split in files or [(path, "given")]:
        for text in list(read_texts(file))[:limit]:
            alarms = alarms_of(text)
            found = any(meets for _, meets in alarms)
            told = (
                {"found": found, "beside": all(meets for _, meets in alarms)} if text.wrong else {"quiet": not alarms}
            )
            for group in (split, f"{split} {file.stem}"):
                for metric, right in told.items():
                    rows[group][metric].append((float(right), 1.0, 1.0))
            if not all(told.values()) and shown < errors and split != "unseen":
                shown += 1
                print(f"\n{text.id}: {text.kind}: {text.wrong or 'nothing is wrong'} ({text.why})", file=sys.stderr)
                for finding, _ in alarms:
                    print(f"    {finding.code} {finding.message}", file=sys.stderr)
    return {
        group: {
            "n": sum(len(counts) for metric, counts in metrics.items() if metric != "beside"),
            **{metric: scored(counts, "em") | {"n": len(counts)} for metric, counts in metrics.items()},
        }
        for group, metrics in sorted(rows.items())
    }
