"""A follow-up question put by the model so that it stands alone, or None where what it wrote cannot be trusted.

Only words of the conversation may stand in it: a question that a model has invented would be answered perfectly and be
another one than was asked. `followup.py` does the same without a model and takes over where this gives None.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence

from assistant.chat_model import ModelFault
from assistant.followup import Followed
from assistant.gate_clauses import content_stems, content_words, holds
from assistant.guard import LONGEST_QUESTION, guard
from assistant.llm_engine import LlmEngine, plain_text
from assistant.llm_instructions import instructs
from assistant.llm_prompt import Message, prompt
from assistant.llm_sources import new_marker
from assistant.records import Turn

LAST_TURNS = 3
LONGEST = 300
# What the rewriting may take of the time there is for the answer.
SHARE = 0.3


def rewritten(
    engine: LlmEngine, question: str, history: Sequence[Turn], deadline: float, public: Collection[str] = ()
) -> Followed | None:
    """`question` so that it stands alone after these turns, or None. Never raises for what a model may do."""
    # A question that was refused is no part of the conversation.
    turns = [turn for turn in history if guard(turn.question, public=public).reason is None][-LAST_TURNS:]
    if not turns:
        return None
    ends = time.monotonic() + SHARE * (deadline - time.monotonic())
    try:
        text = plain_text(engine.text(_messages(question, turns), ends)).strip(' "»«')
    except ModelFault:
        return None
    told = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in turns)])
    if not _trusted(text, told) or guard(text, limit=LONGEST_QUESTION, public=public).reason is not None:
        return None
    own = content_stems(question)
    added = [word for word in content_words(text) if not content_stems(word) <= own]
    return Followed(text, " ".join(dict.fromkeys(added))) if added else Followed(question)


def _messages(question: str, turns: Sequence[Turn]) -> list[Message]:
    marker = new_marker()
    lines = [f"Spørgsmål: {turn.question}\nSvar: {turn.answer}" for turn in turns]
    talk = "\n".join([*lines, f"Spørgsmål: {question}"])
    return [
        Message("system", prompt("opfoelgning").format(marker=marker)),
        Message("user", f"{marker}\n{talk}\n{marker}\n\nOmskriv det sidste spørgsmål."),
    ]


def _trusted(text: str, told: str) -> bool:
    """Whether every content word and number of `text` stands in what was told, and it is one plain question."""
    if not text or len(text) > LONGEST or instructs(text):
        return False
    numbers = re.findall(r"\d+", told)
    stems = content_stems(told)
    return all(number in numbers for number in re.findall(r"\d+", text)) and all(
        holds(stems, one) for one in content_stems(text)
    )
