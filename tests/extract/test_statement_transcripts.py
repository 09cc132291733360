"""Interviews: who speaks in lines that open with a label."""

from sitrep.extract.statements import find_statements, quote_speakers
from sitrep.read import reader

LEAD = "Maria Lindqvist has led the water board since 2018. She spoke to the Herald about the drought."


def spoken(*paragraphs):
    doc = reader().read("\n\n".join(paragraphs))
    return [(s.source.text, s.content[0].text) for s in find_statements(doc) if s.rule == "transcript"]


def test_a_is_the_person_whom_the_lead_introduces_and_q_nobody():
    turns = ["Q: How bad is the drought?", "A: It is the worst since 1976.", "Q: Who is to blame?", "A: The state. It never paid."]
    expected = [("Maria Lindqvist", "It is the worst since 1976"), ("Maria Lindqvist", "The state. It never paid")]
    assert spoken(LEAD, *turns) == expected
    words = {"Q": "Question", "A": "Answer"}
    assert spoken(LEAD, *(words[t[0]] + t[1:] for t in turns)) == expected


def test_the_journalist_of_the_byline_does_not_answer():
    answers = spoken("By Anna Moe", LEAD, "Q: How bad is the drought?", "A: It is the worst since 1976.")
    assert answers == [("Maria Lindqvist", "It is the worst since 1976")]


def test_an_answer_without_a_lead_has_no_source():
    assert spoken("Q: How bad is the drought?", "A: It is the worst since 1976.") == []


def test_initials_stand_for_the_names_above():
    turns = ["AM: Why did you leave?", "IF: The police came to my house.", "AM: Were you afraid?", "IF: Yes, I was."]
    said = spoken("The novelist Ingrid Falk talks to Anna Moe about exile.", *turns)
    assert [who for who, _ in said] == ["Anna Moe", "Ingrid Falk", "Anna Moe", "Ingrid Falk"]


def test_names_stay_what_they_are():
    turns = ["Courier: Is the treaty dead?", "Berg: No. Both sides want it.", "Courier: Moscow says otherwise.", "Berg: It lies."]
    assert [who for who, _ in spoken(*turns)] == ["Courier", "Berg", "Courier", "Berg"]


def test_i_in_an_answer_is_who_answers():
    doc = reader().read(f"{LEAD}\n\nQ: Will you ration water?\n\nA: I have asked the governor for help.")
    found = {doc[i].text: source.text for i, source in quote_speakers(doc, find_statements(doc)).items()}
    assert found == {"I": "Maria Lindqvist"}
