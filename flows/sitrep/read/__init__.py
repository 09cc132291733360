"""Text → spaCy Doc: tags, lemmas, dependency tree, names and attributions from one small model. See reading.Reader."""

from . import spacy_start  # noqa: F401  before anything else imports spaCy
from .document import Attribution
from .reading import Reader, reader

__all__ = ["Attribution", "Reader", "reader"]
