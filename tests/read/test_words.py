"""Words are what Universal Dependencies counts: the reader's heads, tags and lemmas rest on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.read.sentences import paragraph_starts, probable_starts
from sitrep.read.words import split


def words(text):
    return [text[a:b] for a, b in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't know.", "They do n't know ."),
        ("They don’t know.", "They do n’t know ."),
        ("It cannot be Iraq's fault", "It can not be Iraq 's fault"),
        ("We'll see; he'd gone", "We 'll see ; he 'd gone"),
        ("Iraq 's army", "Iraq 's army"),
        ("the soldiers' families", "the soldiers ' families"),
        ("Ahmed al-Shaabi", "Ahmed al - Shaabi"),  # UD splits at a hyphen …
        ("a U.S.-led force", "a U.S. - led force"),
        ("the non-aligned states", "the non-aligned states"),  # … but not after a prefix
        ("In mid-March", "In mid-March"),
        ("O'Brien spoke", "O'Brien spoke"),
        ("Dr. Hassan met Gen. Idris at 5 p.m.", "Dr. Hassan met Gen. Idris at 5 p.m."),
        ("$5.3m and 1,200 men, 40%", "$ 5.3 m and 1,200 men , 40 %"),
        ("on 9/11 at 10:30", "on 9/11 at 10:30"),
        ("in the 1980s and '90s", "in the 1980s and '90s"),
        ("Wait... what?!", "Wait ... what ?!"),
        ('"No," she said.', '" No , " she said .'),
        ("see https://example.org/a-b?c=1.", "see https://example.org/a-b?c=1 ."),
        ("write to press@example.org", "write to press@example.org"),
        ("AT&T said", "AT&T said"),
        ("Beyonce\u0301 met Pen\u00adtagon staff", "Beyonce\u0301 met Pen\u00adtagon staff"),  # a combining accent, a soft hyphen
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_split(text, expected):
    assert words(text) == expected.split()


@given(st.text())
def test_words_cover_everything_but_white_space(text):
    spans = split(text)
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


def sentences(text):
    found = split(text)
    starts = [a for (a, _), new in zip(found, probable_starts(text, found), strict=True) if new]
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Troops moved in.", "Nobody was hurt."],
        ["Gen. Idris spoke for J. Smith.", "They left."],
        ['"We are ready."', "He smiled."],
        ["HEADLINE WITHOUT A STOP", "The text begins."],
    ],
)
def test_probable_sentences(expected):
    assert sentences("\n".join(expected) if "HEADLINE" in expected[0] else " ".join(expected)) == expected


def test_lines_and_paragraphs():
    text = "One two\nthree\n\nfour"
    assert paragraph_starts(text, split(text)) == [2, 0, 1, 2]
