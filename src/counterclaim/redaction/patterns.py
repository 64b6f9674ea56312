"""Personal data that is told by its own shape: telephone and card numbers in figures, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.mark import Found

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w-])")
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z]\w{3,31}(?![\w@.]\w)")
_FIGURES = re.compile(r"(?<![\w.,/№#$€£₴₽-])(?:\+ ?)?\(?\d(?:[ \u00a0\u202f().-]{0,3}\d){6,22}(?![\w%]|[.,]\d| ?[%°])")
_YEARS = re.compile(r"\d{4}-\d{4}|\d{1,4}[-.]\d{1,2}[-.]\d{1,4}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+")
_REGIONS = ("RU", "UA")


def figures(text: str) -> Iterator[Found]:
    """E-mail addresses, handles of messengers, and telephone and card numbers written in figures."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Found(match.start(), match.end(), "email", match[0].lower())
        for match in _HANDLE.finditer(text):
            yield Found(match.start(), match.end(), "email", match[0].lower())
    for match in _FIGURES.finditer(text):
        words = match[0]
        digits = re.sub(r"\D", "", words)
        if 16 <= len(digits) <= 19 and luhn(digits):
            yield Found(match.start(), match.end(), "card", digits)
        elif not _YEARS.fullmatch(words) and is_phone(words, digits):
            yield Found(match.start(), match.end(), "phone", digits[-9:])


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812 (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_phone(words: str, digits: str) -> bool:
    """Whether figures are a telephone number of their own: with a country's code, or one of Russia or Ukraine."""
    if not 9 <= len(digits) <= 15 or (_THOUSANDS.fullmatch(words) and not words.startswith(("0", "8 9"))):
        return False
    if words.startswith("+") or "(" in words:
        return True
    import phonenumbers  # slow to load, and few texts hold such figures

    for region in _REGIONS:
        try:
            if phonenumbers.is_possible_number(phonenumbers.parse(words, region)) and digits[0] in "0378":
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
