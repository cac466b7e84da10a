"""Which sections of a body are targets, duties, reports or money, by the words of their headings.

A heading counts by how it begins, behind its number: "1. Đổi mới … lãnh đạo, chỉ đạo, tổ chức thực hiện công tác …" is
no section of duties, "IV. TỔ CHỨC THỰC HIỆN" is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.text import unaccented

_NUMBER = re.compile(
    r"^\W*(?:(?:phần|mục|chương|điều)\s+)?(?:[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])\s*[.):/-]+\s*", re.IGNORECASE
)
_TARGETS = re.compile(r"^(?:[\w,]+ ){0,5}?(?:muc tieu|chi tieu)(?! quoc gia)")
_DUTIES = re.compile(
    r"^(?:[\w,]+ ){0,4}?(?:to chuc (?:trien khai )?(?:va )?thuc hien|to chuc trien khai|phan cong"
    r"|trach nhiem (?:cua|thuc hien|cac|to chuc))(?! cong tac)"
)
_FUNDING = re.compile(r"^(?:tong |du toan |nguon |nhu cau )?(?:kinh phi|nguon luc|nguon von|tai chinh)\b")
_REPORTS = re.compile(r"^(?:thuc hien )?(?:che do |cong tac )?(?:thong tin,? )?bao cao\b")
_BASES = re.compile(r"^(?:cac )?(?:can cu|co so phap ly)\b(?! (?:vao )?(?:tinh hinh|ket qua|chuc nang))")
_OTHER = re.compile(r"^(?:che do|kiem tra|giam sat|so ket|tong ket|khen thuong|thoi gian|hieu luc|tien do|lo trinh)\b")


def words_of(heading: str) -> str:
    """A heading without its number and without a colon at its end, verbatim otherwise."""
    return _NUMBER.sub("", heading, count=1).strip(" :*_#.;")


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    return " ".join(unaccented(words_of(heading)).split())


def holds_targets(path: tuple[str, ...]) -> bool:
    """Whether a heading of the path is one of targets."""
    return any(_TARGETS.match(_plain(heading)) for heading in path)


def duty_section(path: tuple[str, ...]) -> int | None:
    """The place in the path of the heading "Tổ chức thực hiện" or its like; None where there is none."""
    return next((place for place, heading in enumerate(path) if _DUTIES.match(_plain(heading))), None)


def holds_funding(path: tuple[str, ...]) -> bool:
    """Whether the nearest heading is one of money."""
    return bool(path) and bool(_FUNDING.match(_plain(path[-1])))


def in_funding(path: tuple[str, ...]) -> bool:
    """Whether any heading of the path is one of money."""
    return any(_FUNDING.match(_plain(heading)) for heading in path)


def holds_reports(path: tuple[str, ...]) -> bool:
    """Whether the nearest heading is one of reports."""
    return bool(path) and bool(_REPORTS.match(_plain(path[-1])))


def holds_bases(path: tuple[str, ...]) -> bool:
    """Whether the nearest heading is one of legal bases ("2. Căn cứ", "Cơ sở pháp lý")."""
    return bool(path) and bool(_BASES.match(_plain(path[-1])))


def names_no_agency(heading: str) -> bool:
    """Whether a heading among the agencies is about something else: reports, money, inspection."""
    plain = _plain(heading)
    return any(pattern.match(plain) for pattern in (_FUNDING, _REPORTS, _OTHER, _DUTIES))
