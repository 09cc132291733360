"""Ids: the same person in two articles has one, two namesakes have two, and nobody's description is somebody else's."""

from __future__ import annotations

import pytest
from written_trees import DAY, read, span

from sitrep.resolve.actors import resolve_actors
from sitrep.resolve.registry import registry
from sitrep.tables import merge_rows


def who(tree: str, words: str, scope: str = "article1"):
    doc = read(tree)
    phrase = span(doc, words)
    return resolve_actors(doc, [phrase], registry=registry(), published=DAY, scope=scope).of(phrase)


def titled(title: str, name: str = "Ahmed Danjuma", nation: str = "Nigerian") -> str:
    first, last = name.split()
    return (
        f"{nation}/ADJ/JJ/amod/3 {title}/NOUN/NN/nmod:desc/3 [PER {first}/PROPN/NNP/nsubj/5 {last}/PROPN/NNP/flat/3 ] "
        "spoke/VERB/VBD/root/0 ./PUNCT/./punct/5"
    )


def test_one_name_one_country_one_role_is_one_person():
    """ "officer" and "detective" are both of the police."""
    one = who(titled("detective"), "Nigerian detective Ahmed Danjuma", "article1")
    other = who(titled("constable"), "Nigerian constable Ahmed Danjuma", "article2")
    assert one.actor_id == other.actor_id == "ahmed-danjuma-nga-cop"


@pytest.mark.parametrize(("title", "nation"), [("journalist", "Nigerian"), ("detective", "Kenyan")])
def test_another_role_or_country_is_another_person(title, nation):
    one = who(titled("detective"), "Nigerian detective Ahmed Danjuma")
    other = who(titled(title, nation=nation), f"{nation} {title} Ahmed Danjuma")
    assert one.actor_id != other.actor_id


def test_ids_are_the_same_in_every_run():
    runs = {who(titled("detective"), "Nigerian detective Ahmed Danjuma").actor_id for _ in range(3)}
    assert runs == {"ahmed-danjuma-nga-cop"}


GUNMEN = "Gunmen/NOUN/NNS/nsubj/2 fled/VERB/VBD/root/0 ./PUNCT/./punct/2"


def test_the_unnamed_of_two_articles_are_two():
    one, other = (who(GUNMEN, "Gunmen", scope) for scope in ("1a2b3c4d", "5e6f7a8b"))
    assert (one.actor_id, other.actor_id) == ("gunmen-xx-group-1a2b3c4d", "gunmen-xx-group-5e6f7a8b")
    rows = [{"actor_id": a.actor_id, "name": a.name, "country": c, "n_mentions": 1} for a, c in ((one, "NGA"), (other, "MEX"))]
    assert [(r["country"], r["n_articles"]) for r in merge_rows(rows)] == [("NGA", 1), ("MEX", 1)]


def test_the_unnamed_of_one_article_keep_their_ids():
    assert who(GUNMEN, "Gunmen") == who(GUNMEN, "Gunmen")


def test_who_is_in_the_registry_has_its_id_everywhere():
    tree = "President/PROPN/NNP/nmod:desc/2 [PER Biden/PROPN/NNP/nsubj/3 ] spoke/VERB/VBD/root/0 ./PUNCT/./punct/3"
    assert {who(tree, "President Biden", scope).actor_id for scope in ("a", "b")} == {"joe-biden"}
