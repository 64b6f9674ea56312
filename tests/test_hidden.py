"""Personal data of a call stays in, whatever is asked of a ledger that holds it, and however it was added."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.planted import PLANTED, met, write_call

from counterclaim.cli import main
from counterclaim.documents import read_document
from counterclaim.exports import FORMATS
from counterclaim.ledger import Ledger
from counterclaim.ledger.ingest import ALREADY, Options, add
from counterclaim.ledger.sealing import Key
from counterclaim.ledger.verify import verify
from counterclaim.model import Personal

if TYPE_CHECKING:
    from starlette.testclient import TestClient

Run = Callable[..., tuple[int, str, str]]
KEY = Key(bytes(range(32)))
CHOICES: tuple[Personal, ...] = ("keep", "seal", "drop")
ARTICLE = """The ministry said 31 soldiers were killed in Robotyne on 2 May 2024.

Those who know more are asked to write to robotyne.tips@example.org, where 14 wounded soldiers were named.
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The program in this process: exit status, standard output, standard error."""
    monkeypatch.setenv("COUNTERCLAIM_RECORD", str(tmp_path / "record"))
    monkeypatch.setenv("COUNTERCLAIM_USER", "Ada")
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 0), out, err

    return call


def kept(folder: Path, personal: Personal) -> Path:
    """A ledger with the planted call and an article, a claim of each accepted with a note that tells a name."""
    call = write_call(folder)
    article = folder / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    path = folder / "war.db"
    with Ledger(path) as book:
        done = add(book, [str(call), str(article)], by="Ada", options=Options(personal=personal, key=KEY), workers=1)
        assert not done.failed
        for claim in list(book.claims()):
            book.judge(claim.claim.id, "accept", by="Ada")
    return path


@pytest.fixture(scope="module", params=CHOICES)
def ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp(request.param), request.param)


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    return kept(tmp_path, "keep")


# ------------------------------------------------------------------------------------------------- every output


def test_no_command_that_shows_a_ledger_tells_what_is_hidden(run: Run, ledger: Path) -> None:
    with Ledger(ledger) as book:
        call = next(document.id for document, _ in book.documents() if document.transcript is not None)
    for command in (
        ("claims",),
        ("claims", "--format", "jsonl"),
        ("claims", "--format", "csv"),
        ("claims", "--document", call),
        ("review", "--list", "--all"),
        ("review", "--list"),
        ("compare", "killed"),
        ("compare", "killed", "--format", "json"),
        ("incidents",),
        ("portrait", "call"),
        ("verify", "--deep"),
    ):
        status, out, err = run(*command, "--ledger", ledger)
        assert "Traceback" not in err, command
        assert not met(out + err), (command, status)
        if command[0] == "claims":
            assert "двадцать" in out or "20" in out


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_tells_what_is_hidden(run: Run, ledger: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="Parquet needs the extra corpus")
    status, said, err = run("export", form, "--ledger", ledger, "-o", out)
    assert status == 0, err
    assert not met(said + err)
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    assert files
    for file in files:
        content = file.read_bytes()
        if form == "parquet":
            import pyarrow.parquet

            content = str(pyarrow.parquet.read_table(file).to_pylist()).encode()
        assert not met(content), file


@pytest.mark.parametrize(
    "command",
    [
        ("read",), ("read", "--format", "jsonl"), ("read", "--format", "csv"), ("read", "--explain"), ("check",),
        ("check", "--claims"), ("check", "--format", "json"), ("check", "--format", "html"), ("themes",),
        ("themes", "--format", "jsonl"), ("redact",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_that_reads_a_call_tells_what_is_hidden(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    status, out, err = run(*command, write_call(tmp_path))
    assert status in (0, 1), err
    assert out
    assert not met(out + err)


@pytest.mark.parametrize("command", [("compare", "killed"), ("incidents",), ("export", "annotations")], ids=" ".join)
def test_what_is_read_to_be_compared_is_hidden_too(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    _, out, err = run(*command, "--read", write_call(tmp_path))
    assert "Traceback" not in err
    assert not met(out + err)


def test_a_watched_folder_tells_no_personal_data(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    write_call(folder)
    plan = tmp_path / "plan.toml"
    plan.write_text(f'[[folder]]\npath = "{folder}"\n', encoding="utf-8")
    status, out, err = run("watch", "--once", plan)
    assert status == 0, err
    assert "шестьдесят" in out
    assert not met(out + err)


# ------------------------------------------------------------------------------------------------------- searching


@pytest.mark.parametrize("word", ["Кривошеев", "кривошеев", "Серёжа", "Сергей"])
def test_a_search_for_a_hidden_word_does_not_say_that_it_is_there(run: Run, ledger: Path, word: str) -> None:
    status, out, _ = run("claims", "--ledger", ledger, "--text", word)
    assert (status, out.strip()) == (0, "0 claims.")
    with Ledger(ledger, read_only=True) as book:
        assert book.count(text=word) == 0


def test_a_search_for_other_words_finds_the_claim(run: Run, ledger: Path) -> None:
    _, out, _ = run("claims", "--ledger", ledger, "--text", "убито")
    assert "1 claim." in out or "2 claims." in out


def test_the_tables_that_are_searched_hold_no_values(ledger: Path) -> None:
    from sqlalchemy import select

    from counterclaim.ledger import tables, words

    searched = {**tables.metadata.tables, **words.metadata.tables}
    with Ledger(ledger, read_only=True) as book, book.database.reading() as connection:
        for name, table in searched.items():
            if name != "entries":
                told = "\n".join(str(tuple(row)) for row in connection.execute(select(table)))
                assert not met(told), name


def test_a_corpus_of_calls_and_pages_holds_no_values(run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra “corpus” is not installed")
    pages = tmp_path / "pages"
    pages.mkdir()
    write_call(pages)
    (pages / "article.txt").write_text(ARTICLE, encoding="utf-8")
    status, _, _ = run("corpus", "read", pages, "--out", tmp_path / "corpus", "--workers", "1")
    assert status == 0
    files = sorted((tmp_path / "corpus").rglob("*.parquet"))
    told = json.dumps([parquet.read_table(file).to_pylist() for file in files], ensure_ascii=False, default=str)
    assert "31 soldiers were killed" in told
    assert not met(told)
    assert "robotyne.tips" not in told


# ------------------------------------------------------------------------------------------ dropped, sealed or kept


@pytest.mark.parametrize("personal", ["seal", "drop"])
def test_no_file_of_the_ledger_holds_what_was_sealed_or_dropped(tmp_path: Path, personal: Personal) -> None:
    path = kept(tmp_path, personal)
    files = [path, *(tmp_path / "war.db.originals").rglob("*")]
    for file in files:
        assert not file.is_file() or not met(file.read_bytes()), file


def test_what_is_kept_is_there_to_be_read_again(readable: Path) -> None:
    assert set(met(readable.read_bytes())) >= {"Кривошеев", "Петровн"}
    with Ledger(readable, read_only=True) as book:
        whole = next(document for document, _ in book.whole().documents() if document.transcript is not None)
        shown = next(document for document, _ in book.documents() if document.transcript is not None)
    assert met(whole.text)
    assert not met(shown.text)
    assert len(shown.text) == len(whole.text)


def test_rows_and_quotes_hold_for_every_choice(run: Run, ledger: Path) -> None:
    personal = ledger.parent.name.rstrip("0123456789")
    with Ledger(ledger, read_only=True) as book:
        found = verify(book, deep=True)
        assert found.whole, found.faults
        assert (found.dropped, found.sealed) == {"keep": (0, 0), "seal": (0, 2), "drop": (2, 0)}[personal]
        opened = verify(book, deep=True, key=KEY)
        assert opened.whole, opened.faults
        assert opened.documents == (0 if personal == "drop" else 2)
    _, out, _ = run("verify", "--deep", "--ledger", ledger)
    assert ("sealed, not read again" in out) == (personal == "seal")
    assert ("as personal data was dropped" in out) == (personal == "drop")


def test_another_key_and_a_changed_original_are_told(tmp_path: Path) -> None:
    path = kept(tmp_path, "seal")
    with Ledger(path, read_only=True) as book:
        assert "does not open with the key" in verify(book, deep=True, key=Key(bytes(32))).faults[0]
        sealed = next(Path(tmp_path / "war.db.originals").rglob("*.sealed"))
        content = bytearray(sealed.read_bytes())
        content[-1] ^= 1
        sealed.write_bytes(content)
        assert not verify(book, deep=True, key=KEY).whole


@pytest.mark.parametrize("personal", CHOICES)
def test_reading_again_adds_nothing_and_keeps_the_choice(tmp_path: Path, personal: Personal) -> None:
    path = kept(tmp_path, personal)
    with Ledger(path) as book:
        before = {claim.claim.id for claim in book.claims()}
        again = add(book, [str(tmp_path / "call.vtt")], by="Ada", options=Options(again=True, key=KEY), workers=1)
        assert (again.tally.seen, again.tally.rows.get("document", 0)) == (1, 0)
        assert {claim.claim.id for claim in book.claims()} == before
        assert verify(book, deep=True, key=KEY).whole
    if personal != "keep":
        assert not met(path.read_bytes())


def test_what_lies_readable_in_a_ledger_cannot_be_dropped_from_it(readable: Path) -> None:
    with Ledger(readable) as book:
        done = add(book, [str(readable.parent / "call.vtt")], by="Ada", options=Options(personal="drop"))
        assert [why for _, why in done.failed] == [ALREADY]


def test_a_key_in_the_environment_seals_unless_told_otherwise(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERCLAIM_SEAL_KEY", KEY.raw.hex())
    status, _, err = run("add", write_call(tmp_path), "--ledger", tmp_path / "war.db")
    assert (status, err) == (0, "")
    assert not met((tmp_path / "war.db").read_bytes())


def test_without_a_key_what_is_kept_readable_is_told(run: Run, tmp_path: Path) -> None:
    status, _, err = run("add", write_call(tmp_path), "--ledger", tmp_path / "war.db")
    assert status == 0
    assert "--personal seal or drop" in err


@pytest.mark.parametrize("told", [None, "abc", "zz" * 32])
def test_sealing_without_a_usable_key_says_how_to_make_one(run: Run, tmp_path: Path, told: str | None) -> None:
    more: tuple[object, ...] = ()
    if told is not None:
        (tmp_path / "seal.key").write_text(told, encoding="ascii")
        more = ("--seal-key", tmp_path / "seal.key")
    status, out, err = run("add", write_call(tmp_path), "--ledger", tmp_path / "war.db", "--personal", "seal", *more)
    assert (status, out) == (2, "")
    assert "openssl rand -hex 32" in err


# ----------------------------------------------------------------------------------------------------- there and back


def test_an_export_with_personal_data_hidden_becomes_a_ledger_of_the_same_claims(run: Run, ledger: Path) -> None:
    folder = ledger.parent / "again"
    folder.mkdir()
    assert run("export", "jsonl", "--ledger", ledger, "-o", folder / "war.jsonl")[0] == 0
    status, _, err = run("import", folder / "war.jsonl", "--ledger", folder / "again.db")
    assert status == 0, err
    assert not met((folder / "again.db").read_bytes())
    with Ledger(ledger, read_only=True) as book, Ledger(folder / "again.db", read_only=True) as again:
        assert [k.claim for k in again.claims()] == [k.claim for k in book.claims()]
        assert [d.text for d, _ in again.documents()] == [d.text for d, _ in book.documents()]
        assert verify(again).whole


def test_a_lossless_export_takes_a_reason_and_leaves_a_row(run: Run, readable: Path) -> None:
    out = readable.parent / "whole.jsonl"
    assert run("export", "jsonl", "--ledger", readable, "-o", out, "--reveal", " ")[0] == 2
    assert run("export", "jsonl", "--ledger", readable, "-o", out, "--reveal", "a court asks for it")[0] == 0
    assert met(out.read_bytes())
    with Ledger(readable, read_only=True) as book:
        last = list(book.custody())[-1]
    assert (last.did, last.by, (last.with_what or {})["reason"]) == ("reveal", "Ada", "a court asks for it")
    assert run("import", out, "--ledger", readable.parent / "same.db")[0] == 0


# ---------------------------------------------------------------------------------------------------------- revealing


def call_of(ledger: Path) -> str:
    with Ledger(ledger, read_only=True) as book:
        return next(document.id for document, _ in book.documents() if document.transcript is not None)


def custody_told(ledger: Path) -> list[tuple[str, str, dict[str, object]]]:
    with Ledger(ledger, read_only=True) as book:
        return [(row.did, row.by, dict(row.with_what or {})) for row in book.custody() if row.did == "reveal"]


@pytest.mark.parametrize("personal", ["keep", "seal"])
def test_what_is_hidden_is_shown_to_who_says_why_and_a_row_keeps_it(
    run: Run, tmp_path: Path, personal: Personal
) -> None:
    path = kept(tmp_path, personal)
    key = tmp_path / "seal.key"
    key.write_text(KEY.raw.hex(), encoding="ascii")
    name = call_of(path)
    asked = ("reveal", name, "--ledger", path, "--seal-key", key, "--reason", "is it Кривошеев the family asks for?")
    status, out, err = run(*asked)
    assert status == 0, err
    assert "Сергей Кривошеев" in out
    assert "mother.k77@example.org" in out
    ((did, by, told),) = custody_told(path)
    assert (did, by, told["document"]) == ("reveal", "Ada", name)
    assert "the family asks" in str(told["reason"])
    assert not met(json.dumps(told, ensure_ascii=False))
    status, out, _ = run(*asked, "--text")
    assert met(out) == list(PLANTED)
    with Ledger(path, read_only=True) as book:
        assert verify(book).whole


def test_nothing_is_shown_without_a_reason_a_key_or_where_nothing_is_kept(run: Run, tmp_path: Path) -> None:
    for personal, why, words in (
        ("keep", " ", "why?"),
        ("seal", "a court asks", "--seal-key"),
        ("drop", "a court asks", "dropped when it was added"),
    ):
        folder = tmp_path / personal
        folder.mkdir()
        path = kept(folder, personal)  # type: ignore[arg-type]
        status, out, err = run("reveal", call_of(path), "--ledger", path, "--reason", why)
        assert (status, out) == (2, "")
        assert words in err
        assert not custody_told(path)


def test_an_editor_sees_what_is_hidden_on_a_page_that_nobody_keeps(readable: Path, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the pages need the extra web")
    from tests.served import browsing

    name = call_of(readable)
    with Ledger(readable) as book, browsing(book, tmp_path) as client:
        assert "/reveal" in client.get(f"/documents/{name}").text
        assert client.post(f"/documents/{name}/reveal", data={"reason": " "}).status_code == 400
        assert not custody_told(readable)
        got = client.post(f"/documents/{name}/reveal", data={"reason": "the desk checks a name"})
        assert (got.status_code, got.headers["cache-control"]) == (200, "no-store")
        assert met(got.text) == list(PLANTED)
        assert not met(client.get(f"/documents/{name}").text)
    assert [told["reason"] for _, _, told in custody_told(readable)] == ["the desk checks a name"]


# --------------------------------------------------------------------------------------------------------- the pages


@pytest.fixture
def browser(ledger: Path, tmp_path: Path) -> Iterator[TestClient]:
    pytest.importorskip("starlette", reason="the pages need the extra web")
    from tests.served import browsing

    with Ledger(ledger) as book, browsing(book, tmp_path) as client:
        yield client


@pytest.mark.parametrize("ledger", ["keep"], indirect=True)
def test_no_page_tells_what_is_hidden_in_any_rendering(browser: TestClient, ledger: Path) -> None:
    from counterclaim.web.app import ROUTES

    with Ledger(ledger, read_only=True) as book:
        claims = [k.claim.id for k in book.claims()]
        documents = [document.id for document, _ in book.documents()]
    asked = 0
    for route in ROUTES:
        if "GET" not in route.methods or route.path.startswith(("/static", "/login", "/people", "/join")):
            continue
        for part in re.findall(r"\{(\w+)\}", route.path)[:1] or [""]:
            for name in {"claim": claims, "document": documents, "source": ["call", "Сын"]}.get(part, [""]):
                if part and not name:
                    continue
                path = route.path.replace(f"{{{part}}}", name)
                for suffix in ("", *(f".{one}" for one in route.suffixes if one not in ("png", "svg", "parquet"))):
                    for query in ("", *(("?q=Оксана", "?all=1") if not part else ())):
                        got = browser.get(path + suffix + query)
                        text = got.text.replace(query[3:], "") if query.startswith("?q=") else got.text
                        assert not met(text), (path + suffix + query, met(text))
                        asked += got.status_code == 200
    assert asked > 40


def test_a_search_on_the_pages_does_not_say_that_a_hidden_word_is_there(browser: TestClient) -> None:
    for word in ("Кривошеев", "Серёжа", "Оксана"):
        assert browser.get(f"/claims.json?q={word}").json()["total"] == 0
    assert browser.get("/claims.json?q=убито").json()["total"] == 1


def test_a_text_that_is_checked_by_a_program_comes_back_with_personal_data_hidden(browser: TestClient) -> None:
    got = browser.post("/api/check", json={"text": ARTICLE})
    assert got.status_code == 200
    assert "robotyne.tips" not in got.text


def test_what_is_planted_is_what_the_redactor_finds(tmp_path: Path) -> None:
    from counterclaim.redaction import redactor_of

    path = write_call(tmp_path)
    document = read_document(path.read_bytes(), path=str(path))
    assert met(document.text) == list(PLANTED)
    assert not met(redactor_of(document).shown)
    assert "Сергей" not in redactor_of(document).shown
