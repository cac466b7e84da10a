"""What a script gets: every answer of the real assistant keeps the contract of docs/answer.md, whatever its status."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.load import bundled_plans, load
from tests.installed import Installed

pytestmark = pytest.mark.real

ANSWER = {
    "id": object,
    "question": str,
    "resolved_question": str,
    "language": str,
    "status": str,
    "answer": str,
    "citations": list,
    "records": list,
    "coverage": (dict, type(None)),
    "see_also": list,
    "warnings": list,
    "composer": str,
    "dropped": list,
    "timings_ms": dict,
}
SOURCE = {
    "plan": str,
    "locality": str,
    "document": str,
    "place": str,
    "page": (int, type(None)),
    "quote": str,
    "spans": list,
}
BLANK = (str, type(None))
TASK = dict.fromkeys(("appendix", "group", "number", "task", "lead", "coordinating", "deadline", "product"), BLANK)
TARGET = dict.fromkeys(("appendix", "number", "indicator", "unit", "note"), BLANK) | {"year": (int, type(None))}
RECORDS = {"task": TASK | {"due": (dict, type(None))}, "target": TARGET | {"value": object}}
KINDS = {"task", "target", "duty", "basis", "report", "recipient", "header"}
STEPS = {"understand", "retrieve", "compose", "verify", "total"}

BATCH: tuple[tuple[dict[str, Any], str], ...] = (
    ({"id": "chair", "question": "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?"}, "answered"),
    ({"id": "english", "question": "Who chairs the free screening task in Kiên Hải?"}, "answered"),
    ({"id": "plain", "question": "ai chu tri kham sang loc mien phi o kien hai"}, "answered"),
    ({"id": "list", "question": "Liệt kê tất cả nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải"}, "answered"),
    ({"id": "figure", "question": "Tỷ lệ bao phủ bảo hiểm y tế năm 2030 của các xã là bao nhiêu?"}, "answered"),
    ({"id": "text", "question": "Định Hóa làm gì để phát triển y học cổ truyền?"}, "answered"),
    ({"id": "population", "question": "Dân số xã Cao Minh là bao nhiêu?"}, "refused"),
    ({"id": "elsewhere", "question": "Ai chủ trì khám sàng lọc ở xã Tân Hội, An Giang?"}, "refused"),
    ({"id": 8, "question": "Xã mình có bao nhiêu nhiệm vụ?"}, "clarify"),
    (
        {"id": "follow-up", "question": "Khi nào phải xong?", "history": ["Ai chủ trì khám sàng lọc ở Kiên Hải?"]},
        "answered",
    ),
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.stem: load(path).text for path in bundled_plans()}


def check_shape(found: Mapping[str, Any], shape: Mapping[str, Any]) -> None:
    assert set(found) >= set(shape)
    wrong = {name: found[name] for name, kind in shape.items() if not isinstance(found[name], kind)}
    assert not wrong


def check_contract(answer: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    """Keys and types; `[n]` and citations are the same; a quote is what stands at its spans, white space folded."""
    assert list(answer) == list(ANSWER)
    check_shape(answer, ANSWER)
    assert answer["status"] in ("answered", "refused", "clarify")
    assert answer["language"] in ("vi", "en")
    marks = {int(number) for number in re.findall(r"\[(\d+)\]", answer["answer"])}
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert marks == set(numbers)
    assert numbers or answer["status"] != "answered"
    for source in (*answer["citations"], *answer["see_also"]):
        check_shape(source, SOURCE)
        stands = " ".join(texts[source["plan"]][start:end] for start, end in source["spans"])
        assert source["quote"] == " ".join(stands.split()) != ""
    for record in answer["records"]:
        assert record["kind"] in KINDS
        assert record["plan"] in texts
        check_shape(record, RECORDS.get(record["kind"], {}))
    if answer["coverage"] is not None:
        assert set(answer["coverage"]) == {"matched", "total", "plans"}
        assert answer["coverage"]["matched"] == len(answer["records"]) <= answer["coverage"]["total"]
    assert set(answer["timings_ms"]) == STEPS
    assert answer["composer"] == "extractive"


def test_a_batch_keeps_the_contract_and_its_order_and_goes_on_after_a_bad_line(
    five_plans: Path, tmp_path: Path, texts: Mapping[str, str]
) -> None:
    lines = [json.dumps(line, ensure_ascii=False) for line, _ in BATCH]
    bad = {2: "{not json", 5: '{"id": "blank", "question": "  "}', 9: '["no", "object"]'}
    for at, line in bad.items():
        lines.insert(at, line)
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    product = Installed(five_plans)
    done = product.run("ask", "--batch", str(file), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    errors = {at: answers.pop(at) for at in sorted(bad, reverse=True)}
    assert all("error" in error and "answer" not in error for error in errors.values())
    assert errors[5]["id"] == "blank"
    for answer, (line, status) in zip(answers, BATCH, strict=True):
        assert (answer["id"], answer["question"]) == (line["id"], line["question"])
        assert (answer["id"], answer["status"]) == (line["id"], status)
        check_contract(answer, texts)
    by_id = {answer["id"]: answer for answer in answers}
    assert [(row["number"], row["lead"]) for row in by_id["chair"]["records"]] == [("31", "Trạm Y tế")]
    assert by_id["plain"]["records"] == by_id["english"]["records"] == by_id["chair"]["records"]
    assert by_id["english"]["language"] == "en"
    assert product.reached_out == []


def test_one_question_is_one_object_and_needs_no_network(five_plans: Path, texts: Mapping[str, str]) -> None:
    product = Installed(five_plans)
    answer = product.json("ask", "Dân số xã Cao Minh là bao nhiêu?", "--json")
    assert (answer["id"], answer["status"]) == (None, "refused")
    check_contract(answer, texts)
    assert product.reached_out == []
