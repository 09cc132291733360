"""Text → spaCy Doc: tags, lemmas, dependency tree, names and attributions from one small model. See reading.Reader."""

from .document import Attribution
from .reading import Reader, reader

__all__ = ["Attribution", "Reader", "reader"]
