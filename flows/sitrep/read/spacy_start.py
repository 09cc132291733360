"""Import spaCy without its command line, a third of its import time: `import spacy` loads typer, weasel and requests for `spacy.info`;
and without the frameworks that thinc looks for: where torch is installed, it costs every reading process a second and 180 MB.

Whoever wants `spacy.cli` or `spacy.info` later gets the real ones, torch too. Importing this module after spaCy does nothing.
"""

import importlib
import sys
from types import ModuleType

PARTS = ("spacy.cli", "spacy.cli.info")
FRAMEWORKS = ("torch", "tensorflow", "mxnet", "cupy")  # thinc.compat goes on without those that cannot be imported


def _info(*arguments, **options):
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)


def start():
    """Import spaCy."""
    if "spacy" in sys.modules:
        return
    for name in PARTS:
        sys.modules[name] = ModuleType(name)
    vars(sys.modules["spacy.cli.info"])["info"] = _info
    absent = [name for name in FRAMEWORKS if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # None: an import of it fails
    try:
        importlib.import_module("spacy")
    except ImportError:  # another spaCy, that needs more of its command line: import it whole
        for name in [n for n in sys.modules if n == "spacy" or n.startswith("spacy.")]:
            del sys.modules[name]
        importlib.import_module("spacy")
    finally:
        for name in absent:
            del sys.modules[name]
        for name in PARTS:
            if name in sys.modules and getattr(sys.modules[name], "__file__", None) is None:
                del sys.modules[name]


start()
