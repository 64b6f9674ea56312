"""How far what is said reaches: to the next mark, the next speaker, the end of a quotation or of the sentence."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from counterclaim.attribution.asides import STOPS, Tokens
from counterclaim.attribution.lexicon import Verb
from counterclaim.attribution.nominals import Nominals
from counterclaim.model import Certainty, Span, Stance


@dataclass(slots=True)
class Act:
    """One act of reporting. Token ranges are half-open; ``contents`` are spans of the document.

    ``source`` is ``None`` where nobody is named. ``venue`` is a text or an event in which it was said ("in a video
    released by …"), ``recipient`` who was told. A ``silent`` act reports nothing ("did not say how many").
    """

    rule: str
    source: Tokens | None
    cue: Tokens
    verb: str
    kind: str
    contents: list[Span] = field(default_factory=list)
    venue: Tokens | None = None
    recipient: Tokens | None = None
    certainty: Certainty = "stated"
    stance: Stance = "asserts"
    silent: bool = False
    quoted: bool = False
    inner: bool = False


SAYS = frozenset(["say", "inform", "deny", "think", "show"])
_SAID = frozenset(["say", "inform", "deny"])
_TOLD = _SAID | {"speak", "think", "plan"}
MARKS = (",", '"', "?", "!", "'", "-")


class Contents(Nominals):
    """The stretches of one line that somebody says."""

    acts: list[Act]

    def _make(self, rule: str, source: Tokens | None, cue: Tokens, verb: Verb, kind: str, contents: list[Span]) -> Act:
        act = Act(rule, source, cue, verb.base, kind, contents)
        if "think" in verb.kinds or kind == "plan":
            act.certainty = "hedged"
        if kind == "deny":
            act.stance = "denies"
        return act

    def _breaks(self, comma: int) -> bool:
        """Whether a comma begins what is no more reported: ", according to", ", adding", ", citing"."""
        word = self.words[comma + 1] if comma + 1 < self.size else ""
        if not word or word in self.small.sourced:
            return True
        verb = self.lexicon.verbs.get(word)
        return verb is not None and verb.forms == {"gerund"} and not verb.kinds.isdisjoint(("say", "deny", "inform"))

    def _ends_content(self, j: int) -> bool:
        """Whether the next speaker or text begins at token ``j``: ", adding", "according to"."""
        if self.words[j] == ",":
            return self._breaks(j)
        return self.words[j] in self.small.according and self.at(j + 1, self.small.infinitive)

    def _new_verb(self, token: int, loose: bool = False) -> bool:
        """Whether the same speaker goes on with a second verb: "and said", "but also warned"."""
        words = self.words
        while token < self.size and words[token] in self.small.between:
            token += 1
        verb = self.lexicon.verbs.get(words[token]) if token < self.size else None
        kinds = _TOLD if loose else _SAID
        if verb is None or not verb.kinds & kinds or not verb.forms & {"past", "third"}:
            return False
        return not self._is_noun(token, verb) and not self.at(token + 1, self.small.agent)

    def _is_verb(self, word: str) -> bool:
        verb = self.lexicon.verbs.get(word)
        return verb is not None and verb.base not in self.small.have_base

    def _adds_number(self, token: int) -> bool:
        """Whether a further item of a list of figures follows: ", and 44 civilians", ", with close to 300 hurt"."""
        if self.words[token] not in self.small.adds:
            return False
        return self._before_number(token + 1)

    def _parallel(self, first: int, comma: int) -> bool:
        """Whether a list goes on behind ", and" in the form in which it began: "at 40, …, and its own at 12"."""
        words, small = self.words, self.small
        if words[comma + 1] not in small.leading:
            return False
        if words[first] in small.belongs or words[first - 1] in small.belongs:
            return self.at(comma + 2, small.belongs)
        if small.placed_at.isdisjoint(words[first:comma]):
            return False
        stop = next((k for k in range(comma + 2, self.size) if self.is_stop(k)), self.size)
        return any(words[k] in small.placed_at and self._before_number(k + 1) for k in range(comma + 2, stop))

    def _adds_speaker(self, token: int) -> bool:
        """Whether a clause of another source begins behind a mark: "; the committee says 117", "; NATO puts it"."""
        words, small = self.words, self.small
        if self.at(token, self.small.according):
            return True
        for j in range(token + 1, min(token + 18, self.size)):
            if words[j] == ";" or (words[j] in small.contrast_or_and and words[j - 1] == ","):
                return False
            following = words[min(j + 1, self.size - 1)]
            verb = self.lexicon.verbs.get(words[j])
            if verb is not None and verb.kind == "figure" and self._before_number(j + 1):
                if self.plausible(token, j, strong=False):
                    return True
            if verb is None or not verb.kinds & SAYS or words[j - 1] in small.be or self._is_noun(j, verb):
                continue
            if verb.base in small.needs_particle and f"{verb.base} {following}" not in small.with_particle:
                continue
            if self._has_subject(j, verb) and self.plausible(token, j, strong=True):
                return True
        return False

    def _has_subject(self, token: int, verb: Verb) -> bool:
        """Whether a form is finite by itself, or by the plural before it: "but the rebels say 90"."""
        before = self.words[token - 1]
        several = before in self.lexicon.speakers and (before.endswith("s") or before in self.small.plural)
        return bool(verb.forms & {"past", "third"}) or (
            several and (verb.base in self.small.verb_only or self._before_number(token + 1))
        )

    def _goes_on(self, token: int) -> bool:
        """Whether somebody begins to speak, or the same one goes on, at a token."""
        return self._new_speaker(token) or self._new_verb(token)

    def _right_bound(self, first: int, loose: bool = False) -> int:
        """Where content that begins at token ``first`` ends: the sentence's end, or the next speaker's clause."""
        words = self.words
        depth = 0
        for j in range(first, self.size):
            word = words[j]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
                if depth < 0:
                    return j
            elif word == ";" and j > first and not self._goes_on(j + 1) and not self._adds_speaker(j + 1):
                continue
            elif word == ";" or (word == '"' and self.closes_quote(j, first)) or self._ends_content(j):
                return j
            elif (
                word in self.small.contrast_or_and
                and j > first
                and (self._new_speaker(j + 1) or self._new_verb(j + 1, loose))
            ):
                return j - 1 if words[j - 1] == "," else j
            elif word == "," and j > first and (self._closing_speaker(j + 1) or self._with_speaker(j + 1)):
                return j  # "the rebels said they killed 40, a website reported"
            elif word == "," and j > first and self._sets_apart() and self._new_speaker(j + 1):
                return j  # "While Kyiv claims 40, Moscow admits to 12"
            elif word == "," and j > first and self._is_main(first, j):
                return j  # "While Kyiv said it was over, 40 people died"
            elif word == "," and loose and j + 1 < self.size and words[j + 1] in self.small.loose_end:
                if (
                    not self.at(j + 2, self.small.well)
                    and not self._adds_number(j + 1)
                    and not self._parallel(first, j)
                ):
                    return j
        end = self.size
        while end > first and words[end - 1] in (".", ",", "!", "?"):
            end -= 1
        return end

    def _new_speaker(self, first: int) -> bool:
        """Whether a clause with its own reporting verb begins: "but Kyiv said", "while the ministry put"."""
        words, small = self.words, self.small
        begin = first
        for j in range(first, min(first + 24, self.size)):
            word = words[j]
            if j < begin:
                continue
            if j - begin >= 9:
                return False
            if word == "," and begin == first and j > first and self.at(j + 1, small.relative):
                behind = next((k for k in range(j + 2, min(j + 12, self.size - 1)) if words[k] == ","), None)
                if behind is not None:  # "while its chief, who is new, said"
                    begin = behind + 1
                    continue
            if self.is_stop(j) or word in self.small.complement:
                return False
            if word in self.small.according:
                return True
            verb = self.lexicon.verbs.get(word)
            if verb is None or j == first:
                continue
            shows = verb.base in small.put and verb.kind == "show" and words[j + 1 : j + 2] != []
            if shows and words[j + 1] not in small.put_away and self.can_show(first, j):
                return self.plausible(first, j, strong=False)
            if not verb.kinds & {"say", "deny", "inform", "think"} and not (self.attitudes and "know" in verb.kinds):
                continue
            if (
                verb.base in small.needs_particle
                and f"{verb.base} {words[min(j + 1, self.size - 1)]}" not in small.with_particle
            ):
                continue
            if not self._has_subject(j, verb) or words[j - 1] in small.be or self._is_noun(j, verb):
                continue
            if words[first] in small.personal and "think" in verb.kinds:
                return False
            return not self.at(j + 1, self.small.agent) and self.plausible(first, j, strong=True)
        return False

    def _with_speaker(self, first: int) -> bool:
        """Whether another is told to speak behind a comma: "…, with the rebels saying that"."""
        if not self.at(first, self.small.with_or_of) or not self.at(first + 1, self.small.article):
            return False
        for j in range(first + 2, min(first + 9, self.size)):
            verb = self.lexicon.verbs.get(self.words[j])
            if self.is_stop(j) or (verb is not None and verb.forms == {"gerund"}):
                return verb is not None and not verb.kinds.isdisjoint(("say", "inform"))
        return False

    def _sets_apart(self) -> bool:
        """Whether a comma may end what one says: behind "While Kyiv …", and in a headline ("A says x, B admits y")."""
        headline = self.line.start == 0 and self.words[-1] not in (".", "!", "?", '"', ":")
        return self.words[0] in self.small.contrast or (headline and self.size < 24)

    def _is_main(self, first: int, comma: int) -> bool:
        """Whether behind a comma the clause follows to which one opened by "while" or "after" is subordinate."""
        opened = self.words[0] in self.small.leads_to_main and "," not in self.words[:first]
        if not opened or comma + 1 >= self.size:
            return False
        behind = self.words[comma + 1]
        if behind in self.small.relative or behind in self.small.contrast_or_and or behind.endswith("ing"):
            return False
        return self._has_verb(first, comma) and self._is_clause(comma + 1)

    def _closing_speaker(self, first: int) -> bool:
        """Whether somebody with an article is told to have said all that stands before, and no more follows."""
        if not self.at(first, self.small.article):
            return False
        for j in range(first + 1, min(first + 10, self.size)):
            if self.is_stop(j):
                return False
            verb = self.lexicon.verbs.get(self.words[j])
            if (
                verb is not None
                and verb.kinds & {"say", "inform"}
                and "past" in verb.forms
                and not self._is_noun(j, verb)
            ):
                return self.is_closed(j + 1) and self.plausible(first, j, strong=True)
        return False

    def _left(self, end: int) -> Span | None:
        """What stands before the mark at token ``end``: a quotation, or the clause back to its beginning."""
        quote = self.quote_to(end)
        if quote is not None:
            return quote
        while end >= 0 and self.words[end] in MARKS:
            end -= 1
        first = self._clause(end + 1)
        if end < first or (end + 1 - first <= 3 and self.is_adverbial(first)):
            return None
        return self.span(first, end + 1)

    def _clause(self, end: int) -> int:
        """Where the clause that ends before token ``end`` begins: behind ";", or behind "but" after another speaker."""
        for j in range(end - 1, -1, -1):
            word = self.words[j]
            if word == ";":
                return j + 1
            if word in self.small.contrast and any(a.cue[0] < j and a.kind in SAYS and a.source for a in self.acts):
                if not (j + 1 < end and self.words[j + 1].endswith("ing")):  # "while driving back an attack"
                    return j + 1
        return 0

    def _is_clause(self, after: int) -> bool:
        """Whether a clause follows rather than a thing: a finite verb we know stands in it before the next mark."""
        for word in self.words[after:]:
            if word in (",", ";", ":"):
                return False
            if word in self.small.finite or (word in self.lexicon.measures and word.endswith(("ed", "lost"))):
                return True
        return False

    def _has_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb we know stands in tokens ``first`` to ``last``."""
        return any(
            word in self.small.finite or word in self.lexicon.measures or word in self.small.backshift
            for word in self.words[first:last]
        )

    def _is_cited(self, token: int) -> bool:
        verb = self.lexicon.verbs.get(self.words[token]) if token < self.size else None
        return verb is not None and "cite" in verb.kinds

    def _resumed(self, comma: int, before: int, venue: Tokens | None) -> Span | None:
        """What goes on behind ", X said,": the second half of what was said, or nothing."""
        words, small = self.words, self.small
        if comma + 1 >= self.size or self._breaks(comma):
            return None
        rest = self.quote_from(comma + 1)
        if rest is not None or self.quote_to(before) is not None:
            return rest
        word = words[comma + 1]
        toll = word in small.sums and any(w[0].isdigit() or w in small.number for w in words[comma + 2 : comma + 12])
        if self._is_broken(before) or toll:
            return self.span(comma + 1, self._right_bound(comma + 1))
        short = words[0] in small.contrast_or_and or not self._has_verb(0, before) or self._tells_loss(comma + 1)
        short = short or before <= 6
        if self._is_part(comma + 1) or self._at_cost(comma + 1) or self._further_loss(comma + 1):
            return self.span(comma + 1, self._right_bound(comma + 1))
        listed = word in small.leading and self.at(comma + 2, small.belongs)
        if word in small.contrast_or_and and (listed or self._is_clause(comma + 2)) and not self._goes_on(comma + 2):
            return self.span(comma + 1, self._right_bound(comma + 1))
        if venue is not None and not short:
            return None
        harmed = word in self.lexicon.measures and self._before_number(comma + 2)
        if harmed:  # "the forces killed 40, it said, captured 12"
            return self.span(comma + 1, self._right_bound(comma + 1))
        if word in small.relative or self._is_verb(word) or (not short and word in small.determiner):
            return None
        if word in small.adverbial:
            return None
        return None if word.endswith("ing") else self.span(comma + 1, self._right_bound(comma + 1))

    def _is_broken(self, mark: int) -> bool:
        """Whether the clause before a mark has no verb yet or waits: "The losses, states the army, came to"."""
        words, small = self.words, self.small
        first = self._clause(mark)
        while mark > first and (words[mark] in MARKS or words[mark] in small.role):
            mark -= 1
        if words[mark] in small.stands or words[mark] in small.amounts:
            return True
        told = not small.told_number.isdisjoint(words[first : mark + 1])
        return (
            told
            and words[first] not in small.adverbial
            and not self._has_verb(first, mark + 1)
            and (not any(words[k][0].isdigit() or words[k] in small.number for k in range(first, mark + 1)))
        )

    def _tells_loss(self, token: int) -> bool:
        """Whether a number stands at a token, and what was lost behind it: "…, he said, 12 tanks had burnt"."""
        if not self._before_number(token):
            return False
        stop = next((k for k in range(token, self.size) if self.words[k] in (",", ";", ".")), self.size)
        return not self.small.told_number.isdisjoint(self.words[token:stop])

    def _is_part(self, token: int) -> bool:
        """Whether a part of what was counted follows: "40 of them women", "more than a third of these"."""
        for k in range(token, min(token + 8, self.size - 1)):
            if self.words[k] in self.small.belongs:
                share = self.words[k - 1] in self.small.fraction
                return k > token and self.words[k + 1] in self.small.part and (share or self._before_number(token))
            if self.is_stop(k):
                return False
        return False

    def _at_cost(self, token: int) -> bool:
        """Whether the price of what was told follows: "at the cost of 40 dead", "for six wounded"."""
        words, small = self.words, self.small
        if words[token] not in small.at_cost or self._is_date(token + 1):
            return False
        behind = words[token + 1 : token + 7]
        number = next((k for k, word in enumerate(behind) if word[0].isdigit() or word in small.number), None)
        if number is None or not STOPS.isdisjoint(behind[:number]):
            return False
        lost = words[token + 1 + number : token + 6 + number]
        return not small.told_number.isdisjoint(lost)

    def _further_loss(self, token: int) -> bool:
        """Whether a further loss with its number follows "and": "…, it said, and took 11 vehicles"."""
        words = self.words
        if words[token] not in self.small.leading or token + 2 >= self.size:
            return False
        harm = words[token + 1] in self.lexicon.measures or words[token + 1] in self.small.took
        return harm and self._before_number(token + 2)

    def _goes_on_with(self, token: int) -> bool:
        """Whether "and" with a verb stands at a token, for which the subject of what was said before stands."""
        verbs = self.small.have | self.small.be | self.lexicon.measures
        return self.at(token, self.small.plain_and) and self.at(token + 1, verbs)

    def _behind_place(self, after: int, before: int, left: Span | None, kind: str) -> tuple[str, list[Span]] | None:
        """ "said at a rally that …", "…, said at a rally": a place or an occasion comes before what is said."""
        words, small = self.words, self.small
        if kind not in ("say", "inform") or after + 1 >= self.size or words[after] not in small.place_preposition:
            return None
        if words[after + 1] in small.quantity or words[after + 1][0].isdigit():
            return None
        if left is not None and self.is_adverbial(0) and self.quote_to(before) is None:
            begun = bisect_left(self.line.starts, left.start)
            if not self.small.complement.isdisjoint(words[after : after + 16]) or not self._has_verb(begun, before):
                left = None
        if left is not None and self.quote_to(before) is not None:
            return "<content>, <source> said", [left]
        if left is not None and after - before <= 14:
            opener = next(
                (k for k in range(after, min(after + 14, self.size)) if words[k] in self.small.complement), None
            )
            if opener is None:
                comma = next((k for k in range(after + 1, min(after + 14, self.size)) if words[k] == ","), None)
                rest = (
                    self._resumed(comma, before, None) if comma is not None and self._goes_on_with(comma + 1) else None
                )
                if rest is not None:  # "…, the general said at the camp, and have killed 40"
                    return "<content>, <source> said, <content>", [left, rest]
                return "<content>, <source> said", [left]
        for k in range(after + 1, min(after + 16, self.size)):
            if words[k] in self.small.complement and left is None:
                return "<source> said that <content>", [self.span(k, self._right_bound(k + 1))]
            quote = self.quote_from(k) if words[k] in (",", ":", '"') else None
            if quote is not None:
                return "<source> said: “<content>”", [quote]
        return None

    def _is_source(self, first: int, last: int) -> bool:
        """Whether a cited phrase is somebody, or a text of somebody, rather than a reason."""
        found = self.lexicon.names.find(self.line, first, last)
        return any(m.kind in ("source", "body", "speaker", "statement", "medium") for m in found)
