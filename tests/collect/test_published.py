"""Publication dates as metadata write them."""

from datetime import UTC, datetime

import pytest

from sitrep.collect.published import published_at


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-06-28", datetime(2021, 6, 28)),
        (" 2021-06-28T23:30:00-05:00 ", datetime(2021, 6, 29, 4, 30)),
        ("2021-06-28T10:00:00Z", datetime(2021, 6, 28, 10)),
        ("Mon, 28 Jun 2021 10:00:00 +0200", datetime(2021, 6, 28, 8)),
    ],
)
def test_iso_and_feed_dates_are_utc_times(written, meant):
    assert published_at(written) == meant.replace(tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "yesterday", "2021-06-31", "28/06/2021", None, 20210628, "0001-01-01", "9999-12-31T23:59-10:00"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError):
        published_at(written)
