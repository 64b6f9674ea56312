"""Where claims and findings stand in a text: overlapping marks become a row of pieces that do not overlap.

A piece belongs to every mark that covers it and is drawn as the gravest of them; where a mark ends, a small reference
like a footnote's leads to its card, so that every card can be reached from the text without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterclaim.model import Span

MARKS = 3000  # a text with more has a table to be read, not a page
_WEIGHT = {"error": 3, "warning": 2, "note": 1, "claim": 0, "theme": -1}
_BESIDE = ("claim", "theme")  # drawn as well where something graver covers the same words


@dataclass(frozen=True, slots=True)
class Mark:
    """Text that belongs to the card ``ident``, called ``number``; ``kind`` is claim, theme or a severity."""

    start: int
    end: int
    ident: str
    number: str
    kind: str
    anchor: str  # where a link to these words leads


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks: its classes, the anchors that begin and the references that end here."""

    text: str
    classes: str = ""
    anchors: tuple[str, ...] = ()
    references: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the document, with its number."""

    line: int
    pieces: tuple[Piece, ...]
    headline: bool = False
    repeated: bool = False


def _classes(covering: Sequence[Mark]) -> str:
    if not covering:
        return ""
    kinds = {mark.kind for mark in covering}
    gravest = max(kinds, key=_WEIGHT.__getitem__)
    drawn = [gravest, *(kind for kind in _BESIDE if kind in kinds and kind != gravest)]
    return " ".join(drawn + [f"m-{ident}" for ident in dict.fromkeys(mark.ident for mark in covering)])


def pieces_of(
    text: str, start: int, end: int, marks: Sequence[Mark], anchored: set[str], cuts: Iterable[int] = ()
) -> tuple[Piece, ...]:
    """``text[start:end]`` cut where one of the marks begins or ends and at ``cuts``; ``anchored`` have their anchor."""
    inside = {cut for mark in marks for cut in (mark.start, mark.end)} | set(cuts)
    pieces = []
    for left, right in pairwise(sorted({start, end} | {cut for cut in inside if start < cut < end})):
        covering = [mark for mark in marks if mark.start < right and left < mark.end]
        begun = tuple(dict.fromkeys(mark.anchor for mark in covering if mark.anchor not in anchored))
        anchored.update(begun)
        ended = [mark for mark in covering if mark.end == right or (right == end and mark.end == end + 1)]
        ended.sort(key=lambda mark: (-_WEIGHT[mark.kind], mark.start))
        pieces.append(Piece(text[left:right], _classes(covering), begun, tuple(ended)))
    return tuple(pieces)


def paragraphs(
    text: str, marks: Sequence[Mark], headline: Span | None = None, repeats: Sequence[Span] = ()
) -> tuple[tuple[Paragraph, ...], int]:
    """The lines of ``text`` that hold something, cut into pieces; and how many marks were too many to draw."""
    kept = sorted((mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=lambda m: (m.start, -m.end))
    unmarked, kept = len(kept[MARKS:]), kept[:MARKS]
    shown: list[Paragraph] = []
    anchored: set[str] = set()
    waiting, active, start = list(reversed(kept)), list[Mark](), 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        if line.strip():
            pieces = pieces_of(text, start, end, active, anchored)
            inside = headline is not None and headline.start < end and start < headline.end
            again = any(span.start < end and start < span.end for span in repeats)
            shown.append(Paragraph(number, pieces, inside, again))
        active = [mark for mark in active if mark.end > end]
        start = end + 1
    return tuple(shown), unmarked
