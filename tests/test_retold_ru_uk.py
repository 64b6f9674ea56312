"""Bulletins as Russian and Ukrainian papers retell them: totals in brackets, days as lines, names on a list, ratios."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim import read as read_documents
from counterclaim.model import Claim, Document


def read(text: str, published: str | None = None) -> list[Claim]:
    day = date.fromisoformat(published) if published else None
    (report,) = read_documents(Document("d1", text, "note.txt", published=day))
    return list(report.claims)


def figures(text: str) -> list[tuple[str, str, str, str]]:
    return [(claim.quantity.text, claim.object, claim.measure, claim.period.kind) for claim in read(text, "2024-05-20")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Турецкая армия потеряла 90 солдат. Сообщили также о шести танках (всего 410) и двух гаубицах.",
         [("90", "personnel", "losses", "window"), ("шести", "tank", "losses", "window"),
          ("всего 410", "tank", "losses", "cumulative"), ("двух", "artillery", "losses", "window")]),
        ("Турецька армія втратила 90 солдатів. Повідомили також про шість танків (усього 410).",
         [("90", "personnel", "losses", "window"), ("шість", "tank", "losses", "window"),
          ("усього 410", "tank", "losses", "cumulative")]),
        ("За сутки выбыло 90 турецких солдат, с начала войны — 18 300.",
         [("90", "personnel", "losses", "window"), ("18 300", "personnel", "losses", "cumulative")]),
        ("Від початку війни Туреччина втратила 18 300 солдатів, зокрема за минулу добу — 90.",
         [("18 300", "personnel", "losses", "cumulative"), ("90", "personnel", "losses", "window")]),
        ("Потери Турции по дням\n\n17 мая: 90 человек, 14 танков.\n18 мая: 70 человек, 9 танков.",
         [("90", "personnel", "losses", "window"), ("14", "tank", "losses", "window"),
          ("70", "personnel", "losses", "window"), ("9", "tank", "losses", "window")]),
    ],
)  # fmt: skip
def test_a_bulletin_retold_keeps_the_day_and_the_total_apart(text: str, told: list[tuple[str, str, str, str]]) -> None:
    assert figures(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Турецкая армия потеряла 90 солдат. Сообщили также о поставке 40 танков.", ["90"]),
        ("Турецкая армия потеряла 90 солдат. Сообщили о шести школах.", ["90"]),
        ("Турецкая армия потеряла 90 солдат.\n\n17 мая: 14 танков получено от союзников.", ["90"]),
    ],
)
def test_what_only_stands_behind_a_loss_is_none(text: str, told: list[str]) -> None:
    assert [row[0] for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("На одного убитого приходится трое раненых.", []),
        ("На одного загиблого припадає троє поранених.", []),
        ("На каждого убитого, по его оценке, приходится четверо раненых солдат.", []),
        ("На мосту двое убитых, трое раненых.", ["двое", "трое"]),
        ("На мосту двоє загиблих, троє поранених.", ["двоє", "троє"]),
    ],
)
def test_the_numbers_of_a_ratio_count_nobody(text: str, told: list[str]) -> None:
    assert [row[0] for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("«Медиазона» подтвердила гибель 9 019 российских солдат. За неделю список вырос на 93 имени.",
         [("9 019", "killed"), ("93", "killed")]),
        ("«Медіазона» підтвердила загибель 9 019 російських солдатів. До списку додали 93 прізвища.",
         [("9 019", "killed"), ("93", "killed")]),
        ("«Медиазона» подтвердила гибель 9 019 российских солдат. За неделю список редакции вырос на 93 статьи.",
         [("9 019", "killed")]),
    ],
)  # fmt: skip
def test_names_put_on_a_list_of_the_dead_are_dead(text: str, told: list[tuple[str, str]]) -> None:
    assert [(row[0], row[2]) for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Погибших и пропавших без вести — 112.", "losses"),
        ("Загиблих і зниклих безвісти — 112.", "losses"),
        ("Армия Турции потеряла убитыми 40 человек, а вместе с ранеными — 112.", "casualties"),
        ("Армія Туреччини втратила вбитими 40 осіб, а разом із пораненими — 112.", "casualties"),
        ("Убиты 40 солдат, пропавших без вести — 112.", "missing"),
    ],
)
def test_those_told_together_are_of_one_measure(text: str, measure: str) -> None:
    assert figures(text)[-1][2] == measure


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Генштаб Ирана сообщил о гибели 12 солдат. В ведомстве уточнили, что погибли 14.", "ir-general-staff"),
        ("Генштаб Ірану повідомив про загибель 12 солдатів. Увечері у відомстві уточнили, що загинули 14 солдатів.",
         "ir-general-staff"),
        ("Русская служба Би-би-си сообщила о гибели 12 солдат. Издание уточнило, что погибли 14.", "bbc-russian"),
        ("Губернатор сообщил о гибели 12 солдат. В ведомстве уточнили, что погибли 14.", "ministry"),
    ],
)  # fmt: skip
def test_the_department_and_the_paper_are_those_that_spoke_before(text: str, chain: str) -> None:
    assert [link.id for link in read(text)[-1].attribution] == [chain]


def test_drones_shot_down_are_lost_by_whoever_launched_them() -> None:
    text = "Ночью иранская армия запустила по Израилю 90 беспилотников. Средствами ПВО сбито 70 беспилотников."
    assert [claim.side for claim in read(text, "2024-04-14")] == ["IR"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Армия Ирана потеряла 90 солдат, три пикапа, а также гаубицу «Краб».", ["90", "три", "гаубицу"]),
        ("На півдні знищено два танки, БТР і міномет.", ["два", "БТР", "міномет"]),
        ("Авиация Ирана сбила Су-35.", ["Су-35"]),
        ("Вночі потоплено великий десантний корабель.", ["великий десантний корабель"]),
        ("Уничтожены танки, БТР и миномёты Ирана.", []),
        ("По колонне била артиллерия, Су-35 и БТР.", []),
    ],
)  # fmt: skip
def test_one_thing_amid_a_list_is_one_whatever_it_is_called(text: str, told: list[str]) -> None:
    assert [row[0] for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Генштаб Ирана сообщил о 12 сбитых самолётах. В Тель-Авиве говорят о девяти.", ["12", "девяти"]),
        ("Генштаб Ірану повідомив про 12 збитих літаків. В Ізраїлі говорять про дев'ять.", ["12", "дев'ять"]),
        ("Генштаб Ирана сообщил о 12 сбитых самолётах. Израиль называет другую цифру: 9.", ["12", "9"]),
        ("Генштаб Ирана сообщил о 12 сбитых самолётах.\n\nПолиция сообщила о девяти.", ["12"]),
        ("Генштаб Ирана сообщил о 12 сбитых самолётах. Министр сказал главное: 9.", ["12"]),
    ],
)
def test_another_s_figure_of_the_same_is_told_again(text: str, told: list[str]) -> None:
    assert [row[0] for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Министр обороны Ирана назвал потери с начала операции. По его словам, убиты 300 солдат.", ["cumulative"]),
        ("Міністр оборони Ірану назвав втрати від початку операції. За його словами, вбито 300.", ["cumulative"]),
        ("Министр обороны Ирана назвал потери с начала операции. Вчера, по его словам, убиты 30 солдат.", ["window"]),
        ("За день погибли двое; всего в операции армия Ирана потеряла 194 солдата.", ["window", "cumulative"]),
    ],
)  # fmt: skip
def test_what_is_told_from_the_beginning_is_a_total(text: str, kinds: list[str]) -> None:
    assert [row[3] for row in figures(text)] == kinds


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Иранская армия потеряла 30 солдат. Ещё трое сдались.", ["IR", "IR"]),
        ("Іранська армія втратила 30 солдатів. Ще троє здалися.", ["IR", "IR"]),
        ("Иранская армия потеряла 30 солдат. Ещё трое израильских солдат сдались.", ["IR", "IL"]),
        ("У Римі вважають, що ворог утратив 300 солдатів, а Україна — 90.", ["RU", "UA"]),
    ],
)
def test_more_of_the_same_are_of_the_same_side(text: str, sides: list[str]) -> None:
    assert [claim.side for claim in read(text, "2024-04-14")] == sides


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Додому повернулися 103 захисники. Серед звільнених з полону дев'ятеро офіцерів.", ["103", "дев'ятеро"]),
        ("Домой вернулись 103 защитника. Взамен передано 90 военных Ирана.", ["103", "90"]),
        ("Домой вернулись 103 защитника. Город встречал их цветами.", []),
    ],
)
def test_who_comes_home_was_held_where_the_text_tells_of_captivity(text: str, told: list[str]) -> None:
    assert [row[0] for row in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Погибли 40 солдат, сообщил Генштаб Ирана. Ранены 60 солдат, добавляют там.", "ir-general-staff"),
        ("Загинули 40 солдатів, повідомив Генштаб Ірану. Поранено 60 солдатів, додають там.", "ir-general-staff"),
    ],
)
def test_there_is_the_house_of_the_body_that_has_just_spoken(text: str, chain: str) -> None:
    assert read(text)[-1].attribution[-1].id == chain
