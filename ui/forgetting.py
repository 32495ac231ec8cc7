"""What a reader's words leave behind in the process, and how it goes: the caches of words in our own packages.

Search stems words, folds spellings and cuts letter groups, and remembers the results. A word that only one reader has
ever written would stay there; so the kiosk empties these caches when a reader is done.
"""

from __future__ import annotations

import functools
import gc
from typing import Any

_OURS = ("ingest.", "assistant.")
# Texts of our own and what is known of the machine: no reader's word comes in there, and making them again costs time.
_KEPT = ("ingest.catalogue", "ingest.pdf_ocr")


def forget_words() -> int:
    """How many caches were emptied: those of functions and methods of our packages, and the stemmer's own.

    They are looked for among all objects of the process, so that a cache that somebody adds is emptied as well.
    """
    emptied = 0
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper):
            if str(one.__module__).startswith(_OURS) and str(one.__module__) not in _KEPT:
                one.cache_clear()
                emptied += 1
        elif type(one).__name__ == "Stemmer":
            _empty_stemmer(one)
            emptied += 1
    return emptied


def _empty_stemmer(stemmer: Any) -> None:
    # PyStemmer forgets its words when it is told to keep none.
    size = stemmer.maxCacheSize
    stemmer.maxCacheSize = 0
    stemmer.maxCacheSize = size
