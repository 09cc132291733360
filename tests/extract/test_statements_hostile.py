"""Statements of copy that no editor saw: lost marks, marks everywhere, quotations without end. Right as far as can be, linear in length."""

import gc
import time

import pytest
from spacy.tokens import Doc

from sitrep.extract.statements import find_statements, quote_speakers
from sitrep.read import reader


def repeated(text, times):
    """The reading of `text` put behind itself: a long Doc that costs one short reading."""
    doc = reader().read(text)
    n = len(doc)
    return Doc(
        doc.vocab,
        words=[t.text for t in doc] * times,
        spaces=[bool(t.whitespace_) for t in doc] * times,
        pos=[t.pos_ for t in doc] * times,
        tags=[t.tag_ for t in doc] * times,
        lemmas=[t.lemma_ for t in doc] * times,
        deps=[t.dep_ for t in doc] * times,
        heads=[t.head.i + n * k for k in range(times) for t in doc],
        sent_starts=[bool(t.is_sent_start) for t in doc] * times,
    )


def seconds(doc):
    """The best of two, without the garbage of the tests before."""
    gc.disable()
    try:
        times = []
        for _ in range(2):
            start = time.process_time()
            quote_speakers(doc, find_statements(doc))
            times.append(time.process_time() - start)
        return min(times)
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "text",
    [
        'He said "it is over. She said "no" and left. ',  # an odd number of marks
        '"The "army "left "the "town "on "Monday. ',  # a mark in every other word
        "“The war is over and we went home. ",  # opens and never closes
        "“The war is over,” she said. “We went ‘home’ ",
        "\"It's 'over', \" he said that \"she said it's \"over ",
        "The mayor said that the governor said that he denied that it rained. ",
        "The army accused Kyiv of lying, demanded an apology and threatened war. ",
        "The mayor said it had failed. “We tried.”\n\n“No,” she said. ",
        "He said:\n\n",
        "- Amina Yusuf\n\nHOST: Yes. “No.” — Omar Diallo\n\n",
    ],
)
def test_time_grows_with_length(text):
    """Eight times the text in less than thirty times the time; quadratic would be sixty-four."""
    times = 6000 // len(text) + 1
    short, long = repeated(text, times), repeated(text, 8 * times)
    assert len(long.text) >= 48_000
    assert seconds(long) < 30 * max(seconds(short), 0.01)


def test_a_quotation_of_fifty_thousand_characters_has_its_speaker():
    words = "The war is over and we went home. "
    opened, body, closed = (repeated(t, n) for t, n in (("“It is true. ", 1), (words, 1500), ("We are glad,” the mayor said.", 1)))
    doc = Doc.from_docs([opened, body, closed], ensure_whitespace=False)
    (s,) = find_statements(doc)
    assert (s.source.text, s.quote_type) == ("the mayor", "direct")
    assert sum(len(piece.text) for piece in s.content) > 50_000


def test_an_odd_mark_leaves_the_other_paragraphs_alone():
    doc = reader().read("He said “it is over.\n\n“We are glad,” the mayor said.\n\n“The road is open,” the governor said. ” And so on.")
    found = {(s.source.text, " ".join(c.text for c in s.content)) for s in find_statements(doc)}
    assert found >= {("the mayor", "“We are glad,”"), ("the governor", "“The road is open,”")}


def test_a_closing_mark_that_was_lost_ends_at_the_cue():
    doc = reader().read("“The bridge is gone, the pilot said.\n\nThe road is closed.")
    (s,) = find_statements(doc)
    assert (s.source.text, s.content[0].text.strip("“, "), s.quote_type) == ("the pilot", "The bridge is gone", "direct")
