"""A short plan of a commune with everything that identifies one, each thing free to choose; as text and as a file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from tests.test_ingest_load_files import docx, paragraph

DUTIES = (
    "Chủ trì khám sàng lọc miễn phí cho người dân trên địa bàn, lập hồ sơ sức khỏe điện tử và cập nhật hằng tháng.",
    "Phối hợp với các trường học tổ chức khám sức khỏe định kỳ cho học sinh, thông báo kết quả cho phụ huynh.",
    "Bảo đảm đủ thuốc thiết yếu, vật tư y tế và nhân lực trực hai mươi tư giờ tại trạm và các điểm trạm.",
    "Tham mưu kiện toàn mạng lưới y tế thôn, bồi dưỡng nghiệp vụ cho nhân viên y tế mỗi năm một lần.",
    "Tổ chức truyền thông về dinh dưỡng, phòng chống bệnh không lây nhiễm và rèn luyện thể lực trong Nhân dân.",
    "Theo dõi, đôn đốc, tổng hợp tình hình thực hiện và báo cáo Ủy ban nhân dân xã trước ngày 15 tháng 12.",
)


@dataclass(frozen=True)
class Letter:
    """What the plan states of itself, and its lines."""

    place: str = "Bình An"
    number: str = "12"
    code: str = "KH-UBND"
    issuer: str = "ỦY BAN NHÂN DÂN"
    day: str = "ngày 02 tháng 3 năm 2026"
    title: str = "Chăm sóc sức khỏe Nhân dân trên địa bàn xã {place}"
    duties: tuple[str, ...] = DUTIES
    opening: str = "Thực hiện Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị, xã {place} xây dựng kế hoạch."
    end: tuple[str, ...] = field(default=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"))

    def lines(self) -> list[str]:
        return [
            self.issuer,
            f"XÃ {self.place.upper()}",
            f"Số: {self.number}/{self.code}",
            f"{self.place}, {self.day}",
            "KẾ HOẠCH",
            self.title.format(place=self.place),
            self.opening.format(place=self.place),
            "I. NHIỆM VỤ",
            *(f"- {line}" for line in self.duties[:3]),
            "II. TỔ CHỨC THỰC HIỆN",
            "1. Trạm Y tế xã",
            *(f"- {line}" for line in self.duties[3:]),
            *self.end,
        ]

    def text(self) -> bytes:
        return "\n\n".join(self.lines()).encode()

    def word(self, *, signed: bool = False) -> bytes:
        """A Word file; with a part in which Word keeps a digital signature, if `signed`."""
        data = docx("".join(map(paragraph, self.lines())))
        if not signed:
            return data
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
        return out.getvalue()
