"""Whom a pronoun stands for: the subject or the party that the sentences before named, or who speaks."""

from __future__ import annotations

from counterclaim.attribution import speech_of
from counterclaim.context import Context, speaker_side
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import (
    NOBODY,
    Whose,
    actors_of,
    is_subject,
    stands_for,
    topic_of,
)

_WITH_ENEMIES = frozenset({"military", "ministry", "government", "armed-group", "soldier"})
_SPOKEN_OF = 2  # sentences of a speech in which those may be named whom "they" means


def side_of_pronoun(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> Whose:
    """Whom "we", "our" or "it" stands for, and the rule that says so."""
    form = sentence.kind(token, "form")
    if form == "we" and token > 1 and sentence.words[token - 1] == "-" and sentence.words[token - 2].isdecimal():
        return NOBODY  # "6-я армия": the ending of a number
    if form in ("our", "we"):
        side = context.voice(_who_says_we(sentence, token, context, links))
        return side, "our is the speaker's" if side else ""
    if form == "enemy":
        own = context.voice(links)
        if own is not None and context.looks_on(own):
            own = context.text_voice  # "the enemy", in London's words, is that of the text
        side = context.against(own)
        return side, "the enemy of the speaker" if side else ""
    if form in ("its", "it"):
        if sentence.kind(token, "ofone") is not None:
            return NOBODY
        if form == "its" and not context.reading.language.has_articles:
            if "reflexive" in context.parties.words.get(sentence.words[token], ()):
                side = _subject_before(sentence, token, context, links)
                return side, "own is the subject's" if side else ""
        they = _they_in_speech(sentence, token, context, links)
        if they is not None:
            return they, "they are the enemy of the speaker"
        side = _subject_of_its(sentence, token, context, links) or _antecedent(sentence, token, context)
        return side, "its is <side>'s" if side else ""
    return NOBODY


def _who_says_we(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Whose word "our" is: not that of one who is only cited, "they say they burnt 59 of our tanks"."""
    if len(links) > 1 and is_spoken(sentence, token, context):
        begins = _speech_begins(sentence, token, context)
        while len(links) > 1 and begins <= links[-1].start < sentence.starts[token]:
            links = links[:-1]
    return links


def _they_in_speech(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whom one who fights means by "them": those named last in the speech, else the enemy: "They lost 40 tanks."""
    own = context.voice(links) if context.reading.language.has_articles else None
    if own is None or not links or "plural" not in context.parties.words.get(sentence.words[token], ()):
        return None
    if links[-1].role not in _WITH_ENEMIES or not is_spoken(sentence, token, context):
        return None
    begins = _speech_begins(sentence, token, context)
    for index in range(sentence.index, max(-1, sentence.index - _SPOKEN_OF - 1), -1):
        starts = context.reading.sentence(index).starts
        for at, side in reversed(context.sides_of(index).named):
            if begins <= starts[at] and (index < sentence.index or at < token):
                return None if side == own else side
    return context.against(own)


def is_spoken(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a word stands in direct speech: in quotation marks, or in the turn of one who answers."""
    speech = speech_of(context.reading)
    if speech.quote_at(sentence.starts[token]) is not None:
        return True
    turn = speech.turn_at(sentence.index)
    return turn is not None and bool(turn.links)


def _speech_begins(sentence: Sentence, token: int, context: Context) -> int:
    """Where the direct speech begins in which a word stands."""
    speech = speech_of(context.reading)
    quote, turn = speech.quote_at(sentence.starts[token]), speech.turn_at(sentence.index)
    if quote is not None:
        return quote.start
    return turn.start if turn is not None else sentence.start


def _subject_of_its(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose a pronoun is by the subject before it, or the one who speaks there: "the army said eleven of its own"."""
    if not context.reading.language.has_articles:
        return None
    own = context.voice(links)
    actors = actors_of(sentence, context, own, context.against(own))
    actor = next((a for a in actors if a.token == token), None)
    if actor is None:
        return None
    side, how = stands_for(actor, actors, sentence, context, own, links)
    return side if how in ("it, a subject", "it, the speaker before") else None


def _subject_before(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose own: the subject before it, by its case; else the one who speaks; else the one named before."""
    named = dict(context.sides_of(sentence.index).named)
    own = context.voice(links)
    for t in range(token - 1, -1, -1):
        if not is_subject(sentence, t, context):
            continue
        if t in named:
            return named[t]
        if "n" not in context.reading.language.cases(sentence.words[t]):
            continue
        if sentence.kind(t, "form") == "enemy":
            return context.against(own)
        side, how = context.parties.role(sentence.words[t], own, context.against(own))
        if how and side is not None:
            return side
    speaks = speaker_side(links, context.reading.language) if links else None
    return speaks or own or _antecedent(sentence, token, context)


def _antecedent(sentence: Sentence, token: int, context: Context) -> str | None:
    """The side a pronoun stands for: the nearest named before it that is no agent, else the last one spoken of."""
    before = [(t, s) for t, s in context.sides_of(sentence.index).named if t < token]
    for t, side in reversed(before):
        previous = sentence.kind(t - 1, "form") if t else None
        if previous != "by" and (not t or sentence.kind(t - 1, "outside") is None):
            return side
    if before:
        return before[-1][1]
    if context.last_side is not None:
        return context.last_side
    if sentence.index:
        earlier = context.sides_of(sentence.index - 1).named
        return earlier[0][1] if earlier else None
    return None


_ASKED_BACK = 3  # sentences of an answer in which it is still of those that the question named
_SHORT = 5  # words of a question that only asks of somebody: "Its own losses?"
_CLOSING = 3  # tokens in which a sentence ends, quotation marks among them


def side_asked_of(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> Whose:
    """Of whom the question before a word asks, where the answer names nobody: "And the Chechens? – They lost 40."."""
    for index in range(sentence.index - 1, max(-1, sentence.index - _ASKED_BACK - 1), -1):
        before = context.reading.sentence(index)
        named = {side for at, side in context.sides_of(index).named if not _is_where(before, at)}
        if "?" in before.words[-_CLOSING:]:
            meant = set() if named else _meant_by_question(before, context, links)
            if "tells" in before.values("form") or (
                not meant and len(before.words) <= _CLOSING and is_spoken(sentence, token, context)
            ):
                return NOBODY  # "And the Houthis say?": of their words
            named = named or meant
            further = ", further" if index < sentence.index - 1 else ""
            return (named.pop(), f"asked of <side>{further}") if len(named) == 1 else (None, "")
        if named:
            break
    return NOBODY


def _meant_by_question(question: Sentence, context: Context, links: tuple[Link, ...]) -> set[str]:
    """Of whom a question asks that names nobody: "And the enemy?"; in few words "Its losses?", "Ours?"."""
    if "enemy" in question.values("form"):
        return {side for side in (context.against(context.voice(links)),) if side is not None}
    owner = next((t for t, form in question.places("form") if form in ("its", "our")), None)
    if owner is None or len(question.words) > _SHORT or not context.reading.language.has_articles:
        return set()
    side, rule = side_of_pronoun(question, owner, context, links)
    if question.kind(owner, "form") == "its" and question.index:
        side = topic_of(question.index - 1, context) or side
    return {side} if rule and side is not None else set()


def _is_where(sentence: Sentence, token: int) -> bool:
    """Whether a side at a token is but a place: "How many of you came to Russia?"."""
    return token > 0 and sentence.kind(token - 1, "form") in ("in", "at", "to")
