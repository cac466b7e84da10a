"""The same store behind `chroma run`: the same behaviour, and a change by another client is seen at once."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import StoreError
from tests.stored_plans import stored
from vectorstore.store import Store

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("server")
    command = [str(chroma), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def test_a_server_holds_a_store_like_a_folder(address: str, tmp_path: Path) -> None:
    writer, reader = (Store.open(address, "fake", cache=tmp_path) for _ in range(2))
    plan, passages, vectors = stored("a", ["một", "hai"])
    writer.replace(plan, passages, vectors, "v1")
    first = reader.snapshot()
    assert (first.plans["a"], first.passages) == (plan, passages)
    assert reader.snapshot() is first
    writer.replace(*stored("a", ["ba"]), "v2")
    assert [passage.text for passage in reader.snapshot().passages] == ["ba"]
    assert reader.nearest(vectors[0], 1)[0] == [reader.snapshot().passages[0].id]
    writer.remove("a")
    assert not reader.snapshot().passages


def test_a_server_with_other_peoples_collections_is_left_alone(address: str, tmp_path: Path) -> None:
    chromadb = pytest.importorskip("chromadb")
    port = int(address.rpartition(":")[2])
    client = chromadb.HttpClient("127.0.0.1", port, settings=chromadb.Settings(anonymized_telemetry=False))
    for name in ("passages", "readings", "plans", "state"):
        with contextlib.suppress(chromadb.errors.NotFoundError):
            client.delete_collection(name)
    client.create_collection("passages", embedding_function=None)
    with pytest.raises(StoreError, match="not a store"):
        Store.open(address, "fake", cache=tmp_path)
