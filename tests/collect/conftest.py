"""A site of one's own: real bytes over a real socket."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Site:
    """Serves `pages`: path → body, or (status, headers, body), or a function of the request that writes what it likes."""

    def __init__(self):
        self.pages: dict = {}
        self.asked: list[tuple[str, dict]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                page = site.pages.get(self.path, (404, {}, b"not found"))
                if callable(page):
                    page(self)
                    self.close_connection = True
                    return
                status, headers, body = page if isinstance(page, tuple) else (200, {"Content-Type": "text/html"}, page)
                etag = headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture()
def site():
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture()
def packed():
    return lambda body, **headers: (200, {"Content-Type": "text/html", "Content-Encoding": "gzip", **headers}, gzip.compress(body))


@pytest.fixture()
def dripping():
    """One byte at a time, for ever."""

    def drip(request):
        try:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while True:
                request.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            pass

    return drip
