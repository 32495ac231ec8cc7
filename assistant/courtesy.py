"""A question without the words around it that ask for nothing: greetings, thanks, "jeg vil gerne vide", who the asker is.

Pure. What is left is searched for; where nothing is left, it was a greeting, a word of thanks or a farewell.
"""

from __future__ import annotations

import re
from enum import StrEnum

_QUESTION_WORD = (
    r"(?:(?:på|i|af|til|fra|ved|for|med|hos|under|om|siden|inden) )?"
    r"(?:hv(?:ad|em|ilke[nt]?|or(?:når|dan|for|ledes|hen|vidt)?|is)|hvor\w*|what|who|when|why|how|where|which)\b"
)
# What a frame leads to: a question word, or "om …" with a finite verb.
_FINITE = r"\bom\b[^.?!]*\b(?:er|var|har|havde|blev|bliver|kan|kunne|skal|skulle|vil|ville|må|findes|står|\w{3,}er|\w{3,}ede)\b"
_THEN = rf"(?=\W*(?:{_QUESTION_WORD}|{_FINITE}))"
_SOFTENER = r"(?:godt|lige|bare|venligst|måske|mon|evt\.?|eventuelt|ikke|egentlig|også|gerne|meget|helst|blot|så|her)"
_SOFT = rf"(?:{_SOFTENER} )*"
_TELL = (
    r"(?:fortælle|sige|oplyse|forklare|svare|hjælpe|give|finde|undersøge|tjekke|slå op)(?: (?:mig|os))?"
    r"(?: (?:lidt|noget|kort))?(?: (?:med|på|svar på|et svar på|besked om|frem til|ud af))?"
    r"(?: at (?:finde ud af|forstå|få at vide|få svar på))?"
)
_WANT = r"(?:vil(?:le)?|kunne|skal|skulle|ønsker|har brug for|prøver|forsøger)"
_KNOW = (
    r"(?:at )?(?:vide|høre|spørge(?: (?:jer|dig))?(?: om)?|få at vide|have at vide|have svar på|få svar på|finde ud af|forstå"
    r"|have oplyst|kende)"
)
_HELLO = (
    r"hej(?:sa)?|hallo|halløj|goddag|davs?|god(?:morgen|aften|eftermiddag| dag| morgen| aften| eftermiddag)|hi|hey|hello"
    r"|mojn"
)
_FRAMES = tuple(
    re.compile(rf"^\W*(?:{pattern})", re.IGNORECASE)
    for pattern in (
        rf"(?:{_HELLO})"
        r"(?: (?:med )?(?:dig|jer|igen|alle(?: sammen)?))?(?=\W|$)(?:(?: [A-ZÆØÅ]\w+){0,3}\s*[,.!:;–-]+)?",
        r"(?:tak|okay|ok|fint|godt|super|nå|jamen)\s*[,.!]+",
        r"kære (?:\w+)(?: kommune)?\s*[,.!:]+",
        r"(?:undskyld|beklager)(?:,? (?:at )?jeg (?:forstyrrer|spørger|ulejliger))?\s*[,.!:]+\s*(?:men\b)?",
        rf"(?:jeg|vi) (?:[^.?!:]{{2,80}}?,? (?:og|men) )?{_WANT} {_SOFT}{_KNOW}\s*(?::|,?{_THEN})",
        r"(?:som|da|fordi|når)\b[^.?!:]{2,80}?,?\s*"
        rf"(?:vil(?:le)?|kunne|skal|skulle) (?:jeg|vi) {_SOFT}{_KNOW}\s*(?::|,?{_THEN})",
        rf"(?:kan|kunne|vil|ville|gider) (?:du|i|man|nogen|de) {_SOFT}"
        rf"(?:være (?:så )?(?:søde?|venlige?|rare?) (?:at|og) )?{_SOFT}{_TELL}\s*(?::|,?{_THEN})",
        rf"må (?:jeg|man|vi) {_SOFT}(?:spørge|høre)(?: (?:jer|dig))?(?: om)?\s*(?::|,?{_THEN})",
        rf"(?:ved|mon) (?:du|i|nogen)(?: {_SOFTENER})*\s*(?::|,?{_THEN})",
        rf"(?:jeg|vi) (?:sidder og )?(?:undrer (?:mig|os) over|er i tvivl om|er nysgerrig (?:på|efter at vide)"
        rf"|tænker (?:på|over)|leder efter|spekulerer (?:på|over))\s*(?::|,?{_THEN})",
        r"(?:jeg|vi) har (?:et|lige et|nogle) (?:\w+ )?(?:spørgsmål)[^.?!:,]{0,30}[:.,!]",
        r"(?:mit |et (?:\w+ )?)?spørgsmål(?:et)?(?: (?:er|lyder))?(?: til \w+)?\s*:",
        rf"(?:vær (?:så )?(?:sød|venlig|rar) (?:at|og) )?{_SOFT}(?:fortæl|sig|oplys|forklar|svar|fortælle|oplyse|svare)"
        rf"(?: (?:mig|os))?(?: (?:venligst|lige|på))*\s*(?::|,?{_THEN})",
        rf"(?:could|can|would) you (?:please )?(?:tell me|say|explain)\s*(?::|,?{_THEN})",
        rf"(?:i would|i['’]d) like to know\s*(?::|,?{_THEN})|do you know\s*(?::|,?{_THEN})|please tell me\s*(?::|,?{_THEN})",
        r"(?:please|venligst)\b\s*[,:]?(?=\s*\w)",
    )
)
_THANKS = (
    r"(?:på forhånd(?: (?:mange|tusind))? tak(?: for (?:hjælpen|svaret|svar))?|tak på forhånd"
    r"|(?:mange |tusind )?tak(?: (?:for (?:hjælpen|svaret|svar|det|i dag)|skal (?:du|i) have))?"
    r"|(?:thanks|thank you)(?: (?:so much|very much|in advance))?)"
)
_CLOSING = re.compile(
    rf"(?:^|[\s,.!?–-])(?:{_THANKS}"
    r"|(?<=[.!?,]\s)(?:(?:med |de )?(?:venlige?|venligste?|kærlige?|bedste|mange) hilsen(?:er)?|m\.?v\.?h|v\.?h|hilsen)\b\.?"
    r"(?:[\s,]+[^\s?.!]+){0,3}"
    r"|hvis (?:du|i) (?:kan|vil|gider|ved(?: det)?|har tid)|please)[\s.!:)😊🙂-]*$",
    re.IGNORECASE,
)
# "…. Kan du hjælpe?": no question, though it ends as one.
_PLEA = re.compile(
    r"(?<=[.!?,]\s)(?:(?:kan|kunne|vil|ville) (?:du|i|nogen) (?:måske |mon )?(?:hjælpe|svare)(?: (?:mig|os))?"
    r"(?: (?:med|på) (?:det|dette|svar|et svar))?|ved (?:du|i|nogen) det|har (?:du|i|nogen) et (?:bud|svar)(?: på det)?)"
    r"\W*$",
    re.IGNORECASE,
)
_VERBS = (
    r"(?:er|var|blev|bliver|har|havde|kan|kunne|skal|skulle|vil|ville|må|måtte|står|stod|ligger|lå|betyder|hedder|holdes"
    r"|holdt|kommer|kom|gælder|foregår|foregik|koster|kostede|handler|dækker|siger|mener)"
)
_INDIRECT = re.compile(
    rf"^(hvad|hvem|hvornår|hvorfor|hvordan|hvor)\s+(?!{_VERBS}\b|(?:der|mange|meget|lang\w*|stor\w*|mon|ofte|hurtig\w*|gam\w*)\b)"
    rf"((?:[^\s,.?!]+\s+){{0,4}}?[^\s,.?!]+)\s+({_VERBS})\b(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WHO_DID = re.compile(r"^(hvem|hvad) der (\w+)", re.IGNORECASE)
_ABOUT_ASKER = re.compile(r"^\W*(?:jeg|vi|min|mit|mine|vores|som)\b(?!.*\?)", re.IGNORECASE)
_ASKS = re.compile(rf"\?|^\W*{_QUESTION_WORD}", re.IGNORECASE)
_MASKED = re.compile(r"[^,.?!;:]*█[^,.?!;:]*[,.!;:]?\s*(?:og |men )?", re.IGNORECASE)
# No word may begin two of its branches: the time to see that a text of many is no greeting would double with each.
_GREETING = re.compile(
    rf"^\W*(?:(?:{_HELLO}"
    r"|guten tag|moin|привіт|добрий день|вітаю|مرحبا|السلام عليكم)"
    r"(?: (?:med )?(?:dig|jer|igen|alle(?: sammen)?|der|there))?\W*)+$",
    re.IGNORECASE,
)
_FAREWELLS = (
    r"farvel|vi ses|ha['’]? det(?: godt)?|hav det godt|(?:ha['’]? (?:en )?)?(?:god weekend|god dag videre)"
    r"|ha['’]? (?:en )?god dag"
)
_THANKED = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|super|fint|godt|perfekt|hej|jamen|nå|jo|ellers|det var (?:godt|alt))\W+)*"
    rf"(?:{_THANKS}|danke(?: schön)?|vielen dank|дякую|спасибі|شكرا|det var alt)"
    rf"\W*(?:(?:og )?(?:det var alt|hej|hej hej|{_FAREWELLS})\W*)?$",
    re.IGNORECASE,
)
_LEFT = re.compile(rf"^\W*(?:(?:ok(?:ay)?|hej|jamen|nå)\W+)*(?:{_FAREWELLS})\W*(?:hej(?: hej)?\W*)?$", re.IGNORECASE)


LONG_WITHOUT_STOP = 40
SHORTEST_ASKED = 4


class Courtesy(StrEnum):
    """What a message is that asks for nothing."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"


def courtesy_of(text: str) -> Courtesy | None:
    """Whether `text` is nothing but a greeting, a word of thanks or a farewell."""
    if _THANKED.match(text):
        return Courtesy.THANKS
    if _LEFT.match(text):
        return Courtesy.FAREWELL
    return Courtesy.GREETING if _GREETING.match(text) else None


def bare(question: str) -> str:
    """`question` without what only surrounds it; `question` itself where nothing else would be left."""
    text = asked = _last_of_long(_of_asker_dropped(_masks_dropped(_PLEA.sub("", question).strip())))
    while True:
        shorter = _CLOSING.sub(_kept_mark, text).strip()
        for frame in _FRAMES:
            shorter = frame.sub("", shorter, count=1).lstrip(" ,.:;–-")
        shorter = _of_asker_dropped(shorter)
        if not re.search(r"\w", shorter):
            break
        if shorter == text:
            break
        text = shorter
    if text == asked:
        return text
    text = _direct(text)
    return text[0].upper() + text[1:]


def _direct(text: str) -> str:
    """An indirect question ("hvor mødet blev holdt") in the order of words of a direct one ("hvor blev mødet holdt")."""
    text = _WHO_DID.sub(r"\1 \2", text, count=1)
    return _INDIRECT.sub(r"\1 \3 \2\4", text, count=1)


def _kept_mark(match: re.Match[str]) -> str:
    return match.group()[0] if match.group()[0] in "?!." else ""


def _masks_dropped(question: str) -> str:
    """Without the clauses that hold masked personal data, where another one asks."""
    if "█" not in question:
        return question
    rest = _MASKED.sub("", question).strip()
    return rest if _ASKS.search(rest) else question


def _last_of_long(question: str) -> str:
    """Of a long text without a full stop, the question that it ends in."""
    if len(question.split()) < LONG_WITHOUT_STOP or re.search(r"[.!?]\s", question):
        return question
    begins = [match.start() for match in re.finditer(rf"\b{_QUESTION_WORD}", question, re.IGNORECASE)]
    return question[begins[-1] :] if begins and len(question[begins[-1] :].split()) >= SHORTEST_ASKED else question


def _of_asker_dropped(question: str) -> str:
    """Without sentences before the question that tell about who asks ("Jeg er ny i byen.")."""
    sentences = re.split(r"(?<=[.!?])\s+", question)
    if len(sentences) < 2 or not any("?" in one for one in sentences):
        return question
    kept = [one for one in sentences if "?" in one or not _ABOUT_ASKER.match(one)]
    return " ".join(kept)
