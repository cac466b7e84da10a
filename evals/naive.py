"""The pipeline of every tutorial, as what everyone else would build: cut by characters, embed, take the nearest.

RecursiveCharacterTextSplitter 1000/200 with its defaults, the same encoder, LangChain's Chroma, the four nearest
chunks. Without a language model its answer is those chunks, cited; it knows no history, no plan filter, no refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.passage_answers import passage_answer
from vectorstore.encoder import Encoder

CHUNK, OVERLAP, NEAREST = 1000, 200, 4


class _Embeddings(Embeddings):
    """Our encoder with LangChain's face."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, vector)) for vector in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return list(map(float, self._encoder.encode_queries([text])[0]))


class NaivePipeline:
    """Answers every question with the four chunks nearest to it."""

    def __init__(self, texts: Mapping[str, str], encoder: Encoder) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
        plans = list(texts)
        chunks = splitter.create_documents([texts[plan] for plan in plans], [{"plan": plan} for plan in plans])
        self._store = Chroma(collection_name="naive", embedding_function=_Embeddings(encoder))
        self._store.add_documents(chunks)

    def ask(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), today: date | None = None
    ) -> dict[str, Any]:
        found = self._store.similarity_search(question, k=NEAREST) if question.strip() else []
        quotes = []
        for chunk in found:
            start = int(chunk.metadata["start_index"])
            quotes.append((chunk.metadata["plan"], chunk.page_content, ((start, start + len(chunk.page_content)),)))
        return passage_answer(question, quotes)
