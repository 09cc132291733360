"""Which time and place of the text an event takes where the tree attaches none (CODEBOOK "date", "place")."""

import functools
from datetime import date

import pytest

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.extract.events import find_events
from sitrep.parse import parse
from sitrep.read import reader
from sitrep.resolve.dates import find_times
from sitrep.resolve.event_times import attached, time_of_clause

PUBLISHED = "2021-06-25"  # a Friday


@functools.cache
def rows(text):
    meta = {"title": "News", "published": PUBLISHED}
    return code(parse(RawDocument("x", text.encode(), "text/plain", meta)))


def event(text, event_type, word):
    found = [e for e in rows(text)["events"] if e["event_type"] == event_type and word in e["trigger"]]
    assert found, [(e["event_type"], e["trigger"]) for e in rows(text)["events"]]
    return found[0]


def lent(text, word):
    """The time that a mention's clause and its neighbours give it."""
    doc = reader().read(text)
    times = [t for t in find_times(text, date.fromisoformat(PUBLISHED)) if t.first is not None]
    mentions = find_events(doc)
    mention = next(m for m in mentions if word in m.trigger.text)
    taken = {id(t) for m in mentions for t in attached(m, times)}
    of_tree = attached(mention, times)
    found = (
        of_tree[0] if of_tree else time_of_clause(mention, doc, times, taken, [m.trigger for m in mentions], date.fromisoformat(PUBLISHED))
    )
    return found and found.text


@pytest.mark.parametrize(
    ("text", "word", "time"),
    [
        ("The army arrested two men in Lagos in 2016, while three others were arrested inside a hotel.", "arrested", "2016"),
        ("The general was jailed in May 2012 shortly after he was convicted by the court.", "convicted", "May 2012"),
        ("Police have jailed dozens of critics since the scandal broke three years ago.", "jailed", "three years ago"),
    ],
)
def test_a_neighbouring_clause_lends_its_time(text, word, time):
    assert lent(text, word) == time


def test_a_clause_with_its_own_event_keeps_its_time():
    assert lent("Rebels bombed a bridge after soldiers had shelled the town on Monday.", "bombed") is None


SCENE = (
    "President Amina Diallo visited the town of Kisumu in Kenya on Thursday. "
    "Speaking to farmers there, she promised new roads. She thanked the farmers for their patience. "
    "In May she met ministers in Oslo, Norway."
)


def test_what_is_said_on_a_visit_is_said_where_and_when_it_takes_place():
    thanked = event(SCENE, "SUPPORT", "thanked")
    assert (str(thanked["event_date_start"]), thanked["country"]) == ("2021-06-24", "KEN")


def test_another_day_ends_a_scene():
    met = [e for e in rows(SCENE)["events"] if e["trigger"] == "met"]
    assert all((str(e["event_date_start"])[:7], e["country"]) == ("2021-05", "NOR") for e in met)


def test_the_day_of_publication_on_a_line_of_its_own_is_no_events_day():
    text = "Floods in the north\n\nFriday, June 25, 2021\n\nThe river rose above its banks."
    assert find_times(text, date.fromisoformat(PUBLISHED)) == []
    assert [t.text for t in find_times(text, date.fromisoformat(PUBLISHED), datelines=True)] == ["Friday, June 25, 2021"]


def test_a_state_that_strikes_abroad_is_not_hit_at_home():
    """Where another of its strikes fell is not told by how often the article names it."""
    text = (
        "US jets bombed a camp of militants in Syria on Thursday. US officials defended the decision of the US president.\n\n"
        "The first US military action was taken on June 3, US media reported. US lawmakers criticised it."
    )
    assert [e["country"] for e in rows(text)["events"] if str(e["event_date_start"]) == "2021-06-03"] == [None]


def test_what_a_strike_answers_did_not_happen_the_same_day():
    text = "Jets bombed a camp in Syria on Thursday. The strike was launched in response to mortar attacks on soldiers in Iraq."
    assert event(text, "ASSAULT", "mortar")["event_date_start"] is None


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        # a short span up to now is a time
        ("In the past 24 hours, gunmen killed a judge in Lagos.", "killed", "2021-06-24"),
        # the day of the news dates what the same sentence and those after it tell
        ("Rebels attacked Kano on Thursday. A priest was kidnapped in Jos.", "kidnapped", "2021-06-24"),
        # what is said of a deed on a day does not date it
        ("The ministry condemned on Thursday the murder of a judge in Lagos.", "murder", "None"),
    ],
)
def test_the_day_of_a_deed(text, word, day):
    assert str(event(text, "ASSAULT", word)["event_date_start"]) == day


def test_what_had_happened_before_is_not_of_the_day_of_the_news():
    text = "Rebels attacked Kano on Thursday. They had kidnapped a priest in Jos."
    assert event(text, "ASSAULT", "kidnapped")["event_date_start"] is None


def test_the_day_counts_not_the_year_that_an_ordinal_counts_over():
    found = event("The rebels on Wednesday carried out their sixth attack this year on a pipeline in Kirkuk.", "ASSAULT", "attack")
    assert str(found["event_date_start"])[:10] == "2021-06-23"


@pytest.mark.parametrize(
    "text",
    [
        "Police on Thursday questioned two suspects in the murder of a judge in Lagos.",
        "The family said on Thursday that the people who kidnapped the engineer in Lagos want money.",
        "Ministers on Thursday made statements in court regarding the murder of a judge in Lagos.",
        "The murder of a judge in Lagos was condemned on Thursday by the bishops.",
    ],
)
def test_what_is_only_spoken_of_is_not_of_the_day_of_speaking(text):
    assert [e["event_date_start"] for e in rows(text)["events"] if e["event_type"] == "ASSAULT"] == [None]


def test_a_relative_clause_dates_the_deed_that_it_goes_on_to_tell_of():
    found = [e for e in rows("The bishop condemned the murder of a judge who was killed on Sunday in Lagos.")["events"]]
    (murder,) = [e for e in found if e["event_type"] == "ASSAULT"]
    assert str(murder["event_date_start"])[:10] == "2021-06-20"


def test_a_clause_of_the_attack_dates_the_attack():
    found = event("The rebels claimed responsibility for the car bombing which left two children injured on Sunday.", "ASSAULT", "bombing")
    assert str(found["event_date_start"])[:10] == "2021-06-20"


def test_the_death_of_one_man_is_told_once_though_long_ago():
    text = (
        "A judge said the murder of Paulo Reis was planned in Lagos. The case was closed. "
        "The murder of Paulo Reis took place on 24 March 1998, the judge said."
    )
    (murder,) = [e for e in rows(text)["events"] if e["event_type"] == "ASSAULT"]
    assert str(murder["event_date_start"])[:10] == "1998-03-24"


def test_two_bombs_told_as_new_of_two_targets_are_two_bombings():
    text = (
        "A bomb exploded outside a bank in Kabul on Sunday, killing two people. "
        "A car bomb exploded at a school in the city on Sunday, police said."
    )
    assert [e["event_type"] for e in rows(text)["events"]].count("ASSAULT") == 2


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        # what a clause tells of those who were killed or taken is the same deed
        ("The bishop left after the murder of two monks who were gunned down on Sunday in Lagos.", "murder", "2021-06-20"),
        ("The union reported the seizure of two drivers, who were captured on Sunday by rebels.", "seizure", "2021-06-20"),
        # what was done to his body is of the same day
        ("The banker was murdered and his body dumped beside a canal on Sunday.", "murdered", "2021-06-20"),
        # what those who did it did besides, they did at the time
        ("The banker was murdered by two men who escaped on a motorcycle on Sunday.", "murdered", "2021-06-20"),
        # whoever is still to protest does not protest in the past
        ("Nurses left the ward to protest the murder of a doctor the evening of 20 June.", "murder", "2021-06-20"),
        # what an attack is counted over is not its day
        (
            "A bomb destroyed a school in Kano on Thursday. The attack, the ninth this month, hurt nobody.",
            "attack",
            "2021-06-24",
        ),
        # a watch kept since is not the deed
        (
            "The minister has been watching the north after the rebel attack on the port of Lagos on Sunday.",
            "attack",
            "2021-06-20",
        ),
    ],
)
def test_a_time_is_that_of_the_deed_beside_it(text, word, day):
    mentions = [e for e in rows(text)["events"] if e["event_type"] in {"ASSAULT", "COERCE"}]
    assert str(mentions[0]["event_date_start"])[:10] == day, [(e["trigger"], e["event_date_start"]) for e in mentions]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rebels attacked Kano on Thursday.\n\nA barrage of rifle fire was heard in Zaria.", "2021-06-24"),
        (
            "Rebels attacked Kano on Thursday.\n\nWindows in Zaria were shattered by an explosion at a bank.",
            "2021-06-24",
        ),
        ("Rebels attacked Kano on Thursday.\n\nThe general played a role in the bombing of Zaria.", "None"),
        ("Rebels attacked Kano on Thursday.\n\nThe president was moved by the murder of a nun in Zaria.", "None"),
    ],
)
def test_the_day_of_the_news_dates_what_is_told_as_new(text, day):
    found = [e for e in rows(text)["events"] if e["event_type"] == "ASSAULT" and e["trigger"] != "attacked"]
    assert [str(e["event_date_start"])[:10] for e in found] == [day], [(e["trigger"], e["evidence"]) for e in found]


def test_the_other_bomb_is_another_one():
    text = (
        "A car bomb exploded outside a bank in Kabul on Thursday. Police cleared the square. The other explosion broke windows of a school."
    )
    assert [e["event_type"] for e in rows(text)["events"]].count("ASSAULT") == 2


def test_what_was_planned_by_somebody_took_place():
    (attack,) = [e for e in rows("The rocket attack on the port was planned by exiles.")["events"] if e["event_type"] == "ASSAULT"]
    assert attack["modality"] == "actual"


def test_the_day_of_owning_up_is_not_that_of_the_deed():
    said = "On Sunday the general {} that soldiers killed the six monks in Quito."
    assert event(said.format("acknowledged"), "ASSAULT", "killed")["event_date_start"] is None
    assert event(said.format("announced"), "ASSAULT", "killed")["event_date_start"] == date(2021, 6, 20)
