"""Numbers that stand apart from those harmed: a sentence in, claims out (codebook, "Casualty claims")."""

import pytest

from sitrep.coder import code
from sitrep.extract.casualties import find_casualties
from sitrep.parse.article import parse_text
from sitrep.read import reader


def claims(text):
    return {(c.kind, c.low, c.high) for c in find_casualties(reader().read(text))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what a verb says of the number of them
        ("A nurse put the number of dead at 15.", {("killed", 15, 15)}),
        ("The governor put the number of people killed at nine.", {("killed", 9, 9)}),
        ("Aid groups estimate the number of dead at between 300 and 400.", {("killed", 300, 400)}),
        ("A doctor put the dead at seven.", {("killed", 7, 7)}),
        ("The police chief put the number of arrests at 140.", {("detained", 140, 140)}),
        ("The agency estimated the number of displaced at 20,000.", {("displaced", 20000, 20000)}),
        ("The number of people killed in the floods rose to 88 on Sunday.", {("killed", 88, 88)}),
        ("The number of injured stood at 30.", {("injured", 30, 30)}),
        ("A lawyer said the number of missing was closer to 50.", {("missing", 50, 50)}),
        ("The number of missing fell to 12.", {("missing", 12, 12)}),
        # tolls
        ("The mayor put the toll at three.", {("killed", 3, 3)}),
        ("The death toll stood at 41 on Monday.", {("killed", 41, 41)}),
        ("The death toll climbed past 100.", {("killed", 100, None)}),
        ("The death toll topped 1,000 on Friday.", {("killed", 1000, None)}),
        ("State media gave a toll of nine.", {("killed", 9, 9)}),
        # a number right beside the word of harm
        ("Police gave a lower figure of five injured.", {("injured", 5, 5)}),
        ("The army put its own losses at two dead.", {("killed", 2, 2)}),
        ("The capital put its losses at one dead and four wounded.", {("killed", 1, 1), ("injured", 4, 4)}),
        ("The provisional toll was 21 dead and 60 injured.", {("killed", 21, 21), ("injured", 60, 60)}),
        ("Doctors counted 26 dead.", {("killed", 26, 26)}),
        ("The clinic treated 22 wounded people.", {("injured", 22, 22)}),
        ("The blast killed two and injured scores.", {("killed", 2, 2), ("injured", 40, None)}),
        # feared
        ("As many as 40 people are feared dead.", {("killed", None, 40)}),
        ("Dozens feared dead after landslide", {("killed", 24, None)}),
        # held
        ("Police arrested students near the palace. Organisers said 35 had been held.", {("detained", 35, 35)}),
        ("Officials said 35 were being held for questioning.", {("detained", 35, 35)}),
        ("Police held 16 people after the march.", {("detained", 16, 16)}),
        # a part of those counted
        ("Nineteen people died, among them six officers.", {("killed", 19, 19), ("killed", 6, 6)}),
    ],
)
def test_a_number_as_a_complement_is_a_claim(sentence, expected):
    assert claims(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The home side put three goals past the visitors to lead by three to one.",
        "The bank put its own losses at three billion euros.",
        "The ministry put the price at 15 dollars.",
        "The mayor put the number of voters at 15,000.",
        "Analysts put the number of jobs lost at 300.",
        "The bank gave a lower figure of five percent.",
        "The number of missing votes was closer to 50.",
        "The number of dead could rise to 200.",
        "The party held 35 seats.",
        "The parliament held two votes on Monday.",
        "Organisers said 35 had been held.",  # meetings, for all that this text tells
        "Johnson, 35, held a news conference.",
        "The visitors held the champions to a 2-2 draw.",
        "The stadium holds 30,000 people.",
        "The 40-year-old striker missed the match with an injury.",
        "The senate voted 35 to 12 to hold a hearing.",
        "Biologists counted 26 dead whales.",
    ],
)
def test_scores_prices_ages_and_votes_are_none(sentence):
    assert claims(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "source", "low"),
    [
        ("Nurse Halima Osei put the number of dead at 15.", "Halima Osei", 15),
        ("A spokesman for the rebels put the toll at three and blamed the army.", "spokesman for the rebels", 3),
        ("Governor Luis Prado gave a lower figure of five injured.", "Luis Prado", 5),
        ("Police detained students near the palace. Lawyers said 35 had been held.", "Lawyers", 35),
    ],
)
def test_each_figure_stands_under_the_name_of_who_gives_it(sentence, source, low):
    coded = code(parse_text(f"A bomb exploded at a market in Lagos on Saturday, killing 12 people.\n\n{sentence}", published="2024-03-09"))
    names = {a["actor_id"]: a["name"] for a in coded["actors"]}
    assert [names.get(c["attributed_to_id"]) for c in coded["casualties"] if c["count_low"] == low] == [source]
