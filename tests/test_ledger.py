"""The ledger: what is added is kept once, never edited, and can be asked as it stood. On SQLite and PostgreSQL."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from counterclaim import check
from counterclaim.cli import main
from counterclaim.ledger import Filter, Ledger
from counterclaim.ledger.heads import head_from, head_text, is_signed, signed
from counterclaim.ledger.ingest import Added, Options, add
from counterclaim.ledger.lines import from_lines, to_lines
from counterclaim.ledger.verify import verify
from counterclaim.model import CounterclaimError
from ledgers import KINDS, Place, places

MORNING = "The army said on Monday that 14 soldiers were killed and two tanks were destroyed near Kherson.\n"
EVENING = "Officials in Kharkiv said 3 civilians were killed and 11 wounded on 5 March 2023.\n"


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from places(request.param, tmp_path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "morning.txt").write_text(MORNING)
    (folder / "evening.txt").write_text(EVENING)
    return folder


def put(ledger: Ledger, *targets: Path, **options: object) -> Added:
    return add(ledger, [str(target) for target in targets], by="tests", options=Options(**options))  # type: ignore[arg-type]


def ids(ledger: Ledger, wanted: Filter | None = None) -> list[str]:
    return [kept.claim.id for kept in ledger.claims(wanted)]


def test_what_is_added_is_there_with_document_sightings_claims_findings_and_refusals(
    place: Place, articles: Path
) -> None:
    ledger = place.open()
    added = put(ledger, articles)
    assert (added.tally.new, added.failed) == (2, [])
    reports = {report.document.id: report for report in check(str(articles))}
    kept = list(ledger.claims())
    assert {one.claim for one in kept} == {claim for report in reports.values() for claim in report.claims}
    assert len(kept) == 4
    for one in kept:
        assert one.document == reports[one.document.id].document
        assert [sighting.place for sighting in one.sightings] == [one.document.path]
        assert one.first_seen is not None
        assert one.verdict is None
    for name, report in reports.items():
        assert [finding for _, _, finding in ledger.findings(name)] == list(report.findings)
    for name, reading in ledger.readings().items():
        assert reading.refusals == reports[name].refusals
    assert verify(ledger, deep=True).whole


def test_reading_twice_adds_nothing_but_a_sighting(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    before = ids(ledger)
    again = put(ledger, articles)
    assert (again.tally.new, again.tally.reread, again.tally.seen) == (0, 0, 2)
    assert again.tally.rows == {"sighting": 2}
    assert ids(ledger) == before
    assert all(len(kept.sightings) == 2 for kept in ledger.claims())


def test_claims_are_filtered_by_every_field(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    (three,) = ledger.claims(object="civilian", measure="killed")
    assert three.claim.quantity.best == 3
    assert three.claim.period.end == date(2023, 3, 5)
    fields = {
        "measure": "killed", "period": "window", "certainty": "stated", "text": "CIVILIANS", "start": date(2023, 3, 5),
        "end": date(2023, 3, 5), "language": three.document.language, "document": three.document.id,
        "place": three.claim.place, "side": three.claim.side,
    }  # fmt: skip
    assert three.claim.speaker is not None
    fields["source"] = three.claim.speaker.id or three.claim.speaker.name
    for name, value in fields.items():
        if value is not None:
            assert three.claim.id in ids(ledger, Filter(**{name: value})), name
    assert ids(ledger, Filter(start=date(2024, 1, 1))) == []
    assert ledger.count(measure="killed") == 2
    with pytest.raises(CounterclaimError, match="after the last day"):
        Filter(start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_other_options_supersede_and_the_ledger_can_be_asked_as_it_stood(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles / "morning.txt")
    then = datetime.now(UTC)
    before = list(ledger.claims())
    assert all(kept.document.published is None for kept in before)
    changed = put(ledger, articles / "morning.txt", published=date(2023, 5, 2))
    assert changed.tally.reread == 1
    after = list(ledger.claims())
    assert {kept.document.published for kept in after} == {date(2023, 5, 2)}
    assert len(after) == len(before)
    stood = ledger.as_of(then)
    assert list(stood.claims()) == before
    assert stood.head().size < ledger.head().size
    assert list(ledger.as_of(then - timedelta(days=1)).claims()) == []
    assert put(ledger, articles / "morning.txt").tally.seen == 1  # what was given still holds
    assert next(ledger.as_of(date(2999, 1, 1)).claims()).document.published == date(2023, 5, 2)
    assert verify(ledger).whole
    with pytest.raises(CounterclaimError, match="cannot be added to"):
        stood.log("nothing", by="tests")


def test_written_as_json_lines_and_read_back_it_is_the_same_ledger(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    put(ledger, articles / "evening.txt", convention="acled")
    claim = next(ledger.claims()).claim
    judgement = ledger.judge(claim.id, "correct", by="Ana", fields={"measure": "wounded", "low": 3.5}, note="ї\u2028")
    written = b"".join(to_lines(ledger)).splitlines(keepends=True)
    again = place.open(place.new())
    assert from_lines(again, written) == ledger.head().size
    assert again.head() == ledger.head()
    assert list(again.claims()) == list(ledger.claims())
    assert list(again.findings()) == list(ledger.findings())
    assert list(again.judgements()) == [judgement]
    assert b"".join(to_lines(again)).splitlines(keepends=True) == written
    assert verify(again, deep=True).whole
    assert from_lines(again, written) == 0
    put(ledger, articles / "morning.txt")
    assert from_lines(again, list(to_lines(ledger))) == ledger.head().size - judgement_row(ledger)
    assert again.head() == ledger.head()


def judgement_row(ledger: Ledger) -> int:
    """The number of the last judgement, which was the last row of the first file."""
    with ledger.database.reading() as connection:
        return connection.exec_driver_sql("SELECT max(seq) FROM judgements").scalar_one()


@pytest.mark.parametrize("harm", ["a word", "a line", "the end", "spaces", "no json"])
def test_lines_that_were_changed_are_refused_and_nothing_is_added(place: Place, articles: Path, harm: str) -> None:
    ledger = place.open()
    put(ledger, articles)
    lines = b"".join(to_lines(ledger)).splitlines(keepends=True)
    if harm == "a word":
        lines[4] = lines[4].replace(b"killed", b"wounded").replace(b"wounded", b"killed", 0)
        lines[2] = lines[2].replace(b"stated", b"hedged").replace(b'"en"', b'"ru"')
    elif harm == "a line":
        del lines[3]
    elif harm == "the end":
        del lines[-1]
    elif harm == "spaces":
        lines[2] = lines[2].replace(b'"body":', b'"body": ')
    else:
        lines[2] = b"not json\n"
    again = place.open(place.new())
    with pytest.raises(CounterclaimError, match=r"the file|line 3"):
        from_lines(again, lines)
    assert again.head().size == 0
    assert list(again.claims()) == []


def test_judgements_are_undone_and_superseded_by_new_rows_never_edited(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    claim = next(ledger.claims()).claim.id
    first = ledger.judge(claim, "accept", by="Ana")
    assert ids(ledger, Filter(verdict="accept")) == [claim]
    second = ledger.judge(claim, "reject", by="Ana", supersedes=first.id)
    (kept,) = ledger.claims(verdict="reject")
    assert kept.judgements == (first, second)
    assert kept.verdict == second
    ledger.judge(claim, "undo", by="Ana", supersedes=second.id)
    assert ids(ledger, Filter(verdict="reject")) == []
    assert len(list(ledger.judgements(claim))) == 3
    assert verify(ledger).whole
    for wrong in ({"verdict": "maybe"}, {"verdict": "undo"}, {"by": " "}, {"subject": "c0"}, {"supersedes": "j0"}):
        with pytest.raises(CounterclaimError):
            ledger.judge(**{"subject": claim, "verdict": "accept", "by": "Ana", **wrong})  # type: ignore[arg-type]


def test_grades_are_given_by_people_and_the_last_stands(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    claim = next(ledger.claims()).claim.id
    ledger.grade("ua-general-staff", "B", by="Ana")
    last = ledger.grade("ua-general-staff", "C", by="Ana", note="after the audit")
    ledger.grade(claim, "2", by="Ana")
    assert [grade.grade for grade in ledger.grades("ua-general-staff")] == ["B", "C"]
    assert last.supersedes == next(ledger.grades("ua-general-staff")).id
    for subject, grade in (("ua-general-staff", "G"), ("nobody's claim", "3")):
        with pytest.raises(CounterclaimError):
            ledger.grade(subject, grade, by="Ana")


def test_custody_tells_who_added_what_with_which_version(place: Place, articles: Path) -> None:
    ledger = place.open()
    put(ledger, articles)
    began, ended = ledger.custody()
    assert (began.did, ended.did, ended.run) == ("add began", "add ended", began.id)
    assert began.by == "tests"
    assert began.version.startswith("counterclaim ")
    assert ended.with_what == {"new": 2, "reread": 0, "seen": 0, "failed": 0}


def test_a_document_that_cannot_be_read_is_kept_with_its_reason_and_tried_again(place: Place, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"%PDF-1.4 nothing\n")
    ledger = place.open()
    added = put(ledger, empty, tmp_path / "missing.txt")
    assert [place for place, _ in added.failed] == [str(tmp_path / "missing.txt"), str(empty)]
    ((document, sightings),) = ledger.documents()
    assert document.coverage.state == "failed"
    assert document.coverage.reason
    assert len(sightings) == 1
    assert put(ledger, empty).failed[0][0] == str(empty)
    assert verify(ledger, deep=True).whole


def test_the_command_line_keeps_asks_verifies_copies_and_imports(
    place: Place, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    where = place.arguments()
    status, out, err = run("add", articles, *where)
    assert (status, err) == (0, "")
    assert "2 new documents; 4 claims" in out
    assert "2 documents seen again" in run("add", articles, *where)[1]
    status, out, _ = run("claims", "--measure", "killed", "--format", "csv", *where[:2])
    assert (status, out.count("\n")) == (0, 3)
    assert "2 claims.\n" in run("claims", "--measure", "killed", *where[:2])[1]
    status, out, _ = run("verify", "--deep", *where)
    assert status == 0
    assert "Every row is as it was added." in out
    head = tmp_path / "kept.head"
    assert run("head", *where[:2], "--output", head)[0] == 0
    run("add", articles / "evening.txt", "--convention", "acled", *where)
    status, out, _ = run("verify", "--head", head, *where)
    assert status == 0
    assert "are those of" in out
    head.write_text(head.read_text().replace("\n1", "\n2"))
    assert run("verify", "--head", head, *where)[0] == 1
    lines = tmp_path / "copy.jsonl"
    assert run("copy", lines, *where[:2])[0] == 0
    assert run("import", lines, "--ledger", tmp_path / "again.db")[0] == 0
    with Ledger(tmp_path / "again.db") as again:
        assert again.head() == place.open().head()
    for wrong in (("claims",), ("claims", "--period", "yearly", *where[:2]), ("add", tmp_path / "none.txt", *where)):
        status, _, err = run(*wrong)
        assert status == 2
        assert err.startswith("counterclaim: ")
        assert err.count("\n") == 1


def test_a_feed_or_archive_that_is_damaged_is_told_when_it_is_added_and_what_is_there_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    said = b"The army said that 55 soldiers were killed near Kherson on 5 March 2023"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + said
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/1\r\n"
    record += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (len(answer) + 90)
    (tmp_path / "cut.warc.gz").write_bytes(gzip.compress(record + answer))
    items = b"".join(b"<item><title>%d</title><description>%b.</description></item>" % (n, said) for n in range(2))
    (tmp_path / "feed.xml").write_bytes(b'<?xml version="1.0"?><rss version="2.0"><channel>' + items)
    where = ("--ledger", tmp_path / "ledger.db")
    status, out, err = run("add", tmp_path / "cut.warc.gz", tmp_path / "feed.xml", *where)
    assert status == 2
    archive, feed = err.splitlines()
    assert archive.startswith(f"counterclaim: {tmp_path / 'cut.warc.gz'}#")
    assert "was read in part: the archive is cut short in it" in archive
    assert feed.startswith(
        f"counterclaim: {tmp_path / 'feed.xml'} (2 documents) was read in part: the feed is not well-"
    )
    assert "3 new documents; 3 claims" in out
    assert "Every row is as it was added." in run("verify", *where)[1]


def test_a_head_is_signed_and_a_false_signature_is_found(tmp_path: Path, articles: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys = []
    for name in ("mine", "another's"):
        key = Ed25519PrivateKey.generate()
        keys.append((tmp_path / f"{name}.pem", tmp_path / f"{name}.pub"))
        plain = serialization.NoEncryption()
        keys[-1][0].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
        keys[-1][1].write_bytes(
            key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
    with Ledger(tmp_path / "ledger.db") as ledger:
        put(ledger, articles)
        head = ledger.head()
    text = signed(head_text(head), keys[0][0], "archive.example.org")
    assert head_from(text) == head == head_from(head_text(head))
    assert is_signed(text, keys[0][1])
    assert not is_signed(text, keys[1][1])
    assert not is_signed(text.replace(f"\n{head.size}\n", f"\n{head.size + 1}\n"), keys[0][1])
    assert not is_signed(head_text(head), keys[0][1])
    for wrong in ("", "counterclaim/ledger\nmany\n", text.replace("counterclaim/ledger", "another/log")):
        with pytest.raises(CounterclaimError, match="is not a head"):
            head_from(wrong)
    with pytest.raises(CounterclaimError, match="cannot name a signer"):
        signed(head_text(head), keys[0][0], "two words")
    with pytest.raises(CounterclaimError, match="not an unlocked key"):
        signed(head_text(head), articles / "morning.txt", "me")


def test_a_script_of_three_lines_adds_to_a_ledger_and_is_run_once(tmp_path: Path, articles: Path) -> None:
    script = tmp_path / "three_lines.py"
    script.write_text(
        "from pathlib import Path\n"
        "from counterclaim import Ledger, check\n"
        f"where = Path({str(articles)!r})\n"
        f"with Ledger(where.with_name('war.db')) as book:\n"
        "    print(book.add(where, by='Ada', workers=2).tally.new)\n"
        "    assert len(list(check(where))) > 1\n"
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=300)
    assert ran.stderr == ""
    assert len(ran.stdout.split()) == 1
    assert int(ran.stdout) > 1
