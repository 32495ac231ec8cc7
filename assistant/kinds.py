"""Whether a text holds the kind of thing that is asked for: a date, an amount, a name, a number of what is counted.

Pure; what counts as an answer of each kind, as it is written in Danish prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.danish_number_words import COUNTING
from assistant.nearness import related
from assistant.question import Asked, Term
from assistant.wanted import Wanted
from assistant.wording import Wording
from ingest.danish import CASE_NUMBER, MONTHS, stem
from ingest.vocabulary import Link

_MONTH = "|".join(MONTHS)
# Years up to 2099: the older ones only after a word that makes them one ("1500 borgere" is no year).
_COUNTED_NOUN = r"(?:kr|kroner|\w+(?:stande|ever|gere|soner|nesker|lemmer|liger|børn))\b"
_YEARS = (
    rf"(?:1[6-9]|20)\d{{2}}\b|(?:i|år|siden|før|efter|anno|begyndelsen\s+af)\s+1[0-5]\d{{2}}\b(?!\s+{_COUNTED_NOUN})"
    r"|\d{2,4}['’]?erne\b"
)
# What counts as an answer of each kind, as it is written in Danish prose.
_KIND_PATTERNS: Mapping[Wanted, re.Pattern[str]] = {
    Wanted.DATE: re.compile(
        rf"\b\d{{1,2}}\.?\s+(?:{_MONTH})\b|\b\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}\b|\b(?:{_MONTH})\s+\d{{4}}\b|\b(?:{_YEARS})"
        rf"|\b(?:{_MONTH})\b|\b(?:primo|medio|ultimo|foråret|sommeren|efteråret|vinteren)\b|\bkl\.\s?\d"
        r"|\b(?:man|tirs|ons|tors|fre|lør|søn)dag\w*\b|\bhver(?:dag|dage)\b"
        r"|\bhver(?:t|\s+\w+)? (?:morgen|aften|nat|dag|uge|måned|kvartal|halvår|år)\b"
        r"|\b(?:dag|ugent|måned|kvartals|halvår|år)lig(?:t|e)?\b|\b(?:løbende|periodisk\w*|jævnligt)\b"
        r"|\b\d+ (?:minutter|timer|dage|hverdage|uger|måneder|år)\b|\b(?:århundrede|årti)\w*",
        re.IGNORECASE,
    ),
    Wanted.AMOUNT: re.compile(
        r"\d[\d.,]*\s*(?:mio\.?|mia\.?|millioner|milliarder|t\.)?\s*(?:kr\b|kroner|dkk|euro)", re.IGNORECASE
    ),
    Wanted.NUMBER: re.compile(
        rf"\d|\b(?:{COUNTING}|første|anden|tredje|fjerde|femte|sjette|halvdelen|tredjedel|fjerdedel)\b",
        re.IGNORECASE,
    ),
    Wanted.DURATION: re.compile(
        rf"(?:\d+|\b(?:en|et|{COUNTING}|halvt?|flere|adskillige)\b)[\s-]*(?:års?|måneder?s?"
        r"|måned|uger?s?|dages?|dag|timers?|time|minutter?"
        r"|døgn|hverdage)\b|\b(?:til og med|indtil|frem til|siden)\b",
        re.IGNORECASE,
    ),
    Wanted.TIME: re.compile(r"\bkl\.\s?\d|\bklokken\b", re.IGNORECASE),
    Wanted.CASE_NUMBER: CASE_NUMBER,
    Wanted.ADDRESS: re.compile(r"\bhttps?://|\bwww\.|\b[\w.-]+\.(?:dk|eu|com|org)\b|\S@\S"),
    Wanted.DECISION: re.compile(
        r"\b(?:beslutte|vedtog|vedtage|godkend|tiltråd|tiltrådt|afvis|forkast|udsat|udsatte|drøft"
        r"|tog til efterretning|taget til efterretning|"
        r"sendes? i høring|træffe[rs]? (?:\w+ ){0,2}beslutning)\w*",
        re.IGNORECASE,
    ),
    Wanted.PROPOSAL: re.compile(r"\b(?:indstill|foresl|anbefal|at drøfte|at godkende|at tage)\w*", re.IGNORECASE),
}
# Words that tell a reason. A reason may be told without any of them, so they order sentences and exclude none.
REASON = re.compile(
    r"\b(?:fordi|skyldes|årsag|derfor|således|idet|eftersom|grund|baggrund|medfører|forudsæt"
    r"|fører til|påvirker|nødvendig|afgørende"
    r"|kan ikke|brug for|behov for|så|for at)\w*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:hvor mange|how many)\s+(?:forskellige |nye |private )?([^\W\d_]+)", re.IGNORECASE)
# "Hvor mange gange gik det galt …": the noun only counts; a text names what happened.
_COUNTS_ANY = re.compile(r"\bhvor mange (?:folk|mennesker|personer|gange|steder|stykker)\b", re.IGNORECASE)
_AUXILIARY = frozenset("har havde er var kan kunne skal skulle vil ville blev bliver får fik må".split())
_PEOPLE = re.compile(
    rf"(?:\d[\d.]*|\b(?:{COUNTING}|halvdelen|ingen))\s+(?:pct\.?|procent|af|\w+e?)?\s*"
    r"(?:personer|mennesker|borgere|indbyggere|deltagere|medarbejdere|ansatte|børn|unge|ældre|elever|kvinder|mænd|svar\w*"
    r"|medlemmer|husstande|familier|brugere|besøgende|pct|procent)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CARDINAL = re.compile(rf"\d[\d.,]*|\b(?:{COUNTING}|halvdelen|ingen)\b", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"\bantal(?:let)?\s+(?:af\s+)?((?:(?!(?:i|på|for|fra|til|hos|ved|blandt|med|var|er|blev)\b)[^\W\d_][\w-]*\s+){1,3})",
    re.IGNORECASE,
)
# "Antallet af fald på plejecentrene var 118": the number after the noun that it counts.
_NOUN_THEN_NUMBER = re.compile(
    r"\b([^\W\d_]{3,})\b(?=(?: [^\W\d_]+){0,4} (?:er|var|udgør|udgjorde|bliver|blev|på) (?:\w+ )?(\d[\d.,]*))",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÆØÅ][\wæøåé'-]+")
_INSTITUTION = re.compile(
    r"(?:kommunes?|udvalget?s?|rådets?|råd|panelet?|forvaltning(?:en)?|ministeriet|styrelsen?"
    r"|foreningen?|region(?:en)?)$",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"\b(?:det er|\w+(?:et|t|es|ede) af)\s+(?:\w+\s)?\w+(?:en|et|ne|rådet|udvalget|panel)\b", re.IGNORECASE
)
_PLACED = re.compile(r"\b(?:i|på|fra|ved|til|nær|mellem|gennem|omkring)\s+([A-ZÆØÅ][\wæøåé-]+)")
_CALLED_ASKED = re.compile(r"\bhvad hedder\b", re.IGNORECASE)
_CALLED = re.compile(
    r"[\"“”»«„]\S|\b(?:hedder|hed|kaldes|kaldet|kaldte|kaldt|betegn\w+|benævn\w+|navnet)\b", re.IGNORECASE
)
_WHO_IS = re.compile(r"^\W*hvem (er|var) ([^?,.]{12,})")
WEAK_KIND = 0.3
SHORTEST_COUNTED = 4
# The years of a budget name it; they say of nothing when it is.
_BUDGET = re.compile(r"\bbudget\w*\s+(?:for\s+)?\d{4}(?:\s?[-–/]\s?\d{2,4})?", re.IGNORECASE)
_WAS = re.compile(r"\bhvornår\b.{0,40}\b(?:blev|var|fandt|udkom|skete|begyndte|startede|kom)\b", re.IGNORECASE)
_DAY = re.compile(
    rf"\b(?:{_MONTH})\b|\b(?:{_YEARS})|\d[-./]\d{{1,2}}[-./]\d|\b(?:primo|medio|ultimo|foråret|sommeren|efteråret|vinteren"
    r"|århundrede\w*)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:senest|inden|efter|før|ved|under|når)\b", re.IGNORECASE)
_SHARE_ASKED = re.compile(r"\b(?:procent\w*|pct|percentage|andel\w*|hvor stor en (?:del|bid|brøkdel))\b", re.IGNORECASE)
_SHARE = re.compile(r"%|\b(?:pct|procent\w*|halvdelen|\w+del(?:e|en)?\b|ud af)", re.IGNORECASE)


_MONEY = re.compile(r"\b(?:kr|kroner|mio|mia|euro)\b", re.IGNORECASE)
_UNITS = (
    (_SHARE_ASKED, _SHARE),
    (
        re.compile(r"\bhvor (?:stærkt|hurtigt)\b|\b(?:fart|hastighed)\w*\b", re.IGNORECASE),
        re.compile(r"\bkm/t|\bkm i timen"),
    ),
    (
        re.compile(r"\b(?:penge|kroner|kr|koster?|pris\w*|beløb\w*)\b", re.IGNORECASE),
        re.compile(r"\b(?:kr|kroner|mio|mia)\b|\bkr\."),
    ),
)
_DEGREE = re.compile(r"\bhvor (?:store?|lavt?|højt?)\b", re.IGNORECASE)
_TIME_UNIT = re.compile(
    r"(?:\b|\()(?:år|måned\w*|uger?|dage?|timer?|minut\w*|hverdage|døgn)\b|\w+(?:tid|periode|dag)\b", re.IGNORECASE
)


def holds_unit(asked: Asked, text: str) -> bool:
    """Whether `text` holds the unit that the question asks for: a share, money or a time; True where it asks for none."""
    question = asked.text.split(",")[0]
    if asked.wanted is Wanted.DURATION:
        return bool(_TIME_UNIT.search(text))
    if asked.wanted not in (Wanted.NUMBER, Wanted.AMOUNT):
        return True
    # A share of money is a share.
    held = next((held for wanted, held in _UNITS if wanted.search(question)), None)
    return held is None or bool(held.search(text))


def holds_new_kind(asked: Asked, wording: Wording) -> bool:
    """Whether a text holds the kind of thing asked for, and it is not one that the question already names."""
    question = asked.text.lower()
    if asked.wanted is Wanted.AGENT and wording.found(_ACTING):
        return True
    if asked.wanted in (Wanted.PERSON, Wanted.AGENT):
        return any(name not in question for name in names_of_people(asked, wording))
    if asked.wanted is Wanted.PLACE:
        return any(match.group(1).lower() not in question for match in _PLACED.finditer(wording.text))
    if asked.wanted is Wanted.NUMBER:
        return bool(wording.found(_CARDINAL)) and _CARDINAL.search(_without_numbers(question, wording.text)) is not None
    pattern = _KIND_PATTERNS.get(asked.wanted)
    return pattern is None or any(found not in question for found in wording.found(pattern))


def kind_of(asked: Asked, wording: Wording) -> float:
    """How surely a text holds the kind of thing that is wanted: 1 surely, 0 not at all; 1 for kinds any sentence may hold.

    A time of day is a weak answer to when something was.
    """
    if asked.wanted is Wanted.PERSON:
        return float(bool(names_of_people(asked, wording)) or _tells_who(asked.text, wording.text))
    if asked.wanted is Wanted.NUMBER and " | " not in wording.text:
        return _number_kind(asked, wording.text)
    pattern = _KIND_PATTERNS.get(asked.wanted)
    if asked.wanted is Wanted.DATE and wording.found(_BUDGET):
        wording = Wording(_BUDGET.sub(" ", wording.text))
    if pattern is None or wording.found(pattern):
        return WEAK_KIND if asked.wanted is Wanted.DATE and _WAS.search(asked.text) and not wording.found(_DAY) else 1.0
    return WEAK_KIND if asked.wanted is Wanted.DATE and wording.found(_RELATIVE) else 0.0


def _tells_who(question: str, text: str) -> bool:
    """Whether `text` says what something is called, where that is asked, or "X er …" of all that is asked who is."""
    if _CALLED_ASKED.search(question):
        return bool(_CALLED.search(text))
    said = _WHO_IS.search(question.lower())
    return said is not None and f" {said.group(1)} {said.group(2).strip()}" in f" {text.lower()}"


def _number_kind(asked: Asked, text: str) -> float:
    if not holds_unit(asked, text):
        return 0.0
    if _SHARE_ASKED.search(asked.text):
        return float(bool(_SHARE.search(text) and _CARDINAL.search(text)))
    return float(_counts_what_is_asked(asked, text))


def _counts_what_is_asked(asked: Asked, text: str) -> bool:
    """Whether a number of `text` stands within four words before what the question counts ("hvor mange sider").

    A number elsewhere in the sentence counts something else. Where the question names nothing to count, any number does.
    """
    counted = _COUNTED.search(asked.text)
    if counted is None:
        return bool(_KIND_PATTERNS[Wanted.NUMBER].search(_without_numbers(asked.text, text)))
    if counted.group(1).lower() in _AUXILIARY:
        # "Hvor mange har læst den?" counts people, whom the text must name.
        return bool(_PEOPLE.search(text) or _NUMBER_OF.search(text))
    term = next((one for one in asked.terms if one.surface.lower() == counted.group(1).lower()), None)
    if term is None:
        return bool(_CARDINAL.search(text))
    wanted = {expansion.term for expansion in term.expansions if expansion.link in (Link.SAME, Link.SPELLING)}
    if _states_the_number(asked, text):
        return True
    for noun in _NOUN_THEN_NUMBER.finditer(text):
        if not _YEAR.fullmatch(noun.group(2).rstrip(".,")) and any(
            _counts(one, stem(noun.group(1).lower())) for one in wanted
        ):
            return True
    for number in _CARDINAL.finditer(text):
        if _YEAR.fullmatch(number.group().rstrip(".,")) or _NUMBERS_A_PLACE.search(text[: number.start()]):
            continue
        following = [
            stem(word.lower()) for word in re.findall(r"[^\W\d_]+", text[number.end() : number.end() + 60])[:4]
        ]
        if any(_counts(one, word) for word in following for one in wanted):
            return True
    return False


def _without_numbers(question: str, text: str) -> str:
    """`text` without the numbers that the question itself names; whole numbers: the 9 of "92" stands in 2019, 92 does not."""
    named = {match.group().lower().rstrip(".,") for match in _CARDINAL.finditer(question)}
    return _CARDINAL.sub(lambda match: " " if match.group().lower().rstrip(".,") in named else match.group(), text)


def _states_the_number(asked: Asked, text: str) -> bool:
    """Whether `text` tells the number of something that the question names: "antallet af klager … var 7"."""
    after = [number.group() for match in _NUMBER_OF.finditer(text) for number in _CARDINAL.finditer(text, match.end())]
    counts_any = asked.exact and _COUNTS_ANY.search(asked.text)
    return any(not _YEAR.fullmatch(one.rstrip(".,")) for one in after) and (
        bool(counts_any) or any(tells_number_of(term, text) for term in asked.terms if not term.hard)
    )


def tells_number_of(term: Term, text: str) -> bool | None:
    """Whether what `text` tells the number of is named by `term`; None where it tells the number of nothing."""
    told = [stem(word.lower()) for match in _NUMBER_OF.finditer(text) for word in match.group(1).split()]
    if not told:
        return None
    standing = [one.term for one in term.expansions if one.link is not Link.PART]
    return any(word in told or related(word, told) for word in standing)


_NUMBERS_A_PLACE = re.compile(r"\b(?:tabel|figur|kapitel|afsnit|side|punkt|bilag|fase|zone)\s+$", re.IGNORECASE)


def _counts(wanted: str, word: str) -> bool:
    """Whether `word` is the noun `wanted` or a compound of it: "faldulykker" count among "fald"."""
    long_compound = len(wanted) >= SHORTEST_COUNTED and len(word) >= len(wanted) + SHORTEST_COUNTED
    return word == wanted or related(wanted, [word]) > 0 or (long_compound and word.startswith(wanted))


def names_of_people(asked: Asked, wording: Wording) -> list[str]:
    """The capitalised words inside the sentences of a text that may name a person, in lower case: no institution, and
    nothing that every document of the corpus is about."""
    return [
        name
        for name in wording.found(_CAPITALISED)
        if not _INSTITUTION.search(name) and not any(name.startswith(known) for known in asked.familiar)
    ]
