"""The tables of a corpus: their columns, and the version that every file carries.

pages        what a reader takes: a page's bytes with its place, or why there are none
documents    every page that was met, with what became of it
claims       a claim a row          evidence   its words and where they stand
refusals     a number that was looked at and not kept, with the reason
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import pyarrow

SCHEMA = 1  # of every table below; raised when a column changes its meaning or goes
TABLES = ("documents", "claims", "evidence", "refusals")

# What becomes of a page: every page has one of these, and a reason but for the first two.
FATES = {
    "read": "its text went to the reader",
    "passed": "passed over: nothing in it can hold a claim",
    "refused": "not taken: a language without rules, or an address that was not asked for",
    "failed": "could not be read",
}


def arrow() -> Any:
    """pyarrow; what to install where it is missing."""
    try:
        import pyarrow
    except ImportError as error:
        raise CounterclaimError("corpora need pyarrow: python -m pip install 'counterclaim[corpus]'") from error
    return pyarrow


def _fields() -> dict[str, list[tuple[str, Any, str]]]:
    pa = arrow()
    text, day, whole, real = pa.string(), pa.date32(), pa.int64(), pa.float64()
    link = pa.struct([("name", text), ("id", text), ("role", text), ("cue", text), ("start", whole), ("end", whole)])
    cue = pa.struct([("kind", text), ("exact", text), ("start", whole), ("end", whole)])
    return {
        "pages": [
            ("path", text, "where the page is from: a file, and the place inside of it"),
            ("content", pa.large_binary(), "its bytes; none where they could not be had"),
            ("media_type", text, "a server's word of what it is"),
            ("url", text, "its address"),
            ("problem", text, "why there are no bytes"),
            ("loss", text, "what is missing of the bytes"),
        ],
        "documents": [
            ("id", text, "the document's id: a hash of its bytes"),
            ("path", text, "the file, and the place inside of it"),
            ("fate", text, "read, passed, refused or failed"),
            ("reason", text, "why it was refused, failed, or read in part"),
            ("state", text, "complete, partial or failed"),
            ("share", real, "the fraction of the text that was read, where it can be told"),
            ("title", text, "its title"),
            ("outlet", text, "who published it"),
            ("author", text, "who wrote it"),
            ("url", text, "its address"),
            ("published", day, "the day it was published"),
            ("published_basis", text, "given, metadata, text, figures or none"),
            ("language", text, "its language"),
            ("media_type", text, "what its bytes are"),
            ("sha256", text, "of its bytes"),
            ("characters", whole, "code points of its text"),
            ("claims", whole, "how many claims were read from it"),
            ("refusals", whole, "how many numbers were refused"),
            ("signature", pa.list_(pa.uint32()), "128 numbers by which copies of a document with claims are known"),
        ],
        "claims": [
            ("id", text, "the claim's id: a hash of what it says and where"),
            ("document", text, "the document's id"),
            ("reader", text, "what read it"),
            ("low", real, "lowest value said"),
            ("best", real, "the value said"),
            ("high", real, "highest value said"),
            ("quantity_unit", text, "count, or share (a fraction of one)"),
            ("hedge", text, "how the number is hedged"),
            ("quantity", text, "the number's own words"),
            ("object", text, "what was lost or counted"),
            ("measure", text, "how"),
            ("side", text, "who suffered the loss or owns the force"),
            ("unit", text, "company … army, where one is named"),
            ("place", text, "where, where it is told"),
            ("period", text, "cumulative, window, point or open"),
            ("period_start", day, "first day"),
            ("period_end", day, "last day"),
            ("speaker", text, "the id, else the name, of who ultimately says it"),
            ("attribution", pa.list_(link), "the chain of speakers, outermost first"),
            ("stance", text, "asserts or denies"),
            ("certainty", text, "stated, hedged or unconfirmed"),
            ("cues", pa.list_(cue), "the words that make it hedged, unconfirmed or denied"),
            ("rules", pa.list_(text), "the rules that read it"),
            ("published", day, "the day its document was published"),
        ],
        "evidence": [
            ("claim", text, "the claim's id"),
            ("document", text, "the document's id"),
            ("start", whole, "where the quote starts, in code points of the document's text"),
            ("end", whole, "where it ends, not included"),
            ("exact", text, "the exact words"),
            ("prefix", text, "the words before"),
            ("suffix", text, "the words after"),
            ("quantity_start", whole, "where the number's own words start"),
            ("quantity_end", whole, "where they end"),
            ("published", day, "the day its document was published"),
        ],
        "refusals": [
            ("document", text, "the document's id"),
            ("text", text, "the words of the number"),
            ("start", whole, "where they start"),
            ("end", whole, "where they end"),
            ("reason", text, "why it was not kept"),
            ("reader", text, "what refused it"),
            ("published", day, "the day its document was published"),
        ],
    }  # fmt: skip


@lru_cache(maxsize=16)
def schema(table: str) -> pyarrow.Schema:
    """The columns of a table, each with its description; the version stands in the schema's own metadata."""
    pa = arrow()
    fields = [pa.field(name, kind, metadata={"description": words}) for name, kind, words in _fields()[table]]
    return pa.schema(fields, metadata={"counterclaim.corpus": str(SCHEMA)})


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table with what they hold, for the documentation."""
    return {name: words for name, _, words in _fields()[table]}
