"""Search by words: BM25 over syllables and pairs of neighbouring syllables, the one home of bm25s.

A Vietnamese word is one or more syllables, so pairs catch what single syllables blur ("y tế", "bảo hiểm"). A code
counts whole and in its parts, so that "72-NQ/TW" meets "nghị quyết 72" and "72 nq tw". One setting for every corpus.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from ingest.text import syllables

Scores = npt.NDArray[np.float32]

K1, B = 1.2, 0.75
_SEPARATOR = re.compile(r"[/-]")
_TERMS = "1"  # the version of `terms`: an index of other terms is of no use
INDEXES = "keyword"  # the folder of saved indexes, beside a store
_KEPT = 2  # indexes of former states, for readers that still have one open


class KeywordIndex:
    """BM25 scores of passages, in the order in which they were given."""

    def __init__(self, index: bm25s.BM25 | None, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> KeywordIndex:
        tokens = [terms(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        index = bm25s.BM25(k1=K1, b=B, backend="numpy")
        index.index(tokens, show_progress=False)
        return cls(index, len(texts))

    @classmethod
    def saved(cls, texts: Sequence[str], folder: Path, fingerprint: str) -> KeywordIndex:
        """The index of these texts as it lies in the folder, memory-mapped; built and put there if it does not."""
        target = folder / f"{fingerprint}-{_TERMS}"
        if target.is_dir():
            return cls(bm25s.BM25.load(str(target), mmap=True), len(texts))
        built = cls.build(texts)
        built._save(target)
        return built

    def _save(self, target: Path) -> None:
        """Best effort: an index that cannot be saved is built again next time."""
        if self._index is None:
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            building = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        except OSError:
            return
        try:
            self._index.save(str(building))
            building.rename(target)
            _forget_old(target.parent)
        except OSError:
            return
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def scores(self, query: str) -> Scores:
        """float32 [number of passages], 0 where no term of the query occurs."""
        known = self._known(terms(query))
        if self._index is None or not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)

    def _known(self, found: Iterable[str]) -> list[str]:
        return [term for term in found if self._index is not None and term in self._index.vocab_dict]


def terms(text: str) -> list[str]:
    """Syllables, numbers, codes with their parts, and each pair of neighbours."""
    found = list(_pieces(syllables(text)))
    words = [word for word, whole in found if not whole]
    return [word for word, _ in found] + [f"{first} {second}" for first, second in pairwise(words)]


def _pieces(words: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each word, or the parts of a code; then the whole code, marked True."""
    for word in words:
        parts = [part for part in _SEPARATOR.split(word) if part]
        for part in parts:
            yield part, False
        if len(parts) > 1:
            yield word, True


def _forget_old(folder: Path) -> None:
    found = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in found[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def forget_indexes(folder: Path) -> None:
    """Deletes every saved index: their words are those of plans that may be gone. The next question builds one."""
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path, ignore_errors=True)
