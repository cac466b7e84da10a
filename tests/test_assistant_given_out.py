"""Questions on a plan that gives out its work in sentences and has no table; reports of two periods; what each gets."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline import Assistant
from assistant.world import World
from ingest.load import source_of
from ingest.read import read
from tests.worlds import world_of

TEXT = """ỦY BAN NHÂN DÂN XÃ TÂN HƯƠNG
Số: 5/KH-UBND
Tân Hương, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
Phát triển kinh tế tư nhân năm 2026
I. MỤC TIÊU
Thành lập mới ít nhất 35 doanh nghiệp.
II. NHIỆM VỤ
1. Cải cách thủ tục
a) Thiết lập đường dây nóng tiếp nhận phản ánh của người dân. Giao Văn phòng HĐND và UBND chủ trì, hoàn thành trước \
ngày 30/4/2026.
b) Xây dựng hồ sơ cụm công nghiệp chế biến chè. Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã, hoàn thành trong \
quý IV/2026.
III. KINH PHÍ
1. Kinh phí năm 2026 là 1.850 triệu đồng, trong đó hỗ trợ doanh nghiệp 500 triệu đồng.
IV. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế: Tổng hợp báo cáo quý trước ngày 20 của tháng cuối quý, báo cáo năm trước ngày 10/12 gửi Sở Tài chính.
"""


@pytest.fixture(scope="module")
def world() -> World:
    return world_of([read(source_of(TEXT.encode(), "plan.txt"))])


def asked(world: World, question: str) -> dict[str, object]:
    return Assistant(lambda: world).ask(question, today=date(2026, 8, 15)).to_json()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Giao ai lập đường dây nóng tiếp nhận phản ánh?", "Văn phòng HĐND và UBND"),
        ("Hồ sơ cụm công nghiệp chế biến chè chừng nào xong?", "quý IV/2026"),
        ("Liệt kê các việc giao Phòng Kinh tế chủ trì, kèm thời hạn", "quý IV/2026"),
        ("Việc nào quá hạn rồi?", "30/4/2026"),
        ("Kế hoạch có bao nhiêu nhiệm vụ?", "2 nhiệm vụ"),
        ("Ai phối hợp làm hồ sơ cụm công nghiệp?", "Công an xã"),
    ],
)
def test_what_a_sentence_gives_out_is_known(world: World, question: str, said: str) -> None:
    answer = asked(world, question)
    assert answer["status"] == "answered" and said in str(answer["answer"])


def test_a_hotline_that_is_asked_for_is_still_a_number(world: World) -> None:
    assert asked(world, "Số đường dây nóng là gì?")["status"] == "refused"


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Báo cáo quý và báo cáo năm hạn ngày nào?", 2),
        ("Báo cáo năm trước ngày mấy?", 1),
        ("Báo cáo quý trước ngày nào?", 1),
    ],
)
def test_every_period_that_is_asked_for_has_its_report(world: World, question: str, count: int) -> None:
    assert len(asked(world, question)["records"]) == count  # type: ignore[arg-type]


def test_what_the_whole_costs_is_not_what_each_gets(world: World) -> None:
    assert asked(world, "Hỗ trợ mỗi doanh nghiệp bao nhiêu triệu?")["status"] == "refused"
    assert asked(world, "Kinh phí năm 2026 bao nhiêu tiền?")["status"] == "answered"
