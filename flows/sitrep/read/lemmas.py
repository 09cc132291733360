"""Lemmas: a lexicon of (form, tag) → lemma first, edit rules for what it does not know.

An edit rule is "case:cut:add", e.g. ``l:3:y`` takes "parties" to "party": lower-case the word, cut three characters off its end, add "y".
The rule of an unknown word comes from a head of the model.
"""

import os


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


class Lemmas:
    """The lexicon, ``{tag: {form: lemma}}``; forms are as written, or lower-case for all spellings."""

    def __init__(self, entries):
        self.entries = entries

    def lemma(self, form, tag, rule):
        """The lemma of a form under a fine tag (XPOS); `rule` is what the model says, used for unknown pairs."""
        names = tag.startswith("NNP")
        for known in (self.entries.get(tag), self.entries.get(_SAME.get(tag))):
            if known is None:
                continue
            found = known.get(form)
            if found is None and not names:
                found = known.get(form.lower())
            if found is not None:
                return found
        return apply_rule(form, rule)
