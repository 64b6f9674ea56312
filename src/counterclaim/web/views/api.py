"""What programs may do: check a text, add documents, judge, undo, grade, ask who they are and how the ledger stands.

The frozen dataclasses here are the contract: ``/openapi.json`` is made from them and from the table of routes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from counterclaim import formats
from counterclaim.judging import CORRECTABLE, checked, of_coder
from counterclaim.model import Judgement, Kept
from counterclaim.web.answers import Answer
from counterclaim.web.asked import Asked, NoSuchPage, NotAllowed
from counterclaim.web.contract import ContractError, Said, Shown
from counterclaim.web.jobs import MEMORY

Day = Annotated[date | None, Said("the day of publication, which wins over the document's own")]
Tongue = Annotated[
    str | None, Said("the language of the text, as en", least=2, most=8, pattern=r"^[a-z]{2,3}(-[a-z]+)?$")
]
Convention = Literal["ours", "acled", "newsquant", "duckling"]
Note = Annotated[str, Said("why, in a few words", most=2_000)]
FileName = Annotated[str, Said("its name; never a path", least=1, most=200, pattern=r"^[^/\\\x00-\x1f]+$")]
Address = Annotated[
    str | None,
    Said("where it was published, written in ASCII as addresses are", most=2_000, pattern=r"^https?://[!-~]+$"),
]


Corrections = Annotated[Mapping[str, str | float | None], Said("corrected fields, as {'side': 'UA'}", most=20)]


@dataclass(frozen=True, slots=True)
class TextToCheck:
    """A text to be read and held against the record."""

    text: Annotated[str, Said("the text", least=1, most=2_000_000)]
    published: Day = None
    language: Tongue = None
    convention: Annotated[Convention, Said("what 'dozens' stands for")] = "ours"


@dataclass(frozen=True, slots=True)
class TextToAdd:
    """A text to be kept in the ledger."""

    text: Annotated[str, Said("the text", least=1, most=2_000_000)]
    name: FileName
    url: Address = None
    published: Day = None
    language: Tongue = None


@dataclass(frozen=True, slots=True)
class FileToAdd:
    """What is said of a file that is sent as it is."""

    name: FileName
    url: Address = None
    published: Day = None
    language: Tongue = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddedShown:
    """What an adding did: new documents, those read anew or merely seen again, and what they claim."""

    document: Annotated[str, Said("the id of what was sent; a bundle holds documents of other ids")]
    new: int
    reread: int
    seen: int
    claims: int
    findings: int
    failed: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class VerdictToGive:
    """A verdict on a claim; ``fields`` are the corrected ones of a ``correct``, as field: value."""

    verdict: Literal["accept", "reject", "unsure", "correct"]
    fields: Corrections = field(default_factory=dict)
    note: Note = ""


@dataclass(frozen=True, slots=True)
class ClaimGradeToGive:
    """An Admiralty grade of a claim: 1 confirmed … 6 cannot be judged."""

    grade: Literal["1", "2", "3", "4", "5", "6"]
    note: Note = ""


@dataclass(frozen=True, slots=True)
class SourceGradeToGive:
    """An Admiralty grade of a source: A completely reliable … F cannot be judged."""

    grade: Literal["A", "B", "C", "D", "E", "F"]
    note: Note = ""


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """A verdict as it is kept; an undo takes back the one that it supersedes."""

    id: str
    subject: str
    verdict: Literal["accept", "reject", "unsure", "correct", "undo"]
    by: str
    at: str
    fields: Mapping[str, Any]
    note: str
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade as it is kept."""

    id: str
    subject: str
    grade: str
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class HeadShown:
    """How many rows the ledger has, the root of their tree, and when the last was added."""

    rows: int
    root: str
    at: str


@dataclass(frozen=True, slots=True)
class Me:
    """Who is asking, as what, and by which means."""

    name: str
    role: Literal["anyone", "reader", "coder", "editor", "admin"]
    means: Literal["nobody", "alone", "session", "token", "public"]
    scopes: tuple[str, ...]


CHECKED = Shown("check")


# ------------------------------------------------------------------------------------------------------- reading


def me(asked: Asked) -> Answer:
    """Who is asking."""
    person = asked.person
    return _json({"name": person.name, "role": person.role, "means": person.means, "scopes": sorted(person.scopes)})


def head(asked: Asked) -> Answer:
    """The ledger's head."""
    found = asked.site.book().head()
    return _json({"rows": found.size, "root": found.root.hex(), "at": found.at})


def check(asked: Asked) -> Answer:
    """Reads a text; nothing is kept."""
    from counterclaim import verbs
    from counterclaim.documents import read_document
    from counterclaim.redaction import shown

    sent: TextToCheck = asked.body
    document = read_document(
        sent.text.encode("utf-8"),
        path="text",
        media_type="text/plain; charset=utf-8",
        published=sent.published,
        language=sent.language,
    )
    reports = map(shown, verbs.check(document, convention=sent.convention))
    return _json({"schema_version": formats.SCHEMA_VERSION, "documents": [formats.report_fields(r) for r in reports]})


# ------------------------------------------------------------------------------------------------------- changing


def add_text(asked: Asked) -> Answer:
    """Keeps a text."""
    sent: TextToAdd = asked.body
    return _add(
        asked,
        sent.text.encode("utf-8"),
        "text/plain; charset=utf-8",
        FileToAdd(sent.name, sent.url, sent.published, sent.language),
    )


def add_file(asked: Asked) -> Answer:
    """Keeps a file, which may hold many documents."""
    received: Path = asked.body
    return _add(asked, received.read_bytes(), None, asked.parameters)


def _add(asked: Asked, content: bytes, media_type: str | None, told: FileToAdd) -> Answer:
    from hashlib import sha256

    from counterclaim.documents import Content, apart
    from counterclaim.ledger.ingest import Options, add

    found = Content(told.name, content, media_type, told.url)
    options = Options(published=told.published, language=told.language)
    by = asked.person.name
    added = add(
        asked.site.book(),
        [told.name],
        by=by,
        options=options,
        workers=1,
        contents=lambda *_: apart(found, None),
        memory=MEMORY if media_type is None else None,  # a plain text takes no parser
    )
    tally = added.tally
    shown = {"new": tally.new, "reread": tally.reread, "seen": tally.seen}
    shown |= {"claims": tally.rows.get("claim", 0), "findings": tally.rows.get("finding", 0)}
    failed = [{"place": place, "reason": reason} for place, reason in added.failed]
    return _json({"document": "d" + sha256(content).hexdigest()[:16], **shown, "failed": failed}, 201)


def _claim(asked: Asked) -> Kept:
    """The claim of the address."""
    kept = next(asked.site.book().claims_named([asked.parts["claim"]]), None)
    if kept is None:
        raise NoSuchPage(f"there is no claim {asked.parts['claim']}")
    return kept


def judge(asked: Asked) -> Answer:
    """Keeps a verdict; one that the same person gave before is superseded."""
    sent: VerdictToGive = asked.body
    kept = _claim(asked)
    if (sent.verdict == "correct") != bool(sent.fields):
        raise ContractError("a “correct” has corrected fields, and no other verdict has")
    fields = {name: _corrected(name, value) for name, value in sent.fields.items()}
    before = of_coder(kept.judgements, asked.person.name)
    given = asked.site.book().judge(
        kept.claim.id,
        sent.verdict,
        by=asked.person.name,
        fields=fields,
        note=sent.note,
        supersedes=None if before is None else before.id,
    )
    return _json(judgement_fields(given), 201)


def _corrected(name: str, value: str | float | None) -> str | float | None:
    """A corrected value as the ledger keeps it; refuses what no claim can have."""
    if isinstance(value, float) and name in CORRECTABLE and CORRECTABLE[name].level != "ratio":
        raise ContractError(f"{name} must be a text")
    read = checked(name, "" if value is None else f"{value:.15g}" if isinstance(value, float) else value)
    return read.isoformat() if isinstance(read, date) else cast(str | float | None, read)


def undo(asked: Asked) -> Answer:
    """Takes back a verdict: one's own, or for an editor anybody's."""
    book = asked.site.book()
    kept = next((one for one in book.judgements() if one.id == asked.parts["judgement"]), None)
    if kept is None:
        raise NoSuchPage(f"there is no judgement {asked.parts['judgement']}")
    if kept.by != asked.person.name and not asked.person.may("editor"):
        raise NotAllowed(f"{kept.by} gave it: who gave a verdict takes it back, or an editor")
    if kept.verdict == "undo" or any(one.supersedes == kept.id for one in book.judgements(kept.subject)):
        raise ContractError("that verdict does not stand any more")
    given = book.judge(kept.subject, "undo", by=asked.person.name, supersedes=kept.id)
    return _json(judgement_fields(given), 201)


def grade_claim(asked: Asked) -> Answer:
    """Keeps a grade of a claim."""
    sent: ClaimGradeToGive = asked.body
    return _grade(asked, _claim(asked).claim.id, sent.grade, sent.note)


def grade_source(asked: Asked) -> Answer:
    """Keeps a grade of a source."""
    sent: SourceGradeToGive = asked.body
    return _grade(asked, asked.parts["source"], sent.grade, sent.note)


def _grade(asked: Asked, subject: str, grade: str, note: str) -> Answer:
    kept = asked.site.book().grade(subject, grade, by=asked.person.name, note=note)
    shown = {"id": kept.id, "subject": subject, "grade": kept.grade, "by": kept.by, "at": kept.at.isoformat()}
    return _json({**shown, "note": kept.note}, 201)


def judgement_fields(judgement: Judgement) -> dict[str, Any]:
    """A judgement as JSON."""
    return {
        "id": judgement.id,
        "subject": judgement.subject,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        "fields": dict(judgement.fields),
        "note": judgement.note,
        "supersedes": judgement.supersedes,
    }


def openapi(asked: Asked) -> Answer:
    """The description of all this, made from the table of routes."""
    from counterclaim.web.app import ROUTES
    from counterclaim.web.openapi import document

    return _json(document(ROUTES, asked.site.gate.url or asked.base))


def _json(fields: Mapping[str, Any], status: int = 200) -> Answer:
    return Answer("", fields, status=status)
