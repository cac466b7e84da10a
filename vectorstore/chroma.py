"""A connection to Chroma, in a folder or on a server: the one home of chromadb.

Plain chromadb and not LangChain's integration: that one hides the vectors, the paging and the metadata of a
collection, all of which a whole and verified snapshot needs. `vectorstore.retriever` is LangChain's face.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from ingest.errors import StoreError, StoreNotWritable
from vectorstore.turns import Turns

Vectors = npt.NDArray[np.float32]
Fields = Mapping[str, str | int | float | bool]

_PAGE = 5000
_POINT = [0.0]  # collections that are not searched by vector still need one


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is: a folder, or the URL of a Chroma server."""

    name: str

    @property
    def on_server(self) -> bool:
        return self.name.startswith(("http://", "https://"))

    @property
    def folder(self) -> Path:
        return Path(self.name).expanduser()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Found:
    """Entries of a collection, aligned; what was not asked for is empty."""

    ids: list[str]
    documents: list[str]
    metadatas: list[dict[str, Any]]
    vectors: Vectors


class Connection:
    """One client, which always sees what other processes have changed: a folder is used in turns.

    The client is private to its connection: chromadb shares one between all users of a folder, and would hand a
    stale one to whoever opens it again.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        self._turns = None if location.on_server else Turns(location.folder)
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        with self.alone():
            pass

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process uses the folder meanwhile; on a server, which keeps order itself, others go on."""
        with self._turns.turn() if self._turns else nullcontext(False) as changed, self._told():
            if changed or self._client is None:
                self._client = _client(self.location)
                self._collections = {}
            yield

    def close(self) -> None:
        self._client, self._collections = None, {}

    def metadata(self, collection: str) -> dict[str, Any] | None:
        """The collection's own metadata; None where there is no such collection."""
        with self.alone():
            names = {found.name for found in self._client.list_collections()}
            return dict(self._collection(collection).metadata or {}) if collection in names else None

    def describe(self, collection: str, metadata: Fields) -> None:
        """Sets the collection's metadata; creates it where it is missing."""
        with self.alone():
            if self.metadata(collection) is None:
                self._collections[collection] = self._client.create_collection(
                    collection,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine"}},
                    metadata=dict(metadata),
                )
            else:
                self._collection(collection).modify(metadata=dict(metadata))

    def drop(self, collection: str) -> None:
        """Deletes the collection with all that is in it, and what it knew of its vectors' length."""
        with self.alone():
            self._collections.pop(collection, None)
            self._client.delete_collection(collection)

    def upsert(
        self,
        collection: str,
        ids: Sequence[str],
        *,
        metadatas: Sequence[Fields],
        documents: Sequence[str] | None = None,
        vectors: Vectors | None = None,
    ) -> None:
        with self.alone():
            step = min(_PAGE, self._client.get_max_batch_size())
            for start in range(0, len(ids), step):
                part = slice(start, start + step)
                self._collection(collection).upsert(
                    ids=list(ids[part]),
                    embeddings=[_POINT] * len(ids[part]) if vectors is None else vectors[part],
                    documents=None if documents is None else list(documents[part]),
                    metadatas=[dict(fields) for fields in metadatas[part]],
                )

    def update(self, collection: str, ids: Sequence[str], *, metadatas: Sequence[Fields]) -> None:
        """Sets these keys of entries that are there; all else of them stays."""
        with self._told():
            self._collection(collection).update(ids=list(ids), metadatas=[dict(fields) for fields in metadatas])

    def get(
        self,
        collection: str,
        *,
        ids: Sequence[str] | None = None,
        where: Mapping[str, Any] | None = None,
        include: Sequence[str] = ("metadatas",),
    ) -> Found:
        """Every entry that matches, page by page."""
        found = Found([], [], [], np.zeros((0, 0), np.float32))
        blocks: list[Vectors] = []
        with self.alone():
            offset = 0
            while True:
                page = self._collection(collection).get(
                    ids=None if ids is None else list(ids),
                    where=None if where is None else dict(where),
                    include=list(include),
                    limit=_PAGE,
                    offset=offset,
                )
                found.ids.extend(page["ids"])
                found.documents.extend(page["documents"] or [])
                found.metadatas.extend(dict(fields or {}) for fields in page["metadatas"] or [])
                if "embeddings" in include and len(page["ids"]):
                    blocks.append(np.asarray(page["embeddings"], np.float32))
                offset += _PAGE
                if len(page["ids"]) < _PAGE:
                    break
        return Found(found.ids, found.documents, found.metadatas, np.concatenate(blocks) if blocks else found.vectors)

    def nearest(self, collection: str, vector: Vectors, count: int) -> tuple[list[dict[str, Any]], list[float]]:
        """Metadata and cosines of the entries nearest to one vector [d], by Chroma's own index."""
        with self.alone():
            answer = self._collection(collection).query(
                query_embeddings=[vector], n_results=count, include=["metadatas", "distances"]
            )
        fields = [dict(found or {}) for found in answer["metadatas"][0]]
        return fields, [1.0 - distance for distance in answer["distances"][0]]

    def delete(
        self, collection: str, *, ids: Sequence[str] | None = None, where: Mapping[str, Any] | None = None
    ) -> None:
        if ids is not None:
            with self.alone():
                for start in range(0, len(ids), _PAGE):
                    self._collection(collection).delete(ids=list(ids[start : start + _PAGE]))
        elif where is not None:
            self.delete(collection, ids=self.get(collection, where=where, include=[]).ids)

    @property
    def client(self) -> Any:
        """chromadb's client, for LangChain's integration."""
        return self._client

    def _collection(self, name: str) -> Any:
        if name not in self._collections:
            self._collections[name] = self._client.get_collection(name, embedding_function=None)
        return self._collections[name]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns chromadb's and its server's errors into ours."""
        import httpx  # noqa: PLC0415
        from chromadb.errors import ChromaError  # noqa: PLC0415

        try:
            yield
        except (ChromaError, sqlite3.Error, ValueError, httpx.HTTPError) as error:
            raise _as_ours(error, self.location) from error


def _as_ours(error: Exception, location: Location) -> StoreError:
    reason = str(error)
    if "readonly" in reason.lower() or "read-only" in reason.lower():
        return StoreNotWritable(f"The store {location} cannot be written to; check its permissions or choose another.")
    if location.on_server:
        return StoreError(f"The store {location} does not answer as a Chroma server ({reason}); is `chroma run` on?")
    return StoreError(f"The store {location} cannot be read ({reason}); choose another folder or ingest again.")


def _client(location: Location) -> Any:
    import chromadb  # noqa: PLC0415 - takes half a second
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False)
    SharedSystemClient.clear_system_cache()
    try:
        if location.on_server:
            return _on_server(chromadb.HttpClient, location, settings)
        return chromadb.PersistentClient(location.folder / "chroma", settings)
    finally:
        SharedSystemClient.clear_system_cache()


def _on_server(client: Callable[..., Any], location: Location, settings: Any) -> Any:
    parts = urlsplit(location.name)
    secure = parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 8000)
    except ValueError as error:
        raise StoreError(f"{location} is not the URL of a store; write http://host:port.") from error
    return client(host=parts.hostname or "localhost", port=port, ssl=secure, settings=settings)
