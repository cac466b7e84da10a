"""As officials put it in a meeting: offices by half their name, other documents' numbers, one place of two silent."""

from __future__ import annotations

import pytest

from assistant.wording import table
from ingest.text import canonical, unaccented
from tests.worlds import ask, bundled, follow_up, query_of, rows

_SOCIAL = ("greeting", "thanks", "help", "mine", "contact")


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("Kế hoạch của đảng ủy đặc khu mà Kiên Hải căn cứ số mấy, ngày nào?", "50-KH/ĐU, ngày 14/01/2026", "để trống"),
        ("Cao Minh thực hiện chương trình hành động số bao nhiêu của Tỉnh ủy?", "03-CTr/TU", "không nêu"),
        ("Kế hoạch của UBND tỉnh mà Mường La thực hiện ban hành ngày nào?", "01/01/2026", "không nêu"),
        ("Chương trình hành động của Đảng ủy xã Định Hóa số mấy?", "12-CTr/ĐU", "03-CTr/TU"),
        ("Kế hoạch nào có nhắc Kết luận 86 của Ban Bí thư?", "86-KL/TW", "người ký"),
    ],
)
def test_the_number_of_another_document_is_not_the_plans_own(question: str, said: str, unsaid: str) -> None:
    answer = ask(question)["answer"].replace("03- CTr", "03-CTr")
    assert said in answer
    assert unsaid not in answer


@pytest.mark.parametrize(
    ("question", "signer"),
    [
        ("Bà Trần Hải Sơn ký kế hoạch Cao Minh à?", "Hứa Ngọc Sỹ"),
        ("Lê Minh Trị ký kế hoạch Mường La đúng không?", "Trần Hải Sơn"),
        ("Hứa Ngọc Sỹ là ai?", "BÍ THƯ"),
        ("nguyen minh tu la ai", "BÍ THƯ"),
        ("Ông Lê Minh Trị giữ chức vụ gì?", "PHÓ CHỦ TỊCH"),
    ],
)
def test_who_signed_is_told_whoever_is_named(question: str, signer: str) -> None:
    answer = ask(question)
    assert signer in answer["answer"]
    assert len({citation["plan"] for citation in answer["citations"]}) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Lương bác sĩ trạm y tế Định Hóa bao nhiêu một tháng?",
        "Phụ cấp bác sĩ Cao Minh bao nhiêu?",
        "Tuổi nghỉ hưu của bác sĩ là bao nhiêu?",
        "thu nhap bac si kien hai bao nhieu",
    ],
)
def test_how_many_doctors_is_no_answer_to_what_one_earns(question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "refused"
    assert "4" not in answer["answer"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("VH-XH Kiên Hải chủ trì việc gì?", 3),
        ("bên kinh tế Mường La lo việc gì", 8),
        ("kien hai kinh te chu tri viec gi", 5),
        ("VHXH và Kinh tế cùng phối hợp những việc nào ở Kiên Hải?", 2),
        ("Việc nào ở Mường La mà VH-XH với Trạm y tế cùng chủ trì?", 7),
    ],
)
def test_an_office_is_known_by_what_follows_its_first_noun(question: str, count: int) -> None:
    assert len(rows(ask(question))) == count


def test_the_same_words_are_no_office_inside_a_topic() -> None:
    query = query_of("Lồng ghép vào kế hoạch phát triển kinh tế xã hội ở Mường La ai chủ trì?")
    assert not query.agencies
    assert "kinh" in query.topic


def test_a_follow_up_keeps_to_the_appendix_that_it_names() -> None:
    query = follow_up("thế VH-XH chủ trì bao nhiêu việc trong phụ lục 1?", "Công an xã Mường La chủ trì việc gì?")
    assert query.appendix == "1"
    assert "phụ lục 1" in query.resolved


def test_of_two_named_places_none_is_passed_over() -> None:
    missing = ask("Ai chủ trì cấp cứu ngoại viện ở Kiên Hải và Mường La?")
    assert rows(missing) == ["kien-hai/18"]
    assert "Không thấy điều được hỏi trong kế hoạch của: xã Mường La" in missing["answer"]
    no_table = ask("Ai chủ trì chuyển đổi số ở Định Hóa và Kiên Hải?")
    assert "xã Định Hóa không có phụ lục phân công" in no_table["answer"]
    both = ask("Hạn báo cáo năm của Kiên Hải so với Mường La bên nào sớm hơn?")["answer"]
    assert "05 tháng 11" in both
    assert "10/11" in both


def test_what_another_place_has_in_its_text_is_quoted_and_not_denied() -> None:
    answer = ask("Cao Minh và Kiên Hải kinh phí lấy đâu?")
    assert {citation["plan"] for citation in answer["citations"]} == {"cao-minh", "kien-hai"}
    assert "Không thấy" not in answer["answer"]


def test_of_all_places_those_without_a_figure_for_the_year_are_named() -> None:
    answer = ask("Chỉ tiêu BHYT năm 2026 của các xã?")
    assert "Không nêu chỉ tiêu này cho thời điểm được hỏi: đặc khu Kiên Hải" in answer["answer"]
    assert not [record for record in answer["records"] if record["plan"] == "kien-hai"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Việc xây dựng kế hoạch ngày 07/4 ở Kiên Hải ai chủ trì?", ["kien-hai/3"]),
        ("7/4 Kiên Hải ai lo", ["kien-hai/3"]),
        ("ngay 7 thang 4 kien hai giao ai", ["kien-hai/3"]),
        ("mienx vieenj phi o kien hai han nam nao", ["kien-hai/32"]),
        ("bao h thì kiên hải phải xong đề án nhân lực trạm y tế", ["kien-hai/27"]),
    ],
)
def test_a_task_is_found_by_its_day_and_by_hasty_typing(question: str, found: list[str]) -> None:
    assert rows(ask(question)) == found


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Kiên Hải có những nhiệm vụ nào hạn theo quý?", 5),
        ("Việc nào ở Kiên Hải hạn ghi theo năm?", 9),
        ("Các nhiệm vụ nhóm VI phụ lục 02 Mường La gồm gì?", 3),
        ("Nhóm II phụ lục 1 Mường La có gì?", 2),
        ("Phụ lục Thành Đông có gì?", 8),
        ("Phụ lục của Thành Đông đưa ra bao nhiêu chỉ tiêu tất cả?", 8),
    ],
)
def test_rows_are_listed_by_their_part_and_by_how_their_deadline_is_written(question: str, count: int) -> None:
    assert len(ask(question)["records"]) == count


def test_the_bodies_that_have_something_to_do_are_listed_whole() -> None:
    of_duties = ask("Kế hoạch Thành Đông giao nhiệm vụ cho những cơ quan nào?")["answer"]
    assert "8 cơ quan, đơn vị" in of_duties
    assert "Tổ trưởng các Tổ dân phố" in of_duties
    of_both = ask("Kiên Hải giao việc cho những cơ quan nào?")["answer"]
    assert "Trạm Y tế: 19 nhiệm vụ" in of_both
    assert "Ban Chỉ huy Quân sự đặc khu" in of_both
    assert "(nơi làm việc)" not in of_both


def test_two_figures_in_one_plan_are_a_contradiction_and_no_comparison() -> None:
    answer = ask("Trong kế hoạch Thành Đông tuổi thọ trung bình năm 2030 có hai con số khác nhau phải không?")
    assert {record["plan"] for record in answer["records"]} == {"thanh-dong"}


def test_a_statement_to_a_database_is_no_part_of_a_question() -> None:
    assert "Lê Minh Trị" in ask("kiên hải'; DROP TABLE tasks;-- ai ký kế hoạch")["answer"]


def test_the_words_of_asking_get_their_accents_back() -> None:
    """As many as can: a few are other words of the plans ("cho" and "chờ")."""
    entries = [entry for name, entry in table("cues").items() if name not in _SOCIAL and isinstance(entry, list)]
    phrases = [canonical(str(phrase)) for entry in entries for phrase in entry]
    typed = [p for p in dict.fromkeys(phrases) if unaccented(p) != p and " " in p]
    restore = bundled().index.accents.restore
    right = sum(restore(unaccented(phrase)) == phrase for phrase in typed)
    assert len(typed) > 700
    assert right / len(typed) > 0.95


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Nơi nhận của kế hoạch xã Mường La?", "recipients"),
        ("Nơi nhận chương trình hành động của Định Hóa gồm những ai?", "recipients"),
        ("Kế hoạch Cao Minh được ký số ngày nào?", "header"),
        ("Ai ký thay chủ tịch ở Mường La?", "header"),
        ("Định Hóa thực hiện chương trình hành động nào của Tỉnh ủy?", "bases"),
        ("Kiên Hải có gửi kế hoạch này cho Sở Y tế không?", "recipients"),
        ("Tiền đâu ra để Mường La làm kế hoạch này?", "funding"),
    ],
)
def test_without_accents_the_same_is_asked(question: str, asked: str) -> None:
    flat, written = query_of(unaccented(question)), query_of(question)
    assert (flat.ask, flat.scope.plans, flat.language) == (written.ask, written.scope.plans, "vi")
    assert flat.ask == asked


def test_without_accents_one_body_is_not_another() -> None:
    answer = ask("ke hoach nao gui cho so y te?")
    assert {record["plan"] for record in answer["records"]} == {"kien-hai"}


def test_without_accents_several_questions_are_several() -> None:
    reports = ask("bao cao quy o kien hai gui truoc ngay nao, con bao cao nam?")
    assert len(reports["records"]) == 2
    signed = ask("ai ky, co bao nhieu nhiem vu trong ke hoach kien hai?")["answer"]
    assert "Lê Minh Trị" in signed
    assert "37" in signed


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Cái gì phải xong sớm nhất ở Kiên Hải?", ["kien-hai/33"]),
        ("viec nao cua kien hai han muon nhat", ["kien-hai/20"]),
        ("Which task in Kien Hai is due first?", ["kien-hai/33"]),
        ("Phòng Kinh tế Mường La chủ trì việc nào hạn muộn nhất?", []),
        ("Ai chủ trì các việc nhóm IV phụ lục 1 Mường La?", ["muong-la/IV/8", "muong-la/IV/9", "muong-la/IV/10"]),
        ("Việc cuối cùng trong phụ lục Kiên Hải là gì?", ["kien-hai/37"]),
    ],
)
def test_tasks_at_an_end_and_of_a_part(question: str, found: list[str]) -> None:
    assert rows(ask(question)) == found
