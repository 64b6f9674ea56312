"""Claims from a file that ``read --format jsonl`` wrote, as a ledger would give them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterclaim.formats import claim_from
from counterclaim.model import CounterclaimError, Document, Kept, Report


def kept_of(reports: Iterable[Report]) -> Iterator[Kept]:
    """The claims of documents that were just read, personal data hidden."""
    from counterclaim.redaction import shown

    for report in map(shown, reports):
        for claim in report.claims:
            yield Kept(claim, report.document)


def claims_in(path: Path) -> Iterator[Kept]:
    """The claims of a file with a claim a line; what is not one is an error that names the line.

    The lines hold no dates of publication: a claim is of the day that it names.
    """
    documents: dict[str, Document] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for at, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    claim = claim_from(json.loads(line))
                except (json.JSONDecodeError, CounterclaimError) as error:
                    raise CounterclaimError(
                        f"{path}, line {at}: this is no claim as read --format jsonl writes it ({error})"
                    ) from error
                document = documents.setdefault(claim.document, Document(claim.document, "", claim.document))
                yield Kept(claim, document)
    except OSError as error:
        raise CounterclaimError(f"{path} could not be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CounterclaimError(f"{path} is not text in UTF-8; read --format jsonl writes such a file") from error
