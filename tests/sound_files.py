"""Small sound files of each kind, for tests that harm them."""

from __future__ import annotations

import io
from functools import cache

from pypdf import PdfReader, PdfWriter

from ingest.load import bundled_plans
from tests.test_ingest_load_files import cell, docx, grid, paragraph, pdf, row, text

LETTERHEAD = [
    "ỦY BAN NHÂN DÂN XÃ TÂN HỘI",
    "Số: 12/KH-UBND",
    "Tân Hội, ngày 02 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Chăm sóc sức khỏe Nhân dân trên địa bàn xã Tân Hội",
    "I. MỤC TIÊU",
    "- Người dân được khám sức khỏe định kỳ ít nhất mỗi năm một lần.",
    "II. TỔ CHỨC THỰC HIỆN",
    "- Trạm Y tế xã chủ trì khám sàng lọc cho người dân.",
]


@cache
def sound() -> dict[str, bytes]:
    """A text, a PDF of many pages, one whose streams are packed, and a Word file with a table."""
    pages = [text(50, 740, f"a line of page {page}") for page in range(6)]
    pages.append(grid(600, [["TT", "Task", "Lead"], ["1", "one", "A"], ["2", "two", "B"]]))
    plain = pdf(*pages)
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(plain)))
    for page in writer.pages:
        page.compress_content_streams()
    packed = io.BytesIO()
    writer.write(packed)
    ruled = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    rows = "".join(row(*(cell(words) for words in (str(n), f"Nhiệm vụ {n}", "Trạm Y tế"))) for n in range(1, 20))
    head = row(*(cell(words) for words in ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì")))
    body = "".join(map(paragraph, LETTERHEAD)) + f"<w:tbl>{ruled}{head}{rows}</w:tbl>"
    return {
        "txt": bundled_plans()[0].read_bytes(),
        "pdf": plain,
        "PDF": packed.getvalue(),
        "docx": docx(body),
    }
