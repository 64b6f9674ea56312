"""What a reader of PDFs sees: paragraphs, whole words, and a plain word when there is no text to read."""

from __future__ import annotations

import io
import random
import zlib
from datetime import date

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from counterclaim.documents import read_document
from counterclaim.documents.pdf import read_pdf
from counterclaim.model import UnreadableError

STORY = (
    "The general staff said on Monday that 3,010 soldiers and 32 tanks had been lost in the east of the country over "
    "three days, a figure that nobody else could confirm, and that the fighting went on along the whole of the line."
)


def lines_pdf(*pages: list[str]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72, 770 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture_page(canvas: Canvas) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "grey").save(picture, "PNG")
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 72, 500, 200, 200)
    canvas.showPage()


def test_lines_become_paragraphs_and_the_large_line_the_headline() -> None:
    out = io.BytesIO()
    styles = getSampleStyleSheet()
    SimpleDocTemplate(out, pagesize=A4).build(
        [
            Paragraph("Army counts its losses of three days", styles["Title"]),
            Paragraph("Published: 18 April 2022", styles["BodyText"]),
            Paragraph(STORY, styles["BodyText"]),
            Paragraph(
                "A spokesman for the other side called the figures invented and gave none of his own.",
                styles["BodyText"],
            ),
        ]
    )
    document = read_document(out.getvalue(), path="a.pdf")
    assert document.coverage.state == "complete"
    assert document.media_type == "application/pdf"
    assert document.title == "Army counts its losses of three days"
    assert STORY in document.text.split("\n\n")
    assert (document.published, document.published_basis) == (date(2022, 4, 18), "text")


def test_words_cut_at_line_ends_are_whole_again_and_compounds_keep_their_hyphen() -> None:
    content = lines_pdf(
        [
            "The army counted its casu-",
            "alties: twenty-",
            "five soldiers and a T-",
            "72 tank near the front-",
            "line village.",
        ]
    )
    document = read_document(content, path="a.pdf")
    assert "its casualties: twenty-five soldiers and a T-72 tank near the frontline village." in document.text


def test_a_sentence_goes_on_over_a_page_and_page_numbers_do_not_stand_in_it() -> None:
    content = lines_pdf(["The army said that it had lost", "1"], ["forty tanks in a day, and no aircraft.", "2"])
    assert "lost forty tanks in a day" in read_document(content, path="a.pdf").text


def test_a_pdf_of_pictures_says_that_it_has_no_text_layer() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    picture_page(canvas)
    canvas.save()
    document = read_document(out.getvalue(), path="scan.pdf")
    assert document.coverage.state == "failed"
    assert "no text layer" in str(document.coverage.reason)
    assert "OCR" in str(document.coverage.reason)


def test_a_pdf_with_some_scanned_pages_is_read_in_part() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(72, 700, "The army said that it had lost forty tanks.")
    canvas.showPage()
    picture_page(canvas)
    picture_page(canvas)
    canvas.save()
    document = read_document(out.getvalue(), path="mixed.pdf")
    assert "forty tanks" in document.text
    assert document.coverage.state == "partial"
    assert "2 of 3 pages" in str(document.coverage.reason)
    assert document.coverage.share == pytest.approx(1 / 3, abs=0.01)


def test_a_locked_pdf_says_so() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt="secret")
    canvas.drawString(72, 700, "Twelve soldiers died.")
    canvas.save()
    document = read_document(out.getvalue(), path="locked.pdf")
    assert document.coverage.state == "failed"
    assert "password" in str(document.coverage.reason)


def bomb_pdf(megabytes: int) -> bytes:
    """A page whose content unpacks to far more than it takes."""
    packed = zlib.compress(b"BT (Forty tanks) Tj ET " * (megabytes * 1_000_000 // 23), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%b endobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.timeout(60)
def test_a_pdf_that_unpacks_to_too_much_brings_down_only_its_reader() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_pdf(bomb_pdf(150), memory=250_000_000, seconds=10)
    assert str(refused.value)


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    content = lines_pdf(*[[f"Line {n} of page {p}: forty tanks." for n in range(50)] for p in range(30)])
    with pytest.raises(UnreadableError, match=r"the first 0 of 30 pages|longer than 0 seconds"):  # two clocks
        read_pdf(content, seconds=0)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused_and_never_raises(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(lines_pdf(["The army lost forty tanks in one day, it said."], ["And twelve aircraft."]))
    if seed % 3 == 0:
        del content[chance.randrange(20, len(content)) :]
    elif seed % 3 == 1:
        for _ in range(60):
            content[chance.randrange(10, len(content))] = chance.randrange(256)
    else:
        content[20:] = chance.randbytes(len(content))
    document = read_document(bytes(content), path="broken.pdf")
    assert document.coverage.state in ("complete", "partial", "failed")
    assert (document.coverage.reason is None) == (document.coverage.state == "complete")
    assert bool(document.text) == (document.coverage.state != "failed")
