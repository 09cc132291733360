"""Data files → `Knowledge`. One file a kind of fact, each with a JSON Schema of the same name beside it.

countries.csv       states and territories: names, demonyms, capital, places that stand for the government
armed_groups.csv    non-state parties to conflicts since 2000
organizations.csv   bodies known by a name of their own: IGOs, NGOs, media, ministries, forces, parties
offices.csv         who held which office when
institutions.yaml   bodies known by pattern: "<country> <words>"
roles.yaml          words for persons and groups → PLOVER sector; office titles; person-name lexicon

A list inside a CSV cell is separated by semicolons. A user's own folder may hold any of these files: an entry with a
known key replaces ours, any other is added. The shipped files are checked against their schemas by the tests, a
user's when they are loaded. `source` says where an entry can be looked up (every shipped one has it): an address,
`wikipedia:TITLE` (an article or redirect of the English Wikipedia), `wikidata:Q…`, `ucdp:NUMBER`, or `none: REASON`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LISTS = {"aliases", "adjectives", "people", "metonyms", "sponsors"}
KEYS = {"countries": ("iso3",), "armed_groups": ("id",), "organizations": ("id",), "offices": ("person", "office", "country", "start")}


class KnowledgeError(ValueError):
    """A data file that cannot be used; the message names file, entry and remedy."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory. `metonyms` are places that stand for its government in the news ("Moscow said")."""

    iso3: str
    iso2: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A named group or organization. An alias that ends in "?" holds only together with the body's country."""

    id: str
    name: str
    aliases: tuple[str, ...]
    country: str | None  # ISO alpha-3; None if international
    sector: str
    part_of: str | None = None  # id of the body that it belongs to
    sponsors: tuple[str, ...] = ()  # ISO alpha-3 codes or ids
    start: str | None = None  # year in which it was founded, or first active
    end: str | None = None
    source: str | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A person in an office, from `start` to `end` (both included; None = to this day)."""

    person: str
    aliases: tuple[str, ...]
    office: str  # a key of `offices` in roles.yaml
    country: str | None
    body: str | None  # id of the body for which the person speaks or acts
    start: date
    end: date | None
    source: str | None = None

    def held(self, on: date | None) -> bool:
        """Whether the office was held on that day; without a day, whether it is held now."""
        return self.end is None if on is None else self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Institution:
    """A kind of body that each state has one of; `named` gives the body's id where it has a name of its own."""

    id: str
    name: str  # with {adjective} or {country}
    words: tuple[str, ...]
    sector: str
    kind: str = "organization"  # or group
    named: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roles:
    """The general lexicon of roles.yaml; what each part means stands there."""

    sectors: Mapping[str, Mapping[str, tuple[str, ...]]]
    inherit: Mapping[str, str]
    former: tuple[str, ...]
    backed: tuple[str, ...]
    offices: Mapping[str, Mapping[str, Any]]
    persons: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    countries: tuple[Country, ...]
    bodies: tuple[Body, ...]
    offices: tuple[Office, ...]
    institutions: tuple[Institution, ...]
    roles: Roles


@cache
def load(extra: Path | None = None) -> Knowledge:
    """Everything shipped with Sitrep, extended by the files of the folder `extra`.

    Raises KnowledgeError, with file, entry and remedy, for an entry that breaks its schema or names what does not exist.
    """
    tables = {name: {key(name, row): (row, f"{name}.csv") for row in rows(HERE / f"{name}.csv")} for name in KEYS}
    lines: dict[str, str] = {}  # where the user's entries stand, by what a problem calls them
    institutions = {entry["id"]: entry for entry in read_yaml(HERE / "institutions.yaml")}
    roles = read_yaml(HERE / "roles.yaml")
    if extra is not None:
        for path in user_files(extra):
            if path.suffix == ".csv":
                found = dict(numbered_rows(path))
                if not found:
                    raise KnowledgeError(f"{path}: no line below the header; add a fact, or take the file away")
                validate(path, found)
                tables[path.stem].update({key(path.stem, row): (row, str(path)) for row in found.values()})
                lines.update({str(key(path.stem, row)[0]): f"{path}: line {line}" for line, row in found.items()})
            else:
                found = read_yaml(path)
                validate(path, {1: found})
                if path.stem == "institutions":
                    institutions.update({entry["id"]: entry for entry in found})
                else:
                    roles = merged(roles, found)
    knowledge = Knowledge(
        countries=tuple(Country(**row) for row, _ in tables["countries"].values()),
        bodies=tuple(Body(**row, file=file) for name in ("organizations", "armed_groups") for row, file in tables[name].values()),
        offices=tuple(office(row) for row, _ in tables["offices"].values()),
        institutions=tuple(Institution(**{**entry, "words": tuple(entry["words"])}) for entry in institutions.values()),
        roles=Roles(**roles),
    )
    if extra is not None:
        for problem in problems(knowledge):
            raise KnowledgeError(f"{lines.get(problem.split(':')[0], extra)}: {problem}")
    return knowledge


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file: empty cells are None, list columns tuples. Lines that begin with # are comments."""
    return (row for _, row in numbered_rows(path))


def numbered_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a CSV file with the numbers of the lines on which they end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader("\n" if line.startswith("#") else line for line in lines)
            header: list[str] = []
            for cells in reader:
                if cells and header and len(cells) != len(header):
                    wrong = f"{len(cells)} cells, the header has {len(header)}"
                    raise KnowledgeError(f"{path}: line {reader.line_num}: {wrong}; quote a cell that contains a comma")
                if cells and header:
                    yield reader.line_num, {k: _cell(k, v) for k, v in zip(header, cells, strict=True)}
                header = header or [c.strip() for c in cells]
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None


def _cell(column: str, text: str) -> Any:
    return tuple(p.strip() for p in text.split(";") if p.strip()) if column in LISTS else text.strip() or None


def read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"{path}: line {line}: {error.problem}; mend the YAML there") from None


def key(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in KEYS[name])


def office(row: Mapping[str, Any]) -> Office:
    return Office(**{**row, "start": day(row["start"], last=False), "end": day(row["end"], last=True) if row["end"] else None})


def day(text: str, *, last: bool) -> date:
    """ "2003", "2003-05" or "2003-05-08" as its first or last day."""
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if not last:
        return date(parts[0], parts[1] if len(parts) > 1 else 1, 1)
    following = date(parts[0] + 1, 1, 1) if len(parts) == 1 or parts[1] == 12 else date(parts[0], parts[1] + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def user_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: no such folder; give one that holds files such as armed_groups.csv")
    known = {*(f"{name}.csv" for name in KEYS), "institutions.yaml", "roles.yaml"}
    found = sorted(p for p in folder.iterdir() if p.name in known)
    if not found:
        raise KnowledgeError(f"{folder}: none of the files in it is known; name them {', '.join(sorted(known))}")
    return found


def schema(stem: str) -> dict[str, Any]:
    """The JSON Schema of one entry of a CSV file, or of a whole YAML file."""
    return json.loads((HERE / f"{stem}.schema.json").read_text(encoding="utf-8"))


def validate(path: Path, entries: Mapping[int, Any]) -> None:
    """Raise KnowledgeError for the first entry of `path` that breaks its schema; `entries` by the line on which each ends."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(schema(path.stem))
    for line, entry in entries.items():
        plain = json.loads(json.dumps(entry))
        for error in validator.iter_errors(plain):
            where = "/".join(map(str, error.absolute_path)) or "entry"
            name = " ".join(str(v) for v in key(path.stem, entry) if v) if path.suffix == ".csv" else path.stem
            at = f"{path}: line {line}" if path.suffix == ".csv" else path
            raise KnowledgeError(f"{at}: {name}: {where}: {error.message}; see {path.stem}.schema.json for what each column may hold")


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings merged, lists joined, anything else replaced."""
    out = dict(ours)
    for name, value in theirs.items():
        if isinstance(value, Mapping) and isinstance(out.get(name), Mapping):
            out[name] = merged(out[name], value)
        elif isinstance(value, list) and isinstance(out.get(name), list):
            out[name] = [*out[name], *(v for v in value if v not in out[name])]
        else:
            out[name] = value
    return out


def problems(knowledge: Knowledge) -> Iterator[str]:
    """What no schema can see: codes and ids that name nothing, ids given twice, terms that end before they begin."""
    countries = {c.iso3 for c in knowledge.countries}
    ids = [b.id for b in knowledge.bodies]
    for twice in sorted({i for i in ids if ids.count(i) > 1} if len(set(ids)) < len(ids) else ()):
        yield f"{twice}: the id is given twice; rename one, or put a correction into the file that first has it"
    known = {*countries, *ids, *(f"{c.lower()}-{i.id}" for c in countries for i in knowledge.institutions)}
    for body in knowledge.bodies:
        if body.country and body.country not in countries:
            yield f"{body.id}: country {body.country} is not in countries.csv; use ISO 3166-1 alpha-3 or add it there"
        for other in filter(None, (body.part_of, *body.sponsors)):
            if other not in known:
                yield f"{body.id}: {other} is neither a country nor a body; add it or correct the id"
        if body.start and body.end and body.start > body.end:
            yield f"{body.id}: it ends ({body.end}) before it begins ({body.start}); correct the years"
    for term in knowledge.offices:
        if term.country and term.country not in countries:
            yield f"{term.person}: country {term.country} is not in countries.csv; use ISO 3166-1 alpha-3 or add it there"
        if term.body and term.body not in known:
            yield f"{term.person}: body {term.body} is not known; add it to organizations.csv or correct the id"
        if term.office not in knowledge.roles.offices:
            yield f"{term.person}: office {term.office} is not in roles.yaml under offices; add it there or use one that is"
        if term.end and term.end < term.start:
            yield f"{term.person}: the term ends before it begins; correct the dates"
    for institution in knowledge.institutions:
        for country, named in institution.named.items():
            if country not in countries or named not in known:
                yield f"institutions.yaml: {institution.id}: {country}: {named} is not known; add it to organizations.csv or correct the id"
