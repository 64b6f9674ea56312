"""``export bag``: a BagIt bag (RFC 8493) with the claims and the evidence they rest on, ready to be deposited.

Payload: the CSV data package, the claims as JSON lines and as annotations, the text of every document as it was read,
and its original bytes where they are at hand. There is no bagging date: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from counterclaim.exports import tables, webannotations
from counterclaim.exports.basis import Basis
from counterclaim.exports.columns import documents_of
from counterclaim.formats import claim_line
from counterclaim.model import CounterclaimError, Document, Kept

Originals = Callable[[Document], bytes | None]  # the bytes a document came as, where they are kept
ALGORITHMS = ("sha256", "sha512")

COLUMNS = {
    "data/claims/": "the same folder as export csv writes: claims, documents, judgements, datapackage.json",
    "data/claims.jsonl": "a claim a line, as read --format jsonl",
    "data/annotations.jsonld": "the same as export annotations",
    "data/texts/ID.txt": "the text of a document as it was read: what the offsets of the quotes count in",
    "data/originals/SHA256": "the bytes of a document as they came, where the ledger keeps them",
    "bag-info.txt": "External-Identifier: the ledger's head; Internal-Sender-Description: head and filters",
    "manifest-*.txt, tagmanifest-*.txt": "sha256 and sha512 of every file",
}


def write(kepts: Iterable[Kept], folder: Path, basis: Basis, originals: Originals | None = None) -> int:
    """A bag in ``folder``, which is there and empty; returns the number of claims."""
    held = list(kepts)
    payload = folder / "data"
    for name in ("claims", "texts", "originals"):
        (payload / name).mkdir(parents=True)
    tables.write(held, payload / "claims", basis)
    with (payload / "claims.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(claim_line(kept.claim) + "\n" for kept in held)
    with (payload / "annotations.jsonld").open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        webannotations.write(held, stream, basis)
    for seen in documents_of(held):
        _evidence(seen.document, payload, originals)
    if not any((payload / "originals").iterdir()):
        (payload / "originals").rmdir()
    _seal(folder, basis, len(held))
    return len(held)


def _evidence(document: Document, payload: Path, originals: Originals | None) -> None:
    if document.text:
        (payload / "texts" / f"{_file_name(document.id)}.txt").write_text(
            document.text, encoding="utf-8", errors="replace", newline=""
        )
    raw = originals(document) if originals is not None else None
    if raw is None:
        return
    digest = hashlib.sha256(raw).hexdigest()
    if document.sha256 and digest != document.sha256:
        raise CounterclaimError(
            f"the original of {document.path} is not as it was added (its sha256 is {digest}); run counterclaim verify"
        )
    (payload / "originals" / digest).write_bytes(raw)


def _file_name(id: str) -> str:
    """A name that every file system and every reader of manifests takes as it is."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]{1,80}", id)
    return id if plain else hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _seal(folder: Path, basis: Basis, claims: int) -> None:
    """The tag files and manifests around a payload that is complete."""
    files = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    about = {
        "Bag-Software-Agent": f"counterclaim {basis.version}",
        "External-Description": f"{claims} claims about losses in war, with the evidence they rest on",
        "External-Identifier": basis.head,
        "Internal-Sender-Description": basis.words(),
        "Internal-Sender-Identifier": json.dumps(dict(sorted(basis.filters.items())), ensure_ascii=False),
        "Payload-Oxum": f"{size}.{len(files)}",
    }
    lines = [f"{name}: {' '.join(value.split())}\n" for name, value in about.items() if value]
    (folder / "bag-info.txt").write_bytes("".join(lines).encode())
    for algorithm in ALGORITHMS:
        _manifest(folder, f"manifest-{algorithm}.txt", algorithm, files)
    tags = sorted(path for path in folder.iterdir() if path.is_file())
    for algorithm in ALGORITHMS:
        _manifest(folder, f"tagmanifest-{algorithm}.txt", algorithm, tags)


def _manifest(folder: Path, name: str, algorithm: str, files: Iterable[Path]) -> None:
    lines = []
    for path in files:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, algorithm).hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / name).write_bytes("".join(lines).encode())
