"""The page of a run's figures over corpora, and what a crawl of the whole web would take by them, in Markdown."""

from __future__ import annotations

from typing import Any

from benchmarks import archive

WEB = 3_000_000_000  # pages of one crawl of the web
CORE_HOUR, GIGABYTE = 0.04, 0.023  # US dollars: a virtual core for an hour on demand; a gigabyte for a month
PAGE_BYTES = 25_000  # a page of the web in an archive, packed
PEERS = {"spacy": "trafilatura + spaCy `en_core_web_sm`", "quantulum3": "trafilatura + quantulum3"}
METRICS = {
    "claim": "gold claims whose sentence the gate lets through",
    "document": "gold texts with killed or wounded that it lets through",
    "headline": "gold headlines with dead that it lets through",
    "kept": "texts that come to claims, let through by the second look",
}

Row = tuple[str, str, str, bool | None]


def targets(figures: dict[str, Any]) -> list[Row]:
    """What should be reached, beside what this run measured: name, target, value, whether it is reached."""
    whole, plain, spark = figures["whole"], figures["plain"], figures.get("spark")
    first, _, last = whole["peaks"]
    staged = figures["stages"]["core"]
    rows: list[Row] = [
        ("pages a second a core, archive to Parquet", "≥ 120", f"{staged:,.0f}", staged >= 120),
        ("the same over a whole run: starting, driver and grouping included", "", f"{whole['core']:,.0f}", None),
        ("plain texts of 2 KB a second, lines of JSON to Parquet, a whole run of two processes", "≥ 1,000",
         f"{plain['rate']:,.0f}", plain["rate"] >= 1_000),
        ("the same a core, without starting and grouping", "", f"{plain['core']:,.0f}", None),
        ("two processes to one, by the clock", "≥ 1.8", f"{whole['two'] / whole['one']:.2f}",
         whole["two"] / whole["one"] >= 1.8),
        ("the same of two that share nothing: what this machine gives", "", f"{figures['ceiling']:.2f}", None),
        ("memory of a worker: first shard to last", "≤ 300 MB", f"{first / 1e6:,.0f} to {last / 1e6:,.0f} MB",
         last <= 300e6),
    ]  # fmt: skip
    if spark is not None:
        ratio = spark["spark"] / spark["one"]
        name = f"Spark `local[2]` to one process, {spark['pages']:,} texts of {spark['bytes']} bytes, by the clock"
        rows.append((name, "≥ 1.4", f"{ratio:.2f}", ratio >= 1.4))
    for name, (recall, many) in figures["gate"].items():
        least = 1.0 if name == "kept" else 0.995
        rows.append((f"{METRICS[name]} ({many:,})", f"≥ {least:g}", f"{recall:.4f}", recall >= least))
    rows += ((f"times {PEERS[name]}, same pages", "", f"{staged / rate:,.1f} ({rate:,.1f} pages/s)", None)
             for name, rate in figures["peers"].items())  # fmt: skip
    return rows


def render(figures: dict[str, Any]) -> str:
    """The page; every figure in it comes from the run."""
    whole, parts, plain, spark = (figures.get(name, {}) for name in ("whole", "stages", "plain", "spark"))
    fates, pages, large = parts["fates"], parts["pages"], figures["large"]
    total = sum(parts["seconds"].values())
    said = {True: "reached", False: "not reached", None: ""}
    lines = [
        "# Corpora: figures", "",
        "Written by `python -m benchmarks.corpora`; no figure here is typed by hand. A second of a core is one that",
        "the processor spent, in all processes of the run. What is by the clock needs a machine without other work:",
        "see the load.", "",
        "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in figures["machine"]), "",
        "| what | target | this run | |", "|---|--:|--:|---|",
        *(f"| {name} | {wanted} | {got} | {said[ok]} |" for name, wanted, got, ok in targets(figures)), "",
        f"The archive: {whole['pages']:,} pages in four layouts of a news page, {archive.CLAIMS:.0%} war reports, "
        f"{archive.COPIES:.0%} copies, {archive.JUNK:.0%} junk, {archive.BROKEN:.1%} broken records, the rest ordinary "
        f"news of which three in five pages use a word of war or harm for something else; {archive.PER_FILE} pages a "
        f"file; {whole['claims']:,} claims. By the clock one process read {whole['one']:,.0f} pages a second and two "
        f"{whole['two']:,.0f}, in {whole['rounds']} round{'s' if whole['rounds'] > 1 else ''}; two processes spent "
        f"{whole['spent']:.2f} times the processor seconds of one.", "",
        f"| stage | ms a page, {pages:,} of 5 KB | share | ms a page, {large['pages']:,} of "
        f"{5 + large['bulk'] // 1000} KB |", "|---|--:|--:|--:|",
        *(f"| {name} | {1000 * spent / pages:.2f} | {spent / total:.0%} | "
          f"{1000 * large['seconds'][name] / large['pages']:.2f} |" for name, spent in parts["seconds"].items()),
        f"| all | {1000 * total / pages:.2f} | | {1000 / large['core']:.2f} |", "",
        "The larger pages are the same with scripts, styles, menus and lists of links around them, as on the web.", "",
        f"Of these {parts['looked']:,} had text and came to the gate, in {parts['sought']:,} the article was sought, "
        f"{fates.get('read', 0):,} went to the reader, {fates.get('passed', 0):,} were passed over, "
        f"{fates.get('failed', 0) + fates.get('refused', 0):,} were junk or broken.", "",
        f"The plain texts: {plain['texts']:,} lines of JSON with the same mix, {plain['read']:,} of "
        "them past the gate.", "",
    ]  # fmt: skip
    if spark:
        load = dict(spark["machine"])
        lines += [
            f"Spark was measured apart ({load['date']}, {load['commit']}, load {load['load before the run']} before "
            f"and {load['load after']} after): one process {spark['one']:,.0f} texts a second, Spark "
            f"{spark['spark']:,.0f}, starting and grouping included.", "",
        ]  # fmt: skip
    else:
        lines += ["Spark was not measured: `python -m benchmarks.corpora --spark`.", ""]
    if not figures["peers"]:
        lines += ["The peers were left out of this run.", ""]
    return "\n".join(lines)


def costs(figures: dict[str, Any]) -> str:
    """What a crawl of the web would take, stage by stage, by the measured figures."""
    small, large, each = figures["stages"], figures["large"], figures["whole"]["bytes"]
    kept, packed = WEB * each / 1e9, WEB * PAGE_BYTES / 1e12

    def hours(parts: dict[str, Any], stage: str = "") -> float:
        seconds = parts["seconds"][stage] if stage else parts["pages"] / parts["core"]
        return float(WEB * seconds / parts["pages"] / 3600)

    rows = [
        ("pages a second a core, measured", *(f"{parts['core']:,.0f}" for parts in (small, large))),
        (f"core-hours for {WEB / 1e9:g} billion pages", *(f"{hours(parts):,.0f}" for parts in (small, large))),
        *((f"… {name}", *(f"{hours(parts, name):,.0f}" for parts in (small, large))) for name in small["seconds"]),
        ("hours on 1,000 cores", *(f"{hours(parts) / 1000:,.1f}" for parts in (small, large))),
        (f"computing, at ${CORE_HOUR} a core-hour", *(f"${hours(parts) * CORE_HOUR:,.0f}" for parts in (small, large))),
        (f"the archive that is read, at {PAGE_BYTES / 1000:g} KB a page of it", "", f"{packed:,.0f} TB"),
        (f"the corpus that is written, at {each:,.0f} bytes a page, measured", f"{kept:,.0f} GB", f"{kept:,.0f} GB"),
        (f"keeping the corpus, at ${GIGABYTE} a gigabyte and month", *2 * (f"${kept * GIGABYTE:,.0f} a month",)),
    ]
    head = f"| | pages of 5 KB | pages of {5 + large['bulk'] // 1000} KB |"
    return "\n".join([head, "|---|--:|--:|", *("| " + " | ".join(row) + " |" for row in rows)])
