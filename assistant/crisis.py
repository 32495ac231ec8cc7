"""A cry for help: who tells that they want to die, hurt themselves or were hurt. Pure.

Heard in Danish and in every language that the kiosk's frame has. It is the person who speaks ("jeg", "mig selv", "my") that
makes it one: a question about what the municipality does against suicide is answered like any other.
"""

# ruff: noqa: E501  (a pattern is read best unbroken)

from __future__ import annotations

import re

_UP_TO_THREE = r"(?:\w+,? ){0,3}"
_OUT = r"(?:(?:ud |ind |ned )?(?:foran|under)|(?:ud|ned) (?:over|fra|ad|af|på|under))"

_CRIES = (
    # What was heard from the first.
    r"\b(?:tage[r]? mit (?:eget )?liv|begå selvmord|selvmordstanker|vil ikke leve|slå mig selv ihjel"
    r"|gøre en ende på det hele|jeg (?:tænker|overvejer) .{0,20}selvmord|orker ikke (?:mere|livet))\b",
    r"\b(?:slår|banker|tæver|tæsker|voldtager|misbruger|truer)\s+(?!mig (?:\w+ ){0,1}(?:som|ved|at|i øjnene)\b)(?<!hvad slår )"
    r"(?:mig|mit barn|mine børn|min \w+|sit barn|sine børn|sin kone)\b",
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
    # Danish: tired of living, in other words; a life in danger now; somebody near.
    r"\b(?:har|havde) ikke (?:\w+ )?lyst til at (?:leve|være (?:her|til|i live))\b"
    r"|\bgider ikke livet\b|\bhader (?:mit liv|at leve)\b",
    rf"\bje?g? {_UP_TO_THREE}vil (?:bare |gerne |helst )?dø\b|\bog vil (?:bare |gerne )?dø\b"
    r"|\bhar planlagt at (?:dø|tage mit|hænge mig)",
    r"\bjeg (?:kan|vil) (?:\w+ )?ikke (?:holde det (?:hele )?ud )?(?:mere|længere)\W*$|\bjeg kan ikke holde det (?:hele )?ud\W*$",
    r"\bjeg (?:vil|ønsker|har lyst til at) (?:\w+ ){0,2}væk fra det hele\W*$|\bklare (?:natten|en dag mere)\b",
    r"\b(?:alle|de|verden|familien|min familie)\b[^.?!]{0,30}\bbedre (?:\w+ )?uden mig\b",
    r"\b(?:taget|slugt|spist|tog) (?:en )?(?:overdosis|(?:masse|for mange|alle(?: mine)?|hele glasset(?: med)?) (?:piller|tabletter|medicin))"
    r"|\btaget en masse (?:piller|tabletter)\b",
    r"\b(?:jeg|hjælp|der er (?:en|nogen))\W+(?:\w+ ){0,3}er ved at (?:dø|forbløde|bløde ihjel)\b|\bhjælp,? jeg (?:dør|bløder)\b",
    r"\bmi(?:n|t) (?:\w+ ){1,3}(?:siger|vil|truer|har|tænker|taler)\b[^.?!]{0,30}\b(?:vil dø|begå selvmord|(?:tage|taget) sit (?:eget )?liv"
    r"|tage livet af sig|slå sig selv ihjel|ikke (?:vil )?leve)\b",
    r"\btruer (?:\w+ ){0,4}(?:slå|dræbe|skade|kvæle) (?:mig|os|mit|mine)\b|\b(?:slå|dræbe) mig(?: og \w+)? ihjel\b",
    r"\bjeg er (?:\w+ )?bange for min (?:\w+ )?(?:mand|kone|kæreste|eks\w*|far|mor|stedfar|stedmor|søn|bror)\b(?!s)",
    r"\bmin (?:far|stedfar|onkel|bror|lærer|træner|morfar|farfar) (?:rører|piller) (?:ved )?(?:mig|mine?)\b",
    # English.
    r"\bkill(?:ing)? my ?self\b|\b(?:end|take|ending|taking) my (?:own )?life\b|\bi(?:'m| am) suicidal\b",
    r"\bi (?:\w+ )?(?:want to|wanna|wish to|wish i could|am going to) (?:just )?die\b|\bwish i (?:was|were) dead\b",
    r"\bi (?:don[’']?t|do not) want to (?:live|be alive)\b|\b(?:hurt|cut|hang|harm)(?:t?ing)? my ?self\b",
    r"\bi(?: was| have been| got| am being|['’]ve been) (?:raped|abused)\b|\bi can(?:['’]?t| ?not) go on\b",
    r"\b(?:don[’']?t|do not) (?:wanna|want to) (?:live|be here|be alive)\b|\bending it all\b|\bend it all\b|\bi[’']?m going to jump\b",
    r"\bi(?:[’']?m| am| have been| keep)? ?(?:\w+ )?(?:thinking|think|thought) (?:about|of) (?:suicide|killing|ending)\b|\bcommit suicide\b",
    r"\b(?:husband|wife|boyfriend|girlfriend|father|mother|dad|partner|he|she) (?:beats|hits|rapes|abuses|is (?:beating|hitting|hurting)) me\b",
    r"\bthreaten\w* to (?:kill|hurt|beat) (?:me|us)\b|\b(?:took|taken|swallowed) (?:too many|a lot of|all my) (?:pills|tablets)\b|\boverdosed?\b",
    r"\bi can(?:['’]?t| ?not) (?:take|do) (?:it|this) (?:anymore|any more|any longer)\b|\bbetter off without me\b",
    # German.
    r"\bich (?:\w+ ){0,2}denke (?:\w+ ){0,3}(?:an selbstmord|an suizid)\b|\b(?:suizid|selbstmord)gedanken\b|\bmich selbst (?:verletze|töte)\w*",
    r"\b(?:schlägt|verprügelt|bedroht|misshandelt|vergewaltigt) mich\b|\bmich umbringen\b|\bzu viele (?:tabletten|pillen|schlafmittel)\b",
    r"\bich halte es nicht mehr aus\b|\bich kann so nicht weiterleben\b|\bohne mich (?:\w+ )?besser\b",
    r"\bich (?:will|möchte|werde) (?:\w+ ){0,3}(?:sterben|tot sein|nicht mehr leben)\b",
    r"\bich (?:will|möchte|werde) (?:\w+ ){0,3}mich (?:\w+ )?(?:umbringen|töten|erhängen)\b",
    r"\bich bringe mich um\b|\bmir das leben nehmen\b|\bich (?:wurde|bin) vergewaltigt\b|\bich kann nicht mehr(?:\W*$|[.!?,;])",
    # Ukrainian and Russian.
    r"\b(?:хочу|хочеться) (?:\w+ )?(?:померти|вмерти|умереть)\b|\bне хочу (?:\w+ )?(?:жити|жить)\b",
    r"\b(?:вбити|вбию|уб['’ʼ]ю|вб['’ʼ]ю|убить|убью) себе?я?\b|\b(?:покінч\w+|поконч\w+) (?:з|с|із) (?:собою|собой|життям)\b",
    r"\bмене (?:зґвалтували|згвалтували|б['’ʼ]ють)\b|\bменя изнасиловали\b",
    r"\b(?:думаю|думка|думки) (?:\w+ )?про (?:самогубство|суїцид)\b|\bвкоротити собі віку\b|\bнакласти на себе руки\b|\bбільше не можу\W*$",
    r"\b(?:б['’ʼ]є мене|мене б['’ʼ]є|погрожує (?:\w+ )?(?:мені|вбити))\b|\bдумаю о самоубийстве\b|\b(?:бьет|бьёт) меня\b|\bменя (?:бьет|бьёт)\b",
    r"\b(?:випив|випила|наковтал\w*|выпил\w*) (?:\w+ )?(?:багато|забагато|много) таблеток\b|\bпередозуван\w*",
    # Arabic.
    r"\b[أا]فكر (?:في|ب)? ?(?:الانتحار|الموت)\b|\b[إا]نهاء حياتي\b|\b[أا]نهي حياتي\b|\bلم [أا]عد [أا](?:حتمل|ستطيع)\b|\b[أا]ؤذي نفسي\b",
    r"\b(?:يضربني|تضربني|يغتصبني|يهددني|ضربني|اغتصبني|يعنفني)\b|\bجرعة زائدة\b|\bتناولت (?:الكثير من|كل) (?:الحبوب|الأقراص)\b",
    r"\b[أا]ريد (?:[أا]ن )?(?:[أا]موت|الموت|[أا]نتحر|[أا]قتل نفسي)\b|\bس?[أا]قتل نفسي\b|\bس[أا]نتحر\b",
    r"\bلا [أا]ريد (?:[أا]ن )?([أا]عيش|الحياة|العيش)\b|\bتم اغتصابي\b|\bتعرضت للاغتصاب\b",
)
_CRY = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _CRIES)


def is_cry_for_help(text: str) -> bool:
    """Whether `text`, cleaned and with single blanks, tells of a life in danger or of violence against who writes it."""
    return any(pattern.search(text) for pattern in _CRY)
