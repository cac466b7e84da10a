"""The years and the values that a question about figures names: "2030 với 2045", "xã nào đặt 4-6 bác sĩ"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.turns import Ask, Query, Timeframe
from ingest.records import Target

_YEAR = re.compile(r"(?<![\d/.-])20\d\d(?![\d/])")
_PERIOD = re.compile(r"\b(20\d\d)\s*(?:[-–]|đến|tới|den|toi|to|until)\s*(?:năm\s+|nam\s+)?(20\d\d)\b")
_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?)\s*%")
_RANGE = re.compile(
    r"(?<![\d/])(\d{1,3}(?:[,.]\d{1,2})?)\s*(?:-|–|đến|tới|den|toi|to)\s*(\d{1,3}(?:[,.]\d{1,2})?)(?![\d/])"
)
_SINGLE = re.compile(
    r"(?<![\d/.,-])(\d{1,3}(?:[,.]\d{1,2})?)(?![\d/,.-]|\s*(?:xã|xa|nơi|noi|địa|dia|phường|kế|places|communes))"
)
_COMPARED = re.compile(r"(?:thấp hơn|cao hơn|dưới|trên|hơn|tối thiểu|ít nhất|below|above|at least)\s+\d")


def with_all_years(query: Query) -> Query:
    """The question with the time from its first to its last year, where it names several: of one plan too."""
    years = years_named(query) or _period(query)
    time = query.time
    single = time is None or (time.start and time.end and time.start.year == time.end.year)
    if len(years) < 2 or not (query.ask is Ask.COMPARE or (query.ask in (Ask.FIGURE, Ask.TEXT) and single)):
        return query
    return replace(query, time=Timeframe("due_in", date(min(years), 1, 1), date(max(years), 12, 31)))


def years_named(query: Query) -> tuple[int, ...]:
    """The years of a question, each by itself; none of a period ("2026-2030")."""
    return tuple(sorted({int(year) for year in _YEAR.findall(_PERIOD.sub(" ", query.question))}))


def _period(query: Query) -> tuple[int, ...]:
    """The first and the last year of "giai đoạn 2026-2030"."""
    period = _PERIOD.search(query.question)
    return tuple(int(year) for year in period.groups()) if period else ()


def of_named_years(targets: Sequence[Target], query: Query) -> list[Target]:
    """Of "năm 2030 và năm 2045 bao nhiêu" the figures for these years, none of a year between them."""
    years = years_named(query)
    several = query.ask in (Ask.FIGURE, Ask.TEXT) and len(years) > 1
    return [t for t in targets if t.year in years] if several else list(targets)


def years_without(targets: Sequence[Target], query: Query) -> tuple[int, ...]:
    """Of several years that a question names those that no figure is for."""
    years = years_named(query)
    if query.ask is not Ask.FIGURE or len(years) < 2:
        return ()
    return tuple(year for year in years if all(target.year != year for target in targets))


def of_value(targets: Sequence[Target], query: Query) -> list[Target]:
    """Of "xã nào đặt 100%" the targets with that figure, where some have it; of "xã nào đặt 4-6 bác sĩ" too."""
    if query.ask is not Ask.COMPARE or _COMPARED.search(query.written):
        return list(targets)
    for low, high in _values(query):
        ends = {low, high}
        exact = [t for t in targets if {t.low, t.high} == ends or (low == high and low in (t.low, t.high))]
        if exact:
            return exact
    return list(targets)


def _values(query: Query) -> Iterator[tuple[float, float]]:
    """The values of a question, a range with both its ends; without a "%" only where places are asked for by them."""
    shares = [_number(text) for text in _SHARE.findall(query.question)]
    yield from zip(shares, shares, strict=True)
    if query.by_plan and not shares:
        yield from ((_number(low), _number(high)) for low, high in _RANGE.findall(query.question))
        singles = [_number(text) for text in _SINGLE.findall(query.question)]
        yield from zip(singles, singles, strict=True)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
