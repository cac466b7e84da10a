"""The types of a plan: what the reader gives and everything else builds on. Standard library only.

Offsets are characters of `Source.text`. Text in records is the plan's own, whitespace folded and otherwise
verbatim; a value that was not parsed with certainty is `None`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

Span = tuple[int, int]
Spans = tuple[Span, ...]
Day = date  # a record's field may be called `date`


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a plan: its text (whitespace folded; "" where blank) and where it stands in the source."""

    text: str
    spans: Spans

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Cell("", ())


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the source: its number from 1, its range of `Source.text`, its size in points where it is known."""

    number: int
    start: int
    end: int
    width: float | None = None
    height: float | None = None
    scanned: bool = False  # read by character recognition
    incomplete: bool = False  # a part of its print, or all of it, could not be read


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line or a table cell of the text stands on its page, in points from the page's top left corner.

    The page is as a viewer shows it, turned where its file says so.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was loaded. `text` is decoded, with \\n line ends, and otherwise untouched."""

    name: str
    text: str
    sha256: str
    encoding: str = "utf-8"
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()  # in the order of the text; none for files without pages
    doubtful: Spans = ()  # words that character recognition was not sure of
    signed: bool = False  # the file carries a digital signature


# --- Values parsed from text ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Locality:
    """A commune, ward or special zone: "Kiên Hải", "đặc khu"; the province only where the text gives it."""

    name: str
    type: str | None = None
    province: str | None = None

    def __str__(self) -> str:
        return f"{self.type} {self.name}" if self.type else self.name


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of a cell: `key` is canonical, unaccented ("tram y te"); `generic` for "các cơ quan, ban, ngành"."""

    name: str
    key: str
    generic: bool = False


class DueKind(StrEnum):
    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"
    RECURRING = "recurring"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Due:
    """A typed deadline. `start` or `end` is None where it is open ("Từ năm 2026", "Đến tháng 9/2030") or has no date.

    `also_recurring` marks "Quý IV/2026, triển khai thường xuyên": a date first, then for good.
    """

    kind: DueKind
    start: date | None = None
    end: date | None = None
    also_recurring: bool = False


# --- Records ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: its plan, where it stands in words, and the quote that proves it."""

    kind: ClassVar[str]

    plan: str
    place: str
    quote: str
    spans: Spans
    page: int | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """An appendix row with a chair, or a sentence of the body that gives out a work (appendix and number None).

    The agencies of a cell stand beside its verbatim text.

    `others` are the row's cells that no field has, each under its own column's title ("Kinh phí (triệu đồng)").
    `unsure` names fields that are None though their cells may be filled: what stands there could not be assigned.
    """

    kind: ClassVar[str] = "task"

    appendix: str | None
    group: str | None
    number: str | None
    task: str
    lead: str | None
    coordinating: str | None
    deadline: str | None
    due: Due | None
    product: str | None = None
    leads: tuple[Agency, ...] = ()
    coordinators: tuple[Agency, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Record):
    """A figure that the plan promises, from its prose (appendix None) or from an appendix row without a chair.

    `value` and `unit` are verbatim ("tối thiểu 1,5", "cm"); `low` and `high` the numbers in them, `direction` one of
    "at_least", "more_than", "at_most", "increase", "exactly"; `indicator_id` the entry of data/indicators.yaml.
    `others` and `unsure` as in a `Task`: a result of a past year is no promise, and stands in `others`. `holder` is
    whose share the figure is, in a table that gives each hamlet, school or office its own ("Ấp Cà Hom").
    """

    kind: ClassVar[str] = "target"

    appendix: str | None = None
    group: str | None = None
    number: str | None = None
    indicator: str
    value: str | None
    unit: str | None
    year: int | None
    note: str | None = None
    holder: str | None = None
    indicator_id: str | None = None
    direction: str | None = None
    low: float | None = None
    high: float | None = None
    others: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """One thing that an agency has to do, by the section "Tổ chức thực hiện"."""

    kind: ClassVar[str] = "duty"

    agency: str
    duty: str
    agencies: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Record):
    """A document that the plan's opening (title, bases, "Thực hiện …") or its section "Căn cứ" cites; each once.

    "Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị": type, number, date as written, date, issuer.
    """

    kind: ClassVar[str] = "basis"

    document_type: str
    number: str | None
    date: str | None
    issued: Day | None = None
    issuer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """A report that is due: what ("Báo cáo quý"), to whom, by when as written ("trước ngày 10 của tháng cuối")."""

    kind: ClassVar[str] = "report"

    report: str
    to: str | None
    deadline: str | None
    reporter: str | None = None
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Record):
    """A line of "Nơi nhận", with its purpose ("để b/c") where one is given."""

    kind: ClassVar[str] = "recipient"

    name: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField(Record):
    """One field of the document's head or signature. `value` is None where the plan leaves it blank or has lost it.

    Fields: issuer, locality, province, number, type, place, date, title, signer, position, on_behalf, party_or_state,
    digital_signature (one each), funding (one a source). `state`: "given", "blank" (its place is there, empty),
    "partial" (part of it is filled in: "ngày tháng năm 2026"), "absent" (the text has no such place).
    """

    kind: ClassVar[str] = "header"

    field: str
    value: str | None
    state: str = "given"
    issued: date | None = None


AnyRecord = Task | Target | Duty | Basis | Report | Recipient | HeaderField


# --- The plan ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A bullet, paragraph or heading of the body, with the path of headings above it.

    `label` says which it is ("gạch đầu dòng 2", "đoạn 1"); for a heading it is its number ("V", "4").
    """

    kind: str  # "heading", "bullet", "paragraph"
    cell: Cell
    path: tuple[str, ...]
    label: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of the source that is neither passage nor record, and what it is ("page number", "signature block")."""

    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two records that promise different things of the same indicator in the same year."""

    indicator_id: str
    first: Target
    second: Target
    what: str


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What was found in a plan, what was not understood, and how much of the text is accounted for."""

    found: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    noise: tuple[Noise, ...] = ()
    characters: int = 0
    covered: int = 0
    uncovered: Spans = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan, read: the source's text, its blocks in order, and every record."""

    id: str
    locality: Locality | None
    title: str | None
    document: str
    source: Source
    blocks: tuple[Block, ...]
    records: tuple[AnyRecord, ...]
    disagreements: tuple[Disagreement, ...]
    report: ReadingReport
    reader: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of retrieval: what is shown (`quote`) and what is encoded and indexed (`text`, with its section path)."""

    id: str
    plan: str
    text: str
    quote: str
    spans: Spans
    place: str
    path: tuple[str, ...]
    kind: str  # "section", "row", "header"
    record: int | None = None  # index in Plan.records of the row that it shows
    page: int | None = None
