"""`hvidbog ingest` and `hvidbog index` from the outside: lines, JSON, exit codes, help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.cli import TEXTS, index_main, main
from ingest.command_line import run
from ingest.originals import originals_folder
from ingest.records import Audience
from ingest.versions import current_version
from tests.ingest_workplace import CPR, SUBJECTS, Workplace, note, pdf

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    workplace = Workplace.at(tmp_path)
    monkeypatch.setenv("HVIDBOG_HOME", str(workplace.home))
    monkeypatch.setenv("HVIDBOG_CORPUS", str(workplace.corpus))
    return workplace


def test_the_json_is_the_contracts(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    place.put("havnen.pdf", pdf([["Kommunen bygger en ny havn."]] * 2))
    place.put("tom.md", b"")
    assert run(main, ["--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report) == {"version", "files", "elapsed_ms"}
    assert set(report["version"]) == {"public", "staff"}
    assert [set(file) for file in report["files"]] == [{"path", "status", "pages", "passages", "reason"}] * 2
    good, bad = report["files"]
    assert (good["path"], good["status"], good["pages"], good["reason"]) == ("havnen.pdf", "ok", 2, None)
    assert (bad["status"], bad["pages"], bad["passages"]) == ("refused", None, 0)
    assert run(main, ["--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["files"], again["version"]) == (report["files"], report["version"])


def test_a_line_a_file_in_danish(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    place.put("vejene.md", note("vejene"))
    place.put("tom.md", b"")
    assert run(main, []) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✓ vejene.md: ok, ")
    assert lines[1] == "✗ tom.md: afvist – Der er ingen tekst i filen."
    assert lines[2].startswith("Indekset er klar på ")
    assert lines[3:] == ["Ikke med i indekset: 1 afvist. Grunden står ved filen."]
    assert run(main, []) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["Intet er ændret. Indekset gælder stadig.", lines[3]]
    place.drop("tom.md")
    (place.corpus / "tom.md").unlink()
    assert run(main, []) == 0
    assert "Ikke" not in capsys.readouterr().out, "the control: nothing was left out and nothing left"


def test_it_says_what_was_left_out_and_which_documents_left(
    place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for subject in SUBJECTS:
        place.put(f"{subject}.md", note(subject))
    assert run(main, []) == 0
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "museet.md").write_text(note("museet", "Ny linje."), encoding="utf-8")
    (folder / "tom.md").write_text("", encoding="utf-8")
    (folder / "brev.md").write_text(note("brevet", f"Nummeret er {CPR}."), encoding="utf-8")
    capsys.readouterr()
    assert run(main, [str(folder), str(place.corpus / "vejene.md")]) == 0
    left_out, gone = capsys.readouterr().out.splitlines()[-2:]
    assert left_out == "Ikke med i indekset: 1 afvist, 1 tilbageholdt. Grunden står ved filen."
    assert gone.startswith("Ikke længere i indekset (9): biblioteket.md, busserne.md, ")
    assert "museet.md" in gone, "another file of that name"
    assert "1 flere" in gone
    assert "vejene.md" not in gone
    assert set(place.texts()) == {"museet.md", "vejene.md"}


def test_nothing_readable_is_exit_code_1(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    place.put("tom.md", b"")
    assert run(main, []) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("Ingen af filerne kunne læses.")


@pytest.mark.parametrize("argv", [["--audience", "alle"], ["--workers", "0"], ["--workers", "x"], ["--findes-ikke"]])
def test_wrong_use_is_exit_code_2(place: Workplace, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, argv) == 2
    error = capsys.readouterr().err
    assert error.strip()
    assert "Traceback" not in error


def test_named_files_are_exactly_what_is_read(
    place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place.put("vejene.md", note("vejene"))
    other = tmp_path / "havnen.md"
    other.write_text(note("havnen"), encoding="utf-8")
    assert run(main, [str(other), "--audience", "staff"]) == 0
    assert list(place.texts(Audience.STAFF)) == ["havnen.md"]
    assert list(place.texts(Audience.PUBLIC)) == []
    assert run(main, [str(tmp_path / "findes-ikke.md")]) == 1
    assert "Filen findes ikke." in capsys.readouterr().out


def test_a_pipe_and_a_link_out_of_a_folder_are_refused_with_a_line(
    place: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "havnen.md").write_text(note("havnen"), encoding="utf-8")
    (tmp_path / "vejene.md").write_text(note("vejene"), encoding="utf-8")
    (folder / "ud.md").symlink_to(tmp_path / "vejene.md")
    pipe = tmp_path / "roer.txt"
    os.mkfifo(pipe)
    assert run(main, [str(folder), str(pipe)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"✓ {folder}/havnen.md: ok")
    assert lines[1] == f"✗ {folder}/ud.md: afvist – {TEXTS.text('file.outside_folder')}"
    assert lines[2] == f"✗ {pipe}: afvist – {TEXTS.text('file.not_regular')}"
    assert set(place.texts(Audience.PUBLIC)) == {"havnen.md"}


def test_the_index_commands(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(index_main, ["list"]) == 0
    assert "ingen versioner" in capsys.readouterr().out
    assert run(index_main, ["verify"]) == 3
    for subject in SUBJECTS[:5]:
        place.put(f"{subject}.md", note(subject))
        assert run(main, []) == 0
    newest = current_version(place.home, Audience.PUBLIC)
    assert newest is not None
    capsys.readouterr()
    assert run(index_main, ["verify"]) == 0
    assert capsys.readouterr().out.count("er hel") == 2
    assert run(index_main, ["list", "--audience", "public"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 5
    assert "(i brug)" in listed[0]
    assert newest.name in listed[0]
    assert run(index_main, ["rollback"]) == 0
    assert current_version(place.home, Audience.PUBLIC) != newest
    assert run(index_main, ["clean"]) == 0
    assert "2 gamle versioner slettet" in capsys.readouterr().out
    assert len(place.texts()) == 4


def test_a_damaged_version_is_listed_and_not_verified(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    place.put("vejene.md", note("vejene"))
    run(main, [])
    place.put("havnen.md", note("havnen"))
    run(main, [])
    path = current_version(place.home, Audience.PUBLIC)
    assert path is not None
    (path / "manifest.json").write_text("{", encoding="utf-8")
    capsys.readouterr()
    assert run(index_main, ["verify", "--audience", "public"]) == 3
    assert "beskadiget" in capsys.readouterr().err
    assert run(index_main, ["list", "--audience", "public"]) == 0
    assert "beskadiget" in capsys.readouterr().out
    assert run(index_main, ["clean"]) == 0
    assert run(index_main, ["rollback", "--audience", "public"]) == 0
    assert list(place.texts()) == ["vejene.md"]


def test_a_damaged_pointer_is_listed_and_mended_by_an_ingest(
    place: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.put("vejene.md", note("vejene"))
    run(main, [])
    for one in Audience:
        (place.home / "index" / one.value / "current").write_bytes(b"")
    capsys.readouterr()
    assert run(index_main, ["verify"]) == 3
    assert "Kør »hvidbog ingest« igen" in capsys.readouterr().err
    assert run(index_main, ["list"]) == 0
    assert "hvilken indeksversion der gælder" in capsys.readouterr().out
    assert run(main, []) == 0
    assert run(index_main, ["verify"]) == 0


@pytest.mark.parametrize("name", ["corpus.toml", "manifest.toml"])
def test_an_unreadable_corpus_file_is_wrong_use(
    place: Workplace, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place.corpus / name).write_bytes("navn = 'Sømarken Kommune (opdigtet)'".encode("latin-1"))
    assert run(main, []) == 2
    assert "gemt som tekst i UTF-8" in capsys.readouterr().err


def ended(argv: list[str], device: str) -> tuple[int, str]:
    """The exit code and standard error of `hvidbog`, the same buffered and not, with standard output to `device`."""
    buffered, direct = (_ended(argv, device, unbuffered) for unbuffered in ("", "1"))
    assert buffered == direct
    return direct


def _ended(argv: list[str], device: str, unbuffered: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path(device).open("w") as out:
        command = [sys.executable, str(ROOT / "hvidbog.py"), *argv]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    return done.returncode, done.stderr


@pytest.mark.parametrize("argv", [["index", "list"], ["index", "--help"]])
def test_output_that_nobody_can_take_is_one_danish_line(place: Workplace, argv: list[str]) -> None:
    assert ended(argv, "/dev/null") == (0, "")  # the control
    code, error = ended(argv, "/dev/full")
    assert code == 1
    assert (
        error
        == "Noget kunne ikke læses eller skrives. Se efter, om disken er fuld, og om filerne må læses og skrives.\n"
    )


def test_a_reader_that_leaves_early_is_no_error(place: Workplace) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        argv = [sys.executable, str(ROOT / "hvidbog.py"), "index", "list"]
        done = subprocess.run(argv, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_clean_removes_originals_that_no_version_names(place: Workplace) -> None:
    for number in range(5):
        place.put("rapport.pdf", pdf([[f"Udgave {number} af rapporten."]]))
        run(main, [])
    assert len(list(originals_folder(place.home).iterdir())) == 5
    assert run(index_main, ["clean"]) == 0
    kept = {path.stem for path in originals_folder(place.home).iterdir()}
    assert len(kept) == 3
    reader = place.open()
    assert {document.id for document in reader.documents()} <= kept
    reader.close()


def test_help_loads_no_framework(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (main, index_main):
        with pytest.raises(SystemExit):
            command(["--help"])
        assert "Brug: hvidbog" in capsys.readouterr().out
    assert "ingest.cli" in sys.modules
