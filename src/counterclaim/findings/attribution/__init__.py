"""CC4: who carries a number, and how sure they were."""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.attribution import doubts, headlines, mentions, quoting, recredits, silences
from counterclaim.findings.attribution.doubts import HEDGE_DROPPED, NUMBER_WITHOUT_SOURCE, UNVERIFIED_SOURCE
from counterclaim.findings.attribution.headlines import VOICE_AS_OFFICIAL
from counterclaim.findings.attribution.mentions import TAKEN_UP_DIFFERENTLY
from counterclaim.findings.attribution.recredits import SOURCE_CHANGES
from counterclaim.findings.attribution.silences import BODY_DID_NOT_SAY
from counterclaim.findings.case import Case
from counterclaim.findings.retellings import PARAPHRASE_DIFFERS, fates, paraphrases
from counterclaim.model import Finding

RULES = (
    HEDGE_DROPPED, UNVERIFIED_SOURCE, NUMBER_WITHOUT_SOURCE, PARAPHRASE_DIFFERS,
    *headlines.RULES, BODY_DID_NOT_SAY, SOURCE_CHANGES, TAKEN_UP_DIFFERENTLY,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    yield from doubts.find(case)
    yield from paraphrases(case)
    yield from fates(case)
    yield from quoting.find(case)
    of_headline = list(headlines.find(case))
    yield from of_headline
    if all(one.code != VOICE_AS_OFFICIAL.code for one in of_headline):
        yield from silences.find(case)
    yield from recredits.find(case)
    yield from mentions.find(case)
