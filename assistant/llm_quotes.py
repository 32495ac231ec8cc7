"""Where a quote of the model stands in its source, as an exact range of the document's canonical text."""

from __future__ import annotations

import unicodedata

from assistant.gate import QUOTATION
from assistant.llm_sources import Source
from ingest.records import Range, Reading

# A quote shorter than this proves nothing ("ja", "2025"); one longer than that is a passage.
SHORTEST_QUOTE = 12
LONGEST_QUOTE = 900


def locate(quote: str, source: Source) -> Range | None:
    """The range of `quote` in the document, widened to whole sentences, or None where it does not stand in the source.

    White space and typographic quotation marks may differ. Widening keeps a model from quoting round a "ikke".
    """
    wanted, _ = _folded(unicodedata.normalize("NFC", quote).strip(' \n\t"“”„»«….'))
    if len(wanted) < SHORTEST_QUOTE:
        return None
    text, offsets = _folded(source.text)
    at = text.find(wanted)
    if at < 0:
        return None
    start = source.range.start + offsets[at]
    end = source.range.start + offsets[at + len(wanted) - 1] + 1
    found = whole_sentences(source.reading, Range(start, end))
    return found if len(found) <= LONGEST_QUOTE else None


def whole_sentences(reading: Reading, inner: Range) -> Range:
    """The sentences that `inner` touches, from the first one's start to the last one's end."""
    touched = [sentence for sentence in reading.sentences if sentence.overlaps(inner)]
    if not touched:
        return inner
    return Range(min(inner.start, touched[0].start), max(inner.end, touched[-1].end))


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` with plain quotation marks and single spaces, and for each of its characters the offset in `text`."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text.translate(QUOTATION)):
        if char.isspace():
            if characters and characters[-1] != " ":
                characters.append(" ")
                offsets.append(offset)
        else:
            characters.append(char)
            offsets.append(offset)
    return "".join(characters), offsets
