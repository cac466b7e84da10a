"""Lines that are no text of the plan: digital signatures, page numbers, rules, pasted addresses, running heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.text import NormalText

PAGE_NUMBER = "page number"
RULE = "rule"
ADDRESS = "pasted address"
RUNNING_HEAD = "running head"
DIGITAL_SIGNATURE = "digital signature"

_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?$")
_JSON = re.compile(r"^[{\[]\s*\"[\w ]+\"\s*:.*[}\]]$")
_SUBJECT = re.compile(r"^(?:EMAILADDRESS|E|CN|OU|O|L|ST|C|UID|OID\.[\d.]+|MST|DN)\s*=.+", re.IGNORECASE)
_SIGNED = re.compile(
    r"^(?:(?:Được )?ký (?:số )?bởi|Người ký|(?:Ngày|Thời gian) ký|Digitally signed by|Signature valid|Signing time"
    r"|Chữ ký số)\b.*",
    re.IGNORECASE,
)
_SIGNATURE_FIELD = re.compile(
    r"^(?:E-?mail|Cơ quan|Chức vụ|Tổ chức|Date|Reason|Location|Lý do|Địa điểm|Số CCCD|MST)\s*:.+", re.IGNORECASE
)
_RULE = re.compile(r"^[-_=*~.·–—]{3,}$|^\\?[-_]{2,}$")
_URL = re.compile(r"^<?(?:https?://|www\.)\S+>?$", re.IGNORECASE)
_PAGE = re.compile(
    r"^(?:[-–—]\s*)?(?:Trang\s+|Page\s+)?(\d{1,3})(?:\s*[/|]\s*(?:\d{1,3}|Trang|Page))?(?:\s*[-–—])?$", re.IGNORECASE
)
_LONGEST_RUNNING_HEAD = 120
_LONGEST_PRINTED = 250  # a running head with its page number at the other edge of the page
_WITH_PAGE = re.compile(r"^\S.*?\s{3,}(?:Trang|Page|tr\.)\s*\d{1,3}(?:\s*/\s*\d{1,3})?$", re.IGNORECASE)


def digital_signatures(text: NormalText) -> tuple[range, ...]:
    """Runs of lines that a signing program has printed: an address, a time, a certificate's subject, JSON.

    A field such as "Cơ quan: …" belongs to a run only beside one of those; blank lines join two lines of a run.
    """
    runs: list[range] = []
    start = end = -1
    strong = False
    for index, line in enumerate(text.lines):
        content = line.text.strip(" \t|")
        if not content:
            continue
        surely = prints_signature(content)
        if surely or _SIGNATURE_FIELD.match(content):
            start = index if start < 0 else start
            end, strong = index + 1, strong or surely
            continue
        if strong:
            runs.append(range(start, end))
        start, strong = -1, False
    if strong:
        runs.append(range(start, end))
    return tuple(runs)


def stamped_lines(text: NormalText, runs: Iterable[range]) -> frozenset[int]:
    """The lines of those runs that a signing program surely printed: with a time, a certificate's subject or JSON among
    them. An address alone may be a cell of a table."""
    stamps = (_TIMESTAMP, _SUBJECT, _JSON)
    printed = (
        run for run in runs if any(p.match(text.lines[index].text.strip(" \t|")) for index in run for p in stamps)
    )
    return frozenset(index for run in printed for index in run)


def prints_signature(content: str) -> bool:
    """Whether a line is surely one of a digital signature: an address, a time, a certificate's subject, …"""
    patterns = (_EMAIL, _TIMESTAMP, _JSON, _SUBJECT, _SIGNED)
    return any(pattern.match(content) for pattern in patterns)


def noise_lines(text: NormalText, ranges: Iterable[range]) -> dict[int, str]:
    """Lines of these ranges that are page noise, with what each is. Not for tables: a row's number stands alone too."""
    found: dict[int, str] = {}
    last_page = 0
    numbers: list[int] = []
    indices = [index for lines in ranges for index in lines if not text.lines[index].blank]
    for index in indices:
        content = text.lines[index].text.strip()
        if _RULE.match(content):
            found[index] = RULE
        elif len(content) <= _LONGEST_PRINTED and _WITH_PAGE.match(content):
            found[index] = RUNNING_HEAD
        elif _URL.match(content):
            found[index] = ADDRESS
        elif (page := _PAGE.match(content)) and int(page.group(1)) > last_page:
            last_page = int(page.group(1))
            found[index] = PAGE_NUMBER
            numbers.append(index)
    found |= _running_heads(text, indices, numbers)
    return found


def _running_heads(text: NormalText, indices: Sequence[int], page_numbers: Sequence[int]) -> dict[int, str]:
    """Lines beside a page number that stand in the same words beside two others as well."""
    pages = set(page_numbers)
    beside: dict[str, list[int]] = {}
    for place, index in enumerate(indices):
        content = text.lines[index].text.strip()
        neighbours = indices[max(0, place - 1) : place + 2]
        if index not in pages and len(content) <= _LONGEST_RUNNING_HEAD and pages.intersection(neighbours):
            beside.setdefault(content, []).append(index)
    return {index: RUNNING_HEAD for places in beside.values() if len(places) >= 3 for index in places}
