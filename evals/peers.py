"""Ours beside general tools on the same texts, in one run: how often the counts are right, and how fast.

    texts → .bench/texts/*.jsonl → a process for each tool (``baselines.py``, in ``.bench/peers``) → numbers → scores

Killed and wounded of short reports (``casualties``) and of news messages (``muc``), scored exactly as ours are. A tool
gives the numbers it finds to the words of killing and wounding; what they come to, their sum, the largest or the
first, is chosen for each tool and set so that it does best. Seconds are those the processor spent on one core, without
loading. Where the environment cannot be made there is no comparison, and the page says so.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.__main__ import BENCH, PURE, measure, peer_interpreter
from benchmarks.peers import TITLES

from evals import baselines, casualties, messages
from evals.casualties import interval, read_items
from evals.intervals import Counts, scored

OURS = "counterclaim"
HEADING = "Side by side"  # of the comparison on the page of scores
NAMES = {OURS: OURS, **TITLES}
TESTS = ("tst1", "tst2")  # the splits of the messages that the tools read; the rest would take them an hour
WAYS: Mapping[str, Callable[[Sequence[int]], int]] = {
    "sum": sum,
    "largest": lambda found: max(found, default=0),
    "first": lambda found: found[0] if found else 0,
}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
Answers = dict[str, list[int]]  # measure → the numbers told of it


@dataclass(frozen=True, slots=True)
class Compared:
    """One tool on one set of texts: each metric with its interval, and texts a second (``None`` where not timed)."""

    tool: str
    texts: str
    n: int
    metrics: dict[str, dict[str, float]]
    rate: float


def _answers(python: Path, tool: str, texts: Path) -> tuple[list[Answers], float]:
    """A tool's numbers for each text, and texts a second."""
    command = [str(python), "-P", str(baselines.__file__), tool, str(texts)]  # -P: our modules are none of its own
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, env=kept | dict.fromkeys(_THREADS, "1"))
    if done.returncode:
        raise RuntimeError(f"{tool} failed on {texts.name}:\n{done.stderr[-1000:]}")
    *rows, told = [json.loads(line) for line in done.stdout.splitlines()]
    return rows, told["documents"] / told["seconds"]


def _write(name: str, items: Sequence[dict[str, Any]]) -> Path:
    path = BENCH / "texts" / f"evals-{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(item["text"]) + "\n" for item in items), "utf-8")
    return path


def exact(items: Sequence[dict[str, Any]], read: Sequence[Mapping[str, int]]) -> dict[str, dict[str, float]]:
    """Killed, wounded and both exact, over short reports."""
    hits: dict[str, list[float]] = defaultdict(list)
    for item, counts in zip(items, read, strict=True):
        right = {m: float(counts[m] == (item["gold"][m] or 0)) for m in counts if item["gold"].get(m) is not None}
        for measure_, hit in right.items():
            hits[measure_].append(hit)
        if len(right) == 2:
            hits["both"].append(float(all(right.values())))
    return {metric: interval(found) for metric, found in hits.items()}


def best_way(items: Sequence[dict[str, Any]], answers: Sequence[Answers]) -> dict[str, dict[str, float]]:
    """The scores of the way of putting a text's numbers together that gets both counts right most often."""
    made = [exact(items, [{m: way(row[m]) for m in row} for row in answers]) for way in WAYS.values()]
    return max(made, key=lambda metrics: metrics["both"]["em"])


def grouped(items: Sequence[dict[str, Any]], groups: Sequence[Mapping[str, Sequence[int]]]) -> dict[str, Any]:
    """F1 of the counts of killed, of wounded and of both, over messages."""
    rows: dict[str, list[Counts]] = {measure_: [] for measure_ in (*messages.MEASURES, "counts")}
    for item, read in zip(items, groups, strict=True):
        own = [messages.counts_of(item, measure_, sorted(set(read[measure_]) - {0})) for measure_ in messages.MEASURES]
        for measure_, counts in zip(messages.MEASURES, own, strict=True):
            rows[measure_].append(counts)
        rows["counts"].append(tuple(map(sum, zip(*own, strict=True))))
    return {metric: {k: v for k, v in scored(found, "f1").items() if k != "n"} for metric, found in rows.items()}


def compare(reports: Path, told: Path, limit: int | None = None) -> list[Compared]:
    """Every tool and ourselves on both sets; empty where the texts or the tools' environment are not there."""
    if not (reports.is_file() and told.is_file()):
        return []
    python = peer_interpreter()
    if python is None:
        return []
    sources: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in read_items(reports):
        sources[item.get("source") or "all"].append(item)
    sets = {source: items[:limit] for source, items in sorted(sources.items())}
    sets["muc"] = [item for item in read_items(told) if item.get("split") in TESTS][:limit]
    found = []
    for name, items in sets.items():
        path = _write(name, items)
        if name == "muc":
            ours = grouped(items, [_own_groups(item) for item in items])
        else:
            ours = exact(items, [casualties.predict(item)[0] for item in items])
        found.append(Compared(OURS, name, len(items), ours, measure("read", path, PURE).rate))
        for tool in baselines.LOAD:
            answers, rate = _answers(python, tool, path)
            metrics = grouped(items, answers) if name == "muc" else best_way(items, answers)
            found.append(Compared(tool, name, len(items), metrics, rate))
    return found


def _own_groups(item: dict[str, Any]) -> dict[str, list[int]]:
    _, claims = casualties.predict(item)
    day = messages.day_of(item["text"])
    return {measure_: messages.groups_of(claims, measure_, day) for measure_ in messages.MEASURES}


def as_scores(compared: Sequence[Compared]) -> dict[str, dict[str, Any]]:
    """The comparison in the shape of any other set: a group for each set of texts and tool."""
    return {
        f"{row.texts}: {row.tool}": {"n": row.n, **row.metrics, "speed": {"texts a second": round(row.rate, 1)}}
        for row in compared
    }


def as_table(compared: Sequence[Compared]) -> str:
    """The comparison as a Markdown table, a row for each set and tool, or why there is none."""
    head = [
        f"### {HEADING}", "",
        "The same texts, the same scorer, one run. spaCy gives a number to the verb its noun hangs on; quantulum3 and "
        "Recognizers-Text give it to the nearest word of killing or wounding of its sentence. Each is scored by the "
        "sum, the largest or the first of a text's numbers, whichever suits it best; "
        "`both` is both counts exact, or the counts of both together. Speed is in texts a second on one core, without "
        "loading.", "",
    ]  # fmt: skip
    if not compared:
        return "\n".join([*head, "Not run: the texts or the tools (`.bench/peers`) are not here."])
    rows = []
    for row in compared:
        columns = ("killed", "wounded", "counts") if "counts" in row.metrics else ("killed", "wounded", "both")
        cells = [
            f"{value:.3f} ({metric['low']:.3f}–{metric['high']:.3f})"
            for metric in (row.metrics[name] for name in columns)
            for value in (next(iter(metric.values())),)
        ]
        kind = "F1" if "counts" in row.metrics else "exact"
        rows.append(f"| {row.texts} | {row.n} | {NAMES[row.tool]} | {kind} | {' | '.join(cells)} | {row.rate:,.0f} |")
    table = [
        "| texts | n | tool | | killed | wounded | both | texts/s |",
        "|---|--:|---|---|---|---|---|--:|",
        *rows,
    ]
    return "\n".join([*head, *table])
