"""Days of the year that a question names as part of what it is about: "kế hoạch truyền thông ngày 07/4"."""

from __future__ import annotations

import re

from ingest.text import unaccented

_DAY = re.compile(
    r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})(?![\d/]|\s*[-–]\s*\d|-[^\W\d_])"
    r"|\bngay (\d{1,2}) thang (\d{1,2})\b(?!\s+nam \d)"
)
_MONTHS, _DAYS = 12, 31


def days_in(text: str) -> tuple[str, ...]:
    """The days without a year, as "7/4", each once."""
    found = [tuple(int(part) for part in match.groups() if part) for match in _DAY.finditer(unaccented(text.lower()))]
    return tuple(dict.fromkeys(f"{day}/{month}" for day, month in found if 0 < day <= _DAYS and 0 < month <= _MONTHS))


def names_day(days: tuple[str, ...], text: str) -> bool:
    """Whether a text names one of the days, with or without leading zeros."""
    return bool(set(days) & set(days_in(text)))
