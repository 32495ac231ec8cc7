"""The guard: what is answered with a fixed sentence before any search. Pure.

Order matters: a crisis comes before everything, personal data before anything is looked at or kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.crisis import is_cry_for_help
from assistant.records import Reason, Turn
from ingest.clean import clean
from ingest.personal_data import mask_question

LONGEST_QUESTION = 1000
LONGEST_SEARCH = 2000
LONGEST_LOOKED_AT = 20_000

_MAKE = "(?:bygge|lave|fremstille|konstruere|samle|blande|brygge|skaffe)"
_WEAPON = r"(?:(?:rør|brand|bil|benzin)?bombe[nr]?|sprængstof\w*|molotov\w*|napalm|nervegas|giftgas|skydevåben|pistol)"
# Somebody who tells what they are about to do and asks how, asks.
_NO_QUESTION = r"^(?!.*\b(?:hvor|hvordan|hvornår|hvem|hvad|hvilke[nt]?|skal jeg|kan jeg|må jeg)\b)"
_INPUT = (
    r"(?:input|forslag|høringssvar|bemærkning(?:er)?|kommentar(?:er)?|idé(?:er)?|ide(?:er)?|bidrag|indsigelse(?:r)?"
    r"|klage|ønske(?:r)?|ansøgning|holdning|mening)"
)
_OFFICES = r"(?:borgmesteren|byrådet|kommunen|udvalget|forvaltningen|direktøren|politikerne|rådhuset)"
# The parties of the Folketing as they are called, and the word itself.
_PARTY = (
    r"(?:parti\w*|socialdemokrati\w*|venstre|de konservative|det konservative folkeparti|sf|dansk folkeparti|enhedslisten"
    r"|de radikale|radikale venstre|liberal alliance|moderaterne|danmarksdemokraterne|alternativet|borgernes parti)"
)
# What ought to be, unless a text is asked for its own view of it.
_NOT_BY_A_TEXT = r"^(?!.*\b(?:ifølge|anbefal\w*|foresl\w*|står|reglerne|loven)\b)"

_PATTERNS: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            Reason.INSTRUCTION,
            r"\b(?:glem|ignor[eé]r|se bort fra|tilsidesæt)\b.{0,40}\b(?:instruk|regler|ovenstående|forrige"
            r"|tidligere|alt)\w*"
            r"|\bsystem[-_ ]?prompt|\bdine (?:instruk\w+|regler)\b|\bignore (?:all|your|previous)\b"
            r"|\bdu er nu\b|\bliste over alle filer\b"
            r"|\bsvar (?:kun )?(?:i json|med (?:ja|ordet)|kun)\b|\bdu svarer kun\b|\bfra nu af\b"
            r"|\b(?:forget|disregard|override|bypass|reveal)\b.{0,40}\b(?:instruction|rules|prompt|above|previous)"
            r"|\bgentag\b.{0,30}\b(?:teksten|ordene|alt|alle ord)\b.{0,20}\b(?:over|ovenfor|før)\b"
            r"|\brepeat (?:everything|the text|the words)"
            r"|\balle (?:dine|jeres) (?:filer|mapper)\b|\bskjulte (?:prompt|instruks|regler)"
            r"|\b(?:vis|list|udskriv|giv)\b.{0,20}\balle\b.{0,20}\b(?:filer|dokumenter|mapper)\b.*"
            r"\b(?:intern|ikke[- ]offentlig|hemmelig|fortrolig|skjult)"
            r"|\bnye regler:|<\s*/?\s*system\s*>"
            r"|(?<!må slå )\b(?:udvikler|developer|admin)[- ]?(?:tilstand|mode)\b|\blad som om\b|\brollespil\b|\blege? en leg\b",
        ),
        (
            Reason.MESSAGE,
            rf"{_NO_QUESTION}.*\bjeg (?:vil|vil gerne|ønsker at|skal) (?:afmelde|melde (?:afbud|mig|os|min|mit|mine)"
            r"|klage over|ansøge|søge om|tilmelde|framelde|aflyse)\b"
            rf"|{_NO_QUESTION}.*\bjeg skriver for at (?:klage|søge|ansøge|afmelde|tilmelde|melde|gøre indsigelse)\b"
            rf"|{_NO_QUESTION}\W*(?:hej\W+)?(?:hermed )?jeg (?:melder (?:mig|os)|tilmelder|framelder|afmelder)\b"
            rf"|\bjeg (?:vil|vil gerne|ønsker at) (?:give|aflevere|sende|indsende|indgive|komme med)"
            rf" (?:jer |dig )?(?:mit|min|mine|et|en) {_INPUT}\b"
            rf"|\b(?:mit|min|mine) {_INPUT}(?: (?:til|om)\b[^.?!]{{0,40}})? (?:er|lyder)(?:,? at\b|:| følgende)"
            rf"|\b(?:sig|fortæl|hils)(?: det| lige| venligst)* (?:til )?{_OFFICES}\b[^.?!]{{0,20}}\bat\b"
            rf"|\b(?:sige|fortælle|hilse) (?:det )?(?:til )?{_OFFICES},? at\b"
            r"|\bhermed (?:sender|fremsender|indsender|indgiver|afleverer) jeg\b"
            r"|\bjeg (?:sender|fremsender|indsender|indgiver) hermed\b"
            rf"|{_NO_QUESTION}.*\bjeg (?:vil|vil gerne|ønsker at|skal) (?:gøre indsigelse|melde et? |anmelde|indberette"
            r"|(?:have|søge|bede om) aktindsigt)\b|^\W*not[eé]re? (?:venligst|lige)?,? ?at\b"
            r"|(?:^\W*|\b(?:kan|vil|gider) (?:du|i) (?:\w+ ){0,2})(?:give? (?:\w+ ){1,3}besked om|giv (?:\w+ ){1,3}besked om"
            r"|(?:sende?|give?|bringe?) (?:det|den|dette|beskeden) videre)\b"
            r"|\b(?:kan|vil|gider|kunne) (?:du|i) (?:\w+ ){0,2}?(?:skrive (?:mig|os) op|melde (?:afbud|mig|os)"
            r"|(?:til|fra|af)melde (?:mig|os)|bestille|booke|(?:sende|give|bringe) [^.?!]{1,40} videre)\b"
            r"|^\W*(?:send|giv|bring) (?:mit|min|mine|vores) [^.?!]{1,40} videre\b"
            r"|\b(?:at|og|venligst) (?:ringe|kontakte|skrive) (?:til )?(?:mig|os)\b"
            r"|^\W*(?:ring|skriv) (?:venligst )?til (?:mig|os)\b"
            rf"|{_NO_QUESTION}.*\bjeg (?:kan|må) desværre (?:ikke (?:komme|deltage|være)|melde)\b"
            r"|\bmit høringssvar er\b|\bher er mit høringssvar\b|\b(?:send|giv) (?:det|den"
            r"|beskeden?) videre\b|\bmeld(?:er)? afbud\b",
        ),
        (
            Reason.TASK,
            r"^\W*(?:(?:kan|vil|kunne|gider) (?:du|i) (?:(?:venligst|lige|måske|godt|ikke|hjælpe (?:mig|os) med at) )*"
            r"|please |og |venligst )?(?:(?:skriv|digt|programm[eé]r|formul[eé]r|omskriv)e?|oversætt?e?|write|compose)\b"
            r"(?!\s+(?:hvad|hvem|hvor|hvornår|hvilke\w*|en liste|en oversigt))"
            r"|^\W*lav\b.*\b(?:tale|digt|sang|brev|mail|læserbrev|indlæg|kode|essay|rap|vittighed|joke"
            r"|slogan|powerpoint|præsentation|plakat|billede|video|tegning|pressemeddelelse|opslag|vers)\w*"
            r"|\bskriv\b.*\bfærdig\w*",
        ),
        # Whether the asker is one of those whom the material speaks of: nothing in it can tell.
        (
            Reason.OUT_OF_SCOPE,
            r"\b(?:er|gælder|mener (?:du|i)|skriver (?:du|i)) det (?:om )?mig\b|\bhandler det om mig\b"
            # How to make what hurts people is told by nobody here, whatever the material says of finding it.
            rf"|\b(?:{_MAKE}r (?:jeg|man|vi|du)|(?:jeg|man|vi|du) (?:\w+ )?{_MAKE}) (?:\w+ ){{0,3}}?{_WEAPON}\b"
            rf"|\b(?:hvordan (?:laves|bygges|fremstilles)|opskrift(?:en)? på) (?:\w+ ){{0,3}}?{_WEAPON}\b"
            r"|\b(?:make|build) (?:a |an )?(?:\w+ )?bombs?\b|\bbaue? (?:ich|man) eine (?:\w+ )?bombe\b",
        ),
        (
            Reason.OPINION,
            r"^\W*jeg synes\b[^?]*$"
            r"|\b(?:hvad|hvem) synes du\b|\bsynes du\b|\bhvad mener du\b|\bdin (?:mening|holdning)\b"
            r"|\bhvis skyld\b|^\W*er (?:\w+ ){1,3}(?:god|godt|gode|dårligt?e?|fornuftigt?e?)\W*$"
            r"|\bskyld i\b|\bskyld,? at\b"
            r"|\bhvem har skylden\b|\ber det .{0,40}skyld\b"
            # What to vote, and not where, when and with what.
            r"|\b(?:hvad|hvem|hvilke[nt]?(?: \w+)?) (?:(?:skal|bør|burde|vil|ville) (?:jeg|vi|man|du|I)"
            r"|(?:jeg|vi|man) (?:skal|bør|burde)) (?:\w+ )?stemme\b(?! om\b)"
            rf"|\b(?:skal|bør|burde) (?:jeg|vi|man) (?:\w+ )?stemme (?:ja|nej|for|imod|på (?:liste|{_PARTY}|dig|ham|hende))\b"
            rf"|{_NOT_BY_A_TEXT}\W*(?:hvem |hvad )?burde\b"
            rf"|{_NOT_BY_A_TEXT}\W*bør\b.*\b(?:lukkes|afskaffes|fyres|nedlægges|forbydes|gå af|sættes (?:op|ned))\W*$"
            rf"|\ber\b.*\b(?:liste [a-zæøå]\b|{_PARTY}|borgmester\w*).*\b(?:bedre|værre|klogere|dygtigere|ærligere) end\b"
            r"|\bhvilken (?:liste|kandidat|politiker) er (?:den )?(?:bedst|klogest|dygtigst|ærligst)\w*"
            r"|^\W*er .{1,60}\bfor (?:pessimistisk|optimistisk|negativ|positiv|naiv|dyr|slap|streng|langsom)\w*\W*$"
            r"|^\W*er det (?:ikke )?(?:u?rimeligt|u?retfærdigt|klogt),? at\b"
            r"|\bhvilket parti\b.*\b(?:bedst|rigtig)\w*|\bspild af\b"
            r"|\ber\b.{1,60}\binkompetent\w*\b|\bburde\b.*\bhellere\b|\bhellere\b.*\bbruge\b|\ber (?:du|I) (?:enig"
            r"|for eller imod)\b"
            r"|\ber .{1,40} (?:en|et) (?:dårlig|elendig|god)\w* (?:by|kommune|idé|ide|borgmester|plan)\b"
            r"|\bgør .{1,30} det godt nok\b"
            r"|\ber\b.{1,60}\b(?:dum(?:me|t)?|latterlig\w*|tåbelig\w*|uduelig\w*|ansvarsløs\w*|pinlig\w*|dygtige?"
            r"|dygtigt|kriminelle?)\b|\b(?:korrupt|løgner|svindler|idiot"
            r")\w*\b"
            r"|\bsnydt\b.*\b(?:skat|kommunen|borgerne)\b|\bwho should i vote\b|\bis it .{0,40}fault\b",
        ),
    )
)
# Letters of other scripts than the Latin: the answers are Danish quotes, and no word of these can be matched to them.
_FOREIGN = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
FOREIGN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Guarded:
    """A question that may be searched for: cleaned, with its personal data masked. `reason` is set where it may not.

    `limit` is how many characters it may have.
    """

    question: str
    masked: tuple[str, ...] = ()
    reason: Reason | None = None
    limit: int = LONGEST_QUESTION


def guard(
    question: str,
    history: Sequence[Turn] = (),
    limit: int = LONGEST_QUESTION,
    public: Collection[str] = (),
) -> Guarded:
    """The question as it may be kept and shown, and the reason it is refused, if it is.

    `public` holds telephone numbers that are no one's secret.
    """
    too_long = len(question) > limit
    # However long it is, a cry for help is heard, and a number is masked before the text is cut.
    text = " ".join(clean(question[:LONGEST_LOOKED_AT]).split())
    masked, kinds = mask_question(text, public=public)
    kinds_before = _kinds_in(history, public)
    masked = masked[:limit]
    if is_cry_for_help(text):
        return Guarded(masked, kinds, Reason.CRISIS)
    if kinds or kinds_before:
        return Guarded(masked, tuple(sorted({*kinds, *kinds_before})), Reason.PERSONAL_DATA)
    if too_long:
        return Guarded(masked, (), Reason.TOO_LONG, limit)
    if not re.search(r"\w", text):
        return Guarded(masked, (), Reason.EMPTY)
    for reason, pattern in _PATTERNS:
        if pattern.search(text):
            return Guarded(masked, (), reason)
    letters = sum(character.isalpha() for character in text)
    if letters and len(_FOREIGN.findall(text)) > FOREIGN_SHARE * letters:
        return Guarded(masked, (), Reason.LANGUAGE)
    return Guarded(masked)


def looked_at(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The newest turns that are looked through in whole, oldest first. The others must not be used for anything."""
    left = LONGEST_LOOKED_AT
    kept: list[Turn] = []
    for turn in reversed(history):
        left -= len(turn.question) + len(turn.answer)
        if left < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))


def _kinds_in(history: Sequence[Turn], public: Collection[str]) -> set[str]:
    """The kinds of personal data in what is looked at of a conversation."""
    parts = [part for turn in looked_at(history) for part in (turn.question, turn.answer)]
    return {kind for part in parts for kind in mask_question(" ".join(clean(part).split()), public=public)[1]}
