"""What a run of figures is, a telephone, a card, a paper, an address or a count, by the words around and by its form.

A run that a scale or a unit follows ("тысяч", "kilometres") counts something and is none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterclaim.redaction.dictionary import reading_of
from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Kind
from counterclaim.redaction.runs import Run, is_number
from counterclaim.redaction.speech import Spoken

_BACK, _AHEAD = 9, 5  # words around a run that say what it is


def cue_of(spoken: Spoken, run: Run, lexicon: Lexicon) -> str:
    """What the words around say a run is: card, document or phone; the nearest one before it, else behind it."""
    for at in range(run.first - 1, max(-1, run.first - 1 - _BACK), -1):
        if spoken.turns[run.first] - spoken.turns[at] > 2:
            break
        kind = named(spoken.words[at], lexicon)
        if kind == "phone":  # "номер паспорта", "номер карты" are no telephones
            series = any(spoken.word(k) in lexicon.list("around_numbers.series") for k in range(at - 3, at))
            beside = [named(spoken.word(k), lexicon) for k in (at + 1, at + 2, at - 1)]
            beside += ["document"] * series  # "серія ем о номер сто два"
            return next((other for other in beside if other in ("card", "document")), "phone")
        if kind == "card" and named(spoken.word(at - 1), lexicon) == "document":  # "military card"
            return "document"
        if kind:
            return kind
    for at in range(run.last + 1, min(len(spoken.words), run.last + 1 + _AHEAD)):
        if spoken.turns[at] == spoken.turns[run.last] and (kind := named(spoken.words[at], lexicon)):
            return kind
    return ""


def named(word: str, lexicon: Lexicon) -> str:
    """What a word says that the number beside it is."""
    for kind in ("post", "document", "card", "phone"):
        if word in lexicon.list(f"around_numbers.{kind}"):
            return kind
    return ""


@dataclass(frozen=True, slots=True)
class _Told:
    """A run with what the words around say that it is."""

    spoken: Spoken
    run: Run
    cue: str
    lexicon: Lexicon

    @property
    def size(self) -> int:
        """How many figures it has."""
        return len(self.run.digits)

    @property
    def counts(self) -> bool:
        """Whether what follows is counted or measured by it."""
        return self.spoken.word(self.run.last + 1) in self.lexicon.list("around_numbers.no_figures")

    @property
    def is_list(self) -> bool:
        """Whether it stands as a list of counts, a date or a sum."""
        return is_count(self.spoken, self.run)

    @property
    def is_end(self) -> bool:
        """Whether it is told as the end of a number: "последние четыре …", "… is what it ends with"."""
        run, spoken = self.run, self.spoken
        near = (*range(run.first - 6, run.first), *range(run.last + 1, run.last + 3))
        return any(
            spoken.word(at) in self.lexicon.list("around_numbers.last")
            and (at < run.first or spoken.turns[at] == spoken.turns[run.last])
            for at in near
        )

    def has_around(self, words: str) -> bool:
        """Whether a word of a list stands shortly before it or right behind."""
        run, listed = self.run, self.lexicon.list(words)
        around = (*range(run.first - 6, run.first), *range(run.last + 1, run.last + 3))
        return any(self.spoken.word(at) in listed for at in around)

    def has_before(self, words: str) -> bool:
        """Whether a word of a list stands right before it."""
        listed = self.lexicon.list(words)
        return any(self.spoken.word(at) in listed for at in range(self.run.first - 3, self.run.first))


def kind_of(spoken: Spoken, run: Run, cue: str, lexicon: Lexicon) -> Kind | None:
    """What a run is, given what the words around say (``cue_of``); nothing where it is no number of a person's."""
    told = _Told(spoken, run, cue, lexicon)
    if _is_other(told):
        return None
    if 16 <= told.size <= 19 and cue != "document" and not told.is_list:
        return "card"
    if cue == "post":
        return "address" if told.size in (5, 6) else None
    return _as_card(told) or _as_document(told) or _by_length(told) or _as_phone(told)


def _is_other(told: _Told) -> bool:
    """Whether a run is a point of the grid, a count with its unit, or a sum."""
    if told.has_before("around_numbers.grid"):
        return True
    if told.counts and len(told.run.groups) < 5 and told.size < 16:
        return True
    sum_of = told.size < 9 and has_thousand(told.spoken, told.run, told.lexicon)
    return sum_of and not _right_behind_paper(told.spoken, told.run, told.lexicon)


def _as_card(told: _Told) -> Kind | None:
    """A card or an account: its whole number, or the last figures of it."""
    run, cue, last = told.run, told.cue, told.is_end
    if cue == "card" and (13 <= told.size <= 20 or (last and told.size in (3, 4, 5, 6))):
        return "card"
    if cue == "card" and 6 <= told.size <= 12 and not told.counts and told.has_before("around_numbers.account"):
        return "card"  # "sort code 20-44-91 account 73190482"
    four = run.groups[0] == "4" and told.spoken.word(run.first - 1) in told.lexicon.list("around_numbers.last")
    if last and cue in ("", "card") and not told.counts and told.size == 4 + four and len(run.groups) > 1 + four:
        return "card"  # "the last four are seventy seven twelve"
    return None


def _as_document(told: _Told) -> Kind | None:
    """A paper, or the plate of a car, by its word or by the letters told with its figures."""
    spoken, run = told.spoken, told.run
    plated = told.has_around("around_numbers.plate")
    spelled = all(run.first > back and is_letter(spoken, run.first - back) for back in (1, 2))
    if told.cue == "document" and spelled and told.size > 2 and not told.counts:
        return "document"  # "m o r g six five seven"
    if plated and spelled and told.size == 2:
        return "document"  # "kilo november five two, then tango romeo yankee"
    before = run.first > 0 and is_letter(spoken, run.first - 1) and spoken.joined(run.first)
    behind = spoken.joined(run.last + 1) and is_letter(spoken, run.last + 1)
    if before and plated and 3 - behind <= told.size <= 6:
        return "document"
    if before and behind and told.size in (3, 4) and _spelled(spoken, run.last + 1) > 1:
        return "document"  # "е триста пять ха ка": the plate of a car by its shape
    if told.cue == "document" and 4 <= told.size <= 16 and not told.counts:
        return "document"
    return None


def _by_length(told: _Told) -> Kind | None:
    """A number as long as one that is dialled with its country: a telephone where no word says otherwise."""
    abroad = told.size in (14, 15) and told.run.digits.startswith("00")
    if not (10 <= told.size <= 13 or abroad) or told.is_list:
        return None
    if told.cue == "document":
        return "document"
    return "card" if told.cue == "card" and told.size > 12 else "phone"


def _as_phone(told: _Told) -> Kind | None:
    """A telephone, whole or in part; "the number of the card", of which no more was heard, is too long for one."""
    run, size = told.run, told.size
    if told.cue == "phone":
        if 6 <= size <= 13 or (size == 5 and len(run.groups) > 2) or (told.is_end and 2 <= size <= 5):
            return "phone"
        if size > 13 and not told.is_list:
            return "card"
    if 7 <= size <= 9 and len(run.groups) >= 4 and not told.is_list:
        return "phone"
    pairs = size == 6 and not told.has_around("around_dates.birth") and _by_pairs(run)
    return "phone" if pairs and counts_nothing(told.spoken, run, told.lexicon) else None


def _by_pairs(run: Run) -> bool:
    """Whether figures are told as a town's telephone, by pairs or one by one, a nought among them: nobody counts so."""
    return len(run.groups) > 2 and all(len(group) < 3 for group in run.groups) and "0" in run.groups


def _right_behind_paper(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a paper or a token is named right before a run, with nothing but letters and small words between."""
    at = run.first - 1
    while at > run.first - 4 and at > 0 and (
        is_letter(spoken, at) or spoken.words[at] in lexicon.list("around_numbers.fillers")
    ):  # fmt: skip
        at -= 1
    return at >= 0 and spoken.words[at] in lexicon.list("around_numbers.document")


def counts_nothing(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether nothing around a run says that it counts, dates or measures."""
    if is_count(spoken, run):
        return False
    follows = spoken.word(run.last + 1) if spoken.joined(run.last + 1) else ""
    noun = reading_of(follows)
    counted = (noun.common and not (noun.small or noun.verb)) or (follows.isascii() and follows.endswith("s"))
    dated = any(follows in lexicon.list(f"around_dates.{key}") for key in ("months", "year"))
    listed = follows in lexicon.list("around_numbers.no_figures") or dated
    said = follows in lexicon.list("around_numbers.fillers")
    return not has_thousand(spoken, run, lexicon) and not listed and (said or not counted)


def has_thousand(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a run has "thousand" in it, so that a short one is a sum."""
    return any(spoken.words[at] in lexicon.list("around_numbers.thousands") for at in range(run.first, run.last + 1))


def is_count(spoken: Spoken, run: Run) -> bool:
    """Whether figures stand as a list of counts, a date or a sum: parted by commas and words, or one long number."""
    words = [spoken.words[at] for at in range(run.first, run.last + 1)]
    if any("," in spoken.gaps[at] for at in range(run.first + 1, run.last + 1)):
        return len(run.groups) < 6
    if all(word.isdigit() for word in words):
        text = spoken.text[spoken.starts[run.first] : spoken.ends[run.last]]
        if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+", text) and text[0] not in "08":
            return True
        return bool(re.fullmatch(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?:[- ].*)?", text)) and len(run.digits) < 10
    return False


def in_month(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a month stands beside a run, so that it is a date."""
    return any(spoken.word(at) in lexicon.list("around_dates.months") for at in (run.first - 1, run.last + 1))


def bare_turn(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a turn holds little but the run: a number goes on after the other has said "yes"."""
    turn = spoken.turns[run.first]
    others = [spoken.words[at] for at in spoken.turn(turn) if not run.first <= at <= run.last]
    fillers = lexicon.list("around_numbers.fillers")
    return sum(word not in fillers for word in others) <= 2


def with_letters(spoken: Spoken, run: Run) -> tuple[int, int]:
    """A paper's run with the letters told before and after its figures."""
    first, last, lexicon = run.first, run.last, load_lexicon()
    if is_letter(spoken, first - 2) and spoken.word(first - 1) in lexicon.list("addresses.number"):
        first -= 1  # "серія аб номер сто два"
    while first > 0 and first > run.first - 3 and is_letter(spoken, first - 1) and spoken.joined(first):
        first -= 1
    while (
        last + 1 < len(spoken.words)
        and last < run.last + 7
        and spoken.joined(last + 1)
        and (
            is_letter(spoken, last + 1)
            or (spoken.words[last + 1] in lexicon.list("around_numbers.fillers") and is_letter(spoken, last + 2))
            or (last > run.last and is_number(spoken, last + 1, lexicon))
        )
    ):
        last += 1
    return first, last


def is_letter(spoken: Spoken, at: int) -> bool:
    """Whether a word is a letter told by itself, or its name."""
    word = spoken.word(at)
    if word in load_lexicon().list("around_numbers.letters"):
        return True
    return (
        0 < len(word) <= 2
        and word.isalpha()
        and word
        not in ("и", "в", "на", "до", "по", "не", "ну", "то", "та", "і", "й", "у", "is", "it", "no", "my", "so")
    )


def _spelled(spoken: Spoken, first: int) -> int:
    """How many letters are spelled one by one from a word on."""
    last = first
    while last < len(spoken.words) and spoken.joined(last) and is_letter(spoken, last):
        last += 1
    return last - first
