"""Who a noun phrase names: an id of the register with its role, or what kind of body is meant.

name in the register            "the SBU", "Dmitry Peskov"            ua-sbu, ru-kremlin
country and a kind of body      "the French defence ministry"         fr-mod
somebody unnamed                "a Russian soldier", "officials"      soldier, officials
a country alone                 "Moscow", "Russia"                    ru-government
a group                         "a Tamil Tiger commander"             lk-ltte
a body without its country      "the ministry"                        left to the text before it
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.sources import Line, Match, Names, Register
from counterclaim.vocabulary import is_state


class Named(NamedTuple):
    """Who a noun phrase names: id, role and, for a body without its country, the kind of body to look back for."""

    id: str | None
    role: str
    body: str | None = None


def identify(line: Line, first: int, last: int, names: Names, register: Register) -> Named:
    """Who the noun phrase in tokens ``first`` to ``last`` names: id and role, with the longest name first."""
    last = _own_words(line, first, _first_of_two(line, first, last, names), names)
    found = names.find(line, first, last)
    listed = _listed(line, found, names)
    if listed is not None:  # "the UN mission, UNAMA"
        listed = next((m for m in found if m.kind == "source" and m.value.startswith(f"{listed.value}-")), listed)
    side = next((m for m in found if m.kind == "side" and not _leads(line, m, names)), None)
    bodies = [m for m in found if m.kind == "body" and not _is_proper(line, m, found, names)]
    bodies = [m for m in bodies if line.words[m.first] not in names.words["of_country"] or _has_country(m, found)]
    body = max(bodies, key=lambda m: (m.value not in ("officials", "sources"), m.last - m.first), default=None)
    if side and body and body.first <= side.first and side.last <= body.last and side.tokens != body.tokens:
        side = None
    if (
        listed is not None
        and (side is None or side.tokens == listed.tokens)
        and body is not None
        and body.first > listed.last
        and (_leads(line, listed, names) or _rules(line, listed, register))
    ):
        owner = register.side_of(listed.value)
        if owner is not None:  # "the Hamas-controlled interior ministry", "Putin's general staff"
            made = f"{owner.lower()}-{body.value}"
            made = register.aliases.get(made, made)
            return Named(made, register.role_of(made) or register.bodies[body.value].role)
    if names.head_first and listed is not None and body is not None and body.last < listed.first:
        owner = register.side_of(listed.value)
        if owner is not None and not names.words["led"].isdisjoint(line.words[body.last : listed.first]):
            made = f"{owner.lower()}-{body.value}"  # "минздрав, подконтрольный ХАМАС"
            return Named(register.aliases.get(made, made), register.bodies[body.value].role)
    whole = body is not None and listed is not None and listed.first >= body.first and listed.last <= body.last
    speakers = [m for m in found if m.kind == "speaker" and not (names.head_first and _in_marks(line, first, m))]
    if (listed is not None or body is not None) and line.words[first] in names.words["indefinite"]:
        own = _head(line, first, last, speakers, names)
        if own is not None and own.value == "person":
            own = next((m for m in speakers if m.value in _FOR_THEMSELVES), own)
        if own is not None and own.value == "commander" and listed is not None:
            ends = own.last == last or line.words[own.last] in names.words["preposition"]
            if register.role_of(listed.value) == "international" and ends:
                own = None  # "a senior NATO officer" briefs for it
        if own is not None and own.value in _FOR_THEMSELVES and not line.capital(own.first):
            within = side is not None and side.first >= own.last and own.value == "source"
            if listed is not None or within or (body is not None and body.first >= own.last):
                return Named(own.value, register.speakers[own.value].role)
    if listed is not None and not (whole and side is not None):
        return Named(listed.value, register.role_of(listed.value) or "person")
    if any(m.kind == "body" and m.value == "media" and _is_proper(line, m, found, names) for m in found):
        return Named(None, "media")
    head = _head(line, first, last, speakers, names)
    if head is not None and head.value in _SPEAK_FOR and not names.head_first:
        house = next((m for m in speakers if m.value == "hospital" and m.first > head.last), None)
        if house is not None and any(word in names.words["speaks_of"] for word in line.words[head.last : house.first]):
            return Named("hospital", register.speakers["hospital"].role)  # "officials at the hospital"
    taken = not names.words["taken"].isdisjoint(line.words[first:last])
    if taken and body is None and (head is None or head.value in ("person", "soldier")):
        return Named("prisoner", register.speakers["prisoner"].role)
    if head is not None and head.value == "person":
        # "a person understood to be a soldier" is a soldier
        head = next((m for m in speakers if m.value != "person" and m.first > head.first), head)
    if head is not None and head.value == "person" and not line.capital(head.first):
        units = any(names.organisations.get(word) == "military" for word in line.words[head.last : last])
        if units and line.words[first] in names.words["indefinite"]:
            return Named("soldier", register.speakers["soldier"].role)
    unnamed = head is not None and (not line.capital(head.first) or line.starts[head.first] == line.start)
    if body is not None and line.words[body.last : body.last + 1] and line.words[body.last] in names.words["qualified"]:
        return Named(None, "person")  # "a military attaché"
    if body is not None and head is not None and head.first == body.last and head.value in _QUALIFIED:
        body = None  # "a military analyst" is no military
    if body is not None and body.value not in ("officials", "sources", "president"):
        unnamed = False
    if body is not None and body.value == "military" and listed is None and _is_called(line, body.last, last):
        return Named(None, "military")  # "the group of forces “North”"
    if body is not None and body.value == "military" and listed is None:
        if not names.words["own_name"].isdisjoint(line.words[first:last]):
            return Named(None, "military")  # "командование группировки"
    if side is not None and side.value in _NO_ARMY and body is not None and body.value == "military":
        return Named(None, "military")  # "the UN Command"
    party = _party(side, register) if side is not None else None
    if party is not None and not (unnamed and (body is None or (head is not None and _outranks(head, body)))):
        if body is None or body.value not in ("officials", "health", "media"):
            return Named(party, register.sources[party].role)
    if side is not None and body is not None and not (unnamed and head is not None and _outranks(head, body)):
        if len(side.value) > 2:  # "the Bosnian Serb general staff" has its own name and no code
            if head is not None and head.value in ("official", "officials") and not line.capital(head.first):
                return Named(head.value, register.speakers[head.value].role)
            return Named(None, register.bodies[body.value].role)
        spoken = line.words[body.first] in names.words["whose_side"] and side.last == body.first
        made = f"{side.value.lower()}-{'government' if spoken else body.value}"  # "the Belgian side"
        made = register.aliases.get(made, made)
        return Named(made, register.role_of(made) or register.bodies[body.value].role)
    if body is not None and body.value == "media" and side is None and line.words[first] in names.words["of_state"]:
        return Named("media", "media", "media")
    if body is not None and body.value == "red-cross":
        return Named("icrc", register.role_of("icrc") or "international")
    if body is not None and not names.words["foreign"].isdisjoint(line.words[first:last]):
        return Named(None, register.bodies[body.value].role)  # "западные разведки": of no one state
    if body is not None and body.value not in ("officials", "sources", "media"):
        generic = body.value if body.value in register.speakers else None
        if generic is None and head is not None and not line.capital(head.first) and head.last == body.last:
            generic = head.value
        return Named(generic, register.bodies[body.value].role, body.value)
    if head is not None and head.value in _SPEAK_FOR and not line.capital(head.first):
        # "the ministry's spokesman" is the ministry, whichever it is
        for i in range(first, last):
            if names.organisations.get(line.words[i]) == "ministry":
                return Named(head.value, "ministry", line.words[i])
    if head is not None and head.value == "person" and line.words[head.first] in names.words["chief"]:
        behind = line.words[head.last : min(last, head.last + 4)]
        for kind, ruler in (("region", "governor"), ("town", "mayor"), ("council", "official")):
            if not names.words[kind].isdisjoint(behind):
                return Named(ruler, register.speakers[ruler].role)
    if head is not None:
        named = _is_person(line, first, last, side or head, names.words["article"], names.words["preposition"])
        role = register.speakers[head.value].role
        officer = role == "military" or (role == "soldier" and not names.head_first)
        ranked = officer and any(names.organisations.get(word) == "military" for word in line.words[first:last])
        known = line.words[first] in names.words["indefinite"]
        if head.value == "media" and any(
            m.value == "militant" and line.words[m.last] in ("'", "'s") for m in speakers if m.last < head.first
        ):
            return Named("militant", register.speakers["militant"].role)  # "the insurgents' website"
        if (
            head.value in ("media", "agency")
            and not known
            and (named or (line.capital(head.first) and last - first > 1))
        ):
            return Named(None, role)  # "the Gulf Star web site", "Daily Echo"
        if head.value == "spokesman":
            for other in speakers:  # "the spokesman for the governor of Kunar"
                if head.last < other.first <= head.last + 2 and line.words[head.last] in names.words["speaks_of"]:
                    if not line.capital(other.first) and other.value not in ("person", "spokesman"):
                        return Named(other.value, register.speakers[other.value].role)
        if head.value == "spokesman" and _speaks_for_unknown(line, first, last, head, names):
            return Named(None, role)
        titled = head.value == "relative" and line.capital(head.first)  # "Father Reda" is nobody's father
        return Named(None if named and (ranked or titled or head.value == "person") else head.value, role)
    if side is not None and is_state(side.value) and _commands(line, side.last, last, names):
        made = f"{side.value.lower()}-military"  # "the American command", "Russia's high command in the region"
        return Named(register.aliases.get(made, made), "military")
    nouns = [line.words[i] for i in range(first, last) if names.organisations.get(line.words[i]) is not None]
    if side is not None and "ministry" in nouns:
        made = f"{side.value.lower().replace(' ', '-')}-mod"
        return Named(register.aliases.get(made, made), "ministry")
    if side is not None and not nouns and side.last < last and _is_somebody(line, side.last, last, names):
        return Named(None, "person")
    plain = names.words["article"] | names.words["of_government"]  # "официальный Дамаск"
    if side is not None and not nouns and not _is_person(line, first, last, side, plain):
        if not is_state(side.value):
            return Named(None, "government")  # no country of today, or a group that no register holds
        return Named(f"{side.value.lower().replace(' ', '-')}-government", "government")
    cut = next((i for i in range(first + 1, last) if line.words[i] in names.words["preposition"]), last)
    for i in (*reversed(range(first, cut)), *range(cut, last)):
        role_of = names.organisations.get(line.words[i])
        if role_of is not None:
            return Named("ministry" if role_of == "ministry" else None, role_of, line.words[i])
    document = next((m for m in found if m.kind in ("medium", "statement")), None)
    if document is not None:
        return Named(None, "document")
    return Named(None, "person")


def _has_country(body: Match, found: list[Match]) -> bool:
    """Whether a country stands right before a body: "пакистанских военных"."""
    return any(m.kind == "side" and m.last == body.first for m in found)


def _own_words(line: Line, first: int, last: int, names: Names) -> int:
    """Where a phrase begins to tell of somebody else: "the coalition | fighting the rebels", "men | loyal to him"."""
    busy = names.words["busy"]
    for at in range(first + 1, last - 1):
        joined = line.words[at - 1] == "-" or line.words[at + 1] == "-"
        if line.words[at] in busy and not joined and not line.capital(at) and line.words[at - 1][0].isalpha():
            return at
    return last


def _listed(line: Line, found: list[Match], names: Names) -> Match | None:
    """The longest name of the register in a phrase; one that only leads another body goes last."""
    named = [m for m in found if m.kind == "source"]
    own = [m for m in named if not _leads(line, m, names)]
    if own or not named:
        apart = next((k for k in range(own[0].last, own[-1].first) if line.words[k] == ","), None) if own else None
        if apart is not None:  # "Amaq, the mouthpiece of Islamic State"
            own = [m for m in own if m.first < apart]
        if names.head_first and len(own) > 1:  # "связанная с «Аль-Каидой» группировка JNIM"
            own = [m for m in own if not _is_governed(line, m, names)] or own
        return max(own, key=lambda m: m.last - m.first, default=None)
    owned = any(m.kind == "body" and m.first > named[-1].last for m in found)
    owned = owned and not any(m.kind == "side" and m.first > named[-1].last for m in found)
    others = any(m.kind in ("body", "speaker") for m in found)
    return None if others and not owned else max(named, key=lambda m: m.last - m.first)


def _is_governed(line: Line, match: Match, names: Names) -> bool:
    """Whether a preposition stands before a name, or before the mark that opens it."""
    k = match.first - 1
    k -= k > 0 and line.words[k] in ('"', "'")
    return k >= 0 and line.words[k] in names.words["preposition"]


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


def _in_marks(line: Line, first: int, match: Match) -> bool:
    """Whether a word stands within the quotation marks of a name that goes before it: "фонд «Врачи мира»"."""
    return line.words[first] != '"' and line.words[first : match.first].count('"') % 2 == 1


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


def _first_of_two(line: Line, first: int, last: int, names: Names) -> int:
    """Where the first of two sources that are joined ends: "police and doctors" are the police."""
    for joint in range(first + 1, last - 1):
        if line.words[joint] in names.words["joint"] or line.words[joint] in names.words["together"]:
            found = [m for m in names.find(line, first, last) if m.kind in ("source", "body", "speaker")]
            if any(m.first < joint < m.last for m in found):
                continue
            ends = (joint, joint - 1) if line.words[joint - 1] == '"' else (joint,)
            if line.words[joint - 1] == "," and line.words[joint] in names.words["together"]:
                ends = (joint, joint - 1)
            before = any(m.last in ends and m.value != "person" for m in found)
            if before and any(m.first > joint for m in found):
                return joint
    return last


def _is_somebody(line: Line, first: int, last: int, names: Names) -> bool:
    """Whether small words behind a country name somebody: "a North Korean delegate", not "Ukraine itself"."""
    words, small = line.words, names.words
    cut = next((i for i in range(first, last) if words[i] in small["preposition"] or not words[i][0].isalpha()), last)
    return first < cut and not line.capital(cut - 1) and words[cut - 1] not in small["between"]


def _leads(line: Line, side: Match, names: Names) -> bool:
    """Whether a country is no owner: "the Saudi-led coalition"."""
    last = side.last
    return line.words[last : last + 1] == ["-"] and not names.words["led"].isdisjoint(line.words[last + 1 : last + 2])


def _commands(line: Line, first: int, last: int, names: Names) -> bool:
    """Whether the words behind a country are but "command", of all its forces: no "Northern Command"."""
    k = first
    while k < last and (line.words[k] == "'s" or line.words[k] in names.words["whole_command"]):
        k += 1
    return k < last and line.words[k] in names.words["forces_command"]


def _rules(line: Line, listed: Match, register: Register) -> bool:
    """Whether a name of the register is of who governs a state, and what stands behind it is his: "Putin's"."""
    return line.words[listed.last] == "'s" and register.role_of(listed.value) == "government"


def _is_proper(line: Line, body: Match, found: list[Match], names: Names) -> bool:
    """Whether a body is part of a longer name that no register knows: "Eighth Army", "Hanoi radio", "Radio Peking"."""
    if body.value == "media" and line.words[body.first] in names.words["station"]:
        around = [m for m in found if m.kind == "side" and (m.last == body.first or m.first == body.last)]
        return any(line.words[m.first] in names.capitals for m in around)
    k = body.first - 1
    behind = line.words[body.last : body.last + 1]
    if behind and body.value == "military" and names.organisations.get(behind[0]) == "military":
        return behind[0] not in names.words["command"]  # "the army corps in the north"
    if behind and body.value == "military" and line.capital(body.first) and line.capital(body.last):
        if names.organisations.get(behind[0]) is not None:
            return True  # "Army Group South"
    if line.capital(body.first) and body.value == "military" and k >= 0 and line.words[k][0].isdigit():
        return True  # "the 6th Army"
    if not line.capital(body.first) or k < 0 or not line.capital(k) or not line.words[k][0].isalpha():
        return False
    if line.words[k] in names.pronouns:
        return False  # "His General Staff", at the head of a sentence
    if any(line.words[k] in names.words[kind] for kind in ("body_adjective", "article", "within")):
        return False  # "In Parliament" names no longer body
    return not any(m.first <= k < m.last for m in found)


_NO_ARMY = frozenset(["UN", "EU"])
_JOINED = frozenset(["ngo", "research"])  # bodies that people form
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
_QUALIFIED = frozenset(
    ["source", "analyst", "expert", "journalist", "researcher", "medic", "hospital", "prisoner", "soldier", "witness"]
)


def names_nature(line: Line, first: int, last: int, names: Names) -> str:
    """What a noun phrase names, for the pronoun that stands for it: person, people, body or text."""
    words, small = line.words, names.words
    if last - first == 1 and words[first] in names.pronouns:
        return names.pronouns[words[first]]
    if last - first > 2 and words[first] in small["one_of"] and words[first + 1] in small["of"]:
        return "person"  # "one of their officers"
    end = next(
        (i for i in range(first + 1, last) if words[i] in small["relative"] or words[i] in ",(;" or _cuts(line, i)),
        last,
    )
    found = names.find(line, first, end)
    for match in found:
        if match.kind == "source" and words[match.last : match.last + 1] != ["'s"]:
            named = tuple(words[match.first : match.last])
            if any(named[k:] in names.persons for k in range(min(2, len(named)))):
                return "person"  # by the surname alone too: "Nikol Pashinyan"
    for i in range(first, end):
        if words[i] in small["person_noun"] and words[i + 1 : i + 2] != ["'s"]:
            within = [m for m in found if m.kind in ("source", "body") and m.first <= i < m.last - 1]
            if not within or all(_heads(line, m, i, names) for m in within):
                return "person"  # "the chief of general staff", not "the general staff"
    head = next((i for i in range(first + 1, end) if words[i] in small["preposition"]), end) - 1
    if any(m.kind == "source" for m in found):
        known = [m for m in found if m.kind == "source"]
        heads = (m for m in found if m.kind == "speaker" and m.last == head + 1)
        others = any(not any(k.first <= m.first and m.last <= k.last for k in known) for m in heads)
        return "people" if others else "body"  # "the Islamic Republic News Agency" is one body
    if any(m.kind == "speaker" and m.last == head + 1 and words[head].endswith(("s", "men", "people")) for m in found):
        return "people"
    if any(m.kind in ("statement", "medium") and m.last == head + 1 for m in found):
        return "text"
    if any(m.kind in ("body", "side") for m in found) or any(w in names.organisations for w in words[first:end]):
        return "body"
    if _is_person(line, first, end, None, small["article"]) or (
        words[first] in small["indefinite"] and words[head].endswith(("er", "or", "ist", "man", "woman"))
    ):
        return "person"
    return "people" if words[head].endswith("s") else "body"


def _heads(line: Line, match: Match, noun: int, names: Names) -> bool:
    """Whether a noun of a person heads the name of a body: "chief of the staff", "представитель Минобороны"."""
    if names.head_first:
        return not any(line.capital(k) and line.starts[k] != line.start for k in range(match.first, noun))
    return match.first == noun and line.words[noun + 1] in names.words["preposition"]


def _cuts(line: Line, token: int) -> bool:
    return line.words[token] == "-" and not line.glued(token)


def _outranks(head: Match, body: Match) -> bool:
    """Whether an unnamed speaker says more than the body found: "a Russian soldier" of "forces"."""
    return body.value in ("officials", "sources", "president") and head.value not in (
        "official", "officials", "spokesman", "source", "president",
    )  # fmt: skip


_DESCRIBE = frozenset({"resident", "soldier"})  # whose words are adjectives too


def _head(line: Line, first: int, last: int, speakers: list[Match], names: Names) -> Match | None:
    """The speaker noun that heads the phrase: the last one before its first preposition, else the first."""
    prepositions = names.words["preposition"]
    cut = next((i for i in range(first + 1, last) if line.words[i] in prepositions or line.words[i] == ","), last)
    before = [m for m in speakers if m.first < cut]
    if before:
        strong = [m for m in before if m.value != "person"]
        if names.head_first and len(strong) > 1 and strong[0].value in _DESCRIBE and strong[0].last == strong[1].first:
            return strong[1]  # "местные активисты", "военный историк"
        return (strong or before)[0 if names.head_first else -1]
    if names.organisations.get(line.words[cut - 1]) in _JOINED and line.words[cut - 1] not in names.words["crowd"]:
        return None  # "the union of nurses" is no nurse
    return speakers[0] if speakers else None


def _is_person(
    line: Line,
    first: int,
    last: int,
    side: Match | None,
    articles: frozenset[str],
    behind: frozenset[str] = frozenset(),
) -> bool:
    """Whether a proper name, apart from that of a country, stands in the phrase before its first ``behind``."""
    cut = next((i for i in range(first + 1, last) if line.words[i] in behind), last)
    for i in range(first, cut):
        if side is not None and side.first <= i < side.last:
            continue
        word = line.words[i]
        if word in articles:
            continue
        if word[0].isalpha() and len(word) > 1 and line.capital(i) and line.starts[i] != line.start:
            return True
        if line.starts[i] == line.start and i + 1 < last and line.capital(i) and line.capital(i + 1):
            if word not in articles:
                return True
    return False
