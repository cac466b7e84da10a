"""The files from which the plans were read, kept byte for byte, older versions beside the present one.

`<folder>/<plan>/<first 16 digits of its SHA-256>/<file name>`. Which version is present is the store's to say.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from ingest.errors import StoreNotWritable

_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]|^\.+')


class Originals:
    """A folder of originals; it is made when the first is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, plan: str, sha256: str, name: str, data: bytes) -> Path:
        """Keeps a file's bytes; one that is there already is left alone. Raises StoreNotWritable."""
        target = self._version(plan, sha256) / _safe(name)
        if target.is_file():
            return target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            new = target.parent / f".{os.getpid()}"
            new.write_bytes(data)
            new.replace(target)
        except OSError as error:
            raise StoreNotWritable(
                f"The original of {plan} cannot be kept in {self.folder} ({error.strerror}); free space or set another."
            ) from error
        return target

    def find(self, plan: str, sha256: str) -> Path | None:
        """The original with this hash, or None where it is lost."""
        return next(iter(_files(self._version(plan, sha256))), None)

    def superseded(self, plan: str, sha256: str) -> tuple[Path, ...]:
        """The plan's other versions, the one that came last first."""
        folder = self.folder / plan
        present = self._version(plan, sha256)
        others = [path for path in folder.iterdir() if path != present] if folder.is_dir() else []
        files = [file for path in others for file in _files(path)]
        return tuple(sorted(files, key=lambda file: file.stat().st_mtime, reverse=True))

    def forget(self, plan: str) -> None:
        """Deletes every version of a plan's original. Raises StoreNotWritable where one of them stays."""
        shutil.rmtree(self.folder / plan, ignore_errors=True)
        if (self.folder / plan).exists():
            raise StoreNotWritable(f"The originals of {plan} cannot be deleted from {self.folder}; remove it again.")

    def sweep(self, kept: Mapping[str, Collection[str]]) -> None:
        """Deletes what a killed intake or removal has left: all but these hashes of these plans."""
        for folder in _folders(self.folder):
            versions = {sha256[:16] for sha256 in kept.get(folder.name, ())}
            for version in _folders(folder):
                if version.name not in versions:
                    shutil.rmtree(version, ignore_errors=True)
                else:
                    for unfinished in version.glob(".*"):
                        unfinished.unlink(missing_ok=True)
            if not versions:
                shutil.rmtree(folder, ignore_errors=True)

    def _version(self, plan: str, sha256: str) -> Path:
        return self.folder / plan / sha256[:16]


def _folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []


def _safe(name: str) -> str:
    """A file name that leads nowhere else: "../x" becomes "_x"; at most 200 bytes, the suffix kept."""
    name = _UNSAFE.sub("_", Path(name).name) or "original"
    stem, suffix = Path(name).stem, Path(name).suffix[:16]
    while len((stem + suffix).encode()) > 200:
        stem = stem[:-1]
    return stem + suffix
