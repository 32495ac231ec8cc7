"""Which folder may import which, which file may import which library, and what stands in one kind of file alone.

Every node of every file is visited, so an import inside a function counts as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# ingest ← assistant ← {ui, evals}: the folders whose names a folder may import besides its own.
LAYERS: dict[str, set[str]] = {
    "ingest": set(),
    "assistant": {"ingest"},
    "ui": {"ingest", "assistant"},
    "evals": {"ingest", "assistant"},
}
# The only files that import a library.
DOORS: dict[str, list[str]] = {
    "pypdf": ["ingest/pdf*.py", "evals/make_report_labels.py"],
    "pypdfium2": ["ingest/pdf*.py"],
    "pdfplumber": ["ingest/pdf*.py"],
    "chromadb": ["ingest/store.py"],
    "llama_index": ["ingest/passages.py", "assistant/llama_index_*.py"],
    "openai": ["assistant/chat_model.py", "ingest/embedding.py"],
    "streamlit": ["ui/*.py"],
    "starlette": ["ui/*.py"],
    "sqlalchemy": ["ui/history.py"],
    "lxml": ["ingest/html*.py", "ingest/word.py", "ingest/slides.py"],
    "docx": ["ingest/word.py", "ui/export_docx.py"],
    "pptx": ["ingest/slides.py"],
    "protego": ["ingest/fetch_pages.py"],
}
# Doors of the design that are not built yet. A door that is built must leave this list.
COMING: set[str] = set()

PRINTING = "*/cli*.py"
ENVIRONMENT = "ingest/config.py"

Found = list[tuple[str, int, str]]


def python_files() -> list[Path]:
    """All Python files of the four packages, relative to the repository."""
    return [path.relative_to(ROOT) for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def matches(file: Path, patterns: list[str]) -> bool:
    return any(fnmatch(file.as_posix(), pattern) for pattern in patterns)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The first dotted part and the line of every absolute import, also of `import_module("…")` with a fixed name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0], node.lineno
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value).partition(".")[0], node.lineno


def called(node: ast.Call) -> str:
    """The last part of the name that is called, or nothing for a call of another expression."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def wrong_imports(file: Path, source: str) -> Found:
    """Imports against the direction, of the tests, or of a library through which this file is no door."""
    layer = file.parts[0]
    found: Found = []
    for name, line in imported(ast.parse(source)):
        if name == "tests":
            found.append((str(file), line, "imports the tests"))
        elif name in LAYERS and name != layer and name not in LAYERS[layer]:
            found.append((str(file), line, f"{layer} may not import {name}"))
        elif name in DOORS and not matches(file, DOORS[name]):
            found.append((str(file), line, f"only {DOORS[name]} may import {name}"))
    return found


def wrong_prints(file: Path, source: str) -> Found:
    """Calls of `print` outside the command lines."""
    if fnmatch(file.as_posix(), PRINTING):
        return []
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        (str(file), node.lineno, "print stays in cli.py")
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def wrong_environment(file: Path, source: str) -> Found:
    """Every look at the environment outside the settings."""
    if file.as_posix() == ENVIRONMENT:
        return []
    names = {"environ", "environb", "getenv", "putenv", "unsetenv"}
    found: Found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            hit = node.value.id == "os" and node.attr in names
        elif isinstance(node, ast.ImportFrom):
            hit = node.module == "os" and any(alias.name in names for alias in node.names)
        else:
            hit = False
        if hit:
            found.append((str(file), node.lineno, f"only {ENVIRONMENT} reads the environment"))
    return found


def variable_html(file: Path, source: str) -> Found:
    """Calls that draw raw HTML from text that is not fixed when the file is read.

    Fixed are literals, concatenations of them, and names in capitals that the file assigns once, to something fixed.
    """
    tree = ast.parse(source)
    fixed = fixed_names(tree)
    found: Found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        raw = called(node) == "html" or any(
            word.arg in ("unsafe_allow_html", "unsafe_allow_javascript")
            and not (isinstance(word.value, ast.Constant) and word.value.value is False)
            for word in node.keywords
        )
        texts = node.args[:1] or [word.value for word in node.keywords if word.arg in ("body", "html")]
        if raw and not (texts and is_fixed(texts[0], fixed)):
            found.append((str(file), node.lineno, "raw HTML from text that is not fixed"))
    return found


def fixed_names(tree: ast.Module) -> set[str]:
    """The names in capitals that a module assigns exactly once, to a fixed text."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None]
    names = [
        (target.id, node.value)
        for node in assigned
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.lstrip("_").isupper()
    ]
    fixed: set[str] = set()
    for name, value in names:
        once = (
            sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in ast.walk(tree)) == 1
        )
        if once and value is not None and is_fixed(value, fixed):
            fixed.add(name)
    return fixed


def is_fixed(node: ast.expr, fixed: set[str]) -> bool:
    """Whether an expression is a text that no question, answer or document can reach."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_fixed(node.left, fixed) and is_fixed(node.right, fixed)
    if isinstance(node, ast.Name):
        return node.id in fixed
    return isinstance(node, ast.Constant)


def lines(found: Found) -> str:
    return "\n".join(f"{file}:{line}: {what}" for file, line, what in found)


def test_there_are_files_to_check() -> None:
    files = python_files()
    assert {file.parts[0] for file in files} == set(LAYERS)
    assert len(files) > 10


@pytest.mark.parametrize("check", [wrong_imports, wrong_prints, wrong_environment], ids=lambda check: check.__name__)
def test_every_file_keeps_the_rule(check) -> None:
    found = [hit for file in python_files() for hit in check(file, (ROOT / file).read_text(encoding="utf-8"))]
    assert not found, lines(found)


def test_the_page_draws_no_raw_html_from_variable_text() -> None:
    files = [file for file in python_files() if file.parts[0] == "ui"]
    found = [hit for file in files for hit in variable_html(file, (ROOT / file).read_text(encoding="utf-8"))]
    assert not found, lines(found)


@pytest.mark.parametrize("pattern", sorted({pattern for patterns in DOORS.values() for pattern in patterns}))
def test_a_door_exists_or_is_named_as_coming(pattern: str) -> None:
    exists = any(ROOT.glob(pattern))
    assert exists or pattern in COMING, f"no file fits {pattern}"
    assert not (exists and pattern in COMING), f"{pattern} is built: take it off COMING"


@pytest.mark.parametrize(
    ("check", "file", "source"),
    [
        (wrong_imports, "ingest/x.py", "import assistant.records"),
        (wrong_imports, "ui/x.py", "def f():\n    from evals import run"),
        (wrong_imports, "evals/x.py", "import ui"),
        (wrong_imports, "assistant/x.py", "from tests.conftest import ROOT"),
        (wrong_imports, "assistant/x.py", "import chromadb.config"),
        (wrong_imports, "ui/x.py", "def f():\n    import pypdfium2"),
        (wrong_imports, "assistant/x.py", "from importlib import import_module\nimport_module('streamlit.web')"),
        (wrong_prints, "ui/app.py", "print('x')"),
        (wrong_environment, "ui/app.py", "import os\nos.environ['X']"),
        (wrong_environment, "ui/app.py", "import os\nos.getenv('X')"),
        (wrong_environment, "ui/app.py", "from os import environ"),
        (variable_html, "ui/app.py", "st.html(answer)"),
        (variable_html, "ui/app.py", "st.html(f'<b>{answer}</b>')"),
        (variable_html, "ui/app.py", "components.html('<b>' + answer)"),
        (variable_html, "ui/app.py", "st.markdown(answer, unsafe_allow_html=True)"),
        (variable_html, "ui/app.py", "st.markdown(body=answer, unsafe_allow_html=flag)"),
        (variable_html, "ui/app.py", "TEXT = read()\nst.html(TEXT)"),
        (variable_html, "ui/app.py", "TEXT = 'a'\ndef f(x):\n    global TEXT\n    TEXT = x\nst.html(TEXT)"),
    ],
)
def test_a_planted_breach_is_found(check, file: str, source: str) -> None:
    assert check(Path(file), source)


@pytest.mark.parametrize(
    ("check", "file", "source"),
    [
        (wrong_imports, "assistant/x.py", "from ingest.records import Range\nfrom . import y"),
        (wrong_imports, "ingest/store.py", "def f():\n    import chromadb"),
        (wrong_prints, "ingest/cli.py", "print('x')"),
        (wrong_environment, "ingest/config.py", "import os\nos.environ"),
        (variable_html, "ui/app.py", "STYLE = '<style>'\nst.html(STYLE + '</style>')"),
        (variable_html, "ui/app.py", "st.markdown(answer, unsafe_allow_html=False)"),
    ],
)
def test_what_is_allowed_passes(check, file: str, source: str) -> None:
    assert not check(Path(file), source)
