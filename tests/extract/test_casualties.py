"""Casualty claims: a sentence in, claims out (codebook, "Casualty claims")."""

import pytest

from sitrep.extract.casualties import find_casualties
from sitrep.read import reader


def claims(text):
    return [(c.kind, c.low, c.high) for c in find_casualties(reader().read(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The strike killed at least four soldiers.", [("killed", 4, None)]),
        ("At least 20 people were injured in the blast.", [("injured", 20, None)]),
        ("Five people died and 20 were wounded.", [("killed", 5, 5), ("injured", 20, 20)]),
        ("The attack left five dead and 12 wounded.", [("killed", 5, 5), ("injured", 12, 12)]),
        ("A monitor reported the death of seven fighters.", [("killed", 7, 7)]),
        ("The attack claimed the lives of 12 students.", [("killed", 12, 12)]),
        ("The death toll rose to 40 on Monday.", [("killed", 40, 40)]),
        ("The bodies of three men were found in a ditch.", [("killed", 3, 3)]),
        ("The director said that 13 bodies had been brought in.", [("killed", 13, 13)]),
        ("A car bomb exploded, injuring five pedestrians.", [("injured", 5, 5)]),
        ("Authorities arrested 45 suspects after the riots.", [("detained", 45, 45)]),
        ("Some 3,000 families fled their homes.", [("displaced", 3000, 3000)]),
        ("Dozens of civilians were killed.", [("killed", 24, None)]),
        ("The bomb killed a child.", [("killed", 1, 1)]),
        ("No one was hurt.", [("injured", 0, 0)]),
        ("A blast hit the port, killing 40 or more and injuring 90.", [("killed", 40, None), ("injured", 90, 90)]),
        ("The flood killed twelve people or more.", [("killed", 12, None)]),
        ("Nine miners, three of them brothers, were killed.", [("killed", 9, 9), ("killed", 3, 3)]),
        ("A shell wounded 14 pupils, two of whom were girls.", [("injured", 14, 14), ("injured", 2, 2)]),
        ("Three wardens were killed and four others injured in the break-out.", [("killed", 3, 3), ("injured", 4, 4)]),
    ],
)
def test_what_is_claimed(text, expected):
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Had the roof fallen at noon, the toll would have been above two hundred, the owner said.",
        "There are no casualties left at the scene.",
        "The toll could reach 500, the mayor warned.",
    ],
)
def test_what_has_not_come_about_is_no_claim(text):
    assert not claims(text)


def test_no_casualties_means_nobody_killed_and_nobody_injured():
    assert sorted(claims("No casualties were reported.")) == [("injured", 0, 0), ("killed", 0, 0)]


def test_a_list_of_names_is_counted():
    assert claims("Police arrested Maria Lopez and Juan Perez on Friday.") == [("detained", 2, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "The group threatened to kill ten hostages.",
        "The bomb could have killed dozens of people.",
        "The committee killed two bills on Friday.",
        "If the talks fail, thousands may die.",
        "The army denied reports from the north.",
    ],
)
def test_what_is_no_claim(text):
    assert claims(text) == []


def test_who_they_are_and_of_what_class():
    (claim,) = find_casualties(reader().read("Gunmen killed at least six members of the national guard."))
    assert (claim.count.text, claim.victims.text, claim.victim_class) == ("at least six", "members of the national guard", "combatants")


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Between 20 and 30 villagers were killed and no one was injured.", {("killed", 20, 30), ("injured", 0, 0)}),
        ("The attack brought the death toll to at least 120, including 40 children.", {("killed", 120, None), ("killed", 40, 40)}),
        ("Eleven fighters died, among them four commanders.", {("killed", 11, 11), ("killed", 4, 4)}),
        ("There were no reports of casualties.", {("killed", 0, 0), ("injured", 0, 0)}),
        ("Judge Ana Perez was shot dead by two hitmen.", {("killed", 1, 1)}),
        ("Two people were stabbed to death in Leeds on Friday.", {("killed", 2, 2)}),
        ("Rescuers pulled 14 bodies from the rubble.", {("killed", 14, 14)}),
        ("Police said the bodies of four students were found on Monday.", {("killed", 4, 4)}),
        ("Rocket attacks on army bases leave 3 dead", {("killed", 3, 3)}),
        ("The raid left two soldiers dead and six injured.", {("killed", 2, 2), ("injured", 6, 6)}),
        ("Jane Roe, 34, and John Doe, 36, were killed.", {("killed", 2, 2)}),
        ("Soldiers murdered six Jesuits and two women.", {("killed", 6, 6), ("killed", 2, 2)}),
        ("Some 30 people are still missing after the flood.", {("missing", 30, 30)}),
        ("Hundreds of families fled their homes.", {("displaced", 200, None)}),
        ("Up to ten soldiers may have died.", set()),
        ("Dozens arrested as police break up rally in Minsk", {("detained", 24, None)}),
    ],
)
def test_each_number_is_a_claim_with_the_bounds_that_the_words_allow(sentence, claims):
    assert {(c.kind, c.low, c.high) for c in find_casualties(reader().read(sentence))} == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        # numbers in words and digits
        ("Forty-two villagers were killed in the raid.", {("killed", 42, 42)}),
        ("The flood killed 1,250 people.", {("killed", 1250, 1250)}),
        ("Two dozen people died in the stampede.", {("killed", 24, 24)}),
        # bounds and ranges
        ("No fewer than 12 miners died.", {("killed", 12, None)}),
        ("Fewer than ten protesters were injured.", {("injured", None, 10)}),
        ("Up to 40 people died in the fire.", {("killed", None, 40)}),
        ("Ten to 15 people were hurt.", {("injured", 10, 15)}),
        # vague amounts, single people, nobody
        ("Several policemen were wounded.", {("injured", 3, None)}),
        ("Hundreds of people were killed and thousands were displaced.", {("killed", 200, None), ("displaced", 2000, None)}),
        ("A woman and her two children were killed.", {("killed", 1, 1), ("killed", 2, 2)}),
        ("The shelling did not cause any casualties.", {("killed", 0, 0), ("injured", 0, 0)}),
        # lists of names
        ("The blast killed Ana Ruiz, Tom Berg and Li Wen.", {("killed", 3, 3)}),
        # totals that include others
        ("Two more bodies were found on Sunday, bringing the toll to 18.", {("killed", 2, 2), ("killed", 18, 18)}),
        ("The death toll has risen from 12 to 15.", {("killed", 15, 15)}),
        ("Another patient died, raising the death toll to at least 31.", {("killed", 1, 1), ("killed", 31, None)}),
        # one verb after the other
        ("The rebels killed seven soldiers and wounded 15 others.", {("killed", 7, 7), ("injured", 15, 15)}),
        ("One miner was killed and three others injured.", {("killed", 1, 1), ("injured", 3, 3)}),
        # missing, detained, displaced
        ("Three climbers went missing in the storm.", {("missing", 3, 3)}),
        ("Police arrested three men and a woman.", {("detained", 3, 3), ("detained", 1, 1)}),
        ("More than 4,000 residents have fled their homes.", {("displaced", 4000, None)}),
    ],
)
def test_the_codebook_clause_by_clause(sentence, claims):
    assert {(c.kind, c.low, c.high) for c in find_casualties(reader().read(sentence))} == claims


def test_a_toll_is_cumulative():
    *_, toll = find_casualties(reader().read("Two more bodies were found on Sunday, bringing the toll to 18."))
    assert (toll.low, toll.cumulative) == (18, True)


def test_a_number_of_them_counts_those_told_before():
    found = find_casualties(reader().read("Gunmen seized 40 farmers in the north; 12 of them were later found dead."))
    killed = next(c for c in found if c.kind == "killed")
    assert (killed.low, killed.victims.text) == (12, "farmers")


def test_a_number_of_the_hostages_counts_hostages():
    (killed,) = find_casualties(reader().read("Three of the hostages died."))
    assert (killed.low, killed.victims.text) == (3, "the hostages")
