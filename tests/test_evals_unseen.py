"""Plans taken in while the assistant runs are answered from at once; their cases are proved against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import DATA, load_wordings
from evals.lint import lint
from evals.subject import fresh_subject
from evals.unseen import unseen_cases, unseen_material, unseen_plans
from ingest.errors import PlanAssistantError
from tests.conftest import CACHE

CHAIR = "Ai chủ trì khảo sát rạn san hô quanh đảo Cô Tô con?"


def test_every_case_stands_in_its_plan_and_every_kind_is_there() -> None:
    cases = unseen_cases()
    assert [str(fault) for fault in lint(cases, unseen_material(), load_wordings(DATA))] == []
    assert len(cases) >= 120
    assert len(unseen_plans()) >= 4
    assert {"chair", "list", "count", "compare", "figure", "refuse", "chain", "english"} <= {c.kind for c in cases}


@pytest.mark.real
def test_the_same_assistant_answers_from_a_plan_as_soon_as_it_is_in_and_not_before(tmp_path: Path) -> None:
    subject = fresh_subject(tmp_path, CACHE)
    before = subject.assistant.ask(CHAIR)
    assert before.status == "refused"
    (plan,) = (path for path in unseen_plans() if path.stem == "co-to")
    added = subject.with_plans([plan])
    assert added.assistant is subject.assistant
    after = subject.assistant.ask(CHAIR).to_json()
    assert after["status"] == "answered"
    assert "Vườn quốc gia Bái Tử Long" in str(after["answer"])
    assert {citation["plan"] for citation in after["citations"]} == {"co-to"}
    subject.library.remove("co-to")
    assert subject.assistant.ask(CHAIR).status == "refused"


@pytest.mark.real
def test_a_plan_that_is_not_taken_in_ends_the_evaluation_with_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "nothing.txt"
    broken.write_bytes(b"")
    with pytest.raises(PlanAssistantError, match=r"nothing\.txt"):
        fresh_subject(tmp_path, CACHE).with_plans([broken])
