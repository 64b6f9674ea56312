"""The commands that keep a ledger: add, verify, head, copy, import."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.console import FOUND, INTERRUPTED, NOTHING, UNREAD, Progress, complain, writing
from counterclaim.lookups import day_given
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.documents import Content
    from counterclaim.ledger import Ledger
    from counterclaim.ledger.sealing import Key
    from counterclaim.ledger.store import Head
    from counterclaim.model import Provenance, Transcript

LedgerPath = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="FILE|postgresql://…", envvar="COUNTERCLAIM_LEDGER", help="The ledger: a file or a server."
    ),
]
Originals = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        envvar="COUNTERCLAIM_ORIGINALS",
        help="Where original documents are kept; beside a ledger in a file unless named.",
    ),
]


SealKey = Annotated[
    Path | None,
    typer.Option(
        "--seal-key",
        metavar="FILE",
        help="The key that personal data is sealed with: 64 hexadecimal digits, here or in COUNTERCLAIM_SEAL_KEY.",
    ),
]


class PersonalData(StrEnum):
    """What a ledger does with personal data."""

    drop = "drop"
    seal = "seal"
    keep = "keep"


PersonalDataGiven = Annotated[
    PersonalData | None,
    typer.Option(
        "--personal",
        help="Personal data: drop it, seal it with a key, or keep it readable in the file; no output shows it. "
        "Sealed where there is a key, else kept.",
    ),
]


def open_ledger(
    address: str | None, originals: Path | None = None, *, create: bool = False, read_only: bool = False
) -> Ledger:
    """The ledger named on the command line or in COUNTERCLAIM_LEDGER."""
    if not address:
        raise CounterclaimError("which ledger? Name it with --ledger ledger.db, or in COUNTERCLAIM_LEDGER")
    from counterclaim.ledger import Ledger

    return Ledger(address, originals=originals, create=create, read_only=read_only)


def who() -> str:
    """Who is at work, for the custody log: COUNTERCLAIM_USER, or the name of the account."""
    named = os.environ.get("COUNTERCLAIM_USER")
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def seal_key_given(file: Path | None) -> Key | None:
    """The key for sealed personal data, where one is given."""
    from counterclaim.ledger.sealing import key_given

    return key_given(file)


def origin_given(publisher: str | None, file: Path | None) -> Provenance | None:
    """What the command line says of where a call comes from; ``None`` where it says nothing."""
    if publisher is None and file is None:
        return None
    from counterclaim.documents.provenance import provenance_given

    return provenance_given(publisher, file)


def ask_provenance(path: str, transcript: Transcript) -> None:
    """Says what nobody has told of where a call comes from, and how to tell it."""
    from counterclaim.calls.citing import is_call
    from counterclaim.documents.provenance import asked_for

    if is_call(transcript) and (asked := asked_for(transcript.provenance)):
        complain(f"{path}: nothing says of this call {asked}; tell it with --publisher or --provenance FILE")


# ---------------------------------------------------------------------------------------------------------- add


def add(
    targets: Annotated[
        list[str], typer.Argument(metavar="PATH|URL|-...", help="Files, folders, web addresses, or - for input.")
    ],
    ledger: LedgerPath = None,
    originals: Originals = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of publication, as 2023-12-13; wins over the page's own."),
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="The language of the text, as en.")] = None,
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Columns of a CSV or JSON lines: text=body,published=date, or a TOML file."),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of a call's transcript: who published it.")
    ] = None,
    provenance: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Of a call's transcript: TOML with publisher, address, published, selection."
        ),
    ] = None,
    convention: Annotated[
        str, typer.Option(help="What 'dozens' stands for: ours, acled, newsquant, duckling.")
    ] = "ours",
    personal: PersonalDataGiven = None,
    seal_key: SealKey = None,
    again: Annotated[bool, typer.Option("--again", help="Read anew what was read before by this version.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Readers at work; one a processor core unless said.")
    ] = None,
) -> None:
    """Read documents and keep what they claim: claims, findings, refusals, and the original bytes.

    A ledger is made on first use. What was added before adds nothing but where and when it was seen again. A run that
    was stopped goes on where it was when the same command is given once more.

    \b
    Examples:
      counterclaim add articles/ --ledger war.db
      counterclaim add --ledger war.db https://example.org/story
      export COUNTERCLAIM_LEDGER=war.db; counterclaim add articles/; counterclaim claims --side UA
      counterclaim add calls/ --ledger war.db --personal seal --seal-key seal.key
    """
    from counterclaim.ledger.ingest import Options
    from counterclaim.ledger.ingest import add as add_all
    from counterclaim.terminal import plural

    if convention not in ("ours", "acled", "newsquant", "duckling"):
        raise CounterclaimError(f"there is no convention “{convention}”; there is ours, acled, newsquant and duckling")
    origin = origin_given(publisher, provenance)
    options = Options(
        convention, day_given(published), language, again, provenance=origin,
        personal=None if personal is None else personal.value, key=seal_key_given(seal_key),
    )  # fmt: skip
    progress = None
    if sys.stderr.isatty():
        from counterclaim.documents import count_targets

        progress = Progress(sys.stderr, count_targets(targets))
    with open_ledger(ledger, originals, create=True) as book:
        told = progress.show if progress else None
        added = add_all(
            book, targets, by=who(), options=options, workers=workers, contents=_by_columns(columns), told=told
        )
        head = book.head()
    if progress is not None:
        progress.clear()
    for place, reason in added.failed:
        complain(f"{place} could not be read: {reason}")
    for line in _partly(added.partly):
        complain(line)
    tally, made = added.tally, added.tally.rows
    if not added.documents and not added.failed and not added.resumed and not added.stopped:
        raise CounterclaimError(f"there is nothing to read in {', '.join(targets)}")
    said = [f"{plural(tally.new, 'new document')}"]
    said += [f"{plural(tally.reread, 'document')} read anew"] if tally.reread else []
    said += [f"{plural(tally.seen, 'document')} seen again"] if tally.seen else []
    said += [f"{added.resumed:,} kept before"] if added.resumed else []
    with writing() as stream:
        stream.write(f"{', '.join(said)}; {plural(made.get('claim', 0), 'claim')}, ")
        stream.write(f"{plural(made.get('finding', 0), 'finding')}.\n")
        stream.write(f"{book.name}: {plural(head.size, 'row')}, head {head.root.hex()[:16]}…\n")
    if added.readable and personal is None:
        complain(
            f"{plural(added.readable, 'document')} with personal data: no output shows it, but whoever has the "
            "ledger's file can read it; --personal seal or drop keeps it otherwise"
        )
    if added.stopped:
        complain("stopped; what was read is kept, and the same command goes on from there")
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(UNREAD if added.failed or added.partly else NOTHING)


def _partly(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each file of which documents were read in part, and for each reason."""
    counted: dict[tuple[str, str], list[str]] = {}
    for place, reason in found:
        counted.setdefault((place.split("#", 1)[0], reason), []).append(place)
    for (file, reason), places in counted.items():
        where = places[0] if len(places) == 1 else f"{file} ({len(places):,} documents)"
        yield f"{where} was read in part: {reason}"


def _by_columns(columns: str | None) -> Callable[[str, Container[str]], Iterator[Content]] | None:
    """How targets are opened where the columns of tables were named."""
    if columns is None:
        return None
    from counterclaim.documents import open_contents
    from counterclaim.documents.columns import parse_columns

    named = parse_columns(columns)
    return lambda target, left_out: open_contents(target, leave_out=left_out, columns=named)


# ----------------------------------------------------------------------------------------------- verify and head


def verify(
    ledger: LedgerPath = None,
    originals: Originals = None,
    deep: Annotated[bool, typer.Option("--deep", help="Read every original again and compare every quote.")] = False,
    head: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A head kept elsewhere: nothing before it may have changed.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="PUBLIC.pem", help="The public key by which that head must be signed.")
    ] = None,
    seal_key: SealKey = None,
) -> None:
    """Check that every row of a ledger is as it was added: hashes, tables, and every head the tree ever had.

    Whoever can write the ledger could also make it anew, hashes and all. A head that counterclaim head printed, kept
    where they cannot write, shows that too.

    \b
    Examples:
      counterclaim verify --ledger war.db
      counterclaim verify --ledger war.db --deep
      counterclaim verify --ledger war.db --head 2026-11-22.head
    """
    from counterclaim.ledger.verify import verify as check
    from counterclaim.terminal import plural

    if key is not None and head is None:
        raise CounterclaimError("a key needs a head that it has signed: give --head too")
    kept = None if head is None else _kept_head(head, key)
    with open_ledger(ledger, originals, read_only=True) as book:
        found = check(book, deep=deep, head=kept, key=seal_key_given(seal_key) if deep else None)
    with writing() as stream:
        stream.write(f"{book.name}: {plural(found.rows, 'row')}, head {found.root.hex()}\n")
        if deep:
            stream.write(
                f"{plural(found.documents, 'original')} read again, {plural(found.quotes, 'quote')} compared\n"
            )
        if found.dropped:
            stream.write(
                f"{plural(found.dropped, 'original')} not kept, as personal data was dropped: nothing here can be read "
                "again from those; hashes and quotes were checked\n"
            )
        if found.sealed:
            stream.write(
                f"{plural(found.sealed, 'original')} sealed, not read again: give the key with --seal-key FILE\n"
            )
        stream.writelines(f"{sentence}\n" for sentence in found.briefly())
        if found.whole:
            stream.write("Every row is as it was added.\n")
            if kept is not None:
                stream.write(f"The first {plural(kept.size, 'row')} are those of {head}.\n")
    raise typer.Exit(NOTHING if found.whole else FOUND)


def _kept_head(file: Path, key: Path | None) -> Head:
    from counterclaim.ledger.heads import head_from, is_signed

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CounterclaimError(f"the head {file} cannot be read: {error}") from error
    if key is not None and not is_signed(text, key):
        raise CounterclaimError(f"{file} is not signed by {key}: do not trust it")
    return head_from(text, str(file))


def head(
    ledger: LedgerPath = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="PRIVATE.pem", help="Sign it with this Ed25519 key; openssl can make one."),
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="Whose signature it is, as archive.example.org.")] = "",
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="As the ledger stood at the end of a day.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """Print the ledger's head: how many rows, and one hash that changes if any of them does. Keep it elsewhere.

    A head can be mailed, printed or published: it says nothing of what the rows hold. Later,
    counterclaim verify --head FILE proves that nothing before it was changed, left out or put in between.

    \b
    Examples:
      counterclaim head --ledger war.db > 2026-11-22.head
      openssl genpkey -algorithm ed25519 -out key.pem
      counterclaim head --ledger war.db --key key.pem --name archive.example.org
    """
    from counterclaim.ledger.heads import head_text, signed

    day = day_given(as_of)
    with open_ledger(ledger, read_only=True) as book:
        text = head_text((book if day is None else book.as_of(day)).head())
    if key is not None:
        text = signed(text, key, name or "counterclaim")
    with writing(output, machine=True) as stream:
        stream.write(text)


def copy(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; nothing may be there yet.")],
    ledger: LedgerPath = None,
) -> None:
    """Copy all of a ledger to one file, also while others add to it.

    FILE.jsonl is written as JSON lines, a row each, which counterclaim import makes a ledger of again, here or on a
    server, without loss. Any other name gets a sealed copy: a ledger that is only read, with its SHA-256 in FILE.sha256
    beside it, in which counterclaim verify finds any single changed bit. Originals are files of their own: copy their
    folder with any tool.

    \b
    Examples:
      counterclaim copy backups/2026-11-22.db --ledger war.db
      counterclaim copy war.jsonl --ledger postgresql://me@host/war
    """
    from counterclaim.ledger.copies import copy_to
    from counterclaim.ledger.lines import to_lines
    from counterclaim.terminal import plural

    with open_ledger(ledger) as book:
        if path.suffix != ".jsonl":
            print(f"{path}: sha256 {copy_to(book.database, path)}")
            return
        if path.exists():
            raise CounterclaimError(f"there is something at {path} already: name another file")
        with writing(path, machine=True) as stream:
            stream.writelines(line.decode() for line in to_lines(book))
        head = book.head()
    print(f"{path}: {plural(head.size, 'row')}, head {head.root.hex()[:16]}…")


def import_lines(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="What copy FILE.jsonl or export jsonl wrote.")],
    ledger: LedgerPath = None,
    originals: Originals = None,
) -> None:
    """Make a ledger from JSON lines, row by row as it was: the same rows, hashes and heads, or nothing.

    The ledger must be new, or hold the first rows of the file already; then the rest is added. A part of a ledger
    (export jsonl with filters) is added to any ledger as new rows; documents that are there already stay as they are.

    \b
    Example:
      counterclaim import war.jsonl --ledger again.db
    """
    from counterclaim.ledger.lines import from_lines
    from counterclaim.terminal import plural

    try:
        stream = file.open("rb")
    except OSError as error:
        raise CounterclaimError(f"{file} cannot be read: {error.strerror or error}") from error
    with stream, open_ledger(ledger, originals, create=True) as book:
        count = from_lines(book, stream)
        head = book.head()
    print(f"{book.name}: {plural(count, 'row')} added, {plural(head.size, 'row')}, head {head.root.hex()[:16]}…")
