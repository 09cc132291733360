"""What a source yields: documents with their origin, and a reject in the place of each that cannot be read."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitrep.article import RawDocument, Reject
from sitrep.collect import SourceError, collect, files
from sitrep.parse import parse

SENTENCE = "Five soldiers were killed near the border on Sunday."


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, data: str | bytes = SENTENCE) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_the_first_article_comes_with_its_inferred_date():
    raw = Path(__file__).parents[2] / "raw"
    (document,) = collect([raw])
    assert document.media_type == "text/plain" and document.data.startswith(b"US airstrikes hit Iran-backed militias")
    assert document.meta["published"] == "2021-06-28" and document.meta["published_basis"] == "inferred"
    assert "Monday" in document.meta["note"] and "url" not in document.meta


def test_a_folder_is_read_through_in_the_order_of_its_names():
    for name in ("in/b.txt", "in/a/z.md", "in/a/y.html", "in/.hidden.txt", "in/.git/x.txt", "in/b.meta.yaml"):
        write(name, "title: A title\n" if name.endswith("yaml") else SENTENCE)
    found = list(collect(["in"]))
    assert [(d.source_uri, d.media_type) for d in found] == [
        ("in/a/y.html", "text/html"),
        ("in/a/z.md", "text/markdown"),
        ("in/b.txt", "text/plain"),
    ]
    assert found[2].meta == {"title": "A title"}


def test_paths_below_the_working_folder_are_named_from_there_however_they_are_given(here):
    path = write("in/a.txt")
    assert {d.source_uri for source in (path, here / path, "in", str(here)) for d in collect([source])} == {"in/a.txt"}


def test_an_article_is_known_by_its_content_and_not_by_its_place():
    first, second = collect([write("one/a.txt"), write("two/b.txt")])
    assert first.article_id == second.article_id and first.source_uri != second.source_uri


def test_bytes_arrived_when_the_file_was_last_changed():
    os.utime(write("a.txt"), (1_600_000_000, 1_600_000_000))
    (document,) = collect("a.txt")
    assert document.collected_at == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)


def test_wrong_calls_say_what_to_do_before_anything_is_read():
    write("only-sidecars/a.meta.yaml", "title: x\n")
    Path("empty").mkdir()
    for source, words in [("missing.txt", "does not exist"), ("empty", "holds no files"), ("only-sidecars", "holds no files")]:
        with pytest.raises(SourceError, match=words):
            collect([source])
    with pytest.raises(SourceError, match="No source"):
        collect([])
    with pytest.raises(SourceError, match="is a sidecar"):
        collect(["only-sidecars/a.meta.yaml"])


def test_a_file_over_the_limit_is_rejected_without_being_read(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read"))
    (reject,) = collect([write("big.txt", b"x" * 101)])
    assert (reject.rule, reject.stage) == ("too_large", "collect") and "101 bytes" in reject.reason


def test_data_files_are_no_articles():
    (reject,) = collect([write("table.csv", "a,b\n1,2\n")])
    assert reject.rule == "unsupported_type" and ".jsonl" in reject.reason


def test_a_pipe_is_not_waited_for():
    os.mkfifo("pipe.txt")
    (reject,) = collect(["pipe.txt"])
    assert reject.rule == "unreadable"


def test_a_page_without_a_suffix_is_known_by_how_it_begins():
    page, text = collect([write("page", "\n<!DOCTYPE html><p>Hello"), write("text.2021")])
    assert (page.media_type, text.media_type) == ("text/html", "text/plain")


def test_a_name_of_any_bytes_becomes_one_line_of_valid_unicode(here):
    for name in (b"tab\tline\n.txt", b"latin-\xe9.txt"):
        (here / os.fsdecode(name)).write_text(SENTENCE)
    assert [d.source_uri for d in collect([here])] == ["latin-\\xe9.txt", "tab\\tline\\n.txt"]


@pytest.mark.parametrize(
    ("sidecar", "words"),
    [
        ("title: [unclosed", "mend it"),
        ("just words", "mapping"),
        ("publishd: 2021-06-28", "publishd"),
        ("title: 5", "title"),
        ("a: &a [x]\ntitle: *a", "aliases"),
        ("[" * 5000, "nested"),
        ("title: " + "x" * 70_000, "larger"),
        (b"\xff\xfe\x00", "mend it"),
    ],
)
def test_a_bad_sidecar_costs_the_article_and_says_why(sidecar, words):
    write("a.meta.yaml", sidecar)
    (reject,) = collect([write("a.txt")])
    assert reject.rule == "bad_sidecar" and words in reject.reason and len(reject.reason) < 400


def test_a_bad_date_costs_only_the_date():
    write("a.meta.yaml", "title: T\npublished: 2021-06-31\n")
    warning, document = collect([write("a.txt")])
    assert (warning.rule, warning.severity) == ("bad_date", "warning") and "'2021-06-31'" in warning.reason
    assert document.meta == {"title": "T"}


def test_dates_may_be_written_as_yaml_has_them():
    write("a.meta.yaml", "published: 2021-06-28T10:00:00Z\n")
    (document,) = collect([write("a.txt")])
    assert document.meta == {"published": "2021-06-28T10:00:00Z", "published_basis": "sidecar"}


def test_a_sidecar_that_belongs_to_nothing_is_pointed_out():
    write("in/artcle.meta.yaml", "title: T\n")
    write("in/article.txt")
    warning, document = collect(["in"])
    assert (warning.rule, warning.severity) == ("orphan_sidecar", "warning") and isinstance(document, RawDocument)


def jsonl(*records: object) -> Path:
    return write("day.jsonl", "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records))


def test_a_record_is_a_document_named_by_its_id():
    path = jsonl({"id": "a1", "title": "T", "text": SENTENCE, "published": "2021-06-28", "url": "https://example.org/a", "publisher": "P"})
    (document,) = collect([path])
    assert document.source_uri == "day.jsonl#a1" and document.data == SENTENCE.encode() and document.media_type == "text/plain"
    assert document.meta == {
        "title": "T",
        "published": "2021-06-28",
        "published_basis": "jsonl",
        "url": "https://example.org/a",
        "publisher": "P",
    }


def test_date_stands_in_for_published_and_the_line_for_the_id():
    first, second = collect([jsonl({"id": 7, "text": SENTENCE, "date": "2021-06-28"}, "", {"text": SENTENCE, "title": None, "url": ""})])
    assert first.source_uri == "day.jsonl#7" and first.meta["published"] == "2021-06-28"
    assert second.source_uri == "day.jsonl#line-3" and second.meta == {}


def test_a_bad_line_is_a_reject_with_its_number_and_the_next_is_read():
    good = {"id": "x", "text": SENTENCE}
    bad = ("{broken", "[1]", {"id": "no-text"}, {"id": "n", "text": 5}, {"id": [1], "text": ""}, {"id": "t", "text": "", "title": 5})
    path = jsonl(*bad, good)
    *rejects, document = collect([path])
    assert [(r.rule, r.source_uri) for r in rejects] == [("bad_record", f"day.jsonl#line-{n}") for n in range(1, 7)]
    assert all(f"Line {n} " in r.reason for n, r in enumerate(rejects, 1)) and document.source_uri == "day.jsonl#x"


@pytest.mark.parametrize("line", [b'{"id": "a", "text": "caf\xe9"}', b"[" * 100_000, b'{"id": "a", "text": "\x00"}'])
def test_lines_that_break_a_parser_are_rejects(line):
    (reject,) = collect([write("day.jsonl", line)])
    assert reject.rule == "bad_record"


def test_half_a_surrogate_pair_does_no_harm():
    (document,) = collect([jsonl('{"id": "\\ud800", "text": "\\udc00 ok", "title": "\\ud83d"}')])
    assert document.data == b"? ok" and document.source_uri == "day.jsonl#?" and document.article_id


def test_a_bad_date_in_a_record_is_a_warning_before_the_document():
    warning, document = collect([jsonl({"id": "a", "text": SENTENCE, "published": 20210628})])
    assert warning.rule == "bad_date" and warning.source_uri == document.source_uri and "published" not in document.meta


def test_a_line_over_the_limit_is_skipped_and_its_neighbours_are_read(monkeypatch):
    monkeypatch.setattr("sitrep.collect.jsonl.MAX_BYTES", 100)
    path = jsonl({"id": "a", "text": "x"}, {"id": "long", "text": "x" * 1000}, {"id": "b", "text": "x"})
    assert [getattr(d, "rule", d.source_uri) for d in collect([path])] == ["day.jsonl#a", "too_large", "day.jsonl#b"]


def test_records_come_one_at_a_time(tmp_path):
    path = jsonl(*({"id": n, "text": SENTENCE} for n in range(1000)))
    documents = collect([path])
    assert next(documents).source_uri == "day.jsonl#0"
    path.write_text("")  # what is not yet read cannot come from memory, but for one buffer
    assert sum(isinstance(d, RawDocument) for d in documents) < 999


def test_a_mark_at_the_beginning_is_no_part_of_the_record():
    assert not any(isinstance(d, Reject) for d in collect([write("day.jsonl", b"\xef\xbb\xbf" + b'{"id": "a", "text": "x"}\r\n')]))


def test_a_date_may_be_given_for_what_does_not_say_when_it_appeared():
    """The sidecar and the text's own dateline go first; with another date it is another input, and coded again."""
    silent, dated = write("a.txt"), write("b.txt", f"BAMAKO, 3 May 2022 (Reuters) - {SENTENCE}")
    (before,), (after,) = collect([silent]), collect([silent], "2024-03-14")
    assert before.article_id != after.article_id
    article = parse(after)
    assert (article.published_at, article.published_basis) == (datetime(2024, 3, 14, tzinfo=UTC), "sidecar")
    (document,) = collect([dated], "2024-03-14")
    assert parse(document).published_at == datetime(2022, 5, 3, tzinfo=UTC)
