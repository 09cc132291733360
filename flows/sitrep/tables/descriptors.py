"""`datapackage.json` and `croissant.json` beside the tables, so that other tools load them with types, keys and meanings.

Both say what the contracts say of the files as they are written, and hold no clock time. Specifications:
datapackage.org (Data Package 2.0) and docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html (Croissant 1.0).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.schemas import TABLES, Column, Contract, contract
from sitrep.tables.months import files

DATAPACKAGE, CROISSANT = "datapackage.json", "croissant.json"
PARQUET = "application/vnd.apache.parquet"
CROISSANT_PARQUET = "application/x-parquet"  # the name that Croissant's specification knows Parquet by
TITLE = "Events, actors and statements coded from news articles by Sitrep"
ABOUT = "Who did what to whom, when and where, who was hurt, and who says so: every row a claim that an article makes, with its words."

FRICTIONLESS_TYPES = {"int32": "integer", "float32": "number", "float64": "number", "bool": "boolean", "date32": "date",
                      "timestamp": "datetime", "string": "string"}  # fmt: skip
# What frictionless, which reads Parquet through pandas, writes for a null: not a value of the column, by the descriptor's own word.
NULLS = {"integer": ["nan"], "number": ["nan"], "date": ["NaT"], "datetime": ["NaT"]}
CROISSANT_TYPES = {"int32": "sc:Integer", "float32": "sc:Float", "float64": "sc:Float", "bool": "sc:Boolean", "date32": "sc:Date",
                   "timestamp": "sc:Date", "string": "sc:Text"}  # fmt: skip
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def describe(folder: Path, version: str) -> None:
    """Write both descriptors for the tables in `folder`; `version` is that of the code that made them."""
    for name, content in ((DATAPACKAGE, datapackage(folder, version)), (CROISSANT, croissant(folder, version))):
        (folder / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def datapackage(folder: Path, version: str) -> dict[str, Any]:
    """The tables in `folder` as a Data Package: a resource a table, with fields, constraints and keys."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sitrep",
        "title": TITLE,
        "description": ABOUT,
        "version": version,
        "resources": [_resource(contract(name), folder / f"{name}.parquet") for name in TABLES],
    }


def croissant(folder: Path, version: str) -> dict[str, Any]:
    """The tables in `folder` as a Croissant data set: a file and a record set a table.

    Spans, which Croissant has no type for, and the geometry are left to the Parquet files; foreign keys to the Data
    Package, because mlcroissant follows references as joins and ours run in circles (event, its statement, its event).
    """
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "sitrep",
        "description": f"{TITLE}. {ABOUT}",
        "version": version,
        "distribution": [entry for name in TABLES for entry in _distribution(folder / f"{name}.parquet")],
        "recordSet": [_record_set(contract(name), (folder / f"{name}.parquet").is_dir()) for name in TABLES],
    }


def _resource(table: Contract, path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": _fields(table, pq.read_schema(files(path)[0])),
        "primaryKey": [table.primary_key],
        "missingValues": [],
    }
    keys = [k for k in table.foreign_keys if not table[k.column].is_list]
    if keys:
        # A table refers to itself by the empty name in version 1 and by none in version 2; its own name works in neither.
        schema["foreignKeys"] = [
            {"fields": [k.column], "reference": {"resource": "" if k.table == table.name else k.table, "fields": [k.key]}} for k in keys
        ]
    about = " ".join([table.description, *table.usage_warnings])
    return {
        "name": table.name,
        "type": "table",
        "path": [f"{path.name}/{file.name}" for file in files(path)] if path.is_dir() else path.name,
        "format": "parquet",
        "mediatype": PARQUET,
        "title": table.title,
        "description": about,
        "schema": schema,
    }


def _fields(table: Contract, stored: pa.Schema) -> list[dict[str, Any]]:
    """The contract's columns, then what the file has beyond them (the geometry of GeoParquet)."""
    fields = [_field(c) for c in table.columns]
    for extra in stored:
        if extra.name not in table.column_names:
            about = (extra.metadata or {}).get(b"description", b"").decode()
            fields.append({"name": extra.name, "type": "any", "arrowType": str(extra.type), "description": about})
    return fields


def _field(column: Column) -> dict[str, Any]:
    # Lists and structs of a Parquet file reach frictionless as numpy arrays and dicts, which its own types refuse.
    nested = column.is_list or column.type not in FRICTIONLESS_TYPES
    kind = "any" if nested else FRICTIONLESS_TYPES[column.type]
    field: dict[str, Any] = {"name": column.name, "type": kind, "arrowType": column.type}
    if column.nullable and kind in NULLS:
        field["missingValues"] = NULLS[kind]
    field["description"] = column.description + (f" [{column.unit}]" if column.unit else "")
    limits: dict[str, Any] = {"required": not column.nullable, "minimum": column.minimum, "maximum": column.maximum}
    if not column.is_list:
        limits["enum"] = list(column.values) if column.values else None
        limits["pattern"] = None if column.values or not column.pattern else _portable(column.pattern)
    field["constraints"] = {k: v for k, v in limits.items() if v is not None and v is not False}
    return field


def _portable(pattern: str) -> str:
    """The pattern without Python's inline flag, and grouped, since readers put it between ^ and $ as it is."""
    if pattern.startswith("(?s)"):
        pattern = pattern.removeprefix("(?s)").replace(".", r"[\s\S]")
    return f"(?:{pattern})" if "|" in pattern else pattern


def _distribution(path: Path) -> Iterator[dict[str, Any]]:
    """A table's file; or its files by month, and the set of them."""
    names = [f"{path.name}/{file.name}" if path.is_dir() else path.name for file in files(path)]
    for name, file in zip(names, files(path), strict=True):
        yield {"@type": "cr:FileObject", "@id": name, "name": name, "contentUrl": name, "contentSize": f"{file.stat().st_size} B",
               "encodingFormat": CROISSANT_PARQUET, "sha256": _sha256(file)}  # fmt: skip
    if path.is_dir():
        yield {"@type": "cr:FileSet", "@id": path.name, "name": path.name, "includes": f"{path.name}/*.parquet",
               "encodingFormat": CROISSANT_PARQUET}  # fmt: skip


def _record_set(table: Contract, by_month: bool) -> dict[str, Any]:
    source = "fileSet" if by_month else "fileObject"
    fields = [_croissant_field(table.name, c, source) for c in table.columns if "span" not in c.type]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": " ".join([table.description, *table.usage_warnings]),
        "key": {"@id": f"{table.name}/{table.primary_key}"},
        "field": fields,
    }


def _croissant_field(table: str, column: Column, source: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description + (f" [{column.unit}]" if column.unit else ""),
        "dataType": CROISSANT_TYPES["string" if column.is_list else column.type],
        "source": {source: {"@id": f"{table}.parquet"}, "extract": {"column": column.name}},
    }
    if column.is_list:
        field["repeated"] = True
    return field


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
