"""The flat tables' side of a row: a body becomes the lines that show it, whoever wrote it.

    flat_lines     from a parsed body of any kind; where it has ``shown``, that stands instead of personal data
    line_of_claim  the same for a plain claim, straight from its canonical text: twice as fast, for millions of rows

A plain claim is nearly every one: no escapes in its texts, whole numbers below 10^15, nothing spoken. Of any other
text ``line_of_claim`` says nothing. What it accepts is canonical JSON by the pattern itself: keys in order, no spaces,
texts without escapes, whole numbers without a leading zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

Cell = str | int | float | None
Line = tuple[str, tuple[Cell, ...]]  # the flat table's name; its columns after ``seq``


def _cell(text: str | None) -> str | None:
    """A text for a flat table; a NUL, which PostgreSQL cannot hold, is shown as U+2400."""
    return text.replace("\0", "\u2400") if text is not None and "\0" in text else text


def flat_lines(kind: str, body: Mapping[str, Any]) -> Iterator[Line]:
    """The lines that a row of ``kind`` has in the flat tables; the columns after ``seq``, in their order."""
    if kind == "claim":
        yield "claims", _claim_line(body)
    elif kind == "document":
        coverage, seen = body["coverage"], body | body.get("shown", {})
        yield (
            "documents",
            (
                body["id"], body["sha256"], _cell(seen["title"]), _cell(body["outlet"]), _cell(seen["author"]),
                _cell(seen["url"]), body["published"], body["published_basis"], body["language"], body["media_type"],
                coverage["state"], _cell(coverage["reason"]), coverage["share"], len(body["text"]),
            ),
        )  # fmt: skip
        if body.get("transcript") is not None:
            yield "transcripts", (body["id"],)
    elif kind == "sighting":
        yield "sightings", (body["document"], _cell(body["place"]), body["at"], body["run"])
    elif kind == "reading":
        yield (
            "readings",
            (
                body["id"], body["document"], body["reader"], body["convention"], body["given_published"],
                body["given_language"], len(body["claims"]), len(body["findings"]), len(body["refusals"]),
            ),
        )  # fmt: skip
        for at, refusal in enumerate(body["refusals"]):
            place = (refusal["start"], refusal["end"])
            seen = refusal | refusal.get("shown", {})
            told = (_cell(seen["reason"]), refusal["reader"])
            yield "refusals", (at, body["document"], _cell(seen["text"]), *place, *told)
        for at, coding in enumerate(body.get("codings", ())):
            yield "codings", (at, *_coding_line(coding, body["document"], body["reader"]))
    elif kind == "coding":
        yield "codings", (0, *_coding_line(body, body["document"], body["by"]))
    elif kind == "finding":
        message = body.get("shown", body)["message"]
        fields = (body["id"], body["document"], body["code"], body["name"], body["severity"], _cell(message))
        yield "findings", fields
        for at, claim in enumerate(body["claims"]):
            yield "finding_claims", (at, claim)
    elif kind == "comparison":
        counts = (len(body["findings"]), len(body["withdrawn"]))
        yield "comparisons", (body["id"], body["reader"], body["upto"], *counts)
    elif kind == "judgement":
        who = (body["by"], body["at"], _cell(body["note"]), body["supersedes"])
        yield "judgements", (body["id"], body["subject"], body["verdict"], *who)
    elif kind == "grade":
        who = (body["by"], body["at"], _cell(body["note"]), body["supersedes"])
        yield "grades", (body["id"], body["subject"], body["grade"], *who)
    elif kind == "custody":
        yield "custody", (body["id"], body["did"], body["by"], body["version"], body["at"], body["run"])


def _coding_line(coding: Mapping[str, Any], document: str, by: str) -> tuple[Cell, ...]:
    place = (coding["start"], coding["end"])
    return (coding["id"], document, coding["theme"], *place, _cell(coding["rule"]), coding["confidence"], by)


def _claim_line(body: Mapping[str, Any]) -> tuple[Cell, ...]:
    quantity, period, chain = body["quantity"], body["period"], body["attribution"]
    speaker = chain[-1] if chain else None
    start, end, published = period["start"], period["end"], body["published"]
    told = {
        "exact": body["evidence"]["exact"], "unit": body["unit"], "place": body["place"],
        "source": None if speaker is None else speaker["id"] or speaker["name"],
    }  # fmt: skip
    if "shown" in body:
        told |= body["shown"]
    return (
        body["id"], body["document"], body["side"], body["object"], body["measure"],
        quantity["low"], quantity["best"], quantity["high"], quantity["unit"], quantity["hedge"],
        body["stance"], body["certainty"], _cell(told["unit"]), _cell(told["place"]),
        period["kind"], start, end, published, end or start or published, _cell(told["source"]), _cell(told["exact"]),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------- from canonical text

_TEXT = r'"[^"\\\x00-\x1f]*+"'
_IN_TEXT = r'"([^"\\\x00-\x1f]*+)"'
_WHOLE = r"(?:0|[1-9][0-9]{0,14})"
_BOUND = r"(?:null|(0|[1-9][0-9]{0,14}))"


def _or_null(pattern: str) -> str:
    return f"(?:null|{pattern})"


def _list_of(pattern: str, begins: str) -> str:
    return rf"\[(?:{pattern}(?:,(?={begins})|(?=\])))*\]"


_LINK = (
    # who speaks last is what the groups hold in the end; so the id's holds its null too
    rf'\{{"cue":{_or_null(_TEXT)},"end":{_WHOLE},"id":(null|{_TEXT}),"name":{_IN_TEXT},"role":{_TEXT},"start":{_WHOLE}\}}'
)
_CUE = rf'\{{"end":{_WHOLE},"exact":{_TEXT},"kind":{_TEXT},"start":{_WHOLE}\}}'
CLAIM = (
    rf'\{{"attribution":({_list_of(_LINK, "{")}),"certainty":{_IN_TEXT},"cues":{_list_of(_CUE, "{")}'
    rf',"document":{_IN_TEXT},"evidence":\{{"end":{_WHOLE},"exact":{_IN_TEXT},"prefix":{_TEXT},"seconds":null'
    rf',"start":{_WHOLE},"suffix":{_TEXT}\}},"id":{_IN_TEXT},"measure":{_IN_TEXT},"object":{_IN_TEXT}'
    rf',"period":\{{"end":{_or_null(_IN_TEXT)},"kind":{_IN_TEXT},"start":{_or_null(_IN_TEXT)}\}}'
    rf',"place":{_or_null(_IN_TEXT)},"published":{_or_null(_IN_TEXT)}'
    rf',"quantity":\{{"best":{_BOUND},"end":{_WHOLE},"hedge":{_IN_TEXT},"high":{_BOUND},"low":{_BOUND}'
    rf',"start":{_WHOLE},"text":{_TEXT},"unit":{_IN_TEXT}\}},"reader":{_TEXT},"rules":{_list_of(_TEXT, chr(34))}'
    rf',"side":{_or_null(_IN_TEXT)},"stance":{_IN_TEXT},"unit":{_or_null(_IN_TEXT)}\}}'
)
_claim = re.compile(CLAIM).fullmatch


def line_of_claim(body: str) -> tuple[Cell, ...] | None:
    """The line of a plain claim by its canonical text, as ``flat_lines`` gives it; ``None`` for any other text."""
    found = _claim(body)
    return None if found is None else line_of_groups(found.groups())


def speakers_of_groups(groups: tuple[str | None, ...]) -> list[tuple[str | None, str | None]]:
    """The names and ids of all who speak in a claim, by what the groups of ``CLAIM`` found."""
    told, speaker, name = groups[:3]
    assert told is not None
    if told.count('"cue":') < 2:  # a text cannot hold that
        return [] if speaker is None else [(name, None if speaker == "null" else speaker[1:-1])]
    return [(link["name"], link["id"]) for link in orjson.loads(told)]


def line_of_groups(groups: tuple[str | None, ...]) -> tuple[Cell, ...]:
    """The line of a claim by what the groups of ``CLAIM`` found."""
    (
        _, speaker, name, certainty, document, quote, own, measure, counted, end, kind, start, place, published,
        best, hedge, high, low, number, side, stance, force,
    ) = groups  # fmt: skip
    source = name if speaker is None or speaker in ("null", '""') else speaker[1:-1]
    return (
        own, document, side, counted, measure,
        None if low is None else int(low), None if best is None else int(best), None if high is None else int(high),
        number, hedge, stance, certainty, force, place, kind, start, end, published, end or start or published,
        source, quote,
    )  # fmt: skip
