"""The pixi: 16 pages in large type that repeat the background's key sentences."""

from __future__ import annotations

from pathlib import Path

from evals.report_content import ReportBuilder
from evals.report_drawing import draw_page, draw_title
from evals.report_flow import HEIGHT, WIDTH, Flow
from evals.report_layers import LayerWriter, key_sentences
from evals.report_lines import Style, reportlab
from evals.report_records import Bullets, Heading, Paragraph, ReportSection, Sentence, SentenceKind
from evals.report_reportlab import Produced
from evals.report_truth import LayerSentence
from evals.report_words import load_words

PAGES = 16
TOPICS = PAGES - 3
ON_PAGE = 7
TEXT = Style("Vera", 12, 18)


def write_pixi(builder: ReportBuilder, path: Path) -> tuple[Produced, list[LayerSentence]]:
    """Draws the pixi to `path`; returns its pages and its sentences in reading order."""
    fonts = reportlab("pdfbase.ttfonts")
    reportlab("pdfbase.pdfmetrics").registerFont(fonts.TTFont("Vera", "Vera.ttf"))
    flow = Flow(TEXT)
    sentences: list[Sentence] = []
    for title, section in _pages(builder):
        flow.begin_page(title)
        for block in section.blocks:
            flow.place(section, block)
        sentences += section.sentences()
    words = load_words()
    canvas = reportlab("pdfgen.canvas").Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    canvas.setTitle(f"Pixiudgave for {words.municipality} ({words.marker}), udgave {builder.report.seed}")
    canvas.addPageLabel(0, style="ARABIC", start=1)
    draw_title(canvas, "Pixiudgave", builder.report.seed, True)
    for index, page in enumerate(flow.pages):
        draw_page(canvas, page, str(index + 2), bool(index % 2), None)
    draw_title(canvas, "Pixiudgave", builder.report.seed, False)
    canvas.save()
    labels = tuple(str(number) for number in range(1, len(flow.pages) + 3))
    places = {sentence: tuple(index + 2 for index in found) for sentence, found in flow.places.items()}
    made = Produced(path.name, labels, places, {}, method="the layout is ours: each line notes its page when placed")
    return made, [LayerSentence("pixi", sentence) for sentence in sentences]


def _pages(builder: ReportBuilder) -> list[tuple[str, ReportSection]]:
    """The pages between the covers: an introduction and the topics, each as a section of its own."""
    writer = LayerWriter(builder, "pixi")
    intro = ReportSection("", "Kort fortalt", ("Kort fortalt",), 1, 0)
    lines = (
        "Denne pixiudgave gengiver hovedpunkterne fra baggrundsrapporten for Sømarken Kommune (opdigtet).",
        "Tallene er opdigtede og kan slås op i baggrundsrapporten.",
    )
    body = tuple(writer.own(line, SentenceKind.BODY, intro.path) for line in lines)
    intro.blocks += [Heading(writer.own(intro.title, SentenceKind.HEADING, intro.path), 1), Paragraph(body)]
    keys = [
        (section, sentence)
        for section in builder.report.sections
        for stretch in key_sentences(section)
        for sentence in stretch
    ]
    pages = [(intro.title, intro)]
    for topic in range(TOPICS):
        chunk = keys[len(keys) * topic // TOPICS : len(keys) * (topic + 1) // TOPICS]
        pages.append(_topic(writer, chunk or keys[:1]))
    return pages


def _topic(writer: LayerWriter, chunk: list[tuple[ReportSection, Sentence]]) -> tuple[str, ReportSection]:
    title = chunk[0][0].title
    section = ReportSection("", title, (title,), 1, 0)
    picked = [sentence for _, sentence in chunk[:: max(1, len(chunk) // ON_PAGE)]][:ON_PAGE]
    copies = [writer.copy(sentence, section.path) for sentence in picked]
    section.blocks += [
        Heading(writer.own(title, SentenceKind.HEADING, section.path), 1),
        Paragraph(tuple(copies[:4])),
    ]
    if copies[4:]:
        section.blocks.append(Bullets(tuple(copies[4:])))
    return title, section
