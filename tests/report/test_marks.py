"""Nested and overlapping spans as flat pieces: nothing lost, nothing twice."""

from hypothesis import given
from hypothesis import strategies as st

from sitrep.report.marks import Mark, paragraphs

TEXT = "The army said five died.\n\nNobody else did."


def test_overlapping_marks_share_the_pieces_between_their_bounds():
    marks = [Mark(4, 18, "content", "s1"), Mark(14, 23, "trigger", "e1")]
    (first, _) = paragraphs(TEXT, marks)
    assert [(p.text, p.kinds, p.link, p.ids) for p in first] == [
        ("The ", (), None, ()),
        ("army said ", ("content",), "s1", ("s1",)),
        ("five", ("content", "trigger"), "e1", ("e1",)),
        (" died", ("trigger",), "e1", ()),
        (".", (), None, ()),
    ]


def test_a_mark_over_two_paragraphs_is_marked_in_both_and_has_one_anchor():
    pieces = [piece for line in paragraphs(TEXT, [Mark(14, 32, "content", "s1")]) for piece in line if piece.rows]
    assert [(p.text, p.ids) for p in pieces] == [("five died.", ("s1",)), ("Nobody", ())]


def test_marks_outside_the_text_are_left_out():
    assert all(
        not p.rows
        for line in paragraphs(TEXT, [Mark(40, 99, "count", "c1"), Mark(-3, 2, "cue", "s1"), Mark(5, 5, "cue", "s1")])
        for p in line
    )


MARKS = st.lists(
    st.builds(Mark, st.integers(0, 30), st.integers(0, 30), st.sampled_from(["cue", "content", "mention"]), st.sampled_from("abc"))
)


@given(st.text(alphabet="ab \n", min_size=1, max_size=30), MARKS)
def test_the_pieces_are_the_text_and_each_mark_covers_its_words(text, marks):
    lines = list(paragraphs(text, marks))
    assert ["".join(p.text for p in line) for line in lines] == [line for line in text.split("\n") if line]
    covered = {row: sum(len(p.text) for line in lines for p in line if row in p.rows) for row in "abc"}
    for row in "abc":
        inside = {i for m in marks if m.row == row and m.end <= len(text) for i in range(m.start, m.end) if text[i] != "\n"}
        assert covered[row] == len(inside)
    anchors = [anchor for line in lines for p in line for anchor in p.ids]
    assert len(anchors) == len(set(anchors))
