"""The comparison with other tools: what a general tool's numbers come to, the table, and the drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from evals import baselines, drawing, peers
from evals.peers import Compared

METRIC = {"em": 0.5, "low": 0.4, "high": 0.6}
F1 = {"f1": 0.3, "low": 0.2, "high": 0.4}


def compared() -> list[Compared]:
    rows = []
    for place, tool in enumerate(peers.NAMES):
        rows.append(Compared(tool, "gtd2021", 10, dict.fromkeys(("killed", "wounded", "both"), METRIC), 20.0 + place))
        rows.append(Compared(tool, "muc", 10, dict.fromkeys(("killed", "wounded", "counts"), F1), 3.0 * 9**place))
    return rows


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("40 people were killed and 12 were wounded.", [40], [12]),
        ("The blast killed 40 people and injured 12.", [40], [12]),
        ("04/23/2013: 3 people died at 7:30.", [3], []),
        ("The 331st has 90 men.", [], []),
    ],
)
def test_a_number_goes_to_the_nearest_word_of_its_sentence(text: str, killed: list[int], wounded: list[int]) -> None:
    import re

    numbers = [(m.start(), m.end(), float(m[0])) for m in re.finditer(r"\b\d+\b", text)]
    assert baselines._nearest(text, numbers) == {"killed": killed, "wounded": wounded}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["twenty", "-", "three"], 23),
        (["1,200"], 1200),
        (["two", "hundred"], 200),
        (["dozen"], 12),
        (["several"], None),
    ],
)
def test_a_number_in_words_has_its_value(words: list[str], value: int | None) -> None:
    assert baselines.spoken(words) == value


def test_each_tool_is_scored_by_the_way_that_suits_it_best() -> None:
    items = [{"gold": {"killed": 5, "wounded": 0}}, {"gold": {"killed": 4, "wounded": 0}}]
    answers = [{"killed": [2, 3], "wounded": []}, {"killed": [4], "wounded": []}]
    assert peers.best_way(items, answers)["both"]["em"] == 1.0


def test_the_table_has_every_tool_with_intervals_and_speed() -> None:
    table = peers.as_table(compared())
    for name in peers.NAMES.values():
        assert name in table
    assert "0.500 (0.400–0.600)" in table
    assert "Not run" in peers.as_table([])


def test_without_the_texts_nothing_is_compared(tmp_path: Path) -> None:
    assert peers.compare(tmp_path / "none.jsonl", tmp_path / "none.jsonl") == []


def test_the_drawing_names_every_tool_twice_and_says_all_in_words() -> None:
    root = ElementTree.fromstring(drawing.draw(compared()))
    words = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    for name in drawing.SHORT.values():
        assert sum(word.startswith(name) for word in words) == 2
    title = next(element.text or "" for element in root.iter() if element.tag.endswith("title"))
    assert all(name in title for name in drawing.SHORT.values())
    assert sum("texts a second" in word for word in words) == 2


def test_no_name_in_the_drawing_covers_another() -> None:
    boxes: list[drawing.Box] = []
    within = (0.0, 0.0, 400.0, 300.0)
    for x in (200.0, 203.0, 206.0):
        tx, ty, anchor = drawing._placed(x, 150.0, "a name 0.50", boxes, within)
        left = tx - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * 7.9 * len("a name 0.50")
        box = (left, ty - 8, left + 7.9 * len("a name 0.50"), ty + 8)
        assert drawing._clear(box, boxes)
        boxes.append(box)
