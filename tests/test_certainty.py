"""Whether an event is told as having come about, on sentences written for the purpose; and what that does to claims."""

from __future__ import annotations

import pytest

from counterclaim.attribution import speech_of
from counterclaim.claims import extract
from counterclaim.language import Reading, load_language
from counterclaim.model import Claim, Document


def claims_of(text: str) -> list[Claim]:
    return list(extract(Document(id="test", text=text, path="test", published=None, published_basis="none"))[0])


# sentence, the word that tells the event, how it is told
TOLD: list[tuple[str, str, str]] = [
    ("The battery shot down four helicopters.", "shot", "real"),
    ("The crew managed to sink two boats.", "sink", "real"),
    ("They forced thirty conscripts to surrender.", "surrender", "real"),
    ("The navy claims to have taken nine men and to have sunk a tug.", "sunk", "real"),
    ("The two pilots are known to have died.", "died", "real"),
    ("The driver will be buried on Friday.", "buried", "real"),
    ("It has lost 600 men since May 9 at least.", "lost", "real"),
    ("The toll rose to six killed.", "killed", "real"),
    ("A guard and four suspected rebels were killed.", "killed", "real"),
    ("Nine suspected rebels were killed.", "killed", "real"),
    ("It is suspected that nine were killed.", "killed", "possible"),
    ("Nine soldiers may have died.", "died", "possible"),
    ("Nine soldiers are believed to have died.", "died", "possible"),
    ("The governor thinks that nine were killed.", "killed", "possible"),
    ("The rebels planned to kill the governor.", "kill", "meant"),
    ("The shell would have killed everyone.", "killed", "meant"),
    ("Gunmen tried to abduct and kill the mayor.", "kill", "meant"),
    ("The army was ordered to execute every tenth man.", "execute", "meant"),
    ("If forty men die here, nobody will know.", "die", "meant"),
    ("Did the brigade lose 300 men?", "lose", "meant"),
    ("Please count the dead.", "count", "meant"),
    ("They hope that the siege ends.", "ends", "meant"),
    ("The brigade did not lose a tank.", "lose", "unreal"),
    ("The gunners failed to hit the bridge.", "hit", "unreal"),
    ("They left without losing a man.", "losing", "unreal"),
    ("The guards prevented an attack on the depot.", "attack", "unreal"),
    ("The guards did not fail to hit the tower.", "hit", "real"),
]


@pytest.mark.parametrize(("text", "word", "reality"), TOLD)
def test_how_an_event_is_told(text: str, word: str, reality: str) -> None:
    reading = Reading(text, load_language("en"))
    at = text.index(word)
    assert speech_of(reading).told(0, at, 0, 0)[0].reality == reality


@pytest.mark.parametrize(
    "text",
    [
        "The rebels wanted to kill 40 soldiers.",
        "The police foiled a plot to kill 12 officers.",
        "The blast would have killed 90 civilians.",
        "The gunmen attempted to kill six policemen.",
        "The battery failed to shoot down 14 drones.",
    ],
)
def test_what_was_meant_or_averted_is_no_claim(text: str) -> None:
    assert claims_of(text) == []


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The army said its men killed 40 rebels and would not leave the town.", "stated"),
        ("The army said 40 rebels may have been killed.", "hedged"),
        ("The army is believed to have killed 40 rebels.", "hedged"),
        ("The navy claims to have killed 40 rebels.", "stated"),
        ("The army killed 40 rebels if its spokesman is right.", "stated"),
        ("Perhaps 40 rebels were killed.", "hedged"),
    ],
)
def test_a_claim_is_as_sure_as_its_own_verb(text: str, certainty: str) -> None:
    assert [claim.certainty for claim in claims_of(text)] == [certainty]
