"""Admiralty grades, which only people set: a letter for a source, a digit for a claim; and ``counterclaim grade``.

SOURCE_GRADES, CLAIM_GRADES   what each means (NATO's AJP-2: reliability of a source, credibility of what it says)
standing, grades_of           the grades nobody superseded; those of one subject in words
grade                         the verb: a grade is a new row, and the last of a person stands
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from counterclaim.console import NOTHING, writing
from counterclaim.keeping import LedgerPath, open_ledger, who
from counterclaim.model import CounterclaimError, Grade

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger

_CLAIM = re.compile(r"c[0-9a-f]{16}")

SourceGrade = Literal["A", "B", "C", "D", "E", "F"]
ClaimGrade = Literal["1", "2", "3", "4", "5", "6"]

SOURCE_GRADES: Mapping[SourceGrade, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CLAIM_GRADES: Mapping[ClaimGrade, str] = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}


def source_grade(word: str) -> SourceGrade:
    """A letter A–F for a source; the error lists what each means."""
    for grade in SOURCE_GRADES:
        if word.strip().upper() == grade:
            return grade
    raise CounterclaimError(f"“{word}” is no grade of a source; there is {_meanings(SOURCE_GRADES)}")


def claim_grade(word: str) -> ClaimGrade:
    """A digit 1–6 for a claim; the error lists what each means."""
    for grade in CLAIM_GRADES:
        if word.strip() == grade:
            return grade
    raise CounterclaimError(f"“{word}” is no grade of a claim; there is {_meanings(CLAIM_GRADES)}")


def admiralty(word: str) -> tuple[SourceGrade, ClaimGrade]:
    """``B2`` as the source's letter and the claim's digit."""
    letter, digit = word.strip()[:1], word.strip()[1:]
    return source_grade(letter), claim_grade(digit)


def _meanings(grades: Mapping[Any, str]) -> str:
    return ", ".join(f"{grade} ({words})" for grade, words in grades.items())


def standing(grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """The grades that no later one took the place of, oldest first."""
    every = list(grades)
    gone = {grade.supersedes for grade in every}
    return tuple(grade for grade in every if grade.id not in gone)


def meaning(grade: str) -> str:
    """A grade in words."""
    every = (*SOURCE_GRADES.items(), *CLAIM_GRADES.items())
    return next((words for name, words in every if name == grade), "")


def grades_of(grades: Iterable[Grade], subject: str) -> str:
    """The grades of one subject as a line: ``B, usually reliable (Ada); D, not usually reliable (Ben)``."""
    return "; ".join(f"{one.grade}, {meaning(one.grade)} ({one.by})" for one in grades if one.subject == subject)


# ----------------------------------------------------------------------------------------------------------- the verb


def grade(
    subject: Annotated[str, typer.Argument(metavar="SOURCE|CLAIM", help="A source, by id or name; or a claim's id.")],
    word: Annotated[
        str | None,
        typer.Argument(metavar="GRADE", help="A to F for a source, 1 to 6 for a claim, B2 for a claim and its source."),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who gives it; you unless said.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    ledger: LedgerPath = None,
) -> None:
    """Grade a source's reliability or a claim's credibility (Admiralty system); without a grade, list those given.

    Only people grade; the program never sets, guesses or changes one. A new grade takes the place of the same person's
    last one, which is still there.

    \b
    Examples:
      counterclaim grade ua-general-staff B --by Ada --note "figures of its own losses are withheld"
      counterclaim grade c0123456789abcdef 2 --by Ada
      counterclaim grade ua-general-staff
    """
    from counterclaim.comparing.questions import voice_named

    is_claim = bool(_CLAIM.fullmatch(subject))
    with open_ledger(ledger, read_only=word is None) as book:
        if word is None:
            named = subject if is_claim else voice_named(subject)
            given = list(book.grades(named))
            last = {one.id for one in standing(given)}
            if not given:
                raise CounterclaimError(f"nobody has graded {named} here")
            with writing() as stream:
                for one in given:
                    said = f"{one.at:%Y-%m-%d}  {one.grade}  {meaning(one.grade)}  {one.by}"
                    stream.write(said + (f": {one.note}" if one.note else ""))
                    stream.write("\n" if one.id in last else "  (superseded)\n")
            raise typer.Exit(NOTHING)
        for named, letter in _wanted(book, subject, word, is_claim):
            kept = book.grade(named, letter, by=by or who(), note=note)
            print(f"{kept.subject}: {kept.grade}, {meaning(kept.grade)} ({kept.by})")
    raise typer.Exit(NOTHING)


def _wanted(book: Ledger, subject: str, word: str, is_claim: bool) -> list[tuple[str, str]]:
    """What is graded how: a source, a claim, or with ``B2`` a claim's source and the claim."""
    from counterclaim.comparing.questions import voice_named, voice_of

    if not is_claim:
        return [(voice_named(subject), source_grade(word))]
    if len(word.strip()) != 2:
        return [(subject, claim_grade(word))]
    letter, digit = admiralty(word)
    for kept in book.claims_named([subject]):
        return [(voice_of(kept), letter), (subject, digit)]
    raise CounterclaimError(f"there is no claim {subject} in {book.name}")
