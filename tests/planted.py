"""A call with personal data planted in it, the words that no output may show, and ledgers that hold it."""

from __future__ import annotations

from pathlib import Path

# What is planted: none of these words may be met in any output.
NAMES = ("Кривошеев", "Серёж", "Оксан", "Петровн")
NUMBERS = ("девятьсот шестнадцать", "пятьдесят шесть семьдесят восемь", "4276 1600 1234 5674", "mother.k77")
PLACES = ("Садовой", "квартира двенадцать")
PLANTED = NAMES + NUMBERS + PLACES

CALL = """WEBVTT

NOTE
publisher: Example Service
address: https://example.org/calls/1
published: 2024-05-04
selection: one of three

00:00:00.000 --> 00:00:04.000
<v Мать>Алло, Серёжа, это ты? Мне звонила Оксана Петровна, соседка.

00:00:04.000 --> 00:00:09.000
<v Сын>Да, это я, Сергей Кривошеев. Под Работино у нас вчера убито двадцать человек, так Оксана Петровна и скажи.

00:00:09.000 --> 00:00:15.000
<v Мать>Куда тебе писать? Пиши на mother.k77@example.org или на карту 4276 1600 1234 5674.

00:00:15.000 --> 00:00:22.000
<v Сын>Запиши номер: плюс семь девятьсот шестнадцать двести тридцать четыре пятьдесят шесть семьдесят восемь.

00:00:22.000 --> 00:00:28.000
<v Мать>А я живу всё там же, на улице Садовой, дом пять, квартира двенадцать. Сергей Кривошеев, возвращайся.

00:00:28.000 --> 00:00:34.000
<v Сын>Серёжа твой устал. Не меняют нас, ротации нет. Потеряли шестьдесят человек убитыми, Серёжа Кривошеев сам считал.
"""


def write_call(folder: Path) -> Path:
    """The call as a file."""
    path = folder / "call.vtt"
    path.write_text(CALL, encoding="utf-8")
    return path


def met(told: str | bytes) -> list[str]:
    """Which of the planted words stand in an output."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return [word for word in PLANTED if word.casefold() in text.casefold()]
