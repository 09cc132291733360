"""Text → words, as Universal Dependencies counts them: contractions, possessives and hyphens are split.

The reader was trained on UD English (EWT and GUM), so a word must be here what it is there: ``do|n't``, ``Iraq|'s``, ``al|-|Shaabi``,
``$|5``, but ``U.S.``, ``non-aligned``, ``1,000`` and addresses whole. Everything is decided inside one run of non-space characters, so the
split of a word never depends on its neighbours, and equal runs are split once.
"""

import re
from functools import lru_cache

# A longer run of non-space characters is cut there: the patterns below look ahead within a run, and must not do so without end.
LONGEST = 1000
# A hyphen after these prefixes does not split (measured on EWT and GUM train: each is kept whole more often than not).
PREFIXES = "non|anti|pre|pro|post|co|re|mid|e|semi|multi|ex|sub|counter|over|pan|mini|inter|neo|pseudo|ultra|intra|quasi|un|de"
# Abbreviations that keep their full stop.
ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Capt|Maj|Sgt|Cpl|Adm|Cmdr|Rev|Hon|Prof|Pres|Jr|Sr|Inc|Ltd|Co|Corp|Bros|vs|etc|cf|al|No|Nos|pp|vol|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Mt|Ft|Ave|Blvd|Dept|Univ|Assn|approx|est|Ala|Ariz|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|"
    "Kan|Ky|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo"
)
_UNITS = "k|m|bn|tn|km|kg|mm|cm|am|pm|AM|PM|mph|ft|lb|lbs|oz|GB|MB|KB|kHz|MHz|GHz"
_FILES = "doc|pdf|xls|ppt|jpg|gif|png|htm|html|txt|zip"
_APOSTROPHE = "['’`]"
_LETTER = r"[^\W\d_]"
_MARKS = "\u0300-\u036f\u064b-\u065f\u00ad\u200b-\u200d"  # accents, vowel signs, soft hyphens: inside a word, though no letters
_TOKEN = re.compile(
    rf"""
    (?:https?|ftp)://\S*[\w/]                                       # address
  | www\.\S*[\w/]
  | [\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)*                                # e-mail
  | (?<!\w)[@#]\w{{2,}}                                             # handle, hashtag
  | {_LETTER}[\w-]*\.(?i:com|org|net|gov|edu|co\.uk|info|{_FILES})(?!\w)   # site, file
  | (?<!\w)\.(?:{_FILES})(?!\w)
  | (?<!\w)(?:b/c|w/o|w/)(?!/)
  | (?<!\w)Ph\.D\.
  | (?:{_LETTER}\.){{2,}}                                           # U.S., p.m.
  | (?:[A-Z]\.)+[A-Z](?!\w)                                          # U.S without its last stop
  | \w+(?:\.\w+){{2,}}                                              # alt.animals.cat
  | [:;]-?[)(DP](?!\w) | ([+<>~$])\1+ | \.\?
  | (?<!\w)(?:{ABBREVIATIONS})\.(?=\W|$)
  | (?<!\w)[A-Z]\.(?=$)                                             # initial
  | \d+-\d+-\d[\d-]*                                                # telephone number, ISO date
  | \d{{3}}-\d{{4}}(?!\w)
  | \d+/\d+(?:/\d+)?(?!\w)                                         # 9/11, 1/2, 11/28/2000
  | (?<!\w)[A-Z]{{1,3}}&[A-Z]{{1,3}}(?!\w)                            # AT&T
  | (?:\d++(?:[.,:]\d++)*+|(?<!\w)\.\d++)(?:st|nd|rd|th|s|ST|ND|RD|TH)?(?![^\W\d_])
  | \d++(?:[.,:]\d++)*+(?=(?:{_UNITS})(?!\w))                        # 10km and 7:30pm are split
  | \d++(?:[.,:]\d++)++
  | (?i:(?<!\w)(?:{PREFIXES})-(?=\w{{3}})\w+)
  | \w[\w{_MARKS}]*(?:{_APOSTROPHE}\w[\w{_MARKS}]*)*{_APOSTROPHE}?      # word, its clitics split below
  | (?<!\w){_APOSTROPHE}(?i:s|re|ve|ll|d|m)(?!\w)                     # a clitic that stands alone
  | {_APOSTROPHE}\d\ds?(?!\w)                                       # the '90s
  | \.{{2,}} | [-=]{{3,}} | -- | \*+ | _+ | =+ | [?!]+ | '' | ’’ | ``
  | [US]{{0,2}}[$€£¥]
  | .
    """,
    re.VERBOSE | re.DOTALL,
)
_CLITIC = re.compile(rf"(?i:(?<=\w)(?:n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|re|ve|ll|d|m))$)")
# Written as one word: where the second one begins. "Its", "lets", "ill", "wont" and "shell" are words of their own as well.
_JOINED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "outta": 3, "lemme": 3, "gimme": 3, "alot": 1, "im": 1, "ive": 1, "youre": 3}
_JOINED |= {"thats": 4, "whats": 4, "cant": 2}
_JOINED |= {f"{verb}nt": len(verb) for verb in "do did does is are was were has have had could should would must need".split()}


def split(text):
    """The words of a text as half-open code point ranges ``[(start, end), ...]``, in order; no white space in any of them."""
    words = []
    for run in re.finditer(rf"\S{{1,{LONGEST}}}", text):
        at = run.start()
        words.extend((at + a, at + b) for a, b in _split_run(run.group()))
    return words


def _split_run(run):
    # Short runs repeat (words), long ones do not and would only fill the cache.
    return _split_short(run) if len(run) <= 40 else tuple(_pieces(run))


@lru_cache(maxsize=50_000)
def _split_short(run):
    return tuple(_pieces(run))


def _pieces(run):
    for match in _TOKEN.finditer(run):
        yield from _clitics(run, match.start(), match.end())


def _clitics(run, start, end):
    """Split n't, 's, 're … off the end of one token; a lone closing apostrophe is a word of its own."""
    word = run[start:end]
    if word.lower() in _JOINED:
        cut = start + _JOINED[word.lower()]
        return [(start, cut), (cut, end)]
    if len(word) > 1 and word[-1] in "'’`" and word[-2] not in "'’`":
        return [*_clitics(run, start, end - 1), (end - 1, end)]
    clitic = _CLITIC.search(word)
    if clitic and clitic.start():
        return [*_clitics(run, start, start + clitic.start()), (start + clitic.start(), end)]
    return [(start, end)]
