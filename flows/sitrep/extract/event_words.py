"""Words and word classes that decide what a token is: what it may stand for, whether it can act, whether it names a state."""

from __future__ import annotations

import functools

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import TEXTS, sentence_of, tokens_in, tokens_of
from sitrep.extract.phrases import children, obliques, relation
from sitrep.knowledge.lexicon import HERE, lexicon
from sitrep.knowledge.load import rows

ACTING = {"PER", "ORG", "NORP", "LOC"}  # labels of names that can act; a place acts as its government
ACTING_CLASSES = ("official", "authority", "polity", "armed", "person", "group", "protester", "diplomat")
THINGS = (
    "facility",
    "weapon",
    "aircraft",
    "document",
    "calendar",
    "measure",
    "money",
    "attack",
    "law_text",
    "stretch",
    "where",
    "when",
    "deed",
    "disaster",
    "harm_word",
    "thing",
)
TITLES = {"compound", "nmod", "flat", "amod"}


@functools.cache
def classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(str(w).lower() for w in words) for name, words in lexicon("triggers_classes").items()}


@functools.cache
def acting_nouns() -> frozenset[str]:
    # The head of a description: of "bureau of investigation" the bureau acts.
    described = (noun.split(" of ")[0].split()[-1] for c in lexicon("actor_nouns")["classes"].values() for noun in c["nouns"])
    return frozenset().union(*(classes()[c] for c in ACTING_CLASSES), described)


@functools.cache
def states() -> frozenset[str]:
    """Words that name a state or its people, whatever label the reader gives them: "Iran", "Iranian", "Tehran"."""
    words: set[str] = set()
    for state in rows(HERE / "countries.csv"):
        for value in (state[k] for k in ("name", "aliases", "adjectives", "people", "capital", "metonyms")):
            words.update([value] if isinstance(value, str) else value or ())
    return frozenset(w.lower() for w in words if " " not in w)


@functools.cache
def light_verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs whose subject does what their object noun says, and those whose subject suffers it."""
    return frozenset(lexicon("triggers")["light"]), frozenset(lexicon("triggers")["passive_light"])


def expand(values: list[str]) -> frozenset[str]:
    """The words of a condition: classes give way to their members, `@actor` and `@polity_name` stay."""
    words: set[str] = set()
    for value in values:
        if value.startswith("@") and value[1:] in classes():
            words |= classes()[value[1:]]
        elif value.startswith("@") and value not in {"@actor", "@polity_name"}:
            raise ValueError(f"no class {value!r} in knowledge/triggers_classes.yaml")
        else:
            words.add(value.lower())
    return frozenset(words)


def is_one_of(token: Token, words: frozenset[str]) -> bool:
    if not words.isdisjoint(word_forms(token)):
        return True
    if token.pos_ == "PROPN" and any(not words.isdisjoint(word_forms(c)) for c in children(token, *TITLES) if c.i < token.i):
        return True  # "President Biden" is a president
    if token.lemma_.lower() in classes()["measure"] and any(is_one_of(t, words) for t in obliques(token, "of")):
        return True  # "tonnes of aid" is aid
    if "@actor" in words and is_actor(token):
        return True
    return "@polity_name" in words and (token.ent_type_ in {"LOC", "NORP"} or token.lower_ in states())


def is_actor(token: Token) -> bool:
    """Whether a noun phrase with this head can do or suffer something: a person, body, country or group."""
    if token.lemma_.lower() in classes()["law_text"]:
        return False
    if token.ent_type_:
        return token.ent_type_ in ACTING or (token.pos_ == "NOUN" and not acting_nouns().isdisjoint(word_forms(token)))
    if token.pos_ == "PRON":
        return token.lower_ in classes()["pronoun"] and token.dep_ != "expl"
    if token.pos_ == "PROPN":
        return (
            token.lower_ in states()
            or not acting_nouns().isdisjoint(word_forms(token))
            or any(c.ent_type_ in ACTING for c in children(token) if c.i < token.i)
        )
    if token.tag_ == "NNS" and not classes()["crowd"].isdisjoint(
        word_forms(token)
    ):  # "dozens arrested": people, but not "dozens of shells"
        return not obliques(token, "of")
    if token.pos_ == "DET" and token.lower_ in {"all", "both", "most", "some", "many"}:  # "all of the hostages"
        return any(is_actor(t) for t in obliques(token, "of"))
    if token.pos_ == "NUM":
        return not children(token, "nummod", "compound") and relation(token) in {"nsubj", "obj"}
    return not acting_nouns().isdisjoint(word_forms(token))


def is_bare_number(span: Span) -> bool:
    """ "200" in "200 were arrested", "at least 40", "dozens more": so many, who are nobody in particular."""
    vague = {"least", "most", "more", "fewer", "than", "up", "some", "dozens", "scores", "hundreds", "thousands"}
    return all(t.pos_ in {"NUM", "ADP", "ADV", "PUNCT"} or t.lower_ in vague for t in tokens_in(span))


def is_thing(token: Token) -> bool:
    """Whether a noun names what is no person: a place, weapon, paper, sum, time."""
    return any(not classes()[name].isdisjoint(word_forms(token)) for name in THINGS)


def word_forms(token: Token) -> tuple[str, ...]:
    """The words that a token may stand for in the lexicon: its lemma, its form, and the form without its ending.

    The last guards against a lemma that the reader got wrong; a lexicon lookup is no place to lose an event over "sentenc".
    """
    known = _known_forms(token.doc)
    if token.i not in known:
        forms = _forms(token.lower_, token.lemma_.lower(), token.pos_)
        if is_hyphenated(token):
            before = token.doc[token.i - 2].lower_
            forms = (*(f"{before}-{form}" for form in forms), *forms)
        known[token.i] = forms
    return known[token.i]


@functools.lru_cache(maxsize=TEXTS)
def _known_forms(doc: Doc) -> dict[int, tuple[str, ...]]:
    """The forms of the words that were asked for."""
    return {}


def is_hyphenated(token: Token) -> bool:
    """The last part of what a hyphen joins: "fire" of "cease-fire"."""
    return token.i in _hyphenated(token.doc)


@functools.lru_cache(maxsize=TEXTS)
def _hyphenated(doc: Doc) -> frozenset[int]:
    tokens = tokens_of(doc)
    marks = (t.i for t in tokens[1:-1] if t.tag_ == "HYPH")
    return frozenset(i + 1 for i in marks if tokens[i - 1].head.i == i + 1)


@functools.lru_cache(maxsize=65536)
def _forms(form: str, lemma: str, pos: str) -> tuple[str, ...]:
    words = [lemma, form]
    if pos == "VERB" or pos == "AUX":
        for ending in ("ing", "ed", "es", "s", "d"):
            if form.endswith(ending) and len(form) > len(ending) + 2:
                stem = form[: -len(ending)]
                words += [
                    stem,
                    stem + "e",
                    stem[:-1] if stem[-1:] == stem[-2:-1] else stem,
                    stem[:-1] + "y" if stem.endswith("i") else stem,
                ]
    elif pos == "NOUN" and form.endswith("men"):
        words.append(form[:-2] + "an")
    elif pos in {"NOUN", "PROPN"} and form.endswith("s") and len(form) > 3:
        words += [form[:-1], form[:-2] if form.endswith("es") else form[:-1], form[:-3] + "y" if form.endswith("ies") else form[:-1]]
    return tuple(dict.fromkeys(words))


def tells(verb: Token) -> bool:
    """Whether a verb only speaks of what its arguments name: said, claimed, condemned, investigated."""
    return not _telling().isdisjoint(word_forms(verb))


def speaks(verb: Token) -> bool:
    """Whether a verb only speaks of its object, of another day and place as a rule: "condemned", "investigated", "commemorated"."""
    return tells(verb) or refers(verb)


def refers(verb: Token) -> bool:
    return not classes()["referring"].isdisjoint(word_forms(verb))


def refers_to_subject(verb: Token) -> bool:
    """Whether a verb only speaks of its subject: "the murder was condemned in Paris", but "shots were reported in the old town"."""
    return refers(verb) and verb.lemma_.lower() != "report"


@functools.cache
def _telling() -> frozenset[str]:
    speech = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT"}
    entries = [
        e
        for name in ("triggers_talk", "triggers_relations")
        for group in lexicon(name)
        if group["type"] in speech
        for e in group.get("verb", ())
    ]
    return classes()["saying"] | classes()["naming"] | {str(e).split()[0] for e in entries} - light_verbs()[0]


def sentence_words(token: Token) -> frozenset[str]:
    """Lemmas and forms of the token's sentence (kept on the Doc: asked for by many conditions)."""
    cache = token.doc.user_data.setdefault("sentence_words", {})
    sent = sentence_of(token)
    if sent.start not in cache:
        cache[sent.start] = frozenset(w for t in tokens_in(sent) for w in word_forms(t))
    return cache[sent.start]
