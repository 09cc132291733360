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
    if news is not None and news.i > verb.i and lemma in cues.words("light_verbs") - cues.words("figures"):
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


def without_topic(verb: Token) -> Iterator[Draft]:
    """ "The army | did not immediately | comment", "has yet | to comment": with no topic named, that one comments is what is withheld."""
    if cues.lemma(verb) != "comment" or [o for o in obliques(verb, *TOPIC) if o.i > verb.i]:
        return
    waits = relation(verb) == "xcomp" and cues.lemma(verb.head) in {"have", "be"} and any(c.lower_ == "yet" for c in verb.head.children)
    if not waits and (relation(verb) == "xcomp" or not is_negated(verb)):
        return
    first = cue_range(verb.head) if waits else cue_range(verb)
    begin = next((c.i for c in children(verb, "mark")), verb.i) if waits else verb.i
    if first[0] < begin:
        yield from drafted(verb, speaker_of(verb), [(begin, verb.i + 1)], "no comment", "bare", cue=[(first[0], begin)], score=0.8)


def no_comment_from(noun: Token) -> Iterator[Draft]:
    """ "There was no immediate | comment | from the ministry"."""
    who = next((o for o in obliques(noun, "from", "by") if o.i > noun.i), None)
    none = next((d for d in children(noun, "det") if d.lower_ == "no"), None)
    if who is not None and none is not None and cues.lemma(noun.head) == "be":
        yield from drafted(noun, who, [(noun.i, noun.i + 1)], "no comment", "noun", cue=[(none.i, noun.i)], score=0.8)
