"""What an attribution is: quoted or not, what act, of what kind, denied or not, to whom, about whom, through what medium."""

from __future__ import annotations

from spacy.tokens import Span, Token

from sitrep.extract import cues
from sitrep.extract.event_arguments import who
from sitrep.extract.event_speech import naming
from sitrep.extract.event_words import is_actor
from sitrep.extract.modality import modality
from sitrep.extract.phrases import children, is_passive, obliques, phrase, prepositions_of, relation
from sitrep.extract.records import Statement
from sitrep.extract.statement_drafts import Draft, words_in
from sitrep.extract.statement_judgements import judgement, named_by, names, rules_out
from sitrep.extract.statement_quotes import Utterances

# Media that are spoken at, not spoken to: "told a news conference".
OCCASIONS = {"press conference", "interview", "statement", "social media", "report"}
NEGATIONS = {"not", "n't", "n’t", "never", "no", "nor", "neither", "without"}


def labelled(marks: Utterances, draft: Draft) -> Statement:
    """The statement of a finished draft."""
    doc = marks.doc
    head = doc[draft.head]
    cue = {i for a, b in draft.cue for i in range(a, b)}
    said = words_in(doc, draft.content)
    kind, verbatim = quote_type(marks, draft, said)
    construction, particle = frame(head, cue, said, draft)
    negated = is_negated(head, cue)
    act = act_of(head, cue, said, construction, particle, negated)
    return Statement(
        source=doc[slice(*draft.source)] if draft.source else None,
        cue=tuple(Span(doc, a, b) for a, b in draft.cue),
        content=tuple(Span(doc, a, b) for a, b in draft.content),
        quote_type=kind,
        attribution_type="communication"
        if kind == "direct" or act == "no_comment"
        else cues.attribution_type(cues.lemma(head), construction, particle),
        speech_act=act,
        negated=negated,
        determinate=negated or modality(head).modality not in {"future", "hypothetical"},
        medium=medium_of(head, cue, draft),
        addressee=addressee_of(head, said, act),
        target=target_of(head, act),
        verbatim=verbatim,
        confidence=round(draft.score, 3),
        rule=draft.rule,
    )


def quote_type(marks: Utterances, draft: Draft, words: set[int]) -> tuple[str, tuple[Span, ...]]:
    """direct, mixed or indirect, with the words inside the marks (marks left out)."""
    doc, quoted, verbatim = marks.doc, set(), []
    for q in dict.fromkeys(q for a, b in draft.content for q in marks.quotations(a, b)):
        start, end = q.start + (not q.continued or doc[q.start].is_quote), q.end - q.closed
        if q.start <= draft.head < q.end:
            continue  # a statement inside a quotation is not quoted by that quotation
        for a, b in ((max(a, start), min(b, end)) for a, b in draft.content if a < end and start < b):
            quoted |= words_in(doc, [(a, b)])
            verbatim.append(doc[a:b])
    kind = "indirect" if not quoted & words else "direct" if words <= quoted else "mixed"
    return kind, tuple(v for v in verbatim if len(v))


def frame(head: Token, cue: set[int], said: set[int], draft: Draft) -> tuple[str, str]:
    """What the cue governs (clause, infinitive, gerund, object, or quality: "called it a lie") and its preposition ("called on")."""
    inside = [c for c in head.children if c.i in said and c.i not in cue]
    rels = {relation(c) for c in inside}
    governed = [
        c
        for c in head.children
        if relation(c) in {"obl", "nmod", "advcl"} and (c.i in said or prepositions_of(c) & {"on", "upon", "for"}) and c.i > head.i
    ]
    particle = next((p for c in governed for p in sorted(prepositions_of(c) | {g.lower_ for g in children(c, "mark")})), "")
    if "ccomp" in rels or "parataxis" in rels:
        return "clause", ""
    if "xcomp" in rels:
        verb = next(c for c in inside if relation(c) == "xcomp")
        to = any(g.lower_ == "to" for g in children(verb, "mark"))
        return ("infinitive" if to else "gerund" if verb.tag_ == "VBG" else "quality"), particle if governed and governed[
            0
        ].i < verb.i else ""
    if rels & {"obj", "nsubj"}:
        return "object", particle
    return ("oblique", particle) if particle else (draft.construction, "")


def is_negated(head: Token, cue: set[int]) -> bool:
    """Is it denied that anything was said: "did not provide any information", "declined to comment"?"""
    if relation(head) == "xcomp" and cues.lemma(head.head) in {"have", "be"} and any(c.lower_ == "yet" for c in head.head.children):
        return True  # "has yet to confirm"
    lead = head.head if relation(head) == "xcomp" and cues.lemma(head.head) in cues.words("refusals") else head
    for verb in {lead.i: lead, head.i: head, **{i: head.doc[i] for i in sorted(cue) if head.doc[i].pos_ in {"VERB", "AUX"}}}.values():
        if any(c.lower_ in NEGATIONS and relation(c) in {"advmod", "cc", "case", "det"} for c in verb.children):
            return True
        nouns = [*children(verb, "obj"), *children(verb, "nsubj")]
        if any(noun.lower_ in {"nobody", "none"} and relation(noun) == "nsubj" for noun in nouns):
            return True
        if any(
            g.lower_ in {"no", "neither"} and (noun.i in cue or relation(noun) == "nsubj" and (g.dep_.startswith("cc") or g.dep_ == "det"))
            for noun in nouns
            for g in noun.children
        ):
            return True
    if cues.lemma(lead) not in cues.words("refusals"):
        return False
    return any(cues.lemma(x) in cues.words("speaking") for x in ([head] if head != lead else children(lead, "xcomp")))


def act_of(head: Token, cue: set[int], said: set[int], construction: str, particle: str, negated: bool) -> str:
    lemma = cues.lemma(head)
    if rules_out(head):
        return "assert" if negated else "deny"
    if negated and lemma in cues.words("refusals") | cues.words("speaking") | cues.words("light_verbs"):
        return "no_comment"
    if lemma == "plead" and construction != "infinitive" and any(head.doc[i].lower_ in {"guilty", "innocent"} for i in said | cue):
        return "deny" if any(head.doc[i].lower_ in {"not", "innocent"} for i in said | cue) else "assert"
    act = judgement(head) or cues.speech_act(lemma, construction, particle)
    if lemma in cues.words("light_verbs"):
        # "paid tribute to", "issued a warning that": the noun says what is done.
        for token in (head.doc[i] for i in sorted(cue) if i != head.i and head.doc[i].pos_ == "NOUN"):
            other = cues.speech_act(cues.lemma(token))
            if other not in {"assert", "no_comment"}:
                return other
    return "assert" if act == "no_comment" else act


def medium_of(head: Token, cue: set[int], draft: Draft) -> str | None:
    """The document or occasion that the cue, its dependents or the head of the source name."""
    if cues.verb_medium(cues.lemma(head)) and not rules_out(head):
        return cues.verb_medium(cues.lemma(head))
    near = set(cue) | {
        c.i for c in [*obliques(head, "in", "on", "at", "during", "through", "via", "from", "to", "with"), *children(head, "obj", "iobj")]
    }
    said = words_in(head.doc, draft.content)
    if draft.source:
        document = head.doc[slice(*draft.source)].root
        near |= {document.i} if cues.medium(cues.lemma(document)) != "interview" else set()  # a broadcaster that speaks is no interview
    for token in (head.doc[i] for i in sorted(near - said)):
        found = cues.medium(cues.lemma(token)) if token.pos_ in {"NOUN", "PROPN"} else None
        if found == "interview" and relation(token) in {"obj", "iobj"} and not cues.medium(token.lower_) == "interview":
            continue
        if found:
            return found
    return None


def addressee_of(head: Token, said: set[int], act: str) -> Span | None:
    """The object of "told" and its like, else "to reporters", else whom the occasion names: "Speaking to …", "in a letter to …"."""
    if cues.lemma(head) in cues.words("told") and not (names(head) and naming(head)[0] is not None):
        governs = children(head, "ccomp", "xcomp", "advcl", "parataxis") or act == "praise"  # "thanked the nurses"
        objects = children(head, "nsubj") if is_passive(head) else [*children(head, "iobj"), *children(head, "obj")]
        for token in objects:
            if token.pos_ == "PRON" and token.lower_ in {"it", "this", "that"}:
                continue  # "calling it a lie"
            if (token.i not in said or governs) and cues.medium(cues.lemma(token)) not in OCCASIONS and who(token, doing=False):
                return phrase(token, appositions=True)
    for token in [*obliques(head, *sorted(cues.words("told_prepositions"))), *_occasions(head)]:
        if token.i in said and act != "demand" or cues.medium(cues.lemma(token)) in OCCASIONS or token.ent_type_ in {"DATE", "LOC"}:
            continue
        if who(token, doing=False):
            return phrase(token, appositions=True)
    return None


def _occasions(head: Token) -> list[Token]:
    """Who is named where it was said: "Speaking to …, the envoy said", "addressing …", "in a letter to …"."""
    to = sorted(cues.words("told_prepositions"))
    speaking = [c for c in children(head, "advcl", "acl") if c.tag_ == "VBG" and cues.lemma(c) in cues.words("speaking")]
    papers = [o for o in obliques(head, "in") if cues.medium(cues.lemma(o))]
    return [t for c in speaking for t in [*children(c, "obj"), *obliques(c, *to)]] + [t for o in papers for t in obliques(o, "to")]


def target_of(head: Token, act: str) -> Span | None:
    """Whom an accusation, condemnation, threat, demand or praise is about: a participant among the cue's dependents, or in what is said.

    An act stands for its doer: who condemns "Israel's raid" condemns Israel.
    """
    clause = next((c for c in head.children if relation(c) in {"ccomp", "xcomp"}), None)
    if names(head) and act in {"condemn", "praise", "accuse"}:
        named = named_by(head)
        return next(iter(who(named, doing=False)), None) if named is not None else None
    for path in cues.target_paths(act):
        for token in _dependents(head, clause, path):
            found = who(token, doing=False) if token.dep_ != "expl" and not (act == "demand" and _is_asked_for(head, token, path)) else []
            if found:
                return _accused(head, found[0]) if act == "accuse" else found[0]
    return None


def _is_asked_for(head: Token, token: Token, path: str) -> bool:
    """Is it what is demanded, not who is to do it: "demanded | more patrols", "called for | her release", unlike "urged | him to go"?"""
    if path not in {"object", "for", "of"} or path == "of" and relation(head) != "nmod" and head.pos_ != "NOUN":
        return False
    to_act = [c for c in (*children(head, "xcomp", "advcl"), *children(token, "acl", "xcomp")) if any(m.lower_ == "to" for m in c.children)]
    asks = cues.lemma(head) not in cues.words("told") or path == "for" or not is_actor(token)
    return asks and not any(c.i > token.i for c in to_act)


def _accused(head: Token, span: Span) -> Span:
    """A name without its offence, where the tree hangs that on it: "accused | Kyiv | of terrorism", "accused | the army | of torture"."""
    offences = [c for c in obliques(span.root, "of", "for") if c.ent_type_ == "" or c.ent_type_ != span.root.ent_type_]
    if any(m.lower_ in {"of", "for"} for c in children(span.root, "acl") for m in children(c, "mark")):
        return phrase(span.root, prepositions=False)
    if not offences or not span.root.ent_type_ and (cues.lemma(head) != "accuse" or _of_offence(head) or len(offences) > 1):
        return span
    return phrase(span.root, prepositions=False)


def _of_offence(head: Token) -> bool:
    """Does the verb itself govern the offence: "accused him | of lying"?"""
    clauses = children(head, "advcl", "xcomp", "acl")
    return bool(obliques(head, "of")) or any(m.lower_ == "of" for c in clauses for m in children(c, "mark"))


def _dependents(head: Token, clause: Token | None, path: str) -> list[Token]:
    if path == "object":
        return children(head, "nsubj") if is_passive(head) else children(head, "obj", "iobj")
    if path == "content_subject":
        return children(clause, "nsubj") if clause is not None else []
    if path == "content_object":
        return [*children(clause, "obj"), *obliques(clause, "against", "on")] if clause is not None else []
    # "blamed the fire on the police", "paid tribute to the nurses": the tree hangs them on the verb or on its object.
    verb = head.head if relation(head) == "obj" and cues.lemma(head.head) in cues.words("light_verbs") else head
    shared = path == "on" or cues.lemma(verb) in cues.words("light_verbs")
    return [*obliques(verb, path), *(o for token in children(verb, "obj") if shared for o in obliques(token, path))]
