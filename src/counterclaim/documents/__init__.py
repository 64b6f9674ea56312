"""Bytes to ``Document``: text, Markdown, HTML, PDF and mail, from files, folders, standard input and web addresses.

    target → open_contents → Content → read_document → sniff → text | pages | pdf | messages | items → Document
                    └ bundles: feeds, archives, mailboxes, exports and tables hold many documents

Nothing here raises for bad content: a document that cannot be read is a ``Document`` whose coverage is ``failed`` with
the reason, so that the others are still read.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.documents.bundles import HEAD, bundle_kind, is_mail, open_bundle, speech_kind
from counterclaim.documents.content import ITEM, MAIL, MAX_BYTES, Content
from counterclaim.documents.encoding import declared_charset, decode
from counterclaim.documents.text import Reading, read_plain
from counterclaim.model import (
    Coverage,
    Document,
    FetchError,
    Provenance,
    PublishedBasis,
    Transcript,
    UnreadableError,
)
from counterclaim.tongue import declared, foreign, has_rules, language_in

if TYPE_CHECKING:
    from counterclaim.documents.addresses import AddressPolicy, Fetched
    from counterclaim.documents.columns import Columns
    from counterclaim.documents.pages import Gate

__all__ = ["MAX_BYTES", "Content", "apart", "count_targets", "fetch", "files_of", "open_contents", "open_documents",
           "read_content", "read_document", "unopened"]  # fmt: skip

_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_HTML_START = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
                         rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
_XML_START = re.compile(rb"\s*<(?:\?xml|rss|feed|!doctype)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_SPEECH = frozenset(["text/vtt", "application/x-subrip", "application/json", "text/x-rttm"])  # of timed transcripts
_TURN = re.compile(
    r"^[ \t]*(?:[-–—]|(?:[\[(]?\d[\d:.,]*[\])]?[ \t]*)?[^\W\d_][^:\n]{0,44}:)[ \t]+\S", re.MULTILINE
)  # a line that may be a turn of a dialogue
_SOUND = re.compile(rb"RIFF.{4}WAVE|FORM.{4}AIF|ID3[\2-\4]|fLaC|OggS\0|.{4}ftyp|\x1a\x45\xdf\xa3|#!AMR", re.DOTALL)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def fetch(url: str, *, policy: AddressPolicy | None = None) -> Fetched:
    """The page at a public http(s) address; raises ``FetchError``. See ``counterclaim.documents.addresses``."""
    from counterclaim.documents import addresses

    return addresses.fetch(url, policy=policy)


def read_document(
    content: bytes,
    *,
    path: str,
    media_type: str | None = None,
    url: str | None = None,
    published: date | None = None,
    language: str | None = None,
    gate: Gate | None = None,
    loss: str = "",
    provenance: Provenance | None = None,
) -> Document:
    """The document in ``content``, whatever it is; never raises for bad content.

    ``media_type`` is a server's Content-Type, charset included. ``published`` and ``language`` win over what the
    document says of itself. ``gate`` tells whether a text can hold a claim at all; without one, the readers' own.
    ``loss`` is what is missing of the content already; ``provenance`` is what is given of a call's.
    """
    digest = sha256(content).hexdigest()
    blank = Document(
        id="d" + digest[:16],
        text="",
        path=path,
        url=url,
        published=published,
        published_basis="given" if published else "none",
        language=language,
        sha256=digest,
    )
    kind = _sniff(content, path, media_type)
    sent = _CHARSET.search(media_type or "")
    told = sent is not None and kind.startswith("text/") and sent[1].lower() not in ("utf-8", "utf8", "us-ascii")
    blank = replace(blank, media_type=f"{kind}; charset={sent[1].lower()}" if sent and told else kind)
    if not content.strip():
        return _failed(blank, "; ".join(filter(None, ("the file is empty", loss))))
    if len(content) > MAX_BYTES:
        return _failed(blank, _too_large())
    if _SOUND.match(content):
        return _failed(
            blank, "it is a recording: counterclaim transcribe writes down what is said in it, to be read then"
        )
    if gate is None and kind == "text/html":
        gate = _gate(language)
    try:
        reading, coverage, transcript = _read(content, kind, media_type, url, gate, provenance)
    except UnreadableError as error:
        return _failed(blank, str(error))
    except (MemoryError, RecursionError) as error:
        return _failed(blank, f"it asks too much of its reader ({type(error).__name__})")
    except Exception as error:  # a parser's own failure on bad content must not stop the other documents
        return _failed(blank, f"it could not be read: {type(error).__name__}: {error}"[:300])
    if coverage.state == "failed" or not reading.text.strip():
        return _failed(blank, "; ".join(filter(None, (coverage.reason, loss))) or "it holds no text")
    if transcript is not None and (wrong := foreign(language, reading.text)):
        return _failed(blank, wrong)
    if loss:
        coverage = Coverage("partial", "; ".join(filter(None, (coverage.reason, loss))), coverage.share)
    basis: PublishedBasis = "none"
    if published:
        basis = "given"
    elif reading.published:
        basis = "metadata" if reading.from_metadata else "text"
    return replace(
        blank,
        text=reading.text,
        title=reading.title,
        outlet=reading.outlet,
        author=reading.author,
        url=url or reading.url,
        published=published or reading.published,
        published_basis=basis,
        language=language or (reading.language if transcript else declared(reading.language, reading.text)),
        coverage=coverage,
        headline=reading.headline,
        repeats=reading.repeats,
        transcript=transcript,
    )


def open_documents(
    target: str,
    *,
    published: date | None = None,
    language: str | None = None,
    gate: Gate | None = None,
    policy: AddressPolicy | None = None,
    columns: Columns | None = None,
    provenance: Provenance | None = None,
) -> Iterator[Document]:
    """The documents at ``target``: a file, a folder and all below it, ``-`` for standard input, or an http(s) address.

    A feed, a web archive, a mailbox, a channel's export and a table of texts hold many; ``columns`` says which of a
    table's columns hold what. A target that is missing, refused or unreadable is yielded as a failed document, and the
    next one is read.
    """
    for found in open_contents(target, policy=policy, columns=columns):
        yield read_content(found, published=published, language=language, gate=gate, provenance=provenance)


def read_content(
    found: Content,
    *,
    published: date | None = None,
    language: str | None = None,
    gate: Gate | None = None,
    provenance: Provenance | None = None,
) -> Document:
    """The document in a content; the failed one where it could not be had."""
    if found.content is None:
        return unopened(found)
    return read_document(
        found.content,
        path=found.path,
        media_type=found.media_type,
        url=found.url,
        published=published,
        language=language,
        gate=gate,
        loss=found.loss,
        provenance=provenance,
    )


def open_contents(
    target: str,
    *,
    policy: AddressPolicy | None = None,
    leave_out: Container[str] = (),
    columns: Columns | None = None,
) -> Iterator[Content]:
    """The bytes at ``target``, a document each; paths in ``leave_out`` are left out."""
    if target in leave_out:
        return
    if target == "-":
        found = Content("-", sys.stdin.buffer.read(MAX_BYTES + 1))
        yield from _left(apart(found, columns), leave_out)
    elif _is_address(target):
        try:
            page = fetch(target, policy=policy)
        except FetchError as error:
            yield Content(target, None, url=target, problem=str(error))
            return
        found = Content(target, page.content, page.media_type, page.final_url)
        yield from _left(apart(found, columns), leave_out)
    else:
        for path, problem in files_of(target):
            if path in leave_out:
                continue
            if problem is not None:
                yield Content(path, None, problem=problem)
                continue
            try:
                yield from _left(_open_file(path, columns), leave_out)
            except (OSError, ValueError, UnreadableError) as error:
                yield Content(path, None, problem=_explain(error))


def _left(contents: Iterable[Content], leave_out: Container[str]) -> Iterator[Content]:
    return (found for found in contents if found.path not in leave_out)


def apart(found: Content, columns: Columns | None) -> Iterator[Content]:
    """The documents in what was read whole: itself, or those of the bundle that it is."""
    content = found.content or b""
    kind = bundle_kind(content[:HEAD], found.path, found.media_type, columns, content[-HEAD:])
    if kind is None or len(content) > MAX_BYTES:
        yield found
        return
    stream = BytesIO(content)
    yield from open_bundle(kind, stream, found.path, media_type=found.media_type, url=found.url, columns=columns)


def _open_file(path: str, columns: Columns | None) -> Iterator[Content]:
    """The documents of a file; its size and kind are looked at before it is read, and a bundle is not read whole."""
    status = os.stat(path)
    if stat.S_ISFIFO(status.st_mode):
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        yield from apart(Content(path, content), columns)
        return
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("this is neither a file nor a folder")
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
        tail = b""
        if head.startswith(b"PK") and status.st_size > HEAD:
            file.seek(-HEAD, os.SEEK_END)
            tail = file.read()
        kind = bundle_kind(head, path, None, columns, tail)
        if kind is not None:
            file.seek(0)
            yield from open_bundle(kind, file, path, columns=columns)
            return
        if status.st_size > MAX_BYTES:
            raise UnreadableError(_too_large())
        file.seek(len(head))
        content = head + file.read(MAX_BYTES + 1 - len(head)) if len(head) == HEAD else head
    yield Content(path, content)


def count_targets(targets: Iterable[str]) -> int:
    """How many documents ``open_documents`` will yield for ``targets``, without opening any."""
    return sum(1 if target == "-" or _is_address(target) else sum(1 for _ in files_of(target)) for target in targets)


def _is_address(target: str) -> bool:
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", target))


def files_of(target: str) -> Iterator[tuple[str, str | None]]:
    """Paths under ``target`` in a fixed order, hidden ones left out; the reason where a folder cannot be listed."""
    if not os.path.isdir(target):
        yield target, None
        return
    try:
        entries = sorted(os.scandir(target), key=lambda entry: entry.name)
    except OSError as error:
        yield target, _explain(error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_of(entry.path)
        elif not entry.is_dir():
            yield entry.path, None


def _sniff(content: bytes, path: str, media_type: str | None) -> str:
    declared = (media_type or "").split(";")[0].strip().lower()
    if declared in (ITEM, MAIL):
        return declared
    name = path.split("?")[0].lower()
    start = content[:4096]
    if b"%PDF-" in start[:1024] or declared == "application/pdf" or (not declared and name.endswith(".pdf")):
        return "application/pdf"
    if not declared or declared.startswith("text/") or declared.endswith(("/json", "subrip", "octet-stream")):
        spoken = speech_kind(content[:HEAD])
        if spoken is not None:
            return spoken
    for mark in _MARKS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"")  # UTF-16 that is mostly ASCII
    if declared in ("text/html", "application/xhtml+xml") or _HTML_START.match(start):
        return "text/html"
    if not declared and name.endswith(_HTML_NAMES):
        return "text/html"
    if _XML_START.match(start) or declared.endswith(("/xml", "+xml")):
        return "application/xml"
    if not declared and is_mail(content[:HEAD]):
        return MAIL
    if declared == "text/markdown" or name.endswith(_MARKDOWN_NAMES):
        return "text/markdown"
    return "text/plain"


def _read(
    content: bytes,
    kind: str,
    media_type: str | None,
    url: str | None,
    gate: Gate | None,
    provenance: Provenance | None,
) -> tuple[Reading, Coverage, Transcript | None]:
    if kind == "application/pdf":
        from counterclaim.documents.pdf import read_pdf

        if b"%PDF-" not in content[:1024]:
            raise UnreadableError("this is called a PDF but is not one")
        return (*read_pdf(content), None)
    if kind == MAIL:
        from counterclaim.documents.messages import read_mail

        return (*read_mail(content), None)
    if kind == ITEM:
        from counterclaim.documents.items import read_item

        return (*read_item(content), None)
    sent = _CHARSET.search(media_type or "")
    marked = kind in ("text/html", "application/xml")
    decoded = decode(content, sent[1] if sent else declared_charset(content) if marked else None)
    transcript = None
    if kind in _SPEECH:
        from counterclaim.documents.transcripts import read_transcript

        reading, transcript = read_transcript(decoded.text, kind, provenance)
        coverage = Coverage()
    elif kind == "text/html":
        from counterclaim.documents.pages import read_page

        reading, coverage = read_page(decoded.text, url=url, gate=gate)
    elif kind == "application/xml":
        from counterclaim.documents.pages import bare_text

        reading = read_plain(bare_text(decoded.text))
        coverage = Coverage("partial", "this is XML, not an article; its words were read without its structure")
    else:
        reading, coverage = _read_text(decoded.text, kind), Coverage()
        if kind == "text/plain" and len(list(islice(_TURN.finditer(reading.text), 2))) == 2:
            from counterclaim.documents.transcripts import read_dialogue

            transcript = read_dialogue(reading.text, provenance)
            if transcript is not None and transcript.provenance.published and not reading.published:
                reading = replace(reading, published=transcript.provenance.published, from_metadata=True)
    if decoded.loss and coverage.state != "failed":
        reason = decoded.loss if coverage.reason is None else f"{coverage.reason}; {decoded.loss}"
        shares = [share for share in (coverage.share, decoded.share) if share is not None]
        coverage = Coverage("partial", reason, min(shares, default=None))
    return reading, coverage, transcript


def _read_text(text: str, kind: str) -> Reading:
    if kind == "text/markdown" or re.match(r"\s*(?:# \S|---\s*\n)", text):
        from counterclaim.documents.markdown import looks_like_markdown, read_markdown

        if kind == "text/markdown" or looks_like_markdown(text):
            return read_markdown(text)
    return read_plain(text)


def _gate(given: str | None) -> Gate:
    """The gate of the language given, else of the one that a text's letters tell."""
    from counterclaim.gate import may_hold_claims

    def gate(text: str) -> bool:
        language = language_in(given, text)
        return has_rules(language) and may_hold_claims(text, language)

    return gate


def _failed(document: Document, reason: str) -> Document:
    return replace(document, text="", coverage=Coverage("failed", reason))


def unopened(found: Content) -> Document:
    """The failed document of a content that could not be had."""
    name = sha256(b"unopened\0" + found.path.encode("utf-8", "surrogateescape")).hexdigest()
    return Document(
        id="d" + name[:16], text="", path=found.path, url=found.url, coverage=Coverage("failed", found.problem)
    )


def _too_large() -> str:
    return f"it is larger than {MAX_BYTES // 1_000_000} MB: split it into single documents first"


def _explain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder: check the path"
    if isinstance(error, PermissionError):
        return "it may not be opened: check its permissions"
    if isinstance(error, ValueError):  # a NUL in the name
        return "this is not a path"
    if isinstance(error, OSError):
        return f"it could not be opened: {error.strerror or error}"
    return str(error)
