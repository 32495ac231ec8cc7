"""Whether who does something in a claim is who does it in the quote: "af panelet med hjælp fra X" is not "af X med panelet"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.gate_clauses import content_stems, holds
from assistant.gate_compared import Compared
from assistant.records import Verdict

# At most three endings: of one that may be read in two ways the time would double with each more.
_PUBLIC = re.compile(
    r"\b[a-zæøå-]*(?:forvaltning|byråd|(?<!om)råd|udvalg|nævn|kommun|direktør|borgmester|(?<!be)styrelse|region|regering|minister|\bstat|politi"
    r"|beredskab)(?:en|et|er|erne|s|ens|ets|e|ne|eri|eriet|alt?|ale){0,3}\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b[a-zæøå-]*(?:panel|ekspert|chef|bestyrelse|forening|virksomhed|firma|fond|medarbejder|ansatte|personale|borger(?!mester)|forældre|ejer|lejer"
    r"|beboer|ansøger|elev|bruger|leder|rådgiver|konsulent|leverandør|entreprenør|bygherre|arrangør|universitet|institut|erhvervsliv"
    r"|fagbevægelse|civilsamfund)(?:en|et|er|erne|ne|s|ens|ernes|nes|ets|e){0,3}\b",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_][\w-]*\s+){0,3}[^\W\d_][\w-]*"
_START = r"(?:^|[.;,]\s+|\b(?:at|fordi|indtil|når|hvis|mens)\s+)"
# Who does it: "det er X, der har udarbejdet", "udarbejdet af X", "X har udarbejdet", "X skal rydde", "skal X rydde".
_DEEDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bdet\s+(?:er|var)\s+(?P<who>{_NAME}),?\s+(?:der|som)\s+(?:har\s+|skal\s+)?(?P<verb>[a-zæøå]{{4,}})",
        rf"\b(?P<verb>[a-zæøå]{{3,}}(?:et|t|es))\s+af\s+(?P<who>{_NAME})",
        rf"{_START}(?P<who>{_NAME})\s+(?:har\s+|havde\s+)?(?P<verb>[a-zæøå]{{3,}}(?:ede|te|et|t|er|r)|gik|gav|tog)\b",
        rf"{_START}(?P<who>{_NAME})\s+(?:skal|kan|bør|må)\s+(?:ikke\s+)?(?P<verb>[a-zæøå]{{2,}}e)\b",
        rf"{_START}(?P<who>{_NAME})\s+har\s+(?:ikke\s+)?(?:pligt|ret)\s+til\s+at\s+(?P<verb>[a-zæøå]{{2,}}e)\b",
        r"\b(?:skal|kan|bør|må)\s+(?P<who>[^\W\d_]+)\s+(?:ikke\s+)?(?P<verb>[a-zæøå]{2,}e)\b",
    )
)
# Who helps, gives or gets: never the one who does it.
_BESIDE = re.compile(rf"\b(?:fra|til|hos|sammen\s+med|for)\s+(?P<who>{_NAME})", re.IGNORECASE)
_CHAIN = re.compile(
    r"\btil\s+(?P<first>[^\W\d_]+),?\s+(?:som|der)\b[^.;]*?\btil\s+(?P<second>[^\W\d_]+)", re.IGNORECASE
)
# Verbs that say nothing of who does what to whom.
_LIGHT = frozenset("får er var bliver blev har havde ligger står kommer siger".split())


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and who does it, as stems, and whether that is a public body."""

    verb: frozenset[str]
    who: frozenset[str]
    public: bool


def actors(compared: Compared) -> Verdict:
    """FAIL where the claim gives a deed to one whom the quote names beside another that does it."""
    given = list(_deeds(compared.quote))
    named = frozenset().union(*(content_stems(one[0]) for one in _named(compared.quote)))
    beside = frozenset().union(
        *(content_stems(one[0]) for match in _BESIDE.finditer(compared.quote) for one in _named(match["who"])[:1])
    )
    for told in _deeds(compared.claim):
        doing = [deed for deed in given if any(one in deed.verb for one in told.verb)]
        if not doing or any(holds(deed.who, one) for deed in doing for one in told.who):
            continue
        # A municipality's council, committee and administration may stand for each other, and for it; nobody else may.
        other_kind = all(deed.public != told.public for deed in doing)
        metonym = told.public and "kommun" in " ".join(told.who)
        if other_kind or (not metonym and told.who <= (named | beside)):
            return Verdict.FAIL
    turned = _chain_turned(compared) or _other_partner(compared) or _given_to_another(compared)
    return Verdict.FAIL if turned else Verdict.PASS


# "En udtalelse fra X", "opgaverne til Y": a thing and where it comes from or goes.
_FROM_OR_TO = re.compile(r"\b(?P<thing>[^\W\d_]{4,})\s+(?P<way>fra|til)\s+(?P<who>[^\W\d_]{4,})", re.IGNORECASE)


def _given_to_another(compared: Compared) -> bool:
    """Whether a thing comes from or goes to another than in the quote, who is named there: "en udtalelse fra Y" for "fra X"."""
    given = [
        (content_stems(match["thing"]), match["way"].lower(), content_stems(match["who"]))
        for match in _FROM_OR_TO.finditer(compared.quote)
    ]
    known = content_stems(compared.quote)
    for match in _FROM_OR_TO.finditer(compared.claim):
        thing, way, who = content_stems(match["thing"]), match["way"].lower(), content_stems(match["who"])
        same = [other for one, path, other in given if path == way and thing and one == thing]
        if same and who and who <= known and not any(holds(other, stem) for other in same for stem in who):
            return True
    return False


_BETWEEN = re.compile(r"\bmellem\s+(?P<one>[^\W\d_]{4,})\s+og\s+(?P<other>[^\W\d_]{4,})", re.IGNORECASE)


def _other_partner(compared: Compared) -> bool:
    """Whether the claim names a party that its quote lacks in "mellem A og B" where that names two."""
    told, given = _BETWEEN.search(compared.claim), _BETWEEN.search(compared.quote)
    if told is None or given is None:
        return False
    known = content_stems(compared.quote)
    one, other = (any(holds(known, stem) for stem in content_stems(told[name])) for name in ("one", "other"))
    return one != other


def _chain_turned(compared: Compared) -> bool:
    """Whether "til A, som sender det til B" is told as "til B, som sender det til A"."""
    told, given = _CHAIN.search(compared.claim), _CHAIN.search(compared.quote)
    if told is None or given is None:
        return False
    first, second = content_stems(given["first"]), content_stems(given["second"])
    return content_stems(told["first"]) == second and content_stems(told["second"]) == first and first != second


def _deeds(text: str) -> Iterator[Deed]:
    """Each verb with the one who does it, as far as the text says so in a plain form."""
    for pattern in _DEEDS:
        for match in pattern.finditer(text):
            named = _named(match["who"])
            if named and match["verb"].lower() not in _LIGHT:
                yield Deed(content_stems(match["verb"]), content_stems(named[0][0]), named[0][1])


def _named(phrase: str) -> list[tuple[str, bool]]:
    """The words of a phrase that name who acts, in order, each with whether it is a public body."""
    found = [
        (match.start(), match.group(), public)
        for public, names in ((True, _PUBLIC), (False, _OTHERS))
        for match in names.finditer(phrase)
    ]
    return [(word, public) for _, word, public in sorted(found)]
