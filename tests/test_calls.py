"""Recordings: what is heard in them, what is refused, and what is never written down.

Hearing is tested with the base model that two packages ship, on a few seconds of telephone prompts that Debian's
packages bring; where either is not installed the test says so.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from counterclaim.calls.citing import differing_numbers
from counterclaim.calls.listening import _compared, _numbers, repeats
from counterclaim.calls.models import BASE, PARTS, find_model
from counterclaim.calls.voices import has_voices
from counterclaim.calls.writing import stamp, write
from counterclaim.cli import main
from counterclaim.documents import read_document
from counterclaim.documents.heard import Heard, Piece, Said
from counterclaim.documents.transcripts import laid_out
from counterclaim.model import CounterclaimError, Provenance, Recording, Span, Transcript, Turn, UnreadableError

np: Any = pytest.importorskip("numpy")
av: Any = pytest.importorskip("av", reason="the extra 'calls' is not installed")
pytest.importorskip("faster_whisper", reason="the extra 'calls' is not installed")

from counterclaim.calls.decoding import decode  # noqa: E402

SOUNDS = Path("/usr/share/asterisk/sounds")
RATE = 8000
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")


def has_base() -> bool:
    from importlib.util import find_spec

    return all(find_spec(part) is not None for part in PARTS)


needs_model = pytest.mark.skipif(not has_base(), reason=f"the packages {' and '.join(PARTS)} are not installed")
needs_sounds = pytest.mark.skipif(
    not (SOUNDS / "ru").is_dir() or not (SOUNDS / "en").is_dir(),
    reason="Debian's asterisk-core-sounds-ru-wav and -en-wav are not installed",
)
needs_voices = pytest.mark.skipif(not has_voices(), reason="resemblyzer's weights are not installed (pip --no-deps)")


def wav(path: Path, *channels: Any, rate: int = RATE) -> Path:
    whole = np.clip(np.stack(channels, axis=1) * 32767, -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((len(channels), 2, rate, 0, "NONE", ""))
        file.writeframes(whole.tobytes())
    return path


def prompt(language: str, name: str) -> Any:
    with wave.open(str(SOUNDS / language / f"{name}.wav")) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


def tone(seconds: float = 1.0, rate: int = RATE) -> Any:
    return 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


# ------------------------------------------------------------------------------------------------- decoding


def test_a_recording_is_samples_at_16_khz_with_its_hash_and_length(tmp_path: Path) -> None:
    sound = decode(wav(tmp_path / "a.wav", tone(2.0)))
    assert sound.recording.seconds == pytest.approx(2.0, abs=0.01)
    assert (sound.recording.rate, sound.recording.channels, len(sound.recording.sha256)) == (8000, 1, 64)
    assert len(sound.channels[0]) == pytest.approx(32_000, abs=160)
    assert sound.recording.faults == ()


def test_96_khz_is_heard_like_any_other(tmp_path: Path) -> None:
    sound = decode(wav(tmp_path / "a.wav", tone(1.0, 96_000), rate=96_000))
    assert (sound.recording.rate, sound.recording.seconds) == (96_000, pytest.approx(1.0, abs=0.01))


@pytest.mark.parametrize(("dead", "left"), [(0, "2"), (1, "1")])
def test_a_dead_channel_is_told_and_the_other_is_heard(dead: int, left: str, tmp_path: Path) -> None:
    channels = [tone(), tone()]
    channels[dead] = np.zeros(RATE)
    sound = decode(wav(tmp_path / "a.wav", *channels))
    assert sound.names == (left,)
    assert any(f"channel {dead + 1} is dead" in fault for fault in sound.recording.faults)


def test_two_equal_channels_are_one(tmp_path: Path) -> None:
    assert decode(wav(tmp_path / "a.wav", tone(), tone())).names == ("1+2",)


def test_two_speakers_channels_stay_apart(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).standard_normal(RATE) * 0.1
    assert decode(wav(tmp_path / "a.wav", tone(), noise)).names == ("1", "2")


def test_a_clipped_recording_is_heard_and_told(tmp_path: Path) -> None:
    sound = decode(wav(tmp_path / "a.wav", np.clip(tone() * 8, -1, 1)))
    assert any("clipped" in fault for fault in sound.recording.faults)


def film(path: Path, with_sound: bool) -> Path:
    with av.open(str(path), "w", format="mp4") as made:
        pictures = made.add_stream("mpeg4", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 64, "yuv420p"
        sound = made.add_stream("aac", rate=RATE, layout="mono") if with_sound else None
        for _ in range(5):
            for packet in pictures.encode(av.VideoFrame(64, 64, "yuv420p")):
                made.mux(packet)
        for packet in pictures.encode(None):
            made.mux(packet)
        if sound is not None:
            frame = av.AudioFrame.from_ndarray(tone().astype(np.float32)[None], format="fltp", layout="mono")
            frame.sample_rate = RATE
            for packet in [*sound.encode(frame), *sound.encode(None)]:
                made.mux(packet)
    return path


def test_of_a_film_the_sound_is_heard(tmp_path: Path) -> None:
    sound = decode(film(tmp_path / "a.mp4", with_sound=True))
    assert any("film" in fault for fault in sound.recording.faults)
    assert sound.recording.seconds == pytest.approx(1.0, abs=0.3)


def bad(path: Path, kind: str) -> Path:
    """A recording that is none, of a kind."""
    outside = wav(path.with_name("outside.wav"), tone())
    contents = {
        "text": b"this is no recording, only some words\n" * 40,
        "empty": b"",
        "playlist": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{outside}\n#EXT-X-ENDLIST\n".encode(),
        "address": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "concat": f"ffconcat version 1.0\nfile {outside}\n".encode(),
        "cut": b"ID3\x03\x00",
    }
    if kind == "no seconds":
        return wav(path, np.zeros(0))
    if kind == "film without sound":
        return film(path, with_sound=False)
    if kind == "five hours":
        size = 5 * 3600 * RATE
        head = struct.pack(
            "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 7, 1, RATE, RATE, 1, 8, b"data", size
        )
        with path.open("wb") as file:
            file.write(head)
            file.truncate(len(head) + size)
        return path
    if kind == "folder":
        path.mkdir()
    elif kind != "nothing":
        path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("text", "no recording that can be decoded"),
        ("empty", "the file is empty"),
        ("playlist", "playlist that points elsewhere"),
        ("address", "playlist that points elsewhere"),
        ("concat", "playlist that points elsewhere"),
        ("cut", "no recording that can be decoded"),
        ("no seconds", "no sound"),
        ("film without sound", "film without sound"),
        ("five hours", "cut it into parts"),
        ("folder", "name the recordings in it"),
        ("nothing", "no such file"),
    ],
)
def test_what_is_no_recording_is_one_clear_sentence(
    kind: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bad(tmp_path / "a.wav", kind)
    status, out, err = said(capsys, "transcribe", path, "--output", tmp_path / "made")
    assert status == 2
    assert told in err
    assert out == ""
    assert "Traceback" not in err
    assert not list((tmp_path / "made").iterdir())


def test_a_recording_that_fails_does_not_stop_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = bad(tmp_path / "a.wav", "text")
    words = tmp_path / "words.vtt"
    words.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nWe lost ten men.\n")
    turns = tmp_path / "turns.rttm"
    turns.write_text("SPEAKER a 1 0.0 5.0 <NA> <NA> Kilo <NA> <NA>\n")
    status, _, _ = said(capsys, "transcribe", first, words, "--turns", turns, "--output", tmp_path, "--format", "json")
    assert status == 2
    made = read_document((tmp_path / "words.json").read_bytes(), path="words.json")
    assert made.text == "Kilo: We lost ten men.\n"


def test_silence_and_noise_are_not_written_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not has_base():
        pytest.skip(f"the packages {' and '.join(PARTS)} are not installed")
    chance = np.random.default_rng(3)
    wav(tmp_path / "silence.wav", np.zeros(RATE * 5))
    wav(tmp_path / "noise.wav", chance.standard_normal(RATE * 5) * 0.1)
    wav(tmp_path / "tones.wav", tone(5.0) * ((np.arange(RATE * 5) / RATE % 1) < 0.4))
    names = [tmp_path / f"{name}.wav" for name in ("silence", "noise", "tones")]
    status, _, err = said(capsys, "transcribe", *names, "--output", tmp_path / "made")
    assert status == 2
    assert err.count("nobody speaks in it") == 3
    assert not list((tmp_path / "made").iterdir())


def test_the_extra_that_is_missing_is_named() -> None:
    program = "import sys; sys.modules['faster_whisper'] = None; from counterclaim.cli import main; "
    program += "main(['transcribe', 'a.wav'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'counterclaim[calls]'" in done.stderr
    assert "Traceback" not in done.stderr


# ------------------------------------------------------------------------------------------------- models


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere/at/all", "there is no folder"), ("tiny.en", "--fetch"), ("", "holds no model.bin")]
)
def test_a_model_that_is_not_here_is_one_sentence(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    with pytest.raises(CounterclaimError, match=told):
        find_model(name or str(tmp_path))


def test_a_model_must_have_the_hash_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model")
    with pytest.raises(CounterclaimError, match="its sha256 is"):
        find_model(str(tmp_path), expected=BASE)


@needs_model
def test_the_packaged_model_is_joined_and_has_its_hash() -> None:
    model = find_model("base")
    assert model.sha256 == BASE
    assert find_model().folder == model.folder


# ------------------------------------------------------------------------------------------------- hearing


@needs_model
@needs_sounds
def test_a_telephone_prompt_is_heard_with_speakers_seconds_and_confidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = np.zeros(RATE, np.float32)
    left = np.concatenate([quiet, prompt("ru", "conf-locked"), quiet, quiet])
    right = np.concatenate([quiet, quiet, quiet, quiet, quiet, prompt("ru", "conf-invalidpin")])
    size = max(len(left), len(right))
    path = wav(tmp_path / "call.wav", np.pad(left, (0, size - len(left))), np.pad(right, (0, size - len(right))))
    status, _, err = said(capsys, "transcribe", path, "--output", tmp_path, "--publisher", "SBU", "--language", "ru")
    assert (status, "who published it" in err) == (0, False)
    document = read_document((tmp_path / "call.json").read_bytes(), path="call.json")
    transcript = document.transcript
    assert transcript is not None
    assert transcript.speakers == ("A", "B")  # a channel each
    first, second = transcript.turns[0], transcript.turns[-1]
    assert "онференц" in document.text[first.span.start : first.span.end].lower()
    assert "парол" in document.text[second.span.start : second.span.end].lower()
    assert first.seconds is not None
    assert first.seconds[0] == pytest.approx(1.0, abs=0.4)
    assert all(
        word.confidence is not None and word.seconds is not None for turn in transcript.turns for word in turn.words
    )
    assert transcript.maker == "machine"
    assert BASE in (transcript.tool or "")
    assert transcript.recording is not None
    assert transcript.recording.channels == 2
    assert document.language == "ru"
    captions = read_document((tmp_path / "call.vtt").read_bytes(), path="call.vtt")
    assert captions.text == document.text
    assert (tmp_path / "call.rttm").read_text().count("SPEAKER call 1 ") == len(transcript.turns)


@needs_model
@needs_sounds
def test_a_language_that_is_not_spoken_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = wav(tmp_path / "call.wav", np.concatenate([prompt("en", "conf-onlyone"), prompt("en", "conf-locked")]))
    status, _, err = said(capsys, "transcribe", path, "--language", "ru")
    assert status == 2
    assert "spoken in 'en'" in err


@needs_sounds
@needs_voices
def test_two_voices_on_one_channel_are_told_apart() -> None:
    from counterclaim.calls.speakers import tell_apart

    parts = [prompt("ru", "conf-locked"), prompt("en", "conf-onlyone"), prompt("ru", "agent-alreadyon")]
    speech, samples, at = [], [], 0.0
    for part in parts:
        fine = np.interp(np.arange(len(part) * 2) / 2, np.arange(len(part)), part)
        samples += [fine, np.zeros(8000)]
        speech.append((at, at + len(part) / RATE))
        at += len(part) / RATE + 0.5
    sound = (np.concatenate(samples) * 32767).astype(np.int16)
    turns = tell_apart(sound, speech, 2)
    assert [letter for _, _, letter in turns] == ["A", "B", "A"]
    assert [(start, end) for start, end, _ in turns] == speech


@needs_voices
def test_vectors_of_voices_have_length_one() -> None:
    from counterclaim.calls.voices import vectors

    sound = (np.random.default_rng(2).standard_normal(32_000) * 3000).astype(np.int16)
    found = vectors(sound, [0, 6400, 30_000])
    assert found.shape == (3, 256)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("ну ну ну ну ну ну", True),
        ("thanks for watching thanks for watching thanks for watching", True),
        ("да да, я понял, сейчас приеду", False),
        ("we lost ten men, then ten more, and then ten", False),
    ],
)
def test_what_is_said_over_and_over_was_not_heard(text: str, again: bool) -> None:
    assert repeats(text) is again


# ------------------------------------------------------------------------------------------------- numbers twice


def words(*spoken: tuple[str, float]) -> list[Said]:
    return [Said(f" {word}", at, at + 0.4, 0.9) for word, at in spoken]


def test_a_number_heard_as_digits_and_as_a_word_is_the_same() -> None:
    first = words(("lost", 0.0), ("twenty", 0.5), ("men", 1.0))
    second = words(("lost", 0.0), ("20", 0.5), ("men", 1.0))
    assert _compared(first, second, "en") == first


def test_a_number_heard_otherwise_keeps_both() -> None:
    first = words(("lost", 0.0), ("fifteen", 0.5), ("men", 1.0))
    second = words(("lost", 0.0), ("fifty", 0.5), ("men", 1.0))
    assert [word.other for word in _compared(first, second, "en")] == [None, "fifty", None]


def test_a_number_that_only_the_first_hearing_has_keeps_that_there_was_none() -> None:
    first = words(("lost", 0.0), ("forty", 0.5), ("men", 1.0))
    assert [word.other for word in _compared(first, words(("lost", 0.0)), "en")] == [None, "", None]


def test_numbers_of_a_language_without_a_pack_are_digits() -> None:
    assert [value for value, _, _ in _numbers(words(("perdió", 0.0), ("20", 0.5)), "es")] == ["20"]


def test_a_number_in_doubt_is_refused_and_the_other_kept() -> None:
    spoken = words(("We", 0.0), ("lost", 0.5), ("fifteen", 1.0), ("men.", 1.5), ("Two", 3.0), ("tanks", 3.5), ("burnt", 4.0), ("out.", 4.4))  # fmt: skip  # noqa: E501
    spoken[2] = Said(" fifteen", 1.0, 1.4, 0.9, "fifty")
    heard = Heard((Piece("A", 0.0, 5.0, tuple(spoken)),), {}, "machine", "a model", "en")
    reading, transcript = laid_out(heard)
    for kind in ("json", "vtt"):
        from counterclaim import verbs

        written = write(transcript, reading.text, kind, "call", "en")
        report = next(verbs.read(read_document(written.encode(), path=f"call.{kind}")))
        assert [claim.quantity.text for claim in report.claims] == ["Two"], kind
        assert any("“fifty”" in one.reason and one.text == "fifteen" for one in report.refusals), kind


# ------------------------------------------------------------------------------------------------- writing


def test_a_transcript_is_the_same_after_json_and_says_the_same_after_vtt() -> None:
    recording = Recording("call.wav", "0" * 64, 9.0, 8000, 1, "wav (pcm_s16le)", ("it is clipped",))
    pieces = (
        Piece("A", 0.0, 1.0, (Said("Сколько", 0.0, 0.5, 0.4), Said(" их?", 0.5, 1.0, 0.9)), "ru", "How many?"),
        Piece("B", 1.2, 2.0, (Said(" <двести>", 1.2, 1.6, 0.95), Said(" &c.", 1.6, 2.0)), "ru"),
        Piece(None, 2.2, 3.0, (Said(" [unintelligible]", 2.2, 3.0),), "ru"),
    )
    given = Provenance("Someone", "https://example.org/a", None, "unknown")
    heard = Heard(pieces, {}, "machine", "base (sha256 0)", "ru", recording)
    reading, transcript = laid_out(heard, given)
    again = read_document(write(transcript, reading.text, "json", "call", "ru").encode(), path="call.json")
    assert (again.text, again.transcript, again.language) == (reading.text, transcript, "ru")
    captions = read_document(write(transcript, reading.text, "vtt", "call").encode(), path="call.vtt")
    assert captions.text == reading.text
    told: Transcript = captions.transcript  # type: ignore[assignment]
    assert (told.maker, told.provenance, told.speakers) == ("machine", given, ("A", "B"))
    low = [captions.text[w.span.start : w.span.end] for t in told.turns for w in t.words if (w.confidence or 1) < 0.5]
    assert low == ["Сколько"]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "00:00:00.000"), (41.2, "00:00:41.200"), (3725.0004, "01:02:05.000")]
)
def test_seconds_are_written_as_webvtt_has_them(seconds: float, shown: str) -> None:
    assert stamp(seconds) == shown


# ------------------------------------------------------------------------------------------------- translation


def test_a_translation_that_changes_a_number_is_told() -> None:
    text = "We lost fifteen men and two tanks."
    turn = Turn("A", Span(0, len(text)), (0.0, 1.0), (), None, "en", "We lost fifty men and 2 tanks.")
    told = differing_numbers(turn, text, "en")
    assert "“fifteen” only in the original" in told
    assert "“fifty” only in the translation" in told
    assert "two" not in told


def test_a_folder_without_a_text_model_is_one_sentence(tmp_path: Path) -> None:
    from counterclaim.calls.translation import load_text_model

    with pytest.raises(CounterclaimError, match="ct2-transformers-converter"):
        load_text_model(tmp_path)


@pytest.mark.parametrize("told", ["overlapping", "unreadable"])
def test_turns_that_cannot_be_read_are_one_sentence(
    told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = tmp_path / "turns.rttm"
    turns.write_text("SPEAKER a 1 zero 5.0 <NA> <NA> A <NA> <NA>\n" if told == "unreadable" else "nothing\n")
    status, _, err = said(capsys, "transcribe", tmp_path / "a.wav", "--turns", turns)
    assert status == 2
    assert "RTTM" in err


def test_an_unheard_recording_raises_what_a_caller_can_act_on(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        decode(bad(tmp_path / "a.wav", "empty"))


def text_model(folder: Path, words: Sequence[str] = ("<unk>", "<s>", "</s>", "eins", "zwei", "drei")) -> Path:
    """A text model of a few words that nobody trained, in the format that is loaded, with its tokenizer."""
    from ctranslate2.specs import TransformerSpec
    from ctranslate2.specs.model_spec import visit_spec
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words, width = list(words), 8
    chance = np.random.default_rng(5)
    rows = {"encoder/layer_0/self_attention/linear_0": 3, "decoder/layer_0/self_attention/linear_0": 3,
            "decoder/layer_0/attention/linear_1": 2}  # fmt: skip

    def fill(part: Any, name: str, value: Any) -> None:
        place, _, last = name.rpartition("/")
        if value is not None:
            return
        if last in ("gamma", "beta"):
            made = np.ones(width) if last == "gamma" else np.zeros(width)
        elif "embeddings" in place or "projection" in place:
            made = chance.standard_normal((len(words), width))
        elif "ffn/linear" in place:
            made = chance.standard_normal((16, width) if place.endswith("0") else (width, 16))
        else:
            made = chance.standard_normal((rows.get(place, 1) * width, width))
        setattr(part, last, made.astype(np.float32))

    spec = TransformerSpec.from_config((1, 1), 2, pre_norm=False)
    visit_spec(spec, fill)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))
    tokenizer = Tokenizer(WordLevel({word: k for k, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_a_text_model_s_english_stands_beside_the_original_and_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from counterclaim.calls.translation import translated

    said_by = Piece("A", 0.0, 2.0, (Said("eins zwei drei", 0.0, 2.0),), "de")
    english = Piece("B", 2.5, 4.0, (Said("We lost ten men.", 2.5, 4.0),), "en")
    heard = translated(Heard((said_by, english), {}, "machine", "a model", "de"), text_model(tmp_path / "model"))
    reading, transcript = laid_out(heard)
    first, second = transcript.turns
    assert reading.text == "A: eins zwei drei\nB: We lost ten men.\n"
    assert set((first.translation or "eins").split()) <= {"eins", "zwei", "drei", "<unk>", "<s>"}
    assert first.translation is not None
    assert second.translation is None


def pieces_model(folder: Path, names: tuple[str, ...], tags: tuple[str, ...] = ()) -> Path:
    """A text model whose words are cut by SentencePiece, as those of OPUS-MT and, with tags of languages, NLLB are."""
    sentencepiece = pytest.importorskip("sentencepiece", reason="the extra “calls” is not installed")
    told = ["осталось сорок человек из роты", "forty men of the company are left", "танков больше нет", "no tanks left"]
    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(told * 20), model_writer=made, vocab_size=60, model_type="bpe", minloglevel=2,
        character_coverage=1.0,
    )  # fmt: skip
    cutter = sentencepiece.SentencePieceProcessor(model_proto=made.getvalue())
    pieces = [cutter.id_to_piece(at) for at in range(cutter.get_piece_size())]
    text_model(folder, ["<unk>", "<s>", "</s>", *(p for p in pieces if not p.startswith("<")), *tags])
    (folder / "tokenizer.json").unlink()
    for name in names:
        (folder / name).write_bytes(made.getvalue())
    return folder


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (("source.spm", "target.spm"), ()),
        (("sentencepiece.bpe.model",), ("rus_Cyrl", "ukr_Cyrl", "eng_Latn")),
        (("spiece.model",), ("rus_Cyrl", "ukr_Cyrl", "eng_Latn")),
    ],
)
def test_models_of_opus_mt_and_nllb_are_loaded_with_their_sentencepiece(
    names: tuple[str, ...], tags: tuple[str, ...], tmp_path: Path
) -> None:
    from counterclaim.calls.translation import load_text_model

    model = load_text_model(pieces_model(tmp_path / "model", names, tags))
    english = model.translate("осталось сорок человек", "ru")
    assert english == model.translate("осталось сорок человек", "ru")
    assert not any(tag in english for tag in tags)
    assert "\u2581" not in english  # pieces were joined to words again
    if tags:
        with pytest.raises(CounterclaimError, match="knows no language 'de'"):
            model.translate("noch vierzig Mann", "de")


def test_a_transcript_gets_english_beside_it_whose_other_numbers_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = pieces_model(tmp_path / "model", ("sentencepiece.bpe.model",), ("rus_Cyrl", "eng_Latn"))
    words = [
        {"word": f" {w}", "start": k / 2, "end": k / 2 + 0.4} for k, w in enumerate(["осталось", "сорок", "человек"])
    ]
    (tmp_path / "call.json").write_text(
        json.dumps({"language": "ru", "segments": [{"start": 0, "end": 1.4, "text": "x", "words": words}]}), "utf-8"
    )
    (tmp_path / "call.rttm").write_text("SPEAKER call 1 0.0 2.0 <NA> <NA> A <NA> <NA>\n", "utf-8")
    status, _, err = said(
        capsys, "transcribe", tmp_path / "call.json", "--turns", tmp_path / "call.rttm", "--translator", model,
        "--output", tmp_path / "out",
    )  # fmt: skip
    assert status == 0
    (turn,) = json.loads((tmp_path / "out" / "call.json").read_text("utf-8"))["turns"]
    assert turn["speaker"] == "A"
    assert turn["translation"] is not None
    assert "“сорок” only in the original" in err


@pytest.mark.parametrize(
    "start", [b"RIFF\x24\0\0\0WAVEfmt ", b"ID3\x04\0\0", b"OggS\0\x02", b"fLaC\0\0", b"\0\0\0\x20ftypM4A "]
)
def test_a_recording_that_is_checked_names_the_command_that_hears(start: bytes) -> None:
    document = read_document(start + bytes(range(256)) * 8, path="call.bin")
    assert document.coverage.state == "failed"
    assert "counterclaim transcribe" in (document.coverage.reason or "")
