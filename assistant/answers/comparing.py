"""Figures side by side: how the places compare, and where a plan contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.target_matching import of_indicator
from assistant.answers.wordings import figure_claim, listed, shown
from assistant.evidence import Evidence, Reason
from assistant.turns import Claim, Coverage, Draft, Query, Status
from assistant.world import World
from ingest.records import Disagreement, Target
from ingest.text import canonical
from prompts import phrase

_DIFFERENT = re.compile(r"\bkhác (?:nhau|biệt)|\bkhac (?:nhau|biet)|\bchênh|\bchenh|\bdiffer")


def compose_compare(query: Query, evidence: Evidence, world: World) -> Draft:
    """The verdict for each indicator and year (highest, lowest, the same, who differs), then every figure."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    language = query.language
    claims: list[Claim] = []
    compared = _compared(targets)
    if _DIFFERENT.search(canonical(query.written)) and not query.indicators:  # "chỉ tiêu nào khác nhau giữa các xã"
        compared = [group for group in compared if not _all_same(group)] or compared
        targets = [target for group in compared for target in group] or targets
    named = len({group[0].indicator_id for group in compared}) > 1
    claims += [_verdict(query, group, world, named=named) for group in compared]
    claims += [figure_claim(target, world, language, bullet=True) for target in targets]
    claims += contradiction_claims(targets, world, language)
    for plan in evidence.plans:
        if all(target.plan != plan for target in targets):
            has_other = of_indicator(query, world, world.records(Target, [plan]))
            key = "compare_not_year" if has_other else "compare_none"
            text = phrase(key, language, locality=world.locality(plan))
            claims.append(Claim(text, derived=(text,)))
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )


def _compared(targets: Sequence[Target]) -> list[list[Target]]:
    """The figures of one indicator and year, where several plans have one."""
    keys = dict.fromkeys((t.indicator_id, t.year) for t in targets if t.indicator_id is not None)
    groups = ([t for t in targets if (t.indicator_id, t.year) == key and t.value] for key in keys)
    return [group for group in groups if len({t.plan for t in group}) > 1]


def _all_same(group: Sequence[Target]) -> bool:
    return len({(target.low, target.high, target.direction) for target in group}) == 1


def _verdict(query: Query, group: Sequence[Target], world: World, *, named: bool) -> Claim:
    """How the figures of one indicator and year compare; its name first where others are compared too."""
    claim = _compared_as(query, group, world)
    if not named:
        return claim
    return replace(claim, text=phrase("of_indicator", query.language, indicator=group[0].indicator, said=claim.text))


def _compared_as(query: Query, group: Sequence[Target], world: World) -> Claim:
    language, year = query.language, group[0].year
    years = tuple(source for target in group if (source := world.year_source(target)))
    proved = year is not None and all(str(year) in target.quote or world.year_source(target) for target in group)
    said = phrase("figure_year", language, year=year) if proved else ""
    sources = (*map(world.cite, group), *years)
    sizes = {id(target): _size(target) for target in group}
    if query.extreme and all(sizes.values()):
        best = (max if query.extreme == "highest" else min)(sizes.values())
        winners = [target for target in group if sizes[id(target)] == best]
        names = listed(list(dict.fromkeys(world.locality(t.plan) for t in winners)), language)
        text = phrase(query.extreme, language, localities=names, value=shown(winners[0]), year=said)
        return Claim(text, (*(world.cite(t) for t in winners), *years))
    if _all_same(group):
        return Claim(phrase("all_same", language, value=shown(group[0]), year=said), sources)
    by_value: dict[str, list[str]] = {}
    for target in group:
        by_value.setdefault(shown(target), []).append(world.locality(target.plan))
    groups = listed([f"{value} – {', '.join(dict.fromkeys(names))}" for value, names in by_value.items()], language)
    return Claim(phrase("differs", language, groups=groups, year=said), sources)


def _size(target: Target) -> tuple[float, ...]:
    """A figure to be ranked by, empty where none was read: "4 - 6" is more than "4 - 5", and no less at its low end."""
    if target.low is None:
        return ()
    return target.low, target.low if target.high is None else target.high


def find_contradictions(query: Query, world: World) -> Evidence:
    """Pairs of targets with which a plan contradicts itself, of the asked indicators where some are named."""
    plans = world.scope(query)
    found = [d for plan in plans for d in world.plans[plan].disagreements]
    if query.indicators:
        found = [d for d in found if d.indicator_id in query.indicators]
    if not found:
        return Evidence(total=len(world.records(Target, plans)), plans=plans, reason=Reason.NO_CONTRADICTION)
    plain = [d for d in found if d.what == "value"] or found
    records = tuple(record for d in plain for record in (d.first, d.second))
    return Evidence(records, len(world.records(Target, plans)), plans)


def compose_contradictions(query: Query, evidence: Evidence, world: World) -> Draft:
    """Both figures of each pair, side by side."""
    targets = [record for record in evidence.records if isinstance(record, Target)]
    claims = contradiction_claims(targets, world, query.language)
    claims += [figure_claim(target, world, query.language, bullet=True) for target in targets]
    return Draft(
        Status.ANSWERED, tuple(claims), tuple(targets), Coverage(len(targets), evidence.total, len(evidence.plans))
    )


def contradiction_claims(targets: Sequence[Target], world: World, language: str) -> list[Claim]:
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
