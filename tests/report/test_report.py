"""What a person sees of a run: its balance, its checks, and each article with the words that every row rests on."""

import re

import made as own
from lxml import html as lxml_html


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
        return "".join(a.text_content() for a in text.xpath(f'.//a[contains(@class, "{kind}")][contains(@data-r, "{row}")]'))

    assert marked("trigger", "a1e1") == "Shellingshelled" and marked("trigger", "a1e2") == "accused"
    assert marked("count", "a1c1") == "at least nine" and marked("count", "a1c2") == "four"
    assert marked("content", "a1s1") == "Government forces shelled a market in Tal Rafa on Monday, killing at least nine people"
    assert marked("source", "a1s2") == "The defence ministry" and marked("cue", "a1s3") == "denied"


def test_words_under_several_rows_lead_to_the_innermost(page):
    (inner,) = [a for a in tree(page()).xpath('//div[@class="text"]//a') if a.text == "at least nine"]
    assert inner.get("class").split() == ["content", "count"] and inner.get("href") == "#a1c1"


def test_every_link_inside_the_page_arrives(page):
    found = tree(page(results=(own.result("events", "low_best_high", failing=(f"{1:016x}-e001",)),)))
    ids = [element.get("id") for element in found.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in found.xpath('//a[starts-with(@href, "#")]')} <= set(ids)
    assert {"a1e1", "a1e1w", "a1s2", "a1s2w", "a1c1", "a1c1w", "a1p1"} <= set(ids)


def test_an_event_says_who_did_what_to_whom_where_when_and_how_many_died(page):
    first, second = tree(page()).xpath('//table[@class="events"]/tbody')
    assert words(first.xpath("./tr[1]")[0]) == "E1 ASSAULT heavy-weapons Government forces → ? Tal Rafa, SYR 28 Jun 2021 6 4–? –"
    assert words(first.xpath("./tr[2]")[0]).startswith(own.BODY[0] + " according to rescue workers")
    assert "General Omar Haddad → the rebels no place no date – –" in words(second)


def test_claims_that_differ_stand_side_by_side_under_their_sources(page):
    (claims,) = tree(page()).xpath('//table[@class="claims"]')
    assert words(claims.xpath("./caption")[0]) == "killed in E1 ASSAULT, Tal Rafa, SYR sources differ low 4 · best 6 · high ?"
    assert [words(row) for row in claims.xpath("./tbody/tr")] == [
        "C1 rescue workers S1 9–? at least nine people",
        "C2 The defence ministry S2 4 four militants",
    ]


def test_a_claim_of_the_article_itself_is_the_articles_and_zero_is_not_unknown(page):
    claim = own.casualty(1, "four", 0, 0, event_id=None)
    (claims,) = tree(page({"casualties": [claim]})).xpath('//table[@class="claims"]')
    assert words(claims) == "killed no event Row Source Number Range Words C1 the article 0 four people"


def test_statements_and_actors_are_rows(page):
    found = tree(page())
    rows = [words(row) for row in found.xpath('//table[@class="statements"]/tbody/tr')]
    assert rows[2] == "S3 The defence ministry not denied its forces had fired on civilians indirect deny"
    assert "General Omar Haddad person SYR MIL General The defence ministry 1" in [
        words(row) for row in found.xpath('//table[@class="actors"]/tbody/tr')
    ]


def test_in_is_out_and_rejected(page):
    assert words(tree(page()).xpath('//dl[@class="balance"]')[0]) == "articles in 2 = coded 1 + known before 0 + rejected 1"
    assert "do not add up" in page(articles_in=3) and "do not add up" not in page()


def test_the_verdict_comes_first(page):
    assert words(tree(page()).xpath("//h1")[0]) == "Published run run-1"
    assert words(tree(page(published=False)).xpath("//h1")[0]) == "Held back run run-1"


def test_rejects_have_their_rule_and_reason(page):
    (row,) = tree(page()).xpath('//section[@id="rejects"]//tbody/tr')
    assert words(row).startswith("critical parse – binary 1 It looks like a PDF.") and "in/b.pdf" in words(row)


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
    )
    found = tree(page({"rejects": [gone]}, results))
    (table, other) = found.xpath('//section[@id="expectations"]/h3')
    assert (words(table), words(other)) == ("events 1 of 2 hold", "actors 0 of 1 hold")
    (row,) = found.xpath('//section[@id="expectations"]/table[1]/tbody/tr')
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


def test_many_articles_are_listed_and_the_first_are_shown_whole(page, monkeypatch):
    monkeypatch.setattr("sitrep.report.articles.SHOWN", 3)
    monkeypatch.setattr("sitrep.report.articles.INDEXED", 5)
    bare = {name: [] for name in own.rows()}
    found = tree(page({**bare, "articles": [own.article(n) for n in range(1, 9)]}))
    assert len(found.xpath("//article")) == 3 and len(found.xpath('//details[@class="index"]//tbody/tr')) == 5
    assert "first 3 of 8 articles" in words(found) and "3 more in articles.parquet" in words(found)


def test_tables_have_heads_and_rows_have_names(page):
    found = tree(page())
    assert not found.xpath("//thead//th[not(@scope)]") and not found.xpath("//tbody//th[not(@scope)]")
    assert [len(found.xpath(f"//{level}")) > 0 for level in ("h1", "h2", "h3", "h4")] == [True] * 4
    assert found.xpath("/html/@lang") == ["en"]
