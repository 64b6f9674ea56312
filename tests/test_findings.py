"""What `check` finds, on claims made by hand: apart from the reader, with the bundled record."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.findings import check
from counterclaim.findings.arithmetic.partitions import is_slip
from counterclaim.findings.tolerance import allowed, follows
from counterclaim.model import (
    Certainty,
    Claim,
    Cue,
    Document,
    Evidence,
    Hedge,
    Link,
    Period,
    PeriodKind,
    Quantity,
    Report,
    Span,
)
from counterclaim.series import load_record

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
GENERAL_STAFF = ("General Staff", "ua-general-staff", "military")
MINISTRY = ("ministry", "ru-mod", "ministry")


def document_of(text: str, published: date | None = None, headline: int = 0) -> Document:
    span = Span(0, headline) if headline else None
    basis = "given" if published else "none"
    return Document("d1", text, "a.txt", published=published, published_basis=basis, headline=span)


def claim_of(
    document: Document,
    words: str,
    value: float,
    object: str = "personnel",
    measure: str = "losses",
    *,
    side: str | None = "RU",
    by: tuple[str, str | None, str] | None = None,
    hedge: Hedge = "exact",
    unit: str | None = None,
    share: bool = False,
    kind: PeriodKind = "cumulative",
    end: date | None = None,
    certainty: Certainty = "stated",
    occurrence: int = 0,
    cues: tuple[str, ...] = (),
) -> Claim:
    text = document.text
    start = [found.start() for found in re.finditer(re.escape(words), text)][occurrence]
    exact = value if hedge == "exact" else None
    links: tuple[Link, ...] = ()
    if by is not None:
        at = text.index(by[0])
        links = (Link(by[0], by[1], by[2], "said", at, at + len(by[0])),)
    return Claim(
        id=f"c{start}{measure}",
        document=document.id,
        reader="hand",
        evidence=Evidence(document.id, start, start + len(words), words),
        quantity=Quantity(exact, value, exact, "share" if share else "count", hedge, words, start, start + len(words)),
        object=object,
        measure=measure,
        side=side,
        unit=unit,
        place=None,
        period=Period(kind, None, end),
        attribution=links,
        stance="asserts",
        certainty=certainty,
        cues=tuple(Cue("certainty", one, text.index(one), text.index(one) + len(one)) for one in cues),
        rules=(),
    )


def names(report: Report) -> list[str]:
    return [finding.name for finding in report.findings]


def loud(report: Report) -> list[str]:
    return [finding.name for finding in report.findings if finding.severity != "note"]


def test_a_document_without_claims_does_not_load_the_record() -> None:
    document = document_of("The weather was fine.")
    before = dict(load_record().index)
    assert check(document, []) == Report(document)
    assert load_record().index.keys() == before.keys()


def test_figures_of_the_other_side_are_misattributed_with_the_subtraction_and_the_stretch_of_the_series() -> None:
    text = "The ministry admitted the loss of 2,840 soldiers and 102 tanks in three days."
    document = document_of(text, date(2023, 10, 14))
    claims = [
        claim_of(document, "2,840", 2840, by=MINISTRY, kind="window"),
        claim_of(document, "102", 102, "tank", by=MINISTRY, kind="window"),
    ]
    report = check(document, claims)
    (finding,) = [one for one in report.findings if one.code == "CC202"]
    assert finding.severity == "error"
    assert finding.proof.series == "ua-general-staff"
    assert (finding.proof.start, finding.proof.end) == (date(2023, 10, 10), date(2023, 10, 13))
    assert finding.proof.values == {"personnel": 2840, "tank": 102}
    assert "285,920 − 283,080 = 2,840" in finding.proof.steps[0]
    assert finding.proof.chance is not None
    assert finding.proof.chance < 0.05
    assert {claim.id for claim in claims} == set(finding.claims)


def test_the_same_figures_credited_to_their_own_source_are_only_noted() -> None:
    text = "The General Staff claimed 2,840 soldiers and 102 tanks in three days."
    document = document_of(text, date(2023, 10, 14))
    claims = [
        claim_of(document, "2,840", 2840, by=GENERAL_STAFF, kind="window"),
        claim_of(document, "102", 102, "tank", by=GENERAL_STAFF, kind="window"),
    ]
    assert names(check(document, claims)) == ["matches-record"]


def test_one_small_figure_is_never_called_misattributed() -> None:
    document = document_of("The ministry admitted the loss of 102 tanks in three days.", date(2023, 10, 14))
    assert loud(check(document, [claim_of(document, "102", 102, "tank", by=MINISTRY, kind="window")])) == []


def test_what_a_source_did_say_itself_is_not_misattributed() -> None:
    text = "The ministry said that 1,351 had been killed and 3,825 wounded."
    document = document_of(text, date(2022, 3, 26))
    claims = [
        claim_of(document, "1,351", 1351, measure="killed", by=MINISTRY),
        claim_of(document, "3,825", 3825, measure="wounded", by=MINISTRY),
    ]
    assert loud(check(document, claims)) == []


def test_swapped_digits_are_named_with_the_right_figure_and_its_chance() -> None:
    text = "The ministry said that 1,351 had been killed and 3,852 wounded."
    document = document_of(text, date(2022, 3, 26))
    claims = [
        claim_of(document, "1,351", 1351, measure="killed", by=MINISTRY),
        claim_of(document, "3,852", 3852, measure="wounded", by=MINISTRY),
    ]
    (finding,) = [one for one in check(document, claims).findings if one.severity != "note"]
    assert finding.name == "digits-swapped"
    assert "3,852 is 3,825" in finding.message
    assert finding.proof.chance is not None
    assert finding.proof.chance < 0.01


def test_figures_that_fix_one_day_date_the_document_and_its_weekday() -> None:
    text = (
        "The General Staff said on Tuesday that Russia had lost 283,080 personnel, 4,829 tanks and 6,713 artillery "
        "systems since the start of the invasion."
    )
    document = document_of(text)
    claims, refusals = extract(document)
    report = check(document, claims, refusals)
    assert report.document.published == date(2023, 10, 10)
    assert report.document.published_basis == "figures"
    (finding,) = [one for one in report.findings if one.code == "CC502"]
    assert "Tuesday, 10 October 2023" in finding.message
    assert any("“Tuesday”" in step for step in finding.proof.steps)
    assert {claim.id for claim in report.claims} >= set(finding.claims)


def test_a_given_date_is_never_replaced_by_that_of_the_figures() -> None:
    document = document_of(
        "Russia has lost 283,080 personnel and 4,829 tanks, the General Staff said.", date(2023, 10, 12)
    )
    claims = [
        claim_of(document, "283,080", 283080, by=GENERAL_STAFF),
        claim_of(document, "4,829", 4829, "tank", by=GENERAL_STAFF),
    ]
    report = check(document, claims)
    assert report.document.published == date(2023, 10, 12)
    assert report.document.published_basis == "given"


def test_a_share_of_a_force_that_only_one_man_of_a_company_told_is_generalised() -> None:
    text = "Army has lost 80% of its men\n\nA soldier said that his company had lost 80% of its men."
    document = document_of(text, headline=28)
    soldier = ("soldier", "soldier", "soldier")
    claims = [
        claim_of(document, "80%", 0.8, share=True, unit="army", kind="open"),
        claim_of(document, "80%", 0.8, share=True, unit="company", by=soldier, kind="open", occurrence=1),
    ]
    assert "headline-generalises" in loud(check(document, claims))
    whole = [claims[0], claim_of(document, "80%", 0.8, share=True, by=soldier, kind="open", occurrence=1)]
    without = document_of(text.replace("his company", "the whole force"), headline=28)
    whole = [
        claim_of(without, "80%", 0.8, share=True, kind="open"),
        claim_of(without, "80%", 0.8, share=True, by=soldier, kind="open", occurrence=1),
    ]
    assert loud(check(without, whole)) == []


def test_those_left_of_a_strength_give_the_strength_that_a_share_would_need() -> None:
    text = "Force lost 60% of its men\n\nThere were 4,000 of us in the regiment. There are 200 left, he said."
    document = document_of(text, headline=25)
    he = ("he", "soldier", "soldier")
    claims = [
        claim_of(document, "60%", 0.6, share=True, kind="open"),
        claim_of(document, "4,000", 4000, measure="strength", unit="regiment", by=he, kind="point"),
        claim_of(document, "200", 200, measure="remaining", unit="regiment", by=he, kind="point"),
    ]
    (finding,) = [one for one in check(document, claims).findings if one.code == "CC101"]
    assert "some 500" in finding.message
    assert any("95%" in step for step in finding.proof.steps)


@pytest.mark.parametrize(
    ("hedge", "text", "value", "true", "holds"),
    [
        ("exact", "87 per cent", 0.87, 0.875, True),
        ("exact", "87 per cent", 0.87, 0.92, False),
        ("exact", "90 per cent", 0.90, 0.92, True),
        ("exact", "half", 0.5, 0.53, True),
        ("exact", "half", 0.5, 0.58, False),
        ("nearly", "nearly 90 per cent", 0.90, 0.875, True),
        ("nearly", "nearly 90 per cent", 0.90, 0.95, False),
        ("nearly", "nearly 90 per cent", 0.90, 0.79, False),
        ("about", "around two-thirds", 2 / 3, 0.63, True),
        ("about", "around two-thirds", 2 / 3, 0.55, False),
        ("over", "more than half", 0.5, 0.8, True),
        ("over", "more than half", 0.5, 0.4, False),
        ("up to", "up to a third", 1 / 3, 0.2, True),
        ("up to", "up to a third", 1 / 3, 0.4, False),
    ],
)
def test_a_hedge_decides_how_much_a_share_allows(
    hedge: Hedge, text: str, value: float, true: float, holds: bool
) -> None:
    exact = value if hedge == "exact" else None
    share = Quantity(exact, value, exact, "share", hedge, text, 0, len(text))
    low, high = allowed(share)
    assert low <= high
    assert follows(share, (true * 1000, true * 1000), (1000, 1000)) is holds


def test_a_long_table_is_checked_in_part_and_does_not_hang() -> None:
    text = "\n".join(f"Losses of the enemy: {n:,} tanks" for n in range(1001, 2200))
    document = document_of(text, date(2023, 10, 10))
    claims = [claim_of(document, f"{n:,}", n, "tank") for n in range(1001, 2200, 2)]
    assert check(document, claims).claims


def test_checking_twice_says_the_same() -> None:
    text = "The ministry admitted the loss of 2,840 soldiers and 102 tanks in three days."
    document = read_document(text.encode(), path="a.txt", published=date(2023, 10, 14))
    claims, refusals = extract(document)
    assert check(document, claims, refusals) == check(document, claims, refusals)


def seed(number: str) -> Report:
    found = sorted(SEEDS.glob(f"{number}_*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip("the articles the project started from are not beside this checkout")
    document = read_document(found[0].read_bytes(), path=found[0].name)
    claims, refusals = extract(document)
    return check(document, claims, refusals)


def test_the_first_seed_credits_one_side_with_the_figures_of_the_other_and_its_shares_hold() -> None:
    report = seed("000")
    assert loud(report) == ["misattributed-figure"]
    (wrong,) = [one for one in report.findings if one.code == "CC202"]
    assert (wrong.proof.start, wrong.proof.end) == (date(2023, 12, 6), date(2023, 12, 9))
    assert wrong.proof.values == {"personnel": 3010, "tank": 32}
    holds = [one.message for one in report.findings if one.code == "CC102"]
    assert any("87.5%" in message for message in holds)
    assert any("62.9%" in message for message in holds)
    assert any("mid-December 2023" in one.message for one in report.findings if one.code == "CC502")
    assert "unverified-source" in names(report)


def test_the_second_seed_is_dated_by_five_figures_and_its_errors_are_named() -> None:
    report = seed("003")
    assert sorted(loud(report)) == ["digits-swapped", "headline-generalises", "share-does-not-follow"]
    assert report.document.published == date(2022, 4, 18)
    assert report.document.published_basis == "figures"
    messages = {one.name: one.message for one in report.findings}
    assert "3,285 is 3,825" in messages["digits-swapped"]
    assert "some 1,300" in messages["share-does-not-follow"]
    assert "regiment" in messages["headline-generalises"]
    assert "Monday, 18 April 2022" in messages["dated-by-figures"]
    assert "unverified-source" in names(report)


def found_in(text: str) -> dict[str, str]:
    """The findings of a text as it is read, by code."""
    document = read_document(text.encode(), path="a.txt")
    claims, refusals = extract(document)
    return {one.code: one.message for one in check(document, claims, refusals).findings}


def test_footage_that_nobody_verified_is_not_what_a_source_told() -> None:
    footage = "The footage of the raid could not be independently verified."
    told = "A military source said 80 marines were killed near the fort."
    assert "CC402" not in found_in(f"{told}\n\n{footage}")
    assert "CC402" in found_in(f"In a video released by the rebels, a marine said 80 of them were killed.\n\n{footage}")


def test_a_day_without_its_year_is_asked_for_and_a_month_over_the_text_is_enough() -> None:
    toll = "The rebels killed 80 marines on 7 October, the navy said."
    assert found_in(toll)["CC503"].endswith("nothing in the text says which year")
    assert "CC501" not in found_in(toll)
    assert "CC501" in found_in("The rebels killed 80 marines, the navy said.")
    assert "CC501" not in found_in("The fort at dusk\n\nDecember 2009\n\nThe rebels killed 80 marines, the navy said.")


@pytest.mark.parametrize(
    ("made", "total", "slip"),
    [
        (64, 74, True),
        (1249, 1294, True),
        (700, 7000, True),
        (12, 14, True),
        (640, 215, False),
        (-274788, 12, False),  # more were lost than there were: no slip of anything
        (12, -12, False),
        (0, 40, False),
    ],
)
def test_a_sum_is_a_number_but_for_one_slip(made: float, total: float, slip: bool) -> None:
    assert is_slip(made, total) is slip
