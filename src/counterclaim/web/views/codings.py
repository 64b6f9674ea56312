"""Themes of calls: how often each is heard, the codings with what people said of them, and judging and adding them."""

from __future__ import annotations

from typing import Any

from counterclaim.coding import BY_HAND, add, heard, judge, lines_of
from counterclaim.judging import of_coder
from counterclaim.model import CounterclaimError, Verdict
from counterclaim.testimony import CAUTION, Share, themes
from counterclaim.web.answers import Answer, Elsewhere, Table
from counterclaim.web.asked import Asked

ROWS = 100  # codings on a page
COLUMNS = ("id", "document", "theme", "exact", "start", "end", "speaker", "rule", "confidence", "by", "verdict",
           "judged_by")  # fmt: skip
GIVEN: tuple[Verdict, ...] = ("accept", "reject", "unsure", "undo")


def listed(asked: Asked) -> Answer:
    """The codings that fit a call and a theme, and in how many calls each theme is heard."""
    book = asked.site.book()
    document, theme = asked.one("document") or None, asked.one("theme") or None
    if theme is not None and theme not in themes():
        raise CounterclaimError(f"there is no theme “{theme}”; there is {', '.join(themes())}")
    found = list(lines_of(book, document, theme))
    page = asked.number("page", 1, 1, 10**6)
    shown = found[(page - 1) * ROWS : page * ROWS]
    mine = {line.coded.id: of_coder(line.judgements, asked.person.name) for line in shown}
    shares = heard(book, found if document is None and theme is None else list(lines_of(book)))
    return Answer(
        "codings.html",
        {
            "total": len(found),
            "page": page,
            "caution": CAUTION,
            "prevalence": [_share(one) for one in shares],
            "codings": [line.fields() for line in shown],
        },
        {
            "lines": [(line, mine[line.coded.id]) for line in shown],
            "titles": themes(),
            "theme": theme,
            "document": document,
            "more": asked.link(page=str(page + 1)) if page * ROWS < len(found) else None,
            "by_hand": BY_HAND,
        },
        table=lambda: Table(COLUMNS, ([line.fields()[name] for name in COLUMNS] for line in found)),
    )


def _share(share: Share) -> dict[str, Any]:
    return {
        "publisher": share.publisher, "month": share.month, "theme": share.theme, "heard": share.heard,
        "calls": share.calls, "share": share.heard / share.calls, "low": share.low, "high": share.high,
    }  # fmt: skip


def _back(asked: Asked) -> Elsewhere:
    from urllib.parse import urlencode

    carried = {name: asked.typed(name) for name in ("document", "theme", "page") if asked.typed(name)}
    return Elsewhere("/codings" + (f"?{urlencode(carried)}" if carried else ""))


def judged(asked: Asked) -> Elsewhere:
    """Keeps a person's verdict on a coding as a new row."""
    verdict = next((one for one in GIVEN if one == asked.typed("verdict")), None)
    if verdict is None:
        raise CounterclaimError(f"“{asked.typed('verdict')}” is no verdict; there is {', '.join(GIVEN)}")
    note = asked.typed("note")[:2000]
    judge(asked.site.book(), asked.typed("coding"), verdict, by=asked.person.name, note=note)
    return _back(asked)


def added(asked: Asked) -> Elsewhere:
    """Codes words of a call with a theme."""
    name = asked.parts["document"]
    add(asked.site.book(), name, asked.typed("theme"), asked.typed("quote"), by=asked.person.name)
    return Elsewhere(f"/codings?document={name}")
