"""CC1: numbers of one text against each other.

shares            their part and their whole      shares (operands, bases, portions), conclusions, proportions
totals            their parts                     parts, listings, partitions
                  the equation of their roles     sums, forces (equations, figures)
                  numbers of anything counted     rows, rests (counts)
two figures       what is said of the two         contrasts (pairs), ratios
rates             the total and the time          rates, intervals
averages          the total and how many share it averages
running totals    the day before                  changes, increments
the most, first   the days and months it is of    peaks, firsts
one figure        the same, told again            retold
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from counterclaim.findings.arithmetic import (
    averages,
    changes,
    conclusions,
    contrasts,
    equations,
    firsts,
    forces,
    increments,
    intervals,
    partitions,
    parts,
    peaks,
    proportions,
    rates,
    ratios,
    rests,
    retold,
    rows,
    shares,
    sums,
)
from counterclaim.findings.arithmetic.contrasts import DIFFERENCE_DOES_NOT_FOLLOW, FACTOR_DOES_NOT_FOLLOW
from counterclaim.findings.arithmetic.figures import Figures
from counterclaim.findings.arithmetic.increments import INCREMENT_DOES_NOT_FOLLOW
from counterclaim.findings.arithmetic.parts import PART_EXCEEDS_WHOLE, PARTS_DO_NOT_SUM
from counterclaim.findings.arithmetic.peaks import NOT_THE_HIGHEST
from counterclaim.findings.arithmetic.rates import RATE_DOES_NOT_FOLLOW
from counterclaim.findings.arithmetic.retold import TOLD_TWICE
from counterclaim.findings.arithmetic.shares import SHARE_DOES_NOT_FOLLOW, SHARE_HOLDS, WRONG_BASE
from counterclaim.findings.case import Case
from counterclaim.model import Finding

RULES = (
    SHARE_DOES_NOT_FOLLOW, SHARE_HOLDS, PARTS_DO_NOT_SUM, RATE_DOES_NOT_FOLLOW,
    WRONG_BASE, PART_EXCEEDS_WHOLE, FACTOR_DOES_NOT_FOLLOW, *changes.RULES,
    INCREMENT_DOES_NOT_FOLLOW, NOT_THE_HIGHEST, DIFFERENCE_DOES_NOT_FOLLOW,
    TOLD_TWICE,
)  # fmt: skip


def find(case: Case) -> Iterator[Finding]:
    """Every finding of this family; what one rule has told is not told again by those that read more freely."""
    held = list(shares.find(case))
    figures = Figures(case)
    done = {case.by_id[one].quantity.start for finding in held for one in finding.claims}
    found = [*held, *conclusions.find(case, done)]
    found += proportions.find(case, done | {span.start for finding in held for span in finding.evidence})
    families = (
        parts.find,
        rates.find,
        intervals.find,
        partial(averages.find, figures=figures),
        ratios.find,
        changes.find,
        increments.find,
        peaks.find,
        firsts.find,
        retold.find,
    )
    for family in families:
        found += family(case)
    done = {span.start for finding in found for span in finding.evidence}
    done |= {case.by_id[one].quantity.start for finding in found for one in finding.claims}
    told_of = (*forces.EQUATIONS, *sums.EQUATIONS, *rests.EQUATIONS, *rows.EQUATIONS)
    broken = list(equations.find(case, figures, done, told_of))
    found += (parts.broken(case, one) for one in broken)
    done |= {figure.told.start for one in broken for figure in one.figures}
    apposed = ((total, several) for total, several in partitions.find(case) if total.start not in done)
    found += (parts.missed(case, total, several) for total, several in apposed)
    found += contrasts.find(case, done)
    yield from found
