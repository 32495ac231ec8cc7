"""The Danish words by which a claim can say another thing than its source with every other word the same.

Each table maps a class to the pattern of its words. A check compares classes, never words.
"""

# ruff: noqa: E501  (a pattern or a word list is read best unbroken)

from __future__ import annotations

import re
from collections.abc import Mapping

Cues = Mapping[str, re.Pattern[str]]


def _cues(**patterns: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for name, pattern in patterns.items()}


def classes(text: str, cues: Cues) -> frozenset[str]:
    """The classes that `text` holds a word of."""
    return frozenset(name for name, pattern in cues.items() if pattern.search(text))


# ---- polarity: each match counts as one negation ----

_NEGATABLE = (
    "ændre|lovlig|mulig|enig|tilfreds|betalt|afklar|sikker|kendt|færdig|tilladt|gyldig|begrænse|afhængig|klar|godkendt|"
    "besvar|berettig|bebygg|nødvendig|væsentlig|betydelig|heldig|hensigtsmæssig|acceptab|realis|egnet|brugt|udnytt|løst|opsagt|opfyldt|aktuel|rimelig"
)
NEGATION = re.compile(
    rf"""\b(?:ikke|ingen|intet|ingenting|hverken|aldrig|ej|næppe|uden|udeblive\w*|undla[dt]\w*|undlade\w*|undlod|undgå[rs]?\b|undgik|afhold(?:e|er)\s+sig\s+fra|lade[r]?\s+være\s+med
    |fritage\w*|fritagelse\w*|undtage[tn]?\b|slippe[rs]?\s+(?:\w+\s+)?for|slap\s+for|bortfald\w*
    |mangle[rt]?\b|manglede|manglende|afskaffe\w*|forbud\w*|forbudt\w*|forbyd\w*|forbød
    |u(?=(?:{_NEGATABLE}))\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "Ikke mindst", "ikke kun … men også" and "ikke mindre end" negate nothing; "ikke over" is a bound.
NO_NEGATION = re.compile(
    r"\bikke\s+(?:mindst\b(?!\s+\d)(?!\s+(?:en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)\b)|kun\b|(?:alene|bare|blot)\b(?=[^.;]*\b(?:men|også)\b))|\bikke\s+(?:mindre|færre|mere|flere|over|under|højere|lavere|senere|tidligere)\s+end\b"
    r"|\bingen\b(?=(?:\s+[^\W\d]+){1,5}\s+(?:over|(?:mere|flere|højere|større|længere|ældre|dyrere)\s+end)\s+\d)"
    r"|\b(?:og|men)\s+ikke\s+(?:flere|mere)\b(?=\W*$)|\bikke\s+(?:over|under|overstige\w*)\b|\buden\s+(?:for|videre|tvivl|undtagelse|ophør)\b|\bikke\s+desto\s+mindre\b|\bikke-|\bfår\s+afslag\b",
    re.IGNORECASE,
)

# What may be said with "ikke" and one word, or without it and another: "lukket" is "ikke åben". Each row: the word that
# holds the "ikke" in itself, the word that needs one, and what the pair is worth: it excuses an "ikke" more or less, it also
# tells against a claim that has one side for the other, or it counts from one clause to another too ("whole").
OPPOSITES = tuple(
    (re.compile(rf"\b(?:{holding})\b", re.IGNORECASE), re.compile(rf"\b(?:{needing})\b", re.IGNORECASE), worth)
    for holding, needing, worth in (
        (r"lukket|lukkede?|lukker", r"åbent?|åbne|åbner|åbningstid\w*", "excuses"),
        (r"gratis|vederlagsfri\w*", r"betal\w*|kost(?:er|ede|e)|gebyr\w*", "against"),
        (r"fravær(?:ende)?|meldt\s+afbud", r"delt[ao]g\w*|til\s+stede|med\s+(?:til|på|i)|mødte\w*", "excuses"),
        (r"frivillig\w*|valgfri\w*", r"obligatorisk\w*|tvungen\w*|pligt\w*", "whole"),
        (r"fraråde?\w*", r"anbefal\w*|tilråd\w*|bør|opfordr\w*", "whole"),
        (r"samme|hidtil|uforandre\w*", r"u?ændr\w*", "excuses"),
        (r"med\s*mindre", r"hvis|såfremt|når", "whole"),
        (r"mangle\w*", r"efterlys\w*|behov\w*|brug\s+for|ønske\w*|svært|vanskelig\w*|venter", "excuses"),
        (r"højst|maks\w*|\w*grænsen?|loft", r"overst\w*|overskrid\w*", "excuses"),
        (r"venter", r"modtag\w*|svare[rt]?|kommet|fået|får", "excuses"),
        (r"ophæve\w*|bortfald\w*|udløbet|udløb", r"gælder|gyldig\w*|gældende|i\s+kraft", "against"),
        (r"holdt\s+op|ophør\w*|stoppe[rt]?", r"længere|mere", "excuses"),
        (r"for\s+(?:lidt|få|dårlig\w*)", r"nok|tilstrækkelig\w*", "excuses"),
        (r"forsinke\w*", r"til\s+tiden|færdig\w*|rettidig\w*|tidsplan\w*", "excuses"),
        (r"uden\s+om|forbi", r"inddrag\w*|involver\w*|hørt|spurgt", "excuses"),
        (r"tom(?:t|me)?", r"beboet|beboere|udlejet|brug(?:t|es)", "excuses"),
        (r"ledig\w*|arbejdsløs\w*", r"i\s+(?:arbejde|job|beskæftigelse)", "excuses"),
        (
            r"(?:mindre\s+end|under)\s+(?:halvdelen|50\b)|mindretal\w*|de\s+færreste",
            r"de\s+fleste|flertal\w*|mere\s+end\s+halvdelen",
            "excuses",
        ),
        (r"mislyk\w*", r"lykke[sd]\w*", "against"),
        (r"forskellig\w*", r"samme|ens\b|lige\s+store", "excuses"),
        (r"nægte\w*", r"tillad\w*|lod|accepter\w*", "against"),
        (
            r"bevare\w*|bibehold\w*|beholde\w*|fortsætte[rs]?|består\b",
            r"nedlæg\w*|nedlagt|afskaf\w*|ophør\w*|fjerne\w*|lukke\w*",
            "against",
        ),
        (
            r"stem(?:t|te|mes)\s+(?:\w+\s+)?ned|nedstemt\w*|forkast\w*",
            r"fulgt|følge[rs]?|fulgte\w*|tilslut\w*",
            "against",
        ),
    )
)

# What denies or limits something without an "ikke", by kind. Where one side has such a word and the other says it with an
# "ikke" of another verb, they need not contradict: "pågår fortsat" and "ikke afsluttet".
LIMITS = _cues(
    refused=r"\b(?:afsl(?:å\w*|og\w*|ag\w*)|afvis\w*|forkast\w*|nej|nedstem\w*|ned|faldt|fravalg\w*|fravælge\w*|modstand\w*|(?<!tage\s)(?<!tager\s)(?<!tages\s)(?<!tog\s)(?<!taget\s)imod|modsæt\w*|kritisk\w*|skeptisk\w*|vende\w*\s+sig\s+mod)\b",
    closed=r"\b(?:lukke\w*|lukning\w*|spærre\w*|afspærre\w*|aflåst\w*|udsolgt|fuldt\s+booket|optaget)\b",
    ended=r"\b(?:nedlæg\w*|nedlag\w*|afskaf\w*|ophør\w*|stop\w*|slut\w*|udgå\w*|udgik|forsvind\w*|forsvandt|bortfald\w*|fjern\w*|aflys\w*|annuller\w*|trukket|trak|taget\s+af|droppe\w*|opgive\w*"
    r"|opgav|ophæve\w*|ophævet|afbrud\w*|afbrød|mister?|mistede)\b",
    lacking=r"\b(?:mangle\w*|mangel\w*|savne\w*|fravær\w*|fri|frie|tom|tomme?t?|udestå\w*|glem\w*|forgæves|ren|rent|rene|udeblive\w*|udeblev|afbud)\b",
    failed=r"\b(?:mislyk\w*|svigt\w*|forpass\w*|umulig\w*|svær\w*|vanskelig\w*)\b",
    abstained=r"\b(?:undla\w*|undlod|afholdt\s+sig|afholde[r]?\s+sig|blank\w*|neutral\w*|spring\w*\s+over|sprang\s+over|sprunget\s+over|slippe[rs]?|slap|forbi|spare[rs]?|inhabil\w*)\b",
    ongoing=r"\b(?:fortsat\w*|fortsætte\w*|stadig\w*|pågå\w*|igangværende|i\s+gang|undervejs|vente\w*|afvente\w*|bero|udsat|udsatte|udsæt\w*|udsk[uyø]d\w*|senere|foreløbig\w*|endnu(?!\s+ikke))\b",
    only=r"\b(?:kun|alene|udelukkende|blot|bare|først|indtil|forbehold\w*|begræns\w*|nøjes|eneste|tidligst|højst|maks\w*|mindst|\w*grænse\w*|loft\w*)\b",
    doubted=r"\b(?:uvis\w*|uklar\w*|usikker\w*|tvivl\w*|uafgjort\w*|uafklare\w*|åbent?)\b",
    little=r"\b(?:få|lav|lavt|lave|lille|små|ringe|svag\w*|beskede\w*|sjælden\w*|knap\w*|minimal\w*|ubetydelig\w*|mindre|lavere|færre|kortvarig\w*|dårlig\w*|værre|langsom\w*)\b",
    unchanged=r"\b(?:uændre\w*|samme|hidtil\w*|fasthold\w*|bevare\w*|bevaret|bibehold\w*|forbliv\w*|forblev|enstemmig\w*|enig\w*|enighed|alle|samtlige|hele)\b",
    free=r"\b(?:gratis|vederlagsfri\w*|frivillig\w*|valgfri\w*|anonym\w*|fritag\w*)\b",
    other=r"\b(?:anden|andet|andre|anderledes|forskellig\w*|modsat\w*|frem\s+for|fremfor|snarere|i\s+stedet)\b",
    late=r"\b(?:forsink\w*|for\s+sent|bagud|overskr[ei]d\w*|over\s+tiden)\b",
)
# Of these kinds the words behind are what is denied: "lukket for parkering", "undlod at opkræve".
DENYING_LIMITS = frozenset("refused closed ended lacking failed abstained".split())

# ---- modality ----

MODALITY = _cues(
    must=r"\b(?:skal|skulle|forpligte\w*|pligt|pligtige?|har\s+pligt|påkrævet|obligatorisk\w*|nødt\s+til|kræves|kræver|krav\b|tvungen\w*|nødvendig\w*|pålægge\w*|pålagt)\b|\bpligtig",
    can=r"\b(?:kan|kunne|mulighed(?:en|er|erne)?|muligt|frivillig\w*|valgfri\w*|i\s+stand\s+til|har\s+ret\s+til|ret\s+til|må\s+gerne|vælge\w*\s+selv|selv\s+(?:vælge|bestemme)\w*)\b",
    may=r"\b(?:må|måtte|tilladt\w*|tilladelse\w*|lov\s+til|forbudt\w*|forbud|forbyd\w*|forbød)\b",
    should=r"\b(?:bør|burde|anbefale\w*|anbefaling\w*|opfordre\w*|tilråde\w*|fraråde?\w*)\b",
)
# What a source may say instead of "skal": a deadline, a condition, a rule in the passive or in the imperative.
IMPLIES_MUST = re.compile(
    r"\b(?:senest|frist\w*|deadline|inden\s+den|betingelse\w*|forudsæt\w*|kræve\w*|krav\w*|mål(?:et|sætning\w*)?|pålagde|besked\s+på|bad|bedt\s+om|anmode\w*|opgave\w*|ansvar\w*|med\s+henblik\s+på|for\s+at|afhænger|(?:brug|behov)\s+for|(?!(?:deres|jeres|vores|andres|ældres|forældres|findes|synes|lykkes)\b)[a-zæøå]{3,}(?:des|res|ses|tes|ges|kes|ves|nes|les))\b",
    re.IGNORECASE,
)
IMPLIES_CAN = re.compile(
    r"\b(?:åben\w*|åbent|åbner|tilbyd\w*|tilbud\w*|adgang\w*|gratis|mulig\w*|rådighed|plads(?:er)?\s+til|høring\w*|behøver\s+ikke|ikke\s+nødvendig\w*|anonym\w*|[a-zæøå]{4,}(?:bar|bart|bare))\b",
    re.IGNORECASE,
)

# ---- bounds: a word before (or after) a value ----

BOUND_BEFORE = _cues(
    most=r"(?:\b(?:højst|højest|maks(?:imal\w*|imum)?\.?|max\.?|maximalt|op\s+til|ikke\s+over|ikke\s+(?:mere|flere|højere|længere)\s+end"
    r"|ikke\s+overstige\w*|ingen\s+(?:[^\W\d]+\s+){1,5}(?:over|(?:mere|flere|højere|større|længere|ældre|dyrere)\s+end)|loft\s+(?:på|over)|inden\s+for|\w*grænse\w*\s+på|til\s+og\s+med)\s*(?:[^\W\d]+\s+){0,3})$",
    least=r"(?:\b(?:mindst|minimum|min\.|som\s+minimum|minimalt|ikke\s+under|ikke\s+(?:mindre|færre|lavere)\s+end)\s*(?:[^\W\d]+\s+){0,3})$",
    over=r"(?<!ikke\s)(?<!ingen\s)\b(?:over|mere\s+end|flere\s+end|højere\s+end|større\s+end|længere\s+end|ældre\s+end|overstige[rt]?|fyldt)\s*(?:(?:ca\.?|cirka|de|end|nogle|et|en)\s+)?$",
    under=r"(?<!ikke\s)\b(?:under|mindre\s+end|færre\s+end|lavere\s+end|kortere\s+end|yngre\s+end)\s*(?:(?:ca\.?|cirka|omkring|de|den|det|en|et|kr\.?|på|knap)\s+)?$",
    latest=r"\b(?:senest\s+efter|senest|inden|før|frem\s+til|frem\s+mod|(?:til|med|ved|inden|senest\s+ved|før)\s+(?:udgangen|udløbet|slutningen)\s+af|indtil|frist\w*(?:\s+\w+){0,4}|deadline(?:\s+\w+){0,3}|ikke\s+senere\s+end|til\s+og\s+med)\s*(?:(?:den|d\.|er|i|ved)\s*)?"
    r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+(?:den\s+)?)?$",
    earliest=r"\b(?:tidligst|fra\s+og\s+med|(?<!senest\s)efter|ikke\s+før|ikke\s+tidligere\s+end)\s*(?:(?:den|d\.)\s*)?"
    r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+(?:den\s+)?)?$",
    only=r"\bkun\s+(?:(?:\w+\s+){0,3})$",
    barely=r"\b(?:knap|knapt|næsten|tæt\s+på)\s*$",
    amply=r"\b(?:godt|lidt\s+(?:over|mere\s+end)|små)\s*$",
)
BOUND_AFTER = _cues(
    over=r"^\+",
    most=r"^\s*(?:\w+\s+){0,2}(?:som\s+(?:maksimum|højst)|eller\s+(?:mindre|derunder|færre)|som\s+loft)\b",
    least=r"^\s*(?:\w+\s+){0,2}(?:som\s+minimum|(?:eller|og)\s+(?:mere|derover|flere|ældre|opefter|opad))\b",
    latest=r"^\s*(?:\w+\s+){0,1}(?:som\s+(?:frist|deadline|seneste)|er\s+(?:sidste\s+)?(?:frist\w*|deadline))\b",
)
# Bounds of which one implies the other closely enough for a reader: "inden" and "højst 14 dage".
SAME_BOUND = ({"latest", "most"}, {"over", "amply"})
QUANTIFIERS = _cues(
    all=r"\b(?:alle|samtlige|enhver|ethvert|al|alt)\b(?!\s+for\b)",
    some=r"\b(?:nogle|visse|enkelte|flere|mange|(?<!at\s)(?<!kan\s)(?<!må\s)(?<!vil\s)(?<!skal\s)(?<!bør\s)(?<!kunne\s)få(?!\s+(?:en|et|den|det|de|at|tilbudt)\b)|de\s+fleste|størstedelen|halvdelen|dele\s+af|en\s+del|et\s+par)\b",
)

# ---- status of a matter: verbs, and nouns that a claim need not repeat ----

STATUS = _cues(
    proposed=r"\b(?:indstille[rst]?|indstillede\w*|indstilles|foreslå(?:r|s|et)?|foreslog\w*|foreslået|lægges\s+op\s+til)\b",
    discussed=r"\b(?:drøfte[rst]?|drøftede\w*|debatteret|debatterede|diskutere[rt]?|diskuterede\w*|drøftes|(?:talte|talt|snakkede|snakket)\s+(?:\w+\s+){0,4}om)\b",
    decided=r"\b(?:beslutte[rst]?|besluttede\w*|vedtage[rst]?|vedtog\w*|vedtaget|vedtages|godkende[rst]?|godkendt|godkendte\w*|tiltræde[rst]?|tiltrådt"
    r"|tiltrådte\w*|bevilge[rst]?|bevilgede\w*|bevilges|fulgte\s+indstilling\w*|grønt\s+lys|(?:traf|truffet|træffe[rs]?)\s+(?:\w+\s+){0,2}beslutning\w*"
    r"|sagde\s+ja|afgjorde\w*|afgjort)\b",
    noted=r"\b(?:til\s+efterretning|til\s+orientering|blev\s+orienteret|orienterede\w*|tog\s+\w+\s+til\s+efterretning)\b",
    # "De udsatte", "for udsatte" and "udsatte kan …" are people.
    postponed=r"(?<!\bde\s)(?<!\bfor\s)(?<!\bom\s)(?<!\bomkring\s)(?<!\bmed\s)(?<!\baf\s)(?<!\bhvor\s)(?<!\bmange\s)(?<!\bflere\s)(?<!\bsocialt\s)(?<!\bsærligt\s)"
    r"\b(?:udsat|udsatte|udsættes?|udsætter|udskyd\w*|udskudt|udskød|(?:sendt|sende[rs]?|sendte[s]?)\s+(?:\w+\s+){0,2}tilbage|tilbagesendt|hjemvist\w*)\b"
    r"(?!\s+(?:for|børn|borgere|unge|ledige|grupper|familier|mennesker|voksne|kan|skal|har|får|og)\b)",
    rejected=r"\b(?:afvis(?:e[rs]?|te\w*|es|t)|forkast\w+|afslå\w*|afslog\w*|nedstemt\w*|stemte\w*\s+(?:\w+\s+)?ned|sagde\s+nej|nej\s+til)\b",
    hearing=r"\b(?:sendt|sendes?|sender|sendte|er|fremlagt|fremlægges|lagt|lægges)\s+(?:\w+\s+){0,2}i\s+(?:\w+\s+)?høring\b",
)
# Words that tell a status too, but that neither claim nor quote needs to repeat.
STATUS_NOUNS = _cues(
    proposed=r"\b(?:indstilling\w*|forslag\w*|anbefal\w*|anmod\w*|lagt\s+op\s+til|opfordr\w*|ønske[rs]?|ønskede\w*)\b",
    discussed=r"\b(?:drøftelse\w*|debat\w*|behandle\w*|emne\w*|tema\w*|samtale\w*|dialog\w*|gennemg\w*|vendt\w*|talte|talt|overvej\w*|dagsorden\w*)\b",
    decided=r"\b(?:beslutning\w*|afgørelse\w*|vedtagelse\w*|godkendelse\w*|bevilling\w*|valgte|valgt|enige|enighed|enstemmig\w*|imødekom\w*|fastlag\w*|fastlægg\w*|fastsat\w*|fastsætte\w*"
    r"|ja\s+til|god\s+for|accepter\w*|tilslut\w*|opbakning|stemte\s+for|lov\s+til|afsat|afsatte|afsætte[rs]?)\b",
    noted=r"\b(?:efterretning|orientering\w*|orienter\w*|oplys\w*|inform\w*|redegjorde|redegør\w*|fortalte|gennemg\w*|præsenter\w*|forelagt|forelægg\w*)\b",
    postponed=r"\b(?:udsættelse\w*|udskydelse\w*|vente[rs]?|ventede|afvente\w*|senere|bero|genoptag\w*|(?:næste|følgende|kommende)\s+møde|skød|skub\w*|ikke\s+(?:\w+\s+){0,2}(?:truffet|taget|afgjort|besluttet|behandlet)"
    r"|ingen\s+(?:endelig\s+)?(?:beslutning|afgørelse|stillingtagen))\b",
    rejected=r"\b(?:afvisning\w*|afslag\w*|nej|faldt|falder|imod|fik\s+ikke|får\s+ikke|gav\s+ikke|ikke\s+(?:\w+\s+){0,2}(?:imødekom\w*|givet|vedtaget|godkendt|tilslut\w*|opbakning|flertal))\b",
    hearing=r"\bhøring\w*",
)

# ---- direction ----

# These two never trade places, not even under a "ikke".
LATE_AND_EARLY = (r"de[tn]?\s+(?:seneste|sidste|kommende|næste)", r"de[tn]?\s+(?:tidligste|første)")

DIRECTIONS = (
    (r"stig\w*|steg\b|øge\w*|øget|højere|hæve\w*|hævet|vokse\w*|voksende|forøge\w*|forhøje\w*|flere|større|vækst\w*|opad\w*|opjuster\w*|fremgang\w*|styrke\w*"
     r"|udvide\w*|længere|mere(?!\s+\w+(?:et|ede|iske?|ige?|igt|somme?|fulde?|ende)\b)|tiltage\w*|sæt\w*\s+op|sat\s+op|dyrere|overskr[ei]d\w*",
     r"fald(?:e\w*|t\b|\b|et)|faldt|sænke\w*|sænkning\w*|lavere|reducere\w*|reduktion\w*|nedsæt\w*|nedsat\w*|færre|mindske\w*|nedgang\w*|nedad\w*|nedjuster\w*|tilbagegang\w*"
     r"|svække\w*|nedbring\w*|mindre(?!\s+\w+(?:et|ede|iske?|ige?|igt|somme?|fulde?|ende)\b)|indskrænke\w*|kortere|aftage\w*|forringe\w*|skære\w*\s+ned|skåret\s+ned|beskær\w*|sætte[rs]?\s+ned|sat\s+ned|gik\s+ned|går\s+ned|billigere"),
    (r"bedre|forbedr\w*", r"dårligere|forværr\w*|forring\w*"),
    (r"merforbrug\w*|merudgift\w*|(?:mere|højere|større|dyrere)\s+end\s+(?:budget|forvent|vente|planlagt)\w*", r"mindreforbrug\w*|mindreudgift\w*|(?:mindre|lavere|billigere)\s+end\s+(?:budget|forvent|vente|planlagt)\w*"),
    (r"pågå\w*|i\s+gang|igangværende|fortsat\w*|fortsætte[rs]?|stadig\w*", r"afbrud\w*|afbrød|opgive\w*|opgav|indstillet|stoppet|aflys\w*|i\s+mål|blevet\s+enige|indgået"),
    (r"enstemmig\w*|samstemmende|alle\s+stemte", r"delt\w*|uenig\w*|mindretal\w*"),
    (r"overskud\w*", r"underskud\w*"),
    (r"udgift\w*", r"indtægt\w*"),
    (r"opret\w*|etabler\w*", r"nedlæg\w*|nedlagt\w*"),
    (r"åbne[rst]?|åbnede\w*|åbent?|åbning\w*", r"lukke[rst]?|lukket|lukkede\w*|lukning\w*|nedlæg\w*|nedlagt\w*"),
    (r"hurtigere|tidligere\s+end", r"langsommere|senere\s+end"),
    (r"nord(?:for|lige?|øst\w*|vest\w*)?", r"syd(?:for|lige?|øst\w*|vest\w*)?"),
    (r"østfor|øst|østlige?", r"vestfor|vest|vestlige?"),
    (r"flertal\w*", r"mindretal\w*"),
    (r"stemte\s+for", r"stemte\s+imod"),
    (r"først\w*", r"sidst\w*"),
    (r"efterfølgende|derefter|bagefter|herefter|siden\s+hen", r"forinden|inden\s+da|forud\s+for|før\s+da"),
    (r"over\s+(?:niveau\w*|gennemsnit\w*|normalen|det\s+normale)", r"under\s+(?:niveau\w*|gennemsnit\w*|normalen|det\s+normale)|lavere"),
    (r"over\s+(?:niveau\w*|gennemsnit\w*|normalen|det\s+normale)|højere", r"under\s+(?:niveau\w*|gennemsnit\w*|normalen|det\s+normale)"),
    (r"foreløbig\w*|midlertidig\w*", r"endelige?|endeligt|permanent\w*|varige?"),
    (r"(?:nyt?|nye|kommende|næste)\s+(?:byråd|råd|udvalg|bestyrelse|regering)", r"(?:nuværende|siddende|afgående|forrige|hidtidige|gamle|tidligere)\s+(?:byråd|råd|udvalg|bestyrelse|regering)"),
    (r"(?:dagen?|dage|ugen?|uger|måned\w*|timer?)\s+(?:før|inden)", r"(?:dagen?|dage|ugen?|uger|måned\w*|timer?)\s+efter"),
    (r"forud(?!\s+for|\s*sæt\w*)|på\s+forhånd", r"bagud|bagefter"),
    (r"(?:flytte|rykke)\w*\b[^.,;]{0,40}?\btil", r"(?:flytte|rykke)\w*\b[^.,;]{0,40}?\bfra"),
    (r"maksimum|højeste|største|flest", r"minimum|laveste|mindste|færrest"),
    (r"tilføj\w*|tilført|tilføre\w*", r"fjerne\w*|fjernet"),
    (r"starte[rst]?|begynde[rst]?|begyndte|startede|påbegynd\w*|indlede[rst]?", r"slutte[rst]?|ophøre[rt]?|afslutte[rst]?|sluttede|ophørte"),
    (r"offentlig\w*", r"privat\w*"),
    (r"tilflyt\w*|indvandr\w*", r"fraflyt\w*|udvandr\w*"),
    (r"indbetal\w*", r"udbetal\w*"),
    (r"foran|forspring\w*|føre[rn]de", r"bagud|bagefter|halte\w*"),
    (r"lægge\w*\s+oven\s*i|lagt\s+oven\s*i|oveni|tillægges|lægges\s+til", r"fragå\w*|fratræk\w*|fratrukket|trække\w*\s+fra|trukket\s+fra"),
    (r"kort(?:e|ere)?\s+(?:(?:og|eller)\s+\w+\s+)?(?:sigt|bane)|snart|straks|omgående|inden\s+længe", r"(?:lang|langt|længere)\s+(?:sigt|bane|tid)|langsigtede?|om\s+(?:mange|flere)\s+år"),
    LATE_AND_EARLY,
    (r"spare[rst]?|sparede|besparelse\w*", r"kost(?:e[rt]?|ede)(?![^.;]*\b(?:mindre|færre)\b)|merudgift\w*"),
    (r"(?:de\s+)?fleste|størstedelen", r"(?:de\s+)?færreste"),
    (r"ansætte\w*|ansat\b|ansættelse\w*", r"afskedige\w*|fyre[srt]?\b|fyring\w*"),
)  # fmt: skip
DIRECTION_PAIRS = tuple(
    (re.compile(rf"\b(?:{up})\b", re.IGNORECASE), re.compile(rf"\b(?:{down})\b", re.IGNORECASE))
    for up, down in DIRECTIONS
)
# Opposites that belong to their noun: "en for lav pris" is not "en for høj pris".
ADJECTIVE_PAIRS = (
    ("høj høje højt", "lav lave lavt"),
    ("stor store stort", "lille små småt"),
    ("mange", "få"),
    ("god gode godt", "dårlig dårlige dårligt ringe"),
    ("lang lange langt", "kort korte"),
    ("stærk stærke stærkt", "svag svage svagt"),
    ("hurtig hurtige hurtigt", "langsom langsomme langsomt"),
    ("dyr dyre dyrt", "billig billige billigt"),
    ("ung unge", "ældre gamle"),
    ("rig rige", "fattig fattige"),
    ("sikker sikre sikkert", "usikker usikre usikkert"),
    ("offentlig offentlige offentligt", "privat private"),
    ("positiv positive positivt", "negativ negative negativt"),
)
# Movement that a claim may not add: nothing in the source goes either way.
MOVES = re.compile(
    r"\b(?:stige[rt]?|steg|stigning\w*|faldt|falde[rt]?|fald|hæves?|hævede\w*|hævet|sænke[srt]?|sænkede\w*|reducere[srt]?|reducerede\w*|fordoble\w*|halvere\w*)\b",
    re.IGNORECASE,
)

# ---- time ----

TIME = _cues(
    planned=r"(?<!\bend\s)\b(?:planlæg\w*|planlagt\w*|planen\s+er|plan\s+om|forvent\w*|påtænk\w*|agter|sigter|hensigt\w*|kommer\s+til\s+at|på\s+vej|vil|ville|skal|skulle"
    r"|mål(?:et|sætning\w*)?\s+(?:er|om)|fremover|kommende|foreslå\w*|overvej\w*|ventes|lægges\s+op\s+til|ønsker|ønskes|hvis|såfremt)\b",
    done=r"\b(?:blev|er\s+(?:nu\s+)?blevet|er\s+(?:nu\s+)?(?:gennemført|afsluttet|færdig\w*|indviet|åbnet|bygget|etableret|vedtaget|taget\s+i\s+brug|sat\s+i\s+gang)"
    r"|gennemførte\w*|gennemført|afsluttet|afsluttede\w*|færdiggjort|indviet|indviede\w*|åbnede\w*|stod\s+færdig\w*|(?:har|skal\s+have)\s+(?:\w+\s+){0,2}[a-zæøå]{2,}(?:et|t)\b(?<!tilladt)(?<!pligt)(?<!\bret)|var\b"
    r"|[a-zæøå]{3,}ede\b(?<!allerede)(?<!møde)|havde|fik|gik|steg|faldt|[a-zæøå]*gjorde|tog|gav|traf|skrev|kom)\b",
)

# ---- exceptions near a quote that a claim should not leave out ----

EXCEPTIONS = _cues(
    unless=r"\b(?:medmindre|med\s+mindre|undtagen|undtaget|undtagelse\w*|bortset\s+fra|dog|fraregnet|ekskl(?:usive)?\.?)\b",
    condition=r"\b(?:forudsat|forudsætning\w*|betinge\w*|betingelse\w*|hvis|såfremt|under\s+forbehold|forbehold\w*)\b",
    only=r"\b(?:kun|alene|udelukkende)\b",
)
