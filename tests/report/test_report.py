"""What a person sees of a run: its balance, its checks, and each article with the words that every row rests on."""

import re
from types import SimpleNamespace

import made as own
from lxml import html as lxml_html

from sitrep.report.pages import Pages


def tree(text: str):
    return lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_text_stands_in_the_report_as_it_was_read(page):
    (text,) = tree(page()).xpath('//div[@class="text"]')
    assert [p.text_content() for p in text.iter("p")] == own.TEXT.split("\n\n")


def test_triggers_numbers_and_statements_are_marked_where_they_stand(page):
    (text,) = tree(page()).xpath('//div[@class="text"]')

    def marked(kind, row):
        rows = {a: a.get("data-r", a.get("href").removeprefix("#a1")).split() for a in text.xpath(".//a")}
        found = [a for a in rows if kind in a.get("class").split() and row in rows[a]]
        return "".join(a.text_content() for a in found)

    assert marked("t", "e1") == "Shellingshelled" and marked("t", "e2") == "accused"
    assert marked("k", "c1") == "at least nine" and marked("k", "c2") == "four"
    assert marked("c", "s1") == "Government forces shelled a market in Tal Rafa on Monday, killing at least nine people"
    assert marked("s", "s2") == "The defence ministry" and marked("q", "s3") == "denied"
    assert marked("m", "p1") == "General Omar Haddad"
    assert marked("l", "e1") == marked("l", "w1") == "Tal Rafa"


def test_words_under_several_rows_lead_to_the_innermost(page):
    (inner,) = [a for a in tree(page()).xpath('//div[@class="text"]//a') if a.text == "at least nine"]
    assert inner.get("class").split() == ["c", "k"] and inner.get("href") == "#a1c1"


def test_every_link_inside_the_page_arrives(page):
    found = tree(page(results=(own.result("events", "low_best_high", failing=(f"{1:016x}-e001",)),)))
    ids = [element.get("id") for element in found.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in found.xpath('//a[starts-with(@href, "#")]')} <= set(ids)
    assert {"a1e1", "a1e1w", "a1s2", "a1s2w", "a1c1", "a1c1w", "a1p1"} <= set(ids)


def test_an_event_says_who_did_what_to_whom_where_when_and_how_many_died(page):
    first, second = tree(page()).xpath('//ol[@class="events"]/li')
    assert words(first) == (
        "E1 ASSAULT heavy-weapons Government forces → ? Tal Rafa, SYR · 28 Jun 2021 · according to rescue workers · 0.80 6 4–? dead"
    )
    assert "ACCUSE General Omar Haddad → the rebels no place · no date" in words(second)


def test_claims_that_differ_stand_side_by_side_under_their_sources(page):
    (claims,) = tree(page()).xpath('//article//table[@class="claims"]')
    assert [words(row) for row in claims.xpath("./tbody/tr")] == [
        "killed in E1 ASSAULT, Tal Rafa, SYR sources differ",
        "C1 rescue workers 9–? at least nine people",
        "C2 The defence ministry 4 four militants",
        "the event 6 low 4, high ?",
    ]


def test_a_claim_of_the_article_itself_is_the_articles_and_zero_is_not_unknown(page):
    claim = own.casualty(1, "four", 0, 0, event_id=None)
    (claims,) = tree(page({"casualties": [claim]})).xpath('//article//table[@class="claims"]')
    assert words(claims) == "Row Source Number Range Words killed no event C1 the article 0 four people"


def test_statements_actors_and_places_are_rows(page):
    found = tree(page())
    rows = [words(row) for row in found.xpath('//ol[@class="statements"]/li')]
    assert rows[2] == "S3 The defence ministry denied not said its forces had fired on civilians deny, indirect"
    cast = [words(row) for row in found.xpath('//section[@aria-label="Actors"]//li')]
    assert "General Omar Haddad General, The defence ministry · SYR MIL · 1" in cast
    assert [words(row) for row in found.xpath('//section[@aria-label="Places"]//li')] == ["Tal Rafa, SYR exact place E1"]


def test_in_is_out_and_rejected(page):
    assert words(tree(page()).xpath('//dl[@class="balance"]')[0]) == "articles in 2 = coded 1 + known before 0 + rejected 1"
    assert "do not add up" in page(articles_in=3) and "do not add up" not in page()


def test_the_verdict_comes_first(page):
    assert words(tree(page()).xpath("//h1")[0]) == "Published run-1"
    assert words(tree(page(published=False)).xpath("//h1")[0]) == "Held back run-1"


def test_rejects_have_their_rule_and_reason(page):
    (row,) = tree(page()).xpath('//section[@id="rejects"]//tbody/tr')
    assert words(row).startswith("critical binary parse 1 It looks like a PDF.") and "in/b.pdf" in words(row)


def test_failed_expectations_show_their_rows_in_their_words(page):
    gone = {
        **own.rows()["rejects"][0],
        "reject_id": "rej-2",
        "table": "events",
        "row_id": "gone",
        "row_json": '{"evidence": "Nine died twice."}',
    }
    results = (
        own.result(
            "events", "country_code", failing=(f"{1:016x}-e002", "gone"), severity="warning", notes="a country is ISO 3166-1 alpha-3"
        ),
        own.result("events", "unique_key"),
        own.result("actors", "broken", failing=("x",), error="KeyError"),
        own.result("mentions", "repeated", failing=(f"{1:016x}-m001",), severity="warning"),
    )
    found = tree(page({"rejects": [gone]}, results))
    heads = [words(head) for head in found.xpath('//section[@id="expectations"]/h3')]
    assert heads == ["events 1 of 2 hold", "actors 0 of 1 hold", "mentions 0 of 1 hold"]
    assert found.xpath('//section[@id="expectations"]//a[@href="#a1"]/code/text()') == [f"{1:016x}-m001"]
    (row,) = found.xpath('//section[@id="expectations"]/div[@class="wide"][1]/table/tbody/tr')
    assert "warning country_code a country is ISO 3166-1 alpha-3 x 2 of 2" in words(row)
    assert own.BODY[2] in words(row) and "Nine died twice." in words(row) and row.xpath(".//a/@href") == ["#a1e2"]
    assert "could not be tested: KeyError" in words(found)


EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }}</style></title>"


def test_an_article_full_of_scripts_is_harmless(page):
    text = f"{EVIL} Five were killed. {EVIL}"
    article = own.article(text=text, title=EVIL, publisher=EVIL, byline=EVIL, source_uri=EVIL, url="javascript:alert(1)")
    evil = own.actor(EVIL, "person", None, "GOV", role=EVIL, actor_id="act-government-forces")
    claim = {
        **own.casualty(1, "four", 5, 5, victims_text=EVIL, count_text=EVIL),
        "char_start": text.index("Five"),
        "char_end": text.index("Five") + 4,
    }
    event = {**own.rows()["events"][0], "evidence": EVIL, "place_name": EVIL, "rule": EVIL, "mention_spans": [{"start": 0, "end": 9}]}
    statement = {**own.rows()["statements"][0], "content": EVIL, "cue": EVIL, "speaker_name": EVIL}
    reject = {
        **own.rows()["rejects"][0],
        "reason": EVIL,
        "rule": EVIL,
        "source_uri": EVIL,
        "row_id": EVIL,
        "row_json": '{"text": "<script>"}',
    }
    changed = {
        "articles": [article],
        "events": [event],
        "statements": [statement],
        "casualties": [claim],
        "actors": [evil],
        "rejects": [reject],
    }
    out = page(changed, (own.result("events", EVIL, failing=(EVIL,), notes=EVIL, error=EVIL),), run_id=EVIL, version=EVIL)
    found = tree(out)
    assert len(found.xpath("//script")) == 1 and "alert(" not in found.xpath("//script")[0].text
    assert not found.xpath("//img | //iframe | //object | //*[@onerror] | //*[@onclick]") and "javascript:" not in out
    assert found.xpath('//div[@class="text"]/p')[0].text_content() == text
    assert "49" not in words(found.xpath('//div[@class="text"]')[0])


def test_marks_that_turn_the_writing_are_not_shown(page):
    text = "Five \u202esreidlos\u202c were killed near the border."
    assert "\u202e" not in page({"articles": [own.article(text=text, title="\u202eevil\u2066")]})


def test_nothing_is_fetched(page):
    out = page()
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//|@import|url\(""", out)
    assert "default-src 'none'" in out


def test_the_same_input_gives_the_same_bytes(page):
    assert page() == page()


def test_no_articles_and_no_rows_are_a_report_too(page):
    empty = {name: [] for name in own.rows()}
    out = page(empty, articles_in=0, articles_new=0, articles_rejected=0)
    assert "No article was coded." in out and "None was tested." in out
    bare = {name: [] for name in own.rows() if name != "articles"}
    assert "Nothing is coded in this article." in page(bare)


def test_a_hundred_articles_to_a_page_and_links_lead_to_the_right_one(page, tmp_path, monkeypatch):
    monkeypatch.setattr("sitrep.report.pages.PAGE", 3)
    bare = {name: [] for name in own.rows()}
    late = own.event(1, "ASSAULT", "shelled", article_id=f"{8:016x}")
    found = tree(page({**bare, "articles": [own.article(n) for n in range(1, 9)], "events": [late]}))
    assert len(found.xpath("//article")) == 3 and len(found.xpath('//details[@class="index"]//tbody/tr')) == 8
    assert found.xpath('//section[@id="gaps"]//a[text()="E1"]/@href')[0] == "articles-3.html#a8e1"
    files = sorted(path.name for path in (tmp_path / "report").iterdir())
    assert files == ["articles-2.html", "articles-3.html", "index.html"]
    last = tree((tmp_path / "report" / "articles-3.html").read_text("utf-8"))
    assert last.xpath("//article/@id") == ["a7", "a8"] and last.xpath('//li[@id="a8e1"]')
    assert {href for href in last.xpath('//nav[@class="pages"]//a/@href')} == {"index.html#articles", "articles-2.html"}


def test_of_many_pages_the_first_the_last_and_the_near_ones_are_linked():
    few, many = Pages(tuple(range(1, 26)), (1,), 25), Pages(tuple(range(1, 101)), (1,), 100)
    assert few.linked(7) == list(range(1, 26))
    assert many.linked(50) == [*range(1, 6), None, *range(46, 55), None, *range(96, 101)]
    assert many.linked(1) == [*range(1, 6), None, *range(96, 101)] and many.linked(9) == [*range(1, 14), None, *range(96, 101)]


def test_a_page_that_would_be_slow_to_open_ends_earlier(page, tmp_path, monkeypatch):
    monkeypatch.setattr("sitrep.report.pages.HEAVY", 6000)
    long = "The army shelled the town. " * 200
    articles = [own.article(1), own.article(2, text=long), own.article(3), own.article(4)]
    found = tree(page({**{name: [] for name in own.rows()}, "articles": articles}))
    pages = [tree((tmp_path / "report" / f"articles-{n}.html").read_text("utf-8")).xpath("//article/@id") for n in (2, 3)]
    assert [found.xpath("//article/@id"), *pages] == [["a1"], ["a2"], ["a3", "a4"]]
    links = found.xpath('//details[@class="index"]//tbody//a/@href')
    assert links == ["#a1", "articles-2.html#a2", "articles-3.html#a3", "articles-3.html#a4"]


def test_pages_of_an_earlier_report_are_gone(page, tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "articles-9.html").write_text("old")
    page()
    assert not (tmp_path / "report" / "articles-9.html").exists()


def test_tables_have_heads_and_rows_have_names(page):
    found = tree(page())
    assert not found.xpath("//thead//th[not(@scope)]") and not found.xpath("//tbody//th[not(@scope)]")
    assert [len(found.xpath(f"//{level}")) > 0 for level in ("h1", "h2", "h3", "h4")] == [True] * 4
    assert found.xpath("/html/@lang") == ["en"]


def test_corrections_are_listed_with_who_and_why(page):
    made = SimpleNamespace(
        table="events",
        row_id=f"{1:016x}-e001",
        column="country",
        old="SYR",
        new="IRQ",
        why="a misprint",
        who="Ada",
        when="2024-05-01T00:00:00",
    )
    decisions = [
        SimpleNamespace(correction=made, row_id=f"{1:016x}-e001", problem=None, drifted=None),
        SimpleNamespace(correction=made, row_id=None, problem="events has no row e9 any more", drifted=None),
    ]
    rows = [words(row) for row in tree(page(decisions=decisions)).xpath('//table[@class="reviews"]/tbody/tr')]
    assert rows[0] == "E1 events country SYR IRQ a misprint Ada 2024-05-01"
    assert "not applied events has no row e9 any more" in rows[1]


def test_a_held_back_run_says_why(page):
    out = tree(page(published=False, reasons=["articles: 3 rows came in, 2 go out, 0 are rejected"]))
    assert "3 rows came in" in words(out.xpath('//section[@id="run"]')[0])
