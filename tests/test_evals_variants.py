"""A case asked in another form is held to the answer that it got in its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from evals.cases import Case, load_cases
from evals.outcomes import Outcome
from evals.variants import abbreviations, mistyped, polite, run_variants, same_as, swapped, variant_figures, variants

CASE = Case(
    id="one",
    kind="chair",
    question="Ai chủ trì bảo hiểm y tế ở Kiên Hải?",
    facts=(("Trạm Y tế",),),
    plans=("kien-hai",),
    english="Who chairs health insurance in Kiên Hải?",
    also=("Bảo hiểm y tế ở Kiên Hải giao ai?",),
)


def answer(**changes: Any) -> dict[str, Any]:
    return {"status": "answered", "language": "vi", "answer": "", "citations": [], "records": [], **changes}


def test_each_kind_of_variant_is_made_of_an_answerable_case_only() -> None:
    made = {case.variant: case.question for case in variants([CASE])}
    assert set(made) == {"unaccented", "abbreviated", "typo", "polite", "english", "reworded"}
    assert made["unaccented"] == "ai chu tri bao hiem y te o kien hai?"
    assert made["abbreviated"] == "Ai chủ trì BHYT ở Kiên Hải?"
    assert made["english"] == CASE.english
    assert variants([CASE.model_copy(update={"status": ("refused",)})]) == ()
    assert variants([CASE.model_copy(update={"kind": "unaccented"})]) == ()
    assert {case.language for case in variants([CASE]) if case.variant == "english"} == {"en"}


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("UBND xã và BHXH?", "Ủy ban nhân dân xã và bảo hiểm xã hội?"),
        ("Uỷ ban nhân dân xã ký gì?", "UBND xã ký gì?"),
        ("Nghị quyết 72 và nghị quyết đó?", "NQ 72 và nghị quyết đó?"),
        ("Kế hoạch số 57/KH-UBND", "Kế hoạch số 57/KH-UBND"),
    ],
)
def test_names_are_swapped_and_codes_are_left(question: str, other: str) -> None:
    assert swapped(question, abbreviations()) == other


def test_a_typo_is_one_slip_in_one_word_the_same_each_time_and_no_other_word() -> None:
    slipped = mistyped("Ai chủ trì nhiệm vụ 12-CTr/ĐU ở Kiên Hải?", "one")
    assert slipped == mistyped("Ai chủ trì nhiệm vụ 12-CTr/ĐU ở Kiên Hải?", "one")
    assert slipped is not None
    assert sorted(slipped) == sorted("Ai chủ trì nhiệm vụ 12-CTr/ĐU ở Kiên Hải?")
    assert "12-CTr/ĐU" in slipped
    assert mistyped("tiền", "one", known={"tềin", "tiềm"}) == "tinề"
    assert mistyped("ai ở đó", "one") is None


def test_politeness_keeps_names_and_loses_the_question_mark() -> None:
    assert "ai chủ trì" in polite("Ai chủ trì?", "a")
    assert "Kiên Hải có" in polite("Kiên Hải có gì?", "a")


def test_the_same_records_in_any_order_are_the_same_and_plans_stand_in_where_there_are_none() -> None:
    rows = [{"plan": "kien-hai", "appendix": "Phụ lục", "number": number} for number in "123"]
    assert all(check.right for check in same_as(answer(records=rows), answer(records=rows[::-1])))
    missing = same_as(answer(records=rows), answer(records=rows[1:]))
    assert [(check.name, check.right) for check in missing] == [("same_status", True), ("same_records", False)]
    assert "kien-hai/Phụ lục/1" in missing[1].why
    cited = [{"plan": "kien-hai"}], [{"plan": "muong-la"}]
    assert not same_as(answer(citations=cited[0]), answer(citations=cited[1]))[1].right


class Deaf:
    """Answers what is typed with accents, refuses the rest."""

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> dict[str, Any]:
        return answer(status="answered" if "ủ" in question or "ở" in question else "refused")


def test_variants_of_a_crashed_case_are_left_out_and_each_kind_has_its_figure() -> None:
    made = variants([CASE, CASE.model_copy(update={"id": "two"})])
    originals = [Outcome(CASE, answer(), None, 0.0), Outcome(CASE.model_copy(update={"id": "two"}), None, "crash", 0.0)]
    outcomes = run_variants(Deaf(), originals, made, {})
    assert {outcome.case.variant_of for outcome in outcomes} == {"one"}
    figures = variant_figures(outcomes)
    assert figures["variants_unaccented"] == 0.0
    assert figures["variants_polite"] == 1.0
    assert variant_figures([])["variants_same"] is None


def test_the_packaged_cases_give_many_variants_each_once() -> None:
    made = variants(load_cases())
    assert len({case.id for case in made}) == len(made) >= 900
    assert sum(case.variant == "english" for case in made) >= 60
    assert all(case.question.strip() for case in made)
