"""Three hundred mentions from sixty countries and five years: whose they are, and who held the office on that day."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sitrep.resolve.registry import registry

LEAST = 0.95


def mentions() -> list[dict[str, str]]:
    with (Path(__file__).parent / "mentions.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def found(row: dict[str, str]) -> tuple[str | None, str | None]:
    """(country, actor id) that registry and rules give: by name, by office on that day, as a place that speaks, by description."""
    known, words, day = registry(), row["mention"], date.fromisoformat(row["published"])
    about = tuple(c for c in row["about"].split(";") if c)
    entity = known.lookup(words, on=day, countries=about) or known.office(words, about[0] if about else None, day)
    if entity is not None:
        return entity.country, entity.entity_id
    hint = known.title(words)
    return known.metonym(words) or hint.country, None


def test_the_list_is_what_it_says():
    rows = mentions()
    assert len(rows) >= 300
    assert len({r["country"] for r in rows}) >= 60
    assert len({r["published"][:4] for r in rows}) >= 5
    assert len({r["mention"] for r in rows}) == len(rows)


@pytest.mark.parametrize("column", ["country", "actor"])
def test_who_is_meant(column):
    rows = [r for r in mentions() if r[column]]
    wrong = [(r["mention"], r[column], got) for r in rows if (got := found(r)[column == "actor"]) != r[column]]
    assert len(wrong) <= (1 - LEAST) * len(rows), wrong
