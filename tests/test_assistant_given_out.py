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
2. Các trường học: Tổ chức khám sức khỏe học sinh đầu năm học, hoàn thành trước ngày 31/10 hằng năm.
3. Các thôn: Gửi danh sách hộ kinh doanh về Phòng Kinh tế trước ngày 20/4/2026.
Nơi nhận:
- Trưởng các thôn;
- Lưu: VT.
PHỤ LỤC
STT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn
1\tSố hóa hồ sơ sức khỏe học sinh\tCác trường học\t
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
        ("Kế hoạch có bao nhiêu nhiệm vụ?", "3 nhiệm vụ"),
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


def test_a_day_that_a_duty_gives_is_not_said_to_be_blank_for_another_work(world: World) -> None:
    answer = str(asked(world, "Khi nào các trường học khám sức khỏe học sinh xong?")["answer"])
    assert "31/10" in answer and "không nêu" not in answer
    assert "không nêu" in str(asked(world, "Khi nào xong số hóa hồ sơ sức khỏe học sinh?")["answer"])


def test_what_an_agency_sends_is_not_the_plan(world: World) -> None:
    answer = asked(world, "Các thôn gửi danh sách hộ kinh doanh trước ngày nào?")
    assert "20/4/2026" in str(answer["answer"]) and "Nơi nhận" not in str(answer["answer"])
    assert len(asked(world, "Kế hoạch gửi những ai?")["records"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["Phụ lục có mấy dự án?", "Phụ lục gồm những công trình nào?"])
def test_what_a_table_calls_its_rows_are_its_rows(world: World, question: str) -> None:
    answer = asked(world, question)
    assert "Số hóa hồ sơ sức khỏe học sinh" in str(answer["answer"])


def test_an_agency_to_which_a_work_is_said_to_be_given_is_put_right(world: World) -> None:
    wrong = asked(world, "Sao lại giao Công an xã làm hồ sơ cụm công nghiệp chế biến chè?")
    assert wrong["status"] == "refused" and "Phòng Kinh tế" in str(wrong["answer"])
    right = asked(world, "Có phải giao Phòng Kinh tế làm hồ sơ cụm công nghiệp chế biến chè không?")
    assert right["status"] == "answered" and str(right["answer"]).startswith("Đúng")
