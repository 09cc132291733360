"""Who says what about whom: speakers on the left, the actors whom their words name on the right, a band for each pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from sitrep.report.figures import Row, Tables

AGAINST = ("accuse", "condemn", "threaten", "demand")
FOR = ("praise",)
PAIRS = 24  # pairs that are drawn
LISTED = 60
EXAMPLES = 8  # statements that a pair leads to
WIDTH, GAP, BAR = 960, 10, 8  # pixels: of the drawing, between actors, of an actor's bar
ROW, TALLEST = 13, 640  # pixels of one statement, and of all together at most
LINE = 13  # pixels that a name needs
LEFT, RIGHT = 300, 660  # where the bars stand; their names lie outside
SWEEPS = 8  # of the ordering; it has settled by then
SQL = """with named as (
  select distinct s.statement_id, s.speaker_id, m.actor_id,
    case when s.target_id = m.actor_id and s.speech_act in ('accuse', 'condemn', 'threaten', 'demand') then 'against'
         when s.target_id = m.actor_id and s.speech_act in ('praise') then 'for' else 'about' end as stance
  from (select *, unnest(content_spans) as piece from 'statements.parquet') s
  join 'mentions.parquet' m on m.article_id = s.article_id and m.char_start >= s.piece."start" and m.char_end <= s.piece."end"
  where m.actor_id <> s.speaker_id)
select a.name, b.name, stance, count(*) as statements from named
join 'actors.parquet' a on a.actor_id = speaker_id join 'actors.parquet' b on b.actor_id = named.actor_id
group by speaker_id, named.actor_id, a.name, b.name, stance
order by statements desc, a.name, b.name, stance, speaker_id, named.actor_id"""


def voices(slices: Iterable[Tables], actors: pa.Table) -> Row | None:
    """Pairs of speaker and named actor with their statements, and the drawing of the most frequent ones; None where there are none."""
    pairs = _pairs(slices, actors)
    if not pairs:
        return None
    drawn = pairs[:PAIRS]
    left = _side(drawn, "speaker_id", "other_id")
    right = _side(drawn, "other_id", "speaker_id")
    _settle(left, right)
    row = min(ROW, TALLEST / sum(pair["n"] for pair in drawn))
    height = max(_stack(left.values(), row), _stack(right.values(), row))
    return {
        "pairs": pairs[:LISTED],
        "n_pairs": len(pairs),
        "n_drawn": len(drawn),
        "left": sorted(left.values(), key=lambda node: node["y"]),
        "right": sorted(right.values(), key=lambda node: node["y"]),
        "bands": list(_bands(drawn, left, right, row)),
        "width": WIDTH,
        "height": round(height),
        "bar": BAR,
        "at": (LEFT, RIGHT),
        "sql": SQL,
    }


def _pairs(slices: Iterable[Tables], actors: pa.Table) -> list[Row]:
    """Speaker, actor named in the content, stance and statements; the most frequent first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    examples: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in slices:
        for statement, pair in _said(one):
            counts[pair] += 1
            if counts[pair] <= EXAMPLES:
                examples[pair].append(statement)
    names = dict(zip(actors["actor_id"].to_pylist(), actors["name"].to_pylist(), strict=True))
    known = ((names[pair[0]], names[pair[1]], pair, n) for pair, n in counts.items() if pair[0] in names and pair[1] in names)
    ordered = sorted(known, key=lambda p: (-p[3], p[0], p[1], p[2][2], p[2][0], p[2][1]))
    return [
        {
            "speaker_id": pair[0],
            "other_id": pair[1],
            "speaker": speaker,
            "other": other,
            "stance": pair[2],
            "n": n,
            "keys": examples[pair],
            "number": number,
        }
        for number, (speaker, other, pair, n) in enumerate(ordered, 1)
    ]


def _said(tables: Tables) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each statement with speaker, named actor and stance."""
    mentions: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    columns = ("article_id", "char_start", "char_end", "actor_id")
    for article, start, end, actor in zip(*(tables["mentions"][c].to_pylist() for c in columns), strict=True):
        mentions[article].append((start, end, actor))
    wanted = ["statement_id", "article_id", "speaker_id", "target_id", "speech_act", "content_spans"]
    for statement in tables["statements"].select(wanted).to_pylist():
        for actor in _named(statement, mentions[statement["article_id"]]):
            yield statement["statement_id"], (statement["speaker_id"], actor, _stance(statement, actor))


def _named(statement: Row, mentions: Iterable[tuple[int, int, str]]) -> list[str]:
    spans = [(span["start"], span["end"]) for span in statement["content_spans"] or ()]
    inside = [actor for start, end, actor in mentions if any(first <= start and end <= last for first, last in spans)]
    return [actor for actor in dict.fromkeys(inside) if actor != statement["speaker_id"]]


def _stance(statement: Row, actor: str) -> str:
    if statement["target_id"] == actor:
        return "against" if statement["speech_act"] in AGAINST else "for" if statement["speech_act"] in FOR else "about"
    return "about"


def _side(pairs: Sequence[Row], own: str, other: str) -> dict[str, Row]:
    """The actors of one side, in the order in which they come, with those they are joined to."""
    name = "speaker" if own == "speaker_id" else "other"
    side: dict[str, Row] = {}
    for pair in pairs:
        node = side.setdefault(pair[own], {"id": pair[own], "name": pair[name], "n": 0, "to": []})
        node["n"] += pair["n"]
        node["to"] += [pair[other]] * pair["n"]
    for place, node in enumerate(side.values()):
        node["order"] = float(place)
    return side


def _settle(left: Mapping[str, Row], right: Mapping[str, Row]) -> None:
    """Order both sides by the middle of what they are joined to, so that few bands cross. Ties stay as they came."""
    for _ in range(SWEEPS):
        for side, facing in ((right, left), (left, right)):
            middle = {key: sum(facing[other]["order"] for other in node["to"]) / len(node["to"]) for key, node in side.items()}
            for place, key in enumerate(sorted(side, key=lambda key: (middle[key], side[key]["order"]))):
                side[key]["order"] = float(place)


def _stack(nodes: Iterable[Row], row: float) -> float:
    """Give each actor its place down the side; the height of all."""
    y = 0.0
    for node in sorted(nodes, key=lambda node: node["order"]):
        node["y"], node["height"], node["used"] = round(y, 1), round(max(2, node["n"] * row), 1), 0.0
        y += max(LINE, node["height"]) + GAP
    return y


def _bands(pairs: Sequence[Row], left: Mapping[str, Row], right: Mapping[str, Row], row: float) -> Iterator[Row]:
    """Curves from speaker to actor, as thick as there are statements, stacked in the order of the other side."""
    starts = {}
    for pair in sorted(pairs, key=lambda p: (right[p["other_id"]]["y"], p["number"])):
        starts[pair["number"]] = _take(left[pair["speaker_id"]], pair["n"] * row)
    for pair in sorted(pairs, key=lambda p: (left[p["speaker_id"]]["y"], p["number"])):
        y, other = starts[pair["number"]], _take(right[pair["other_id"]], pair["n"] * row)
        x, far = LEFT + BAR, RIGHT
        middle = (x + far) / 2
        path = f"M{x} {y:g}C{middle:g} {y:g} {middle:g} {other:g} {far} {other:g}"
        yield {**pair, "path": path, "thick": round(max(1, pair["n"] * row * 0.8), 1)}


def _take(node: Row, thick: float) -> float:
    """The middle of the next free stretch of an actor's bar."""
    y = node["y"] + node["used"] + thick / 2
    node["used"] += thick
    return round(y, 1)
