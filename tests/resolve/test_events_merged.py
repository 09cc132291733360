"""Events of an article: each once, told apart by time, place and weapon, with source and statement (CODEBOOK "Events")."""

import functools
from dataclasses import dataclass, field
from datetime import date

from sitrep.extract.events import find_events
from sitrep.extract.records import Statement
from sitrep.read import reader
from sitrep.resolve.events import merge_events

PUBLISHED = date(2021, 6, 28)


@dataclass(frozen=True)
class Actor:
    actor_id: str
    name: str
    kind: str = "group"
    country: str | None = None
    sector: str = "UNK"
    affiliation_id: str | None = None


@dataclass
class Actors:
    """Stand-in: a phrase means the first known word in it."""

    known: dict[str, Actor]
    actors: list[Actor] = field(init=False)

    def __post_init__(self):
        self.actors = list(self.known.values())

    def of(self, span):
        return next((actor for word, actor in self.known.items() if word in span.text.lower()), None)


@dataclass(frozen=True)
class Place:
    start: int
    end: int
    text: str
    name: str
    kind: str
    country: str | None
    countries: tuple = ()
    latitude: float | None = None
    longitude: float | None = None
    precision: int = 1


@dataclass(frozen=True)
class Time:
    start: int
    end: int
    text: str
    first: date
    last: date
    precision: str = "day"
    type: str = "DATE"


GAZETTEER = {
    "Aleppo": ("city", "SYR", 36.2, 37.2, 1),
    "Mosul": ("city", "IRQ", 36.3, 43.1, 1),
    "Syria": ("country", "SYR", None, None, 6),
    "Iraq": ("country", "IRQ", None, None, 6),
    "Kabul": ("city", "AFG", 34.5, 69.2, 1),
    "Herat": ("city", "AFG", 34.3, 62.2, 1),
}
CALENDAR = {"Sunday": date(2021, 6, 27), "Friday": date(2021, 6, 25), "February 25": date(2021, 2, 25)}
WHO = {
    "russia": Actor("RUS", "Russia", "country", "RUS", "GOV"),
    "rebels": Actor("rebels", "rebels", "group", "SYR", "REB"),
    "army": Actor("army", "army", "organization", "SYR", "MIL"),
    "militants": Actor("militants", "militants"),
    "minister": Actor("minister", "minister", "person", "IRN", "GOV"),
    "police": Actor("police", "police", "organization", "AFG", "COP"),
    "activist": Actor("activist", "activist", "person", "AFG", "CVL"),
    "us": Actor("USA", "US", "country", "USA", "GOV"),
}


@functools.cache
def read(text):
    return reader().read(text)


def events(text, statements=()):
    doc = read(text)
    places = [
        Place(i, i + len(name), name, name, kind, country, (country,), lat, lon, precision)
        for name, (kind, country, lat, lon, precision) in GAZETTEER.items()
        for i in positions(text, name)
    ]
    times = [Time(i, i + len(word), word, day, day) for word, day in CALENDAR.items() for i in positions(text, word)]
    return merge_events(
        find_events(doc), doc=doc, actors=Actors(WHO), places=places, times=times, statements=statements, published=PUBLISHED
    )


def positions(text, word):
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found


def of(text, event_type, **given):
    return [e for e in events(text, **given) if e.event_type == event_type]


def statement(text, source, cue, content):
    doc = read(text)
    span = lambda words: doc.char_span(text.index(words), text.index(words) + len(words), alignment_mode="expand")  # noqa: E731
    return Statement(span(source), (span(cue),), (span(content),), "indirect", "communication", "assert")


def test_all_mentions_of_one_event_make_one_row():
    found = of("Rebels attacked the army in Aleppo on Sunday. The attack killed nine soldiers.", "ASSAULT")
    assert len(found) == 1
    assert [m.trigger.text for m in found[0].mentions][:2] == ["attacked", "attack"]
    assert (found[0].actor_ids, found[0].country, found[0].date_start) == (["rebels"], "SYR", date(2021, 6, 27))


def test_another_place_is_another_event():
    found = of("Militants attacked the army in Kabul on Friday. Militants attacked the army in Herat on Friday.", "ASSAULT")
    assert [e.place.name for e in found] == ["Kabul", "Herat"]


def test_another_weapon_is_another_event():
    found = of("Russia launched airstrikes in Aleppo. The rebels fired rockets at the army.", "ASSAULT")
    assert [e.event_mode for e in found] == ["aerial", "heavy-weapons"]


def test_another_target_told_as_one_more_is_another_event():
    assert len(of("Rebels bombed a bridge in Aleppo on Sunday. They also bombed a bank.", "ASSAULT")) == 2
    assert len(of("Rebels bombed a bridge in Aleppo on Sunday. The bombing of the bridge killed two soldiers.", "ASSAULT")) == 1


def test_a_second_bomb_elsewhere_is_another_event():
    told = "A bomb exploded outside a bank in Kabul on Sunday. A second bomb went off at a school an hour later."
    assert len(of(told, "ASSAULT")) == 2


def test_a_strike_to_protest_is_one_protest():
    found = of("The activist began a hunger strike on Friday to protest against the army.", "PROTEST")
    assert [(e.event_mode, e.actor_ids, e.recipient_ids) for e in found] == [("hunger", ["activist"], ["army"])]


def test_the_toll_of_the_next_sentence_has_the_attackers_of_the_one_before():
    found = of("Militants attacked the police in Kabul on Friday. Six officers were killed.", "ASSAULT")
    assert [e.actor_ids for e in found] == [["militants"]]


def test_another_story_in_the_text_lends_nobody():
    told = "Militants attacked the police in Kabul on Friday. In another incident, a bomb killed nine shoppers in Aleppo on Sunday."
    assert [e.actor_ids for e in of(told, "ASSAULT")] == [["militants"], []]


def test_another_day_is_another_event():
    found = of("Militants attacked the army in Kabul on Friday. Militants attacked the army in Kabul on Sunday.", "ASSAULT")
    assert [e.date_start for e in found] == [date(2021, 6, 25), date(2021, 6, 27)]


def test_consequences_told_apart_by_country_split_the_event():
    """If one strike hits two countries and the article tells their consequences apart, one event for each country."""
    found = of(
        "US airstrikes hit militants in Syria and Iraq on Sunday. The strikes killed four militants in Iraq. "
        "A monitor reported the death of five militants in Syria.",
        "ASSAULT",
    )
    assert sorted(e.country for e in found) == ["IRQ", "SYR"]
    assert all(e.actor_ids == ["USA"] for e in found)


def test_background_keeps_its_own_date():
    found = of("Militants attacked the army in Kabul on Sunday. The army said that militants attacked Herat on February 25.", "ASSAULT")
    assert [e.date_start for e in found] == [date(2021, 6, 27), date(2021, 2, 25)]


def test_dateless_stays_dateless():
    """The publication date is never a stand-in."""
    found = of("Police arrested an activist in Kabul.", "COERCE")[0]
    assert (found.date_start, found.date_precision, found.date_text) == (None, "unknown", None)


def test_a_toll_before_an_attack_on_others_is_not_of_that_attack():
    """ "People" may be anybody: that soldiers were hit says nothing of them."""
    found = of(
        "Russia launched airstrikes in Syria on Sunday. Two other people were wounded. "
        "The strikes were launched in response to drone attacks targeting militants in Iraq.",
        "ASSAULT",
    )
    drones = [e for e in found if e.event_mode == "drone"]
    assert [(e.country, e.date_start) for e in drones] == [("IRQ", None)]
    assert any(m.trigger.text == "wounded" for e in found if e.event_mode == "aerial" for m in e.mentions)


def test_a_toll_with_a_day_and_a_cause_of_its_own_is_another_events():
    found = of("A stampede in Aleppo killed nine. On Friday, two people died when a tower fell.", "DISASTER")
    assert [e.date_start for e in found if any(m.trigger.text == "killed" for m in e.mentions)] == [None]


def test_who_is_blamed_for_an_attack_neither_suffers_it_nor_places_it():
    found = of("Two men were found in Kabul on Sunday after a gas attack that the minister has blamed on Russia.", "ASSAULT")
    assert [(e.actor_ids, e.recipient_ids) for e in found] == [([], [])]


def test_who_condemns_an_attack_accuses_those_who_did_it():
    found = of("Russia attacked the army in Aleppo. The minister condemned the attack.", "ACCUSE")[0]
    assert (found.actor_ids, found.recipient_ids) == (["minister"], ["RUS"])


def test_a_speech_act_has_no_place_but_that_of_the_speaking():
    assert of("The minister condemned Russia over the war in Syria.", "ACCUSE")[0].place is None


def test_a_speech_act_is_linked_to_its_statement():
    text = "The minister accused Russia of aggression."
    said = statement(text, "The minister", "accused", "aggression")
    assert of(text, "ACCUSE", statements=[said])[0].statement_index == 0


def test_facts_that_only_others_tell_are_attributed():
    text = "The minister said that militants attacked the army in Kabul."
    told = statement(text, "The minister", "said", "militants attacked the army in Kabul")
    assert of(text, "ASSAULT", statements=[told])[0].attributed_to_ids == ["minister"]


def test_what_the_article_says_itself_is_nobodys_claim():
    text = "Militants attacked the army in Kabul on Sunday. The minister said that the attack killed nine soldiers."
    told = statement(text, "The minister", "said", "the attack killed nine soldiers")
    assert [e.attributed_to_ids for e in of(text, "ASSAULT", statements=[told])] == [[]]


def test_everybody_resigns_for_himself():
    text = "Ministers step down in Kabul. The mayor resigned after the vote. The general resigned too."
    known = {word: Actor(word, word, "person") for word in ("ministers", "mayor", "general")}
    found = merge_events(
        find_events(reader().read(text)),
        doc=reader().read(text),
        actors=Actors(known),
        places=[],
        times=[],
        statements=[],
        published=PUBLISHED,
    )
    assert [e.actor_ids for e in found if e.event_mode == "resign"] == [["ministers"], ["mayor"], ["general"]]


def test_a_threat_is_one_event():
    found = events("The rebels threatened to attack the army.")
    assert [(e.event_type, e.event_mode, e.modality) for e in found] == [("THREATEN", "violence", "actual")]


def test_the_same_input_gives_the_same_events():
    text = "Militants attacked the army in Kabul on Friday. Police arrested an activist in Herat on Sunday."
    row = lambda e: (e.event_type, e.actor_ids, e.recipient_ids, e.date_start, e.confidence)  # noqa: E731
    assert [row(e) for e in events(text)] == [row(e) for e in events(text)]
