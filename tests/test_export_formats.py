"""Every export is what its format says: read back by the format's own library, the same bytes for the same claims."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests import kept_claims

from counterclaim.cells import uncell
from counterclaim.exports import FORMATS, columns_of, export, to_arrow
from counterclaim.exports.hxl import TAGS as HXL_TAGS
from counterclaim.formats import claim_from
from counterclaim.model import CounterclaimError, Kept

SCHEMAS = Path(__file__).parent / "schemas"
HEAD = "412:" + "ab" * 32
FILTERS = {"side": "UA", "start": "2024-05-01"}
EVERYTHING = [*kept_claims.article(), kept_claims.spoken(), *kept_claims.samples()]


def made(name: str, folder: Path, kepts: Iterable[Kept], head: str | None = HEAD, **more: Any) -> Path:
    target = folder / f"made-{name}"
    export(name, kepts, target, head=head, filters=FILTERS if head else None, **more)
    return target


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def contents(path: Path) -> Mapping[str, bytes]:
    if path.is_file():
        return {"": path.read_bytes()}
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


# ----------------------------------------------------------------------------------------------------- every format


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_claims_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir()
    second.mkdir()
    assert contents(made(name, first, EVERYTHING)) == contents(made(name, second, iter(EVERYTHING)))


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_names_the_head_of_the_ledger_and_the_filters(name: str, tmp_path: Path) -> None:
    everything = b"\n".join(contents(made(name, tmp_path, EVERYTHING)).values())
    assert HEAD.encode() in everything
    assert b"2024-05-01" in everything
    assert b"UA" in everything


@pytest.mark.parametrize("name", FORMATS)
def test_no_claims_make_an_export_without_claims(name: str, tmp_path: Path) -> None:
    assert export(name, [], tmp_path / "nothing") == 0
    assert contents(tmp_path / "nothing")


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_words_break_no_export(name: str, tmp_path: Path) -> None:
    made(name, tmp_path, kept_claims.hostile(), None)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_tells_its_columns_and_what_checks_it(name: str) -> None:
    assert columns_of(name)
    assert FORMATS[name].title
    assert FORMATS[name].checked_by


def test_a_failed_export_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    def torn() -> Iterable[Kept]:
        yield EVERYTHING[0]
        raise CounterclaimError("the ledger went away")

    (tmp_path / "claims.geojson").write_text("as it was")
    for name, target in (("geojson", "claims.geojson"), ("csv", "tables"), ("parquet", "claims.parquet")):
        with pytest.raises(CounterclaimError, match="went away"):
            export(name, torn(), tmp_path / target)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"claims.geojson": "as it was"}


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CounterclaimError, match="there already and not an empty folder; name another"):
        export("csv", EVERYTHING, tmp_path)
    with pytest.raises(CounterclaimError, match="is a folder; name a file in it"):
        export("geojson", EVERYTHING, tmp_path)


def test_a_format_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(CounterclaimError, match="there is no format “xlsx”; there is jsonl, csv, parquet"):
        export("xlsx", [], tmp_path / "x")


def test_no_format_loads_a_library_before_it_writes() -> None:
    modules = ", ".join(f"counterclaim.exports.{format.module}" for format in FORMATS.values())
    heavy = ("pyarrow", "sqlalchemy", "pandas", "numpy", "ahocorasick_rs")
    source = f"import sys, {modules}; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# -------------------------------------------------------------------------------------------------------------- CSV


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def problems_of(folder: Path) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(folder / "datapackage.json")).validate()
    return [f"{t.name}: {e.message}" for t in report.tasks for e in t.errors] + [e.message for e in report.errors]


@pytest.mark.parametrize("kepts", [EVERYTHING, kept_claims.hostile()[:1], []], ids=["claims", "hostile", "none"])
def test_frictionless_finds_nothing_wrong_with_the_tables(kepts: list[Kept], tmp_path: Path) -> None:
    assert problems_of(made("csv", tmp_path, kepts)) == []


def test_frictionless_would_see_a_cell_that_was_changed(tmp_path: Path) -> None:
    folder = made("csv", tmp_path, EVERYTHING)
    claims = folder / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",asserts,", ",insists,", 1), encoding="utf-8")
    assert problems_of(folder)


def test_numbers_in_the_table_are_numbers_and_texts_come_back(tmp_path: Path) -> None:
    rows = rows_of(made("csv", tmp_path, EVERYTHING) / "claims.csv")
    assert len(rows) == len(EVERYTHING)
    for row, kept in zip(rows, EVERYTHING, strict=True):
        quantity = kept.claim.quantity
        told = [float(row[name]) if row[name] else None for name in ("low", "best", "high")]
        assert told == [quantity.low, quantity.best, quantity.high]
        assert uncell(row["quote"]) == kept.claim.evidence.exact
        assert row["period_end"] == (kept.claim.period.end.isoformat() if kept.claim.period.end else "")


def test_no_cell_of_any_table_starts_a_formula(tmp_path: Path) -> None:
    folder = made("csv", tmp_path, kept_claims.hostile())
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell), cell


def test_the_table_says_what_people_have_decided(tmp_path: Path) -> None:
    folder = made("csv", tmp_path, kept_claims.article())
    rows = rows_of(folder / "claims.csv")
    assert [row["verdict"] for row in rows] == ["accept", "", "correct", "unsure", ""]
    assert json.loads(rows[2]["corrected"]) == {"measure": "killed", "side": "RU"}
    verdicts = [row["verdict"] for row in rows_of(folder / "judgements.csv")]
    assert verdicts == ["accept", "reject", "undo", "correct", "unsure"]
    assert rows[0]["verdict_at"] == rows[0]["first_seen"] == "2024-06-01T09:30:00Z"


# -------------------------------------------------------------------------------------------------- Arrow and Parquet


def test_parquet_is_read_back_with_its_types(tmp_path: Path) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(made("parquet", tmp_path, EVERYTHING))
    assert table.num_rows == len(EVERYTHING)
    basis = json.loads(table.schema.metadata[b"counterclaim"])
    assert (basis["head"], basis["filters"]) == (HEAD, FILTERS)
    rows = table.to_pylist()
    for row, kept in zip(rows, EVERYTHING, strict=True):
        assert row["low"] == kept.claim.quantity.low
        assert row["period_end"] == kept.claim.period.end
        assert [link["name"] for link in row["attribution"]] == [link.name for link in kept.claim.attribution]
        assert row["rules"] == list(kept.claim.rules)
    assert rows[0]["first_seen"] == datetime(2024, 6, 1, 9, 30, tzinfo=UTC)
    assert rows[0]["published"] == date(2024, 5, 23)


def test_a_table_of_arrow_needs_no_pandas_and_can_be_asked(tmp_path: Path) -> None:
    import pyarrow.compute

    table = to_arrow(EVERYTHING, head=HEAD)
    killed = table.filter(pyarrow.compute.field("measure") == "killed")
    assert killed.num_rows == sum(kept.claim.measure == "killed" for kept in EVERYTHING)
    source = "import sys; from counterclaim.exports import to_arrow; to_arrow([]); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_without_pyarrow_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CounterclaimError, match=r"python -m pip install 'counterclaim\[corpus\]'"):
        export("parquet", EVERYTHING, tmp_path / "claims.parquet")


# ---------------------------------------------------------------------------------------------------------- JSON-LD


def schema_errors(name: str, document: Any) -> list[str]:
    schema = loaded(SCHEMAS / f"{name}.schema.json")
    Draft202012Validator.check_schema(schema)
    return [f"{list(e.absolute_path)}: {e.message}" for e in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("kepts", [EVERYTHING, kept_claims.hostile(), []], ids=["claims", "hostile", "none"])
def test_annotations_are_as_the_recommendation_has_them(kepts: list[Kept], tmp_path: Path) -> None:
    collection = loaded(made("annotations", tmp_path, kepts))
    assert schema_errors("annotations", collection) == []
    assert collection["total"] == len(collection["first"]["items"])


def test_every_term_of_an_annotation_is_known_to_json_ld(tmp_path: Path) -> None:
    from pyld import jsonld

    def bundled(address: str, _: Any) -> Any:
        assert address == "http://www.w3.org/ns/anno.jsonld"
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": loaded(SCHEMAS / "annotation_terms.json"),
        }

    collection = loaded(made("annotations", tmp_path, EVERYTHING))
    [expanded] = jsonld.expand(collection, {"documentLoader": bundled})
    back = jsonld.compact(expanded, collection["@context"], {"documentLoader": bundled, "compactArrays": True})
    assert back["first"]["items"] == collection["first"]["items"]
    assert back["basis"] == collection["basis"]
    assert "http://www.w3.org/ns/oa#hasSelector" in json.dumps(expanded)


def test_the_words_of_an_annotation_are_found_where_it_says(tmp_path: Path) -> None:
    texts = {kept.claim.id: kept.document.text for kept in EVERYTHING}
    claims = 0
    for item in loaded(made("annotations", tmp_path, EVERYTHING))["first"]["items"]:
        if item["motivation"] != "describing":
            assert item["target"].startswith("urn:counterclaim:claim:")
            continue
        claims += 1
        claim = claim_from(json.loads(item["body"][-1]["value"]))
        by_quote, by_position, *_ = item["target"]["selector"]
        text = texts[claim.id]
        assert text[by_position["start"] : by_position["end"]] == by_quote["exact"]
        assert by_quote["prefix"] + by_quote["exact"] + by_quote["suffix"] in text
    assert claims == len(EVERYTHING)


def test_a_claim_heard_is_found_by_its_seconds(tmp_path: Path) -> None:
    [item] = loaded(made("annotations", tmp_path, [kept_claims.spoken()]))["first"]["items"]
    assert item["target"]["selector"][-1]["value"] == "t=12.5,15"


def test_only_judged_claims_are_reviews_and_an_undone_verdict_is_none(tmp_path: Path) -> None:
    document = loaded(made("claimreview", tmp_path, EVERYTHING))
    assert schema_errors("claimreview", document) == []
    reviews = document["@graph"][1:]
    assert [review["reviewRating"].get("ratingValue") for review in reviews] == [1, 1, None]
    assert all("not whether the claim is true" in review["reviewAspect"] for review in reviews)
    assert "Corrected: measure: killed; side: RU" in reviews[1]["reviewBody"]


# ---------------------------------------------------------------------------------------------------------- GeoJSON


def test_geojson_is_valid_and_a_place_without_coordinates_has_no_geometry(tmp_path: Path) -> None:
    from geojson_pydantic import FeatureCollection

    path = made("geojson", tmp_path, EVERYTHING)
    collection = FeatureCollection.model_validate_json(path.read_text(encoding="utf-8"))
    placed = [kept for kept in EVERYTHING if kept.claim.place]
    assert len(collection.features) == len(placed) > 5
    assert all(feature.geometry is None for feature in collection.features)
    basis = loaded(path)["counterclaim"]
    assert basis["located"] == 0
    assert basis["features"] + basis["claims_without_place"] == len(EVERYTHING)


def test_a_users_own_coordinates_give_points_longitude_first(tmp_path: Path) -> None:
    from counterclaim.exports.whereabouts import read_coordinates

    place = next(kept.claim.place for kept in EVERYTHING if kept.claim.place)
    table = tmp_path / "places.csv"
    table.write_text(f"place,longitude,latitude\n{place.upper()},37.8,48.6\n", encoding="utf-8")
    document = loaded(made("geojson", tmp_path, EVERYTHING, coordinates=read_coordinates(table)))
    points = {f["properties"]["place"]: f["geometry"] for f in document["features"] if f["geometry"]}
    assert points == {place: {"type": "Point", "coordinates": [37.8, 48.6]}}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,longitude,latitude\n", "has no column place"),
        ("place,longitude,latitude\nX,east,48\n", "line 2: longitude and latitude must be degrees"),
        ("place,longitude,latitude\nX,200,48\n", "line 2: 200.0, 48.0 is no longitude and latitude"),
    ],
)
def test_a_table_of_coordinates_that_cannot_be_used_is_told_by_line(table: str, said: str, tmp_path: Path) -> None:
    from counterclaim.exports.whereabouts import read_coordinates

    (tmp_path / "places.csv").write_text(table, encoding="utf-8")
    with pytest.raises(CounterclaimError, match=said):
        read_coordinates(tmp_path / "places.csv")


# ---------------------------------------------------------------------------------------------------- FollowTheMoney


def entities(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_entities_have_only_the_properties_of_their_schema(tmp_path: Path) -> None:
    known = loaded(SCHEMAS / "ftm_properties.json")["schemata"]
    found = entities(made("ftm", tmp_path, EVERYTHING))
    ids = [entity["id"] for entity in found]
    assert len(ids) == len(set(ids)), "an entity comes once"
    for entity in found:
        schema = known[entity["schema"]]
        assert entity["properties"].keys() <= schema["properties"].keys()
        assert set(schema["required"]) <= entity["properties"].keys()
        for name, values in entity["properties"].items():
            assert all(isinstance(value, str) and value for value in values)
            if schema["properties"][name] == "entity":
                assert set(values) <= set(ids), "what is pointed at is there"


def test_followthemoney_takes_every_value(tmp_path: Path) -> None:
    pytest.importorskip("followthemoney", reason="followthemoney is not installed: pip install 'counterclaim[ftm]'")
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    for known, expected in loaded(SCHEMAS / "ftm_properties.json")["schemata"].items():
        schema = model.get(known)
        assert schema is not None
        assert {name: schema.properties[name].type.name for name in expected["properties"]} == expected["properties"]
        assert sorted(schema.required) == sorted(expected["required"])
    for entity in entities(made("ftm", tmp_path, EVERYTHING)):
        proxy = EntityProxy.from_dict(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == sorted(set(values)), f"{entity['schema']}.{name}: {values}"
        proxy.schema.validate(entity)


# ------------------------------------------------------------------------------------------------------------ BagIt


def test_a_bag_is_valid_and_holds_the_texts_that_the_quotes_count_in(tmp_path: Path) -> None:
    import bagit

    folder = made("bag", tmp_path, EVERYTHING)
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["External-Identifier"] == HEAD
    assert problems_of(folder / "data" / "claims") == []
    for line in (folder / "data" / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        claim = claim_from(json.loads(line))
        text = (folder / "data" / "texts" / f"{claim.document}.txt").read_bytes().decode()
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.exact


def test_a_bag_takes_the_original_bytes_where_they_are_kept(tmp_path: Path) -> None:
    import bagit

    kepts = kept_claims.samples()
    files = {path.stem: path.read_bytes() for path in kept_claims.SAMPLES.glob("*.txt")}
    folder = made("bag", tmp_path, kepts, originals=lambda document: files[Path(document.path).stem])
    bagit.Bag(str(folder)).validate()
    originals = {path.read_bytes() for path in (folder / "data" / "originals").iterdir()}
    assert originals == {files[Path(kept.document.path).stem] for kept in kepts}


def test_an_original_that_is_not_as_it_was_stops_the_bag(tmp_path: Path) -> None:
    with pytest.raises(CounterclaimError, match="is not as it was added"):
        made("bag", tmp_path, kept_claims.samples(), originals=lambda _: b"something else")
    assert list(tmp_path.iterdir()) == []


def test_a_bag_whose_byte_was_changed_is_found(tmp_path: Path) -> None:
    import bagit

    folder = made("bag", tmp_path, EVERYTHING)
    claims = folder / "data" / "claims.jsonl"
    claims.write_bytes(claims.read_bytes().replace(b"killed", b"Killed", 1))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


# -------------------------------------------------------------------------------------------------------------- HXL


def test_hxl_reads_the_tags_and_finds_no_error_in_the_values(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import hxl

        path = made("hxl", tmp_path, EVERYTHING) / "claims.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            source = hxl.data(list(csv.reader(stream))).cache()
        assert [column.display_tag for column in source.columns] == list(HXL_TAGS.values())
        assert [column.header for column in source.columns] == list(HXL_TAGS)
        assert len(source.values) == len(EVERYTHING)
        wrong: list[Any] = []
        hxl.schema(callback=wrong.append).validate(source)
    assert [str(error) for error in wrong if error.rule.severity == "error"] == []
    assert problems_of(path.parent) == []
