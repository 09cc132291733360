"""Sitemaps (sitemaps.org) and news sitemaps: the pages that a site names, and the sitemaps that an index names."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sitrep.collect.feeds import Entry
from sitrep.collect.published import published_at

MAX_BYTES = 50_000_000  # unpacked; the standard's own limit
MAX_PAGES = 50_000  # the same
PLAIN = ("loc", "lastmod")
NEWS = ("publication_date", "title", "name")


@dataclass(slots=True)
class Sitemap:
    """Pages in the file's order, and for an index its sitemaps, the ones that changed last first."""

    pages: list[Entry] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


def unpacked(data: bytes) -> bytes:
    """The document, decompressed when it is gzip. Raises ValueError when it is damaged or too large."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        plain = zlib.decompressobj(wbits=47).decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise ValueError(f"it cannot be unpacked ({error})") from None
    if len(plain) > MAX_BYTES:
        raise ValueError(f"it unpacks to more than {MAX_BYTES:,} bytes")
    return plain


def is_sitemap(data: bytes) -> bool:
    head = data[:4000].lower()
    return b"<urlset" in head or b"<sitemapindex" in head


def parse(data: bytes) -> Sitemap:
    """What a sitemap names; entities that it declares are not expanded. Raises ValueError when it is no XML."""
    found = Sitemap()
    indexed: list[tuple[str, str]] = []
    try:
        for values in _items(data):
            address = values.get("loc")
            if not address:
                continue
            if values["is"] == "sitemap":
                indexed.append((values.get("lastmod", ""), address))
            elif len(found.pages) < MAX_PAGES:
                found.pages.append(Entry(address, values.get("title"), _date(values.get("publication_date")), values.get("name")))
    except etree.XMLSyntaxError as error:
        if not found.pages and not indexed:
            raise ValueError(f"the sitemap is no XML ({' '.join(str(error).split())[:100]})") from None
    found.sitemaps = [address for _, address in sorted(indexed, key=lambda item: item[0], reverse=True)]
    return found


def _items(data: bytes) -> Iterator[dict[str, str]]:
    """Each `url` and `sitemap` element as the texts of its elements by local name, and `is`: which of the two."""
    values: dict[str, str] = {}
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False):
        tag = etree.QName(element) if isinstance(element.tag, str) else None
        name, space = (tag.localname, tag.namespace or "") if tag is not None else ("", "")
        if name in ("url", "sitemap"):
            yield {**values, "is": name}
            values = {}
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif (
            name in (NEWS if "news" in space else PLAIN)
            and "/image" not in space
            and "/video" not in space
            and (element.text or "").strip()
        ):
            values.setdefault(name, " ".join(element.text.split())[:2000])


def _date(value: str | None) -> str | None:
    try:
        return published_at(value).isoformat().replace("+00:00", "Z")
    except ValueError:
        return None
