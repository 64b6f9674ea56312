"""``counterclaim serve``: the pages on this computer, or where the operator says."""

from __future__ import annotations

import sys
from functools import partial
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.keeping import LedgerPath, Originals
from counterclaim.model import CounterclaimError
from counterclaim.web.accounts_command import AccountsAt

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.web.edition import Editions
    from counterclaim.web.site import Site

PORT = 8765
LOOPBACK = "127.0.0.1"
TURN = 0.001  # seconds that a thread computes before another may: who makes a page must not hold up who hands one out


def serve(
    ledger: LedgerPath = None,
    originals: Originals = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
    demo: Annotated[
        bool, typer.Option("--demo", help="Serve a ledger of the samples and a hundred days of the record.")
    ] = False,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; anything but this computer alone takes accounts.")
    ] = LOOPBACK,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The address by which people reach it, as https://claims.example.org."),
    ] = None,
    accounts: AccountsAt = None,
    login: Annotated[
        bool, typer.Option("--login", help="Ask for accounts on this computer too, where several people use it.")
    ] = False,
    oidc: Annotated[
        str | None,
        typer.Option(metavar="ISSUER", help="Let people sign in by this OpenID provider, as https://id.example.org."),
    ] = None,
    oidc_client: Annotated[
        str, typer.Option(metavar="ID", help="Our id there; the secret stands in COUNTERCLAIM_OIDC_SECRET.")
    ] = "counterclaim",
    proxy: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The server in front, whose word on who asks is taken."),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Read only, for anybody: what a person has accepted or corrected.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Let people give web addresses, which this computer then asks for.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that answer; one a core for many readers at once.")
    ] = 1,
) -> None:
    """Open the pages in a browser: paste an article, see what holds; look through a ledger, compare, judge, cite.

    They are served on 127.0.0.1, to this computer alone, without a login. Any other address takes accounts; see
    counterclaim accounts. Nothing is asked of any other host.

    \b
    Examples:
      counterclaim serve --demo
      counterclaim serve --ledger war.db
      counterclaim serve --ledger war.db --url https://claims.example.org --proxy 127.0.0.1
      counterclaim serve --ledger war.db --host 192.0.2.7 --port 80 --public --workers 4
    """
    try:
        import uvicorn
        from uvicorn.supervisors import Multiprocess

        from counterclaim.web.app import create_app
        from counterclaim.web.binding import gate_for, is_loopback, vouched_by
        from counterclaim.web.sharing import Serving, made
    except ImportError as error:
        raise CounterclaimError(
            f'the pages need {error.name}, which is not installed; run: python -m pip install "counterclaim[web]"'
        ) from error
    if demo and ledger:
        raise CounterclaimError("--demo makes a ledger of its own: leave out --ledger")
    gate = gate_for(host, ledger=ledger, accounts=accounts, url=url, public=public, login=login)
    if oidc is not None:
        gate = vouched_by(gate, oidc, oidc_client)
    at = _demonstration() if demo else ledger
    with TemporaryDirectory(prefix="counterclaim-") as shared:
        if workers > 1:
            told = None if originals is None else str(originals)
            asked = Serving(at, told, host, accounts, url, login, oidc, oidc_client, public, fetch, demo, shared)
            app: Any = partial(made, asked)
        else:
            site = site_of(at, originals, public=public, fetch=fetch, demo=demo)
            site.gate = gate
            app = create_app(site)
        config = uvicorn.Config(
            app, host, port, log_level="warning", server_header=False, access_log=False, factory=workers > 1,
            proxy_headers=proxy is not None, forwarded_allow_ips=proxy or "", workers=workers,
            timeout_worker_healthcheck=120,  # of a worker that is making a large page on a busy computer
        )  # fmt: skip
        listening = config.bind_socket()
        listening.listen(config.backlog)  # who comes before the first worker is ready waits
        name = f"[{host}]" if ":" in host else host
        where = f"{url.rstrip('/')}/" if url else f"http://{name}:{listening.getsockname()[1]}/"
        if gate.accounts is not None and not gate.secure and not is_loopback(host):
            told = "passwords can be read on the way. Put a server with https in front of it."
            print(f"{where} is not encrypted: {told}", file=sys.stderr)
        print(f"Open {where} in a browser; Ctrl-C ends it.", file=sys.stderr, flush=True)
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
            return
        Thread(target=made_ready, args=(site,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listening])


def _demonstration() -> str:
    """The path of the demonstration's ledger, which is made once; that it is being made is told."""
    from counterclaim.console import Progress
    from counterclaim.web.demonstration import DOCUMENTS, prepared
    from counterclaim.web.site import checks_folder

    progress = Progress(sys.stderr, DOCUMENTS)
    print("Making the demonstration's ledger, once …", file=sys.stderr, flush=True)
    path = prepared(checks_folder(None).parent / "demonstration", progress.show if sys.stderr.isatty() else None)
    progress.clear()
    return str(path)


# Pages made before anybody asks: what they need first is read then, tables of words, the record, templates.
FIRST = ("/claims", "/compare", "/incidents", "/sources", "/trace?q=12+tanks", "/review", "/calls",
         "/rules/CC202", "/record")  # fmt: skip


def made_ready(site: Site) -> None:
    """Makes some pages for nobody, so that the first to ask does not wait for the record, the charts and the columns.

    It does so beside the first answers, and so from now on threads take turns that are short.
    """
    from contextlib import suppress

    from counterclaim.comparing.portraits import portrait
    from counterclaim.web.answering import made_for_nobody
    from counterclaim.web.pages import compile_templates

    sys.setswitchinterval(TURN)
    compile_templates()
    for address in FIRST:
        with suppress(CounterclaimError, ImportError):
            made_for_nobody(site.current(), address)
    with suppress(CounterclaimError, ImportError):
        for address in _of_some(site.current()):
            made_for_nobody(site.current(), address)
    if site.ledger is not None:
        with suppress(CounterclaimError, ImportError):
            site.current().browser().expect()
    record = site.record()
    for source in dict.fromkeys(table.source for table in record.series.values()):
        portrait((), source, record)  # whose own figures beside others' take long to sum up, and stay as they are
    with suppress(CounterclaimError, ImportError):
        made_for_nobody(site.current(), "/compare.svg")  # last: another process draws it, and nothing waits for that


def _of_some(site: Site) -> list[str]:
    """The pages of the newest call, and of the newest and the oldest claim, its document and who says it."""
    from urllib.parse import urlencode

    from counterclaim.ledger.filters import Filter

    if site.ledger is None:
        return []
    found = [f"/calls/{name}" for name in site.ledger.transcripts()[:1]]
    for kept in (*site.browser().page(Filter(), limit=1), *site.browser().page(Filter(), "-added", 1)):
        found += [f"/claims/{kept.claim.id}", f"/documents/{kept.document.id}"]
        if kept.claim.speaker is not None:
            found.append("/source?" + urlencode({"name": kept.claim.speaker.id or kept.claim.speaker.name}))
        found.append("/claims?" + urlencode({"q": kept.claim.evidence.exact.split()[0]}))
    return found


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
    site = Site(book, Checks(checks_folder(ledger)), Settings(fetch, public, demo))
    if public and book is not None:
        site.editions = _editions(book)
        site.ledger = site.editions.current()
    return site


def _editions(book: Ledger) -> Editions:
    """What is published of a ledger, as ledgers of their own that last as long as this process."""
    import atexit
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from counterclaim.web.edition import Editions

    folder = TemporaryDirectory(prefix="counterclaim-")
    atexit.register(folder.cleanup)
    made = Editions(book, Path(folder.name))
    atexit.register(made.close)
    return made
