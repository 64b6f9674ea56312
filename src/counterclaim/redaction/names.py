"""Names of private persons: given names, diminutives, patronymics and surnames, in small letters too.

A form that is nothing but a name is one. A form that is a common word as well ("надежда", "will"), or that only looks
like a surname, needs words around it that say so: kin or rank before it, a greeting, another name beside it, or a
capital where no sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.lexicon import Lexicon, Words, load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_PATRONYMIC = re.compile(
    r"[^\W\d_]{2,}(?:(?:ов|ев|йов|ьев)ич(?:а|у|ем|е|ам|ові|еві|і|ь)?|(?:ов|ев|ёв)н(?:а|ы|е|у|ой|ою)|[иії]ничн[аыеу]"
    r"|[ії]вн(?:а|и|і|у|ою|о)|[^аеиоуыіь]ыч(?:а|у|ем|е)?|ьич(?:а|у|ем|е)?)"
)
_SHORT_PATRONYMIC = re.compile(r"(?:иль|кузьм|фом|лук|никит|савв|паны?|геннадь|василь|серге|никола|андре|алексе|"
                               r"юрь|георги|"
                               r"григорь|анатоль|аркадь|валерь|витал|дмитри|евгень|матве|тимофе)(?:е|и)?[иы]ч(?:а|"
                               r"у|ем|е)?")  # fmt: skip
_NO_PATRONYMIC = re.compile(r"(?:кирп|паралич|москв|царев|достич|постич|выч|велич|налич|отлич|различ|королев|дич|"
                            r"клич|добыч|"
                            r"зыч|родич|прич|лакомств|девич|челов|сорвиголов|основн|головн|языков|верховн|духовн|церковн|"
                            r"кровн|ровн|равн|чиновн|полов|готовн|условн|бездуховн|виновн|штормовн|любовн|словн|корич|"
                            r"первич|вторич|аналогич|типич|обыч|привыч|огранич|знач|повн|головн|зовн|древн|гневн|дневн|"
                            r"ежедневн|душевн|плачевн|деревн|царевн|королевн|нервн|рівн|півн|дівн|зрівн|порівн|"
                            r"нарівн)")  # fmt: skip
_SHAPE = re.compile(
    r"[^\W\d_]{3,}(?:(?:ов|ев|ин|ын)(?:а|у|ым|ой|е|ы|ых)?|(?:ськ|цьк)(?:ий|ого|ому|им|а|у|ої|ою|ій)"
    r"|(?:ск|цк)(?:ий|ого|ому|им|ая|ую|ой)|енк(?:о|а|у|ом|ові)|(?:чук|щук|юк|ук|як|ак)(?:а|у|ом|ові|ов)?|[^\W\d_]ко|ыхи?|их"
    r"|швили|дзе|ян(?:а|у|ом)?|ишин(?:а|у)?|ець|ця|ик(?:а|у|ом)?|ей|ий|ый|enko|chuk|skyi?|ski|ov|ova|ev|eva|yuk|uk|ich|"
    r"ych|yan|shvili|dze|in|ina)"
)
_SURE_SHAPE = re.compile(
    r"[^\W\d_]{3,}(?:[^е]?енк(?:о|ом|ові)|[^\W\d_](?:чук|щук)(?:а|у|ом|ові)?|швили|идзе|осян|анян)"
)
_NOT_SURE = re.compile(r"(?:тихон|лег|мал|хорош|скор|давн|част|быстр|полег|поти|близ|далек|низ|стар|зеле|неве|молод)")
_ALONE = re.compile(r"(?:[оеё]в|[сц]кий|[сц]ький|[чщ]ук|енко)$")
_DEED = re.compile(r"^(?:\w+(?:[аиеу]л|лся)|погиб|умер|приш[её]л|уш[её]л|наш[её]л|\w+(?:[аиі]в|вся)|загинув|помер)$")
_VERB = re.compile(
    r"(?:[аяиеыуі](?:л|ла|ли|ло|в)|ть|ться|ти|тися|[еиія]т|[еиія]ть|[ую]т|[ую]ть|лся|лась|лись|вся|лася|лися|но|то)$"
)


def names(spoken: Spoken) -> Iterator[Found]:
    """Names of private persons, one find a person and place, with the key that all forms of one name share."""
    finder = _Finder(spoken, load_lexicon())
    yield from finder.found()


class _Finder:
    def __init__(self, spoken: Spoken, lexicon: Lexicon) -> None:
        self.spoken, self.lexicon = spoken, lexicon
        self._lists = {key: lexicon.list(f"around_names.{key}") for key in (
            "kin", "people", "between", "names_next", "greetings", "verbs", "joins", "no_surname", "things",
            "blessings", "spoken_to", "ranks", "it_is")}  # fmt: skip
        self._person = [lexicon.person(word) for word in spoken.words]
        self._roles = lexicon.list("public.roles")
        self.sure = [self._sure(at) for at in range(len(spoken.words))]

    def found(self) -> Iterator[Found]:
        spoken = self.spoken
        known = {person for person in self._person if person is not None}
        named = [sure or self._by_words_around(at) or self._again(at, known) for at, sure in enumerate(self.sure)]
        for at in range(len(named)):  # who stands beside a name by "and" is named too
            if not named[at] and self._is_weak(at):
                named[at] = (self._is_join(at - 1) and at > 1 and named[at - 2]) or (
                    self._is_join(at + 1) and at + 2 < len(named) and named[at + 2]
                )
        at = 0
        while at < len(named):
            if not named[at]:
                at += 1
                continue
            last = at
            while (
                last + 1 < len(named)
                and spoken.joined(last + 1)
                and last - at < 2
                and (self._continues(last + 1) and self._one_person(at, last + 1))
            ):
                last += 1
            if not self._is_public(at, last) and not self._is_thing(at):
                yield self._as_found(at, last)
            at = last + 1

    # ------------------------------------------------------------------------------------------- single words

    def _sure(self, at: int) -> bool:
        """Whether a word is a name whatever stands around it."""
        word = self.spoken.words[at]
        if len(word) < 2 or word[0].isdigit() or word in self.lexicon.weak:
            return False
        return (
            self._person[at] is not None
            or word in self.lexicon.surnames
            or is_patronymic(word)
            or (_SURE_SHAPE.fullmatch(word) is not None and not _NOT_SURE.match(word) and word not in self._no())
        )

    def _no(self) -> Words:
        return self._lists["no_surname"]

    def _is_weak(self, at: int) -> bool:
        word = self.spoken.word(at)
        return word in self.lexicon.weak and (word in self.lexicon.given or word in self.lexicon.surnames)

    def _is_join(self, at: int) -> bool:
        return self.spoken.word(at) in self._lists["joins"]

    def _by_words_around(self, at: int) -> bool:
        """Whether a word that may be a name is told as one."""
        spoken, lists, word = self.spoken, self._lists, self.spoken.words[at]
        if len(word) < 2 or word[0].isdigit():
            return False
        if word in lists["greetings"] or word in lists["spoken_to"]:
            return False
        weak = self._is_weak(at)
        shaped = _SHAPE.fullmatch(word) is not None and word not in lists["no_surname"]
        capital = spoken.upper[at] and not spoken.opens(at)
        before = self._before(at)
        if spoken.word(at + 1) in lists["blessings"]:
            return False
        if weak and (capital or not spoken.cased or spoken.upper[at]):
            if before in lists["kin"] or before in lists["people"] or before in lists["names_next"]:
                return True
            if capital and (word in self.lexicon.given or not spoken.cased):
                return True
            if before in lists["greetings"] and len(word) > 3:
                return True
            if before in lists["verbs"] and word in self.lexicon.given and len(word) > 3:
                return True
            if word in self.lexicon.given and self._is_spoken_to(at):
                return True
            beside = spoken.word(at + 1) if spoken.joined(at + 1) else ""
            if is_patronymic(beside) or (beside in self.lexicon.surnames and self._ends_as_surname(beside)):
                return True
        if word in lists["kin"] or word in lists["people"] or word in lists["between"] or word in lists["names_next"]:
            return False
        if before in lists["names_next"] and spoken.joined(at) and (shaped or capital or self._introduced(at)):
            return True
        if before in lists["ranks"] and spoken.joined(at) and len(word) > 3 and (weak or shaped or capital):
            if not _VERB.search(word) and not (spoken.cased and not spoken.upper[at]):
                return True
        if (
            len(word) > 5
            and _ALONE.search(word)
            and word not in lists["no_surname"]
            and _DEED.search(spoken.word(at + 1))
        ):
            return not spoken.cased or capital or spoken.opens(at)
        if before in lists["people"] and spoken.joined(at):
            return (shaped and len(word) > 4 and self._ends_as_surname(word)) or (capital and not self._is_place(at))
        if before in lists["kin"] and spoken.joined(at) and capital:
            return True
        return self._beside_given(at, shaped, capital)

    def _is_spoken_to(self, at: int) -> bool:
        """Whether a form that may be a common word is called out: "вер ты где", "это вера" at the end of a turn."""
        spoken, lists, word = self.spoken, self._lists, self.spoken.words[at]
        last = at + 1 == len(spoken.words) or spoken.turns[at + 1] != spoken.turns[at]
        if last and spoken.word(at - 1) in lists["it_is"] and spoken.turns[at - 1] == spoken.turns[at]:
            return True
        opening = spoken.opens(at) or spoken.word(at - 1) in ("а", "ну", "й", "ой", "and", "so", "oh")
        if opening and not last and spoken.words[at + 1] in lists["spoken_to"]:
            return True
        if opening and not last and "," in spoken.gaps[at + 1] and spoken.upper[at]:
            return True
        if opening and last and spoken.opens(at):
            return True
        turn = [w for k, w in enumerate(spoken.words) if spoken.turns[k] == spoken.turns[at]]
        return turn.count(word) > 1 and len(turn) < 12

    def _beside_given(self, at: int, shaped: bool, capital: bool) -> bool:
        """Whether a word that looks like a surname stands beside a given name."""
        spoken = self.spoken
        word = spoken.words[at]
        if not (shaped or word in self.lexicon.surnames) or len(word) < 4 or word in self._lists["no_surname"]:
            return False
        if spoken.cased and not capital:
            return False
        if spoken.joined(at) and (
            (self.sure[at - 1] and self._person[at - 1] is not None) or is_patronymic(spoken.words[at - 1])
        ):
            return capital or (self._ends_as_surname(word) and word not in self._roles)
        return bool(spoken.joined(at + 1) and self.sure[at + 1] and self._person[at + 1] is not None and capital)

    def _ends_as_surname(self, word: str) -> bool:
        return word in self.lexicon.surnames or bool(
            re.search(r"(?:[оеё]в|ин|ын|[оеё]ва|ина|[оеё]ву|ину|[оеё]вым|иным|[оеё]вой|[сц]к(?:ий|ого|ому|им|ой|ая|ую)|"
                      r"[сц]ьк(?:ий|ого|ому|им|а|у|ою)|енк(?:о|а|у|ом|ові)|[чщ]ук\w{0,3}|[^л]юк|ых|швили|дзе|[аое]в[аиу]?|"
                      r"enko|chuk|sk(?:yi?|i)|ova?|eva?|yuk|ych|yan|shvili|dze)$", word)
        )  # fmt: skip

    def _introduced(self, at: int) -> bool:
        """Whether an unknown word after "my name is" can be a name: no word of one or two letters."""
        word = self.spoken.words[at]
        return len(word) > 3 and word not in self._lists["joins"] and not word.startswith(("как", "как", "what"))

    def _is_place(self, at: int) -> bool:
        return self.spoken.word(at - 1) in self._lists["things"]

    def _again(self, at: int, known: set[str]) -> bool:
        """Whether a form that may be a common word is of a name that the same text has without doubt."""
        spoken = self.spoken
        word = spoken.words[at]
        if not self._is_weak(at) or len(word) < 4 or spoken.word(at + 1) in self._lists["blessings"]:
            return False
        if spoken.cased and not spoken.upper[at]:
            return False
        return self.lexicon.given.get(word, "-") in known

    def _before(self, at: int) -> str:
        """The word before, past such words as "our" and "of the company"."""
        lists = self._lists
        back = at - 1
        while back > at - 4 and back >= 0 and self.spoken.word(back) in lists["between"]:
            if self.spoken.word(back) in lists["names_next"]:
                break
            back -= 1
        if back < 0 or self.spoken.turns[back] != self.spoken.turns[at]:
            return ""
        return self.spoken.words[back]

    # ------------------------------------------------------------------------------------------- whole names

    def _continues(self, at: int) -> bool:
        word = self.spoken.words[at]
        if self.sure[at]:
            return True
        if self.spoken.cased and not self.spoken.upper[at]:
            return False
        return (
            is_patronymic(word)
            or (word in self.lexicon.surnames and word not in self._lists["no_surname"])
            or (self._by_words_around(at) and self._ends_as_surname(word))
        )

    def _one_person(self, first: int, at: int) -> bool:
        """Whether word ``at`` goes on with the name that begins at ``first``: no second given name."""
        words, given = self.spoken.words, self.lexicon.given
        if (
            (self._person[at] or words[at] in given)
            and words[at] not in self.lexicon.surnames
            and not is_patronymic(words[at])
        ):
            return not any(self._person[k] or words[k] in given for k in range(first, at))
        return True

    def _is_public(self, first: int, last: int) -> bool:
        """Whether the name is a public figure's, or stands beside a public role."""
        words, figures = self.spoken.words, self.lexicon.figures
        own = words[first : last + 1]
        for word in own:
            if word in figures:
                others = [self.lexicon.given.get(w, w) for w in own if w != word and w in self.lexicon.given]
                if not others or any(other in figures[word] for other in others):
                    return True
        if last + 1 < len(words) and words[last + 1] in figures and self.spoken.joined(last + 1):
            if any(self.lexicon.given.get(word) in figures[words[last + 1]] for word in own):
                return True
        for at in (first - 1, first - 2, first - 3):
            if at >= 0 and words[at] in self._roles and self.spoken.turns[at] == self.spoken.turns[first]:
                # the role must reach the name: only small words or the name of what is governed stand between
                return at == first - 1 or all(len(w) > 3 and not self.sure[k] for k, w in
                                              enumerate(words[at + 1 : first], at + 1))  # fmt: skip
        return False

    def _is_thing(self, first: int) -> bool:
        """Whether the words are the name of a thing: a ship, a saint, a street."""
        before = self.spoken.word(first - 1)
        return before in self._lists["things"] and self.spoken.turns[first - 1] == self.spoken.turns[first]

    def _as_found(self, first: int, last: int) -> Found:
        spoken, given = self.spoken, self.lexicon.given
        own = spoken.words[first : last + 1]
        key = next(
            (
                self._person[at] or given.get(spoken.words[at])
                for at in range(first, last + 1)
                if self._person[at] or spoken.words[at] in given
            ),
            None,
        ) or self.lexicon.surnames.get(own[0], own[0])
        before = self._before(first)
        role = "Person"
        if before in self._lists["kin"] or spoken.word(first - 1) in self._lists["kin"]:
            role = "Relative"
        elif before in self._lists["greetings"] or (spoken.opens(first) and (first == 0 or "\n" in spoken.gaps[first])):
            role = "Speaker"
        return Found(spoken.starts[first], spoken.ends[last], "name", key, role)


def is_patronymic(word: str) -> bool:
    """Whether a word is a father's name: "сергеевич", "петрівна", "михалыч"."""
    if len(word) < 5 or word[0].isdigit():
        return False
    if _NO_PATRONYMIC.match(word):
        return False
    return bool(_SHORT_PATRONYMIC.fullmatch(word) or (_PATRONYMIC.fullmatch(word) and _long_enough(word)))


def _long_enough(word: str) -> bool:
    return len(word) > 6 or word.endswith(("ыч", "ыча", "ычу"))
