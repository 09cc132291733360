"""Whether a text is surely not English. In doubt it is English: a lost article is worse than a poor reading."""

from __future__ import annotations

import functools
import re
from typing import Any

SAMPLE = 4000  # characters that are looked at
# Posterior of English above which we are in doubt. Of 7,800 English headlines and sentences of five words and more none was
# below it that was not in fact in another language; the hardest, three foreign names and a verb, was at 0.005.
MAX_ENGLISH = 1e-3
# Words that are frequent in English and that no language close to it writes. One in twelve words of prose is one of them twice over;
# a text in another language has a name or a title with them at most.
ENGLISH = frozenset(
    "the and that with from which have has been were their they after who said would could are this these those into over by for not it "
    "its his he she at as while where will against about".split()
)
ENGLISH_SHARE = 0.08
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")


def foreign_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text that is surely not English, else None."""
    sample = text[:SAMPLE]
    words = [word.lower() for word in WORD.findall(sample)]
    if not words:
        return None
    if sum(word in ENGLISH for word in words) >= max(2, ENGLISH_SHARE * len(words)):
        return None
    code, english = _ranked(sample.lower())
    other_script = len(LATIN.findall(sample)) < 0.5 * len(LETTER.findall(sample))  # no matter of doubt
    return code if code != "en" and (other_script or english < MAX_ENGLISH) else None


def _ranked(sample: str) -> tuple[str, float]:
    """The most probable language, and the posterior of English."""
    ranked = dict(_identifier().rank(sample))
    code = max(ranked, key=lambda language: (ranked[language], language))
    return code, float(ranked["en"])


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
