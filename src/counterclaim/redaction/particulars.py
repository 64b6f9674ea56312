"""Birth dates, medical details that identify, papers with letters, addresses spelled aloud and radio names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Found, Kind
from counterclaim.redaction.speech import Spoken

_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")
_PLATE = re.compile(r"(?<!\w)(?:[авекмнорстух]\s?\d{3}\s?[авекмнорстух]{2}(?:\s?\d{2,3})?|"
                    r"[авекмнорстухіabceikhmoptx]{2}\s?\d{4}\s?"
                    r"[авекмнорстухіabceikhmoptx]{2})(?!\w)")  # fmt: skip
_PAPER = re.compile(r"(?<!\w)(?:[а-яіїєґa-z]{2}\s?[-№]?\s?\d{6}|[а-яіїєґa-z]{1,2}-\d{6}|\d{2}\s?\d{2}\s?[-№]?\s?\d{6}|"
                    r"\d{3}-\d{3}-\d{3}[ -]\d{2})(?!\w)")  # fmt: skip
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_OF_BIRTH = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-])?(?:19|20)\d\d\s?(?=(?:г\.\s?р|р\.\s?н)\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEDICAL_WINDOW = 400  # code points between a hospital and what ails somebody


def birth_dates(spoken: Spoken) -> Iterator[Found]:
    """Dates told as somebody's birth, in figures or in words."""
    lexicon = load_lexicon()
    cue, months = lexicon.list("around_dates.birth"), lexicon.list("around_dates.months")
    ordinals, joins = lexicon.list("around_dates.ordinals"), lexicon.list("around_dates.joins")
    year_of = lexicon.list("around_dates.year_of_birth")

    for match in _OF_BIRTH.finditer(spoken.text):
        yield Found(match.start(), match.end(), "birth")

    def kind(at: int) -> str:
        word = spoken.word(at)
        if not word:
            return ""
        if word.isdigit() or word in lexicon.numbers or word in ordinals or word in ("hundred",):
            return "number"
        if word in months and len(word) > 2:
            return "month"
        return "join" if word in joins else ""

    def stretch(at: int, step: int) -> tuple[int, int] | None:
        """The date that begins within four words of ``at`` going by ``step``."""
        for skipped in range(12):
            place = at + step * (skipped + 1)
            if not 0 <= place < len(spoken.words) or abs(spoken.turns[place] - spoken.turns[at]) > 2:
                return None
            if kind(place) in ("number", "month") and (skipped < 5 or kind(place + 1) == "month"):
                first = last = place
                while kind(first - 1) and spoken.turns[first - 1] == spoken.turns[place]:
                    first -= 1
                while kind(last + 1) and spoken.turns[last + 1] == spoken.turns[place]:
                    last += 1
                while kind(first) == "join" and spoken.words[first] not in ("тысяча", "тисяча"):
                    first += 1
                while kind(last) == "join" and spoken.words[last] in ("г", "р", "in", "on", "of", "the"):
                    last -= 1
                return first, last
        return None

    for at, word in enumerate(spoken.words):
        if word not in cue:
            continue
        steps = (-1, 1) if word in year_of else (1, -1)
        for step in steps:
            span = stretch(at, step)
            if span is not None and _is_date(spoken, *span, kind, word in year_of):
                yield Found(spoken.starts[span[0]], spoken.ends[span[1]], "birth")
                break


def _is_date(spoken: Spoken, first: int, last: int, kind: object, of_birth: bool) -> bool:
    words = spoken.words[first : last + 1]
    assert callable(kind)
    if any(kind(at) == "month" for at in range(first, last + 1)):
        return len(words) > 1
    text = spoken.text[spoken.starts[first] : spoken.ends[last]]
    if _DATE.search(text) or any(_YEAR.fullmatch(word) for word in words):
        return True
    if any(word in ("года", "году", "год", "року", "році", "рік", "тысяча", "тисяча", "nineteen") for word in words):
        return True
    return len(words) > 1


def papers(spoken: Spoken) -> Iterator[Found]:
    """Papers with letters before their figures, number plates and bank accounts, where words around say so."""
    lexicon = load_lexicon()
    document, plate = lexicon.list("around_numbers.document"), lexicon.list("around_numbers.plate")
    for match in _IBAN.finditer(spoken.text):
        if _mod97(match[0].replace(" ", "")):
            yield Found(match.start(), match.end(), "card", match[0])
    for pattern, cue in ((_PAPER, document), (_PLATE, plate)):
        for match in pattern.finditer(spoken.folded):
            around = re.findall(
                r"[^\W\d_]+(?:'[^\W\d_]+)*", spoken.folded[max(0, match.start() - 60) : match.end() + 30]
            )
            if any(word in cue for word in around):
                yield Found(match.start(), match.end(), "document", match[0])


def _mod97(iban: str) -> bool:
    """The check of ISO 13616."""
    turned = iban[4:] + iban[:4]
    return 15 <= len(iban) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def spelled_addresses(spoken: Spoken) -> Iterator[Found]:
    """E-mail addresses spelled aloud: "ivan dot petrov at mail dot ru", "собака яндекс точка ру"."""
    lexicon = load_lexicon()
    ats, dots = lexicon.list("spelled.at"), lexicon.list("spelled.dot")
    joins, domains = lexicon.list("spelled.joins"), lexicon.list("spelled.domains")
    words = spoken.words
    for at, word in enumerate(words):
        if word not in ats or at == 0:
            continue
        last = None
        for place in range(at + 1, min(at + 7, len(words))):
            if "\n" in spoken.gaps[place]:
                break
            if words[place] in dots and place + 1 < len(words) and place > at + 1:
                last = place + 1
        if last is None and word != "at" and any(words[k] in domains for k in range(at + 1, min(at + 3, len(words)))):
            last = at + 1
        if last is None or not (words[last] in domains or word != "at" or last - at <= 4):
            continue
        first = at - 1
        while first > 0 and "\n" not in spoken.gaps[first] and (
            words[first - 1] in dots or words[first - 1] in joins or words[first] in dots or words[first] in joins
            or words[first].isdigit() or words[first] in lexicon.numbers or len(words[first]) == 1
            or words[first - 1].isascii() != words[at - 1].isascii()
        ) and first > at - 10:  # fmt: skip
            first -= 1
        yield Found(spoken.starts[first], spoken.ends[last], "email")


def radio_names(spoken: Spoken) -> Iterator[Found]:
    """What follows "call sign", and who is called by "…, over"."""
    lexicon = load_lexicon()
    announce, over = lexicon.list("call_signs.announce"), lexicon.list("call_signs.over")
    small = lexicon.list("call_signs.small")
    words = spoken.words
    for at, word in enumerate(words):
        named = word in announce or (word == "sign" and spoken.word(at - 1) == "call")
        if named and at + 1 < len(words) and "\n" not in spoken.gaps[at + 1]:
            first = at + 1
            while first + 1 < len(words) and words[first] in small:
                first += 1
            yield Found(spoken.starts[first], spoken.ends[first], "callsign", words[first])
        elif at + 2 < len(words) and spoken.opens(at) and len(word) > 2 and word not in small and word.isalpha():
            hears = lexicon.list("around_names.spoken_to")
            if words[at + 1] == word and not spoken.opens(at + 1) and (words[at + 2] in hears or words[at + 2] in over):
                yield from (Found(spoken.starts[k], spoken.ends[k], "callsign", word) for k in (at, at + 1))
            elif (
                words[at + 1] in ("я", "здесь", "тут")
                and spoken.word(at + 3) in (*over.whole, "")
                and not spoken.opens(at + 2)
            ):
                yield from (Found(spoken.starts[k], spoken.ends[k], "callsign", words[k]) for k in (at, at + 2))
        if word in over and at > 0 and not spoken.opens(at) and (at + 1 == len(words) or spoken.opens(at + 1)):
            opened = at
            while opened > 0 and not spoken.opens(opened):
                opened -= 1
            if 0 < at - opened <= 5:
                for place in range(opened, at):
                    if len(words[place]) > 2 and words[place] not in small and words[place] not in lexicon.numbers:
                        yield Found(spoken.starts[place], spoken.ends[place], "callsign", words[place])


def medical(spoken: Spoken) -> Iterator[Found]:
    """A hospital that can be told apart, and what ails somebody, where both are said near each other."""
    lexicon = load_lexicon()
    hospitals = [span for at, word in enumerate(spoken.words)
                 if word in lexicon.list("medical.hospital") and (span := _hospital(spoken, at, lexicon))]  # fmt: skip
    if not hospitals:
        return
    ills = list(_ills(spoken, lexicon))
    near_hospitals = set()
    for first, last in ills:
        for span in hospitals:
            if abs(spoken.starts[first] - spoken.starts[span[0]]) < _MEDICAL_WINDOW:
                near_hospitals.add(span)
                yield Found(spoken.starts[first], spoken.ends[last], "medical")
                break
    for first, last in near_hospitals:
        kind: Kind = "medical"
        yield Found(spoken.starts[first], spoken.ends[last], kind)


def _hospital(spoken: Spoken, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The hospital with what tells it apart: a number, a name, a town before or behind it."""
    first = last = at
    own = False
    in_words, no_place = lexicon.list("addresses.in"), lexicon.list("addresses.no_place")
    place = at + 1
    while (
        place < min(at + 5, len(spoken.words))
        and "\n" not in spoken.gaps[place]
        and not re.search("[.!?]", spoken.gaps[place])
    ):
        word = spoken.words[place]
        if word.isdigit() or word in lexicon.numbers or spoken.upper[place]:
            own, last = True, place
        elif word in ("имени", "імені", "номер", "number", "no"):
            own, last = True, min(place + 1, len(spoken.words) - 1)
        elif (
            place == at + 1
            and (word in lexicon.surnames or re.search(r"(?:[оеєё]в[аої]|ого|ка|енка)$", word))
            and len(word) > 5
        ):
            own, last = True, place
        elif (
            word in in_words
            and place + 1 < len(spoken.words)
            and len(spoken.words[place + 1]) > 3
            and (spoken.words[place + 1] not in no_place and not word.startswith("под"))
        ):
            own, last = True, place + 1
            place += 1
        elif not re.search(r"(?:ск|цк|ськ|цьк)", word):
            break
        else:
            own, last = True, place
        place += 1
    if (
        at > 2
        and spoken.words[at - 1] in in_words
        and spoken.words[at - 3] in in_words
        and len(spoken.words[at - 2]) > 3
    ):
        if spoken.words[at - 2] not in no_place and spoken.turns[at - 3] == spoken.turns[at]:
            own, first = True, at - 2
    before = at - 1
    while before >= max(0, at - 4) and "\n" not in spoken.gaps[before + 1]:
        word = spoken.words[before]
        if (
            re.search(r"(?:ск|цк|зк)(?:ий|ой|ом|ую|ая|ого)$|[сцз]ьк(?:ий|ому|а|ій|ої|у|ого)$", word)
            or (spoken.upper[before] and not spoken.opens(before))
            or re.fullmatch(r"\d+(?:-?\w{1,2})?", word)
            or _ordinal(word, lexicon)
        ):
            own, first = (
                own
                or not word.startswith(
                    ("военн", "городск", "детск", "районн", "областн", "міськ", "дитяч", "районн", "медицинск")
                ),
                before,
            )
        elif not re.match(
            r"(?:военн|военно|клинич|центральн|областн|городск|районн|військов|клініч|обласн|міськ|military|central|regional|city|го|й)",
            word,
        ):
            break
        before -= 1
    return (first, last) if own else None


def _ordinal(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.list("around_dates.ordinals")


def _ills(spoken: Spoken, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """What ails somebody, with the part of the body told beside it."""
    illness, parts = lexicon.list("medical.illness"), lexicon.list("medical.parts")
    missing = lexicon.list("medical.missing")
    at = 0
    while at < len(spoken.words):
        beside = [spoken.word(k) for k in (at - 1, at + 1, at + 2)]
        gone = spoken.words[at] in missing and any(word in parts for word in beside)
        if spoken.words[at] not in illness and not gone:
            at += 1
            continue
        first = last = at
        while first > 0 and spoken.words[first - 1] in parts and "\n" not in spoken.gaps[first]:
            first -= 1
        while (
            last + 1 < len(spoken.words)
            and "\n" not in spoken.gaps[last + 1]
            and (
                spoken.words[last + 1] in parts
                or spoken.words[last + 1] in illness
                or (
                    last + 2 < len(spoken.words) and spoken.words[last + 2] in parts and len(spoken.words[last + 1]) < 4
                )
            )
        ):
            last += 1
        yield first, last
        at = last + 1
