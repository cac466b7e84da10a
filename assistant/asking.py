"""What a question asks, from the phrases in it. Each rule reads signs and gives an `Ask` or nothing; the first wins."""

from __future__ import annotations

from collections.abc import Callable

from assistant import asking_documents, asking_tasks
from assistant.asking_documents import asked_fields
from assistant.signs import Signs
from assistant.turns import Ask, Expected


def _social(s: Signs) -> Ask | None:
    slots = s.codes or s.indicators or s.names_agency or s.places or s.time or s.has("task", "lead", "target", "report")
    greets = any(cue.name == "greeting" and cue.start <= 1 for cue in s.cues)
    if greets and not slots and not s.has("who", "when", "how_many"):
        return Ask.HELP if s.has("help") else Ask.GREETING
    if s.content > 0 or slots:
        return None
    if s.has("help"):
        return Ask.HELP
    if s.has("thanks"):
        return Ask.THANKS
    return Ask.GREETING if s.has("greeting") and not s.has("who", "when", "list", "what_tasks") else None


def _held_plans(s: Signs) -> Ask | None:
    narrowed = s.codes or s.indicators or s.names_agency or s.time
    if narrowed or s.content > 0 or s.has("lead", "coordinating", "mentions", "send", "elsewhere_too"):
        return None
    counted = s.has("how_many") and s.has("which_plans") and not s.has("task", "target")
    return Ask.PLANS if s.has("plans_held") or counted else None


def _overview(s: Signs) -> Ask | None:
    """What a plan is about and how it is built, where the question asks about nothing in it."""
    narrowed = s.codes or s.indicators or s.names_agency or s.numbers or s.time or s.content > 0
    if narrowed or s.has("lead", "coordinating", "what_tasks", "compare", "contradiction", "how_much"):
        return None
    if s.has("how_many") and s.has("task"):
        return None  # "mấy phần việc" counts tasks, "mấy phần" parts
    return Ask.OVERVIEW if s.has("overview", "has_appendix", "no_appendix") else None


def _contact(s: Signs) -> Ask | None:
    """A telephone number or an address; "giao ai lập đường dây nóng" asks who does it."""
    given = s.has("who_does", "lead", "coordinating") or any(word.plain == "giao" for word in s.words)
    return Ask.TEXT if s.has("contact") and not s.has("mentions", "which_plans") and not given else None


def _contradictions(s: Signs) -> Ask | None:
    asks_figure = s.has("how_many", "how_much")  # which tells both, where a plan has two
    return Ask.CONTRADICTIONS if s.has("contradiction") and not asks_figure else None


def _across(s: Signs) -> Ask | None:
    """Questions that set places side by side."""
    several = s.places > 1 or s.has("everywhere", "which_plans", "elsewhere_too")
    if s.has("compare", "highest", "lowest", "higher") and (s.indicators or (several and s.has("target"))):
        return Ask.COMPARE if several or s.has("compare", "highest", "lowest") else None
    if s.has("which_plans") and not s.has("when", "who", "what_tasks"):
        if s.has("lead", "coordinating") and s.names_agency:
            return Ask.TASKS
        if (s.indicators or (s.has("target") and s.content == 0)) and not s.has("mentions"):
            return Ask.COMPARE
        return Ask.MENTIONS if not s.has("lead", "coordinating") else None
    return None


def _figure(s: Signs) -> Ask | None:
    if _counts_rows(s):
        return None
    if s.has("manner") and not s.has("how_many", "how_much"):
        return None
    if s.indicators and not s.has("what_tasks", "who"):
        return Ask.FIGURE
    if s.has("goal", "target") and s.content == 0 and not s.has("task", "what_tasks", "mentions"):
        return Ask.FIGURE
    if s.has("target") and s.has("list", "what", "how_many", "how_much", "compare"):
        return Ask.FIGURE
    if s.has("target") and s.time and not s.has(*_OF_TASKS):
        return Ask.FIGURE  # "mục tiêu nhà tiêu hợp vệ sinh 2026 và 2030"
    if s.rate and not s.has("task", "who", "when"):
        return Ask.FIGURE
    if s.has("quantity") and s.content <= 2 and not s.has("mentions") and not s.has("task", "what_tasks"):
        return Ask.FIGURE
    return Ask.FIGURE if s.has("how_many", "how_much") else None


_OF_TASKS = ("task", "what_tasks", "who", "who_does", "when", "lead", "coordinating", "mentions", "done", "overdue")


def _counts_rows(s: Signs) -> bool:
    """Whether "mấy" asks which row it is: "nhiệm vụ số mấy nói về karaoke"."""
    rows = [cue for cue in s.cues if cue.name == "what_tasks"]
    counts = [cue for cue in s.cues if cue.name in ("how_many", "how_much")]
    return bool(counts) and all(any(r.start <= c.start and c.end <= r.end for r in rows) for c in counts)


_RULES: tuple[Callable[[Signs], Ask | None], ...] = (
    _social,
    _held_plans,
    _overview,
    _contact,
    asking_tasks.office,
    asking_tasks.row,
    asking_documents.document_by_subject,
    asking_documents.document_content,
    asking_documents.header,
    asking_documents.recipients,
    asking_documents.reports,
    asking_documents.funding,
    _contradictions,
    asking_tasks.tally,
    asking_documents.bases,
    _across,
    asking_tasks.blanks,
    asking_tasks.at_an_end,
    asking_tasks.of_part,
    asking_tasks.clock,
    asking_tasks.counted_tasks,
    asking_tasks.claimed_chair,
    asking_tasks.tasks_of_agency,
    asking_tasks.duties,
    asking_tasks.people,
    asking_tasks.deadline,
    _figure,
    asking_tasks.listed_tasks,
    asking_tasks.coordination,
    asking_tasks.who,
    asking_tasks.group,
)


def what_is_asked(signs: Signs) -> tuple[Ask, bool]:
    """The ask, and whether a rule found it; a question without any sign is about the plans' text."""
    for rule in _RULES:
        ask = rule(signs)
        if ask is not None:
            return ask, rule is not asking_tasks.group  # a bare agency says what it is about, not what is asked of it
    return Ask.TEXT, False


def expected_kind(ask: Ask, signs: Signs) -> Expected:
    """The kind of thing that answers."""
    if signs.has("contact") and ask is Ask.TEXT:
        return Expected.CONTACT
    if signs.has("money") and ask is not Ask.DEADLINE:
        return Expected.MONEY
    fixed = {
        Ask.CHAIR: Expected.AGENCY,
        Ask.COORDINATE: Expected.AGENCY,
        Ask.DEADLINE: Expected.DATE,
        Ask.FIGURE: Expected.NUMBER,
        Ask.TASKS: Expected.LIST,
        Ask.MENTIONS: Expected.LIST,
    }
    if ask is Ask.TEXT and asking_tasks.holds_office(signs):
        return Expected.PERSON
    if ask is Ask.TEXT and (signs.near("who", "is", 0) or signs.near("is", "who", 0)):
        return Expected.PERSON
    if ask is Ask.HEADER and "signer" in asked_fields(signs):
        return Expected.PERSON
    return fixed.get(ask, Expected.TEXT)
