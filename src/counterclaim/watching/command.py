"""The command ``watch``: claims of what is new as JSON lines, or kept in a ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from counterclaim.console import NOTHING, UNREAD, complain, writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.documents import Content

_CONVENTIONS = ("ours", "acled", "newsquant", "duckling")


def watch(
    plan: Annotated[Path, typer.Argument(metavar="FILE.toml", help="What to watch and how often; see docs/inputs.md.")],
    once: Annotated[bool, typer.Option("--once", help="Look at everything one time, then end.")] = False,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="FILE|postgresql://…", help="Keep what is new in this ledger, and list nothing."),
    ] = None,
    convention: Annotated[
        str, typer.Option(help="What 'dozens' stands for: ours, acled, newsquant, duckling.")
    ] = "ours",
) -> None:
    """Look at feeds and folders on a schedule; the claims of what is new go to standard output as JSON lines.

    What was seen is kept in a file beside the plan, so that a watch that was ended goes on. Servers are asked only what
    has changed, with a pause between two requests, and not what their robots.txt forbids.

    \b
    Examples:
      counterclaim watch plan.toml >> claims.jsonl
      counterclaim watch --once plan.toml --ledger war.db
    """
    from counterclaim.watching.look import watch as look
    from counterclaim.watching.plan import read_plan

    if convention not in _CONVENTIONS:
        raise CounterclaimError(f"there is no convention “{convention}”; there is {', '.join(_CONVENTIONS)}")
    wanted = read_plan(plan)
    problems: list[str] = []
    if ledger is not None:
        done = look(wanted, _keeper(ledger, convention, problems), once=once, tell=complain)
    else:
        with writing(machine=True) as stream:
            done = look(wanted, _lister(stream, convention, problems), once=once, tell=complain)
    raise typer.Exit(UNREAD if done.failed or problems else NOTHING)


def _lister(stream: TextIO, convention: str, problems: list[str]) -> Callable[[Sequence[Content]], None]:
    """Writes the claims of documents as JSON lines."""
    from counterclaim import formats, verbs
    from counterclaim.documents import read_content
    from counterclaim.redaction import shown

    def take(part: Sequence[Content]) -> None:
        for found in part:
            document = read_content(found)
            if document.coverage.state == "failed":
                problems.append(f"{found.path} could not be read: {document.coverage.reason}")
                complain(problems[-1])
                continue
            for report in map(shown, verbs.read(document, convention=convention)):
                stream.writelines(formats.claim_line(claim) + "\n" for claim in report.claims)
        stream.flush()

    return take


def _keeper(address: str, convention: str, problems: list[str]) -> Callable[[Sequence[Content]], None]:
    """Keeps documents in a ledger, which is open only meanwhile."""
    from counterclaim.keeping import open_ledger, who
    from counterclaim.ledger.ingest import Options, add

    def take(part: Sequence[Content]) -> None:
        with open_ledger(address, create=True) as book:
            options = Options(convention)
            added = add(book, [part[0].path], by=who(), options=options, contents=lambda *_: iter(part))
        for place, reason in added.failed:
            problems.append(f"{place} could not be read: {reason}")
            complain(problems[-1])
        if added.stopped:
            raise KeyboardInterrupt

    return take
