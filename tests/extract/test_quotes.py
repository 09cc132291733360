"""Quotation marks: what belongs together, in copy as it comes."""

import time

import pytest
import spacy

from sitrep.extract.quotes import find_quotations, paragraphs

NLP = spacy.blank("en")


def quoted(text, level=0):
    doc = NLP.make_doc(text)
    return [doc[q.start : q.end].text for q in find_quotations(doc) if q.level == level]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # curly, straight, doubled apostrophes, low and guillemet marks
        ("“The bridge is closed,” the mayor said.", ["“The bridge is closed,”"]),
        ('"The bridge is closed," she said, "and will stay so."', ['"The bridge is closed,"', '"and will stay so."']),
        ("''The bridge is closed,'' the mayor said.", ["''The bridge is closed,''"]),
        ("„Die Brücke,“ he said, «le pont».", ["„Die Brücke,“", "«le pont»"]),
        # single marks of British copy, with a plural possessive and a contraction inside
        ("'We met at the farmers' market and didn't talk,' he said.", ["'We met at the farmers' market and didn't talk,'"]),
        # apostrophes are no marks
        ("The dogs' tails and the cats' ears, rock ’n’ roll in the ’90s.", []),
        # inches and feet are no marks
        ('The 6\'2" guard said "no" twice.', ['"no"']),
        # every sentence reopens, the last one closes
        ("He wrote: “It was cold. “It was dark. “We went home.”", ["“It was cold. “It was dark. “We went home.”"]),
        # the closing mark was lost in mid-sentence: the quotation ends with the sentence
        ('He called it "a lie. Nobody answered.', ['"a lie.']),
        # a mark that touches no word is a stray
        ('A stray " mark. He said "hello there" to us.', ['"hello there"']),
    ],
)
def test_pairs(text, expected):
    assert quoted(text) == expected


def test_nested():
    text = "“The ‘peace plan’ is dead, and he told me, “Go away,”” she said."
    assert quoted(text) == ["“The ‘peace plan’ is dead, and he told me, “Go away,””"]
    assert quoted(text, level=1) == ["‘peace plan’", "“Go away,”"]


def test_paragraphs_that_open_and_never_close():
    """A long quotation opens every paragraph and closes only the last."""
    doc = NLP.make_doc("“The first day was quiet.\n\n“The second was not.\n\n“The third was the end,” he said.")
    found = find_quotations(doc)
    assert [(q.closed, q.continued) for q in found] == [(False, False), (False, True), (True, True)]


def test_a_lost_mark_does_no_harm_to_the_next_paragraph():
    assert quoted('He said "it is over.\n\nShe said "no" and left.') == ['"it is over.', '"no"']


def test_paragraphs_end_at_blank_lines_and_after_sentences():
    text = "Title\n\nOne sentence\nwrapped by hand.\nAnother."
    assert [text[a:b] for a, b in paragraphs(text)] == ["Title", "One sentence\nwrapped by hand.", "Another."]


@pytest.mark.parametrize("text", ['word "' * 8000, '"' * 8000, "' " * 8000, "“a " * 8000, "“" + "word " * 12000 + "”", "'word " * 8000, ""])
def test_hostile_marks_take_linear_time(text):
    doc = NLP.make_doc(text)
    start = time.process_time()
    find_quotations(doc)
    assert time.process_time() - start < 1.5
