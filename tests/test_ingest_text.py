"""Text: normalised for reading, with a way back to what stands in the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text import NormalText, joined, normalise, quote, syllables, tone_placed, unaccented

# Letters as plans have them, composed and decomposed, and what a text layer brings along.
WORDS = "Trạm Y tế hoá khoẻ quý đ Đ 1,5 72-NQ/TW".split()
SIGNS = [" ", "\n", "\t", "\r", "\x0c", "\x00", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u2028", "😀"]
MARKS = ["\u0301", "\u0323", "e\u0302\u0301", "o\u031b\u0323"]
PIECES = st.sampled_from([*WORDS, *SIGNS, *MARKS])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_offset_leads_back_to_the_verbatim_text(text: str) -> None:
    normal = NormalText(text)
    position = 0
    for at in range(len(normal.normal)):
        start, end = normal.source(at, at + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= position or normal.normal[at - 1 : at] == ""
        position = start
    whole = normal.cell([(0, len(normal.normal))])
    assert normalise(quote(text, whole.spans)) == whole.text


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_lines_of_a_text_are_the_text(text: str) -> None:
    normal = NormalText(text)
    assert "\n".join(line.text for line in normal.lines) == normal.normal
    for index, line in enumerate(normal.lines):
        assert normal.normal[line.start : line.end] == line.text
        assert normal.line_at(line.start) == index


def test_a_decomposed_text_reads_like_a_composed_one_and_is_quoted_as_it_stands() -> None:
    written = unicodedata.normalize("NFD", "Trạm Y tế đặc khu Kiên Hải")
    normal = NormalText(written)
    assert normal.normal == "Trạm Y tế đặc khu Kiên Hải"
    cell = normal.cell([(0, 9)])
    assert cell.text == "Trạm Y tế"
    assert quote(written, cell.spans) == unicodedata.normalize("NFD", "Trạm Y tế")


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("số 03- CTr/TU", "số 03-CTr/TU"),
        ("1183/QĐ- TTg", "1183/QĐ-TTg"),
        ("31/12/202 6", "31/12/2026"),
        ("kinh tế - xã hội", "kinh tế - xã hội"),
        ("ngày 31/12/2026 6 nhiệm vụ", "ngày 31/12/2026 6 nhiệm vụ"),
    ],
)
def test_what_a_line_cut_in_two_is_joined_for_reading(broken: str, whole: str) -> None:
    assert joined(broken) == whole


def test_both_placements_of_tone_marks_meet() -> None:
    assert tone_placed("Văn hoá, sức khoẻ, Uỷ ban, THUÝ") == "Văn hóa, sức khỏe, Ủy ban, THÚY"
    assert tone_placed("quý, hoàn, khuyết, quỹ") == "quý, hoàn, khuyết, quỹ"
    assert unaccented("Đặc khu Kiên Hải") == "dac khu kien hai"
    assert syllables("Nghị quyết 72-NQ/TW, hoá") == ["nghị", "quyết", "72-nq/tw", "hóa"]
