"""What newspapers, bulletins and monitors print: lists, armies, units of equipment, totals that go on."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.claims import extract
from counterclaim.documents.text import find_headline
from counterclaim.model import Claim, Document

PUBLISHED = date(2021, 5, 20)


def read(text: str, published: date = PUBLISHED) -> list[Claim]:
    document = Document(
        "d", text, "d", published=published, published_basis="given", headline=find_headline(text), language="en"
    )
    return extract(document, language="en")[0]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The Malian army lost 40 soldiers near Gao, a minister said.", None),
        ("The Sudanese armed forces have lost 14 tanks since April.", None),
        ("The military said 12 of its soldiers were killed on Tuesday.", None),
        ("The Third Army lost 900 men in the retreat.", "Third Army"),
        ("The 14th Brigade lost 40 soldiers near Gao.", "14th Brigade"),
        ("The garrison lost 60 men in the assault.", "garrison"),
    ],
)
def test_a_whole_army_is_no_unit(text: str, unit: str | None) -> None:
    claims = read(text)
    assert len(claims) == 1
    assert claims[0].unit == unit


def test_a_list_under_a_heading_that_ends_in_a_colon_is_read_line_by_line() -> None:
    claims = read(
        "Since March, Armenia has also lost a great deal of equipment, including:\n\n"
        "* 14 tanks\n* 203 armoured vehicles\n* 31 howitzers\n* One helicopter\n"
    )
    found = [(c.quantity.best, c.object, c.measure, c.side, c.period.kind) for c in claims]
    assert found == [
        (14, "tank", "losses", "AM", "cumulative"),
        (203, "afv", "losses", "AM", "cumulative"),
        (31, "artillery", "losses", "AM", "cumulative"),
        (1, "helicopter", "losses", "AM", "cumulative"),
    ]


def test_a_list_of_the_dead_counts_those_who_bore_no_arms_too() -> None:
    claims = read(
        "The deaths of the week can be broken down as follows:\n"
        "• Nine civilians.\n• 63 members of government forces, including four officers.\n• 12 rebels.\n"
    )
    assert [(c.quantity.best, c.object, c.measure) for c in claims] == [
        (9, "civilian", "killed"),
        (63, "personnel", "killed"),
        (4, "personnel", "killed"),
        (12, "personnel", "killed"),
    ]


def test_things_under_a_heading_of_losses_are_no_claims() -> None:
    assert read("The town has lost a great deal, including:\n- 3 bridges\n- 14 houses\n- 2 schools\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Libya lost 310 pieces of equipment, monitors say. 204 units were destroyed, 31 damaged.",
            [(310, "equipment", "losses"), (204, "equipment", "destroyed"), (31, "equipment", "damaged")],
        ),
        ("The Azeri side lost 19 units of armoured vehicles on Friday.", [(19, "afv", "losses")]),
        ("Three units of the brigade were destroyed on Friday.", []),
    ],
)
def test_units_count_pieces_where_equipment_was_told(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(c.quantity.best, c.object, c.measure) for c in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ethiopia has now lost 310 vehicles, analysts say.", "cumulative"),
        ("Ethiopia has suffered between 12,000 and 15,000 casualties, including 4,000 soldiers killed.", "cumulative"),
        ("More than 9,000 people have now died in the war, the clinic says.", "cumulative"),
        ("The ministry announced on Monday the deaths of four soldiers.", "window"),
        ("Two have died since in the clinic, a nurse said of the wounded soldiers.", "window"),
    ],
)
def test_the_perfect_of_a_war_counts_up_and_an_incident_does_not(text: str, kind: str) -> None:
    assert {c.period.kind for c in read(text)} == {kind}


def test_fighting_without_an_article_is_no_war() -> None:
    (claim,) = read("At least 30 rebels died in fighting with Malian troops, an officer said.")
    assert (claim.period.kind, claim.period.start) == ("window", None)


def test_the_war_is_the_one_that_goes_on() -> None:
    (claim,) = read("Russia has lost 40 tanks since the war began, Ukraine said.", date(2022, 9, 4))
    assert claim.period.start == date(2022, 2, 24)


def test_a_part_has_the_time_of_its_whole() -> None:
    whole, part = read("Since January 310 people have been killed in the valley, including 44 children.")
    assert part.period == whole.period


@pytest.mark.parametrize(
    "caveat",
    [
        "Our reporters were not immediately able to corroborate the figures.",
        "The paper was not able to independently verify these figures.",
        "The agency has not been able to confirm the figures.",
    ],
)
def test_what_a_paper_could_not_check_is_unconfirmed(caveat: str) -> None:
    (claim,) = read(f"The ministry said 50 rebels were killed near Gao. {caveat}")
    assert claim.certainty == "unconfirmed"
