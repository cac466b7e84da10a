"""How rows and groups are numbered: "1", "01", "6.1", "6.a", "a)", "II", "B"; which number may follow which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.letters import UPPER

_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V|X)|X{1,2})"
_MARKED = rf"(?:{_ROMAN}\.|[A-HĐ]\.?)\d{{1,3}}(?:\.\d{{1,3}})*"  # a row's number behind its group's: "II.3", "B2"
ROW_NUMBER = re.compile(rf"\(?(?:{_MARKED}|\d{{1,3}}(?:\.(?:\d{{1,3}}|[a-zđ]))*|[a-zđ])[.)]?")
"""A row's number, whole."""
INNER_NUMBER = re.compile(r"((?:\d{1,3}\.\d{1,3}|[a-zđ](?=\)))[.)]?)\s+(?=\S)")
"""A number below another's, before the words of its row: "a) Cấp tiểu học", "1.2. Rà soát"."""
GROUP_MARK = re.compile(r"(?:[IVX]+|[A-HĐ])\s*[.)/:-]?")
"""A heading's number, whole."""
PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*/\s*\d{1,3})?", re.IGNORECASE)
"""A page's number, alone on its line."""
GROUP_NUMBER = re.compile(rf"(?:{_ROMAN}|[A-HĐ]|\d{{1,2}})[.)/-]\s*|{_ROMAN}\s*[.:)-]?\s+(?=[A-ZĐ])")
"""A heading's number, at its beginning."""
BARE_HEADING = re.compile(rf"{_ROMAN}\s+(?=[{UPPER}])|[A-HĐ]\s+(?=[{UPPER}])")
"""A heading whose number has a cell of its own, so that no point follows: "II Công tác …", "B NÔNG NGHIỆP"."""
ROMAN_HEADING = re.compile(rf"(?:{_ROMAN}|[A-HĐ])\s*[.)/-]\s*(?!\d)\S")


def parts(number: str) -> tuple[str, ...]:
    """ "6.1." → ("6", "1"), "B2" → ("B", "2"); leading zeros dropped."""
    return tuple(part.lstrip("0") or "0" for part in _PARTED.split(number.strip(" .()")) if part)


_PARTED = re.compile(r"\.|(?<=[A-ZĐ])(?=\d)")


def is_child(number: str, parent: str) -> bool:
    """Whether a row's number is one below another's: 6.1 below 6, "a" below any."""
    below, above = parts(number), parts(parent)
    if not below or not above:
        return False
    return (len(below) == len(above) + 1 and below[: len(above)] == above) or (below == ("a",) and above[-1].isdigit())


def follows(number: str, last: str | None) -> bool:
    """Whether a number may come next: the next one, the first below, the next of a level above, or the first of all."""
    here = parts(number)
    if last is None:
        return bool(here) and here[-1] in ("1", "a") and len(here) <= 2
    before = parts(last)
    if is_child(number, last):
        return here[-1] in ("1", "a")
    if here and here[0].isupper() and here[0] != before[0]:
        return here[1:] == ("1",)  # "II.1" behind "I.4": the first row of the next group
    return any(here == (*before[: depth - 1], _next(before[depth - 1])) for depth in range(len(before), 0, -1))


def _next(part: str) -> str:
    if part.isdigit():
        return str(int(part) + 1)
    return chr(ord(part) + 1) if len(part) == 1 else ""


def _goes_on_above(number: str, last: str | None, above: str | None) -> bool:
    """Whether a count goes on behind letters below its last number: 2, a, b, 3."""
    return above is not None and last is not None and last[0].isalpha() and follows(number, above)


_LEADING = re.compile(rf"({_MARKED}|\d{{1,3}}(?:\.(?:\d{{1,3}}|[a-zđ]))*|[a-zđ](?=[.)]))(?=[.)]?(?:\s|$))")


def leading_number(text: str) -> str | None:
    """The row's number that a text is, or begins with: "6.1" of "6.1 Triển khai"."""
    found = _LEADING.match(text)
    return found.group(1) if found else None


def restarts(number: str) -> bool:
    """Whether a number begins a count: 1, 01, a, 2.1."""
    here = parts(number)
    return bool(here) and here[-1] in ("1", "a")


def irregularities(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What is odd about the numbers of rows, each given with its group's heading: repeated, left out, or missing."""
    found: list[str] = []
    last: str | None = None
    above: str | None = None  # the last number that is no letter: after "2", "a", "b" comes "3"
    group, seen = "", set[tuple[str, ...]]()
    for text, heading in rows:
        number = leading_number(text.strip("*( ")) if text else None
        if number is None:
            found += [f"row {text!r}: no number that can be read"] if text else []
            continue
        if heading != group:
            group, seen = heading, set()
            fresh = True
        else:
            fresh = last is None
        if parts(number) in seen:
            found.append(f"number {number} stands twice")
        elif not (follows(number, last) or _goes_on_above(number, last, above) or (fresh and restarts(number))):
            found.append(f"number {number} comes after {last}" if last else f"the first number is {number}")
        seen.add(parts(number))
        last = number
        above = number if number[0].isdigit() else above
    return tuple(found)
