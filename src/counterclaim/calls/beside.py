"""The recording that lies beside its transcript: found by the name that the transcript tells, or by its own name."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from counterclaim.model import Document, Recording

ENDINGS = (".wav", ".mp3", ".m4a", ".ogg", ".opus", ".oga", ".flac", ".aac", ".amr", ".3gp", ".mp4", ".webm", ".mka",
           ".mkv", ".mov", ".aiff", ".aif", ".wma", ".caf")  # fmt: skip
LARGEST = 2_000_000_000  # bytes of a recording that is looked at


def recording_beside(document: Document, path: str | None = None) -> Path | None:
    """The file in which a transcript's words are heard; ``None`` where there is none beside it.

    A transcript that tells the hash of its recording is only given a file of that hash; one that does not, a file of
    its own name. ``path`` is where the transcript lies, if not where the document says.
    """
    place = Path(path or document.path)
    transcript = document.transcript
    try:
        if transcript is None or not transcript.timed or not place.is_file():
            return None
        told = transcript.recording
        names = [place.with_suffix(ending).name for ending in ENDINGS]
        if told is not None:
            names = [told.path.replace("\\", "/").rsplit("/", 1)[-1], *names]
        for name in dict.fromkeys(names):
            found = place.parent / name
            if name and found != place and found.is_file() and 0 < found.stat().st_size <= LARGEST:
                if told is None or digest_of(found) == told.sha256:
                    return found
    except (OSError, ValueError):
        return None
    return None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def with_recording(document: Document, recording: Path) -> Document:
    """The document with the hash of its recording, where its transcript does not tell one."""
    transcript = document.transcript
    if transcript is None or transcript.recording is not None:
        return document
    found = Recording(recording.name, digest_of(recording), 0.0, 0, 0)
    return replace(document, transcript=replace(transcript, recording=found))
