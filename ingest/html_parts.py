"""Which parts of a web page are its text: the main part, without navigation, buttons, forms and hidden text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

# Elements that flow inside a line of text; every other element begins and ends a block.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_OUT = frozenset(
    "script style noscript template nav footer button input select textarea option svg canvas iframe object embed "
    "video audio dialog head title math map".split()
)
_OUT_ROLES = frozenset("navigation search banner contentinfo dialog alertdialog button menu menubar toolbar".split())
_OUT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|broedkrumme|cookie\w*|consent|skip-?links?|nav|navbar|navigation|menu|share|sharing|pagination|"
    r"toolbar|sr-only|visually-hidden|no-?print|btn|button|feedback)(?:$|[\s_-])",
    re.IGNORECASE,
)
_COOKIE_ID = re.compile(r"cookie|consent", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0*)?(?![.\d])|opacity\s*:\s*0(?:\.0*)?(?![.\d])",
    re.IGNORECASE,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def heading_level(element: HtmlElement) -> int:
    """The level of a heading element, or 0 for any other element."""
    return _HEADINGS.get(str(element.tag), 0)


def main_part(page: HtmlElement) -> HtmlElement:
    """The element that holds the page's own text: its main part, its only article, else its body."""
    for path in (".//main", ".//*[@role='main']"):
        found = page.findall(path)
        if len(found) == 1:
            return found[0]
    articles = page.findall(".//article")
    if len(articles) == 1:
        return articles[0]
    body = page.find("body")
    return page if body is None else body


def is_interface(element: HtmlElement, in_main: bool) -> bool:
    """Whether an element is the page's machinery and not its text. `in_main`: it stands in the page's main part."""
    tag = str(element.tag)
    if tag in _OUT or element.get("role", "") in _OUT_ROLES:
        return True
    if tag == "form" and element.find(".//h1") is None:  # some sites wrap the whole page in one
        return True
    if tag == "header" and not in_main and element.find(".//h1") is None:
        return True
    if element.get("aria-hidden") == "true" and tag in INLINE:
        return True
    names = f"{element.get('class', '')} "
    if heading_level(element) == 0 and tag not in {"main", "body", "article"} and _OUT_CLASS.search(names):
        return True
    return bool(_COOKIE_ID.search(element.get("id", ""))) or _is_link_list(element)


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader of the page cannot see the element: its text is reported and not read."""
    hidden = element.get("hidden")
    return (hidden is not None and hidden != "until-found") or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def is_closed_part(element: HtmlElement) -> bool:
    """Whether a case system marks the element as not to be published (`MaaPubliceres="False"`)."""
    return any(name.lower() == "maapubliceres" and value.strip().lower() == "false" for name, value in element.items())


def is_footnote_mark(element: HtmlElement) -> bool:
    """Whether the element is a raised number that leads to a footnote."""
    if element.tag != "sup" or element.find(".//a[@href]") is None:
        return False
    return "".join(element.itertext()).strip(" []").isdigit()


def is_footnotes(element: HtmlElement) -> bool:
    """Whether the element holds the page's footnotes."""
    return (
        element.get("role", "") == "doc-endnotes"
        or re.search(r"\bfootnotes?\b|\bfodnoter\b", element.get("class", "")) is not None
    )


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only lays out the page: it says so, holds headings or tables, or has a single column."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if any(table.find(f".//{tag}") is not None for tag in (*_HEADINGS, "table")):
        return True
    return all(len(row) <= 1 for row in table.iter("tr"))


def anchor_of(heading: HtmlElement) -> str | None:
    """The anchor that leads to a heading: its own, one inside it, or that of the part which it opens."""
    for inner in (heading, *heading.iter("a", "span")):
        if own := _name_of(inner):
            return own
    element = heading
    for _ in range(3):
        parent = element.getparent()
        if parent is None or parent.tag in {"main", "body", "html"} or parent[0] is not element:
            return None
        if own := _name_of(parent):
            return own
        element = parent
    return None


def _name_of(element: HtmlElement) -> str | None:
    name: str = element.get("id") or (element.get("name", "") if element.tag == "a" else "")
    return name or None


def _is_link_list(element: HtmlElement) -> bool:
    """Whether a list only leads to places on the page itself ("På denne side")."""
    if element.tag not in {"ul", "ol"}:
        return False
    items = [item for item in element if item.tag == "li"]
    links = [link for item in items for link in item.iter("a")]
    linked = "".join("".join(link.itertext()) for link in links).split()
    inside = all(link.get("href", "").startswith("#") for link in links)
    return len(items) > 1 and bool(links) and inside and linked == "".join(element.itertext()).split()
