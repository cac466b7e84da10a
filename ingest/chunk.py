"""A plan as passages, the units of retrieval: one a bullet or paragraph, one a table row, one for the head's facts.

`Passage.text` is what is encoded and indexed: place, headings, and the words themselves. `Passage.quote` is verbatim.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.records import AnyRecord, Block, HeaderField, Page, Passage, Plan, Span, Spans, Target, Task
from ingest.report import Cover
from ingest.structure import place_of
from ingest.text import quote

LONGEST_PASSAGE = 120  # words
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=\S)")
_TABLE_LINE = re.compile(r"dòng (\d+)")
_PATH_WORDS = 40
_INTRODUCTION_WORDS = 30
# The head's fields in one passage, as they are called there.
_HEAD_NAMES = {
    "type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "title": "Trích yếu",
    "issuer": "Cơ quan ban hành",
    "date": "Ngày ban hành",
    "signer": "Người ký",
    "position": "Chức vụ",
}

# How the fields of a row are called in what is encoded; a plan's own column titles vary.
_ROW_NAMES = {
    "group": "Nhóm",
    "number": "Mục",
    "task": "Nhiệm vụ",
    "indicator": "Chỉ tiêu",
    "value": "Giá trị",
    "unit": "Đơn vị tính",
    "year": "Năm",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "deadline": "Thời gian hoàn thành",
    "product": "Sản phẩm",
    "note": "Ghi chú",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a passage stands, and which record it shows."""

    spans: Spans
    place: str
    path: tuple[str, ...]
    kind: str
    record: int | None = None


def passages(plan: Plan) -> tuple[Passage, ...]:
    """The passages of a plan in the order of its text; ids follow from the content alone."""
    found = [*_head(plan), *_sections(plan), *_rows(plan)]
    return tuple(sorted(found, key=lambda passage: passage.spans))


# --- The head -----------------------------------------------------------------------------------------------------


def _head(plan: Plan) -> Iterator[Passage]:
    """One passage with what the head says of the document, its quote made of the fields in the order of the text."""
    head = {record.field: record for record in plan.records if isinstance(record, HeaderField)}
    given = [head[name] for name in _HEAD_NAMES if name in head and head[name].value and head[name].spans]
    if not given:
        return
    spans = Cover(span for record in given for span in record.spans).spans
    lines = (f"{_HEAD_NAMES[record.field]}: {record.value}" for record in given)
    text = "\n".join((*_context(plan, ()), plan.document, *lines))
    yield _passage(plan, text, Shown(spans, given[0].place, (), "header"))


# --- Sections -----------------------------------------------------------------------------------------------------


def _sections(plan: Plan) -> Iterator[Passage]:
    for place, block in enumerate(plan.blocks):
        if block.kind == "heading" and _has_content(plan.blocks, place):
            continue
        introduction = _introduction(plan.blocks, place, plan.source.text)
        where = place_of(block.path, block.label)
        for spans in _pieces(plan.source.text, block.cell.spans):
            words = quote(plan.source.text, spans)
            text = "\n".join((*_context(plan, block.path), *introduction, words))
            yield _passage(plan, text, Shown(spans, where, block.path, "section"))


def _has_content(blocks: Sequence[Block], place: int) -> bool:
    """Whether something stands below a heading; then its words are in the path of that."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    heading = blocks[place].cell.text
    return below is not None and heading in below.path


def _introduction(blocks: Sequence[Block], place: int, verbatim: str) -> tuple[str, ...]:
    """The words that a list hangs on ("Báo cáo gửi về UBND xã, cụ thể:"), for its items."""
    block = blocks[place]
    if row := _TABLE_LINE.fullmatch(block.label):
        return _first_line(blocks, place, int(row[1]), verbatim)
    if block.kind != "bullet":
        return ()
    above = place - 1
    while above >= 0 and blocks[above].path == block.path and blocks[above].label.startswith(block.label.split(",")[0]):
        above -= 1
    above = place - 1 if block.level > 1 else above
    while above >= 0 and blocks[above].path == block.path and blocks[above].kind == "bullet":
        if blocks[above].level < block.level:
            break
        above -= 1
    if above < 0 or blocks[above].path != block.path or not blocks[above].cell.text.endswith(":"):
        return ()
    return (" ".join(blocks[above].cell.text.split()[-_INTRODUCTION_WORDS:]),)


def _first_line(blocks: Sequence[Block], place: int, row: int, verbatim: str) -> tuple[str, ...]:
    """The first line of a table that was not understood, for its other lines: most likely its columns' titles."""
    first = blocks[place - row + 1] if 1 < row <= place + 1 else None
    if first is None or first.path != blocks[place].path or first.label != "dòng 1":
        return ()
    if not any("|" in verbatim[start:end] or "\t" in verbatim[start:end] for start, end in first.cell.spans):
        return ()
    return (" ".join(first.cell.text.split()[:_INTRODUCTION_WORDS]),)


def _pieces(verbatim: str, spans: Spans) -> Iterator[Spans]:
    """The spans as they are, or cut at ends of sentences into pieces of about equal length where they are long."""
    words = sum(len(verbatim[start:end].split()) for start, end in spans)
    if words <= LONGEST_PASSAGE:
        yield spans
        return
    count = -(-words // LONGEST_PASSAGE)
    piece: list[Span] = []
    length = 0
    for start, end in _sentences(verbatim, spans):
        size = len(verbatim[start:end].split())
        if piece and length + size / 2 > words / count:
            yield _joined(verbatim, piece)
            piece, length = [], 0
        piece.append((start, end))
        length += size
    if piece:
        yield _joined(verbatim, piece)


def _sentences(verbatim: str, spans: Spans) -> Iterator[Span]:
    for start, end in spans:
        first = start
        for match in _SENTENCE_END.finditer(verbatim, start, end):
            yield first, match.start()
            first = match.end()
        yield first, end


def _joined(verbatim: str, spans: Iterable[Span]) -> Spans:
    """Neighbours with only white space between them as one span."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not verbatim[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


# --- Rows ---------------------------------------------------------------------------------------------------------


def _rows(plan: Plan) -> Iterator[Passage]:
    """One passage a table row; a row with several figures gave several targets, and is shown by the first."""
    titles = {block.label: block.cell.text for block in plan.blocks if block.kind == "heading" and not block.path}
    prose = Cover(span for block in plan.blocks for span in block.cell.spans).spans
    rows: dict[Spans, list[int]] = {}
    for index, record in enumerate(plan.records):
        if isinstance(record, (Task, Target)) and record.spans and not _inside(record.spans, prose):
            rows.setdefault(record.spans, []).append(index)
    for spans, indices in rows.items():
        records = [plan.records[index] for index in indices]
        first = records[0]
        title = titles.get(first.path[0], "") if first.path else ""
        lines = [*_fields(first), *(line for record in records[1:] for line in _figure(record))]
        text = "\n".join((*_context(plan, (title,) if title else ()), *lines))
        yield _passage(plan, text, Shown(spans, first.place, first.path, "row", indices[0]))


def _fields(record: AnyRecord) -> Iterator[str]:
    if isinstance(record, Target) and record.holder:
        yield from _figure(record)
        yield from (f"{title}: {words}" for title, words in record.others)
        return
    for name, title in _ROW_NAMES.items():
        if value := getattr(record, name, None):
            yield f"{title}: {value}"
    if isinstance(record, (Task, Target)):
        yield from (f"{title}: {words}" for title, words in record.others)


def _figure(record: AnyRecord) -> Iterator[str]:
    """What a row's further figures add to its first: every value stands before its own year, or behind its title."""
    if isinstance(record, Target) and record.holder:
        yield f"{record.indicator}: {record.value or ''}"
        return
    for name in ("value", "year"):
        if value := getattr(record, name, None):
            yield f"{_ROW_NAMES[name]}: {value}"


def _inside(spans: Spans, cover: Spans) -> bool:
    place = bisect_right(cover, (spans[0][0], float("inf"))) - 1
    return place >= 0 and cover[place][0] <= spans[0][0] and spans[0][1] <= cover[place][1]


# --- Every passage ------------------------------------------------------------------------------------------------


def _context(plan: Plan, path: Iterable[str]) -> tuple[str, ...]:
    """Whose plan it is and under which headings, as lines before the words that are encoded."""
    place = str(plan.locality) if plan.locality else ""
    headings = " > ".join(" ".join(heading.split()[:_PATH_WORDS]) for heading in path)
    return tuple(line for line in (place, headings) if line)


def _passage(plan: Plan, text: str, shown: Shown) -> Passage:
    content = f"{plan.id}\n{shown.spans}\n{text}"
    return Passage(
        id=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20],
        plan=plan.id,
        text=text,
        quote=quote(plan.source.text, shown.spans),
        spans=shown.spans,
        place=shown.place,
        path=shown.path,
        kind=shown.kind,
        record=shown.record,
        page=page_at(plan.source.pages, shown.spans),
    )


def page_at(pages: Sequence[Page], spans: Spans) -> int | None:
    """The number of the page on which spans begin; None where there are no pages or no spans."""
    if not pages or not spans:
        return None
    place = bisect_right(pages, spans[0][0], key=lambda page: page.start) - 1
    return pages[max(place, 0)].number
