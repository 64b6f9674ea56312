"""Numbers that are told figure by figure: telephones, cards and papers, in words or in figures or both.

"восемь девятьсот семнадцать пятьсот пятьдесят пять сорок три двадцать один" is one run of number words, read group by
group as people dictate them: a hundred takes tens and ones after it, tens take ones. A run that a scale or a unit
follows ("тысяч", "kilometres") counts something and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from counterclaim.redaction.dictionary import reading_of
from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Found, Kind
from counterclaim.redaction.speech import Spoken

_FILLERS = 3  # small words between two numbers of one run
_MOST_ALIKE = 9  # figures alike that are told by their number, "four sevens"; "forty fives" are none
_BACK, _AHEAD = 9, 5  # words around a run that say what it is
_PARTED = 6  # words between two pieces of one number
_BESIDE = 3  # words beside a piece of a number in its turn that are neither numbers nor said while dictating
# How many figures the pieces of a number have together at the least, and at the most, slips told twice among them.
_WHOLE: dict[str, tuple[int, int]] = {"phone": (9, 26), "card": (12, 40), "document": (6, 28)}
# How many figures a piece of a number has at most, and all of the number.
_PIECES: dict[str, tuple[int, int]] = {"phone": (8, 13), "card": (15, 20), "document": (8, 14), "address": (0, 0)}
_KINDS: dict[str, Kind] = {"card": "card", "document": "document"}
_FOR_ALL = frozenset(["101", "102", "103", "104", "112", "911", "999"])  # numbers of emergency
_TIMES = {"double": 2, "triple": 3}
_OH = frozenset(["oh", "o"])


@dataclass(frozen=True, slots=True)
class Run:
    """Number words from ``first`` to ``last``; ``groups`` are the figures of each number told."""

    first: int
    last: int
    groups: tuple[str, ...]

    @property
    def digits(self) -> str:
        """All figures of the run."""
        return "".join(self.groups)


def dictated(spoken: Spoken) -> Iterator[Found]:
    """Telephone, card and document numbers of a text."""
    lexicon = load_lexicon()
    near = ""
    last_turn = -9
    all_runs = [run for run in runs(spoken, lexicon) if run.digits not in _FOR_ALL]
    by_turns = _by_turns(spoken, all_runs, lexicon)
    kinds: dict[int, Kind] = {}
    for at, run in enumerate(all_runs):
        cue = _cue(spoken, run, lexicon)
        if not cue and near and spoken.turns[run.first] - last_turn <= 3 and spoken.turns[run.first] != last_turn:
            cue = near if _bare_turn(spoken, run, lexicon) else ""
        kind = _kind(spoken, run, cue, lexicon)
        if kind is None and _told_in_turns(spoken, run, lexicon, near, last_turn):
            kind = "phone" if near not in ("card", "document") else _KINDS[near]
        if kind is None and at in by_turns:
            kind = _KINDS.get(by_turns[at], "phone")
        if kind is not None:
            kinds[at] = kind
            near, last_turn = cue or kind, spoken.turns[run.last]
    _add_pieces(spoken, all_runs, kinds, lexicon)
    for at, kind in _in_pieces(spoken, all_runs, lexicon):
        kinds[at] = kinds.get(at, kind) if kind == "phone" else kind
    for at, kind in sorted(kinds.items()):
        run = all_runs[at]
        first, last = _with_letters(spoken, run) if kind == "document" else (run.first, run.last)
        yield Found(spoken.starts[first], spoken.ends[last], kind, run.digits[-9:])


def _in_pieces(spoken: Spoken, all_runs: list[Run], lexicon: Lexicon) -> Iterator[tuple[int, Kind]]:
    """Runs that are one number told with pauses and slips: "twenty two oh three, no, oh five … go on … one eight"."""
    chain: list[int] = []
    told = ""

    def whole() -> Iterator[tuple[int, Kind]]:
        digits = sum(len(all_runs[at].digits) for at in chain)
        if len(chain) > 1 and _WHOLE[told][0] <= digits <= _WHOLE[told][1]:
            yield from ((at, _KINDS.get(told, "phone")) for at in chain)

    for at, run in enumerate(all_runs):
        cue = _cue(spoken, run, lexicon)
        begins = cue in _WHOLE and len(run.digits) > 1 and _dictates(spoken, run, lexicon)
        complete = bool(chain) and len(all_runs[chain[-1]].digits) > _PIECES[told][0]
        if chain and not complete and _goes_on(spoken, all_runs[chain[-1]], run, lexicon):
            chain.append(at)
            continue
        yield from whole()
        chain, told = ([at], cue) if begins and not _is_count(spoken, run) else ([], "")
    yield from whole()


def _goes_on(spoken: Spoken, last: Run, run: Run, lexicon: Lexicon) -> bool:
    """Whether a run is the next piece of a number: shortly behind the last one, and counting nothing."""
    turns = spoken.turns[run.first] - spoken.turns[last.last]
    near = run.first - last.last <= _PARTED + 1 if turns == 0 else turns <= 2
    sent = len(run.groups) == 1 and run.digits.endswith("00")  # "I sent two hundred"
    counts = sent or _in_month(spoken, run, lexicon)
    piece = len(run.digits) > 1 and not counts and _is_piece(spoken, run, run, lexicon)
    return near and piece and _dictates(spoken, run, lexicon)


def _dictates(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a turn is little but numbers, what they are of and what one says while dictating."""
    said = lexicon.list("around_numbers.fillers")
    others = [
        word
        for at in spoken.turn(spoken.turns[run.first])
        if not (_is_number(spoken, at, lexicon) or (word := spoken.words[at]) in said or _named(word, lexicon))
    ]
    return len(others) <= _BESIDE


def _add_pieces(spoken: Spoken, all_runs: list[Run], kinds: dict[int, Kind], lexicon: Lexicon) -> None:
    """Runs beside a piece of a number, which go on with it: "zero five five, hang on, three one eight …"."""
    for at, (run, other) in enumerate(pairwise(all_runs)):
        cue = _cue(spoken, run, lexicon)
        if cue not in ("phone", "card", "document") or at in kinds or at + 1 in kinds:
            continue
        by_figures = any(len(one.groups) > 2 or one.digits.startswith("0") for one in (run, other))
        long = min(len(run.digits), len(other.digits)) > 2 and other.first - run.last - 1 <= _PARTED
        if by_figures and long and all(_is_piece(spoken, *pair, lexicon) for pair in ((run, other), (other, run))):
            kinds[at] = kinds[at + 1] = _KINDS.get(cue, "phone")
    for told in sorted(kinds):
        kind, (short, whole) = kinds[told], _PIECES[kinds[told]]
        for at in (told - 1, told + 1):
            if not 0 <= at < len(all_runs) or at in kinds:
                continue
            run, other = all_runs[at], all_runs[told]
            parted = max(run.first, other.first) - min(run.last, other.last) - 1
            digits = len(run.digits), len(other.digits)
            if min(digits) < 2 or digits[1] > short or sum(digits) > whole or parted > _PARTED:
                continue
            if _is_piece(spoken, run, other, lexicon):
                kinds[at] = kind


def _is_piece(spoken: Spoken, run: Run, other: Run, lexicon: Lexicon) -> bool:
    """Whether nothing around a run says that it counts, dates or measures, in the turn of another or in the next."""
    if abs(spoken.turns[run.first] - spoken.turns[other.first]) > 1 or _is_count(spoken, run):
        return False
    follows = spoken.word(run.last + 1) if spoken.joined(run.last + 1) else ""
    noun = reading_of(follows)
    counted = (noun.common and not (noun.small or noun.verb)) or (follows.isascii() and follows.endswith("s"))
    dated = any(follows in lexicon.list(f"around_dates.{key}") for key in ("months", "year"))
    listed = follows in lexicon.list("around_numbers.no_figures") or dated
    named = follows in lexicon.list("around_numbers.fillers")
    return not _thousand(spoken, run, lexicon) and not listed and (named or not counted)


def _by_turns(spoken: Spoken, all_runs: list[Run], lexicon: Lexicon) -> dict[int, str]:
    """Runs that turn by turn make up one number, each all of its turn, with what the first turn says that it is."""
    told: dict[int, str] = {}
    chain: list[int] = []

    def close() -> None:
        digits = "".join(all_runs[at].digits for at in chain)
        cue = _cue(spoken, all_runs[chain[0]], lexicon) if chain else ""
        dialled = len(chain) == 2 and cue == "phone" and 9 <= len(digits) <= 13 and digits[0] in "078"
        if dialled or (len(chain) > 2 and (9 <= len(digits) <= 13 or (cue and 6 <= len(digits) <= 20))):
            told.update((at, cue) for at in chain)

    for at, run in enumerate(all_runs):
        if not 1 < len(run.digits) < 8:
            continue
        begins = run.last == spoken.turn(spoken.turns[run.first])[-1] and _cue(spoken, run, lexicon) == "phone"
        if not (_bare_turn(spoken, run, lexicon) or begins):
            continue
        if chain and not 0 < spoken.turns[run.first] - spoken.turns[all_runs[chain[-1]].first] <= 2:
            close()
            chain = []
        chain.append(at)
    close()
    return told


def _told_in_turns(spoken: Spoken, run: Run, lexicon: Lexicon, near: str, last_turn: int) -> bool:
    """Whether a number is told piece by piece, a turn each, the other saying "yes" between."""
    if not _bare_turn(spoken, run, lexicon) or len(run.digits) < 2 or _in_month(spoken, run, lexicon):
        return False
    if near == "card" and run.digits.endswith("00") and len(run.groups) == 1:
        return False  # "I sent two hundred"
    if near and 0 < spoken.turns[run.first] - last_turn <= 2:
        return True
    before = [at for at in range(max(0, run.first - 8), run.first) if spoken.turns[at] == spoken.turns[run.first] - 1]
    asked = any(spoken.words[at] in lexicon.list("around_numbers.phone") for at in before)
    return asked and len(run.digits) > 2


def _in_month(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a month stands beside a run, so that it is a date."""
    return any(spoken.word(at) in lexicon.list("around_dates.months") for at in (run.first - 1, run.last + 1))


def runs(spoken: Spoken, lexicon: Lexicon) -> Iterator[Run]:
    """The longest stretches of number words, with small words between them and none at either end."""
    fillers = lexicon.list("around_numbers.fillers")
    at, size = 0, len(spoken.words)
    while at < size:
        if not _is_number(spoken, at, lexicon):
            at += 1
            continue
        first = last = at
        skipped = 0
        at += 1
        while at < size and skipped <= _FILLERS:
            if _broken(spoken, at):
                break
            if _is_number(spoken, at, lexicon):
                last, skipped = at, 0
            elif spoken.words[at] in fillers:
                skipped += 1
            else:
                break
            at += 1
        at = last + 1
        yield Run(first, last, tuple(_groups(spoken, first, last, lexicon)))


def _broken(spoken: Spoken, at: int) -> bool:
    """Whether what stands before a word ends a run: a sentence's end, or a new turn."""
    return "\n" in spoken.gaps[at] or (
        spoken.gaps[at].strip(" ,-–—") not in ("...", "…")
        and bool(re.search(r"[!?;:%$€]|\.(?!\d)$", spoken.gaps[at]))
        and spoken.gaps[at] != "."
    )


def _is_number(spoken: Spoken, at: int, lexicon: Lexicon) -> bool:
    word = spoken.words[at]
    if word.isdigit() or word in lexicon.numbers:
        return not (
            word in ("раз", "один", "одна", "одно", "одну", "одной", "одного", "one")
            and not _by_number(spoken, at, lexicon)
        )
    if word in _TIMES or word in _OH or word == "hundred":
        return _by_number(spoken, at, lexicon)
    if word in _repeated(lexicon):
        return at > 0 and 1 < lexicon.numbers.get(spoken.words[at - 1], 0) < _MOST_ALIKE
    if word in lexicon.list("around_numbers.thousands"):
        return 0 < at < len(spoken.words) - 1 and all(spoken.words[k] in lexicon.numbers for k in (at - 1, at + 1))
    return False


def _repeated(lexicon: Lexicon) -> dict[str, str]:
    """Words for several of one figure, "noughts", "тройки", and the figure."""
    return _pairs(lexicon.list("around_numbers.repeated").whole)


@lru_cache(maxsize=4)
def _pairs(told: frozenset[str]) -> dict[str, str]:
    return dict(pair.split("=") for pair in told)


def _by_number(spoken: Spoken, at: int, lexicon: Lexicon) -> bool:
    """Whether a number word stands beside a word that may be none."""
    return any(
        0 <= near < len(spoken.words) and (spoken.words[near].isdigit() or spoken.words[near] in lexicon.numbers
                                           or spoken.words[near] in _TIMES or spoken.words[near] in _OH)
        for near in (at - 1, at + 1)
    )  # fmt: skip


def _groups(spoken: Spoken, first: int, last: int, lexicon: Lexicon) -> list[str]:
    """The figures as they are told: "сто двадцать три" is one group of three, "ноль пять" two of one."""
    repeated, thousands = _repeated(lexicon), lexicon.list("around_numbers.thousands")
    groups: list[str] = []
    value, room = 0, 0  # the number under way, and the size under which the next word must be to belong to it
    times = 1

    def close() -> None:
        nonlocal value, room
        if room or value:
            groups.append(str(value))
        value, room = 0, 0

    for at in range(first, last + 1):
        word = spoken.words[at]
        if word in _TIMES:
            close()
            times = _TIMES[word]
            continue
        if word.isdigit():
            close()
            groups.append(word)
            continue
        if word == "hundred":
            value, room = value * 100, 100
            continue
        if word in repeated and value:  # "six noughts"
            groups.append(repeated[word] * min(value, 9))
            value = 0
            continue
        if word in repeated and groups and len(groups[-1]) == 1:  # "три тройки"
            groups[-1] = repeated[word] * int(groups[-1])
            continue
        if word in thousands and (value or groups):
            value, room = (value or int(groups.pop())) * 1000, 1000
            continue
        told = 0 if word in _OH else lexicon.numbers.get(word)
        if told is None:
            close()  # a small word parts two groups
            continue
        if told == 0 or times > 1:
            close()
            groups.append(str(told) * times)
            times = 1
            continue
        if not told < room:
            close()
        value += told
        room = 100 if told >= 100 else 10 if told >= 20 and told % 10 == 0 else 0
        if not room:
            close()
    close()
    return groups


def _with_letters(spoken: Spoken, run: Run) -> tuple[int, int]:
    """A paper's run with the letters told before and after its figures."""
    first, last, lexicon = run.first, run.last, load_lexicon()
    if _is_letter(spoken, first - 2) and spoken.word(first - 1) in lexicon.list("addresses.number"):
        first -= 1  # "серія аб номер сто два"
    while first > 0 and first > run.first - 3 and _is_letter(spoken, first - 1) and spoken.joined(first):
        first -= 1
    while (
        last + 1 < len(spoken.words)
        and last < run.last + 7
        and spoken.joined(last + 1)
        and (
            _is_letter(spoken, last + 1)
            or (spoken.words[last + 1] in lexicon.list("around_numbers.fillers") and _is_letter(spoken, last + 2))
            or (last > run.last and _is_number(spoken, last + 1, lexicon))
        )
    ):
        last += 1
    return first, last


def _is_letter(spoken: Spoken, at: int) -> bool:
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
    while last < len(spoken.words) and spoken.joined(last) and _is_letter(spoken, last):
        last += 1
    return last - first


def _cue(spoken: Spoken, run: Run, lexicon: Lexicon) -> str:
    """What the words around say a run is: card, document or phone; the nearest one before it, else behind it."""
    for at in range(run.first - 1, max(-1, run.first - 1 - _BACK), -1):
        if spoken.turns[run.first] - spoken.turns[at] > 2:
            break
        kind = _named(spoken.words[at], lexicon)
        if kind == "phone":  # "номер паспорта", "номер карты" are no telephones
            series = any(spoken.word(k) in lexicon.list("around_numbers.series") for k in range(at - 3, at))
            beside = [_named(spoken.word(k), lexicon) for k in (at + 1, at + 2, at - 1)]
            beside += ["document"] * series  # "серія ем о номер сто два"
            return next((other for other in beside if other in ("card", "document")), "phone")
        if kind == "card" and _named(spoken.word(at - 1), lexicon) == "document":  # "military card"
            return "document"
        if kind:
            return kind
    for at in range(run.last + 1, min(len(spoken.words), run.last + 1 + _AHEAD)):
        if spoken.turns[at] == spoken.turns[run.last] and (kind := _named(spoken.words[at], lexicon)):
            return kind
    return ""


def _named(word: str, lexicon: Lexicon) -> str:
    for kind in ("post", "document", "card", "phone"):
        if word in lexicon.list(f"around_numbers.{kind}"):
            return kind
    return ""


def _bare_turn(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a turn holds little but the run: a number goes on after the other has said "yes"."""
    turn = spoken.turns[run.first]
    others = [spoken.words[at] for at in spoken.turn(turn) if not run.first <= at <= run.last]
    fillers = lexicon.list("around_numbers.fillers")
    return sum(word not in fillers for word in others) <= 2


def _kind(spoken: Spoken, run: Run, cue: str, lexicon: Lexicon) -> Kind | None:
    digits, groups = run.digits, run.groups
    if any(spoken.word(at) in lexicon.list("around_numbers.grid") for at in range(run.first - 3, run.first)):
        return None
    follows = spoken.word(run.last + 1)
    counts = follows in lexicon.list("around_numbers.no_figures")
    if counts and len(groups) < 5 and len(digits) < 16:
        return None
    if len(digits) < 9 and _thousand(spoken, run, lexicon) and not _right_behind_paper(spoken, run, lexicon):
        return None
    if 16 <= len(digits) <= 19 and cue != "document" and not _is_count(spoken, run):
        return "card"
    if cue == "post":
        return "address" if len(digits) in (5, 6) else None
    last = _told_as_last(spoken, run, lexicon)
    if cue == "card" and (13 <= len(digits) <= 20 or (last and len(digits) in (3, 4, 5, 6))):
        return "card"
    if cue == "card" and 6 <= len(digits) <= 12 and not counts and _of_account(spoken, run, lexicon):
        return "card"
    four = groups[0] == "4" and spoken.word(run.first - 1) in lexicon.list("around_numbers.last")  # "last four …"
    if last and cue in ("", "card") and not counts and len(digits) == 4 + four and len(groups) > 1 + four:
        return "card"  # "the last four are seventy seven twelve"
    around = [spoken.word(at) for at in (*range(run.first - 6, run.first), *range(run.last + 1, run.last + 3))]
    letters = run.first > 0 and _is_letter(spoken, run.first - 1) and spoken.joined(run.first)
    behind = spoken.joined(run.last + 1) and _is_letter(spoken, run.last + 1)
    plated = any(word in lexicon.list("around_numbers.plate") for word in around)
    spelled = all(run.first > back and _is_letter(spoken, run.first - back) for back in (1, 2))
    if cue == "document" and spelled and len(digits) > 2 and not counts:
        return "document"  # "m o r g six five seven"
    if plated and spelled and len(digits) == 2:
        return "document"  # "kilo november five two, then tango romeo yankee"
    if letters and 3 - behind <= len(digits) <= 6 and plated:
        return "document"
    if letters and behind and len(digits) in (3, 4) and _spelled(spoken, run.last + 1) > 1:
        return "document"  # "е триста пять ха ка": the plate of a car by its shape
    if cue == "document" and 4 <= len(digits) <= 16 and not counts:
        return "document"
    abroad = len(digits) in (14, 15) and digits.startswith("00")
    if (10 <= len(digits) <= 13 or abroad) and not _is_count(spoken, run):
        return "document" if cue == "document" else "card" if cue == "card" and len(digits) > 12 else "phone"
    if cue == "phone" and (6 <= len(digits) <= 13 or (len(digits) == 5 and len(groups) > 2)):
        return "phone"
    if cue == "phone" and last and 2 <= len(digits) <= 5:
        return "phone"
    if cue == "phone" and len(digits) > 13 and not _is_count(spoken, run):
        return "card"  # "the number of the card", of which no more was heard
    if 7 <= len(digits) <= 9 and len(groups) >= 4 and not _is_count(spoken, run):
        return "phone"
    born = any(word in lexicon.list("around_dates.birth") for word in around)
    pairs = len(digits) == 6 and not born and _by_pairs(run) and _is_piece(spoken, run, run, lexicon)
    return "phone" if pairs else None


def _by_pairs(run: Run) -> bool:
    """Whether figures are told as a town's telephone, by pairs or one by one, a nought among them: nobody counts so."""
    return len(run.groups) > 2 and all(len(group) < 3 for group in run.groups) and "0" in run.groups


def _of_account(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether an account is named right before a run: "sort code 20-44-91 account 73190482"."""
    return any(spoken.word(at) in lexicon.list("around_numbers.account") for at in range(run.first - 3, run.first))


def _told_as_last(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a run is told as the end of a number: "последние четыре …", "… is what it ends with"."""
    near = (*range(run.first - 6, run.first), *range(run.last + 1, run.last + 3))
    return any(
        spoken.word(at) in lexicon.list("around_numbers.last")
        and (at < run.first or spoken.turns[at] == spoken.turns[run.last])
        for at in near
    )


def _right_behind_paper(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a paper or a token is named right before a run, with nothing but letters and small words between."""
    at = run.first - 1
    while at > run.first - 4 and at > 0 and (
        _is_letter(spoken, at) or spoken.words[at] in lexicon.list("around_numbers.fillers")
    ):  # fmt: skip
        at -= 1
    return at >= 0 and spoken.words[at] in lexicon.list("around_numbers.document")


def _thousand(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a run has "thousand" in it, so that a short one is a sum."""
    return any(spoken.words[at] in lexicon.list("around_numbers.thousands") for at in range(run.first, run.last + 1))


def _is_count(spoken: Spoken, run: Run) -> bool:
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
