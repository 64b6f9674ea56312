"""Personal data out of sight: what of a text names, or helps to find, a private person, and what is shown instead.

    marks(text)              where it stands, of which kind, under which pseudonym
    Redactor(text, marks)    shows the text, and all quotes cut from it, through the same pseudonyms
    redactor_of(document)    the two in one, by what the document is
    is_private(document)     whether its original holds what no output shows

Everything is marked in calls; in what is written to be published private names stay, since papers name people who
chose to speak, and the rest is marked. Public figures in public roles stay (``public.toml`` lists them with reasons).
"""

from __future__ import annotations

from typing import cast

from counterclaim.model import Document, Report
from counterclaim.redaction.mark import KINDS, Kind, Mark
from counterclaim.redaction.patterns import figures
from counterclaim.redaction.showing import Redactor, with_pseudonyms

__all__ = ["KINDS", "Kind", "Mark", "Redactor", "is_call", "is_private", "marks", "redactor_of", "shown"]

_SPEECH = frozenset(["text/vtt", "application/x-subrip", "text/x-rttm"])


def marks(
    text: str, language: str | None = None, call: bool = True, call_signs: bool = False, weigh: bool = True
) -> tuple[Mark, ...]:
    """All personal data of ``text``, in order and without overlap.

    ``language`` is a hint ("ru", "uk", "en"); letters tell as well. ``call`` marks private persons' names too, which
    it does for speech and messages, and hides words too that no rule decides, as far as what stands around them is
    weighed (``weigh``); ``call_signs`` marks radio names. In a text written for publication, which is no ``call``, only
    what identifies by its form is marked (addresses of mail, phones, cards, numbers of papers): what an article says
    of hospitals and wounds is its news.
    """
    if not call and not call_signs:
        return with_pseudonyms(figures(text))
    from counterclaim.redaction.births import birth_dates
    from counterclaim.redaction.dictation import dictated
    from counterclaim.redaction.dwellings import dwellings
    from counterclaim.redaction.illness import medical
    from counterclaim.redaction.particulars import papers, spelled_addresses
    from counterclaim.redaction.radio import radio_names
    from counterclaim.redaction.speech import spoken

    words = spoken(text)
    found = [*figures(text), *dictated(words), *birth_dates(words), *papers(words), *dwellings(words, call)]
    found += [*spelled_addresses(words), *medical(words)]
    if call_signs:
        found += radio_names(words)
    if call:
        from counterclaim.redaction.lexicon import load_lexicon
        from counterclaim.redaction.names import Names
        from counterclaim.redaction.weighing import weighed

        names = Names(words, load_lexicon())
        found += names.found()
        if weigh:
            found += list(weighed(names, found))
    return with_pseudonyms(found)


def is_call(document: Document) -> bool:
    """Whether a document is speech written down: all of it is redacted, names included."""
    return document.transcript is not None or document.media_type.lower() in _SPEECH


def redactor_of(document: Document, call_signs: bool = False) -> Redactor:
    """A redactor for a document's own text; where a ledger says what is hidden in it, that is believed."""
    if document.marks is not None and not call_signs:
        return Redactor(
            document.text, [Mark(start, end, cast(Kind, kind), a) for start, end, kind, a in document.marks]
        )
    return Redactor(document.text, marks(document.text, document.language, is_call(document), call_signs))


def is_private(document: Document) -> bool:
    """Whether the bytes of a document hold what no output shows: every call, and what has personal data in its text.

    All of a call is private, since nobody knows that everything in it was found.
    """
    return is_call(document) or bool(redactor_of(document))


def shown(report: Report) -> Report:
    """The report as every output shows it: personal data under masks, no offset moved."""
    from counterclaim.redaction.reports import redacted_report

    return redacted_report(report, redactor_of(report.document))
