"""CC2: whose figure it is, and whether it is told as that source published it.

group + match ── credited to the match's source, or to nobody    matches-record, slips, stale-figure
              ├─ credited to a rival of that source              misattributed-figure
              └─ credited to another body                        credited-elsewhere
group without a match, credited to a source with a daily table   no-such-figure
one figure, of which the one named gave another                  these two, or side-flipped (``borrowed``)
"""

from __future__ import annotations

from collections.abc import Iterator

from counterclaim.findings import retellings
from counterclaim.findings.case import Case
from counterclaim.findings.provenance import borrowed, lines, matches, misses, reports, staleness
from counterclaim.findings.scope.sides import SIDE_FLIPPED
from counterclaim.model import Finding

RULES = (
    matches.MATCHES_RECORD, matches.MISATTRIBUTED, misses.DIGITS_SWAPPED, misses.DIGIT_DROPPED, misses.DIGIT_DOUBLED,
    misses.FACTOR_OF_TEN, misses.CATEGORY_SWAPPED, staleness.STALE_FIGURE, matches.NO_SUCH_FIGURE,
    matches.CREDITED_ELSEWHERE, retellings.CREDITED_TO_BOTH,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family."""
    found = [finding for group in case.sourced for finding in matches.of_group(case, group)]
    yield from found
    wrong = {claim for finding in found if finding.severity != "note" for claim in finding.claims}
    rules = borrowed.Rules(matches.CREDITED_ELSEWHERE, matches.MISATTRIBUTED, SIDE_FLIPPED)
    yield from borrowed.find(case, wrong, rules)
    yield from reports.find(case, wrong, matches.CREDITED_ELSEWHERE)
    yield from lines.find(case, {case.by_id[claim].quantity.start for claim in wrong})
    yield from retellings.credits_to_both(case)
