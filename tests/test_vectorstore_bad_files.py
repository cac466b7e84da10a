"""What folders hold: odd names, links, pipes, closed folders, full disks. One line each, and the rest goes on."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ingest import found_files
from ingest.errors import PlanAssistantError
from tests import killed_intake
from tests.fakes import FakeEncoder
from tests.plan_letters import Letter
from vectorstore.intake import Intake, Status, remove, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store

PLAN = Letter()


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "store", "fake", cache=folder / "cache")
        self.originals = Originals(folder / "originals")

    def take(self, *paths: Path) -> list[Intake]:
        return list(take_in(paths, self.store, FakeEncoder(), self.originals))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def told(done: Intake) -> str:
    """The one line of a file that failed."""
    assert done.status is Status.FAILED
    assert done.error and done.error.isprintable(), done
    return done.error


@pytest.mark.parametrize(
    "name",
    [
        "Kế hoạch số 12 (bản cuối).txt",
        "Ke\u0302\u0301 hoa\u0323ch.txt",
        "“trích dẫn” 'a' \"b\" `c`.txt",
        "$(reboot); rm -rf & | > x.txt",
        "-rf.txt",
        "two\nlines\t.txt",
        "100% {plan} [1] [red]x.txt",
        "\u202etxt.exe.txt",
        "a" * 250 + ".txt",
        os.fsdecode(b"k\xff\xfe.txt"),
    ],
)
def test_a_file_of_any_name_goes_in_and_comes_out(shelf: Shelf, inbox: Path, name: str) -> None:
    path = inbox / name
    path.write_bytes(PLAN.text())
    done = shelf.take(path)[0]
    assert (done.status, done.plan) == (Status.ADDED, "binh-an")
    assert shelf.take(inbox)[0].status is Status.UNCHANGED
    kept = [file for file in shelf.originals.folder.rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in kept] == [PLAN.text()]
    assert kept[0].resolve().is_relative_to(shelf.originals.folder.resolve())
    remove("binh-an", shelf.store, shelf.originals)
    assert not list(shelf.originals.folder.iterdir())


def test_a_broken_file_of_any_name_is_told_in_a_line_that_can_be_printed(shelf: Shelf, inbox: Path) -> None:
    for name in ("\x1b[2Jx.pdf", "a\nb.pdf", os.fsdecode(b"\xff.pdf"), "../inbox/x.pdf"):
        (inbox / name).write_bytes(b"%PDF-1.7\nnothing")
        told(shelf.take(inbox / name)[0])


def test_links_lead_to_files_and_never_in_circles(shelf: Shelf, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(PLAN.text())
    (inbox / "link.txt").symlink_to(tmp_path / "real.txt")
    (inbox / "circle").symlink_to(inbox)
    (inbox / "self.txt").symlink_to(inbox / "self.txt")
    (inbox / "nowhere.txt").symlink_to(inbox / "gone.txt")
    assert [(one.path.name, one.status) for one in shelf.take(inbox)] == [("link.txt", Status.ADDED)]
    assert "self.txt" in told(shelf.take(inbox / "self.txt")[0])
    assert "no such file" in told(shelf.take(inbox / "nowhere.txt")[0])


def test_what_is_no_file_is_not_waited_for(shelf: Shelf, inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "plan.txt").write_bytes(PLAN.text())
    assert [one.path.name for one in shelf.take(inbox)] == ["plan.txt"]
    assert "not a regular file" in told(shelf.take(inbox / "pipe.txt")[0])
    assert "not a regular file" in told(shelf.take(Path(os.devnull))[0])


def test_a_file_too_large_to_be_a_plan_is_not_read(shelf: Shelf, inbox: Path) -> None:
    with (inbox / "huge.txt").open("wb") as file:
        file.truncate(2**40)
    assert "the limit is" in told(shelf.take(inbox)[0])


def test_a_folder_that_may_not_be_opened_is_told(shelf: Shelf, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "closed").mkdir()
    (inbox / "plan.txt").write_bytes(PLAN.text())
    walk, access = os.walk, os.access

    def walked(folder: Path, onerror: Any) -> Any:
        onerror(PermissionError(13, "Permission denied", str(inbox / "closed")))
        return walk(folder)

    monkeypatch.setattr(found_files.os, "walk", walked)
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "closed" and access(path, mode))
    closed, plan = shelf.take(inbox)
    assert "may not be opened" in told(closed)
    assert plan.status is Status.ADDED


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The commune shall provide free health checks to every resident once a year. " * 5, "of its words are Viet"),
        ("\n\n".join(PLAN.lines()[:4]), "no plan"),
        ("\n\n".join(PLAN.lines()[:6]), "a letterhead and no plan"),
        (
            "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 12/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
            "\nĐộc lập - Tự do - Hạnh phúc\nTân Lập, ngày 05 tháng 3 năm 2026",
            "a letterhead and no plan",
        ),
        ("xin chào", "holds no plan"),
    ],
)
def test_what_is_no_plan_is_not_taken_in(shelf: Shelf, inbox: Path, text: str, part: str) -> None:
    (inbox / "a.txt").write_text(text, encoding="utf-8")
    assert part in told(shelf.take(inbox)[0])
    assert not shelf.store.entries()


# --- A full disk -------------------------------------------------------------------------------------------------


def _intake_on_a_full_disk(folder: Path, room: int) -> str:
    """What an intake says where no file can grow beyond the largest that there is, and `room`."""
    size = max(file.stat().st_size for file in (folder / "store").rglob("*") if file.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, size + room))
    try:
        killed_intake.change(folder)
    except PlanAssistantError as error:
        return str(error)
    return ""


@pytest.mark.real
@pytest.mark.parametrize("room", [0, pytest.param(100_000, marks=pytest.mark.soak)])
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path, room: int) -> None:
    full, fresh = tmp_path / "full", tmp_path / "fresh"
    killed_intake.old_store(tmp_path / "old")
    for folder in (full, fresh):
        shutil.copytree(tmp_path / "old", folder)
    with killed_intake.watched(fresh) as states:
        killed_intake.change(fresh)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as apart:
        line = apart.submit(_intake_on_a_full_disk, full, room).result()
    assert line and "\n" not in line
    assert "disk" in line or "space" in line
    assert killed_intake.seen_now(full) in states
    killed_intake.change(full)
    assert killed_intake.everything(full) == killed_intake.everything(fresh)
