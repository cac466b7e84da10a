"""Tables that share something out: each hamlet's figure is a target of its own, and a list of names is none."""

from __future__ import annotations

import pytest

from assistant.pipeline import Assistant
from assistant.turns import Answer
from ingest.read import read
from ingest.records import Plan, Source, Target
from ingest.serial import record_fields
from tests.worlds import TODAY, plan_of, world_of

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ TRÀ CÚ\n\nKẾ HOẠCH\nGiảm nghèo năm 2026\n\nI. MỤC TIÊU\n"
    "- Tỷ lệ hộ nghèo giảm còn 1,95%.\n- Giải quyết việc làm cho 1.300 lao động.\n\n"
)
TABS = (
    "PHỤ LỤC 3\nPHÂN BỔ CHỈ TIÊU CHO CÁC ẤP\n\n"
    "STT\tẤp\tSố hộ nghèo đầu năm 2026\tSố hộ nghèo giảm\tSố lao động có việc làm\n"
    "1\tẤp Chợ\t14\t6\t210\n2\tẤp Cà Hom\t35\t10\t160\n3\tẤp Vàm\t20\t12\t\n\tTổng cộng\t69\t28\t370\n"
)
PIPES = (
    "PHỤ LỤC\nGIAO CHỈ TIÊU BẢO HIỂM Y TẾ\n\n"
    "| TT | Tên thôn | Dân số | Tỷ lệ tham gia (%) | Ghi chú |\n|---|---|---|---|---|\n"
    "| 1 | Thôn 1 | 1.204 | 96,5 | |\n| 2 | Thôn Đồng Tâm | 987 | 95 | Vận động thêm |\n"
)
LEVELS = (
    "PHỤ LỤC 02\nPHƯƠNG ÁN SƠ TÁN DÂN\n\n"
    "TT\tKhu phố\tBão cấp 10 - 11\t\tBão từ cấp 12\t\tNơi đến sơ tán\n\t\tSố hộ\tSố người\tSố hộ\tSố người\t\n"
    "1\tHồ Tôm\t126\t540\t240\t1.012\tTrường THCS Phước Hội\n2\tTân Long\t114\t473\t300\t1.250\tTrường THPT\n"
)
NAMES = (
    "PHỤ LỤC\nDANH SÁCH ĐẦU MỐI\n\n"
    "STT\tThôn\tTrưởng thôn\tSố điện thoại\n1\tThôn 1\tNguyễn Văn An\t0912345678\n2\tThôn 2\tLê Thị Hoa\t0987654321\n"
)


def plan(appendix: str) -> Plan:
    return read(Source("plan.txt", HEAD + appendix, "0" * 64))


def asked(question: str) -> Answer:
    world = world_of([plan_of(HEAD + TABS)])
    return Assistant(lambda: world).ask(question, today=TODAY)


def shares(found: Plan) -> list[tuple[str | None, str, str | None]]:
    return [(r.holder, r.indicator, r.value) for r in found.records if isinstance(r, Target) and r.holder]


def test_every_cell_is_the_share_of_its_row() -> None:
    found = shares(plan(TABS))
    assert len(found) == 9
    assert ("Ấp Cà Hom", "Số hộ nghèo giảm", "10") in found
    assert ("Ấp Vàm", "Số lao động có việc làm", None) in found
    assert not any("Tổng" in str(holder) for holder, *_ in found)
    assert not [warning for warning in plan(TABS).report.warnings if "not understood" in warning]


def test_a_column_of_remarks_is_no_figure() -> None:
    found = shares(plan(PIPES))
    assert ("Thôn 1", "Dân số", "1.204") in found
    assert ("Thôn Đồng Tâm", "Tỷ lệ tham gia (%)", "95") in found
    assert len(found) == 4
    remarks = [r.note for r in plan(PIPES).records if isinstance(r, Target) and r.holder == "Thôn Đồng Tâm"]
    assert remarks == ["Vận động thêm"] * 2


def test_a_title_over_two_columns_is_each_ones_first_words() -> None:
    assert [share for share in shares(plan(LEVELS)) if share[0] == "Tân Long"] == [
        ("Tân Long", "Bão cấp 10 - 11 Số hộ", "114"),
        ("Tân Long", "Bão cấp 10 - 11 Số người", "473"),
        ("Tân Long", "Bão từ cấp 12 Số hộ", "300"),
        ("Tân Long", "Bão từ cấp 12 Số người", "1.250"),
    ]


def test_a_list_of_names_and_telephones_is_text() -> None:
    found = plan(NAMES)
    assert shares(found) == []
    assert any("Nguyễn Văn An" in block.cell.text for block in found.blocks)


def test_a_share_is_told_whose_it_is_and_compares_with_nothing() -> None:
    share = next(r for r in plan(TABS).records if isinstance(r, Target) and r.holder == "Ấp Chợ")
    assert record_fields(share)["holder"] == "Ấp Chợ"
    assert share.indicator_id is None


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("Ấp Cà Hom của xã Trà Cú giảm mấy hộ nghèo?", "10", "1,95"),
        ("ap ca hom xa tra cu giam may ho ngheo", "10", "1,95"),
        ("Ấp Chợ ở Trà Cú đầu năm 2026 có bao nhiêu hộ nghèo?", "14", "35"),
        ("Ấp nào ở Trà Cú giảm nhiều hộ nghèo nhất?", "Ấp Vàm", "Ấp Chợ"),
        ("Tỷ lệ hộ nghèo của xã Trà Cú?", "1,95%", "Ấp"),
        ("Trà Cú giải quyết việc làm cho bao nhiêu lao động?", "1.300", "Ấp"),
    ],
)
def test_a_share_answers_for_its_holder_only(question: str, said: str, unsaid: str) -> None:
    answer = asked(question)
    assert answer.status == "answered"
    assert said in answer.answer
    assert unsaid not in answer.answer


def test_each_holder_is_told_where_all_are_asked_for() -> None:
    answer = asked("Các ấp ở Trà Cú giảm bao nhiêu hộ nghèo?")
    assert [(r.holder, r.value) for r in answer.records if isinstance(r, Target)] == [
        ("Ấp Chợ", "6"),
        ("Ấp Cà Hom", "10"),
        ("Ấp Vàm", "12"),
    ]


def test_what_no_column_counts_is_refused_and_not_answered_with_the_communes_figure() -> None:
    answer = asked("Ấp Cà Hom ở Trà Cú có bao nhiêu trẻ em?")
    assert answer.status == "refused"
