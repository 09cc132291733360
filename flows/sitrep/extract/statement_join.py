"""The reader's attributions and the tree's, joined: where both see a cue, each gives what it does better."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span, Token

from sitrep.extract import cues
from sitrep.extract.event_arguments import who
from sitrep.extract.phrases import relation
from sitrep.extract.statement_coordination import following_drafts, sharing_drafts
from sitrep.extract.statement_drafts import Draft, Range, overlap, speaker_of, tidy, trimmed, without, words_in
from sitrep.extract.statement_judgements import tells_a_deed
from sitrep.extract.statement_quotes import Utterances, merged
from sitrep.extract.statement_repair import as_cited, as_quoted, corrected, nearest_subjects, of_carried, of_document

# A draft of the tree alone stands when its cue attributes at least this often in its construction; constructions that are not here
# were right less than a third of the time where the reader saw nothing (PolNeAR dev), and stay out.
SURE = {
    "clause": 0.8,
    "passive clause": 0.8,
    "parenthesis": 0.6,
    "colon": 0.6,
    "infinitive": 0.85,
    "object": 0.9,
    "figure": 0.65,
    "passive": 0.5,
    "quality": 0.9,
    "noun": 0.55,
    "information": 0.5,
    "no comment": 0.5,
    "according to": 0.5,
    "as clause": 0.5,
    "viewpoint": 0.5,
    "relative": 0.5,
    "utterance": 0.5,
}
ACTS = 0.45  # "welcomed the ruling": the same for verbs that name an act, which are rarer as deeds in news than in general


def learned_drafts(doc: Doc) -> list[Draft]:
    """The reader's attributions as drafts."""
    if not Doc.has_extension("attributions"):
        return []
    out = []
    for a in doc._.attributions or ():
        cue = with_verb(doc, _ranges(a.cue))
        content = tidy(doc, without(_ranges(a.content), cue))
        head = cue_head(doc, cue) if cue and content else -1
        if head >= 0 and not cues.says_nothing(doc[head]) and not tells_a_deed(doc[head]):
            out.append(Draft(head, cue, _source(a.source), content, "learned", score=float(a.score)))
    return out


def _ranges(spans: tuple[Span, ...]) -> list[Range]:
    return merged([(s.start, s.end) for s in spans])


def _source(spans: tuple[Span, ...]) -> Range | None:
    """A source in pieces is its longest piece."""
    best = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    return trimmed(best.doc, best.start, best.end) if best is not None else None


def with_verb(doc: Doc, cue: list[Range]) -> list[Range]:
    """A cue that is only the adverb, auxiliary or "all" before its verb, with that verb: "They | then | urge"."""
    if len(cue) != 1 or any(doc[i].pos_ not in {"ADV", "DET", "AUX", "PART"} for i in range(*cue[0])):
        return cue
    verb = doc[cue[0][1]] if cue[0][1] < len(doc) else None
    if verb is None or verb.pos_ != "VERB" or not cues.reports(cues.lemma(verb)):
        return cue
    return [(cue[0][0], verb.i + 1)]


def cue_head(doc: Doc, cue: list[Range]) -> int:
    """The word that decides what a cue means: the verb after a light or a raising one ("released a statement saying", "seemed to say"),
    else the topmost one."""
    tokens = [doc[i] for a, b in cue for i in range(a, b) if not doc[i].is_space]
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    if len(verbs) > 1 and cues.lemma(verbs[0]) in cues.words("light_verbs") | cues.words("raising"):
        return verbs[1].i
    for token in [*verbs, *tokens]:
        if token.head.i not in {t.i for t in (verbs or tokens)} or token.head == token:
            return token.i
    return (verbs or tokens)[0].i


def joined(said: Utterances, tree: list[Draft], learned: list[Draft]) -> list[Draft]:
    """One draft for each attribution: the reader's, corrected by the tree's where they share a cue, and the tree's own where it is sure."""
    doc = said.doc
    learned = list({(d.head, d.content[0]): d for d in (as_cited(doc, as_quoted(doc, draft)) for draft in learned)}.values())
    by_head: dict[int, list[Draft]] = defaultdict(list)
    for draft in tree:
        by_head[draft.head].append(draft)
    cued = {i for d in learned for a, b in d.cue for i in range(a, b)}
    own = [
        d
        for d in tree
        if d.head not in cued
        and d.score >= (ACTS if _is_act(doc, d) else SURE.get(d.rule, 2.0))
        and said.at(d.head) < 0
        and (d.source or _unsourced(doc, d))
        and not (d.rule in {"object", "passive"} and cues.lemma(doc[d.head]) in cues.words("blows"))
        and (d.rule != "clause" or cues.reports(cues.lemma(doc[d.head])))
        and (d.rule != "object" or _acts_itself(doc, d))
        and not _is_asked(doc[d.head])
    ]
    for draft in tree:
        draft.content = tidy(doc, said.in_paragraph(draft.content, draft.head)) or draft.content
    out = []
    for draft in learned:
        mates = [t for a, b in draft.cue for i in range(a, b) for t in by_head.get(i, ())] or of_document(doc, draft, by_head)
        draft = corrected(said, of_carried(doc, draft, by_head), mates, cued)
        out.append(draft)
    nearest_subjects(doc, out, by_head)
    for draft in out:
        if draft.source and not draft.content_moved:
            draft.content = tidy(doc, without(draft.content, [draft.source])) or draft.content
    following = following_drafts(said, out, by_head, cued)
    own = [d for d in own if d.head not in {f.head for f in following}] + following
    out = split(doc, out, own)
    known = Contents(doc, out)
    return out + [d for d in own if not known.has(words_in(doc, d.content), d)] + sharing_drafts(doc, out, cued)


def _acts_itself(doc: Doc, draft: Draft) -> bool:
    """Is the source of a verb with an object somebody: not "a problem that demands a response"."""
    subject = speaker_of(doc[draft.head])
    return subject is not None and subject.lower_ not in {"it", "this", "that", "which"} and bool(who(subject, doing=False))


def _is_asked(verb: Token) -> bool:
    """Is it what is asked, threatened or promised, which nobody has done: "asked him to | declare | a truce", "vowed to | deny | it"?"""
    to_do = relation(verb) == "xcomp" and verb.tag_ == "VB"
    return to_do and cues.speech_act(cues.lemma(verb.head), "infinitive") in {"demand", "threaten", "promise"}


def _is_act(doc: Doc, draft: Draft) -> bool:
    return draft.rule == "object" and cues.speech_act(cues.lemma(doc[draft.head]), "object") != "assert"


def _unsourced(doc: Doc, draft: Draft) -> bool:
    """A passive that may stand without a source ("was accused of"), or a construction whose subject the tree lost."""
    return draft.rule != "passive" or cues.lemma(doc[draft.head]) in cues.words("unsourced")


class Contents:
    """The contents of some drafts, asked whether one of them is about as given (intersection over union of a half)."""

    def __init__(self, doc: Doc, drafts: list[Draft]):
        self.sizes: list[int] = []
        self.heads = [d.head for d in drafts]
        self.at: dict[int, list[int]] = defaultdict(list)
        for n, draft in enumerate(drafts):
            words = words_in(doc, draft.content)
            self.sizes.append(len(words))
            for i in words:
                self.at[i].append(n)

    def has(self, words: set[int], draft: Draft) -> bool:
        shared = Counter(n for i in words for n in self.at.get(i, ()))
        # One whose cue lies among the words is reported in turn ("he said …, a statement said"); so is a clause whose cue lies in it.
        around = set(self.at.get(draft.head, ())) if draft.rule == "clause" else set()
        return any(
            both >= 0.5 * (len(words) + self.sizes[n] - both)
            for n, both in shared.items()
            if self.heads[n] not in words and n not in around
        )


def split(doc: Doc, drafts: list[Draft], own: list[Draft]) -> list[Draft]:
    """Take from a reader's content each piece that a cue of its own reports: "…, one report claimed. …, sources said"."""
    pieces = {i: d for d in own for i in words_in(doc, d.content)}
    for draft in drafts:
        if len(draft.content) < 2:
            continue
        keep = []
        for piece in draft.content:
            words = words_in(doc, [piece])
            other = pieces.get(min(words)) if words else None
            if other is None or overlap(words, words_in(doc, other.content)) < 0.7:
                keep.append(piece)
        draft.content = keep or draft.content
    return drafts
