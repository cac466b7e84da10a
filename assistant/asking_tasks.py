"""Rules for tasks: one row, who does it and by when; all tasks of an agency or a time; how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from assistant.signs import Signs
from assistant.turns import Ask
from assistant.wording import Found, table
from ingest.text import unaccented

_GETS = 4  # words between "được" and "những gì"
_ROWS = frozenset(("du an", "cong trinh", "de an", "mo hinh", "hoat dong", "chuong trinh", "giai phap"))
_OPENING = 24  # characters before the verb: a place, "việc"


_CLAIMED = re.compile(r"\b\d{1,3} (?:nhiệm vụ|nhiem vu|đầu việc|dau viec|việc|viec|tasks)\b")
"""How many tasks there are, said and not asked."""


def row_words(plain: Sequence[str]) -> int:
    """How many words are what a table may call its rows: "dự án", "công trình"."""
    return 2 * sum(f"{first} {second}" in _ROWS for first, second in pairwise(plain))


def row(s: Signs) -> Ask | None:
    if s.has("product") and s.content != 1 and not s.has("what_tasks"):
        return Ask.ROW
    if not s.numbers:
        return None
    if s.has("coordinating") and not s.has("lead"):
        return Ask.COORDINATE
    if s.has("who", "who_does", "lead"):
        return Ask.CHAIR
    return Ask.DEADLINE if s.has("when") else Ask.ROW


def tally(s: Signs) -> Ask | None:
    """Most, fewest, or how many tasks by agency or by plan; or which agencies have any."""
    if _assigned_to(s):
        return Ask.TALLY
    counted = s.has("task", "what_tasks") or any(cue.name in ("highest", "lowest") and len(cue) > 2 for cue in s.cues)
    counted = counted or (s.has("higher") and s.has("lead", "coordinating"))
    if s.indicators or s.has("target") or not counted:
        return None
    several = len(s.agencies) + len(s.unknown_agencies) > 1  # "Phòng A chủ trì nhiều hơn Phòng B không?"
    compared = s.has("higher") and (s.places > 1 or s.has("which_plans") or several)
    return Ask.TALLY if s.has("tally", "highest", "lowest") or compared else None


def _assigned_to(s: Signs) -> bool:
    """ "Giao việc cho những cơ quan nào", "các đơn vị nào được giao nhiệm vụ": of nothing, so of the whole plan."""
    narrowed = s.content or s.names_agency or s.numbers or s.indicators or s.codes or s.time or not s.places
    if narrowed or s.has("lead", "coordinating", "what_tasks", "report", "funding", "blank", "which_plans", "mentions"):
        return False
    given = any(word.plain in ("giao", "assigned") for word in s.words)
    return given and s.has("who") and s.has("task", "duties", "list")


def blanks(s: Signs) -> Ask | None:
    listed = s.has("what_tasks") or (s.has("task") and s.has("list", "how_many")) or s.starts_with_task
    return Ask.TASKS if s.has("blank") and s.has("when", "coordinating", "lead") and listed else None


def at_an_end(s: Signs) -> Ask | None:
    """ "Việc nào phải xong sớm nhất": the tasks whose deadline comes before, or after, all others."""
    bare = s.content == 0 and not s.indicators and not s.time
    return Ask.TASKS if bare and s.has("earliest", "latest") and s.has("task", "what_tasks", "what", "done") else None


def of_part(s: Signs) -> Ask | None:
    """ "Nhóm VI phụ lục 2 gồm gì", "ai chủ trì các việc nhóm IV phụ lục 1": the rows of an appendix or of its group."""
    rows = row_words([word.plain for word in s.words])
    titled = s.has("list") and s.content > 0  # "liệt kê các mô hình, công trình ưu tiên trong biểu kèm theo"
    whole = s.content == rows and s.has("what", "list", "how_many")  # "mấy dự án trong phụ lục III?"
    if rows and s.part and (whole or titled) and not (s.numbers or s.names_agency):
        return Ask.TASKS
    if not s.part or s.content or s.numbers or s.names_agency or s.has("target", "when", "how_many"):
        return None
    several = s.has("task") and s.has("list", "what_tasks")
    return Ask.TASKS if several or (s.has("task", "list", "what") and not s.has("who")) else None


def clock(s: Signs) -> Ask | None:
    if s.has("overdue") and _is_one_overdue(s):
        return Ask.DEADLINE
    of_tasks = s.has("task", "what_tasks", "list") or s.content == 0
    if s.has("overdue", "due_soon") and (of_tasks or s.has("target")) and not s.rate:
        return Ask.TASKS
    if s.time and s.has("why", "yes_no") and s.has("done") and not s.has("what_tasks"):
        return Ask.DEADLINE
    target = s.first(
        "target"
    )  # "chỉ tiêu nào phải đạt …"; "mục tiêu", and what "phải xong", may be tasks of an appendix
    worked = any(cue.name == "done" and s.words[cue.end - 1].plain == "xong" for cue in s.cues)
    figures = target is not None and s.words[target.start].plain == "chi" and not worked
    targets = figures and s.has("what") and not s.has("task", "what_tasks", "when")
    due = s.has("when", "done", "what_tasks", "task") and not targets
    if s.time and s.content == 0 and due and not s.fields and not s.indicators:
        return Ask.TASKS
    if s.time and s.has("duties") and s.content == 0 and not s.names_agency:
        return Ask.TASKS  # "Quý này xã phải làm gì?"
    if s.time and s.has("what_tasks", "task") and not _single_task(s):
        return Ask.TASKS
    return None


def _is_one_overdue(s: Signs) -> bool:
    """ "Việc phân công đảng viên … đã quá hạn chưa?": whether one task is, and not which tasks are."""
    if not s.content or s.has("what_tasks", "list", "how_many", "who") or s.names_agency or s.rate:
        return False
    task = s.first("task")
    there = task is not None and task.start and s.words[task.start - 1].plain == "co"  # "có việc … quá hạn không"
    return not there and (s.has("yes_no") or s.words[-1].plain in ("chua", "khong"))


def _single_task(s: Signs) -> bool:
    """Whether one task is asked about: "ai chủ trì nhiệm vụ … năm 2026", "when is the task … due"."""
    several = s.has("what_tasks", "how_many", "list")
    return not several and (s.has("who", "who_does") or (s.has("when") and s.content > 0))


def counted_tasks(s: Signs) -> Ask | None:
    """ "Bao nhiêu nhiệm vụ", "Trạm Y tế chủ trì mấy mục tiêu"; "có 37 nhiệm vụ đúng không"."""
    said = " ".join(word.text for word in s.words)
    if s.has("yes_no") and _CLAIMED.search(said) and (s.content == 0 or s.names_agency) and not s.numbers:
        return Ask.TASKS
    if s.near("how_many", "task", 4):
        return Ask.TASKS
    role = s.has("lead", "coordinating") and s.names_agency
    whole = s.has("task") and (s.names_agency or s.content == 0)
    return Ask.TASKS if s.has("how_many") and (role or whole) else None


def claimed_chair(s: Signs) -> Ask | None:
    """One task with an agency, or two, said or guessed to chair it: "vì sao … chủ trì", "do A hay B chủ trì"."""
    given = any(map(s.gives_to, s.agencies)) and not s.has("duties", "who", "when")
    if not (s.has("lead") or given) or s.has("what_tasks"):
        return None
    several = len(s.agencies) + len(s.unknown_agencies) > 1 and s.content > 2 and not s.has("list")
    guessed = s.names_agency and s.content > 1 and s.has("why", "yes_no")
    return Ask.CHAIR if several or guessed else None


def tasks_of_agency(s: Signs) -> Ask | None:
    """All tasks of an agency in a part, or in none where they are listed."""
    if not s.names_agency:
        listed = (
            s.has("recurring") and s.has("task") and (s.has("list") or s.starts_with_task) and s.content == 0
        )  # "những nhiệm vụ hằng năm"
        return Ask.TASKS if listed or (s.has("what_tasks") and s.has("recurring", "lead", "coordinating")) else None
    role = s.has("lead", "coordinating")
    if any(map(s.involves, s.agencies)) and s.has("task", "what_tasks") and not s.has("who", "when") and not role:
        return Ask.TASKS
    listing = any(cue.name == "list" and s.words[cue.start].plain not in ("nhung", "cac") for cue in s.cues)
    one = s.has("who", "who_does") or _asks_when(s)
    if (
        (s.does and s.content <= 1 + row_words([word.plain for word in s.words]))
        or (listing and s.has("task") and not s.has("who") and not _asks_when(s))
        or (s.has("who") and s.has("lead") and s.content == 0)
        or (s.has("recurring") and s.has("task", "what_tasks", "list"))
        or (role and s.has("task", "list", "higher") and not one)
    ):
        return Ask.TASKS
    if s.has("what_tasks"):
        return Ask.TASKS if role or not s.has("duties") else Ask.DUTIES
    return None


def _asks_when(s: Signs) -> bool:
    """Whether a time is asked for; "liệt kê …, kèm thời hạn" is a list that shows it."""
    beside = ("kem", "with")
    cues = [cue for cue in s.cues if cue.name == "when"]
    return any(not any(word.plain in beside for word in s.words[max(0, cue.start - 2) : cue.start]) for cue in cues)


def duties(s: Signs) -> Ask | None:
    return Ask.DUTIES if s.names_agency and s.has("duties") and not s.has("who", "who_does", "when") else None


def people(s: Signs) -> Ask | None:
    if s.has("lead") and s.has("who", "who_does", "yes_no", "what"):
        return Ask.CHAIR
    if s.has("coordinating") and s.has("who", "what", "yes_no"):
        return Ask.COORDINATE
    if s.has("in_charge") and s.content > 0 and not s.names_agency:
        return Ask.CHAIR  # of a task; who is in charge of an office is a person whom no row names
    if s.has("who_does", "lead"):
        return Ask.CHAIR
    return None


def deadline(s: Signs) -> Ask | None:
    if s.has("overdue") and not s.rate:
        return Ask.DEADLINE
    if s.indicators and not s.has("task", "lead", "coordinating") and _asks_year_of_share(s):
        return None  # "100% dân có bảo hiểm y tế vào năm nào": the year of a target
    counts = [cue for cue in s.cues if cue.name in ("how_many", "how_much")]
    dates = [cue for cue in s.cues if cue.name == "when" and not (s.indicators and _lasts(s, cue))]
    apart = [c for c in counts if not any(c.start < d.end and d.start < c.end for d in dates)]  # "ngày bao nhiêu"
    return Ask.DEADLINE if dates and not apart else None


def _asks_year_of_share(s: Signs) -> bool:
    said = " ".join(word.plain for word in s.words)
    return re.search(r"\b(?:nam nao|nam may|which year|what year)\b", said) is not None and s.rate


def _lasts(s: Signs, cue: Found) -> bool:
    """ "Sống bao lâu" asks for years of life, and for no day."""
    return s.words[cue.end - 1].plain in ("lau", "long")


def listed_tasks(s: Signs) -> Ask | None:
    if _gets_what(s):
        return None
    if s.has("what_tasks") or (s.has("task") and s.has("list") and not s.has("what")):
        return Ask.TASKS
    if s.starts_with_task and s.content > 0 and not s.has("what", "when", "who"):
        return Ask.TASKS
    return None


def _gets_what(s: Signs) -> bool:
    """ "Mỗi đội được trang bị những gì": what somebody gets, and no list of tasks."""
    what = s.first("what_tasks")
    if what is None or s.words[what.end - 1].plain != "gi" or s.has("task", "lead", "coordinating"):
        return False
    before = [word.plain for word in s.words[max(0, what.start - _GETS) : what.start]]
    return "duoc" in before and "giao" not in before


def coordination(s: Signs) -> Ask | None:
    return Ask.COORDINATE if s.has("coordinating") and not s.has("lead", "what") else None


_HOLDS_OFFICE = re.compile(r"\bai (?:lam|giu chuc) (?:(?:pho )?truong (?:ban|doan)|(?:to|doi|nhom) (?:pho|truong))\b")


def holds_office(s: Signs) -> bool:
    """ "Ai làm trưởng ban chỉ đạo": who holds an office, and no row's work."""
    return _HOLDS_OFFICE.search(" ".join(word.plain for word in s.words)) is not None


def office(s: Signs) -> Ask | None:
    return Ask.TEXT if holds_office(s) and not s.has("lead", "coordinating", "what_tasks") else None


def who(s: Signs) -> Ask | None:
    """ "Ai là trưởng ban …" asks for a person or an office, and no row says who that is; "kiểm tra … là ai" for whose
    work it is."""
    if s.near("receives", "who", 1) or s.near("who", "gets", 0):
        return None
    if s.near("who", "is", 0) or s.near("is", "who", 0):
        return Ask.CHAIR if s.content > 0 and _begins_with_work(s) else None
    return Ask.CHAIR if s.has("who") else None


def _begins_with_work(s: Signs) -> bool:
    """Whether what is asked about is something to do: its first words are those of a task."""
    plain = " ".join(word.plain for word in s.words)
    return any(re.search(rf"\b{re.escape(verb)} (?!vien\b)", plain[: len(verb) + _OPENING]) for verb in _work())


@cache
def _work() -> tuple[str, ...]:
    entries = table("words")["work"]
    assert isinstance(entries, list)
    return tuple(unaccented(str(entry)) for entry in entries)


def group(s: Signs) -> Ask | None:
    return Ask.DUTIES if s.names_agency and s.content == 0 and not s.has("in_charge") else None
