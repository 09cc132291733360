"""Writing the report: templates, style and script lie beside this file."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sitrep.processes import on_all_cores
from sitrep.report import articles, checks
from sitrep.report.changes import CODED, changes, earlier, turned
from sitrep.report.claims import side_by_side
from sitrep.report.figures import overview
from sitrep.report.gaps import gaps
from sitrep.report.maps import event_map
from sitrep.report.marks import BIDI_CONTROLS, without_bidi_controls
from sitrep.report.pages import Pages, Places, file_name, places
from sitrep.report.timeline import timeline
from sitrep.report.voices import voices
from sitrep.schemas import TABLES

QUOTED = re.compile(r'="([\w#-]+)"')  # values that need no quotation marks: a page has ten thousand. In words they are escaped
BUFFER = 64  # pieces of template that are written at a time


class Tables(Protocol):
    """Tables as the report reads them: all rows pass by, several times."""

    def pieces(self, name: str) -> Iterable[pa.Table]:
        """One table piece by piece."""


class Edition(Tables, Protocol):
    """Tables of which memory holds only those of some articles at a time."""

    def slices(self) -> Iterable[Mapping[str, pa.Table]]:
        """Tables of some articles with all their rows, in the order of publication."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Tables that memory holds."""

    tables: Mapping[str, pa.Table]

    def slices(self) -> Iterable[Mapping[str, pa.Table]]:
        return [self.tables]

    def pieces(self, name: str) -> Iterable[pa.Table]:
        return [self.tables[name]]


def write_report(
    path: Path,
    *,
    edition: Edition,
    results: Sequence[Any],
    summary: Mapping[str, Any],
    before: Tables | None = None,
    failed_before: Mapping[tuple[Any, ...], int] | None = None,
    history: pa.Table | None = None,
    decisions: Sequence[Any] = (),
    docs: str | None = None,
    cores: int | None = None,
) -> None:
    """Write the report of a run to `path`: an HTML file that needs nothing else; after a hundred articles go on in files beside it.

    The tables of `edition` have the columns of the contracts, `rejects` among them; `results` are the `ExpectationResult`s of
    validation; `summary` is the run's Summary as plain data; `before` is what stood when the run began, `failed_before` what failed
    in it (`validate.failures.kept`), `history` the record of earlier runs (`schemas/runs.yaml`), `decisions` what became of reviewers'
    corrections (`review.apply.Decision`); `docs` is the address of Great Expectations' Data Docs, seen from the report. Pages of
    several slices are written in at most `cores` processes. The same input gives the same bytes. Raises OSError when it cannot be
    written.
    """
    slices = _Slices(edition)
    tables = overview({name: map(_without_bidi, edition.pieces(name)) for name in TABLES})
    where = places(slices)
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob("articles-*.html"):
        stale.unlink()
    shown = zip(edition.slices(), where.pages.firsts, strict=True)
    others = on_all_cores(_other_pages, shown, tables["actors"], where.pages, summary, path.parent, most=cores)
    sections = _sections(tables, slices, results, summary, where)
    sections["changes"] = _changes(tables, edition, before)
    sections["turned"] = turned(results, failed_before) if before else None
    sections |= {"places": where, "history": earlier(history), "decisions": decisions, "docs": docs}
    _write(path, "report.html.j2", where.pages, 1, _first_page(slices, tables["actors"], where.pages), **sections)
    deque(others, maxlen=0)  # what went wrong there is raised here


@dataclass(frozen=True, slots=True)
class _Slices:
    """The slices of an edition as they are shown, each of its tables read once as long as the slice is looked at."""

    edition: Edition

    def __iter__(self) -> Iterator[Mapping[str, pa.Table]]:
        return map(_Shown, self.edition.slices())


class _Shown(dict[str, pa.Table]):
    def __init__(self, tables: Mapping[str, pa.Table]):
        super().__init__()
        self.tables = tables

    def __missing__(self, name: str) -> pa.Table:
        self[name] = _without_bidi(self.tables[name])
        return self[name]


def _sections(
    tables: Mapping[str, pa.Table], slices: _Slices, results: Sequence[Any], summary: Mapping[str, Any], where: Places
) -> dict[str, Any]:
    shared = {name: tables[name] for name in ("actors", "rejects")}
    return {
        "summary": {"reasons": (), "notes": (), **summary},
        "accounts": checks.accounts(tables, summary["run_id"]),
        "rejects": checks.rejects(tables["rejects"]),
        "expectations": checks.expectations(results, slices, shared),
        "gaps": gaps(tables),
        "map": event_map(tables),
        "timeline": timeline(tables),
        "voices": voices(slices, tables["actors"]),
        "claims": side_by_side(slices, tables["actors"]),
        "index": articles.index(slices, tables["actors"], where),
        "n_indexed": min(articles.INDEXED, where.pages.n_articles),
    }


def _changes(tables: Mapping[str, pa.Table], edition: Edition, before: Tables | None) -> Any:
    if before is None:
        return None
    now, then = ({name: source.pieces(name) for name in CODED} for source in (edition, before))
    return changes(tables, overview(then), now, then)


def _first_page(slices: Iterable[Mapping[str, pa.Table]], actors: pa.Table, pages: Pages) -> Iterator[Any]:
    """Its articles; it is there even without any."""
    filled = (one for one in slices if one["articles"].num_rows)
    return next((articles.page_of(one, actors, pages.span(1), 1) for one in filled), iter(()))


def _other_pages(one: tuple[Mapping[str, pa.Table], int], actors: pa.Table, pages: Pages, summary: Mapping[str, Any], folder: Path) -> None:
    """Write the pages of one slice, which begins with the article of this number; not the first page of all."""
    tables, first = _Shown(one[0]), one[1]
    last = first + tables["articles"].num_rows - 1
    for page in range(max(2, pages.page(first)), pages.page(last) + 1) if first <= last else ():
        shown = articles.page_of(tables, actors, pages.span(page), first)
        _write(folder / file_name(page), "articles.html.j2", pages, page, shown, summary=summary)


def _write(path: Path, template: str, pages: Pages, page: int, shown: Iterable[Any], **sections: Any) -> None:
    environment = _environment()
    article = environment.get_template("article.html.j2")
    # Each article is rendered by itself: thousands of pieces through the generators of the including templates take three times as long.
    rendered = (Markup(QUOTED.sub(r"=\1", article.render(article=found))) for found in shown)
    stream = environment.get_template(template).stream(page=page, pages=pages, n_articles=pages.n_articles, articles=rendered, **sections)
    stream.enable_buffering(BUFFER)
    with path.open("wb") as file:
        stream.dump(file, encoding="utf-8")


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
