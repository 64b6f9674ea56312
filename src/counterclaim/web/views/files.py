"""The static files: style sheets, the few scripts, the mark in the browser's tab."""

from __future__ import annotations

from counterclaim.web.answers import File
from counterclaim.web.asked import Asked, NoSuchPage
from counterclaim.web.pages import STATIC, static_file, static_version


def static(asked: Asked) -> File:
    """One of the static files."""
    name = asked.parts["file"]
    if name not in STATIC:
        raise NoSuchPage(f"there is no file {name}")
    return File(static_file(name), STATIC[name][2], lasting=asked.one("v") == static_version(name))


def favicon(asked: Asked) -> File:
    """The mark, where a browser looks for it unasked."""
    return File(static_file("mark.svg"), STATIC["mark.svg"][2])
