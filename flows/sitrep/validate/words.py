"""Checks of offsets: every row carries the words it rests on, to the character, from one passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from sitrep.schemas import TABLES, contract
from sitrep.schemas.contracts import Anchor
from sitrep.validate.checks import CHECKS, Check, check, each
from sitrep.validate.world import World

JOINED = " … "  # between the pieces of a split cue or content
PASSAGE = 700  # code points, about three sentences: what a row puts together stands this near


def _texts(world: World, table: str) -> Iterator[str]:
    """The article's text for each row; empty where the article is missing, which the foreign key tells of."""
    return (world.texts.get(a) or "" for a in world.frames[table]["article_id"])


def _inside(start: float, end: float, text: str) -> bool:
    return 0 <= start < end <= len(text)


def span_in_text(world: World, table: str) -> np.ndarray:
    f = world.frames[table]
    return each(_inside(a, b, text) for a, b, text in zip(f["char_start"], f["char_end"], _texts(world, table), strict=True))


def spans_in_text(world: World, table: str, column: str) -> np.ndarray:
    """The spans lie in the text, in its order, and do not overlap."""
    f = world.frames[table]
    return each(
        all(_inside(s["start"], s["end"], text) for s in spans)
        and all(s["end"] <= t["start"] for s, t in zip(spans, spans[1:], strict=False))
        for spans, text in zip(f[column], _texts(world, table), strict=True)
    )


def words_in_text(world: World, table: str, anchor: Anchor) -> np.ndarray:
    """The stored words are the text at their offsets; where a list of spans is empty, the words are somewhere in the text."""
    f = world.frames[table]
    if anchor.spans is None:
        rows = zip(f[anchor.words], f[anchor.start], f[anchor.end], _texts(world, table), strict=True)
        return each(_inside(a, b, text) and text[int(a) : int(b)] == words for words, a, b, text in rows)
    parts = zip(f[anchor.words], f[anchor.spans], _texts(world, table), strict=True)
    return each(_joined(spans, text) == words if spans else _somewhere(words, text) for words, spans, text in parts)


def _joined(spans: list[Mapping[str, int]], text: str) -> str:
    return JOINED.join(text[s["start"] : s["end"]] for s in spans)


def _somewhere(words: str | None, text: str) -> bool:
    return words is not None and all(piece in text for piece in words.split(JOINED))


def evidence_holds_span(world: World, table: str) -> np.ndarray:
    """The evidence stands in the text around the words: it begins at or before them and ends at or after them."""
    f = world.frames[table]
    rows = zip(f["evidence"], f["char_start"], f["char_end"], _texts(world, table), strict=True)
    return each(_inside(a, b, text) and _around(e, int(a), int(b), text) for e, a, b, text in rows)


def _around(evidence: str | None, start: int, end: int, text: str) -> bool:
    return evidence is not None and text.find(evidence, max(0, end - len(evidence)), start + len(evidence)) >= 0


def _derive() -> Iterator[Check]:
    """What the contracts say of offsets."""
    for name in TABLES:
        columns = contract(name).column_names
        if name == "rejects":
            continue
        if "char_start" in columns:
            yield Check(name, "span_in_text", ("char_start", "char_end"), "0 <= char_start < char_end <= length of the article's text",
                        partial(span_in_text, table=name))  # fmt: skip
        if "evidence" in columns:
            yield Check(name, "evidence_holds_span", ("evidence", "char_start", "char_end"),
                        "the evidence stands in the text around the words", partial(evidence_holds_span, table=name))  # fmt: skip
        for column in contract(name).columns:
            if column.type == "list<span>":
                yield Check(name, f"{column.name}_in_text", (column.name,), f"{column.name} lie in the text, in its order, without overlap",
                            partial(spans_in_text, table=name, column=column.name))  # fmt: skip
        for anchor in contract(name).anchors:
            where = anchor.spans or "char_start:char_end"
            yield Check(name, f"{anchor.words}_is_the_text", tuple(c for c in (anchor.words, anchor.start, anchor.end, anchor.spans) if c),
                        f"{anchor.words} is what the article's text has at {where}",
                        partial(words_in_text, table=name, anchor=anchor))  # fmt: skip


CHECKS.extend(_derive())


@check("events", "mention_spans char_start char_end", "the trigger is one of the mentions")
def trigger_is_a_mention(world: World) -> np.ndarray:
    e = world.frames["events"]
    rows = zip(e["mention_spans"], e["char_start"], e["char_end"], strict=True)
    return each(any(s["start"] == a and s["end"] == b for s in spans) for spans, a, b in rows)


@check("statements", "content_spans char_start char_end", "content_spans begin at char_start and end at char_end")
def content_fills_its_span(world: World) -> np.ndarray:
    s = world.frames["statements"]
    rows = zip(s["content_spans"], s["char_start"], s["char_end"], strict=True)
    return each(spans and spans[0]["start"] == a and spans[-1]["end"] == b for spans, a, b in rows)


@check("statements", "verbatim content", "verbatim words stand in the content")
def verbatim_in_content(world: World) -> np.ndarray:
    s = world.frames["statements"]
    return each(all(v and v in (content or "") for v in words) for words, content in zip(s["verbatim"], s["content"], strict=True))


@check("casualties", "victims_text", "victims_text stands in the text", mode="warn")
def victims_in_text(world: World) -> np.ndarray:
    c = world.frames["casualties"]
    return each((words or "") in text for words, text in zip(c["victims_text"], _texts(world, "casualties"), strict=True))


@check("events", "place_text date_text", "place and time are in the article's words", mode="warn")
def place_and_date_in_text(world: World) -> np.ndarray:
    e = world.frames["events"]
    rows = zip(e["place_text"], e["date_text"], _texts(world, "events"), strict=True)
    return each((place or "") in text and (date or "") in text for place, date, text in rows)


@check("statements", "source_spans cue_spans content_spans", f"source, cue and content stand within {PASSAGE} characters", mode="warn")
def statement_from_one_passage(world: World) -> np.ndarray:
    s = world.frames["statements"]
    rows = zip(s["source_spans"], s["cue_spans"], s["content_spans"], strict=True)
    return each(_near(source, cue) and _near(cue, content) for source, cue, content in rows)


def _near(some: list[Mapping[str, int]], others: list[Mapping[str, int]]) -> bool:
    if not some or not others:
        return True
    return any(a["start"] - b["end"] <= PASSAGE and b["start"] - a["end"] <= PASSAGE for a in some for b in others)


@check("events", "actor_ids recipient_ids mention_spans", f"participants are mentioned within {PASSAGE} characters of the event",
       mode="warn", across=True)  # fmt: skip
def participants_near_the_act(world: World) -> np.ndarray:
    e, at = world.frames["events"], world.mentioned_at
    rows = zip(e["article_id"], e["actor_ids"], e["recipient_ids"], e["mention_spans"], strict=True)
    return each(all(_close(at.get((article, i), []), spans) for i in (*actors, *recipients)) for article, actors, recipients, spans in rows)


@check("events", "place_text mention_spans", f"the place is named within {PASSAGE} characters of the event", mode="warn")
def place_near_the_act(world: World) -> np.ndarray:
    e = world.frames["events"]
    rows = zip(e["place_text"], e["mention_spans"], _texts(world, "events"), strict=True)
    return each(
        not place or any(place in text[max(0, s["start"] - PASSAGE) : s["end"] + PASSAGE] for s in spans) for place, spans, text in rows
    )


def _close(starts: Sequence[int], spans: list[Mapping[str, int]]) -> bool:
    return any(s["start"] - PASSAGE <= start <= s["end"] + PASSAGE for start in starts for s in spans)
