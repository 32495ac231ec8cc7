"""Whether the names and places of a claim stand in its quote or in what the document says of itself."""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.gate_clauses import content_words
from assistant.gate_compared import Compared
from assistant.gate_synonyms import GROUP_OF
from assistant.records import Verdict
from ingest.danish import MONTHS, STOP_WORDS, stem

_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[-/&][^\W_][\w'’]*)*\.?")
_PLACE = re.compile(
    r"^[A-ZÆØÅ]\w{2,}(?:by|rup|lev|strup|løse|borg|skolen|gade|gaden|vej|vejen|parken|marken|hallen|havn|havnen|sund|fjord|bjerg|lund|holm|ø|næs|"
    r"skov|skoven|torv|torvet|kvarteret|hus|huset|gård|gården|centret|centeret|kirke|bakken|engen|dal|dalen|sted|toften|lunden|køb)s?$"
)
_BODY = re.compile(
    r"\b[A-ZÆØÅa-zæøå][a-zæøå]+(?:(?<!om)råd|udvalg|nævn|bestyrelse|forvaltning|ministeri|panel)(?:et|en)s?\b"
    r"|\b(?:politi|brandvæsen|beredskab|region|stat|folketing|domstol|byret|landsret|menighedsråd)(?:et|en)s?\b",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"byråd", re.IGNORECASE)
# First words of a sentence that look like a place and are none.
_COMMON = frozenset(
    "folkeskolen privatskolen musikskolen ungdomsskolen rådhuset plejehuset sundhedshuset kulturhuset forsamlingshuset medborgerhuset "
    "borgerhuset idrætshallen svømmehallen sportshallen hovedgaden gågaden cykelparken legeparken bydelen arbejdsmarkedet hjemmeplejen "
    "genbrugspladsen bilparken vognparken plejecentret ældrecentret sundhedscentret jobcentret borgercentret daginstitutionscentret "
    "kommunehuset fælleshuset ungdomshuset børnehuset aktivitetshuset erhvervsskolen specialskolen efterskolen højskolen skolegården "
    "adgangsvejen hovedvejen motorvejen landevejen indkørselsvejen erhvervshavnen lystbådehavnen".split()
)


# What stands behind a politician's name, and the party that it is.
_PARTIES = {
    "A": "Socialdemokratiet", "B": "Radikale Venstre", "C": "Det Konservative Folkeparti", "F": "SF Socialistisk Folkeparti",
    "I": "Liberal Alliance", "K": "Kristendemokraterne", "M": "Moderaterne", "O": "Dansk Folkeparti", "V": "Venstre",
    "Æ": "Danmarksdemokraterne", "Ø": "Enhedslisten", "Å": "Alternativet", "S": "Socialdemokratiet",
}  # fmt: skip


# Bodies that have two names.
_SAME_BODY = (frozenset({"byråd", "byrådet", "kommunalbestyrelse", "kommunalbestyrelsen"}),)


def names(compared: Compared) -> Verdict:
    """FAIL for a name of the claim that neither its quote nor the document's title, headings and dates hold."""
    known = _Known(f"{compared.quote}\n{compared.context}")
    for name in names_in(compared.claim, known):
        if not all(known.holds(word) for word in name) or known.mixes(name):
            return Verdict.FAIL
    # A body is named by a common word; another one may not take its place.
    bodies = _BODY.findall(compared.claim)
    unknown = [body for body in bodies if not known.holds(body) and not known.begins(body)]
    # What the section alone decides, the council decided; another body that is named may not be replaced by it.
    silent = _BODY.search(compared.quote) is None and _BODY.search(compared.context) is None
    return Verdict.FAIL if any(not (silent and _COUNCIL.match(body)) for body in unknown) else Verdict.PASS


def names_in(text: str, known: _Known | None = None) -> Iterator[tuple[str, ...]]:
    """The names in `text`, each as its words: capitalised words that do not merely begin a sentence.

    A word that begins a sentence counts where another capital follows, where it is an acronym or has the form of a place;
    and where `known` is given, where that text writes it with a capital inside a sentence.
    """
    current: list[str] = []
    end = 0
    begins = True
    for match in _WORD.finditer(text):
        word = match.group().rstrip(".")
        gap = text[end : match.start()]
        begins = begins if end == 0 else bool(re.search(r"[.!?:»\"”\n]\s*$", text[: match.start()]))
        joined = bool(current) and gap in (" ", "-")
        if not joined and current:
            yield from _name(current)
            current = []
        if _capital(word) and (not begins or _follows_capital(text, match.end()) or _surely(word, known)):
            current.append(word)
        elif current:
            yield from _name(current)
            current = []
        end = match.end()
    if current:
        yield from _name(current)


def _name(words: list[str]) -> Iterator[tuple[str, ...]]:
    # "MED" is a body of employees; "Med", which begins a sentence, is a word.
    kept = tuple(word for word in words if word.lower() not in _NO_NAMES and word != "Med")
    if kept:
        yield kept


_NO_NAMES = (
    (STOP_WORDS - {"med"})
    | frozenset(MONTHS)
    | frozenset(
        "foruden udover ud ifølge gennem siden blandt inden omkring under over mellem bortset trods modsat fremfor ligesom selvom "
        "idet såvel ligeledes desuden endvidere herudover derudover derefter herefter bagefter efterfølgende samtidig både hverken".split()
    )
    | {"kr", "mio", "mia", "pct", "stk", "nr", "kl", "jf", "punkt", "kapitel", "tabel"}
)


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _surely(word: str, known: _Known | None) -> bool:
    acronym = len(word) > 1 and word.isupper()
    place = bool(_PLACE.match(word)) and word.lower() not in _COMMON
    return acronym or place or (known is not None and known.capital(word))


def _follows_capital(text: str, position: int) -> bool:
    following = re.match(r" ([A-ZÆØÅ][\w-]*)", text[position:])
    return following is not None and following[1].lower() not in _NO_NAMES


class _Known:
    """The words of a quote and its context, looked up as names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = {root for word in _WORD.findall(text) for root in _roots(word.rstrip("."))}
        for party, words in _PARTIES.items():
            if f"({party})" in text or any(f"({party}{mark}" in text for mark in ",.)"):
                self._words |= {root for word in words.split() for root in _roots(word)}
            elif re.search(rf"\b{words}\b", text, re.IGNORECASE):
                self._words |= _roots(party) | {party.lower()}
        self._compounds = [word for word in content_words(text) if len(word) > 6]

    def holds(self, word: str) -> bool:
        """Whether the text holds the word, in any form of it, or as a part of a compound."""
        roots = _roots(word)
        if roots & self._words or word.lower() in _NO_NAMES or self._abbreviated(word):
            return True
        if any(roots & same and self._words & same for same in _SAME_BODY):
            return True
        if len(word) >= 6 and any(word.lower() in compound for compound in self._compounds):
            return True
        group = GROUP_OF.get(word.lower()) or GROUP_OF.get(stem(word.lower()))
        return group is not None and any(GROUP_OF.get(other) == group for other in self._words)

    def _abbreviated(self, word: str) -> bool:
        """Whether a word in capitals is made of the first letters of words that follow each other in the text."""
        if not (2 < len(word) < 7 and word.isupper()):
            return False
        return word.lower() in "".join(one[0].lower() for one in _WORD.findall(self._text))

    def begins(self, body: str) -> bool:
        """Whether a word of the text begins as the body does: "statslig" for "staten"."""
        root = stem(re.sub(r"(?:et|en)s?$", "", body.lower()))
        return any(word.startswith(root) for word in self._words)

    def capital(self, word: str) -> bool:
        """Whether the text writes the word with a capital after a lower-case word."""
        return re.search(rf"[a-zæøå,] {re.escape(word)}\b", self._text) is not None

    def mixes(self, name: tuple[str, ...]) -> bool:
        """Whether a name is put together of two: "Anna Lund" where the text has "Anna Holm og Bo Lund"."""
        for first, second in itertools.pairwise(name):
            together = re.search(
                rf"\b{re.escape(first)}\w{{0,2}}[ -]{re.escape(second.rstrip('s'))}", self._text, re.IGNORECASE
            )
            if together:
                continue
            after = re.findall(rf"\b{re.escape(first)} ([A-ZÆØÅ]\w+)", self._text)
            before = re.findall(rf"([A-ZÆØÅ]\w+) {re.escape(second)}\b", self._text)
            if after and before:
                return True
        return False


@lru_cache(maxsize=50_000)
def _roots(word: str) -> frozenset[str]:
    """The forms under which a word is the same name: lower case, without genitive, definite ending and hyphens."""
    lower = word.lower()
    bare = re.sub(r"['’]?s$", "", lower)
    forms = {lower, bare, stem(lower), stem(bare), re.sub(r"(?:et|en)s?$", "", lower)}
    for part in re.split(r"[-/&]", lower):
        if len(part) > 2:
            forms |= {part, stem(part)}
    return frozenset(form for form in forms if len(form) > 1)
