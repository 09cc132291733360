"""Who was harmed: the words of harm and the phrase that their grammar gives those harmed (knowledge/harm.yaml).

What may happen, or is threatened, is no harm.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from spacy.tokens import Token

from sitrep.extract.casualty_counts import is_human, is_named, is_negated
from sitrep.extract.casualty_figures import KINDS
from sitrep.extract.custody import is_custody
from sitrep.extract.phrases import children, conjuncts, is_passive, obliques, relation, subject
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


def harmed(token: Token) -> Iterator[tuple[str, Token, str]]:
    """(kind, head of those harmed, rule) for a word of harm; nothing for any other word."""
    lemma = token.lemma_.lower()
    for kind, form in harm_verbs().get(lemma) or harm_verbs().get(token.lower_, []):
        if form == "transitive" and (token.pos_ == "VERB" or token.tag_.startswith("VB")) and is_real(token):
            yield from ((kind, t, "harm.verb") for t in _patients(token))
        elif form == "intransitive" and token.tag_.startswith("VB") and is_real(token):
            victim = subject(token)
            if victim is not None:
                yield kind, victim, "harm.subject"
        elif form == "nouns_of" and token.pos_ in {"NOUN", "PROPN"}:
            yield from ((kind, t, "harm.noun") for t in [*obliques(token, "of"), *children(token, "nmod:poss")])
        elif form == "adjectives":
            victim = _described(token)
            if victim is not None:
                yield kind, victim, "harm.adjective"
    if token.pos_ == "VERB" and any(t.lemma_.lower() == "death" for t in obliques(token, "to")) and is_real(token):
        yield from (("killed", t, "harm.to_death") for t in _patients(token))  # shot, stabbed, beaten, burned to death
    if lemma == "hold" and token.tag_ in {"VBD", "VBN"} and is_real(token):
        yield from (("detained", t, "harm.verb") for t in _patients(token) if is_human(t) and is_custody(token, t))
    if _slain(token):
        yield "killed", token.head, "harm.participle"
    if lemma in lexicon("harm")["remains"] and token.head.lemma_.lower() in lexicon("harm")["come_to_light"] and is_real(token.head):
        yield from (("killed", t, "harm.remains") for t in obliques(token, "of"))
    yield from _counted(token, lemma)
    yield from _lives(token, lemma)


def _slain(token: Token) -> bool:
    """ "the assassinated candidate Mary Roe": a participle in front of one who is named."""
    deadly = ("killed", "transitive") in harm_verbs().get(token.lemma_.lower(), ())
    return deadly and token.tag_ in {"VBN", "JJ"} and relation(token) == "amod" and is_named(token.head)


@functools.cache
def harm_verbs() -> dict[str, list[tuple[str, str]]]:
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
    first = first_of(token)
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
        return next(iter(children(token, "nsubj")), None) if is_real(token) else None
    return None


def first_of(token: Token) -> Token:
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
    if lemma in harm["casualties"] and is_real(token) and not _left(token):
        for kind in ("killed", "injured") if is_negated(token) else ():
            yield kind, token, "harm.casualties"
    for kind in KINDS:
        if _is_count_noun(token, lemma, kind) and (children(token, "nummod") or is_negated(token)):
            yield kind, token, "harm.count"
        if lemma in harm[kind]["tolls"] and (relation(token) != "nsubj" or is_real(token.head)):
            for number in [*obliques(token, "of", "at", "to"), *_toll_verb(token)]:
                if number.pos_ == "NUM" or children(number, "nummod"):
                    yield kind, number, "harm.toll"


def _left(token: Token) -> bool:
    """ "There are no casualties left at the scene": they have been taken away."""
    return any(c.lemma_.lower() in {"leave", "remain"} and relation(c) in {"acl", "amod", "xcomp", "advcl"} for c in token.children)


@functools.cache
def harm_words() -> frozenset[str]:
    """Every word that tells of harm by itself; a verb may with another word."""
    return _count_words().union(harm_verbs())


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
    return relation(token) in {"obj", "nsubj"} and verb.lemma_.lower() in lexicon("harm")["come_to_light"] and is_real(verb)


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
    if token.pos_ != "VERB" or lemma not in _phrases() or not is_real(token):
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


def is_real(token: Token) -> bool:
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
