"""Tasks that a plan's body gives out in sentences: who leads, with whom, by when; what is not certain makes none."""

from __future__ import annotations

import pytest

from ingest.load import source_of
from ingest.read import read
from ingest.records import Task

HEAD = """ỦY BAN NHÂN DÂN XÃ TÂN HƯƠNG
Số: 5/KH-UBND
Tân Hương, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Phát triển văn hóa năm 2026

I. MỤC TIÊU
Phấn đấu 90% hộ gia đình đạt chuẩn văn hóa.
II. NHIỆM VỤ
1. Xây dựng đời sống văn hóa
"""
END = """
III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế: chủ trì bố trí kinh phí trước ngày 15/6/2026.
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn A
"""
TABLE = """
PHỤ LỤC
STT\tNhiệm vụ\tCơ quan chủ trì
1\tXây dựng kế hoạch\tTrạm Y tế
"""


def tasks(*sentences: str, after: str = "") -> list[tuple[str | None, ...]]:
    plan = read(source_of((HEAD + "\n".join(sentences) + END + after).encode(), "plan.txt"))
    found = [record for record in plan.records if isinstance(record, Task)]
    return [(one.place, one.task, one.lead, one.coordinating, one.deadline) for one in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "a) Rà soát quỹ đất công, trụ sở dôi dư. Giao Phòng Kinh tế chủ trì, phối hợp với Chi nhánh Văn phòng Đăng"
            " ký đất đai khu vực Tân Hương và các thôn, hoàn thành trước ngày 30/9/2026.",
            (
                "Rà soát quỹ đất công, trụ sở dôi dư",
                "Phòng Kinh tế",
                "Chi nhánh Văn phòng Đăng ký đất đai khu vực Tân Hương và các thôn",
                "trước ngày 30/9/2026",
            ),
        ),
        (
            "a) Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Hội Nông dân xã vận động hội viên trồng hoa ven đường"
            " liên thôn, hoàn thành trước ngày 30/9/2026.",
            (
                "vận động hội viên trồng hoa ven đường liên thôn",
                "Phòng Văn hóa - Xã hội",
                "Hội Nông dân xã",
                "trước ngày 30/9/2026",
            ),
        ),
        (
            "a) Trong quý III/2026, giao Văn phòng HĐND và UBND xã chủ trì xây dựng quy chế phối hợp giữa các đơn vị.",
            ("xây dựng quy chế phối hợp giữa các đơn vị", "Văn phòng HĐND và UBND xã", None, "Trong quý III/2026"),
        ),
        (
            "a) Hướng dẫn hộ kinh doanh kê khai thuế qua mạng. Đề nghị Thuế cơ sở 8 tỉnh Bắc Ninh chủ trì, phối hợp với"
            " Phòng Kinh tế thực hiện thường xuyên.",
            (
                "Hướng dẫn hộ kinh doanh kê khai thuế qua mạng",
                "Thuế cơ sở 8 tỉnh Bắc Ninh",
                "Phòng Kinh tế",
                "thường xuyên",
            ),
        ),
        (
            "a) Phân công Ban Chỉ huy Quân sự xã chủ trì, Công an xã phối hợp tuần tra ban đêm các thôn; thực hiện hằng"
            " tuần.",
            ("tuần tra ban đêm các thôn", "Ban Chỉ huy Quân sự xã", "Công an xã", "hằng tuần"),
        ),
        (
            "a) Khôi phục lễ hội đình làng. Giao Phòng Văn hóa\n- Xã hội chủ trì; thời gian hoàn thành: Quý IV/2026.",
            ("Khôi phục lễ hội đình làng", "Phòng Văn hóa - Xã hội", None, "Quý IV/2026"),
        ),
    ],
)
def test_a_sentence_that_gives_out_a_work_is_a_task(sentence: str, expected: tuple[str | None, ...]) -> None:
    assert tasks(sentence) == [("mục II.1.a", *expected)]


@pytest.mark.parametrize(
    "sentence",
    [
        "a) Công tác xây dựng Đảng do cấp ủy chủ trì theo quy định; các cơ quan phối hợp.",
        "a) Trạm Y tế đồng thời đóng vai trò là đầu mối tại địa phương trong việc tiếp nhận hỗ trợ kỹ thuật.",
        "a) Kết nối ngân hàng. Đề nghị Agribank Chi nhánh Tân Hương phối hợp với Phòng Kinh tế tổ chức 02 hội nghị.",
    ],
)
def test_a_sentence_in_which_nobody_is_given_the_lead_is_none(sentence: str) -> None:
    assert tasks(sentence) == []


def test_where_tables_give_out_the_work_only_what_is_expressly_given_counts() -> None:
    led = "a) Phòng Kinh tế chủ trì, phối hợp với Công an xã rà soát các điểm họp chợ tự phát trong quý II/2026."
    given = "b) Giao Công an xã chủ trì kiểm tra cơ sở kinh doanh karaoke, xong trước 30/6/2026."
    assert [task[2] for task in tasks(led, given)] == ["Phòng Kinh tế", "Công an xã"]
    assert [task[2] for task in tasks(led, given, after=TABLE)] == ["Công an xã", "Trạm Y tế"]
