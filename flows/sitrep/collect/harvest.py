"""The articles that feeds, sitemaps and pages name, saved in the raw folder: what is there already is not fetched again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitrep.article import Reject
from sitrep.collect import feeds, files, raw_folder, sitemaps
from sitrep.collect.addresses import BadAddress, clean
from sitrep.collect.feeds import Entry
from sitrep.collect.fetch import Fetcher, FetchError, Response
from sitrep.collect.memory import Memory
from sitrep.collect.pages import TYPES, in_utf8, page_type

LIMIT = 500  # new articles of one address in one run; the rest comes with the next
MAX_SITEMAPS = 50  # of one index, the ones that changed last
MIN_CONTENT = 500  # characters of a text in a feed that can stand for its page


@dataclass(slots=True)
class Harvest:
    """What a run found: files written, articles that were there, addresses that had nothing new, problems."""

    new: list[Path] = field(default_factory=list)
    known: int = 0
    unchanged: int = 0
    waiting: int = 0  # named, and left for the next run by the limit
    failed: list[Reject] = field(default_factory=list)  # addresses as given that could not be read
    problems: list[Reject] = field(default_factory=list)  # pages that could not be had

    def summary(self) -> dict[str, Any]:
        """As plain data: counts, and each problem with its address, rule and reason."""
        told = [{"address": p.source_uri, "rule": p.rule, "reason": p.reason} for p in (*self.failed, *self.problems)]
        counts = {
            "new": len(self.new),
            "known": self.known,
            "unchanged": self.unchanged,
            "waiting": self.waiting,
            "failed": len(self.failed),
        }
        return {**counts, "files": [path.as_posix() for path in self.new], "problems": told}

    def sentence(self, to: Path) -> str:
        """What a person wants to know."""
        parts = [f"{len(self.new)} new articles in {to}" if self.new else "nothing new", f"{self.known} known"]
        parts += [f"{self.unchanged} feeds unchanged"] if self.unchanged else []
        parts += [f"{self.waiting} left for the next run"] if self.waiting else []
        parts += [f"{len(self.failed) + len(self.problems)} problems"] if self.failed or self.problems else []
        return ", ".join(parts)


def harvest(
    addresses: Iterable[str], to: Path, fetcher: Fetcher, *, limit: int = LIMIT, tell: Callable[[str], None] = lambda _: None
) -> Harvest:
    """Save the new articles of each address, a feed, a sitemap or a page, as files of the folder `to`.

    Raises OSError when the folder cannot be written. What cannot be had is in the result, with its reason.
    """
    to.mkdir(parents=True, exist_ok=True)
    memory, found = Memory.open(to), Harvest()
    try:
        for address in addresses:
            tell(address)
            asked = address
            try:
                asked = clean(address)
                _one(asked, to, fetcher, memory, found, limit)
            except (BadAddress, FetchError) as error:
                problem = error.reject(address) if isinstance(error, FetchError) else Reject(address, "collect", "bad_address", f"{error}.")
                found.failed.append(problem)
                memory.refuse(asked, asked, problem.rule, problem.reason)
            memory.save(to)
    finally:
        memory.save(to)
    return found


def _one(address: str, to: Path, fetcher: Fetcher, memory: Memory, found: Harvest, limit: int) -> None:
    got = fetcher.get(address, most=sitemaps.MAX_BYTES, **memory.feeds.get(address, {}))
    memory.answered(address, got.changed)
    if not got.changed:
        found.unchanged += 1
        return
    try:
        data = sitemaps.unpacked(got.data)
        if sitemaps.is_sitemap(data):
            sitemap = sitemaps.parse(data)
            settled = _save_all(sitemap.pages, address, to, fetcher, memory, found, limit)
            _index(address, sitemap.sitemaps, to, fetcher, memory, found, limit)
            settled = settled and not sitemap.sitemaps
        elif feeds.is_feed(data):
            settled = _save_all(feeds.entries(data, got.address), address, to, fetcher, memory, found, limit)
        else:
            _page(address, got, to, memory, found)
            return
    except ValueError as error:
        raise FetchError("bad_feed", _mend(error)) from None
    validators = {"etag": got.etag, "modified": got.modified}
    if settled and any(validators.values()):
        memory.feeds[address] = {name: value for name, value in validators.items() if value}
    else:
        memory.feeds.pop(address, None)


def _index(index: str, addresses: list[str], to: Path, fetcher: Fetcher, memory: Memory, found: Harvest, limit: int) -> None:
    """The sitemaps of an index; one that is an index itself is not followed."""
    for address in addresses[:MAX_SITEMAPS]:
        try:
            address = clean(address)
            got = fetcher.get(address, most=sitemaps.MAX_BYTES, **memory.feeds.get(address, {}))
            memory.answered(address, got.changed)
            if not got.changed:
                found.unchanged += 1
                continue
            sitemap = sitemaps.parse(sitemaps.unpacked(got.data))
            settled = _save_all(sitemap.pages, address, to, fetcher, memory, found, limit)
            if sitemap.sitemaps:
                raise ValueError(f"{address} is an index in an index, which is not followed")
        except (BadAddress, FetchError, ValueError) as error:
            problem = error.reject(address) if isinstance(error, FetchError) else Reject(address, "collect", "bad_feed", _mend(error))
            found.problems.append(problem)
            memory.refuse(index, address, problem.rule, problem.reason)
            continue
        if settled and (got.etag or got.modified):
            memory.feeds[address] = {n: v for n, v in (("etag", got.etag), ("modified", got.modified)) if v}


def _mend(error: ValueError) -> str:
    return f"{error}: look at it in a browser, and give the address of a feed, sitemap or article."


def _save_all(entries: list[Entry], feed: str, to: Path, fetcher: Fetcher, memory: Memory, found: Harvest, limit: int) -> bool:
    """Save what is new; gives whether nothing is left for another run."""
    settled, fetched = True, 0
    for entry in _addressed(entries, feed, memory, found):
        if raw_folder.has(to, entry.address):
            found.known += 1
            memory.failed.pop(entry.address, None)
        elif memory.given_up(entry.address):
            found.problems.append(_remembered(entry.address, memory))
        elif fetched >= limit:
            found.waiting += 1
            settled = False
        else:
            fetched += 1
            settled &= _save(entry, feed, to, fetcher, memory, found)
            if fetched % 20 == 0:
                memory.save(to)
    return settled


def _addressed(entries: list[Entry], feed: str, memory: Memory, found: Harvest) -> Iterator[Entry]:
    """The entries with addresses as they are requested, each once; one that has none is a problem."""
    seen = set()
    for entry in entries:
        try:
            address = clean(entry.address)
        except BadAddress as error:
            reason = f"{error}: its publisher has to mend it" + (f"; it is the link of {entry.title[:100]!r}." if entry.title else ".")
            found.problems.append(Reject(feed, "collect", "bad_address", reason))
            memory.refuse(feed, (entry.address or entry.title or "")[:200], "bad_address", reason)
            continue
        if address not in seen:
            seen.add(address)
            yield Entry(address, entry.title, entry.published, entry.publisher, entry.content)


def _save(entry: Entry, feed: str, to: Path, fetcher: Fetcher, memory: Memory, found: Harvest) -> bool:
    """Fetch and save one page, or the feed's own text when the page cannot be had; gives whether it is settled."""
    try:
        got = fetcher.get(entry.address, most=files.MAX_BYTES)
        media_type = page_type(got.content_type or "text/html")
        if media_type is None:
            raise FetchError("no_page", f"{entry.address} is {got.content_type[:60]}: only {TYPES} are read.")
        data, url = in_utf8(got.data, got.content_type), got.address
    except FetchError as error:
        if not entry.content or len(entry.content) < MIN_CONTENT:
            memory.fail(entry.address, error.rule, str(error), feed=feed, title=entry.title, published=entry.published)
            found.problems.append(error.reject(entry.address))
            return memory.given_up(entry.address)
        media_type, url = "text/html", entry.address
        data = f'<!DOCTYPE html><meta charset="utf-8"><article>{entry.content}</article>\n'.encode("utf-8", "replace")
    found.new.append(raw_folder.save(to, entry, data, media_type, url=url, retrieved=datetime.now(UTC)))
    memory.failed.pop(entry.address, None)
    return True


def _page(address: str, got: Response, to: Path, memory: Memory, found: Harvest) -> None:
    """An address that is an article itself."""
    media_type = page_type(got.content_type)
    if media_type is None or len(got.data) > files.MAX_BYTES:
        raise ValueError(f"{address} is neither a feed, a sitemap nor a page ({got.content_type[:60] or 'of unknown type'})")
    memory.failed.pop(address, None)
    if raw_folder.has(to, address):
        found.known += 1
        return
    data = in_utf8(got.data, got.content_type)
    found.new.append(raw_folder.save(to, Entry(address), data, media_type, url=got.address, retrieved=datetime.now(UTC)))


def _remembered(address: str, memory: Memory) -> Reject:
    failed = memory.failed[address]
    return Reject(address, "collect", failed["rule"], f"{failed['reason']} Given up after {failed['tries']} runs.")
