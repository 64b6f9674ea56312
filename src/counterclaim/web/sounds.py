"""The sound of the ledger's calls, as the pages may play it: a copy with a tone over the seconds of all that is hidden.

    heard_at     where a call's page hears it, or why it cannot
    copy_of      the copy, made when it is first asked for and kept beside the ledger

The recording itself stays among the originals under its SHA-256 and is never sent.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from threading import Lock

from counterclaim.ledger.originals import place_of
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
    if site.settings.public or _original(site, document) is None:
        return Sound(silent="no-recording")
    if not is_placed(document, document.hidden):
        return Sound(silent="no-place")
    address = f"/calls/{document.id}/sound"
    return Sound(address, address)


def copy_of(site: Site, document: Document) -> Ranged:
    """The copy of a call's recording; ``document`` is as it is shown. Raises ``NoSuchPage`` where none can be heard."""
    original = _original(site, document)
    if original is None or not heard_at(site, document).source:
        raise NoSuchPage(f"the sound of {document.id} cannot be heard here: its page says why")
    hidden = seconds_under(document, document.hidden)
    told = " ".join(f"{number(start)}-{number(end)}" for start, end in hidden)
    tag = sha256(f"{original.name} {told}".encode()).hexdigest()[:32]
    folder = _folder(site)
    copy = folder / f"{tag}.wav"
    with _making:
        if not copy.exists():
            new = folder / f".{tag}.{os.getpid()}.new"
            try:
                folder.mkdir(parents=True, exist_ok=True)
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


def _folder(site: Site) -> Path:
    folder = site.checks.folder
    return folder.with_name(f"{folder.name.removesuffix('.checks')}.sound")


def _original(site: Site, document: Document) -> Path | None:
    recording = None if document.transcript is None else document.transcript.recording
    folder = site.book().originals
    if recording is None or folder is None or not recording.sha256.isalnum():
        return None
    place = place_of(folder, recording.sha256)
    return place if place.is_file() else None


def _forget_oldest(folder: Path) -> None:
    copies = sorted(folder.glob("*.wav"), key=lambda copy: copy.stat().st_mtime)
    for copy in copies[: max(0, len(copies) - KEPT)]:
        copy.unlink(missing_ok=True)
