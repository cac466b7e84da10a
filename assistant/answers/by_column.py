"""A row that is asked for by one of its further columns: "loa cầm tay do đơn vị nào quản lý", "sơ tán đến đâu"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.other_columns import asked_columns, columns_of
from assistant.answers.task_lines import whole_row
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence
from assistant.matching import record_text
from assistant.turns import Claim, Coverage, Draft, Query, Status
from assistant.wording import content_words
from assistant.world import World
from ingest.records import Target, Task
from ingest.text import unaccented
from prompts import phrase

Row = Task | Target

ROWS = "by_column"
"""Under this name evidence holds rows that are said by the column that is asked for."""


def find(query: Query, world: World) -> Evidence:
    """The row that the rest of the question names, of a table with a column that the question asks for."""
    plans = query.scope.plans
    if not plans or not query.topic:
        return Evidence(plans=world.scope(query))
    rows: list[Row] = [*world.records(Task, plans), *world.records(Target, plans)]
    tables = {(row.plan, row.appendix): asked_columns(query, row, world) for row in rows}
    fits = {id(row): _fit(query, row, tables[row.plan, row.appendix], world) for row in rows}
    best = max(fits.values(), default=0.0)
    found = [row for row in rows if fits[id(row)] == best >= CALIBRATION.row]
    each = tuple({(row.plan, row.spans): row for row in reversed(found)}.values())[::-1]
    if not each or len({row.plan for row in each}) < len(each):
        return Evidence(total=len(rows), plans=plans)  # of several rows none is named
    return Evidence(each, len(rows), plans, {ROWS: each})


def _fit(query: Query, row: Row, titles: Sequence[str], world: World) -> float:
    """How much of the question, less the words of the column, a row holds with its other cells."""
    if not titles:
        return 0.0
    asked = {unaccented(word) for title in titles for word in content_words(title)}
    rest = tuple(word for word in query.topic if unaccented(word) not in asked)
    if not rest:
        return 0.0
    cells = " ".join(f"{title} {cell}" for title, cell in row.others if title not in titles)
    return world.matcher.coverage_of(replace(world.topic(query), words=rest), f"{record_text(row)} {cells}")


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """One line a row: what its column says."""
    rows = [row for row in evidence.records if isinstance(row, Task | Target)]
    claims = [claim for row in rows for claim in _said(query, row, world)]
    coverage = Coverage(len(rows), evidence.total, len(evidence.plans))
    return Draft(Status.ANSWERED, tuple(claims), tuple(row for row in rows if isinstance(row, Task)), coverage)


def _said(query: Query, row: Row, world: World) -> list[Claim]:
    return [whole_row(row, query, world)] if isinstance(row, Task) else column_claims(query, [row], world)


def column_claims(query: Query, targets: Sequence[Target], world: World) -> list[Claim]:
    """ "Áo phao – Đơn vị quản lý: …" for each row of these figures and each of its columns that is asked for."""
    claims = []
    for row in {(target.plan, target.spans): target for target in targets}.values():
        named = _named_by(query, row)
        for title in asked_columns(query, row, world):
            if named and title == named[0]:
                continue
            text = phrase(
                "reached",
                query.language,
                locality=world.locality(row.plan),
                indicator=" ".join(named) if named else row.indicator,
                title=title,
                value=dict(row.others).get(title) or phrase("blank", query.language),
            )
            claims.append(Claim(text, (world.cite(row),), columns_of(row, world)))
    return claims


def _named_by(query: Query, row: Target) -> tuple[str, str] | None:
    """The cell by which the question names a row, with its title: ("Khu phố", "Hồ Tôm")."""
    asked = {unaccented(word) for word in query.topic}
    return next(
        (one for one in row.others if {unaccented(word) for word in content_words(one[1])} <= asked and one[1]), None
    )
