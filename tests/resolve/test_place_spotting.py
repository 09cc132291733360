"""Which words name a place: somewhere, in the name of a body, before people; and which only look like it."""

from importlib.resources import files

import jsonschema
import pytest
import spacy
import yaml
from spacy.tokens import Span

from sitrep.resolve.place_mentions import find_mentions, given_mentions
from sitrep.resolve.place_spotting import spots
from sitrep.resolve.places import entities_of, find_places, places_record

NLP = spacy.blank("en")


def doc(text, **names):
    read = NLP(text)
    found = [(read.char_span(text.index(n), text.index(n) + len(n)), label) for label, group in names.items() for n in group]
    read.ents = [Span(read, span.start, span.end, label) for span, label in found]
    return read


def toponyms(text, **names):
    return [m.name for m in find_mentions(text, entities_of(doc(text, **names)))]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("The Ohio Department of Health closed a clinic.", {"ORG": ["Ohio Department of Health"]}, ["Ohio"]),
        ("A Milwaukee man was arrested near Chicago.", {"LOC": ["Chicago"]}, ["Milwaukee", "Chicago"]),
        ("Mayor of Nairobi Jane Okoth spoke.", {"PER": ["Mayor of Nairobi Jane Okoth"]}, ["Nairobi"]),
        ("Sen. Ann Cole, D-Denver, spoke.", {"PER": ["Sen. Ann Cole, D-Denver"]}, ["Denver"]),
        ("The Kenya-Somalia talks ended.", {}, ["Kenya", "Somalia"]),
        ("A clash broke out in San Pedro Quiltepec.", {"LOC": ["San Pedro Quiltepec"]}, ["San Pedro Quiltepec"]),
        ("A clash broke out in Colonia Quiltepec.", {"LOC": ["Colonia Quiltepec"]}, ["Colonia Quiltepec"]),
        ("The fair in Santa Cruz Province opened.", {"LOC": ["Santa Cruz Province"]}, ["Santa Cruz"]),
        ("Quito, 7 May 89 (Radio Uno) -- The Republic is calm.", {"ORG": ["Quito"], "LOC": ["Republic"]}, ["Quito"]),
        ("A fire broke out in Wayne County, Mich., on Monday.", {"LOC": ["Wayne County"]}, ["Wayne County", "Mich."]),
    ],
)
def test_places_in_names_and_before_people_are_toponyms(text, names, found):
    assert toponyms(text, **names) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Paris Hilton and Jack London dined.", {"PER": ["Paris Hilton", "Jack London"]}),
        ("Said Mr Washington: Most of us agreed.", {"PER": ["Washington"]}),
        ("On Monday Both of them met Santiago Torres.", {"PER": ["Santiago Torres"]}),
    ],
)
def test_persons_and_words_at_the_head_of_a_sentence_are_none(text, names):
    assert toponyms(text, **names) == []


def test_a_place_in_a_bodys_name_is_no_place_of_the_tables():
    read = doc("The Ohio Department of Health closed a clinic in Toledo.", ORG=["Ohio Department of Health"], LOC=["Toledo"])
    assert [p.name for p in find_places(read)] == ["Toledo"]
    assert [t["text"] for t in places_record(read)["toponyms"]] == ["Ohio", "Toledo"]


def test_given_places_are_resolved_and_no_others_looked_for():
    text = "From Baghdad they drove to Mosul."
    rows = places_record(NLP(text), spans=[(text.index("Mosul"), text.index("Mosul") + 5)])["toponyms"]
    assert [(r["text"], round(r["lat"]), round(r["lon"])) for r in rows] == [("Mosul", 36, 43)]


def test_a_list_shares_its_plural():
    text = "Floods hit Shelby, Fayette and Tipton counties."
    mentions = given_mentions(text, [(text.index(n), text.index(n) + len(n)) for n in ("Shelby", "Fayette", "Tipton")])
    assert [m.kind for m in mentions] == ["adm2"] * 3


def test_candidates_never_overlap():
    text = "The New York City Police Department, New York, said St. Louis and Port-au-Prince, Haiti’s capital."
    found = spots(text, [])
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("name", ["places_weights", "publishers"])
def test_data_files_follow_their_schemas(name):
    folder = files("sitrep.knowledge")
    jsonschema.validate(*(yaml.safe_load((folder / f"{name}{end}").read_text(encoding="utf-8")) for end in (".yaml", ".schema.yaml")))
