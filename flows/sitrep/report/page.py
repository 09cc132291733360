"""Writing the report: templates, style and script lie beside this file."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sitrep.report import articles, checks
from sitrep.report.marks import without_bidi_controls

BUFFER = 64  # pieces of template that are written at a time


def write_report(path: Path, *, tables: Mapping[str, pa.Table], results: Sequence[Any], summary: Mapping[str, Any]) -> None:
    """Write the report of a run to `path`, one HTML file that needs nothing else.

    `tables` have the columns of the contracts, `rejects` among them; `results` are the `ExpectationResult`s of validation;
    `summary` is the run's Summary as plain data. The same input gives the same bytes. Raises OSError when it cannot be written.
    """
    anchors = articles.anchors(tables)
    stream = (
        _environment()
        .get_template("report.html.j2")
        .stream(
            summary=summary,
            rejects=checks.rejects(tables["rejects"]),
            expectations=checks.expectations(results, tables, anchors),
            n_articles=tables["articles"].num_rows,
            n_shown=min(articles.SHOWN, tables["articles"].num_rows),
            n_indexed=min(articles.INDEXED, tables["articles"].num_rows),
            index=articles.index(tables),
            articles=articles.shown(tables),
        )
    )
    stream.enable_buffering(BUFFER)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        stream.dump(file)


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
    )
    environment.filters.update(shown=_shown, web=_web)
    return environment


def _asset(name: str) -> str:
    return resources.files("sitrep.report").joinpath(name).read_text("utf-8").strip()


def _shown(value: object) -> str:
    return without_bidi_controls(str(value))


def _web(address: str | None) -> str | None:
    """An address that a browser may follow, else None: an article's metadata could hold a script."""
    return address if address and address.lower().startswith(("http://", "https://")) else None
