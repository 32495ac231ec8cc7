"""What a question is about at its core: the noun after "Hvad er", "Hvem er" or "Hvilke", and the group it is asked for.

Pure. An answer that lacks it is about something else, however many other words it shares: "formand", "kvinder", "Zone D".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.light_words import is_light
from ingest.danish import STOP_WORDS

# Nouns that are told without being named: the sentence after "formålet" or "den største udfordring" need not say the word.
_ABSTRACT = frozenset(
    """
    formål formålet mål målet grund grunden årsag årsagen årsagerne resultat resultatet resultater konsekvens
    konsekvensen konsekvenserne mening meningen forskel forskellen baggrund baggrunden betydning betydningen problem
    problemet problemer problemerne udfordring udfordringen udfordringer udfordringerne pointe pointen pointer
    hovedpointer budskab budskabet konklusion konklusionen konklusioner idé idéen ide ideen plan planen planer planerne
    status forslag forslaget opgave opgaven rolle rollen fordel fordele fordelene ulempe ulemper krav kravet kravene
    regel regler reglen reglerne løsning løsningen løsninger løsningerne indhold indholdet emne emnet emner tema temaer
    navn navnet nummer nummeret dato datoen dag dagen år året sted stedet område områder måde måder type typer slags
    ting punkt punkter del dele frist fristen pris prisen priser beløb beløbet antal antallet andel andelen procent
    titel titlen titler oplysninger information informationer næste skridt svar svaret konkrete beslutning beslutningen
    afgørelse afgørelsen tidspunkt tidspunktet lokale lokalet måned uge budget budgettet dokument dokumentet referat
    referatet tiltag indsats indsatser spørgsmål alternativ alternativet sag sagen gruppe grupper plads pladsen
    """.split()
)
_HEAD = re.compile(
    r"\b(?:hvem|hvad)\s+(?:er|var|bliver|blev|lød|lyder|hedder|hed|koster|kostede)\s+"
    r"(?P<rest>[^?.!,;:]*)|\bhvordan\s+(?:er|bliver)\s+(?P<how>\w+(?:en|et|ne))(?=\s+(?:i|på|til|for|hos|om)\b|\W*$)"
    r"|\bhvilke\s+(?P<which>[^?.!,;:]*)",
    re.IGNORECASE,
)
_PREPOSITIONS = frozenset(
    """
    for i på af hos blandt til fra med om ved under over efter før mod mellem som der at end uden pr per inden gennem
    ifølge
    """.split()
)
_VERBS = frozenset("er var blev bliver har havde skal kan vil må fik får".split())
_GROUPS = frozenset(
    """
    kvinder mænd kvinderne mændene drenge piger børn børnene unge ældre pensionister seniorer folkepensionister
    indvandrere flygtninge efterkommere studerende elever eleverne lærlinge enlige handicappede førtidspensionister
    lærere pædagoger sygeplejersker voksne teenagere spædbørn nydanskere akademikere faglærte ufaglærte selvstændige
    husdyr hunde biler cyklister bilister fodgængere turister erhvervsdrivende virksomheder lejere ejere husejere
    boligejere sommerhuse
    """.split()
)
# "Hvilken liste stemte imod …": the verb ends the phrase; "de ansatte" are people.
_PAST = re.compile(r"(?:..ede|(?<!ansat)[^e]te)$")
# "Hvad er længst", "hvad er specielt ved": adjectives; "åbningstiden", "klagefristen": told by the value alone.
_NO_NOUN = re.compile(
    r"(?:[^aeiouyæøå]st|igt|isk|elt|ært|(?<!leve)tid(?:en|er|erne)?|frist(?:en|er)?|pris(?:en|er|erne)?)$|\d"
)
_DECIDED = re.compile(r"\b(?:beslutte|vedtag|vedtog|godkend|afvis|forkast)\w*")
# "Er planen vedtaget?", "Hvorfor vedtog udvalget planen?"
_IS_DECIDED = re.compile(rf"^\W*(?:er|blev|bliver|har|hvorfor)\b.*{_DECIDED.pattern}")
_SAME_THING = 4  # letters that two forms of a noun share
_DECIDED_THING = re.compile(
    r"\b(?:den|det|de|disse|allerede|tidligere) (?:\w+ )?(?:besluttede|vedtagne|godkendte|afviste|forkastede)\b"
    r"(?! (?:at|med|den|det|de|i|på|om|for|efter|ikke|sig|en|et)\b) (?P<thing>\w+)"
)
_OF_GROUP = re.compile(r"\b(?:for|blandt|hos|til)\s+(?:de\s+)?(?:\w+e\s+)?(?P<group>[^\W\d_]+)", re.IGNORECASE)


# "Fristen for input" is not the one for something else.
_DUE = re.compile(
    r"\b(?:\w*frist(?:en)?|deadline\w*)\s+(?:for|til)\s+(?!at\b)(?P<what>[^\W\d_]{3,})(?=\s*(?:[?.!,;:]|$)|\s+(?:i|på|om|fra|ved)\b)",
    re.IGNORECASE,
)
# "Hvornår sluttede mødet?" is not told by when it began.
_ENDED = re.compile(r"\bhvornår\s+(?P<verb>slutte\w*|endte|ender)\s+\w*møde\w*", re.IGNORECASE)
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{first})\w*", re.IGNORECASE), re.compile(rf"\b(?:{second})\w*", re.IGNORECASE))
    for one, other in (
        ("lukke", "åben|åbent|åbner|åbning"), ("højest", "lavest"), ("størst", "mindst"), ("flest", "færrest"),
        ("ældst", "yngst"), ("dyrest", "billigst"), ("længst", "kortest"), ("bedst", "dårligst|ringest|værst"),
    )
    for first, second in ((one, other), (other, one))
)  # fmt: skip
# "Tredjefattigste", "næststørste", "3. største": a place after the first, and what is ordered.
_RANKED = re.compile(
    r"\b(?:næst|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|\d+\.)[- ]?(?P<order>\w+ste)\b",
    re.IGNORECASE,
)
_ORDER = "ste"
_WHICH_IS = re.compile(
    r"^\W*(?:hvilke[nt]?|hvem|hvad)\b(?!.*\b(?:nummer|plads\w*|placering\w*|blandt|et af|en af)\b)", re.IGNORECASE
)


def says_opposite(question: str) -> Callable[[str], bool] | None:
    """What says of a text whether it tells of something else than what is asked, and not of it: when it is open, where it
    is asked when it is closed; of the third poorest, where the poorest is asked for; of another thing that is decided. None
    where the question asks for none of these."""
    opposites = [(asked, other) for asked, other in _OPPOSITES if asked.search(question) and not other.search(question)]
    # "Er midtbyen den fattigste?" and "Hvilken plads …?" are answered by the place that it has.
    first = _WHICH_IS.search(question) is not None and _ORDER in question.lower()
    decided = _IS_DECIDED.search(_DECIDED_THING.sub(" ", question.lower())) is not None

    def opposes(text: str) -> bool:
        if decided and _speaks_of_decided_thing(text.lower(), question.lower()):
            return True
        if any(other.search(text) and not asked.search(text) for asked, other in opposites):
            return True
        return first and any(
            _is_first(order, question) and not _is_first(order, text)
            for order in {match["order"].lower() for match in _RANKED.finditer(text)}
        )

    return opposes if opposites or first or decided else None


def _speaks_of_decided_thing(lower: str, question: str) -> bool:
    """Whether a decision is named only beside something else: "den besluttede proces" decides nothing of a plan."""
    if any(match["thing"][:_SAME_THING] in question for match in _DECIDED_THING.finditer(lower)):
        return False
    without = _DECIDED_THING.sub(" ", lower)
    return without != lower and _DECIDED.search(without) is None


def _is_first(order: str, text: str) -> bool:
    """Whether `text` names the first in an order ("fattigste"), later ones aside."""
    return order in re.findall(r"\w+", _RANKED.sub("", text.lower()))


def core_words(question: str) -> frozenset[str]:
    """The words, in lower case, that an answer must hold in some form; none where the question names no such noun."""
    found = {group for match in _OF_GROUP.finditer(question) if (group := match.group("group").lower()) in _GROUPS}
    found |= {match.group("verb").lower() for match in _ENDED.finditer(question)}
    found |= {match.group("what").lower() for match in _DUE.finditer(question)}
    for match in _HEAD.finditer(question):
        head = _head(
            match.group("rest") or match.group("how") or match.group("which") or "", which=bool(match.group("which"))
        )
        if head:
            found.add(head)
    return frozenset(found)


def _head(phrase: str, which: bool) -> str | None:
    """The last word of a noun phrase: the one before the first preposition or verb."""
    words = re.findall(r"[^\W\d_][\w-]*", phrase)
    if words and words[0][:1].isupper() and not which:
        return None  # "Hvem er Randers sakket bagud …": the name is the subject, and must stand there anyhow
    taken: list[str] = []
    for word in words:
        lower = word.lower()
        # "Kommunens største udfordringer": whose it is does not end the phrase.
        ends = taken and not taken[-1].lower().endswith("s") and (is_light(lower) or _PAST.search(lower))
        if lower in _PREPOSITIONS or lower in _VERBS or ends:
            break
        taken.append(word)
        # "Hvilke virksomheder flytter": a plural noun or a definite one ends the phrase.
        if which and len(taken) >= 1 and lower.endswith(("er", "erne", "ene")) and not lower.endswith("ere"):
            break
    content = [word for word in taken if word.lower() not in STOP_WORDS and not is_light(word) and len(word) > 1]
    if not content:
        return None
    head = content[-1].lower()
    return None if head in _ABSTRACT or _NO_NOUN.search(head) else head
