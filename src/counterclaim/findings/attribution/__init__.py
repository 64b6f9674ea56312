"""CC4: who carries a number, and how sure they were."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings import retellings
from counterclaim.findings.attribution import doubts, headlines, mentions, quoting, recredits, silences
from counterclaim.findings.case import Case
from counterclaim.model import Finding

RULES = (
    doubts.HEDGE_DROPPED, doubts.UNVERIFIED_SOURCE, doubts.NUMBER_WITHOUT_SOURCE, retellings.PARAPHRASE_DIFFERS,
    *headlines.RULES, silences.BODY_DID_NOT_SAY, recredits.SOURCE_CHANGES,
    mentions.TAKEN_UP_DIFFERENTLY,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    yield from doubts.find(case)
    yield from retellings.paraphrases(case)
    yield from retellings.fates(case)
    yield from quoting.find(case)
    of_headline = list(headlines.find(case))
    yield from of_headline
    if all(one.code != headlines.VOICE_AS_OFFICIAL.code for one in of_headline):
        yield from silences.find(case)
    yield from recredits.find(case)
    yield from mentions.find(case)
