"""Hybrid retrieval: words and meaning together, among the passages asked for, with one encoding a question."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pytest

from tests.fakes import FakeEncoder
from tests.stored_plans import passage
from vectorstore import hybrid
from vectorstore.hybrid import HybridIndex, fuse, stretched
from vectorstore.retriever import EncoderEmbeddings, PlanRetriever
from vectorstore.snapshot import Snapshot

TEXTS = {
    "a": ["Trạm Y tế chủ trì khám sàng lọc miễn phí", "Công an đặc khu giữ gìn an ninh"],
    "b": ["Phòng Kinh tế lo kinh phí", "Trạm Y tế xã khám định kỳ"],
}


class CountingEncoder(FakeEncoder):
    asked = 0

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.asked += 1
        return super().encode_queries(texts)


def index_of(texts: dict[str, list[str]], encoder: FakeEncoder | None = None, **options: object) -> HybridIndex:
    encoder = encoder or FakeEncoder()
    passages = tuple(passage(plan, text, n) for plan, lines in texts.items() for n, text in enumerate(lines))
    vectors = FakeEncoder().encode_passages([found.text for found in passages])
    snapshot = Snapshot("1", MappingProxyType({}), MappingProxyType({}), passages, vectors)
    return HybridIndex(snapshot, encoder, **options)  # type: ignore[arg-type]


def test_the_best_passage_comes_first_with_both_scores() -> None:
    hits = index_of(TEXTS).search("ai chủ trì khám sàng lọc", k=2)
    assert hits[0].passage.text == TEXTS["a"][0]
    assert len(hits) == 2
    assert hits[0].score == pytest.approx(1.0)
    assert hits[0].keyword > hits[1].keyword


def test_a_search_in_some_plans_finds_nothing_of_others() -> None:
    hits = index_of(TEXTS).search("ai chủ trì khám sàng lọc", plans=("b",))
    assert {hit.passage.plan for hit in hits} == {"b"}
    assert hits[0].passage.text == TEXTS["b"][1]
    assert index_of(TEXTS).search("khám", plans=("unknown",)) == ()
    assert index_of(TEXTS).search("khám", plans=()) == ()


def test_score_ranks_exactly_what_was_given() -> None:
    index = index_of(TEXTS)
    wanted = [found.id for found in index.snapshot.passages if found.plan == "b"]
    assert {hit.passage.id for hit in index.score("khám", [*wanted, "gone"])} == set(wanted)
    assert len(index.score("khám", lambda found: found.text.startswith("Công an"))) == 1
    assert index.score("khám", []) == ()


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_a_blank_question_finds_nothing(query: str) -> None:
    assert index_of(TEXTS).search(query) == ()


def test_an_empty_store_finds_nothing() -> None:
    assert index_of({}).search("khám") == ()


def test_accents_are_restored_before_both_legs() -> None:
    index = index_of(TEXTS)
    assert index.search("kham sang loc mien phi") == index.search("khám sàng lọc miễn phí")


def test_a_search_encodes_its_question_once() -> None:
    encoder = CountingEncoder()
    index_of(TEXTS, encoder).search("khám")
    assert encoder.asked == 1


def test_beyond_the_exact_size_the_nearest_come_from_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hybrid, "EXACT_UP_TO", 2)
    exact = index_of(TEXTS)
    first = exact.snapshot.passages[0].id

    def nearest(vector: npt.NDArray[np.float32], count: int) -> tuple[list[str], list[float]]:
        return [first, "deleted meanwhile"], [0.9, 0.8]

    hits = index_of(TEXTS, nearest=nearest).search("khám sàng lọc", k=4)
    assert (hits[0].passage.id, hits[0].dense) == (first, pytest.approx(0.9))
    assert len(hits) == 4


def test_scores_are_stretched_to_one_scale_and_equal_ones_count_for_nothing() -> None:
    assert stretched(np.array([2, 4, 3], np.float32)).tolist() == [0.0, 1.0, 0.5]
    assert stretched(np.array([2, 2], np.float32)).tolist() == [0.0, 0.0]
    dense, keyword = np.array([0.8, 0.9], np.float32), np.array([7.0, 0.0], np.float32)
    assert fuse(dense, keyword, 0.3).tolist() == pytest.approx([0.7, 0.3])


def test_the_retriever_speaks_langchain() -> None:
    index = index_of(TEXTS)
    documents = PlanRetriever(index=lambda: index, k=1).invoke("ai chủ trì khám sàng lọc")
    assert [document.page_content for document in documents] == [TEXTS["a"][0]]
    assert documents[0].metadata["plan"] == "a"
    assert documents[0].metadata["spans"][0][0] == 0


def test_the_encoder_serves_as_langchain_embeddings() -> None:
    embeddings = EncoderEmbeddings(FakeEncoder())
    assert embeddings.embed_query("khám") == embeddings.embed_documents(["khám"])[0]
