"""How much, and how the places compare: answered from targets, in prose and in appendices, contradictions shown."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.wordings import listed, scope_text, shown
from assistant.calibration import CALIBRATION
from assistant.evidence import Evidence, Reason
from assistant.turns import Claim, Coverage, Draft, Query, Status
from assistant.world import World
from ingest.records import Disagreement, Target
from prompts import phrase

_ASKS_FOR_SHARE = ("phần trăm", "%", "percent")


def find(query: Query, world: World) -> Evidence:
    """Targets of the indicators that are asked for, of the asked year where one is named."""
    plans = world.scope(query)
    targets = world.records(Target, plans)
    fitting = _of_indicator(query, world, targets)
    if not query.indicators and not query.topic and query.explicit:
        fitting = list(targets)
    in_year = [target for target in fitting if _of_year(target, query)]
    if in_year:
        return Evidence(tuple(in_year), len(targets), plans)
    topic = world.topic(query)
    near = tuple(m.passage for m in world.matcher.passages(topic, world.passages(plans))[:3] if m.passage) if topic else ()
    if fitting:
        # Another year's figure is no answer, but it is what the plan has.
        return Evidence(total=len(targets), plans=plans, reason=Reason.NO_MATCH, others=tuple(fitting))
    others: Sequence[Target] = ()
    if query.scope.named:
        rest = [target for target in world.records(Target, world.plans) if target.plan not in plans]
        others = [target for target in _of_indicator(query, world, rest) if _of_year(target, query)]
    return Evidence(total=len(targets), plans=plans, reason=Reason.NO_MATCH, others=tuple(others), near=near)


def _of_indicator(query: Query, world: World, targets: Sequence[Target]) -> list[Target]:
    """Targets of the asked indicators; of none in the list of indicators, those whose words are the topic's."""
    if query.indicators:
        return [target for target in targets if target.indicator_id in query.indicators]
    topic = world.topic(query)
    if not topic:
        return []
    matches = world.matcher.records(topic, targets)
    fitting = {id(match.record) for match in matches if match.coverage >= CALIBRATION.row_listed}
    return [target for target in targets if id(target) in fitting]


def _of_year(target: Target, query: Query) -> bool:
    time = query.time
    if time is None or time.what != "due_in":
        return True
    if target.year is None:
        return False
    return (time.start is None or target.year >= time.start.year) and (time.end is None or target.year <= time.end.year)


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """One line a target, then what contradicts within a plan."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    claims = []
    if query.count or len(targets) > 12:
        text = phrase("count_of_targets", query.language, count=len(targets), scope=scope_text(query, world, evidence.plans))
        claims.append(Claim(text, tuple(map(world.cite, targets)), derived=(str(len(targets)), str(len(evidence.plans)))))
    claims += [_claim(target, world, query.language, bullet=len(targets) > 2) for target in targets]
    claims += _contradictions(targets, world, query.language)
    return Draft(Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans)))


def _claim(target: Target, world: World, language: str, *, bullet: bool) -> Claim:
    year = phrase("figure_year", language, year=target.year) if target.year else ""
    text = phrase("figure", language, locality=world.locality(target.plan), indicator=target.indicator, value=shown(target), year=year)
    if target.note:
        text += " " + phrase("figure_note", language, note=target.note)
    derived = (str(target.year),) if target.year else ()
    return Claim(("- " if bullet else "") + text, (world.cite(target),), derived)


def _contradictions(targets: Sequence[Target], world: World, language: str) -> list[Claim]:
    claims = []
    for plan in dict.fromkeys(target.plan for target in targets):
        for found in world.plans[plan].disagreements:
            if _among(found, targets):
                text = phrase(
                    "disagreement",
                    language,
                    locality=world.locality(plan),
                    first=shown(found.first),
                    first_place=found.first.place,
                    second=shown(found.second),
                    second_place=found.second.place,
                )
                claims.append(Claim(text, (world.cite(found.first), world.cite(found.second))))
    return claims


def _among(found: Disagreement, targets: Sequence[Target]) -> bool:
    return any(found.first.spans == t.spans and found.first.value == t.value for t in targets) and any(
        found.second.spans == t.spans and found.second.value == t.value for t in targets
    )


def compose_compare(query: Query, evidence: Evidence, world: World) -> Draft:
    """The verdict for each indicator and year (highest, lowest, the same, who differs), then every figure."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    language = query.language
    claims: list[Claim] = []
    for indicator, year in dict.fromkeys((t.indicator_id, t.year) for t in targets):
        group = [t for t in targets if (t.indicator_id, t.year) == (indicator, year)]
        if indicator is not None and len({t.plan for t in group}) > 1:
            claims.append(_verdict(query, group, year, world))
    claims += [_claim(target, world, language, bullet=True) for target in targets]
    claims += _contradictions(targets, world, language)
    for plan in evidence.plans:
        if all(target.plan != plan for target in targets):
            claims.append(Claim(phrase("compare_none", language, locality=world.locality(plan)), derived=(world.locality(plan),)))
    return Draft(Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans)))


def _verdict(query: Query, group: Sequence[Target], year: int | None, world: World) -> Claim:
    language = query.language
    said = phrase("figure_year", language, year=year) if year else ""
    sources = tuple(map(world.cite, group))
    derived = (str(year),) if year else ()
    values = {target.low for target in group}
    if query.extreme and None not in values:
        best = (max if query.extreme == "highest" else min)(t.low for t in group if t.low is not None)
        winners = [target for target in group if target.low == best]
        names = listed(list(dict.fromkeys(world.locality(t.plan) for t in winners)), language)
        text = phrase(query.extreme, language, localities=names, value=shown(winners[0]), year=said)
        return Claim(text, tuple(world.cite(t) for t in winners), derived)
    if len({(t.low, t.high, t.direction) for t in group}) == 1:
        return Claim(phrase("all_same", language, value=shown(group[0]), year=said), sources, derived)
    by_value: dict[str, list[str]] = {}
    for target in group:
        by_value.setdefault(shown(target), []).append(world.locality(target.plan))
    groups = listed([f"{value} – {', '.join(dict.fromkeys(names))}" for value, names in by_value.items()], language)
    return Claim(phrase("differs", language, groups=groups, year=said), sources, derived)
