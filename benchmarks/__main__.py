"""``python -m benchmarks``: our speed and the peers' on one corpus, in one run; writes ``benchmarks/README.md``.

    corpus → .bench/texts/*.jsonl → a process for each piece of work, on one core → figures → the page

Every piece of work has a process of its own, bound to one core; seconds are those the processor spent in it, so that
neighbours on the machine do not count. Ratios are of ours and a peer's figure on the same texts, taken in turn. The
peers live in an environment of their own, ``.bench/peers``, made at the first run; the compiled reader stands in
``.bench/reader`` (see ``compiled.py``) and is measured beside the pure one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks import compiled, corpus, peers

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / ".bench"
PAGE = Path(__file__).with_name("README.md")
PURE, COMPILED = "pure", "compiled"
ROUNDS = 3  # of ours and theirs in turn; medians are shown
COLD_STARTS = 11
PEER_DOCUMENTS = 60  # the slowest peer reads a handful in a second


@dataclass(frozen=True, slots=True)
class Speed:
    """One piece of work on one set of texts: documents, bytes, seconds of one core, claims found, peak bytes."""

    documents: int
    size: int
    seconds: float
    found: int
    peak: int

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds

    @property
    def volume(self) -> float:
        """Megabytes (10**6 bytes) a second."""
        return self.size / self.seconds / 1e6


@dataclass(frozen=True, slots=True)
class Ratio:
    """A peer and ourselves on the same texts, in documents a second; ``corpus`` names the texts."""

    peer: str
    version: str
    corpus: str
    documents: int
    theirs: float
    pure: float
    compiled: float | None = None


@dataclass(slots=True)
class Figures:
    """Everything one run measured."""

    machine: list[tuple[str, str]] = field(default_factory=list)
    corpus: list[tuple[str, str]] = field(default_factory=list)
    speeds: dict[tuple[str, str, str], Speed] = field(default_factory=dict)  # (work, corpus, build) → speed
    cold: dict[str, list[float]] = field(default_factory=dict)  # build → seconds, wall clock
    missing: str = ""  # why the compiled reader was not measured
    article: str = ""
    ratios: list[Ratio] = field(default_factory=list)


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


def environment(build: str = PURE) -> dict[str, str]:
    """As a user's: bytecode is kept (in ``.bench``), one thread a process; ``build`` is whose modules are read."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = str(compiled.HOME if build == COMPILED else ROOT / "src")
    return {**kept, **threads, "PYTHONPYCACHEPREFIX": str(BENCH / "bytecode"), "PYTHONPATH": path}


def _run(command: Sequence[str], build: str = PURE) -> dict[str, float]:
    """A child's last line of output, which is JSON."""
    done = subprocess.run(command, cwd=ROOT, env=environment(build), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\nfailed:\n{done.stderr[-2000:]}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def measure(work: str, texts: Path, build: str) -> Speed:
    """Our own work on the texts of a file, in a process of its own."""
    got = _run([sys.executable, "-m", "benchmarks.reader", work, str(texts)], build)
    return Speed(int(got["documents"]), int(got["bytes"]), got["seconds"], int(got["found"]), int(got["peak"]))


def median_speeds(work: str, texts: Path, builds: Sequence[str]) -> dict[str, Speed]:
    """For each build the round with the median time, builds in turn; the peak is the largest of all rounds."""
    rounds: dict[str, list[Speed]] = {build: [] for build in builds}
    for _ in range(ROUNDS):
        for build in builds:
            rounds[build].append(measure(work, texts, build))
    found = {}
    for build, speeds in rounds.items():
        middle = sorted(speeds, key=lambda speed: speed.seconds)[len(speeds) // 2]
        peak = max(speed.peak for speed in speeds)
        found[build] = Speed(middle.documents, middle.size, middle.seconds, middle.found, peak)
    return found


def cold_starts(article: Path, build: str, times: int = COLD_STARTS) -> list[float]:
    """Seconds from the shell's call of ``counterclaim check`` on one article to its end, files in the cache."""
    script = Path(sys.executable).with_name("counterclaim")
    if not script.exists():
        sys.exit(f"{script} is not there: install the project into this environment first (make bench does)")
    command = [str(script), "check", str(article)]
    taken = []
    for _ in range(times + 1):
        start = time.perf_counter()
        done = subprocess.run(command, env=environment(build), capture_output=True)
        taken.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode()[-2000:]}")
    return taken[1:]  # the first one compiles


def peer_interpreter() -> Path | None:
    """The Python of ``.bench/peers``, made and filled where it is not there; ``None`` where it cannot be."""
    home = BENCH / "peers"
    python = home / "bin" / "python"
    wanted = [requirement for group in peers.REQUIREMENTS.values() for requirement in group]
    stamp = home / "installed.json"
    if stamp.is_file() and json.loads(stamp.read_text("utf-8")) == wanted:
        return python
    say("installing the peers into .bench/peers (once) …")
    venv.create(home, clear=True, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        say(f"the peers could not be installed; their figures are left out:\n{done.stderr[-1000:]}")
        return None
    stamp.write_text(json.dumps(wanted), "utf-8")
    return python


def against_peers(files: dict[str, Path], builds: Sequence[str]) -> list[Ratio]:
    """Ours and each peer's figures on the same texts, in turn, medians of the rounds."""
    python = peer_interpreter()
    if python is None:
        return []
    script = str(Path(peers.__file__))
    found = []
    for name, path in files.items():
        ours: dict[str, list[float]] = {build: [] for build in builds}
        theirs: dict[str, list[dict[str, float]]] = {peer: [] for peer in peers.LOAD}
        for turn in range(ROUNDS):
            order = list(peers.LOAD) if turn % 2 == 0 else list(reversed(peers.LOAD))
            for peer in order:
                say(f"  {name}, round {turn + 1} of {ROUNDS}: {peer}")
                theirs[peer].append(_run([str(python), script, peer, str(path)]))
                for build in builds:
                    ours[build].append(measure("read", path, build).rate)
        pure, fast = (statistics.median(ours[build]) if build in ours else None for build in (PURE, COMPILED))
        assert pure is not None
        for peer, runs in theirs.items():
            rate = statistics.median(run["documents"] / run["seconds"] for run in runs)
            documents = int(runs[0]["documents"])
            found.append(Ratio(peer, str(runs[0]["version"]), name, documents, rate, pure, fast))
    return found


def machine() -> list[tuple[str, str]]:
    """What the figures were taken on."""

    def first(path: str, key: str) -> str:
        try:
            lines = Path(path).read_text().splitlines()
        except OSError:
            return "unknown"
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")

    memory = first("/proc/meminfo", "MemTotal").split()[0]
    return [
        ("date", date.today().isoformat()),
        ("commit", commit()),
        ("processor", first("/proc/cpuinfo", "model name")),
        ("cores", f"{os.cpu_count()}, of which one is used"),
        ("memory", f"{int(memory) / 2**20:.0f} GiB" if memory.isdigit() else "unknown"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("load before the run", f"{os.getloadavg()[0]:.1f}"),
    ]


def commit() -> str:
    """The commit the figures are of, and whether the tree had changes of its own."""
    try:
        name = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
        changed = subprocess.run(["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return "unknown"
    if name.returncode:
        return "unknown"
    return name.stdout.strip() + (" with changes not committed" if changed.stdout.strip() else "")


# What a run should reach: name, target as said, build, the figure's value, whether it is reached.
Target = tuple[str, str, str, str, bool]


def targets(figures: Figures) -> list[Target]:
    """The project's targets beside what this run measured, by build."""
    rows: list[Target] = []
    main = "given" if ("read", "given", PURE) in figures.speeds else "mixed"
    builds = [build for build in (PURE, COMPILED) if ("read", main, build) in figures.speeds]
    for build in builds:
        rate = figures.speeds["read", main, build].rate
        rows.append(("documents of 2 KB a second, read", "≥ 1,000", build, f"{rate:,.0f}", rate >= 1000))
    for build in builds:
        peak = max(speed.peak for (_, _, of), speed in figures.speeds.items() if of == build) / 1e6
        rows.append(("peak memory, any work", "≤ 150 MB", build, f"{peak:,.0f} MB", peak <= 150))
    for build, times in figures.cold.items():
        cold = statistics.median(times)
        rows.append(("cold start of `check`, one article", "≤ 0.5 s", build, f"{cold:.2f} s", cold <= 0.5))
    for build in builds:
        pages = figures.speeds.get(("pages", main, build))
        if pages:
            rows.append(("HTML pages a second", "≥ 100", build, f"{pages.rate:,.0f}", pages.rate >= 100))
    for ratio in figures.ratios:
        wanted = {"spacy": 75, "quantulum3": 40}.get(ratio.peer)
        for build, ours in ((PURE, ratio.pure), (COMPILED, ratio.compiled)):
            if wanted and ours and ratio.corpus == main:
                name, share = f"times {peers.TITLES[ratio.peer]}", ours / ratio.theirs
                rows.append((name, f"≥ {wanted}", build, f"{share:,.0f}", share >= wanted))
    return rows


def render(figures: Figures) -> str:
    """The page, in Markdown; every figure in it comes from the run."""
    lines = [
        "# Speed", "",
        "Written by `make bench` (`python -m benchmarks`); no figure here is typed by hand. Seconds are those the",
        "processor spent on one core, without loading; the cold start is by the clock on the wall.", "",
        "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in figures.machine), "",
        "## Targets", "", "| | target | build | this run | |", "|---|---|---|---|---|",
        *(f"| {name} | {wanted} | {build} | {got} | {'reached' if ok else 'not reached'} |"
          for name, wanted, build, got, ok in targets(figures)), "",
        "`pure` is what `pip install` gives. `compiled` is the same sources, the modules of the reader and of the",
        "rules translated to C by mypyc (`COUNTERCLAIM_MYPYC=1 pip install .`); a test holds that both find the same.",
        *([f"The compiled reader was not measured: {figures.missing}."] if figures.missing else []), "",
        "## counterclaim", "",
        "| work | texts | build | documents | documents/s | MB/s | claims | peak memory |",
        "|---|---|---|--:|--:|--:|--:|--:|",
        *(f"| {work} | {name} | {build} | {s.documents:,} | {s.rate:,.0f} | {s.volume:.2f} | {s.found:,} "
          f"| {s.peak / 1e6:,.0f} MB |" for (work, name, build), s in figures.speeds.items()), "",
        "`read`: plain text to claims. `check`: plain text to claims and findings. `pages`: bytes of an HTML page to",
        "`Document` to claims.", "",
    ]  # fmt: skip
    for build, taken in figures.cold.items():
        times = sorted(taken)
        lines += [
            f"Cold start of `counterclaim check {figures.article}`, {build}: median {statistics.median(times):.2f} s "
            f"of {len(times)} runs ({times[0]:.2f} to {times[-1]:.2f} s), bytecode and files in the cache.", "",
        ]  # fmt: skip
    if figures.ratios:
        lines += [
            "## Peers", "", "On the same texts, in turn, on the same core; our figure is that of `read`.", "",
            "| peer | version | texts | documents | its documents/s | build | ours | ratio |",
            "|---|---|---|--:|--:|---|--:|--:|",
            *(f"| {peers.TITLES[r.peer]} | {r.version} | {r.corpus} | {r.documents} | {r.theirs:,.1f} | {build} "
              f"| {ours:,.0f} | {ours / r.theirs:,.0f} × |"
              for r in figures.ratios for build, ours in ((PURE, r.pure), (COMPILED, r.compiled)) if ours), "",
            "spaCy runs its whole small pipeline; quantulum3 its parser with the classifier; Recognizers-Text finds "
            "numbers only. None of them", "reads claims: the ratio tells what the cheapest general tool would cost on "
            "the same texts.", "",
        ]  # fmt: skip
    lines += ["## Texts", "", *(f"- **{name}**: {what}" for name, what in figures.corpus), ""]
    return "\n".join(lines)


def _texts(folder: Path | None, documents: int, seed: int, figures: Figures) -> dict[str, list[str]]:
    """The texts of the run by name; HTML pages under ``pages``."""
    if folder is not None:
        given = corpus.from_folder(folder, documents)
        if not given:
            sys.exit(f"{folder} holds no document that can be read")
        figures.corpus = [("given", f"{len(given):,} documents of a folder"), ("pages", "the same, as HTML pages")]
        return {
            "given": [text.whole for text in given],
            "pages": [corpus.page(text, seed) for text in given],
        }
    mixed, dense = corpus.mixed(documents, seed), corpus.dense(max(1, documents // 4), seed)
    size = statistics.mean(len(text.whole.encode()) for text in mixed)
    figures.corpus = [
        (
            "mixed",
            f"{len(mixed):,} documents of {size:,.0f} bytes on average: {corpus.MIX}; "
            f"{corpus.numbered_share(mixed):.0%} of the sentences hold a digit; seed {seed}",
        ),
        (
            "dense",
            f"{len(dense):,} war reports of the same size, every paragraph with claims, "
            f"{corpus.numbered_share(dense):.0%} of the sentences with a digit: the worst case",
        ),
        ("pages", "the mixed documents in four layouts of a news page, with menus, metadata and footers"),
    ]
    return {
        "mixed": [text.whole for text in mixed],
        "dense": [text.whole for text in dense],
        "pages": [corpus.page(text, seed) for text in mixed],
    }


def _write(name: str, texts: Sequence[str]) -> Path:
    path = BENCH / "texts" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(text) + "\n" for text in texts), "utf-8")
    return path


def _article() -> Path:
    """The longest of the samples in plain text."""
    folder = ROOT / "src" / "counterclaim" / "samples"
    return max(folder.glob("*.txt"), key=lambda path: path.stat().st_size)


def run(options: argparse.Namespace) -> Figures:
    """Take every figure."""
    figures = Figures(machine=machine())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the children inherit it
    builds = [PURE]
    if options.compiled:
        if compiled.folder() is None:
            say("compiling the reader into .bench/reader (some minutes, once for these sources) …")
            figures.missing = compiled.build()
        if figures.missing:
            say(f"the compiled reader is left out: {figures.missing}")
        else:
            builds.append(COMPILED)
    say("making the texts …")
    texts = _texts(options.folder, options.documents, options.seed, figures)
    files = {name: _write(name, made) for name, made in texts.items()}
    subsets = {n: _write(f"{n}-peers", made[:PEER_DOCUMENTS]) for n, made in texts.items() if n != "pages"}
    plain = [name for name in texts if name != "pages"]
    for work, name in [*((work, name) for work in ("read", "check") for name in plain), ("pages", "pages")]:
        say(f"{work}, {name} …")
        for build, speed in median_speeds(work, files[name], builds).items():
            figures.speeds[work, plain[0] if name == "pages" else name, build] = speed
    article = _article()
    say("cold start …")
    figures.cold, figures.article = {build: cold_starts(article, build) for build in builds}, article.name
    if options.peers:
        say("peers …")
        figures.ratios = against_peers(subsets, builds)
    return figures


def main() -> None:
    """Run, print and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, help="read the documents of this folder instead of generated ones")
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="how many (default: 1000)")
    parser.add_argument("--seed", type=int, default=0, help="of the generated texts (default: 0)")
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=True, help="run the peers too")
    parser.add_argument(
        "--compiled", action=argparse.BooleanOptionalAction, default=True, help="compile the reader and measure it too"
    )
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, default=True, help=f"write {PAGE.name}")
    options = parser.parse_args()
    if options.documents < 10:
        parser.error("--documents must be 10 or more")
    page = render(run(options))
    print(page)
    if options.write:
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
