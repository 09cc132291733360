"""Slots of a trigger: which dependents stand in which grammatical relation to a verb or an event noun.

`subj` and `obj` are the deep ones: the agent of a passive is its subject, its surface subject the object.
Named as in `knowledge/triggers.yaml`; every function gives tokens (heads), coordination not yet unrolled.
"""

from __future__ import annotations

import functools

from spacy.tokens import Token

from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_deep import deep_objects, deep_subjects, name_modifiers, owners
from sitrep.extract.event_words import ACTING, classes, is_actor, light_verbs
from sitrep.extract.modality import is_negated
from sitrep.extract.phrases import children, conjuncts, obliques, prepositions_of, relation, subject

SETTING = {"in", "at", "near", "after", "before", "during", "since", "until", "amid", "outside"}  # prepositions of where and when


@functools.lru_cache(maxsize=128)
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
        things = [o for first in deep_objects(token) for o in conjuncts(first) if not is_actor(o) or _is_recalled(token, o)]
        found = found + [t for o in things for t in obliques(o, slot)]
        clauses = children(token, "advcl", "xcomp", "ccomp") if slot == "for" else children(token, "advcl", "xcomp")
        # "called for the vote to be respected": the parser may hang "for" on the subject of what is called for
        found += [c for c in clauses if slot in {m.lower_ for t in (c, *children(c, "nsubj")) for m in children(t, "mark", "case")}]
    return found


def _is_recalled(verb: Token, envoy: Token) -> bool:
    """ "Recalled its ambassador | from Argentina": the phrase is the verb's, wherever the parser hung it."""
    return verb.lemma_.lower() in {"recall", "withdraw"} and envoy.lemma_.lower() in classes()["diplomat"]


def modifiers(token: Token) -> list[Token]:
    """Compounds and adjectives of a noun, with theirs ("car bomb attack": bomb, car); of a verb its adverbs."""
    found = []
    for child in children(token):
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
        named = head.head.lemma_.lower() == "call" and bool(children(head.head, "xcomp"))  # "called the strike political"
        if not named and (
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
    return found or _answerable(noun)


def _answerable(noun: Token) -> list[Token]:
    """Who is said to have done it: "is behind the attack", "is responsible for the killings", "claimed responsibility for the raid"."""
    head, cases = _first_conjunct(noun), {c.lower_ for c in children(_first_conjunct(noun), "case")}
    if "behind" in cases and children(head, "cop"):
        return children(head, "nsubj")
    above = head.head
    if "for" in cases and relation(head) in {"obl", "nmod"} and above.lemma_.lower() in {"responsible", "responsibility"}:
        carrier = above if above.pos_ == "ADJ" else above.head
        if carrier.lemma_.lower() in {"responsible", "claim", "take", "admit", "accept", "bear"} and not is_negated(carrier):
            who = subject(carrier)
            return [who] if who is not None else []
    return []


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


def inflicters(noun: Token) -> list[Token]:
    """From whom it is suffered: "came under attack | from rebels", "received threats | from a gang"."""
    head = _first_conjunct(noun)
    return obliques(head.head, "from", "by") if light_patients(noun) else []


def victims(noun: Token) -> list[Token]:
    return [t for t in obliques(noun, "of") if is_actor(t)]


def clause_subjects(token: Token) -> list[Token]:
    """Subjects of the clause that a verb or noun governs: "demanded that Israel withdraw", "its demand that they leave"."""
    return [s for clause in children(token, "ccomp", "xcomp", "acl") for s in children(clause, "nsubj") if s.tag_ not in {"WDT", "WP"}]


def object_owners(verb: Token) -> list[Token]:
    return [t for o in deep_objects(verb) for t in owners(o)]


def event_doers(verb: Token) -> list[Token]:
    """Who did what the object noun names: "condemned the attack by the rebels"."""
    return [t for o in deep_objects(verb) if not is_actor(o) for t in [*owners(o), *obliques(o, "by"), *light_subjects(o)]]


def beside(noun: Token, *prepositions: str) -> list[Token]:
    """The noun right behind a noun and its preposition, where the parser hung it elsewhere: "raids on | rebels still holding"."""
    doc, at = noun.doc, noun.i + 1
    if at >= len(doc) or doc[at].lower_ not in (prepositions or ("on", "against", "at")):
        return []
    run = []
    for token in doc[at + 1 : at + 9]:
        if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "NUM"} and token.tag_ != "POS":
            break
        run.append(token)
    named = [t for t in run if t.pos_ in {"NOUN", "PROPN"} and t.ent_type_ != "DATE"]
    return [named[-1]] if named and is_actor(named[-1]) else []


def opposed(token: Token) -> list[Token]:
    """Whom "against" names later in the clause, where the parser hung it on a word between: "filed a suit in court against the bank"."""
    ends = [c.i for c in token.subtree if relation(c) in {"advcl", "parataxis", "ccomp"} or c.dep_ == "acl:relcl"]
    limit = min((i for i in ends if i > token.i), default=sentence_of(token).end)
    marks = [t for t in token.doc[token.i + 1 : limit] if t.lower_ == "against" and relation(t) == "case" and t.head.i > t.i]
    return [marks[0].head] if marks and is_actor(marks[0].head) else []


def object_makers(verb: Token) -> list[Token]:
    """Who made what the object names: "dismissed a petition lodged by tenants", "refused the offer of the rebels"."""
    things = [o for o in deep_objects(verb) if not is_actor(o)]
    return [
        t
        for o in things
        for t in [
            *obliques(o, "by"),
            *beside(o, "by", "from"),
            *(m for c in children(o, "acl") if c.tag_ == "VBN" for m in obliques(c, "by")),
        ]
    ]


def conditioned(verb: Token) -> list[Token]:
    """Who must act first: "will stay out until the ministry pays", "unless demands are met by the company"."""
    found = []
    for clause in children(verb, "advcl"):
        if {c.lower_ for c in children(clause, "mark")} & {"until", "till", "unless", "before"}:
            found += [t for t in deep_subjects(clause) if is_actor(t)]
    return found


def demanded(token: Token) -> list[Token]:
    """Of whom protesters demand: "staged a sit-in demanding that the authorities release them"."""
    found = []
    for verb in {token, *carriers(token), *children(token, "acl", "advcl", "xcomp", "conj")}:
        for clause in [verb, *children(verb, "acl", "advcl", "xcomp", "conj")]:
            if clause.pos_ == "VERB" and clause.lemma_.lower() in classes()["asking"]:
                found += [*clause_subjects(clause), *obliques(clause, "from", "of", "on")]
    return [t for t in found if is_actor(t)]


def named_in_object(token: Token) -> list[Token]:
    """Those named nearest within the object, whatever it is: "rejected a request for the extradition of the banker"."""
    level = [o for o in deep_objects(token) if not is_actor(o)] if token.pos_ == "VERB" else [token]
    for _ in range(3):
        level = [c for o in level for c in children(o, "nmod", "compound", "amod") if relation(c) == "nmod" or c.ent_type_ in ACTING]
        named = [c for c in level if (c.ent_type_ in ACTING or is_actor(c)) and not prepositions_of(c) & SETTING]
        if named:
            return named[:1]
        level = [c for c in level if not prepositions_of(c) & SETTING]
    return []


def between(noun: Token) -> list[Token]:
    found = obliques(noun, "between", "among")
    if not found and noun.i + 1 < sentence_of(noun).end and noun.doc[noun.i + 1].lower_ == "between":
        found = children(noun, "obl", "nmod")[:1]  # the parser hung "between" on a later phrase: "between A and B in and around C"
    return found


def particles(token: Token) -> list[Token]:
    return [c for c in token.children if c.dep_ in {"compound:prt", "advmod"}]


def predicates(token: Token) -> list[Token]:
    """Open complements: "found guilty", "taken hostage", "set free"; an adverb or second object where parsers differ."""
    found = children(token, "xcomp") + [c for c in children(token, "ccomp") if c.pos_ == "ADJ"]
    objects = children(token, "obj")
    found += [c for c in children(token, "advcl") if c.tag_ == "VB" and any(m.lower_ == "to" for m in children(c, "mark"))]
    return found + objects[1:] + [c for c in children(token, "advmod", "obl") if not children(c, "case") and c.i > token.i]


def infinitives(verb: Token) -> list[Token]:
    """What somebody is to do: "told residents to stay"."""
    return [c for c in children(verb, "xcomp", "ccomp", "advcl") if c.tag_ == "VB" and any(m.lower_ == "to" for m in c.children)]


SLOTS = {
    "subj": lambda t: deep_subjects(t) if t.pos_ == "VERB" else children(t, "nsubj"),
    "agent": lambda t: deep_subjects(t) if t.pos_ == "VERB" else children(t, "nsubj"),
    "obj": deep_objects,
    "patient": deep_objects,
    "iobj": lambda t: children(t, "iobj"),
    "xcomp": predicates,
    "inf": infinitives,
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
    "inflicter": inflicters,
    "light_iobj": lambda t: [i for v in carriers(t) for i in children(v, "iobj")],
    "victims": victims,
    "ccomp_subj": clause_subjects,
    "owner_of_obj": object_owners,
    "over_event": event_doers,
    "until": conditioned,
    "beside": beside,
    "out_of": lambda t: [o for o in obliques(t, "from") if o.ent_type_ == "LOC"],
    "opposed": opposed,
    "demanded": demanded,
    "named": named_in_object,
    "maker_of_obj": object_makers,
    "between": between,
}


def _first_conjunct(token: Token) -> Token:
    while token.head != token and (relation(token) == "conj" or _is_of_series(token)):
        token = token.head
    return token


def _is_of_series(token: Token) -> bool:
    """ "A new round of talks" are talks."""
    return relation(token) == "nmod" and token.head.lemma_.lower() in classes()["run"] and "of" in prepositions_of(token)
