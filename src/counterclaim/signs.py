"""The signs of whose loss a number is, of whom, and when: what stands around it, who speaks, what was told before.

Grammar comes first (``sides.py``, ``inferences.py``); what it found is one sign among others, by the name of its rule.
Every sign is a general one: a place in the sentence, a relation to the speaker, to the place, to the claim before;
none is a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.context import Context, Sides, says_we, speaker_side
from counterclaim.doers import find_doer
from counterclaim.language import Sentence, fold
from counterclaim.model import Link, PeriodKind
from counterclaim.objects import noun_of
from counterclaim.parties import Whose, called, is_called, is_passive, stands_as_place
from counterclaim.places import PlaceMention
from counterclaim.references import references
from counterclaim.shapes import PERSONS, Number
from counterclaim.times import Mention
from counterclaim.topics import topic_signs
from counterclaim.vocabulary import is_state
from counterclaim.weighing import OPEN

_KINDS = {"personnel": "force", "people": "people"}
_CALLED = frozenset({"state", "rebel", "attacker", "defender", "allied"})  # kinds of words for who was counted
_FAR = (2, 4, 8)  # tokens: beside, near, in reach


def _kind_of(found: str) -> str:
    """People in arms, people, civilians or things: a side means another thing of each."""
    return _KINDS.get(found, "civil" if found in PERSONS else "things")


def names_parties(sentence: Sentence, found: str, context: Context, links: tuple[Link, ...]) -> bool:
    """Whether the text names a side at all, besides those in the names of who speaks here, or speaks for one.

    For those who live in a place its war is enough, and for those of whom a speaker says "we".
    """
    named = context.sides_of(sentence.index).named
    spoken = sum(any(k.start <= sentence.starts[t] < k.end for k in links) for t, _ in named)
    if context.main_sides().total() > spoken or context.text_voice is not None:
        return True
    if context.voice(links) is not None and says_we(sentence):
        return True  # "our company", said by one whose side is known
    if _kind_of(found) in ("civil", "people") and any(map(context.between_states, context.main_countries())):
        return True
    return context.main_countries().total() > context.reading.language.has_articles  # where one may be but where it was


def side_signs(
    sentence: Sentence,
    number: Number,
    found: str,
    ruled: Whose,
    places: Sequence[PlaceMention],
    place: str | None,
    unit: str | None,
    context: Context,
    links: tuple[Link, ...],
) -> dict[str, list[str]]:
    """Every side that could be meant, ``OPEN`` among them, each with its signs; who did it is none of them."""
    kind = _kind_of(found)
    act = _act(number, context)
    named = context.sides_of(sentence.index).named
    spoken = {t for t, _ in named if any(k.start <= sentence.starts[t] < k.end for k in links)}
    free = [(t, s) for t, s in named if t not in spoken]
    language = context.reading.language
    counts = context.main_sides()
    speaker = context.voice(links)
    outer = speaker_side(links[:1], language) if len(links) > 1 else None
    enemy = context.against(speaker)
    country = next((p.country for p in places if p.name == place), None)
    doer = find_doer(sentence, number, context, links)
    against = context.against(doer)
    of_text = _of_the_text(context, kind)
    signs: dict[str, list[str]] = {side: told_of[:] for side, told_of in of_text.items() if side != doer}
    signs[OPEN] += [f"open, {kind}", f"open, {act}", f"open, {kind}, {number.measure}"]
    referred = references(sentence, number, kind, speaker, enemy, context, links)
    for side in (*(s for _, s in named), speaker, enemy, country, outer, against, ruled[0], *(s for s, _ in referred)):
        if side is not None and side not in signs and side != doer:
            signs[side] = [*_of_a_side(side, kind), "not in the text"]

    def told(side: str | None, *words: str) -> None:
        if side is not None and side in signs:
            signs[side] += words

    for side, sign in referred:
        told(side, sign)
    for side, sign in topic_signs(sentence, number, kind, bool(free), context):
        told(side, sign)
    if ruled[1]:
        told(ruled[0] or OPEN, f"rule: {ruled[1]}")
        signs[OPEN].append(f"open, against {ruled[1]}")
    else:
        signs[OPEN].append("open, no rule")
    if ruled[1].startswith("its"):  # the one a pronoun stands for was named before it
        free = [(t, s) for t, s in free if t < number.noun_end]
    _in_sentence(signs, sentence, number, free, kind, act, context)
    for token in spoken:
        told(dict(named)[token], "named as the speaker", f"named as the speaker, {kind}")
    if not free:
        signs[OPEN].append("open, none named here")
        signs[OPEN].append(f"open, none named here, {kind}")
    told(against, "the doer's enemy", f"the doer's enemy, {kind}")
    for side in context.opponents(doer or ""):
        told(side, "has fought the doer", f"has fought the doer, {'here' if side in counts else 'not here'}")
    if says_we(sentence):
        told(speaker, f"the speaker's, and we, {kind}")
        context.first_person = speaker
    if "enemy" in sentence.values("form"):
        told(enemy, f"the speaker's enemy, and the enemy is named, {kind}")
    if speaker is not None:
        told(speaker, f"the speaker's, {kind}", f"the speaker's, {act}", f"the speaker's, {kind}, {number.measure}")
        told(enemy, f"the speaker's enemy, {kind}", f"the speaker's enemy, {act}")
        told(enemy, f"the speaker's enemy, {kind}, {number.measure}")
        party = "a party" if any(other in counts for other in context.opponents(speaker)) else "an outsider"
        role = _teller(links, "text")
        for relation, side in (("the speaker's", speaker), ("the speaker's enemy", enemy)):
            told(side, f"{relation}, {role}, {kind}", f"{relation}, {party}, {kind}", f"{relation}, {party}, {act}")
            told(side, f"{relation}, {role}, {act}", f"{relation}, {role}, {number.measure}")
        if ruled[1].startswith("its"):
            told(speaker, f"its, the speaker's, {party}", f"its, the speaker's, {role}")
        if context.first_person == speaker:
            told(speaker, "the speaker's, who says we")
        if not free:
            told(speaker, f"the speaker's, none named here, {kind}")
            told(enemy, f"the speaker's enemy, none named here, {kind}")
    if outer is not None and outer != speaker:
        told(outer, f"the publisher's, {kind}")
        told(context.against(outer), f"the publisher's enemy, {kind}")
    _told_before(signs, sentence, number, context, kind, bool(free), ruled[1])
    if country is not None:
        told(country, f"the place's, {kind}", f"the place's, {kind}, {_war_of(country, context)}")
        told(country, f"the place's, {kind}, {_belligerents(country, context)} at war named")
        for other in context.opponents(country):
            told(other, f"against the place's, {kind}")
    if unit is not None:
        told(context.unit_sides.get(unit), "the unit's")
    calls = called(sentence, number, context)
    words = _described(sentence, number)
    kinds = {kind for word in words for kind in context.parties.words.get(word, ())}
    words += [f"called {kind}" for kind in sorted(kinds & _CALLED)]
    described = {of: [f"{of}, {word}" for word in words] for of in ("open", "a state", "a group")}
    for side, told_of in signs.items():
        if side != OPEN and not is_called(side, calls):
            told_of.append("called otherwise")
        told_of += described["open" if side == OPEN else _made_of(side)]
    told(speaker, *[f"the speaker's, {word}" for word in words])
    told(enemy, *[f"the speaker's enemy, {word}" for word in words])
    return signs


def _made_of(side: str) -> str:
    return "a state" if is_state(side) else "a group"


def _of_a_side(side: str, kind: str) -> list[str]:
    made = _made_of(side)
    return ["a side", made, f"{made}, {kind}"]


def _of_the_text(context: Context, kind: str) -> dict[str, list[str]]:
    """The sides that the text as a whole could mean, with the signs they have in every sentence of it."""
    made = context.text_signs.get(kind)
    if made is not None:
        return made
    counts = context.main_sides()
    ranked = [side for side, _ in counts.most_common()]
    main = next((country for country, _ in context.main_countries().most_common(1)), None)
    fought = [context.against(side) for side in ranked[:2]]
    invaded = context.against(main) if not ranked else None
    home = context.home
    signs: dict[str, list[str]] = {OPEN: []}
    for side in (*ranked, main, *fought, invaded, home):
        if side is not None and side not in signs:
            signs[side] = _of_a_side(side, kind)
            if side not in counts:
                signs[side].append("not in the text")
    for rank, side in enumerate(ranked[:3], 1):
        signs[side] += [f"named most: {rank}", f"named most: {rank}, {kind}"]
    if len(ranked) == 1:
        signs[ranked[0]].append(f"alone in the text, {kind}")
    for other in fought:
        if other is not None:
            here = "here" if other in counts else "not here"
            signs[other] += ["has fought one named most", f"has fought one named most, {here}"]
    if invaded is not None:
        signs[invaded].append(f"has fought that of most places, {kind}")
    if home is not None:
        told = "named" if home in counts else "placed" if home in context.main_countries() else "not named"
        signs[home] += [f"at home, {kind}", f"at home, {kind}, {told}"]
        signs[OPEN].append(f"open, home {told}, {kind}")
    if main is not None:
        war = _war_of(main, context)
        signs[OPEN] += [f"open, {kind}, {war}", f"open, {kind}, {_belligerents(main, context)} at war named"]
        known = "named" if main in counts else "not named"
        signs[main] += [f"of most places, {kind}, {war}", f"of most places, {kind}", f"of most places, {kind}, {known}"]
    for made_of, matches in (("state", True), ("group", False)):
        first = next((side for side in counts if is_state(side) is matches), None)
        if first is not None:
            signs[first].append(f"first {made_of} of the text, {kind}")
    context.text_signs[kind] = signs
    return signs


def _war_of(country: str, context: Context) -> str:
    """What war the text tells of a country: with another state, with a group, or none."""
    others = [other for other in context.opponents(country) if other in context.main_sides()]
    if any(map(is_state, others)) or context.between_states(country):
        return "at war with a state"
    return "at war with a group" if others else "at no war"


def _belligerents(country: str, context: Context) -> str:
    """Whom a text names of those a country is at war with: states, groups, both or none of them."""
    named = {is_state(other) for other in context.opponents(country) if other in context.main_sides()}
    return "states and groups" if len(named) > 1 else "nobody" if not named else "states" if True in named else "groups"


def _described(sentence: Sentence, number: Number) -> list[str]:
    """The words by which the number's phrase tells who was counted: "government troops", "of his men", "no noun"."""
    if number.noun is None:
        return ["no noun"]
    last = max(number.noun, number.noun_end)
    described = range(max(number.last, number.first + number.implied - 1) + 1, last + 1)
    passed = sentence.small["undescribing"]
    return [word for token in described if (word := sentence.words[token]).isalpha() and word not in passed]


_CIVIL = PERSONS - {"people", "personnel"}


def is_plain(sentence: Sentence, number: Number, found: str) -> bool:
    """Whether no noun of the number's own says who was counted: "men", "the dead", a number alone."""
    if found not in PERSONS:
        return False
    noun = noun_of(sentence, number)
    return noun is None or sentence.kind(noun, "object") in (None, "people")


_BEFALLS = frozenset({"done", "doing", "self"})  # forms of verbs that tell what befell those counted


def object_signs(
    sentence: Sentence,
    number: Number,
    found: str,
    side: str | None,
    unit: str | None,
    place: str | None,
    context: Context,
    links: tuple[Link, ...],
) -> tuple[dict[str, list[str]], list[str]]:
    """People, personnel, civilians, or the persons of the claim before, each with its signs; and those all share."""
    act, noun = _act(number, context), sentence.words[number.noun] if number.noun is not None else "no noun"
    if number.part_of is not None:
        noun = "a part"
    whose = "open" if side is None else "a state" if is_state(side) else "a group"
    speaker = speaker_side(links, context.reading.language) if links else None
    teller = _teller(links)
    if speaker is not None and side is not None:
        teller += ", of its own" if speaker == side else ", of others"
    others = {kind for token, kind in sentence.places("object") if not number.first <= token <= number.noun_end}
    words = [sentence.words[t] for t, form in sentence.places("form") if form == "event"]
    answers = dict.fromkeys(("people", "personnel", found, *((context.last_object,) if context.last_object else ())))
    others_told = {
        kind
        for token, kind in sentence.places("object")
        if not any(link.start <= sentence.starts[token] < link.end for link in links)  # officials who speak are none
    }
    if not _CIVIL.isdisjoint((found, context.last_object, *others_told)):
        answers["civilian"] = None
    common = [noun, act, number.measure or "", f"{act}, {number.measure}", f"{noun}, {number.measure}", f"of {whose}"]
    common += [f"by {teller}", f"{noun}, of {whose}", f"{noun}, by {teller}", *words]
    common.append("with a unit" if unit is not None else "no unit")
    if any(sentence.places("unit")):
        common.append("a unit in the sentence")
    if number.harm is not None and number.form in _BEFALLS:
        common.append(f"verb {sentence.words[number.harm]}")
    if says_we(sentence):
        common += ["of us or by us", f"of us or by us, {act}"]
    else:  # who tells of his own deeds names places too
        common.append(f"{'somewhere' if place is not None else 'nowhere'}, of {whose}")
    common += [f"with {kind}" for kind in sorted(others & PERSONS)]
    if others - PERSONS:
        common.append("with things")
    signs: dict[str, list[str]] = {}
    for answer in answers:
        if answer not in PERSONS:
            continue
        told = [answer]
        if answer == found:
            told += ["by rule", f"by rule, {noun}", f"by rule: {found}"]
        if answer == context.last_object:
            told += ["like the claim before", f"like the claim before, {'none' if number.noun is None else 'a noun'}"]
        if context.sentence_object is not None and answer == context.sentence_object[1]:
            far = min(2, sentence.index - context.sentence_object[0])
            told.append(f"like the noun {far} sentences before")
        signs[answer] = told
    return signs, common


def period_signs(
    sentence: Sentence,
    number: Number,
    found: str,
    ruled: PeriodKind,
    mentions: Sequence[Mention],
    context: Context,
    links: tuple[Link, ...] = (),
) -> tuple[dict[str, list[str]], list[str]]:
    """A window, a running total, a point or none of them, each with its signs; and those all share."""
    act = _act(number, context)
    near = sorted(mentions, key=lambda m: abs(m.first - number.first))
    common = [f"{number.measure}, {act}", act, number.measure or "", _kind_of(found)]
    common += sorted({f"time: {m.kind}{', of speech' if m.reporting else ''}" for m in mentions})
    common.append(f"nearest time: {near[0].kind}, {act}" if near else f"no time, {act}")
    if any(m.total for m in mentions):
        common.append("time counts up")
    if number.harm is not None:
        before = sentence.words[number.harm - 1] if number.harm else ""
        if before in sentence.small["auxiliary"]:
            common += [f"{before} before the verb", f"{before} before the verb, {act}"]
        common.append(f"verb {sentence.words[number.harm]}")
    common += [f"event {sentence.words[t]}" for t, form in sentence.places("form") if form in ("event", "number")]
    common.append("an unspoken one" if number.amount is None else number.amount.quantity.unit)
    size, teller = _size(number), _teller(links)
    common += [size, f"{size}, {act}", f"by {teller}", f"by {teller}, {size}"]
    if links and links[-1].cue:
        common.append(f"told by {fold(links[-1].cue)}")
    common += [f"lists {sentence.words[t]}" for t, form in sentence.places("form") if form in ("lists", "rose")]
    if not mentions:
        common.append(f"no time, {size}")
    if context.period_kind is not None:
        index, kind = context.period_kind
        far = min(2, sentence.index - index)
        common.append(f"{kind} told {far} sentences before")
    signs = {}
    for answer in ("window", "cumulative", "point", "open"):
        told = [answer]
        if answer == ruled:
            told += ["by rule", f"by rule: {ruled}", f"by rule, {act}: {ruled}"]
        if context.period_kind is not None and context.period_kind[1] == answer:
            told.append(f"like the claim {min(2, sentence.index - context.period_kind[0])} sentences before")
        signs[answer] = told
    return signs, common


def _teller(links: tuple[Link, ...], nobody: str = "nobody") -> str:
    """What kind of body tells it: a ministry of health counts other dead than one of defence."""
    if not links:
        return nobody
    return "health" if (links[-1].id or "").endswith("-health") else links[-1].role


def _size(number: Number) -> str:
    """Of what order a number is: a toll of tens of thousands is seldom of one day."""
    if number.amount is None:
        return "one"
    quantity = number.amount.quantity
    if quantity.unit == "share":
        return "a share"
    value = next((v for v in (quantity.best, quantity.low, quantity.high) if v is not None), 0.0)
    return next((name for least, name in _SIZES if value >= least), "none")


_SIZES = ((10_000, "tens of thousands"), (1_000, "thousands"), (100, "hundreds"), (10, "tens"), (1, "a few"))


def _act(number: Number, context: Context) -> str:
    """How the loss is told: "destroyed 12" (did), "12 were killed" (done), "lost 12", "losses", a state."""
    if number.form in ("done", "doing") and number.by == "left" and not is_passive(number, context):
        return "did"
    if number.carried is not None:
        return f"{number.form}, carried"
    return number.form or "none"


def _in_sentence(
    signs: dict[str, list[str]],
    sentence: Sentence,
    number: Number,
    free: Sequence[tuple[int, str]],
    kind: str,
    act: str,
    context: Context,
) -> None:
    """Where the sentence names a side, as seen from the number."""
    free = [(token, side) for token, side in free if side in signs]
    if kind in ("force", "things"):
        for token, side in free:
            if stands_as_place(sentence, token):
                signs[side].append(f"where it was, {act}")
        free = [(token, side) for token, side in free if not stands_as_place(sentence, token)]
    last = max(number.noun_end, number.last)
    before = [(t, s) for t, s in free if t < number.first]
    after = [(t, s) for t, s in free if t > last]
    for token, side in free:
        if number.first <= token <= last:
            signs[side].append("in its phrase")
        if token and sentence.kind(token - 1, "form") == "in":
            signs[side] += ["named as a place", f"named as a place, {kind}"]
        if token and sentence.kind(token - 1, "form") == "by":
            signs[side].append(f"behind by, {'after' if token > last else 'before'}")
        if token and sentence.words[token - 1] in sentence.small["of"] and 0 < token - last <= 5:
            signs[side].append("behind of")
    if before:
        token, side = before[-1]
        signs[side] += ["last before it", f"last before it, {act}", f"last before it, {kind}"]
        signs[side].append(f"before it by {_reach(number.first - token)}")
        if number.harm is not None and number.harm < number.first and token < number.harm:
            signs[side].append(f"before the verb, {act}")
        signs[before[0][1]].append(f"first of the sentence, {act}")
    if after:
        token, side = after[0]
        signs[side] += ["next after it", f"next after it, {act}", f"next after it, {kind}"]
        signs[side].append(f"after it by {_reach(token - last)}")
    if len({s for _, s in free}) == 1:
        signs[free[0][1]] += [f"alone in the sentence, {kind}", f"alone in the sentence, {act}"]
    if not sentence.small["both"].isdisjoint(sentence.words):
        signs[OPEN].append("open, both")


def _reach(tokens: int) -> str:
    for far, name in zip(_FAR, ("a step", "near", "in reach"), strict=True):
        if tokens <= far:
            return name
    return "far"


def _told_before(
    signs: dict[str, list[str]],
    sentence: Sentence,
    number: Number,
    context: Context,
    kind: str,
    free: bool,
    ruled: str,
) -> None:
    """What earlier claims and sentences leave behind: their side, and how far back."""
    here = "named here" if free else "none named here"
    for relation, other in (("its whole", number.part_of), ("the one whose word it takes", number.carried)):
        if other is not None and other.position in context.number_sides:
            whose = context.number_sides[other.position]
            if whose in signs:
                signs[whose] += [f"side of {relation}", f"side of {relation}, {kind}"]
    if context.sentence_side is not None:
        index, side = context.sentence_side
        far = sentence.index - index
        back = "this sentence" if far == 0 else "the sentence before" if far == 1 else "earlier"
        if side in signs:
            if ruled.startswith("its"):
                signs[side].append(f"its, side of the claim in {back}")
            signs[side] += [f"side of the claim in {back}", f"side of the claim in {back}, {here}, {kind}"]
    if context.open_side is not None:
        far = sentence.index - context.open_side
        back = "this sentence" if far == 0 else "the sentence before" if far == 1 else "earlier"
        signs[OPEN] += [f"open like the claim in {back}"]
    if sentence.index:
        earlier: Sides = context.sides_of(sentence.index - 1)
        same = context.reading.bounds[sentence.index - 1][2] == sentence.paragraph
        where = "same paragraph" if same else "other paragraph"
        if earlier.named:
            for side, sign in ((earlier.named[0][1], "first"), (earlier.named[-1][1], "last")):
                if side in signs:
                    signs[side] += [f"{sign} of the sentence before, {here}", f"{sign} of the sentence before, {where}"]
        first = context.sides_of(0)
        if first.named and first.named[0][1] in signs:
            placed = context.reading.language.has_articles and stands_as_place(
                context.reading.sentence(0), first.named[0][0]
            )
            signs[first.named[0][1]].append(f"first of the text{', as a place' if placed else ''}, {kind}")
