"""About: what this is not, how often it is wrong, and the language of the pages."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from counterclaim.web.answers import Answer, Elsewhere
from counterclaim.web.asked import Asked, NoSuchPage, local
from counterclaim.web.words import LANGUAGES


def about(asked: Asked) -> Answer:
    """What the program is and is not, and its known error rates."""
    from counterclaim import __version__

    return Answer("about.html", {"version": __version__, "scores": scores()})


def scores() -> list[dict[str, Any]]:
    """The error rates as measured; see ``evals/``."""
    listed: list[dict[str, Any]] = json.loads((files("counterclaim.web") / "scores.json").read_text(encoding="utf-8"))
    return listed


def language(asked: Asked) -> Elsewhere:
    """Remembers the language of the pages, and goes back."""
    wanted, back = asked.parts["language"], asked.one("back", "/")
    if wanted not in LANGUAGES:
        raise NoSuchPage(f"there is no interface in “{wanted}”; there is {', '.join(LANGUAGES)}")
    return Elsewhere(local(back), cookies={"language": wanted})
