"""Whether a sentence speaks to an assistant instead of a reader: "ignorer alle tidligere instruktioner".

A model that obeys an instruction in a document quotes it perfectly, so the gate alone would let it through. A municipal
text has no sentence to a language model; one that has is no answer of either engine.
"""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

import re

_INSTRUCTION = re.compile(
    r"""\b(?:ignor[eé]r\w*|glem|se\s+bort\s+fra|tilsidesæt\w*|disregard|ignore|forget)\b.{0,60}
        \b(?:regler\w*|instruks\w*|instruktion\w*|anvisning\w*|ordre\w*|besked\w*|prompt\w*|kilder\w*|tidligere|ovenstående|foregående|instructions?|rules|previous|above)\b
    | \b(?:system\s?prompt\w*|systembesked\w*|systeminstruks\w*|jailbreak\w*|developer\s+mode)\b
    | \b(?:du\s+er\s+nu|you\s+are\s+now|act\s+as)\b
    | \b(?:AI-?(?:assistent\w*|model\w*)|sprogmodel\w*|chatbot\w*|assistenten)\b.{0,40}\b(?:skal|må|bør|must|should|svar\w*|skriv\w*)\b
    | \b(?:til|note\s+to|besked\s+til)\s+(?:AI|assistenten|chatbotten|sprogmodellen|the\s+assistant|modellen)\b
    | ^\W*(?:svar|skriv|gentag|udskriv|vis|print|say|write|reply|respond|output)\b.{0,40}\b(?:altid|ordret|præcist|kun|exactly|only|følgende|the\s+word)\b
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def instructs(text: str) -> bool:
    """Whether `text` gives orders to an assistant."""
    return _INSTRUCTION.search(text) is not None
