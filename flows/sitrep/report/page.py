"""Writing the report: templates, style and script lie beside this file."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sitrep.report import articles, checks
from sitrep.report.changes import changes, earlier, turned
from sitrep.report.claims import side_by_side
from sitrep.report.gaps import gaps
from sitrep.report.maps import event_map
from sitrep.report.marks import BIDI_CONTROLS, without_bidi_controls
from sitrep.report.pages import Places, file_name, places
from sitrep.report.timeline import timeline
from sitrep.report.voices import voices

QUOTED = re.compile(r'="([\w#-]+)"')  # values that need no quotation marks: a page has ten thousand. In words they are escaped
BUFFER = 64  # pieces of template that are written at a time


def write_report(
    path: Path,
    *,
    tables: Mapping[str, pa.Table],
    results: Sequence[Any],
    summary: Mapping[str, Any],
    before: Mapping[str, pa.Table] | None = None,
    failed_before: Mapping[tuple, int] | None = None,
    history: pa.Table | None = None,
    decisions: Sequence[Any] = (),
    docs: str | None = None,
) -> None:
    """Write the report of a run to `path`: an HTML file that needs nothing else; after a hundred articles go on in files beside it.

    `tables` have the columns of the contracts, `rejects` among them; `results` are the `ExpectationResult`s of validation;
    `summary` is the run's Summary as plain data; `before` are the tables that stood when the run began, `failed_before` what failed
    in them (`validate.failures.kept`), `history` the record of earlier
    runs (`schemas/runs.yaml`), `decisions` what became of reviewers' corrections (`review.apply.Decision`); `docs` is the address of
    Great Expectations' Data Docs, seen from the report. The same input gives the same bytes. Raises OSError when it cannot be written.
    """
    tables = {name: _without_bidi(table) for name, table in tables.items()}
    where = places(tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob("articles-*.html"):
        stale.unlink()
    sections = _sections(tables, results, summary, before, where)
    sections["turned"] = turned(results, failed_before) if before else None
    _write(path, "report.html.j2", where, 1, tables, **sections, history=earlier(history), decisions=decisions, docs=docs)
    for page in range(2, where.n_pages + 1):
        _write(path.parent / file_name(page), "articles.html.j2", where, page, tables, summary=summary)


def _sections(
    tables: Mapping[str, pa.Table], results: Sequence[Any], summary: Mapping[str, Any], before: Mapping[str, pa.Table] | None, where: Places
) -> dict[str, Any]:
    return {
        "summary": {"reasons": (), "notes": (), **summary},
        "changes": changes(tables, before),
        "accounts": checks.accounts(tables, summary["run_id"]),
        "rejects": checks.rejects(tables["rejects"]),
        "expectations": checks.expectations(results, tables),
        "gaps": gaps(tables),
        "map": event_map(tables),
        "timeline": timeline(tables),
        "voices": voices(tables),
        "claims": side_by_side(tables),
        "index": articles.index(tables, where),
        "n_indexed": min(articles.INDEXED, where.n_articles),
    }


def _write(path: Path, template: str, where: Places, page: int, tables: Mapping[str, pa.Table], **sections: Any) -> None:
    environment = _environment()
    article = environment.get_template("article.html.j2")
    # Each article is rendered by itself: thousands of pieces through the generators of the including templates take three times as long.
    rendered = (Markup(QUOTED.sub(r"=\1", article.render(article=found))) for found in articles.page_of(tables, where.span(page)))
    stream = environment.get_template(template).stream(page=page, places=where, n_articles=where.n_articles, articles=rendered, **sections)
    stream.enable_buffering(BUFFER)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        stream.dump(file)


def _without_bidi(table: pa.Table) -> pa.Table:
    """The table without marks that turn the direction of writing and could make the page lie. Texts keep theirs: offsets count them."""
    for number, field in enumerate(table.schema):
        if field.name != "text" and pa.types.is_string(field.type):
            column = table[field.name]
            if pc.any(pc.match_substring_regex(column, BIDI_CONTROLS.pattern)).as_py():
                table = table.set_column(number, field, pc.replace_substring_regex(column, BIDI_CONTROLS.pattern, ""))
    return table


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sitrep.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script = _asset("report.js")
    environment.globals.update(
        style=Markup(_asset("report.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        file_name=file_name,
    )
    environment.filters.update(shown=_shown, web=_web, thousands="{:,}".format)
    return environment


def _asset(name: str) -> str:
    return resources.files("sitrep.report").joinpath(name).read_text("utf-8").strip()


def _shown(value: object) -> str:
    return without_bidi_controls(str(value))


def _web(address: str | None) -> str | None:
    """An address that a browser may follow, else None: an article's metadata could hold a script."""
    return address if address and address.lower().startswith(("http://", "https://")) else None
