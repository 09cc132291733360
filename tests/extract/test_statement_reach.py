"""How far what is said reaches: not over a paragraph's end, a dateline or a lost quotation mark."""

import pytest

from sitrep.extract.statements import find_statements
from sitrep.read import reader


def told(text):
    return [(s.source.text, " … ".join(c.text for c in s.content)) for s in find_statements(reader().read(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Minister says roads will reopen\n\nThe transport ministry began to clear the snow on Monday after three days of storms.",
            [("Minister", "roads will reopen")],
        ),
        ("Central bank holds rates\n\nThe bank kept its rate on Monday, saying prices rose.", [("The bank", "prices rose")]),
        (
            "“We lost everything, our houses and our fields.\n\nPolice said on Tuesday that three men were arrested.",
            [("Police", "three men were arrested")],
        ),
        (
            "PESHAWAR, Pakistan, March 5 (Reuters) - A bomb exploded in a market on Tuesday, killing seven people, police said.",
            [("police", "A bomb exploded in a market on Tuesday, killing seven people")],
        ),
    ],
)
def test_nobody_says_what_stands_in_another_paragraph(text, expected):
    assert told(text) == expected


def test_a_quotation_over_two_paragraphs_is_one():
    text = "“We will rebuild,” the mayor said. “Every house will stand.\n\n“And the school will open in May.”"
    assert told(text) == [("the mayor", "“We will rebuild,” … “Every house will stand … “And the school will open in May.”")]


def test_an_effort_to_do_something_says_nothing():
    assert told("The bank’s fight to defend the currency has cost it 2bn dollars.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The rebels accuse the army of burning three villages, a charge that the military has denied.",
            [("The rebels", "the army of burning three villages"), ("the military", "a charge")],
        ),
        (
            "Rights groups say the soldiers tortured prisoners, an accusation the government rejects.",
            [("Rights groups", "the soldiers tortured prisoners"), ("the government", "an accusation")],
        ),
        ("The group said it was behind the bombing, a claim that could not be verified.", [("The group", "it was behind the bombing")]),
    ],
)
def test_a_claim_in_apposition_is_answered_not_said(text, expected):
    """The answer is a statement of its own; who made the claim does not say that it is one."""
    assert told(text) == expected


def test_a_count_of_votes_is_no_source():
    assert told("The bill was adopted by 81 votes to 64.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A spokesman put the toll at three.", [("A spokesman", "the toll at three")]),
        ("The director put the number of dead at 15.", [("The director", "the number of dead at 15")]),
        ("The mayor threatened to dismiss the strikers.", [("The mayor", "to dismiss the strikers")]),
        ("The envoy asked the governor to declare an emergency.", [("The envoy", "the governor to declare an emergency")]),
    ],
)
def test_one_act_is_one_statement(text, expected):
    """A figure is one claim; what is only asked or threatened has not been said."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The bridge will be ours by Monday,” Radio Orient quoted a militia officer as saying.",
            [("a militia officer", "“The bridge will be ours by Monday,”")],
        ),
        ("President Otieno dismissed Finance Minister Kamau in June.", []),  # of his office
        ("President Otieno dismissed the claim.", [("President Otieno", "the claim")]),
        ("The federation, which called the protest, said it was peaceful.", [("The federation", "it was peaceful")]),
        ("The editor’s lawyer lodged an appeal with the regional court.", []),
    ],
)
def test_who_is_quoted_speaks_and_a_deed_says_nothing(text, expected):
    assert [(source.split(",")[0], content) for source, content in told(text)] == expected


def test_what_somebody_is_called_is_said_of_him():
    assert told("The strikes began at dawn. The group described them as a punishment for the vote.") == [
        ("The group", "them as a punishment for the vote")
    ]
