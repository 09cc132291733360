"""From a feed to the raw folder, and from there into the run: each article once, with where it is from."""

import gzip
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sitrep.article import Article, RawDocument
from sitrep.cli import main
from sitrep.collect import collect, feeds, sitemaps
from sitrep.collect.fetch import Fetcher
from sitrep.collect.harvest import Harvest, harvest
from sitrep.collect.memory import FILE, TRIES
from sitrep.parse import parse


def page(n: int) -> bytes:
    text = f"<p>Police in district {n} said on Monday that two men had been arrested after a raid on a warehouse near the river.</p>" * 3
    return f"<!DOCTYPE html><html><head><title>Raid {n}</title></head><body><article>{text}</article></body></html>".encode()


def rss(url: str, *numbers: int, extra: str = "") -> bytes:
    items = "".join(
        f"<item><title>Raid {n} &amp; more</title><link>{url}/news/{n}.html?utm_source=rss</link>"
        f"<pubDate>Mon, 28 Jun 2021 1{n}:00:00 +0200</pubDate></item>"
        for n in numbers
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title>{items}{extra}</channel></rss>'.encode()


XML = {"Content-Type": "application/rss+xml"}


@pytest.fixture()
def news(site):
    """A site with a feed of three articles."""
    site.pages |= {f"/news/{n}.html": page(n) for n in range(6)}
    site.pages["/rss"] = (200, XML, rss(site.url, 1, 2, 3))
    return site


@pytest.fixture()
def get(tmp_path):
    fetcher = Fetcher(delay=0, timeout=3, patience=5, allow_private=True)
    yield lambda *addresses, **options: harvest(addresses, tmp_path / "raw", fetcher, **options)
    fetcher.close()


def test_articles_lie_in_the_folder_with_where_they_are_from(news, get, tmp_path):
    found = get(f"{news.url}/rss")
    assert (len(found.new), found.known, found.problems, found.failed) == (3, 0, [], [])
    meta = yaml.safe_load(found.new[0].with_suffix(".meta.yaml").read_text())
    retrieved = meta.pop("retrieved")
    assert meta == {
        "title": "Raid 1 & more",
        "url": f"{news.url}/news/1.html",
        "publisher": "The Daily",
        "published": "2021-06-28T09:00:00Z",
        "published_basis": "feed",
    }
    documents = list(collect([tmp_path / "raw"]))
    assert [type(d) for d in documents] == [RawDocument] * 3
    article = parse(documents[0])
    assert isinstance(article, Article) and article.published_basis == "feed" and article.publisher == "The Daily"
    assert article.collected_at.strftime("%Y-%m-%dT%H:%M:%SZ") == retrieved and "retrieved" not in documents[0].meta


def test_a_second_run_saves_nothing_new_and_says_so(news, get, tmp_path):
    get(f"{news.url}/rss")
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "raw").iterdir() if p.name != FILE}
    news.asked.clear()
    found = get(f"{news.url}/rss")
    assert (found.new, found.known) == ([], 3) and found.sentence(Path("raw")) == "nothing new, 3 known"
    assert {p.name: p.stat().st_mtime_ns for p in (tmp_path / "raw").iterdir() if p.name != FILE} == before
    assert not any(path.startswith("/news/") for path in news.paths())


def test_a_feed_that_has_not_changed_is_not_sent_again(news, get):
    news.pages["/rss"] = (200, {**XML, "ETag": '"a"'}, rss(news.url, 1, 2))
    get(f"{news.url}/rss")
    assert get(f"{news.url}/rss").unchanged == 1 and news.asked[-1][1]["if-none-match"] == '"a"'
    news.pages["/rss"] = (200, {**XML, "ETag": '"b"'}, rss(news.url, 1, 2, 3))
    found = get(f"{news.url}/rss")
    assert (len(found.new), found.known) == (1, 2)


def test_a_feed_with_articles_still_to_come_is_read_again_although_it_has_not_changed(news, get):
    news.pages["/rss"] = (200, {**XML, "ETag": '"a"'}, rss(news.url, 1, 2, 3))
    found = get(f"{news.url}/rss", limit=2)
    assert (len(found.new), found.waiting) == (2, 1)
    assert len(get(f"{news.url}/rss", limit=2).new) == 1
    assert get(f"{news.url}/rss").unchanged == 1


def test_a_page_that_cannot_be_had_is_tried_again_and_then_given_up(news, get):
    news.pages["/news/2.html"] = (500, {}, b"")
    for _ in range(TRIES):
        found = get(f"{news.url}/rss")
        (problem,) = found.problems
        assert (problem.rule, problem.stage) == ("http_status", "collect") and "500" in problem.reason
    news.asked.clear()
    assert "Given up" in get(f"{news.url}/rss").problems[0].reason and "/news/2.html" not in news.paths()


def test_the_feeds_own_text_stands_for_a_page_that_cannot_be_had(news, get):
    text = "<p>" + "The minister said that the bridge would be closed for a week after the flood. " * 10 + "</p>"
    space = "http://purl.org/rss/1.0/modules/content/"
    content = f'<content:encoded xmlns:content="{space}"><![CDATA[{text}]]></content:encoded>'
    extra = f"<item><title>B</title><link>{news.url}/pay</link>{content}</item>"
    news.pages["/rss"], news.pages["/pay"] = (200, XML, rss(news.url, extra=extra)), (402, {}, b"")
    found = get(f"{news.url}/rss")
    assert not found.problems
    (document,) = collect([found.new[0]])
    assert isinstance(parse(document), Article) and "bridge" in parse(document).text


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/x-gzip"}])
def test_sitemaps_and_their_indexes_are_read(news, get, headers):
    urls = "".join(
        f"<url><loc>{news.url}/news/{n}.html</loc><news:news><news:publication><news:name>The Daily</news:name></news:publication>"
        f"<news:publication_date>2021-06-2{n}</news:publication_date><news:title>Raid {n}</news:title></news:news>"
        f'<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>{news.url}/i.png</image:loc></image:image></url>'
        for n in (1, 2)
    )
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    news.pages["/news.xml"] = (200, headers, gzip.compress(sitemap.encode()) if headers else sitemap.encode())
    index = (
        f"<sitemapindex><sitemap><loc>{news.url}/news.xml</loc></sitemap><sitemap><loc>{news.url}/none.xml</loc></sitemap></sitemapindex>"
    )
    news.pages["/index.xml"] = (200, {}, index.encode())
    found = get(f"{news.url}/index.xml")
    assert len(found.new) == 2 and [p.rule for p in found.problems] == ["http_status"]
    meta = yaml.safe_load(found.new[1].with_suffix(".meta.yaml").read_text())
    assert (meta["title"], meta["published"], meta["publisher"]) == ("Raid 2", "2021-06-22T00:00:00Z", "The Daily")


def test_one_article_may_be_given_itself(news, get):
    found = get(f"{news.url}/news/4.html")
    assert found.new[0].read_bytes() == page(4) and get(f"{news.url}/news/4.html").known == 1


def test_what_is_no_feed_is_told_and_the_next_is_read(news, get):
    news.pages["/image"] = (200, {"Content-Type": "image/png"}, b"\x89PNG")
    news.pages["/broken"] = (200, XML, b"<rss><channel><item")
    found = get(f"{news.url}/image", f"{news.url}/broken", f"{news.url}/none", "ftp://example.org/x", f"{news.url}/rss")
    assert [p.rule for p in found.failed] == ["bad_feed", "bad_feed", "http_status", "bad_address"] and len(found.new) == 3


def test_links_that_are_no_web_addresses_are_problems(news, get):
    extra = "<item><link>javascript:alert(1)</link></item><item><title>no link</title></item><item><link>file:///etc/passwd</link></item>"
    news.pages["/rss"] = (200, XML, rss(news.url, 1, extra=extra))
    found = get(f"{news.url}/rss")
    assert len(found.new) == 1 and [p.rule for p in found.problems] == ["bad_address"] * 3
    assert "'no link'" in found.problems[1].reason


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lollollollol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


def test_entities_are_not_expanded_and_no_file_is_read():
    sitemap = f"{BOMB}<urlset><url><loc>http://example.org/&m;</loc></url></urlset>".encode()
    with pytest.raises(ValueError, match="no XML"):
        sitemaps.parse(sitemap)
    (entry,) = sitemaps.parse(sitemap.replace(b"&m;", b"a&file;b")).pages
    assert entry.address == "http://example.org/a"
    rss = f"{BOMB}<rss><channel><title>T&m;&file;</title><item><link>http://example.org/a</link><title>&m;</title></item></channel></rss>"
    (entry,) = feeds.entries(rss.encode(), "http://example.org/")
    assert len(entry.title or "") < 100 and len(entry.publisher or "") < 100 and "root" not in str(entry)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 1, "feeds": 5, "failed": {}}', b"[" * 9000, b"\xff"])
def test_a_damaged_memory_costs_one_more_question(news, get, tmp_path, damage):
    get(f"{news.url}/rss")
    (tmp_path / "raw" / FILE).write_bytes(damage)
    assert get(f"{news.url}/rss").known == 3 and json.loads((tmp_path / "raw" / FILE).read_text())["format"] == 1


def test_a_run_that_is_killed_leaves_no_article_without_its_sidecar(news, get, tmp_path, monkeypatch):
    def killed(path, data, write=Path.write_bytes):
        if path.name.endswith(".html.part"):
            raise KeyboardInterrupt
        return write(path, data)

    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
        m.setattr(Path, "write_bytes", killed)
        get(f"{news.url}/rss")
    assert not list((tmp_path / "raw").glob("*.html")) and len(get(f"{news.url}/rss").new) == 3


def test_names_tell_pages_apart_whatever_their_addresses_are(news, get):
    links = [
        f"{news.url}/{path}"
        for path in ("a?id=1", "a?id=2", "../../etc/passwd", "x/%2e%2e%2f%2e%2e%2fy", "n" * 300, "ä/ö", "CON", "a/", "?q")
    ]
    for link in links:
        news.pages[link.removeprefix(news.url)] = page(0)
    extra = "".join(f"<item><link>{link.replace('&', '&amp;')}</link></item>" for link in links)
    news.pages["/rss"] = (200, XML, rss(news.url, extra=extra))
    found = get(f"{news.url}/rss")
    assert len({p.name for p in found.new}) == len(found.new) >= 7
    assert all(p.parent.name == "raw" and len(p.name) < 100 for p in found.new)


def test_the_command_says_what_it_found(news, tmp_path):
    call = ["collect", f"{news.url}/rss", "--to", str(tmp_path / "raw"), "--delay", "0"]
    refused = CliRunner().invoke(main, call)
    assert refused.exit_code == 1 and "--allow-private" in refused.output
    first, second = (CliRunner().invoke(main, [*call, "--allow-private"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "3 new articles" in first.output and "nothing new, 3 known" in second.output
    told = json.loads(CliRunner().invoke(main, [*call, f"{news.url}/none", "--allow-private", "--json"]).stdout)
    assert (told["known"], told["failed"], told["problems"][0]["rule"]) == (3, 1, "http_status")
    quiet = CliRunner().invoke(main, [*call, f"{news.url}/none", "--allow-private", "--quiet"])
    assert quiet.stdout == "" and quiet.stderr.count("\n") == 1, "only what went wrong"


def test_the_flow_does_what_the_command_does(prefect, news, tmp_path):
    from sitrep.collect.fetch import FetchError
    from sitrep.pipeline import collect_feeds

    found = collect_feeds([f"{news.url}/rss", f"{news.url}/none"], str(tmp_path / "raw"), delay=0, allow_private=True)
    assert (found["new"], found["failed"]) == (3, 1)
    with pytest.raises(FetchError, match="None of the 1 addresses"):
        collect_feeds([f"{news.url}/none"], str(tmp_path / "raw"), delay=0, allow_private=True)


def test_an_empty_harvest_says_so():
    assert Harvest().sentence(Path("raw")) == "nothing new, 0 known"
