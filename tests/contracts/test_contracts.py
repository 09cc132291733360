"""The contract files are well formed, say each thing once, and give Arrow schemas that hold."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow as pa
import pytest
import yaml

from sitrep import schemas
from sitrep.schemas import RECORDS, TABLES, arrow_schema, contract, data_dictionary, empty, modes_of
from sitrep.schemas.contracts import countries, vocabulary

FOLDER = Path(schemas.__file__).parent
EVERY = TABLES + RECORDS
SCHEMA = json.loads((FOLDER / "contract.schema.json").read_text())


def load(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def check(instance, definition=None):
    schema = SCHEMA if definition is None else {"$ref": f"#/$defs/{definition}", "$defs": SCHEMA["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(instance)


@pytest.mark.parametrize("name", EVERY)
def test_each_contract_file_fits_its_schema(name):
    check(load(f"{name}.yaml"))


def test_shared_files_fit_their_schema():
    check(load("fields.yaml"), "fields")
    check(load("vocabularies.yaml"), "vocabularies")
    check(load("event_modes.yaml"), "event_modes")


def test_the_schema_refuses_a_misspelt_property():
    broken = load("mentions.yaml")
    broken["columns"].append({"name": "extra", "type": "string", "description": "One more.", "paterns": "x"})
    with pytest.raises(jsonschema.ValidationError):
        check(broken)


@pytest.mark.parametrize("name", EVERY)
def test_keys_anchors_and_references_name_columns_that_exist(name):
    table = contract(name)
    names = table.column_names
    assert len(set(names)) == len(names)
    assert {table.primary_key, *table.sort_key} <= set(names)
    assert not table[table.primary_key].nullable
    assert table.sort_key[-1] == table.primary_key, "a sort key that ends in the primary key leaves no ties"
    for anchor in table.anchors:
        assert {v for v in (anchor.words, anchor.start, anchor.end, anchor.spans) if v} <= set(names)
    for reference in table.foreign_keys:
        assert contract(reference.table).primary_key == reference.key
    for column in table.columns:
        assert column.pattern is None or re.compile(column.pattern)


def test_every_vocabulary_and_field_is_used():
    used = {c.vocabulary for n in EVERY for c in contract(n).columns}
    assert set(load("vocabularies.yaml")) <= used
    entries = [e for n in EVERY for e in load(f"{n}.yaml")["columns"]]
    assert set(load("fields.yaml")) == {e if isinstance(e, str) else e.get("field") for e in entries} - {None}


def test_modes_belong_to_known_types():
    assert set(load("event_modes.yaml")) <= set(vocabulary("event_type"))
    assert "aerial" in modes_of("ASSAULT")
    assert modes_of("AGREE") == ()


def test_countries_are_iso_codes():
    assert len(countries()) == 250
    assert countries()["IRQ"] == ("IQ", "Iraq")


@pytest.mark.parametrize("name", EVERY)
def test_arrow_schema_describes_every_field(name):
    schema = arrow_schema(name)
    assert schema.names == list(contract(name).column_names)
    assert all(f.metadata[b"description"] for f in schema)
    assert schema.metadata[b"contract"] == f"sitrep/{name}/1".encode()
    assert empty(name).num_rows == 0


def test_types_of_the_column_contract():
    events = arrow_schema("events")
    assert [f.name for f in events.field("mention_spans").type.value_type] == ["start", "end"]
    assert events.field("cameo_code").type == pa.string()
    assert events.field("event_date_start").type == pa.date32()
    assert events.field("fatalities_best").type == pa.int32()
    assert not events.field("event_type").nullable
    assert arrow_schema("articles").field("published_at").type == pa.timestamp("us", tz="UTC")


def test_data_dictionary_names_every_column():
    for name in EVERY:
        for form in ("text", "markdown"):
            words = data_dictionary(name, form)
            assert all(c in words for c in contract(name).column_names)
    assert "UCDP" in data_dictionary()
    with pytest.raises(ValueError, match="text, markdown"):
        data_dictionary("events", "pdf")


def test_unknown_names_say_what_there_is():
    with pytest.raises(KeyError, match="articles, events"):
        contract("event")
    with pytest.raises(KeyError, match="event_type"):
        contract("events")["type"]


def test_all_contracts_load_in_a_moment_and_without_arrow():
    code = (
        "import time, sys; t = time.process_time(); from sitrep.schemas import TABLES, contract\n"
        "import yaml; t = time.process_time(); [contract(n) for n in TABLES]\n"
        "assert time.process_time() - t < 0.15; assert 'pyarrow' not in sys.modules and 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


SIDECAR = jsonschema.Draft202012Validator(json.loads((FOLDER / "sidecar.schema.json").read_text()))


@pytest.mark.parametrize(
    "sidecar",
    [
        {},
        {"title": "Strike on depot", "published": "2021-06-28", "published_basis": "inferred", "note": "From the weekday named."},
        {"published": "2021-06-28T09:30:00Z", "url": "https://example.org/a", "language": "en", "byline": "Staff"},
    ],
)
def test_sidecars_that_are_right(sidecar):
    SIDECAR.validate(sidecar)


@pytest.mark.parametrize(
    "sidecar",
    [
        {"published": "28.06.2021"},
        {"published": "2021-06-28", "published_basis": "inferred"},  # why is not said
        {"published": "2021-06-28", "published_basis": "none"},
        {"publised": "2021-06-28"},
        {"url": "example.org"},
    ],
)
def test_sidecars_that_are_wrong(sidecar):
    assert not SIDECAR.is_valid(sidecar)
