"""What a collector could not have is in the rejects of the run that reads its folder, for as long as it is not there."""

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))
import killing

from sitrep.collect import SourceError, collect
from sitrep.collect.fetch import Fetcher
from sitrep.collect.harvest import harvest
from sitrep.collect.memory import FILE, TRIES
from sitrep.collect.refused import is_within
from sitrep.rejects import rejects

XML = {"Content-Type": "application/rss+xml"}


def page(n: int) -> bytes:
    text = f"<p>Police in district {n} arrested {n + 2} men of gang {n} on Monday after a raid on warehouse {n} near the river.</p>" * 3
    return f"<!DOCTYPE html><html><head><title>Raid {n}</title></head><body><article>{text}</article></body></html>".encode()


def rss(url: str, *paths: str) -> tuple[int, dict[str, str], bytes]:
    items = "".join(f"<item><title>Raid {path}</title><link>{url}{path}</link></item>" for path in paths)
    return 200, XML, f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Daily</title>{items}</channel></rss>'.encode()


@pytest.fixture()
def news(site):
    """A site with a feed of two articles."""
    site.pages |= {f"/{n}": page(n) for n in (1, 2)}
    site.pages["/rss"] = rss(site.url, "/1", "/2")
    return site


@pytest.fixture()
def get(tmp_path):
    fetcher = Fetcher(delay=0, timeout=0.4, patience=0.4, allow_private=True)
    yield lambda *addresses: harvest(addresses, tmp_path / "raw", fetcher)
    fetcher.close()


@pytest.fixture()
def run(tmp_path, monkeypatch):
    """Run over the folder, with a coder that takes no time; gives its rejects as {address: rule}."""
    monkeypatch.setitem(sys.modules, "sitrep.coder", sys.modules["sitrep"])
    monkeypatch.chdir(tmp_path)

    def told(source: str = "raw") -> dict[str, str]:
        killing.run_below_the_flow(Path(source), Path("out"))
        return {row["source_uri"]: row["rule"] for row in pq.read_table("out/rejects.parquet").to_pylist()}

    return told


def test_every_way_in_which_a_feed_or_page_fails_is_a_reject_with_its_remedy(news, get, run, dripping):
    news.pages |= {"/slow": dripping, "/html": (200, XML, b"<rss><channel><item"), "/robots.txt": b"User-agent: *\nDisallow: /closed\n"}
    news.pages["/rss"] = rss(news.url, "/1", "/none", "/closed/3", "javascript:alert(1)")
    get(*(f"{news.url}/{name}" for name in ("rss", "slow", "html", "gone", "closed/feed")), "ftp://example.org/x")
    assert run() == {
        "ftp://example.org/x": "bad_address",
        f"{news.url}/rss": "bad_address",  # one of its links
        f"{news.url}/none": "http_status",
        f"{news.url}/closed/3": "robots",
        f"{news.url}/slow": "timeout",
        f"{news.url}/html": "bad_feed",
        f"{news.url}/gone": "http_status",
        f"{news.url}/closed/feed": "robots",
    }
    for row in rejects(Path("out")):
        assert (row["stage"], row["severity"], row["row"]["kept_in"]) == ("collect", "critical", f"raw/{FILE}")
        assert ": " in row["reason"] and "sitrep collect" in row["to_do"] and f"raw/{FILE}" in row["to_do"]
    (gone,) = (row for row in rejects(Path("out")) if row["source_uri"].endswith("/none"))
    assert gone["row"] == {"kept_in": f"raw/{FILE}", "feed": f"{news.url}/rss", "title": "Raid /none"}


def test_a_private_address_that_is_refused_is_a_reject(news, run, tmp_path):
    fetcher = Fetcher(delay=0)
    harvest([f"{news.url}/rss"], tmp_path / "raw", fetcher)
    fetcher.close()
    assert run() == {f"{news.url}/rss": "private_address"} and "--allow-private" in rejects(Path("out"))[0]["reason"]


def test_what_comes_later_is_no_reject_any_more(news, get, run):
    wanted = [f"{news.url}/rss", f"{news.url}/late"]
    news.pages["/rss"] = rss(news.url, "/1", "/3", "not an address")
    get(*wanted)
    assert set(run()) == {f"{news.url}/rss", f"{news.url}/late", f"{news.url}/3"}
    news.pages |= {"/3": page(3), "/late": rss(news.url, "/2"), "/rss": rss(news.url, "/1", "/3")}
    get(*wanted)
    assert run() == {} and pq.read_table("out/articles.parquet").num_rows == 3


def test_a_feed_that_is_down_and_then_has_not_changed_is_no_reject_any_more(news, get, run):
    body = rss(news.url, "/1", "mailto:desk")[2]
    news.pages["/rss"] = (200, {**XML, "ETag": '"a"'}, body)
    get(f"{news.url}/rss")
    news.pages["/rss"] = (503, {}, b"")
    get(f"{news.url}/rss")
    run()
    assert sorted(row["rule"] for row in rejects(Path("out"))) == ["bad_address", "http_status"]
    news.pages["/rss"] = (200, {**XML, "ETag": '"a"'}, body)
    assert get(f"{news.url}/rss").unchanged == 1
    run()
    assert [row["rule"] for row in rejects(Path("out"))] == ["bad_address"], "the bad link is in the feed still"


def test_sitemaps_of_an_index_that_fail_are_rejects_until_they_come(news, get, run):
    index = "".join(f"<sitemap><loc>{news.url}/{name}.xml</loc></sitemap>" for name in ("none", "nested"))
    news.pages["/index.xml"] = (200, {}, f"<sitemapindex>{index}</sitemapindex>".encode())
    news.pages["/nested.xml"] = (200, {}, b"<sitemapindex><sitemap><loc>http://example.org/x.xml</loc></sitemap></sitemapindex>")
    get(f"{news.url}/index.xml")
    assert run() == {f"{news.url}/none.xml": "http_status", f"{news.url}/nested.xml": "bad_feed"}
    for name, n in (("none", 1), ("nested", 2)):
        news.pages[f"/{name}.xml"] = (200, {}, f"<urlset><url><loc>{news.url}/{n}</loc></url></urlset>".encode())
    get(f"{news.url}/index.xml")
    assert run() == {}


def test_runs_that_find_the_same_record_give_the_same_bytes(news, get, run, tmp_path):
    news.pages["/rss"] = rss(news.url, "/1", "/none")
    get(f"{news.url}/rss", f"{news.url}/gone")
    run()
    first, stamp = killing.digests(Path("out")), Path("out/rejects.parquet").resolve()
    for _ in range(TRIES):  # the record counts how often a page was tried: that is no news
        get(f"{news.url}/rss", f"{news.url}/gone")
        run()
    assert killing.digests(Path("out")) == first and Path("out/rejects.parquet").resolve() == stamp
    Path("out").rename("before")
    run()
    assert killing.digests(Path("out")) == first


def test_a_run_over_other_sources_leaves_them_as_they_are(news, get, run, tmp_path):
    get(f"{news.url}/rss", f"{news.url}/gone")
    before = run()
    (tmp_path / "more").mkdir()
    killing.write_day(tmp_path / "more" / "day.jsonl", 3)
    assert run("more") == before == {f"{news.url}/gone": "http_status"}
    (tmp_path / "raw" / FILE).unlink()
    assert run("more") == before
    assert run("raw") == {}, "taken away, the record asks for nothing"


def test_two_folders_may_miss_the_same_page(news, run, tmp_path):
    fetcher = Fetcher(delay=0, allow_private=True)
    for name in ("raw/a", "raw/b"):
        harvest([f"{news.url}/gone"], tmp_path / name, fetcher)
    fetcher.close()
    run()
    assert {row["row"]["kept_in"] for row in rejects(Path("out"))} == {f"raw/a/{FILE}", f"raw/b/{FILE}"}, "in the order of their ids"


@pytest.mark.parametrize(
    "damage", ["{", "[" * 9000, '{"format": 1, "feeds": {}, "failed": {"http://a.b/": {"tries": 1}}}', '{"format": 2}']
)
def test_a_damaged_record_is_told_of_and_nothing_that_it_said_is_lost(news, get, run, tmp_path, damage):
    get(f"{news.url}/rss", f"{news.url}/gone")
    before = run()
    whole = (tmp_path / "raw" / FILE).read_text()
    (tmp_path / "raw" / FILE).write_text(damage)
    assert run() == {**before, f"raw/{FILE}": "damaged_record"}
    (tmp_path / "raw" / FILE).write_text(whole)
    assert run() == before


def test_an_edited_record_may_say_anything(run, tmp_path):
    (tmp_path / "raw").mkdir()
    told = {"rule": "no\tpage", "reason": "half a pair \ud800", "tries": 1}
    memory = {"format": 1, "feeds": {}, "failed": {"http://example.org/\n\ud800": told}, "refused": {"x": {"x": told}}}
    (tmp_path / "raw" / FILE).write_text(json.dumps(memory))
    assert run() == {"http://example.org/\\n?": "no\\tpage", "x": "no\\tpage"}


def test_a_folder_in_which_nothing_came_is_read_for_what_did_not(news, get, tmp_path):
    get(f"{news.url}/gone")
    (found,) = collect([tmp_path / "raw"])
    assert (found.source_uri, found.rule) == (f"{news.url}/gone", "http_status")
    news.pages["/gone"] = (200, XML, rss(news.url)[2])
    get(f"{news.url}/gone")
    with pytest.raises(SourceError, match="holds no files to read"):
        collect([tmp_path / "raw"])


def test_a_given_up_page_comes_when_it_is_asked_for_itself(news, get, run):
    news.pages["/rss"] = rss(news.url, "/3")
    for _ in range(TRIES + 1):
        get(f"{news.url}/rss")
    assert run() == {f"{news.url}/3": "http_status"}
    news.pages["/3"] = page(3)
    get(f"{news.url}/3")
    assert run() == {}


def test_which_files_a_run_has_collected():
    assert is_within("raw/.collect.json", ["raw"]) and is_within("raw/bbc/.collect.json", ["day.jsonl", "raw"])
    assert is_within("raw/.collect.json", ["."]) and not is_within("/srv/raw/.collect.json", ["."])
    assert is_within("/srv/raw/.collect.json", ["/"]) and not is_within("rawer/.collect.json", ["raw"])
    assert is_within("raw/.collect.json", ["raw/.collect.json"]), "a replay reads the record alone"


def test_the_flows_tell_of_it_and_a_replay_too(prefect, news, tmp_path, monkeypatch):
    """A scheduled collection of which nothing comes, and the hourly run after it."""
    from sitrep.collect.fetch import FetchError
    from sitrep.pipeline import collect_feeds, replay
    from sitrep.pipeline import news as run

    monkeypatch.chdir(tmp_path)
    with pytest.raises(FetchError):
        collect_feeds([f"{news.url}/late"], "raw", delay=0, allow_private=True)
    facts = run(["raw"], "out")
    assert (facts["published"], facts["articles_in"], facts["articles_rejected"], facts["rows"]["rejects"]) == (True, 1, 1, 1)
    assert not run(["raw"], "out")["changed"] and not replay("out")["changed"]
    news.pages["/late"] = (200, XML, rss(news.url)[2])
    collect_feeds([f"{news.url}/late"], "raw", delay=0, allow_private=True)
    facts = replay("out")
    assert (facts["changed"], facts["rows"]["rejects"]) == (True, 0)
