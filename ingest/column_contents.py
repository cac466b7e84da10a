"""Columns whose titles nobody knows, by what their cells hold: agencies, or times.

An office calls its columns as it likes ("Nơi nhận việc", "Chốt sổ"). A table of tasks whose header names no chair and
no deadline, and which has a column of agencies or times, has them there. What a known title says is never
touched, and neither is a column whose title speaks of another part that an agency can have ("Giám sát").
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files

import yaml

from ingest.agencies import agencies, is_generic, starts_agency
from ingest.columns import Column, Role, folded, role_of
from ingest.deadlines import due
from ingest.table import Table

_CALLED = {Role.LEAD: "the chair", Role.COORDINATING: "the coordinators", Role.DEADLINE: "the deadline"}
_FEWEST = 3  # cells that a column must have filled to be known by them
_LONGEST = 120  # characters of a cell of agencies


def by_content(table: Table) -> Table:
    """The table with the chair's, the coordinators' and the deadline's columns, where their cells tell them.

    Of two columns of agencies the chair's is the first. Where a column is left that nothing explains, the agencies
    beside it may be anybody's.
    """
    if not table.has(Role.TASK) or any(table.has(role) for role in (Role.LEAD, Role.VALUE, Role.HOLDER)):
        return table
    unknown = {at: cells for at in range(len(table.columns)) if (cells := _open_cells(table, at))}
    times = [at for at, cells in unknown.items() if all(due(cell) for cell in cells)]
    parties = [at for at, cells in unknown.items() if at not in times and _are_agencies(cells)]
    roles = dict(zip(parties, (Role.LEAD, Role.COORDINATING), strict=False))
    coordinated = table.has(Role.COORDINATING)
    if len(times) + len(parties) < len(unknown) or not 1 <= len(parties) <= 2 - coordinated:
        return table
    if len(times) == 1 and not table.has(Role.DEADLINE):
        roles[times[0]] = Role.DEADLINE
    columns = tuple(replace(one, role=roles.get(at, one.role)) for at, one in enumerate(table.columns))
    warnings = (_warning(table.columns[at], role) for at, role in roles.items())
    return replace(table, columns=columns, warnings=(*table.warnings, *warnings))


def _warning(column: Column, role: Role) -> str:
    return f"the column “{column.title}” is read as that of {_CALLED[role]} by what its cells hold"


def _open_cells(table: Table, at: int) -> list[str]:
    """The filled cells of a column whose title tells nothing; none where it tells something."""
    if not _is_open(table.columns[at]):
        return []
    return [text for row in table.rows if (text := row.cells[at].text.strip())]


def _is_open(column: Column) -> bool:
    """Whether a title says nothing that is known, and nothing of another part in the work."""
    words = f" {folded(column.title)} "
    known = role_of(column.title) is not None or any(f" {part} " in words for part in _other_parts())
    return column.role is Role.OTHER and bool(words.strip()) and not known


@cache
def _other_parts() -> tuple[str, ...]:
    data = yaml.safe_load(files("ingest").joinpath("data/columns.yaml").read_text(encoding="utf-8"))
    return tuple(folded(part) for part in data["other_parts"])


def _are_agencies(cells: list[str]) -> bool:
    """Whether most of these are known to begin as an agency's name does, and none is long or a time."""
    like = [cell for cell in cells if all(starts_agency(n.name) or is_generic(n.name) for n in agencies(cell))]
    fits = all(len(cell) <= _LONGEST and due(cell) is None for cell in cells)
    return fits and len(cells) >= _FEWEST and 2 * len(like) > len(cells)
