"""Which words of a scan are doubtful: by the rules of print, and by what several readings of it see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest import scan_reading
from ingest.scan_doubt import is_doubtful
from ingest.scan_image import Grey
from ingest.scan_reading import read_print
from ingest.tesseract import ReadWord


@pytest.mark.parametrize(
    "word", ["Trạm", "tế", "ỦY", "72-NQ/TW,", "15/02/2026", "98%", "UBND", "(CTr", "“Ngày", "12", "Quý"]
)
def test_a_word_that_is_spelt_and_sure_is_certain(word: str) -> None:
    assert not is_doubtful(word, 96)
    assert is_doubtful(word, 70)


@pytest.mark.parametrize("word", ["tổnghợp", "vỆ", "tẾ", ">68", ">", "em", "4A", "1O", "l5", "†", "ĐP»", "Nguyn"])
def test_a_word_that_is_not_spelt_or_looks_like_another_is_doubtful_however_sure(word: str) -> None:
    assert is_doubtful(word, 99)


@pytest.mark.parametrize("word", ["1/2027", "I/2027", "II", "l"])
def test_one_and_i_behind_a_word_that_counts_are_doubtful(word: str) -> None:
    assert is_doubtful(word, 99, before="Quý")


def readings(monkeypatch: pytest.MonkeyPatch, *texts: str, confidence: float = 96) -> list[tuple[str, bool]]:
    """The words of one picture of which Tesseract gives these texts, size after size."""
    given = iter(texts)

    def read(images: Sequence[Grey], mode: int, alive: object) -> list[list[ReadWord]]:
        words = next(given).split()
        size = images[0].shape[1] / 1000
        return [
            [
                ReadWord(
                    word,
                    confidence,
                    (1, 1, 1),
                    round(n * 100 * size),
                    0,
                    round((n * 100 + 90) * size),
                    round(40 * size),
                )
                for n, word in enumerate(words)
            ]
        ]

    monkeypatch.setattr(scan_reading, "read_images", read)
    found = read_print([np.full((60, 1000), 255, np.uint8)], 6, lambda: None)[0]
    return [(word.text, word.doubtful) for word in found]


def test_what_two_readings_see_alike_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert readings(monkeypatch, "Trạm Y tế", "Trạm Y tế") == [("Trạm", False), ("Y", False), ("tế", False)]


def test_where_they_differ_the_third_decides_and_the_word_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    found = readings(monkeypatch, "năm 2026 xong", "năm 2028 xong", "năm 2028 xong")
    assert found == [("năm", False), ("2028", True), ("xong", False)]


def test_a_word_that_one_reading_lacks_makes_its_place_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    found = readings(monkeypatch, "không quá năm", "quá năm", "không quá năm")
    assert found[0] == ("không", True)
    found = readings(monkeypatch, "phải không quá", "phải quá", "phải quá")
    assert [doubt for _, doubt in found if doubt]


def test_all_three_unsure_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    assert readings(monkeypatch, "tế", "tế", confidence=60) == [("tế", True)]
