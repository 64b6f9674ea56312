"""Small archives for the tests of corpora: pages with claims, without, doubled and broken, in every kind of file."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

from example_inputs import packed, record

WORDS = ("northern", "southern", "eastern", "western", "central")


def story(number: int) -> dict[str, str]:
    """A report with two claims, a day and an address of its own."""
    side = WORDS[number % 5]
    text = (
        f"The {side} command said on Monday that {number + 11} soldiers were killed near the town in the night. "
        f"It added that {number + 3} tanks were destroyed. The fighting went on through the morning, residents said, "
        f"and the road to the bridge number {number} was closed to everybody but ambulances and fire engines."
    )
    day = f"20{20 + number % 4}-0{1 + number % 9}-1{number % 9}"
    return {
        "title": f"Report {number} of the {side} command",
        "text": text,
        "published": day,
        "url": f"https://w{number % 3}.example/{number}",
    }


def dull(number: int) -> dict[str, str]:
    """An article in which nothing can hold a claim."""
    text = (
        f"The choir sang {number} songs at the fair. The mayor thanked everybody, and the evening ended with a dance."
    )
    return {"title": f"Songs {number}", "text": text, "published": "2022-05-06", "url": f"https://w1.example/s{number}"}


def items(count: int) -> list[dict[str, str]]:
    """Every fifth a report, the others without a claim."""
    return [story(n) if n % 5 == 0 else dull(n) for n in range(count)]


def html(item: dict[str, str]) -> bytes:
    """An item as a page."""
    head = (
        f"<meta charset=utf-8><title>{item['title']}</title>"
        f'<meta property="article:published_time" content="{item["published"]}T08:00:00Z">'
    )
    body = "".join(f"<p>{part}</p>" for part in item["text"].split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><h1>{item['title']}</h1>{body}</body></html>".encode()
    )


def write_lines(path: Path, rows: list[Any]) -> Path:
    """JSON lines; a row that is a string is written as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def write_warc(path: Path, rows: list[dict[str, str]]) -> Path:
    """A packed WARC, a page a record."""
    path.write_bytes(packed(record(row["url"], html(row)) for row in rows))
    return path


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    """A table with a heading."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, str]], group: int = 10) -> Path:
    """A Parquet file in row groups of ``group`` rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)
    return path


def archive(folder: Path) -> Path:
    """A folder with every kind of input: 60 pages, 12 of them with claims, and two lines that are none."""
    folder.mkdir()
    write_lines(folder / "a.jsonl", [*items(10), "{broken", {"title": "no text"}])
    write_warc(folder / "b.warc.gz", items(20)[10:])
    write_csv(folder / "c.csv", items(30)[20:])
    write_parquet(folder / "d.parquet", items(40)[30:])
    (folder / "e").mkdir()
    for n, item in enumerate(items(50)[40:]):
        (folder / "e" / f"{n}.html").write_bytes(html(item))
    rows = "".join(json.dumps(item) + "\n" for item in items(60)[50:])
    (folder / "f.jsonl.gz").write_bytes(gzip.compress(rows.encode(), mtime=0))
    return folder
