"""Lists of figures without a word of loss, forces and prisoners by their words; and what firms, teams and storms do."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.claims import extract
from counterclaim.model import Claim, Document

WAR = (
    "Armenian and Azerbaijani forces clashed near Agdam on Monday. Armenia lost nine soldiers and a gun, Yerevan said. "
)


def read(text: str) -> list[Claim]:
    document = Document(id="x", text=text, path="x", published=date(2020, 10, 6), published_basis="given")
    return extract(document)[0]


def told(text: str) -> list[tuple[str, str, str]]:
    """What is read behind two sentences of a war: words, object and measure."""
    return [(c.quantity.text, c.object, c.measure) for c in read(WAR + text) if c.quantity.start >= len(WAR)]


BULLETIN = """Evening summary of the General Staff of Ukraine

Tanks - 4,105 (9)
Howitzers - 3,911 (14)
Personnel - 214,300 (610)
"""


def test_a_list_of_totals_with_the_day_in_brackets_needs_no_word_of_loss() -> None:
    claims = read(BULLETIN)
    assert [(c.quantity.best, c.object, c.measure, c.side) for c in claims] == [
        (4105, "tank", "losses", "RU"), (9, "tank", "losses", "RU"),
        (3911, "artillery", "losses", "RU"), (14, "artillery", "losses", "RU"),
        (214300, "personnel", "losses", "RU"), (610, "personnel", "losses", "RU"),
    ]  # fmt: skip
    assert [c.period.kind for c in claims] == ["cumulative", "window"] * 3


def test_the_greater_of_two_figures_is_the_total_whichever_stands_in_brackets() -> None:
    claims = read("Destroyed since Sunday (total in brackets): tanks - 8 (3,120); howitzers - 5 (2,644).")
    assert [c.period.kind for c in claims] == ["window", "cumulative"] * 2
    assert {c.measure for c in claims} == {"destroyed"}


@pytest.mark.parametrize(
    "text",
    [
        "Aid to Tbilisi, pledged (delivered in brackets): tanks - 31 (12), howitzers - 200 (150).",
        "The army's fleet (in store): tanks - 310 (44), helicopters - 61 (9).",
    ],
)
def test_a_list_of_what_is_given_or_owned_is_no_loss(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("The assault cost the enemy 210 men and nine tanks.", [("210", "losses"), ("nine", "losses")]),
        ("The garrison, 640 men, has water for a week.", [("640", "strength")]),
        ("The garrison is 640 men.", [("640", "strength")]),
        ("A 600-man battalion holds the ridge.", [("600", "strength")]),
        ("The battalion started with 480.", [("480", "strength")]),
        ("The movement has about 5,000 fighters.", [("about 5,000", "strength")]),
        ("The number of prisoners stands at 310.", [("310", "captured")]),
        ("They have nine of ours.", [("nine", "captured")]),
        ("Thirty-one policemen are in rebel hands.", [("Thirty-one", "captured")]),
        ("Their trophies were two howitzers and six lorries.", [("two", "captured"), ("six", "captured")]),
        ("Another 900 soldiers arrived on Friday.", [("900", "deployed")]),
        ("Some 4,000 villagers crossed into Georgia.", [("Some 4,000", "displaced")]),
        ("About 7,000 people abandoned their homes.", [("About 7,000", "displaced")]),
        ("Those killed were seven men and a girl.", [("seven", "killed"), ("a", "killed")]),
        ("Nine of the wounded later died.", [("Nine", "killed")]),
        ("Deaths 14, injuries 51.", [("14", "killed"), ("51", "wounded")]),
        ("The number of victims has risen to 31.", [("31", "killed")]),
        ("A five-year-old girl was among the dead.", [("A", "killed")]),
    ],
)
def test_a_force_a_bag_and_a_flight_are_read_by_their_words(text: str, claims: list[tuple[str, str]]) -> None:
    assert [(words, measure) for words, _, measure in told(text)] == claims


@pytest.mark.parametrize(
    "text",
    [
        "Ten gunmen arrived on two motorcycles.",
        "The regiment, raised in 1780, has a museum of 12 rooms.",
        "The committee started with a prayer.",
        "The prisoners were fed twice that day.",
    ],
)
def test_what_only_looks_like_a_force_is_none(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The company lost 4.1% in early trading after its results disappointed investors.",
        "The division lost 7 per cent of its revenue, the group said on Tuesday.",
        "The company has 5,000 employees, 120 vehicles and three aircraft.",
        "Rain ruined the vines, and the flood damaged 210 cars.",
        "The council recruited 120 teachers and 14 nurses this year.",
        "The start-up burned through its cash and let go 300 people.",
        "The bank took 12 hostages to fortune with its forecast, a columnist wrote.",
        "The home side lost 3-1 and have won four of their last 12 matches.",
        "Officers seized 40 kilograms of cocaine and the court closed 12 cases.",
        "The party lost 34 seats and kept 210; turnout was 61 per cent.",
        "The airline ordered 40 aircraft and will retire 12 older jets by June.",
        "The museum bought a tank, two guns and 40 uniforms at the auction.",
        "The union said that 900 workers walked out and 12 plants were shut.",
        "The storm left 14,000 homes without power and closed 32 schools.",
        "The hospital has 340 beds and saw 12,000 patients last year.",
        "Farmers culled 3,000 sheep; the herd was down to 1,200.",
    ],
)
def test_ordinary_news_has_no_claims(text: str) -> None:
    assert not read(text)


def test_a_unit_of_an_army_still_loses_a_share() -> None:
    (claim,) = read("The company lost nearly 80 per cent under the shelling, the sergeant said.")
    assert (claim.measure, claim.quantity.unit) == ("losses", "share")


@pytest.mark.parametrize("grown", ["(+{})", "(up {})", "(up by {})", "(up {} on the day)"])
def test_a_list_goes_on_behind_what_each_total_grew_by(grown: str) -> None:
    told_grown = [grown.format(size) for size in (140, 6, 9)]
    text = "Iran has lost 90,410 soldiers {}, 1,204 tanks {} and 866 guns {}, Baghdad said.".format(*told_grown)
    assert [(c.quantity.best, c.object, c.period.kind) for c in read(text)] == [
        (90410, "personnel", "cumulative"), (140, "personnel", "window"), (1204, "tank", "cumulative"),
        (6, "tank", "window"), (866, "artillery", "cumulative"), (9, "artillery", "window"),
    ]  # fmt: skip


def test_who_lost_some_has_not_lost_them_as_the_rest_were() -> None:
    text = "The brigade had 4,100 men. It had lost 1,900 of them in a week, he said, and the rest had been captured."
    assert [(c.quantity.best, c.measure) for c in read(text)] == [(4100, "strength"), (1900, "losses")]
