"""The commands ``corpus add`` and ``corpus findings``: documents into a ledger; what claims show together."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.console import FOUND, INTERRUPTED, NOTHING, UNREAD, Progress, complain, style_of, writing
from counterclaim.corpus.command import Corpus
from counterclaim.corpus.command import corpus_app as corpus_app
from counterclaim.keeping import LedgerPath, Originals, open_ledger, who
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.model import Finding


class FindingFormat(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"


@corpus_app.command("add", short_help="Add documents of a corpus to a ledger.")
def add(
    folder: Corpus,
    ledger: LedgerPath = None,
    originals: Originals = None,
    where: Annotated[
        str, typer.Option(metavar="SQL", help="Only documents with a claim of which this holds, over the table claims.")
    ] = "TRUE",
    workers: Annotated[
        int | None, typer.Option(min=1, help="Readers at work; one a processor core unless said.")
    ] = None,
) -> None:
    """Add the documents of a corpus that hold claims to a ledger, from the bytes in the archives they were read from.

    They are read once more, so that the ledger keeps their originals and findings. A run that was stopped goes on
    where it was when the same command is given once more.

    \b
    Examples:
      counterclaim corpus add war --ledger war.db
      counterclaim corpus add war --ledger war.db --where "side = 'UA' AND published >= '2023-12-01'"
    """
    from counterclaim.corpus.bodies import pages_for
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.querying import duckdb, opened
    from counterclaim.ledger.ingest import Options
    from counterclaim.ledger.ingest import add as add_all
    from counterclaim.terminal import plural

    found = Folder(folder)
    shards: dict[str, str] = {}
    with opened(found) as book:
        try:
            chosen = book.execute(f"SELECT DISTINCT document FROM claims WHERE ({where})").fetchall()
        except duckdb().Error as error:
            raise CounterclaimError(f"“{where}” is no condition over claims: {str(error).splitlines()[0]}") from None
        wanted = {document for (document,) in chosen}
        for document, path, shard in book.execute("SELECT id, path, shard FROM documents WHERE claims > 0").fetchall():
            if document in wanted:
                shards.setdefault(path, shard)
    if not shards:
        raise CounterclaimError(f"no document of {folder} has a claim of which that holds")
    options = Options(found.options.convention, None, found.options.language)
    progress = Progress(sys.stderr, len(shards)) if sys.stderr.isatty() else None
    with open_ledger(ledger, originals, create=True) as kept:
        added = add_all(
            kept, [str(folder)], by=who(), options=options, workers=workers,
            contents=lambda target, left_out: pages_for(found, shards, frozenset(shards.values()), left_out),
            told=progress.show if progress else None,
        )  # fmt: skip
        name, head = kept.name, kept.head()
    if progress is not None:
        progress.clear()
    for place, reason in added.failed:
        complain(f"{place} could not be read: {reason}")
    tally = added.tally
    before = f", {added.resumed:,} kept before" if added.resumed else ""
    with writing() as stream:
        made = (plural(tally.rows.get(kind, 0), kind) for kind in ("claim", "finding"))
        stream.write(f"{plural(tally.new, 'new document')}, {tally.seen:,} seen again{before}; {', '.join(made)}.\n")
        stream.write(f"{name}: {plural(head.size, 'row')}, head {head.root.hex()[:16]}…\n")
    if added.stopped:
        complain("stopped; what was read is kept, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(UNREAD if added.failed else NOTHING)


@corpus_app.command("follow", short_help="Read what is new, as it comes; a digest a day.")
def follow(
    source: Annotated[
        Path,
        typer.Argument(metavar="SOURCE", help="A folder that grows, a list of feeds, or a plan as for watch."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The corpus; made where there is none.")],
    every: Annotated[float, typer.Option(min=60.0, metavar="SECONDS", help="Between two looks at a source.")] = 900.0,
    once: Annotated[bool, typer.Option("--once", help="Look at everything one time, then end.")] = False,
) -> None:
    """Read each new page once, hold it against what the corpus knows, and keep a digest a day as HTML and Atom.

    The digests, in FOLDER/digests, tell new conflicts, echoes and misattributions. Servers are asked as by watch.

    \b
    Examples:
      counterclaim corpus follow incoming/ --out war
      counterclaim corpus follow --once feeds.txt --out war
    """
    from counterclaim.corpus.folder import SETTINGS, Folder
    from counterclaim.corpus.following import Follower, plan_of
    from counterclaim.corpus.grouping import group_here
    from counterclaim.corpus.reading import Options
    from counterclaim.watching.look import watch

    options = Folder(out).options if (out / SETTINGS).exists() else Options()
    found = Folder.made(out, options)
    with found.locked("counterclaim corpus follow"):
        group_here(found)
        follower = Follower(found, complain)
        done = watch(plan_of(source, out / "follow.state", every), follower.take, once=once, tell=complain)
        group_here(found)
    raise typer.Exit(UNREAD if done.failed else NOTHING)


@corpus_app.command(
    "findings",
    short_help="What the claims of a corpus show together.",
    epilog="The exit status is 0 when nothing was found at warning or above, 1 when something was.",
)
def findings(
    folder: Corpus,
    side: Annotated[str | None, typer.Option(metavar="SIDE", help="Who suffered the loss, as UA.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Published on this day or later.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Published on this day or earlier.")] = None,
    format: Annotated[FindingFormat, typer.Option(help="Text to look at, JSON for a program.")] = FindingFormat.text,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """Hold the claims of a corpus against each other: contradictions, echoes, running totals that fell (CC6).

    Copies are counted once: a page that was taken over a thousand times is one origin.

    \b
    Examples:
      counterclaim corpus findings war --from 2023-12-01 --to 2023-12-31
      counterclaim corpus findings war --side RU --format json
    """
    from counterclaim.corpus.bodies import MOST, bodies
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.grouping import group_here, is_grouped
    from counterclaim.findings import check_body
    from counterclaim.series import load_record

    found = Folder(folder)
    if not is_grouped(found, found.rows()):
        with found.locked("counterclaim corpus findings"):
            group_here(found)
    parts = ["TRUE"]
    for name, sign in ((start, ">="), (end, "<=")):
        if name is not None:
            parts.append(f"c.published {sign} DATE '{day_given(name)}'")
    if side is not None:
        parts.append("c.side = '" + side.replace("'", "''") + "'")
    every: list[Finding] = []
    for kepts, copies in bodies(found, " AND ".join(parts)):
        if len(kepts) >= MOST:
            of = kepts[0].claim.side or "no side"
            complain(
                f"more than {MOST:,} claims are of {of}, and no more were looked at: narrow them by --from and --to"
            )
        every += check_body(kepts, load_record(), copies)
    with writing(output, machine=format is FindingFormat.json) as stream:
        if format is FindingFormat.json:
            from counterclaim import formats

            stream.writelines(formats.json_line(formats.finding_fields(one)) + "\n" for one in every)
        else:
            style = style_of(stream)
            for one in every:
                stream.write(style.indented(f"{one.code} {one.name}: {one.message}", "", "    ") + "\n")
                stream.writelines(style.indented(step, "    ", "      ") + "\n" for step in one.proof.steps[:6])
            stream.write(_counted(every) + "\n")
    raise typer.Exit(FOUND if any(one.severity != "note" for one in every) else NOTHING)


def _counted(every: list[Finding]) -> str:
    from collections import Counter

    from counterclaim.terminal import plural

    counts: Any = Counter(f"{one.code} {one.name}" for one in every)
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
    return f"{plural(len(every), 'finding')}{': ' if told else ''}{told}."
