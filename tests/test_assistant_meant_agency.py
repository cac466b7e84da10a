"""Who is meant by half a name, by a longer one, by one that no list begins with; and what is left out beside it."""

from __future__ import annotations

import pytest

from tests.worlds import ask, rows


def test_a_short_name_that_two_agencies_share_means_both() -> None:
    assert len(rows(ask("Y tế chủ trì việc gì ở Kiên Hải"))) == 20  # 19 of the station, one of the centre
    assert len(rows(ask("y te chu tri viec gi o muong la"))) == 19


@pytest.mark.parametrize("name", ["Bộ Y tế", "Sở Y tế", "Nhân viên y tế", "Thanh niên xung kích"])
def test_a_longer_name_is_not_the_agency_at_its_end(name: str) -> None:
    answer = ask(f"{name} chủ trì việc gì ở Kiên Hải")
    assert answer["status"] == "refused"
    assert name.lower() in answer["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ban Chỉ huy Quân sự Kiên Hải chủ trì gì?", "lực lượng dân quân"),
        ("Các cơ sở giáo dục Kiên Hải chủ trì việc gì", "hoạt động giáo dục sức khỏe"),
        ("Bảo hiểm xã hội Kiên Hải phối hợp việc gì", "VssID"),
    ],
)
def test_a_part_that_only_a_duty_gives_is_told_as_a_duty(question: str, said: str) -> None:
    answer = ask(question)
    assert {record["kind"] for record in answer["records"]} == {"duty"}
    assert said in answer["answer"]
    assert "không có nhiệm vụ nào như vậy trong phụ lục phân công" in answer["answer"]


def test_an_agency_before_what_it_must_do_is_found_whatever_it_begins_with() -> None:
    answer = ask("Các cơ sở giáo dục ở Kiên Hải phải làm gì")
    assert [record["kind"] for record in answer["records"]] == ["duty"]


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("Mặt trận Tổ quốc Mường La ngoài tuyên truyền còn làm gì", "giám sát và phản biện", "Tổ chức tuyên truyền"),
        ("Trạm Y tế Kiên Hải ngoài truyền thông còn chủ trì việc gì", "dinh dưỡng", "kế hoạch truyền thông"),
    ],
)
def test_what_else_leaves_out_what_is_named(question: str, said: str, unsaid: str) -> None:
    answer = ask(question)["answer"]
    assert said in answer
    assert unsaid not in answer


def test_the_whole_of_an_unknown_name_is_said() -> None:
    assert "“phòng tài chính”" in ask("Phòng Tài chính Mường La phải làm những gì?")["answer"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Thành Đông căn cứ chương trình nào của Đảng ủy phường?", "07-CTr/ĐU"),
        ("Tiền làm kế hoạch Mường La lấy từ mấy nguồn, kể ra", "các nhà tài trợ"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy nhận văn bản của xã nào?", "Cao Minh"),
        ("dinh hoa co nhac nghi quyet 57 k", "57-NQ/TW"),
        ("Kiên Hải người dân sống bao lâu vào năm 2045?", "trên 80"),
        ("Whose signature is on the Thành Đông plan?", "Nguyễn Tuấn Ngọc"),
        ("Who gets a copy of the Mường La plan?", "Trạm y tế xã"),
        ("How long should people live in Thành Đông by 2045?", "trên 80"),
    ],
)
def test_other_words_for_the_same_question(question: str, said: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert said in answer["answer"]


def test_jobs_without_a_deadline() -> None:
    assert rows(ask("Which jobs in Kiên Hải have no deadline written down?")) == ["kien-hai/11", "kien-hai/13"]
