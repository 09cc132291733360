"""Slots of a trigger: which dependents stand in which grammatical relation to a verb or an event noun.

`subj` and `obj` are the deep ones: the agent of a passive is its subject, its surface subject the object.
Named as in `knowledge/triggers.yaml`; every function gives tokens (heads), coordination not yet unrolled.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from sitrep.extract.event_words import ACTING, classes, is_actor, light_verbs, states
from sitrep.extract.phrases import agents, children, conjuncts, is_passive, obliques, patients, relation, subject


@functools.lru_cache(maxsize=1024)
def dependents(token: Token, slot: str) -> list[Token]:
    """The heads in one slot of a verb or an event noun; unknown names are taken for prepositions."""
    reader = SLOTS.get(slot)
    if reader is not None:
        return reader(token)
    if slot.startswith("of_"):  # "a suspension of aid to them"
        return [t for inner in obliques(token, "of") if not is_actor(inner) for t in obliques(inner, slot[3:])]
    if slot.startswith("light_"):
        return [t for verb in carriers(token) for t in obliques(verb, slot[6:])]
    found = [t for t in obliques(token, slot) if t.ent_type_ != "DATE" and t.lemma_.lower() not in classes()["calendar"]]
    if token.pos_ == "VERB":
        found = found + [t for first in deep_objects(token) for o in conjuncts(first) if not is_actor(o) for t in obliques(o, slot)]
        found += [t for c in children(token, "advcl", "xcomp") if slot in {m.lower_ for m in children(c, "mark", "case")} for t in [c]]
    return found


def deep_subjects(verb: Token) -> list[Token]:
    if verb.pos_ != "VERB":
        return []
    found = agents(verb) if not _shares_passive(verb) else deep_subjects(verb.head)
    if verb.dep_ == "amod" or (found and found[0] == verb):
        return []
    if relation(verb) == "acl" and found and found[0] == verb.head and verb.dep_ != "acl:relcl":
        return _behind(verb, found[0])
    return found


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
    return not any(relation(c) in {"nsubj", "obj", "aux", "ccomp", "xcomp"} for c in verb.children)


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
        found += [c for c in children(clause, "nsubj", "obj") if marks and verb.i < c.i < marks[0]]
    return found


def _antecedent(verb: Token) -> Token | None:
    while relation(verb) == "conj":
        verb = verb.head
    return verb.head if relation(verb) == "acl" else None


def modifiers(token: Token) -> list[Token]:
    """Compounds and adjectives of a noun, with theirs ("car bomb attack": bomb, car); of a verb its adverbs."""
    found = []
    for child in token.children:
        if relation(child) in {"compound", "amod", "nmod", "advmod", "flat"} and child.i < token.i and not children(child, "case"):
            found += [child, *modifiers(child)] if child.pos_ not in {"VERB", "AUX"} else [child]
            found += [c for c in conjuncts(child)[1:] if c.i < token.i]
    return found


def carriers(noun: Token) -> list[Token]:
    """The verbs that carry an event noun: light verbs that have it as object, and participles on it ("attack launched by")."""
    verbs = []
    head = _first_conjunct(noun)
    light, _ = light_verbs()
    if relation(head) in {"obj", "nsubj", "obl"} and head.head.pos_ == "VERB" and head.head.lemma_.lower() in light:
        if (
            relation(head) == "obj"
            or head.dep_ == "nsubj:pass"
            or (relation(head) == "obl" and head.head.lemma_.lower() in {"order", "engage"})
        ):
            verbs.append(head.head)
    for child in children(noun, "acl"):
        if child.tag_ == "VBN" and (child.lemma_.lower() in light or child.lemma_.lower() in classes()["claiming"]):
            verbs.append(child)
        elif child.dep_ == "acl:relcl" and child.lemma_.lower() in light:
            verbs.append(child)
    return verbs


def light_subjects(noun: Token) -> list[Token]:
    found = []
    for verb in carriers(noun):
        found += [t for t in deep_subjects(verb) if t.i != noun.i]
    return found


def light_patients(noun: Token) -> list[Token]:
    """Who suffers the noun: "suffered an attack", "came under fire"."""
    head = _first_conjunct(noun)
    verb = head.head
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in light_verbs()[1]:
        return []
    if relation(head) == "obj" or (relation(head) == "obl" and any(c.lower_ == "under" for c in head.children)):
        who = subject(verb)
        return [who] if who is not None else []
    return []


def owners(noun: Token) -> list[Token]:
    """Who a noun belongs to: possessive, nationality, name in front of it."""
    return [*children(noun, "nmod:poss"), *name_modifiers(noun)]


def name_modifiers(noun: Token) -> list[Token]:
    found = []
    for child in noun.children:
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


def victims(noun: Token) -> list[Token]:
    return [t for t in obliques(noun, "of") if is_actor(t)]


def clause_subjects(verb: Token) -> list[Token]:
    """Subjects of the clause that a verb governs: "demanded that Israel withdraw"."""
    return [s for clause in children(verb, "ccomp", "xcomp") for s in children(clause, "nsubj")]


def content(verb: Token) -> list[Token]:
    """Whom the content of a threat, promise or refusal concerns: "threatened to attack Israel", "war against the occupation"."""
    found = []
    for clause in children(verb, "xcomp", "ccomp", "advcl"):
        if relation(clause) == "advcl" and clause.tag_ not in {"VB", "VBG"}:
            continue
        objects = children(clause, "obj", "iobj", "nsubj:pass")
        found += objects + obliques(clause, "against", "on", "with", "to", "for", "from")
        found += [t for o in objects for t in obliques(o, "against", "on", "with", "to", "for", "from")]
    return found


def object_owners(verb: Token) -> list[Token]:
    return [t for o in deep_objects(verb) for t in owners(o)]


def event_doers(verb: Token) -> list[Token]:
    """Who did what the object noun names: "condemned the attack by the rebels"."""
    return [t for o in deep_objects(verb) if not is_actor(o) for t in [*owners(o), *obliques(o, "by"), *light_subjects(o)]]


def object_makers(verb: Token) -> list[Token]:
    """Who made what the object names: "rejected an appeal filed by lawyers", "refused the offer of the rebels"."""
    things = [o for o in deep_objects(verb) if not is_actor(o)]
    return [t for o in things for t in [*obliques(o, "by"), *(m for c in children(o, "acl") if c.tag_ == "VBN" for m in obliques(c, "by"))]]


def between(noun: Token) -> list[Token]:
    return [t for o in obliques(noun, "between", "among") for t in [o]]


def particles(token: Token) -> list[Token]:
    return [c for c in token.children if c.dep_ in {"compound:prt", "advmod"}]


def predicates(token: Token) -> list[Token]:
    """Open complements: "found guilty", "taken hostage", "set free"; an adverb or second object where parsers differ."""
    found = children(token, "xcomp")
    objects = children(token, "obj")
    found += [c for c in children(token, "advcl") if c.tag_ == "VB" and any(m.lower_ == "to" for m in children(c, "mark"))]
    return found + objects[1:] + [c for c in children(token, "advmod", "obl") if not children(c, "case") and c.i > token.i]


SLOTS = {
    "subj": lambda t: deep_subjects(t) if t.pos_ == "VERB" else children(t, "nsubj"),
    "agent": lambda t: deep_subjects(t) if t.pos_ == "VERB" else children(t, "nsubj"),
    "obj": deep_objects,
    "patient": deep_objects,
    "iobj": lambda t: children(t, "iobj"),
    "xcomp": predicates,
    "ccomp": lambda t: children(t, "ccomp"),
    "acl": lambda t: children(t, "acl"),
    "prt": particles,
    "adv": lambda t: children(t, "advmod"),
    "mod": modifiers,
    "num": lambda t: children(t, "nummod"),
    "poss": lambda t: children(t, "nmod:poss"),
    "owner": owners,
    "owner_mod": name_modifiers,
    "light": light_subjects,
    "light_patient": light_patients,
    "light_iobj": lambda t: [i for v in carriers(t) for i in children(v, "iobj")],
    "victims": victims,
    "ccomp_subj": clause_subjects,
    "owner_of_obj": object_owners,
    "content": content,
    "over_event": event_doers,
    "maker_of_obj": object_makers,
    "between": between,
}


def _first_conjunct(token: Token) -> Token:
    while relation(token) == "conj" and token.head != token:
        token = token.head
    return token
