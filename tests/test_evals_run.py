"""A run holds each answer to its case, and a crash is one case's failure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from evals.cases import Case
from evals.compare import compare
from evals.gate import Thresholds, misses
from evals.judge import judge, language_of, wrong_facts_of
from evals.junit import junit_xml
from evals.record_keys import record_key
from evals.run import run_cases
from evals.summary import summarise
from ingest.errors import BadInput

TEXT = "18 Xây dựng Đề án cấp cứu ngoại viện\tTrung tâm Y tế\tCông an đặc khu\tQuý II/2026\n"
ROW = {
    "plan": "kien-hai",
    "kind": "task",
    "appendix": "Phụ lục",
    "group": None,
    "number": "18",
    "lead": "Trung tâm Y tế",
}
CASE = Case(
    id="one",
    kind="chair",
    question="Ai chủ trì cấp cứu ngoại viện ở Kiên Hải?",
    facts=(("Trung tâm Y tế",),),
    plans=("kien-hai",),
    records=(record_key("kien-hai/Phụ lục/18"),),
    evidence=({"text": "Đề án cấp cứu ngoại viện"},),
)


def good(**changes: Any) -> dict[str, Any]:
    quote = " ".join(TEXT.split())
    answer = {
        "question": CASE.question,
        "resolved_question": CASE.question,
        "language": "vi",
        "status": "answered",
        "answer": "Trung tâm Y tế chủ trì, hạn Quý II/2026 [1].",
        "citations": [
            {"number": 1, "plan": "kien-hai", "place": "Phụ lục, mục 18", "quote": quote, "spans": [[0, len(TEXT) - 1]]}
        ],
        "records": [ROW],
        "coverage": {"matched": 1, "total": 37, "plans": 1},
        "warnings": [],
    }
    return answer | changes


def failed(**changes: Any) -> set[str]:
    checks, _ = judge(CASE, good(**changes), {"kien-hai": TEXT})
    return {check.name for check in checks if not check.right}


def test_a_right_answer_passes_every_check() -> None:
    assert failed() == set()


CITED = good()["citations"][0]


@pytest.mark.parametrize(
    ("changes", "checks"),
    [
        ({"status": "refused"}, {"status"}),
        ({"answer": "Công an đặc khu chủ trì [1]."}, {"facts"}),
        ({"answer": "Trung tâm Y tế chủ trì, hạn Quý II/2027 [1]."}, {"no_wrong_facts"}),
        ({"answer": "Trung tâm Y tế và Trạm Y tế chủ trì [1]."}, {"no_wrong_facts"}),
        ({"records": []}, {"records"}),
        ({"records": [ROW, ROW | {"number": "19"}]}, {"records"}),
        ({"answer": "Trung tâm Y tế chủ trì."}, {"contract"}),
        ({"answer": "Trung tâm Y tế chủ trì [1] [2]."}, {"contract"}),
        ({"language": "en"}, {"language"}),
        ({"answer": "The task is chaired by Trung tâm Y tế [1]."}, {"language"}),
        ({"citations": [CITED | {"plan": "muong-la"}]}, {"plans"}),
        ({"citations": [CITED | {"spans": [[0, 10]]}]}, {"verbatim"}),
        ({"citations": [CITED | {"quote": "Trung tâm Y tế Quý II/2026", "spans": []}]}, {"verbatim", "evidence"}),
    ],
)
def test_a_wrong_answer_is_named_for_what_is_wrong(changes: dict[str, Any], checks: set[str]) -> None:
    assert failed(**changes) == checks


class Fragile:
    """Right once, then crashes, then refuses the input."""

    def __init__(self) -> None:
        self.asked = 0

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> dict[str, Any]:
        self.asked += 1
        if self.asked == 2:
            raise RuntimeError("fault")
        if self.asked == 3:
            raise BadInput("empty question")
        return good()


def test_a_crash_is_that_cases_failure_and_bad_input_may_be_expected() -> None:
    cases = [
        CASE,
        CASE.model_copy(update={"id": "two"}),
        Case(id="three", kind="input", question="", status=("error",)),
    ]
    outcomes = run_cases(Fragile(), cases, {"kien-hai": TEXT})
    assert [outcome.passed for outcome in outcomes] == [True, False, True]
    assert "RuntimeError: fault" in outcomes[1].failures[0].why
    summary = summarise(outcomes)
    assert summary.figures["crashes"] == 1
    assert summary.figures["record_recall"] == 1.0
    assert summary.figures["follow_up"] is None


def test_the_gate_names_what_is_missed_and_unscored_is_not_enough() -> None:
    found = misses({"passed": 0.9, "verbatim": None}, Thresholds(at_least={"passed": 0.97, "verbatim": 1.0}))
    assert [miss.figure for miss in found] == ["passed", "verbatim"]
    assert misses({"wrong_fact_rate": 0.0}, Thresholds(at_most={"wrong_fact_rate": 0.0})) == ()
    with pytest.raises(BadInput, match="no such figure: colour"):
        misses({"passed": 1.0}, Thresholds(at_least={"colour": 1.0}))


def test_the_language_of_an_answer_is_that_of_its_frame() -> None:
    assert language_of("Trạm Y tế chủ trì nhiệm vụ này.") == "vi"
    assert language_of("Trạm Y tế chairs the task in đặc khu Kiên Hải; no coordinating agency is named.") == "en"
    assert language_of("“Tổ chức phối hợp giữa các hoạt động” — as stated in the plan of đặc khu Kiên Hải.") == "en"
    assert language_of("2026") is None
    shown = [{"locality": "xã Định Hóa", "quote": "Số 12-CTr/ĐU"}]
    assert language_of("xã Định Hóa: number: 12-CTr/ĐU. [1]", shown) is None
    assert language_of("xã Định Hóa: văn bản này để trống số. [1]", shown) == "vi"


def test_what_the_program_says_of_itself_is_no_wrong_fact() -> None:
    cited = {"citations": [], "status": "refused", "records": []}
    assert wrong_facts_of(CASE, {**cited, "answer": "Không nêu. Đã tìm: 112 đoạn văn bản trong 5 kế hoạch."}) == ()
    assert wrong_facts_of(CASE, {**cited, "answer": "Hãy hỏi: “Phòng Kinh tế chủ trì gì?”"}) == ()
    assert wrong_facts_of(CASE, {**cited, "answer": "Phòng Kinh tế chủ trì."}) == ("phòng kinh tế",)
    unaccented = CASE.model_copy(update={"question": "phong kinh te lam gi"})
    assert wrong_facts_of(unaccented, {**cited, "answer": "Phòng Kinh tế không có nhiệm vụ."}) == ()
    assert wrong_facts_of(unaccented, {**cited, "status": "answered", "answer": "Phòng Kinh tế."}) == ("phòng kinh tế",)
    seven = {**cited, "status": "answered", "answer": "Ngoài ra, 3 nhiệm vụ giao chung. [1][2][3]"}
    assert wrong_facts_of(CASE, seven) == ()
    assert wrong_facts_of(CASE, {**seven, "answer": "Ngoài ra, 4 nhiệm vụ giao chung. [1][2][3]"}) == ("4",)
    row = {"plan": "thanh-dong", "appendix": "Phụ lục", "year": 2030}
    assert wrong_facts_of(CASE, {**seven, "answer": "Đạt vào năm 2030. [1]", "records": [row]}) == ()
    assert wrong_facts_of(
        CASE, {**seven, "answer": "Đạt vào năm 2030. [1]", "records": [row | {"appendix": None}]}
    ) == ("2030",)


def test_two_runs_are_compared_case_by_case_and_noise_is_called_noise() -> None:
    old = {"outcomes": [{"id": f"c{n}", "passed": n % 2 == 0} for n in range(40)], "figures": {"passed": 0.5}}
    new = {"outcomes": [{"id": f"c{n}", "passed": True} for n in range(41)], "figures": {"passed": 1.0}}
    found = compare(old, new)
    assert found.verdict == "better"
    assert len(found.better) == 20
    assert found.worse == ()
    assert found.only_new == 1
    assert compare(new, old).verdict == "worse"
    one = {"outcomes": [{"id": f"c{n}", "passed": n != 3} for n in range(41)], "figures": {}}
    assert compare(new, one).verdict == "no change beyond noise"
    assert compare(new, one).worse == ("c3",)


def test_junit_names_the_failing_case_and_survives_control_characters() -> None:
    bad = CASE.model_copy(update={"id": "bad", "question": "\x01\x1b?", "facts": (("Sở Y tế",),)})
    outcomes = run_cases(Fragile(), [bad, CASE], {"kien-hai": TEXT})
    root = ElementTree.fromstring(junit_xml(outcomes))
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "1")
    failure = root.find(".//testcase[@name='bad']/failure")
    assert failure is not None
    assert "not said: Sở Y tế" in str(failure.get("message"))
