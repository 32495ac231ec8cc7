"""Whether a question is in German, whose words are not bridged to the corpus's as English ones are. Pure."""

from __future__ import annotations

import re

# Function words of German that are none of Danish, English, Norwegian or Swedish.
_GERMAN = frozenset(
    "wann warum welche welcher welches welchen wie viel viele wurde wurden wird werden für gibt es und ist sind nicht ich auf "
    "wer zur zum über mit einen einer kann können".split()
)
LEAST = 2


def german(question: str) -> bool:
    """Whether at least two different words of `question` are function words of German."""
    return len(_GERMAN & set(re.findall(r"[^\W\d_]+", question.lower()))) >= LEAST
