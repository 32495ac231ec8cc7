"""Index versions: immutable folders, an atomic pointer, one writer, damage detected, rollback and clean."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import DamagedIndex, FingerprintMismatch, IndexLocked, NoIndex, WrongUse
from ingest.records import Audience
from ingest.store import FolderIndex
from ingest.versions import (
    MANIFEST,
    POINTER,
    clean,
    current_version,
    drop_damaged_pointers,
    index_folder,
    list_versions,
    point_to,
    require_version,
    rollback,
    unfinished_version,
    writer_lock,
)
from tests.ingest_workplace import SUBJECTS, Workplace, note, state

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = Audience.PUBLIC


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    place = Workplace.at(tmp_path)
    place.put("vejene.md", note("vejene"))
    place.ingest()
    return place


def in_force(workplace: Workplace) -> Path:
    path = current_version(workplace.home, PUBLIC)
    assert path is not None
    return path


def test_readers_leave_the_version_as_it_was_written(workplace: Workplace) -> None:
    version = in_force(workplace)
    before = state(version)
    assert len(before) > 5
    readers = [workplace.open() for _ in range(3)]
    for reader in readers:
        assert reader.documents()
        assert reader.vectors_of(reader.documents()[0].id).shape[1] == 1024
        reader.close()
    assert state(version) == before
    assert not list(version.glob("*-journal"))


def test_a_reader_works_on_a_read_only_copy(workplace: Workplace, tmp_path: Path) -> None:
    copy = tmp_path / "backup" / in_force(workplace).name
    shutil.copytree(in_force(workplace), copy)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = state(copy)
    with FolderIndex(copy, tmp_path / "readers", workplace.parts.embedder) as reader:
        assert reader.documents()
    assert state(copy) == before
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755)


def test_an_edit_in_place_is_noticed(workplace: Workplace) -> None:
    version = in_force(workplace)
    before = state(version)
    (version / "words.json").write_text("{}", encoding="utf-8")
    assert state(version) != before
    with pytest.raises(DamagedIndex):
        workplace.open()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x10
    path.write_bytes(bytes(data))


def scramble(path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(path.stat().st_size))


def one(version: Path, pattern: str) -> Path:
    return max(version.glob(pattern), key=lambda path: path.stat().st_size)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "texts cut": lambda version: cut(version / "texts.sqlite"),
    "texts bit": lambda version: flip(version / "texts.sqlite"),
    "texts gone": lambda version: (version / "texts.sqlite").unlink(),
    "chroma empty": lambda version: (version / "chroma/chroma.sqlite3").write_bytes(b""),
    "chroma random": lambda version: scramble(version / "chroma/chroma.sqlite3"),
    "hnsw gone": lambda version: one(version, "chroma/*/*").unlink(),
    "hnsw bit": lambda version: flip(one(version, "chroma/*/*")),
    "words gone": lambda version: (version / "words/vocab.index.json").unlink(),
    "grams random": lambda version: scramble(one(version, "grams/*.npy")),
    "manifest bit": lambda version: flip(version / MANIFEST),
    "manifest gone": lambda version: (version / MANIFEST).unlink(),
    "all gone": shutil.rmtree,
    "a file too many": lambda version: (version / "extra").write_text("x"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_is_refused_with_a_clear_sentence(workplace: Workplace, damage: str) -> None:
    reader = workplace.open()  # the control: it opens before
    reader.close()
    DAMAGES[damage](in_force(workplace))
    with pytest.raises(DamagedIndex, match=r"Kør »hvidbog ingest« igen") as caught:
        workplace.open()
    assert caught.value.exit_code == 3


def test_a_hundred_flipped_bits_are_found_and_the_clean_copy_passes(workplace: Workplace, tmp_path: Path) -> None:
    chance = random.Random(7)
    version = in_force(workplace)
    files = [path for path in sorted(version.rglob("*")) if path.is_file() and path.stat().st_size]
    found = 0
    for _ in range(100):
        path = chance.choice(files)
        whole = path.read_bytes()
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(data))
        try:
            workplace.open().close()
        except DamagedIndex:
            found += 1
        path.write_bytes(whole)
    assert found == 100
    workplace.open().close()


def test_the_last_good_version_stands_in_for_a_damaged_one(workplace: Workplace) -> None:
    first = in_force(workplace).name
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    second = in_force(workplace)
    control = workplace.open()
    assert (control.manifest.version, control.instead_of) == (second.name, None)
    control.close()
    flip(second / "texts.sqlite")
    reader = workplace.open()
    assert (reader.manifest.version, reader.instead_of) == (first, second.name)
    assert reader.documents()
    reader.close()
    with pytest.raises(DamagedIndex):
        workplace.open(fall_back=False)


@pytest.mark.parametrize(("damaged", "carried"), [([PUBLIC], 1), (list(Audience), 0)])
def test_an_ingest_repairs_a_damaged_version_though_nothing_has_changed(
    workplace: Workplace, damaged: list[Audience], carried: int
) -> None:
    before = in_force(workplace)
    for audience in damaged:
        path = current_version(workplace.home, audience)
        assert path is not None
        flip(path / "texts.sqlite")
    result = workplace.ingest()
    assert result.switched
    assert result.carried == carried, "only a sound version is carried over from"
    assert in_force(workplace) != before
    assert list(workplace.texts()) == ["vejene.md"]


def test_another_fingerprint_is_refused(workplace: Workplace, tmp_path: Path) -> None:
    class Other:
        fingerprint = "another-model"
        passages = query = staticmethod(lambda text: pytest.fail("nothing may be asked of it"))

    with pytest.raises(FingerprintMismatch, match="another-model"):
        FolderIndex(in_force(workplace), tmp_path / "readers", Other())


def test_no_index_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="hvidbog ingest"):
        Workplace.at(tmp_path).open()


def test_a_second_writer_is_refused_in_time(workplace: Workplace) -> None:
    hold = "import sys; from pathlib import Path; from ingest.versions import writer_lock\n"
    hold += "with writer_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    argv = [sys.executable, "-c", hold, str(workplace.home)]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for _ in range(50):
            with pytest.raises(IndexLocked, match="anden proces"):
                workplace.ingest()
        assert list(workplace.texts()) == ["vejene.md"], "readers go on while another writes"
        holder.kill()
    # The lock dies with its holder.
    workplace.ingest()


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path):
        raise ZeroDivisionError
    with writer_lock(tmp_path):
        pass


def test_the_pointer_is_never_seen_half_written(workplace: Workplace) -> None:
    first = in_force(workplace)
    second = first.parent / "20990101T000000000000-ffffffff"
    shutil.copytree(first, second)
    seen: set[str] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add((first.parent / POINTER).read_text(encoding="ascii"))

    looker = threading.Thread(target=look)
    looker.start()
    for number in range(200):
        point_to(second if number % 2 == 0 else first)
    stop.set()
    looker.join()
    assert seen == {f"{first.name}\n", f"{second.name}\n"}


def test_rollback_goes_to_the_version_before(workplace: Workplace) -> None:
    first = in_force(workplace)
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    assert set(workplace.texts()) == {"vejene.md", "havnen.md"}
    assert rollback(workplace.home, PUBLIC) == {PUBLIC: first}
    assert set(workplace.texts()) == {"vejene.md"}
    with pytest.raises(WrongUse, match="ingen ældre"):
        rollback(workplace.home, PUBLIC)


def test_rollback_skips_a_damaged_version(workplace: Workplace) -> None:
    first = in_force(workplace)
    for subject in SUBJECTS[1:3]:
        workplace.put(f"{subject}.md", note(subject))
        workplace.ingest()
    second = list_versions(workplace.home, PUBLIC)[1]
    flip(second / "texts.sqlite")
    assert rollback(workplace.home, PUBLIC) == {PUBLIC: first}
    assert in_force(workplace) == first


def test_rollback_switches_both_audiences_or_none(workplace: Workplace) -> None:
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    before = {audience: current_version(workplace.home, audience) for audience in Audience}
    oldest = list_versions(workplace.home, Audience.STAFF)[-1]
    whole = (oldest / "texts.sqlite").read_bytes()
    flip(oldest / "texts.sqlite")
    for order in (list(Audience), list(Audience)[::-1]):
        with pytest.raises(WrongUse, match=r"for staff\. Intet er skiftet"):
            rollback(workplace.home, *order)
        assert {audience: current_version(workplace.home, audience) for audience in Audience} == before
    (oldest / "texts.sqlite").write_bytes(whole)
    assert set(rollback(workplace.home, *Audience)) == set(Audience)  # the control


def test_rollback_waits_for_no_writer_and_leaves_no_file_of_its_own(workplace: Workplace) -> None:
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    newest = in_force(workplace)
    with writer_lock(workplace.home), pytest.raises(IndexLocked):
        rollback(workplace.home, PUBLIC)
    assert in_force(workplace) == newest
    rollback(workplace.home, PUBLIC)
    names = {path.name for path in index_folder(workplace.home, PUBLIC).iterdir()}
    assert names == {POINTER, *(path.name for path in list_versions(workplace.home, PUBLIC))}


def test_no_pointer_moves_when_one_cannot_be_written(workplace: Workplace, tmp_path: Path) -> None:
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    newest, oldest = list_versions(workplace.home, PUBLIC)
    with pytest.raises(FileNotFoundError):
        point_to(oldest, tmp_path / "nowhere" / "20990101T000000000000-ffffffff")
    assert in_force(workplace) == newest
    assert not list(oldest.parent.glob(".current-*"))


POINTERS = {"empty": b"", "no text": b"\xff\xfe", "a way out": b"../staff", "a dot": b".\n", "long": b"x" * 4000}


@pytest.mark.parametrize("content", POINTERS)
def test_an_unusable_pointer_is_a_damaged_index_and_can_be_mended(workplace: Workplace, content: str) -> None:
    newest = in_force(workplace)
    pointer = newest.parent / POINTER
    pointer.write_bytes(POINTERS[content])
    for ask in (current_version, require_version):
        with pytest.raises(DamagedIndex, match=r"Kør »hvidbog ingest« igen") as caught:
            ask(workplace.home, PUBLIC)
        assert caught.value.exit_code == 3
    assert rollback(workplace.home, PUBLIC) == {PUBLIC: newest}
    pointer.write_bytes(POINTERS[content])
    drop_damaged_pointers(workplace.home)
    assert not pointer.exists()
    assert current_version(workplace.home, Audience.STAFF) is not None
    assert workplace.ingest().switched
    assert list(workplace.texts()) == ["vejene.md"]


def test_a_pointer_that_is_a_folder_is_a_damaged_index(workplace: Workplace) -> None:
    pointer = in_force(workplace).parent / POINTER
    pointer.unlink()
    pointer.mkdir()
    with pytest.raises(DamagedIndex):
        require_version(workplace.home, PUBLIC)


def test_a_home_that_is_a_file_holds_no_index(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x", encoding="utf-8")
    with pytest.raises(NoIndex):
        require_version(tmp_path / "home", PUBLIC)


def test_an_ingest_after_a_rollback_builds_anew(workplace: Workplace) -> None:
    workplace.put("havnen.md", note("havnen"))
    workplace.ingest()
    rollback(workplace.home, *Audience)
    assert workplace.ingest().switched
    assert set(workplace.texts()) == {"vejene.md", "havnen.md"}


def test_clean_keeps_the_newest_and_the_one_in_force(workplace: Workplace) -> None:
    first = in_force(workplace)
    for subject in SUBJECTS[1:5]:
        workplace.put(f"{subject}.md", note(subject))
        workplace.ingest()
    assert len(list_versions(workplace.home, PUBLIC)) == 5
    point_to(first)
    leftover = first.parent / ".new-killed"
    leftover.mkdir()
    removed = clean(workplace.home, PUBLIC)
    assert len(removed) == 1
    assert not leftover.exists()
    kept = list_versions(workplace.home, PUBLIC)
    assert len(kept) == 4
    assert first in kept
    assert not set(removed) & set(kept)


def test_an_unfinished_version_is_removed_and_leftovers_of_killed_writers_too(tmp_path: Path) -> None:
    leftover = index_folder(tmp_path, PUBLIC) / ".new-killed"
    leftover.mkdir(parents=True)
    with unfinished_version(tmp_path, PUBLIC) as path:
        (path / "half").write_text("half", encoding="utf-8")
        assert not leftover.exists()
    assert not path.exists()


def test_private_copies_go_with_their_reader(workplace: Workplace) -> None:
    readers = workplace.home / "readers"
    reader = workplace.open()
    assert len([path for path in readers.iterdir() if path.is_dir()]) == 1
    reader.close()
    assert not [path for path in readers.iterdir() if path.is_dir()]


def test_copies_of_dead_processes_go_and_those_of_living_ones_stay(workplace: Workplace) -> None:
    code = "import sys; from pathlib import Path; from ingest.private_copy import private_folder\n"
    code += "with private_folder(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    readers = workplace.home / "readers"
    holders = []
    for _ in range(2):
        argv = [sys.executable, "-c", code, str(readers)]
        holder = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holders.append(holder)
    assert len([path for path in readers.iterdir() if path.is_dir()]) == 2
    dead, living = holders
    dead.kill()
    dead.communicate()
    workplace.open().close()
    assert len([path for path in readers.iterdir() if path.is_dir()]) == 1
    living.communicate()  # its input ends, and so does it
    assert not [path for path in readers.iterdir() if path.is_dir()]


def test_many_swaps_and_readers_leave_no_open_files_behind(workplace: Workplace) -> None:
    workplace.open().close()
    before = len(os.listdir("/dev/fd"))
    for _ in range(10):
        workplace.open().close()
    assert len(os.listdir("/dev/fd")) <= before + 4
