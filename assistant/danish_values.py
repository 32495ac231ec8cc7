"""Numbers, dates, amounts, units and references of a Danish text as canonical values, so that notation does not matter.

"1,750 mio. kr." and "1.750.000 kroner" are one value, and so are "14. maj 2024" and "14.05.2024", "18 pct." and "18 %",
"syv" and "7", "halvandet år" and "18 måneder". "Primo 2026" stays vague: it equals "primo 2026" and nothing else.
Danish notation: decimal comma; full stop or a space between thousands. What is not here: whether a claim may use a
value (`gate_numbers.py`).
"""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.danish_number_words import NUMBER_WORD, ORDINALS, number_of_word
from ingest.danish import CASE_NUMBER, MONTHS

Key = tuple[str, ...]

_SHORT_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10}
_SHORT_MONTHS |= {"nov": 11, "dec": 12}
_MONTH = rf"(?:{'|'.join(MONTHS)})\b|(?:{'|'.join(sorted(_SHORT_MONTHS, key=len, reverse=True))})\."
_SEASON = r"(?:forår|sommer|efterår|vinter|årsskifte)(?:et|en)?"
_ORDINAL = "|".join(ORDINALS)
_CLOCK = r"\d{1,2}(?:[.:]\d{2})?"
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

_VALUE = re.compile(
    rf"""
      (?P<case>{CASE_NUMBER.pattern})
    | (?P<iso>(?<![\d.])(?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<id>\d{{2}})(?!\d))
    | (?P<numeric>(?<![\d.,/-])(?P<nd>\d{{1,2}})\s?[./-]\s?(?P<nm>\d{{1,2}})(?:\s?[./-]\s?|\s)(?P<ny>\d{{4}}|\d{{2}})(?![\d.,/-]*\d))
    | (?P<days>(?<!\d)(?P<d1>\d{{1,2}})\.?\s?(?:[-–]|og|til)\s?(?P<d2>\d{{1,2}})\.\s?(?P<dm>{_MONTH})(?:\s+(?P<dy>\d{{4}}))?)
    | (?P<vague>\b(?P<vw>primo|medio|ultimo|starten\saf|slutningen\saf|midten\saf)\s+(?:(?P<vm>{_MONTH})\s*)?(?P<vy>\d{{4}})?)
    | (?P<season>\b(?P<sw>{_SEASON})(?:\s+(?P<sy>\d{{4}}))?(?![a-zæøå]))
    | (?P<part>\b(?P<pn>\d|{_ORDINAL})\.?\s+(?P<pw>kvartal|halvår)(?:et)?(?:\s+(?P<py>\d{{4}}))?)
    | (?P<date>(?<!\d)(?P<td>\d{{1,2}})\.?\s?(?P<tm>{_MONTH})(?:,?\s+(?P<ty>\d{{4}}))?)
    | (?P<month>\b(?P<mm>{_MONTH})(?:\s+(?P<my>\d{{4}}))?)
    | (?P<short>(?:\bden|\bd\.)\s(?P<hd>\d{{1,2}})/(?P<hm>\d{{1,2}})(?!\d|[-/.]\d|\s\d{{4}}))
    | (?P<paragraph>(?:§+\s*|\bparagraf(?:ferne)?\s+)(?P<pp>\d+(?:\s?[a-zæøå]\b(?!\.))?)(?:\s?(?:-|–|og)\s?(?P<pq>\d+(?:\s?[a-z]\b)?))?)
    | (?P<stk>\b(?:stk\.?|stykke)\s*(?P<sk>\d+))
    | (?P<nr>\b(?:nr\.?|nummer)\s*(?P<nn>\d+)(?![.,]?\d))
    | (?P<clock>\b(?:kl\.?|klokken)\s*(?P<c1>{_CLOCK})(?:\s?(?:-|–|til|og)\s?(?:kl\.\s?)?(?P<c2>{_CLOCK}))?(?!\d))
    | (?P<years>(?<![\d.,])(?P<y1>(?:19|20)\d{{2}})\s?[-–/]\s?(?P<y2>(?:19|20)\d{{2}}|\d{{2}})(?![\d.,]*\d))
    | (?P<label>(?<![\d.,])(?!\d{{1,3}}(?:\.\d{{3}})+(?![\d.]))\d+(?:\.\d+){{2,}}(?!\d)|(?<![\d.,])\d+\.(?!\d{{3}}(?!\d))\d+(?!\d|,\d))
    | (?P<number>(?<![\d,])(?:(?<=[\s(])[-−])?\d{{1,3}}(?:[.\s\u00a0\u202f]\d{{3}})+(?!\d)(?:,\d+)?|(?<![\d,])(?:(?<=[\s(])[-−])?\d+(?:,\d+)?|½)
    | (?P<fraction>\b(?:halvdelen|(?:en|to|tre)\s+(?:tredjedel|fjerdedel|femtedel|tiendedel)(?:e|en|ene)?|hver\s(?:anden|tredje|fjerde|femte|tiende)(?=\s\w)))
    | (?P<weekday>\b(?:{"|".join(WEEKDAYS)})(?:e|en|s)?\b)
    | (?P<word>{NUMBER_WORD})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = (
    (re.compile(r"\s*-?(?:mio\b\.?|million(?:er)?\b)", re.IGNORECASE), Decimal(10) ** 6),
    (re.compile(r"\s*-?(?:mia\b\.?|milliard(?:er)?\b)", re.IGNORECASE), Decimal(10) ** 9),
    (re.compile(r"\s*(?:tusind(?:e)?\b|t\.(?=\s?kr)|t(?=kr\b))", re.IGNORECASE), Decimal(1000)),
    (re.compile(r"\s*hundrede\b", re.IGNORECASE), Decimal(100)),
)
# Unit as written, unit it is counted in, how many of those it is.
_UNITS = (
    (r"(?:procentpoint|pct\.?-?\s?point|%-?\s?point)", "pp", 1),
    (r"(?:pct\b\.?|procent\b|%)", "%", 1),
    (r"(?:,-\s*)?(?:kr\b\.?|kroner\b|DKK\b)|,-", "kr", 1),
    (r"(?:euro|EUR|€)(?!\w)", "eur", 1),
    (r"(?:år|årige?|års)\b(?!\s*(?:19|20)\d\d)", "måned", 12),
    (r"(?:måned(?:er|ers|s)?|mdr?)\b\.?", "måned", 1),
    (r"(?:uger?s?)\b", "dag", 7),
    (r"(?:dage?s?|døgn)\b", "dag", 1),
    (r"(?:timer?s?)\b", "minut", 60),
    (r"(?:minut(?:ter|ters)?|min\.)(?!\w)", "minut", 1),
    (r"(?:kvadratkilometer|km2|km²)(?!\w)", "m2", 1_000_000),
    (r"(?:hektar|ha)\b", "m2", 10_000),
    (r"(?:kvadratmeter|kvm\b\.?|m2|m²)(?!\w)", "m2", 1),
    (r"(?:kubikmeter|m3|m³)(?!\w)", "m3", 1),
    (r"(?:kilometer|km)\b", "m", 1000),
    (r"(?:meter|m)\b(?!\.?\s?(?:fl|v)\b)", "m", 1),
    (r"(?:centimeter|cm)\b", "cm", 1),
    (r"(?:tons?)\b", "kg", 1000),
    (r"(?:kilo(?:gram)?|kg)\b", "kg", 1),
    (r"liter\b", "liter", 1),
    (r"(?:kwh)\b", "kWh", 1),
    (r"(?:mwh)\b", "kWh", 1000),
    (r"(?:gwh)\b", "kWh", 1_000_000),
    (r"(?:grader\b|°\s?C?)", "grad", 1),
)
_UNIT_PATTERNS = tuple((re.compile(r"\s*-?" + pattern, re.IGNORECASE), unit, Decimal(n)) for pattern, unit, n in _UNITS)
_BEFORE_MONEY = re.compile(r"(?<!\d\s)(?<!mi[oa]\.\s)(?<!mi[oa]\s)(?:\bkr\.?|\bDKK|\bkroner)\s*$", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|–|til|og|eller)\s?(?:(?:ca\.|ultimo|højst|kr\.)\s?)?", re.IGNORECASE)
_HEADER_UNIT = re.compile(
    r"(?<![\d.,]\s)(?<![\d.,])(?:(1\.000|t\.|mio\.?|mia\.?|tusinde?)\s*)?\b(?:kr\.|kroner)(?!\s*\d)", re.IGNORECASE
)
_HEADER_PERCENT = re.compile(r"(?<!\d)(?<!\d\s)(?:\bpct\.|\bprocent\b|%)(?!-?\s?point)", re.IGNORECASE)
_HEADER_SCALES = {"1.000": 3, "t": 3, "tusind": 3, "tusinde": 3, "mio": 6, "mia": 9}
_PARTS = {"halv": 2, "anden": 2, "tredje": 3, "tredjedel": 3, "fjerde": 4, "fjerdedel": 4, "femte": 5, "femtedel": 5}
_PARTS |= {"tiende": 10, "tiendedel": 10}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: its range there, and every canonical reading it can have, the likeliest first.

    A reading is a tuple: ("n", "7") a bare number; ("kr", "1750000"), ("%", "18"), ("måned", "36") a quantity in the
    unit it is counted in; ("date", year, month, day) with "" for what is not said; ("vague", word, month, year);
    ("§", "5"), ("stk", "2"), ("nr", "3"), ("case", …), ("clock", "9:30"), ("weekday", "fredag"), ("ordinal", "3"), ("label", "3.2").
    `certain` is False for a word that can be a number but need not be ("en", "første").
    """

    start: int
    end: int
    readings: tuple[Key, ...]
    certain: bool = True


def values_in(text: str) -> list[Value]:
    """The values of `text` in order."""
    found: list[Value] = []
    for match in _VALUE.finditer(text):
        # The "2" of "500 m2" is part of the unit before it.
        if not found or match.start() >= found[-1].end:
            found += _values_of(match, text)
    return _with_shared_units(found, text)


def header_units(text: str) -> list[tuple[str, Decimal]]:
    """Units that `text` names without a number of their own ("mio. kr.", "pct."), as a table's caption or header does."""
    units = []
    for match in _HEADER_UNIT.finditer(text):
        word = (match[1] or "").lower()
        exponent = _HEADER_SCALES.get(word, _HEADER_SCALES.get(word.rstrip("."), 0))
        units.append(("kr", Decimal(10) ** exponent))
    if _HEADER_PERCENT.search(text):
        units.append(("%", Decimal(1)))
    return units


def in_unit(value: Value, unit: str, factor: Decimal) -> Key | None:
    """The reading that a bare number has in a unit named elsewhere, or None for anything but a bare number."""
    for kind, *rest in value.readings:
        if kind == "n":
            return (unit, _plain(Decimal(rest[0]) * factor))
    return None


def weekday_of(date: Key) -> str | None:
    """The weekday of a complete ("date", year, month, day), or None."""
    if date[0] != "date" or not all(date[1:]):
        return None
    try:
        return WEEKDAYS[dt.date(int(date[1]), int(date[2]), int(date[3])).weekday()]
    except ValueError:
        return None


def _values_of(match: re.Match[str], text: str) -> Iterator[Value]:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    group = match.groupdict()
    kind = next(name for name in _KINDS if group[name] is not None)
    if kind == "case":
        yield Value(start, end, (("case", match.group().upper()),))
    elif kind in _DATES:
        yield from _dates(kind, group, start, end)
    elif kind == "paragraph":
        for name in ("pp", "pq"):
            if group[name]:
                yield Value(match.start(name), end, (("§", group[name].replace(" ", "").lower()),))
    elif kind in ("stk", "nr"):
        number = group["sk" if kind == "stk" else "nn"]
        yield Value(start, end, ((kind, number), *((("n", number),) if kind == "nr" else ())))
    elif kind == "clock":
        yield Value(start, match.end("c1"), (("clock", _clock(group["c1"])),))
        if group["c2"]:
            yield Value(match.start("c2"), end, (("clock", _clock(group["c2"])),))
    elif kind == "years":
        yield from _years(match)
    elif kind == "label":
        yield Value(start, end, (("label", match.group()),))
    elif kind == "fraction":
        yield Value(start, end, (("%", _plain(_share(match.group()))),))
    elif kind == "weekday":
        yield Value(start, end, (("weekday", re.sub(r"(?<=dag)(?:e|en|s)$", "", match.group().lower())),))
    elif kind == "number":
        written = match.group()
        yield _quantity(_decimal(written), start, end, text)
    else:
        yield from _word_value(match, text)


def _word_value(match: re.Match[str], text: str) -> Iterator[Value]:
    word = match.group().lower()
    if word in ORDINALS:
        yield Value(match.start(), match.end(), (("ordinal", str(ORDINALS[word])),), certain=ORDINALS[word] > 2)
        return
    number, certain = number_of_word(word)
    value = _quantity(number, match.start(), match.end(), text)
    counted = value.readings[0][0] != "n"
    # "En" and "et" are numbers only before a unit; alone they would stand for every 1.
    if counted or word not in ("en", "et"):
        yield replace(value, certain=certain or value.readings[0][0] == "kr")


_KINDS = "case iso numeric days vague season part date month short paragraph stk nr clock years label number".split()
_KINDS += ["fraction", "weekday", "word"]
_DATES = frozenset("iso numeric days vague season part date month short".split())


def _dates(kind: str, group: dict[str, str | None], start: int, end: int) -> Iterator[Value]:
    def one(year: str | None, month: int | str | None, day: str | None) -> Value:
        return Value(start, end, (("date", year or "", str(month or ""), str(int(day)) if day else ""),))

    if kind == "iso":
        yield one(group["iy"], int(str(group["im"])), group["id"])
    elif kind == "numeric":
        year = str(group["ny"])
        yield one(year if len(year) == 4 else f"20{year}", int(str(group["nm"])), group["nd"])
    elif kind == "days":
        month = _month(group["dm"])
        yield one(group["dy"], month, group["d1"])
        yield one(group["dy"], month, group["d2"])
    elif kind == "date":
        yield one(group["ty"], _month(group["tm"]), group["td"])
    elif kind == "month":
        yield one(group["my"], _month(group["mm"]), None)
    elif kind == "short":
        yield one(None, int(str(group["hm"])), group["hd"])
    elif kind == "vague":
        word = _VAGUE.get(str(group["vw"]).lower(), str(group["vw"]).lower())
        yield Value(start, end, (("vague", word, str(_month(group["vm"]) or ""), group["vy"] or ""),))
    elif kind == "season":
        word = re.sub(r"(?:et|en)$", "", str(group["sw"]).lower())
        yield Value(start, end, (("vague", word, "", group["sy"] or ""),))
    else:
        number = str(group["pn"])
        ordinal = number if number.isdigit() else str(ORDINALS[number.lower()])
        yield Value(start, end, (("vague", f"{ordinal}. {str(group['pw']).lower()}", "", group["py"] or ""),))


# "I starten af 2026" says no more and no less than "primo 2026".
_VAGUE = {"starten af": "primo", "midten af": "medio", "slutningen af": "ultimo"}


def _month(name: str | None) -> int | None:
    if not name:
        return None
    word = name.lower().rstrip(".")
    return MONTHS.get(word) or _SHORT_MONTHS.get(word)


def _years(match: re.Match[str]) -> Iterator[Value]:
    first, second = match["y1"], match["y2"]
    yield Value(match.start("y1"), match.end("y1"), (("n", first),))
    yield Value(match.start("y2"), match.end("y2"), (("n", second if len(second) == 4 else first[:2] + second),))


def _clock(text: str) -> str:
    hour, _, minute = text.replace(".", ":").partition(":")
    return f"{int(hour)}:{minute or '00'}"


def _decimal(written: str) -> Decimal:
    if written == "½":
        return Decimal("0.5")
    return Decimal(re.sub(r"[.\s\u00a0\u202f]", "", written).replace(",", ".").replace("−", "-"))


def _share(words: str) -> Decimal:
    first, _, second = words.lower().partition(" ")
    if not second:
        return Decimal(50)
    part = _PARTS.get(re.sub(r"(?:en|ene|e)$", "", second)) or _PARTS.get(second) or 2
    times = {"to": 2, "tre": 3}.get(first, 1)
    return Decimal(100 * times) / part


def _quantity(number: Decimal, start: int, end: int, text: str) -> Value:
    """The number at `start` to `end` with the scale and the unit that follow it (or the "kr." before it)."""
    shown, scaled = number, False
    for pattern, factor in _SCALES:
        match = pattern.match(text, end)
        if match:
            number, end, scaled = number * factor, match.end(), True
            break
    for pattern, unit, size in _UNIT_PATTERNS:
        match = pattern.match(text, end)
        if match and match.end() > end:
            readings: tuple[Key, ...] = ((unit, _plain(number * size)),)
            if not scaled:
                readings += (("shown", _plain(shown)),)
            return Value(start, match.end(), readings)
    # "… 8,7 mio. kr. En ny hal": neither the article nor a number after a finished amount is one.
    if text[start : start + 1].isdigit() and _BEFORE_MONEY.search(text, 0, start):
        return Value(start, end, (("kr", _plain(number)),))
    ordinal = re.match(r"\.\s[a-zæøå]", text[end : end + 3]) is not None
    return Value(start, end, (("n", _plain(number)), *((("ordinal", _plain(number)),) if ordinal else ())))


def _plain(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    return "0" if text == "-0" else text


def _with_shared_units(values: list[Value], text: str) -> list[Value]:
    """`values`, where the first of "2-3 mio. kr." and "mellem 6 og 9 år" can also be read in the unit of the second."""
    shared = list(values)
    for i in range(len(values) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        between = text[first.end : second.start]
        bare = next((key[1] for key in first.readings if key[0] == "n"), None)
        unit = second.readings[0][0]
        if bare is None or unit in _UNSHARED or not _RANGE.fullmatch(between) or re.fullmatch(r"(19|20)\d\d", bare):
            continue
        tail = _quantity(Decimal(bare), 0, 0, text[_number_end(second, text) : second.end])
        shared[i] = replace(first, readings=(*tail.readings[:1], *first.readings))
    return shared


_UNSHARED = frozenset("n ordinal shown date vague § stk nr case clock weekday label".split())


def _number_end(value: Value, text: str) -> int:
    match = re.match(r"[-−]?\d+(?:[.\s]\d{3})*(?:,\d+)?|\w+", text[value.start : value.end])
    return value.start + (match.end() if match else 0)
