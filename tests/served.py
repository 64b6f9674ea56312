"""A served ledger for tests: the sample articles in a ledger, and a browser without a screen on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.ledger import Ledger
from counterclaim.lookups import samples
from counterclaim.web.app import create_app
from counterclaim.web.checks import Checks
from counterclaim.web.site import Settings, Site

if TYPE_CHECKING:
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8765"
OURS = {"sec-fetch-site": "same-origin"}  # what a browser says of a form of our own pages


def filled(folder: Path) -> Ledger:
    """A ledger of the samples."""
    from counterclaim.ledger.ingest import add

    texts = folder / "texts"
    texts.mkdir()
    for file, _ in samples().values():
        (texts / file.name).write_bytes(file.read_bytes())
    book = Ledger(folder / "samples.db")
    assert not add(book, [str(texts)], by="tests", workers=1).failed
    return book


@contextmanager
def browsing(book: Ledger | None, folder: Path, settings: Settings | None = None) -> Iterator[TestClient]:
    """A client of the pages of a ledger; it does not follow redirections."""
    from starlette.testclient import TestClient

    site = Site(book, Checks(folder / "checks"), settings or Settings())
    with TestClient(create_app(site), base_url=BASE, headers=OURS, follow_redirects=False) as client:
        yield client
