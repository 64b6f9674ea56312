"""Whose loss it is in Russian and Ukrainian, who speaks, and when: by case, by preposition, by who is told."""

from __future__ import annotations

from datetime import date

import pytest

from counterclaim.claims import extract
from counterclaim.context import Context
from counterclaim.language import Reading, load_language
from counterclaim.model import Claim, Document
from counterclaim.topics import told_losses
from counterclaim.weighing import load_scales

DAY = date(2024, 5, 5)


def claims_of(text: str, code: str) -> list[Claim]:
    return extract(Document("d", text, "note.txt", published=DAY), language=code)[0]


def only(text: str, code: str) -> Claim:
    claims = claims_of(text, code)
    assert len(claims) == 1, [claim.quantity.text for claim in claims]
    return claims[0]


def speaker_of(claim: Claim) -> str | None:
    return (claim.speaker.id or claim.speaker.name) if claim.speaker is not None else None


@pytest.mark.parametrize(
    ("code", "word", "cases"),
    [
        ("ru", "хохлов", "ag"),
        ("ru", "украинские", "an"),
        ("ru", "украинскими", "i"),
        ("ru", "россия", "n"),
        ("ru", "всу", ""),
        ("uk", "росіян", "ag"),
        ("uk", "окупанти", "an"),
        ("uk", "російської", "g"),
    ],
)
def test_a_word_that_names_a_party_knows_the_cases_it_can_stand_in(code: str, word: str, cases: str) -> None:
    assert load_language(code).cases(word) == cases


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Триста человек под Изюмом потеряли украинцы.", "UA"),
        ("ru", "Под Изюмом украинцы триста человек потеряли.", "UA"),
        ("ru", "Русских под Изюмом погибло двадцать.", "RU"),
        ("uk", "Росіян під Ізюмом загинуло двадцять.", "RU"),
        ("ru", "Под Изюмом российскими войсками уничтожены 12 танков.", "UA"),
        ("uk", "Під Ізюмом російськими військами знищено 12 танків.", "UA"),
        ("uk", "Під Ізюмом українські військові покинули 12 танків.", "UA"),
        ("ru", "Американцы бросили под Мосулом 12 танков.", "US"),
        ("ru", "У украинцев под Изюмом трое убитых.", "UA"),
        ("uk", "Україна визнала загибель 12 своїх військових.", "UA"),
        ("ru", "Россия признала гибель 12 солдат.", "RU"),
        ("ru", "Мы под Изюмом обходили село. Одного взяли живым.", "UA"),
        ("ru", "Россия сообщила о гибели двенадцати своих солдат.", "RU"),
        ("ru", "Армения признала, что под Лачином сбит вертолёт.", "AM"),
        ("uk", "Вірменія визнала, що під Лачином збито гелікоптер.", "AM"),
        ("ru", "Украина вернула из плена 40 солдат.", "UA"),
        ("uk", "Росія повернула з полону 40 солдатів.", "RU"),
        ("ru", "Россия уничтожила под Изюмом 40 солдат.", "UA"),
        ("uk", "У бою під Ізюмом загинули двоє наших.", "UA"),
    ],
)
def test_whose_loss_it_is_by_case_and_preposition(code: str, text: str, side: str) -> None:
    assert only(text, code).side == side


def test_who_has_counted_the_dead_has_not_lost_them() -> None:
    text = "Украинский офицер рассказал: «За ночь мы подтвердили четырнадцать российских двухсотых»."
    assert only(text, "ru").side == "RU"


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("ru", "Как рассказал журналистам мэр города, погибли 12 человек.", "mayor"),
        ("ru", "Глава Омской области Юрий Лунин написал, что погибли 12 человек.", "governor"),
        ("uk", "Очільник Сумської ОВА повідомив, що загинули 12 людей.", "governor"),
        ("ru", "Прокуратура, отвечая на вопросы, признала гибель 12 человек.", "prosecutor"),
        ("ru", "В докладе ООН говорится о 12 погибших.", "un"),
        ("ru", "Убиты 12 человек, отчиталось Минобороны России: трое под Изюмом.", "ru-mod"),
        ("ru", "Газета приводит слова офицера: погибли 12 человек.", "commander"),
        ("uk", "Потім посадовець сказав: загинули 12 людей.", "official"),
        ("ru", "Мэр написал в «Телеграме», что погибли 12 человек.", "mayor"),
        ("uk", "Мер написав у «Телеграмі», що загинули 12 людей.", "mayor"),
        ("ru", "Иранское радио в тот же вечер передало, что погибли 12 человек.", "ir-media"),
        ("ru", "По оценке, которую опубликовал журнал «Ланцет», погибли 12 человек.", "lancet"),
        ("ru", "По словам армянских чиновников, погибли 12 человек.", "am-officials"),
        ("uk", "За словами вірменських посадовців, загинули 12 людей.", "am-officials"),
        ("ru", "По словам чиновника, погибли 12 человек.", "official"),
        ("ru", "Военный историк сообщил, что погибли 12 человек.", "researcher"),
        ("ru", "Один из бойцов сообщил, что погибли 12 человек.", "soldier"),
        ("ru", "Из города, говорят в ратуше, бежали 12 человек.", "ратуше"),
        ("ru", "Красный Крест сообщил, что погибли 12 человек.", "icrc"),
        ("ru", "Сгорел дом, между тем врачи, обойдя палаты, насчитали 12 погибших.", "medic"),
    ],
)
def test_who_says_it(code: str, text: str, speaker: str) -> None:
    assert speaker_of(claims_of(text, code)[0]) == speaker


def test_a_bare_official_is_the_one_who_spoke_before() -> None:
    text = "Губернатор Иван Лунин сообщил о 12 погибших. Раненых трое, добавил чиновник."
    assert [speaker_of(claim) for claim in claims_of(text, "ru")] == ["governor", "governor"]


def test_who_is_told_does_not_speak() -> None:
    text = "Бывший солдат рассказал журналистам «Медузы»: «Погибли 12 человек»."
    assert speaker_of(only(text, "ru")) == "soldier"


@pytest.mark.parametrize(
    ("code", "opening", "speaker"),
    [
        ("ru", "Из дневника военврача Ивана Лунина", "medic"),
        ("ru", "Рассказывает санитар Иван Лунин.", "medic"),
        ("ru", "Ежедневная сводка от Генштаба ВСУ", "ua-general-staff"),
        ("uk", "Повітряні сили: підсумки ночі.", "ua-air-force"),
        ("uk", "Розповідає медик Ірина.", "medic"),
    ],
)
def test_who_opens_a_text_speaks_in_all_of_it(code: str, opening: str, speaker: str) -> None:
    body = {"ru": "Ночью погибли 12 солдат. Ранены 30.", "uk": "Уночі загинули 12 солдатів. Поранено 30."}[code]
    assert [speaker_of(claim) for claim in claims_of(f"{opening}\n\n{body}", code)] == [speaker, speaker]


def test_a_dateline_opens_nothing() -> None:
    text = "МОСКВА, 5 мая. Ночью погибли 12 солдат."
    assert speaker_of(only(text, "ru")) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Сили оборони за добу знищили:\nтанків — 12\nББМ — 24"),
        ("uk", "Українські війська за добу знищили:\n• 12 танків\n• 24 бойові броньовані машини"),
    ],
)
def test_a_list_under_a_verb_is_of_the_enemy_of_who_did_it_and_of_that_day(code: str, text: str) -> None:
    claims = claims_of(text, code)
    assert [(c.object, c.measure, c.side) for c in claims] == [("tank", "destroyed", "RU"), ("afv", "destroyed", "RU")]
    assert {(c.period.kind, c.period.start) for c in claims} == {("window", date(2024, 5, 4))}


def test_the_verb_before_a_list_tells_more_than_the_noun_over_it() -> None:
    claims = claims_of("Втрати ворога за добу: знищено\nтанків — 12\nББМ — 24", "uk")
    assert [(c.object, c.measure, c.side) for c in claims] == [("tank", "destroyed", "RU"), ("afv", "destroyed", "RU")]


def test_whose_a_thing_is_does_not_count_them() -> None:
    assert only("Під Ізюмом підбито чотири бронетранспортери окупантів.", "uk").object == "afv"


def test_a_list_of_what_was_lost_is_of_who_lost_it() -> None:
    claims = claims_of("Украинские войска потеряли:\nтанков — 12\nорудий — 24", "ru")
    assert [(c.object, c.measure, c.side) for c in claims] == [("tank", "losses", "UA"), ("artillery", "losses", "UA")]


def test_a_number_that_has_a_thing_before_the_colon_heads_no_list() -> None:
    claims = claims_of("Сбиты 12 целей: 10 ракет и два беспилотника.", "ru")
    assert [(c.quantity.best, c.object) for c in claims][-2:] == [(10, "missile"), (2, "uav")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "С начала осады погибли 1200 человек."),
        ("uk", "З початку облоги загинуло 1200 людей."),
        ("uk", "Відколи почалася облога, загинуло 1200 людей."),
    ],
)
def test_what_is_counted_since_something_began_is_a_running_total(code: str, text: str) -> None:
    assert only(text, code).period.kind == "cumulative"


@pytest.mark.parametrize(
    ("code", "text"), [("ru", "Погибших среди солдат нет."), ("uk", "Постраждалих немає."), ("ru", "Жертв нет.")]
)
def test_none_behind_a_loss_is_zero(code: str, text: str) -> None:
    assert only(text, code).quantity.best == 0


@pytest.mark.parametrize(("code", "text"), [("ru", "Света в посёлке нет."), ("uk", "Води в селі немає.")])
def test_none_of_what_is_no_loss_is_no_claim(code: str, text: str) -> None:
    assert claims_of(text, code) == []


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Парагвайская армия потеряла 12 солдат.", "PY"),
        ("ru", "Армия Махди потеряла 12 бойцов.", "Mahdi Army"),
        ("uk", "Загін РЕНАМО втратив 12 бійців.", "RENAMO"),
        ("ru", "Погибли двенадцать красноармейцев, нашли поисковики.", "Soviet Union"),
    ],
)
def test_states_and_groups_of_every_war_are_named_in_both_languages(code: str, text: str, side: str) -> None:
    assert only(text, code).side == side


@pytest.mark.parametrize("text", ["Ира потеряла 12 рублей.", "Того, что потеряно, 12."])
def test_an_acronym_in_small_letters_is_no_group(text: str) -> None:
    assert claims_of(text, "ru") == []


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Под Аду погибли 12 эритрейцев.", "ER"),
        ("ru", "Погибли 12 малийцев.", "ML"),
        ("uk", "Загинули 12 еритрейців.", "ER"),
        ("uk", "Загинув 21 колумбієць.", "CO"),
        ("uk", "УПА втратила 12 стрільців.", "Ukrainian Insurgent Army"),
        ("ru", "МПЛА потеряла 12 солдат.", "MPLA"),
    ],
)
def test_people_of_every_land_and_lesser_groups_are_named(code: str, text: str, side: str) -> None:
    assert only(text, code).side == side


def test_a_text_without_a_day_is_of_the_year_of_its_dates() -> None:
    text = "12 июля 1943 года в нашей роте погибли 40 солдат."
    (claim,) = extract(Document("d", text, "note.txt"), language="ru")[0]
    assert claim.side == "Soviet Union"


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "В июле сорок третьего мы потеряли под Орлом 12 танков.", "Soviet Union"),
        ("uk", "У липні сорок третього ми втратили під Харковом 12 танків.", "Soviet Union"),
        ("ru", "Летом 2022 года мы потеряли под Изюмом 12 танков.", "RU"),
        ("uk", "Улітку 2022 року ми втратили під Ізюмом 12 танків.", "UA"),
        ("ru", "В 1985 году мы потеряли от душманов 12 танков.", "Soviet Union"),
    ],
)
def test_who_says_we_is_of_the_state_of_the_year_that_a_text_tells(code: str, text: str, side: str) -> None:
    assert extract(Document("d", text, "note.txt"), language=code)[0][0].side == side


def test_years_of_several_times_date_no_text() -> None:
    text = "В 1943 году здесь шли бои. Летом 2022 года мы потеряли под Изюмом 12 танков."
    assert extract(Document("d", text, "note.txt"), language="ru")[0][0].side == "RU"


def test_those_of_whom_a_part_is_told_are_of_one_side() -> None:
    text = "Россия потеряла в Украине 1 300 танков. Из них 800 уничтожены, 40 повреждены."
    assert [claim.side for claim in claims_of(text, "ru")] == ["RU", "RU", "RU"]


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("ru", "Под Изюмом насчитали девять сгоревших Су-24.", ("aircraft", "destroyed")),
        ("uk", "Під Ізюмом нарахували дев’ять спалених БТР-4.", ("afv", "destroyed")),
        ("ru", "Крейсер «Слава» затонул.", ("ship", "destroyed")),
        ("ru", "Потери армии за неделю, по оценке штаба, превысили 300 человек.", ("personnel", "losses")),
        ("ru", "Из плена освобождены двое лётчиков, сбитых в мае.", ("personnel", "released")),
        ("ru", "Под Изюмом погибли двенадцать домохозяек.", ("civilian", "killed")),
        ("uk", "Під Ізюмом загинули дванадцять підводників.", ("personnel", "killed")),
    ],
)
def test_what_is_counted_by_a_type_a_ship_s_name_or_a_trade(code: str, text: str, told: tuple[str, str]) -> None:
    claim = only(text, code)
    assert (claim.object, claim.measure) == told


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("ru", "Асмэра признала гибель 19 солдат.", "er-government"),
        ("ru", "В Найроби признали гибель 19 солдат.", "ke-government"),
        ("uk", "Бішкек визнав загибель 19 прикордонників.", "kg-government"),
        ("uk", "У Буенос-Айресі визнали загибель 19 моряків.", "ar-government"),
        ("ru", "По словам представителя пакистанских военных, погибли 19 солдат.", "pk-military"),
        ("uk", "За словами речника пакистанських військових, загинули 19 солдатів.", "pk-military"),
        ("ru", "По словам военных, погибли 19 солдат.", "soldier"),
        ("uk", "За словами військових, загинули 19 солдатів.", "soldier"),
        ("ru", "По словам медсестёр, погибли 19 солдат.", "medic"),
        ("uk", "За словами медсестер, загинули 19 солдатів.", "medic"),
    ],
)
def test_a_capital_speaks_for_its_government_and_soldiers_for_themselves(code: str, text: str, speaker: str) -> None:
    assert speaker_of(only(text, code)) == speaker


@pytest.mark.parametrize(
    ("code", "text", "side", "place"),
    [
        ("ru", "Россия и Украина воюют. В Броварах погибли 12 мирных жителей.", "UA", "Броварах"),
        ("uk", "Росія та Україна воюють. У Клинцях загинули 12 мирних мешканців.", "RU", "Клинцях"),
        ("uk", "Індія та Пакистан воюють. У Пунчі загинули 12 мирних мешканців.", "IN", "Пунчі"),
    ],
)
def test_civilians_of_a_town_are_its_state_s(code: str, text: str, side: str, place: str) -> None:
    claim = only(text, code)
    assert (claim.side, claim.place) == (side, place)


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Боевики ИГ напали на колонну в Хомсе: 23 военных убиты.", "SY"),
        ("ru", "Ополченцы «Фано» захватили город и разоружили гарнизон: 60 солдат сдались.", "ET"),
        ("ru", "Хохлы озверели. Они нам два бэтээра сожгли.", "RU"),
        ("uk", "Русня поряд. Вони нам два бетеери спалили.", "UA"),
        ("ru", "Хохлы лежат в посадке. Своих потеряли двоих.", "RU"),
        ("ru", "Генштаб ВСУ: сутки стоили захватчикам 1340 солдат.", "RU"),
        ("uk", "Росіянам наступ коштував 500 солдатів.", "RU"),
        ("uk", "Росіяни втратили вбитими й пораненими 150 тисяч осіб.", "RU"),
        ("ru", "Взрывы не стихают. Убили у нас троих.", "RU"),
    ],
)
def test_who_is_fallen_upon_has_the_loss(code: str, text: str, side: str) -> None:
    assert claims_of(text, code)[-1].side == side


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Азербайджанский сержант рассказал: «В нашей роте погибли семеро».", "AZ"),
        ("ru", "Солдат суданской армии рассказал: «В нашем гарнизоне погибли сто человек».", "SD"),
        ("ru", "Грузинский резервист вспоминает бой: «Нас было сто двадцать, погибли одиннадцать».", "GE"),
        ("uk", "Аргентинський призовник згадує: «У нашому взводі загинули семеро».", "AR"),
        ("uk", "Турецький лейтенант розповів: «Наших загинуло троє».", "TR"),
        ("ru", "Ветеран Вьетнама рассказал: «В нашем взводе погибли девять».", None),
        ("ru", "Дневник лейтенанта Орлова, август 1942. В батальоне осталось сорок человек.", "Soviet Union"),
        ("ru", "Дневник лейтенанта Орлова, август 2022. В батальоне осталось сорок человек.", "RU"),
        ("uk", "Щоденник лейтенанта Рудя, осінь 1943. У роті лишилося сорок бійців.", "Soviet Union"),
    ],
)
def test_who_speaks_of_us_is_of_the_side_he_is_called_by(code: str, text: str, side: str | None) -> None:
    assert extract(Document("d", text, "note.txt"), language=code)[0][0].side == side


@pytest.mark.parametrize(
    ("code", "text", "sides"),
    [
        # whom the question names, of them the answer tells
        ("ru", "— А грузины?\n\n— Убитых тридцать, ответил офицер из Сухуми.", ["GE"]),
        ("uk", "— А росіяни?\n\n— Убитих тридцять, відповів офіцер з Ізюма.", ["RU"]),
        ("ru", "— А грузины?\n\n— Из русских ранены двое, ответил офицер из Сухуми.", ["RU"]),
        # who calls up calls up his own
        ("ru", "Сергей Шойгу доложил: мобилизованы 90 тысяч человек.", ["RU"]),
        ("uk", "Міністр оборони України доповів: мобілізовано 90 тисяч осіб.", ["UA"]),
        # people of the only land of a text, in its war with another state
        ("uk", "Росіяни обстріляли Харків. Загинуло семеро людей.", ["UA"]),
        ("ru", "Ночью обстреляли Харьков. Погибли семь человек.", ["UA"]),
        ("ru", "Ночью обстреляли Карачи. Погибли семь человек.", [None]),
        # a name that fighters of many wars give themselves is that of the text's own group
        ("ru", "«Талибан» признал: под Газни убиты семь моджахедов.", ["Taliban"]),
        ("uk", "«Талібан» визнав: під Газні вбито сімох моджахедів.", ["Taliban"]),
        # hostages are of the enemy of those among whom they are held
        ("ru", "Израиль: в Газе остаются 60 заложников.", ["IL"]),
        ("uk", "Ізраїль: у Газі лишаються 60 заручників.", ["IL"]),
        ("ru", "Израиль: в Газе погибли 60 жителей.", ["PS"]),
    ],
)
def test_whose_loss_it_is_where_only_the_text_tells(code: str, text: str, sides: list[str | None]) -> None:
    assert [claim.side for claim in claims_of(text, code)] == sides


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        (
            "ru",
            "Битва 1943 года решила исход войны. Бои 1943 года были тяжёлыми: погибли 900 наших солдат.",
            "Soviet Union",
        ),
        ("ru", "Он, 1943 года рождения, и сосед 1944 года рождения выжили. Погибли 900 наших солдат.", "RU"),
        ("ru", "С 2022 года и до 2024 года город помнит 1943 год. Погибли 900 наших солдат.", "RU"),
        ("uk", "Битва 1943 року була важкою. У 1943 році загинули 900 радянських солдатів.", "Soviet Union"),
    ],
)
def test_a_text_that_looks_back_is_of_the_year_it_looks_back_on(code: str, text: str, side: str) -> None:
    assert only(text, code).side == side


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("uk", "Чому числа про втрати росіян різняться", [("RU", "named")]),
        ("ru", "Украинские потери в России малы, погибших называют редко.", [("UA", "named")]),
        ("ru", "Минобороны Грузии назвало потери.", [("GE", "ministry")]),
        ("uk", "У Росії втрати невідомі.", []),
    ],
)
def test_whose_losses_a_sentence_speaks_of(code: str, text: str, told: list[tuple[str, str]]) -> None:
    context = Context(Reading(text, load_language(code)), load_scales(code))
    assert [(one.side, one.how) for one in told_losses(0, context)] == told


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("uk", "Уночі збито 46 безпілотників, повідомили Повітряні сили.", "RU"),
        ("ru", "Над Брянской областью сбиты 46 беспилотников, сообщил губернатор.", "UA"),
        ("uk", "Росіяни твердять, що збито 46 українських безпілотників.", "UA"),
        ("uk", "За ніч ми втратили 46 безпілотників, каже командир бригади ЗСУ.", "UA"),
    ],
)
def test_whoever_tells_of_drones_shot_down_has_not_lost_them(code: str, text: str, side: str) -> None:
    assert only(text, code).side == side
