"""The store: what is put in comes back whole, readers see the old or the new state, and faults are told in a line."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import NoSuchPlan, StoreBusy, StoreError, StoreNotWritable, WrongModel
from ingest.records import Locality
from tests.fakes import FakeEncoder
from tests.stored_plans import stored
from vectorstore.chroma import Connection
from vectorstore.snapshot import Beside
from vectorstore.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def opened(folder: Path | str, encoder: str | None = "fake", **options: float) -> Store:
    cache = folder.parent / "cache" if isinstance(folder, Path) else Path(os.environ["PLAN_ASSISTANT_DATA"])
    return Store.open(folder, encoder, cache=cache, **options)


def test_what_is_put_in_comes_back_verbatim(folder: Path) -> None:
    plan, passages, vectors = stored("kien-hai", ["Trạm Y tế chủ trì", "Hạn:\t2026", "đoạn 3"])
    opened(folder).replace(plan, passages, vectors, "v1")
    snapshot = opened(folder).snapshot()
    assert snapshot.plans["kien-hai"] == plan
    assert snapshot.passages == passages
    assert snapshot.vectors == pytest.approx(vectors)
    assert snapshot.entries["kien-hai"].source_name == "kien-hai.txt"


def test_an_empty_store_is_a_state_too(folder: Path) -> None:
    snapshot = opened(folder).snapshot()
    assert (dict(snapshot.plans), snapshot.passages, len(snapshot.vectors)) == ({}, (), 0)


def test_a_plan_without_passages_is_a_plan(folder: Path) -> None:
    store = opened(folder)
    plan, _, vectors = stored("a", ["x"])
    store.replace(plan, (), vectors[:0], "v1")
    assert list(store.snapshot().plans) == ["a"]


def test_replacing_leaves_nothing_of_the_old_version(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", ["cũ một", "cũ hai", "chung"]), "v1")
    store.replace(*stored("b", ["của b"]), "v1")
    store.replace(*stored("a", ["mới", "chung"]), "v2")
    assert [passage.text for passage in store.snapshot().passages] == ["mới", "chung", "của b"]
    assert len(Connection(store.location).get("passages").ids) == 3


def test_replacing_leaves_nothing_of_what_was_known_of_the_old_version(folder: Path) -> None:
    store = opened(folder)
    plan, passages, vectors = stored("a", ["một"])
    placed = replace(plan, locality=Locality("A", "xã", "An Giang"))
    store.replace(placed, passages, vectors, "v1", Beside("{}", "[]", 1.5))
    known = store.entries()["a"]
    assert (known.province, known.identity, known.files, known.seconds) == ("An Giang", "{}", "[]", 1.5)
    store.replace(plan, passages, vectors, "v2")
    known = store.entries()["a"]
    assert (known.province, known.identity, known.files, known.seconds) == (None, None, None, None)


def test_a_snapshot_does_not_change_under_its_reader(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", ["một"]), "v1")
    before = store.snapshot()
    store.replace(*stored("a", ["hai"]), "v2")
    assert [passage.text for passage in before.passages] == ["một"]
    assert [passage.text for passage in store.snapshot().passages] == ["hai"]


def test_without_a_change_the_same_snapshot_is_given(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", ["một"]), "v1")
    assert store.snapshot() is store.snapshot()


def test_equal_contents_have_equal_fingerprints(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "1"), opened(tmp_path / "2")
    for store, order in ((first, "ab"), (second, "ba")):
        for name in order:
            store.replace(*stored(name, [name]), "v1")
    assert first.snapshot().fingerprint == second.snapshot().fingerprint


def test_removing_takes_out_everything_of_one_plan(folder: Path) -> None:
    store = opened(folder)
    for name in "ab":
        store.replace(*stored(name, ["một", "hai"]), "v1")
    store.remove("a")
    assert list(store.snapshot().plans) == ["b"]
    assert {fields["plan"] for fields in Connection(store.location).get("passages").metadatas} == {"b"}


def test_removing_what_is_not_there_says_what_is(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("kien-hai", ["x"]), "v1")
    with pytest.raises(NoSuchPlan, match="kien-hai"):
        store.remove("kien-hay")


def test_a_store_of_another_model_is_refused_until_it_is_empty(folder: Path) -> None:
    store = opened(folder, "first")
    store.replace(*stored("a", ["x"]), "v1")
    with pytest.raises(WrongModel, match=r"'first'.*'second'"):
        opened(folder, "second")
    assert opened(folder, None).snapshot().plans
    store.remove("a")
    opened(folder, "second").replace(*stored("a", ["x"], FakeEncoder(dimension=8)), "v1")


def test_vectors_of_another_length_are_refused_and_change_nothing(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", ["x"]), "v1")
    with pytest.raises(WrongModel, match=r"64.*8"):
        store.replace(*stored("b", ["y"], FakeEncoder(dimension=8)), "v1")
    assert list(store.snapshot().plans) == ["a"]


def test_a_file_is_not_a_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        opened(path)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_text("x")
    with pytest.raises(StoreError, match="not a store"):
        opened(tmp_path / "photos")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["me.jpg"]


def test_a_place_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreNotWritable) as caught:
        opened(tmp_path / "file" / "store")
    assert "\n" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_in_a_line() -> None:
    with pytest.raises(StoreError, match="chroma run"):
        opened("http://127.0.0.1:9")


def test_a_second_writer_waits_and_then_says_so(folder: Path) -> None:
    first, second = opened(folder), opened(folder, wait=0.1)
    with first.writing(), pytest.raises(StoreBusy, match="try again"):
        second.replace(*stored("a", ["x"]), "v1")
    second.replace(*stored("a", ["x"]), "v1")
    assert list(first.snapshot().plans) == ["a"]


# --- Other processes ---------------------------------------------------------------------------------------------


def _replace_in_a_loop(folder: Path, rounds: int) -> None:
    store = opened(folder)
    for number in range(rounds):
        store.replace(*stored("a", [f"bản {number}, đoạn {part}" for part in range(30)]), f"v{number}")
        if number % 5 == 4:
            store.remove("b")
        if number % 5 == 0:
            store.replace(*stored("b", ["b"]), f"v{number}")


def _spawn(target: object, *arguments: object) -> multiprocessing.process.BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


@pytest.mark.real
def test_a_reader_sees_whole_states_while_another_process_writes(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", [f"bản -1, đoạn {part}" for part in range(30)]), "v")
    writer = _spawn(_replace_in_a_loop, folder, 20)
    seen = set()
    while writer.is_alive():
        texts = [passage.text for passage in store.snapshot().passages if passage.plan == "a"]
        versions = {text.split(",")[0] for text in texts}
        assert (len(texts), len(versions)) == (30, 1)
        seen |= versions
    writer.join()
    assert writer.exitcode == 0
    assert store.snapshot().passages[0].text == "bản 19, đoạn 0"
    assert len(seen) > 2


@pytest.mark.real
def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_state(folder: Path) -> None:
    store = opened(folder)
    store.replace(*stored("a", [f"bản -1, đoạn {part}" for part in range(30)]), "v")
    for moment in range(5):
        writer = _spawn(_replace_in_a_loop, folder, 1000)
        before = store.snapshot().generation
        while store.snapshot().generation == before:  # until it has begun to write
            time.sleep(0.005)
        time.sleep(0.017 * moment)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        texts = [passage.text for passage in opened(folder).snapshot().passages if passage.plan == "a"]
        assert (len(texts), len({text.split(",")[0] for text in texts})) == (30, 1)
    store.replace(*stored("a", ["cuối"]), "last")
    held = Connection(store.location).get("passages").metadatas
    entries = store.entries()
    assert {(fields["plan"], fields["version"]) for fields in held} == {
        (plan, entry.version) for plan, entry in entries.items()
    }
    assert len(held) == sum(entry.passages for entry in entries.values())
