"""Claims of many documents beside each other: questions, how two stand, copies, incidents, portraits, compare."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counterclaim.comparing.claim_files import claims_in, kept_of
from counterclaim.comparing.ladder import LEVELS, stand
from counterclaim.comparing.laying import Asked, Comparison, disagreements, lay
from counterclaim.comparing.plots import chart
from counterclaim.comparing.questions import group, question_of
from counterclaim.documents import read_document
from counterclaim.formats import claim_line
from counterclaim.model import (
    Claim,
    CounterclaimError,
    Document,
    Evidence,
    Hedge,
    Kept,
    Link,
    Period,
    PeriodKind,
    Quantity,
    Stance,
)
from counterclaim.series import load_record
from counterclaim.verbs import read

MAY = date(2024, 5, 1)


def quantity(value: float | tuple[float, float], hedge: Hedge = "exact") -> Quantity:
    low, high = value if isinstance(value, tuple) else (value, value)
    best: float | None = low if low == high else None
    if hedge == "about":
        return Quantity(None, low, None, "count", hedge, f"about {low}", 0, 1)
    if hedge == "at least":
        return Quantity(low, None, None, "count", hedge, f"at least {low}", 0, 1)
    return Quantity(low, best, high, "count", "between" if best is None else hedge, f"{low}", 0, 1)


def kept(
    value: float | tuple[float, float],
    *,
    by: str | None = "ua-general-staff",
    said: date = MAY,
    on: date | None = MAY,
    start: date | None = None,
    side: str | None = "RU",
    object: str = "personnel",
    measure: str = "killed",
    kind: PeriodKind = "window",
    place: str | None = None,
    hedge: Hedge = "exact",
    stance: Stance = "asserts",
    outlet: str = "",
    words: str = "",
) -> Kept:
    name = f"{by}-{said}-{on}-{value}-{outlet}-{object}-{measure}-{stance}-{place}-{side}-{hedge}"
    document = Document(name, "", f"{name}.txt", published=said, outlet=outlet or f"{by} Post {said}")
    if kind == "window" and start is None:
        start = on
    links = (Link(by, by, "military", "said", 0, 1),) if by else ()
    claim = Claim(
        f"claim {name}", document.id, "rules", Evidence(document.id, 0, 1, words or name), quantity(value, hedge),
        object, measure, side, None, place, Period(kind, start if kind == "window" else None, on), links, stance,
        "stated", (), (),
    )  # fmt: skip
    return Kept(claim, document)


# ---------------------------------------------------------------------------------------------------- the ladder

NEXT = MAY + timedelta(days=1)
WEEK = {"start": MAY - timedelta(days=6), "on": MAY}
LADDER = [
    ("mismatch", kept(12), kept(12, by="ru-mod", measure="wounded")),
    ("mismatch", kept(12), kept(12, by="ru-mod", side="UA")),
    ("mismatch", kept(12), kept(12, by="ru-mod", place="Kherson")),
    ("mismatch", kept(12), kept(20, by="ru-mod", measure="casualties")),
    ("echo", kept(12, outlet="A"), kept(12, outlet="B")),
    ("echo", kept(12, by="oryx", words="a strike on the depot killed 12 men"),
     kept(12, by="ru-mod", words="A strike on the depot  killed 12 men")),
    ("revision", kept(12), kept(14, said=NEXT)),
    ("agreement", kept(12), kept(12, by="ru-mod")),
    ("agreement", kept(100, hedge="about"), kept(108, by="ru-mod")),
    ("agreement", kept((10, 20)), kept((15, 30), by="ru-mod")),
    ("agreement", kept(12, hedge="at least"), kept(90, by="ru-mod")),
    ("denial", kept(12), kept(12, by="ru-mod", stance="denies")),
    ("denial", kept(12, place="Kherson"), kept(12, by="ru-mod", stance="denies", on=None, side=None)),
    ("conflict", kept(12), kept(30, by="ru-mod")),
    ("conflict", kept(12), kept(14)),
    ("conflict", kept(30), kept(12, by="ru-mod", measure="casualties")),
    ("conflict", kept(90), kept(40, by="ru-mod", **WEEK)),  # type: ignore[arg-type]
    ("conflict", kept(900, kind="cumulative"), kept(800, by="ru-mod", kind="cumulative", on=NEXT, said=NEXT)),
    ("fell", kept(900, kind="cumulative"), kept(800, kind="cumulative", on=NEXT, said=NEXT)),
    ("apart", kept(900, kind="cumulative"), kept(950, kind="cumulative", on=NEXT, said=NEXT)),
    ("apart", kept(12), kept(12, by="ru-mod", on=NEXT)),
    ("apart", kept(12), kept(12, by="ru-mod", on=None)),
    ("apart", kept(12), kept(12, by="ru-mod", kind="cumulative")),
]  # fmt: skip


@pytest.mark.parametrize(("level", "one", "other"), LADDER)
def test_two_claims_stand_as_the_first_level_that_holds(level: str, one: Kept, other: Kept) -> None:
    standing = stand(one, other)
    assert standing.level == level, standing.sentence
    assert standing.sentence
    assert stand(other, one) == standing


def test_every_level_is_in_the_table_of_cases() -> None:
    assert {level for level, _, _ in LADDER} | {"reset"} == set(LEVELS)


def test_a_fall_on_a_day_on_which_the_record_counts_anew_is_a_reset() -> None:
    one, other = kept(900, kind="cumulative"), kept(3, kind="cumulative", on=NEXT, said=NEXT)
    assert stand(one, other, resets=[NEXT]).level == "reset"
    assert stand(one, other, resets=[MAY]).level == "fell"


def test_nothing_on_one_side_is_a_gap_that_says_who_is_alone() -> None:
    assert stand(kept(12), None).level == stand(None, kept(12)).level == stand(None, None).level == "gap"
    assert "General Staff" in stand(kept(12), None).sentence


def test_a_conflict_has_its_ratio() -> None:
    assert stand(kept(12), kept(30, by="ru-mod")).ratio == pytest.approx(2.5)
    assert "2.5 times" in stand(kept(12), kept(30, by="ru-mod")).sentence
    assert stand(kept(0), kept(30, by="ru-mod")).ratio == float("inf")


def test_broader_terms_never_agree_or_disagree_but_by_inequality() -> None:
    part, whole = kept(30), kept(30, by="ru-mod", measure="casualties")
    assert stand(part, whole).level == "mismatch"
    assert "fits" in stand(part, whole).sentence
    assert "killed are among" in stand(kept(31), whole).sentence


def test_two_unnamed_officials_are_two_voices() -> None:
    assert stand(kept(12, by="official", outlet="A"), kept(12, by="official", outlet="B")).level == "agreement"


# ------------------------------------------------------------------------------------------ questions, the order


def body(seed: int = 3) -> list[Kept]:
    draw = random.Random(seed)
    made = []
    for at in range(60):
        when = MAY + timedelta(days=draw.randrange(8))
        made.append(
            kept(
                draw.choice([10, 12, 12, 15, 40, (10, 20)]),
                by=draw.choice(["ua-general-staff", "ru-mod", "oryx", "official", None]),
                on=when,
                said=when + timedelta(days=draw.randrange(3)),
                kind=draw.choice(["window", "cumulative"]),
                measure=draw.choice(["killed", "wounded"]),
                stance="denies" if at % 11 == 0 else "asserts",
                outlet=draw.choice(["A", "B", "C"]),
            )
        )
    return list({one.claim.id: one for one in made}.values())


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_documents_changes_nothing(seed: int) -> None:
    claims = body()
    shuffled = random.Random(seed).sample(claims, len(claims))
    assert group(claims) == group(shuffled)
    assert lay(claims, Asked("killed")) == lay(shuffled, Asked("killed"))
    assert disagreements(claims) == disagreements(shuffled)


def test_a_claim_that_comes_twice_is_there_once() -> None:
    claims = body()
    assert lay([*claims, *claims], Asked("killed")) == lay(claims, Asked("killed"))


def test_a_question_says_of_whom_and_where() -> None:
    asked = question_of(kept(1, place="Kherson", kind="cumulative").claim)
    assert str(asked) == "military personnel, killed, of RU, at Kherson, running total"


# ---------------------------------------------------------------------------------------- three transcriptions

CATEGORIES = {"personnel": "personnel", "tank": "tanks", "artillery": "artillery systems", "vehicle": "vehicles"}
OUTLETS = ("The Dnipro Courier", "The Desna Courier", "The Seim Courier")


def bulletin(when: date, values: dict[str, int], outlet: str) -> Document:
    told = {name: f"{value:,}" for name, value in values.items()}
    text = (
        f"As of {when.day} {when:%B} {when.year}, Ukraine's General Staff said, Russia had lost about "
        f"{told['personnel']} personnel, {told['tank']} tanks, {told['artillery']} artillery systems and "
        f"{told['vehicle']} vehicles since "
        "the start of the full-scale invasion.\n"
    )
    document = read_document(text.encode(), path=f"{outlet} {when}.txt", published=when)
    return replace(document, id=f"{outlet} {when}", outlet=outlet)


def slipped(value: int, draw: random.Random) -> int:
    """A copyist's slip: two unequal neighbours swapped, or a digit dropped."""
    digits = str(value)
    swaps = [at for at in range(1, len(digits) - 1) if digits[at] != digits[at + 1]]
    if swaps and draw.random() < 0.7:
        at = draw.choice(swaps)
        return int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return int(digits[:-1])


def transcriptions(days: int, slips: int) -> tuple[list[Document], set[tuple[date, str]]]:
    series = load_record().series["ua-general-staff"]
    draw = random.Random(7)
    first = series.dates.index(date(2024, 1, 10))
    documents, wrong = [], set()
    where = {(draw.randrange(days), draw.choice(list(CATEGORIES)), draw.randrange(3)) for _ in range(slips)}
    for at in range(days):
        when = series.dates[first + at]
        values = {name: int(series.columns[name][first + at] or 0) for name in CATEGORIES}
        for number, outlet in enumerate(OUTLETS):
            copied = dict(values)
            for name in CATEGORIES:
                if (at, name, number) in where:
                    copied[name] = slipped(copied[name], draw)
                    wrong.add((when, name))
            documents.append(bulletin(when, copied, outlet))
    return documents, wrong


def test_the_days_on_which_three_transcriptions_disagree_are_found_all_and_only_those() -> None:
    documents, wrong = transcriptions(days=90, slips=25)
    assert len(wrong) > 20
    claims = [one for document in documents for one in kept_of(read(document))]
    found = disagreements(claims)
    assert {(one.moment.end, one.question.object) for one in found} == wrong
    assert all(one.voice == "ua-general-staff" and len(one.figures) > 1 for one in found)


def test_transcriptions_that_agree_disagree_nowhere() -> None:
    documents, wrong = transcriptions(days=20, slips=0)
    assert not wrong
    assert disagreements(one for document in documents for one in kept_of(read(document))) == ()


# --------------------------------------------------------------------------------------------------- the table


def comparison(claims: Sequence[Kept], **asked: object) -> Comparison:
    return lay(claims, Asked("losses", **asked), load_record())  # type: ignore[arg-type]


def test_a_claim_of_a_running_total_stands_beside_the_record_of_its_day() -> None:
    series = load_record().series["ua-general-staff"]
    value = series.columns["tank"][series.dates.index(MAY)]
    assert value is not None
    laid = comparison([kept(2 * value, kind="cumulative", measure="losses", object="tank", by="ru-mod")], object="tank")
    [row] = laid.rows
    assert row.ratio == pytest.approx(2.0)
    assert row.line == "ua-general-staff"
    assert {line.source for line in laid.lines} >= {"ua-general-staff", "oryx"}


def test_sources_and_days_narrow_what_is_compared() -> None:
    claims = [kept(12), kept(13, by="ru-mod"), kept(14, on=NEXT, said=NEXT)]
    assert len(lay(claims, Asked("killed", sources=("ru-mod",))).rows) == 1
    assert len(lay(claims, Asked("killed", start=NEXT)).rows) == 1
    assert len(lay(claims, Asked("killed", end=MAY, side="RU")).rows) == 2
    assert not lay(claims, Asked("killed", side="UA")).rows


def test_the_chart_has_a_letter_for_each_source_and_the_record_behind() -> None:
    claims = [kept(90, by="ru-mod"), kept((40, 60), on=NEXT, said=NEXT), kept(50, by="oryx", on=NEXT, said=NEXT)]
    drawn = chart(lay(claims, Asked("killed")))
    assert all(f"  {letter}  " in drawn for letter in "ABC")
    assert "|" in drawn
    assert max(map(len, drawn.splitlines())) <= 78
    assert chart(lay([], Asked("killed"))) == ""


# ------------------------------------------------------------------------------------------------- the command line


def compare(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "counterclaim.cli", "compare", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_compare_prints_claims_of_a_file_with_the_record_behind(tmp_path: Path) -> None:
    claims = [
        kept(7000, kind="cumulative", measure="losses", object="tank", by="ru-mod"),
        kept(7200, kind="cumulative", measure="losses", object="tank", by="oryx"),
    ]
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(claim_line(one.claim) + "\n" for one in claims), encoding="utf-8")
    assert [one.claim for one in claims_in(file)] == [one.claim for one in claims]
    done = compare("losses", "--object", "tank", "--claims", str(file))
    assert done.returncode == 0, done.stderr
    assert "7,000" in done.stdout
    assert "conflict" in done.stdout
    assert "the record" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["slain"], "there is no measure “slain”"),
        (["killed", "--object", "dragon"], "there is no object “dragon”"),
        (["killed", "--from", "2024-05-02", "--to", "2024-05-01"], "the first day 2024-05-02 is after"),
        (["killed", "--side", "XX"], "nothing answers this: killed, XX"),
        (["killed", "--claims", "nowhere.jsonl"], "nowhere.jsonl could not be read"),
    ],
)
def test_compare_says_what_was_wrong(arguments: list[str], sentence: str) -> None:
    done = compare(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_that_is_no_claim_is_named(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    for words in ("{", json.dumps({"id": "x"}), "[]"):
        file.write_text(claim_line(kept(1).claim) + f"\n{words}\n", encoding="utf-8")
        with pytest.raises(CounterclaimError, match="line 2"):
            list(claims_in(file))
