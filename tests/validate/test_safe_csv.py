"""Sheets that people open in a spreadsheet: no cell is a formula, and what comes back is what went out."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.review.safe_csv import SheetError, read, write

COLUMNS = ("table", "new", "why")
CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_cells_come_back_as_they_were(tmp_path_factory, cells):
    path = tmp_path_factory.getbasetemp() / "sheet.csv"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    write(path, COLUMNS, rows)
    assert [row for _, row in read(path, COLUMNS)] == [row for row in rows if any(v.strip() for v in row.values())]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "'=1"])
def test_no_cell_is_a_formula(tmp_path, cell):
    write(tmp_path / "s.csv", COLUMNS, [{"table": cell, "new": "x", "why": ""}])
    with open(tmp_path / "s.csv", encoding="utf-8-sig", newline="") as f:
        raw = list(csv.reader(f))[1][0]
    assert raw == "'" + cell
    assert read(tmp_path / "s.csv", COLUMNS)[0][1]["table"] == cell


def test_what_a_spreadsheet_of_another_country_saves_is_read(tmp_path):
    (tmp_path / "s.csv").write_bytes("table;new;why;note\r\nevents;AID;“so”\r\n;;;\r\n".encode())
    assert read(tmp_path / "s.csv", COLUMNS) == [(2, {"table": "events", "new": "AID", "why": "“so”", "note": ""})]


def test_a_long_cell_is_no_obstacle(tmp_path):
    write(tmp_path / "s.csv", COLUMNS, [{"table": "events", "new": "x" * 300_000, "why": "w"}])
    assert len(read(tmp_path / "s.csv", COLUMNS)[0][1]["new"]) == 300_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"table,new\r\nevents,AID\r\n", "no column why"),
        (b"", "no column table, new, why"),
        ("table,new,why\r\névents,AID,x".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04\x00\x00", "NUL"),
        (b"table,new,why\r\nevents,AID,a,b\r\n", "line 2: 4 cells for 3 columns"),
    ],
)
def test_what_is_no_such_sheet_is_refused_with_the_remedy(tmp_path, content, says):
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(SheetError, match=says):
        read(tmp_path / "s.csv", COLUMNS)
