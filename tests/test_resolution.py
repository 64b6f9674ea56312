"""Of whom: what was counted, whose it was, and of which unit — never who speaks, and never by guessing."""

from __future__ import annotations

import pytest

from claim_rows import read
from counterclaim.context import Context, Sides, speaker_side
from counterclaim.language import Reading, load_language
from counterclaim.model import Claim, Link
from counterclaim.weighing import Scales

ENGLISH = load_language("en")


def claim(text: str) -> Claim:
    found = read(text)
    assert len(found) == 1, [c.evidence.exact for c in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "side", "rule"),
    [
        ("12 Russian soldiers were killed.", "RU", "side in <n> <side> <object>"),
        ("Turkish drones destroyed 12 Syrian tanks.", "SY", "side in <n> <side> <object>"),
        ("Taliban fighters killed 12 Afghan policemen.", "AF", "side in <n> <side> <object>"),
        ("Ukraine lost 12 tanks.", "UA", "<side> <lost>"),
        ("Egypt's army lost 12 soldiers.", "EG", "<side> <lost>"),
        ("Russian losses included 12 tanks.", "RU", "<side> <losses>"),
        ("The losses of Russia reached 12 tanks.", "RU", "<losses> of <side>"),
        ("Israel said it had lost 12 soldiers.", "IL", "its is <side>'s"),
        ("Azerbaijan said 40 of its soldiers were killed.", "AZ", "<n> of the speaker's own"),
        ("Our brigade lost 12 men, a Ukrainian soldier said.", "UA", "our is the speaker's"),
        ("The enemy lost 12 men, Russia's defence ministry said.", "UA", "the enemy of the speaker"),
        ("Ukraine's General Staff said the enemy lost 12 men.", "RU", "the enemy of the speaker"),
    ],
)
def test_the_side_is_the_one_that_lost_and_the_claim_says_how_it_was_found(text: str, side: str, rule: str) -> None:
    found = claim(text)
    assert found.side == side
    assert rule in found.rules


@pytest.mark.parametrize(
    "text",
    [
        "Russia said 12 people were killed.",
        "12 people were killed by Russian shells.",
        "Russian soldiers killed 12 people.",
        "12 rebels were killed by the Syrian army.",
        "12 gunmen were killed in the raid.",
        "According to the Kremlin, 12 people were killed.",
        "The Israeli prime minister said 12 people were killed.",
        "The enemy lost 12 men.",
        "Our brigade lost 12 men.",
    ],
)
def test_who_speaks_and_who_did_it_are_not_who_lost(text: str) -> None:
    assert claim(text).side is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Russia lost 40 tanks and Ukraine lost 12.", ["RU", "UA"]),
        ("Kyiv said Moscow had lost 40 tanks, and admitted that Ukraine had lost 12.", ["RU", "UA"]),
        ("40 Russian and 12 Ukrainian soldiers were killed.", ["RU", "UA"]),
        ("Azerbaijan lost 40 soldiers. Armenia lost 12 tanks.", ["AZ", "AM"]),
        ("Russia lost 40 tanks. It also lost 12 aircraft.", ["RU", "RU"]),
        ("Russia lost 40 tanks, 12 aircraft and 3 ships.", ["RU", "RU", "RU"]),
        ("Hamas killed 12 Israeli soldiers.", ["IL"]),
    ],
)
def test_two_sides_of_one_text_are_kept_apart(text: str, sides: list[str]) -> None:
    assert [found.side for found in read(text)] == sides


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("12 soldiers were killed.", "personnel"),
        ("12 people were killed.", "people"),
        ("12 were killed.", "people"),
        ("Russia lost 12 men.", "personnel"),
        ("12 men were killed.", "people"),
        ("Russian casualties reached 12,000.", "personnel"),
        ("12 members of Hamas were killed.", "personnel"),
        ("12 of the children died.", "child"),
        ("12 trucks were destroyed.", "vehicle"),
        ("12 howitzers were destroyed.", "artillery"),
        ("12 Himars launchers were destroyed.", "mlrs"),
        ("12 cruise missiles were shot down.", "missile"),
        ("12 pieces of equipment were destroyed.", "equipment"),
        ("The army has lost 300 in the fighting for the town since Monday, soldiers said.", "personnel"),
    ],
)
def test_the_object_is_the_narrowest_term_the_words_support(text: str, thing: str) -> None:
    assert claim(text).object == thing


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Twelve drones came; nine were shot down and two captured.", ["uav", "uav"]),
        ("Nine lorries were burnt and two captured.", ["vehicle", "vehicle"]),
        ("Nine men of the brigade were wounded and two captured.", ["personnel", "personnel"]),
        ("Nine drones were shot down, 12 people were killed and two captured.", ["uav", "people", "people"]),
    ],
)
def test_what_was_captured_is_what_was_counted_before(text: str, things: list[str]) -> None:
    assert [found.object for found in read(text)] == things


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The 93rd Mechanised Brigade lost 12 tanks.", "93rd Mechanised Brigade"),
        ("Russia's 810th Brigade lost 300 marines.", "810th Brigade"),
        ("The regiment lost 12 men.", "regiment"),
        ("Our battalion lost 12 men.", "battalion"),
        ("Russia lost 12 tanks.", None),
        ("12 soldiers were killed.", None),
    ],
)
def test_the_unit_is_named_as_the_text_names_it(text: str, unit: str | None) -> None:
    assert claim(text).unit == unit


@pytest.mark.parametrize("text", ["Three brigades were destroyed.", "The army lost two battalions."])
def test_formations_are_not_people(text: str) -> None:
    assert read(text) == []


# --------------------------------------------------------------------------------------------------------- the parts


def link(name: str, source: str | None) -> Link:
    return Link(name, source, "official", "said", 0, len(name))


@pytest.mark.parametrize(
    ("links", "side"),
    [
        ([link("the ministry", "ru-mod")], "RU"),
        ([link("a Ukrainian soldier", "soldier")], "UA"),
        ([link("SBU", "ua-sbu"), link("a Russian soldier", "soldier")], "RU"),
        ([link("the mayor", None)], None),
        ([], None),
    ],
)
def test_we_are_the_side_of_the_one_who_speaks(links: list[Link], side: str | None) -> None:
    assert speaker_side(tuple(links), ENGLISH) == side


@pytest.mark.parametrize(
    ("text", "side", "other"),
    [
        ("Russia and Ukraine fought.", "UA", "RU"),
        ("Russia and Ukraine fought.", "RU", "UA"),
        ("Nobody is named.", "UA", "RU"),
        ("Israel fought Hezbollah.", "IL", "Hezbollah"),
        ("Nobody is named.", "IL", None),  # several could be meant
        ("Nobody is named.", None, None),
    ],
)
def test_the_enemy_is_the_other_side_of_the_text(text: str, side: str | None, other: str | None) -> None:
    assert Context(Reading(text, ENGLISH), Scales({})).against(side) == other


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Russia fought Ukraine", ["RU", "UA"]),
        ("The US and us", ["US"]),
        ("a turkey and Turkey", ["TR"]),
        ("shells fell in Tripoli", []),
        ("Moscow said", ["RU"]),
        ("the RSF", ["RSF"]),
        ("nobody", []),
    ],
)
def test_sides_are_named_by_states_groups_and_capitals_that_speak(text: str, named: list[str]) -> None:
    assert [side for _, side in Sides.of(ENGLISH.parse(text)).named] == named
