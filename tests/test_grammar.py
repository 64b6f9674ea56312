"""The rules that join a number to what happened: each reads its own example, and says so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claim_rows import read
from counterclaim.grammar import Rule, load_grammar, needed
from counterclaim.joining import join
from counterclaim.language import load_language
from counterclaim.model import VocabularyError
from counterclaim.quantities import find_amounts
from counterclaim.shapes import Number, shape
from counterclaim.tables import PACKAGE

ENGLISH = load_language("en")
GRAMMAR = load_grammar("en")


def numbers(text: str) -> list[Number]:
    sentence = ENGLISH.parse(text)
    amounts, others = find_amounts(sentence, ENGLISH)
    return join(sentence, shape(sentence, amounts, others), GRAMMAR)


def letters(text: str) -> str:
    sentence = ENGLISH.parse(text)
    return shape(sentence, *find_amounts(sentence, ENGLISH)).letters


# Another rule reads the example of these first: their words became a phrase, or the other rule grew wider.
TAKEN = {"<n> <harmed> <object>", "number of <object> <harmed> has risen to <n>"}
RULES = [
    pytest.param(
        rule,
        id=rule.name,
        marks=[pytest.mark.xfail(reason="another rule reads the example")] if rule.name in TAKEN else [],
    )
    for rule in GRAMMAR.rules
]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_its_own_example(rule: Rule) -> None:
    assert rule.name in [name for number in numbers(rule.example) for name in number.rules]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_where_the_word_that_tells_what_happened_stands(rule: Rule) -> None:
    number = next(n for n in numbers(rule.example) if rule.name in n.rules)
    assert number.by == rule.by
    assert number.harm is not None
    if rule.by == "right":
        assert number.harm > number.first


LETTERS = "QQQOeUAJLNSBHTDPWGgxXzoicknstf@-,.:();>"


@given(line=st.text(LETTERS, min_size=2, max_size=12))
@settings(max_examples=300)
def test_no_rule_needs_a_letter_that_a_line_it_fits_has_not(line: str) -> None:
    for code in ("en", "ru"):
        for rule in load_grammar(code).rules:
            if rule.pattern.search(line):
                assert all(letters.intersection(line) for letters in rule.needs), rule.name


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("(?P<q>Q)[xX]{0,2}(?P<m>[AJ])", ["AJ"]),
        ("T[^QSN]{0,8}?A?[RB]x*Q", ["T", "BR"]),
        ("(?:w|DU)x?Q(?=[,.])(?:oG)?(?:oW)", ["W", "o"]),
        (r"[-a]{2}\(Q\)", ["(", ")", "-a"]),
        ("LQ|SQ", []),
        ("[a-z]Q(?<!N)", []),
    ],
)
def test_what_a_rule_needs_is_what_no_line_can_do_without(pattern: str, letters: list[str]) -> None:
    assert sorted("".join(sorted(one)) for one in needed(pattern)) == sorted(letters)


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in GRAMMAR.rules]
    assert len(names) == len(set(names))


def test_a_claim_keeps_the_name_of_the_rule_that_read_it() -> None:
    (claim,) = read("18 people were killed.")
    assert "<n> <object> be <harmed>" in claim.rules
    assert "<digits>" in claim.rules


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("18 people were killed.", "QOBA."),
        ("The blast killed 18 people.", "DxAQO."),
        ("Russia lost 32 tanks on Monday", "GLQOit"),
        ("12 soldiers and a driver", "QOcDe"),
        ("its army had 3,000 men", "PUHQO"),
        ("pro-government fighters", "xxO"),
        ("of whom 12 died", "KQS"),
    ],
)
def test_a_sentence_is_written_as_one_letter_a_token(text: str, line: str) -> None:
    assert letters(text) == line


def test_dates_and_other_numbers_are_no_amounts_in_the_line() -> None:
    assert "Q" not in letters("on 18 April 2022 near the 331st Regiment")


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("12 soldiers, 3 civilians and a driver were killed", ["killed"] * 3),
        ("killed 12 soldiers and wounded 30", ["killed", "wounded"]),
        ("18 people, including four attackers, were killed", ["killed", "killed"]),
        ("two people, an officer and a driver, were killed", ["killed"] * 3),
        ("lost 790 tanks, 41 aircraft and 9 ships", ["losses"] * 3),
        ("12 men sang", [None]),
    ],
)
def test_a_word_is_carried_along_lists_and_parts(text: str, measures: list[str | None]) -> None:
    assert [number.measure for number in numbers(text)] == measures


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The murder of Darya Novikova shocked the town.", [("killed", "Darya Novikova")]),
        ("They spoke of Ilan Brodek's murder.", [("killed", "Ilan Brodek")]),
        ("The attackers wounded Brodek's driver.", [("wounded", "Brodek's driver")]),
        (
            "Rebel shells kill three civilians, soldier - military",
            [("killed", "three civilians"), ("killed", "soldier")],
        ),
        ("They killed a family of eight.", [("killed", "eight")]),
        ("Sixty were killed, a governor among them.", [("killed", "Sixty"), ("killed", "a governor")]),
        ("Not 40 but 12 soldiers died.", [("killed", "40"), ("killed", "12 soldiers")]),
        ("At least 40 died there; the rebels spoke of 85.", [("killed", "40"), ("killed", "85")]),
        ("They lost 200 dead and 90 prisoners.", [("killed", "200"), ("captured", "90 prisoners")]),
    ],
)
def test_who_was_lost_is_told_in_many_ways(text: str, told: list[tuple[str, str]]) -> None:
    sentence = ENGLISH.parse(text)
    read = [(n.measure, sentence.exact(n.first, n.noun_end)) for n in numbers(text) if n.measure is not None]
    assert [(measure, words.removeprefix("At least ")) for measure, words in read] == told


@pytest.mark.parametrize(
    "text",
    [
        "Three explosions rocked the town, leaving one dead.",
        "He received another death threat.",
        "The soldier fell ill.",
        "Of 71 drones launched, the ministry spoke.",
        "They had the mission of killing President Ilves.",
    ],
)
def test_what_is_no_loss_is_not_read_as_one(text: str) -> None:
    assert [claim.evidence.exact for claim in read(text) if claim.quantity.text not in ("one",)] == []


def test_a_subject_agrees_with_its_verb() -> None:
    guards, bus = numbers("Seven guards travelling in a bus were killed.")
    assert (guards.measure, bus.measure) == ("killed", None)


def test_a_part_knows_its_total() -> None:
    whole, part = numbers("18 people, including four attackers, were killed")
    assert part.part_of is whole
    assert whole.part_of is None


def test_a_sentence_without_numbers_has_none() -> None:
    assert numbers("The army withdrew.") == []
    assert numbers("") == []


# --------------------------------------------------------------------------------------------------- broken grammars


def minimal(pattern: str) -> str:
    """A grammar of one rule, with what else the English one has, emptied."""
    tables = tomllib.loads((PACKAGE / "languages/en/grammar.toml").read_text("utf-8"))
    lists = "\n".join(f'{name} = ","' for name in tables["list"])
    rule = f"""name = "<n> <harmed>"\nby = "right"\npattern = '{pattern}'\nexample = "12 killed\""""
    return f'[macro]\nnp = "[O]"\n[[rule]]\n{rule}\n[list]\n{lists}\n'


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty language pack "zz" in a package folder of its own."""
    folder = tmp_path / "languages/zz"
    folder.mkdir(parents=True)
    for module in ("tables", "grammar", "packs"):
        monkeypatch.setattr(f"counterclaim.{module}.PACKAGE", tmp_path)
    return folder


def test_a_pack_of_another_language_brings_its_own_rules(pack: Path) -> None:
    (pack / "grammar.toml").write_text(minimal("(?P<q>Q)(?P<m>A)"), "utf-8")
    load_grammar.cache_clear()
    try:
        (rule,) = load_grammar("zz").rules
        assert (rule.name, rule.needs, rule.implied) == ("<n> <harmed>", (frozenset("A"),), False)
    finally:
        load_grammar.cache_clear()


def test_a_rule_that_is_no_pattern_names_its_file_and_itself(pack: Path) -> None:
    (pack / "grammar.toml").write_text(minimal("(?P<q>Q"), "utf-8")
    load_grammar.cache_clear()
    try:
        with pytest.raises(VocabularyError, match=r"languages/zz/grammar\.toml: rule '<n> <harmed>'"):
            load_grammar("zz")
    finally:
        load_grammar.cache_clear()


def test_the_grammar_explains_every_letter_that_its_rules_use() -> None:
    text = (PACKAGE / "languages/en/grammar.toml").read_text("utf-8")
    explained = set("".join(line for line in text.splitlines() if line.startswith("#")))
    for row in tomllib.loads(text)["rule"]:
        literal = row["pattern"].replace("(?P<q>", "").replace("(?P<m>", "").replace("(?:", "")
        for name in ("mods", "noun", "of", "np", "pp", "aside", "gap"):
            literal = literal.replace("{" + name + "}", "")
        assert {c for c in literal if c.isalpha()} <= explained, row["name"]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The number of troops who died or were put out of action by wounds stands at 900.", ["casualties"]),
        ("The number of soldiers wounded or dead is 40.", ["casualties"]),
        ("The attack killed 12 people and wounded 30.", ["killed", "wounded"]),
    ],
)
def test_two_fates_of_one_number_are_casualties(text: str, measures: list[str]) -> None:
    from counterclaim.claims import extract
    from counterclaim.model import Document

    assert [claim.measure for claim in extract(Document(id="d", text=text, path="x"))[0]] == measures
