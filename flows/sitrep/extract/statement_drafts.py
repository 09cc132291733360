"""Drafts of statements: ranges of tokens and what made them, before they are joined and labelled."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.doc_parts import tokens_of
from sitrep.extract.event_words import is_actor
from sitrep.extract.phrases import children, is_passive, phrase, relation, subject

Range = tuple[int, int]  # tokens, half open
EDGE = {",", ";", ":", ".", "–", "—", "-", "--", "…"}
FAR = 14  # words between "quoted" and "as saying"
QUOTING = {"quote", "cite", "report", "describe"}


@dataclass(slots=True)
class Draft:
    """One attribution in the making. `head` is the word that decides what the cue means; `score` how sure its maker is (0–1)."""

    head: int
    cue: list[Range]
    source: Range | None
    content: list[Range]
    rule: str
    construction: str = ""
    score: float = 0.5
    quoted_as: bool = False  # the source is who is quoted "as saying" it
    content_moved: bool = False  # part of the reader's content became cue


def trimmed(doc: Doc, start: int, end: int) -> Range | None:
    """A range without spaces and punctuation at its ends, and without a conjunction that joins what follows: "…, while".

    A quotation mark stays, and so does what stands before a closing one.
    """
    while start < end and (doc[start].is_space or doc[start].text in EDGE):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in EDGE or _joins_on(doc[end - 1])):
        end -= 1
    return (start, end) if end > start else None


def _joins_on(token: Token) -> bool:
    return token.dep_ in {"mark", "cc"} and token.pos_ in {"SCONJ", "CCONJ"} or token.lower_ == "while" and token.dep_ == "case"


def without(ranges: list[Range], holes: list[Range]) -> list[Range]:
    """`ranges` less `holes`, in order."""
    out = list(ranges)
    for a, b in holes:
        out = [piece for s, e in out for piece in ((s, min(e, a)), (max(s, b), e)) if piece[1] > piece[0]]
    return out


def words_in(doc: Doc, ranges: list[Range]) -> set[int]:
    """Tokens of `ranges` that are words, not punctuation."""
    is_word = _are_words(doc)
    return {i for s, e in ranges for i in range(s, e) if is_word[i]}


@functools.lru_cache(maxsize=2)
def _are_words(doc: Doc) -> list[bool]:
    return [t.text[0].isalnum() or t.text[0] in "$£€" for t in tokens_of(doc)]


def overlap(a: set[int], b: set[int]) -> float:
    """Intersection over union."""
    return len(a & b) / len(a | b) if a and b else 0.0


def source_range(token: Token | None) -> Range | None:
    """The whole phrase that names a source, with its appositions and clauses: "Novak, who also heads an alliance,"."""
    if token is None or token.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"}:
        return None
    span = phrase(token, clauses=True, appositions=True)
    end = span.end
    last = max(
        (c.right_edge.i for c in children(token, "conj") if c.i > token.i and c.pos_ in {"NOUN", "PROPN", "PRON"}),
        default=-1,
    )
    if last >= end:
        end = last + 1
    return trimmed(token.doc, span.start, end)


def cue_range(verb: Token) -> Range:
    """A cue verb with its auxiliaries, negation, adverbs and particle: "has not yet said", "pointed out"."""
    start = end = verb.i
    own = {
        c.i
        for c in children(verb)
        if relation(c) in {"aux", "advmod", "cop"} or c.lower_ in {"neither", "either"} or c.dep_ in {"compound:prt"}
    }
    own = {i for i in own if not children(verb.doc[i], "advcl", "obl")}
    while start - 1 in own:
        start -= 1
    if any(c.lower_ in {"nor", "or"} for c in children(verb, "cc")) and relation(verb) == "conj" and verb.i - verb.head.i <= 3:
        start = min(start, cue_range(verb.head)[0])  # "neither confirmed nor denied"
    while end + 1 in own and verb.doc[end + 1].dep_ == "compound:prt":
        end += 1
    return start, end + 1


def speaker_of(verb: Token) -> Token | None:
    """Who speaks: the verb's subject, through control.

    A document that someone releases speaks for the one who does ("released a statement saying"); who is quoted or cited "as saying"
    something is the one who says it, not the one who quotes.
    """
    quoting = quoting_verb(verb)
    if quoting is not None:
        said_by = children(quoting, "nsubj") if is_passive(quoting) else children(quoting, "obj")
        if said_by:
            return said_by[0]
        between = [t for t in verb.doc[quoting.i + 1 : verb.i - 1] if t.pos_ in {"NOUN", "PROPN", "PRON"}]
        if between:
            return next((t for t in between if not quoting.i < t.head.i < verb.i - 1), between[-1])
    who = subject(verb)
    if who is None or relation(verb) == "acl" and verb.tag_ == "VB" and who == verb.head and not is_actor(who):
        return None  # "the bank's fight to defend the currency": a fight says nothing
    if relation(verb) in {"acl", "advcl"} and who.i < verb.i and relation(who) == "obj" and verb.tag_ == "VBG":
        giver = subject(who.head)
        return giver if giver is not None else who
    return who


def quoting_verb(verb: Token) -> Token | None:
    """The "quoted" of "quoted her as saying", for its "saying"."""
    if verb.tag_ != "VBG" or not any(c.lower_ == "as" for c in children(verb)):
        return None
    told = _quoted_before(verb)
    if told is not None:
        return told
    above = verb.head if relation(verb) in {"advcl", "acl", "xcomp", "obl"} else verb
    above = above.head if relation(above) == "obj" else above  # the tree hangs "as saying" on "her"
    return above if above != verb and cues.lemma(above) in QUOTING else None


def _quoted_before(verb: Token) -> Token | None:
    """The "quoted" before "| a source | as saying", whatever the tree makes of it."""
    doc, i = verb.doc, verb.i - 1
    if i < 1 or doc[i].lower_ != "as":
        return None
    for token in doc[max(verb.sent.start, i - FAR) : i]:
        if token.lower_ in {"quoted", "quotes", "quoting", "cited", "cites", "citing"} and not any(
            t.is_quote or t.text in {".", ";"} for t in doc[token.i : i]
        ):
            return token
    return None


def clause_range(head: Token, holes: Sequence[Token] = ()) -> list[Range]:
    """The clause of `head` as ranges, without the subtrees of `holes`."""
    left, right = head.left_edge.i, head.right_edge.i + 1
    return without([(left, right)], [(h.left_edge.i, h.right_edge.i + 1) for h in holes])


def tidy(doc: Doc, ranges: list[Range]) -> list[Range]:
    """Content as the codebook has it: no punctuation at its ends and no leading "that"."""
    out = []
    for start, end in sorted(ranges):
        piece = trimmed(doc, start, end)
        if piece and not out and doc[piece[0]].lower_ == "that" and doc[piece[0]].dep_ == "mark":
            piece = trimmed(doc, piece[0] + 1, piece[1])
        if piece and any(doc[i].text[0].isalnum() for i in range(*piece)):
            if out and not any(not doc[i].is_space for i in range(out[-1][1], piece[0])):
                out[-1] = (out[-1][0], piece[1])
            else:
                out.append(piece)
    return out


def is_clause(token: Token) -> bool:
    return bool(children(token, "nsubj", "csubj", "cop", "aux", "expl")) or token.pos_ in {"VERB", "AUX"}


def drafted(
    verb: Token,
    who: Token | None,
    content: list[Range],
    rule: str,
    construction: str,
    *,
    cue: list[Range] | None = None,
    score: float | None = None,
) -> Iterator[Draft]:
    """The draft of a verb with its speaker, source and content in full; none when no word of content is left.

    cue: the ranges of the cue, of the verb and what carries it by default; score: of the cue in its construction by default.
    """
    cue = cue or _carried(verb, cue_range(verb))
    where = source_range(who)
    if where and where[0] <= verb.i < where[1]:
        where = (where[0], cue[0][0]) if where[0] < cue[0][0] else None
    content = tidy(verb.doc, without(content, _interposed(verb, cue, where)))
    if not content:
        return
    score = cues.probability(cues.lemma(verb), construction) if score is None else score
    yield Draft(verb.i, cue, where, content, rule, construction, score, quoting_verb(verb) is not None)


def _interposed(verb: Token, cue: list[Range], source: Range | None) -> list[Range]:
    """What stands between the parts of a content: the cue, with its subject when that is next to it ("the dam, he said, would hold")."""
    if source and verb.i < source[0] <= cue[-1][1] + 1:
        return [(cue[0][0], source[1])]
    if source and source[1] <= cue[0][0] <= source[1] + 1:
        return [(source[0], cue[-1][1])]
    return cue


def _carried(verb: Token, cue: Range) -> list[Range]:
    """The cue with what carries it: "released a statement saying", "released a statement … threatening", "quoted … as saying"."""
    quoting = quoting_verb(verb)
    if quoting is not None:
        lead = next(c.i for c in children(verb) if c.lower_ == "as")
        return [cue_range(quoting), (min(lead, cue[0]), cue[1])]
    if relation(verb) not in {"acl", "advcl", "xcomp"} or verb.tag_ not in {"VBG", "VBN"}:
        return [cue]
    giver = verb.head if verb.head.pos_ == "VERB" else verb.head.head
    paper = next((o for o in children(giver, "obj") if o.i < verb.i and cues.medium(cues.lemma(o))), None)
    if paper is None or cues.lemma(giver) not in cues.words("light_verbs"):
        return [cue]
    first = (cue_range(giver)[0], paper.i + 1)
    return [(first[0], cue[1])] if cue[0] - first[1] <= 1 else [first, cue]
