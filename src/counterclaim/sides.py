"""Who suffered the loss or owns the force, never who speaks.

The side is looked for where grammar puts it: in the number's own noun phrase, in a possessive, in the subject of
"lost", beside "losses"; then in the number whose word was carried; it stays open when none of these names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counterclaim.attribution.lexicon import lexicon_of
from counterclaim.context import Context, Sides, speaker_side
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import (
    DOUBTFUL,
    actors_of,
    is_agent,
    is_nominal,
    is_passive,
    is_subject,
    stands_for,
    subject_of,
)
from counterclaim.shapes import PERSONS, Number

# What a side does with its own, so that the enemy of the doer is none of its owners.
_OWN_DEEDS = frozenset({"abandoned", "mobilised", "deployed", "strength", "remaining", "surrendered", "deserted"})
_FORCE = frozenset({"losses", "strength", "remaining", "deployed", "mobilised", "deserted", "surrendered", "abandoned"})


def resolve_side(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...], asked: int = 0
) -> tuple[str | None, str]:
    """Who suffered the loss or owns the force, and the name of the rule that found it ("" when none)."""
    sides = context.sides_of(sentence.index)
    spoken = _without_speakers(sentence, sides, links)
    language = context.reading.language
    own_last = max(number.noun_end, number.noun if number.noun is not None else -1)
    if number.by == "own" and number.harm is not None:
        own_last = max(own_last, number.harm)
    within = [
        (t, s)
        for t, s in sides.between(number.first, own_last)
        if not _after_by(sentence, number.first, t) and not _only_made(sentence, t, context)
    ]
    if language.has_articles and (_of_both_sides(sentence, number, context) or _joined(sentence, within)):
        return None, "of both sides"
    if within and not _is_make(sentence, number, within[0], context, links):
        return within[0][1], "side in <n> <side> <object>"
    serving = _serving(sentence, own_last, spoken, context)
    if serving is not None:
        return serving, "side in <n> <side> <object>"
    beside = number.first - 1 - (sentence.words[number.first - 1] == "-" if number.first else 0)
    gapped = next((s for t, s in spoken.named if t == beside), None)
    if gapped is not None and number.carried is not None:
        return gapped, "<side> <n>"  # "Russia lost 40 tanks, Ukraine 12"
    for token in range(number.first, own_last + 1):
        if (
            number.form == "lose" and sentence.kind(token, "form") == "its"
        ):  # "have lost half of their men": the subject's
            found = _subject(sentence, number, spoken, context, links)
            if found[1] == "<side> <lost>":
                return found
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, rule
    own_last = max(own_last, number.last)
    for token in range(own_last + 1, min(own_last + 3, len(sentence.words))):
        if sentence.kind(token, "form") == "its" and not language.has_articles:  # "положили «тысячу» своих"
            side, rule = _pronoun_side(sentence, token, context, links)
            if rule == "own is the subject's":
                return side, rule
    found = _having(sentence, number, spoken, context, links)
    if found[1]:
        return found
    fronted = _fronted(sentence, number, spoken, context)
    if fronted is not None:
        return fronted, "<side> in front"
    if number.harm is not None and "lost" in context.parties.words.get(sentence.words[number.harm], ()):
        speaker = context.voice(links) if links else None
        if speaker is not None and not spoken.named:
            return speaker, "<lost> by the speaker"
    if number.by == "own" or number.form in ("noun", "bulletin"):
        suffered = number.first and (sentence.kind(number.first - 1, "harm") or "").endswith(".suffer")
        found = (_subject if suffered and language.has_articles else _beside)(sentence, number, spoken, context, links)
        if found[1]:
            return found
    before = sentence.kind(number.first - 1, "harm") if number.first else None
    owned = before is not None and before.endswith((".have", ".lose"))
    if number.form in ("lose", "suffer", "have") or owned or _has_subject(sentence, number):
        found = _nominative(sentence, number, spoken, context, links)
        if found[1]:
            return found
        found = _subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.measure in _FORCE and number.form in ("doing", "noun") and number.measure != "losses":
        found = _subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.reach is not None and number.reach[0] < number.first:
        for token, side in sides.between(number.reach[0], number.first):
            placed = token > 0 and sentence.kind(token - 1, "form") == "in" and not language.has_articles
            if not placed and not _after_by(sentence, number.reach[0], token):
                return side, "side of <object>"
    other = number.carried or number.part_of
    if other is not None and asked < 3:
        side, rule = resolve_side(sentence, other, context, links, asked + 1)
        named = other.first > number.first and other.noun is not None and sentence.kind(other.noun, "side") is not None
        if rule and not (named and number.noun is not None):  # "10 soldiers and 13 Russians": the others' own
            return side, rule
    told = number.form in ("state", "noun") or (
        number.harm is not None and number.form == "doing" and is_nominal(sentence, number.harm, context)
    )
    if told and links and links[-1].cue and _admits(sentence, number, links[-1]):
        return speaker_side(links, language), "<side> admits <n> <dead>"
    for token in range(number.first - 1, max(-1, number.first - 5), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".noun"):
            found = _beside(sentence, replace(number, harm=token), spoken, context, links)
            if found[1]:
                return found
    elsewhere = number.noun is None and _in_another_land(sentence, number, context)
    if number.noun is None and not elsewhere and context.sentence_side and context.sentence_side[0] == sentence.index:
        return context.sentence_side[1], "side of the one before"
    if number.form == "bulletin" and context.heading is not None and context.heading.side is not None:
        return context.heading.side, "side of the heading"
    if number.form in ("there", "state") and number.measure in ("strength", "remaining"):
        speaker = context.voice(links) if links else None
        if speaker is not None and number.noun is None:
            return speaker, "side of the speaker"
    return None, ""


def _is_make(
    sentence: Sentence, number: Number, named: tuple[int, str], context: Context, links: tuple[Link, ...]
) -> bool:
    """Whether a side before a weapon only made it: "two German Leopard tanks" in a war of others."""
    found = sentence.kind(number.noun, "object") if number.noun is not None else None
    if found is None or found in PERSONS or number.noun is None or named[0] >= number.noun:
        return False
    own = context.voice(links) or find_doer(sentence, number, context, links)
    enemy = context.against(own)
    return own is not None and enemy is not None and named[1] not in (own, enemy)


# Rules by which grammar alone tells the side; the others are signs among signs.
TOLD = frozenset(
    [
        "side in <n> <side> <object>", "<side> <n>", "<side> <lost>", "<side> <losses>", "<losses> of <side>",
        "<side> admits <n> <dead>", "own is the subject's", "<side> has <n>", "<side> in front", "our is the speaker's",
        "the enemy of the speaker", "side of the heading", "of both sides",
    ]
)  # fmt: skip
_CIVIL = frozenset({"civilian", "child", "medic", "journalist"})
_OWN_FORCES = frozenset({"military"})  # roles of those who count their own soldiers


def infer_side(
    sentence: Sentence, number: Number, found: str, country: str | None, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The side that the words around leave no doubt about, where grammar has named none (the codebook's conventions).

    Civilians have the side of the place in a war between states; soldiers and equipment that one side's forces
    destroyed are the other's; soldiers of whom an army speaks without more are its own; else the side spoken of in
    the sentence before goes on.
    """
    sides = _without_speakers(sentence, context.sides_of(sentence.index), links)
    if found in _CIVIL or found == "people":
        event = any(form == "event" for _, form in sentence.places("form"))
        if country is not None and (event or found in _CIVIL) and context.between_states(country):
            return country, "civilians of <place>"
        return None, ""
    doer = find_doer(sentence, number, context, links)
    if doer is not None:
        enemy = context.against(doer)
        return enemy, "the enemy of who did it" if enemy else ""
    if number.form in ("done", "doing") and number.by == "left":
        return None, ""
    if found == "personnel" and links and links[-1].role in _OWN_FORCES and not sides.named:
        side = speaker_side(links[-1:], context.reading.language)
        if side is not None and number.noun is not None and sentence.kind(number.noun, "own") is not None:
            return side, "the speaker's own soldiers"
    goes_on = context.sentence_side
    speaks = speaker_side(links, context.reading.language) if links else None
    if speaks is not None and goes_on is not None and speaks != goes_on[1]:
        return None, ""  # another side speaks now
    if goes_on is not None and goes_on[0] == sentence.index - 1 and not sides.named:
        if context.reading.bounds[goes_on[0]][2] == sentence.paragraph:
            return goes_on[1], "side of the sentence before"
    return None, ""


def find_doer(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose forces did it: the subject of "destroyed 12 tanks", the one after "by"; ``None`` where nobody is named."""
    if number.harm is None:
        return None
    free = not context.reading.language.has_articles
    if free and number.form in ("done", "self", "doing", "state"):
        agent = _agent(sentence, number, context, links)
        if agent is not None:
            return agent
    if (free and number.measure in _OWN_DEEDS) or is_passive(number, context):
        return None
    if (
        (number.by == "left" or free)
        and number.form in ("done", "doing")
        and not is_nominal(sentence, number.harm, context)
    ):
        own = context.voice(links)
        actors = actors_of(sentence, context, own, context.against(own))
        subject = subject_of(actors, number.harm)
        if subject is None:
            return None
        side, how = stands_for(subject, actors, sentence, context, own, links)
        return side if how not in DOUBTFUL else None
    if number.by == "right" and number.form == "done":
        for token, side in context.sides_of(sentence.index).named:
            if token > number.harm and _after_by(sentence, number.harm, token) and token - number.harm <= 5:
                return side
    return None


def _agent(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> str | None:
    """Who did it where its case or its weapon tells: "by Russian troops" in one word, "the strike of the army"."""
    harm = number.harm
    assert harm is not None
    words, roles = sentence.words, context.parties.words
    for token, side in _without_speakers(sentence, context.sides_of(sentence.index), links).named:
        if abs(token - harm) > 12 or any(first <= token <= last for first, last in context.phrases):
            continue
        if is_agent(sentence, token, context) and number.form == "done":
            return side
        near = (*range(token + 1, min(token + 3, len(words))), *range(max(0, token - 1), token))
        if any("strike" in roles.get(words[t], ()) for t in near):
            return side
    return None


def _only_made(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a country only made what was lost: "two German-made tanks"."""
    words = sentence.words
    if token + 2 < len(words) and words[token + 1] == "-":
        return "made" in context.parties.words.get(words[token + 2], ())
    return "-" in words[token] and "made" in context.parties.words.get(words[token].rpartition("-")[2], ())


def _of_both_sides(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether those counted are of both sides together: "nearly 70 soldiers died on both sides"."""
    roles, words = context.parties.words, sentence.words
    last = max(number.noun_end, number.last, number.harm if number.harm is not None else -1)
    for token in range(number.first, min(last + 4, len(words) - 1)):
        if "both" in roles.get(words[token], ()) and "sides" in roles.get(words[token + 1], ()):
            inside = sentence.kind(token - 1, "form") in ("in", "of", "among") if token else False
            return inside and token > number.last
    return False


def _joined(sentence: Sentence, within: list[tuple[int, str]]) -> bool:
    """Whether a phrase names two sides together: "50 Afghan and Pakistani soldiers"."""
    if len({side for _, side in within}) < 2:
        return False
    (one, _), (other, _) = within[0], within[1]
    return any(sentence.kind(t, "form") == "and" for t in range(one + 1, other))


def _in_another_land(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether a bare number has a place of its own: "1,200 people died in Israel and 17,700 in Gaza"."""
    token = number.last + 1
    while token < len(sentence.words) and sentence.kind(token, "form") in ("in", "article"):
        token += 1
    if token == number.last + 1 or token >= len(sentence.words) or not sentence.caps[token]:
        return False
    land = sentence.kind(token, "place") or sentence.kind(token, "side")
    return land is not None and context.sentence_side is not None and land != context.sentence_side[1]


def _serving(sentence: Sentence, last: int, sides: Sides, context: Context) -> str | None:
    """Whom those counted fight for: "more than 900 men fighting for the Ethiopian army"; or "three from Malawi"."""
    words = sentence.words
    if last + 2 >= len(words) or not context.reading.language.has_articles:
        return None
    if words[last + 1] == "from" and sentence.kind(last, "object") is None:
        return next((side for token, side in sides.named if token == last + 2), None)
    if "serving" not in context.parties.words.get(words[last + 1], ()):
        return None
    return next((side for token, side in sides.named if last + 1 < token <= last + 4), None)


def _having(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """Who has what is counted where a preposition tells: "у нас один двести", "с нашей стороны погибли трое"."""
    if context.reading.language.has_articles or number.measure in ("deployed", "mobilised"):
        return None, ""
    words, roles = sentence.words, context.parties.words
    named = dict(sides.named)
    for token in range(number.first - 1, max(0, number.first - 9), -1):
        if words[token] in (";", ":") or sentence.kind(token, "form") == "but":
            break
        having = "having" in roles.get(words[token - 1], ())
        beside = token + 1 < len(words) and "side_of" in roles.get(words[token + 1], ())
        cases = context.reading.language.cases(words[token])
        if not (beside or (having and (not cases or "g" in cases))):
            continue
        if token in named:
            return named[token], "<side> has <n>"
        if having and not beside and not cases:
            continue  # "у нашем батальоне": a place
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, "<side> has <n>"
    return None, ""


def _fronted(sentence: Sentence, number: Number, sides: Sides, context: Context) -> str | None:
    """Who was counted, in the genitive at the head of the clause, apart from the number: "Русских погибло двадцать"."""
    language = context.reading.language
    if language.has_articles or number.harm is None or number.form not in ("done", "doing", "self", "state"):
        return None
    for token, side in reversed(sides.named):
        cases = language.cases(sentence.words[token])
        if not number.first - 6 <= token < number.first or "g" not in cases or "n" in cases:
            continue
        before = sentence.words[token - 1] if token else ""
        opens = not token or not before.isalpha() or sentence.kind(token - 1, "form") in ("but", "and", "our")
        between = range(token + 1, max(number.harm, number.first))
        apart = all(sentence.words[t] not in (",", ";", ":") for t in between)
        joined = token + 1 < len(sentence.words) and sentence.kind(token + 1, "object") is not None
        if opens and apart and not joined:
            return side
    return None


def _nominative(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The subject of "lost" by its case, wherever it stands in its clause: "300 человек потерял противник"."""
    harm, language = number.harm, context.reading.language
    if language.has_articles or harm is None or number.form not in ("lose", "suffer"):
        return None, ""
    words, named = sentence.words, dict(sides.named)
    left = list(range(harm - 1, -1, -1))
    right = list(range(harm + 1, min(harm + 7, len(words))))
    for side_of_verb in (left, right):
        for token in side_of_verb:
            if words[token] in (";", ":") or sentence.kind(token, "form") == "but":
                break
            if any(first <= token <= last for first, last in context.phrases):
                continue
            if side_of_verb is right and words[token] == ",":
                break  # "lost 14 tanks, Iraq – 24": of the next clause
            owner = _owner_of(sentence, token, named, context)
            if owner is not None:
                return owner, "<side> <lost>"
            if "n" not in language.cases(words[token]) or not is_subject(sentence, token, context):
                continue
            if token in named:
                return named[token], "<side> <lost>"
            side, rule = _pronoun_side(sentence, token, context, links)
            if rule:
                return side, rule
    return None, ""


def _owner_of(sentence: Sentence, token: int, named: Mapping[int, str], context: Context) -> str | None:
    """Whose army it is by the genitive right behind it: "армия Азербайджана потеряла"."""
    if sentence.kind(token, "unit") is None or (token and sentence.kind(token - 1, "form") in ("in", "of", "by")):
        return None
    for at in range(token + 1, min(token + 3, len(sentence.words))):
        if at in named and "g" in context.reading.language.cases(sentence.words[at]):
            return named[at]
    return None


def _admits(sentence: Sentence, number: Number, speaker: Link) -> bool:
    """Whether the speaker owns up to losses of his own: "China has acknowledged about 183,000 dead"."""
    told = [
        form
        for t, form in sentence.places("form")
        if t < number.first and form in ("admit", "tells") and sentence.starts[t] >= speaker.end
    ]
    return bool(told) and told[-1] == "admit"


def _without_speakers(sentence: Sentence, sides: Sides, links: tuple[Link, ...]) -> Sides:
    """The sides that are not part of the name of somebody who speaks: "according to Shoigu" loses nothing."""
    return Sides([(t, s) for t, s in sides.named if not any(k.start <= sentence.starts[t] < k.end for k in links)])


def _after_by(sentence: Sentence, first: int, token: int) -> bool:
    return any(first <= t < token and form == "by" for t, form in sentence.places("form"))


def _pronoun_side(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> tuple[str | None, str]:
    form = sentence.kind(token, "form")
    if form == "we" and token > 1 and sentence.words[token - 1] == "-" and sentence.words[token - 2].isdecimal():
        return None, ""  # "6-я армия": the ending of a number
    if form in ("our", "we"):
        side = context.voice(links)
        return side, "our is the speaker's" if side else ""
    if form == "enemy":
        side = context.against(context.voice(links))
        return side, "the enemy of the speaker" if side else ""
    if form in ("its", "it"):
        if sentence.kind(token, "ofone") is not None:
            return None, ""
        if form == "its" and not context.reading.language.has_articles:
            if "reflexive" in context.parties.words.get(sentence.words[token], ()):
                side = _subject_before(sentence, token, context, links)
                return side, "own is the subject's" if side else ""
        side = _antecedent(sentence, token, context)
        return side, "its is <side>'s" if side else ""
    return None, ""


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
    return speaks or _antecedent(sentence, token, context)


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


def _has_subject(sentence: Sentence, number: Number) -> bool:
    """Whether the number stands behind a verb of suffering: "suffered 300 casualties"."""
    for token in range(number.first - 1, max(-1, number.first - 6), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".suffer"):
            return True
    return False


def _beside(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The side next to a word like "losses": Russian losses, the losses of the enemy, deaths among Israelis."""
    harm = number.harm
    if harm is None:
        return None, ""
    articles = context.reading.language.has_articles
    for token in range(harm - 1, max(-1, harm - 7), -1):
        if sentence.words[token] in (",", ";", '"') or sentence.kind(token, "form") == "by":
            break
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None:
            return named, "<side> <losses>"
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule and (articles or sentence.kind(token, "form") not in ("we", "it")):
            return side, rule
    stop = number.first if number.first > harm else len(sentence.words)
    for token in range(harm + 1, min(stop, harm + 9)):
        if sentence.words[token] in (",", ";"):
            break
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None and not _after_by(sentence, harm, token):
            link = sentence.kind(token - 1, "form")
            between = (sentence.phrases[t] for t in range(harm + 1, token))
            owned = all(phrase is None or "object" in phrase.kinds for phrase in between) and (
                articles or all(_describes(sentence, t, context) for t in range(harm + 1, token))
            )
            if link in ("of", "article", "its") or sentence.kind(token - 1, "lossto") or (owned and not articles):
                return named, "<losses> of <side>"
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule and sentence.kind(token, "form") == "enemy":
            return side, rule
    return None, ""


def _describes(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a word between a loss and its owner may be an adjective, or is what was lost: "потери живой силы"."""
    endings = context.reading.language.settings.get("settings", {}).get("parties", {}).get("adjectival", ())
    return sentence.phrases[token] is not None or sentence.words[token].endswith(tuple(endings))


def _subject(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The subject of "lost", "suffered", "had": the nearest side or pronoun before the verb."""
    harm = number.harm if number.form in ("lose", "suffer", "have") and number.harm is not None else number.first
    if number.form == "lose" and harm > number.first:
        return None, ""
    for token in range(harm - 1, -1, -1):
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None:
            previous = sentence.kind(token - 1, "form") if token else None
            counted = any(first <= token <= last for first, last in context.phrases if last < harm)
            barred = not is_subject(sentence, token, context) and not context.reading.language.has_articles
            if barred or counted or (previous in ("by", "in", "of") and any(t < token for t, _ in sides.named)):
                continue  # "Hamas said it killed 12 Israeli soldiers and lost 40": not the soldiers lost
            return named, "<side> <lost>"
        if not context.reading.language.has_articles and not is_subject(sentence, token, context):
            continue
        side, rule = _pronoun_side(sentence, token, context, links)
        if rule:
            return side, rule
        if sentence.words[token] == ";" or _is_told(sentence, token, context, links):
            break  # "told Ukrainian journalists that the regiment had lost 40": who was told has lost nobody
    return None, ""


def _is_told(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> bool:
    """Whether "that" at a token opens what somebody was told: "told the envoys that"."""
    if sentence.kind(token, "form") != "relative" or any(link.start >= sentence.starts[token] for link in links):
        return False
    verbs = lexicon_of(context.reading.language).verbs
    cues = [link.cue.split()[-1] for link in links if link.cue and link.end <= sentence.starts[token]]
    return any(cue in verbs and "inform" in verbs[cue].kinds for cue in cues)
