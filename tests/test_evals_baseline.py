"""What others would build answers in the contract's form, quotes what stands there, and our parts come back."""

from __future__ import annotations

import numpy as np
import pytest

from assistant import pipeline, verify
from assistant.calibration import CALIBRATION
from evals.ablations import calibrated, without_accents, without_gates, without_records
from evals.cases import Case
from evals.gate import Bounds, Thresholds, kind_misses
from evals.judge import judge
from evals.naive import NEAREST, NaivePipeline
from evals.passage_answers import passage_answer
from vectorstore.accents import AccentModel

TEXTS = {
    "an-phu": "Trạm Y tế chủ trì khám sàng lọc.\n\n" + "Kinh phí từ ngân sách xã. " * 60,
    "binh-hoa": "Phòng Kinh tế chủ trì.\n\n" + "Báo cáo trước ngày 10. " * 60,
}


class Letters:
    """An encoder that counts letters: near is what is spelt alike."""

    name = "letters"

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        counts = np.array([[text.lower().count(chr(97 + at)) + 0.1 for at in range(26)] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    encode_passages = encode_queries


def test_the_naive_pipeline_cites_verbatim_what_is_nearest_and_never_refuses() -> None:
    naive = NaivePipeline(TEXTS, Letters())
    answer = naive.ask("Kinh phí từ đâu?")
    assert answer["status"] == "answered"
    assert len(answer["citations"]) == NEAREST
    checks, counts = judge(Case(id="a", kind="b", question="Kinh phí từ đâu?"), answer, TEXTS)
    assert [check.name for check in checks if not check.right] == []
    assert counts["verbatim"].value == 1.0
    assert naive.ask("  ")["status"] == "refused"
    assert passage_answer("?", [])["citations"] == []


def test_a_part_taken_out_comes_back_even_after_an_error() -> None:
    before = (pipeline.understood, verify.unproved, AccentModel.restore, CALIBRATION.row)
    for without in (without_records, without_gates, without_accents, lambda: calibrated(row=0.1)):
        with pytest.raises(KeyError), without():
            assert (pipeline.understood, verify.unproved, AccentModel.restore, CALIBRATION.row) != before
            raise KeyError
        assert (pipeline.understood, verify.unproved, AccentModel.restore, CALIBRATION.row) == before


def test_a_kind_has_its_own_bound_and_only_where_it_was_asked() -> None:
    thresholds = Thresholds(kinds={"list": 0.95, "count": 0.95}, variants=Bounds(at_least={"variants_same": 0.95}))
    assert [miss.figure for miss in kind_misses({"list": 0.9, "other": 0.1}, thresholds)] == ["kind list"]
    assert kind_misses({"list": 0.95}, thresholds) == ()
    with pytest.raises(ValueError, match="extra"):
        Thresholds.model_validate({"kinds": {}, "colour": 1})
