"""Loading the tables into a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sitrep.schemas import TABLES, empty
from sitrep.tables.parquet import read
from sitrep.tables.publish import CURRENT

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one run as pandas frames with nullable dtypes (Int32, string, boolean, …): null stays null and
    whole numbers stay whole. Dates are Arrow dates, timestamps UTC.

    Joins:

        t.events.merge(t.articles, on="article_id")                                  where an event was reported
        t.statements.merge(t.actors, left_on="speaker_id", right_on="actor_id")      who speaks
        t.casualties.merge(t.events, on="event_id", suffixes=("_claim", ""))         who claims how many dead
        t.events.explode("actor_ids").merge(t.actors, left_on="actor_ids", right_on="actor_id")   who did it
        t.mentions.merge(t.actors, on="actor_id")                                    where an actor is mentioned

    The methods answer what is asked most often; each gives a frame of the same dtypes (`quote` a string).
    """

    articles: pd.DataFrame
    events: pd.DataFrame
    actors: pd.DataFrame
    statements: pd.DataFrame
    casualties: pd.DataFrame
    mentions: pd.DataFrame
    rejects: pd.DataFrame

    def events_long(self) -> pd.DataFrame:
        """One row a participant of an event; see `questions.events_long`."""
        from sitrep.tables import questions

        return questions.events_long(self)

    def claims(self, event: str | Mapping[str, Any] | pd.Series) -> pd.DataFrame:
        """The casualty claims about one event (event_id or row) side by side, each under its source's name."""
        from sitrep.tables import questions

        return questions.claims(self, event)

    def statements_by(self, actor: str) -> pd.DataFrame:
        """The statements of one speaker, by actor_id, name or alias."""
        from sitrep.tables import questions

        return questions.statements_by(self, actor)

    def timeline(self) -> pd.DataFrame:
        """The dated events that happened or are announced, in time's order."""
        from sitrep.tables import questions

        return questions.timeline(self)

    def quote(self, row: Mapping[str, Any] | pd.Series, width: int = 60) -> str:
        """The words of a row between bars, with up to `width` characters of the article on each side."""
        from sitrep.tables import questions

        return questions.quote(self, row, width)

    def acled_view(self) -> pd.DataFrame:
        """The events under ACLED's column names; `views.ACLED` explains each."""
        from sitrep.tables import views

        return views.acled_view(self)

    def gdelt_view(self) -> pd.DataFrame:
        """The events under GDELT 2.0's column names; `views.GDELT` explains each."""
        from sitrep.tables import views

        return views.gdelt_view(self)

    def ucdp_view(self) -> pd.DataFrame:
        """The deadly assaults under UCDP GED's column names; `views.UCDP` explains each."""
        from sitrep.tables import views

        return views.ucdp_view(self)

    def __repr__(self) -> str:
        return "Tables(" + ", ".join(f"{n}: {len(getattr(self, n)):,} rows" for n in TABLES) + ")"


def load(path: str | Path = "output/") -> Tables:
    """The published tables in the folder `path`, all from one run even if another run publishes meanwhile.

    Raises FileNotFoundError when nothing is published there.
    """
    return Tables(*(to_pandas(table) for table in published(path).values()))


def published(path: str | Path = "output/") -> dict[str, pa.Table]:
    """The same as Arrow tables by name."""
    folder = Path(path)
    if not (folder / "articles.parquet").exists():
        raise FileNotFoundError(f"no tables in {folder}; make them with `sitrep run SOURCE --out {folder}`")
    if (folder / CURRENT).is_symlink():
        folder = (folder / CURRENT).resolve()
    return {name: _stored(name, folder / f"{name}.parquet") for name in TABLES}


def to_pandas(table: pa.Table) -> pd.DataFrame:
    """A frame with nullable dtypes; lists are Python lists, spans dicts with start and end."""
    import pandas as pd

    dtypes = {
        pa.string(): pd.StringDtype("python"),
        pa.int32(): pd.Int32Dtype(),
        pa.bool_(): pd.BooleanDtype(),
        pa.float32(): pd.Float32Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.date32(): pd.ArrowDtype(pa.date32()),
    }
    frame: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=dtypes.get)
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series(table[field.name].to_pylist(), index=frame.index, dtype=object)
    return frame


def _stored(name: str, path: Path) -> pa.Table:
    return read(name, path) if path.exists() else empty(name)
