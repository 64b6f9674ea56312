"""Whom the grammar of a sentence makes the loser: the subject of "lost", who had a force, who stands beside a loss.

Looked for by voice and case, past who only speaks; whom a pronoun stands for is told by ``antecedents``.
"""

from __future__ import annotations

from collections.abc import Mapping

from counterclaim.antecedents import side_of_pronoun
from counterclaim.attribution.lexicon import lexicon_of
from counterclaim.context import Context, Sides
from counterclaim.doers import is_after_by, taking_verb
from counterclaim.language import Sentence
from counterclaim.model import Link
from counterclaim.parties import NOBODY, Whose, actors_of, is_subject, subject_of
from counterclaim.shapes import Number


def side_done_to(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> Whose:
    """To whom it was done where a case tells: "они нам два танка сожгли", "бой стоил противнику 300 солдат"."""
    if number.harm is None or context.reading.language.has_articles:
        return NOBODY
    if sentence.kind(number.harm, "form") == "claims":
        return _who_paid(sentence, number, context, links)
    if number.form == "captives":
        return _whose_are_held(sentence, number, context, links)
    if number.form != "doing":
        return NOBODY
    for token in range(max(number.first, number.harm) - 1, max(-1, min(number.first, number.harm) - 4), -1):
        if sentence.words[token] in (";", ":", ",", "."):
            break
        if sentence.kind(token, "form") == "we" and context.reading.language.cases(sentence.words[token]) == "d":
            return side_of_pronoun(sentence, token, context, links)
    return NOBODY


def _who_paid(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> Whose:
    """Who stands between "cost" and the number, or in the dative before it."""
    assert number.harm is not None
    cases = context.reading.language.cases
    named = dict(context.sides_of(sentence.index).named)
    for token in (*range(number.harm + 1, number.first), *range(number.harm - 1, -1, -1)):
        if token < number.harm and "d" not in cases(sentence.words[token]):
            continue
        if token in named:
            return named[token], "<side> pays <n>"
        side, rule = side_of_pronoun(sentence, token, context, links)
        if rule:
            return side, rule
    return NOBODY


def _whose_are_held(sentence: Sentence, number: Number, context: Context, links: tuple[Link, ...]) -> Whose:
    """The enemy of who holds them: "ХАМАС удерживает 59 заложников"."""
    own = context.voice(links)
    for token in range(number.first - 1, -1, -1):
        if (sentence.kind(token, "harm") or "").endswith(".hold"):
            subject = subject_of(actors_of(sentence, context, own, context.against(own)), token)
            if subject is None or subject.how != "name":
                return NOBODY
            return context.against(subject.side), "the enemy of who did it"
    return NOBODY


def side_having(sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]) -> Whose:
    """Who has what is counted where a preposition tells: "у нас один двести", "с нашей стороны погибли трое"."""
    if context.reading.language.has_articles or number.measure in ("deployed", "mobilised"):
        return NOBODY
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
        side, rule = side_of_pronoun(sentence, token, context, links)
        if rule:
            return side, "<side> has <n>"
    return NOBODY


def side_in_front(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> str | None:
    """Who was counted, in the genitive at the head of the clause, apart from the number: "Русских погибло двадцать"."""
    language = context.reading.language
    if language.has_articles or number.harm is None or number.form not in ("done", "doing", "self", "state"):
        return None
    own = context.voice(links)
    roles = (
        (token, context.parties.role(sentence.words[token], own, context.against(own))[0])
        for token in range(max(0, number.first - 6), number.first)
        if sentence.words[token] in context.parties.words
    )
    called = [(token, side) for token, side in roles if side is not None]
    for token, side in sorted([*sides.named, *called], reverse=True):
        cases = language.cases(sentence.words[token])
        if not number.first - 6 <= token < number.first or "g" not in cases or "n" in cases:
            continue
        before = sentence.words[token - 1] if token else ""
        opens = not token or not before[:1].isalpha() or sentence.kind(token - 1, "form") in ("but", "and", "our")
        opens = opens and not _strikes(sentence, token, context)
        between = range(token + 1, max(number.harm, number.first))
        apart = all(sentence.words[t] not in (",", ";", ":") for t in between)
        joined = token + 1 < len(sentence.words) and sentence.kind(token + 1, "object") is not None
        if opens and apart and not joined:
            return side
    return None


def side_in_nominative(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> Whose:
    """The subject of "lost" by its case, wherever it stands in its clause: "300 человек потерял противник"."""
    harm, language = _verb_of_loss(sentence, number), context.reading.language
    if language.has_articles or harm is None:
        return NOBODY
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
            side, rule = side_of_pronoun(sentence, token, context, links)
            if rule:
                return side, rule
    return NOBODY


def _verb_of_loss(sentence: Sentence, number: Number) -> int | None:
    """The verb whose subject loses or has: the word that reached the number, or "lost" before "убитыми" that did."""
    if number.form in ("lose", "suffer"):
        return number.harm
    if number.form == "have" and number.measure == "strength":
        return number.harm
    if number.reach is None or number.form != "state":
        return None
    reached = range(number.reach[0], number.first)
    return next((t for t in reached if (sentence.kind(t, "harm") or "").endswith((".lose", ".suffer"))), None)


def _owner_of(sentence: Sentence, token: int, named: Mapping[int, str], context: Context) -> str | None:
    """Whose army it is by the genitive right behind it: "армия Азербайджана потеряла"."""
    if sentence.kind(token, "unit") is None or (token and sentence.kind(token - 1, "form") in ("in", "of", "by")):
        return None
    for at in range(token + 1, min(token + 3, len(sentence.words))):
        if at in named and "g" in context.reading.language.cases(sentence.words[at]):
            return named[at]
    return None


def has_subject(sentence: Sentence, number: Number) -> bool:
    """Whether the number stands behind a verb of suffering: "suffered 300 casualties"."""
    for token in range(number.first - 1, max(-1, number.first - 6), -1):
        value = sentence.kind(token, "harm")
        if value is not None and value.endswith(".suffer"):
            return taking_verb(sentence, _first_of_list(number)) != token
    return False


def _first_of_list(number: Number) -> Number:
    """The number of a list that its word has reached, from which the others took it."""
    while number.carried is not None and number.carried.first < number.first:
        number = number.carried
    return number


def side_beside(
    sentence: Sentence,
    number: Number,
    sides: Sides,
    context: Context,
    links: tuple[Link, ...],
    loss: int | None = None,
) -> Whose:
    """The side next to a word like "losses": Russian losses, the losses of the enemy, deaths among Israelis.

    ``loss`` is the token of that word, where it is not the one that reached the number.
    """
    harm = number.harm if loss is None else loss
    if harm is None:
        return NOBODY
    articles, before = context.reading.language.has_articles, None
    for token in range(harm - 1, max(-1, harm - 7), -1):
        if sentence.words[token] in (",", ";", '"') or sentence.kind(token, "form") == "by":
            break
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None:
            if articles or not token < number.first < harm:
                return named, "<side> <losses>"
            if any(sentence.phrases[t] is None and sentence.words[t].isalpha() for t in range(token + 1, number.first)):
                break  # "американскому телевидению более 46 тысяч погибших": beside another noun
            before = named  # "Штаб Франции насчитал 500 потерь бельгийской армии": unless an owner stands behind
            break
        side, rule = side_of_pronoun(sentence, token, context, links)
        if rule and sentence.kind(token, "form") not in ("we", "it"):
            return side, rule
    stop = number.first if number.first > harm else len(sentence.words)
    for token in range(harm + 1, min(stop, harm + 9)):
        if sentence.words[token] in (",", ";") or (articles and sentence.tags[token] in "dn"):
            break  # "the death of 372 people in the offensive of the rebels"
        named = next((s for t, s in sides.named if t == token), None)
        if named is not None and not articles and _strikes(sentence, token, context):
            break  # "жертв израильской агрессии": of those who did it
        if named is not None and not is_after_by(sentence, harm, token):
            link = sentence.kind(token - 1, "form")
            between = (sentence.phrases[t] for t in range(harm + 1, token))
            owned = all(phrase is None or "object" in phrase.kinds for phrase in between) and (
                articles or all(_describes(sentence, t, context) for t in range(harm + 1, token))
            )
            if link in ("of", "article", "its") or sentence.kind(token - 1, "lossto") or (owned and not articles):
                return named, "<losses> of <side>"
        side, rule = side_of_pronoun(sentence, token, context, links)
        of_them = (
            articles and sentence.kind(token - 1, "form") == "of" and sentence.kind(token, "form") in ("its", "our")
        )
        if rule and (of_them or sentence.kind(token, "form") == "enemy"):
            return side, rule  # "the dead of its army"
    return (before, "<side> <losses>") if before is not None else (None, "")


def _strikes(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a side at a token is told with its blow: "израильских авиаударов"."""
    behind = sentence.words[token + 1 : token + 2]
    return bool(behind) and "strike" in context.parties.words.get(behind[0], ())


def _describes(sentence: Sentence, token: int, context: Context) -> bool:
    """Whether a word between a loss and its owner may be an adjective, or is what was lost: "потери живой силы"."""
    endings = context.reading.language.settings.get("settings", {}).get("parties", {}).get("adjectival", ())
    return sentence.phrases[token] is not None or sentence.words[token].endswith(tuple(endings))


def side_of_subject(
    sentence: Sentence, number: Number, sides: Sides, context: Context, links: tuple[Link, ...]
) -> Whose:
    """The subject of "lost", "suffered", "had": the nearest side or pronoun before the verb."""
    harm = number.harm if number.form in ("lose", "suffer", "have") and number.harm is not None else number.first
    if number.form == "lose" and harm > number.first:
        return NOBODY
    right_before = _before_verb(sentence, harm)
    subject = next((s for t, s in context.sides_of(sentence.index).named if t == right_before), None)
    if sentence.kind(right_before - 1, "form") in ("by", "in", "at", "of", "and") and right_before:
        subject = None
    if subject is not None and context.reading.language.has_articles:
        return subject, "<side> <lost>"  # also where he speaks: "the Viet Cong had lost 900 men, it said"
    if context.reading.language.has_articles:
        own = context.voice(links)
        actors = actors_of(sentence, context, own, context.against(own))
        called = next((a for a in actors if a.token == right_before and a.how.startswith("role")), None)
        owned = right_before > 0 and sentence.kind(right_before - 1, "form") in ("its", "our")
        if called is not None and called.side is not None and called.stands == "subject" and not owned:
            return called.side, "the other side <lost>" if called.how == "role opponent" else "<party> <lost>"
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
        side, rule = side_of_pronoun(sentence, token, context, links)
        if rule:
            return side, rule
        if sentence.words[token] == ";" or _is_told(sentence, token, context, links):
            break  # "told Ukrainian journalists that the regiment had lost 40": who was told has lost nobody
    return NOBODY


def _before_verb(sentence: Sentence, verb: int) -> int:
    """The token before a verb and what stands with it: "had lost", "has so far lost"."""
    token = verb
    while token > 0 and (token == verb or sentence.kind(token, "form") == "modal" or _loses(sentence, token)):
        token -= 1
    return token


def _loses(sentence: Sentence, token: int) -> bool:
    """Whether a token is a verb of losing or having."""
    return (sentence.kind(token, "harm") or "").endswith((".lose", ".suffer", ".have"))


def _is_told(sentence: Sentence, token: int, context: Context, links: tuple[Link, ...]) -> bool:
    """Whether "that" at a token opens what somebody was told: "told the envoys that"."""
    if sentence.kind(token, "form") != "relative" or any(link.start >= sentence.starts[token] for link in links):
        return False
    verbs = lexicon_of(context.reading.language).verbs
    cues = [link.cue.split()[-1] for link in links if link.cue and link.end <= sentence.starts[token]]
    return any(cue in verbs and "inform" in verbs[cue].kinds for cue in cues)
