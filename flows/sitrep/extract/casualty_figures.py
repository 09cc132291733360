"""Numbers that stand apart from those harmed: "put the number of dead at 15", "the missing were closer to 50", "a figure of five injured".

The grammar of `extract.casualties` finds a number inside the phrase for those harmed. Here it is what a verb says of that phrase, or
stands right beside a word of harm that describes nobody else. The words are in knowledge/harm.yaml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from sitrep.extract.casualty_counts import is_human
from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.phrases import children, relation
from sitrep.extract.quantities import Quantity, find_quantities
from sitrep.knowledge.lexicon import lexicon

KINDS = ("killed", "injured", "missing", "detained", "displaced")
PASSED_OVER = {"DET", "PRON", "AUX", "ADJ", "ADV"}  # between "the number of" and the word of harm: "those who have been"
REACH = 6  # tokens from "of" to the word of harm
BESIDE_COPULA = 4  # tokens from "was" to its number: "was much closer to 50"
BEFORE_NUMBER = {"at", "to", "past", "beyond"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people and the word of harm that counts them; `victims` are those whom it describes, where it describes any."""

    kind: str
    quantity: Quantity
    count: Span
    anchor: Token
    victims: Token | None
    rule: str


def find_figures(token: Token) -> Iterator[Figure]:
    """The figures under a word of measure ("number", "tally") or a word of harm, in text order."""
    if token.lemma_.lower() in lexicon("harm")["measures"]:
        harm = _measured(token)
        if harm is not None:
            yield from _said_of(token, *harm)
    elif token.lower_ in _states() and token.tag_ in {"JJ", "VBN", "NN", "NNS", "NNP"} and not children(token, "obj"):
        if relation(token) == "obj" and any(c.lower_ == "the" for c in children(token, "det")):
            yield from _said_of(token, token, _states()[token.lower_])  # "put the dead at seven"
        yield from _right_before(token)
        yield from _right_after(token)


@functools.cache
def figure_words() -> frozenset[str]:
    """Forms and lemmas without which `find_figures` finds nothing."""
    return frozenset((*lexicon("harm")["measures"], *_states()))


@functools.cache
def _states() -> dict[str, str]:
    """Words for what befell people, as they are written → kind: "dead", "wounded", "missing"."""
    harm = lexicon("harm")
    return {word: kind for kind in KINDS for word in harm[kind]["adjectives"]}


@functools.cache
def _measurable() -> dict[str, str]:
    """Words that stand after "the number of" or after those whom it counts: "dead", "arrests", "people who died"."""
    harm = lexicon("harm")
    forms = ("nouns_count", "nouns_of", "transitive", "intransitive")
    return {word: kind for kind in KINDS for form in forms for word in harm[kind][form]} | _states()


def _measured(measure: Token) -> tuple[Token, str] | None:
    """The word of harm after "number of" and its kind: "dead", "people killed", "those who have been wounded"; None for other things."""
    doc = measure.doc
    if measure.i + 1 >= len(doc) or doc[measure.i + 1].lower_ != "of":
        return None
    for token in doc[measure.i + 2 : min(measure.i + 2 + REACH, sentence_of(measure).end)]:
        kind = _measurable().get(token.lower_) or _measurable().get(token.lemma_.lower())
        if kind is not None:
            return (token, kind) if _describes_people(token) else None
        if token.pos_ not in PASSED_OVER and not (token.pos_ == "NOUN" and is_human(token)):
            return None
    return None


def _describes_people(harm: Token) -> bool:
    """Not "missing votes", "dead whales", "wounded pride": the noun after the word, if it has one there, must mean people."""
    after = harm.doc[harm.i + 1] if harm.i + 1 < sentence_of(harm).end else None
    return after is None or after.pos_ not in {"NOUN", "PROPN"} or after.pos_ == "NOUN" and is_human(after)


def _said_of(measure: Token, harm: Token, kind: str) -> Iterator[Figure]:
    """What the verb says of the measure: "put the number of dead at 15", "the number of injured rose to 30", "was closer to 50"."""
    verb, harm_words = measure.head, lexicon("harm")
    lemma, of_subject = verb.lemma_.lower(), relation(measure) == "nsubj"
    if relation(measure) == "obj" and lemma in harm_words["set_figure"]:
        after, near = harm, BEFORE_NUMBER
    elif of_subject and verb.pos_ == "VERB" and lemma in harm_words["come_to_figure"]:
        after, near = verb, BEFORE_NUMBER | {verb.lower_}
    elif of_subject and children(verb, "cop"):
        after, near = children(verb, "cop")[-1], set()
    else:
        return
    for quantity, count in _quantities(after):
        before = count.doc[count.start - 1].lower_
        if not near and count.start - after.i > BESIDE_COPULA:
            return
        if count[0].lower_ == "from" and quantity.high is not None:  # "rose from 12 to 15"
            quantity = replace(quantity, low=quantity.high)
        elif near and before not in near:
            continue
        if _is_of_people(count):
            beyond = lemma in harm_words["surpass"] or before in {"past", "beyond"}
            yield Figure(kind, replace(quantity, high=None) if beyond else quantity, count, harm, None, "harm.measure")
            return


def _quantities(after: Token) -> Iterator[tuple[Quantity, Span]]:
    """The counts that follow a word in its sentence, with their words."""
    rest = after.doc[after.i + 1 : sentence_of(after).end]
    for quantity in find_quantities(rest.text):
        words = after.doc.char_span(rest.start_char + quantity.start, rest.start_char + quantity.end, alignment_mode="expand")
        if words is not None:
            yield quantity, words


def _is_of_people(count: Span) -> bool:
    """Does the number count people, as far as its own noun tells? "15 percent", "40 arrests a day" and "$5" are something else."""
    after = count.doc[count.end] if count.end < sentence_of(count[0]).end else None
    return after is None or after.pos_ != "NOUN" or is_human(after) or after.lower_ in _states()


def _right_before(harm: Token) -> Iterator[Figure]:
    """ "counted 26 dead", "received 14 wounded", "a figure of five injured": a number that ends where the word of harm begins."""
    start = max(sentence_of(harm).start, harm.i - REACH)
    window = harm.doc[start : harm.i]
    quantity = next((q for q in find_quantities(window.text) if q.end == len(window.text)), None) if len(window) else None
    if quantity is None or not _describes_people(harm):
        return
    count = harm.doc.char_span(window.start_char + quantity.start, window.end_char, alignment_mode="expand")
    before = harm.doc[count.start - 1].lower_ if count.start > sentence_of(harm).start else ""
    year = count.text.isdigit() and len(count) == 1 and 1900 <= int(count.text) < 2100 and before in {"in", "since", "by", "from", "of"}
    if before in {"aged", "age", "no", "number"} or year or count[-1].ent_type_ == "DATE":
        return
    after = harm.doc[harm.i + 1] if harm.i + 1 < sentence_of(harm).end else None
    victims = after if after is not None and after.pos_ == "NOUN" else None
    yield Figure(_states()[harm.lower_], quantity, count, harm, victims, "harm.beside")


def _right_after(harm: Token) -> Iterator[Figure]:
    """ "killed two and injured scores", where the tree takes the second verb for one more of those killed."""
    quantity, count = next(_quantities(harm), (None, None))
    if quantity is None or relation(harm) != "conj" or count.start != harm.i + 1 or harm.doc[harm.i - 1].lower_ not in {"and", "or", "but"}:
        return
    after = harm.doc[count.end] if count.end < sentence_of(harm).end else None
    if after is None or after.pos_ not in {"NOUN", "PROPN"} or is_human(after):
        yield Figure(
            _states()[harm.lower_], quantity, count, harm, after if after is not None and after.pos_ == "NOUN" else None, "harm.beside"
        )
