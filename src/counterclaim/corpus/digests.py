"""Digests: what a day's new pages showed, as one HTML page a day and an Atom feed of the days.

    digests/2026-11-22.jsonl    a finding a line, as it was told
    digests/2026-11-22.html     the same to read          digests/feed.atom    the latest days

Everything quoted is text: nothing in a page or a feed runs, loads or links to what an article says, but its address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from counterclaim.corpus.folder import write_beside
from counterclaim.model import Document, Finding

DAYS = 30  # in the feed
KINDS = {
    "conflicts": "What cannot hold together",
    "echoes": "One origin, many sites",
    "misattributions": "Whose figure it is",
}
_STYLE = "body{font:1rem/1.5 serif;max-width:44rem;margin:2rem auto;padding:0 1rem}li{margin:.8rem 0}small{color:#444}"
_SAFE = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding of a digest, with the page that brought it."""

    code: str
    name: str
    message: str
    steps: tuple[str, ...]
    quotes: tuple[str, ...]
    path: str
    url: str | None
    claims: tuple[str, ...]
    at: str

    @classmethod
    def of(cls, finding: Finding, document: Document, at: datetime) -> Entry:
        """The entry of a finding."""
        quotes = tuple(dict.fromkeys(one.exact for one in finding.evidence if one.exact))[:6]
        return cls(
            finding.code, finding.name, finding.message, finding.proof.steps[:8], quotes, document.path, document.url,
            finding.claims, at.isoformat(),
        )  # fmt: skip

    @property
    def kind(self) -> str:
        """Under which heading it stands."""
        if self.code == "CC603":
            return "echoes"
        return "misattributions" if self.code.startswith("CC2") else "conflicts"

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes it the same finding; an echo is the same however many repeat it."""
        return self.code, self.claims[:1] if self.kind == "echoes" else tuple(sorted(self.claims))


def tell(folder: Path, fresh: Iterable[Entry], now: datetime) -> None:
    """Adds entries to the digest of a day; what was told that day already is told anew in its place."""
    day = now.date().isoformat()
    told = list({entry.key: entry for entry in (*_entries(folder / f"{day}.jsonl"), *fresh)}.values())
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in told)
    write_beside(folder / f"{day}.jsonl", lines.encode("utf-8", "backslashreplace"))
    write_beside(folder / f"{day}.html", page(day, told).encode("utf-8", "backslashreplace"))
    write_beside(folder / "feed.atom", feed(folder, now).encode("utf-8", "backslashreplace"))


def _entries(path: Path) -> list[Entry]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    rows = [json.loads(line) for line in lines]
    lists = ("steps", "quotes", "claims")
    return [Entry(**(row | {name: tuple(row[name]) for name in lists})) for row in rows]


def _listed(entries: Sequence[Entry]) -> str:
    parts = []
    for kind, heading in KINDS.items():
        own = [entry for entry in entries if entry.kind == kind]
        parts.append(f"<h2>{heading} ({len(own)})</h2>")
        parts.append("<ul>" if own else "<p>Nothing new.</p>")
        for entry in own:
            address = entry.url if entry.url and entry.url.startswith(("http://", "https://")) else None
            where = escape(address or entry.path)
            link = f'<a href="{escape(address)}" rel="noreferrer nofollow">{where}</a>' if address else where
            quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in entry.quotes)
            steps = "<br>".join(escape(step) for step in entry.steps)
            parts.append(f"<li>{entry.code} {escape(entry.name)}: {escape(entry.message)}{quotes}<small>{steps}<br>")
            parts.append(f"{link}, {escape(entry.at)}</small></li>")
        parts.append("</ul>" if own else "")
    return "\n".join(part for part in parts if part)


def page(day: str, entries: Sequence[Entry]) -> str:
    """The digest of a day as an HTML page that loads nothing."""
    head = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Digest of {day}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_SAFE}"><style>{_STYLE}</style></head>'
    )
    note = "<p>What was claimed, by whom, and how it stands to what is known. None of it says which figure is true.</p>"
    return f"{head}\n<body><h1>Digest of {day}</h1>\n{note}\n{_listed(entries)}\n</body></html>\n"


def feed(folder: Path, now: datetime) -> str:
    """The latest days as an Atom feed (RFC 4287)."""
    entries = []
    for path in sorted(folder.glob("????-??-??.jsonl"), reverse=True)[:DAYS]:
        told = _entries(path)
        updated = max((entry.at for entry in told), default=f"{path.stem}T00:00:00+00:00")
        counted = ", ".join(f"{sum(entry.kind == kind for entry in told)} {kind}" for kind in KINDS)
        entries.append(
            f"<entry><id>{_id(path.stem)}</id><title>{path.stem}: {counted}</title><updated>{updated}</updated>"
            f'<link href="{path.stem}.html"/><content type="html">{escape(_listed(told))}</content></entry>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{_id('feed')}</id><title>New conflicts, echoes and misattributions</title>"
        f"<author><name>counterclaim</name></author><updated>{now.isoformat()}</updated>"
        f'<link rel="self" href="feed.atom"/>\n' + "\n".join(entries) + "\n</feed>\n"
    )


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'counterclaim digest {name}')}"
