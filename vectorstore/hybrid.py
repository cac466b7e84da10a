"""Ranks passages by words and by meaning together.

Both legs' scores are stretched to 0..1 over the passages in question and added. Scores, not ranks: by ranks the
weaker leg wins too often (measured: docs/decisions).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.records import Passage
from vectorstore.accents import AccentModel
from vectorstore.encoder import Encoder, Vectors
from vectorstore.keyword import INDEXES, KeywordIndex
from vectorstore.snapshot import Rows, Snapshot

DENSE_WEIGHT = 0.5
EXACT_UP_TO = 50_000  # rows; beyond, the nearest come from Chroma's index
_NEAREST = 200

Among = Collection[str] | Callable[[Passage], bool]
Nearest = Callable[[Vectors, int], tuple[list[str], list[float]]]
Values = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score, 0 to 1 within one search; `dense` is the cosine, `keyword` the BM25 score."""

    passage: Passage
    score: float
    dense: float
    keyword: float


class HybridIndex:
    """Retrieval over one snapshot. A question is encoded once, whatever is asked of the index.

    What is counted over the whole corpus is counted once; `before`, the index of an earlier snapshot, hands it on.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        *,
        folder: Path | None = None,
        nearest: Nearest | None = None,
        before: HybridIndex | None = None,
    ) -> None:
        self.snapshot = snapshot
        self._encoder = encoder
        self._folder = folder / INDEXES if folder else None
        self._nearest = nearest
        if before and "_keyword" in before.__dict__ and "accents" in before.__dict__:
            change = snapshot.since(before.snapshot)
            fresh = [passage.text for passage in change.fresh]
            self._keyword = before._keyword.changed(change.rows, fresh)
            self.accents = before.accents.changed([passage.text for passage in change.gone], fresh)

    @cached_property
    def _keyword(self) -> KeywordIndex:
        texts = [passage.text for passage in self.snapshot.passages]
        if self._folder is None:
            return KeywordIndex.build(texts)
        return KeywordIndex.saved(texts, self._folder, self.snapshot.fingerprint)

    @cached_property
    def accents(self) -> AccentModel:
        return AccentModel(passage.text for passage in self.snapshot.passages)

    def search(self, query: str, k: int = 10, plans: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The k best passages, of these plans only where some are given; best first."""
        rows = np.arange(len(self.snapshot.passages)) if plans is None else self.snapshot.rows(plans)
        return self._ranked(query, rows, k)

    def score(self, query: str, among: Among) -> tuple[Hit, ...]:
        """Every one of the passages, given by their ids or by a condition; best first."""
        if callable(among):
            rows = [row for row, passage in enumerate(self.snapshot.passages) if among(passage)]
        else:
            rows = sorted(self.snapshot.position[identity] for identity in among if identity in self.snapshot.position)
        return self._ranked(query, np.array(rows, np.intp), len(rows))

    def _ranked(self, query: str, rows: Rows, k: int) -> tuple[Hit, ...]:
        if not len(rows) or not query.strip():
            return ()
        restored = self.accents.restore(query)
        keyword = self._keyword.scores(restored)[rows]
        dense = self._cosines(restored, rows)
        fused = fuse(dense, keyword)
        order = np.argsort(-fused, kind="stable")[: max(k, 0)]
        return tuple(
            Hit(self.snapshot.passages[rows[i]], float(fused[i]), float(dense[i]), float(keyword[i])) for i in order
        )

    def _cosines(self, query: str, rows: Rows) -> Values:
        vector = self._encoder.encode_queries([query])[0]
        if self._nearest is None or len(rows) <= EXACT_UP_TO:
            cosines: Values = self.snapshot.vectors[rows] @ vector
            return cosines
        return self._nearest_cosines(vector, rows)

    def _nearest_cosines(self, vector: Vectors, rows: Rows) -> Values:
        """Cosines of what Chroma finds nearest; the rest get the least of them."""
        assert self._nearest is not None
        ids, found = self._nearest(vector, _NEAREST)
        position = self.snapshot.position
        cosines = np.full(len(self.snapshot.passages), min(found, default=0.0), np.float32)
        for identity, cosine in zip(ids, found, strict=True):
            if identity in position:  # a change that this snapshot does not know yet
                cosines[position[identity]] = cosine
        return cosines[rows]


def fuse(dense: Values, keyword: Values, weight: float = DENSE_WEIGHT) -> Values:
    """Both legs [n], each stretched to 0..1, in a weighted sum [n]."""
    fused: Values = weight * stretched(dense) + (1 - weight) * stretched(keyword)
    return fused


def stretched(values: Values) -> Values:
    """[n] to 0..1 by the least and the greatest; all 0 where they are equal."""
    least, most = values.min(), values.max()
    if most <= least:
        return np.zeros_like(values)
    scaled: Values = (values - least) / (most - least)
    return scaled
