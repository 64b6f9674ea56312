"""Personal data out of sight: names in speech, dictated numbers, homes, papers; pseudonyms; every output."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from evals.__main__ import below_floor, run
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.cli import main
from counterclaim.documents import read_document
from counterclaim.redaction import Redactor, is_call, marks, redactor_of
from counterclaim.tables import PACKAGE

CALL = """- Hello mum, it's Sasha.
- Oh Sashenka, where are you?
- Near the river. We lost 40 men yesterday, commander Petrenko said 12 were wounded. Call +7 917 555 01 43.
"""


def shown(text: str, **options: bool) -> str:
    return Redactor(text, marks(text, **options)).shown


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("– скажи лёхе что саня приехал", "– скажи Person 1 что Person 2 приехал"),
        ("– слава богу а света нет и надежда одна", "– слава богу а света нет и надежда одна"),
        ("– жена люба плачет", "– жена Relative 1 плачет"),
        ("– сержант ковалець і вова", "– сержант Person 1 і Person 2"),
        ("– набери ноль девять семь сто двадцать сорок пять восемьдесят", "– набери [phone 1]"),
        ("– сто двадцать человек и триста сорок рублей", "– сто двадцать человек и триста сорок рублей"),
        ("– я сам из кинешмы", "– я сам из [address 1]"),
        ("– мы стоим под бахмутом третий месяц", "– мы стоим под бахмутом третий месяц"),
        ("– путин и зеленский договорятся", "– путин и зеленский договорятся"),
        ("– лейтенант путин не тот а петя путин мой сосед", "– лейтенант путин не тот а Person 1 мой сосед"),
        ("– it's on oak lane fourteen flat two", "– it's on [address 1]"),
        ("– he was born on the second of june", "– he was born on the [birth date 1]"),
        ("– живём на пушкина в сороковом доме", "– живём на [address 1]"),
        ("– на пушкина сорок двухсотых", "– на пушкина сорок двухсотых"),
        ("– у бабушки третья калитка слева", "– у бабушки [address 1]"),
        ("– третий дом слева заняли штурмом", "– третий дом слева заняли штурмом"),
        ("– переехала до дрогобича", "– переехала до [address 1]"),
        ("– a tambov lad", "– a [address 1] lad"),
        ("– hold the line near the bridge", "– hold the line near the bridge"),
        ("– увезли в омск в госпиталь почку удалили", "– увезли в [medical detail 1] [medical detail 2]"),
        ("– раненых много ноги рвёт", "– раненых много ноги рвёт"),
        ("– доржо и мерген пришли", "– Speaker A и Person 1 пришли"),
        ("– a soldier said they left", "– a soldier said they left"),
        ("– write to anna dot kim at example dot org", "– write to [e-mail 1]"),
        ("– it's at mira underscore forty", "– it's [e-mail 1]"),
        ("– one underscore is enough at the end", "– one underscore is enough at the end"),
        ("– brodlo stayed in the cellar", "– Speaker A stayed in the cellar"),
        ("– they took brodlo and hold it", "– they took brodlo and hold it"),
        ("– the brodlo is jammed", "– the brodlo is jammed"),
        ("– give him the kvass", "– give him the kvass"),
        ("– no i can't jack", "– no i can't Person 1"),
        ("– i grew up in a village near ryazan", "– i grew up in a [address 1]"),
        ("– из слободского района мы", "– из слободского района мы"),
        ("– из кинешмы мы", "– из [address 1] мы"),
        ("– с токмака я", "– с [address 1] я"),
        ("– с токмака наступают", "– с токмака наступают"),
        ("– we came back from a village near ryazan", "– we came back from a village near ryazan"),
        ("– seven lindow mews ask for the keys", "– [address 1] ask for the keys"),
        ("– two men in a row", "– two men in a row"),
        ("– ну вера мне пишет", "– ну Person 1 мне пишет"),
        ("– вера нас держит", "– вера нас держит"),
        ("– к поповым загляни", "– к Person 1 загляни"),
        ("– попов генерал дурной", "– попов генерал дурной"),
        ("– це вова путін сказав", "– це вова путін сказав"),
        ("– дай морозу слухавку", "– дай Person 1 слухавку"),
        ("– мороз на вікні", "– мороз на вікні"),
        ("– give winter the phone", "– give Person 1 the phone"),
        ("– winter is cold here", "– winter is cold here"),
        ("– they heard about the frost", "– they heard about the frost"),
        ("– frost's wife came", "– Speaker A's wife came"),
        ("– да я муромский", "– да я [address 1]"),
        ("– да я деревенский", "– да я деревенский"),
        ("– вяземский проспект девять мы там живём", "– [address 1] мы там живём"),
        ("– на вяземском проспекте девять танков", "– на вяземском проспекте девять танков"),
        ("– she's at twelve orchard close", "– she's at [address 1]"),
        ("– at twelve enemy close", "– at twelve enemy close"),
        ("– our house is in boise", "– our house is in [address 1]"),
        ("– our house is in ruins", "– our house is in ruins"),
        ("– in the royal bolton with a punctured lung", "– in the [medical detail 1] [medical detail 2]"),
        ("– he's at bolton general with a punctured lung", "– he's at [medical detail 1] [medical detail 2]"),
        ("– the general has a punctured lung", "– the general has a punctured lung"),
        ("– в ожоговом на заречном шоссе\n– сорок процентов", "– в [medical detail 1]\n– [medical detail 2]"),
        ("– сорок процентов роты в ожоговом", "– сорок процентов роты в ожоговом"),
        ("Света: скинь номер\nВера: лови", "Speaker A: скинь номер\nSpeaker B: лови"),
        ("Света: лампа и плафон", "Света: лампа и плафон"),
        ("– born eleven oh four eighty nine", "– born [birth date 1]"),
        ("– он с девяносто второго я с девяносто первого", "– он с [birth date 1] я с [birth date 2]"),
        ("– с девяносто второго я", "– с [birth date 1] я"),
        ("– с девяносто второго года война идёт", "– с девяносто второго года война идёт"),
        ("– последние четыре двадцать два четырнадцать", "– последние [card 1]"),
        ("– последние четыре дня", "– последние четыре дня"),
        ("– ring double oh four four two oh seven nine four six oh nine five eight", "– ring [phone 1]"),
        ("– мы сами калужские", "– мы сами [address 1]"),
        ("– мы сами деревенские", "– мы сами деревенские"),
        ("– что с розой", "– что с Person 1"),
        ("– букет с розой", "– букет с розой"),
        ("– glory to the fallen", "– glory to the fallen"),
        ("– they moved baker to the depot", "– they moved Person 1 to the depot"),
        ("– they moved the baker to the depot", "– they moved the baker to the depot"),
        (
            "– she is in lindisfarne hospital with a fractured hip",
            "– she is in [medical detail 1] [medical detail 2]",
        ),
        ("– took him to the hospital in the town with a fever", "– took him to the hospital in the town with a fever"),
        ("– тридцать раненых в больницу семь человек умерло", "– тридцать раненых в больницу семь человек умерло"),
        (
            "– квадрат сорок два семнадцать тридцать один ноль пять",
            "– квадрат сорок два семнадцать тридцать один ноль пять",
        ),
        ("– insta is dina_rz4", "– insta is [e-mail 1]"),
        ("– tell mark the boots came", "– tell Person 1 the boots came"),
        ("– mark the spot on the map", "– mark the spot on the map"),
        ("– is grace still with her", "– is Person 1 still with her"),
        ("– their grace period is over", "– their grace period is over"),
        ("– penny cried at the gate", "– Speaker A cried at the gate"),
        ("– a penny for it", "– a penny for it"),
        ("– where's pat", "– where's Person 1"),
        ("– you will", "– you will"),
        ("– слава нас вытащил", "– Speaker A нас вытащил"),
        ("– слава нас не греет", "– слава нас не греет"),
        ("– мы с верой пошли", "– мы с Person 1 пошли"),
        ("– с верой в победу", "– с верой в победу"),
        ("– майор зима приказал", "– майор Person 1 приказал"),
        ("– майор дурак приказал", "– майор дурак приказал"),
        ("– список амінов білий васін", "– список Person 1"),
        ("– без мавиков и птуров", "– без мавиков и птуров"),
        ("– лежит в турнера перелом", "– лежит в [medical detail 1] [medical detail 2]"),
        ("– three can still walk", "– three can still walk"),
        ("– he is in saint brendan's with pneumonia", "– he is in [medical detail 1] [medical detail 2]"),
        ("– his squad leader wexcombe fell", "– his squad leader Person 1 fell"),
        ("– отдай стешке зарядку", "– отдай Person 1 зарядку"),
        ("– десять мосинок и тепляк", "– десять мосинок и тепляк"),
        ("– Так. За Сокола теперь старший Гриб. Понял?", "– Так. За Person 1 теперь старший Person 2. Понял?"),
        (
            "– Так. Били по Антоновскому мосту и по Каховке. Понял?",
            "– Так. Били по Антоновскому мосту и по Каховке. Понял?",
        ),
        ("– our gunner goes by thimble", "– our gunner goes by thimble"),
        ("– lives at nine alder", "– lives at [address 1]"),
        ("– we stayed at nine meals a week", "– we stayed at nine meals a week"),
        ("– ему пятого марта будет сорок", "– ему [birth date 1] будет сорок"),
        ("– пятого марта будет штурм", "– пятого марта будет штурм"),
        ("– посёлок горный улица мира шесть", "– [address 1]"),
        ("– gethin and siobhan waved", "– Speaker A and Person 1 waved"),
        ("– my number is oh double two four sevens nine one", "– my number is [phone 1]"),
        ("– мой номер девятьсот три пятерки сорок два ноль девять", "– мой номер [phone 1]"),
        ("– две шестерки и валет", "– две шестерки и валет"),
        ("– номер жетона шестьсот десять тысяч двести три", "– номер жетона [document 1]"),
        ("– в списке шестьсот десять тысяч двести три", "– в списке шестьсот десять тысяч двести три"),
        ("– он родом из броварів", "– он родом из [address 1]"),
        ("– він з-під тернополя", "– він з-під [address 1]"),
        ("– вийшли з-під тернополя вчора", "– вийшли з-під тернополя вчора"),
        ("– у седьмой больнице печень зашили", "– у [medical detail 1] [medical detail 2]"),
        ("– рожден в семьдесят пятом\n– нет в шестьдесят шестом", "– рожден в [birth date 1]\n– нет в [birth date 2]"),
        ("– авдонин и чумак в самоволке", "– Speaker A и Person 1 в самоволке"),
        ("– де наталчин телефон", "– де Person 1 телефон"),
        ("– plimmer's wife is out", "– Speaker A's wife is out"),
        ("– me and tonda were at the river", "– me and Person 1 were at the river"),
        ("– it's on poplar avenue number thirty", "– it's on [address 1]"),
        ("– buzz flat twelve b", "– buzz [address 1]"),
        ("– shelled the flat for days", "– shelled the flat for days"),
        ("– моя живет в тихвине подольском\n– а моя в кролевце", "– моя живет в [address 1]\n– а моя в [address 2]"),
        ("– де тарасова куртка", "– де Person 1 куртка"),
        ("– шукай у сигналі собака крамар сім", "– шукай у сигналі [e-mail 1]"),
        ("– у нас собака крамар не любить", "– у нас собака крамар не любить"),
        ("– віддай гончаренкові лопату", "– віддай Person 1 лопату"),
        ("– ты отдай соколову лопату", "– ты отдай Person 1 лопату"),
        ("– соколов в небе пять", "– соколов в небе пять"),
        ("– ефремов спит", "– Speaker A спит"),
        ("– стоим в ефремове", "– стоим в ефремове"),
        ("– i met rudenko at dusk", "– i met Person 1 at dusk"),
        ("– which plimmer", "– which Person 1"),
        ("– where's the plimsoll line", "– where's the plimsoll line"),
        ("– овчинников звонил новикову", "– Speaker A звонил Person 1"),
        ("– а березовский где", "– а Person 1 где"),
        ("– берёзовский район заняли", "– берёзовский район заняли"),
        ("– у березовского нога болит", "– у Person 1 нога болит"),
        ("– тягунов дурак опять напился", "– Speaker A дурак опять напился"),
        ("– дронов дураки не поднимут", "– дронов дураки не поднимут"),
        ("– а колесник где", "– а Person 1 где"),
        ("– два колесника на весь район", "– два колесника на весь район"),
        ("– они ранили двух санитаров и санитара глебку", "– они ранили двух санитаров и санитара Person 1"),
        ("– тётка в деревне малый яр", "– тётка в [address 1]"),
        ("– деревню малый яр взяли штурмом", "– деревню малый яр взяли штурмом"),
        ("– ring oh four two hang on nine one three double six", "– ring [phone 1] hang on [phone 2]"),
        ("– номер части сорок два через двадцать минут", "– номер части сорок два через двадцать минут"),
        (
            "– какого он года\n– восемьдесят девятого\n– нет девяностого",
            "– какого он года\n– [birth date 1]\n– нет [birth date 2]",
        ),
        ("– postcode\n– k w four nine two b", "– postcode\n– [address 1]"),
        ("– с какого года\n– с восемьдесят четвёртого", "– с какого года\n– с [birth date 1]"),
        ("– с какого года\n– с четырнадцатого воюю", "– с какого года\n– с четырнадцатого воюю"),
        ("– угнали\n– о триста пять ха ка", "– угнали\n– [document 1]"),
        ("– двести пять ка эм до города", "– двести пять ка эм до города"),
        ("– шестьдесят один ноль четыре девяносто два", "– [phone 1]"),
        ("– по ротам двенадцать тридцать один сорок", "– по ротам двенадцать тридцать один сорок"),
        ("– they hit carter in the leg", "– they hit Person 1 in the leg"),
        ("– they hit carter barracks", "– they hit carter barracks"),
        ("– fisher and the others stayed", "– Speaker A and the others stayed"),
        ("– the fisher and the others stayed", "– the fisher and the others stayed"),
        ("– that's mark for you", "– that's Person 1 for you"),
        ("– that mark on the map for you", "– that mark on the map for you"),
        ("– have you heard from lindqvist", "– have you heard from Person 1"),
        ("– pulled back from orlivske", "– pulled back from orlivske"),
        ("Tran Bao (b. 1984), please call", "Speaker A (b. [birth date 1]), please call"),
        ("– a card from hettie", "– a card from Person 1"),
        ("– a convoy from hettie", "– a convoy from hettie"),
        ("– in telegram she's at tundra underscore six", "– in telegram she's [e-mail 1]"),
        ("– посёлок заречный восьмое марта шесть", "– [address 1]"),
        ("– посёлок заречный взяли шесть человек", "– посёлок заречный взяли шесть человек"),
        ("– 5 rue des Ormes", "– [address 1]"),
        ("– прапор у нас бубенцов ворует", "– прапор у нас Person 1 ворует"),
        ("– лежить в ірпіні у військовому з переломом", "– лежить в [medical detail 1] з [medical detail 2]"),
        ("– как к вам дойти\n– от пруда вторая калитка с жёлтой вертушкой", "– как к вам дойти\n– [address 1]"),
        ("– куда снаряды\n– от пруда вторая калитка там бойцы", "– куда снаряды\n– от пруда вторая калитка там бойцы"),
        ("– тётка живёт за мельницей", "– тётка живёт [address 1]"),
        ("– тётка живёт за границей", "– тётка живёт за границей"),
        ("– she lives over the saddler's", "– she lives [address 1]'s"),
        ("– she lives over the border", "– she lives over the border"),
        ("– він у нас третього травня сімдесят шостого", "– він у нас [birth date 1]"),
        ("– третього травня ми зайняли село", "– третього травня ми зайняли село"),
        ("В дом 4 по улице Мира попал снаряд", "В [address 1] попал снаряд"),
        ("– the shell hit 31 Kupala Avenue and killed two", "– the shell hit [address 1] and killed two"),
        (
            "– запиши картку\n– сорок один сорок дев'ять ні\n– так\n– сорок один п'ятдесят двадцять вісім нуль три",
            "– запиши картку\n– [card 1] ні\n– так\n– [card 2]",
        ),
        (
            "– картку отримав\n– сорок один поранений\n– так\n– і двадцять вісім убитих",
            "– картку отримав\n– сорок один поранений\n– так\n– і двадцять вісім убитих",
        ),
        ("– plate please\n– hotel echo one nine then lima kilo", "– plate please\n– [document 1]"),
        ("– їхав з понеділка", "– їхав з понеділка"),
        ("– captain finch is down\n– finch no", "– captain Speaker A is down\n– Speaker A no"),
        ("– прапорщик дрозд пришёл\n– дрозда ко мне", "– прапорщик Speaker A пришёл\n– Speaker A ко мне"),
        ("– в лесу пение дрозда\n– красиво", "– в лесу пение дрозда\n– красиво"),
        ("– ring nine nine nine now", "– ring nine nine nine now"),
        ("– серія ка ем номер сто два шістсот десять", "– серія [document 1]"),
        ("– серія друга номер п'ять", "– серія друга номер п'ять"),
        ("– одиннадцатое ноль седьмое шестьдесят восьмой", "– [birth date 1]"),
        ("– одиннадцатое и второе отделения ушли", "– одиннадцатое и второе отделения ушли"),
        ("– напиши до 7 марта", "– напиши до 7 марта"),
        ("– роман і остап на посту", "– Speaker A і Person 1 на посту"),
        ("– роман і повість про війну", "– роман і повість про війну"),
        ("– тётя раенька приехала", "– тётя Relative 1 приехала"),
        ("– frank paid for it", "– Speaker A paid for it"),
        ("– be frank about it", "– be frank about it"),
        ("– сусід з красным знаменем", "– сусід з красным знаменем"),
        ("– вона з молодечна", "– вона з [address 1]"),
    ],
)
def test_private_persons_are_hidden_in_small_letters_and_others_stay(said: str, read: str) -> None:
    assert shown(said) == read


def test_you_are_nobodys_name_where_a_sentence_begins() -> None:
    for said in ("Вас хоть выведут на отдых?", "A: Сгорели.\nB: Вас хоть выведут на отдых?"):
        assert not marks(said)


def test_one_person_has_one_pseudonym_in_all_forms_of_the_name() -> None:
    text = "– серёжа ты где\n– позови серёгу\n– сергею привет\n– а лену"
    told = [mark.pseudonym for mark in marks(text)]
    assert len(set(told[:3])) == 1
    assert told[3] not in told[:3]


def test_names_stay_in_what_is_written_for_publication_and_telephones_do_not() -> None:
    text = "Maria Ilves, the spokeswoman, asked witnesses to call +44 7700 900 143."
    assert shown(text, call=False) == "Maria Ilves, the spokeswoman, asked witnesses to call [phone 1]."


def test_call_signs_are_hidden_on_request() -> None:
    text = "– позывной барсук вышел"
    assert shown(text) == text
    assert shown(text, call_signs=True) == "– позывной [call sign 1] вышел"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("– гюрза гюрзе два ответь\n– слышу", "– [call sign 1] [call sign 2] ответь\n– слышу"),
        ("– мам пап ответьте\n– слышу", "– мам пап ответьте\n– слышу"),
        ("– this is walnut we're pinned down over", "– this is [call sign 1] we're pinned down over"),
        ("– this is nonsense and it's over", "– this is nonsense and it's over"),
        (
            "– клён принял приём\n– клён волку жарко",
            "– [call sign 1] принял приём\n– [call sign 1] [call sign 2] жарко",
        ),
    ],
)
def test_who_is_called_by_radio_is_hidden_on_request(said: str, read: str) -> None:
    assert shown(said, call_signs=True) == read


@given(st.text(max_size=300))
def test_a_mask_is_as_long_as_what_it_hides(text: str) -> None:
    redactor = Redactor(text, marks(text))
    assert len(redactor.masked) == len(text)
    assert all(redactor.masked[mark.start : mark.end] == mark.mask for mark in redactor.marks)


def test_a_quote_cut_from_the_text_shows_what_the_text_shows() -> None:
    redactor = Redactor(CALL, marks(CALL))
    at = CALL.index("commander")
    assert redactor.show(at, at + 18) == "commander Person 2"
    assert redactor.show(at + 12, at + 18) == "Person 2"  # a value is never cut in two
    assert redactor.hide("told by Petrenko") == "told by Person 2"


def ended(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--claims"],
        ["check", "--format", "json"],
        ["check", "--format", "html"],
        ["read", "--explain"],
        ["read", "--format", "csv"],
        ["redact"],
    ],
)
def test_no_output_of_a_call_holds_a_value(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    ended([*arguments, str(tmp_path / "call.txt")])
    out, err = capsys.readouterr()
    for value in ("Sasha", "Petrenko", "917 555"):
        assert value not in out + err


def test_revealing_takes_a_reason_and_leaves_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Twelve soldiers were killed, the army said.", encoding="utf-8")
    assert ended(["add", str(tmp_path / "other.txt"), "--ledger", str(tmp_path / "war.db")]) == 0
    monkeypatch.setenv("COUNTERCLAIM_LEDGER", str(tmp_path / "war.db"))
    assert ended(["read", "--reveal", " ", str(tmp_path / "call.txt")]) == 2
    ended(["read", "--reveal", "identity check for a court", "--format", "jsonl", str(tmp_path / "call.txt")])
    assert "Petrenko" in capsys.readouterr().out
    from counterclaim.ledger import Ledger

    with Ledger(str(tmp_path / "war.db"), read_only=True) as book:
        kept = [line for line in book.custody() if line.did == "reveal"]
    assert [line.with_what["reason"] for line in kept if line.with_what] == ["identity check for a court"]


def test_the_log_has_kinds_places_and_seconds_and_the_sound_a_tone_there(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    pytest.importorskip("av", reason="the extra “calls” is not installed")
    call = tmp_path / "call.vtt"
    call.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nпривет это оксана\n\n00:03.000 --> 00:04.000\nслышу тебя\n",
                    encoding="utf-8")  # fmt: skip
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 8000 * 5)
    log, out = tmp_path / "log.jsonl", tmp_path / "out"
    told = ["redact", str(call), "--audio", str(tmp_path / "call.wav"), "--output", str(out), "--log", str(log)]
    assert ended(told) == 0
    assert "оксана" not in (out / "call.redacted.txt").read_text("utf-8")
    (line,) = [json.loads(row) for row in log.read_text("utf-8").splitlines()]
    assert line["kind"] == "name"
    assert "оксана" not in log.read_text("utf-8")
    ((start, end),) = line["seconds"]
    with wave.open(str(out / "call.redacted.wav")) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert len(sound) == 8000 * 5
    assert abs(sound[int(start * 8000) + 1 : int(end * 8000) - 1]).max() > 1000
    assert not sound[: int(start * 8000) - 1].any()
    assert not sound[int(end * 8000) + 2 :].any()


def test_redaction_finds_as_much_as_pinned() -> None:
    scores = run("redaction")
    assert scores is not None
    assert not below_floor("redaction", scores)


ARTICLES = sorted((PACKAGE / "samples").glob("*.txt"))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_nothing_of_a_published_article_is_hidden_but_what_identifies_by_its_form(article: Path) -> None:
    document = read_document(article.read_bytes(), path=article.name)
    if not is_call(document):
        assert not redactor_of(document).marks


def test_a_published_text_hides_a_telephone_and_no_hospital() -> None:
    text = "Saudi Maternity Hospital in El Fasher took in 40 wounded. Relatives may call +44 20 7946 0991."
    document = read_document(text.encode(), path="article.txt")
    assert [text[mark.start : mark.end] for mark in redactor_of(document).marks] == ["+44 20 7946 0991"]
