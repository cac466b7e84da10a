"""Intake: what is new is read and encoded, what is not costs nothing, and one bad file does not stop the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import vectorstore.intake as intake_module
from tests.fakes import FakeEncoder
from vectorstore.intake import Status, Step, reindex, remove, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store

PLAN = """ỦY BAN NHÂN DÂN
XÃ {name}

Số: 12/KH-UBND

{name}, ngày 02 tháng 3 năm 2026

KẾ HOẠCH
Chăm sóc sức khỏe Nhân dân trên địa bàn xã {name}

I. MỤC TIÊU

1. Mục tiêu chung

- Người dân được khám sức khỏe định kỳ ít nhất mỗi năm một lần.
- {line}

II. TỔ CHỨC THỰC HIỆN

1. Trạm Y tế xã

- Chủ trì khám sàng lọc cho người dân.
"""


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "store", "fake", cache=tmp_path / "cache")


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "sub").mkdir(parents=True)
    write(folder / "b.txt", "Bình An")
    write(folder / "sub" / "a.txt", "Tân Lập")
    return folder


def write(path: Path, name: str, line: str = "Dòng thứ hai của mục tiêu.") -> None:
    path.write_text(PLAN.format(name=name, line=line), encoding="utf-8")


def test_a_folder_goes_in_with_all_that_is_below_it(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    (inbox / ".hidden.txt").write_text("x")
    (inbox / "notes.xyz").write_text("x")
    done = take_in([inbox], store, encoder, originals)
    assert [(one.path.name, one.status) for one in done] == [("b.txt", Status.ADDED), ("a.txt", Status.ADDED)]
    snapshot = store.snapshot()
    assert set(snapshot.plans) == {one.plan for one in done}
    assert len(snapshot.passages) == sum(one.passages for one in done) == encoder.encoded
    assert all(one.records == len(snapshot.plans[one.plan or ""].records) for one in done)


def test_the_same_again_encodes_nothing_and_changes_nothing(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    take_in([inbox], store, encoder, originals)
    before, encoded = store.snapshot(), encoder.encoded
    again = take_in([inbox], store, encoder, originals)
    assert [one.status for one in again] == [Status.UNCHANGED] * 2
    assert encoder.encoded == encoded
    assert store.snapshot() is before


def test_a_changed_file_replaces_its_plan_and_only_its_new_passages_are_encoded(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    first = take_in([inbox / "b.txt"], store, encoder, originals)[0]
    encoded = encoder.encoded
    write(inbox / "b.txt", "Bình An", "Câu này thì mới.")
    second = take_in([inbox / "b.txt"], store, encoder, originals)[0]
    assert (second.status, second.plan) == (Status.REPLACED, first.plan)
    assert encoder.encoded == encoded + 1
    assert any("Câu này thì mới" in passage.text for passage in store.snapshot().passages)
    entry = store.entries()[first.plan or ""]
    assert len(originals.superseded(entry.plan, entry.source_sha256)) == 1


def test_a_bad_file_is_reported_and_the_rest_goes_on(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    (inbox / "empty.txt").write_text("")
    done = take_in([inbox / "missing.txt", inbox], store, encoder, originals)
    assert [one.status for one in done] == [Status.FAILED, Status.ADDED, Status.FAILED, Status.ADDED]
    assert all("\n" not in (one.error or "") for one in done)
    assert "missing.txt" in (done[0].error or "")
    assert len(store.snapshot().plans) == 2


def test_progress_counts_up_to_every_passage_of_every_file(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    steps: list[Step] = []
    done = take_in([inbox], store, encoder, originals, steps.append)
    last = {step.path: step for step in steps}
    assert [(step.encoded, step.passages) for step in last.values()] == [(one.passages, one.passages) for one in done]
    assert [step.file for step in last.values()] == [1, 2]


def test_originals_are_kept_byte_for_byte_and_go_with_the_plan(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals
) -> None:
    done = take_in([inbox / "b.txt"], store, encoder, originals)[0]
    entry = store.entries()[done.plan or ""]
    kept = originals.find(entry.plan, entry.source_sha256)
    assert kept is not None
    assert (kept.name, kept.read_bytes()) == ("b.txt", (inbox / "b.txt").read_bytes())
    remove(entry.plan, store, originals)
    assert not kept.exists()
    assert not store.snapshot().passages


def test_a_better_reader_reads_the_originals_again(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in([inbox], store, encoder, originals)
    (inbox / "b.txt").unlink()
    encoded = encoder.encoded
    assert {one.status for one in reindex(store, encoder, originals)} == {Status.UNCHANGED}
    monkeypatch.setattr(intake_module, "READER", "better")
    assert {one.status for one in reindex(store, encoder, originals)} == {Status.REPLACED}
    assert encoder.encoded == encoded
    assert {entry.source_name for entry in store.entries().values()} == {"a.txt", "b.txt"}


def test_a_lost_original_is_reported(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = take_in([inbox / "b.txt"], store, encoder, originals)[0].plan
    originals.forget(plan or "")
    monkeypatch.setattr(intake_module, "READER", "better")
    done = reindex(store, encoder, originals)[0]
    assert (done.status, "ingest the file again" in (done.error or "")) == (Status.FAILED, True)
    assert list(store.snapshot().plans) == [plan]


@pytest.mark.parametrize(
    "name", ["../../x.txt", "a/b.txt", "..", "", "Kế hoạch “2026”.txt", "x" * 300 + ".pdf", "a\x00b"]
)
def test_no_name_of_a_file_leads_out_of_the_folder(originals: Originals, name: str) -> None:
    kept = originals.keep("plan", "ab" * 32, name, b"x")
    assert kept.resolve().is_relative_to(originals.folder.resolve())
    assert originals.find("plan", "ab" * 32) == kept
