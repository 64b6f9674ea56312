"""Every phrase of the English pack does its work: said of twelve of something, it reads as its value."""

from __future__ import annotations

import pytest

from claim_rows import read
from counterclaim.language import load_language
from counterclaim.model import Claim
from counterclaim.weighing import Scales

ENGLISH = load_language("en")
THINGS = frozenset({"destroyed", "damaged", "abandoned"})
PERSONS = frozenset({"people", "personnel", "civilian", "child", "medic", "journalist"})
# The active forms that stand under done, too: the raid kills 12, not "12 were kills".
ACTIVE = frozenset(
    {"kill", "kills", "wound", "wounds", "injure", "injures", "capture", "captures", "seize", "seizes", "downs"}
    | {"sink", "sinks", "destroy", "destroys", "damages", "deploy", "deploys", "abduct", "kidnap", "kidnaps"}
)
HARM = [
    pytest.param(measure, form, [phrase.split("|")[-1] for phrase in phrases], id=f"{measure}.{form}")
    for (measure, form), phrases in (
        (value.split("."), phrases) for value, phrases in ENGLISH.values["harm"].items() if not value.startswith("str")
    )
    if form in ("done", "doing", "self", "state", "noun")
]


def sentence(form: str, phrase: str, noun: str) -> str:
    if form == "done":
        return f"The raid {phrase} 12 {noun}." if phrase in ACTIVE else f"12 {noun} were {phrase}."
    if form == "doing":
        if phrase.endswith(" of") or phrase.startswith("the "):
            return f"They spoke of the {phrase.removeprefix('the ')} 12 {noun}."
        return f"There was a raid, {phrase} 12 {noun}."
    if form == "noun":
        return f"The {phrase} reached 12."
    return f"12 {noun} {'are ' if form == 'state' else ''}{phrase}."


def told(text: str) -> list[Claim]:
    """The claims on a twelve by grammar alone, in a text that opens the gate by itself."""
    claims = read("The army was there.\n\n" + text, scales=Scales({}))
    return [claim for claim in claims if claim.quantity.text == "12"]


@pytest.mark.parametrize(("measure", "form", "phrases"), HARM)
def test_every_phrase_for_what_happened_reads_as_its_measure(measure: str, form: str, phrases: list[str]) -> None:
    noun = "tanks" if measure in THINGS else "prisoners" if measure == "released" else "soldiers"
    wrong = {}
    for phrase in phrases:
        if form == "noun" and (" and " in phrase or phrase.startswith("the ")):
            continue  # "the dead and wounded reached 12" is no English
        text = sentence(form, phrase, noun)
        found = [claim.measure for claim in told(text)]
        if found != [measure]:
            wrong[text] = found
    assert wrong == {}


@pytest.mark.parametrize("kind", ENGLISH.values["object"])
def test_every_noun_reads_as_its_object(kind: str) -> None:
    wrong = {}
    for phrase in ENGLISH.values["object"][kind]:
        noun = phrase.split("|")[-1]
        if noun in ("lives", "couple"):
            continue  # lives are claimed, not killed; a couple is a number as well
        text = f"12 {noun} were {'killed' if kind in PERSONS else 'destroyed'}."
        found = [claim.object for claim in told(text)]
        if found != [kind]:
            wrong[text] = found
    assert wrong == {}
