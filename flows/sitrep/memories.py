"""What a process remembers: what it loaded stays, the words of the news that it read are forgotten in time."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
from typing import Any

# Functions of words remember what they gave, some 5 KB for each new word, and news never ends to bring new ones: after so many
# articles of a process all is forgotten, and learned again from the next few; at 128, that cost 4 % of the time.
FORGETS_AFTER = 256
MEMO = type(functools.lru_cache(lambda: None))
LOADED = 1000  # entries; what remembers fewer has loaded something

_since_forgotten = 0  # articles that this process coded
_frozen: list[Any] = []  # memories that `gc.freeze` hides from `gc.get_objects`


def freeze() -> None:
    """What is loaded stays: to look through it for garbage again and again took 5 of 150 ms an article, and to touch it in a process that
    shares it is to copy it."""
    gc.collect()
    _frozen.extend(_memories())
    gc.freeze()


def forget_in_time(coded: int) -> None:
    """Told of articles that were coded, forget the words when they were many."""
    global _since_forgotten
    _since_forgotten += coded
    if _since_forgotten >= FORGETS_AFTER:
        _since_forgotten = 0
        forget_words()


def forget_words() -> None:
    """Empty the memories of this process's functions, but not of those that load: they have few entries. What is free goes back to the
    system: malloc keeps it between what stays."""
    from sitrep.read import reader

    for memo in (*_frozen, *_memories()):
        if memo.cache_info().currsize > LOADED:
            memo.cache_clear()
    reader().forget_words()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def forget_what_was_loaded() -> None:
    """In a process that was forked from one that has loaded: have it loaded anew."""
    for memo in _frozen:
        memo.cache_clear()


def _memories() -> list[Any]:
    return [found for found in gc.get_objects() if type(found) is MEMO]
