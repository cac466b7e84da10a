"""The product as people start it: processes of its own, on a store with the five plans, unable to leave the machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import CACHE, ROOT

# Runs first in every process of ours: what would leave the machine is written down, and fails.
GUARD = """
import os, socket

def _local(host):
    host = host.decode() if isinstance(host, bytes) else str(host)
    return host in ("", "localhost", "::1", "None", "0.0.0.0", "::") or host.startswith("127.")

def _guarded(plain, host_of):
    def guard(*given, **more):
        host = host_of(*given)
        if not _local(host):
            with open(os.environ["REACHED_OUT"], "a") as log:
                log.write(f"{host}\\n")
            raise OSError(f"the network is closed: {host}")
        return plain(*given, **more)
    return guard

def _address(own, address, *rest):
    return address[0] if own.family in (socket.AF_INET, socket.AF_INET6) else ""

for name in ("connect", "connect_ex"):
    setattr(socket.socket, name, _guarded(getattr(socket.socket, name), _address))
socket.getaddrinfo = _guarded(socket.getaddrinfo, lambda host, *rest: host)
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A store with its data folder, and the commands run on it. `reached_out` are hosts that a process tried."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def reached_out(self) -> list[str]:
        log = self.folder / "reached-out"
        return log.read_text().split() if log.exists() else []

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """One command in a process of its own."""
        return subprocess.run(
            self._command(arguments), capture_output=True, text=True, env=self._environment(environment), check=False
        )

    def json(self, *arguments: str) -> Any:
        """What a command that succeeds prints."""
        done = self.run(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return json.loads(done.stdout)

    def kill(self, *arguments: str, after: float) -> None:
        """Starts a command and kills it after so many seconds, if it has not ended."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self._command(arguments), stdout=quiet, stderr=quiet, env=self._environment({}))
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
        process.kill()
        process.wait()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of `serve`, until the end; its errors end the test."""
        errors = self.folder / "serve-errors"
        with errors.open("w") as file:
            process = subprocess.Popen(
                self._command(("serve", "--port", "0")),
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                env=self._environment({}),
            )
            assert process.stdout is not None
            try:
                address = re.search(r"http://\S+", process.stdout.readline())
                assert address, errors.read_text()
                yield address.group()
            finally:
                process.terminate()
                process.communicate(timeout=30)
        assert errors.read_text() == ""

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "assistant.cli", *arguments]

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        guard = self.folder / "guard"
        guard.mkdir(exist_ok=True)
        (guard / "sitecustomize.py").write_text(GUARD)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PLAN_ASSISTANT_")}
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join((str(guard), str(ROOT))),
            "REACHED_OUT": str(self.folder / "reached-out"),
            "PLAN_ASSISTANT_STORE": str(self.store),
            "PLAN_ASSISTANT_DATA": str(self.folder / "data"),
            "PLAN_ASSISTANT_CACHE": str(CACHE),
            **more,
        }


def installed_copy(five_plans: Path, folder: Path) -> Installed:
    """The store of the five plans once more, for a test that writes to it."""
    shutil.copytree(five_plans, folder, dirs_exist_ok=True)
    return Installed(folder)
