"""The names, addresses and postcodes of citizens in hearing answers, which are masked before the answers are indexed.

Hearing pages print them in fields, signatures and sender lines. What is not here: numbers and e-mail addresses, which
`personal_data.py` finds in any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.personal_data import MASK, PersonalData, PersonalKind, merged

_NAME_LABEL = (
    r"(?:fulde |dit |dine? |borgers? |borgerens )?(?:navn|for- og efternavn|fornavn(?:e|\(e\))?|efternavn)"
    r"|indsendt af|indsender|afsender|skrevet af|høringssvar fra|svar(?:et)? afgivet af|underskrift|kontaktperson"
)
_POSTCODE_LABEL = r"post(?:nummer|nr\.?)(?: ?(?:og|/|&|,) ?by)?|by"
_HOUSE_NUMBER = r"(?: og (?:hus)?n(?:umme)?r\.?)"
_ADDRESS_LABEL = rf"(?:vej|gade|din |bopæls)?adresse|vejnavn{_HOUSE_NUMBER}?|gade{_HOUSE_NUMBER}"
_ANY_LABEL = (
    rf"(?:{_NAME_LABEL}|{_POSTCODE_LABEL}|{_ADDRESS_LABEL}"
    r"|e-?mail\w*|telefon\w*|tlf|dato|organisation|virksomhed|titel|emne|høringssvar)"
)
_FIELD = re.compile(
    rf"(?:^|(?<=[\s|>*]))[*_]{{0,2}}(?:(?P<name>{_NAME_LABEL})|(?P<postcode>{_POSTCODE_LABEL})|(?P<address>{_ADDRESS_LABEL}))[*_]{{0,2}}"
    rf"(?:[ \t]*[::|][*_]{{0,2}}\s{{0,3}}|[*_]{{0,2}}[ \t]*\n\s{{0,3}})"
    rf"(?P<value>[^\n|]{{1,100}}?)(?=\s*(?:$|\n|\||[ ,;](?:{_ANY_LABEL})[ \t]*:))",
    re.I | re.M,
)
_FIELD_KINDS: tuple[PersonalKind, ...] = ("name", "postcode", "address")
_WORD = r"[A-ZÆØÅÄÖÜÉ][\w'’.-]*"
_NAME_WORDS = rf"{_WORD}(?: (?:(?:af|von|van|de|der|du|la|og|&) )?{_WORD}){{0,5}}"
_SENT_BY = re.compile(
    rf"\b(?i:indsendt af|skrevet af|afsendt af|høringssvar fra|svar fra)[ \t]+(?P<value>{_NAME_WORDS})"
)
_GREETING = re.compile(
    r"\b(?:(?:med )?(?:de )?(?:venlige?|bedste|kærlige?|mange) hilsn?(?:er|en)?|hilsen|m\.?v\.?h\.?|vh|på vegne af)\b"
    r"[ \t]*(?:fra\b)?[ \t]*[,.!:]?[ \t]*(?P<block>(?:\n{0,3}[^\n]{1,60}){0,4})",
    re.I,
)
_POSTCODE = re.compile(rf"(?<![\w.,/-])(?:DK-)?(\d{{4}})[ \t]+({_WORD}(?: (?:[A-ZÆØÅ]{{1,2}}\b|[A-ZÆØÅ][a-zæøå]+))?)")
_STREET = re.compile(rf"{_WORD}(?: {_WORD})* \d{{1,3}} ?[A-Za-z]?(?:, ?\d+\. ?\w{{2}}\.?)?")


def find_names_and_postcodes(text: str) -> tuple[PersonalData, ...]:
    """Names, addresses and postcodes with town of the senders of the hearing answers in `text` (cleaned), in order.

    Fields such as "Navn: …", "Indsendt af …", signatures, any postcode with a town, and a full name again wherever else
    it stands. It masks too much rather than too little (an association that signs is masked like a person).
    """
    candidates: list[PersonalData] = []
    for field in _FIELD.finditer(text):
        for kind in _FIELD_KINDS:
            if field[kind] and _has_letter_or_digit(field["value"]):
                candidates.append(PersonalData(field.start("value"), field.end("value"), kind))
    for sender in _SENT_BY.finditer(text):
        candidates.append(PersonalData(sender.start("value"), sender.end("value"), "name"))
    for greeting in _GREETING.finditer(text):
        candidates += _signature(text, greeting.start("block"), greeting.end("block"))
    for place in _POSTCODE.finditer(text):
        if _is_postcode(place[1], place[2]):
            candidates.append(PersonalData(place.start(), place.end(), "postcode"))
    names = {text[found.start : found.end].strip(" .,") for found in candidates if found.kind == "name"}
    candidates += _again(text, {name for name in names if " " in name and MASK not in name})
    return merged(candidates)


def _has_letter_or_digit(value: str) -> bool:
    return any(char.isalnum() for char in value)


def _is_postcode(digits: str, town: str) -> bool:
    """Whether four digits before a capitalised word are a Danish postcode and not a year (2001-2099 are none)."""
    if "2001" <= digits <= "2099" or digits < "0800" or digits > "9990":
        return False
    return town.startswith("Frederiksberg") or not "1900" <= digits <= "1999"


def _signature(text: str, start: int, end: int) -> Iterator[PersonalData]:
    """The lines under a greeting, up to the first that reads like prose."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        words = line.group().strip(" \t,.*_")
        if not _has_letter_or_digit(words):
            continue
        first = start + line.start() + line.group().index(words)
        if _POSTCODE.match(words) or _STREET.fullmatch(words):
            kind: PersonalKind = "postcode" if _POSTCODE.match(words) else "address"
            yield PersonalData(first, first + len(words), kind)
        elif len(words.split()) <= 6 and re.fullmatch(_NAME_WORDS, words):
            yield PersonalData(first, first + len(words), "name")
        elif found := re.match(rf"{_NAME_WORDS}(?=,)", words):
            yield PersonalData(first, first + found.end(), "name")
        else:
            return


def _again(text: str, names: set[str]) -> Iterator[PersonalData]:
    if names:
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        for found in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text, re.I):
            yield PersonalData(found.start(), found.end(), "name")
