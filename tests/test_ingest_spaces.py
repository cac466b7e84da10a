"""Lost and inserted spaces of PDFs: mended where one reading is Vietnamese, told where there are two."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.load import bundled_plans, load
from ingest.pdf_page import printed_page
from ingest.spaces import Mended, mend_spaces
from ingest.spelling import share_of_words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nâng cao trình độđại học", "nâng cao trình độ đại học"),
        ("Tê n đơn vị", "Tên đơn vị"),
        ("Thự c hiện nghị quyế t", "Thực hiện nghị quyết"),
        ("khámchữabệnh", "khám chữa bệnh"),
        ("ỦYBAN NHÂN DÂN XÃĐỊNH HÓA", "ỦY BAN NHÂN DÂN XÃ ĐỊNH HÓA"),
    ],
)
def test_a_certain_space_is_mended(written: str, meant: str) -> None:
    mended = mend_spaces(written)
    assert mended.text == meant and mended.mended and not mended.doubts


@pytest.mark.parametrize("written", ["giáoán", "bảohiểm", "tê n ăm"])  # giá oán; bảo hi ểm; tê năm
def test_an_uncertain_one_is_left_and_told(written: str) -> None:
    mended = mend_spaces(written)
    assert mended.text == written and mended.doubts == (written,)


@pytest.mark.parametrize(
    "written", ["HĐND, QĐ-TTg", "Đắk Lắk", "điểm c khoản 2; điểm n, m", "online", "BCĐ xã", "café"]
)
def test_what_is_no_lost_space_is_left_alone(written: str) -> None:
    assert mend_spaces(written) == Mended(written)


def test_the_plans_have_nothing_to_mend() -> None:
    for path in bundled_plans():
        mended = mend_spaces(load(path).text)
        assert mended.mended == 0 and mended.doubts == ()


class Page:
    """A page whose letters stand so that the usual space between words is too wide for it."""

    page_number, width, height = 1, 600.0, 800.0

    def __init__(self, words: str, gap: float) -> None:
        self.chars: list[dict[str, Any]] = []
        x = 50.0
        for word in words.split():
            for letter in word:
                place = {"x0": x, "x1": x + 5, "top": 100.0, "bottom": 110.0, "doctop": 100.0, "size": 10.0}
                self.chars.append({**place, "text": letter, "upright": True, "matrix": (1, 0, 0, 1, x, 690)})
                x += 5
            x += gap

    @property
    def objects(self) -> dict[str, list[dict[str, Any]]]:
        return {"char": self.chars}

    def find_tables(self) -> list[Any]:
        return []


WORDS = "Bảo đảm người dân được tiếp cận dịch vụ y tế có chất lượng"


def test_a_page_is_read_in_the_way_that_gives_words() -> None:
    page = printed_page(Page(WORDS, gap=2.2))
    assert [piece.text for piece in page.pieces] == [WORDS] and page.placed
    torn = printed_page(Page(" ".join(WORDS), gap=4), lambda: WORDS)
    assert [piece.text for piece in torn.pieces] == [WORDS] and not torn.placed
    assert share_of_words("B ả o đ ả m") < share_of_words("Bảo đảm") == 1
