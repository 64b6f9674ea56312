"""A recording heard: words, speakers and languages put together as a transcript.

Sound → speech → words (Listener)  ┐
               → turns (speakers)  ┴→ pieces → Transcript
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.calls.decoding import Sound
from counterclaim.calls.listening import Listener, Utterance, speech_in
from counterclaim.calls.voices import has_voices
from counterclaim.documents.heard import Heard, Piece, Said, turns_of
from counterclaim.model import CounterclaimError, UnreadableError

if TYPE_CHECKING:
    from counterclaim.calls.decoding import Samples

_NEAR = 1.0  # seconds between a word and the turn that it is given to
_BRIEF = 0.5  # seconds: one word as short, between two of another speaker, is that speaker's
_WRONG = 0.85  # how likely another language must be for the one given to be refused
_ALIKE = (frozenset(["ru", "uk", "be", "bg"]),)  # languages that are taken for each other on the telephone


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a transcription: the language, how many speakers, known turns, a translation into English."""

    language: str | None = None
    speakers: int | None = None
    turns: tuple[tuple[float, float, str], ...] = ()
    translate: bool = False


Told = Callable[[float, str], None]


def transcribe(sound: Sound, listener: Listener, wishes: Wishes, told: Told | None = None) -> Heard:
    """What is said in a recording, by whom and when; ``UnreadableError`` where nobody speaks or in another language.

    ``told`` hears which share is done, and what is being done.
    """
    speech = [speech_in(channel) for channel in sound.channels]
    if not any(speech):
        why = f" ({'; '.join(sound.recording.faults)})" if sound.recording.faults else ""
        raise UnreadableError(f"nobody speaks in it{why}: silence, music and noise are not written down")
    if wishes.language is not None:
        _check_language(sound, speech, listener, wishes.language)
    pieces: list[Piece] = []
    for number, (channel, stretches) in enumerate(zip(sound.channels, speech, strict=True)):
        done, share = number / len(sound.channels), 1 / len(sound.channels)

        def hear(part: float, done: float = done, share: float = share) -> None:
            if told is not None:
                told(done + share * part, "hearing")

        words = listener.listen(channel, stretches, wishes.language, hear)
        if len(sound.channels) > 1 and not wishes.turns:
            pieces += [_piece(f"channel {sound.names[number]}", one.said, one.language) for one in words]
        else:
            turns = wishes.turns or _told_apart(channel, stretches, wishes.speakers)
            pieces += [piece for one in words for piece in _by_speaker(one, turns)]
    pieces = _in_order(pieces if wishes.turns else _lettered(pieces))
    if wishes.translate:
        pieces = _translated(pieces, sound, listener, told)
    if not pieces:
        raise UnreadableError("somebody may speak in it, but no word was understood; nothing is written down")
    tool = f"{listener.model.name} (sha256 {listener.model.sha256})"
    languages = [piece.language for piece in pieces if piece.language]
    main = max(set(languages), key=languages.count) if languages else None
    return Heard(tuple(pieces), {}, "machine", tool, main, sound.recording)


def _check_language(
    sound: Sound, speech: Sequence[Sequence[tuple[float, float]]], listener: Listener, given: str
) -> None:
    """Raises ``UnreadableError`` where another language is heard than the one that was given."""
    channel, stretches = next((c, s) for c, s in zip(sound.channels, speech, strict=True) if s)
    heard, likely = listener.language_in(channel, stretches)
    if given not in likely:
        raise CounterclaimError(f"the model knows no language '{given}'; it knows ru, uk, en and others by such codes")
    alike = any({heard, given} <= group for group in _ALIKE)
    if heard != given and not alike and likely[heard] >= _WRONG:
        raise UnreadableError(f"it is spoken in '{heard}' (likely by {likely[heard]:.0%}), not in '{given}' as "
                              "--language says: leave --language out, or correct it")  # fmt: skip


def _told_apart(
    channel: Samples, speech: Sequence[tuple[float, float]], count: int | None
) -> Sequence[tuple[float, float, str]]:
    if count == 1:
        return [(start, end, "A") for start, end in speech]
    if not has_voices() and count is None:
        return ()
    from counterclaim.calls.speakers import tell_apart

    return tell_apart(channel, speech, count)


def _piece(speaker: str | None, said: Sequence[Said], language: str | None) -> Piece:
    return Piece(speaker, said[0].start, said[-1].end, tuple(said), language)


def _by_speaker(heard: Utterance, turns: Sequence[tuple[float, float, str]]) -> list[Piece]:
    """The words of an utterance by who speaks at the middle of each."""
    if not turns:
        return [_piece(None, heard.said, heard.language)]
    names = [_speaker_of(word, turns) for word in heard.said]
    for k in range(1, len(names) - 1):
        word = heard.said[k]
        brief = (word.end or 0.0) - (word.start or 0.0) <= _BRIEF
        if brief and names[k - 1] == names[k + 1] != names[k]:
            names[k] = names[k - 1]
    pieces: list[Piece] = []
    first = 0
    for k in range(1, len(names) + 1):
        if k == len(names) or names[k] != names[first]:
            pieces.append(_piece(names[first], heard.said[first:k], heard.language))
            first = k
    return pieces


def _speaker_of(word: Said, turns: Sequence[tuple[float, float, str]]) -> str | None:
    middle = ((word.start or 0.0) + (word.end or 0.0)) / 2
    distance, name = min((max(start - middle, middle - end, 0.0), name) for start, end, name in turns)
    return name if distance <= _NEAR else None


def _lettered(pieces: Sequence[Piece]) -> list[Piece]:
    """Speakers as letters in the order in which they are first heard."""
    letters: dict[str, str] = {}
    for piece in sorted(pieces, key=lambda piece: piece.start or 0.0):
        if piece.speaker is not None:
            letters.setdefault(piece.speaker, _letter(len(letters)))
    return [replace(piece, speaker=letters[piece.speaker] if piece.speaker else None) for piece in pieces]


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces by their time; the end of one does not reach into the same speaker's next."""
    found = sorted(pieces, key=lambda piece: (piece.start or 0.0, piece.end or 0.0))
    ends: dict[str | None, float] = {}
    made = []
    for piece in found:
        start, end = piece.start or 0.0, piece.end or 0.0
        begin = max(start, min(ends.get(piece.speaker, 0.0), end))
        made.append(replace(piece, start=start, end=max(end, start)))
        ends[piece.speaker] = max(begin, end)
    return made


def _translated(pieces: Sequence[Piece], sound: Sound, listener: Listener, told: Told | None) -> list[Piece]:
    """Each turn that is not English with the model's own English of its sound."""
    made: list[Piece] = []
    for number, group in enumerate(turns_of(pieces)):
        first, last = group[0], group[-1]
        if told is not None:
            told((first.start or 0.0) / sound.seconds, "translating")
        language = first.language or "en"
        if language == "en" or first.start is None or last.end is None:
            made += group
            continue
        channel = sound.channels[_channel(sound, first, pieces)]
        end = min(max(piece.end or 0.0 for piece in group), first.start + 28.0)
        english = listener.translate(channel, first.start, end, language)
        made += [replace(first, translation=english, new=number > 0 or first.new), *group[1:]]
    return made


def _channel(sound: Sound, piece: Piece, pieces: Sequence[Piece]) -> int:
    """The channel in which a piece is heard: the louder one over its seconds."""
    if len(sound.channels) == 1:
        return 0
    import numpy as np

    start, end = round((piece.start or 0.0) * 16_000), round((piece.end or 0.0) * 16_000) + 1
    loud = [
        float(np.mean(np.abs(channel[start:end].astype(np.int32)))) if end > start else 0.0
        for channel in sound.channels
    ]
    return int(np.argmax(loud))
