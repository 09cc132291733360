"""The raw folder: one file a page as it came, and beside it NAME.meta.yaml with where it is from."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml

from sitrep.collect.feeds import Entry
from sitrep.collect.sidecar import SUFFIX

SUFFIXES = {"text/html": ".html", "text/plain": ".txt"}


def file_name(address: str) -> str:
    """The name, without suffix, of the page of an address: its last words, and a hash that tells it from all others."""
    parts = urlsplit(address)
    words = re.findall(r"[a-z0-9]+", re.sub(r"\.\w{2,5}$", "", unquote(parts.path).rstrip("/")).rpartition("/")[2].lower())
    slug = "-".join(words)[:60].strip("-") or re.sub(r"[^a-z0-9]+", "-", (parts.hostname or "page").lower())
    return f"{slug}-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def has(folder: Path, address: str) -> bool:
    return any((folder / (file_name(address) + suffix)).exists() for suffix in SUFFIXES.values())


def save(folder: Path, entry: Entry, data: bytes, media_type: str, *, url: str, retrieved: datetime) -> Path:
    """Write a page and its sidecar. The page comes last and at once: a run that is killed leaves none without its sidecar."""
    name = file_name(entry.address)
    meta = {"title": entry.title, "url": url, "publisher": entry.publisher, "published": entry.published}
    meta["published_basis"] = "feed" if entry.published else None
    meta["retrieved"] = retrieved.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = yaml.safe_dump({key: value for key, value in meta.items() if value}, allow_unicode=True, sort_keys=False, width=120)
    _write(folder / (name + SUFFIX), text.encode("utf-8", "replace"))
    path = folder / (name + SUFFIXES[media_type])
    _write(path, data)
    return path


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
