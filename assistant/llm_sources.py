"""What the model is shown of the documents: passages behind random tokens and markers, within a budget.

Tokens are made anew for every request, so a text that was written before (a document, a question) cannot name one, and
the marker that parts sources from instructions cannot stand in them (spotlighting, arXiv:2403.14720).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.citing import danish_date
from assistant.context import above, widened
from assistant.records import Hit
from ingest.records import Range, Reading

# Letters and digits that no reader (and no model) takes for another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# A cautious estimate for Danish: most tokenizers need a token for three to four characters.
CHARACTERS_PER_TOKEN = 3
# Characters around a source that are shown with it where there is room: about a paragraph.
MOST_AROUND = 800


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a document that the model may quote, under the token of this request."""

    token: str
    reading: Reading
    range: Range

    @property
    def text(self) -> str:
        """The source's text, as it stands in the document."""
        return self.range.of(self.reading.text)


@dataclass(frozen=True, slots=True)
class Shown:
    """The sources of one request and the marker around them."""

    marker: str
    sources: tuple[Source, ...]

    def source(self, token: str) -> Source | None:
        """The source behind a token, or None for one that was not given."""
        return next((one for one in self.sources if one.token == token), None)

    def block(self) -> str:
        """The sources as the model reads them."""
        return "\n\n".join(self._one(source) for source in self.sources)

    def _one(self, source: Source) -> str:
        document = source.reading.document
        section = source.reading.section_at(source.range.start)
        date = f", {danish_date(document.date)}" if document.date else ""
        path = " › ".join(section.path) if section else ""
        head = f"{self.marker} kilde {source.token}\n{document.title}{date} · {path}"
        # Rows far down a table mean nothing without what stands over them.
        head = "\n".join(line for line in (head, above(source.range, source.reading)) if line)
        return f"{head}\n{source.text}\n{self.marker} slut {source.token}"


def show(hits: Sequence[Hit], readings: Callable[[str], Reading], tokens: int) -> Shown:
    """The sources of the best hits that fit into `tokens` tokens; at least the best one, cut to fit.

    What room is left goes to what stands around them, the best first.
    """
    sources: list[Source] = []
    left = tokens * CHARACTERS_PER_TOKEN
    for hit in hits:
        wanted = hit.passage.range
        if len(wanted) > left and sources:
            break
        piece = Range(wanted.start, min(wanted.end, wanted.start + left))
        left -= len(piece)
        sources.append(Source(new_token({one.token for one in sources}), readings(hit.passage.document_id), piece))
    for number, source in enumerate(sources):
        wide = widened(source.range, source.reading, min(left, MOST_AROUND), _free(source, sources))
        left -= len(wide) - len(source.range)
        sources[number] = replace(source, range=wide)
    return Shown(new_marker(), tuple(sources))


def _free(source: Source, sources: Sequence[Source]) -> Range:
    """The stretch around a source that no other source of its document has."""
    others = [one.range for one in sources if one.reading is source.reading and one is not source]
    start = max((one.end for one in others if one.end <= source.range.start), default=0)
    end = min((one.start for one in others if one.start >= source.range.end), default=len(source.reading.text))
    return Range(start, end)


def new_marker() -> str:
    """A random line that parts what is quoted from what is said to the model."""
    return f"⟦{_random(12)}⟧"


def new_token(taken: set[str]) -> str:
    """A random token that is not among `taken`."""
    token = _random(6)
    return token if token not in taken else new_token(taken)


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
