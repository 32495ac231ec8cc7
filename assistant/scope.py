"""What lies outside: other municipalities, everyday services, named private persons, and what happens right now.

Pure. These are decided beside the search and not before it: a corpus may well hold a service's rules or a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ingest.danish import STOP_WORDS, Token

# The everyday errands of a Danish citizen with the municipality or the state, as borger.dk groups them: a line a service.
_SERVICES = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"borgerservice\w*|pas|passet|kørekort\w*|sundhedskort\w*|mitid|nemid|nemkonto|eboks|e-boks|folkeregister\w*|cpr-\w+",
        r"vielse\w*|navneændring\w*",
        r"adresse|flytning|flytte\w*",
        r"vuggestue\w*|børnehave\w*|dagpleje\w*|sfo\w*|skoleindskrivning\w*|indskrivning\w*|skolestart",
        r"byggetilladelse\w*|carport\w*|byggeri|nabohøring\w*",
        r"parkering\w*|parkeringsbøde\w*|p-bøde\w*|bøde\w*",
        r"svømmehal\w*|bibliotek\w*|åbningstid\w*",
        r"genbrug\w*|affald\w*|skrald\w*|skraldespand\w*|storskrald\w*|renovation\w*",
        r"hjemmehjælp\w*|plejehjem\w*|madservice|hjælpemid\w*|tandlæge\w*|lægehus\w*|vaccin\w*",
        r"boligstøtte\w*|kontanthjælp\w*|dagpenge\w*|sygedagpenge\w*|pension(?!ist)\w*|folkepension\w*|efterløn\w*"
        r"|børnepenge\w*|børne- og ungeydelse\w*|barsel\w*",
        r"skat|skatten|selvangivelse\w*|ejendomsskat\w*",
        r"rottebekæmpelse\w*|rotter",
        r"vejhul\w*|snerydning\w*|gadelys|gadebelysning\w*",
        r"buskort\w*|busser|bussen|tog|togtider",
        r"vejret|vejrudsigt\w*|lotto\w*|fodbold\w*|opskrift\w*|restaurant\w*|biograf\w*",
    )
)
_ERRAND = re.compile(
    r"\b(?:jeg|mig|min|mit|mine|vi|vores|man|min mor|min far|i weekenden|åbent|åbner|lukker|koster"
    r"|søger|bestiller|fornyer?|klager|tømmer"
    r"|indskrivning|indskrive|tilmeld\w*|betaler|får|henter|afleverer|melder|melde)\b",
    re.IGNORECASE,
)
_MUNICIPALITY = re.compile(r"\b([A-ZÆØÅ][\wæøåé-]+(?:-[A-ZÆØÅ][\wæøåé]+)?)s? [Kk]ommunes?\b")
# Words that stand before "kommune" with a capital at the start of a sentence and name none.
_NO_NAMES = frozenset(
    "hvilken hver hele samme egen anden sådan ingen nogen enhver mange flere alle andre store små nye".split()
)
_NOW = re.compile(
    r"\b(?:i (?:går|dag|morgen|aften|nat|denne måned|weekenden)|(?:lige|netop) nu|for tiden|(?:denne|sidste|næste) uge"
    r"|seneste nyt"
    r"|yesterday|today|tomorrow|right now)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:borgmester\w*|viceborgmester\w*|formand\w*|næstformand\w*|direktør\w*|kommunaldirektør\w*"
    r"|rådmand\w*|minister\w*"
    r"|statsminister\w*|byrådsmedlem\w*|udvalgsformand\w*|rektor\w*|forvaltningschef\w*|chef\w*|professor\w*)\s*$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?:vej|gade|boulevard|plads|allé|alle|stræde|torv|skole|hus|kirke|park|havn|bro|kommune|by)$", re.IGNORECASE
)
_PRIVATE_LIFE = re.compile(
    r"\b(?:bor|adresse|gift|kæreste|børn|sygdom|syg|diagnose|straffet|dømt|gæld|skilt|religion"
    r"|kontanthjælp|telefonnummer|privat"
    r"|nabo|naboen|min gade|sagsbehandler|løn|formue|seksuel\w*|parti|stemte på|barn|mor til|far til|søn|datter|født"
    # What one person is accused of: no document is asked that about a name.
    r"|affære|utro|alkoholiker|misbrug\w*|stjal|stjålet|tyv|bestikkelse\w*|bestukket|underslæb|svindle\w*|svindlet|hvidvask\w*"
    r"|løj|løjet|sygemeldt|fyret|afskediget|gravid|orlov|sigtet|tiltalt|racist\w*|nazist\w*|pædofil\w*|voldelig\w*)\b",
    re.IGNORECASE,
)
# Two capitalised words that name a thing and no person.
_WORK = re.compile(
    r"\b(?:Kommune|Kommunes|Union|Lov|Plan|Hvidbog|Bowl|Forvaltning|Udvalg|Hovedudvalg|Råd|Teater"
    r"|Museum|Park|The|Of)\b"
)
# "i Søndre Fjord og Nørre Tang": what stands after these is a place.
_IN_PLACE = re.compile(r"\b(?:i|på|ved|fra|nær|omkring)\s+(?:[A-ZÆØÅ][\w-]+\s+){0,3}(?:og\s+|eller\s+)?$")
_NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåéü]+(?:\s+(?:[A-ZÆØÅ]\.|[A-ZÆØÅ][a-zæøåéü]+))+")


def other_municipality(question: str, own: str) -> bool:
    """Whether the question names a municipality other than `own` ("Randers Kommune")."""
    ours = {word.removesuffix("s") for word in own.lower().split()}
    named = (match.group(1).lower() for match in _MUNICIPALITY.finditer(question))
    return any(name.removesuffix("s") not in ours and name not in STOP_WORDS | _NO_NAMES for name in named)


def everyday_service(question: str, headings: Iterable[str] = ()) -> bool:
    """Whether the question is somebody's errand with a public service: a service's word and an errand's.

    It is not where one of the `headings` near it is about the same service: then the material is about that.
    """
    asked = [service for service in _SERVICES if service.search(question)]
    if not asked or not _ERRAND.search(question):
        return False
    return not any(service.search(heading) for service in asked for heading in headings)


def right_now(question: str) -> bool:
    """Whether the question is about now, yesterday or tomorrow, which no document knows."""
    return bool(_NOW.search(question))


def private_person(question: str, known: Collection[str], places: Collection[str]) -> bool:
    """Whether the question is about the private life of somebody it names (two or more capitalised words in a row).

    An office in front ("borgmester …") makes a person that the corpus does not know an office-holder.
    """
    named_places = " ".join(places).lower()
    for match in _NAME.finditer(question):
        words = match.group().split()
        if _STREET.search(words[-1]):
            continue
        if _opens_sentence(question, match.start()):
            words = words[1:] if len(words) > 2 else []
        if len(words) < 2 or any(word.lower() in named_places for word in words):
            continue
        unknown = any(word.lower() not in known and word.lower().removesuffix("s") not in known for word in words)
        if _IN_PLACE.search(question[: match.start()]):
            continue
        office = _OFFICE.search(question[: match.start()])
        if _PRIVATE_LIFE.search(question) and not (unknown and (office or _WORK.search(match.group()))):
            return True
    return False


def names_in(tokens: Collection[Token], question: str) -> list[Token]:
    """The words of the question that are written as names: with a capital, and not at the start of a sentence."""
    shouting = question.isupper()
    return [
        token
        for token in tokens
        if token.kind == "word"
        and not shouting
        and token.surface[:1].isupper()
        and not token.surface.isupper()
        and not _opens_sentence(question, token.start)
    ]


def _opens_sentence(question: str, start: int) -> bool:
    return bool(re.search(r"[.!?:]\s*[\"'»]?$", question[:start])) or not question[:start].strip()
