"""What a question asks, from the phrases in it. Each rule reads signs and gives an `Ask` or nothing; the first wins."""

from __future__ import annotations

from collections.abc import Callable

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
    if narrowed or s.content > 0 or s.has("lead", "coordinating", "mentions", "send"):
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
    return Ask.OVERVIEW if s.has("overview") else None


def _contact(s: Signs) -> Ask | None:
    return Ask.TEXT if s.has("contact") and not s.has("mentions", "which_plans") else None


def _header(s: Signs) -> Ask | None:
    names = set(asked_fields(s))
    if not names or s.numbers or s.has("what_tasks"):
        return None
    if s.codes and names != {"signer"}:
        return Ask.BASES if names & {"date", "issuer", "number", "title", "type"} else None
    if names & {"date", "number", "issuer"} and s.has("document_which", "mentions"):
        return Ask.BASES
    if names <= {"date", "number"} and s.content > 3:
        return None
    if names == {"signer"} and s.content > 3:
        return None  # "ai ký hợp đồng cung ứng gạo"
    if names <= {"position", "on_behalf", "province", "title", "type"} and s.content > 2:
        return None
    if s.content > 5 and s.has("lead", "coordinating"):
        return None
    return Ask.HEADER


def _document_by_subject(s: Signs) -> Ask | None:
    """ "Chỉ thị về trẻ em là chỉ thị số mấy?": the number or the day of a document that is cited for its subject."""
    if not s.documents or s.codes or s.content == 0 or s.has("lead", "coordinating", "who_does", "what_tasks", "task"):
        return None
    wanted = {"number", "date", "issuer"} & set(asked_fields(s))
    own = set(s.documents) <= {"chương trình hành động"} and s.content <= 2  # the plan's own number
    return Ask.BASES if (wanted or s.has("document_which")) and not own else None


def asked_fields(s: Signs) -> tuple[str, ...]:
    """The fields of a document's head that a question asks for, by name or by how it is put."""
    names = [cue.name for cue in s.fields]
    if s.has("issue_verb") and s.has("when") and s.content <= 2 and not names:
        names.append("date")
    if s.has("office") and s.has("who", "what") and s.content <= 2 and not s.has("lead", "coordinating", "what_tasks"):
        names.append("signer")
    if names and "date" not in names and "number" in names and s.has("when"):
        names.append("date")
    return tuple(dict.fromkeys(names))


def _recipients(s: Signs) -> Ask | None:
    """To whom the plan goes. What stands first, "báo cáo" or "gửi", tells a report from the plan itself."""
    if s.has("lead", "coordinating"):
        return None
    report, sent = s.first("report"), s.first("send", "recipients")
    if report and sent and (report.start < sent.start or s.near("send", "report", 0)) and not s.has("which_plans"):
        return None
    if s.has("recipients"):
        return Ask.RECIPIENTS
    asked = s.has("who", "which_plans", "list", "yes_no", "not") or s.first("what") is not None
    return Ask.RECIPIENTS if sent and asked and not s.has("what_tasks") else None


def _reports(s: Signs) -> Ask | None:
    if not s.has("report") or s.has("what_tasks", "lead", "which_plans") or (s.has("who") and s.content > 3):
        return None
    return Ask.REPORTS if s.has("report_detail", "recipients", "list", "who", "how_many") or s.content <= 1 else None


def _funding(s: Signs) -> Ask | None:
    if s.has("money"):
        return Ask.FUNDING
    return (
        Ask.FUNDING
        if s.has("funding") and not s.has("who", "who_does", "lead", "coordinating", "which_plans")
        else None
    )


def _row(s: Signs) -> Ask | None:
    if s.has("product") and s.content != 1 and not s.has("what_tasks"):
        return Ask.ROW
    if not s.numbers:
        return None
    if s.has("coordinating") and not s.has("lead"):
        return Ask.COORDINATE
    if s.has("who", "who_does", "lead"):
        return Ask.CHAIR
    return Ask.DEADLINE if s.has("when") else Ask.ROW


def _bases(s: Signs) -> Ask | None:
    if s.has("lead", "what_tasks") or s.content > 4:
        return None
    if s.codes and s.content == 0 and not s.has("task", "lead", "coordinating", "which_plans", "mentions"):
        return Ask.BASES
    if s.has("document_which") and not s.has("highest", "lowest", "contradiction", "mentions"):
        return Ask.BASES
    return Ask.BASES if s.has("basis") and not s.has("which_plans") else None


def _contradictions(s: Signs) -> Ask | None:
    return Ask.CONTRADICTIONS if s.has("contradiction") else None


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


def _tally(s: Signs) -> Ask | None:
    """Most, fewest, or how many tasks by agency or by plan."""
    counted = s.has("task", "what_tasks") or any(cue.name in ("highest", "lowest") and len(cue) > 2 for cue in s.cues)
    if s.indicators or s.has("target") or not counted:
        return None
    compared = s.has("higher") and (s.places > 1 or s.has("which_plans"))
    return Ask.TALLY if s.has("tally", "highest", "lowest") or compared else None


def _blanks(s: Signs) -> Ask | None:
    listed = s.has("what_tasks") or (s.has("task") and s.has("list", "how_many")) or s.starts_with_task
    return Ask.TASKS if s.has("blank") and s.has("when", "coordinating", "lead") and listed else None


def _clock(s: Signs) -> Ask | None:
    of_tasks = s.has("task", "what_tasks", "list") or s.content == 0
    if s.has("overdue", "due_soon") and (of_tasks or s.has("target")) and not s.rate:
        return Ask.TASKS
    if s.time and s.has("why", "yes_no") and s.has("done") and not s.has("what_tasks"):
        return Ask.DEADLINE
    if s.time and s.content == 0 and s.has("when", "done", "what_tasks", "task") and not s.fields and not s.indicators:
        return Ask.TASKS
    if s.time and s.has("duties") and s.content == 0 and not s.names_agency:
        return Ask.TASKS  # "Quý này xã phải làm gì?"
    if s.time and s.has("what_tasks", "task") and not _single_task(s):
        return Ask.TASKS
    return None


def _single_task(s: Signs) -> bool:
    """Whether one task is asked about: "ai chủ trì nhiệm vụ … năm 2026", "when is the task … due"."""
    several = s.has("what_tasks", "how_many", "list")
    return not several and (s.has("who", "who_does") or (s.has("when") and s.content > 0))


def _counted_tasks(s: Signs) -> Ask | None:
    """ "Bao nhiêu nhiệm vụ", "Trạm Y tế chủ trì mấy mục tiêu"."""
    if s.near("how_many", "task", 4):
        return Ask.TASKS
    role = s.has("lead", "coordinating") and s.names_agency
    whole = s.has("task") and (s.names_agency or s.content == 0)
    return Ask.TASKS if s.has("how_many") and (role or whole) else None


def _claimed_chair(s: Signs) -> Ask | None:
    """One task with an agency, or two, said or guessed to chair it: "vì sao … chủ trì", "do A hay B chủ trì"."""
    if not s.has("lead") or s.has("what_tasks"):
        return None
    several = len(s.agencies) + len(s.unknown_agencies) > 1 and s.content > 2 and not s.has("list")
    guessed = s.names_agency and s.content > 1 and s.has("why", "yes_no")
    return Ask.CHAIR if several or guessed else None


def _tasks_of_agency(s: Signs) -> Ask | None:
    """All tasks of an agency in a part, or in none where they are listed."""
    if not s.names_agency:
        return Ask.TASKS if s.has("what_tasks") and s.has("recurring", "lead", "coordinating") else None
    role = s.has("lead", "coordinating")
    listing = any(cue.name == "list" and s.words[cue.start].plain not in ("nhung", "cac") for cue in s.cues)
    one = s.has("who", "who_does", "when")
    if (
        (s.does and s.content <= 1)
        or (listing and s.has("task") and not s.has("who", "when"))
        or (s.has("who") and s.has("lead") and s.content == 0)
        or (s.has("recurring") and s.has("task", "what_tasks", "list"))
        or (role and s.has("task", "list", "higher") and not one)
    ):
        return Ask.TASKS
    if s.has("what_tasks"):
        return Ask.TASKS if role or not s.has("duties") else Ask.DUTIES
    return None


def _duties(s: Signs) -> Ask | None:
    return Ask.DUTIES if s.names_agency and s.has("duties") and not s.has("who", "who_does", "when") else None


def _people(s: Signs) -> Ask | None:
    if s.has("lead") and s.has("who", "who_does", "yes_no", "what"):
        return Ask.CHAIR
    if s.has("coordinating") and s.has("who", "what", "yes_no"):
        return Ask.COORDINATE
    if s.has("in_charge") and s.content > 0 and not s.names_agency:
        return Ask.CHAIR  # of a task; who is in charge of an office is a person whom no row names
    if s.has("who_does", "lead"):
        return Ask.CHAIR
    return None


def _deadline(s: Signs) -> Ask | None:
    if s.has("overdue") and not s.rate:
        return Ask.DEADLINE
    counts = [cue for cue in s.cues if cue.name in ("how_many", "how_much")]
    dates = [cue for cue in s.cues if cue.name == "when"]
    apart = [c for c in counts if not any(c.start < d.end and d.start < c.end for d in dates)]  # "ngày bao nhiêu"
    return Ask.DEADLINE if dates and not apart else None


def _figure(s: Signs) -> Ask | None:
    if s.indicators and not s.has("what_tasks", "who"):
        return Ask.FIGURE
    if s.has("goal", "target") and s.content == 0 and not s.has("task", "what_tasks", "mentions"):
        return Ask.FIGURE
    if s.has("target") and s.has("list", "what", "how_many", "how_much", "compare"):
        return Ask.FIGURE
    if s.rate and not s.has("task", "who", "when"):
        return Ask.FIGURE
    if s.has("quantity") and s.content <= 2 and not s.has("mentions") and not s.has("task", "what_tasks"):
        return Ask.FIGURE
    return Ask.FIGURE if s.has("how_many", "how_much") else None


def _listed_tasks(s: Signs) -> Ask | None:
    if s.has("what_tasks") or (s.has("task") and s.has("list") and not s.has("what")):
        return Ask.TASKS
    if s.starts_with_task and s.content > 0 and not s.has("what", "when", "who"):
        return Ask.TASKS
    return None


def _coordination(s: Signs) -> Ask | None:
    return Ask.COORDINATE if s.has("coordinating") and not s.has("lead", "what") else None


def _who(s: Signs) -> Ask | None:
    """ "Ai là trưởng ban …" asks for a person or an office, and no row says who that is."""
    if s.near("who", "is", 0) or s.near("is", "who", 0):
        return None
    return Ask.CHAIR if s.has("who") else None


def _group(s: Signs) -> Ask | None:
    return Ask.DUTIES if s.names_agency and s.content == 0 and not s.has("in_charge") else None


_RULES: tuple[Callable[[Signs], Ask | None], ...] = (
    _social,
    _held_plans,
    _overview,
    _contact,
    _row,
    _document_by_subject,
    _header,
    _recipients,
    _reports,
    _funding,
    _contradictions,
    _tally,
    _bases,
    _across,
    _blanks,
    _clock,
    _counted_tasks,
    _claimed_chair,
    _tasks_of_agency,
    _duties,
    _people,
    _deadline,
    _figure,
    _listed_tasks,
    _coordination,
    _who,
    _group,
)


def what_is_asked(signs: Signs) -> tuple[Ask, bool]:
    """The ask, and whether a rule found it; a question without any sign is about the plans' text."""
    for rule in _RULES:
        ask = rule(signs)
        if ask is not None:
            return ask, rule is not _group  # a bare agency says what it is about, not what is asked of it
    return Ask.TEXT, False


def expected_kind(ask: Ask, signs: Signs) -> Expected:
    """The kind of thing that answers."""
    if signs.has("contact"):
        return Expected.CONTACT
    if signs.has("money"):
        return Expected.MONEY
    fixed = {
        Ask.CHAIR: Expected.AGENCY,
        Ask.COORDINATE: Expected.AGENCY,
        Ask.DEADLINE: Expected.DATE,
        Ask.FIGURE: Expected.NUMBER,
        Ask.TASKS: Expected.LIST,
        Ask.MENTIONS: Expected.LIST,
    }
    if ask is Ask.TEXT and (signs.near("who", "is", 0) or signs.near("is", "who", 0)):
        return Expected.PERSON
    if ask is Ask.HEADER and "signer" in asked_fields(signs):
        return Expected.PERSON
    return fixed.get(ask, Expected.TEXT)
