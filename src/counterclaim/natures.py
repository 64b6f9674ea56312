"""What a noun phrase is by its nature, person, people, body or text, for the pronoun that stands for it."""

from __future__ import annotations

from counterclaim.appellations import has_proper_name
from counterclaim.sources import Line, Match, Names


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
    if has_proper_name(line, first, end, None, small["article"]) or (
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
