"""Over many plans the text speaks of the first ones and says how many there are; the records are all there."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.pipeline import Assistant
from assistant.shortening import SHOWN
from assistant.turns import Answer
from ingest.gazetteer import gazetteer
from ingest.load import bundled_plans, load
from ingest.text import unaccented
from tests.worlds import TODAY, plan_of, world_of

HELD = SHOWN + 3


@cache
def assistant(held: int) -> Assistant:
    """Over the plan of Kiên Hải under the names of other communes."""
    text = next(load(path).text for path in bundled_plans() if "kien-hai" in path.stem)
    names = sorted(
        {unit.name for unit in gazetteer().units() if " " in unit.name and unit.name.replace(" ", "").isalpha()}
    )
    chosen = [name for name in names[::40] if unaccented(name) != "kien hai"][:held]
    plans = [
        plan_of(text.replace("Kiên Hải", name).replace("KIÊN HẢI", name.upper()), f"{name}.txt") for name in chosen
    ]
    world = world_of(plans)
    return Assistant(lambda: world)


def ask(question: str, held: int = HELD, plans: tuple[str, ...] = ()) -> Answer:
    return assistant(held).ask(question, today=TODAY, plans=plans)


@pytest.mark.parametrize(
    "question",
    ["Ai chủ trì khám sàng lọc miễn phí?", "Công an chủ trì những nhiệm vụ nào?", "Báo cáo gửi về đâu?"],
)
def test_the_text_is_of_the_first_plans_and_the_records_are_of_all(question: str) -> None:
    answer = ask(question)
    assert len({record.plan for record in answer.records}) == HELD
    first = list(dict.fromkeys(record.plan for record in answer.records))[:SHOWN]
    assert {citation.source.plan for citation in answer.citations} <= set(first)
    assert f"{SHOWN} kế hoạch đầu trong {HELD}" in answer.answer
    assert not answer.dropped


def test_the_sentence_is_in_the_language_of_the_question() -> None:
    assert f"the first {SHOWN} of {HELD} plans" in ask("Who chairs free screening?").answer


def test_a_place_that_is_named_is_answered_for_itself() -> None:
    place = next(iter(assistant(HELD).world().plans.values())).locality
    answer = ask(f"Ai chủ trì khám sàng lọc miễn phí ở {place}?")
    assert len({record.plan for record in answer.records}) == 1
    assert "kế hoạch đầu" not in answer.answer


def test_so_few_plans_are_all_said() -> None:
    answer = ask("Ai chủ trì khám sàng lọc miễn phí?", SHOWN + 1)
    assert len({citation.source.plan for citation in answer.citations}) == SHOWN + 1
