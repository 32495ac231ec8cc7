"""The one way that text of others (questions, quotes, titles, file names) reaches a page.

Text in the body of the page goes through `show`, which draws it as plain text: nothing in it is parsed, and a quote can
be copied exactly as it stands in the source. Labels of buttons and frames are Markdown in Streamlit, so they go through
`label`, which takes the meaning out of every character that Streamlit's Markdown knows.
"""

from __future__ import annotations

import re
import unicodedata

import streamlit as st

# Characters that a reader cannot see but that can turn, hide or smuggle text: bidi controls, tags, zero widths.
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Streamlit also rewrites text after parsing, where no escape helps: icons, web addresses, mail addresses, arrows.
_REWRITTEN = re.compile(r"(?<=:)(?=material|streamlit)|(?<=w)(?=ww\.)|(?<=h)(?=ttps?:)|(?<=\S)(?=@)", re.IGNORECASE)
_ARROW = re.compile(r"(?<=[<>~-])(?=[-=>])")
_BREAK = "\u2060"  # word joiner: no width, no line break


def plain(text: str) -> str:
    """`text` without control characters and without characters that a reader cannot see. Line breaks and tabs stay."""
    visible = _HIDDEN.sub("", text)
    return "".join(one for one in visible if one in "\n\t" or unicodedata.category(one) != "Cc")


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
