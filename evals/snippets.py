"""Gold snippets with inline marks ``[[words|label]]``: files ``*.gold``, each snippet opened by ``# id``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\[\[(.+?)\|([^\]|]+)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text with its marks taken out: ``marks`` are (start, end, label) in code points of ``text``."""

    id: str
    language: str
    kind: str
    text: str
    marks: tuple[tuple[int, int, str], ...]


def read_snippets(path: Path) -> Iterator[Snippet]:
    """The snippets of a file, or of all files below a folder; raises ``ValueError`` where one is malformed."""
    for file in sorted(path.rglob("*.gold")) if path.is_dir() else [path]:
        body = "\n".join(line for line in file.read_text("utf-8").split("\n") if not line.startswith("//"))
        for part in re.split(r"^# ", body, flags=re.MULTILINE)[1:]:
            yield _snippet(part, file)


def _snippet(part: str, file: Path) -> Snippet:
    head, blank, text = part.partition("\n\n")
    name, *lines = head.split("\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    if not blank or "language" not in fields:
        raise ValueError(
            f"{file.name}, {name.strip()}: a snippet has an id, a header with its language, a blank line, a text"
        )
    marks, plain, at = [], [], 0
    size = 0
    text = text.strip("\n")
    for match in _MARK.finditer(text):
        before = text[at : match.start()]
        plain += [before, match[1]]
        size += len(before)
        marks.append((size, size + len(match[1]), match[2].strip()))
        size += len(match[1])
        at = match.end()
    plain.append(text[at:])
    whole = "".join(plain)
    if "[[" in whole or "]]" in whole:
        raise ValueError(f"{file.name}, {name.strip()}: a mark is not closed or has no label")
    return Snippet(name.strip(), fields["language"].strip(), fields.get("kind", "call").strip(), whole, tuple(marks))
