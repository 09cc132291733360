"""`datapackage.json` and `croissant.json` say of the files what the contracts say, and other tools load by them."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest

from sitrep.schemas import TABLES, contract
from sitrep.tables.descriptors import describe


def read(published, name):
    return json.loads((published / name).read_text(encoding="utf-8"))


def test_every_column_of_every_file_is_described(published):
    for resource in read(published, "datapackage.json")["resources"]:
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == pq.read_schema(published / resource["path"]).names
        assert all(f["description"] for f in fields), resource["name"]


def test_keys_and_constraints_are_the_contracts(published):
    resources = {r["name"]: r for r in read(published, "datapackage.json")["resources"]}
    assert list(resources) == list(TABLES)
    events = resources["events"]["schema"]
    assert events["primaryKey"] == ["event_id"]
    assert {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["article_id"]}} in events["foreignKeys"]
    fields = {f["name"]: f for f in events["fields"]}
    assert fields["event_type"]["constraints"]["enum"] == list(contract("events")["event_type"].values)
    assert fields["fatalities_best"] == {
        "name": "fatalities_best", "type": "integer", "arrowType": "int32",
        "description": "The article's own figure, else the median of the claims. [people]", "constraints": {"minimum": 0},
    }  # fmt: skip


def test_the_same_tables_give_the_same_descriptors(published):
    before = {name: (published / name).read_bytes() for name in ("datapackage.json", "croissant.json")}
    describe(published, "0.1.0")
    assert {name: (published / name).read_bytes() for name in before} == before


def test_croissant_knows_each_file_by_its_hash(published):
    for file in read(published, "croissant.json")["distribution"]:
        assert file["sha256"] == hashlib.sha256((published / file["contentUrl"]).read_bytes()).hexdigest()


def test_frictionless_reads_the_package(published):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(published / "datapackage.json"))
    rows = {task.name: task.stats.get("rows", 0) for task in report.tasks}
    assert rows == {name: pq.read_metadata(published / f"{name}.parquet").num_rows for name in TABLES}
    # frictionless reads Parquet through float columns, so that every null number is a NaN that is no integer and above no minimum.
    others = [(task.name, e.message) for task in report.tasks for e in task.errors if str(getattr(e, "cell", "")) != "nan"]
    assert not report.errors and not others


def test_mlcroissant_reads_the_records(published):
    mlcroissant = pytest.importorskip("mlcroissant")
    data = mlcroissant.Dataset(str(published / "croissant.json"))
    assert not data.metadata.ctx.issues.errors
    events = list(data.records("events"))
    assert len(events) == pq.read_metadata(published / "events.parquet").num_rows
    assert {e["events/event_type"] for e in events} >= {b"ASSAULT", b"ACCUSE"}


def test_the_geometry_keeps_the_rules_of_geoparquet_1_1(published):
    """What the specification's validator looks at, in its own words: geoparquet.org/releases/v1.1.0."""
    schema = pq.read_schema(published / "events.parquet")
    geo = json.loads(schema.metadata[b"geo"])
    assert set(geo) == {"version", "primary_column", "columns"} and geo["version"] == "1.1.0"
    column = geo["columns"][geo["primary_column"]]
    assert column["encoding"] == "WKB" and column["geometry_types"] == ["Point"]
    assert str(schema.field(geo["primary_column"]).type) == "binary", "a geometry column lies at the root and is a BYTE_ARRAY"
    west, south, east, north = column["bbox"]
    assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    cover = column["covering"]["bbox"]
    assert set(cover) == {"xmin", "xmax", "ymin", "ymax"} and all(path[1] == side for side, path in cover.items())
    box = schema.field(cover["xmin"][0]).type
    assert [box.field(i).name for i in range(box.num_fields)] == ["xmin", "ymin", "xmax", "ymax"]
    assert {str(box.field(i).type) for i in range(box.num_fields)} <= {"float", "double"}
