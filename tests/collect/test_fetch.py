"""One document from the web: what is refused, how long is waited, how much is taken."""

import time

import httpcore
import pytest

from sitrep.collect import robots
from sitrep.collect.addresses import BadAddress, Guard, clean, is_public
from sitrep.collect.fetch import Fetcher, FetchError


@pytest.fixture()
def fetcher():
    fetcher = Fetcher(delay=0, timeout=2, patience=2, allow_private=True)
    yield fetcher
    fetcher.close()


def rule(fetcher: Fetcher, address: str, most: int = 10_000) -> str:
    with pytest.raises(FetchError) as error:
        fetcher.get(address, most=most)
    assert str(error.value).endswith(".") and len(str(error.value)) < 400
    return error.value.rule


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://Example.org", "https://example.org/"),
        ("http://example.org:80/a?b=1#top", "http://example.org/a?b=1"),
        ("https://example.org/ä b?q=ü&utm_source=x&id=7", "https://example.org/%C3%A4%20b?q=%C3%BC&id=7"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_an_address_has_one_form(given, asked):
    assert clean(given) == asked == clean(asked)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "//example.org", "example.org", "http://", "http://a:b@example.org/",
     "http://example.org:99999/", "http://[::1/", "http://example.org/" + "x" * 3000, "", "data:text/html,x"],
)  # fmt: skip
def test_only_the_web_is_asked(address):
    with pytest.raises(BadAddress):
        clean(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address):
    assert not is_public(address)
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1:248:1893:25c8:1946") and is_public("::ffff:93.184.216.34")


def test_this_machine_is_refused_unless_allowed(site, fetcher):
    site.pages["/a"] = b"secret"
    strict = Fetcher(delay=0)
    for address in (f"{site.url}/a", site.url.replace("127.0.0.1", "localhost") + "/a"):
        assert rule(strict, address) == "private_address"
    assert site.asked == [] and fetcher.get(f"{site.url}/a", most=100).data == b"secret"


def test_a_redirect_to_a_private_network_is_refused_too(site, monkeypatch):
    """The name is public when it is looked at and private when it is connected to: the address that counts is the one connected to."""
    site.pages["/robots.txt"] = b""
    site.pages["/a"] = (302, {"Location": "http://10.0.0.1/admin"}, b"")
    monkeypatch.setattr("sitrep.collect.addresses.is_public", lambda address: address == "127.0.0.1")
    assert rule(Fetcher(delay=0), f"{site.url}/a") == "private_address"
    answers = iter(["93.184.216.34", "10.0.0.1"])
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (next(answers), 80))])
    monkeypatch.setattr("sitrep.collect.addresses.is_public", lambda address: not address.startswith("10."))
    guard, connected = Guard(), []
    monkeypatch.setattr(guard._backend, "connect_tcp", lambda host, *a: connected.append(host))
    guard.connect_tcp("rebind.example", 80)
    with pytest.raises(BadAddress):
        guard.connect_tcp("rebind.example", 80)
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/"])
def test_redirects_stay_on_the_web(site, fetcher, target):
    site.pages["/a"] = (302, {"Location": target}, b"")
    assert rule(fetcher, f"{site.url}/a") == "bad_address"


def test_redirects_are_followed_a_few_times(site, fetcher):
    site.pages["/a"] = (301, {"Location": "/b"}, b"")
    site.pages["/b"] = (307, {"Location": f"{site.url}/c"}, b"")
    site.pages["/c"] = b"found"
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    got = fetcher.get(f"{site.url}/a", most=100)
    assert (got.data, got.address) == (b"found", f"{site.url}/c")
    assert rule(fetcher, f"{site.url}/loop") == "redirects" and site.paths().count("/loop") < 8


def test_no_more_is_taken_than_is_asked_for(site, fetcher, packed):
    site.pages["/big"] = b"x" * 20_000
    site.pages["/bomb"] = packed(bytes(50_000_000))
    site.pages["/fits"] = packed(b"x" * 10_000)
    assert rule(fetcher, f"{site.url}/big") == rule(fetcher, f"{site.url}/bomb") == "too_large"
    assert len(fetcher.get(f"{site.url}/fits", most=10_000).data) == 10_000


def test_a_server_that_drips_is_left(site, fetcher, dripping):
    site.pages["/drip"] = dripping
    start = time.monotonic()
    assert rule(fetcher, f"{site.url}/drip") == "timeout" and time.monotonic() - start < 6


def test_what_is_no_answer_is_an_error(site, fetcher):
    site.pages["/garbage"] = lambda request: request.wfile.write(b"\x00\xff garbage\r\n\r\n")
    site.pages["/short"] = lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
    site.pages["/packed"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bnot gzip")
    site.pages["/odd"] = (200, {"Content-Encoding": "br"}, b"x")
    site.pages["/gone"] = (410, {}, b"")
    assert {rule(fetcher, site.url + path) for path in ("/garbage", "/short", "/packed")} == {"unreachable"}
    assert rule(fetcher, f"{site.url}/odd") == "unreadable" and rule(fetcher, f"{site.url}/gone") == "http_status"
    assert rule(fetcher, "http://127.0.0.1:9/") == "unreachable" and rule(fetcher, "http://name.invalid/") == "unreachable"


def test_what_is_known_is_not_sent_again(site, fetcher):
    site.pages["/feed"] = (200, {"ETag": '"1"', "Last-Modified": "Mon, 28 Jun 2021 10:00:00 GMT"}, b"x")
    got = fetcher.get(f"{site.url}/feed", most=10)
    assert (got.changed, got.etag) == (True, '"1"')
    assert not fetcher.get(f"{site.url}/feed", most=10, etag=got.etag, modified=got.modified).changed
    assert site.asked[-1][1]["if-modified-since"] == "Mon, 28 Jun 2021 10:00:00 GMT"


def test_a_host_is_given_time():
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    fetcher = Fetcher(delay=2, clock=lambda: now[0], sleep=sleep)
    fetcher._pool = type("Pool", (), {"stream": lambda *a, **k: (_ for _ in ()).throw(httpcore.ConnectError("no"))})()
    for address, wish in (("http://a/1", 0), ("http://b/1", 0), ("http://a/2", 0), ("http://a/3", 5), ("http://a/4", 5000)):
        with pytest.raises(FetchError):
            fetcher._request(address, 10, None, None, wish)
    assert waits == [2, 5, 30]


def test_robots_are_asked_once_and_heeded(site, fetcher):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nAllow: /private/news"
    site.pages["/private/a"] = site.pages["/private/news"] = b"x"
    assert rule(fetcher, f"{site.url}/private/a") == "robots"
    assert fetcher.get(f"{site.url}/private/news", most=10).data == b"x"
    assert site.paths() == ["/robots.txt", "/private/news"]
    assert site.asked[0][1]["user-agent"].startswith("sitrep/")


def test_robots_that_fail_forbid_and_robots_that_are_not_there_allow(site):
    site.pages["/a"] = b"x"
    for status, allowed in ((503, False), (404, True), (403, True)):
        site.pages["/robots.txt"] = (status, {}, b"")
        fetcher = Fetcher(delay=0, allow_private=True)
        assert allowed == (
            fetcher.get(f"{site.url}/a", most=10).data == b"x" if allowed else rule(fetcher, f"{site.url}/a") != "unreachable"
        )


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nDisallow: /b", "/a", True),
        ("User-agent: other\nUser-agent: SITREP\nDisallow: /a # not this", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf.html", True),
        ("User-agent: *\nDisallow: /*?print", "/x?print=1", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /%C3%A4", "/ä", False),
        ("User-agent: *\nDisallow: /" + "*a" * 500 + "b", "/" + "a" * 1900, True),
    ],
)
def test_robots_in_the_words_of_the_standard(text, path, allowed):
    assert robots.parse(text).allow(f"https://example.org{path}") is allowed


def test_a_crawl_delay_is_a_number():
    delays = [robots.parse(f"User-agent: *\nCrawl-delay: {value}").delay for value in ("7", "0.5", "soon", "-3")]
    assert delays == [7, 0.5, 0, 0]
