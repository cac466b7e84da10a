"""The case files are strict: whatever is wrong is said with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import DATA, CaseFileError, load_cases, load_wordings
from evals.lint import Material, lint
from ingest.load import bundled_plans

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in bundled_plans()}
GOOD = """kind: chair
cases:
  - id: one
    question: Ai chủ trì cấp cứu ngoại viện ở Kiên Hải?
    facts: [Trung tâm Y tế]
    records: [kien-hai/Phụ lục/18]
    evidence: Xây dựng Đề án phát triển hệ thống cấp cứu ngoại viện
"""


def write(folder: Path, text: str, name: str = "chair.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("broken", "where", "key"),
    [
        (GOOD + "    colour: red\n", "chair.yaml:8", "colour"),
        (GOOD.replace("id: one", "id: 1"), "chair.yaml:3", "id"),
        (GOOD + "    status: maybe\n", "chair.yaml:8", "status"),
        (GOOD + "    facts: [again]\n", "chair.yaml:8", "facts"),
        (GOOD + "    records_: [\n", "chair.yaml:9", ""),
        (GOOD.replace("kien-hai/Phụ lục/18", "kien-hai"), "chair.yaml:6", "records"),
        (GOOD.replace("[Trung tâm Y tế]", "[<nothing>]"), "chair.yaml:3", "facts"),
    ],
)
def test_a_broken_file_names_file_line_and_key(tmp_path: Path, broken: str, where: str, key: str) -> None:
    with pytest.raises(CaseFileError) as raised:
        load_cases(write(tmp_path, broken))
    assert str(raised.value).startswith(where)
    assert key in str(raised.value)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "other.yaml")
    with pytest.raises(CaseFileError, match=r"already used at chair\.yaml:3"):
        load_cases(tmp_path)


def test_a_turn_has_the_questions_before_it_as_history(tmp_path: Path) -> None:
    turns = "".join(f"      - {{question: {letter}}}\n" for letter in "ABC")
    chain = "kind: chain\nchains:\n  - id: c\n    turns:\n" + turns
    first, _, third = load_cases(write(tmp_path, chain))
    assert (first.id, first.history) == ("c.1", ())
    assert (third.id, third.history) == ("c.3", ("A", "B"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("cấp cứu ngoại viện\n", "cấp cứu nội viện\n"), "evidence does not stand in kien-hai"),
        (("[Trung tâm Y tế]", "[Trung tâm Tim mạch]"), "fact stands in no plan of the case: Trung tâm Tim mạch"),
        (("kien-hai/Phụ lục/18", "kien-giang/Phụ lục/18"), "no plan kien-giang"),
        (("kien-hai/Phụ lục/18", "kien-hai/Phụ lục/99"), "no record kien-hai/Phụ lục/99"),
    ],
)
def test_the_linter_finds_what_the_plans_do_not_hold(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    row = {"plan": "kien-hai", "kind": "task", "appendix": "Phụ lục", "group": None, "number": "18"}
    material = Material(TEXTS, {"kien-hai": [row]})
    assert lint(load_cases(write(tmp_path, GOOD)), material, {}) == []
    faults = lint(load_cases(write(tmp_path, GOOD.replace(*change))), material, {})
    assert any(fault in found.what for found in faults)


def test_the_linter_finds_a_question_asked_twice(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("id: one", "id: two"), "other.yaml")
    assert any("asked already by one" in fault.what for fault in lint(load_cases(tmp_path), Material(TEXTS, {}), {}))


def test_the_packaged_cases_stand_in_the_plans() -> None:
    cases = load_cases()
    assert [str(fault) for fault in lint(cases, Material(TEXTS, {}), load_wordings(DATA))] == []
    assert len(cases) >= 300
