"""Search by words: BM25 over syllables and pairs of neighbouring syllables.

A Vietnamese word is one or more syllables, so pairs catch what single syllables blur ("y tế", "bảo hiểm"). A code
counts whole and in its parts, so that "72-NQ/TW" meets "nghị quyết 72" and "72 nq tw". One setting for every corpus.

What is kept is how often each term stands in each passage, not scores: these would all change with every plan that
comes or goes, and counts of the others stay (docs/decisions/0002).
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from ingest.text import syllables

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

K1, B = 1.2, 0.75
_SEPARATOR = re.compile(r"[/-]")
_TERMS = "2"  # the version of `terms` and of the files: an index of other terms is of no use
INDEXES = "keyword"  # the folder of saved indexes, beside a store
_KEPT = 2  # indexes of former states, for readers that still have one open
_ARRAYS = ("data", "indices", "indptr")


class KeywordIndex:
    """BM25 scores of passages, in the order in which they were given.

    `counts` is sparse int32 [passages, terms], by rows; `vocabulary` gives each term its column.
    """

    def __init__(self, counts: csr_matrix, vocabulary: dict[str, int]) -> None:
        self._counts = counts
        self._vocabulary = vocabulary

    @classmethod
    def build(cls, texts: Sequence[str]) -> KeywordIndex:
        return cls(*_counted(texts, {}))

    def changed(self, rows: Rows, texts: Sequence[str]) -> KeywordIndex:
        """The index of another state: row by row of this one, or, where `rows` is negative, the next of `texts`."""
        fresh, vocabulary = _counted(texts, dict(self._vocabulary))
        parts = tuple(getattr(self._counts, name) for name in _ARRAYS)
        old = csr_matrix(parts, shape=(self._counts.shape[0], fresh.shape[1]))
        order = rows.copy()
        order[rows < 0] = old.shape[0] + np.arange(len(texts))
        return KeywordIndex(vstack([old, fresh], format="csr")[order], vocabulary)

    @classmethod
    def saved(cls, texts: Sequence[str], folder: Path, fingerprint: str) -> KeywordIndex:
        """The index of these texts as it lies in the folder, memory-mapped; built and put there if it does not."""
        target = folder / f"{fingerprint}-{_TERMS}"
        try:
            vocabulary = json.loads((target / "vocabulary.json").read_text(encoding="utf-8"))
            arrays = tuple(np.load(target / f"{name}.npy", mmap_mode="r") for name in _ARRAYS)
            return cls(csr_matrix(arrays, shape=(len(texts), len(vocabulary))), vocabulary)
        except (OSError, ValueError):
            built = cls.build(texts)
            built._save(target)
            return built

    def _save(self, target: Path) -> None:
        """Best effort: an index that cannot be saved is built again next time."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            building = Path(tempfile.mkdtemp(prefix=".", dir=target.parent))
        except OSError:
            return
        try:
            (building / "vocabulary.json").write_text(json.dumps(self._vocabulary), encoding="utf-8")
            for name in _ARRAYS:
                np.save(building / f"{name}.npy", getattr(self._counts, name))
            building.rename(target)
            _forget_old(target.parent)
        except OSError:
            return
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def scores(self, query: str) -> Scores:
        """float32 [number of passages], 0 where no term of the query occurs."""
        scores = np.zeros(self._counts.shape[0], np.float32)
        postings, lengths = self._postings, self._relative_lengths
        for term, times in Counter(terms(query)).items():
            column = self._vocabulary.get(term)
            if column is None:
                continue
            part = slice(postings.indptr[column], postings.indptr[column + 1])
            rows, counts = postings.indices[part], postings.data[part]
            rarity = np.log(1 + (len(scores) - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[rows] += times * rarity * counts / (counts + K1 * lengths[rows])
        return scores

    @cached_property
    def _postings(self) -> Any:
        """The counts by terms."""
        return self._counts.tocsc()

    @cached_property
    def _relative_lengths(self) -> Scores:
        """BM25's norm of each passage by its length, 1 where it is the mean."""
        lengths = np.asarray(self._counts.sum(axis=1), np.float32).ravel()
        return 1 - B + B * lengths / max(float(lengths.mean()) if len(lengths) else 0.0, 1e-9)


def _counted(texts: Sequence[str], vocabulary: dict[str, int]) -> tuple[csr_matrix, dict[str, int]]:
    """Sparse counts [texts, terms]; new terms are added to the vocabulary."""
    columns: list[int] = []
    counts: list[int] = []
    bounds = [0]
    for text in texts:
        found = Counter(terms(text))
        columns += [vocabulary.setdefault(term, len(vocabulary)) for term in found]
        counts += found.values()
        bounds.append(len(columns))
    arrays = (np.array(counts, np.int32), np.array(columns, np.int32), np.array(bounds, np.int32))
    return csr_matrix(arrays, shape=(len(texts), len(vocabulary))), vocabulary


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
