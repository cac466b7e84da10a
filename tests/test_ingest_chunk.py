"""Passages: one a bullet, paragraph or row, with what it belongs to; the same text gives the same ids."""

from __future__ import annotations

import pytest

from ingest.chunk import LONGEST_PASSAGE, passages
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Passage, Source
from ingest.text import quote


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Passage, ...]]:
    plans = [read(load(path)) for path in bundled_plans()]
    return {plan.id: passages(plan) for plan in plans}


def of(written: str) -> tuple[Passage, ...]:
    return passages(read(Source("a.txt", written, "0")))


def test_ids_are_unique_and_stable(found: dict[str, tuple[Passage, ...]]) -> None:
    everything = [passage.id for group in found.values() for passage in group]
    assert len(set(everything)) == len(everything)
    assert [passage.id for passage in passages(read(load(bundled_plans()[2])))] == [p.id for p in found["kien-hai"]]


def test_a_row_is_one_passage_with_its_record(found: dict[str, tuple[Passage, ...]]) -> None:
    plan = read(load(bundled_plans()[2]))
    rows = [passage for passage in found["kien-hai"] if passage.kind == "row"]
    assert len(rows) == 37
    row = next(row for row in rows if row.place == "Phụ lục, mục 31")
    assert row.record is not None
    assert plan.records[row.record].spans == row.spans
    assert "Cơ quan chủ trì: Trạm Y tế" in row.text
    assert "Kiên Hải" in row.text


def test_the_quote_is_verbatim_and_the_text_says_where(found: dict[str, tuple[Passage, ...]]) -> None:
    source = load(bundled_plans()[2])
    for passage in found["kien-hai"]:
        assert passage.quote == quote(source.text, passage.spans)
    bullet = next(p for p in found["kien-hai"] if p.place == "mục V.4, gạch đầu dòng 2")
    assert bullet.path == ("V. TỔ CHỨC THỰC HIỆN", "4. Công an đặc khu")
    assert bullet.text.startswith("đặc khu Kiên Hải\nV. TỔ CHỨC THỰC HIỆN > 4. Công an đặc khu\n")


def test_signatures_and_page_noise_are_no_passages(found: dict[str, tuple[Passage, ...]]) -> None:
    sections = " ".join(p.text for group in found.values() for p in group if p.kind != "header")
    for noise in ("EMAILADDRESS", "2025-11-19T", "thuvienphapluat.vn", "KT. CHỦ TỊCH", "Nơi nhận"):
        assert noise not in sections


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = "Tổ chức thực hiện tốt công tác chăm sóc sức khỏe Nhân dân trên địa bàn. "
    pieces = of("I. MỤC TIÊU\n- " + sentence * 20 + "\n")
    assert len(pieces) > 1
    assert all(len(piece.quote.split()) <= LONGEST_PASSAGE for piece in pieces)
    assert all(piece.quote.endswith(".") for piece in pieces)
    assert " ".join(piece.quote for piece in pieces) == (sentence * 20).strip()


def test_the_items_of_a_list_carry_the_words_they_hang_on() -> None:
    items = of("I. BÁO CÁO\nCác đơn vị gửi báo cáo về UBND xã, cụ thể:\n- Báo cáo quý trước ngày 10.\n- Báo cáo năm.\n")
    assert [item.quote for item in items][1:] == ["Báo cáo quý trước ngày 10.", "Báo cáo năm."]
    assert all("gửi báo cáo về UBND xã, cụ thể:" in item.text for item in items[1:])


def test_a_heading_with_nothing_below_it_is_a_passage_of_its_own() -> None:
    assert [p.quote for p in of("I. MỤC TIÊU\nII. TỔ CHỨC\n- Một.\n")] == ["I. MỤC TIÊU", "Một."]
