"""robots.txt (RFC 9309): what a site asks collectors to leave alone.

Patterns are matched piece by piece and not as regular expressions: a site could write one that takes for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

MAX_BYTES = 500_000  # what RFC 9309 asks a reader to look at
MAX_RULES = 5_000
AGENT = "sitrep"


@dataclass(slots=True)
class Rules:
    """What one site allows: (pattern, allowed) in its order, and the seconds it wants between two requests."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0

    def allow(self, address: str) -> bool:
        """Whether the address may be fetched: the longest pattern that fits decides, of equals the one that allows."""
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        return max(((len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)), default=(0, True))[1]


def parse(text: str) -> Rules:
    """The rules for us: those of the groups that name us, or else those for everybody."""
    ours, everybody = Rules(), Rules()
    named = False
    groups: list[Rules] = []
    in_agents = False
    for line in text[:MAX_BYTES].splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            groups = groups if in_agents else []
            in_agents = True
            if value == "*":
                groups.append(everybody)
            elif value.lower() == AGENT:
                groups.append(ours)
                named = True
            continue
        in_agents = False
        for group in groups:
            if key in ("allow", "disallow") and value and len(group.rules) < MAX_RULES:
                group.rules.append((unquote(value), key == "allow"))
            elif key == "crawl-delay":
                group.delay = _seconds(value)
    return ours if named else everybody


def _seconds(value: str) -> float:
    try:
        return max(0.0, float(value))
    except ValueError:
        return 0.0


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins with a pattern, in which `*` is anything and `$` at the end is the end."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if ends else rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not ends:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else len(path) == at
