"""Deep subject and object of a verb: through voice, control, coordination and relative clauses, and past what parsers often get wrong."""

from __future__ import annotations

import functools

from spacy.tokens import Token

from sitrep.extract.event_words import ACTING, classes, is_actor, states, word_forms
from sitrep.extract.phrases import agents, children, is_passive, obliques, patients, relation, subject


def deep_subjects(verb: Token) -> list[Token]:
    if verb.pos_ != "VERB" or is_headline_passive(verb):
        return []
    found = agents(verb) if not _shares_passive(verb) else deep_subjects(verb.head)
    if found and relation(verb) == "conj" and verb.tag_ == "VBD" and relation(verb.head) == "ccomp" and not is_actor(found[0]):
        above = subject(verb.head.head)  # "said that the sanctions were unjust | and threatened to leave"
        found = [above] if above is not None else found
    if not found and not is_passive(verb):
        found = _behind_opening(verb)
    if found and relation(verb) == "xcomp" and relation(found[0]) == "obj" and found[0].head == verb.head and not is_actor(found[0]):
        above = subject(verb.head)  # "began a strike to protest": who began it protests
        found = [above] if above is not None else found
    if verb.dep_ == "amod" or (found and found[0] == verb):
        return []
    if relation(verb) == "acl" and found and found[0] == verb.head and verb.dep_ != "acl:relcl":
        return children(verb.head, "nsubj") if children(verb.head, "cop") else _behind(verb, found[0])
    return found


def is_headline_passive(verb: Token) -> bool:
    """A past participle that a parser took for a past tense: "rebels blamed", "army accused of killings", "mayor shot dead"."""
    if verb.tag_ not in {"VBD", "VBN"}:
        return False
    own = {c.dep_ for c in children(verb)}
    if "nsubj" not in own or own & {"aux", "aux:pass", "obj", "iobj", "ccomp"}:
        return False
    follows = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    if verb.lemma_.lower() == "shoot":
        return follows is not None and follows.lower_ == "dead"
    ends = follows is None or follows.is_sent_start or follows.pos_ in {"PUNCT", "SPACE", "ADP", "SCONJ"}
    return ends and not classes()["undergone"].isdisjoint(word_forms(verb))


def _behind_opening(verb: Token) -> list[Token]:
    """A subject that a parser gave to the clause before it: "Acting on a tip, | officers arrested …"."""
    opening = [c for c in children(verb, "advcl") if c.i < verb.i and c.tag_ == "VBG"]
    return [s for c in opening for s in children(c, "nsubj") if c.i < s.i < verb.i]


def _behind(verb: Token, noun: Token) -> list[Token]:
    """The subject of a clause on a noun: "a statement threatening war", "the mayor's wish to resign", "signed a pact to trade"."""
    if noun.lemma_.lower() in classes()["document"]:
        return _issuers(noun)
    if verb.tag_ == "VB" and not is_actor(noun):
        carrier = subject(noun.head) if relation(noun) == "obj" and noun.head.pos_ == "VERB" else None
        return owners(noun) or ([carrier] if carrier is not None else [noun])
    if verb.tag_ == "VBG" and not is_actor(noun):
        above = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
        issued = [o for o in children(above, "obj") if o.lemma_.lower() in classes()["document"]] if above is not None else []
        if issued:
            return _issuers(issued[0])
    return [noun]


def _shares_passive(verb: Token) -> bool:
    """A second verb that a parser took for a past tense: "was tried and jailed"."""
    if verb.tag_ != "VBD" or relation(verb) != "conj" or verb.lemma_.lower() in classes()["intransitive"] or not is_passive(verb.head):
        return False
    return not children(verb, "nsubj", "obj", "aux", "ccomp", "xcomp")


def _issuers(document: Token) -> list[Token]:
    """Who speaks in "a statement threatening war": its owner, or who released it."""
    found = children(document, "nmod:poss") or obliques(document, "by", "of", "from")
    if not found and relation(document) == "obj":
        who = subject(document.head)
        found = [who] if who is not None else []
    return found or [document]


def deep_objects(verb: Token) -> list[Token]:
    """Objects, with the noun that a relative clause lacks one for ("the town that rebels captured")."""
    found = []
    if is_headline_passive(verb):
        return children(verb, "nsubj")
    if _shares_passive(verb):
        return deep_objects(verb.head)
    for token in patients(verb):
        if token.tag_ in {"WDT", "WP"} or (token.lower_ == "that" and token.pos_ == "PRON"):
            head = _antecedent(verb)
            found.append(head if head is not None else token)
        else:
            found.append(token)
    if not found:
        found += _before_the_mark(verb)
    if not found and not is_passive(verb):
        found += [c for c in children(verb, "xcomp", "ccomp") if _is_bare_noun(c)]
    if not found and verb.dep_ == "acl:relcl" and not is_passive(verb):
        own = subject(verb, control=False)
        if own is not None and own.i != verb.head.i:
            found.append(verb.head)
    if relation(verb) == "amod" and verb.tag_ == "VBN":
        found.append(verb.head)
    return found


def _before_the_mark(verb: Token) -> list[Token]:
    """Objects that a parser gave to the clause behind them: "accused | Russia of shelling"."""
    found = []
    for clause in children(verb, "ccomp", "xcomp", "advcl"):
        marks = [c.i for c in children(clause, "mark")]
        found += [c for c in children(clause, "nsubj", "obj") if marks and verb.i < c.i < marks[0] and not children(c, "case")]
    return found


def _is_bare_noun(token: Token) -> bool:
    """A noun that a parser took for a clause: an object after all ("blamed the army's policies")."""
    clausal = {"cop", "nsubj", "mark", "case", "aux"}
    return token.pos_ in {"NOUN", "PROPN"} and token.i > token.head.i and not any(relation(c) in clausal for c in token.children)


def _antecedent(verb: Token) -> Token | None:
    while relation(verb) == "conj":
        verb = verb.head
    return verb.head if relation(verb) == "acl" else None


def owners(noun: Token) -> list[Token]:
    """Who a noun belongs to: possessive, nationality, name in front of it."""
    return [*children(noun, "nmod:poss"), *name_modifiers(noun)]


def name_modifiers(noun: Token) -> list[Token]:
    found = []
    for child in noun.children:
        if child.lower_ == "led" and child.i < noun.i:
            led = children(child, "compound", "obl", "nsubj", "advmod")  # "a US-led raid"
            found += [c for c in led if c.i < child.i and (is_actor(c) or c.lower_ in states())]
        if child.dep_ == "nmod:poss" or child.i > noun.i or relation(child) not in {"compound", "amod", "nmod", "nummod", "flat"}:
            continue
        if children(child, "case") or (child.i + 1 < len(noun.doc) and noun.doc[child.i + 1].text in {"-", "–"} and child.i + 2 < noun.i):
            continue  # "Iran-backed", "Taliban-claimed": not its own
        if (
            child.ent_type_ in ACTING
            or (child.pos_ == "ADJ" and child.lower_ in states())
            or (not child.ent_type_ and child.pos_ in {"NOUN", "PROPN", "ADJ"} and child.lemma_.lower() in _owning())
        ):
            found.append(child)
    return found


@functools.cache
def _owning() -> frozenset[str]:
    named = classes()
    mighty = named["armed"] | named["polity"] | named["authority"] | named["official"] | named["protester"]
    return mighty - named["unowning"]
