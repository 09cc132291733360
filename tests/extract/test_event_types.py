"""Which type an event is where words mislead: tolls of disasters, figures of speech, what is received, who is blamed."""

import functools

import pytest

from sitrep.extract.event_words import is_bare_number
from sitrep.extract.events import find_events
from sitrep.read import reader


@functools.cache
def found(text):
    return [m for m in find_events(reader().read(text)) if not m.rule.startswith("echo:")]


def types(text):
    return {m.event_type for m in found(text)}


def sides(text, event_type):
    mention = next(m for m in found(text) if m.event_type == event_type)
    return [s.text for s in mention.actors], [s.text for s in mention.recipients]


@pytest.mark.parametrize(
    "text",
    [
        "A powerful quake struck the southern highlands on Sunday, killing at least 61 people and injuring dozens.",
        "Nineteen fishermen drowned when their trawler overturned in a storm off Senegal.",
        "At least 20 migrants drowned when a dinghy sank, the police said, as the country battles a rise in departures.",
        "A landslide buried a village in the hills, killing 34 residents.",
        "Eleven soldiers were killed in a helicopter crash in the mountains.",
        "A fire swept through a market in Lagos, killing nine traders.",
        "A roof collapsed at a mosque in Kano, killing six worshippers.",
    ],
)
def test_those_whom_a_disaster_kills_are_its_toll(text):
    assert types(text) == {"DISASTER"}


@pytest.mark.parametrize(
    "text",
    [
        "Eight soldiers were killed in a raid on their camp in Niger.",
        "Gunmen killed 11 villagers who had fled the floods.",
        "Militants blew up a dam, and 15 people drowned.",
        "Nine passengers died when a roadside bomb tore through their bus.",
    ],
)
def test_those_whom_arms_kill_are_an_attacks(text):
    assert all(m.event_type == "ASSAULT" for m in found(text) if m.trigger.root.lemma_ in {"kill", "drown", "die"})
    assert "ASSAULT" in types(text)


def test_a_country_is_where_a_disaster_is_and_not_whom_it_strikes():
    assert not any(s.text == "Tunisia" for m in found("Two boats capsized off Tunisia on Tuesday.") for s in m.recipients)


@pytest.mark.parametrize(
    "text",
    [
        "The army sent crews as the province battles a blaze in the hills.",
        "The government battles a surge in arrivals of migrants.",
        "The ministry is battling inflation and a weak currency, the president said.",
        "The bank's fight to defend the currency worries the government.",
        "Traders fear another attack on the peso, the finance minister said.",
        "The president told reporters that the talks had failed.",
        "The envoy warned that war crimes may have been committed.",
        "Forecasters warned the government that more rain is coming.",
        "Bandits who demand ransoms live in the hills, the governor said.",
    ],
)
def test_figures_of_speech_news_told_and_habits_are_no_events(text):
    assert not types(text) & {"ASSAULT", "REQUEST", "THREATEN"}


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Troops battled rebels near the airport.", "ASSAULT"),
        ("Jets struck a camp of the rebels.", "ASSAULT"),
        ("Nurses struck for higher pay in Kenya.", "PROTEST"),
        ("Rail unions struck an agreement with the ministry on wages.", "SUPPORT"),
        ("The interior ministry has hit back at its critics.", "ACCUSE"),
        ("Israel hit back at Hezbollah with artillery after the rocket fire.", "ASSAULT"),
        ("Iran warned it would retaliate against any strike.", "THREATEN"),
        ("The embassy warned its citizens not to travel to the north.", "REQUEST"),
        ("The president told the ambassador to leave.", "REQUEST"),
        ("Kidnappers demanded a ransom from the family on Monday.", "REQUEST"),
        ("The chancellor is due to visit Ankara next week.", "AGREE"),
        ("The British ambassador voiced concern over the arrests.", "ACCUSE"),
        ("The opposition called the army incompetent.", "ACCUSE"),
        ("Union leaders branded the minister a liar.", "ACCUSE"),
        ("Niger closed its border crossing at Gaya on Monday.", "COERCE"),
    ],
)
def test_the_type_that_is_meant(text, event_type):
    assert types(text) == {event_type}


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("The press union demanded her immediate release.", "REQUEST", ["The press union"], []),
        ("The EU demanded that Belarus release the blogger.", "REQUEST", ["The EU"], ["Belarus"]),
        ("The opposition demanded the president's resignation.", "REQUEST", ["The opposition"], ["the president"]),
        ("Bomb kills nine at wedding; Islamic State blamed", "ACCUSE", [], ["Islamic State"]),
        ("Army accused of killing villagers in Burkina Faso", "ACCUSE", [], ["Army"]),
        ("The government blamed the rebels for the raid.", "ACCUSE", ["The government"], ["the rebels"]),
        ("The judge received death threats after the ruling.", "THREATEN", [], ["The judge"]),
        ("The lawyer has received threats from the militia.", "THREATEN", ["the militia"], ["The lawyer"]),
        ("A UN convoy came under fire near Goma.", "ASSAULT", [], ["A UN convoy"]),
        ("The former premier faces charges of corruption.", "ACCUSE", [], ["The former premier"]),
        ("The president promised to increase patrols along the coast.", "AGREE", ["The president"], []),
        ("Dockers struck a deal with the port authority on Friday.", "SUPPORT", ["Dockers"], ["the port authority"]),
        ("Jets carried out a strike on a rebel base, 40 km south of the capital.", "ASSAULT", ["Jets"], ["rebel"]),
        ("The town has come under attack from jihadists this year.", "ASSAULT", ["jihadists"], []),
        ("The farmer, whose two daughters were killed in the quake, wept.", "DISASTER", [], ["two daughters"]),
        ("Students staged a walkout over fees.", "PROTEST", ["Students"], []),
    ],
)
def test_who_does_it_and_who_suffers_it(text, event_type, actors, recipients):
    assert sides(text, event_type) == (actors, recipients)


def test_dozens_are_nobody_in_particular():
    (span,) = next(m for m in found("Police arrested dozens in Minsk.") if m.event_type == "COERCE").recipients
    assert is_bare_number(span)


def test_fighting_that_people_die_in_has_the_fighters_as_actors():
    fight = next(
        m for m in found("At least 30 civilians were killed in fighting between the army and the rebels.") if m.trigger.text == "fighting"
    )
    assert [s.text for s in fight.actors] == ["the army", "the rebels"]


def test_who_uses_what_was_hit_may_be_told_next():
    text = (
        "Warplanes bombed ammunition depots near the border on Friday. The depots are believed to be used by several armed groups, "
        "including the Red Falcons."
    )
    assert sides(text, "ASSAULT") == (["Warplanes"], ["several armed groups, including the Red Falcons"])
    other = "Warplanes bombed ammunition depots near the border on Friday. The depot of a bus company was used by a circus."
    assert sides(other, "ASSAULT")[1] == []


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Hackers attacked the ministry's website on Friday.", "COERCE", ["Hackers"], ["the ministry's website"]),
        ("A gang imprisoned the widow for six years in a cellar.", "COERCE", ["A gang"], ["the widow"]),
        ("Two waiters are on trial in Accra for theft.", "ACCUSE", [], ["Two waiters"]),
        ("The couple are undergoing trial in Perth for fraud.", "ACCUSE", [], ["The couple"]),
        ("A plumber was charged with arson on Monday.", "ACCUSE", [], ["A plumber"]),
        ("Two cyclists were beaten and arrested by police.", "ASSAULT", ["police"], ["Two cyclists"]),
        ("Soldiers detained a motorist near the border.", "COERCE", ["Soldiers"], ["a motorist"]),
        ("A judge acquitted the former treasurer of fraud.", "CONCEDE", ["A judge"], ["the former treasurer"]),
        ("The two presidents spoke by phone.", "CONSULT", ["The two presidents"], []),
        ("Nurses walked out of hospitals in a dispute over pay.", "PROTEST", ["Nurses"], []),
        ("Norway sent two howitzers to Ukraine.", "AID", ["Norway"], ["Ukraine"]),
        ("A drone struck a fuel depot of the army.", "ASSAULT", [], ["the army"]),
        ("Villagers lynched two plumbers.", "ASSAULT", ["Villagers"], ["two plumbers"]),
        ("Forty officers are under arrest.", "COERCE", [], ["Forty officers"]),
        ("Chile recalled its ambassador from Peru.", "SANCTION", ["Chile"], ["Peru"]),
    ],
)
def test_law_and_force_against_ordinary_people(text, event_type, actors, recipients):
    assert sides(text, event_type) == (actors, recipients)


def test_a_court_imprisons_by_its_sentence():
    assert types("A court in Hanoi imprisoned the blogger for nine years.") == {"SANCTION"}


def test_the_second_half_of_a_condition_is_no_fact():
    mentions = found("The lawyer said he would be freed if he stayed at home and attacked nobody.")
    assert [m.modality for m in mentions if m.event_type == "ASSAULT"] == ["hypothetical"]


def test_what_somebody_faces_is_told_where_it_describes_nothing():
    assert types("The mayor faces charges of fraud.") == {"ACCUSE"}
    assert "ACCUSE" not in types("The mayor left with the charges that he faces.")


def test_a_headline_may_leave_out_that_it_was_done_to_somebody():
    assert sides("Journalist prosecuted after leak of papers", "ACCUSE") == ([], ["Journalist"])


def test_who_leaves_is_given_no_aid_and_a_reason_asks_nothing():
    assert "AID" not in types("Eighteen tenants live in the house, and all evacuated safely, the mayor said.")
    assert not types("The governor said he saw no reason why the general should not stay.")


def test_what_a_law_forbids_has_not_happened():
    assert "PROTEST" not in types("The governor signed a law that bans protests.")


def test_what_was_lifted_or_agreed_to_is_no_second_event():
    assert types("The government lifted a curfew in Quito on Tuesday.") == {"CONCEDE"}
    assert types("Norway will hold joint drills with Sweden next week.") == {"AGREE"}


def test_a_vote_may_do_what_it_is_about():
    mention = next(m for m in found("Lawmakers voted 60 to 40 to impeach the president."))
    assert mention.modality == "actual"
