"""What a question asks for: its content words as index terms, the kind of answer wanted, and what must stand in the quote.

Pure: a question, the analyzer and the index's vocabulary in, an `Asked` out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.marks import marks_of
from assistant.scope import names_in, right_now
from assistant.spoken import plain
from assistant.subject import core_words
from assistant.wanted import Wanted, wanted_of
from ingest.danish import Analyzer, Token
from ingest.vocabulary import Expansion, Link, Vocabulary

COUNTS = {
    word: number
    for number, word in enumerate("nul en to tre fire fem seks syv otte ni ti elleve tolv".split())
    if number > 1
}
# Tokens that must stand in the quote or where it stands: an answer about another year or case is a wrong answer.
HARD_KINDS = frozenset({"case", "kle", "date", "number", "section", "room", "day", "letter"})
# Words that ask and do not describe. They are content to the index and none to a question.
ASKING_WORDS = frozenset(
    """
    fortæl fortælle forklar forklare sig sige siger sagde vis vise find finde nævn nævne nævnes giv give gav oplys oplyse
    beskriv beskrive vide ved mon egentlig gerne venligst tak hej goddag står stod handler handlede drejer findes fandtes går
    gik mener menes hedder hed betyder betød kaldes gælder ifølge omkring cirka præcis præcist konkret helt overhovedet måske
    også stadig spørgsmål svar svare hjælp hjælpe information oplysninger please tell about whose whom many much have has had
    been say says said slags mængde antal antallet hvornår hvorfra hvormed hvortil tidspunkt dato datoen sted stedet navn navnet
    navne ligger lå kender kendt ske sker skete gjort gøre laves netop selve forhold hensyn grund hele alle samlet ind listen
    oversigt oversigten opremsning opremsningen opremse remse fortegnelse
    nummer tid tiden dagen egne mere mest virkelig faktisk lige siden altså jamen okay kort fortalt let enkelt inde inden
    """.split()
)
# Words of money and measure that the kind of answer already stands for.
_UNIT_WORDS = {
    Wanted.AMOUNT: frozenset("kroner kr penge beløb beløbet mio million millioner mia milliarder".split()),
    Wanted.ITEM: frozenset("punkt punktet punktnummer dagsorden dagsordenen dagsordenspunkt sag sagen".split()),
    Wanted.ADDRESS: frozenset(
        "webadresse webadressen internetadresse internetadressen netadresse netadressen hjemmeside hjemmesiden link linket "
        "url mailadresse mailadressen e-mailadresse e-mailadressen mailen e-mailen".split()
    ),
    Wanted.OVERVIEW: frozenset(
        "overblik overblikket opsummering opsummer sammenfatning sammenfat resumé resume".split()
    ),
    Wanted.CASE_NUMBER: frozenset(
        "sagsnummer sagsnummeret sagsnr journalnr journalnummer journalnummeret sag sagen sagens".split()
    ),
}
_DROPPED = {wanted: ASKING_WORDS | words for wanted, words in _UNIT_WORDS.items()}
# The front matter of minutes says "Mødedato" and "Mødested" where people ask "when" and "where was the meeting".
_HELD = re.compile(
    r"(?:møde|mødet|mødtes|afholdt|holdt|holdes|holde|foregik|fandt|startede|begyndte|lokale|lokalet|rum"
    r"|meeting|held|start(?:ed)?|begin|began|room|took|take|place|sad|sidder|samledes|samles)$",
    re.IGNORECASE,
)
# "Hvor sad udvalget?": who sits together holds a meeting.
_MEETS = re.compile(
    r"\b\w*mødet?\b|\bmøder?ne\b|\bmødtes\b|\bmeeting\b"
    r"|\b(?:sad|sidder|samledes|samles)\b.*\b\w*(?:udvalget|udvalg|byrådet|rådet|bestyrelsen|de)\b",
    re.IGNORECASE,
)
_OTHER_MEETING = re.compile(r"\b(næste|kommende|forrige)\s+(?:\w+\s+)?møde", re.IGNORECASE)
_ENUMERATION = re.compile(r"(?:^|\s)\d{1,2}\)(?=\s|$)|\.\.\.|^\s*#+\s")
# Of whom a figure is: no "for kort tid siden", and no one thing ("nøglen til et hjem").
_OF_WHOM = r"(?:blandt|for|hos|fra|til)\b(?!\s+(?:en|et)\b)(?!(?:\s+\w+){1,3}\s+siden\b)"
_IN_A_YEAR = r"\s+i\s+[A-ZÆØÅ][^,.?!;:]*\b(?:19|20)\d\d\b"
_UP_TO_THREE = rf"((?:(?!{_OF_WHOM})[a-zæøå][\w-]*\s+){{0,2}}(?!{_OF_WHOM})[a-zæøå][\w-]*)"
_GROUP = re.compile(
    rf"\b{_OF_WHOM}\s+((?:(?!\b{_OF_WHOM})[^,.?!;:])+?){_IN_A_YEAR}|\b(?:i|på)\s+{_UP_TO_THREE}{_IN_A_YEAR}"
)
# "hver 30. dag", "37 timer": how long or how often, not which.
_SPAN = re.compile(r"\b(\d+)\.?\s+(?:timers?|minutters?|dages?|dag|ugers?|måneders?|måned)\b", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\d\s+(?:eller|or)\s+\d", re.IGNORECASE)
_MEETING_WORDS = {Wanted.DATE: "mødedato", Wanted.TIME: "mødedato", Wanted.PLACE: "mødested"}


# Compared as what they are, not by what they hold: a term is looked up many thousand times for one question.
@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A content word of the question with the index terms it stands for, and whether it must be there.

    `guesses` are what an unknown name may be a misspelling of: searched for, and no evidence.
    """

    surface: str
    kind: str
    expansions: tuple[Expansion, ...]
    hard: bool
    guesses: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood. `count` is a number word before a plural ("de syv fokusområder"), None without one.

    `now` is whether it asks about today or yesterday, which no document can hold; `familiar` are the corpus's own names,
    `core` the words, in lower case, without which an answer is about something else. `hard_terms` are those that a quote
    or its place must hold. It is `exact` where it asks for one figure among many alike: it names a year or another number,
    and something by name.
    """

    text: str
    wanted: Wanted
    terms: tuple[Term, ...]
    count: int | None
    now: bool = False
    familiar: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    exact: bool = field(init=False)
    hard_terms: tuple[Term, ...] = field(init=False)

    def __post_init__(self) -> None:
        hard = tuple(term for term in self.terms if term.hard)
        kinds = {term.kind for term in hard}
        object.__setattr__(self, "hard_terms", hard)
        object.__setattr__(self, "exact", {"number", "word"} <= kinds)


def understand(
    text: str,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    carried: str = "",
    familiar: frozenset[str] = frozenset(),
) -> Asked:
    """What `text` asks for. Terms of `carried` (words of an earlier question) are never hard, nor are names in
    `familiar` (lower case): the municipality's own, which every document is about.
    """
    spoken = plain(text)
    # What was carried over from an earlier answer may sound like a question of another kind ("… beslutninger om …").
    own = plain(text.replace(carried, " ")) if carried else spoken
    # "Hvor står det?" asks the earlier question once more, and has no words of its own.
    wanted = wanted_of(own if re.search(r"\w", own) else spoken)
    bridged, rest = vocabulary.phrases(_ENUMERATION.sub(" ", spoken))
    dropped = _DROPPED.get(wanted, ASKING_WORDS)
    every = analyzer.tokens(rest)
    tokens = [token for token in every if token.content and token.surface.lower() not in dropped]
    marks = [mark for mark in marks_of(rest) if mark.surface.split()[0].lower() not in familiar]
    tokens = [token for token in tokens if not any(mark.start <= token.start < mark.end for mark in marks)]
    # "lokal-MED": the parts are tokens of their own; the whole says nothing more where the corpus writes it otherwise.
    tokens = [token for token in tokens if "-" not in token.surface or not _only_parts_known(token, vocabulary)]
    count = next((COUNTS[token.surface.lower()] for token in tokens if token.surface.lower() in COUNTS), None)
    tokens = [token for token in tokens if token.surface.lower() not in COUNTS]
    named = [token for token in names_in(every, rest) if token.surface.lower().removesuffix("s") not in familiar]
    # A compound with a hyphen is known by its parts; it may be written otherwise ("lokal-MED", "lokale MED").
    names = {
        one.start: _is_known(one, vocabulary)
        for one in named
        if "-" not in one.surface or not _is_known(one, vocabulary)
    }
    terms = [_term(token, vocabulary, names.get(token.start)) for token in tokens]
    terms += [Term(phrase, "word", tuple(expansions), False) for phrase, expansions in bridged]
    terms += [
        Term(mark.surface, mark.kind, (Expansion(mark.key, 1.0, Link.SAME, mark.surface.lower()),), True)
        for mark in marks
    ]
    meeting = _MEETING_WORDS.get(wanted)
    if meeting and _MEETS.search(spoken):
        terms = [_of_meeting(term, analyzer, vocabulary) for term in terms if not _HELD.match(term.surface)]
        terms.append(Term(meeting, "word", tuple(vocabulary.expand(analyzer.tokens(meeting)[0])), False))
    if other := _OTHER_MEETING.search(spoken):
        # These minutes' own date is no answer about another meeting.
        token = analyzer.tokens(other.group(1))[0]
        terms = [term for term in terms if term.surface != meeting and term.surface.lower() != other.group(1).lower()]
        same = tuple(one for one in vocabulary.expand(token) if one.link is Link.SAME)
        terms.append(Term(other.group(1), "word", same, True))
    group = _group_words(spoken)
    terms = [replace(term, hard=True) if _is_group(term, group, vocabulary) else term for term in terms]
    spans = {number.lower() for number in _SPAN.findall(spoken)}
    terms = [replace(term, hard=False) if term.kind == "number" and term.surface in spans else term for term in terms]
    if _ALTERNATIVES.search(spoken):
        # "… 17.880 eller 18.880?": one of the numbers is wrong, so neither may be demanded.
        terms = [replace(term, hard=False) if term.kind == "number" else term for term in terms]
    if carried:
        terms = [replace(term, hard=False) if term.surface in carried else term for term in terms]
    core = core_words(spoken) - frozenset(carried.lower().split())
    return Asked(text, wanted, _once_each(terms), count, right_now(spoken), familiar, core)


def _once_each(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms in their order, a word that comes twice being one and the same term both times."""
    known: dict[tuple[str, str, tuple[Expansion, ...], bool], Term] = {}
    return tuple(known.setdefault((one.surface, one.kind, one.expansions, one.hard), one) for one in terms)


def _of_meeting(term: Term, analyzer: Analyzer, vocabulary: Vocabulary) -> Term:
    """A compound with "møde" as what it was a meeting of: the front matter says "Mødedato", and the title of what."""
    of = re.fullmatch(r"([^\W\d_]{4,}?)s?møde[tr]?", term.surface, re.IGNORECASE)
    if of is None:
        return term
    return replace(term, surface=of.group(1), expansions=tuple(vocabulary.expand(analyzer.tokens(of.group(1))[0])))


def _group_words(text: str) -> frozenset[str]:
    """The words, in lower case, that say of whom or what in a named place: "blandt ledere i Søndre Fjord"."""
    found = _GROUP.search(text) if re.search(r"\d", text) else None  # a group is told with a year
    return frozenset((found.group(1) or found.group(2)).lower().split()) if found else frozenset()


def _is_group(term: Term, group: frozenset[str], vocabulary: Vocabulary) -> bool:
    return term.surface.lower() in group and term.surface.lower() in vocabulary.counts


def _is_known(token: Token, vocabulary: Vocabulary) -> bool:
    *names, last = re.sub(r"['’]s$", "", token.surface).replace("–", "-").split("-")
    if not all(vocabulary.holds(name.lower()) for name in names):
        return False
    # The last part of "Fjord-husene" is a common noun, which the corpus may hold in another form.
    return vocabulary.holds(last.lower()) or (bool(names) and last.islower() and vocabulary.holds_form(last))


def _only_parts_known(token: Token, vocabulary: Vocabulary) -> bool:
    return token.kind == "word" and token.surface.lower() not in vocabulary.counts and _is_known(token, vocabulary)


def _term(token: Token, vocabulary: Vocabulary, known_name: bool | None) -> Term:
    """The term of a token. `known_name` is None for what is no name, else whether the corpus holds the name."""
    expansions = vocabulary.expand(token)
    guesses: tuple[Expansion, ...] = ()
    if known_name is False:
        # A name that the corpus does not hold proves nothing of a word that it does, however alike they are.
        guesses = tuple(one for one in expansions if one.link is Link.SPELLING)
        expansions = [one for one in expansions if one.link is Link.SAME]
    hard = token.kind in HARD_KINDS or known_name is not None
    return Term(token.surface, token.kind, tuple(expansions), hard, guesses)


__all__ = ["Asked", "Term", "Wanted", "understand", "wanted_of"]
