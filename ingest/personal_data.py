"""Which characters of a text are personal data, and the text with those characters masked; pure, linear in the text.

CPR numbers, phone numbers and e-mail addresses in any text, and names, addresses and postcodes in hearing answers. What
is done about a finding (refuse the question, quarantine the file, blacken the page) is decided elsewhere.

The usual pattern for CPR numbers misses other separators and births on 29 February, and fires inside longer numbers.
Here: a real day and month, any common spelling, whole numbers only, and no modulus 11, which numbers issued since 2007
need not pass (CPR-kontoret). Known gaps: numbers written as words, or split by unrelated words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.clean import fold_with_map

MASK = "█"

PersonalKind = Literal["cpr", "phone", "email", "name", "address", "postcode"]
_GRAVEST_FIRST: tuple[PersonalKind, ...] = ("cpr", "email", "phone", "name", "address", "postcode")
_ROUNDS = 10


@dataclass(frozen=True, slots=True, order=True)
class PersonalData:
    """Characters `start` up to but not including `end` of the searched text, and what they are; never the text."""

    start: int
    end: int
    kind: PersonalKind


def find_personal_data(
    text: str, *, public: Collection[str] = (), in_question: bool = False
) -> tuple[PersonalData, ...]:
    """The CPR numbers, phone numbers and e-mail addresses in `text`, in order and without overlaps.

    `public` holds phone numbers and addresses that are no one's secret (crisis lines, the municipality's own), in any
    spelling. `in_question` also takes spellings that a table in a document would be mistaken for: a number in pairs
    or single digits, or broken over two lines, without the word CPR near it.
    """
    known = frozenset(_plain(entry) for entry in public)
    found: list[PersonalData] = []
    # What is masked no longer hides what stands beside it, so the search is repeated on the masked text, which in the
    # end has no findings. The bound keeps the time linear for a text made to need many rounds.
    for _ in range(_ROUNDS):
        fresh = _find_once(text, known, in_question)
        if not fresh:
            break
        found += fresh
        text = mask(text, fresh)
    return tuple(sorted(found))


def merged(candidates: Iterable[PersonalData]) -> tuple[PersonalData, ...]:
    """`candidates` in order, with those that share characters made one finding of the gravest of their kinds."""
    best: list[PersonalData] = []
    for finding in sorted(candidates):
        if not best or best[-1].end <= finding.start:
            best.append(finding)
            continue
        gravest = min(best[-1].kind, finding.kind, key=_GRAVEST_FIRST.index)
        best[-1] = PersonalData(best[-1].start, max(best[-1].end, finding.end), gravest)
    return tuple(best)


def mask(text: str, found: Collection[PersonalData]) -> str:
    """`text` of the same length with every character of a finding as █."""
    pieces: list[str] = []
    done = 0
    for finding in sorted(found):
        start = max(finding.start, done)
        if start < finding.end:
            pieces += text[done:start], MASK * (finding.end - start)
            done = finding.end
    return "".join(pieces) + text[done:]


def mask_question(text: str, *, public: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """A question with its personal data masked, and the sorted kinds of what was masked (empty when there was none)."""
    found = find_personal_data(text, public=public, in_question=True)
    return mask(text, found), tuple(sorted({finding.kind for finding in found}))


def _plain(entry: str) -> str:
    """A phone number as its eight digits, an e-mail address in lower case."""
    if "@" in entry:
        return "".join(entry.split()).casefold()
    digits = re.sub(r"\D", "", fold_with_map(entry)[0])
    return re.sub(r"^(?:00)?45(?=\d{8}$)", "", digits)


def _find_once(text: str, public: frozenset[str], in_question: bool) -> tuple[PersonalData, ...]:
    folded, source_map = fold_with_map(text)
    candidates: list[PersonalData] = []
    for cluster in _CLUSTER.finditer(folded):
        candidates += _cprs(folded, cluster.start(), cluster.end(), in_question)
        candidates += _phones(folded, cluster.start(), cluster.end(), public)
    candidates += _split_cprs(folded)
    candidates += _emails(folded, public)
    found: list[PersonalData] = []
    for finding in merged(candidates):
        start, last = source_map.source_of(finding.start), source_map.source_of(finding.end - 1)
        if start is None or last is None:
            raise AssertionError("every folded character has a source")
        found.append(PersonalData(start, last + 1, finding.kind))
    return merged(found)


# ---- Numbers: a cluster is a stretch of digits and what may stand between them; all patterns below work inside one.

_CLUSTER = re.compile(r"\(?\+?\d[\d ./_:*~+()\n-]{5,}")
_CPR_WORD = re.compile(r"\bcpr|person-?\s?(?:nr|nummer|numre)|personligt nummer|erstatnings-?nummer", re.I)
_IN_DATE = r"[ ./\n-]{0,3}"
_BEFORE_TAIL = r"[ ./_:*~+\n-]{0,3}"
_CPR = re.compile(
    rf"(?<!\d)(?=(\d\d)({_IN_DATE})(\d\d)({_IN_DATE})(\d\d)({_BEFORE_TAIL})(\d{{4}}|(?<!\d)\d\d[ -]\d\d)(?!\d))"
)
_SPELLED_CPR = re.compile(r"(?<!\d)(?<!\d[ .-])(?=((?:\d[ .-]){9}\d)(?![ .-]?\d))")
_FULL_DATE_CPR = re.compile(
    r"(?<!\d)(?=(?P<day>\d{1,2})[ ./-]{1,2}(?P<month>\d{1,2})[ ./-]{1,2}(?P<year>(?:1[89]|20)?\d\d)"
    r"(?P<gap> ?- ?| )(?P<tail>\d{4})(?!\d))"
)
_ISO_DATE_CPR = re.compile(
    r"(?<!\d)(?=(?P<year>(?:1[89]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?P<gap> ?- ?| )(?P<tail>\d{4})(?!\d))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_BEFORE = re.compile(rf"(?<!\d)(\d{{1,2}})\.? ?({'|'.join(_MONTHS)})[a-z]{{0,6}}\.? ?$", re.I)
_YEAR_AND_TAIL = re.compile(r"(?P<year>(?:1[89]|20)?\d\d)(?P<gap> ?- ?| )(?P<tail>\d{4})(?!\d)")
_LAST_FOUR = re.compile(r"sidste (?:fire|4)|løbenummer|løbenr|kontrolcif|de fire sidste|resten er", re.I)
_DATE_BEFORE = re.compile(r"(?<!\d)(\d\d)[ ./-]{0,2}(\d\d)[ ./-]{0,2}(?:1[89]|20)?(\d\d)(?!\d)[^\d]{0,40}$")
_FOUR_AFTER = re.compile(r"[^\d]{0,25}(\d{4})(?!\d)")
# Numbers that are known by the word before them. A case number is not among them: old personal cases are CPR numbers.
_OTHER_NUMBER = re.compile(
    r"(?:\bp-?\s?n(?:r|ummer|umre)|\bkonto\w*|\bean|\bgln|\bcvr|\bse-?n(?:r|ummer)|\bisbn|\biban|\bgiro\w*|\bfaktura\w*)"
    r"[-\s]?(?:n(?:r|ummer)|lokation\w*)?\.?[:\s]*(?:er )?[\d .-]*$",
    re.I,
)
_REFERENCE = re.compile(
    r"(?:\bsag(?:s?n(?:r|ummer))?|\bjournal\w*|\bj\.? ?nr|\bdok(?:ument)?\w*|\bmatr\w*|\blokalplan\w*|\bordre\w*"
    r"|\bref\w*|\bid)\.?[\s:-]*(?:nr\.?|nummer)?[:\s]*$",
    re.I,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:kr\b|dkk|mio\b|mia\b|pct|procent|%|‰|m2|m3|kvm|km\b|ha\b|stk|timer\b|borgere\b|personer\b|indbyggere\b"
    r"|tons?\b|kwh)",
    re.I,
)
_CASE_NUMBER_BEFORE = re.compile(r"\d\d\.\d\d\.\d\d-[A-ZÆØÅa-zæøå]?$")


def _cprs(text: str, start: int, end: int, in_question: bool) -> Iterator[PersonalData]:
    shaped = list(_CPR.finditer(text, start, end))
    sure = {found.start() for found in shaped if _is_cpr(text, found, start, in_question)}
    # A list with a CPR number in it is a list of CPR numbers, however they are joined.
    for found in shaped if sure else ():
        if found.start() in sure or _is_date(found[1], found[3], found[5]):
            yield PersonalData(found.start(1), found.end(7), "cpr")
    for found in _SPELLED_CPR.finditer(text, start, end):
        digits = [int(digit) for digit in found[1][::2]]
        named = in_question or _has_cpr_word(text, found.start(), start)
        if named and not _in_steps(digits) and _is_date(found[1][0:3:2], found[1][4:7:2], found[1][8:11:2]):
            yield PersonalData(found.start(1), found.end(1), "cpr")
    for pattern in (_FULL_DATE_CPR, _ISO_DATE_CPR):
        for found in pattern.finditer(text, start, end):
            if _is_date(found["day"], found["month"], found["year"]) and _is_tail(text, found, found.start(), start):
                yield PersonalData(found.start(), found.end("tail"), "cpr")
    tail = _YEAR_AND_TAIL.match(text, start, end)
    before = _MONTH_BEFORE.search(text[max(0, start - 20) : start]) if tail else None
    if tail and before and _is_tail(text, tail, start, start):
        month = str(1 + _MONTHS.index(before[2].lower()))
        if _is_date(before[1], month, tail["year"]):
            yield PersonalData(start - len(before.group()), tail.end("tail"), "cpr")


def _is_cpr(text: str, found: re.Match[str], cluster: int, in_question: bool) -> bool:
    day, gap1, month, gap2, year, gap3, _ = found.groups()
    gaps = (gap1, gap2, gap3)
    start, end = found.start(1), found.end(7)
    named = _has_cpr_word(text, start, cluster)
    # Replacement numbers have 60 added to the day; without the word beside they look like any other number.
    if not (_is_date(day, month, year) or (named and day > "60" and _is_date(str(int(day) - 60), month, year))):
        return False
    if _CASE_NUMBER_BEFORE.search(text[max(0, start - 10) : start]):
        return False
    if named:
        return True
    if any(gaps) and (_is_span_of_dates(found) or not _is_plain_spelling(text, found, in_question)):
        return False
    if not any(gaps) and text[start - 1 : start].isalpha() and text[end : end + 1].isalpha():
        return False
    other = _OTHER_NUMBER.search(text[max(0, start - 40) : start]) or _UNIT_AFTER.match(text, end)
    return not other and not _is_part_of_number(text, start, end)


def _is_span_of_dates(found: re.Match[str]) -> bool:
    """Whether the digits read as days or years: "10.-12.08.2025", "2009-13 2013", "2009-11-14 14".

    As a CPR number the first would be of someone born 1901-1912: the years 00-36 with a seventh digit of 0-3.
    """
    day, gap1, month, gap2, year, gap3, tail = found.groups()
    days = bool(gap2 and gap3) and "01" <= year <= "12" and _is_year(tail)
    years = not gap1 and bool(gap2) and _is_year(day + month) and (_is_year(tail) or not gap3 or len(tail) > 4)
    return days or years


def _is_plain_spelling(text: str, found: re.Match[str], in_question: bool) -> bool:
    """Whether the digits are grouped as people write a CPR number and not as cells of a table may happen to stand."""
    day, gap1, month, gap2, year, gap3, tail = found.groups()
    date_is_solid = not gap1 and not gap2
    if not in_question:
        if any("\n" in gap and "-" not in gap for gap in (gap1, gap2, gap3)):
            return False
        if len(tail) > 4 and not date_is_solid and "-" not in gap3:
            return False
    if len(tail) > 4 and _in_steps([int(pair) for pair in (day, month, year, tail[:2], tail[-2:])]):
        return False
    if date_is_solid or (gap1 + gap2 + gap3).strip():
        return True
    if not in_question and gap1 and not gap2:
        return False  # "10 1067 3383": nobody joins month and year and nothing else, but columns stand like that
    return not _stands_in_row(text, found.start(1), found.end(7))


def _is_tail(text: str, found: re.Match[str], start: int, cluster: int) -> bool:
    """Whether the four digits after a full date end a CPR number and are no year, amount or longer number."""
    unclear = _is_year(found["tail"]) or found["gap"] == " "
    if unclear and not _has_cpr_word(text, start, cluster):
        return False
    end = found.end("tail")
    return not _UNIT_AFTER.match(text, end) and not _is_part_of_number(text, start, end)


def _split_cprs(text: str) -> Iterator[PersonalData]:
    """CPR numbers told in two halves: "010135 og de sidste fire er 4900"."""
    for word in _LAST_FOUR.finditer(text):
        left = max(0, word.start() - 60)
        before, after = _DATE_BEFORE.search(text[left : word.start()]), _FOUR_AFTER.match(text, word.end())
        if before and after and _is_date(before[1], before[2], before[3]):
            yield PersonalData(left + before.start(), after.end(), "cpr")


def _is_date(day: str, month: str, year: str) -> bool:
    """Whether the day and month exist; 29 February in a year that is a leap year in some century (20)00 included)."""
    days = (31, 29 if int(year) % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= int(month) <= 12 and 1 <= int(day) <= days[int(month) - 1]


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and "1900" <= digits <= "2099"


def _in_steps(numbers: list[int]) -> bool:
    """Whether the numbers rise or fall by equal steps, as week numbers and columns do and phone numbers do not."""
    return len({after - before for before, after in pairwise(numbers)}) == 1


def _has_cpr_word(text: str, start: int, cluster: int) -> bool:
    """Whether the word CPR or its like stands close before; no word stands after `cluster`, where the digits begin."""
    return start - cluster < 40 and _CPR_WORD.search(text[max(0, start - 40) : start]) is not None


def _is_part_of_number(text: str, start: int, end: int) -> bool:
    """Whether a mark joins the digits to more digits: "24-010130-1234", "010130-1234-25", "100130 1234,50"."""
    return bool(
        re.search(r"(?<!\d)\d{1,5}[./-]$", text[max(0, start - 7) : start])
        or re.match(r"[./:-]\d{1,5}(?!\d)|,\d{1,2}(?!\d)", text[end : end + 7])
    )


def _stands_in_row(text: str, start: int, end: int) -> bool:
    """Whether another number stands beside, with blanks at most between: then it is a row of a table."""
    before, after = text[max(0, start - 5) : start], text[end : end + 4]
    return bool(re.match(r" {1,3}\d", after) or re.search(r"\d[%.,]? {1,3}$", before))


# ---- Phone numbers: Danish ones have eight digits in pairs or fours, or solid beside a word that says so.

_PREFIXED = re.compile(
    r"(?<![\d+])\(?(?:(?:\+|00) ?45\)?[ .-]?(?:\d[ .-]?){7}\d|\+(?!45)[1-9]\d{0,2}\)?(?:[ -]?\d){8,12})(?!\d)"
)
_PAIRS = re.compile(r"(?<!\d)(?=(?P<number>\d\d([ .-])\d\d\2\d\d\2\d\d)(?!\d))")
_FOURS = re.compile(r"(?<!\d)(?=(?P<number>\d{4} \d{4})(?!\d))")
_EIGHT = re.compile(r"(?<!\d)(?=(?P<number>\d{8}(?!\d)|(?<!\d[ -])\d(?:[ -]?\d){7}(?![ -]?\d)))")
_PHONE_WORD = re.compile(
    r"(?:\b(?:tlf|tel|mob|fasttlf|mobiltlf)\b|\b(?:telefon|mobil|mobiltelefon)(?:en|er|nr|nummer|nummeret|tid)?\b"
    r"|\bring(?:e|er|es|et|ede)?\b|\bsms\w*|\b(?:mit|hendes|hans|vores|deres) (?:privat\w* )?(?:nummer|nr)\b"
    r"|\bopkald|\bphone|\bcall\b|træffes på|fat i mig|kontakt mig|whatsapp)"
    r"[^\d\n█]{0,30}\n?(?:[(+]?\d[\d +()-]{7,16}(?:,|/|;|eller|og|or|and| )\s*)*$",
    re.I,
)


def _phones(text: str, start: int, end: int, public: frozenset[str]) -> Iterator[PersonalData]:
    for found in _PREFIXED.finditer(text, start, end):
        thousands = re.fullmatch(r"\+\d{1,3}(?: \d{3})+", found.group())
        if not thousands and not _UNIT_AFTER.match(text, found.end()) and _plain(found.group()) not in public:
            yield PersonalData(found.start(), found.end(), "phone")
    for pattern, decide in ((_PAIRS, _are_pairs_phone), (_FOURS, _are_fours_phone), (_EIGHT, _is_eight_phone)):
        for found in pattern.finditer(text, start, end):
            first, last = found.start("number"), found.end("number")
            # A word further off than this stands before the cluster, out of reach.
            named = first - start < 60 and _PHONE_WORD.search(text[max(0, first - 60) : first]) is not None
            if not decide(found["number"], named, _stands_in_row(text, first, last)):
                continue
            if _may_be_phone(text, first, last) and _plain(found["number"]) not in public:
                yield PersonalData(first, last, "phone")


def _may_be_phone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 40) : start]
    return not (
        _OTHER_NUMBER.search(before)
        or _REFERENCE.search(before)
        or _CASE_NUMBER_BEFORE.search(before)
        or _is_part_of_number(text, start, end)
        or _UNIT_AFTER.match(text, end)
    )


def _are_pairs_phone(number: str, named: bool, in_row: bool) -> bool:
    pairs = [int(number[at : at + 2]) for at in (0, 3, 6, 9)]
    return named or (not in_row and number[0] in "23456789" and not _in_steps(pairs))


def _are_fours_phone(number: str, named: bool, in_row: bool) -> bool:
    years = [_is_year(number[:4]), _is_year(number[5:])]
    return not all(years) and (named or (not in_row and not any(years) and number[0] in "23456789"))


def _is_eight_phone(number: str, named: bool, in_row: bool) -> bool:
    # Without a word for it, eight digits together are as likely a company number.
    return named and not all(_is_year(group) for group in re.split("[ -]", number))


# ---- E-mail: found from the sign outwards, so that long texts without one cost nothing.

_AT = re.compile(
    r" ?@ ?| ?[(\[{<] ?(?:at|snabel-?a|@) ?[)\]}>] ?| snabel-?a | at (?=[\w-]{1,63} (?:dot|punktum) )", re.I
)
_LOCAL_PART = re.compile(r"[\w.+%'-]{1,64}$")
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|punktum|prik|\.) ?[)\]}] ?| (?:dot|punktum) )"
_DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}{_DOT}){{1,6}}[^\W\d_]{{2,24}}", re.I)


def _emails(text: str, public: frozenset[str]) -> Iterator[PersonalData]:
    for sign in _AT.finditer(text):
        left = max(0, sign.start() - 64)
        local, domain = _LOCAL_PART.search(text[left : sign.start()]), _DOMAIN.match(text, sign.end())
        if local and domain and f"{local.group()}@{domain.group()}".casefold() not in public:
            yield PersonalData(left + local.start(), domain.end(), "email")
