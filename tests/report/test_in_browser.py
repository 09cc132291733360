"""The report as a reader meets it: in headless Chromium, without a network. Skipped where no browser is installed."""

import made as own
import pytest
from browser import browser, executable

from sitrep.report import Whole, write_report

pytestmark = pytest.mark.skipif(executable() is None, reason="no Chromium or Chrome is installed")
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def tab():
    with browser() as page:
        yield page


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "index.html"
    near = own.result("events", "near", failing=(f"{1:016x}-e002",), severity="warning")
    results = (near, own.result("mentions", "once", failing=(f"{1:016x}-m001",)))
    tables = own.tables(articles=[own.article(), own.article(2, title="A quiet day", text="Nothing happened.")])
    write_report(path, edition=Whole(tables), results=results, summary=own.SUMMARY)
    return path


@pytest.fixture
def opened(tab, report):
    tab.requests.clear()
    tab.errors.clear()
    tab.open(report)
    return tab


def lit(page) -> list[str]:
    return page.run("[...document.querySelectorAll('.text .lit')].map((e) => e.textContent)")


def test_it_asks_for_nothing_and_complains_of_nothing(opened, report):
    opened.hover("#a1 .text a.c")
    assert [address for address in opened.requests if not address.startswith("data:")] == [report.resolve().as_uri()]
    assert opened.errors == []


def test_a_click_on_a_row_lights_its_words(opened):
    opened.click("#a1e1 .what b")
    assert lit(opened) == ["Shelling", "shelled", "Tal Rafa", "Monday"]
    opened.click("#a1e1 > .label")
    assert opened.run("location.hash") == "#a1e1w"
    opened.press("Escape")
    assert lit(opened) == []


ESCAPE = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))"
LATER = "new Promise((done) => setTimeout(done, 100))"


def test_escape_is_not_undone_by_the_address_that_changes_late(opened):
    opened.run(f"(() => {{ location.hash = '#a1e1w'; {ESCAPE}; return {LATER} }})()")
    assert lit(opened) == []
    opened.run(f"(() => {{ location.hash = '#a1e2w'; return {LATER} }})()")
    assert "accused" in lit(opened)


def test_escape_is_not_undone_by_a_page_that_scrolls_beneath_the_pointer(opened):
    opened.hover("#a1e1 .what b")
    assert "Shelling" in lit(opened)
    opened.press("Escape")
    opened.run(f"(() => {{ scrollBy({{top: 40, behavior: 'instant'}}); return {LATER} }})()")
    assert lit(opened) == []


def test_a_click_on_words_lights_their_row(opened):
    opened.click("#a1 .text a.k")
    assert opened.run("document.querySelector('.lit-row').id") == "a1c1"
    assert opened.run("location.hash") == "#a1c1"


def test_a_claim_an_actor_and_a_place_find_their_words_too(opened):
    opened.click("#a1c2 .said")
    assert lit(opened) == ["four"]
    opened.click("#a1 [aria-label=Places] li a")
    assert lit(opened) == ["Tal Rafa"]
    opened.click("#a1 [aria-label=Actors] li a")
    assert "".join(lit(opened)) == "General Omar Haddad"


def test_the_speaker_is_shown_beside_the_words_of_a_statement(opened):
    opened.hover("#a1 .text a[href='#a1s3'].c")
    assert opened.run("document.getElementById('tip').innerText") == "S3 · The defence ministry denied"
    assert not opened.run("document.getElementById('tip').hidden")


def test_a_figure_shows_its_query(opened):
    opened.hover(".accounts data")
    assert opened.run("document.getElementById('tip').innerText").startswith("select count(*) from 'articles.parquet'")


def test_the_queries_of_a_section_are_listed_for_the_keyboard(opened):
    opened.run("document.querySelector('#gaps > details.sql summary').click()")
    opened.run("new Promise((done) => setTimeout(done, 50))")
    text = opened.run("document.querySelector('#gaps > details.sql pre').textContent")
    assert "where event_date_start is null;  -- 1\n" in text


def test_the_map_has_the_points_and_comes_closer(opened):
    assert opened.run("document.querySelectorAll('#world circle').length") == 1
    inside = """(() => { const map = document.getElementById('world').getBoundingClientRect();
        const point = document.querySelector('#world circle').getBoundingClientRect();
        const across = point.left > map.left && point.right < map.right, down = point.top > map.top && point.bottom < map.bottom;
        return map.width > 300 && across && down })()"""
    assert opened.run(inside)
    assert opened.run("document.querySelector('#world .land').getBBox().width") > 100
    before = opened.run("document.getElementById('world').getAttribute('viewBox')")
    opened.click("[data-zoom='0.6']")
    assert opened.run("document.getElementById('world').getAttribute('viewBox')") != before
    opened.click("[data-zoom='0']")
    assert opened.run("document.getElementById('world').viewBox.baseVal.width") == 960


def test_a_point_leads_to_its_place_and_from_there_to_the_event(opened):
    opened.click("#world circle")
    assert opened.run("location.hash") == "#w1"
    opened.click("#w1 .label")
    row = "document.querySelector('.lit-row')"
    lit = f"new Promise((done) => {{ const look = () => ({row} ? done({row}.id) : setTimeout(look, 20)); look(); }})"
    assert opened.run(lit) == "a1e1"


def test_the_list_narrows_to_what_is_looked_for(opened):
    opened.run("(() => { const f = document.getElementById('filter'); f.value = 'quiet'; f.dispatchEvent(new Event('input')) })()")
    assert opened.run("document.getElementById('filter-n').textContent") == "1 of 2"
    assert opened.run("[...document.querySelectorAll('.index tbody tr')].map((row) => row.hidden)") == [True, False]


def test_keys_alone_are_enough(opened):
    opened.press("Tab")
    assert opened.run("document.activeElement.className") == "skip"
    opened.run("document.querySelector('#a1e2 .label').focus()")
    opened.press("Enter")
    assert opened.run("location.hash") == "#a1e2w" and "accused" in lit(opened)


LIGHTNESS = """(() => { const [r, g, b] = getComputedStyle(document.body).%s.match(/\\d+/g).map(Number); return (r + g + b) / 765 })()"""


@pytest.mark.parametrize("dark", [False, True])
def test_it_follows_the_readers_light_or_dark(tab, report, dark):
    tab.open(report, dark=dark)
    paper, ink = tab.run(LIGHTNESS % "backgroundColor"), tab.run(LIGHTNESS % "color")
    assert (paper < 0.2 and ink > 0.7) if dark else (paper > 0.9 and ink < 0.25)


def test_it_fits_a_phone(tab, report):
    tab.open(report, width=390, height=844)
    assert tab.run(WIDE) <= 390


def test_it_prints_with_the_lists_open(tab, report):
    tab.open(report)
    tab.run("dispatchEvent(new Event('beforeprint'))")
    assert tab.run("[...document.querySelectorAll('main details:not(.sql, .index)')].every((list) => list.open)")
    assert tab.call("Page.printToPDF")["data"].startswith("JVBER")  # %PDF


LONG = "x" * 10_000
HOSTILE = "\n\n".join(
    [
        f"<script>document.title = 'owned'</script> {own.BODY[0]}",
        "&lt;img src=x onerror=alert(1)&gt; &amp; &#x3C;b&#x3E; \u202eevil\u202c \u2066isolate\u2069 <!-- --> ]]>",
        "</script></style></article>",
        LONG,
        "\U0001f600 e\u0301\u0301\u0301 \u0000 \ufeff \u200b",
    ]
)


def test_hostile_articles_change_nothing(tab, tmp_path):
    path = tmp_path / "index.html"
    title = f"<script>document.title='owned'</script>\u202e{LONG}"
    article = own.article(text=HOSTILE, title=title, publisher="<b>x</b>", byline="<img src=x onerror=\"document.title='owned'\">")
    words = own.span("shelled", text=HOSTILE)
    event = {
        **own.rows()["events"][0],
        "char_start": words["start"],
        "char_end": words["end"],
        "mention_spans": [words],
        "place_name": title,
    }
    actors = [{**row, "name": title} for row in own.rows()["actors"]]
    tables = own.tables(articles=[article], events=[event], actors=actors, statements=[], casualties=[], mentions=[])
    write_report(path, edition=Whole(tables), results=(own.result("events", "<script>", failing=("<img src=x>",)),), summary=own.SUMMARY)
    tab.requests.clear()
    tab.errors.clear()
    tab.open(path, width=390, height=844)
    assert tab.run("document.title") == "Sitrep report · run-1"
    assert tab.run("document.scripts.length") == 1 and tab.run("document.images.length") == 0
    assert tab.run("document.querySelectorAll('article').length") == 1
    assert tab.run("document.querySelector('.text').textContent").count("<script>") == 1
    assert tab.run(WIDE) <= 390
    assert tab.errors == [] and len([a for a in tab.requests if not a.startswith("data:")]) == 1
    tab.click("#a1e1 .what b")
    assert lit(tab)[0] == "shelled"
