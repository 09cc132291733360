"""Labels and the lemma lexicon, counted on the treebanks' training parts."""

from collections import Counter, defaultdict

from sitrep.read.labels import KINDS, NAMES, ROLES, Labels, bio
from sitrep.read.lemmas import edit_rule

from .treebank import documents

RARE = 3  # an edit rule, tag or relation seen less often is not learned


def vocabulary(paths):
    """(Labels, lexicon {tag: {form: lemma}}) of CoNLL-U files."""
    upos, xpos, rules, relations, lemmas = Counter(), Counter(), Counter(), Counter(), defaultdict(Counter)
    for path in paths:
        for document in documents(path):
            for s in document.sentences:
                forms = [document.text[a:b] for a, b in s.words]
                upos.update(s.upos)
                xpos.update(s.xpos)
                relations.update(s.relations)
                rules.update(map(edit_rule, forms, s.lemmas))
                for form, tag, lemma in zip(forms, s.xpos, s.lemmas, strict=True):
                    lemmas[tag, form][lemma] += 1
    kept = [sorted(k for k, n in counts.items() if n >= RARE) for counts in (upos, xpos, rules, relations)]
    tags, fine, edits, arcs = kept
    return Labels(tags, fine, edits, arcs, names=bio(NAMES), roles=bio(ROLES), mentions=bio(NAMES), kinds=list(KINDS)), _lexicon(lemmas)


def _lexicon(lemmas):
    """The most frequent lemma of each (tag, form); what the lower-case spelling or a name's own form already says is left out."""
    best = {key: min(counts, key=lambda m: (-counts[m], m)) for key, counts in lemmas.items()}
    lexicon = defaultdict(dict)
    for (tag, form), lemma in sorted(best.items()):
        known = form if tag.startswith("NNP") else best.get((tag, form.lower())) if form != form.lower() else None
        if lemma != known and lemma != "_":
            lexicon[tag][form] = lemma
    return dict(lexicon)
