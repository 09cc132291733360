"""Copies, updates, follow-ups and sisters of one template, some nine hundred pairs: false merges under 1% and most copies found."""

import pytest
from wire_copies import measure, merges


@pytest.fixture(scope="module")
def counts():
    return measure(merges, seed=5, each=8)


def test_fewer_than_one_merge_in_a_hundred_is_false(counts):
    right, taken = counts["precision"]
    assert taken > 100 and right > 0.99 * taken


def test_no_update_is_lost(counts):
    assert all(counts[kind][0] == 0 and counts[kind][1] > 20 for kind in ("update", "one figure", "follow-up", "two agencies", "said more"))


def test_most_copies_are_found(counts):
    right, true = counts["recall"]
    assert right > 0.95 * true
