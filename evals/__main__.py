"""``python -m evals SET``: score the reader on people's annotations.

Sets: casualties, muc, reconcile, numbers, attribution, certainty, calm (other people's), claims, errors, redaction and
themes (our own), gate (what the gate costs on all of them), speech (telephone calls made of Debian's recorded prompts),
peers (other tools beside ours), all. Items are read from ``--path``, or from the folder named by ``COUNTERCLAIM_GOLD``
(else ``../shared/gold``) and from ``tests/gold``; what is not there is skipped with the reason. ``all`` writes
``evals/README.md`` (``--page``: the part of one set) and ``docs/quality-speed.svg``; a whole set writes its rows of the
page About.
``floors.json`` holds the scores below which nothing may fall:
``--pin`` raises them to the present scores, rounded down a little, and lowers one only together with ``--lower``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evals import (
    about,
    attribution,
    calls,
    calm,
    casualties,
    certainty,
    claims,
    drawing,
    errors,
    gate,
    messages,
    numbers,
    peers,
    reconcile,
    speech,
)
from evals import redaction as personal
from evals import themes as testimony
from evals.casualties import interval

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("COUNTERCLAIM_GOLD", ROOT / ".." / "shared" / "gold"))
README = Path(__file__).with_name("README.md")
FLOORS = Path(__file__).with_name("floors.json")
PLOT = ROOT / "docs" / "quality-speed.svg"
Scores = dict[str, dict[str, Any]]  # group → {"n": …, metric: {"em" or "f1": …, "low": …, "high": …}}
Floors = dict[str, dict[str, dict[str, float]]]  # set → group → metric → floor


def score_casualties(path: Path, limit: int | None, errors: int) -> Scores:
    """Exact match of killed, wounded and both, a group for each source of the items."""
    hits: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    shown = 0
    for item in list(casualties.read_items(path))[:limit]:
        read, claims_read = casualties.predict(item)
        group = hits[item.get("source") or item.get("split") or "all"]
        right = {m: float(read[m] == (item["gold"][m] or 0)) for m in read if item["gold"].get(m) is not None}
        for measure, hit in right.items():
            group[measure].append(hit)
        if len(right) == 2:
            group["both"].append(float(all(right.values())))
        if not all(right.values()) and shown < errors:
            shown += 1
            print(f"\n{item['id']}: gold {item['gold']}, read {read}\n  {item['text']}", file=sys.stderr)
            for claim in claims_read:
                print(f"    {claim.quantity.figure:g} {claim.measure} {claim.object}: "
                      f"{claim.evidence.exact!r} {list(claim.rules)}", file=sys.stderr)  # fmt: skip
    return {
        name: {"n": max(map(len, group.values())), **{m: interval(h) for m, h in group.items()}}
        for name, group in sorted(hits.items())
    }


def score_attribution(path: Path, limit: int | None, errors: int) -> Scores:
    """Whole attributions (overlap and exact F1) and the share of numbers whose source is right, for the whole file."""
    read = attribution.score(path, limit, errors=errors)
    return {
        split_of(path): {
            "n": read["gold"],
            **{metric: read[metric] for metric in ("overlap", "exact", "number source")},
        }
    }


def score_reconcile(path: Path, limit: int | None, errors: int) -> Scores:
    """Our range and best estimate of each event, for the whole file."""
    return {split_of(path): metrics for metrics in reconcile.score(path, limit, errors).values()}


def score_speech(path: Path, limit: int | None, errors: int) -> Scores:
    """Words, speakers, speed and memory by language and noise; the recordings lie below ``path``."""
    why = speech.can_run()
    if why:
        print(f"speech: skipped, {why}", file=sys.stderr)
        return {}
    return speech.score(limit, errors)


def split_of(path: Path) -> str:
    """The split that all items of a file name, else "dev"."""
    splits = {item.get("split") for item in casualties.read_items(path)}
    only = splits.pop() if len(splits) == 1 else None
    return only or "dev"


@dataclass(frozen=True, slots=True)
class Set:
    """One set: its files, how they are scored, and what its scores are held against."""

    paths: tuple[Path, ...]
    scorer: Callable[[Path, int | None, int], Scores]
    note: str  # what the metrics are and whose scores the anchors are
    anchors: Mapping[tuple[str, str], str]  # (group, metric) → the public best or a simple method's score
    targets: Mapping[tuple[str, str], float]  # (group, metric) → the score to reach; group "" is any group
    held: tuple[str, ...] = ()  # the metrics that floors are pinned for; all where none is named
    behind: Callable[[Path], str] | None = None  # what stands behind the table on the page: a table of its own


CASUALTIES, MUC, EVENTS = GOLD / "casualty-dev.jsonl", GOLD / "muc4-dev.jsonl", GOLD / "ged-ukraine-dev.jsonl"
PASSAGES = ROOT / "tests" / "gold"

SETS: dict[str, Set] = {
    "casualties": Set(
        (CASUALTIES,),
        score_casualties,
        "Killed and wounded of one incident a text, exact. Anchor: ten minutes of rules.",
        {
            ("gtd2021", "killed"): ".744", ("gtd2021", "wounded"): ".857", ("gtd2021", "both"): ".621",
            ("rand_rdwti", "killed"): ".622", ("rand_rdwti", "wounded"): ".794", ("rand_rdwti", "both"): ".478",
        },
        {
            ("gtd2021", "killed"): 0.90, ("gtd2021", "wounded"): 0.93, ("gtd2021", "both"): 0.85,
            ("rand_rdwti", "killed"): 0.76, ("rand_rdwti", "wounded"): 0.88, ("rand_rdwti", "both"): 0.66,
        },
    ),
    "muc": Set(
        (MUC,),
        messages.score,
        "Counts of killed and of wounded groups that a message tells. Anchor: regular expressions.",
        {("", "killed"): "about .38", ("", "wounded"): "about .35"},
        {("", "killed"): 0.65, ("", "wounded"): 0.60},
    ),
    "reconcile": Set(
        (EVENTS,),
        score_reconcile,
        "UCDP's best estimate of an event's dead inside the range of its headlines, and equal to our best. "
        "Anchor: the smallest figure of the headlines.",
        {("", "inside"): ".586", ("", "best"): ".386"},
        {("", "inside"): 0.75, ("", "best"): 0.55},
    ),
    "numbers": Set(
        (GOLD / "numbers-ru-uk-en.jsonl",),
        numbers.score,
        "Number words to their value and to no other, on the corpus of Duckling (whose own score it is by "
        "construction). Vague words are read under the convention `duckling` of the vocabulary, since that corpus "
        "gives them one value each: `a few` is 3.",
        {("", "value"): "1.00"},
        {("en", "value"): 1.0, ("ru", "value"): 0.98, ("uk", "value"): 0.98},
    ),
    "attribution": Set(
        (GOLD / "polnear-dev.jsonl",),
        score_attribution,
        "Source, cue and content of every attribution. Anchor: citron, on PARC3.",
        {("", "overlap"): ".832", ("", "exact"): ".567"},
        {("", "overlap"): 0.75, ("", "exact"): 0.45, ("", "number source"): 0.80},
    ),
    "certainty": Set(
        (GOLD / "factuality-dev.jsonl",),
        certainty.score,
        "Predicates told as having happened (factuality of 2 or more) against all others; `sure`: certain either way.",
        {},
        {("dev", "certain"): 0.70},
        held=("certain",),
    ),
    "claims": Set(
        (PASSAGES,),
        claims.score,
        "Our own gold. `all`: number, hedge, object, measure, side, period kind and source right; `found`: read as a "
        "claim at all; below them the fields of those found. `unseen` was written without sight of the rules and is "
        "not used to make any; `fresh` was too, and is worked from since. Anchor: "
        "CQE on NewsQuant, a number with its full concept.",
        {("", "all"): ".57"},
        {("unseen", "all"): 0.80, ("", "number re-reads"): 1.0},
        held=("all", "found", "number re-reads"),  # a field may fall where more claims are found
        behind=claims.table_of_errors,
    ),
    "errors": Set(
        (PASSAGES / "errors",),
        errors.score,
        "Texts with one planted error each, and texts like them that hold, written without sight of the rules. "
        "`found`: a warning or an error rests on the wrong words; `beside`: nothing else in such a text is warned of; "
        "`quiet`: a text that holds has no warning. `unseen` is not used to make any rule.",
        {},
        {("", "quiet"): 0.98},
        held=("found", "quiet"),
    ),
    "calm": Set(
        (MUC, GOLD / "polnear-dev.jsonl", CASUALTIES),
        calm.score,
        "News that others have chosen and coded for other ends: the share of texts with two claims or more of which "
        "nothing is warned. Nobody has proved that their figures hold, so it is at least that many that are left in "
        "peace; the rules were not made from these texts, but false alarms on them have been looked at.",
        {},
        {("", "quiet"): 0.98},
    ),
    "redaction": Set(
        (PASSAGES / "redaction",),
        personal.score,
        "Personal data hidden: marks of our own gold found (half their letters hidden) and read marks that are right. "
        "`unseen` was written without sight of the rules and is not used to make any.",
        {},
        {("", "recall"): 0.97, ("", "precision"): 0.85},
        held=("recall", "precision"),
    ),
    "speech": Set(
        (calls.SOUNDS,),
        score_speech,
        "Calls of two speakers made of recorded telephone prompts and Festival's voices, with the base model. `words`: "
        "1 − word error rate; `speakers`: 1 − the share of time given to the wrong speaker; `no words`: sounds without "
        "speech of which nothing is written down. Real-time factor: processor seconds a second of recording, all that "
        "the command does; megabytes: its largest process.",
        {},
        {
            ("ru clean", "words"): 0.70, ("ru 10 dB", "words"): 0.65,
            ("en clean", "words"): 0.85, ("en 10 dB", "words"): 0.78,
            ("", "speakers"): 0.95, ("", "no words"): 1.0, ("", "real-time factor"): 0.6, ("", "megabytes"): 500,
        },
        held=("words", "speakers", "no words"),
    ),
    "themes": Set(
        (PASSAGES / "themes",),
        testimony.score,
        "Themes of testimony in calls of our own gold: pairs of a turn and a theme. `unseen` was coded without sight "
        "of the cues and is not used to make any.",
        {},
        {("", "coded"): 0.70},
    ),
    "gate": Set(
        (PASSAGES, CASUALTIES, MUC, EVENTS),
        gate.score,
        "The share of gold claims (sentences; texts; headlines) that the gate lets through to the reader. `kept`: of "
        "the texts that come to claims, those that pass the second look at a page of a corpus.",
        {},
        {("", "claim"): 0.995, ("", "document"): 0.995, ("", "headline"): 0.995, ("", "kept"): 1.0},
    ),
}  # fmt: skip


def run(name: str, path: Path | None = None, limit: int | None = None, errors: int = 0) -> Scores | None:
    """One set's scores by group, or ``None`` where none of its files is there."""
    scores: Scores = {}
    for source in (path,) if path else SETS[name].paths:
        if source.exists():
            scores |= SETS[name].scorer(source, limit, errors)
        else:
            print(f"{name}: skipped, {source.name} is not here (name it with --path)", file=sys.stderr)
    return scores or None


def value_of(metric: Mapping[str, float]) -> float:
    """The score itself: a metric's first number."""
    return next(iter(metric.values()))


def load_floors() -> Floors:
    """The pinned floors."""
    floors: Floors = json.loads(FLOORS.read_text("utf-8"))
    return floors


def below_floor(name: str, scores: Scores, part: bool = False) -> list[str]:
    """Where a score is below its pinned floor.

    ``part`` says that only some of the items were read: then a score fails when the upper end of its interval is below
    the floor, and groups that are not there, or have no interval, are passed over.
    """
    found = []
    for group, metrics in load_floors().get(name, {}).items():
        for metric, floor in metrics.items():
            read = scores.get(group, {}).get(metric)
            if part and (read is None or "high" not in read):
                continue
            value = 0.0 if read is None else read["high"] if part else value_of(read)
            if value < floor:
                found.append(f"{name} {group} {metric}: {value:.3f} is below its floor {floor:.3f}")
    return found


def pinned(floors: Floors, name: str, scores: Scores, lower: bool = False) -> Floors:
    """The floors with those of one set raised to half a point under its scores; one is lowered only by ``lower``.

    A floor has two decimals; a score of 1 is its own floor.
    """
    groups = dict(floors.get(name, {}))
    for group, metrics in scores.items():
        own = dict(groups.get(group, {}))
        for metric, read in metrics.items():
            if isinstance(read, dict) and metric in (SETS[name].held or metrics):
                value = value_of(read)
                floor = 1.0 if value == 1 else max(0, math.floor(value * 100 - 0.5)) / 100
                own[metric] = floor if lower else max(floor, own.get(metric, 0.0))
        groups[group] = own
    return {**floors, name: groups}


def as_table(name: str, scores: Scores) -> str:
    """Scores as a Markdown table, beside the anchors and what is to be reached."""
    told = SETS[name]
    rows = [
        f"### {name}", "", told.note, "",
        "| group | n | metric | score | 95% interval | anchor | to reach |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for group, metrics in scores.items():
        for metric, read in metrics.items():
            if not isinstance(read, dict):
                continue
            low, high = read.get("low"), read.get("high")
            spread = f"{low:.3f}–{high:.3f}" if low is not None and high is not None else ""
            anchor = told.anchors.get((group, metric)) or told.anchors.get(("", metric), "")
            target = told.targets.get((group, metric)) or told.targets.get(("", metric))
            kind = next(iter(read)).replace("_", " ")
            ours = f"{metric} ({kind}) | {value_of(read):.3f} | {spread} | {anchor} | {target or ''}"
            rows.append(f"| {group} | {read.get('n', metrics['n'])} | {ours} |")
    return "\n".join(rows)


def commit() -> str:
    """The short name of the commit that is measured."""
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


def write_readme(tables: Mapping[str, str]) -> None:
    """Puts tables, by set, into the page, each with its date and commit; those of other sets stay as they were."""
    before = README.read_text("utf-8") if README.exists() else ""
    kept = {part.split("\n", 1)[0]: part.rstrip("\n") for part in before.split("\n### ")[1:]}
    day = f"Measured {date.today().isoformat()}, commit {commit()}."
    for name, table in tables.items():
        heading, rest = table.removeprefix("### ").split("\n", 1)
        kept[name] = f"{heading}\n\n{day}\n{rest}"
    head = (
        "# Scores on people's annotations\n\n"
        "Written by `make evals`; a set by itself by `python -m evals SET --page`. Other people's annotations are\n"
        "not part of this project: some may not be redistributed. Our own are in `tests/gold`. Intervals come from\n"
        "drawing whole texts anew, 1,000 times.\n"
    )
    parts = [f"\n### {kept[name]}\n" for name in (*SETS, peers.HEADING) if name in kept]
    README.write_text(head + "".join(parts), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; exit status 1 when a score is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("set", choices=[*SETS, "peers", "all"])
    parser.add_argument("--path", type=Path, help="a file of the same format as the set's own")
    parser.add_argument("--limit", type=int, help="score the first N items only")
    parser.add_argument("--errors", type=int, default=0, help="show N items that were read wrongly")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")
    parser.add_argument("--pin", action="store_true", help="raise the floors to the present scores")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower floors too; say why in the commit")
    parser.add_argument("--page", action="store_true", help="put the scores into evals/README.md, as `all` does")
    options = parser.parse_args(arguments)
    part = options.path is not None or options.limit is not None
    if options.set in ("all", "peers") and options.path is not None:
        parser.error("--path names the file of one set, not of all")
    if options.pin and part:
        parser.error("floors are pinned on whole sets: leave out --path and --limit")
    if options.path is not None and not options.path.exists():
        parser.error(f"{options.path} is not there")
    if options.lower and not options.pin:
        parser.error("--lower says what --pin may do: give both")
    names = list(SETS) if options.set == "all" else [options.set] if options.set in SETS else []
    tables, failures, floors = dict[str, str](), list[str](), load_floors()
    for name in names:
        scores = run(name, options.path, options.limit, options.errors)
        if scores is None:
            continue
        print(json.dumps({"set": name, "groups": scores}) if options.json else as_table(name, scores) + "\n")
        whole = not part and all(source.exists() for source in SETS[name].paths)
        if not part:
            failures += below_floor(name, scores, part=not whole)  # what is not here is skipped, and is not zero
        if whole:
            about.write(name, scores, commit())
            tables[name] = as_table(name, scores)
            behind = SETS[name].behind
            if behind is not None and (options.page or options.set == "all"):
                tables[name] += "\n\n" + behind(SETS[name].paths[0])
        if options.pin and whole:
            floors = pinned(floors, name, scores, options.lower)
    if options.set in ("all", "peers"):
        compared = peers.compare(CASUALTIES, MUC, options.limit)
        scores = peers.as_scores(compared)
        table = peers.as_table(compared)
        print(json.dumps({"set": "peers", "groups": scores}) if options.json else table + "\n")
        if compared and not part:
            tables[peers.HEADING] = table
            PLOT.write_text(drawing.draw(compared), encoding="utf-8")
    if options.pin:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        failures = [] if options.lower else failures
    if tables and (options.page or options.set == "all"):
        write_readme(tables)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
