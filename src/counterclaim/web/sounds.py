"""The sound of the ledger's calls, as the pages may play it: a copy with a tone over the seconds of all that is hidden.

    heard_at     where a call's page hears it, or why it cannot
    copy_of      the copy, made when it is first asked for and kept beside the ledger

The recording itself stays among the originals under its SHA-256 and is never sent. One that is sealed is opened with
the key of the environment, and its copy is not kept beside the ledger but in a folder that goes when the server ends.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from counterclaim.ledger.originals import load, place_of, sealed_place_of
from counterclaim.ledger.sealing import SealedError, key_given
from counterclaim.model import CounterclaimError, Document
from counterclaim.page.call import Sound, number
from counterclaim.redaction.sound import is_placed, seconds_under, silence
from counterclaim.web.asked import NoSuchPage
from counterclaim.web.ranges import Ranged
from counterclaim.web.site import Site

KEPT = 200  # copies; the oldest go when there are more
_making = Lock()


def heard_at(site: Site, document: Document) -> Sound:
    """Where the page hears a call; ``document`` is as it is shown, with what is hidden in it."""
    if document.transcript is None or not document.transcript.timed:
        return Sound(silent="no-times")
    if site.settings.public or _kept(site, document) == "not":
        return Sound(silent="no-recording")
    if not is_placed(document, document.hidden):
        return Sound(silent="no-place")
    address = f"/calls/{document.id}/sound"
    return Sound(address, address)


def copy_of(site: Site, document: Document) -> Ranged:
    """The copy of a call's recording; ``document`` is as it is shown. Raises ``NoSuchPage`` where none can be heard."""
    if not heard_at(site, document).source:
        raise NoSuchPage(f"the sound of {document.id} cannot be heard here: its page says why")
    hidden = seconds_under(document, document.hidden)
    told = " ".join(f"{number(start)}-{number(end)}" for start, end in hidden)
    tag = sha256(f"{_recording(document)} {told}".encode()).hexdigest()[:32]
    folder = _beside(site) if _kept(site, document) == "readable" else Path(_passing().name)
    copy = folder / f"{tag}.wav"
    with _making:
        if not copy.exists():
            new = folder / f".{tag}.{os.getpid()}.new"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with _original(site, document) as original:
                    silence(original, hidden, new)
                os.replace(new, copy)
                _forget_oldest(folder)
            except OSError as error:
                raise CounterclaimError(
                    f"the sound could not be kept in {folder}: {error.strerror or error}"
                ) from error
            finally:
                new.unlink(missing_ok=True)
    return Ranged(copy, "audio/wav", tag)


def _beside(site: Site) -> Path:
    folder = site.checks.folder
    return folder.with_name(f"{folder.name.removesuffix('.checks')}.sound")


@cache
def _passing() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, for copies of what is sealed."""
    return tempfile.TemporaryDirectory(prefix="counterclaim-sound-")


def _recording(document: Document) -> str:
    """The SHA-256 of a call's recording; empty where none is told."""
    recording = None if document.transcript is None else document.transcript.recording
    return recording.sha256 if recording is not None and recording.sha256.isalnum() else ""


def _kept(site: Site, document: Document) -> str:
    """How the recording is kept: readable, sealed with a key that is given here, or not."""
    folder, digest = site.book().originals, _recording(document)
    if folder is None or not digest:
        return "not"
    if place_of(folder, digest).is_file():
        return "readable"
    return "sealed" if sealed_place_of(folder, digest).is_file() and key_given() is not None else "not"


@contextmanager
def _original(site: Site, document: Document) -> Iterator[Path]:
    """The recording as a file, for as long as it takes to copy it."""
    folder, digest = site.book().originals, _recording(document)
    assert folder is not None
    if _kept(site, document) == "readable":
        yield place_of(folder, digest)
        return
    try:
        content = load(folder, digest, key_given())
    except SealedError as error:
        raise NoSuchPage(str(error)) from None
    with tempfile.NamedTemporaryFile(prefix="counterclaim-", dir=_passing().name) as file:
        file.write(content or b"")
        file.flush()
        yield Path(file.name)


def _forget_oldest(folder: Path) -> None:
    copies = sorted(folder.glob("*.wav"), key=lambda copy: copy.stat().st_mtime)
    for copy in copies[: max(0, len(copies) - KEPT)]:
        copy.unlink(missing_ok=True)
