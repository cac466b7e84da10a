"""The command: exit codes, reports that are whole and never overwritten, JSON that is only JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from evals import session
from evals.commands import evaluate
from ingest.errors import BadInput
from tests.test_evals_run import TEXT, good

CASES = """kind: chair
cases:
  - id: right
    question: Ai chủ trì cấp cứu ngoại viện ở Kiên Hải?
    facts: [Trung tâm Y tế]
    plans: kien-hai
  - id: wrong
    question: Ai phối hợp cấp cứu ngoại viện ở Kiên Hải?
    facts: [Công an đặc khu]
    plans: kien-hai
"""
LAX, STRICT = "at_least: {passed: 0.5}\n", "at_least: {passed: 0.9}\nkinds: {chair: 0.9}\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Case and threshold files, and a subject that always gives the same answer."""
    for name, text in {"cases.yaml": CASES, "lax.yaml": LAX, "strict.yaml": STRICT}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    answering = SimpleNamespace(ask=lambda question, **_: good(question=question))
    subject = SimpleNamespace(assistant=answering, texts={"kien-hai": TEXT})
    monkeypatch.setattr(session, "fresh_subject", lambda folder: subject)
    return tmp_path


def run(files: Path, *arguments: str, thresholds: str = "lax.yaml") -> int:
    return evaluate(["--cases", str(files / "cases.yaml"), "--thresholds", str(files / thresholds), *arguments])


def test_the_exit_code_says_whether_the_gate_holds(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files) == 0
    assert run(files, thresholds="strict.yaml") == 1
    said = capsys.readouterr().out
    assert "✗ wrong" in said
    assert "not said: Công an đặc khu" in said
    assert "below the gate: passed: 0.5000, must be at least 0.9" in said
    assert "below the gate: kind chair" in said
    assert run(files, "--no-gate", thresholds="strict.yaml") == 0


def test_reports_are_whole_and_never_overwritten(files: Path) -> None:
    out = files / "out"
    assert run(files, "--out", str(out), "--variants") == 0
    assert {path.name for path in out.iterdir()} == {"report.json", "report.html", "report.md", "junit.xml"}
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert [row["passed"] for row in report["outcomes"]] == [True, False]
    assert report["variants"]["figures"]["variants_same"] == 1.0
    with pytest.raises(BadInput, match="holds a report already"):
        run(files, "--out", str(out))


def test_json_is_only_json_and_an_old_report_is_compared(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(files, "--out", str(files / "old"))
    capsys.readouterr()
    run(files, "--json", "--compare", str(files / "old" / "report.json"))
    report = json.loads(capsys.readouterr().out)
    assert report["compared"]["verdict"] == "no change beyond noise"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "chairs"], "no case of kind"),
        (["--compare", "nothing.json"], "not a report"),
        (["--colour"], "unrecognized arguments"),
    ],
)
def test_misuse_is_one_line(files: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said) as raised:
        run(files, *arguments)
    assert "\n" not in str(raised.value)
