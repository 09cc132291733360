"""Import spaCy without its command line, a third of its import time: `import spacy` loads typer, weasel and requests for `spacy.info`.

Whoever wants `spacy.cli` or `spacy.info` later gets the real ones. Importing this module after spaCy does nothing.
"""

import importlib
import sys
from types import ModuleType

PARTS = ("spacy.cli", "spacy.cli.info")


def _info(*arguments, **options):
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)


def start():
    """Import spaCy."""
    if "spacy" in sys.modules:
        return
    for name in PARTS:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli.info"].info = _info
    try:
        importlib.import_module("spacy")
    except ImportError:  # another spaCy, that needs more of its command line: import it whole
        for name in [n for n in sys.modules if n == "spacy" or n.startswith("spacy.")]:
            del sys.modules[name]
        importlib.import_module("spacy")
    finally:
        for name in PARTS:
            if name in sys.modules and getattr(sys.modules[name], "__file__", None) is None:
                del sys.modules[name]


start()
