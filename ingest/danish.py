"""Danish text analysis, the same for indexing and for asking.

A text becomes terms: whole tokens (case numbers, §§, dates, amounts, room numbers), acronyms in their own case so that
MED is not "med", and stems of everything else. What a question does with a term that the index does not hold (other
spellings, compound parts, word list) is in `vocabulary.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

import Stemmer

MONTHS = {
    name: number
    for number, name in enumerate(
        "januar februar marts april maj juni juli august september oktober november december".split(), start=1
    )
}
_MONTH = "|".join(MONTHS)
CASE_NUMBER = re.compile(r"\b\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}\b", re.IGNORECASE)
# Most tokens are words: they are tried before the figures, which begin with a digit or a §.
_TOKEN = re.compile(
    rf"""
      (?P<room>\b(?i:[A-ZÆØÅ])\.\d+(?:\.\d+)+\b)
    | (?P<word>[^\W\d_][\w'’]*(?:[-–/&][^\W_][\w'’]*)*)
    | (?=[\d§])(?:
      (?P<case>\b\d{{2}}\.\d{{2}}\.\d{{2}}-[A-ZÆØÅa-zæøå]\d{{2}}-\d{{1,5}}-\d{{2}}\b)
    | (?P<kle>\b\d{{2}}\.\d{{2}}\.\d{{2}}\b(?![-.]?\d))
    | (?P<date>\b(?P<day>\d{{1,2}})\.?\s+(?P<month>(?i:{_MONTH}))\s+(?P<year>\d{{4}})\b)
    | (?P<numeric_date>\b(?P<nday>\d{{1,2}})(?P<separator>[-./])(?P<nmonth>\d{{1,2}})(?P=separator)(?P<nyear>\d{{4}})\b)
    | (?P<section>§+\s*\d+\s?[a-zA-Z]?\b)
    | (?P<year_to>(?<=\b(?:1[6-9]|20)\d{{2}}[-–/])\d{{2}}\b(?![-–./]\d))
    | (?P<number>\b\d+(?:[.\s]\d{{3}})+(?:,\d+)?\b|\b\d+,\d+\b|\b\d+\b)
    )
    """,
    re.VERBOSE,
)
# What an acronym may end in: "MED's", "BBR'et".
_ENDING = re.compile(r"['’]?(?:s|et|en|er|erne)$")
# "De seneste år" sets no date that something is due at "senest".
_UNSTEMMED = frozenset({"seneste"})
# Snowball parts "mulighederne" from "muligheder".
_HEDERNE = re.compile(r"hedernes?$")
_APOSTROPHE = re.compile(r"(?<=\w\w)['’](?:s|et|en|er|erne|ne)$")
_stem = Stemmer.Stemmer("danish")
# The small letters of Latin-1 and Latin Extended-A and -B that are a plain one with a mark, but for å.
_UNACCENTED = {
    code: normalize("NFD", chr(code))[0]
    for code in range(0xDF, 0x250)
    if chr(code).islower() and chr(code) != "å" and len(normalize("NFD", chr(code))) > 1
} | {ord("ä"): "æ", ord("ö"): "ø"}

# Function words that carry no content of their own. MED as an acronym is recognised before this list is asked.
STOP_WORDS = frozenset(
    """
    af alle alt anden andet andre at begge blev blive bliver blevet da de dem den denne der deres det dette dig din dine disse
    dit du efter ej eller en end ene eneste enhver et far fem fik for fordi fra får før gør gjorde god ham han hans har havde
    have hej hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i ikke ind ingen
    intet ja jeg jer jeres jo kan kom komme kommer kun kunne lad lige man mange med meget men mens mere mig min mine mit mod må
    når nogen noget nogle nu ny nyt nær næste næsten og også om op os over på se selv ser ses sig sin sine sit skal skulle som
    stor store så sådan ta tage tager te til under ud uden var ved vi vil ville vor vore vores være været er bare blot dog
    altså hvorhen hvorledes hvoraf hvortil henne å at' mht vedr ad via samt
    the a an of in is are was were what when who how why which does do did and or to for on it that this there
    """.split()
)


# Words that an analyzer remembers; then it begins anew.
MOST_KNOWN = 200_000


class Token(NamedTuple):
    """One token of a text: its range, its surface form, and the term it is indexed under. `content` is False for stop words."""

    start: int
    end: int
    surface: str
    term: str
    kind: str
    content: bool


class Analyzer:
    """Turns Danish text into terms. `acronyms` are the words that keep their capitals ("MED", "BBR")."""

    def __init__(self, acronyms: Iterable[str] = ()) -> None:
        self.acronyms = frozenset(acronyms)
        # What each word has been found to be: (term, kind, content). Texts have many words and few different ones.
        self._known: dict[str, tuple[str, str, bool]] = {}

    def tokens(self, text: str) -> list[Token]:
        """All tokens of `text` in order; a hyphenated word gives the whole word and then its parts."""
        shouting = text.isupper() and len(text.split()) > 2
        found: list[Token] = []
        known = self._known
        for match in _TOKEN.finditer(text):
            if match.lastgroup == "word":
                surface = match.group()
                start, end = match.span()
                what = None if shouting else known.get(surface)
                # A text has many words and few different ones: what is known needs no further look.
                if what is None:
                    found.append(self._word(start, surface, shouting))
                else:
                    found.append(Token(start, end, surface, what[0], what[1], what[2]))
                if not surface.isalpha():
                    found += self._parts(start, surface, shouting)
            else:
                found += self._tokens_of(match)
        return found

    def terms(self, text: str) -> list[str]:
        """The index terms of the content tokens of `text`, in order; all tokens' where none has content."""
        tokens = self.tokens(text)
        return [token.term for token in tokens if token.content] or [token.term for token in tokens]

    def _tokens_of(self, match: re.Match[str]) -> Iterator[Token]:
        kind, surface = str(match.lastgroup), match.group()
        start, end = match.span()
        if match.group("date"):
            day, month, year = int(match["day"]), MONTHS[match["month"].lower()], int(match["year"])
            yield from _date_tokens(start, end, surface, day, month, year)
        elif match.group("numeric_date"):
            day, month, year = int(match["nday"]), int(match["nmonth"]), int(match["nyear"])
            yield from _date_tokens(start, end, surface, day, month, year)
        elif match.group("case"):
            yield Token(start, end, surface, surface.upper(), "case", True)
            yield Token(start, start + 8, surface[:8], surface[:8], "kle", True)
        elif match.group("year_to"):
            yield Token(start, end, surface, _last_year(match.string[start - 5 : start - 1], surface), "number", True)
        elif match.group("number"):
            yield Token(start, end, surface, re.sub(r"[.\s](?=\d{3})", "", surface), "number", True)
        elif match.group("section"):
            yield Token(start, end, surface, re.sub(r"\s+", "", surface).lower(), "section", True)
        else:
            yield Token(start, end, surface, surface.upper(), kind, True)

    def _parts(self, start: int, surface: str, shouting: bool) -> Iterator[Token]:
        parts = list(re.finditer(r"[^-–/&]+", surface))
        if len(parts) > 1:
            for part in parts:
                if len(part.group()) > 1:
                    yield self._word(start + part.start(), part.group(), shouting)

    def _word(self, start: int, surface: str, shouting: bool) -> Token:
        known = self._known.get(surface)
        if known is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[surface] = self._looked_up(surface)
        term, kind, content = known
        if shouting and kind == "acronym" and term.lower() in STOP_WORDS:
            term, kind, content = stem(surface.lower()), "word", False
        return Token(start, start + len(surface), surface, term, kind, content)

    def _looked_up(self, surface: str) -> tuple[str, str, bool]:
        if self.acronyms:
            for form in (surface, _ENDING.sub("", surface)):
                if form in self.acronyms:
                    return form, "acronym", True
        lower = surface.lower()
        return stem(lower), "word", lower not in STOP_WORDS


_LAST_MONTH = "12"


def _last_year(first: str, short: str) -> str:
    """The year that a span ends with: 2029 in "2026-29". What is no later year, or may be a month ("2009-12"), stays as it is
    written."""
    return first[:2] + short if short > max(first[2:], _LAST_MONTH) else short


def _date_tokens(start: int, end: int, surface: str, day: int, month: int, year: int) -> Iterator[Token]:
    yield Token(start, end, surface, f"{year:04d}-{month:02d}-{day:02d}", "date", True)
    yield Token(start, end, surface, f"{year:04d}", "number", True)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Danish Snowball stem of a lower-case word, without accents ("andré" and "andre" are one) and without what
    stands after an apostrophe ("lehmer's" is of "lehmer")."""
    if word in _UNSTEMMED:
        return word
    return str(_stem.stemWord(_HEDERNE.sub("heder", unaccented(_APOSTROPHE.sub("", word)))))


def unaccented(word: str) -> str:
    """A lower-case `word` without the marks that Danish writing may leave out (é, ü, ç); Swedish ä and ö are æ and ø."""
    return word if word.isascii() else word.translate(_UNACCENTED)


def fold(word: str) -> str:
    """`word` in lower case with æ, ø, å written as ae, oe, aa."""
    return word.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def fold_short(word: str) -> str:
    """`word` in lower case with æ, ø, å written as a, o, a, as on a keyboard that lacks them."""
    return word.lower().replace("æ", "a").replace("ø", "o").replace("å", "a")


def character_grams(word: str, size: int = 4) -> list[str]:
    """The character n-grams inside `word` with a boundary mark at each end; a short word is one gram."""
    marked = f"_{unaccented(word)}_"
    if len(marked) <= size:
        return [marked]
    return [marked[i : i + size] for i in range(len(marked) - size + 1)]
