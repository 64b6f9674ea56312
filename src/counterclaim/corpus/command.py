"""The commands ``corpus read``, ``summary``, ``query``: an archive of pages into Parquet, and questions to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from counterclaim.console import INTERRUPTED, NOTHING, UNREAD, Progress, complain, style_of, writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.corpus.folder import Folder, Row
    from counterclaim.corpus.reading import Options
    from counterclaim.corpus.shards import Shard

corpus_app = typer.Typer(
    help="Read an archive of pages into Parquet, and ask it.", no_args_is_help=True, rich_markup_mode=None
)


class Engine(StrEnum):
    """Who reads: processes of this machine, or a Spark cluster."""

    processes = "processes"
    spark = "spark"


class Convention(StrEnum):
    """How a vague word becomes two numbers."""

    ours = "ours"
    acled = "acled"
    newsquant = "newsquant"
    duckling = "duckling"


class AnswerFormat(StrEnum):
    """How an answer is written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


Corpus = Annotated[Path, typer.Argument(metavar="FOLDER", help="A corpus that counterclaim corpus read made.")]


@corpus_app.command(
    "read",
    short_help="Read an archive of pages into Parquet.",
    epilog="The exit status is 0 when every shard was read, whatever its pages were like, and 2 when one was set aside "
    "or the disk is full.",
)
def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files and folders: WARC, WACZ, Parquet, JSON lines, CSV, pages, lists of paths."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The corpus; made where there is none.")],
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Columns of tables: text=body,published=date, or a TOML file."),
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="The language of all pages, as en.")] = None,
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only pages of this site, as example.org; may be repeated.")
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the files of a list of paths are; else beside the list."),
    ] = None,
    convention: Annotated[
        Convention, typer.Option(help="What 'dozens' or 'a few thousand' stand for; see the vocabulary.")
    ] = Convention.ours,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Readers at work; one a processor core unless said.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Processes on this machine, or Spark.")] = Engine.processes,
    master: Annotated[
        str, typer.Option(metavar="URL", help="The cluster for Spark: local[2], spark://host:7077, k8s://…")
    ] = "local[*]",
) -> None:
    """Read an archive of pages: claims, their evidence, every page's fate and every refused number, as Parquet.

    The input is cut into shards. Each is read in a process of its own and written in one piece, so that a run that was
    stopped or killed goes on where it was when the same command is given once more, and a second run does nothing.

    \b
    Examples:
      counterclaim corpus read crawl/*.warc.gz --out war
      counterclaim corpus read articles.jsonl --columns text=body,published=date --out war
      counterclaim corpus read warc.paths --base /archive --out war --engine spark --master spark://host:7077
    """
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.reading import Options
    from counterclaim.corpus.shards import parquet, plan

    parquet()
    named = None
    if columns is not None:
        from counterclaim.documents.columns import parse_columns

        named = dict(parse_columns(columns).named)
    hosts = tuple(sorted({name.lower().removeprefix("www.") for name in host or ()}))
    options = Options(named, convention.value, language, hosts)
    folder = Folder.made(out, options)
    with folder.locked("counterclaim corpus read"):
        shards = plan(inputs, options.mapping, str(base) if base else None)
        if not shards:
            raise CounterclaimError(f"there is nothing to read in {', '.join(inputs)}")
        done, left = _already(folder, shards)
        status = NOTHING
        try:
            fresh = _read(folder, left, options, engine, master, workers or os.cpu_count() or 1)
        except KeyboardInterrupt:
            complain("stopped; the shards that were finished are kept, and the same command goes on from there")
            status, fresh = INTERRUPTED, []
    _tell(folder, done, fresh)
    if status == NOTHING and any(row.state != "whole" for row in fresh):
        status = UNREAD
    raise typer.Exit(status)


def _already(folder: Folder, shards: list[Shard]) -> tuple[int, list[Shard]]:
    """How many shards are read already, and those that are left; what no input gives any more is dropped."""
    rows = {row.shard: row for row in folder.rows()}
    left = [shard for shard in shards if shard.id not in rows or not folder.is_whole(rows[shard.id], shard)]
    named, given = {shard.id for shard in shards}, {path for shard in shards for path in shard.paths}
    folder.drop(row for row in rows.values() if row.shard not in named and given.intersection(row.paths))
    return len(shards) - len(left), left


def _read(
    folder: Folder, shards: list[Shard], options: Options, engine: Engine, master: str, workers: int
) -> list[Row]:
    from counterclaim.corpus.engines import read_all
    from counterclaim.corpus.grouping import group_here, group_on_spark

    if engine is Engine.spark and shards:
        from counterclaim.corpus.spark import read_on_spark, session

        with session(master, min(max(len(shards), 4), 4_000)) as spark:
            found = list(read_on_spark(spark, shards, options, folder.path))
            group_on_spark(folder, spark)
        return found
    pages = 0
    progress = Progress(sys.stderr, 0) if sys.stderr.isatty() else None

    def told(begun: int, name: str) -> None:
        nonlocal pages
        pages += begun
        if progress is not None:
            progress.show(pages, name)

    rows: list[Row] = []
    try:
        for row in read_all(shards, options, folder.path, workers, told):
            rows.append(row)
    finally:
        if progress is not None:
            progress.clear()
    group_here(folder)
    return rows


def _tell(folder: Folder, done: int, fresh: list[Row]) -> None:
    from counterclaim.corpus.summing import account
    from counterclaim.terminal import plural

    with writing() as stream:
        if fresh:
            stream.writelines(line + "\n" for line in account(fresh))
        if done:
            more = "" if fresh else "; there was nothing to do"
            stream.write(f"{plural(done, 'shard')} read before{more}.\n")
    for row in fresh:
        if row.state != "whole":
            complain(f"{row.name} was set aside: {row.reason}")


@corpus_app.command("summary", short_help="What a corpus holds, and what became of its pages.")
def summary(folder: Corpus) -> None:
    """Show what became of every page of a corpus, why pages were refused or failed, and what its claims are of.

    \b
    Example:
      counterclaim corpus summary war
    """
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.querying import opened
    from counterclaim.corpus.summing import account, sizes
    from counterclaim.terminal import plural

    found = Folder(folder)
    rows = found.rows()
    with opened(found) as book, writing() as stream:
        stream.writelines(line + "\n" for line in account(rows))
        stream.writelines(line + "\n" for line in sizes(rows))
        for what in ("measure", "object", "side", "speaker"):
            asked = f"SELECT {what}, count(*) AS n FROM claims GROUP BY {what} ORDER BY n DESC, {what} LIMIT 6"
            told = ", ".join(f"{value or 'not told'} {count:,}" for value, count in book.execute(asked).fetchall())
            if told:
                stream.write(f"claims by {what}: {told}\n")
        told, most = book.execute("SELECT count(*), max(sightings) FROM tellings").fetchone()
        if told:
            stream.write(
                f"{plural(told, 'claim')} when copies are counted once; the most told stands in {most:,} pages\n"
            )
        first, last = book.execute("SELECT min(published), max(published) FROM claims").fetchone()
        if first is not None:
            stream.write(f"claims published from {first} to {last}\n")


@corpus_app.command("query", short_help="Ask a corpus in SQL.")
def query(
    folder: Corpus,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="A question to the tables; see the documentation.")],
    format: Annotated[AnswerFormat, typer.Option(help="A table to look at, or rows for a program.")] = (
        AnswerFormat.table
    ),
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """Ask a corpus in DuckDB's SQL: tables documents, claims, evidence, refusals, sightings, tellings.

    \b
    Examples:
      counterclaim corpus query war "SELECT side, measure, count(*) FROM claims GROUP BY ALL ORDER BY 3 DESC"
      counterclaim corpus query war "SELECT * FROM claims JOIN evidence ON id = claim" --format parquet -o all.parquet
    """
    from counterclaim.corpus.folder import Folder
    from counterclaim.corpus.querying import ask, write_answer

    answer = ask(Folder(folder), sql)
    if format is AnswerFormat.parquet:
        if output is None:
            raise CounterclaimError("Parquet is written to a file: name it with --output")
        write_answer(answer, output)
        return
    with writing(output, machine=format is not AnswerFormat.table) as stream:
        if format is AnswerFormat.table:
            _write_table(answer, stream)
        else:
            _write_rows(answer, format, stream)


def _rows(answer: Any) -> Iterator[dict[str, Any]]:
    for batch in answer.to_batches():
        yield from batch.to_pylist()


def _write_rows(answer: Any, format: AnswerFormat, stream: TextIO) -> None:
    from counterclaim.cells import cell, csv_row
    from counterclaim.exports.columns import plain_json

    if format is AnswerFormat.jsonl:
        stream.writelines(plain_json(row) + "\n" for row in _rows(answer))
        return
    stream.write(csv_row([cell(name) for name in answer.column_names]))
    for row in _rows(answer):
        values = [value if isinstance(value, int | float | None) else _shown(value) for value in row.values()]
        stream.write(csv_row([cell(value) for value in values]))


def _shown(value: Any) -> str:
    from counterclaim.exports.columns import plain_json

    return value if isinstance(value, str) else str(value) if not isinstance(value, list | dict) else plain_json(value)


def _write_table(answer: Any, stream: TextIO) -> None:
    from shutil import get_terminal_size

    from rich.table import Table
    from rich.text import Text

    from counterclaim.terminal import one_line, print_table

    table = Table(box=None, pad_edge=False)
    for name in answer.column_names:
        table.add_column(name)
    for row in _rows(answer):
        table.add_row(*(Text("" if value is None else one_line(_shown(value), 200)) for value in row.values()))
    style = style_of(stream)
    print_table(table, stream, max(style.width or get_terminal_size((120, 24)).columns, 60), style.colour)
