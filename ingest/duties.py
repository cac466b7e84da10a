"""The duties of agencies: one record a bullet or paragraph under "Tổ chức thực hiện"."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.agencies import agencies
from ingest.assignments import assignments
from ingest.funding import read_funding
from ingest.records import Block, Duty
from ingest.reports import read_reports
from ingest.structure import place_of
from ingest.text import quote
from ingest.trace import Trace

__all__ = ["read_duties", "read_funding", "read_reports"]


def read_duties(
    blocks: Iterable[Block], verbatim: str, plan_id: str, names: frozenset[str] = frozenset()
) -> tuple[Duty, ...]:
    """Every duty, in order. Its quote begins with the heading that names the agency, where one does."""
    duties = []
    for found in assignments(blocks, verbatim, names):
        trace = Trace(verbatim, found.block.cell.spans)
        spans = (*(found.heading.cell.spans if found.heading else ()), *found.block.cell.spans)
        duties.append(
            Duty(
                plan=plan_id,
                place=place_of(found.block.path, found.block.label),
                quote=quote(verbatim, spans),
                spans=spans,
                path=found.block.path,
                agency=found.agency,
                duty=trace.cell(found.start).text,
                agencies=agencies(found.agency),
            )
        )
    return tuple(duties)
