"""What a page's characters say of its lines."""

from __future__ import annotations

import pytest

from ingest.pdf_lines import Rectangle, drawn_lines, middle_letter, widest_space


def runs(*edges: tuple[float, float]) -> list[Rectangle]:
    return [(left, 0.0, right, 10.0) for left, right in edges]


def test_lines_end_at_breaks_and_after_broken_hyphens_and_know_their_place() -> None:
    characters = " Første\r\nforebyg\ufffegelse\r \r\n\n\x02\nsidste "
    assert drawn_lines(characters) == [(1, "Første"), (9, "forebyg\ufffe"), (17, "gelse"), (27, "\x02"), (29, "sidste")]
    assert all(characters[start:].startswith(text) for start, text in drawn_lines(characters))


@pytest.mark.parametrize(
    ("text", "letter"),
    [("skole", "o"), ("en ø", "n"), ("en fil", "n"), ("tilflyt", "l"), ("stoffer", "o"), ("fi", "f"), ("", None)],
)
def test_the_letter_in_the_middle_is_no_space_and_in_no_ligature(text: str, letter: str | None) -> None:
    assert not text or text[middle_letter(text)] == letter


def test_few_words_spread_alike_are_one_line_and_cells_are_not() -> None:
    spread = runs((0, 65), (80, 113), (127.7, 205), (220, 223))
    assert widest_space("dagligrygere blandt kortuddannede i", spread, 10.0, 1.0) == 16.0
    cells = runs((0, 65), (80, 113), (131, 205), (220, 223))
    assert widest_space("dagligrygere blandt kortuddannede i", cells, 10.0, 1.0) == 10.0
    figures = runs((0, 20), (35, 55), (70, 90))
    assert widest_space("2013 2019 2020", figures, 10.0, 1.0) == 10.0
    columns = runs((0, 100), (115, 215), (230, 330))
    assert widest_space("det er en spalte og en anden og en tredje", columns, 10.0, 1.0) == 10.0
