"""Which files are of one document: what both state must agree, and their words; in doubt they are two plans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.identity import Identity, Relation, identity, likeness
from tests.plan_letters import DUTIES, Letter
from tests.worlds import five_plans, plan_of

SAME, NEWER, OLDER, OTHER = Relation.SAME, Relation.NEWER, Relation.OLDER, Relation.OTHER
PLAN = Letter()
EDITED = (*DUTIES[:5], "Câu này được viết lại trong bản sau của kế hoạch.")
SCHOOLS = tuple(
    f"Trường {name} chủ trì sửa chữa phòng học, mua sắm thiết bị dạy học, tuyển sinh đúng tuyến và báo cáo Phòng."
    for name in ("Mầm non", "Tiểu học", "Trung học cơ sở", "Mẫu giáo", "Dân tộc nội trú", "Bán trú")
)


def of(letter: Letter) -> Identity:
    return identity(plan_of(letter.text().decode()))


@pytest.mark.parametrize(
    ("what", "changes", "relation"),
    [
        ("the same once more", {}, SAME),
        ("a slip put right", {"duties": EDITED}, SAME),
        ("its draft, number and date blank", {"number": "   ", "day": "ngày   tháng   năm 2026"}, SAME),
        ("issued again under a later date", {"day": "ngày 09 tháng 4 năm 2026"}, NEWER),
        ("what was issued before", {"day": "ngày 09 tháng 1 năm 2026", "duties": EDITED}, OLDER),
        ("the same title, another number and date", {"number": "57", "day": "ngày 09 tháng 9 năm 2026"}, NEWER),
        ("the same number of the next year", {"day": "ngày 02 tháng 3 năm 2027", "duties": SCHOOLS}, OTHER),
        ("another number of the same day", {"number": "13"}, OTHER),
        (
            "another plan, number and date",
            {"number": "13", "day": "ngày 05 tháng 3 năm 2026", "duties": SCHOOLS},
            OTHER,
        ),
        ("an appendix under the same number", {"duties": SCHOOLS, "opening": "", "end": ()}, OTHER),
        ("a copy for another commune", {"place": "Tân Lập"}, OTHER),
        ("the Party's plan of that title", {"code": "KH/ĐU", "issuer": "ĐẢNG ỦY"}, OTHER),
        ("last year's, a year in the title", {"number": " ", "title": "Chăm sóc sức khỏe năm 2025"}, OTHER),
    ],
)
def test_two_files(what: str, changes: dict[str, object], relation: Relation) -> None:
    first = PLAN
    if "year in the title" in what:
        first = replace(first, title="Chăm sóc sức khỏe năm 2026")
    found = likeness(of(replace(PLAN, **changes)), of(first))  # type: ignore[arg-type]
    assert found.relation is relation, what


def test_a_plan_that_replaces_another_is_newer_whatever_its_title() -> None:
    line = "Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 02/3/2026 của Ủy ban nhân dân xã."
    later = replace(PLAN, number="90", title="Nâng cao sức khỏe Nhân dân xã {place}", duties=(*SCHOOLS[:5], line))
    assert likeness(of(later), of(PLAN)).relation is NEWER
    assert likeness(of(PLAN), of(later)).relation is OLDER


def test_the_five_plans_are_five_in_every_pair() -> None:
    known = [identity(plan) for plan in five_plans()]
    for first in known:
        assert [likeness(first, other).relation for other in known].count(SAME) == 1


def test_where_the_place_is_lost_nearly_every_word_must_agree() -> None:
    lost = replace(of(PLAN), place=None, number=None, issued=None)
    assert likeness(lost, of(PLAN)).relation is SAME
    assert likeness(replace(of(replace(PLAN, duties=EDITED)), place=None, number=None), of(PLAN)).relation is OTHER


def test_a_misread_number_of_a_scan_does_not_make_a_second_plan() -> None:
    scan = replace(of(PLAN), number="72/kh-ubnd", scanned=True)
    assert likeness(scan, of(PLAN)).relation is SAME
    assert likeness(replace(scan, scanned=False), of(PLAN)).relation is OTHER
