"""What a line of minutes is, by its words alone: a section name, an item heading, a group of items, something closed.

The section names are those met in the minutes of Danish municipalities and their case systems (Acadre, SBSYS,
GetOrganized). A heading's level says nothing here: "## **Økonomi**" and "### Resumé" stand side by side in one item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.records import SectionKind

CASE_NUMBER = re.compile(r"\b\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}\b")
_DATE = r",?\s+(?:den\s+|d\.\s*)?\d{1,2}[.\-/]\s*(?:\d{1,2}[.\-/ ]\s*\d{2,4}|[a-zæøå]+\s+\d{4})"

# The fields of the schema. These names count wherever they stand alone on a line.
_FIELDS: dict[str, SectionKind] = {
    **dict.fromkeys(("resumé", "resume", "resumè", "sagsresumé", "sagsresume", "beslutningstema"), SectionKind.SUMMARY),
    **dict.fromkeys(
        ("indstilling", "indstillinger", "alternativ indstilling", "indstilles", "forvaltningens indstilling"),
        SectionKind.PROPOSAL,
    ),
    **dict.fromkeys(("beslutning", "beslutninger", "referat"), SectionKind.DECISION),
    **dict.fromkeys(("sagsfremstilling", "beskrivelse af sagen", "sagsbeskrivelse"), SectionKind.CASE),
    **dict.fromkeys(
        (
            "økonomi",
            "økonomiske konsekvenser",
            "økonomiske forhold",
            "økonomiske forhold og konsekvenser",
            "økonomiske og personalemæssige konsekvenser",
            "økonomi og finansiering",
        ),
        SectionKind.FINANCE,
    ),
    **dict.fromkeys(("bilag", "bilagsliste", "bilag til sagen", "åbne bilag"), SectionKind.ATTACHMENTS),
    **dict.fromkeys(("fraværende", "afbud", "fravær", "afbud/fravær", "fraværende med afbud"), SectionKind.ABSENCE),
    **dict.fromkeys(("indholdsfortegnelse", "indhold", "dagsordensoversigt", "punktoversigt"), SectionKind.CONTENTS),
}
# Fixed headings of one system or another. They count only where the source marks them as headings.
_TEMPLATE: dict[str, SectionKind] = {
    **dict.fromkeys(
        (
            "baggrund",
            "problemstilling",
            "løsning",
            "supplerende sagsfremstilling",
            "forvaltningens vurdering",
            "vurdering",
            "inddragelse",
            "tidsperspektiv",
            "juridiske og planmæssige forhold",
            "lovgrundlag",
            "retsgrundlag",
            "høring",
            "kommunikation",
            "personalemæssige konsekvenser",
            "videre proces",
            "videre proces og opfølgning",
        ),
        SectionKind.CASE,
    ),
    **dict.fromkeys(
        (
            "sagsgang",
            "sagens gang",
            "sagsforløb",
            "sagen afgøres i",
            "protokolbemærkning",
            "protokolbemærkninger",
            "tidligere beslutninger",
            "historik",
            "deltagere",
            "mødedeltagere",
            "medlemmer",
            "tilstede",
            "til stede",
        ),
        SectionKind.BODY,
    ),
}
_BODY_NAME = r"[A-ZÆØÅ][\wæøåÆØÅ.,&/\- ]{1,60}?"
# A body that decides; narrower than any name, so that "Beslutning i sagen om broen" is not taken for one.
_DECIDING_BODY = (
    r"(?:[A-ZÆØÅ][\wæøåÆØÅ&/\- ]{0,50}?(?:udvalget?|råd|rådet|bestyrelsen|repræsentationen|[Mm]agistraten|nævnet|direktionen)"
    r"|(?:MED[\- ])?Hovedudvalget?|Udvalget for [A-ZÆØÅ][\wæøåÆØÅ,\- ]{2,60}?)"
)
_DECISION_OF = re.compile(
    rf"(?:Beslutning|BESLUTNING)\s*(?:i|fra|af|[-–:])\s+{_DECIDING_BODY}(?:{_DATE})?|{_DECIDING_BODY}s beslutning(?:{_DATE})?"
)
_PROPOSES = re.compile(rf"(?:Det indstilles|{_BODY_NAME} (?:indstiller|anbefaler))\b")
_PROPOSES_ALONE = re.compile(
    rf"{_BODY_NAME} indstiller(?:\s+til\s+{_BODY_NAME})?,?(?:\s+at)?|Det indstilles,?(?:\s+at)?"
)
_LABELLED = re.compile(r"([A-ZÆØÅ][\wæøåéèÆØÅ/ ]{2,50}?)\s*:\s+(?=\S)")

_POINT = re.compile(
    r"(?:Dagsordens?punkt|Punkt|Pkt\.?|Sag)\s*(?:nr\.?\s*)?(?P<number>\d{1,4}[a-z]?)(?P<mark>\s*[.:)–—-]+|\s*(?=\())?"
    r"\s*(?P<title>.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<number>\d{1,4}[a-z]?)\s*(?:[.):–—-]\s*|\s(?=\()|\s)(?P<title>[\"”»(]?[A-ZÆØÅ].*)")
_ACCESS = re.compile(r"^\((?:åben|åbent|lukket)\)\s*[-–:]?\s*|\s*\((?:åben|åbent)\)$", re.IGNORECASE)

_GROUP = re.compile(
    r"(?:(?:åbne?|lukkede?|åbent|lukket)\s+(?:sager?|punkter|punkt|dagsorden|møde|del)(?:\s*[-–:].*)?|"
    r"(?:beslutnings|orienterings|drøftelses|temasager|høringss)\w*sager|sager (?:til|fra) [\w \-æøå]+|"
    r"[\w\-, æøå]*(?:udvalget|udvalg|byrådet|byråd|borgerrepræsentationen|magistraten)|dagsorden)",
    re.IGNORECASE,
)
_CLOSED_GROUP = re.compile(
    r"lukkede?\s+(?:sager|punkter|dagsorden|møde|del)\b|lukket\s+(?:dagsorden|møde|del)\b", re.IGNORECASE
)
_SECRET = r"(?:lukke(?:t|de)|fortroligt?|ikke[- ]offentligt?)"
_THING = r"(?:dagsordens)?(?:punkt|punkter|sag|sager|bilag|møde)"
_CLOSED = re.compile(
    rf"[(\[]\s*{_SECRET}(?:\s+\w+)?\s*[)\]]|[-–:]\s*{_SECRET}(?:\s+{_THING})?\s*$|"
    rf"^\W*{_SECRET}(?:\s+{_THING}\b|\s*(?:[.:–-]|$))|"
    r"MaaPubliceres\s*=\s*[\"”']?\s*False",
    re.IGNORECASE,
)
_CLOSED_REMARK = re.compile(
    r"(?:åben/lukket|åbent/lukket|offentlighed|status|sagstype|lukket)\s*[:|]\s*(?:lukket|ja|fortroligt?)\.?|"
    r"(?:dette )?(?:punkt|punktet|sagen|sag) (?:er|behandles (?:for|som)) (?:lukket|lukkede døre)"
    r"(?: (?:punkt|sag))?\.?",
    re.IGNORECASE,
)


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" *:.").lower()


def section_name(text: str, marked: bool) -> SectionKind | None:
    """The kind of the section that `text` names as a heading, or None. `marked`: the source says it is a heading."""
    key = _key(text)
    if key in _FIELDS:
        return _FIELDS[key]
    if marked and key in _TEMPLATE:
        return _TEMPLATE[key]
    line = text.strip(" *:.")
    if _DECISION_OF.fullmatch(line):
        return SectionKind.DECISION
    return SectionKind.PROPOSAL if marked and _PROPOSES_ALONE.fullmatch(line) else None


def is_template_name(text: str) -> bool:
    """Whether `text` is a section name of the schema or of a system's template, so that alone it says nothing."""
    return section_name(text, marked=True) is not None


def own_decision(text: str) -> bool:
    """Whether a decision's heading names this meeting's own decision, not one in another body on another day."""
    return _key(text) in _FIELDS


def labelled_section(text: str) -> tuple[int, SectionKind] | None:
    """Where the text of a run-in section begins ("Beslutning: Godkendt.") and the section's kind, or None."""
    label = _LABELLED.match(text)
    kind = section_name(label.group(1), marked=True) if label else None
    return (label.end(), kind) if label and kind else None


def proposes(text: str) -> bool:
    """Whether the text begins as a proposal does: "Forvaltningen indstiller …"."""
    return _PROPOSES.match(text) is not None


GLUED_NAME = re.compile(
    r"(?<=[.!?:)”\"])\s*(?P<name>Resumé|Sagsresumé|Beslutningstema|Indstilling|Beslutning|Referat|Sagsfremstilling|"
    r"Beskrivelse af sagen|Økonomi|Økonomiske konsekvenser|Bilag|Fraværende|Afbud)"
    r"(?P<after>:?\s*$|:?(?=[A-ZÆØÅ][a-zæøå]))"
)
NAME_THEN_TEXT = re.compile(
    r"(?P<name>Resumé|Sagsresumé|Beslutningstema|Indstilling|Beslutning|Referat|Sagsfremstilling|Beskrivelse af sagen|"
    r"Økonomi|Økonomiske konsekvenser|Bilag)(?=[A-ZÆØÅ][a-zæøå])"
)


@dataclass(frozen=True, slots=True)
class ItemHeading:
    """An item's number as printed, its title, and whether the heading uses the word ("Punkt 42") or a number alone."""

    number: str | None
    title: str
    worded: bool
    set_off: bool


def item_heading(text: str) -> ItemHeading | None:
    """The item that `text` is the heading of by its shape, or None. Says nothing of where the line stands.

    `set_off` says that a sign parts number and title, as in "Punkt 42: …", so that a sentence is not taken for one.
    """
    line = text.strip()
    if len(line) > 300:
        return None
    if found := _POINT.fullmatch(line):
        return ItemHeading(found["number"], _ACCESS.sub("", found["title"]), True, found["mark"] is not None)
    if found := _NUMBER.fullmatch(line):
        return ItemHeading(
            found["number"], _ACCESS.sub("", found["title"]), False, line[len(found["number"])] in ".):–—-"
        )
    return None


def is_group(text: str) -> bool:
    """Whether `text` heads a group of items: a committee's, or open or closed ones."""
    return _GROUP.fullmatch(text.strip(" *:.")) is not None


def closes_group(text: str) -> bool:
    """Whether `text` heads a group of closed items."""
    return _CLOSED_GROUP.search(text) is not None and is_group(text)


def is_closed(text: str) -> bool:
    """Whether a heading, list item or line says of itself that it is closed. "Lukket svømmehal åbner" does not."""
    heading = item_heading(text)
    return any(_CLOSED.search(part) for part in ((text, heading.title) if heading else (text,)))


def closes_item(text: str) -> bool:
    """Whether a line inside an item says that the item is closed."""
    return len(text) < 120 and _CLOSED_REMARK.fullmatch(text.strip()) is not None
