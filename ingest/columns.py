"""What a column of an appendix table is for, known from the words of its header (data/columns.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

import yaml

from ingest.header_levels import Title
from ingest.text import canonical, joined, unaccented

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PERIOD = re.compile(r"(?<!\d)20\d\d\s*[-–]\s*20\d\d(?!\d)")
_LONGEST = 60  # characters of a header cell; what is longer is content
_SHARE = 0.4  # of a header cell's words that a phrase inside it must be
_NAMES = re.compile(r"tên\s", re.IGNORECASE)  # "Tên vật tư, phương tiện", "Tên văn bản"
_NOT_WORD = re.compile(r"[^\w]+")
_WHEN = re.compile(r"(?:\s+(?:nam|den|het|tinh|trong|thang|quy|ngay|cuoi|dau|hien|nay|i{1,3}|iv|\d{1,4}))+")


class Role(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    TASK = "task"
    INDICATOR = "indicator"
    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    PRODUCT = "product"
    UNIT = "unit"
    VALUE = "value"
    RESULT = "result"
    NOTE = "note"
    HOLDER = "holder"
    """Of a table that gives each hamlet, school or office its share: whose the figures of the row are."""
    OTHER = "other"
    PERSON = "person"
    """Of a collapsed table while its rows are cut: a column of persons is `OTHER` in any table."""


MAIN = (Role.TASK, Role.INDICATOR, Role.HOLDER)
"""What a row is about; the first of these that a table has."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its header's words as printed (folded), and the year that the header names."""

    role: Role
    title: str
    year: int | None = None


@cache
def phrases() -> tuple[tuple[str, Role], ...]:
    """Every header phrase, folded and without accents, longest first."""
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    phrases = [(folded(phrase), Role(role)) for role, known in data["roles"].items() for phrase in known]
    return tuple(sorted(phrases, key=lambda entry: -len(entry[0])))


@cache
def results() -> tuple[str, ...]:
    """What a column of figures that have been reached is called, before its year."""
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    return tuple(folded(phrase) for phrase in data["results_of_a_year"])


@cache
def _persons() -> tuple[str, ...]:
    """How the titles of columns begin that name persons."""
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    return tuple(folded(phrase) for phrase in data["persons"])


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Header words as they are compared: no accents, no punctuation, lower case ("S.TT" and "Số TT" stay apart)."""
    return " ".join(_NOT_WORD.sub(" ", unaccented(canonical(joined(text)))).split())


@lru_cache(maxsize=4096)
def role_of(title: str, slips: bool = False) -> Role | None:
    """The role that a header cell's words name, or None. An exact phrase beats one that stands inside the title.

    With `slips`, words that differ from a phrase by a letter or two count as it ("Cơ quan chù trì", "Thòi gian").
    """
    words = folded(re.sub(r"\([^)]*\)", " ", title)) or folded(title)
    if not words or len(words) > _LONGEST:
        return None
    tight = words.replace(" ", "")
    for phrase, role in phrases():
        if tight == phrase.replace(" ", "") and (role is not Role.HOLDER or title.strip(" *")[:1].isupper()):
            return role  # "Bản" heads a column of hamlets, "ban" is the end of a wrapped name
    if any(words.startswith(done) and _WHEN.fullmatch(words[len(done) :]) for done in results()):
        return Role.RESULT
    found = _inside(words)
    if found is None and slips:
        found = _nearly(words)
    if found is None and _YEAR.search(words):
        return Role.VALUE
    return found


def _inside(words: str) -> Role | None:
    """The role of the phrase that comes first; "Cơ quan thực hiện | Phối hợp" of a two-row header coordinates."""
    if "phoi hop" in words and "chu tri" not in words:
        return Role.COORDINATING
    padded, best = f" {words} ", None
    for phrase, role in phrases():
        if role in (Role.OTHER, Role.RESULT, Role.HOLDER):
            continue  # these are known by their whole title only
        at = padded.find(f" {phrase} ") if len(phrase) > 3 and len(phrase) >= _SHARE * len(words) else -1
        if at >= 0 and (best is None or at < best[0]):
            best = (at, role)
    return best[1] if best else None


def _nearly(words: str) -> Role | None:
    """The role of the phrase that is spelt most like the words; short words have no slips to spare."""
    scored = [
        (SequenceMatcher(None, words, phrase, autojunk=False).ratio(), role)
        for phrase, role in phrases()
        if len(phrase) >= 6 and abs(len(phrase) - len(words)) <= 2
    ]
    best = max(scored, key=lambda entry: entry[0], default=None)
    return best[1] if best and best[0] >= 0.85 else None


def year_of(title: str) -> int | None:
    """The one year in a header ("Đến năm 2030", "Giai đoạn 2026 - 2030: năm 2027"), None where it has none or more."""
    years = _YEAR.findall(_PERIOD.sub(" ", joined(title)))
    return int(years[0]) if len(years) == 1 else None


def columns_of(titles: Iterable[str | Title]) -> tuple[Column, ...]:
    """The columns of a header. Only value columns keep a year: "Thời gian (2026)" has no figure of that year."""
    printed = [title if isinstance(title, Title) else Title(title) for title in titles]
    known = [role_of(" ".join(title.words.split())) for title in printed]
    slips = sum(role is not None for role in known) >= 2  # among known headers, an unknown one may be a misspelt one
    columns = []
    for title in printed:
        whole = " ".join(f"{title.above} {title.words}".split())
        columns.append(Column(_role_under(title, slips) or Role.OTHER, whole, year_of(title.words)))
    return _untangled(_with_named_things(columns))


def _with_named_things(columns: list[Column]) -> tuple[Column, ...]:
    """Where no column says what is done or promised, the first whose title is "Tên …" holds what the rows are about."""
    if not any(column.role in (Role.TASK, Role.INDICATOR) for column in columns):
        named = (i for i, column in enumerate(columns) if column.role is Role.OTHER and _NAMES.match(column.title))
        for index in islice(named, 1):
            columns[index] = replace(columns[index], role=Role.TASK)
    return tuple(columns)


def _role_under(title: Title, slips: bool) -> Role | None:
    """The role of a column under a title that it shares: its own words', but money and results by year stay these."""
    words, above = " ".join(title.words.split()), " ".join(title.above.split())
    if not above:
        return role_of(words, slips)
    for shared in (role_of(above), role_of(f"{above} {words}")):
        if shared in (Role.OTHER, Role.RESULT):
            return shared
    return role_of(words, slips) or role_of(f"{above} {words}", slips)


def _untangled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Words that mean one thing beside one neighbour and another beside the next.

    "Mục tiêu" is what has to be reached where no other column says so, and the figure where "Chỉ tiêu" does;
    "Tên mục tiêu" beside a chair is a task. The first of two indicator columns is the indicator.
    """
    roles = _with_one_chair(columns)
    if _gives_shares(roles):
        roles = [role if role in _BESIDE_SHARES else Role.VALUE for role in roles]
    elif Role.HOLDER in roles:
        roles = [Role.OTHER if role is Role.HOLDER else role for role in roles]
    if Role.INDICATOR in roles and Role.TASK not in roles and Role.LEAD in roles:
        first = roles.index(Role.INDICATOR)
        roles = [Role.VALUE if role is Role.INDICATOR else role for role in roles]
        roles[first] = Role.TASK
    for wanted in (Role.INDICATOR, Role.TASK):
        seen = False
        for index, role in enumerate(roles):
            if role is wanted and seen:
                roles[index] = Role.VALUE if wanted is Role.INDICATOR else Role.OTHER
            seen = seen or role is wanted
    for index in [at for at, role in enumerate(roles) if role is Role.UNIT][1:]:
        roles[index] = Role.OTHER  # "Đơn vị quản lý" beside "ĐVT"
    if Role.LEAD not in roles and Role.UNIT in roles and Role.TASK in roles and Role.VALUE not in roles:
        roles[roles.index(Role.UNIT)] = Role.LEAD  # "Đơn vị" alone, in a table of tasks
    if Role.INDICATOR in roles:
        for index in _year_by_year(columns):
            roles[index] = Role.VALUE  # "Lộ trình thực hiện 2026", "Lộ trình thực hiện 2027"
    figures = Role.VALUE in roles or Role.RESULT in roles
    if Role.TASK in roles and Role.LEAD not in roles and Role.INDICATOR not in roles and figures:
        roles[roles.index(Role.TASK)] = Role.INDICATOR
    return tuple(
        Column(role, column.title, column.year or year_of(column.title) if role is Role.VALUE else None)
        for role, column in zip(roles, columns, strict=True)
    )


_BESIDE_SHARES = frozenset({Role.NUMBER, Role.HOLDER, Role.NOTE, Role.RESULT, Role.UNIT})


def _gives_shares(roles: Sequence[Role]) -> bool:
    """Whether a header is that of shares: behind the names of those who get one, columns that are no task's."""
    if Role.HOLDER not in roles or {Role.TASK, Role.LEAD, Role.DEADLINE, Role.UNIT} & set(roles):
        return False
    first = roles.index(Role.HOLDER)
    behind = [role for role in roles[first + 1 :] if role not in _BESIDE_SHARES]
    return set(roles[:first]) <= {Role.NUMBER} and bool(behind) and (first > 0 or len(behind) > 1)


def _with_one_chair(columns: tuple[Column, ...]) -> list[Role]:
    """The roles; a column of persons ("Người phụ trách") is the chair's only where no column of agencies is."""
    persons = [column.role is Role.LEAD and names_persons(column.title) for column in columns]
    agencies = any(column.role is Role.LEAD and not person for column, person in zip(columns, persons, strict=True))
    return [Role.OTHER if person and agencies else column.role for column, person in zip(columns, persons, strict=True)]


@cache
def _sums() -> tuple[str, ...]:
    """How the titles of columns begin that hold sums of money."""
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    return tuple(folded(phrase) for phrase in data["sums"])


def names_sums(title: str) -> bool:
    """Whether a column's title speaks of sums of money: "Kinh phí dự kiến (triệu đồng)"."""
    return folded(title).startswith(_sums())


def names_persons(title: str) -> bool:
    """Whether a column's title speaks of a person, and not of an agency: "Người phụ trách", "Lãnh đạo chỉ đạo"."""
    return folded(title).startswith(_persons())


def _year_by_year(columns: tuple[Column, ...]) -> list[int]:
    """Columns whose titles are one but for their year, each with its own; results and money stay these."""
    kept = (Role.OTHER, Role.RESULT, Role.VALUE, Role.NUMBER)
    titles = [folded(_YEAR.sub(" ", _PERIOD.sub(" ", column.title))) for column in columns]
    years = [year_of(column.title) for column in columns]
    return [
        index
        for index, column in enumerate(columns)
        if column.role not in kept
        and years[index]
        and len({y for y, title in zip(years, titles, strict=True) if y and title == titles[index]}) > 1
    ]


def is_header(columns: Iterable[Column]) -> bool:
    """A line of cells is a header if it names what is done or promised and at least one other thing.

    No more titles may be unknown than are known; one more where one of these is that of the rows' numbers.
    """
    roles = [column.role for column in columns]
    known = {role for role in roles if role is not Role.OTHER}
    return (
        len(known) >= 2 and bool(known & set(MAIN)) and roles.count(Role.OTHER) <= len(known) + (Role.NUMBER in known)
    )
