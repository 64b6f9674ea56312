"""The unit of work: one pure function over an Arrow record batch of pages.

    pages (schemas.py) → read_batch → documents, claims, evidence, refusals

The same batch gives the same rows wherever and however often it is read; no clock, no chance and no file is asked. A
page goes through the cascade and falls out where it can: its address, the language it declares, the gate on its bare
text, the article in it, the reader.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from counterclaim.corpus.schemas import arrow, schema
from counterclaim.documents import Content, read_content
from counterclaim.documents.columns import Columns
from counterclaim.documents.content import ITEM
from counterclaim.model import Claim, CounterclaimError, Coverage, Document, Refusal
from counterclaim.tongue import DEFAULT, declared, has_rules, language_in, language_of, unread

if TYPE_CHECKING:
    import pyarrow

PAGES, PAGE_BYTES = 64, 8_000_000  # of a batch
_LANGUAGE = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})(?![A-Za-z])", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mjs|json|woff2?|ttf|mp[34]|m4[av]|webm|avi|mov|zip|gz|exe|dmg|apk)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Options:
    """How a corpus is read: the columns of tables, the convention of vague words, which sites, which language."""

    columns: dict[str, str] | None = None
    convention: str = "ours"
    language: str | None = None
    hosts: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @property
    def mapping(self) -> Columns | None:
        """The columns as the readers of tables take them."""
        return Columns(self.columns) if self.columns else None


def options_from(fields: dict[str, Any]) -> Options:
    """The options that ``fields`` wrote."""
    return Options(**{**fields, "hosts": tuple(fields.get("hosts") or ())})


Seen = tuple[Document, str, list[Claim], list[Refusal]]  # a page's document, its fate, its claims, the numbers refused


class Read(NamedTuple):
    """What came of a batch: a record batch a table."""

    documents: pyarrow.RecordBatch
    claims: pyarrow.RecordBatch
    evidence: pyarrow.RecordBatch
    refusals: pyarrow.RecordBatch


def batches(found: Iterable[Content], pages: int = PAGES, size: int = PAGE_BYTES) -> Iterator[pyarrow.RecordBatch]:
    """Pages as record batches of at most ``pages`` rows, and of ``size`` bytes or one page more."""
    waiting: list[Content] = []
    weight = 0
    for each in found:
        waiting.append(each)
        weight += len(each.content or b"")
        if len(waiting) >= pages or weight >= size:
            yield _batch(waiting)
            waiting, weight = [], 0
    if waiting:
        yield _batch(waiting)


def _batch(found: list[Content]) -> pyarrow.RecordBatch:
    pa, shape = arrow(), schema("pages")
    columns: tuple[list[Any], ...] = (
        [_sound(each.path) for each in found],
        [each.content for each in found],
        [each.media_type for each in found],
        [each.url for each in found],
        [each.problem for each in found],
        [each.loss for each in found],
    )
    return pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, shape, strict=True)], schema=shape)


def _sound(text: str) -> str:
    """A path that UTF-8 can hold: bytes of a file's name that are no text are shown by their number."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_batch(pages: pyarrow.RecordBatch, options: Options, met: Callable[[], None] = lambda: None) -> Read:
    """What stands in the pages of a record batch; ``met`` is called before each page, for who counts them."""
    columns = [pages.column(name) for name in ("path", "content", "media_type", "url", "problem", "loss")]

    def seen() -> Iterator[Seen]:
        for at in range(pages.num_rows):
            met()
            path, content, media_type, url, problem, loss = (column[at].as_py() for column in columns)
            yield read_page(Content(path, content, media_type, url, problem or "", loss or ""), options)

    return as_rows(seen())


def as_rows(pages: Iterable[Seen]) -> Read:
    """Pages that were read as rows of the tables."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in Read._fields}
    for seen in pages:
        document, fate, claims, refusals = _hidden(*seen)
        rows["documents"].append(_document_row(document, fate, claims, refusals))
        for claim in {claim.id: claim for claim in claims}.values():
            rows["claims"].append(_claim_row(claim, document))
            rows["evidence"].append(_evidence_row(claim, document))
        for refusal in refusals:
            rows["refusals"].append(
                (document.id, refusal.text, refusal.start, refusal.end, refusal.reason, refusal.reader,
                 document.published)
            )  # fmt: skip
    return Read(*(_record_batch(name, rows[name]) for name in Read._fields))


def _hidden(document: Document, fate: str, claims: list[Claim], refusals: list[Refusal]) -> Seen:
    """A page with its personal data masked in all that a corpus keeps of it; ids are of what was read."""
    if not (claims or refusals):
        return document, fate, claims, refusals
    from counterclaim.redaction import redactor_of
    from counterclaim.redaction.reports import redacted_claim, redacted_document, redacted_refusal

    redactor = redactor_of(document)
    if not redactor:
        return document, fate, claims, refusals
    shown = [redacted_claim(claim, redactor) for claim in claims]
    refused = [redacted_refusal(refusal, redactor) for refusal in refusals]
    return redacted_document(document, redactor), fate, shown, refused


def _record_batch(table: str, rows: list[tuple[Any, ...]]) -> pyarrow.RecordBatch:
    pa, shape = arrow(), schema(table)
    columns = zip(*rows, strict=True) if rows else ([] for _ in shape)
    return pa.record_batch([pa.array(list(c), f.type) for c, f in zip(columns, shape, strict=True)], schema=shape)


# ------------------------------------------------------------------------------------------------------ one page


def read_page(found: Content, options: Options) -> Seen:
    """A page through the cascade: its document, its fate (``schemas.FATES``), its claims, and the numbers refused."""
    reason = None if found.content is None else _unwanted(found, options)
    if reason is not None:
        return _left_out(found, reason), "refused", [], []
    look = _Look(options, found.content)
    document = read_content(found, language=options.language, gate=look)
    if document.coverage.state == "failed":
        return document, "failed", [], []
    from counterclaim.claims import extract, read_in_part

    language = language_of(document)
    if not has_rules(language):
        return unread(document, language), "refused", [], []
    try:
        if look.language != language:  # no page, or one that was looked at in another language
            look.at(document.text, language)
        if not look.passed:
            return document, "passed", [], []
        claims, refusals = extract(document, options.convention, language)
        return read_in_part(document, refusals), "read", claims, refusals
    except Exception as error:  # one page must not take the others with it
        if os.environ.get("COUNTERCLAIM_DEBUG"):
            raise
        said = str(error) if isinstance(error, CounterclaimError) else f"{type(error).__name__}: {error}"
        coverage = Coverage("failed", f"the reader failed on it ({said})"[:300])
        return replace(document, text="", coverage=coverage), "failed", [], []


class _Look:
    """The gate and the second look at one text; keeps in which language it looked, and what it said."""

    def __init__(self, options: Options, content: bytes | None) -> None:
        self._given, self._convention, self._content = options.language, options.convention, content
        self.language: str | None = None
        self.passed = False

    def __call__(self, text: str) -> bool:
        """At the bare text of a page, in the language that it declares or is in."""
        given = self._given or declared(_declared(self._content or b""), text)
        return self.at(text, language_in(given, text))

    def at(self, text: str, language: str) -> bool:
        """At a text in a language that is known."""
        from counterclaim.corpus.sifting import may_come_to_claims

        self.language = language
        self.passed = has_rules(language) and may_come_to_claims(text, language, self._convention)
        return self.passed


def _declared(content: bytes) -> str | None:
    """The language that a page says it is in."""
    match = _LANGUAGE.search(content[:4_096])
    return match[1].decode("ascii").lower() if match else None


def _unwanted(found: Content, options: Options) -> str | None:
    """Why a page is not even parsed: its address, or the language it declares."""
    if found.url:
        parts = _address(found.url)
        if options.hosts and not any(parts[0] == host or parts[0].endswith("." + host) for host in options.hosts):
            return "its address is not of the sites that were asked for"
        if found.media_type != ITEM and _NO_PAGE.search(parts[1]):
            return "its address is that of a picture, a style or a script"
    elif options.hosts:
        return "it has no address, and only some sites were asked for"
    content = found.content or b""
    if options.language is None and found.media_type != ITEM and (code := _declared(content)):
        if code != DEFAULT and not has_rules(code) and code not in _lettered():
            return f"it declares the language '{code}', which has no rules for claims yet"
    return None


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower().removeprefix("www."), parts.path
    except ValueError:
        return "", ""


@lru_cache(maxsize=1)
def _lettered() -> frozenset[str]:
    """The languages that are told by their letters, whatever a page declares."""
    from counterclaim.tongue import alphabets

    return frozenset(alphabets())


def _left_out(found: Content, reason: str) -> Document:
    digest = sha256(found.content or b"").hexdigest()
    return Document(
        "d" + digest[:16], "", found.path, url=found.url, sha256=digest, coverage=Coverage("partial", reason, 0.0),
        media_type=(found.media_type or "").split(";")[0],
    )  # fmt: skip


def _document_row(document: Document, fate: str, claims: list[Claim], refusals: list[Refusal]) -> tuple[Any, ...]:
    coverage = document.coverage
    return (
        document.id, document.path, fate, coverage.reason, coverage.state, coverage.share, document.title,
        document.outlet, document.author, document.url, document.published, document.published_basis,
        document.language, document.media_type, document.sha256, len(document.text), len({c.id for c in claims}),
        len(refusals), signature(document.text) if claims else None,
    )  # fmt: skip


def signature(text: str) -> list[int] | None:
    """Numbers by which copies are known (``comparing.echoes``); ``None`` for a text too short to be called a copy."""
    from counterclaim.comparing.echoes import PERMUTATIONS, shingles

    words = shingles(text)
    if not words:
        return None
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
    minhash.update(words)
    return list(islice(minhash.digest(), PERMUTATIONS))


def _claim_row(claim: Claim, document: Document) -> tuple[Any, ...]:
    quantity, period, speaker = claim.quantity, claim.period, claim.speaker
    return (
        claim.id, claim.document, claim.reader, quantity.low, quantity.best, quantity.high, quantity.unit,
        quantity.hedge, quantity.text, claim.object, claim.measure, claim.side, claim.unit, claim.place, period.kind,
        period.start, period.end, None if speaker is None else speaker.id or speaker.name,
        [asdict(link) for link in claim.attribution], claim.stance, claim.certainty,
        [asdict(cue) for cue in claim.cues], list(claim.rules), document.published,
    )  # fmt: skip


def _evidence_row(claim: Claim, document: Document) -> tuple[Any, ...]:
    evidence, quantity = claim.evidence, claim.quantity
    return (
        claim.id, claim.document, evidence.start, evidence.end, evidence.exact, evidence.prefix, evidence.suffix,
        quantity.start, quantity.end, document.published,
    )  # fmt: skip
