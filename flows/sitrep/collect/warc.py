"""WARC, the format of web archives: the pages of a crawl as CC-NEWS publishes it, read as a stream."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from sitrep.article import RawDocument, Reject
from sitrep.collect import bounded, files
from sitrep.collect.bounded import BROKEN, ArchiveError
from sitrep.collect.members import member_uri
from sitrep.collect.pages import TYPES, in_utf8, page_type

MAX_LINE = 64_000  # bytes of a header's line
MAX_LINES = 100_000  # of a record: headers and the marks of chunks


class _Lines(DecompressingBufferedReader):
    """Warcio's reader, for which neither a header's line nor the number of lines has an end."""

    left = MAX_LINES

    def readline(self, length: int | None = None) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise ArchiveError(f"a record has more than {MAX_LINES:,} lines of headers")
        return super().readline(min(length or MAX_LINE, MAX_LINE))


def records(path: Path) -> Iterator[RawDocument | Reject]:
    """The page of every response in the archive, named PATH#RECORD-ID; what is no page is a reject of severity `info`.

    Where the archive cannot be read further it is a reject itself.
    """
    uri = files.source_uri(path)
    try:
        arrived = files.modified(path.stat())
        with contextlib.closing(bounded.unpacked(path)) as stream:
            archive = ArchiveIterator(stream)
            archive.reader = lines = _Lines(stream)
            empty = True
            for number, record in enumerate(archive, 1):
                lines.left = MAX_LINES
                if record.format != "warc":
                    raise ArchiveError("it has no WARC record here")
                if record.rec_type in ("response", "resource"):
                    empty = False
                    yield _document(record, number, uri, arrived)
            if empty and path.stat().st_size:
                raise ArchiveError("it has no page")
    except (*BROKEN, ArchiveLoadFailed) as error:
        yield Reject(uri, "collect", "broken_archive", bounded.reason(error))


def _document(record: Any, number: int, archive: str, arrived: datetime) -> RawDocument | Reject:
    headers = record.rec_headers
    uri = member_uri(archive, (headers.get_header("WARC-Record-ID") or f"record-{number}").strip("<> "))
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    content_type = (record.http_headers or headers).get_header("Content-Type") or ""
    media_type = page_type(content_type)
    if status != "200" or media_type is None:
        reason = f"The record is no page (status {status[:20]}, type {content_type[:60] or 'unknown'}): only {TYPES} are read."
        return Reject(uri, "collect", "no_page", reason, severity="info")
    data = record.content_stream().read(files.MAX_BYTES + 1)
    if len(data) > files.MAX_BYTES:
        return files.too_large(uri, f"more than {files.MAX_BYTES:,} bytes")
    address = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    meta = {"url": address} if address.startswith(("http://", "https://")) and not set(address) & set(" \t\r\n") else {}
    with contextlib.suppress(ValueError):
        arrived = datetime.fromisoformat(headers.get_header("WARC-Date") or "").astimezone(UTC).replace(microsecond=0)
    return RawDocument(uri, in_utf8(data, content_type), media_type, meta, arrived)
