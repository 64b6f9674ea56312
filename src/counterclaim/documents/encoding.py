"""Bytes to characters: byte-order marks, declarations, detection; nothing replaced in silence."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from counterclaim.model import UnreadableError

_SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"RIFF", "an audio, video or image file"),
    (b"PAR1", "a Parquet table"),
)
# WHATWG Encoding Standard: pages that declare these labels are read as their Windows superset.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")
# Letters by how common they are in Russian and Ukrainian running text; position gives the weight.
_COMMON = "оаеинтсрвлкмдпуязьыбгчіхйжшюцїщєфэґъё"
_WEIGHT = {letter: 1.0 - 0.9 * place / len(_COMMON) for place, letter in enumerate(_COMMON)}
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_MARK_RUN = 64  # Unicode's stream-safe format (UAX #15) allows 30 combining marks; normalising long runs is quadratic


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters in NFC with ``\\n`` line ends, the encoding they came from, and what could not be kept.

    ``loss`` is a sentence, or ``None``; ``share`` is the fraction of characters that was kept.
    """

    text: str
    encoding: str
    loss: str | None = None
    share: float | None = None


def declared_charset(content: bytes) -> str | None:
    """The character set an HTML or XML document declares in its first 4,096 bytes."""
    match = _DECLARED.search(content[:4096])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Characters of ``content``; ``declared`` is the charset a server or the page itself names.

    A byte-order mark wins, then valid UTF-8, then the declaration, then detection. Raises ``UnreadableError`` for
    what is no text at all.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _finish(content[len(mark) :], encoding)
    wide = _wide(content)
    if wide:
        return _finish(content, wide)
    kind = next((name for magic, name in _KINDS if content.startswith(magic)), None)
    if kind or content[4:12] in (b"ftypmp42", b"ftypisom", b"ftypM4A ", b"ftypqt  "):
        raise UnreadableError(
            f"this is {kind or 'a video or audio file'}, not text, HTML or PDF: convert it to one of these first"
        )
    sample = content[:_SAMPLE]
    if sample.count(0) * 100 > len(sample):
        raise UnreadableError("this is binary, not text, HTML or PDF: nothing to read")
    try:
        return tidy(content.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError as error:
        if error.end >= len(content) and error.start > 0 and error.reason == "unexpected end of data":
            kept = tidy(content[: error.start].decode("utf-8"), "utf-8", 0)
            return Decoded(kept.text, "utf-8", kept.loss or "the file ends in the middle of a character", 1.0)
    named = _known(declared)
    if named and named != "utf-8":
        return _finish(content, named)
    if _mostly_utf8(sample):
        return _finish(content, "utf-8")
    controls = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1b")
    if controls * 50 > len(sample):
        raise UnreadableError("this is binary, not text, HTML or PDF: nothing to read")
    return _finish(content, _guess(sample))


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name in ("idna", "punycode", "utf-7", "unicode_escape"):
        return None
    return _SUPERSETS.get(found.name, found.name)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: one byte of every pair is nearly always the same few values."""
    sample = content[:4096]
    if len(sample) < 8 or len(content) % 2:
        return None
    even, odd = sample[0::2], sample[1::2]
    high = b"\x00\x04\x20"  # Latin, Cyrillic, punctuation blocks
    shares = [sum(map(half.count, high)) / len(half) for half in (even, odd)]
    zeros = [half.count(0) for half in (even, odd)]
    if shares[1] > 0.9 and zeros[1] and zeros[0] * 20 < len(even) and shares[0] < 0.5:
        return "utf-16-le"
    if shares[0] > 0.9 and zeros[0] and zeros[1] * 20 < len(odd) and shares[1] < 0.5:
        return "utf-16-be"
    return None


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for letter in text if letter > "\x7f") - broken
    return sound >= 10 * broken or (broken <= 3 and sound >= broken)


def _guess(sample: bytes) -> str:
    """The likeliest single-byte or legacy encoding of a sample that is not UTF-8."""
    high = [byte for byte in sample if byte > 127]
    letters = len(high) + sum(1 for byte in sample if 65 <= byte <= 90 or 97 <= byte <= 122)
    if len(high) * 2 > letters or re.search(rb"[\x80-\xff]{5}", sample):
        scored = sorted(((_cyrillic_score(sample.decode(name, "replace")), name) for name in _CYRILLIC), reverse=True)
        if scored[0][0] > 0.4:
            return scored[0][1]
    elif all(byte < 0xC0 for byte in high):
        return "cp1252"  # quotation marks, dashes and spaces only
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None and best.encoding not in ("ascii", "utf_8") else "cp1252"


def _cyrillic_score(text: str) -> float:
    score = 0.0
    counted = 0
    before = " "
    for letter in text:
        if letter > "\x7f" and letter not in "«»—–…“”„№’\u00a0":
            counted += 1
            if letter in _WEIGHT:
                score += _WEIGHT[letter]
            elif letter.lower() in _WEIGHT and not before.islower():
                score += 0.3 * _WEIGHT[letter.lower()]
            else:
                score -= 1.0
        before = letter
    return score / counted if counted else 0.0


def _finish(content: bytes, encoding: str) -> Decoded:
    try:
        return tidy(content.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
        own = 0 if not encoding.startswith("utf") else content.decode(encoding, "ignore").count("\ufffd")
        return tidy(text, encoding, text.count("\ufffd") - own)


def tidy(text: str, encoding: str, replaced: int) -> Decoded:
    """NFC, ``\\n`` line ends, no NUL; says what that cost."""
    losses = []
    if replaced:
        losses.append(f"{replaced:,} characters could not be decoded as {encoding} and are shown as \ufffd")
    nuls = text.count("\0")
    if nuls:
        text = text.replace("\0", "\ufffd")
        losses.append(f"{nuls:,} NUL characters are shown as \ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    dropped = 0
    if not text.isascii():
        text, dropped = compose(text)
    if dropped:
        losses.append(f"{dropped:,} combining marks stacked on one letter were left out")
    if not losses:
        return Decoded(text, encoding)
    return Decoded(text, encoding, "; ".join(losses), round(1 - (replaced + nuls + dropped) / (len(text) + dropped), 4))


def compose(text: str) -> tuple[str, int]:
    """``text`` in NFC, and how many combining marks had to be dropped from absurdly long runs first."""
    dropped = 0
    # A run of marks that long holds a mark at every multiple of its length: look there, then at its ends.
    step = _MARK_RUN // 2
    if len(text) > _MARK_RUN and any(map(unicodedata.combining, text[step::step])):
        pieces = []
        kept_to = 0
        at = step
        while at < len(text):
            if not unicodedata.combining(text[at]):
                at += step
                continue
            start, end = at, at + 1
            while start > kept_to and unicodedata.combining(text[start - 1]):
                start -= 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if end - start > _MARK_RUN:
                pieces.append(text[kept_to : start + _MARK_RUN])
                dropped += end - start - _MARK_RUN
                kept_to = end
            at = end + step
        if dropped:
            text = "".join([*pieces, text[kept_to:]])
    return unicodedata.normalize("NFC", text), dropped
