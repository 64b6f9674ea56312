"""Whose loss it is, where only the text tells who a word means: "its own", "the rebels", the side of a speaker."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.claims import extract
from counterclaim.language import load_language
from counterclaim.model import Document
from counterclaim.sources import load_register
from counterclaim.vocabulary import named_in, opponents_in


def sides(text: str, day: str | None = None) -> list[str | None]:
    """The side of each claim of a text, in order."""
    published = date.fromisoformat(day) if day else None
    document = Document(
        id="x", text=text, path="x", published=published, published_basis="given" if published else "none"
    )
    return [claim.side for claim in extract(document)[0]]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        (
            "Hezbollah said on Friday that it had killed nine Israeli soldiers near the fence and lost two of its own.",
            "2024-10-04",
            ["IL", "Hezbollah"],
        ),
        (
            "Colombian troops stormed a camp of the FARC. Eleven rebels were killed and four soldiers were wounded.",
            "2009-03-03",
            ["FARC", "CO"],
        ),
        (
            "Sri Lanka's army said it had destroyed three boats of the Tamil Tigers. The rebels claimed to have killed "
            "20 soldiers.",
            "2008-03-03",
            ["LTTE", "LK"],
        ),
        (
            "M23 said it had captured 70 government soldiers. The Congolese army admitted the loss of 15 men.",
            "2024-03-03",
            ["CD", "CD"],
        ),
        (
            "A Houthi attack on a Yemeni army guard post near Taiz has killed at least eight soldiers, medics said.",
            "2019-06-03",
            ["YE"],
        ),
        (
            "Naxalite rebels overran a camp in Bastar. Five Indian policemen were wounded. Nine of the attackers died.",
            "2010-06-03",
            ["IN", "Maoists"],
        ),
        (
            "Near Hasakah the army beat off an attack by ISIS, whose losses were over 30 fighters and three pickups.",
            "2016-06-03",
            ["IS", "IS"],
        ),
        (
            "The Malian army, which had beaten off an attack by JNIM, lost 12 soldiers.",
            "2023-06-03",
            ["ML"],
        ),
        (
            "Armenia lost 300 soldiers in March. For Azerbaijan the corresponding figure was 210 dead.",
            "1994-06-03",
            ["AM", "AZ"],
        ),
        (
            "Armenia lost 300 soldiers in March. Azerbaijan's comparable losses were 210 dead.",
            "1994-06-03",
            ["AM", "AZ"],
        ),
        (
            'The RSF said it had taken 23 tanks from the army. Its losses? "Seven dead," said a man at the gate.',
            "2024-06-03",
            ["SD", "RSF"],
        ),
        (
            "Azerbaijan's brigade lost 90 men over the winter. The other side lost 170 men.",
            "1994-06-03",
            ["AZ", "AM"],
        ),
        (
            "The general lowered the number of Russian soldiers killed in the war with Georgia to 64.",
            "2008-09-03",
            ["RU"],
        ),
        (
            "Gunmen of Hamas attacked Israel in autumn. The health ministry in Gaza said 9,061 people had been killed.",
            "2023-11-02",
            ["PS"],
        ),
        (
            "Gunmen of Hamas attacked Israel. The health ministry in Gaza said 1,200 people had been killed in Israel.",
            "2023-11-02",
            ["IL"],
        ),
        (
            "Nine policemen were killed and 40 taken hostage by Colombia's largest rebel group, the army said.",
            "1999-06-03",
            ["CO", "CO"],
        ),
    ],
)
def test_words_that_name_a_party_only_in_their_text_are_resolved(
    text: str, day: str, expected: list[str | None]
) -> None:
    assert sides(text, day) == expected


def test_who_was_killed_goes_on_to_what_was_destroyed_beside_them() -> None:
    text = "The Saudi-led coalition said its aircraft had killed 60 Houthi fighters and destroyed nine pickups."
    assert sides(text, "2021-10-20") == ["Houthis", "Houthis"]


def test_who_lost_one_thing_lost_what_stands_beside_it() -> None:
    text = "Figures of Sudan's army show that it lost 430 soldiers and 15 tanks in May. The RSF lost 90 men and a gun."
    assert sides(text, "2024-06-03") == ["SD", "SD", "RSF", "RSF"]


def test_who_backs_the_fighters_has_not_lost_them() -> None:
    text = "Yemen's army said it had killed 70 of the Iran-backed Houthi fighters. It had lost 12 Iranian-made drones."
    assert sides(text, "2019-06-03") == ["Houthis", "YE"]
    assert sides("Sudan lost 12 Chinese-made tanks and the RSF 15 tanks.", "2024-06-03") == ["SD", "RSF"]


def test_an_armed_group_speaks_for_itself_and_not_for_its_state() -> None:
    text = '"We buried 30 of our men," a Taliban spokesman said. The Afghan army did not comment.'
    assert sides(text, "2018-05-05") == ["Taliban"]
    register = load_register()
    assert register.force_of("houthis") == "Houthis"
    assert register.force_of("hamas-officials") == "Hamas"
    assert register.force_of("fr-mod") == "FR"
    assert register.force_of("reuters") is None


def test_russians_are_the_soviet_union_until_it_ended() -> None:
    assert sides("The Finnish command said the Russians lost 40 tanks on the ice.", "1940-01-20") == ["Soviet Union"]
    assert sides("The Russians lost 40 tanks in the pocket, Kyiv said.", "2023-01-20") == ["RU"]
    assert named_in(1991, "RU") == "Soviet Union"
    assert named_in(1992, "RU") == "RU"
    assert named_in(None, "RU") == "RU"


def test_civilians_have_the_side_of_their_place_in_a_war_between_states_and_none_in_others() -> None:
    assert sides("A rocket struck a block of flats in Kharkiv and killed seven residents.", "2024-05-20") == ["UA"]
    assert sides("The raid on Gaza went on. In Israel 90 people were killed. Hamas was silent.", "2024-05-20") == ["IL"]
    assert sides("A bomb in a market in Karachi killed seven shoppers.", "2024-05-20") == [None]
    assert sides("Forty soldiers were killed in Kharkiv.", "2024-05-20") == [None]


def test_enemies_are_those_of_the_year_of_the_text() -> None:
    assert "AR" in opponents_in(1982)["GB"]
    assert "AR" not in opponents_in(2005)["GB"]
    assert "DE" in opponents_in(1941)["GB"]
    assert set(opponents_in(None)["GB"]) >= {"AR", "DE"}


def test_a_dateline_is_the_side_of_nobody() -> None:
    assert sides("TRIPOLI - Turkey said two of its drones were shot down.", "2020-02-10") == ["TR"]


def test_a_side_is_shown_by_its_name_and_not_by_its_capital_leader_or_seat() -> None:
    values = load_language("en").values
    stand_ins = {phrase for phrases in values["metonym"].values() for phrase in phrases}
    shown = {side: phrases[0] for side, phrases in values["side"].items()}
    assert shown["GB"] == "United Kingdom"
    assert not [side for side, name in shown.items() if name in stand_ins]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Ethiopia has sent 6,000 soldiers to the Somali border, diplomats said.", "1999-03-03", ["ET"]),
        ("Azerbaijan said Armenia had sent 900 soldiers to Jermuk.", "2022-09-20", ["AM"]),
        ("Somalia has buried 31 soldiers since Al-Shabaab stormed the base.", "2017-02-03", ["SO"]),
        ("The Turkish army killed 18 PKK fighters near Hakkari.", "2015-09-03", ["PKK"]),
        ("The Turkish army destroyed four vehicles of the PKK.", "2015-09-03", ["PKK"]),
    ],
)
def test_what_a_side_sends_or_buries_is_its_own_and_what_it_kills_is_not(
    text: str, day: str, expected: list[str | None]
) -> None:
    assert sides(text, day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("The GNA lost 14 fighters south of the airport and the LNA lost nine.", "2019-08-04", ["GNA", "LNA"]),
        (
            "The Bersaglieri lost 90 men. The Habsburg army lost 1,200 soldiers.",
            "1916-06-04",
            ["IT", "Austria-Hungary"],
        ),
        ("The Maute group lost 25 fighters in a month.", "2017-08-04", ["Maute"]),
        ("The RCD lost 30 soldiers near Kindu and Kinshasa lost 12.", "1999-08-04", ["RCD", "CD"]),
        ("The Golani Brigade lost three soldiers near Khiam.", "2024-11-04", ["IL"]),
        ("The dushmans killed six Soviet soldiers.", "1985-11-04", ["Soviet Union"]),
        ("The GNA Healthcare Trust lost 14 places in the index.", "2019-08-04", []),
    ],
)
def test_parties_are_known_by_their_short_names_and_regiments(text: str, day: str, expected: list[str | None]) -> None:
    assert sides(text, day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Ethiopian command announces: our forces repulsed a night attack near Badme. The enemy lost 640 men "
            "and two tanks.",
            ["ER", "ER"],
        ),
        (
            "The Ethiopian command announces that the night attack near Badme was repulsed. Asmara said that Eritrea "
            "had lost 64 men.",
            ["ER"],
        ),
        ("Our troops took 30 tanks on the Raate road, the Finnish staff said. The enemy fled.", ["Soviet Union"]),
        ("The Finnish staff said that our troops took 90 casualties on the Raate road.", ["FI"]),
    ],
)
def test_a_text_that_takes_a_side_means_the_other_by_the_enemy(text: str, expected: list[str | None]) -> None:
    assert sides(text, "1940-01-05" if "Finnish" in text else "1999-03-01") == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Hezbollah's five dead of Tuesday were buried in Khiam, the Israeli radio said.", "2024-10-09", ["Hezbollah"]),
        ("Peruvian marines took the ridge at a cost of 14 dead.", "1992-10-09", ["PE"]),
        ("The assault cost the Turkish army 21 dead, the PKK said.", "1997-10-09", ["TR"]),
        (
            "The Angolan army shot down three South African helicopters for the loss of two tanks.",
            "1987-10-09",
            ["ZA", "AO"],
        ),
        (
            "Savimbi said that his side had lost only 30 men and that Luanda had lost 900.",
            "1987-10-09",
            ["UNITA", "AO"],
        ),
        ("Colombian officials put the rebels' dead at 18. The FARC did not comment.", "2003-10-09", ["FARC"]),
        ("The Viet Cong had lost nearly 1,900 dead, it said.", "1968-10-09", ["Viet Cong"]),
        ("Turkey said four of its drones were shot down near Tripoli.", "2020-02-10", ["TR"]),
        (
            "American intelligence said four of its sources in Damascus put Syria's losses at 300 men.",
            "2014-02-10",
            ["SY"],
        ),
    ],
)
def test_who_owns_or_pays_for_a_loss_has_suffered_it(text: str, day: str, expected: list[str | None]) -> None:
    assert sides(text, day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # the enemy's and theirs, by who speaks
        (
            "Ethiopia's army said it had taken the ridge. It put the enemy's dead there at 340 and its own at 25. "
            "Eritrea denied it.",
            "1999-03-03",
            ["ER", "ET"],
        ),
        (
            '"We killed sixty of theirs in the trench," said a spokesman for the Ethiopian army. Eritrea was silent.',
            "1999-03-03",
            ["ER"],
        ),
        (
            '"They lost 40 tanks on the ridge," said a spokesman for the Ethiopian army. Eritrea was silent.',
            "1999-03-03",
            ["ER"],
        ),
        (
            'A spokesman for the Ethiopian army said: "The Eritreans went home. They lost 40 tanks on the ridge."',
            "1999-03-03",
            ["ER"],
        ),
        (
            "Armenia's army said 14 soldiers had died on the Azerbaijani side and six on the Armenian side.",
            "2020-10-03",
            ["AZ", "AM"],
        ),
        (
            "The Ethiopian army said the enemy left 90 dead soldiers on the ridge. Eritrea denied it.",
            "1999-03-03",
            ["ER"],
        ),
        # a number set against another is of the other side; one of an earlier day is not
        (
            "Sri Lanka's army said 45 Tamil Tigers had been killed in May, against nine soldiers killed.",
            "2008-06-03",
            ["LTTE", "LK"],
        ),
        (
            "Sri Lanka's army said 45 Tamil Tigers had been killed in May, against 30 dead in April.",
            "2008-06-03",
            ["LTTE", "LTTE"],
        ),
        # peacekeepers are the United Nations' unless their country or another mission is told
        ("Three peacekeepers were killed near Gao in Mali on Monday, the army said.", "2015-06-03", ["UN"]),
        ("Three Chadian peacekeepers were killed near Gao in Mali on Monday, the army said.", "2015-06-03", ["TD"]),
    ],
)
def test_whose_loss_it_is_goes_by_who_tells_of_whom(text: str, day: str, expected: list[str | None]) -> None:
    assert sides(text, day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # a number before another's phrase is not of that one's side, one without a noun is
        (
            "In Peru police spoke of six soldiers and at least 40 Shining Path killed near Tarma.",
            "1989-05-03",
            ["PE", "Shining Path"],
        ),
        ("Near Tarma in Peru six dead and 40 wounded Peruvian soldiers were found.", "1989-05-03", ["PE", "PE"]),
        # from where men are tells whose they are; from where they fled does not
        ("Nine soldiers from Uganda were killed near Baidoa in Somalia.", "2012-05-03", ["UG"]),
        ("Iraq says 900 people fled from Syria in a week.", "2013-05-03", [None]),
        # its own, and those of the one that was fought
        (
            "Hezbollah fights on. The Israeli army says that it killed 50 of its fighters near Khiam.",
            "2006-08-03",
            ["Hezbollah"],
        ),
        ("The Israeli army says that 50 of its soldiers were hurt near Khiam.", "2006-08-03", ["IL"]),
        ("Turkey named 14 more of its soldiers killed by the PKK.", "1995-05-03", ["TR"]),
        # who is cited in a speech does not say "our" there
        (
            '"The rebels also say they have burnt 12 of our tanks," said a colonel of the Chadian army. '
            "The FROLINAT rebels were silent.",
            "1979-05-03",
            ["TD"],
        ),
        (
            '"We found 30 bodies of rebels," said a colonel of the Chadian army, of FROLINAT.',
            "1979-05-03",
            ["FROLINAT"],
        ),
        # who has lost is told by the word before the verb
        (
            "UNITA told reporters near Cuito in Angola that the government had lost 40 men.",
            "1993-05-03",
            ["AO"],
        ),
        # a verb left out, with the party before the number
        (
            "Angola puts the dead of its army at 90, UNITA's at 400.",
            "1993-05-03",
            ["AO", "UNITA"],
        ),
        # whose men they are is told behind them
        ("Chad counted 40 dead, of whom twelve were Libyans.", "1987-05-03", ["TD", "LY"]),
        ("Two more, both Dutch, were shot dead near Chora in Afghanistan.", "2007-05-03", ["NL"]),
        ("Chad counted 40 dead, of whom twelve fell in the Libyan desert.", "1987-05-03", ["TD", "TD"]),
        # those whom a body names are its own
        ("Armenia's army denied it. Azerbaijan has named 31 dead so far.", "2016-05-03", ["AZ"]),
        ("Armenia's army has named 31 Azerbaijani dead so far.", "2016-05-03", ["AZ"]),
        # captives are of the enemy of those where they are held; who lives there is not
        ("Israel says 60 hostages are left in Gaza.", "2024-05-03", ["IL"]),
        ("Israel says 60 people were killed in Gaza.", "2024-05-03", ["PS"]),
        # what is taken is the enemy's throughout a list
        (
            "Our ski troops took 12 tanks, thirty field guns and 90 lorries, the Finnish army said of the Russians.",
            "1940-02-03",
            ["Soviet Union", "Soviet Union", "Soviet Union"],
        ),
    ],
)
def test_whose_loss_it_is_goes_by_the_words_that_stand_nearest(text: str, day: str, expected: list[str | None]) -> None:
    assert sides(text, day) == expected


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # the question names those of whom the answer tells; who is asked for words is not the one counted
        (
            "QUESTION: And the Libyans?\n\nCOLONEL: Nine hundred dead, by our count. Chad is free.",
            "1987-04-03",
            ["LY"],
        ),
        (
            "QUESTION: And what do the Libyans say?\n\nCOLONEL: Chad is free. Thirty Chadian soldiers fell.",
            "1987-04-03",
            ["TD"],
        ),
        ("QUESTION: And the Libyans?\n\nCOLONEL: Eleven Sudanese drivers were hurt.", "1987-04-03", ["SD"]),
        # the enemy opens a sentence without a verb
        (
            "The Ethiopian army said: twelve soldiers wounded. Enemy, by body count, 31 dead. Eritrea was silent.",
            "1999-04-03",
            ["ET", "ER"],
        ),
        # names that mean a side only in the texts of its war
        ("Near Vavuniya in Sri Lanka the army killed 40 Tigers on Monday.", "2007-04-03", ["LTTE"]),
        ("Near Arnhem the British killed 40 Germans and burnt two Tiger tanks.", "1944-09-24", ["DE", "DE"]),
        ("At Teruel the Reds have lost 900 men since Sunday.", "1938-01-05", ["Republicans"]),
        ("In Boston the Republicans lost 900 volunteers, some wounded in a riot.", "1938-01-05", [None]),
        # a name that fighters of many wars give themselves is that of the text's own group
        ("The Taliban said that two mujahideen were killed near Ghazni.", "2012-04-03", ["Taliban"]),
        ("The Soviet command said that 40 mujahideen were killed near Ghazni.", "1984-04-03", ["Mujahideen"]),
        # an army in a war within its state speaks for it, and its own are its own
        (
            "In Peru the rebels of the Shining Path said nothing. The army's spokesman said: "
            '"Fourteen of our men were killed."',
            "1990-04-03",
            ["PE"],
        ),
    ],
)
def test_whose_loss_it_is_goes_by_the_text_around(text: str, day: str, expected: list[str | None]) -> None:
    assert sides(text, day) == expected
