"""What stands beside a slice while it is validated: of millions of actors only those that its rows name."""

from sitrep.schemas import empty
from sitrep.tables import from_rows
from sitrep.validate.validation import ACTOR, SLICED, _Stage


def actors(*ids: str):
    rows = [{"actor_id": i, "name": i.title(), "kind": "group", "sector": "COP", "aliases": [], "resolution": "name"} for i in ids]
    return from_rows("actors", rows).select(ACTOR)


def test_a_slice_knows_the_actors_that_its_rows_name_and_no_others():
    tables = {name: empty(name) for name in SLICED}
    tables["mentions"] = from_rows("mentions", [{"mention_id": "m", "article_id": "a", "actor_id": "police"}])
    tables["events"] = from_rows("events", [{"event_id": "like-a-row", "actor_ids": ["army", "nobody"], "recipient_ids": []}])
    world = _Stage(actors("army", "court", "like-a-row", "navy", "police"), frozenset()).actors_of(tables, {"actors": frozenset({"king"})})
    assert world.ids("actors") == {"army", "police", "like-a-row", "king"}, "an actor with the id of a row is a fault to be found"
    assert world.column("actors", "name") == {"army": "Army", "police": "Police", "like-a-row": "Like-A-Row"}


def test_a_slice_without_rows_knows_none():
    assert _Stage(actors("army"), frozenset()).actors_of({name: empty(name) for name in SLICED}, {}).ids("actors") == set()
