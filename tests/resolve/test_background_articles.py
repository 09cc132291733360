"""News and its background in one article, read whole: which words mean one event, and when it was (`background_articles.yaml`)."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from sitrep.coder import code
from sitrep.parse.article import parse_text

ARTICLES = yaml.safe_load(Path(__file__).with_name("background_articles.yaml").read_text(encoding="utf-8"))
AS_FAR_AS = {"day": 10, "week": 10, "month": 7, "year": 4}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a["name"])
def test_each_event_is_told_apart(article):
    published = article.get("published")
    rows = code(parse_text(article["text"], published=published and str(published)))
    told, text = [e for e in rows["events"] if e["event_type"] in article["types"]], rows["articles"][0]["text"]
    found = [(e, {text[s["start"] : s["end"]] for s in e["mention_spans"]}) for e in told]
    names = {a["actor_id"]: a["name"] for a in rows["actors"]}
    for event, _ in found:
        event["by"] = sorted(names[i] for i in event["actor_ids"])
    seen = "; ".join(f"{e['event_type']} {_day(e)} {e['fatalities_low']} {e['country']} {sorted(words)} {e['by']}" for e, words in found)
    for expected in article["events"]:
        fits = [pair for pair in found if _fits(expected, *pair)]
        assert fits, f"{expected} not among {seen}"
        found.remove(fits[0])
    assert len(found) <= article.get("more", 0), f"more than {Counter(e['type'] for e in article['events'])}: {seen}"


def _fits(expected: dict, event: dict, words: set[str]) -> bool:
    return (
        event["event_type"] == expected["type"]
        and ("date" not in expected or _day(event) == (expected["date"] and str(expected["date"])))
        and ("killed" not in expected or event["fatalities_low"] == expected["killed"])
        and ("by" not in expected or event["by"] == sorted(expected["by"]))
        and all(any(w in word for word in words) for w in expected.get("words", ()))
        and not any(w in word for word in words for w in expected.get("without", ()))
        and event["country"] != expected.get("not_in", "")
    )


def _day(event: dict) -> str | None:
    start = event["event_date_start"]
    text = start.isoformat() if isinstance(start, date) else start
    return text and text[: AS_FAR_AS.get(event["date_precision"], 10)]
