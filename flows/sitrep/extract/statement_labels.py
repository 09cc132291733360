"""What an attribution is: quoted or not, what act, of what kind, denied or not, to whom, about whom, through what medium."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from sitrep.extract import cues
from sitrep.extract.event_arguments import who
from sitrep.extract.phrases import children, is_passive, obliques, phrase, relation
from sitrep.extract.quotes import Quotation
from sitrep.extract.records import Statement
from sitrep.extract.statement_drafts import Draft, words_in

NEGATIONS = {"not", "n't", "n’t", "never", "no", "nor", "neither", "without"}


def labelled(doc: Doc, draft: Draft, quotations: list[Quotation]) -> Statement:
    """The statement of a finished draft."""
    head = doc[draft.head]
    content = tuple(doc[a:b] for a, b in draft.content)
    kind, verbatim = quote_type(doc, draft, quotations)
    construction, particle = frame(head, draft)
    negated = is_negated(head, draft)
    lemma = head.lemma_.lower()
    act = act_of(head, draft, construction, particle, negated)
    return Statement(
        source=doc[slice(*draft.source)] if draft.source else None,
        cue=tuple(doc[a:b] for a, b in draft.cue),
        content=content,
        quote_type=kind,
        attribution_type=kind_of(head, draft, construction, particle) if kind != "direct" else "communication",
        speech_act=act,
        negated=negated,
        medium=medium_of(head, draft),
        addressee=addressee_of(head, draft, lemma),
        target=target_of(head, act),
        verbatim=verbatim,
        confidence=round(draft.score, 3),
        rule=draft.rule,
    )


def quote_type(doc: Doc, draft: Draft, quotations: list[Quotation]) -> tuple[str, tuple[Span, ...]]:
    """direct, mixed or indirect, with the words inside the marks (marks left out)."""
    words = words_in(doc, draft.content)
    inner = [(q.start + (not q.continued or doc[q.start].is_quote), q.end - bool(q.closed)) for q in quotations if not q.level]
    quoted, verbatim = set(), []
    for start, end in inner:
        here = [(max(a, start), min(b, end)) for a, b in draft.content if a < end and start < b]
        if start <= draft.head < end:
            continue  # a statement inside a quotation is not quoted by that quotation
        for a, b in here:
            quoted |= words_in(doc, [(a, b)])
            if b > a:
                verbatim.append(doc[a:b])
    kind = "indirect" if not quoted & words else "direct" if words <= quoted else "mixed"
    return kind, tuple(verbatim)


def frame(head: Token, draft: Draft) -> tuple[str, str]:
    """What the cue governs: a clause, an infinitive, an object, a quality ("called it a lie"), or a preposition and which."""
    said = words_in(head.doc, draft.content)
    inside = [c for c in head.children if c.i in said]
    rels = {relation(c) for c in inside}
    particle = next(
        (g.lower_ for c in inside if relation(c) in {"obl", "nmod", "advcl"} for g in c.children if relation(g) in {"case", "mark"}), ""
    )
    if "ccomp" in rels or "parataxis" in rels:
        return "clause", ""
    if "xcomp" in rels:
        verb = next(c for c in inside if relation(c) == "xcomp")
        to = any(g.lower_ == "to" for g in verb.children if relation(g) == "mark")
        return ("infinitive" if to else "gerund" if verb.tag_ == "VBG" else "quality"), ""
    if rels & {"obj", "nsubj"}:
        return "object", particle
    return ("oblique", particle) if particle else (draft.construction, "")


def is_negated(head: Token, draft: Draft) -> bool:
    """Is it denied that anything was said: "did not provide any information", "declined to comment", "without saying"?"""
    cue = {i for a, b in draft.cue for i in range(a, b)}
    verbs = [head, *(head.doc[i] for i in sorted(cue) if head.doc[i].pos_ in {"VERB", "AUX"})]
    for verb in verbs:
        if any(c.lower_ in NEGATIONS and relation(c) in {"advmod", "cc", "mark", "case", "det"} for c in verb.children):
            return True
        if any(g.lower_ == "no" for c in children(verb, "obj") for g in c.children if c.i in cue):
            return True
    lead = head.head if relation(head) == "xcomp" else head
    return lead.lemma_.lower() in cues.words("refusals") and any(speaks_of(x) for x in [head, *children(lead, "xcomp")] if x is not lead)


def speaks_of(verb: Token) -> bool:
    return verb.lemma_.lower() in cues.words("speaking")


def act_of(head: Token, draft: Draft, construction: str, particle: str, negated: bool) -> str:
    lemma = head.lemma_.lower()
    if negated and (lemma in cues.words("refusals") or lemma in cues.words("speaking") | cues.words("light_verbs")):
        return "no_comment"
    act = cues.speech_act(lemma, construction, particle)
    if act == "assert" and lemma in cues.words("light_verbs") or lemma in {"say", "state"}:
        for i in (i for a, b in draft.cue for i in range(a, b) if i != head.i):
            other = cues.speech_act(head.doc[i].lemma_.lower())
            if (
                other not in {"assert", "no_comment"}
                and head.doc[i].pos_ in {"VERB", "NOUN"}
                and not cues.medium(head.doc[i].lemma_.lower())
            ):
                return other
    return "assert" if act == "no_comment" else act


def kind_of(head: Token, draft: Draft, construction: str, particle: str) -> str:
    return cues.attribution_type(head.lemma_.lower(), construction, particle)


def medium_of(head: Token, draft: Draft) -> str | None:
    """The document or occasion that the cue or the source names."""
    if cues.verb_medium(head.lemma_.lower()):
        return cues.verb_medium(head.lemma_.lower())
    ranges = [*draft.cue, *([draft.source] if draft.source else [])]
    near = {i for a, b in ranges for i in range(a, b)} | {o.i for o in obliques(head, "in", "on", "at", "during", "through", "via", "from")}
    for i in sorted(near):
        token = head.doc[i]
        if token.pos_ in {"NOUN", "PROPN"} and not (
            draft.source and draft.source[0] <= i < draft.source[1] and relation(token) in {"compound", "nmod"}
        ):
            found = cues.medium(token.lemma_.lower())
            if found:
                return found
    return None


def addressee_of(head: Token, draft: Draft, lemma: str) -> Span | None:
    """The object of "told" and its like, else "to reporters"."""
    said = words_in(head.doc, draft.content)
    if lemma in cues.words("told"):
        passive = is_passive(head)
        for token in children(head, "nsubj" if passive else "iobj") or children(head, "nsubj" if passive else "obj"):
            if passive or token.i not in said or token.pos_ in {"PRON", "PROPN", "NOUN"} and children(head, "xcomp"):
                return phrase(token)
    for token in obliques(head, *sorted(cues.words("told_prepositions"))):
        if (
            token.i not in said
            and token.ent_type_ not in {"DATE", "LOC"}
            and token.pos_ in {"PRON", "PROPN", "NOUN"}
            and not cues.medium(token.lemma_.lower())
        ):
            return phrase(token)
    return None


def target_of(head: Token, act: str) -> Span | None:
    """Whom an accusation, condemnation, threat, demand or praise is about: a participant among the cue's dependents, or in what is said.

    An act stands for its doer: who condemns "Israel's raid" condemns Israel.
    """
    clause = next((c for c in head.children if relation(c) in {"ccomp", "xcomp"}), None)
    for path in cues.target_paths(act):
        for token in _dependents(head, clause, path):
            found = who(token, doing=False) if token.dep_ != "expl" else []
            if found:
                return found[0]
    return None


def _dependents(head: Token, clause: Token | None, path: str) -> list[Token]:
    if path == "object":
        return children(head, "nsubj") if is_passive(head) else children(head, "obj", "iobj")
    if path == "content_subject":
        return children(clause, "nsubj") if clause is not None else []
    if path == "content_object":
        return [*children(clause, "obj"), *obliques(clause, "against", "on")] if clause is not None else []
    return obliques(head, path)
