"""What a question asks for: its content words as index terms, the kind of answer wanted, and what must stand in the quote.

Pure: a question, the analyzer and the index's vocabulary in, an `Asked` out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.danish import Analyzer, Token
from ingest.vocabulary import Expansion, Vocabulary


class Wanted(StrEnum):
    """The kind of answer a question asks for. OPEN is anything that a sentence can answer."""

    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    PERSON = "person"
    AGENT = "agent"
    PLACE = "place"
    LIST = "list"
    CAUSE = "cause"
    DECISION = "decision"
    PROPOSAL = "proposal"
    IDENTIFIER = "identifier"
    DEFINITION = "definition"
    OPEN = "open"


COUNTS = {
    word: number
    for number, word in enumerate("nul en to tre fire fem seks syv otte ni ti elleve tolv".split())
    if number > 1
}
# Tokens that must stand in the quote or where it stands: an answer about another year or case is a wrong answer.
HARD_KINDS = frozenset({"case", "kle", "date", "number", "section", "room"})
# Words that ask and do not describe. They are content to the index and none to a question.
ASKING_WORDS = frozenset(
    """
    fortæl fortælle forklar forklare sig sige siger vis vise find finde nævn nævne giv give oplys oplyse beskriv beskrive
    vide ved mon egentlig gerne venligst tak hej goddag står stod handler handlede drejer findes fandtes går gik mener
    hedder hed betyder betød kaldes gælder ifølge omkring cirka præcis præcist konkret helt overhovedet måske også stadig
    spørgsmål svar svare hjælp hjælpe information oplysninger please tell about whose whom many much have has had been
    slags mængde antal antallet hvornår hvorfra hvormed tidspunkt dato datoen sted stedet navn navnet navne
    ligger lå kender kendt ske sker skete gjort gøre laves
    """.split()
)
# In this order: "Hvornår besluttede …" asks for a date, "Hvad besluttede …" for a decision.
_WANTED = (
    (Wanted.IDENTIFIER, r"\bhvilken sag\b|\bsagsnummer|\bsagsnr|\bjournalnummer"),
    (Wanted.DATE, r"\bhvorn[åa]a?r\b|\bhvilken dato\b|\bhvilket år\b|\bhvilken dag\b|\bwhen\b|\bhvad dato\b"),
    (
        Wanted.AMOUNT,
        r"\bhvor mange (?:penge|kroner|kr|millioner|mio)\b|\bhvor meget\b.*\b(?:kost|penge|afsat|sat af"
        r"|afsætte|bevilg|budget)"
        r"|\bhvad kost|\bhvilket beløb|\bhvor stort (?:et )?(?:beløb|budget)|\bbeløbet\b"
        r"|\bhow much money\b|\bprisen\b",
    ),
    (
        Wanted.NUMBER,
        r"\bhvor mange\b|\bhvor stor(?:t)? (?:en )?andel\b|\bhow many\b|\bhvor gam|\bhvor lang|\bhvad er antal",
    ),
    (
        Wanted.AGENT,
        r"\bhvem\b.*\b(?:skrev|skrevet|lave|udarbejd|besluttede|udg[ai]v|står bag|afsatte|betaler|ansvar"
        r"|skal|kan|har)\w*",
    ),
    (Wanted.PERSON, r"\bhvem\b|\bwho\b|\bhvad hedder\b"),
    (Wanted.CAUSE, r"\bhvorfor\b|\bårsag|\bwhy\b|\bgrunden til\b"),
    (
        Wanted.PLACE,
        r"\bhvor (?:foreg|holdt|holdes|blev|afholdt|var|er|fandt|ligger)\w*\b|\bhvilket (?:sted"
        r"|lokale)\b|\bmødested|\bwhere\b|\bhvor henne\b",
    ),
    (Wanted.PROPOSAL, r"\bindstil|\bforesl|\bforeslog|\banbefal"),
    (
        Wanted.DECISION,
        r"\bbeslut|\bvedtag|\bvedtog|\bafgjor|\bgodkend|\bblev (?:resultatet|udfaldet)|\bdecid|\bafgørelse",
    ),
    (
        Wanted.LIST,
        r"\bhvilke\b|\bnævn\b|\bliste?\b|\bopremsn?\w*|\bremse op\b|\bwhich\b.*s\b|\b(?:hvad er"
        r"|hvad hedder|hvad omfatter) de\b",
    ),
    (Wanted.DEFINITION, r"\bhvad (?:er|betyder|menes|forstås|dækker|står)\b"),
)
_WANTED_PATTERNS = tuple((wanted, re.compile(pattern, re.IGNORECASE)) for wanted, pattern in _WANTED)
# The front matter of minutes says "Mødedato" and "Mødested" where people ask "when" and "where was the meeting".
_HELD = re.compile(r"(?:møde\w*|afholdt|holdt|holdes|foregik|fandt)$", re.IGNORECASE)
_MEETING_WORDS = {Wanted.DATE: "mødedato", Wanted.PLACE: "mødested"}


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question with the index terms it stands for, and whether it must be there."""

    surface: str
    kind: str
    expansions: tuple[Expansion, ...]
    hard: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. `count` is a number word before a plural ("de syv fokusområder"), None without one."""

    text: str
    wanted: Wanted
    terms: tuple[Term, ...]
    count: int | None

    @property
    def weighted(self) -> Mapping[str, float]:
        """Every index term of the question with its weights summed, for the word leg."""
        weights: dict[str, float] = defaultdict(float)
        for term in self.terms:
            for expansion in term.expansions:
                weights[expansion.term] += expansion.weight
        return weights

    @property
    def hard_terms(self) -> tuple[Term, ...]:
        """The terms that a quote or its place must hold."""
        return tuple(term for term in self.terms if term.hard)


def understand(text: str, analyzer: Analyzer, vocabulary: Vocabulary) -> Asked:
    """What `text` asks for."""
    wanted = wanted_of(text)
    bridged, rest = vocabulary.phrases(text)
    tokens = [token for token in analyzer.tokens(rest) if _is_content(token)]
    count = next((COUNTS[token.surface.lower()] for token in tokens if token.surface.lower() in COUNTS), None)
    tokens = [token for token in tokens if token.surface.lower() not in COUNTS]
    terms = [Term(token.surface, token.kind, tuple(vocabulary.expand(token)), _is_hard(token)) for token in tokens]
    terms += [Term(phrase, "word", tuple(expansions), False) for phrase, expansions in bridged]
    meeting = _MEETING_WORDS.get(wanted)
    if meeting and re.search(r"\bmøde", text, re.IGNORECASE):
        terms = [term for term in terms if not _HELD.match(term.surface)]
        terms.append(Term(meeting, "word", tuple(vocabulary.expand(analyzer.tokens(meeting)[0])), False))
    return Asked(text, wanted, tuple(terms), count)


def wanted_of(text: str) -> Wanted:
    """The kind of answer that the wording of `text` asks for."""
    return next((wanted for wanted, pattern in _WANTED_PATTERNS if pattern.search(text)), Wanted.OPEN)


def _is_content(token: Token) -> bool:
    return token.content and token.surface.lower() not in ASKING_WORDS


def _is_hard(token: Token) -> bool:
    return token.kind in HARD_KINDS
