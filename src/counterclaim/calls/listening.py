"""From sound to words: stretches of speech, windows of up to 28 seconds of them, a model's words with times and doubt.

    speech_in          Silero VAD: where anybody speaks
    Listener.listen    windows, their noise made fainter → Whisper → words; numbers are heard a second time, in the
                       window as it is, and both are kept where they differ

Whisper invents words where nobody speaks. So silence, music and noise never reach it (VAD), and what it makes of the
rest is left out where it is unsure that there is speech, or says one thing again and again; where somebody speaks and
cannot be understood, that is marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterclaim.calls.models import Model
from counterclaim.calls.quieting import quieted
from counterclaim.documents.heard import Said
from counterclaim.tongue import by_letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Samples = NDArray[np.int16]

RATE = 16_000
UNINTELLIGIBLE = "[unintelligible]"
_LONGEST = 28.0  # seconds of a window; Whisper hears 30
_GAP = 1.5  # seconds of silence that are kept within a window
_EDGE = 0.25  # seconds of sound kept around speech
_SPEECH = 0.3  # likeness to speech from which a stretch is heard: the telephone's band makes it lower
_SHORTEST = 0.25  # seconds
_NO_SPEECH, _UNLIKELY = 0.6, -0.8  # a segment is left out beyond both: likely no speech, and words that fit badly
_HOPELESS = -1.4  # mean log probability of words below which nothing was understood
_PACKED = 2.4  # how well a text packs from which it is the same again and again (OpenAI's own bound)
_MUDDLED = 0.25  # mean confidence of a segment's words below which it is a mark, not a guess
_SAME_TIME = 0.75  # seconds by which two hearings of one number may differ
_SURE_OF_LANGUAGE = 0.85  # from which a language that is heard beats the one that was given


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words heard together on one channel, and the language they are in."""

    said: tuple[Said, ...]
    language: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """Sound taken out of the whole in parts: where each part stands in the window and in the recording, in seconds."""

    sound: Array
    parts: tuple[tuple[float, float, float], ...]  # start in the window, start in the recording, length

    def when(self, second: float) -> float:
        """A second of the window as a second of the recording."""
        for start, origin, length in reversed(self.parts):
            if second >= start - 1e-6:
                return origin + min(second - start, length)
        return self.parts[0][1]


def as_float(sound: Samples) -> Array:
    """16-bit samples as fractions of full scale; a stretch at a time, so that hours of sound stay small."""
    import numpy as np

    return np.asarray(sound, np.float32) / np.float32(32768)


def speech_in(sound: Samples) -> list[tuple[float, float]]:
    """Where somebody speaks, in seconds."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        threshold=_SPEECH, min_speech_duration_ms=round(_SHORTEST * 1000), min_silence_duration_ms=250, speech_pad_ms=60
    )
    size = RATE * 600
    found: list[tuple[float, float]] = []
    for first in range(0, len(sound), size):  # ten minutes at a time, so that memory stays small
        for stretch in get_speech_timestamps(as_float(sound[first : first + size]), options):
            start, end = (first + stretch["start"]) / RATE, (first + stretch["end"]) / RATE
            if found and start - found[-1][1] < 0.05:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def _cuts(sound: Samples, speech: Sequence[tuple[float, float]]) -> Iterator[_Cut]:
    """Windows of speech with a little silence around, none longer than Whisper hears."""
    import numpy as np

    group: list[tuple[float, float]] = []
    for part in [*_parts(speech, len(sound) / RATE), None]:
        used = sum(end - start for start, end in group)
        if group and (part is None or used + part[1] - part[0] > _LONGEST):
            at, laid = 0.0, []
            for start, end in group:
                laid.append((at, start, end - start))
                at += end - start
            pieces = [as_float(sound[round(start * RATE) : round(end * RATE)]) for start, end in group]
            yield _Cut(np.concatenate(pieces), tuple(laid))
            group = []
        if part is not None:
            group.append(part)


def _parts(speech: Sequence[tuple[float, float]], length: float) -> list[tuple[float, float]]:
    """Speech with its edges, short silences included, in parts that fit a window."""
    parts: list[tuple[float, float]] = []
    for begin, stop in speech:
        start, end = max(0.0, begin - _EDGE), min(length, stop + _EDGE)
        if parts and start - parts[-1][1] <= _GAP and end - parts[-1][0] <= _LONGEST:
            parts[-1] = (parts[-1][0], end)
            continue
        start = max(start, parts[-1][1]) if parts else start
        while end - start > _LONGEST:
            parts.append((start, start + _LONGEST))
            start += _LONGEST
        parts.append((start, end))
    return parts


class Listener:
    """A model, loaded, that hears one window after another."""

    def __init__(self, model: Model, threads: int = 2) -> None:
        from faster_whisper import WhisperModel

        from counterclaim.model import CounterclaimError

        self.model = model
        try:
            self._whisper: Any = WhisperModel(
                str(model.folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            said = " ".join(str(error).split())[:200]
            raise CounterclaimError(f"the model in {model.folder} could not be loaded: {said}") from None

    def language_in(self, sound: Samples, speech: Sequence[tuple[float, float]]) -> tuple[str, dict[str, float]]:
        """The language of the first window of speech, and how likely each one is."""
        cut = next(_cuts(sound, speech))
        code, _, likely = self._whisper.detect_language(quieted(cut.sound))
        return str(code), dict(likely)

    def listen(
        self,
        sound: Samples,
        speech: Sequence[tuple[float, float]],
        language: str | None = None,
        told: Callable[[float], None] | None = None,
    ) -> list[Utterance]:
        """What is said in the stretches of speech; ``told`` hears which share of the sound is done.

        ``language`` is taken for all of it; otherwise each window's own is heard, and that of the recording where a
        window leaves it open.
        """
        if not speech:
            return []
        main = language or self.language_in(sound, speech)[0]
        found: list[Utterance] = []
        for cut in _cuts(sound, speech):
            segments, code = self._hear(cut, language, main)
            found += self._utterances(cut, segments, code)
            if told is not None:
                told(cut.parts[-1][1] / (len(sound) / RATE))
        return found

    def translate(self, sound: Samples, start: float, end: float, language: str) -> str:
        """A stretch in English, by the model's own translation of speech."""
        part = quieted(as_float(sound[round(max(0.0, start - _EDGE) * RATE) : round((end + _EDGE) * RATE)]))
        segments, _ = self._whisper.transcribe(
            part, language=language, task="translate", beam_size=5, temperature=0.0, condition_on_previous_text=False
        )
        kept = [s.text.strip() for s in segments if not _is_nothing(s) and not _is_muddle(s)]
        return " ".join(kept) or UNINTELLIGIBLE

    def _hear(self, cut: _Cut, language: str | None, main: str) -> tuple[list[Any], str]:
        sound = quieted(cut.sound)

        def ask(code: str | None) -> tuple[Any, Any]:
            answer: tuple[Any, Any] = self._whisper.transcribe(
                sound,
                language=code,
                beam_size=5,
                temperature=(0.0, 0.4),
                condition_on_previous_text=False,
                word_timestamps=True,
            )
            return answer

        if language is not None:
            return list(ask(language)[0]), language
        segments, info = ask(None)
        likely = dict(info.all_language_probs or ())
        code = str(info.language)
        if code != main and (likely.get(code, 0.0) < _SURE_OF_LANGUAGE or likely.get(main, 0.0) > 0.1):
            code = main
            segments = ask(main)[0]
        return list(segments), code

    def _utterances(self, cut: _Cut, segments: Sequence[Any], code: str) -> list[Utterance]:
        kept = [(segment, _is_muddle(segment)) for segment in segments if not _is_nothing(segment)]
        words = [word for segment, muddled in kept if not muddled for word in _said(segment, cut)]
        if _numbers(words, code):
            words = _compared(words, self._again(cut, code), code)
        found: list[Utterance] = []
        at = 0
        for segment, muddled in kept:
            if muddled:
                start, end = cut.when(segment.start), cut.when(segment.end)
                said: tuple[Said, ...] = (Said(f" {UNINTELLIGIBLE}", start, max(start, end)),)
            else:
                size = len(list(_said(segment, cut)))
                said = tuple(words[at : at + size])
                at += size
            if said:
                text = "".join(word.text for word in said)
                found.append(Utterance(said, by_letters(text) or code))
        return found

    def _again(self, cut: _Cut, code: str) -> list[Said]:
        """A window as it is, heard a second time: the likeliest word at each step; the first weighs whole sentences."""
        segments, _ = self._whisper.transcribe(
            cut.sound,
            language=code,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
        )
        return [word for segment in segments for word in _said(segment, cut)]


def _said(segment: Any, cut: _Cut) -> Iterator[Said]:
    for word in segment.words or ():
        start, end = cut.when(word.start), cut.when(word.end)
        yield Said(word.word, round(start, 2), round(max(start, end), 2), round(float(word.probability), 3))


def _is_nothing(segment: Any) -> bool:
    """Whether the model itself doubts that anybody speaks, and its words fit badly."""
    return not segment.text.strip() or (segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _UNLIKELY)


def _is_muddle(segment: Any) -> bool:
    """Whether words were made up of sound that was not understood: the same over and over, or none of them likely."""
    if segment.compression_ratio > _PACKED or segment.avg_logprob < _HOPELESS or repeats(segment.text):
        return True
    sure = [word.probability for word in segment.words or ()]
    return bool(sure) and sum(sure) / len(sure) < _MUDDLED


def repeats(text: str) -> bool:
    """Whether a text says one word four times running, or a few words three times running and nothing else much."""
    words = re.findall(r"\w+", text.casefold())
    for size in range(1, 7):
        times = 1
        for k in range(size, len(words) - size + 1, size):
            times = times + 1 if words[k : k + size] == words[k - size : k] else 1
            if times >= (5 if size == 1 else 3) and times * size * 2 >= len(words):
                return True
    most = Counter(words).most_common(1)
    return bool(most) and most[0][1] >= 8 and most[0][1] * 2 >= len(words)


def _numbers(words: Sequence[Said], code: str) -> list[tuple[object, int, int]]:
    """The numbers in words: value, first word, last word; by the pack of the language, else by digits alone."""
    text, starts = "", []
    for word in words:
        text += "" if word.text[:1].isspace() or not text else " " if not word.text[:1].isalnum() else ""
        starts.append(len(text))
        text += word.text
    spans: list[tuple[object, int, int]] = []
    from counterclaim.language import load_language
    from counterclaim.model import VocabularyError
    from counterclaim.quantities import find_amounts

    try:
        pack = load_language(code)
        amounts, _ = find_amounts(pack.parse(text), pack, "ours")
        spans = [
            ((a.quantity.low, a.quantity.best, a.quantity.high), a.quantity.start, a.quantity.end) for a in amounts
        ]
    except (VocabularyError, OSError, KeyError):
        spans = [(m[0], m.start(), m.end()) for m in re.finditer(r"\d[\d.,]*", text)]
    found = []
    for value, start, end in spans:
        inside = [k for k, at in enumerate(starts) if at < end and start < at + len(words[k].text)]
        if inside:
            found.append((value, inside[0], inside[-1]))
    return found


def _compared(first: list[Said], second: list[Said], code: str) -> list[Said]:
    """The first hearing, with the second's words beside every number that the two do not agree on."""
    made = list(first)
    theirs = _numbers(second, code)
    for value, a, b in _numbers(first, code):
        start, end = first[a].start or 0.0, first[b].end or 0.0
        same = any(v == value and _near(second[i], second[j], start, end) for v, i, j in theirs)
        if not same:
            other = _words_at(second, start, end)
            for k in range(a, b + 1):
                made[k] = replace(made[k], other=other)
    ours = _numbers(first, code)
    for value, i, j in theirs:
        start, end = second[i].start or 0.0, second[j].end or 0.0
        if any(v == value and _near(first[a], first[b], start, end) for v, a, b in ours):
            continue
        other = "".join(word.text for word in second[i : j + 1]).strip()
        for k, word in enumerate(made):
            if word.other is None and _middle_in(word, start, end):
                made[k] = replace(word, other=other)
    return made


def _near(first: Said, last: Said, start: float, end: float) -> bool:
    return abs((first.start or 0.0) - start) <= _SAME_TIME or abs((last.end or 0.0) - end) <= _SAME_TIME


def _middle_in(word: Said, start: float, end: float) -> bool:
    return start - 0.05 <= ((word.start or 0.0) + (word.end or 0.0)) / 2 <= end + 0.05


def _words_at(words: Sequence[Said], start: float, end: float) -> str:
    return "".join(word.text for word in words if _middle_in(word, start, end)).strip()
