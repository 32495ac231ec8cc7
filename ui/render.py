"""The one way that text of others (questions, quotes, titles, file names) reaches a page.

Text in the body of the page goes through `show`, which draws it as plain text: nothing in it is parsed, and a quote can
be copied exactly as it stands in the source. Labels of buttons and frames are Markdown in Streamlit, so they go through
`label`, which takes the meaning out of every character that Streamlit's Markdown knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from ui.plain_text import plain

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit also rewrites text after parsing, where no escape helps: icons, web addresses, mail addresses, arrows.
_REWRITTEN = re.compile(r"(?<=:)(?=material|streamlit)|(?<=w)(?=ww\.)|(?<=h)(?=ttps?:)|(?<=\S)(?=@)", re.IGNORECASE)
_ARROW = re.compile(r"(?<=[<>~-])(?=[-=>])")
_BREAK = "\u2060"  # word joiner: no width, no line break


def label(text: str) -> str:
    """`text` on one line as Markdown that shows it letter by letter: no HTML, image, link, formula, icon or colour.

    An invisible word joiner stands inside web and mail addresses, icon names and arrows, which Streamlit rewrites after
    parsing; a label is never what a reader copies as a quote.
    """
    one_line = " ".join(plain(text).split())
    broken = _ARROW.sub(_BREAK, _REWRITTEN.sub(_BREAK, one_line))
    return _PUNCTUATION.sub(r"\\\1", broken)


def show(text: str) -> None:
    """Draws `text` as plain text at this place of the page."""
    st.text(plain(text))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draws a small table with a row of headings; every cell is shown letter by letter."""
    lines = ["| " + " | ".join(map(label, columns)) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(map(label, row)) + " |" for row in rows]
    st.markdown("\n".join(lines))
