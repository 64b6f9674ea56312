"""Checks that have an address: what was pasted, dropped or fetched is kept, and read again when it is asked for.

    Checks.keep      bytes and what is given of them → an id, the same for the same input
    Checks.report    the report of an id, read anew (or remembered)

A check is two files, the bytes and a line of JSON; the oldest go when there are more than ``KEPT``.
"""

from __future__ import annotations

import json
import os
import re
from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock

from counterclaim.model import CounterclaimError, Report
from counterclaim.web.asked import NoSuchPage

KEPT = 2_000  # checks kept in the folder
REMEMBERED = 64  # reports kept in memory
_IDENT = re.compile(r"k[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of the bytes besides themselves."""

    name: str
    media_type: str | None = None
    url: str | None = None
    published: str | None = None


class Checks:
    """The checks of one site, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._reports: OrderedDict[str, Report] = OrderedDict()

    def keep(self, content: bytes, given: Given) -> str:
        """Keeps an input; its id."""
        told = json.dumps(asdict(given), sort_keys=True, ensure_ascii=True)
        ident = "k" + sha256(told.encode() + b"\n" + content).hexdigest()[:16]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, written in ((f"{ident}.bytes", content), (f"{ident}.json", told.encode())):
                new = self.folder / f".{name}.{os.getpid()}.new"
                new.write_bytes(written)
                os.replace(new, self.folder / name)
            self._forget_oldest()
        except OSError as error:
            raise CounterclaimError(f"the check could not be kept in {self.folder}: {error.strerror}") from error
        return ident

    def given(self, ident: str) -> tuple[Given, bytes]:
        """What was kept under an id."""
        if not _IDENT.fullmatch(ident):
            raise NoSuchPage(f"there is no check {ident}")
        try:
            told = json.loads((self.folder / f"{ident}.json").read_text(encoding="utf-8"))
            return Given(**told), (self.folder / f"{ident}.bytes").read_bytes()
        except FileNotFoundError:
            raise NoSuchPage(f"there is no check {ident}, or it was kept too long ago") from None

    def report(self, ident: str) -> Report:
        """The report of a check."""
        with self._lock:
            if ident in self._reports:
                self._reports.move_to_end(ident)
                return self._reports[ident]
        given, content = self.given(ident)
        found = read(content, given)
        with self._lock:
            self._reports[ident] = found
            while len(self._reports) > REMEMBERED:
                self._reports.popitem(last=False)
        return found

    def _forget_oldest(self) -> None:
        kept = list(self.folder.glob("k*.json"))
        if len(kept) > KEPT:
            kept.sort(key=lambda path: path.stat().st_mtime)
            for path in kept[: len(kept) - KEPT]:
                path.with_suffix(".bytes").unlink(missing_ok=True)
                path.unlink(missing_ok=True)


def read(content: bytes, given: Given) -> Report:
    """The report on one input, which must be one document."""
    from counterclaim import verbs
    from counterclaim.documents import Content, apart, read_content

    found = list(apart(Content(given.name, content, given.media_type, given.url), None))
    if len(found) != 1:
        raise CounterclaimError(
            f"{given.name} holds {len(found):,} documents; a check reads one. Add the file to the ledger instead"
        )
    published = date.fromisoformat(given.published) if given.published else None
    document = read_content(found[0], published=published)
    return next(verbs.check(document))
