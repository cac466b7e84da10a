"""Words of a question around the name of a place: its range, its type, the body it stands in, a slip of one letter."""

from __future__ import annotations

from assistant.wording import Words
from ingest.localities import Mention

Range = tuple[int, int]

TYPE_WORDS = frozenset(
    {
        "xã",
        "phường",
        "đặc",
        "khu",
        "thị",
        "trấn",
        "huyện",
        "xa",
        "phuong",
        "dac",
        "thi",
        "tran",
        "huyen",
        "quận",
        "quan",
        "commune",
        "ward",
        "special",
        "zone",
        "tỉnh",
        "tinh",
    }
)
_PARENTS = (
    ("ủy", "ban", "nhân", "dân"),
    ("uy", "ban", "nhan", "dan"),
    ("tỉnh", "ủy"),
    ("tinh", "uy"),
    ("thành", "ủy"),
    ("thanh", "uy"),
)


def range_of(mention: Mention, raw: str, words: Words) -> Range | None:
    parts = [word.text for word in Words.of(raw[mention.start : mention.end])]
    forms = [word.text for word in words]
    for at in range(len(forms) - len(parts) + 1):
        if parts and forms[at : at + len(parts)] == parts:
            return at, at + len(parts)
    return None


def with_type(words: Words, at: Range, around: list[Range]) -> Range:
    start = min([at[0], *(other[0] for other in around)])
    end = max([at[1], *(other[1] for other in around)])
    while start and words[start - 1].text in TYPE_WORDS:
        start -= 1
    return start, end


def within(inner: Range, outer: Range) -> bool:
    """Whether one holds the other; "thọ Thành" of "tuổi thọ Thành Đông" only runs into the place."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlap(one: Range, two: Range) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def province_written(mention: Mention) -> bool:
    return mention.contradicts or (
        mention.province is not None and mention.end - mention.start > len(mention.name) + len(mention.type or "") + 3
    )


def parent_named(words: Words, at: Range) -> bool:
    """Whether the province stands in the name of a body above ("UBND tỉnh An Giang", "Tỉnh ủy Thái Nguyên")."""
    before = tuple(word.text for word in words[max(0, at[0] - 5) : at[0]])
    inside = tuple(word.text for word in words[at[0] : at[1]])
    return (
        any(
            before[-len(parent) - shift : len(before) - shift or None] == parent
            for parent in _PARENTS
            for shift in (0, 1)
        )
        or inside[:2] in _PARENTS
    )


def one_off(typed: str, name: str) -> bool:
    """Whether two names differ by one letter or one accent: one substitution, insertion, deletion or swap."""
    if typed == name or abs(len(typed) - len(name)) > 1:
        return False
    if len(typed) == len(name):
        off = [at for at in range(len(name)) if typed[at] != name[at]]
        swapped = (
            len(off) == 2 and off[1] == off[0] + 1 and typed[off[0]] == name[off[1]] and typed[off[1]] == name[off[0]]
        )
        return len(off) == 1 or swapped
    short, long = sorted((typed, name), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
