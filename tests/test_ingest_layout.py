"""A plan is cut into its parts, in any order and with any of them missing."""

from __future__ import annotations

import pytest

from ingest.layout import Parts, parts
from ingest.load import bundled_plans, load
from ingest.text import NormalText

GOVERNMENT = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN BÌNH\tĐộc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND\tAn Bình, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Thực hiện Nghị quyết số 72-NQ/TW
Căn cứ Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị;
Ủy ban nhân dân xã An Bình ban hành kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao sức khỏe (chi tiết tại
Phụ lục 2 của Kế hoạch này).
II. TỔ CHỨC THỰC HIỆN
1. Trạm Y tế
- Khám sức khỏe.
"""
RECIPIENTS = "Nơi nhận:\n- Sở Y tế;\n- Đảng ủy xã (để b/c);\n- Lưu: VT.\n"
SIGNATURE = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nNguyễn Văn An\n"
APPENDIX = """PHỤ LỤC 02
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 12/KH-UBND
của UBND xã An Bình)
TT\tViệc\tChủ trì
1\tKhám\tTrạm
"""


def cut(written: str) -> tuple[NormalText, Parts]:
    text = NormalText(written)
    return text, parts(text)


def filled(text: NormalText, lines: range) -> list[str]:
    return [text.lines[index].text.strip() for index in lines if not text.lines[index].blank]


def test_the_parts_in_the_usual_order() -> None:
    text, found = cut(GOVERNMENT + RECIPIENTS + SIGNATURE + APPENDIX)
    assert filled(text, found.head)[-1].endswith("như sau:")
    assert filled(text, found.body)[0] == "I. MỤC ĐÍCH"
    assert filled(text, found.body)[-1] == "- Khám sức khỏe."
    assert filled(text, found.recipients) == RECIPIENTS.splitlines()
    assert filled(text, found.signature) == [line for line in SIGNATURE.splitlines() if line]
    (appendix,) = found.appendices
    assert (appendix.label, appendix.title) == ("Phụ lục 02", "DANH MỤC NHIỆM VỤ")
    assert appendix.note == "(Kèm theo Kế hoạch số 12/KH-UBND của UBND xã An Bình)"
    assert filled(text, appendix.lines)[0].startswith("TT\tViệc")


def test_the_signature_may_stand_before_the_recipients() -> None:
    text, found = cut(GOVERNMENT + SIGNATURE + RECIPIENTS)
    assert filled(text, found.body)[-1] == "- Khám sức khỏe."
    assert filled(text, found.signature)[-1] == "Nguyễn Văn An"
    assert filled(text, found.recipients)[-1] == "- Lưu: VT."


def test_recipients_and_signature_may_stand_side_by_side() -> None:
    beside = "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Sở Y tế;\tCHỦ TỊCH\n- Lưu: VT.\n\tNguyễn Văn An\n"
    text, found = cut(GOVERNMENT + beside + APPENDIX)
    assert filled(text, found.recipients)[0].startswith("Nơi nhận")
    assert filled(text, found.recipients)[-1] == "- Lưu: VT."
    assert filled(text, found.signature)[-1] == "Nguyễn Văn An"
    assert len(found.appendices) == 1


@pytest.mark.parametrize("closing", ["", RECIPIENTS, SIGNATURE])
def test_what_is_missing_is_empty(closing: str) -> None:
    text, found = cut(GOVERNMENT + closing)
    assert bool(found.recipients) == (closing == RECIPIENTS)
    assert bool(found.signature) == (closing == SIGNATURE)
    assert found.appendices == ()
    assert filled(text, found.body)[-1] == "- Khám sức khỏe."


def test_a_lost_head_leaves_the_body() -> None:
    text, found = cut("trị về một số giải pháp\n- Một ý còn lại.\nII. MỤC TIÊU\n1. Đến năm 2030\n" + SIGNATURE)
    assert filled(text, found.head) == ["trị về một số giải pháp"]
    assert filled(text, found.body)[0] == "- Một ý còn lại."


def test_an_appendix_may_come_first() -> None:
    text, found = cut(APPENDIX + GOVERNMENT + SIGNATURE)
    assert filled(text, found.head)[0].startswith("ỦY BAN NHÂN DÂN")
    assert filled(text, found.body)[0] == "I. MỤC ĐÍCH"
    assert filled(text, found.appendices[0].lines) == ["TT\tViệc\tChủ trì", "1\tKhám\tTrạm"]


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("PHỤ LỤC", "Phụ lục"),
        ("Phụ lục I", "Phụ lục I"),
        ("PHỤ LỤC SỐ 1", "Phụ lục 1"),
        ("Phụ lục số 02: Danh mục nhiệm vụ", "Phụ lục 02"),
        ("**PHỤ LỤC 3**", "Phụ lục 3"),
        ("Biểu 01", "Biểu 01"),
        ("BIỂU SỐ 2", "Biểu 2"),
    ],
)
def test_labels_of_appendices(heading: str, label: str) -> None:
    _, found = cut(f"{GOVERNMENT}{SIGNATURE}{heading}\nDANH MỤC NHIỆM VỤ\n1. Một việc.\n")
    assert [appendix.label for appendix in found.appendices] == [label]


@pytest.mark.parametrize(
    "sentence",
    [
        "- Thực hiện nhiệm vụ theo\nPhụ lục 1 kèm theo Kế hoạch này.",
        "- Thực hiện các chỉ tiêu tại\nPhụ lục 1\nvà các quy định khác.",
        "- Các nhiệm vụ nêu tại phụ lục;\nPhụ lục 02, mục 3 của Kế hoạch.",
        "Biểu dương các tập thể, cá nhân.",
    ],
)
def test_a_mention_is_no_appendix(sentence: str) -> None:
    _, found = cut(f"{GOVERNMENT}{sentence}\n{SIGNATURE}")
    assert found.appendices == ()


def test_an_appendix_that_lost_its_word_is_found_by_its_note() -> None:
    _, found = cut(GOVERNMENT + SIGNATURE + APPENDIX.split("\n", 1)[1])
    assert [(appendix.label, appendix.title) for appendix in found.appendices] == [("Phụ lục", "DANH MỤC NHIỆM VỤ")]


def test_digital_signatures_wherever_they_stand() -> None:
    above = "Ký bởi: UBND XÃ AN BÌNH\nEmail: a@b.gov.vn\nThời gian ký: 28.11.2025 10:11:22 +07:00\n"
    below = '\n\ta@b.gov.vn\n\t2025-11-19T11:03:45+0700\n\t{"signedBy":1}\n\tEMAILADDRESS=a@b.gov.vn, CN=A, C=VN\n'
    text, found = cut(above + GOVERNMENT + SIGNATURE + below)
    first, second = found.digital_signatures
    assert filled(text, first) == above.splitlines()
    assert filled(text, second) == [line.strip() for line in below.splitlines() if line.strip()]
    assert found.rest == ()


def test_without_sections_the_body_starts_under_the_title() -> None:
    text, found = cut("KẾ HOẠCH\nKhám sức khỏe năm 2026\n\nNăm 2026 xã tổ chức khám.\n")
    assert filled(text, found.body) == ["Năm 2026 xã tổ chức khám."]


def test_text_behind_the_signature_is_kept() -> None:
    left = "Một đoạn văn bản đứng sau chữ ký, không thuộc phụ lục nào."
    text, found = cut(f"{GOVERNMENT}{SIGNATURE}\n\n{left}\n")
    assert [filled(text, lines) for lines in found.rest] == [[left]]


def test_the_bundled_plans() -> None:
    labels = {}
    for path in bundled_plans():
        text = NormalText(load(path).text)
        found = parts(text)
        assert filled(text, found.body)[0].startswith("I. ")
        assert filled(text, found.recipients)[0].startswith("Nơi nhận")
        assert found.signature
        labels[path.stem] = [appendix.label for appendix in found.appendices]
    assert labels == {
        "cao-minh": [],
        "dinh-hoa": [],
        "kien-hai": ["Phụ lục"],
        "muong-la": ["Phụ lục 1", "Phụ lục 02"],
        "thanh-dong": ["Phụ lục"],
    }
