"""``counterclaim export``: the verb, its options, and where the claims come from."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.choosing import (
    CertaintyAsked,
    DocumentAsked,
    EndAsked,
    LanguageAsked,
    MeasureAsked,
    ObjectAsked,
    PeriodAsked,
    PlaceAsked,
    SideAsked,
    SourceAsked,
    StartAsked,
    TextAsked,
    UnitAsked,
    VerdictAsked,
)
from counterclaim.console import NOTHING, writing
from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    from counterclaim.exports.bags import Originals
    from counterclaim.ledger import Ledger
    from counterclaim.model import Document, Kept


class ExportFormat(StrEnum):
    """What is written; ``docs/exports.md`` has the columns of each."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    annotations = "annotations"
    claimreview = "claimreview"
    geojson = "geojson"
    ftm = "ftm"
    hxl = "hxl"
    ged = "ged"
    acled = "acled"
    ibc = "ibc"
    bag = "bag"


def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="What to write.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE|FOLDER", help="Write there; tables and bags are folders."),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", metavar="FILE|postgresql://…", envvar="COUNTERCLAIM_LEDGER", help="The ledger to export."
        ),
    ] = None,
    claims: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Claims as read --format jsonl wrote them, instead.")
    ] = None,
    documents: Annotated[
        list[str] | None, typer.Option("--read", metavar="PATH|URL", help="Documents to read the claims from instead.")
    ] = None,
    side: SideAsked = None,
    object: ObjectAsked = None,
    measure: MeasureAsked = None,
    source: SourceAsked = None,
    place: PlaceAsked = None,
    unit: UnitAsked = None,
    period: PeriodAsked = None,
    certainty: CertaintyAsked = None,
    start: StartAsked = None,
    end: EndAsked = None,
    language: LanguageAsked = None,
    verdict: VerdictAsked = None,
    text: TextAsked = None,
    document: DocumentAsked = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The ledger as it stood at the end of a day.")
    ] = None,
    places: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="For geojson: a CSV table with place, longitude and latitude."),
    ] = None,
    reveal: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Show personal data, which is hidden; a row keeps who did so and why."),
    ] = None,
) -> None:
    """Write the claims of a ledger, all or those that fit, in a format of the field.

    Every export names the head of the ledger's tree and the filters, so that what it was made from can be found again.

    \b
    Formats:
      jsonl        JSON lines without loss, which counterclaim import takes
      csv          CSV tables with a Frictionless data package (a folder)
      parquet      one Parquet file (extra corpus)
      annotations  W3C Web Annotations (JSON-LD)
      claimreview  schema.org ClaimReview, of judged claims only
      geojson      GeoJSON features of claims that name a place
      ftm          FollowTheMoney entities, one a line
      hxl          CSV with HXL's row of hashtags (a folder)
      ged          events in the columns of UCDP GED (a folder)
      acled        events in the columns of ACLED, under its rules (a folder)
      ibc          incidents in the columns of Iraq Body Count (a folder)
      bag          a BagIt bag with the claims and their evidence (a folder)

    \b
    Examples:
      counterclaim export csv --ledger war.db --side UA --measure killed -o killed/
      counterclaim export annotations --read article.txt
    """
    from counterclaim.exports import export as write_export
    from counterclaim.exports import format_of
    from counterclaim.exports.whereabouts import read_coordinates

    asked = {
        "side": side, "object": object, "measure": measure, "source": source, "place": place, "unit": unit,
        "period": period, "certainty": certainty, "start": start, "end": end, "language": language,
        "verdict": verdict, "text": text, "document": document,
    }  # fmt: skip
    wanted = format_of(form.value)
    if places is not None and form is not ExportFormat.geojson:
        raise CounterclaimError(f"--places is for geojson; {form.value} has no coordinates")
    if output is None and wanted.made != "text":
        raise CounterclaimError(f"{form.value} is a {wanted.made}: say where with --output")
    coordinates = read_coordinates(places) if places is not None else None
    with ExitStack() as stack:
        target = output or stack.enter_context(_spool())
        origin = _origin(stack, ledger, claims, documents, asked, as_of, form.value, reveal)
        written = write_export(
            form.value,
            origin.kepts,
            target,
            head=origin.head,
            filters=origin.filters,
            originals=origin.originals,
            coordinates=coordinates,
            lines=origin.lines,
        )
        if output is None:
            with writing(machine=True) as stream, target.open(encoding="utf-8") as made:
                for line in made:
                    stream.write(line)
        elif sys.stderr.isatty():
            print(f"{written:,} written to {output}.", file=sys.stderr)
    raise typer.Exit(NOTHING)


@dataclass(frozen=True, slots=True)
class _Origin:
    kepts: Iterator[Kept]
    head: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    originals: Originals | None = None
    lines: Iterator[bytes] | None = None


def _origin(
    stack: ExitStack,
    ledger: str | None,
    claims: list[Path] | None,
    documents: list[str] | None,
    asked: Mapping[str, str | None],
    as_of: str | None,
    form: str,
    reveal: str | None,
) -> _Origin:
    if claims or documents:
        given = [name for name, value in {**asked, "as-of": as_of, "reveal": reveal}.items() if value is not None]
        if given:
            option = {"start": "from", "end": "to"}.get(given[0], given[0])
            raise CounterclaimError(f"claims that are in no ledger are exported whole; --{option} needs --ledger")
        return _Origin(_read(claims or [], documents or []))
    from counterclaim.choosing import filter_of
    from counterclaim.keeping import open_ledger, who
    from counterclaim.ledger.parts import lines_of
    from counterclaim.lookups import day_given
    from counterclaim.revealing import log_revealing

    day = day_given(as_of)
    wanted = filter_of(**asked)
    book = stack.enter_context(open_ledger(ledger, read_only=reveal is None))
    folder = book.originals
    then = book if day is None else book.as_of(day)
    head = then.head()
    filters = wanted.given() | ({"as_of": day.isoformat()} if day is not None else {})
    if reveal is not None:
        log_revealing(book, reveal, who(), {"export": form, "filters": filters})
        then = then.whole()
    if form == "jsonl" and then.hides():
        filters |= {"personal": "hidden"}
    name = f"{head.size}:{head.root.hex()}"
    return _Origin(then.claims(wanted), name, filters, _originals(then, folder), lines_of(then, wanted))


def _originals(book: Ledger, folder: Path | None) -> Originals | None:
    if folder is None:
        return None
    from counterclaim.ledger.originals import load

    def bytes_of(document: Document) -> bytes | None:
        return None if book.withholds(document) else load(folder, document.sha256)

    return bytes_of


def _read(claims: list[Path], documents: list[str]) -> Iterator[Kept]:
    from counterclaim import verbs
    from counterclaim.comparing.claim_files import claims_in, kept_of

    for path in claims:
        yield from claims_in(path)
    for target in documents:
        for report in verbs.read(target):
            if report.document.coverage.state == "failed":
                raise CounterclaimError(f"{report.document.path} could not be read: {report.document.coverage.reason}")
            yield from kept_of([report])


@contextmanager
def _spool() -> Iterator[Path]:
    """A file to write to before anything goes to the screen, so that a failed export shows nothing."""
    with TemporaryDirectory() as folder:
        yield Path(folder) / "export"
