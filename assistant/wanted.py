"""The kind of answer that the wording of a question asks for. Pure; patterns over the question in standard spelling."""

from __future__ import annotations

import re
from enum import StrEnum


class Wanted(StrEnum):
    """The kind of answer a question asks for. OPEN is anything that a sentence can answer."""

    DATE = "date"
    DURATION = "duration"
    TIME = "time"
    AMOUNT = "amount"
    NUMBER = "number"
    PERSON = "person"
    AGENT = "agent"
    PLACE = "place"
    ADDRESS = "address"
    LIST = "list"
    CAUSE = "cause"
    DECISION = "decision"
    PROPOSAL = "proposal"
    IDENTIFIER = "identifier"
    CASE_NUMBER = "case_number"
    ITEM = "item"
    OVERVIEW = "overview"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    OPEN = "open"


# In this order: "Hvornår besluttede …" asks for a date, "Hvad besluttede …" for a decision. For text in lower case: to look for
# either case takes longer.
_PATTERNS = tuple(
    (wanted, re.compile(pattern))
    for wanted, pattern in (
        (
            Wanted.OVERVIEW,
            r"\b(?:kort fortalt|i korte træk|overblik|opsummer\w*|resum[eé]r\w*|sammenfat\w*"
            r"|hovedpointe\w* i|hovedtræk)\b"
            r"|\b(?:forklar|fortæl|beskriv|giv)\w*\b.*\b(?:kort|enkelt|uden (?:alle )?(?:de )?(?:fine"
            r"|svære) ord|let sprog)\b"
            r"|\b(?:kan|vil|kunne) (?:du|i) (?:\w+ ){0,3}(?:forklare|fortælle|beskrive)\b(?!.*\bhv)"
            r"|\bhvad handler .{0,60} (?:kort|overordnet)|\bsummar(?:y|ise|ize)\b",
        ),
        (Wanted.IDENTIFIER, r"\bhvilken sag\b|\bhvad er .{0,20}\d\d\.\d\d\.\d\d-"),
        (Wanted.CASE_NUMBER, r"\bsagsnummer\w*|\bsagsnr\w*|\bjournal(?:nummer|nr)\w*|\bj\.? ?nr\b|\bcase number\b"),
        (
            Wanted.ADDRESS,
            r"\b(?:web|internet|net|mail|e-mail)-?adresse\w*|\blink(?:et)?\b|\burl\b"
            r"|\b(?:hvad er|hvilken|hvad hedder) (?:\w+ )?hjemmesiden?\b"
            r"|\bhvad er (?:mailen|e-mailen)\b",
        ),
        (
            Wanted.ITEM,
            r"\b(?:hvilket|hvad er) (?:dagsordens)?punkt\w*|\bpunktnummer\w*|\bhvilket nummer\b.*\bdagsorden",
        ),
        (
            Wanted.TIME,
            r"\b(?:hvad tid|hvilket (?:tidspunkt|klokkeslæt)|hvornår på dagen|klokken hvad|hvad klokken|what time)\b",
        ),
        (
            Wanted.DURATION,
            r"\bhvor lang\w* (?:er|var|bliver) (?:\w+ ){0,2}\w*(?:tid|tiden|periode|perioden|frist|fristen)\b"
            r"|\bhvor (?:længe|lang tid)\b|\bhvor hurtigt\b(?!.*\b(?:kør\w*|fart\w*)\b)"
            r"|\bhow long\b|\bhvad er (?:klage)?fristen\b",
        ),
        (
            Wanted.DATE,
            r"\bhvornår\b|\bhvilken (?:dato|dag|måned)\b|\bhvilket år\b|\bwhen\b|\bhvad (?:dato|år)\b"
            r"|\bhvor længe\b|\bhvad er fristen\b"
            r"|\bhvilken frist\b|\bdeadline\b",
        ),
        # A share, though the words after it speak of a budget.
        (Wanted.NUMBER, r"\bhvor stor (?:en )?(?:del|bid|andel|brøkdel|procentdel)\b"),
        (
            Wanted.AMOUNT,
            r"\bhvor mange (?:penge|kroner|kr|millioner|mio)\b|\bhow much (?:money|did|does|was|is)\b"
            r"|\bhvor stort? (?:er|var|bliver) (?:\w+ )?\w*(?:budget(?:tet)?|beløb(?:et)?|tilskud(?:det)?|bevilling(?:en)?"
            r"|underskud(?:det)?|overskud(?:det)?|gæld(?:en)?)\b"
            r"|\bhvilket beløb\b|\bhvad (?:er|var|bliver) (?:\w+ )?\w*(?:prisen|taksten|gebyret|afgiften|lejen|vederlaget"
            r"|tilskuddet|bevillingen|lønnen|udgiften)\b|\bhvad kost\w*"
            r"|\bhvor (?:meget|mange)\b.*\b(?:kost\w*|penge|afsat|afsatte|sat af|sætte af|afsætte|bevilg\w*"
            r"|budget\w*|kroner)\b"
            r"|\bbel[øo]b\b.*\bafsat|\bhvor stort (?:et )?(?:beløb|budget)\b|\bhvad er (?:beløbet|budgettet"
            r"|prisen)\b|\bhvad lød beløbet\b",
        ),
        # Keywords without a question word: "bevilling, beløb".
        (Wanted.AMOUNT, r"^(?!.*\b(?:hv\w+|er|var|har|kan|skal)\b)(?=.*\b(?:beløb|pris|takst|gebyr|bevilling)\b)"),
        (
            Wanted.NUMBER,
            r"\bhvor mange\b|\bhvor stor(?:t)? (?:en )?andel\b|\bhow many\b|\bhvor (?:gammel|langt?|store?|lavt?|højt?"
            r"|stærkt|hurtigt|ofte|tung\w*|bredt?)\b"
            r"|\bhvad er antal"
            r"|\bhvilken procent\w*|\bhvad (?:er )?(?:nummer|tallet)\b|\bsidetal\w*|\bwhat percentage\b",
        ),
        (
            Wanted.AGENT,
            r"\bhvem\b.*\b(?:skrev\w*|lave\w*|udarbejd\w*|beslut\w*|udg[ai]v\w*|står bag|stod bag|afsat\w*"
            r"|betal\w*|ansvar\w*|skal|kan|har"
            r"|gav|giver|træf\w*|bestem\w*|indstil\w*|deltag\w*|deltog|skulle|modtag\w*)\b",
        ),
        (
            Wanted.PERSON,
            r"\bhvem (?:er|var|sad|sidder|hedder|bliver|blev|deltog|deltager)\b|\bhvad hedder\b|\bwho (?:is"
            r"|was|are|were)\b",
        ),
        (Wanted.AGENT, r"\bhvem\b|\bwho\b"),
        (Wanted.CAUSE, r"\bhvorfor\b|\bårsag\w*\b|\bwhy\b|\bgrunden til\b|\bhvad skyldes\b|\bhvordan kan det være\b"),
        (
            Wanted.PLACE,
            r"\bhvor (?:foreg\w*|holdt|holdes|blev|afholdt\w*|var|fandt|ligger|mødtes|sad|sidder|samledes|samles"
            r"|skal|kan)\b"
            r"|\bhvilke[tn]? (?:sted|lokale|rum)\b"
            r"|\bmødested\w*|\bwhere\b|\bhvor henne\b|\bhvorhen\b",
        ),
        # "Hvilket byråd beslutter det?" asks which, and not what was decided.
        (
            Wanted.OPEN,
            r"^\W*hvilke[nt] (?!beslutning|afgørelse|indstilling|anbefaling|dato|dag|måned)\w+ (?:træffer|traf|tager|tog|skal|vil"
            r"|kan|vedtager|vedtog|beslutter|besluttede|godkender|godkendte|afgør|afgjorde|indstiller|indstillede)\b",
        ),
        (Wanted.PROPOSAL, r"\bindstil\w*|\bforesl\w*|\banbefal\w*|\brecommend\w*"),
        (
            Wanted.DECISION,
            r"\bbeslut\w*|\bvedtag\w*|\bvedtog\w*|\bafgjor\w*|\bgodkend\w*|\bblev (?:resultatet|udfaldet)"
            r"|\bdecid\w*|\bafgørelse\w*"
            r"|\bkom (?:der )?ud af (?:mødet|punktet|sagen)|\bblev (?:vi|man|de) enige",
        ),
        (
            Wanted.LIST,
            r"\bhvilke\b|\bnævn\b|\bliste?\b|\boversigt\w*\b|\bopremsn?\w*|\bremse? op\b|\bwhich\b.*s\b|\b(?:hvad er"
            r"|hvad hedder|hvad omfatter|hvad var) de\b",
        ),
        (Wanted.DEFINITION, r"\bhvad (?:er|betyder|menes|forstås|dækker|står)\b|\bwhat (?:is|does)\b"),
        (
            Wanted.YES_NO,
            r"^\W*(?:er|var|har|havde|blev|bliver|kan|kunne|skal|skulle|vil|findes|fik|får|må|does|did|is"
            r"|are|was|has|can|står|nævnes"
            r"|peger|siger|indgår|gælder|kommer|kom|handler|dækker|betyder|drøftede|besluttede)\b",
        ),
    )
)


# "Hvem samarbejder kommunen med?" asks for whatever stands in that relation, not for a person who acted.
_WHOM = re.compile(r"\bhvem\b.*\b(?:til|med|for|hos|på|end)\W*$")


def wanted_of(text: str) -> Wanted:
    """The kind of answer that the wording of `text` asks for."""
    lower = text.lower()
    if _WHOM.search(lower):
        return Wanted.OPEN
    return next((wanted for wanted, pattern in _PATTERNS if pattern.search(lower)), Wanted.OPEN)


# "Hvornår …, og hvem …?": a new question word after "og" or a full stop begins a question of its own. After a comma
# alone it opens a clause: "Hvad står der om, hvordan …?".
_ASK = (
    r"(?:(?:hvad|hvem|hvornår|hvorfor|hvordan|hvor|hvilke[nt]?|what|who|when|why|how|where|which)"
    r"|(?:er|var|blev|bliver|har|kan|skal|skulle|kunne|vil|ville|må|får|fik) (?:der|den|det|de|man|vi|jeg|han|hun|disse))\b"
)
_SECOND = re.compile(rf"(?:,\s*|\s)(?:og|samt|and|men)\s+(?={_ASK})|[?.]\s+(?={_ASK})", re.IGNORECASE)


_YES_OR_NO = next(pattern for wanted, pattern in _PATTERNS if wanted is Wanted.YES_NO)
# "…, og hvorfor?": these ask by themselves.
_ALONE = frozenset("hvorfor hvornår hvordan hvem hvor hvorhen".split())


def questions_in(text: str) -> list[str]:
    """The questions that `text` asks, at most three: split where a new question word begins one of its own."""
    parts = [part.strip(" ,;") for part in _SECOND.split(text)]
    whole = [
        part
        for number, part in enumerate(parts)
        if (re.search(rf"\b{_ASK}", part, re.IGNORECASE) or (not number and _YES_OR_NO.search(part.lower())))
        and (len(part.split()) > 1 or part.lower().strip("?. ") in _ALONE)
    ]
    return whole[:3] if len(whole) > 1 and len(whole) == len(parts) else [text]
