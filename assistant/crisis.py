"""A cry for help: who tells that they want to die, hurt themselves or were hurt. Pure.

Heard in Danish and in every language that the kiosk's frame has. It is the person who speaks ("jeg", "mig selv", "my") that
makes it one: a question about what the municipality does against suicide is answered like any other.
"""

from __future__ import annotations

import re

_UP_TO_THREE = r"(?:\w+,? ){0,3}"
_OUT = r"(?:(?:ud |ind |ned )?(?:foran|under)|(?:ud|ned) (?:over|fra|ad|af|på|under))"

_CRIES = (
    # What was heard from the first.
    r"\b(?:tage[r]? mit (?:eget )?liv|begå selvmord|selvmordstanker|vil ikke leve|slå mig selv ihjel"
    r"|gøre en ende på det hele|jeg (?:tænker|overvejer) .{0,20}selvmord|orker ikke (?:mere|livet))\b",
    r"\b(?:slår|banker|tæver|voldtager|misbruger|truer)\s+(?:mig|mit barn|mine børn|min \w+|sit barn|sine børn|sin kone)\b",
    r"^\W*selvmord\W*$",
    # Danish: to die.
    r"\b(?:tage[r]?|tog|taget) livet af mig\b",
    r"\b(?:slår|slog|dræbe[r]?) mig selv\b|\b(?:ende|afslutte|slutte) mit (?:eget )?liv\b",
    rf"\bjeg {_UP_TO_THREE}(?:lyst til at|vil|ønsker at|ville ønske,? (?:at )?jeg) {_UP_TO_THREE}(?:dø|være død|var død)\b",
    r"\b(?:orker|kan|gider|magter|vil|ønsker) ikke (?:\w+ ){0,2}(?:leve|være i live)\b(?! (?:af|på|for)\b)",
    r"\bikke (?:er )?(?:værd at leve|nogen grund til at leve)\b|\bholde (?:livet|mit liv) ud\b",
    r"\bjeg kan (?:\w+ ){0,2}ikke mere(?:\W*$|[.!?,;])",
    r"\b(?:hænge[r]?|skyde[r]?|drukne[r]?|kvæle[r]?|forgifte[r]?) mig(?: selv)?\b(?! (?:op|fast|i foden|på)\b)",
    rf"\bjeg (?:\w+ ){{0,5}}(?:springe[r]?|hoppe[r]?) {_OUT} (?:\w+ )?(?:tog\w*|lastbil\w*|bil(?:en)?|bro(?:en)?|vindu\w*"
    r"|altan\w*|tag(?:et)?|klippe\w*|skinne\w*)\b",
    rf"\b(?:kaste[r]?|smide[r]?|lægge[r]?) mig {_UP_TO_THREE}(?:foran|under|ud over|ud fra|ned fra|på skinne\w*)\b",
    # Danish: hurt by one's own hand, or by another's.
    r"\b(?:skærer?|skære|skåret|skade[r]?|skadet|brænder?|cutter) (?:\w+ )?(?:i )?mig selv\b",
    r"\b(?:jeg|min \w+) (?:er|blev|bliver) (?:\w+ ){0,2}(?:voldtaget|misbrugt|slået (?:derhjemme|hjemme|af min))\b",
    # English.
    r"\bkill(?:ing)? my ?self\b|\b(?:end|take|ending|taking) my (?:own )?life\b|\bi(?:'m| am) suicidal\b",
    r"\bi (?:\w+ )?(?:want to|wanna|wish to|wish i could|am going to) (?:just )?die\b|\bwish i (?:was|were) dead\b",
    r"\bi (?:don[’']?t|do not) want to (?:live|be alive)\b|\b(?:hurt|cut|hang|harm)(?:t?ing)? my ?self\b",
    r"\bi(?: was| have been| got| am being|['’]ve been) (?:raped|abused)\b|\bi can(?:['’]?t| ?not) go on\b",
    # German.
    r"\bich (?:will|möchte|werde) (?:\w+ ){0,3}(?:sterben|tot sein|nicht mehr leben)\b",
    r"\bich (?:will|möchte|werde) (?:\w+ ){0,3}mich (?:\w+ )?(?:umbringen|töten|erhängen)\b",
    r"\bich bringe mich um\b|\bmir das leben nehmen\b|\bich (?:wurde|bin) vergewaltigt\b|\bich kann nicht mehr(?:\W*$|[.!?,;])",
    # Ukrainian and Russian.
    r"\b(?:хочу|хочеться) (?:\w+ )?(?:померти|вмерти|умереть)\b|\bне хочу (?:\w+ )?(?:жити|жить)\b",
    r"\b(?:вбити|вбию|уб['’ʼ]ю|вб['’ʼ]ю|убить|убью) себе?я?\b|\b(?:покінч\w+|поконч\w+) (?:з|с|із) (?:собою|собой|життям)\b",
    r"\bмене (?:зґвалтували|згвалтували|б['’ʼ]ють)\b|\bменя изнасиловали\b",
    # Arabic.
    r"\b[أا]ريد (?:[أا]ن )?(?:[أا]موت|الموت|[أا]نتحر|[أا]قتل نفسي)\b|\bس?[أا]قتل نفسي\b|\bس[أا]نتحر\b",
    r"\bلا [أا]ريد (?:[أا]ن )?([أا]عيش|الحياة|العيش)\b|\bتم اغتصابي\b|\bتعرضت للاغتصاب\b",
)
_CRY = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _CRIES)


def is_cry_for_help(text: str) -> bool:
    """Whether `text`, cleaned and with single blanks, tells of a life in danger or of violence against who writes it."""
    return any(pattern.search(text) for pattern in _CRY)
