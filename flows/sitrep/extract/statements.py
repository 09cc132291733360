"""Who says what: statements of a Doc, from its quotation marks, its tree and the reader's learned attributions."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span

from sitrep.extract.quotes import find_quotations
from sitrep.extract.records import Statement
from sitrep.extract.statement_confidence import confidence
from sitrep.extract.statement_join import joined, learned_drafts
from sitrep.extract.statement_labels import labelled
from sitrep.extract.statement_layout import block_contents, byline_drafts
from sitrep.extract.statement_quotes import Utterances, quote_drafts, to_own_cues
from sitrep.extract.statement_rules import tree_drafts
from sitrep.extract.statement_scope import FIRST_PERSON, annotated, codable, nested
from sitrep.extract.statement_transcripts import transcript_drafts, without_labels


def find_statements(doc: Doc) -> list[Statement]:
    """The statements of a text by the codebook, in the order of their cues.

    Needs tags, lemmas and a UD tree, as `sitrep.read` gives them; uses `doc._.attributions` when it is there.
    """
    return codable(_every(doc))


def find_attributions(doc: Doc) -> list[Statement]:
    """What PARC and PolNeAR call an attribution, attitudes included: what `annotate` gives."""
    return annotated(_every(doc))


def _every(doc: Doc) -> list[Statement]:
    said = Utterances(doc, find_quotations(doc))
    drafts = without_labels(said, joined(said, tree_drafts(doc), learned_drafts(doc)))
    to_own_cues(said, drafts)
    block_contents(said, drafts)
    drafts += byline_drafts(said, drafts)
    drafts += quote_drafts(said, drafts)
    drafts += transcript_drafts(said)
    drafts.sort(key=lambda d: (d.cue[0], d.content))
    statements = [labelled(said, d) for d in drafts]
    quoted, inside = nested(statements)
    return [replace(s, confidence=confidence(s, s.confidence, n in quoted | inside)) for n, s in enumerate(statements)]


def quote_speakers(doc: Doc, statements: list[Statement]) -> dict[int, Span]:
    """First-person pronouns in direct quotations and turns of a transcript: token index → the source of the innermost of them."""
    out: dict[int, tuple[int, Span]] = {}
    for s in statements:
        if s.source is None:
            continue
        for span in s.content if s.rule == "transcript" else s.verbatim:
            for token in span:
                if token.lower_ in FIRST_PERSON and (token.i not in out or len(span) < out[token.i][0]):
                    out[token.i] = (len(span), s.source)
    return {i: source for i, (_, source) in sorted(out.items())}


def attributions_record(statements: list[Statement]) -> dict:
    """Statements as `{"attributions": [{"source", "cue", "content"}]}`, each role a list of [start, end] code points (PARC's roles).

    PARC counts a leading "that" into the content and a relative pronoun as the source; the tables do not.
    """
    return {"attributions": [{"source": _source(s), "cue": _ranges(s.cue), "content": _content(s)} for s in statements]}


def _ranges(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[s.start_char, s.end_char] for s in spans]


def _content(s: Statement) -> list[list[int]]:
    out = _ranges(s.content)
    first = s.content[0]
    if first.start and first.doc[first.start - 1].lower_ == "that" and first.doc[first.start - 1].dep_ == "mark":
        out[0][0] = first.doc[first.start - 1].idx
    return out


def _source(s: Statement) -> list[list[int]]:
    if s.source is None:
        return []
    for token in (t for span in s.cue for t in span):
        for child in token.children:
            if child.dep_.startswith("nsubj") and child.tag_ in {"WDT", "WP"} and child.i < token.i and child.i >= s.source.start:
                return [[child.idx, child.idx + len(child)]]
    return [[s.source.start_char, s.source.end_char]]
