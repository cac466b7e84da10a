"""The lines of one collapsed row → its cells: the few best ways to cut them in the order of the columns.

Dynamic programming over (column, line) that keeps the best few; after a page cut the search goes on with what the
cells have so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.agencies import agencies, starts_agency
from ingest.cell_likeness import CONNECTOR, FREE, NAMES, begins_deadline, likeness
from ingest.collapsed_header import Piece
from ingest.columns import Role

_KEEP = 6
_POOR = -7.0  # a cell so unlikely that it is not believed whatever the alternatives
_MOST_LINES = 24  # lines of a cell of agencies or of a deadline
_TIGHT = -8.0  # a break inside a cell without the gap that this document's wrapped lines have
_NEW_NAME = -6.0  # an agency begins on a line of its own and nothing separates it from the one above
_WAS_WHOLE = -4.0
_ENDS_IN_NAME = -5.0  # the free text before a column of agencies seldom ends in the name of one
_NAME_INSIDE = -4.0
_HOPELESS = -13.0
_GIVE_UP = 2  # ends in a row that make no cell of agencies: longer ones will not either
_NEW_PAGE = -3.0  # a row goes on after its last column though no page cut was seen


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a row: its pieces column by column, and how good it is."""

    score: float
    cells: tuple[tuple[Piece, ...], ...]
    poor: tuple[bool, ...] = ()


def best_cuts(segments: Sequence[Sequence[Piece]], roles: tuple[Role, ...], spaced: bool) -> list[Cut]:
    """The best cuts of a row, best first; `segments` are its lines page by page."""
    cuts = _through(segments, roles, spaced)
    if len(segments) == 1 and (not cuts or min(_scores(cuts[0], roles)) < -3):
        lines = segments[0]
        for at in range(2, len(lines)):
            if begins_deadline(lines[at - 1].text) or begins_deadline(lines[at - 2].text):
                for cut in _through((lines[:at], lines[at:]), roles, spaced):
                    cuts.append(Cut(cut.score + _NEW_PAGE, cut.cells))
    best: dict[tuple[tuple[Piece, ...], ...], Cut] = {}
    for cut in sorted(cuts, key=lambda cut: -cut.score):
        best.setdefault(cut.cells, cut)
    kept = list(best.values())[:_KEEP]
    return [replace(cut, poor=tuple(score < _POOR for score in _scores(cut, roles))) for cut in kept]


def _scores(cut: Cut, roles: tuple[Role, ...]) -> list[float]:
    return [likeness(role, words_of(cell)) if cell else 0.0 for role, cell in zip(roles, cut.cells, strict=True)]


def _through(segments: Sequence[Sequence[Piece]], roles: tuple[Role, ...], spaced: bool) -> list[Cut]:
    so_far = [Cut(0.0, tuple(() for _ in roles))]
    for number, segment in enumerate(segments):
        whole = number == len(segments) - 1
        found = [cut for start in so_far for cut in _cut_segment(segment, roles, start, spaced, whole)]
        so_far = sorted(found, key=lambda cut: -cut.score)[:_KEEP]
    return so_far


def _cut_segment(
    lines: Sequence[Piece], roles: tuple[Role, ...], before: Cut, spaced: bool, whole: bool
) -> list[Cut]:
    """The best ways to give all lines of one page to the columns, each going on from what it has."""
    after_name = _after_name(lines)
    states: list[list[Cut]] = [[] for _ in range(len(lines) + 1)]
    states[0] = [Cut(before.score, ())]
    first = not any(before.cells)
    for column, (role, had) in enumerate(zip(roles, before.cells, strict=True)):
        names_beside = bool(NAMES & set(roles[max(0, column - 1) : column + 2]))
        following: list[list[Cut]] = [[] for _ in range(len(lines) + 1)]
        for start, cuts in enumerate(states):
            if not cuts:
                continue
            poor = 0
            for end in _ends(role, lines, start, bool(had)):
                cell = (*had, *lines[start:end])
                score = (_change(role, had, cell, whole)) + _breaks(role, lines[start:end], spaced)
                if not first and role in FREE and end > start and lines[start].text[:1].islower():
                    score += 0.5
                if role in FREE and names_beside:
                    score += _ENDS_IN_NAME * (end > start and (end in after_name or _is_head(lines[end - 1])))
                    score += _NAME_INSIDE * any(start < name < end for name in after_name)
                if had and end > start and role not in FREE:
                    score += _going_on(role, had)
                poor = poor + 1 if score < -8 and end > start else 0
                if poor > _GIVE_UP and role not in FREE:
                    break
                if score < _HOPELESS and end > start:
                    continue
                following[end] += [Cut(cut.score + score, (*cut.cells, cell)) for cut in cuts]
        states = [sorted(cuts, key=lambda cut: -cut.score)[:_KEEP] for cuts in following]
    return states[-1]


def _change(role: Role, had: tuple[Piece, ...], cell: tuple[Piece, ...], whole: bool) -> float:
    """What these lines add to the cell's likeness; a cell begun on an earlier page has been counted there."""
    return likeness(role, words_of(cell), whole) - (likeness(role, words_of(had), False) if had else 0.0)


def _going_on(role: Role, had: tuple[Piece, ...]) -> float:
    """A cell of names or a deadline that was whole before the page cut seldom goes on after it."""
    return _WAS_WHOLE if likeness(role, words_of(had)) >= 4 else 0.0


def _is_head(line: Piece) -> bool:
    """Whether a line is only how a name begins: "Văn phòng", "Trạm Y"."""
    return line.text[:1].isupper() and len(line.text.split()) <= 2 and starts_agency(line.text)


def _after_name(lines: Sequence[Piece]) -> frozenset[int]:
    """Where lines end that are, alone or with those above, the whole name of a known agency."""
    found = set()
    for start, line in enumerate(lines):
        if line.text[:1].isupper() and starts_agency(words_of(lines[start : start + 3])):
            for end in range(start + 1, min(start + 6, len(lines)) + 1):
                if likeness(Role.LEAD, words_of(lines[start:end])) >= 5:
                    found.add(end)
    return frozenset(found)


def _ends(role: Role, lines: Sequence[Piece], start: int, goes_on: bool) -> range:
    """Where a cell that begins at `start` may end; only `start` itself, a blank cell, where none can begin here."""
    if role in FREE:
        return range(start, len(lines) + 1)
    if start < len(lines) and not goes_on:
        words = words_of(lines[start : start + 3])
        if role in NAMES and not starts_agency(words):
            return range(start, start + 1)
        if role is Role.DEADLINE and not begins_deadline(words) and len(words) > 40:
            return range(start, start + 1)
    return range(start, min(len(lines), start + _MOST_LINES) + 1)


def _breaks(role: Role, lines: Sequence[Piece], spaced: bool) -> float:
    """What the line breaks inside a cell cost."""
    score = 0.0
    for above, below in pairwise(lines):
        if spaced and below.adjacent:
            score += _TIGHT
        if role in NAMES and below.text[:1].isupper() and not _goes_on(above):
            if starts_agency(below.text):
                score += _NEW_NAME * _parts_names(above, below)
            else:
                score -= 1.0
        elif role in FREE and likeness(Role.LEAD, below.text) > 5 and below.text[:1].isupper():
            score -= 1.0
        elif role not in FREE | NAMES and below.text[:1].isupper():
            score += -2.0 if begins_deadline(below.text) else _NEW_NAME if starts_agency(below.text) else -1.0
    return score


def _goes_on(above: Piece) -> bool:
    """Whether a line ends so that the same cell goes on: with a comma, a dash, "và"."""
    return above.text.endswith(";") or CONNECTOR.search(above.text.lower()) is not None


def _parts_names(above: Piece, below: Piece) -> bool:
    return len(agencies(f"{above.text} {below.text}")) > len(agencies(above.text))


def lost_separator(cell: Sequence[Piece]) -> bool:
    """Whether a line of a cell of names begins another name and nothing separates it from the line above."""
    return any(
        below.text[:1].isupper() and not _goes_on(above) and starts_agency(below.text) and _parts_names(above, below)
        for above, below in pairwise(cell)
    )


def words_of(pieces: Sequence[Piece]) -> str:
    """The text of a cell."""
    return " ".join(" ".join(piece.text for piece in pieces).split())
