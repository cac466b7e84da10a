"""Tasks that the body gives out in sentences: who leads, with whom, by when, outside any table.

"Rà soát quỹ đất công … Giao Phòng Kinh tế chủ trì, phối hợp với Hội Nông dân xã, hoàn thành trước ngày 30/9/2026."
The work stands before the sentence that gives it out, or in it, behind the agencies. A sentence of which one part is
not certain (a name that does not read as one, words left over) makes no record; it stays a passage. What "Tổ chức
thực hiện" gives to agencies are duties, see `duties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.agencies import agencies
from ingest.assignments import VERBS
from ingest.cell_likeness import likeness, names_agencies
from ingest.columns import Role
from ingest.deadlines import due
from ingest.letters import UPPER
from ingest.name_ends import name_end
from ingest.records import Block, Span, Task
from ingest.sections import duty_section, holds_bases, holds_funding, holds_reports
from ingest.structure import place_of
from ingest.text import quote
from ingest.trace import Trace

_SENTENCE = re.compile(rf"(?<=[.;])\s+(?=[{UPPER}“])")
_MARK = re.compile(r"^\s*(?:[-–+•*]\s*)?(?:(?:\d+(?:\.\d+)*|[a-zđ])[.)]\s*)?")
_OPENER = re.compile(
    r"(?:(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (?:xã|phường|đặc khu) )?"
    r"(?P<how>giao(?: cho| nhiệm vụ cho)?|phân công|đề nghị|yêu cầu)\s+(?:các đồng chí\s+)?",
    re.IGNORECASE,
)
_CHAIRS = re.compile(r"\s+(?:là (?:cơ quan |đơn vị )?)?chủ trì(?:,? tham mưu)?(?!\w)")
_GETS = re.compile(  # what says so of an agency to which a work is expressly given
    r"\s+(?:là (?:cơ quan |đơn vị )?|làm )?(?:chủ trì|đầu mối|chịu trách nhiệm (?:chính|chủ trì))(?:,? tham mưu)?(?!\w)"
)
_WITH = re.compile(r",?\s*(?:và )?phối hợp(?: chặt chẽ)?(?: thực hiện)?(?: cùng với| với| cùng)\s+")
_TOO = re.compile(r"[,;]\s+(?P<who>[^,;.]{3,160}?)\s+(?:cùng\s+)?phối hợp(?! với| cùng|\w)")
_MADE_VERB = (
    r"hoàn thành|xong|trình|thực hiện|triển khai|tổ chức(?! (?:chính trị|đoàn thể|xã hội|tín dụng|hội|đảng|liên quan))"
    r"|tham mưu(?!,? giúp việc)|định kỳ|thường xuyên|hằng|hàng (?:năm|quý|tháng|tuần)|trước|trong|chậm nhất|báo cáo"
)
_NOUN_BEFORE = (
    "dục ",
    "các ",
    "tổ ",
    "Tổ ",
    "cơ quan ",
    "đơn vị ",
    "ban ",
    "Ban ",
    "đội ",
    "Đội ",
    "Trường ",
    "tâm ",
    "và ",
)
_NAME_ENDS = re.compile("".join(rf"(?<!{word})" for word in _NOUN_BEFORE) + rf"(?<!\w)(?:{_MADE_VERB}|{VERBS})(?!\w)")
_DONE = re.compile(
    r"[\s,;]*(?:(?:và )?(?:phải |cần |bảo đảm )?(?:hoàn thành|xong|thực hiện|triển khai|tổ chức)(?: việc này)?"
    r"|thời (?:gian|hạn)(?: hoàn thành| thực hiện)?\s*:?)?[\s,;]*$"
)
_ONLY_DOING = re.compile(
    r"[\s,.;]*(?:(?:(?:và|để|tham mưu|tổ chức|triển khai|thực hiện|hoàn thành|xây dựng|lập|hồ sơ|trình"
    r"|(?:UBND|HĐND|Ủy ban nhân dân) (?:xã|phường|đặc khu|tỉnh|thành phố)|cấp có thẩm quyền|nội dung này|nhiệm vụ này"
    r"|việc này|theo quy định|đôn đốc|hướng dẫn|theo dõi)(?!\w))[\s,.;]*)*"
)
_FINISH = re.compile(r"(?:hoàn thành|xong|thực hiện)\s*:?\s+")
_NAME_INSIDE = re.compile(rf"\s(?!(?:Quý|Tháng|Năm|[IVX]+)\b)[{UPPER}]")
_FEWEST_WORDS = 4  # of a work
_SURE = 4.0
_LONGEST_DEADLINE = 18  # words
_LONGEST_NAMES = 260  # characters


@dataclass(frozen=True, slots=True)
class _Given:
    """Who gets a work, by ranges of the text; `work` is None where it stands in the sentences before."""

    lead: Span
    others: Span | None
    deadline: Span | None
    work: Span | None


def read_prose_tasks(blocks: Iterable[Block], verbatim: str, tables: bool) -> tuple[Task, ...]:
    """Every task that a sentence gives out, in order.

    Where the plan has `tables` of tasks, only what it expressly gives out ("Giao …") counts: its tables say the rest.
    """
    return tuple(task for block in blocks if _may_give(block) for task in _of_block(block, verbatim, tables))


def _may_give(block: Block) -> bool:
    path = block.path
    other = duty_section(path) is not None or holds_funding(path) or holds_reports(path) or holds_bases(path)
    return block.kind != "heading" and bool(path) and not other


def _of_block(block: Block, verbatim: str, tables: bool) -> Iterator[Task]:
    trace = Trace(verbatim, block.cell.spans)
    text = trace.text
    begin = free = _MARK.match(text).end()  # type: ignore[union-attr]
    for end in [*(match.start() for match in _SENTENCE.finditer(text, begin)), len(text)]:
        given = _given(text, (begin, end), tables)
        if given is not None:
            work = given.work or (free, begin)
            if len(text[slice(*work)].split()) >= _FEWEST_WORDS:
                yield _task(block, trace, given, work)
            free = end
        begin = end + len(text[end:]) - len(text[end:].lstrip())
        free = begin if given is not None else free


def _given(text: str, sentence: Span, tables: bool) -> _Given | None:
    """What a sentence gives out; None where it gives out nothing, or not all of it is certain."""
    start, stop = sentence
    stop -= len(text[start:stop]) - len(text[start:stop].rstrip(" .;"))
    early = _early_deadline(text, start, stop)
    start = early[1] if early else start
    opener = _OPENER.match(text, start, stop)
    if opener is None and tables:
        return None
    start = opener.end() if opener else start
    chairs = (_GETS if opener else _CHAIRS).search(text, start, stop)
    if chairs is None or not _are_names(text, (start, chairs.start()), opener is not None):
        return None
    end, others = chairs.end(), None
    if joint := _WITH.match(text, end, stop):
        end = _end_of_names(text, joint.end(), stop)
        others = joint.end(), joint.end() + len(text[joint.end() : end].rstrip(" ,;"))
    elif joint := _TOO.match(text, end, stop):
        end, others = joint.end(), joint.span("who")
    if others and not _are_names(text, others, opener is not None):
        return None
    deadline = early[0] if early else _deadline(text, end, stop)
    work = end, stop
    if deadline is not None and not early:
        work = end, end + len(_DONE.sub("", text[end : deadline[0]]))
        if _ONLY_DOING.fullmatch(text, deadline[1], stop) is None:
            work = end, stop
    within = None if _ONLY_DOING.fullmatch(text, *work) else work
    return _Given((start, chairs.start()), others, deadline, within)


def _end_of_names(text: str, start: int, stop: int) -> int:
    """Where the agencies that begin at `start` end: before a verb or a time, where a name surely ends, or at `stop`."""
    ends = _NAME_ENDS.search(text, start, stop)
    end = ends.start() if ends else stop
    return min(end, name_end(text, start) or end)


def _are_names(text: str, names: Span, given: bool) -> bool:
    """Whether a stretch is agencies and nothing else; of names no list has, where the work is expressly `given`."""
    start, end = names
    words = text[start:end].strip(" ,;")
    if not words or end - start > _LONGEST_NAMES or (name_end(text, start) or end) < end:
        return False
    return names_agencies(words, unknown=given)


def _early_deadline(text: str, start: int, stop: int) -> tuple[Span, int] | None:
    """A time that opens the sentence ("Trong quý II/2026, giao …"), and where the rest begins."""
    comma = text.find(", ", start, stop)
    if comma < 0 or not _is_deadline(text[start:comma]):
        return None
    return (start, comma), comma + 2


def _deadline(text: str, start: int, stop: int) -> Span | None:
    """The first stretch of words behind the agencies that is a time, to the sentence's end or to a comma."""
    begins = [match.start() for match in re.compile(r"(?<!\S)\w").finditer(text, start, stop)]
    ends = [stop, *reversed([match.start() for match in re.compile(r"[,;]\s").finditer(text, start, stop)])]
    for begin in begins:
        for end in ends:
            first = begin + (done.end() if (done := _FINISH.match(text[begin:end])) else 0)
            if end > first and _is_deadline(text[first:end]):
                return first, end
    return None


def _is_deadline(words: str) -> bool:
    if len(words.split()) > _LONGEST_DEADLINE or due(words) is None or _NAME_INSIDE.search(words):
        return False
    return likeness(Role.DEADLINE, words[:1].upper() + words[1:]) >= _SURE


def _task(block: Block, trace: Trace, given: _Given, work: Span) -> Task:
    lead, others = trace.cell(*given.lead), trace.cell(*given.others) if given.others else None
    deadline = trace.cell(*given.deadline).text if given.deadline else None
    words = trace.text[slice(*work)]
    first = work[0] + len(words) - len(words.lstrip(" ,;"))
    task = trace.cell(first, work[0] + len(words.rstrip(" .,;")))
    whole = block.cell.spans
    return Task(
        plan="",
        place=place_of(block.path, block.label),
        quote=quote(trace.verbatim, whole),
        spans=whole,
        path=block.path,
        appendix=None,
        group=None,
        number=None,
        task=task.text,
        lead=lead.text,
        coordinating=others.text if others else None,
        deadline=deadline,
        due=due(deadline),
        leads=agencies(lead.text),
        coordinators=agencies(others.text) if others else (),
    )
