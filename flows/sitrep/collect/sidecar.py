"""NAME.meta.yaml beside NAME.txt: where the article is from and when it was published."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from sitrep.article import Reject
from sitrep.collect.published import without_bad_date

SUFFIX = ".meta.yaml"
MAX_BYTES = 64_000


def is_sidecar(path: Path) -> bool:
    return path.name.endswith(SUFFIX)


def metadata(path: Path, uri: str) -> tuple[dict[str, Any] | None, list[Reject]]:
    """The metadata of the document at `path` from its sidecar, {} when there is none, None when the sidecar is not usable.

    A bad sidecar costs the article: read without its date and source, it would give rows that look right. A bad date alone
    costs only the date.
    """
    beside = path.with_name(path.stem + SUFFIX)
    if not beside.exists():
        return {}, []
    try:
        with beside.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [_unusable(beside.name, error, uri)]
    return parsed(data, beside.name, uri)


def parsed(data: bytes, name: str, uri: str) -> tuple[dict[str, Any] | None, list[Reject]]:
    """The metadata in a sidecar's bytes, as `metadata` gives them. `name`: what the sidecar is called."""
    schema = _schema()
    try:
        meta = _load(data)
        # Any date will do here: whether it is a good one is judged apart, because it costs the date and not the article.
        jsonschema.validate({**meta, "published": "2000-01-01"} if "published" in meta else meta, schema)
    except (ValueError, OSError, RecursionError, yaml.YAMLError, jsonschema.ValidationError) as error:
        return None, [_unusable(name, error, uri)]
    meta, problem = without_bad_date(meta, uri)
    if "published" in meta:
        meta.setdefault("published_basis", "sidecar")
    return meta, [problem] if problem else []


def orphan(path: Path, uri: str) -> Iterator[Reject]:
    """A warning about a sidecar that no document lies beside: most often a misspelt name."""
    stem = path.name.removesuffix(SUFFIX)
    if not any(other.stem == stem for other in path.parent.iterdir() if not is_sidecar(other)):
        reason = f"No document named {stem} lies beside this sidecar: rename one of the two."
        yield Reject(uri, "collect", "orphan_sidecar", reason, severity="warning")


def _unusable(name: str, error: Exception, uri: str) -> Reject:
    return Reject(uri, "collect", "bad_sidecar", f"{name} is not usable ({_short(error)}): mend it or take it away.")


def _load(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES:,} bytes")
    loaded = yaml.load(data, _Loader)
    if not isinstance(loaded, dict):
        raise ValueError("it has to be a mapping such as `title: …`")
    return {key: value for key, value in loaded.items() if value is not None}


@functools.cache
def _schema() -> dict[str, Any]:
    return json.loads(resources.files("sitrep.schemas").joinpath("sidecar.schema.json").read_text("utf-8"))


class _Loader(yaml.SafeLoader):
    """Safe, dates left as they are written, and without aliases: nested ones grow a few bytes to gigabytes."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("aliases (*name) are not allowed in it")
        return super().compose_node(parent, index)


def _short(error: Exception) -> str:
    if isinstance(error, jsonschema.ValidationError):
        where = ".".join(str(step) for step in error.absolute_path)
        text = f"{where}: {error.message}" if where else error.message
    elif isinstance(error, RecursionError):
        text = "it is nested too deeply"
    else:
        text = " ".join(str(error).split())
    return text if len(text) <= 200 else text[:199] + "…"
