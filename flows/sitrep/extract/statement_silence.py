"""Statements that nobody made: "did not provide any information on", "declined to comment on", "did not respond to a request"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sitrep.extract import cues
from sitrep.extract.modality import is_negated
from sitrep.extract.phrases import children, obliques, relation
from sitrep.extract.statement_drafts import Draft, clause_range, cue_range, drafted, speaker_of

TOPIC = {"on", "about", "of", "for", "regarding", "concerning", "over", "into"}


def of_information(verb: Token) -> Iterator[Draft]:
    """ "did not provide any information on casualties", "declined to comment on the report": the topic is the content."""
    lemma = cues.lemma(verb)
    news = next((o for o in children(verb, "obj") if cues.lemma(o) in cues.words("information")), None)
    if lemma in cues.words("light_verbs") and news is not None and news.i > verb.i:
        topic = next((t for t in [*obliques(news, *TOPIC), *obliques(verb, *TOPIC)] if t.i > news.i), None)
        clause = next((c for c in [*children(news, "acl"), *children(verb, "advcl")] if c.i > news.i and children(c, "mark")), None)
        said = topic if topic is not None else clause
        if said is not None:
            content, cue = clause_range(said), (cue_range(verb)[0], news.i + 1)
            if topic is not None and content[0][0] == cue[1]:
                cue, content[0] = (cue[0], cue[1] + 1), (content[0][0] + 1, content[0][1])  # "gave no details of"
            yield from drafted(verb, speaker_of(verb), content, "information", "object", cue=[cue], score=0.6)
    if lemma in cues.words("answers") and is_negated(verb):
        request = next((o for o in obliques(verb, "to") if cues.lemma(o) in cues.words("requests")), None)
        if request is not None:
            yield from drafted(verb, speaker_of(verb), clause_range(request), "no comment", "oblique", score=0.6)
    if lemma in cues.words("withholding") and any(map(is_negated, [verb, *children(verb, "nsubj")])):
        said = next((o for o in [*children(verb, "ccomp"), *children(verb, "obj")] if o.i > verb.i), None)
        if said is not None:
            yield from drafted(verb, speaker_of(verb), clause_range(said), "no comment", "object", score=0.6)
    if lemma == "comment" and relation(verb) == "xcomp" and any(c.lower_ == "yet" for c in verb.head.children):
        topic = next((t for t in obliques(verb, *TOPIC) if t.i > verb.i), None)
        if topic is not None:  # "has yet to comment on the vote"
            yet = (cue_range(verb.head)[0], verb.i + 1)
            yield from drafted(verb, speaker_of(verb), clause_range(topic), "no comment", "oblique", cue=[yet], score=0.8)
    if lemma in cues.words("refusals"):
        comment = next((x for x in children(verb, "xcomp") if cues.lemma(x) == "comment"), None)
        topic = next((t for t in obliques(comment, *TOPIC) if t.i > comment.i), None) if comment is not None else None
        if topic is not None:
            yield from drafted(
                verb, speaker_of(verb), clause_range(topic), "no comment", "oblique", cue=[(cue_range(verb)[0], comment.i + 1)], score=0.8
            )
