"""Event mentions, sentence by sentence: which words are events, who does what to whom, and what is no event."""

import functools

import pytest

from sitrep.extract.event_words import is_bare_number
from sitrep.extract.events import find_events
from sitrep.read import reader


@functools.cache
def found(text):
    return find_events(reader().read(text))


def only(text, event_type):
    """The mentions of one type, those that may only join others left out."""
    return [m for m in found(text) if m.event_type == event_type and not m.rule.startswith("echo:")]


def names(spans):
    return [s.text for s in spans]


SENTENCES = [  # sentence, type, mode, actors, recipients: one for each type, and for each way of saying it
    ("Israeli troops shot three protesters in Hebron on Friday.", "ASSAULT", "firearms", ["Israeli troops"], ["three protesters"]),
    ("Two policemen were killed by gunmen on Monday.", "ASSAULT", "firearms", ["gunmen"], ["Two policemen"]),
    ("Rebels carried out an attack on the army in the capital.", "ASSAULT", None, ["Rebels"], ["the army"]),
    ("Boko Haram kidnapped 40 students from a school in Borno.", "ASSAULT", "abduct", ["Boko Haram"], ["40 students"]),
    ("Protesters took to the streets of Khartoum on Sunday.", "PROTEST", "demo", ["Protesters"], []),
    ("The police arrested the opposition leader in Minsk.", "COERCE", "arrest", ["The police"], ["the opposition leader"]),
    ("The government declared a state of emergency on Monday.", "COERCE", "martial-law", ["The government"], []),
    ("A court sentenced the former minister to ten years in prison.", "SANCTION", "convict", ["A court"], ["the former minister"]),
    ("The United States imposed sanctions on Iran.", "SANCTION", "discontinue", ["The United States"], ["Iran"]),
    ("Poland expelled two Russian diplomats.", "SANCTION", "expel", ["Poland"], ["two Russian diplomats"]),
    ("Ukraine accused Russia of shelling the town.", "ACCUSE", "allege", ["Ukraine"], ["Russia"]),
    ("The foreign minister condemned Israel on Tuesday.", "ACCUSE", "disapprove", ["The foreign minister"], ["Israel"]),
    ("North Korea threatened to attack the United States.", "THREATEN", "violence", ["North Korea"], ["the United States"]),
    ("Tens of thousands of people marched in Lagos.", "PROTEST", "demo", ["people"], []),
    ("Hundreds of thousands of Peruvians rallied in Lima.", "PROTEST", "demo", ["Peruvians"], []),
    ("Ghana's government cut mobile internet on Monday.", "COERCE", "censor", ["Ghana's government"], []),
    ("The army prevented reporters from entering the camp.", "COERCE", "restrict", ["The army"], ["reporters"]),
    ("The bloc imposed punitive measures on Belarus.", "SANCTION", "discontinue", ["The bloc"], ["Belarus"]),
    ("Turkey sent truckloads of tents to Syria.", "AID", None, ["Turkey"], ["Syria"]),
    ("The army delivered generators and water to the refugees.", "AID", None, ["The army"], ["the refugees"]),
    ("All of the captives were released by the rebels.", "RETREAT", "release", ["the rebels"], ["All of the captives"]),
    ("He was extradited to the United States in May.", "COOPERATE", None, [], ["He", "the United States"]),
    ("Soldiers blasted three houses with dynamite.", "ASSAULT", "explosives", ["Soldiers"], ["three houses"]),
    ("Some 200 widows marched to the parliament in Accra.", "PROTEST", "demo", ["Some 200 widows"], []),
    ("Opposition supporters scuffled with police in Dakar.", "PROTEST", "riot", ["Opposition supporters"], []),
    (
        "The government suspended mobile internet services in Togo.",
        "COERCE",
        "censor",
        ["The government"],
        ["mobile internet services"],
    ),
    ("Police used batons on the miners.", "ASSAULT", "crowd-control", ["Police"], ["the miners"]),
    ("Riot police responded with tear gas.", "ASSAULT", "crowd-control", ["Riot police"], []),
    ("Germany called for the verdict to be overturned.", "REQUEST", "change", ["Germany"], []),
    ("The UN urged Ethiopia to allow aid into the region.", "REQUEST", "yield", ["The UN"], ["Ethiopia"]),
    ("Iran rejected the American proposal.", "REJECT", "change", ["Iran"], ["American"]),
    ("Germany sent 500 tonnes of food aid to Sudan.", "AID", None, ["Germany"], ["Sudan"]),
    ("The rebels released four hostages on Thursday.", "RETREAT", "release", ["The rebels"], ["four hostages"]),
    ("The prime minister resigned on Monday.", "RETREAT", "resign", ["The prime minister"], []),
    ("The president pardoned the dissident.", "CONCEDE", None, ["The president"], ["the dissident"]),
    ("Turkey deployed troops along the Syrian border.", "MOBILIZE", "troops", ["Turkey", "troops"], []),
    ("The president praised the soldiers.", "SUPPORT", None, ["The president"], ["the soldiers"]),
]


@pytest.mark.parametrize(("text", "event_type", "mode", "actors", "recipients"), SENTENCES, ids=[s[0][:40] for s in SENTENCES])
def test_who_did_what_to_whom(text, event_type, mode, actors, recipients):
    mention = only(text, event_type)[0]
    assert (mention.event_mode, names(mention.actors), names(mention.recipients)) == (mode, actors, recipients)


def test_a_meeting_has_actors_on_all_sides_and_no_recipients():
    mention = only("President Macron met Chancellor Scholz in Berlin.", "CONSULT")[0]
    assert len(mention.actors) == 2 and not mention.recipients


def test_a_disaster_has_no_actor():
    mentions = only("At least 30 people were killed when a ferry capsized off Indonesia.", "DISASTER")
    assert mentions and not any(m.actors for m in mentions)


def test_what_a_thing_belongs_to_is_the_participant():
    """The codebook wants participants: of facilities the ones who hold them, of airstrikes the country."""
    mention = only("US airstrikes hit facilities used by the militia.", "ASSAULT")[-1]
    assert "US" in names(mention.actors) and "the militia" in names(mention.recipients)


def test_coordinated_participants_are_split():
    mention = only("Police arrested a journalist and two activists in Cairo.", "COERCE")[0]
    assert names(mention.recipients) == ["a journalist", "two activists"]


@pytest.mark.parametrize(
    "text",
    [
        "North Korea threatened to attack the United States.",
        "The UN urged Ethiopia to release the prisoners.",
        "France promised to withdraw its troops from Mali.",
        "Iran refused to release the hostages.",
    ],
)
def test_what_is_only_said_is_not_coded_a_second_time(text):
    assert len([m for m in found(text) if not m.rule.startswith("echo:")]) == 1


@pytest.mark.parametrize(
    ("text", "event_type", "modality"),
    [
        ("The army will attack the rebels on Monday.", "ASSAULT", "future"),
        ("The army could attack the rebels.", "ASSAULT", "hypothetical"),
        ("If the rebels attack the army, the talks will end.", "ASSAULT", "hypothetical"),
        ("Britain will close its border with France.", "COERCE", "future"),
        ("The army attacked the rebels.", "ASSAULT", "actual"),
    ],
)
def test_modality(text, event_type, modality):
    assert only(text, event_type)[0].modality == modality


def test_what_did_not_happen_is_no_row():
    assert not only("The army did not attack the rebels.", "ASSAULT")


def test_own_future_cooperation_is_an_agreement():
    mention = found("Ethiopia said it will release the prisoners.")[0]
    assert (mention.event_type, mention.modality) == ("AGREE", "actual")


def test_refused_cooperation_is_a_rejection():
    assert [m.event_type for m in found("The government will not negotiate with the rebels.")] == ["REJECT"]


@pytest.mark.parametrize(
    "text",
    [
        "The striker hit the post and the visitors won the match in the final minute of the game.",
        "Shares hit a record high as investors cheered the company's quarterly earnings and profit.",
        "The band released a new album and the singer will perform its songs at a festival.",
        "Heavy snow hit the coast on Sunday and schools stayed closed.",
        "The coach praised his team after the defender shot the winning goal of the season.",
        "The film beat its rivals at the box office, and critics praised its actors.",
    ],
)
def test_sport_business_culture_and_weather_are_no_events(text):
    assert not found(text)


def test_place_and_time_are_those_that_the_tree_attaches():
    mention = only("Gunmen killed five soldiers in Maiduguri on Tuesday.", "ASSAULT")[0]
    assert names(mention.places) == ["Maiduguri"]
    assert any("Tuesday" in t for t in names(mention.times))


def test_a_reference_back_is_definite():
    mentions = only("A bomb exploded in Kabul. The attack killed nine people.", "ASSAULT")
    assert [m.definite for m in mentions if m.trigger.text == "attack"] == [True]


@pytest.mark.parametrize(
    ("sentence", "event_type", "actors", "recipients"),
    [
        ("The prime minister will meet the chancellor on Friday.", "AGREE", ["The prime minister"], ["the chancellor"]),
        ("The court rejected a petition filed by tenants of the bank.", "REJECT", ["The court"], ["tenants of the bank"]),
        ("Denmark announced a suspension of aid to Niger.", "SANCTION", ["Denmark"], ["Niger"]),
        ("Poland signed an agreement with Ukraine.", "SUPPORT", ["Poland"], ["Ukraine"]),
        ("Two aid workers were abducted by gunmen.", "ASSAULT", ["gunmen"], ["Two aid workers"]),
        ("The president refused to meet the envoy.", "REJECT", ["The president"], ["the envoy"]),
        ("Greece offered to send rescue teams to Turkey.", "AGREE", ["Greece"], ["Turkey"]),
        ("Sweden is willing to provide training and ammunition to Ukraine.", "AGREE", ["Sweden"], ["Ukraine"]),
        ("The rebels will not leave the town until the army withdraws.", "REJECT", ["The rebels"], ["the army"]),
        ("The court rejected an appeal by President Otieno.", "REJECT", ["The court"], ["President Otieno"]),
        ("Two inspectors were expelled from Belarus on Monday.", "SANCTION", ["Belarus"], ["Two inspectors"]),
        ("A US-led strike killed six militants in the valley.", "ASSAULT", ["US"], []),
        ("Rebels claimed responsibility for the attack on the barracks.", "ASSAULT", ["Rebels"], []),
        ("Acting on a tip, officers on Monday arrested three smugglers.", "COERCE", ["officers"], ["three smugglers"]),
        ("The chancellor phoned the president to congratulate him.", "SUPPORT", ["The chancellor"], ["him"]),
        ("Students staged a sit-in demanding that the ministry release their leaders.", "PROTEST", ["Students"], ["the ministry"]),
    ],
)
def test_whom_an_act_concerns(sentence, event_type, actors, recipients):
    found = [m for m in find_events(reader().read(sentence)) if m.event_type == event_type]
    assert [s.text for s in found[0].actors] == actors
    assert [s.text for s in found[0].recipients] == recipients


def test_headlines_without_verbs_and_words_of_another_sense():
    assert {m.event_type for m in find_events(reader().read("Police arrest dozens at rally in Minsk"))} == {
        "COERCE",
        "PROTEST",
    }
    assert find_events(reader().read("The country was hit by a recession last year.")) == []
    assert [m.event_mode for m in find_events(reader().read("The city was hit by warplanes on Sunday."))] == ["aerial"]


def test_who_must_confirm_is_asked_nothing():
    assert "REQUEST" not in {m.event_type for m in found("The spokesman said that the ministry must confirm the death of the soldier.")}


def test_a_number_is_nobody():
    span = only("200 were arrested in Minsk on Sunday.", "COERCE")[0].recipients[0]
    assert is_bare_number(span)
    assert not is_bare_number(only("Police arrested 200 students in Minsk.", "COERCE")[0].recipients[0])


def test_a_headline_of_participles():
    mention = only("Dozens arrested as protest turns violent in Tbilisi", "COERCE")[0]
    assert names(mention.recipients) == ["Dozens"]
