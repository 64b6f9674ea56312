"""Numbers that are told figure by figure: telephones, cards and papers, in words or in figures or both.

How figures are told is read by ``runs``, what they are by ``kinds``; here one number is put together that is told in
pieces, turn by turn, with pauses and with slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from counterclaim.redaction.kinds import (
    bare_turn,
    counts_nothing,
    cue_of,
    in_month,
    is_count,
    kind_of,
    named,
    with_letters,
)
from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Found, Kind
from counterclaim.redaction.runs import Run, is_number, runs
from counterclaim.redaction.speech import Spoken

_PARTED = 6  # words between two pieces of one number
_BESIDE = 3  # words beside a piece of a number in its turn that are neither numbers nor said while dictating
# How many figures the pieces of a number have together at the least, and at the most, slips told twice among them.
_WHOLE: dict[str, tuple[int, int]] = {"phone": (9, 26), "card": (12, 40), "document": (6, 28)}
# How many figures a piece of a number has at most, and all of the number.
_PIECES: dict[str, tuple[int, int]] = {"phone": (8, 13), "card": (15, 20), "document": (8, 14), "address": (0, 0)}
_KINDS: dict[str, Kind] = {"card": "card", "document": "document"}
_FOR_ALL = frozenset(["101", "102", "103", "104", "112", "911", "999"])  # numbers of emergency


def dictated(spoken: Spoken) -> Iterator[Found]:
    """Telephone, card and document numbers of a text."""
    lexicon = load_lexicon()
    near = ""
    last_turn = -9
    all_runs = [run for run in runs(spoken, lexicon) if run.digits not in _FOR_ALL]
    by_turns = _by_turns(spoken, all_runs, lexicon)
    kinds: dict[int, Kind] = {}
    for at, run in enumerate(all_runs):
        cue = cue_of(spoken, run, lexicon)
        if not cue and near and spoken.turns[run.first] - last_turn <= 3 and spoken.turns[run.first] != last_turn:
            cue = near if bare_turn(spoken, run, lexicon) else ""
        kind = kind_of(spoken, run, cue, lexicon)
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
        first, last = with_letters(spoken, run) if kind == "document" else (run.first, run.last)
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
        cue = cue_of(spoken, run, lexicon)
        begins = cue in _WHOLE and len(run.digits) > 1 and _dictates(spoken, run, lexicon)
        complete = bool(chain) and len(all_runs[chain[-1]].digits) > _PIECES[told][0]
        if chain and not complete and _goes_on(spoken, all_runs[chain[-1]], run, lexicon):
            chain.append(at)
            continue
        yield from whole()
        chain, told = ([at], cue) if begins and not is_count(spoken, run) else ([], "")
    yield from whole()


def _goes_on(spoken: Spoken, last: Run, run: Run, lexicon: Lexicon) -> bool:
    """Whether a run is the next piece of a number: shortly behind the last one, and counting nothing."""
    turns = spoken.turns[run.first] - spoken.turns[last.last]
    near = run.first - last.last <= _PARTED + 1 if turns == 0 else turns <= 2
    sent = len(run.groups) == 1 and run.digits.endswith("00")  # "I sent two hundred"
    counts = sent or in_month(spoken, run, lexicon)
    piece = len(run.digits) > 1 and not counts and _is_piece(spoken, run, run, lexicon)
    return near and piece and _dictates(spoken, run, lexicon)


def _dictates(spoken: Spoken, run: Run, lexicon: Lexicon) -> bool:
    """Whether a turn is little but numbers, what they are of and what one says while dictating."""
    said = lexicon.list("around_numbers.fillers")
    others = [
        word
        for at in spoken.turn(spoken.turns[run.first])
        if not (is_number(spoken, at, lexicon) or (word := spoken.words[at]) in said or named(word, lexicon))
    ]
    return len(others) <= _BESIDE


def _add_pieces(spoken: Spoken, all_runs: list[Run], kinds: dict[int, Kind], lexicon: Lexicon) -> None:
    """Runs beside a piece of a number, which go on with it: "zero five five, hang on, three one eight …"."""
    for at, (run, other) in enumerate(pairwise(all_runs)):
        cue = cue_of(spoken, run, lexicon)
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
    """Whether a run that counts nothing stands in the turn of another or in the next."""
    return abs(spoken.turns[run.first] - spoken.turns[other.first]) <= 1 and counts_nothing(spoken, run, lexicon)


def _by_turns(spoken: Spoken, all_runs: list[Run], lexicon: Lexicon) -> dict[int, str]:
    """Runs that turn by turn make up one number, each all of its turn, with what the first turn says that it is."""
    told: dict[int, str] = {}
    chain: list[int] = []

    def close() -> None:
        digits = "".join(all_runs[at].digits for at in chain)
        cue = cue_of(spoken, all_runs[chain[0]], lexicon) if chain else ""
        dialled = len(chain) == 2 and cue == "phone" and 9 <= len(digits) <= 13 and digits[0] in "078"
        if dialled or (len(chain) > 2 and (9 <= len(digits) <= 13 or (cue and 6 <= len(digits) <= 20))):
            told.update((at, cue) for at in chain)

    for at, run in enumerate(all_runs):
        if not 1 < len(run.digits) < 8:
            continue
        begins = run.last == spoken.turn(spoken.turns[run.first])[-1] and cue_of(spoken, run, lexicon) == "phone"
        if not (bare_turn(spoken, run, lexicon) or begins):
            continue
        if chain and not 0 < spoken.turns[run.first] - spoken.turns[all_runs[chain[-1]].first] <= 2:
            close()
            chain = []
        chain.append(at)
    close()
    return told


def _told_in_turns(spoken: Spoken, run: Run, lexicon: Lexicon, near: str, last_turn: int) -> bool:
    """Whether a number is told piece by piece, a turn each, the other saying "yes" between."""
    if not bare_turn(spoken, run, lexicon) or len(run.digits) < 2 or in_month(spoken, run, lexicon):
        return False
    if near == "card" and run.digits.endswith("00") and len(run.groups) == 1:
        return False  # "I sent two hundred"
    if near and 0 < spoken.turns[run.first] - last_turn <= 2:
        return True
    before = [at for at in range(max(0, run.first - 8), run.first) if spoken.turns[at] == spoken.turns[run.first] - 1]
    asked = any(spoken.words[at] in lexicon.list("around_numbers.phone") for at in before)
    return asked and len(run.digits) > 2
