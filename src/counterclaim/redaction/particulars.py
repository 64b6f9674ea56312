"""Papers with letters, addresses spelled aloud and radio names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterclaim.redaction.dictionary import reading_of
from counterclaim.redaction.lexicon import Lexicon, load_lexicon
from counterclaim.redaction.mark import Found
from counterclaim.redaction.speech import Spoken

_PLATE = re.compile(r"(?<!\w)(?:[авекмнорстух]\s?\d{3}\s?[авекмнорстух]{2}(?:\s?\d{2,3})?|"
                    r"[авекмнорстухіabceikhmoptx]{2}\s?\d{4}\s?"
                    r"[авекмнорстухіabceikhmoptx]{2})(?!\w)")  # fmt: skip
_PAPER = re.compile(r"(?<!\w)(?:[а-яіїєґa-z]{2}\s?[-№]?\s?\d{6}|[а-яіїєґa-z]{1,2}-\d{6}|\d{2}\s?\d{2}\s?[-№]?\s?\d{6}|"
                    r"\d{3}-\d{3}-\d{3}[ -]\d{2})(?!\w)")  # fmt: skip
_JOINED = re.compile(r"(?<![\w@/.])(?=\w*[A-Za-z])[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+(?![\w@.]\w)")
_LONGEST_HANDLE = 6  # words of a handle spelled aloud
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")


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
            told = pattern is _PLATE and spoken.text[match.start() : match.end()].isupper()
            if told or any(word in cue for word in around):
                yield Found(match.start(), match.end(), "document", match[0])


def _mod97(iban: str) -> bool:
    """The check of ISO 13616."""
    turned = iban[4:] + iban[:4]
    return 15 <= len(iban) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def spelled_addresses(spoken: Spoken) -> Iterator[Found]:
    """E-mail addresses spelled aloud: "ivan dot petrov at mail dot ru"; handles that a low line tells, "katya_07"."""
    lexicon = load_lexicon()
    for match in _JOINED.finditer(spoken.text):
        yield Found(match.start(), match.end(), "email", match[0].lower())
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
        if last is None and (handle := _handle(spoken, at, lexicon)) is not None:
            yield Found(spoken.starts[at], spoken.ends[handle], "email")
            continue
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


def _handle(spoken: Spoken, at: int, lexicon: Lexicon) -> int | None:
    """The last word of a messenger's handle spelled aloud, "at harry underscore ninety"; ``None`` where none is."""
    signs = lexicon.list("spelled.in_handles")
    messengers = lexicon.list("spelled.messengers")
    if any(spoken.word(k) in messengers and spoken.turns[k] == spoken.turns[at] for k in range(at - 3, at)):
        if at + 1 < len(spoken.words) and spoken.joined(at + 1) and _spells(spoken.words[at + 1], lexicon):
            last = at + 1
            while last < at + _LONGEST_HANDLE and spoken.joined(last + 1) and (
                spoken.words[last + 1] in lexicon.numbers
                or spoken.words[last + 1].isdigit()
                or spoken.words[last + 1] in signs
                or spoken.words[last] in signs
            ):  # fmt: skip
                last += 1
            return last
    inside = [place for place in range(at + 2, min(at + 6, len(spoken.words))) if spoken.words[place] in signs]
    if not inside or spoken.turns[inside[0]] != spoken.turns[at]:
        return None
    last = inside[-1]
    while last + 1 < len(spoken.words) and spoken.joined(last + 1) and (
        last == inside[-1] or spoken.words[last + 1] in lexicon.numbers or spoken.words[last + 1].isdigit()
    ):  # fmt: skip
        last += 1
    return last


def _spells(word: str, lexicon: Lexicon) -> bool:
    """Whether a word can be a handle: no number and no small word, in English none of its common ones."""
    read = reading_of(word)
    return (
        len(word) > 3
        and word not in lexicon.numbers
        and not read.small
        and (not word.isascii() or lexicon.unusual(word))
    )
