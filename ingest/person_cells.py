"""Cells that name persons in charge: "Đ/c Lô Văn Nam - PCT UBND xã", "Đồng chí Trưởng phòng Kinh tế"."""

from __future__ import annotations

import re

from ingest.agencies import starts_agency
from ingest.letters import LOWER, UPPER

_TITLE = re.compile(
    r"(?:các\s+)?(?:đ/?c|đ\.c|đồng chí|ông|bà|ô\.|b\.)(?=[\s.:])"
    r"|(?:phó\s+)?(?:chủ tịch|bí thư|trưởng (?:phòng|ban|công an|trạm)|giám đốc|chánh văn phòng|chỉ huy trưởng)(?!\w)"
    r"|(?:ct|pct|bt|pbt)(?=\s)",
    re.IGNORECASE,
)
_NAME = re.compile(rf"(?:[{UPPER}][{LOWER}]+\s+){{1,3}}[{UPPER}][{LOWER}]+(?![^\W_])")
_MOST_WORDS = 24
_OPEN_OFFICE = re.compile(
    r"(?:trưởng|phó|phòng|ban|chủ|tịch|thư|giám|đốc|văn|công|ủy|viên|pct|ct|ubnd|hđnd|đ/c|đồng chí)$|[,;–-]$",
    re.IGNORECASE,
)
_GOES_OVER = re.compile(rf"\s(?:xã|phường|đặc khu|[A-ZĐ]{{2,}}-[A-ZĐ]{{2,}})\s+(?=[{UPPER}])(?!(?i:đ/?c|đồng chí))")


def begins_person(words: str) -> bool:
    """Whether words begin as a cell of persons does: with a form of address, an office, or a name in capitals."""
    return bool(_TITLE.match(words)) or (bool(_NAME.match(words)) and not starts_agency(words))


def person_like(words: str) -> float:
    """How well words make a cell of persons, as `likeness` counts."""
    if not begins_person(words) or len(words.split()) > _MOST_WORDS:
        return -12.0
    score = 5.0 if _TITLE.match(words) else 2.0
    # An office that has not been named yet, or another cell's agency behind a whole one.
    return score - 5.0 * bool(_OPEN_OFFICE.search(words.rstrip())) - 5.0 * _goes_over(words)


def _goes_over(words: str) -> bool:
    return any(starts_agency(words[found.end() :]) for found in _GOES_OVER.finditer(words))
