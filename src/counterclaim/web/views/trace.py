"""Trace: figures typed by hand, and the days of the record they equal."""

from __future__ import annotations

from counterclaim import formats
from counterclaim.terminal import match_text
from counterclaim.web.answers import Answer
from counterclaim.web.asked import Asked

EXAMPLES = (("4,320 soldiers and 51 tanks in three days", "2024-05"), ("20,600 personnel, 790 tanks, 167 aircraft", ""))


def trace(asked: Asked) -> Answer:
    """The matches of the figures in ``q``, each with its chance."""
    from counterclaim.series import trace as search
    from counterclaim.verbs import figures_of, near_of

    figures, near = asked.one("q"), asked.one("near")
    found = []
    if figures:
        read = figures_of(figures)
        found = search(read, asked.site.record(), near=near_of(near or None)) if read else []
    return Answer(
        "trace.html",
        {"q": figures, "near": near, "matches": [formats.match_fields(match) for match in found]},
        {"told": [match_text(match) for match in found], "examples": EXAMPLES},
    )
