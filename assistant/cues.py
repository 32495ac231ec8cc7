"""What an answer sentence of a certain question tends to say: "Hvad bygger planen på?" is told with "med afsæt i …".

Pure: pairs of patterns, over the question and over a sentence. Cues order sentences that hold the same words and exclude
none, since an answer may be worded without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.light_words import AUXILIARY
from assistant.wanted import Wanted
from assistant.wording import Wording


@dataclass(frozen=True, slots=True)
class Cue:
    """A way of asking, and how its answers are worded."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _cue(asked: str, told: str) -> Cue:
    return Cue(re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))


_MONEY = r"(?:penge\w*|beløb\w*|kr\b\.?|mio\b\.?|kroner\w*|millioner\w*|midler\w*|bevilling\w*)"
CUES = (
    # purpose
    _cue(
        r"\bhvad\b.*\bbruge[sr]? .{0,40}til\b|\bhvad\b.*\banvende[sr]? .{0,40}til\b|\bhvad\b.*\btil\W*$|\bformål\w*"
        r"|\bhensigt\w*|\bmeningen med\b|\bid[eé]en med\b|\bmålet med\b|\bgodt for\b|\bvil \w+ opnå\b",
        r"\bdanne grundlag\b|\bmed henblik på\b|\bfor at\b|\bformål\w*|\bhensigt\w*|\bskal (?:\w+ )?(?:danne|sikre|skabe|bidrage"
        r"|gøre|føre|give|løfte|styrke|hjælpe|være med til)\b|\bmed til at\b|\bså (?:der|at|flere)\b|\bmed det mål\b"
        r"|\b(?:bruges|anvendes) til\b|\bunderstøtte\w*|\bdække[sr]?\b",
    ),
    # basis
    _cue(
        r"\bbygge[rt]?\b|\bbaser\w*|\bhviler\b|\bgrundlag\w*|\budgangspunkt\w*|\bafsæt\w*|\bpå baggrund af hvad\b"
        r"|\bud fra hvad\b",
        r"\bafsæt\w*|\bpå (?:\w+ )?baggrund\b|\budgangspunkt\w*|\bgrundlag\w*|\bbygge[rt]\b|\bbaser\w*|\bud fra\b",
    ),
    # condition
    _cue(
        r"\bkræve[sr]?\b|\bkrævet\b|\bforudsæt\w*|\bbetingelse\w*|\bskal der til\b|\bnødvendig\w*|\bbehøve[sr]?\b",
        r"\bforudsæt\w*|\bkræve\w*|\bbetinge\w*|\bnødvendig\w*|\bbrug for\b|\bbehov for\b|\bkun hvis\b|\bmedmindre\b",
    ),
    # spending
    _cue(
        rf"\b(?:går|gik|bruge[sr]?|brugt|anvend\w*|dække[rst]?)\b.*\b{_MONEY}|\b{_MONEY}.*\b(?:går|gik|bruge[sr]?|brugt|anvend\w*"
        rf"|dække[rst]?|til)\W*(?:til\W*)?$",
        r"\bdække[rst]?\b|\banvend\w*|\bbruges\b|\bgår til\b|\budgift\w*|\bfinansier\w*",
    ),
    # what matters most
    _cue(
        r"\b(?:største|vigtigste|væsentligste|alvorligste|vigtigst|størst)\b",
        r"\b(?:største|vigtigste|væsentligste|alvorligste|afgørende|vigtigst|størst)\b",
    ),
    # enough
    _cue(
        r"\b(?:nok|tilstrækkelig\w*|mangler?|mangel)\b",
        r"\bfor (?:få|lidt|lav\w*|mange|meget)\b|\bmang(?:le[rs]?|el)\b|\bnok\b|\btilstrækkelig\w*|\b(?:behov|brug) for\b",
    ),
    # alone, by itself
    _cue(r"\bsig selv\b", r"\bsig selv\b"),
    _cue(
        r"\b(?<!sig )(?:selv|alene|på egen hånd|uden hjælp)\b",
        r"\b(?:alene|selv|på egen hånd|i fællesskab)\b",
    ),
    # possible
    _cue(r"^\W*(?:kan|kunne)\b", r"\b(?:kan|kunne|u?muligt?|mulighed\w*|lader sig)\b"),
    # demanded
    _cue(
        r"^\W*(?:skal|behøver)\b",
        r"\bman skal\b|\bskal man\b|\b(?:behøver|pligt\w*|obligatorisk\w*|frivillig\w*|nødvendig\w*|kræve[rs]?|krav)\b",
    ),
    # allowed
    _cue(
        r"\b(?:må|tilladt|lov til|forbudt|lovlig\w*)\b",
        r"\b(?:må|tillad\w*|forbud\w*|lov til|lovlig\w*|undlad|undgå)\b",
    ),
    # the way to do something
    _cue(
        r"^\W*hvordan (?:\w+ )?(?:man|jeg|vi|du)\b|\bhvad (?:skal|gør) (?:man|jeg|vi) (?:\w+ ){0,2}for at\b"
        r"|\bhvor (?:henvender|klager|søger|melder|tilmelder)\b",
        r"(?:^|[,.:;]\s)\W*(?:kontakt|klik|vælg|tryk|udfyld|henvend|send|skriv|ring|brug|log|sæt|opret)\b|\bved at\b"
        r"|\b(?:klikke|vælge|trykke|udfylde|sætte|henvende|ansøge|kontakte)[rs]?\b|\bman (?:skal|kan)\b"
        r"|\b(?:skal|kan) (?:man|du)\b",
    ),
    # needed
    _cue(r"\b(?:brug|behov) for\b", r"\b(?:brug|behov) for\b|\bnødvendig\w*|\bkræve\w*|\bmangle[rs]?\b"),
    # who did it
    _cue(r"^\W*hvem\b", r"\bdet (?:er|var|blev) [\w ]{3,30}, der\b"),
    # what something is
    _cue(
        r"^\W*hvad (?:er|går)\b(?! de\b| der\b|\W+\w+(?:erne|ene)\b)",
        r"\b(?:et|en) \w+(?: \w+)?,? (?:om|for|der|som)\b|\b(?:består af|omfatter|går ud på)\b",
    ),
    # meaning of a word
    _cue(
        r"\b(?:betyder|menes|forstås|dækker|står)\b.*\b(?:ved|med|over|for)?\b",
        r"\(|\bdvs\b|\bdet vil sige\b|\bforstås\b|\bdefiner\w*|\bbetegn\w*|\bbetyder\b|\bforkortelse\b",
    ),
    # what comes next
    _cue(
        r"\bhvad sker der (?:med|så|nu|herefter|bagefter|videre)\b|\bnæste skridt\b|\bbagefter\b|\bherefter\b",
        r"\btilgå\w*|\boversend\w*|\bvidere\b|\bplanlægges\b|\bherefter\b|\bbehandles\b|\bsendes\b|\bindgår\b|\bskal\b",
    ),
    # where something can be read
    _cue(
        r"\bhvor\b.*\b(?:finde[rs]?|findes|læse[rs]?|hente[rs]?|ses?|downloade[rs]?)\b",
        r"\bvedlagt\b|\bvedhæftet\b|\bbilag\b|https?://|\bwww\.|\bhjemmeside\w*|\bkan (?:læses|ses|hentes|findes|downloades)\b"
        r"|\bfindes (?:på|i)\b",
    ),
    # where a meeting is held
    _cue(r"\bhvor\b(?! (?:mange|meget|længe|lang)).*\b(?:\w*mødet?|sad|sidder|samledes)\b", r"^\W*(?:møde)?(?:sted|lokale)\b"),
    # compared
    _cue(
        r"\b\w+ere\b.*\bend\b|\bi forhold til\b|\bsammenlign\w*|\bandre steder\b|\bresten af\b|\bforskel\w*",
        r"\b(?:lavere|højere|større|mindre|færre|flere|ringere|bedre|dårligere|længere|kortere|bagud|foran|forskel\w*)\b"
        r"|\bsammenlign\w*|\bi forhold til\b",
    ),
)  # fmt: skip
_ENUMERATES = re.compile(
    r"\b(?:herunder|blandt andet|bl\.\s?a\.|såsom|f\.\s?eks\.|hhv\.)|^blandt\b.*\ber\b|,[^,]+,[^,]+\bog\b|,[^,]+\bog\b[^,]+$",
    re.IGNORECASE,
)
# "Hvidbogen beskriver kommunens styrker": what a document tells about, and not what it tells.
_ANNOUNCES = re.compile(
    r"^(?:hvidbogen|rapporten|referatet|dokumentet|notatet|bilaget|kapitlet|afsnittet|redegørelsen|materialet|pixien|tabellen"
    r"|dette \w+|denne \w+)\b.{0,40}\b(?:beskriver|gennemgår|omhandler|præsenterer|redegør|sammenfatter|indeholder|belyser)\b",
    re.IGNORECASE,
)
_ASKS_OF_DOCUMENT = re.compile(
    r"\b(?:beskriv\w*|gennemg\w*|omhandl\w*|præsent\w*|redegør\w*|sammenfat\w*|indehold\w*|handle\w*|står der)\b",
    re.IGNORECASE,
)
_VERB_ENDING = re.compile(r"(?:edes|ede|tes|te|et|es|er|t|e|r)$")
SHORTEST_ROOT = 4
_WHEN = re.compile(r"\bhvornår\s+(?P<verb>[^\W\d_]+)(?P<rest>[^?.!,;:]*)", re.IGNORECASE)


@lru_cache(maxsize=256)
def cues_of(question: str) -> tuple[Cue, ...]:
    """The cues that the question asks with."""
    return tuple(cue for cue in CUES if cue.asked.search(question))


def cue_held(question: str, wording: Wording) -> float:
    """The share of the question's cues that a text tells with; 0 where it has none."""
    cues = cues_of(question)
    held, asked = sum([bool(wording.found(cue.told)) for cue in cues]), len(cues)
    happened = happening(question)
    if happened is not None:
        held, asked = held + any(word.startswith(happened) for word in wording.text.lower().split()), asked + 1
    return held / asked if asked else 0.0


@lru_cache(maxsize=256)
def happening(question: str) -> str | None:
    """How the verb begins that a question with "hvornår" asks of: the one after it, or the last word behind a verb that
    helps it; None where there is none. Looked for as it is, since a pattern of a reader's word would outlive the question."""
    asked = _WHEN.search(question)
    if asked is None:
        return None
    verb = asked["verb"].lower()
    if verb in AUXILIARY:
        verb = (re.findall(r"[^\W\d_]+", asked["rest"].lower()) or [""])[-1]
    root = _VERB_ENDING.sub("", verb)
    return root if len(root) >= SHORTEST_ROOT else None


def enumerates(wanted: Wanted, core: frozenset[str], text: str) -> bool:
    """Whether a list is asked for, or what several things are, and `text` lists things within one sentence."""
    several = wanted is Wanted.DEFINITION and any(word.endswith(("er", "erne")) for word in core)
    return (wanted is Wanted.LIST or several) and _ENUMERATES.search(text) is not None


def only_announces(question: str, text: str) -> bool:
    """Whether `text` only says what a document is about, and the question does not ask for that."""
    return bool(_ANNOUNCES.match(text)) and not _ASKS_OF_DOCUMENT.search(question)
