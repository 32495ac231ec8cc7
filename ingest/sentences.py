"""A Danish sentence splitter that works on ranges.

It knows what a full stop can be besides the end of a sentence: part of an abbreviation ("ca.", "bl.a.", "mio. kr."), of
a date ("15. august 2025"), of a clock time ("kl. 9.00"), of an amount ("1.234,5"), of an initial ("J. Hansen"). A
sentence ends at . ! ? or … when what follows looks like the start of another one.
"""

from __future__ import annotations

import re

from ingest.records import Range

# Written with their full stop; compared in lower case. From the abbreviations listed by Dansk Sprognævn that municipal
# prose uses; those that commonly end a sentence are in ENDING.
ABBREVIATIONS = frozenset(
    """
    adj. adm. afd. afs. alm. ang. anm. art. asst. att. bd. bem. best. bl.a. bl. ca. cand. cirk. co. d. d.d. dir. div.
    do. dr. ds. e. eks. ekskl. el. e.l. em. enk. evt. f. f.eks. f.kr. fa. ff. fhv. fig. fm. fmd. forb. forf. forh. forsk.
    fr. frk. fv. g. gdr. gl. gns. gr. hhv. hr. hrs. hvv. i. iflg. ift. incl. indb. inkl. inst. ipp. jf. jfr. jr. jur. k.
    kap. kbh. kgl. kl. komm. kons. kr. kvt. l. lb. lign. ltr. m. m.a.o. m.h.p. m.h.t. m.fl. m.m. m.v. maks. max. md. mdl.
    mdr. medd. mfl. mht. mia. mill. min. mio. mk. mv. n. ndr. nr. nuv. nærv. o. o.a. o.l. obs. off. omkr. opg. opl. opr.
    p. p.a. p.g.a. p.t. pag. pct. pga. pgf. pkt. pl. prof. pr. pt. red. ref. reg. repr. resp. s. sdr. sekr. sek. sen. skr.
    spec. stk. str. stud. s.u. sv. t. tdl. temp. teol. tidl. tilsv. tlf. tr. u. udg. ult. undt. v. vedr. vha. vol. vs. årg.
    årh. å. ø. øv. øvr. økon. jan. feb. febr. mar. apr. jun. jul. aug. sep. sept. okt. nov. dec. man. tirs. ons. tors. fre.
    """.split()
)
# These end a sentence when a capital letter follows; otherwise they are abbreviations within one.
ENDING = frozenset(
    "m.fl. mfl. m.m. m.v. mv. o.a. o.l. e.l. osv. etc. m.a. kr. mio. mia. pct. mdr. md. stk. o.lign.".split()
)
MONTHS = frozenset(
    "januar februar marts april maj juni juli august september oktober november december "
    "jan feb febr mar apr jun jul aug sep sept okt nov dec".split()
)
ORDINAL_FOLLOWERS = MONTHS | frozenset(
    "og til eller samt - – kvartal halvår klasse klassetrin behandling fase møde gang plads etage division kl. sal "
    "marts. side del kapitel århundrede udgave generation runde prioritet klasser årgang verdenskrig".split()
)
OPENERS = "\"'“”„»«‘’([–—-•"
CLOSERS = "\"'”“»«’)]"
# How far around a stop is looked: a word and what follows it. Looking at the whole text would take quadratic time.
WINDOW = 80
_WORD_BEFORE = re.compile(r"[\wÆØÅæøå.,\-/]+$")
# A blank line, or stops with white space after them. A quotation mark after white space opens the next sentence; directly
# after the stop it closes this one.
_STOPS = re.compile(rf"\n[ \t]*\n|([.!?…]+)[{re.escape(CLOSERS)}]*(?=\s)")
# The same for a text on one line, which nearly all are: a pattern that begins with one class is searched much faster.
_STOPS_ON_A_LINE = re.compile(rf"([.!?…][.!?…]*)[{re.escape(CLOSERS)}]*(?=\s)")
# And where only full stops stand: a pattern that begins with one character is searched in next to no time.
_FULL_STOPS = re.compile(rf"(\.\.*)[{re.escape(CLOSERS)}]*(?=\s)")


def split_sentences(text: str, start: int = 0) -> list[Range]:
    """The sentences of `text` in order, as ranges moved by `start`, without the white space around them.

    `text` is one block (a paragraph); a blank line always ends a sentence.
    """
    ranges: list[Range] = []
    begin = 0
    for end in [*_ends(text), len(text)]:
        kept = text[begin:end].lstrip()
        if kept:
            left = end - len(kept)
            ranges.append(Range(start + left, start + left + len(kept.rstrip())))
        begin = end
    return ranges


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    other = "!" in text or "?" in text or "…" in text
    for match in (_STOPS if "\n" in text else _STOPS_ON_A_LINE if other else _FULL_STOPS).finditer(text):
        end = match.end()
        if match.lastindex is None or _ends_here(text, match.start(), match.end(1), end):
            ends.append(end)
    return ends


def _ends_here(text: str, stop: int, after_stop: int, end: int) -> bool:
    # The common case in few steps: a word of letters alone, one full stop, one space, a capital letter.
    if text[end] == " " and end == stop + 1 and text[stop] == "." and text[end + 1 : end + 2].isupper():
        last = text[text.rfind(" ", max(stop - WINDOW, 0), stop) + 1 : stop]
        if 1 < len(last) < WINDOW and last.isalpha():
            word = f"{last.lower()}."
            if word not in ABBREVIATIONS and word not in ENDING:
                return True
    rest = text[end : end + WINDOW].lstrip()
    if not rest:
        return False
    opener = rest.lstrip(OPENERS + " ")
    first = opener[:1] or rest[:1]
    if text[stop] in "!?":
        return not first.islower()
    if text[stop:after_stop] in ("...", "…"):
        return first.isupper()
    if first.islower():
        return False
    near = text[max(stop - WINDOW, 0) : stop + 1]
    before = _WORD_BEFORE.search(near.rsplit(maxsplit=1)[-1])
    word = before.group().lower().lstrip("-/") if before else ""
    if _is_abbreviation(word):
        return word in ENDING and first.isupper() and not _is_unit_then_name(word, opener)
    if re.fullmatch(r"[a-zæøå]\.", word):
        return False  # an initial: "J. Hansen"
    if re.fullmatch(r"\d{1,2}\.", word):
        return _ends_after_number(near[:-1], opener)
    return first.isupper() or first.isdigit() or first in "§" or rest[0] in OPENERS


def _is_abbreviation(word: str) -> bool:
    return word in ABBREVIATIONS or word in ENDING or bool(re.fullmatch(r"(?:[a-zæøå]{1,3}\.){2,}", word))


def _is_unit_then_name(word: str, rest: str) -> bool:
    # "1,750 mio. DKK" and "5 mio. Euro" go on; "… 1,750 mio. kr. Beløbet dækker …" ends.
    return word in {"mio.", "mia."} and rest[:3].lower() in {"dkk", "eur", "kr.", "kr ", "usd"}


def _ends_after_number(before: str, rest: str) -> bool:
    # "den 15. August", "2. kvartal", "1. Pulje": an ordinal goes on; "i 2024. Derefter", "punkt 4. Herefter" ends.
    follower = re.match(r"[\wæøåÆØÅ\-–]+\.?", rest)
    if follower and follower.group().lower().rstrip(".") in ORDINAL_FOLLOWERS:
        return False
    if re.search(r"\S.*§+ \d{1,2}$", before):
        return rest[:1].isupper()
    named = re.search(r"(?:[A-Za-zæøåÆØÅ)]|\b(?:stk|nr|pkt|kap|s|afsnit|art)\.) \d{1,2}$", before)
    return bool(named) and rest[:1].isupper() and len(before) > 20
