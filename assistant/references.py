"""Row numbers, appendices, groups, document codes and ordinals in a question, in any spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.wording import table
from ingest.text import unaccented

_NUMBER = r"(\d{1,3}(?:\.\d{1,2})*)"
_ROW_WORDS = (
    "mục tiêu|muc tieu|tt|mục|muc|nhiệm vụ|nhiem vu|dòng|dong|hàng|stt|số thứ tự|việc|viec|đầu việc|chỉ tiêu|chi tieu"
    r"|row|item|task|target|indicator|no\.|number"
)
_NOT_A_ROW = r"%|per|tháng|thang|(?:năm|nam)(?!\s*20\d\d\b(?!\s*[-–]))|xã|xa|địa|dia|kế|ke|nhiệm|nhiem|/|-\s*\d"
_RANGE_WORDS = "mục|muc|nhiệm vụ|nhiem vu|dòng|dong|stt|rows?|items?|tasks?"
_DASHED = re.compile(rf"\b(?:{_RANGE_WORDS})\s+(?:số\s+|so\s+)?(\d{{1,3}})\s*[-–]\s*(\d{{1,3}})\b(?!\s*[-–/%])")
"""Rows from one to another; "chỉ tiêu 4-5 bác sĩ" is none, since a figure can be a range too."""
_ROW = re.compile(
    rf"\b(?:(?:{_ROW_WORDS})(?:\s+(?:số|so|thứ|thu|no\.?|number))?\s*{_NUMBER}|stt\s*{_NUMBER})\b(?!\s*(?:{_NOT_A_ROW}))"
)
_DOTTED = re.compile(r"\b(?:mục|muc|nhiệm vụ|nhiem vu|row|item)\s+([ivx]+|[a-hkđ])\.(\d{1,2})\b")
_GOES_ON = "thế còn|the con|vậy còn|vay con|còn|con|thế|the|vậy|vay|và|va|rồi|roi|and|what about|how about"
_POLITE = r"[^\W\d][^\d.;?!]{0,40}?\b(?:hỏi|hoi|biết|biet|xem|please|tell me)(?:\s+(?:thêm|them|là|la|với|voi))?"
_COUNTED = (
    "phần|phan|percent|cm|mm|km|m2|m|kg|ha|tấn|tan|tỷ|ty|tỉ|ti|triệu|trieu|nghìn|nghin|đồng|dong|tuổi|tuoi|bác|bac|năm|nam"
    "|tháng|thang|ngày|ngay|quý|quy|lần|lan|hộ|ho|người|nguoi|xã|xa|phường|phuong|nơi|noi|địa|dia|kế|ke|nhiệm|nhiem|việc"
    "|viec|chỉ|chi|million|years|people|communes|plans|tasks|targets"
)
_BARE = re.compile(
    rf"(?:{_POLITE}\s+)?(?:(?:{_GOES_ON})\s+)?(?:(?:số|so|number|no\.)\s+)?(\d{{1,3}}(?:\.\d{{1,2}})*)\b"
    rf"(?![.,]\d|\s*[%/-]|\s*(?:{_COUNTED})\b)"
)
_MORE_DOTTED = re.compile(r"(?:\s*(?:,|và|va|với|voi|and|&)\s*(?:mục |muc )?(?:[ivx]+|[a-hkđ])\.\d{1,2}\b)+")
_LETTERED = re.compile(
    r"\b(?:mục|muc|nhiệm vụ|nhiem vu|việc|viec|dòng|dong|stt|tt|row|item|task)\s+(?:số\s+|so\s+)?"
    r"([a-hkđ]\d{1,2}(?:\.\d{1,2})?)\b"
)
"""A row whose number begins with its group's letter: "mục C3"."""
_MORE_LETTERED = re.compile(r"(?:\s*(?:,|và|va|với|voi|and|&)\s*(?:mục |việc |viec )?[a-hkđ]\d{1,2}(?:\.\d{1,2})?\b)+")
_LETTERED_TO = re.compile(r"\s*(?:đến|den|tới|toi|to|-|–)\s*(?:mục )?([a-hkđ])(\d{1,2})\b")
_IN_GROUP = re.compile(
    r"\b(?:mục|muc|nhóm|nhom|phần|phan|group|section)\s+([ivx]+|[a-hkđ])\s*[,;:-]?\s*"
    rf"(?:(?:mục|muc|{_ROW_WORDS}|thứ|thu)\s+)?(?:số|so|no\.?|thứ|thu|mục|muc|{_ROW_WORDS})\s*(\d{{1,3}})\b(?!\s*(?:{_NOT_A_ROW}))"
)
"""A group and a row of it: "mục IV số 5"."""
_OF_GROUP = re.compile(
    r"\b(?:số|so|thứ|thu|no\.?)\s*(\d{1,3})\s*,?\s*(?:(?:của|cua|of)\s+)?(?:phần|phan|nhóm|nhom|group|section)\s+(?:[ivx]+|[a-hkđ])\b"
)
"""The row before its group: "số 5 phần II"."""
_ROMAN_PART = re.compile(r"\b(?:mục|muc)\s+([ivx]+)\b(?!\.)")
"""A group where an appendix or a row is named too; else a section of the text."""
_MORE = re.compile(
    r"(?:\s*(?:,|và|va|and|&)\s*\d{1,3}(?:\.\d{1,2})?\b(?!\s*(?:xã|xa|địa|nơi|kế)))+"
    r"|\s*(?:đến|den|tới|toi|to|-|–)\s*\d{1,3}\b(?!/)"
)
_APPENDIX = re.compile(r"\b(?:phụ lục|phu luc|appendix|annex|pl)\s*(?:số|so)?\s*(\d{1,2}|[ivx]+)\b")
_GROUP = re.compile(
    r"\b(?:nhóm|nhom|phần|phan|group|section)\s*(?:số|so)?\s*([ivx]+|\d{1,2}|(?<=\s)[a-hkđ])\b(?!\s+(?:dân|dan|trẻ|tre)\b)"
)
_IN_APPENDIX = re.compile(r"\b(?:phụ lục|phu luc|danh mục|danh muc|biểu kèm|appendix|annex)\b")
_IN_BODY = re.compile(
    r"\b(?:phần mục tiêu|phan muc tieu|phần lời|phần nội dung|thân văn bản|nội dung kế hoạch|in the text|in the body)\b"
)
_CODE = re.compile(r"\b\d{1,4}(?:/\d{4})?\s*[-/]\s*[a-zđ]{1,5}\d{0,2}(?:\s*[-/]\s*[a-zđ]{1,6})*\b", re.IGNORECASE)
_DOCUMENTS = (
    "nghị quyết|nghi quyet|nq|nđ|nd|chỉ thị|chi thi|quyết định|quyet dinh|qđ|kế hoạch|ke hoach|kh|nghị định|nghi dinh"
    "|kết luận|ket luan|chương trình hành động|chuong trinh hanh dong|ctr"
    "|resolution|directive|decision|decree|conclusion"
)
_OF_ONE_YEAR = r"\s*20\d\d\b(?!\s*[-–])"  # "nghị quyết 72 năm 2025", but "kế hoạch 5 năm 2026-2030"
_KINDS = "nq|ct|ctr|kl|qđ|qd|kh|nđ|nd|tt|hd|tb|đa|da|cv|bc|ttr"
_ISSUERS = "tw|tu|đu|du|cp|ttg|ub|ubnd|hđnd|hdnd|byt|bnv|btc|bct|đctw|qh\\d*"
_SPACED_CODE = re.compile(rf"\b\d{{1,4}}(?:\s20\d\d)?\s+(?:{_KINDS})\s+(?:{_ISSUERS})\b")
_NAMED_CODE = re.compile(
    rf"\b(?:{_DOCUMENTS})\s+(?:số\s+|so\s+|no\.?\s*)?(\d{{1,4}}(?:/20\d\d)?)\b"
    rf"(?!\s*[-/]|\s*(?:xã|xa|%)|\s*(?:năm|nam)\b(?!{_OF_ONE_YEAR}))"
)
_PLAN_OF_A_YEAR = re.compile(r"(?:kế hoạch|ke hoach|kh) 20\d\d")
_OF_THE_PLAN = re.compile(r"(?:kế hoạch|ke hoach|kh|chương trình hành động|chuong trinh hanh dong|ctr)\s")
_CARRYING_OUT = re.compile(
    r"(?:kế hoạch|ke hoach|kh|chương trình hành động|chuong trinh hanh dong|ctr)\s(?:triển khai |trien khai )?"
    r"(?:thực hiện|thuc hien|triển khai|trien khai)\s(?:(?:nghị quyết|nghi quyet|nq)\s(?:số |so )?)?$"
)
_ORDINALS = {
    "nhất": 1, "đầu tiên": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "nhat": 1, "dau tien": 1, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_MOST_ROWS = 60
_THINGS = "câu hỏi|cau hoi|câu|cau|ý|cái|cai|nhiệm vụ|nhiem vu|việc|viec|mục|muc|dòng|dong|kết quả|ket qua|số|so"
_NAMES = "|".join(word for word in _ORDINALS if " " not in word)
_ORDINAL = re.compile(
    rf"\b(?:(?:{_THINGS})\s+(?:thứ|thu)\s+({_NAMES}|\d{{1,2}})|(?:{_THINGS})\s+(đầu tiên|dau tien)"
    r"|the\s+(first|second|third|fourth|fifth)(?:\s+(?:one|task|item|question))?)\b"
)


@dataclass(frozen=True, slots=True)
class References:
    """What a question points at; `texts` are the stretches of the question that do."""

    numbers: tuple[str, ...] = ()
    appendix: str | None = None
    group: str | None = None
    codes: tuple[str, ...] = ()
    perhaps_own: tuple[str, ...] = ()
    """Those of the codes that may be what the plan itself is for: "kế hoạch 72"."""
    ordinal: int | None = None
    in_appendix: bool = False
    texts: tuple[str, ...] = ()


def references(folded: str) -> References:
    """The references in a lower-case question."""
    codes = [match for match in _CODE.finditer(folded) if re.search(r"[a-zđ]{2}", match.group())]
    spaced = list(_SPACED_CODE.finditer(folded))
    named = [match for match in _NAMED_CODE.finditer(folded) if not _PLAN_OF_A_YEAR.fullmatch(match.group())]
    rows = [
        match
        for match in _ROW.finditer(folded)
        if not any(code.start() <= match.start(1) < code.end() for code in codes) and not _counts(match, folded)
    ]
    appendix, group, ordinal = _APPENDIX.search(folded), _GROUP.search(folded), _ORDINAL.search(folded)
    dashed = [match for match in _DASHED.finditer(folded) if int(match.group(1)) < int(match.group(2))]
    dotted = list(_DOTTED.finditer(folded)) or list(_IN_GROUP.finditer(folded))
    lettered = list(_LETTERED.finditer(folded))
    of_group = [] if rows or dotted else list(_OF_GROUP.finditer(folded))
    if not group and (appendix or rows):
        group = _ROMAN_PART.search(folded)
    found = [
        match
        for match in (*rows, ordinal, appendix, group, *codes, *spaced, *named, *dotted, *dashed, *lettered, *of_group)
        if match
    ]
    bare = bare_row(folded)
    spelt = [re.sub(r"\s+", "", match.group()) for match in codes]
    spelt += ["-".join(match.group().split()) for match in spaced]
    return References(
        numbers=tuple(
            dict.fromkeys(
                [
                    *(n for match in rows for n in _listed(match, folded)),
                    *(n for m in dotted for n in _dotted(m, folded)),
                    *((bare,) if bare and "." in bare else ()),  # "6.2 của xã … ai chủ trì?"
                    *(n for m in lettered for n in _lettered(m, folded)),
                    *(m.group(1) for m in of_group),
                    *(n for m in dashed for n in _from_to(int(m.group(1)), int(m.group(2)))),
                ]
            )
        ),
        appendix=appendix.group(1) if appendix else None,
        group=dotted[0].group(1) if dotted else group.group(1) if group else None,
        codes=tuple(dict.fromkeys([*spelt, *(match.group(1) for match in named)])),
        perhaps_own=_perhaps_own(folded, codes, named),
        ordinal=_ordinal(ordinal),
        in_appendix=_IN_APPENDIX.search(folded) is not None and not _IN_BODY.search(folded),
        texts=tuple(match.group() for match in found)
        + tuple(_tail(match, folded) for match in rows)
        + tuple(more.group() for m in lettered if (more := _more_lettered(m, folded)))
        + tuple(more.group() for m in dotted if (more := _MORE_DOTTED.match(folded, m.end()))),
    )


def _counts(row: re.Match[str], folded: str) -> bool:
    """Whether a number counts what stands behind it: "mục tiêu 50 phòng học" is no fiftieth target."""
    numbered = re.search(r"\b(?:số|so|thứ|thu|no|number|stt)\b", row.group())
    return numbered is None and _counted().match(folded, row.end()) is not None


@cache
def _counted() -> re.Pattern[str]:
    """What plans count (lexicon/words.yaml: counted), behind a number; "phòng nào" asks, and counts nothing."""
    entries = table("words")["counted"]
    assert isinstance(entries, list)
    words = {spelt for entry in entries for spelt in (str(entry), unaccented(str(entry)))}
    return re.compile(rf"\s+(?:{'|'.join(sorted(words, key=len, reverse=True))})\b(?!\s+(?:nào|nao|gì|gi)\b)")


def _perhaps_own(folded: str, codes: Sequence[re.Match[str]], named: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """What the plan itself may be for: "kế hoạch 72", "kế hoạch thực hiện nghị quyết 72-NQ/TW"."""
    own = [match.group(1) for match in named if _OF_THE_PLAN.match(match.group())]
    own += [match.group(1) for match in named if _CARRYING_OUT.search(folded, 0, match.start())]
    own += [re.sub(r"\s+", "", match.group()) for match in codes if _CARRYING_OUT.search(folded, 0, match.start())]
    return tuple(dict.fromkeys(own))


def bare_row(folded: str) -> str | None:
    """The number that a question begins with and that counts nothing: "6.2 thì sao?", "còn số 7?"."""
    match = _BARE.match(folded)
    return match.group(1) if match else None


def _dotted(match: re.Match[str], folded: str) -> list[str]:
    """The numbers of rows of one group: "mục I.1 và I.2"."""
    more = _MORE_DOTTED.match(folded, match.end())
    others = re.findall(r"([ivx]+|[a-hkđ])\.(\d{1,2})", more.group()) if more else []
    return [match.group(2), *(number for group, number in others if group == match.group(1))]


def _more_lettered(match: re.Match[str], folded: str) -> re.Match[str] | None:
    return _LETTERED_TO.match(folded, match.end()) or _MORE_LETTERED.match(folded, match.end())


def _lettered(match: re.Match[str], folded: str) -> list[str]:
    """The numbers "C5", "C6" of "việc C5 với C6", "mục C5 đến C7"."""
    first, more = match.group(1).upper(), _more_lettered(match, folded)
    if more is None:
        return [first]
    if more.re is _LETTERED_TO:
        letter, begin = first[0], first[1:]
        if more.group(1).upper() != letter or not begin.isdigit():
            return [first]
        return [f"{letter}{number}" for number in _from_to(int(begin), int(more.group(2)))]
    return [first, *(number.upper() for number in re.findall(r"[a-hkđ]\d{1,2}(?:\.\d{1,2})?", more.group()))]


def _tail(match: re.Match[str], folded: str) -> str:
    """What goes on after a row's number: ", 8 và 9", "đến 31"."""
    tail = _MORE.match(folded, match.end())
    return tail.group() if tail else ""


def _listed(match: re.Match[str], folded: str) -> list[str]:
    """The numbers that a mention of rows names: one, a list, or a range."""
    first = match.group(1) or match.group(2)
    tail = _tail(match, folded)
    others = re.findall(r"\d{1,3}(?:\.\d{1,2})?", tail)
    if re.match(r"\s*(?:đến|den|tới|toi|to|-|–)", tail) and others and first.isdigit() and others[0].isdigit():
        return _from_to(int(first), int(others[0]))
    return [first, *others]


def _from_to(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, min(last, first + _MOST_ROWS) + 1)]


def _ordinal(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    return int(word) if word.isdigit() else _ORDINALS[word]
