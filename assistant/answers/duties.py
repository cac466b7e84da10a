"""What an agency must do: answered from the section on implementation, with its rows of the appendix mentioned."""

from __future__ import annotations

from assistant.answers.task_lines import apart_claims
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.turns import Ask, Claim, Coverage, Draft, Query, Status
from assistant.world import World
from ingest.records import Duty, Task
from ingest.text import canonical, unaccented
from prompts import phrase


def find(query: Query, world: World) -> Evidence:
    """The duties of the agencies that a question names; where it has none, the tasks that they chair."""
    plans = _of_level(query, world)
    duties = world.records(Duty, plans)
    keys = {key for agency in query.agencies if agency.known for key in agency.keys}
    if not keys:
        return Evidence(total=len(duties), plans=plans, reason=Reason.NO_AGENCY)
    found = [duty for duty in duties if keys & {agency.key for agency in duty.agencies}]
    topic = world.topic(query)
    if query.topic and not (found and all(world.matcher.is_context(topic, duty.plan, None) for duty in found)):
        fitting = set(map(id, world.matcher.saying(topic, found, CALIBRATION.row)))
        found = [duty for duty in found if (id(duty) in fitting) is not query.excepted]
    tasks = tuple(task for task in world.records(Task, plans) if keys & {agency.key for agency in task.leads})
    if found:
        return Evidence(tuple(found), len(duties), plans, {"tasks": () if query.topic else tasks})
    if tasks and not query.topic:
        return Evidence(tasks, len(world.records(Task, plans)), plans)
    return Evidence(total=len(duties), plans=plans, reason=Reason.NO_MATCH)


def _of_level(query: Query, world: World) -> tuple[str, ...]:
    """The plans of a question; where it names a level and no place ("Công an đặc khu"), those of such places only."""
    plans = world.scope(query)
    if query.scope.named:
        return plans
    names = [f" {unaccented(canonical(agency.name))}" for agency in query.agencies]
    types = [place.type if (place := world.plans[plan].locality) else None for plan in plans]
    asked = {kind for kind in types if kind and any(name.endswith(f" {unaccented(kind)}") for name in names)}
    return tuple(plan for plan, kind in zip(plans, types, strict=True) if kind in asked) or plans


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Agency by agency and plan by plan, each duty in the plan's words."""
    duties = [record for record in evidence.records if isinstance(record, Duty)]
    language = query.language
    claims: list[Claim] = []
    for plan, agency in dict.fromkeys((duty.plan, duty.agency) for duty in duties):
        group = [duty for duty in duties if (duty.plan, duty.agency) == (plan, agency)]
        in_part = query.ask is Ask.TASKS and query.asked_part and world.records(Task, [plan])
        key = "duties_in_part" if in_part else "duties_intro"
        text = phrase(key, language, agency=agency, locality=world.locality(plan), count=len(group))
        claims.append(Claim(text, tuple(map(world.cite, group)), derived=(str(len(group)), agency)))
        claims += [Claim("- " + phrase("duty_item", language, duty=duty.duty), (world.cite(duty),)) for duty in group]
    claims += apart_claims(query, evidence, world)
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(duties), Coverage(len(duties), evidence.total, len(evidence.plans))
    )
