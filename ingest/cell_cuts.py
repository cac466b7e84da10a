"""The lines of one collapsed row → its cells: the few best ways to cut them in the order of the columns.

Dynamic programming over (column, line) that keeps the best few; after a page cut the search goes on with what the
cells have so far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from ingest.agencies import agencies, starts_agency
from ingest.cell_likeness import CONNECTOR, FREE, NAMES, begins_deadline, can_begin, likeness
from ingest.cell_widths import Widths, by_hand
from ingest.collapsed_header import Piece
from ingest.columns import Role
from ingest.line_parts import is_border, on_lines, parted

_KEEP = 6
_LONGEST_ROW = 300  # lines; more are several rows whose numbers are lost, and not cut
_POOR = -7.0  # a cell so unlikely that it is not believed whatever the alternatives
_UNBELIEVED = -6.0  # what such a cell costs the cut beside one that has none
_MOST_LINES = 24  # lines of a cell of agencies or of a deadline
_TIGHT = -8.0  # a break inside a cell without the gap that this document's wrapped lines have
_NEW_NAME = -6.0  # an agency begins on a line of its own and nothing separates it from the one above
_LOOSE = -7.0  # a break inside a cell after which the next word would have fitted its column
_BY_HAND = -1.0  # the same where an item ends or begins
_TOO_WIDE = -7.0  # a line that is wider than its column
_AGENCY_IN_TEXT = -1.0  # a line inside a text begins as an agency's name does
_NAME_ENDS = re.compile(r"(?:^|\s)(?:xã|phường|đặc khu|khu vực|tỉnh|thành phố)$")
_WAS_WHOLE = -4.0
_ENDS_IN_NAME = -5.0  # the free text before a column of agencies seldom ends in the name of one
_NAME_INSIDE = -4.0
_HOPELESS = -13.0
_NOT_WRAPPED = -30.0  # a cell whose lines do not wrap as its column's: longer ones will not either
_GIVE_UP = 5  # ends in a row that make no cell of agencies: longer ones will not either
_GIVE_UP_EARLY = 2  # the same while the widths of the columns are not known
_TURNS_BACK = -3.0  # after a page cut the row goes on in a column before the one at which it was cut
_STARTS_DEADLINE = -3.0  # a line inside a cell of names or of text that begins as a deadline does
_SHORT = 16  # characters of a line of a narrow column
_WHOLE = 4.0  # likeness of what is a cell of its role beyond doubt
_PAST_WHOLE = -3.0  # a cell goes on, on its line, behind what is a whole cell of its role
_NEW_PAGE = -3.0  # a row goes on after its last column though no page cut was seen


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a row: its pieces column by column, and how good it is."""

    score: float
    cells: tuple[tuple[Piece, ...], ...]
    poor: tuple[bool, ...] = ()


def best_cuts(segments: Sequence[Sequence[Piece]], form: Form, whole: bool = False) -> list[Cut]:
    """The best cuts of a row, best first; `segments` are its lines page by page.

    Where there is one page and its lines make no good row, a page cut that left no trace is looked for, unless the row
    is said to be `whole`.
    """
    roles = form.roles
    segments = [parted(segment, roles) for segment in segments]
    if sum(map(len, segments)) > _LONGEST_ROW:
        return []
    cuts = _through(segments, form)
    looked_for = len(segments) == 1 and not whole and Role.DEADLINE in roles
    if looked_for and (not cuts or min(_scores(cuts[0], roles)) < -3):
        lines = segments[0]
        for at in range(2, len(lines)):
            if lines[at].joint:
                continue
            if begins_deadline(lines[at - 1].text) or begins_deadline(lines[at - 2].text):
                for cut in _through((lines[:at], lines[at:]), form):
                    cuts.append(Cut(cut.score + _NEW_PAGE, cut.cells))
    best: dict[tuple[tuple[Piece, ...], ...], Cut] = {}
    for cut in sorted(cuts, key=lambda cut: -cut.score):
        cells = tuple(on_lines(cell) for cell in cut.cells)
        best.setdefault(cells, replace(cut, cells=cells))
    kept = [replace(cut, poor=_poor(cut, form)) for cut in list(best.values())[:_KEEP]]
    unbelieved = [replace(cut, score=cut.score + _UNBELIEVED * sum(cut.poor)) for cut in kept]
    return sorted(unbelieved, key=lambda cut: -cut.score)


def _poor(cut: Cut, form: Form) -> tuple[bool, ...]:
    """Which cells are not believed: unlike any cell of their role, or not wrapped as their column wraps."""
    unlike = [score < _POOR for score in _scores(cut, form.roles)]
    if form.widths is None:
        return tuple(unlike)
    loose = [
        any(form.widths.too_wide(column, line) for line in cell)
        or any(
            form.widths.tight(column, above, below) is False and not by_hand(above, below)
            for above, below in pairwise(cell)
        )
        for column, cell in enumerate(cut.cells)
    ]
    return tuple(map(any, zip(unlike, loose, strict=True)))


def _scores(cut: Cut, roles: tuple[Role, ...]) -> list[float]:
    return [likeness(role, words_of(cell)) if cell else 0.0 for role, cell in zip(roles, cut.cells, strict=True)]


def _through(segments: Sequence[Sequence[Piece]], form: Form) -> list[Cut]:
    so_far = [Cut(0.0, tuple(() for _ in form.roles))]
    for number, segment in enumerate(segments):
        whole = number == len(segments) - 1
        found = [cut for start in so_far for cut in _cut_segment(segment, form, start, whole)]
        so_far = sorted(found, key=lambda cut: -cut.score)[:_KEEP]
    return so_far


def _cut_segment(lines: Sequence[Piece], form: Form, before: Cut, whole: bool) -> list[Cut]:
    """The best ways to give all lines of one page to the columns, each going on from what it has."""
    after_name = _after_name(lines)
    states: list[list[Cut]] = [[] for _ in range(len(lines) + 1)]
    states[0] = [Cut(before.score, ())]
    first = not any(before.cells)
    last = max((column for column, cell in enumerate(before.cells) if cell), default=0)
    for column, (role, had) in enumerate(zip(form.roles, before.cells, strict=True)):
        names_beside = bool(NAMES & set(form.roles[max(0, column - 1) : column + 2]))
        wraps = _Wraps(lines, form, column)
        known = likeness(role, words_of(had), False) if had else 0.0  # counted on the page before
        following: list[list[Cut]] = [[] for _ in range(len(lines) + 1)]
        for start, cuts in enumerate(states):
            if not cuts:
                continue
            poor = 0
            for end in _ends(role, lines, start, bool(had)):
                wrapped = wraps.score(start, end)
                if wrapped < _NOT_WRAPPED:
                    break
                cell = (*had, *lines[start:end])
                score = likeness(role, wraps.words(had, start, end), whole) - known + wrapped
                if end > start and not first:
                    score += _after_page(form, column, had, lines[start])
                if role in FREE and names_beside:
                    score += _ENDS_IN_NAME * (end > start and (end in after_name or _is_head(lines[end - 1])))
                    score += _NAME_INSIDE * any(start < name < end for name in after_name)
                if had and end > start and role not in FREE:
                    score += _going_on(role, had)
                if start == 0 < end and not first and column < last:
                    score += _TURNS_BACK
                if whole and not cell:
                    score += form.blank[column]
                poor = poor + 1 if score < -8 and end > start else 0
                if poor > (_GIVE_UP if form.widths else _GIVE_UP_EARLY) and role not in FREE:
                    break
                if score < _HOPELESS and end > start and (role not in FREE or form.widths is None):
                    continue
                following[end] += [Cut(cut.score + score, (*cut.cells, cell)) for cut in cuts]
        states = [sorted(cuts, key=lambda cut: -cut.score)[:_KEEP] for cuts in following]
    return states[-1]


class _Wraps:
    """What the lines of one page and the breaks between them cost in one column, summed up from the first."""

    def __init__(self, lines: Sequence[Piece], form: Form, column: int) -> None:
        lines_cost = (form.line_score(column, line) for line in lines)
        breaks_cost = (form.break_score(column, above, below) for above, below in pairwise(lines))
        texts = [words_of([line]) for line in lines]
        self._joined = " ".join(texts)
        self._begins = [0, *accumulate(len(text) + 1 for text in texts)]
        self._lines = [0.0, *accumulate(lines_cost)]
        self._breaks = [0.0, *accumulate(breaks_cost)]

    def words(self, had: tuple[Piece, ...], start: int, end: int) -> str:
        """The text of a cell of these lines, after what it had before the page."""
        here = self._joined[self._begins[start] : max(self._begins[start], self._begins[end] - 1)]
        return f"{words_of(had)} {here}".strip() if had else here

    def score(self, start: int, end: int) -> float:
        if end <= start:
            return 0.0
        return self._lines[end] - self._lines[start] + self._breaks[end - 1] - self._breaks[start]


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is printed: the roles of its columns, whether its lines are spaced, how wide its columns are.

    `blank` is what a blank cell costs in each column beyond what it costs in any table; `turns` whether rows go on
    column by column behind a page cut, None where that is not known.
    """

    roles: tuple[Role, ...]
    spaced: bool
    blank: tuple[float, ...]
    widths: Widths | None = None
    turns: bool | None = None

    def line_score(self, column: int, line: Piece) -> float:
        return _TOO_WIDE if self.widths and self.widths.too_wide(column, line) else 0.0

    def break_score(self, column: int, above: Piece, below: Piece, page: bool = False) -> float:
        """What a line break inside a cell of this column costs."""
        tight = self.widths.tight(column, above, below) if self.widths else None
        score = 0.0
        if below.joint:
            role = self.roles[column]
            return 0.0 if role in FREE else _PAST_WHOLE * (likeness(role, above.text) >= _WHOLE)
        if tight is False:
            score += _BY_HAND if by_hand(above, below) else _LOOSE
        if page:
            return score
        if self.spaced and below.adjacent:
            score += _TIGHT
        return score + _break_words(self.roles[column], above, below, bool(tight))


def _after_page(form: Form, column: int, had: tuple[Piece, ...], line: Piece) -> float:
    """What it costs that a cell goes on, or begins, with the first line that it has on a page."""
    score = form.break_score(column, had[-1], line, page=True) if had else 0.0
    return score + (0.5 if form.roles[column] in FREE and line.text[:1].islower() else 0.0)


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


def _ends(role: Role, lines: Sequence[Piece], start: int, goes_on: bool) -> Iterator[int]:
    """Where a cell that begins at `start` may end; only `start` itself, a blank cell, where none can begin here.

    Inside a line only a cell ends that has no other line, here or before the page.
    """
    borders = (end for end in _reach(role, lines, start, goes_on) if is_border(lines, start, end))
    return (end for end in borders if end == start or not goes_on or end == len(lines) or not lines[end].joint)


def _reach(role: Role, lines: Sequence[Piece], start: int, goes_on: bool) -> range:
    if role in FREE:
        return range(start, len(lines) + 1)
    if start < len(lines) and not goes_on and not can_begin(role, words_of(lines[start : start + 3])):
        return range(start, start + 1)
    return range(start, min(len(lines), start + _MOST_LINES) + 1)


def _break_words(role: Role, above: Piece, below: Piece, tight: bool) -> float:
    """What the words on both sides of a line break inside a cell cost; less where the width explains the break."""
    capital = below.text[:1].isupper()
    starts_deadline = capital and role is not Role.DEADLINE and begins_deadline(below.text)
    if starts_deadline and (role in NAMES or len(below.text) < _SHORT):
        return _STARTS_DEADLINE
    if not capital or (role in NAMES and _goes_on(above)):
        return 0.0
    if role in FREE:
        return _AGENCY_IN_TEXT if likeness(Role.LEAD, below.text) > 5 or starts_agency(below.text) else 0.0
    if starts_agency(below.text):
        return _NEW_NAME * (role not in NAMES or _parts_names(above, below))
    return -2.0 if begins_deadline(below.text) else 0.0 if tight and role in NAMES else -1.0


def _goes_on(above: Piece) -> bool:
    """Whether a line ends so that the same cell goes on: with a comma, a dash, "và"."""
    return above.text.endswith(";") or CONNECTOR.search(above.text.lower()) is not None


def _parts_names(above: Piece, below: Piece) -> bool:
    """Whether an agency's name ends with the line above, so that another begins below."""
    if _NAME_ENDS.search(above.text):
        return True
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
