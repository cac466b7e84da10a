"""In which months a report is due, as its deadline is written ("trước ngày 05 tháng 11", "ngày 10 của tháng cuối")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.turns import Timeframe
from ingest.records import Report
from ingest.text import canonical

_DAY_OF_MONTH = re.compile(r"(?<!\d)\d{1,2}\s*(?:/|tháng)\s*(\d{1,2})(?!\d)")
_EACH_MONTH = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi) tháng")
_LAST_OF_QUARTER = re.compile(r"tháng cuối(?: (?:của )?(?:mỗi )?quý)?")
_QUARTERLY = re.compile(r"(?<!\w)quý(?!\w)")
_LAST_MONTHS = frozenset({3, 6, 9, 12})


def due_in_time(reports: Sequence[Report], time: Timeframe | None) -> tuple[Report, ...]:
    """The reports that fall due between two days; all of them where no such time is asked about. One whose months its
    deadline does not tell is kept.
    """
    if time is None or time.what != "due_in" or time.start is None or time.end is None:
        return tuple(reports)
    asked = _months_between(time.start, time.end)
    return tuple(report for report in reports if not (months := _months(report)) or months & asked)


def _months(report: Report) -> frozenset[int]:
    """The months of a year in which a report is due; none where they are not told."""
    deadline = canonical(report.deadline or "")
    if named := _DAY_OF_MONTH.findall(deadline):
        return frozenset(map(int, named))
    if _EACH_MONTH.search(deadline):
        return frozenset(range(1, 13))
    quarterly = _QUARTERLY.search(f"{canonical(report.report)} {deadline}")
    return _LAST_MONTHS if quarterly and _LAST_OF_QUARTER.search(deadline) else frozenset()


def _months_between(start: date, end: date) -> frozenset[int]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return frozenset(month % 12 + 1 for month in range(first, last + 1))
