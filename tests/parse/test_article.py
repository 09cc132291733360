"""What is read and what is rejected, in whatever bytes it comes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.article import Article, RawDocument, Reject
from sitrep.parse import parse, parse_text

TEXT = "“Five soldiers” were killed near Café Qasr on Sunday, the army’s spokesman said."


def document(data: bytes, media_type: str = "text/plain", **meta) -> RawDocument:
    return RawDocument("a.txt", data, media_type, meta, datetime(2021, 6, 28, tzinfo=UTC))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace(" ", "\u200b ").encode(),
        TEXT.encode() + b"\x00",
        TEXT.encode() + b"\r\n",
    ],
)
def test_every_encoding_gives_the_same_text(data):
    assert parse(document(data)).text == TEXT


def test_a_broken_byte_in_utf8_spoils_one_letter_only():
    assert parse(document(TEXT.encode() + b" \xc3 d\xc3\xa9j\xc3\xa0")).text == TEXT + " \ufffd déjà"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"Advertisement\n\nShare this article", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 1000, "binary"),
        (b"%PDF-1.7 Five soldiers were killed near the border.", "binary"),
        (b"PK\x03\x04" + b"word/document.xml" * 9, "binary"),
        (b"Five were killed today", "too_short"),
        ("Le ministre de la Défense a annoncé mardi que cinq soldats avaient été tués dans une embuscade.".encode(), "not_english"),
        ("Пять солдат погибли в воскресенье недалеко от границы, сообщил представитель армии.".encode(), "not_english"),
        ("قتل خمسة جنود يوم الأحد بالقرب من الحدود، بحسب ما قال المتحدث باسم الجيش.".encode("utf-16"), "not_english"),
        ("Am Sonntag wurden nahe der Grenze fünf Soldaten getötet, sagte ein Sprecher der Armee.".encode("cp1252"), "not_english"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(data, rule):
    reject = parse(document(data))
    assert isinstance(reject, Reject) and (reject.rule, reject.stage, reject.severity) == (rule, "parse", "critical")
    assert reject.source_uri == "a.txt" and reject.article_id and reject.reason.endswith(".")


def test_the_language_is_named():
    assert "(fr)" in parse_text("Le président a déclaré que les soldats français quitteraient le pays avant la fin de l'année.").reason


@pytest.mark.parametrize(
    "text",
    [
        "Macron, Merkel meet Zelensky in Minsk",
        "ISRAELI JETS HIT HAMAS POSTS IN GAZA",
        "Boko Haram raid kills 20 soldiers near Diffa",
        "Houthi drones hit Abha airport, Saudi state TV says",
        "Kataib Hezbollah, Asaib Ahl al-Haq vow revenge",
        "“¡No pasarán!” they shouted, and the police of San Pedro Sula withdrew from the square.",
        "Bundeswehr soldiers leave Masar-i-Scharif; Taliban enter Kundus",
    ],
)
def test_in_doubt_it_is_english(text):
    assert isinstance(parse_text(text), Article)


def test_metadata_come_first_and_a_bad_date_is_no_date():
    article = parse(
        document(
            TEXT.encode(), title="T", published="2021-06-28T23:00:00-05:00", published_basis="feed", url="https://e.org", publisher="P"
        )
    )
    assert (article.title, article.url, article.publisher, article.published_basis) == ("T", "https://e.org", "P", "feed")
    assert article.published_at == datetime(2021, 6, 29, 4, tzinfo=UTC)
    assert parse(document(TEXT.encode(), published="soon")).published_basis == "none"


def test_origin_is_kept():
    article = parse(document(TEXT.encode()))
    assert (article.source_uri, article.collected_at, article.language) == ("a.txt", datetime(2021, 6, 28, tzinfo=UTC), "en")
    assert article.article_id == document(TEXT.encode()).article_id


HOSTILE = st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(
    HOSTILE,
    st.sampled_from(["text/plain", "text/markdown", "text/html"]),
    st.sampled_from([b"", b"<html><body><p>", b"# ", b"---\n", b"\xff\xfe"]),
)
def test_no_bytes_break_it(data, media_type, head):
    found = parse(document(head + data, media_type))
    assert isinstance(found, Article | Reject)
    if isinstance(found, Article):
        found.text.encode()
        assert found.text.strip() == found.text and "\r" not in found.text and "\x00" not in found.text and len(found.text.split()) >= 5


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "published", "url", "publisher", "byline", "published_basis"]),
        st.text(max_size=20) | st.integers() | st.none(),
    )
)
def test_no_metadata_break_it(meta):
    assert isinstance(parse(document(TEXT.encode(), **meta)), Article)
