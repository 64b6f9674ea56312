"""Whose a loss is by who owns it or pays for it: "Hezbollah's three dead", "the rebels' dead", "at a cost of 40 men".

side_of_owner   the words beside a loss → its side and the name of the rule, "" where they name nobody
"""

from __future__ import annotations

from collections.abc import Callable

from counterclaim.antecedents import side_of_pronoun
from counterclaim.context import Context, Sides
from counterclaim.doers import is_own_deed
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import NOBODY, Whose, actors_of, stands_for, subject_of
from counterclaim.shapes import PERSONS, Number
from counterclaim.weighing import OPEN

_Rule = Callable[[Sentence, Number, Sides, Context, tuple[Link, ...]], Whose]

POSSESSIVE = frozenset({"'s", "'", "s'"})
_OF_A_STATE = frozenset({"military", "ministry", "government", "police", "official"})  # who speak for it
_OF_A_SIDE = frozenset({"military", "ministry", "government", "armed-group"})  # who count their own
_NEAR = 6  # tokens between a price and what was paid


def side_of_owner(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Who owns or pays what was lost, by the words right before the number or before the loss itself."""
    if not context.reading.language.has_articles:
        return NOBODY
    present = context.parties.roles_in(sentence)
    for asked, told in _RULES:
        if asked is not None and asked not in present:
            continue
        side, rule = told(sentence, number, sides, context, links)
        if side is not None:
            return side, rule
    return NOBODY


def _possessor(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The name or the party whose the number is: "Hezbollah's three dead", "the militia's 14 tanks"."""
    if number.first < 2 or sentence.words[number.first - 1] not in POSSESSIVE:
        return NOBODY
    owner = number.first - 2
    if sentence.kind(owner, "metonym") is not None:
        return NOBODY  # "Ankara's 1,266 terrorists" are those it claims
    named = next((side for token, side in sides.named if token == owner), None)
    if named is not None:
        return named, "<side>'s <n>"
    return _role(sentence, owner, context, links), "<party>'s <n>"


def _owner_of_loss(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> Whose:
    """The party whose the dead or losses are: "put the rebels' dead at 90", "the army's losses were 12 men"."""
    harm = number.harm
    if harm and sentence.kind(harm - 1, "form") == "enemy":
        own = context.voice(links)
        if own is not None and harm < number.first and number.form in ("state", "noun"):
            if any(harm < token < number.first and form == "its" for token, form in sentence.places("form")):
                return own, "<n> of the speaker's own"  # "put the enemy's dead at 90 and its own at 12"
            return context.against(own), "the enemy of the speaker"
        if own is None and links:
            state = context.parties.state if links[-1].role in _OF_A_STATE else None
            return context.against(state), "the enemy of the state"
    if harm is None or harm < 2 or number.form not in ("state", "noun") or harm >= number.first:
        return NOBODY
    words = sentence.words
    before = harm - 1
    while before > 1 and words[before] not in POSSESSIVE and harm - before <= 2 and sentence.phrases[before] is None:
        before -= 1  # "the army's confirmed losses"
    if words[before] not in POSSESSIVE:
        return NOBODY
    return _role(sentence, before - 1, context, links), "<party>'s <losses>"


def _his_side(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The one who speaks, of whose side he tells: "he said his side had lost 15 men"."""
    own = context.voice(links)
    harm = number.harm
    if own is None or not links or harm is None or number.form not in ("lose", "have", "suffer"):
        return NOBODY
    for token in range(min(harm, number.first) - 2, max(-1, harm - 6), -1):
        if sentence.kind(token, "form") != "its" or sentence.starts[token] < links[-1].end <= sentence.start:
            continue
        kinds = context.parties.words.get(sentence.words[token + 1], frozenset())
        if "sides" in kinds or sentence.kind(token + 1, "unit") is not None:
            return own, "<lost> by the speaker's side"
    return NOBODY


def _of_its(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The one who speaks, of whose own the number is: "Turkey said two of its drones were shot down"."""
    own = context.voice(links)
    of = number.last + 1
    of += of < len(sentence.words) and sentence.kind(of, "form") == "other"  # "21 more of its servicemen"
    its = of + 1
    if own is None or not links or links[-1].role not in _OF_A_SIDE:
        return NOBODY  # an intelligence service counts others' losses
    if its >= len(sentence.words) or sentence.kind(its, "form") != "its":
        return NOBODY
    said = links[-1].end
    if not sentence.start <= links[-1].start < said <= sentence.starts[number.first]:
        return NOBODY
    between = any(said <= sentence.starts[t] and t < number.first for t, _ in context.sides_of(sentence.index).named)
    if sentence.kind(of, "form") != "of" or between:
        return NOBODY
    if _of_others(sentence, number, its, said, own, context):
        return NOBODY
    return own, "<n> of the speaker's own"


def _of_others(sentence: Sentence, number: Number, its: int, said: int, own: str, context: Context) -> bool:
    """Whether "its" behind a number is no more the speaker's: "said that it killed 50 of its fighters"."""
    kinds = context.parties.words.get(sentence.words[its], frozenset())
    if "reflexive" in kinds:
        return False
    men = "plural" in kinds or any(
        sentence.kind(t, "object") in PERSONS for t in range(its, min(number.noun_end + 1, len(sentence.words)))
    )
    if men and number.form == "done" and number.by == "left" and not is_own_deed(sentence, number, context):
        return True
    actors = actors_of(sentence, context, own, context.against(own))
    between = (a for a in actors if said <= sentence.starts[a.token] and a.token < number.first)
    return any(actor.how.startswith("role") and actor.side != own for actor in between)  # "of the assailants"


def _of_theirs(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The enemy of one who says "we" and tells of "theirs": "we counted sixty of theirs", and "none of ours"."""
    words, of = sentence.words, number.last + 1
    own = context.voice(links)
    if of + 1 >= len(words) or sentence.kind(of, "form") != "of":
        return NOBODY
    if sentence.kind(of + 1, "form") == "our":
        return side_of_pronoun(sentence, of + 1, context, links)
    if own is None:
        return NOBODY
    if "plural" not in context.parties.words.get(words[of + 1], ()) or not _says_we(sentence, number.first):
        return NOBODY
    if any(t < number.first for t, _ in sides.named):
        return NOBODY
    return context.against(own), "<n> of theirs"


def _says_we(sentence: Sentence, before: int) -> bool:
    """Whether somebody says "we" or "I" in a sentence before a number."""
    return any(form in ("we", "our") and token < before for token, form in sentence.places("form"))


def _on_a_side(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Whose side a number is told of: "on the enemy's side eighteen dead", "58 killed on our side"."""
    words = sentence.words
    last = max(number.noun_end, number.last, number.harm if number.harm is not None else -1)
    for token in range(last + 1, min(last + _BESIDE, len(words))):
        if words[token] in (";", ","):
            break
        owner = _owner_of_side(sentence, token, context)
        if owner is not None:
            return _whose(sentence, owner, sides, context, links), "on <party>'s side"
    for token in range(number.first - 1, 0, -1):
        if words[token] in (";", ".") or sentence.kind(token, "form") == "but":
            break
        owner = _owner_of_side(sentence, token, context)
        if owner is not None and not any(first < token for first, _ in context.phrases):  # it opens the clause
            return _whose(sentence, owner, sides, context, links), "on <party>'s side"
    return NOBODY


def _owner_of_side(sentence: Sentence, token: int, context: Context) -> int | None:
    """The word that tells whose side "on the … side" is, where a token ends such a phrase."""
    words, roles = sentence.words, context.parties.words
    if "sides" not in roles.get(words[token], ()) or words[token].endswith("s"):
        return None
    owner = token - 1 - (words[token - 1] in POSSESSIVE)
    at = owner - 1
    while at > 0 and sentence.kind(at, "form") == "article":
        at -= 1
    return owner if at >= 0 and "upon" in roles.get(words[at], ()) else None


def _set_against(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The other side of the number it is set against: "90 rebels died, against 12 soldiers"."""
    if not number.first or "contrast" not in context.parties.words.get(sentence.words[number.first - 1], ()):
        return NOBODY
    behind = max(number.last, number.noun_end, number.harm or 0) + 1
    if sentence.kind(behind, "form") == "in" and sentence.tags[behind + 1 : behind + 2] in ("d", "t"):
        return NOBODY  # "against 12 on 7 April": of an earlier day
    before = [(at, side) for at, side in context.number_sides.items() if at < number.position]
    side = max(before)[1] if before else None
    return (context.against(side), "against <n> of <side>") if side not in (None, OPEN) else (None, "")


def _of_peace(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Peacekeepers whose country nobody tells are the United Nations', where the text names no other mission."""
    roles = context.parties.words
    if not any("peace" in roles.get(sentence.words[t], ()) for t in range(number.first, number.noun_end + 1)):
        return NOBODY
    others = {side for side in context.main_sides() if side in _MISSIONS}
    return (_UN, "peacekeepers are the UN's") if others <= {_UN} else (None, "")


_UN = "UN"
_MISSIONS = frozenset({_UN, "AMISOM", "African Union", "NATO", "EU", "RU"})  # whose forces are called peacekeepers
_BESIDE = 5  # tokens behind a loss in which its side may stand: "wounded on our side"


def _whose(sentence: Sentence, token: int, sides: Sides, context: Context, links: tuple[Link, ...]) -> str | None:
    """The party whose name, pronoun or role a word is."""
    named = next((side for at, side in sides.named if at == token), None)
    own = context.voice(links)
    form = sentence.kind(token, "form")
    if named is not None or form in ("our", "enemy"):
        return named or (own if form == "our" else context.against(own))
    if own is None and form in ("it", "its", "we"):
        return None
    return _role(sentence, token, context, links)


def _left_behind(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Who left their dead behind: "the enemy left 120 dead before our trenches"."""
    if number.form not in ("state", "noun") or number.harm is None or number.harm < number.first:
        return NOBODY
    words, roles = sentence.words, context.parties.words
    verb = number.first - 1
    while verb > 0 and sentence.phrases[verb] is None and words[verb].isalpha() and number.first - verb <= 2:
        if "leaves" in roles.get(words[verb], ()):
            break
        verb -= 1
    if "leaves" not in roles.get(words[verb], ()) or not verb:
        return NOBODY
    named = next((side for token, side in sides.named if token == verb - 1), None)
    if named is None and sentence.kind(verb - 1, "form") == "enemy":
        named = context.against(context.voice(links))
    return named, "<party> leaves <n> <dead>"


def _of_whose(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """The party named right before "whose": "an attack by the rebels, whose losses were 30 men"."""
    words, roles = sentence.words, context.parties.words
    first = min(number.first, number.harm if number.harm is not None else number.first)
    near = range(first - 1, max(0, first - _NEAR), -1)
    whose = next((t for t in near if "whose" in roles.get(words[t], ())), None)
    if whose is None or any(words[t] in (",", ";") for t in range(whose + 1, first)):
        return NOBODY
    owner = whose - 1 - (words[whose - 1] == ",")
    return _whose(sentence, owner, sides, context, links) if owner >= 0 else None, "<party>'s <losses>"


def _of_alike(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Of whom a figure is told that is set beside another: "Ukraine's comparable figure is 60", or "for Ukraine"."""
    words, roles = sentence.words, context.parties.words
    clause = number.first
    while clause and words[clause - 1] not in (";", ":", "."):
        clause -= 1
    alike = next((t for t in range(clause, number.first) if "alike" in roles.get(words[t], ())), None)
    if alike is None:
        return NOBODY
    owners = [
        (token, side)
        for token, side in sides.named
        if clause <= token < number.first
        and (words[token + 1] in POSSESSIVE or token == alike - 1 or sentence.kind(token - 1, "form") == "in")
    ]
    return (owners[-1][1], "<n> is the like of <side>") if len({side for _, side in owners}) == 1 else (None, "")


def _payer(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Who paid with what was lost: "took the hill at a cost of 40", "the raid cost the army 18 dead"."""
    roles, words = context.parties.words, sentence.words
    first = max(0, number.first - _NEAR)
    paid = next((t for t in range(number.first - 1, first - 1, -1) if "price" in roles.get(words[t], ())), None)
    if paid is None or (sentence.kind(paid, "harm") is not None and not _is_paid(sentence, paid)):
        return NOBODY
    between = range(paid + 1, number.first)
    if any(words[t] in (",", ";", ":") or sentence.kind(t, "form") == "and" for t in between):
        return NOBODY
    own = context.voice(links)
    actors = actors_of(sentence, context, own, context.against(own))
    payer = next((a for a in actors if a.token in between), None)
    if payer is None and sentence.kind(paid + 1, "form") in ("of", "in"):
        payer = subject_of(actors, paid)  # "at a cost of", "paid with"; what cost 18 dead has not paid them
    if payer is None:
        return NOBODY
    side, how = stands_for(payer, actors, sentence, context, own, links)
    return side, "<side> pays <n>" if how == "name" else "<party> pays <n>"


def _is_paid(sentence: Sentence, token: int) -> bool:
    """Whether a loss is told as a price: "for the loss of", "with the loss of"; it may as well be told for itself."""
    before = token - 1 - (sentence.kind(token - 1, "form") == "article" if token else 0)
    return before >= 0 and sentence.kind(before, "form") in ("in", "at")


def _role(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> str | None:
    """Whom a word means that names a party only in its text: "the rebels", "the army"."""
    own = context.voice(links)
    return context.parties.role(sentence.words[token], own, context.against(own))[0]


# Each rule with the kind of word that it asks for, where it asks for one (``Parties.words``).
_RULES: tuple[tuple[str | None, _Rule], ...] = (
    (None, _possessor),
    (None, _owner_of_loss),
    (None, _his_side),
    (None, _of_its),
    (None, _of_theirs),
    ("price", _payer),
    ("sides", _on_a_side),
    ("leaves", _left_behind),
    ("contrast", _set_against),
    ("peace", _of_peace),
    ("whose", _of_whose),
    ("alike", _of_alike),
)
