"""Pages of PDFs: turned ones, stamps over the text, what stands on every page, what a page's end cuts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, RectangleObject

from ingest.load import load
from ingest.printed import Printed, PrintedLine, PrintedPage, PrintedTable
from ingest.printed_source import source_of_pages
from ingest.records import Source
from tests.test_ingest_load_files import grid, pdf, text

PAGE = pdf(
    text(50, 750, "first line") + text(50, 700, "second") + grid(600, [["TT", "Task", "Lead"], ["1", "one", "A"]])
)


@pytest.fixture
def loaded(tmp_path: Path):
    def read(writer: PdfWriter) -> Source:
        path = tmp_path / "plan.pdf"
        writer.write(path)
        return load(path)

    return read


def writer_of(data: bytes) -> PdfWriter:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(data)))
    return writer


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(loaded, turn: int) -> None:
    upright = loaded(writer_of(PAGE))
    writer = writer_of(PAGE)
    page = writer.pages[0]
    page.rotate(-turn)
    page.transfer_rotation_to_content()
    page.rotate(turn)
    turned = loaded(writer)
    assert turned.text == upright.text
    assert (turned.pages[0].width, turned.pages[0].height) == (600, 800)
    for box, other in zip(turned.boxes, upright.boxes, strict=True):
        assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(
            (other.x0, other.top, other.x1, other.bottom), abs=1
        )


LYING = {  # where a box of a page of 600 × 800 is shown when the page is turned clockwise
    90: lambda box: (800 - box.bottom, box.x0, 800 - box.top, box.x1),
    180: lambda box: (600 - box.x1, 800 - box.bottom, 600 - box.x0, 800 - box.top),
    270: lambda box: (box.top, 600 - box.x1, box.bottom, 600 - box.x0),
}


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_a_page_that_is_shown_on_its_side_is_read_upright(loaded, turn: int, cropped: bool) -> None:
    upright = loaded(writer_of(PAGE))
    writer = writer_of(PAGE)
    if cropped:
        writer.pages[0].mediabox = RectangleObject((-30, -50, 700, 900))
        writer.pages[0].cropbox = RectangleObject((0, 0, 600, 800))
    writer.pages[0].rotate(turn)
    lying = loaded(writer)
    assert lying.text == upright.text
    assert (lying.pages[0].width, lying.pages[0].height) == ((600, 800) if turn == 180 else (800, 600))
    for box, other in zip(lying.boxes, upright.boxes, strict=True):
        assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx(LYING[turn](other), abs=1)


def test_what_a_page_does_not_show_is_no_text_and_boxes_stand_on_what_it_shows(loaded) -> None:
    whole = loaded(writer_of(PAGE))
    writer = writer_of(pdf(text(50, 790, "printer mark") + text(50, 750, "first line") + text(50, 700, "second")))
    writer.pages[0].cropbox = RectangleObject((40, 500, 600, 780))
    shown = loaded(writer)
    assert shown.text.splitlines() == ["first line", "second"]
    assert (shown.pages[0].width, shown.pages[0].height) == (560, 280)
    first, other = shown.boxes[0], whole.boxes[0]
    assert (first.x0, first.top) == pytest.approx((other.x0 - 40, other.top - 20), abs=1)


def stamp(writer: PdfWriter, x: float, y: float, words: str) -> None:
    """A signature field with an appearance, as a signing program leaves it."""
    font = DictionaryObject({NameObject("/F"): writer.pages[0]["/Resources"]["/Font"]["/F"]})
    look = DecodedStreamObject()
    look.set_data(f"BT /F 12 Tf 0 2 Td ({words}) Tj ET".encode() if words else b"0 0 50 20 re f")
    box = ArrayObject(map(FloatObject, (0, 0, 200, 20)))
    look.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    look.update({NameObject("/BBox"): box, NameObject("/Resources"): DictionaryObject({NameObject("/Font"): font})})
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/F"): FloatObject(4),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (x, y - 2, x + 200, y + 18))),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    page = writer.pages[0]
    notes = page.get("/Annots", ArrayObject())
    notes.append(writer._add_object(annotation))
    page[NameObject("/Annots")] = notes


def test_a_stamped_number_replaces_the_blank_one_below_it(loaded) -> None:
    writer = writer_of(pdf(text(50, 750, "No:     /KH-UBND") + text(50, 700, "KE HOACH")))
    stamp(writer, 50, 750, "No: 57/KH-UBND")
    stamp(writer, 300, 400, "")
    source = loaded(writer)
    assert source.text.splitlines() == ["No: 57/KH-UBND", "KE HOACH"]
    writer.pages[0].rotate(90)
    assert loaded(writer).text.splitlines() == ["No: 57/KH-UBND", "KE HOACH"]


# --- Pages built by hand --------------------------------------------------------------------------------------------


def line(words: str, top: float, x0: float = 60, x1: float = 540) -> PrintedLine:
    return PrintedLine((Printed(words, x0, top, x1, top + 12),))


def body(first: str, *others: PrintedLine) -> PrintedPage:
    """A page under a first line: sentences over two lines each, the first of them set in."""
    lines = [line(first, 60, 90)]
    for n in range(4):
        lines += [line(f"Câu {n} của bài này", 100 + 40 * n, 90), line("là thế.", 120 + 40 * n, 60, 200)]
    return PrintedPage(tuple(sorted([*lines, *others], key=lambda one: one.top)), 600, 842)


def text_of(*pages: PrintedPage) -> str:
    return source_of_pages(pages, "a.pdf", "0" * 64).text


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        body(
            f"Trang này là {n}",
            line("Kế hoạch", 20),
            line(f"Trang {n + 1}/3", 800, 280, 320),
            line(f"{n + 1}", 40, 295, 305),
        )
        for n in range(3)
    ]
    written = text_of(*pages)
    assert "Kế hoạch" not in written and "Trang 2/3" not in written and "\n2\n" not in written
    assert "Trang này là 1" in written


def test_what_begins_the_text_of_pages_is_no_running_head() -> None:
    """Three appendices that begin a page each: their headings stand where the text of other pages begins."""
    pages = [body("PHỤ LỤC") for _ in range(3)] + [body("Câu đầu của một trang")]
    assert text_of(*pages).count("PHỤ LỤC") == 3


def test_a_sentence_goes_on_over_lines_and_pages() -> None:
    first = body("Đoạn một", line("Thực hiện Nghị quyết số 72-", 760, 90), line("NQ/TW của Bộ Chính trị về sức", 780))
    last = PrintedPage((line("khỏe Nhân dân trên địa bàn.", 60, 60, 300), line("Đoạn sau.", 80, 90, 200)), 600, 842)
    source = source_of_pages([first, last], "a.pdf", "0" * 64)
    whole = "Thực hiện Nghị quyết số 72-NQ/TW của Bộ Chính trị về sức khỏe Nhân dân trên địa bàn.\nĐoạn sau.\n"
    assert source.text.endswith(whole)
    assert source.text[source.pages[1].start :].startswith("khỏe Nhân dân")


def test_a_short_line_or_one_set_in_begins_anew() -> None:
    page = body("Đoạn một", line("1. Mục đích", 700, 90, 200), line("Một đoạn", 720, 90), line("Đoạn nữa", 740, 90))
    assert "1. Mục đích\nMột đoạn\nĐoạn nữa\n" in text_of(page)
    short = body("Đoạn một", line("Nơi nhận", 700, 60, 120), line("các cơ quan", 720, 60, 150))
    assert "Nơi nhận\ncác cơ quan\n" in text_of(short)


def table(*rows: tuple[str, ...]) -> PrintedTable:
    return PrintedTable(
        tuple(
            tuple(
                Printed(words, 60 + 100 * c, 300 + 20 * r, 160 + 100 * c, 320 + 20 * r) for c, words in enumerate(row)
            )
            for r, row in enumerate(rows)
        )
    )


HEADER = ("TT", "Nhiệm vụ", "Chủ trì")


@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_a_page_cuts_is_one_row(again: bool) -> None:
    first = table(HEADER, ("1", "Khám", "Trạm Y tế"), ("2", "Sửa đổi Nghị định số", "Phòng"))
    rest = ("", "56/2011/NĐ-CP", "Kinh tế")
    second = table(HEADER, rest, ("3", "Tiêm", "")) if again else table(rest, ("3", "Tiêm", ""))
    pages = [PrintedPage((one,), 600, 842) for one in (first, second)]
    source = source_of_pages(pages, "a.pdf", "0" * 64)
    rows = source.text.splitlines()
    assert "| 2 | Sửa đổi Nghị định số 56/2011/NĐ-CP | Phòng Kinh tế |" in rows
    assert rows[-1] == "| 3 | Tiêm |  |"
    assert [box.page for box in source.boxes if source.text[box.start : box.end] in ("Phòng", "Kinh tế")] == [1, 2]


@pytest.mark.parametrize("lead", ["", "Trạm Y tế"])
def test_a_row_without_number_that_is_none_s_rest_stays_a_row(lead: str) -> None:
    first = table(HEADER, ("1", "Khám.", "Trạm Y tế"), ("2", "Tiêm chủng mở rộng.", lead))
    second = table(("", "Việc khác.", "Phòng Kinh tế"), ("3", "Dạy.", "Trường"))
    rows = text_of(*(PrintedPage((one,), 600, 842) for one in (first, second))).splitlines()
    assert f"| 2 | Tiêm chủng mở rộng. | {lead} |" in rows and "|  | Việc khác. | Phòng Kinh tế |" in rows


@pytest.mark.parametrize("merges", [True, False])
def test_a_blank_that_a_cut_merged_cell_may_have_left_is_told(merges: bool) -> None:
    first = table(HEADER, ("1", "Khám.", "Trạm Y tế"), ("2", "Tiêm.", "Trạm Y tế"), ("3", "Dạy.", "Trường"))
    if merges:
        (head, one, two, three), both = first.rows, first.rows[1][2]
        first = PrintedTable((head, one, (*two[:2], both), three))
    pages = [PrintedPage((one,), 600, 842) for one in (first, table(HEADER, ("4", "Học.", "")))]
    warnings = source_of_pages(pages, "a.pdf", "0" * 64).warnings
    assert [warning.partition(":")[0] for warning in warnings] == (["page 2"] if merges else [])


def test_a_header_of_two_rows_is_printed_again_above_the_rest_of_a_row() -> None:
    header = (("TT", "Nhiệm vụ", "Thực hiện", ""), ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp"))
    first = table(*header, ("1", "Khám.", "Trạm Y tế", "Trường"), ("2", "Giao 320 ha rừng cho thôn", "Phòng", ""))
    second = table(*header, ("", "Làng Teng", "Kinh tế", ""), ("3", "Tiêm.", "Trạm Y tế", ""))
    source = source_of_pages([PrintedPage((one,), 600, 842) for one in (first, second)], "a.pdf", "0" * 64)
    rows = source.text.splitlines()
    assert "| 2 | Giao 320 ha rừng cho thôn Làng Teng | Phòng Kinh tế |  |" in rows
    assert rows[-1] == "| 3 | Tiêm. | Trạm Y tế |  |" and source.warnings == ()


def beside(top: float, left: tuple[str, float, float] | None, right: tuple[str, float, float] | None) -> PrintedLine:
    parts = (Printed(words, x0, top, x1, top + 12) for words, x0, x1 in filter(None, (left, right)))
    return PrintedLine(tuple(parts))


@pytest.mark.parametrize("kind", [(255, 340), (80, 165)])  # in the middle, and at the left edge
def test_a_letterhead_is_read_column_by_column(kind: tuple[float, float]) -> None:
    """The motto and the date go on below themselves, the columns' lines do not stand equally high."""
    head = [
        beside(60, ("ỦY BAN NHÂN DÂN", 80, 210), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 300, 520)),
        beside(75, None, ("VIỆT NAM", 370, 450)),
        beside(80, ("ĐẶC KHU CÔ TÔ", 90, 200), None),
        beside(95, ("Số: 96/KH-UBND", 90, 200), ("Độc lập - Tự do - Hạnh phúc", 320, 500)),
        beside(110, None, ("Cô Tô, ngày 12 tháng 02 năm", 320, 500)),
        beside(125, None, ("2026", 390, 430)),
        beside(145, ("KẾ HOẠCH", *kind), None),
    ]
    assert text_of(PrintedPage(tuple(head), 600, 842)).splitlines() == [
        *("ỦY BAN NHÂN DÂN", "ĐẶC KHU CÔ TÔ", "Số: 96/KH-UBND"),
        *(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
            "VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Cô Tô, ngày 12 tháng 02 năm",
            "2026",
        ),
        "KẾ HOẠCH",
    ]


def test_recipients_that_go_on_below_stand_apart_from_the_signature() -> None:
    closing = [
        beside(30, ("Trên đây là Kế hoạch thực hiện của Ủy ban nhân dân xã", 80, 500), None),
        beside(45, ("Bát Xát./.", 80, 130), None),
        beside(60, ("Nơi nhận:", 80, 140), ("TM. ỦY BAN NHÂN DÂN", 340, 500)),
        beside(75, ("- Ban Quản lý các khu", 80, 260), ("CHỦ TỊCH", 390, 450)),
        beside(90, ("công nghiệp;", 80, 150), None),
        beside(105, ("- Chi cục;", 80, 140), ("Vàng Láo Tả", 380, 460)),
        beside(120, ("- Lưu: VT.", 80, 140), None),
        beside(140, ("PHỤ LỤC", 80, 140), None),
    ]
    written = text_of(PrintedPage(tuple(closing), 600, 842))
    assert "Bát Xát./.\nNơi nhận:\n" in written
    assert "- Ban Quản lý các khu\ncông nghiệp;\n- Chi cục;\n- Lưu: VT.\nTM. ỦY BAN" in written
    assert written.endswith("Vàng Láo Tả\nPHỤ LỤC\n")


def test_the_text_does_not_go_on_in_a_column() -> None:
    """The page's lines are short, so that the date would be as long as any."""
    lines = [line(f"Mục {n}", 120 + 20 * n, 80, 160) for n in range(9)]
    head = beside(60, ("UBND XÃ A", 80, 160), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 520))
    page = PrintedPage((head, beside(80, None, ("A, ngày 05 tháng 3 năm 2026", 320, 500)), *lines), 600, 842)
    assert "năm 2026\nMục 0" in text_of(page)


def test_two_columns_of_work_are_no_letterhead() -> None:
    pairs = [beside(60 + 20 * n, (f"Phòng {n}", 80, 160), (f"Việc {n}", 300, 400)) for n in range(3)]
    assert text_of(PrintedPage(tuple(pairs), 600, 842)).splitlines() == [f"Phòng {n}\tViệc {n}" for n in range(3)]


def test_a_heading_behind_a_sentence_begins_a_paragraph_of_its_own() -> None:
    page = body("Đoạn", line("Nhắc ngư dân mang rác về bờ.", 700, 90), line("4. Vườn quốc gia", 718, 60, 200))
    assert "về bờ.\n4. Vườn quốc gia\n" in text_of(page)
