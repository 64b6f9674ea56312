"""Files that hold many documents: every item is read, in part or not, with the reason, and the next one is read."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest
from typer.testing import CliRunner

from counterclaim.cli import app
from counterclaim.documents import count_targets, open_contents, open_documents
from counterclaim.documents.archives import Limits, open_archive
from counterclaim.documents.columns import columns_of, parse_columns
from counterclaim.documents.feeds import open_feed
from counterclaim.documents.messages import open_mail
from counterclaim.model import CounterclaimError, Document
from example_inputs import STORY, atom, export, mail, mbox, packed, page, post, record, records, rss, rss_item, wacz

WHOLE = os.environ.get("COUNTERCLAIM_TEST_SIZES") == "whole"  # the sizes of an attack, too slow for every run


def read(place: Path, content: bytes, columns: str | None = None) -> list[Document]:
    place.write_bytes(content)
    named = parse_columns(columns) if columns else None
    documents = list(open_documents(str(place), columns=named))
    for document in documents:
        assert document.path.startswith(str(place))
        assert (document.coverage.reason is None) == (document.coverage.state == "complete")
        assert bool(document.text) == (document.coverage.state != "failed")
    return documents


def states(documents: Iterable[Document], place: Path) -> list[tuple[str, str]]:
    return [(d.path.removeprefix(str(place)), d.coverage.state) for d in documents]


def reasons(documents: Iterable[Document]) -> str:
    return "\n".join(d.coverage.reason or "" for d in documents)


# ------------------------------------------------------------------------------------------------------- archives


@pytest.mark.parametrize("form", ["bare", "packed record by record", "packed in one", "WACZ"])
def test_the_pages_of_a_web_archive_are_read_whatever_it_is_called(tmp_path: Path, form: str) -> None:
    bare = b"".join(records(3))
    content = {
        "bare": bare,
        "packed record by record": packed(records(3)),
        "packed in one": gzip.compress(bare),
        "WACZ": wacz(packed(records(3))),
    }[form]
    place = tmp_path / "download"
    documents = read(place, content)
    inner = "#archive/data.warc.gz" if form == "WACZ" else ""
    assert states(documents, place) == [(f"{inner}#{n}", "complete") for n in (1, 2, 3)]
    assert [d.url for d in documents] == [f"https://herald.example/{n}" for n in (1, 2, 3)]
    assert [d.title for d in documents] == [f"Report {n} from the river" for n in (1, 2, 3)]


def test_only_documents_are_taken_out_of_an_archive(tmp_path: Path) -> None:
    place = tmp_path / "a.warc"
    documents = read(
        place,
        record("urn:info", b"software: test\r\n", http=False, kind="warcinfo", media_type="application/warc-fields")
        + record("https://herald.example/", b"GET / HTTP/1.1\r\n\r\n", http=False, kind="request")
        + record("https://herald.example/p.png", b"\x89PNG....", media_type="image/png")
        + record("https://herald.example/gone", page(9), status="404 Not Found")
        + record("https://herald.example/old", b"", status="301 Moved", headers={"Location": "/new"})
        + record("https://herald.example/data", b"\x00\x01\x02", media_type="application/octet-stream")
        + record("https://herald.example/1", page(1))
        + record("https://herald.example/t", STORY.encode(), kind="conversion", http=False, media_type="text/plain"),
    )
    assert states(documents, place) == [("#7", "complete"), ("#8", "complete")]


def test_a_page_archived_in_its_wrapping_is_unwrapped(tmp_path: Path) -> None:
    place = tmp_path / "a.warc"
    chunked = b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(page()), page())
    documents = read(
        place,
        record("https://a.example/1", gzip.compress(page()), headers={"Content-Encoding": "gzip"})
        + record("https://a.example/2", brotli.compress(page()), headers={"Content-Encoding": "br"})
        + record("https://a.example/3", page(), headers={"Content-Encoding": "br"})  # unwrapped before it was archived
        + record("https://a.example/4", chunked, headers={"Transfer-Encoding": "chunked"})
        + record("https://a.example/5", b"\x1f\x8bbroken", headers={"Content-Encoding": "gzip"})
        + record("https://a.example/6", page(6)),
    )
    assert [d.coverage.state for d in documents] == ["complete"] * 4 + ["failed", "complete"]
    assert all("Forty tanks" in d.text for d in documents if d.text)


@pytest.mark.parametrize("cut", [1, 5, 9, 12, 60, 150, 290])
def test_an_archive_cut_short_says_so_and_keeps_what_is_there(tmp_path: Path, cut: int) -> None:
    place = tmp_path / "a.warc.gz"
    documents = read(place, packed(records(3))[:-cut])
    assert states(documents, place)[:2] == [("#1", "complete"), ("#2", "complete")]
    assert "cut short" in reasons(documents[2:])
    bare = b"".join(records(3))
    assert "cut short" in reasons(read(place, bare[: -cut - 4]))


@pytest.mark.parametrize("form", ["bare", "packed"])
@pytest.mark.parametrize("length", [0, 40, 700, 10**18])
def test_a_record_of_a_wrong_length_does_not_take_the_others_with_it(tmp_path: Path, form: str, length: int) -> None:
    wrong = record("https://herald.example/wrong", page(9), length=length)
    one, two, three = records(3)
    content = [one, wrong, two, three]
    place = tmp_path / "a.warc"
    documents = read(place, b"".join(content) if form == "bare" else packed(content))
    read_whole = [d.url for d in documents if d.coverage.state == "complete"]
    assert "https://herald.example/1" in read_whole
    if length < 10**18:
        assert {"https://herald.example/2", "https://herald.example/3"} <= set(read_whole)
    assert any(d.coverage.state != "complete" for d in documents)


def test_what_lies_damaged_between_two_records_is_told(tmp_path: Path) -> None:
    one, two, three = records(3)
    spoilt = bytearray(packed([two]))
    spoilt[60:66] = bytes(6)
    place = tmp_path / "a.warc.gz"
    documents = read(place, packed([one]) + bytes(spoilt) + packed([three]))
    assert [d.url for d in documents if d.text] == ["https://herald.example/1", "https://herald.example/3"]
    assert "damaged after this record" in reasons(documents)


@pytest.mark.timeout(120)
def test_an_archive_bomb_is_left_alone(tmp_path: Path) -> None:
    bomb = packed([record("https://a.example/b", b"a" * (1_000_000_000 if WHOLE else 50_000_000))])
    assert len(bomb) < 1_100_000
    place = tmp_path / "a.warc.gz"
    first, second = read(place, packed(records(1)) + bomb)
    assert first.coverage.state == "complete"
    assert "more than 200 times its size" in str(second.coverage.reason)
    inner = gzip.compress(b"a" * 60_000_000)
    document, *_ = read(place, record("https://a.example/b", inner, headers={"Content-Encoding": "gzip"}))
    assert document.coverage.state == "failed"


def test_the_limits_of_an_archive_are_told_where_they_are_met(tmp_path: Path) -> None:
    place = tmp_path / "a.warc"
    place.write_bytes(b"".join(records(5)))
    with place.open("rb") as file:
        found = list(open_archive(file, "warc", "a.warc", Limits(members=3)))
    assert [c.path for c in found] == ["a.warc#1", "a.warc#2", "a.warc#3", "a.warc"]
    assert "more than 3 documents" in found[-1].problem
    with place.open("rb") as file:
        found = list(open_archive(file, "warc", "a.warc", Limits(total=500)))
    assert "what follows was not read" in found[-1].problem
    with place.open("rb") as file:
        found = list(open_archive(file, "warc", "a.warc", Limits(each=100)))
    assert [bool(c.problem) for c in found] == [True] * 5


def test_a_wacz_that_was_changed_or_cut_says_so(tmp_path: Path) -> None:
    place = tmp_path / "a.wacz"
    documents = read(place, wacz(packed(records(1)), told="0" * 64))
    assert states(documents, place) == [("#archive/data.warc.gz#1", "complete"), ("#archive/data.warc.gz", "failed")]
    assert "table of contents" in reasons(documents)
    whole = wacz(packed(records(2)))
    assert "could not be opened" in reasons(read(place, whole[:-60]))
    spoilt = bytearray(whole)
    spoilt[120:130] = bytes(10)
    assert "damaged" in reasons(read(place, bytes(spoilt)))
    assert not (tmp_path.parent / "evil.warc").exists()
    (document,) = read(place, wacz(packed(records(1)), name="archive/../../evil.warc.gz"))
    assert document.coverage.state == "complete"
    assert sorted(os.listdir(tmp_path)) == ["a.wacz"]


def test_bundles_inside_bundles_are_opened_three_deep(tmp_path: Path) -> None:
    place = tmp_path / "a.warc"
    feed = record("https://a.example/feed", rss([rss_item(1)]), media_type="application/rss+xml")
    (document,) = read(place, feed)
    assert (document.path, document.title) == (f"{place}#1#id-1", "Report 1 from the river")
    content = b"".join(records(1))
    for _ in range(4):
        content = record("https://a.example/in", content, media_type="application/octet-stream", kind="resource")
        content = content.replace(b"application/octet-stream", b"text/plain; a=bcdefghijk")
    assert "deep" in reasons(read(place, content))


# ---------------------------------------------------------------------------------------------------------- feeds


def test_the_items_of_a_feed_are_documents(tmp_path: Path) -> None:
    place = tmp_path / "feed"
    documents = read(place, rss([rss_item(1), rss_item(2)]))
    assert states(documents, place) == [("#id-1", "complete"), ("#id-2", "complete")]
    first = documents[0]
    assert first.text == f"Report 1 from the river\n\nReport 1: {STORY}\n\nTwelve men & more were killed."
    assert first.headline is not None
    assert (first.outlet, first.url, first.language) == ("The Herald", "https://herald.example/story/1", "en")
    assert (str(first.published), first.published_basis) == ("2023-12-13", "metadata")


def test_an_item_read_again_is_the_same_document(tmp_path: Path) -> None:
    earlier = read(tmp_path / "a", rss([rss_item(1)]))
    later = read(tmp_path / "b", rss([rss_item(2), rss_item(1)]))
    assert earlier[0].id == later[1].id != later[0].id


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_an_atom_feed_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    (document,) = read(tmp_path / "a.xml", atom("Потери", "Потери: сорок танков", encoding))
    assert document.text == "Потери\n\nПотери: сорок танков"


def test_a_feed_cut_short_keeps_its_items_and_says_so(tmp_path: Path) -> None:
    documents = read(tmp_path / "a.xml", rss([rss_item(1), rss_item(2)], end=""))
    assert [d.coverage.state for d in documents] == ["partial", "partial"]
    assert "not well-formed" in reasons(documents)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("mark", ["<b>", "<item><title>x", "<item ", "<description>"])
def test_a_feed_made_to_hang_its_reader_is_read_as_one_text(mark: str) -> None:
    content = rss([rss_item(1)], end=mark * (8_000_000 // len(mark)))  # 8 seconds and more of a fast processor
    found = list(open_feed(content, "a.xml", seconds=1))
    assert found[0].path == "a.xml"
    assert "longer than 1 seconds" in found[0].loss or "brought its reader down" in found[0].loss
    assert found[0].content == content


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    head = f"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'><!ENTITY y 'yyyyyyyyyy'>]>"
    feed = rss(["<item><title>Forty tanks &x; &y;</title><description>Forty.</description></item>"])
    documents = read(tmp_path / "a.xml", feed.replace(b"?>", b"?>" + head.encode(), 1))
    assert documents
    assert all("SECRET" not in d.text for d in documents)


# ----------------------------------------------------------------------------------------------------------- mail


def test_a_mailbox_is_read_message_by_message(tmp_path: Path) -> None:
    place = tmp_path / "box"
    documents = read(place, mbox([mail(1), mail(2)]))
    assert states(documents, place) == [("#1", "complete"), ("#2", "complete")]
    first = documents[0]
    assert first.text == f"Report 1 from the river – потери\n\nReport 1: {STORY}\n\nДвенадцать убитых."
    assert (first.author, str(first.published), first.published_basis) == ("Jane Doe", "2023-12-13", "metadata")


def test_a_single_message_is_one_document_by_its_content(tmp_path: Path) -> None:
    place = tmp_path / "letter.txt"
    (document,) = read(place, mail().as_bytes())
    assert (document.path, document.media_type) == (str(place), "message/rfc822")
    (plain,) = read(place, b"From: the front\n\nForty tanks were lost.\n")
    assert plain.media_type == "text/plain"


def test_attachments_that_are_documents_are_read_and_others_named(tmp_path: Path) -> None:
    letter = mail(1)
    letter.add_attachment("Thirty men died, the army said.", filename="note.txt")
    letter.add_attachment(page(2), maintype="text", subtype="html", filename="page.html")
    letter.add_attachment(mail(3))
    letter.add_attachment(b"PK\x03\x04", maintype="application", subtype="msword", filename="report.doc")
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    place = tmp_path / "box"
    documents = read(place, mbox([letter, mail(4)]))
    assert states(documents, place) == [
        ("#1", "partial"), ("#1.1", "complete"), ("#1.2", "complete"), ("#1.3", "complete"), ("#2", "complete")
    ]  # fmt: skip
    assert "report.doc" in reasons(documents)
    assert "photo.png" not in reasons(documents)
    assert documents[3].title == "Report 3 from the river – потери"


def test_a_message_that_is_damaged_does_not_stop_the_next(tmp_path: Path) -> None:
    cut = mail(2).as_bytes()[:-40]
    wrong = b"From: =?bad?Q?=FF?= <@@>, ,;<\nSubject: =?utf-8?B?!!?=\nDate: soon\nMessage-ID: x\n\n\xff Forty tanks\n"
    line = b"From x@y.example Wed Dec 13 23:50:00 2023\n"
    place = tmp_path / "box"
    documents = read(place, b"".join(line + m + b"\n" for m in (mail(1).as_bytes(), cut, wrong, mail(4).as_bytes())))
    assert [d.coverage.state for d in documents] == ["complete", "partial", "partial", "complete"]
    assert "cut short" in str(documents[1].coverage.reason)
    assert "soon" in str(documents[2].coverage.reason)


@pytest.mark.timeout(120)
def test_a_large_attachment_does_not_hold_up_a_mailbox(tmp_path: Path) -> None:
    letter = mail(1)
    letter.add_attachment(
        b"a" * (50_000_000 if WHOLE else 5_000_000), maintype="application", subtype="zip", filename="big.zip"
    )
    letter.add_attachment("Thirty men died, the army said.\n" * 20_000, filename="note.txt", cte="base64")
    documents = read(tmp_path / "box", mbox([letter, mail(2)]))
    assert [d.coverage.state for d in documents] == ["partial", "complete", "complete"]
    assert "big.zip" in reasons(documents)
    assert documents[1].text.count("Thirty men died, the army said.\n") == 20_000


def test_messages_within_messages_end_somewhere() -> None:
    letter = mail(0)
    for number in range(1, 6):
        outer = mail(number)
        outer.add_attachment(letter)
        letter = outer
    assert len(list(open_mail(letter.as_bytes(), "a.eml"))) <= 4


# ------------------------------------------------------------------------------------------------------- Telegram


def test_the_posts_of_a_channel_are_documents(tmp_path: Path) -> None:
    place = tmp_path / "result.json"
    said = ["Forty tanks ", {"type": "bold", "text": "were lost"}, {"type": "text_link", "text": ".", "href": "x"}]
    documents = read(
        place,
        export([
            {"id": 1, "type": "service", "action": "create_channel", "date": "2023-12-01T00:00:00"},
            post(2, said, forwarded_from="Another channel", edited="2023-12-15T00:00:00"),
            post(3, "", photo="photos/1.jpg"),
            post(4, date_unixtime=None),
            post(5, "", poll={"question": "How many?", "answers": [{"text": "forty"}]}),
        ]),
    )  # fmt: skip
    assert states(documents, place) == [("#2", "complete"), ("#4", "complete"), ("#5", "complete")]
    assert documents[0].text == "Forty tanks were lost."
    assert (documents[0].outlet, documents[0].author) == ("The Channel", "Another channel")
    assert [str(d.published) for d in documents[:2]] == ["2023-12-13", "2023-12-14"]  # in UTC, else as exported


def test_fields_that_an_export_leaves_out_are_told(tmp_path: Path) -> None:
    place = tmp_path / "result.json"
    odd = [post(1), post(2, None), post(3, id=None, date=None, date_unixtime=None), 7, post(5, ["a ", None, {"x": 1}])]
    documents = read(place, export([*odd, post(6)]))
    assert [d.coverage.state for d in documents] == ["complete", "failed", "partial", "failed", "partial", "complete"]
    for words in ("a field is missing", "it has no id, it has no date", "no message", "neither words nor an entity"):
        assert words in reasons(documents)
    (empty,) = read(place, b'{"name": "x", "messages": [], "type": "public_channel"}')
    assert "no messages" in str(empty.coverage.reason)


def test_an_export_without_its_messages_says_so(tmp_path: Path) -> None:
    (document,) = read(tmp_path / "result.json", b'{"name": "Front", "type": "public_channel", "id": 7}')
    assert document.coverage.state == "failed"
    assert "holds no messages" in str(document.coverage.reason)


def test_an_export_cut_short_is_read_up_to_there(tmp_path: Path) -> None:
    documents = read(tmp_path / "result.json", export([post(1), post(2), post(3)])[:-120])
    assert [d.coverage.state for d in documents] == ["complete", "complete", "failed"]
    assert "after its message 3" in reasons(documents)


def test_the_same_number_in_two_chats_is_two_posts(tmp_path: Path) -> None:
    chats = [json.loads(export([post(1, f"Forty tanks were lost, said {n}.")])) for n in (1, 2)]
    place = tmp_path / "result.json"
    documents = read(place, json.dumps({"chats": {"list": chats}}).encode())
    assert states(documents, place) == [("#1/1", "complete"), ("#2/1", "complete")]


# --------------------------------------------------------------------------------------------------------- tables


TABLE = 'id,body,when,who\n1,"Forty tanks,\nlost",2023-12-13,A\n2,Twelve men died,1702504800,B\n'
MAPPED = "text=body,published=when,outlet=who,id=id"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_by_its_mapping(tmp_path: Path, encoding: str, delimiter: str) -> None:
    place = tmp_path / "texts.csv"
    table = TABLE.replace("Twelve", "Потери: twelve").replace("tanks,", "tanks§").replace(",", delimiter)
    documents = read(place, table.replace("§", ",").replace("\n", "\r\n").encode(encoding), MAPPED)
    assert states(documents, place) == [("#2", "complete"), ("#3", "complete")]
    assert documents[0].text == "Forty tanks,\nlost"
    assert documents[1].text == "Потери: twelve men died"
    assert [(str(d.published), d.outlet) for d in documents] == [("2023-12-13", "A"), ("2023-12-13", "B")]


def test_a_mapping_that_fits_no_column_is_told_with_the_columns_there_are(tmp_path: Path) -> None:
    for name, content in (("a.csv", TABLE), ("a.jsonl", '{"id": 1, "body": "x", "when": 1, "who": 2}\n' * 300)):
        (document,) = read(tmp_path / name, content.encode(), "text=story,published=day")
        assert "story" in str(document.coverage.reason)
        assert "id, body, when, who" in str(document.coverage.reason)
    (document,) = read(tmp_path / "b.jsonl", b'{"body": "Forty tanks"}\n')
    assert "--columns text=" in str(document.coverage.reason)


def test_bad_rows_of_a_table_are_told_and_the_others_read(tmp_path: Path) -> None:
    rows = ["id;text;published", '1;"open;2023-12-13', "2;Twelve men died;soon", "3;x", "4;;2023-12-13"]
    content = "\n".join([*rows, ""]).encode() + "5;Сорок танков потеряно;13.12.2023\n".encode("cp1251")
    place = tmp_path / "t.csv"
    documents = read(place, content + "6;Двенадцать убитых;\n".encode())
    assert states(documents, place) == [
        ("#2", "failed"), ("#3", "partial"), ("#4", "failed"), ("#5", "failed"), ("#6", "complete"), ("#7", "complete")
    ]  # fmt: skip
    for words in ("never closed", "soon", "2 cells where the heading has 3", "is empty"):
        assert words in reasons(documents)
    assert [d.text for d in documents[-2:]] == ["Сорок танков потеряно", "Двенадцать убитых"]


def test_bad_lines_of_json_are_told_and_the_others_read(tmp_path: Path) -> None:
    good = json.dumps({"text": STORY, "published": "2023-12-13", "title": "From the river"})
    lines = [
        good,
        "{bad",
        "[1]",
        '{"text": ["x"]}',
        '{"text": ""}',
        "",
        "[" * 100_000,
        '{"text": "\\ud83d tanks"}',
        good,
    ]
    documents = read(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert [d.coverage.state for d in documents] == ["complete", *["failed"] * 5, "complete", "complete"]
    assert documents[0].text.startswith("From the river\n\nForty")
    assert "line 7" in reasons(documents)


def test_a_mapping_is_typed_or_kept_in_a_file(tmp_path: Path) -> None:
    kept = tmp_path / "columns.toml"
    kept.write_text('[columns]\ntext = "body"\npublished = "when, as told"\n')
    assert parse_columns(str(kept)) == columns_of({"text": "body", "published": "when, as told"}, "")
    for wrong in ("texts=body", "published=when", "no-such-file.toml", "text="):
        with pytest.raises(CounterclaimError):
            parse_columns(wrong)


# --------------------------------------------------------------------------------------------------- on the whole


def test_what_is_left_out_is_not_given_again(tmp_path: Path) -> None:
    place = tmp_path / "box"
    place.write_bytes(mbox([mail(1), mail(2), mail(3)]))
    left = list(open_contents(str(tmp_path), leave_out={f"{place}#1", f"{place}#3"}))
    assert [c.path for c in left] == [f"{place}#2"]
    assert count_targets([str(tmp_path)]) == 1


def test_the_command_line_reads_the_good_ones_and_leaves_with_2(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(packed(records(2))[:-30])
    (tmp_path / "b.csv").write_text("id,text\n1,Twelve soldiers were killed.\n2\n")
    (tmp_path / "c.txt").write_text("Thirty soldiers were killed.")
    run = CliRunner().invoke(app, ["read", "--format", "jsonl", str(tmp_path)])
    assert run.exit_code == 2
    assert "b.csv#3 could not be read: row 3 (line 3): it has 1 cells" in run.stderr
    quotes = [json.loads(line)["quantity"]["text"] for line in run.stdout.splitlines()]
    assert quotes == ["Forty", "Forty", "Twelve", "Thirty"]
    run = CliRunner().invoke(app, ["read", "--columns", "text=story", str(tmp_path / "b.csv")])
    assert run.exit_code == 2
    assert "there is id, text" in run.stderr
