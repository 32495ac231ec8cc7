"""A question is read in the spelling of Danish and of the corpus; names and known words stay what they are."""

import pytest

from assistant.spelling import Speller
from assistant.spoken import plain

COUNTS = dict.fromkeys(
    "hovedudvalget drøftede randers sømarken pixi input forvaltningen nørrevang beboerlicens grupperne".split(), 2
)
SPELLER = Speller(COUNTS, ["offentlig forsørgelse", "embedsværket"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hvad dørftede Hovedudvlaget?", "Hvad drøftede Hovedudvalget?"),
        ("Hvonrår mødtes forvaltnignen?", "Hvornår mødtes forvaltningen?"),
        ("Hvor magne sider er pixein på?", "Hvor mange sider er pixien på?"),
        ("hvornaar moedtes embedsvaerket", "hvornår mødtes embedsværket"),
        ("Hvad sker der i Soemarken?", "Hvad sker der i Sømarken?"),
        ("hvad droeftede hovedudvlaget", "hvad drøftede hovedudvalget"),
        ("HVAD DRFØTEDE HOVEDUDVALGET I DAG?", "HVAD DRØFTEDE HOVEDUDVALGET I DAG?"),
        ("Hvad bliver ipnuttet brugt til?", "Hvad bliver inputtet brugt til?"),
    ],
)
def test_slips_are_read_as_what_was_meant(written: str, read: str) -> None:
    assert SPELLER.spelt(written) == read


@pytest.mark.parametrize(
    "question",
    [
        "Hvad sker der i Nørretang?",  # another name than Nørrevang
        "Hvad koster en beboerlicenser?",  # another form of a word of the corpus
        "Hvad siger DUT og MDE?",
        "Hvad er 87.00.00-G01-10-24, og hvad står der på www.raanders.dk?",
        "Hvem bor på Havnegade?",
        "Er der en kanin i kommunen?",
    ],
)
def test_known_words_names_and_signs_stay(question: str) -> None:
    assert SPELLER.spelt(question) == question


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("På hvilket tidspunkt udkom planen?", "Hvornår udkom planen?"),
        ("Af hvilken grund blev den udsat?", "Hvorfor blev den udsat?"),
        ("Hvor stort et antal boliger er der?", "Hvor mange boliger er der?"),
        ("Hvilke personer sidder i udvalget?", "Hvem sidder i udvalget?"),
        ("Hvad for nogle mål er der?", "Hvilke mål er der?"),
        ("I hvor lang tid gælder planen?", "Hvor længe gælder planen?"),
        ("I hvor lang tidsperiode gælder planen?", "I hvor lang tidsperiode gælder planen?"),
        ("På hvilket tidspunkt af dagen begynder det?", "På hvilket tidspunkt af dagen begynder det?"),
    ],
)
def test_longer_ways_to_ask_are_the_short_ones(long: str, short: str) -> None:
    assert plain(long) == short
