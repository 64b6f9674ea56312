"""What only many documents show is kept in the ledger, and is what a comparison of all of it would find."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from counterclaim.claims import extract
from counterclaim.cli import main
from counterclaim.documents import Content, read_document
from counterclaim.findings import RULES, check_body
from counterclaim.findings.pages import examples
from counterclaim.ledger import Ledger
from counterclaim.ledger.lines import from_lines, to_lines
from counterclaim.ledger.preparing import Options, Task, prepared
from counterclaim.ledger.rows import finding_id
from counterclaim.ledger.store import Prepared
from counterclaim.ledger.verify import verify
from counterclaim.series import load_record
from ledgers import KINDS, Place, places


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


def read(text: str, day: date, outlet: str, path: str) -> Prepared:
    """One document read, as an adding would hand it to the ledger."""
    name = sha256(f"{path}{text}".encode()).hexdigest()
    document = replace(read_document(text.encode(), path=path, published=day), id=f"d{name[:16]}", outlet=outlet)
    document = replace(document, sha256=name)
    claims, refusals = extract(document)
    task = Task(Content(path, b""), b"", day, None)
    return prepared(task, Options(), document, claims, (), refusals)


def bodies() -> list[Prepared]:
    """The examples of the family's pages."""
    found = []
    for code in (code for code in RULES if code.startswith("CC6")):
        for at, example in enumerate(examples(RULES[code].page())):
            found += [
                read(text, day, f"{outlet} {code} {at}", f"{code}/{at}/{number}.txt")
                for number, (text, day, outlet) in enumerate(example.body)
            ]
    return found


def kept_together(ledger: Ledger) -> set[str]:
    return {name for name, document, _ in ledger.findings() if document is None}


def compared(ledger: Ledger) -> set[str]:
    return {finding_id(finding, None) for finding in check_body(ledger.claims(), load_record())}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_added_reread_or_rejected_the_findings_that_stand_are_those_of_the_whole_body(
    place: Place, seed: int
) -> None:
    draw = random.Random(seed)
    documents = bodies()
    draw.shuffle(documents)
    ledger = place.open()
    met: set[str] = set()
    at = 0
    while at < len(documents):
        part = documents[at : at + draw.randint(1, 9)]
        at += len(part)
        ledger.record(part)
        if draw.random() < 0.5 and met:  # some document is read otherwise now: one claim of it is no more
            again = draw.choice(documents[:at])
            claims = [kept.claim for kept in ledger.claims(document=again.document)]
            ((document, _),) = ledger.documents([again.document])
            task = Task(Content(document.path, b""), b"", document.published, None)
            ledger.record([prepared(task, Options("acled"), document, claims[1:])])
        if draw.random() < 0.5:
            ledger.judge(draw.choice([kept.claim.id for kept in ledger.claims()]), "reject", by="Ana")
        ledger.compare_anew()
        assert kept_together(ledger) == compared(ledger)
        met |= {finding.code for _, _, finding in ledger.findings()}
    assert len(met) >= 6
    assert ledger.compare_anew() is None
    assert verify(ledger).whole
    again_made = place.open(place.new())
    from_lines(again_made, to_lines(ledger))
    assert list(again_made.findings()) == list(ledger.findings())
    assert verify(again_made).whole


def test_adding_files_keeps_a_contradiction_and_withdraws_it_when_the_claim_is_rejected(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "{who} said that {number} civilians were killed in the strike on Lyman on 4 May 2023.\n"
    (tmp_path / "one.txt").write_text(said.format(who="The Interior Ministry of Ukraine", number=12))
    (tmp_path / "two.txt").write_text(said.format(who="Human Rights Watch", number=40))
    ledger = place.open()
    ledger.add(str(tmp_path / "one.txt"), by="tests", workers=1)
    assert kept_together(ledger) == set()
    before = datetime.now(UTC)
    with pytest.raises(SystemExit) as left:
        main(["add", str(tmp_path / "two.txt"), *place.arguments(), "--workers", "1"])
    assert left.value.code == 0
    assert "1 finding." in capsys.readouterr().out
    ((name, _, finding),) = [one for one in ledger.findings() if one[1] is None]
    assert finding.code == "CC601"
    assert len(finding.claims) == 2
    between = datetime.now(UTC)
    ledger.judge(finding.claims[0], "reject", by="Ana")
    ledger.add(str(tmp_path / "two.txt"), by="tests", workers=1)
    assert kept_together(ledger) == set()
    assert kept_together(ledger.as_of(between)) == {name}
    assert kept_together(ledger.as_of(before)) == set()
    assert verify(ledger, deep=True).whole
