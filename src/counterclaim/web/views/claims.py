"""The ledger: a table of claims with facets, and one claim with everything that is known about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from counterclaim import cells, formats
from counterclaim.choosing import filter_of
from counterclaim.exports.saying import sentence_of, speaker_words
from counterclaim.ledger.browsing import FACETS, ORDERS
from counterclaim.ledger.filters import Filter
from counterclaim.model import CounterclaimError, Kept
from counterclaim.vocabulary import label
from counterclaim.web.answers import Answer, File
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.sentences import name_of, sentence
from counterclaim.web.shown import claims_shown, kept_shown
from counterclaim.web.views.check import fragment

ROWS = 50  # claims on a page
MOST_ROWS = 500
FACET_VALUES = 12  # values of a facet that are shown
NEAR = timedelta(days=7)  # how far around a claim's day others are compared with it
COMPARED = 400  # claims that are compared with one
# The names of the parameters of an address, by field of the filter.
PARAMETERS = {
    "side": "side", "object": "object", "measure": "measure", "source": "source", "place": "place", "unit": "unit",
    "period": "period", "certainty": "certainty", "start": "from", "end": "to", "language": "language",
    "verdict": "verdict", "text": "q", "document": "document", "finding": "finding",
}  # fmt: skip


def wanted_of(asked: Asked) -> Filter:
    """The filter that an address asks for."""
    return filter_of(**{field: asked.one(name) or None for field, name in PARAMETERS.items()})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many claims, whether it is chosen, and the address that changes that."""

    value: str | None
    words: str
    count: int
    chosen: bool
    link: str


def listed(asked: Asked) -> Answer:
    """A page of the claims that fit, with facets."""
    book, browser = asked.site.book(), asked.site.browser()
    wanted = wanted_of(asked)
    order = asked.one("sort") or "added"
    size = asked.number("size", ROWS, 1, MOST_ROWS)
    page = asked.number("page", 1, 1, 10**9)
    counts = browser.counts(wanted)
    kepts = list(claims_shown(browser.page(wanted, order, size, (page - 1) * size)))
    pages = max((counts.total + size - 1) // size, 1)
    facets = {name: _choices(asked, name, counts.facets[name], wanted) for name in FACETS}
    told = sentence(counts.total, wanted)
    return Answer(
        "claims.html",
        {
            "shown": told,
            "total": counts.total,
            "page": page,
            "pages": pages,
            "sort": order,
            "filters": wanted.given(),
            "next": asked.link("json", page=str(page + 1)) if page < pages else None,
            "claims": [summary(kept) for kept in kepts],
            "facets": {
                name: [{"value": c.value, "count": c.count, "chosen": c.chosen} for c in choices]
                for name, choices in facets.items()
            },
        },
        {
            "kepts": [(kept, line(kept)) for kept in kepts],
            "choices": facets,
            "orders": ORDERS,
            "wanted": wanted,
            "filtered": [(name, PARAMETERS[name], value) for name, value in wanted.given().items()],
            "empty": not asked.query and not counts.total,
        },
        others={
            "csv": lambda: File(_csv(claims_shown(book.claims(wanted))), "text/csv; charset=utf-8", "claims.csv"),
            "jsonl": lambda: File(_jsonl(claims_shown(book.claims(wanted))), "application/x-ndjson", "claims.jsonl"),
            "parquet": lambda: File(_parquet(asked, wanted), "application/vnd.apache.parquet", "claims.parquet"),
        },
    )


def _choices(asked: Asked, name: str, counted: tuple[tuple[str | None, int], ...], wanted: Filter) -> list[Choice]:
    chosen = getattr(wanted, name)
    shown = list(counted[:FACET_VALUES])
    if chosen is not None and chosen not in [value for value, _ in shown]:
        shown.append((chosen, dict(counted).get(chosen, 0)))
    return [
        Choice(
            value,
            name_of(name, value),
            count,
            value == chosen,
            asked.link(**{PARAMETERS[name]: None if value == chosen else value, "page": None}),
        )
        for value, count in shown
        if value is not None
    ]


def summary(kept: Kept) -> dict[str, Any]:
    """A claim as the contract has it, with its document and what people said of it."""
    document, verdict = kept.document, kept.verdict
    return {
        **formats.claim_fields(kept.claim),
        "sentence": sentence_of(kept),
        "in": {
            "id": document.id,
            "title": document.title,
            "outlet": document.outlet,
            "published": document.published.isoformat() if document.published else None,
            "url": document.url,
            "language": document.language,
        },
        "verdict": verdict.verdict if verdict else None,
    }


def line(kept: Kept) -> dict[str, str]:
    """What a row of the table says, in words."""
    from counterclaim.comparing.questions import told
    from counterclaim.page import period_told

    claim = kept.claim
    return {
        "figure": told(claim.quantity),
        "what": f"{label('object', claim.object)}, {label('measure', claim.measure)}",
        "side": name_of("side", claim.side),
        "source": speaker_words(claim.speaker),
        "when": period_told(claim.period),
    }


def _csv(kepts: Iterator[Kept]) -> Iterator[str]:
    yield cells.csv_header()
    lines: dict[str, formats.Lines] = {}
    for kept in kepts:
        document = kept.document
        if document.id not in lines:
            lines = {document.id: formats.Lines(document.text)}
        yield cells.csv_line(document, lines[document.id], kept.claim)


def _jsonl(kepts: Iterator[Kept]) -> Iterator[str]:
    for kept in kepts:
        yield formats.claim_line(kept.claim) + "\n"


def _parquet(asked: Asked, wanted: Filter) -> bytes:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from counterclaim.exports import export

    book = asked.site.book()
    head = book.head()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "claims.parquet"
        named = f"{head.size}:{head.root.hex()}"
        export("parquet", claims_shown(book.claims(wanted)), path, head=named, filters=wanted.given())
        return path.read_bytes()


# ------------------------------------------------------------------------------------------------------- one claim


def one_of(asked: Asked) -> Kept:
    """The claim that an address names."""
    name = asked.parts["claim"]
    found = asked.site.browser().named(name)
    if found is None:
        if asked.site.browser().history("claims", name):
            raise NoSuchPage(f"the claim {name} stood in this ledger, but its document was read anew without it")
        raise NoSuchPage(f"there is no claim {name} in this ledger")
    return found


def one(asked: Asked) -> Answer:
    """The quote in its context, all fields, what agrees and what does not, judgements, history."""
    from counterclaim.comparing.questions import question_of
    from counterclaim.judging import corrected
    from counterclaim.page import claim_card

    kept = kept_shown(one_of(asked))
    claim = kept.claim
    related = [(level, kept_shown(other), words) for level, other, words in relations(asked, kept)]
    found = [(name, finding) for name, _, finding in asked.site.book().findings(claim.document, claim.id)]
    events = asked.site.browser().history("claims", claim.id)
    safe = kept.document.url if (kept.document.url or "").startswith(("http://", "https://")) else None
    return Answer(
        "claim.html",
        {
            **summary(kept),
            "question": str(question_of(claim)),
            "related": [
                {"level": level, "claim": other.claim.id, "sentence": words, "document": other.document.id}
                for level, other, words in related
            ],
            "findings": [{"id": name, **formats.finding_fields(finding)} for name, finding in found],
            "judgements": [
                {
                    "id": j.id, "verdict": j.verdict, "by": j.by, "at": j.at.isoformat(), "fields": dict(j.fields),
                    "note": j.note, "supersedes": j.supersedes,
                }
                for j in kept.judgements
            ],
            "history": [{"row": e.seq, "at": e.at, "replaced_by": e.replaced_by} for e in events],
        },
        {
            "kept": kept,
            "card": claim_card(kept.claim, kept.document, "claim", "c"),
            "after": corrected(kept),
            "context": _context(kept),
            "told": line(kept),
            "found": found,
            "relations": related,
            "source_link": safe.split("#")[0] + fragment(claim.evidence.exact) if safe else None,
            "compare_link": _compare(kept),
        },
    )  # fmt: skip


def _context(kept: Kept) -> tuple[str, str]:
    """The text before and after the quote, as far as the paragraphs around it go."""
    text, evidence = kept.document.text, kept.claim.evidence
    before, after = text[max(0, evidence.start - 600) : evidence.start], text[evidence.end : evidence.end + 600]
    return "\n".join(before.split("\n")[-3:]), "\n".join(after.split("\n")[:3])


def _compare(kept: Kept) -> str:
    from urllib.parse import urlencode

    claim = kept.claim
    asked = {"measure": claim.measure, "side": claim.side, "object": claim.object}
    return "/compare?" + urlencode({name: value for name, value in asked.items() if value})


def relations(asked: Asked, kept: Kept) -> list[tuple[str, Kept, str]]:
    """How claims of the same thing and days stand to this one: level, claim, sentence; conflicts first."""
    from counterclaim.comparing.ladder import stand
    from counterclaim.comparing.laying import SHOWN
    from counterclaim.comparing.questions import moment_of, said_on

    claim = kept.claim
    day = moment_of(kept).end or said_on(kept)
    wanted = Filter(side=claim.side, object=claim.object)
    if day is not None:
        wanted = Filter(side=claim.side, object=claim.object, start=day - NEAR, end=day + NEAR)
    found = []
    for other in asked.site.browser().page(wanted, "-day", COMPARED):
        if other.claim.id == claim.id:
            continue
        standing = stand(kept, other)
        if standing.level not in ("gap", "mismatch", "apart"):
            found.append((standing.level, other, standing.sentence))
    return sorted(found, key=lambda row: (SHOWN.index(row[0]), row[1].claim.id))[:60]


def card(asked: Asked) -> File:
    """oEmbed 1.0: a claim as a link with its quote, for sites that show cards."""
    address = asked.one("url")
    name = address.rstrip("/").rsplit("/", 1)[-1]
    kepts = list(asked.site.book().claims_named([name]))
    if not kepts:
        raise NoSuchPage(f"there is no claim at {address}" if address else "oEmbed needs url=, a claim's address")
    if asked.one("format", "json") != "json":
        raise CounterclaimError("oEmbed is given as JSON only")
    kept = kept_shown(kepts[-1])
    fields = {
        "version": "1.0",
        "type": "link",
        "title": f"“{kept.claim.evidence.exact}”",
        "author_name": speaker_words(kept.claim.speaker),
        "provider_name": "counterclaim",
        "provider_url": asked.base,
        "cache_age": 3600,
    }
    return File((formats.json_line(fields) + "\n").encode(), "application/json")
