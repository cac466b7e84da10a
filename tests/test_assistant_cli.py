"""The command line keeps its contract: exit codes, one-line errors, and JSON that is only JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from assistant import batch, commands, record_output, record_sheet
from assistant.cli import main
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Plan
from tests.fakes import FakeAssistant, task
from vectorstore.documents import PlanFile, Role, files_written
from vectorstore.intake import Intake, Status
from vectorstore.snapshot import Entry

ROOT = Path(__file__).parent.parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line: its exit code, stdout and stderr."""

    def run_(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch, fake_assistant: FakeAssistant) -> FakeAssistant:
    """Commands that answer from the fake, on a store with two plans."""
    plans = {"kien-hai": None, "cao-minh": None}
    opened = SimpleNamespace(store=SimpleNamespace(snapshot=lambda: SimpleNamespace(plans=plans)))

    def library(options: Any, *, fill: bool = True) -> AbstractContextManager[Any]:
        return nullcontext(opened)

    monkeypatch.setattr(commands, "library", library)
    monkeypatch.setitem(sys.modules, "assistant.build", SimpleNamespace(assistant_of=lambda _: fake_assistant))  # type: ignore[misc]
    return fake_assistant


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n") and text.startswith("plan-assistant: ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("ask",),
        ("ask", "--today", "mai", "Ai?"),
        ("ask", "Ai?", "--batch", "x.jsonl"),
        ("ask", "--batch", "no-such-file.jsonl"),
        ("ask", "--hist", "Ai?", "Ai?"),
        ("records", "--kind", "poem"),
        ("records", "--format", "pdf"),
        ("search", "x", "-k", "0"),
        ("serve", "--port", "abc"),
        ("serve", "--port", "70000"),
        ("serve", "--host", "0.0.0.0"),
        ("plans", "--store", "ftp://host"),
        ("ask", "b\udcfft"),
    ],
)
def test_misuse_is_one_line_on_stderr_and_exit_code_2(arguments: Sequence[str], run: Run) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert one_line(err)


def test_a_file_whose_name_begins_with_a_dash_is_told_how_to_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-kế-hoạch.txt").touch()
    assert "is written ./-kế-hoạch.txt (see" in run("ingest", "-kế-hoạch.txt")[2]
    assert "is written" not in run("ingest", "--all")[2]


def test_help_is_instant_and_names_every_command() -> None:
    begun = time.perf_counter()
    shown = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert time.perf_counter() - begun < 1.5
    for name in ("serve", "ask", "ingest", "plans", "report", "remove", "records", "search", "reindex"):
        assert f"\n    {name} " in shown


def test_ask_prints_only_json_with_the_contracts_fields(run: Run, faked: FakeAssistant) -> None:
    code, out, err = run("ask", "Ai chủ trì?", "--history", "Ở Kiên Hải?", "--plan", "kien-hai", "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer)[:5] == ["id", "question", "resolved_question", "language", "status"]
    assert faked.asked == [("Ai chủ trì?", ("Ở Kiên Hải?",))]


def test_ask_shows_a_person_the_answer_and_its_evidence(run: Run, faked: FakeAssistant) -> None:
    code, out, _ = run("ask", "Ai chủ trì?")
    assert code == 0
    assert out.index("Trạm Y tế chủ trì") < out.index("[1] đặc khu Kiên Hải · Kế hoạch … /KH-UBND · Phụ lục, mục 31")


def test_a_refusal_is_an_answer(run: Run, faked: FakeAssistant) -> None:
    code, out, _ = run("ask", "Dân số?", "--json")
    assert (code, json.loads(out)["status"]) == (0, "refused")


def test_a_plan_that_is_not_there_is_misuse_and_the_ones_there_are_named(run: Run, faked: FakeAssistant) -> None:
    code, out, err = run("ask", "Ai?", "--plan", "ha-noi")
    assert (code, out) == (2, "")
    assert one_line(err)
    assert "kien-hai, cao-minh" in err


def test_an_empty_question_is_one_line(run: Run, faked: FakeAssistant) -> None:
    code, out, err = run("ask", "  ", "--json")
    assert (code, out) == (2, "")
    assert one_line(err)


def test_a_batch_keeps_its_order_and_goes_on_after_bad_lines(run: Run, faked: FakeAssistant, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "question": "Ai chủ trì?"}',
        "not json",
        '["a", "list"]',
        '{"id": "b"}',
        '{"id": "c", "question": ""}',
        "",
        '{"id": "d", "question": "gây lỗi"}',
        '{"id": 7, "question": "Ai phối hợp?", "history": ["Ai chủ trì?"], "more": 1}',
        '{"id": "e", "question": "Ai?", "history": "Ai?"}',
        '{"id": "f", "question": "Dân số?", "history": null}',
        '{"id": "g", "question": "a\\ud800b"}',
    ]
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\n\xff\xfe\n\n")
    code, out, _ = run("ask", "--batch", str(file), "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["a", None, None, "b", "c", None, "d", 7, "e", "f", "g", None]
    good = [number for number, answer in enumerate(answers) if "error" not in answer]
    assert good == [0, 7, 9]
    assert answers[7]["resolved_question"] == "Ai chủ trì? Ai phối hợp?"
    assert "line 2" in answers[1]["error"]


def test_a_batch_can_come_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"question": "x"}\n\n')))
    assert batch.lines("-") == [b'{"question": "x"}']


def test_records_as_json_is_an_array() -> None:
    out = io.StringIO()
    record_output.write_json([task(1)], out)
    assert json.loads(out.getvalue()) == [task(1)]
    empty = io.StringIO()
    record_output.write_json([], empty)
    assert json.loads(empty.getvalue()) == []


def test_records_as_csv_keep_every_field_and_its_text() -> None:
    out = io.StringIO()
    record_output.write_csv([task(1, task='a, "b"\nc'), task(2, due=None)], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows[0]["task"] == 'a, "b"\nc'
    assert (rows[0]["due_kind"], rows[0]["due_to"]) == ("quarter", "2026-03-31")
    assert (rows[1]["due_kind"], rows[1]["coordinating"]) == ("", "")


def test_a_sheet_holds_text_and_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "records.xlsx"
    with file.open("wb") as out:
        record_sheet.write_xlsx([task(1, task="=1+1"), task(2), {"plan": "x", "kind": "basis", "number": "+84"}], out)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["task", "basis"]
    titles = [cell.value for cell in book["task"][1]]
    cell = book["task"].cell(2, titles.index("task") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["task"].max_row == 3


def test_an_empty_choice_of_records_is_still_a_sheet(tmp_path: Path) -> None:
    with (tmp_path / "x.xlsx").open("wb") as out:
        record_sheet.write_xlsx([], out)
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames == ["records"]


@pytest.fixture(scope="module")
def two_plans() -> dict[str, Plan]:
    """Two plans of the package, read; in one of them text and appendix differ."""
    chosen = [path for path in bundled_plans() if path.stem in ("kien-hai", "thanh-dong")]
    return {plan.id: plan for plan in (read(load(path)) for path in chosen)}


@pytest.fixture
def stocked(monkeypatch: pytest.MonkeyPatch, two_plans: dict[str, Plan]) -> Any:
    """Commands on a store with these plans; `take_in` says of one that it is unchanged and that another file failed."""
    copy = PlanFile("a.pdf", "1", Role.LEADS, signed="scan"), PlanFile("a.txt", "0", Role.COPY)
    files = files_written(copy)
    entry = Entry("", "1", "0", "a.txt", "1", "fake", 60, 46, "2026-01-01", files=files, seconds=1.5)
    snapshot = SimpleNamespace(plans=two_plans, entries=dict.fromkeys(two_plans, entry))
    good = Intake(Path("in/a.txt"), Status.UNCHANGED, "thanh-dong", passages=60, records=46)
    bad = Intake(Path("in/b.pdf"), Status.FAILED, error="in/b.pdf: no text")
    opened = SimpleNamespace(store=SimpleNamespace(snapshot=lambda: snapshot), take_in=lambda *_: (good, bad))
    monkeypatch.setattr(commands, "library", lambda options, fill=True: nullcontext(opened))
    return opened


def test_an_intake_says_of_each_file_what_was_read_and_goes_on_after_a_bad_one(run: Run, stocked: Any) -> None:
    code, out, err = run("ingest", "in")
    assert (code, one_line(err)) == (1, True)
    head, good, bad = (re.split(r"\s*[┃│]\s*", line)[1:-1] for line in out.split("\n") if re.match(r"[┃│]", line))
    assert head[:4] == ["file", "status", "plan", "passages"]
    assert dict(zip(head, good, strict=True))["file"] == "a.txt"
    assert {"targets", "duties", "coverage", "warnings"} <= set(head)
    assert dict(zip(head, good, strict=True))["coverage"] == "100%"
    assert dict(zip(head, bad, strict=True))["coverage"] == ""
    read = {name: dict(zip(head, good, strict=True))[name] for name in ("text", "head", "sections", "rows", "seconds")}
    assert read == {"text": "100%", "head": "6/7", "sections": "23", "rows": "8", "seconds": "0.0"}
    assert "1 unchanged, 1 failed" in out
    (first, second) = json.loads(run("ingest", "in", "--json")[1])
    assert (first["found"]["target"], first["coverage"], second["found"]) == (22, 100.0, None)
    assert (first["header_missing"], first["text_quality"], second["text_quality"]) == (["number"], 100.0, None)


def test_plans_show_every_file_of_a_plan_and_which_is_answered_from(run: Run, stocked: Any) -> None:
    out = run("plans")[1]
    assert re.search(r"kien-hai\s*│\s*a\.pdf\s*│\s*leads\s*│\s*scan", out)
    assert re.search(r"kien-hai\s*│\s*a\.txt\s*│\s*copy", out)
    listed = json.loads(run("plans", "--json")[1])
    assert [(file["name"], file["role"]) for file in listed[0]["files"]] == [("a.pdf", "leads"), ("a.txt", "copy")]


def test_a_reading_report_accounts_for_every_character_and_names_the_noise(run: Run, stocked: Any) -> None:
    code, out, err = run("report", "kien-hai", "--json")
    told = json.loads(out)
    assert (code, err, told["coverage"], told["covered"]) == (0, "", 100.0, told["characters"])
    assert told["found"]["task"] == 37
    assert (told["sections"], told["rows"], told["seconds"], len(told["files"])) == (28, 37, 1.5, 2)
    assert "28 sections, 37 rows; 1.5 s" in run("report", "kien-hai")[1]
    text = stocked.store.snapshot().plans["kien-hai"].source.text
    for noise in told["noise"]:
        stretches = [text[start:end] for start, end in noise["spans"]]
        amount = len("".join("".join(stretches).split()))
        assert (noise["stretches"], noise["characters"]) == (len(stretches), amount)


def test_what_was_not_understood_is_shown_with_its_text(run: Run, stocked: Any, two_plans: dict[str, Plan]) -> None:
    plan = two_plans["kien-hai"]
    spoilt = replace(plan.report, covered=plan.report.characters - 7, uncovered=((0, 7),), warnings=("not understood",))
    stocked.store.snapshot().plans = {"kien-hai": replace(plan, report=spoilt)}
    told = json.loads(run("report", "kien-hai", "--json")[1])
    assert told["not_understood"] == [{"start": 0, "end": 7, "text": plan.source.text[:7]}]
    assert told["coverage"] < 100  # never rounded up
    assert "! not understood" in run("report", "kien-hai")[1]


def test_disagreements_are_shown_with_both_quotes_and_only_where_asked_for(run: Run, stocked: Any) -> None:
    found = json.loads(run("records", "--kind", "disagreement", "--format", "json")[1])
    covered = next(each for each in found if each["indicator_id"] == "insurance_coverage" and each["scope"] == "within")
    assert (covered["first"]["value"], covered["second"]["value"]) == ("toàn dân", "Đạt 98")
    assert all(each["first"]["quote"] and each["second"]["quote"] for each in found)
    assert {"within", "across"} == {each["scope"] for each in found}
    for shown in (run("report", "thanh-dong")[1], run("records", "--kind", "disagreement")[1]):
        assert "Đạt 98" in " ".join(shown.split())
    rows = csv.DictReader(io.StringIO(run("records", "--kind", "disagreement", "--format", "csv")[1]))
    assert [row["second_value"] for row in rows] == [str(each["second"]["value"]) for each in found]
    everything = json.loads(run("records", "--format", "json")[1])
    assert "disagreement" not in {each["kind"] for each in everything}
    sheet = io.BytesIO()
    record_sheet.write_xlsx(found, sheet)
    assert openpyxl.load_workbook(sheet).sheetnames == ["disagreement"]


@pytest.mark.parametrize(
    "arguments", [("report", "ha-noi"), ("report",), ("records", "--kind", "disagreement", "--lead", "Trạm Y tế")]
)
def test_a_report_of_nothing_is_misuse(arguments: Sequence[str], run: Run, stocked: Any) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert one_line(err)
