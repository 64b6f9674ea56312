"""Speech written down: what each kind of file is read as, how its claims are cited, and what is refused."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import formats, verbs
from counterclaim.cli import main
from counterclaim.documents import open_documents, read_document
from counterclaim.documents.cues import join_turns, read_rttm
from counterclaim.documents.heard import Heard, Piece, Said, lay_out
from counterclaim.documents.transcripts import laid_out
from counterclaim.exports.webannotations import annotation_of
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import Options, add
from counterclaim.ledger.verify import verify
from counterclaim.model import Claim, Document, Kept, Provenance, Transcript

VTT = """WEBVTT

NOTE
publisher: Security Service of Ukraine
address: https://example.org/calls/9
published: 2023-05-04
selection: one of two that were put out

1
00:00:01.000 --> 00:00:03.500
<v Wife>How many are left with you?

2
00:00:04.000 --> 00:00:07.000
<v Soldier>We lost <00:00:04.800>fourteen men <00:00:05.500>on the bridge.

3
00:00:07.200 --> 00:00:09.000
<v Soldier>Three tanks &amp; a lorry were burnt.
"""
SRT = """1
00:00:01,000 --> 00:00:03,500
- How many are left?
- Nobody counts.

2
00:00:04,000 --> 00:00:07,000
They say forty soldiers were killed.
"""
WORDS = [("We", 0.2, 0.4), ("lost", 0.4, 0.8), ("fourteen", 0.8, 1.4), ("men.", 1.4, 1.9)]
WHISPER = {
    "text": " We lost fourteen men.",
    "language": "en",
    "segments": [
        {
            "id": 0, "start": 0.2, "end": 1.9, "text": " We lost fourteen men.",
            "words": [{"word": f" {w}", "start": s, "end": e, "probability": 0.3 if w == "fourteen" else 0.9}
                      for w, s, e in WORDS],
        }
    ],
}  # fmt: skip
VOSK = {
    "result": [{"word": w.strip(".").lower(), "start": s, "end": e, "conf": 1.0} for w, s, e in WORDS],
    "text": "we",
}
DIALOGUE = """A: How many of yours are left?
B: We lost fourteen men at the bridge.
A: And the tanks?
B: Three tanks were burnt.
"""
RTTM = """SPEAKER call 1 0.000 1.000 <NA> <NA> S1 <NA> <NA>
SPEAKER call 1 1.000 3.000 <NA> <NA> S2 <NA> <NA>
"""


def document_of(content: str | object, name: str, **given: object) -> Document:
    text = content if isinstance(content, str) else json.dumps(content)
    return read_document(text.encode(), path=name, **given)  # type: ignore[arg-type]


def transcript_of(document: Document) -> Transcript:
    assert document.transcript is not None, document.coverage
    return document.transcript


def claims_of(document: Document) -> tuple[Claim, ...]:
    return next(verbs.read(document)).claims


def claim_of(document: Document, quote: str) -> Claim:
    (found,) = [claim for claim in claims_of(document) if quote in claim.evidence.exact]
    return found


# ------------------------------------------------------------------------------------------------- kinds of file


def test_webvtt_is_a_turn_a_line_with_its_speakers_and_their_seconds() -> None:
    document = document_of(VTT, "call.vtt")
    assert document.text == (
        "Wife: How many are left with you?\n"
        "Soldier: We lost fourteen men on the bridge. Three tanks & a lorry were burnt.\n"
    )
    transcript = transcript_of(document)
    assert [(turn.speaker, turn.seconds) for turn in transcript.turns] == [
        ("Wife", (1.0, 3.5)),
        ("Soldier", (4.0, 9.0)),
    ]
    assert document.media_type == "text/vtt"
    assert transcript.provenance == Provenance(
        "Security Service of Ukraine", "https://example.org/calls/9", date(2023, 5, 4), "one of two that were put out"
    )
    assert (document.published, document.url) == (date(2023, 5, 4), "https://example.org/calls/9")


def test_a_claim_is_cited_by_the_second_at_which_its_words_are_heard() -> None:
    document = document_of(VTT, "call.vtt")
    claim = claim_of(document, "fourteen")
    assert claim.evidence.seconds == (4.0, 5.5)
    assert document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.exact
    (chosen,) = [
        s for s in annotation_of(Kept(claim, document))["target"]["selector"] if s["type"] == "FragmentSelector"
    ]
    assert chosen["value"] == "t=4,5.5"


def test_testimony_is_the_speaker_s_in_the_call_as_published() -> None:
    chain = claim_of(document_of(VTT, "call.vtt"), "fourteen").attribution
    assert [(link.name, link.id, link.role) for link in chain] == [
        ("Security Service of Ukraine", "ua-sbu", "intelligence"),
        ("call", None, "document"),
        ("Soldier", "soldier", "soldier"),
    ]
    assert chain[0].start == chain[0].end == 0  # named outside of the text


def test_who_is_cited_in_a_call_stands_behind_the_speaker() -> None:
    vtt = VTT.replace("We lost <00:00:04.800>fourteen men <00:00:05.500>on the bridge.",
                      "The commander said fourteen soldiers were killed.")  # fmt: skip
    chain = claim_of(document_of(vtt, "call.vtt"), "fourteen").attribution
    assert [link.name for link in chain][2:] == ["Soldier", "commander"]


def test_subrip_gives_each_line_behind_a_dash_a_turn_of_its_own() -> None:
    transcript = transcript_of(document_of(SRT, "call.srt"))
    assert [turn.seconds for turn in transcript.turns] == [(1.0, 3.5), (1.0, 3.5), (4.0, 7.0)]
    assert claim_of(document_of(SRT, "call.srt"), "forty").evidence.seconds == (4.0, 7.0)


def test_subrip_that_names_its_speakers_in_the_words_has_speakers() -> None:
    text = SRT.replace("- How many are left?\n- Nobody counts.", "ANNA: How many?").replace(
        "They say", "ANNA: They say"
    )
    assert transcript_of(document_of(text, "call.srt")).speakers == ("ANNA",)


@pytest.mark.parametrize("name", ["call.json", "call.jsonl", "-"])
def test_whisper_s_words_keep_their_times_and_how_sure_they_are(name: str) -> None:
    document = document_of(WHISPER, name)
    assert document.text == "We lost fourteen men.\n"
    transcript = transcript_of(document)
    assert (transcript.maker, transcript.tool, document.language) == ("machine", "Whisper", "en")
    claim = claim_of(document, "fourteen")
    assert claim.evidence.seconds == (0.4, 1.9)
    assert claim.evidence.transcribed == "machine"
    assert [(cue.kind, cue.exact) for cue in claim.cues] == [("low-confidence", "fourteen")]


@pytest.mark.parametrize("content", [WHISPER["segments"], VOSK, [VOSK], f"{json.dumps(VOSK)}\n{json.dumps(VOSK | {'result': [{'word': 'yes', 'start': 9.0, 'end': 9.3}]})}"])  # fmt: skip  # noqa: E501
def test_other_recognisers_json_is_read_as_well(content: object) -> None:
    document = document_of(content, "words.json")
    assert transcript_of(document).maker == "machine"
    assert claim_of(document, "fourteen").evidence.seconds == (0.4, 1.9)


def test_a_recogniser_s_json_on_disk_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "call.json").write_text(json.dumps(WHISPER))
    (document,) = open_documents(str(tmp_path))
    assert document.transcript is not None


def test_speech_without_full_stops_is_cut_where_breath_is_taken() -> None:
    pieces = [Piece("A", 0.0, 3.0, (Said("we are here", 0.0, 1.0), Said("two are dead", 2.0, 3.0)))]
    assert lay_out(pieces)[0] == "A: we are here\ntwo are dead\n"


def test_a_dialogue_stays_as_it_is_and_has_turns() -> None:
    document = document_of(DIALOGUE, "talk.txt")
    assert document.text == DIALOGUE
    transcript = transcript_of(document)
    assert [turn.speaker for turn in transcript.turns] == ["A", "B", "A", "B"]
    for turn in transcript.turns:
        assert turn.label is not None
        assert document.text[turn.label.start : turn.label.end] == turn.speaker
    assert not transcript.timed


def test_a_dialogue_with_times_is_cited_by_them() -> None:
    text = "[00:01] A: How many?\n[00:05] B: We lost fourteen men.\n[00:09] A: I see.\n"
    assert claim_of(document_of(text, "talk.txt"), "fourteen").evidence.seconds == (5.0, 9.0)


@pytest.mark.parametrize(
    "text",
    [
        "Losses of the enemy:\nTanks: 9\nPersonnel: 610\nArtillery: 17\n",
        "The army said:\n\nfour soldiers died on Monday.\nNobody else was hurt, it said, and the road was open.\n",
        "– one item\n\nA long article follows here.\nIt has several lines.\nNone of them is a turn.\n– another item\n",
    ],
)
def test_lists_and_articles_are_no_dialogues(text: str) -> None:
    assert document_of(text, "article.txt").transcript is None


def test_rttm_alone_says_what_to_join_it_to() -> None:
    document = document_of(RTTM, "call.rttm")
    assert document.coverage.state == "failed"
    assert "--turns" in (document.coverage.reason or "")


def test_rttm_gives_words_their_speakers_by_time() -> None:
    heard = Heard((Piece(None, 0.2, 1.9, tuple(Said(f" {w}", s, e) for w, s, e in WORDS)),))
    reading, _ = laid_out(join_turns(heard, read_rttm(RTTM)))
    assert reading.text == "S1: We lost\nS2: fourteen men.\n"


# ------------------------------------------------------------------------------------------------- where it is from


def test_what_nobody_says_of_a_call_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "call.json"
    path.write_text(json.dumps(WHISPER))
    with pytest.raises(SystemExit) as left:
        main(["read", str(path), "--publisher", "SBU"])
    assert left.value.code == 0
    told = capsys.readouterr()
    assert "nothing says of this call where, when, how it was selected" in told.err
    assert "who published it" not in told.err
    assert "transcribed by a machine" in told.out


def test_a_file_of_provenance_is_believed_before_the_transcript(tmp_path: Path) -> None:
    document = document_of(VTT, "call.vtt", provenance=Provenance(publisher="Ministry of Defence of Ukraine"))
    assert transcript_of(document).provenance.publisher == "Ministry of Defence of Ukraine"
    assert transcript_of(document).provenance.selection == "one of two that were put out"
    assert claim_of(document, "fourteen").attribution[0].id == "ua-mod"


@pytest.mark.parametrize(
    ("content", "told"),
    [("publisher = ", "is not TOML"), ('sender = "x"', "has “sender”"), ('published = "soon"', "is no day")],
)
def test_a_bad_file_of_provenance_is_one_sentence(
    content: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "from.toml").write_text(content)
    (tmp_path / "call.vtt").write_text(VTT)
    with pytest.raises(SystemExit) as left:
        main(["read", str(tmp_path / "call.vtt"), "--provenance", str(tmp_path / "from.toml")])
    assert left.value.code == 2
    assert told in capsys.readouterr().err


def test_a_ledger_keeps_seconds_speakers_and_what_was_given_of_the_call(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text(json.dumps(WHISPER))
    given = Provenance("Security Service of Ukraine", selection="one of two")
    with Ledger(str(tmp_path / "calls.db"), create=True) as book:
        add(book, [str(path)], by="tests", options=Options(provenance=given))
        (kept,) = book.claims()
        assert kept.claim.evidence.seconds == (0.4, 1.9)
        assert kept.claim.attribution[0].id == "ua-sbu"
        assert kept.document.transcript == transcript_of(document_of(WHISPER, str(path), provenance=given))
        again = add(book, [str(path)], by="tests", options=Options(again=True))
        assert again.tally.rows.get("claim", 0) == 0
        assert [one.claim for one in book.claims()] == [kept.claim]  # what was given before still holds
        assert not verify(book, deep=True).faults


def test_a_transcript_goes_through_json_and_back() -> None:
    for document in (document_of(VTT, "call.vtt"), document_of(WHISPER, "call.json")):
        fields = json.loads(json.dumps(formats.transcript_fields(transcript_of(document))))
        assert formats.transcript_from(fields) == document.transcript


# ------------------------------------------------------------------------------------------------- doubt


def test_a_number_heard_in_two_ways_is_refused_with_both() -> None:
    told = {"format": "counterclaim transcript", "turns": [{"speaker": "A", "start": 0.2, "end": 1.9, "words": [
        {"word": f" {w}", "start": s, "end": e} | ({"other": "forty"} if w == "fourteen" else {}) for w, s, e in WORDS
    ]}]}  # fmt: skip
    report = next(verbs.read(document_of(told, "call.json")))
    assert report.claims == ()
    (refusal,) = [one for one in report.refusals if "two ways" in one.reason]
    assert refusal.text == "fourteen"
    assert "at 0:00.8" in refusal.reason
    assert "“forty”" in refusal.reason


# ------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (VTT.replace("00:00:07.000", "00:00:03.900"), "call.vtt", "run backwards: “We lost fourteen men"),
        (VTT.replace("00:00:07.200", "00:00:00.200").replace("00:00:09", "00:00:00.9"), "call.vtt", "run backwards"),
        (VTT.replace("00:00:07.200", "00:00:05.200"), "call.vtt", "overlap"),
        ("WEBVTT\n", "call.vtt", "holds no words"),
        ("WEBVTT\n\nthis is not a cue\n", "call.vtt", "holds no words"),
        (json.dumps(WHISPER)[:-40], "call.json", "damaged or cut short"),
        (json.dumps({"segments": [], "text": "", "start": 0, "end": 1}), "call.json", "holds no words"),
        (RTTM, "call.rttm", "without the words"),
    ],
)
def test_a_bad_transcript_is_one_clear_sentence(
    content: str, name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(SystemExit) as left:
        main(["check", str(tmp_path / name)])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("text", "code"), [("Мы потеряли сорок человек.", "en"), ("We lost fourteen men.", "ru")])
def test_a_language_that_its_letters_deny_is_not_read(text: str, code: str) -> None:
    told = {"segments": [{"start": 0.0, "end": 2.0, "text": text}], "text": text}
    document = document_of(told, "call.json", language=code)
    assert document.coverage.state == "failed"
    assert "correct --language" in (document.coverage.reason or "")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "A", "B"]),
            st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=4),
        ),
        max_size=6,
    )
)
def test_every_word_stands_where_its_turn_says(rows: list[tuple[str | None, list[str]]]) -> None:
    pieces, at = [], 0.0
    for speaker, words in rows:
        said = tuple(Said(word, at + n, at + n + 0.5) for n, word in enumerate(words))
        pieces.append(Piece(speaker, at, at + len(words), said))
        at += len(words) + 1
    text, turns = lay_out(pieces)
    assert unicodedata.is_normalized("NFC", text)
    for turn in turns:
        assert text[turn.span.start : turn.span.end].strip()
        assert turn.label is None or text[turn.label.start : turn.label.end] == turn.speaker
        assert [word.seconds for word in turn.words] == sorted(word.seconds for word in turn.words)  # type: ignore[type-var]
        for word in turn.words:
            assert turn.span.start <= word.span.start < word.span.end <= turn.span.end
            assert not text[word.span.start : word.span.end].isspace()
