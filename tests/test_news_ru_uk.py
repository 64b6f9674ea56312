"""News in Russian and Ukrainian as agencies write it: who speaks behind long quotations, verbs left out for a dash,
groups of forces in quotation marks, wounded told beside the dead, and numbers that only look like others."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim import read as read_documents
from counterclaim.language import load_language
from counterclaim.model import Claim, Document, Span
from counterclaim.quantities import read_quantity


def read(text: str, published: str | None = None) -> list[Claim]:
    day = date.fromisoformat(published) if published else None
    (report,) = read_documents(Document("d1", text, "note.txt", published=day))
    return list(report.claims)


def chains(text: str) -> list[list[str]]:
    return [[link.id or link.name for link in claim.attribution] for claim in read(text)]


def figures(text: str) -> list[tuple[str, str, str]]:
    return [(claim.quantity.text, claim.object, claim.measure) for claim in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "«Ночью снаряд попал в школу. Погибли 14 человек. Ещё девять ранены», — сказал губернатор.",
        '"Уночі снаряд влучив у школу. Загинули 14 людей. Ще дев\'ятеро поранені", - повідомив губернатор.',
    ],
)
def test_who_closes_a_quotation_says_all_of_its_sentences(text: str) -> None:
    assert chains(text) == [["governor"], ["governor"]]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Армия потеряла 60 солдат. Об этом со ссылкой на Минобороны Ирана сообщает ТАСС.", ["tass", "ir-mod"]),
        ("Армия потеряла 60 солдат. Об этом сообщает ТАСС со ссылкой на Минобороны Ирана.", ["tass", "ir-mod"]),
        ("Погибли 60 солдат. Об этом 14 мая сообщил губернатор.", ["governor"]),
        ("Погибли 60 солдат, заявил на пресс-конференции в Басре губернатор.", ["governor"]),
        ("По словам главного военного прокурора, погибли 60 солдат.", ["prosecutor"]),
        ("За словами головного військового прокурора, загинули 60 солдатів.", ["prosecutor"]),
        ("Минобороны Ирана выступило с заявлением. «Сожжено 18 танков», — говорится в сообщении.", ["ir-mod"]),
        ("Волонтёры составили список: 103 погибших солдата.", ["activist"]),
        ("Погибли 60 солдат, написал в своём телеграм-канале губернатор области.", ["governor"]),
        ("Погибли 60 солдат, написал у себя в соцсетях мэр города.", ["mayor"]),
        ("Загинули 60 солдатів, повідомив у соцмережах мер міста.", ["mayor"]),
        ("Погибли 60 солдат, заявил министр информации страны Дауд Мусса.", ["minister"]),
        ("Как рассказал нашему изданию боец бригады, погибли 60 солдат.", ["soldier"]),
        ("По телевизору сказали, погибло 60 солдат.", ["media"]),
        ("По телевізору кажуть, що загинуло 60 солдатів.", ["media"]),
        ("Зведення Генштабу України: ворог втратив 60 солдатів.", ["ua-general-staff"]),
        ("Официальный Каир признал гибель 60 солдат.", ["eg-government"]),
        ("Офіційний Каїр визнав загибель 60 солдатів.", ["eg-government"]),
        ("Представитель «Талибана» написал в «Твиттере», что убиты 60 солдат.", ["taliban"]),
        (
            "Группировка «Аш-Шабаб», напавшая во вторник на базу у Беледуэйне, заявила, что убила 60 солдат.",
            ["al-shabaab"],
        ),
        ("Сотрудники «Медиазоны» установили имена 60 погибших солдат.", ["mediazona"]),
        ("Полиция обнаружила тела 60 солдат.", ["police"]),
        ("Поліція виявила тіла 60 солдатів.", ["police"]),
        ("Правозащитник, чьи слова приводит газета, насчитал 60 убитых солдат.", ["activist"]),
        ("Список погибших, который ведёт «Медиазона», вырос до 60 солдат.", ["mediazona"]),
    ],
)
def test_the_speaker_of_news_is_found_where_it_stands(text: str, chain: list[str]) -> None:
    assert chains(text)[0] == chain


@pytest.mark.parametrize(
    "text",
    [
        "Общие потери повстанцев составили 300 человек.",
        "Удар по Басре привел к гибели семи человек.",
        "Значит, потери её составили 300 человек.",
        "7-я дивизия насчитывала в своих рядах 9000 человек.",
        "Наші втрати на річці\n\nТого дня було вбито 300 воїнів.",
    ],
)
def test_what_amounts_to_a_number_is_nobody_who_speaks(text: str) -> None:
    assert chains(text) == [[]]


def test_a_bare_staff_is_the_one_that_the_text_names_in_full() -> None:
    text = "Армия России потеряла 70 солдат — Генштаб\n\nОб этом сообщили в Генеральном штабе ВСУ."
    assert chains(text) == [["ua-general-staff"]]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "Армия потеряла свыше 90 человек, в зоне группировки «Рассвет» — более 40, на направлении «Юг» — до 12.",
            ["свыше 90", "более 40", "до 12"],
        ),
        ("Уничтожены до 30 солдат, «Рассвета» — до 40, «Заката» — более 12.", ["до 30", "до 40", "более 12"]),
        ("Армія втратила понад 90 осіб, у смузі угруповання «Світанок» – понад 40.", ["понад 90", "понад 40"]),
        ("Ликвидировано до 60 и более 90 солдат соответственно.", ["до 60", "более 90"]),
    ],
)
def test_a_verb_left_out_for_a_dash_is_that_of_the_item_before(text: str, numbers: list[str]) -> None:
    claims = read(text)
    assert [claim.quantity.text for claim in claims] == numbers
    assert {(claim.object, claim.measure) for claim in claims} == {("personnel", "losses")}


def test_whose_figure_stands_before_the_dash_has_lost_it() -> None:
    claims = read("Иран потерял 14 танков, Ирак — 24 танка.")
    assert [(claim.quantity.best, claim.side) for claim in claims] == [(14, "IR"), (24, "IQ")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ранения получили 55 человек.", [("55", "people", "wounded")]),
        ("Поранення дістали четверо жінок.", [("четверо", "civilian", "wounded")]),
        ("Поранення дістав 74-річний чоловік.", [("чоловік", "people", "wounded")]),
        (
            "Пожар привёл к гибели двух человек и ранениям ещё троих.",
            [("двух", "people", "killed"), ("троих", "people", "wounded")],
        ),
        (
            "Місія підтвердила загибель 90 жителів та поранення 170 цивільних.",
            [("90", "civilian", "killed"), ("170", "civilian", "wounded")],
        ),
    ],
)
def test_the_wounded_are_wounded_in_any_order_of_words(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("В зоне группировки «Днепр» погибли 40 солдат.", [None]),
        ("На «Азовстали» погибли 40 солдат.", ["Азовстали"]),
        ("Губернатор Курской области Пётр Ильин сообщил о гибели двух человек.", [None]),
        ("Мер Харкова Петро Ілленко повідомив про 44 загиблих.", [None]),
        ("С начала вторжения в Украину погибли 40 солдат.", [None]),
        ("В секторе Газа погибли 40 человек.", ["секторе Газа"]),
    ],
)
def test_a_name_of_forces_or_of_an_office_is_no_place(text: str, places: list[str | None]) -> None:
    assert [claim.place for claim in read(text)] == places


@pytest.mark.parametrize(
    "text", ["Сирийская армия потеряла 40 солдат.", "Армія Сирії втратила 40 солдатів.", "The Syrian Army lost 40 men."]
)
def test_a_whole_army_is_no_unit(text: str) -> None:
    assert [claim.unit for claim in read(text)] == [None]


@pytest.mark.parametrize(
    ("code", "text", "interval", "hedge"),
    [
        ("ru", "15 тысяч 51", (15051, 15051), "exact"),
        ("uk", "7 тисяч 208", (7208, 7208), "exact"),
        ("ru", "500 и более", (500, None), "at least"),
        ("uk", "500 і більше", (500, None), "at least"),
    ],
)
def test_numbers_of_news_are_read_whole(code: str, text: str, interval: tuple[float, float | None], hedge: str) -> None:
    quantity = read_quantity(text, load_language(code))
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.hedge) == (*interval, hedge)


def test_a_scale_does_not_run_into_the_next_sentence() -> None:
    assert read("Втрати сягають 14 млн. Мільйони людей утекли.")[0].quantity.best == 14e6


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Загинули 30 дітей і 1929 дорослих.", None),
        ("В 1994 и 1995 погибли 40 солдат.", date(1995, 1, 1)),
        ("С начала вторжения России в Украину погибли 40 солдат.", date(2022, 2, 24)),
    ],
)
def test_a_count_is_no_year_and_an_invasion_has_its_day(text: str, start: date | None) -> None:
    assert read(text)[-1].period.start == start


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Потери 24-й отдельной горной бригады составили 300 человек.", "24-й отдельной горной бригады"),
        ("6-я армия потеряла 300 человек.", "6-я армия"),
        ("Штурмовий полк «Вітер» утратив 30 бійців.", "Штурмовий полк «Вітер»"),
        ("Рота потеряла 40 человек.", "company"),
    ],
)
def test_a_unit_keeps_its_number_and_its_name(text: str, unit: str) -> None:
    assert [claim.unit for claim in read(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ППО збила 28 з 74 безпілотників.", [("28", "uav", "destroyed")]),
        ("Ворог запустив 132 ракети. ППО збила 58 із них.", [("58", "missile", "destroyed")]),
        (
            "Из 26 танков, стоявших в парке и вошедших в город, сожжено 20.",
            [("26", "tank", "strength"), ("20", "tank", "destroyed")],
        ),
        ("Армия потеряла в зоне СВО около 130 солдат.", [("около 130", "personnel", "losses")]),
        ("Гибель личного состава потрясла штаб. У женщины травмировано лицо.", []),
        ("Там знищили ще один батальйон мобілізованих.", []),
        ("На кордоні воюють 69 тисяч солдатів.", [("69 тисяч", "personnel", "strength")]),
        ("Штаб планирует набрать ещё 40 тысяч контрактников.", [("40 тысяч", "personnel", "mobilised")]),
        ("В боях приняли участие 16 тысяч солдат.", [("16 тысяч", "personnel", "deployed")]),
        ("У марафоні взяли участь 300 людей.", []),
    ],
)
def test_what_a_number_of_news_counts(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


def test_nobody_left_is_a_claim_of_none_and_no_denial() -> None:
    (claim,) = read("Із взводу нікого не залишилося.")
    assert (claim.quantity.high, claim.measure, claim.stance) == (0, "remaining", "asserts")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Армия Азербайджана потеряла 40 солдат.", ["AZ"]),
        ("Армія Сирії втратила 40 танків.", ["SY"]),
        ("Минобороны РФ: уничтожены два немецких танка «Леопард». Потери ВСУ растут.", ["UA"]),
    ],
)
def test_whose_army_and_whose_tank_it_is(text: str, sides: list[str]) -> None:
    assert [claim.side for claim in read(text)] == sides


def test_small_totals_of_a_list_are_totals_like_those_above_them() -> None:
    lines = ("- танки — 7229 (+16);", "- самолеты — 348;", "- корабли — 26;", "- подводные лодки — 1.")
    text = "\n".join(["Армия потеряла с начала войны:", *lines])
    kinds = {claim.quantity.best: claim.period.kind for claim in read(text, "2024-04-21")}
    assert [kinds[total] for total in (7229, 348, 26, 1)] == ["cumulative"] * 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("З російського полону вдалося повернути 84 людини.", [("84", "people", "released")]),
        ("Из плена вернули 40 солдат.", [("40", "personnel", "released")]),
        ("Войска потеряли убитыми, ранеными, пленёнными 80 тысяч солдат.", [("80 тысяч", "personnel", "losses")]),
        ("Поранено вісьмох людей, врятовано 18 жителів.", [("вісьмох", "people", "wounded")]),
        ("Спасли 40 солдат.", []),
        ("Под завалами нашли ребёнка, и число жертв достигло 41.", [("41", "people", "killed")]),
    ],
)
def test_released_rescued_and_lost_in_every_way_are_told_apart(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


def test_who_says_a_headline_is_no_loss_and_what_the_dead_were_is_no_speaker() -> None:
    headline = "Бригада втратила 70 танків – полонений солдат"
    assert figures(headline) == [("70", "tank", "losses")]
    assert not any(chains("Из 570 солдат, погибших в горах, 96 человек — офицеры."))


def test_a_shortened_thousand_ends_its_sentence_before_a_capital() -> None:
    claims = read("Армия должна была потерять 16 тыс. Только за март погибло от 500 до 1 тыс. солдат.")
    assert [claim.quantity.text for claim in claims][-1] == "от 500 до 1 тыс."


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "21 дрон сбит над Курской областью, семь — над Орловской, пять — над Брянской.",
            ["Курской", "Орловской", "Брянской"],
        ),
        ("Вісім дронів збили над Сумською областю, п'ять — над Полтавською.", ["Сумською", "Полтавською"]),
        ("В Агдамском районе погибли трое.", ["Агдамском"]),
    ],
)
def test_of_a_region_the_adjective_alone_is_the_place(text: str, places: list[str]) -> None:
    assert [claim.place for claim in read(text)] == places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("За неделю погибли 340 военнослужащих полка.", [("340", "personnel", "killed")]),
        (
            "Загинули 40 бійців полку та двоє офіцерів бригади.",
            [("40", "personnel", "killed"), ("двоє", "personnel", "killed")],
        ),
        ("Танков уничтожено 85, самолётов сбито 12.", [("85", "tank", "destroyed"), ("12", "aircraft", "destroyed")]),
        ("Танків знищено 85 (+3).", [("85", "tank", "destroyed"), ("3", "tank", "destroyed")]),
    ],
)
def test_what_is_counted_may_stand_before_its_loss_or_belong_to_a_unit(
    text: str, told: list[tuple[str, str, str]]
) -> None:
    assert figures(text) == told


def test_two_battalions_are_still_no_claim() -> None:
    assert figures("Разгромлены два батальона полка.") == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Погибли семеро, сообщил представитель Минобороны Ирана.\n\n«Сбит дрон», — добавил он.", ["ir-mod"]),
        ("О раненых сообщил губернатор Юрий Ланской. Он рассказал, что погибли 14 человек.", ["governor"]),
        ("Мэр Юрий Ланской был в городе, сказал мэр Юрий Ланской. По словам Ланского, погибли 14 человек.", ["mayor"]),
        ("Погибли 14 человек. Такие данные приводит мэр.", ["mayor"]),
        ("Загинули 14 військових. Цю цифру озвучив мер.", ["mayor"]),
        ("Загинули 14 людей. Про це у п’ятницю, 6 травня, повідомив мер.", ["mayor"]),
        ("Загинули 14 людей. Про це повідомив т. в. о. губернатора Юрій Ланський.", ["governor"]),
        ("Загинули 14 людей, повідомив голова Луганської обласної військової адміністрації.", ["governor"]),
        ("Как пишут СМИ, погибли 14 человек.", ["media"]),
        ("Местные активисты говорят о 14 погибших.", ["activist"]),
        ("«Медиазона» и «Медуза» подтвердили гибель 14 солдат.", ["mediazona"]),
        ("Минус 14 танков: Минобороны Ирана обновило потери", ["ir-mod"]),
        ("По его словам, погибли 14 человек.", ["его"]),
        ("Зниклими безвісти досі вважають 14 осіб.", []),
        ("Иранские потери оценивают в 14 танков.", []),
    ],
)
def test_he_a_surname_and_who_told_it_behind_are_found_in_news(text: str, chain: list[str]) -> None:
    assert chains(text)[-1] == chain


def test_a_headline_names_its_own_source() -> None:
    text = "В Басре погибли трое\n\nСнаряд попал в школу, погибли трое. Об этом сообщил мэр."
    (report,) = read_documents(Document("d1", text, "note.txt", headline=Span(0, 20)))
    assert [[link.id for link in claim.attribution] for claim in report.claims] == [[], ["mayor"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Пострадали 90 человек. Среди погибших — 14 мужчин и трое детей.",
            [("90", "people", "wounded"), ("14", "people", "killed"), ("трое", "child", "killed")],
        ),
        (
            "Збройні сили втратили 90 машин. Зокрема, шість танків та дві гаубиці.",
            [("90", "vehicle", "losses"), ("шість", "tank", "losses"), ("дві", "artillery", "losses")],
        ),
        (
            "Уничтожено 40 танков, 16 — повреждено, трое танкистов — ранены.",
            [("40", "tank", "destroyed"), ("16", "tank", "damaged"), ("трое", "personnel", "wounded")],
        ),
        (
            "Итог: 1943 погибших и 2071 раненый.",
            [("1943", "people", "killed"), ("2071", "people", "wounded")],
        ),
        ("Итог войны: 1943 год, погибших нет.", [("нет", "people", "killed")]),
    ],
)
def test_parts_of_what_was_told_before_and_verbs_behind_a_dash(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("У війні проти України росіяни втратили 140 танків.", ["RU"]),
        ("Армия Ирана насчитывает в Ираке 40 тысяч солдат.", ["IR"]),
        ("В результате израильских ударов по Ливану погибли 14 солдат.", ["LB"]),
        ("Иран потерял в боях под Басрой убитыми 300 солдат.", ["IR"]),
    ],
)
def test_whose_loss_is_told_by_case_and_not_by_the_blow(text: str, sides: list[str | None]) -> None:
    assert [claim.side for claim in read(text)] == sides


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "«За месяц мы потеряли 14 танков. Погибли 40 солдат, — сказал мэр Юрий Ланской. — Ранены ещё 90».",
            [["mayor"], ["mayor"], ["mayor"]],
        ),
        (
            "Медсестра Анна Ланская рассказала «Медузе»: «Погибли 14 солдат. Ранены 90».",
            [["meduza", "medic"], ["meduza", "medic"]],
        ),
        ("Мэр сообщил данные о потерях. Согласно подсчетам, погибли 14 солдат.", [["mayor"]]),
        ("По данным, которые удалось проверить, погибли 14 солдат.", [[]]),
        ("ГУР оприлюднило розмову окупанта. «Загинули 14 солдатів», — каже він.", [["soldier"]]),
    ],
)
def test_who_breaks_off_a_quotation_or_tells_a_paper_says_all_of_it(text: str, told: list[list[str]]) -> None:
    assert [chain[-len(one) :] if one else chain for chain, one in zip(chains(text), told, strict=True)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Сбит иранский вертолёт.", [("вертолёт", "helicopter", "destroyed")]),
        ("Сторож, дежуривший у ворот, погиб.", [("Сторож", "people", "killed")]),
        ("У Сумах 61-річний місцевий житель загинув.", [("місцевий житель", "civilian", "killed")]),
        (
            "Погибли четверо, в том числе офицер МВД.",
            [("четверо", "people", "killed"), ("офицер", "personnel", "killed")],
        ),
        ("Жінка дістала тяжкі поранення.", [("Жінка", "civilian", "wounded")]),
        ("Жінка дістала тяжкі валізи.", []),
    ],
)
def test_the_mark_of_an_unspoken_one_is_its_noun(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


def test_an_occupier_who_is_heard_speaks_for_the_other_side() -> None:
    text = "Україна. ГУР оприлюднило розмову окупанта. «У моїй роті лишилося 14 солдатів», — каже він."
    assert [claim.side for claim in read(text, "2023-02-01")] == ["RU"]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Ночью взяли двоих. Один рассказал, что погибли 14 солдат.", ["prisoner"]),
        ("Один рассказал, что погибли 14 солдат.", ["Один"]),
        ("Мэр сообщил о 40 раненых. Погибли, по тем же данным, 14 солдат.", ["mayor"]),
        ("Погибли 14 солдат, передаёт «Укринформ» со ссылкой на и. о. губернатора.", ["ukrinform", "governor"]),
        ("По словам Петра Порошенко, погибли 14 солдат.", ["ua-president"]),
    ],
)
def test_one_of_the_taken_the_same_figures_and_who_acts_for_another_speak(text: str, chain: list[str]) -> None:
    assert chains(text)[-1] == chain


@pytest.mark.parametrize(
    ("text", "kind", "last"),
    [
        ("З моменту вторгнення в Україну росіяни втратили 400 танків.", "cumulative", None),
        ("С начала вооружённого вторжения в Украину погибли 400 солдат.", "cumulative", None),
        ("С начала израильских ударов погибли 400 человек.", "cumulative", None),
        ("Від початку російських обстрілів загинули 400 людей.", "cumulative", None),
        ("С начала года прошло три недели. Погибли 400 человек.", "window", None),
        ("Станом на ранок 30 травня росіяни втратили 400 танків.", "cumulative", date(2023, 5, 30)),
        ("По состоянию на вечер 30 мая Россия потеряла 400 танков.", "cumulative", date(2023, 5, 30)),
        ("Вранці 30 травня росіяни втратили 400 танків.", "window", date(2023, 5, 30)),
    ],
)
def test_a_total_stands_at_an_hour_of_a_day_and_counts_from_the_moment(text: str, kind: str, last: date | None) -> None:
    (claim,) = read(text, "2023-06-02")
    assert claim.period.kind == kind
    assert last is None or claim.period.end == last


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("За сутки погибли 40 солдат и 9 офицеров; с начала боёв погибли 2640 солдат.", "window window cumulative"),
        ("С начала войны погибли 2640 солдат; за минувшие сутки погибли 40.", "cumulative window"),
        ("С начала войны погибли 2640 солдат; ранены 9000.", "cumulative cumulative"),
        ("Самые тяжёлые потери с начала операции: накануне погибли 24 солдата.", "window"),
        ("У місті з лютого по червень загинули 5805 людей.", "window"),
        ("С марта по май погибли 5805 человек.", "window"),
        ("С марта погибли 5805 человек.", "cumulative"),
    ],
)
def test_since_when_is_counted_is_of_its_own_part_of_a_sentence(text: str, kinds: str) -> None:
    assert " ".join(claim.period.kind for claim in read(text, "2023-06-02")) == kinds


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Иран обменялся пленными с Ираком. Домой вернулись 14 солдат.",
            [("14", "personnel", "released")],
        ),
        ("Отпуск кончился. Домой вернулись 14 солдат.", []),
        ("Уничтожено 14 единиц бронетехники.", [("14", "afv", "destroyed")]),
        ("Знищено 14 одиниць техніки.", [("14", "equipment", "destroyed")]),
        ("Перехвачен 31 реактивный снаряд «Хаймарс».", [("31", "missile", "destroyed")]),
        ("Уничтожены три «Хаймарса».", [("три", "mlrs", "destroyed")]),
        ("Нейтрализовано 23 беспилотных летательных аппарата.", [("23", "uav", "losses")]),
    ],
)
def test_those_who_come_home_and_what_was_shot_down(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Погибли 98 человек, треть из них — дети.", [("98", "people", "killed"), ("треть", "child", "killed")]),
        ("Погибли девять детей и фельдшер.", [("девять", "child", "killed"), ("фельдшер", "medic", "killed")]),
        ("За ночь выпущено 65 ракет, пятьдесят две сбиты.", [("пятьдесят две", "missile", "destroyed")]),
        ("Горят шесть подбитых армянских Т-72.", [("шесть", "tank", "destroyed")]),
        ("Полк потерял убитыми 300 человек.", [("300", "personnel", "killed")]),
        ("Загинули троє дітей і лікарка.", [("троє", "child", "killed"), ("лікарка", "medic", "killed")]),
    ],
)  # fmt: skip
def test_what_some_of_them_were_and_what_was_shot_down(text: str, told: list[tuple[str, str, str]]) -> None:
    assert figures(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("В Анкаре говорят о 12 погибших солдатах, в Дамаске — о 40.", [["tr-government"], ["sy-government"]]),
        ("В Анкарі кажуть про 12 загиблих солдатів, у Дамаску — про 40.", [["tr-government"], ["sy-government"]]),
        ("В Анкаре говорят о 12 погибших солдатах, в основном — о саперах.", [["tr-government"]]),
    ],
)
def test_another_s_figure_behind_a_dash_is_the_other_s(text: str, told: list[list[str]]) -> None:
    assert chains(text) == told


def test_own_losses_are_the_speaker_s_however_far_their_figures_stand() -> None:
    text = "Убиты 90 русских. Генштаб Финляндии сообщил: собственные потери за эти бои — 31 убитый, 60 раненых."
    assert [claim.side for claim in read(text)][1:] == ["FI", "FI"]
