"""Themes of the calls in a ledger: kept when a call is added, judged and added by people, counted and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.planted import CALL, met, write_call

from counterclaim.cli import main
from counterclaim.coding import add as add_coding
from counterclaim.coding import agreement, heard, judge, lines_of
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.lines import from_lines, to_lines
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import KINDS, Place, places


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with filled(Ledger(tmp_path / "war.db"), tmp_path) as book:
        yield book


def filled(book: Ledger, folder: Path) -> Ledger:
    """A ledger with two calls of one publisher; one theme is in both."""
    write_call(folder)
    other = CALL.replace("calls/1", "calls/2").replace("Не меняют нас, ротации нет. ", "")
    (folder / "other.vtt").write_text(other, encoding="utf-8")
    assert not add(book, [str(folder / "call.vtt"), str(folder / "other.vtt")], by="tests", workers=1).failed
    return book


def ids(book: Ledger, theme: str) -> list[str]:
    return [line.coded.id for line in lines_of(book, theme=theme)]


def test_adding_a_call_keeps_its_themes_with_place_cue_and_confidence(ledger: Ledger) -> None:
    lines = list(lines_of(ledger))
    assert {line.coded.theme for line in lines} >= {"losses", "rotation"}
    for line in lines:
        assert line.coded.rule.split()[1].startswith(line.coded.theme)
        assert 0 < line.coded.confidence <= 1
        assert line.coded.by.startswith("counterclaim ")
        assert line.words == line.document.text[line.coded.start : line.coded.end]
        assert line.seconds is not None
        assert not met(line.words + str(line.speaker))


def test_reading_a_call_again_adds_no_coding_and_takes_none_away(ledger: Ledger, tmp_path: Path) -> None:
    call = next(line.document.id for line in lines_of(ledger, theme="rotation"))
    mine = add_coding(ledger, call, "despair", "ротации нет", by="Ada")
    before = [line.coded.id for line in lines_of(ledger)]
    add(ledger, [str(tmp_path / "call.vtt")], by="tests", options=Options("acled", again=True), workers=1)
    assert [line.coded.id for line in lines_of(ledger)] == before
    assert mine.id in before
    assert verify(ledger, deep=True).whole


def test_a_rejected_theme_is_not_counted_until_the_verdict_is_taken_back(ledger: Ledger) -> None:
    def share(theme: str) -> int:
        return next((one.heard for one in heard(ledger, lines_of(ledger)) if one.theme == theme), 0)

    (coding,) = ids(ledger, "rotation")
    assert share("rotation") == 1
    judge(ledger, coding, "reject", by="Ada")
    assert share("rotation") == 0
    judge(ledger, coding, "undo", by="Ada")
    assert share("rotation") == 1
    rows = [(one.verdict, one.by) for one in ledger.judgements(coding)]
    assert rows == [("reject", "Ada"), ("undo", "Ada")]
    assert verify(ledger).whole


def test_calls_in_which_nothing_is_heard_count_too(ledger: Ledger) -> None:
    (one,) = [one for one in heard(ledger, lines_of(ledger)) if one.theme == "rotation"]
    assert (one.publisher, one.month, one.heard, one.calls) == ("Example Service", "2024-05", 1, 2)
    assert one.low < 0.5 < one.high


def test_what_a_person_adds_stands_in_the_words_of_one_turn(ledger: Ledger) -> None:
    call = next(line.document.id for line in lines_of(ledger, theme="rotation"))
    made = add_coding(ledger, call, "supply", "твой   устал", by="Ada")
    (line,) = lines_of(ledger, theme="supply")
    assert (line.coded, line.words) == (made, "твой устал")
    for theme, quote, why in (
        ("supply", "твой устал", "already"),
        ("supply", "нет таких слов", "does not stand"),
        ("supply", "соседка. Сын: Да", "one turn"),
        ("weather", "твой устал", "no theme"),
    ):
        with pytest.raises(CounterclaimError, match=why):
            add_coding(ledger, call, theme, quote, by="Ada")


def test_nobody_finds_a_hidden_word_by_coding_it(ledger: Ledger) -> None:
    call = next(line.document.id for line in lines_of(ledger, theme="rotation"))
    with pytest.raises(CounterclaimError, match="does not stand in the transcript"):
        add_coding(ledger, call, "home", "Кривошеев", by="Ada")


def test_agreement_is_that_of_the_published_formula(ledger: Ledger) -> None:
    pytest.importorskip("numpy", reason="agreement needs its extra")
    all_ids = [line.coded.id for line in lines_of(ledger)]
    for number, coding in enumerate(all_ids[:4]):
        judge(ledger, coding, "accept", by="Ada")
        judge(ledger, coding, "accept" if number else "reject", by="Ben")
    with pytest.raises(CounterclaimError, match="at least two people"):
        agreement(lines_of(ledger), ["Ada"])
    whole = agreement(lines_of(ledger))[0]
    assert (whole.field, whole.claims) == ("all themes", 4)
    assert whole.same == pytest.approx(0.75)
    # four units, coders AAAA and RAAA: observed 2 of 8 pairs differ, expected 2·7·1/(8·7) of them
    assert whole.alpha == pytest.approx(1 - (2 / 8) / (2 * 7 * 1 / (8 * 7)))


def test_codings_come_back_from_lines_and_from_a_part(place: Place, tmp_path: Path) -> None:
    with filled(place.open(), tmp_path) as book:
        call = next(line.document.id for line in lines_of(book, theme="rotation"))
        add_coding(book, call, "supply", "твой устал", by="Ada")
        judge(book, ids(book, "rotation")[0], "reject", by="Ada")
        with Ledger(tmp_path / "same.db") as same:
            from_lines(same, to_lines(book))
            assert list(same.codings()) == list(book.codings())
            assert verify(same).whole
        book.export("jsonl", tmp_path / "part.jsonl", document=call)
        with Ledger(tmp_path / "part.db") as part, (tmp_path / "part.jsonl").open("rb") as lines:
            from_lines(part, lines)
            assert list(part.codings()) == list(book.codings([call]))
            told = [(one.coded.theme, one.stands) for one in lines_of(part)]
            assert told == [(one.coded.theme, one.stands) for one in lines_of(book, call)]
            assert verify(part).whole


def test_the_command_lists_judges_counts_and_warns(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERCLAIM_LEDGER", str(tmp_path / "war.db"))

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["codings", *arguments])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    (coding,) = ids(ledger, "rotation")
    status, out, _ = run()
    assert (status, coding in out) == (0, True)
    assert not met(out)
    assert run("--reject", coding, "--by", "Ada")[0] == 0
    assert "[reject, Ada]" in run("--theme", "rotation")[1]
    _, out, _ = run("--prevalence")
    assert "chosen by whoever published them" in out
    assert "rotation" not in out
    for wrong in (("--reject", "c123"), ("--undo", ids(ledger, "losses")[0]), ("--theme", "weather"), ("--quote", "x")):
        status, out, err = run(*wrong, "--by", "Ada")
        assert (status, out) == (2, ""), wrong
        assert "Traceback" not in err


def test_a_coder_judges_and_adds_codings_on_the_page(ledger: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the pages need the extra web")
    from tests.served import browsing

    (coding,) = ids(ledger, "rotation")
    call = next(line.document.id for line in lines_of(ledger, theme="rotation"))
    with browsing(ledger, tmp_path) as client:
        page = client.get(f"/codings?document={call}")
        assert page.status_code == 200
        assert "chosen by whoever published them" in page.text
        assert not met(page.text)
        assert client.post("/codings", data={"coding": coding, "verdict": "reject"}).status_code == 303
        told = client.get("/codings.json?theme=rotation").json()["codings"]
        assert [one["verdict"] for one in told] == ["reject"]
        assert client.post("/codings", data={"coding": coding, "verdict": "undo"}).status_code == 303
        sent = client.post(f"/calls/{call}/codings", data={"theme": "supply", "quote": "твой устал"})
        assert sent.status_code == 303
        assert client.post("/codings", data={"coding": coding, "verdict": "maybe"}).status_code == 400
        assert "supply" in client.get("/codings.csv").text
