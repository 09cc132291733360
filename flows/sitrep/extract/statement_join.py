"""The reader's attributions and the tree's, joined: where both see a cue, each gives what it does better."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span

from sitrep.extract import cues
from sitrep.extract.phrases import children
from sitrep.extract.statement_drafts import Draft, Range, overlap, tidy, trimmed, without, words_in
from sitrep.extract.statement_quotes import Utterances, merged

# A draft of the tree alone stands when its cue attributes at least this often in its construction; constructions that are not here
# were right less than a third of the time where the reader saw nothing (PolNeAR dev), and stay out.
SURE = {
    "clause": 0.8,
    "passive clause": 0.8,
    "parenthesis": 0.6,
    "as clause": 0.5,
    "colon": 0.6,
    "infinitive": 0.9,
    "quality": 0.9,
    "noun": 0.55,
    "information": 0.5,
    "no comment": 0.5,
    "according to": 0.5,
}
# Constructions whose content is a whole clause: where the reader stops short of its end, the tree knows better.
WHOLE = {"clause", "passive clause", "parenthesis", "according to", "colon"}
ADDRESSEE = 12  # words


def learned_drafts(doc: Doc) -> list[Draft]:
    """The reader's attributions as drafts."""
    if not Doc.has_extension("attributions"):
        return []
    out = []
    for a in doc._.attributions or ():
        cue, content = _ranges(a.cue), tidy(doc, _ranges(a.content))
        if cue and content:
            out.append(Draft(cue_head(doc, cue), cue, _source(a.source), content, "learned", score=float(a.score)))
    return out


def _ranges(spans: tuple[Span, ...]) -> list[Range]:
    return merged([(s.start, s.end) for s in spans])


def _source(spans: tuple[Span, ...]) -> Range | None:
    """A source in pieces is its longest piece."""
    best = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    return trimmed(best.doc, best.start, best.end) if best is not None else None


def cue_head(doc: Doc, cue: list[Range]) -> int:
    """The word that decides what a cue means: its last verb after a light one ("released a statement saying"), else its topmost verb or word."""
    tokens = [doc[i] for a, b in cue for i in range(a, b) if not doc[i].is_space]
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    if len(verbs) > 1 and cues.lemma(verbs[0]) in cues.words("light_verbs"):
        return verbs[-1].i
    for token in [*verbs, *tokens]:
        if token.head.i not in {t.i for t in (verbs or tokens)} or token.head == token:
            return token.i
    return (verbs or tokens)[0].i


def joined(said: Utterances, tree: list[Draft], learned: list[Draft]) -> list[Draft]:
    """One draft for each attribution: the reader's, corrected by the tree's where they share a cue, and the tree's own where it is sure."""
    doc = said.doc
    by_head: dict[int, list[Draft]] = defaultdict(list)
    for draft in tree:
        by_head[draft.head].append(draft)
    cued = {i for d in learned for a, b in d.cue for i in range(a, b)}
    own = [d for d in tree if d.head not in cued and d.score >= SURE.get(d.rule, 2.0) and said.at(d.head) < 0]
    out = []
    for draft in learned:
        mates = [t for a, b in draft.cue for i in range(a, b) for t in by_head.get(i, ())]
        draft = corrected(said, draft, mates, cued)
        out.append(draft)
    out = split(doc, out, own)
    known = Contents(doc, out)
    return out + [d for d in own if not known.has(words_in(doc, d.content))]


class Contents:
    """The contents of some drafts, asked whether one of them is about as given (intersection over union of a half)."""

    def __init__(self, doc: Doc, drafts: list[Draft]):
        self.sizes: list[int] = []
        self.at: dict[int, list[int]] = defaultdict(list)
        for n, draft in enumerate(drafts):
            words = words_in(doc, draft.content)
            self.sizes.append(len(words))
            for i in words:
                self.at[i].append(n)

    def has(self, words: set[int]) -> bool:
        shared = Counter(n for i in words for n in self.at.get(i, ()))
        return any(both >= 0.5 * (len(words) + self.sizes[n] - both) for n, both in shared.items())


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


def corrected(said: Utterances, draft: Draft, mates: list[Draft], cued: set[int]) -> Draft:
    """The reader's draft with what the tree knows of the same cue."""
    doc = said.doc
    draft = act_in_content(doc, draft)
    draft.content = near(said, draft)
    if not mates:
        return draft
    words = words_in(doc, draft.content)
    best = max(mates, key=lambda m: overlap(words, words_in(doc, m.content)))
    theirs = words_in(doc, best.content)
    draft.construction = best.construction
    draft.rule = f"learned + {best.rule}"
    if words < theirs and not (theirs - words) & cued and (best.rule in WHOLE or len(words) < 3) and not draft.content_moved:
        draft.content = list(best.content)
    elif best.rule == "clause" and theirs < words and min(theirs) - min(words) <= ADDRESSEE and _addressed(doc, words - theirs, draft.head):
        draft.content = list(best.content)
    draft.source = _whose(doc, draft, best)
    draft.content = before_next_act(said, draft)
    return draft


def near(said: Utterances, draft: Draft) -> list[Range]:
    """The pieces of a content in the cue's sentence or in quotations; what the reader linked from other sentences is mostly astray."""
    sentence = said.doc[draft.head].sent
    keep = [(a, b) for a, b in draft.content if a < sentence.end and b > sentence.start or said.at(a) >= 0 or said.at(b - 1) >= 0]
    return keep or draft.content


def act_in_content(doc: Doc, draft: Draft) -> Draft:
    """ "released a statement" + "condemning the raid" is "released a statement condemning" + "the raid"."""
    begin = draft.content[0][0]
    last, first = doc[draft.cue[-1][1] - 1], doc[begin]
    if not cues.medium(cues.lemma(last)):
        # The document may be the first thing in the content: "published" + "a video threatening to attack".
        last = next((doc[i] for i in range(begin, min(begin + 4, draft.content[0][1])) if doc[i].pos_ == "NOUN"), last)
        first = next((c for c in children(last, "acl") if last.i < c.i <= last.i + 4 and c.i < draft.content[0][1]), first)
    if not cues.medium(cues.lemma(last)) or first.tag_ != "VBG" or not 0 <= first.i - last.i <= 4:
        return draft
    end = first.i + 1
    while end + 1 < draft.content[0][1] and doc[end].lower_ in {"and", "or"} and doc[end + 1].tag_ == "VBG":
        end += 2
    rest = tidy(doc, [(end, draft.content[0][1]), *draft.content[1:]])
    if rest:
        draft.cue, draft.head, draft.content, draft.content_moved = merged([*draft.cue, (min(last.i + 1, begin), end)]), first.i, rest, True
    return draft


def before_next_act(said: Utterances, draft: Draft) -> list[Range]:
    """Content without what the cue's own verb is coordinated with: "confirmed his death | and paid tribute to his skill"."""
    doc, head = said.doc, said.doc[draft.head]
    holes = []
    for other in children(head, "conj"):
        if other.i > head.i and other.pos_ in {"VERB", "AUX"} and other.tag_ == head.tag_ and said.at(other.i) < 0:
            left = min([other.left_edge.i, *(c.i for c in children(other, "cc"))])
            holes.append((left, max(other.right_edge.i + 1, left + 1)))
    rest = tidy(doc, without(draft.content, holes))
    return rest if len(words_in(doc, rest)) >= 2 else draft.content


def _addressed(doc: Doc, extra: set[int], head: int) -> bool:
    """Are the words that the reader put before the clause the one who is told?"""
    objects = [c for c in doc[head].children if c.dep_ in {"iobj", "obj"}]
    extra = {i for i in extra if doc[i].dep_ != "mark"}
    return any(extra <= {t.i for t in o.subtree} for o in objects)


def _whose(doc: Doc, draft: Draft, best: Draft) -> Range | None:
    """The reader's source in the tree's full phrase; the tree's where the reader has none or one that is elsewhere."""
    ours, theirs = draft.source, best.source
    head = doc[draft.head]
    if head.tag_ == "VBN" and head.dep_ == "advcl" and not any(c.dep_.startswith(("aux", "nsubj")) for c in head.children):
        return theirs if best.rule == "passive" else None  # "Asked about the attack, he said …": somebody asked him
    if best.rule in {"passive", "noun", "passive clause"} or theirs is None:
        return ours
    if ours is None:
        return theirs if best.rule in {"clause", "object", "parenthesis", "according to"} else None
    if ours[1] - ours[0] == 1 and doc[ours[0]].tag_ in {"WDT", "WP"}:
        return theirs
    if theirs[0] <= ours[0] and ours[1] <= theirs[1]:
        return theirs
    return ours
