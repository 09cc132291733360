"""The time that opens a sentence dates what the rest of it tells: "In 2019 officers tried …; two were shot", "In April, soldiers freed
the hostages after a battle in which four men died"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from sitrep.extract.phrases import children, prepositions_of, relation

OPENERS = {"in", "on", "during", "early", "late", "back", "around", "and", "but", "at"}
THEN = {"in", "during", "when", "while", "as"}  # at the same time; "after" is earlier, though of the same month or year
STEPS = 8


def opening(sent: Span, doc: Doc, times: Sequence):
    """The time (resolved or not) that stands before the sentence's subject and verb; None if it opens otherwise."""
    for time in times:
        if not sent.start_char <= time.start < sent.end_char:
            continue
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        before = [t for t in doc[sent.start : span.start] if not t.is_punct and not t.is_space]
        after = prepositions_of(span.root)
        opens = all(t.lower_ in OPENERS for t in before) and not after & {"since", "until", "by", "after", "before"}
        return time if opens and span.root.head != span.root else None
    return None


def reaches(word: Token, trigger: Token, precision: str) -> bool:
    """Whether the opening time at `word` dates the trigger of a later clause or phrase of its sentence."""
    verb, token = word.head, trigger
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    coarse = precision in {"month", "year"}
    for _ in range(STEPS):
        if token == verb:
            return True
        rel = relation(token)
        if rel in {"parataxis", "conj", "list"}:
            if token.pos_ in {"VERB", "AUX"} and not _is_past(token):
                return False
        elif rel == "acl":
            if not _is_past(token) or not _of_the_deed(token):
                return False
        elif rel == "advcl":
            marks = {c.lower_ for c in children(token, "mark")}
            if not marks & THEN and not (coarse and "after" in marks) and (marks or token.tag_ != "VBG"):
                return False
        elif rel in {"obl", "nmod"}:
            cases = prepositions_of(token)
            if not cases & THEN and not (coarse and "after" in cases):
                return False
        elif rel not in {"nsubj", "obj"}:
            return False
        if token.head == token:
            return False
        token = token.head
    return False


def _is_past(verb: Token) -> bool:
    """In the simple past: neither "had died" nor "has died" nor "will"."""
    return verb.tag_ in {"VBD", "VBN", "VBG"} and not {c.lower_ for c in children(verb, "aux")} & {"had", "has", "have", "will", "would"}


def _of_the_deed(verb: Token) -> bool:
    """ "A battle in which four died": the clause tells what happened during the deed, not who somebody is. The parser may hang it on
    another noun of the sentence."""
    return any(c.tag_ == "WDT" and prepositions_of(c) & {"in", "during"} for c in children(verb, "obl"))
