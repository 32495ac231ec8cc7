"""The content of the made-up report, section by section, from a seed.

Sections come one at a time so that the producer that lays them out can say when the wanted number of pages is reached.
A chapter is a theme; a part is four chapters. The last section of a chapter states the facts that still wait.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from evals.report_facts import YEARS, FactPlan, Family
from evals.report_records import (
    Block,
    Bullets,
    Fact,
    Figure,
    Heading,
    Paragraph,
    Report,
    ReportSection,
    ReportTable,
    Sentence,
    SentenceKind,
)
from evals.report_sentences import SentenceWriter
from evals.report_table_plan import plan_table
from evals.report_words import Theme, load_words

CHAPTERS_IN_PART = 4
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")


class ReportBuilder:
    """Builds the report of `seed`. `report` holds what has been built so far."""

    def __init__(self, seed: int, sections_in_chapter: int = 9) -> None:
        self.chance = random.Random(f"report {seed}")
        self.words = load_words()
        self.writer = SentenceWriter(self.chance, self.words)
        self.plan = FactPlan(seed, self.chance, self.words.places)
        self.sections_in_chapter = sections_in_chapter
        self._ids = 0
        self._notes = 0
        self.report = Report(seed, self._foreword(), facts=self.plan.facts)

    def sections(self) -> Iterator[ReportSection]:
        """The sections in order, without end: the taker stops when it has enough and then calls `closing_section`."""
        themes = self.words.themes
        chapter = 0
        while True:
            theme = themes[chapter % len(themes)]
            round_of = chapter // len(themes)
            suffix = "" if round_of == 0 else f" i {self.words.regions[(round_of - 1) % len(self.words.regions)]}"
            for index in range(self.sections_in_chapter):
                last = index == self.sections_in_chapter - 1
                title = "Nøgletal og sammenligninger" if last else theme.sections[index % len(theme.sections)]
                section = self._opened(chapter, index, theme, theme.title + suffix, title)
                self._fill(section, theme, last)
                self.report.sections.append(section)
                yield section
            chapter += 1

    def closing_section(self) -> ReportSection:
        """One more section of the current chapter: every fact that still waits is stated in it."""
        latest = self.report.sections[-1]
        chapter, index = (int(part) for part in latest.number.split("."))
        theme = self.words.themes[latest.theme]
        section = self._opened(chapter - 1, index, theme, latest.chapter_title, "Afsluttende opgørelser")
        section.columns = 1
        section.path = (*latest.path[:-1], f"{section.number} {section.title}")
        self._facts(section, everything=True)
        self.report.sections.append(section)
        return section

    def filling(self, section: ReportSection) -> Paragraph:
        """One more paragraph at the end of `section`."""
        block = self._paragraph(section, self.words.themes[section.theme])
        section.blocks.append(block)
        return block

    def sentence(
        self, text: str, kind: SentenceKind, path: tuple[str, ...], fact: str | None = None, note: int | None = None
    ) -> Sentence:
        """`text` as a sentence with an id of its own."""
        self._ids += 1
        return Sentence(f"s{self._ids:06d}", text, kind, path, fact, note)

    def _foreword(self) -> ReportSection:
        section = ReportSection("", "Forord", ("Forord",), 1, 0)
        section.blocks.append(Heading(self.sentence("Forord", SentenceKind.HEADING, section.path), 1))
        for lines in (
            ("Denne rapport handler om Sømarken Kommune, som er en opdigtet kommune.",
             "Alle steder, navne, tal og institutioner er fundet på og har intet med virkelige forhold at gøre.",
             "Rapporten er lavet for at måle, om et program læser lange dokumenter rigtigt."),
            ("Rapporten samler baggrundsmaterialet i dele, kapitler og afsnit.",
             "Tabeller og figurer er nummereret efter kapitel, og kilden står under hver af dem.",
             "Et kort uddrag findes i pixiudgaven, og de vigtigste afsnit kan læses på nettet."),
        ):  # fmt: skip
            block = Paragraph(
                tuple(self.sentence(self.writer.fixed(line), SentenceKind.BODY, section.path) for line in lines)
            )
            section.blocks.append(block)
        return section

    def _opened(self, chapter: int, index: int, theme: Theme, chapter_title: str, title: str) -> ReportSection:
        number = f"{chapter + 1}.{index + 1}"
        part_text = (
            f"Del {ROMAN[chapter // CHAPTERS_IN_PART % len(ROMAN)]}: {self._part_title(chapter // CHAPTERS_IN_PART)}"
        )
        chapter_text = f"{chapter + 1} {chapter_title}"
        path = (part_text, chapter_text, f"{number} {title}")
        columns = 2 if self.chance.random() < 0.3 and index else 1
        section = ReportSection(
            number, title, path, columns, self.words.themes.index(theme), chapter_title=chapter_title
        )
        if index == 0:
            self._notes = 0
            if chapter % CHAPTERS_IN_PART == 0:
                section.part = self.sentence(part_text, SentenceKind.HEADING, path[:1])
            section.chapter = self.sentence(chapter_text, SentenceKind.HEADING, path[:2])
        section.blocks.append(Heading(self.sentence(f"{number} {title}", SentenceKind.HEADING, path), 2))
        return section

    def _part_title(self, part: int) -> str:
        return ("Menneskene og hverdagen", "Velfærden", "Stedet og naturen", "Udviklingen")[part % 4]

    def _fill(self, section: ReportSection, theme: Theme, last: bool) -> None:
        self.plan.waiting += self._shuffled(self.plan.family(theme))
        section.blocks.append(self._paragraph(section, theme))
        if section.columns == 1:
            self._table(section, theme)
        for subject in self.chance.sample(theme.challenges, self.chance.randint(2, 3)):
            title = f"{subject} i {self.chance.choice(self.words.places)}"
            title = title[0].upper() + title[1:]
            section.blocks.append(Heading(self.sentence(title, SentenceKind.HEADING, (*section.path, title)), 3))
            for _ in range(self.chance.randint(2, 4)):
                section.blocks.append(self._paragraph(section, theme))
            if self.chance.random() < 0.4:
                section.blocks += self._list(section, theme)
        if section.columns == 1 and self.chance.random() < 0.5:
            section.blocks.append(self._figure(section, theme))
        self._facts(section, everything=last)
        self.writer.sections.append(section.number)

    def _path(self, section: ReportSection) -> tuple[str, ...]:
        """The heading path at the end of what `section` holds so far."""
        for block in reversed(section.blocks):
            if isinstance(block, Heading):
                return block.sentence.section
        return section.path

    def _shuffled(self, family: Family) -> list[Fact]:
        facts = list(family.facts.values())
        return self.chance.sample(facts, len(facts))

    def _facts(self, section: ReportSection, everything: bool) -> None:
        facts = self.plan.take(8, everything)
        for start in range(0, len(facts), 4):
            sentences = []
            for fact in facts[start : start + 4]:
                family = self.plan.families[fact.family]
                value = family.indicator.value(self.plan.seed, fact.place, fact.year, fact.group)
                text = self.writer.fact(family.indicator, fact.place, fact.year, fact.group, value)
                sentences.append(self.sentence(text, SentenceKind.BODY, self._path(section), fact.id))
                fact.sentence = sentences[-1].id
                if self.chance.random() < 0.4:
                    line = self.writer.body(family.theme)
                    sentences.append(self.sentence(line, SentenceKind.BODY, self._path(section)))
            section.blocks.append(Paragraph(tuple(sentences)))

    def _paragraph(self, section: ReportSection, theme: Theme) -> Paragraph:
        sentences = []
        for _ in range(self.chance.randint(3, 6)):
            note = None
            if section.columns == 1 and self.chance.random() < 0.035:
                self._notes += 1
                note = self._notes
                text = self.writer.note(theme)
                section.footnotes[note] = self.sentence(text, SentenceKind.FOOTNOTE, self._path(section), note=note)
            sentences.append(self.sentence(self.writer.body(theme), SentenceKind.BODY, self._path(section), note=note))
        return Paragraph(tuple(sentences))

    def _list(self, section: ReportSection, theme: Theme) -> list[Block]:
        path = self._path(section)
        actor, year, place = (
            self.chance.choice(theme.actors),
            self.chance.choice(YEARS),
            self.chance.choice(self.words.places),
        )
        lead = f"Hos {actor} lægges der i {year} og i {place} vægt på følgende:"
        if lead in self.writer.written:
            return []
        intro = Paragraph((self.sentence(self.writer.fixed(lead), SentenceKind.BODY, path),))
        lines = [self.writer.bullet(theme) for _ in range(self.chance.randint(3, 6))]
        return [intro, Bullets(tuple(self.sentence(line, SentenceKind.BULLET, path) for line in lines))]

    def _number(self, section: ReportSection, kind: type[ReportTable] | type[Figure]) -> str:
        chapter = section.number.split(".")[0]
        written = [*self.report.sections, section]
        count = sum(
            isinstance(block, kind)
            for other in written
            if other.number.split(".")[0] == chapter
            for block in other.blocks
        )
        return f"{chapter}.{count + 1}"

    def _source(self, section: ReportSection) -> Sentence:
        register = self.chance.choice(self.words.registers)
        return self.sentence(
            f"Kilde: {register}, {self.chance.randint(2019, 2024)}", SentenceKind.SOURCE, self._path(section)
        )

    def _figure(self, section: ReportSection, theme: Theme) -> Figure:
        number = self._number(section, Figure)
        measure = self.chance.choice(theme.measures)
        text = f"Figur {number}. Udviklingen for {measure}, {self.chance.randint(2014, 2018)}-{self.chance.randint(2020, 2024)}"
        caption = self.sentence(text, SentenceKind.CAPTION, self._path(section))
        return Figure(number, caption, self._source(section), tuple(self.chance.uniform(0.2, 1) for _ in range(7)))

    def _table(self, section: ReportSection, theme: Theme) -> None:
        """A table that states four facts of a new family; the other four then wait for a sentence."""
        planned = plan_table(self.plan, self.plan.family(theme), self.chance, self.words.places)
        number = self._number(section, ReportTable)
        for (row, column), fact in planned.facts.items():
            fact.cell = (number, row, column)
        caption = self.sentence(f"Tabel {number}. {planned.title}", SentenceKind.CAPTION, self._path(section))
        ruled = self.chance.random() < 0.5
        facts = {place: fact.id for place, fact in planned.facts.items()}
        table = ReportTable(number, caption, self._source(section), planned.header, planned.rows, ruled, facts)
        section.blocks.append(table)
        self.writer.tables.append(number)
        self.plan.waiting += planned.rest
