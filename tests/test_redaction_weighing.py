"""Words that no rule decides are hidden where the signs around them speak for a person, a home or a birth."""

from __future__ import annotations

import math

import pytest

from counterclaim.redaction import marks
from counterclaim.redaction.weighing import WEIGHED, load_weights


def hidden(said: str, weigh: bool = True) -> list[str]:
    return [said[mark.start : mark.end] for mark in marks(said, weigh=weigh)]


@pytest.mark.parametrize(
    ("said", "by_rules", "weighed"),
    [
        ("– слухаю пані ярино", [], ["ярино"]),
        ("– вышел костя и мороз вышел", ["костя"], ["костя", "мороз"]),
        (
            "– her flat is the blue door next to the baker's on mill row",
            [],
            ["blue door next to the baker's on mill row"],
        ),
    ],
)
def test_signs_speak_for_what_no_rule_decides(said: str, by_rules: list[str], weighed: list[str]) -> None:
    assert hidden(said, weigh=False) == by_rules
    assert hidden(said) == weighed


@pytest.mark.parametrize(
    "said",
    [
        "– жук повзе по столу",
        "– роман нудний і товстий",
        "– через дроздовку прошла колонна",
        "– the convoy left penza",
        "– под чемеровцами сожгли два танка",
        "– у розсохуватці ворог втратив сорок людей і два танки",
        "– слава героям\n– надія є",
        "– зеленский приезжал",
        "– frost on the windows again",
        "– ми в хаті на посилку чекали",
        "– адрес пришли потом",
        "– у нас полроты в лазарете",
        "– півсела виїхало",
        "B: Hello, where are you calling from?\nA: Listen, there is little time. They may come back.",
    ],
)
def test_things_places_of_war_and_public_figures_stay(said: str) -> None:
    assert hidden(said) == []


def test_weights_are_finite_and_one_a_kind() -> None:
    worth = [weights for signs in load_weights().values() for weights in signs.values()]
    assert len(worth) > 1000
    assert all(len(weights) == len(WEIGHED) and all(map(math.isfinite, weights)) for weights in worth)
