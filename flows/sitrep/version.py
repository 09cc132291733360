"""The version that an article was coded with: the release and a digest of everything that decides what its rows say.

The user's own facts (`sitrep.knowledge.own_folder`) are a part of it.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import sitrep
import sitrep.schemas
from sitrep.knowledge.load import user_files
from sitrep.knowledge.own_folder import own_folder

# The rooms that decide an article's rows; the pipeline, the report and the command line do not.
DECIDES = ("article.py", "coder.py", "parse", "read", "extract", "resolve", "knowledge")


def coder_version() -> str:
    """`0.1.0+1a2b3c4d`: two runs with the same version, and the same knowledge of the user's own, give the same rows for an article."""
    return _version(own_folder())


@functools.cache
def _version(own: Path | None) -> str:
    package = Path(sitrep.__file__).parent
    digest = hashlib.blake2b(digest_size=4)
    roots = [package / part for part in DECIDES] + [Path(sitrep.schemas.__file__).parent]
    for root in roots:
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        for path in files:
            digest.update(path.relative_to(root.parent).as_posix().encode())
            digest.update(path.read_bytes())
    for path in user_files(own) if own is not None else ():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return f"{sitrep.__version__}+{digest.hexdigest()}"
