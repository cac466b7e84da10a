"""What stands in a plan's prose comes back as records: head, bases, recipients, signers, targets, duties, reports.

The golden files were drafted by the reader and then held against the text of each plan, line by line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.duties import read_duties, read_funding, read_reports
from ingest.header import Head, read_header
from ingest.layout import parts
from ingest.load import bundled_plans
from ingest.records import Basis, Block, HeaderField, Recipient, Record
from ingest.structure import blocks
from ingest.targets import read_targets
from ingest.text import NormalText, quote

GOLDEN = Path(__file__).parent / "data" / "golden"
PLANS = {path.stem: path for path in bundled_plans()}


def read(text: str) -> tuple[Head, tuple[Block, ...]]:
    normal = NormalText(text)
    cut = parts(normal)
    return read_header(normal, cut, "x"), blocks(normal, cut)


def of(head: Head, field: str) -> list[HeaderField]:
    return [record for record in head.records if isinstance(record, HeaderField) and record.field == field]


def value(head: Head, field: str) -> str | None:
    (record,) = of(head, field)
    return record.value


@pytest.fixture(params=sorted(PLANS))
def plan(request: pytest.FixtureRequest) -> tuple[str, Head, tuple[Block, ...], dict[str, Any]]:
    text = PLANS[request.param].read_text(encoding="utf-8")
    golden = json.loads((GOLDEN / f"{request.param}.prose.json").read_text(encoding="utf-8"))
    return text, *read(text), golden


def test_every_field_of_the_head_is_the_golden_one(plan):
    text, head, body, golden = plan
    fields = [record for record in head.records if isinstance(record, HeaderField)]
    fields += read_funding(body, text, "x")
    assert [[one.field, one.value, one.state] for one in fields] == golden["header"]
    assert head.document == golden["document"]
    assert head.title == golden["title"]
    assert head.locality is not None
    assert [head.locality.type, head.locality.name, head.locality.province] == golden["locality"]


def test_every_basis_and_recipient_is_the_golden_one(plan):
    _, head, _, golden = plan
    bases = [one for one in head.records if isinstance(one, Basis)]
    assert [[one.document_type, one.number, one.date, str(one.issued), one.issuer] for one in bases] == golden["bases"]
    recipients = [one for one in head.records if isinstance(one, Recipient)]
    assert [[one.name, one.purpose] for one in recipients] == golden["recipients"]


def test_every_target_in_prose_is_the_golden_one(plan):
    text, _, body, golden = plan
    found = [
        [one.indicator_id, one.indicator, one.value, one.unit, one.year, one.direction, one.low, one.high, one.place]
        for one in read_targets(body, text, "x")
    ]
    assert found == golden["targets"]


def test_every_duty_and_report_is_the_golden_one(plan):
    text, _, body, golden = plan
    duties = [[one.agency, " ".join(one.duty.split()[:6])] for one in read_duties(body, text, "x")]
    assert duties == golden["duties"]
    reports = [[one.report, one.to, one.deadline, one.reporter] for one in read_reports(body, text, "x")]
    assert reports == golden["reports"]


def test_every_quote_stands_in_the_source_and_proves_its_value(plan):
    text, head, body, _ = plan
    records: list[Record] = [*head.records, *read_targets(body, text, "x"), *read_duties(body, text, "x")]
    records += [*read_reports(body, text, "x"), *read_funding(body, text, "x")]
    for record in records:
        assert record.quote
        assert record.quote == quote(text, record.spans)
        for field in ("agency", "indicator", "value", "signer", "deadline", "duty"):
            stated = getattr(record, field, None)
            typed = isinstance(record, HeaderField) and record.field in ("type", "party_or_state", "digital_signature")
            if stated and not typed:
                assert stated.lower() in record.quote.lower()


# --- Heads that the five plans do not have ------------------------------------------------------------------------

STATE = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ BÌNH MINH Độc lập - Tự do - Hạnh phúc
Số: 57/KH-UBND Bình Minh, ngày 05 tháng 12 năm 2025
KẾ HOẠCH
Triển khai thực hiện Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị
trên địa bàn xã Bình Minh
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
Căn cứ Luật Khám bệnh, chữa bệnh số 15/2023/QH15 ngày 09/01/2023;
Căn cứ Kế hoạch số 100/KH-UBND ngày 1/12/2025 của UBND tỉnh Hưng Yên về việc thực hiện;
UBND xã Bình Minh ban hành Kế hoạch như sau:
I. MỤC TIÊU
- Tỷ lệ bao phủ bảo hiểm y tế đạt 95% vào năm 2026, đạt 98% vào năm 2030.
II. KINH PHÍ
Kinh phí thực hiện Kế hoạch từ nguồn ngân sách xã.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế: Chủ trì cân đối kinh phí, báo cáo UBND xã trước ngày 15/12 hằng năm.
2. Giao Trạm Y tế xã chủ trì, phối hợp với các cơ quan thực hiện Kế hoạch.
3. Các cơ quan, đơn vị định kỳ báo cáo quý gửi trước ngày 20 tháng cuối quý, báo cáo năm gửi trước ngày 10/12 về \
UBND xã (qua Phòng Văn hóa - Xã hội) để tổng hợp.
Nơi nhận:                      TM. ỦY BAN NHÂN DÂN
- Như trên;                        KT. CHỦ TỊCH
- Lưu: VT.                         PHÓ CHỦ TỊCH

                                   (Đã ký)
                                   Nguyễn Văn An
"""

PARTY = """ĐẢNG BỘ TỈNH HƯNG YÊN\tĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ BÌNH MINH
*\tBình Minh, ngày     tháng 12 năm 2025
Số     -KH/ĐU

KẾ HOẠCH
thực hiện Nghị quyết số 72-NQ/TW

-----
Thực hiện Nghị quyết số 72-NQ/TW, ngày 09/9/2025 của Bộ Chính trị, Ban Thường vụ Đảng ủy xây dựng kế hoạch như sau:
I. MỤC TIÊU
- Phấn đấu.
Nơi nhận:
- Thường trực Tỉnh ủy (để báo cáo),
- Lưu VPĐU.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ


Trần Thị Bích
"""


def test_a_letterhead_in_two_columns_is_read_on_both_sides():
    head, _ = read(STATE)
    assert value(head, "issuer") == "ỦY BAN NHÂN DÂN XÃ BÌNH MINH"
    assert str(head.locality) == "xã Bình Minh"
    assert head.locality is not None and head.locality.province == "Hưng Yên"
    assert head.document == "Kế hoạch 57/KH-UBND"
    assert value(head, "place") == "Bình Minh"
    assert str(of(head, "date")[0].issued) == "2025-12-05"
    assert value(head, "party_or_state") == "state"
    assert head.title is not None and head.title.endswith("trên địa bàn xã Bình Minh")


def test_signature_and_recipients_side_by_side_are_told_apart():
    head, _ = read(STATE)
    assert value(head, "on_behalf") == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert value(head, "position") == "PHÓ CHỦ TỊCH"
    assert value(head, "signer") == "Nguyễn Văn An"
    assert [one.name for one in head.records if isinstance(one, Recipient)] == ["Như trên", "Lưu: VT"]


def test_laws_are_cited_by_name_with_or_without_a_number():
    head, _ = read(STATE)
    bases = [(one.document_type, one.number) for one in head.records if isinstance(one, Basis)]
    assert ("Luật Tổ chức chính quyền địa phương", None) in bases
    assert ("Luật Khám bệnh, chữa bệnh", "15/2023/QH15") in bases
    assert ("Kế hoạch", "100/KH-UBND") in bases


def test_a_party_head_with_blanks_says_which_fields_are_blank():
    head, _ = read(PARTY)
    assert of(head, "number")[0].state == "blank"
    assert (of(head, "date")[0].state, value(head, "date")) == ("partial", "ngày tháng 12 năm 2025")
    assert value(head, "province") == "Hưng Yên"
    assert value(head, "party_or_state") == "party"
    assert head.document == "Kế hoạch … -KH/ĐU"
    assert (value(head, "on_behalf"), value(head, "position")) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")


def test_a_province_named_for_another_reason_is_not_the_plans_own():
    elsewhere = STATE.replace("UBND tỉnh Hưng Yên", "UBND tỉnh").replace("- Tỷ lệ", "- Học tập tỉnh Quảng Ninh. Tỷ lệ")
    head, _ = read(elsewhere)
    assert value(head, "province") is None
    assert of(head, "province")[0].state == "absent"


def test_a_digital_signatures_date_is_not_the_date_of_issue():
    head, _ = read(PLANS["cao-minh"].read_text(encoding="utf-8"))
    assert of(head, "date")[0].state == "absent"
    assert all(one.issued is None for one in of(head, "digital_signature"))
    assert len(of(head, "digital_signature")) == 4


# --- Duties and reports that the five plans do not have -------------------------------------------------------


def test_an_agency_before_a_colon_or_a_verb_is_the_agency_of_the_duty():
    _, body = read(STATE)
    found = read_duties(body, STATE, "x")
    assert [one.agency for one in found] == ["Phòng Kinh tế", "Trạm Y tế xã", "Các cơ quan, đơn vị"]
    assert found[1].duty.startswith("chủ trì, phối hợp")
    assert found[0].agencies[0].key == "phong kinh te"


def test_a_full_line_of_an_agencys_heading_takes_nothing_of_the_sentence_below_it():
    duties = (
        "4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội\n"
        "Giám sát, phản biện xã hội; vận động mỗi chi hội giúp đỡ ít nhất 01 hộ nghèo tham gia bảo hiểm y tế.\n"
        "5. Đội Quản lý trật tự đô thị phường kiểm tra vỉa hè.\n"
    )
    text = STATE.replace("Nơi nhận:  ", f"{duties}Nơi nhận:  ")
    _, body = read(text)
    found = [(one.agency, one.duty.split()[0]) for one in read_duties(body, text, "x")][-2:]
    assert found == [
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội", "Giám"),
        ("Đội Quản lý trật tự đô thị phường", "kiểm"),
    ]


def test_several_reports_of_one_sentence_each_have_their_day():
    _, body = read(STATE)
    found = [(one.report, one.to, one.deadline, one.reporter) for one in read_reports(body, STATE, "x")]
    assert found == [
        ("báo cáo", "UBND xã", "trước ngày 15/12 hằng năm", "Phòng Kinh tế"),
        ("báo cáo quý", "UBND xã (qua Phòng Văn hóa - Xã hội)", "trước ngày 20 tháng cuối quý", "Các cơ quan, đơn vị"),
        ("báo cáo năm", "UBND xã (qua Phòng Văn hóa - Xã hội)", "trước ngày 10/12", "Các cơ quan, đơn vị"),
    ]


def test_whom_all_reports_go_to_may_stand_behind_them():
    reports = (
        "4. Chế độ báo cáo\na) Báo cáo tháng: gửi trước ngày 14 hằng tháng.\nb) Báo cáo năm: gửi trước ngày 05/11.\n"
        "Các báo cáo gửi về Công an phường để tổng hợp.\n"
    )
    text = STATE.replace("Nơi nhận:  ", f"{reports}Nơi nhận:  ")
    _, body = read(text)
    assert [one.to for one in read_reports(body, text, "x")][-2:] == ["Công an phường", "Công an phường"]


@given(st.text(alphabet=st.sampled_from("Số:/KH-UBND ngày thángnăm2026\n\t-*|()I.ĐẢNGủyxã,;"), max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_input_crashes_the_readers_of_prose(text: str):
    head, body = read(text)
    for record in (*head.records, *read_targets(body, text, "x"), *read_duties(body, text, "x")):
        assert record.quote == quote(text, record.spans)
    assert read_reports(body, text, "x") is not None
