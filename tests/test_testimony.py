"""What calls are about: themes coded by cues, questions and denials left out, shares with intervals and a caution."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from evals.__main__ import below_floor, run

from counterclaim.cli import main
from counterclaim.model import Document
from counterclaim.tables import PACKAGE
from counterclaim.testimony import CAUTION, code, themes, wilson

ROOT = Path(__file__).resolve().parents[1]


def themes_of(text: str) -> set[str]:
    return {coding.theme for coding in code(Document(id="d", text=text, path="d"))}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("– нам патронов не привезли", {"supply"}),
        ("– патронов хватает всего хватает", set()),
        ("– комбат врёт и сам сбежал", {"command"}),
        ("– двое наших погибли", {"losses"}),
        ("– ротації нема четвертий місяць", {"rotation"}),
        ("– скучаю за вами", {"home"}),
        ("– they have not paid us, no pay since may", {"pay"}),
        ("– did they pay you", set()),
        ("– отпуск когда", set()),
        ("– а зарплата", set()),
        ("– а зарплату не платят", {"pay"}),
        ("– and the ammunition", set()),
        ("– our rook house stands, i dream of the kitchen", {"home"}),
        ("– за поранення досі не заплатили", {"pay"}),
        ("– застрелили жінку а діти в підвалі без води плачуть", {"civilians"}),
        ("– уся чета відмовилась іти", {"refusal"}),
        ("– не сплю про тебе думаю", {"home"}),
        ("– от кошмари ночами", {"despair"}),
        ("– с убитого часы снял", {"looting"}),
        ("– часы на стене стоят", set()),
        ("– пешком хожу в пакетах вместо сапог", {"supply"}),
        ("– в пакетах молоко купил", set()),
        ("– он по домам ходит газеты носит", set()),
        ("– we sat down and refused to climb", {"refusal"}),
        ("– двоє здались у полон а один загинув", {"prisoners", "losses"}),
        ("– nobody was killed today", set()),
        ("– привет как погода", set()),
        ("– не верим уже", {"victory"}),
        ("– мы ему больше не верим", set()),
        ("– ми їм уже не віримо", set()),
        ("– дождя не было. верил ему", set()),
        ("– the shed won't open this way", set()),
        ("– our platoon's gone, every man", {"losses"}),
        ("– запиши триста двенадцать двести пять", set()),
        ("– мені страшно тату", {"despair"}),
        ("– ужас какой", set()),
        ("– у вере тётя люба живёт в сочи", set()),
    ],
)
def test_a_turn_has_the_themes_that_its_words_carry(said: str, read: set[str]) -> None:
    assert themes_of(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (("– двоих наших убило на мосту", "– кого", "– того рыжего с гармонью и повара с ним"), {"losses"}),
        (("– двоих наших убило на мосту", "– кого", "– а вы что там нынче делаете вечерами"), set()),
        (("– двоих наших убило на мосту", "– кого", "– да пока не знаю"), set()),
        (("– двоих наших убило на мосту", "– кого", "– погода у нас всю неделю стоит сухая"), set()),
        (
            ("– two of ours were killed", "– who", "– that red one with the squeezebox and a cook with him"),
            {"losses"},
        ),
        (
            (
                "– двох наших вбило на мосту",
                "– а ми вчора сіно косили і старий човен смолили",
                "– того рудого з гармошкою й кухаря з ним",
            ),
            set(),
        ),
    ],
)
def test_a_turn_goes_on_with_what_its_speaker_told_before(said: tuple[str, ...], read: set[str]) -> None:
    text = "\n".join(said)
    last = [coding for coding in code(Document(id="d", text=text, path="d")) if coding.start > text.rindex("\n")]
    assert {coding.theme for coding in last} == read
    assert all(coding.rule.endswith("gone on with") and coding.confidence < 0.8 for coding in last)


def test_nobody_goes_on_with_what_another_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def codings_of(last: str) -> int:
        call = tmp_path / f"{last}.vtt"
        call.write_text(
            "WEBVTT\n\n00:01.000 --> 00:03.000\n<v A>Two of ours were killed.\n\n00:03.000 --> 00:04.000\n<v B>Who\n\n"
            f"00:04.000 --> 00:07.000\n<v {last}>That red one with the squeezebox and a cook with him\n",
            encoding="utf-8",
        )
        with pytest.raises(SystemExit):
            main(["themes", str(call), "--format", "jsonl"])
        return len(capsys.readouterr().out.splitlines())

    assert codings_of("A") == 2
    assert codings_of("C") == 1


def test_every_coding_points_at_its_words_and_names_its_cue() -> None:
    text = "– страшно мам\n– береги себя"
    for coding in code(Document(id="d", text=text, path="d")):
        assert text[coding.start : coding.end].strip()
        assert coding.rule.split(":")[0] == f"ru {coding.theme}"
        assert 0 < coding.confidence < 1


def test_the_codebook_and_every_pack_have_the_same_themes() -> None:
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    table = page[page.index("## Themes of testimony") :]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(themes())
    for pack in ("en", "ru", "uk"):
        told = tomllib.loads((PACKAGE / "languages" / pack / "themes.toml").read_text("utf-8"))
        assert set(told) - {"classes", "going_on", "negation", "questions", "reactions"} == set(themes())


def test_an_interval_of_few_calls_is_wide_and_stays_inside() -> None:
    low, high = wilson(1, 2)
    assert 0 < low < 0.1 < 0.9 < high < 1
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)  # as published tables have it


def test_themes_shows_shares_by_publisher_with_the_caution_and_hides_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = tmp_path / "call.vtt"
    call.write_text(
        "WEBVTT\n\nNOTE\npublisher: Press office\npublished: 2023-04-02\n\n00:01.000 --> 00:03.000\n"
        "<v Oksana>Yesterday Mykola and two others were killed.\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit) as left:
        main(["themes", str(call)])
    out = capsys.readouterr().out
    assert left.value.code == 0
    assert "Press office, 2023-04: 1 call" in out
    assert CAUTION in out
    assert "Oksana" not in out
    with pytest.raises(SystemExit):
        main(["themes", str(call), "--format", "jsonl"])
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["theme"], row["seconds"]) == ("losses", [1.0, 3.0])
    with pytest.raises(SystemExit):
        main(["check", str(call)])
    assert "losses and wounds" in capsys.readouterr().out


def test_themes_are_coded_as_well_as_pinned() -> None:
    scores = run("themes")
    assert scores is not None
    assert not below_floor("themes", scores)
