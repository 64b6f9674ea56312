"""Reports made by hand, of real model objects: what the formats are tested on apart from the reader."""

from __future__ import annotations

from datetime import date

from counterclaim.model import (
    Certainty,
    Claim,
    Coverage,
    Cue,
    Document,
    Evidence,
    Finding,
    Hedge,
    Link,
    Period,
    PeriodKind,
    Proof,
    Quantity,
    Refusal,
    Report,
    Severity,
    Span,
    Stance,
    Unit,
)

TEXT = """Brigade commander says half his tanks are gone

By our correspondent

Moscow put its own losses at 4,080 soldiers and 35 tanks in three days, the paper reported on Thursday.
A sergeant, in a recording published by the security service, told his mother that “about half” of the tanks of his
brigade were left. It could not be confirmed that the recording is genuine.
The ministry denied that more than 12 aircraft had been destroyed. The 44th Brigade has used the T-72 since 1979.
Between 7,000 and 15,000 people fled, according to the UN’s office.
"""


def evidence(document: Document, words: str) -> Evidence:
    start = document.text.index(words)
    end = start + len(words)
    text = document.text
    return Evidence(document.id, start, end, words, text[max(0, start - 20) : start], text[end : end + 20])


def claim(
    document: Document,
    quote: str,
    words: str,
    values: tuple[float | None, float | None, float | None],
    hedge: Hedge = "exact",
    object: str = "personnel",
    measure: str = "losses",
    *,
    share: bool = False,
    side: str | None = "RU",
    unit: str | None = None,
    place: str | None = None,
    kind: PeriodKind = "open",
    days: tuple[date | None, date | None] = (None, None),
    chain: tuple[tuple[str, str | None, str, str | None], ...] = (),
    stance: Stance = "asserts",
    certainty: Certainty = "stated",
    cues: tuple[tuple[str, str], ...] = (),
) -> Claim:
    said = evidence(document, quote)
    at = document.text.index(words, said.start)
    unit_of: Unit = "share" if share else "count"
    links = []
    for name, source, role, cue in chain:
        start = document.text.index(name)
        links.append(Link(name, source, role, cue, start, start + len(name)))
    found = [
        Cue(kind, exact, document.text.index(exact), document.text.index(exact) + len(exact)) for kind, exact in cues
    ]
    return Claim(
        id=f"{document.id}-{at}-{measure}",
        document=document.id,
        reader="rules",
        evidence=said,
        quantity=Quantity(*values, unit_of, hedge, words, at, at + len(words)),
        object=object,
        measure=measure,
        side=side,
        unit=unit,
        place=place,
        period=Period(kind, *days),
        attribution=tuple(links),
        stance=stance,
        certainty=certainty,
        cues=tuple(found),
        rules=("number-digits", "object-measure"),
    )


def finding(
    report: Report,
    code: str,
    name: str,
    severity: Severity,
    message: str,
    quotes: tuple[str, ...],
    claims: tuple[int, ...],
    proof: Proof,
) -> Finding:
    return Finding(
        code,
        name,
        severity,
        message,
        tuple(report.claims[at].id for at in claims),
        tuple(evidence(report.document, quote) for quote in quotes),
        proof,
    )


def article() -> Report:
    """Five claims, three findings, two refusals; the figures are those of a real stretch of a real series."""
    document = Document(
        id="doc-article",
        text=TEXT,
        path="article.txt",
        title="Brigade commander says half his tanks are gone",
        outlet="The Evening Example",
        author="our correspondent",
        published=date(2024, 5, 23),
        published_basis="figures",
        language="en",
        sha256="0f" * 32,
        headline=Span(0, 46),
    )
    window = (date(2024, 5, 19), date(2024, 5, 22))
    quote = "4,080 soldiers and 35 tanks in three days"
    moscow = (("Moscow", "ru-government", "government", "put"),)
    call = (
        ("security service", "ua-sbu", "intelligence", "published by"),
        ("recording", None, "document", "in a recording"),
        ("sergeant", "soldier", "soldier", "told"),
    )
    report = Report(
        document,
        claims=(
            claim(document, quote, "4,080", (4080, 4080, 4080), kind="window", days=window, chain=moscow),
            claim(document, quote, "35", (35, 35, 35), object="tank", kind="window", days=window, chain=moscow),
            claim(
                document,
                "“about half” of the tanks of his\nbrigade were left",
                "about half",
                (None, 0.5, None),
                "about",
                "tank",
                "remaining",
                share=True,
                unit="brigade",
                kind="point",
                chain=call,
                certainty="unconfirmed",
                cues=(("unconfirmed", "could not be confirmed"),),
            ),
            claim(
                document,
                "more than 12 aircraft had been destroyed",
                "more than 12",
                (12, None, None),
                "over",
                "aircraft",
                "destroyed",
                side=None,
                chain=(("The ministry", None, "ministry", "denied"),),
                stance="denies",
                cues=(("denial", "denied"),),
            ),
            claim(
                document,
                "Between 7,000 and 15,000 people fled",
                "Between 7,000 and 15,000",
                (7000, None, 15000),
                "between",
                "people",
                "displaced",
                side=None,
                place="the border",
                chain=(("the UN’s office", "un", "international", "according to"),),
            ),
        ),
        refusals=(
            Refusal(document.id, "44th", TEXT.index("44th"), TEXT.index("44th") + 4, "part of a unit's name"),
            Refusal(document.id, "1979", TEXT.index("1979"), TEXT.index("1979") + 4, "a year"),
        ),
    )
    findings = (
        finding(
            report,
            "CC202",
            "misattributed-figure",
            "error",
            "Credited to Moscow; equals what Ukraine's General Staff claimed from 19 to 22 May 2024.",
            (quote,),
            (0, 1),
            Proof(
                ("496,370 − 492,290 = 4,080 personnel", "7,611 − 7,576 = 35 tanks"),
                "ua-general-staff",
                "personnel",
                *window,
                {"personnel": 4080, "tank": 35},
                1 / 312,
            ),
        ),
        finding(
            report,
            "CC301",
            "overreaching-headline",
            "warning",
            "The headline says half are gone; the text says that about half are left, and a sergeant says it.",
            ("half his tanks are gone", "“about half” of the tanks of his\nbrigade were left"),
            (2,),
            Proof(("1 − 0.5 = 0.5",)),
        ),
        finding(
            report,
            "CC501",
            "dated-by-figures",
            "note",
            "The figures are those of 22 May 2024, which dates the article.",
            ("35 tanks in three days",),
            (1,),
            Proof(("one window of three days has both figures",), chance=0.0),
        ),
    )
    return Report(document, report.claims, findings, report.refusals)


def clean() -> Report:
    """A document without any claim."""
    return Report(Document("doc-clean", "The road was reopened in spring.\n", "clean.txt", language="en"))


def failed() -> Report:
    """A document that could not be read."""
    coverage = Coverage("failed", "the file holds no text layer; run it through OCR first", 0.0)
    return Report(Document("doc-failed", "", "scan.pdf", coverage=coverage))


def hostile(words: str) -> Report:
    """``words`` in every field of a report that can come from a document or from a rule."""
    text = f"{words}\n{words} 5 tanks {words}\n"
    document = Document(
        id=words,
        text=text,
        path=words,
        title=words,
        outlet=words,
        author=words,
        url=words,
        language=words,
        sha256=words,
        coverage=Coverage("partial", words, 0.5),
        headline=Span(0, len(words)),
    )
    said = Evidence(words, 0, len(text) - 1, text[:-1], words, words)
    at = text.index(" 5 tanks") + 1
    own = Claim(
        id=words,
        document=words,
        reader=words,
        evidence=said,
        quantity=Quantity(5, 5, 5, "count", "exact", words, at, at + 1),
        object=words,
        measure=words,
        side=words,
        unit=words,
        place=words,
        period=Period(),
        attribution=(Link(words, words, words, words, 0, 1),),
        stance="asserts",
        certainty="unconfirmed",
        cues=(Cue(words, words, 0, 1),),
        rules=(words,),
    )
    told = Finding(
        "CC999", words, "warning", words, (words,), (said,), Proof((words,), words, words, values={words: 1.0})
    )
    return Report(document, (own,), (told,), (Refusal(words, words, 0, 1, words),))
