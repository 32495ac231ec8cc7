"""Text of others (questions, quotes, titles, file names) without what a reader cannot see."""

from __future__ import annotations

import re
import unicodedata

# Characters that a reader cannot see but that can turn, hide or smuggle text: bidi controls, tags, zero widths.
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def plain(text: str) -> str:
    """`text` without control characters and without characters that a reader cannot see. Line breaks and tabs stay."""
    visible = _HIDDEN.sub("", text)
    return "".join(one for one in visible if one in "\n\t" or unicodedata.category(one) != "Cc")
