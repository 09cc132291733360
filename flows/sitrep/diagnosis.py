"""Is everything there that a run needs? Each check says what it found and, when it failed, what to do."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitrep import __version__

PACKAGES = ("prefect", "great-expectations", "pandas", "pyarrow", "numpy", "spacy", "onnxruntime", "click")
ROOM = 1 << 30  # bytes; an edition is written beside the old one before it takes its place
SENTENCE = "The minister said on Sunday that two people were killed in Baghdad."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `remedy` says what to do where it is not `ok`."""

    check: str
    ok: bool
    found: str
    remedy: str | None = None


def diagnose(out: Path) -> Iterator[Finding]:
    """Every check, in the order in which a run needs them, for a run that publishes in the folder `out`."""
    checks: tuple[tuple[str, Callable[[], Finding], str], ...] = (
        ("versions", versions, "install again: pip install --force-reinstall sitrep"),
        ("model", model, "install again: a file of the model is missing or damaged"),
        ("gazetteer", gazetteer, "install again: the gazetteer is missing or damaged"),
        ("Prefect", prefect, "see `prefect config view`; unset what is not needed"),
        ("output folder", lambda: writable(out), "give a folder that can be written to: sitrep run SOURCE --out FOLDER"),
        ("disk", lambda: disk(out), "free some space, or publish on another disk"),
    )
    for name, check, remedy in checks:
        try:
            yield check()
        except Exception as error:  # whatever is broken is the finding
            yield Finding(name, False, f"{type(error).__name__}: {error}", remedy)


def versions() -> Finding:
    """Python and the packages that results depend on."""
    found = {name: importlib.metadata.version(name) for name in PACKAGES}
    about = f"sitrep {__version__}, Python {platform.python_version()}, " + ", ".join(f"{n} {v}" for n, v in found.items())
    return Finding("versions", True, about)


def model() -> Finding:
    """The model's files are those that were installed, load, and read a sentence."""
    from sitrep.read import reader
    from sitrep.read.reading import SHIPPED

    path = Path(SHIPPED) / "reader.onnx"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    installed = _installed_hash(path)
    if installed not in (None, digest):
        return Finding("model", False, f"{path.name} is not the one that was installed", "install again: the file was changed or damaged")
    doc = reader().read(SENTENCE)
    if not doc._.attributions:
        return Finding("model", False, "the model loads and finds no statement in a plain sentence", "install again: it is damaged")
    return Finding("model", True, f"{path.name}, {path.stat().st_size / 1e6:.1f} MB, sha256 {digest[:16]}…, loads and reads")


def gazetteer() -> Finding:
    """The gazetteer knows a capital."""
    from sitrep.resolve.place_gazetteer import FILE, lookup

    hits = lookup("Baghdad")
    if not hits:
        return Finding("gazetteer", False, f"{FILE.name} does not know Baghdad", "install again: the file is damaged")
    return Finding(
        "gazetteer", True, f"{FILE.name}, {FILE.stat().st_size / 1e6:.1f} MB, knows {hits[0].entry.name} ({hits[0].entry.country})"
    )


def prefect() -> Finding:
    """Which server a run would talk to, and whether Prefect can keep its records."""
    from sitrep.pipeline import prefect_settings

    settings = prefect_settings()
    home = Path(settings["home"])
    writable(home)
    server = settings["api"] or f"a server of its own, started for each run (it may take {settings['startup_timeout']} s)"
    return Finding("Prefect", True, f"Prefect {settings['version']}, {server}, home {home}")


def writable(folder: Path) -> Finding:
    """A file can be written where the tables go."""
    with tempfile.TemporaryFile(dir=_existing(folder)):
        return Finding("output folder", True, f"{folder} can be written to" + ("" if folder.exists() else " (it will be made)"))


def disk(folder: Path) -> Finding:
    """There is room for an edition beside the old one."""
    free = shutil.disk_usage(_existing(folder)).free
    remedy = None if free >= ROOM else "free at least 1 GB, or publish on another disk"
    return Finding("disk", free >= ROOM, f"{free / 1e9:.1f} GB free", remedy)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    path = Path(os.path.abspath(folder))
    return next(p for p in (path, *path.parents) if p.exists())


def _installed_hash(path: Path) -> str | None:
    """The hash by which the installer knows a file; None in an editable installation, which has none."""
    import base64

    try:
        files = importlib.metadata.files("sitrep") or ()
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name == path.name and file.hash and file.hash.mode == "sha256":
            return base64.urlsafe_b64decode(file.hash.value + "==").hex()
    return None
