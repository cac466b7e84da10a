"""A collapsed table in which cells share a line: neighbours of one line each are printed at one height."""

from __future__ import annotations

import pytest

from ingest.collapsed_header import pieces_of
from ingest.columns import Role
from ingest.line_parts import on_lines, parted
from ingest.records import Target, Task
from ingest.rows import records_of
from ingest.tables import read_tables
from ingest.text import NormalText

TASKS = """TT Nhiệm vụ Đơn vị chủ trì Đơn vị phối hợp Thời gian Sản phẩm
1 Kiểm tra an toàn thực phẩm Phòng Kinh tế Trạm Y tế xã Quý II/2026 Báo cáo
2 Rà soát hộ nghèo Phòng Văn hóa - Xã hội Các thôn Tháng 10/2026 Danh sách hộ nghèo
3
Xây dựng kế hoạch phát triển vùng
nguyên liệu chè
Phòng Kinh tế Hội Nông dân xã Năm 2027 Kế hoạch
4
Tổ chức tập huấn kỹ năng số cho cán
bộ thôn
Văn phòng HĐND và UBND xã
Đoàn Thanh niên xã
Thường xuyên Lớp tập huấn
5
Tuần tra bảo vệ rừng
Công an xã Ban Chỉ huy Quân sự
xã, Kiểm lâm địa bàn
Hằng tháng Nhật ký tuần tra
"""
PRODUCT_FIRST = """TT
Nội dung
Sản phẩm
Cơ quan
chủ trì
Cơ quan
phối hợp
Thời gian
1
Rà soát, cập nhật quy
hoạch mạng lưới trường
học trên địa bàn xã
Báo cáo Phòng Văn
hóa - Xã hội
Phòng Kinh
tế
Quý I/2026
2
Kiểm tra dạy thêm, học
thêm tại các nhà trường
Biên bản Công an xã Trạm Y tế Tháng 9/2026
3
Đào tạo, bồi dưỡng giáo
viên tiếng Anh
Lớp học
Phòng Văn
hóa - Xã hội
Các trường
học
Hằng năm
"""
FIGURES = """STT Chỉ tiêu chủ yếu Đơn vị tính
Ước TH năm 2025 Kế hoạch 2026 Kế hoạch 2027
I. Kinh tế
1 Thu ngân sách trên địa bàn Tỷ đồng 12,5 13 14,2
2
Tỷ lệ lao động qua đào tạo có bằng cấp,
chứng chỉ
%
31
33
≥ 36
3 Số bác sĩ làm việc tại Trạm Y tế xã Bác sĩ 2 3 4
4 Số cặp tảo hôn Cặp 14 11 0
5 Số mô hình kinh tế mới Mô hình 2 3
"""


def records(text: str) -> list[Task | Target]:
    normal = NormalText(text)
    found = read_tables(normal, range(len(normal.lines)))
    return [record for table in found for record in records_of(table, "Phụ lục", "a-plan")]


def tasks(text: str) -> list[tuple[str | None, ...]]:
    return [
        (one.number, one.task, one.lead, one.coordinating, one.deadline, one.product)
        for one in records(text)
        if isinstance(one, Task)
    ]


def test_cells_that_share_a_line_are_told_apart() -> None:
    assert tasks(TASKS) == [
        ("1", "Kiểm tra an toàn thực phẩm", "Phòng Kinh tế", "Trạm Y tế xã", "Quý II/2026", "Báo cáo"),
        ("2", "Rà soát hộ nghèo", "Phòng Văn hóa - Xã hội", "Các thôn", "Tháng 10/2026", "Danh sách hộ nghèo"),
        (
            "3",
            "Xây dựng kế hoạch phát triển vùng nguyên liệu chè",
            "Phòng Kinh tế",
            "Hội Nông dân xã",
            "Năm 2027",
            "Kế hoạch",
        ),
        (
            "4",
            "Tổ chức tập huấn kỹ năng số cho cán bộ thôn",
            "Văn phòng HĐND và UBND xã",
            "Đoàn Thanh niên xã",
            "Thường xuyên",
            "Lớp tập huấn",
        ),
        (
            "5",
            "Tuần tra bảo vệ rừng",
            "Công an xã",
            "Ban Chỉ huy Quân sự xã, Kiểm lâm địa bàn",
            "Hằng tháng",
            "Nhật ký tuần tra",
        ),
    ]


def test_a_product_before_the_chair_on_its_line_is_no_part_of_another_cell() -> None:
    assert [row[2:] for row in tasks(PRODUCT_FIRST)][:2] == [
        ("Phòng Văn hóa - Xã hội", "Phòng Kinh tế", "Quý I/2026", "Báo cáo"),
        ("Công an xã", "Trạm Y tế", "Tháng 9/2026", "Biên bản"),
    ]


def test_rows_of_figures_are_read_from_their_ends() -> None:
    found = [
        (one.number, one.indicator, one.value, one.unit, one.year)
        for one in records(FIGURES)
        if isinstance(one, Target)
    ]
    assert found[:8] == [
        ("1", "Thu ngân sách trên địa bàn", "13", "Tỷ đồng", 2026),
        ("1", "Thu ngân sách trên địa bàn", "14,2", "Tỷ đồng", 2027),
        ("2", "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ", "33", "%", 2026),
        ("2", "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ", "≥ 36", "%", 2027),
        ("3", "Số bác sĩ làm việc tại Trạm Y tế xã", "3", "Bác sĩ", 2026),
        ("3", "Số bác sĩ làm việc tại Trạm Y tế xã", "4", "Bác sĩ", 2027),
        ("4", "Số cặp tảo hôn", "11", "Cặp", 2026),
        ("4", "Số cặp tảo hôn", "0", "Cặp", 2027),
    ]


def test_a_row_with_a_figure_too_few_has_no_figure() -> None:
    short = [one for one in records(FIGURES) if isinstance(one, Target) and one.number == "5"]
    assert short and all(one.value is None for one in short)


def test_a_day_alone_on_its_line_is_no_page_number() -> None:
    rows = """TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian
1
Tổ chức “Ngày Sức khỏe
toàn dân”
Trạm Y tế
Phòng Văn hóa -
Xã hội
Hằng năm,
trước ngày
07/4
2
Kế hoạch phòng, chống dịch
bệnh truyền nhiễm
Trạm Y tế
5
Phòng Kinh tế;
Công an xã
Quý I/2026
"""
    assert [row[1:5] for row in tasks(rows)] == [
        ("Tổ chức “Ngày Sức khỏe toàn dân”", "Trạm Y tế", "Phòng Văn hóa - Xã hội", "Hằng năm, trước ngày 07/4"),
        ("Kế hoạch phòng, chống dịch bệnh truyền nhiễm", "Trạm Y tế", "Phòng Kinh tế; Công an xã", "Quý I/2026"),
    ]


def test_a_line_is_split_only_where_a_cell_may_begin() -> None:
    normal = NormalText("Trung tâm Y tế và Công an xã\nHội nghị Tháng 02/2026\n(do Công an xã gửi)\n")
    pieces = pieces_of(normal, range(len(normal.lines)))
    parts = parted(pieces, (Role.TASK, Role.LEAD, Role.DEADLINE))
    assert [part.text for part in parts] == [
        "Trung tâm Y tế và Công an xã",
        "Hội nghị",
        "Tháng 02/2026",
        "(do Công an xã gửi)",
    ]
    assert on_lines(parts) == tuple(pieces)


@pytest.mark.parametrize("heads", [("A CHUYỂN ĐỔI SỐ", "B NÔNG NGHIỆP"), ("I Chuyển đổi số", "II Nông nghiệp")])
def test_a_heading_whose_number_has_a_cell_of_its_own_is_no_cell_of_a_row(heads: tuple[str, str]) -> None:
    rows = f"""TT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp Thời gian Ghi chú
{heads[0]}
1 Số hóa hồ sơ lưu trữ Văn phòng HĐND và UBND Phòng Kinh tế Quý I/2026
2
Lắp đặt camera an ninh
tại các xóm
Công an xã Các xóm Quý II/2026 Xã hội hóa
{heads[1]}
3 Tiêm phòng gia súc đợt 1 Phòng Kinh tế Các xóm Tháng 4/2026
"""
    found = [one for one in records(rows) if isinstance(one, Task)]
    assert [one.group for one in found] == [heads[0], heads[0], heads[1]]
    assert [one.lead for one in found] == ["Văn phòng HĐND và UBND", "Công an xã", "Phòng Kinh tế"]
    assert [dict(one.others).get("Ghi chú") for one in found] == [None, "Xã hội hóa", None]


def test_one_cell_of_a_chair_before_its_tasks_is_for_all_of_them() -> None:
    rows = (
        "Đơn vị\tNội dung nhiệm vụ\tThời hạn\nCông an xã\tRà soát cư trú\tHằng tháng\n"
        "\tDiễn tập chữa cháy\tQuý III/2026\nTrạm Y tế\tPhun hóa chất diệt muỗi\tTháng 7\n"
    )
    assert [one.lead for one in records(rows) if isinstance(one, Task)] == ["Công an xã", "Công an xã", "Trạm Y tế"]
    blank = "Nội dung nhiệm vụ\tĐơn vị\tThời hạn\nRà soát\tCông an xã\tHằng tháng\nDiễn tập chữa cháy\t\tQuý III/2026\n"
    assert [one.lead for one in records(blank) if isinstance(one, Task)] == ["Công an xã", None]


WITH_CHAIR = """TT Tên chỉ tiêu ĐVT
Năm
2026
Năm
2030
Cơ quan
chủ trì
1 Tỷ lệ trẻ mẫu giáo 5 tuổi ra lớp % 99,5 100 Phòng VH-XH
2
Tỷ lệ trường đạt chuẩn quốc gia
mức độ 2
% 40 60
Phòng Văn hóa -
Xã hội
3 Số phòng học kiên cố Phòng 90 110 Phòng Kinh tế
4 Tỷ lệ xóa mù chữ độ tuổi 15 - 60 % 98 99 Trạm Y tế
"""


def test_indicators_with_a_chair_are_tasks_and_have_their_figures() -> None:
    found = records(WITH_CHAIR)
    assert [(one.number, one.task, one.lead) for one in found if isinstance(one, Task)] == [
        ("1", "Tỷ lệ trẻ mẫu giáo 5 tuổi ra lớp", "Phòng VH-XH"),
        ("2", "Tỷ lệ trường đạt chuẩn quốc gia mức độ 2", "Phòng Văn hóa - Xã hội"),
        ("3", "Số phòng học kiên cố", "Phòng Kinh tế"),
        ("4", "Tỷ lệ xóa mù chữ độ tuổi 15 - 60", "Trạm Y tế"),
    ]
    figures = [(one.number, one.value, one.unit, one.year) for one in found if isinstance(one, Target)]
    assert figures[:3] == [("1", "99,5", "%", 2026), ("1", "100", "%", 2030), ("2", "40", "%", 2026)]
    assert figures[-1] == ("4", "99", "%", 2030) and len(figures) == 8


def test_a_row_with_a_chair_and_no_figures_is_a_task_once() -> None:
    rows = "STT\tTên mục tiêu\tCơ quan chủ trì\tThời gian\n1\tTuổi thọ đạt 75 tuổi\tTrạm Y tế\tĐến 2030\n"
    assert [type(one) for one in records(rows)] == [Task]
    marks = "STT\tNhiệm vụ\tCơ quan chủ trì\tNăm 2026\tNăm 2027\n1\tSửa đường\tPhòng Kinh tế\tx\t\n"
    assert [type(one) for one in records(marks)] == [Task]


PERSONS = """TT Nhiệm vụ Lãnh đạo phụ trách Cơ quan chủ trì Cơ quan phối hợp Thời hạn
1
Chỉnh trang vỉa hè đường
Nguyễn Trãi
Phó Chủ tịch
UBND phường
Trần Văn Bình
Phòng Kinh tế, Hạ
tầng và Đô thị
Công an phường
30/6/2026
2
Lắp đặt 12 camera
Chủ tịch UBND
phường
Công an phường
Trung tâm Dịch vụ
tổng hợp
Quý IV/2026
3
Ra quân tổng vệ sinh
Nguyễn Thị Hà
Đoàn Thanh niên
phường
Các khối
Thứ bảy hằng tuần
4
Tuyên truyền phân loại
rác
Đ/c Trần Văn Bình
Hội Phụ nữ phường Các khối Thường xuyên
"""


def test_a_column_of_persons_is_neither_the_tasks_nor_the_chairs() -> None:
    found = [one for one in records(PERSONS) if isinstance(one, Task)]
    assert [(one.task, one.lead, dict(one.others)["Lãnh đạo phụ trách"]) for one in found] == [
        (
            "Chỉnh trang vỉa hè đường Nguyễn Trãi",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Phó Chủ tịch UBND phường Trần Văn Bình",
        ),
        ("Lắp đặt 12 camera", "Công an phường", "Chủ tịch UBND phường"),
        ("Ra quân tổng vệ sinh", "Đoàn Thanh niên phường", "Nguyễn Thị Hà"),
        ("Tuyên truyền phân loại rác", "Hội Phụ nữ phường", "Đ/c Trần Văn Bình"),
    ]
    assert [one.deadline for one in found] == ["30/6/2026", "Quý IV/2026", "Thứ bảy hằng tuần", "Thường xuyên"]


@pytest.mark.parametrize(
    ("heads", "numbers"),
    [
        (("I Tuyên truyền", "II Kiểm tra"), ("I.1", "I.2", "II.1")),
        (("A. Tuyên truyền", "B. Kiểm tra"), ("A1", "A2", "B1")),
    ],
)
def test_rows_numbered_behind_their_groups_mark(heads: tuple[str, str], numbers: tuple[str, str, str]) -> None:
    rows = f"""TT Nhiệm vụ Chủ trì Phối hợp Thời hạn
{heads[0]}
{numbers[0]}
Phát thanh hằng tuần trên
loa xóm
Trung tâm Dịch vụ
tổng hợp
Các xóm
Thường xuyên
{numbers[1]}
Hội thi tìm hiểu pháp luật
Công an xã
Đoàn Thanh niên
Quý IV/2026
{heads[1]}
{numbers[2]}
Kiểm tra nhà trọ
Công an xã
Các xóm
Tháng 7/2026
"""
    found = [one for one in records(rows) if isinstance(one, Task)]
    assert [(one.group, one.number) for one in found] == [
        (heads[0], numbers[0]),
        (heads[0], numbers[1]),
        (heads[1], numbers[2]),
    ]
    assert [one.lead for one in found] == ["Trung tâm Dịch vụ tổng hợp", "Công an xã", "Công an xã"]


TWO_ROWS = """STT Nội dung nhiệm vụ
Phân công thực hiện
Thời gian
Chủ trì Phối hợp
1
Rà soát hộ có người
khuyết tật
Phòng Văn hóa -
Xã hội
Các thôn Quý I/2026
2
Hỗ trợ sửa nhà cho hộ
nghèo
Mặt trận xã Phòng Kinh tế 30/8/2026
3
Thăm hỏi gia đình chính
sách
Phòng Văn hóa -
Xã hội
Hội Cựu chiến
binh
27/7 hằng năm
"""
LONG_TITLES = """Số
TT
Tên nhiệm vụ,
dự án
Đơn vị chủ trì
tham mưu, thực
hiện
Đơn vị phối
hợp
Thời gian
thực hiện,
hoàn thành
Ghi
chú
A Nhiệm vụ thường xuyên
1
Vệ sinh môi trường
ngày thứ Bảy
Các thôn
Đoàn Thanh niên
Thường xuyên
B Dự án
1
Kiên cố hóa 2,5 km
kênh N3
Phòng Kinh tế
Các thôn
2026-2027
Vốn tỉnh
2
Xây trạm bơm Bồ Bản
Ban Quản lý dự án
khu vực
Phòng Kinh tế
Quý IV/2027
Vốn TW
"""


def test_titles_that_stand_below_a_shared_one_are_columns_in_its_place() -> None:
    assert [row[2:5] for row in tasks(TWO_ROWS)] == [
        ("Phòng Văn hóa - Xã hội", "Các thôn", "Quý I/2026"),
        ("Mặt trận xã", "Phòng Kinh tế", "30/8/2026"),
        ("Phòng Văn hóa - Xã hội", "Hội Cựu chiến binh", "27/7 hằng năm"),
    ]


def test_what_goes_on_in_small_letters_is_no_column_of_its_own() -> None:
    assert [row[:5] for row in tasks(LONG_TITLES)] == [
        ("1", "Vệ sinh môi trường ngày thứ Bảy", "Các thôn", "Đoàn Thanh niên", "Thường xuyên"),
        ("1", "Kiên cố hóa 2,5 km kênh N3", "Phòng Kinh tế", "Các thôn", "2026-2027"),
        ("2", "Xây trạm bơm Bồ Bản", "Ban Quản lý dự án khu vực", "Phòng Kinh tế", "Quý IV/2027"),
    ]
    assert [one.group for one in records(LONG_TITLES)] == ["A Nhiệm vụ thường xuyên", "B Dự án", "B Dự án"]


def test_a_verb_is_no_task_beside_the_product_that_follows_it() -> None:
    rows = """TT
Nội dung công việc
Kết quả, sản phẩm
Đơn vị chủ trì
Thời gian hoàn thành
1
Xây dựng Đề án phát triển
hệ thống cấp cứu ngoại viện
Đề án
Trung tâm Y tế
Quý II/2026
2
Tổ chức hội nghị tổng kết
công tác y tế cơ sở của xã
Báo cáo tổng kết
Trạm Y tế
Quý IV/2026
"""
    assert [row[1] for row in tasks(rows)] == [
        "Xây dựng Đề án phát triển hệ thống cấp cứu ngoại viện",
        "Tổ chức hội nghị tổng kết công tác y tế cơ sở của xã",
    ]


def test_a_page_number_behind_the_last_figure_is_no_figure() -> None:
    rows = FIGURES.replace("3 Số bác sĩ làm việc", "7\n3 Số bác sĩ làm việc").replace(
        "Mô hình 2 3\n", "Mô hình 2 3 4\n8\n"
    )
    found = {(one.number, one.year): one.value for one in records(rows) if isinstance(one, Target)}
    assert found["5", 2027] == "4"
    assert found["2", 2027] == "≥ 36"
    assert found["3", 2026] == "3"


def test_a_name_that_a_line_break_cuts_before_a_word_of_deadlines_is_whole() -> None:
    rows = """STT Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian Sản phẩm
1
Mở lớp nghề cạo mủ,
chăm sóc cây cao su
Trung tâm Giáo
dục nghề nghiệp
- Giáo dục
thường xuyên Chư
Sê
Phòng Kinh tế
Quý III/2026
03 lớp
2
Mở lớp may công nghiệp
Hội Liên hiệp
Phụ nữ xã
Phòng Văn hóa -
Xã hội
Thường xuyên
04 lớp
"""
    assert [row[2] for row in tasks(rows)] == [
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Chư Sê",
        "Hội Liên hiệp Phụ nữ xã",
    ]
