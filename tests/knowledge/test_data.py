"""The shipped facts keep to their schemas and name only what exists; a user's folder extends them."""

import csv
import json
import time

import pytest
from jsonschema import Draft202012Validator

from sitrep.knowledge import KnowledgeError, load
from sitrep.knowledge.load import HERE, KEYS, problems, read_yaml, rows, schema


@pytest.mark.parametrize("name", sorted(KEYS))
def test_csv_rows_keep_to_their_schema(name):
    validator = Draft202012Validator(schema(name))
    broken = [(row, e.message) for row in rows(HERE / f"{name}.csv") for e in validator.iter_errors(json.loads(json.dumps(row)))]
    assert broken == []


@pytest.mark.parametrize("name", ["institutions", "roles"])
def test_yaml_files_keep_to_their_schema(name):
    assert [e.message for e in Draft202012Validator(schema(name)).iter_errors(read_yaml(HERE / f"{name}.yaml"))] == []


def test_every_code_and_id_names_something():
    assert list(problems(load())) == []


@pytest.mark.parametrize("name", sorted(KEYS))
def test_no_entry_twice(name):
    keys = [tuple(row[k] for k in KEYS[name]) for row in rows(HERE / f"{name}.csv")]
    assert sorted({k for k in keys if keys.count(k) > 1}, key=str) == []


def test_loading_is_quick():
    load.cache_clear()
    begun = time.process_time()
    load()
    assert time.process_time() - begun < 0.25


def write(folder, name, header, *lines):
    with (folder / name).open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([header, *lines])


GROUP = ["id", "name", "aliases", "country", "sector", "part_of", "sponsors", "start", "end", "source"]


def test_a_users_folder_adds_and_corrects(tmp_path):
    write(
        tmp_path, "armed_groups.csv", GROUP,
        ["mountain-front", "Mountain Front", "MF;Front of the Mountain", "GEO", "REB", "", "", "2020", "", "own archive"],
        ["hamas", "Hamas", "Harakat", "PSE", "GOV", "", "", "1987", "", ""],
    )  # fmt: skip
    bodies = {b.id: b for b in load(tmp_path).bodies}
    assert bodies["mountain-front"].aliases == ("MF", "Front of the Mountain")
    assert bodies["hamas"].sector == "GOV"
    assert "hezbollah" in bodies


def test_a_users_mistake_names_file_entry_and_remedy(tmp_path):
    write(tmp_path, "armed_groups.csv", GROUP, ["mountain-front", "Mountain Front", "", "Georgia", "REB", "", "", "2020", "", ""])
    with pytest.raises(KnowledgeError, match=r"armed_groups\.csv: mountain-front: country: .*armed_groups\.schema\.json"):
        load(tmp_path)


def test_a_users_unknown_country_is_refused(tmp_path):
    write(tmp_path, "armed_groups.csv", GROUP, ["mountain-front", "Mountain Front", "", "QQQ", "REB", "", "", "2020", "", ""])
    with pytest.raises(KnowledgeError, match=r"mountain-front: country QQQ is not in countries\.csv"):
        load(tmp_path)


def test_a_cell_too_many_is_refused(tmp_path):
    (tmp_path / "armed_groups.csv").write_text(",".join(GROUP) + "\nx,Front, of,the,REB,,,,2020,,,\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="quote a cell that contains a comma"):
        load(tmp_path)
