"""Claims of Russian and Ukrainian: what each phrasing means, what is no claim, and calls beside their English twins."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

import pytest

from claim_rows import expected, fields_of, named
from counterclaim import check
from counterclaim import read as read_documents
from counterclaim.claims import extract, may_hold_claims
from counterclaim.language import load_language
from counterclaim.model import Claim, Document
from counterclaim.packs import inflected
from counterclaim.tongue import language_of

CODES = ("ru", "uk")
CORPORA = {
    code: tomllib.loads((resources.files("counterclaim") / f"languages/{code}/corpus.toml").read_text("utf-8"))
    for code in CODES
}


def _rows(key: str) -> list[Any]:
    return [
        pytest.param(code, row, text, id=f"{code} {text[:60]}")
        for code in CODES
        for row in CORPORA[code]["claim"]
        for text in row.get(key, ())
    ]


PHRASINGS, CONTRASTS = _rows("phrasings"), _rows("not")
NEGATIVES = [
    pytest.param(code, row["reason"], text, id=f"{code} {text[:60]}")
    for code in CODES
    for row in CORPORA[code]["negative"]
    for text in row["texts"]
]
CARRIERS = {
    "ru": "Переговоры шли весь день.\n\n{}\n\nМэр выступит позже. Магазины закрыты.",
    "uk": "Перемовини тривали цілий день.\n\n{}\n\nМер виступить пізніше. Крамниці зачинені.",
}


def document(text: str, published: str | None = None, language: str | None = None) -> Document:
    day = date.fromisoformat(published) if published else None
    return Document("d1", text, "note.txt", published=day, language=language)


def read(text: str, published: str | None = None, language: str | None = None) -> list[Claim]:
    (report,) = read_documents(document(text, published, language))
    return list(report.claims)


@pytest.mark.parametrize(("code", "row", "text"), PHRASINGS)
def test_a_phrasing_alone_gives_exactly_the_claims_it_means(code: str, row: dict[str, Any], text: str) -> None:
    rows = expected(row)
    assert named(read(text, row.get("published"), code), rows) == rows


@pytest.mark.parametrize(("code", "row", "text"), PHRASINGS)
def test_a_phrasing_inside_a_document_gives_the_same_claims(code: str, row: dict[str, Any], text: str) -> None:
    rows = expected(row)
    assert named(read(CARRIERS[code].format(text), row.get("published"), code), rows) == rows


@pytest.mark.parametrize(("code", "row", "text"), CONTRASTS)
def test_what_only_looks_like_a_claim_does_not_read_as_it(code: str, row: dict[str, Any], text: str) -> None:
    for fields in expected(row):
        assert fields not in [{key: fields_of(claim)[key] for key in fields} for claim in read(text, None, code)]


@pytest.mark.parametrize(("code", "reason", "text"), NEGATIVES)
def test_a_text_without_claims_gives_none(code: str, reason: str, text: str) -> None:
    assert [claim.evidence.exact for claim in read(text, None, code)] == [], reason


@pytest.mark.parametrize(("code", "row", "text"), PHRASINGS)
def test_a_phrasing_passes_the_gate(code: str, row: dict[str, Any], text: str) -> None:
    assert may_hold_claims(text, code)


# ------------------------------------------------------------------------------------------------- calls, and twins

CALLS = [
    (
        "The SBU published a call of a Russian soldier with his wife.\n\n– How many are left?\n– In our regiment"
        " 400 men are left.\n– And the tanks?\n– Five tanks were burned.",
        "СБУ опубликовала разговор российского солдата с женой.\n\n– Сколько осталось?\n– У нас в полку осталось"
        " четыреста человек.\n– А танки?\n– Пять танков сожгли.",
        [(400, "personnel", "remaining", "RU"), (5, "tank", "destroyed", None)],
    ),
    (
        "The SBU published a call of a Russian soldier with his wife.\n\n– How many are left?\n– Four hundred men are"
        " left in our regiment.\n– And the tanks?\n– They burned five tanks.",
        "СБУ оприлюднила розмову російського солдата з дружиною.\n\n– Скільки лишилося?\n– У нас у полку лишилося"
        " чотириста чоловік.\n– А танки?\n– П'ять танків спалили.",
        [(400, "personnel", "remaining", "RU"), (5, "tank", "destroyed", None)],
    ),
    (
        "The SBU published a call of a Russian soldier with his mother.\n\n– how are things\n– there were five hundred"
        " of us, sixty left\n– oh god\n– forty killed, and who counts the wounded",
        "СБУ опубликовала разговор российского солдата с матерью.\n\n– ну как вы там\n– нас было пятьсот, осталось"
        " шестьдесят\n– господи\n– двухсотых сорок, трёхсотых никто не считал",
        [
            (500, "personnel", "strength", "RU"),
            (60, "personnel", "remaining", "RU"),
            (40, "personnel", "killed", "RU"),
        ],
    ),
]


@pytest.mark.parametrize(("twin", "call", "told"), CALLS)
def test_a_call_and_its_english_twin_read_to_the_same_claims(
    twin: str, call: str, told: list[tuple[float, str, str, str | None]]
) -> None:
    """Sides are compared where the words tell them: "they burned five tanks" leaves open whose."""
    for text in (call, twin):
        claims = [claim for claim in read(text) if claim.quantity.best is not None]
        found = [(claim.quantity.best, claim.object, claim.measure) for claim in claims]
        assert found == [(number, object, measure) for number, object, measure, _ in told]
        assert [c.side for c, (*_, side) in zip(claims, told, strict=True) if side] == [s for *_, s in told if s]
        for claim in claims:
            assert [link.id for link in claim.attribution if link.id] == ["ua-sbu", "soldier"]
    for one, other in zip(read(call), read(twin), strict=True):
        assert one.period.kind == other.period.kind
        assert (one.certainty, one.stance) == (other.certainty, other.stance)


# --------------------------------------------------------------------------------------------------- mixed speech


def test_russian_and_ukrainian_in_one_mouth_are_marked_mixed_and_read_with_both() -> None:
    text = (
        "Та шо ти кажеш, у нас було двісті чоловік, а зараз осталось сорок человек, и ещё пять танков сожгли, их нет."
    )
    assert language_of(document(text)) == "mixed"
    found = [(claim.quantity.best, claim.measure) for claim in read(text)]
    assert (40, "remaining") in found
    assert (5, "destroyed") in found
    assert {claim.reader for claim in read(text)} == {"rules-mixed/1"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Противник потерял 300 человек, сообщил командир бригады. Он добавил, что потери растут.", "ru"),
        ("Противник втратив 300 осіб, повідомив командир бригади. Він додав, що втрати зростають.", "uk"),
    ],
)
def test_one_language_alone_is_not_mixed(text: str, code: str) -> None:
    assert language_of(document(text)) == code


# ------------------------------------------------------------------------------------------------------ bulletins

BULLETIN = """Генеральний штаб ЗС України інформує.
Загальні бойові втрати противника з 24.02.22 по 13.12.23 орієнтовно становили:

особового складу – близько 340650 (+930) осіб,
танків – 5720 (+9) од,
РСЗВ – 921 (+0) од,
літаків – 324 (+0) од,
БПЛА оперативно-тактичного рівня – 6191 (+12),
крилаті ракети – 1586 (+0),
автомобільної техніки та автоцистерн – 10751 (+17) од.
"""


def test_a_bulletin_gives_totals_and_the_day_s_own_figures_and_is_checked() -> None:
    (report,) = check(document(BULLETIN, "2023-12-13"))
    claims = report.claims
    assert [claim.quantity.best for claim in claims] == [
        340650, 930, 5720, 9, 921, 0, 324, 0, 6191, 12, 1586, 0, 10751, 17,
    ]  # fmt: skip
    assert {claim.side for claim in claims} == {"RU"}
    assert {claim.measure for claim in claims} == {"losses"}
    assert {claim.attribution[-1].id for claim in claims} == {"ua-general-staff"}
    assert [claim.period.kind for claim in claims] == ["cumulative", "window"] * 7


# ---------------------------------------------------------------------------------------------------------- packs


def test_words_of_one_phrase_agree_form_by_form() -> None:
    paradigms = {"машина": ["а ы е | ы - ам"], "новая": ["ая ой ой | ые ых ым"]}
    forms = inflected("боев~новая машин~машина", paradigms)
    assert ("боевая машина", "sg") in forms
    assert ("боевых машин", "pl") in forms
    assert ("боевая машин", "pl") not in forms
    assert inflected("вдова|вдовы", paradigms) == [("вдова", "sg"), ("вдовы", "pl")]


@pytest.mark.parametrize("code", CODES)
def test_every_inflected_word_of_a_pack_has_its_forms(code: str) -> None:
    pack = load_language(code)
    left = [form for table in pack.values.values() for forms in table.values() for form in forms if "~" in form]
    assert left == [] or left == ["~"]


@pytest.mark.parametrize(
    ("code", "text", "figures"),
    [
        ("ru", "Погибли 10 солдат. Облигации завода потеряли 7%.", ["10"]),
        ("ru", "Погибли 10 солдат. Никто не искал раненых.", ["10"]),
        ("ru", "Погибли 10 солдат. Взвод потерял треть.", ["10", "треть"]),
        ("ru", "Погибли 10 солдат. За сутки потеряли 25.", ["10", "25"]),
        ("uk", "Загинули 10 солдатів. Облігації заводу втратили 7%.", ["10"]),
        ("uk", "Загинули 10 солдатів. Взвод втратив третину.", ["10", "третину"]),
    ],
)
def test_a_bare_number_or_share_is_a_loss_where_a_party_lost_it(code: str, text: str, figures: list[str]) -> None:
    claims, _ = extract(Document("d", text, "p"), language=code)
    assert [claim.quantity.text for claim in claims] == figures
