"""The types of a turn: what was asked, what was found, what is said. Each step of the pipeline adds one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ingest.records import AnyRecord, Spans


class Ask(StrEnum):
    """What is asked: the one thing that an answer must hold."""

    CHAIR = "chair"
    COORDINATE = "coordinate"
    DEADLINE = "deadline"
    ROW = "row"
    TASKS = "tasks"
    DUTIES = "duties"
    FIGURE = "figure"
    COMPARE = "compare"
    BASES = "bases"
    RECIPIENTS = "recipients"
    REPORTS = "reports"
    FUNDING = "funding"
    HEADER = "header"
    MENTIONS = "mentions"
    PLANS = "plans"
    OVERVIEW = "overview"
    CONTRADICTIONS = "contradictions"
    TALLY = "tally"
    TEXT = "text"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    OUTSIDE = "outside"


class Expected(StrEnum):
    """The kind of thing that answers: a percentage does not answer "bao nhiêu người"."""

    AGENCY = "agency"
    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CONTACT = "contact"
    LIST = "list"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number has to count: as the question says it, and the words of which one stands behind the number.

    `plain` where the name was typed without accents and no table has it with them.
    """

    asked: str
    words: tuple[str, ...]
    plain: bool = False


class Role(StrEnum):
    """An agency's part in a task."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    EITHER = "either"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class AskedAgency:
    """An agency that the question names, by its canonical key, and the part it is asked about."""

    name: str
    key: str
    role: Role = Role.ANY
    known: bool = True
    also: tuple[str, ...] = ()
    excluded: bool = False
    generic: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The key, and those of the plans' agencies that the name is the beginning of ("Kho bạc Nhà nước")."""
        return frozenset({self.key, *self.also})


@dataclass(frozen=True, slots=True)
class Timeframe:
    """When: a closed range of days, or open at one side.

    `what` is "due_in", "due_until" (from now to a day), "due_soon", "overdue", "recurring", "conditional", or how
    deadlines are written: "by_quarter", "by_month", "by_year". `negated`: every other time is meant ("không phải
    thường xuyên").
    """

    what: str
    start: date | None = None
    end: date | None = None
    text: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where: plans of the store (empty: all of them), and places that the question names but the store lacks."""

    plans: tuple[str, ...] = ()
    named: bool = False
    everywhere: bool = False
    elsewhere: tuple[str, ...] = ()
    mine: bool = False
    ambiguous: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    by_province: bool = False
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    `written` is the question in the words that were understood: slips put right, accents restored, abbreviations and
    English terms of the field written out; `accents` has the restored form of each plain one. `topic` holds the
    content words that none of the other fields took, `core` those of them that name no agency, `gist` all content
    words, whatever they were taken for. `subject` is the stretch of the question from the first to the last word of
    the topic, `length` the number of words that say anything. `explicit` says that a phrase of the question decided
    what is asked.
    """

    question: str
    resolved: str
    written: str
    language: str
    ask: Ask
    expected: Expected
    scope: Scope
    topic: tuple[str, ...] = ()
    subject: str = ""
    gist: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    length: int = 0
    core: tuple[str, ...] = ()
    in_appendix: bool = False
    why: bool = False
    about_targets: bool = False
    alone: bool = False
    by_plan: bool = False
    in_common: bool = False
    """Whether what several plans have alike is asked for ("việc nào giống nhau")."""
    excepted: bool = False
    """Whether all but the topic is asked for ("ngoài tuyên truyền còn làm gì")."""
    others: bool = False
    """Whether the other places are meant ("còn các xã khác?")."""
    measure: Measure | None = None
    role_asked: bool = False
    explicit: bool = True
    agencies: tuple[AskedAgency, ...] = ()
    time: Timeframe | None = None
    numbers: tuple[str, ...] = ()
    appendix: str | None = None
    group: str | None = None
    codes: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    blank: str | None = None
    blank_asked: bool = False
    count: bool = False
    extreme: str | None = None
    yes_no: bool = False
    unaccented: bool = False
    accents: tuple[tuple[str, str], ...] = ()
    negated: bool = False
    appendix_asked: bool = False
    """Whether a plan has an appendix is asked."""
    unclear: bool = False
    present: bool = False
    above: bool = False
    last: bool = False
    again: bool = False
    ordinal: int | None = None
    followed: bool = False
    anaphoric: bool = False
    same_agency: bool = False
    coordinating: bool = False
    base: Query | None = None
    today: date = field(default_factory=date.today)

    @property
    def asked_part(self) -> Role | None:
        """Whether what agencies chair or what they coordinate is asked for; None where neither is said."""
        return Role.COORDINATING if self.coordinating else Role.LEAD if self.role_asked else None


class Status(StrEnum):
    ANSWERED = "answered"
    REFUSED = "refused"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class Source:
    """What a claim rests on: a quote of a plan, with its place in words and in the text.

    `cells` has of a task's row the text of each role's cell ("lead", "coordinating", "deadline"), "" where it is blank.
    """

    plan: str
    locality: str
    document: str
    place: str
    quote: str
    spans: Spans
    page: int | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer. `derived` are values computed by code (counts, the clock) that no quote holds.

    `before` is what parts it from the claim before it; `worded` says that a language model chose its words.
    """

    text: str
    sources: tuple[Source, ...] = ()
    derived: tuple[str, ...] = ()
    before: str = "\n"
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before the gate."""

    status: Status
    claims: tuple[Claim, ...]
    records: tuple[AnyRecord, ...] = ()
    coverage: Coverage | None = None
    see_also: tuple[Source, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Records that answer, records searched (of the kinds searched, in the plans searched), plans searched."""

    matched: int
    total: int
    plans: int


@dataclass(frozen=True, slots=True)
class Citation:
    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets; `to_json` in `render` gives the contract's form."""

    question: str
    resolved_question: str
    language: str
    status: Status
    answer: str
    citations: tuple[Citation, ...] = ()
    records: tuple[AnyRecord, ...] = ()
    coverage: Coverage | None = None
    see_also: tuple[Source, ...] = ()
    warnings: tuple[str, ...] = ()
    composer: str = "extractive"
    dropped: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    query: Query | None = None

    def to_json(self) -> dict[str, object]:
        """The answer in the contract's JSON form (docs/answer.md)."""
        from assistant.render import answer_json  # noqa: PLC0415  (render builds on these types)

        return answer_json(self)
