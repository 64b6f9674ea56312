"""Who suffered the loss or owns the force, never who speaks.

The side is looked for where grammar puts it: in the number's own noun phrase, in a possessive, in the subject of
"lost", beside "losses"; then in the number whose word was carried; it stays open when none of these names one.
"""

from __future__ import annotations

from counterclaim.antecedents import side_asked_of, side_of_pronoun
from counterclaim.bulletins import side_of_heading
from counterclaim.context import Context, Sides, speaker_side
from counterclaim.doers import find_doer, is_after_by, launcher_of, regains, without_speakers
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.owners import side_of_owner
from counterclaim.parties import (
    actors_of,
    is_nominal,
    recall_attack,
    stands_as_place,
)
from counterclaim.references import OWNERS
from counterclaim.shapes import PERSONS, Number
from counterclaim.subjects import (
    has_subject,
    side_beside,
    side_done_to,
    side_having,
    side_in_front,
    side_in_nominative,
    side_of_subject,
)
from counterclaim.topics import topic_before
from counterclaim.vocabulary import is_state

_LISTED_APART = 3  # tokens between two numbers that one noun may count
_FORCE = frozenset({"losses", "strength", "remaining", "deployed", "mobilised", "deserted", "surrendered", "abandoned"})


def resolve_side(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...], asked: int = 0
) -> tuple[str | None, str]:
    """Who suffered the loss or owns the force, and the name of the rule that found it ("" when none)."""
    sides = context.sides_of(sentence.index)
    spoken = without_speakers(sentence, sides, links)
    language = context.reading.language
    own_last = max(number.noun_end, number.noun if number.noun is not None else -1)
    if number.by == "own" and number.harm is not None:
        own_last = max(own_last, number.harm)
    within = [
        (t, s)
        for t, s in sides.between(number.first, own_last)
        if not is_after_by(sentence, number.first, t) and not _only_made(sentence, t, context)
    ]
    if language.has_articles and (_of_both_sides(sentence, number, context) or _joined(sentence, within)):
        return None, "of both sides"
    if within and not _is_make(sentence, number, within[0], context, links):
        return within[0][1], "side in <n> <side> <object>"
    serving = _serving(sentence, number, own_last, spoken, context) or _joint(sentence, number, own_last, spoken)
    if serving is not None:
        return serving, "side in <n> <side> <object>"
    gapped = _gapped(sentence, number, spoken, context, links)
    if gapped is not None:
        return gapped, "<side> <n>"
    told_behind = _said_to_be(sentence, number, spoken, context)
    if told_behind is not None:
        return told_behind, "<n> are <side>"
    found = side_of_owner(sentence, number, spoken, context, links)
    if found[0] is not None:
        return found
    for token in range(number.first, own_last + 1):
        if (
            number.form == "lose" and sentence.kind(token, "form") == "its"
        ):  # "have lost half of their men": the subject's
            found = side_of_subject(sentence, number, spoken, context, links)
            if found[1] == "<side> <lost>":
                return found
        side, rule = side_of_pronoun(sentence, token, context, links)
        if rule:
            return side, rule
    own_last = max(own_last, number.last)
    for token in range(own_last + 1, min(own_last + 3, len(sentence.words))):
        if language.has_articles:
            break
        if token == own_last + 1 and number.noun is None and sentence.kind(token, "form") == "our":
            side, rule = side_of_pronoun(sentence, token, context, links)  # "погибли двое наших"
            if rule:
                return side, rule
        if sentence.kind(token, "form") == "its":  # "положили «тысячу» своих"
            side, rule = side_of_pronoun(sentence, token, context, links)
            if rule == "own is the subject's":
                return side, rule
    found = side_having(sentence, number, spoken, context, links)
    if found[1]:
        return found
    found = side_done_to(sentence, number, context, links)
    if found[1]:
        return found
    fronted = side_in_front(sentence, number, spoken, context, links)
    if fronted is not None:
        return fronted, "<side> in front"
    if number.harm is not None and "lost" in context.parties.words.get(sentence.words[number.harm], ()):
        speaker = context.voice(links) if links else None
        if speaker is not None and not spoken.named:
            return speaker, "<lost> by the speaker"
    if number.by == "own" or number.form in ("noun", "bulletin"):
        suffered = number.first and (sentence.kind(number.first - 1, "harm") or "").endswith(".suffer")
        told_by = side_of_subject if suffered and language.has_articles else side_beside
        found = told_by(sentence, number, spoken, context, links)
        if found[1]:
            return found
    before = sentence.kind(number.first - 1, "harm") if number.first else None
    owned = (before is not None and before.endswith((".have", ".lose"))) or _lost_so(sentence, number)
    owned = owned or regains(sentence, number, context)
    if number.form in ("lose", "suffer", "have") or owned or has_subject(sentence, number):
        found = side_in_nominative(sentence, number, spoken, context, links)
        if found[1]:
            return found
        found = side_of_subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.measure in _FORCE and number.form in ("doing", "noun") and number.measure != "losses":
        found = side_of_subject(sentence, number, spoken, context, links)
        if found[1]:
            return found
    if number.reach is not None and number.reach[0] < number.first:
        found = _in_reach(sentence, number, sides, number.reach[0], context)
        if found[1]:
            return found
    other = number.carried or number.part_of
    if other is not None and asked < 3:
        side, rule = resolve_side(sentence, other, context, links, asked + 1)
        named = other.first > number.first and rule == "side in <n> <side> <object>"
        apart = other.first - number.last > _LISTED_APART  # "28,000 since spring, 58 Americans having died"
        if rule and not (named and (number.noun is not None or apart)):  # "10 soldiers and 13 Russians"
            return side, rule
    told = number.form in ("state", "noun") or (
        number.harm is not None and number.form == "doing" and is_nominal(sentence, number.harm, context)
    )
    if not language.has_articles and number.form in ("done", "self"):  # "признало, что потоплен эсминец"
        told = all(stands_as_place(sentence, token) for token, _ in spoken.named)
    if told and links and links[-1].cue and _admits(sentence, number, links[-1]):
        own = speaker_side(links, language)
        if own is not None or not language.has_articles:
            return own, "<side> admits <n> <dead>"
    if language.has_articles and not spoken.named and _names_own(sentence, number, context, links):
        return speaker_side(links, language), "<side> names <n> <dead>"
    reach = _HEADING if language.has_articles else _FURTHER
    for token in range(number.first - 1, max(-1, number.first - reach), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".noun"):
            found = side_beside(sentence, number, spoken, context, links, token)
            if found[1]:
                return found
    if not spoken.named:
        side, rule = side_asked_of(sentence, number.first, context, links)
        if side is not None and is_called(side, called(sentence, number, context)):
            return side, rule
    elsewhere = number.noun is None and _in_another_land(sentence, number, context)
    if number.noun is None and not elsewhere and context.sentence_side and context.sentence_side[0] == sentence.index:
        return context.sentence_side[1], "side of the one before"
    if context.heading is not None:
        alone = not number.first and number.noun_end >= len(sentence.words) - 2
        listed = number.by == "of" and alone and sentence.index - context.heading.sentence <= _LISTED
        if number.form == "bulletin" or listed:  # "610 tanks" alone in a line
            side = side_of_heading(context.heading, context)
            if side is not None:
                return side, "side of the heading"
    if not spoken.named:
        found = _enemy_first(sentence, number, context, links)
        if found[1]:
            return found
        found = _of_who_tells(sentence, number, context, links)
        if found[1]:
            return found
    if number.form in ("there", "state") and number.measure in ("strength", "remaining"):
        speaker = context.voice(links) if links else None
        if speaker is not None and number.noun is None:
            return speaker, "side of the speaker"
    return None, ""


def _in_reach(sentence: Sentence, number: Number, sides: Sides, first: int, context: Context) -> tuple[str | None, str]:
    """Who stands in what a number has reached, "the number of Malian soldiers killed", but no one they fought."""
    articles = context.reading.language.has_articles
    for token, side in sides.between(first, number.first):
        placed = token > 0 and sentence.kind(token - 1, "form") == "in"
        fought = placed and "attack" in context.parties.words.get(sentence.words[token - 2], ())
        if not (fought if articles else placed) and not is_after_by(sentence, first, token):
            return side, "side of <object>"
    return None, ""


def _enemy_first(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The enemy where a sentence without a verb opens with it: "Enemy, by body count, 164"."""
    if "enemy" not in sentence.values("form") or number.form not in ("state", "noun"):
        return None, ""
    before = (t for t in range(number.first) if sentence.words[t].isalpha())
    opens = next((t for t in before if sentence.kind(t, "form") != "article"), None)
    if opens is None or sentence.kind(opens, "form") != "enemy":
        return None, ""
    return side_of_pronoun(sentence, opens, context, links)


def _of_who_tells(
    sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The speaker's own, whom he has called up: "Shoigu reported that 300,000 men have been mobilised"."""
    if number.measure != "mobilised" or not links or links[-1].role not in OWNERS:
        return None, ""
    own = context.voice(links)
    return own, "<side> mobilises <n>" if own is not None else ""


def _gapped(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> str | None:
    """Who stands before a number whose verb is left out: "Russia lost 40 tanks, Ukraine 12", "the rebels' at 90"."""
    words = sentence.words
    if number.carried is None or not number.first or number.carried.first > number.first:
        return None
    token = number.first - 1 - (words[number.first - 1] == "-")
    if context.reading.language.has_articles:
        token -= sentence.kind(token, "form") == "at"
        token -= words[token] in _POSSESSIVE
        token -= (sentence.kind(token, "harm") or "").endswith((".noun", ".state")) or sentence.kind(
            token, "object"
        ) is not None
    named = next((side for at, side in sides.named if at == token), None)
    if named is not None or not context.reading.language.has_articles or token <= number.carried.last:
        return named
    own = context.voice(links)
    actors = actors_of(sentence, context, own, context.against(own))
    return next((a.side for a in actors if a.token == token and a.how.startswith("role")), None)


def _said_to_be(sentence: Sentence, number: Number, sides: Sides, context: Context) -> str | None:
    """Whose men those of a number are said to be: "of whom fourteen were Iraqis", "two more, both British"."""
    if not context.reading.language.has_articles:
        return None
    words, told = sentence.words, False
    for token in range(number.last + 1, min(number.last + 1 + _PREDICATE, len(words))):
        named = next((side for at, side in sides.named if at == token), None)
        if named is not None:
            return named if told else None
        form = sentence.kind(token, "form")
        all_of_them = "both" in context.parties.words.get(words[token], ())
        told = told or form == "be" or all_of_them
        if not (form in _OF_THEM or all_of_them or words[token] == "," or words[token] in sentence.small["those"]):
            return None
    return None


def _lost_so(sentence: Sentence, number: Number) -> bool:
    """Whether the word of harm only says how they were lost: "потеряли убитыми 300 человек"."""
    if number.form != "to" or number.harm is None:
        return False
    return any((sentence.kind(t, "harm") or "").endswith(".lose") for t in range(max(0, number.harm - 4), number.harm))


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


_POSSESSIVE = frozenset({"'s", "'", "s'"})
_OF_THEM = frozenset({"of", "him", "this", "be", "modal", "article", "other"})  # forms from a number to whose men
_PREDICATE = 6  # tokens from a number to who its men are said to be
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
_LISTED = 8  # lines under a heading that are told by it, where no pattern reads them
_HEADING, _FURTHER = 5, 9  # tokens from a number back to the losses it is one of: "потери за эти бои — 310 убитых"
_CIVIL = frozenset({"civilian", "child", "medic", "journalist"})
_LEAVES = frozenset({"displaced", "released", "deserted"})  # from where, not of whom
_FALLEN = frozenset({"killed", "missing", "wounded", "losses", "casualties"})
_OWN_FORCES = frozenset({"military"})  # roles of those who count their own soldiers


def infer_side(
    sentence: Sentence, number: Number, found: str, country: str | None, context: Context, links: tuple[Link, ...]
) -> tuple[str | None, str]:
    """The side that the words around leave no doubt about, where grammar has named none (the codebook's conventions).

    Civilians have the side of the place in a war between states; soldiers and equipment that one side's forces
    destroyed are the other's; soldiers of whom an army speaks without more are its own; else the side spoken of in
    the sentence before goes on.
    """
    sides = without_speakers(sentence, context.sides_of(sentence.index), links)
    if found in _CIVIL or found == "people":
        if _are_held(sentence, number, context):
            land = country or next((c for c, _ in context.main_countries().most_common(1)), None)
            enemy = context.against(land) if land is not None and context.between_states(land) else None
            return enemy, "held in <place>" if enemy else ""
        event = "event" in sentence.values("form")
        if country is not None and country != (_counted_by(sentence, country, context, links) or country):
            return None, ""  # the place was told before, of others
        if country is not None and context.between_states(country):
            return country, "civilians of <place>" if event or found in _CIVIL else "people of <place>"
        land = context.only_land if country is None else None
        if land is not None and context.between_states(land) and not sides.named:
            return land, "people of the land"
        return None, ""
    doer = find_doer(sentence, number, context, links)
    if doer is not None:
        enemy = context.against(doer)
        return enemy, "the enemy of who did it" if enemy else ""
    felled = _shot_down(number, found) and not sides.named
    launcher = launcher_of(sentence, context) if felled else None
    if launcher is not None:
        return launcher, "<side> launched <object>"
    if felled and not context.reading.language.has_articles:
        own = context.voice(links) or (country if country is not None and context.between_states(country) else None)
        before = context.sentence_side[1] if context.sentence_side is not None and not links else None
        listed = before is not None and before == own and context.last_object not in _LIVING
        enemy = context.against(own) if not listed else None  # a list of what its own side lost goes on
        if enemy is not None:
            return enemy, "shot down by the speaker's side"
    if number.form in ("done", "doing") and number.by == "left":
        return None, ""
    if found == "personnel" and links and links[-1].role in _OWN_FORCES and not sides.named:
        side = speaker_side(links[-1:], context.reading.language)
        if side is not None and number.noun is not None and sentence.kind(number.noun, "own") is not None:
            topic = topic_before(sentence, context)
            return (side, "the speaker's own soldiers") if topic in (None, side) else (topic, "losses told just before")
    goes_on = context.sentence_side
    speaks = speaker_side(links, context.reading.language) if links else None
    if speaks is not None and goes_on is not None and speaks != goes_on[1]:
        return None, ""  # another side speaks now
    if goes_on is not None and goes_on[0] == sentence.index - 1 and not sides.named:
        if context.reading.bounds[goes_on[0]][2] == sentence.paragraph and is_called(
            goes_on[1], called(sentence, number, context)
        ):
            return goes_on[1], "side of the sentence before"
    return None, ""


def _counted_by(sentence: Sentence, country: str, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whose people a ministry of health counts where it names no other place: those of its own land at war."""
    if not links or not (links[-1].id or "").endswith("-health"):
        return None
    own = speaker_side(links[-1:], context.reading.language)
    if own is None or not context.between_states(own):
        return None
    lands = [*sentence.places("place"), *context.sides_of(sentence.index).named]
    return None if any(land == country for _, land in lands) else own


def _shot_down(number: Number, found: str) -> bool:
    """Whether drones or missiles were shot down or put off their way: whoever tells it without more has done it."""
    return found in _FLOWN_IN and number.measure in ("destroyed", "losses") and number.form in ("done", "doing")


_FLOWN_IN = frozenset({"uav", "missile"})
_LIVING = _CIVIL | {"people"}


def _are_held(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether those counted are called hostages or captives: they are of the enemy of those who live where they are."""
    if "held" not in context.parties.roles_in(sentence):
        return False
    last = max(number.noun_end, number.last, number.harm if number.harm is not None else -1)
    words = context.parties.words
    return any("held" in words.get(sentence.words[t], ()) for t in range(number.first, last + 1))


def called(sentence: Sentence, number: Number, context: Context) -> str | bool | None:
    """What those counted are called tells of their side: which one, whether it is a state, or nothing."""
    recall_attack(sentence, context)
    parties = context.parties
    if parties.roles_in(sentence).isdisjoint(("attacker", "rebel", "state")):
        return None
    for token in range(number.first, max(number.noun_end, number.last) + 1):
        kinds = parties.words.get(sentence.words[token], frozenset())
        if "attacker" in kinds and parties.attacker is not None:
            return parties.attacker
        if "rebel" in kinds and parties.group is not None:
            return False
        if "state" in kinds and parties.state is not None:
            return True
    return None


def is_called(side: str, calls: str | bool | None) -> bool:
    """Whether those who are ``called`` so may be of a side: rebels are of no state, police of no group."""
    if calls is None:
        return True
    return side == calls if isinstance(calls, str) else is_state(side) is calls


def _only_made(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a country only made what was lost: "two German-made tanks"."""
    words = sentence.words
    if token + 2 < len(words) and words[token + 1] == "-":
        return "made" in context.parties.words.get(words[token + 2], ())
    return "-" in words[token] and "made" in context.parties.words.get(words[token].rpartition("-")[2], ())


def _of_both_sides(sentence: Sentence, number: Number, context: Context) -> bool:
    """Whether those counted are of both sides together: "nearly 70 soldiers died on both sides"."""
    if "both" not in context.parties.roles_in(sentence):
        return False
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


def _serving(sentence: Sentence, number: Number, last: int, sides: Sides, context: Context) -> str | None:
    """Whom those counted fight for: "more than 900 men fighting for the Ethiopian army"; or "three from Malawi"."""
    words = sentence.words
    if last + 2 >= len(words) or not context.reading.language.has_articles:
        return None
    if words[last + 1] in sentence.small["from"] and number.measure not in _LEAVES:
        behind = last + 2 + (sentence.kind(last + 2, "form") == "article")
        return next((side for token, side in sides.named if token == behind), None)
    if "serving" not in context.parties.words.get(words[last + 1], ()):
        return None
    return next((side for token, side in sides.named if last + 1 < token <= last + 4), None)


def _joint(sentence: Sentence, number: Number, last: int, sides: Sides) -> str | None:
    """Whose men two numbers share whose noun stands behind the second: "six dead and 40 wounded Peruvian soldiers"."""
    joined = max(last, number.harm or 0) + 1
    if number.noun is not None or sentence.kind(joined, "form") != "and":
        return None
    token = joined + 1
    while token < len(sentence.words) and sentence.tags[token] in "dn":
        token += 1
    if token == joined + 1 or sentence.kind(token, "harm") is None:
        return None
    counted = sentence.kind(token + 2, "object") is not None
    return next((side for at, side in sides.named if at == token + 1 and counted), None)


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
