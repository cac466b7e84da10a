"""LangChain's face of retrieval: a retriever, and the encoder as embeddings."""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from vectorstore.encoder import Encoder
from vectorstore.hybrid import Hit, HybridIndex


class PlanRetriever(BaseRetriever):
    """Documents for a question, best first; `plans` restricts them, None means all.

    `index` is asked for at each question, so that a plan which another process has just put in is found.
    """

    index: Callable[[], HybridIndex]
    k: int = 10
    plans: tuple[str, ...] | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [as_document(hit) for hit in self.index().search(query, self.k, self.plans)]


def as_document(hit: Hit) -> Document:
    """The passage's quote, with what a citation needs as metadata; spans and path as in the JSON contract."""
    passage = hit.passage
    metadata = {
        "plan": passage.plan,
        "place": passage.place,
        "path": list(passage.path),
        "kind": passage.kind,
        "page": passage.page,
        "spans": [list(span) for span in passage.spans],
        "score": hit.score,
    }
    return Document(page_content=passage.quote, metadata=metadata, id=passage.id)


class EncoderEmbeddings(Embeddings):
    """The encoder for LangChain's integrations, such as a `langchain_chroma.Chroma` over the passages."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        found: list[float] = self._encoder.encode_queries([text])[0].tolist()
        return found
