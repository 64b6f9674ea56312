"""The rules' pages, one Markdown file a rule; what ``counterclaim rule`` prints and the documentation shows.

``python -m counterclaim.findings.pages FOLDER`` writes the pages and their index for the documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib import resources

from counterclaim.model import VocabularyError

_BLOCK = re.compile(
    r"^```text(?: title=\"published (?P<day>[\d-]{10})\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_DOCUMENT = re.compile(r"^=== (?P<day>\d{4}-\d\d-\d\d), (?P<outlet>.+)\n", re.MULTILINE)
_FIRES, _SILENT = "## Fires", "## Must not fire"


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a page: whether the rule fires on it, and the day it was published where the page gives one."""

    text: str
    fires: bool
    published: date | None

    @property
    def body(self) -> tuple[tuple[str, date, str], ...]:
        """The documents of an example of many: the text of each, its day and its outlet; empty for one document."""
        parts = _DOCUMENT.split(self.text)[1:]
        return tuple((parts[at + 2], date.fromisoformat(parts[at]), parts[at + 1]) for at in range(0, len(parts), 3))


def page_text(code: str) -> str:
    """The page of a rule; ``VocabularyError`` for a code that has none."""
    file = resources.files("counterclaim.findings.pages") / f"{code}.md"
    if not file.is_file():
        raise VocabularyError(f"there is no page for the rule {code}")
    return file.read_text(encoding="utf-8")


def examples(page: str) -> list[Example]:
    """The texts of a page under "Fires" and "Must not fire"."""
    before, _, after = page.partition(_FIRES)
    del before
    fires, _, silent = after.partition(_SILENT)
    return [
        Example(found["text"], wanted, date.fromisoformat(found["day"]) if found["day"] else None)
        for part, wanted in ((fires, True), (silent, False))
        for found in _BLOCK.finditer(part)
    ]
