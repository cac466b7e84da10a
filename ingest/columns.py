"""What a column of an appendix table is for, known from the words of its header (data/columns.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from ingest.text import canonical, joined, unaccented

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOT_WORD = re.compile(r"[^\w]+")


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
    NOTE = "note"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its header's words as printed (folded), and the year that the header names."""

    role: Role
    title: str
    year: int | None = None


@cache
def _phrases() -> tuple[tuple[str, Role], ...]:
    """Every header phrase, folded and without accents, longest first."""
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    phrases = [(folded(phrase), Role(role)) for role, known in data["roles"].items() for phrase in known]
    return tuple(sorted(phrases, key=lambda entry: -len(entry[0])))


def folded(text: str) -> str:
    """Header words as they are compared: no accents, no punctuation, lower case ("S.TT" and "Số TT" stay apart)."""
    return " ".join(_NOT_WORD.sub(" ", unaccented(canonical(joined(text)))).split())


def role_of(title: str) -> Role | None:
    """The role that a header cell's words name, or None. An exact phrase beats one that stands inside the title."""
    words = folded(re.sub(r"\([^)]*\)", " ", title)) or folded(title)
    if not words:
        return None
    for phrase, role in _phrases():
        if words == phrase:
            return role
    found = _inside(words)
    if found is None and _YEAR.search(words):
        return Role.VALUE
    return found


def _inside(words: str) -> Role | None:
    for phrase, role in _phrases():
        if len(phrase) > 3 and f" {phrase} " in f" {words} ":
            return role
    return None


def year_of(title: str) -> int | None:
    """The one year in a header ("Đến năm 2030"), None where there is none or more than one."""
    years = _YEAR.findall(joined(title))
    return int(years[0]) if len(years) == 1 else None


def columns_of(titles: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a header. Only value columns keep a year: "Thời gian (2026)" has no figure of that year."""
    columns = []
    for title in titles:
        role = role_of(title) or Role.OTHER
        columns.append(Column(role, " ".join(title.split())))
    return _untangled(tuple(columns))


def _untangled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Words that mean one thing beside one neighbour and another beside the next.

    "Mục tiêu" is what has to be reached where no other column says so, and the figure where "Chỉ tiêu" does;
    "Tên mục tiêu" beside a chair is a task. The first of two indicator columns is the indicator.
    """
    roles = [column.role for column in columns]
    if Role.INDICATOR in roles and Role.TASK not in roles and Role.LEAD in roles:
        first = roles.index(Role.INDICATOR)
        roles[first] = Role.TASK
    for wanted in (Role.INDICATOR, Role.TASK):
        seen = False
        for index, role in enumerate(roles):
            if role is wanted and seen:
                roles[index] = Role.VALUE if wanted is Role.INDICATOR else Role.OTHER
            seen = seen or role is wanted
    if Role.TASK in roles and Role.LEAD not in roles and Role.INDICATOR not in roles and Role.VALUE in roles:
        roles[roles.index(Role.TASK)] = Role.INDICATOR
    return tuple(
        Column(role, column.title, year_of(column.title) if role is Role.VALUE else None)
        for role, column in zip(roles, columns, strict=True)
    )


def is_header(columns: Iterable[Column]) -> bool:
    """A line of cells is a header if it names what is done or promised and at least one other thing."""
    roles = [column.role for column in columns]
    known = {role for role in roles if role is not Role.OTHER}
    return len(known) >= 2 and bool(known & {Role.TASK, Role.INDICATOR}) and roles.count(Role.OTHER) <= len(known)
