"""Casualty claims: who was killed, injured, missing, detained or displaced, and how many.

A claim needs a word of harm, a phrase for those harmed in the place that its grammar gives them, and a number, a vague
amount, or a single person. What may happen, or is threatened, is no claim. The words are in knowledge/harm.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from sitrep.extract.casualty_counts import counted, is_denied, is_human, is_named, people_of, victim_class
from sitrep.extract.casualty_figures import figure_words, find_figures
from sitrep.extract.casualty_harm import first_of, harm_verbs, harm_words, harmed, is_real
from sitrep.extract.doc_parts import sentence_of, words_of
from sitrep.extract.phrases import children, conjuncts, obliques, phrase, relation
from sitrep.extract.quantities import Quantity, find_quantities
from sitrep.extract.records import CasualtyClaim
from sitrep.knowledge.lexicon import lexicon

THOSE = {"them", "whom", "these", "those"}
COUNTED = {"harm.count", "harm.casualties", "harm.toll"}  # rules under which the counted noun is the harm, not the people


def find_casualties(doc: Doc) -> list[CasualtyClaim]:
    """Every casualty claim of an article, in text order; one claim a number, whoever makes it."""
    found: dict[tuple[int, int, str], CasualtyClaim] = {}
    for token, pos, word, lemma in words_of(doc):
        for kind, victim, rule in harmed(token) if pos == "VERB" or word in harm_words() or lemma in harm_words() else ():
            for claim in _claims(kind, victim, token, rule):
                found.setdefault((claim.count.start, claim.count.end, kind), claim)
    for claim in _figures(doc):
        if not any(kind == claim.kind and start < claim.count.end and claim.count.start < end for start, end, kind in found):
            found[claim.count.start, claim.count.end, claim.kind] = claim
    return [found[key] for key in sorted(found)]


def _figures(doc: Doc) -> Iterator[CasualtyClaim]:
    """The claims whose number stands apart from those harmed, of what the text says has happened."""
    for token, _, word, lemma in words_of(doc):
        for figure in find_figures(token) if word in figure_words() or lemma in figure_words() else ():
            above = [figure.anchor, *figure.anchor.ancestors]
            if is_denied(figure.anchor) or not all(is_real(t) for t in above if t.pos_ in {"VERB", "ADJ", "AUX"}):
                continue
            people = phrase(figure.victims) if figure.victims is not None else None
            group = victim_class(figure.victims) if figure.victims is not None else None
            yield _record(figure.kind, figure.quantity, figure.count, people, group, figure.anchor, figure.rule)


def _claims(kind: str, victim: Token, anchor: Token, rule: str) -> Iterator[CasualtyClaim]:
    """The claims about a coordination: one each ("a soldier and two policemen"), but one for a list of names, who are counted."""
    single = rule in COUNTED or victim.pos_ in {"ADJ", "NUM"} or (rule == "harm.adjective" and len(conjuncts(first_of(anchor))) > 1)
    heads = [victim] if single else conjuncts(victim)
    named = _listed(heads)
    if named:
        span = victim.doc[phrase(named[0]).start : phrase(named[-1]).end]
        yield _record(kind, Quantity(len(named), len(named), 0, 0), span, span, None, anchor, rule)
        return
    for head in heads:
        if rule not in COUNTED and not is_human(head) or head.i != victim.i and _told_otherwise(head, kind):
            continue
        span = phrase(head)
        quantity, count = counted(span, head, anchor)
        if rule == "harm.toll" and "from" in {count[0].lower_, head.doc[max(0, count.start - 1)].lower_}:  # "rose from 12 to 15"
            quantity, count = next(iter(find_quantities(head.text)), None), head.doc[head.i : head.i + 1]
        if rule == "harm.toll" and quantity is not None and _surpassed(anchor, head):
            quantity = replace(quantity, high=None)
        verb = _verb_before(head, victim) if head.i != victim.i else None
        if verb is not None:  # "killed seven soldiers and wounded 15 others", where the tree takes the others for killed
            kind, anchor = next(k for k, form in harm_verbs()[verb.lemma_.lower()] if form == "transitive"), verb
        if quantity is None or is_denied(anchor) and quantity.low != 0 and head.lower_ not in {"anyone", "anybody"}:
            continue
        whole = _part_of(head) if head.pos_ == "NUM" and rule not in COUNTED else None
        people = None if rule in COUNTED or head.pos_ == "NUM" else people_of(head, count)
        yield _record(kind, quantity, count, people or whole, victim_class(whole.root if whole else head), anchor, rule)
        yield from _among(kind, head, anchor, rule)


def _part_of(number: Token) -> Span | None:
    """Those of whom a number counts a part: "three of the hostages"; for "twelve of them" the people counted last, in this sentence or
    the one before."""
    wholes = [t for t in obliques(number, "of") if t.pos_ != "NUM"]
    wholes += [t for t in obliques(number.head, "of") if t.i < number.i and t.lower_ in THOSE]  # "Of them, 15 died"
    if not wholes:
        return None
    if wholes[0].lower_ not in THOSE:
        return phrase(wholes[0]) if is_human(wholes[0]) else None
    start = number.sent.start
    start = number.doc[start - 1].sent.start if start else 0
    before = [t for t in number.doc[start : number.i] if t.tag_ == "NNS" and children(t, "nummod") and is_human(t)]
    return number.doc[children(before[-1], "nummod")[-1].i + 1 : before[-1].i + 1] if before else None


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
    if before is None or not (before.tag_.startswith("VB") or before.tag_ == "JJ" and children(head, "nummod")) or children(before, "obj"):
        return None
    return before if _harms(before) else None


def _harms(word: Token) -> bool:
    return any(form == "transitive" for _, form in harm_verbs().get(word.lemma_.lower(), ()))


def _told_otherwise(head: Token, kind: str) -> bool:
    """One of a coordination of whom a participle says what happened to them: "two were killed and five others | injured"."""
    return any(c.tag_ == "VBN" and _harms(c) and kind not in {k for k, _ in harm_verbs()[c.lemma_.lower()]} for c in children(head, "acl"))


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
    for number, part in _of_them(head):
        quantity, count = next(iter(find_quantities(number.text)), None), number.doc[number.i : number.i + 1]
        if quantity is not None:
            people = part.doc[part.left_edge.i if part.left_edge.i > number.i + 2 else part.i : part.i + 1]
            yield replace(_record(kind, quantity, count, people, victim_class(part), anchor, rule), cumulative=False)


def _of_them(head: Token) -> Iterator[tuple[Token, Token]]:
    """Number and noun of a part told in passing: "sixty people, 20 of them | minors", "ten soldiers, two of whom were | officers"."""
    tokens = list(sentence_of(head))
    for n in range(head.i - tokens[0].i + 1, len(tokens) - 3):
        number, of, those = tokens[n : n + 3]
        if number.tag_ == "NNS" and is_human(number) and children(number, "nummod"):
            return  # others are counted here, and the rest is of them
        if number.pos_ != "NUM" or of.lower_ != "of" or those.lower_ not in THOSE or tokens[n - 1].text not in {",", "(", "—", "–", "-"}:
            continue
        rest = iter(tokens[n + 3 :])
        part = next((t for t in rest if t.pos_ not in {"AUX", "ADJ", "DET"}), None)
        if part is not None and part.pos_ == "NOUN" and is_human(part):
            yield number, part


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
