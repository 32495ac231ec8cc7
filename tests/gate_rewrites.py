"""Rewriting rules that keep a Danish sentence true, and mutations that make it false. Each is named and seeded.

A rule returns the sentence unchanged where it finds nothing to do.
"""

# ruff: noqa: E501  (a word and its replacements are read best on one line)

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.gate_sentences import MONTHS, PEOPLE, PLACES, SCHOOLS

Rule = Callable[[str, random.Random], str]

NUMBER_WORDS = "nul en to tre fire fem seks syv otte ni ti elleve tolv".split()


def number_words(text: str, rng: random.Random) -> str:
    return re.sub(
        r"(?<![\d.,§-])(?<!§ )(?<!stk\. )(?<!kl\. )\b([2-9]|1[0-2])\b(?![.,:]\d|\.\s?[a-zæøå]|-|\d| (?:mio|mia|pct|kr))",
        lambda m: NUMBER_WORDS[int(m[1])],
        text,
    )


def amount_written_out(text: str, rng: random.Random) -> str:
    def full(match: re.Match[str]) -> str:
        value = round(float(match[1].replace(",", ".")) * 1_000_000)
        return f"{value:,}".replace(",", ".") + rng.choice([" kr.", " kroner"])

    return re.sub(r"(\d+(?:,\d+)?) mio\. kr\.", full, text)


def amount_words(text: str, rng: random.Random) -> str:
    return text.replace("mio. kr.", "millioner kroner")


def thousands(text: str, rng: random.Random) -> str:
    return re.sub(r"(\d)\.(\d{3})(?= kr)", rng.choice([r"\1\2", "\\1\u00a0\\2", r"\1 \2"]), text)


def crowns(text: str, rng: random.Random) -> str:
    return re.sub(r"(\d\.\d{3}) kr\.", rng.choice([r"\1 kroner", r"\1,- kr.", r"kr. \1", r"\1,00 kr."]), text)


def percent(text: str, rng: random.Random) -> str:
    return text.replace(" pct.", rng.choice([" %", " procent"]))


def date_numeric(text: str, rng: random.Random) -> str:
    shape = rng.choice(
        ["{d:02d}.{m:02d}.{y}", "{d:02d}-{m:02d}-{y}", "{d}.{m}.{y}", "{d}/{m}-{y}", "{y}-{m:02d}-{d:02d}"]
    )
    return re.sub(
        rf"(\d{{1,2}})\. ({'|'.join(MONTHS)}) (\d{{4}})",
        lambda m: shape.format(d=int(m[1]), m=MONTHS.index(m[2]) + 1, y=m[3]),
        text,
    )


def date_short_month(text: str, rng: random.Random) -> str:
    return re.sub(
        r"(\d{1,2}\. )(januar|februar|august|september|oktober|november|december)(?= \d{4})",
        lambda m: m[1] + m[2][:3] + ".",
        text,
    )


def abbreviations(text: str, rng: random.Random) -> str:
    for short, long in (
        ("jf.", "jævnfør"),
        ("stk.", "stykke"),
        ("§ ", "paragraf "),
        (" km ", " kilometer "),
        (" m2", " kvadratmeter"),
        ("pr. ", "per "),
    ):
        text = text.replace(short, long)
    return text


def period(text: str, rng: random.Random) -> str:
    text = text.replace("pr. år", rng.choice(["årligt", "om året", "hvert år"])).replace(
        "pr. måned", rng.choice(["månedligt", "om måneden", "hver måned"])
    )
    return text.replace("om ugen", rng.choice(["ugentligt", "pr. uge"])).replace(
        "gange om måneden", rng.choice(["gange pr. måned", "gange hver måned"])
    )


def clock(text: str, rng: random.Random) -> str:
    text = re.sub(r"kl\. (\d{1,2})\.00", rng.choice([r"kl. \1", r"kl. \1:00", r"klokken \1"]), text)
    return re.sub(r"kl\. (\d)\.30", rng.choice([r"kl. \1:30", r"kl. 0\1.30", r"klokken \1.30"]), text)


SYNONYMS = (
    ("udgør", "er på"), ("koster", "beløber sig til"), ("Borgere", "Indbyggere"), ("borgere", "indbyggere"), ("tilskud", "støtte"),
    ("indsendes", "indgives"), ("Gebyret", "Afgiften"), ("gebyret", "afgiften"), ("Ansøgninger om", "Ansøgninger til"), ("begynde", "starte"),
    ("Støtte gives", "Tilskud gives"), ("børnehave", "daginstitution"), ("Hallen", "Idrætshallen"), ("afsætte ", "reservere "),
    ("afhentes", "hentes"), ("formand", "forperson"), ("boliger", "lejligheder"), ("opkræves", "betales"),
)  # fmt: skip


def synonyms(text: str, rng: random.Random) -> str:
    for one, other in SYNONYMS:
        text = text.replace(one, other)
    return text


def bound_words(text: str, rng: random.Random) -> str:
    text = re.sub(r"\bhøjst ", rng.choice(["maksimalt ", "maks. ", "op til ", "ikke mere end "]), text)
    text = re.sub(r"\bmindst ", rng.choice(["minimum ", "som minimum ", "ikke under "]), text)
    text = re.sub(r"\bop til (?=\d|[a-z]+ timer)", rng.choice(["højst ", "maksimalt "]), text)
    text = re.sub(r"\bunder (?=\d)", rng.choice(["færre end ", "mindre end "]), text)
    text = re.sub(r"\bover (?=\d)", "mere end ", text)
    return re.sub(r"\bsenest den ", rng.choice(["inden den ", "ikke senere end den "]), text)


def modal_words(text: str, rng: random.Random) -> str:
    text = re.sub(
        r"\bskal ansøgninger om tilskud indsendes", "er det et krav, at ansøgninger om tilskud indsendes", text
    )
    text = text.replace("kan søge om", rng.choice(["har mulighed for at søge om", "har ret til at søge om"])).replace(
        "i parken", "i parkområdet"
    )
    return text.replace("Borgere i", "Borgere i").replace("må ikke gå løse", "må aldrig gå løse")


def status_words(text: str, rng: random.Random) -> str:
    text = text.replace("besluttede", rng.choice(["vedtog", "godkendte"])).replace(
        "blev det besluttet", "blev det vedtaget"
    )
    text = text.replace("udsatte", "udskød").replace("blev udsat", "blev udskudt")
    text = text.replace("indstiller", "foreslår").replace("Det indstilles", "Det foreslås")
    return (
        text.replace("afviste", "forkastede")
        .replace("blev afvist", "blev forkastet")
        .replace("blev vedtaget", "blev godkendt")
    )


def direction_words(text: str, rng: random.Random) -> str:
    text = (
        text.replace("hæves", "forhøjes").replace("sænkes", "sættes ned").replace("sænker", "nedsætter")
        if rng.random() < 0.5
        else text
    )
    return text.replace("steg med", rng.choice(["voksede med", "øgedes med"])).replace(
        "faldt fra", rng.choice(["gik ned fra", "blev reduceret fra"])
    )


def no_words(text: str, rng: random.Random) -> str:
    text = text.replace("Der er ingen ledige boliger", "Der er ikke nogen ledige boliger").replace(
        "husstande uden bil", "husstande, som ikke har bil"
    )
    return text.replace("er ikke åben om søndagen", "har ikke åbent om søndagen").replace(
        "gives ikke til", "ydes ikke til"
    )


def frame(text: str, rng: random.Random) -> str:
    start = rng.choice(["Det fremgår, at ", "Ifølge referatet gælder det, at ", "Det oplyses, at ", "Kort sagt: "])
    keep = text.split()[0] in {*BODY_STARTS, *(name.split()[0] for name in (*PEOPLE, *PLACES, *SCHOOLS))}
    return start + (text if keep else text[:1].lower() + text[1:])


BODY_STARTS = ("Teknisk",)


def duration(text: str, rng: random.Random) -> str:
    return re.sub(r"\b12 måneder", "1 år", re.sub(r"\b6 måneder", "et halvt år".replace("et halvt år", "½ år"), text))


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        number_words, amount_written_out, amount_words, thousands, crowns, percent, date_numeric, date_short_month, abbreviations, period, clock,
        synonyms, bound_words, modal_words, status_words, direction_words, no_words, frame, duration,
    )
}  # fmt: skip


# ---- mutations: each makes the sentence false, or returns None ----

Mutation = Callable[[str, str, random.Random], "str | None"]


def _replace_one(text: str, pattern: str, change: Callable[[re.Match[str]], str], rng: random.Random) -> str | None:
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + change(match) + text[match.end() :]


def digit(text: str, quote: str, rng: random.Random) -> str | None:
    def other(match: re.Match[str]) -> str:
        return rng.choice([d for d in "123456789" if d != match[0]])

    for _ in range(9):
        changed = _replace_one(text, r"\d", other, rng)
        # A digit that happens to make another number of the quote is no mutation of this kind.
        if changed and set(re.findall(r"\d+", changed)) - set(re.findall(r"\d+", text)) - set(
            re.findall(r"\d+", quote)
        ):
            return changed
    return None


UNITS = (("mio.", "mia."), ("millioner", "milliarder"), ("pct.", "kr."), (" %", " kr."), ("procent", "procentpoint"), (" km", " m"), ("kilometer", "meter"),
         ("m2", "ha"), ("kvadratmeter", "hektar"), ("timers", "minutters"), ("måneder", "uger"), ("pr. år", "pr. måned"), ("årligt", "månedligt"),
         ("om året", "om måneden"), ("hvert år", "hver måned"), ("månedligt", "ugentligt"), ("pr. måned", "pr. uge"), ("om måneden", "om dagen"),
         ("hver måned", "hver uge"), ("om ugen", "om dagen"), ("ugentligt", "dagligt"), ("pr. uge", "pr. dag"), ("pr. barn", "pr. familie"),
         ("per barn", "per familie"))  # fmt: skip


def unit(text: str, quote: str, rng: random.Random) -> str | None:
    fitting = [(one, other) for one, other in UNITS if one in text]
    return text.replace(*rng.choice(fitting), 1) if fitting else None


def date(text: str, quote: str, rng: random.Random) -> str | None:
    def month(match: re.Match[str]) -> str:
        return rng.choice([m for m in MONTHS if m not in quote])

    def day(match: re.Match[str]) -> str:
        return str(int(match[0]) % 28 + 1)

    if rng.random() < 0.5:
        changed = _replace_one(text, "|".join(MONTHS), month, rng)
        if changed:
            return changed
    return _replace_one(text, rf"\b\d{{1,2}}(?=\. (?:{'|'.join(MONTHS)}))", day, rng) or _replace_one(
        text, r"\b(?:19|20)\d\d\b", lambda m: str(int(m[0]) + 5), rng
    )


def name(text: str, quote: str, rng: random.Random) -> str | None:
    for pool in (PEOPLE, SCHOOLS, PLACES) if rng.random() < 0.5 else (PLACES, SCHOOLS, PEOPLE):
        there = [one for one in pool if one in text]
        if there:
            return text.replace(rng.choice(there), rng.choice([one for one in pool if one not in quote]))
    return None


def negation(text: str, quote: str, rng: random.Random) -> str | None:
    if re.search(r"\b(?:ikke|aldrig) ", text) and rng.random() < 0.8:
        return (
            re.sub(r"\b(?:ikke|aldrig) (?!mere|senere|under|over|mindre)", "", text, count=1)
            if re.search(r"\b(?:ikke|aldrig) (?!mere|senere|under|over|mindre)", text)
            else None
        )
    if re.search(r"\bingen ", text):
        return re.sub(r"\bingen ", "mange ", text)
    verbs = r"\b(?:udgør|besluttede|kan|skal|har|er|vedtog|drøftede|udsatte|hæves|sænkes|afhentes|får|gælder|steg|faldt|koster|kostede|gives|behandles|bør|indstiller|blev)\b"
    return (
        _replace_one(text, verbs, lambda m: f"{m[0]} ikke", random.Random(1))
        if len(re.findall(verbs, text)) == 1
        else None
    )


MODALS = {"skal": ("kan", "bør"), "kan": ("skal", "bør"), "bør": ("skal", "kan"), "må": ("skal",)}


def modality(text: str, quote: str, rng: random.Random) -> str | None:
    return _replace_one(text, r"\b(?:skal|kan|bør|må)\b", lambda m: rng.choice(MODALS[m[0]]), rng)


BOUNDS = (("højst", "mindst"), ("maksimalt", "minimum"), ("maks.", "mindst"), ("op til", "mindst"), ("mindst", "højst"), ("som minimum", "højst"), ("minimum", "maksimalt"),
          ("under ", "over "), ("færre end", "flere end"), ("mindre end", "mere end"), ("over ", "under "), ("mere end", "mindre end"), ("senest", "tidligst"), ("inden den", "efter den"),
          ("højst ", ""), ("mindst ", ""))  # fmt: skip


def bound(text: str, quote: str, rng: random.Random) -> str | None:
    fitting = [
        (one, other)
        for one, other in BOUNDS
        if re.search(rf"\b{re.escape(one)}", text)
        and not (one in ("over ", "under ") and not re.search(rf"{one}\d", text))
    ]
    if not fitting:
        return None
    one, other = rng.choice(fitting)
    return re.sub(rf"\b{re.escape(one)}", other, text, count=1)


STATUSES = {
    "besluttede at": ("drøftede at", "foreslog at", "afviste at"), "vedtog": ("drøftede", "udsatte", "forkastede"), "godkendte": ("drøftede", "udsatte"),
    "besluttet": ("drøftet", "foreslået"), "vedtaget": ("drøftet", "afvist", "udsat"), "udsatte": ("vedtog", "drøftede"), "udskød": ("godkendte", "afviste"), "udsat": ("vedtaget", "afvist"),
    "udskudt": ("vedtaget",), "indstiller": ("besluttede", "har besluttet"), "indstilles": ("blev besluttet",), "foreslår": ("har vedtaget",), "foreslås": ("er besluttet",),
    "drøftede": ("vedtog", "afviste", "udsatte"), "drøftet": ("vedtaget", "besluttet"), "afviste": ("vedtog", "udsatte"), "afvist": ("vedtaget", "udsat"),
    "forkastede": ("godkendte",), "forkastet": ("vedtaget",), "godkendt": ("drøftet", "udsat"),
}  # fmt: skip


def status(text: str, quote: str, rng: random.Random) -> str | None:
    there = [one for one in STATUSES if re.search(rf"\b{one}\b", text)]
    if not there:
        return None
    one = rng.choice(there)
    return re.sub(rf"\b{one}\b", rng.choice(STATUSES[one]), text, count=1)


DIRECTIONS = (("er steget", "er faldet"), ("faldt", "steg"), ("steg", "faldt"), ("voksede", "faldt"), ("øgedes", "faldt"), ("gik ned", "steg"), ("reduceret", "øget"), ("hæves", "sænkes"), ("forhøjes", "nedsættes"),
              ("sænkes", "hæves"), ("sænker", "hæver"), ("nedsætter", "hæver"), ("sættes ned", "hæves"), ("højere end", "lavere end"), ("længere end", "kortere end"))  # fmt: skip


def direction(text: str, quote: str, rng: random.Random) -> str | None:
    fitting = [(one, other) for one, other in DIRECTIONS if re.search(rf"\b{one}\b", text)]
    return text.replace(*rng.choice(fitting), 1) if fitting else None


TIMES = (("er planlagt til at begynde", "begyndte"), ("ventes at koste", "har kostet"), ("blev indviet", "vil blive indviet"), ("kostede", "forventes at koste"),
         ("er planlagt til at starte", "er startet"), ("besluttede", "vil beslutte"))  # fmt: skip


def time(text: str, quote: str, rng: random.Random) -> str | None:
    fitting = [(one, other) for one, other in TIMES if one in text]
    return text.replace(*rng.choice(fitting), 1) if fitting else None


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (digit, unit, date, name, negation, modality, bound, status, direction, time)
}
