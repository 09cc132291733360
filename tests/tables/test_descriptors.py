"""`datapackage.json` and `croissant.json` say of the files what the contracts say, and other tools load by them."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest

from sitrep.schemas import TABLES, contract
from sitrep.tables import from_rows, write
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
        "missingValues": ["nan"],
    }  # fmt: skip


def test_the_same_tables_give_the_same_descriptors(published):
    before = {name: (published / name).read_bytes() for name in ("datapackage.json", "croissant.json")}
    describe(published, "0.1.0")
    assert {name: (published / name).read_bytes() for name in before} == before


def test_croissant_knows_each_file_by_its_hash(published):
    for file in read(published, "croissant.json")["distribution"]:
        assert file["sha256"] == hashlib.sha256((published / file["contentUrl"]).read_bytes()).hexdigest()


def test_frictionless_finds_the_package_valid(published):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(published / "datapackage.json"))
    assert report.valid, [(task.name, e.message) for task in report.tasks for e in task.errors] + report.errors
    rows = {task.name: task.stats.get("rows") or 0 for task in report.tasks}
    assert rows == {name: pq.read_metadata(published / f"{name}.parquet").num_rows for name in TABLES}


def test_frictionless_finds_what_breaks_the_contract(published, tmp_path):
    """An empty title is a title, a null is no number: only what the contract forbids is an error."""
    frictionless = pytest.importorskip("frictionless")
    claims = pq.read_table(published / "casualties.parquet").to_pylist()
    claims[0] |= {"kind": "annoyed", "count_low": -1, "count_high": None}
    for name in TABLES:
        write(from_rows(name, claims if name == "casualties" else []), name, tmp_path / f"{name}.parquet")
    describe(tmp_path, "0.1.0")
    report = frictionless.validate(str(tmp_path / "datapackage.json"), resource_name="casualties", skip_errors=["foreign-key"])
    assert {(e.field_name, e.type) for e in report.task.errors} == {("kind", "constraint-error"), ("count_low", "constraint-error")}


def test_mlcroissant_reads_the_records(published):
    mlcroissant = pytest.importorskip("mlcroissant")
    data = mlcroissant.Dataset(str(published / "croissant.json"))
    assert not data.metadata.ctx.issues.errors
    events = list(data.records("events"))
    assert len(events) == pq.read_metadata(published / "events.parquet").num_rows
    assert {e["events/event_type"] for e in events} >= {b"ASSAULT", b"ACCUSE"}


def test_the_events_are_geoparquet(published):
    """By the validator of geoparquet.org; the bounding boxes by which readers skip rows, too."""
    validator = pytest.importorskip("geoparquet_validator")
    report = validator.check(str(published / "events.parquet"))
    assert report["version"] == "1.1.0" and validator.failed(report) == []
    assert validator.conformant(report, "core") and validator.conformant(report, "covering")


def test_a_geometry_that_is_none_is_found(published, tmp_path):
    validator = pytest.importorskip("geoparquet_validator")
    events = pq.read_table(published / "events.parquet")
    broken = events.set_column(events.schema.get_field_index("geometry"), events.schema.field("geometry"), [[b"no point"] * len(events)])
    pq.write_table(broken, tmp_path / "events.parquet")
    assert "/conf/core/wkb" in validator.failed(validator.check(str(tmp_path / "events.parquet")))
