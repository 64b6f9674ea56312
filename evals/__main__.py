"""``python -m evals SET``: score the reader on other people's annotations.

Sets: casualties, numbers, attribution, all. Items are read from ``--path`` or from the folder named by
``COUNTERCLAIM_GOLD`` (else ``../shared/gold``); a set whose file is not there is skipped with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from evals import attribution, casualties, messages, numbers, reconcile
from evals.casualties import interval

GOLD = Path(os.environ.get("COUNTERCLAIM_GOLD", Path(__file__).resolve().parents[1] / ".." / "shared" / "gold"))
README = Path(__file__).with_name("README.md")
FLOORS = Path(__file__).with_name("floors.json")
Scores = dict[str, dict[str, Any]]  # group → {"n": …, metric: {"em" or "f1": …, "low": …, "high": …}}


def score_casualties(path: Path, limit: int | None, errors: int) -> Scores:
    """Exact match of killed, wounded and both, a group for each source of the items."""
    hits: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    shown = 0
    for item in list(casualties.read_items(path))[:limit]:
        read, claims = casualties.predict(item)
        group = hits[item.get("source") or item.get("split") or "all"]
        right = {m: float(read[m] == (item["gold"][m] or 0)) for m in read if item["gold"].get(m) is not None}
        for measure, hit in right.items():
            group[measure].append(hit)
        if len(right) == 2:
            group["both"].append(float(all(right.values())))
        if not all(right.values()) and shown < errors:
            shown += 1
            print(f"\n{item['id']}: gold {item['gold']}, read {read}\n  {item['text']}", file=sys.stderr)
            for claim in claims:
                print(f"    {claim.quantity.figure:g} {claim.measure} {claim.object}: "
                      f"{claim.evidence.exact!r} {list(claim.rules)}", file=sys.stderr)  # fmt: skip
    return {
        name: {"n": max(map(len, group.values())), **{m: interval(h) for m, h in group.items()}}
        for name, group in sorted(hits.items())
    }


def score_attribution(path: Path, limit: int | None, errors: int) -> Scores:
    """Whole attributions (overlap and exact F1) and the share of numbers whose source is right; a group for the file."""
    del errors  # an attribution is a set of spans; the scorer of its own shows them: python -m evals.attribution
    read = attribution.score(path, limit)
    return {
        "dev": {
            "n": read["gold"],
            "overlap": {"f1": read["overlap"]["f1"], **read["overlap"]},
            "exact": {"f1": read["exact"]["f1"], **read["exact"]},
            "number source": {"em": read["number_source"]},
        }
    }


SETS: dict[str, tuple[str, Callable[[Path, int | None, int], Scores]]] = {
    "casualties": ("casualty-dev.jsonl", score_casualties),
    "muc": ("muc4-dev.jsonl", messages.score),
    "reconcile": ("ged-ukraine-dev.jsonl", reconcile.score),
    "numbers": ("numbers-ru-uk-en.jsonl", numbers.score),
    "attribution": ("polnear-dev.jsonl", score_attribution),
}


def run(name: str, path: Path | None, limit: int | None, errors: int) -> Scores | None:
    """One set's scores by group, or ``None`` where its file is not there."""
    file, scorer = SETS[name]
    source = path or GOLD / file
    if not source.is_file():
        print(f"{name}: skipped, {source.name} is not here (name it with --path)", file=sys.stderr)
        return None
    return scorer(source, limit, errors)


def below_floor(name: str, scores: Scores) -> list[str]:
    """Where a score is below its pinned floor."""
    floors = json.loads(FLOORS.read_text("utf-8")).get(name, {})
    found = []
    for group, metrics in floors.items():
        for metric, floor in metrics.items():
            value = next(iter(scores.get(group, {}).get(metric, {"": 0.0}).values()))
            if value < floor:
                found.append(f"{name} {group} {metric}: {value:.3f} is below its floor {floor:.3f}")
    return found


def as_table(name: str, scores: Scores) -> str:
    """Scores as a Markdown table."""
    rows = [f"### {name}", "", "| group | n | metric | score | 95% interval |", "|---|---|---|---|---|"]
    for group, metrics in scores.items():
        for metric, value in metrics.items():
            if isinstance(value, dict):
                kind = next(iter(value))
                low, high = value.get("low"), value.get("high")
                spread = f"{low:.3f}–{high:.3f}" if low is not None and high is not None else ""
                rows.append(f"| {group} | {metrics['n']} | {metric} ({kind}) | {value[kind]:.3f} | {spread} |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; exit status 1 when a score is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("set", choices=[*SETS, "all"])
    parser.add_argument("--path", type=Path, help="a file of the same format as the set's own")
    parser.add_argument("--limit", type=int, help="score the first N items only")
    parser.add_argument("--errors", type=int, default=0, help="show N items that were read wrongly")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")
    options = parser.parse_args(arguments)
    names = list(SETS) if options.set == "all" else [options.set]
    tables, failures = [], []
    for name in names:
        scores = run(name, options.path, options.limit, options.errors)
        if scores is None:
            continue
        print(json.dumps({"set": name, "groups": scores}) if options.json else as_table(name, scores))
        tables.append(as_table(name, scores))
        if options.path is None and options.limit is None:
            failures += below_floor(name, scores)
    if options.set == "all" and tables:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
        head = (
            "# Scores on other people's annotations\n\n"
            "Written by `make evals`. The annotations are not part of this project: some may not be redistributed.\n"
            "Anchors on the same items (ten minutes of rules): casualties GTD .744 / .857 / .621, RAND .622 / .794 / .478\n"
            "(killed / wounded / both, exact).\n\n"
            f"{date.today().isoformat()}, commit {commit.stdout.strip() or 'unknown'}\n\n"
        )
        README.write_text(head + "\n\n".join(tables) + "\n", encoding="utf-8")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
