"""Fit the weights of the signs of personal data on our own gold, and say what they are worth.

    python -m evals.redaction_weights [--write]

Every word of the calls and chats of ``tests/gold/redaction/seen`` is put beside what the gold marks it as, and a
logistic regression with a quadratic penalty is fitted for each kind (full gradient, AdaGrad steps, no randomness: the
same gold gives the same file). The score printed is that of snippets left out of the fit, five parts in turn, beside
the rules alone; the rules have seen them all, so that it tells less of what the weights find than of what they hide in
vain. ``--write`` puts the weights into ``src/counterclaim/redaction/weights.toml``. The unseen half is never read here.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from counterclaim.redaction import marks
from counterclaim.redaction.lexicon import load_lexicon
from counterclaim.redaction.mark import Found, Mark
from counterclaim.redaction.names import Names
from counterclaim.redaction.showing import with_pseudonyms
from counterclaim.redaction.signs import Sign, Signs
from counterclaim.redaction.speech import spoken
from counterclaim.redaction.weighing import ALWAYS, WEIGHED, Weights, weighed
from evals.snippets import Snippet, read_snippets

GOLD = Path(__file__).parents[1] / "tests/gold/redaction/seen"
TABLE = Path(__file__).parents[1] / "src/counterclaim/redaction/weights.toml"
PENALTY = 3.0  # of the square of each weight, per fit
STEPS = 200
RATE = 0.4
FEWEST = 5  # words at which a sign must stand to be weighed at all
LEAST = 0.03  # a weight below is none
PARTS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A snippet, what the rules find in it, the signs of its words, and what the gold marks each word as."""

    snippet: Snippet
    ruled: tuple[Found, ...]
    signs: tuple[frozenset[Sign], ...]
    kinds: tuple[str, ...]


def case_of(snippet: Snippet) -> Case:
    """A snippet as rules alone read it."""
    found = marks(snippet.text, snippet.language, call_signs=True, weigh=False)
    ruled = tuple(Found(mark.start, mark.end, mark.kind) for mark in found)
    words = spoken(snippet.text)
    signs = Signs(Names(words, load_lexicon()), ruled)
    kinds = tuple(next((kind for start, end, kind in snippet.marks if start <= at < end), "") for at in words.starts)
    return Case(snippet, ruled, tuple(frozenset((ALWAYS, *signs.of(at))) for at in range(len(words.words))), kinds)


def fit(cases: Sequence[Case]) -> Weights:
    """One weight a sign and kind."""
    import numpy as np

    rows = [signs for case in cases for signs in case.signs]
    seen = Counter(chain.from_iterable(rows))
    signs = sorted(sign for sign, times in seen.items() if times >= FEWEST)
    column = {sign: at for at, sign in enumerate(signs)}
    told = [[column[sign] for sign in row if sign in column] for row in rows]
    sign_of = np.array(list(chain.from_iterable(told)))
    sizes = np.array([len(row) for row in told])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    order = np.argsort(sign_of, kind="stable")
    row_of = np.repeat(np.arange(len(rows)), sizes)[order]
    blocks = np.r_[0, np.cumsum(np.bincount(sign_of, minlength=len(signs)))[:-1]]
    truth = np.array([[kind == each for each in WEIGHED] for case in cases for kind in case.kinds], dtype=float)
    weights, squares = np.zeros((len(signs), len(WEIGHED))), np.full((len(signs), len(WEIGHED)), 1e-8)
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-np.add.reduceat(weights[sign_of], starts)))
        pull = np.add.reduceat((truth - share)[row_of], blocks) - PENALTY * weights
        squares += pull * pull
        weights += RATE * pull / np.sqrt(squares)
    table: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for (place, sign), worth in zip(signs, weights, strict=True):
        if np.abs(worth).max() >= LEAST:
            table[place][sign] = [round(float(weight), 2) for weight in worth]
    return table


@dataclass
class Tally:
    """Marks of the gold, those found, marks made and those that are right."""

    gold: int = 0
    found: int = 0
    made: int = 0
    right: int = 0

    def add(self, case: Case, read: Sequence[Found | Mark]) -> None:
        """Count what was read of a snippet."""
        text = case.snippet.text
        hidden = _letters(text, ((one.start, one.end) for one in read))
        gold = _letters(text, ((start, end) for start, end, _ in case.snippet.marks))
        for start, end, _ in case.snippet.marks:
            own = _letters(text, [(start, end)])
            self.gold += 1
            self.found += 2 * len(own & hidden) >= len(own)
        for one in read:
            own = _letters(text, [(one.start, one.end)])
            self.made += 1
            self.right += 2 * len(own & gold) >= len(own)

    def __str__(self) -> str:
        return f"recall {self.found / self.gold:.4f}, precision {self.right / self.made:.4f} of {self.gold}"


def _letters(text: str, spans: object) -> set[int]:
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}  # type: ignore[attr-defined]


def read(case: Case, weights: Weights) -> tuple[Mark, ...]:
    """What rules and weights read of a snippet."""
    names = Names(spoken(case.snippet.text), load_lexicon())
    return with_pseudonyms([*case.ruled, *weighed(names, case.ruled, weights)])


def compare(cases: Sequence[Case]) -> tuple[Tally, Tally]:
    """The rules alone, and the rules with weights that were fitted without the snippet."""
    alone, both = Tally(), Tally()
    for part in range(PARTS):
        weights = fit([case for at, case in enumerate(cases) if at % PARTS != part])
        for case in cases[part::PARTS]:
            alone.add(case, case.ruled)
            both.add(case, read(case, weights))
    return alone, both


def write(weights: Weights, path: Path) -> None:
    """The weights as a table a person can read."""
    lines = [
        "# What each sign is worth for " + ", ".join(WEIGHED) + ", where no rule decides; written by",
        "# `python -m evals.redaction_weights --write` from tests/gold/redaction/seen. Natural logarithms of odds.",
    ]
    for place, signs in sorted(weights.items()):
        lines += ["", f"[{json.dumps(place)}]"]
        lines += [f"{json.dumps(sign, ensure_ascii=False)} = {worth}" for sign, worth in sorted(signs.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print what the weights are worth; write them when asked."""
    cases = [case_of(snippet) for snippet in read_snippets(GOLD) if snippet.kind != "news"]
    alone, both = compare(cases)
    print(f"rules: {alone}\nrules and weights: {both}")
    if "--write" in sys.argv[1:]:
        weights = fit(cases)
        write(weights, TABLE)
        print(f"{sum(map(len, weights.values()))} weights written from {len(cases)} snippets")


if __name__ == "__main__":
    main()
