"""The process that opens one archive, a WARC or a WACZ: the file on standard input, documents on standard output.

Run by path, so that it imports nothing of ours. Arguments: kind (warc, wacz), bytes of memory, seconds, and the limits:
bytes of one document, bytes of all, documents, and how many times the archive's size they may have.

Each answer is two lengths (8 bytes each, big-endian), a JSON object of the first and bytes of the second. Objects:
``{"place", "url", "type", "loss"}`` for a document, ``{"place", "problem"}`` for what could not be read, and
``{"end"}`` at last.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import runpy
import struct
import sys
import zlib
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

_BLOCK = 1 << 16
_FREE = 20_000_000  # bytes that may be unpacked before the ratio counts
_TYPES = re.compile(r"text/(?:html|plain|markdown|xml|csv)|application/(?:xhtml\+xml|pdf|xml|rss\+xml|atom\+xml|mbox)"
                    r"|message/rfc822", re.IGNORECASE)  # fmt: skip
_UNTYPED = re.compile(r"application/octet-stream|binary/octet-stream|unknown/unknown|", re.IGNORECASE)
_LIKE_TEXT = re.compile(rb"\s*(?:<!doctype html|<html|%PDF-|<\?xml|<rss|<feed)", re.IGNORECASE)


class Stop(Exception):
    """The rest of the archive must not be read; the message says why."""


class Limits:
    """How much may come out of an archive, and how much has."""

    def __init__(self, each: int, total: int, members: int, ratio: int) -> None:
        self.each, self.total, self.members, self.ratio = each, total, members, ratio
        self.unpacked = self.given = 0

    def took(self, size: int, packed: int) -> None:
        """Counts bytes unpacked out of ``packed`` that were read so far; raises ``Stop`` where it is too much."""
        self.unpacked += size
        if self.unpacked > self.total:
            raise Stop(f"it unpacks to more than {self.total / 1e9:g} GB")
        if self.unpacked > _FREE and self.unpacked > self.ratio * max(packed, 1):
            raise Stop(f"it unpacks to more than {self.ratio} times its size, as an archive made to do harm does")


def main() -> None:
    """Read the archive on standard input, which must be a file."""
    kind, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    limits = Limits(*(int(word) for word in sys.argv[4:8]))
    for name in ("fastwarc.warc", "zipfile", "brotli", "encodings.idna", "encodings.cp437"):
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    packed = os.fdopen(0, "rb", buffering=_BLOCK)
    runpy.run_path(str(Path(__file__).with_name("fence.py")))["give_up_privileges"](memory, seconds)
    try:
        if kind == "wacz":
            _wacz(packed, limits)
        else:
            _warc(packed, "", limits, packed)
    except Stop as reason:
        _say({"place": "", "problem": f"{reason}; what follows was not read"})
    except MemoryError:
        _say({"place": "", "problem": "it needs too much memory; what follows was not read"})
    _say({"end": True})
    sys.stdout.buffer.flush()


def _say(words: dict[str, Any], content: bytes = b"") -> None:
    header = json.dumps(words).encode()
    sys.stdout.buffer.write(struct.pack(">QQ", len(header), len(content)) + header)
    sys.stdout.buffer.write(content)


# ----------------------------------------------------------------------------------------------------------- WACZ


def _wacz(packed: IO[bytes], limits: Limits) -> None:
    import zipfile

    try:
        archive = zipfile.ZipFile(packed)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        _say({"place": "", "problem": f"the WACZ is damaged or cut short and could not be opened ({error})"})
        return
    if len(members) > limits.members:
        raise Stop(f"it has {len(members):,} members, more than {limits.members:,}")
    hashes = _declared(archive, limits)
    found = 0
    for member in members:
        if not re.match(r"archive/.+\.warc(?:\.gz)?$", member.filename):
            continue
        found += 1
        try:
            if member.flag_bits & 1:
                raise Stop("it is locked with a password")
            with archive.open(member) as stream:
                _warc(stream, f"{member.filename}#", limits, packed)
            told = hashes.get(member.filename)
            if told and _digest(archive, member) != told:
                problem = "its bytes are not those that the WACZ's own table of contents (datapackage.json) tells"
                _say({"place": member.filename, "problem": problem})
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
            _say({"place": member.filename, "problem": f"this part of the WACZ is damaged ({error})"})
    if not found:
        _say({"place": "", "problem": "the WACZ holds no WARC in its folder archive/"})


def _declared(archive: Any, limits: Limits) -> dict[str, str]:
    """The SHA-256 of each member as datapackage.json tells it."""
    try:
        with archive.open("datapackage.json") as stream:
            told = json.loads(stream.read(10_000_000))
        rows = [row for row in told["resources"] if str(row.get("hash", "")).startswith("sha256:")]
        return {str(row["path"]): str(row["hash"])[7:] for row in rows}
    except (KeyError, ValueError, TypeError, AttributeError, OSError, RecursionError, zlib.error):
        return {}
    except Exception:  # what zipfile raises for a damaged member
        return {}


def _digest(archive: Any, member: Any) -> str:
    digest = sha256()
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


# ----------------------------------------------------------------------------------------------------------- WARC


def _warc(stream: Any, place: str, limits: Limits, packed: IO[bytes]) -> None:
    """The documents of a WARC; a record that is damaged is told, and reading goes on with the next that can be found.

    A record is given out when the next one has been found where its length says, or the file ends there.
    """
    warc: Any = importlib.import_module("fastwarc.warc")
    number, base, at, documents = 0, 0, -1, 0
    while True:
        held: tuple[dict[str, Any], bytes] | None = None
        broken = ""
        try:
            stream.seek(base)
            for record in warc.ArchiveIterator(stream, parse_http=True, fsspec_args=False):
                if held is not None:
                    documents += 1
                    _say(*held)
                    held = None
                number, at = number + 1, record.stream_pos
                held = _document(record, f"{place}{number}", limits, packed)
                if limits.given > limits.members:
                    raise Stop(f"it holds more than {limits.members:,} documents")
        except (OSError, EOFError, ValueError) as error:
            broken = str(error) or type(error).__name__
        if held is not None:
            documents += 1
            if broken and not held[0].get("loss") and not held[0]["whole"]:
                held[0]["loss"] = "its length in the archive is wrong, so that words may be missing or too many"
            _say(*held)
        told = held is not None and (held[0].get("loss") or held[0].get("problem"))
        if not broken and not told and _is_whole(stream, base, at):
            break
        again = _next_record(stream, max(at, base) + 1)
        if told and not broken:
            if again is None:
                break
            broken = "the record is told to be longer than it is"  # and the next ones stand in what it would take
        where = f"{place}{number}" if number else place
        if again is None:
            cut = "is cut short in or" if not broken else "is damaged"
            said = f"the archive {cut} after this record, and was read up to there" + (f" ({broken})" if broken else "")
            _say({"place": where, "problem": said})
            return
        broken = broken or "it ends in the middle of a record"
        if held is None or held[0]["whole"]:
            said = f"the archive is damaged after this record ({broken}); reading went on at byte {again:,}"
            _say({"place": where, "problem": said})
        base = at = again
    if not documents:
        count = f"{number:,} records" if number != 1 else "one record"
        _say({"place": place.rstrip("#"), "problem": f"the archive has {count}, none of them a page, a text or a PDF"})


def _document(record: Any, place: str, limits: Limits, packed: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """What to say of a record: its document, what is wrong with it, or ``None`` where it holds none."""
    headers = {name.lower(): value for name, value in record.headers.items()}
    kind = headers.get("warc-type", "").lower()
    url = headers.get("warc-target-uri", "").strip("<>")
    if not kind or not headers.get("content-length", "").strip().isdigit():
        return {
            "place": place,
            "url": url,
            "problem": "the record's header is cut short or gives no length",
            "whole": False,
        }, b""
    if kind not in ("response", "resource", "conversion", "continuation"):
        return None
    if kind == "continuation" or (headers.get("warc-segment-number", "1") != "1"):
        return {
            "place": place,
            "url": url,
            "problem": "the record is a piece of one that was cut in several",
            "whole": True,
        }, b""
    fields: dict[str, str] = {}
    media_type = headers.get("content-type", "")
    if record.is_http:
        if str(record.http_headers.status_code or "200") not in ("200", "203"):
            return None
        fields = {name.lower(): value for name, value in record.http_headers.items()}
        media_type = fields.get("content-type", "")
    bare = media_type.split(";")[0].strip()
    if not _TYPES.fullmatch(bare) and not _UNTYPED.fullmatch(bare):
        return None
    expected = record.content_length
    body, loss = _payload(record, fields, limits, packed)
    if _UNTYPED.fullmatch(bare):
        if not _LIKE_TEXT.match(body):
            return None
        media_type = ""
    limits.given += 1
    if body is None or loss == "too large":
        return {
            "place": place,
            "url": url,
            "problem": f"it is larger than {limits.each // 1_000_000} MB",
            "whole": True,
        }, b""
    if isinstance(loss, int):
        loss = f"the archive is cut short in it: {loss:,} of {expected:,} bytes are there"
    sent = fields.get("content-length", "").strip()
    whole = not loss and sent.isdigit() and int(sent) == expected
    return {"place": place, "url": url, "type": media_type, "loss": loss, "whole": whole}, body


def _payload(record: Any, fields: dict[str, str], limits: Limits, packed: IO[bytes]) -> tuple[bytes, Any]:
    """The bytes of a record without what they were packed in on their way, and what is missing of them.

    The second value is "", the number of bytes that are there where fewer are than the header says, or a sentence.
    """
    parts, size = [], 0
    while block := record.reader.read(_BLOCK):
        size += len(block)
        limits.took(len(block), packed.tell())
        if size > limits.each:
            return b"", "too large"
        parts.append(block)
    body = b"".join(parts)
    missing: Any = size if size < record.content_length else ""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for packing in reversed([word.strip().lower() for word in fields.get("content-encoding", "").split(",")]):
        room = min(limits.each, limits.ratio * len(body) + _FREE)
        try:
            unpacked = _unpacked(body, packing, room)
        except (zlib.error, ValueError, ImportError) as error:
            return body, f"its body could not be unpacked ({packing}: {error})"
        if len(unpacked) > room:
            return b"", "too large"
        if unpacked is not body:
            limits.took(len(unpacked), packed.tell() + _FREE)
        body = unpacked
    return body, missing


def _unchunked(body: bytes) -> bytes:
    """A body without the lengths between its chunks; as it is where they are gone already."""
    parts: list[bytes] = []
    at = 0
    while match := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r\n").match(body, at):
        length = int(match[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + length])
        at = match.end() + length + 2
    return b"".join(parts) if parts and at >= len(body) else body


def _unpacked(body: bytes, packing: str, room: int) -> bytes:
    """A body unpacked, up to a byte more than ``room``; as it is where that was done before it was archived."""
    if packing in ("gzip", "x-gzip"):
        if not body.startswith(b"\x1f\x8b"):
            return body
        return zlib.decompressobj(47).decompress(body, room + 1)
    if packing == "deflate":
        for bits in (15, -15):
            try:
                return zlib.decompressobj(bits).decompress(body, room + 1)
            except zlib.error:
                continue
        return body
    if packing == "br":
        if _LIKE_TEXT.match(body):
            return body
        brotli: Any = importlib.import_module("brotli")
        try:
            unpacked: bytes = brotli.Decompressor().process(body, output_buffer_limit=room + 1)
        except brotli.error as error:
            raise ValueError(str(error)) from None
        return unpacked
    if packing in ("", "identity", "none"):
        return body
    raise ValueError("not known")


def _is_whole(stream: Any, base: int, at: int) -> bool:
    """Whether the last record of a WARC goes to its end: of its packing, or two empty lines.

    It begins at ``at``, or where all are packed together, at ``base``.
    """
    stream.seek(base)
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(max(at, base))
    block = stream.read(_BLOCK)
    if packed and not block.startswith(b"\x1f\x8b"):
        stream.seek(base)
        block = stream.read(_BLOCK)
    if not packed:
        end: bytes = block
        while block := stream.read(_BLOCK):
            end = end[-4:] + block
        return end.endswith((b"\r\n\r\n", b"\n\n"))
    unpack = zlib.decompressobj(31)
    while block:
        try:
            while unpack.decompress(block, 1 << 20) and unpack.unconsumed_tail:
                block = unpack.unconsumed_tail
        except zlib.error:
            return False
        if unpack.eof:
            return True
        block = stream.read(_BLOCK)
    return False


def _next_record(stream: Any, start: int) -> int | None:
    """Where after ``start`` the next record begins that looks whole, in a packed or a bare WARC."""
    stream.seek(start)
    before, at = b"", start
    while block := stream.read(1 << 20):
        window = before + block
        offset = at - len(before)
        for match in re.finditer(rb"\x1f\x8b\x08|\nWARC/\d\.\d\r?\n", window):
            place = offset + match.start()
            if match[0][:1] == b"\n":
                return place + 1
            if _begins_record(window[match.start() : match.start() + 4_096]):
                return place
        at += len(block)
        before = window[-4_096:] if len(window) > 4_096 else window
    return None


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(47).decompress(packed, 64).startswith(b"WARC/")
    except zlib.error:
        return False


if __name__ == "__main__":
    main()
