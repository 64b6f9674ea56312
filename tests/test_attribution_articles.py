# ruff: noqa: E501  (a text with what is expected of it stays on few lines)
"""Who says it in articles of several paragraphs: recordings and their owners, role nouns, headlines, denials."""

from __future__ import annotations

import pytest
from tests.test_attribution import attribution_of, chain_of

# text, the words asked about, the chain from the outermost to the ultimate speaker
RECORDINGS: list[tuple[str, str, list[str]]] = [
    # the owner stands before the call, and behind it
    (
        "Georgia's security service on Monday published an intercepted phone call between a Russian soldier and his mother.\n\n"
        "“We were 80 and 11 of us are left,” the soldier told her.",
        "11",
        ["ge-security-service", "<phone call>", "soldier"],
    ),
    (
        "Ukrainian military intelligence this week released audio in which a sailor speaks with his wife.\n\n"
        "“Nothing works here,” he said.\n\nWhen the woman asked how many had drowned, the man replied: “They say 27 drowned.”",
        "27",
        ["ua-gur", "<audio>", "soldier"],
    ),
    (
        "A conscript speaks in a call with his sister. The call was posted online by Georgia's security service.\n\n"
        "The man is said to have gone on: “They sent 90 up that hill.”",
        "90",
        ["ge-security-service", "<call>", "soldier"],
    ),
    (
        "A conscript is heard admitting that 31 men froze, according to a call intercepted by Kyiv.",
        "31",
        ["ua-government", "<call>", "soldier"],
    ),
    (
        "According to the alleged intercepted conversations obtained by Georgian officials, the brigade lost 60% of its men.",
        "60%",
        ["ge-officials", "<alleged intercepted conversations>"],
    ),
    (
        "According to Yerevan, the recorded call has an Azerbaijani conscript admitting that 44 men died.",
        "44",
        ["am-government", "<call>", "soldier"],
    ),
    ("Conscript admits 44 men died in intercepted call", "44", ["<intercepted call>", "soldier"]),
    # taken for somebody, and speaking
    (
        "“There are twelve of us left,” a man believed to be a Syrian soldier said, in a clip released by the rebels.",
        "twelve",
        ["militant", "<clip>", "soldier"],
    ),
    ("A man identified as a deserter said that 40 had died.", "40", ["soldier"]),
    # quoted on over paragraphs of its own
    (
        "In the call, the gunner tells his brother: “They send us in threes.\n\n“Nobody comes back for the wounded.\n\n“Nineteen dead in a day, and nobody counts them.”",
        "Nineteen",
        ["<call>", "soldier"],
    ),
]

ROLES: list[tuple[str, str, list[str]]] = [
    ("The Taliban denied it. A bomb killed 9 policemen in Zabul, the Islamist militant group said.", "9", ["taliban"]),
    ("A senior NATO military officer says the alliance estimates that 300 insurgents have died.", "300", ["nato"]),
    (
        "The NATO officer, in a briefing at the alliance's headquarters on Friday, said the estimate of 700 dead was his own.",
        "700",
        ["nato"],
    ),
    (
        "Major Paul Reid, a spokesman for the Gulf-led coalition patrolling the strait, spoke on Monday.\n\nReid claimed that 15 boats had been sunk.",
        "15",
        ["<Gulf-led coalition>"],
    ),
    (
        "Col. Haddad claims 60 rebels killed\n\nCol. Sami Haddad, a spokesman for the Gulf-led coalition, said so on Monday.",
        "60",
        ["<Gulf-led coalition>"],
    ),
    (
        "Mediazona keeps a list of names. Mediazona said it grew last week.\n\nThe journalists also found that 210 officers had died.",
        "210",
        ["mediazona"],
    ),
    (
        "Airwars, a British monitor, together with Amnesty International, counted 1,600 civilians killed in Raqqa.",
        "1,600",
        ["airwars"],
    ),
    (
        "Eleven people were killed, according to health officials at the Al-Noor Hospital. The shelling also wounded 40, the health officials said.",
        "40",
        ["hospital"],
    ),
    (
        "Lebanon's health ministry said 12 people died.\n\nIn Gaza, health officials are reporting 31 deaths.",
        "31",
        ["ps-health"],
    ),
    ("The Hamas-run interior ministry said 14 policemen were killed.", "14", ["ps-interior"]),
    ("The war has cost much, with Georgia's president saying that 170 soldiers had died.", "170", ["ge-president"]),
    ("On Sunday, Taliban fighters posted a film of a raid that they said killed 22 soldiers.", "22", ["taliban"]),
    ("A rebel-friendly website said on Monday that 33 soldiers had been killed.", "33", ["media"]),
    ("The Gulf Star web site said the navy lost 2 boats.", "2", ["<Gulf Star web site>"]),
]

HEADLINES: list[tuple[str, str, list[str]]] = [
    ("Sudan: RSF shelling kills 30 in Omdurman", "30", []),
    ("Colombia: FARC bomb kills 12 soldiers", "12", []),
    ("Israel: Hezbollah lost 40 fighters", "40", ["il-government"]),
    ("Russia said to have lost 90 aircraft in a year", "90", []),
    ("NATO Air Raid Kills Nine in Kunduz\n\nThe raid also wounded 14 people on Friday.", "14", []),
    (
        "Flash Flood of Fire in Al-Bab Claims Lives\n\nAt least 19 people were killed, residents said.",
        "19",
        ["resident"],
    ),
]

DENIALS: list[tuple[str, str, list[str]]] = [
    (
        "The Ethiopian army called “fictitious” the TPLF's claim of killing 400 soldiers.",
        "400",
        ["et-military", "et-tplf"],
    ),
    (
        "Baku rejected as baseless Armenia's claim that 60 of its tanks were destroyed.",
        "60",
        ["az-government", "am-government"],
    ),
    (
        "Colombo dismissed claims by Tamil Tiger rebels that they had killed 75 soldiers.",
        "75",
        ["lk-government", "lk-ltte"],
    ),
]


OUTLETS: list[tuple[str, str, list[str]]] = [
    ("Speaking to AFP, a Turkish general said 40 militants had been killed.", "40", ["afp", "commander"]),
    (
        "Speaking to the BBC, a Kenyan official said 21 soldiers had died.\n\nAt least 9 more are missing, the official told the broadcaster.",
        "9",
        ["bbc", "ke-officials"],
    ),
    (
        "The army put its dead at 12, while a rebel spokesman, whose men hold the pass, said 80 soldiers had died, per AFP.",
        "80",
        ["afp", "spokesman"],
    ),
    (
        "The Taliban said they killed 31 policemen while holding off a raid, a local website reported on Sunday, in an account the police rejected.",
        "31",
        ["media", "taliban"],
    ),
    ("“We buried 70 of our own,” Al Jazeera quoted Omar Sayed, a medic, as saying.", "70", ["al-jazeera", "medic"]),
    ("The www.GulfStar.org web site said 12 boats had been sunk.", "12", ["<www.GulfStar.org web site>"]),
    ("While Tehran now admits to 60 dead, Baghdad claims to have killed 900 men.", "900", ["iq-government"]),
]

CLAUSES: list[tuple[str, str, list[str]]] = [
    ("Eritrea Reports Heavy Ethiopian Losses at Badme, Addis Ababa Confirms 63 Deaths", "63", ["et-government"]),
    (
        "Israel said its raids killed 2 commanders, with the Lebanese army saying 3 of its men died.",
        "3",
        ["lb-military"],
    ),
    ("The mayor is reported to confirm that 14 villagers died.", "14", ["mayor"]),
    ("A captured Iraqi document shows that the brigade had lost 340 men.", "340", ["<captured Iraqi document>"]),
    (
        "Colonel Reyes, who led the raid, said his company – one of three on the ridge – had counted 26 bodies.",
        "26",
        ["commander"],
    ),
    ("Reports say 17 fishermen drowned when the navy opened fire.", "17", []),
    ("Georgia has published no list since it said in May that 170 soldiers had died.", "170", ["ge-government"]),
    ("NATO has its own view. Georgia lost 170 soldiers, it said.", "170", ["nato"]),
    (
        "A report by the CIA put the dead at 900, an envoy said.\n\n“The army has lost its best men. It called up 5,000 more,” the assessment said, according to the envoy.",
        "5,000",
        ["official", "us-cia"],
    ),
    (
        "The division has lost 60 tanks, according to the document entitled “Eastern Front – Assessed Strength and Losses.”",
        "60",
        ["<document>"],
    ),
    (
        "The Sudan Doctors Network counted 12 dead on Monday.\n\n“A shell hit the ward, and 5 nurses died,” said the Doctors Network.",
        "5",
        ["sd-doctors"],
    ),
]


@pytest.mark.parametrize(("text", "words", "chain"), [*RECORDINGS, *ROLES, *HEADLINES, *DENIALS, *OUTLETS, *CLAUSES])
def test_articles_name_the_whole_chain(text: str, words: str, chain: list[str]) -> None:
    assert chain_of(text, words) == chain


@pytest.mark.parametrize(("text", "words", "chain"), DENIALS)
def test_a_claim_called_untrue_is_denied(text: str, words: str, chain: list[str]) -> None:
    assert attribution_of(text, words).stance == "denies"


def test_what_moscow_claims_behind_a_noun_ends_with_its_clause() -> None:
    text = "That is far above claims from Baku that it lost 190 men in the war, and is above the 900 of an earlier one."
    assert chain_of(text, "190") == ["az-government"]
    assert chain_of(text, "900") == []


# text, the words asked about, how sure
SURE: list[tuple[str, str, str]] = [
    ("The army has found that 40 raiders were killed and 19 others were likely dead.", "40", "stated"),
    ("The army has found that 40 raiders were killed and 19 others were likely dead.", "19", "hedged"),
    ("Six sappers died, with another nine reported injured, the front says.", "nine", "hedged"),
    ("Six sappers died, with another nine reported injured, the front says.", "Six", "stated"),
    ("The front lost 70 men in May, more than its estimate of 60.", "70", "stated"),
    ("The estimate of 900 dead rests on a count of graves, the bishop said.", "900", "hedged"),
    (
        "A shell killed 70 people in the market, the mayor said, marking, if confirmed, the worst day of the siege.",
        "70",
        "unconfirmed",
    ),
    (
        "Baku said it lost 30 men.\n\nYerevan said 40 of its men died.\n\nNeither claim could be independently confirmed.\n\nThe monitors say 9 villagers have died.",
        "40",
        "unconfirmed",
    ),
    (
        "Baku said it lost 30 men.\n\nYerevan said 40 of its men died.\n\nNeither claim could be independently confirmed.\n\nThe monitors say 9 villagers have died.",
        "9",
        "stated",
    ),
    (
        "Some 800 men have died, according to a set of leaked papers of the CIA.\n\nThe Echo has not been able to independently verify the papers, nor who wrote the documents.",
        "800",
        "unconfirmed",
    ),
    (
        "Riyadh claimed that 60 rebels were killed. The agency could not independently verify its version of the raid.",
        "60",
        "unconfirmed",
    ),
]


@pytest.mark.parametrize(("text", "words", "certainty"), SURE)
def test_doubt_reaches_the_number_it_is_of(text: str, words: str, certainty: str) -> None:
    assert attribution_of(text, words).certainty == certainty
