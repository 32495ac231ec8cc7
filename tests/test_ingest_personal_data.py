"""Personal data is found in every spelling, harmless numbers are left alone, and masking is exact.

The CPR numbers belong to birth years 2030-2036, so to nobody living; the persons and places are made up.
"""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.personal_data import PersonalData, find_personal_data, mask, mask_question
from ingest.personal_names import find_names_and_postcodes

SEEDS = (20250815, 7)
MONTHS: list[str] = "januar februar marts april maj juni juli august september oktober november december".split()
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)  # modulus 11 of the CPR office


def made_up_cprs(seed: int) -> list[tuple[str, str, str, str]]:
    """100 numbers as (day, month, year, tail), half of which fail modulus 11, and three born on 29 February."""
    draw = random.Random(seed)
    numbers: list[tuple[str, str, str, str]] = [("29", "02", "32", "4105"), ("29", "02", "36", "9000")]
    failing = sum(fails_modulus_11(number) for number in numbers)
    while len(numbers) < 100:
        number = (f"{draw.randint(1, 28):02}", f"{draw.randint(1, 12):02}", str(draw.randint(30, 36)))
        tail = f"{draw.choice('456789')}{draw.randint(0, 999):03}"
        wants_failing = failing < 50
        if fails_modulus_11((*number, tail)) == wants_failing:
            failing += wants_failing
            numbers.append((*number, tail))
    return numbers


def fails_modulus_11(number: tuple[str, ...]) -> bool:
    digits = [int(digit) for digit in "".join(number)]
    return sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11 != 0


def in_script(zero: str, text: str) -> str:
    return "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in text)


CPR_SPELLINGS: list[Callable[[str, str, str, str], str]] = [
    lambda d, m, y, t: f"{d}{m}{y}-{t}",
    lambda d, m, y, t: f"{d}{m}{y}{t}",
    lambda d, m, y, t: f"{d}{m}{y} {t}",
    lambda d, m, y, t: f"{d}{m}{y} - {t}",
    lambda d, m, y, t: f"{d}{m}{y}.{t}",
    lambda d, m, y, t: f"{d}{m}{y}–{t}",
    lambda d, m, y, t: f"{d}{m}{y}—{t}",
    lambda d, m, y, t: f"{d} {m} {y} {t}",
    lambda d, m, y, t: f"{d}.{m}.{y}-{t}",
    lambda d, m, y, t: f"{d}/{m}/{y}-{t}",
    lambda d, m, y, t: f"{d}-{m}-{y} {t}",
    lambda d, m, y, t: f"{d}{m}{y}\u200b{t}",
    lambda d, m, y, t: f"{d}{m}{y}\u00a0{t}",
    lambda d, m, y, t: in_script("０", f"{d}{m}{y}{t}"),
    lambda d, m, y, t: in_script("٠", f"{d}{m}{y}-{t}"),
    lambda d, m, y, t: f"{d}\u00ad{m}{y}\u2212\u2060{t}",
]
MORE_SPELLINGS: list[Callable[[str, str, str, str], str]] = [
    lambda d, m, y, t: f"{d}{m} {y} {t}",
    lambda d, m, y, t: f"{d} {m}{y}-{t}",
    lambda d, m, y, t: f"{d}. {m}. {y} / {t}",
    lambda d, m, y, t: f"{d}{m}{y}_{t}",
    lambda d, m, y, t: f"{d}{m}{y}‑{t}",
    lambda d, m, y, t: f"{d}{m}{y}-{t[:2]} {t[2:]}",
    lambda d, m, y, t: f"{d}{m}{y}-\n{t}",
    lambda d, m, y, t: f"{d}-{m}-20{y}-{t}",
    lambda d, m, y, t: f"20{y}-{m}-{d} - {t}",
    lambda d, m, y, t: f"{int(d)}/{int(m)}/20{y} - {t}",
    lambda d, m, y, t: f"{int(d)}. {MONTHS[int(m) - 1]} 20{y} - {t}",
    lambda d, m, y, t: f"{int(d)}. {MONTHS[int(m) - 1][:3]}. {y}-{t}",
    lambda d, m, y, t: f"{d}{m}{y} og de sidste fire er {t}",
    lambda d, m, y, t: f"{d}{m}{y}-{t}²",
    lambda d, m, y, t: in_script("𝟎", f"{d}{m}{y}-{t}"),
    lambda d, m, y, t: "\u2060".join(f"{d}{m}{y}{t}"),
]
QUESTION_SPELLINGS: list[Callable[[str, str, str, str], str]] = [
    lambda d, m, y, t: f"{d} {m} {y} {t[:2]} {t[2:]}",
    lambda d, m, y, t: f"{d}{m}{y}\n{t}",
    lambda d, m, y, t: " ".join(f"{d}{m}{y}{t}"),
]
FRAMES = ["Mit nummer er {}, hvornår får jeg pension?", "cpr {}", "{}", "Borgeren ({}) bor i Sømarken.", "Nr.:{}."]


@pytest.mark.parametrize("spell", range(len(CPR_SPELLINGS)))
@pytest.mark.parametrize("seed", SEEDS)
def test_every_cpr_number_is_found_in_each_of_sixteen_spellings(seed: int, spell: int) -> None:
    assert missed(made_up_cprs(seed), CPR_SPELLINGS[spell], seed) == []


@pytest.mark.parametrize("spell", range(len(MORE_SPELLINGS)))
def test_rarer_spellings_of_a_cpr_number_are_found(spell: int) -> None:
    assert missed(made_up_cprs(SEEDS[0]), MORE_SPELLINGS[spell], SEEDS[0]) == []


def missed(numbers: list[tuple[str, str, str, str]], spell: Callable[..., str], seed: int) -> list[str]:
    """The texts in which the number is not masked whole, or something beside it is."""
    draw = random.Random(seed)
    wrong = []
    for number in numbers:
        spelled = spell(*number)
        frame = draw.choice(FRAMES)
        text = frame.format(spelled)
        found = find_personal_data(text)
        rest = mask(text, found).replace("█", "")
        exact = {frame.format(""), frame.format("²")}
        if [each.kind for each in found] != ["cpr"] or rest not in exact or find_personal_data(frame.format("")):
            wrong.append(text)
    return wrong


@pytest.mark.parametrize("spell", range(len(QUESTION_SPELLINGS)))
def test_a_question_also_loses_numbers_that_a_document_could_have_in_a_table(spell: int) -> None:
    for number in made_up_cprs(SEEDS[1]):
        text = f"Hvad gør jeg, {QUESTION_SPELLINGS[spell](*number)} ?"
        assert mask_question(text)[1] == ("cpr",), text


def test_rows_of_danish_numbers_are_no_cpr_numbers() -> None:
    draw = random.Random(SEEDS[1])
    for _ in range(5000):
        cells = [f"{int(10 ** draw.uniform(0, 4.5)):,}".replace(",", ".") for _ in range(draw.randint(3, 8))]
        row = f"Sømarken {' '.join(cells)}"
        assert find_personal_data(f"{row} | 010135-4105")[-1].kind == "cpr", "the control: a number in the row is seen"
        assert not [each for each in find_personal_data(row) if each.kind == "cpr"], row


def test_half_of_the_numbers_fail_modulus_11() -> None:
    for seed in SEEDS:
        assert sum(map(fails_modulus_11, made_up_cprs(seed))) == 50


@pytest.mark.parametrize("text", ["290230-4105", "310435-4105", "321235-4105", "011335-4105", "000135-4105"])
def test_a_day_that_does_not_exist_is_no_cpr_number(text: str) -> None:
    assert find_personal_data(f"Se {text} her") == ()


def test_a_replacement_number_counts_where_it_is_called_a_cpr_number() -> None:
    assert [each.kind for each in find_personal_data("CPR-nummer 610135-4105")] == ["cpr"]
    assert find_personal_data("Vare 610135-4105") == ()


# ---- Harmless numbers, 2,000 of each of eight kinds


def case_number(draw: random.Random) -> str:
    kle = f"{draw.randint(0, 99):02}.{draw.randint(0, 99):02}.{draw.randint(0, 99):02}"
    return draw.choice([
        f"{kle}-{draw.choice('GPAKSÆØ')}{draw.randint(1, 99):02}-{draw.randint(1, 99999)}-{draw.randint(5, 26):02}",
        f"Sagsnr. {draw.randint(5, 26):02}/{draw.randint(1, 999999):06}",
        f"sag {draw.randint(2005, 2026)}-{draw.randint(1, 999999):06}",
        f"Journalnummer: {kle}-P35-{draw.randint(1, 99)}-{draw.randint(5, 26):02}",
        f"Sagsnr.: EMN-{draw.randint(2005, 2026)}-{draw.randint(1, 99999):05}",
    ])  # fmt: skip


def ean(draw: random.Random) -> str:
    digits = "5798" + "".join(draw.choice("0123456789") for _ in range(9))
    cuts = draw.choice([(13,), (1, 7, 13), (4, 8, 13), (4, 7, 10, 13), (2, 4, 6, 8, 10, 12, 13)])
    spaced = " ".join(digits[start:end] for start, end in zip((0, *cuts), cuts, strict=False))
    return f"{draw.choice(['EAN ', 'EAN-nr. ', 'EAN-nummer: ', 'GLN '])}{spaced}"


def cvr(draw: random.Random) -> str:
    digits = f"{draw.randint(10000000, 99999999)}"
    pairs = " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    spelled = draw.choice([digits, pairs, f"{digits[:4]} {digits[4:]}"])
    bare = draw.choice([digits, f"DK{digits}", f"DK-{digits}"])
    return draw.choice([f"CVR {spelled}", f"CVR-nr. {spelled}", f"CVR-nummer: {spelled}", bare])


def date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 31), draw.randint(1, 12), draw.randint(1990, 2060)
    clock = f"{draw.randint(0, 23):02}{draw.choice('.:')}{draw.choice(['00', '15', '30', '45'])}"
    one = draw.choice([f"{day:02}-{month:02}-{year}", f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}",
                       f"{day:02}.{month:02}.{year % 100:02}", f"{day}/{month} {year}", f"{day}. maj {year}",
                       f"{year}{month:02}{day:02}", f"{day:02}{month:02}{year}"])  # fmt: skip
    year_after = year + draw.randint(1, 12)
    return draw.choice([one, f"{one} kl. {clock}", f"{one} {clock}", f"{one} - {day:02}.{month:02}.{year_after}",
                        f"{day:02}.-{min(day + 2, 31):02}.{month:02}.{year}", f"Kommuneplan {year}-{year_after}",
                        f"{year}/{year_after % 100:02}", f"{year} - {year_after}", f"{year} {year_after}",
                        f"{year}-{year_after % 100:02} {year_after}", f"kl. {clock}-{clock}",
                        f"{day}. maj {year} - {year_after}"])  # fmt: skip


def section(draw: random.Random) -> str:
    number = draw.randint(1, 299)
    return draw.choice([
        f"§ {number}, stk. {draw.randint(1, 9)}, nr. {draw.randint(1, 20)}",
        f"LBK nr. {draw.randint(1, 1999)} af {draw.randint(1, 28):02}/{draw.randint(1, 12):02}/2019 § {number}",
        f"lokalplan {draw.randint(1, 799)}", f"lokalplan nr. {draw.randint(100, 799)}-{draw.randint(1, 99)}",
        f"Lokalplan {draw.randint(10, 31):02}-{draw.randint(1, 999):03}-{draw.randint(2000, 2026)}",
        f"bekendtgørelse {draw.randint(1, 1999)}/{draw.randint(1999, 2026)} §§ {number}-{number + 9}",
        f"afsnit {draw.randint(1, 9)}.{draw.randint(1, 12)}.{draw.randint(1, 12)}.{draw.randint(1, 12)}",
    ])  # fmt: skip


def amount(draw: random.Random) -> str:
    number = draw.randint(1000, 99_999_999_999)
    dots = f"{number:,}".replace(",", ".")
    blanks = dots.replace(".", " ")
    return draw.choice([dots, f"{dots} kr.", f"{dots},{draw.randint(0, 99):02}", f"{blanks} kr.", blanks,
                        f"{number} kr.", f"kr. {dots}", f"{draw.randint(1, 999)},{draw.randint(1, 999)} mio. kr.",
                        f"+{dots} kr.", f"-{dots}", f"{dots}-{dots}",
                        f"{draw.randint(1, 99)},{draw.randint(0, 9)} pct.",
                        f"{number % 10_000_000} {draw.choice(['borgere', 'kr.', 'm2', 'timer'])}"])  # fmt: skip


def phone_that_is_no_cpr(draw: random.Random) -> str:
    digits = f"{draw.randint(20000000, 99999999)}"
    pairs = " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    return draw.choice(["{}", "Tlf. {}", "+45 {}", "0045 {}", "(+45) {}"]).format(
        draw.choice([digits, pairs, f"{digits[:4]} {digits[4:]}", pairs.replace(" ", "-"), pairs.replace(" ", ".")])
    )


def listing(draw: random.Random) -> str:
    start, step, count = draw.randint(1, 60), draw.randint(1, 5), draw.randint(4, 8)
    row = [f"{draw.randint(10, 99)}" for _ in range(draw.randint(5, 9))]
    return draw.choice([
        "uge " + " ".join(f"{start + step * n:02}" for n in range(count)), " ".join([*row[:6], "2024"]),
        ", ".join(row), " ".join(f"{year}" for year in range(2020, 2020 + count)), "side " + "-".join(row[:2]),
        " ".join(f"{cell},{draw.randint(0, 9)}" for cell in row),
        f"https://eksempel.dk/sag/{draw.randint(10**12, 10**15)}",
        f"ISBN 978-87-{draw.randint(10, 99)}-{draw.randint(10000, 99999)}-{draw.randint(0, 9)}",
        f"P-nr. {draw.randint(1003000000, 1031999999)}", f"bilag {draw.randint(1, 40)}.{draw.randint(1, 40)}",
    ])  # fmt: skip


HARMLESS = [case_number, ean, cvr, date, section, amount, listing]
HARMLESS_FRAMES = ["{}", "Se {} i bilaget.", "Jf. {}, som udvalget drøftede.", "({})", "Der henvises til {}"]


@pytest.mark.parametrize("make", HARMLESS, ids=lambda make: make.__name__)
def test_harmless_numbers_raise_no_alarm(make: Callable[[random.Random], str]) -> None:
    draw = random.Random(SEEDS[0])
    texts = [draw.choice(HARMLESS_FRAMES).format(make(draw)) for _ in range(2000)]
    assert [text for text in texts if find_personal_data(text)] == []
    assert [text for text in texts if mask_question(text)[1]] == []


def test_a_phone_number_is_never_taken_for_a_cpr_number() -> None:
    draw = random.Random(SEEDS[0])
    texts = [draw.choice(HARMLESS_FRAMES).format(phone_that_is_no_cpr(draw)) for _ in range(2000)]
    assert [text for text in texts if any(each.kind == "cpr" for each in find_personal_data(text))] == []


@pytest.mark.parametrize("text", [
    "Sagsnr. 24/012345, EAN 5798000355248, CVR 29189757 – hvem kontakter jeg?",
    "Hvad siger bekendtgørelse nr. 1401 af 12/12/2019 § 12?",
    "Hvad handler sag 87.00.00-G01-10-24 om?", "Kommuneplan 2025-2037", "Ring 112", "12.500.000 kr.",
    "Hvordan søger jeg om nyt CPR-nummer efter navneskift?", "Hvad er telefonnummeret til borgerservice?",
    "Står der at kommune.dk er nede?", "Udgiften er 0101301234567 enheder",
])  # fmt: skip
def test_these_questions_are_let_through(text: str) -> None:
    assert mask_question(text) == (text, ())


# ---- Phone and e-mail


PHONES = ["{a} {b} {c} {d}", "{a}{b} {c}{d}", "tlf. {a}{b}{c}{d}", "+45 {a}{b}{c}{d}", "+45{a}{b}{c}{d}",
          "0045 {a} {b} {c} {d}", "mobil: {a}-{b}-{c}-{d}", "Ring på {a}{b}{c}{d}", "telefonnummer {a}{b} {c}{d}",
          "(+45) {a} {b} {c} {d}", "tlf {a}\u00a0{b}\u00a0{c}\u00a0{d}", "sms til {a}{b}{c}{d}",
          "{a}.{b}.{c}.{d}"]  # fmt: skip
MAILS = ["{n}@{h}.dk", "{n} (at) {h}.dk", "{n}[at]{h}.dk", "{n}@post.{h}.dk", "{n} @ {h}.dk", "{n}＠{h}．dk",
         "{n} snabel-a {h}.dk", "{n}@{h} (dot) dk", "mailto:{n}@{h}.com", "{n} at {h} dot dk",
         "{n}\u200b@{h}.dk"]  # fmt: skip


def test_phone_numbers_are_found_in_their_usual_spellings() -> None:
    draw = random.Random(SEEDS[0])
    wrong = []
    for _ in range(1000):
        digits = f"{draw.randint(20000000, 99999999)}"
        pairs = dict(zip("abcd", (digits[at : at + 2] for at in range(0, 8, 2)), strict=True))
        text = draw.choice(FRAMES).format(draw.choice(PHONES).format(**pairs))
        if [each.kind for each in find_personal_data(text)] != ["phone"]:
            wrong.append(text)
    assert len(wrong) <= 20, wrong


def test_mail_addresses_are_found_in_their_usual_spellings() -> None:
    draw = random.Random(SEEDS[0])
    wrong = []
    for _ in range(1000):
        name = draw.choice(["testine", "test.person", "t-p+nyt", "søren_å", "x7"])
        text = draw.choice(FRAMES).format(draw.choice(MAILS).format(n=name, h=draw.choice(["eksempel", "sømarken-by"])))
        if [each.kind for each in find_personal_data(text)] != ["email"]:
            wrong.append(text)
    assert len(wrong) <= 20, wrong


@pytest.mark.parametrize("spelling", ["01/01-1990 1234", "1. januar 1990 1234", "1990-01-01 1234", "01.01.1990 1234"])
def test_a_blank_before_the_last_four_digits_is_a_cpr_number_where_it_is_called_one(spelling: str) -> None:
    assert mask_question(f"cpr: {spelling}")[1] == ("cpr",)
    for other in (
        f"mødet {spelling} deltog",
        f"cpr er et register fra 1968. {'Mødet er holdt her ' * 3}{spelling} deltog",
    ):
        assert mask_question(other) == (other, ())
    assert mask_question(f"cpr-kontoret fra {spelling} kr.")[1] == ()


def test_a_question_with_several_kinds_names_them_all() -> None:
    masked, kinds = mask_question("Ring til mig på 12 34 56 78 eller skriv til test.person@example.com om 010135-4105")
    assert masked == "Ring til mig på ███████████ eller skriv til ███████████████████████ om ███████████"
    assert kinds == ("cpr", "email", "phone")


def test_public_numbers_and_addresses_are_no_personal_data() -> None:
    public = ("70 201 201", "+45 86 00 00 01", "Post@Eksempel.dk")
    text = "Ring 70 20 12 01 eller tlf. 86000001, post@eksempel.dk"
    assert mask_question(text, public=public) == (text, ())
    assert mask_question(text)[1] == ("email", "phone")


def test_several_phone_numbers_after_one_word_are_all_found() -> None:
    assert mask_question("Tlf. 87123456 eller 22334455")[0] == "Tlf. ████████ eller ████████"


# ---- Offsets and masking


def test_offsets_are_those_of_the_text_that_was_given() -> None:
    text = "ﬁn\u200b tekst: 01\u200b01\u00ad35-４１０５ slut"
    (found,) = find_personal_data(text)
    assert (text[found.start], text[found.end - 1], found.kind) == ("0", "５", "cpr")
    assert mask(text, [found]) == text[: found.start] + "█" * (found.end - found.start) + text[found.end :]


def test_a_list_of_cpr_numbers_is_masked_whole_however_it_is_joined() -> None:
    for separator in ("/", " ", ", ", "\n", ";", " - "):
        text = separator.join(["010135-4105", "020236-4200", "290232-4300"])
        assert not any(char.isdigit() for char in mask(text, find_personal_data(text))), repr(separator)


def test_mask_takes_overlapping_findings_in_any_order() -> None:
    assert mask("abcdefgh", [PersonalData(3, 6, "name"), PersonalData(1, 4, "cpr")]) == "a█████gh"


PIECES = st.one_of(
    st.text(alphabet="0123456789 -./+\n"), st.text(max_size=6),
    st.sampled_from(["010135-4105", "tlf. ", "87 12 34 56", "a@b.dk", " (at) ", "cpr ", "CVR ", "١", "²", "⑽", "\u200b",
                     "█", "konto 0101354105", "1. maj 2030 - 4105", "010135 sidste fire 4105", "+45", "eller ", "kr.",
                     "１２"]),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_masking_keeps_the_length_and_leaves_nothing_to_find(text: str) -> None:
    for in_question in (False, True):
        found = find_personal_data(text, in_question=in_question)
        masked = mask(text, found)
        assert len(masked) == len(text)
        assert find_personal_data(masked, in_question=in_question) == ()
        assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", [
    "1", "1 ", "12 ", "0101", "01 01 30 1234/", "010130-1234 ", "a", "a.", "@", "a@", "(", "+", "٠", "e\u0301", "tlf. ",
    "12 34 56 78 ", "sidste fire 1", "Navn: ", "1 \n", "Hilsen\n", "Ab ", "x" * 63 + ".", "konto 1 ", "tlf. 12345678, ",
])  # fmt: skip
def test_a_megabyte_of_anything_is_searched_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert len(mask(text, find_personal_data(text))) == len(text)
    find_names_and_postcodes(text[:200_000])


# ---- Hearing answers


ANSWER = """Høringssvar nr. 3 – Sømarken Kommune (opdigtet)
Navn: Testine Prøvesen
Postnummer og by: 8999 Sømarken C
Dato: 12-06-2025

Jeg mener, at cykelstien skal være 3 meter bred i 2027. Byrådet i Sømarken Kommune bør se på det.

Med venlig hilsen
Testine Prøvesen
Opdigtet Allé 12, 2. tv.
8999 Sømarken C

Indsendt af Prøve Testesen den 13. juni 2025
Vi ønsker flere bænke. Testine Prøvesen har ret.
"""


def test_names_addresses_and_postcodes_of_a_hearing_answer_are_masked_and_the_opinion_is_kept() -> None:
    found = find_names_and_postcodes(ANSWER)
    masked = mask(ANSWER, found)
    assert {each.kind for each in found} == {"name", "address", "postcode"}
    for private in ("Testine", "Prøvesen", "Testesen", "8999", "Allé"):
        assert private in ANSWER, "the control: it was there"
        assert private not in masked
    for kept in ("cykelstien skal være 3 meter bred i 2027. Byrådet i Sømarken Kommune bør se på det.", "12-06-2025",
                 "den 13. juni 2025", "Vi ønsker flere bænke.", "Postnummer og by:", "har ret."):  # fmt: skip
        assert kept in masked
    assert len(masked) == len(ANSWER)


@pytest.mark.parametrize(("text", "private"), [
    ("**Navn:** testine prøvesen\n", "testine prøvesen"), ("Navn\nTestine Prøvesen\n\nSvar", "Testine Prøvesen"),
    ("| Navn | Testine Prøvesen |", "Testine Prøvesen"), ("Navn: Testine Prøvesen, Postnummer: 8999", "8999"),
    ("Postnr. og by: 8999 Sømarken", "8999 Sømarken"), ("Vi ses.\nMvh. Testine\n", "Testine"),
    ("Venlig hilsen Testine Prøvesen, formand", "Testine Prøvesen"), ("Fra 8999 Sømarken NØ.", "8999 Sømarken NØ"),
    ("De bedste hilsner fra\nTestine af Prøvesen", "Testine af Prøvesen"),
])  # fmt: skip
def test_each_shape_of_a_sender_is_masked(text: str, private: str) -> None:
    assert private in text
    assert private not in mask(text, find_names_and_postcodes(text))


@pytest.mark.parametrize("text", [
    "I 2025 Sømarken Kommune", "Budgettet er 12.500 Sømarken", "Navnet er godt.",
    "Hilsen til alle på de grønne veje i byen.", "Byen skal vokse: 2.000 boliger.", "Navn:\n",
])  # fmt: skip
def test_text_without_a_sender_is_left_alone(text: str) -> None:
    assert find_names_and_postcodes(text) == ()
