"""Lists of figures under a heading: what heads one, whose losses it tells of, and the lines that belong to it.

"Losses of the enemy: tanks – 9", "Destroyed since Monday:", a line "610 tanks" below.
"""

from __future__ import annotations

from counterclaim.attribution import Attribution, find_attribution
from counterclaim.context import Context, Heading
from counterclaim.fitness import is_military
from counterclaim.language import Sentence
from counterclaim.shapes import PERSONS, Number


def note_heading(sentence: Sentence, numbers: list[Number], context: Context, until: int = 0) -> None:
    """A sentence that speaks of losses heads the list of figures that follows it ("Losses of the enemy: tanks – 9").

    ``until`` is where the list begins in the same sentence, behind a colon: "Destroyed since Monday: tanks – 9".
    """
    places = sentence.places("harm")
    if not places:
        return
    verbs = [row for row in places if not numbers and _heads_list(sentence, row[0], row[1].split(".")[1], context)]
    if until and not context.reading.language.has_articles:
        verbs = [row for row in places if row[0] < until][-1:]
        verbs = [row for row in verbs if row[1].endswith((".done", ".doing"))]
    for token, value in verbs[-1:] or places:  # "Потери врага: уничтожено танков – 9" are destroyed
        measure, form = value.split(".")
        heads = (token, value) in verbs or _heads_list(sentence, token, form, context)
        opens = bool(numbers) or (token < until and ":" in sentence.words[token:until]) or sentence.words[-1] == ":"
        if form != "noun" and not heads and not (form in ("lose", "done") and opens):
            continue
        if form == "noun" and measure != "losses" and any(n.form == "bulletin" for n in numbers):
            continue
        otherwise = context.last_side if numbers else None
        context.heading = Heading(measure, sentence.index, token, form, heads, otherwise)
        context.listed = sentence.index
        return


def _heads_list(sentence: Sentence, token: int, form: str, context: Context) -> bool:
    """Whether a verb before a colon says what happened to a list: "За сутки уничтожено:"."""
    if context.reading.language.has_articles or form not in ("done", "doing", "lose"):
        return False
    behind = sentence.words[token + 1 :]
    if ":" not in behind and behind[-1:] != [] and not behind[-1].isalpha():
        return False
    colon = behind.index(":") if ":" in behind else len(behind)  # a line may end without one
    if colon > _TO_COLON or ")" in behind[:colon]:
        return False
    return not any(sentence.kind(t, "harm") for t in range(token + 1, token + 1 + colon))


_TO_COLON = 8  # tokens between a verb and the colon before its list


def _side_of_deed(sentence: Sentence, token: int, form: str, context: Context) -> str | None:
    """Whose losses a list under a verb tells of: whom it names by case, else the enemy of who did it or speaks."""
    if form != "lose" and any(sentence.kind(t, "form") == "enemy" for t in range(len(sentence.words))):
        behind = context.voice(heading_attribution(context).links) if context.heading is not None else None
        return context.against(behind) if behind is not None else context.enemy_of_source(sentence.index)
    own = context.voice(find_attribution(context.reading, sentence.index, sentence.starts[token], sentence.end).links)
    for at, side in context.sides_of(sentence.index).named:
        cases = context.reading.language.cases(sentence.words[at])
        if form == "lose" or (
            cases and "n" not in cases and "i" not in cases and not (at and sentence.kind(at - 1, "form") == "in")
        ):
            return side
        return context.against(side)
    return own if form == "lose" else context.against(own)


def is_given_away(sentence: Sentence, context: Context) -> bool:
    """Whether a list is of what is given, made or owned: "pledged (delivered): tanks – 31 (12)"."""
    reading = context.reading
    return any(
        other.kind(token, "given") is not None
        for other in (sentence, *(reading.sentence(at) for at in range(max(0, sentence.index - 2), sentence.index)))
        for token in range(len(other.words))
    )


def side_of_heading(heading: Heading, context: Context) -> str | None:
    """Whose losses a list tells of, by its heading."""
    if heading.side is None:
        heading.side = (_told_by(heading, context) or heading.otherwise,)
    return heading.side[0]


def _told_by(heading: Heading, context: Context) -> str | None:
    if not heading.form:
        return None
    sentence, token, form = context.reading.sentence(heading.sentence), heading.token, heading.form
    side = _side_beside(sentence, token, context) if form in ("noun", "lose") or not heading.heads else None
    return _side_of_deed(sentence, token, form, context) if heading.heads and side is None else side


def _side_beside(sentence: Sentence, token: int, context: Context) -> str | None:
    """The side or "the enemy" nearest to the word that heads a list, and no one who only speaks."""
    named = context.sides_of(sentence.index).named
    enemy = [t for t, form in sentence.places("form") if form == "enemy"]
    if len(named) > 1 or (named and enemy):
        start, end = sentence.starts[token], sentence.ends[token]
        links = find_attribution(context.reading, sentence.index, start, end).links
        told = [(t, s) for t, s in named if not any(k.start <= sentence.starts[t] < k.end for k in links)]
        if enemy and (not told or abs(enemy[0] - token) < min(abs(t - token) for t, _ in told)):
            return context.enemy_of_source(sentence.index)
        behind = [s for t, s in told if token < t <= token + 3]
        return behind[0] if behind else next((s for _, s in told or named), None)
    if named:
        return named[0][1]
    return context.enemy_of_source(sentence.index) if enemy else None


_BODILY = frozenset({"killed", "wounded", "missing", "captured"})
IN_LIST = "<n> <object> in a list"
DATED = "<day>: <n> <object>"


def may_be_listed(sentence: Sentence, number: Number, heading: Heading) -> bool:
    """Whether a figure of a list counts what its heading can be of: forces, and of the dead or hurt anybody."""
    if number.noun is None or is_military(sentence, number.noun):
        return True
    if heading.measure == "losses" and DATED in number.rules and sentence.kind(number.noun, "men") == "men":
        return True
    return heading.measure in _BODILY and sentence.kind(number.noun, "object") in PERSONS


def list_line(numbers: list[Number]) -> None:
    """A line of a list, "610 tanks" or "a medic", under a heading that says what it counts."""
    for number in numbers:
        if number.measure is None and number.noun is not None and not number.unnamed:
            number.measure, number.form, number.by, number.harm = "", "bulletin", "left", number.noun
            number.rules.append(IN_LIST)


def dated_line(numbers: list[Number]) -> None:
    """A line of a list by days under a heading that says what it counts: "17 May: 1,210 men", "Monday - 1,320"."""
    for number in numbers:
        if number.measure in (None, "") and number.amount is not None:
            number.measure, number.form, number.by, number.harm = "", "bulletin", "left", number.noun
            number.rules = [*number.rules, DATED]


def object_of_heading(heading: Heading, context: Context) -> str | None:
    """What the figures under a heading count that say it not themselves: "Occupiers eliminated in a week"."""
    sentence = context.reading.sentence(heading.sentence)
    told = [kind for _, kind in sentence.places("object")]
    return told[0] if told else "personnel" if heading.measure == "losses" else None


def heading_attribution(context: Context) -> Attribution:
    """Who says what the heading heads."""
    heading = context.heading
    assert heading is not None
    sentence = context.reading.sentence(heading.sentence)
    at = sentence.starts[heading.token]
    told = find_attribution(context.reading, heading.sentence, at, sentence.ends[heading.token])
    named = any(not link.start <= at < link.end for link in told.links)  # "Occupiers eliminated: …" is nobody
    following = heading.sentence + 1
    if named or following >= len(context.reading.bounds):
        return told
    start, end, _ = context.reading.bounds[
        following
    ]  # "Losses by day: figures of the staff" names who tells what follows
    return find_attribution(context.reading, following, start, end)
