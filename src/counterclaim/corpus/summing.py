"""What a run has met, in words: how many pages were read, passed, refused, failed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from counterclaim.corpus.folder import Row, totals
from counterclaim.terminal import plural

NAMED = 8  # reasons of a kind that are shown


def account(rows: Sequence[Row]) -> Iterator[str]:
    """The lines that tell what became of the pages of some shards; each page is in one of the counts."""
    whole = [row for row in rows if row.state == "whole"]
    aside = [row for row in rows if row.state != "whole"]
    fates = _summed(row.fates for row in whole)
    reasons = _summed(row.reasons for row in whole)
    pages, partial = sum(row.pages for row in whole), sum(row.partial for row in whole)
    claims = sum(row.claims for row in whole)
    yield f"{plural(len(whole), 'shard')}, {plural(pages, 'page')}:"
    in_part = f", {partial:,} of these two only in part" if partial else ""
    yield f"  {fates['read']:>12,} read: {plural(claims, 'claim')}"
    yield f"  {fates['passed']:>12,} passed over: nothing in them can hold a claim{in_part}"
    yield f"  {fates['refused']:>12,} refused"
    yield from _why(reasons, "refused")
    yield f"  {fates['failed']:>12,} failed"
    yield from _why(reasons, "failed")
    numbers = _summed(row.numbers for row in whole)
    if numbers:
        yield f"{plural(sum(numbers.values()), 'number')} looked at and not kept:"
        yield from _most(numbers)
    for row in aside:
        yield f"set aside: {row.name}: {row.reason}"


def _summed(counts: Iterable[dict[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in counts:
        found.update(each)
    return found


def _why(reasons: Counter[str], kind: str) -> Iterator[str]:
    start = f"{kind}: "
    yield from _most(Counter({why[len(start) :]: n for why, n in reasons.items() if why.startswith(start)}))


def _most(reasons: Counter[str]) -> Iterator[str]:
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    for why, count in ordered[:NAMED]:
        yield f"  {'':>12}   {count:,}: {why}"
    if len(ordered) > NAMED:
        rest = ordered[NAMED:]
        yield f"  {'':>12}   {sum(n for _, n in rest):,}: {plural(len(rest), 'other reason')}"


def sizes(rows: Sequence[Row]) -> Iterator[str]:
    """A line a table: its rows and bytes."""
    counted = totals(rows)
    for table in ("documents", "claims", "evidence", "refusals"):
        yield f"  {table:<10} {counted[f'{table} rows']:>14,} rows {counted[f'{table} bytes'] / 1e6:>12,.1f} MB"
