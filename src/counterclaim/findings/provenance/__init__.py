"""CC2: whose figure it is, and whether it is told as that source published it.

group + match ── credited to the match's source, or to nobody    matches-record, slips, stale-figure
              ├─ credited to a rival of that source              misattributed-figure
              └─ credited to another body                        credited-elsewhere
group without a match, credited to a source with a daily table   no-such-figure
one figure, of which the one named gave another                  these two, or side-flipped (``borrowed``)
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings.case import Case
from counterclaim.findings.provenance import borrowed, lines, matches, reports, windows
from counterclaim.findings.provenance.matches import CREDITED_ELSEWHERE, MATCHES_RECORD, MISATTRIBUTED, NO_SUCH_FIGURE
from counterclaim.findings.provenance.misses import (
    CATEGORY_SWAPPED,
    DIGIT_CHANGED,
    DIGIT_DOUBLED,
    DIGIT_DROPPED,
    DIGITS_SWAPPED,
    FACTOR_OF_TEN,
)
from counterclaim.findings.provenance.staleness import STALE_FIGURE, foretold
from counterclaim.findings.retellings import CREDITED_TO_BOTH, credits_to_both
from counterclaim.findings.scope.sides import SIDE_FLIPPED
from counterclaim.model import Finding

RULES = (
    MATCHES_RECORD, MISATTRIBUTED, DIGITS_SWAPPED, DIGIT_DROPPED, DIGIT_DOUBLED,
    FACTOR_OF_TEN, CATEGORY_SWAPPED, DIGIT_CHANGED, STALE_FIGURE, NO_SUCH_FIGURE,
    CREDITED_ELSEWHERE, CREDITED_TO_BOTH,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    found = [finding for group in case.sourced for finding in matches.of_group(case, group)]
    yield from found
    wrong = {claim for finding in found if finding.severity != "note" for claim in finding.claims}
    rules = borrowed.Rules(CREDITED_ELSEWHERE, MISATTRIBUTED, SIDE_FLIPPED)
    yield from borrowed.find(case, wrong, rules)
    yield from reports.find(case, wrong, CREDITED_ELSEWHERE)
    yield from (finding for finding in windows.find(case) if wrong.isdisjoint(finding.claims))
    yield from lines.find(case, {case.by_id[claim].quantity.start for claim in wrong})
    yield from (finding for finding in foretold(case) if wrong.isdisjoint(finding.claims))
    yield from credits_to_both(case)
