"""Checks across tables: keys, counts and figures that one table takes from another."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from sitrep.resolve.casualty_ranges import Figure, derive
from sitrep.schemas import TABLES, Reference, contract
from sitrep.validate.checks import CHECKS, Check, check, each
from sitrep.validate.world import World


def reference_exists(world: World, table: str, key: Reference) -> np.ndarray:
    ids = world.ids(key.table)
    values = world.frames[table][key.column]
    if contract(table)[key.column].is_list:
        return each(ids.issuperset(v) for v in values)
    return each(v is None or v in ids for v in values)


def same_article(world: World, table: str, key: Reference) -> np.ndarray:
    """The row referred to is of the same article; a missing one is the foreign key's affair."""
    article_of = world.column(key.table, "article_id")
    f = world.frames[table]
    return each(v is None or article_of.get(v, a) == a for v, a in zip(f[key.column], f["article_id"], strict=True))


def id_is_this_tables_only(world: World, table: str) -> np.ndarray:
    others = [world.ids(n) for n in TABLES if n not in (table, "rejects")]
    return each(not any(v in ids for ids in others) for v in world.frames[table][contract(table).primary_key])


def id_is_its_articles(world: World, table: str) -> np.ndarray:
    """What makes ids that are unique among the rows of an article unique among all."""
    f = world.frames[table]
    return each(v is None or a is None or v.startswith(a) for v, a in zip(f[contract(table).primary_key], f["article_id"], strict=True))


def _derive() -> Iterator[Check]:
    """What the contracts say of keys."""
    for name in TABLES:
        table = contract(name)
        for key in table.foreign_keys:
            yield Check(name, f"{key.column}_exists", (key.column,), f"{key.column} is in {key.table}.{key.key}",
                        partial(reference_exists, table=name, key=key), key.mode, across=True)  # fmt: skip
            if key.table in ("events", "statements"):
                yield Check(name, f"{key.column}_in_same_article", (key.column, "article_id"), f"{key.column} is of the same article",
                            partial(same_article, table=name, key=key), across=True)  # fmt: skip
        if name not in ("actors", "rejects"):  # an actor's id in another table is that row's fault
            yield Check(name, "id_is_this_tables_only", (table.primary_key,), "no other table has this id",
                        partial(id_is_this_tables_only, table=name))  # fmt: skip
        if name not in ("actors", "articles", "rejects"):
            yield Check(name, "id_is_its_articles", (table.primary_key, "article_id"), "the id begins with that of its article",
                        partial(id_is_its_articles, table=name))  # fmt: skip


CHECKS.extend(_derive())


def _claims(world: World, kind: str) -> dict[str, list[tuple[float, float]]]:
    """event_id → bounds of the claims of a kind."""
    c = world.frames["casualties"]
    claims: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for event, of_kind, low, high in zip(c["event_id"], c["kind"], c["count_low"], c["count_high"], strict=True):
        if of_kind == kind and event is not None:
            claims[event].append((low, high))
    return claims


def _figures(world: World, prefix: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    e = world.frames["events"]
    columns = (e[f"{prefix}_{bound}"].to_numpy(float) for bound in ("low", "best", "high"))
    return zip(e["event_id"], zip(*columns, strict=True), strict=True)


def _rest_on_claims(world: World, prefix: str, kind: str) -> np.ndarray:
    claims = _claims(world, kind)
    return each(event in claims or all(np.isnan(figures)) for event, figures in _figures(world, prefix))


def _zero_is_zero(world: World, prefix: str, kind: str) -> np.ndarray:
    claims = _claims(world, kind)
    nobody = {event for event, bounds in claims.items() if all(b == (0, 0) for b in bounds)}
    return each(event not in nobody or figures == (0, 0, 0) for event, figures in _figures(world, prefix))


def _claims_arrive(world: World, prefix: str, kind: str) -> np.ndarray:
    claims = _claims(world, kind)
    return each(event not in claims or not all(np.isnan(figures)) for event, figures in _figures(world, prefix))


def _follow_claims(world: World, prefix: str, kind: str) -> np.ndarray:
    c = world.frames["casualties"]
    made: dict[str, list[Figure]] = defaultdict(list)
    columns = (c[name] for name in ("event_id", "kind", "count_low", "count_high", "attributed_to_id", "victim_group"))
    for event, of_kind, low, high, source, group in zip(*columns, strict=True):
        if of_kind == kind:
            made[event].append(Figure(_whole(low), _whole(high), source, group))
    return each(derive(made.get(event, ())) == tuple(map(_whole, figures)) for event, figures in _figures(world, prefix))


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


for _prefix, _kind in (("fatalities", "killed"), ("injured", "injured")):
    _columns = tuple(f"{_prefix}_{bound}" for bound in ("low", "best", "high"))
    _rules = (
        ("rest_on_claims", _rest_on_claims, f"figures of {_kind} rest on a row in casualties; without a claim they are null, not zero"),
        ("zero_where_zero_is_meant", _zero_is_zero, f"where each claim is that nobody was {_kind}, figures are 0, not null"),
        ("null_only_without_claim", _claims_arrive, f"where there is a claim of {_kind}, the figures are not all null"),
        ("follow_claims", _follow_claims, f"low, best and high are what the claims of {_kind} come to"),
    )
    for _name, _test, _says in _rules:
        _of_kind = functools.partial(_test, prefix=_prefix, kind=_kind)
        _mode = "warn" if _test is _follow_claims else "quarantine"  # a claim that was rejected leaves the figures it was counted in
        CHECKS.append(Check("events", f"{_prefix}_{_name}", _columns, _says, _of_kind, _mode, across=True))


def _party(world: World, role: str) -> np.ndarray:
    """Without participants there is no name, country or sector; with them they are of the first one, as the actors table has him."""
    e, actors = world.frames["events"], {c: world.column("actors", c) for c in ("name", "country", "sector")}
    columns = zip(e[f"{role}_ids"], *(e[f"{role}_{c}"] for c in actors), strict=True)
    return each(
        all(v is None for v in values) if not ids else all(v == actors[c].get(ids[0], v) for c, v in zip(actors, values, strict=True))
        for ids, *values in columns
    )


@check("events", "actor_ids actor_name actor_country actor_sector",
       "actor_name, _country and _sector are those of the first actor", mode="warn", across=True)  # fmt: skip
def actor_is_the_first(world: World) -> np.ndarray:
    return _party(world, "actor")


@check("events", "recipient_ids recipient_name recipient_country recipient_sector",
       "recipient_name, _country and _sector are those of the first recipient", mode="warn", across=True)  # fmt: skip
def recipient_is_the_first(world: World) -> np.ndarray:
    return _party(world, "recipient")


@check("events", "actor_ids actor_name recipient_ids recipient_name", "a name stands only where there is a participant")
def name_has_an_id(world: World) -> np.ndarray:
    e = world.frames["events"]
    rows = zip(e["actor_ids"], e["actor_name"], e["recipient_ids"], e["recipient_name"], strict=True)
    return each((a or an is None) and (r or rn is None) for a, an, r, rn in rows)


@check("statements", "speaker_id speaker_name", "speaker_name is the actor's name", mode="warn", across=True)
def speaker_name_is_the_actors(world: World) -> np.ndarray:
    s, names = world.frames["statements"], world.column("actors", "name")
    return each(names.get(i, name) == name for i, name in zip(s["speaker_id"], s["speaker_name"], strict=True))


@check("actors", "actor_id n_mentions", "an actor that counts mentions has rows in mentions", across=True, overall=True)
def actor_is_mentioned(world: World) -> np.ndarray:
    a, mentions = world.frames["actors"], world.counted.mentions
    return each(not world.complete or not n or i in mentions for i, n in zip(a["actor_id"], a["n_mentions"], strict=True))


@check("actors", "n_mentions n_articles", "n_mentions and n_articles count the rows in mentions", mode="warn", across=True, overall=True)
def mentions_counted(world: World) -> np.ndarray:
    a, counted = world.frames["actors"], world.counted
    rows = zip(a["actor_id"], a["n_mentions"], a["n_articles"], strict=True)
    return each(not world.complete or not n or (counted.mentions[i] == n and counted.articles[i] == k) for i, n, k in rows)


@check("mentions", "article_id actor_id char_start char_end", "an actor is mentioned once at a place", mode="warn")
def mention_is_not_repeated(world: World) -> np.ndarray:
    return ~world.frames["mentions"].duplicated(["article_id", "actor_id", "char_start", "char_end"]).to_numpy()


@check("actors", "last_published", "the last publication is one of an article", mode="warn", across=True, overall=True)
def publication_is_an_articles(world: World) -> np.ndarray:
    published = world.counted.published if world.complete else ()
    return each(not world.complete or pd.isna(day) or day in published for day in world.frames["actors"]["last_published"])
