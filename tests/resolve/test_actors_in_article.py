"""Who is who in one article: a sentence or two in, actors out (CODEBOOK "Actors"). Trees are written out, so that no model is needed."""

from __future__ import annotations

from time import process_time

import pytest
import yaml
from jsonschema import Draft202012Validator
from spacy.tokens import Doc
from written_trees import DAY, VOCAB, actors, read, span

from sitrep.knowledge.lexicon import HERE, lexicon
from sitrep.resolve.actors import resolve_actors, slug
from sitrep.resolve.registry import registry

PRESIDENT = (
    "US/PROPN/NNP/compound/2 President/PROPN/NNP/nmod:desc/3 [PER Joe/PROPN/NNP/nsubj/5 Biden/PROPN/NNP/flat/3 ] "
    "spoke/VERB/VBD/root/0 ./PUNCT/./punct/5"
)


def test_a_person_known_by_title_and_name_takes_codes_from_the_registry():
    _, (biden,) = actors(read(PRESIDENT), "US President Joe Biden")
    assert (biden.name, biden.kind, biden.country, biden.sector, biden.role) == ("Joe Biden", "person", "USA", "GOV", "US President")
    assert biden.resolution == "registry"


def test_surname_and_pronoun_are_the_person_named_before():
    doc = read(
        "[PER Maria/PROPN/NNP/nsubj/3 Lopez/PROPN/NNP/flat/1 ] arrived/VERB/VBD/root/0 ./PUNCT/./punct/3",
        "[PER Lopez/PROPN/NNP/nsubj/2 ] spoke/VERB/VBD/root/0 ./PUNCT/./punct/2",
        "She/PRON/PRP/nsubj/2 left/VERB/VBD/root/0 ./PUNCT/./punct/2",
    )
    found, (full, surname, pronoun) = actors(doc, "Maria Lopez", ("Lopez", 1), "She")
    assert full == surname == pronoun
    assert full.aliases == ("Lopez", "Maria Lopez")  # a pronoun is no alias
    assert found.how(span(doc, "She")) == "pronoun"


def test_two_people_of_one_surname_stay_two():
    doc = read(
        "[PER Ana/PROPN/NNP/nsubj/3 Reyes/PROPN/NNP/flat/1 ] met/VERB/VBD/root/0 [PER Luis/PROPN/NNP/obj/3 "
        "Reyes/PROPN/NNP/flat/4 ] ./PUNCT/./punct/3"
    )
    _, (ana, luis) = actors(doc, "Ana Reyes", "Luis Reyes")
    assert ana.actor_id != luis.actor_id


def test_apposition_joins_office_and_name():
    """ "The spokesman for the Iranian Foreign Ministry, Saeed Karimi": one person; the ministry is his affiliation and an actor."""
    doc = read(
        "The/DET/DT/det/2 spokesman/NOUN/NN/nsubj/11 for/ADP/IN/case/7 the/DET/DT/det/7 [ORG Iranian/ADJ/JJ/amod/7 "
        "Foreign/ADJ/NNP/amod/7 "
        "Ministry/PROPN/NNP/nmod/2 ] ,/PUNCT/,/punct/9 [PER Saeed/PROPN/NNP/appos/2 Karimi/PROPN/NNP/flat/9 ] "
        "spoke/VERB/VBD/root/0 ./PUNCT/./punct/11"
    )
    found, (described, named) = actors(doc, "The spokesman", "Saeed Karimi")
    assert described == named
    assert (named.name, named.kind, named.country) == ("Saeed Karimi", "person", "IRN")
    ministry = next(a for a in found.actors if a.actor_id == named.affiliation_id)
    assert (ministry.kind, ministry.country, ministry.sector) == ("organization", "IRN", "GOV")


def test_a_backed_militia_is_not_of_its_backer():
    doc = read(
        "[LOC Iran/PROPN/NNP/compound/3 ] -/PUNCT/HYPH/punct/3 backed/VERB/VBN/amod/4 militias/NOUN/NNS/nsubj/5 "
        "attacked/VERB/VBD/root/0 ./PUNCT/./punct/5"
    )
    _, (militias,) = actors(doc, "Iran - backed militias")
    assert (militias.kind, militias.country, militias.sector) == ("group", None, "PRM")


def test_a_country_as_doer():
    doc = read("[LOC Turkey/PROPN/NNP/nsubj/2 ] shelled/VERB/VBD/root/0 positions/NOUN/NNS/obj/2 ./PUNCT/./punct/2")
    _, (turkey,) = actors(doc, "Turkey")
    assert (turkey.actor_id, turkey.kind, turkey.country, turkey.sector) == ("TUR", "country", "TUR", "GOV")


def test_a_capital_that_speaks_is_its_state_and_a_demonym_that_modifies_is_too():
    doc = read(
        "[LOC Moscow/PROPN/NNP/nsubj/2 ] denied/VERB/VBD/root/0 it/PRON/PRP/obj/2 ./PUNCT/./punct/2",
        "Russian/ADJ/JJ/amod/2 airstrikes/NOUN/NNS/nsubj/3 continued/VERB/VBD/root/0 ./PUNCT/./punct/3",
    )
    _, (moscow, russian) = actors(doc, "Moscow", "Russian")
    assert moscow == russian
    assert (moscow.kind, moscow.name) == ("country", "Russia")


def test_forces_of_a_state_are_an_actor_of_their_own():
    doc = read("[LOC US/PROPN/NNP/compound/2 ] warplanes/NOUN/NNS/nsubj/3 struck/VERB/VBD/root/0 ./PUNCT/./punct/3")
    _, (forces,) = actors(doc, "US warplanes")
    assert (forces.kind, forces.country, forces.sector) == ("organization", "USA", "MIL")
    assert forces.actor_id != "USA"


STATEMENT = (
    "The/DET/DT/det/2 [ORG Pentagon/PROPN/NNP/nsubj/3 ] released/VERB/VBD/root/0 a/DET/DT/det/5 statement/NOUN/NN/obj/3 ./PUNCT/./punct/3",
    "The/DET/DT/det/2 statement/NOUN/NN/nsubj/3 read/VERB/VBD/root/0 so/ADV/RB/advmod/3 ./PUNCT/./punct/3",
)


def test_a_statement_speaks_for_whoever_released_it():
    doc = read(*STATEMENT)
    found, (pentagon, issuer) = actors(doc, "The Pentagon", "The statement")
    assert pentagon == issuer
    assert pentagon.sector == "MIL"
    assert found.how(span(doc, "The statement")) == "document"
    assert "The statement" not in pentagon.aliases


def test_a_description_gets_its_name_a_sentence_later():
    doc = read(
        "A/DET/DT/det/3 war/NOUN/NN/compound/3 monitor/NOUN/NN/nsubj/4 reported/VERB/VBD/root/0 deaths/NOUN/NNS/obj/4 ./PUNCT/./punct/4",
        "The/DET/DT/det/3 [ORG Darfur/PROPN/NNP/compound/3 Observatory/PROPN/NNP/nsubj/4 ] gave/VERB/VBD/root/0 "
        "names/NOUN/NNS/obj/4 ./PUNCT/./punct/4",
    )
    _, (monitor, observatory) = actors(doc, "A war monitor", "The Darfur Observatory")
    assert monitor == observatory
    assert (monitor.kind, monitor.sector) == ("organization", "NGO")


def test_an_acronym_stands_for_what_it_was_defined_as():
    doc = read(
        "The/DET/DT/det/4 [ORG National/PROPN/NNP/compound/4 Farmers/PROPN/NNPS/compound/4 Union/PROPN/NNP/nsubj/8 ] "
        "(/PUNCT/-LRB-/punct/6 NFU/PROPN/NNP/appos/4 "
        ")/PUNCT/-RRB-/punct/6 met/VERB/VBD/root/0 ./PUNCT/./punct/8",
        "The/DET/DT/det/2 [ORG NFU/PROPN/NNP/nsubj/3 ] objected/VERB/VBD/root/0 ./PUNCT/./punct/3",
    )
    _, (full, short) = actors(doc, "The National Farmers Union", ("The NFU", 0))
    assert full == short


def test_a_definite_description_is_the_last_that_fits():
    doc = read(
        "A/DET/DT/det/2 court/NOUN/NN/nsubj/3 convicted/VERB/VBD/root/0 him/PRON/PRP/obj/3 ./PUNCT/./punct/3",
        "The/DET/DT/det/2 court/NOUN/NN/nsubj/3 adjourned/VERB/VBD/root/0 ./PUNCT/./punct/3",
        "A/DET/DT/det/3 higher/ADJ/JJR/amod/3 court/NOUN/NN/nsubj/4 disagreed/VERB/VBD/root/0 ./PUNCT/./punct/4",
    )
    _, (first, again, higher) = actors(doc, "A court", "The court", "A higher court")
    assert first == again != higher
    assert first.sector == "JUD"


def test_crowds_that_are_counted_are_not_one_crowd():
    """ "76 people" and "12 people" are two groups with two ids, though called alike."""
    doc = read(
        "76/NUM/CD/nummod/2 people/NOUN/NNS/nsubj/3 died/VERB/VBD/root/0 ./PUNCT/./punct/3",
        "12/NUM/CD/nummod/2 people/NOUN/NNS/nsubj/3 fled/VERB/VBD/root/0 ./PUNCT/./punct/3",
    )
    _, (dead, fled) = actors(doc, "76 people", "12 people")
    assert dead.actor_id != fled.actor_id
    assert (dead.name, dead.kind, dead.sector) == ("people", "group", "CVL")


def test_an_unnamed_crowd_takes_the_country_of_its_event_a_named_actor_does_not():
    doc = read("76/NUM/CD/nummod/2 villagers/NOUN/NNS/nsubj/3 died/VERB/VBD/root/0 ./PUNCT/./punct/3")
    found, (villagers,) = actors(doc, "76 villagers")
    assert villagers.country is None
    assert found.with_event_countries({villagers.actor_id: "NGA"}).of(span(doc, "76 villagers")).country == "NGA"


def test_i_in_a_quotation_is_its_speaker():
    doc = read(
        "I/PRON/PRP/nsubj/2 agree/VERB/VBP/ccomp/4 ,/PUNCT/,/punct/4 said/VERB/VBD/root/0 [PER Omar/PROPN/NNP/nsubj/4 "
        "Diallo/PROPN/NNP/flat/5 ] ./PUNCT/./punct/4"
    )
    _, (first, speaker) = actors(doc, "I", "Omar Diallo", quote_speakers={0: span(doc, "Omar Diallo")})
    assert first == speaker


def test_mentions_lie_where_the_words_are():
    doc = read(PRESIDENT)
    found, _ = actors(doc, "US President Joe Biden")
    assert [(doc.text[m.start : m.end], m.mention_type) for m in found.mentions] == [("US President Joe Biden", "name")]


def test_same_text_same_actors():
    doc = read(*STATEMENT)
    one, other = (actors(doc, "The Pentagon", "The statement")[0] for _ in range(2))
    assert (one.actors, one.mentions) == (other.actors, other.mentions)


@pytest.mark.parametrize("words", ["", ".", "“"])
def test_a_text_without_participants_has_none(words):
    doc = Doc(
        VOCAB, words=[words] if words else [], pos=["PUNCT"] if words else [], deps=["ROOT"] if words else [], heads=[0] if words else []
    )
    assert resolve_actors(doc, [], registry=registry(), published=None).actors == []


def test_describing_nouns_keep_to_their_schema_and_stand_in_one_class_each():
    schema = yaml.safe_load((HERE / "actor_nouns.schema.yaml").read_text(encoding="utf-8"))
    known = lexicon("actor_nouns")
    assert [e.message for e in Draft202012Validator(schema).iter_errors(known)] == []
    nouns = [n for c in known["classes"].values() for n in c["nouns"]]
    assert sorted(n for n in set(nouns) if nouns.count(n) > 1) == []


def test_a_described_person_is_named_by_what_follows_as():
    doc = read(
        "Police/NOUN/NN/nsubj/2 identified/VERB/VBD/root/0 the/DET/DT/det/4 gunman/NOUN/NN/obj/2 as/ADP/IN/case/6 "
        "[PER Pavel/PROPN/NNP/obl/2 Horak/PROPN/NNP/flat/6 ] ./PUNCT/./punct/2"
    )
    _, (described, named) = actors(doc, "the gunman", "Pavel Horak")
    assert described == named


def test_who_is_convicted_is_coded_a_criminal_unless_a_title_says_more():
    doc = read(
        "Judges/NOUN/NNS/nsubj/2 sentenced/VERB/VBD/root/0 [PER Pavel/PROPN/NNP/obj/2 Horak/PROPN/NNP/flat/3 ] and/CCONJ/CC/cc/8 "
        "Senator/NOUN/NN/nmod:desc/8 [PER Jan/PROPN/NNP/conj/3 Novak/PROPN/NNP/flat/7 ] ./PUNCT/./punct/2"
    )
    _, (plain, senator) = actors(doc, "Pavel Horak", "Jan Novak")
    assert (plain.sector, senator.sector) == ("CRM", "LEG")


def test_members_that_a_group_includes_are_actors_beside_it():
    doc = read(
        "Several/ADJ/JJ/amod/2 militias/NOUN/NNS/nsubj/9 ,/PUNCT/,/punct/5 including/ADP/VBG/case/5 [ORG Kataib/PROPN/NNP/nmod/2 "
        "Hezbollah/PROPN/NNP/flat/5 ] ,/PUNCT/,/punct/5 were/AUX/VBD/aux:pass/9 hit/VERB/VBN/root/0 ./PUNCT/./punct/9"
    )
    found, (militias,) = actors(doc, "Several militias")
    assert militias.kind == "group"
    assert [a.actor_id for a in found.each(span(doc, "Several militias"))] == [militias.actor_id, "kataib-hezbollah"]


def test_what_a_speaker_spoke_of_is_not_who_speaks_on():
    doc = read(
        "Mayor/NOUN/NN/nmod:desc/2 [PER Ana/PROPN/NNP/nsubj/4 Reyes/PROPN/NNP/flat/2 ] said/VERB/VBD/root/0 :/PUNCT/:/punct/4 "
        "“/PUNCT/``/punct/9 [PER Luisa/PROPN/NNP/nsubj/9 Marti/PROPN/NNP/flat/7 ] lied/VERB/VBD/ccomp/4 "
        "”/PUNCT/''/punct/9 ./PUNCT/./punct/4",
        "She/PRON/PRP/nsubj/2 resigned/VERB/VBD/root/0 ./PUNCT/./punct/2",
    )
    _, (mayor, she) = actors(doc, "Mayor Ana Reyes", "She")
    assert she == mayor


def test_a_long_text_is_resolved_in_linear_time():
    """Eight times the text may not take thirty times as long; names repeat, as they do in news."""
    line = "[PER Lopez/PROPN/NNP/nsubj/2 ] met/VERB/VBD/root/0 the/DET/DT/det/4 soldiers/NOUN/NNS/obj/2 ./PUNCT/./punct/2"
    times = []
    for n in (200, 1600):
        doc = read(*[line] * n)
        spans = [doc[i : i + 1] for i in range(0, len(doc), 5)]
        start = process_time()
        resolve_actors(doc, spans, registry=registry(), published=DAY)
        times.append(process_time() - start)
    assert times[1] < 30 * times[0]


def test_ids_come_from_name_country_and_kind():
    assert slug("Yehia Rasoul", "IRQ", "person") == "yehia-rasoul-irq-person"
    assert slug("Ahmed Ali", "SDN", "person") != slug("Ahmed Ali", "EGY", "person")
    assert len(slug("the " + "very " * 60 + "long description", None, "group")) < 90


def test_two_people_who_are_told_by_each_other_have_no_country_from_it():
    """ "The friend of Horvat" is of Horvat's country, and Horvat, "the friend's lawyer", of the friend's: neither tells."""
    from types import SimpleNamespace

    from sitrep.resolve.actor_names import Referent
    from sitrep.resolve.roles import Facts

    friend, lawyer = Referent(kind="person"), Referent(kind="person")

    class Told(Facts):
        country = property(lambda self: self._country_of(lawyer if self.r is friend else friend))

    nothing = SimpleNamespace(setting=None)
    coder = SimpleNamespace(telling=set(), registry=None, discourse=nothing, facts=lambda r: Told(r, coder))
    assert coder.facts(friend).country is None and not coder.telling


def test_the_kind_of_who_has_neither_name_nor_known_noun_is_that_of_what_is_said_of_him():
    """ "The beekeeper, a spokesman, spoke": what a beekeeper is no list says; a spokesman is a person, of whichever body he speaks for.
    To look for that body after his names, which only a person's are looked at for, asked for his kind while it was being found."""
    doc = read(
        "The/DET/DT/det/2 beekeeper/NOUN/NN/nsubj/7 ,/PUNCT/,/punct/5 a/DET/DT/det/5 spokesman/NOUN/NN/appos/2 ,/PUNCT/,/punct/5 "
        "spoke/VERB/VBD/root/0 ./PUNCT/./punct/7"
    )
    found, (beekeeper,) = actors(doc, "The beekeeper")
    assert (beekeeper.kind, beekeeper.sector, beekeeper.resolution) == ("person", "GOV", "description")
