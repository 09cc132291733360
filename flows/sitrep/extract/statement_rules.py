"""Attributions that the dependency tree shows: verbs, "according to", nouns and documents with what they govern.

Each rule gives drafts with the share of right ones that its cue had in its construction (`cues.probability`).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.phrases import children, is_passive, obliques, relation
from sitrep.extract.statement_drafts import Draft, Range, clause_range, cue_range, is_clause, source_range, speaker_of, tidy

# Prepositions whose complement belongs to what is said of an object: "accused her of lying", "praised him for his work".
OF_OBJECT = {"of", "for", "as", "on", "about", "with", "against", "over", "to"}
AMOUNT = {"obl:tmod", "obl:unmarked", "obl:npmod", "obl:agent"}


def tree_drafts(doc: Doc) -> list[Draft]:
    """All drafts of the tree's rules, in text order; several for one cue are possible, the likeliest first."""
    out: list[Draft] = []
    for token in doc:
        if token.pos_ in {"VERB", "AUX", "ADJ"} or token.tag_.startswith("VB"):
            out.extend(_of_verb(token))
        elif token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in cues.words("nouns"):
            out.extend(_of_noun(token))
        elif token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            out.extend(_according(token))
    return out


def _draft(
    verb: Token,
    who: Token | None,
    content: list[Range],
    rule: str,
    construction: str,
    *,
    cue: Range | None = None,
    score: float | None = None,
) -> Iterator[Draft]:
    cue = cue or cue_range(verb)
    content = tidy(verb.doc, content)
    if not content:
        return
    where = source_range(who)
    if where and where[0] <= verb.i < where[1]:
        where = (where[0], cue[0]) if where[0] < cue[0] else None
    score = cues.probability(verb.lemma_.lower(), construction) if score is None else score
    yield Draft(verb.i, [cue], where, content, rule, construction, score)


def _of_verb(verb: Token) -> Iterator[Draft]:
    """What one verb governs, by the strongest construction that it has."""
    lemma = verb.lemma_.lower()
    light = lemma in cues.words("not_cues")
    if relation(verb) == "parataxis" and children(verb, "nsubj") and not children(verb, "ccomp"):
        yield from _parenthesis(verb)
    clauses = [c for c in children(verb, "ccomp") if not (light and c.i > verb.i)]
    if clauses and not is_passive(verb):
        yield from _draft(verb, speaker_of(verb), [r for c in clauses for r in clause_range(c)], "clause", "clause")
        return
    if clauses and is_passive(verb):
        # "was told that", "it was reported that": nobody named says it, except in a by-phrase.
        yield from _draft(verb, _by(verb), [r for c in clauses for r in clause_range(c)], "passive clause", "clause")
        return
    if light or relation(verb) == "aux":
        return
    if is_passive(verb):
        yield from _passive(verb)
        return
    speech = [c for c in children(verb, "parataxis") if c.i > verb.i and is_clause(c) and verb.doc[c.left_edge.i - 1].text == ":"]
    if speech:
        yield from _draft(verb, speaker_of(verb), clause_range(speech[0]), "colon", "colon")
        return
    if relation(verb) == "advcl" and any(c.lower_ == "as" for c in children(verb, "mark")) and not children(verb, "obj"):
        yield from _draft(verb, speaker_of(verb), clause_range(verb.head, [verb]), "as clause", "parenthesis", score=0.6)
    yield from _infinitive_or_object(verb)


def _by(verb: Token) -> Token | None:
    return next((o for o in obliques(verb, "by")), None)


def _parenthesis(verb: Token) -> Iterator[Draft]:
    """ "The road, officials said, was closed": the clause around the cue is its content."""
    head = verb.head
    if verb.i < head.i and not any(c.i < verb.i for c in head.children):
        return
    yield from _draft(verb, speaker_of(verb), clause_range(head, [verb]), "parenthesis", "parenthesis")


def _infinitive_or_object(verb: Token) -> Iterator[Draft]:
    lemma = verb.lemma_.lower()
    objects = children(verb, "obj")
    opens = children(verb, "xcomp")
    infinitive = next((x for x in opens if any(c.lower_ == "to" for c in children(x, "mark")) or x.tag_ in {"VBG"}), None)
    if infinitive is not None:
        yield from _draft(verb, speaker_of(verb), _joined([*objects, infinitive]), "infinitive", "infinitive")
    elif opens and objects:
        yield from _draft(verb, speaker_of(verb), _joined([*objects, *opens]), "quality", "infinitive")
    elif objects:
        more = [o for o in obliques(verb, *OF_OBJECT) if o.i > objects[0].i and not o.ent_type_ == "DATE"]
        more += [a for a in children(verb, "advcl") if a.i > objects[0].i and any(c.lower_ in OF_OBJECT for c in children(a, "mark"))]
        yield from _draft(verb, speaker_of(verb), _joined([*objects, *more]), "object", "object")
    else:
        particles = [o for o in obliques(verb) if o.i > verb.i and o.dep_ not in AMOUNT and o.ent_type_ != "DATE"]
        if particles and cues.probability(lemma, "oblique") >= 0.3:
            yield from _draft(verb, speaker_of(verb), _joined(particles[:1]), "oblique", "oblique")


def _joined(heads: list[Token]) -> list[Range]:
    """One range from the first to the last of several complements, each without its own preposition at the left end."""
    ranges = [(h.left_edge.i, h.right_edge.i + 1) for h in heads]
    return [(min(s for s, _ in ranges), max(e for _, e in ranges))]


def _passive(verb: Token) -> Iterator[Draft]:
    """ "Park was accused of …", "Najib is expected to …": said of the subject, by the by-phrase or by nobody."""
    subjects = [s for s in children(verb, "nsubj")]
    opens = [x for x in children(verb, "xcomp")]
    rest = [
        o
        for o in [*obliques(verb, "of", "for", "as", "with", "on"), *children(verb, "advcl")]
        if o.i > verb.i and (relation(o) == "obl" or any(c.lower_ in {"of", "for", "as", "with"} for c in children(o, "mark")))
    ]
    by = _by(verb)
    construction = "infinitive" if opens else "passive"
    said = opens or rest
    ranges = [(s.left_edge.i, s.right_edge.i + 1) for s in subjects] + (_joined(said) if said else [])
    if ranges:
        yield from _draft(verb, by, ranges, "passive", construction)


def _of_noun(noun: Token) -> Iterator[Draft]:
    """ "the claim that …", "accusations of …", "his call for …": the possessor speaks, or the subject of the light verb."""
    clause = next(
        (c for c in children(noun, "acl") if c.i > noun.i and (any(m.lower_ in {"that", "to"} for m in children(c, "mark")))), None
    )
    owner = next(iter(children(noun, "nmod:poss")), None)
    topic = next((n for n in obliques(noun, "of", "on", "for", "about", "against", "with") if n.i > noun.i), None)
    if clause is None and (owner is None or topic is None):
        return
    if owner is None and relation(noun) == "obj" and noun.head.lemma_.lower() in cues.words("light_verbs"):
        owner = speaker_of(noun.head)
    said = clause if clause is not None else topic
    score = 0.55 if clause is not None and owner is not None else 0.4
    yield from _draft(noun, owner, clause_range(said), "noun", "noun", cue=(noun.i, noun.i + 1), score=score)


def _according(token: Token) -> Iterator[Draft]:
    """ "according to the ministry": the clause that it hangs on, without it."""
    named = (
        token.head
        if relation(token) in {"case", "mark"}
        else next(iter(obliques(token, "to")), None) or next(iter(children(token, "obl", "nmod")), None)
    )
    if named is None or named.i <= token.i:
        return
    phrase_head = token if named.head is token else named
    head = phrase_head.head if phrase_head.head is not phrase_head else None
    while head is not None and not is_clause(head) and head.head is not head and relation(head) in {"nmod", "obl", "obj", "appos"}:
        head = head.head
    if head is None:
        return
    hole: Range = (min(token.i, phrase_head.left_edge.i), phrase_head.right_edge.i + 1)
    content = [(s, e) for s, e in clause_range(head, [phrase_head]) if not hole[0] <= s < hole[1]]
    yield from _draft(token, named, content, "according to", "bare", cue=(token.i, token.i + 2), score=0.9)
