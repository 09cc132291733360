"""Cues that follow another in one breath: "accused Kyiv of shelling the plant and threatened revenge", "said …, blaming the rebels".

The reader often takes the second for a part of what the first reports; the tree shows where it begins and what it governs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Doc, Token

from sitrep.extract import cues
from sitrep.extract.event_arguments import who
from sitrep.extract.phrases import children, relation
from sitrep.extract.statement_drafts import Draft, Range, tidy, without, words_in
from sitrep.extract.statement_quotes import Utterances

LIKELY = 0.4  # the least share of attributions among uses of the second verb in its construction
COMPLEMENTS = ("ccomp", "xcomp", "advcl")


def before_next_act(said: Utterances, draft: Draft) -> list[Range]:
    """Content without what the cue's own verb is coordinated with: "announced the closure | and thanked the staff"."""
    doc = said.doc
    rest = tidy(doc, without(draft.content, [hole for _, hole in next_acts(said, doc[draft.head])]))
    return rest if len(words_in(doc, rest)) >= 2 else draft.content


def next_acts(said: Utterances, head: Token) -> list[tuple[Token, Range]]:
    """The verbs that go on from a cue with the same speaker, each with its clause and conjunction as a range of tokens."""
    out = [
        (other, _clause(other, at_least=True))
        for other in [*children(head, "conj"), *(children(head.head, "conj") if relation(head) == "conj" else ())]
        if other.i > head.i and other.pos_ in {"VERB", "AUX"} and _tenses(other) & _tenses(head) and said.at(other.i) < 0
        if not any(c.lower_ == "that" for c in children(other, "mark"))  # "said that … and that …"
    ]
    out += [(act, _clause(act)) for act in children(head, "advcl") if _in_passing(said, act)]
    for clause in children(head, *COMPLEMENTS):
        for other in children(clause, "conj"):
            if other.tag_ == head.tag_ == "VBD" and other.i > head.i and not children(other, "nsubj", "aux") and said.at(other.i) < 0:
                # "said he would order a review | and warned against attacks": a past verb is no second half of "would order".
                modal = clause.tag_ in {"VB", "VBG"} or any(c.tag_ == "MD" for c in children(clause, "aux"))
                # "said Chad had taken no part | and accused the rebels": nor of "had taken".
                modal = modal or tells(other) and clause.tag_ == "VBN" and any(c.lower_ == "had" for c in children(clause, "aux"))
                # "said the party failed to file | and asked it to": "it" is the party, so the party does not ask.
                refers_back = any(o.lower_ in {"it", "them"} for o in children(other, "obj", "iobj"))
                if modal or tells(other) and (refers_back or not _may_speak(clause)):
                    out.append((other, _clause(other)))
        out += [(act, _clause(act)) for act in children(clause, "advcl") if _in_passing(said, act) and not _may_speak(clause)]
    return out


def following_drafts(said: Utterances, drafts: list[Draft], by_head: dict[int, list[Draft]], cued: set[int]) -> list[Draft]:
    """The tree's drafts of the verbs that go on from a cue and that the reader did not see, said by the same source."""
    out = []
    of_source: dict[Range, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.source:
            of_source[draft.source].append(draft)
    for draft in drafts:
        for verb, clause in next_acts(said, said.doc[draft.head]) if draft.source else ():
            likely = [d for d in by_head.get(verb.i, ()) if d.score >= LIKELY] if verb.i not in cued and tells(verb) else []
            if likely and not children(verb, "nsubj"):
                out.append(replace(max(likely, key=lambda d: d.score), source=draft.source))
                for other in of_source[draft.source]:  # "demanded an apology | and threatened …", hung on an earlier verb
                    if draft.head < other.head < verb.i:
                        other.content = tidy(said.doc, without(other.content, [clause])) or other.content
    return out


def sharing_drafts(doc: Doc, drafts: list[Draft], cued: set[int]) -> list[Draft]:
    """ "The envoy said, and the minister confirmed, that …": the first speaker's draft, with the content of the second."""
    out = []
    for draft in drafts:
        second = doc[draft.head]
        first = second.head
        if relation(second) != "conj" or first.i in cued or not cues.reports(cues.lemma(first)) or children(first, "ccomp", "obj", "xcomp"):
            continue
        speaker = next(iter(children(first, "nsubj")), None)
        if speaker is not None and children(second, "nsubj") and draft.content[0][0] > second.i and doc[first.i + 1].text == ",":
            cue, who_says = (first.i, first.i + 1), (speaker.left_edge.i, speaker.right_edge.i + 1)
            out.append(replace(draft, head=first.i, cue=[cue], source=who_says, content=list(draft.content), rule="clause"))
    return out


def _clause(verb: Token, *, at_least: bool = False) -> Range:
    left = min([verb.left_edge.i, *(c.i for c in children(verb, "cc"))])
    return left, max(verb.right_edge.i + 1, left + 1) if at_least else verb.right_edge.i + 1


def _in_passing(said: Utterances, act: Token) -> bool:
    """A participle after a comma that says something: "…, blaming the rebels"."""
    before = act.doc[act.i - 1] if act.i else act
    return act.tag_ == "VBG" and before.text == "," and said.at(act.i) < 0 and tells(act)


def tells(verb: Token) -> bool:
    """Does a verb say something by itself, as a report or as an act: "adding", "blaming"?"""
    lemma = cues.lemma(verb)
    if lemma in cues.words("blows") or cues.attribution_type(lemma) != "communication":
        return False
    return cues.reports(lemma) or cues.speech_act(lemma, "object") != "assert"


def _may_speak(clause: Token) -> bool:
    """Is the subject of a clause somebody who can do the telling: "the minister", not "the road" and not "he", who may be the speaker?"""
    return any(token.pos_ != "PRON" and who(token, doing=False) for token in children(clause, "nsubj"))


def _tenses(verb: Token) -> set[str]:
    """Of the verb group: "was drifting" is past, "has confirmed" goes with a present and with a past."""
    first = next((c for c in children(verb, "aux", "cop") if c.tag_ in {"VBD", "VBZ", "VBP"}), verb)
    return {first.tag_, *({"VBD"} if verb.tag_ == "VBN" else ())}
