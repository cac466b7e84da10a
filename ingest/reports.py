"""Reports that are due: what, to whom, before which day.

A report counts where the plan says when: by a day ("trước ngày 10 của tháng cuối"), by a period ("định kỳ 6 tháng,
1 năm báo cáo …") or on a condition ("Báo cáo đột xuất: theo yêu cầu …"); "định kỳ báo cáo theo quy định" says none and
stays part of the duty. Recipient and reporter may stand in the line that opens the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.assignments import Assignment, assignments, is_sentence
from ingest.deadlines import due
from ingest.letters import UPPER
from ingest.records import Block, Due, DueKind, Report, Span
from ingest.structure import place_of
from ingest.text import quote
from ingest.trace import Trace

_DEADLINE = re.compile(
    r"(?<!\w)(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|vào|xong)\s+"
    r"(?:ngày\s+\d{1,2}|\d{1,2}\s*(?:giờ|h)\b|\d{1,2}\s*/\s*\d{1,2}|\d{1,2}\s+tháng\s+\d"
    r"|tháng\s+\d{1,2})(?:(?!\s+(?:để|gửi|về|và(?!\s+(?:ngày\s+)?\d)|báo cáo|qua|nhằm|cho)\b)[^,;.()]"
    r"|,(?=\s*(?:ngày\s+)?\d{1,2}\s*/\s*\d))*",  # "trước ngày 15/6 và 15/12": both days
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?<!chế độ )(?<!thông tin )báo cáo"
    r"(?:(?!\s+(?:gửi|về|cho|với|đến|lên|trước|chậm|muộn|vào|theo quy định)\b"
    rf"|\s+(?-i:(?![IVX]+\b)[{UPPER}]))(?:[^,;.:()]|(?<=phòng),(?=\s+(?:chống|ngừa)\b)))*",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?:về|gửi|cho|đến|lên|[Bb]áo cáo)\s+(?:về\s+|cho\s+)?(?P<to>[{UPPER}]"
    r"(?:(?!\s+(?:trước|để|theo|định kỳ|vào|chậm|muộn|tổng hợp|xem|kết quả|tình hình|số liệu|tiến độ|cụ thể)\b)"
    rf"(?:[^,;.:()]|,(?=\s+[{UPPER}])))*(?:\s*\([^()]*\))?)"  # "Phòng Kinh tế, Hạ tầng và Đô thị"
)
_REPORTER = re.compile(
    r"^\s*(?:\d+[.)]\s*)?(?P<who>[^,;.:]+?)\s+(?:định kỳ\s+|có trách nhiệm\s+|gửi\s+|thực hiện\s+)*báo cáo"
)
_OWN_SUBJECT = re.compile(  # who the sentence itself says reports, whatever agency the paragraphs above are about
    r"\s*(?:[-+•]\s*)?(?:Chế độ (?:thông tin, )?báo cáo\s*:\s*)?(?:Yêu cầu |Đề nghị |Giao )?"
    r"(?P<who>(?:Các|các|Thủ trưởng|Trưởng các)\s[^.;:\d]{2,80}?),?"
    r"\s+(?:định kỳ|có trách nhiệm|gửi|thực hiện|tổng hợp|chủ động|căn cứ|xây dựng|báo cáo)(?!\w)"
)
_SPAN = r"(?:(?:hằng|hàng|mỗi|01|1|02|2|03|3|06|6|09|9)\s+(?:ngày|tuần|tháng|quý|năm)|quý|năm|6 tháng đầu năm)"
_EVERY = re.compile(
    rf"(?<!\w)(?:định kỳ\s+(?:vào\s+)?{_SPAN}(?:(?:,|;|\s+và|\s+hoặc)\s+{_SPAN})*"
    r"|(?:hằng|hàng)\s+(?:tuần|tháng|quý|năm))"
    r"(?:\s+hoặc\s+đột xuất)?(?!\w)",
    re.IGNORECASE,
)
_EVERY_HERE = re.compile(
    rf"(?<!\w)(?P<every>(?:định kỳ\s+)?(?:mỗi\s+)?{_SPAN}(?:\s+(?:một|01|1)\s+lần)?)\s*[(,]?\s*$", re.IGNORECASE
)
_TO_ABOVE = (  # to whom, said before the report's name: "gửi Sở Y tế báo cáo năm", "báo cáo UBND tỉnh: báo cáo quý …"
    re.compile(
        rf"(?i:gửi|trình|cho|về)\s+(?:về\s+)?(?P<to>[{UPPER}](?:(?!\s(?:gửi|trình|cho|về|trước)\s)[^.;:])*?)"
        r"(?:\s+(?:báo cáo|trước|chậm nhất|muộn nhất|vào)\s[^.;:]*)?\s*$"
    ),
    re.compile(rf"(?i:báo cáo|gửi|về)\s+(?:về\s+)?(?P<to>[{UPPER}][^.;:]*?)\s*:"),
)
_RESULTS = re.compile(
    r"(?<!\w)(?P<what>(?:kết quả|tình hình|số liệu)(?: thực hiện)?\s+(?:của\s+)?"
    r"(?:(?:6|06|sáu|9|09|chín) tháng(?: đầu năm)?|tháng|quý|năm|cả năm))\s*[(,]?\s*$"
)
_NAMED_BEHIND = re.compile(r"\s*\(\s*(?:đối với\s+)?(?P<name>báo cáo[^()]*)\)", re.IGNORECASE)
_ON_DEMAND = re.compile(
    r"báo cáo (?:nhanh|đột xuất|chuyên đề)\s*[:,]?\s*(?P<when>(?:khi|theo yêu cầu)\s[^.;]*)", re.IGNORECASE
)
_NOUN = re.compile(r"báo cáo", re.IGNORECASE)
_ALL_OF_THEM = re.compile(
    r"(?<!\w)(?:các|những|tất cả(?: các)?) báo cáo (?:(?:nêu )?trên |này )?(?:(?:được|đều|phải) )*gửi ", re.IGNORECASE
)
_AND_BY = re.compile(r"\s*(?:và|,|;|hoặc)\s*")
_NEAR = 60  # characters between a report and its period
_FAR = 300  # characters behind a deadline in which its recipient may stand
_PERIOD = re.compile(r"(?<!\w)(?:tháng|quý|năm|định kỳ|tuần)(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What the line that opens a list of reports says: to whom, by whom."""

    block: Block
    to: str | None
    reporter: str | None


def read_reports(
    blocks: Iterable[Block], verbatim: str, plan_id: str, names: frozenset[str] = frozenset()
) -> tuple[Report, ...]:
    """Every report with a day, in order."""
    blocks = tuple(blocks)
    agencies = {found.block: found for found in assignments(blocks, verbatim, names)}
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
        reports = _sent(reports, block, trace)
    return tuple(reports)


def _sent(reports: list[Report], block: Block, trace: Trace) -> list[Report]:
    """The reports of this part of the plan with the addressee that a sentence behind them names for all of them."""
    said = _ALL_OF_THEM.search(trace.text)
    to = _TO.search(trace.text, said.start()) if said else None
    if said is None or to is None:
        return reports
    spans = trace.cell(*_sentence_at(trace.text, said.start())).spans
    whom = trace.cell(*to.span("to")).text
    return [
        replace(one, to=whom, quote=quote(trace.verbatim, (*one.spans, *spans)), spans=(*one.spans, *spans))
        if one.to is None and block.path[: len(one.path)] == one.path
        else one
        for one in reports
    ]


def _opening(block: Block, trace: Trace) -> _Opening | None:
    if "báo cáo" not in trace.text.lower():
        return None
    to, who = _TO.search(trace.text), _REPORTER.match(trace.text)
    return _Opening(
        block,
        trace.cell(*to.span("to")).text if to else None,
        trace.cell(*who.span("who")).text if who else None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A report in a sentence: its name (two ranges where its period stands apart), when it is due, its own range."""

    name: tuple[Span, ...]
    when: Span
    start: int
    end: int


def _in_block(
    block: Block, trace: Trace, opening: _Opening | None, assigned: Assignment | None, plan_id: str
) -> Iterator[Report]:
    above_it = assigned.agency if assigned else opening.reporter if opening else None
    if above_it and is_sentence(above_it):
        above_it = None  # a numbered sentence stands above: who reports is not sure
    for start, end in _sentences(trace.text):
        sentence = trace.cell(start, end).spans
        own = _OWN_SUBJECT.match(trace.text, start, end)
        heading = assigned.heading.cell.spans if assigned and assigned.heading and not own else ()
        spans = (*heading, *(opening.block.cell.spans if opening else ()), *sentence)
        for found in _in_sentence(trace.text, start, end):
            to = _addressee(trace.text, found, start, end)
            above = trace.cell(*_sentence_at(trace.text, to.start("to"))).spans if to and to.start("to") < start else ()
            words = " ".join(trace.text[slice(*part)] for part in (*found.name, found.when))
            yield Report(
                plan=plan_id,
                place=place_of(block.path, block.label),
                quote=quote(trace.verbatim, (*spans[: -len(sentence)], *above, *sentence)),
                spans=(*spans[: -len(sentence)], *above, *sentence),
                path=block.path,
                report=" ".join(trace.cell(*part).text for part in found.name),
                to=trace.cell(*to.span("to")).text if to else opening.to if opening else None,
                deadline=trace.cell(*found.when).text,
                reporter=trace.cell(*own.span("who")).text if own else above_it,
                due=due(trace.text[slice(*found.when)]) or _again(words),
            )


def _addressee(text: str, found: _Found, start: int, end: int) -> re.Match[str] | None:
    """To whom: behind the report's name; else right before it in its sentence, or before the list that it is in."""
    behind, list_of = _TO_ABOVE
    return (
        _TO.search(text, found.start, min(end, found.end + _FAR))
        or behind.search(text, start, found.start)
        or list_of.search(text, 0, found.start)
    )


def _in_sentence(text: str, start: int, end: int) -> Iterator[_Found]:
    """The reports of one sentence by their days; without any day, by its period or its condition."""
    done, last = start, None
    for deadline in _DEADLINE.finditer(text, start, end):
        if last and _AND_BY.fullmatch(text, last.when[1], deadline.start()):  # "trước ngày 15/6 và trước ngày 15/11"
            found: _Found | None = _Found(last.name, deadline.span(), last.start, deadline.end())
        else:
            found = _by_day(text, start, done, deadline, end)
        if found:
            yield found
            done, last = found.end, found
    if last:
        return
    if demand := _ON_DEMAND.search(text, start, end):
        name = demand.start(), len(text[: demand.start("when")].rstrip(" :,"))
        yield _Found((name,), demand.span("when"), *demand.span())
    elif noun := _NOUN.search(text, start, end):
        every = [one for one in _EVERY.finditer(text, start, end) if "định kỳ" in one.group().lower()]
        near = [one for one in every if -_NEAR < noun.start() - one.end() < _NEAR]
        if near:
            named = list(_REPORT.finditer(text, start, end))
            name = named[0].span() if named else noun.span()
            yield _Found((name,), near[0].span(), name[0], max(noun.end(), near[0].end()))


def _by_day(text: str, start: int, done: int, deadline: re.Match[str], end: int) -> _Found | None:
    """The report that this day belongs to: named in brackets behind it, before it, or behind with its period before."""
    if behind := _NAMED_BEHIND.match(text, deadline.end(), end):
        noun = _NOUN.search(text, start, deadline.start()) or behind
        return _Found((behind.span("name"),), deadline.span(), noun.start(), behind.end())
    if results := _of_results(text, start, done, deadline):
        return results
    period = _EVERY_HERE.search(text, done, deadline.start())
    named = list(_REPORT.finditer(text, done, deadline.start()))
    if named:
        name = named[-1].span()
        every = list(_EVERY.finditer(text, name[1], deadline.start()))
        if not _PERIOD.search(text, *name) and every:
            name = (name[0], every[-1].end())
        return _Found((name,), deadline.span(), name[0], deadline.end())
    after = _NOUN.search(text, deadline.end(), end)
    if period and after:
        words = period.span("every")
        return _Found((after.span(), words), deadline.span(), after.start(), deadline.end())
    return None


def _of_results(text: str, start: int, done: int, deadline: re.Match[str]) -> _Found | None:
    """ "Báo cáo Sở Y tế kết quả 6 tháng trước ngày …, kết quả năm trước ngày …": each day has results of a period."""
    noun = _NOUN.search(text, start, deadline.start())
    results = _RESULTS.search(text, max(done, noun.end()), deadline.start()) if noun else None
    if noun is None or results is None:
        return None
    return _Found((noun.span(), results.span("what")), deadline.span(), noun.start(), deadline.end())


def _again(report: str) -> Due | None:
    """ "Báo cáo quý", "báo cáo năm": a report that is named by its period comes back, though no year is given."""
    return Due(DueKind.RECURRING) if _PERIOD.search(report) else None


def _sentence_at(text: str, place: int) -> Span:
    return next((start, end) for start, end in _sentences(text) if start <= place < end)


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for end in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        if text[start:end].strip():
            yield start, end
        start = end
