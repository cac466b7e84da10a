"""A cell's agencies, one by one, and a key under which an agency's spellings meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.agencies import agencies, agency_key, spellings


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        ("Các cơ quan, phòng, ban, ngành", ["Các cơ quan, phòng, ban, ngành"]),
        ("Các cơ quan, đơn vị;", ["Các cơ quan, đơn vị"]),
        (
            "Phòng VH-XH Phòng Kinh tế, Ban Chỉ huy quân sự",
            ["Phòng VH-XH", "Phòng Kinh tế", "Ban Chỉ huy quân sự"],
        ),
        (
            "Các Trường học; Phòng VH-XH (nơi làm việc); Trung tâm Dịch vụ tổng hợp (cộng đồng)",
            ["Các Trường học", "Phòng VH-XH (nơi làm việc)", "Trung tâm Dịch vụ tổng hợp (cộng đồng)"],
        ),
        ("Trạm Y tế và Các cơ quan, phòng, ban, ngành", ["Trạm Y tế", "Các cơ quan, phòng, ban, ngành"]),
        ("Các phòng, ban, ngành, các đơn vị", ["Các phòng, ban, ngành, các đơn vị"]),
        ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"]),
        ("Các cơ quan, đơn vị; Trưởng các bản, tiểu khu", ["Các cơ quan, đơn vị", "Trưởng các bản, tiểu khu"]),
        ("Sở Văn hóa, Thể thao và Du lịch; Trạm Khuyến nông", ["Sở Văn hóa, Thể thao và Du lịch", "Trạm Khuyến nông"]),
        ("Ban Chỉ đạo phòng, chống dịch", ["Ban Chỉ đạo phòng, chống dịch"]),
        ("Hội LHPN, Hội Nông dân và Đoàn Thanh niên", ["Hội LHPN", "Hội Nông dân", "Đoàn Thanh niên"]),
    ],
)
def test_names(cell: str, names: list[str]) -> None:
    assert [agency.name for agency in agencies(cell)] == names


@pytest.mark.parametrize(
    "spellings",
    [
        ["Trạm Y tế", "Trạm Y Tế xã", "trạm y tế đặc khu", "TYT xã", "Trạm Y tế đặc khu Kiên Hải", "tram y te"],
        ["BHXH cơ sở Mường La", "Bảo hiểm xã hội cơ sở Kiên Hải", "BHXH"],
        ["Phòng Văn hoá - Xã hội", "Phòng VH-XH", "Phòng văn hóa - Xã hội", "Phòng Văn hóa – Xã hội xã Cao Minh"],
        ["Ủy ban MTTQ Việt Nam phường", "UBMTTQ Việt Nam xã", "MTTQ xã", "Ủy ban Mặt trận Tổ quốc Việt Nam"],
        ["VP HĐND-UBND", "Văn phòng HĐND và UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã"],
        ["Công an xã", "Công an đặc khu", "công an phường Thành Đông"],
    ],
)
def test_spellings_meet(spellings: list[str]) -> None:
    assert len({agency_key(name) for name in spellings}) == 1


def test_different_agencies_stay_apart() -> None:
    names = ["Trạm Y tế", "Trung tâm Y tế", "Phòng Kinh tế", "Phòng Kinh tế, Hạ tầng và Đô thị", "UBND tỉnh", "UBND xã"]
    assert len({agency_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("name", "generic"),
    [
        ("Các cơ quan liên quan", True),
        ("các phòng, ban, ngành liên quan", True),
        ("Các cơ quan, phòng, ban, ngành theo chức năng, nhiệm vụ", True),
        ("Phòng Kinh tế", False),
        ("Các đơn vị trường học", False),
        ("các đoàn thể", False),
    ],
)
def test_generic_parties(name: str, generic: bool) -> None:
    assert [agency.generic for agency in agencies(name)] == [generic]


@given(st.text(max_size=200))
def test_any_text_is_cut_without_failing(text: str) -> None:
    folded = " ".join(text.split())
    assert all(agency.name in folded for agency in agencies(text))


def test_the_lexicon_gives_the_everyday_names_of_an_agency() -> None:
    assert "Mặt trận Tổ quốc" in spellings(agency_key("Ủy ban MTTQ Việt Nam xã"))
    assert spellings("no such agency") == ()
