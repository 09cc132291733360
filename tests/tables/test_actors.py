"""The actors table is rebuilt from what each article says, in whatever order the articles come."""

from datetime import UTC, datetime
from itertools import permutations
from random import Random

from sitrep.tables import from_rows, merge_actors, merge_parts, merge_rows

MAY, JUNE = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


def test_rows_of_one_actor_become_one(actor):
    rows = [
        actor("p1", name="Ana Reyes", aliases=["Reyes", "the mayor"], role="mayor", n_mentions=3, last_published=JUNE),
        actor("p1", name="Ana M. Reyes", aliases=["Reyes", "Ana M. Reyes"], n_mentions=5, first_published=MAY, last_published=MAY),
        actor("p1", name="Ana Reyes", aliases=["Ana Reyes"], country="PHL", n_mentions=1),
        actor("p2"),
    ]
    merged = merge_rows(rows)
    assert [r["actor_id"] for r in merged] == ["p1", "p2"]
    first = merged[0]
    assert first["name"] == "Ana Reyes", "two articles against one"
    assert first["aliases"] == ["Ana M. Reyes", "Ana Reyes", "Reyes", "the mayor"]
    assert (first["n_mentions"], first["n_articles"]) == (9, 3)
    assert (first["first_published"], first["last_published"]) == (MAY, JUNE)
    assert (first["country"], first["role"]) == ("PHL", "mayor"), "a known value beats an unknown one"
    assert all(merge_rows(p) == merged for p in permutations(rows))
    assert from_rows("actors", merged).num_rows == 2


def test_mentions_then_the_alphabet_break_ties(actor):
    assert merge_rows([actor("p", name="B", n_mentions=4), actor("p", name="A")])[0]["name"] == "B"
    assert merge_rows([actor("p", name="B"), actor("p", name="A")])[0]["name"] == "A"


def test_no_rows_no_actors():
    assert merge_rows([]) == []


def test_counts_and_aliases_come_from_the_mentions(actor, article, mention):
    merged_before = actor("p1", n_mentions=9, aliases=["an old name"])
    actors = [merged_before, actor("p2"), actor("state", n_mentions=0, aliases=[]), actor("p1", n_mentions=2)]
    mentions = [
        mention("m1", actor_id="p1", text="Reyes"),
        mention("m2", actor_id="p1", text="she", mention_type="pronoun"),
        mention("m3", actor_id="p1", article_id="a2", text="Ana Reyes"),
    ]
    articles = [article("a1", published_at=MAY), article("a2", published_at=JUNE)]
    tables = [from_rows(n, r) for n, r in (("actors", actors), ("mentions", mentions), ("articles", articles))]
    merged = {r["actor_id"]: r for r in merge_actors(*tables).to_pylist()}
    assert list(merged) == ["p1", "state"], "p2 was mentioned and is no more; the state is known as an affiliation only"
    assert merged["p1"]["aliases"] == ["Ana Reyes", "Reyes"]
    assert (merged["p1"]["n_mentions"], merged["p1"]["n_articles"]) == (3, 2)
    assert (merged["p1"]["first_published"], merged["p1"]["last_published"]) == (MAY, JUNE)


def test_merging_twice_changes_nothing(actor, article, mention):
    tables = from_rows("mentions", [mention("m1", actor_id="p1")]), from_rows("articles", [article("a1")])
    once = merge_actors(from_rows("actors", [actor("p1"), actor("p1", name="P. One")]), *tables)
    assert merge_actors(once, *tables).equals(once)


def test_one_pass_over_parts_gives_what_all_at_once_gives(actor, article, mention):
    """However the articles are cut into parts."""
    chance = Random(7)
    views, mentions, articles = {}, {}, {}
    for n in range(40):
        a = f"a{n}"
        articles[a] = [article(a, published_at=chance.choice([MAY, JUNE, None]))]
        ids = chance.sample(["p1", "p2", "p3", "state", "gone"], 3)
        views[a] = [
            actor(i, name=chance.choice(["X", "Y", "Z"]), role=chance.choice([None, "mayor", "judge"]), n_mentions=0 if i == "state" else 2)
            for i in ids
        ]
        named = [i for i in ids if i not in {"state", "gone"}]
        mentions[a] = [mention(f"{a}-{i}", actor_id=i, article_id=a, text=f"{i} {chance.randrange(3)}") for i in named]

    def part(of):
        rows = (("actors", views), ("mentions", mentions), ("articles", articles))
        return tuple(from_rows(name, [row for a in of for row in table[a]]) for name, table in rows)

    articles["alone"], mentions["alone"] = [article("alone")], [mention("alone-p0", actor_id="p0", article_id="alone")]
    views["alone"] = [actor("p0", name="Z"), actor("p9", name="Z", n_mentions=0)]
    whole = merge_actors(*part(articles))
    assert whole["actor_id"].to_pylist() == ["p0", "p1", "p2", "p3", "p9", "state"]
    for size in (1, 3, 17):
        order = chance.sample(sorted(articles), len(articles))
        assert merge_parts(part(order[i : i + size]) for i in range(0, len(order), size)).equals(whole)
