"""The header of a collapsed table: the words of all its cells run on over lines, and role phrases cover them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.columns import Column, Role, columns_of, folded, is_header, phrases, results, role_of
from ingest.row_numbers import ROW_NUMBER
from ingest.text import NormalText

_YEAR = re.compile(r"(?:19|20)\d\d")
_PERIOD = re.compile(r"20\d\d\s*[-–]\s*20\d\d")
_MOST_LINES = 24
_MOST_TITLES = 9  # of a header with one title a line
_A_YEAR = "YEAR"
_BELOW = (
    frozenset({"chu tri", "co quan chu tri", "don vi chu tri", "chu tri thuc hien"}),
    frozenset({"phoi hop", "co quan phoi hop", "don vi phoi hop", "phoi hop thuc hien"}),
)
_SHARED = frozenset(
    "phan cong|phan cong thuc hien|phan cong nhiem vu|phan cong trach nhiem|co quan thuc hien|don vi thuc hien"
    "|co quan don vi thuc hien|to chuc thuc hien|trach nhiem thuc hien|trach nhiem".split("|")
)
_TAILS = frozenset("thuc hien hoan thanh tham muu trien khai chinh va bao dam theo doi".split())
_TAIL = 0.6  # what a word costs that goes on behind a known title: "Đơn vị chủ trì tham mưu, thực hiện"
_FEED = "\x0c"
_SELDOM = 0.04  # of the lines
_PROMISED = ("", "ke hoach", "kh", "lo trinh", "phan dau", "du kien")
_OF_YEAR = ("nam", "den nam", "den het nam", "den cuoi nam")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a collapsed table without the white space around it, and what stands above it.

    `adjacent`: no blank line above; `page`: it seems to begin a page; `feed`: a form feed stands above; `joint`: it is
    a part of a line, and the part before it stands on the same line.
    """

    start: int
    end: int
    text: str
    adjacent: bool = False
    page: bool = False
    feed: bool = False
    joint: bool = False


def pieces_of(text: NormalText, lines: range) -> list[Piece]:
    """The lines that are not blank. A line that is indented where hardly any other is, or that follows another without
    a gap and is indented, begins a page.
    """
    found: list[Piece] = []
    indented = [text.lines[index].text.startswith((" ", "\t")) for index in lines if not text.lines[index].blank]
    seldom = sum(indented) <= _SELDOM * len(indented)
    for index in lines:
        line = text.lines[index]
        if line.blank:
            continue
        adjacent = index > 0 and not text.lines[index - 1].blank
        start, end = line.content()
        page = (adjacent or seldom) and line.text.startswith((" ", "\t"))
        feed = bool(found) and _FEED in text.verbatim[text.source(found[-1].end, start)[0] : text.source(start, end)[0]]
        found.append(Piece(start, end, text.normal[start:end], adjacent, page, feed))
    return found


@cache
def _phrase_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Every role phrase as words, by its first word."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase, _ in phrases():
        words = tuple(phrase.split())
        by_first.setdefault(words[0], []).append(words)
    for lead in _year_leads():
        words = (*lead.split(), _A_YEAR)
        by_first.setdefault(words[0], []).append(words)
    return {first: tuple(entries) for first, entries in by_first.items()}


def _year_leads() -> list[str]:
    """What may stand before a column's year. "Chỉ tiêu", "2026" are two titles."""
    leads = [*_PROMISED, *results()]
    return [*leads, *(f"{what} {when}" for what in (*leads, "chi tieu", "muc tieu") for when in _OF_YEAR)]


def header_at(pieces: Sequence[Piece], first: int) -> tuple[int, tuple[Column, ...]] | None:
    """How many pieces from here are a header, and its columns; None where none begins."""
    words: list[tuple[str, str]] = []
    best: tuple[int, tuple[Column, ...]] | None = None
    for count, piece in enumerate(pieces[first : first + _MOST_LINES], 1):
        for printed in re.split(r"[\s/]+", piece.text):
            words += [(word, printed) for word in folded(printed).split()]
        if not words or words[0][0] not in _phrase_words():
            return None
        if _PERIOD.search(" ".join(line.text for line in pieces[first : first + count])):
            break  # the years of a period are no columns
        titles = _covered(words)
        if titles is None:
            if len(words) > 60:
                break
            continue
        columns = columns_of(_in_one_row(titles))
        roles = [column.role for column in columns]
        if Role.NUMBER in roles[1:]:
            return None  # a title above the header ("DANH MỤC NHIỆM VỤ") reads like one of its words
        if is_header(columns) and len(columns) >= 3:
            best = count, columns
    whole = _whole_lines(pieces, first)
    reach = best and (best[0], len(best[1]))
    return whole if whole and (reach is None or (whole[0], len(whole[1])) > reach) else best


def _in_one_row(titles: list[str]) -> list[str]:
    """The titles of a header of two rows in the order of its columns: "Phân công thực hiện | Thời gian | Chủ trì | Phối
    hợp", where the last two stand below the first, and not behind the others."""
    words = [folded(title) for title in titles]
    below = len(words) > 4 and words[-2] in _BELOW[0] and words[-1] in _BELOW[1]
    shared = [at for at, title in enumerate(words[:-3]) if title in _SHARED]
    if not below or len(shared) != 1:
        return titles
    at = shared[0]
    return [*titles[:at], *titles[-2:], *titles[at + 1 : -2]]


def _whole_lines(pieces: Sequence[Piece], first: int) -> tuple[int, tuple[Column, ...]] | None:
    """A header whose every line is a title, up to a line that is no title: the first row's number, or a heading."""
    if role_of(pieces[first].text) is not Role.NUMBER:
        return None
    titles = [pieces[first].text]
    for piece in pieces[first + 1 : first + _MOST_TITLES]:
        if not piece.text[:1].isupper() or role_of(piece.text) is None or ROW_NUMBER.fullmatch(piece.text):
            break
        titles.append(piece.text)
    columns = columns_of(titles)
    roles = [column.role for column in columns]
    if len(columns) < 4 or not is_header(columns) or Role.OTHER in roles or len(set(roles)) < len(roles):
        return None
    return len(titles), columns


def _covered(words: list[tuple[str, str]]) -> list[str] | None:
    """The words cut into role phrases, as few as will do; None where they do not cover them."""
    best: list[tuple[float, int] | None] = [None] * (len(words) + 1)  # (phrases so far, where the last begins)
    best[0] = (0, 0)
    for start in range(len(words)):
        here = best[start]
        if here is None:
            continue
        first, printed_first = words[start]
        if start and first in _TAILS and printed_first.islower() and best[start + 1] is None:
            best[start + 1] = here[0] + _TAIL, here[1]
        for phrase in _phrase_words().get(_A_YEAR if _YEAR.fullmatch(first) else first, ()):
            end = start + len(phrase)
            if end > len(words) or not all(_same(want, words[start + i][0]) for i, want in enumerate(phrase)):
                continue
            if phrase[-1] == _A_YEAR and any(printed.istitle() for _, printed in words[start + 1 : end]):
                continue  # "Chỉ tiêu", "Năm 2026"
            # A title begins with a capital: "Tên nhiệm vụ, dự án" and "Thời gian thực hiện, hoàn thành" are one each.
            goes_on = start > 0 and printed_first.islower()
            cost, begins = (here[0] + _TAIL, here[1]) if goes_on else (here[0] + 1, start)
            known = best[end]
            if known is None or cost < known[0]:
                best[end] = (cost, begins)
    if best[-1] is None:
        return None
    titles, end = [], len(words)
    while end > 0:
        entry = best[end]
        assert entry is not None
        titles.append(" ".join(dict.fromkeys(_printed(words, entry[1], end))))
        end = entry[1]
    return titles[::-1]


def _printed(words: list[tuple[str, str]], start: int, end: int) -> list[str]:
    return [printed for _, printed in words[start:end]]


def _same(want: str, word: str) -> bool:
    return bool(_YEAR.fullmatch(word)) if want == _A_YEAR else want == word
