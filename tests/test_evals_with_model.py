"""The evaluation with a good model against the one without: nothing worse, and it reads better."""

from __future__ import annotations

import pytest

from assistant.model.aide import ModelAide
from assistant.model.language_model import language_model
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from evals.cases import load_cases
from evals.material import bundled_material
from evals.metrics import Share
from evals.readability import is_whole, prose, whole_sentences, wording
from evals.run import run_cases
from evals.summary import figures
from tests.model_scripts import good
from tests.model_servers import openai_server
from tests.worlds import bundled

LATENCIES = ("latency_p50_ms", "latency_p95_ms")
LESS_IS_BETTER = ("answerable_refused", "wrong_fact_rate", "said_what_must_not", "crashes")


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("Ở đặc khu Kiên Hải, Trạm Y tế chủ trì nhiệm vụ “…”.", True),
        ("Trạm Y tế chủ trì nhiệm vụ “…” (đặc khu Kiên Hải).", True),
        ("Thời hạn: 2026.", False),
        ("Cơ quan phối hợp: không nêu.", False),
        ("xã Mường La: tuổi thọ trung bình – 75 tuổi (năm 2030).", False),
        ("Đúng.", False),
    ],
)
def test_a_label_with_a_value_is_no_sentence(sentence: str, whole: bool) -> None:
    assert is_whole(sentence) is whole


def test_lists_headings_and_quotations_are_not_measured() -> None:
    answer = "Có 2 nhiệm vụ ở đây. [1][2]\n- mục 1: a – b. [1]\nNơi nhận:\n- x [2]\nKế hoạch nêu “A: b. C: d”. [1]"
    assert prose(answer) == ["Có 2 nhiệm vụ ở đây.", "Kế hoạch nêu “…”."]
    assert whole_sentences(answer) == Share(1, 2) or whole_sentences(answer) == Share(2, 2)
    assert whole_sentences("").value is None


def test_with_a_good_model_no_figure_is_worse_and_it_reads_better() -> None:
    cases = [case for case in load_cases() if case.kind != "input"]
    texts = bundled_material().texts
    plain = run_cases(Assistant(bundled), cases, texts)
    with openai_server(good) as server:
        model = language_model(load_settings(llm="openai:good", llm_url=server.url), lambda text: len(text) // 3)
        model.calls.seconds = 60  # a busy machine is not what is tried here
        worded = run_cases(Assistant(bundled, ModelAide(model)), cases, texts)
    before, after = figures(plain), figures(worded)
    for name in before:
        if name in LATENCIES or before[name] is None:
            continue
        old, new = float(before[name] or 0), float(after[name] or 0)
        assert (new <= old) if name in LESS_IS_BETTER else (new >= old), f"{name}: {old:.4f} without, {new:.4f} with"
    reads, read = wording(worded), wording(plain)
    assert read["worded_by_model"] == 0
    assert float(reads["worded_by_model"] or 0) > 0.6
    assert float(reads["whole_sentences"] or 0) > float(read["whole_sentences"] or 0) + 0.2
