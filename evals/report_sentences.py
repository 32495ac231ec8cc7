"""The grammar of the made-up report: Danish sentences, no two alike, from the words of one theme.

A clause is subject, verb and rest, so that an opening can stand in front and turn subject and verb around, as Danish
demands. A tail may follow. The writer keeps every sentence it has written and never writes one again.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from evals.report_words import Indicator, Theme, Words, danish_number

CLAUSES = (
    "{A}|arbejder|målrettet på at {G}",
    "{M}|har|siden {Y} omfattet ca. {N} {T}",
    "{M}|har|vist, at det er muligt at {G}",
    "{C}|fylder|mest i {P} og {P2}",
    "{C}|har|siden {Y} været et fast punkt på dagsordenen hos {A}",
    "{A}|peger|på, at {C} bl.a. hænger sammen med udviklingen i {P}",
    "{A}|har|samlet erfaringerne fra {P}, hvor {M} blev afprøvet i {Y}",
    "{T} i {P}|indgår|i opgørelsen, uanset hvornår de er registreret",
    "{M}|koster|ca. {MIO} mio. kr. om året, inkl. udgifter til evaluering",
    "{M}|finansieres|inden for rammen på {MIO} mio. kr., jf. budgettet for {Y}-{YN}",
    "{A}|vurderer|, at {C} kan afhjælpes, hvis {M} udvides til {P}",
    "{C}|er|ikke ens i alle lokalområder, og forskellen er størst mellem {P} og {P2}",
    "{INST}|har|gennemgået {N} {T} og anbefaler at {G}",
    "{M}|blev|evalueret i {MONTH} {Y}, og resultaterne er offentliggjort",
    "{A}|fremhæver|i sin årsrapport, at »{M} har gjort en forskel«",
    "{M}|er|forankret i et samarbejde mellem {A} og frivillige i {P}",
    "{T}|er|ulige fordelt mellem {P}, {P2} og de øvrige lokalområder",
    "{A}|følger|op på {C} to gange årligt, f.eks. når regnskabet foreligger",
    "{C}|påvirker|især familier i {P}, men også i {P2} er virkningen mærkbar",
    "{M}|skal|ses i sammenhæng med ønsket om at {G}",
    "{A}|har|afsat {N} timer til at {G}, svarende til {PCT} pct. af den samlede ramme",
    "{M}|følger|kommunens regulativ nr. {SMALL}, jf. § {PAR}, stk. {STK}",
    "{A}|er|forpligtet til at {G} efter vedtægtens § {PAR}",
    "{C}|blev|drøftet på et borgermøde i {P}, hvor ca. {SMALL} borgere deltog",
    "{M}|bygger|på EU-regler og på erfaringer fra {INST}",
    "{A}|inddrager|MED-udvalget og brugerne, når {M} skal justeres",
    "{C}|rammer|børne- og ungeområdet såvel som {AREA}",
    "{A}|samarbejder|med social- og sundhedsmedarbejdere om at {G}",
    "{T}|opgøres|pr. 1. {MONTH}, og tallene for {P} kan derfor afvige fra tidligere år",
    "{M}|har|i {P} nedbragt ventetiden med {SMALL} dage i forhold til {Y}",
    "{A}|forventer|at kunne {G} senest ultimo {YN}",
    "{M}|omfatter|{N} {T}, ekskl. dem, der administreres fra {P}",
    "{A}|har|indgået partnerskab med {INST} for at {G}",
    "{C}|kræver|en helhedsorienteret tværsektoriel indsats, som {A} koordinerer",
    "{M}|afløste|i {Y} en ældre ordning, der var blevet utidssvarende",
    "{A}|har|bedt om en særskilt redegørelse for {C} i {P}",
    "{T}|udgør|et vigtigt supplement til {M}",
    "{A}|anvender|{N} {T} som grundlag for den videre kapacitetsplanlægning",
    "{M}|rækker|ud over {AREA} og berører også øvrige velfærdsområder",
    "{C}|skyldes|ikke alene økonomien, men også den måde, {M} er tilrettelagt på",
)
OPENINGS = (
    "I {P3}",
    "Ifølge {INST}",
    "I forlængelse heraf",
    "På {AREA}",
    "I {REGION}",
    "Samtidig",
    "Derudover",
    "I praksis",
    "I dele af {P3}",
    "Efter kommunesammenlægningen",
    "Målt over en femårig periode",
    "I lighed med tidligere år",
    "Efter ønske fra borgerne i {P3}",
    "Overordnet set",
    "Som led i budgetaftalen for {Y}",
    "I modsætning til {P3}",
)
PAST_OPENINGS = (
    "Siden {Y}",
    "Fra {Y} til {Y2}",
    "Allerede i {Y}",
    "På baggrund af høringen i {MONTH} {Y}",
    "Gennem de seneste år",
)  # these ask for a clause in the perfect
TAILS = (
    ", jf. {REFA}",
    ", som det fremgår af {REFT}",
    " (se {REFT})",
    " ({INST} {Y})",
    ", og det gælder især i {P}",
    ", selv om der fortsat skal tages højde for {C}",
    ", mens {M} fortsætter uændret",
    ", blandt andet for at {G}",
    ", og arbejdet ventes afsluttet i {MONTH} {YN}",
    " – en udvikling, der også kan aflæses i {REFT}",
    ", hvilket {A} har taget til efterretning",
    ", og udgiften er opgjort til {MIO} mio. kr.",
)
BULLETS = (
    "{M} udbredes til {P} og {P2} inden udgangen af {YN}.",
    "Der afsættes {MIO} mio. kr. til at {G}.",
    "{A} udarbejder en plan for {C}, jf. § {PAR}.",
    "Samarbejdet om {M} fortsætter i {P}.",
    "Mindst {PCT} pct. af indsatsen rettes mod {C}.",
    "Antallet af {T} følges hvert kvartal i {P}.",
)
NOTES = (
    "Opgørelsen omfatter {T} registreret i {P} pr. 31. december {Y}.",
    "Beløbet er opgjort i {Y}-priser, ekskl. moms, for {P}.",
    "Begrebet er afgrænset som i kommunens regulativ nr. {SMALL}, § {PAR}, stk. {STK}.",
    "I {P} indgår kun data til og med {MONTH} {Y}.",
    "Undersøgelsen er gennemført af {INST} med {N} svar fra {P}.",
)
FACTS = (
    "I {year} var {subject} {group} i {place} {value}.",
    "{subject} {group} i {place} var {value} i {year}.",
    "For {year} er {subject} {group} i {place} opgjort til {value}.",
    "{place} havde i {year} følgende nøgletal: {subject} {group} var {value}.",
    "I {place} blev {subject} {group} opgjort til {value} i {year}.",
    "Tallene for {year} viser, at {subject} {group} i {place} var {value}.",
)
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)


class SentenceWriter:
    """Writes sentences that have not been written before. `tables` and `sections` are what can be referred to."""

    def __init__(self, chance: random.Random, words: Words) -> None:
        self.chance = chance
        self.words = words
        self.written: set[str] = set()
        self.tables: list[str] = []
        self.sections: list[str] = []

    def body(self, theme: Theme) -> str:
        """A new sentence of running text about `theme`."""
        return self._new(lambda: self._clause(theme))

    def bullet(self, theme: Theme) -> str:
        """A new list item."""
        return self._new(lambda: self._filled(self.chance.choice(BULLETS), theme))

    def note(self, theme: Theme) -> str:
        """A new footnote."""
        return self._new(lambda: self._filled(self.chance.choice(NOTES), theme))

    def fact(self, indicator: Indicator, place: str, year: int, group: str, value: str, avoid: str = "") -> str:
        """A sentence that states the value; not `avoid`, and new unless `avoid` is given (a copy in another layer)."""
        for form in self.chance.sample(FACTS, len(FACTS)):
            text = _sentence(
                form.format(
                    subject=indicator.subject, group=group, place=place, year=year, value=indicator.printed(value)
                )
            )
            if text != avoid and (avoid or text not in self.written):
                self.written.add(text)
                return text
        raise RuntimeError("every form of this fact has been written")

    def fixed(self, text: str) -> str:
        """`text` itself, noted as written; a heading or caption that may repeat gets no check."""
        self.written.add(text)
        return text

    def _new(self, make: Callable[[], str]) -> str:
        for _ in range(200):
            text = make()
            if text not in self.written:
                self.written.add(text)
                return text
        raise RuntimeError("the grammar is exhausted")

    def _clause(self, theme: Theme) -> str:
        chance = self.chance
        subject, verb, rest = chance.choice(CLAUSES).split("|")
        if chance.random() < 0.5:
            openings = OPENINGS + PAST_OPENINGS if verb == "har" and "{Y}" not in rest else OPENINGS
            form = f"{chance.choice(openings)} {verb} {subject} {rest}"
        else:
            form = f"{subject} {verb} {rest}"
        tails = [
            tail for tail in TAILS if ("{REFT}" not in tail or self.tables) and ("{REFA}" not in tail or self.sections)
        ]
        if chance.random() < 0.45:
            form += chance.choice(tails)
        return self._filled(form + ".", theme)

    def _filled(self, form: str, theme: Theme) -> str:
        chance, words = self.chance, self.words
        year = chance.randint(2014, 2022)
        place, other, third = chance.sample(words.places, 3)
        text = form
        lists = {"A": theme.actors, "C": theme.challenges, "M": theme.measures, "G": theme.goals, "T": theme.things}
        for slot, choices in lists.items():
            picked = iter(chance.sample(choices, max(1, text.count(f"{{{slot}}}"))))
            while f"{{{slot}}}" in text:
                text = text.replace(f"{{{slot}}}", next(picked), 1)
        amount = danish_number(chance.uniform(0.2, 61), chance.choice((1, 3)))
        count = chance.randint(1100, 9800) if chance.random() < 0.3 else chance.randint(20, 980)
        text = text.format(
            P=place, P2=other, P3=third, Y=year, Y2=year + chance.randint(1, 2), YN=chance.randint(2025, 2029), AREA=theme.area,
            INST=chance.choice(words.institutions), REGION=chance.choice(words.regions), MONTH=chance.choice(MONTHS),
            MIO=amount, N=danish_number(count, 0), PCT=danish_number(chance.uniform(2, 70), 1), SMALL=chance.randint(12, 95),
            PAR=chance.randint(2, 48), STK=chance.randint(1, 4),
            REFT=f"tabel {chance.choice(self.tables)}" if self.tables else "",
            REFA=f"afsnit {chance.choice(self.sections)}" if self.sections else "",
        )  # fmt: skip
        return _sentence(text)


def _sentence(text: str) -> str:
    """`text` with its first letter large, no space before a comma and one full stop at the end."""
    text = text.replace(" ,", ",").replace("..", ".").replace("e.g.", "f.eks.")
    return text[0].upper() + text[1:]
