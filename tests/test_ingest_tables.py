"""Tables in every form that plans come in: the cells come back, and what does not come back is said."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest.aligned_header
from ingest.contents import read_contents
from ingest.layout import parts
from ingest.records import Span, Target, Task
from ingest.rows import records_of
from ingest.table import Table
from ingest.tables import read_tables
from ingest.text import Line, NormalText


def tables(text: str) -> tuple[Table, ...]:
    normal = NormalText(text)
    return read_tables(normal, range(len(normal.lines)))


def records(text: str) -> list[Task | Target]:
    return [record for table in tables(text) for record in records_of(table, "Phụ lục", "a-plan")]


def tasks(text: str) -> list[tuple[str | None, ...]]:
    found = records(text)
    assert all(isinstance(record, Task) for record in found)
    return [(r.group, r.number, r.task, r.lead, r.coordinating, r.deadline) for r in found if isinstance(r, Task)]


ROWS = [
    ("I. Truyền thông", "1", "Xây dựng kế hoạch truyền thông", "Trạm Y tế", "Phòng Kinh tế", "Quý I/2026"),
    ("I. Truyền thông", "2", "Tổ chức khám sức khỏe định kỳ", "Trạm Y tế", None, "Thường xuyên"),
    ("II. Nhân lực", "1", "Bố trí đủ bác sĩ", "Phòng Văn hóa - Xã hội", "Các cơ quan, đơn vị", "Năm 2027"),
]


def test_tab_grid_with_groups() -> None:
    text = """STT\tNội dung công việc\tĐơn vị chủ trì\tĐơn vị phối hợp\tTiến độ
I. Truyền thông
1\tXây dựng kế hoạch truyền thông\tTrạm Y tế\tPhòng Kinh tế\tQuý I/2026
2\tTổ chức khám sức khỏe định kỳ\tTrạm Y tế\t\tThường xuyên
II\tNhân lực\t\t\t
1\tBố trí đủ bác sĩ\tPhòng Văn hóa - Xã hội\tCác cơ quan, đơn vị\tNăm 2027"""
    expected = [(group.replace("II.", "II") if group[:2] == "II" else group, *rest) for group, *rest in ROWS]
    assert tasks(text) == expected


def test_markdown_in_another_order_without_edge_pipes() -> None:
    text = """TT | Thời hạn | Nhiệm vụ | Chủ trì thực hiện | Cơ quan phối hợp
---|:---:|---|---|---
**I. Truyền thông** | | | |
1 | Quý I/2026 | Xây dựng kế hoạch truyền thông | Trạm Y tế | Phòng Kinh tế
2 | Thường xuyên | Tổ chức khám sức khỏe định kỳ | Trạm Y tế |
| **II. Nhân lực** | | | | |
| 1 | Năm 2027 | Bố trí đủ bác sĩ | Phòng Văn hóa - Xã hội | Các cơ quan, đơn vị |"""
    assert tasks(text) == ROWS


def test_aligned_columns_wrap() -> None:
    text = """
Số TT  Nội dung nhiệm vụ         Đầu mối          Phối hợp         Thời gian
                                                                   hoàn thành

I. Truyền thông

1      Xây dựng kế hoạch         Trạm Y tế        Phòng Kinh tế    Quý I/2026
       truyền thông
2      Tổ chức khám sức          Trạm Y tế                         Thường
       khỏe định kỳ                                                xuyên

II. Nhân lực

1      Bố trí đủ bác sĩ          Phòng Văn hóa    Các cơ quan,     Năm 2027
                                 - Xã hội         đơn vị
"""
    assert tasks(text) == ROWS


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_collapsed(gap: str) -> None:
    lines = """STT Tên nhiệm vụ
Cơ quan
chủ trì
Cơ quan phối
hợp
Thời gian hoàn
thành
I. Truyền thông
1
Xây dựng kế hoạch
truyền thông
Trạm Y tế
Phòng Kinh tế
Quý I/2026
2
Tổ chức khám sức
khỏe định kỳ
Trạm Y tế
Thường
xuyên
II. Nhân lực
1
Bố trí đủ bác sĩ
Phòng Văn
hóa - Xã
hội
Các cơ quan,
đơn vị
Năm 2027"""
    assert tasks(lines.replace("\n", gap)) == ROWS


def test_a_row_goes_on_after_a_repeated_header() -> None:
    text = """STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
1\tƯu tiên dành trụ sở\tPhòng Kinh tế, các\tThường

STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
\tsau sắp xếp\tcơ quan, đơn vị\txuyên
2\tViệc khác\tTrạm Y tế\t2026"""
    assert [row[2:] for row in tasks(text)] == [
        ("Ưu tiên dành trụ sở sau sắp xếp", "Phòng Kinh tế, các cơ quan, đơn vị", None, "Thường xuyên"),
        ("Việc khác", "Trạm Y tế", None, "2026"),
    ]


def test_a_line_break_inside_a_cell() -> None:
    header = "STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn"
    text = f"{header}\n1\tMột việc\nrất dài\tTrạm Y tế\t31/12/202\n6\n2\tHai\tCông an xã\t2027"
    assert [row[2:] for row in tasks(text)] == [
        ("Một việc rất dài", "Trạm Y tế", None, "31/12/202 6"),
        ("Hai", "Công an xã", None, "2027"),
    ]


def test_one_target_a_year_column_under_a_header_of_two_rows() -> None:
    text = """| TT | Chỉ tiêu | ĐVT | Mục tiêu | |
| | | | Năm 2026 | Năm 2030 |
|---|---|---|---|---|
| 1 | Tỷ lệ tham gia bảo hiểm y tế | % | 96 | 100 |"""
    found = [(r.indicator, r.unit, r.value, r.year) for r in records(text) if isinstance(r, Target)]
    assert found == [
        ("Tỷ lệ tham gia bảo hiểm y tế", "%", "96", 2026),
        ("Tỷ lệ tham gia bảo hiểm y tế", "%", "100", 2030),
    ]


def test_headers_with_slips_and_without_accents() -> None:
    text = "STT\tNhiem vu\tCơ quan chù trì\tCo quan phôi hợp\tThòi gian hoàn thành\n1\tMột việc\tTrạm Y tế\t\t2026"
    assert tasks(text) == [(None, "1", "Một việc", "Trạm Y tế", None, "2026")]


def test_sub_numbers_below_a_number_without_cells_make_it_a_group() -> None:
    text = "TT\tNhiệm vụ\tCơ quan chủ trì\n6\tAn toàn\t\n6.1\tTrường học\tCông an xã\n6.2\tLao động\tTrạm Y tế"
    assert [row[:3] for row in tasks(text)] == [("6 An toàn", "6.1", "Trường học"), ("6 An toàn", "6.2", "Lao động")]


def test_a_row_of_too_many_cells_is_unsure_not_wrong() -> None:
    (table,) = tables("STT\tNhiệm vụ\tCơ quan chủ trì\n1\tMột\tviệc\tTrạm Y tế\n2\tHai\tCông an xã")
    assert [cell.text for cell in table.rows[0].cells] == ["1", "", ""]
    assert table.rows[0].unsure and table.warnings
    assert any(noise.what == "unread" for noise in table.accounted)


EXPECTED = [(None, *row[1:]) for row in ROWS[:2]]
TITLES = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")


def drawn(bar: str, rules: tuple[str, str, str]) -> str:
    return f"""{rules[0]}
{bar} STT {bar} Nhiệm vụ          {bar} Cơ quan   {bar} Cơ quan       {bar} Thời hạn     {bar}
{bar}     {bar}                   {bar} chủ trì   {bar} phối hợp      {bar}              {bar}
{rules[1]}
{bar} 1   {bar} Xây dựng kế hoạch {bar} Trạm Y tế {bar} Phòng Kinh tế {bar} Quý I/2026   {bar}
{bar}     {bar} truyền thông      {bar}           {bar}               {bar}              {bar}
{rules[1]}
{bar} 2   {bar} Tổ chức khám sức  {bar} Trạm Y tế {bar}               {bar} Thường xuyên {bar}
{bar}     {bar} khỏe định kỳ      {bar}           {bar}               {bar}              {bar}
{rules[2]}"""


@pytest.mark.parametrize(
    ("bar", "rules"),
    [
        ("|", ("+---+---+---+---+---+",) * 3),
        ("│", ("┌───┬───┬───┬───┬───┐", "├───┼───┼───┼───┼───┤", "└───┴───┴───┴───┴───┘")),
        ("║", ("╔═══╦═══╦═══╦═══╦═══╗", "╠═══╬═══╬═══╬═══╬═══╣", "╚═══╩═══╩═══╩═══╩═══╝")),
    ],
)
def test_drawn_tables_with_wrapped_cells(bar: str, rules: tuple[str, str, str]) -> None:
    assert tasks(drawn(bar, rules)) == EXPECTED


def test_html_with_entities_merged_cells_and_a_group() -> None:
    text = """<table>
<tr><th rowspan=2>STT</th><th rowspan=2>Nhiệm vụ</th><th colspan="2">Cơ quan</th><th>Thời hạn</th></tr>
<tr><th>chủ trì</th><th>phối hợp</th></tr>
<tr><td colspan="5"><b>I. Truyền thông &amp; giáo dục</b></td></tr>
<tr><td>1</td><td><p>Giảm xuống &lt; 15%</p></td>
<td rowspan="2">Trạm Y tế</td><td>Phòng&nbsp;Kinh tế</td><td>2026</td></tr>
<tr><td>2</td><td>Việc<br>khác</td><td></td><td>2027</td></tr></table>"""
    group = "I. Truyền thông & giáo dục"
    assert tasks(text) == [
        (group, "1", "Giảm xuống < 15%", "Trạm Y tế", "Phòng Kinh tế", "2026"),
        (group, "2", "Việc khác", "Trạm Y tế", None, "2027"),
    ]


def test_quotes_of_html_stand_in_the_source() -> None:
    header = "<tr><th>TT</th><th>Chỉ tiêu</th><th>Năm 2030</th></tr>"
    text = f"<table>{header}<tr><td>1</td><td>Thấp còi</td><td>&lt; 15</td></tr></table>"
    (table,) = tables(text)
    (target,) = records_of(table, "Phụ lục", "a-plan", text)
    assert isinstance(target, Target) and target.value == "< 15"
    assert target.quote == "1 Thấp còi &lt; 15"


@pytest.mark.parametrize("mark", [";", ","])
def test_separated_values(mark: str) -> None:
    rows = [(number, f'"{task}, ""mới"""', lead, deadline) for _, number, task, lead, _, deadline in ROWS[:2]]
    text = "\n".join(mark.join(row) for row in [("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"), *rows])
    expected = [(None, number, f'{task}, "mới"', lead, None, due) for _, number, task, lead, _, due in ROWS[:2]]
    assert tasks(text) == expected


@pytest.mark.parametrize("first", ["STT: {}\nNhiệm vụ: {}", "{}. Nhiệm vụ: {}", "**Nhiệm vụ {}:** {}"])
def test_cards(first: str) -> None:
    text = "\n\n".join(
        first.format(number, task) + f"\n- Chủ trì: {lead}\n- Phối hợp: {other or ''}\n- Thời hạn: {deadline}"
        for _, number, task, lead, other, deadline in ROWS[:2]
    )
    assert tasks(text) == EXPECTED


CENTRED = """
STT  Nội dung nhiệm vụ         Đầu mối          Thời gian

     Xây dựng kế hoạch
1    truyền thông, giáo dục    Trạm Y tế        Quý I/2026
     sức khỏe
{gap}     Tổ chức khám sức          Trạm Y tế
2    khỏe định kỳ cho mọi      khu vực          Thường xuyên
     người dân
"""


def test_rows_whose_number_stands_in_their_middle() -> None:
    assert tasks(CENTRED.format(gap="\n")) == [
        (None, "1", "Xây dựng kế hoạch truyền thông, giáo dục sức khỏe", "Trạm Y tế", None, "Quý I/2026"),
        (None, "2", "Tổ chức khám sức khỏe định kỳ cho mọi người dân", "Trạm Y tế khu vực", None, "Thường xuyên"),
    ]


def test_centred_rows_that_nothing_parts_are_text_and_a_warning() -> None:
    (table,) = tables(CENTRED.format(gap=""))
    assert not table.rows and table.warnings
    assert "khám sức" in table.texts[0].text


def collapsed_rows(*cells: str) -> str:
    """A collapsed table whose columns are 24, 12, 12 and 10 characters wide."""
    lines = []
    for index, cell in enumerate(cells):
        lines += textwrap.wrap(cell, (4, 24, 12, 12, 10)[index % 5]) or [""]
    return "\n\n".join(line for line in lines if line)


def test_collapsed_rows_with_agencies_that_the_lexicon_does_not_know() -> None:
    sure = [
        ("Xây dựng kế hoạch truyền thông hằng năm của xã", "Trạm Y tế xã Thanh Bình", "Phòng Kinh tế xã", "Quý I/2026"),
        ("Tổ chức khám sức khỏe định kỳ cho người cao tuổi", "Trạm Y tế xã Thanh Bình", "Công an xã", "Thường xuyên"),
        ("Bố trí đủ bác sĩ tại trạm y tế xã", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế xã", "Đến tháng 9/2030"),
    ]
    names = ("Ban Quản lý dự án đầu tư xây dựng", "Ngân hàng Chính sách xã hội")
    unknown = ("Vận động nguồn lực xã hội cho y tế cơ sở", *names, "2027")
    cells = [cell for number, row in enumerate([*sure, unknown], 1) for cell in (str(number), *row)]
    assert [row[2:] for row in tasks(collapsed_rows(*TITLES, *cells))] == [*sure, unknown]


def test_a_page_number_before_a_form_feed_is_no_cell_and_no_row() -> None:
    rows = [(str(number), *row[2:]) for number, row in enumerate([*ROWS, *ROWS], 1)]
    rows = [tuple(cell or "Công an xã" for cell in row) for row in rows]
    text = collapsed_rows(*TITLES, *(cell for row in rows for cell in row))
    cut = text.replace("Thường\n\nxuyên", "Thường\n\n2\n\x0c\nxuyên", 1)
    assert cut != text
    assert [row[1:] for row in tasks(cut)] == rows


@pytest.mark.parametrize(
    ("numbers", "said"),
    [("1 2 2", "number 2 stands twice"), ("1 3", "number 3 comes after 1"), ("2 3", "the first number is 2")],
)
def test_odd_numbering_is_said(numbers: str, said: str) -> None:
    rows = "\n".join(f"{number}\tMột việc\tTrạm Y tế" for number in numbers.split())
    (table,) = tables(f"STT\tNhiệm vụ\tCơ quan chủ trì\n{rows}")
    assert table.warnings == (said,)


def test_a_row_of_which_nothing_is_certain_makes_no_record() -> None:
    text = "STT\tNhiệm vụ\tCơ quan chủ trì\n1\tMột\tviệc\tTrạm Y tế\n2\tHai\tCông an xã"
    assert [row[1:3] for row in tasks(text)] == [("2", "Hai")]


@given(st.text(alphabet="STT Nhiệm vụ|\t\n1.2Chủ trì;,-xãTrạm Y tế", max_size=300))
def test_any_lines_are_read_without_failing(text: str) -> None:
    tables(text)


def test_many_lines_of_columns_without_a_header_are_each_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    pieces = ingest.aligned_header.pieces_of

    def counted(line: Line) -> list[Span]:
        nonlocal looked
        looked += 1
        return pieces(line)

    monkeypatch.setattr(ingest.aligned_header, "pieces_of", counted)
    assert tables("a\tb\tc\td\n" * 800) == ()
    assert 800 <= looked <= 800 * 12


ON_BASELINES = """TT Chỉ tiêu
Đơn vị

tính

Thực hiện

năm 2025

Mục tiêu

năm 2026

Mục tiêu

năm 2030

1
Tỷ lệ dân số tham gia bảo

hiểm y tế
% 95,2 96,5 100

2

Tỷ lệ người dân được khám

sức khỏe định kỳ ít nhất 01

lần/năm

% 22 60 100

3 Số mô hình khu phố khỏe mạnh Mô hình 0 2 11

4
Tỷ lệ trẻ em dưới 5 tuổi suy

dinh dưỡng thể thấp còi
% 14,8 13,5 < 11
"""


def test_cells_on_one_line_of_a_collapsed_table_are_told_apart() -> None:
    (table,) = tables(ON_BASELINES)
    assert [column.role.value for column in table.columns] == [
        "number",
        "indicator",
        "unit",
        "result",
        "value",
        "value",
    ]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["1", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "95,2", "96,5", "100"],
        ["2", "Tỷ lệ người dân được khám sức khỏe định kỳ ít nhất 01 lần/năm", "%", "22", "60", "100"],
        ["3", "Số mô hình khu phố khỏe mạnh", "Mô hình", "0", "2", "11"],
        ["4", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "%", "14,8", "13,5", "< 11"],
    ]


def test_a_line_of_sums_under_a_collapsed_table_is_no_row() -> None:
    rows = [(str(n), f"Xây dựng công trình số {n} của xã", "Trạm Y tế", "2026", "1.700") for n in (1, 2, 3)]
    text = collapsed_rows(
        "STT", "Tên dự án", "Chủ đầu tư", "Thời gian", "Kinh phí", *(cell for row in rows for cell in row)
    )
    (table,) = tables(f"{text}\n\nTổng cộng\n\n5.100")
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == rows
    assert [cell.text for cell in table.texts] == ["Tổng cộng", "5.100"] and not table.warnings


ACROSS = """
| STT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |
|---|---|---|---|
| A BẢO VỆ RỪNG |  |  |  |
| 1 | Đóng mốc ranh giới | Hạt Kiểm lâm | Tháng 3/2026 |
| Sinh kế của người dân |  |  |  |
| 1 | Trồng sa nhân | Hội Nông dân xã | 2026 |
| Ghi chú: thời gian có thể thay đổi theo thời tiết. |  |  |  |
"""


def test_words_over_the_whole_width_head_rows_and_a_sentence_there_is_a_remark() -> None:
    (table,) = tables(ACROSS)
    assert [(row.group.text, row.number.text) for row in table.rows] == [
        ("A BẢO VỆ RỪNG", "1"),
        ("Sinh kế của người dân", "1"),
    ]
    assert [cell.text for cell in table.texts] == ["Ghi chú: thời gian có thể thay đổi theo thời tiết."]


MERGED_TITLES = """
| STT | Nhiệm vụ | Cơ quan thực hiện |  | Thời gian |
|---|---|---|---|---|
| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian |
| I | Y tế |  |  |  |
| 1 | Khám sàng lọc | Trạm Y tế | Công an xã | 2026 |
| STT | Nhiệm vụ | Cơ quan thực hiện |  | Thời gian |
| STT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian |
| 2 | Tiêm chủng | Trạm Y tế | Trường học | 2027 |
"""


def test_titles_merged_over_two_rows_and_printed_again_are_one_table() -> None:
    (table,) = tables(MERGED_TITLES)
    assert [column.role.value for column in table.columns] == ["number", "task", "lead", "coordinating", "deadline"]
    assert [(row.group.text, *(cell.text for cell in row.cells)) for row in table.rows] == [
        ("I Y tế", "1", "Khám sàng lọc", "Trạm Y tế", "Công an xã", "2026"),
        ("I Y tế", "2", "Tiêm chủng", "Trạm Y tế", "Trường học", "2027"),
    ]
    assert table.warnings == ()


@pytest.mark.parametrize("edge", ["\t", "| ", ""])
def test_the_stamp_of_a_digital_signature_is_no_row(edge: str) -> None:
    stamp = f"{edge}vp.xa@tinh.gov.vn\n{edge}2026-03-18T15:32:51+0700\n{edge}EMAILADDRESS=vp.xa@tinh.gov.vn, CN=XÃ A"
    rows = "1\tTrồng dâu\tPhòng Kinh tế\t2027\n2\tDệt vải\tHội Phụ nữ\t2028"
    if edge == "| ":
        head = "| STT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n"
        rows = "\n".join(f"| {row.replace(chr(9), ' | ')} |" for row in rows.splitlines())
    elif edge:
        head = "STT\tNhiệm vụ\tChủ trì\tThời hạn\n"
    else:
        head, rows = "STT\nNhiệm vụ\nChủ trì\nThời hạn\n", rows.replace("\t", "\n")
    text = NormalText(f"KẾ HOẠCH\n\nI. MỤC TIÊU\n1. Trồng dâu.\n\nPHỤ LỤC\n{head}{rows}\n{stamp}\n")
    contents = read_contents(text, parts(text), (), ())
    found = [record for _, table in contents.tables for record in records_of(table, "Phụ lục", "a-plan")]
    assert [(r.number, r.task) for r in found if isinstance(r, Task)] == [("1", "Trồng dâu"), ("2", "Dệt vải")]
