"""What becomes of the readings of one picture: nothing that one of them sees is lost without a mark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

import ingest.scan_page
import ingest.scan_reading
from ingest.scan_image import DPI, Grey, ScanImage
from ingest.scan_lost import lost_letters
from ingest.scan_page import scanned_page
from ingest.scan_pairs import usual_words
from ingest.scan_reading import ScanWord, read_print
from ingest.tesseract import BLOCK, ReadWord

Line = tuple[str, float, int]
"""The words of a line, how sure the program is of each, and how high the line is."""


def reading(lines: Sequence[Line]) -> list[ReadWord]:
    """What the program says of a picture with these lines; it is not sure of “xqz”."""
    words, top = [], 10
    for number, (text, confidence, height) in enumerate(lines):
        for place, word in enumerate(text.split()):
            x0 = 10 + 100 * place
            certain = 20 if word == "xqz" else confidence
            words.append(ReadWord(word, certain, (0, 0, number), x0, top, x0 + 80, top + height))
        top += height + 20
    return words


def read_as(monkeypatch: pytest.MonkeyPatch, *readings: Sequence[Line]) -> list[ScanWord]:
    """The words of a picture of which the program says this, one reading after the other."""
    left = iter(readings)
    monkeypatch.setattr(ingest.scan_reading, "_SIZES", (1.0, 1.0, 1.0))
    monkeypatch.setattr(ingest.scan_reading, "read_images", lambda images, mode, alive: [reading(next(left))])
    return read_print([np.full((400, 800), 255, np.uint8)], BLOCK, lambda: None)[0]


def shown(words: Sequence[ScanWord]) -> str:
    """The words, "?" behind a doubtful one."""
    return " ".join(word.text + "?" * word.doubtful for word in words)


def test_a_cell_that_two_of_three_readings_see_nothing_in_is_not_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(read_as(monkeypatch, [("> 20", 90, 30)], [], [])) == ">? 20?"
    assert shown(read_as(monkeypatch, [], [("> 20", 90, 30)], [])) == ">? 20?"


def test_a_line_is_not_taken_for_accents_since_it_is_read_without_certainty(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [("> 20", 50, 30)]
    assert shown(read_as(monkeypatch, lines, lines)) == ">? 20?"


def test_a_seal_beside_them_takes_no_lines_of_print_away(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [("PHÂN CÔNG", 70, 30), ("O", 20, 300), ("Trạm Y tế", 95, 30), ("ngày 28/7", 60, 30), ("Công an", 96, 30)]
    assert shown(read_as(monkeypatch, lines, lines)) == "PHÂN? CÔNG? O? Trạm Y tế ngày? 28/7? Công an"


def test_accents_that_stand_as_a_line_of_their_own_are_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [("ˆ ˊ .", 30, 8), ("Trạm Y tế", 96, 30)]
    assert shown(read_as(monkeypatch, lines, lines)) == "Trạm Y tế"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("xqz 95%", "95%", "95%?"),
        ("Trạm Y tế xqz", "Trạm Y tế", "Trạm Y tế?"),
        ("Trạm xqz tế", "Trạm tế", "Trạm? tế"),
    ],
)
def test_a_word_that_one_reading_sees_makes_its_neighbour_doubtful(
    monkeypatch: pytest.MonkeyPatch, first: str, second: str, expected: str
) -> None:
    readings = [[(text, 96.0, 30)] for text in (first, second, second)]
    assert shown(read_as(monkeypatch, *readings)) == expected


def test_what_is_unlikely_beside_its_neighbour_is_doubtful_though_all_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [("giảm gánh nặng chỉ phí", 97, 30)]
    assert shown(read_as(monkeypatch, lines, lines, lines)) == "giảm gánh nặng chỉ? phí"


def test_what_is_usual_is_taken_where_one_reading_sees_it_and_stays_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, right = [("sức khỏe tỉnh thần.", 97, 30)], [("sức khỏe tinh thần.", 90, 30)]
    expected = "sức khỏe tinh? thần."
    assert shown(read_as(monkeypatch, wrong, right, wrong)) == expected
    assert shown(read_as(monkeypatch, right, wrong, wrong)) == expected
    assert shown(read_as(monkeypatch, wrong, wrong, right)) == expected


@pytest.mark.parametrize(
    "words", ["trợ giúp chi phí", "tỉnh Lào Cai", "văn hoá", "chỉ đạo", "chỉ, phí", "số 28-CT/TW phí"]
)
def test_what_may_well_stand_together_is_not_unlikely(words: str) -> None:
    assert usual_words(words.split()) == {}


# --- What no reading sees -----------------------------------------------------------------------------------------


def page_of_print(lines: int, first: int = 300) -> Grey:
    """A page at 300 dpi with lines of forty signs as large as letters."""
    page = np.full((3508, 2480), 255, np.uint8)
    for top in range(first, first + 80 * lines, 80):
        for x0 in range(300, 300 + 40 * 30, 30):
            page[top : top + 30, x0 : x0 + 18] = 0
    return page


def read_page(monkeypatch: pytest.MonkeyPatch, page: Grey, read: int) -> tuple[bool, tuple[str, ...]]:
    """Whether a page is incomplete of whose lines the program sees so many, and what is said of it."""
    words = [ScanWord("Trạm", False, n, 280, 290 + 80 * n, 1600, 340 + 80 * n) for n in range(read)]
    monkeypatch.setattr(ingest.scan_page, "read_print", lambda images, mode, alive: [words])
    monkeypatch.setattr(ingest.scan_page, "quarter_turns", lambda image, alive: 0)
    found = scanned_page(ScanImage(page, DPI / 72, 595.0, 842.0), 7, lambda: None)
    return found.incomplete, found.warnings


def test_a_page_that_was_read_in_part_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of_print(20)
    assert read_page(monkeypatch, page, 20) == (False, ())
    incomplete, warnings = read_page(monkeypatch, page, 12)
    assert incomplete and "page 7: about 320 letters could not be read" in warnings[0]


def test_a_blank_page_is_complete_and_a_page_of_unread_print_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_page(monkeypatch, page_of_print(0), 0)[0] is False
    assert read_page(monkeypatch, page_of_print(1), 0)[0] is True


def test_accents_specks_and_rules_are_no_letters() -> None:
    picture = np.full((300, 900), 255, np.uint8)
    for x0 in range(20, 820, 40):
        picture[20:28, x0 : x0 + 8] = 0  # specks
    picture[100:103, 20:880] = 0  # a rule
    picture[150:290, 100:104] = 0
    assert lost_letters(picture, []) == 0
