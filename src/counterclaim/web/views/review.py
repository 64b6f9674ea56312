"""Review: claims one by one, by keys or buttons, what needs a person first; agreement; two coders side by side."""

from __future__ import annotations

from typing import Any

from counterclaim.agreeing import agreement
from counterclaim.choosing import filter_of
from counterclaim.judging import CORRECTABLE, Waiting, applied, blind, coders_of, of_coder
from counterclaim.ledger.filters import Filter
from counterclaim.model import Judgement, Kept
from counterclaim.reviewing import chosen
from counterclaim.web.answers import Answer, Elsewhere, Table
from counterclaim.web.asked import Asked
from counterclaim.web.shown import kept_shown
from counterclaim.web.views.claims import line, summary
from counterclaim.web.views.judgements import give

NEWEST = 150  # claims of a large ledger that are waiting: with findings, and besides
AROUND = 280  # letters of the text before and after a quote
KEYS = ("a", "x", "u", "c", "s", "z")
# What of an address says which queue it is; everything a form must carry on.
CARRIED = ("side", "measure", "document", "blind", "adjudicate", "all", "at")


def _wanted(asked: Asked) -> Filter:
    return filter_of(
        side=asked.one("side") or None, measure=asked.one("measure") or None, document=asked.one("document") or None
    )


def _queue(asked: Asked) -> tuple[list[Waiting], list[Kept], str]:
    """Who waits, of which claims; and what to say where these are not all."""
    browser, wanted = asked.site.browser(), _wanted(asked)
    total = browser.counts(wanted).total
    kepts = browser.waiting(wanted, NEWEST)
    held = {kept.claim.id for kept in kepts}
    documents = {kept.document.id for kept in kepts}
    book = asked.site.book()
    found = book.findings_about(sorted(held))
    refused = [refusal for reading in book.readings(sorted(documents)).values() for refusal in reading.refusals]
    waiting = chosen(
        kepts,
        asked.person.name,
        found,
        refused,
        asked.one("blind") == "1",
        asked.one("adjudicate") or None,
        asked.one("all") == "1",
    )
    cut = asked.words("review.cut", n=NEWEST, shown=len(kepts), total=total) if len(kepts) < total else ""
    return waiting, kepts, cut


def ask(asked: Asked) -> Answer:
    """The claim in front of the person, and what can be said of it."""
    waiting, kepts, cut = _queue(asked)
    at = asked.number("at", 0, 0, max(len(waiting) - 1, 0))
    here = waiting[at] if waiting else None
    wanted = asked.one("claim")
    if wanted:
        back = next((kept for kept in kepts if kept.claim.id == wanted), None)
        if back is not None:
            here = Waiting(blind(back, asked.person.name) if asked.one("blind") == "1" else back, ())
    mine = sum(1 for kept in kepts if of_coder(kept.judgements, asked.person.name) is not None)
    coders = coders_of(kepts)
    kept = kept_shown(here.kept) if here else None
    return Answer(
        "review.html",
        {
            "waiting": len(waiting),
            "at": at,
            "judged": mine,
            "coders": list(coders) if asked.one("blind") != "1" else [],
            "claim": summary(kept) if kept else None,
            "reasons": [{"reason": reason, "words": words} for reason, words in here.reasons] if here else [],
        },
        {
            "kept": kept,
            "told": line(kept) if kept else {},
            "context": _context(kept) if kept else ("", ""),
            "carried": [(name, asked.one(name)) for name in CARRIED if asked.one(name)],
            "fields": _fields(kept, asked) if kept else [],
            "is_blind": asked.one("blind") == "1",
            "adjudicated": asked.one("adjudicate"),
            "pairs": [(one, other) for n, one in enumerate(coders) for other in coders[n + 1 :]][:6],
            "cut": cut,
            "done": asked.one("done"),
            "correctable": {name: field.words for name, field in CORRECTABLE.items()},
        },
    )


def _context(kept: Kept) -> tuple[str, str]:
    """The text before and after the quote, cut between words."""
    text, evidence = kept.document.text, kept.claim.evidence
    before, after = text[max(0, evidence.start - AROUND) : evidence.start], text[evidence.end : evidence.end + AROUND]
    if evidence.start > AROUND:
        before = "… " + (before.split(None, 1) or [""])[-1]
    if evidence.end + AROUND < len(text):
        after = (after.rsplit(None, 1) or [""])[0] + " …"
    return before, after


def _fields(kept: Kept, asked: Asked) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Every field with its value, and beside it what each coder made of it where there are two to settle."""
    people = [name.strip() for name in asked.one("adjudicate").split(",") if name.strip()]
    given: list[tuple[str, Judgement]] = []
    for name in people:
        judgement = of_coder(kept.judgements, name)
        if judgement is not None:
            given.append((name, judgement))
    found = []
    for name, field in CORRECTABLE.items():
        value = _shown(field.value(kept.claim))
        beside = []
        for by, judgement in given:
            coded = "–" if judgement.verdict == "reject" else _shown(field.value(applied(kept.claim, judgement.fields)))
            beside.append((by, coded, coded != value))
        found.append((name, value, beside))
    if given:
        found.insert(0, ("verdict", "", [(by, judgement.verdict, True) for by, judgement in given]))
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,g}" if isinstance(value, float) else str(value)


def _back(asked: Asked, **more: str) -> Elsewhere:
    from urllib.parse import urlencode

    carried = {name: asked.typed(name) for name in CARRIED if asked.typed(name)} | more
    return Elsewhere("/review" + (f"?{urlencode(carried)}" if carried else ""))


def judge(asked: Asked) -> Elsewhere:
    """Keeps a verdict and goes on to the next claim; skipping and undoing come here too."""
    did = asked.typed("verdict")
    if did == "skip":
        return _back(asked, at=str(int(asked.typed("at") or "0") + 1) if asked.typed("at").isdigit() else "1")
    if did == "undo":
        last = _last_of(asked)
        if last is None:
            return _back(asked, done="nothing")
        asked.site.book().judge(last.subject, "undo", by=asked.person.name, supersedes=last.id)
        return _back(asked, claim=last.subject, done="undo")
    give(asked, asked.typed("claim"))
    return _back(asked, done=did)


def _last_of(asked: Asked) -> Judgement | None:
    """The person's last verdict that stands."""
    every = asked.site.book().judgements()
    own = [one for one in every if one.by == asked.person.name and not one.subject.startswith("t")]  # not of codings
    gone = {judgement.supersedes for judgement in own}
    standing = [judgement for judgement in own if judgement.verdict != "undo" and judgement.id not in gone]
    return max(standing, key=lambda judgement: (judgement.at, judgement.id), default=None)


def agreed(asked: Asked) -> Answer:
    """How far people agree, field by field."""
    judged = asked.site.browser().judged(_wanted(asked))
    coders = coders_of(judged)
    found = agreement(judged) if len(coders) > 1 else []
    columns = ("field", "level", "claims", "same", "alpha", "why")
    rows = [{name: getattr(row, name) for name in columns} for row in found]
    return Answer(
        "agreement.html",
        {"coders": list(coders), "fields": rows},
        table=lambda: Table(columns, ([row[name] for name in columns] for row in rows)),
    )
