"""Who a noun phrase names: an id of the register with its role, or what kind of body is meant.

name in the register            "the SBU", "Dmitry Peskov"            ua-sbu, ru-kremlin
country and a kind of body      "the French defence ministry"         fr-mod
somebody unnamed                "a Russian soldier", "officials"      soldier, officials
a country alone                 "Moscow", "Russia"                    ru-government
a group                         "a Tamil Tiger commander"             lk-ltte
a body without its country      "the ministry"                        left to the text before it

What of the phrase can tell it is found by ``appellations``; the questions here stand in the order in which they decide.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from counterclaim.appellations import Appellation, has_proper_name, is_proper, leads
from counterclaim.sources import Line, Match, Names, Register
from counterclaim.vocabulary import is_state

_NO_ARMY = frozenset(["UN", "EU"])
_SPEAK_FOR = frozenset(["spokesman", "official", "officials", "minister"])
# With an article these speak for themselves, whosever they are: "a commander of the Taliban".
_FOR_THEMSELVES = frozenset(
    [
        "source",
        "commander",
        "soldier",
        "prisoner",
        "witness",
        "resident",
        "relative",
        "medic",
        "rescuer",
        "mayor",
        "governor",
        "journalist",
        "activist",
    ]
)
_NOT_OF_A_PARTY = frozenset(["officials", "health", "media"])  # bodies that a group has, but is not
_RULERS = (("region", "governor"), ("town", "mayor"), ("council", "official"))  # "the head of the region"


class Named(NamedTuple):
    """Who a noun phrase names: id, role and, for a body without its country, the kind of body to look back for."""

    id: str | None
    role: str
    body: str | None = None


def identify(line: Line, first: int, last: int, names: Names, register: Register) -> Named:
    """Who the noun phrase in tokens ``first`` to ``last`` names: id and role, with the longest name first."""
    phrase = Appellation(line, first, last, names, register)
    for question in _QUESTIONS:
        named = question(phrase)
        if named is not None:
            return named
    return Named(None, "person")


def _somebody(phrase: Appellation, value: str) -> Named:
    """Somebody unnamed, in his role."""
    return Named(value, phrase.register.speakers[value].role)


def _body_of(phrase: Appellation, owner: str, kind: str, body: Match) -> Named:
    """The body of a state or of another owner, ``fr-mod``, in its own role or in that of the body found."""
    made = f"{owner.lower()}-{kind}"
    made = phrase.register.aliases.get(made, made)
    return Named(made, phrase.register.role_of(made) or phrase.register.bodies[body.value].role)


# -- names of the register --------------------------------------------------------------------------------------------


def _body_of_listed(phrase: Appellation) -> Named | None:
    """ "The Hamas-controlled interior ministry", "Putin's general staff"."""
    listed, body, side = phrase.listed, phrase.body, phrase.side
    if listed is None or body is None or body.first <= listed.last:
        return None
    if side is not None and side.tokens != listed.tokens:
        return None
    if not leads(phrase.line, listed, phrase.names) and not _rules(phrase.line, listed, phrase.register):
        return None
    owner = phrase.register.side_of(listed.value)
    return _body_of(phrase, owner, body.value, body) if owner is not None else None


def _body_led(phrase: Appellation) -> Named | None:
    """ "Минздрав, подконтрольный ХАМАС"."""
    listed, body = phrase.listed, phrase.body
    if not phrase.names.head_first or listed is None or body is None or body.last >= listed.first:
        return None
    owner = phrase.register.side_of(listed.value)
    if owner is None or phrase.names.words["led"].isdisjoint(phrase.line.words[body.last : listed.first]):
        return None
    made = f"{owner.lower()}-{body.value}"
    return Named(phrase.register.aliases.get(made, made), phrase.register.bodies[body.value].role)


def _for_himself(phrase: Appellation) -> Named | None:
    """ "A commander of the Taliban", who with an article speaks for himself."""
    listed, body, side = phrase.listed, phrase.body, phrase.side
    if (listed is None and body is None) or not phrase.opens("indefinite"):
        return None
    own = phrase.noun
    if own is not None and own.value == "person":
        own = next((m for m in phrase.speakers if m.value in _FOR_THEMSELVES), own)
    if own is None or own.value not in _FOR_THEMSELVES or phrase.line.capital(own.first):
        return None
    if own.value == "commander" and listed is not None and phrase.register.role_of(listed.value) == "international":
        if own.last == phrase.last or phrase.line.words[own.last] in phrase.names.words["preposition"]:
            return None  # "a senior NATO officer" briefs for it
    within = side is not None and side.first >= own.last and own.value == "source"
    if listed is not None or within or (body is not None and body.first >= own.last):
        return _somebody(phrase, own.value)
    return None


def _in_register(phrase: Appellation) -> Named | None:
    """ "The SBU", "Dmitry Peskov"; but no name that is only a part of the name of a country's body."""
    listed, body = phrase.listed, phrase.body
    if listed is None:
        return None
    whole = body is not None and listed.first >= body.first and listed.last <= body.last
    if whole and phrase.side is not None:
        return None
    return Named(listed.value, phrase.register.role_of(listed.value) or "person")


def _proper_outlet(phrase: Appellation) -> Named | None:
    """ "Hanoi radio"."""
    outlets = [m for m in phrase.found if m.kind == "body" and m.value == "media"]
    proper = any(is_proper(phrase.line, m, phrase.found, phrase.names) for m in outlets)
    return Named(None, "media") if proper else None


# -- who are no bodies, whatever body is named with them --------------------------------------------------------------


def _of_hospital(phrase: Appellation) -> Named | None:
    """ "Officials at the hospital"."""
    noun = phrase.noun
    if noun is None or noun.value not in _SPEAK_FOR or phrase.names.head_first:
        return None
    house = next((m for m in phrase.speakers if m.value == "hospital" and m.first > noun.last), None)
    if house is None or phrase.names.words["speaks_of"].isdisjoint(phrase.line.words[noun.last : house.first]):
        return None
    return _somebody(phrase, "hospital")


def _prisoner(phrase: Appellation) -> Named | None:
    """ "A captured soldier"."""
    noun = phrase.noun
    if phrase.body is not None or (noun is not None and noun.value not in ("person", "soldier")):
        return None
    return _somebody(phrase, "prisoner") if phrase.says("taken") else None


def _man_of_unit(phrase: Appellation) -> Named | None:
    """ "A man of the brigade"."""
    head = phrase.head
    if head is None or head.value != "person" or phrase.line.capital(head.first) or not phrase.opens("indefinite"):
        return None
    unit = _names_army(phrase, head.last)
    return _somebody(phrase, "soldier") if unit else None


def _names_army(phrase: Appellation, first: int) -> bool:
    """Whether a noun of an army stands in the phrase from a token on."""
    words = phrase.line.words[first : phrase.last]
    return any(phrase.names.organisations.get(word) == "military" for word in words)


def _attache(phrase: Appellation) -> Named | None:
    """ "A military attaché"."""
    words, body = phrase.line.words, phrase.body
    if body is None or body.last >= len(words) or words[body.last] not in phrase.names.words["qualified"]:
        return None
    return Named(None, "person")


def _army_without_state(phrase: Appellation) -> Named | None:
    """ "The group of forces “North”", "командование группировки", "the UN Command"."""
    house, side = phrase.house, phrase.side
    if house is None or house.value != "military":
        return None
    called = _is_called(phrase.line, house.last, phrase.last) or phrase.says("own_name")
    if (called and phrase.listed is None) or (side is not None and side.value in _NO_ARMY):
        return Named(None, "military")
    return None


# -- groups, countries and their bodies -------------------------------------------------------------------------------


def _party_itself(phrase: Appellation) -> Named | None:
    """ "A Tamil Tiger commander", "the rebels' military"; but a body of a group that counts for itself."""
    party = _party(phrase.side, phrase.register) if phrase.side is not None else None
    if party is None or (phrase.unnamed and (phrase.house is None or _outranks(phrase))):
        return None
    if phrase.house is not None and phrase.house.value in _NOT_OF_A_PARTY:
        return None
    return Named(party, phrase.register.sources[party].role)


def _body_of_country(phrase: Appellation) -> Named | None:
    """ "The French defence ministry", "the Belgian side"."""
    side, house, head = phrase.side, phrase.house, phrase.head
    if side is None or house is None or (phrase.unnamed and _outranks(phrase)):
        return None
    if len(side.value) > 2:  # "the Bosnian Serb general staff" has its own name and no code
        if head is not None and head.value in ("official", "officials") and not phrase.line.capital(head.first):
            return _somebody(phrase, head.value)
        return Named(None, phrase.register.bodies[house.value].role)
    spoken = phrase.line.words[house.first] in phrase.names.words["whose_side"] and side.last == house.first
    return _body_of(phrase, side.value, "government" if spoken else house.value, house)


def _body_without_country(phrase: Appellation) -> Named | None:
    """ "State media", "the Red Cross", "foreign intelligence"; "the ministry", to be looked up in the text before."""
    house, head = phrase.house, phrase.head
    if house is None:
        return None
    if house.value == "media" and phrase.side is None and phrase.opens("of_state"):
        return Named("media", "media", "media")
    if house.value == "red-cross":
        return Named("icrc", phrase.register.role_of("icrc") or "international")
    role = phrase.register.bodies[house.value].role
    if phrase.says("foreign"):
        return Named(None, role)  # "западные разведки": of no one state
    if house.value in ("officials", "sources", "media"):
        return None
    generic = house.value if house.value in phrase.register.speakers else None
    if generic is None and head is not None and not phrase.line.capital(head.first) and head.last == house.last:
        generic = head.value
    return Named(generic, role, house.value)


# -- somebody unnamed -------------------------------------------------------------------------------------------------


def _of_ministry(phrase: Appellation) -> Named | None:
    """ "The ministry's spokesman" is the ministry, whichever it is."""
    head = phrase.head
    if head is None or head.value not in _SPEAK_FOR or phrase.line.capital(head.first):
        return None
    ministry = next((word for word in phrase.nouns() if phrase.names.organisations.get(word) == "ministry"), None)
    return Named(head.value, "ministry", ministry) if ministry is not None else None


def _ruler(phrase: Appellation) -> Named | None:
    """ "The head of the region", "the chief of the council"."""
    head, words = phrase.head, phrase.line.words
    if head is None or head.value != "person" or words[head.first] not in phrase.names.words["chief"]:
        return None
    behind = words[head.last : min(phrase.last, head.last + 4)]
    ruler = next((ruler for kind, ruler in _RULERS if not phrase.names.words[kind].isdisjoint(behind)), None)
    return _somebody(phrase, ruler) if ruler is not None else None


def _outlet(phrase: Appellation) -> Named | None:
    """ "The insurgents' website", "the Gulf Star web site", "Daily Echo"."""
    head, line = phrase.head, phrase.line
    if head is None or head.value not in ("media", "agency"):
        return None
    fighters = [m for m in phrase.speakers if m.last < head.first and m.value == "militant"]
    if head.value == "media" and any(line.words[m.last] in ("'", "'s") for m in fighters):
        return _somebody(phrase, "militant")
    called = _is_named(phrase) or (line.capital(head.first) and phrase.last - phrase.first > 1)
    if not called or phrase.opens("indefinite"):
        return None
    return Named(None, phrase.register.speakers[head.value].role)


def _spokesman(phrase: Appellation) -> Named | None:
    """ "The spokesman for the governor of Kunar"; or of a body in no list."""
    head, words = phrase.head, phrase.line.words
    if head is None or head.value != "spokesman":
        return None
    for other in phrase.speakers:
        if head.last < other.first <= head.last + 2 and words[head.last] in phrase.names.words["speaks_of"]:
            if not phrase.line.capital(other.first) and other.value not in ("person", "spokesman"):
                return _somebody(phrase, other.value)
    if _speaks_for_unknown(phrase.line, phrase.first, phrase.last, head, phrase.names):
        return Named(None, phrase.register.speakers[head.value].role)
    return None


def _by_head(phrase: Appellation) -> Named | None:
    """ "A Russian soldier", "officials"; with a name, "General Park", only the role."""
    head = phrase.head
    if head is None:
        return None
    role = phrase.register.speakers[head.value].role
    officer = role == "military" or (role == "soldier" and not phrase.names.head_first)
    ranked = officer and _names_army(phrase, phrase.first)
    titled = head.value == "relative" and phrase.line.capital(head.first)  # "Father Reda" is nobody's father
    nameless = not (ranked or titled or head.value == "person") or not _is_named(phrase)
    return Named(head.value if nameless else None, role)


def _is_named(phrase: Appellation) -> bool:
    """Whether somebody's own name stands in the phrase before its first preposition."""
    words, apart = phrase.names.words, phrase.side or phrase.head
    return has_proper_name(phrase.line, phrase.first, phrase.last, apart, words["article"], words["preposition"])


# -- a country with no body that is listed ----------------------------------------------------------------------------


def _country_alone(phrase: Appellation) -> Named | None:
    """ "The American command", "a North Korean delegate", "Moscow"."""
    side, line = phrase.side, phrase.line
    if side is None:
        return None
    code = side.value.lower()
    if is_state(side.value) and _commands(line, side.last, phrase.last, phrase.names):
        made = f"{code}-military"  # "Russia's high command in the region"
        return Named(phrase.register.aliases.get(made, made), "military")
    nouns = phrase.nouns()
    if "ministry" in nouns:
        made = f"{code.replace(' ', '-')}-mod"
        return Named(phrase.register.aliases.get(made, made), "ministry")
    if nouns:
        return None
    if side.last < phrase.last and _is_somebody(line, side.last, phrase.last, phrase.names):
        return Named(None, "person")
    plain = phrase.names.words["article"] | phrase.names.words["of_government"]  # "официальный Дамаск"
    if has_proper_name(line, phrase.first, phrase.last, side, plain):
        return None
    if not is_state(side.value):
        return Named(None, "government")  # no country of today, or a group that no register holds
    return Named(f"{code.replace(' ', '-')}-government", "government")


def _by_noun(phrase: Appellation) -> Named | None:
    """ "The brigade", "a charity in the north": the last noun of a body before a preposition, else the next behind."""
    words, first, last = phrase.line.words, phrase.first, phrase.last
    cut = next((i for i in range(first + 1, last) if words[i] in phrase.names.words["preposition"]), last)
    for i in (*reversed(range(first, cut)), *range(cut, last)):
        role = phrase.names.organisations.get(words[i])
        if role is not None:
            return Named("ministry" if role == "ministry" else None, role, words[i])
    return None


def _text(phrase: Appellation) -> Named | None:
    """ "A report", "the video"."""
    told = any(m.kind in ("medium", "statement") for m in phrase.found)
    return Named(None, "document") if told else None


_QUESTIONS: tuple[Callable[[Appellation], Named | None], ...] = (
    _body_of_listed,
    _body_led,
    _for_himself,
    _in_register,
    _proper_outlet,
    _of_hospital,
    _prisoner,
    _man_of_unit,
    _attache,
    _army_without_state,
    _party_itself,
    _body_of_country,
    _body_without_country,
    _of_ministry,
    _ruler,
    _outlet,
    _spokesman,
    _by_head,
    _country_alone,
    _by_noun,
    _text,
)

# -- what single words tell -------------------------------------------------------------------------------------------


def _rules(line: Line, listed: Match, register: Register) -> bool:
    """Whether a name of the register is of who governs a state, and what stands behind it is his: "Putin's"."""
    return line.words[listed.last] == "'s" and register.role_of(listed.value) == "government"


def _is_called(line: Line, first: int, last: int) -> bool:
    """Whether a name in quotation marks stands behind a body: "угруповання військ «Північ»"."""
    words = line.words
    return any(words[k] == '"' and line.capital(k + 1) and '"' in words[k + 2 : last] for k in range(first, last - 2))


def _party(side: Match, register: Register) -> str | None:
    """The source that a group is: "Tamil Tigers" is ``lk-ltte``."""
    value = side.value.lower().replace(" ", "-")
    if len(value) < 3:
        return None
    if value in register.sources:
        return value
    return next((key for key in register.sources if key[2:3] == "-" and key[3:] == value), None)


def _outranks(phrase: Appellation) -> bool:
    """Whether an unnamed speaker says more than the body found: "a Russian soldier" of "forces"."""
    head, house = phrase.head, phrase.house
    if head is None or house is None or house.value not in ("officials", "sources", "president"):
        return False
    return head.value not in ("official", "officials", "spokesman", "source", "president")


def _speaks_for_unknown(line: Line, first: int, last: int, head: Match, names: Names) -> bool:
    """Whether a spokesman is of a body in no list: "the Lantern Watch spokesman", "a spokesman for the mission"."""
    words, small = line.words, names.words
    before = [k for k in range(max(first, 1), head.first) if line.starts[k] != line.start and words[k] != "'s"]
    if any(line.capital(k) and words[k] not in small["time"] and words[k] not in small["article"] for k in before):
        return True
    if any(names.organisations.get(words[k]) is not None for k in before):
        return True
    if head.last >= last or words[head.last] not in small["speaks_of"]:
        return False
    behind = range(head.last + 1, last)
    return any(line.capital(k) or names.organisations.get(words[k]) is not None for k in behind)


def _commands(line: Line, first: int, last: int, names: Names) -> bool:
    """Whether the words behind a country are but "command", of all its forces: no "Northern Command"."""
    k = first
    while k < last and (line.words[k] == "'s" or line.words[k] in names.words["whole_command"]):
        k += 1
    return k < last and line.words[k] in names.words["forces_command"]


def _is_somebody(line: Line, first: int, last: int, names: Names) -> bool:
    """Whether small words behind a country name somebody: "a North Korean delegate", not "Ukraine itself"."""
    words, small = line.words, names.words
    cut = next((i for i in range(first, last) if words[i] in small["preposition"] or not words[i][0].isalpha()), last)
    return first < cut and not line.capital(cut - 1) and words[cut - 1] not in small["between"]
