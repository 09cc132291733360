"""Which attributions are statements by the codebook.

PolNeAR annotates every attitude ("supports the bill", "seeks a seat", "seems tired"); the tables keep what someone says, and
what someone outside another's statement thinks, wants or knows when it has words of its own: a clause, an infinitive or a quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Span, Token

from sitrep.extract import cues
from sitrep.extract.event_arguments import who
from sitrep.extract.event_speech import naming
from sitrep.extract.event_words import is_actor
from sitrep.extract.phrases import head_of, phrase, relation
from sitrep.extract.records import Statement
from sitrep.extract.statement_judgements import names
from sitrep.extract.statement_sources import is_mute
from sitrep.extract.triggers import find_trigger

# Rules whose content is words, not a thing that is liked or sought.
OWN_WORDS = (
    "clause",
    "infinitive",
    "quality",
    "passive",
    "parenthesis",
    "quotation",
    "according to",
    "colon",
    "transcript",
    "byline",
    "figure",
    "information",
    "no comment",
    "noun",
    "as clause",
    "viewpoint",
    "relative",
    "utterance",
)
LIKELY = 0.35  # about half of F1: below it an attribution costs more precision than it brings recall
SURE = 0.8
EVEN = 0.5
FIRST_PERSON = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}


def codable(statements: list[Statement]) -> list[Statement]:
    """The statements of the codebook among all attributions, in their order."""
    quoted, said = nested(statements)
    return [_in_full(s) for n, s in enumerate(statements) if _stands(s, n in quoted, n in said)]


def annotated(statements: list[Statement]) -> list[Statement]:
    """The attributions of PolNeAR among them: what only the tree saw inside another's content is not annotated there."""
    quoted, said = nested(statements)
    return [s for n, s in enumerate(statements) if s.confidence >= LIKELY and (s.rule.startswith("learned") or n not in quoted | said)]


def nested(statements: list[Statement]) -> tuple[set[int], set[int]]:
    """Which statements have their cue in another's quotation, and which in another's content."""
    cues_at = defaultdict(list)
    for n, s in enumerate(statements):
        cues_at[s.cue[0].start].append(n)
    starts = sorted(cues_at)
    quoted, said = set(), set()
    for n, s in enumerate(statements):
        for pieces, found in ((s.verbatim, quoted), (s.content, said)):
            for piece in pieces:
                within = starts[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
                found.update(m for i in within for m in cues_at[i] if m != n)
    return quoted, said


def _is_said(s: Statement) -> bool:
    said = any(
        cues.reports(cues.lemma(t)) or cues.lemma(t) in cues.words("utters") or t.pos_ == "NOUN" and cues.lemma(t) in cues.words("nouns")
        for span in s.cue
        for t in span
    )
    return said or any(k in s.rule for k in OWN_WORDS)


def _is_deed(s: Statement) -> bool:
    """A verb, not of mere reporting, whose clause describes what it is done to: "the raid that the general ordered"."""
    return any(
        relation(t) == "acl"
        and t.tag_ in {"VBD", "VBZ", "VBP"}
        and not (cues.reports(cues.lemma(t)) and cues.speech_act(cues.lemma(t)) == "assert")
        and any(relation(c) == "nsubj" and c.tag_ not in {"WDT", "WP"} for c in t.children)
        for span in s.cue
        for t in span
    )


def _is_done_to_somebody(s: Statement) -> bool:
    """A deed, or words that are not told: "was interrogated by a lawyer", "called the company by phone", "was attacked by hackers"."""
    rules = set(s.rule.split(" + "))
    if not rules & {"object", "passive"} or not rules <= {"object", "passive", "learned"} or not is_actor(head_of(s.content[0])):
        return False
    if any(names(t) and naming(t)[1] for span in s.cue for t in span):
        return False  # "described them as a punishment"
    if s.speech_act in {"assert", "question", "demand", "promise"}:
        return True
    blows = [t for span in s.cue for t in span if cues.lemma(t) in cues.words("blows")]
    return any(trigger is not None and trigger.event_type == "COERCE" for trigger in map(find_trigger, blows))


def _in_full(s: Statement) -> Statement:
    """The statement with what its relative pronoun stands for: "an attack that London has blamed on Moscow"."""
    pieces = []
    for piece in s.content:
        antecedent = _antecedent(piece[0]) if len(piece) == 1 else None
        pieces.append(antecedent if antecedent is not None and antecedent.end <= s.cue[0].start else piece)
    return replace(s, content=tuple(pieces)) if pieces != list(s.content) else s


def _antecedent(token: Token) -> Span | None:
    if token.tag_ not in {"WDT", "WP"} and token.lower_ not in {"that", "which", "who"}:
        return None
    clause = token.head
    while relation(clause) not in {"acl", "ROOT"} and clause.head != clause:
        clause = clause.head
    return phrase(clause.head) if relation(clause) == "acl" and clause.head.i < token.i else None


def _stands(s: Statement, quoted: bool, said: bool) -> bool:
    if quoted:
        # Inside a quotation: only someone else's words.
        return s.attribution_type == "communication" and s.source is not None and s.source.text.lower() not in FIRST_PERSON
    if s.source is None and not ("passive" in s.rule and any(cues.lemma(t) in cues.words("unsourced") for span in s.cue for t in span)):
        return False
    if any(cues.lemma(t) in cues.words("refusals") for span in s.cue for t in span) and s.speech_act != "no_comment":
        return False  # "refused to take part" is a deed
    if any(cues.lemma(t) == "cite" and t.tag_ == "VBG" for span in s.cue for t in span) and who(head_of(s.content[0]), doing=False):
        return False  # "The paper, citing two officials, reported": they are its sources, not what it says
    if s.source is not None and s.quote_type != "direct" and is_mute(s.source):
        return False
    if s.quote_type == "indirect" and _is_done_to_somebody(s):
        return False
    carried = any(t.pos_ == "NOUN" and cues.medium(cues.lemma(t)) for span in s.cue for t in span)  # "released a statement condemning"
    if any(cues.lemma(t) in cues.words("not_sources") for t in s.source or ()) and "passive" in s.rule:
        return False  # "was adopted by 81 votes to 64"
    acts = carried and s.speech_act != "assert"
    if s.rule == "learned" and not acts and s.quote_type == "indirect" and (s.confidence < EVEN or _is_deed(s)):
        return False  # the tree sees nothing that the cue governs
    if s.attribution_type == "communication":
        # Deeds that say something ("approved a contract") are statements only when the words of saying are there.
        return s.quote_type != "indirect" or s.speech_act != "assert" or s.confidence >= SURE or _is_said(s)
    return not said and (s.quote_type != "indirect" or any(k in s.rule for k in OWN_WORDS))
