"""Duties as a table under "Tổ chức thực hiện": "Đơn vị | Nhiệm vụ" and nothing else, one record a row."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.agencies import agencies
from ingest.columns import Role
from ingest.records import EMPTY, Duty
from ingest.sections import duty_section
from ingest.structure import place_of
from ingest.table import Table
from ingest.text import normalise, quote

_NEEDED = frozenset({Role.LEAD, Role.TASK})
_ALLOWED = _NEEDED | {Role.NUMBER, Role.NOTE}


def tells_duties(table: Table, path: tuple[str, ...]) -> bool:
    """Whether a table of the body, under this path, says who has to do what, with no deadline and no product."""
    roles = [column.role for column in table.columns]
    return duty_section(path) is not None and _NEEDED <= set(roles) <= _ALLOWED and len(set(roles)) == len(roles)


def table_duties(tables: Iterable[tuple[tuple[str, ...], Table]], verbatim: str, plan_id: str) -> tuple[Duty, ...]:
    """A duty a row; where the agency's cell is blank, as under a merged one, the agency above goes on."""
    duties = []
    for path, table in tables:
        agency = EMPTY
        for count, row in enumerate(table.rows, 1):
            agency = table.cell(row, Role.LEAD) or agency
            what = table.cell(row, Role.TASK)
            if not agency or not what:
                continue
            spans = (*agency.spans, *what.spans)
            duties.append(
                Duty(
                    plan=plan_id,
                    place=place_of(path, f"dòng {count}"),
                    quote=normalise(quote(verbatim, spans)),
                    spans=spans,
                    path=path,
                    agency=agency.text,
                    duty=what.text,
                    agencies=agencies(agency.text),
                )
            )
    return tuple(duties)
