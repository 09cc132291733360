"""Documents into batches: what is known is passed over, what is doubled or bad becomes a reject, nothing is lost."""

import itertools

from sitrep.article import Article, RawDocument, Reject
from sitrep.batches import LARGEST, SMALLEST, batches, parse_all, read_articles, sizes
from sitrep.parse import Deduplicator, text_key


def raw(name: str, text: str, **meta) -> RawDocument:
    return RawDocument(name, text.encode(), "text/plain", meta)


FLOOD = "Floods in the north of the country killed nine people on Friday."
TALKS = "The two foreign ministers met in Geneva on Monday for talks."


def parsed(*documents: RawDocument, known: dict | None = None, published_at: dict | None = None) -> list[Article | Reject]:
    return list(parse_all(documents, Deduplicator(known or {}), published_at or {}))


def test_the_same_text_twice_is_read_once():
    first, second = parsed(raw("a.txt", FLOOD), raw("b.txt", FLOOD + " "))
    assert isinstance(first, Article)
    assert isinstance(second, Reject) and second.rule == "duplicate" and first.article_id in second.reason


def test_a_corrected_date_replaces_the_article_and_is_no_duplicate_of_it():
    (before,) = parsed(raw("a.txt", FLOOD, published="2021-01-01"))
    known = {text_key(before.text): before.article_id}
    (after,) = parsed(raw("a.txt", FLOOD, published="2021-01-02"), known=known, published_at={"a.txt": before.article_id})
    assert isinstance(after, Article) and after.article_id != before.article_id


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
