"""Where an agency's name ends in a sentence that goes on with what it has to do.

No list has all verbs. A name is surely over behind the level of its place ("Công an xã giữ gìn …"), behind a place's
name ("Cảng vụ Hàng hải Quảng Ngãi kiểm soát …"), and behind a name that the lexicon has, where no word of a longer
name can follow.
"""

from __future__ import annotations

import re

from ingest.agencies import known_at_start, starts_agency
from ingest.letters import LOWER, UPPER
from ingest.place_words import common_pairs
from ingest.text import canonical

_PLACE = rf"(?:\s(?!(?:[{UPPER}]{{2,}})\b)[{UPPER}][{LOWER}]*)"
_LEVELS = "xã|phường|đặc khu|thị trấn|tỉnh|thành phố"
_LEVEL = re.compile(rf"\s(?:(?:Việt Nam|cấp|khu vực|cơ sở)\s)?(?:{_LEVELS})(?!\s(?:hội|viên)\b){_PLACE}{{0,4}}")
_AREA = re.compile(rf"\s(?:khu vực|chi nhánh){_PLACE}{{1,4}}|\skhu vực(?:\s[IVX]+|\s\d+)\b")
_CAPITALS = re.compile(rf"(?:[{UPPER}][{LOWER}]+\s[{UPPER}][{LOWER}]+)(?=\s[{LOWER}])")
_JOINT = re.compile(r"\s*[,;]\s+|\s+(?:và|cùng|với|cùng với)\s+")
_NO_END = re.compile(
    rf"\s(?:và|với|của|thuộc|tại|ở|các|cấp (?:xã|tỉnh|huyện|trên|dưới)|hoặc|trực thuộc|trên|{_LEVELS}|huyện"
    r"|khu vực|thôn|xóm|bản|ấp|khóm|buôn|số|trong|-|–)(?!\w)"
)
_GOES_ON = re.compile(rf"\s(?=[{LOWER}])")
_FEWEST_BEFORE_PLACE = 2  # words of a name before the place in it


def name_end(text: str, start: int) -> int | None:
    """Where the name (or the names, "Hội Cựu chiến binh, Hội Nông dân xã") at `start` surely ends; None if unsure."""
    end = _one(text, start)
    while end is not None and (joint := _JOINT.match(text, end)):
        if not starts_agency(text[joint.end() :]):
            return None
        end = _one(text, joint.end())
    return end if end is not None and goes_on(text, end) else None


def _one(text: str, start: int) -> int | None:
    """The end of one name; what stands behind it may be a joint."""
    known = known_at_start(text[start:])
    if known:
        for tail in (_LEVEL, _AREA):
            if found := tail.match(text, start + known):
                return found.end()
        if _JOINT.match(text, start + known):
            return start + known
    return _behind_place(text, start)


def _behind_place(text: str, start: int) -> int | None:
    """Behind the first two words in capitals that end a stretch of the name and are a place's, as both are names'."""
    for found in _CAPITALS.finditer(text, start):
        before = text[start : found.start()].split()
        if len(before) < _FEWEST_BEFORE_PLACE or any(mark in text[start : found.start()] for mark in ".:;,"):
            continue
        if not _NO_END.match(text, found.end()) and not _is_word(found.group(), text[found.end() :]):
            return found.end()
    return None


def _is_word(pair: str, behind: str) -> bool:
    """Whether two words in capitals are no place's name: a word written so ("Quản Lý"), or cut out of one."""
    pairs = common_pairs()
    following = behind.split(maxsplit=1)[:1]
    return canonical(pair) in pairs or canonical(" ".join([pair.rsplit(maxsplit=1)[-1], *following])) in pairs


def goes_on(text: str, end: int) -> bool:
    """Whether a name that ends here has words of a duty behind it, and none that could be its own."""
    return bool(_GOES_ON.match(text, end)) and not _NO_END.match(text, end)
