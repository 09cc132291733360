"""Casualty claims: who was killed, injured, missing, detained or displaced, and how many.

A claim needs a word of harm, a phrase for those harmed in the place that its grammar gives them, and a number, a vague
amount, or a single person. What may happen, or is threatened, is no claim. The words are in knowledge/harm.yaml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from sitrep.extract.casualty_counts import counted, is_denied, is_human, is_named, is_negated, people_of, victim_class
from sitrep.extract.casualty_figures import KINDS, find_figures
from sitrep.extract.custody import is_custody
from sitrep.extract.doc_parts import tokens_of
from sitrep.extract.phrases import children, conjuncts, is_passive, obliques, phrase, relation, subject
from sitrep.extract.quantities import Quantity, find_quantities
from sitrep.extract.records import CasualtyClaim
from sitrep.knowledge.lexicon import lexicon

IRREALIS = {"may", "might", "could", "would", "can", "should", "must", "will", "shall", "'ll", "wo"}
UNREAL_MATRIX = {
    "threaten",
    "plan",
    "want",
    "try",
    "attempt",
    "vow",
    "intend",
    "fear",
    "wish",
    "hope",
    "seek",
    "plot",
    "conspire",
    "order",
    "ask",
    "promise",
}


COUNTED = {"harm.count", "harm.casualties", "harm.toll"}  # rules under which the counted noun is the harm, not the people


def find_casualties(doc: Doc) -> list[CasualtyClaim]:
    """Every casualty claim of an article, in text order; one claim a number, whoever makes it."""
    found: dict[tuple[int, int, str], CasualtyClaim] = {}
    for token in tokens_of(doc):
        for kind, victim, rule in harmed(token):
            for claim in _claims(kind, victim, token, rule):
                found.setdefault((claim.count.start, claim.count.end, kind), claim)
    for claim in _figures(doc):
        if not any(kind == claim.kind and start < claim.count.end and claim.count.start < end for start, end, kind in found):
            found[claim.count.start, claim.count.end, claim.kind] = claim
    return [found[key] for key in sorted(found)]


def _figures(doc: Doc) -> Iterator[CasualtyClaim]:
    """The claims whose number stands apart from those harmed, of what the text says has happened."""
    for token in tokens_of(doc):
        for figure in find_figures(token):
            above = [figure.anchor, *figure.anchor.ancestors]
            if is_denied(figure.anchor) or not all(_real(t) for t in above if t.pos_ in {"VERB", "ADJ", "AUX"}):
                continue
            people = phrase(figure.victims) if figure.victims is not None else None
            group = victim_class(figure.victims) if figure.victims is not None else None
            yield _record(figure.kind, figure.quantity, figure.count, people, group, figure.anchor, figure.rule)


def _claims(kind: str, victim: Token, anchor: Token, rule: str) -> Iterator[CasualtyClaim]:
    """The claims about a coordination: one each ("a soldier and two policemen"), but one for a list of names, who are counted."""
    single = rule in COUNTED or victim.pos_ in {"ADJ", "NUM"} or (rule == "harm.adjective" and len(conjuncts(_first(anchor))) > 1)
    heads = [victim] if single else conjuncts(victim)
    named = _listed(heads)
    if named:
        span = victim.doc[phrase(named[0]).start : phrase(named[-1]).end]
        yield _record(kind, Quantity(len(named), len(named), 0, 0), span, span, None, anchor, rule)
        return
    for head in heads:
        if rule not in COUNTED and not is_human(head):
            continue
        span = phrase(head)
        quantity, count = counted(span, head, anchor)
        if rule == "harm.toll" and "from" in {count[0].lower_, head.doc[max(0, count.start - 1)].lower_}:  # "rose from 12 to 15"
            quantity, count = next(iter(find_quantities(head.text)), None), head.doc[head.i : head.i + 1]
        if rule == "harm.toll" and quantity is not None and _surpassed(anchor, head):
            quantity = replace(quantity, high=None)
        verb = _verb_before(head, victim) if head.i != victim.i else None
        if verb is not None:  # "killed seven soldiers and wounded 15 others", where the tree takes the others for killed
            kind, anchor = next(k for k, form in _lemmas()[verb.lemma_.lower()] if form == "transitive"), verb
        if quantity is None or is_denied(anchor) and quantity.low != 0 and head.lower_ not in {"anyone", "anybody"}:
            continue
        people = None if rule in COUNTED or head.pos_ == "NUM" else people_of(head, count)
        yield _record(kind, quantity, count, people, victim_class(head), anchor, rule)
        yield from _among(kind, head, anchor, rule)


def _surpassed(toll: Token, number: Token) -> bool:
    """ "The toll passed 2,000", "climbed past 100": more than the number."""
    verb = toll.head
    return (
        relation(toll) == "nsubj"
        and verb.lemma_.lower() in lexicon("harm")["surpass"]
        or bool({c.lower_ for c in children(number, "case")} & {"past", "beyond"})
    )


def _verb_before(head: Token, first: Token) -> Token | None:
    """A verb of harm without an object of its own that stands right before one of a coordination."""
    before = head.doc[head.left_edge.i - 1] if head.left_edge.i > first.i + 1 else None
    if before is None or not before.tag_.startswith("VB") or children(before, "obj"):
        return None
    return before if any(form == "transitive" for _, form in _lemmas().get(before.lemma_.lower(), ())) else None


def _listed(heads: list[Token]) -> list[Token]:
    """The persons of a list of names without ages and descriptions ("Ann Lee, 22; Bo Chan, a Canadian; and Kit Moss"); else none."""
    persons = [h for h in heads if is_named(h) and h.pos_ == "PROPN" or h.tag_ == "NNP"]
    rest = [h for h in heads if h not in persons]
    told = all(h.pos_ == "NUM" or any(c.lower_ in {"a", "an"} for c in children(h, "det")) for h in rest)
    return persons if len(persons) > 1 and told and any(is_named(h) for h in persons) else []


def _among(kind: str, head: Token, anchor: Token, rule: str) -> Iterator[CasualtyClaim]:
    """A part of those counted, with its own number: "120 people, including 40 children", "eleven fighters, among them four commanders"."""
    for part in [*children(head, "nmod", "obl", "appos"), *children(anchor, "obl", "nmod")]:
        marks = {c.lower_ for c in children(part, "case")} | {c.lower_ for t in children(part, "nmod") for c in children(t, "case")}
        if part.i > head.i and marks & {"including", "among"} and children(part, "nummod"):
            quantity, count = counted(phrase(part), part, part)
            if quantity is not None and is_human(part):
                yield replace(_record(kind, quantity, count, people_of(part, count), victim_class(part), anchor, rule), cumulative=False)


def harmed(token: Token) -> Iterator[tuple[str, Token, str]]:
    """(kind, head of those harmed, rule) for a word of harm; nothing for any other word."""
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" and _harm_words().isdisjoint((lemma, token.lower_)):
        return
    for kind, form in _lemmas().get(lemma) or _lemmas().get(token.lower_, []):
        if form == "transitive" and (token.pos_ == "VERB" or token.tag_.startswith("VB")) and _real(token):
            yield from ((kind, t, "harm.verb") for t in _patients(token))
        elif form == "intransitive" and token.tag_.startswith("VB") and _real(token):
            victim = subject(token)
            if victim is not None:
                yield kind, victim, "harm.subject"
        elif form == "nouns_of" and token.pos_ in {"NOUN", "PROPN"}:
            yield from ((kind, t, "harm.noun") for t in [*obliques(token, "of"), *children(token, "nmod:poss")])
        elif form == "adjectives":
            victim = _described(token)
            if victim is not None:
                yield kind, victim, "harm.adjective"
    if token.pos_ == "VERB" and any(t.lemma_.lower() == "death" for t in obliques(token, "to")) and _real(token):
        yield from (("killed", t, "harm.to_death") for t in _patients(token))  # shot, stabbed, beaten, burned to death
    if lemma == "hold" and token.tag_ in {"VBD", "VBN"} and _real(token):
        yield from (("detained", t, "harm.verb") for t in _patients(token) if is_human(t) and is_custody(token, t))
    if _slain(token):
        yield "killed", token.head, "harm.participle"
    if lemma in lexicon("harm")["remains"] and token.head.lemma_.lower() in lexicon("harm")["come_to_light"] and _real(token.head):
        yield from (("killed", t, "harm.remains") for t in obliques(token, "of"))
    yield from _counted(token, lemma)
    yield from _lives(token, lemma)


def _slain(token: Token) -> bool:
    """ "the assassinated candidate Mary Roe": a participle in front of one who is named."""
    deadly = ("killed", "transitive") in _lemmas().get(token.lemma_.lower(), ())
    return deadly and token.tag_ in {"VBN", "JJ"} and relation(token) == "amod" and is_named(token.head)


@functools.cache
def _lemmas() -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for kind in KINDS:
        for form in ("transitive", "intransitive", "nouns_of", "adjectives"):
            for word in lexicon("harm")[kind][form]:
                out.setdefault(word, []).append((kind, form))
    return out


def _patients(verb: Token) -> list[Token]:
    counted = [c for c in children(verb, "nummod", "compound") if c.pos_ == "NUM"]
    if verb.tag_ == "VBN" and counted and not children(verb, "aux", "nsubj"):
        return counted[:1]  # "five dead and twelve wounded"
    if verb.tag_ == "VBN" and relation(verb) == "conj" and (verb.head.pos_ == "ADJ" or relation(verb.head) == "amod"):
        described = _described(verb)
        return [described] if described is not None else []
    if verb.tag_ == "VBN" and not children(verb, "obj"):
        victim = subject(verb)
        return (
            [victim]
            if victim is not None and (is_passive(verb) or relation(verb) in {"acl", "conj", "root", "ROOT", "ccomp", "parataxis", "advcl"})
            else []
        )
    objects = [] if is_passive(verb) else children(verb, "obj")
    if not objects and relation(verb) == "conj" and is_passive(verb.head):
        return children(verb, "nsubj")  # "five were killed and ten wounded", where the form tells nothing
    return objects


def _described(token: Token) -> Token | None:
    """Those whom an adjective of harm describes: "five dead", "left five dead", "two were missing"."""
    if token.pos_ not in {"ADJ", "NOUN", "VERB"} or token.pos_ == "VERB" and token.tag_ not in {"VBN", "VBG", "JJ"}:
        return None
    numbers = [c for c in children(token, "nummod", "compound") if c.pos_ == "NUM"]
    if numbers and not children(token, "nsubj", "aux"):
        return numbers[0]  # "five dead and twelve wounded"
    first = _first(token)
    if relation(first) in {"xcomp", "obj", "advcl", "dep"} and first.head.lemma_.lower() in lexicon("harm")["leave"]:
        objects = [o for o in children(first.head, "obj", "iobj", "nsubj:pass") if o.i != first.i]
        if not objects and first.head.lemma_.lower() in {"fear", "report", "confirm", "find"}:
            objects = children(first.head, "nsubj")  # "40 feared dead", in a headline
        counted = conjuncts(objects[0]) if objects else []  # "left five dead and twelve wounded": one each
        place = [t.i for t in conjuncts(first)].index(token.i)
        return counted[place] if place < len(counted) else (objects[0] if objects else None)
    if relation(first) == "amod" and first.i > first.head.i and len(conjuncts(first)) > 1:  # "two soldiers dead and six injured"
        counted = conjuncts(first.head)
        place = [t.i for t in conjuncts(first)].index(token.i)
        return counted[place] if place < len(counted) else first.head
    if token.pos_ == "VERB" and token.tag_ in {"VBG", "JJ"} and not children(token, "obj"):  # "30 people are missing"
        return next(iter(children(token, "nsubj")), None)
    if token.pos_ == "ADJ":
        if relation(token) == "amod" and token.i > token.head.i:
            return token.head
        return next(iter(children(token, "nsubj")), None) if _real(token) else None
    return None


def _first(token: Token) -> Token:
    return token.head if relation(token) == "conj" else token


def _counted(token: Token, lemma: str) -> Iterator[tuple[str, Token, str]]:
    """Nouns that are themselves counted: "22 deaths", "no casualties", "a death toll of 40"."""
    harm = lexicon("harm")
    if lemma not in _count_words() and token.lower_ not in _count_words():
        return
    if token.pos_ not in {"NOUN", "ADJ", "PROPN"} and not (relation(token) == "conj" and is_negated(token.head)):
        return
    if lemma in harm["remains"] and children(token, "nummod") and not obliques(token, "of") and _comes_to_light(token):
        yield "killed", token, "harm.count"
    if lemma in harm["casualties"] and _real(token):
        for kind in ("killed", "injured") if is_negated(token) else ():
            yield kind, token, "harm.casualties"
    for kind in KINDS:
        if _is_count_noun(token, lemma, kind) and (children(token, "nummod") or is_negated(token)):
            yield kind, token, "harm.count"
        if lemma in harm[kind]["tolls"]:
            for number in [*obliques(token, "of", "at", "to"), *_toll_verb(token)]:
                if number.pos_ == "NUM" or children(number, "nummod"):
                    yield kind, number, "harm.toll"


@functools.cache
def _harm_words() -> frozenset[str]:
    """Every word that tells of harm by itself; a verb may with another word."""
    return _count_words().union(_lemmas())


@functools.cache
def _count_words() -> frozenset[str]:
    """Every noun under which harm is counted."""
    harm = lexicon("harm")
    of_kinds = (word for kind in KINDS for form in ("nouns_count", "tolls") for word in harm[kind][form])
    return frozenset((*of_kinds, *harm["remains"], *harm["casualties"]))


def _is_count_noun(token: Token, lemma: str, kind: str) -> bool:
    return (
        lemma in lexicon("harm")[kind]["nouns_count"]
        and token.tag_ in {"NNS", "JJ", "NN"}
        or (token.lower_ in lexicon("harm")[kind]["nouns_count"] and relation(token) == "conj")
    )


def _comes_to_light(token: Token) -> bool:
    verb = token.head
    return relation(token) in {"obj", "nsubj"} and verb.lemma_.lower() in lexicon("harm")["come_to_light"] and _real(verb)


def _toll_verb(toll: Token) -> list[Token]:
    verb = toll.head
    raised = [t for start in obliques(verb, "from") for t in obliques(start, "to")]  # "from 12 to 15", taken for one phrase
    return (
        [*obliques(verb, "to", "at", "past", "beyond"), *raised, *children(verb, "obj", "xcomp")]
        if verb.pos_ == "VERB"
        else ([verb] if verb.pos_ == "NUM" else [])
    )


def _lives(token: Token, lemma: str) -> Iterator[tuple[str, Token, str]]:
    """Verb and object together: "lost their lives", "claimed the lives of four", "sustained injuries"."""
    if token.pos_ != "VERB" or lemma not in _phrases() or not _real(token):
        return
    for kind, noun in _phrases()[lemma]:
        for obj in children(token, "obj", "obl", "xcomp"):
            if obj.lemma_.lower() != noun:
                continue
            owner = [*obliques(obj, "of")] if lemma in {"claim", "take"} else []
            victim = owner[0] if owner else (obj if lemma in {"claim", "take"} else subject(token))
            if victim is not None:
                yield kind, victim, "harm.phrase"


@functools.cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """Verb → (kind, object) of the phrases that mean harm together."""
    out: dict[str, list[tuple[str, str]]] = {}
    for kind in KINDS:
        for pair in lexicon("harm")[kind]["phrases"]:
            verb, noun = pair.split()
            out.setdefault(verb, []).append((kind, noun))
    return out


def _real(token: Token) -> bool:
    """Does the text say that it happened? Modals, conditions, threats and plans do not."""
    for child in children(token):
        if relation(child) == "aux" and child.lower_ in IRREALIS:
            return False
        if relation(child) == "mark" and child.lower_ in {"if", "unless", "lest"}:
            return False
    matrix = token.head
    if relation(token) in {"xcomp", "ccomp", "advcl"} and any(c.lower_ == "to" for c in children(token, "mark")):
        return False
    return not (relation(token) in {"xcomp", "ccomp"} and matrix.lemma_.lower() in UNREAL_MATRIX)


def _record(kind: str, quantity: Quantity, count: Span, victims: Span | None, group: str | None, anchor: Token, rule: str) -> CasualtyClaim:
    return CasualtyClaim(
        kind=kind,
        low=quantity.low,
        high=quantity.high,
        count=count,
        victims=victims,
        victim_class=group,
        anchor=anchor.doc[anchor.i : anchor.i + 1],
        cumulative=rule in {"harm.toll", "harm.measure"},
        rule=rule,
        causes=tuple(phrase(t) for t in obliques(anchor, "in", "by", "during", "from")),
    )
