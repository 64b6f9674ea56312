"""Text as it is folded, cut into sentences and tokens; packs, and what is said of a broken one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.language import TOKEN, Language, Reading, fold, load_language
from counterclaim.model import VocabularyError
from counterclaim.sentences import is_wrapped

ENGLISH = load_language("en")


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in ENGLISH.boundaries(text, fold(text))]


# -------------------------------------------------------------------------------------------------------------- fold


def test_folding_is_one_for_one_over_all_of_unicode() -> None:
    grown = [c for c in map(chr, range(sys.maxunicode + 1)) if len(fold(c)) != 1]
    assert grown == []


@given(st.text())
def test_a_folded_text_is_as_long_as_the_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    small = text.replace("L", "l")  # a small l may be a misread 1, a capital one is none: "l0" is 10, "L0" is not
    assert fold(fold(small)) == fold(small)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Russia’s", "russia's"),
        ("“KILLED”", '"killed"'),
        ("«12»", '"12"'),
        ("7–15—20−1", "7-15-20-1"),
        ("1\u00a0351\u202f000", "1 351 000"),
        ("İstanbul", "istanbul"),
        ("ΟΔΟΣ", "οδος"),
        ("СЛУЖБА", "служба"),
        ("70％", "70%"),
        ("п’ять", "п'ять"),
        ("a\tb", "a b"),
        ("a\nb", "a\nb"),
    ],
)
def test_apostrophes_quotes_dashes_and_spaces_are_levelled(text: str, folded: str) -> None:
    assert fold(text) == folded


# --------------------------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Dvornikov said 12 men died.",
        "Lt. Col. Smith counted 300.",
        "The U.S. Army lost 12 men.",
        "J. R. Smith was killed.",
        "The toll was 3.5 thousand.",
        "It cost 12.5 lives a day.",
        "About 4 p.m. a shell hit.",
        "Losses, e.g. Tanks, rose.",
        "He died on Jan. 5 at home.",
        "Approx. 300 men were lost.",
        "St. Petersburg was quiet.",
        "The shell hit No. 7 Battery.",
        "They lost ... nobody knows how many.",
        "“Is it over?” he asked.",
        "The brigade (formerly of Kyiv) lost 12 men.",
        "It was read on counterclaim.example today.",
        "12 men\nwere killed.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Twelve died. Thirty were hurt.", ["Twelve died.", "Thirty were hurt."]),
        ("Who died? Nobody knows! It is late.", ["Who died?", "Nobody knows!", "It is late."]),
        ("“Twelve died.” He wept.", ["“Twelve died.”", "He wept."]),
        ('"Twelve died." He wept.', ['"Twelve died."', "He wept."]),
        ("(Twelve died.) He wept.", ["(Twelve died.)", "He wept."]),
        ("They lost 12. They had 300.", ["They lost 12.", "They had 300."]),
        ("In 2022. 12 men died.", ["In 2022.", "12 men died."]),
        ("TWELVE DIED. THIRTY WERE HURT.", ["TWELVE DIED.", "THIRTY WERE HURT."]),
        ("Twelve died.  Thirty were hurt.", ["Twelve died.", "Thirty were hurt."]),
        ("Twelve died.\u00a0Thirty were hurt.", ["Twelve died.", "Thirty were hurt."]),
        ("Twelve died… Thirty were hurt.", ["Twelve died…", "Thirty were hurt."]),
        ("Headline without a stop\n\nTwelve died.", ["Headline without a stop", "Twelve died."]),
        ("Losses:\n- 12 tanks\n- 3 ships", ["Losses:", "- 12 tanks", "- 3 ships"]),
        ("Losses:\n• Tanks: 12\n• Ships: 3", ["Losses:", "• Tanks: 12", "• Ships: 3"]),
        ("1. Tanks were lost.\n2. Ships were lost.", ["1.", "Tanks were lost.", "2.", "Ships were lost."]),
        ("", []),
        (" \n\n\t ", []),
        ("...", ["..."]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


WRAPPED = """The battle for the crossing went on for a third day on Thursday, and
neither side gave an account of what it had lost. The mayor said that 12
people had been killed and that the road to the west was open again. He
did not say for how long. Another 30 were hurt when a shell hit the yard
of the school in which they had taken shelter from the artillery fire.
"""


def test_a_line_end_in_wrapped_text_is_a_space() -> None:
    assert is_wrapped(WRAPPED)
    found = sentences(WRAPPED)
    assert len(found) == 4
    assert "said that 12\npeople had been killed" in found[1]


def test_a_bullet_in_wrapped_text_begins_anew() -> None:
    text = WRAPPED + "- 12 tanks were destroyed\n- 30 lorries were destroyed\n"
    assert sentences(text)[-2:] == ["- 12 tanks were destroyed", "- 30 lorries were destroyed"]


def test_a_short_list_is_not_wrapped_text() -> None:
    assert not is_wrapped("tanks 12\nships 3\nplanes 4\nguns 9\n")


def test_a_line_end_begins_a_paragraph_and_a_full_stop_does_not() -> None:
    text = "One. Two.\n\nThree."
    assert [paragraph for _, _, paragraph in ENGLISH.boundaries(text, fold(text))] == [0, 0, 1]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(".!?\n \"'()-•1aA")), max_size=200))
def test_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    bounds = ENGLISH.boundaries(text, fold(text))
    at = 0
    for start, end, _ in bounds:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


# ------------------------------------------------------------------------------------------------------------ tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("331st Regiment", ["331st", "regiment"]),
        ("T-72 and 2S19", ["t", "-", "72", "and", "2s19"]),
        ("20,600 men", ["20,600", "men"]),
        ("20 600 men", ["20 600", "men"]),
        ("1’234’567", ["1'234'567"]),
        ("3.5 thousand", ["3.5", "thousand"]),
        ("18.04.2022", ["18.04.2022"]),
        ("Russia’s army", ["russia", "'s", "army"]),
        ("O’Neill’s", ["o'neill", "'s"]),
        ("70%", ["70", "%"]),
        ("п’ять", ["п'ять"]),
        ("killed/wounded", ["killed", "/", "wounded"]),
    ],
)
def test_tokens_of_numbers_names_and_designations(text: str, tokens: list[str]) -> None:
    assert TOKEN.findall(fold(text)) == tokens


@given(st.text(max_size=200))
def test_a_token_stands_where_its_letters_stand(text: str) -> None:
    sentence = ENGLISH.parse(text)
    folded = fold(text)
    at = 0
    for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
        stands = folded[start:end]
        # a word that soft hyphens cut is whole, and a scanned "rn" is an "m"
        assert word in (stands, stands.replace("\xad", ""), stands.replace("rn", "m"))
        assert start >= at
        at = end
    sizes = {len(sentence.words), len(sentence.phrases), len(sentence.tags), len(sentence.caps)}
    assert len(sizes) == 1


def test_the_longest_phrase_wins() -> None:
    sentence = ENGLISH.parse("Armoured personnel carriers burned")
    assert sentence.words[0] == "armoured personnel carriers"
    assert sentence.kind(0, "object") == "afv"
    assert sentence.exact(0, 0) == "Armoured personnel carriers"


def test_a_noun_knows_its_number_and_a_name_its_capital() -> None:
    sentence = ENGLISH.parse("Soldiers met a soldier")
    assert [p.number for p in sentence.phrases if p is not None and "object" in p.kinds] == ["pl", "sg"]
    assert sentence.caps == [True, False, False, False]


def test_a_sentence_is_tokenised_once_and_where_it_stands() -> None:
    text = "One died. Two died."
    reading = Reading(text, ENGLISH)
    assert len(reading) == 2
    second = reading.sentence(1)
    assert second is reading.sentence(1)
    assert second.text == "Two died."
    assert [text[s:e] for s, e in zip(second.starts, second.ends, strict=True)] == ["Two", "died", "."]


# ------------------------------------------------------------------------------------------------------------- packs


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Language]:
    """Writes a pack "zz" into a package folder of its own and loads it."""
    folder = tmp_path / "languages/zz"
    folder.mkdir(parents=True)
    monkeypatch.setattr("counterclaim.packs.PACKAGE", tmp_path)
    monkeypatch.setattr("counterclaim.tables.PACKAGE", tmp_path)

    def write(**files: str) -> Language:
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, "utf-8")
        return load_language.__wrapped__("zz")

    return write


def test_a_pack_is_its_phrases_by_kind_and_value(pack: Callable[..., Language]) -> None:
    language = pack(words='[object]\ntank = ["panzer|panzers", "battle wagon"]\n[settings]\nscale = { k = 1000 }\n')
    assert language.values["object"]["tank"] == ["panzer|panzers", "battle wagon"]
    assert language.settings["settings"]["scale"] == {"k": 1000}
    sentence = language.parse("Two Panzers, one battle wagon")
    assert [sentence.kind(t, "object") for t in range(5)] == [None, "tank", None, None, "tank"]


def test_several_files_of_a_pack_are_one_table(pack: Callable[..., Language]) -> None:
    language = pack(a='[object]\ntank = ["tank"]\n', b='[object]\ntank = ["panzer"]\nship = ["boat"]\n')
    assert language.values["object"] == {"tank": ["tank", "panzer"], "ship": ["boat"]}


def test_corpora_and_grammars_of_a_pack_are_no_phrases(pack: Callable[..., Language]) -> None:
    language = pack(words='[object]\ntank = ["tank"]\n', corpus_claims="claim = 1\n", grammar="rule = 2\n")
    assert list(language.values) == ["object"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('object = ["tank"]\n', r"languages/zz/words\.toml: 'object' must be a table of value = \[phrases\]"),
        ('[object]\ntank = "tank"\n', r"languages/zz/words\.toml: \[object\] tank must be a list of phrases"),
        ("[object]\ntank = [1, 2]\n", r"languages/zz/words\.toml: \[object\] tank must be a list of phrases"),
        ('[object]\ntank = [""]\n', r"languages/zz: \[object\] tank has an empty phrase"),
        ('[object]\ntank = ["tank|"]\n', r"languages/zz: \[object\] tank has an empty phrase"),
        ("[object\n", r"languages/zz/words\.toml: .*line 1"),
        ('[object]\ntank = ["a"]\ntank = ["b"]\n', r"languages/zz/words\.toml: "),
    ],
)
def test_a_broken_pack_says_which_file_and_which_table(pack: Callable[..., Language], text: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        pack(words=text)


def test_a_language_without_a_pack_is_named() -> None:
    with pytest.raises(VocabularyError, match="no language pack 'xx'"):
        load_language("xx")


def test_the_english_pack_uses_the_terms_of_the_vocabulary() -> None:
    from counterclaim.vocabulary import load_vocabulary

    tables = load_vocabulary()
    assert set(ENGLISH.values["object"]) <= set(tables["object"])
    assert {value.split(".")[0] for value in ENGLISH.values["harm"]} <= set(tables["measure"])
    unranked = {"unit", "garrison", "force"}  # of no rank that a share could be told of
    assert set(ENGLISH.values["unit"]) - unranked <= set(tables["unit"])
    assert set(ENGLISH.values["hedge"]) <= set(tables["hedge"])


@pytest.mark.parametrize("code", ["ru", "uk"])
def test_small_words_of_a_pack_are_those_that_rules_ask_for(code: str) -> None:
    assert load_language(code).small.keys() <= load_language("en").small.keys()
    (sentence,) = [load_language("en").parse("Both were among them.")]
    assert sentence.words[0] in sentence.small["both"]
    assert sentence.small["no such set"] == frozenset()
