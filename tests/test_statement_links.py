"""Statement rows: who speaks, and the events that they perform or are about."""

from datetime import UTC, datetime

import pytest

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.parse import parse


def coded(text):
    """The rows of an article of Monday 2021-06-28."""
    meta = {"title": "From the north", "published": "2021-06-28"}
    return code(parse(RawDocument("north.txt", text.encode(), "text/plain", meta, datetime(2021, 6, 28, tzinfo=UTC))))


def linked(text):
    """(cue lemma, type of the linked event, its trigger) of each statement of an article."""
    rows = coded(text)
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
    rows = coded("The president may announce a ceasefire. The governor said that the weather was fine.")
    assert {s["cue_lemma"]: s["determinate"] for s in rows["statements"]} == {"announce": False, "say": True}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # title, surname, pronoun
        (
            "Transport Minister Lena Horvat said on Monday that the line was closed. Horvat blamed the flood for the damage. "
            "She promised that trains would run by May.",
            [("Lena Horvat", "name"), ("Lena Horvat", "name"), ("Lena Horvat", "pronoun")],
        ),
        # apposition, office, form of address
        (
            "The prime minister, Jan Novak, said the law was dead. Mr Novak added that a new one would come. "
            "The prime minister did not say when.",
            [("Jan Novak", "nominal"), ("Jan Novak", "name"), ("Jan Novak", "nominal")],
        ),
        # a description whose name comes a sentence later, and again after it
        (
            "Nine fighters died in the raid, a war monitor said. "
            "The Northern Observatory, which is based in London, said two were children.\n\n"
            "The war monitor said that the planes came at night.",
            [("Northern Observatory", "nominal"), ("Northern Observatory", "name"), ("Northern Observatory", "nominal")],
        ),
        # documents speak for those who issue them, not for whom they quote
        (
            "The defence ministry said that the truce had ended. “Our soldiers will answer,” the statement read.",
            [("defence ministry", "nominal"), ("defence ministry", "document")],
        ),
        ("The ministry’s website said the airport would open on Monday.", [("ministry", "document")]),
        # the first-named of a joint source
        ("France and Germany said they would send engineers.", [("France", "name")]),
    ],
)
def test_who_speaks(text, speakers):
    assert [(s["speaker_name"], s["speaker_resolution"]) for s in coded(text)["statements"]] == speakers


def test_i_and_we_in_a_quotation_are_its_speaker():
    rows = coded("“I saw my house burn,” Leila Haddad said. “We lost everything.”")
    names = {a["actor_id"]: a["name"] for a in rows["actors"]}
    assert {m["text"]: names[m["actor_id"]] for m in rows["mentions"] if m["text"] in {"I", "We"}} == {
        "I": "Leila Haddad",
        "We": "Leila Haddad",
    }


def test_whom_it_is_said_to_and_about_are_actors():
    rows = coded("The president told lawmakers that the war was over. Turkey accused the rebels of shelling Aleppo.")
    names = {a["actor_id"]: a["name"] for a in rows["actors"]} | {None: None}
    assert [(names[s["addressee_id"]], names[s["target_id"]]) for s in rows["statements"]] == [("lawmakers", None), (None, "rebels")]
