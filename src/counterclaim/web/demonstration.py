"""The ledger of ``serve --demo``: the sample articles, a hundred days of the record as bulletins to be read, a call.

A bulletin is made from a row of the record in plain words and says where its numbers are from; it is read as any text.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Container, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.charts import spelled
from counterclaim.model import Series

if TYPE_CHECKING:
    from counterclaim.documents import Content
    from counterclaim.ledger import Ledger

DAYS = 100
DOCUMENTS = 230  # about as many as there are
WEEKLY = 7  # of a count that is published whenever something is found
LAST = date(2024, 5, 31)  # among the samples' own days, so that they meet
# Which columns of a series a bulletin tells, and in which words; the source's name stands before, the day behind.
BULLETINS = {
    "ua-general-staff": (
        "the General Staff of the Armed Forces of Ukraine",
        (("personnel", "soldiers"), ("tank", "tanks"), ("artillery", "artillery systems"), ("aircraft", "aircraft")),
        "Russia",
    ),
    "oryx-ru": ("the open-source project Oryx", (("tank", "tanks"), ("aircraft", "aircraft")), "Russia"),
    "gaza-health-ministry": ("the Gaza health ministry", (("people/killed", "people"),), "Gaza"),
}


def fill(book: Ledger, told: Callable[[int, str], None] | None = None) -> None:
    """Adds the samples, the bulletins and the sample call, with its sound where this computer can speak it."""
    from counterclaim.calls.speaking import write_sample
    from counterclaim.documents import Content
    from counterclaim.ledger.ingest import add
    from counterclaim.ledger.originals import keep_file

    texts = list(contents())

    def opened(_: str, left_out: Container[str]) -> Iterator[Content]:
        return (found for found in texts if found.path not in left_out)

    with tempfile.TemporaryDirectory() as folder:
        transcript, recording = write_sample(Path(folder))
        texts.append(Content(f"calls/{transcript.name}", transcript.read_bytes()))
        if recording is not None and book.originals is not None:
            keep_file(book.originals, recording)
    add(book, ["demonstration"], by="demonstration", contents=opened, told=told)


def contents() -> Iterator[Content]:
    """The samples, then a bulletin a day of each series of ``BULLETINS``."""
    from counterclaim.documents import Content
    from counterclaim.lookups import samples
    from counterclaim.series import load_record

    for file, _ in samples().values():
        yield Content(file.name, file.read_bytes())
    record = load_record()
    for name in BULLETINS:
        table = record.series.get(name)
        if table is not None:
            yield from (Content(f"record/{name}/{day}.txt", text.encode()) for day, text in bulletins(table))


def bulletins(table: Series) -> Iterator[tuple[date, str]]:
    """The rows of the last ``DAYS`` days up to ``LAST`` in words."""
    speaker, columns, side = BULLETINS[table.id]
    days = [(at, day) for at, day in enumerate(table.dates) if day <= LAST][-DAYS:]
    for at, day in days[:: WEEKLY if table.id == "oryx-ru" else 1]:
        parts = [
            f"{value:,.0f} {words}"
            for key, words in columns
            if key in table.columns and (value := table.columns[key][at]) is not None
        ]
        if not parts:
            continue
        listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        if side == "Gaza":
            said = f"{speaker} said that {listed} had been killed in the Gaza Strip since 7 October 2023."
        else:
            said = f"{speaker} said that {side} had lost {listed} since 24 February 2022."
        said = said[:1].upper() + said[1:]
        title = f"{speaker[4:5].upper()}{speaker[5:]}: figures of {spelled(day)}"
        body = f"As of {spelled(day)}, {said[:1].lower()}{said[1:]}"
        yield day, f"{title}\n\n{spelled(day)}\n\n{body}\n\nMade from {table.title}, {table.url}\n"


def prepared(folder: Path, told: Callable[[int, str], None] | None = None) -> Path:
    """The demonstration's ledger in a folder: made once, taken as it is afterwards."""
    from counterclaim import __version__
    from counterclaim.ledger import Ledger

    path = folder / f"demonstration-{__version__}.db"
    done = path.with_suffix(".ready")
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with Ledger(path) as book:
            fill(book, told)
        done.touch()
    return path
