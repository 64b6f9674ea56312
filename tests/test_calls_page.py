"""A call as a page shows it: what is heard, what is hidden, what is in doubt; and the sound as it is served."""

from __future__ import annotations

import json
import math
import re
import shutil
import wave
from array import array
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from counterclaim.documents import read_document
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import add
from counterclaim.model import Document, Report, Span
from counterclaim.page import render
from counterclaim.page.call import Sound, call_of
from counterclaim.redaction import redactor_of, shown
from counterclaim.redaction.mark import KINDS, MASK, Mark, mask_of
from counterclaim.verbs import check

pytest.importorskip("starlette", reason="the pages need the extra web")

from tests.served import browsing

RATE = 8_000
SECRET = "Оксана"


def turn(speaker: str, start: float, words: str, english: str | None = None, **special: Any) -> dict[str, Any]:
    """A turn whose words take half a second each; ``special`` are fields of words, by number as w3."""
    said = words.split()
    return {
        "speaker": speaker,
        "start": start,
        "end": start + len(said) / 2,
        "language": "ru",
        "translation": english,
        "words": [
            {"word": (" " if k else "") + word, "start": start + k / 2, "end": start + (k + 1) / 2, "confidence": 0.9}
            | special.get(f"w{k}", {})
            for k, word in enumerate(said)
        ],
    }


TURNS = [
    turn("A", 1.0, f"Привет, это {SECRET}, запиши.", "Hello, this is Oksana, write it down."),
    turn("B", 4.0, "В роте осталось сорок человек.", "Fourteen men are left in the company.", w3={"confidence": 0.3}),
    turn("A", 7.0, "А танков? [unintelligible] Было десять.", None, w4={"other": "девять"}),
]


def transcript(turns: list[dict[str, Any]] | None = None, **more: Any) -> bytes:
    told = {
        "format": "counterclaim transcript",
        "version": 1,
        "maker": "machine",
        "language": "ru",
        "provenance": {"publisher": "Press office", "selection": "one of nine"},
        "turns": TURNS if turns is None else turns,
    } | more
    return json.dumps(told, ensure_ascii=False).encode()


def tone(path: Path, seconds: float = 11.0, hertz: float = 220.0) -> Path:
    """A recording of one note, so that what is silenced can be told from what is not."""
    samples = array("h", (round(8000 * math.sin(2 * math.pi * hertz * k / RATE)) for k in range(int(seconds * RATE))))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def notes(content: bytes, rate: int = RATE) -> list[int]:
    """Of each tenth of a second of a WAV, the hertz of its note, by how often it crosses zero."""
    samples = array("h")
    samples.frombytes(content[44:])
    size = rate // 10
    parts = [samples[k : k + size] for k in range(0, len(samples) - size + 1, size)]
    return [5 * sum((a < 0) != (b < 0) for a, b in pairwise(part)) for part in parts]


def report(content: bytes | None = None) -> Report:
    document = read_document(content or transcript(), path="call.json")
    return shown(next(iter(check(document))))


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


# ------------------------------------------------------------------------------------------------------- the page


def test_every_word_leads_to_its_second_and_plays_on_to_the_end_of_its_turn() -> None:
    html = render([report()], sounds={report().document.id: Sound("call.wav", "call.wav")})
    assert 'href="call.wav#t=5,6.5" data-from="5">осталось</a>' in html
    assert 'href="call.wav#t=4.0" data-hear="4.0"' in html
    assert '<li id="d1t2" data-start="4.0" data-end="6.5">' in html


def test_what_is_hidden_is_a_bar_and_leads_nowhere() -> None:
    html = render([report()], sounds={report().document.id: Sound("call.wav", "call.wav")})
    assert SECRET not in html
    assert "Oksana" not in html
    first = html.split('id="d1t1"', 1)[1].split("</li>", 1)[0]
    assert first.count('<span class="bar">') == 2
    assert 'data-from="2"' not in first


def test_the_translation_stands_beside_the_original_and_its_other_number_is_told() -> None:
    html = render([report()])
    line = html.split('id="d1t2"', 1)[1].split("</li>", 1)[0]
    assert "Fourteen men are left" in line
    assert "“Fourteen” only in the translation; “сорок” only in the original" in words_of(line)
    assert "In 1 turn the translation has other numbers" in words_of(html)


def test_stand_ins_of_hidden_words_are_no_numbers_that_differ() -> None:
    turns = [turn("A", 0, f"{SECRET} спросила сколько.", "She asked how many, 5 of them.")]
    call = call_of(report(transcript(turns)), "d1", [])
    assert call is not None
    assert call.lines[0].differs == "“5” only in the translation"


def test_who_is_named_in_several_turns_of_a_translation_is_one_throughout() -> None:
    turns = [
        turn("A", 0, "Где Коля Ветров?", "Where is Kolya Vetrov?"),
        turn("B", 3, "Тут Оксана была.", "Oksana was here."),
        turn("A", 6, "А Коля где?", "And where is Kolya?"),
    ]
    call = call_of(report(transcript(turns)), "d1", [])
    assert call is not None
    first, second, third = ([words for words, hidden in line.translation if hidden] for line in call.lines)
    assert first == third
    assert first != second
    assert all(words.split()[0] in ("Person", "Relative", "Speaker") for words in first + second)
    bars = [[bit.piece.text for bit in line.bits if bit.kind == "hidden"] for line in call.lines]
    assert bars[0] == bars[2] != bars[1]


def test_whoever_is_hidden_in_an_original_has_the_same_stand_in_in_its_translation() -> None:
    turns = [
        turn("B", 0, "Алло, Серёжа, это ты?", "Hello, Seryozha, is that you?"),
        turn("A", 3, "Мама, я. А Коля где?", "Mum, it is me. And where is Kolya?"),
        turn("B", 6, "Коля дома. Звони соседям.", "Kolya is at home. Ring Oksana and Pavlo."),
    ]
    call = call_of(report(transcript(turns)), "d1", [])
    assert call is not None
    hidden = [[words.rstrip("█") for words, hidden in line.translation if hidden] for line in call.lines]
    marks = redactor_of(report(transcript(turns)).document).marks
    own = {mark.pseudonym for mark in marks}
    seryozha, kolya = marks[0].pseudonym, marks[1].pseudonym
    assert hidden[:2] == [[seryozha], [kolya]]
    assert hidden[2][0] == kolya
    assert own.isdisjoint(hidden[2][1:])
    assert len(set(hidden[2])) == 3


def test_doubt_is_shown_and_a_mark_is_no_word() -> None:
    html = render([report()])
    assert '<span class="low" title="0.30">сорок</span>' in html
    assert '<span class="aside">[unintelligible]</span>' in html
    assert "[девять?]" in words_of(html)


def test_the_page_says_that_nobody_verified_the_call_and_what_is_not_told() -> None:
    told = words_of(render([report()]))
    assert "Nobody has verified this recording" in told
    assert "nothing here is evidence until a person has listened" in told
    assert "Not told: where, when." in told
    assert "Press office" in told
    assert "one of nine" in told


def test_themes_are_marks_that_lead_to_what_the_call_is_about() -> None:
    html = render([report()])
    assert 'id="d1-theme-losses"' in html
    assert re.search(r'<mark class="[^"]*theme[^"]*m-d1-theme-losses', html)
    assert 'href="#d1-theme-losses"' in html


def test_what_a_call_is_about_names_what_is_hidden_in_its_words() -> None:
    said = ["В роте двухсотые.", f"А {SECRET} где?", f"{SECRET} в госпитале, запиши её телефон 89161234567, там все."]
    turns = [turn("AB"[k % 2], 1.0 + 5 * k, words) for k, words in enumerate(said)]
    about = render([report(transcript(turns))]).split('class="themes"', 1)[1].split("</section>", 1)[0]
    assert "█" not in words_of(about)
    assert SECRET not in about
    assert "[phone 1]" in words_of(about)


def test_the_script_is_there_only_where_something_is_heard_and_is_named_by_its_hash() -> None:
    assert "<script" not in render([report()])
    html = render([report()], sounds={report().document.id: Sound("call.wav", "call.wav")})
    assert html.count("<script>") == 1
    assert re.search(r"script-src 'sha256-[\w+/=]+'; media-src 'self' data:;", unescape(html))


def test_a_page_says_why_nothing_can_be_heard() -> None:
    assert "it cannot be heard here" in render([report()])
    untimed = report(b"publisher: Press office\n\nA: How many?\nB: Twelve soldiers were killed.\nA: Oh.\nB: Yes.\n")
    assert "has no times" in render([untimed])


HOSTILE = "<script>alert(1)</script>"


def test_hostile_words_of_a_call_are_only_words() -> None:
    turns = [turn(f'"><b onclick=x>{HOSTILE}', 1.0, f"сорок {HOSTILE} человек", HOSTILE, w1={"other": HOSTILE})]
    content = transcript(turns, tool=HOSTILE, provenance={"publisher": HOSTILE, "selection": "' onfocus=alert(1) x='"})
    html = render([report(content)], sounds={report(content).document.id: Sound("call.wav", "call.wav")})
    assert html.count("<script") == 1
    assert "<b onclick" not in html
    assert "alert(1)</script>" not in html


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [1, 2, 3, 7, 20])
def test_a_mask_is_found_again_where_it_stands(kind: Any, length: int) -> None:
    for stand_in in ("Speaker A", "Relative 12", "Person 3", "[phone 1]", "[e-mail 2]", "[medical detail 1]"):
        mask = mask_of(stand_in, length)
        assert [found.span() for found in MASK.finditer(f"say {mask}, then")] == [(4, 4 + length)]
    assert Mark(0, length, kind, "[x 1]").mask


# ------------------------------------------------------------------------------------------------- the sound beside


def beside(tmp_path: Path, content: bytes | None = None) -> Path:
    (tmp_path / "call.json").write_bytes(content or transcript())
    tone(tmp_path / "call.wav")
    return tmp_path / "call.json"


def said(*words: str | Path) -> int:
    from counterclaim.cli import main

    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_a_page_in_a_file_has_its_sound_beside_it_and_a_tone_over_what_is_hidden(tmp_path: Path) -> None:
    assert said("check", "--format", "html", "-o", tmp_path / "page.html", beside(tmp_path)) == 0
    sound = (tmp_path / "page.call1.wav").read_bytes()
    heard = notes(sound)
    assert len(heard) == 110
    assert all(note == pytest.approx(1000, abs=20) for note in heard[20:25])  # the name, from 2.0 to 2.5
    assert all(note == pytest.approx(220, abs=20) for note in [*heard[:18], *heard[27:]])
    html = (tmp_path / "page.html").read_text("utf-8")
    assert 'src="data:audio/wav;base64,' in html
    assert 'href="page.call1.wav#t=5,6.5"' in html


def test_a_page_on_the_screen_holds_a_short_sound_and_no_long_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = beside(tmp_path)
    assert said("check", "--format", "html", file) == 0
    assert 'src="data:audio/wav;base64,' in capsys.readouterr().out
    monkeypatch.setattr("counterclaim.page.sounds.EMBEDDED", 1000)
    assert said("check", "--format", "html", file) == 0
    assert "too long to stand in the page itself" in capsys.readouterr().out


def test_a_recording_of_another_hash_is_not_played(tmp_path: Path) -> None:
    told = {"path": "call.wav", "sha256": "0" * 64, "seconds": 11.0, "rate": RATE, "channels": 1}
    file = beside(tmp_path, transcript(recording=told))
    assert said("check", "--format", "html", "-o", tmp_path / "page.html", file) == 0
    assert not (tmp_path / "page.call1.wav").exists()
    assert "cannot be heard here" in (tmp_path / "page.html").read_text("utf-8")


def test_what_cannot_be_silenced_is_not_played(tmp_path: Path) -> None:
    turns = [turn("A", 1.0, "Слушай.") | {}, turn("B", 3.0, f"Это {SECRET}.")]
    for word in turns[1]["words"]:
        del word["start"], word["end"]
    del turns[1]["start"], turns[1]["end"]
    file = beside(tmp_path, transcript(turns))
    assert said("check", "--format", "html", "-o", tmp_path / "page.html", file) == 0
    assert not (tmp_path / "page.call1.wav").exists()
    assert "cannot be silenced" in (tmp_path / "page.html").read_text("utf-8")


def test_a_recording_that_is_none_is_told_and_the_page_is_still_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="the extra “calls” is not installed")
    file = beside(tmp_path)
    (tmp_path / "call.wav").write_bytes(b"this is no sound")
    assert said("check", "--format", "html", "-o", tmp_path / "page.html", file) == 0
    assert "could not be read as sound" in capsys.readouterr().err
    assert "could not be made ready" in (tmp_path / "page.html").read_text("utf-8")


def test_other_sound_than_wav_is_silenced_too(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="the extra “calls” is not installed")
    from counterclaim.redaction.sound import silence

    tone(tmp_path / "call.wav", 3.0)
    with av.open(str(tmp_path / "call.wav")) as source, av.open(str(tmp_path / "call.flac"), "w") as target:
        stream = target.add_stream("flac", rate=RATE, layout="mono")
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    assert silence(tmp_path / "call.flac", [(1.0, 2.0)], tmp_path / "out.wav") == pytest.approx(3.0, abs=0.05)
    heard = notes((tmp_path / "out.wav").read_bytes(), 16_000)
    assert heard[5] == pytest.approx(220, abs=20)
    assert heard[15] == pytest.approx(1000, abs=20)


# ------------------------------------------------------------------------------------------------- the sample call


def test_the_sample_call_is_written_without_its_sound_where_nothing_speaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert said("sample", "--call-to", tmp_path / "call") == 0
    assert "without its sound" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "call").iterdir()] == ["sample-call.json"]
    assert said("check", "--format", "html", "-o", tmp_path / "page.html", tmp_path / "call" / "sample-call.json") == 0
    told = words_of((tmp_path / "page.html").read_text("utf-8"))
    assert "“thirteen” only in the translation; “тридцать” only in the original" in told
    assert "[девятнадцать?]" in told
    for value in ("Серёжа", "Ветров", "Vetrov", "девятьсот", "Садовая", "Sadovaya"):
        assert value not in told


def test_of_the_sample_call_only_names_a_telephone_and_a_home_are_hidden(tmp_path: Path) -> None:
    assert said("sample", "--call-to", tmp_path) == 0
    (report,) = check(tmp_path / "sample-call.json")
    whole, barred = report.document, shown(report).document
    assert whole.transcript is not None
    assert barred.transcript is not None
    hidden = {0: ["Speaker A"], 2: ["Person 1"], 3: ["Person 1", "phone 1"], 8: ["address 1"]}
    for number, (turn_, under) in enumerate(zip(whole.transcript.turns, barred.transcript.turns, strict=True)):
        assert re.findall(r"(\w+ \w+)█+", under.translation or "") == hidden.get(number, [])
        if number not in hidden:
            assert under.translation == turn_.translation
            assert barred.text[turn_.span.start : turn_.span.end] == whole.text[turn_.span.start : turn_.span.end]


def test_the_sample_call_is_spoken_where_there_is_a_voice(tmp_path: Path) -> None:
    if shutil.which("festival") is None or not Path("/usr/share/festival/voices/russian").is_dir():
        pytest.skip("Festival has no Russian voice: apt-get install festival festvox-ru")
    assert said("sample", "--call-to", tmp_path) == 0
    told = json.loads((tmp_path / "sample-call.json").read_text("utf-8"))
    with wave.open(str(tmp_path / "sample-call.wav")) as file:
        length = file.getnframes() / file.getframerate()
    assert told["recording"]["seconds"] == pytest.approx(length, abs=0.01)
    times = [(word["start"], word["end"]) for turn in told["turns"] for word in turn["words"]]
    assert all(start <= end for start, end in times)
    assert [start for start, _ in times] == sorted(start for start, _ in times)
    assert times[-1][1] <= length


# ---------------------------------------------------------------------------------------------------- in the ledger


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("calls")
    file = beside(folder)
    with Ledger(folder / "calls.db") as book:
        assert not add(book, [str(file)], by="tests", workers=1).failed
        with browsing(book, folder) as opened:
            yield opened


@pytest.fixture(scope="module")
def call(client: Any) -> dict[str, Any]:
    (row,) = client.get("/calls.json").json()["calls"]
    told: dict[str, Any] = client.get(f"/calls/{row['id']}.json").json()
    return told


def test_the_recording_beside_a_transcript_is_kept_with_it(client: Any, call: dict[str, Any]) -> None:
    assert call["sound"] == f"/calls/{call['id']}/sound"
    page = client.get(f"/calls/{call['id']}").text
    assert f'src="{call["sound"]}"' in page
    assert f'href="{call["sound"]}#t=5,6.5"' in page
    assert SECRET not in page
    assert '<script src="/static/listening.js' in page


def test_only_the_silenced_sound_is_served_never_the_original(client: Any, call: dict[str, Any]) -> None:
    got = client.get(call["sound"])
    assert (got.status_code, got.headers["content-type"]) == (200, "audio/wav")
    assert got.headers["accept-ranges"] == "bytes"
    heard = notes(got.content)
    assert all(note == pytest.approx(1000, abs=20) for note in heard[20:25])
    recording = call["documents"][0]["transcript"]["recording"]["sha256"]
    for address in (f"/documents/{recording}", f"/calls/{recording}/sound", f"/static/{recording}"):
        assert client.get(address).status_code == 404


def test_a_call_is_a_call_as_a_document_and_as_a_check_too(client: Any, call: dict[str, Any]) -> None:
    page = client.get(f"/documents/{call['id']}").text
    assert f'src="{call["sound"]}"' in page
    sent = client.post("/", files={"file": ("call.json", transcript(), "application/json")})
    page = client.get(sent.headers["location"]).text
    assert 'class="turns beside"' in page
    assert SECRET not in page
    assert "cannot be heard here" in page


WHOLE = (200, None)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, (0, 99)),
        ("bytes=100-", 206, (100, -1)),
        ("bytes=-50", 206, (-50, -1)),
        ("bytes=0-99999999", 206, (0, -1)),
        ("Bytes = 7-7", 206, (7, 7)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-3", *WHOLE),
        ("bytes=a-b", *WHOLE),
        ("bytes=-", *WHOLE),
        ("seconds=1-2", *WHOLE),
        ("bytes=0-1,4-5", 416, None),
    ],
)
def test_the_sound_is_served_in_at_most_one_range(
    asked: str, status: int, part: tuple[int, int] | None, client: Any, call: dict[str, Any]
) -> None:
    whole = client.get(call["sound"]).content
    got = client.get(call["sound"], headers={"range": asked})
    assert got.status_code == status
    if part is not None:
        first, last = (place % len(whole) for place in part)
        assert got.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
        assert got.content == whole[first : last + 1]
    elif status == 200:
        assert got.content == whole
    elif "," not in asked:
        assert got.headers["content-range"] == f"bytes */{len(whole)}"


def test_a_range_of_a_copy_that_has_changed_is_the_whole_and_a_known_copy_is_not_sent_again(
    client: Any, call: dict[str, Any]
) -> None:
    tag = client.get(call["sound"]).headers["etag"]
    assert client.get(call["sound"], headers={"range": "bytes=0-9", "if-range": tag}).status_code == 206
    assert client.get(call["sound"], headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200
    again = client.get(call["sound"], headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(call["sound"])
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 100_000


def test_a_call_without_a_recording_says_so_and_has_no_sound(tmp_path: Path) -> None:
    (tmp_path / "call.json").write_bytes(transcript())
    with Ledger(tmp_path / "calls.db") as book, browsing(book, tmp_path) as client:
        add(book, [str(tmp_path / "call.json")], by="tests", workers=1)
        (row,) = client.get("/calls.json").json()["calls"]
        page = client.get(f"/calls/{row['id']}")
        assert "cannot be heard here" in page.text
        assert "<audio" not in page.text
        assert client.get(f"/calls/{row['id']}/sound").status_code == 404


@pytest.mark.parametrize(("personal", "key_here", "heard"), [
    ("drop", True, False), ("seal", False, False), ("seal", True, True), ("keep", False, True),
])  # fmt: skip
def test_what_is_dropped_or_sealed_is_heard_by_nobody_without_its_key(
    personal: Any, key_here: bool, heard: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cryptography", reason="the extra “signing” is not installed")
    from counterclaim.ledger.ingest import Options
    from counterclaim.ledger.sealing import VARIABLE, Key

    raw = bytes(range(32))
    monkeypatch.delenv(VARIABLE, raising=False)
    file = beside(tmp_path)
    with Ledger(tmp_path / "calls.db") as book, browsing(book, tmp_path) as client:
        options = Options(personal=personal, key=Key(raw) if personal == "seal" else None)
        assert not add(book, [str(file)], by="tests", workers=1, options=options).failed
        if key_here:
            monkeypatch.setenv(VARIABLE, raw.hex())
        (row,) = client.get("/calls.json").json()["calls"]
        assert (row["sound"] is not None) == heard
        page = client.get(f"/calls/{row['id']}").text
        assert ("<audio" in page) == heard
        assert SECRET not in page
        sound = client.get(f"/calls/{row['id']}/sound")
        assert sound.status_code == (200 if heard else 404)
        if heard:
            assert notes(sound.content)[22] == pytest.approx(1000, abs=20)
        beside_it = list(tmp_path.glob("**/*.sound/*"))
        assert bool(beside_it) == (personal == "keep")
    (tmp_path / "call.wav").unlink()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("**/calls.db*/**/*") if path.is_file())
    assert (b"RIFF" in kept) == (personal == "keep")


def test_a_document_s_hidden_places_are_where_its_masks_stand() -> None:
    document: Document = report().document
    assert [document.text[one.start : one.end] for one in document.hidden] == ["P1████"]
    assert document.hidden == (Span(15, 21),)
