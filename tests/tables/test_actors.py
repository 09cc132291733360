"""The actors table is rebuilt from what each article says, in whatever order the articles come."""

from datetime import UTC, datetime
from itertools import permutations

from sitrep.tables import from_rows, merge_actors

MAY, JUNE = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


def test_rows_of_one_actor_become_one(actor):
    rows = [
        actor("p1", name="Ana Reyes", aliases=["Reyes", "the mayor"], role="mayor", n_mentions=3, last_published=JUNE),
        actor("p1", name="Ana M. Reyes", aliases=["Reyes", "Ana M. Reyes"], n_mentions=5, first_published=MAY, last_published=MAY),
        actor("p1", name="Ana Reyes", aliases=["Ana Reyes"], country="PHL", n_mentions=1),
        actor("p2"),
    ]
    merged = merge_actors(rows)
    assert [r["actor_id"] for r in merged] == ["p1", "p2"]
    first = merged[0]
    assert first["name"] == "Ana Reyes", "two articles against one"
    assert first["aliases"] == ["Ana M. Reyes", "Ana Reyes", "Reyes", "the mayor"]
    assert (first["n_mentions"], first["n_articles"]) == (9, 3)
    assert (first["first_published"], first["last_published"]) == (MAY, JUNE)
    assert (first["country"], first["role"]) == ("PHL", "mayor"), "a known value beats an unknown one"
    assert all(merge_actors(p) == merged for p in permutations(rows))
    assert from_rows("actors", merged).num_rows == 2


def test_mentions_then_the_alphabet_break_ties(actor):
    assert merge_actors([actor("p", name="B", n_mentions=4), actor("p", name="A")])[0]["name"] == "B"
    assert merge_actors([actor("p", name="B"), actor("p", name="A")])[0]["name"] == "A"


def test_no_rows_no_actors():
    assert merge_actors([]) == []
