"""Windows: every word is read, none is read in a window that is too long, and neighbours share some context."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitrep.read.windows import cover, units


def layout(sizes):
    """Sentences as lists of subwords a word → (first, starts)."""
    words = [n for sentence in sizes for n in sentence]
    starts = [i == 0 for sentence in sizes for i in range(len(sentence))]
    return np.concatenate([[0], np.cumsum(words)]).astype(int), starts


def test_a_short_text_is_one_window():
    first, starts = layout([[1, 1, 2], [1, 1]])
    assert [(w.start, w.end, w.shared, w.border) for w in cover(first, starts)] == [(0, 5, 5, 5)]


def test_no_words_no_windows():
    assert cover(np.array([0]), []) == []


def test_a_run_without_sentence_end_is_cut_where_it_is_full():
    first, starts = layout([[1] * 25])
    assert units(first, starts, 10) == [(0, 10), (10, 20), (20, 25)]


@given(st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=60), min_size=1, max_size=40))
def test_windows_cover_the_text(sizes):
    first, starts = layout(sizes)
    windows = cover(first, starts)
    assert windows[0].start == 0 and windows[-1].end == windows[-1].border == len(starts)
    for window in windows:
        assert window.start < window.border <= window.end
        assert first[window.end] - first[window.start] + 2 <= 384
    for before, after in zip(windows, windows[1:], strict=False):
        assert before.start < after.start == before.shared <= before.border <= before.end < after.end
