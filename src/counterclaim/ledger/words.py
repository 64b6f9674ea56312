"""The index of words: which claims hold a word in their quote, in who says it, or in the title of their document.

    words_of         the body of a claim or a document → its words, folded, as they are indexed
    words_lines      the same as the line of the index that is added with the row
    index            puts the words of rows that are there already into the index
    asked_words      what somebody searches for → folded words
    holding          words → the claims that hold them, or words that begin so, as SQL conditions
    rows_with        a word → the numbers of those claims

SQLite keeps the words in a table of FTS5, PostgreSQL in one with a GIN index over ``tsvector`` (configuration
``simple``). Words are parted and folded here, so that both find the same whatever their locale. A word is found by its
beginning, which serves languages that inflect at the end; trigrams would also find middles of words, at four times the
size, and were left out. What a page would show under a mask is not indexed, so a search cannot tell it either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    exists,
    func,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import false

from counterclaim.ledger.among import among

LONGEST = 80  # letters of a word that count
WORDS = 12  # words of a search that are looked for
_SOURCES = 40  # sources that a word may stand for
_ID = "xidx"  # how the id of a source begins as a word of the index
_FORMS = 12  # words that begin alike, up to which they are asked for one by one
_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"\d(?<!\d\d)\d{0,2}(?:[ ,.\u00a0\u2009\u202f]\d{3})+(?!\d)")
_BETWEEN = re.compile(r"['’ʼ‘`´](?<=\w.)(?=\w)")  # apostrophes within words
_UNMARKED = re.compile("[\0-\u02ff\u0370-\u0482\u048a-\u0590\u2000-\u20cf\u20f1-\u2cee]*").fullmatch  # has no marks
_DIGITS = re.compile(r"\d")
_FIGURES = b"0123456789"
# of ASCII: what is in no word becomes a space, capitals small; and figures become 0, what may part them a comma
_FIGURED = bytes(48 if 48 <= byte < 58 else 44 if byte in b" ,." else 46 for byte in range(256))
_PARTED = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256))
_FEW = 7  # digits from which a text may hold a phone number or a document's

metadata = MetaData()
claim_words, document_words = (
    Table(name, metadata, Column("rowid", BigInteger, primary_key=True), Column("words", Text, nullable=False))
    for name in ("claim_words", "document_words")
)


# ------------------------------------------------------------------------------------------------------ words


def folded(text: str) -> list[str]:
    """The words of a text as they are indexed: small letters, ё as е, no marks, figures without separators too."""
    if text.isascii():
        text = text.replace("'", "")
        plain = text.encode()
        found = plain.translate(_PARTED).decode().split()
        grouped = b"0,000" in plain.translate(_FIGURED)
    else:
        text = _BETWEEN.sub("", text.casefold().replace("ё", "е"))
        if _UNMARKED(text) is None:
            text = "".join(letter for letter in text if unicodedata.category(letter) != "Mn")
        found = _WORD.findall(text)
        grouped = _DIGITS.search(text) is not None
    if len(text) > LONGEST and max(map(len, found), default=0) > LONGEST:
        found = [word[:LONGEST] for word in found]
    if grouped:
        found += [re.sub(r"\D", "", figure)[:LONGEST] for figure in _GROUPED.findall(text)]
    return found


def asked_words(text: str) -> list[str]:
    """The words that somebody searches for; a figure with separators is one word."""
    rest, figures = text, []
    for figure in _GROUPED.findall(text):
        rest = rest.replace(figure, " ")
        figures.append(re.sub(r"\D", "", figure))
    return list(dict.fromkeys([*figures, *folded(rest)]))[:WORDS]


def words_of(kind: str, body: Mapping[str, Any]) -> str:
    """The words of a claim or a document, each once."""
    seen = body.get("shown", {})
    if kind == "document":
        told = [seen.get("title", body["title"]), body["outlet"], seen.get("author", body["author"])]
        return " ".join(dict.fromkeys(word for text in told if text for word in folded(_shown(text, call=False))))
    evidence, links = body["evidence"], body["attribution"]
    names = seen.get("names") or [link["name"] for link in links]
    sources = [(name, link["id"]) for link, name in zip(links, names, strict=True)]
    return words_of_claim(seen.get("exact", evidence["exact"]), sources, evidence["seconds"] is not None)


def words_of_claim(quote: str, sources: Iterable[tuple[str | None, str | None]], call: bool = False) -> str:
    """The words of a claim by its quote and the names and ids of who says it; ``call`` where it was spoken."""
    found = folded(_shown(quote, call))
    for name, source in sources:
        found += _words_of_source(name or "", source or "", call)
    return " ".join(dict.fromkeys(found))


@lru_cache(maxsize=5_000)  # the same few speak again and again
def _words_of_source(name: str, source: str, call: bool) -> tuple[str, ...]:
    told = folded(_shown(name, call))
    return (*told, *folded(source), _as_word(source)) if source else tuple(told)


def _as_word(source: str) -> str:
    """The id of a source as one word, which no text has."""
    return _ID + "".join(_WORD.findall(source.lower()))


def _shown(text: str, call: bool) -> str:
    """The text as a page shows it: personal data under masks."""
    if not call and "@" not in text:
        if text.isascii():
            few = len(text) - len(text.encode().translate(None, _FIGURES)) < _FEW
        else:
            few = len(_DIGITS.findall(text)) < _FEW
        if few:
            return text
    from counterclaim.redaction import Redactor, marks

    return Redactor(text, marks(text, None, call)).masked


def holds(text: str, wanted: str) -> bool:
    """Whether a text has, for every word that is wanted, one that begins with it."""
    there = folded(text)
    asked = asked_words(wanted)
    return bool(asked) and all(any(word.startswith(one) for word in there) for one in asked)


# ------------------------------------------------------------------------------------------------------ index


def words_lines(kind: str, body: Mapping[str, Any]) -> tuple[tuple[str, tuple[str]], ...]:
    """The line that a row has in the index, as ``flat_lines`` gives those of its tables; none but of some kinds."""
    return ((f"{kind}_words", (words_of(kind, body),)),) if kind in ("claim", "document") else ()


def lines_of(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[int, str]]]:
    """The index's lines for rows of the log (number, time, kind, key, body, …): claims and documents have words."""
    lines: dict[str, list[tuple[int, str]]] = {"claim_words": [], "document_words": []}
    for seq, _, kind, _, body, *_ in rows:
        if kind in ("claim", "document"):
            lines[f"{kind}_words"].append((seq, words_of(kind, orjson.loads(body))))
    return {name: own for name, own in lines.items() if own}


def index(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Indexes rows that were added before there was an index; see ``lines_of``."""
    server = connection.dialect.name == "postgresql"
    for name, found in lines_of(rows).items():
        if server and len(found) > 50:
            driver = connection.connection.driver_connection
            assert driver is not None
            with driver.cursor() as cursor, cursor.copy(f"COPY {name} (rowid, words) FROM STDIN") as copy:
                for line in found:
                    copy.write_row(line)
        else:
            marks = "%s, %s" if server else "?, ?"
            connection.exec_driver_sql(f"INSERT INTO {name} (rowid, words) VALUES ({marks})", found)


# ----------------------------------------------------------------------------------------------------- asking


class _Holds(ColumnElement[bool]):
    """Whether the words of a row hold any of these: the first by its beginning, the rest whole.

    ``begun`` are all words of the index that begin with the first, where they are known; rows with a word of
    ``known`` are left out.
    """

    inherit_cache = False
    __visit_name__ = "holds_words"

    def __init__(
        self, table: Table, word: str, names: Sequence[str] = (), begun: Sequence[str] = (), known: Sequence[str] = ()
    ) -> None:
        self.table, self.word = table, word
        self.names, self.begun, self.known = tuple(names), tuple(begun), tuple(known)


@compiles(_Holds, "sqlite")
def _in_fts(element: _Holds, compiler: Any, **_: Any) -> str:
    begun, names, known = ([f'"{word}"' for word in words] for words in (element.begun, element.names, element.known))
    wanted = " OR ".join([*(begun or [f'"{element.word}"*']), *names])
    if known:
        wanted = f"({wanted}) NOT ({' OR '.join(known)})"
    return f"{element.table.name} MATCH {compiler.render_literal_value(wanted, Text())}"


@compiles(_Holds, "postgresql")
def _in_vector(element: _Holds, compiler: Any, **_: Any) -> str:
    wanted = " | ".join([f"{element.word}:*", *element.names])
    if element.known:
        wanted = f"({wanted}) & !({' | '.join(element.known)})"
    words = f"to_tsvector('simple', {element.table.name}.words)"
    return f"{words} @@ to_tsquery('simple', {compiler.render_literal_value(wanted, Text())})"


def holding(text: str) -> list[ColumnElement[bool]]:
    """Conditions on the flat table of claims: each word stands in the claim, in a source's name, or in the title."""
    from counterclaim.ledger.tables import claims

    asked = asked_words(text)
    return [claims.c.seq.in_(union_all(*_rows_with(word))) for word in asked] if asked else [false()]


def rows_with(connection: Connection, word: str, since: int = 0, known: Sequence[str] = ()) -> Iterator[str]:
    """The numbers of the claims after row ``since`` that hold a word of ``asked_words``, parted by commas.

    Claims that hold a word of ``known``, longer ones that begin with it, may be left out: the caller has them. The
    numbers come as a few long texts: a million are read from one sooner than as a million rows.
    """
    server = connection.dialect.name == "postgresql"
    for asked in _rows_with(word, since, () if server else _begun(connection, word), known):
        rows = asked.subquery()
        every = cast(func.array_agg(rows.c[0]), Text) if server else func.json_group_array(rows.c[0])
        told: str | None = connection.execute(select(every)).scalar()
        if told is not None and len(told) > 2:
            yield told[1:-1]


def words_held(connection: Connection, seqs: Sequence[int]) -> Iterator[set[str]]:
    """The words of some claims as they are indexed, without the ids of who speaks."""
    asked = select(claim_words.c.words).where(among(connection, claim_words.c.rowid, seqs))
    for held in connection.execute(asked).scalars():
        yield {word for word in held.split() if not word.startswith(_ID)}


def _begun(connection: Connection, word: str) -> tuple[str, ...]:
    """The words of SQLite's index of claims that begin so, none where they are many.

    A few whole words are found in a third of the time that a beginning takes, whose rows are merged first.
    """
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.claim_terms USING fts5vocab(main, claim_words, 'row')"
    )
    asked = "SELECT term FROM temp.claim_terms WHERE term >= ? AND term < ? LIMIT ?"
    found = connection.exec_driver_sql(asked, (word, word + chr(0x10FFFF), _FORMS + 1)).scalars().all()
    return tuple(found) if len(found) <= _FORMS else ()


def _rows_with(
    word: str, since: int = 0, begun: Sequence[str] = (), known: Sequence[str] = ()
) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """The claims that hold a word themselves, and those whose document's title does."""
    from counterclaim.ledger.tables import claims, documents, superseded

    there = claims.alias()
    titled = (
        select(there.c.seq)
        .join(documents, documents.c.id == there.c.document)
        .join(document_words, document_words.c.rowid == documents.c.seq)
        .where(_Holds(document_words, word), ~exists().where(superseded.c.seq == documents.c.seq))
    )
    own = select(claim_words.c.rowid).where(_Holds(claim_words, word, _sources(word), begun, known))
    if since:
        own, titled = own.where(claim_words.c.rowid > since), titled.where(there.c.seq > since)
    return own, titled


@lru_cache(maxsize=1_000)
def _sources(word: str) -> tuple[str, ...]:
    """The known sources whose names have a word that begins so, as words of the index."""
    from counterclaim.sources import load_register

    register = load_register()
    named = [name for name, source in register.sources.items() if any(w.startswith(word) for w in folded(source.label))]
    return tuple(_as_word(name) for name in named[:_SOURCES])


# ---------------------------------------------------------------------------------------------------- checking


def faults(connection: Connection) -> Iterator[str]:
    """Rows of claims and documents that the index lacks, and rows of the index that stand for none."""
    from counterclaim.ledger import tables

    for flat, words in ((tables.claims, claim_words), (tables.documents, document_words)):
        for one, other, said in ((flat.c.seq, words.c.rowid, "lacks"), (words.c.rowid, flat.c.seq, "has words for")):
            for (seq,) in connection.execute(select(one).except_(select(other)).limit(100)):
                yield f"the table {words.name} {said} row {seq}" + (" that is none" if said != "lacks" else "")


def differing(connection: Connection) -> Iterator[str]:
    """Rows whose words in the index are not those of the log; everything is read, so it takes its time."""
    from counterclaim.ledger.tables import entries

    for kind, words in (("claim", claim_words), ("document", document_words)):
        asked = select(entries.c.seq, entries.c.body, words.c.words).join(words, words.c.rowid == entries.c.seq)
        asked = asked.where(entries.c.kind == kind).execution_options(yield_per=1_000)
        with connection.execute(asked) as answer:
            for seq, body, there in answer:
                if words_of(kind, orjson.loads(body)) != there:
                    yield f"the table {words.name} has other words for row {seq} than it was added with"
