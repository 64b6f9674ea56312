"""``python -m benchmarks.ledger``: how fast a ledger is filled, asked and verified; writes ``benchmarks/LEDGER.md``.

    ingest    documents of 2 KB (``corpus.py``) from files: read, checked, originals kept, chained; those of an archive,
              most of them without a claim, and war reports alone, with a claim in each paragraph, a quarter as many;
              and what of it is the reader's time, and what that of all around it; by each build (``ledger_ingest``)
    load      JSON lines of made-up claims of four years into an empty ledger, hashes checked
    ask       claims of one side, object and week, of the loaded ones; median of several
    compare   a running total told daily for four years, among the loaded ones: asked, laid out and drawn as text
    verify    every hash and every flat line of the loaded ones
    harm      the tests of kills, flipped bits, a full disk, many at once and transcriptions, at their full sizes

Seconds are by the clock on the wall, on all cores, so neighbours on the machine count: beside each figure stands the
load of the machine when it was taken, our own included, and ``speed of the machine`` says how long a loop of fixed
length took before and after.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import compiled
from benchmarks.__main__ import COMPILED, PURE, environment, machine
from benchmarks.corpus import Text, dense, mixed
from benchmarks.ledger_ingest import processor
from benchmarks.ledger_parts import bare, parts, told

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.model import Claim

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path(__file__).with_name("LEDGER.md")
HARM = (
    "tests/test_ledger_durability.py",
    "tests/test_comparing.py::" + ("test_the_days_on_which_three_transcriptions_disagree_are_found_all_and_only_those"),
)
# how the tests of harm begin what they print
TOLD = (
    "kills:",
    "flips:",
    "disk:",
    "shuffled:",
    "at once:",
    "transcriptions:",
)
SIDES = ("UA", "RU", "IL", "PS", "SD", "SY", "LB", "YE")
OBJECTS = ("personnel", "people", "civilian", "tank", "artillery", "aircraft", "uav", "vehicle")
CLAIMS_A_DOCUMENT = 20
DAYS = 1_461  # four years


@dataclass(frozen=True, slots=True)
class Figures:
    """What one kind of database came to: rates a second and times in seconds, by the names of ``TABLE``.

    ``loads`` has the machine's load when each was taken; ``parts`` where the time of a row goes, of SQLite alone, and
    ``limits`` what the bytes of a row take when nothing else is done with them.
    """

    kind: str
    documents: int
    claims: int
    rows: int
    found: int
    size: int
    values: dict[str, float]
    loads: dict[str, float]
    parts: dict[str, dict[str, float]]
    limits: dict[str, float]


# words, target on SQLite, name, how it is shown, what it is multiplied by; of each build
INGEST = (
    ("documents of an archive a second: read, checked, kept", "≥ 500", "mixed, rate", "{:,.0f}", 1),
    ("… ms of processor for each, in all our processes", "", "mixed, processor", "{:,.2f}", 1000),
    ("the same without findings", "", "mixed, rate, read", "{:,.0f}", 1),
    ("war reports a second: read, checked, kept", "≥ 500", "dense, rate", "{:,.0f}", 1),
    ("… ms of processor for each, in all our processes", "", "dense, processor", "{:,.2f}", 1000),
    ("the same without findings", "", "dense, rate, read", "{:,.0f}", 1),
    ("s until the first of them is kept: readers start in processes", "", "mixed, first", "{:,.1f}", 1),
    ("ms for a document of an archive in one process: the reader", "", "mixed, reader", "{:,.2f}", 1000),
    ("… and all around it: original, rows, chain, index, commit", "< 1", "mixed, around", "{:,.2f}", 1000),
    ("ms for a war report in one process: the reader", "", "dense, reader", "{:,.2f}", 1000),
    ("… and all around it", "< 1", "dense, around", "{:,.2f}", 1000),
)
# the same of work that hardly any compiled module has a part in
TABLE = (
    ("claims a second loaded from JSON lines", "≥ 100,000", "load", "{:,.0f}", 1),
    ("… µs of processor for a row, in all our processes", "", "load, processor", "{:.1f}", 1e6),
    ("ms for the claims of a side, an object and a week", "< 30", "filter", "{:,.1f}", 1000),
    ("ms for `compare` over four years of a daily total", "< 300", "compare", "{:,.0f}", 1000),
    ("rows a second verified", "≥ 200,000", "verify", "{:,.0f}", 1),
    ("… µs of processor for a row, in all our processes", "", "verify, processor", "{:.1f}", 1e6),
)


def made_up_lines(claims: int, seed: int = 0) -> Iterator[bytes]:
    """A ledger as JSON lines: documents with twenty claims each, over four years, and a bulletin a day with a total."""
    from counterclaim.ledger import rows
    from counterclaim.ledger.chain import Tree, canonical, leaf_hash
    from counterclaim.ledger.rows import Reading
    from counterclaim.model import Claim, Document, Evidence, Link, Period, Quantity, Sighting

    draw = Random(seed)
    tree = Tree()
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    text = " ".join(f"The army said that {1000 + n} soldiers were killed near the town." for n in range(20))

    def document_of(number: int, day: date, words: str) -> Document:
        digest = f"{draw.getrandbits(256):064x}"
        return Document(
            "d" + digest[:16], words, f"{number}.txt", f"Bulletin {number}", published=day, published_basis="given",
            language="en", sha256=digest, marks=(),
        )  # fmt: skip

    def lines(document: Document, found: list[Claim]) -> Iterator[bytes]:
        reading = Reading(
            f"r{document.sha256[:16]}", document.id, "counterclaim 0.1.0", claims=tuple(c.id for c in found)
        )
        kept = [*rows.rows_of(document, found, [], reading)]
        kept.append(rows.sighting_row(Sighting(document.id, document.path, moment)))
        at_text = rows.stamp(moment)
        for row in kept:
            line = f'{{"at":"{at_text}","body":{row.body},"key":"{row.key}","kind":"{row.kind}"}}'.encode()
            tree.append(leaf_hash(line))
            yield line + b"\n"
        head = {"at": at_text, "kind": "head", "root": tree.root().hex(), "size": tree.size}
        yield canonical(head) + b"\n"

    total = 0
    for number in range(DAYS):
        moment += timedelta(seconds=1)
        day = date(2022, 2, 25) + timedelta(days=number)
        total += draw.randrange(1, 9)
        words = f"The General Staff said that {total} helicopters had been destroyed by {day}."
        document = document_of(number, day, words)
        quantity = Quantity(total, total, total, "count", "exact", str(total), 28, 28 + len(str(total)))
        speaker = Link("The General Staff", "ua-general-staff", "military", "said", 0, 17)
        told = Claim(
            f"c{draw.getrandbits(64):016x}", document.id, "rules", Evidence(document.id, 0, len(words), words, "", ""),
            quantity, "helicopter", "losses", "RU", None, None, Period("cumulative", date(2022, 2, 24), day),
            (speaker,), "asserts", "stated", (), ("made-up",),
        )  # fmt: skip
        yield from lines(document, [told])
    for number in range(DAYS, DAYS + (claims - DAYS) // CLAIMS_A_DOCUMENT):
        moment += timedelta(seconds=1)
        day = date(2022, 2, 24) + timedelta(days=draw.randrange(DAYS))
        document = document_of(number, day, text)
        found = []
        for at in range(CLAIMS_A_DOCUMENT):
            start = at * (len(text) + 1) // 20
            end = start + len(text) // 20
            figure = float(draw.randrange(1, 5000))
            found.append(
                Claim(
                    f"c{draw.getrandbits(64):016x}", document.id, "rules",
                    Evidence(document.id, start, end, text[start:end], text[start - 32:start], text[end:end + 32]),
                    Quantity(figure, figure, figure, "count", "exact", text[start:start + 4], start, start + 4),
                    draw.choice(OBJECTS), "killed", draw.choice(SIDES), None, "Kherson", Period("window", day, day),
                    (Link("The army", "ua-military", "military", "said", start, start + 8),), "asserts", "stated", (),
                    ("said-killed", "subject-before"),
                )
            )  # fmt: skip
        yield from lines(document, found)


def seconds(since: float) -> float:
    """Seconds on the wall's clock."""
    return time.perf_counter() - since


def measure(
    kind: str, address: Iterator[str], folder: Path, corpora: dict[str, Path], lines: Path, builds: Sequence[str]
) -> Figures:
    """All figures of one kind of database."""
    from counterclaim.ledger import Filter, Ledger
    from counterclaim.ledger.lines import from_lines
    from counterclaim.ledger.verify import verify

    values: dict[str, float] = {}
    loads: dict[str, float] = {}

    def note(name: str, value: float, load: float | None = None) -> None:
        values[name], loads[name] = value, os.getloadavg()[0] if load is None else load
        print(f"  {name}: {value:,.4g}, load {loads[name]:.1f}", file=sys.stderr)

    for name, texts in corpora.items():
        for build in builds:
            _ingest(build, name, address, folder / f"{kind}-{name}-{build}", texts, note)
    where = next(address)
    with Ledger(where, originals=folder / kind) as ledger, lines.open("rb") as stream:
        began, used = time.perf_counter(), processor()
        rows = from_lines(ledger, stream)
        loading, used = seconds(began), processor() - used
        total = ledger.count()
        note("load", total / loading)
        note("load, processor", used / rows)
        times = []
        found = 0
        for month in range(1, 13):
            wanted = Filter(side="UA", object="tank", start=date(2023, month, 1), end=date(2023, month, 7))
            began = time.perf_counter()
            found = len(list(ledger.claims(wanted)))
            times.append(seconds(began))
        note("filter", statistics.median(times))
        note("compare", statistics.median(compare(ledger) for _ in range(5)))
        began, used = time.perf_counter(), processor()
        checked = verify(ledger)
        note("verify", rows / seconds(began))
        note("verify, processor", (processor() - used) / rows)
        assert checked.whole, checked.briefly()
        assert checked.rows == rows
    size = Path(where).stat().st_size if Path(where).exists() else 0
    parted = parts(Path(where), lines, rows) if kind == "sqlite" else {}
    documents = len(list(next(iter(corpora.values())).iterdir()))
    limits = bare(lines, rows) if kind == "sqlite" else {}
    return Figures(kind, documents, total, rows, found, size, values, loads, parted, limits)


def _ingest(
    build: str, name: str, address: Iterator[str], folder: Path, texts: Path, note: Callable[[str, float, float], None]
) -> None:
    """Rates of adding a folder of texts by one build, and what of it is the reader's: see ``ledger_ingest``."""
    command = [sys.executable, "-m", "benchmarks.ledger_ingest", str(texts), str(folder), *islice(address, 3)]
    done = subprocess.run(command, cwd=ROOT, env=environment(build), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\nfailed:\n{done.stderr[-2000:]}")
    for figure, (value, load) in json.loads(done.stdout.splitlines()[-1]).items():
        note(f"{build}, {name}, {figure}", value, load)


def compare(ledger: Ledger) -> float:
    """Seconds for the table and the chart of the daily total, as ``counterclaim compare`` makes them."""
    from counterclaim.comparing.echoes import twins_of
    from counterclaim.comparing.laying import lay
    from counterclaim.comparing.plots import chart, table_rows
    from counterclaim.ledger import Filter
    from counterclaim.series import load_record

    record = load_record()
    wanted = Filter(side="RU", object="helicopter", measure="losses")
    began = time.perf_counter()
    kepts = list(ledger.claims(wanted))
    laid = lay(kepts, wanted, record, twins_of(kepts))
    assert len(list(table_rows(laid))) == DAYS
    assert chart(laid)
    return seconds(began)


def a_loop() -> float:
    """Seconds on the wall's clock for a loop of fixed length: how much of a core there is to have."""
    began = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return seconds(began)


def harmed(full: bool) -> list[str]:
    """What the tests of harm print, at their full sizes or at those of every run."""
    environment = os.environ | ({"COUNTERCLAIM_TEST_SIZES": "whole"} if full else {})
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:warnings", *HARM]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    told = [line.lstrip(".s") for line in done.stdout.splitlines()]
    return [line for line in told if line.startswith(TOLD)] + [done.stdout.splitlines()[-1].strip()]


def render(
    figures: list[Figures],
    builds: Sequence[str],
    load: float,
    loops: tuple[float, float],
    harm: list[str],
    took: tuple[float, float],
) -> str:
    """The page; ``took`` has the seconds of the run without and with harm."""
    sqlite = figures[0]
    rows = [
        *(
            (words, target, build, f"{build}, {name}", form, by)
            for words, target, name, form, by in INGEST
            for build in builds
        ),
        *((words, target, "", name, form, by) for words, target, name, form, by in TABLE),
    ]
    lines = [
        "# Speed of the ledger",
        "",
        "Written by `python -m benchmarks.ledger`; no figure here is typed by hand. Seconds are by the clock on the",
        "wall, on all cores, so other work on the machine counts: the load beside each figure is the machine's when it",
        "was taken, our own included.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {value.split(', of which')[0]} |" for name, value in machine() if not name.startswith("load")),
        f"| load before the run | {load:.1f} |",
        f"| speed of the machine | a million additions took {loops[0]:.2f} s before, {loops[1]:.2f} s after |",
        "",
        "| | target on SQLite | build | " + " | ".join(f"{one.kind} | load" for one in figures) + " |",
        "|---|---|---|" + "--:|--:|" * len(figures),
    ]
    for words, target, build, name, form, by in rows:
        cells = [f"{form.format(one.values[name] * by)} | {one.loads[name]:.1f}" for one in figures]
        lines.append(f"| {words} | {target} | {build} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "`pure` is what `pip install` gives; `compiled` has the reader and the rules in C, as in `README.md`.",
        *([] if COMPILED in builds else ["The compiled reader was not measured."]),
        "",
        f"{sqlite.documents:,} documents of 2 KB of an archive were added, most of them without a claim, and a quarter "
        f"as many war reports; "
        f"{sqlite.claims:,} claims loaded, with documents and readings ({sqlite.size / 1e9:.1f} GB in the file of "
        f"SQLite). A question found {sqlite.found} claims and gave each with its document and sightings; the median "
        "of twelve is shown. The target on PostgreSQL is three times that on SQLite. All this took "
        f"{took[0] / 60:.0f} minutes, harm {took[1] / 60:.0f} more.",
        "",
        *_where_it_goes(sqlite),
        "## Harm",
        "",
        f"What {' and '.join(f'`{name}`' for name in HARM)} printed:",
        "",
        "```text",
        *(harm or ["(not run this time)"]),
        "```",
        "",
    ]
    return "\n".join(lines)


def _where_it_goes(figures: Figures) -> list[str]:
    if not figures.parts:
        return []
    targets = {"verify": 200_000.0, "load": 100_000 * figures.rows / figures.claims}  # of rows; a load counts claims
    return [
        "## Where the time of a row goes",
        "",
        "Each part alone, in one process, so that what hands rows from process to process is not in it; a load puts",
        "rows into tables twice, in the process that parsed them and, page by page, in the ledger. The last lines are",
        "what SQLite, SHA-256 and a parser take for the bytes of a row when nothing else is done with them.",
        "",
        *told(figures.parts, figures.limits, targets, os.cpu_count() or 1),
        "",
    ]


def main() -> None:
    """Runs what was asked and writes the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument(
        "--harm", choices=("none", "small", "whole"), default="whole", help="sizes of the tests of harm"
    )
    parser.add_argument(
        "--compiled", action=argparse.BooleanOptionalAction, default=True, help="compile the reader and measure it too"
    )
    parser.add_argument("--no-page", action="store_true", help="print, and leave the page as it is")
    options = parser.parse_args()
    builds = _builds(options.compiled)
    load, before, began = os.getloadavg()[0], a_loop(), time.perf_counter()
    figures = []
    with TemporaryDirectory(prefix="ledger") as name:
        folder = Path(name)
        corpora = {
            name: _written(folder / f"{name}-texts", make(number))
            for name, make, number in (("mixed", mixed, options.documents), ("dense", dense, options.documents // 4))
        }
        lines = folder / "lines.jsonl"
        with lines.open("wb") as stream:
            stream.writelines(made_up_lines(options.claims))
        for kind in ("sqlite", "postgresql"):
            if options.only in (None, kind):
                print(f"{kind} …", file=sys.stderr)
                figures.append(measure(kind, addresses(kind, folder), folder, corpora, lines, builds))
    took = seconds(began)
    harm = harmed(options.harm == "whole") if options.harm != "none" else []
    page = render(figures, builds, load, (before, a_loop()), harm, (took, seconds(began) - took))
    if options.no_page:
        print(page)
    else:
        PAGE.write_text(page, encoding="utf-8")


def _builds(wanted: bool) -> Sequence[str]:
    """The builds that can be measured: the compiled one is made where it is wanted and not there."""
    missing = compiled.build() if wanted and compiled.folder() is None else ""
    if missing:
        print(f"the compiled reader is left out: {missing}", file=sys.stderr)
    return [PURE, COMPILED] if wanted and not missing else [PURE]


def _written(folder: Path, texts: list[Text]) -> Path:
    """Texts as files of a folder."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text.whole, encoding="utf-8")
    return folder


def addresses(kind: str, folder: Path) -> Iterator[str]:
    """Addresses of new ledgers; those of PostgreSQL on the server that the tests start."""
    if kind == "sqlite":
        yield from (str(folder / f"{number}.db") for number in count())
        return
    sys.path.insert(0, str(ROOT / "tests"))
    from ledgers import server  # type: ignore[import-not-found]

    while True:
        yield server().new()


if __name__ == "__main__":
    main()
