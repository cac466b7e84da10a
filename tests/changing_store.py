"""A process that changes a store on command: `take PATH` or `remove PLAN` on stdin, `done` on stdout after each."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fakes import FakeEncoder
from vectorstore.intake import Status, remove, take_in
from vectorstore.originals import Originals
from vectorstore.store import Store


def changed(folder: Path, command: str) -> None:
    """Does one thing to the store in this folder."""
    store = Store.open(folder / "store", "fake", cache=folder / "cache")
    originals = Originals(folder / "store" / "originals")
    what, _, which = command.partition(" ")
    if what == "take":
        done = take_in([Path(which)], store, FakeEncoder(), originals)
        assert all(one.status is not Status.FAILED for one in done), done
    else:
        remove(which, store, originals)
    store.close()


if __name__ == "__main__":
    for line in sys.stdin:
        changed(Path(sys.argv[1]), line.strip())
        print("done", flush=True)
