"""Rules: what each means, when it fires and when it must not."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from counterclaim.findings import FAMILIES, RULES
from counterclaim.web.answers import Answer, File, Table
from counterclaim.web.asked import Asked, NoSuchPage


def listed(asked: Asked) -> Answer:
    """Every rule, by family."""
    rules = [
        {"code": r.code, "name": r.name, "severity": r.severity, "summary": r.summary, "family": FAMILIES[code[:3]]}
        for code, r in sorted(RULES.items())
    ]
    columns = ("code", "name", "severity", "family", "summary")
    return Answer(
        "rules.html",
        {"rules": rules},
        table=lambda: Table(columns, ([rule[name] for name in columns] for rule in rules)),
    )


def one(asked: Asked) -> Answer:
    """The page of one rule."""
    wanted = asked.parts["code"]
    found = next((r for r in RULES.values() if wanted.upper() == r.code or wanted.lower() == r.name), None)
    if found is None:
        raise NoSuchPage(f"there is no rule “{wanted}”")
    text = found.page()
    return Answer(
        "rule.html",
        {"code": found.code, "name": found.name, "severity": found.severity, "summary": found.summary, "page": text},
        {"written": markdown(text)},
        others={"md": lambda: File(text.encode(), "text/markdown; charset=utf-8")},
    )


@lru_cache(maxsize=128)
def markdown(text: str) -> Any:
    """Our own Markdown as HTML; raw HTML in it is shown as text."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
