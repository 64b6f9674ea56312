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


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ru", "Сгорели семь танков (данные полиции).", "police"),
        ("uk", "Згоріли сім танків (дані поліції).", "police"),
        ("ru", "Погибли семь рыбаков — таковы данные мэра.", "mayor"),
        ("uk", "Загинули семеро рибалок — такі дані мера.", "mayor"),
        ("ru", "Из полиции пришло сообщение о гибели семи рыбаков.", "police"),
        ("ru", "По словам одного из бойцов, погибли семеро солдат.", "soldier"),
        ("uk", "За словами одного з бійців, загинули семеро солдатів.", "soldier"),
        ("ru", "Комбат с позывным Шмель говорит, что погибли семеро солдат.", "commander"),
        ("uk", "Комбат із позивним Джміль каже, що загинули семеро солдатів.", "commander"),
        ("ru", "Полиция цифр не комментирует, но заявила, что погибли семеро солдат.", "police"),
        ("uk", "Поліція чуток не коментує, зате заявила, що загинули семеро солдатів.", "police"),
        ("ru", "Командир роты показал видео, на котором горят семь подбитых танков.", "commander"),
        ("ru", "Министерство здравоохранения, подконтрольное ХАМАС, заявило, что погибли семь человек.", "ps-health"),
        ("uk", "Міністерство охорони здоров’я в Газі повідомило про сімох загиблих.", "ps-health"),
        ("uk", "Канал «Сирена» визнав загибель сімох солдатів.", None),
        ("ru", "Старики рассказывают, что похоронили семерых соседей.", "resident"),
        ("uk", "Повстанці заявляють, що вбили сімох солдатів.", "militant"),
    ],
)
def test_who_speaks_stands_in_brackets_behind_a_dash_or_before_another_clause(
    language: str, text: str, source: str | None
) -> None:
    (claim,) = read(text, language)
    assert (claim.quantity.best, sources([claim])) == (7, [source])
    assert claim.attribution


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Русские потери оценивают в семь тысяч убитых."),
        ("uk", "Російські втрати оцінюють у сім тисяч убитих."),
        ("ru", "Такова цена: погибли семеро солдат (фото)."),
        ("uk", "Поліція приїхала вчора. Загинули семеро солдатів."),
    ],
)
def test_whose_loss_it_is_says_nothing_of_it(language: str, text: str) -> None:
    (claim,) = read(text, language)
    assert not claim.attribution


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Командование группировки признало гибель семи солдат.", "Командование группировки"),
        ("uk", "Турецьке командування визнало загибель сімох солдатів.", "Турецьке командування"),
    ],
)
def test_a_command_stands_in_its_own_words(language: str, text: str, name: str) -> None:
    (claim,) = read(text, language)
    assert [(link.id, link.name) for link in claim.attribution] == [(None, name)]


def test_an_enemy_of_whom_another_ministry_tells_makes_no_bulletin_of_a_text() -> None:
    claims = read(
        "Минобороны Армении назвало имена семи погибших солдат. Полиция говорит о двух раненых. "
        "Минобороны Азербайджана утверждает, что противник потерял 12 танков.",
        "ru",
    )
    assert [[link.id for link in claim.attribution] for claim in claims] == [["am-mod"], ["police"], ["az-mod"]]


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        ("ru", "— Нас было семеро, — вспоминает сапёр Лев Рощин. — Двое погибли.\n— А танк?\n— Сгорел.", "soldier"),
        ("uk", "— Нас було семеро, — згадує сапер Лев Рощин. — Двоє загинули.\n— А танк?\n— Згорів.", "soldier"),
        ("ru", "— Товарищ майор, сколько вас?\n— У нас погибли семеро.\n— А техника?\n— Сгорел танк.", "commander"),
        ("uk", "— Скільки вас лишилося? — питаємо комбата.\n— У мене семеро поранених. Згорів танк.", "commander"),
    ],
)  # fmt: skip
def test_who_answers_is_told_within_the_turns(language: str, text: str, speakers: str) -> None:
    claims = read(text, language)
    assert claims
    assert set(sources(claims)) == {speakers}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Погибли двое, рассказал майор Лев Рощин. По словам офицера, ранены семеро.", "майор Лев Рощин"),
        ("uk", "Двоє полягли, кажуть у штабі 9-ї бригади. За словами військових, поранено сімох.", "штабі 9-ї бригади"),
        ("uk", "Загинули двоє, сказали в прокуратурі. Сімох, додали там, поранено.", "прокуратурі"),
    ],
)  # fmt: skip
def test_a_bare_noun_or_there_means_who_spoke_before(language: str, text: str, name: str) -> None:
    _, claim = read(text, language)
    assert claim.quantity.best == 7
    assert [link.name for link in claim.attribution] == [name]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ru", "Погибли двое, сообщил представитель ООН. Он напомнил, что ранены семеро.", "un"),
        ("ru", "Погибли двое, сообщили «Врачи без границ». По словам координатора организации, ранены семеро.", "msf"),
        ("ru", "Погибли двое, сообщил мэр. По словам координатора организации, ранены семеро.", "person"),
        ("uk", "Асоціація допомоги політв’язням каже про двох загиблих. За її ж словами, поранено сімох.", "aapp"),
    ],
)  # fmt: skip
def test_he_and_the_organisation_are_those_who_spoke_before(language: str, text: str, source: str) -> None:
    _, claim = read(text, language)
    assert (claim.quantity.best, sources([claim])) == (7, [source])


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        # of whom something is said stands before who says it, in a case in which no subject stands
        ("uk", "Українській армії міністр приписав втрату семи танків.", "minister"),
        ("uk", "Російському командуванню мер приписав сімох убитих.", "mayor"),
        ("uk", "Українській армії Міноборони Росії приписало втрату семи танків.", "ru-mod"),
        ("uk", "Українській армії приписали втрату семи танків.", None),
        ("ru", "Украинскому командованию министр приписал потерю семи танков.", "minister"),
        # behind a preposition or a word for figures it speaks all the same
        ("uk", "В українській армії визнали втрату семи танків.", "ua-military"),
        ("ru", "По данным украинской армии, потеряны семь танков.", "ua-military"),
        # whose ministry it is, where the text is written abroad or tells of home
        ("uk", "ЛОНДОН, 5 травня. Британський флот мовчить. Міністерство оборони каже про сімох загиблих.", "uk-mod"),
        ("uk", "В Україні було тихо. У Міноборони називають число: загинули семеро.", "ua-mod"),
        # whom the writer sent is nobody else
        ("ru", "Наш корреспондент насчитал семь сгоревших танков.", None),
        ("uk", "На дорозі наш кореспондент нарахував сім спалених танків.", None),
        ("uk", "Кореспондент агентства нарахував сім спалених танків.", "journalist"),
    ],
)
def test_who_speaks_is_told_from_whom_something_is_said_of(language: str, text: str, source: str | None) -> None:
    claims = read(text, language)
    assert [(claim.quantity.best, told) for claim, told in zip(claims, sources(claims), strict=True)] == [(7, source)]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        # what goes on behind who says it; a second verb of one speaker; somebody between the speaker and the verb
        ("ru", "В городе под огнём, говорят жители, погибла семья из семи человек.", "resident"),
        ("ru", "Военные власти Чили удар признали, но заявили, что убиты семь повстанцев.", "cl-military"),
        ("ru", "Западные разведки, по сведениям агентства ТАСС, оценивают потери в семь убитых.", None),
        # whose name a preposition governs is not who speaks
        ("ru", "Об убитых повстанцах спорят до сих пор: называют семь погибших.", None),
        ("uk", "«Хезболла» каже, що біля Бейт-Сара підбила сім танків.", "hezbollah"),
        ("ru", "С начала «зачистки севера», заявил мэр, погибли семеро солдат.", "mayor"),
        ("uk", "Від самого початку цієї «великої чистки», сказав мер, загинули семеро солдатів.", "mayor"),
        ("ru", "Связанная с «Аль-Каидой» группировка JNIM приписывает себе семь убитых солдат.", "jnim"),
        # what stands in a report, and a list that somebody has
        ("uk", "У звіті мера міста про лютий стоїть: убито сім солдатів.", "mayor"),
        ("uk", "Правозахисники мають список із 7 імен загиблих.", "activist"),
        ("uk", "Мер міста назвав це маячнею: «Там було тихо. Загинули семеро».", "mayor"),
        # a soldier by name is a soldier, a president the one told of before
        ("uk", "«Загинули семеро», — розповідає десантник 3-ї бригади Марко.", "soldier"),
        (
            "ru",
            "Заявил президент Порошенко, что тихо. Советник президента сказал: погибли семь солдат.",
            "ua-president",
        ),
        # a part of what was told is told by its teller, what happened later is not
        ("ru", "Мэр насчитал много бойцов. Из них погибли семеро.", "mayor"),
        ("ru", "Мэр насчитал у себя бойцов. К утру того же дня из них погибли семеро.", None),
    ],
)
def test_the_speaker_is_the_one_whom_the_words_around_make_it(language: str, text: str, source: str | None) -> None:
    claims = read(text, language)
    assert [(claim.quantity.best, told) for claim, told in zip(claims, sources(claims), strict=True)] == [(7, source)]


def chain(claim: Claim) -> list[str | None]:
    return [link.id if link.id is not None else link.role for link in claim.attribution]


@pytest.mark.parametrize(
    ("language", "text", "links"),
    [
        (
            "ru",
            "СБУ опубликовала запись, на которой российский сапёр звонит домой. "
            "Мужчина рассказывает матери, что из 90 солдат роты погибли 30.",
            ["ua-sbu", "document", "soldier"],
        ),
        (
            "uk",
            "Воєнна розвідка виклала розмову, у якій російський танкіст говорить із братом. "
            "За словами чоловіка, загинули 30 солдатів.",
            ["ua-gur", "document", "soldier"],
        ),
        (
            "ru",
            "Разведка Украины выложила в пятницу запись, на которой мужчина жалуется матери. "
            "По его словам, погибли 30 солдат.",
            ["ua-intelligence", "document", "person"],
        ),
        (
            "ru",
            "СБУ опубликовала запись, на которой сапёр звонит домой.\n\nВ городе обстреляли рынок.\n\n"
            "Мужчина из соседнего дома рассказал, что погибли 30 человек.",
            ["person"],
        ),
        ("uk", "Чоловік розповів сусідці, що загинули 30 людей.", ["person"]),
    ],
)
def test_a_man_heard_on_a_recording_speaks_behind_who_published_it(language: str, text: str, links: list[str]) -> None:
    assert [chain(claim) for claim in read(text, language) if claim.quantity.best == 30] == [links]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("ru", "Доброе утро! Обстановка в Гомельской области за ночь.\n\nРанены 30 рабочих.", None),
        ("uk", "Наступ на Зелене. ХРОНІКА\n\n07:10. Уночі було тихо.\n\nПоранено 30 людей.", None),
        ("ru", "Есть величины, о которых в столице говорили шёпотом: погибли 30 солдат.", None),
        (
            "ru",
            "Война, заявил Никол Пашинян, коснулась военнослужащих. В мае, напомнил он, погибших было 30.",
            "am-prime-minister",
        ),
        ("uk", "Комітет начальників штабів США вважає, що загинули 30 солдатів.", "us-general-staff"),
    ],
)
def test_a_greeting_a_headline_and_those_spoken_of_say_nothing(language: str, text: str, source: str | None) -> None:
    assert sources([claim for claim in read(text, language) if claim.quantity.best == 30]) == [source]
