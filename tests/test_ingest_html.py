"""Web pages: the page's own text with heading path, anchors, tables and source lines, and a map back to the file."""

from __future__ import annotations

from contextlib import suppress

import pytest

from ingest.errors import Unreadable
from ingest.html import decoded, html_blocks
from ingest.readers import read_bytes
from ingest.records import Kind, Reading, SectionKind

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Boligerne &ndash; Sømarken</title>
<style>p { color: red }</style><script>var tekst = "<p>Ikke tekst</p>";</script></head><body>
<a class="skip-link" href="#main">Gå til indhold</a><header><nav><ul><li><a href="/">Forside</a></li></ul></nav></header>
<div class="cookie-banner">Vi bruger cookies</div>
<main id="main"><nav aria-label="Brødkrumme">Hvidbog &gt; Boliger</nav>
<h1 id="boligerne">Boligerne i S&oslash;marken Kommune (opdigtet)</h1><p class="teaser">Læs om boligerne i kommunen.</p>
<p>Afsnittet indeholder <b>tal</b> om&nbsp;boliger &amp; by<sup><a href="#fn1">1</a></sup>. Der er <!-- note -->53.000
boliger, mest eje<wbr>rboliger.</p>
<ul class="toc"><li><a href="#ejerformer">Ejerformer</a></li><li><a href="#tabeller">Tabeller</a></li></ul>
<h2 id="ejerformer">Ejerformer</h2>
<p><strong>Lejeboliger.</strong> Her bor mange.</p><p><strong>Ejerboliger.</strong> Her bor flere.</p>
<p>Der er to slags:</p><ul><li>Private<ul><li>Små</li></ul></li><li><p>Almene</p><p>og flere</p></li></ul>
<p>Tabel 3.1 Boliger efter ejerform</p><p>Tabel 3.2 Boliger efter år</p><p>Kilde: BBR</p>
<p>Tabel 3.2 viser, at der bygges mere.</p>
<section id="tabeller"><h2>Tabeller</h2><h3><a name="byggeri"></a>Byggeri</h3>
<table><caption>Tabel 3.3. Antal</caption><thead><tr><th>År</th><th colspan="2">Antal</th></tr></thead>
<tbody><tr><td>2024</td><td>1.234,5</td><td><p>pct.</p></td></tr><tr><td>2025</td><td></td><td>pct.</td></tr></tbody></table>
<p>Kilde: Danmarks Statistik, 2024</p></section>
<p hidden>Skjult ordre</p><p style="display: none">Skjult ordre</p><button>Klik her</button><form><label>Navn</label></form>
<div role="doc-endnotes" class="footnotes"><ol><li id="fn1">En note om tallene.</li></ol></div>
</main><footer>Bund</footer></body></html>"""


def page(text: str, kind: Kind = Kind.PAGE) -> Reading:
    return read_bytes(text.encode("utf-8"), "side.html", "Siden", kind)


def body(inner: str) -> Reading:
    return page(f"<!DOCTYPE html><html><body><main><h1>Sømarken Kommune (opdigtet)</h1>{inner}</main></body></html>")


@pytest.mark.parametrize(
    "words",
    ["Forside", "cookies", "Gå til indhold", "Brødkrumme", "Klik her", "Navn", "Bund", "Ikke tekst", "Skjult", "red"],
)
def test_the_machinery_of_the_page_is_not_text(words: str) -> None:
    assert words in PAGE
    assert words not in page(PAGE).text


def test_hidden_text_is_reported() -> None:
    assert [one.code for one in page(PAGE).findings if one.code == "hidden_text"] == ["hidden_text"]
    assert body("<p>Synlig.</p>").findings == ()


def test_headings_make_a_path_with_anchors() -> None:
    found = {one.path: one.anchor for one in page(PAGE).sections if one.heading is not None}
    top = "Boligerne i Sømarken Kommune (opdigtet)"
    assert found == {
        (top,): "boligerne",
        (top, "Ejerformer"): "ejerformer",
        (top, "Tabeller"): "tabeller",
        (top, "Tabeller", "Byggeri"): "byggeri",
    }


def test_the_teaser_is_the_summary() -> None:
    reading = page(PAGE)
    assert [one.range.of(reading.text).strip() for one in reading.sections if one.kind is SectionKind.SUMMARY] == [
        "Læs om boligerne i kommunen."
    ]


def test_text_is_as_a_reader_sees_it() -> None:
    text = page(PAGE).text
    assert "Afsnittet indeholder tal om boliger & by. Der er 53.000 boliger, mest ejerboliger." in text


def test_lists_nest_and_bold_leads_are_a_list() -> None:
    reading = page(PAGE)
    lists = [
        (one.intro.of(reading.text) if one.intro else None, [item.of(reading.text) for item in one.items])
        for one in reading.listings
    ]
    assert (None, ["Lejeboliger.", "Ejerboliger."]) in lists
    assert ("Der er to slags:", ["Private", "Almene og flere"]) in lists
    assert any(items == ["Små"] for _, items in lists)


def test_a_table_has_caption_header_cells_and_source() -> None:
    reading = page(PAGE)
    table = next(one for one in reading.tables if one.values_captured)
    assert (table.number, table.header_rows) == ("3.3", 1)
    assert table.caption is not None
    assert table.source_line is not None
    assert table.source_line.of(reading.text) == "Kilde: Danmarks Statistik, 2024"
    cells = {(cell.row, cell.column): cell.range.of(reading.text) for cell in table.cells}
    assert cells == {
        (0, 0): "År", (0, 1): "Antal", (0, 2): "", (1, 0): "2024", (1, 1): "1.234,5", (1, 2): "pct.",
        (2, 0): "2025", (2, 1): "", (2, 2): "pct.",
    }  # fmt: skip
    assert "2024 | 1.234,5 | pct." in [one.of(reading.text) for one in reading.sentences]


def test_captions_without_values_are_tables_that_say_so() -> None:
    reading = page(PAGE)
    bare = [one for one in reading.tables if not one.values_captured]
    assert [one.number for one in bare] == ["3.1", "3.2"]
    assert [one.source_line.of(reading.text) if one.source_line else None for one in bare] == [None, "Kilde: BBR"]
    assert [one.code for one in reading.findings].count("table_without_values") == 2


def test_a_sentence_about_a_table_is_no_caption() -> None:
    reading = page(PAGE)
    ranges = [one.range for one in reading.tables]
    start = reading.text.index("Tabel 3.2 viser")
    assert not any(one.start <= start < one.end for one in ranges)


def test_footnotes_are_kept_apart_and_their_marks_are_out() -> None:
    reading = page(PAGE)
    notes = [one.range.of(reading.text) for one in reading.sections if one.kind is SectionKind.FOOTNOTES]
    assert notes == ["En note om tallene."]
    assert "by1" not in reading.text


def test_every_character_that_claims_a_place_in_the_page_stands_there() -> None:
    reading, source = page(PAGE), decoded(PAGE.encode("utf-8"))
    places = [reading.map.source_of(position) for position in range(len(reading.text))]
    assert all(place is None or source[place] == reading.text[at] for at, place in enumerate(places))
    letters = [at for at, character in enumerate(reading.text) if character.isalnum()]
    assert [reading.text[at] for at in letters if places[at] is None] == ["ø"]  # written &oslash;
    assert reading.map.source_of(reading.text.index("Her bor flere")) == source.index("Her bor flere")


def test_the_map_survives_what_the_parser_mends() -> None:
    broken = "<p>Et & to <b>tre<p>fire</b> & fem</p><td>seks</td><p>syv"
    source = f"<!DOCTYPE html><body><main><h1>Sømarken (opdigtet)</h1>{broken}</main>"
    reading = page(source)
    for word in ("Et", "tre", "fire", "fem", "seks", "syv"):
        assert reading.map.source_of(reading.text.index(word)) == source.index(word)


def test_a_page_without_a_main_part_is_read_from_its_body_without_header_and_footer() -> None:
    reading = page(
        "<html><body><header>Logo</header><div class='menu'>Menu</div><h1>Titel (opdigtet)</h1><p>Tekst.</p>"
        "<footer>Bund</footer></body></html>"
    )
    assert reading.text == "Titel (opdigtet)\n\nTekst."


def test_a_form_around_the_whole_page_is_not_taken_for_a_form() -> None:
    assert page("<html><body><form><h1>Titel (opdigtet)</h1><p>Tekst.</p></form></body></html>").text.endswith("Tekst.")


def test_words_in_danish_slugs_do_not_hide_a_section() -> None:
    reading = body(
        '<section id="social-ulighed" class="menneskene-der-bor-her navigationsfag"><p>Tekst her.</p></section>'
    )
    assert "Tekst her." in reading.text


def test_line_breaks_join_lines_and_two_part_paragraphs() -> None:
    reading = body("<p>En linje<br>og en til.<br><br>Et nyt afsnit.</p><p><b>Baggrund</b><br>Teksten.</p>")
    assert reading.text.split("\n\n")[1:] == ["En linje og en til.", "Et nyt afsnit.", "Baggrund", "Teksten."]


def test_a_list_of_terms_is_a_paragraph_for_each_term() -> None:
    reading = body("<dl><dt>Mødested</dt><dd>Lokale B</dd><dt>Dato</dt><dd>3. marts 2025</dd></dl>")
    assert reading.text.split("\n\n")[1:] == ["Mødested Lokale B", "Dato 3. marts 2025"]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    reading = body("<table><tr><td><h2>Afsnit</h2><p>Tekst.</p></td></tr></table>")
    assert reading.tables == ()
    assert reading.sections[-1].path[-1] == "Afsnit"


def test_what_is_marked_as_closed_is_out_and_reported() -> None:
    reading = body(
        '<div MaaPubliceres="False"><p>Lukket tekst.</p></div><div MaaPubliceres="True"><p>Åben tekst.</p></div>'
    )
    assert "Lukket tekst" not in reading.text
    assert "Åben tekst." in reading.text
    assert [one.code for one in reading.findings] == ["closed_item"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"])
def test_danish_letters_are_read_in_every_encoding(encoding: str) -> None:
    declared = encoding if encoding != "utf-8-sig" else "utf-8"
    text = f"<html><head><meta charset='{declared}'></head><body><h1>Rødgrød på Ærø (opdigtet)</h1></body></html>"
    assert read_bytes(text.encode(encoding), "side.html", "S").text == "Rødgrød på Ærø (opdigtet)"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 <p>", b"PK\x03\x04<html>\0", b"\xd0\xcf\x11\xe0<html>\0", b"ren tekst uden tegn", b"", b"\0\0\0<p>"],
)
def test_what_is_no_page_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_bytes(data, "side.html", "S")


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        decoded(b"<p>" + b"x" * 20_000_000)


@pytest.mark.parametrize("nested", ["<div>" * 50_000 + "Tekst", "<ul><li>" * 5_000 + "x", "<b>" * 20_000 + "Tekst"])
def test_deep_nesting_is_read_or_refused_and_never_crashes(nested: str) -> None:
    text = f"<html><body><h1>Titel (opdigtet)</h1>{nested}</body></html>"
    with suppress(Unreadable):
        assert html_blocks(text)[0][0].text.startswith("Titel (opdigtet)")


@pytest.mark.parametrize("subset", ['<!ENTITY b "c">', '<!ENTITY b "]>"> <!-- det\'s ] -->', "\n<!ELEMENT a (b)>\n"])
def test_the_declarations_of_a_doctype_are_not_text(subset: str) -> None:
    body = "<html><body><h1>Sømarken (opdigtet)</h1><p>Et ord.</p></body></html>"
    source = f"<?xml version='1.0'?>\n<!DOCTYPE a [{subset}]>\n{body}"
    reading = page(source)
    assert reading.text.split() == ["Sømarken", "(opdigtet)", "Et", "ord."]
    assert reading.map.source_of(reading.text.index("Et")) == source.index("Et ord")
