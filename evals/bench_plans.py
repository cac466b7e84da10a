"""Many plans for a benchmark: the bundled ones again under the names of other communes of the gazetteer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from ingest.gazetteer import gazetteer
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.text import unaccented
from vectorstore.encoder import Encoder, Vectors

_SEED = 72


def write_plans(folder: Path, count: int) -> tuple[Path, ...]:
    """`count` plan files: the bundled plans as they are, then their texts with the locality's name replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = list(bundled_plans())
    texts = [(path, load(path).text, _name(path)) for path in paths]
    names = _names({name for _, _, name in texts})
    for number in range(count - len(paths)):
        path, text, own = texts[number % len(texts)]
        new = next(names)
        made = folder / f"{number:04}-{path.stem}.txt"
        made.write_text(_renamed(text, own, new), encoding="utf-8")
        paths.append(made)
    return tuple(paths[:count])


class Borrowed:
    """An encoder for made plans, where the time is not about encoding: a text that differs from one already encoded
    in its place's name alone gets that one's vector, turned a little; so no two passages are the same to the index.
    """

    def __init__(self, encoder: Encoder, places: Sequence[str]) -> None:
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.seconds = 0.0
        self._encoder = encoder
        self._places = re.compile("|".join(map(re.escape, places)), re.IGNORECASE)
        self._vectors: dict[str, Vectors] = {}
        self._random = np.random.default_rng(_SEED)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        forms = [self._places.sub("@", text) for text in texts]
        unknown = {form: text for form, text in zip(forms, texts, strict=True) if form not in self._vectors}
        fresh = self._encoder.encode_passages(list(unknown.values()))
        self._vectors.update(zip(unknown, fresh, strict=True))
        if progress:
            progress(len(texts))
        if not texts:
            return fresh
        vectors = np.stack([self._vectors[form] for form in forms])
        turned = vectors + self._random.normal(0, 0.002, vectors.shape)
        normal: Vectors = (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)
        return normal


def place_names() -> tuple[str, ...]:
    """Every name that a made plan can have, the longest first."""
    own = {_name(path) for path in bundled_plans()}
    return tuple(sorted({*own, *(unit.name for unit in gazetteer().units())}, key=len, reverse=True))


def _name(path: Path) -> str:
    locality = read(load(path)).locality
    assert locality is not None, f"{path.name} names no locality"
    return locality.name


def _names(taken: set[str]) -> Iterator[str]:
    """Names of communes that only one commune has, of two syllables, in a fixed random order."""
    keys: dict[str, list[str]] = {}
    for unit in gazetteer().units():
        keys.setdefault(unaccented(unit.name), []).append(unit.name)
    own = {unaccented(name) for name in taken}
    names = [found[0] for key, found in sorted(keys.items()) if len(found) == 1 and key not in own and " " in key]
    random.Random(_SEED).shuffle(names)
    return iter(names)


def _renamed(text: str, old: str, new: str) -> str:
    for form in (str, str.upper, str.lower):
        text = text.replace(form(old), form(new))
    return text
