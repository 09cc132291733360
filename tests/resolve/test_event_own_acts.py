"""Speech, concessions and resignations are their doers' own: another's is another event (CODEBOOK "Events")."""

from __future__ import annotations

from sitrep.coder import code
from sitrep.parse.article import parse_text


def doers(text: str, event_type: str) -> list[list[str]]:
    rows = code(parse_text(text))
    names = {a["actor_id"]: a["name"] for a in rows["actors"]}
    return [sorted(names[i] for i in e["actor_ids"]) for e in rows["events"] if e["event_type"] == event_type]


def test_two_who_praise_are_two():
    text = (
        "President Edson Banda congratulated his rival on Monday.\n\nObservers praised voters for their patience. "
        "The United States congratulated the winner, Joyce Phiri."
    )
    assert len(doers(text, "SUPPORT")) == 3


def test_ministers_who_quit_are_not_the_premier_who_resigned():
    text = "Slovak Prime Minister Igor Kral resigned on Sunday. Six ministers had quit last month over a vaccine deal."
    assert len(doers(text, "RETREAT")) == 2


def test_rejecting_a_charge_is_no_refusal():
    assert doers("The interior minister rejected the criticism of the police, saying officers had shown restraint.", "REJECT") == []


def test_a_vow_that_a_deed_will_not_go_unanswered_threatens():
    text = "Israel killed an Iranian colonel in Damascus on Sunday. Spokesman Ali Karimi vowed the killing would not go unanswered."
    assert doers(text, "THREATEN") == [["Ali Karimi"]]


def test_a_lodged_protest_is_no_demonstration():
    assert doers("India has lodged a protest with China over the clash on the border, the foreign ministry said.", "PROTEST") == []
