"""The shipped facts keep to their schemas and name only what exists; a user's folder extends them."""

import csv
import json
import re
import time

import pytest
from jsonschema import Draft202012Validator

from sitrep.knowledge import KnowledgeError, load
from sitrep.knowledge.load import HERE, KEYS, key, problems, read_yaml, rows, schema


@pytest.mark.parametrize("name", sorted(KEYS))
def test_csv_rows_keep_to_their_schema(name):
    validator = Draft202012Validator(schema(name))
    broken = [(row, e.message) for row in rows(HERE / f"{name}.csv") for e in validator.iter_errors(json.loads(json.dumps(row)))]
    assert broken == []


@pytest.mark.parametrize("name", ["institutions", "roles"])
def test_yaml_files_keep_to_their_schema(name):
    assert [e.message for e in Draft202012Validator(schema(name)).iter_errors(read_yaml(HERE / f"{name}.yaml"))] == []


SOURCE = re.compile(r"https?://\S+\.\S+|wikipedia:\S.+|wikidata:Q[1-9]\d*|ucdp:[1-9]\d*|none: \S.{20,}")


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_row_says_where_it_can_be_looked_up_or_why_not(name):
    assert [key(name, row) for row in rows(HERE / f"{name}.csv") if not SOURCE.fullmatch(row["source"] or "")] == []


def test_few_rows_have_no_source():
    sources = [row["source"] for name in KEYS for row in rows(HERE / f"{name}.csv")]
    assert sum(s.startswith("none:") for s in sources) < 0.1 * len(sources)


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
    with pytest.raises(KnowledgeError, match=r"armed_groups\.csv: line 2: mountain-front: country: .*armed_groups\.schema\.json"):
        load(tmp_path)


def test_a_users_unknown_country_is_refused(tmp_path):
    write(tmp_path, "armed_groups.csv", GROUP, ["mountain-front", "Mountain Front", "", "QQQ", "REB", "", "", "2020", "", ""])
    with pytest.raises(KnowledgeError, match=r"armed_groups\.csv: line 2: mountain-front: country QQQ is not in countries\.csv"):
        load(tmp_path)


def test_a_cell_too_many_is_refused(tmp_path):
    (tmp_path / "armed_groups.csv").write_text(",".join(GROUP) + "\nx,Front, of,the,REB,,,,2020,,,\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="line 2: .*quote a cell that contains a comma"):
        load(tmp_path)


def test_a_comment_does_not_shift_the_lines(tmp_path):
    text = "# ours\n\n" + ",".join(GROUP) + "\n# one more\nfront,Front,,GEO,NOSUCH,,,,,\n"
    (tmp_path / "armed_groups.csv").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"armed_groups\.csv: line 5: front: sector"):
        load(tmp_path)


def test_broken_yaml_names_its_line(tmp_path):
    (tmp_path / "roles.yaml").write_text("former:\n  - ex\n persons: [\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"roles\.yaml: line \d+: .*mend the YAML"):
        load(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "armed_groups.csv").write_bytes(",".join(GROUP).encode() + "\nfront,Fr\u00f6nt,,GEO,REB,,,,,\n".encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"armed_groups\.csv: not UTF-8 .*save it as UTF-8"):
        load(tmp_path)
