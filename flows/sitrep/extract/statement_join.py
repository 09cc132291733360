"""The reader's attributions and the tree's, joined: where both see a cue, each gives what it does better."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span

from sitrep.extract import cues
from sitrep.extract.statement_drafts import Draft, Range, overlap, tidy, words_in
from sitrep.extract.statement_quotes import merged

# A draft of the tree alone stands when its cue in its construction attributes at least this often (PolNeAR).
SURE = 0.5


def learned_drafts(doc: Doc) -> list[Draft]:
    """The reader's attributions as drafts."""
    if not Doc.has_extension("attributions"):
        return []
    out = []
    for a in doc._.attributions or ():
        cue, content = _ranges(a.cue), tidy(doc, _ranges(a.content))
        if cue and content:
            out.append(Draft(cue_head(doc, cue), cue, _source(a.source), content, "learned", score=float(a.score), learned=True))
    return out


def _ranges(spans: tuple[Span, ...]) -> list[Range]:
    return merged([(s.start, s.end) for s in spans])


def _source(spans: tuple[Span, ...]) -> Range | None:
    """A source in pieces is its longest piece."""
    best = max(spans, key=lambda s: (s.end - s.start, -s.start), default=None)
    return (best.start, best.end) if best is not None else None


def cue_head(doc: Doc, cue: list[Range]) -> int:
    """The word that decides what a cue means: its last verb after a light one ("released a statement saying"), else its topmost verb or word."""
    tokens = [doc[i] for a, b in cue for i in range(a, b) if not doc[i].is_space]
    verbs = [t for t in tokens if t.pos_ == "VERB"]
    if len(verbs) > 1 and verbs[0].lemma_.lower() in cues.words("light_verbs"):
        return verbs[-1].i
    for token in [*verbs, *tokens]:
        if token.head.i not in {t.i for t in (verbs or tokens)} or token.head is token:
            return token.i
    return (verbs or tokens)[0].i


def joined(doc: Doc, tree: list[Draft], learned: list[Draft]) -> list[Draft]:
    """One draft for each attribution: the reader's, corrected by the tree's where they share a cue, and the tree's own where it is sure."""
    by_head: dict[int, list[Draft]] = defaultdict(list)
    for draft in tree:
        by_head[draft.head].append(draft)
    cued = {i for d in learned for a, b in d.cue for i in range(a, b)}
    out = [agreed(doc, d, [t for a, b in d.cue for i in range(a, b) for t in by_head.get(i, ())]) for d in learned]
    known = Contents(doc, out)
    return out + [d for d in tree if d.head not in cued and d.score >= SURE and not known.has(words_in(doc, d.content))]


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


def agreed(doc: Doc, draft: Draft, mates: list[Draft]) -> Draft:
    """The reader's draft with what the tree knows of the same cue."""
    if not mates:
        return draft
    words = words_in(doc, draft.content)
    best = max(mates, key=lambda m: overlap(words, words_in(doc, m.content)))
    draft.construction = best.construction
    draft.rule = f"learned + {best.rule}"
    if draft.source is None and best.rule not in {"passive", "noun", "passive clause"}:
        draft.source = best.source
    return draft
