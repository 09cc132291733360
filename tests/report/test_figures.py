"""Every figure of the report is what DuckDB finds in the tables with the query that stands beside it."""

import os
from datetime import date

import duckdb
import made as own
import pytest
import report_cost
from lxml import html as lxml_html

from sitrep.report import Whole, write_report
from sitrep.tables import write
from sitrep.validate import failures


def own_tables():
    rows = own.rows()
    late = {
        **own.event(3, "DISASTER", "killing", cameo_code="000", quad_class="Neutral"),
        "event_date_start": date(2015, 1, 1),
        "event_date_end": date(2015, 12, 31),
        "date_precision": "year",
        "where_precision": 6,
        "country": "IRQ",
    }
    described = own.actor("villagers", "group", None, "CVL", resolution="description")
    return own.tables(events=[*rows["events"], late], actors=[*rows["actors"], described])


@pytest.fixture(scope="module", params=["own", "many"])
def report(request, tmp_path_factory):
    """A folder with tables as published and their report; gives the page and a query on the tables."""
    folder = tmp_path_factory.mktemp(request.param)
    tables = own_tables() if request.param == "own" else report_cost.tables(30, seed=3)
    for name, table in tables.items():
        write(table, name, folder / f"{name}.parquet")
    write_report(folder / "report" / "index.html", edition=Whole(tables), results=(), summary=own.SUMMARY)
    root = lxml_html.parse(str(folder / "report" / "index.html"), lxml_html.HTMLParser(encoding="utf-8")).getroot()

    def ask(sql: str) -> list[tuple]:
        here = os.getcwd()
        os.chdir(folder)
        try:
            return duckdb.connect().execute(sql).fetchall()
        finally:
            os.chdir(here)

    return root, ask


def test_each_number_is_its_querys(report):
    root, ask = report
    figures = root.xpath("//data[@data-sql]")
    assert len(figures) > 12
    for figure in figures:
        assert ask(figure.get("data-sql")) == [(int(figure.get("value")),)], figure.get("data-sql")
        assert figure.text_content().replace(",", "") == figure.get("value")


def shown(table) -> list[tuple[str, ...]]:
    rows = table.xpath("./tbody/tr")
    return [tuple(cell.text_content().strip() for cell in row.xpath(".//*[contains(concat(' ', @class, ' '), ' v ')]")) for row in rows]


def written(rows: list[tuple]) -> list[tuple[str, ...]]:
    return [tuple("–" if value is None else str(value) for value in row) for row in rows]


@pytest.mark.parametrize("kind", ["places", "countries", "dates", "pairs", "several"])
def test_each_table_of_a_chart_is_its_querys(report, kind):
    root, ask = report
    tables = root.xpath(f'//table[@class="{kind}"][@data-sql]')
    if not tables:
        pytest.skip(f"nothing for {kind} in these tables")
    (table,) = tables
    found = shown(table)
    assert found and found == written(ask(table.get("data-sql")))[: len(found)]


def test_the_list_of_articles_is_its_querys(report):
    root, ask = report
    (table,) = root.xpath('//details[@class="index"]//table')
    assert sorted(shown(table)) == sorted(written(ask(table.get("data-sql"))))


def test_charts_draw_what_their_tables_say(report):
    root, ask = report
    drawn = sum(int(circle.get("data-n")) for circle in root.xpath('//*[@id="world"]//circle'))
    assert [(drawn,)] == ask("select count(*) from 'events.parquet' where latitude is not null and where_precision <= 5")
    bars = [int(text.split(": ")[1].split()[0]) for text in root.xpath('//*[@class="time"]//title/text()')]
    assert bars == [int(row[-1]) for row in shown(root.xpath('//table[@class="dates"]')[0])]


def test_gaps_are_the_sum_of_their_reasons(report):
    root, _ = report
    for body in root.xpath('//table[@class="gaps"]/tbody'):
        (whole,) = body.xpath('.//th[@scope="rowgroup"]/data/@value')
        reasons = body.xpath('./tr/td[@class="n"][not(@rowspan)]/data/@value')
        assert int(whole) == sum(map(int, reasons))


def test_rows_in_are_rows_out_and_rejected(report):
    root, _ = report
    for row in root.xpath('//table[@class="accounts"]/tbody/tr'):
        came, out, rejected = (int(cell.text_content().replace(",", "")) for cell in row.xpath("./td")[:3])
        assert came == out + rejected


def test_what_changed_is_the_difference_of_two_editions(tmp_path):
    rows = own.rows()
    renamed = {**rows["actors"][0], "name": "The army"}
    now = own.tables(actors=[renamed, *rows["actors"][1:]], articles=[own.article(), own.article(2)])
    before = own.tables(events=rows["events"][:1], casualties=[*rows["casualties"], own.casualty(3, "four", 4, 4)])
    write_report(tmp_path / "index.html", edition=Whole(now), results=(), summary=own.SUMMARY, before=Whole(before))
    root = lxml_html.parse(str(tmp_path / "index.html"), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    found = {
        row.xpath("./th")[0].text_content(): [cell.text_content() for cell in row.xpath("./td")[3:]]
        for row in root.xpath('//table[@class="accounts"]/tbody/tr')
    }
    assert found["articles"] == ["1", "+1", "0", "0"]
    assert found["events"] == ["1", "+1", "0", "0"]
    assert found["casualties"] == ["3", "0", "−1", "0"]
    assert found["actors"] == ["5", "0", "0", "1"]
    assert "1 article is new." in root.xpath('//section[@id="changes"]')[0].text_content()


def test_a_row_that_changed_by_review_is_told_from_one_that_is_coded_otherwise(tmp_path):
    actors = own.rows()["actors"]
    reviewed = [{**actors[0], "name": "The army", "reviewed": ["name"]}, {**actors[1], "name": "Coded otherwise"}, *actors[2:]]
    write_report(
        tmp_path / "index.html",
        edition=Whole(own.tables(actors=reviewed)),
        results=(),
        summary=own.SUMMARY,
        before=Whole(own.tables()),
        failed_before=None,
    )
    root = lxml_html.parse(str(tmp_path / "index.html"), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    (row,) = [r for r in root.xpath('//table[@class="accounts"]/tbody/tr') if r.xpath("./th")[0].text_content() == "actors"]
    assert row.xpath("./td")[-1].text_content() == "2, 1 by review"


def test_expectations_that_newly_fail_and_that_are_mended_are_named(tmp_path):
    then = (
        own.result("events", "dated", failing=("a", "b")),
        own.result("events", "placed", failing=("c",)),
        own.result("actors", "named"),
    )
    now = (own.result("events", "dated", failing=("a",)), own.result("events", "placed"), own.result("actors", "named", failing=("d",)))
    failures.keep(tmp_path, then)
    known = failures.kept(tmp_path)
    write_report(
        tmp_path / "index.html",
        edition=Whole(own.tables()),
        results=now,
        summary=own.SUMMARY,
        before=Whole(own.tables()),
        failed_before=known,
    )
    root = lxml_html.parse(str(tmp_path / "index.html"), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    rows = root.xpath('//table[@class="shares turned"]/tbody/tr')
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["named", "actors", "critical", "0", "1", "newly fails"],
        ["placed", "events", "critical", "1", "0", "mended"],
        ["dated", "events", "critical", "2", "1", "fails as before"],
    ]


def test_an_edition_that_kept_no_failures_says_nothing_of_them(tmp_path):
    assert failures.kept(tmp_path) is None
    (tmp_path / failures.FILE).write_text("[[1, 2]]", encoding="utf-8")
    assert failures.kept(tmp_path) is None
