"""Plans on other topics, from other places, in other habits of writing than the bundled five; made for these tests."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.figures import figure
from ingest.numbering import mark_of
from ingest.promises import promises
from ingest.read import read
from ingest.records import Basis, Duty, HeaderField, Plan, Recipient, Report, Source, Task

LETTERHEAD = """     ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     PHƯỜNG HÒA CƯỜNG                        Độc lập - Tự do - Hạnh phúc

      Số: 45/KH-UBND                     Hòa Cường, ngày 12 tháng 01 năm 2026

                                KẾ HOẠCH
        Chuyển đổi số phường Hòa Cường năm 2026

UBND phường Hòa Cường ban hành Kế hoạch với các nội dung sau:

"""
CLOSING = """
Nơi nhận:
- UBND thành phố Đà Nẵng (để b/c);
- Lưu: VT.

CHỦ TỊCH

Trần Thị Mỹ Hạnh
"""
GOAL = "I. MỤC TIÊU\n- Tỷ trọng kinh tế số đạt 25%.\n\n"


def plan(text: str) -> Plan:
    return read(Source("plan.txt", text, "0" * 64))


def body(text: str) -> Plan:
    return plan(LETTERHEAD + text + CLOSING)


def of(found: Plan, kind: type) -> list:
    return [record for record in found.records if isinstance(record, kind)]


def field(found: Plan, name: str) -> list[str | None]:
    return [record.value for record in of(found, HeaderField) if record.field == name]


def reports(line: str) -> list[tuple[str, str | None, str | None]]:
    found = body(
        f"{GOAL}II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế: {line}\n2. Công an phường: chủ trì thực hiện Đề án 06.\n"
    )
    return [(one.report, one.to, one.deadline) for one in of(found, Report)]


def promised(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            text[slice(*one.what)],
            text[slice(*one.value)] if one.value else None,
            text[slice(*one.unit)] if one.unit else None,
        )
        for one in promises(text)
    ]


# --- Head and closing ---------------------------------------------------------------------------------------------


def test_a_unit_under_the_name_of_its_body_is_no_part_of_the_places_name():
    text = LETTERHEAD.replace("ỦY BAN NHÂN DÂN     ", "UBND PHƯỜNG HÒA CƯỜNG").replace(
        "     PHƯỜNG HÒA CƯỜNG                   ", "PHÒNG VĂN HÓA - XÃ HỘI                  "
    )
    found = plan(text + GOAL + CLOSING)
    assert str(found.locality) == "phường Hòa Cường"
    assert found.id == "hoa-cuong"
    assert field(found, "issuer") == ["UBND PHƯỜNG HÒA CƯỜNG PHÒNG VĂN HÓA - XÃ HỘI"]


@pytest.mark.parametrize("name", ["Y Siêm Niê Kđăm", "K'Brôih", "Vàng Mí Già", "Trần Thị Mỹ Hạnh"])
def test_names_of_every_people_are_signers(name):
    found = plan(LETTERHEAD + GOAL + CLOSING.replace("Trần Thị Mỹ Hạnh", name))
    assert field(found, "signer") == [name if " " in name else None]  # a single word may be anything


def test_the_sentence_that_issues_a_plan_gives_the_type_that_its_lost_head_had():
    found = plan(
        "giảm nghèo bền vững năm 2026\n\nCăn cứ Kế hoạch số 5210/KH-UBND ngày 20/12/2025 của UBND tỉnh Điện Biên.\n"
        "UBND xã Mường Nhé ban hành Kế hoạch thực hiện công tác giảm nghèo năm 2026, cụ thể:\n\n"
        "1. MỤC TIÊU\n- Giảm nghèo.\n"
    )
    assert field(found, "type") == ["Kế hoạch"]
    assert found.document == "Kế hoạch"


# --- Bases --------------------------------------------------------------------------------------------------------


def test_a_law_that_amends_others_is_one_basis():
    found = plan(
        LETTERHEAD.replace(
            "UBND phường Hòa Cường ban",
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Phòng, chống thiên tai và Luật Đê điều ngày 17/6/2020;\n"
            "UBND phường Hòa Cường ban",
        )
        + GOAL
        + CLOSING
    )
    (basis,) = of(found, Basis)
    assert basis.document_type.startswith("Luật sửa đổi") and basis.document_type.endswith("Luật Đê điều")
    assert basis.date == "17/6/2020"


def test_a_scheme_lists_its_bases_in_a_section():
    found = body(
        "I. SỰ CẦN THIẾT VÀ CĂN CỨ\n1. Sự cần thiết\nSản phẩm du lịch còn đơn điệu.\n2. Căn cứ\n"
        "- Luật Du lịch ngày 19/6/2017;\n"
        "- Nghị quyết số 82/NQ-CP ngày 18/5/2023 của Chính phủ về phát triển du lịch theo Kết luận số 12-KL/TW.\n"
    )
    assert [(one.document_type, one.number, one.issuer) for one in of(found, Basis)] == [
        ("Luật Du lịch", None, None),
        ("Nghị quyết", "82/NQ-CP", "Chính phủ"),
    ]


# --- Structure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("labels", [("PHỤ LỤC I", "PHỤ LỤC II"), ("PHỤ LỤC 01", "PHỤ LỤC 02")])
def test_appendices_centred_by_many_spaces_keep_their_number(labels):
    table = "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |\n|---|---|---|---|\n| 1 | Mở lớp | Công an xã | 2026 |\n"
    heads = [f"\n{' ' * 34}{label}\n{' ' * 20}DANH MỤC NHIỆM VỤ SỐ\n\n{table}" for label in labels]
    tasks = of(plan(LETTERHEAD + GOAL + CLOSING + "".join(heads)), Task)
    assert [task.appendix for task in tasks] == [label.replace("PHỤ LỤC", "Phụ lục") for label in labels]


@pytest.mark.parametrize(
    ("line", "number"),
    [("2. 100% hộ dân được cảnh báo", "2"), ("10. 2,5% dân số", "10"), ("1.500 tấn gạo", None), ("2.1.2026", None)],
)
def test_an_item_may_begin_with_its_figure(line, number):
    mark = mark_of(line)
    assert (mark.number if mark else None) == number


def test_a_title_in_small_letters_above_the_note_is_the_appendixs_title():
    appendix = (
        "\nPHỤ LỤC\nPhân công nhiệm vụ khoa học, công nghệ\n(Kèm theo Kế hoạch số 45/KH-UBND)\n\n"
        "TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tMở lớp học số\tCông an phường\t2026\n"
    )
    found = plan(LETTERHEAD + GOAL + CLOSING + appendix)
    assert "PHỤ LỤC Phân công nhiệm vụ khoa học, công nghệ (Kèm theo" in [b.cell.text for b in found.blocks][-1]


def test_a_whole_sentence_is_no_heading_and_the_plans_last_words_are_no_duty():
    found = body(
        f"{GOAL}II. TỔ CHỨC THỰC HIỆN\n1. Công an phường chủ trì thực hiện Đề án 06.\n"
        "2. Các ông (bà) Tổ trưởng: bình xét công khai, dân chủ, không để xảy ra khiếu kiện.\n\n"
        "Chương trình này phổ biến đến chi bộ./.\n"
    )
    assert [(one.agency, one.duty) for one in of(found, Duty)] == [
        ("Công an phường", "chủ trì thực hiện Đề án 06."),
        ("Các ông (bà) Tổ trưởng", "bình xét công khai, dân chủ, không để xảy ra khiếu kiện."),
    ]


def test_a_running_head_with_its_page_number_is_noise():
    found = body(
        f"{GOAL}UBND PHƯỜNG HÒA CƯỜNG                                    Trang 2\n\nII. NHIỆM VỤ\n- Mở lớp học số.\n"
    )
    assert "running head" in [noise.what for noise in found.report.noise]
    assert not [block for block in found.blocks if "Trang 2" in block.cell.text]


def test_a_title_that_ends_in_a_word_before_numbers_is_a_title():
    found = body(
        "I. QUAN ĐIỂM, MỤC TIÊU\n1. Quan điểm\nPhát triển khoa học là đột phá quan trọng hàng đầu.\n"
        "2. Mục tiêu\n- Đạt 25%.\n"
    )
    assert "1. Quan điểm" in [block.cell.text for block in found.blocks if block.kind == "heading"]


def test_what_a_converter_escapes_or_puts_in_one_cell_is_read():
    text = LETTERHEAD + (
        "**I. TỔ CHỨC THỰC HIỆN**\n\n**1. Ban Quản lý đô thị; Công ty Cổ phần Biển Xanh**\n\n"
        "\\- Tổ chức thu gom rác.\n\n"
        "2\\. Công an phường: chủ trì thực hiện Đề án 06.\n\n"
        "| **Nơi nhận:**<br>- Sở Nội vụ (b/c);<br>- Lưu: VT. "
        "| **TM. ỦY BAN NHÂN DÂN**<br>**CHỦ TỊCH**<br><br>**Huỳnh Văn Định** |\n"
    )
    found = plan(text)
    assert [one.duty for one in of(found, Duty)] == ["Tổ chức thu gom rác.", "chủ trì thực hiện Đề án 06."]
    assert field(found, "signer") == ["Huỳnh Văn Định"]
    assert [one.name for one in of(found, Recipient)] == ["Sở Nội vụ", "Lưu: VT"]
    assert not found.report.uncovered


def test_dashes_after_numbers_are_numbers_too():
    found = body(
        "I- NỘI DUNG\n1- Kiểm tra\n1.1- Đảng ủy kiểm tra 03 chi bộ.\n\nII- TỔ CHỨC THỰC HIỆN\n"
        "1- Ủy ban Kiểm tra Đảng ủy: chủ trì tham mưu thành lập các đoàn kiểm tra.\n2- Ban Xây dựng Đảng: chủ trì.\n"
    )
    assert [one.agency for one in of(found, Duty)] == ["Ủy ban Kiểm tra Đảng ủy", "Ban Xây dựng Đảng"]
    assert "1.1" in [block.label for block in found.blocks]


# --- Reports and money --------------------------------------------------------------------------------------------


def test_the_name_in_brackets_behind_a_day_is_that_days_report():
    to = "UBND tỉnh"
    assert reports(
        "tổng hợp báo cáo UBND tỉnh trước ngày 20/6 (báo cáo 6 tháng) và trước ngày 15/12 (báo cáo năm)."
    ) == [
        ("báo cáo 6 tháng", to, "trước ngày 20/6"),
        ("báo cáo năm", to, "trước ngày 15/12"),
    ]


def test_periods_with_their_days_in_brackets_may_stand_before_the_word():
    assert reports("định kỳ 6 tháng (trước ngày 15/6), hằng năm (trước ngày 10/12) báo cáo UBND phường.") == [
        ("báo cáo định kỳ 6 tháng", "UBND phường", "trước ngày 15/6"),
        ("báo cáo hằng năm", "UBND phường", "trước ngày 10/12"),
    ]


def test_a_report_may_be_due_by_period_hour_or_condition():
    assert reports("theo dõi, định kỳ 6 tháng, 1 năm báo cáo Ban Thường vụ Đảng ủy.") == [
        ("báo cáo", "Ban Thường vụ Đảng ủy", "định kỳ 6 tháng, 1 năm")
    ]
    assert reports("báo cáo nhanh về Ban Chỉ huy thành phố trước 16 giờ hằng ngày khi có thiên tai.") == [
        ("báo cáo nhanh", "Ban Chỉ huy thành phố", "trước 16 giờ hằng ngày khi có thiên tai")
    ]
    assert reports("báo cáo đột xuất: theo yêu cầu của cấp trên.") == [
        ("báo cáo đột xuất", None, "theo yêu cầu của cấp trên")
    ]
    assert reports("định kỳ báo cáo theo quy định.") == []


def test_the_period_of_a_report_is_part_of_its_name():
    (report,) = reports("báo cáo Sở Nội vụ kết quả thực hiện định kỳ hằng quý trước ngày 15 của tháng cuối quý.")
    assert report[0] == "báo cáo Sở Nội vụ kết quả thực hiện định kỳ hằng quý"
    assert reports("gửi báo cáo sơ kết học kỳ I trước ngày 15/01/2026.")[0][0] == "báo cáo sơ kết học kỳ I"


def test_amounts_under_a_heading_of_money_are_funding():
    found = body(
        f"{GOAL}II. KINH PHÍ\n1. Tổng kinh phí: 268.400 triệu đồng, trong đó:\n"
        "- Ngân sách tỉnh: 65.000 triệu đồng;\n- Ngân sách xã.\n"
    )
    assert field(found, "funding")[:2] == [
        "Tổng kinh phí: 268.400 triệu đồng, trong đó",
        "Ngân sách tỉnh: 65.000 triệu đồng",
    ]


# --- Figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỷ lệ hộ số hóa tăng từ 82% lên 95%.", [("Tỷ lệ hộ số hóa", "tăng từ 82% lên 95%", "%")]),
        ("Tỷ lệ hộ nghèo giảm từ 48,6 xuống còn 42%.", [("Tỷ lệ hộ nghèo", "giảm từ 48,6 xuống còn 42%", "%")]),
        ("Thời gian giải quyết giảm còn 1,5 ngày/hồ sơ.", [("Thời gian giải quyết", "giảm còn 1,5", "ngày/hồ sơ")]),
        ("Cắt giảm ít nhất 30% thời gian giải quyết.", [("thời gian giải quyết", "giảm ít nhất 30", "%")]),
        ("Bố trí ít nhất 3% tổng chi ngân sách xã.", [("tổng chi ngân sách xã", "ít nhất 3", "%")]),
        ("Kinh tế số chiếm tối thiểu 30% giá trị sản xuất.", [("Kinh tế số", "tối thiểu 30", "%")]),
        ("Đón 800.000 lượt khách.", [("Đón 800.000 lượt khách", "800.000", "lượt khách")]),
        (
            "a) Tổng thu ngân sách đạt 215 tỷ đồng, tăng 12% so với năm 2025.",
            [("Tổng thu ngân sách", "215", "tỷ đồng"), ("Tổng thu ngân sách", "tăng 12", "%")],
        ),
        ("Tỷ lệ hộ nghèo giảm 0,8 điểm phần trăm.", [("Tỷ lệ hộ nghèo", "giảm 0,8", "điểm phần trăm")]),
        ("Số trường đạt chuẩn: 9/11 trường.", [("Số trường đạt chuẩn: 9/11 trường", "9/11", "trường")]),
    ],
)
def test_promises_in_other_fields(text, expected):
    assert promised(text) == expected


@pytest.mark.parametrize(
    ("value", "direction", "low", "high"),
    [
        ("tăng từ 82% lên 95", "exactly", 95, 95),
        ("giảm từ 48,6% xuống còn 42", "exactly", 42, 42),
        ("giảm còn 11", "exactly", 11, 11),
        ("giảm còn không quá 5", "at_most", None, 5),
        ("từ 90 điểm trở lên", "at_least", 90, None),
        ("9/11", "exactly", 9, 9),
        ("tăng 10", "increase", 10, 10),
    ],
)
def test_where_a_figure_comes_from_is_not_what_is_promised(value, direction, low, high):
    found = figure(value)
    assert found is not None
    assert (found.direction, found.low, found.high) == (direction, low, high)


# --- Letters ------------------------------------------------------------------------------------------------------


def test_a_decomposed_plan_gives_the_same_records():
    text = (
        LETTERHEAD
        + GOAL
        + "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế: định kỳ 6 tháng (trước ngày 15/6) báo cáo UBND phường.\n"
        + CLOSING
    )
    plain, decomposed = plan(text), plan(unicodedata.normalize("NFD", text))
    said = [unicodedata.normalize("NFC", record.quote) for record in decomposed.records]
    assert said == [record.quote for record in plain.records]
    assert [one.due for one in of(decomposed, Report)] == [one.due for one in of(plain, Report)]
