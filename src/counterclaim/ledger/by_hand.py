"""Claims that the reader missed and a person adds: the same gate, a row of their own, and no reading takes them away.

missed      a quote, its number and what a person says of them → a claim, or the refusal of the gate
keep        such a claim becomes a row of the ledger
"""

from __future__ import annotations

import re

from counterclaim.anchoring import Draft, anchor
from counterclaim.language import load_language
from counterclaim.ledger.store import BY_HAND, Ledger
from counterclaim.model import Claim, CounterclaimError, Document, Link, Period, PeriodKind, Refusal
from counterclaim.quantities import read_quantity
from counterclaim.tongue import has_rules, language_of


def missed(
    document: Document,
    quote: str,
    number: str,
    *,
    by: str,
    object: str,
    measure: str,
    side: str | None = None,
    speaker: str | None = None,
    period: PeriodKind = "open",
) -> Claim | Refusal:
    """A claim as a person marks it. Spaces and line ends of the quote may differ from the text's; nothing else may.

    ``speaker`` is a name as it stands in the text. What does not re-read to a number is refused, as any reader's draft.
    """
    reader = BY_HAND + by
    code = language_of(document)
    if not has_rules(code):
        return Refusal(
            document.id, quote[:200], 0, 0, f"there are no rules for the language {code} to read it with", reader
        )
    exact = as_written(document.text, quote)
    if exact is None:
        return Refusal(document.id, quote[:200], 0, 0, "the quote does not stand in the text", reader)
    words = as_written(exact, number)
    pack = load_language(code)
    quantity = read_quantity(words, pack) if words else None
    if words is None or quantity is None:
        why = "the number does not stand in the quote" if words is None else "the words do not read as a number"
        return Refusal(document.id, number[:200], 0, 0, why, reader)
    links: tuple[Link, ...] = ()
    if speaker:
        name = as_written(document.text, speaker)
        if name is None:
            return Refusal(document.id, speaker[:200], 0, 0, "the speaker's name does not stand in the text", reader)
        start = document.text.find(name)
        links = (Link(name, None, "person", None, start, start + len(name)),)
    draft = Draft(
        evidence=exact,
        number=words,
        low=quantity.low,
        best=quantity.best,
        high=quantity.high,
        object=object,
        measure=measure,
        side=side or None,
        period=Period(period),
        attribution=links,
        rules=("by hand",),
        reader=reader,
    )
    return anchor(document, draft, pack)


def as_written(text: str, words: str) -> str | None:
    """The words as the text has them, whatever spaces and line ends stand between."""
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(map(re.escape, parts)), text)
    return found[0] if found else None


def keep(ledger: Ledger, claim: Claim, document: Document, *, by: str) -> None:
    """Adds the claim as a row and says in the custody log who added it."""
    if any(True for _ in ledger.claims_named([claim.id])):
        raise CounterclaimError(f"the ledger has this claim already: {claim.id}")
    ledger.add_claim(claim, document)
    ledger.log("claim added by hand", by=by, with_what={"claim": claim.id, "document": document.id})
