"""Speech acts that no single verb names: what a speaker demands by "should", condemns or praises by his words."""

from __future__ import annotations

import functools

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import words_of
from sitrep.extract.event_arguments import who
from sitrep.extract.event_words import classes, is_actor, word_forms
from sitrep.extract.modality import words as modality_words
from sitrep.extract.phrases import children, phrase, relation, subject
from sitrep.extract.records import EventMention
from sitrep.knowledge.lexicon import lexicon


@functools.cache
def judging(kind: str) -> frozenset[str]:
    return frozenset(map(str, lexicon("triggers")[kind]))


def find_speech_acts(doc: Doc) -> list[EventMention]:
    """Requests, accusations and praise that lie in the content of a statement rather than in its verb."""
    found = []
    speakers = quoted_speakers(doc)
    naming = classes()["naming"]
    for token, pos, _, _ in words_of(doc):
        if pos == "VERB" and not naming.isdisjoint(word_forms(token)):
            found += _naming(token)
        elif pos in {"VERB", "NOUN", "ADJ"}:
            speaker = speaker_of(token, speakers)
            if speaker is not None:
                found += _obliged(token, speaker) + _judged(token, speaker)
    return found


def quoted_speakers(doc: Doc) -> dict[int, Span | None]:
    """Token → who says the content that it lies in, where the reader found a source; None for a source that names nobody."""
    if not Doc.has_extension("attributions"):
        return {}
    found: dict[int, Span | None] = {}
    for attribution in doc._.attributions or ():
        source = attribution.source[0] if attribution.source and not isinstance(attribution.source, Span) else attribution.source
        if not source:
            continue
        heads = (t for t in source if is_actor(t) and not source.start <= t.head.i < source.end)
        speaker = next((s for t in heads for s in who(t, doing=True)), None)
        for piece in attribution.content:
            found.update(dict.fromkeys(range(piece.start, piece.end), speaker))
    return found


def speaker_of(token: Token, speakers: dict[int, Span | None]) -> Span | None:
    """Who is reported as saying the clause that `token` heads."""
    if token.i in speakers:
        return speakers[token.i]
    clause = token
    while relation(clause) == "conj" and clause.head != clause:
        clause = clause.head
    verb = clause.head
    if relation(clause) == "ccomp" and verb.pos_ == "VERB" and verb.lemma_.lower() in classes()["saying"]:
        speaker = subject(verb)
        spans = who(speaker, doing=True) if speaker is not None else []
        return spans[0] if spans else None
    return None


def _obliged(token: Token, speaker: Span) -> list[EventMention]:
    """ "He said Mexico should limit cooperation" asks it of Mexico."""
    auxiliaries = [c for c in children(token, "aux") if c.lower_ in modality_words("obliging_auxiliaries")]
    subjects = children(token, "nsubj")
    if not auxiliaries or not subjects or not is_actor(subjects[0]) or subjects[0].lower_ in {"i", "we", "you", "he", "she", "who", "it"}:
        return []
    if {c.lower_ for c in children(token, "aux")} & {"have"} or token.lemma_.lower() in classes()["telling"]:
        return []  # "the ministry must confirm that …" asks nothing
    if relation(token) == "acl" or {c.lower_ for c in children(token, "advmod", "mark")} & {"why", "whether", "how", "if"}:
        return []  # nor does "sees no reason why the captain should not stay"
    asked = tuple(who(subjects[0], doing=True))
    trigger = token.doc[min(auxiliaries[0].i, token.i) : token.i + 1]
    return [_act(trigger, "REQUEST", "change", (speaker,), asked, "speech/should")]


def _judged(token: Token, speaker: Span) -> list[EventMention]:
    """ "This is a disgrace," she said: the content itself condemns; or praises."""
    subjects = children(token, "nsubj")
    if not subjects or subjects[0].lower_ in {"i", "we"}:
        return []
    copular = bool(children(token, "cop"))
    lemma = token.lemma_.lower()
    if not copular and lemma not in judging("condemning_verbs"):
        return []
    target = tuple(s for s in who(subjects[0], doing=False) if (s.start, s.end) != (speaker.start, speaker.end))
    if copular and not any(c.lower_ in {"not", "n't", "no"} for c in token.children):
        if lemma in judging("condemning_nouns") | judging("condemning_adjs"):
            return (
                [_act(phrase(token), "ACCUSE", "disapprove", (speaker,), target, "speech/condemning")]
                if target or _theme(subjects[0])
                else []
            )
        in_breach = lemma in {"breach", "violation", "contempt"} and any(c.lower_ == "in" for c in children(token, "case"))
        if in_breach and target:
            return [_act(phrase(token), "ACCUSE", "allege", (speaker,), target, "speech/condemning")]
        if (
            target
            and lemma in judging("praising_nouns") | judging("praising_adjs")
            and subjects[0].ent_type_ in {"PER", "ORG", "LOC", "NORP"}
        ):
            return [_act(phrase(token), "SUPPORT", None, (speaker,), target, "speech/praising")]
    if token.pos_ == "VERB" and lemma in judging("condemning_verbs") and target and not children(token, "nsubj:pass"):
        return [_act(token.doc[token.i : token.i + 1], "ACCUSE", "allege", (speaker,), target, "speech/alleging")]
    return []


def _naming(verb: Token) -> list[EventMention]:
    """ "He called the order unconstitutional", "described the town as a model"."""
    speaker = subject(verb)
    named, words = naming(verb)
    if speaker is None or named is None or not is_actor(speaker):
        return []
    target = tuple(who(named, doing=False))
    speakers = tuple(who(speaker, doing=True))
    trigger = verb.doc[verb.i : verb.i + 1]
    if words & (condemning() | classes()["harm"]) and (target or _theme(named)):
        return [_act(trigger, "ACCUSE", "disapprove", speakers, target, "speech/naming")]
    if target and words & praising():
        return [_act(trigger, "SUPPORT", None, speakers, target, "speech/naming")]
    return []


def naming(verb: Token) -> tuple[Token | None, set[str]]:
    """Who or what a verb names, and the words that it is called: "branded | the vote | a cynical farce"."""
    named = next(iter([*children(verb, "nsubj:pass"), *children(verb, "obj")]), None)
    what = [c for c in children(verb, "xcomp", "ccomp", "obl", "advcl", "advmod", "obj") if c.i > verb.i and c != named]
    what += children(named, "appos") if named is not None else []
    if named is None and what:
        # "called | the police incompetent": the tree makes a clause of the two.
        named = next(iter(children(what[0], "nsubj")), None)
    words = {w for c in what for t in [c, *children(c, "amod", "conj", "compound"), *children(c, "nmod")] for w in word_forms(t)}
    fused = next((c for c in [*what[:1], *([named] if named is not None else [])] if c.i > verb.i and _swallowed(c)), None)
    if fused is not None and (named is None or fused == named and not words) and set(word_forms(fused)) & (condemning() | praising()):
        # "labelled | the militia terrorists": the tree makes one noun of them.
        return _swallowed(fused)[0], set(word_forms(fused))
    return named, words


def _swallowed(name: Token) -> list[Token]:
    return [c for c in name.children if c.i < name.i and (relation(c) == "compound" or c.pos_ == "NOUN")]


def condemning() -> frozenset[str]:
    """Nouns and adjectives that condemn whom they are said of."""
    return judging("condemning_nouns") | judging("condemning_adjs")


def praising() -> frozenset[str]:
    """Nouns and adjectives that praise whom they are said of."""
    return judging("praising_nouns") | judging("praising_adjs")


def _theme(token: Token) -> bool:
    """Whether the judged thing is a deed or decision, whose doer the article tells elsewhere."""
    return token.lemma_.lower() in classes()["attack"] | classes()["deed"]


def _act(
    trigger: Span, event_type: str, mode: str | None, actors: tuple[Span, ...], recipients: tuple[Span, ...], rule: str
) -> EventMention:
    taken = {(a.start, a.end) for a in actors}
    return EventMention(
        trigger,
        event_type,
        mode,
        "actual",
        actors,
        tuple(r for r in recipients if (r.start, r.end) not in taken),
        rule=rule,
    )
