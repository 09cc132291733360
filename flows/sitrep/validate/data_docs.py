"""Great Expectations' own Data Docs of a run, readable without a network.

Its renderers write the pages. What they would fetch (Bootstrap, icons, jQuery, Vega) is cut out; a stylesheet and icons
that this project ships take their place, what scripts would unfold is unfolded, and the index is a plain table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from sitrep.schemas import TABLES
from sitrep.validate.results import ExpectationResult

STYLES = ("bootstrap.min.css", "data_docs.css")
REPORT = "../index.html"  # the report, seen from the folder of the Data Docs
NAMED = 20  # failing keys that a page shows for one expectation
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FETCHED = re.compile(r"url\([^)]*\)")
# What needs scripts or a network. The policy keeps a browser from fetching anything whatever is left.
CUT = " | ".join(
    [
        "//script | //link | //img | //footer | //button | //*[contains(@class, 'modal')]",
        "//*[contains(@class, 'btn-group')]/ancestor::div[contains(concat(' ', @class, ' '), ' card ')]",
    ]
)
POLICY = "default-src 'none'; img-src data:; style-src 'self' file: 'unsafe-inline'"


def write_data_docs(folder: Path, results: Sequence[ExpectationResult], run_id: str) -> Path:
    """Write Data Docs of a run's results into `folder`, a page a table; gives the index. The same results give the same bytes.

    Raises OSError when the folder cannot be written.
    """
    by_table: defaultdict[str, list[ExpectationResult]] = defaultdict(list)
    for result in results:
        by_table[result.table].append(result)
    order = sorted(by_table, key=lambda name: (list(TABLES).index(name) if name in TABLES else len(TABLES), name))
    folder.mkdir(parents=True, exist_ok=True)
    for name in STYLES:
        (folder / name).write_bytes(resources.files("sitrep.validate").joinpath(name).read_bytes())
    for name in order:
        _write(folder / f"{name}.html", f"{name}: expectations of {run_id}", _table_page(name, by_table[name], run_id))
    index = folder / "index.html"
    _write(index, f"Expectations of {run_id}", _index_page({name: by_table[name] for name in order}, run_id))
    return index


def _table_page(name: str, results: Sequence[ExpectationResult], run_id: str) -> str:
    from great_expectations import __version__
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    held = sum(result.success for result in results)
    validated = ExpectationSuiteValidationResult(
        success=held == len(results),
        results=[_validated(result) for result in results],
        suite_name=name,
        suite_parameters={},
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": held,
            "unsuccessful_expectations": len(results) - held,
            "success_percent": 100 * held / len(results),
        },
        meta={
            "run_id": {"run_name": run_id, "run_time": ""},
            "great_expectations_version": __version__,
            "batch_spec": {"data_asset_name": name},
        },
    )
    document = ValidationResultsPageRenderer(run_info_at_end=True).render(validated)
    return DefaultJinjaPageView().render(document, show_how_to_buttons=False)


def _validated(result: ExpectationResult) -> Any:
    """A result as Great Expectations gives it. A check of ours is a column of booleans that must be true."""
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    known = result.expectation.startswith("expect_")
    kwargs = {"column": result.columns[0], **result.kwargs} if known else {"column": result.expectation, "value_set": [True]}
    return ExpectationValidationResult(
        success=result.success,
        expectation_config=ExpectationConfiguration(
            type=result.expectation if known else "expect_column_values_to_be_in_set",
            kwargs=kwargs,
            description=None if known else f"{result.notes or result.expectation} ({result.severity})",
        ),
        result={
            "element_count": result.n_checked,
            "unexpected_count": result.n_failed,
            "unexpected_percent": 100 * result.n_failed / max(1, result.n_checked),
            "partial_unexpected_list": [str(key) for key in result.failing_ids[:NAMED]],
        },
        exception_info={"raised_exception": False, "exception_message": result.error, "exception_traceback": None},
        meta={},
    )


def _index_page(by_table: Mapping[str, Sequence[ExpectationResult]], run_id: str) -> str:
    from great_expectations.render import RenderedDocumentContent, RenderedSectionContent, RenderedTableContent
    from great_expectations.render.view import DefaultJinjaIndexPageView

    rows = [
        [_link(name), str(len(results)), str(sum(r.success for r in results)), *(str(n) for n in _failed(results))]
        for name, results in by_table.items()
    ]
    table = RenderedTableContent(
        content_block_type="table",
        header=f"Validation results of {run_id}",
        header_row=["Table", "Expectations", "Held", "Failed, critical", "Failed, warning"],
        table=rows,
        styling={"classes": ["col-12"], "body": {"classes": ["table", "table-sm"]}},
    )
    section = RenderedSectionContent(section_name="Validation results", content_blocks=[table])
    document = RenderedDocumentContent(renderer_type="SiteIndexPageRenderer", sections=[section], utm_medium="index-page")
    return DefaultJinjaIndexPageView().render(document, show_how_to_buttons=False)


def _failed(results: Iterable[ExpectationResult]) -> tuple[int, int]:
    failed = [result.severity for result in results if not result.success]
    return failed.count("critical"), failed.count("warning")


def _link(name: str) -> Any:
    from great_expectations.render import RenderedStringTemplateContent

    styling = {"params": {"name": {"tag": "a", "attributes": {"href": f"{name}.html"}}}}
    return RenderedStringTemplateContent(
        content_block_type="string_template", string_template={"template": "$name", "params": {"name": name}, "styling": styling}
    )


def _write(path: Path, title: str, page: str) -> None:
    """Write a page without what it would fetch, and with ids in the order of the page instead of at random."""
    names: dict[str, str] = {}
    page = UUID.sub(lambda found: names.setdefault(found[0], f"id-{len(names) + 1}"), page)
    tree = lxml_html.document_fromstring(page)
    for element in tree.xpath(CUT):
        element.drop_tree()
    for element in tree.xpath("//*[@onclick or @onload or @onmouseover or @onchange]"):
        for name in [name for name in element.attrib if name.startswith("on")]:
            del element.attrib[name]
    for style in tree.xpath("//style"):
        style.text = FETCHED.sub("none", style.text or "")
    for link in tree.xpath("//a[@href]"):
        _mend(link)
    for place in tree.xpath("//*[contains(@class, 'breadcrumb-item')][contains(@class, 'active')]"):
        place.text = path.stem
    for bar in tree.xpath("//nav[contains(@class, 'navbar')]")[:1]:
        bar.insert(0, lxml_html.fromstring(f'<a class="mr-3" href="{REPORT}">Sitrep report</a>'))
    for old in tree.xpath("//head/title"):
        old.drop_tree()
    head = tree.find("head")
    etree.SubElement(head, "title").text = title
    head.insert(0, head.makeelement("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}))
    for name in STYLES:
        etree.SubElement(head, "link", rel="stylesheet", href=name)
    tree.set("lang", "en")
    path.write_bytes(lxml_html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n")


def _mend(link: Any) -> None:
    """Links lead inside the folder, where all pages lie side by side. Those to the makers' site, and to suites, which have no pages, go."""
    address = link.get("href")
    if address.endswith("index.html"):
        link.set("href", "index.html")
    elif address == "#" or address.startswith(("http:", "https:", "..")):
        link.drop_tag()
