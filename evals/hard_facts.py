"""The hard facts of a text: numbers, dates, document codes and agencies, in a form that can be compared.

Written apart from the product's own gate on purpose: a gate that judges itself finds nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from evals.wording import folded

_CODE = re.compile(r"\b\d+(?:/\d{4})?[-/](?:[a-zđ]+\d*)(?:[-/][a-zđ]+\d*)*\b")
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"\bquý ([ivx]+)\b")
_AGENCY = re.compile(
    r"\b(?:phòng (?:văn hóa(?: ?- ?| và )xã hội|kinh tế|vh ?- ?xh)|trạm y tế"
    r"|trung tâm (?:y tế|dịch vụ \w+ \w+|(?!phòng |trạm |công an|ban )\w+ \w+)"
    r"|công an(?: (?:đặc khu|xã|phường|tỉnh))?|ban chỉ huy quân sự"
    r"|bảo hiểm xã hội|bhxh|(?<!cơ )sở (?:y tế|tài chính|nội vụ|giáo dục|nông nghiệp)"
    r"|(?<!cán )bộ (?:y tế|chính trị|tài chính|nội vụ|giáo dục)"
    r"|văn phòng (?:hđnd|hội đồng nhân dân)|ban xây dựng đảng|mặt trận tổ quốc|mttq)\b"
)
_SHORT = {
    "bhxh": "bảo hiểm xã hội",
    "mttq": "mặt trận tổ quốc",
    "phòng vh-xh": "phòng văn hóa-xã hội",
    "văn phòng hội đồng nhân dân": "văn phòng hđnd",
}
_SPACED_DASH = re.compile(r"\s*-\s*")
_TORN_DASH = re.compile(r"(?<=\S)-\s+|\s+-(?=\S)")  # "03- CTr": a code torn at its dash; "2026 - the" is no code
_REMEMBERED_TEXTS = 1 << 13


def numbers(text: str) -> set[str]:
    """Numbers, dates and codes, without leading zeros: "07/4" gives "7" and "4" as well as "7/4"."""
    text = _TORN_DASH.sub("-", folded(text))
    found = set(_CODE.findall(text)) | {_plain_date(date) for date in _DATE.findall(text)}
    found |= {_plain(number) for number in _NUMBER.findall(text)}
    found |= {_plain(part) for number in re.findall(r"\d+(?:[/-]\d+)+", text) for part in re.split("[/-]", number)}
    return found | {f"quý {roman}" for roman in _ROMAN.findall(text)}


def agencies(text: str) -> set[str]:
    """Agencies by the name that they begin with; abbreviations and full names meet."""
    text = _SPACED_DASH.sub("-", folded(text))
    return {_agency(name) for name in _AGENCY.findall(text)}


@lru_cache(_REMEMBERED_TEXTS)
def hard_facts(text: str) -> frozenset[str]:
    """Of a text that is met again and again: a quote, or what an answer may say anyway."""
    return frozenset(numbers(text) | agencies(text))


def _agency(name: str) -> str:
    name = re.sub(r" và xã hội$", "-xã hội", name)
    name = re.sub(r"^(công an) .*", r"\1", name)
    return _SHORT.get(name, name)


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _plain_date(text: str) -> str:
    if re.match(r"\d{4}-", text):
        text = "/".join(reversed(text.split("-")))
    return "/".join(_plain(part) for part in re.split("[/.-]", text))
