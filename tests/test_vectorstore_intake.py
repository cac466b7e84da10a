"""Intake: what is new is read and encoded, what is not costs nothing, and one bad file does not stop the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import vectorstore.intake as intake_module
from ingest.reading_apart import ReaderApart
from ingest.records import Page, Plan
from tests.fakes import FakeEncoder
from vectorstore.encoder import Vectors
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


class Interrupted(FakeEncoder):
    """An encoder during whose first work something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self._happens: Callable[[], object] | None = happens

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        happens, self._happens = self._happens, None
        if happens:
            happens()
        return super().encode_passages(texts, progress)


def test_who_encodes_does_not_hold_the_store(inbox: Path, tmp_path: Path, store: Store, originals: Originals) -> None:
    other = Store.open(tmp_path / "store", "fake", cache=tmp_path / "cache", wait=0.1)
    first = take_in([inbox / "b.txt"], store, FakeEncoder(), originals)[0]
    meanwhile = Interrupted(lambda: remove(first.plan or "", other, originals))
    assert take_in([inbox / "sub" / "a.txt"], store, meanwhile, originals)[0].status is Status.ADDED
    assert [plan.locality.name for plan in store.snapshot().plans.values() if plan.locality] == ["Tân Lập"]


def test_a_plan_whose_place_changes_while_it_is_encoded_is_placed_anew(
    inbox: Path, tmp_path: Path, store: Store, originals: Originals
) -> None:
    other = Store.open(tmp_path / "store", "fake", cache=tmp_path / "cache", wait=0.1)
    later = inbox / "later.txt"
    first = (inbox / "b.txt").read_text(encoding="utf-8")
    later.write_text(first.replace("tháng 3", "tháng 9"), encoding="utf-8")
    newer = Interrupted(lambda: take_in([later], other, FakeEncoder(), originals))
    assert take_in([inbox / "b.txt"], store, newer, originals)[0].status is Status.KEPT
    same = Interrupted(lambda: take_in([inbox / "sub" / "a.txt"], other, FakeEncoder(), originals))
    assert take_in([inbox / "sub" / "a.txt"], store, same, originals)[0].status is Status.UNCHANGED
    later.write_text(first.replace("tháng 3", "tháng 9").replace("Dòng thứ hai", "Câu mới"), encoding="utf-8")
    gone = Interrupted(lambda: remove("binh-an", other, originals))
    assert take_in([later], store, gone, originals)[0].status is Status.ADDED
    fresh = Store.open(tmp_path / "fresh", "fake", cache=tmp_path / "fresh cache")
    take_in([later], fresh, FakeEncoder(), Originals(tmp_path / "fresh originals"))
    held = [passage for passage in store.snapshot().passages if passage.plan == "binh-an"]
    assert held == list(fresh.snapshot().passages)


def test_a_page_that_waited_for_a_program_is_read_once_it_is_there(
    inbox: Path, store: Store, encoder: FakeEncoder, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = ReaderApart.read

    def without_a_page(reader: ReaderApart, *given: object) -> Plan:
        plan = reads(reader, *given)  # type: ignore[arg-type]
        page = Page(1, 0, len(plan.source.text), incomplete=missing() is not None)
        return replace(plan, source=replace(plan.source, pages=(page,)))

    def missing() -> str | None:
        return lacking

    monkeypatch.setattr(ReaderApart, "read", without_a_page)
    monkeypatch.setattr(intake_module, "missing", missing)
    lacking: str | None = "Tesseract is not installed"
    file = inbox / "b.txt"
    assert [take_in([file], store, encoder, originals)[0].status for _ in range(2)] == ["added", "unchanged"]
    lacking = None
    assert [take_in([file], store, encoder, originals)[0].status for _ in range(2)] == ["replaced", "unchanged"]
    lacking = "Tesseract is not installed"  # what was read with it stays
    assert take_in([file], store, encoder, originals)[0].status is Status.UNCHANGED


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
