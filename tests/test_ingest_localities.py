"""Places: what a question names is recognised however it is typed, and ordinary words are no places."""

from __future__ import annotations

import time
import unicodedata

import pytest

from ingest.gazetteer import Gazetteer
from ingest.load import bundled_plans
from ingest.localities import Mention, Unit, find, gazetteer
from ingest.text import unaccented


def one(text: str) -> Mention:
    mentions = find(text)
    assert len(mentions) == 1, (text, mentions)
    return mentions[0]


def test_all_units_of_today_are_there():
    units = gazetteer().units()
    assert sum(unit.is_province for unit in units) == 34
    assert sum(not unit.is_province for unit in units) == 3321
    assert Unit("Kiên Hải", "đặc khu", "An Giang") in units


def test_every_commune_is_found_by_its_full_name_with_and_without_accents():
    missed = []
    for unit in gazetteer().units()[::4]:  # all 3,321 take 8 s and pass too
        if unit.is_province:
            continue
        written = f"{unit.type} {unit.name}, {unit.province}"
        for text in (f"Ai chủ trì ở {written}?", f"ai chu tri o {unaccented(written)}?"):
            if not any(unit in mention.candidates for mention in find(text)):
                missed.append(text)
    assert not missed, missed[:20]


@pytest.mark.parametrize(
    ("text", "shown", "accented", "typed", "candidates"),
    [
        ("Ai chủ trì ở Kiên Hải?", "Kiên Hải", True, True, ["đặc khu Kiên Hải"]),
        ("So với Kiên Hải thì sao", "Kiên Hải", True, False, ["đặc khu Kiên Hải"]),
        ("kiên hải có mấy nhiệm vụ", "kiên hải", True, False, ["đặc khu Kiên Hải"]),
        ("ai chu tri o kien hai", "kien hai", False, True, ["xã Kiến Hải", "đặc khu Kiên Hải"]),
        ("thanh dong co may chi tieu", "thanh dong", False, False, ["phường Thành Đông", "xã Thạnh Đông"]),
        ("P. Thành Đông", "P. Thành Đông", True, True, ["phường Thành Đông"]),
        ("UBND XÃ CAO MINH", "XÃ CAO MINH", True, True, ["xã Cao Minh"]),
        ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh", True, True, ["thành phố Hồ Chí Minh"]),
        ("người dân TPHCM", "TPHCM", True, False, ["thành phố Hồ Chí Minh"]),
        ("y tế Thanh Hoá", "Thanh Hoá", True, False, ["tỉnh Thanh Hóa"]),
        ("khám bệnh ở Huế", "Huế", True, True, ["thành phố Huế"]),
        ("who chairs it in Mường La?", "Mường La", True, True, ["xã Mường La"]),
    ],
)
def test_a_place_as_people_write_it(text, shown, accented, typed, candidates):
    mention = one(text)
    assert text[mention.start : mention.end] == shown
    assert (mention.accented, mention.typed) == (accented, typed)
    assert sorted(map(str, mention.candidates)) == sorted(candidates)


@pytest.mark.parametrize(
    "text",
    [
        "xã Cao Minh, Thái Nguyên",
        "xã Cao Minh (tỉnh Thái Nguyên)",
        "cao minh thai nguyen",
        "Cao Minh - Thái Nguyên",
    ],
)
def test_the_province_behind_a_name_is_part_of_it(text):
    mention = one(f"hỏi về {text}" if not text.isascii() else text)
    assert mention.candidates == (Unit("Cao Minh", "xã", "Thái Nguyên"),)
    assert mention.province == "Thái Nguyên" and not mention.contradicts


def test_the_province_decides_between_homonyms_and_may_contradict():
    assert {unit.province for unit in one("xã Định Hóa").candidates} == {"Thái Nguyên", "Ninh Bình"}
    assert one("xã Định Hóa").province is None
    assert [unit.province for unit in one("Định Hóa, Ninh Bình").candidates] == ["Ninh Bình"]
    wrong = one("Kiên Hải, Sơn La")
    assert wrong.contradicts and wrong.province == "Sơn La"
    assert wrong.candidates == (Unit("Kiên Hải", "đặc khu", "An Giang"),)


def test_names_from_before_july_2025_lead_to_todays_places():
    district = one("huyện Mường La")
    assert district.old and str(district.old) == "huyện Mường La"
    assert district.candidates[0] == Unit("Mường La", "xã", "Sơn La")
    assert Unit("Thành Đông", "phường", "Hải Phòng") in one("thành phố Hải Dương").candidates
    province = one("tỉnh Kiên Giang")
    assert province.candidates == (Unit("An Giang", "tỉnh"),) and province.old
    assert one("Kiên Hải, Kiên Giang").province == "An Giang"
    assert one("huyen kien hai").candidates == (Unit("Kiên Hải", "đặc khu", "An Giang"),)


@pytest.mark.parametrize(
    "text",
    [
        "an toàn trường học",
        "bảo đảm an toàn thực phẩm",
        "xã hội an toàn",
        "nhiệm vụ của trung tâm y tế là gì",
        "nhiem vu cua trung tam y te la gi",
        "hạnh phúc gia đình",
        "hoàn thành đông đủ",
        "tien do thuc hien hop tac quoc te",
        "nâng cao chất lượng xã hội hóa y tế",
        "Chủ tịch Nguyễn Thành Đông ký",
        "ông Cao Minh nói gì",
        "Chủ tịch Hồ Chí Minh",
        "UBND xã chỉ đạo việc gì?",
        "các cơ quan liên quan",
        "của xã.\n\n3. Trạm Y tế",
        "hợp đồng lao động",
        "tân binh",
        "quý 3 năm 2026, p 5",
        "",
        "😀 \x00 !!!",
    ],
)
def test_ordinary_words_and_persons_are_no_places(text):
    assert find(text) == ()


@pytest.mark.parametrize("text", ["xã An Toàn có kế hoạch gì", "ở An Toàn ai chủ trì", "đời sống ở xã Hạnh Phúc"])
def test_a_name_that_is_an_ordinary_word_counts_after_a_type_word_or_a_preposition(text):
    assert one(text).typed


def test_running_text_names_no_place_that_it_does_not_mean():
    for path in bundled_plans():
        text = path.read_text(encoding="utf-8")
        for mention in find(text):
            shown = " ".join(text[mention.start : mention.end].split())
            assert shown.istitle() or shown.isupper() or mention.typed, (path.name, shown)
            assert "Hồ Chí Minh" not in shown and len(shown) > 5


def test_several_places_in_their_order():
    assert [m.name for m in find("So sánh Kiên Hải, Mường La và phường Thành Đông")] == [
        "Kiên Hải",
        "Mường La",
        "Thành Đông",
    ]
    assert [m.name for m in find("An Giang, Sơn La")] == ["An Giang", "Sơn La"]


def test_offsets_lead_to_the_text_as_it_was_given():
    text = unicodedata.normalize("NFD", "Trạm Y tế của đặc khu Kiên Hải, An Giang làm gì")
    mention = one(text)
    assert unicodedata.normalize("NFC", text[mention.start : mention.end]) == "đặc khu Kiên Hải, An Giang"


def test_it_is_quick():
    gazetteer.cache_clear()
    start = time.perf_counter()
    assert isinstance(gazetteer(), Gazetteer)
    loading = time.perf_counter() - start
    text = "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí cho người dân ở đặc khu Kiên Hải, An Giang?"
    find(text)
    start = time.perf_counter()
    for number in range(50):
        find(f"{text} {number}")
    assert (time.perf_counter() - start) / 50 < 0.006  # 0.5 ms on an idle machine
    assert loading < 0.15  # 0.02 s on an idle machine
