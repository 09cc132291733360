"""Archives of articles are read as the folders that they were, and nothing in them can fill the memory or the disk."""

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import time
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sitrep.article import Article, RawDocument, Reject
from sitrep.collect import bounded, collect, files
from sitrep.parse import parse

SENTENCE = b"Five soldiers were killed near the border on Sunday."
PAGE = b"<!DOCTYPE html><html><head><title>T</title></head><body><article><p>" + SENTENCE * 3 + b"</p></article></body></html>"
FILES = {
    "day/b.html": PAGE,
    "day/a.txt": SENTENCE,
    "day/a.meta.yaml": b"publisher: The Herald\npublished: 2021-06-28\nretrieved: 2021-06-29T08:00:00Z\n",
    "day/records.jsonl": b'{"id": "x", "text": "' + SENTENCE + b'"}\n{broken\n',
    "day/.hidden.txt": b"x",
    "__MACOSX/day/a.txt": b"x",
    "day/lost.meta.yaml": b"title: T\n",
    "day/table.csv": b"a,b\n",
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def zipped(members: dict[str, bytes], path: str = "a.zip", **options) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(members: dict[str, bytes], path: str = "a.tar.gz", mode: str = "w:gz") -> str:
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def told(found) -> list[str]:
    return [item.rule if isinstance(item, Reject) else item.source_uri.partition("#")[2] for item in found]


@pytest.mark.parametrize(
    "make",
    [
        zipped,
        tarred,
        lambda f: tarred(f, "a.tar", "w:"),
        lambda f: tarred(f, "a.tar.bz2", "w:bz2"),
        lambda f: tarred(f, "a.txz", "w:xz"),
    ],
    ids=["zip", "tar.gz", "tar", "tar.bz2", "txz"],
)
def test_an_archive_is_read_as_the_folder_that_it_was(make):
    path = make(FILES)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    found = list(collect([path]))
    assert told(found) == ["day/b.html", "day/a.txt", "day/records.jsonl#x", "bad_record", "unsupported_type", "orphan_sidecar"]
    page, text, record = (item for item in found if isinstance(item, RawDocument))
    assert (page.media_type, text.media_type, text.data, record.data) == ("text/html", "text/plain", SENTENCE, SENTENCE)
    assert text.source_uri == f"{path}#day/a.txt" and page.collected_at == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)
    assert text.meta == {"publisher": "The Herald", "published": "2021-06-28", "published_basis": "sidecar"}
    assert text.collected_at == datetime(2021, 6, 29, 8, tzinfo=UTC)


def test_an_article_is_the_same_in_a_folder_and_in_an_archive():
    Path("in").mkdir()
    Path("in/a.txt").write_bytes(SENTENCE)
    in_folder, in_zip, in_tar = collect(["in", zipped({"a.txt": SENTENCE}), tarred({"a.txt": SENTENCE})])
    assert in_folder.article_id == in_zip.article_id == in_tar.article_id


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_that_point_elsewhere_are_only_names(make, here):
    names = ["../../evil.txt", "/etc/evil.txt", "a\tb\n.txt", "C:\\evil.txt", "ok.txt"]
    found = list(collect([make(dict.fromkeys(names, SENTENCE))]))
    assert len(found) == len(names) and all(isinstance(item, RawDocument) for item in found)
    assert not any(set(item.source_uri) & set("\t\n\r") for item in found)
    assert len(list(here.rglob("*"))) == 1 and not (here.parent / "evil.txt").exists()


def test_links_are_not_followed():
    Path("secret.txt").write_bytes(SENTENCE)
    with tarfile.open("a.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo(f"link{kind.decode()}.txt")
            info.type, info.linkname = kind, "secret.txt"
            archive.addfile(info)
    with zipfile.ZipFile("a.zip", "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "secret.txt")
    assert told(collect(["a.tar"])) == ["unreadable"] * 4
    assert told(collect(["a.zip"])) == ["broken_member"]


def test_an_archive_in_an_archive_is_not_opened():
    inner = Path(zipped({"a.txt": SENTENCE}, "inner.zip")).read_bytes()
    found = list(collect([tarred({"inner.zip": inner, "deep.tar.gz": inner, "a.txt": SENTENCE})]))
    assert told(found) == ["unsupported_type", "unsupported_type", "a.txt"] and "unpack" in found[0].reason


def test_a_member_over_the_limit_costs_itself_only(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    for make in (zipped, tarred):
        assert told(collect([make({"big.txt": b"x" * 1001, "a.txt": SENTENCE})])) == ["too_large", "a.txt"]


def bombs() -> dict[str, bytes]:
    """A few dozen kilobytes each that unpack to sixty megabytes."""
    zeros = b"\0" * 60_000_000
    big = tarfile.TarInfo("a.txt")
    big.size = len(zeros)
    tar = big.tobuf() + zeros
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, len(zeros)
    flat = zipfile.ZipFile("flat.zip", "w", zipfile.ZIP_DEFLATED)
    with flat:
        for n in range(8):
            flat.writestr(f"{n}.txt", zeros[:9_000_000])
    return {
        "flat.zip": Path("flat.zip").read_bytes(),
        "tar.tar.gz": gzip.compress(tar, 1),
        "tar.tar.bz2": bz2.compress(tar, 1),
        "tar.tar.xz": lzma.compress(tar, preset=0),
        "header.tar.gz": gzip.compress(header.tobuf() + zeros, 1),
        "zeros.warc.gz": gzip.compress(zeros, 1),
        "line.warc.gz": gzip.compress(b"WARC/1.0\r\n" + b"a" * 60_000_000, 1),
        "headers.warc.gz": gzip.compress(b"WARC/1.0\r\n" + b"a:b\r\n" * 12_000_000, 1),
    }


def test_bombs_end_in_time_and_in_little_memory(monkeypatch):
    import resource

    monkeypatch.setattr(bounded, "SMALL", 5_000_000)
    made = bombs()
    for name, data in made.items():
        Path(name).write_bytes(data)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        found = list(collect([name]))
        assert isinstance(found[-1], Reject) and found[-1].rule in ("broken_archive", "broken_member"), (name, told(found))
        assert time.process_time() - start < 10, name
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, name  # kilobytes


def test_a_table_of_contents_that_is_too_large_is_not_read():
    data = bytearray(Path(zipped({"a.txt": SENTENCE})).read_bytes())
    end = data.rfind(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<L", 900_000_000)
    Path("a.zip").write_bytes(data)
    (reject,) = collect(["a.zip"])
    assert reject.rule == "broken_archive" and "table of contents" in reject.reason


def test_what_is_cut_off_is_read_up_to_there_and_said_to_be():
    text = {f"{n}.txt": os.urandom(3000).hex().encode() for n in range(9)}
    crawl = warc(*(page(name, data) for name, data in text.items()))
    for path in (crawl, zipped(text), tarred(text), tarred(text, "a.tar.bz2", "w:bz2"), tarred(text, "a.tar", "w:")):
        data = Path(path).read_bytes()
        for share in (0.3, 0.6, 0.9):
            Path(path).write_bytes(data[: int(share * len(data))])
            *documents, last = collect([path])
            assert isinstance(last, Reject) and last.rule == "broken_archive", (path, share)
            assert len(documents) < len(text) and not any(isinstance(item, Reject) for item in documents)


def test_a_damaged_member_costs_itself_only():
    path = zipped({"a.txt": SENTENCE, "b.txt": os.urandom(500), "c.txt": SENTENCE})
    data = bytearray(Path(path).read_bytes())
    at = data.index(b"b.txt") + 20
    data[at : at + 40] = bytes(40)
    Path(path).write_bytes(data)
    assert told(collect([path])) == ["a.txt", "broken_member", "c.txt"]


def test_an_encrypted_member_says_so():
    data = bytearray(Path(zipped({"a.txt": SENTENCE})).read_bytes())
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + offset] |= 1
    Path("a.zip").write_bytes(data)
    (reject,) = collect(["a.zip"])
    assert "encrypted" in reject.reason


def page(address: str, body: bytes = PAGE, content_type: str = "text/html", status: str = "200 OK", **headers: str):
    fields = [("Content-Type", content_type), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return f"https://example.org/{address}", StatusAndHeaders(status, fields, protocol="HTTP/1.1"), body


def warc(*pages, path: str = "a.warc.gz", compressed: bool = True) -> str:
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=compressed)
        writer.write_record(writer.create_warcinfo_record(path, {"software": "test"}))
        for address, http, body in pages:
            record = writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": "2021-06-28T10:00:00Z"}
            )
            request = writer.create_warc_record(address, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", []))
            writer.write_request_response_pair(request, record)
    return path


@pytest.mark.parametrize(("path", "compressed"), [("a.warc.gz", True), ("a.warc", False)])
def test_the_pages_of_a_crawl_come_with_address_and_time(path, compressed):
    found = list(collect([warc(page("one"), page("two", SENTENCE, "text/plain; charset=utf-8"), path=path, compressed=compressed)]))
    assert [item.meta["url"] for item in found] == ["https://example.org/one", "https://example.org/two"]
    assert all(item.source_uri.startswith(f"{path}#urn:uuid:") for item in found)
    assert all(item.collected_at == datetime(2021, 6, 28, 10, tzinfo=UTC) for item in found)
    articles = [parse(item) for item in found]
    assert [a.url for a in articles if isinstance(a, Article)] == ["https://example.org/one", "https://example.org/two"]


def test_a_crawl_that_was_compressed_as_a_whole_is_read_too():
    plain = Path(warc(page("one"), page("two"), path="a.warc", compressed=False)).read_bytes()
    Path("whole.warc.gz").write_bytes(gzip.compress(plain))
    assert [item.meta["url"][-3:] for item in collect(["whole.warc.gz"])] == ["one", "two"]


def test_records_that_are_no_pages_are_told_apart():
    moved, image = page("m", status="301 Moved"), page("i", b"\x89PNG", "image/png")
    found = list(collect([warc(moved, image, page("one"))]))
    assert [getattr(item, "severity", "page") for item in found] == ["info", "info", "page"]
    assert found[0].rule == "no_page" and "301" in found[0].reason and "image/png" in found[1].reason


def test_pages_come_unpacked_and_in_their_own_characters():
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:50], PAGE[50:])) + b"0\r\n\r\n"
    pages = [
        page("g", gzip.compress(PAGE), Content_Encoding="gzip"),
        page("d", zlib.compress(PAGE), Content_Encoding="deflate"),
        page("c", chunked, Transfer_Encoding="chunked"),
        page("k", "<html><p>Двадцать".encode("koi8-r"), "text/html; charset=koi8-r"),
        page("u", b"<html>caf\xe9", "text/html; charset=utf-8"),
    ]
    found = [item.data for item in collect([warc(*pages)])]
    assert found[:3] == [PAGE] * 3 and found[3].decode("utf-8-sig") == "<html><p>Двадцать" and found[4] == b"<html>caf\xe9"


def test_a_page_over_the_limit_costs_itself_only(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    pages = page("big", b"x" * 5000), page("zip", gzip.compress(bytes(99_999)), Content_Encoding="gzip")
    assert told(collect([warc(*pages)])) == ["too_large"] * 2


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".warc", ".warc.gz"])
@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no archive at all" * 100, bytes(1024), b"\x1f\x8b\x08" + bytes(30), b"PK\5\6" + b"\xff" * 40]
)
def test_what_is_no_archive_is_one_reject_or_nothing(suffix, data):
    Path("x" + suffix).write_bytes(data)
    assert told(collect(["x" + suffix])) in ([], ["broken_archive"])


def test_a_stream_goes_forward_and_ends():
    stream = bounded.Bounded(io.BytesIO(bytes(100)), 50)
    assert stream.seek(10) == 10 and stream.tell() == 10
    for wrong in (
        lambda: stream.seek(5),
        lambda: stream.seek(0, 2),
        lambda: stream.read(),
        lambda: stream.read(10**9),
        lambda: stream.read(60),
    ):
        with pytest.raises(bounded.ArchiveError):
            wrong()
