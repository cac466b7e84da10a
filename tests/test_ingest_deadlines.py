"""Deadlines as plans write them become dates that can be sorted; what is not understood is None."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.deadlines import due
from ingest.records import Due, DueKind


def span(kind: str, start: str | None, end: str | None, again: bool = False) -> Due:
    return Due(
        DueKind(kind), date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None, again
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý II/2026", span("quarter", "2026-04-01", "2026-06-30")),
        ("quý 2 năm 2026", span("quarter", "2026-04-01", "2026-06-30")),
        ("Quý IV/2026, triển khai thường xuyên", span("quarter", "2026-10-01", "2026-12-31", True)),
        ("Quý III, IV/2026", span("period", "2026-07-01", "2026-12-31")),
        ("Đến tháng 9/2030", span("month", None, "2030-09-30")),
        ("Tháng 1 - 3/2026", span("period", "2026-01-01", "2026-03-31")),
        ("Trước ngày 15/6/2026", span("date", None, "2026-06-15")),
        ("31/12/202 6", span("date", "2026-12-31", "2026-12-31")),
        ("Năm 2027", span("year", "2027-01-01", "2027-12-31")),
        ("2026", span("year", "2026-01-01", "2026-12-31")),
        ("Từ năm 2026", span("year", "2026-01-01", None)),
        ("Hết năm 2026", span("year", None, "2026-12-31")),
        ("2030-2035", span("period", "2030-01-01", "2035-12-31")),
        ("giai đoạn 2026 - 2030", span("period", "2026-01-01", "2030-12-31")),
        ("Từ năm 2026 đến năm 2030", span("period", "2026-01-01", "2030-12-31")),
        ("6 tháng đầu năm 2026", span("period", "2026-01-01", "2026-06-30")),
        ("Hằng năm", span("recurring", None, None)),
        ("Hàng năm và từng giai đoạn", span("recurring", None, None)),
        ("Thường xuyên", span("recurring", None, None)),
        ("Hằng quý", span("recurring", None, None)),
        ("Sau khi Chính phủ, ban hành Nghị định", span("conditional", None, None)),
        ("Theo kế hoạch của tỉnh", span("conditional", None, None)),
        ("trước ngày 31/02/2026", None),
        ("Quý II", None),
        ("Phòng Kinh tế", None),
        ("", None),
        (None, None),
    ],
)
def test_deadlines(text: str | None, expected: Due | None) -> None:
    assert due(text) == expected


@given(st.text(max_size=120))
def test_no_text_fails(text: str) -> None:
    found = due(text)
    if found and found.start and found.end:
        assert found.start <= found.end
