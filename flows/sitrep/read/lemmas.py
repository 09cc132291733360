"""Lemmas: a lexicon of (form, tag) → lemma first, then irregular verbs and regular endings, edit rules for the rest.

An edit rule is "case:cut:add", e.g. ``l:3:y`` takes "parties" to "party": lower-case the word, cut three characters off its end, add "y".
The rule of an unknown word comes from a head of the model.
"""

import csv
import functools
import os
from pathlib import Path


def edit_rule(form, lemma):
    """The rule that takes a form to its lemma."""
    lowered = form.lower()
    case = "l" if lemma == lemma.lower() and form != lowered else "k"
    base = lowered if case == "l" else form
    same = len(os.path.commonprefix([base, lemma]))
    return f"{case}:{len(base) - same}:{lemma[same:]}"


def apply_rule(form, rule):
    """The lemma of a form by a rule; the form itself where the rule would leave nothing."""
    case, cut, add = rule.split(":", 2)
    base = form.lower() if case == "l" else form
    if int(cut) >= len(base) and not add:
        return base
    return base[: len(base) - int(cut)] + add


# Where a form is unknown under its tag, it has the lemma that it has under this one ("shot" as participle and past tense).
_SAME = {"VBN": "VBD", "VBD": "VBN", "VB": "VBP", "VBP": "VB"}


# What a regular ending may stand for, longest first; of the lemmas that it allows, one that is known is taken.
_ENDINGS = {
    "VBG": [("ying", "ie"), ("ing", "e"), ("ing", "")],
    "VBD": [("ied", "y"), ("ed", "e"), ("ed", "")],
    "VBZ": [("ies", "y"), ("es", "e"), ("es", ""), ("s", "")],
    "NNS": [("ies", "y"), ("men", "man"), ("es", "e"), ("es", ""), ("s", "")],
}
_ENDINGS["VBN"] = _ENDINGS["VBD"]
_CLASS = {"NNS": ("NN", "NNS")}  # tags whose lemmas a noun may have; verbs: all of theirs


class Lemmas:
    """The lexicon, ``{tag: {form: lemma}}``; forms are as written, or lower-case for all spellings."""

    def __init__(self, entries):
        self.entries = entries
        verbs = {lemma for tag, known in entries.items() if tag.startswith("VB") for lemma in known.values()}
        nouns = {lemma for tag in _CLASS["NNS"] for lemma in entries.get(tag, {}).values()}
        self.known = {tag: nouns if tag == "NNS" else verbs for tag in _ENDINGS}

    def lemma(self, form, tag, rule):
        """The lemma of a form under a fine tag (XPOS); `rule` is what the model says, used for unknown pairs."""
        if tag in {"VBD", "VBN"} and form.lower() in irregular_verbs():  # before the lexicon: treebanks err on rare ones
            return irregular_verbs()[form.lower()]
        names = tag.startswith("NNP")
        for known in (self.entries.get(tag), self.entries.get(_SAME.get(tag))):
            if known is None:
                continue
            found = known.get(form)
            if found is None and not names:
                found = known.get(form.lower())
            if found is not None:
                return found
        return self._regular(form.lower(), tag) or apply_rule(form, rule)

    def _regular(self, form, tag):
        """The known lemma that an unknown form must come from, or None."""
        for ending, lemma_ending in _ENDINGS.get(tag, ()):
            if form.endswith(ending):
                stem = form[: -len(ending)]
                doubled = not lemma_ending and len(stem) > 3 and stem[-1] == stem[-2]
                for lemma in (stem + lemma_ending, stem[:-1]) if doubled else (stem + lemma_ending,):
                    if lemma in self.known[tag]:
                        return lemma
        return None


@functools.cache
def irregular_verbs():
    """Past tense or participle → base form."""
    with open(Path(__file__).with_name("irregular_verbs.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {row[column]: row["base"] for row in rows for column in ("past", "participle")}
