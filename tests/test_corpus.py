"""``counterclaim corpus``: archives of every kind into Parquet, what became of every page, and questions to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import archive, html, items, story, write_csv, write_lines, write_parquet, write_warc
from counterclaim import verbs
from counterclaim.cli import main
from counterclaim.corpus import shards
from counterclaim.corpus.folder import Folder
from counterclaim.corpus.reading import Options, batches, read_batch
from counterclaim.corpus.shards import contents, plan

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program in this process: exit status, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            main([str(argument) for argument in arguments])
            code: Any = 0
        except SystemExit as left:
            code = left.code
        out, err = capsys.readouterr()
        return (code if isinstance(code, int) else 0), out, err

    return call


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("inputs") / "archive")


@pytest.fixture(scope="module")
def made(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of all of it."""
    out = tmp_path_factory.mktemp("made") / "corpus"
    with pytest.raises(SystemExit) as left:
        main(["corpus", "read", str(inputs), "--out", str(out), "--workers", "2"])
    assert not left.value.code
    return out


def bytes_of(corpus: Path) -> dict[str, bytes]:
    """Every Parquet file of a corpus by its path."""
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in sorted(corpus.rglob("*.parquet"))}


def answer(corpus: Path, sql: str) -> list[dict[str, Any]]:
    from counterclaim.corpus.querying import ask

    rows: list[dict[str, Any]] = ask(Folder(corpus), sql).to_pylist()
    return rows


# ------------------------------------------------------------------------------------------------------- reading


def test_every_kind_of_file_is_read_and_every_page_is_accounted_for(run: Run, made: Path) -> None:
    status, out, _ = run("corpus", "summary", made)
    assert status == 0
    fates = {row["fate"]: row["n"] for row in answer(made, "SELECT fate, count(*) AS n FROM documents GROUP BY fate")}
    assert fates == {"read": 12, "passed": 48, "failed": 2}
    assert "62 pages" in out
    assert "12 read: 24 claims" in out
    assert "48 passed over" in out
    assert "2 failed" in out
    assert "is not JSON" in out
    states = {row["state"] for row in answer(made, "SELECT DISTINCT state FROM documents")}
    assert states == {"complete", "failed"}


def test_the_claims_are_those_that_read_finds(made: Path, inputs: Path) -> None:
    expected = set()
    for path in (inputs / "a.jsonl", inputs / "b.warc.gz", inputs / "c.csv", inputs / "e"):
        expected |= {claim.id for report in verbs.read(str(path)) for claim in report.claims}
    assert len(expected) == 16
    assert expected < {row["id"] for row in answer(made, "SELECT id FROM claims")}


def test_the_evidence_is_the_words_of_the_page(made: Path) -> None:
    asked = "SELECT exact, quantity, best FROM claims JOIN evidence ON id = claim WHERE object = 'tank' ORDER BY best"
    rows = answer(made, asked)
    assert [row["best"] for row in rows] == [n + 3 for n in range(0, 60, 5)]
    assert all(row["quantity"] in row["exact"] for row in rows)


def test_the_files_lie_by_year_and_carry_the_version_of_their_schema(made: Path) -> None:
    import pyarrow.parquet as pq

    folders = {path.parent.name for path in (made / "claims").rglob("*.parquet")}
    assert folders == {f"year={year}" for year in (2020, 2021, 2022, 2023)}
    for path in (made / "claims").rglob("*.parquet"):
        years = {day.year for day in pq.read_table(path).column("published").to_pylist()}
        assert years == {int(path.parent.name[5:])}
        assert pq.read_schema(path).metadata[b"counterclaim.corpus"] == b"1"


def test_a_second_run_does_nothing(run: Run, made: Path, inputs: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*.parquet")}
    status, out, err = run("corpus", "read", inputs, "--out", made)
    assert (status, err) == (0, "")
    assert "nothing to do" in out
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*.parquet")} == before


def test_a_changed_file_is_read_again_and_nothing_is_doubled(run: Run, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", items(10))
    run("corpus", "read", lines, "--out", tmp_path / "out")
    write_lines(lines, items(20))
    status, out, _ = run("corpus", "read", lines, "--out", tmp_path / "out")
    assert status == 0
    assert "20 pages" in out
    assert answer(tmp_path / "out", "SELECT count(*) AS n FROM claims")[0]["n"] == 8


def test_files_that_moved_to_another_shard_are_not_doubled(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in (1, 2):
        (folder / f"{n}.html").write_bytes(html(story(n)))
    run("corpus", "read", folder, "--out", tmp_path / "out")
    (folder / "0.html").write_bytes(html(story(0)))
    run("corpus", "read", folder, "--out", tmp_path / "out")
    assert answer(tmp_path / "out", "SELECT count(*) AS n FROM documents")[0]["n"] == 3


@pytest.mark.parametrize("piece", [500, 1_700, 10**9])
def test_however_a_file_is_cut_the_pages_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    rows = items(30)
    monkeypatch.setattr(shards, "PIECE", piece)
    for path in (write_lines(tmp_path / "a.jsonl", rows), write_parquet(tmp_path / "b.parquet", rows, 4)):
        cut = plan([str(path)])
        assert len(cut) > 1 or piece == 10**9
        found = [page for shard in cut for page in contents(shard)]
        assert [page.path for page in found] == [f"{path}#{n}" for n in range(1, 31)]
        assert [json.loads(page.content or b"")["text"] for page in found] == [row["text"] for row in rows]


def test_the_same_batch_gives_the_same_rows(inputs: Path) -> None:
    (shard,) = plan([str(inputs / "a.jsonl")])
    whole = [read_batch(batch, Options()) for batch in batches(contents(shard))]
    single = [read_batch(batch, Options()) for batch in batches(contents(shard), pages=1)]
    assert len(whole) == 1
    assert len(single) == 12
    for table in ("documents", "claims", "evidence", "refusals"):
        rows = [row for read in single for row in getattr(read, table).to_pylist()]
        assert getattr(whole[0], table).to_pylist() == rows


def test_the_columns_of_a_table_can_be_named(run: Run, tmp_path: Path) -> None:
    rows = [{"body": item["text"], "day": item["published"]} for item in items(10)]
    for at, path in enumerate((write_csv(tmp_path / "a.csv", rows), write_parquet(tmp_path / "a.parquet", rows))):
        out = tmp_path / f"out{at}"
        status, _, err = run("corpus", "read", path, "--out", out, "--columns", "text=body,published=day")
        assert (status, err) == (0, "")
        assert answer(out, "SELECT count(*) AS n FROM claims WHERE year(published) < 2024")[0]["n"] == 4


def test_a_list_of_paths_is_read_from_local_copies_and_what_is_missing_is_set_apart(run: Run, tmp_path: Path) -> None:
    crawl = tmp_path / "copies" / "crawl"
    crawl.mkdir(parents=True)
    write_warc(crawl / "1.warc.gz", items(10))
    listed = tmp_path / "warc.paths"
    listed.write_text("crawl/1.warc.gz\ncrawl/2.warc.gz\n")
    status, out, _ = run("corpus", "read", listed, "--base", tmp_path / "copies", "--out", tmp_path / "out")
    assert status == 0
    assert "2 read: 4 claims" in out
    assert "is in the list and not in" in out


def test_only_pages_of_a_site_are_taken_and_the_others_are_counted(run: Run, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", items(30))
    status, out, _ = run("corpus", "read", warc, "--out", tmp_path / "out", "--host", "w1.example")
    assert status == 0
    assert "its address is not of the sites that were asked for" in out
    hosts = answer(tmp_path / "out", "SELECT DISTINCT fate, url LIKE 'https://w1.%' AS ours FROM documents")
    assert {(row["fate"] == "refused", row["ours"]) for row in hosts} == {(True, False), (False, True)}


def test_a_page_in_a_language_without_rules_is_refused_and_says_so(run: Run, tmp_path: Path) -> None:
    page = html(story(0)).replace(b"lang=en", b"lang=tlh")
    (tmp_path / "a.html").write_bytes(page)
    status, out, _ = run("corpus", "read", tmp_path / "a.html", "--out", tmp_path / "out")
    assert status == 0
    assert "1 refused" in out
    assert "'tlh', which has no rules" in out


# ----------------------------------------------------------------------------------------------------- copies


def copied(number: int, host: int) -> dict[str, str]:
    """A report that a site took over with words of its own before and after."""
    item = story(number)
    body = f"{item['text']} The account could not be checked at once, and the border stayed closed for the whole day."
    around = {**item, "url": f"https://site{host}.example/{number}", "published": f"2023-05-{1 + host % 28:02d}"}
    return {**around, "text": f"From our reporter number {host}. {body} {body} Copyright {host}."}


def test_a_claim_in_many_pages_is_one_claim_with_as_many_sightings(run: Run, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [copied(5, host) for host in range(30)])
    write_warc(tmp_path / "b.warc.gz", [copied(5, host) for host in range(30, 60)])
    write_lines(tmp_path / "c.jsonl", [copied(10, 1), copied(15, 2)])
    out = tmp_path / "out"
    run("corpus", "read", tmp_path / "a.jsonl", tmp_path / "b.warc.gz", tmp_path / "c.jsonl", "--out", out)
    rows = answer(
        out,
        "SELECT object, best, sightings, sites, first FROM tellings JOIN claims ON id = telling ORDER BY object, best",
    )
    assert [(row["object"], row["best"], row["sightings"], row["sites"]) for row in rows] == [
        ("personnel", 16, 60, 60),
        ("personnel", 21, 1, 1),
        ("personnel", 26, 1, 1),
        ("tank", 8, 60, 60),
        ("tank", 13, 1, 1),
        ("tank", 18, 1, 1),
    ]
    assert rows[0]["first"].isoformat() == "2023-05-01"
    assert "the most told stands in 60 pages" in run("corpus", "summary", out)[1]


def test_the_same_page_in_two_archives_is_one_document_seen_twice(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_lines(tmp_path / f"{name}.jsonl", [story(1)])
    out = tmp_path / "out"
    run("corpus", "read", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "--out", out)
    assert answer(out, "SELECT count(*) AS n FROM claims") == [{"n": 2}]
    assert answer(out, "SELECT DISTINCT sightings, documents FROM tellings") == [{"sightings": 2, "documents": 1}]


# ----------------------------------------------------------------------------------- findings, and into a ledger


def report(day: int, killed: int, host: str, speaker: str = "The general staff of Ukraine") -> dict[str, str]:
    """A running total of one day."""
    text = f"{speaker} said that Russia has lost {killed:,} soldiers killed since the beginning of the war."
    return {"title": f"Day {day}", "text": text, "published": f"2023-06-{day:02d}", "url": f"https://{host}/{day}"}


def test_findings_over_a_corpus_are_those_over_a_ledger(run: Run, tmp_path: Path) -> None:
    rows = [report(1, 205_000, "one.example"), report(2, 204_000, "one.example"), report(3, 207_000, "one.example")]
    rows += [report(1, 205_000, f"w{n}.example") for n in range(5)]
    lines = write_lines(tmp_path / "a.jsonl", rows)
    out, ledger = tmp_path / "out", tmp_path / "ledger.db"
    run("corpus", "read", lines, "--out", out)
    status, told, _ = run("corpus", "findings", out, "--format", "json")
    found = [json.loads(line) for line in told.splitlines()]
    codes = {one["code"] for one in found}
    assert {"CC603", "CC605"} <= codes
    assert status == 1
    run("add", lines, "--ledger", ledger)
    from counterclaim.findings import check_body
    from counterclaim.ledger import Ledger
    from counterclaim.series import load_record

    with Ledger(ledger, read_only=True) as book:
        expected = {(one.code, one.message.rpartition(": ")[0]) for one in check_body(book.claims(), load_record())}
    assert {(one["code"], one["message"].rpartition(": ")[0]) for one in found} == expected
    _, told, _ = run("corpus", "findings", out, "--side", "UA")
    assert "0 findings." in told


def test_documents_of_a_corpus_go_into_a_ledger_with_their_originals(run: Run, inputs: Path, tmp_path: Path) -> None:
    out, ledger = tmp_path / "out", tmp_path / "ledger.db"
    run("corpus", "read", inputs, "--out", out)
    status, told, err = run("corpus", "add", out, "--ledger", ledger, "--where", "object = 'tank' AND best < 30")
    assert (status, err) == (0, "")
    assert "6 new documents" in told
    status, told, _ = run("verify", "--ledger", ledger, "--deep")
    assert status == 0
    assert "6 originals read again" in told
    status, told, _ = run("corpus", "add", out, "--ledger", ledger)
    assert "6 new documents" in told
    status, _, err = run("corpus", "add", out, "--ledger", ledger, "--where", "nothing = 1")
    assert status == 2
    assert "is no condition over claims" in err


def test_an_input_that_is_gone_is_told_when_its_pages_are_wanted(run: Run, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", items(10))
    run("corpus", "read", lines, "--out", tmp_path / "out")
    lines.unlink()
    status, _, err = run("corpus", "add", tmp_path / "out", "--ledger", tmp_path / "ledger.db")
    assert status == 2
    assert "is not there any more: put it back" in err


# ----------------------------------------------------------------------------------------------------- questions


def test_a_question_in_sql_is_answered_in_every_format(run: Run, made: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    sql = "SELECT object, count(*) AS n, min(published) AS first FROM claims GROUP BY object ORDER BY object"
    status, out, _ = run("corpus", "query", made, sql)
    assert status == 0
    assert out.split() == ["object", "n", "first", "personnel", "12", "2020-01-10", "tank", "12", "2020-01-10"]
    _, out, _ = run("corpus", "query", made, sql, "--format", "jsonl")
    assert [json.loads(line)["n"] for line in out.splitlines()] == [12, 12]
    _, out, _ = run("corpus", "query", made, sql, "--format", "csv")
    assert out.splitlines()[1] == "personnel,12,2020-01-10"
    run("corpus", "query", made, sql, "--format", "parquet", "--output", tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 2


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nothing FROM claims",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY claims TO 'claims.csv'",
        "SET enable_external_access = true",
    ],
)
def test_what_cannot_be_asked_is_told_and_no_other_file_is_opened(
    run: Run, made: Path, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run("corpus", "query", made, sql)
    assert (status, out) == (2, "")
    assert f"{made}: DuckDB cannot answer that: " in err
    assert not list(tmp_path.iterdir())


# -------------------------------------------------------------------------------------------------- what is no corpus


def test_a_folder_that_is_no_corpus_is_left_alone(run: Run, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    status, _, err = run("corpus", "read", inputs, "--out", tmp_path)
    assert status == 2
    assert "is no corpus" in err
    for command in (("summary", tmp_path), ("query", tmp_path, "SELECT 1")):
        status, _, err = run("corpus", *command)
        assert status == 2
        assert "counterclaim corpus read makes one" in err


def test_other_options_do_not_go_into_the_same_corpus(run: Run, made: Path, inputs: Path) -> None:
    status, _, err = run("corpus", "read", inputs, "--out", made, "--convention", "acled")
    assert status == 2
    assert "another convention" in err


@pytest.mark.parametrize("target", ["nothing-here", "https://example.org/a.warc.gz", "-"])
def test_what_cannot_be_an_input_is_told(run: Run, tmp_path: Path, target: str) -> None:
    status, _, err = run("corpus", "read", target, "--out", tmp_path / "out")
    assert status == 2
    assert target in err
