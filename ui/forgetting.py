"""What a reader's words leave behind in the process, and how it goes: the caches of words in our own packages.

Search stems words, folds spellings and cuts letter groups, and remembers the results. A word that only one reader has
ever written would stay there; so the kiosk empties these caches when a reader is done.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable

_OURS = ("ingest.", "assistant.")
# Texts and templates of our own: no reader's word comes in there, and reading them again costs time.
_KEPT = ("ingest.catalogue", "ingest.pdf_ocr")


def word_caches() -> tuple[functools._lru_cache_wrapper[object], ...]:
    """Every cache of a function or method in our packages, found once when all modules are loaded."""
    found: Iterable[object] = gc.get_objects()
    return tuple(
        one
        for one in found
        if isinstance(one, functools._lru_cache_wrapper)
        and str(one.__module__).startswith(_OURS)
        and str(one.__module__) not in _KEPT
    )


def forget_words(caches: Iterable[functools._lru_cache_wrapper[object]]) -> None:
    """Empties the caches."""
    for one in caches:
        one.cache_clear()
