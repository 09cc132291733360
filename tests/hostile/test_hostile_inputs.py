"""Two thousand inputs that mean harm or are broken, through collecting, parsing and the search for copies: each is accounted for."""

import io
import json
import random
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitrep.article import Article, RawDocument, Reject
from sitrep.batches import parse_all
from sitrep.collect import collect
from sitrep.parse import Deduplicator, parse

PROSE = "Police said that five people were killed in the attack near the river on Sunday, and that nobody had claimed it. "
SUFFIXES = (".txt", ".html", ".md", ".jsonl", ".zip", ".tar", ".tar.gz", ".warc", ".warc.gz", "")
HEADS = (b"", PROSE.encode(), b"<html>", b"PK\3\4", b"\x1f\x8b\x08", b"WARC/1.0\r\n")
LIMIT = 10  # seconds of one article


def account(path: Path) -> list[Article | Reject]:
    """Everything that comes of a file: at least one item, none of another kind, in time."""
    start = time.process_time()
    found = list(parse_all(collect([path]), Deduplicator(), {}))
    assert time.process_time() - start < LIMIT * max(1, len(found)), path.name
    for item in found:
        assert isinstance(item, Article | Reject) and item.source_uri and not set(item.source_uri) & set("\t\r\n")
        if isinstance(item, Reject):
            assert item.reason.strip() and len(item.reason) < 1000 and item.stage in ("collect", "parse")
        else:
            item.text.encode()
    return found


def texts() -> dict[str, bytes]:
    """A corpus by name."""
    confused = PROSE.translate(str.maketrans("aeop", "\u0430\u0435\u043e\u0440"))  # Cyrillic letters that look alike
    entities = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12)) + "]>"
    return {
        "a line of a megabyte": b"x" * 1_000_000,
        "words of a megabyte": (PROSE * 9000).encode(),
        "a word of a megabyte in prose": (PROSE + "x" * 1_000_000).encode(),
        "a megabyte of marks": (PROSE + "(" * 1_000_000).encode(),
        "quotes that never close": (PROSE + "“" * 50_000).encode(),
        "blank lines": b"\n" * 1_000_000 + PROSE.encode(),
        "null bytes": PROSE.encode().replace(b" ", b"\0"),
        "some null bytes": PROSE.encode() * 9 + b"\0\0",
        "mixed encodings": PROSE.encode() + "café “früh”".encode("cp1252") + "café “früh”".encode() + PROSE.encode("utf-16-le"),
        "half a surrogate": PROSE.encode() + b"\xed\xa0\x80",
        "homoglyphs": confused.encode(),
        "marks of direction": (PROSE + "\u202e" * 9000 + "\u200b" * 9000).encode(),
        "combining marks": (PROSE + "e" + "\u0301" * 90_000).encode(),
        "deep tags": b"<html><body>" + b"<div>" * 50_000 + PROSE.encode(),
        "tags that never close": b"<html><p " + b"a=" * 200_000,
        "entities in a page": f"<?xml version='1.0'?>{entities}<html><body><p>{PROSE * 3}&e11;</p></body></html>".encode(),
        "comments": b"<html><!--" + b"-" * 500_000 + PROSE.encode(),
        "a script": b"<html><script>" + b"while(1){}" * 50_000 + b"</script><p>" + PROSE.encode() * 5,
        "a page in UTF-7": b"<html><meta charset=utf-7><p>+ADw-script+AD4-" + PROSE.encode() * 3,
        "front matter that is a bomb": b"---\na: &a [x,x]\n" + b"b: [*a,*a]\n" * 99 + b"---\n" + PROSE.encode(),
        "deep lists": b"- " * 50_000 + PROSE.encode(),
        "emphasis": b"*_" * 100_000 + PROSE.encode(),
        "deep JSON": b"[" * 100_000,
        "a long number": b'{"id": ' + b"9" * 100_000 + b', "text": "x"}',
        "an id with lines": json.dumps({"id": "a\nb\tc", "text": PROSE}).encode(),
        "a date that is none": json.dumps({"id": 1, "text": PROSE, "published": "0000-99-99T99:99"}).encode(),
        "an address that runs a program": json.dumps({"id": 1, "text": PROSE, "url": "javascript:alert(1)"}).encode(),
    }  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", sorted(texts()))
def test_each_of_the_corpus_is_accounted_for(tmp_path, name, suffix):
    path = tmp_path / f"input{suffix}"
    path.write_bytes(texts()[name])
    assert account(path)


def good() -> dict[str, bytes]:
    """A sound file of each container, to be damaged."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"{n}.txt", PROSE * (n + 1))
            archive.writestr(f"{n}.meta.yaml", "published: 2021-06-28\n")
    with tarfile.open(fileobj=tarred, mode="w:gz") as archive:
        for n in range(3):
            info = tarfile.TarInfo(f"{n}.txt")
            info.size = len(PROSE)
            archive.addfile(info, io.BytesIO(PROSE.encode()))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>" + PROSE.encode() * 3
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://example.org/\r\n"
    head += b"Content-Type: application/http; msgtype=response\r\n"
    record = head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"
    records = "".join(json.dumps({"id": n, "text": PROSE, "published": "2021-06-28"}) + "\n" for n in range(3)).encode()
    page = f"<html><head><title>T</title></head><body><article><p>{PROSE * 3}</p></article></body></html>".encode()
    return {
        ".zip": zipped.getvalue(),
        ".tar.gz": tarred.getvalue(),
        ".warc": record * 3,
        ".jsonl": records,
        ".html": page,
        ".txt": PROSE.encode(),
    }


@pytest.mark.parametrize("suffix", sorted(good()))
def test_a_sound_file_that_is_damaged_anywhere_is_accounted_for(tmp_path, suffix):
    """Cut off, bytes changed, a piece doubled or left out: 200 times each kind of file."""
    rng, sound = random.Random(suffix), good()[suffix]
    path = tmp_path / f"input{suffix}"
    path.write_bytes(sound)
    assert any(isinstance(item, Article) for item in account(path))
    for _ in range(200):
        data = bytearray(sound)
        at, to = sorted(rng.sample(range(len(data)), 2))
        match rng.randrange(4):
            case 0:
                del data[at:]
            case 1:
                for _ in range(rng.randint(1, 20)):
                    data[rng.randrange(len(data))] = rng.randrange(256)
            case 2:
                data[at:at] = data[at:to]
            case 3:
                del data[at:to]
        path.write_bytes(data)
        found = account(path)
        assert found or not bytes(data).strip(b"\0\r\n")


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600), st.sampled_from(SUFFIXES), st.sampled_from(HEADS))
def test_any_bytes_are_accounted_for(tmp_path, data, suffix, head):
    path = tmp_path / f"input{suffix}"
    path.write_bytes(head + data)
    account(path)


@pytest.mark.parametrize("name", ["a megabyte of marks", "words of a megabyte", "quotes that never close", "combining marks"])
def test_what_would_take_minutes_to_read_is_rejected_before(name):
    found = parse(RawDocument("a.txt", texts()[name], "text/plain"))
    assert isinstance(found, Reject) and found.rule == "too_long" and "split" in found.reason
