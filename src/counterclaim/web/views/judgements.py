"""Verdicts on one claim, given on its own page."""

from __future__ import annotations

from datetime import date

from counterclaim.judging import corrections, of_coder
from counterclaim.model import CounterclaimError, Verdict
from counterclaim.web.answers import Elsewhere
from counterclaim.web.asked import Asked
from counterclaim.web.views.claims import one_of

GIVEN: tuple[Verdict, ...] = ("accept", "reject", "unsure", "correct", "undo")


def judge(asked: Asked) -> Elsewhere:
    """Keeps a person's verdict as a new row, and goes back to the claim."""
    kept = one_of(asked)
    give(asked, kept.claim.id)
    return Elsewhere(f"/claims/{kept.claim.id}")


def give(asked: Asked, subject: str) -> None:
    """Keeps the verdict that a form holds on a claim; an undo takes back the person's last."""
    verdict = asked.typed("verdict")
    known = next((one for one in GIVEN if one == verdict), None)
    if known is None:
        raise CounterclaimError(f"“{verdict}” is no verdict; there is {', '.join(GIVEN)}")
    book = asked.site.book()
    before = of_coder(book.judgements(subject), asked.person.name)
    if known == "undo" and before is None:
        raise CounterclaimError("there is nothing to undo: you have not judged this claim")
    fields = None
    if known == "correct":
        typed = corrections(asked.typed("fields"))
        fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in typed.items()}
    book.judge(
        subject,
        known,
        by=asked.person.name,
        fields=fields,
        note=asked.typed("note")[:2000],
        supersedes=before.id if before is not None else None,
    )
