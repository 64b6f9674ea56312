"""PDF: text by way of a child process, lines joined into paragraphs, missing text layers said aloud."""

from __future__ import annotations

import itertools
import re
import statistics
from pathlib import Path
from typing import NamedTuple

from counterclaim.documents.children import ask_child
from counterclaim.documents.dates import stated_date
from counterclaim.documents.encoding import compose
from counterclaim.documents.text import Reading, find_headline, find_repeats, folded
from counterclaim.model import Coverage, Span, UnreadableError

MEMORY = 1 << 30  # bytes of address space for the child
SECONDS = 60  # of processor time, and of the clock, for one document
_CHILD = Path(__file__).with_name("pdf_child.py")
# A word cut by a hyphen at a line's end; for some of these PDFium gives U+FFFE or U+0002 and no line end.
_CUT = re.compile(r"([^\W_]+)(?:[-\u00ad\u2010]\n|[\ufffe\x02]\n?)([^\W_]+)")
# First parts of compounds that keep their hyphen at a line's end; other words are taken to be one word cut in two.
_COMPOUND = re.compile(
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|five|six|seven|eight|nine|ten|half|anti|"
    r"non|pro|pre|ex|self|well|co|cross|long|short|high|low|mid|multi|semi|all|so|far|post|then|state|first|second|"
    r"third|air|sea|land|ground|surface|right|left|hard|old|new|armou?red|counter|battle|combat|war",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    text: str
    x: float
    y: float
    size: float


def read_pdf(content: bytes, *, memory: int = MEMORY, seconds: int = SECONDS) -> tuple[Reading, Coverage]:
    """The text of a PDF, read in a process of its own that may use ``memory`` bytes and ``seconds``.

    Raises ``UnreadableError`` when the file is damaged, locked, has no text layer, or brings the child down.
    """
    answer = ask_child(_CHILD, content, what="the PDF", memory=memory, seconds=seconds)
    if "error" in answer:
        reason = str(answer["error"])
        if "assword" in reason:
            raise UnreadableError("the PDF is locked with a password: save a copy without one first")
        raise UnreadableError("the PDF is damaged or cut short and could not be opened")
    pages = [[_Line(*line) for line in page] for page in answer["pages"]]
    with_text = sum(1 for page in pages if page)
    bare = sum(1 for page, image in zip(pages, answer["images"], strict=True) if image and not page)
    if not with_text:
        if answer.get("stopped"):
            raise UnreadableError(f"the PDF asks too much of its reader: {answer['stopped']}")
        if not bare:
            raise UnreadableError("the PDF has no pages with anything on them")
        raise UnreadableError("no text layer: the pages are pictures of text; run OCR first (for example ocrmypdf)")
    losses = []
    if bare:
        losses.append(f"{bare:,} of {len(pages):,} pages have no text layer; run OCR on them first")
    if answer.get("stopped"):
        losses.append(str(answer["stopped"]))
    coverage = Coverage()
    if losses:
        unread = max(0, int(answer["count"]) - len(pages))
        coverage = Coverage("partial", "; ".join(losses), round(with_text / (with_text + bare + unread), 3))
    return _compose(pages, str(answer.get("title") or "")), coverage


def _compose(pages: list[list[_Line]], declared_title: str) -> Reading:
    words = {
        word.casefold()
        for page in pages
        for line in page
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    }
    body_size = statistics.median(line.size for page in pages for line in page)
    paragraphs: list[str] = []
    sizes: list[float] = []
    for page in pages:
        lines = _without_page_number(page)
        for number, group in enumerate(_group(lines)):
            text = _join([line.text for line in group], words)
            continues = number == 0 and paragraphs and sizes[-1] == group[0].size and _runs_on(paragraphs[-1], text)
            if continues:
                paragraphs[-1] = _join([paragraphs[-1], text], words)
            elif text:
                paragraphs.append(text)
                sizes.append(group[0].size)
    text, _ = compose("\n\n".join(paragraphs).replace("\0", "\ufffd"))
    headline = None
    first = text.split("\n\n", 1)[0]
    if paragraphs and sizes[0] >= 1.15 * body_size and len(first) <= 300 and len(paragraphs) > 1:
        headline = Span(0, len(first))
    headline = headline or find_headline(text)
    title = text[headline.start : headline.end] if headline else None
    if title is None and declared_title.strip() and folded(declared_title) in folded(text[:3000]):
        title = " ".join(declared_title.split())
    return Reading(
        text,
        title=title,
        published=stated_date(text[:6_000].split("\n")),
        headline=headline,
        repeats=find_repeats(text, headline),
    )


def _without_page_number(page: list[_Line]) -> list[_Line]:
    """A page without a bare page number as its first or last line."""
    lines = list(page)
    for end in (-1, 0):
        if len(lines) > 1 and re.fullmatch(
            r"(?:page\s+)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", lines[end].text, re.I
        ):
            del lines[end]
    return lines


def _group(lines: list[_Line]) -> list[list[_Line]]:
    """Lines that make one paragraph: the same size, an even pitch, no fresh indentation after a finished sentence."""
    pitches = [a.y - b.y for a, b in itertools.pairwise(lines) if 0 < a.y - b.y < 4 * max(a.size, 1)]
    pitch = sorted(pitches)[len(pitches) // 4] if pitches else 0.0
    longest = max((len(line.text) for line in lines), default=0)
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is None:
            groups.append([line])
            continue
        step = last.y - line.y
        ended = last.text[-1:] in '.!?:”"»'
        resized = abs(line.size - last.size) > 0.1 * max(line.size, last.size)
        wide = step > 1.35 * pitch and step > 1.5 * line.size
        jumped = step < -1 and ended  # a new column
        indented = line.x > last.x + 0.8 * line.size and ended
        last_of_paragraph = ended and len(last.text) < 0.6 * longest
        if resized or wide or jumped or indented or last_of_paragraph or re.match(r"[•▪◦‣]\s", line.text):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _runs_on(before: str, after: str) -> bool:
    """Whether a paragraph goes on over a page break."""
    return before[-1:] not in '.!?:”"»' and (after[:1].islower() or after[:1].isdigit())


def _join(lines: list[str], words: set[str]) -> str:
    """Lines as one text; a word cut in two by a line's end is made whole."""

    def mend(cut: re.Match[str]) -> str:
        left, right = cut[1], cut[2]
        return f"{left}-{right}" if _keeps_hyphen(left, right, words) else left + right

    text = _CUT.sub(mend, "\n".join(lines))
    return re.sub(r"[\ufffe\x02]\s?", "-", text).replace("\u00ad", "").replace("\n", " ")


def _keeps_hyphen(left: str, right: str, words: set[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: twenty-five does, casu-alties does not."""
    if not right[0].islower() or any(letter.isdigit() for letter in left + right):
        return True
    if f"{left}{right}".casefold() in words:
        return False
    return f"{left}-{right}".casefold() in words or _COMPOUND.fullmatch(left) is not None
