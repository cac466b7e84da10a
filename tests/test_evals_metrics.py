"""Each figure of an evaluation has a value that can be worked out by hand."""

from __future__ import annotations

import pytest

from evals.metrics import (
    Share,
    bootstrap,
    facts_said,
    mean,
    ndcg_at,
    paired_change,
    percentile,
    precision_recall,
    recall_at,
    reciprocal_rank,
    refusal_shares,
    share,
    supports,
    verbatim,
    wrong_facts,
)


def test_recall_counts_the_relevant_among_the_first_k() -> None:
    assert recall_at(["a", "b", "c"], {"b", "z"}, 2) == 0.5
    assert recall_at(["a", "b", "c"], {"b", "c"}, 3) == 1.0
    assert recall_at(["a"], set(), 3) is None


def test_reciprocal_rank_is_that_of_the_first_relevant() -> None:
    assert reciprocal_rank(["a", "b", "c"], {"b", "c"}) == 0.5
    assert reciprocal_rank(["a", "b", "c"], {"c"}, 2) == 0.0
    assert reciprocal_rank(["a"], set()) is None


def test_ndcg_is_one_for_the_best_order_and_discounts_by_log_rank() -> None:
    assert ndcg_at(["a", "b"], {"a": 2, "b": 1}, 2) == pytest.approx(1.0)
    assert ndcg_at(["x", "a"], {"a": 1}, 2) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg_at(["a"], {}, 2) is None


def test_unscored_is_never_zero() -> None:
    assert share([None, None]).value is None
    assert share([True, None, False]) == Share(1, 2)
    assert mean([None, 1.0]) == 1.0
    assert mean([]) is None
    assert percentile([], 95) is None
    assert bootstrap([]) is None


def test_facts_are_whole_words_and_any_wording_counts() -> None:
    assert facts_said("Hạn là Quý II/2026.", [["Quý II/2026"], ["2028", "quý ii/2026"]]) == Share(2, 2)
    assert facts_said("tăng 11,5 cm", [["1,5"]]) == Share(0, 1)
    assert facts_said("Trạm Y Tế chủ trì", [["Trạm Y tế"]]) == Share(1, 1)
    assert facts_said("Văn hoá - Xã hội", [["Văn hóa - Xã hội"]]) == Share(1, 1)


def test_wrong_facts_are_those_that_no_quote_holds() -> None:
    quotes = ["18 Xây dựng Đề án cấp cứu Trung tâm Y tế Quý II/2026"]
    assert wrong_facts("Trung tâm Y tế chủ trì, hạn Quý II/2026", quotes) == ()
    assert wrong_facts("Trạm Y tế chủ trì, hạn Quý III/2027", quotes) == ("2027", "quý iii", "trạm y tế")
    assert wrong_facts("5/5 nhiệm vụ", quotes, ["5"]) == ()
    assert "1234/qđ-ttg" in wrong_facts("theo Quyết định 1234/QĐ-TTg", quotes)


def test_a_quote_is_what_stands_at_its_spans() -> None:
    text = "Trạm  Y tế\nchủ trì | 2026"
    assert verbatim("Trạm Y tế chủ trì 2026", text, [(0, 18), (21, 25)])
    assert not verbatim("Trạm Y tế chủ trì 2027", text, [(0, 18), (21, 25)])
    assert not verbatim("Trạm Y tế", text, [])
    assert not verbatim("Trạm Y tế", text, [(0, 400)])


def test_precision_recall_and_f1() -> None:
    assert precision_recall(Share(3, 4), Share(3, 6)) == (0.75, 0.5, pytest.approx(0.6))
    assert precision_recall(Share(0, 0), Share(0, 2)) == (None, 0.0, None)


def test_refusals_are_counted_both_ways() -> None:
    given, wanted = refusal_shares([(True, True), (True, False), (False, True), (False, False)])
    assert given == Share(1, 2)
    assert wanted == Share(1, 2)


def test_a_quote_supports_a_claim_when_it_holds_its_figures() -> None:
    assert supports("Đạt 98% vào 2030", ["Đến năm 2030 Đạt 98 %"])
    assert not supports("Đạt 99% vào 2030", ["Đến năm 2030 Đạt 98 %"])
    assert supports("không có hạn", ["hạn: không có"])
    assert supports("Xã A: chức vụ người ký: PHÓ CHỦ TỊCH.", ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH"])
    assert not supports("Xã A: chức vụ người ký: BÍ THƯ.", ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH"])


def test_a_claim_that_something_is_blank_needs_a_quote_of_its_place() -> None:
    assert supports("Xã A: số, ký hiệu: để trống (không nêu).", ["Số: /KH-UBND"], ["không nêu"])
    assert not supports("Xã A: số, ký hiệu: để trống (không nêu).", [], ["không nêu"])
    assert not supports("Xã A: số, ký hiệu: 57/KH-UBND, ngày không nêu.", ["Số: /KH-UBND"], ["không nêu"])


def test_intervals_hold_the_mean_and_a_change_within_noise_holds_zero() -> None:
    interval = bootstrap([1.0] * 90 + [0.0] * 10)
    assert interval is not None
    assert interval[0] < 0.9 < interval[1]
    assert bootstrap([1.0] * 50) == (1.0, 1.0)
    change, low, high = paired_change([0.0] * 40 + [1.0] * 60, [1.0] * 40 + [1.0] * 60)
    assert change == pytest.approx(0.4)
    assert low > 0
    change, low, high = paired_change([1.0, 0.0] * 50, [0.0, 1.0] * 50)
    assert change == 0
    assert low < 0 < high
    with pytest.raises(ValueError, match="same cases"):
        paired_change([1.0], [1.0, 0.0])
