"""Reports that are due: what, to whom, before which day.

A report counts where the plan gives it a day ("trước ngày 10 của tháng cuối"); "định kỳ báo cáo theo quy định" gives
none and stays part of the duty. Recipient and reporter may stand in the line that opens the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.assignments import Assignment, assignments
from ingest.deadlines import due
from ingest.letters import UPPER
from ingest.records import Block, Due, DueKind, Report, Span
from ingest.structure import place_of
from ingest.text import quote
from ingest.trace import Trace

_DEADLINE = re.compile(
    r"(?<!\w)(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|vào|xong)\s+"
    r"(?:ngày\s+\d{1,2}|\d{1,2}\s*/\s*\d{1,2}|\d{1,2}\s+tháng\s+\d"
    r"|tháng\s+\d{1,2})(?:(?!\s+(?:để|gửi|về|và|báo cáo|qua|nhằm|cho)\b)[^,;.()])*",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?<!chế độ )(?<!thông tin )báo cáo"
    rf"(?:(?!\s+(?:gửi|về|cho|với|đến|lên|trước|chậm|muộn|vào|theo quy định)\b|\s+(?-i:[{UPPER}]))[^,;.:()])*",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?:về|gửi|cho|đến|lên|báo cáo)\s+(?:về\s+|cho\s+)?(?P<to>[{UPPER}]"
    r"(?:(?!\s+(?:trước|để|theo|định kỳ|vào|chậm|muộn|tổng hợp|xem|kết quả|cụ thể)\b)[^,;.:()])*(?:\s*\([^()]*\))?)"
)
_REPORTER = re.compile(
    r"^\s*(?:\d+[.)]\s*)?(?P<who>[^,;.:]+?)\s+(?:định kỳ\s+|có trách nhiệm\s+|gửi\s+|thực hiện\s+)*báo cáo"
)
_FAR = 300  # characters behind a deadline in which its recipient may stand
_PERIOD = re.compile(r"(?<!\w)(?:tháng|quý|năm|định kỳ|tuần)(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What the line that opens a list of reports says: to whom, by whom."""

    block: Block
    to: str | None
    reporter: str | None


def read_reports(blocks: Iterable[Block], verbatim: str, plan_id: str) -> tuple[Report, ...]:
    """Every report with a day, in order."""
    blocks = tuple(blocks)
    agencies = {found.block: found for found in assignments(blocks, verbatim)}
    opening: _Opening | None = None
    reports: list[Report] = []
    for block in blocks:
        if block.kind == "heading":
            continue
        trace = Trace(verbatim, block.cell.spans)
        if trace.text.rstrip().endswith(":"):
            opening = _opening(block, trace)
        around = opening if opening and opening.block.path == block.path and opening.block != block else None
        reports += _in_block(block, trace, around, agencies.get(block), plan_id)
    return tuple(reports)


def _opening(block: Block, trace: Trace) -> _Opening | None:
    if "báo cáo" not in trace.text.lower():
        return None
    to, who = _TO.search(trace.text), _REPORTER.match(trace.text)
    return _Opening(
        block,
        trace.cell(*to.span("to")).text if to else None,
        trace.cell(*who.span("who")).text if who else None,
    )


def _in_block(
    block: Block, trace: Trace, opening: _Opening | None, assigned: Assignment | None, plan_id: str
) -> Iterator[Report]:
    for start, end in _sentences(trace.text):
        done, sentence = start, trace.cell(start, end).spans
        for deadline in _DEADLINE.finditer(trace.text, start, end):
            named = list(_REPORT.finditer(trace.text, done, deadline.start()))
            if not named:
                continue
            to = _TO.search(trace.text, named[-1].start(), min(end, deadline.end() + _FAR))
            when = trace.cell(*deadline.span()).text
            heading = assigned.heading.cell.spans if assigned and assigned.heading else ()
            spans = (*heading, *(opening.block.cell.spans if opening else ()), *sentence)
            yield Report(
                plan=plan_id,
                place=place_of(block.path, block.label),
                quote=quote(trace.verbatim, spans),
                spans=spans,
                path=block.path,
                report=trace.cell(*named[-1].span()).text,
                to=trace.cell(*to.span("to")).text if to else opening.to if opening else None,
                deadline=when,
                reporter=assigned.agency if assigned else opening.reporter if opening else None,
                due=due(when) or _again(trace.cell(*named[-1].span()).text),
            )
            done = deadline.end()


def _again(report: str) -> Due | None:
    """ "Báo cáo quý", "báo cáo năm": a report that is named by its period comes back, though no year is given."""
    return Due(DueKind.RECURRING) if _PERIOD.search(report) else None


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        if text[start:end].strip():
            yield start, end
        start = end
