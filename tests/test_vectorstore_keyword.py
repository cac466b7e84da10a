"""Search by words: codes meet in every spelling, pairs count, and a saved index answers like a fresh one."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

from vectorstore.keyword import K1, B, KeywordIndex, terms

TEXTS = [
    "Nghị quyết số 72-NQ/TW của Bộ Chính trị",
    "Trạm Y tế chủ trì khám sàng lọc",
    "Tế bào và y học, trạm dừng",
    "Kế hoạch 57/KH-UBND",
    "",
]


@pytest.mark.parametrize("query", ["72-NQ/TW", "72-nq/tw", "nghị quyết 72", "72 nq tw"])
def test_a_code_is_found_in_any_spelling(query: str) -> None:
    assert KeywordIndex.build(TEXTS).scores(query).argmax() == 0


def test_neighbours_count_more_than_the_same_syllables_apart() -> None:
    scores = KeywordIndex.build(TEXTS).scores("trạm y tế")
    assert scores[1] > 1.5 * scores[2] > 0


def test_terms_are_syllables_whole_codes_and_pairs() -> None:
    assert terms("Số 57/KH-UBND hoá") == [
        "số", "57", "kh", "ubnd", "57/kh-ubnd", "hóa", "số 57", "57 kh", "kh ubnd", "ubnd hóa",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "   ", "?!", "không có từ nào xyzzy" * 0 + "xyzzy"])
def test_a_query_without_known_words_scores_nothing(query: str) -> None:
    assert not KeywordIndex.build(TEXTS).scores(query).any()


@pytest.mark.parametrize("texts", [[], [""], ["", "?"]])
def test_a_corpus_without_words_is_no_fault(texts: list[str]) -> None:
    assert KeywordIndex.build(texts).scores("trạm").tolist() == [0.0] * len(texts)


def test_a_saved_index_answers_like_a_fresh_one(tmp_path: Path) -> None:
    fresh = KeywordIndex.saved(TEXTS, tmp_path, "abc").scores("trạm y tế 72")
    again = KeywordIndex.saved(TEXTS, tmp_path, "abc").scores("trạm y tế 72")
    assert np.array_equal(fresh, again)
    assert len(list(tmp_path.iterdir())) == 1


def test_old_indexes_do_not_pile_up(tmp_path: Path) -> None:
    for number in range(5):
        KeywordIndex.saved([*TEXTS, str(number)], tmp_path, str(number))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert KeywordIndex.saved(TEXTS, tmp_path / "file" / "keyword", "abc").scores("72").any()


def test_scores_are_those_of_bm25s() -> None:
    theirs = bm25s.BM25(k1=K1, b=B, backend="numpy")
    theirs.index([terms(text) for text in TEXTS], show_progress=False)
    for query in ("trạm y tế", "72-NQ/TW nghị quyết nghị quyết"):
        known = [term for term in terms(query) if term in theirs.vocab_dict]
        assert KeywordIndex.build(TEXTS).scores(query) == pytest.approx(theirs.get_scores(known), abs=1e-5)


def test_an_index_that_was_changed_answers_like_a_fresh_one(tmp_path: Path) -> None:
    new = [TEXTS[3], "Trung tâm Y tế khu vực khám sàng lọc", TEXTS[1], TEXTS[4]]
    for before in (KeywordIndex.build(TEXTS), KeywordIndex.saved(TEXTS, tmp_path, "a")):
        changed = before.changed(np.array([3, -1, 1, 4]), [new[1]])
        for query in ("trạm y tế", "57/KH-UBND", "trung tâm khu vực", "nghị quyết 72"):
            assert changed.scores(query) == pytest.approx(KeywordIndex.build(new).scores(query))
