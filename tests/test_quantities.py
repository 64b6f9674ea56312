"""Numbers of each language: what each phrasing means, alone and in a sentence, and which numbers count nothing."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.language import Language, load_language
from counterclaim.model import Quantity, VocabularyError
from counterclaim.quantities import Amount, find_amounts, read_quantity

CORPORA = {
    code: tomllib.loads((resources.files("counterclaim") / f"languages/{code}/corpus_numbers.toml").read_text("utf-8"))
    for code in ("en", "ru", "uk")
}
ENGLISH = load_language("en")
GOLD = Path(__file__).parents[2] / "shared/gold/numbers-ru-uk-en.jsonl"


def values(quantity: Quantity | None) -> tuple[Any, ...]:
    if quantity is None:
        return ()
    rounded = [None if v is None else round(v, 9) for v in (quantity.low, quantity.best, quantity.high)]
    return (*rounded, quantity.unit, quantity.hedge)


def expected(row: dict[str, Any]) -> tuple[Any, ...]:
    unit = "share" if row.get("share") else "count"
    if "exact" in row:
        return (*[round(row["exact"], 9)] * 3, unit, "exact")
    hedge = row.get("hedge")
    got = [None if row.get(k) is None else round(row[k], 9) for k in ("low", "best", "high")]
    return (*got, unit, hedge)


def amounts(text: str, language: Language = ENGLISH) -> list[Amount]:
    return find_amounts(language.parse(text), language)[0]


PHRASINGS = [
    pytest.param(code, row, text, id=f"{code} {text!r}")
    for code, corpus in CORPORA.items()
    for row in corpus["value"]
    for text in row["phrasings"]
]
IN_SENTENCE = [p for p in PHRASINGS if not p.values[1].get("alone")]
NEGATIVES = [
    pytest.param(code, reason, text, id=f"{code} {text}")
    for code, corpus in CORPORA.items()
    for reason, rows in corpus["negative"].items()
    for text in rows
]
SENTENCES = [
    pytest.param(code, row, id=f"{code} {row['text']}")
    for code, corpus in CORPORA.items()
    for row in corpus["sentence"]
]


def framed(code: str, row: dict[str, Any], text: str) -> str:
    """The phrasing in the sentence that the corpus gives for counts or for shares."""
    return CORPORA[code]["frame"]["share" if row.get("share") else "count"].replace("{}", text)


def check(row: dict[str, Any], quantity: Quantity | None) -> None:
    want = expected(row)
    got = values(quantity)
    assert got[:4] == want[:4]
    if want[4] is None:
        assert got[4] in ("between", "vague")
    else:
        assert got[4] == want[4]


@pytest.mark.parametrize(("code", "row", "text"), PHRASINGS)
def test_a_phrasing_reads_whole_to_its_value(code: str, row: dict[str, Any], text: str) -> None:
    if text not in row.get("in_sentence_only", ()):
        check(row, read_quantity(text, load_language(code)))


@pytest.mark.parametrize(("code", "row", "text"), IN_SENTENCE)
def test_a_phrasing_in_a_sentence_is_the_only_amount_and_stands_where_it_is_written(
    code: str, row: dict[str, Any], text: str
) -> None:
    sentence = framed(code, row, text)
    found = amounts(sentence, load_language(code))
    assert len(found) == 1, [a.quantity.text for a in found]
    quantity = found[0].quantity
    check(row, quantity)
    assert quantity.text == sentence[quantity.start : quantity.end]
    assert quantity.text.removesuffix(" of") == text
    assert found[0].rules


@pytest.mark.parametrize(("code", "row", "text"), IN_SENTENCE)
def test_the_words_of_an_amount_read_again_to_the_same_quantity(code: str, row: dict[str, Any], text: str) -> None:
    language = load_language(code)
    for amount in amounts(framed(code, row, text), language):
        assert values(read_quantity(amount.quantity.text, language)) == values(amount.quantity)


@pytest.mark.parametrize(("code", "reason", "text"), NEGATIVES)
def test_what_counts_nothing_is_set_aside_with_its_reason(code: str, reason: str, text: str) -> None:
    language = load_language(code)
    found, others = find_amounts(language.parse(text), language)
    assert [a.quantity.text for a in found] == []
    assert reason in {o.reason for o in others}


@pytest.mark.parametrize(("code", "row"), SENTENCES)
def test_a_sentence_with_counts_and_other_numbers_keeps_them_apart(code: str, row: dict[str, Any]) -> None:
    assert [a.quantity.text for a in amounts(row["text"], load_language(code))] == row["amounts"]


@pytest.mark.parametrize("code", CORPORA)
def test_the_corpus_is_rich_enough(code: str) -> None:
    assert sum(p.values[0] == code for p in PHRASINGS) >= 200
    assert sum(p.values[0] == code for p in NEGATIVES) >= 60


@pytest.mark.parametrize("code", CORPORA)
def test_no_phrasing_stands_under_two_values(code: str) -> None:
    seen = [
        text
        for row in CORPORA[code]["value"]
        for text in row["phrasings"]
        if text not in row.get("in_sentence_only", ())
    ]
    assert len(seen) == len(set(seen))


def test_a_duration_tells_its_value_and_unit() -> None:
    (other,) = find_amounts(ENGLISH.parse("in just three days"), ENGLISH)[1]
    assert (other.reason, other.value, other.unit) == ("duration", 3, "day")


def test_no_amount_without_a_number() -> None:
    assert find_amounts(ENGLISH.parse("The army withdrew under fire."), ENGLISH) == ([], [])


def test_a_vague_word_follows_the_convention_chosen() -> None:
    assert values(read_quantity("dozens", ENGLISH, "acled"))[:3] == (12, None, 12)
    assert values(read_quantity("tens of thousands", ENGLISH, "newsquant"))[:3] == (10_000, None, 100_000)
    with pytest.raises(VocabularyError, match="choose one of"):
        read_quantity("dozens", ENGLISH, "nobody's")


def test_a_whole_count_is_an_integer() -> None:
    assert repr(amounts("3,010 soldiers")[0].quantity.best) == "3010"


def test_the_numeral_is_told_without_its_hedge() -> None:
    sentence = ENGLISH.parse("There were more than about 500 soldiers")
    (amount,) = find_amounts(sentence, ENGLISH)[0]
    assert sentence.exact(*amount.numeral) == "500"
    assert sentence.exact(amount.first, amount.last) == "more than about 500"


@pytest.mark.parametrize(
    "text", ["", "soldiers", "500 soldiers", "lost 500", "T-72", "18.04.2022", "1.234", "500 and 20", "%", "of"]
)
def test_text_that_is_no_single_quantity_is_not_read(text: str) -> None:
    assert read_quantity(text, ENGLISH) is None


UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(n: int, joiner: str = "-", and_: str = " and ") -> str:
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10] + (joiner + UNITS[n % 10] if n % 10 else "")
    if n < 1000:
        rest = n % 100
        return UNITS[n // 100] + " hundred" + (and_ + spelled(rest, joiner, and_) if rest else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if n >= scale:
            head, rest = divmod(n, scale)
            out = f"{spelled(head, joiner, and_)} {name}"
            if rest:
                out += (and_ if rest < 100 else " ") + spelled(rest, joiner, and_)
            return out
    raise AssertionError


@settings(max_examples=200)
@given(st.integers(0, 10**9 - 1), st.sampled_from([",", " ", "'", "\u00a0", "\u202f", "’", ""]))
def test_any_number_in_digits_reads_back_with_any_separator(n: int, separator: str) -> None:
    text = f"{n:,}".replace(",", separator)
    assert values(read_quantity(text, ENGLISH)) == (n, n, n, "count", "exact")


@settings(max_examples=200)
@given(st.integers(0, 10**9 - 1), st.sampled_from(["-", " "]), st.sampled_from([" and ", " "]), st.booleans())
def test_any_number_in_words_reads_back(n: int, joiner: str, and_: str, upper: bool) -> None:
    text = spelled(n, joiner, and_)
    text = text.upper() if upper else text
    assert values(read_quantity(text, ENGLISH)) == (n, n, n, "count", "exact")
    if n > 1:
        (amount,) = amounts(f"Some say {text} soldiers died.")
        assert values(amount.quantity)[:3] == (n, n, n)


def inflected(n: int, code: str, draw: Callable[[Sequence[str]], str]) -> str:
    """``n`` in words, every word in some case that the pack knows."""
    language = load_language(code)

    def below_a_thousand(m: int) -> list[str]:
        parts = [m] if m < 20 else [m // 100 * 100, m % 100 // 10 * 10, m % 10]
        if m >= 100 and m % 100 in range(10, 20):
            parts = [m // 100 * 100, m % 100]
        return [draw(language.values["number"][str(part)]) for part in parts if part]

    words: list[str] = []
    for scale in (10**9, 10**6, 10**3):
        head, n = divmod(n, scale)
        if head:
            forms = [form for pair in language.values["scale"][str(scale)] for form in pair.split("|")]
            words += [*below_a_thousand(head), draw(forms)]
    return " ".join(words + below_a_thousand(n))


@pytest.mark.parametrize("code", ["ru", "uk"])
@settings(max_examples=200)
@given(n=st.integers(1, 10**12 - 1), data=st.data())
def test_any_number_in_words_reads_back_in_every_case(code: str, n: int, data: st.DataObject) -> None:
    single = re.compile("(?!пол|пів).*", re.DOTALL)  # half a thousand is a word for 500 that nothing follows

    def draw(forms: Sequence[str]) -> str:
        return data.draw(st.sampled_from([form for form in forms if single.match(form)]))

    text = inflected(n, code, draw)
    assert values(read_quantity(text, load_language(code))) == (n, n, n, "count", "exact")
    assert values(read_quantity(text.upper(), load_language(code))) == (n, n, n, "count", "exact")


SMALL_WORDS = {
    "en": ["soldiers", "killed", "and", "or", "of", "to", "between", "from", "a", "more"],
    "ru": ["солдат", "убиты", "и", "или", "из", "до", "между", "от", "с", "по", "более", "ещё", "году", "части"],
    "uk": ["солдатів", "вбито", "і", "або", "із", "до", "між", "від", "з", "по", "більше", "ще", "року", "частина"],
}
PIECES = {
    code: [
        *(word for row in corpus["value"] for word in row["phrasings"]),
        *(word for row in corpus["negative"].values() for word in row),
        *SMALL_WORDS[code],
        *(",", "(", ")", "-", ".", "%"),
    ]
    for code, corpus in CORPORA.items()
}


@pytest.mark.parametrize("code", CORPORA)
@settings(max_examples=200)
@given(data=st.data(), glue=st.sampled_from([" ", "", "\n", "-"]))
def test_whatever_the_text_amounts_stand_apart_and_read_again(code: str, data: st.DataObject, glue: str) -> None:
    language = load_language(code)
    text = glue.join(data.draw(st.lists(st.sampled_from(PIECES[code]), max_size=8)))
    sentence = language.parse(text)
    found, others = find_amounts(sentence, language)
    taken: set[int] = set()
    for item in (*found, *others):
        tokens = set(range(item.first, item.last + 1))
        assert tokens
        assert not tokens & taken
        taken |= tokens
    for amount in found:
        assert text[amount.quantity.start : amount.quantity.end] == amount.quantity.text
        assert values(read_quantity(amount.quantity.text, language)) == values(amount.quantity)


@pytest.mark.parametrize(("code", "text"), [("uk", "сотні п'ять сотень"), ("ru", "около сотни пять сотен")])
def test_a_scale_that_nothing_joins_reads_again_as_it_is(code: str, text: str) -> None:
    language = load_language(code)
    found, _ = find_amounts(language.parse(text), language)
    assert len(found) == 2
    for amount in found:
        assert values(read_quantity(amount.quantity.text, language)) == values(amount.quantity)


@settings(max_examples=300)
@given(st.text(alphabet="0123456789.,:/-+'%°$() \nkmTaone½é٣²", max_size=40))
def test_strange_text_neither_crashes_nor_misplaces(text: str) -> None:
    for amount in amounts(text):
        assert text[amount.quantity.start : amount.quantity.end] == amount.quantity.text
    read_quantity(text, ENGLISH)


@pytest.mark.skipif(not GOLD.exists(), reason="third-party number gold is not on this machine")
def test_third_party_numbers_read_exactly() -> None:
    """Vague words have one value there (few = 3), as the convention of that corpus has it."""
    rows = [row for row in map(json.loads, GOLD.read_text("utf-8").splitlines()) if row["lang"] == "en"]
    wrong = []
    for row in rows:
        quantity = read_quantity(row["text"], ENGLISH, "duckling")
        figure = quantity.figure if quantity else None
        if figure is None or abs(figure - row["gold"]) > 1e-9 * max(1, abs(row["gold"])):
            wrong.append((row["text"], row["gold"], figure))
    assert rows
    assert wrong == []
