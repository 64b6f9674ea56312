from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from evals.gold import HEDGES, GoldError, Passage, read_gold

from counterclaim.model import Period

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
PACKAGE = ROOT / "src" / "counterclaim"
VOICES = {"agency", "tabloid", "broadsheet", "ministry", "briefing", "ngo", "transcript", "translated"}

SMALL = """\
# suez-01
published: 1956-11-07
voice: agency
war: suez

The brigade lost [[32|1]] men and [[more than a dozen|2]] lorries on Monday, [[three|3,4]] of each at the bridge.

---
all: EG place=Suez period=window 1956-11-05..1956-11-05 sources=eg-military>"a dispatch rider"
1: personnel losses unit_name=3rd Brigade
2: over 12 vehicle losses
3: 3 personnel losses side=-
4: low=3 best=3 high=3 object=vehicle measure=losses period=cumulative ..1956-11-05 certainty=hedged
"""


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(read_gold(GOLD))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "suez.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_marked_passage_reads_to_its_text_and_its_claims(tmp_path: Path) -> None:
    (passage,) = read_gold(written(tmp_path, SMALL))
    assert (passage.id, passage.published, passage.voice, passage.war) == (
        "suez-01",
        date(1956, 11, 7),
        "agency",
        "suez",
    )
    assert "lost 32 men and more than a dozen lorries on Monday, three of each" in passage.text
    first, second, third, fourth = passage.claims
    assert [passage.text[c.start : c.end] for c in passage.claims] == ["32", "more than a dozen", "three", "three"]
    assert (first.low, first.best, first.high, first.hedge, first.unit) == (32, 32, 32, "exact", "count")
    assert (first.side, first.unit_name, first.place) == ("EG", "3rd Brigade", "Suez")
    assert first.sources == ("eg-military", '"a dispatch rider"')
    assert first.period == Period("window", date(1956, 11, 5), date(1956, 11, 5))
    assert (second.low, second.best, second.high, second.hedge) == (12, None, None, "over")
    assert third.side is None
    assert (fourth.object, fourth.certainty, fourth.side) == ("vehicle", "hedged", "EG")
    assert fourth.period == Period("cumulative", None, date(1956, 11, 5))


def test_a_header_may_tell_the_language(tmp_path: Path) -> None:
    (english,) = read_gold(written(tmp_path, SMALL))
    (russian,) = read_gold(written(tmp_path, SMALL.replace("war: suez", "war: suez\nlanguage: ru")))
    split = tmp_path.name
    assert (english.language, english.group, russian.language, russian.group) == ("en", split, "ru", f"{split}-ru")
    with pytest.raises(GoldError, match="language=ruthenian is none of"):
        list(read_gold(written(tmp_path, SMALL.replace("war: suez", "war: suez\nlanguage: ruthenian"))))


@pytest.mark.parametrize(
    ("said", "line", "bounds"),
    [
        ("up to 3,010", "up to", (None, None, 3010)),
        ("1.5 thousand", "1500", (1500, 1500, 1500)),
        ("70 to 80", "between", (70, None, 80)),
        ("dozens", "vague 24-99", (24, None, 99)),
        ("70%", "share", (0.7, 0.7, 0.7)),
        ("two-thirds", "2/3 share", (2 / 3, 2 / 3, 2 / 3)),
        ("nearly 40", "nearly", (None, 40, None)),
        ("fewer than ten", "under 10", (None, None, 10)),
    ],
)
def test_a_hedge_says_which_bounds_are_filled(
    tmp_path: Path, said: str, line: str, bounds: tuple[float | None, ...]
) -> None:
    text = f"# a\nvoice: agency\nwar: suez\n\nThey lost [[{said}|1]] men.\n\n---\n1: {line} personnel losses\n"
    (passage,) = read_gold(written(tmp_path, text))
    (claim,) = passage.claims
    assert (claim.low, claim.best, claim.high) == bounds


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("voice: agency\n", "", 1, "no 'voice:'"),
        ("published: 1956-11-07", "published: last week", 1, "is no date"),
        ("[[32|1]]", "[[32]]", 1, "a mark is"),
        ("\n---\n", "\n", 1, "no '---' line"),
        ("2: over 12", "2: over", 11, "must be told in the line"),
        ("2: over 12", "7: over 12", 11, "no mark [[…|7]]"),
        ("3: 3 personnel losses side=-\n", "", 8, "no line for claim 3"),
        ("certainty=hedged", "certainty=perhaps", 13, "certainty=perhaps is none of"),
        ("1956-11-05..1956-11-05", "1956-11-06..1956-11-05", 10, "ends before it starts"),
        ("1: personnel losses", "1: personnel", 10, "has no measure"),
        ('>"a dispatch rider"', ">A Rider", 10, "is neither an id nor"),
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in SMALL
    with pytest.raises(GoldError) as caught:
        list(read_gold(written(tmp_path, SMALL.replace(old, new, 1))))
    assert str(caught.value).startswith(f"{tmp_path / 'suez.txt'}:{line}: ")
    assert message in str(caught.value)


def test_every_span_holds_the_words_of_its_number(passages: list[Passage]) -> None:
    for passage in passages:
        for claim in passage.claims:
            assert passage.text[claim.start : claim.end] == claim.text
            assert claim.text.strip() == claim.text, (passage.id, claim.id)
        spans = sorted({(c.start, c.end) for c in passage.claims})
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), passage.id


def test_a_figure_in_the_mark_is_the_number_of_the_claim(passages: list[Passage]) -> None:
    scales = re.compile(
        r"^an? |hundred|thousand|million|\bk\b|\d[km]\b|dozen|half|third|quarter|in \d|of \d"
        r"|ты[сщ]|тис|млн|миллион|мільйон|дюжин|полов|полтор|півтор|трет|четверт|чверт|сот|\b(?:из|з|із|зі) \d",
        re.IGNORECASE,
    )
    for passage in passages:
        for claim in passage.claims:
            said = re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3}(?!\d))", "", claim.text)
            if passage.language != "en":
                said = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", said)
            figures = [float(f.replace(",", "")) for f in re.findall(r"(?<![\w-])\d[\d,]*(?:\.\d+)?", said)]
            if not figures or scales.search(claim.text):
                continue
            values = {v for v in (claim.low, claim.best, claim.high) if v is not None}
            factor = 100 if claim.unit == "share" else 1
            assert {round(v * factor, 3) for v in values} <= set(figures), (passage.id, claim.id)


def test_gold_speaks_the_vocabulary(passages: list[Passage]) -> None:
    vocabulary = tomllib.loads((PACKAGE / "vocabulary.toml").read_text(encoding="utf-8"))
    register = tomllib.loads((PACKAGE / "sources.toml").read_text(encoding="utf-8"))
    body = re.compile(rf"[a-z]{{2}}-(?:{'|'.join(register['body'])})|[a-z0-9]+-officials")
    for passage in passages:
        assert passage.text, passage.id
        for claim in passage.claims:
            where = (passage.id, claim.id)
            assert claim.object in vocabulary["object"], where
            assert claim.measure in vocabulary["measure"], where
            assert claim.side is None or re.fullmatch(r"[A-Z]{2}|[A-Z][\w' -]+", claim.side), where
            for source in claim.sources:
                known = source in register["source"] or source in register["speaker"] or body.fullmatch(source)
                assert source not in register["alias"], where
                assert known or source.startswith('"'), (*where, source)
                assert not source.startswith('"') or source.strip('"').lower() in passage.text.lower(), (*where, source)
            for words in (claim.unit_name, claim.place):
                assert words is None or words in passage.text, (*where, words)


def test_bounds_agree_with_the_hedge(passages: list[Passage]) -> None:
    filled = {
        "exact": (True, True, True),
        "about": (False, True, False),
        "nearly": (False, True, False),
        "over": (True, False, False),
        "at least": (True, False, False),
        "up to": (False, False, True),
        "under": (False, False, True),
        "between": (True, False, True),
        "vague": (True, False, True),
    }
    for passage in passages:
        for claim in passage.claims:
            told = tuple(bound is not None for bound in (claim.low, claim.best, claim.high))
            assert told == filled[claim.hedge], (passage.id, claim.id)
            if claim.low is not None and claim.high is not None:
                assert claim.low <= claim.high, (passage.id, claim.id)
            assert claim.unit == "count" or (claim.best or claim.low or claim.high or 0) <= 1, (passage.id, claim.id)


def test_the_unseen_half_is_large_and_varied(passages: list[Passage]) -> None:
    unseen = [p for p in passages if p.split == "unseen"]
    claims = [c for p in unseen for c in p.claims]
    wars = Counter(p.war for p in unseen)
    assert len(unseen) >= 110
    assert len(claims) >= 480
    assert len(wars) >= 12
    assert {p.voice for p in unseen if p.language == "en"} == VOICES
    assert sum(not p.claims for p in unseen) >= 5, "passages with numbers that are no claims"
    assert {c.hedge for c in claims} == set(HEDGES)
    assert {c.certainty for c in claims} == {"stated", "hedged", "unconfirmed"}
    assert {c.stance for c in claims} == {"asserts", "denies"}
    assert {c.period.kind for c in claims} == {"cumulative", "window", "point", "open"}
    assert sum(c.unit == "share" for c in claims) >= 20
    assert sum(len(c.sources) > 1 for c in claims) >= 40
    for war in [war for war, n in wars.items() if n >= 5]:
        sides = {c.side for p in unseen if p.war == war for c in p.claims} - {None}
        assert len(sides) >= 2, war
