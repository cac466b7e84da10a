"""A deadline as written → a typed `Due`, or None. "Quý II/2026", "Đến tháng 9/2030", "Hằng năm", "2030-2035", …"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ingest.records import Due, DueKind
from ingest.text import canonical, joined

_TO = r"(?:-|–|—|÷|đến(?: hết)?(?: năm)?|tới(?: năm)?)"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d)"
_QUARTER = r"(?:qu[ýí]|qúy|q)\s*\.?\s*"
_QUARTER_NUMBER = r"(?:iv|i{1,3}|0?[1-4])(?![\wà-ỹ])"
_OF_YEAR = r"\s*(?:/|,|-|của)?\s*(?:năm\s*)?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_RECURRING = re.compile(
    r"thường xuyên|thường kỳ|thường niên|liên tục|định kỳ|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần|ngày)"
    r"|hằng|\blần\s*/\s*(?:năm|quý|tháng|tuần)|\bnăm\s*/\s*lần|theo từng (?:năm|giai đoạn)"
    r"|tháng cuối (?:của )?(?:mỗi )?quý|từng (?:năm|quý|tháng)|(?:cả|quanh|suốt) năm(?! (?:19|20)\d\d)"
)
_CONTINUES = re.compile(r"(?:những|các) năm (?:tiếp theo|sau)|và tiếp tục|hằng năm|hàng năm")
_CONDITION = re.compile(
    r"(?:ngay )?sau (?:khi|\d+ ngày)|(?:ngay )?khi |theo |tùy |căn cứ |trong vòng |kể từ khi "
    r"|(?:(?:chậm|muộn) nhất |không quá |trong |sau )*\d+ ngày(?: làm việc)?,? (?:kể )?từ (?:ngày|khi)(?! \d)"
)
_CONDITION_INSIDE = re.compile(
    r"sau khi|khi có|theo (?:kế hoạch|hướng dẫn|chỉ đạo|lộ trình|tiến độ)"
    r"|kỳ họp|(?:trước|sau|trong|đầu|cuối|giữa) (?:mùa|vụ|dịp|năm học|học kỳ)|^(?:dịp|đợt|mùa|vụ) "
)
_BEFORE = re.compile(
    r"(?:trước|đến|tới|hết|chậm nhất|muộn nhất|cuối|xong|không quá)"
    r"(?: (?:là|vào|hết|ngày|năm|đến|trước|cuối|khi|thời điểm))*\s*$"
)
_FROM = re.compile(r"(?:từ|bắt đầu|kể từ)(?: (?:đầu|từ|ngày|năm|vào))*\s*$")
_VISION = re.compile(r"(?:tầm nhìn|định hướng) (?:đến )?(?:năm )?(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Point:
    """A stretch of the calendar that stands in the text."""

    kind: DueKind
    first: date
    last: date
    at: tuple[int, int]


def due(text: str | None) -> Due | None:
    """The typed deadline of a cell, None where it says no time that is understood.

    `end` of "trước ngày 15/6/2026" is the day that is named. A condition that comes first ("Sau khi …", "Theo …")
    makes the whole deadline conditional, whatever dates stand in it.
    """
    if not text or not text.strip():
        return None
    words = _VISION.sub(" ", canonical(joined(text)).strip(" .;,()-–"))
    if _CONDITION.match(words):
        return Due(DueKind.CONDITIONAL)
    points = _points(words)
    recurring = _RECURRING.search(words) is not None
    if not points:
        if recurring:
            return Due(DueKind.RECURRING)
        return Due(DueKind.CONDITIONAL) if _CONDITION_INSIDE.search(words) else None
    found = _single(words, points[0]) if len(points) == 1 else _several(words, points)
    again = recurring or _CONTINUES.search(words) is not None
    return Due(found.kind, found.start, found.end, again) if found else None


def _single(words: str, point: _Point) -> Due:
    before = words[: point.at[0]]
    if _BEFORE.search(before) and not _FROM.search(before):
        return Due(point.kind, None, point.last)
    if _FROM.search(before) and point.kind is not DueKind.PERIOD:
        return Due(point.kind, point.first, None)
    return Due(point.kind, point.first, point.last)


def _several(words: str, points: list[_Point]) -> Due | None:
    """Two or more stretches: from the first day to the last, "Đến …" still open at its start."""
    first, last = min(point.first for point in points), max(point.last for point in points)
    if all(point.kind is points[0].kind and point.first == first and point.last == last for point in points):
        return _single(words, points[0])
    return Due(DueKind.PERIOD, None if _BEFORE.search(words[: points[0].at[0]]) else first, last)


def _points(words: str) -> list[_Point]:
    """The stretches in the text, left to right; a form that is tried first wins over one inside it."""
    points: list[_Point] = []
    for pattern, make in _FORMS:
        for match in pattern.finditer(words):
            if any(match.start() < point.at[1] and point.at[0] < match.end() for point in points):
                continue
            made = make(match)
            if made is not None and made[1] <= made[2]:
                points.append(_Point(made[0], made[1], made[2], match.span()))
    return sorted(points, key=lambda point: point.at)


_Made = tuple[DueKind, date, date] | None


def _day(match: re.Match[str]) -> _Made:
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return DueKind.DATE, day, day


def _days(match: re.Match[str]) -> _Made:
    """ "01/9 đến 30/11/2026": the first day has the year of the second, or the one before."""
    try:
        last = date(int(match["y"]), int(match["m"]), int(match["d"]))
        first = date(last.year, int(match["b"]), int(match["a"]))
        if first > last:
            first = first.replace(year=last.year - 1)
    except ValueError:
        return None
    return DueKind.PERIOD, first, last


def _months(match: re.Match[str]) -> _Made:
    first, last = int(match["a"]), int(match["b"] or match["a"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    year = int(match["y"])
    kind = DueKind.MONTH if first == last else DueKind.PERIOD
    return kind, date(year, first, 1), _month_end(year, last)


def _quarters(match: re.Match[str]) -> _Made:
    first = _quarter(match["a"])
    last = _quarter(match["b"]) if match["b"] else first
    year = int(match["y"])
    kind = DueKind.QUARTER if first == last else DueKind.PERIOD
    return kind, date(year, 3 * first - 2, 1), _month_end(year, 3 * last)


def _half(match: re.Match[str]) -> _Made:
    year, months = int(match["y"]), int(match["n"])
    if not 1 <= months <= 12:
        return None
    if match["which"] == "đầu":
        return DueKind.PERIOD, date(year, 1, 1), _month_end(year, months)
    return DueKind.PERIOD, date(year, 13 - months, 1), date(year, 12, 31)


def _period(match: re.Match[str]) -> _Made:
    return DueKind.PERIOD, date(int(match["y"]), 1, 1), date(int(match["z"]), 12, 31)


def _year(match: re.Match[str]) -> _Made:
    year = int(match["y"])
    return DueKind.YEAR, date(year, 1, 1), date(year, 12, 31)


def _quarter(text: str) -> int:
    return _ROMAN[text] if text in _ROMAN else int(text)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_Y = _YEAR.format("y")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Made]], ...] = (
    (
        re.compile(
            rf"(?<![\d/])(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})\s*{_TO}(?: ngày)?\s*(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/{_Y}"
        ),
        _days,
    ),
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}})(?: năm |/){_Y}"), _day),
    (
        re.compile(rf"tháng\s*(?P<a>\d{{1,2}})(?:\s*(?:,|-|–|và|đến)\s*(?:tháng\s*)?(?P<b>\d{{1,2}}))?{_OF_YEAR}{_Y}"),
        _months,
    ),
    (re.compile(rf"(?<![\d/])(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*{_Y}"), _day),
    (
        re.compile(
            rf"{_QUARTER}(?P<a>{_QUARTER_NUMBER})(?:\s*(?:,|-|–|và|đến)\s*(?:{_QUARTER})?(?P<b>{_QUARTER_NUMBER}))?{_OF_YEAR}{_Y}"
        ),
        _quarters,
    ),
    (re.compile(rf"(?<!\d)(?P<n>\d{{1,2}}) tháng (?P<which>đầu|cuối){_OF_YEAR}{_Y}"), _half),
    (re.compile(rf"(?<![\d/])(?P<a>\d{{1,2}})(?P<b>)\s*/\s*{_Y}"), _months),
    (re.compile(rf"(?<![\d/]){_Y}\s*{_TO}\s*(?:năm )?{_YEAR.format('z')}"), _period),
    (re.compile(rf"(?<![\d/]){_Y}(?!\s*/\s*[a-zđ])"), _year),
)
