"""The lines of a claim read from its canonical text are those read from its parsed body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import orjson
from hypothesis import example, given
from hypothesis import strategies as st

from counterclaim.ledger import rows
from counterclaim.ledger.blocks import parse
from counterclaim.ledger.chain import canonical, leaf_hash
from counterclaim.ledger.flat import flat_lines, line_of_claim
from counterclaim.ledger.words import words_of
from counterclaim.model import Claim, Cue, Evidence, Link, Period, Quantity

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"\\'), max_size=12)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
DAY = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
PLACE = st.integers(0, 10**9)


def claims(texts: st.SearchStrategy[str], figures: st.SearchStrategy[float | None]) -> st.SearchStrategy[Claim]:
    """Claims whose texts and figures are drawn from these."""
    return st.builds(
        Claim,
        id=texts,
        document=texts,
        reader=texts,
        evidence=st.builds(
            Evidence, document=texts, start=PLACE, end=PLACE, exact=texts, prefix=texts, suffix=texts, seconds=st.none()
        ),
        quantity=st.builds(
            Quantity,
            low=figures,
            best=figures,
            high=figures,
            unit=st.sampled_from(("count", "share")),
            hedge=st.sampled_from(("exact", "about")),
            text=texts,
            start=PLACE,
            end=PLACE,
        ),
        object=texts,
        measure=texts,
        side=st.none() | texts,
        unit=st.none() | texts,
        place=st.none() | texts,
        period=st.builds(Period, kind=st.sampled_from(("cumulative", "window")), start=DAY, end=DAY),
        attribution=st.lists(
            st.builds(
                Link, name=texts, id=st.none() | texts, role=texts, cue=st.none() | texts, start=PLACE, end=PLACE
            ),
            max_size=3,
        ).map(tuple),
        stance=st.sampled_from(("asserts", "denies")),
        certainty=st.sampled_from(("stated", "hedged")),
        cues=st.lists(st.builds(Cue, kind=texts, exact=texts, start=PLACE, end=PLACE), max_size=2).map(tuple),
        rules=st.lists(texts, max_size=3).map(tuple),
    )


WHOLE = st.none() | st.integers(0, 10**15 - 1).map(float)


@given(claims(PLAIN, WHOLE), DAY)
def test_a_plain_claims_line_is_read_from_its_text(claim: Claim, published: date | None) -> None:
    claim = replace(claim, quantity=replace(claim.quantity, unit="count"))
    row = rows.claim_row(claim, published)
    (name, line), words = row.lines
    assert name == "claims"
    assert line_of_claim(row.body) == line
    assert words == ("claim_words", (words_of("claim", orjson.loads(row.body)),))


@given(claims(PLAIN, WHOLE), DAY)
def test_a_loaded_line_of_a_plain_claim_gives_the_tables_what_adding_the_claim_gave_them(
    claim: Claim, published: date | None
) -> None:
    row = rows.claim_row(claim, published)
    line = f'{{"at":"2026-01-01","body":{row.body},"key":"{row.key}","kind":"claim"}}'.encode()
    block = parse([line], 7, 1)
    assert block.lines["entries"] == [(7, "2026-01-01", "claim", row.key, row.body, leaf_hash(line))]
    assert {name: found for name, found in block.lines.items() if name != "entries"} == {
        name: [(7, *cells)] for name, cells in row.lines
    }


@given(claims(ANY, st.none() | st.floats(allow_nan=False, allow_infinity=False)), DAY)
def test_of_any_claim_the_text_gives_the_same_line_or_none(claim: Claim, published: date | None) -> None:
    row = rows.claim_row(claim, published)
    assert line_of_claim(row.body) in (None, row.lines[0][1])


@given(claims(PLAIN, WHOLE), st.integers(0), st.sampled_from(' "{}[],:0123456789nul\\\0\n-.eE+x'), st.integers(0, 2))
@example(
    Claim(
        "c1", "d1", "rules", Evidence("d1", 0, 4, "12 x"), Quantity(12, 12, 12, "count", "exact", "12", 0, 2), "tank",
        "losses", "RU", None, None, Period("open"), (), "asserts", "stated", (), (),
    ),
    0, " ", 1,
)  # fmt: skip
def test_a_text_that_was_changed_gives_the_line_of_what_it_says_now_and_only_if_it_is_canonical(
    claim: Claim, at: int, letter: str, cut: int
) -> None:
    body = rows.claim_row(claim, None).body
    at %= len(body)
    changed = body[:at] + letter + body[at + cut :]
    line = line_of_claim(changed)
    if line is not None:
        parsed = orjson.loads(changed)
        assert canonical(parsed).decode() == changed
        assert [("claims", line)] == list(flat_lines("claim", parsed))
