"""From a number that some word has reached to a draft: who says it, what, whose, where and when it is told of.

draft_of()   everything about one number, or why it is no claim

The steps of ``Reached`` stand in the order in which one needs what another has found: the source before the side
("our losses"), the side before the object ("its" soldiers), both before the period and what later numbers take over.
"""

from __future__ import annotations

from counterclaim.anchoring import NO_PERIOD, Draft
from counterclaim.attribution import Attribution, counts_speaker, find_attribution, is_speaker, names_speaker
from counterclaim.bulletins import DATED, heading_attribution, is_given_away, may_be_listed, object_of_heading
from counterclaim.context import Context, Heading
from counterclaim.fitness import event_of, measure_of, unfit, unfit_itself, why_not
from counterclaim.inferences import infer_side
from counterclaim.language import Sentence
from counterclaim.lists import ELLIPSIS, OF_BEFORE, TOTAL
from counterclaim.model import Document, Link, Refusal, Stance
from counterclaim.objects import resolve_object
from counterclaim.places import PlaceMention, place_for, places_in
from counterclaim.retellings import SAID_TOO
from counterclaim.shapes import PERSONS, Number
from counterclaim.sides import TOLD, resolve_side
from counterclaim.signs import is_plain, names_parties, object_signs, side_signs
from counterclaim.tenses import period_of
from counterclaim.units import resolve_unit
from counterclaim.vocabulary import is_state
from counterclaim.weighing import OPEN

_ARMIES = frozenset({"military", "soldier", "armed-group"})
_WHO_SAYS = "who says it"
UNTOLD = "no word tells what happened to them"
_UNHEADED = "a figure of a list without a heading that says what it counts"
_PART = "<part> of <whole>"
_AGAIN = "the <n> told before"
_LOST = "<lost> <n> and <n>"
_BY_WEIGHT = "side by weight"
_CARRIED = frozenset({_PART, _LOST, "side of the one before", "side of the sentence before"})  # may be weighed
_THEIRS = PERSONS - {"personnel"}  # who, counted among others, are of the others' side


def draft_of(document: Document, sentence: Sentence, number: Number, context: Context) -> Draft | Refusal | None:
    """Everything about one number that some word has reached; a refusal with its reason where it is no claim.

    An unspoken one ("a soldier was killed") that is no claim is passed over: no number stands there to be refused.
    """
    if number.measure is None:
        reason = why_not(sentence, number)
    else:
        told = Reached(document, sentence, number, number.measure, context)
        reason = told.read()
        if not reason:
            told.remember()
            return told.draft()
    return None if number.amount is None else refusal(document, sentence, number, reason)


def refusal(document: Document, sentence: Sentence, number: Number, reason: str) -> Refusal:
    """Why a number is no claim, with its words."""
    start, end = sentence.starts[number.first], sentence.ends[number.last]
    return Refusal(document.id, document.text[start:end], start, end, reason)


class Reached:
    """A number that some word has reached, with what has been read of it so far.

    Offsets are code points of the document. Each step returns why the number is no claim, or "".
    """

    def __init__(self, document: Document, sentence: Sentence, number: Number, measure: str, context: Context) -> None:
        self.document = document
        self.sentence = sentence
        self.number = number
        self.context = context
        self.measure = measure
        amount = number.amount
        if amount is not None:
            self.start, self.end = amount.quantity.start, amount.quantity.end
        else:
            first, last = _told_one(number, context)
            self.start, self.end = sentence.starts[first], sentence.ends[last]
        self.attribution = Attribution()
        self.links: tuple[Link, ...] = ()
        self.outer: tuple[Link, ...] = ()
        self.lead: tuple[int, str, str] | None = None  # what the same source told last: sentence, measure, object
        self.side: str | None = None
        self.side_rule = ""
        self.object = ""
        self.object_rule = ""
        self.unit: str | None = None
        self.place: str | None = None
        self.places: list[PlaceMention] = []
        self.country: str | None = None
        self.period = NO_PERIOD
        self.period_rule = ""

    def read(self) -> str:
        """All steps, as far as it may be a claim; why it is none, or ""."""
        if self.number.amount is None and names_speaker(self.context.reading, self.sentence.index, self.start):
            return _WHO_SAYS  # "… – a captured soldier"
        if OF_BEFORE in self.number.rules and is_speaker(self.context.reading, self.sentence.index, self.start):
            return _WHO_SAYS  # "one of them said"
        free = not self.context.reading.language.has_articles
        if free and counts_speaker(self.context.reading, self.sentence.index, self.start):
            return _WHO_SAYS
        reason = unfit_itself(self.sentence, self.number, self.measure, self.context)
        reason = reason or self._attribute() or self._take_heading() or self._name_object()
        if reason:
            return reason
        self._find_place()
        self._refine_object()
        self._find_owner()
        self.period, self.period_rule = period_of(
            self.sentence, self.number, self.measure, self.object, self.start, self.context, self.links
        )
        return ""

    def _attribute(self) -> str:
        """Who says it, what the same source told last, and whose it is by what the sentence says."""
        event = event_of(self.sentence, self.number)
        self._cite(find_attribution(self.context.reading, self.sentence.index, self.start, self.end, event))
        self.lead = self.context.lead_of(self.links, self.sentence.index)
        if TOTAL in self.number.rules:  # of what the same source told last, and of a list its first
            if self.lead is None:
                return UNTOLD
            self.measure = self.lead[1]
        self.side, self.side_rule = resolve_side(self.sentence, self.number, self.context, self.links)
        return ""

    def _cite(self, attribution: Attribution) -> None:
        """Take a chain; in a call whoever is heard at the number, with the call and its publisher around them."""
        self.attribution, self.links = attribution, attribution.links
        transcript = self.document.transcript
        if transcript is None:
            return
        from counterclaim.calls import citing

        if citing.is_call(transcript):
            code = self.context.reading.language.code
            self.links = citing.voices(self.document, self.start, self.links, code)
            self.outer = citing.published(transcript, code)

    def _take_heading(self) -> str:
        """What a figure of a list counts, whose and on whose word, by the heading above it."""
        sentence, number, context = self.sentence, self.number, self.context
        if number.form != "bulletin":
            return ""
        if number.harm is not None and number.noun is not None and sentence.kind(number.noun, "object") == "people":
            if sentence.kind(number.harm, "object") not in (None, "people"):
                number.noun = number.harm  # "personnel: 790 men"
        if context.heading is None:
            context.heading = self._own_heading()
        if context.heading is None or not may_be_listed(sentence, number, context.heading):
            return _UNHEADED
        self.measure = context.heading.measure
        if not self.links:
            self._cite(heading_attribution(context))
            self.side, self.side_rule = resolve_side(sentence, number, context, self.links)
        return ""

    def _own_heading(self) -> Heading | None:
        """What stands for the heading where a list has none: an army's count of its own, running totals of an enemy."""
        sentence, number, context = self.sentence, self.number, self.context
        if number.harm is not None and self.links and self._is_of_an_army():
            if sentence.kind(number.harm, "form") == "claims":
                return Heading("losses", sentence.index, number.harm)
        if (number.running or number.increment) and not is_given_away(sentence, context):
            enemy = context.enemy_of_source(sentence.index)
            return Heading("losses", sentence.index, number.harm or number.first, otherwise=enemy)
        return None

    def _name_object(self) -> str:
        """What was counted."""
        found = resolve_object(self.sentence, self.number, self.context, self.side)
        if DATED in self.number.rules and self.number.noun is None and self.context.heading is not None:
            found = object_of_heading(self.context.heading, self.context) or found
        if found is None:
            return "counts formations, not people or equipment"
        self.object = found
        return unfit(self.sentence, self.number, self.measure, found, self.side, self.context)

    def _find_place(self) -> None:
        """The unit, the place and its country."""
        reading = self.context.reading
        self.unit = resolve_unit(self.sentence, self.number, self.context)
        self.places = places_in(reading, self.sentence.index)
        self.place = place_for(self.sentence, self.number.first, reading.language, self.places)
        self.country = next((place.country for place in self.places if place.name == self.place), None)

    def _refine_object(self) -> None:
        """Whether "people" are soldiers, and what "others" and totals go on to count."""
        sentence, number, context = self.sentence, self.number, self.context
        if self._others_again():
            self.object_rule = "<n> others"
        elif context.scales.knows("object") and is_plain(sentence, number, self.object) and context.of_war():
            persons, common = object_signs(
                sentence, number, self.object, self.side, self.unit, self.place, context, self.links
            )
            taken, self.object_rule = context.scales.weigh("object", self.start, persons, self.object, common)
            self.object = taken or self.object
        elif self.object == "people" and (self.unit is not None or self._is_of_an_army()):
            self.object = "personnel"
        if TOTAL in number.rules and number.noun is None and self.lead is not None:
            self.object = self.lead[2]
        self.measure = measure_of(self.measure, self.object)

    def _others_again(self) -> bool:
        """Whether "two others" follow upon those whose kind was told: "killed a nurse and injured two others"."""
        number, after = self.number, self.number.last + 1
        said = after < len(self.sentence.words) and self.sentence.kind(after, "men") == "others"
        said = said or (number.amount is not None and "another" in number.amount.rules and number.noun is None)
        return said and self.object == self.context.last_object and self.object in ("medic", "journalist")

    def _is_of_an_army(self) -> bool:
        """Whether "men", "the dead" or a bare number is told by those who count their soldiers (the codebook)."""
        noun = self.number.noun
        if not self.links or (noun is not None and self.sentence.kind(noun, "men") is None):
            return False
        speaker = self.links[-1]
        return speaker.role in _ARMIES or (speaker.id or "").endswith("-mod")

    def _find_owner(self) -> None:
        """Whose loss or force, where the sentence has not told: as told before, by its whole, or by weight."""
        context = self.context
        again, guessed = self._told_again()
        if again is not None and self.side_rule not in TOLD:
            self.side, self.side_rule = again, f"{_BY_WEIGHT}, {_AGAIN}" if guessed else _AGAIN
        if self.side is None and self.side_rule not in TOLD:
            self.side, self.side_rule = infer_side(
                self.sentence, self.number, self.object, self.country, context, self.links
            )
        other, joint = _same_owner(self.number, self.object)
        whole = context.number_sides.get(other.position) if other is not None else None
        if OF_BEFORE in self.number.rules and context.whole is not None:
            whole, joint = context.whole[0], _PART
        if whole is not None and self.side_rule not in TOLD:
            self.side, self.side_rule = None if whole == OPEN else whole, joint
        elif self.side_rule not in TOLD and context.last_side is not None and self._goes_on():
            self.side, self.side_rule = context.last_side, "side of the sentence before"
        elif self.side_rule not in TOLD and again is None:
            self._weigh_side()
        if self.side_rule in _CARRIED:
            whose = other.position if other is not None and self.side_rule == joint else -1
            if context.weighed.get(whose, context.last_weighed):
                self.side_rule = f"{_BY_WEIGHT}, {self.side_rule}"  # what is carried on from a guess is one

    def _told_again(self) -> tuple[str | None, bool]:
        """The side of a figure told again, and if it was weighed: "the 15 killed" are the 15 soldiers before."""
        number = self.number
        if number.amount is None or not number.first or self.sentence.kind(number.first - 1, "form") != "article":
            return None, False
        best = number.amount.quantity.best
        return (None, False) if best is None or best < 2 else self.context.told.get((best, self.measure), (None, False))

    def _goes_on(self) -> bool:
        """Whether a sentence goes on with the count of the one before: "Сообщили также о 12", "Ещё трое сдались"."""
        if SAID_TOO in self.number.rules:
            return True
        sentence, context = self.sentence, self.context
        told = context.sentence_side
        if told is None or told[0] != sentence.index - 1 or context.reading.language.has_articles:
            return False
        if context.reading.bounds[told[0]][2] != sentence.paragraph or context.sides_of(sentence.index).named:
            return False
        return any(sentence.kind(token, "form") == "other" for token in range(min(2, self.number.last)))

    def _weigh_side(self) -> None:
        """Whose loss, by weight, where a text names parties and grammar leaves it open."""
        sentence, context = self.sentence, self.context
        if not context.scales.knows("side") or not names_parties(sentence, self.object, context, self.links):
            return
        told = self.side, self.side_rule
        signs = side_signs(
            sentence, self.number, self.object, told, self.places, self.place, self.unit, context, self.links
        )
        if self.object not in _THEIRS and len(signs) > 1 and not context.reading.language.has_articles:
            del signs[OPEN]  # soldiers and arms are somebody's, and here a party is named
        weighed, because = context.scales.weigh("side", self.start, signs, self.side)
        if weighed is not None and weighed != self.side and self._live_in_own_war(weighed):
            return  # whose people those of a land are that fights itself, no place tells
        named = {one for _, one in context.sides_of(sentence.index).named}
        if self.object not in _THEIRS or self.country is None or weighed in {None, self.side, self.country, *named}:
            # else people of a place in another country than theirs
            self.side, self.side_rule = weighed, because or self.side_rule

    def _live_in_own_war(self, side: str) -> bool:
        """Whether people are weighed to be of a state that fights nobody but groups of its own, and no word says so."""
        context = self.context
        if self.object not in _THEIRS or context.reading.language.has_articles or not is_state(side):
            return False
        named = any(one == side for _, one in context.sides_of(self.sentence.index).named)
        groups = any(not is_state(other) and other in context.main_sides() for other in context.opponents(side))
        return groups and not named and not context.between_states(side)

    def remember(self) -> None:
        """What later numbers of the sentence and of the text take over from this one."""
        context, number, side = self.context, self.number, self.side
        by_weight = self.side_rule.startswith(_BY_WEIGHT)
        context.number_sides[number.position] = side or OPEN
        context.number_acts[number.position] = number.by + number.form
        if number.part_of is None and OF_BEFORE not in number.rules and not number.increment:
            context.whole = side or OPEN, self.period
        if number.amount is not None and number.amount.quantity.best is not None:
            context.told[number.amount.quantity.best, self.measure] = side, by_weight
        if side is None:
            context.open_side = self.sentence.index
        else:
            context.weighed[number.position] = context.last_weighed = by_weight
            context.last_side, context.sentence_side = side, (self.sentence.index, side)
            if self.unit is not None:
                context.unit_sides[self.unit] = side
        context.last_object = self.object
        context.note_lead(self.links, self.sentence.index, self.measure, self.object)
        if number.noun is not None:
            context.sentence_object = (self.sentence.index, self.object)

    def draft(self) -> Draft:
        """All that was read, as quotes of the text."""
        text, amount, attribution = self.document.text, self.number.amount, self.attribution
        first, last = _evidence_tokens(self.sentence, self.number)
        start, end = self.sentence.starts[first], max(self.end, self.sentence.ends[last])
        quantity = amount.quantity if amount is not None else None
        reached = (*(amount.rules if amount is not None else ("implied one",)), *self.number.rules)
        weighed = filter(None, (self.object_rule, self.side_rule, self.period_rule))
        return Draft(
            evidence=text[start:end],
            number=text[self.start : self.end],
            low=quantity.low if quantity else 1.0,
            best=quantity.best if quantity else 1.0,
            high=quantity.high if quantity else 1.0,
            object=self.object,
            measure=self.measure,
            side=self.side,
            unit=self.unit,
            place=self.place,
            period=self.period,
            attribution=(*self.outer, *self.links),
            stance=self._stance(),
            certainty=attribution.certainty,
            cues=attribution.cues,
            rules=(*reached, *weighed, *attribution.rules),
            start=start,
            number_start=self.start,
            reader=f"rules-{self.context.reading.language.code}/1",
        )

    def _stance(self) -> Stance:
        """Whether it is denied; where somebody else's claim of it stands between, that claim is what is denied."""
        contested = len(self.attribution.links) > 1
        denied = self.attribution.stance == "denies" and (contested or not _is_given(self.sentence, self.number))
        return "denies" if self.number.negated or denied else "asserts"


def _told_one(number: Number, context: Context) -> tuple[int, int]:
    """The tokens of an unspoken one: its article, or in a language without any its noun (the codebook)."""
    if context.reading.language.has_articles or number.noun is None:
        return number.first, number.last
    return number.noun, number.noun


def _is_given(sentence: Sentence, number: Number) -> bool:
    """Whether it is told as given: who denies "any part in the murder of two monks" does not deny the murder."""
    return number.form == "doing" and number.harm is not None and sentence.words[number.harm].endswith(" of")


def _same_owner(number: Number, found: str) -> tuple[Number | None, str]:
    """The number whose side a number has too, and why: the children among the dead, tanks lost beside soldiers."""
    if number.part_of is not None and (found in _THEIRS or number.noun is None):
        return number.part_of, _PART
    if number.carried is not None and (number.form in ("lose", "suffer") or ELLIPSIS in number.rules):
        return number.carried, _LOST
    return None, ""


def _evidence_tokens(sentence: Sentence, number: Number) -> tuple[int, int]:
    """The words that make the claim: the number, its noun and, where near, the word that tells what happened."""
    first, last = number.first, max(number.last, number.noun_end)
    if number.harm is not None and number.carried is None:
        low, high = min(first, number.harm), max(last, number.harm)
        if high - low <= 30:
            first, last = low, high
    return first, last
