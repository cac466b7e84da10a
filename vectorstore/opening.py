"""Opening a store: its folders, its collections, and whether it is ours, of this version and of this model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import StoreBusy, StoreError, StoreNotWritable, WrongModel
from vectorstore.chroma import Connection, Location
from vectorstore.fields import PASSAGES, PLANS, READINGS
from vectorstore.state import COLLECTION as STATE

_FORMAT = 2
_PRODUCT = "plan-assistant"
_LOCK = "writing.lock"


def prepare_folders(location: Location, cache: Path) -> Path:
    """Makes the store's folders where they are missing; the writers' lock. Raises StoreError for a foreign folder."""
    folder = location.folder
    try:
        if not location.on_server:
            if folder.exists() and not folder.is_dir():
                raise StoreError(f"The store {folder} is a file; give a folder or http://host:port.")
            if folder.is_dir() and any(folder.iterdir()) and not (folder / _LOCK).exists():
                raise StoreError(f"The folder {folder} is not a store and not empty; give another folder.")
        cache.mkdir(parents=True, exist_ok=True)
        (cache / _LOCK).touch()
    except OSError as error:
        raise StoreNotWritable(
            f"The store {location} cannot be written to ({error.strerror}: {error.filename}); "
            "check its permissions or choose another folder."
        ) from error
    return cache / _LOCK


def connect(location: Location, encoder: str | None, lock: FileLock) -> Connection:
    """Connects, and makes the collections under the writers' lock, so that two first users do not collide."""
    if not location.on_server and (location.folder / "chroma").is_dir():
        connection = Connection(location)
        if connection.metadata(PLANS) is not None:
            _check_model(connection, encoder)
            return connection
    with _locked_for_making(location, lock):
        connection = Connection(location)
        for collection in (PASSAGES, READINGS, STATE, PLANS):
            if connection.metadata(collection) is None:
                connection.describe(collection, {"product": _PRODUCT, "format": _FORMAT})
        _check_model(connection, encoder)
    return connection


@contextmanager
def _locked_for_making(location: Location, lock: FileLock) -> Iterator[None]:
    try:
        with lock:
            yield
    except Timeout as error:
        raise StoreBusy(f"Another process is making the store {location}; try again later.") from error


def _check_model(connection: Connection, encoder: str | None) -> None:
    location = connection.location
    described = connection.metadata(PASSAGES) or {}
    if described.get("product") != _PRODUCT or described.get("format") != _FORMAT:
        raise StoreError(f"{location} is not a store of this version; choose another and ingest again.")
    built_with = described.get("encoder")
    if encoder and built_with is None:
        connection.describe(PASSAGES, {**described, "encoder": encoder})
    elif encoder and built_with != encoder:
        if connection.get(PLANS, include=[]).ids:
            raise WrongModel(
                f"The store {location} was built with the encoder {built_with!r}, not {encoder!r}; "
                "set that encoder, or choose another store and ingest again."
            )
        connection.drop(PASSAGES)
        connection.describe(PASSAGES, {"product": _PRODUCT, "format": _FORMAT, "encoder": encoder})
