"""The process that opens one PDF: bytes on standard input, JSON on standard output, and nothing else in its reach.

Run by path, so that it imports nothing of ours. It limits its own memory and time and gives up opening files and
sockets before it touches the document. Arguments: bytes of memory, seconds.
"""

from __future__ import annotations

import codecs
import importlib
import json
import runpy
import sys
import time
from ctypes import byref, c_double
from pathlib import Path
from typing import Any

_MAX_CHARACTERS = 30_000_000
_MAX_PAGES = 5_000


def main() -> None:
    """Read one PDF and print ``{"pages": [[[text, x, top, size], …], …], "images": […], "title", "stopped"}``."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    content = sys.stdin.buffer.read()
    pdfium: Any = importlib.import_module("pypdfium2")
    raw: Any = importlib.import_module("pypdfium2.raw")
    for encoding in ("utf-16-le", "utf-16", "utf-8", "latin-1"):
        codecs.lookup(encoding)  # loaded from a file at first use, which will not be possible later
    runpy.run_path(str(Path(__file__).with_name("fence.py")))["give_up_privileges"](memory, seconds)
    deadline = time.monotonic() + seconds * 0.8
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        print(json.dumps({"error": str(error)}))
        return
    pages: list[list[tuple[str, float, float, float]]] = []
    images: list[bool] = []
    stopped = None
    characters = 0
    count = len(document)
    for number in range(count):
        if time.monotonic() > deadline or characters > _MAX_CHARACTERS or number >= _MAX_PAGES:
            stopped = f"only the first {number:,} of {count:,} pages were read"
            break
        try:
            lines, has_image = _page(document[number], raw)
        except pdfium.PdfiumError as error:
            lines, has_image = [], True
            stopped = stopped or f"page {number + 1} could not be read ({error})"
        characters += sum(len(line[0]) for line in lines)
        pages.append(lines)
        images.append(has_image)
    title = document.get_metadata_dict().get("Title", "")
    print(json.dumps({"pages": pages, "images": images, "count": count, "title": title[:500], "stopped": stopped}))


def _page(page: Any, raw: Any) -> tuple[list[tuple[str, float, float, float]], bool]:
    """Lines of a page with where they start (points from the left and from the bottom) and their type size."""
    textpage = page.get_textpage()
    lines: list[tuple[str, float, float, float]] = []
    at = 0
    x, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    for part in textpage.get_text_range().split("\n"):
        text = part.rstrip("\r")
        first = at + len(text) - len(text.lstrip())
        if text.strip():
            found = raw.FPDFText_GetCharBox(textpage.raw, first, byref(x), byref(right), byref(bottom), byref(top))
            origin = c_double()
            raw.FPDFText_GetCharOrigin(textpage.raw, first, byref(c_double()), byref(origin))
            size = raw.FPDFText_GetFontSize(textpage.raw, first)
            lines.append((text.strip(), round(x.value, 1) if found else 0.0, round(origin.value, 1), round(size, 1)))
        at += len(part) + 1
    has_image = not lines and any(True for _ in page.get_objects(max_depth=3))
    return lines, has_image


if __name__ == "__main__":
    main()
