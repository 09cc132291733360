"""Pages and Markdown: the words without the markup, and what the document says about itself."""

from datetime import UTC, datetime

from sitrep.article import RawDocument
from sitrep.parse import parse

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Guards killed at Qasr | The Example</title>
<meta property="og:title" content="Guards killed at Qasr"><meta property="og:site_name" content="The Example">
<meta property="og:url" content="https://example.org/guards"><meta property="article:published_time" content="2021-06-28T09:30:00+02:00">
<meta name="author" content="Ana Petrova"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Guards killed at Qasr</h1>
<p>Two border guards were killed on Tuesday when a truck bomb went off at a checkpoint near the town of Qasr, the army’s spokesman said.</p>
<div class="ad">Advertisement</div><script>alert("x")</script>
<p>The interior ministry said a third man was wounded. “No group has claimed the attack,” it said in a statement on its website.</p>
<p>It was the third attack on the border guards this month. The government has sent 200 more soldiers to the province since May.</p>
</article><aside><ul><li><a href="/a">Ten ways to save water</a></li></ul></aside><footer>© 2021 The Example</footer></body></html>"""


def page(charset: str = "utf-8", **meta) -> RawDocument:
    return RawDocument("a.html", PAGE.format(charset=charset).encode(charset), "text/html", meta, datetime(2021, 6, 29, tzinfo=UTC))


def test_a_page_gives_its_text_and_its_metadata():
    article = parse(page())
    assert (article.title, article.byline, article.publisher) == ("Guards killed at Qasr", "Ana Petrova", "The Example")
    assert article.url == "https://example.org/guards"
    assert (str(article.published_at.date()), article.published_basis) == ("2021-06-28", "html")
    paragraphs = [p for p in article.text.split("\n\n") if p != article.title]
    assert (
        len(paragraphs) == 3
        and paragraphs[0].startswith("Two border guards")
        and "alert" not in article.text
        and "water" not in article.text
    )


def test_whoever_collected_the_page_knows_better():
    article = parse(page(title="Two killed", published="2021-06-27", published_basis="sidecar"))
    assert (article.title, str(article.published_at.date()), article.published_basis) == ("Two killed", "2021-06-27", "sidecar")


def test_a_page_says_its_own_encoding():
    assert "army’s spokesman" in parse(page("windows-1252")).text


def test_a_page_without_an_article_is_empty():
    assert parse(RawDocument("a.html", b"<html><body><script>1</script></body></html>", "text/html")).rule == "empty"


def test_a_page_nested_without_end_is_harmless():
    deep = b"<html><body>" + b"<div>" * 50_000 + b"<p>Two guards were killed near the border on Tuesday.</p>"
    assert parse(RawDocument("a.html", deep, "text/html"))


def test_markdown_gives_its_words_without_the_markup():
    text = """---
title: Guards killed at Qasr
date: 2021-06-28
author: Ana Petrova
---
# Two *guards* killed

Two border guards were [killed](https://example.org) on **Tuesday**
when a truck bomb went off at a checkpoint.

![The checkpoint](a.png)

- The interior ministry blamed a militia.
- The militia denied it.

> "No group has claimed it," it said & left.
"""
    article = parse(RawDocument("a.md", text.encode(), "text/markdown"))
    assert article.text.split("\n\n") == [
        "Two guards killed",
        "Two border guards were killed on Tuesday when a truck bomb went off at a checkpoint.",
        "The interior ministry blamed a militia.",
        "The militia denied it.",
        '"No group has claimed it," it said & left.',
    ]
    assert (article.title, article.byline, str(article.published_at.date())) == ("Guards killed at Qasr", "Ana Petrova", "2021-06-28")
