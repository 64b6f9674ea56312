"""The sound of a page's calls: a copy of each recording, silenced over what is hidden, beside the page or inside it.

A copy is put beside the page when the page goes into a file; one of up to ``EMBEDDED`` bytes stands in the page as
well, so that the page can be sent alone. A page that goes to a screen or a pipe has nothing beside it.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from counterclaim.calls.beside import recording_beside, with_recording
from counterclaim.calls.citing import is_call
from counterclaim.model import CounterclaimError, Report
from counterclaim.page.call import Sound
from counterclaim.redaction.sound import is_placed, seconds_under, silence

EMBEDDED = 2_000_000  # bytes of sound that may stand in a page: two minutes of telephone speech


def with_sounds(
    reports: Iterable[Report], page: Path | None, told: Callable[[str], None]
) -> tuple[list[Report], dict[str, Sound]]:
    """The reports, their calls with the hash of what is heard, and the sound of each call by document id.

    ``page`` is the file that the page goes into; ``told`` hears what could not be made, and why.
    """
    shown, sounds = [], dict[str, Sound]()
    for report in reports:
        document = report.document
        recording = recording_beside(document)
        if document.transcript is None or not is_call(document.transcript) or recording is None:
            shown.append(report)
            continue
        shown.append(replace(report, document=with_recording(document, recording)))
        if not is_placed(document, document.hidden):
            sounds[document.id] = Sound(silent="no-place")
            continue
        try:
            sounds[document.id] = _sound(report, recording, page, len(sounds) + 1)
        except CounterclaimError as error:
            told(str(error))
            sounds[document.id] = Sound(silent="no-sound")
    return shown, sounds


def _sound(report: Report, recording: Path, page: Path | None, number: int) -> Sound:
    hidden = seconds_under(report.document, report.document.hidden)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "sound.wav") if page is None else page.with_name(f"{page.stem}.call{number}.wav")
        silence(recording, hidden, target)
        link = "" if page is None else quote(target.name)
        if target.stat().st_size <= EMBEDDED:
            inside = base64.b64encode(target.read_bytes()).decode("ascii")
            return Sound(f"data:audio/wav;base64,{inside}", link)
        return Sound(link, link) if link else Sound(silent="no-room")
