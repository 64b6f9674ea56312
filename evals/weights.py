"""Fit the weights of the reader's choices on our own gold, and say what they are worth.

    python -m evals.weights [--write] [en|ru] [side|object|period|fate]

The passages of ``tests/gold/seen`` and ``tests/gold/fresh`` are read, and for whose losses the numbers are also the
texts of ``tests/gold/sides``, of which nothing else is coded; each choice that the reader weighed is put
beside the answer of the gold, and a conditional logit with a quadratic penalty is fitted to them (full gradient,
AdaGrad steps, no randomness: the same gold gives the same file). The choices of a claim depend on the answers before
it, so reading and fitting take turns, and each passage is read with weights fitted to others: answers that were
learned by heart would teach to trust the answer before too much. What becomes of numbers that no rule reaches is learnt
from whole articles too, in which most of them are no claim: ``tests/gold/fates`` tells it of texts of
``tests/gold/errors/seen``. Named kinds of choices are fitted alone, the others stay as they are. The score printed is
that of passages left out of the fit, five parts in turn, beside the rules
alone.
``--write`` puts the weights into the ``weights.toml`` of the language: English has its own, Russian and Ukrainian (and
speech of both) share one table in ``languages/ru``. The unseen half is never read here.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterclaim.claims import extract
from counterclaim.documents.text import find_headline
from counterclaim.fitness import measure_of
from counterclaim.model import Document, Period
from counterclaim.tables import PACKAGE
from counterclaim.weighing import OPEN, Choice, Scales, Weights, load_scales, weigh
from evals.claims import document_of, same_side
from evals.errors import read_texts
from evals.gold import GoldClaim, GoldError, Passage, read_gold

_GOLD = Path(__file__).parents[1] / "tests/gold"
GOLD = [_GOLD / name for name in ("seen", "fresh")]
SIDES, TEXTS = _GOLD / "sides", _GOLD / "errors/seen"
SIDES_ONLY = "sides"  # the split of passages of which only the sides are coded
# Whose gold a table is fitted to, and whose choices stand beside them: signs are of no language, this gold is small.
TABLES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "en": (frozenset(["en"]), frozenset(["ru", "uk", "mixed"])),
    "ru": (frozenset(["ru", "uk", "mixed"]), frozenset(["en"])),
}
PENALTY = {"side": 8.0, "object": 4.0, "period": 4.0, "fate": 2.25}  # of the square of each weight, per fit
STEPS = 120
ROUNDS = 3
FEWEST = 4  # choices in which a sign must stand to be weighed at all
PARTS = 5
HALF = 0.5  # what a number of an article counts: one person has judged it, once and in its sentence alone

ANSWER: Mapping[str, Callable[[GoldClaim], str]] = {
    "side": lambda gold: gold.side or OPEN,
    "object": lambda gold: gold.object,
    "period": lambda gold: gold.period.kind,
    "fate": lambda gold: gold.measure,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A choice of the reader, with the answer of the gold and the passage it stands in."""

    choice: Choice
    answer: str
    passage: int
    worth: float = 1.0  # how much it counts among the others


@dataclass(frozen=True, slots=True)
class Article:
    """A whole text of which a person has told what became of the numbers that no rule reaches.

    ``told`` has the measure of each by where it starts, those that nobody could decide as ``None``; of all others
    nothing is claimed.
    """

    document: Document
    language: str
    told: Mapping[int, str | None]


def read_articles(path: Path = _GOLD / "fates/seen.toml", texts: Path = _GOLD / "errors/seen") -> list[Article]:
    """The articles of a file, with their words from the texts of a folder; a number must stand in its text once."""
    known = {text.id: text for text in read_texts(texts)}
    articles = []
    for row in tomllib.loads(path.read_text("utf-8"))["text"]:
        text = known[row["id"]]
        marked: dict[str, str | None] = {**row.get("told", {}), **dict.fromkeys(row.get("undecided", ()))}
        for words in marked:
            if text.words.count(words) != 1:
                raise ValueError(f"{path.name}: {text.id}: “{words}” must stand in the text once")
        document = Document(
            id=text.id, text=text.words, path=text.id, published=text.published,
            published_basis="none" if text.published is None else "given", headline=find_headline(text.words),
        )  # fmt: skip
        told = {text.words.index(words): measure for words, measure in marked.items()}
        articles.append(Article(document, text.language, told))
    return articles


def _cases_of(article: Article, index: int, weights: Mapping[str, Weights]) -> Iterable[Case]:
    """What becomes of each number of an article that no rule reaches."""
    choices: list[Choice] = []
    extract(article.document, language=article.language, scales=Scales(weights, choices))
    for choice in choices:
        answer = article.told.get(choice.start, OPEN)
        if choice.about == "fate" and answer is not None:
            yield Case(choice, answer, index, HALF)


def read_sides(path: Path, texts: Path) -> list[Passage]:
    """The texts of which it is coded whose losses their numbers are, as passages; a number not there is an error."""
    words = {text.id: text for text in read_texts(texts)}
    made = []
    for file in sorted(path.glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["text"]:
            text = words[row["id"]]
            for number in row["numbers"]:
                if not text.words.startswith(number["words"], number["at"]):
                    raise GoldError(f"{file}: {text.id}: no {number['words']!r} at {number['at']}")
            claims = tuple(_of_a_side(number) for number in row["numbers"])
            made.append(Passage(text.id, text.words, text.published, "", "", SIDES_ONLY, claims, text.language))
    return made


def _of_a_side(number: Mapping[str, Any]) -> GoldClaim:
    """A number of which only the side is coded; what else a claim has stands open and is not asked."""
    at, words = number["at"], number["words"]
    return GoldClaim(
        id=str(at),
        start=at,
        end=at + len(words),
        text=words,
        low=None,
        best=None,
        high=None,
        unit="count",
        hedge="exact",
        object="people",
        measure="losses",
        side=number.get("side"),
        unit_name=None,
        place=None,
        period=Period("open"),
        sources=(),
        stance="asserts",
        certainty="stated",
        line=0,
    )


def read_cases(passages: Sequence[Passage | Article], weights: Mapping[str, Weights]) -> list[Case]:
    """Every choice the reader meets in the passages on numbers that the gold knows."""
    cases = list[Case]()
    for index, passage in enumerate(passages):
        if isinstance(passage, Article):
            cases += _cases_of(passage, index, weights)
            continue
        choices: list[Choice] = []
        extract(document_of(passage), language=passage.language, scales=Scales(weights, choices))
        for choice in choices:
            if passage.split == SIDES_ONLY and choice.about != "side":
                continue
            gold = next((g for g in passage.claims if g.start <= choice.start < g.end), None) or next(
                (g for g in passage.claims if choice.start < g.start < choice.start + 12), None
            )
            if choice.about == "fate":
                cases.append(Case(choice, _fate(choice, gold), index))
            elif gold is not None:
                answer = ANSWER[choice.about](gold)
                if choice.about == "side":
                    answer = next((side for side in choice.signs if same_side(gold.side, side)), answer)
                cases.append(Case(choice, answer, index))
    return cases


def _fate(choice: Choice, gold: GoldClaim | None) -> str:
    """The measure that makes the gold's: what is killed of tanks is destroyed; a number of no claim has none."""
    if gold is None:
        return OPEN
    meant = (each for each in choice.signs if each != OPEN and measure_of(each, gold.object) == gold.measure)
    return next(meant, gold.measure)


def fit(cases: Sequence[Case], penalty: float) -> dict[str, float]:
    """Weights of one kind of choice; cases whose answer is none of the choice's teach nothing."""
    import numpy as np

    seen = Counter(sign for case in cases for sign in {s for told in case.choice.signs.values() for s in told})
    column = {sign: at for at, sign in enumerate(sorted(sign for sign, times in seen.items() if times >= FEWEST))}
    rows, columns, choice_of, right = list[int](), list[int](), list[int](), list[float]()
    taught = [case for case in cases if case.answer in case.choice.signs]
    for at, case in enumerate(taught):
        for answer, told in case.choice.signs.items():
            known = [column[sign] for sign in told if sign in column]
            rows += [len(choice_of)] * len(known)
            columns += known
            choice_of.append(at)
            right.append(float(answer == case.answer))
    if not choice_of:
        return {}
    row, sign_of, choice, truth = np.array(rows), np.array(columns), np.array(choice_of), np.array(right)
    worth = np.array([case.worth for case in taught])[choice]
    weights, squares = np.zeros(len(column)), np.full(len(column), 1e-8)
    for _ in range(STEPS):
        sums = np.bincount(row, weights[sign_of], minlength=len(truth))
        top = np.full(choice[-1] + 1, -np.inf)
        np.maximum.at(top, choice, sums)
        odds = np.exp(sums - top[choice])
        share = odds / np.bincount(choice, odds)[choice]
        pull = np.bincount(sign_of, (worth * (truth - share))[row], minlength=len(column)) - penalty * weights
        squares += pull * pull
        weights += 0.5 * pull / np.sqrt(squares)
    return {sign: round(float(weights[at]), 3) for sign, at in column.items() if abs(weights[at]) >= 0.05}


def _fitted(cases: Sequence[Case], kinds: Iterable[str]) -> dict[str, dict[str, float]]:
    return {about: fit([c for c in cases if c.choice.about == about], PENALTY[about]) for about in kinds}


def learn(
    passages: Sequence[Passage | Article],
    beside: Sequence[Case] = (),
    kinds: Iterable[str] = ANSWER,
    given: Mapping[str, Weights] | None = None,
) -> dict[str, dict[str, float]]:
    """Weights of these kinds of choice, reading and fitting in turns; ``beside`` are cases of other languages.

    ``given`` are the weights of the kinds that are not fitted.
    """
    kinds = list(kinds)
    fixed = {about: table for about, table in (given or {}).items() if about not in kinds}
    cases = read_cases(passages, fixed)
    for _ in range(ROUNDS - 1):
        read: list[Case] = []
        for part in range(PARTS):
            weights = _fitted([*(c for c in cases if c.passage % PARTS != part), *beside], kinds)
            away = [at for at in range(len(passages)) if at % PARTS == part]
            again = read_cases([passages[at] for at in away], {**fixed, **weights})
            read += [replace(case, passage=away[case.passage]) for case in again]
        cases = read
    return _fitted([*cases, *beside], kinds)


def _right(cases: Iterable[Case], about: str, weights: Weights | None) -> tuple[int, int, int]:
    right = reachable = total = 0
    for case in cases:
        if case.choice.about == about:
            sums = weigh(case.choice.signs, weights) if weights is not None else {case.choice.taken: 0.0}
            taken = max(sums, key=sums.__getitem__)
            right += taken == case.answer
            reachable += case.answer in case.choice.signs
            total += 1
    return right, reachable, total


def compare(
    passages: Sequence[Passage | Article],
    beside: Sequence[Case] = (),
    kinds: Sequence[str] = tuple(ANSWER),
    given: Mapping[str, Weights] | None = None,
) -> dict[str, dict[str, float]]:
    """Share of right answers on passages left out of the fit: rules alone, weights, what could be reached."""
    scores: dict[str, list[tuple[tuple[int, int, int], tuple[int, int, int]]]] = defaultdict(list)
    for part in range(PARTS):
        away = [p for i, p in enumerate(passages) if i % PARTS == part]
        weights = learn([p for i, p in enumerate(passages) if i % PARTS != part], beside, kinds, given)
        plain, weighed = read_cases(away, {}), read_cases(away, {**(given or {}), **weights})
        for about in kinds:
            scores[about].append((_right(plain, about, None), _right(weighed, about, weights[about])))
    made = {}
    for about, rows in scores.items():
        by_rules, right, reachable, choices = (
            sum(row[which][at] for row in rows) for which, at in ((0, 0), (1, 0), (1, 1), (1, 2))
        )
        met = sum(plain[2] for plain, _ in rows)  # fewer: without a fate a number asks for nothing else
        made[about] = {
            "rules": round(by_rules / met, 4),
            "weighed": round(right / choices, 4),
            "reachable": round(reachable / choices, 4),
            "n": choices,
        }
    return made


def write(weights: Mapping[str, Weights], path: Path) -> None:
    """The weights as a table a person can read, greatest first."""
    lines = [
        "# What each sign is worth in a choice that grammar leaves open; written by `python -m evals.weights --write`",
        "# from tests/gold/seen, fresh, fates and sides. Weights are natural logarithms of odds.",
    ]
    for about, signs in weights.items():
        lines += ["", f"[{about}]"]
        lines += [
            f"{json.dumps(sign, ensure_ascii=False)} = {weight}"
            for sign, weight in sorted(signs.items(), key=lambda row: (-row[1], row[0]))
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print what the weights are worth; write them when asked."""
    asked = [code for code in TABLES if code in sys.argv[1:]] or list(TABLES)
    kinds = [about for about in ANSWER if about in sys.argv[1:]] or list(ANSWER)
    gold = [passage for folder in GOLD for passage in read_gold(folder)]
    articles = read_articles()
    if "side" in kinds:
        gold += read_sides(SIDES, TEXTS)
    for code in asked:
        own, others = TABLES[code]
        given = load_scales(code).weights if len(kinds) < len(ANSWER) else {}
        passages: list[Passage | Article] = [passage for passage in gold if passage.language in own]
        if "fate" in kinds:
            passages += [article for article in articles if article.language in own]
        beside = read_cases([p for p in gold if p.language in others], load_scales(min(others)).weights)
        for about, row in compare(passages, beside, kinds, given).items():
            print(f"{code} {about}: " + ", ".join(f"{name} {value}" for name, value in row.items()))
        if "--write" in sys.argv[1:]:
            weights = {**given, **learn(passages, beside, kinds, given)}
            ordered = {about: weights[about] for about in ANSWER}
            write(ordered, PACKAGE / "languages" / code / "weights.toml")
            print(f"{sum(map(len, ordered.values()))} weights written from {len(passages)} passages")


if __name__ == "__main__":
    main()
