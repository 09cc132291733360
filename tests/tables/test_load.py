"""`sitrep.load()` gives notebooks typed frames that join by key."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from sitrep.tables import from_rows, load, publish, stage, write


@pytest.fixture
def out(tmp_path, event, article, actor):
    rows = {
        "articles": [article("a1", published_at=datetime(2024, 5, 2, tzinfo=UTC))],
        "events": [event("e1", actor_ids=["p1", "p2"], fatalities_best=4, event_date_start=date(2024, 5, 1)), event("e2")],
        "actors": [actor("p1"), actor("p2")],
    }
    staging = stage(tmp_path)
    for name in ("articles", "events", "actors", "statements", "casualties", "mentions", "rejects"):
        write(from_rows(name, rows.get(name, [])), name, staging / f"{name}.parquet")
    publish(staging, tmp_path)
    return tmp_path


def test_whole_numbers_stay_whole_and_null_stays_null(out):
    t = load(out)
    assert t.events["fatalities_best"].dtype == pd.Int32Dtype()
    assert t.events["fatalities_best"].tolist() == [4, pd.NA]
    assert t.events["event_date_start"].tolist()[0] == date(2024, 5, 1)
    assert str(t.articles["published_at"].dtype.tz) == "UTC"
    assert repr(t).startswith("Tables(articles: 1 rows, events: 2 rows")


def test_lists_are_lists_and_join(out):
    t = load(out)
    assert t.events["mention_spans"][0] == [{"start": 9, "end": 15}]
    who = t.events.explode("actor_ids").merge(t.actors, left_on="actor_ids", right_on="actor_id")
    assert who[["event_id", "name"]].values.tolist() == [["e1", "p1"], ["e1", "p2"]]


def test_an_empty_table_has_its_columns(out):
    assert list(load(out).casualties.columns)[:3] == ["casualty_id", "event_id", "article_id"]


def test_nothing_published_says_how_to_publish(tmp_path):
    with pytest.raises(FileNotFoundError, match="sitrep run"):
        load(tmp_path)


def test_importing_the_tables_does_not_import_pandas():
    subprocess.run([sys.executable, "-c", "import sys, sitrep.tables; assert 'pandas' not in sys.modules"], check=True)
