"""Whose loss or force the words of a sentence say it is, never who speaks.

resolve_side   the number and all that stands around it → a side and the name of the rule that told it

The side is looked for where grammar puts it, in the order of ``_RULES``: in the number's own phrase, in a possessive,
in the subject of "lost", beside "losses"; then in the number whose word was carried, in a heading, with who speaks.
What the text around lets one infer where none of these names a side is in ``inferences``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counterclaim.antecedents import side_asked_of, side_of_pronoun
from counterclaim.bulletins import side_of_heading
from counterclaim.context import Context, Sides, speaker_side
from counterclaim.doers import is_after_by, regains, without_speakers
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.noun_phrases import IN_PHRASE, side_beside_phrase, side_in_phrase
from counterclaim.owners import side_of_owner
from counterclaim.parties import NOBODY, Whose, called, is_called, is_nominal, stands_as_place
from counterclaim.references import OWNERS
from counterclaim.shapes import Number
from counterclaim.subjects import (
    has_subject,
    side_beside,
    side_done_to,
    side_having,
    side_in_front,
    side_in_nominative,
    side_of_subject,
)

# Rules by which grammar alone tells the side; the others are signs among signs.
TOLD = frozenset(
    [
        "side in <n> <side> <object>", "<side> <n>", "<side> <lost>", "<side> <losses>", "<losses> of <side>",
        "<side> admits <n> <dead>", "own is the subject's", "<side> has <n>", "<side> in front", "our is the speaker's",
        "the enemy of the speaker", "side of the heading", "of both sides", "<side>'s <n>",
        "<n> of the speaker's own", "<party>'s <losses>", "<lost> by the speaker's side", "the enemy of the state",
        "<side> pays <n>", "<n> of theirs", "on <party>'s side", "<party> leaves <n> <dead>",
        "<n> is the like of <side>", "the other side <lost>",
        "they are the enemy of the speaker", "against <n> of <side>", "peacekeepers are the UN's",
        "people of <place>", "<party> <lost>", "<side> names <n> <dead>", "<n> are <side>", "asked of <side>",
        "<side> mobilises <n>", "held in <place>", "shot down by the speaker's side",
        "losses told just before", "<side> launched <object>",
    ]
)  # fmt: skip

_FORCE = frozenset({"strength", "remaining", "deployed", "mobilised", "deserted", "surrendered", "abandoned"})
_FALLEN = frozenset({"killed", "missing", "wounded", "losses", "casualties"})
_LISTED = 8  # lines under a heading that are told by it, where no pattern reads them
_LISTED_APART = 3  # tokens between two numbers that one noun may count
_CARRIED_ON = 3  # times that a side is asked of another number
_HEADING, _FURTHER = 5, 9  # tokens from a number back to the losses it is one of: "потери за эти бои — 310 убитых"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what stands around it."""

    sentence: Sentence
    number: Number
    context: Context
    links: tuple[Link, ...]  # who says it
    sides: Sides  # all that the sentence names
    spoken: Sides  # of these, whom it speaks of: who only speaks is none
    last: int  # the last token of the number's own phrase
    asked: int  # how many numbers have been asked before this one

    @property
    def articles(self) -> bool:
        """Whether the language has articles, and tells by the order of words what others tell by case."""
        return self.context.reading.language.has_articles

    @property
    def voice(self) -> str | None:
        """The side of who says it."""
        return self.context.voice(self.links) if self.links else None

    def asks(self, rule: _Rule) -> Whose:
        """What a rule of another module tells of it."""
        return rule(self.sentence, self.number, self.spoken, self.context, self.links)


_Rule = Callable[[Sentence, Number, Sides, Context, tuple[Link, ...]], Whose]


def resolve_side(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...], asked: int = 0
) -> Whose:
    """Who suffered the loss or owns the force, and the name of the rule that found it ("" when none)."""
    sides = context.sides_of(sentence.index)
    spoken = without_speakers(sentence, sides, links)
    counted = Counted(sentence, number, context, links, sides, spoken, _phrase_end(number), asked)
    for rule in _RULES:
        told = rule(counted)
        if told[1]:
            return told
    return NOBODY


def _phrase_end(number: Number) -> int:
    """The last token of a number's own phrase: its noun, or its "dead"."""
    last = max(number.noun_end, number.noun if number.noun is not None else -1)
    return max(last, number.harm) if number.by == "own" and number.harm is not None else last


# -- the number's own phrase, and who owns it -------------------------------------------------------------------------


def _in_phrase(counted: Counted) -> Whose:
    """Who stands in the phrase: "40 Peruvian soldiers"."""
    return side_in_phrase(
        counted.sentence, counted.number, counted.last, counted.spoken, counted.context, counted.links
    )


def _beside_phrase(counted: Counted) -> Whose:
    """Who stands right before a number without a verb, or is said to be those counted."""
    return counted.asks(side_beside_phrase)


def _by_pronoun(counted: Counted) -> Whose:
    """Whom a pronoun in the phrase means: "12 of our tanks"."""
    sentence, number = counted.sentence, counted.number
    for token in range(number.first, counted.last + 1):
        if number.form == "lose" and sentence.kind(token, "form") == "its":
            found = counted.asks(side_of_subject)  # "have lost half of their men": the subject's
            if found[1] == "<side> <lost>":
                return found
        found = side_of_pronoun(sentence, token, counted.context, counted.links)
        if found[1]:
            return found
    return NOBODY


def _by_pronoun_behind(counted: Counted) -> Whose:
    """Whom a pronoun right behind the phrase means: "погибли двое наших", "положили «тысячу» своих"."""
    if counted.articles:
        return NOBODY
    sentence, number = counted.sentence, counted.number
    behind = max(counted.last, number.last) + 1
    for token in range(behind, min(behind + 2, len(sentence.words))):
        form = sentence.kind(token, "form")
        if form == "its" or (form == "our" and token == behind and number.noun is None):
            found = side_of_pronoun(sentence, token, counted.context, counted.links)
            if found[1] and (form == "our" or found[1] == "own is the subject's"):
                return found
    return NOBODY


# -- who has, suffers and loses ---------------------------------------------------------------------------------------


def _owned(counted: Counted) -> Whose:
    """Who owns or pays what was lost."""
    return counted.asks(side_of_owner)


def _having(counted: Counted) -> Whose:
    """Who has what is counted: "у нас один двести"."""
    return counted.asks(side_having)


def _done_to(counted: Counted) -> Whose:
    """To whom it was done: "бой стоил противнику 300 солдат"."""
    return side_done_to(counted.sentence, counted.number, counted.context, counted.links)


def _in_front(counted: Counted) -> Whose:
    """Who stands in front of the sentence."""
    fronted = side_in_front(counted.sentence, counted.number, counted.spoken, counted.context, counted.links)
    return (fronted, "<side> in front") if fronted is not None else NOBODY


def _lost_by_speaker(counted: Counted) -> Whose:
    """The speaker, where nobody else is named and the word says "lost"."""
    harm = counted.number.harm
    if harm is None or "lost" not in counted.context.parties.words.get(counted.sentence.words[harm], ()):
        return NOBODY
    speaker = counted.voice
    return (speaker, "<lost> by the speaker") if speaker is not None and not counted.spoken.named else NOBODY


def _beside_losses(counted: Counted) -> Whose:
    """Who stands beside the noun of the loss: "Russian losses: 40"; or suffered what it names."""
    sentence, number = counted.sentence, counted.number
    if number.by != "own" and number.form not in ("noun", "bulletin"):
        return NOBODY
    if number.first and (sentence.kind(number.first - 1, "harm") or "").endswith(".suffer") and counted.articles:
        return counted.asks(side_of_subject)
    return side_beside(sentence, number, counted.spoken, counted.context, counted.links)


def _subject(counted: Counted) -> Whose:
    """The subject of a verb that says whose the loss is: "lost", "suffered", "have"; or of one that stands behind."""
    sentence, number = counted.sentence, counted.number
    before = sentence.kind(number.first - 1, "harm") if number.first else None
    owned = (before is not None and before.endswith((".have", ".lose"))) or _lost_so(sentence, number)
    owned = owned or regains(sentence, number, counted.context)
    if number.form not in ("lose", "suffer", "have") and not owned and not has_subject(sentence, number):
        return NOBODY
    found = counted.asks(side_in_nominative)
    return found if found[1] else counted.asks(side_of_subject)


def _subject_of_force(counted: Counted) -> Whose:
    """The subject of what a side does with its own: "has deployed 4,000 men"."""
    number = counted.number
    if number.measure not in _FORCE or number.form not in ("doing", "noun"):
        return NOBODY
    return counted.asks(side_of_subject)


def _in_reach(counted: Counted) -> Whose:
    """Who stands in what a number has reached, "the number of Malian soldiers killed", but no one they fought."""
    sentence, number, context = counted.sentence, counted.number, counted.context
    if number.reach is None:
        return NOBODY
    first = number.reach[0]
    for token, side in counted.sides.between(first, number.first) if first < number.first else ():
        placed = token > 0 and sentence.kind(token - 1, "form") == "in"
        fought = placed and "attack" in context.parties.words.get(sentence.words[token - 2], ())
        if not (fought if counted.articles else placed) and not is_after_by(sentence, first, token):
            return side, "side of <object>"
    return NOBODY


# -- numbers, headings and sentences before ---------------------------------------------------------------------------


def _of_other_number(counted: Counted) -> Whose:
    """Whose the number is from which this one has its word, or of which it is a part."""
    number = counted.number
    other = number.carried or number.part_of
    if other is None or counted.asked >= _CARRIED_ON:
        return NOBODY
    told = resolve_side(counted.sentence, other, counted.context, counted.links, counted.asked + 1)
    named = other.first > number.first and told[1] == IN_PHRASE
    apart = other.first - number.last > _LISTED_APART  # "28,000 since spring, 58 Americans having died"
    if named and (number.noun is not None or apart):  # "10 soldiers and 13 Russians"
        return NOBODY
    return told


def _admitted(counted: Counted) -> Whose:
    """Who owns up to losses of his own, or names his dead."""
    sentence, number, links = counted.sentence, counted.number, counted.links
    if _says_of_own(counted) and links and links[-1].cue and _admits(sentence, number, links[-1]):
        own = speaker_side(links, counted.context.reading.language)
        if own is not None or not counted.articles:
            return own, "<side> admits <n> <dead>"
    if counted.articles and not counted.spoken.named and _names_own(sentence, number, counted.context, links):
        return speaker_side(links, counted.context.reading.language), "<side> names <n> <dead>"
    return NOBODY


def _says_of_own(counted: Counted) -> bool:
    """Whether the words of a loss leave open whose it is, so that who admits it may be the loser."""
    sentence, number = counted.sentence, counted.number
    if not counted.articles and number.form in ("done", "self"):  # "признало, что потоплен эсминец"
        return all(stands_as_place(sentence, token) for token, _ in counted.spoken.named)
    if number.form in ("state", "noun"):
        return True
    return number.harm is not None and number.form == "doing" and is_nominal(sentence, number.harm, counted.context)


def _beside_losses_before(counted: Counted) -> Whose:
    """Who stands beside "losses" a little before the number."""
    sentence, number = counted.sentence, counted.number
    reach = _HEADING if counted.articles else _FURTHER
    for token in range(number.first - 1, max(-1, number.first - reach), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".noun"):
            found = side_beside(sentence, number, counted.spoken, counted.context, counted.links, token)
            if found[1]:
                return found
    return NOBODY


def _asked_of(counted: Counted) -> Whose:
    """Of whom the question before asks."""
    sentence, number, context = counted.sentence, counted.number, counted.context
    if counted.spoken.named:
        return NOBODY
    side, rule = side_asked_of(sentence, number.first, context, counted.links)
    fits = side is not None and is_called(side, called(sentence, number, context))
    return (side, rule) if fits else NOBODY


def _as_before(counted: Counted) -> Whose:
    """Whose the number before in the sentence was, where a bare one goes on and has no land of its own."""
    sentence, number, before = counted.sentence, counted.number, counted.context.sentence_side
    if number.noun is not None or not before or before[0] != sentence.index:
        return NOBODY
    if _in_another_land(sentence, number, counted.context):
        return NOBODY
    return before[1], "side of the one before"


def _under_heading(counted: Counted) -> Whose:
    """Of whom the heading of a list tells; also where a line holds a number alone: "610 tanks"."""
    sentence, number, heading = counted.sentence, counted.number, counted.context.heading
    if heading is None:
        return NOBODY
    alone = not number.first and number.noun_end >= len(sentence.words) - 2
    listed = number.by == "of" and alone and sentence.index - heading.sentence <= _LISTED
    if number.form != "bulletin" and not listed:
        return NOBODY
    side = side_of_heading(heading, counted.context)
    return (side, "side of the heading") if side is not None else NOBODY


# -- who speaks, and against whom -------------------------------------------------------------------------------------


def _enemy_first(counted: Counted) -> Whose:
    """The enemy where a sentence without a verb opens with it: "Enemy, by body count, 164"."""
    sentence, number = counted.sentence, counted.number
    if counted.spoken.named or "enemy" not in sentence.values("form") or number.form not in ("state", "noun"):
        return NOBODY
    before = (t for t in range(number.first) if sentence.words[t].isalpha())
    opens = next((t for t in before if sentence.kind(t, "form") != "article"), None)
    if opens is None or sentence.kind(opens, "form") != "enemy":
        return NOBODY
    return side_of_pronoun(sentence, opens, counted.context, counted.links)


def _called_up(counted: Counted) -> Whose:
    """The speaker's own, whom he has called up: "Shoigu reported that 300,000 men have been mobilised"."""
    links = counted.links
    if counted.spoken.named or counted.number.measure != "mobilised" or not links or links[-1].role not in OWNERS:
        return NOBODY
    own = counted.voice
    return (own, "<side> mobilises <n>") if own is not None else NOBODY


def _force_of_speaker(counted: Counted) -> Whose:
    """The speaker's own, where he tells of a strength without saying whose: "There are 4,000 left"."""
    number = counted.number
    if number.form not in ("there", "state") or number.measure not in ("strength", "remaining"):
        return NOBODY
    speaker = counted.voice if number.noun is None else None
    return (speaker, "side of the speaker") if speaker is not None else NOBODY


_RULES: tuple[Callable[[Counted], Whose], ...] = (
    _in_phrase,
    _beside_phrase,
    _owned,
    _by_pronoun,
    _by_pronoun_behind,
    _having,
    _done_to,
    _in_front,
    _lost_by_speaker,
    _beside_losses,
    _subject,
    _subject_of_force,
    _in_reach,
    _of_other_number,
    _admitted,
    _beside_losses_before,
    _asked_of,
    _as_before,
    _under_heading,
    _enemy_first,
    _called_up,
    _force_of_speaker,
)

# -- what single words tell -------------------------------------------------------------------------------------------


def _lost_so(sentence: Sentence, number: Number) -> bool:
    """Whether the word of harm only says how they were lost: "потеряли убитыми 300 человек"."""
    if number.form != "to" or number.harm is None:
        return False
    return any((sentence.kind(t, "harm") or "").endswith(".lose") for t in range(max(0, number.harm - 4), number.harm))


def _in_another_land(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether a bare number has a place of its own: "1,200 people died in Israel and 17,700 in Gaza"."""
    token = number.last + 1
    while token < len(sentence.words) and sentence.kind(token, "form") in ("in", "article"):
        token += 1
    if token == number.last + 1 or token >= len(sentence.words) or not sentence.caps[token]:
        return False
    land = sentence.kind(token, "place") or sentence.kind(token, "side")
    return land is not None and context.sentence_side is not None and land != context.sentence_side[1]


def _names_own(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> bool:
    """Whether a body gives the names of its own: "the ministry named 21 servicemen", "announced the names of 26"."""
    if not links or links[-1].role not in OWNERS or "naming" not in context.parties.roles_in(sentence):
        return False
    words, roles = sentence.words, context.parties.words
    near = range(max(0, number.first - 3), number.first)
    return number.measure in _FALLEN and any("naming" in roles.get(words[t], ()) for t in near)


def _admits(sentence: Sentence, number: Number, speaker: Link) -> bool:
    """Whether the speaker owns up to losses of his own: "China has acknowledged about 183,000 dead"."""
    told = [
        form
        for t, form in sentence.places("form")
        if t < number.first and form in ("admit", "tells", "claims") and sentence.starts[t] >= speaker.end
    ]
    return bool(told) and told[-1] == "admit"
