"""`hvidbog add`: an entry from the file, the options and the answers; nothing is written that was not confirmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.cli_add import FIELDS, add, main
from ingest.errors import WrongUse
from ingest.manifest import Entry, load_manifest
from tests.ingest_workplace import CPR, NOTICE, Workplace, note, pdf

MINUTES = f"""# Referat fra møde i Stiudvalget

Udvalg: Stiudvalget

Mødedato: 4. marts 2025

Mødested: Lokale 2

{NOTICE}

## Punkt 1: Stien ved åen

Beslutning: Godkendt.
"""


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.at(tmp_path)


def options(file: Path, **given: Any) -> Any:
    import argparse

    values = dict.fromkeys(FIELDS)
    return argparse.Namespace(**{**values, "file": file, "yes": False, **given})


def answers(replies: dict[str, str], asked: list[str]) -> Callable[[str], str]:
    def ask(question: str) -> str:
        asked.append(question)
        return next((reply for name, reply in replies.items() if question.startswith(name)), "")

    return ask


def entry(place: Workplace, name: str) -> Entry:
    return next(one for one in load_manifest(place.corpus) if one.path == name)


def test_what_was_read_is_proposed_and_enter_keeps_it(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "referat.md"
    file.write_text(MINUTES, encoding="utf-8")
    asked: list[str] = []
    assert add(place.settings, options(file), answers({"Publikum": "public"}, asked)) == 0
    written = entry(place, "referat.md")
    assert (written.title, written.kind, written.audience) == ("Referat fra møde i Stiudvalget", "referat", "public")
    assert (str(written.meeting_date), written.body, written.meeting_place) == ("2025-03-04", "Stiudvalget", "Lokale 2")
    assert (place.corpus / "referat.md").read_bytes() == file.read_bytes()
    assert any("2025-03-04" in question for question in asked)
    result = place.ingest()
    assert [file.status.value for file in result.files] == ["ok"]
    assert list(place.texts()) == ["referat.md"]


def test_an_answer_replaces_a_proposal_and_a_dash_empties_it(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "referat.md"
    file.write_text(MINUTES, encoding="utf-8")
    add(place.settings, options(file), answers({"Titel": "Et andet navn", "Mødested": "-"}, []))
    assert (entry(place, "referat.md").title, entry(place, "referat.md").meeting_place) == ("Et andet navn", None)


def test_a_wrong_answer_is_asked_again(place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notat.md"
    file.write_text(note("vejene"), encoding="utf-8")
    replies = iter(["", "vrøvl", "baggrund", "alle", "staff"])
    add(place.settings, options(file), lambda question: next(replies, ""))
    assert (entry(place, "notat.md").kind, entry(place, "notat.md").audience) == ("baggrund", "staff")
    told = capsys.readouterr().out
    assert "»vrøvl« kan ikke bruges som Type" in told
    assert "»alle« kan ikke bruges som Publikum" in told


def test_options_need_no_answers(place: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HVIDBOG_HOME", str(place.home))
    monkeypatch.setenv("HVIDBOG_CORPUS", str(place.corpus))
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("nothing may be asked"))
    file = tmp_path / "rapport.pdf"
    file.write_bytes(pdf([["Kommunen bygger en ny havn."]]))
    argv = ["--yes", "--title", "Havnen", "--kind", "baggrund", "--audience", "public", "--published", "2025-01-02"]
    assert main([str(file), *argv]) == 0
    written = entry(place, "rapport.pdf")
    assert (written.title, str(written.published), written.sha256 is not None) == ("Havnen", "2025-01-02", True)


def test_without_being_told_a_document_is_for_staff(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "notat.md"
    file.write_text(note("vejene"), encoding="utf-8")
    add(place.settings, options(file, yes=True))
    assert entry(place, "notat.md").audience == "staff"


def test_a_file_in_the_corpus_is_not_copied_and_keeps_what_its_entry_says(place: Workplace) -> None:
    place.put("under/notat.md", note("vejene"), title="Rettet af et menneske", audience="public")
    add(place.settings, options(place.corpus / "under/notat.md", yes=True, layer="pixi"))
    written = entry(place, "under/notat.md")
    assert (written.title, written.audience, written.layer) == ("Rettet af et menneske", "public", "pixi")
    assert len(load_manifest(place.corpus)) == 1


@pytest.mark.parametrize("choice", ["mask", "quarantine"])
def test_a_personal_number_is_told_and_never_shown(
    place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str], choice: str
) -> None:
    file = tmp_path / "brev.md"
    file.write_text(f"# Brev om {CPR}\n\n{NOTICE} svarer.\n", encoding="utf-8")
    asked: list[str] = []
    replies = {"Personnumre": choice, "Publikum": "public"}
    add(place.settings, options(file), answers(replies, asked))
    assert entry(place, "brev.md").personal_data == choice
    shown = "".join(asked) + capsys.readouterr().out + (place.corpus / "manifest.toml").read_text(encoding="utf-8")
    assert CPR not in shown
    assert "personnummer" in shown
    assert [one.status.value for one in place.ingest().files] == ["ok" if choice == "mask" else "quarantined"]


def test_an_unanswered_question_writes_nothing(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "notat.md"
    file.write_text(note("vejene"), encoding="utf-8")

    def gone(question: str) -> str:
        raise EOFError

    with pytest.raises(WrongUse, match="Intet er skrevet"):
        add(place.settings, options(file), gone)
    assert load_manifest(place.corpus) == ()
    assert not (place.corpus / "notat.md").exists()


@pytest.mark.parametrize("given", [{"kind": "vrøvl"}, {"audience": "alle"}, {"published": "i går"}])
def test_a_wrong_option_is_refused(place: Workplace, tmp_path: Path, given: dict[str, str]) -> None:
    file = tmp_path / "notat.md"
    file.write_text(note("vejene"), encoding="utf-8")
    with pytest.raises(WrongUse, match="kan ikke bruges som"):
        add(place.settings, options(file, yes=True, **given))
    assert load_manifest(place.corpus) == ()


def test_a_missing_an_unreadable_and_a_taken_file_are_refused(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="findes ikke"):
        add(place.settings, options(tmp_path / "findes-ikke.md", yes=True))
    broken = tmp_path / "tom.pdf"
    broken.write_bytes(b"")
    with pytest.raises(WrongUse, match="Filen er tom"):
        add(place.settings, options(broken, yes=True))
    place.put("notat.md", note("vejene"))
    other = tmp_path / "notat.md"
    other.write_text(note("havnen"), encoding="utf-8")
    with pytest.raises(WrongUse, match="allerede en anden fil"):
        add(place.settings, options(other, yes=True))


def test_a_wrong_option_is_refused_before_anything_is_asked(place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text(note("vejene"), encoding="utf-8")
    asked: list[str] = []
    for field, value in (("kind", "quatsch"), ("audience", "alle"), ("meeting_date", "i går")):
        with pytest.raises(WrongUse, match=f"»{value}« kan ikke bruges"):
            add(place.settings, options(file, **{field: value}), answers({}, asked))
    assert not asked


def test_the_help_is_danish_and_says_what_may_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "--meeting-date MØDEDATO" in told
    assert "MEETING" not in told
    assert "Vælg mellem hvidbog, baggrund, pixi" in told
    assert "public er alle, staff er kun personalet" in told
