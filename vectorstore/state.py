"""Small named texts beside the collections: the store's generation, and the mark of a write that is under way.

A folder's lie in files that are replaced atomically, because another process's Chroma does not notice a change until
it is opened again; a server's lie in a collection of their own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from vectorstore.chroma import Connection

COLLECTION = "state"
GENERATION, WRITING = "generation", "writing"


class State(Protocol):
    """A few texts by name; a name that was never written reads as ""."""

    def read(self, name: str) -> str: ...

    def write(self, name: str, text: str) -> None: ...


class FolderState:
    """Texts in files; reading one costs some microseconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def write(self, name: str, text: str) -> None:
        new = self._folder / f".{name}.{os.getpid()}"
        new.write_text(text, encoding="utf-8")
        new.replace(self._folder / name)


class ServerState:
    """Texts in a collection of the server; reading one costs a request."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, name: str) -> str:
        found = self._connection.get(COLLECTION, ids=[name], include=["documents"])
        return found.documents[0] if found.documents else ""

    def write(self, name: str, text: str) -> None:
        self._connection.upsert(COLLECTION, [name], documents=[text or " "], metadatas=[{"name": name}])
