from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from counterclaim import __version__, formats
from counterclaim.cli import main
from counterclaim.findings import RULES

Run = Callable[..., tuple[int, str, str]]

SOURCE = Path(__file__).parents[1] / "src"
DOCS = Path(__file__).parents[1] / "docs" / "cli.md"
COMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("accounts",),
    ("accounts", "add"),
    ("accounts", "list"),
    ("accounts", "role"),
    ("accounts", "revoke"),
    ("accounts", "invite"),
    ("read",),
    ("check",),
    ("watch",),
    ("transcribe",),
    ("trace",),
    ("redact",),
    ("reveal",),
    ("themes",),
    ("codings",),
    ("rule",),
    ("sample",),
    ("schema",),
    ("doctor",),
    ("add",),
    ("claims",),
    ("verify",),
    ("head",),
    ("copy",),
    ("import",),
    ("export",),
    ("review",),
    ("grade",),
    ("serve",),
    ("compare",),
    ("portrait",),
    ("incidents",),
    ("corpus",),
    ("corpus", "read"),
    ("corpus", "summary"),
    ("corpus", "query"),
    ("corpus", "add"),
    ("corpus", "findings"),
    ("corpus", "follow"),
    ("series",),
    ("series", "list"),
    ("series", "show"),
    ("series", "add"),
    ("series", "update"),
    ("statements",),
    ("statements", "list"),
    ("statements", "add"),
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The program in this process: exit status, standard output, standard error; a record of the user's own."""
    monkeypatch.setenv("COUNTERCLAIM_RECORD", str(tmp_path / "record"))
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 0), out, err

    return call


@pytest.fixture
def samples(run: Run, tmp_path: Path) -> Path:
    run("sample", "--all-to", tmp_path / "samples")
    return tmp_path / "samples"


def environment(**changes: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "PYTHONIOENCODING")
    }
    return kept | {"PYTHONPATH": str(SOURCE), "TERM": "xterm-256color"} | changes


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "counterclaim.cli", *map(str, arguments)]


def on_a_terminal(*arguments: object, **changes: str) -> str:
    """What a terminal is sent, standard output and standard error together."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        program(*arguments), stdout=slave, stderr=slave, stdin=slave, env=environment(**changes)
    ) as one:
        os.close(slave)
        sent = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux says EIO when the other end is closed
                break
            if not piece:
                break
            sent += piece
        one.wait()
    os.close(master)
    return sent.decode()


def one_sentence(err: str) -> bool:
    return err.startswith("counterclaim: ") and err.count("\n") == 1 and "Traceback" not in err


# ------------------------------------------------------------------------------------------------------------- help


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version") == (0, f"counterclaim {__version__}\n", "")


def test_help_names_every_command(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    for command in COMMANDS:
        assert not command or command[0] in out


@pytest.mark.parametrize("command", ["read", "check", "trace", "rule", "sample"])
def test_help_of_a_command_teaches_by_example(run: Run, command: str) -> None:
    _, out, _ = run(command, "--help")
    assert f"    counterclaim {command}" in out.replace("      ", "    ")


def help_page(run: Run) -> str:
    parts = [
        "# The command line\n",
        "The help below is the program's own; a test compares the two. "
        "`COUNTERCLAIM_WRITE_DOCS=1 pytest tests/test_cli.py -k documented` writes it anew.\n",
        EXIT_STATUS,
    ]
    for command in COMMANDS:
        words = " ".join(("counterclaim", *command))
        parts.append(f"## {words}\n\n```text\n{run(*command, '--help')[1].rstrip()}\n```\n")
    return "\n".join(parts)


EXIT_STATUS = """\
| exit status | meaning |
|---|---|
| 0 | nothing was found at warning or above (`read`: everything was read) |
| 1 | `check` found something at warning or above |
| 2 | a document could not be read, or the command was not understood; the other documents are still read and shown |
| 130 | interrupted with Ctrl-C |
| 141 | the reader at the other end of a pipe was closed |

Errors go to standard error as one sentence. Colour appears on a terminal only, and never when `NO_COLOR` is set.
`--format json`, `jsonl`, `csv` and `html` are written as UTF-8 whatever the terminal's encoding. A file given with
`--output` is replaced only when everything has been written. `COUNTERCLAIM_DEBUG=1` shows where a fault arose.
`COUNTERCLAIM_RECORD` names the folder of your own series and statements. `COUNTERCLAIM_LEDGER` and
`COUNTERCLAIM_ORIGINALS` name the ledger and the folder of its originals where `--ledger` and `--originals` do not, and
`COUNTERCLAIM_USER` who is at work, for the ledger's custody log. `COUNTERCLAIM_ACCOUNTS` names where accounts are kept
where `--accounts` does not, and `COUNTERCLAIM_OIDC_SECRET` holds the secret by which an OpenID provider knows us.
`COUNTERCLAIM_WHISPER` names the model that hears recordings where `--model` does not.
"""


def words_alone(page: str) -> list[str]:
    """The words of a page: versions of Typer differ in brackets, capitals and types."""
    return re.findall(r"[\w/]+", re.sub(r"<[a-z|\[\]]+>|\[[a-z|]+\]", "", page.lower()))


def test_the_documented_help_is_the_program_s(run: Run) -> None:
    page = help_page(run)
    if os.environ.get("COUNTERCLAIM_WRITE_DOCS"):
        DOCS.write_text(page, encoding="utf-8")
    if not DOCS.exists():
        pytest.skip("the documentation is not beside the tests")
    assert words_alone(DOCS.read_text(encoding="utf-8")) == words_alone(page)


# ------------------------------------------------------------------------------------------------------------ check


def test_a_finding_is_printed_with_path_line_code_name_and_quote_and_the_status_is_1(run: Run, samples: Path) -> None:
    path = samples / "kharkiv-border.txt"
    status, out, err = run("check", path)
    assert status == 1
    assert err == ""
    line = next(line for line in out.splitlines() if "misattributed-figure" in line)
    assert re.match(rf'{re.escape(str(path))}:\d+  CC2\d\d misattributed-figure  ".*4,320.*"$', line)
    assert "\x1b" not in out


def test_a_clean_article_leaves_with_0(run: Run, samples: Path) -> None:
    status, out, err = run("check", samples / "limited-contingent.txt")
    assert (status, err) == (0, "")
    assert "warning" not in out


def test_an_article_without_claims_says_so(run: Run, samples: Path) -> None:
    status, out, _ = run("check", samples / "grain-ship.txt")
    assert status == 0
    assert "no claims of losses or strength found" in out


def test_the_json_of_every_sample_follows_the_schema(run: Run, samples: Path) -> None:
    status, out, _ = run("check", "--format", "json", samples)
    report = json.loads(out)
    Draft202012Validator(json.loads(formats.schema_text("check"))).validate(report)
    assert status == (2 if any(d["coverage"]["state"] == "failed" for d in report["documents"]) else 1)
    read_files = {Path(document["path"]).name for document in report["documents"]}
    assert {path.name for path in samples.iterdir()} == read_files
    for document in report["documents"]:
        ids = {claim["id"] for claim in document["claims"]}
        assert all(set(finding["claims"]) <= ids for finding in document["findings"])


def test_every_quote_of_a_sample_stands_where_it_says(run: Run, samples: Path) -> None:
    _, out, _ = run("read", "--format", "jsonl", samples / "kharkiv-border.txt")
    validator = Draft202012Validator(json.loads(formats.schema_text("claim")))
    text = (samples / "kharkiv-border.txt").read_text(encoding="utf-8")
    lines = out.splitlines()
    assert lines
    for line in lines:
        claim = json.loads(line)
        validator.validate(claim)
        said = claim["evidence"]
        assert text[said["start"] : said["end"]] == said["exact"]
        assert formats.claim_line(formats.claim_from(claim)) == line


def test_a_page_is_written_to_the_file_named(run: Run, samples: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    status, out, _ = run("check", "--format", "html", "--output", page, samples / "kharkiv-border.txt")
    assert (status, out) == (1, "")
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "misattributed-figure" in html
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_document_is_never_overwritten_by_its_report(run: Run, samples: Path) -> None:
    path = samples / "kharkiv-border.txt"
    before = path.read_bytes()
    status, _, err = run("check", path, "--output", path)
    assert status == 2
    assert one_sentence(err)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_named(run: Run, samples: Path, tmp_path: Path) -> None:
    status, _, err = run("check", samples / "grain-ship.txt", "--output", tmp_path / "nowhere" / "report.txt")
    assert status == 2
    assert one_sentence(err)
    assert "report.txt" in err


def test_a_missing_file_is_told_in_one_sentence_and_the_others_are_read(run: Run, samples: Path) -> None:
    status, out, err = run("check", samples / "no-such.txt", samples / "kharkiv-border.txt")
    assert status == 2
    assert one_sentence(err)
    assert "no-such.txt" in err
    assert "misattributed-figure" in out
    assert "2 documents" in out
    assert "1 could not be read" in out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<"),
        ("not.pdf", b"hello"),
    ],
)
@pytest.mark.parametrize("verb", ["read", "check"])
def test_an_unreadable_file_is_told_without_a_traceback(
    run: Run, tmp_path: Path, name: str, content: bytes, verb: str
) -> None:
    (tmp_path / name).write_bytes(content)
    status, _, err = run(verb, tmp_path / name)
    assert status == 2
    assert one_sentence(err)
    assert name in err


def test_an_empty_folder_is_nothing_to_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, _, err = run("check", tmp_path / "empty")
    assert status == 2
    assert one_sentence(err)


def test_what_failed_stands_in_the_json_as_well(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("check", "--format", "json", tmp_path / "no-such.txt")
    assert status == 2
    (document,) = json.loads(out)["documents"]
    assert document["coverage"]["state"] == "failed"
    assert document["coverage"]["reason"]


def test_control_and_bidi_characters_of_a_text_are_shown_not_obeyed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("The ministry said 45 soldiers \u202ewere killed\u202c\x1b[2J on Monday in \x9bKharkiv.\n", "utf-8")
    for verb in ("read", "check"):
        _, out, err = run(verb, path, *(["--claims"] if verb == "check" else []))
        assert not set(out + err) & set("\u202e\u202c\x1b\x9b")


def test_only_the_rules_chosen_are_shown_and_count(run: Run, samples: Path) -> None:
    path = samples / "kharkiv-border.txt"
    code = next(code for code, rule in RULES.items() if rule.name == "misattributed-figure")
    assert run("check", "--select", code, path)[0] == 1
    assert run("check", "--select", "misattributed-figure", path)[0] == 1
    _, out, _ = run("check", "--ignore", code[:3], path)
    assert "misattributed-figure" not in out
    _, out, _ = run("check", "--select", "CC2", "--ignore", f"{code},CC1", path)
    assert code not in out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_refused(run: Run, samples: Path, option: str) -> None:
    status, _, err = run("check", option, "XY999", samples)
    assert status == 2
    assert one_sentence(err)
    assert "XY999" in err


def test_a_date_that_is_none_is_refused_with_how_to_write_one(run: Run, samples: Path) -> None:
    status, _, err = run("check", "--published", "13.12.2023", samples)
    assert status == 2
    assert one_sentence(err)
    assert "2023-12-13" in err


def test_the_date_given_wins(run: Run, samples: Path) -> None:
    _, out, _ = run("check", "--format", "json", "--published", "2024-05-14", samples / "kharkiv-border.txt")
    (document,) = json.loads(out)["documents"]
    assert (document["published"], document["published_basis"]) == ("2024-05-14", "given")


def test_the_convention_for_vague_words_is_chosen(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "vague.txt"
    path.write_text("Officials said dozens of soldiers were killed.\n", encoding="utf-8")
    lows = {}
    for convention in ("ours", "acled", "newsquant", "duckling"):
        _, out, _ = run("read", "--format", "jsonl", "--convention", convention, path)
        lows[convention] = json.loads(out)["quantity"]["low"]
    assert lows == {"ours": 24, "acled": 12, "newsquant": 12, "duckling": 12}


def test_claims_can_be_shown_with_the_findings(run: Run, samples: Path) -> None:
    _, out, _ = run("check", "--claims", samples / "kharkiv-border.txt")
    assert "certainty" in out
    assert "4,320" in out


# ------------------------------------------------------------------------------------------------------------- read


def test_claims_are_listed_in_a_table_that_fits_80_columns(run: Run, samples: Path) -> None:
    status, out, _ = run("read", samples / "kharkiv-border.txt")
    assert status == 0
    assert all(len(line) <= 80 for line in out.splitlines()[1:])
    for word in ("4,320", "RU", "certainty"):
        assert word in out


def test_claims_come_as_csv_with_one_header_for_all_files(run: Run, samples: Path) -> None:
    status, out, _ = run("read", "--format", "csv", samples / "kharkiv-border.txt", samples / "basra-roll.txt")
    assert status == 0
    table = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {Path(row["path"]).name for row in table} == {"kharkiv-border.txt", "basra-roll.txt"}
    assert all(int(row["line"]) > 0 and row["quote"] for row in table)


def test_explain_shows_the_rules_and_what_was_not_kept(run: Run, samples: Path) -> None:
    _, out, _ = run("read", "--explain", samples / "kharkiv-border.txt")
    assert "read by" in out
    assert "not kept: " in out


def test_a_text_is_read_from_standard_input(samples: Path) -> None:
    text = (samples / "kharkiv-border.txt").read_bytes()
    done = subprocess.run(program("check", "-"), input=text, capture_output=True, env=environment(), check=False)
    assert done.returncode == 1
    assert done.stderr == b""
    assert re.search(rb"^-:\d+  CC2", done.stdout, re.M)


# --------------------------------------------------------------------------------------------------------- terminal


def test_colour_is_for_a_terminal_and_no_color_takes_it_away(samples: Path) -> None:
    path = samples / "kharkiv-border.txt"
    assert "\x1b[31;1mCC" in on_a_terminal("check", path)
    assert "\x1b[" not in on_a_terminal("check", path, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal("check", path, TERM="dumb")


def test_progress_is_shown_on_a_terminal_when_there_are_many_files(tmp_path: Path) -> None:
    for at in range(25):
        (tmp_path / f"{at:02}.txt").write_text("Nothing to count here.\n", encoding="utf-8")
    sent = on_a_terminal("check", tmp_path)
    assert " of 25 documents" in sent
    assert "25 documents: 0 claims" in sent


def test_an_output_that_cannot_show_a_letter_still_gets_the_rest(samples: Path) -> None:
    done = subprocess.run(
        program("check", samples / "kharkiv-border.txt"),
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.isascii()
    done = subprocess.run(
        program("check", "--format", "json", samples),
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        check=False,
    )
    assert json.loads(done.stdout.decode("utf-8"))["documents"]


def test_a_pipe_closed_early_is_no_error(tmp_path: Path) -> None:
    words = "The ministry said 45 soldiers were killed.\n" * 3000
    (tmp_path / "long.txt").write_text(words, encoding="utf-8")
    with subprocess.Popen(
        program("read", "--format", "jsonl", tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as one:
        assert one.stdout is not None
        assert one.stderr is not None
        one.stdout.readline()
        one.stdout.close()
        assert one.stderr.read() == b""
        assert one.wait() == 141


def test_ctrl_c_ends_quietly_with_130() -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        program("check", "-"), stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as one:
        assert one.stderr is not None
        assert select.select([one.stderr], [], [], 60)[0]
        assert b"Ctrl-D" in one.stderr.readline()
        one.send_signal(signal.SIGINT)
        rest = one.stderr.read()
        assert one.wait() == 130
        assert b"Traceback" not in rest
    os.close(master)
    os.close(slave)


# ---------------------------------------------------------------------------------------------------------- lookups


def test_figures_typed_by_hand_are_traced_to_their_days(run: Run) -> None:
    status, out, _ = run("trace", "4,320 soldiers and 51 tanks in three days", "--near", "2024-05")
    assert status == 0
    assert "ua-general-staff" in out
    assert "2024-05-10 → 2024-05-13" in out
    assert "484,030 − 479,710" in out
    assert "chance" in out
    _, out, _ = run("trace", "4,320 soldiers and 51 tanks in three days", "--near", "2024-05", "--format", "json")
    first = json.loads(out)["matches"][0]
    assert (first["start"], first["end"]) == ("2024-05-10", "2024-05-13")
    assert [figure["value"] for figure in first["figures"]] == [4320, 51]
    assert first["expected"] > 0


@pytest.mark.parametrize("words", ["words alone", ""])
def test_a_trace_without_figures_says_so(run: Run, words: str) -> None:
    status, _, err = run("trace", words)
    assert status == 2
    assert one_sentence(err)


def test_every_rule_is_listed_and_has_a_page(run: Run) -> None:
    status, out, _ = run("rule")
    assert status == 0
    for code, rule in RULES.items():
        assert code in out
        assert rule.name in out
    code, rule = next(iter(RULES.items()))
    assert run("rule", code)[1] == run("rule", rule.name)[1] == run("rule", code.lower())[1]
    assert rule.name in run("rule", code)[1]


def test_an_unknown_rule_page_is_told_in_one_sentence(run: Run) -> None:
    status, _, err = run("rule", "CC999")
    assert status == 2
    assert one_sentence(err)


def test_a_series_is_listed_and_shown(run: Run) -> None:
    assert "ua-general-staff" in run("series", "list")[1]
    status, out, _ = run(
        "series", "show", "ua-general-staff", "--from", "2024-05-10", "--to", "2024-05-13", "--column", "tank"
    )
    assert status == 0
    for words in ("licence", "retrieved", "7,434", "7,485"):
        assert words in out
    _, out, _ = run("series", "show", "ua-general-staff", "--format", "csv", "--column", "tank", "--from", "2024-05-13")
    assert out.splitlines()[:2] == ["date,tank", "2024-05-13,7485"]
    assert run("series", "show", "ua-general-staff")[0] == 0


@pytest.mark.parametrize(
    "arguments", [("none",), ("ua-general-staff", "--column", "none"), ("ua-general-staff", "--from", "May")]
)
def test_what_is_not_in_the_record_is_told_in_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    status, _, err = run("series", "show", *arguments)
    assert status == 2
    assert one_sentence(err)


def test_a_series_of_ones_own_is_added_shown_and_updated(run: Run, tmp_path: Path) -> None:
    rows, mapping = tmp_path / "counts.csv", tmp_path / "counts.toml"
    rows.write_text("day,dead\n2024-01-01,5\n2024-01-02,8\n", encoding="utf-8")
    mapping.write_text(
        'id = "my-count"\nsource = "my-paper"\ntitle = "Our count"\nside = "UA"\nmeasure = "killed"\n'
        'licence = "CC0"\nurl = "https://example.org/count"\ndate_column = "day"\n[columns]\ndead = "people"\n',
        encoding="utf-8",
    )
    assert run("series", "update", "my-count", rows, "--mapping", mapping)[0] == 2
    assert run("series", "add", rows, "--mapping", mapping)[0] == 0
    assert "my-count" in run("series", "list")[1]
    rows.write_text("day,dead\n2024-01-01,5\n2024-01-03,9\n", encoding="utf-8")
    assert run("series", "update", "my-count", rows, "--mapping", mapping)[0] == 0
    assert "2024-01-03" in run("series", "show", "my-count")[1]
    rows.write_text("day,dead\n2024-01-01,many\n", encoding="utf-8")
    status, _, err = run("series", "update", "my-count", rows, "--mapping", mapping)
    assert status == 2
    assert one_sentence(err)
    assert "row 2" in err
    assert "2024-01-03" in run("series", "show", "my-count")[1]


def test_statements_are_listed_with_their_words_and_address(run: Run) -> None:
    status, out, _ = run("statements", "list", "--source", "ru-mod")
    assert status == 0
    assert "2022-03-25" in out
    assert "1,351" in out
    assert "https://" in out
    assert run("statements", "list", "--source", "nobody")[0] == 2


def test_a_statement_of_ones_own_is_added(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "mine.csv"
    rows.write_text(
        "source,date,side,object,measure,low,best,high,wording,title,url\n"
        "my-paper,2024-01-01,UA,personnel,killed,,12,,twelve were killed,Our page,https://example.org/page\n",
        encoding="utf-8",
    )
    assert run("statements", "add", rows)[0] == 0
    assert "twelve were killed" in run("statements", "list", "--source", "my-paper")[1]


def test_samples_are_listed_printed_and_written(run: Run, tmp_path: Path) -> None:
    _, listed, _ = run("sample")
    assert "kharkiv-border" in listed
    _, printed, _ = run("sample", "kharkiv-border")
    run("sample", "--all-to", tmp_path / "all")
    assert (tmp_path / "all" / "kharkiv-border.txt").read_text(encoding="utf-8") == printed
    assert len(list((tmp_path / "all").iterdir())) >= 8
    status, _, err = run("sample", "none")
    assert status == 2
    assert one_sentence(err)


@pytest.mark.parametrize("name", formats.SCHEMAS)
def test_the_schema_is_printed(run: Run, name: str) -> None:
    status, out, _ = run("schema", name)
    assert status == 0
    assert json.loads(out) == json.loads(formats.schema_text(name))


def test_doctor_tells_versions_and_the_state_of_the_record(run: Run) -> None:
    status, out, _ = run("doctor")
    assert status == 0
    for words in ("python", __version__, "series", "statements"):
        assert words in out
