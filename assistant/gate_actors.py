"""Whether who does something in a claim is who does it in the quote: "af panelet med hjælp fra X" is not "af X med panelet"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.gate_clauses import content_stems, holds
from assistant.gate_compared import Compared
from assistant.records import Verdict

_ACTOR = re.compile(
    r"\b[a-zæøå-]*(?:forvaltning|byråd|(?<!om)råd|udvalg|nævn|kommun|panel|ekspert|direktør|chef|borgmester|bestyrelse|styrelse|region|regering"
    r"|minister|stat|politi|beredskab|forening|virksomhed|firma|fond|skole|medarbejder|borger|forældre|rådgiver|konsulent|leverandør"
    r"|entreprenør|universitet|institut|erhvervsliv|fagbevægelse|civilsamfund)[a-zæøå]*",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_][\w-]*\s+){0,3}[^\W\d_][\w-]*"
# Who does it: "det er X, der har udarbejdet", "udarbejdet af X", "X har udarbejdet", "besluttede X".
_CLEFT = re.compile(
    rf"\bdet\s+(?:er|var)\s+(?P<who>{_NAME}),?\s+(?:der|som)\s+(?:har\s+)?(?P<verb>[a-zæøå]{{4,}})", re.IGNORECASE
)
_PASSIVE = re.compile(rf"\b(?P<verb>[a-zæøå]{{3,}}(?:et|t|es))\s+af\s+(?P<who>{_NAME})", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"(?:^|[.;]\s+|,\s+at\s+)(?P<who>{_NAME})\s+(?:har\s+)?(?P<verb>[a-zæøå]{{3,}}(?:ede|te|et|t|er|r))\b", re.IGNORECASE
)
# Who helps, gives or gets: never the one who does it.
_BESIDE = re.compile(rf"\b(?:fra|til|hos|sammen\s+med|for)\s+(?P<who>{_NAME})", re.IGNORECASE)


def actors(compared: Compared) -> Verdict:
    """FAIL where the claim gives a deed to one whom the quote names beside another that does it."""
    given = list(_deeds(compared.quote))
    beside = frozenset().union(*(_who(match["who"]) for match in _BESIDE.finditer(compared.quote)))
    for verb, who in _deeds(compared.claim):
        doing = [other for deed, other in given if any(holds(deed, one) for one in verb)]
        if not doing or any(holds(other, one) for other in doing for one in who):
            continue
        if all(holds(beside, one) for one in who):
            return Verdict.FAIL
    return Verdict.PASS


def _deeds(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Each verb with those who do it, both as stems, as far as the text says so in a plain form."""
    for pattern in (_CLEFT, _PASSIVE, _ACTIVE):
        for match in pattern.finditer(text):
            who, verb = _who(match["who"]), content_stems(match["verb"])
            if who and verb:
                yield verb, who


def _who(phrase: str) -> frozenset[str]:
    """The stems of the actors of a phrase: those of the first word that names one."""
    found = _ACTOR.search(phrase)
    return content_stems(found.group()) if found else frozenset()
