"""Admiralty grades: given by people, superseded by later ones, shown wherever a source or a claim is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counterclaim.cli import main
from counterclaim.exports import export
from counterclaim.grading import CLAIM_GRADES, SOURCE_GRADES, admiralty, grades_of, source_grade, standing
from counterclaim.judging import blind
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from counterclaim.reviewing import Review, shown
from counterclaim.terminal import PLAIN
from ledgers import KINDS, Place, places

TEXT = "The Ukrainian General Staff said on 4 March 2023 that 14 soldiers were killed near Kherson.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    for place in places(request.param, tmp_path):
        (tmp_path / "a.txt").write_text(TEXT)
        place.open().add(str(tmp_path / "a.txt"), by="tests", workers=1)
        yield place


@pytest.fixture
def run(place: Place, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*words, "--ledger", place.address])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    return command


def test_grades_are_a_letter_and_a_digit_with_their_meaning() -> None:
    assert admiralty(" b2 ") == ("B", "2")
    assert list(SOURCE_GRADES) == list("ABCDEF")
    assert list(CLAIM_GRADES) == list("123456")
    with pytest.raises(CounterclaimError, match=r"“G” is no grade of a source; there is A \(completely reliable\)"):
        source_grade("G")
    with pytest.raises(CounterclaimError, match=r"“7” is no grade of a claim; there is 1 \(confirmed"):
        admiralty("A7")


def test_a_grade_is_a_row_that_the_next_of_the_same_person_supersedes(place: Place, run: Run) -> None:
    name = "ua-general-staff"
    assert (
        run("grade", "General Staff of the armed forces of Ukraine", "B", "--by", "Ada", "--note", "no lists")[0] == 0
    )
    assert run("grade", name, "D", "--by", "Ben")[1] == f"{name}: D, not usually reliable (Ben)\n"
    assert run("grade", name, "C", "--by", "Ada")[0] == 0
    ledger = place.open()
    every = list(ledger.grades(name))
    assert [(one.grade, one.by) for one in every] == [("B", "Ada"), ("D", "Ben"), ("C", "Ada")]
    assert standing(every) == tuple(every[1:]) == ledger.graded()[name]
    told = run("grade", name)[1].splitlines()
    assert told[0].endswith("B  usually reliable  Ada: no lists  (superseded)")
    assert told[2].endswith("C  fairly reliable  Ada")
    assert verify(ledger).whole


def test_a_grade_is_shown_with_the_claim_in_portrait_review_claims_and_exports(
    place: Place, run: Run, tmp_path: Path
) -> None:
    ledger = place.open()
    (before,) = ledger.claims()
    assert run("grade", before.claim.id, "B2", "--by", "Ada")[0] == 0
    (kept,) = ledger.claims()
    assert sorted((one.subject, one.grade) for one in kept.grades) == sorted(
        [(before.claim.id, "2"), ("ua-general-staff", "B")]
    )
    assert "Graded by people: B, usually reliable (Ada)" in run("portrait", "ua-general-staff")[1]
    listed = run("claims")[1]
    assert "graded: ua-general-staff: B, usually reliable (Ada)" in listed
    assert "2, probably true (Ada)" in listed
    export("csv", ledger.claims(), tmp_path / "out")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out" / "claims.csv").read_text()))
    assert (row["claim_grade"], row["source_grade"]) == ("2 (Ada)", "B (Ada)")
    from counterclaim.judging import Waiting

    assert "graded 2, probably true" in shown(Review(ledger, [Waiting(kept, ())], "Cy"), PLAIN)
    assert blind(kept, "Ben").grades == ()
    assert grades_of(kept.grades, before.claim.id) == "2, probably true (Ada)"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ua-general-staff", "3"), "“3” is no grade of a source"),
        (("c0123456789abcdef", "2"), "there is no claim c0123456789abcdef"),
        (("c0123456789abcdef", "A2"), "there is no claim c0123456789abcdef"),
        (("c0123456789abcdef", "A"), "“A” is no grade of a claim"),
        (("ua-general-staff",), "nobody has graded ua-general-staff"),
        (("ua-general-staff", "B", "--by", " "), "needs the name of who gives it"),
    ],
)
def test_what_is_no_grade_is_told_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    status, _, err = run("grade", *words)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1
