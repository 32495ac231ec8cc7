"""What axe does not see on a page: contrast of every text, the order and the ring of focus, clipped text, what covers what.

Each function returns the faults as texts; an empty list means none. They look at the open dialog alone where there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

_SCOPE = """
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const seen = (e) => { const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return r.width > 1 && r.height > 1 && s.visibility === "visible" && !e.closest(".unseen, [hidden], noscript"); };
  const name = (e) => (e.ariaLabel || e.innerText || e.labels?.[0]?.innerText || e.title || e.id || e.tagName).trim();
"""
_CONTRAST = (
    "(least) => {"
    + _SCOPE
    + """
  const pen = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = (upper, lower) => upper.slice(0, 3).map((v, i) => v * upper[3] + lower[i] * (1 - upper[3]));
  const light = (c) => { const [r, g, b] = c.map((v) => v / 255).map((v) =>
      v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const s = getComputedStyle(at);
      if (s.backgroundImage !== "none") return null;
      const c = rgba(s.backgroundColor);
      layers.push(c);
      if (c[3] === 1) break;
    }
    return layers.reverse().reduce((below, c) => over(c, below), [255, 255, 255]); };
  const faults = [];
  const walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  let looked = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !seen(e) || e.closest("script, style, template, :disabled")) continue;
    const s = getComputedStyle(e), below = ground(e), ink = rgba(s.color);
    for (let at = e; at; at = at.parentElement) ink[3] *= Number(getComputedStyle(at).opacity);
    looked += 1;
    if (!below) { faults.push("a picture behind: " + name(e)); continue; }
    const [a, b] = [light(over(ink, below)), light(below)].sort((x, y) => y - x);
    const size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && Number(s.fontWeight) >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (least ?? (large ? 3 : 4.5))) faults.push(ratio.toFixed(2) + " " + name(e).slice(0, 60));
  }
  return looked ? faults : ["no text was looked at"];
}"""
)
_CLIPPED = (
    "() => {"
    + _SCOPE
    + """
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  for (const e of top.querySelectorAll("*")) {
    if (!seen(e) || e.matches("iframe, input, .wide, .paper, svg *, svg")) continue;
    const s = getComputedStyle(e);
    const hides = ["hidden", "clip"].includes(s.overflowX) || ["hidden", "clip"].includes(s.overflowY);
    if (hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) faults.push("cut off: " + name(e));
    if (e.matches("button") && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) {
      faults.push("too small for its text: " + name(e));
    }
  }
  return faults;
}"""
)
_TABBABLE = (
    "() => {"
    + _SCOPE
    + """
  return [...top.querySelectorAll("button, input, textarea, a[href], iframe, [tabindex='0']")]
    .filter((e) => seen(e) && !e.disabled && e.tabIndex >= 0).map((e) => e.tagName === "IFRAME" ? "IFRAME" : name(e));
}"""
)
_FOCUSED = (
    "() => {"
    + _SCOPE
    + """
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  if (e.tagName === "IFRAME") return {name: "IFRAME", ring: true, clear: true};
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const at = document.elementFromPoint(r.left + r.width / 2, Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 1));
  return {name: name(e), ring: s.outlineStyle === "solid" && parseFloat(s.outlineWidth) >= 3,
    clear: Boolean(at) && (e === at || e.contains(at))};
}"""
)
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_UNSPACED = "() => { document.adoptedStyleSheets = []; }"


def contrast_faults(page: Page | Frame, least: float | None = None) -> list[str]:
    """Texts whose contrast with what lies behind them is below WCAG's AA, or below `least` where that is given."""
    found: list[str] = page.evaluate(_CONTRAST, least)
    return found


def clipped(page: Page | Frame) -> list[str]:
    """Texts that are cut off, and whether the page scrolls sideways."""
    found: list[str] = page.evaluate(_CLIPPED)
    return found


def clipped_when_spaced(page: Page | Frame) -> list[str]:
    """The same with the text spacing that WCAG 1.4.12 allows a reader to set."""
    page.evaluate(_SPACED)
    found = clipped(page)
    page.evaluate(_UNSPACED)
    return found


def focus_faults(page: Page) -> list[str]:
    """Goes once round by Tab: the order of the page, a visible ring, nothing hidden by what lies over it, and no trap.

    Begins with nothing focused, so that the first Tab goes to the first control.
    """
    wanted: list[str] = page.evaluate(_TABBABLE)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges()")
    met, faults = [], []
    for _ in range(len(wanted) + 3):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:  # the browser's own controls, between the last one and the first
            continue
        if len(met) == len(wanted):
            break
        met.append(focused["name"])
        faults += [f"no ring: {focused['name']}"] if not focused["ring"] else []
        faults += [f"covered: {focused['name']}"] if not focused["clear"] else []
        if focused["name"] == "IFRAME":
            break
    if "IFRAME" in met:
        return faults
    # The first Tab goes on from where the reader last was, so the round may begin anywhere.
    start = wanted.index(met[0]) if met and met[0] in wanted else 0
    turned = wanted[start:] + wanted[:start]
    return faults + ([] if met == turned else [f"order: {met} instead of {turned}"])


def names_of_controls(page: Page) -> list[str]:
    """The names of everything that can be used, and every name that only a screen reader hears."""
    found: list[str] = page.evaluate(
        "() => {"
        + _SCOPE
        + """
        return [...document.querySelectorAll("button, input, a, iframe, [role], [aria-label], [title], dialog")]
          .filter((e) => e.checkVisibility() && !e.matches("[role=status], [role=alert]"))
          .map((e) => e.ariaLabel || (e.matches("dialog")
            ? document.getElementById(e.getAttribute("aria-labelledby"))?.textContent
            : e.title || e.labels?.[0]?.textContent || e.textContent))
          .map((text) => (text ?? "").trim().replace(/\\s+/g, " "));
        }"""
    )
    return found


def in_view(page: Page, selector: str) -> bool:
    """Whether an element is wholly on the screen and a finger on its middle would meet it."""
    found: bool = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].some((e) => {
          const r = e.getBoundingClientRect();
          if (!r.width || r.top < 0 || r.left < 0 || r.bottom > innerHeight + 1 || r.right > innerWidth + 1) return false;
          const at = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
          return at === e || e.contains(at);
        })""",
        selector,
    )
    return found
