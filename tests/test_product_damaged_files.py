"""Three hundred damaged files: each is read, or told in one line; nothing crashes, hangs or fills the memory.

`make test` tries a seeded tenth, `make soak` all ten.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import reading_apart
from ingest.reading_apart import DEFAULT, Limits
from tests.damaged_files import damaged
from tests.fakes import FakeEncoder
from tests.plan_letters import Letter
from vectorstore.intake import Intake, Status, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store

FILES, TENTHS = 300, 10
HANG = 60.0  # seconds
QUICK = Limits(seconds=12.0)
pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Run:
    """What became of the files, and how much memory it took: the intake itself, and the largest process it started."""

    done: tuple[Intake, ...]
    stored: set[str]
    own_memory: int
    reader_memory: int


def intake(folder: Path, numbers: list[int], limits: Limits) -> Run:
    """Takes in these files and a sound one after them, in a process whose memory is measured."""
    paths = []
    for number in numbers:
        file = damaged(number)
        paths.append(folder / file.name)
        paths[-1].write_bytes(file.data)
    sound = folder / "sound.docx"
    sound.write_bytes(Letter(place="Mỹ Lộc").word())
    store = Store.open(folder / "store", "fake", cache=folder / "cache")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading_apart.ReaderApart.__init__.__defaults__ = (limits,)
    done = take_in([*paths, sound], store, FakeEncoder(), Originals(folder / "originals"))
    return Run(
        done,
        set(store.snapshot().plans),
        (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    )


def _tenth(number: int) -> list[int]:
    order = list(range(FILES))
    random.Random(72).shuffle(order)
    return sorted(order[number::TENTHS])


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=pytest.mark.soak if n else (), id=f"tenth {n}") for n in range(TENTHS)]
)
def test_a_damaged_file_is_read_or_told_in_a_line(tmp_path: Path, number: int, request: pytest.FixtureRequest) -> None:
    limits = DEFAULT if "soak" in request.config.option.markexpr.replace("not soak", "") else QUICK
    begun = time.perf_counter()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
        run = apart.submit(intake, tmp_path, _tenth(number), limits).result()
    assert len(run.done) == FILES // TENTHS + 1
    for one in run.done:
        assert one.seconds < HANG, one
        if one.status is Status.FAILED:
            assert one.error and one.error.isprintable(), one
            assert one.path.name.replace("  ", " ") in one.error, one
        else:
            assert one.plan in run.stored, one
    assert (run.done[-1].status, run.done[-1].plan) == (Status.ADDED, "my-loc")
    assert run.reader_memory <= DEFAULT.memory
    assert run.own_memory < 2**30
    failed = sum(one.status is Status.FAILED for one in run.done)
    slowest = max(run.done, key=lambda one: one.seconds)
    print(
        f"{len(run.done)} files, {failed} told, {time.perf_counter() - begun:.0f} s, slowest {slowest.seconds:.1f} s "
        f"({slowest.path.name}), reader {run.reader_memory >> 20} MB, intake +{run.own_memory >> 20} MB"
    )


def test_what_a_file_has_started_ends_with_it(tmp_path: Path) -> None:
    path = tmp_path / "slow.txt"
    path.write_text(("a\t" * 100 + "\n") * 10_000)
    with reading_apart.ReaderApart(Limits(seconds=6.0)) as reader:
        with pytest.raises(reading_apart.UnreadableFile, match=r"slow\.txt: given up"):
            reader.read(path)
        path.write_bytes(Letter().text())
        assert reader.read(path).id == "binh-an"
