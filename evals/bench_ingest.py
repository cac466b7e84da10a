"""Taking in plans against encoding their passages alone, and taking them in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.library import Library
from evals.bench_timing import Timing, table
from evals.naive import NaivePipeline
from ingest.chunk import passages
from ingest.load import load
from ingest.read import read
from vectorstore.encoder import Encoder, Vectors
from vectorstore.intake import take_in

PAGE = 2500  # characters of an A4 page of such a plan


class Counting:
    """An encoder that counts the passages it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.passages = 0
        self._encoder = encoder

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.passages += len(texts)
        return self._encoder.encode_passages(texts, progress)


@dataclass(frozen=True, slots=True)
class Intakes:
    """Times of each plan, and how many passages were encoded at the first and at the second intake."""

    reading: Timing
    encoding: Timing
    first: Timing
    again: Timing
    naive: Timing
    pages: float
    encoded: int
    encoded_again: int

    @property
    def ratio(self) -> float:
        """What issue 2 bounds by 1.3."""
        return self.first.total / self.encoding.total

    def table(self) -> str:
        lines: Mapping[str, tuple[Timing, object]] = {
            "encoding the passages alone": (self.encoding, self.encoded),
            "reading (load, parse, cut)": (self.reading, 0),
            "`ingest`": (self.first, self.encoded),
            "`ingest` again": (self.again, self.encoded_again),
            "naive pipeline": (self.naive, "–"),
        }
        rows = [
            (name, timing.total, timing.total / self.pages, timing.total / self.encoding.total, encoded)
            for name, (timing, encoded) in lines.items()
        ]
        title = f"Ingest of {len(self.first.spent)} plans, {self.pages:.0f} pages of {PAGE:,} characters"
        return table(title, ("", "ms", "ms a page", "ratio to encoding", "passages encoded"), rows)


def measure(library: Library, paths: Sequence[Path]) -> Intakes:
    """`library` is empty; each plan is read, encoded alone and taken in, one after the other, then all once more."""
    reading, encoding, first, again, naive = (Timing() for _ in range(5))
    counting = Counting(library.encoder)
    library.encoder.warm()
    take_in([], library.store, counting, library.originals)
    characters = 0
    for path in paths:
        with reading.one():
            plan = read(load(path))
            texts = list(dict.fromkeys(passage.text for passage in passages(plan)))
        characters += len(plan.source.text)
        with encoding.one():
            library.encoder.encode_passages(texts)
        with first.one():
            take_in([path], library.store, counting, library.originals)
        with naive.one():
            NaivePipeline({plan.id: plan.source.text}, library.encoder)
    encoded = counting.passages
    for path in paths:
        with again.one():
            take_in([path], library.store, counting, library.originals)
    pages = characters / PAGE
    return Intakes(reading, encoding, first, again, naive, pages, encoded, counting.passages - encoded)
