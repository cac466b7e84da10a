"""evaluate-retrieval: figures on known rankings, and a set in BEIR's form read or refused by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.retrieval import Ranked, command, figures, load_benchmark, rank
from ingest.errors import BadInput
from tests.fakes import FakeEncoder

CORPUS = [
    {"id": "d1", "title": "Điều 1", "text": "Trạm Y tế chủ trì khám sàng lọc miễn phí"},
    {"id": "d2", "text": "Công an giữ gìn an ninh trật tự"},
    {"id": "d3", "text": "Phòng Kinh tế bố trí kinh phí hằng năm"},
]
QUERIES = [
    {"id": "q1", "text": "ai chủ trì khám sàng lọc"},
    {"id": "q2", "text": "bố trí kinh phí"},
    {"id": "q3", "text": "không có đáp án"},
]
QRELS = [
    {"query_id": "q1", "doc_id": "d1", "score": 1},
    {"query_id": "q2", "doc_id": "d3", "score": 2},
    {"query_id": "q3", "doc_id": "d3", "score": 0},
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, lines in (("corpus", CORPUS), ("queries", QUERIES), ("qrels", QRELS)):
        found[name] = tmp_path / f"{name}.jsonl"
        found[name].write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    return found


def test_figures_of_known_rankings() -> None:
    ranked = [
        Ranked("q1", ("a", "b"), {"a": 1.0}, 0.0),
        Ranked("q2", ("x", "b", "c"), {"b": 1.0, "z": 1.0}, 0.0),
        Ranked("q3", ("x",), {"y": 1.0}, 0.0),
    ]
    found = figures(ranked)
    assert found["hit@1"] == pytest.approx(1 / 3)
    assert found["hit@10"] == pytest.approx(2 / 3)
    assert found["recall@10"] == pytest.approx((1 + 0.5 + 0) / 3)
    assert found["mrr@10"] == pytest.approx((1 + 0.5 + 0) / 3)


@pytest.mark.parametrize("accents", [True, False])
def test_the_products_own_retriever_is_asked(files: dict[str, Path], accents: bool) -> None:
    benchmark = load_benchmark(**files)
    encoder = FakeEncoder()
    vectors = encoder.encode_passages(list(benchmark.passages.values()))
    ranked = rank(benchmark, encoder, vectors, accents=accents)
    assert [(one.question, one.found[0]) for one in ranked] == [("q1", "d1"), ("q2", "d3")]
    assert figures(ranked)["hit@1"] == 1.0


@pytest.mark.parametrize(("name", "line"), [("corpus", '{"id": "d9"}'), ("qrels", "{"), ("queries", "[]")])
def test_a_broken_line_is_named(files: dict[str, Path], name: str, line: str) -> None:
    files[name].write_text(line, encoding="utf-8")
    with pytest.raises(BadInput, match=f"{name}.jsonl, line 1"):
        load_benchmark(**files)


def test_a_missing_file_and_files_that_do_not_belong_together_are_told(files: dict[str, Path]) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        load_benchmark(Path("nowhere"), files["queries"], files["qrels"])
    files["qrels"].write_text('{"query_id": "other", "doc_id": "d1", "score": 1}', encoding="utf-8")
    with pytest.raises(BadInput, match="check the three files"):
        load_benchmark(**files)


def test_a_missing_option_is_misuse() -> None:
    with pytest.raises(BadInput, match="--qrels"):
        command(["--corpus", "x", "--queries", "y"])
