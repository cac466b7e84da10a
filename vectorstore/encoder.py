"""Text to vectors: the one home of sentence-transformers.

`Encoder` is all that the rest needs; tests pass a tiny one. torch is imported when the first text is encoded, so
that commands which encode nothing start at once, and the hub's libraries are offline unless a setting allows the
network.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from ingest.errors import EncoderError
from vectorstore.bundled import HUB_ID, NAME, PROMPTS, bundled_folder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int], None]

_BATCH = 16
_REMEMBERED_QUERIES = 256
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # torch's threads that wait for each other sleep instead of spinning: beside other work on two cores a query took
    # 30 to 40 ms instead of 450 to 600.
    "OMP_WAIT_POLICY": "PASSIVE",
}
BUNDLED = "bundled"


class Encoder(Protocol):
    """Texts to float32 [n, dimension], each row of length 1; `name` tells two models apart in a store."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors: ...


class SentenceEncoder:
    """A sentence-transformers model: the bundled one, or any folder or hub id.

    `cache` is where the bundled one is unpacked. The hub is asked only where HF_HUB_OFFLINE=0 stands in the
    environment. The last queries, `remembered` of them, are not encoded again. Raises EncoderError, at first use,
    where the model cannot be loaded.
    """

    def __init__(self, model: str = BUNDLED, *, cache: Path, remembered: int = _REMEMBERED_QUERIES) -> None:
        self._model_id = model
        self._remembered = remembered
        self._cache = cache
        self._loaded: SentenceTransformer | None = None
        self._loading = threading.Lock()
        self._queries: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def name(self) -> str:
        """The model's id; a folder is named by its last part, so that a moved folder is still the same model."""
        if self._model_id == BUNDLED:
            return NAME
        return Path(self._model_id).name if Path(self._model_id).is_dir() else self._model_id

    @property
    def dimension(self) -> int:
        return int(self._model().get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """float32 [n, dimension]."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._queries]
        fresh = dict(zip(unknown, self._encode(unknown, "query"), strict=True)) if unknown else {}
        found = [fresh[text] if text in fresh else self._queries[text] for text in texts]
        for text in texts:
            self._remember(text, fresh)
        return np.stack(found) if found else np.zeros((0, self.dimension), np.float32)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 [n, dimension]; `progress` is told how many texts each step has encoded.

        Texts of like length are encoded together: padding a short text to its neighbour's length costs as much as
        encoding it.
        """
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._encode([texts[i] for i in batch], "passage")
            if progress:
                progress(len(batch))
        return vectors

    def count_tokens(self, text: str) -> int:
        """How many tokens of this model a text has; other models of many languages have about as many."""
        return len(self._model().tokenizer.tokenize(text))

    def warm(self) -> None:
        """Loads the model and encodes one query, so that the first question does not wait for it."""
        self.encode_queries(["a"])

    def _remember(self, text: str, fresh: dict[str, Vectors]) -> None:
        if text in fresh:
            self._queries[text] = fresh[text]
        if text in self._queries:
            self._queries.move_to_end(text)
        while len(self._queries) > self._remembered:
            self._queries.popitem(last=False)

    def _encode(self, texts: Sequence[str], role: str) -> Vectors:
        model = self._model()
        prompt = self._prompt(model, role)
        vectors: Vectors = model.encode(
            [text.strip() for text in texts],
            prompt=prompt,
            batch_size=_BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return vectors.astype(np.float32, copy=False)

    def _prompt(self, model: SentenceTransformer, role: str) -> str | None:
        """The model's own prompt; E5 models on the hub declare none, but were trained with theirs."""
        declared: str | None = model.prompts.get(role) or (model.prompts.get("document") if role == "passage" else None)
        return declared or (PROMPTS[role] if "e5" in self.name.lower() else None)

    def _model(self) -> SentenceTransformer:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = self._load()
        return self._loaded

    def _load(self) -> SentenceTransformer:
        source = self._source()
        for key, value in _ENVIRONMENT.items():  # read when the libraries are imported
            os.environ.setdefault(key, value)
        network = os.environ["HF_HUB_OFFLINE"].lower() in ("0", "false", "no", "off", "")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(source, device="cpu", local_files_only=not network)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            hint = "check its name" if network else "give a folder, or let it be fetched once with HF_HUB_OFFLINE=0"
            raise EncoderError(f"The encoder {source} cannot be loaded ({reason}); {hint}.") from error

    def _source(self) -> str:
        if self._model_id != BUNDLED:
            return self._model_id
        return str(bundled_folder(self._cache) or HUB_ID)
