"""Names from the scores of the name head, with the edges that the tags and the spelling ask for."""

from .spans import spans

# Kinds that are written with a capital in English; dates, quantities and money are not names but measures.
CAPITAL = {"PER", "ORG", "LOC", "NORP", "EVENT"}
_LOOSE = {"DET", "PRON", "PUNCT", "ADP", "CCONJ", "SCONJ", "AUX", "PART"}
_ARTICLES = {"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "bin", "ibn", "abu", "ul"}


def names(scores, labels, words, forms, upos):
    """Names [(first, end, label, score)] among words (start, end) with their forms and tags; scores float (words, labels)."""
    found, taken = [], 0
    raw = spans(scores, labels)
    limits = [*(span[0] for span in raw), len(words)][1:]
    for (first, end, label, score), limit in zip(raw, limits, strict=True):
        if label in CAPITAL:
            first, end = _edges(first, end, limit, words, forms, upos)
        first = max(first, taken)
        if first < end and (label not in CAPITAL or any(not form[0].islower() and form[0].isalnum() for form in forms[first:end])):
            found.append((first, end, label, score))
            taken = end
    return found


def mentions(scores, labels, forms, heads, relations):
    """Mentions [(first, end, label, score)] as re3d codes them, where a title goes with its name and a town with its state ("Vermillion,
    South Dakota"); `heads` and `relations` of the same words."""
    found = []
    for first, end, label, score in spans(scores, labels):
        before = found[-1] if found and found[-1][2] == label else None
        if before and (label == "PER" and before[1] == first or label == "LOC" and _in(before, first, end, forms, heads, relations)):
            found[-1] = (before[0], end, label, min(before[3], score))
        else:
            found.append((first, end, label, score))
    return found


def _in(place, first, end, forms, heads, relations):
    """Whether the place first:end, after a comma, hangs on the place before as what it lies in, not as another one of a list."""
    if first != place[1] + 1 or forms[place[1]] != ",":
        return False
    root = next((i for i in range(first, end) if not first <= heads[i] < end), first)
    return place[0] <= heads[root] < place[1] and relations[root] != "conj"


def _edges(first, end, limit, words, forms, upos):
    """Without articles and stray words at the edges, without "-backed", with all of "Dae-jung" and "al-Askari"; `limit`: the next name."""
    while first < end and upos[first] in _LOOSE and forms[first].lower() not in _ARTICLES:
        first += 1
    while end > first and upos[end - 1] in _LOOSE and forms[end - 1] != ")":
        end -= 1
    if end - first > 2 and _joined(words, forms, end - 2) and forms[end - 1].islower() and upos[end - 1] != "PROPN":
        end -= 2
    while first < end and end + 2 <= limit and _joined(words, forms, end) and upos[end + 1] == "PROPN":
        end += 2
    if first > 1 and _joined(words, forms, first - 1) and forms[first - 2].lower() in _ARTICLES:
        first -= 2
    return first, end


def _joined(words, forms, i):
    """Whether word i is a hyphen with no space on either side."""
    return forms[i] in "-‐‑" and words[i - 1][1] == words[i][0] and i + 1 < len(words) and words[i][1] == words[i + 1][0]
