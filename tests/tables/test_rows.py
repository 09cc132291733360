"""Rows become tables typed by the contract, or an error says which row, which column and what to do."""

from datetime import date

import pyarrow as pa
import pytest

from sitrep.schemas import TABLES, arrow_schema
from sitrep.tables import RowError, from_rows, merge_tables

MENTION = {"mention_id": "m1", "article_id": "a1", "actor_id": "x", "char_start": 0, "char_end": 5, "text": "Rebel", "mention_type": "name"}


@pytest.mark.parametrize("name", TABLES)
def test_no_rows_make_an_empty_table_of_the_right_type(name):
    assert from_rows(name, []).schema.equals(arrow_schema(name), check_metadata=True)


def test_values_take_the_types_of_the_contract():
    table = from_rows("mentions", [MENTION])
    assert table.schema.field("char_start").type == pa.int32()
    assert table.to_pylist() == [MENTION]


def test_spans_may_be_pairs(event):
    table = from_rows("events", [event("e1", mention_spans=[(0, 6), {"start": 9, "end": 12}])])
    assert table["mention_spans"].to_pylist() == [[{"start": 0, "end": 6}, {"start": 9, "end": 12}]]


def test_a_column_left_out_is_null_or_an_empty_list(event):
    row = from_rows("events", [event("e1", event_date_start=date(2024, 5, 1))]).to_pylist()[0]
    assert row["fatalities_low"] is None, "unknown, not zero"
    assert row["recipient_ids"] == []


@pytest.mark.parametrize(
    "change, message",
    [
        ({"char_start": "0"}, r"mentions, column char_start, row 'm1': '0' is str, the contract says int32; convert it"),
        ({"char_start": 2**40}, r"column char_start, row 'm1'"),
        ({"mention_typ": "name"}, r"row 'm1': no column mention_typ; add it to schemas/mentions.yaml"),
        ({"actor_id": 17}, r"column actor_id, row 'm1': 17 is int"),
    ],
)
def test_what_does_not_fit_is_named_with_its_remedy(change, message):
    good = {**MENTION, "mention_id": "m0"}
    with pytest.raises(RowError, match=message):
        from_rows("mentions", [good, {**MENTION, **change}])


def test_merged_tables_do_not_depend_on_the_order_of_their_parts():
    parts = [from_rows("mentions", [{**MENTION, "mention_id": f"m{i}", "char_start": i % 3}]) for i in range(6)]
    assert merge_tables("mentions", parts).equals(merge_tables("mentions", parts[::-1]))
    assert merge_tables("mentions", []).num_rows == 0
