"""The column contract: one YAML file a table, from which everything else about the tables is derived.

`contract("events")` gives the columns with type, meaning and constraints; `arrow_schema("events")` the Arrow schema;
`empty("events")` a table without rows; `data_dictionary()` the text for people. Fields that several columns use
stand once in fields.yaml, closed vocabularies once in vocabularies.yaml.
"""

from typing import Any

from sitrep.schemas.contracts import MODES, RECORDS, TABLES, Column, Contract, Reference, contract, modes_of
from sitrep.schemas.dictionary import data_dictionary

__all__ = [
    "MODES",
    "RECORDS",
    "TABLES",
    "Column",
    "Contract",
    "Reference",
    "arrow_schema",
    "contract",
    "data_dictionary",
    "empty",
    "modes_of",
]


def __getattr__(name: str) -> Any:
    # pyarrow takes a tenth of a second to import, and `sitrep schema` does not need it.
    if name in ("arrow_schema", "empty"):
        from sitrep.schemas import arrow

        return getattr(arrow, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
