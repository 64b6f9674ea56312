"""Claims of English: what each phrasing means, what is no claim, and the one gate every claim goes through."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claim_rows import document, expected, fields_of, named, read
from counterclaim.anchoring import CONTEXT_LENGTH, Draft, anchor
from counterclaim.claims import NUMBERS_PER_SENTENCE, extract, may_hold_claims
from counterclaim.language import load_language
from counterclaim.model import Claim, Coverage, Document, Refusal, Span
from counterclaim.quantities import read_quantity
from counterclaim.vocabulary import load_vocabulary

ENGLISH = load_language("en")
CORPUS = tomllib.loads((resources.files("counterclaim") / "languages/en/corpus.toml").read_text("utf-8"))
PHRASINGS = [pytest.param(row, text, id=text[:70]) for row in CORPUS["claim"] for text in row["phrasings"]]
CONTRASTS = [pytest.param(row, text, id=text[:70]) for row in CORPUS["claim"] for text in row.get("not", ())]
NEGATIVES = [pytest.param(row["reason"], text, id=text[:70]) for row in CORPUS["negative"] for text in row["texts"]]
CARRIER = "The talks went on for another day.\n\n{}\n\nThe mayor will speak later. Shops stayed shut."


# ------------------------------------------------------------------------------------------------------- the corpus


@pytest.mark.parametrize(("row", "text"), PHRASINGS)
def test_a_phrasing_alone_gives_exactly_the_claims_it_means(row: dict[str, Any], text: str) -> None:
    rows = expected(row)
    assert named(read(text, row.get("published")), rows) == rows


@pytest.mark.parametrize(("row", "text"), PHRASINGS)
def test_a_phrasing_inside_a_document_gives_the_same_claims(row: dict[str, Any], text: str) -> None:
    rows = expected(row)
    assert named(read(CARRIER.format(text), row.get("published")), rows) == rows


@pytest.mark.parametrize(("row", "text"), CONTRASTS)
def test_what_only_looks_like_a_claim_does_not_read_as_it(row: dict[str, Any], text: str) -> None:
    for fields in expected(row):
        assert fields not in [{key: fields_of(claim)[key] for key in fields} for claim in read(text)]


@pytest.mark.parametrize(("reason", "text"), NEGATIVES)
def test_a_text_without_claims_gives_none(reason: str, text: str) -> None:
    assert [claim.evidence.exact for claim in read(text)] == [], reason


def test_the_corpus_is_rich_enough() -> None:
    assert len(PHRASINGS) >= 300
    assert len(CONTRASTS) + len(NEGATIVES) >= 80


def test_no_text_of_the_corpus_stands_twice() -> None:
    texts = [p.values[1] for p in [*PHRASINGS, *NEGATIVES]]
    repeated = {text for text in texts if texts.count(text) > 1}
    # the same words may be read for two different fields, as "40 soldiers were killed." for stance and for number
    assert len(repeated) <= 5, repeated
    assert not {p.values[1] for p in PHRASINGS} & {p.values[1] for p in NEGATIVES}


def test_the_corpus_speaks_the_words_of_the_vocabulary() -> None:
    tables = load_vocabulary()
    for row in CORPUS["claim"]:
        for fields in expected(row):
            for name in ("object", "measure", "hedge"):
                assert fields.get(name) is None or fields[name] in tables[name]


def test_every_claim_of_the_corpus_names_the_rules_that_read_it() -> None:
    for row, text in (p.values for p in PHRASINGS):
        for claim in read(text, row.get("published")):
            assert claim.rules
            assert all(isinstance(rule, str) and rule for rule in claim.rules)


# --------------------------------------------------------------------------------------------------------- the gate


@pytest.mark.parametrize(("row", "text"), PHRASINGS)
def test_a_phrasing_passes_the_gate(row: dict[str, Any], text: str) -> None:
    assert may_hold_claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The bakery opens at seven and sells 300 loaves a day.",
        "Rain fell for three days; 12 centimetres were measured.",
        "Parliament adopted the budget by 226 votes to 14.",
        "The killer whale's skill is a thing to behold in 20 pages.",
    ],
)
def test_a_text_without_a_word_of_harm_does_not_pass_the_gate_and_yields_nothing(text: str) -> None:
    assert not may_hold_claims(text)
    assert extract(document(text)) == ([], [])


def test_the_gate_looks_for_whole_words_in_any_case() -> None:
    assert may_hold_claims("KILLED")
    assert may_hold_claims("(killed)")
    assert not may_hold_claims("skilled")
    assert not may_hold_claims("tankful of petrol")


# ------------------------------------------------------------------------------------------------------------ anchor

TEXT = "In the morning 12 soldiers were killed. In the evening nearly 300 guards were wounded, the mayor said."


def draft(**changes: Any) -> Draft:
    made = Draft("12 soldiers were killed", "12", 12, 12, 12, "personnel", "killed")
    return replace(made, **changes)


def claim_of(drafted: Draft, text: str = TEXT) -> Claim:
    made = anchor(document(text), drafted, ENGLISH)
    assert isinstance(made, Claim), made
    return made


def refusal_of(drafted: Draft, text: str = TEXT) -> Refusal:
    made = anchor(document(text), drafted, ENGLISH)
    assert isinstance(made, Refusal), made
    return made


def test_a_draft_whose_quote_stands_in_the_text_becomes_a_claim_with_its_place() -> None:
    claim = claim_of(draft())
    assert (claim.evidence.start, claim.evidence.end) == (15, 38)
    assert claim.evidence.exact == TEXT[15:38] == "12 soldiers were killed"
    assert claim.evidence.prefix == TEXT[:15]
    assert claim.evidence.suffix == TEXT[38 : 38 + CONTEXT_LENGTH]
    assert (claim.quantity.text, claim.quantity.start, claim.quantity.end) == ("12", 15, 17)


def test_a_hedge_is_read_from_the_words_and_not_from_the_draft() -> None:
    claim = claim_of(draft(evidence="nearly 300 guards", number="nearly 300", low=None, best=300, high=None))
    assert claim.quantity.hedge == "nearly"
    assert (claim.quantity.low, claim.quantity.best, claim.quantity.high) == (None, 300, None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evidence": "13 soldiers were killed"}, "the quote does not stand in the text"),
        ({"evidence": "12 Soldiers were killed"}, "the quote does not stand in the text"),
        ({"evidence": ""}, "the quote does not stand in the text"),
        ({"evidence": "In the"}, "the quote stands more than once"),
        ({"evidence": "soldiers were killed"}, "the number does not stand in the quote"),
        ({"number": "300"}, "the number does not stand in the quote"),
        ({"number": ""}, "the number does not stand in the quote"),
        ({"low": 13, "best": 13, "high": 13}, "the number does not re-read to this value"),
        ({"low": None}, "the number does not re-read to this value"),
        ({"low": 1200, "best": 1200, "high": 1200}, "the number does not re-read to this value"),
        ({"number": "soldiers"}, "the number does not re-read to this value"),
        (
            {"evidence": "nearly 300 guards", "number": "nearly 300", "low": 300, "best": 300, "high": 300},
            "the number does not re-read to this value",
        ),
        (
            {"evidence": "nearly 300 guards", "number": "nearly 300", "low": 300, "best": None, "high": None},
            "the number does not re-read to this value",
        ),
    ],
    ids=str,
)
def test_a_draft_that_does_not_hold_is_refused_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    refusal = refusal_of(draft(**changes))
    assert refusal.reason == reason
    assert refusal.document == "d"
    assert 0 <= refusal.start <= refusal.end <= len(TEXT)


def test_a_number_said_twice_needs_a_place() -> None:
    text = "12 killed at dawn, 12 killed at dusk."
    drafted = draft(evidence="12 killed")
    assert refusal_of(drafted, text).reason == "the quote stands more than once"
    second = claim_of(replace(drafted, start=19), text)
    assert (second.evidence.start, second.quantity.start) == (19, 19)


def test_a_wrong_place_is_corrected_when_the_quote_stands_once() -> None:
    assert claim_of(draft(start=3, number_start=99)) == claim_of(draft())


def test_a_refusal_names_the_reader_that_proposed_it() -> None:
    assert refusal_of(draft(low=13, best=13, high=13, reader="llm/x")).reader == "llm/x"
    assert claim_of(draft(reader="llm/x")).reader == "llm/x"


def test_an_id_is_the_same_on_every_reading_and_another_for_another_claim() -> None:
    first, again = claim_of(draft()), claim_of(draft())
    assert first == again
    others = [
        claim_of(draft(measure="wounded")),
        claim_of(draft(side="RU")),
        claim_of(draft(object="people")),
        claim_of(draft(stance="denies")),
        claim_of(draft(certainty="hedged")),
        claim_of(draft(unit="regiment")),
    ]
    assert len({first.id, *(claim.id for claim in others)}) == 1 + len(others)


def test_a_whole_text_read_twice_gives_the_same_claims_and_refusals() -> None:
    text = CARRIER.format(" ".join(p.values[1] for p in PHRASINGS[::9]))
    assert extract(document(text)) == extract(document(text))


# ------------------------------------------------------------------------------------------------- what is not read


def test_a_document_that_could_not_be_read_has_no_claims() -> None:
    failed = Document("d", "12 soldiers were killed.", "d", coverage=Coverage("failed", "no text layer"))
    assert extract(failed) == ([], [])


def test_a_headline_repeated_as_first_paragraph_counts_once() -> None:
    text = "12 soldiers were killed\n\n12 soldiers were killed\n\nThe mayor spoke."
    repeated = replace(document(text), headline=Span(0, 23), repeats=(Span(25, 48),))
    assert len(extract(repeated)[0]) == 1


def test_a_number_that_counts_nothing_is_kept_with_its_reason() -> None:
    _, refusals = extract(document("Three soldiers died at 14:30, 40 km from the border."))
    reasons = {refusal.text: refusal.reason for refusal in refusals}
    assert reasons["14:30"] == "not a count: time"
    assert any(text.startswith("40") and reason.startswith("not a count") for text, reason in reasons.items())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Nine men died at the mill. He was 22.", ["Nine"]),
        ("Nine men died at the mill. There he met 22 of the wounded.", ["Nine", "22"]),
        ("The men of the brigade had two daughters, and nine men died.", ["nine"]),
        ("The men of the brigade lost two daughters, and nine men died.", ["two", "nine"]),
        ("By a poll 61 per cent of those asked had lost a brother.", ["a"]),
        ("By a count 61 per cent of those called up were killed.", ["61 per cent"]),
        ("They rose at half past seven, and nine men died.", ["nine"]),
        ("The wreaths were laid before eleven, when nine men had died.", ["nine"]),
        ("The dead were buried before eleven men died.", ["eleven"]),
    ],
)
def test_ages_hours_kin_and_opinions_are_nobodys_losses(text: str, kept: list[str]) -> None:
    found = [claim.quantity.text for claim in extract(document(text))[0]]
    assert found == kept


def test_a_sentence_with_more_numbers_than_any_sentence_has_is_refused_aloud() -> None:
    text = "Killed: " + ", ".join(str(n) for n in range(100, 100 + 2 * NUMBERS_PER_SENTENCE)) + " soldiers."
    claims, refusals = extract(document(text))
    assert claims == []
    assert any("numbers in one sentence" in refusal.reason for refusal in refusals)


# -------------------------------------------------------------------------------------------------------- properties

AMOUNTS = [
    "12",
    "twelve",
    "1,351",
    "1 351",
    "more than 300",
    "at least forty",
    "up to 90",
    "nearly 2.5 thousand",
    "between 7,000 and 15,000",
    "dozens of",
    "a few hundred",
    "two-thirds of the",
    "70% of the",
    "no",
    "a",
    "3½",
]
NOUNS = ["soldiers", "people", "tanks", "armoured vehicles", "children", "houses", "RUSSIAN TROOPS", "men’s"]
VERBS = ["were killed", "were wounded", "died", "were destroyed", "have been lost", "deserted", "sang", "killed"]
ENDS = [".", "", ", the army said.", "!", " on Monday.", " (Reuters)", "\n", " — “all of them”."]


def holds(made: Document) -> list[Claim]:
    """Every claim's words are the text's own, and its number re-reads from them to the same values."""
    text = made.text
    claims, refusals = extract(made)
    for claim in claims:
        evidence, quantity = claim.evidence, claim.quantity
        assert evidence.exact == text[evidence.start : evidence.end] != ""
        assert evidence.prefix == text[max(0, evidence.start - CONTEXT_LENGTH) : evidence.start]
        assert evidence.suffix == text[evidence.end : evidence.end + CONTEXT_LENGTH]
        assert quantity.text == text[quantity.start : quantity.end]
        assert evidence.start <= quantity.start < quantity.end <= evidence.end
        again = read_quantity(quantity.text, ENGLISH)
        if again is not None:
            assert (again.low, again.best, again.high) == (quantity.low, quantity.best, quantity.high)
        else:
            assert quantity.low == quantity.best == quantity.high == 1  # an unspoken one
        for link in claim.attribution:
            assert link.name == text[link.start : link.end]
        for cue in claim.cues:
            assert cue.exact == text[cue.start : cue.end]
    for refusal in refusals:
        assert refusal.reason
        assert 0 <= refusal.start <= refusal.end <= len(text)
    assert len({claim.id for claim in claims}) == len(claims)
    return claims


PHRASE = st.builds(" ".join, st.tuples(st.sampled_from(AMOUNTS), st.sampled_from(NOUNS), st.sampled_from(VERBS)))
SENTENCE = st.builds(
    lambda parts, end: ", ".join(parts) + end, st.lists(PHRASE, min_size=1, max_size=4), st.sampled_from(ENDS)
)


@given(st.lists(SENTENCE, min_size=1, max_size=4))
@settings(max_examples=200)
def test_whatever_is_said_of_however_many_a_claim_is_the_texts_own_words(sentences: list[str]) -> None:
    holds(document(" ".join(sentences)))


MARKS = ",.–-%’“”\"'()[]:; \n\t"
INVISIBLE = "\u00a0\u200b\u200e\u202e\u2066\u2069\ufeff\x00\x07"
HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(MARKS + INVISIBLE + "0123456789💣İıſß"),
    ),
    max_size=60,
)


@given(st.lists(st.one_of(HOSTILE, PHRASE), max_size=8), st.sampled_from(["", " ", "\n", ". "]))
@settings(max_examples=250)
def test_no_text_breaks_the_reader(pieces: list[str], between: str) -> None:
    holds(document(between.join(pieces)))


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    holds(document("12 soldiers were killed \ud800 and 30 were wounded."))


@pytest.mark.parametrize(
    "text",
    [
        "killed " * 20_000,
        "12 soldiers were killed, " * 4_000,
        "12 soldiers were killed. " * 2_000,
        "1,000," * 30_000 + " soldiers killed",
        "9" * 50_000 + " soldiers were killed.",
        "(" * 20_000 + "12 soldiers were killed" + ")" * 20_000,
        "“" * 5_000 + " 12 soldiers were killed",
        "killed\n" * 20_000,
        "a soldier and " * 5_000 + "a driver were killed.",
        "\u202e12 soldiers were killed\u202c " * 500,
        "💣12💣soldiers💣were💣killed" * 500,
        # just short of what is too long to be a sentence: no rule may take long over it
        "12 soldiers " + "of the army in the town " * 800 + "were killed.",
        "12 soldiers from the town of the north, " * 390 + "were killed.",
        "12 soldiers " + "(a b) " * 3_000 + "were killed",
        "12 men, " + "who a b c, " * 1_700 + "were killed",
        "the number of killed " * 900 + "12",
        "killed 1 " * 399,
        "not " * 4_900 + "killed 12",
        "12 men" + "," * 19_000 + " killed",
    ],
    ids=lambda text: f"{text[:24]!r} x {len(text)}",
)
@pytest.mark.timeout(60)
def test_a_very_long_text_is_read_or_refused(text: str) -> None:
    holds(document(text))


def test_a_stretch_that_was_not_read_makes_the_document_partial() -> None:
    from counterclaim import read as read_reports

    text = "A soldier was killed.\n\n" + "killed 12 soldiers, " * 2_000 + "\n\nTwo tanks were destroyed."
    (report,) = read_reports(Document(id="d", text=text, path="table.txt"))
    assert report.document.coverage.state == "partial"
    assert "1 stretch" in (report.document.coverage.reason or "")
    assert {claim.object for claim in report.claims} == {"personnel", "tank"}


# ------------------------------------------------------------------------------------------- who loses nobody

WAR = "Ten soldiers were killed when the brigade attacked on Friday. {} Talks go on."


@pytest.mark.parametrize(
    "text",
    [
        "Shares in Harbour Glass lost 3.4% by noon.",
        "Rovers lost 1-4 away from home.",
        "The heron lost half of its nesting sites.",
        "Norway's currency lost a fifth against the euro.",
        "Bonds of a Danish lender lost 12 per cent.",
        "Nobody counted the wounded.",
        "Some 40 per cent of those polled disagreed.",
    ],
)
def test_what_no_party_loses_is_no_loss(text: str) -> None:
    assert [claim.quantity.text for claim in read(WAR.format(text))] == ["Ten"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The battalion lost 30 in an hour.", "30"),
        ("They lost 4-5 each day.", "4-5"),
        ("Its fighters have lost 35 since dawn.", "35"),
        ("Having lost 25, the garrison gave up.", "25"),
        ("Estvar lost 60 at the ford.", "60"),
        ("We lost half.", "half"),
        ("Turkey has lost 14.", "14"),
    ],
)
def test_a_bare_number_is_a_loss_where_a_party_lost_it(text: str, figure: str) -> None:
    found = {claim.quantity.text: claim.measure for claim in read(WAR.format(text))}
    assert found == {"Ten": "killed", figure: "losses"}


def test_a_number_may_be_the_last_word_of_a_text() -> None:
    for said, language in (
        ("Уничтожены танки. Всего за день потеряли 20", "ru"),
        ("Two tanks burned. The crew lost 20", "en"),
        ("Згоріли два танки. За добу втратили 20", "uk"),
    ):
        assert [claim.quantity.text for claim in extract(Document("d", said, "p"), language=language)[0]][-1] == "20"
