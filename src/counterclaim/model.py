"""Every noun of the project, frozen; this module imports nothing of ours.

    CounterclaimError               anything a user can act on; exit status 2
    ├── UnreadableError             a document could not be read
    ├── FetchError                  an address could not or must not be fetched
    ├── RecordError                 a record file (series, statements) has a bad row
    └── VocabularyError             a language pack or a table in the package is malformed

Spans are half-open and count code points of ``Document.text``. Dates are ``datetime.date``; shares are fractions of
one; counts are numbers of things; times of speech are seconds from the beginning of its recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Unit = Literal["count", "share"]
Hedge = Literal["exact", "about", "nearly", "over", "at least", "up to", "under", "between", "vague"]
PeriodKind = Literal["cumulative", "window", "point", "open"]
Stance = Literal["asserts", "denies"]
Certainty = Literal["stated", "hedged", "unconfirmed"]
Severity = Literal["note", "warning", "error"]
PublishedBasis = Literal["given", "metadata", "text", "figures", "none"]
CoverageState = Literal["complete", "partial", "failed"]
Verdict = Literal["accept", "reject", "unsure", "correct", "undo"]
Maker = Literal["machine", "person", "unknown"]  # who wrote speech down
Personal = Literal["drop", "seal", "keep"]  # what a ledger does with personal data: none of it, encrypted, as it is


class CounterclaimError(Exception):
    """Something a user can act on: the message says what was wrong, where, and what to do."""


class UnreadableError(CounterclaimError):
    """A document could not be read."""


class FetchError(CounterclaimError):
    """An address could not be fetched, or must not be."""


class RecordError(CounterclaimError):
    """A record file (a series or a table of statements) has a bad row or an unusable mapping."""


class VocabularyError(CounterclaimError):
    """A language pack or one of the package's own tables is malformed."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``start`` up to, not including, ``end`` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document was read: complete, partial with a reason, or failed with a reason.

    ``share`` is the fraction of the text that was read, where it can be told.
    """

    state: CoverageState = "complete"
    reason: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where speech comes from: who published it, where, when, and how it was selected; ``None`` where nobody says."""

    publisher: str | None = None
    address: str | None = None
    published: date | None = None
    selection: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what nobody says, in the order in which they are asked for."""
        told = (("publisher", self.publisher), ("address", self.address), ("published", self.published))
        return tuple(name for name, value in (*told, ("selection", self.selection)) if value is None)


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as it was found: its hash, its length in seconds, its rate in Hz and its channels.

    ``faults`` say what is wrong with the sound (a dead channel, clipping), in words.
    """

    path: str
    sha256: str
    seconds: float
    rate: int
    channels: int
    media_type: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of speech, or the words of one cue where a transcript times no smaller part.

    ``confidence`` is a recogniser's own, from 0 to 1. ``other`` is what a second hearing made of it where the two
    differ; empty where the second heard nothing there.
    """

    span: Span
    seconds: tuple[float, float] | None = None
    confidence: float | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does. ``span`` covers the words without the speaker's label.

    ``label`` is where the speaker's name stands in the text, if it does; ``translation`` is shown beside the words and
    never read for claims.
    """

    speaker: str | None
    span: Span
    seconds: tuple[float, float] | None = None
    words: tuple[Word, ...] = ()
    label: Span | None = None
    language: str | None = None
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """Speech written down: its turns in the order of the text, where it comes from, and who or what wrote it down."""

    turns: tuple[Turn, ...]
    provenance: Provenance = Provenance()
    maker: Maker = "unknown"
    tool: str | None = None
    recording: Recording | None = None

    @property
    def timed(self) -> bool:
        """Whether any of it can be found in a recording."""
        return any(turn.seconds is not None for turn in self.turns)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers, in the order in which they are first heard."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read claims from, with what its own page says about it.

    ``text`` is NFC, with line ends as ``\\n``; every span in the project points into it. ``headline`` is where the
    headline stands in the text, ``repeats`` are stretches that say again what was said before (a headline repeated as
    the first paragraph) and are not read twice. ``sha256`` is that of the original bytes. ``transcript``
    says who speaks when, where the text is speech written down. ``hidden`` are the stretches that stand under masks
    where a document is shown without personal data; ``marks`` tell what of the text is such data, as start, end,
    kind and pseudonym, and are ``None`` where nobody has looked.
    """

    id: str
    text: str
    path: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "none"
    language: str | None = None
    media_type: str = "text/plain"
    sha256: str = ""
    coverage: Coverage = Coverage()
    headline: Span | None = None
    repeats: tuple[Span, ...] = ()
    transcript: Transcript | None = None
    hidden: tuple[Span, ...] = ()
    marks: tuple[tuple[int, int, str, str], ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a document, as a W3C TextQuoteSelector plus TextPositionSelector; seconds for speech.

    ``transcribed`` says who wrote the words down where they were spoken: a machine's are not evidence until a person
    has confirmed them.
    """

    document: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    seconds: tuple[float, float] | None = None
    transcribed: Maker | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: ``low``, ``best``, ``high``; a bound that nobody said is ``None``.

    exact: all three; about, nearly: best alone; over, at least: low alone; up to, under: high alone; between: low and
    high; vague: the chosen convention's low and high. A share is a fraction of one. ``start`` and ``end`` cover the
    number's own words, hedge included, and ``text`` is those words.
    """

    low: float | None
    best: float | None
    high: float | None
    unit: Unit
    hedge: Hedge
    text: str
    start: int
    end: int

    @property
    def interval(self) -> tuple[float, float]:
        """The values this quantity allows; an open bound is 0 or infinity, an exact figure a point."""
        low = self.low if self.low is not None else (self.best if self.best is not None else 0.0)
        high = self.high if self.high is not None else (self.best if self.best is not None else float("inf"))
        return low, high

    @property
    def figure(self) -> float | None:
        """The one number to show or to trace: best, else low, else high."""
        for value in (self.best, self.low, self.high):
            if value is not None:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Link:
    """One speaker in a chain of attribution: the name as in the text, its source id, its role and the cue verb.

    ``start``/``end`` cover the name; they are equal for one who is not named in the text. ``id`` is ``None`` where the
    name is in no register of sources.
    """

    name: str
    id: str | None
    role: str
    cue: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that made a reading what it is: why a claim is hedged, unconfirmed or denied."""

    kind: str
    exact: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """When: a running total, a bounded time, a state at one time, or open when it cannot be told."""

    kind: PeriodKind = "open"
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's statement of how many of what were lost by, or stood with, whom; anchored to the words.

    ``attribution`` is outermost first, the ultimate speaker last; empty when the text names no source. ``side`` is
    who suffered the loss or owns the force, never who speaks. ``rules`` are the names of the rules that read it.
    """

    id: str
    document: str
    reader: str
    evidence: Evidence
    quantity: Quantity
    object: str
    measure: str
    side: str | None
    unit: str | None
    place: str | None
    period: Period
    attribution: tuple[Link, ...]
    stance: Stance
    certainty: Certainty
    cues: tuple[Cue, ...]
    rules: tuple[str, ...]

    @property
    def speaker(self) -> Link | None:
        """Who ultimately says it, or ``None``."""
        return self.attribution[-1] if self.attribution else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that was looked at and not kept, with the reason."""

    document: str
    text: str
    start: int
    end: int
    reason: str
    reader: str = "rules"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number to trace: how many of what, by which measure, over which kind of time.

    ``object``, ``measure`` and ``side`` may be ``None`` (not known). ``days`` is the stated length of a window
    ("in three days"), where the text gives one.
    """

    quantity: Quantity
    object: str | None = None
    measure: str | None = None
    side: str | None = None
    kind: PeriodKind = "open"
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A dated table of figures that one source publishes: what it *claimed*, never what happened.

    ``dates`` ascend; ``columns`` hold one list per category, aligned with ``dates``, ``None`` where the source gave
    none. ``kind`` of a column is cumulative or window (a daily count).
    """

    id: str
    source: str
    title: str
    side: str
    measure: str
    licence: str
    origin: str
    url: str
    retrieved: date
    dates: tuple[date, ...]
    columns: Mapping[str, tuple[float | None, ...]]
    resets: tuple[date, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A single dated official figure, with speaker, measure, wording and citation.

    ``source`` is the body that answers for it; ``speaker`` the person who said it for that body, where one did.
    """

    id: str
    source: str
    date: date
    side: str
    object: str
    measure: str
    low: float | None
    best: float | None
    high: float | None
    unit: Unit
    period: Period
    wording: str
    title: str
    url: str
    note: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The computation behind a finding: plain steps a reader can redo, and the stretch of the record it rests on."""

    steps: tuple[str, ...]
    series: str | None = None
    column: str | None = None
    start: date | None = None
    end: date | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule can prove about one or more claims."""

    code: str
    name: str
    severity: Severity
    message: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Report:
    """One document with everything that was read from it and found in it."""

    document: Document
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's dated verdict on a claim or a finding (``subject`` is its id); corrections and undoing are new rows.

    ``fields`` are the corrected values by field of the claim, for a ``correct``. ``supersedes`` is the judgement that
    this one takes the place of; that of an ``undo`` is the one undone. ``at`` is in UTC.
    """

    id: str
    subject: str
    verdict: Verdict
    by: str
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A person's Admiralty grade: A–F of a source, 1–6 of a claim; a later one supersedes. ``at`` is in UTC."""

    id: str
    subject: str
    grade: str
    by: str
    at: datetime
    note: str = ""
    supersedes: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A theme that a stretch of a call is coded with: code points of its text, the cue, how sure, and who coded it.

    ``by`` is the reader, or a person, whose ``rule`` is "by hand" and whose confidence is 1.
    """

    id: str
    document: str
    theme: str
    start: int
    end: int
    rule: str
    confidence: float
    by: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when a document was seen: a path, an address or a feed's item; ``at`` is in UTC."""

    document: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim as a ledger holds it: with its document, where that was seen, and what people have said of the claim.

    ``grades`` are those that stand, of the claim and of its source.
    """

    claim: Claim
    document: Document
    sightings: tuple[Sighting, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    grades: tuple[Grade, ...] = ()

    @property
    def first_seen(self) -> datetime | None:
        """When the document was first seen, or ``None`` where no sighting is known."""
        if len(self.sightings) == 1:
            return self.sightings[0].at
        return min((sighting.at for sighting in self.sightings), default=None)

    @property
    def verdict(self) -> Judgement | None:
        """The last judgement that still stands: not undone, not superseded."""
        if not self.judgements:
            return None
        gone = {judgement.supersedes for judgement in self.judgements}
        standing = [j for j in self.judgements if j.verdict != "undo" and j.id not in gone]
        return max(standing, key=lambda judgement: judgement.at, default=None)
