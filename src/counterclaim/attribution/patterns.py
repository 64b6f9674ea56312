"""Who says what by patterns of the pack (``grammar_speech.toml``): a line as a letter a token, rules over the letters.

A language whose words stand in any order says who speaks by its marks and its verbs; a pack that has such a grammar is
read by it, and any other as ``reporting`` reads. The letters are explained in ``languages/ru/grammar_speech.toml``.

A rule finds the source ``s`` and the cue ``c``; ``content`` tells where what is said stands: to the right of the match,
to its left, around it, in the quotation that closes or opens beside it, in the whole sentence, or in the sentences
before or behind it; ``apart`` is to the right, and parts it off from what another said before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from counterclaim.attribution.asides import Asides, Tokens
from counterclaim.attribution.contents import Act
from counterclaim.attribution.lexicon import Lexicon
from counterclaim.model import Certainty, Span, VocabularyError
from counterclaim.sources import Line
from counterclaim.tables import PACKAGE, read_tables

_KIND_LETTER: Mapping[str, str] = {"deny": "d", "think": "e", "show": "h", "cite": "C"}
_SAYS = ("say", "inform", "speak", "know")
_BODIES = frozenset(["source", "body"])
_NAMED = frozenset(["source", "body", "speaker", "statement", "medium", "side"])
_CONTENTS = frozenset(["right", "left", "around", "quote", "all", "behind", "before", "apart"])
_ELSEWHERE = frozenset(["behind", "before"])  # what is said stands in other sentences
_TEXT_LETTER = {"statement": "S", "medium": "M"}


@dataclass(frozen=True, slots=True)
class SpeechRule:
    """One line of a grammar of speech: its name shows its shape, its pattern finds source and cue."""

    name: str
    pattern: re.Pattern[str]
    content: str
    kind: str  # what the act is, where its verb does not tell
    certainty: Certainty
    anybody: bool  # whether the source may be a plain word that no table knows


@dataclass(frozen=True, slots=True)
class SpeechGrammar:
    """A pack's rules of speech, compiled, and the letter of each small word."""

    rules: tuple[SpeechRule, ...]
    letters: dict[str, str]


@lru_cache(maxsize=8)
def load_speech(code: str) -> SpeechGrammar | None:
    """Compile ``languages/<code>/grammar_speech.toml``; ``None`` where the pack has none."""
    source = PACKAGE / "languages" / code / "grammar_speech.toml"
    if not source.is_file():
        return None
    tables = read_tables(source)
    letters = {word: letter for letter, words in tables.get("letter", {}).items() for word in words}
    if "like" in tables:
        for code_of in reversed(tables["like"].get("letters", ())):
            other = load_speech(code_of)
            letters.update(other.letters if other is not None else {})
        other = load_speech(tables["like"]["pack"])
        assert other is not None
        return SpeechGrammar(other.rules, letters)
    rules = []
    for row in tables["rule"]:
        pattern = row["pattern"]
        for name, value in reversed(tables["macro"].items()):
            pattern = pattern.replace("{" + name + "}", value)
        if row["content"] not in _CONTENTS:
            raise VocabularyError(f"languages/{code}/grammar_speech.toml: rule '{row['name']}' has no such content")
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            raise VocabularyError(f"languages/{code}/grammar_speech.toml: rule '{row['name']}': {error}") from error
        rules.append(
            SpeechRule(
                row["name"],
                compiled,
                row["content"],
                row.get("kind", ""),
                row.get("certainty", "stated"),
                bool(row.get("anybody")),
            )
        )
    return SpeechGrammar(tuple(rules), letters)


class PatternParser(Asides):
    """Reads the acts of reporting of one line by the patterns of its language."""

    def __init__(self, line: Line, lexicon: Lexicon, quotes: list[Span], grammar: SpeechGrammar) -> None:
        super().__init__(line, lexicon, quotes)
        self.grammar = grammar

    def parse(self) -> list[Act]:
        """The acts of the line, in the order of their cues."""
        if self.size < 2 or not self._may_tell():
            return []
        letters = self._letters()
        acts: list[tuple[Act, str]] = []
        taken: set[int] = set()
        for rule in self.grammar.rules:
            for match in _matches(rule.pattern, letters):
                cue = (match.start("c"), match.end("c"))
                if not taken.isdisjoint(range(*cue)):
                    continue
                source = (match.start("s"), match.end("s")) if match.start("s") >= 0 else None
                if source is not None:
                    source = (self._behind_oblique(letters, *source), self._before_topic(letters, *source))
                if source is not None and not rule.anybody and not self._may_speak(letters, *source):
                    continue
                act = self._act(rule, source, cue, letters, match)
                if act is None:
                    continue
                acts.append((act, rule.content))
                taken.update(range(*cue))
        self._part(acts)
        acts.sort(key=lambda told: told[0].cue)
        return [act for act, _ in acts]

    def _may_tell(self) -> bool:
        """Whether a word that a cue needs stands in the line at all."""
        verbs, letters = self.lexicon.verbs, self.grammar.letters
        told = any(word in verbs or letters.get(word) in _CUES for word in self.words) or ":" in self.words
        told = told or "-" in self.words[-_TAIL:]
        return told or not self.lexicon.statements.isdisjoint(self.words) or self.size <= _HEADING

    def _letters(self) -> str:
        """The line as one letter a token."""
        made = []
        verbs, known, line = self.lexicon.verbs, self.grammar.letters, self.line
        organisations = self.lexicon.names.organisations
        for token, word in enumerate(self.words):
            letter = known.get(word)
            verb = verbs.get(word) if letter is None else None
            if letter is not None:
                made.append(letter)
            elif verb is not None:
                made.append("v" if verb.kind in _SAYS else _KIND_LETTER.get(verb.kind, "x"))
            elif word in organisations:
                made.append("N")
            elif word[0].isalpha():
                made.append("X" if line.capital(token) else "x")
            else:
                made.append("0" if word[0].isdigit() else word[0])
        for match in self.lexicon.names.find(line, 0, self.size):
            if match.kind in _NAMED:
                for token in range(match.first, match.last):
                    within = token > match.first and match.kind in _BODIES
                    if within or made[token] not in "vdehCKoDBpuL":
                        made[token] = "B" if match.kind in _BODIES else _TEXT_LETTER.get(match.kind, "N")
                    if (
                        match.value == "media"
                        and match.kind == "speaker"
                        and self._is_venue(match.first, match.last, made)
                    ):
                        made[token] = "E"
        return "".join(made)

    def _is_venue(self, first: int, last: int, made: Sequence[str]) -> bool:
        """Whether a paper or a channel is where somebody speaks: "написал в телеграм-канале губернатор"."""
        before = first - 1 - (first > 1 and made[first - 1] in "xp")
        named = last < self.size and (self.words[last][0].isalpha())
        return before >= 0 and made[before] == "i" and named

    def _behind_oblique(self, letters: str, first: int, last: int) -> int:
        """Where a speaker begins behind the body of which something is said: "Українській армії | міністр приписав"."""
        if last - first > 1 and self.words[first] in self.small.relative and letters[first - 1 : first] in _GOVERNED:
            return first + 1  # "запись, на которой | мужчина жалуется"
        if letters[first - 1 : first] == "L":  # "О потерях украинской армии | президент сказал"
            owner = first
            while owner < last - 2 and self.words[owner].endswith(tuple(self.small.genitive_end)):
                owner += 1
            return owner + 1 if owner > first else first
        oblique = self.words[first].endswith(tuple(self.small.oblique_end))
        if not oblique or letters[first - 1 : first] in _GOVERNED:
            return first
        if not self.lexicon.names.find(self.line, first, first + 1):
            return first
        behind = next((k + 1 for k in range(first + 1, last) if self._is_body(letters, k)), first)
        return behind + (letters[behind : behind + 1] == "i")

    def _before_topic(self, letters: str, first: int, last: int) -> int:
        """Where a body ends before what it speaks of: "Военные власти | удар признали"."""
        topic = last - first > 1 and letters[last - 1] == "x" and self.words[last - 1] in self.small.no_source
        return last - 1 if topic and "B" in letters[first : last - 1] else last

    def _is_body(self, letters: str, token: int) -> bool:
        return letters[token] == "B" or self.words[token] in self.lexicon.names.organisations

    def _may_speak(self, letters: str, first: int, last: int) -> bool:
        if first >= last:
            return False
        if self.words[first] in self.small.no_source:
            return False
        if self.words[first] in self.small.relative and letters[first - 1 : first] in _GOVERNED:
            return False  # "причини, про які говорили": of whom or of what is spoken
        if letters[first - 1 : first] == "r" and self.words[last - 1].endswith(tuple(self.small.locative_end)):
            return False  # "Об убитых солдатах спорят"
        joined = all(letters[k] == "-" for k in range(first + 1, last, 2))
        if joined and letters[first] == "X" and letters[first - 1 : first] in _GOVERNS:
            return False  # "the strike on Kursk has shown"
        if self.words[last - 1] in self.small.no_source:
            return False  # "Русские потери оценивают в 90 человек"
        if first == 0 and last > 1 and set(letters[1:last]) <= {"x"} and letters[0] == "X":
            return False  # a capital that only opens the sentence
        return any(letter in "BNSMXpUE" for letter in letters[first:last])

    def _act(
        self, rule: SpeechRule, source: Tokens | None, cue: Tokens, letters: str, match: re.Match[str]
    ) -> Act | None:
        verb = next((self.lexicon.verbs[w] for w in self.words[cue[0] : cue[1]] if w in self.lexicon.verbs), None)
        kind = rule.kind or (verb.kind if verb is not None else "say")
        if kind in ("speak", "know"):
            kind = "say"
        if match.start() and match.start() == cue[0] and _closes_name(letters, cue[0] - 1):
            return None  # "Журналисты «Медиазоны» установили": no quotation ends here
        contents: list[Span] = []
        quoted = False
        if rule.content not in _ELSEWHERE:
            content, quoted = self._content(rule.content, match, letters)
            if content is None:
                return None
            contents.append(content)
        act = Act(rule.name, source, cue, verb.base if verb is not None else "say", kind, contents, quoted=quoted)
        if "r" in match.re.groupindex and match.start("r") >= 0:
            act.recipient = match.span("r")
        act.certainty = "hedged" if kind == "think" else rule.certainty
        act.stance = "denies" if kind == "deny" else "asserts"
        if kind != "deny" and cue[0] and self.words[cue[0] - 1] in self.small.negation:
            act.silent = True
        if source is not None and source[1] - source[0] == 1:
            act.inner = self.words[source[0]] in self.small.first_person
        return act

    def _content(self, where: str, match: re.Match[str], letters: str) -> tuple[Span | None, bool]:
        first, last = match.span()
        if where == "all":
            return self.span(0, self.size), False
        if where == "quote":
            found = self.quote_from(last) or self.quote_to(first)
            return found, found is not None
        if where == "around":
            return self.span(0, self.size), False
        if where == "left":
            end = first
            while end > 0 and letters[end - 1] in ",-":
                end -= 1
            mark = first if letters[first] == '"' else end - 1
            named = _closes_name(letters, mark)
            if named and end == first:
                return None, False  # "Журналисты «Медиазоны» установили"
            quote = self.quote_to(mark) if end and not named else None
            quote = quote or self._broken_off(first, letters)
            if quote is not None:
                return quote, True
            if letters[first] == '"' and "," not in letters[first : match.start("c")]:
                return None, False  # what closes here is a name: "The channel “Lantern” said"
            return (self.span(0, end), False) if end else (None, False)
        begin = match.start("t") if "t" in match.re.groupindex and match.start("t") >= 0 else last
        if begin >= self.size:
            behind = self.quote_behind(breaks=True) if letters[last - 1] == ":" else None
            block = behind or (self.block_behind() if letters[last - 1] == ":" else None)
            return block, behind is not None
        quote = self.quote_from(begin) if letters[begin - 1] in ':"' or letters[begin] == '"' else None
        if quote is not None and (letters[begin - 1] in ':"' or quote.end >= self.line.end - 1):
            return quote, True
        return self.span(begin, self.size), False

    def _broken_off(self, first: int, letters: str) -> Span | None:
        """The quotation that who speaks breaks off: "«We lost two, — the mayor said. — Nine are hurt»"."""
        if letters[max(0, first - 2) : first] != ",-":
            return None
        at = self.line.starts[first]
        return next((quote for quote in self.quotes if quote.start < at < quote.end), None)

    def _part(self, acts: Sequence[tuple[Act, str]]) -> None:
        """Cut what several speakers of one sentence say at the "; " or ", but" between them."""
        if len(acts) < 2:
            return
        letter = self.grammar.letters
        cuts = [
            k
            for k, word in enumerate(self.words)
            if word == ";" or (letter.get(word) == "c" and k and self.words[k - 1] in (",", "."))
        ]
        cuts += [act.source[0] for act, where in acts if where == "apart" and act.source is not None]
        for act, where in acts:
            if where not in ("right", "left", "around", "apart"):
                continue
            begin, end = 0, self.size
            for cut in cuts:
                if cut > act.cue[0] and any(o.cue[0] > cut for o, _ in acts):
                    end = min(end, cut)
                if cut < act.cue[0] and any(o.cue[0] < cut for o, _ in acts):
                    begin = max(begin, cut + 1)
            starts = self.line.starts
            for k, content in enumerate(act.contents):
                if act.quoted:
                    continue
                first = max(bisect_left(starts, content.start), begin)
                last = min(bisect_left(starts, content.end), end)
                if last > first:
                    act.contents[k] = self.span(first, last)


_NAME = re.compile(r'[BNSMXxr]"[BNSMXx0-]{1,6}"$')


def _closes_name(letters: str, token: int) -> bool:
    """Whether the mark at ``token`` closes a name behind its noun, and no quotation."""
    return token > 0 and letters[token] == '"' and _NAME.search(letters, 0, token + 1) is not None


_CUES = frozenset("oCgKWflI")
_GOVERNS = frozenset("rok")  # prepositions that no speaker follows
_GOVERNED = frozenset("iroDCSM")  # behind these a speaker stands in another case than that of a subject
_HEADING = 6  # tokens
_TAIL = 8  # tokens at the end of a line among which a dash may part off who speaks


def _matches(pattern: re.Pattern[str], letters: str) -> Iterator[re.Match[str]]:
    """Every match of a rule, from each cue on."""
    at = 0
    while at < len(letters):
        match = pattern.search(letters, at)
        if match is None:
            return
        yield match
        at = max(match.start("c") + 1, at + 1)
