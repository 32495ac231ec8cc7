"""The report as HTML for Chromium's print: the same blocks, with an anchor on the beginning and the end of each sentence.

A hidden link to every anchor makes Chromium write it into the PDF as a named place, and so tell us its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from evals.report_lines import soft_hyphenated
from evals.report_records import Block, Bullets, Figure, Heading, Paragraph, ReportSection, ReportTable, Sentence
from evals.report_words import load_words

STYLE = """
@page { size: A4; margin: 27mm 22mm 26mm 22mm;
  @top-left { content: "NAME"; font: 8pt sans-serif; color: #444 }
  @bottom-center { content: counter(page, COUNTER); font: 8pt sans-serif } }
body { font: 10.2pt/1.36 serif; margin: 0 }
p { margin: 0 0 2mm 0; text-align: justify; hyphens: manual; orphans: 2; widows: 2 }
h1, h2, h3, p.table, p.figure { font-family: sans-serif; break-after: avoid; text-align: left }
h1 { font-size: 20pt; break-before: page; margin: 0 0 8mm 0 }
h1.part { font-size: 26pt; padding-top: 90mm }
div > h1:first-child { break-before: auto }
h2 { font-size: 13.5pt; margin: 7mm 0 2.5mm 0 }
h3 { font-size: 10.8pt; margin: 4mm 0 1mm 0 }
p.table, p.figure { font-weight: bold; font-size: 9pt; margin: 4mm 0 1mm 0; hyphens: none }
p.source { font: italic 8pt sans-serif; margin: 1mm 0 4mm 0; text-align: left; break-before: avoid }
ul { margin: 0 0 2mm 0; padding-left: 6mm }
li { hyphens: manual }
.two { column-count: 2; column-gap: 8mm; column-fill: balance }
table { border-collapse: collapse; font: 8.6pt sans-serif; width: 100% }
th, td { padding: 1mm 2mm; text-align: right }
th:first-child, td:first-child { text-align: left; width: 34mm }
td { vertical-align: top }
tr { break-inside: avoid }
.ruled th, .ruled td { border: 0.3mm solid #555 }
.notes { font-size: 8.2pt; border-top: 0.2mm solid #888; margin-top: 3mm; padding-top: 1mm; break-inside: avoid }
.notes p { text-align: left; margin: 0 }
sup { font-size: 60%; line-height: 0 }
.bars { break-inside: avoid; break-after: avoid }
.bars { display: flex; align-items: flex-end; height: 38mm; border-bottom: 0.3mm solid #333; gap: 6mm }
.bars i { flex: 1; background: #9ab }
.contents div { display: flex; justify-content: space-between; font: 9.5pt/1.5 sans-serif }
#links { position: absolute; height: 0; overflow: hidden }
"""

_UNBREAKABLE = re.compile("(?<=[ \u00ad-])")  # a sentence is named at its first and its last chunk that cannot break


class PrintPage:
    """An HTML document being written; it remembers its anchors. `counter` is the style of page numbers, `first` the first."""

    def __init__(self, counter: str, first: int = 1, hyphenate: bool = True) -> None:
        words = load_words()
        self._style = STYLE.replace("NAME", f"{words.municipality} – {words.marker}").replace("COUNTER", counter)
        self._style += f"html {{ counter-reset: page {first - 1} }}\n"
        self._parts: list[str] = []
        self._anchors: list[str] = []
        self._hyphenate = hyphenate

    def running(self, name: str, title: str) -> None:
        """From here on pages carry `title` at the top right; `name` names them."""
        self._style += f'@page {name} {{ @top-right {{ content: "{title}"; font: 8pt sans-serif; color: #444 }} }}\n'
        self._parts.append(f'</div><div style="page: {name}">')

    def add(self, markup: str) -> None:
        """Adds finished markup."""
        self._parts.append(markup)

    def section(self, section: ReportSection) -> None:
        """Adds a section with its footnotes at its end."""
        if section.chapter is not None:
            self.running(f"k{section.number.replace('.', '-')}", section.chapter.text)
        for sentence, css in ((section.part, ' class="part"'), (section.chapter, "")):
            if sentence is not None:
                self.add(f"<h1{css}>{self.anchored(sentence)}</h1>")
        blocks = list(section.blocks)
        if isinstance(blocks[0], Heading):
            self.add(self.block(blocks.pop(0)))
        inner = "".join(self.block(block) for block in blocks)
        self.add(f'<div class="two">{inner}</div>' if section.columns == 2 else inner)
        if section.footnotes:
            lines = "".join(
                f"<p><sup>{number}</sup> {self.anchored(note)}</p>" for number, note in section.footnotes.items()
            )
            self.add(f'<div class="notes">{lines}</div>')

    def block(self, block: Block) -> str:
        """The markup of one block."""
        match block:
            case Heading():
                return f"<h{block.level}>{self.anchored(block.sentence)}</h{block.level}>"
            case Paragraph():
                return f"<p>{' '.join(self.anchored(sentence) for sentence in block.sentences)}</p>"
            case Bullets():
                return f"<ul>{''.join(f'<li>{self.anchored(item)}</li>' for item in block.items)}</ul>"
            case ReportTable():
                return self._captioned("table", block.caption, self._table(block), block.source)
            case Figure():
                bars = "".join(f'<i style="height: {bar * 100:.0f}%"></i>' for bar in block.bars)
                return self._captioned("figure", block.caption, f'<div class="bars">{bars}</div>', block.source)

    def anchored(self, sentence: Sentence) -> str:
        """A sentence between its two anchors, with soft hyphens, and its footnote mark behind it."""
        hyphenated = self._hyphenate and sentence.kind in ("body", "bullet", "footnote")
        text = soft_hyphenated(sentence.text) if hyphenated else sentence.text
        mark = f"<sup>{sentence.note}</sup>" if sentence.note is not None and sentence.kind != "footnote" else ""
        chunks = _UNBREAKABLE.split(text)
        first = self.anchor(sentence.id, escape(chunks[0]))
        if len(chunks) == 1:
            return self.anchor(f"{sentence.id}-e", first) + mark
        return first + escape("".join(chunks[1:-1])) + self.anchor(f"{sentence.id}-e", escape(chunks[-1])) + mark

    def anchor(self, name: str, markup: str) -> str:
        """`markup` under a name whose page Chromium will tell. Empty markup at a line's end would get no place."""
        self._anchors.append(name)
        return f'<span id="{name}">{markup}</span>'

    def document(self) -> str:
        """The whole document."""
        # An empty division in front of the first named page would be printed as a page of its own.
        parts = "".join(self._parts)
        content = parts.removeprefix("</div>") if parts.startswith("</div>") else f"<div>{parts}"
        links = "".join(f'<a href="#{name}"></a>' for name in self._anchors)
        return (
            f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Baggrundsrapport</title>'
            f"<style>{self._style}</style></head><body>{content}</div>"
            f'<div id="links">{links}</div></body></html>'
        )

    def _captioned(self, css: str, caption: Sentence, middle: str, source: Sentence) -> str:
        return f'<p class="{css}">{self.anchored(caption)}</p>{middle}<p class="source">{self.anchored(source)}</p>'

    def _table(self, table: ReportTable) -> str:
        head = self._row("th", table.header, cell_anchor(table.number, -1))
        rows = "".join(self._row("td", row, cell_anchor(table.number, index)) for index, row in enumerate(table.rows))
        css = ' class="ruled"' if table.ruled else ""
        return f"<table{css}><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def _row(self, tag: str, cells: Iterable[str], name: str) -> str:
        texts = [escape(cell) for cell in cells]
        texts[0] = self.anchor(name, texts[0])
        return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"


def cell_anchor(number: str, row: int) -> str:
    """The anchor of a table row; -1 is the header."""
    return f"t{number.replace('.', '-')}r{row + 1}"
