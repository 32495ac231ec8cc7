"""Personal data at the door: a document with a CPR number stays out, or is masked where its manifest entry says so.

Masking replaces each character by █ before anything is cut, indexed or shown, so that every range keeps its length. What
is not here: finding personal data (`personal_data.py`, `personal_names.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.catalogue import load_catalogue
from ingest.errors import Quarantined
from ingest.personal_data import MASK, PersonalData, find_personal_data, mask, merged
from ingest.personal_names import find_names_and_postcodes
from ingest.records import AuthorKind, Document, Range, Reading, Section

if TYPE_CHECKING:
    from ingest.pdf_boxes import PageBox


class PersonalNumberFound(Quarantined):
    """A document holds a CPR number and may not be masked. The sentence names the page, never the number."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What to do with personal data: mask it or keep the document out. `public` numbers are nobody's secret."""

    masks: bool = False
    public: tuple[str, ...] = ()


def guarded(reading: Reading, policy: Policy) -> Reading:
    """The reading as it may be indexed. Raises PersonalNumberFound for a CPR number that may not be masked.

    Where the policy masks, CPR numbers, phone numbers and e-mail addresses are masked. In a citizen's words names,
    addresses and postcodes are masked as well, whatever the policy says.
    """
    document = reading.document
    check_name(document)
    found = list(find_personal_data(reading.text, public=policy.public))
    if not policy.masks:
        _refuse_numbers(reading, found)
    citizen = document.author_kind is AuthorKind.CITIZEN
    if citizen:
        found += find_names_and_postcodes(reading.text)
    if not (policy.masks or citizen):
        return reading
    return masked_reading(reading, merged(found), policy.public)


def check_name(document: Document) -> None:
    """Raises PersonalNumberFound for a CPR number in the file's name, which no masking reaches."""
    names = " ".join(filter(None, (document.source_id, document.path, document.source_url)))
    if has_number(names):
        raise PersonalNumberFound(load_catalogue("ingest").text("file.personal_data_name"))


def check_margins(lines: Mapping[str, int], reading: Reading) -> None:
    """Raises PersonalNumberFound for a CPR number in a running header or footer that the canonical text lacks.

    No masking reaches it there, and a page image would show it. `lines` holds each line with its page; `reading` is the
    document before it was masked.
    """
    for line, page in lines.items():
        for one in find_personal_data(line) if any(char.isdigit() for char in line) else ():
            if one.kind == "cpr" and line[one.start : one.end] not in reading.text:
                raise PersonalNumberFound(load_catalogue("ingest").text("file.personal_data", page=page))


def has_number(name: str) -> bool:
    """Whether a file name or path holds a CPR number."""
    return any(one.kind == "cpr" for one in find_personal_data(_spaced(name)))


def masked_name(name: str) -> str:
    """`name` with the personal data in it masked: the report may not name what it keeps out."""
    return mask(name, find_personal_data(_spaced(name))) if has_number(name) else name


def _spaced(name: str) -> str:
    # In a file name words are joined by underscores; a number between them is a number all the same.
    return name.replace("_", " ").replace("/", " ")


def _refuse_numbers(reading: Reading, found: Iterable[PersonalData]) -> None:
    texts = load_catalogue("ingest")
    number = next((one for one in found if one.kind == "cpr"), None)
    if number is not None:
        page = reading.page_at(number.start)
        if page is not None:
            raise PersonalNumberFound(texts.text("file.personal_data", page=page.label or page.number))
        raise PersonalNumberFound(texts.text("file.personal_data_nowhere"))
    if any(one.kind == "cpr" for one in find_personal_data(reading.document.title)):
        raise PersonalNumberFound(texts.text("file.personal_data_title"))


def masked_reading(reading: Reading, found: Sequence[PersonalData], public: Collection[str] = ()) -> Reading:
    """The reading with each character of `found` as █, in the text and wherever else the same words stand."""
    text = mask(reading.text, found)
    secrets = sorted({reading.text[one.start : one.end].strip() for one in found} - {""}, key=len, reverse=True)

    def clean(words: str) -> str:
        for secret in secrets:
            words = words.replace(secret, MASK * len(secret))
        return mask(words, find_personal_data(words, public=public))

    ranges = tuple(Range(one.start, one.end) for one in found)
    document = reading.document
    return replace(
        reading,
        document=replace(document, title=clean(document.title)),
        text=text,
        sections=tuple(
            _masked_section(section, ranges, clean(" › ".join(section.path))) for section in reading.sections
        ),
        masked=ranges,
    )


def _masked_section(section: Section, ranges: Sequence[Range], path: str) -> Section:
    # An anchor is made of the heading's words.
    hides = section.heading is not None and any(section.heading.overlaps(one) for one in ranges)
    return replace(
        section, path=tuple(path.split(" › ")) if section.path else (), anchor=None if hides else section.anchor
    )


def is_masked(text: str, quote: Range) -> bool:
    """Whether a quote of `text` touches a masked character; such a quote may not be shown."""
    return MASK in quote.of(text)


def masked_boxes(data: bytes, reading: Reading) -> tuple[PageBox, ...]:
    """The boxes of a PDF's masked characters, to be burned into its page images. `data` are the PDF's bytes."""
    from ingest.pdf_boxes import quote_boxes

    return tuple(box for one in reading.masked for box in quote_boxes(data, reading, one))
