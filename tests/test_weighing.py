"""Choices that grammar leaves open are decided by weighed signs, and say which sign decided."""

from __future__ import annotations

import math

import pytest

from counterclaim.claims import extract
from counterclaim.model import Document
from counterclaim.weighing import OPEN, Choice, Scales, load_scales, share_of, weigh

TEXT = "The Ukrainian press was silent. Officers said 40 soldiers were killed near Pokrovsk."


def read(scales: Scales | None = None) -> tuple[str | None, tuple[str, ...]]:
    claims, _ = extract(Document(id="d", text=TEXT, path="d"), scales=scales)
    claim = next(c for c in claims if c.quantity.best == 40)
    return claim.side, claim.rules


def test_the_answer_with_the_greatest_sum_is_taken_with_its_share_of_the_odds() -> None:
    signs = {"UA": ["near"], "RU": ["far"], OPEN: ["open"]}
    sums = weigh(signs, {"near": 1.0, "far": -1.0})
    assert sums == {"UA": 1.0, "RU": -1.0, OPEN: 0.0}
    assert share_of("UA", sums) == pytest.approx(math.e / (math.e + 1 / math.e + 1))


def test_without_weights_grammar_alone_decides() -> None:
    assert read(Scales({}))[0] is None


def test_a_sign_that_outweighs_grammar_is_named_among_the_rules() -> None:
    side, rules = read(Scales({"side": {"the place's, force": 3.0}}))
    assert side == "UA"
    assert next(rule for rule in rules if rule.startswith("side by weight")).endswith("the place's, force")


def test_choices_can_be_watched() -> None:
    choices: list[Choice] = []
    read(Scales({}, choices))
    side = next(choice for choice in choices if choice.about == "side")
    assert TEXT[side.start :].startswith("40 soldiers")
    assert side.taken == OPEN
    assert {"UA", OPEN} <= set(side.signs)


def test_the_weights_of_english_are_few_and_finite() -> None:
    tables = load_scales("en").weights
    assert set(tables) == {"side", "object", "period", "fate"}
    for weights in tables.values():
        assert 10 < len(weights) < 3000
        assert all(math.isfinite(weight) for weight in weights.values())


def test_a_language_without_weights_has_empty_scales() -> None:
    assert load_scales("xx").weights == {}


REPORT = (
    "Ukraine's army said on Tuesday that 12 of its soldiers had been killed and 30 wounded at Orikhiv. "
    "Two brigades were shelled. Seven more soldiers, whom the rescuers dug out of a cellar that night, were dead. "
    "The regiment lost three tanks. "
)


def test_an_answer_with_too_few_of_the_odds_leaves_that_of_grammar() -> None:
    scales = Scales({"side": {"near": 0.2}})
    signs = {"UA": ["near"], "RU": [], OPEN: []}
    assert scales.weigh("side", 0, signs, "RU")[0] == "UA"
    assert scales.weigh("side", 0, signs, "RU", least=0.5) == ("RU", "")


def test_a_number_that_no_rule_reaches_is_weighed_in_a_text_full_of_losses() -> None:
    choices: list[Choice] = []
    weighed = extract(
        Document(id="d", text=REPORT + "Eleven pickups of theirs went up in smoke and flames.", path="d"),
        scales=Scales({}, choices),
    )[0]
    asked = [choice for choice in choices if choice.about == "fate"]
    assert all(OPEN in choice.signs for choice in asked)
    assert {REPORT[claim.quantity.start : claim.quantity.end] for claim in weighed} >= {"12", "30", "three"}
    choices.clear()
    extract(Document(id="d", text="The club lost 3-1 and sold 40 shirts.", path="d"), scales=Scales({}, choices))
    assert not [choice for choice in choices if choice.about == "fate"]


TOLD = (
    "Forty soldiers of the garrison were killed at Orta on Monday, the army said, and 60 were wounded. "
    "The regiment lost three tanks in the attack. The dead lay in the fields. "
)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("How many died in the town? Halvik, which counts graves, has 75.", "killed"),
        ("The army has not said how many died there. Seventy-five, according to the mayor.", "killed"),
        ("Ours? Seventy-five.", None),
    ],
)
def test_what_was_told_before_may_be_what_a_number_tells_again(text: str, measure: str | None) -> None:
    choices: list[Choice] = []
    claims, _ = extract(Document(id="d", text=TOLD + text, path="d"), scales=Scales(load_scales("en").weights, choices))
    put = [choice for choice in choices if choice.about == "fate" and choice.start > len(TOLD)]
    assert all("killed" in choice.signs for choice in put)
    if measure is not None:
        assert [claim.measure for claim in claims if claim.quantity.best == 75] == [measure]


def test_how_many_there_were_of_those_who_speak_is_a_force_whatever_was_lost_around() -> None:
    claims, _ = extract(Document(id="d", text=TOLD + '"There were sixty-four of us," a soldier said.', path="d"))
    assert [claim.measure for claim in claims if claim.quantity.best == 64] == ["strength"]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody has been charged over it.",
        "The column came back at seven.",
        "He raised five children and ran a sawmill.",
        "The garrison fires 40 shells a day.",
        "One of them said that the road was open.",
    ],
)
def test_a_number_beside_losses_that_tells_of_none_stays_open(text: str) -> None:
    claims, _ = extract(Document(id="d", text=TOLD + text, path="d"))
    assert [claim.evidence.exact for claim in claims if claim.quantity.start >= len(TOLD)] == []
