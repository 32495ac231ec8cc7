"""Whether things go up or down, open or close, and compare in a claim as they do in its quote."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from assistant.gate_clauses import Clause, content_stems, holds
from assistant.gate_compared import Compared
from assistant.gate_cues import ADJECTIVE_PAIRS, DIRECTION_PAIRS, LATE_AND_EARLY, MOVES
from assistant.gate_polarity import negations, same_sense
from assistant.records import Verdict

_LATE, _EARLY = (re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in LATE_AND_EARLY)
_COMPARISON = re.compile(r"\b(\w+(?:ere)|flere|færre|mere|mindre|bedre|større)\s+end\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:ikke\s+)?(?:mere|mindre|flere|færre|højere|lavere|større|længere|kortere)\s+end\s+(?=(?:ca\.\s*)?\d)",
    re.IGNORECASE,
)


def direction(compared: Compared) -> Verdict:
    """FAIL where the claim goes the other way than the quote, adds a movement, or turns a comparison round."""
    if (
        _against_the_numbers(compared)
        or _other_degree(compared)
        or _standard_told(compared)
        or _predicates_swapped(compared)
    ):
        return Verdict.FAIL
    mirrored = _mirrored(compared)
    for claim, quoted in compared.pairs:
        told, given = _plain(claim.text), _plain(" ".join(one.text for one in quoted))
        if any((negations(claim.text) + negations(one.text)) % 2 and same_sense(claim, one) for one in quoted):
            # "ikke åben" for "lukket"
            if _LATE.search(given) and _EARLY.search(told) and not _LATE.search(told):
                return Verdict.FAIL
            continue
        whole = _plain(compared.quote)
        there = _plain(_where_the_value_stands(compared, claim))
        for up, down in DIRECTION_PAIRS:
            if mirrored and up.search(mirrored) and down.search(mirrored):
                continue
            for one, other in ((up, down), (down, up)):
                if one.search(told) and not other.search(told) and other.search(given) and not one.search(given):
                    return Verdict.FAIL
                if (
                    there
                    and one.search(told)
                    and not other.search(told)
                    and other.search(there)
                    and not one.search(there)
                ):
                    return Verdict.FAIL
                # Said in another clause of the quote, but not of this.
                if one.search(told) and not one.search(whole) and other.search(whole):
                    return Verdict.FAIL
        if MOVES.search(told) and not any(up.search(whole) or down.search(whole) for up, down in DIRECTION_PAIRS[:1]):
            return Verdict.FAIL
    return Verdict.FAIL if _turned_round(compared) else Verdict.PASS


_THEN = re.compile(
    r"[^.;]{0,30}\b(?:året\s+(?:før|forinden)|sidste\s+år|forrige\s+år|i\s+(?:19|20)\d\d)\b", re.IGNORECASE
)
_AT_THE_END = re.compile(r"[^.;]{0,20}\b(?:slutning\w*|udgang\w*|udløb\w*)\b", re.IGNORECASE)
_AT_THE_START = re.compile(r"[^.;]{0,20}\b(?:start|begyndelse\w*|indgang\w*)\b", re.IGNORECASE)


def _against_the_numbers(compared: Compared) -> bool:
    """Whether the claim says "færre" where the numbers of the quote rise, which has no word for it: "519 mod 463 året før"."""
    up, down = DIRECTION_PAIRS[0]
    rises, falls = (bool(one.search(_plain(compared.claim))) for one in (up, down))
    if rises == falls or up.search(compared.quote) or down.search(compared.quote) or negations(compared.claim):
        return False
    for first, second in itertools.pairwise(compared.quote_values):
        kind, before = first.readings[0][0], compared.quote[: first.start]
        if kind != second.readings[0][0] or kind not in ("n", "kr", "%"):
            continue
        one, other = Decimal(first.readings[0][1]), Decimal(second.readings[0][1])
        between = compared.quote[first.end : second.start]
        if re.search(r"\bmod\s*$", between) and _THEN.match(compared.quote, second.end):
            change = one - other
        elif (re.search(r"\bfra\s+$", before, re.IGNORECASE) and re.search(r"\btil\s*$", between)) or (
            _AT_THE_START.match(between) and _AT_THE_END.match(compared.quote, second.end)
        ):
            change = other - one
        else:
            continue
        return (change > 0 and falls) or (change < 0 and rises)
    return False


def _where_the_value_stands(compared: Compared, clause: Clause) -> str:
    """The one clause of the quote that holds the values of a clause of the claim; empty where there is none or more."""
    told = [one for one in compared.claim_values if clause.start <= one.start < clause.end]
    found = {
        one.start: one.text for one in compared.quote_clauses
        if any(
            set(value.readings) & set(other.readings)
            for value in compared.quote_values if one.start <= value.start < one.end for other in told
        )
    }  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else ""


_WORD = re.compile(r"[^\W\d_]+")
_DEGREE = {word: (i, side) for i, pair in enumerate(ADJECTIVE_PAIRS) for side in (0, 1) for word in pair[side].split()}
_IS = re.compile(r"er|var|bliver|blev|alt|for|meget|ganske|markant|alvorligt|særligt|alt for", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?P<word>(?:høj|lav|læng|kort|stør|mind|hurtig|langsom|bed|dårlig|ringe|flere|fær|dyr|billig|æld|yng|stærk|svag)(?:ere|re)?)\b(?P<own>[^.;,]*?)\bend\b(?P<other>[^.;,]*)",
    re.IGNORECASE,
)


def _other_degree(compared: Compared) -> bool:
    """Whether the claim gives a noun the opposite adjective: "for mange private job" for "for få private job"."""
    if negations(compared.claim) != negations(compared.quote):
        return False
    told, given = _degrees(compared.claim), _degrees(compared.quote)
    return any(
        (pair, 1 - side, noun) in given and (pair, side, noun) not in given and (pair, 1 - side, noun) not in told
        for pair, side, noun in told
    )


def _degrees(text: str) -> set[tuple[int, int, str]]:
    """The adjectives of `ADJECTIVE_PAIRS` in `text`, each as its pair, its side of it and the stem of its noun."""
    words = [word.lower() for word in _WORD.findall(text)]
    found = set()
    for i, word in enumerate(words):
        if word not in _DEGREE:
            continue
        before = i - 1
        while before >= 0 and _IS.fullmatch(words[before]):
            before -= 1
        predicate = (
            before >= 0
            and words[before] not in ("der", "det")
            and any(one in ("er", "var", "bliver", "blev") for one in words[before + 1 : i])
        )
        nouns = [words[before]] if predicate else words[i + 1 : i + 3]
        for noun in nouns:
            if noun in _BREAK:
                break
            found |= {(*_DEGREE[word], stem) for stem in content_stems(noun)}
    return found


_BREAK = frozenset("og eller i på af til for med om fra ved end som der at men er har var kan skal".split())


_BESIDE = re.compile(r"\b(?:end|sammenlign\w*|forhold\s+til|over\s+for|modsat|ift)\b", re.IGNORECASE)


def _standard_told(compared: Compared) -> bool:
    """Whether the claim says "kortere" of what the quote only compares with: "kortere end i nabokommunerne"."""
    quotes = list(_COMPARED.finditer(compared.quote))
    if len(quotes) != 1 or _BESIDE.search(compared.claim):
        return False
    quote = quotes[0]
    standard = content_stems(quote["other"]) - content_stems(compared.quote[: quote.start()] + quote["own"])
    return any(
        re.search(rf"\b{re.escape(quote['word'])}\b", one.text, re.IGNORECASE) and one.stems & standard
        for one in compared.claim_clauses
    )


_CONTRAST = re.compile(r",?\s(?:mens|medens|hvorimod|men|hvorefter)\s|;\s", re.IGNORECASE)


def _predicates_swapped(compared: Compared) -> bool:
    """Whether "A er vokset, mens B er uændret" is told as "B er vokset, mens A er uændret"."""
    told, given = _CONTRAST.split(compared.claim), _CONTRAST.split(compared.quote)
    if len(told) != 2 or len(given) != 2:
        return False
    first, second = map(content_stems, given)
    halves = [content_stems(half) for half in told]
    apart = [{one for one in mine if not holds(yours, one)} for mine, yours in ((first, second), (second, first))]
    return all(all(any(holds(half, one) for one in side) for side in apart) for half in halves)


def _mirrored(compared: Compared) -> str:
    """The two opposite words where "A er højere end B" tells "B er lavere end A"; empty where it does not."""
    claims, quotes = list(_COMPARED.finditer(compared.claim)), list(_COMPARED.finditer(compared.quote))
    if len(claims) != 1 or len(quotes) != 1 or claims[0]["word"].lower() == quotes[0]["word"].lower():
        return ""
    claim, quote = claims[0], quotes[0]
    told = content_stems(compared.claim[: claim.start()] + claim["own"]), content_stems(claim["other"])
    given = content_stems(compared.quote[: quote.start()] + quote["own"]), content_stems(quote["other"])
    crossed = (told[0] - told[1]) & (given[1] - given[0]) and (told[1] - told[0]) & (given[0] - given[1])
    return f"{claim['word']} {quote['word']}" if crossed and not told[1] & given[1] else ""


def _plain(text: str) -> str:
    # "Ikke mere end 50" is a bound, not a comparison.
    return _BOUND.sub(" ", text)


def _turned_round(compared: Compared) -> bool:
    claim, quote = _COMPARISON.search(compared.claim), _COMPARISON.search(compared.quote)
    if claim is None or quote is None:
        return False
    told = content_stems(compared.claim[: claim.start()]), content_stems(compared.claim[claim.end() :])
    given = content_stems(compared.quote[: quote.start()]), content_stems(compared.quote[quote.end() :])
    left, right = told[0] - told[1], told[1] - told[0]
    crossed = any(holds(given[1] - given[0], one) for one in left) and any(
        holds(given[0] - given[1], one) for one in right
    )
    kept = any(holds(given[0] - given[1], one) for one in left) and any(
        holds(given[1] - given[0], one) for one in right
    )
    return crossed and not kept and claim[1].lower() == quote[1].lower()
