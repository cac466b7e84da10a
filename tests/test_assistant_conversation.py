"""Follow-ups: what a question leaves out comes from the one before, and nothing is kept between calls."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.worlds import ask, follow_up, rows

EMERGENCY = "Ai chủ trì đề án cấp cứu ngoại viện ở Kiên Hải?"
SCREENING = "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?"
LIST = "Liệt kê nhiệm vụ do Phòng Kinh tế chủ trì ở Kiên Hải"
OF_KINH_TE = ["kien-hai/10", "kien-hai/22", "kien-hai/28", "kien-hai/35", "kien-hai/36"]


# --- what a follow-up leaves out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["Thế còn Mường La?", "còn mường la thì sao", "the con muong la", "What about Mường La?"]
)
def test_another_place_is_put_in_its_place(question: str) -> None:
    answer = ask(question, SCREENING)
    assert set(rows(answer)) == {"muong-la/III/5", "muong-la/IV/2"}
    assert "Mường La" in answer["resolved_question"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Khi nào phải xong?", "Quý II/2026"),
        ("Ai phối hợp?", "Công an đặc khu"),
        ("hạn thế nào?", "Quý II/2026"),
        ("khi nao xong", "Quý II/2026"),
        ("When is it due?", "Quý II/2026"),
    ],
)
def test_another_field_of_the_same_row(question: str, said: str) -> None:
    answer = ask(question, EMERGENCY)
    assert rows(answer) == ["kien-hai/18"]
    assert said in answer["answer"].split(".")[0] + answer["answer"]
    assert "cấp cứu ngoại viện" in answer["resolved_question"]
    assert "Kiên Hải" in answer["resolved_question"]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("cái thứ hai", 1),
        ("Cái đầu tiên thì sao?", 0),
        ("cái thứ 5", 4),
        ("cái cuối cùng", 4),
        ("nhiệm vụ thứ ba hạn khi nào?", 2),
        ("cái cuối cùng ai phối hợp?", 4),
    ],
)
def test_an_ordinal_points_at_a_row_of_the_answer_before(question: str, row: int) -> None:
    assert rows(ask(question, LIST)) == [OF_KINH_TE[row]]


def test_all_tasks_are_not_those_of_the_topic_before() -> None:
    everything = rows(ask("Liệt kê tất cả nhiệm vụ của Kiên Hải"))
    assert len(everything) > len(OF_KINH_TE)
    assert rows(ask("liệt kê tất cả nhiệm vụ", SCREENING)) == everything
    assert {row.split("/")[0] for row in rows(ask("liệt kê tất cả nhiệm vụ của các kế hoạch", SCREENING))} > {
        "kien-hai"
    }


def test_a_row_asked_by_its_number_after_a_signer_is_that_row() -> None:
    asked = "Mục 11 của Kiên Hải không có thời hạn à?"
    assert rows(ask(asked, "Ai ký kế hoạch Mường La?")) == rows(ask(asked)) == ["kien-hai/11"]


def test_an_ordinal_beyond_the_list_picks_nothing_of_it() -> None:
    assert rows(ask("cái thứ chín", LIST)) != ["kien-hai/9"]


def test_after_a_row_of_a_list_the_list_can_be_gone_back_to() -> None:
    assert rows(ask("cái thứ ba", LIST, "cái thứ hai")) == [OF_KINH_TE[2]]
    assert rows(ask("hạn khi nào?", LIST, "cái thứ hai")) == ["kien-hai/22"]


def test_a_list_is_narrowed() -> None:
    assert rows(ask("trong đó việc nào đến hạn năm 2026?", LIST)) == ["kien-hai/22"]
    assert rows(ask("chỉ những việc không nêu cơ quan phối hợp", "Liệt kê nhiệm vụ do Trạm Y tế chủ trì ở Kiên Hải"))


def test_another_agency_takes_the_part_of_the_one_before() -> None:
    assert rows(ask("Còn Phòng Kinh tế?", "Trạm Y tế Kiên Hải chủ trì những nhiệm vụ nào?")) == OF_KINH_TE


def test_the_same_agency_in_another_part() -> None:
    answer = ask("phòng này phối hợp những nhiệm vụ nào?", LIST)
    assert "kien-hai/33" in rows(answer)
    assert not set(rows(answer)) & set(OF_KINH_TE)


@pytest.mark.parametrize(
    "question",
    [
        "có chắc không?",
        pytest.param("Trích nguyên văn"),
        pytest.param("Are you sure?"),
    ],
)
def test_the_answer_before_again_with_its_proof(question: str) -> None:
    first, again = ask(EMERGENCY), ask(question, EMERGENCY)
    assert again["records"] == first["records"]
    assert again["citations"]


def test_who_signed_it() -> None:
    answer = ask("and who signed it?", "Which documents is the Kiên Hải plan based on?")
    assert answer["language"] == "en"
    assert "Lê Minh Trị" in answer["answer"]
    assert "Lê Minh Trị" in ask("Ai ký?", "Kế hoạch Kiên Hải căn cứ vào những văn bản nào?")["answer"]


def test_another_report_of_the_same_place() -> None:
    answer = ask("còn báo cáo năm?", "Báo cáo quý ở Kiên Hải phải gửi trước ngày nào?")
    assert [record["report"] for record in answer["records"]] == ["Báo cáo năm"]


def test_another_indicator_of_the_same_place_and_another_year() -> None:
    first = "Tỷ lệ bảo hiểm y tế của Mường La năm 2026?"
    height = ask("còn chiều cao?", first)
    assert {record["indicator"][:9] for record in height["records"]} == {"chiều cao"}
    later = ask("còn năm 2030?", first)
    assert {record["year"] for record in later["records"]} == {2030}


def test_places_after_places() -> None:
    chain = ("Ai ký kế hoạch Kiên Hải?", "còn Mường La?", "còn Định Hóa?")
    assert "Trần Hải Sơn" in ask(chain[1], chain[0])["answer"]
    assert "Nguyễn Minh Tú" in ask(chain[2], *chain[:2])["answer"]
    assert "Nguyễn Tuấn Ngọc" in ask("thế còn Thành Đông?", *chain)["answer"]


# --- a question of its own ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Dân số xã Cao Minh là bao nhiêu?",
        "So sánh chỉ tiêu bảo hiểm y tế của các xã",
        "Ai ký kế hoạch Mường La?",
        "Liệt kê nhiệm vụ do Phòng Kinh tế chủ trì ở Mường La",
        pytest.param("Kế hoạch nào nhắc đến trí tuệ nhân tạo?"),
        "Xin chào",
    ],
)
def test_a_question_that_says_all_is_answered_as_if_it_stood_alone(question: str) -> None:
    alone, after = ask(question), ask(question, EMERGENCY)
    assert {k: after[k] for k in ("status", "records", "answer")} == {
        k: alone[k] for k in ("status", "records", "answer")
    }


def test_another_topic_stays_in_the_place_that_was_talked_about() -> None:
    assert {r["plan"] for r in ask("Ai chủ trì quỹ đất sạch cho y tế?", SCREENING)["records"]} == {"kien-hai"}


def test_a_follow_up_to_nothing_is_asked_back() -> None:
    for question in ("Nhiệm vụ này ai chủ trì?", "Còn cái thứ hai?", "Nó phải xong khi nào?"):
        assert ask(question)["status"] == "clarify"


def test_thanks_between_two_questions_change_nothing() -> None:
    assert rows(ask("Ai phối hợp?", EMERGENCY, "Cảm ơn bạn")) == ["kien-hai/18"]


def test_a_question_alone_is_its_own_resolution() -> None:
    assert follow_up(EMERGENCY).resolved == EMERGENCY
    assert ask(EMERGENCY)["resolved_question"] == EMERGENCY


# --- bad histories, and no state ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "history",
    [
        ["asdf qwer zxcv"] * 200,
        [""] * 5,
        ["\x00\x01", "🙂", "?" * 50],
        ["à" * 10_000],
        ["<script>alert(1)</script>", "'; DROP TABLE plans; --"],
        [f"câu {n} về việc gì đó không ai hiểu" for n in range(200)],
    ],
    ids=["nonsense", "empty", "signs", "long", "markup", "two hundred"],
)
def test_a_history_of_nonsense_does_not_change_a_clear_question(history: list[str]) -> None:
    assert rows(ask(EMERGENCY, *history)) == ["kien-hai/18"]


def test_two_conversations_do_not_meet() -> None:
    one = ["Ai ký kế hoạch Kiên Hải?", "còn số văn bản?", "căn cứ gì?"]
    two = ["Liệt kê nhiệm vụ do Phòng Kinh tế chủ trì ở Mường La", "cái thứ hai", "ai phối hợp?"]
    apart = [[ask(q, *turns[:n])["answer"] for n, q in enumerate(turns)] for turns in (one, two)]
    woven: list[list[str]] = [[], []]
    for n in range(3):
        for each, turns in enumerate((one, two)):
            woven[each].append(ask(turns[n], *turns[:n])["answer"])
    assert woven == apart


def test_many_at_once_get_each_their_own_answer() -> None:
    asked = [(EMERGENCY,), ("Ai phối hợp?", EMERGENCY), ("Thế còn Mường La?", SCREENING), ("cái thứ hai", LIST)] * 4
    alone = [ask(*turn)["answer"] for turn in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda turn: ask(*turn)["answer"], asked)) == alone


def test_asking_twice_gives_the_same() -> None:
    first, second = ask("cái thứ hai", LIST), ask("cái thứ hai", LIST)
    del first["timings_ms"], second["timings_ms"]
    assert first == second
