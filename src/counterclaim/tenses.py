"""Whether a number is told of a state, of a running total or of an incident, and of which time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from counterclaim.bulletins import DATED
from counterclaim.context import Context
from counterclaim.fitness import STATES
from counterclaim.language import Sentence
from counterclaim.lists import OF_BEFORE, TOTAL
from counterclaim.model import Link, Period, PeriodKind
from counterclaim.quantities import numbers_in
from counterclaim.shapes import Number
from counterclaim.signs import period_signs
from counterclaim.times import Clock, Mention, find_times, resolve_period, times_for
from counterclaim.weighing import OPEN


def _perfect(sentence: Sentence, number: Number) -> bool:
    """Whether it is told as what has come to pass up to now, and of no single event: "5,937 have been killed"."""
    if number.harm is None or number.by != "right" or number.amount is None or number.amount.quantity.high == 1:
        return False  # one who has been killed is an incident, not a running total
    between = range(number.last + 1, number.harm)
    been = any(sentence.words[t] in sentence.small["been"] for t in between)
    if not been and not (number.form == "self" and _is_many(number) and _has(sentence, number.harm)):
        return False  # "two have died since" of an incident
    return _is_many(number, _HOST) or "event" not in sentence.values("form")


def _has(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is in the perfect: "has also lost", "have now died"."""
    for token in range(verb - 1, max(-1, verb - 4), -1):
        if sentence.words[token] in sentence.small["perfect"]:
            return True
        if sentence.phrases[token] is not None and sentence.kind(token, "form") not in ("not", "other", "rose", "to"):
            return False
    return False


def _is_many(number: Number, least: float = 100) -> bool:
    """Whether so many are counted that the perfect tells the toll of a war and not of an incident."""
    quantity = number.amount.quantity if number.amount is not None else None
    return quantity is not None and max(quantity.low or 0, quantity.best or 0, quantity.high or 0) >= least


_HOST = 10_000  # more than any attack kills


def _done_so_far(sentence: Sentence, number: Number) -> bool:
    """Whether a deed of a war is told up to now: "its gunners have destroyed 310 tanks", and no attack is named."""
    if number.harm is None or number.by != "left" or number.form != "done" or not _is_many(number):
        return False
    told = "event" in sentence.values("form")
    return not told and _has(sentence, number.harm)


def _suffered(sentence: Sentence, number: Number) -> bool:
    """Whether a party "has suffered 300 casualties": a total up to now, told by a noun under a perfect."""
    if number.form != "noun" or number.by != "own":
        return False
    for token in range(number.first - 1, max(-1, number.first - 5), -1):
        if (sentence.kind(token, "harm") or "").endswith((".suffer", ".lose")):
            return _has(sentence, token)
    return False


def _of_one_event(sentence: Sentence, number: Number, mentions: Sequence[Mention]) -> bool:
    """Whether a toll is that of one attack, which stays a window also when it rises."""
    if any(m.kind in ("since", "so-far", "until") for m in mentions):
        return False
    return any(form == "event" and abs(t - number.first) <= 10 for t, form in sentence.places("form"))


def _times_of(sentence: Sentence, context: Context) -> list[Mention]:
    """The times a sentence names; each of its numbers asks for the same, and each item of a list for its heading's."""
    times, key = context.reading.times, (sentence.index, context.published)
    made = times.get(key)
    if made is None:
        sides = frozenset(context.main_sides())
        made = times[key] = find_times(sentence, context.reading.language, context.clock, sides)
    return made


def period_of(
    sentence: Sentence,
    number: Number,
    measure: str,
    found: str,
    start: int,
    context: Context,
    links: tuple[Link, ...] = (),
) -> tuple[Period, str]:
    """When, and what weighed it: a state is a point, a running total cumulative, an incident a window."""
    period, mentions = _ruled_period(sentence, number, measure, context)
    rule = ""
    whole = _period_of_whole(sentence, number, mentions, context) or _ellipsis(sentence, number, mentions, context)
    if whole is not None and measure not in STATES and not is_held(number) and not number.increment:
        period, rule = whole, "period of its whole"
    elif context.scales.knows("period") and not _is_settled(sentence, number, period, mentions, context):
        signs, common = period_signs(sentence, number, found, period.kind, mentions, context, links)
        kind = period.kind if period.kind != OPEN else None
        taken, rule = context.scales.weigh("period", start, signs, kind, common)
        if taken != kind:
            period = _of_kind(taken, mentions, number, context.clock)
    context.period_kind = (sentence.index, period.kind)
    context.number_periods[number.position] = period
    if period.kind == "cumulative":
        context.last_total, context.total_paragraph = period, sentence.paragraph
    return period, rule


def _period_of_whole(
    sentence: Sentence, number: Number, mentions: Sequence[Mention], context: Context
) -> Period | None:
    """The period of the number that this one is a part of, unless a time of its own stands behind it.

    In a list of losses that opens with a running total the others are running totals too.
    """
    whole = number.part_of
    if whole is None and number.carried is not None and number.form == "noun":
        begun = context.number_periods.get(number.carried.position)
        whole = number.carried if begun is not None and begun.kind == "cumulative" else None
    if OF_BEFORE in number.rules and context.whole is not None:
        if all("," in sentence.words[number.last : m.first] for m in mentions):  # of a clause of its own
            return context.whole[1]
    if whole is None or whole.position not in context.number_periods or not _told_alike(whole, number):
        return None
    own = any(
        _between(sentence, whole, m, number)
        or (m.first > number.last and m.kind in _PASSING)
        or (m.first > number.last and m.kind in _DAYS and m.first - number.last <= _BEHIND)
        for m in mentions
    )
    return None if own else context.number_periods[whole.position]


def _between(sentence: Sentence, whole: Number, mention: Mention, part: Number) -> bool:
    """Whether a time stands before a part and is of it alone: "потеряла 500 танков, в том числе за сутки — 12"."""
    if mention.kind not in _PASSING or not whole.last < mention.first <= mention.last < part.first:
        return False
    return sentence.words[mention.last + 1 : part.first] in ([], ["-"])


def _ellipsis(sentence: Sentence, number: Number, mentions: Sequence[Mention], context: Context) -> Period | None:
    """The running total before a number whose "have been" is left out: "238 have been destroyed, 109 damaged"."""
    if number.form != "done" or number.by != "right" or number.harm is None or mentions:
        return None
    if any(sentence.kind(t, "form") in ("be", "modal") for t in range(number.last + 1, number.harm)):
        return None
    before = [position for position in context.number_periods if position < number.position]
    period = context.number_periods[max(before)] if before else None
    been = any(sentence.words[t] in sentence.small["been"] for t in range(number.first))
    return period if period is not None and period.kind == "cumulative" and been else None


def _told_alike(whole: Number, part: Number) -> bool:
    """Whether a part is of what befell the whole: the dead among casualties, no wounded among those left."""
    return part.measure == whole.measure or whole.measure in ("casualties", "losses")


def _is_settled(
    sentence: Sentence, number: Number, period: Period, mentions: Sequence[Mention], context: Context
) -> bool:
    """Whether the kind is said and needs no weighing: a list with its totals, what has come to pass since a day."""
    if (
        number.increment
        or number.running
        or DATED in number.rules
        or number.by == "asked"
        or _brought_to(sentence, number, mentions)
    ):
        return True
    if TOTAL in number.rules or is_held(number) or _grown_over(sentence, number, mentions) is not None:
        return True
    if period.kind != "cumulative":
        return _over_a_stretch(sentence, number, period, mentions)
    free = not context.reading.language.has_articles
    if free and number.form == "bulletin" and context.period_kind == (sentence.index - 1, "cumulative"):
        return True  # a line of a list is of the kind of the line before it
    if any(m.kind == "until" for m in mentions) and (_had_lost(sentence, number) or (free and number.form in _LOST)):
        return True  # "had lost 300 as of 3 May", "станом на 30 травня втратили 3802": as it stood that day
    if any(m.kind == "since" or (m.total and period.start is not None) for m in mentions):
        return True
    if _in_sum(sentence, number, mentions):
        return True
    if number.form == "bulletin" and context.heading is not None and not free:
        return _has(context.reading.sentence(context.heading.sentence), context.heading.token)
    if number.form == "lose" and number.harm is not None and _has(sentence, number.harm) and not number.negated:
        told = any(m.kind != "now" for m in mentions)
        return not told and sentence.values("form").isdisjoint(("event", "we"))
    if number.form == "bulletin" and not free and period is context.last_total:
        return True
    if number.harm is not None and any(m.kind == "so-far" for m in mentions) and _has(sentence, number.harm):
        return True
    return _perfect(sentence, number) or _suffered(sentence, number) or _done_so_far(sentence, number)


def _over_a_stretch(sentence: Sentence, number: Number, period: Period, mentions: Sequence[Mention]) -> bool:
    """Whether a loss, and no toll, is told of a length of time that has just passed: "in the past month 40 fell"."""
    if period.kind != "window" or number.form not in ("done", "doing", "self", "lose"):
        return False
    lengths = [m for m in mentions if m.kind == "duration" and m.start is not None]
    apart = [t for t in range(number.last + 1, len(sentence.words)) if not sentence.words[t][0].isalnum()]
    near = [m for m in lengths if m.first < next(iter(apart), len(sentence.words))]  # none behind a comma or a dash
    return any(m.start == period.start for m in near) and not any(m.total for m in mentions)


_LOST = frozenset({"lose", "noun"})


def _had_lost(sentence: Sentence, number: Number) -> bool:
    """Whether losses are told by a verb in the perfect or the pluperfect: "had lost", "has lost"."""
    before = number.harm - 1 if number.harm else -1
    return number.form == "lose" and before >= 0 and sentence.words[before] in sentence.small["auxiliary"]


def _of_kind(kind: str | None, mentions: Sequence[Mention], number: Number, clock: Clock) -> Period:
    """The same times read as another kind of period."""
    if kind is None:
        return Period()
    total, state = kind == "cumulative", kind == "point"
    made = resolve_period(mentions, clock, at=number.first, cumulative=total, state=state).period
    return Period(cast(PeriodKind, kind), made.start, made.end)


def _ruled_period(
    sentence: Sentence, number: Number, measure: str, context: Context
) -> tuple[Period, Sequence[Mention]]:
    clock, mentions = context.clock, times_for(_times_of(sentence, context), sentence, number.first)
    if number.form == "bulletin" and context.heading is not None and not (mentions and DATED in number.rules):
        mentions = _times_of(context.reading.sentence(context.heading.sentence), context) or mentions
    mentions = [m for m in mentions if not _of_a_part(sentence, number, m) and not _of_a_sum(sentence, number, m)]
    mentions = [m for m in mentions if not _of_the_next(sentence, number, m, context)]
    if number.part_of is not None:  # "…, of them 1,070 in the past day"
        own = [m for m in mentions if m.kind in (_PASSING | _DAYS) and 0 < m.first - number.last <= _BEHIND]
        own = own or [m for m in mentions if _between(sentence, number.part_of, m, number)]
        mentions = own or mentions
    dated = DATED in number.rules and any(m.kind in _DAYS for m in mentions)
    of_days = number.form == "bulletin" and (dated or any(m.kind in _PASSING for m in mentions))
    of_days = of_days and not any(m.kind in ("since", "so-far", "until") or m.total for m in mentions)
    state = measure in STATES or is_held(number) or (number.form == "state" and number.measure == "wounded")
    incident = number.form in ("done", "doing", "self") and number.measure not in ("losses",)
    of_days = of_days or _lasted(sentence, number, mentions)
    total = (is_total(sentence, number) and not of_days and not _of_one_event(sentence, number, mentions)) or (
        number.form in ("noun", "lose") and any(m.kind in ("until", "so-far") for m in mentions)
    )
    if not mentions:
        mentions = _since_told_before(sentence, context)
    counting = any(m.kind in ("since", "so-far") or m.total for m in mentions) or _in_sum(sentence, number, mentions)
    counting = counting or _perfect(sentence, number) or _suffered(sentence, number) or _done_so_far(sentence, number)
    bounded = any(not m.reporting and m.kind not in ("since", "so-far", "until") for m in mentions)
    cumulative = True if total or (counting and not bounded) else (False if incident and not counting else None)
    if any(m.kind in ("duration", "relative-day") and m.first > number.first for m in mentions):
        if number.form != "bulletin":
            cumulative = None
    if number.increment:
        return Period("window", None, clock.published), mentions
    stretch = _grown_over(sentence, number, mentions)
    if stretch is not None:
        at_first = sentence.words[number.first - 1] in sentence.small["changed_from"]
        return Period("cumulative", None, stretch.start if at_first else stretch.end), mentions
    if number.running or _brought_to(sentence, number, mentions):
        made = resolve_period(mentions, clock, at=number.first, cumulative=True, state=False).period
        return Period("cumulative", made.start, made.end or clock.published), mentions
    period = resolve_period(mentions, clock, at=number.first, cumulative=cumulative, state=state).period
    if period.kind == "open" and not state:
        nearby = sentence.paragraph - context.total_paragraph <= 1
        one = number.form == "noun" and number.by == "left" and sentence.kind(number.first - 1, "form") == "of"
        one = one and bool(mentions)  # "announced on Monday the deaths of four": no running total
        if number.form in ("noun", "lose", "bulletin") and context.last_total is not None and nearby and not one:
            period = context.last_total
        elif number.form != "bulletin" and measure != "mobilised":
            period = Period("window", period.start, period.end)
    return period, mentions


def _since_told_before(sentence: Sentence, context: Context) -> list[Mention]:
    """The beginning told with a word of loss in the sentence before: "назвал потери с начала операции. Убиты 300"."""
    index = sentence.index - 1
    heading = context.heading
    if heading is None or heading.sentence != index or heading.form != "noun" or context.reading.language.has_articles:
        return []
    if context.reading.bounds[index][2] != sentence.paragraph or numbers_in(context.reading, index)[0]:
        return []
    return [m for m in _times_of(context.reading.sentence(index), context) if m.kind in ("since", "so-far")]


def _in_sum(sentence: Sentence, number: Number, mentions: Sequence[Mention]) -> bool:
    """Whether "in all" stands before what a party has lost, and no time bounds it: "всего армия потеряла 194"."""
    if number.form != "lose" or number.harm is None:
        return False
    running = sentence.small["running"]
    begins = max((t for t in range(number.harm) if sentence.words[t] in (";", ",")), default=-1) + 1
    if any(m.kind in _PASSING | _DAYS and m.first >= begins for m in mentions):
        return False
    return any(sentence.words[t] in running for t in range(begins, number.harm))


def _grown_over(sentence: Sentence, number: Number, mentions: Sequence[Mention]) -> Mention | None:
    """The stretch of time over which a count changed from or to a number: "between May and July from 90 to 140"."""
    ends = sentence.small["changed_from"] | sentence.small["changed_to"]
    if number.form != "noun" or not number.first or sentence.words[number.first - 1] not in ends:
        return None
    if len(mentions) != 1 or mentions[0].kind not in ("span", "duration"):
        return None  # "from 90 in May to 140 in July"
    stretch = mentions[0]
    if stretch.last >= number.first - 1 and stretch.first <= number.last:
        return None
    changing = sentence.small["change"]
    return stretch if any(word in changing for word in sentence.words[: number.first]) else None


def _of_a_part(sentence: Sentence, number: Number, mention: Mention) -> bool:
    """Whether a stretch of time is of a part told behind the number: "512,000 men, 1,070 of them in the past day".

    What has been counted since a day is, where it follows the part at once: "most of them since May".
    """
    if mention.kind not in _PASSING | {"since"} or mention.first <= number.last:
        return False
    own = 1 if number.part_of is not None or mention.kind == "since" else 0  # its own "of them"
    between = range(number.last + 1 + own, mention.first)
    parts = [t for t, form in sentence.places("form") if t in between and form == "including"]
    return bool(parts) and (mention.kind in _PASSING or parts[-1] == mention.first - 1)


def _of_the_next(sentence: Sentence, number: Number, mention: Mention, context: Context) -> bool:
    """Whether a stretch of time behind a number is of the number behind it: "997,000 in all; in a day - 970"."""
    dashed = mention.kind == "since" and sentence.words[mention.last + 1 : mention.last + 2] == ["-"]
    if not (mention.kind in _PASSING or dashed) or mention.first <= number.last:
        return False
    amounts = numbers_in(context.reading, sentence.index)[0]
    following = min((amount.first for amount in amounts if amount.first > mention.last), default=mention.last + 9)
    if following - mention.last > _BEHIND:
        return False
    words = [(sentence.words[t], sentence.kind(t, "form")) for t in range(mention.last + 1, following)]
    return all(word in ("-", ":") or (word[0].isalnum() and form is None) for word, form in words)


def _of_a_sum(sentence: Sentence, number: Number, mention: Mention) -> bool:
    """Whether a time is of the sum to which a number adds: "two fell on Monday, bringing the dead since May to 190"."""
    if mention.kind not in ("since", "so-far") or mention.first <= number.last:
        return False
    return _adds_up(sentence, mention.first, number.last + 1)


_SUMMED = 10  # tokens between a time and the sum that is of it


def _adds_up(sentence: Sentence, time: int, first: int = 0) -> bool:
    """Whether a verb before a time brings a total to it: "bringing the army's dead since March to 240"."""
    words = sentence.words[max(first, time - _SUMMED) : time]
    return any(word in sentence.small["sums"] for word in words)


_HELD = frozenset({"captured", "abducted", "detained"})


def is_held(number: Number) -> bool:
    """Whether people are told to be held, which is a state: "hold 90 prisoners", "40 are in detention"."""
    if number.part_of is not None and number.part_of.measure not in _HELD:
        return False  # "lost 300,000, a third of them as prisoners"
    return number.measure in _HELD and (number.form in ("state", "hold") or number.rules[:1] == [_HOLDS])


_HOLDS = "<hold> <n> <object> <prisoner>"


def _lasted(sentence: Sentence, number: Number, mentions: Sequence[Mention]) -> bool:
    """Whether a loss is told of a stretch of time: "in the past four days they have lost", "the toll for 24 hours"."""
    if number.harm is None or number.form not in ("lose", "noun") or number.by != "left":
        return False
    if any(m.kind in ("since", "so-far", "until") or m.total for m in mentions):
        return False
    if any(form == "number" for t, form in sentence.places("form") if t < number.first):
        return False
    return any(m.kind == "duration" and m.last < number.first for m in mentions)


def _brought_to(sentence: Sentence, number: Number, mentions: Sequence[Mention]) -> bool:
    """Whether a number is what a total has come to: "1,280 in a day, bringing the total to 513,700".

    So is the toll of a war: "taking the overall death toll to 4,100"; that of one attack stays its own.
    """
    to = number.first - 1
    if to < 1 or sentence.kind(to, "form") != "to":
        return False
    if any(
        sentence.kind(k, "form") in ("number", "rose") and sentence.kind(k - 1, "form") in ("article", "its")
        for k in range(max(1, to - 3), to)
    ):
        return True
    summed = range(max(0, to - _SUMMED), to)
    if any(m.kind in ("since", "so-far") and m.first in summed and _adds_up(sentence, m.first) for m in mentions):
        return True
    if number.form != "noun" or number.harm is None or not to - 12 < number.harm < to:
        return False
    before = range(max(0, number.harm - 4), number.harm)
    overall = any(sentence.kind(t, "overall") is not None for t in before)
    return overall and not _of_one_event(sentence, number, mentions)


_BEHIND = 3  # tokens from a part to a stretch of time that is its own
_DAYS = frozenset({"day", "weekday"})  # "90,000 since the invasion, 900 of them on Tuesday"
_PASSING = frozenset({"duration", "relative-day"})  # what a list of one day or week is of: "за сутки:"


def is_total(sentence: Sentence, number: Number) -> bool:
    """Whether the words call the number a running total: a toll, a total, "has lost" without a stretch of time."""
    if number.form == "bulletin" or TOTAL in number.rules:
        return True
    until = number.harm if number.harm is not None else number.first
    until = max(until, number.first)
    if any(t < until and form == "number" for t, form in sentence.places("form")):
        return True
    if any(t < until and sentence.kind(t, "total") for t, _ in sentence.places("harm")):
        return True
    if number.form == "lose" and number.harm is not None:
        before = sentence.words[number.harm - 1]
        return before in ("had", "been") or _has(sentence, number.harm)
    return False
