"""Whether "skal", "kan", "bør" and "må" of a claim are those of its quote."""

from __future__ import annotations

import re

from assistant.gate_clauses import Clause, content_stems
from assistant.gate_compared import Compared
from assistant.gate_cues import IMPLIES_CAN, IMPLIES_MUST, MODALITY, classes
from assistant.gate_polarity import negations
from assistant.records import Verdict

_FORBIDDEN = re.compile(
    r"\bmå\s+(?:\w+\s+){0,2}(?:ikke|ingen|aldrig)\b|\bforbud\w*|\bikke\s+(?:\w+\s+)?(?:tilladt|lov\s+til)\b",
    re.IGNORECASE,
)
# A verb that tells the reader what to do: "Husk …", "Kontakt …".
_IMPERATIVE = re.compile(
    r"(?:^|[.!?:;,]\s+|\n)(?:så\s+|derfor\s+|og\s+)?(?:husk|kontakt|ring|skriv|send|søg|brug(?!\s+af)|læs|bestil|aflever|medbring|tag|mød|"
    r"tilmeld|vælg|hold|sørg|undgå|kør|vis|udfyld|bed|oplys|betal|meld|giv|sæt|sorter|sortér|læg|klik|log|gem|spørg|henvend|vent|ansøg)\b",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"(?:^|[.!?:;,]\s+|\n)(?:kontakt|ring|skriv|spørg|henvend|søg|læs|bestil|brug|klik|vælg|hent|besøg|se)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:ikke|ingen|intet|aldrig|hverken)\b", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:betal\w*|opkræv\w*|fritag\w*|slippe[rs]?|bortfald\w*|kræve\w*|behøve\w*|gælder|omfatt\w*|nødvendig\w*|pligt\w*)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\buden\b.*\b(?:ikke|ingen)\b|\b(?:ikke|ingen)\b.*\b(?:uden|før)\b|\bførst\b.*\bnår\b|\bkun\b.*\b(?:hvis|når)\b",
    re.IGNORECASE | re.DOTALL,
)
# "Skal ses som" obliges nobody to anything.
_SEEN_AS = re.compile(r"\b(?:skal|kan|bør|må)\s+(?:ses|forstås|betragtes|opfattes|læses)\s+som\b", re.IGNORECASE)
# "Så de kan sendes videre" and "for at flere kan …" tell what for, and allows nothing.
_SO_THAT = re.compile(r"\b(?:så|for)\s+(?:at\s+)?(?:\w+\s+){1,3}?(?:kan|kunne)\b", re.IGNORECASE)
# "Kan man se af tallene" and "kan læses i rapporten" say that it is so.
_CAN_BE_SEEN = re.compile(
    r"\b(?:kan|kunne)\s+(?:(?:man|du|vi)\s+)?(?:\w+\s+){0,2}?(?:se|ses|læse|læses|aflæses?|konstateres?|spores?|mærkes?|genfindes?)\b"
    r"(?!\s+(?:på\s+)?som\b)|\bman\s+(?:kan|kunne)\s+(?:\w+\s+){0,2}?(?:se|læse|aflæse|konstatere|mærke)\b",
    re.IGNORECASE,
)
# What is asked is not told: "det er uafklaret, hvad der skal ske".
_ASKED = re.compile(
    r"(?P<word>(?<=[,;] )\b(?:hvad|hvilke[nt]?|hvem|hvordan|hvornår|hvorvidt|hvor)\b[^,.;]*?)\b(?:skal|skulle)\b",
    re.IGNORECASE,
)
# "Besluttede, at arbejdet sker i tre faser" may be told as "skal ske".
# "Som man må løse" and "så må forældrene sige det" mean "skal".
_MUST_NEEDS = re.compile(
    r"\bman\s+må\b(?!\s+gerne)|\bmå\s+(?:man|[^\W\d_]+(?:ne|en|et))\s+(?!gerne)(?:selv\s+)?[a-zæøå]{2,}e\b",
    re.IGNORECASE,
)
_DECIDED_THAT = re.compile(
    r"\b(?:beslutte\w*|besluttet|vedtog\w*|vedtaget|fastsat\w*|fastlagt\w*|aftalt\w*|aftalte)\b[^.;]*?,?\s+at\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\s*at\b", re.IGNORECASE)
_NONE_WITHOUT = re.compile(
    r"\b(?:ikke|ingen)\b.*\buden\b(?!\s+for\b)|\buden\b(?!\s+for\b).*\b(?:ikke|ingen)\b", re.IGNORECASE | re.DOTALL
)
_PROPOSED = re.compile(
    r"\b(?:indstill\w*|foreslå\w*|foreslog|forslag\w*|opfordr\w*|lægges\s+op\s+til)\b", re.IGNORECASE
)
_OFFERED = re.compile(r"\btilb[uy]d\w*", re.IGNORECASE)
_NEEDED = re.compile(r"\b(?:kræve[rs]?|forudsætter|nødvendig\w*)\b", re.IGNORECASE)
_PERMIT = re.compile(r"\btilladelse\w*\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\buden\b(?!\s+for\b)", re.IGNORECASE)
_NOT_WITHOUT = re.compile(r"\b(?:ikke|ingen)\b.*\buden\b", re.IGNORECASE | re.DOTALL)
_GOVERNS = re.compile(r"\b(?:kan|kunne|skal|skulle|må|måtte|bør|burde)((?:\s+[a-zæøå-]+){1,6})", re.IGNORECASE)
_INFINITIVE = re.compile(
    r"\b(?!(?:ifølge|alle|samme|denne|disse|flere|mere|både|store|nye|ikke)\b)[a-zæøå]{2,}(?:e|es|å|ås)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(r"\b(?:mål(?:et|sætning\w*)?|ambition\w*|krav\w*|betingelse\w*)\b", re.IGNORECASE)
_FREE = re.compile(
    r"\b(?:frivillig\w*|valgfri\w*|gratis|vederlagsfri\w*|behøver|fri\s+for|bortfald\w*)\b", re.IGNORECASE
)
# What "kan" may stand for without being said: a claim may drop none of these.
_WEAK = frozenset({"can", "may", "should"})


def modality(compared: Compared) -> Verdict:
    """FAIL where a clause of the claim obliges, allows or advises otherwise than the quote on the same matter."""
    if all(map(_PERMIT.search, (compared.claim, compared.quote))) and _needs_permit(compared):
        return Verdict.PASS
    if _other_deed(compared):
        return Verdict.FAIL
    asked = [bool(_ASKED.search(text)) for text in (compared.claim, compared.quote)]
    one_asks = asked[0] != asked[1]
    for claim, quoted in compared.pairs:
        told = modal_classes(_unasked(compared.claim, claim) if one_asks else claim.text)
        whole = modal_classes(compared.claim)
        denied = bool(_NOT.search(claim.text))
        if not any(
            _agree(told, given, one.text, whole, denied, compared.quote, claim.text, not any(givens[1:]))
            for one in quoted
            for givens in (_givens(compared, one, one_asks, bool(told & {"must", "should"})),)
            for given in givens
        ) and not _whole_agrees(told, compared, claim):
            return Verdict.FAIL
    return Verdict.PASS


_MAY_DO = re.compile(
    r"\b(?:(?P<no>må\s+(?:\w+\s+)?(?:ikke|aldrig)|(?:ikke|forbudt)\s+(?:tilladt\s+|lovligt\s+)?at|forbudt\s+at)|må\s+(?:\w+\s+)?gerne|tilladt\s+at|lov\s+til\s+at)"
    r"\s+(?P<verb>[a-zæøå]{2,}e)\b",
    re.IGNORECASE,
)


def _other_deed(compared: Compared) -> bool:
    """Whether the claim forbids what its quote allows beside something that it forbids, or the other way."""
    given = {match["verb"].lower(): bool(match["no"]) for match in _MAY_DO.finditer(compared.quote)}
    told = {match["verb"].lower(): bool(match["no"]) for match in _MAY_DO.finditer(compared.claim)}
    return any(verb in given and given[verb] != forbidden for verb, forbidden in told.items())


def _givens(compared: Compared, clause: Clause, one_asks: bool, to_see: bool) -> list[frozenset[str]]:
    """The modality of a clause of the quote; that of what governs it too, where it has none: "skal sikre, at …"."""
    own = modal_classes(_unasked(compared.quote, clause) if one_asks else clause.text, to_see)
    if own or not _AT.match(clause.text):
        return [own]
    before = [one for one in compared.quote_clauses if one.end <= clause.start]
    return [own, modal_classes(before[-1].text)] if before else [own]


def _unasked(text: str, clause: Clause) -> str:
    """A clause of `text` without the modal verb of a question that is not put."""
    lead = text[max(clause.start - 2, 0) : clause.start]
    return _ASKED.sub(lambda match: match["word"], lead + clause.text)


def _needs_permit(compared: Compared) -> bool:
    """Whether one of the two says "må ikke … uden tilladelse" and the other "kræver tilladelse", and nothing else."""
    one, other = (_PERMIT.sub(" ", text) for text in (compared.claim, compared.quote))
    return any(
        modal_classes(first) == {"must"} and not negations(first) and modal_classes(second) <= {"forbidden", "can"}
        and modal_classes(second) and _NONE_WITHOUT.search(second) and negations(second) == 2
        for first, second in ((one, other), (other, one))
    )  # fmt: skip


def modal_classes(text: str, to_see: bool = False) -> frozenset[str]:
    """The classes of modality in `text`; "må ikke", "forbudt" and "ikke tilladt" are one class of their own.

    "Kan ses" counts only where `to_see` asks for it: beside a claim that one shall see it.
    """
    text = _SO_THAT.sub(" ", _SEEN_AS.sub(" ", text))
    if not to_see:
        text = _CAN_BE_SEEN.sub(" ", text)
    found = classes(text, MODALITY)
    if _FORBIDDEN.search(text):
        found = (found - {"may"}) | {"forbidden"}
    if re.search(r"\bmå\s+gerne\b", text, re.IGNORECASE):
        found |= {"may", "can"}
    return found


def _agree(
    told: frozenset[str],
    given: frozenset[str],
    quote: str,
    whole: frozenset[str],
    denied: bool,
    source: str,
    claim: str,
    ungoverned: bool,
) -> bool:
    if told == given:
        return True
    new = told - given
    if new and (
        ("forbidden" in given and new != {"must"})
        or not all(
            (ungoverned and not given and not denied and _uncontradicted(modal, quote, claim, source))
            or _licensed(modal, given, quote, denied, source, claim)
            for modal in new
        )
    ):
        return False
    # Leaving out "skal" keeps the sense of a rule; leaving out "kan", "bør" or "må" makes one up, if what may be done is told
    # at all. Another clause of the claim may say it: "Har man …, kan man …".
    weak = given & (_WEAK | {"forbidden"})
    if _PROPOSED.search(claim):
        weak -= {"should"}
    if _OFFERED.search(quote) and _OFFERED.search(claim):
        weak -= {"can"}  # "kan få tilbudt" is "tilbydes"
    return bool(told) or weak <= whole or ("forbidden" not in weak and not _governed(quote) & content_stems(claim))


# "Højst 55 dB" may be told as "må højst være 55 dB".
_LIMIT = re.compile(r"\b(?:højst|højest|maks\w*|mindst|kun|ikke)\b", re.IGNORECASE)


# What is only proposed, wished for or talked of obliges nobody.
_OPEN_MATTER = re.compile(
    r"\b(?:foreslå\w*|foreslog|forslag\w*|indstill\w*|overvej\w*|drøft\w*|ønske\w*|vision\w*|ambition\w*|måske|eventuel\w*|undersøg\w*)\b",
    re.IGNORECASE,
)


def _uncontradicted(modal: str, quote: str, claim: str, source: str) -> bool:
    """Whether nothing in a quote without a modal verb speaks against the claim's: a duty is no offer, an offer no duty."""
    offers = bool(IMPLIES_CAN.search(quote))
    obliges = bool(IMPLIES_MUST.search(IMPLIES_CAN.sub(" ", quote)))
    if modal == "can":
        return offers or not obliges
    if modal == "must":
        return (obliges or not IMPLIES_CAN.search(source)) and not _OPEN_MATTER.search(source)
    return modal == "may" and bool(_LIMIT.search(claim))


def _licensed(modal: str, given: frozenset[str], quote: str, denied: bool, source: str, claim: str) -> bool:
    """Whether a claim may say "skal" or "kan" where its quote says it in another way."""
    if {modal, *given} <= {"can", "may"} and "may" in given:
        return negations(quote) == 0
    if modal == "may" and given == {"must"} and not denied and _MUST_NEEDS.search(claim):
        return True
    if modal == "may" and _IMPERATIVE.search(source) and not given:
        # "Kontakt et firma" may be told as "man må kontakte et firma".
        return True
    # What is done may be told as what can or must be done: "husejere betaler" as "husejere skal betale".
    plainly_done = not given and not denied and not modal_classes(source, to_see=True)
    if modal == "can" and _DECIDED_THAT.search(source):
        plainly_done = False
    if modal in ("can", "must") and plainly_done and _governed(claim) & content_stems(quote):
        return True
    if modal == "should" and not given:
        return bool(_PROPOSED.search(source))  # "indstiller, at" may be told as "anbefaler, at" and "bør"
    if modal == "must":
        if not modal_classes(source) and not denied and not negations(source) and _DECIDED_THAT.search(source):
            return True
        if "forbidden" in given and _NOT_WITHOUT.search(source):
            return True  # "må ikke fældes uden tilladelse"
        # "Kan ikke … uden", "kan først … når" and "kun … hvis" make a condition, which is something that must be.
        if given == {"can"}:
            return bool(_FREE.search(quote) or _WITHOUT.search(source)) if denied else bool(_CONDITION.search(source))
        if given & _WEAK or "should" in modal_classes(source):
            return False
        # "Skal ikke betale" is "betaler ikke", "er fritaget" and "gratis".
        if denied and (_FREE.search(quote) or (negations(quote) and _DUTY.search(quote))):
            return True
        obliges = IMPLIES_MUST.search(quote) and not IMPLIES_CAN.search(quote)
        return bool(obliges or _IMPERATIVE.search(quote) or _GOAL.search(source) or _CONDITION.search(source))
    if modal == "can" and given == {"must"} and denied and not negations(quote):
        # "Kræver X" may be told as "kan ikke ske uden X".
        return bool(_NEEDED.search(quote) and negations(claim) == 2 and _NONE_WITHOUT.search(claim))
    if modal == "can" and not given:
        if denied:
            # "Dækker ikke" may be told as "kan ikke få dækket".
            return bool(negations(quote)) and not _DUTY.search(quote)
        return bool(IMPLIES_CAN.search(quote) or _OFFER.search(quote))
    return False


def _governed(text: str) -> frozenset[str]:
    """The stems of the verbs that a modal verb governs in `text`."""
    verbs = (verb for match in _GOVERNS.finditer(text) for verb in _INFINITIVE.findall(match[1]))
    return frozenset().union(*(content_stems(verb) for verb in verbs))


def _whole_agrees(told: frozenset[str], compared: Compared, claim: Clause) -> bool:
    """Whether a claim of one clause tells several clauses of a quote that has one modality throughout."""
    if not told or (len(compared.claim_clauses) > 1 and claim.stems):
        return False
    whole = modal_classes(compared.quote)
    return bool(whole) and told == whole
