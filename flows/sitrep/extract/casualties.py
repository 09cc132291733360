"""Casualty claims: who was killed, injured, missing, detained or displaced, and how many.

A claim needs a word of harm, a phrase for those harmed in the place that its grammar gives them, and a number, a vague
amount, or a single person. What may happen, or is threatened, is no claim. The words are in knowledge/harm.yaml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from sitrep.extract.phrases import children, conjuncts, is_passive, obliques, phrase, relation, subject
from sitrep.extract.quantities import Quantity, find_quantities
from sitrep.extract.records import CasualtyClaim
from sitrep.knowledge import load
from sitrep.knowledge.lexicon import lexicon

KINDS = ("killed", "injured", "missing", "detained", "displaced")
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


AGENTIVE = ("er", "or", "ist", "ian", "ant", "man", "ee", "eer", "ese", "ite")  # endings of nouns for persons
COUNT_NOUNS = {"hundred", "thousand", "million", "dozen", "score", "other", "rest", "half", "handful", "number"}
COUNTED = {"harm.count", "harm.casualties", "harm.toll"}  # rules under which the counted noun is the harm, not the people


def find_casualties(doc: Doc) -> list[CasualtyClaim]:
    """Every casualty claim of an article, in text order; one claim a number, whoever makes it."""
    found: dict[tuple[int, int, str], CasualtyClaim] = {}
    for token in doc:
        for kind, victim, rule in harmed(token):
            for claim in _claims(kind, victim, token, rule):
                found.setdefault((claim.count.start, claim.count.end, kind), claim)
    return [found[key] for key in sorted(found)]


def _claims(kind: str, victim: Token, anchor: Token, rule: str) -> Iterator[CasualtyClaim]:
    """The claims about a coordination: one each ("a soldier and two policemen"), but one for a list of names, who are counted."""
    single = rule in COUNTED or victim.pos_ in {"ADJ", "NUM"} or (rule == "harm.adjective" and len(conjuncts(_first(anchor))) > 1)
    heads = [victim] if single else conjuncts(victim)
    named = [h for h in heads if h.ent_type_ == "PER" and _named(h)]
    if len(named) > 1 and all(h in named or h.pos_ == "NUM" for h in heads):  # numbers among names are ages
        span = victim.doc[phrase(named[0]).start : phrase(named[-1]).end]
        yield _record(kind, Quantity(len(named), len(named), 0, 0), span, span, None, anchor, rule)
        return
    for head in heads:
        if rule not in COUNTED and not _is_human(head):
            continue
        span = phrase(head)
        quantity, count = _quantity(span, head, anchor)
        if quantity is None or _denied(anchor) and quantity.low != 0 and head.lower_ not in {"anyone", "anybody"}:
            continue
        people = None if rule in COUNTED or head.pos_ == "NUM" else _people(head, count)
        yield _record(kind, quantity, count, people, victim_class(head), anchor, rule)
        yield from _among(kind, head, anchor, rule)


def _among(kind: str, head: Token, anchor: Token, rule: str) -> Iterator[CasualtyClaim]:
    """A part of those counted, with its own number: "120 people, including 40 children", "eleven fighters, among them four commanders"."""
    for part in [*children(head, "nmod", "obl", "appos"), *children(anchor, "obl", "nmod")]:
        marks = {c.lower_ for c in children(part, "case")} | {c.lower_ for t in children(part, "nmod") for c in children(t, "case")}
        if part.i > head.i and marks & {"including", "among"} and children(part, "nummod"):
            quantity, count = _quantity(phrase(part), part, part)
            if quantity is not None and _is_human(part):
                yield replace(_record(kind, quantity, count, _people(part, count), victim_class(part), anchor, rule), cumulative=False)


def harmed(token: Token) -> Iterator[tuple[str, Token, str]]:
    """(kind, head of those harmed, rule) for a word of harm; nothing for any other word."""
    lemma = token.lemma_.lower()
    for kind, form in _lemmas().get(lemma) or _lemmas().get(token.lower_, ()):
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
    if token.pos_ == "VERB" and _real(token) and any(t.lemma_.lower() == "death" for t in obliques(token, "to")):
        yield from (("killed", t, "harm.to_death") for t in _patients(token))  # shot, stabbed, beaten, burned to death
    if _slain(token):
        yield "killed", token.head, "harm.participle"
    if lemma in lexicon("harm")["remains"] and token.head.lemma_.lower() in lexicon("harm")["come_to_light"] and _real(token.head):
        yield from (("killed", t, "harm.remains") for t in obliques(token, "of"))
    yield from _counted(token, lemma)
    yield from _lives(token, lemma)


def _slain(token: Token) -> bool:
    """ "the assassinated candidate Mary Roe": a participle in front of one who is named."""
    deadly = ("killed", "transitive") in _lemmas().get(token.lemma_.lower(), ())
    return deadly and token.tag_ in {"VBN", "JJ"} and relation(token) == "amod" and _named(token.head)


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
    if verb.tag_ == "VBN" and relation(verb) == "conj" and verb.head.pos_ == "ADJ":
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
        counted = conjuncts(objects[0]) if objects else []  # "left five dead and twelve wounded": one each
        place = [t.i for t in conjuncts(first)].index(token.i)
        return counted[place] if place < len(counted) else (objects[0] if objects else None)
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
    if token.pos_ not in {"NOUN", "ADJ", "PROPN"} and not (relation(token) == "conj" and _negated_noun(token.head)):
        return
    if lemma in harm["remains"] and children(token, "nummod") and not obliques(token, "of") and _comes_to_light(token):
        yield "killed", token, "harm.count"
    if lemma in harm["casualties"] and _real(token):
        for kind in ("killed", "injured") if _negated_noun(token) else ():
            yield kind, token, "harm.casualties"
    for kind in KINDS:
        if _is_count_noun(token, lemma, kind) and (children(token, "nummod") or _negated_noun(token)):
            yield kind, token, "harm.count"
        if lemma in harm[kind]["tolls"]:
            for number in [*obliques(token, "of", "at", "to"), *_toll_verb(token)]:
                if number.pos_ == "NUM" or children(number, "nummod"):
                    yield kind, number, "harm.toll"


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
    return [*obliques(verb, "to", "at"), *children(verb, "obj", "xcomp")] if verb.pos_ == "VERB" else ([verb] if verb.pos_ == "NUM" else [])


def _lives(token: Token, lemma: str) -> Iterator[tuple[str, Token, str]]:
    """Verb and object together: "lost their lives", "claimed the lives of four", "sustained injuries"."""
    if token.pos_ != "VERB" or not _real(token):
        return
    for kind in KINDS:
        for pair in lexicon("harm")[kind]["phrases"]:
            verb, noun = pair.split()
            for obj in children(token, "obj", "obl", "xcomp") if verb == lemma else ():
                if obj.lemma_.lower() != noun:
                    continue
                owner = [*obliques(obj, "of")] if verb in {"claim", "take"} else []
                victim = owner[0] if owner else (obj if verb in {"claim", "take"} else subject(token))
                if victim is not None:
                    yield kind, victim, "harm.phrase"


def _real(token: Token) -> bool:
    """Does the text say that it happened? Modals, conditions, threats and plans do not."""
    for child in token.children:
        if relation(child) == "aux" and child.lower_ in IRREALIS:
            return False
        if relation(child) == "mark" and child.lower_ in {"if", "unless", "lest"}:
            return False
    matrix = token.head
    if relation(token) in {"xcomp", "ccomp", "advcl"} and any(c.lower_ == "to" for c in children(token, "mark")):
        return False
    return not (relation(token) in {"xcomp", "ccomp"} and matrix.lemma_.lower() in UNREAL_MATRIX)


def _negated_noun(token: Token) -> bool:
    """ "no casualties", "without casualties", "no dead or wounded", "no reports of casualties", "did not cause any casualties"."""
    words = {c.lower_ for c in token.children}
    if words & {"no", "without"}:
        return True
    if "any" in words and any(c.lower_ in {"not", "n't"} for c in token.head.children):
        return True
    above = token.head
    reported = (
        relation(token) == "nmod" and above.lemma_.lower() in {"report", "word", "sign", "news"} and not children(token, "det", "nummod")
    )
    return (reported or relation(token) == "conj") and above.pos_ in {"NOUN", "ADJ"} and any(c.lower_ == "no" for c in above.children)


def _denied(anchor: Token) -> bool:
    return any(c.lower_ in {"not", "n't", "never"} for c in anchor.children)


def _record(kind: str, quantity: Quantity, count: Span, victims: Span | None, group: str | None, anchor: Token, rule: str) -> CasualtyClaim:
    return CasualtyClaim(
        kind=kind,
        low=quantity.low,
        high=quantity.high,
        count=count,
        victims=victims,
        victim_class=group,
        anchor=anchor.doc[anchor.i : anchor.i + 1],
        cumulative=rule == "harm.toll",
        confidence=0.8,
        rule=rule,
        causes=tuple(phrase(t) for t in obliques(anchor, "in", "by", "during", "from")),
    )


def _people(head: Token, count: Span) -> Span:
    """Who they are, without the count before them: "at least four members of the guard" → "members of the guard"."""
    whole = phrase(head, clauses=True)
    start = count.end if whole.start <= count.end <= head.i and count.start <= whole.start and count.end < whole.end else whole.start
    if head.doc[start].lower_ == "of" and start < head.i:
        start += 1
    return head.doc[start : whole.end]


def _quantity(span: Span, head: Token, anchor: Token) -> tuple[Quantity | None, Span]:
    """The count in a phrase of people and the words that give it; a single person counts one."""
    if _named(head) and not children(head, "nummod"):
        return Quantity(1, 1, 0, 0), span
    doc = span.doc
    start = max(span.sent.start, span.start - 5)
    window = doc[start : span.end]
    for q in find_quantities(window.text):
        a, b = window.start_char + q.start, window.start_char + q.end
        words = doc.char_span(a, b, alignment_mode="expand")
        beside = words is not None and words.end == span.start and not children(head, "nummod", "det")  # "between 20 and 30 | villagers"
        if words is None or words.end <= span.start and not beside or not (beside or _counts(words, head, anchor)):
            continue
        return q, words
    if head.lower_ in {"anyone", "anybody"} and _denied(anchor):
        return Quantity(0, 0, 0, 0), span
    if _single(head):
        return Quantity(1, 1, 0, 0), span
    if head.i == anchor.i and _negated_noun(head):  # "no reports of casualties", "no dead or wounded"
        return Quantity(0, 0, 0, 0), next((doc[t.i : t.i + 1] for t in head.head.children if t.lower_ == "no"), span)
    return None, span


def _counts(words: Span, head: Token, anchor: Token) -> bool:
    """Is the number about the people themselves, not about something inside their description?"""
    number = next((t for t in words if t.pos_ == "NUM" or t.i == head.i), words.root)
    node = number
    for _ in range(6):
        if node.i == head.i or node.i == anchor.i:
            return True
        if relation(node) in {"nmod", "acl", "appos", "obl"} and node is not number and node.i > head.i:
            return False
        node = node.head
    return words.start <= head.i < words.end


def _is_human(head: Token) -> bool:
    """May the phrase mean people? "The committee killed two bills" claims nothing. Names, pronouns and bare numbers may."""
    if head.pos_ != "NOUN" or victim_class(head) is not None or _named(head):
        return True
    lemma = head.lemma_.lower()
    return lemma in COUNT_NOUNS or lemma in _person_nouns() or lemma.endswith(AGENTIVE)


@functools.cache
def _person_nouns() -> frozenset[str]:
    return frozenset(word for kinds in load().roles.sectors.values() for words in kinds.values() for word in words)


def _named(head: Token) -> bool:
    """One person by name, or by office and name ("presidential candidate Mary Roe"); "six Jesuits" are not."""
    if head.tag_ == "NNPS":
        return False
    if head.ent_type_ == "PER":
        return True
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if head.pos_ == "NOUN" and head.tag_ == "NN" and after is not None and after.ent_type_ == "PER" and after.head.i != head.head.head.i:
        return after.i < head.sent.end and victim_class(after) is None
    names = [c for c in children(head, "flat", "appos", "compound", "nmod") if c.ent_type_ == "PER" and c.i > head.i - 4]
    return head.tag_ in {"NN", "NNP"} and any(relation(c) != "nmod" or not children(c, "case") for c in names if c.dep_ != "nmod:poss")


def _single(head: Token) -> bool:
    """One person: a name, or a singular noun for a person with an article or a description."""
    if _named(head):
        return True
    if head.tag_ not in {"NN", "NNP"}:
        return False
    known = victim_class(head) is not None and head.lemma_.lower() not in {"people", "police", "crew", "family", "militia", "life"}
    return known and any(relation(c) in {"det", "appos", "compound", "amod", "nmod"} for c in head.children)


def victim_class(head: Token) -> str | None:
    """The class of those harmed by their head noun (knowledge/harm.yaml), through "hundreds of X" and "members of X"."""
    words = [head.lemma_.lower(), head.lower_.replace("men", "man"), *(t.lemma_.lower() for t in obliques(head, "of"))]
    if head.pos_ == "NUM":
        words += [t.lemma_.lower() for t in head.head.children if t.pos_ == "NOUN"]
    for word in words:
        if word in _classes():
            return _classes()[word]
    return None


@functools.cache
def _classes() -> dict[str, str]:
    out: dict[str, str] = {}
    for name, words in lexicon("harm")["victims"].items():
        for word in words:
            out.setdefault(word.lower(), name)
    return out
