"""Kill -9 during an intake: the store is whole, answers, and after the next run is as if nothing had happened.

`make test` tries a seeded tenth of the moments, `make soak` all fifty.
"""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import killed_intake as intake
from tests.installed import Installed, installed_copy
from tests.killed_intake import Moment
from tests.plan_letters import Letter

MOMENTS = 50
pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Scene:
    """An old store, how long its change takes, the states on the way with their answers, all that the new one holds."""

    folder: Path
    seconds: float
    steps: int
    states: dict[str, dict[str, Any]]
    end: dict[str, Any]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("kills")
    intake.old_store(folder / "old")
    for name in ("watched", "timed"):
        shutil.copytree(folder / "old", folder / name)
    with intake.watched(folder / "watched") as states:
        intake.change(folder / "watched")
    seconds, steps = intake.measured(folder / "timed")
    return Scene(folder, seconds, steps, states, intake.everything(folder / "timed"))


def test_the_scene_has_much_to_kill(scene: Scene) -> None:
    assert len(scene.states) == 7
    assert scene.steps > 60
    assert intake.everything(scene.folder / "watched") == scene.end


def _moment(number: int, scene: Scene) -> Moment:
    """Every other one by the clock, the others before or after a write; both spread evenly over the whole intake."""
    share = (number // 2 + random.Random(number).random()) / (MOMENTS // 2)
    if number % 2:
        return Moment(step=int(scene.steps * share))
    return Moment(seconds=scene.seconds * share)


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=() if n % 10 == 5 else pytest.mark.soak) for n in range(MOMENTS)]
)
def test_a_kill_leaves_a_whole_store_and_the_next_run_finishes(scene: Scene, tmp_path: Path, number: int) -> None:
    folder = tmp_path / "killed"
    shutil.copytree(scene.folder / "old", folder)
    intake.killed(folder, _moment(number, scene))
    seen = intake.seen_now(folder)
    assert seen in scene.states
    assert intake.answered(folder) == scene.states[seen]
    intake.change(folder)
    assert intake.everything(folder) == scene.end


# --- The product as it is installed, with its own encoder ---------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """An ingest that nothing killed: how long it took, and what the store then holds."""

    inbox: Path
    seconds: float
    holds: dict[str, Any]


def _holds(product: Installed) -> dict[str, Any]:
    plans = product.json("plans", "--json")
    for listed in plans:
        for each in (listed, *listed["files"]):
            del each["added"]
    return {**intake.everything(product.folder), "listed": plans}


@pytest.fixture(scope="module")
def whole(five_plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    inbox = folder / "inbox"
    inbox.mkdir()
    for number, place in enumerate(("Bình An", "Tân Lập", "Phú Mỹ", "Tân Hội")):
        (inbox / f"{number}.txt").write_bytes(Letter(place=place).text())
    product = installed_copy(five_plans, folder / "product")
    begun = time.perf_counter()
    product.json("ingest", str(inbox), "--json")
    return Whole(inbox, time.perf_counter() - begun, _holds(product))


@pytest.mark.parametrize("number", [pytest.param(n, marks=pytest.mark.soak if n else ()) for n in range(5)])
def test_the_installed_product_survives_a_kill(five_plans: Path, whole: Whole, tmp_path: Path, number: int) -> None:
    product = installed_copy(five_plans, tmp_path / "product")
    seconds = whole.seconds * random.Random(number).uniform(0.5, 1)  # the first half is imports
    product.kill("ingest", str(whole.inbox), after=seconds)
    answer = product.json("ask", "Ai chủ trì khám sàng lọc ở Kiên Hải?", "--json")
    assert answer["status"] == "answered"
    product.json("ingest", str(whole.inbox), "--json")
    assert _holds(product) == whole.holds
