"""Who did it: an answer about what one body did must not tell what another did, and nobody made what is not named.

Pure; over the wording of a question and of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.question import Asked
from assistant.wanted import Wanted

_BODY = r"[\wæøåÆØÅ-]*(?:udvalget|rådet|forvaltningen|panelet|direktionen|regeringen|ministeriet)"
# "Hvor mange penge afsatte Hovedudvalget?": the body right after a verb in the past did it.
_DID = re.compile(rf"\b[a-zæøå]{{3,}}(?:ede|te|tog|gav)\s+({_BODY})\b", re.IGNORECASE)
_ACTED = re.compile(rf"\b({_BODY})\s+[a-zæøå]{{3,}}(?:ede|te|tog|gav)\b", re.IGNORECASE)
_MADE = re.compile(
    r"\bhvem\s+(?:ha(?:r|ve)?\s+|er\s+det,?\s+der\s+(?:har\s+)?)?(?:skrev|skrevet|lave(?:de|t)|udarbejde(?:de|t)|bygge(?:de|t)"
    r"|udgav|udgivet|programmere(?:de|t)|udvikle(?:de|t))\s+(?:den|det|de)?\s*([\wæøå-]+)",
    re.IGNORECASE,
)
# A decision and its date may be told under the body's own heading, in a sentence that does not name it.
_FIGURES = frozenset({Wanted.AMOUNT, Wanted.NUMBER, Wanted.DURATION})


def asks_about_itself(asked: Asked) -> bool:
    """Whether the question is who made the assistant, which no document tells."""
    made = _MADE.search(asked.text)
    return made is not None and made.group(1).lower() in ("dig", "jer", "assistenten", "chatbotten")


def tells_of_other(asked: Asked) -> Callable[[str], bool] | None:
    """What says of a text whether it tells of another body than the one that did it, or not of the work that was made; None
    for a question that asks of neither."""
    did = _DID.search(asked.text) if asked.wanted in _FIGURES else None
    body = did.group(1).lower() if did else None
    made = _MADE.search(asked.text)
    root = re.sub(r"(?:erne|ene|en|et|er|e)$", "", made.group(1).lower()) if made else ""

    def tells(text: str) -> bool:
        acted = [one.lower() for one in _ACTED.findall(text)] if body is not None else []
        return (bool(acted) and body not in acted) or root not in text.lower()

    return tells if did or made else None
