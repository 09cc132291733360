"""Documents into batches: what is known is passed over, what is doubled or bad becomes a reject, nothing is lost."""

import itertools
from dataclasses import replace

from sitrep.article import Article, RawDocument, Reject
from sitrep.batches import LARGEST, SMALLEST, batches, parse_all, read_articles, sizes
from sitrep.parse import Deduplicator


def raw(name: str, text: str, **meta) -> RawDocument:
    return RawDocument(name, text.encode(), "text/plain", meta)


FLOOD = "Floods in the north of the country killed nine people on Friday."
TALKS = "The two foreign ministers met in Geneva on Monday for talks."


def parsed(*documents: RawDocument, known: Article | None = None, published_at: dict | None = None) -> list[Article | Reject]:
    duplicates = Deduplicator()
    if known is not None:
        duplicates.enter(known)
    return list(parse_all(documents, duplicates, published_at or {}))


def test_the_same_text_twice_is_read_once():
    first, second = parsed(raw("a.txt", FLOOD), raw("b.txt", FLOOD + " "))
    assert isinstance(first, Article)
    assert first.duplicate_of is None and second.duplicate_of == first.article_id


def test_the_same_document_in_two_places_is_one_article():
    first, second = parsed(raw("a.txt", FLOOD), raw("b.txt", FLOOD))
    assert isinstance(first, Article)
    assert isinstance(second, Reject) and (second.rule, second.severity) == ("duplicate", "info") and first.article_id in second.reason


def test_a_corrected_date_replaces_the_article_and_is_no_duplicate_of_it():
    (before,) = parsed(raw("a.txt", FLOOD, published="2021-01-01"))
    (after,) = parsed(raw("a.txt", FLOOD, published="2021-01-02"), known=before, published_at={"a.txt": before.article_id})
    assert after.duplicate_of is None and after.article_id != before.article_id


def test_copies_of_what_is_replaced_are_called_back():
    """Nothing is said for them any more: the first of them is coded itself, the others repeat that one."""
    before, *copies = parsed(raw("a.txt", FLOOD), *(raw(f"{n}.txt", FLOOD, publisher=n) for n in "bcd"))
    duplicates = Deduplicator(copies={copy.article_id: before.article_id for copy in copies})
    duplicates.enter(before)
    standing = {copy.article_id: replace(copy, duplicate_of=None) for copy in copies}
    came = [raw("c.txt", FLOOD, publisher="c"), raw("a.txt", TALKS), raw("d.txt", FLOOD, publisher="d")]
    recalled = list(parse_all(came, duplicates, {"a.txt": before.article_id}, standing.__getitem__))
    assert [(a.source_uri, a.duplicate_of) for a in recalled] == [
        ("c.txt", before.article_id),
        ("a.txt", None),
        ("d.txt", None),
        ("b.txt", copies[2].article_id),
        ("c.txt", copies[2].article_id),
    ]


def test_where_a_document_lies_does_not_change_its_id():
    assert raw("a.txt", FLOOD).article_id == raw("b/c.txt", FLOOD).article_id != raw("a.txt", TALKS).article_id


def test_known_articles_are_counted_and_passed_over(tmp_path):
    articles = parsed(raw("a.txt", FLOOD), raw("b.txt", TALKS), raw("c.txt", ""))
    (batch,) = batches(articles, known={articles[0].article_id}, work=tmp_path, version="1")
    assert (batch.known, batch.size, len(batch.rejects)) == ([articles[0].article_id], 1, 1)
    assert list(read_articles(batch.path)) == [articles[1]]


def test_the_same_articles_and_version_lie_in_the_same_folder(tmp_path):
    articles = parsed(raw("a.txt", FLOOD), raw("b.txt", TALKS))
    paths = [next(batches(articles, known=set(), work=tmp_path, version=v)).path for v in ("1", "1", "2")]
    assert paths[0] == paths[1] != paths[2]


def test_batches_start_small_and_grow_to_a_limit():
    grown = list(itertools.islice(sizes(), 200))
    assert grown[0] == SMALLEST and grown[-1] == LARGEST and grown == sorted(grown)


def test_nothing_is_lost_between_batches(tmp_path):
    articles = parsed(*(raw(f"{i}.txt", f"Police said {i} people were hurt in the {i}th street.") for i in range(50)))
    made = list(batches(articles, known=set(), work=tmp_path, version="1"))
    assert [a for b in made for a in read_articles(b.path)] == articles
