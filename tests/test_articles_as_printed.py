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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nine people were killed in the past 24 hours, taking the overall death toll of the war to 4,541.",
            [(9, "window"), (4541, "cumulative")],
        ),
        ("The shelling of the market raised its death toll to 12, police said.", [(12, "window")]),
        (
            "Rebels have suffered around 7,600 casualties, including 90 in the past day, the army said.",
            [(7600, "cumulative"), (90, "window")],
        ),
        ("Its gunners have managed to destroy 310 tanks, the marshal said.", [(310, "cumulative")]),
        ("Over the day, the losses of the rebels amounted to 40 fighters, the army said.", [(40, "window")]),
        ("The offensive has killed 9,100 people so far, a monitor said.", [(9100, "cumulative")]),
    ],
)
def test_a_running_total_and_the_day_it_grew_by_are_told_apart(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(c.quantity.best, c.period.kind) for c in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Clashes in Mali have killed nearly 70 on both sides, a monitor said.", None),
        ("Some 50 Afghan and Pakistani soldiers were killed at the border on Friday.", None),
        ("Chad lost two French-made armoured vehicles on Friday, the rebels said.", "TD"),
        ("About 900 men fighting for Ethiopia have died in Sudan, a doctor said.", "ET"),
        ("Chadian forces have suffered 300 casualties during their invasion of Sudan, a monitor said.", "TD"),
    ],
)
def test_whose_the_dead_are_where_two_lands_are_named(text: str, side: str | None) -> None:
    (claim,) = read(text)
    assert claim.side == side


def test_each_number_has_the_land_it_is_told_of() -> None:
    claims = read("The raid killed 14 people in Israel and 170 in the Gaza Strip, a clinic in Cairo said.")
    assert [(c.quantity.best, c.place) for c in claims] == [(14, "Israel"), (170, "Gaza Strip")]
    claims = read("12 Kenyan peacekeepers, three from Malawi and one from Uruguay were killed in Goma.")
    assert [(c.quantity.best, c.side) for c in claims] == [(12, "KE"), (3, "MW"), (1, "UY")]


def test_a_figure_told_again_is_of_those_told_before() -> None:
    text = "The rebels struck in Kunduz, leaving 17 Afghan soldiers dead. Along with the 17 killed, 13 were wounded."
    assert {c.side for c in read(text) if c.quantity.best == 17} == {"AF"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mali handed over 205 captured soldiers on Tuesday.", [(205, "released")]),
        ("The rebels hold 205 captured soldiers.", [(205, "captured")]),
        ("Some 7,000 government troops were stationed in the city in May.", [(7000, "strength")]),
        ("Of the brigade 40 were killed in action and 31 were wounded in action.", [(40, "killed"), (31, "wounded")]),
        ("In all 73 people were injured and 39 people had been rescued by dusk.", [(73, "wounded")]),
        ("The rebels seized four districts, one in Gao and three in Kidal.", []),
        ("That toll is half the number of soldiers killed in the spring.", []),
        ("Kyiv has Russian losses at 342,800, nine per cent above the American figure.", [(342800, "losses")]),
        ("Japan lost five ships and 256 lives in the raid.", [(5, "losses"), (256, "killed")]),
        ("Out of 120 men, forty are dead.", [(40, "killed")]),
        ("Missile strike wipes out 200 Syrian troops", [(200, "losses")]),
        ("There had been 500 men in his battalion in March.", [(500, "strength")]),
        ("There were 40 people in the office of the company.", []),
    ],
)
def test_what_happened_is_told_by_the_verb_of_the_number(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(c.quantity.best, c.measure) for c in read(text)] == expected


def test_medics_and_rescuers_together_are_civilians() -> None:
    (claim,) = read("A shell killed 14 medics and firefighters in Gao on Friday.")
    assert claim.object == "civilian"


def test_a_left_out_verb_keeps_its_tense() -> None:
    claims = read(
        "Of the boats, at least 238 have been sunk, 109 damaged, and 26 captured. Some 1,410 units were seized."
    )
    assert [c.period.kind for c in claims[:3]] == ["cumulative"] * 3
    assert {c.unit for c in claims} == {None}


def test_operations_name_no_old_war() -> None:
    (claim,) = read(
        "About 500 Iraqi troops were killed in the first three months of operations in Mosul, a general said."
    )
    assert claim.period.start is None or claim.period.start.year > 2010


@pytest.mark.parametrize("publisher", ["Ukraine's military intelligence", "Georgia's interior ministry"])
def test_the_first_man_of_a_call_is_not_of_those_who_published_it(publisher: str) -> None:
    (first, _) = read(
        f"A telephone conversation published by {publisher} tells of the price that Russia pays for the pass.\n\n"
        '"There were ninety of us in the platoon on Friday," says the first man. "Now twenty are gone."'
    )
    assert (first.quantity.best, first.side) == (90, "RU")
