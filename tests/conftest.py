"""What every test has: its own folders instead of the user's, and no way out to the network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

import assistant  # noqa: F401  (tells outside libraries to stay offline before any of them is imported)
from tests.fakes import FakeAssistant

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"  # the converted encoder is made once, not once a run


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store and a data folder of the test's own; the user's are never read."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("PLAN_ASSISTANT_STORE", str(folder / "store"))
    monkeypatch.setenv("PLAN_ASSISTANT_DATA", str(folder / "data"))
    monkeypatch.setenv("PLAN_ASSISTANT_CACHE", str(CACHE))
    return folder


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection to anything but this machine fails the test that tries it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(plain: Any) -> Any:
        def guard(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _local(str(address[0])):
                raise AssertionError(f"a test reached for the network: {address[0]}")
            return plain(self, address)

        return guard

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


def _local(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def five_plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `store` and `data`, the five plans in it, encoded by the real encoder; not to be written to."""
    from assistant.library import Library  # noqa: PLC0415  (only where a test needs it)
    from assistant.settings import load_settings  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("five")
    library = Library(load_settings(store=str(folder / "store"), data=folder / "data", cache=CACHE))
    library.fill()
    library.close()
    return folder


@pytest.fixture
def fake_assistant() -> FakeAssistant:
    """Contract-shaped answers at once."""
    return FakeAssistant()
