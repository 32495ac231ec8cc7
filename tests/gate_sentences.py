"""Sentences as a municipality writes them, of Sømarken Kommune (opdigtet), each with other true wordings of itself.

Everything here is made up. A template has a base wording and, where Danish allows it, one in the passive or with its
clauses in another order; the slots are filled from the seed. `Told` is a quote with the claims that are true of it.
"""

# ruff: noqa: E501  (a sentence and its other wordings are read best on one line)

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

MUNICIPALITY = "Sømarken Kommune (opdigtet)"
PEOPLE = [
    "Asta Bølgemose",
    "Birk Klitgaard",
    "Ditte Tangvold",
    "Eskild Havmand",
    "Frode Sivager",
    "Gyda Strandby",
    "Holger Ravnsø",
    "Inger Marehalm",
]
PLACES = [
    "Vesterklit",
    "Tangby",
    "Havrup",
    "Sivlund",
    "Østermole",
    "Marehalm",
    "Ravnstrup",
    "Klitborg",
    "Søndernæs",
    "Lyngdal",
]
SCHOOLS = ["Tangby Skole", "Klitborg Skole", "Havrup Skole", "Sivlund Skole", "Ravnstrup Skole"]
BODIES = [
    "Byrådet",
    "Økonomiudvalget",
    "Børneudvalget",
    "Kulturudvalget",
    "Teknisk Udvalg",
    "Hovedudvalget",
    "Ældrerådet",
]
THINGS = [
    "en ny svømmehal",
    "cykelstier",
    "legepladser",
    "en ny børnehave",
    "bedre belysning",
    "renovering af biblioteket",
    "flere busafgange",
    "skolernes faglokaler",
]
MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


@dataclass(frozen=True, slots=True)
class Told:
    """A quote, its wordings by rule name, and for a quote of two rows the value and label of the other row."""

    quote: str
    wordings: tuple[tuple[str, str], ...]
    other_row: tuple[str, str] | None = None


# Base wording, then (rule, wording) pairs. Slots are filled with one value each, wherever they stand.
TEMPLATES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "{body} besluttede den {date} at afsætte {amount} til {thing} i {place}.",
        (
            ("passive", "Den {date} blev det besluttet af {body_lower} at afsætte {amount} til {thing} i {place}."),
            ("clause_order", "Til {thing} i {place} besluttede {body_lower} den {date} at afsætte {amount}."),
        ),
    ),
    (
        "Gebyret for en parkeringslicens i {place} udgør {kroner} pr. år og opkræves ikke for husstande uden bil.",
        (
            (
                "clause_order",
                "I {place} udgør gebyret for en parkeringslicens {kroner} pr. år, og det opkræves ikke for husstande uden bil.",
            ),
            ("part", "Gebyret for en parkeringslicens i {place} udgør {kroner} pr. år."),
        ),
    ),
    (
        "Ansøgninger om tilskud skal indsendes senest den {date} til {body_lower}.",
        (
            ("clause_order", "Senest den {date} skal ansøgninger om tilskud indsendes til {body_lower}."),
            ("active", "Man skal indsende ansøgninger om tilskud til {body_lower} senest den {date}."),
        ),
    ),
    (
        "Borgere i {place} kan få op til {small} timers praktisk hjælp om ugen.",
        (("clause_order", "Op til {small} timers praktisk hjælp om ugen kan borgere i {place} få."),),
    ),
    (
        "{school} har {hundreds} elever, og der er plads til højst {more} elever.",
        (
            ("clause_order", "Der er plads til højst {more} elever på {school}, som har {hundreds} elever."),
            ("part", "{school} har {hundreds} elever."),
        ),
    ),
    (
        "Andelen af unge uden uddannelse i {place} faldt fra {pct_high} i {year} til {pct_low} i {next_year}.",
        (
            (
                "clause_order",
                "I {place} faldt andelen af unge uden uddannelse fra {pct_high} i {year} til {pct_low} i {next_year}.",
            ),
        ),
    ),
    (
        "Udgifterne til skolebuskørsel steg med {pct_low} fra {year} til {next_year}.",
        (("clause_order", "Fra {year} til {next_year} steg udgifterne til skolebuskørsel med {pct_low}."),),
    ),
    (
        "{body} udsatte sagen om {thing} i {place} til mødet den {date}.",
        (
            ("passive", "Sagen om {thing} i {place} blev udsat af {body_lower} til mødet den {date}."),
            ("clause_order", "Til mødet den {date} udsatte {body_lower} sagen om {thing} i {place}."),
        ),
    ),
    (
        "Forvaltningen indstiller, at der afsættes {amount} til {thing} i {place}.",
        (
            ("passive", "Det indstilles af forvaltningen, at der afsættes {amount} til {thing} i {place}."),
            ("nominal", "Forvaltningens indstilling lyder, at der afsættes {amount} til {thing} i {place}."),
        ),
    ),
    (
        "{body} drøftede {thing} i {place} den {date}.",
        (
            ("passive", "{thing_upper} i {place} blev drøftet af {body_lower} den {date}."),
            ("clause_order", "Den {date} drøftede {body_lower} {thing} i {place}."),
        ),
    ),
    (
        "{body} afviste forslaget om {thing} med {small} stemmer imod {small_more}.",
        (("passive", "Forslaget om {thing} blev afvist af {body_lower} med {small} stemmer imod {small_more}."),),
    ),
    (
        "{body} vedtog lokalplan {hundreds} for {place} den {date}.",
        (
            ("passive", "Lokalplan {hundreds} for {place} blev vedtaget af {body_lower} den {date}."),
            ("clause_order", "Den {date} vedtog {body_lower} lokalplan {hundreds} for {place}."),
        ),
    ),
    (
        "{person} er formand for {body_lower} og bor i {place}.",
        (
            ("clause_order", "Formand for {body_lower} er {person}, som bor i {place}."),
            ("part", "{person} er formand for {body_lower}."),
        ),
    ),
    (
        "Hallen i {place} har åbent fra kl. {clock} til kl. {clock_late} og er ikke åben om søndagen.",
        (
            (
                "clause_order",
                "Fra kl. {clock} til kl. {clock_late} har hallen i {place} åbent, og den er ikke åben om søndagen.",
            ),
            ("part", "Hallen i {place} har åbent fra kl. {clock} til kl. {clock_late}."),
        ),
    ),
    (
        "Kommunen bør ifølge rapporten prioritere {thing} højere end nye parkeringspladser i {place}.",
        (
            (
                "clause_order",
                "Ifølge rapporten bør kommunen prioritere {thing} højere end nye parkeringspladser i {place}.",
            ),
        ),
    ),
    (
        "Hunde må ikke gå løse i parken i {place} fra {day_month} til {day_month_late}.",
        (
            ("clause_order", "Fra {day_month} til {day_month_late} må hunde ikke gå løse i parken i {place}."),
            ("synonym_phrase", "I parken i {place} må hunde ikke gå løse fra {day_month} til {day_month_late}."),
        ),
    ),
    (
        "Affald afhentes mindst {small} gange om måneden i {place}.",
        (
            ("clause_order", "I {place} afhentes affald mindst {small} gange om måneden."),
            ("active", "Affaldet i {place} afhentes mindst {small} gange om måneden."),
        ),
    ),
    (
        "Dagtilbud med under {hundreds} børn får et tillæg på {kroner} pr. barn, jf. § {small}, stk. 2.",
        (
            (
                "clause_order",
                "Et tillæg på {kroner} pr. barn får dagtilbud med under {hundreds} børn, jf. § {small}, stk. 2.",
            ),
            (
                "abbreviation_phrase",
                "Dagtilbud med under {hundreds} børn får et tillæg på {kroner} pr. barn efter § {small}, stk. 2.",
            ),
        ),
    ),
    (
        "Byggeriet af {school} er planlagt til at begynde i {month_year} og ventes at koste {amount}.",
        (
            (
                "clause_order",
                "I {month_year} er byggeriet af {school} planlagt til at begynde, og det ventes at koste {amount}.",
            ),
            ("part", "Byggeriet af {school} ventes at koste {amount}."),
        ),
    ),
    (
        "Der er ingen ledige boliger i {place}, og ventetiden er {small} måneder.",
        (
            ("clause_order", "Ventetiden er {small} måneder, og der er ingen ledige boliger i {place}."),
            ("part", "Der er ingen ledige boliger i {place}."),
        ),
    ),
    (
        "Cykelstien mellem {place} og {place_other} er {small} km lang og kostede {amount}.",
        (
            ("clause_order", "Cykelstien mellem {place} og {place_other} kostede {amount} og er {small} km lang."),
            ("part", "Cykelstien mellem {place} og {place_other} er {small} km lang."),
        ),
    ),
    (
        "Sag {case} om {thing} behandles af {body_lower} den {date}.",
        (
            ("active", "{body} behandler sag {case} om {thing} den {date}."),
            ("clause_order", "Den {date} behandler {body_lower} sag {case} om {thing}."),
        ),
    ),
    (
        "Biblioteket i {place} er på {hundreds} m2 og blev indviet den {date} af {person}.",
        (
            ("active", "{person} indviede biblioteket i {place} på {hundreds} m2 den {date}."),
            ("clause_order", "Den {date} blev biblioteket i {place} på {hundreds} m2 indviet af {person}."),
        ),
    ),
    (
        "Støtte gives ikke til kørsel, der er længere end {small} km.",
        (
            ("clause_order", "Til kørsel, der er længere end {small} km, gives støtte ikke."),
            ("active", "Kommunen giver ikke støtte til kørsel, der er længere end {small} km."),
        ),
    ),
    (
        "Planen gælder for årene {year}-{short_next} og revideres {vague}.",
        (
            ("part", "Planen gælder for årene {year}-{next_year}."),
            ("clause_order", "Revidering af planen sker {vague}, og planen gælder for årene {year}-{next_year}."),
        ),
    ),
    (
        "{school} har {hundreds} elever, og {school_other} har {more} elever.",
        (
            ("part", "{school} har {hundreds} elever."),
            ("clause_order", "{school_other} har {more} elever, og {school} har {hundreds} elever."),
        ),
    ),
    (
        "I {place} er der {hundreds} pladser; i {place_other} er der {more} pladser.",
        (("part", "I {place} er der {hundreds} pladser."), ("clause_order", "Der er {hundreds} pladser i {place}.")),
    ),
    (
        "Tilskuddet hæves med {pct_low} fra {month_year}, fordi priserne er steget.",
        (
            ("clause_order", "Fra {month_year} hæves tilskuddet med {pct_low}, fordi priserne er steget."),
            ("part", "Tilskuddet hæves med {pct_low} fra {month_year}."),
        ),
    ),
    (
        "Taksten for børnehave sænkes til {kroner} pr. måned den {date}.",
        (
            ("clause_order", "Den {date} sænkes taksten for børnehave til {kroner} pr. måned."),
            ("active", "Kommunen sænker taksten for børnehave til {kroner} pr. måned den {date}."),
        ),
    ),
    (
        "Ældre over {age} år kan søge om støtte til {thing}.",
        (
            ("clause_order", "Støtte til {thing} kan søges af ældre over {age} år."),
            ("synonym_phrase", "Har man fyldt over {age} år, kan man som ældre søge om støtte til {thing}."),
        ),
    ),
)
ROW_PAIRS = (
    ("{school} har {hundreds} elever, og {school_other} har {more} elever.", "{school} har {hundreds} elever.", "{school} har {more} elever."),
    ("I {place} er der {hundreds} pladser; i {place_other} er der {more} pladser.", "Der er {hundreds} pladser i {place}.", "Der er {more} pladser i {place}."),
    ("{thing_upper}: {amount}\n{thing_other}: {kroner}", "Til {thing} er der {amount}.", "Til {thing} er der {kroner}."),
    ("I {year} fik {school} {hundreds} nye elever, mens {school_other} fik {more}.", "I {year} fik {school} {hundreds} nye elever.", "I {year} fik {school} {more} nye elever."),
    ("Driften af hallen i {place} koster {amount}, og driften af hallen i {place_other} koster {amount_other}.",
     "Driften af hallen i {place} koster {amount}.", "Driften af hallen i {place} koster {amount_other}."),
)  # fmt: skip


def sentences(seed: int, each: int) -> Iterator[Told]:
    """`each` fillings of every template."""
    rng = random.Random(seed)
    for _ in range(each):
        for base, wordings in TEMPLATES:
            values = slots(rng)
            quote = base.format(**values)
            if rng.random() < 0.3:
                quote = f"{quote} {rng.choice(BESIDE).format(**slots(rng))}"
            made = (("whole", base), *wordings)
            yield Told(_one_stop(quote), tuple((rule, _one_stop(text.format(**values))) for rule, text in made))


def _one_stop(text: str) -> str:
    # A sentence that ends in "kr." has one full stop.
    return text.replace("..", ".")


def row_pairs(seed: int, each: int) -> Iterator[tuple[str, str, str]]:
    """Quotes of two rows: (quote, a true claim, the same claim with the other row's value)."""
    rng = random.Random(seed)
    for _ in range(each):
        for quote, true, false in ROW_PAIRS:
            values = slots(rng)
            yield _one_stop(quote.format(**values)), _one_stop(true.format(**values)), _one_stop(false.format(**values))


# A second sentence in the quote, which the claim does not tell.
BESIDE = (
    "Sagen blev ikke sendt i høring.",
    "Naboerne skal orienteres skriftligt.",
    "Forvaltningen følger op ultimo {year}.",
    "Mødet sluttede kl. {clock_late}.",
    "Der var {small_more} deltagere.",
)


def slots(rng: random.Random) -> dict[str, str]:
    """A value for every slot; pairs of a kind always differ."""
    place, other = rng.sample(PLACES, 2)
    school, school_other = rng.sample(SCHOOLS, 2)
    thing, thing_other = rng.sample(THINGS, 2)
    body = rng.choice(BODIES)
    year = rng.randint(2019, 2027)
    small = rng.randint(2, 12)
    hundreds = rng.randint(40, 480)
    low = rng.randint(3, 19)
    date = f"{rng.randint(1, 28)}. {rng.choice(MONTHS)} {rng.randint(2023, 2027)}"
    millions = rng.choice(
        [
            f"{rng.randint(1, 9)},{rng.randint(1, 9)}",
            f"{rng.randint(1, 9)},{rng.randint(11, 99)}5",
            str(rng.randint(2, 40)),
        ]
    )
    return {
        "body": body, "body_lower": body if " " in body else body.lower(), "place": place, "place_other": other, "school": school,
        "school_other": school_other, "thing": thing, "thing_upper": thing[:1].upper() + thing[1:], "thing_other": thing_other[:1].upper() + thing_other[1:],
        "person": rng.choice(PEOPLE), "date": date, "amount": f"{millions} mio. kr.", "amount_other": f"{rng.randint(41, 90)} mio. kr.",
        "kroner": f"{rng.randint(1, 9)}.{rng.randint(10, 95)}0 kr.", "small": str(small), "small_more": str(small + rng.randint(1, 8)),
        "hundreds": str(hundreds), "more": str(hundreds + rng.randint(10, 99)), "pct_low": f"{low} pct.", "pct_high": f"{low + rng.randint(2, 9)} pct.",
        "year": str(year), "next_year": str(year + 2), "short_next": str(year + 2)[2:], "clock": f"{rng.randint(7, 9)}.30", "clock_late": f"{rng.randint(15, 21)}.00",
        "day_month": f"{rng.randint(1, 28)}. april", "day_month_late": f"{rng.randint(1, 28)}. september", "month_year": f"{rng.choice(MONTHS)} {year}",
        "case": f"{rng.randint(10, 99)}.{rng.randint(10, 99)}.00-A00-{rng.randint(1, 99)}-{rng.randint(23, 26)}",
        "vague": f"{rng.choice(['primo', 'medio', 'ultimo'])} {year + 2}", "age": str(rng.randint(60, 80)),
    }  # fmt: skip
