"""Headings, bullets and paragraphs come out whole and with their place, however lines and pages cut them."""

from __future__ import annotations

import pytest

from ingest.layout import parts
from ingest.numbering import Style, mark_of
from ingest.structure import blocks, place_of, read_structure
from ingest.text import NormalText


def placed(written: str) -> list[tuple[str, str]]:
    text = NormalText(written)
    return [(place_of(block.path, block.label), block.cell.text) for block in blocks(text, parts(text))]


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [
        ("I. MỤC ĐÍCH", Style.ROMAN, "I"),
        ("IV- TỔ CHỨC", Style.ROMAN, "IV"),
        ("II/ MỤC TIÊU", Style.ROMAN, "II"),
        ("A. MỤC ĐÍCH", Style.CAPITAL, "A"),
        ("1. Mục đích", Style.ARABIC, "1"),
        ("1/ Mục đích", Style.ARABIC, "1"),
        ("1) Mục đích", Style.ARABIC, "1"),
        ("2.1. Đến năm 2030", Style.DECIMAL, "2.1"),
        ("2.1.3 Đến năm 2030", Style.DECIMAL, "2.1.3"),
        ("đ) Phối hợp", Style.SMALL, "đ"),
        ("Điều 2. Tổ chức", Style.ARTICLE, "2"),
        ("Phần thứ nhất", Style.PART, "Phần thứ nhất"),
        ("**1. Mục đích**", Style.ARABIC, "1"),
        (" - Tuyên truyền", Style.BULLET, "-"),
        ("-Tuyên truyền", Style.BULLET, "-"),
        ("+ Tuyên truyền", Style.BULLET, "+"),
        ("• Tuyên truyền", Style.BULLET, "•"),
        ("* Tuyên truyền", Style.BULLET, "*"),
    ],
)
def test_marks(line: str, style: Style, number: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.style, mark.number) == (style, number)


@pytest.mark.parametrize(
    "line",
    ["V/v triển khai", "II/2026", "57/KH-UBND", "15/9/2025", "12- CTr/TU", "2027 có 5 bác sĩ", "**KT. CHỦ TỊCH"],
)
def test_what_only_looks_like_a_mark(line: str) -> None:
    assert mark_of(line) is None


def test_every_bullet_has_its_place() -> None:
    written = "I. MỤC TIÊU\n1. Mục tiêu chung\n- Một.\n- Hai:\n+ Ý một;\n+ Ý hai.\n- Ba.\n2. Cụ thể\nĐoạn văn.\n"
    assert placed(written) == [
        ("mục I", "I. MỤC TIÊU"),
        ("mục I.1", "1. Mục tiêu chung"),
        ("mục I.1, gạch đầu dòng 1", "Một."),
        ("mục I.1, gạch đầu dòng 2", "Hai:"),
        ("mục I.1, gạch đầu dòng 2, ý 1", "Ý một;"),
        ("mục I.1, gạch đầu dòng 2, ý 2", "Ý hai."),
        ("mục I.1, gạch đầu dòng 3", "Ba."),
        ("mục I.2", "2. Cụ thể"),
        ("mục I.2, đoạn 1", "Đoạn văn."),
    ]


def test_decimal_numbers_are_not_repeated_in_a_place() -> None:
    path = ("II. MỤC TIÊU", "2. Cụ thể", "2.1. Đến năm 2030")
    assert place_of(path, "gạch đầu dòng 1") == "mục II.2.1, gạch đầu dòng 1"


def test_words_cut_by_a_page_are_joined() -> None:
    assert placed("I. MỤC TIÊU\n\n- Các giải pháp về tăng\n\ncường, bảo vệ sức khỏe.\n\n- Hai.\n")[1] == (
        "mục I, gạch đầu dòng 1",
        "Các giải pháp về tăng cường, bảo vệ sức khỏe.",
    )


def test_a_bullet_after_a_page_cut_begins_with_a_space() -> None:
    assert [place for place, _ in placed("I. MỤC TIÊU\n- Một.\n - Hai.\n")] == [
        "mục I",
        "mục I, gạch đầu dòng 1",
        "mục I, gạch đầu dòng 2",
    ]


WRAPPED = [
    "III. NHIỆM VỤ VÀ GIẢI PHÁP",
    "1. Đổi mới mạnh mẽ tư duy và hành động trong lãnh đạo, chỉ đạo, tổ chức",
    "thực hiện công tác bảo vệ, chăm sóc và nâng cao sức khỏe",
    "Các cấp ủy, tổ chức đảng quán triệt, nhận thức đầy đủ về phát triển kinh tế",
    "- xã hội của địa phương, nhất là đối với trẻ em từ 1 tuổi và học sinh từ 1",
    "- 18 tuổi trên địa bàn. Lồng ghép các chỉ tiêu vào các chương trình của xã.",
    "Đẩy mạnh phong trào toàn dân.",
    "2. Chủ tịch Ủy ban nhân dân xã chỉ đạo thực hiện Chương trình của Ban",
    "Thường vụ Tỉnh ủy đến toàn thể cán bộ.",
    "Trên đây là Kế hoạch của xã.",
]


@pytest.mark.parametrize("separator", ["\n", "\n\n", " \n \n"])
def test_printed_lines_become_paragraphs(separator: str) -> None:
    assert placed(separator.join(WRAPPED)) == [
        ("mục III", WRAPPED[0]),
        ("mục III.1", " ".join(WRAPPED[1:3])),
        ("mục III.1, đoạn 1", " ".join(WRAPPED[3:7])),
        ("mục III.2", " ".join(WRAPPED[7:9])),
        ("đoạn kết", WRAPPED[9]),
    ]


def test_a_numbered_paragraph_keeps_its_number() -> None:
    text = NormalText("IV. TỔ CHỨC\n1. Các chi bộ tổ chức tuyên truyền; báo cáo kết quả.\n2. Công an xã phối hợp.\n")
    _, first, second = blocks(text, parts(text))
    assert (first.kind, first.label, first.level, first.path) == ("paragraph", "1", 2, ("IV. TỔ CHỨC",))
    assert place_of(second.path, second.label) == "mục IV.2"


def test_the_last_words_belong_to_no_section() -> None:
    found = placed("V. TỔ CHỨC\n1. Trạm Y tế\n- Khám.\nTrên đây là Kế hoạch. Đề nghị các đơn vị thực hiện./.\n")
    assert found[-1] == ("đoạn kết", "Trên đây là Kế hoạch. Đề nghị các đơn vị thực hiện./.")


def test_page_noise_is_named_and_cuts_no_sentence() -> None:
    written = "I. MỤC TIÊU\n- Thực hiện Nghị quyết\n2\nhttps://example.vn/van-ban\nsố 57-NQ/TW.\n-----\n- Hai.\n"
    text = NormalText(written)
    cut = parts(text)
    found = read_structure(text, (cut.body,), cut)
    assert [block.cell.text for block in found.blocks] == ["I. MỤC TIÊU", "Thực hiện Nghị quyết số 57-NQ/TW.", "Hai."]
    assert [item.what for item in found.noise] == ["page number", "pasted address", "rule"]


def test_a_jump_in_the_numbers_is_a_warning() -> None:
    text = NormalText("I. MỤC TIÊU\n1. Một\n- a b.\n3. Ba\n- c d.\nII. NHIỆM VỤ\n1. Một\n- e f.\n")
    cut = parts(text)
    assert read_structure(text, (cut.body,), cut).warnings == ("heading number 3 follows 1: 3. Ba",)


def test_a_table_in_the_text_is_left_to_the_tables() -> None:
    text = NormalText("I. MỤC TIÊU\n- Một.\n| TT | Việc | Ai |\n|---|---|---|\n| 1 | Khám | Trạm |\n- Hai.\n")
    cut = parts(text)
    found = read_structure(text, (cut.body,), cut)
    assert found.grids == (range(2, 5),)
    assert [block.cell.text for block in found.blocks] == ["I. MỤC TIÊU", "Một.", "Hai."]
