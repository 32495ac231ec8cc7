"""Near-duplicates: the key sentences of the background, repeated in other layers word for word or nearly so."""

from __future__ import annotations

import random

from evals.report_content import ReportBuilder
from evals.report_records import Heading, Paragraph, ReportSection, Sentence, SentenceKind

REPLACEMENTS = (
    ("Derudover ", "Desuden "),
    ("Samtidig ", "På samme tid "),
    ("bl.a. ", "blandt andet "),
    (" ca. ", " omkring "),
    (" f.eks. ", " for eksempel "),
    (" har siden ", " har lige siden "),
    (", inkl. ", ", herunder "),
)
KEYS_OF_PARAGRAPH = 2


class LayerWriter:
    """Writes sentences of another layer; each gets an id that begins with the layer's name."""

    def __init__(self, builder: ReportBuilder, layer: str) -> None:
        self.builder = builder
        self.layer = layer
        self.chance = random.Random(f"{layer} {builder.report.seed}")
        self._count = 0

    def own(self, text: str, kind: SentenceKind, path: tuple[str, ...]) -> Sentence:
        """A sentence that stands in this layer alone."""
        return self._made(text, kind, path, None, False)

    def copy(self, original: Sentence, path: tuple[str, ...], verbatim: bool | None = None) -> Sentence:
        """`original` word for word or reworded, by chance unless said."""
        same = self.chance.random() < 0.4 if verbatim is None else verbatim
        text = original.text if same else self._reworded(original)
        return self._made(text, original.kind, path, original, text == original.text)

    def _made(
        self, text: str, kind: SentenceKind, path: tuple[str, ...], of: Sentence | None, verbatim: bool
    ) -> Sentence:
        self._count += 1
        name = f"{self.layer}{self._count:05d}"
        return Sentence(name, text, kind, path, of.fact if of else None, None, of.id if of else None, verbatim)

    def _reworded(self, original: Sentence) -> str:
        if original.fact is not None:
            plan, fact = self.builder.plan, self.builder.report.facts[original.fact]
            indicator = plan.families[fact.family].indicator
            value = indicator.value(plan.seed, fact.place, fact.year, fact.group)
            return self.builder.writer.fact(indicator, fact.place, fact.year, fact.group, value, avoid=original.text)
        text = original.text
        for old, new in REPLACEMENTS:
            text = text.replace(old, new)
        return text if text != original.text else f"{text[:-1]}, fremgår det af baggrundsrapporten."


def key_sentences(section: ReportSection) -> list[list[Sentence]]:
    """The sentences of `section` worth repeating, in a list for each stretch between its headings, in order."""
    stretches: list[list[Sentence]] = []
    for block in section.blocks:
        if isinstance(block, Heading):
            stretches.append([])
        elif isinstance(block, Paragraph) and not block.sentences[0].text.endswith(":"):
            facts = [sentence for sentence in block.sentences if sentence.fact is not None]
            stretches[-1] += facts[:KEYS_OF_PARAGRAPH] or block.sentences[:1]
    return stretches
