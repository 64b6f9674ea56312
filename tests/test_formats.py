from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from counterclaim import cells, formats, terminal
from counterclaim.model import (
    Claim,
    CounterclaimError,
    Cue,
    Evidence,
    Link,
    Period,
    Proof,
    Quantity,
    Report,
)
from example_reports import article, clean, failed, hostile


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(formats.schema_text(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def check_output(reports: list[Report]) -> str:
    return formats.check_opening() + ",".join(formats.report_line(report) for report in reports) + "]}"


def test_a_report_follows_the_published_schema() -> None:
    validator("check").validate(json.loads(check_output([article(), clean(), failed()])))


def test_every_claim_line_follows_the_published_schema() -> None:
    for claim in article().claims:
        validator("claim").validate(json.loads(formats.claim_line(claim)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stance", "doubts"),
        ("extra", 1),
        ("quantity", {"low": None}),
        ("period", {"kind": "later", "start": "x", "end": ""}),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_have(field: str, value: object) -> None:
    fields = formats.claim_fields(article().claims[0]) | {field: value}
    assert not validator("claim").is_valid(fields)


def test_the_two_schemas_say_the_same_of_a_claim() -> None:
    claim, check = (json.loads(formats.schema_text(name)) for name in ("claim", "check"))
    assert check["$defs"]["claim"]["properties"] == claim["properties"]
    assert {name: check["$defs"][name] for name in claim["$defs"]} == claim["$defs"]


def test_an_unknown_schema_is_named_with_those_there_are() -> None:
    with pytest.raises(CounterclaimError, match="check, claim"):
        formats.schema_text("report")


def test_keys_stand_in_the_order_of_the_contract() -> None:
    fields = formats.claim_fields(article().claims[2])
    assert list(fields) == [
        "id", "document", "reader", "evidence", "quantity", "object", "measure", "side", "unit", "place", "period",
        "attribution", "stance", "certainty", "cues", "rules",
    ]  # fmt: skip
    assert list(fields["evidence"]) == ["exact", "start", "end", "prefix", "suffix", "seconds"]
    assert list(fields["quantity"]) == ["low", "best", "high", "unit", "hedge", "text", "start", "end"]
    assert list(fields["period"]) == ["kind", "start", "end"]
    assert list(fields["attribution"][0]) == ["name", "id", "role", "cue", "start", "end"]
    document = formats.report_fields(article())
    assert list(document) == [
        "id", "path", "title", "published", "published_basis", "language", "coverage", "claims", "findings", "refusals",
    ]  # fmt: skip
    assert list(document["findings"][0]) == ["code", "name", "severity", "message", "claims", "evidence", "proof"]


def test_counts_are_whole_numbers_and_shares_are_fractions_of_one() -> None:
    lines = [formats.claim_line(claim) for claim in article().claims]
    assert '"low": 4080, "best": 4080' in lines[0]
    assert '"best": 0.5' in lines[2]
    assert '"start": "2024-05-19", "end": "2024-05-22"' in lines[0]


def test_a_line_is_one_line_for_every_reader_and_stays_utf8() -> None:
    words = "a\u2028b\u2029c\x85d\x1ee\udcffІван\n"
    line = formats.report_line(hostile(words))
    assert len(line.splitlines()) == 1
    assert "Іван" in line.encode().decode()
    assert json.loads(line)["title"] == words


def test_infinity_is_never_written_as_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        formats.json_line(formats.proof_fields(Proof((), chance=float("inf"))))


text = st.text(st.characters(exclude_categories=()), max_size=30)
values = st.none() | st.integers(0, 10**7).map(float) | st.floats(0, 1e9)
offsets = st.integers(0, 10**6)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
claims = st.builds(
    Claim,
    id=text,
    document=st.just("doc"),
    reader=text,
    evidence=st.builds(
        Evidence,
        document=st.just("doc"),
        start=offsets,
        end=offsets,
        exact=text,
        prefix=text,
        suffix=text,
        seconds=st.none() | st.tuples(st.floats(0, 1e5), st.floats(0, 1e5)),
    ),
    quantity=st.builds(
        Quantity,
        low=values,
        best=values,
        high=values,
        unit=st.sampled_from(["count", "share"]),
        hedge=st.sampled_from(["exact", "about", "vague"]),
        text=text,
        start=offsets,
        end=offsets,
    ),
    object=text,
    measure=text,
    side=st.none() | text,
    unit=st.none() | text,
    place=st.none() | text,
    period=st.builds(Period, kind=st.sampled_from(["open", "window"]), start=days, end=days),
    attribution=st.lists(
        st.builds(Link, name=text, id=st.none() | text, role=text, cue=st.none() | text, start=offsets, end=offsets),
        max_size=3,
    ).map(tuple),
    stance=st.sampled_from(["asserts", "denies"]),
    certainty=st.sampled_from(["stated", "hedged", "unconfirmed"]),
    cues=st.lists(st.builds(Cue, kind=text, exact=text, start=offsets, end=offsets), max_size=3).map(tuple),
    rules=st.lists(text, max_size=3).map(tuple),
)


@given(claims)
def test_a_claim_written_and_read_again_is_the_same(claim: Claim) -> None:
    line = formats.claim_line(claim)
    assert len((line + "\n").splitlines()) == 1
    assert formats.claim_from(json.loads(line.encode())) == claim


@pytest.mark.parametrize("change", [{"period": None}, {"quantity": {"low": 1}}, {"cues": 5}])
def test_what_is_not_a_claim_is_refused_with_a_reason(change: dict[str, Any]) -> None:
    with pytest.raises(CounterclaimError, match="not a claim"):
        formats.claim_from(formats.claim_fields(article().claims[0]) | change)


def rows(report: Report) -> list[dict[str, str]]:
    lines = formats.Lines(report.document.text)
    table = cells.csv_header() + "".join(cells.csv_line(report.document, lines, claim) for claim in report.claims)
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_a_table_has_a_row_a_claim_and_flat_columns() -> None:
    table = rows(article())
    assert list(table[0]) == list(cells.CSV_COLUMNS)
    call = table[2]
    assert call["sources"] == "security service › recording › sergeant"
    assert call["source_ids"] == "ua-sbu › ? › soldier"
    assert (call["low"], call["best"], call["quantity_unit"], call["line"]) == ("", "0.5", "share", "6")
    assert (table[0]["low"], table[0]["period_start"]) == ("4080", "2024-05-19")
    assert table[3]["stance"] == "denies"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "=cmd|' /C calc'!A0"])
def test_no_cell_starts_a_formula_and_the_words_come_back(words: str) -> None:
    for column, value in rows(hostile(words))[0].items():
        assert value[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝"), column
    assert cells.uncell(str(cells.cell(words))) == words


@given(text)
def test_a_guarded_cell_gives_its_words_back(words: str) -> None:
    guarded = str(cells.cell(words))
    assert guarded[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert cells.uncell(guarded) == words


def test_numbers_in_a_table_stay_numbers() -> None:
    assert cells.cell(-5) == -5
    assert cells.cell(0.5) == 0.5
    assert cells.cell(None) == ""


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    line = formats.Lines("a\nbc\n\nd")
    assert [line(at) for at in range(8)] == [1, 1, 2, 2, 2, 3, 4, 4]


def test_a_finding_is_shown_as_path_line_code_name_quote_then_sentence_and_steps() -> None:
    shown = terminal.report_text(article()).splitlines()
    at = shown.index('article.txt:5  CC202 misattributed-figure  "4,080 soldiers and 35 tanks in three days"')
    assert shown[at + 1].startswith("    error: Credited to Moscow; equals")
    assert shown[at + 2] == "    - 496,370 − 492,290 = 4,080 personnel"
    assert (
        shown[-1]
        == "article.txt: 5 claims; 1 error, 1 warning, 1 note; 2 numbers not kept; dated 2024-05-23 by its figures"
    )


def test_findings_stand_in_the_order_of_the_text() -> None:
    shown = terminal.report_text(article())
    assert shown.index("CC301") < shown.index("CC202") < shown.index("CC501")


def test_text_for_a_pipe_has_no_colour_and_text_for_a_terminal_is_wrapped() -> None:
    assert "\x1b" not in terminal.report_text(article())
    coloured = terminal.report_text(article(), terminal.Style(60, True))
    assert "\x1b[31;1mCC202\x1b[0m" in coloured


def test_nothing_a_terminal_obeys_is_shown() -> None:
    words = "\x1b[2J\x1b]0;x\x07 \x9b2J \u202eevil\u202c \u2066a\u2069 \r\x00 \u2028"
    report, table = hostile(words), io.StringIO()
    terminal.print_table(terminal.claims_table(report, 300), table, 300, False)
    shown = terminal.report_text(report) + terminal.explanation(report) + table.getvalue()
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u202c\u2066\u2069\r\x00\u2028")
    assert "⟨U+202E⟩evil" in shown


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_claims_fits_the_width_and_names_the_whole_chain(width: int) -> None:
    out = io.StringIO()
    terminal.print_table(terminal.claims_table(article(), width), out, width, False)
    shown = out.getvalue()
    assert all(len(line) <= width for line in shown.splitlines())
    squeezed = "".join(shown.split())
    for words in ("4,080", "unconfirmed", "denies", "low7,000,high" if width == 120 else "7,000"):
        assert words in squeezed
    assert "\x1b" not in shown


def test_the_rules_and_the_numbers_not_kept_are_explained() -> None:
    shown = terminal.explanation(article())
    assert 'article.txt:5  "4,080"  read by number-digits, object-measure' in shown
    assert 'article.txt:8  "44th"  not kept: part of a unit\'s name' in shown


def test_a_long_quote_keeps_its_head_and_its_tail() -> None:
    short = terminal.one_line("word " * 100, 40)
    assert len(short) <= 40
    assert " … " in short


CONTRACT = Path(__file__).parents[1] / "docs" / "contract.md"


@pytest.mark.skipif(not CONTRACT.exists(), reason="the documentation is not beside the tests")
def test_the_documented_examples_follow_the_schemas_and_name_every_column() -> None:
    page = CONTRACT.read_text(encoding="utf-8")
    claim, check = re.findall(r"```json\n(.*?)```", page, re.S)
    validator("claim").validate(json.loads(claim))
    validator("check").validate(json.loads(check))
    for column, meaning in cells.CSV_COLUMNS.items():
        assert f"| `{column}` | {meaning.replace('|', '&#124;')} |" in page
