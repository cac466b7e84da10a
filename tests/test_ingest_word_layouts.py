"""Plans that nobody has read before, in Word and printed from it: their records are those of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.unseen import unseen_plans
from ingest.load import load
from ingest.read import read
from ingest.records import Plan
from tests.office import converted
from tests.same_records import values
from tests.word_layouts import WORD_LAYOUTS, set_in_word

PLANS = {
    path.stem: path
    for path in unseen_plans()
    if path.stem in ("bat-xat", "con-cuong", "dong-ha", "nam-dong-ha", "tam-hiep", "tra-cu")
}
SET = [f"{name}.{layout.name}" for name in PLANS for layout in WORD_LAYOUTS]
KINDS = ("task", "target", "duty", "report", "recipient", "basis")
FIELDS = ("issuer", "number", "date", "place", "title", "signer", "position", "on_behalf")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("word")
    for name, path in PLANS.items():
        for layout in WORD_LAYOUTS:
            set_in_word(load(path), layout, folder / f"{name}.{layout.name}.docx")
    return {path.name: path for path in folder.glob("*.docx")}


@pytest.fixture(scope="session")
def printed(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = converted(sorted(files.values()), "pdf", tmp_path_factory.mktemp("printed"))
    return {path.name: path for path in found.values()}


def told(plan: Plan) -> list[object]:
    """What a plan's records say; a column's title is the layout's."""
    records = [one for one in plan.records if one.kind in KINDS or getattr(one, "field", "") in FIELDS]
    return [{name: value for name, value in values(one).items() if name != "others"} for one in records]


@pytest.mark.parametrize("name", SET)
def test_the_records_of_a_word_file_are_those_of_the_text(files: dict[str, Path], name: str) -> None:
    assert told(read(load(files[f"{name}.docx"]))) == told(read(load(PLANS[name.split(".", 1)[0]])))


@pytest.mark.real
@pytest.mark.parametrize("name", SET)
def test_the_records_of_its_print_are_those_of_the_text(printed: dict[str, Path], name: str) -> None:
    plan = read(load(printed[f"{name}.pdf"]))
    assert told(plan) == told(read(load(PLANS[name.split(".", 1)[0]])))
    assert plan.source.warnings == ()
