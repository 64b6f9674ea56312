# ruff: noqa: E501  (a text with what is expected of it stays on one line)
"""Who holds the floor: broadcasts, authors inline, speakers whom no verb of saying names, roles told behind a name."""

from __future__ import annotations

import pytest

from counterclaim.attribution import find_attribution
from counterclaim.language import Reading, load_language


def speaker_of(text: str, words: str) -> str | None:
    """The ultimate speaker of some words: an id, or the name in angle brackets."""
    at = text.index(words)
    reading = Reading(text, load_language("en"))
    index = next(j for j, (start, end, _) in enumerate(reading.bounds) if start <= at < end)
    links = find_attribution(reading, index, at, at + len(words)).links
    if not links:
        return None
    return links[-1].id or f"<{links[-1].name}>"


BROADCASTS = (
    "[Radio Karsan, in Arabic, 10.30 gmt]\nThe fighters burnt 31 tanks.\n\n"
    "[Voice of the Delta, in English, 12.00 gmt]\nA spokesman of the navy: We lost 17 sailors. Nobody else was hurt."
)


def test_each_station_speaks_until_the_next_and_who_is_heard_over_it_stands_behind() -> None:
    assert speaker_of(BROADCASTS, "31") == "<Radio Karsan>"
    assert "spokesman" in str(speaker_of(BROADCASTS, "17"))


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        (
            "Voice of the Delta, evening news. Our boats sank two ships. 61 sailors drowned.",
            "61",
            "<Voice of the Delta>",
        ),
        (
            "The General Staff of Ukraine, Kyiv, 6 p.m.: The day saw 90 fights. The enemy lost 410 men.",
            "410",
            "ua-general-staff",
        ),
        (
            "[Press office of the Karsan Front – 3 May:] Our units burnt 31 lorries. 17 soldiers died.",
            "17",
            "<Press office of the Karsan Front>",
        ),
        ("DONETSK, July 15. The militia of the DPR informs on the day:\n\nIn the east 31 soldiers died.", "31", "dpr"),
        (
            "Update on Karsan\n\nLantern Watch researchers visited the town. We spoke to nine people.\n\n31 people died.",
            "31",
            "<Lantern Watch>",
        ),
        (
            "In the evening the Finnish army gives the following: at Karsa 31 tanks were taken. 17 men fell.",
            "31",
            "fi-military",
        ),
    ],
)
def test_a_text_whose_author_stands_before_it_is_the_authors(text: str, words: str, told: str) -> None:
    found = speaker_of(text, words)
    assert found is not None
    assert found == told or (told.startswith("<") and found.strip("<>") in told)


@pytest.mark.parametrize(
    "text",
    [
        "By the Russian Ministry of Defence it is announced that 31 soldiers died.",
        "It was said in the Russian Ministry of Defence that 31 soldiers died.",
        "In the Russian Ministry of Defence they reported that 31 soldiers died.",
        "As the Russian Ministry of Defence communicates, 31 soldiers died.",
        "The Russian Ministry of Defence let it be known that 31 soldiers died.",
        "The Russian Ministry of Defence brings to the notice of the public that 31 soldiers died.",
        "The losses, states the Russian Ministry of Defence, amounted to 31 soldiers.",
        "The losses came to 31 soldiers; this was announced by the Russian Ministry of Defence.",
        "The losses came to 31 soldiers. This was announced by the Russian Ministry of Defence.",
        "The figures of the Russian Ministry of Defence for the day: 31 dead.",
        "The Russian Ministry of Defence talks of 31 dead soldiers.",
        "The Russian defence ministry spoke in the morning of 31 dead.",
        "The Russian defence ministry spoke last month of 31 deaths.",
        "The Russian defence ministry had spoken, on the eve of the talks, of 31 deaths.",
        "31 soldiers have died, the Russian defence ministry wrote at 17:30.",
        "The Russian defence ministry could vouch for 31 deaths.",
        "31 soldiers died, as the Russian Ministry of Defence put it.",
    ],
)
def test_who_speaks_is_read_where_no_plain_verb_of_saying_has_a_subject(text: str) -> None:
    assert speaker_of(text, "31") == "ru-mod"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"We lost 31," says Oleksandr, a sergeant of the battery.', "soldier"),
        ('"We lost 31," said Anna Rusu, a surgeon.', "medic"),
        ("Mira Dole, who fled the town with her mother, says 31 soldiers died at the gate.", "resident"),
        ("On Monday JNIM claimed the raid. In May the same group said it had killed 31 soldiers.", "jnim"),
        ("The Sudanese army denied it. A spokesman put the loss at 31 killed.", "sd-saf"),
        ("Azerbaijan said through its prosecutor general that 31 civilians had died.", "az-prosecutor"),
        ("A UN experts' report seen by AFP puts the dead at 31 soldiers.", "un"),
        ("31 soldiers died, the Revolutionary Guards said, quoted by Tasnim.", "ir-irgc"),
        ("A spokesman for the governor of Kunar said 31 men had died.", "governor"),
        ("M23 took the bridge. A spokesman for the rebels said 31 men had died.", "m23"),
        ("Rescuers affiliated with Hezbollah said 31 people had died.", "rescuer"),
        ("An official in the Kremlin-backed Chechen administration said 31 men had died.", "official"),
        ("Two relief workers said 31 people had died.", "aid-worker"),
        ("The Hamas-controlled interior ministry said 31 people had died.", "ps-interior"),
        ("Hezbollah said 31 of its men had died.", "hezbollah"),
        ("Iraq was silent. The Islamic Republic News Agency told of a raid. It said 31 men had died.", "irna"),
        ("The health ministry of Hamas-ruled Gaza said 31 people had died.", "ps-health"),
        ("Amir Wali, head of the provincial council, said 31 men had died.", "official"),
        ("Early reports suggested that 31 people had died.", None),
        ('Malawi\'s army spoke of a battle. "We lost 31 men," said spokesman Daniel Phiri.', "mw-military"),
        ("Hanover Road is closed. A bus fell into the river and 31 people died.", None),
        ("MOSCOW, May 3 (TASS) - A shell fell on a market and 31 people died.", None),
        ("The crew was supposed to die. 31 people came.", None),
    ],
)
def test_a_speaker_has_the_role_that_the_text_tells(text: str, told: str | None) -> None:
    assert speaker_of(text, "31") == told


def test_civilians_over_figures_in_a_bulletin_are_no_speaker() -> None:
    text = (
        "Ministry of Defence of Azerbaijan, evening bulletin\n\nOur troops took two hills.\n\nCivilians: 31 were hurt."
    )
    assert speaker_of(text, "31") == "az-mod"


def test_in_a_briefing_an_officer_by_name_speaks_for_the_body_over_it() -> None:
    text = (
        "NATO briefing, 3 May\n\nCOLONEL HALE: We lost 31 men.\n\nQ: And tanks?\n\nCOLONEL HALE: Seventeen tanks burnt."
    )
    assert speaker_of(text, "31") == "nato"


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("KARFOR daily press conference, 14 April", "<KARFOR>"),
        ("KARFOR leaves the town", "commander"),
        ("LIMA daily press conference, 14 April", "commander"),
    ],
)
def test_a_body_in_capitals_over_its_press_conference_is_spoken_for(heading: str, told: str) -> None:
    text = f"{heading}\n\nCOMMANDER HALE: We lost 31 men.\n\nQ: And tanks?\n\nCOMMANDER HALE: Seventeen burnt."
    assert speaker_of(text, "31") == told


def test_whose_headquarters_stand_over_a_communique_is_its_author() -> None:
    text = "GENERAL HEADQUARTERS, UNITED KARSAN COMMAND\nCommunique 894\n\nEnemy casualties are 31 killed."
    assert speaker_of(text, "31") == "<UNITED KARSAN COMMAND>"


LOG = (
    "Tuesday's fighting as it happened\n\n"
    "07:14 – Governor of Karsan region: the hit on the works killed 14 people. Another 31 are in hospital.\n\n"
    "8.48am\nChile's health ministry: 51 dead in the north, 174 injured. That takes the total to 2,306.\n\n"
    "09:30 The bridge was hit again and 19 people died.\n\n"
    "11:25 – Correction from the mayor: the dead are now 18.\n\n"
    "Chile's navy: 62 sailors missing after the storm."
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("14 people", "governor"), ("31 are", "governor"), ("51", "cl-health"), ("174", "cl-health"),
        ("2,306", "cl-health"), ("19 people", None), ("18", "mayor"), ("62", "cl-navy"),
    ],
)  # fmt: skip
def test_who_stands_at_the_head_of_an_entry_speaks_to_its_end(words: str, told: str | None) -> None:
    assert speaker_of(LOG, words) == told


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        (
            "Bulletin of the Belgian Centre for Reconciliation of Warring Sides in Chad, 5 May\n\n"
            "In the east 31 fighters laid down their arms. At Karsan 62 people were hurt.",
            "62",
            "<Belgian Centre for Reconciliation of Warring Sides in Chad>",
        ),
        (
            "The Red Cross has collected 31 bodies from the ruins. About 170 people were held there.\n\n"
            "Our delegates had seen these men before.",
            "170",
            "icrc",
        ),
        (
            "The Red Cross has collected 31 bodies from the ruins. About 170 people were held there.",
            "170",
            None,
        ),
        ("The High Commissioner is appalled at the raid. On Friday 31 people were killed.", "31", "un-ohchr"),
        ("The High Commissioner is in Chad. On Friday 31 people were killed.", "31", None),
        (
            "The defence minister of Chile read from a card. In the raid, on the far bank, 31 rebels had been shot.",
            "31",
            "cl-mod",
        ),
        (
            'The army\'s spokesman came out after midnight. "It is a hard night," he said. "We lost 31 men."',
            "31",
            "<army's spokesman>",
        ),
        (
            "In the name of the Council of Free Karsan. Our fighters repelled the attack. 31 of them fell.",
            "31",
            "<Council of Free Karsan>",
        ),
    ],
)
def test_who_makes_a_text_speaks_in_it_where_the_text_is_that_ones_own(text: str, words: str, told: str | None) -> None:
    assert speaker_of(text, words) == told


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        # who writes is no link, nor is nobody
        ("On the Kaduna road I counted 14 burnt tanks.", "14", None),
        ("Nobody disputes that 14 tanks were burnt.", "14", None),
        ('"I counted 14 burnt tanks," said a farmer.', "14", "resident"),
        # fighters called by their people are no others, whoever was told of before; by their creed they are
        ("Wagner men died in Mali. The Tuareg rebels who lay in wait claim 84 men killed.", "84", "<Tuareg rebels>"),
        ("Hezbollah fired at Haifa. The Islamist rebels said 84 men were killed.", "84", "hezbollah"),
        # "he" is who was named with his office, though he did not speak; an hour is nobody
        ("The bridge was opened by President Emmanuel Macron. In May he had spoken of 14 dead.", "14", "president"),
        ("The bridge was opened by the army. In May he had spoken of 14 dead.", "14", "<he>"),
        ("Within the hour 14 of them were dead: one in five.", "14", None),
        # a tally counts, whatever it "has"
        ("Oryx has 31 burnt tanks of Norland's.", "31", "oryx"),
        ("Norland has 31 burnt tanks.", "31", None),
        # "its" army is the subject's; a doctor by name is a doctor
        ("Pakistan shot down two Indian jets on Monday, its military said.", "two", "pk-military"),
        ('Dr Anna Weld had slept there since Monday. "Two died," she said.', "Two", "medic"),
        # the army of a text that names its enemy only later
        ('The army\'s spokesman read a list. "We lost 12 men," he said. Hamas fired rockets again.', "12", "il-idf"),
        # who answers without a name is told by their own words
        ("Q. How many were you?\nA. My company had 94 men.\n\nQ. And now?\nA. I know of 40 dead.", "40", "soldier"),
        ("Q. How many were you?\nA. My village had 94 people.\n\nQ. And now?\nA. I know of 40 dead.", "40", "<A>"),
    ],
)
def test_who_is_meant_is_told_by_the_words_around(text: str, words: str, told: str | None) -> None:
    assert speaker_of(text, words) == told
