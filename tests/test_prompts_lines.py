"""No line about a file, the store or a question is met in English on the Vietnamese page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import ingest.errors
from prompts import phrases
from prompts.lines import told

ROOT = Path(__file__).parent.parent
ERRORS = {name for name in vars(ingest.errors) if name[0].isupper()} - {"BadInput", "SettingsError", "ModelError"}
WARNED = {"warnings", "_warnings"}


def lines_of(path: Path) -> Iterator[str]:
    """Every line that a module raises or notes as a warning, with 7 for what is filled in and its own constants."""
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        over = getattr(node.func, "value", None)
        warned = called == "append" and getattr(over, "attr", getattr(over, "id", "")) in WARNED
        if called in ERRORS or warned or called == "warn":
            written = node.args[-1] if called == "warn" else node.args[0]
            if isinstance(written, ast.JoinedStr):
                yield "".join(piece(each, module) for each in written.values)
            elif isinstance(written, ast.Constant) and isinstance(written.value, str):
                yield written.value


def piece(part: ast.expr, module: object) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    named = part.value if isinstance(part, ast.FormattedValue) else None
    constant = getattr(module, named.id, None) if isinstance(named, ast.Name) else None
    return constant if isinstance(constant, str) else "7"


# Lines that are put together from parts, as a file's name and what is wrong with it.
TOGETHER = (
    "a.pdf: needs a password; set PLAN_ASSISTANT_PDF_PASSWORD to it, or save a copy without one",
    "a.pdf: needs another password than PLAN_ASSISTANT_PDF_PASSWORD has, or save a copy without one",
    "a.pdf: is a scan; Tesseract is not installed; on Debian and Ubuntu: apt-get install tesseract-ocr,"
    " or give the text or the Word file",
    "a.pdf: no words were found on any page; scan it again, upright, with 300 dpi",
    "a.pdf: has no text on any page; give the text or the Word file",
    "a.png: is a scan; Tesseract has no Vietnamese; on Debian and Ubuntu: apt-get install tesseract-ocr",
    "a.txt: only 31% of its words are Vietnamese; it is another language, or its letters were read wrongly",
    "a.txt: holds a letterhead and no plan: no list, table or paragraph was found",
    "a.txt: holds no plan: no letterhead, list, table or paragraph was found",
    "a.txt: the reader broke down on it (signal 9); open it and save it again, or give another file of the plan",
    "a.txt: given up, since no page of it could be read in 30 s; open it and save it again, or give another file of"
    " the plan",
    "a.txt: cannot be read: ValueError in read.py, line 3; open it and save it again, or give another file of the plan",
    "The store s cannot be written to; check its permissions or choose another.",
    "The store s does not answer as a Chroma server (refused); is `chroma run` on?",
    "The store s cannot be read (malformed); choose another folder or ingest again.",
    "/a/b.pdf: has 240 MB, the limit is 200 MB; split it",
    "page 3 has no text (a scan or a blank page)",
    "page 3: 12 spaces that the file had lost or put in were mended",
    "page 3: only 7 of 20 accented words are spelt right; compare with the original",
    "page 3 is a picture without words, or blank",
    "3 pages read from a scan: 5 of 900 words are doubtful; compare with the original",
    "not understood at 512: 1. Ủy ban\nnhân dân",
    "Phụ lục II: row 5: lead, deadline could not be told apart",
    "a table in the text: line 12: a row without a number",
    "Phụ lục: number 5 comes after 3",
    "Phụ lục: row '5a': no number that can be read",
    "Phụ lục: heading number 3 is repeated: 3. Giải pháp",
    "Phụ lục: heading number 5 follows 3: 5. Giải pháp",
    "the accented words of this text are not Vietnamese; its encoding may be wrong",
    "converted from TCVN3",
    "the question has 9,000 characters, the most is 2000: ask in fewer words",
    "the question has no words: type what you want to know, for example who chairs a task",
)


def modules() -> list[Path]:
    return sorted(path for package in ("ingest", "vectorstore") for path in (ROOT / package).glob("*.py"))


def test_every_line_that_is_raised_or_noted_is_known() -> None:
    found = [(path.name, line) for path in modules() for line in lines_of(path)]
    assert len(found) > 70
    # What is put together from parts elsewhere is in TOGETHER.
    parts = {
        "7: 7",
        "heading number 7 7: 7",
        "7: 7, or save a copy without one",
        "page 7: 7",
        "line 7: 7",
    }
    unknown = [each for each in found if told(each[1], "vi") == each[1] and each[1] not in parts]
    assert not unknown


@pytest.mark.parametrize("line", TOGETHER)
def test_a_line_put_together_is_told_whole(line: str) -> None:
    said = told(line, "vi")
    english = ("the", "page", "row", "line", "is", "are", "read", "words", "file", "or", "and", "open", "number", "of")
    assert said != line
    assert not [word for word in said.replace(":", " ").split() if word in english], said
    assert told(line, "en") == line


def test_names_and_figures_are_carried_over() -> None:
    said = told("kế hoạch: bản 2.pdf: has 400 pages, the limit is 300; split it", "vi")
    assert said == "kế hoạch: bản 2.pdf: có 400 trang, nhiều nhất là 300; hãy tách tệp ra"
    said = told("Phụ lục: row 5: a row of 4 cells under 6 columns", "vi")
    assert said == "Phụ lục: mục 5: một dòng 4 ô dưới 6 cột"


def test_what_no_kind_fits_stays_as_it_is() -> None:
    for line in ("", "xã Cao Minh", "something: else", "{more}", "is empty"):
        assert told(line, "vi") == line


def test_a_line_is_found_by_the_kind_that_it_is_of() -> None:
    """A form that an earlier one swallows would be told as another kind."""
    for forms in phrases("lines").values():
        names = {name: f"<{name}>" for name in _variables(forms["en"])}
        if "more" not in names:
            assert told(forms["en"].format(**names), "vi") == forms["vi"].format(**names)


def _variables(template: str) -> set[str]:
    return {part.split("}")[0] for part in template.split("{")[1:]}
