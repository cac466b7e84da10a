"""Time in a question: "quý IV/2026", "Q4 2026", "tháng tới", "quá hạn", relative to a given day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from assistant.turns import Timeframe
from ingest.records import Due, DueKind
from ingest.text import unaccented

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ENGLISH_MONTHS = "january february march april may june july august september october november december".split()
SOON = timedelta(days=90)
"""How far "sắp đến hạn" looks ahead: one quarter, the rhythm in which these plans set deadlines."""

_COUNTS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "two": 2, "three": 3, "four": 4, "six": 6, "ten": 10,
}  # fmt: skip

_YEAR = r"(20\d\d)"
_QUARTER = r"(?:quy|q|quarter)\s*\.?\s*(iv|iii|ii|i|[1-4])\b"


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    return date(year, 3 * number - 2, 1), month(year, 3 * number)[1]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _shifted_month(today: date, by: int) -> tuple[date, date]:
    index = today.year * 12 + today.month - 1 + by
    return month(index // 12, index % 12 + 1)


def _shifted_quarter(today: date, by: int) -> tuple[date, date]:
    index = today.year * 4 + (today.month - 1) // 3 + by
    return quarter(index // 4, index % 4 + 1)


def _week(today: date, by: int) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
    return monday, monday + timedelta(days=6)


_RELATIVE: tuple[tuple[str, Callable[[date], tuple[date, date]]], ...] = (
    (r"quy nay|this quarter|current quarter", lambda day: _shifted_quarter(day, 0)),
    (r"quy (?:toi|sau|ke tiep|tiep theo)|next quarter", lambda day: _shifted_quarter(day, 1)),
    (r"quy truoc(?! ngay| thang| \d)|quy vua roi|last quarter|previous quarter", lambda day: _shifted_quarter(day, -1)),
    (r"thang nay|this month|current month", lambda day: _shifted_month(day, 0)),
    (r"thang (?:toi|sau|ke tiep|tiep theo)|next month", lambda day: _shifted_month(day, 1)),
    (
        r"(?<!\d )thang truoc(?! ngay| khi| luc| han)|thang vua roi|last month|previous month",
        lambda day: _shifted_month(day, -1),
    ),
    (r"nam nay|this year|current year", lambda day: _year(day.year)),
    (r"nam (?:toi|sau|ke tiep)|sang nam|next year", lambda day: _year(day.year + 1)),
    (r"nam (?:ngoai|truoc(?! ngay| thang| \d))|last year|previous year", lambda day: _year(day.year - 1)),
    (r"tuan nay|this week", lambda day: _week(day, 0)),
    (r"tuan (?:toi|sau)|next week", lambda day: _week(day, 1)),
    (r"hom nay|today", lambda day: (day, day)),
)


# "Điện tử năm 2026" is no "từ năm 2026", nor "chuyên sâu" a "sau": with their accents, and without in known words.
_OTHER_WORDS = re.compile(r"\b(?:t[ửựưứúữũụ]|sâu)\b|(?<=dien )tu\b|(?<=dau )tu\b|(?<=vat )tu\b|(?<=chuyen )sau\b")


def timeframe(folded: str, today: date) -> Timeframe | None:
    """The time that a lower-case question names, or None; `text` is as the question writes it.

    "trước 2027" and "đến hết 2026" are open at the start; a day, month, quarter, half or year is closed.
    """
    folded = re.sub(r"(?:hôm nay|hom nay|today)\s+(?:là|la|is)\s+(?:ngày\s+|ngay\s+)?[\d/.-]+", " ", folded)
    plain = unaccented(_OTHER_WORDS.sub(lambda found: "_" * len(found.group()), folded))
    for read in (_ahead, _to_the_end, _relative, _absolute, _by_unit):
        found = read(plain, today)
        if found:
            return replace(found, text=_as_written(found.text, plain, folded))
    return None


def _as_written(text: str, plain: str, folded: str) -> str:
    at = plain.find(text)
    return folded[at : at + len(text)] if at >= 0 and len(plain) == len(folded) else text


_BY_UNIT = re.compile(
    r"\b(?:han|thoi han|moc|tien do|ghi|tinh|den han)\s+(?:ro\s+)?(?:theo|bang|la)\s+(quy|thang|nam)\b(?!\s*[\div])"
)
_UNITS = {"quy": DueKind.QUARTER, "thang": DueKind.MONTH, "nam": DueKind.YEAR}


def _by_unit(plain: str, today: date) -> Timeframe | None:
    """ "Hạn theo quý": deadlines that are given as a quarter, whichever."""
    match = _BY_UNIT.search(plain)
    return Timeframe(f"by_{_UNITS[match.group(1)]}", text=match.group()) if match else None


def _ahead(plain: str, today: date) -> Timeframe | None:
    match = re.search(
        rf"(?:trong\s+)?(?:vong\s+)?(\d{{1,3}}|\b(?:{'|'.join(_COUNTS)})\b)\s+(ngay|tuan|thang|days|weeks|months)"
        r"\s+(?:toi|nua|sap toi)"
        rf"|(?:(?:within|in) the )?next (\d{{1,3}}|{'|'.join(_COUNTS)}) (days|weeks|months)",
        plain,
    )
    if not match:
        return None
    said, unit = (group for group in match.groups() if group)
    number = _COUNTS.get(said) or int(said)
    days = number * {"n": 1, "d": 1, "w": 7, "m": 30}.get(unit[0], 1)
    if unit.startswith("tu"):
        days = number * 7
    if unit.startswith("th"):
        days = number * 30
    return Timeframe("due_in", today, today + timedelta(days=days), match.group())


_END_OF = re.compile(
    r"(?:\b(?P<now>tu (?:nay|gio|bay gio|hom nay)|from now|between now and)\s+)?(?:\bcho\s+)?"
    r"(?:\b(?:den|toi)\s+(?:het|cuoi)|\btruoc\s+(?:khi\s+)?(?:het|cuoi)"
    r"|\b(?:until|till|by|before|to)?\s*(?:the\s+)?end of(?:\s+the|\s+this)?)"
    r"\s+(?P<what>nam|quy|thang|tuan|year|quarter|month|week)(?:\s+nay)?\b(?!\s*(?:[\d/]|(?:iv|i{1,3})\b|of\b))"
)
_SPANS = {
    "nam": lambda day: _year(day.year), "year": lambda day: _year(day.year),
    "quy": lambda day: _shifted_quarter(day, 0), "quarter": lambda day: _shifted_quarter(day, 0),
    "thang": lambda day: _shifted_month(day, 0), "month": lambda day: _shifted_month(day, 0),
    "tuan": lambda day: _week(day, 0), "week": lambda day: _week(day, 0),
}  # fmt: skip


def _to_the_end(plain: str, today: date) -> Timeframe | None:
    """ "Từ nay đến cuối năm", "đến hết quý này": up to the last day of what today lies in."""
    match = _END_OF.search(plain)
    if match is None:
        return None
    span: tuple[date, date] = _SPANS[match["what"]](today)
    return _until(span[1], match.group().strip(), today if match["now"] else None)


def _until(end: date, text: str, start: date | None) -> Timeframe:
    """Up to a day; from a day on only what has to be done then, whenever its own time begins."""
    return Timeframe("due_until" if start else "due_in", start, end, text)


def _relative(plain: str, today: date) -> Timeframe | None:
    for pattern, span in _RELATIVE:
        match = re.search(rf"\b(?:{pattern})\b", plain)
        if match:
            return Timeframe("due_in", *span(today), match.group())
    return None


_FROM_NOW = re.compile(r"\b(?:tu (?:nay|gio|bay gio|hom nay)|from now)\b")


def _absolute(plain: str, today: date) -> Timeframe | None:
    span = _closed(plain, today)
    if span is None:
        return None
    start, end, text, at = span
    before = plain[:at].rstrip()
    if re.search(r"(?:\btruoc|\bbefore|\bprior to)(?:\s+(?:ngay|thang|nam|quy))*$", before):
        exact = start == end
        return Timeframe("due_in", None, end if exact else start - timedelta(days=1), text)
    if re.search(r"(?:\bsau|\bafter)(?:\s+(?:ngay|thang|nam|quy))*$", before):
        return Timeframe("due_in", end + timedelta(days=1), None, text)
    if _FROM_NOW.search(before) and re.search(r"\b(?:den|toi|to|until)(?:\s+(?:ngay|thang|nam|quy))*$", before):
        return _until(end, text, today)
    if re.search(
        r"(?:\bden het|\bden cuoi|\btruoc cuoi|\btruoc(?: khi)? het|\bcham nhat(?: la)?|\bmuon nhat|\bkhong qua"
        r"|\b(?:by|before|until)(?: the)? end of|\bby|\bno later than|\buntil)"
        r"(?:\s+(?:ngay|thang|nam|quy|cuoi))*$",
        before,
    ):
        return _until(end, text, today if _FROM_NOW.search(plain[:at]) else None)
    if re.search(r"(?:\btu|\bfrom|\bsince)(?:\s+(?:ngay|thang|nam|quy))*$", before) and start.year == end.year:
        return Timeframe("due_in", start, None, text)
    return Timeframe("due_in", start, end, text)


def _closed(plain: str, today: date) -> tuple[date, date, str, int] | None:
    """The first closed range: (first day, last day, as written, offset). A year that is left out is this one."""
    match = re.search(
        r"\b(\d{1,2})[/.-](\d{1,2})[/.-]" + _YEAR + r"\b|\bngay (\d{1,2}) thang (\d{1,2}) nam " + _YEAR, plain
    )
    if match:
        day, number, year = (int(group) for group in match.groups() if group)
        if 1 <= number <= 12 and 1 <= day <= monthrange(year, number)[1]:
            exact = date(year, number, day)
            return exact, exact, match.group(), match.start()
    match = re.search(r"\b" + _YEAR + r"\s*(?:-|–|den|toi|to)\s*(?:nam\s+)?" + _YEAR + r"\b", plain)
    if match:
        return date(int(match.group(1)), 1, 1), date(int(match.group(2)), 12, 31), match.group(), match.start()
    match = re.search(r"\b" + _QUARTER + r"(?:\s*(?:/|-|,|nam|of|in)?\s*" + _YEAR + r")?\b", plain)
    if match and (match.group(2) or not plain[match.start()].startswith("q") or len(match.group()) > 1):
        number = _ROMAN.get(match.group(1)) or int(match.group(1))
        return *quarter(int(match.group(2) or today.year), number), match.group(), match.start()
    match = re.search(r"\b" + _YEAR + r"\s*[- ]?q([1-4])\b", plain)
    if match:
        return *quarter(int(match.group(1)), int(match.group(2))), match.group(), match.start()
    match = re.search(
        r"\b(?:6|sau) thang (dau|cuoi)(?: nam)?(?:\s*"
        + _YEAR
        + ")?|\\b(first|second) half(?: of)?(?:\\s*"
        + _YEAR
        + ")?",
        plain,
    )
    if match:
        year = int(match.group(2) or match.group(4) or today.year)
        first = match.group(1) == "dau" or match.group(3) == "first"
        return (
            (date(year, 1, 1), date(year, 6, 30), match.group(), match.start())
            if first
            else (date(year, 7, 1), date(year, 12, 31), match.group(), match.start())
        )
    match = re.search(r"\b(?:thang|month)\s*(\d{1,2})(?:\s*(?:/|-|nam)?\s*" + _YEAR + r")?\b", plain) or re.search(
        r"(?<!\d/)\b(\d{1,2})/" + _YEAR + r"\b", plain
    )
    if match and 1 <= int(match.group(1)) <= 12:
        return *month(int(match.group(2) or today.year), int(match.group(1))), match.group(), match.start()
    match = re.search(r"\b(" + "|".join(_ENGLISH_MONTHS) + r")\s+" + _YEAR + r"\b", plain)
    if match:
        return *month(int(match.group(2)), _ENGLISH_MONTHS.index(match.group(1)) + 1), match.group(), match.start()
    match = re.search(r"(?<![/\d.-])\b" + _YEAR + r"\b(?!\s*/|-)", plain)
    if match:
        return *_year(int(match.group(1))), match.group(), match.start()
    return None


def due_within(due: Due | None, time: Timeframe) -> bool:
    """Whether a deadline falls into the timeframe: the whole of it, so a bare "2026" is not in Quý IV/2026."""
    if due is None or due.end is None or due.kind in (DueKind.RECURRING, DueKind.CONDITIONAL):
        return False
    start = due.start or due.end
    if due.start is None:
        # "Đến tháng 9/2030": the day itself counts, not the years before it.
        start = due.end
    if due.kind is DueKind.PERIOD and (time.start is None or time.end is None):
        start = due.end
    if due.kind is DueKind.QUARTER and time.start and time.end and (time.end - time.start).days < 32:
        start = due.end  # what is due in a quarter has to be done in its last month at the latest
    return (time.start is None or start >= time.start) and (time.end is None or due.end <= time.end)


def due_around(due: Due | None, time: Timeframe) -> bool:
    """Whether a deadline is wider than the timeframe but holds it: the year for a quarter of it."""
    if due is None or due.end is None or due.start is None or time.start is None or time.end is None:
        return False
    if due.kind not in (DueKind.YEAR, DueKind.QUARTER, DueKind.MONTH) or due_within(due, time):
        return False
    return due.start <= time.start and due.end >= time.end


def overdue(due: Due | None, today: date) -> bool:
    """Whether the last day of a deadline lies before today; what recurs or has no date is never overdue."""
    return due is not None and due.end is not None and due.kind is not DueKind.RECURRING and due.end < today
