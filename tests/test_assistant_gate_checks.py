"""Each check of the gate by itself: the false claim fails that check, the true one in other words passes all."""

from __future__ import annotations

import pytest

from assistant.danish_values import values_in
from assistant.gate import check, failed, leaves_out
from assistant.records import Verdict
from ingest.readers import read_bytes
from ingest.records import Range

FEE = (
    "Gebyret udgør 1.250 kr. pr. år og opkræves ikke for husstande uden bil. "
    "Ansøgning skal indgives senest 1. oktober, jf. § 5, stk. 2."
)


def verdicts(claim: str, quote: str, heading: str = "") -> dict[str, Verdict]:
    """The gate on a claim over a whole quote, which stands under a heading if one is given."""
    text = f"# Referat, Sømarken Kommune (opdigtet)\n\n## {heading}\n\n{quote}\n" if heading else quote
    reading = read_bytes(text.encode(), "sag.md" if heading else "sag.txt", "Sag, Sømarken Kommune (opdigtet)")
    start = reading.text.index(quote[:20])
    return dict(check(claim, reading.text[start:], Range(start, len(reading.text)), reading))


@pytest.mark.parametrize(
    ("quote", "claim", "fails"),
    [
        (FEE, "Gebyret er 1.520 kr. pr. år.", "numbers"),
        (FEE, "Gebyret er 1.250 kr. pr. måned.", "unit"),
        (FEE, "Gebyret er 1.250 mio. kr. pr. år.", "numbers"),
        (FEE, "Gebyret opkræves for husstande uden bil.", "polarity"),
        (FEE, "Fristen er 1. oktober, jf. § 6, stk. 2.", "numbers"),
        (FEE, "Ansøgning kan indgives senest 1. oktober.", "modality"),
        (FEE, "Ansøgning skal indgives tidligst 1. oktober.", "bound"),
        ("Anlægget koster 12,5 mio. kr.", "Anlægget koster 125 mio. kr.", "numbers"),
        ("Der er afsat 1,750 mio. kr.", "Der er afsat 1.750 mio. kr.", "numbers"),
        ("Der er afsat 1,750 mio. kr.", "Der er afsat 1,750 mia. kr.", "numbers"),
        ("Sagen om Sydskolen blev udsat.", "Byrådet besluttede at lukke Sydskolen.", "status"),
        ("Udvalget tog sagen til efterretning.", "Udvalget forkastede sagen.", "status"),
        ("Det indstilles, at byrådet godkender planen.", "Byrådet godkendte planen.", "status"),
        ("Det indstilles, at taksten hæves.", "Taksten hæves.", "status"),
        ("Udvalget drøftede planen.", "Udvalget vedtog planen.", "status"),
        ("Taksten hæves til 50 kr.", "Taksten sænkes til 50 kr.", "direction"),
        ("Tangby er større end Havrup.", "Havrup er større end Tangby.", "direction"),
        ("Antallet faldt fra 50 til 40.", "Antallet faldt fra 40 til 50.", "bound"),
        ("Der er højst 40 pladser.", "Der er mindst 40 pladser.", "bound"),
        ("Der er op til 40 pladser.", "Der er 40 pladser.", "bound"),
        ("Nogle skoler får ny tavle.", "Alle skoler får ny tavle.", "bound"),
        ("Hallen er planlagt til at åbne i maj 2027.", "Hallen åbnede i maj 2027.", "time"),
        ("Formanden er Asta Bølgemose.", "Formanden er Birk Klitgaard.", "names"),
        ("Anna Holm og Bo Lund deltog.", "Anna Lund deltog.", "names"),
        ("Vejen går gennem Tangby.", "Vejen går gennem Havrup.", "names"),
        ("Tangby Skole har 120 elever, og Havrup Skole har 80 elever.", "Havrup Skole har 120 elever.", "rows"),
        ("Stien er 4 km, hvoraf 1 km er asfalteret.", "De 4 km er asfalteret.", "rows"),
        ("Planen har trinene: 1) høring 2) vedtagelse.", "Vedtagelse er første trin.", "rows"),
        ("Havrup er den tredjestørste by.", "Havrup er den næststørste by.", "numbers"),
        ("Det er kommunen, der har tegnet planen med råd fra beboerne.", "Planen er tegnet af beboerne.", "actors"),
        (
            "Udvalget besluttede, at skolen lukkes, når byrådet er hørt.",
            "Byrådet besluttede, at skolen lukkes.",
            "actors",
        ),
        ("Der er brug for flere bænke i parken.", "Der er blevet flere bænke i parken.", "time"),
        ("Aftalen er mellem skolen og hallen.", "Aftalen er mellem skolen og kirken.", "actors"),
        ("Grundejeren skal klippe hækken.", "Kommunen skal klippe hækken.", "actors"),
        ("Der er for få private pladser og for høj leje.", "Der er for mange private pladser.", "direction"),
        ("Prisen er lavere i Tangby end i Havrup.", "I Havrup er prisen lavere.", "direction"),
        (
            "Taksten er steget, mens tilskuddet er uændret.",
            "Tilskuddet er steget, mens taksten er uændret.",
            "direction",
        ),
        ("Ansøgning skal indgives inden maj 2027.", "Ansøgning skal indgives inden udgangen af maj 2027.", "bound"),
        ("Mappen samler de vigtigste kort over byen.", "Mappen samler samtlige kort over byen.", "bound"),
        ("Man må ikke cykle i parken, men man må gerne løbe.", "Det er ikke tilladt at løbe i parken.", "modality"),
        ("Foreningen skal søge om lokaler.", "Det er frivilligt, om foreningen søger om lokaler.", "modality"),
        (
            "De krav, som er strengest, kan skolen ikke opfylde.",
            "De strengeste krav kan skolen godt opfylde.",
            "polarity",
        ),
        ("Salg kræver tilladelse fra beredskabet.", "Salg kræver tilladelse fra politiet.", "names"),
        ("Sagen venter på en udtalelse fra byretten til skolen.", "Sagen venter på en udtalelse fra skolen.", "actors"),
        ("Hovedret 58 kr., biret 24 kr., kaffe 12 kr.", "En biret koster 58 kr.", "rows"),
        ("I 2024 fik 519 borgere job mod 463 året før.", "I 2024 fik 463 borgere job.", "rows"),
        ("I 2024 fik 519 borgere job mod 463 året før.", "Færre borgere fik job i 2024.", "direction"),
        ("Planen blev endeligt vedtaget i maj.", "Planen er sendt i høring.", "status"),
        (
            "Familier med tvillinger tilbydes et kursus.",
            "Familier med tvillinger skal deltage i et kursus.",
            "modality",
        ),
        ("Hallen åbner ved udgangen af 2027, stien i foråret 2026.", "Hallen åbner ved udgangen af 2026.", "bound"),
        ("Udgiften blev 3 mio. kr. lavere end budgetteret.", "Der var et merforbrug på 3 mio. kr.", "direction"),
        ("Foreningerne fik i alt 300 kr.", "Hver af de 27 foreninger fik 300 kr.", "unit"),
        (FEE, "Se mere på https://samler.example.invalid/ om gebyret.", "plain"),
        (FEE, "<b>Gebyret</b> udgør 1.250 kr. pr. år.", "plain"),
        (FEE, "Gebyret \u202eudgør\u202c 1.250 kr. pr. år.", "plain"),
        (FEE, "Gebyret " + "a" * 50_000, "plain"),
        (FEE, "Borgmesteren er vred, og naboerne flytter.", "subject"),
    ],
)
def test_a_false_claim_fails_its_check(quote: str, claim: str, fails: str) -> None:
    assert fails in failed(verdicts(claim, quote))


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        (FEE, "Gebyret er 1250 kr. årligt."),
        (FEE, "Husstande uden bil skal ikke betale gebyret."),
        ("Prisen er lavere i Tangby end i Havrup.", "Prisen i Havrup er højere end i Tangby."),
        (
            "Rejsen til Tangby er kortere end turen til Havrup.",
            "Rejsen til Tangby er ikke så lang som turen til Havrup.",
        ),
        ("Hækken må ikke fældes uden tilladelse.", "Det kræver tilladelse at fælde hækken."),
        (
            "Udvalget besluttede, at arbejdet sker i to etaper.",
            "Arbejdet skal ske i to etaper, har udvalget besluttet.",
        ),
        ("Det ses i tallene, at byen vokser.", "At byen vokser, kan man se i tallene."),
        ("Ansøgning skal indgives senest maj 2027.", "Ansøgning skal indgives inden udgangen af maj 2027."),
        ("Biblioteket har åbent mandag kl. 9-12.", "Biblioteket har åbent mandag fra 9 til 12."),
        ("Fire ud af ti huse er solgt.", "40 procent af husene er solgt."),
        (
            "Planen for de udsatte byområder blev drøftet i juni 2027.",
            "I 06/2027 blev planen for de udsatte byområder drøftet.",
        ),
        (
            "Huset er færdigt, og byen, skolen og hallen skal dele det.",
            "Byen, skolen og hallen skal dele det færdige hus.",
        ),
        ("Forhandlingerne om huset pågår fortsat.", "Forhandlingerne om huset er endnu ikke afsluttet."),
        ("Kommunen undlod at opkræve gebyr i maj.", "I maj blev gebyret ikke opkrævet."),
        ("Byrådet nedlagde Landsbyudvalget.", "Landsbyudvalget blev afskaffet af byrådet."),
        ("Ingen træer må være højere end 8 meter.", "Træerne må højst være 8 meter høje."),
        ("Sagen blev udsat til næste møde.", "Udvalget skød sagen til det følgende møde."),
        ("Udvalget indstiller, at hallen udvides.", "Udvalget anbefaler, at hallen udvides."),
        ("Huset har 48 boliger, hvoraf 12 er til ældre.", "En fjerdedel af husets 48 boliger er til ældre."),
        ("Rammen er 9 mio. kr. til vej og 15 mio. kr. til sti.", "Rammen til vej og sti er samlet 24 mio. kr."),
        ("Antallet steg fra 64 til 71.", "Antallet steg med 7, fra 64 til 71."),
        ("I 2024 fik 519 borgere job mod 463 året før.", "I 2023 fik 463 borgere job."),
        ("Der kom 1.187 svar.", "Der kom knap 1.200 svar."),
        ("80 pct. af brugerne er tilfredse.", "Fire ud af fem brugere er tilfredse."),
        ("Merete Vang (C) ledede mødet.", "Merete Vang fra Det Konservative Folkeparti ledede mødet."),
        (FEE, "Fristen er 1. oktober, jf. § 5, stk. 2."),
        ("Der er afsat 1,750 mio. kr.", "Der er afsat 1.750.000 kroner."),
        ("Mødet er den 14. maj 2024.", "Mødet er den 14.05.2024."),
        ("Andelen er 18 pct.", "Andelen er 18 %."),
        ("Planen har syv mål.", "Planen har 7 mål."),
        ("Perioden er halvandet år.", "Perioden er 18 måneder."),
        ("Arbejdet begynder primo 2026.", "Arbejdet begynder i starten af 2026."),
        ("Det indstilles, at byrådet godkender planen.", "Det foreslås, at byrådet godkender planen."),
        ("Skole: Tangby | Elever: 120", "Skole: Tangby | Elever: 120."),
        ("Der gives højst 500 kr. til bus og tog.", "Der gives maksimalt 500 kr. til bus og tog."),
    ],
)
def test_a_true_claim_in_other_words_passes(quote: str, claim: str) -> None:
    assert failed(verdicts(claim, quote)) == ()


def test_what_a_bare_decision_is_follows_from_its_section() -> None:
    assert failed(verdicts("Byrådet besluttede, at hallen lukkes i 2027.", "Hallen lukkes i 2027.", "Beslutning")) == ()
    assert "status" in failed(
        verdicts("Byrådet besluttede, at hallen lukkes i 2027.", "Hallen lukkes i 2027.", "Indstilling")
    )


def test_a_token_that_was_not_given_fails_even_a_perfect_quote() -> None:
    reading = read_bytes(FEE.encode(), "sag.txt", "Sag (opdigtet)")
    whole = Range(0, len(reading.text))
    assert failed(check(reading.text, reading.text, whole, reading, token_given=False)) == ("token",)
    assert failed(check(reading.text, reading.text, whole, reading)) == ()


def test_a_soft_check_warns_and_drops_nothing() -> None:
    found = verdicts("Parkering er gratis i Tangby.", "Parkering er gratis i Tangby, medmindre der er marked.")
    assert (failed(found), found["exceptions"], leaves_out(found)) == ((), Verdict.WARN, True)
    kept = verdicts(
        "Medmindre der er marked, er parkering gratis i Tangby.",
        "Parkering er gratis i Tangby, medmindre der er marked.",
    )
    assert (failed(kept), leaves_out(kept)) == ((), False)


def test_entailment_may_reject_and_never_save() -> None:
    reading = read_bytes(FEE.encode(), "sag.txt", "Sag (opdigtet)")
    whole = Range(0, len(reading.text))

    def breaks(source: str, claim: str) -> bool:
        raise TimeoutError

    for claim, entails, expected in (
        ("Gebyret er 1250 kr. årligt.", lambda s, c: True, ()),
        ("Gebyret er 1250 kr. årligt.", lambda s, c: False, ("entailment",)),
        ("Gebyret er 1250 kr. årligt.", breaks, ("entailment",)),
        ("Gebyret er 1520 kr. årligt.", lambda s, c: True, ("numbers",)),
    ):
        assert failed(check(claim, reading.text, whole, reading, entails=entails)) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1,750 mio. kr.", ("kr", "1750000")),
        ("1.750.000 kroner", ("kr", "1750000")),
        ("kr. 1.250", ("kr", "1250")),
        ("1.250,- kr.", ("kr", "1250")),
        ("120 t.kr.", ("kr", "120000")),
        ("14. maj 2024", ("date", "2024", "5", "14")),
        ("14/5-2024", ("date", "2024", "5", "14")),
        ("2024-05-14", ("date", "2024", "5", "14")),
        ("18 procent", ("%", "18")),
        ("3 procentpoint", ("pp", "3")),
        ("halvdelen", ("%", "50")),
        ("femogtyve", ("n", "25")),
        ("treårig", ("måned", "36")),
        ("2 ha", ("m2", "20000")),
        ("kl. 09:00", ("clock", "9:00")),
        ("primo 2026", ("vague", "primo", "", "2026")),
        ("§ 5 a", ("§", "5a")),
        ("81.00.00-A00-5-24", ("case", "81.00.00-A00-5-24")),
    ],
)
def test_a_value_has_one_canonical_form(text: str, key: tuple[str, ...]) -> None:
    assert key in values_in(text)[0].readings


@pytest.mark.parametrize(
    ("text", "numbers"), [("2024-27", ["2024", "2027"]), ("200-300", ["200", "300"]), ("mellem 6 og 9", ["6", "9"])]
)
def test_a_range_is_its_two_ends(text: str, numbers: list[str]) -> None:
    assert [value.readings[-1][1] for value in values_in(text)] == numbers
