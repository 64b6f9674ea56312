"""Who says it in Russian and Ukrainian news and bulletins: told behind what is said, over a list, as a tail."""

from __future__ import annotations

import pytest

from counterclaim import read as read_documents
from counterclaim.model import Claim, Document


def read(text: str, language: str) -> list[Claim]:
    (report,) = read_documents(Document("d1", text, "note.txt", language=language))
    return list(report.claims)


def sources(claims: list[Claim]) -> list[str | None]:
    return [claim.attribution[-1].id if claim.attribution else None for claim in claims]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ru", "При обстреле погибли четверо жителей. Об этом сообщил мэр города.", "mayor"),
        ("uk", "Унаслідок обстрілу загинули четверо жителів. Про це повідомив міський голова.", "mayor"),
        ("ru", "Со слов мэра, погибли четверо жителей.", "mayor"),
        ("ru", "По украинским данным, погибли четверо солдат.", "ua-government"),
        ("uk", "Ворог втратив чотири танки — Генштаб", "ua-general-staff"),
        ("ru", "Сообщили о четырёх погибших в Минобороны РФ.", "ru-mod"),
        ("uk", "Загинули четверо людей, передає Укрінформ із посиланням на ДСНС.", "ua-emergency"),
    ],
)
def test_the_speaker_is_found_wherever_the_sentence_puts_him(language: str, text: str, source: str) -> None:
    (claim,) = read(text, language)
    assert claim.quantity.best == 4
    assert sources([claim]) == [source]


def test_a_speaker_told_behind_says_nothing_of_another_paragraph_s_incident() -> None:
    claims = read(
        "Весной погибли девять человек.\n\nЛетом было тихо.\n\nВчера погибли четверо. Об этом сообщил мэр.", "ru"
    )
    assert [(claim.quantity.best, source) for claim, source in zip(claims, sources(claims), strict=True)] == [
        (9, None),
        (4, "mayor"),
    ]


@pytest.mark.parametrize(
    ("language", "heading", "rows"),
    [
        ("ru", "Генштаб ВСУ: потери российской армии на 20 августа 2024 года", "Танки: 610 (+4)\nРСЗО: 45"),
        ("uk", "Втрати ворога станом на 20 серпня 2024 року за даними Генштабу ЗСУ:", "▪️ танки: 610 (+4)\n▪️ РСЗВ: 45"),
    ],
)
def test_a_list_is_of_the_losses_its_heading_names_and_not_of_its_author(
    language: str, heading: str, rows: str
) -> None:
    claims = read(f"{heading}\n\n{rows}\n", language)
    assert [(c.quantity.best, c.object, c.measure, c.side) for c in claims] == [
        (610, "tank", "losses", "RU"),
        (4, "tank", "losses", "RU"),
        (45, "mlrs", "losses", "RU"),
    ]
    assert set(sources(claims)) == {"ua-general-staff"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Противник потерял 40 солдат, танк, две автомашины и гаубицу."),
        ("uk", "Противник втратив 40 солдатів, танк, дві автомашини й гаубицю."),
    ],
)
def test_a_thing_without_a_number_amid_a_list_is_one(language: str, text: str) -> None:
    found = [(c.quantity.best, c.object) for c in read(text, language)]
    assert found == [(40, "personnel"), (1, "tank"), (2, "vehicle"), (1, "artillery")]


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_bodies_and_ministries_are_no_places(language: str) -> None:
    text = {
        "ru": "Погибли 12 солдат, сообщили в ЦАХАЛ.",
        "uk": "Загинули 12 солдатів, повідомили в ДПСУ.",
    }[language]
    (claim,) = read(text, language)
    assert claim.place is None
