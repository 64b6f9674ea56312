"""What a transcript adds to a claim: its seconds, the speaker in the call as published, and what was heard in doubt."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from counterclaim.documents.cues import clock
from counterclaim.model import Cue, Document, Link, Transcript, Turn

UNSURE = 0.5  # a word of less confidence is shown as doubtful
CALL = "call"
_ALONE = (0, 0)  # the place of one who is not named in the text


def turn_at(transcript: Transcript, offset: int) -> Turn | None:
    """The turn in which a code point of the text stands, its speaker's label included."""
    turns = transcript.turns
    k = bisect_right(turns, offset, key=lambda turn: turn.label.start if turn.label else turn.span.start) - 1
    return turns[k] if k >= 0 and offset < turns[k].span.end else None


def seconds_of(transcript: Transcript, start: int, end: int) -> tuple[float, float] | None:
    """When the words from ``start`` to ``end`` are heard; by the turn where words have no times of their own."""
    heard: list[tuple[float, float]] = []
    for turn in _turns(transcript, start, end):
        own = [w.seconds for w in turn.words if w.seconds and w.span.start < end and start < w.span.end]
        heard += own or ([turn.seconds] if turn.seconds else [])
    return (min(s for s, _ in heard), max(e for _, e in heard)) if heard else None


def heard_otherwise(transcript: Transcript, start: int, end: int) -> str:
    """Why words that hold a number are no evidence: two hearings of them differ; empty where they do not."""
    for turn in _turns(transcript, start, end):
        for word in turn.words:
            if word.other is not None and word.span.start < end and start < word.span.end:
                at = f" at {clock(word.seconds[0])}" if word.seconds else ""
                other = f"“{word.other}”" if word.other else "nothing"
                return f"heard in two ways{at}: also as {other}; listen, and correct the transcript"
    return ""


def doubts(document: Document, start: int, end: int) -> tuple[Cue, ...]:
    """The words from ``start`` to ``end`` that the recogniser was not sure of."""
    if document.transcript is None:
        return ()
    return tuple(
        Cue("low-confidence", document.text[word.span.start : word.span.end], word.span.start, word.span.end)
        for turn in _turns(document.transcript, start, end)
        for word in turn.words
        if word.confidence is not None and word.confidence < UNSURE and word.span.start < end and start < word.span.end
    )


def is_call(transcript: Transcript) -> bool:
    """Whether speakers are sources in a published recording; a printed dialogue that says nothing of one is none."""
    return transcript.timed or transcript.recording is not None or transcript.provenance.publisher is not None


def voices(document: Document, start: int, links: tuple[Link, ...], language: str) -> tuple[Link, ...]:
    """Whoever speaks at ``start`` and whom they cite: the links of the text that stand in the same turn.

    The speaker's own label may be read as a rank or a role ("Soldier 1"); a letter or a number names nobody.
    """
    turn = turn_at(document.transcript, start) if document.transcript is not None else None
    if turn is None:
        return links
    inner = tuple(link for link in links if turn.span.start <= link.start < turn.span.end and link.end > link.start)
    place = (turn.label.start, turn.label.end) if turn.label is not None else _ALONE
    name = turn.speaker or "speaker"
    source, role = named(name, language)
    return (Link(name, source, role, None, *place), *inner)


def published(transcript: Transcript, language: str) -> tuple[Link, ...]:
    """The outer links of a call: who published it, where that is told, and the call itself."""
    call = Link(CALL, None, "document", None, *_ALONE)
    publisher = transcript.provenance.publisher
    if publisher is None:
        return (call,)
    source, role = named(publisher, language)
    return (Link(publisher, source, role, None, *_ALONE), call)


@lru_cache(maxsize=1024)
def named(name: str, language: str) -> tuple[str | None, str]:
    """The id and the role of somebody by name, by the register of sources; English ones in every language."""
    from counterclaim.language import fold, load_language
    from counterclaim.naming import identify
    from counterclaim.sources import line_of, load_register, names_of
    from counterclaim.tongue import DEFAULT, has_rules

    for code in dict.fromkeys((language, DEFAULT)):
        if not has_rules(code):
            continue
        line = line_of(name, fold(name), 0, len(name))
        if not line.words:
            break
        found = identify(line, 0, len(line.words), names_of(load_language(code)), load_register())
        if found.id is not None or found.role != "person":
            return found.id, found.role
    return None, "person"


def _turns(transcript: Transcript, start: int, end: int) -> list[Turn]:
    turns = transcript.turns
    first = max(0, bisect_right(turns, start, key=lambda turn: turn.span.start) - 1)
    found = []
    for turn in turns[first:]:
        if turn.span.start >= end:
            break
        if turn.span.end > start:
            found.append(turn)
    return found


def differing_numbers(turn: Turn, text: str, language: str | None) -> str:
    """The numbers that a turn and its translation do not share, in words; empty where they agree or cannot be told."""
    if turn.translation is None:
        return ""
    ours = _values(text[turn.span.start : turn.span.end], turn.language or language)
    theirs = _values(turn.translation, "en")
    if ours is None or theirs is None or ours.keys() == theirs.keys():
        return ""
    only = [f"“{ours[value]}” only in the original" for value in ours.keys() - theirs.keys()]
    only += [f"“{theirs[value]}” only in the translation" for value in theirs.keys() - ours.keys()]
    return "; ".join(sorted(only))


def _values(text: str, language: str | None) -> dict[object, str] | None:
    """The numbers of a text: value → words; ``None`` where no pack knows the language's number words."""
    from counterclaim.language import load_language
    from counterclaim.model import VocabularyError
    from counterclaim.quantities import find_amounts

    try:
        pack = load_language(language or "")
    except (VocabularyError, OSError, KeyError):
        return None
    amounts, _ = find_amounts(pack.parse(text), pack, "ours")
    told = {(a.quantity.low, a.quantity.best, a.quantity.high): a.quantity.text for a in amounts}
    return {value: words for value, words in told.items() if value[1] != 0}  # "no" says that there is none, in its way
