"""Minutes of every kind: one schema, proposal and decision apart, closed items out, the traps of the real minutes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, BlockKind, Piece, clean_pieces
from ingest.html import decoded, html_blocks
from ingest.markdown import markdown_blocks, text_blocks
from ingest.minutes import MinutesMetadata, looks_like_minutes, minutes_metadata, structure_minutes
from ingest.minutes_words import section_name
from ingest.readers import read_bytes
from ingest.records import Kind, Reading, Section, SectionKind

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "corpus" / "referat-hovedudvalg-2025-08-15.md"
MADE_UP = sorted((ROOT / "tests" / "minutes").iterdir())


@cache
def reading_of(name: str) -> Reading:
    path = REAL if name == "real" else ROOT / "tests" / "minutes" / name
    return read_bytes(path.read_bytes(), path.name, "Referat", Kind.MINUTES)


def blocks_of(path: Path) -> list[Block]:
    data = path.read_bytes()
    if path.suffix == ".html":
        return html_blocks(decoded(data))[0]
    return (markdown_blocks if path.suffix == ".md" else text_blocks)(data.decode("utf-8"))


def metadata_of(name: str) -> MinutesMetadata:
    return minutes_metadata(structure_minutes(blocks_of(ROOT / "tests" / "minutes" / name)).blocks)


def markdown(text: str) -> Reading:
    return read_bytes(text.encode(), "referat.md", "Referat", Kind.MINUTES)


def texts(reading: Reading, kind: SectionKind) -> list[str]:
    return [section.range.of(reading.text) for section in reading.sections if section.kind is kind]


def section(reading: Reading, title: str) -> Section:
    return next(one for one in reading.sections if one.path[-1] == title)


# ---- The real minutes --------------------------------------------------------------------------------------------------


def test_the_real_minutes_have_every_section_of_the_schema_right_under_the_item() -> None:
    reading = reading_of("real")
    item = "Punkt 42: Fremtidens Randers v. Lars Sønderby"
    kinds = {one.path[1]: one.kind for one in reading.sections if len(one.path) == 2 and one.path[0] == item}
    assert kinds == {
        "Resumé": SectionKind.SUMMARY,
        "Indstilling": SectionKind.PROPOSAL,
        "Referat": SectionKind.DECISION,
        "Sagsfremstilling": SectionKind.CASE,
        "Økonomi": SectionKind.FINANCE,
        "Bilag": SectionKind.ATTACHMENTS,
    }


def test_plain_lines_and_a_line_glued_to_a_paragraph_head_sections_of_the_case() -> None:
    reading = reading_of("real")
    under = [one.path[-1] for one in reading.sections if len(one.path) == 3 and one.path[1] == "Sagsfremstilling"]
    assert under == [
        "Hvidbog om Randers Kommune",
        "Hovedpointer fra Hvidbogen",
        "Kommunikations- og inddragelsesproces",
        "En strategisk plan",
    ]
    assert all(one.kind is SectionKind.CASE for one in reading.sections if one.path[-1] in under)


def test_sentences_cut_by_a_page_break_are_whole() -> None:
    sentences = [one.of(reading_of("real").text) for one in reading_of("real").sentences]
    assert any("tilflyttere på overførelsesindkomst og for mange udsatte" in one for one in sentences)
    assert any("peget på muligheden for, at der ude i organisationen" in one for one in sentences)


def test_misspellings_of_the_original_stay() -> None:
    for written in (
        "overførelsesindkomst",
        "middelelivetiden",
        "en strategiske plan",
        "”over niveau”",
        "MED Hovedudvalg",
    ):
        assert written in reading_of("real").text


def test_the_broken_table_of_contents_is_kept_apart_and_gives_no_page() -> None:
    reading = reading_of("real")
    contents = texts(reading, SectionKind.CONTENTS)
    assert len(contents) == 1
    assert "....." in contents[0]
    assert reading.pages == ()
    assert "....." not in "".join(
        section_text
        for kind in SectionKind
        if kind is not SectionKind.CONTENTS
        for section_text in texts(reading, kind)
    )


def test_the_seven_focus_areas_are_one_list_with_their_introduction() -> None:
    reading = reading_of("real")
    lists = [one for one in reading.listings if len(one.items) == 7]
    assert len(lists) == 1
    assert lists[0].intro is not None
    assert lists[0].intro.of(reading.text) == "Fokusområderne er:"
    assert [one.of(reading.text) for one in lists[0].items][::6] == [
        "Kommunen skal levere på et højere niveau.",
        "Tværgående samarbejde og en fælles plan.",
    ]
    assert lists[0].bodies[0].of(reading.text).endswith("langt ”over niveau”.")


def test_the_three_phases_are_a_list_announced_by_hhv() -> None:
    reading = reading_of("real")
    phases = next(one for one in reading.listings if one.items[0].of(reading.text).startswith("Fase 1"))
    assert phases.intro is not None
    assert phases.intro.of(reading.text).endswith("hhv.")
    assert len(phases.items) == 3


def test_the_real_meeting_is_described() -> None:
    found = minutes_metadata(structure_minutes(blocks_of(REAL)).blocks)
    assert (found.body, found.meeting_date, found.place) == ("MED Hovedudvalg", dt.date(2025, 8, 15), "D.2.58")
    assert [(one.number, one.title, one.case_number) for one in found.items] == [
        ("42", "Fremtidens Randers v. Lars Sønderby", "87.00.00-G01-10-24")
    ]


def test_every_character_that_claims_a_place_in_the_file_stands_there() -> None:
    reading, source = reading_of("real"), REAL.read_text(encoding="utf-8")
    places = [reading.map.source_of(position) for position in range(len(reading.text))]
    assert all(place is None or source[place] == reading.text[at] for at, place in enumerate(places))
    made_here = [reading.text[at] for at, place in enumerate(places) if place is None]
    assert set("".join(made_here)) <= set(" \n")


# ---- One schema from every system ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MADE_UP, ids=lambda path: path.stem)
def test_made_up_minutes_say_so_and_are_known_as_minutes(path: Path) -> None:
    assert "Sømarken Kommune (opdigtet" in path.read_text(encoding="utf-8")
    assert looks_like_minutes(blocks_of(path))


@pytest.mark.parametrize("path", MADE_UP, ids=lambda path: path.stem)
def test_sections_tile_the_text_and_sentences_stand_in_it(path: Path) -> None:
    reading = reading_of(path.name)
    assert [one.range.start for one in reading.sections] == [0, *(one.range.end for one in reading.sections[:-1])]
    assert reading.sections[-1].range.end == len(reading.text)
    assert all(one.of(reading.text).strip() for one in reading.sentences)
    assert all(
        before.end <= after.start for before, after in zip(reading.sentences, reading.sentences[1:], strict=False)
    )


@pytest.mark.parametrize(
    ("name", "proposed", "decided"),
    [
        ("acadre.md", "at der gives en anlægsbevilling", "anbefaler indstillingen"),
        ("sbsys.html", "at biblioteket får et tilskud", "Godkendt."),
        ("randers_2013.md", "at grundene udbydes til mindst", "Byrådet godkendte, at grundene"),
        ("randers_2007.md", "at lokalplanen vedtages endeligt", "Byrådet vedtog lokalplanen."),
        ("odense.html", "der bruges højst 1,5 mio. kr.", "dog højst 1,2 mio. kr."),
        ("viborg.md", "at taksterne godkendes.", "besluttede at udsætte sagen"),
        ("hedensted.html", "at ferieplanen sendes i høring", "Ferieplanen sendes i høring."),
        ("holbaek.md", "at vandløbet åbnes på 400 meter", "Indstillingen blev ikke godkendt."),
        ("faxe.txt", "at festivalen får lov", "Pladsen udlånes."),
        ("koebenhavn.html", "at der plantes 40 træer", "godkendt uden afstemning"),
    ],
)
def test_proposal_and_decision_are_never_mixed(name: str, proposed: str, decided: str) -> None:
    reading = reading_of(name)
    proposals, decisions = texts(reading, SectionKind.PROPOSAL), texts(reading, SectionKind.DECISION)
    assert any(proposed in one for one in proposals)
    assert not any(proposed in one for one in decisions)
    assert any(decided in one for one in decisions)
    assert not any(decided in one for one in proposals)


@pytest.mark.parametrize(
    ("name", "body", "day", "place"),
    [
        ("acadre.md", "Økonomiudvalget", dt.date(2025, 2, 3), "Lokale 2, Havnegade 1"),
        ("sbsys.html", "Kulturudvalget", dt.date(2025, 3, 12), "Rådhuset, lokale B"),
        ("getorganized.html", "Teknisk Udvalg", dt.date(2025, 5, 5), None),
        ("randers_2013.md", "Byrådet", dt.date(2013, 12, 16), "Byrådssalen"),
        ("randers_2007.md", "Byrådet", dt.date(2007, 11, 5), None),
        ("odense.html", "By- og Kulturudvalget", dt.date(2025, 5, 20), None),
        ("viborg.md", "Byrådet", dt.date(2019, 4, 24), "Salen"),
        ("hedensted.html", "Udvalget for Læring", dt.date(2023, 5, 8), None),
        ("holbaek.md", "Udvalget for Klima", dt.date(2015, 6, 2), None),
        ("faxe.txt", "Plan og Kultur", dt.date(2022, 4, 6), None),
        ("ringkoebing_skjern.html", "Social- og Sundhedsudvalget", dt.date(2025, 1, 14), None),
        ("broenderslev.html", "Byrådet", dt.date(2020, 8, 26), None),
        ("koebenhavn.html", "Borgerrepræsentationen", dt.date(2024, 11, 21), None),
    ],
)
def test_the_meeting_is_described_and_a_missing_place_is_normal(
    name: str, body: str, day: dt.date, place: str | None
) -> None:
    found = metadata_of(name)
    assert (found.body, found.meeting_date, found.place) == (body, day, place)


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("acadre.md", [("3", "Nyt tag på Fjordskolen (opdigtet)", "82.06.00-P20-3-24")]),
        (
            "sbsys.html",
            [
                ("1", "Tilskud til biblioteket i Sømarken", "21.00.00-Ø40-7-25"),
                ("3", "Orientering om museet", "19.00.00-G01-2-25"),
            ],
        ),
        ("getorganized.html", [("1", "Cykelsti langs Klitvej", "05.04.00-P20-11-23"), ("2", "Eventuelt", None)]),
        (
            "randers_2013.md",
            [("551", "Godkendelse af dagsorden", None), ("552", "Salg af grunde i Strandby", "13.06.02-G10-14-13")],
        ),
        (
            "randers_2007.md",
            [("1", "Lokalplan 512 for Havnekvarteret", "2007/04512"), ("2", "Valg af stedfortræder", None)],
        ),
        ("koebenhavn.html", [("12", "Træer på Torvet (2024-0123456)", "2024-0123456")]),
        ("holbaek.md", [("4", "Vandløb ved Mosevej", None)]),
    ],
)
def test_items_have_number_title_and_case_number(name: str, items: list[tuple[str, str, str | None]]) -> None:
    assert [(one.number, one.title, one.case_number) for one in metadata_of(name).items] == items


def test_who_was_absent_is_read_per_item_and_from_attendance_codes() -> None:
    assert [one.absent for one in metadata_of("ringkoebing_skjern.html").items] == [("Dorte Dahl",), ()]
    assert metadata_of("faxe.txt").items[0].absent == ("Bo Birk",)
    assert metadata_of("acadre.md").absent == ("Bo Birk", "Carl Carstens")


def test_an_agenda_has_no_decision_and_minutes_have() -> None:
    agenda = (ROOT / "tests" / "minutes" / "broenderslev.html").read_text(encoding="utf-8")
    filled = agenda.replace("<h3>Beslutning</h3>", "<h3>Beslutning</h3><p>Feltet udfyldes på mødet.</p>")
    assert metadata_of("broenderslev.html").agenda
    for text in (agenda, filled):
        assert texts(read_bytes(text.encode(), "dagsorden.html", "D", Kind.MINUTES), SectionKind.DECISION) == []
    minutes = filled.replace("Dagsorden til", "Referat fra")
    assert texts(read_bytes(minutes.encode(), "referat.html", "R", Kind.MINUTES), SectionKind.DECISION) != []


def test_another_body_deciding_on_another_day_is_a_decision_of_its_own() -> None:
    decisions = texts(reading_of("viborg.md"), SectionKind.DECISION)
    assert [one.split("\n")[0] for one in decisions] == [
        "Beslutning i Børneudvalget den 3. april 2019",
        "Beslutning i Byrådet den 24. april 2019",
    ]


def test_a_remark_to_the_minutes_is_no_decision() -> None:
    assert section(reading_of("koebenhavn.html"), "Protokolbemærkninger").kind is SectionKind.BODY


def test_a_two_column_table_that_lays_out_sections_becomes_sections() -> None:
    reading = reading_of("hedensted.html")
    assert section(reading, "Administrationen indstiller").kind is SectionKind.PROPOSAL
    assert section(reading, "Økonomi").kind is SectionKind.FINANCE
    assert reading.tables == ()


def test_items_stand_under_their_committee() -> None:
    paths = [one.path for one in reading_of("randers_2013.md").sections if one.kind is SectionKind.ITEM]
    assert paths == [
        ("Økonomiudvalget", "551. Godkendelse af dagsorden"),
        ("Økonomiudvalget", "552. Salg af grunde i Strandby"),
    ]


def test_headings_of_a_template_with_nothing_under_them_go_and_intet_stays() -> None:
    titles = [one.path[-1] for one in reading_of("holbaek.md").sections]
    assert titles == [
        "Referat for Udvalget for Klima den 2. juni 2015",
        "4. Vandløb ved Mosevej",
        "Sagsgang",
        "Indstilling",
        "Beskrivelse af sagen",
        "Beslutning",
    ]
    assert (
        section(reading_of("viborg.md"), "Inddragelse")
        .range.of(reading_of("viborg.md").text)
        .strip()
        .endswith("Intet.")
    )


@pytest.mark.parametrize("path", MADE_UP, ids=lambda path: path.stem)
def test_interface_text_is_out(path: Path) -> None:
    for words in ("Kopier link", "Print", "Til toppen", "Fold alle ud", "Vis alle punkter", "Sagsnr:\n"):
        assert words not in reading_of(path.name).text


def test_missing_blanks_part_sections_and_sentences() -> None:
    reading = reading_of("faxe.txt")
    assert [one.path[-1] for one in reading.sections[2:]] == [
        "Indstilling",
        "Sagsfremstilling",
        "Økonomi",
        "Beslutning",
        "Fraværende",
    ]
    sentences = [one.of(reading.text) for one in reading.sentences]
    assert "Foreningen har søgt om at låne pladsen." in sentences
    assert "Arrangørerne rydder selv op, og der er musik til kl. 23.30." in sentences


def test_web_addresses_and_abbreviations_get_no_blank() -> None:
    text = "# Referat\n\n## Punkt 1: Prøve\n\n### Sagsfremstilling\n\nSe www.somarken.dk/Min.Side for J.Hansens tal (opdigtet).\n"
    assert "www.somarken.dk/Min.Side for J.Hansens tal" in markdown(text).text


# ---- Closed things ------------------------------------------------------------------------------------------------------

SECRETS = (
    "Kajen 7", "Køb af ejendom", "Personfølsomt notat", "Afsked", "fratræder", "Forlig", "2 mio. kr. blev godkendt",
    "Sælgers pris", "Hemmelig tekst", "Klage fra en borger", "Borgeren klager", "Lukket punkt", "LUKKEDE",
)  # fmt: skip


@pytest.mark.parametrize("path", MADE_UP, ids=lambda path: path.stem)
def test_nothing_closed_gets_into_the_text_or_the_report(path: Path) -> None:
    reading = reading_of(path.name)
    report = " ".join(finding.detail for finding in reading.findings)
    assert [secret for secret in SECRETS if secret in reading.text + report] == []


def test_the_secrets_do_stand_in_the_files() -> None:
    everything = "\n".join(path.read_text(encoding="utf-8") for path in MADE_UP)
    assert [secret for secret in SECRETS if secret not in everything] == []


@pytest.mark.parametrize(
    "name", ["acadre.md", "sbsys.html", "randers_2013.md", "randers_2007.md", "odense.html", "ringkoebing_skjern.html"]
)
def test_what_was_closed_is_reported(name: str) -> None:
    assert "closed_item" in {finding.code for finding in reading_of(name).findings}


OPEN_ITEM = "\n\n## Punkt 2: Åben prøvesag\n\n### Beslutning\n\nGodkendt.\n"
CLOSED = {
    "title": "## Punkt 1: Lukket punkt\n\n### Sagsfremstilling\n\nHEMMELIGT",
    "access before title": "## Punkt 1 (Lukket): HEMMELIGT\n\n### Sagsfremstilling\n\nHEMMELIGT",
    "access after title": "## Punkt 1: HEMMELIGT (lukket)\n\nHEMMELIGT",
    "dash after title": "## Punkt 1: HEMMELIGT - lukket sag\n\nHEMMELIGT",
    "no number": "## Lukket punkt\n\n### Sagsfremstilling\n\nHEMMELIGT",
    "bold line": "**Punkt 1: Lukket punkt**\n\n**Sagsfremstilling**\n\nHEMMELIGT",
    "plain line": "Punkt 1: Lukket punkt\n\nHEMMELIGT",
    "title and text on one line": "Punkt 1: Lukket punkt HEMMELIGT",
    "field in the item": "## Punkt 1: HEMMELIGT\n\nÅben/lukket: Lukket\n\nHEMMELIGT",
    "field in a table": "## Punkt 1: HEMMELIGT\n\n| Åben/lukket | Lukket |\n|---|---|\n| x | HEMMELIGT |",
    "remark in the item": "## Punkt 1: HEMMELIGT\n\nSagen er lukket.\n\n### Beslutning\n\nHEMMELIGT",
    "confidential": "## Punkt 1: Fortroligt: HEMMELIGT\n\nHEMMELIGT",
    "mark of the case system": '## Punkt 1: HEMMELIGT MaaPubliceres="False"\n\nHEMMELIGT',
}


@pytest.mark.parametrize("closed", CLOSED.values(), ids=CLOSED.keys())
def test_a_closed_item_goes_whole_and_the_open_one_after_it_stays(closed: str) -> None:
    reading = markdown("# Referat fra Byrådet\n\nSømarken Kommune (opdigtet)\n\n" + closed + OPEN_ITEM)
    assert "HEMMELIGT" not in reading.text
    assert "Åben prøvesag" in reading.text
    assert any(finding.code == "closed_item" for finding in reading.findings)


def test_a_closed_group_reaches_to_the_next_open_group() -> None:
    closed = "## LUKKEDE SAGER\n\n### Punkt 1: HEMMELIGT\n\nHEMMELIGT\n\n### Punkt 3: HEMMELIGT\n\n"
    again = "## ÅBNE SAGER\n\n### Punkt 2: Åben prøvesag\n\nTekst.\n"
    reading = markdown("# Referat fra Byrådet\n\n" + closed + again)
    assert "HEMMELIGT" not in reading.text
    assert "Åben prøvesag" in reading.text


def test_a_meeting_that_is_all_closed_leaves_its_title_alone() -> None:
    reading = markdown("# Referat fra Byrådet\n\n## Lukket dagsorden\n\n### Punkt 1: HEMMELIGT\n\nHEMMELIGT\n")
    assert reading.text == "Referat fra Byrådet"


@pytest.mark.parametrize("line", ["Punkt 2: Noget andet (lukket)", "2 Noget andet - lukket sag", "HEMMELIGT (lukket)"])
def test_what_the_contents_call_closed_is_closed_in_the_body(line: str) -> None:
    contents = f"# Indholdsfortegnelse\n\nPunkt 1: En bro.....2\n\n{line}.....3\n\n"
    body = "## Punkt 1: En bro\n\nTekst om broen.\n\n## Punkt 2: HEMMELIGT\n\nHEMMELIGT\n"
    reading = markdown("# Referat fra Byrådet\n\n" + contents + body)
    assert "HEMMELIGT" not in reading.text
    assert "Tekst om broen." in reading.text


def test_closed_attachments_go_and_open_ones_stay() -> None:
    attachments = "### Bilag\n\n- Åbent notat\n- HEMMELIGT notat (lukket)\n- HEMMELIGT - lukket bilag\n"
    reading = markdown("# Referat fra Byrådet\n\n## Punkt 1: Prøve\n\nTekst.\n\n" + attachments)
    assert "HEMMELIGT" not in reading.text
    assert "Åbent notat" in reading.text


def test_a_thing_that_was_shut_is_not_a_closed_item() -> None:
    text = (
        "# Referat fra Byrådet\n\n## Punkt 1: Lukket svømmehal genåbner\n\nSvømmehallen har været lukket i et år.\n\n"
        "## Punkt 2: Lukning af vej\n\nVejen er lukket for biler.\n"
    )
    reading = markdown(text)
    assert "Svømmehallen har været lukket i et år." in reading.text
    assert "Vejen er lukket for biler." in reading.text
    assert reading.findings == ()


# ---- Single decisions ---------------------------------------------------------------------------------------------------


def test_a_proposal_without_a_heading_is_a_proposal_until_the_next_heading() -> None:
    text = (
        "# Referat fra Byrådet\n\n## Punkt 1: Prøve\n\nForvaltningen indstiller til Byrådet,\n\n- at A vælges\n- at B vælges\n\n"
        "Baggrunden er en ansøgning.\n\n### Beslutning\n\nByrådet indstiller sagen til fornyet behandling.\n"
    )
    reading = markdown(text)
    assert texts(reading, SectionKind.PROPOSAL) == [
        "Forvaltningen indstiller til Byrådet,\n\nat A vælges\nat B vælges\n\n"
    ]
    assert "indstiller sagen" in texts(reading, SectionKind.DECISION)[0]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Beslutning i Byrådet den 24. april 2019", SectionKind.DECISION),
        ("Beslutning fra Økonomiudvalget, 3. marts 2025", SectionKind.DECISION),
        ("Beslutning i Børne- og Skoleudvalget d. 03-04-2019", SectionKind.DECISION),
        ("Beslutning - Udvalget for Klima og Natur 24-04-2019:", SectionKind.DECISION),
        ("Byrådets beslutning", SectionKind.DECISION),
        ("Beslutning i sagen om broen", None),
        ("Beslutning i Byrådet er udsat til maj", None),
        ("Referat fra møde i Ældrerådet den 4. maj 2020", None),
        ("Økonomi", SectionKind.FINANCE),
        ("Økonomi og demografi i Sømarken", None),
        ("Bilag 3", None),
        ("Indstilling:", SectionKind.PROPOSAL),
        ("REFERAT", SectionKind.DECISION),
    ],
)
def test_a_line_names_a_section_only_if_it_is_nothing_else(line: str, kind: SectionKind | None) -> None:
    assert section_name(line, marked=False) is kind


def test_referat_as_the_title_of_the_document_decides_nothing() -> None:
    reading = markdown("# Referat\n\nByrådet\n\n## Punkt 1: Prøve\n\n### Sagsfremstilling\n\nTekst.\n")
    assert texts(reading, SectionKind.DECISION) == []


def test_a_short_line_before_a_list_or_in_a_decision_is_no_heading() -> None:
    text = (
        "# Referat fra Byrådet\n\n## Punkt 1: Prøve\n\n### Sagsfremstilling\n\nDe tre ønsker\n\n- et\n- to\n- tre\n\n"
        "### Beslutning\n\nGodkendt\n\nBo Birk stemte imod forslaget om en ny bro.\n"
    )
    titles = [one.path[-1] for one in markdown(text).sections]
    assert titles[-2:] == ["Sagsfremstilling", "Beslutning"]


def test_minutes_keep_every_open_word() -> None:
    words = re.findall(r"[\wæøåÆØÅ]+", "".join(block.text + " " for block in blocks_of(REAL)))
    assert re.findall(r"[\wæøåÆØÅ]+", reading_of("real").text) == words


def test_pieces_keep_their_place_when_blocks_are_cut_and_joined() -> None:
    first = Block(BlockKind.PARAGRAPH, clean_pieces("En sætning som fortsætter på", 10))
    second = Block(BlockKind.PARAGRAPH, clean_pieces("næste side.", 100))
    title = Block(BlockKind.HEADING, (Piece("Referat fra Byrådet", 0),), level=1)
    blocks = structure_minutes([title, first, second]).blocks
    assert blocks[1].text == "En sætning som fortsætter på næste side."
    assert blocks[1].pieces == (*first.pieces, Piece(" "), *second.pieces)


# ---- Any blocks at all --------------------------------------------------------------------------------------------------

EVERY_BLOCK = [block for path in [REAL, *MADE_UP] for block in blocks_of(path)]


def letters_of(blocks: Sequence[Block]) -> str:
    return re.sub(r"\W", "", "".join(block.text for block in blocks))


@given(st.lists(st.sampled_from(EVERY_BLOCK), max_size=30))
def test_blocks_in_any_order_are_structured_without_a_letter_made_up_or_moved(blocks: list[Block]) -> None:
    structured = structure_minutes(blocks).blocks
    given_letters = iter(letters_of(blocks))
    assert all(letter in given_letters for letter in letters_of(structured))
    minutes_metadata(structured)


@given(st.lists(st.sampled_from(EVERY_BLOCK), max_size=12), st.sampled_from(sorted(CLOSED.values())), st.booleans())
def test_a_closed_item_leaks_among_no_other_blocks(blocks: list[Block], closed: str, first: bool) -> None:
    title = markdown_blocks("# Referat fra Byrådet")
    secret = markdown_blocks(closed)
    around = [*title, *secret, *blocks] if first else [*title, *blocks, *secret]
    assert "HEMMELIGT" not in " ".join(block.text for block in structure_minutes(around).blocks)


@pytest.mark.parametrize(
    "text", ["Bilag" * 5_000, "A: " * 5_000, "Økonomi: " * 5_000, "." * 9_000, "a" * 9_000, "lukket " * 999]
)
def test_a_hostile_paragraph_neither_crashes_nor_hides_what_follows(text: str) -> None:
    blocks = markdown_blocks(
        f"# Referat fra Byrådet\n\n## Punkt 1: Prøve\n\n{text}\n\n## Punkt 2: Bro\n\n### Beslutning\n\nUdsat.\n"
    )
    structured = structure_minutes(blocks).blocks
    assert structured[-1].text == "Udsat."
    assert any(block.section_kind is SectionKind.DECISION for block in structured)
