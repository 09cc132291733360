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


def test_a_curfew_needs_nobody_named():
    text = "Soldiers toppled President Ali Toure of Niger on Monday. A nighttime curfew was imposed, state television said."
    assert "curfew" in {e["event_mode"] for e in code(parse_text(text))["events"]}


def test_who_threatens_is_who_spoke_before():
    text = "Foreign Minister Ali Toure told the council that the sanctions were no longer needed and threatened to expel UN inspectors."
    assert doers(text, "THREATEN") == [["Ali Toure"]]


def test_we_in_a_quotation_is_who_says_it_afterwards():
    text = "A parent, Musa Sani, thanked the army. “Our girls are missing. We beg the government not to abandon them,” he said."
    assert doers(text, "REQUEST") == [["Musa Sani"]]


def test_nobody_killed_is_no_killing():
    text = "Gunmen fired at a patrol. The defence minister told parliament that no Indian soldier had been killed."
    assert not any("soldier" in name for names in doers(text, "ASSAULT") for name in names)
    assert "killed" not in {e["trigger"] for e in code(parse_text(text))["events"]}


def test_exercises_that_will_be_held_are_one_row():
    rows = code(parse_text("Turkey and Azerbaijan will hold joint exercises near the border next month, the ministry said."))["events"]
    assert len(rows) == 1


def test_the_attacks_of_hackers_are_no_assault():
    text = "Hackers carried out a cyber attack on Latvia's parliament on Monday. The attacks began at dawn. Poland condemned the attack."
    assert {e["event_type"] for e in code(parse_text(text))["events"]} == {"COERCE", "ACCUSE"}


def test_who_calls_a_strike_political_does_not_strike():
    text = "Teachers in Chile went on strike on Monday. Education Minister Pablo Soto called the strike political and refused to talk."
    assert not any("Pablo Soto" in names for names in doers(text, "PROTEST"))


def test_a_general_strike_has_no_general():
    found = doers("The union said it would call a general strike in Peru on Friday over pay.", "PROTEST")
    assert found and not any("general" in names for names in found)
