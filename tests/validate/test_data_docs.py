"""Great Expectations' Data Docs of a run, as they open without a network."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from sitrep.validate.data_docs import write_data_docs
from sitrep.validate.results import ExpectationResult

EVIL = "<script>alert(1)</script>"
RESULTS = [
    ExpectationResult(
        "events", "expect_column_values_to_not_be_null", ("event_type",), "critical", True, 9, 0, notes="event_type is not null"
    ),
    ExpectationResult(
        "events",
        "expect_column_values_to_be_in_set",
        ("modality",),
        "critical",
        False,
        9,
        1,
        failing_ids=["e-7", EVIL],
        kwargs={"value_set": ["actual", EVIL]},
    ),
    ExpectationResult("events", "low_best_high", ("fatalities_low",), "warning", False, 9, 2, ["e-1"], notes=f"low is at most best {EVIL}"),
    ExpectationResult("actors", "in_is_out_plus_rejected", (), "critical", True, 1, 0, notes="every row is published or rejected"),
]


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    write_data_docs(folder, RESULTS, "run-1")
    return folder


def page(docs, name: str):
    return lxml_html.parse(str(docs / name)).getroot()


def test_the_index_lists_each_table_with_what_failed(docs):
    rows = [[" ".join(cell.text_content().split()) for cell in row.iter("td")] for row in page(docs, "index.html").xpath("//tr")]
    assert [row for row in rows if row] == [["events", "3", "1", "1", "1"], ["actors", "1", "1", "0", "0"]]
    assert page(docs, "index.html").xpath("//td//a/@href") == ["events.html", "actors.html"]


def test_a_page_shows_each_expectation_with_its_verdict(docs):
    found = page(docs, "events.html")
    assert len(found.xpath("//i[contains(@class, 'fa-check-circle')]")) == 1
    assert "low is at most best" in found.text_content() and "e-7" in found.text_content()
    assert "values must never be null" in found.text_content()


def test_links_arrive_and_lead_back_to_the_report(docs):
    for path in docs.glob("*.html"):
        found = page(docs, path.name)
        ids = set(found.xpath("//@id"))
        for address in found.xpath("//a/@href"):
            assert address[1:] in ids if address.startswith("#") else address == "../index.html" or (docs / address).exists(), address


def test_nothing_is_fetched_or_run(docs):
    for path in docs.glob("*.html"):
        text = path.read_text("utf-8")
        assert "http" not in text.replace("http-equiv", ""), path
        assert not page(docs, path.name).xpath("//script | //img | //*[@onclick]")
    assert EVIL not in (docs / "events.html").read_text("utf-8")
    assert (docs / "bootstrap.min.css").read_text("utf-8").startswith("/*!\n * Bootstrap") and "MIT" in (
        docs / "bootstrap.min.css"
    ).read_text()


def test_the_same_results_give_the_same_bytes(docs, tmp_path):
    write_data_docs(tmp_path, RESULTS, "run-1")
    assert all((tmp_path / path.name).read_bytes() == path.read_bytes() for path in docs.iterdir())
