"""Which places and sides a reader is shown for a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.language import load_language
from counterclaim.places import find_places, place_for, side_of

ENGLISH = load_language("en")


def names(text: str) -> list[str]:
    return [place.name for place in find_places(ENGLISH.parse(text), ENGLISH)]


def place_of_number(text: str) -> str | None:
    sentence = ENGLISH.parse(text)
    number = next(i for i, word in enumerate(sentence.words) if word[0].isdigit())
    return place_for(sentence, number, ENGLISH)


def sides(text: str) -> list[str]:
    sentence = ENGLISH.parse(text)
    return [side for i in range(len(sentence.words)) if (side := side_of(sentence, i)) is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lost 12 men near the town of Bakhmut.", "Bakhmut"),
        ("They lost 12 men in the city of Avdiivka in Donetsk Oblast, Ukraine.", "Avdiivka"),
        ("At least 12 people were killed in Donetsk Oblast.", "Donetsk"),
        ("At least 12 people were killed in Ukraine.", "Ukraine"),
        ("At least 12 people were killed in Khan Younis in southern Gaza.", "Khan Younis"),
        ("Gunmen killed 9 people in Dan Gulbi, Katsina State, Nigeria.", "Dan Gulbi"),
        ("A bomb killed 9 people in the village of Qalat Shar.", "Qalat Shar"),
        ("A bomb killed 9 people in Shah Bagh district of Zabul province.", "Shah Bagh"),
        ("The district of Sel (14) and the province of Aruva (22) had the most dead.", "Sel"),
        ("3 clerks of the Anbar Health Directorate were killed in Ramadi.", "Ramadi"),
        ("The army killed 30 fighters in Western Mali.", "Mali"),
        ("A raid killed 5 in the Al-Hadra refugee camp.", "Al-Hadra refugee camp"),
        ("A raid killed 5 in Ain al-Tineh.", "Ain al-Tineh"),
        ("12 PEOPLE WERE KILLED IN SAN SALVADOR", "SAN SALVADOR"),
        ("Two were hurt in Kharkiv, while 30 people died in Sumy.", "Sumy"),
        ("At least 12 people were killed in Kyiv.", "Kyiv"),
    ],
)
def test_a_number_has_the_most_exact_place_of_its_clause(text: str, expected: str) -> None:
    assert place_of_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv said 300 tanks were lost.",
        "Moscow's forces lost 300 tanks.",
        "Gaza's health ministry counted 300 dead.",
        "The Gaza health ministry counted 300 dead.",
        "Ukraine lost 300 tanks.",
        "In Russian hands were 300 tanks.",
        "They lost 300 tanks in January.",
        "Some 300 men had faith in Putin.",
        "We had turkey for 300 guests.",
    ],
)
def test_who_speaks_or_loses_is_no_place(text: str) -> None:
    assert place_of_number(text) is None


def test_places_of_a_sentence_stand_in_order_with_their_country() -> None:
    found = find_places(ENGLISH.parse("Shells fell on Kherson and near Nabatieh in Lebanon."), ENGLISH)
    assert [(p.name, p.country, p.rank) for p in found] == [
        ("Kherson", "UA", 2),
        ("Nabatieh", "LB", 2),
        ("Lebanon", "LB", 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russians, the Kremlin and Putin's men", ["RU", "RU", "RU"]),
        ("the AFU and the Ukrainian army", ["UA", "UA"]),
        ("U.S. officials and the Pentagon", ["US", "US"]),
        ("the US told us", ["US"]),
        ("IS is in Iraq", ["IS", "IQ"]),
        ("THEY TOLD US", []),
        ("Hamas, Hezbollah and the Houthis", ["Hamas", "Hezbollah", "Houthis"]),
        ("the Rapid Support Forces (RSF) and the Sudanese army", ["RSF", "RSF", "SD"]),
        ("a turkey in Turkey, in Chad and on a pole", ["TR", "TD"]),
        ("South Sudanese and North Koreans", ["SS", "KP"]),
        ("the Soviet Union and Yugoslavia", ["Soviet Union", "Yugoslavia"]),
        ("M23 and the FARDC", ["M23", "CD"]),
        ("ISIS-K and Da'esh", ["IS", "IS"]),
        ("the occupiers, invaders, orcs and the enemy", []),
    ],
)
def test_a_word_stands_for_its_side(text: str, expected: list[str]) -> None:
    assert sides(text) == expected


def test_every_side_is_a_state_or_a_name() -> None:
    for side in ENGLISH.values["side"]:
        assert re.fullmatch(r"[A-Z]{2}|[\w' -]{3,}", side), side
    states = {side for side in ENGLISH.values["side"] if re.fullmatch("[A-Z]{2}", side)}
    assert {"UA", "RU", "IL", "PS", "SD", "XK", "TW", "CZ"} <= states
    assert len(states) >= 195


def test_no_phrase_stands_for_two_sides() -> None:
    seen: dict[str, str] = {}
    for side, phrases in ENGLISH.values["side"].items():
        for form in (form.casefold() for phrase in phrases for form in phrase.split("|")):
            assert seen.setdefault(form, side) == side, form


def test_the_gazetteer_is_wide_enough_and_its_regions_are_places() -> None:
    places = {place for phrases in ENGLISH.values["place"].values() for place in phrases}
    assert len(places) >= 400
    assert set(ENGLISH.values["region"]["wide"]) <= places


@given(st.text(max_size=60), st.sampled_from(["in Kyiv", " near X", "the village of ", "-al", "Kharkiv Oblast", "US"]))
def test_any_text_is_searched_for_places_without_an_error(text: str, extra: str) -> None:
    sentence = ENGLISH.parse(text + extra + text)
    for place in find_places(sentence, ENGLISH):
        assert sentence.exact(place.first, place.last).startswith(place.name)
    for token in range(len(sentence.words)):
        side_of(sentence, token)
        place_for(sentence, token, ENGLISH)
