"""Which plan was issued first or last, by the days in their heads; of a day that is left blank its month or year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

from assistant.answers.wordings import listed
from assistant.evidence import Evidence
from assistant.turns import Claim, Query
from assistant.world import World
from ingest.records import AnyRecord, HeaderField
from prompts import phrase

_YEAR = re.compile(r"\b(20\d\d)\b")
_MONTH = re.compile(r"(?:tháng|/)\s*(\d{1,2})\s*(?:năm|/)\s*20\d\d", re.IGNORECASE)

Days = tuple[date, date]


def issued_at_an_end(found: Iterable[AnyRecord], end: str) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """The dates that may be at an end, "earliest" or "latest": no other is surely before, or after. And those without
    a year, which may be anywhere. All, where none has one."""
    dates = {id(record): record for record in found if isinstance(record, HeaderField)}
    days = {key: within for key, record in dates.items() if (within := _days(record))}
    if not days:
        return list(dates.values()), []
    if end == "earliest":
        kept = [key for key, (start, _) in days.items() if start <= min(last for _, last in days.values())]
    else:
        kept = [key for key, (_, last) in days.items() if last >= max(start for start, _ in days.values())]
    return [dates[key] for key in kept], [record for key, record in dates.items() if key not in days]


def _days(record: HeaderField) -> Days | None:
    """The first and the last day that a date may mean: of "ngày … tháng 01 năm 2026" those of January."""
    if record.issued:
        return record.issued, record.issued
    year, month = _YEAR.search(record.value or ""), _MONTH.search(record.value or "")
    if year is None:
        return None
    at = int(year[1])
    if month is None or not 1 <= int(month[1]) <= 12:
        return date(at, 1, 1), date(at, 12, 31)
    return date(at, int(month[1]), 1), date(at, int(month[1]), calendar.monthrange(at, int(month[1]))[1])


def undated_claims(query: Query, evidence: Evidence, world: World) -> list[Claim]:
    """That some plans could not be compared."""
    records = evidence.apart.get("undated", ())
    if not records:
        return []
    names = listed(list(dict.fromkeys(world.locality(record.plan) for record in records)), query.language)
    return [Claim(phrase("undated_plans", query.language, localities=names), tuple(map(world.cite, records)))]
