"""Attributions that the dependency tree shows: verbs, nouns and documents with what they govern.

Each rule gives drafts with the share of right ones that its cue had in its construction (`cues.probability`).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.doc_parts import words_of
from sitrep.extract.event_arguments import who
from sitrep.extract.phrases import children, is_passive, obliques, phrase, relation
from sitrep.extract.statement_adjuncts import according, answered, as_said, as_stated, opens_with_as, viewpoint
from sitrep.extract.statement_drafts import (
    FAR,
    Draft,
    Range,
    clause_range,
    cue_range,
    drafted,
    is_clause,
    quoting_verb,
    speaker_of,
)
from sitrep.extract.statement_judgements import is_deed, rules_out
from sitrep.extract.statement_silence import no_comment_from, of_information, without_topic

# Prepositions whose complement belongs to what is said of an object: "accused her of lying", "praised him for his work".
OF_OBJECT = {"of", "for", "as", "on", "about", "with", "against", "over", "to"}
NOUN_TOPIC = {"on", "about", "of", "for", "regarding", "over", "against", "with", "to", "at"}
SURE_ACT = 0.7  # the share from which on a verb's uses with an object are acts of speech: deny, condemn, not attack
MEASURES = {"obl:tmod", "obl:unmarked", "obl:npmod", "obl:agent"}


def tree_drafts(doc: Doc) -> list[Draft]:
    """All drafts of the tree's rules in text order; one cue may have several."""
    out: list[Draft] = []
    for token, pos, word, _ in words_of(doc):
        if word == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            out.extend(according(token))
        elif pos in {"VERB", "AUX", "ADJ"} or token.tag_.startswith("VB"):
            out.extend(_of_verb(token))
        elif pos == "NOUN" and word == "comment" and relation(token) == "nsubj":
            out.extend(no_comment_from(token))
        elif pos in {"NOUN", "PROPN"} and cues.lemma(token) in cues.words("nouns"):
            out.extend(viewpoint(token) or _of_noun(token))
        elif pos == "NOUN" and cues.lemma(token) in cues.words("viewpoints"):
            out.extend(viewpoint(token))
    return out


def _of_verb(verb: Token) -> Iterator[Draft]:
    """What one verb governs, by the strongest construction that it has."""
    lemma = cues.lemma(verb)
    if cues.says_nothing(verb):
        return
    if verb.i + 2 < len(verb.doc) and lemma in {"quote", "cite"} and _quoted_as_saying(verb):
        return  # "saying" is the cue
    if lemma == "say" and verb.tag_ == "VBG" and (quoting := quoting_verb(verb)) is not None and not children(verb, "ccomp"):
        yield from _quoted(verb, quoting)
        return
    if relation(verb) == "acl" and lemma in cues.words("disputes") and children(verb, "nsubj"):
        yield from answered(verb)
    light = lemma in cues.words("not_cues")
    passive = is_passive(verb) or verb.tag_ == "VBN" and relation(verb) == "acl" and not children(verb, "nsubj", "aux", "obj")
    clauses = [c for c in children(verb, "ccomp") if not (light and c.i > verb.i) and not _of_object(c)]
    if relation(verb) == "parataxis" and children(verb, "nsubj") and not clauses:
        yield from _parenthesis(verb)
    if clauses:
        # "was told that", "it was reported that": nobody named says it, except in a by-phrase; "is worried that" has its subject.
        said_by = _by(verb) if passive and lemma not in cues.words("experiencers") else speaker_of(verb)
        yield from drafted(
            verb, said_by, [r for c in clauses for r in clause_range(c)], "passive clause" if passive else "clause", "clause"
        )
    elif light or relation(verb) == "aux":
        return
    elif verb.tag_ == "VBN" and opens_with_as(verb) and not children(verb, "nsubj", "aux"):
        yield from as_stated(verb)
    elif passive:
        yield from _passive(verb)
    else:
        yield from _colon(verb)
        if as_said(verb):
            yield from drafted(verb, speaker_of(verb), clause_range(verb.head, [verb]), "as clause", "parenthesis", score=0.6)
        yield from of_information(verb)
        yield from without_topic(verb)
        yield from _uttered(verb)
        yield from _infinitive_or_object(verb)


def _quoted_as_saying(verb: Token) -> bool:
    said = next((t for t in verb.doc[verb.i + 1 : verb.i + FAR] if t.lower_ == "saying" or t.text in {".", ";"}), None)
    return said is not None and said.tag_ == "VBG" and quoting_verb(said) == verb


def _quoted(saying: Token, quoting: Token) -> Iterator[Draft]:
    """ "“We are ready,” | the agency quoted a colonel as saying": what stands before who quotes."""
    first, last = quoting.sent.start, quoting.i - 1
    while last > first and not (saying.doc[last].is_quote or saying.doc[last].text in {",", "?", "!"}):
        last -= 1
    if last > first:
        yield from drafted(saying, speaker_of(saying), [(first, last + 1)], "quoted", "parenthesis", score=0.9)


def _of_object(clause: Token) -> bool:
    """ "accused the lawyers | of hiding papers", which the tree may take for a clause that is said."""
    return clause.tag_ == "VBG" and any(m.lower_ == "of" for m in children(clause, "mark")) and bool(children(clause.head, "obj"))


def _by(verb: Token) -> Token | None:
    return next(iter(obliques(verb, "by")), None)


def _parenthesis(verb: Token) -> Iterator[Draft]:
    """ "The road, officials said, was closed": the clause around the cue is its content."""
    head = verb.head
    if not is_clause(head):
        return  # a dateline: "GENEVA (AP) — Norway called …"
    if verb.i < head.i and not any(c.i < verb.i for c in head.children if c != verb):
        return
    yield from drafted(verb, speaker_of(verb), clause_range(head, [verb]), "parenthesis", "parenthesis")


def _colon(verb: Token) -> Iterator[Draft]:
    """ "He put it simply: the war is over." """
    for said in children(verb, "parataxis"):
        left = said.left_edge.i
        if left > verb.i and is_clause(said) and left and verb.doc[left - 1].text == ":":
            yield from drafted(verb, speaker_of(verb), clause_range(said), "colon", "colon")
            return


def _uttered(verb: Token) -> Iterator[Draft]:
    """ "pleaded | not guilty to fraud", "apologised to | her": verbs that are speech whatever they govern."""
    plea = next((c for c in children(verb) if c.lower_ in {"guilty", "innocent"} and c.i > verb.i), None)
    if cues.lemma(verb) == "plead" and plea is not None:
        ends = [plea.right_edge.i, *(o.right_edge.i for o in obliques(verb, "to") if o.i > plea.i)]
        content, cue = (plea.left_edge.i, max(ends) + 1), cue_range(verb)
        yield from drafted(verb, speaker_of(verb), [content], "utterance", "quality", cue=[(cue[0], verb.i + 1)], score=0.8)
    elif rules_out(verb):
        what = next((o for o in children(verb, "obj") if o.i > verb.i), None)
        if what is not None:
            yield from drafted(verb, speaker_of(verb), clause_range(what), "utterance", "object", score=0.8)
    elif cues.lemma(verb) in {"apologise", "apologize"}:
        said = next((o for p in ("for", "to", "over") for o in obliques(verb, p) if o.i > verb.i), None)
        if said is not None:
            where = phrase(said)
            yield from drafted(verb, speaker_of(verb), [(where.start, where.end)], "utterance", "oblique", score=0.8)


def _infinitive_or_object(verb: Token) -> Iterator[Draft]:
    lemma = cues.lemma(verb)
    relative = [o for o in children(verb, "obj", "obl") if o.i < verb.i and o.tag_ in {"WDT", "WP"} and not children(o, "case")]
    objects = [o for o in children(verb, "obj") if o not in relative and not is_deed(verb, o)]
    opens = children(verb, "xcomp")
    infinitive = next((x for x in opens if any(c.lower_ == "to" for c in children(x, "mark")) or x.tag_ == "VBG"), None)
    asked = _asked_to(verb) if infinitive is None and not objects else None
    if asked is not None:
        yield from drafted(verb, speaker_of(verb), [asked], "infinitive", "infinitive")
    elif infinitive is not None:
        yield from drafted(verb, speaker_of(verb), _joined([*objects, infinitive]), "infinitive", "infinitive")
    elif opens and objects:
        yield from drafted(verb, speaker_of(verb), _joined([*objects, *opens]), "quality", "infinitive")
    elif objects and lemma in cues.words("light_verbs") and any(map(_carries, objects)):
        return  # "published a video condemning the raid": the act says what is said
    elif objects:
        with_words = OF_OBJECT | {"at"} if lemma in cues.words("figures") else OF_OBJECT
        more = [o for o in obliques(verb, *with_words) if o.i > objects[0].i and o.ent_type_ != "DATE"]
        more += [
            a for a in children(verb, "advcl", "ccomp") if a.i > objects[0].i and any(c.lower_ in OF_OBJECT for c in children(a, "mark"))
        ]
        figure = lemma in cues.words("figures") and any(c.pos_ == "NUM" for o in more for c in (o, *o.children))
        rule, score = ("figure", 0.7) if figure else ("object", None)  # "put the toll at 40"
        yield from drafted(verb, speaker_of(verb), _joined([*objects, *more]), rule, "object", score=score)
    elif relative:
        more = [o for o in obliques(verb, *OF_OBJECT) if o.i > verb.i and o.ent_type_ != "DATE"]
        if more:
            # "an attack that London has blamed on Moscow"
            content = [(relative[0].i, relative[0].i + 1), *_joined(more[:1])]
            yield from drafted(verb, speaker_of(verb), content, "object", "object")
    elif cues.probability(lemma, "oblique") >= 0.3:
        topics = [o for o in obliques(verb) if o.i > verb.i and o.dep_ not in MEASURES and o.ent_type_ != "DATE"]
        if topics:
            yield from drafted(verb, speaker_of(verb), _joined(topics[:1]), "oblique", "oblique")


def _asked_to(verb: Token) -> Range | None:
    """ "called on | Sudan to free the men", "appealed to both armies | to hold fire"."""
    infinitives = [c for c in children(verb, "advcl") if any(m.lower_ == "to" for m in children(c, "mark"))]
    for preposition in ("on", "upon", "to", "with") if infinitives else ():
        asked = [o for o in obliques(verb, preposition) if o.i > verb.i]
        clauses = [c for c in infinitives if asked and c.i > asked[0].i]
        if clauses and cues.speech_act(cues.lemma(verb), "", preposition) == "demand":
            whom = [t.i for t in asked[0].subtree if t.dep_ != "case" or t.i > asked[0].i]
            return min(whom) if preposition in {"on", "upon"} else clauses[0].left_edge.i, clauses[0].right_edge.i + 1
    return None


def _carries(paper: Token) -> bool:
    """A document with what it does: "a statement condemning …"."""
    acts = [a for a in children(paper, "acl") if a.tag_ == "VBG" and cues.probability(cues.lemma(a), "object") >= 0.3]
    return bool(acts) and cues.medium(cues.lemma(paper)) is not None


def _joined(heads: list[Token]) -> list[Range]:
    """One range from the first to the last of several complements."""
    return [(min(h.left_edge.i for h in heads), max(h.right_edge.i for h in heads) + 1)]


def _passive(verb: Token) -> Iterator[Draft]:
    """ "Novak was accused of …", "Horvat is expected to …": said of the subject, by the by-phrase or by nobody."""
    subjects = children(verb, "nsubj")
    opens = children(verb, "xcomp")
    rest = [o for o in obliques(verb, "of", "for", "as", "with", "on") if o.i > verb.i]
    rest += [
        a for a in children(verb, "advcl") if a.i > verb.i and any(c.lower_ in {"of", "for", "as", "with"} for c in children(a, "mark"))
    ]
    said = opens or rest
    ranges = [(s.left_edge.i, s.right_edge.i + 1) for s in subjects] + (_joined(said) if said else [])
    if not subjects and relation(verb) == "acl":
        ranges = [(verb.head.left_edge.i, verb.head.i + 1), *ranges] if said else []
    if ranges:
        by, lemma = _by(verb), cues.lemma(verb)
        named = by is not None and cues.speech_act(lemma, "object") != "assert" and cues.probability(lemma, "object") >= SURE_ACT
        score = 0.6 if named and who(by, doing=False) else None  # "was condemned by France"
        yield from drafted(verb, by, ranges, "passive", "infinitive" if opens else "passive", score=score)


def _of_noun(noun: Token) -> Iterator[Draft]:
    """ "the claim that …", "his call for …", "paid tribute to …": the possessor speaks, or the subject of the light verb."""
    carrier = noun.head if relation(noun) == "obj" and cues.lemma(noun.head) in cues.words("light_verbs") and noun.head.i < noun.i else None
    clause = next((c for c in children(noun, "acl") if c.i > noun.i and any(m.lower_ in {"that", "to"} for m in children(c, "mark"))), None)
    owner = next(iter([*children(noun, "nmod:poss"), *obliques(noun, "by")]), None)
    governed = [*obliques(noun, *NOUN_TOPIC), *(obliques(carrier, *NOUN_TOPIC) if carrier is not None else [])]
    said = clause if clause is not None else next((n for n in governed if n.i > noun.i and n.ent_type_ != "DATE"), None)
    if said is None or clause is None and owner is None and carrier is None:
        return
    cue = (noun.i, noun.i + 1)
    if carrier is not None:
        owner, cue = speaker_of(carrier), (cue_range(carrier)[0], noun.i + 1)
    if clause is None and cues.lemma(said) in cues.words("instances") and cues.lemma(noun) in cues.words("pleadings"):
        return  # "lodged an appeal with the court": where, not what is said
    content = clause_range(said)
    if clause is None and content[0][0] == cue[1] and noun.doc[cue[1]].pos_ == "ADP":
        cue, content[0] = (cue[0], cue[1] + 1), (content[0][0] + 1, content[0][1])  # "paid tribute to"
    acts = carrier is not None and cues.speech_act(cues.lemma(noun)) != "assert"  # "paid tribute to", "issued a warning that"
    score = 0.55 if owner is not None and (clause is not None or acts) else 0.4
    yield from drafted(noun, owner, content, "noun", "noun", cue=[cue], score=score)
