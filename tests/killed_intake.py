"""An intake that is killed: by the clock, or at the n-th thing that it does to the store; and what a store then holds.

`change` is the intake: plans that are new, changed, newer, copied or removed, on a store that has some. `states` are
what readers may see, from the old state to the new one; `everything` is all that lies in a store, to the last file.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import vectorstore.chroma  # noqa: F401  (imported once, by the server that forks the processes to kill)
from assistant.known import Known
from assistant.pipeline import Assistant
from assistant.world import World
from ingest.load import bundled_plans
from ingest.serial import plan_to_json
from tests.fakes import FakeEncoder
from tests.plan_letters import DUTIES, Letter
from vectorstore.chroma import Connection, Location
from vectorstore.documents import files_of
from vectorstore.hybrid import HybridIndex
from vectorstore.intake import remove, take_in
from vectorstore.keyword import INDEXES
from vectorstore.originals import Originals
from vectorstore.snapshot import Snapshot
from vectorstore.state import FolderState
from vectorstore.store import Store

QUESTION = "Ai chủ trì nhiệm vụ khám sàng lọc?"
REMOVED = "tan-lap"
_FIRST = Letter()
_LATER = replace(_FIRST, day="ngày 09 tháng 9 năm 2026", duties=(*DUTIES[:5], "Câu này chỉ có trong bản sau."))
_WRITES = [
    (Connection, ("upsert", "update", "delete", "describe")),
    (FolderState, ("write",)),
    (Originals, ("keep", "forget", "sweep")),
]


@dataclass(frozen=True)
class Moment:
    """When to kill: after so many seconds, or before (`step` even) or after the n-th write."""

    seconds: float = 0.0
    step: int | None = None


# --- The intake --------------------------------------------------------------------------------------------------


def old_store(folder: Path) -> None:
    """A store of four plans in `folder`, and an inbox in which things have changed since."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    kept = bundled_plans()[0]
    (inbox / kept.name).write_bytes(kept.read_bytes())
    for name, place in (("binh-an.txt", "Bình An"), ("tan-lap.txt", "Tân Lập"), ("phu-my.txt", "Phú Mỹ")):
        (inbox / name).write_bytes(replace(_FIRST, place=place).text())
    store, originals = _opened(folder)
    take_in([inbox], store, FakeEncoder(), originals)
    store.close()
    changed = replace(_FIRST, place="Phú Mỹ", duties=(*DUTIES[:5], "Dòng này đã sửa."))
    (inbox / "phu-my.txt").write_bytes(changed.text())
    (inbox / "phu-my signed.docx").write_bytes(changed.word(signed=True))
    (inbox / "binh-an 2.txt").write_bytes(_LATER.text())
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    for path in bundled_plans()[1:3]:
        (inbox / path.name).write_bytes(path.read_bytes())


def change(folder: Path) -> None:
    """Takes in the inbox, and takes a plan out."""
    store, originals = _opened(folder)
    take_in([folder / "inbox"], store, FakeEncoder(), originals)
    if REMOVED in store.entries():
        remove(REMOVED, store, originals)
    store.close()


def _opened(folder: Path) -> tuple[Store, Originals]:
    return Store.open(folder / "store", "fake", cache=folder / "cache"), Originals(folder / "store" / "originals")


def _snapshot(folder: Path) -> Snapshot:
    """What a reader gets who opens the store now, whatever its encoder."""
    store = Store.open(folder / "store", cache=folder / "cache")
    try:
        return store.snapshot()
    finally:
        store.close()


# --- Killing it --------------------------------------------------------------------------------------------------


def killed(folder: Path, moment: Moment) -> bool:
    """Whether the intake was killed at this moment, or had ended before."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    begun = context.Event()
    process = context.Process(target=_child, args=(folder, moment, begun))
    process.start()
    begun.wait()
    if moment.step is None:
        process.join(moment.seconds)
        process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _child(folder: Path, moment: Moment, begun: Any) -> None:
    begun.set()
    if moment.step is None:
        change(folder)
    else:
        with counted(moment.step):
            change(folder)


@contextmanager
def counted(fatal: int = -1) -> Iterator[list[int]]:
    """Counts the moments just before and just after each write; at the fatal one this process is killed."""
    count = [0]

    def step() -> None:
        if count[0] == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        count[0] += 1

    def around(plain: Any) -> Any:
        def write(*given: Any, **more: Any) -> Any:
            step()
            done = plain(*given, **more)
            step()
            return done

        return write

    patches = [patch.object(cls, name, around(getattr(cls, name))) for cls, names in _WRITES for name in names]
    for one in patches:
        one.start()
    try:
        yield count
    finally:
        for one in patches:
            one.stop()


def measured(folder: Path) -> tuple[float, int]:
    """How many seconds the intake takes and how many moments its writes have."""
    begun = time.perf_counter()
    with counted() as count:
        change(folder)
    return time.perf_counter() - begun, count[0]


# --- What a store holds ------------------------------------------------------------------------------------------


def state(snapshot: Snapshot) -> str:
    """A reader's view as a hash: plans with their files, passages, vectors; without the times of intake."""
    parts = [
        (name, plan_to_json(plan), snapshot.entries[name].version, _files(snapshot, name))
        for name, plan in snapshot.plans.items()
    ]
    return sha256(repr((parts, snapshot.passages, snapshot.vectors.round(5).tolist())).encode()).hexdigest()


def _files(snapshot: Snapshot, plan: str) -> list[tuple[str, str]]:
    return [(file.name, file.role) for file in files_of(snapshot.entries[plan])]


@contextmanager
def watched(folder: Path) -> Iterator[dict[str, dict[str, Any]]]:
    """The states that a reader may see while `change` runs within, the old one first; and the answer in each.

    Looked at in a copy, as a kill at that moment would leave it: the store itself is the writer's for its turn.
    """
    seen = {seen_now(folder): answered(folder)}
    plain = FolderState.write

    def write(own: FolderState, name: str, text: str) -> None:
        plain(own, name, text)
        copy = folder.with_name(f"{folder.name} seen")
        shutil.copytree(folder, copy)
        if (now := seen_now(copy)) not in seen:
            seen[now] = answered(copy)
        shutil.rmtree(copy)

    with patch.object(FolderState, "write", write):
        yield seen


def seen_now(folder: Path) -> str:
    """What a reader sees now."""
    return state(_snapshot(folder))


def answered(folder: Path) -> dict[str, Any]:
    """What is answered from the store as it is."""
    snapshot = _snapshot(folder)
    world = World(Known(snapshot.plans, snapshot.passages), HybridIndex(snapshot, FakeEncoder()))
    answer = Assistant(lambda: world).ask(QUESTION).to_json()
    return {key: value for key, value in answer.items() if key != "timings_ms"}


def everything(folder: Path) -> dict[str, Any]:
    """All that lies in the store: what readers see, every entry of every collection, every original.

    The index of words is left out: the next question makes it.
    """
    connection = Connection(Location(str(folder / "store")))
    passages, readings, plans = (connection.get(name) for name in ("passages", "readings", "plans"))
    connection.close()
    originals = folder / "store" / "originals"
    return {
        "seen": seen_now(folder),
        "passages": sorted(passages.ids),
        "readings": sorted(readings.ids),
        "plans": sorted(plans.ids),
        "originals": sorted(
            (str(path.relative_to(originals)), sha256(path.read_bytes()).hexdigest())
            for path in originals.rglob("*")
            if path.is_file()
        ),
        "files": sorted(path.name for path in (folder / "store").iterdir() if path.name != INDEXES),
    }
