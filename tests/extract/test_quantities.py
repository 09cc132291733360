"""Counts and the bounds that their words allow (codebook, "Casualty claims")."""

import pytest

from sitrep.extract.quantities import find_quantities, parse_number


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("four soldiers", 4, 4),
        ("about four soldiers", 4, 4),
        ("at least four soldiers", 4, None),
        ("more than four soldiers", 4, None),
        ("over 1,200 people", 1200, None),
        ("up to ten fighters", None, 10),
        ("as many as 70,000 refugees", None, 70000),
        ("between 20 and 30 fighters", 20, 30),
        ("20-30 fighters", 20, 30),
        ("three to five villagers", 3, 5),
        ("ten or more villagers", 10, None),
        ("several more fighters", 3, None),
        ("some residents", 3, None),
        ("some 40 residents", 40, 40),
        ("dozens of civilians", 24, None),
        ("hundreds of pilgrims", 200, None),
        ("thousands of families", 2000, None),
        ("hundreds of thousands of people", 200000, None),
        ("two dozen men", 24, 24),
        ("at least a dozen people", 12, None),
        ("no casualties", 0, 0),
        ("none of the injured", 0, 0),
    ],
)
def test_bounds(words, low, high):
    first = find_quantities(words)[0]
    assert (first.low, first.high) == (low, high)
    assert words[first.start : first.end] in words and first.start == 0


@pytest.mark.parametrize("words", ["$500 was paid", "a rise of 3%", "a 36-year-old farmer", "the A380", "3.5 of them"])
def test_what_counts_nobody(words):
    assert find_quantities(words) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [("twenty-two", 22), ("four hundred and five", 405), ("1,426", 1426), ("1.5 million", 1_500_000), ("half a dozen", 6), ("the", None)],
)
def test_numbers_in_words_and_digits(words, value):
    assert parse_number(words) == value
