"""Charts of served pages, drawn in a process of their own.

    drawn_apart    a chart → SVG text or PNG bytes

The renderer is a library of another language: what it cannot bear, it ends its whole process over. Here that is not the
one that serves, and the next chart is drawn by a new one.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import Any

from counterclaim.comparing.drawing import Picture, render
from counterclaim.ledger.workers import Apart, follow_parent
from counterclaim.model import CounterclaimError

_starting = Lock()
_drawing: ProcessPoolExecutor | None = None


def drawn_apart(chart: dict[str, Any], picture: Picture) -> str | bytes:
    """The chart as ``render`` draws it; ``CounterclaimError`` where the renderer ends over it."""
    global _drawing
    with _starting:
        drawing = _drawing = _drawing or ProcessPoolExecutor(1, Apart(), follow_parent)
    try:
        return drawing.submit(render, chart, picture).result()
    except BrokenProcessPool:
        with _starting:
            if _drawing is drawing:
                _drawing = None
        raise CounterclaimError("this chart cannot be drawn; the table below it has all that it would show") from None
