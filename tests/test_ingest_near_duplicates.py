"""Near-duplicates: nearly the same words are grouped, rival facts are not, and time grows with the number of texts."""

from __future__ import annotations

import random

import pytest

from ingest.near_duplicates import duplicate_groups, sketch

ORIGINAL = "Kommunen vil bygge en ny svømmehal ved havnen, så flere børn kan lære at svømme hele året rundt."


def groups(*texts: str, size: int = 3) -> list[int | None]:
    return duplicate_groups(sketch(text, size) for text in texts)


@pytest.mark.parametrize(
    "other",
    [
        ORIGINAL,
        ORIGINAL.upper().capitalize(),
        ORIGINAL.replace(",", ""),
        ORIGINAL.replace("hele året rundt", "hele året"),
        "  " + ORIGINAL.replace(" ", "  "),
    ],
)
def test_nearly_the_same_words_are_one_group(other: str) -> None:
    assert groups(ORIGINAL, other) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ORIGINAL, "Kommunen lukker den gamle svømmehal ved skoven, fordi taget er utæt og dyrt at sætte i stand."),
        ("Der er afsat 1,75 mio. kr. til stier i den nye plan.", "Der er afsat 1,85 mio. kr. til stier i den nye plan."),
        ("I 2021 boede der mange unge i byens centrum og havn.", "I 2022 boede der mange unge i byens centrum og havn."),
        ("Udvalget vil lukke skolen i byen ved udgangen af året.", "Udvalget vil ikke lukke skolen i byen ved udgangen af året."),
        ("Planen gælder i Nordby fra årets begyndelse og frem.", "Planen gælder i Sydby fra årets begyndelse og frem."),
        ("Borgeren kan søge om støtte hos kommunen hele året.", "Borgeren skal søge om støtte hos kommunen hele året."),
        ("Ja tak.", "Ja tak."),
    ],
)  # fmt: skip
def test_rival_and_different_and_tiny_texts_are_not(one: str, other: str) -> None:
    assert groups(one, other) == [None, None]


def test_groups_are_numbered_in_order() -> None:
    second = "Biblioteket holder åbent om søndagen fra september, og der ansættes tre nye medarbejdere."
    alone = "Parken får flere bænke og et nyt bed med stauder langs den sydlige mur mod åen."
    assert groups(ORIGINAL, second, alone, second, ORIGINAL) == [0, 1, None, 1, 0]


def test_planted_copies_are_found_among_many() -> None:
    chance = random.Random(5)
    words = [f"ord{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600)]
    texts = [" ".join(chance.choice(words) for _ in range(40)) for _ in range(3_000)]
    copies = []
    for number in range(0, 1000, 5):
        changed = texts[number].split()
        changed[chance.randrange(40)] = "andet"
        copies.append(" ".join(changed))
    found = groups(*texts, *copies, size=5)
    pairs = [found[number * 5] is not None and found[number * 5] == found[3_000 + number] for number in range(200)]
    assert sum(pairs) >= 196
    assert sum(group is not None for group in found) == 2 * sum(pairs), "nothing else is grouped"


def test_boilerplate_repeated_thousands_of_times_stays_cheap() -> None:
    assert set(groups(*([ORIGINAL] * 5_000))) == {0}
