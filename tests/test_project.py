"""The project's own promises: packaging, what is kept byte for byte, and texts and settings in step with the code."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import evals
from ingest.catalogue import load_catalogue
from ingest.config import FOREIGN, PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "assistant", "ui", "evals")
MINUTES = "corpus/referat-hovedudvalg-2025-08-15.md"
MINUTES_SHA256 = "bd4b0690ded5f4d8174f5da840031a8268be246ca3385eb09bc20889e62cd62c"


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked_files() -> list[str]:
    """The files that git keeps, by their path in the repository."""
    # `safe.directory`: in a container the checkout may belong to another user.
    argv = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


# Packaging.


def test_the_command_and_the_four_packages_are_listed() -> None:
    assert project()["project"]["scripts"] == {"hvidbog": "hvidbog:main"}
    assert project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [*PACKAGES, "hvidbog.py"]


@pytest.mark.parametrize("name", PACKAGES)
def test_our_package_is_the_one_that_is_imported(name: str) -> None:
    # The public distribution named `evals` would win over ours if it were installed.
    imported = __import__(name).__file__
    assert imported is not None
    assert Path(imported).resolve() == ROOT / name / "__init__.py"
    assert evals.__file__ is not None


def distribution(name: str) -> str:
    """A distribution's name in its one normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(lines: list[str]) -> set[tuple[str, str, frozenset[str]]]:
    """Requirements as (name, extras, version bounds), comparable however they were written."""
    split = [re.fullmatch(r"([\w.-]+)\s*(?:\[(.*)\])?\s*(.*)", line) for line in lines]
    assert all(split)
    parts = [found.groups() for found in split if found]
    return {(distribution(n), extras or "", frozenset(re.findall(r"[^,\s]+", bounds))) for n, extras, bounds in parts}


def locked(entries: list[dict[str, Any]]) -> set[tuple[str, str, frozenset[str]]]:
    """The same from the lock file's own record of what it was made for."""
    return required([f"{e['name']}[{','.join(e.get('extras', []))}]{e.get('specifier', '')}" for e in entries])


def test_the_lock_file_is_in_step_with_the_project() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    own = next(package for package in lock["package"] if package["name"] == project()["project"]["name"])
    assert lock["requires-python"] == project()["project"]["requires-python"]
    assert own["version"] == project()["project"]["version"]
    extras = project()["project"]["optional-dependencies"].values()
    lines = [line for part in (project()["project"]["dependencies"], *extras) for line in part]
    assert locked(own["metadata"]["requires-dist"]) == required(lines)
    groups = project()["dependency-groups"]
    assert set(own["metadata"]["requires-dev"]) == set(groups)
    for name, lines in groups.items():
        assert locked(own["metadata"]["requires-dev"][name]) == required(lines)


def undeclared(sources: list[str], declared: set[str]) -> set[str]:
    """The outside modules that `sources` import and that no declared distribution holds."""
    known = packages_distributions()
    ours = {*PACKAGES, "hvidbog", "__future__"}
    found: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            found |= {name.partition(".")[0] for name in names}
    outside = found - ours - sys.stdlib_module_names
    return {name for name in outside if not declared & {distribution(one) for one in known.get(name, [])}}


def test_every_library_that_is_imported_is_a_dependency() -> None:
    # Without this, a library that only development or another library brings along fails at the user's first start.
    declared = {name for name, _, _ in required(project()["project"]["dependencies"])}
    measuring = {name for name, _, _ in required(project()["project"]["optional-dependencies"]["measuring"])}
    for package in PACKAGES:
        missing = undeclared(sources(package), declared | measuring if package == "evals" else declared)
        assert not missing, f"{package} imports what is not among its dependencies: {sorted(missing)}"


def test_a_planted_undeclared_library_is_found() -> None:
    source = "import ast\nimport ingest.records\nimport pytest\ndef f():\n    from nowhere.deep import x\n"
    assert undeclared([source], {"numpy"}) == {"pytest", "nowhere"}
    assert undeclared([source], {"pytest"}) == {"nowhere"}


# What is kept byte for byte.


def test_the_minutes_are_byte_for_byte_the_seed() -> None:
    assert hashlib.sha256((ROOT / MINUTES).read_bytes()).hexdigest() == MINUTES_SHA256


def test_git_changes_no_byte_of_the_corpus() -> None:
    assert "corpus/** -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    argv = ["git", "-c", "safe.directory=*", "check-attr", "text", "--", MINUTES, "corpus/sub/x.pdf", "README.md"]
    told = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.rpartition(": ")[2] for line in told] == ["unset", "unset", "unspecified"]


# Settings.


def test_every_setting_stands_in_the_example_and_no_other() -> None:
    foreign = {field: name for name, field in FOREIGN.items()}
    ours = {foreign.get(field, PREFIX + field.upper()) for field in Settings.model_fields}
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE)) == ours


# Words of the machine that a file was written on. Put together here, so that this file does not hold them.
MACHINE = [f"/{name}/" for name in ("work", "farm", "root", "tmp/bash_jobs", "opt/pypi", "opt/wheels")] + [
    ".lib" + "rary/"
]
INDEX_HOSTS = ["pypi" + ".org", "python" + "hosted.org", "pypi" + ".python"]


def hits(words: list[str], text: str) -> list[str]:
    """The lines of `text` that hold one of `words`, where a path begins."""
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(word)}" for word in words))
    return [line.strip() for line in text.splitlines() if pattern.search(line)]


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Each tracked text file and its text. The lock file is uv's own and names the index by nature."""
    for name in tracked_files():
        if name != "uv.lock":
            data = (ROOT / name).read_bytes()
            if b"\0" not in data:
                yield name, data.decode("utf-8")


@pytest.mark.parametrize("words", [MACHINE, INDEX_HOSTS], ids=["machine", "index"])
def test_no_file_names_a_machine_or_a_package_index(words: list[str]) -> None:
    found = [f"{name}: {line}" for name, text in tracked_texts() for line in hits(words, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("words", [MACHINE, INDEX_HOSTS], ids=["machine", "index"])
def test_a_planted_name_is_found(words: list[str]) -> None:
    assert all(hits(words, f"see https://{word} or {word}x") for word in words)
    assert not hits(words, "see the framework/ folder and tests/conftest.py")


# The catalogues of texts.


def strings(tree: ast.AST) -> tuple[set[str], set[str]]:
    """All fixed strings of a file, and those that begin a longer one: `f"status.{x}"` and `"status." + x`."""
    whole: set[str] = set()
    begun: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            if isinstance(first, ast.Constant):
                begun.add(str(first.value))
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
            begun.add(str(node.left.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
    return whole, {start for start in begun if re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*", start)}


def template_keys(template: str) -> Iterator[tuple[str, bool]]:
    """Each `t("key")` of a page template, and whether it is only the key's beginning: `t("kind." ~ kind)`."""
    for found in re.finditer(r"""\bt\(\s*["']([^"']+)["']\s*(~?)""", template):
        yield found[1], found[2] == "~"


def unused(keys: frozenset[str], sources: list[str], templates: list[str]) -> set[str]:
    """The keys that no source or template names, neither whole nor by how they begin."""
    named = [pair for template in templates for pair in template_keys(template)]
    whole = {key for key, begins in named if not begins}
    begun = {key for key, begins in named if begins}
    for source in sources:
        more_whole, more_begun = strings(ast.parse(source))
        whole |= more_whole
        begun |= more_begun
    return {key for key in keys - whole if not key.startswith(tuple(begun))}


def asked_keys(source: str) -> Iterator[tuple[str | None, str, bool]]:
    """Each `….text("key")` or `text("key")`: the package if the call names it, the key, whether that is a beginning."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name != "text" or (isinstance(owner, ast.Name) and owner.id == "st"):
            continue
        package = None
        if isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "load_catalogue":
            package = ast.literal_eval(owner.args[0])
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield package, first.value, False
        elif isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            yield package, str(first.values[0].value), True


def sources(package: str, ending: str = ".py") -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / package).rglob(f"*{ending}"))]


def all_keys(package: str) -> frozenset[str]:
    """The keys of a package's catalogue; none where the package has no texts."""
    there = (ROOT / package / "texts" / "da.toml").is_file()
    return load_catalogue(package).keys() if there else frozenset()


def test_there_are_catalogues() -> None:
    assert all_keys("ingest")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_is_used(package: str) -> None:
    left = unused(all_keys(package), sources(package), sources(package, ".html"))
    assert not left, f"no code uses {sorted(left)}"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_that_is_asked_for_exists(package: str) -> None:
    # Without a package at the call, the catalogue may be any that this package can load: its own or a lower one.
    near = {"ingest": ["ingest"], "assistant": ["assistant", "ingest"]}.get(package, [package, "assistant", "ingest"])
    asked = [found for source in sources(package) for found in asked_keys(source)]
    asked += [(package, *found) for template in sources(package, ".html") for found in template_keys(template)]
    missing = []
    for named, key, begins in asked:
        keys = set().union(*(all_keys(name) for name in ([named] if named else near)))
        if not (any(k.startswith(key) for k in keys) if begins else key in keys):
            missing.append(key)
    assert not missing


def test_a_planted_gap_between_code_and_texts_is_found() -> None:
    keys = frozenset({"status.found", "status.empty", "help", "kind.referat", "title", "old"})
    source = 'texts.text(f"status.{code}")\nload_catalogue("ui").text("help")\nst.text("x")\ntext("gone")\n'
    template = '<p title="{{ t("title", name=name) }}">{{ t("kind." ~ kind) }}</p>'
    assert unused(keys, [source], [template]) == {"old"}
    assert list(asked_keys(source)) == [(None, "status.", True), ("ui", "help", False), (None, "gone", False)]
    assert list(template_keys(template)) == [("title", False), ("kind.", True)]
