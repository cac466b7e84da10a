"""A second process takes in, replaces and removes while a server answers: no error, no stale and no half answer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.known import Known
from assistant.pipeline import Assistant
from assistant.world import World
from tests.changing_store import changed
from tests.conftest import ROOT
from tests.fakes import FakeEncoder
from tests.plan_letters import DUTIES, Letter
from vectorstore.hybrid import HybridIndex
from vectorstore.store import Store

QUESTIONS = (
    "Trạm Y tế xã Bình An có nhiệm vụ gì?",
    "Trạm Y tế xã Phú Mỹ có nhiệm vụ gì?",
    "Liệt kê các nhiệm vụ của Trạm Y tế.",
)
ASKING = 3  # threads
pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Given:
    """An answer, how many changes were announced when it was asked for, and how many had begun when it came."""

    question: str
    answer: dict[str, Any]
    announced: int
    begun: int


def test_every_answer_is_that_of_the_old_or_the_new_state(tmp_path: Path) -> None:
    folder = tmp_path / "served"
    commands = _commands(tmp_path / "sent")
    for place in ("Phú Mỹ", "Mỹ Lộc", "Tân Lập"):
        changed(folder, f"take {_put(tmp_path / 'first' / f'{place}.txt', Letter(place=place).text())}")
    shutil.copytree(folder, tmp_path / "alone")
    expected = _states(tmp_path / "alone", commands)
    assert all(before != after for before, after in pairwise(expected))
    given: list[Given] = []
    with _process("tests.answering_server", folder) as server, _process("tests.changing_store", folder) as writer:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        given = _asked_while(lambda question: _get(port, question), commands, writer)
    for one in given:
        allowed = [expected[state][one.question] for state in range(one.announced, one.begun + 1)]
        assert one.answer in allowed, (one.question, one.announced, one.begun)
    assert {one.announced for one in given} == set(range(len(commands) + 1))
    assert any(one.announced < one.begun for one in given)


def test_two_intakes_at_once_both_end_with_all_their_plans(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    places = ("Bình An", "Phú Mỹ", "Mỹ Lộc", "Tân Lập")
    for number, place in enumerate(places):
        _put(tmp_path / str(number % 2) / f"{place}.txt", Letter(place=place).text())
    with _process("tests.changing_store", folder) as one, _process("tests.changing_store", folder) as other:
        for number, writer in enumerate((one, other)):
            assert writer.stdin is not None
            writer.stdin.write(f"take {tmp_path / str(number)}\n")
            writer.stdin.flush()
        for writer in (one, other):
            assert writer.stdout is not None
            assert writer.stdout.readline() == "done\n"
    store = Store.open(folder / "store", cache=folder / "cache")
    assert set(store.snapshot().plans) == {"binh-an", "phu-my", "my-loc", "tan-lap"}
    store.close()


def _commands(folder: Path) -> list[str]:
    """Replace, add, a newer version, its signed copy, remove, remove another, put it back, remove a third."""
    plan = Letter(place="Bình An")
    later = replace(plan, day="ngày 09 tháng 9 năm 2026", duties=(*DUTIES[:5], "Câu này chỉ có trong bản sau."))
    signed = replace(later, duties=(*DUTIES[:5], "Câu này chỉ có trong bản ký."))
    other = Letter(place="Phú Mỹ")
    edited = replace(other, duties=(*DUTIES[:5], "Dòng này đã sửa."))
    return [
        f"take {_put(folder / 'edited.txt', edited.text())}",
        f"take {_put(folder / 'a.txt', plan.text())}",
        f"take {_put(folder / 'b.txt', later.text())}",
        f"take {_put(folder / 'c.docx', signed.word(signed=True))}",
        "remove binh-an",
        "remove phu-my",
        f"take {_put(folder / 'other.txt', other.text())}",
        "remove tan-lap",
    ]


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def _states(folder: Path, commands: list[str]) -> list[dict[str, Any]]:
    """The answers before and after each change, with nobody else there."""
    states = [_answers(folder)]
    for command in commands:
        changed(folder, command)
        states.append(_answers(folder))
    return states


def _answers(folder: Path) -> dict[str, Any]:
    store = Store.open(folder / "store", cache=folder / "cache")
    snapshot = store.snapshot()
    world = World(Known(snapshot.plans, snapshot.passages), HybridIndex(snapshot, FakeEncoder()))
    store.close()
    return {question: _timeless(Assistant(lambda: world).ask(question).to_json()) for question in QUESTIONS}


def _timeless(answer: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(answer))
    return {key: value for key, value in read.items() if key != "timings_ms"}


def _get(port: int, question: str) -> dict[str, Any]:
    address = f"http://127.0.0.1:{port}/?q={urllib.parse.quote(question)}"
    with urllib.request.urlopen(address, timeout=60) as response:
        return _timeless(json.load(response))


@contextmanager
def _process(module: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", module, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _asked_while(
    ask: Callable[[str], dict[str, Any]], commands: list[str], writer: subprocess.Popen[str]
) -> list[Given]:
    """What was answered while the writer did all this, and after it."""
    given: list[Given] = []
    failed: list[BaseException] = []
    begun = announced = 0
    over = threading.Event()

    def go_on_asking(first: int) -> None:
        number = first
        try:
            while not over.is_set():
                question, before = QUESTIONS[number % len(QUESTIONS)], announced
                answer = ask(question)
                given.append(Given(question, answer, before, begun))
                number += 1
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=go_on_asking, args=(number,)) for number in range(ASKING)]
    for thread in threads:
        thread.start()
    assert writer.stdin is not None and writer.stdout is not None
    for count in range(len(commands) + 1):
        _until(lambda count=count: failed or sum(one.announced == count for one in given) >= 2 * ASKING)  # type: ignore[misc]
        if count < len(commands) and not failed:
            begun += 1
            writer.stdin.write(commands[count] + "\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "done\n"
            announced += 1
    over.set()
    for thread in threads:
        thread.join()
    assert not failed, failed
    return given


def _until(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.02)
