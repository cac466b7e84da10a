"""Forms of plans that real communes use and that no bundled plan has: each is read, and read whole."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.deadlines import due
from ingest.promises import promises
from ingest.read import read
from ingest.records import Due, DueKind, Duty, Plan, Recipient, Report, Source, Target, Task

HEAD = """ỦY BAN NHÂN DÂN
XÃ AN BÌNH

Số: 12/KH-UBND
An Bình, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Giữ vệ sinh thôn xóm năm 2026

"""


def plan(text: str) -> Plan:
    return read(Source("plan.txt", HEAD + text, "0" * 64))


def tasks(text: str) -> list[Task]:
    return [record for record in plan(text).records if isinstance(record, Task)]


def targets(text: str) -> list[Target]:
    return [record for record in plan(text).records if isinstance(record, Target)]


ALIGNED_ABOVE_MARKDOWN = """Phụ lục 1
BẢNG TIẾN ĐỘ
(Kèm theo Kế hoạch số 12/KH-UBND)

 TT   Công việc                        Chủ trì              Phối hợp            Tiến độ

 1    Dọn rác dọc kênh                 Phòng Kinh tế        Hội Nông dân xã     Quý II/2026
      chính

 2    Trồng hoa ven đường              Hội Phụ nữ xã                            Tháng 9/2026

 3    Phát thùng rác có nắp cho hộ     Đoàn Thanh niên xã   Các thôn            Hằng tháng

Phụ lục 2
CHỈ TIÊU

| TT | Chỉ tiêu | Đơn vị | 2026 | 2027 |
|---|---|---|---|---|
| 1 | Số thôn sạch | thôn | 4 | 7 |
"""


def test_a_table_aligned_by_spaces_above_a_markdown_table_is_not_lost():
    assert [(row.appendix, row.number, row.task, row.lead) for row in tasks(ALIGNED_ABOVE_MARKDOWN)] == [
        ("Phụ lục 1", "1", "Dọn rác dọc kênh chính", "Phòng Kinh tế"),
        ("Phụ lục 1", "2", "Trồng hoa ven đường", "Hội Phụ nữ xã"),
        ("Phụ lục 1", "3", "Phát thùng rác có nắp cho hộ", "Đoàn Thanh niên xã"),
    ]
    assert {target.appendix for target in targets(ALIGNED_ABOVE_MARKDOWN)} == {"Phụ lục 2"}


COLLAPSED = """Phụ lục
PHÂN CÔNG NHIỆM VỤ
(Kèm theo Kế hoạch số 12/KH-UBND)

TT
Nội dung
Đơn vị thực hiện
Đơn vị phối hợp
Thời gian
1
Nạo vét mương
Phòng Kinh tế
Các thôn
Tháng 3/2026
2
Tặng quà hộ nghèo
Ủy ban Mặt trận Tổ quốc Việt Nam xã
Đền Thượng; các nhà hảo tâm
Tháng 9/2026
3
Dựng pa nô
Công an xã
Hội Nông dân xã
Thường xuyên
"""


def test_where_no_cell_wraps_a_line_is_a_cell_whatever_its_words():
    row = tasks(COLLAPSED)[1]
    assert (row.lead, row.coordinating) == (
        "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
        "Đền Thượng; các nhà hảo tâm",
    )


def test_a_column_of_persons_beside_one_of_agencies_is_not_the_chair():
    row = tasks(
        "PHỤ LỤC\n(Kèm theo Kế hoạch số 12/KH-UBND)\n\n"
        "TT\tTên nhiệm vụ\tNgười phụ trách\tĐơn vị thực hiện\tHoàn thành\n"
        "1\tLắp trạm Wi-Fi\t\tVNPT An Bình\tTháng 5/2026\n"
        "2\tMở lớp thêu\tBà Lò Thị Mai\tHội Phụ nữ xã\tQuý II/2026\n"
    )
    assert [one.lead for one in row] == ["VNPT An Bình", "Hội Phụ nữ xã"]
    assert row[1].others == (("Người phụ trách", "Bà Lò Thị Mai"),)


DUTIES = """Đ. TRÁCH NHIỆM CỦA CÁC CƠ QUAN

1. Phòng Văn hóa, Xã hội và Thông tin tiếp nhận, xét duyệt hồ sơ; quản lý nhóm trẻ.

2. Quỹ Tín dụng An Bình rút ngắn thời gian giải ngân; thu phí 20.000 đồng/lượt.

3. Các hộ kinh doanh niêm yết giá.

Nơi nhận:
- Như trên;
- Quỹ Tín dụng An Bình;
- Lưu: VT, VX (02).
"""


def test_the_agency_of_a_duty_ends_where_its_duty_begins():
    found = plan("D. NGUỒN LỰC\n\n1. Ngân sách xã: 5 triệu đồng.\n\n" + DUTIES).records
    assert [(one.agency, one.duty.split()[0]) for one in found if isinstance(one, Duty)] == [
        ("Phòng Văn hóa, Xã hội và Thông tin", "tiếp"),
        ("Quỹ Tín dụng An Bình", "rút"),  # a verb that no list has: its name stands among the recipients
        ("Các hộ kinh doanh", "niêm"),
    ]
    funding = [one.value for one in found if getattr(one, "field", "") == "funding"]
    assert funding == ["Ngân sách xã: 5 triệu đồng"]  # a section "Đ" stands beside "D", not below it
    copies = [one for one in found if isinstance(one, Recipient)][-1]
    assert (copies.name, copies.purpose) == ("Lưu: VT, VX (02)", None)


@pytest.mark.parametrize(
    ("text", "indicator", "value", "year"),
    [
        ("Trồng 1.200 ha rừng gỗ lớn.", "Trồng 1.200 ha rừng gỗ lớn", "1.200", None),
        ("Hoàn thành 2.150 căn hộ vào năm 2030.", "Hoàn thành 2.150 căn hộ vào năm 2030", "2.150", 2030),
        ("Giảm số vụ cháy xuống còn không quá 02 vụ mỗi năm.", "số vụ cháy", "không quá 02", None),
        ("Không để xảy ra quá 01 trường hợp đuối nước.", "", "Không để xảy ra quá 01", None),
        ("Phấn dấu 70% khu trọ thu đúng giá ngay trong năm 2026.", "khu trọ", "70", 2026),
        ("Huy động 100% trẻ 6 tuổi ra lớp 1.", "trẻ 6 tuổi ra lớp 1", "100", None),
    ],
)
def test_a_promise_that_begins_with_what_is_set_out(text: str, indicator: str, value: str, year: int | None):
    (found,) = promises(text)
    assert text[slice(*found.what)].startswith(indicator)
    assert found.value and text[slice(*found.value)] == value
    assert found.year == year


def test_a_later_year_of_the_same_thing_and_a_part_of_it_keep_their_words():
    text = "Đến hết năm 2026 có 22 hộ làm du lịch; đến năm 2030 có 60 hộ."
    assert [(text[slice(*one.what)], one.year) for one in promises(text)] == [
        ("22 hộ làm du lịch", 2026),
        ("hộ làm du lịch", 2030),
    ]
    text = "Trồng 900 ha rừng, trong đó 450 ha được cấp chứng chỉ."
    assert text[slice(*promises(text)[1].what)] == "Trồng 900 ha rừng, trong đó 450 ha được cấp chứng chỉ"


def test_numbered_targets_that_begin_with_a_figure_are_items_of_their_own():
    found = targets(
        "I. MỤC TIÊU\n\n2. Chỉ tiêu\n\n2.1. 90% trẻ em biết bơi.\n\n2.2. Mở ít nhất 18 lớp.\n\n2.3. 80% hộ.\n"
    )
    assert [one.value for one in found][:2] == ["90", "ít nhất 18"]


def test_each_day_of_a_sentence_has_the_results_of_its_own_period():
    found = [
        (one.report, one.to, one.deadline)
        for one in plan(
            "IV. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế\n\n"
            "a) Báo cáo Sở Y tế kết quả 6 tháng trước ngày 10 tháng 6, kết quả năm trước ngày 05/12 hằng năm.\n\n"
            "b) Báo cáo UBND tỉnh tình hình quý trước ngày 20 của tháng cuối quý, tình hình năm trước ngày 15/11.\n"
        ).records
        if isinstance(one, Report)
    ]
    assert found == [
        ("Báo cáo kết quả 6 tháng", "Sở Y tế", "trước ngày 10 tháng 6"),
        ("Báo cáo kết quả năm", "Sở Y tế", "trước ngày 05/12 hằng năm"),
        ("Báo cáo tình hình quý", "UBND tỉnh", "trước ngày 20 của tháng cuối quý"),
        ("Báo cáo tình hình năm", "UBND tỉnh", "trước ngày 15/11"),
    ]


def test_to_whom_a_report_goes_may_stand_before_its_name():
    found = [
        (one.report, one.to)
        for one in plan(
            "IV. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế\n\n"
            "a) Tổng hợp, báo cáo UBND tỉnh: báo cáo tháng trước ngày 20; báo cáo năm trước ngày 05/12.\n\n"
            "b) Gửi Sở Y tế báo cáo tổng kết trước ngày 12 tháng 12.\n\n"
            "c) Quý một lần, chậm nhất ngày 18 của tháng cuối quý, báo cáo UBND xã.\n"
        ).records
        if isinstance(one, Report)
    ]
    assert found == [
        ("báo cáo tháng", "UBND tỉnh"),
        ("báo cáo năm", "UBND tỉnh"),
        ("báo cáo tổng kết", "Sở Y tế"),
        ("báo cáo Quý một lần", "UBND xã"),
    ]


def test_two_days_of_one_year():
    assert due("Từ 01/9 đến 30/11/2026") == Due(DueKind.PERIOD, date(2026, 9, 1), date(2026, 11, 30))
    assert due("15/12 - 10/01/2027") == Due(DueKind.PERIOD, date(2026, 12, 15), date(2027, 1, 10))
