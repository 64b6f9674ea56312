"""``python -m benchmarks.corpora``: figures of corpora, by stage and against peers, in one run; and what it would cost.

Writes ``CORPUS.md`` and ``corpus.json`` here, and the cost model into ``docs/scale.md``. Seconds by stage are those of
the processor; one process against two is by the clock, in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import archive, peers
from benchmarks.__main__ import BENCH, ROOT, machine, peer_interpreter, say

PAGE, FIGURES, SCALE = (
    ROOT / "benchmarks" / "CORPUS.md",
    ROOT / "benchmarks" / "corpus.json",
    ROOT / "docs" / "scale.md",
)
WEB = 3_000_000_000  # pages of one crawl of the web
CORE_HOUR, GIGABYTE = 0.04, 0.023  # US dollars: a virtual core for an hour on demand; a gigabyte for a month
PAGE_BYTES = 25_000  # a page of the web in an archive, packed
PEER_PAGES = 60


def stages(files: list[Path]) -> dict[str, Any]:
    """Processor seconds by stage over the pages of some files, in this process."""
    from counterclaim.claims import extract
    from counterclaim.corpus.reading import Options, read_page
    from counterclaim.corpus.shards import contents, plan
    from counterclaim.documents import read_content
    from counterclaim.tongue import language_of

    shards = plan([str(path) for path in files])
    began = time.process_time()
    pages = [found for shard in shards for found in contents(shard)]
    spent = {"opening": time.process_time() - began}
    options, passed, read, extracted, kept = Options(), 0.0, 0.0, 0.0, []
    counts = {"passed": 0, "read": 0, "other": 0}
    for found in pages:
        began = time.process_time()
        document = read_content(found)
        middle = time.process_time()
        _, fate, claims, _ = read_page(found, options)
        counts[fate if fate in counts else "other"] += 1
        if fate == "read":
            read += middle - began
            began = time.process_time()
            extract(document, language=language_of(document))
            extracted += time.process_time() - began
            kept.append((document.text, len(claims)))
        else:
            passed += middle - began
    spent |= {"bare text and gate, pages passed over": passed, "article, pages that go on": read, "reader": extracted}
    return {"pages": len(pages), "counts": counts, "seconds": spent, "html": pages, "texts": kept}


def end_to_end(files: list[Path], rounds: int) -> dict[str, Any]:
    """Whole runs by one process and two, in turn: pages a second by the clock, and the peak of each worker's memory."""
    found: dict[int, list[float]] = {1: [], 2: []}
    rows: list[dict[str, Any]] = []
    size = 0
    for turn in range(rounds):
        for workers in (1, 2) if turn % 2 == 0 else (2, 1):
            out = Path(tempfile.mkdtemp(dir=BENCH)) / "out"
            command = [sys.executable, "-m", "counterclaim.cli", "corpus", "read", *map(str, files), "--out", str(out)]
            began = time.monotonic()
            subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)
            found[workers].append(time.monotonic() - began)
            if workers == 1:
                rows = [json.loads(path.read_bytes()) for path in (out / "manifest").glob("*.json")]
                size = sum(path.stat().st_size for path in out.rglob("*.parquet"))
            shutil.rmtree(out.parent)
    pages = sum(row["pages"] for row in rows)
    return {
        "pages": pages,
        "claims": sum(row["claims"] for row in rows),
        "core": pages / sum(row["seconds"] for row in rows),
        "one": pages / statistics.median(found[1]),
        "two": pages / statistics.median(found[2]),
        "peaks": sorted(row["peak"] for row in rows),
        "bytes": size / pages,
    }


def against(html: list[Any]) -> dict[str, float]:
    """Pages a second of trafilatura with spaCy, and with quantulum3, on the same pages; none without ``.bench``."""
    python = peer_interpreter()
    if python is None:
        return {}
    from trafilatura import extract as article

    pages = [found.content.decode("utf-8", "replace") for found in html if found.content][:PEER_PAGES]
    began = time.process_time()
    plain = [article(page, fast=True) or "" for page in pages]
    own = time.process_time() - began
    path = BENCH / "texts" / "archive.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(text) + "\n" for text in plain), "utf-8")
    found = {}
    for name in ("spacy", "quantulum3"):
        done = subprocess.run(
            [str(python), peers.__file__, name, str(path)], capture_output=True, text=True, check=True
        )
        found[name] = len(pages) / (own + json.loads(done.stdout.splitlines()[-1])["seconds"])
    return found


def render(figures: dict[str, Any]) -> str:
    """The page, in Markdown; every figure in it comes from the run."""
    whole, parts = figures["whole"], figures["stages"]
    lines = [
        "# Corpora: figures", "",
        "Written by `python -m benchmarks.corpora`; no figure here is typed by hand. Other work ran on the machine:",
        "take the ratios, which are of one run, before the absolute figures.", "",
        "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in figures["machine"]), "",
        f"{whole['pages']:,} pages of a generated archive ({archive.CLAIMS:.0%} with claims, {archive.COPIES:.0%} "
        f"copies, {archive.JUNK:.0%} junk, {archive.BROKEN:.1%} broken records), {whole['claims']:,} claims.", "",
        "| what | target | this run |", "|---|--:|--:|",
        f"| pages a second a core, end to end, processor time | ≥ 120 | {whole['core']:,.0f} |",
        f"| pages a second by the clock, one process, starting and grouping included | | {whole['one']:,.0f} |",
        f"| the same, two processes | | {whole['two']:,.0f} |",
        f"| two processes to one | ≥ 1.8 | {whole['two'] / whole['one']:.2f} |",
        f"| peak memory of a worker, first shard to last | ≤ 300 MB | {whole['peaks'][0] / 1e6:,.0f} to "
        f"{whole['peaks'][-1] / 1e6:,.0f} MB |",
        *(f"| times trafilatura + {name} on the same pages | | {whole['core'] / rate:,.1f} |"
          for name, rate in figures["peers"].items()), "",
        "| stage | seconds for " + f"{parts['pages']:,} pages | share |", "|---|--:|--:|",
    ]  # fmt: skip
    total = sum(parts["seconds"].values())
    lines += [f"| {name} | {spent:.2f} | {spent / total:.0%} |" for name, spent in parts["seconds"].items()]
    counts = parts["counts"]
    lines += [
        "", f"Of these {counts['passed']:,} were passed over at the gate, {counts['read']:,} went to the reader and "
        f"{counts['other']:,} were junk, broken or refused. Opening an archive is done by a child process: its own "
        "time is not in these shares, and is in the figures by the clock.", "",
        "Not measured here: Spark against one process on 200,000 pages.", "",
        *([] if figures["peers"] else ["The peers were left out of this run.", ""]),
    ]  # fmt: skip
    return "\n".join(lines)


def costs(figures: dict[str, Any]) -> str:
    """What a crawl of the web would take, by the measured figures."""
    rate, each = figures["whole"]["core"], figures["whole"]["bytes"]
    hours = WEB / rate / 3600
    kept, packed = WEB * each / 1e9, WEB * PAGE_BYTES / 1e12
    rows = [
        ("pages", f"{WEB / 1e9:g} billion"),
        ("pages a second a core, measured", f"{rate:,.0f}"),
        ("core-hours", f"{hours:,.0f}"),
        ("on 1,000 cores", f"{hours / 1000:,.1f} hours"),
        (f"computing, at ${CORE_HOUR} a core-hour", f"${hours * CORE_HOUR:,.0f}"),
        (f"the archive that is read, at {PAGE_BYTES / 1000:g} KB a page", f"{packed:,.0f} TB"),
        (f"the corpus that is written, at {each:,.0f} bytes a page, measured", f"{kept:,.0f} GB"),
        (f"keeping the corpus, at ${GIGABYTE} a gigabyte and month", f"${kept * GIGABYTE:,.0f} a month"),
    ]
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> None:
    """Run, and write the pages; with ``--costs`` only the cost model, from the last run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpora", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=4_000, metavar="N", help="of the archive (default: 4000)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="of one process against two (default: 1)")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="run the peers too")
    parser.add_argument("--costs", action="store_true", help="write the cost model alone, from the last run")
    options = parser.parse_args()
    if not options.costs:
        say("making the archive …")
        files = archive.write(BENCH / "archive" / str(options.pages), options.pages)
        say("by stage …")
        parts = stages(files[:1])
        html = parts.pop("html")
        del parts["texts"]
        say("end to end …")
        figures = {"machine": [*machine(), ("load after", f"{os.getloadavg()[0]:.1f}")], "stages": parts}
        figures["whole"] = end_to_end(files, options.rounds)
        say("peers …")
        figures["peers"] = against(html) if options.peers else {}
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        PAGE.write_text(render(figures), "utf-8")
        print(render(figures))
    table = costs(json.loads(FIGURES.read_text("utf-8")))
    text = SCALE.read_text("utf-8")
    SCALE.write_text(re.sub(r"(?s)(<!-- costs -->\n).*?(<!-- end -->)", rf"\g<1>{table}\n\g<2>", text), "utf-8")


if __name__ == "__main__":
    main()
