"""Lines become running text: hyphenation, ligatures, invisible characters, and the map back."""

from __future__ import annotations

import pytest

from ingest.pdf_joining import hyphen_joint, line_pieces, paragraph_pieces
from ingest.pdf_lines import Line


def line(text: str, start: int = 0) -> Line:
    return Line(start, start + len(text), text, 0, 0, 100, 10, 10, hyphen=text.endswith("\ufffe"))


@pytest.mark.parametrize(
    ("before", "after", "joint"),
    [
        ("kommunens forebyg", "gelse er", ""),
        ("efter EU", "regler", "-"),
        ("social", "og sundhedsområdet", "- "),
        ("børne", "samt ungeområdet", "- "),
        ("i perioden 2024", "2027", "-"),
        ("Nord", "Jylland", "-"),
        ("den nye it", "støtte", "-"),
        ("mange skole", "hjem-samtaler", "-"),
    ],
)
def test_a_hyphen_at_a_line_end_is_kept_or_undone(before: str, after: str, joint: str) -> None:
    assert hyphen_joint(before, after, {"it-støtte": 2, "skole-hjem-samtaler": 1}) == joint


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("ﬁnansiering og eﬀekt", "finansiering og effekt"),
        ("Sa\u030a kom a\u0308ldre", "Så kom äldre"),
        ("usyn\u200blig \u202etekst\U000e0041", "usynlig tekst"),
        ("1.\u00a0september", "1. september"),
        ("Social\u00ad og Boligministeriet", "Social- og Boligministeriet"),
        ("m² og ½ pct.", "m² og ½ pct."),
    ],
)
def test_characters_are_made_canonical(raw: str, clean: str) -> None:
    assert "".join(piece.text for piece in line_pieces(line(raw), 0)) == clean


def test_each_kept_character_knows_its_place_and_a_joint_has_none() -> None:
    pieces = paragraph_pieces([(line("kommunens forebyg\ufffe", 5), 100), (line("gelse", 25), 100)], {})
    assert "".join(piece.text for piece in pieces) == "kommunens forebyggelse"
    assert [(piece.text, piece.source) for piece in pieces] == [("kommunens forebyg", 105), ("gelse", 125)]
    spaced = paragraph_pieces([(line("et"), 0), (line("ord", 4), 0)], {})
    assert [(piece.text, piece.source) for piece in spaced] == [("et", 0), (" ", None), ("ord", 4)]
