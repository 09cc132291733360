"""What analysts ask of the tables first: who took part, who claims what, who said what, in which order, in which words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from sitrep.tables.load import Tables

    Row = Mapping[str, Any] | pd.Series

NO_SOURCE = "(the article)"  # a claim in the article's own voice

ABOUT_EVENT = ["event_type", "event_mode", "modality", "event_date_start", "event_date_end", "place_name", "country"]
ABOUT_ACTOR = ["name", "kind", "sector", "country"]
TIMELINE = [
    "event_date_start", "event_date_end", "date_precision", "event_type", "event_mode", "modality", "actor_name", "recipient_name",
    "place_name", "country", "fatalities_low", "fatalities_best", "fatalities_high", "evidence", "event_id", "article_id",
]  # fmt: skip
CLAIM = ["source", "kind", "count_low", "count_high", "count_text", "victims_text", "victim_class", "evidence", "casualty_id", "article_id"]


def events_long(t: Tables) -> pd.DataFrame:
    """One row a participant: event_id, participant (actor, recipient), position (0 is the first), the actor's columns and
    the event's. An event without known participants has no row."""
    sides = []
    for participant in ("actor", "recipient"):
        side = t.events[["event_id", "article_id", *ABOUT_EVENT]].assign(actor_id=t.events[f"{participant}_ids"])
        side = side.explode("actor_id").dropna(subset=["actor_id"])
        side["position"] = side.groupby("event_id").cumcount().astype("Int32")
        sides.append(side.assign(participant=participant))
    actors = t.actors[["actor_id", *ABOUT_ACTOR]].rename(columns={"country": "actor_country"})
    long = pd.concat(sides).astype({"participant": "string"}).merge(actors, on="actor_id", how="left")
    order = t.events["event_id"].reset_index().set_index("event_id")["index"]
    long = long.assign(_order=long["event_id"].map(order)).sort_values(["_order", "participant", "position"], ignore_index=True)
    first = ["event_id", "participant", "position", "actor_id", "name", "kind", "sector", "actor_country"]
    return long[[*first, *ABOUT_EVENT, "article_id"]].astype({"actor_id": "string"})


def claims(t: Tables, event: str | Row) -> pd.DataFrame:
    """The casualty claims about one event (its event_id or its row) side by side, each under its source's name; killed first,
    then in the order of the text. Raises KeyError for an unknown event."""
    event_id = event if isinstance(event, str) else str(event["event_id"])
    if not (t.events["event_id"] == event_id).any():
        raise KeyError(f"no event {event_id!r} in these tables; t.events.event_id lists them")
    found = t.casualties[(t.casualties["event_id"] == event_id).fillna(False)]
    names = t.actors.set_index("actor_id")["name"]
    source = found["attributed_to_id"].map(names).astype("string").fillna(NO_SOURCE)
    found = found.assign(source=source, _not_killed=found["kind"] != "killed")
    return found.sort_values(["_not_killed", "article_id", "char_start"], ignore_index=True)[CLAIM]


def statements_by(t: Tables, actor: str) -> pd.DataFrame:
    """The statements of one speaker, by actor_id, name or alias (case does not matter), in the order of publication and text.

    Raises KeyError when nobody is called so, and when several are: it names their ids.
    """
    speaker = _find_actor(t.actors, actor)
    found = t.statements[t.statements["speaker_id"] == speaker]
    dated = found.merge(t.articles[["article_id", "published_at"]], on="article_id", how="left")
    return dated.sort_values(["published_at", "article_id", "char_start"], ignore_index=True)


def timeline(t: Tables) -> pd.DataFrame:
    """The events that happened or are announced and have a date, in its order."""
    dated = t.events[t.events["event_date_start"].notna() & t.events["modality"].isin(["actual", "future"])]
    return dated.sort_values(["event_date_start", "event_date_end", "event_id"], ignore_index=True)[TIMELINE]


def quote(t: Tables, row: Row, width: int = 60) -> str:
    """The words of a row of any table with char_start and char_end, between bars, with up to `width` characters on each side:
    "… US air strikes have |killed| at least four …". Raises KeyError when the row has no place in a text."""
    missing = [c for c in ("article_id", "char_start", "char_end") if c not in row]
    if missing:
        raise KeyError(f"the row has no {', '.join(missing)}; give a row of events, statements, casualties or mentions")
    texts = t.articles.loc[t.articles["article_id"] == row["article_id"], "text"]
    if texts.empty:
        raise KeyError(f"no article {row['article_id']!r} in these tables; load the folder that the row comes from")
    text, start, end = str(texts.iloc[0]), int(row["char_start"]), int(row["char_end"])
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width:
        before = "… " + before.partition(" ")[2]
    if end + width < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}|{text[start:end]}|{after}".split())


def _find_actor(actors: pd.DataFrame, wanted: str) -> str:
    if (actors["actor_id"] == wanted).any():
        return wanted
    key = _key(wanted)
    found = actors[actors["name"].map(_key) == key]
    if found.empty:
        found = actors[actors["aliases"].map(lambda aliases: key in map(_key, aliases)).astype(bool)]
    if len(found) == 1:
        return str(found["actor_id"].iloc[0])
    if len(found):
        raise KeyError(f"{wanted!r} is the name of several actors; give one of the ids {', '.join(found['actor_id'])}")
    near = difflib.get_close_matches(wanted, actors["name"].tolist(), n=3)
    raise KeyError(f"no actor {wanted!r}; " + (f"did you mean {' or '.join(near)}?" if near else "t.actors.name lists them"))


def _key(name: str) -> str:
    return name.casefold().removeprefix("the ")
