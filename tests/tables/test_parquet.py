"""Files are the same byte for byte, and every common reader understands them."""

import duckdb
import geopandas
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sitrep.schemas import arrow_schema
from sitrep.tables import from_rows, read, read_part, write, write_part


@pytest.fixture
def events(event):
    return [
        event("e1", latitude=33.4, longitude=43.3, country="IRQ", fatalities_low=0),
        event("e2", char_start=40, char_end=44),
        event("e3", article_id="a0", latitude=34.5, longitude=40.9, cameo_code="0211"),
    ]


@pytest.fixture
def path(tmp_path, events):
    write(from_rows("events", events), "events", tmp_path / "events.parquet", {"sitrep": "0.1.0"})
    return tmp_path / "events.parquet"


def test_the_same_rows_give_the_same_bytes_in_any_order(path, events, tmp_path):
    write(from_rows("events", events[::-1]), "events", tmp_path / "again.parquet", {"sitrep": "0.1.0"})
    assert path.read_bytes() == (tmp_path / "again.parquet").read_bytes()


def test_rows_are_sorted_and_nulls_stay_null(path, events):
    table = read("events", path)
    assert table["event_id"].to_pylist() == ["e3", "e1", "e2"]
    assert table["fatalities_low"].to_pylist() == [None, 0, None]
    assert table.schema.equals(arrow_schema("events"), check_metadata=True)


def test_the_file_describes_itself(path):
    file = pq.ParquetFile(path)
    assert file.schema_arrow.field("cameo_code").metadata[b"description"].startswith(b"CAMEO code")
    assert file.schema_arrow.metadata[b"sitrep"] == b"0.1.0"
    assert file.schema_arrow.metadata[b"contract"] == b"sitrep/events/1"
    column = file.metadata.row_group(0).column(0)
    assert column.compression == "ZSTD" and column.has_column_index


def test_pandas_reads_codes_as_text(path):
    frame = pd.read_parquet(path)
    assert frame["cameo_code"].tolist() == ["0211", "195", "195"], "the leading zero is kept"


def test_geopandas_reads_points_and_their_reference_system(path):
    frame = geopandas.read_parquet(path)
    assert frame.crs.to_string() == "OGC:CRS84"
    assert frame.set_index("event_id").geometry["e1"].coords[0] == (43.3, 33.4)
    assert frame.set_index("event_id").geometry["e2"] is None, "no place, no point"
    assert geopandas.read_parquet(path, bbox=(43, 33, 44, 34))["event_id"].tolist() == ["e1"]


def test_duckdb_reads_counts_and_spans(path):
    rows = duckdb.sql(f"select event_id, mention_spans[1].start, fatalities_low from '{path}' order by 1").fetchall()
    assert rows == [("e1", 9, 0), ("e2", 9, None), ("e3", 9, None)]
    kind = duckdb.sql(f"select column_type from (describe select geometry from '{path}')").fetchall()[0][0]
    assert kind.startswith("GEOMETRY")


def test_events_without_any_point_are_still_geoparquet(tmp_path, event):
    for i, rows in enumerate(([], [event("e1")])):
        path = tmp_path / f"{i}.parquet"
        write(from_rows("events", rows), "events", path)
        assert len(geopandas.read_parquet(path)) == len(rows)


def test_a_table_of_another_type_is_not_written(tmp_path, events):
    table = from_rows("events", events).drop_columns(["rule"])
    with pytest.raises(ValueError, match="column rule is missing in table events; build it with tables.from_rows"):
        write(table, "events", tmp_path / "x.parquet")
    assert not (tmp_path / "x.parquet").exists()


def test_a_file_of_another_version_is_refused(tmp_path, path):
    with pytest.raises(ValueError, match="another version .*text"):
        read("articles", path)


def test_a_null_where_none_may_be_is_not_written(tmp_path, event):
    with pytest.raises(ValueError, match="events, column modality: 1 null where none may be; run validate"):
        write(from_rows("events", [event("e1", modality=None)]), "events", tmp_path / "x.parquet")


def test_parts_come_back_as_they_were(tmp_path, events):
    table = from_rows("events", events)
    write_part(table, tmp_path / "events.arrow")
    assert read_part(tmp_path / "events.arrow").equals(table)
