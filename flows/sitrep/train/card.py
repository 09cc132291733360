"""MODEL_CARD.md: what the reader was made from, how well it reads, what may be done with it. The same run gives the same bytes."""

from .network import HEADS, LAYERS, WIDTH
from .run import BATCH, ENCODER_RATE, HEAD_RATE, ROUNDS, SEED

CARD = """# Model card: the reader

One encoder with several heads reads a news text: words' tags (UPOS, XPOS), lemmas, dependency trees (Universal Dependencies), sentence
starts, names, attributions (source, cue, content) and coreference. It runs on a CPU through onnxruntime, one window of up to 384 subwords
a call.

- **Encoder**: all-MiniLM-L6-v2 (Apache-2.0; {layers} layers, {width} wide, {heads} attention heads, uncased WordPiece), fine-tuned, its
  word embeddings frozen; a small embedding for letter case, line starts and missing spaces was added.
- **Language**: English news. Headlines, tables and other genres read worse; other languages do not work.
- **Names**: PER ORG LOC NORP EVENT WEAPON VEHICLE DATE QUANTITY MONEY MISC, countries and facilities as LOC. PER, ORG and LOC are measured;
  NORP, WEAPON, VEHICLE, QUANTITY and MONEY rest on a few hundred sentences about Syria and Iraq. A country that acts is often called
  ORG, an armed group with an unknown name sometimes PER: check both against a list of countries and groups. re3d's mentions were cut
  down to names for them.
- **Attributions**: what somebody is said to say, think or know, as PolNeAR defines it. Nested attributions are not found; a cue without a
  content is dropped; `score` ranks, it is not a calibrated probability.

- **Coreference**: for the head word of every mention (name, description, pronoun) the kind of what it refers to and the nearest mention
  before it that refers to the same. Learned from GUM's documents of many genres, without the news articles on which resolving the
  subjects of reporting verbs is measured.
- **Mentions**: a second set of names as re3d codes them, with descriptions and pronouns of actors and places; given when kinds that only
  re3d has are asked for.
- **Names of other sources**: CoNLL-2003 (Reuters text, for research only) was tried and left out. After the training, 136 steps on the
  names above, or 274 with it: dev F1 78.8 and 80.0, re3d (names of Syria and Iraq, from outside the West) 43.9 and 40.0, CoNLL's own dev
  68.4 and 88.0.

## Training data

| data | used for | terms |
| --- | --- | --- |
| Universal Dependencies English EWT 2.16, training part | tags, lemmas, trees, sentence starts | CC BY-SA 4.0 |
| GUM, training part, without its non-commercial genres | the same; names, mentions and chains from its entity annotation | CC BY |
| PolNeAR 1.0, training part: 840 US political news articles | attributions | none stated |
| WikiGold | names | CC BY 4.0 |
| CrossNER politics | names | open |
| re3d (Dstl), documents on Syria and Iraq | names | open; those from the BBC for non-commercial use |

None of the texts is in this package. `lemmas.json`, a table (tag, form) → lemma, was counted on EWT and GUM.

## Figures

On the dev parts, from raw text, with the model as shipped (int8). Syntax: F1 over tokens as in the CoNLL 2018 evaluation, universal
relations. Names: exact spans. Attributions: ATTR-H counts a content that shares half of both sides and a source that shares a head
word; the thresholds of links (`read/links.py`) were tuned on PolNeAR dev, which flatters that set by about one point.

{figures}### The same model in float

{exact}
## How it was made

`{command}`, seed {seed}; passes over the data: {rounds}; {steps} steps of about {batch} subwords; AdamW, peak rates {encoder_rate}
(encoder) and {head_rate} (heads), falling to 2 %. Matrix products are int8 with scales taken from each window, so a text's result
depends on that text alone; processors of different kinds may differ in the last digits.
"""
CHIEF = ("tokens ", "all  ", "CoNLL", "ATTR-H")  # how the lines begin that are given for the float model too
COMMAND = "python -m sitrep.train --data GOLD --encoder WHEEL --out DIR"


def card(figures, exact, steps):
    """The card's text; figures: {title: lines} of the model as shipped, exact: of the same in float."""
    chief = ((title, line) for title, lines in exact.items() for line in lines.splitlines() if line.startswith(CHIEF))
    float_lines = "".join(f"- {title}: {line}\n" for title, line in chief) or "Not measured.\n"
    blocks = "".join(f"### {title}\n\n```\n{lines.strip()}\n```\n\n" for title, lines in figures.items()) or "Not measured.\n\n"
    return CARD.format(
        layers=LAYERS,
        width=WIDTH,
        heads=HEADS,
        figures=blocks,
        exact=float_lines,
        command=COMMAND,
        seed=SEED,
        rounds="; ".join(f"{', '.join(f'{task} {n}' for task, n in r.passes.items())} at {r.rate:g} of the rates" for r in ROUNDS),
        steps=steps,
        batch=BATCH,
        encoder_rate=ENCODER_RATE,
        head_rate=HEAD_RATE,
    )
