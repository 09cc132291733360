"""The edition that an output folder holds: what it knows at a glance, and its tables piece by piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.batches import CODED_TABLES
from sitrep.review.apply import AS_CODED, as_coded, restore
from sitrep.schemas import arrow_schema, empty
from sitrep.slices import VIEWS
from sitrep.tables import OlderContract, Stored, read
from sitrep.tables.descriptors import DATAPACKAGE
from sitrep.tables.months import n_rows

VIEWS_FILE = f".{VIEWS}.arrow"
KNOWN = ("article_id", "source_uri", "published_at", "n_words", "duplicate_of", "coded_by")  # columns of articles that memory holds


class EditionUnreadable(RuntimeError):
    """A file of the edition that stands is damaged: coding all again without a word would lose what is not in the sources any more."""


@dataclass(slots=True)
class Standing:
    """`articles` has the columns KNOWN of every article, `rows` how many each table has, `originals` the rows as coded of those that
    reviewers' corrections have made otherwise."""

    out: Path
    articles: pa.Table
    rejects: pa.Table
    rows: dict[str, int] = field(default_factory=dict)
    originals: dict[str, pa.Table] = field(default_factory=dict)

    @classmethod
    def nothing(cls, out: Path) -> Standing:
        """An edition without rows."""
        return cls(out, empty("articles").select(KNOWN), empty("rejects"), dict.fromkeys((*CODED_TABLES, "rejects"), 0))

    @classmethod
    def read(cls, out: Path) -> Standing:
        """The edition in `out`; without rows where there is none, or one of an older contract: then all is coded again.

        Raises EditionUnreadable for a damaged file.
        """
        files = {name: out / f"{name}.parquet" for name in (*CODED_TABLES, "rejects")}
        if not all(path.exists() for path in (*files.values(), out / VIEWS_FILE)):
            return cls.nothing(out)
        _see_all_months(out)
        try:
            rows = {name: _whole(path, _counted(name)) for name, path in files.items()}
            _whole(out / VIEWS_FILE, lambda path: _views(path).schema)
            rejects = _whole(files["rejects"], lambda path: read("rejects", path))
            originals = _whole(out / AS_CODED, lambda _: as_coded(out))
            standing = cls(out, empty("articles").select(KNOWN), rejects, rows, originals)
            standing.articles = pa.concat_tables([standing.articles, *standing.pieces("articles", KNOWN)])
            return standing
        except OlderContract:
            return cls.nothing(out)

    def __bool__(self) -> bool:
        return self.articles.num_rows > 0

    def pieces(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows of a coded table as they were coded, or of VIEWS. Raises EditionUnreadable for a damaged file."""
        path = self.out / (VIEWS_FILE if name == VIEWS else f"{name}.parquet")
        if not path.exists():
            return
        try:
            if name == VIEWS:
                file = _views(path)
                yield from (pa.Table.from_batches([file.get_batch(n)]) for n in range(file.num_record_batches))
            else:
                originals = {n: t.select(columns) if columns else t for n, t in self.originals.items() if n == name}
                yield from restore(name, Stored(name, path, columns), originals)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path, error) from None

    def tables(self) -> dict[str, pa.Table]:
        """Every coded table whole, as it was coded."""
        return {name: pa.concat_tables([empty(name), *self.pieces(name)]) for name in CODED_TABLES}

    def rows_of(self, articles: Sequence[str]) -> list[dict[str, Any]]:
        """Whole rows of `articles`."""
        wanted = pa.array(articles, pa.string())
        return [row for piece in self.pieces("articles") for row in piece.filter(pc.is_in(piece["article_id"], wanted)).to_pylist()]


def _views(path: Path) -> pa.ipc.RecordBatchFileReader:
    return pa.ipc.open_file(pa.OSFile(str(path)))


def _counted(name: str) -> Callable[[Path], int]:
    def count(path: Path) -> int:
        next(iter(Stored(name, path, arrow_schema(name).names[:1])), None)  # another contract shows here
        return n_rows(path)

    return count


def _whole(path: Path, reading: Callable[[Path], Any]) -> Any:
    try:
        return reading(path)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from None


def _see_all_months(out: Path) -> None:
    """A month whose file is gone is known by the package's list of files, where that can be read. Raises EditionUnreadable."""
    try:
        resources = json.loads((out / DATAPACKAGE).read_text(encoding="utf-8"))["resources"]
        listed = [out / path for resource in resources if isinstance(resource["path"], list) for path in resource["path"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for path in listed:
        if not path.exists():
            raise EditionUnreadable(f"{path} is missing; put it back from a backup, or code all again with --fresh")


def _damaged(path: Path, error: Exception) -> EditionUnreadable:
    reason = str(error).splitlines()[0]
    return EditionUnreadable(f"{path} is damaged ({reason}); put it back from a backup, or code all again with --fresh")
