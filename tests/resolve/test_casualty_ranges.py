"""An event's own range from its claims (codebook: low the smallest low, best the article's voice, high the largest high)."""

from types import SimpleNamespace

from sitrep.resolve.casualties import LinkedClaim, ranges


def claim(low, high, source=None, victims="people", kind="killed", cumulative=False):
    root = SimpleNamespace(lemma_=victims, lower_=victims, pos_="NOUN")
    made = SimpleNamespace(kind=kind, low=low, high=high, victims=SimpleNamespace(root=root), cumulative=cumulative)
    return LinkedClaim(made, 0, None, source)


def test_nobody_claims_anything_is_unknown_not_zero():
    assert ranges([], "killed") == (None, None, None)
    assert ranges([claim(3, 3, kind="injured")], "killed") == (None, None, None)


def test_no_casualties_is_zero():
    assert ranges([claim(0, 0)], "killed") == (0, 0, 0)


def test_the_articles_own_voice_is_best():
    assert ranges([claim(5, 5), claim(9, 9, "army"), claim(2, 2, "rebels")], "killed") == (2, 5, 9)


def test_without_it_the_median_of_the_sources():
    assert ranges([claim(5, 5, "monitor"), claim(1, 1, "agency"), claim(30, 30, "rebels")], "killed") == (1, 5, 30)


def test_of_two_sources_the_middle():
    assert ranges([claim(5, 5, "monitor"), claim(1, 1, "agency")], "killed") == (1, 3, 5)


def test_a_claim_open_upwards_leaves_the_range_open():
    assert ranges([claim(4, None)], "killed") == (4, 4, None)
    assert ranges([claim(4, None), claim(2, 2, "army")], "killed") == (2, 4, None)


def test_a_higher_claim_bounds_an_open_one():
    assert ranges([claim(4, None), claim(7, 7, "army")], "killed") == (4, 4, 7)


def test_different_victims_of_one_source_add_up():
    assert ranges([claim(3, 3, victims="soldier"), claim(2, 2, victims="policeman")], "killed") == (5, 5, 5)


def test_a_total_includes_the_victims_told_apart():
    assert ranges([claim(10, 10), claim(3, 3, victims="child"), claim(2, 2, victims="woman")], "killed") == (10, 10, 10)


def test_a_later_count_of_the_same_victims_replaces_the_smaller():
    assert ranges([claim(10, 10), claim(12, 12)], "killed") == (12, 12, 12)


def test_a_toll_that_includes_others_is_the_total():
    assert ranges([claim(4, 4, victims="soldier"), claim(40, 40, cumulative=True)], "killed") == (40, 40, 40)


def test_dozens_are_a_total_that_includes_the_named_dead():
    assert ranges([claim(24, None, victims="dozen"), claim(2, 2, victims="daughter")], "killed") == (24, 24, None)
