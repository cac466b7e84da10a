"""Most, fewest, how many tasks: counted by agency or by plan over the rows of appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.wordings import listed, scope_text, unqualified
from assistant.evidence import Evidence, Reason
from assistant.turns import Claim, Coverage, Draft, Query, Role, Status
from assistant.world import World
from ingest.records import Duty, Task
from prompts import phrase

Counts = dict[str, list[Task]]

_GROUPS = re.compile(r"\b(?:nhóm|nhom)(?: (?:nhiệm vụ|nhiem vu|việc|viec))? (?:nào|nao)\b|\bwhich groups?\b")
_OF_BODY = "tổ chức thực hiện"
"""Asked of this section, its agencies are meant, and not the chairs of a table."""


def find(query: Query, world: World) -> Evidence:
    """The tasks that are counted: those of the asked agencies and appendix, in the asked plans."""
    plans = world.scope(query)
    tasks = world.records(Task, plans)
    if not tasks or _OF_BODY in query.written:
        duties = world.records(Duty, plans)
        return Evidence(duties, len(duties), plans, reason=None if duties else Reason.NO_MATCH)
    keys = {key for agency in query.agencies for key in agency.keys}
    counted = [task for task in tasks if not keys or keys & {agency.key for agency in task.leads}]
    if query.appendix:
        wanted = query.appendix.lstrip("0")
        counted = [task for task in counted if task.appendix and wanted in task.appendix.split()[-1]]
    if not counted:
        return Evidence(total=len(tasks), plans=plans, reason=Reason.NO_MATCH)
    return Evidence(tuple(counted), len(tasks), plans)


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """The most or fewest first where they are asked for, then every count, each with the rows that it counts."""
    language = query.language
    if isinstance(evidence.records[0], Duty):
        return _of_duties(query, evidence, world)
    tasks = [record for record in evidence.records if isinstance(record, Task)]
    several = len(evidence.plans) > 1
    by_plan = several and (query.by_plan or len(query.scope.plans) > 1 or bool(query.agencies))
    counts = _by_plan(tasks, world) if by_plan else _by_agency(tasks, query)
    if _GROUPS.search(query.written):
        counts = _by_group(tasks, world, several)
    ordered = sorted(counts.items(), key=lambda item: -len(item[1]))
    scope = scope_text(query, world, evidence.plans)
    claims = []
    chosen = tasks
    if query.extreme:
        best = len(ordered[0][1]) if query.extreme == "highest" else len(ordered[-1][1])
        winners = [(name, rows) for name, rows in ordered if len(rows) == best]
        names = listed([name for name, _ in winners], language)
        chosen = [row for _, rows in winners for row in rows]
        text = phrase(f"tally_{query.extreme}", language, scope=scope, names=names, count=best)
        derived = (str(best), str(len(evidence.plans)), *(name for name, _ in winners))
        claims.append(Claim(text, tuple(map(world.cite, chosen)), derived))
    else:
        intro = phrase("tally_intro", language, scope=scope)
        claims.append(Claim(intro, derived=(intro,)))
    for name, rows in ordered:
        text = "- " + phrase("tally_item", language, name=name, count=len(rows))
        claims.append(Claim(text, tuple(map(world.cite, rows)), (str(len(rows)), name)))
    if not query.extreme and not by_plan and not query.agencies:
        claims += _other_duties(query, tasks, evidence.plans, world)
    coverage = Coverage(len(chosen), evidence.total, len(evidence.plans))
    return Draft(Status.ANSWERED, tuple(claims), tuple(chosen), coverage)


def _of_duties(query: Query, evidence: Evidence, world: World) -> Draft:
    """The agencies that a plan's section on implementation gives something to do, each with how much."""
    duties = [record for record in evidence.records if isinstance(record, Duty)]
    claims = []
    for plan in dict.fromkeys(duty.plan for duty in duties):
        of_plan = [duty for duty in duties if duty.plan == plan]
        names = list(dict.fromkeys(duty.agency for duty in of_plan))
        head = phrase("duty_tally", query.language, locality=world.locality(plan), count=len(names))
        claims.append(Claim(head, tuple(map(world.cite, of_plan)), (str(len(names)),)))
        for name in names:
            group = [duty for duty in of_plan if duty.agency == name]
            text = "- " + phrase("duty_tally_item", query.language, name=name, count=len(group))
            claims.append(Claim(text, tuple(map(world.cite, group)), (str(len(group)), name)))
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(duties), Coverage(len(duties), evidence.total, len(evidence.plans))
    )


def _other_duties(query: Query, tasks: Sequence[Task], plans: Sequence[str], world: World) -> list[Claim]:
    """The agencies that chair no row and have something to do by the section on implementation."""
    chairs = {(task.plan, agency.key) for task in tasks for agency in task.leads}
    duties = world.records(Duty, plans)
    others = [duty for duty in duties if not any((duty.plan, agency.key) in chairs for agency in duty.agencies)]
    names = listed(list(dict.fromkeys(duty.agency for duty in others)), query.language)
    text = phrase("duty_tally_others", query.language, names=names)
    return [Claim(text, tuple(map(world.cite, others)))] if others else []


def _by_plan(tasks: Sequence[Task], world: World) -> Counts:
    counts: Counts = {}
    for task in tasks:
        counts.setdefault(world.locality(task.plan), []).append(task)
    return counts


def _by_group(tasks: Sequence[Task], world: World, several: bool) -> Counts:
    """By the heading under which a row stands; a row without one counts for its appendix."""
    counts: Counts = {}
    for task in tasks:
        place = " – ".join(filter(None, (world.locality(task.plan) if several else "", task.appendix, task.group)))
        counts.setdefault(place, []).append(task)
    return counts


def _by_agency(tasks: Sequence[Task], query: Query) -> Counts:
    """By the canonical key of each chair, or of each coordinating agency; under the shortest name the rows have."""
    coordinating = any(agency.role is Role.COORDINATING for agency in query.agencies) or query.coordinating
    rows: Counts = {}
    names: dict[str, str] = {}
    asked = {key for agency in query.agencies for key in agency.keys} if len(query.agencies) > 1 else set()
    for task in tasks:
        parties = task.coordinators if coordinating else task.leads
        for key, name in {a.key: a.name for a in parties if not asked or a.key in asked}.items():
            rows.setdefault(key, []).append(task)
            names[key] = min(names.get(key, name), unqualified(name), key=len)
    return {names[key]: found for key, found in rows.items()}
