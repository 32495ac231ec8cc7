"""The web tree: a page for each section, `html/<kapitel>/<afsnit>/index.html`, in the shape of a municipality's site.

A page has a heading, a teaser, a framing paragraph, the section's headings with key sentences and bullets, captions with
their source lines and no cell values, and around it navigation, buttons and a footer that a reader must leave out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from evals.report_content import ReportBuilder
from evals.report_layers import LayerWriter, key_sentences
from evals.report_records import Bullets, Figure, Heading, ReportSection, ReportTable, Sentence, SentenceKind
from evals.report_truth import LayerSentence
from evals.report_words import load_words

LEFT_OUT = ("Spring til indhold", "Del siden", "Udskriv", "Læs op", "Til toppen", "Se også", "Cookies og privatliv")


def slug(text: str) -> str:
    """`text` as a part of an address: small letters, æøå spelled out, hyphens."""
    spelled = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")


def write_web(builder: ReportBuilder, folder: Path, progress: Callable[[int, int], None]) -> list[LayerSentence]:
    """Writes the tree into `folder`/html; returns its sentences in order."""
    writer = LayerWriter(builder, "html")
    sections = builder.report.sections
    addresses = {id(section): f"{slug(section.chapter_title)}/{slug(section.title)}" for section in sections}
    found: list[LayerSentence] = []
    links = []
    for number, section in enumerate(sections, start=1):
        address = addresses[id(section)]
        path = f"html/{address}/index.html"
        page = _WebPage(writer)
        page.section(section)
        later = [(addresses[id(other)], other.title) for other in sections[number : number + 2]]
        _write(folder / path, section.title, "../../", section.chapter_title, "".join(page.markup), later)
        found += [LayerSentence("html", sentence, path) for sentence in page.sentences]
        links.append((address, section.title))
        progress(number, len(sections))
    _write(folder / "html" / "index.html", "Oversigt", "", "Baggrund", "<h1>Oversigt</h1>", links)
    return found


class _WebPage:
    """The main part of one page, with the sentences in it."""

    def __init__(self, writer: LayerWriter) -> None:
        self.writer = writer
        self.markup: list[str] = []
        self.sentences: list[Sentence] = []
        self.path: tuple[str, ...] = ()

    def section(self, section: ReportSection) -> None:
        """Adds a section."""
        self.path = (section.chapter_title, section.title)
        subjects = [block.sentence.text for block in section.blocks if isinstance(block, Heading) and block.level == 3]
        self._own("h1", section.title, SentenceKind.HEADING)
        self._own(
            'p class="teaser"', f"Læs om {_small(section.title)} i Sømarken Kommune (opdigtet).", SentenceKind.TEASER
        )
        contents = " og ".join(_small(subject) for subject in subjects[:2]) or "de seneste opgørelser"
        self._own("p", f"Afsnittet indeholder oplysninger om {contents}.", SentenceKind.BODY)
        stretches = iter(key_sentences(section))
        for block in section.blocks:
            match block:
                case Heading(level=level):
                    if level == 3:
                        self.path = (section.chapter_title, section.title, block.sentence.text)
                        self._own(f'h2 id="{slug(block.sentence.text)}"', block.sentence.text, SentenceKind.HEADING)
                    self._paragraph(next(stretches))
                case Bullets():
                    items = [self._copied(item, True) for item in block.items]
                    self.markup.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
                case ReportTable() | Figure():
                    lines = [self._copied(block.caption, True), self._copied(block.source, True)]
                    self.markup.append(
                        f'<figure><img src="data:," alt=""><figcaption>{escape(lines[0])}</figcaption></figure>'
                        f'<p class="kilde">{escape(lines[1])}</p>'
                    )
                case _:
                    pass

    def _own(self, tag: str, text: str, kind: SentenceKind) -> None:
        self.sentences.append(self.writer.own(text, kind, self.path))
        self.markup.append(f"<{tag}>{escape(text)}</{tag.split(' ')[0]}>")

    def _copied(self, original: Sentence, verbatim: bool | None = None) -> str:
        self.sentences.append(self.writer.copy(original, self.path, verbatim))
        return self.sentences[-1].text

    def _paragraph(self, originals: list[Sentence]) -> None:
        if originals:
            text = " ".join(self._copied(original) for original in originals)
            self.markup.append(f"<p>{escape(text)}</p>")


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _write(path: Path, title: str, up: str, chapter: str, main: str, links: list[tuple[str, str]]) -> None:
    words = load_words()
    skip, share, printing, aloud, top, also, cookies = (escape(text) for text in LEFT_OUT)
    items = "".join(f'<li><a href="{up}{address}/index.html">{escape(name)}</a></li>' for address, name in links)
    name = f"{words.municipality} ({words.marker})"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html>\n<html lang="da"><head><meta charset="utf-8"><title>{escape(title)} | {name}</title></head>\n'
        f'<body><a class="skip" href="#indhold">{skip}</a>\n<header><p>{name}</p></header>\n'
        f'<nav aria-label="Brødkrumme"><a href="{up or "./"}index.html">Forside</a> <span>{escape(chapter)}</span></nav>\n'
        f'<main id="indhold">{main}\n'
        f'<div class="buttons"><button>{share}</button><button>{printing}</button><button>{aloud}</button></div></main>\n'
        f'<nav aria-label="{also}"><h2>{also}</h2><ul>{items}</ul></nav>\n'
        f'<footer><a href="#indhold">{top}</a> <p>{name}</p> <a href="{up}cookies">{cookies}</a></footer></body></html>\n',
        encoding="utf-8",
    )
