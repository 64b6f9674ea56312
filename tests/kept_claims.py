"""Claims as a ledger holds them, made by hand: seen, judged, undone, hostile; and those of the bundled samples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from tests import example_reports

from counterclaim import verbs
from counterclaim.model import Evidence, Judgement, Kept, Report, Sighting, Verdict

SAMPLES = Path(verbs.__file__).parent / "samples"
AT = datetime(2024, 6, 1, 9, 30, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://example.org")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tcmd|' /C calc'!A0",
    "\r=1",
    "＝1+1",
    "'=1",
    'He said "no", twice',
    "two\nlines",
    "e\u0301 \U0001f4a3 \u2028 \u202e",
    "<script>alert(1)</script>",
    "лінія",
)


def judged(subject: str, verdict: Verdict, number: int = 0, *, by: str = "Ada", **more: object) -> Judgement:
    """A verdict; ``number`` makes its id and, in minutes, its time."""
    made = Judgement(f"j{number}-{subject}", subject, verdict, by, AT + timedelta(minutes=number))
    return replace(made, **more)  # type: ignore[arg-type]


def kept_of(report: Report, *verdicts: Verdict | None) -> list[Kept]:
    """The claims of a report, seen once, the first of them judged."""
    found = []
    for at, claim in enumerate(report.claims):
        verdict = verdicts[at] if at < len(verdicts) else None
        judgements = () if verdict is None else (judged(claim.id, verdict, note="as printed"),)
        sighting = Sighting(report.document.id, report.document.path, AT)
        found.append(Kept(claim, report.document, (sighting,), judgements))
    return found


def article() -> list[Kept]:
    """The claims of one article: accepted, rejected and undone, corrected, unsure, and one that nobody judged."""
    kepts = kept_of(example_reports.article(), "accept", "reject", "correct", "unsure")
    undone = kepts[1].judgements[0]
    undo = judged(undone.subject, "undo", 1, supersedes=undone.id)
    kepts[1] = replace(kepts[1], judgements=(undone, undo))
    corrected = replace(kepts[2].judgements[0], fields={"side": "RU", "measure": "killed"})
    kepts[2] = replace(kepts[2], judgements=(corrected,))
    return kepts


def spoken() -> Kept:
    """A claim heard from the twelfth second on."""
    kept = article()[0]
    evidence: Evidence = replace(kept.claim.evidence, seconds=(12.5, 15.0))
    return replace(kept, claim=replace(kept.claim, id="spoken", evidence=evidence), judgements=())


def hostile() -> list[Kept]:
    """Claims whose every text is something that a spreadsheet, a page or a parser might take for its own."""
    return [kept for words in HOSTILE for kept in kept_of(example_reports.hostile(words))]


@cache
def samples() -> tuple[Kept, ...]:
    """The claims of the bundled samples, read anew."""
    return tuple(
        Kept(claim, report.document, (Sighting(report.document.id, path.name, AT),))
        for path in sorted(SAMPLES.glob("*.txt"))
        for report in verbs.read(str(path))
        for claim in report.claims
    )
