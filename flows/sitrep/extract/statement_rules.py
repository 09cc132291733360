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
TOPIC = {"on", "about", "of", "for", "regarding", "concerning", "over", "into"}
MEASURES = {"obl:tmod", "obl:unmarked", "obl:npmod", "obl:agent"}


def tree_drafts(doc: Doc) -> list[Draft]:
    """All drafts of the tree's rules in text order; one cue may have several."""
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
    verb: Token, who: Token | None, content: list[Range], rule: str, construction: str, *, cue: list[Range] | None = None, score: float | None = None
) -> Iterator[Draft]:
    cue = cue or _carried(verb, cue_range(verb))
    content = tidy(verb.doc, content)
    if not content:
        return
    where = source_range(who)
    if where and where[0] <= verb.i < where[1]:
        where = (where[0], cue[0][0]) if where[0] < cue[0][0] else None
    score = cues.probability(verb.lemma_.lower(), construction) if score is None else score
    yield Draft(verb.i, cue, where, content, rule, construction, score)


def _carried(verb: Token, cue: Range) -> list[Range]:
    """The cue with the light verb and document before it: "released a statement saying", "released a statement … threatening"."""
    if relation(verb) not in {"acl", "advcl", "xcomp"} or verb.tag_ not in {"VBG", "VBN"}:
        return [cue]
    giver = verb.head if verb.head.pos_ == "VERB" else verb.head.head
    paper = next((o for o in children(giver, "obj") if o.i < verb.i and cues.medium(o.lemma_.lower())), None)
    if paper is None or giver.lemma_.lower() not in cues.words("light_verbs"):
        return [cue]
    first = (cue_range(giver)[0], paper.i + 1)
    return [(first[0], cue[1])] if cue[0] - first[1] <= 1 else [first, cue]


def _of_verb(verb: Token) -> Iterator[Draft]:
    """What one verb governs, by the strongest construction that it has."""
    lemma = verb.lemma_.lower()
    light = lemma in cues.words("not_cues")
    passive = is_passive(verb)
    clauses = [c for c in children(verb, "ccomp") if not (light and c.i > verb.i)]
    if relation(verb) == "parataxis" and children(verb, "nsubj") and not clauses:
        yield from _parenthesis(verb)
    if clauses:
        # "was told that", "it was reported that": nobody named says it, except in a by-phrase; "is worried that" has its subject.
        said_by = _by(verb) if passive and lemma not in cues.words("experiencers") else speaker_of(verb)
        yield from _draft(verb, said_by, [r for c in clauses for r in clause_range(c)], "passive clause" if passive else "clause", "clause")
    elif light or relation(verb) == "aux":
        return
    elif passive:
        yield from _passive(verb)
    else:
        yield from _colon(verb)
        if relation(verb) == "advcl" and any(c.lower_ == "as" for c in children(verb, "mark")) and not any(o.lower_ != "it" for o in children(verb, "obj")):
            yield from _draft(verb, speaker_of(verb), clause_range(verb.head, [verb]), "as clause", "parenthesis", score=0.6)
        yield from _of_information(verb)
        yield from _infinitive_or_object(verb)


def _by(verb: Token) -> Token | None:
    return next(iter(obliques(verb, "by")), None)


def _parenthesis(verb: Token) -> Iterator[Draft]:
    """"The road, officials said, was closed": the clause around the cue is its content."""
    head = verb.head
    if verb.i < head.i and not any(c.i < verb.i for c in head.children if c is not verb):
        return
    yield from _draft(verb, speaker_of(verb), clause_range(head, [verb]), "parenthesis", "parenthesis")


def _colon(verb: Token) -> Iterator[Draft]:
    """"He put it simply: the war is over." """
    for said in children(verb, "parataxis"):
        left = said.left_edge.i
        if left > verb.i and is_clause(said) and left and verb.doc[left - 1].text == ":":
            yield from _draft(verb, speaker_of(verb), clause_range(said), "colon", "colon")
            return


def _of_information(verb: Token) -> Iterator[Draft]:
    """"did not provide any information on casualties", "declined to comment on the report": the topic is the content."""
    lemma = verb.lemma_.lower()
    news = next((o for o in children(verb, "obj") if o.lemma_.lower() in cues.words("information")), None)
    if lemma in cues.words("light_verbs") and news is not None and news.i > verb.i:
        topic = next((t for t in [*obliques(news, *TOPIC), *obliques(verb, *TOPIC)] if t.i > news.i), None)
        clause = next((c for c in [*children(news, "acl"), *children(verb, "advcl")] if c.i > news.i and children(c, "mark")), None)
        said = topic if topic is not None else clause
        if said is not None:
            yield from _draft(verb, speaker_of(verb), clause_range(said), "information", "object", cue=[(cue_range(verb)[0], news.i + 1)], score=0.6)
    if lemma in cues.words("refusals"):
        comment = next((x for x in children(verb, "xcomp") if x.lemma_.lower() == "comment"), None)
        topic = next((t for t in obliques(comment, *TOPIC) if t.i > comment.i), None) if comment is not None else None
        if topic is not None:
            yield from _draft(verb, speaker_of(verb), clause_range(topic), "no comment", "oblique", cue=[(cue_range(verb)[0], comment.i + 1)], score=0.8)


def _infinitive_or_object(verb: Token) -> Iterator[Draft]:
    lemma = verb.lemma_.lower()
    objects = [o for o in children(verb, "obj") if o.i > verb.i or o.tag_ not in {"WDT", "WP"}]
    opens = children(verb, "xcomp")
    infinitive = next((x for x in opens if any(c.lower_ == "to" for c in children(x, "mark")) or x.tag_ == "VBG"), None)
    if infinitive is not None:
        yield from _draft(verb, speaker_of(verb), _joined([*objects, infinitive]), "infinitive", "infinitive")
    elif opens and objects:
        yield from _draft(verb, speaker_of(verb), _joined([*objects, *opens]), "quality", "infinitive")
    elif objects:
        with_words = OF_OBJECT | {"at"} if lemma in cues.words("figures") else OF_OBJECT
        more = [o for o in obliques(verb, *with_words) if o.i > objects[0].i and o.ent_type_ != "DATE"]
        more += [a for a in children(verb, "advcl") if a.i > objects[0].i and any(c.lower_ in OF_OBJECT for c in children(a, "mark"))]
        yield from _draft(verb, speaker_of(verb), _joined([*objects, *more]), "object", "object")
    elif cues.probability(lemma, "oblique") >= 0.3:
        topics = [o for o in obliques(verb) if o.i > verb.i and o.dep_ not in MEASURES and o.ent_type_ != "DATE"]
        if topics:
            yield from _draft(verb, speaker_of(verb), _joined(topics[:1]), "oblique", "oblique")


def _joined(heads: list[Token]) -> list[Range]:
    """One range from the first to the last of several complements."""
    return [(min(h.left_edge.i for h in heads), max(h.right_edge.i for h in heads) + 1)]


def _passive(verb: Token) -> Iterator[Draft]:
    """"Park was accused of …", "Najib is expected to …": said of the subject, by the by-phrase or by nobody."""
    subjects = children(verb, "nsubj")
    opens = children(verb, "xcomp")
    rest = [o for o in obliques(verb, "of", "for", "as", "with", "on") if o.i > verb.i]
    rest += [a for a in children(verb, "advcl") if a.i > verb.i and any(c.lower_ in {"of", "for", "as", "with"} for c in children(a, "mark"))]
    said = opens or rest
    ranges = [(s.left_edge.i, s.right_edge.i + 1) for s in subjects] + (_joined(said) if said else [])
    if not subjects and relation(verb) == "acl":
        ranges = [(verb.head.left_edge.i, verb.head.i + 1), *ranges] if said else []
    if ranges:
        yield from _draft(verb, _by(verb), ranges, "passive", "infinitive" if opens else "passive")


def _of_noun(noun: Token) -> Iterator[Draft]:
    """"the claim that …", "accusations of …", "his call for …": the possessor speaks, or the subject of the light verb."""
    clause = next((c for c in children(noun, "acl") if c.i > noun.i and any(m.lower_ in {"that", "to"} for m in children(c, "mark"))), None)
    owner = next(iter(children(noun, "nmod:poss")), None) or next(iter(obliques(noun, "by")), None)
    topic = next((n for n in obliques(noun, *sorted(TOPIC | {"against", "with"})) if n.i > noun.i), None)
    said = clause if clause is not None else topic
    if said is None or clause is None and owner is None:
        return
    if owner is None and relation(noun) == "obj" and noun.head.lemma_.lower() in cues.words("light_verbs"):
        owner = speaker_of(noun.head)
    score = 0.55 if clause is not None and owner is not None else 0.4
    yield from _draft(noun, owner, clause_range(said), "noun", "noun", cue=[(noun.i, noun.i + 1)], score=score)


def _according(token: Token) -> Iterator[Draft]:
    """"according to the ministry": the clause that it hangs on, without it."""
    named = token.head if relation(token) in {"case", "mark"} else next(iter([*obliques(token, "to"), *children(token, "obl", "nmod")]), None)
    if named is None or named.i <= token.i:
        return
    top = token if named.head is token else named
    head = top.head if top.head is not top else None
    while head is not None and not is_clause(head) and head.head is not head and relation(head) in {"nmod", "obl", "obj", "appos"}:
        head = head.head
    if head is None:
        return
    left = min(token.i, top.left_edge.i)
    content = [(s, e) for s, e in clause_range(head, [top]) if not left <= s <= top.right_edge.i]
    yield from _draft(token, named, content, "according to", "bare", cue=[(token.i, token.i + 2)], score=0.9)
