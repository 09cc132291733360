"""Staging and publishing: a reader of the output folder sees all old tables or all new ones, at any moment.

    out/events.parquet -> .current/events.parquet      links that never change; a large table is a folder of files by month
    out/report         -> .current/report
    out/.current       -> .versions/3f0c…              switched by one rename
    out/.versions/3f0c…/events.parquet                 what a run wrote, renamed here as a whole
    out/.staging-…/                                    what a run is writing; a killed run leaves it, the next removes it

Where the file system has no symbolic links, files are replaced one by one. What lies in the folder otherwise
(corrections.csv, notes) is the user's and stays.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

STAGING = ".staging-"
VERSIONS = ".versions"
CURRENT = ".current"


def stage(out: Path) -> Path:
    """A new empty staging folder inside `out`, after those that killed runs left there are removed."""
    out.mkdir(parents=True, exist_ok=True)
    for stale in out.glob(f"{STAGING}*"):
        _remove(stale)
    return Path(tempfile.mkdtemp(prefix=STAGING, dir=out))


def publish(staging: Path, out: Path) -> Path:
    """Make everything in `staging` the content of `out`, at once.

    `staging` must lie inside `out` (one file system) and is gone afterwards. Of what was published before, the last
    version stays for readers that are in the middle of it. Returns the folder that holds the files.
    Raises ValueError when `staging` lies elsewhere.
    """
    if staging.parent.resolve() != out.resolve():
        raise ValueError(f"the staging folder {staging} must lie in {out}; make it with tables.stage(out)")
    names = sorted(p.name for p in staging.iterdir())
    _sync(staging)
    if not _links_work(out):
        return _replace_one_by_one(staging, out)
    version = _unused(out / VERSIONS / staging.name.removeprefix(STAGING))
    version.parent.mkdir(exist_ok=True)
    staging.chmod(0o755)  # mkdtemp makes it private
    os.rename(staging, version)
    previous = (out / CURRENT).resolve()
    for name in names:
        if not os.path.lexists(out / name):  # leads nowhere until the switch: the first edition too is there at once
            _point(out / name, Path(CURRENT, name))
    _point(out / CURRENT, Path(VERSIONS, version.name))
    for name in names:
        _point(out / name, Path(CURRENT, name))
    _prune(out, {version.resolve(), previous}, names)
    return version


def _unused(path: Path) -> Path:
    """The path, or the path with a number when the same run was published before."""
    candidates = itertools.chain([path], (path.with_name(f"{path.name}.{n}") for n in itertools.count(2)))
    return next(p for p in candidates if not p.exists())


def _point(link: Path, target: Path) -> None:
    """Make `link` a symbolic link to `target` in one step, whatever was there."""
    if link.is_symlink() and os.readlink(link) == str(target):
        return
    if link.is_dir() and not link.is_symlink():
        _remove(link)  # a folder cannot be replaced by a rename
    new = link.with_name(f"{STAGING}link-{link.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    os.replace(new, link)


def _prune(out: Path, keep: set[Path], names: list[str]) -> None:
    """Remove older versions, and links to tables that this version has not."""
    for old in (out / VERSIONS).iterdir():
        if old.resolve() not in keep:
            _remove(old)
    for entry in out.iterdir():
        if entry.is_symlink() and entry.name not in names and os.readlink(entry).startswith(CURRENT + os.sep):
            entry.unlink()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _links_work(out: Path) -> bool:
    probe = out / f"{STAGING}probe"
    try:
        probe.unlink(missing_ok=True)
        probe.symlink_to("nowhere")
        probe.unlink()
    except (OSError, NotImplementedError):
        return False
    return True


def _replace_one_by_one(staging: Path, out: Path) -> Path:
    for path in sorted(staging.iterdir()):
        target = out / path.name
        if target.is_dir() or path.is_dir():
            _remove(target)
        os.replace(path, target)
    staging.rmdir()
    return out


def _sync(folder: Path) -> None:
    """Have the files on disk before the rename is: a power cut must not publish empty tables."""
    for path in folder.rglob("*"):
        if path.is_file():
            with open(path, "r+b") as f:
                os.fsync(f.fileno())
