"""A source becomes a plan: nothing of it is lost, no text makes the reader fail, ids are stable."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.load import bundled_plans, load, source_of
from ingest.plan_ids import plan_id
from ingest.read import READER, read
from ingest.records import Locality, Page, Plan, Source
from ingest.text import quote

SOURCES = tuple(load(path) for path in bundled_plans())
IDS = ("cao-minh", "dinh-hoa", "kien-hai", "muong-la", "thanh-dong")


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return {plan.id: plan for plan in map(read, SOURCES)}


def plan_of(written: str, name: str = "a.txt") -> Plan:
    return read(Source(name, written, "0" * 64))


def test_plan_ids_are_the_localities(plans: dict[str, Plan]) -> None:
    assert tuple(plans) == IDS
    assert {plan.reader for plan in plans.values()} == {READER}


def test_every_character_is_accounted_for(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        assert plan.report.uncovered == ()
        assert plan.report.covered == plan.report.characters > 10_000


def test_the_noise_is_only_noise(plans: dict[str, Plan]) -> None:
    """No word of a plan's text may hide behind a name such as "letterhead"."""
    hidden = {"header", "group", "separator", "bullet or markup", "digital signature"}
    for plan in plans.values():
        named = [(item.what, plan.source.text[item.start : item.end]) for item in plan.report.noise]
        for what, words in named:
            if what not in hidden:
                assert len(words) < 20 or what == "pasted address", (plan.id, what, words)


def test_nothing_is_doubted_in_the_five_plans(plans: dict[str, Plan]) -> None:
    assert {plan.id: plan.report.warnings for plan in plans.values()} == dict.fromkeys(IDS, ())


def test_rows_are_counted(plans: dict[str, Plan]) -> None:
    tasks = {name: plan.report.found.get("task", 0) for name, plan in plans.items()}
    assert tasks == {"cao-minh": 0, "dinh-hoa": 0, "kien-hai": 37, "muong-la": 44, "thanh-dong": 0}


def test_every_quote_stands_at_its_spans(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for block in plan.blocks:
            assert block.cell.text == quote(plan.source.text, block.cell.spans)
        for record in plan.records:
            assert record.plan == plan.id
            assert record.quote == quote(plan.source.text, record.spans)


@pytest.mark.parametrize("source", SOURCES, ids=IDS)
def test_decomposed_letters_change_nothing(source: Source, plans: dict[str, Plan]) -> None:
    decomposed = read(source_of(unicodedata.normalize("NFD", source.text).encode(), source.name))
    plain = plans[decomposed.id]
    assert decomposed.report.found == plain.report.found
    assert decomposed.report.uncovered == ()
    assert [block.label for block in decomposed.blocks] == [block.label for block in plain.blocks]


def test_windows_line_ends_change_nothing(plans: dict[str, Plan]) -> None:
    source = SOURCES[2]
    assert read(source_of(source.text.replace("\n", "\r\n").encode(), source.name)).blocks == plans["kien-hai"].blocks


def test_a_table_that_is_not_understood_is_text_and_a_warning() -> None:
    plan = plan_of("I. MỤC TIÊU\n- Một.\nPHỤ LỤC\n| x | y | z |\n|---|---|---|\n| 1 | Khám bệnh | Trạm |\n")
    assert plan.report.uncovered == ()
    assert any("not understood" in warning for warning in plan.report.warnings)
    assert any("Khám bệnh" in block.cell.text for block in plan.blocks)


def test_a_table_in_the_body_gives_its_rows() -> None:
    table = "STT\tNội dung\tCơ quan chủ trì\tThời gian\n1\tKhám\tTrạm Y tế\t2026"
    plan = plan_of(f"I. NHIỆM VỤ\n{table}\nII. TỔ CHỨC\nMột.\n")
    assert [(record.kind, record.quote) for record in plan.records if record.kind == "task"] == [
        ("task", "1 Khám Trạm Y tế 2026")
    ]


def test_a_text_without_any_form_is_read() -> None:
    plan = plan_of("Một đoạn văn bản bình thường.\n\nMột đoạn nữa.\n", "Ghi chép 01.txt")
    assert plan.id == "ghi-chep-01"
    assert plan.locality is None
    assert [block.cell.text for block in plan.blocks] == ["Một đoạn văn bản bình thường.", "Một đoạn nữa."]


def test_records_know_their_page() -> None:
    written = SOURCES[2].text
    half = written.index("Phụ lục\nDANH MỤC")
    paged = Source("a.pdf", written, "1" * 64, pages=(Page(1, 0, half), Page(2, half, len(written))))
    plan = read(paged)
    assert {record.page for record in plan.records if record.kind == "task"} == {2}
    assert {record.page for record in plan.records if record.kind == "duty"} <= {1}


# --- Ids ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    source_sha256: str
    source_name: str
    province: str | None = None


PLACE = Locality("Kiên Hải", "đặc khu", "An Giang")


def test_the_same_file_keeps_its_id() -> None:
    taken = {"kien-hai-2": Known("a" * 64, "old.txt")}
    assert plan_id(PLACE, Source("new.txt", "", "a" * 64), taken) == "kien-hai-2"


def test_another_plan_of_the_locality_is_numbered() -> None:
    taken = {"kien-hai": Known("a" * 64, "a.txt", "An Giang"), "kien-hai-2": Known("c" * 64, "c.txt")}
    assert plan_id(PLACE, Source("b.txt", "", "b" * 64), taken) == "kien-hai-3"


def test_a_homonym_in_another_province_gets_the_province() -> None:
    taken = {"dinh-hoa": Known("a" * 64, "a.txt", "Thái Nguyên")}
    assert plan_id(Locality("Định Hóa", "xã", "Ninh Bình"), Source("b.txt", "", "b"), taken) == "dinh-hoa-ninh-binh"


@pytest.mark.parametrize(("name", "found"), [("😀.txt", "plan"), ("KH số 12.pdf", "kh-so-12"), ("a/b\\c.txt", "b-c")])
def test_without_a_locality_the_file_names_the_plan(name: str, found: str) -> None:
    assert plan_id(None, Source(name, "", "0"), {}) == found


# --- Any text -----------------------------------------------------------------------------------------------------

LINES = st.sampled_from([line for source in SOURCES for line in source.text.split("\n")])
MARKS = st.sampled_from(["Nơi nhận:", "PHỤ LỤC 1", "| a | b |", "STT\tTên\tAi", "1"])
PIECES = st.one_of(LINES, st.text(max_size=40), MARKS)


@given(st.lists(PIECES, max_size=40).map("\n".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_makes_the_reader_fail(written: str) -> None:
    plan = plan_of(written)
    report = plan.report
    assert report.characters == sum(map(len, written.split()))
    assert report.covered == report.characters - sum(end - start for start, end in report.uncovered)
    assert len(report.uncovered) <= len(report.warnings)


def test_reading_grows_linearly() -> None:
    """100 times the text in about 100 times the time; a small text is timed often, so that its time is a time."""
    item = "{0}. Mục số {0}\n- Tổ chức thực hiện tốt công tác y tế, đạt {0}% dân số.\n- Hai.\n"
    small = "I. MỤC TIÊU\n" + "".join(item.format(number) for number in range(1, 40))
    large = small * 100
    plan_of(small)
    begun = time.perf_counter()
    for _ in range(5):
        plan_of(small)
    one = (time.perf_counter() - begun) / 5
    begun = time.perf_counter()
    plan_of(large)
    assert time.perf_counter() - begun < 250 * one


def test_a_motto_and_a_date_that_a_narrow_column_breaks() -> None:
    head = "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\nĐẶC KHU CÔ TÔ\nSố: 96/KH-UBND\n"
    text = head + "Cô Tô, ngày 12 tháng 02 năm\n2026\nKẾ HOẠCH\nVề y tế\n\nI. MỤC TIÊU\n\nKhám cho người dân.\n"
    plan = read(Source("a.txt", text, "0" * 64, "utf-8"))
    values = {record.field: record.value for record in plan.records if record.kind == "header"}
    assert values["issuer"] == "ỦY BAN NHÂN DÂN ĐẶC KHU CÔ TÔ"
    assert (values["number"], values["date"]) == ("96/KH-UBND", "ngày 12 tháng 02 năm 2026")
