"""Statement rows and the events that they perform or are about."""

from datetime import UTC, datetime

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.parse import parse


def linked(text):
    """(cue lemma, type of the linked event, its trigger) of each statement of an article."""
    meta = {"title": "From the north", "published": "2021-06-28"}
    rows = code(parse(RawDocument("north.txt", text.encode(), "text/plain", meta, datetime(2021, 6, 28, tzinfo=UTC))))
    events = {e["event_id"]: e for e in rows["events"]} | {None: {"event_type": None, "trigger": None}}
    return [(s["cue_lemma"], events[s["event_id"]]["event_type"], events[s["event_id"]]["trigger"]) for s in rows["statements"]]


def test_an_act_by_words_is_the_event_itself():
    """Accusing is an ACCUSE; the shelling that it is about is not what the row links to."""
    text = "The rebels shelled Aleppo on Sunday.\n\nTurkey accused the rebels of shelling Aleppo."
    assert linked(text) == [("accuse", "ACCUSE", "accused")]


def test_a_report_is_about_the_first_event_in_its_content():
    assert linked("The governor said that gunmen had shelled the market on Sunday and that police arrested two men.") == [
        ("say", "ASSAULT", "shelled")
    ]


def test_what_is_about_no_event_links_to_none():
    assert linked("The governor said that the weather was fine.") == [("say", None, None)]


def test_determinate():
    """A thing that may be said has its row, marked."""
    meta = {"title": "From the north", "published": "2021-06-28"}
    text = "The president may announce a ceasefire. The governor said that the weather was fine."
    rows = code(parse(RawDocument("north.txt", text.encode(), "text/plain", meta, datetime(2021, 6, 28, tzinfo=UTC))))
    assert {s["cue_lemma"]: s["determinate"] for s in rows["statements"]} == {"announce": False, "say": True}
