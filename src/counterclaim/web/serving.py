"""``counterclaim serve``: the pages on this computer, or where the operator says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.keeping import LedgerPath, Originals
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.web.site import Site

PORT = 8765
LOOPBACK = "127.0.0.1"


def serve(
    ledger: LedgerPath = None,
    originals: Originals = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
    demo: Annotated[
        bool, typer.Option("--demo", help="Serve a ledger of the samples and a hundred days of the record.")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Read only, for anybody: nothing can be added or judged.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Let people give web addresses, which this computer then asks for.")
    ] = False,
) -> None:
    """Open the pages in a browser: paste an article, see what holds; look through a ledger, compare, judge, cite.

    They are served on 127.0.0.1, to this computer alone. Nothing is asked of any other host.

    \b
    Examples:
      counterclaim serve --demo
      counterclaim serve --ledger war.db
    """
    try:
        import uvicorn

        from counterclaim.web.app import create_app
    except ImportError as error:
        raise CounterclaimError(
            f'the pages need {error.name}, which is not installed; run: python -m pip install "counterclaim[web]"'
        ) from error
    if demo and ledger:
        raise CounterclaimError("--demo makes a ledger of its own: leave out --ledger")
    site = site_of(ledger, originals, public=public, fetch=fetch)
    server = uvicorn.Server(
        uvicorn.Config(create_app(site), LOOPBACK, port, log_level="warning", server_header=False, access_log=False)
    )
    listening = server.config.bind_socket()
    where = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
    print(f"Open {where} in a browser; Ctrl-C ends it.", file=sys.stderr, flush=True)
    server.run(sockets=[listening])


def site_of(
    ledger: str | None, originals: object = None, *, public: bool = False, fetch: bool = False, demo: bool = False
) -> Site:
    """What stands behind the pages of a ledger, which is made on first use."""
    from pathlib import Path

    from counterclaim.keeping import open_ledger
    from counterclaim.web.checks import Checks
    from counterclaim.web.site import Settings, Site, checks_folder

    folder = Path(str(originals)) if originals else None
    book = open_ledger(ledger, folder, create=not public, read_only=public) if ledger else None
    return Site(book, Checks(checks_folder(ledger)), Settings(fetch, public, demo))
