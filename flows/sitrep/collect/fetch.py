"""One document from the web: with patience, within limits, and as the site's robots.txt wishes."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpcore

import sitrep
from sitrep.article import Reject
from sitrep.collect import robots
from sitrep.collect.addresses import BadAddress, Guard, clean

AGENT = f"{robots.AGENT}/{sitrep.__version__}"
MAX_REDIRECTS = 5
TIMEOUT = 20.0  # seconds in which something has to come
PATIENCE = 60.0  # seconds for one document as a whole
DELAY = 1.0  # seconds between two requests to one host
MAX_DELAY = 30.0  # seconds of a robots.txt's Crawl-delay that are waited
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"


class FetchError(Exception):
    """A document that could not be had. `rule` names why, for the rejects; the message says it with the remedy."""

    def __init__(self, rule: str, message: str):
        super().__init__(message)
        self.rule = rule

    def reject(self, address: str) -> Reject:
        return Reject(address, "collect", self.rule, str(self))


@dataclass(frozen=True, slots=True)
class Response:
    """What came. `address` after redirects; `data` unpacked; `changed` False when the server says that nothing has."""

    address: str
    data: bytes = b""
    content_type: str = ""
    etag: str | None = None
    modified: str | None = None
    changed: bool = True


@dataclass
class Fetcher:
    """Fetches one document after the other; waits between two of one host.

    `delay` in seconds; `allow_private`: also from private networks; `clock` and `sleep` as in `time`.
    """

    delay: float = DELAY
    timeout: float = TIMEOUT
    patience: float = PATIENCE
    allow_private: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, robots.Rules | FetchError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._guard = Guard(self.allow_private)
        self._pool = httpcore.ConnectionPool(network_backend=self._guard, max_connections=10, keepalive_expiry=5)

    def get(self, address: str, *, most: int, etag: str | None = None, modified: str | None = None) -> Response:
        """The document at an address, at most `most` bytes of it. `etag`, `modified`: of the one that is known.

        Raises FetchError.
        """
        for _ in range(MAX_REDIRECTS + 1):
            address = self._cleaned(address)
            rules = self._robots(address)
            if not rules.allow(address):
                raise FetchError("robots", f"The site's robots.txt asks collectors to leave {address} alone: take it out, or ask the site.")
            status, headers, data = self._request(address, most, etag, modified, rules.delay)
            if status not in (301, 302, 303, 307, 308):
                return _response(address, status, headers, data)
            if not (target := headers.get("location")):
                break
            address = urljoin(address, target)
        raise FetchError("redirects", f"{address} redirects too often or to nowhere: give the address that it ends at.")

    def close(self) -> None:
        self._pool.close()

    def _cleaned(self, address: str) -> str:
        try:
            return clean(address)
        except BadAddress as error:
            raise FetchError("bad_address", f"{error}.") from None

    def _robots(self, address: str) -> robots.Rules:
        """The rules of the address's site, asked for once. A site without them allows everything; one that fails allows nothing."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        if site not in self._rules:
            try:
                self._rules[site] = self._asked(f"{site}/robots.txt")
            except FetchError as error:
                self._rules[site] = error
        found = self._rules[site]
        if isinstance(found, FetchError):
            raise FetchError(found.rule, str(found))
        return found

    def _asked(self, address: str) -> robots.Rules:
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, data = self._request(address, robots.MAX_BYTES, None, None, 0, cut=True)
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                address = self._cleaned(urljoin(address, headers["location"]))
                continue
            if status >= 500 or status == 429:
                raise FetchError("unreachable", f"{address} gives status {status}, so that nothing of the site may be fetched: try later.")
            return robots.parse(data.decode("utf-8", "replace")) if status == 200 else robots.Rules()
        return robots.Rules()

    def _request(
        self, address: str, most: int, etag: str | None, modified: str | None, wish: float, cut: bool = False
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of one request, after the wait that the host is owed."""
        host = urlsplit(address).netloc
        wait = self._last.get(host, float("-inf")) + max(self.delay, min(wish, MAX_DELAY)) - self.clock()
        if wait > 0:
            self.sleep(wait)
        headers = {"Host": host, "User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, identity"}
        headers |= {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        timeouts = {"connect": self.timeout, "read": self.timeout, "write": self.timeout, "pool": self.timeout}
        self._guard.deadline = time.monotonic() + self.patience
        try:
            with self._pool.stream("GET", address, headers=list(headers.items()), extensions={"timeout": timeouts}) as response:
                found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return response.status, found, _body(response, found, most, cut)
        except BadAddress as error:
            raise FetchError("private_address", f"{error}.") from None
        except httpcore.TimeoutException:
            raise FetchError("timeout", f"{host} did not answer in time: try later.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, zlib.error, OSError, ValueError) as error:
            words = " ".join(str(error).split())[:150] or type(error).__name__
            raise FetchError("unreachable", f"{host} could not be read ({words}): look at it in a browser, or try later.") from None
        finally:
            self._last[host] = self.clock()


def _body(response: httpcore.Response, headers: Mapping[str, str], most: int, cut: bool) -> bytes:
    """The body, unpacked; what is longer than `most` bytes is an error, or cut off there."""
    coding = headers.get("content-encoding", "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        reason = f"The server packs its pages in a way that was not asked for ({coding[:30]}): look at it in a browser."
        raise FetchError("unreadable", reason)
    unpack = zlib.decompressobj(wbits=47) if "gzip" in coding else None
    parts: list[bytes] = []
    left = most + 1
    for chunk in response.iter_stream():
        part = unpack.decompress(chunk, left) if unpack else chunk[:left]
        parts.append(part)
        left -= len(part)
        if left <= 0:
            break
    if left <= 0 and not cut:
        raise FetchError(
            "too_large",
            f"The document has more than {most:,} bytes, which no article or feed has: look at it in a browser, or take it out.",
        )
    return b"".join(parts)[:most]


def _response(address: str, status: int, headers: Mapping[str, str], data: bytes) -> Response:
    if status == 304:
        return Response(address, changed=False)
    if status != 200:
        raise FetchError("http_status", f"{address} gives status {status}: look at it in a browser, or take it out.")
    return Response(address, data, headers.get("content-type", ""), headers.get("etag"), headers.get("last-modified"))
