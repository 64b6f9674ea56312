"""Whether an event is told as having come about: by its verb group, by what governs it, and by the clause it stands in.

    real       told as a fact                     "40 died", "managed to shoot down 3"
    possible   it may be so                       "may have died", "are believed to have died", "probably"
    meant      planned, wished, ordered, asked    "to kill", "would have killed", "if 40 die", "plot to kill", "?"
    unreal     told not to have come about        "did not die", "failed to shoot down 3", "without losing any"

Which words do this, and how, stands in the pack (``certainty.toml``); here is only how a sentence is walked. The
classes follow FactBank (Saurí and Pustejovsky 2009: certain, probable, possible, and the two polarities), the effect
of a verb on its infinitive follows Karttunen's signatures ("Implicative verbs", 1971; "Simple and phrasal
implicatives", 2012), and what is judged by a reader rather than by an author follows de Marneffe, Manning and Potts
("Did it happen?", 2012).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

from counterclaim.language import Language
from counterclaim.sources import Line, reporting

Reality = Literal["real", "possible", "meant", "unreal"]
Effect = Literal["made", "failed", "meant", "possible"]

_DEEPEST = 4  # governors above governors
_FAR = 9  # tokens from a governor to the infinitive it governs, its object between them
_HELD = 9
_CLAUSE = 18  # tokens from what opens a clause to its verb


@dataclass(frozen=True, slots=True)
class Actuality:
    """How an event is told, and the tokens (half-open) that say so; ``None`` where nothing does."""

    reality: Reality = "real"
    cue: tuple[int, int] | None = None
    rule: str = ""

    @property
    def averted(self) -> bool:
        """Whether it was tried or feared and did not come about, rather than plainly negated."""
        return self.reality == "unreal" and self.rule != "negated"


REAL = Actuality()


@dataclass(frozen=True, slots=True)
class Small:
    """The small words that tell how an event is told; each field is a list of the pack of the same name."""

    modal: frozenset[str]
    possible: frozenset[str]
    have: frozenset[str]
    be: frozenset[str]
    do: frozenset[str]
    negation: frozenset[str]
    no: frozenset[str]
    adverb: frozenset[str]
    joint: frozenset[str]
    to: frozenset[str]
    to_behind: frozenset[str]
    end: frozenset[str]
    opener: frozenset[str]
    condition: frozenset[str]
    condition_head: frozenset[str]
    report_condition: frozenset[str]
    question: frozenset[str]
    please: frozenset[str]
    before_order: frozenset[str]
    no_order: frozenset[str]
    that: frozenset[str]
    name_too: frozenset[str]
    number: frozenset[str]
    presupposing: frozenset[str]
    past: frozenset[str]
    given: frozenset[str]
    definite: frozenset[str]
    determiner: frozenset[str]
    before_gerund: frozenset[str]
    hedging: frozenset[str]
    adjective: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexis:
    """What tells how an event is told, of one language: small words, endings, and governors with their effect."""

    small: Small
    endings: dict[str, tuple[str, ...]]
    infinitive: dict[str, Effect]  # right before it: "managed to"
    over_object: dict[str, Effect]  # with its object between: "forced them to"
    clause: dict[str, Effect]
    thing: dict[str, Effect]


@cache
def lexis_of(language: Language) -> Lexis:
    """Compile the words of a language."""
    tables: Mapping[str, Any] = language.settings.get("settings", {}).get("actuality", {})
    words = {"number": reporting(language).get("word", {}).get("number", []), **tables.get("word", {})}

    def governors(kind: str) -> dict[str, Effect]:
        return {form: effect for effect, rows in tables.get(kind, {}).items() for row in rows for form in row.split()}

    return Lexis(
        Small(**{f.name: frozenset(words.get(f.name, ())) for f in fields(Small)}),
        {name: tuple(found) for name, found in words.items() if name.endswith("_end")},
        governors("infinitive"),
        governors("over_object"),
        governors("clause"),
        governors("thing"),
    )


class Told:
    """How the events of one line are told."""

    def __init__(self, line: Line, lexis: Lexis) -> None:
        self.line = line
        self.words = line.words
        self.lexis = lexis
        self.small = lexis.small

    def _ends(self, word: str, kind: str) -> bool:
        return word.endswith(self.lexis.endings.get(kind, ("\0",)))

    def _adverb(self, word: str) -> bool:
        return word in self.small.adverb or (len(word) > 4 and self._ends(word, "adverb_end"))

    def _named(self, j: int) -> bool:
        """Whether a word that is a name or a month too stands as one: "May 9"."""
        return j > 0 and self.words[j] in self.small.name_too and self.line.capital(j)

    def _opens_infinitive(self, j: int) -> bool:
        """Whether "to" stands before a verb, not before a thing, a place or a number."""
        words, small = self.words, self.small
        if words[j] not in small.to or not j or words[j - 1] in small.to_behind or j + 1 == len(words):
            return False
        word = words[j + 1]
        return word[0].isalpha() and word not in small.determiner and word not in small.number

    def _plain(self, p: int) -> bool:
        """Whether the word may be a bare form: "kill", not "killed", "killing", "kills"."""
        word = self.words[p]
        return word[0].isalpha() and word not in self.small.past and not self._ends(word, "no_order_end")

    def at(self, p: int, depth: int = 0) -> Actuality:
        """How the event that token ``p`` tells is told."""
        if self.words[p] in self.small.presupposing:
            return REAL
        group = self._group(p, depth)
        if group.reality in ("meant", "unreal"):
            return group
        for found in (self._ordered(p), self._conditional(p), self._asked(p), self._held(p)):
            if found is not None:
                return found
        return group

    def _group(self, p: int, depth: int) -> Actuality:
        """By the words right before it: auxiliaries, modals, negations, or the governor of its infinitive."""
        words, small = self.words, self.small
        negated: int | None = None
        aux = False
        j = p - 1
        while j >= 0:
            word = words[j]
            if word in small.negation or self._ends(word, "negation_end"):
                negated = j
                aux = aux or word not in small.negation
                if word[:-3] in ("ca", "wo", "would", "could", "should"):
                    return Actuality("meant", (j, j + 1), "modal")
            elif word in small.have or word in small.be or word in small.do:
                aux = True
            elif word in small.modal or (self._ends(word, "modal_end") and p - j < 4):
                return Actuality("unreal" if negated is not None else "meant", (j, j + 1), "modal")
            elif word in small.possible and not self._named(j):
                return Actuality("unreal" if negated is not None else "possible", (j, j + 1), "possible")
            elif self._opens_infinitive(j):
                return self._infinitive(p, j, negated, depth)
            elif not self._adverb(word):
                break
            j -= 1
        if negated is not None:
            return Actuality("unreal", (negated, negated + 1), "negated")
        if j >= 0 and not aux and words[j] in small.joint and self._plain(p):
            shared = self._shared(j, depth)
            if shared is not None:
                return shared
        if not aux:
            return self._thing(p, depth)
        return REAL

    def _shared(self, joint: int, depth: int) -> Actuality | None:
        """What a bare form behind "and" shares with the verb before it: "will come and take"."""
        words, small = self.words, self.small
        for j in range(joint - 1, max(-1, joint - 14), -1):
            word = words[j]
            if word in small.end or word in small.opener:
                return None
            if depth < _DEEPEST and self._opens_infinitive(j):
                return self._infinitive(j + 1, j, None, depth)
            if (word in small.modal or word in small.possible or self._ends(word, "modal_end")) and not self._named(j):
                return Actuality("possible" if word in small.possible else "meant", (j, j + 1), "shared")
        return None

    def _infinitive(self, p: int, to: int, negated: int | None, depth: int) -> Actuality:
        """What governs an infinitive: "managed to", "refused to", "asked them to"; alone it is a purpose."""
        words, small = self.words, self.small
        # nobody plans the past: "likely to have died"
        meant = Actuality("possible" if words[to + 1] in small.have else "meant", (to, p), "to")
        if negated is not None or depth >= _DEEPEST:
            return meant
        shared = words[to - 1] in small.joint  # "claimed to have taken 3 and to have killed 4"
        for j in range(to - 1, max(-1, to - (_CLAUSE if shared else _FAR)), -1):
            word = words[j]
            if word in small.end or word in small.opener:
                break
            effect = self.lexis.infinitive.get(word)
            if effect is None:
                effect = self.lexis.over_object.get(word)
            elif j < to - 1 and not shared:
                continue
            if effect is None:
                continue
            above = self.at(j, depth + 1)
            cue = (j, to + 1)
            if effect == "made":
                return above if above.reality != "real" else REAL
            if effect == "failed":
                if above.reality == "unreal":
                    return REAL
                return Actuality("unreal" if above.reality == "real" else "meant", cue, "failed to")
            if effect == "possible":
                return Actuality("possible" if above.reality == "real" else above.reality, cue, "seems to")
            break
        return meant

    def _thing(self, p: int, depth: int) -> Actuality:
        """What a noun or a gerund stands behind: "plans for an attack", "avoided losses", "without killing"."""
        words, small = self.words, self.small
        definite = self._ends(words[p], "past_end")  # "killed": no noun
        for j in range(p - 1, max(-1, p - 6), -1):
            word = words[j]
            if word in small.end or word in small.opener or word == ",":
                return REAL
            effect = self.lexis.thing.get(word)
            if word in small.adjective and j == p - 1:
                return Actuality("meant", (j, j + 1), "adjective")
            if word in small.no and not definite and j >= p - 3:
                return Actuality("unreal", (j, j + 1), "no")
            if effect == "meant" and not definite:
                return Actuality("meant", (j, j + 1), "thing")
            if effect == "failed" and not definite:
                return Actuality("unreal", (j, j + 1), "thing")
            if word in small.definite:
                definite = True
            if (
                word in small.modal
                or word in small.possible
                or word in small.negation
                or self._ends(word, "negation_end")
            ):
                if definite or p - j < 2 or self._named(j):
                    return REAL
                return Actuality("meant", (j, j + 1), "in modal")
            if not definite and p - j > 1 and depth < _DEEPEST and self._opens_infinitive(j):
                return self._infinitive(j + 1, j, None, depth)
        return REAL

    def _ordered(self, p: int) -> Actuality | None:
        """An order or a request: a bare form that opens its sentence, or stands behind "please"."""
        words, small = self.words, self.small
        if not small.before_order or not self._plain(p) or words[p] in small.no_order:
            return None
        j = p - 1
        while j >= 0 and (words[j] in small.before_order or self._adverb(words[j])):
            if words[j] in small.please:
                return Actuality("meant", (j, j + 1), "please")
            j -= 1
        return Actuality("meant", (p, p + 1), "order") if j < 0 and p + 1 < len(words) else None

    def _conditional(self, p: int) -> Actuality | None:
        """A condition or its consequence: "if 40 die", "whether he left"."""
        words, small = self.words, self.small
        comma = False
        for j in range(p - 1, max(-1, p - _CLAUSE), -1):
            word = words[j]
            if word == ",":
                comma = True
            elif word in small.end:
                break
            elif word in small.condition and not comma:
                return Actuality("meant", (j, j + 1), "condition")
        for j in range(min(3, p)):
            if words[j] in small.condition_head and small.report_condition.isdisjoint(words[j + 1 : j + 3]):
                return Actuality("meant", (j, j + 1), "condition head")
        return None

    def _describes(self, j: int) -> bool:
        """Whether a word of thinking only describes somebody: "four suspected rebels were killed"."""
        words, small = self.words, self.small
        if words[j] not in small.adjective or j + 1 >= len(words) or words[j + 1] in small.opener:
            return False
        before = words[j - 1] if j else ""
        return (
            not j
            or before in small.number
            or before in small.determiner
            or before[0].isdigit()
            or before in small.joint
        )

    def _asked(self, p: int) -> Actuality | None:
        """What a question asks; what it takes as given is told: "where is the bridge at which nine died?" """
        words, small = self.words, self.small
        if not small.given.isdisjoint(words[2:p]) or (
            self._ends(words[p], "past_end") and p and words[p - 1] not in small.be | small.have
        ):
            return None
        for j in range(p + 1, len(words)):
            if words[j] in small.question:
                return Actuality("meant", (j, j + 1), "question")
            if words[j] in small.end or (words[j] in small.opener and words[j - 1] == ","):
                return None
        return None

    def _held(self, p: int) -> Actuality | None:
        """What somebody thinks, hopes or demands, and what is told with a "perhaps"."""
        words, small = self.words, self.small
        for j in range(p - 1, max(-1, p - _HELD), -1):
            word = words[j]
            if word in small.end or word == '"' or (word in small.opener and word not in small.that):
                break
            if word in small.hedging:
                return Actuality("possible", (j, j + 1), "hedging")
            effect = self.lexis.clause.get(word)
            if effect is not None and j < p - 1 and not self._describes(j):
                return Actuality("possible" if effect == "possible" else "meant", (j, j + 1), "held")
        return None
