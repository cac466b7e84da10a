"""Which files a path means: a file itself, or all below a folder that a loader may know; hidden ones left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.load import SUFFIXES


def found_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are given, and those of folders, sorted. Links to folders are not followed, so none leads back.

    A folder that may not be looked into is given as if it were a file, so that reading it says why.
    """
    for path in paths:
        if _is_folder(path):
            yield from _below(path)
        else:
            yield path


def _below(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    files: list[Path] = []
    for inside, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(str(error.filename)))):
        folders[:] = [name for name in folders if not _hidden(name)]
        at = Path(inside)
        files += [at / name for name in names if Path(name).suffix.lower() in SUFFIXES and not _hidden(name)]
    yield from sorted(closed)
    yield from sorted(file for file in files if file.is_file())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _hidden(name: str) -> bool:
    """Hidden files and folders, and what Word keeps beside an open document."""
    return name.startswith((".", "~$"))


def shown_name(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8, which Python keeps as half characters, become "\ufffd"."""
    return os.fsencode(name).decode("utf-8", "replace")
