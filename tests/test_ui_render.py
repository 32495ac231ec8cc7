"""Text of others reaches the page as text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.render import label, plain

UI = Path(__file__).resolve().parent.parent / "ui"
HOSTILE = [
    "<script>alert(1)</script>",
    "![](http://x.invalid/a.png)",
    "$x^2$",
    ":material/home:",
    ":streamlit:",
    ":red[rød]",
    ":smile:",
    "[a](javascript:alert(1))",
    "**fed** _kursiv_ `kode` ~~streg~~",
    "# overskrift",
    "1. punkt",
    "- punkt",
    "| a | b |",
    "http://x.invalid/ og www.x.invalid og en@x.invalid",
    "&lt;b&gt; &#36;",
    "a -> b <- c -- d >= e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_escapes_every_character_that_markdown_knows(text: str) -> None:
    shown = label(text)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", shown))
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace("\u2060", "") == " ".join(text.split())


@pytest.mark.parametrize("text", ["http://x.invalid", "www.x.invalid", "en@x.invalid", ":material/home:", "a -> b"])
def test_what_streamlit_rewrites_after_parsing_is_broken_by_a_joiner(text: str) -> None:
    assert "\u2060" in label(text)


def test_a_label_is_one_line() -> None:
    assert label("en\n\n# to\tre") == "en \\# to re"


def test_plain_text_keeps_danish_letters_line_breaks_and_everything_visible() -> None:
    text = "Æblegrød på Fanø – § 5, 12,5 mio. kr.\n<b>$x$</b> :material/home:"
    assert plain(text) == text


def test_hidden_and_control_characters_are_removed() -> None:
    assert plain("a\u202eb\u200bc\x00d\x1b[31me\ufefff\U000e0041g") == "abcd[31mefg"


def dangerous_calls(source: str) -> list[str]:
    """Calls in Python source that could put unescaped text on a page."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}:
            found.append(node.arg)
        if isinstance(node, ast.Attribute) and node.attr in {"html", "components", "Markup", "write", "caption"}:
            found.append(ast.unparse(node))
    return found


def test_nothing_in_the_pages_lets_html_through() -> None:
    files = sorted(UI.rglob("*.py"))
    assert files
    assert {path.name: dangerous_calls(path.read_text(encoding="utf-8")) for path in files} == {
        path.name: [] for path in files
    }
    assert "|safe" not in "".join(path.read_text(encoding="utf-8") for path in (UI / "templates").iterdir())


def test_the_search_for_dangerous_calls_finds_a_planted_one() -> None:
    found = dangerous_calls("st.html(x)\nst.markdown(x, unsafe_allow_html=True)")
    assert sorted(found) == ["st.html", "unsafe_allow_html"]
