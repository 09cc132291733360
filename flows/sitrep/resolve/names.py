"""Names compared: normal form, consonant skeleton, acronyms, surnames.

A fuzzy ratio cannot tell spellings from different people (two presidents Bush score 93, two spellings of Kataib
Hezbollah 88). Transliterations differ in vowels, doubled letters and a few consonants; so a skeleton of consonants is
the key, and the vowels, slot by slot, are the safeguard: Hassan and Hussein share a skeleton and are two names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

APOSTROPHES = re.compile(r"[’‘ʻʼʿʾ`´′]")
POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.I)
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
DOUBLED = re.compile(r"(.)\1+")
NOT_WORD = re.compile(r"[^\w']+", re.U)
# Letters that NFKD leaves alone.
LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D", "ð": "d", "þ": "th"}
)
SPELLINGS = {
    "defence": "defense", "organisation": "organization", "organisations": "organizations", "centre": "center", "labour": "labor",
    "programme": "program", "mobilisation": "mobilization", "stabilisation": "stabilization", "defences": "defenses", "saint": "st",
}  # fmt: skip
SMALL = {"of", "the", "for", "and", "in", "on", "to", "de", "del", "la", "le", "du", "des", "et", "a", "an", "y", "e"}

# Particles that spellings write in many ways or leave out.
ARTICLES = {"al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az"}
PARTICLES = {
    "abou": "abu", "abo": "abu", "ibn": "bin", "ben": "bin", "bint": "bint", "abdel": "abd", "abdul": "abd", "abdal": "abd",
    "abdol": "abd", "abdur": "abd",
}  # fmt: skip
DIGRAPHS = [
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("zh", "z"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("ue", "u"), ("oe", "o"),
]  # fmt: skip
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
VOWELS = "aeiouy"
# Vowels that transliterations exchange for each other.
ALIKE = {"a": "ae", "e": "aei", "i": "eiy", "y": "eiy", "o": "ouw", "u": "ouw"}


def plain(text: str) -> str:
    """`text` without accents, with straight apostrophes and single spaces; case kept."""
    if text.isascii() and "`" not in text:
        return " ".join(text.split())
    text = APOSTROPHES.sub("'", text).translate(LETTERS)
    return " ".join(NOT_ASCII.sub(_without_accents, text).split())


def _without_accents(letters: re.Match[str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letters[0]) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def bare(name: str) -> str:
    """`name` as written, without article, possessive mark and surrounding punctuation."""
    name = plain(name).strip(' "“”„«».,;:!?[]–—-')
    return ARTICLE.sub("", POSSESSIVE.sub("", name)).strip()


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The key under which spellings of no consequence are one: case, accents, hyphens, stops, articles, British spelling."""
    text = bare(name).lower().replace("&", " and ").replace(".", "").replace("'", "")
    words = NOT_WORD.sub(" ", text).split()
    return " ".join(SPELLINGS.get(w, w) for w in words)


@lru_cache(maxsize=65536)
def acronym_key(name: str) -> str | None:
    """ "U.S." and "US" → "US"; None if `name` is not written as an acronym (capitals and digits, 2 to 7 signs, one word)."""
    text = bare(name).replace(".", "")
    if 2 <= len(text) <= 7 and text.replace("-", "").isalnum() and text == text.upper() and any(c.isalpha() for c in text):
        return text
    return None


def is_acronym_of(acronym: str, name: str) -> bool:
    """Whether `acronym` is made of the initials of `name`: "MoD" of "Ministry of Defence"; small words may be left out."""
    letters = re.sub(r"[^A-Za-z]", "", plain(acronym)).lower()
    words = [w for w in re.split(r"[^A-Za-z]+", plain(name)) if w]
    if not 2 <= len(letters) <= 8 or len(words) < 2 or sum(c.isupper() for c in acronym) < 2:
        return False
    content = "".join(w[0] for w in words if w.lower() not in SMALL).lower()
    every = "".join(w[0] for w in words).lower()
    return letters in (content, every) or (letters.endswith("s") and letters[:-1] == content and acronym[-1] == "s")


def _words(name: str) -> list[str]:
    """Name words for the skeleton: Arabic articles dropped, particles in one spelling."""
    text = bare(name).lower().replace("'", "").replace(".", "")
    words = [PARTICLES.get(w, w) for w in NOT_WORD.sub(" ", text).split()]
    return [w for i, w in enumerate(words) if not (w in ARTICLES and (i + 1 < len(words)))]


@lru_cache(maxsize=65536)
def _slots(word: str) -> tuple[str, tuple[str, ...]]:
    """A word as its consonants and, before, between and after them, its vowels: "hizballah" → "hsbl", ("", "i", "", "a", "a")."""
    for written, sound in DIGRAPHS:
        word = word.replace(written, sound)
    consonants, vowels = "", [""]
    for i, c in enumerate(word):
        if c == "y" and i + 1 < len(word) and word[i + 1] in VOWELS and i:
            continue  # a glide: Sayyid
        if c == "y" and not i and len(word) > 1 and word[1] in VOWELS:
            consonants += c
            vowels.append("")
            continue
        if c == "v":
            consonants += "w"  # but no half-vowel, as w may be: Aliyev
            vowels.append("")
        elif c in VOWELS:
            vowels[-1] += c
        elif c == "w" and vowels[-1]:
            vowels[-1] += "u"  # Dawla, Daoula
        elif c == "h" and i == len(word) - 1 and vowels[-1]:
            continue  # a mute h: Khatibzade, Khatibzadeh
        elif consonants and consonants[-1] == c and not vowels[-1]:
            continue  # doubled
        else:
            consonants += c
            vowels.append("")
    return consonants, tuple(vowels)


def skeleton(name: str) -> str:
    """The consonants of each word; an initial vowel is kept as "a". One key for all transliterations of a name.

    >>> skeleton("Kata'ib Hizballah") == skeleton("Kataib Hezbollah")
    True
    """
    out = []
    for word in _words(name):
        consonants, vowels = _slots(word)
        out.append(("a" if vowels[0] else "") + consonants)
    return " ".join(out)


def same_spelling(one: str, other: str) -> bool:
    """Whether two names of at least two words are spellings of one: skeletons equal and vowels compatible slot by slot."""
    left, right = _words(one), _words(other)
    if len(left) != len(right) or len(left) < 2 or skeleton(one) != skeleton(other):
        return False
    if len(skeleton(one).replace(" ", "")) < 5:
        return False
    return all(_same_word(a, b) for a, b in zip(left, right, strict=True))


def _same_word(one: str, other: str) -> bool:
    if DOUBLED.sub(r"\1", one) == DOUBLED.sub(r"\1", other):
        return True
    consonants, left = _slots(one)
    _, right = _slots(other)
    if len(consonants) < 2:
        return False  # too little left to go by: Ali, Ola
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a and b]
    clashes = sum(not any(y in ALIKE[x] for x in a for y in b) for a, b in pairs)
    if left[0] and right[0] and right[0][0] not in ALIKE[left[0][0]]:
        return False  # Ahmed, Umid
    if left[-1] and right[-1] and right[-1][-1] not in ALIKE[left[-1][-1]]:
        return False  # Maria, Mario
    if {left[-1][-1:], right[-1][-1:]} == {"", "a"}:
        return False  # Paul, Paula
    return clashes * 3 <= len(pairs)


def surname(person: str, *, particles: Collection[str], suffixes: Collection[str], family_first: Collection[str]) -> str:
    """The family name, with its particles ("bin Salman", "von der Leyen"; "al-Assad" gives "Assad").

    East Asian names put it first: known by a hyphenated given name ("Kim Jong-un") or a surname of `family_first`
    before a single given name ("Xi Jinping").
    """
    words = [w for w in bare(person).replace(",", " ").split() if normalise(w) not in suffixes]
    if len(words) < 2:
        return words[0] if words else ""
    given_last = re.fullmatch(r"[A-Z][a-z]+-[a-z]+", words[1]) or normalise(words[0]) in family_first and len(words) == 2
    if given_last and len(words) == 2:
        return words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in particles:
        start -= 1
    return re.sub(r"^(?:[Aa]l|[Ee]l|[Aa]s|[Aa]r|[Aa]sh)-(?=[A-Z])", "", " ".join(words[start:]))
