"""Text → spaCy Doc: tags, lemmas, dependency tree, names and attributions from one small model. See reader.Reader."""

from .document import Attribution
from .reader import Reader, reader

__all__ = ["Attribution", "Reader", "reader"]
