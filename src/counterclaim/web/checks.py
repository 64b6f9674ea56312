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

from counterclaim.model import CounterclaimError, Coverage, Document, Report, UnreadableError
from counterclaim.web.asked import NoSuchPage

KEPT = 2_000  # checks kept in the folder
REMEMBERED = 64  # reports kept in memory
MEMORY = 2 << 30  # bytes of address space for the process that opens an upload …
SECONDS = 90  # … and its processor time
_CHILD = Path(__file__).with_name("reading_child.py")
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
    """The report on one input, which must be one document.

    A plain text is read here. Anything that takes a parser is opened in a process of its own with limited memory and
    time: what brings that down makes the document failed, not the server.
    """
    from counterclaim import verbs

    return next(verbs.check(_plain(content, given) if _is_plain(given) else _opened(content, given)))


def _is_plain(given: Given) -> bool:
    return (given.media_type or "").partition(";")[0].strip() == "text/plain" and not given.url


def _plain(content: bytes, given: Given) -> Document:
    from counterclaim.documents import read_document

    published = date.fromisoformat(given.published) if given.published else None
    return read_document(content, path=given.name, media_type=given.media_type, published=published)


def _opened(content: bytes, given: Given) -> Document:
    from counterclaim.documents.children import ask_child
    from counterclaim.ledger.bodies import document_from

    words = [given.name, given.media_type or "", given.url or "", given.published or ""]
    words = [word.encode("utf-8", "replace").decode().replace("\0", "\ufffd") for word in words]
    what = f"the file {given.name}"
    try:
        told = ask_child(_CHILD, content, what=what, memory=MEMORY, seconds=SECONDS, words=tuple(words))
    except UnreadableError as error:
        digest = sha256(content).hexdigest()
        failed = Coverage("failed", str(error))
        return Document(id="d" + digest[:16], text="", path=given.name, sha256=digest, coverage=failed)
    if "many" in told:
        raise CounterclaimError(
            f"{given.name} holds {told['many']:,} documents; a check reads one. Add the file to the ledger instead"
        )
    return document_from(told["document"], told["path"])
