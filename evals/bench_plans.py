"""Many plans for a benchmark: the bundled ones again under the names of other communes of the gazetteer."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.bench_timing import Timing
from ingest.gazetteer import gazetteer
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.text import unaccented
from vectorstore.encoder import Encoder, Vectors
from vectorstore.intake import Step

_SEED = 72
_TURN = 0.002  # of a made passage's vector, in each direction: no two are the same to the index


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan's file, and the name of its place."""

    path: Path
    place: str


def make_plans(folder: Path, count: int) -> tuple[MadePlan, ...]:
    """`count` plans: the bundled ones as they are, then their texts with the locality's name replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    own = [MadePlan(path, _place(path)) for path in bundled_plans()]
    names = _names({plan.place for plan in own})
    made = list(own)
    for number in range(count - len(own)):
        original, place = own[number % len(own)], next(names)
        path = folder / f"{number:04}-{original.path.stem}.txt"
        path.write_text(_renamed(load(original.path).text, original.place, place), encoding="utf-8")
        made.append(MadePlan(path, place))
    return tuple(made[:count])


class Borrowed:
    """An encoder for made plans, where encoding is not what is measured: a text that differs from one that was
    encoded before in the name of its place alone gets the vector of that one, turned a little.
    """

    def __init__(self, encoder: Encoder, plans: Sequence[MadePlan]) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension
        self._places = {plan.path: plan.place for plan in plans}
        self._path: Path | None = None
        self._spent: dict[Path | None, Timing] = defaultdict(Timing)
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}
        self._random = np.random.default_rng(_SEED)

    def follow(self, step: Step) -> None:
        """Told by an intake which plan it is at."""
        self._path = step.path

    def encoding_of(self, path: Path) -> float:
        """Milliseconds spent on what could not be borrowed for this plan."""
        return self._spent[path].total

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        place = self._places[self._path] if self._path else ""
        forms = [_renamed(text, place, "@") for text in texts]
        unknown = {form: text for form, text in zip(forms, texts, strict=True) if form not in self._vectors}
        with self._spent[self._path].one():
            fresh = self._encoder.encode_passages(list(unknown.values()), progress)
        self._vectors.update(zip(unknown, fresh, strict=True))
        if not texts:
            return fresh
        vectors = np.stack([self._vectors[form] for form in forms])
        turned = vectors + self._random.normal(0, _TURN, vectors.shape)
        borrowed: Vectors = (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)
        return borrowed


def _place(path: Path) -> str:
    locality = read(load(path)).locality
    return locality.name if locality else path.stem


def _names(taken: set[str]) -> Iterator[str]:
    """Names of two or more syllables that only one unit has, in a fixed random order."""
    by_key: dict[str, list[str]] = {}
    for unit in gazetteer().units():
        by_key.setdefault(unaccented(unit.name), []).append(unit.name)
    own = {unaccented(name) for name in taken}
    names = [found[0] for key, found in sorted(by_key.items()) if len(found) == 1 and key not in own and " " in key]
    random.Random(_SEED).shuffle(names)
    return iter(names)


def _renamed(text: str, old: str, new: str) -> str:
    for form in (str, str.upper, str.lower):
        text = text.replace(form(old), form(new))
    return text
