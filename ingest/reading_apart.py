"""Reads files in a process apart, with limits, so that no file can crash, hang or fill the program that takes it in.

A PDF or Word file is a program of sorts: it may nest without end, claim a gigabyte, or break a library written in C.
So one worker process loads and reads file after file. It may use so much memory, and must finish a page or the file
within so many seconds; else it and all that it has started are killed, the file is told in one line, and the next
file gets a new worker. The worker dies with its parent, whatever that died of.

The plan comes back as JSON and never as a pickle, since a file that has broken the worker may write what it likes.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ingest.alive import Listener, heard_by
from ingest.errors import EncryptedFile, UnreadableFile
from ingest.found_files import shown_name
from ingest.load import load
from ingest.read import read
from ingest.records import Plan
from ingest.serial import plan_from_json, plan_to_json

_ERRORS = {error.__name__: error for error in (UnreadableFile, EncryptedFile)}
_START = "import sys; sys.path[:] = sys.argv[1].split(chr(0x1F)); import ingest.reading_apart as apart; apart.work()"
_AGAIN = "open it and save it again, or give another file of the plan"
_LONGEST_TEXT = 5_000_000  # characters; a plan of 1,000 pages has four million


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. `seconds` without a finished page; `memory` of one process and `answer`, in bytes."""

    seconds: float = 45.0
    memory: int = 2 * 2**30
    answer: int = 2**28


DEFAULT = Limits()


class ReaderApart:
    """A reader whose work is done by a worker process, which starts with the first file. Close it, or use `with`."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._worker: _Worker | None = None

    def read(self, path: Path, listener: Listener | None = None) -> Plan:
        """The plan in a file, as `ingest.read` gives it for no other plans; `listener` hears of its pages.

        Raises UnreadableFile, EncryptedFile.
        """
        if self._worker is None:
            self._worker = _Worker(self.limits)
        try:
            said, answer = self._worker.ask(path, listener)
        except BaseException:  # an interrupt too: what a worker that was not waited for says belongs to no file
            self.close()
            raise
        if not said.get("whole"):
            self.close()
        if "error" in said:
            raise _ERRORS.get(said["error"], UnreadableFile)(said["message"])
        try:
            return plan_from_json(answer.decode())
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            raise UnreadableFile(f"{path.name}: the reader broke down on it; {_AGAIN}") from error

    def close(self) -> None:
        """Ends the worker, if there is one."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def __enter__(self) -> ReaderApart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _unreadable(path: Path, why: str) -> tuple[dict[str, Any], bytes]:
    """What is said of a file after which the worker is not to be trusted."""
    return {"error": UnreadableFile.__name__, "message": f"{path.name}: {why}; {_AGAIN}"}, b""


# --- The parent's side --------------------------------------------------------------------------------------------


class _Worker:
    """The process, and the thread that listens to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, chr(0x1F).join(map(str, sys.path))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._said: queue.Queue[tuple[dict[str, Any], bytes] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, path: Path, listener: Listener | None) -> tuple[dict[str, Any], bytes]:
        """The last word on a file: a header, and the plan's JSON where it was read."""
        assert self._process.stdin is not None
        job = {"path": os.fspath(path), "memory": self._limits.memory}
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        while True:
            try:
                said = self._said.get(timeout=self._limits.seconds)
            except queue.Empty:
                return _unreadable(path, f"given up, since no page of it could be read in {self._limits.seconds:g} s")
            if said is None:
                return _unreadable(path, f"the reader broke down on it ({self._ended()})")
            if "page" not in said[0]:
                return said
            if listener:
                listener(said[0]["page"], said[0]["of"])

    def end(self) -> None:
        """Kills the worker and whatever it has started."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def _ended(self) -> str:
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def _listen(self) -> None:
        """Puts down what the worker says; None when it has ended, or says what it cannot mean."""
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while line := self._process.stdout.readline(10_000):
                said = json.loads(line)
                size = said.get("size", 0)
                if not 0 <= size <= self._limits.answer:
                    break
                answer = self._process.stdout.read(size)
                if len(answer) < size:
                    break
                self._said.put((said, answer))
        self._said.put(None)


# --- The worker's side --------------------------------------------------------------------------------------------


def work() -> None:
    """The worker's life: a file for each line of stdin, until it ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    jobs: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_await_jobs, args=(jobs,), daemon=True).start()
    with heard_by(lambda number, count: _say(out, {"page": number, "of": count})):
        while True:
            job = jobs.get()
            _limit_memory(job["memory"])
            said, answer = _done(Path(job["path"]))
            _say(out, said, answer)


def _await_jobs(jobs: queue.Queue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        jobs.put(json.loads(line))
    if hasattr(os, "killpg"):  # the parent is gone: nobody waits for this, or for what it has started
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(0)


def _done(path: Path) -> tuple[dict[str, Any], bytes]:
    """What is said of a file. `whole`: the worker is as good as new."""
    try:
        source = load(path)
        if len(source.text) > _LONGEST_TEXT:
            raise UnreadableFile(f"{path.name}: has {len(source.text):,} characters of text; no plan is that long")
        plan = read(replace(source, name=shown_name(source.name)))
        return {"whole": True}, plan_to_json(plan).encode()
    except UnreadableFile as error:
        return {"whole": True, "error": type(error).__name__, "message": str(error)}, b""
    except MemoryError:
        return _unreadable(path, "needs more memory to be read than a plan may take")
    except Exception as error:  # a damaged file reaches code that no sound one does
        at = traceback.extract_tb(error.__traceback__)[-1]
        return _unreadable(
            path, f"cannot be read: {type(error).__name__} in {Path(at.filename).name}, line {at.lineno}"
        )


def _say(out: IO[bytes], said: dict[str, Any], answer: bytes = b"") -> None:
    with _speaking:
        out.write(json.dumps({**said, "size": len(answer)}).encode() + b"\n" + answer)
        out.flush()


_speaking = threading.Lock()  # pages may be read by several threads


def _limit_memory(size: int) -> None:
    """Address space, of this process and each that it starts; no core file; where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
