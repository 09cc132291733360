"""Where the collector may connect to: http and https, and no address of a private network unless that is allowed.

Feeds come from strangers, and a link in one may point at a router or a cloud's metadata service. The check is made on the
address that is connected to, after the name is resolved, so that a name which changes its address in between gains nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import httpcore

SCHEMES = {"http": 80, "https": 443}
MAX_LENGTH = 2000
NAT64 = ipaddress.ip_network("64:ff9b::/96")
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


class BadAddress(ValueError):
    """An address that is not connected to; the message says why."""


def clean(address: str) -> str:
    """A web address as it is requested: no fragment, no marks of campaigns, everything but its letters escaped.

    Raises BadAddress for anything but http and https with a host.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
        name = host.encode("idna").decode() if host and not host.isascii() else host
    except ValueError as error:
        raise BadAddress(f"{address[:100]!r} is no web address ({error})") from None
    if parts.scheme not in SCHEMES or not name:
        raise BadAddress(f"{address[:100]!r} is no web address: it has to begin with http:// or https:// and a host")
    if parts.username or parts.password or len(address) > MAX_LENGTH:
        raise BadAddress(f"{address[:100]!r} has a password in it, or is longer than {MAX_LENGTH} characters")
    netloc = (f"[{name}]" if ":" in name else name) + (f":{port}" if port and port != SCHEMES[parts.scheme] else "")
    query = parts.query
    if any(mark in query for mark in TRACKING):
        query = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not k.startswith(TRACKING)])
    return urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), quote(query, safe="/%:@!$&'()*+,;=~?"), ""))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; also looks at an IPv4 address inside one of IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Guard(httpcore.NetworkBackend):
    """Connects to public addresses only, and breaks off at `deadline` (on `time.monotonic`), however slowly the bytes come."""

    def __init__(self, allow_private: bool = False):
        self.allow_private = allow_private
        self.deadline = float("inf")
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            raise httpcore.ConnectError(f"{host} has no address ({error.strerror})") from None
        allowed = [address for address in dict.fromkeys(found) if self.allow_private or is_public(address)]
        if not allowed:
            raise BadAddress(f"{host} is {found[0]}, an address of a private network: --allow-private allows it")
        for address in allowed[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return _Timed(self._backend.connect_tcp(address, port, timeout, local_address, socket_options), self)
        return _Timed(self._backend.connect_tcp(allowed[-1], port, timeout, local_address, socket_options), self)


class _Timed(httpcore.NetworkStream):
    """A connection that looks at the clock."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard):
        self._stream, self._guard = stream, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._guard.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long as a whole")
        return min(left, timeout) if timeout is not None else left
