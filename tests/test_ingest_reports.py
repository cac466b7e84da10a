"""Who reports what, to whom, by which days."""

from __future__ import annotations

import pytest

from ingest.read import read
from ingest.records import Report, Source

HEAD = "KẾ HOẠCH\nNăm 2026\n\nV. TỔ CHỨC THỰC HIỆN\n\n1. Trưởng các khu phố\n\nVận động người dân.\n\n"


def report(sentence: str) -> Report:
    (found,) = (
        one for one in read(Source("plan.txt", HEAD + sentence + "\n", "0" * 64)).records if type(one) is Report
    )
    return found


@pytest.mark.parametrize(
    "days", ["ngày 15/6 và 15/12", "ngày 15/6, 15/12 hằng năm", "ngày 25 tháng 5 và ngày 25 tháng 11"]
)
def test_every_day_of_a_report_is_its_deadline(days: str) -> None:
    assert report(f"Báo cáo kết quả về UBND phường trước {days}.").deadline == f"trước {days}"


def test_a_sentence_with_a_subject_of_its_own_names_who_reports() -> None:
    found = report(
        "Các cơ quan, đơn vị báo cáo tổng kết công tác phòng, chống thiên tai về UBND phường trước ngày 20/11."
    )
    assert found.reporter == "Các cơ quan, đơn vị"
    assert "Trưởng các khu phố" not in found.quote
    assert found.report == "báo cáo tổng kết công tác phòng, chống thiên tai"
    assert report("Báo cáo kết quả về UBND phường trước ngày 20/11.").reporter == "Trưởng các khu phố"


def test_an_addressee_with_a_comma_in_its_name_is_whole() -> None:
    found = report("Báo cáo kết quả về Phòng Kinh tế, Hạ tầng và Đô thị trước ngày 20/11/2026.")
    assert found.to == "Phòng Kinh tế, Hạ tầng và Đô thị"


def test_a_sentence_above_names_nobody_who_reports() -> None:
    above = "2. Ban nhân dân các ấp, khóm lập danh sách hộ có tàu cá, báo ngay khi phát hiện tàu đi biển không phép."
    days = "Chế độ báo cáo: các đơn vị gửi báo cáo tuần trước 15 giờ thứ Năm; báo cáo tháng trước ngày 20."
    text = f"{HEAD}{above}\n\n{days}\n"
    found = [one for one in read(Source("plan.txt", text, "0" * 64)).records if type(one) is Report]
    assert [one.reporter for one in found] == ["các đơn vị", None]
