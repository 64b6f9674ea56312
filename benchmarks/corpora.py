"""``python -m benchmarks.corpora``: figures of corpora, by stage and against peers, in one run; and what it would cost.

Writes ``CORPUS.md`` and ``corpus.json`` here, and the cost model into ``docs/scale.md``. Takes about eight minutes on
two cores; ``--spark``, which takes some thirty minutes more, measures Spark against one process on 200,000 texts,
and leaves the other figures as the last run wrote them.

Seconds by stage are those of the processor, so that other work on the machine changes them little. One process against
two, and against Spark, is by the clock, in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import archive, corpus, peers, stages
from benchmarks.__main__ import BENCH, ROOT, machine, peer_interpreter, say
from benchmarks.corpora_page import costs, render

PAGE, FIGURES, SCALE = (
    ROOT / "benchmarks" / "CORPUS.md",
    ROOT / "benchmarks" / "corpus.json",
    ROOT / "docs" / "scale.md",
)
PEER_PAGES = 60
STAGE_FILES = 4  # archives whose pages are read with a watch on every stage
TEXTS_PER_FILE = 1_000  # lines of JSON
BULK_PAGES, BULK = 1_000, 95_000  # pages as large as the web's, and the bytes of markup that make them so
_ALONE = """
import re
words = re.compile(r"[a-z]+|[0-9]+")
seen = {}
for at in range(400):
    for word in words.findall(f"text {at} of many words and 12 numbers " * 400):
        seen[word, at % 7] = seen.get((word, at % 7), 0) + 1
"""
SPARK_PAGES, SPARK_BYTES, SPARK_FILES = 200_000, 2_000, 20


def end_to_end(files: list[Path], rounds: int) -> dict[str, Any]:
    """Whole runs by one process and two, in turn: pages a second by the clock, seconds spent, memory of the worker."""
    clock: dict[int, list[float]] = {1: [], 2: []}
    spent: dict[int, list[float]] = {1: [], 2: []}
    rows: list[dict[str, Any]] = []
    size = 0
    for turn in range(rounds):
        for workers in (1, 2) if turn % 2 == 0 else (2, 1):
            out = Path(tempfile.mkdtemp(dir=BENCH)) / "out"
            seconds, processor = _run(files, out, "--workers", str(workers))
            clock[workers].append(seconds)
            spent[workers].append(processor)
            if workers == 1:
                found = sorted((out / "manifest").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
                rows = [json.loads(path.read_bytes()) for path in found]
                size = sum(path.stat().st_size for path in out.rglob("*.parquet"))
            shutil.rmtree(out.parent)
    pages = sum(row["pages"] for row in rows)
    peaks = [row["peak"] for row in rows]
    return {
        "pages": pages,
        "claims": sum(row["claims"] for row in rows),
        "reader": pages / sum(row["seconds"] for row in rows),
        "core": pages / statistics.median(spent[1]),
        "one": pages / statistics.median(clock[1]),
        "two": pages / statistics.median(clock[2]),
        "spent": statistics.median(spent[2]) / statistics.median(spent[1]),
        "peaks": [peaks[0], peaks[len(peaks) // 4], peaks[-1]],
        "bytes": size / pages,
        "rounds": rounds,
    }


def shared_nothing() -> float:
    """How many times the work of one process two do on this machine that share nothing: what two can reach at most."""

    def seconds(processes: int) -> float:
        began = time.monotonic()
        for one in [subprocess.Popen([sys.executable, "-c", _ALONE]) for _ in range(processes)]:
            one.wait()
        return time.monotonic() - began

    seconds(1)
    return statistics.median(2 * seconds(1) / seconds(2) for _ in range(3))


def _run(files: list[Path], out: Path, *words: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor that a run takes, its readers and all it starts included."""
    command = [sys.executable, "-m", "counterclaim.cli", "corpus", "read", *map(str, files), "--out", str(out), *words]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:6])} … ended with {process.returncode}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime


def plain_texts(texts: int) -> dict[str, Any]:
    """Texts a second, one in twenty of them a war report, as lines of JSON: by the clock and two processes, and a core.

    ``rate`` is of a whole run, starting and grouping included; ``core`` of the first file in this process, read twice.
    """
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.reading import Options
    from counterclaim.corpus.shards import plan
    from counterclaim.corpus.writing import read_shard

    files = _lines_of_json(BENCH / "archive" / f"plain-{texts}", texts)
    out = Path(tempfile.mkdtemp(dir=BENCH)) / "out"
    place = Folder.made(out, Options()).path
    (shard,) = plan([str(files[0])])
    read_shard(shard, Options(), place)
    row = read_shard(shard, Options(), place)
    shutil.rmtree(out)
    seconds, _ = _run(files, out, "--workers", "2")
    rows = [json.loads(path.read_bytes()) for path in (out / "manifest").glob("*.json")]
    shutil.rmtree(out.parent)
    pages, read = sum(row["pages"] for row in rows), sum(row["fates"].get("read", 0) for row in rows)
    return {"texts": pages, "read": read, "rate": pages / seconds, "core": row.pages / row.seconds}


def _lines_of_json(folder: Path, texts: int) -> list[Path]:
    """The texts of an archive of so many pages, without pages around them; files that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{at:03d}.jsonl" for at in range((texts + TEXTS_PER_FILE - 1) // TEXTS_PER_FILE)]
    if all(path.exists() for path in made):
        return made
    drawn = (text for _, text in archive.texts(texts, seed=1) if text is not None)
    for path in made:
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as stream:
            for text in islice(drawn, TEXTS_PER_FILE):
                stream.write(json.dumps({"title": text.title, "text": text.body, "published": "2024-01-01"}) + "\n")
        new.replace(path)
    return [path for path in made if path.stat().st_size]


def against(files: list[Path]) -> dict[str, float]:
    """Pages a second of trafilatura with spaCy, and with quantulum3, on the same pages; none without ``.bench``."""
    python = peer_interpreter()
    if python is None:
        return {}
    from trafilatura import extract as article

    from counterclaim.corpus.shards import contents, plan

    found = (each for shard in plan([str(path) for path in files]) for each in contents(shard))
    pages = [each.content.decode("utf-8", "replace") for each in found if each.content][:PEER_PAGES]
    article(pages[0], fast=True)
    began = time.process_time()
    plain = [article(page, fast=True) or "" for page in pages]
    own = time.process_time() - began
    path = BENCH / "texts" / "archive.jsonl"
    path.write_text("".join(json.dumps(text) + "\n" for text in plain), "utf-8")
    rates = {}
    for name in ("spacy", "quantulum3"):
        done = subprocess.run(
            [str(python), peers.__file__, name, str(path)], capture_output=True, text=True, check=True
        )
        rates[name] = len(pages) / (own + json.loads(done.stdout.splitlines()[-1])["seconds"])
    return rates


def gate_on_gold() -> dict[str, list[float]]:
    """Recall of the gate and of the second look on all gold that is there: metric → recall and how many."""
    from evals import gate
    from evals.__main__ import SETS

    found: dict[str, list[tuple[float, int]]] = {}
    for path in SETS["gate"].paths:
        if path.exists():
            for metrics in gate.score(path, None, 0).values():
                for name, score in metrics.items():
                    if name != "n":
                        found.setdefault(name, []).append((score["recall"], score["of"]))
    return {
        name: [sum(recall * n for recall, n in parts) / sum(n for _, n in parts), sum(n for _, n in parts)]
        for name, parts in found.items()
    }


def small_pages(folder: Path) -> list[Path]:
    """``SPARK_PAGES`` texts of some ``SPARK_BYTES`` bytes, one in twenty with claims, as files of JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{at:03d}.jsonl" for at in range(SPARK_FILES)]
    if all(path.exists() for path in made):
        return made
    draw = random.Random("small pages")
    for at, path in enumerate(made):
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as stream:
            for n in range(SPARK_PAGES // SPARK_FILES):
                kind = "war" if draw.random() < archive.CLAIMS else "ordinary"
                text = corpus.make(kind, draw, SPARK_BYTES)
                row = {"title": text.title, "text": text.body, "published": f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}",
                       "url": f"https://site{n % 997}.example/{at}/{n}"}  # fmt: skip
                stream.write(json.dumps(row) + "\n")
        new.replace(path)
    return made


def on_spark(rounds: int) -> dict[str, Any]:
    """Whole runs by one process and by Spark on ``local[2]``, in turn, starting and grouping included."""
    files = small_pages(BENCH / "archive" / f"small-{SPARK_PAGES}-{SPARK_BYTES}")
    taken: dict[str, list[float]] = {"one": [], "spark": []}
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}: one process, then Spark …")
        for name, words in (
            ("one", ("--workers", "1")), ("spark", ("--engine", "spark", "--master", "local[2]")),
        ):  # fmt: skip
            out = Path(tempfile.mkdtemp(dir=BENCH)) / "out"
            taken[name].append(_run(files, out, *words)[0])
            shutil.rmtree(out.parent)
    return {
        "pages": SPARK_PAGES,
        "bytes": SPARK_BYTES,
        "one": SPARK_PAGES / statistics.median(taken["one"]),
        "spark": SPARK_PAGES / statistics.median(taken["spark"]),
        "machine": [*machine(), _load()],
    }


def _load() -> tuple[str, str]:
    return "load after", f"{os.getloadavg()[0]:.1f}"


def figures_of(options: argparse.Namespace) -> dict[str, Any]:
    """Every figure but Spark's."""
    found: dict[str, Any] = {"machine": machine()}
    began = time.monotonic()
    say("making the archive …")
    files = archive.write(BENCH / "archive" / str(options.pages), options.pages)
    parts: list[tuple[str, str, Callable[[], Any]]] = [
        ("stages", "by stage …", lambda: _staged(files[:STAGE_FILES])),
        ("large", "by stage, pages as large as the web's …", _large),
        ("whole", "end to end, one process and two …", lambda: end_to_end(files, options.rounds)),
        ("ceiling", "two processes that share nothing …", shared_nothing),
        ("plain", "plain texts …", lambda: plain_texts(2 * options.pages)),
        ("peers", "peers …", lambda: against(files[:1]) if options.peers else {}),
        ("gate", "the gate on gold …", gate_on_gold),
    ]
    for name, words, measure in parts:
        say(words)
        found[name] = measure()
    found["machine"] += [_load(), ("the run took", f"{(time.monotonic() - began) / 60:.1f} minutes")]
    return found


def _staged(files: list[Path]) -> dict[str, Any]:
    out = Path(tempfile.mkdtemp(dir=BENCH)) / "out"
    try:
        return stages.measure(files, out)
    finally:
        shutil.rmtree(out.parent)


def _large() -> dict[str, Any]:
    return _staged(archive.write(BENCH / "archive" / f"{BULK_PAGES}-{BULK}", BULK_PAGES, bulk=BULK)) | {"bulk": BULK}


def main() -> None:
    """Run, and write the pages; with ``--costs`` only from the last run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpora", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=24_000, metavar="N", help="of the archive (default: 24000)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="of one process against two (default: 1)")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="run the peers too")
    parser.add_argument("--spark", action="store_true", help="only Spark against one process; needs PySpark and Java")
    parser.add_argument("--costs", action="store_true", help="write the pages from the last run's figures")
    options = parser.parse_args()
    if options.pages < archive.PER_FILE:
        parser.error(f"--pages must be {archive.PER_FILE} or more")
    before: dict[str, Any] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    BENCH.mkdir(exist_ok=True)
    if options.spark:
        before["spark"] = on_spark(options.rounds)
    elif not options.costs:
        before |= figures_of(options)
    FIGURES.write_text(json.dumps(before, indent=1) + "\n", "utf-8")
    if "whole" not in before:
        sys.exit("only Spark is measured so far: run it without --spark too")
    page = render(before)
    PAGE.write_text(page, "utf-8")
    print(page)
    text = SCALE.read_text("utf-8")
    SCALE.write_text(re.sub(r"(?s)(<!-- costs -->\n).*?(<!-- end -->)", rf"\g<1>{costs(before)}\n\g<2>", text), "utf-8")


if __name__ == "__main__":
    main()
