"""Targets that contradict each other: in one plan (text against appendix), and across plans.

`Disagreement.what` says how: "value" (other figures), "direction" (the same figure, bound in another way: "đạt 75,5"
against "> 75,5"; mild), "year" (the same promise for another year). Two ways to write the same ("tối thiểu 1,5" and
"≥ 1,5") are none, and figures in different units (once a year, 100 %) are not compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ingest.figures import Figure
from ingest.indicators import indicator
from ingest.records import AnyRecord, Disagreement, Plan, Target, Task
from ingest.targets import promised_by
from ingest.text import canonical

_Key = tuple[str, str]  # indicator, the unit in which it is counted


def within(records: Iterable[AnyRecord]) -> tuple[Disagreement, ...]:
    """Pairs of one plan's records that promise different things of one indicator in one year, in reading order.

    A promise in a task's words (an appendix of targets with chairs) is held against the others too.
    """
    groups: dict[tuple[_Key, int], list[Target]] = defaultdict(list)
    for target in _promises(records):
        key = _key(target)
        if key and target.year is not None:
            groups[key, target.year].append(target)
    return tuple(
        Disagreement(key[0], first, second, what)
        for (key, _), targets in groups.items()
        for first, second in combinations(targets, 2)
        if (what := _difference(first, second)) and first.place != second.place
    )


def across(plans: Iterable[Plan]) -> tuple[Disagreement, ...]:
    """For each indicator and year: the figure that most plans promise against each plan that promises another.

    A plan that has the indicator only for years in which the others do not have it disagrees in the year.
    """
    by_key: dict[_Key, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        for target in _promises(plan.records):
            key = _key(target)
            if key and target.year is not None:
                by_key[key][plan.id].append(target)
    return tuple(found for key, per_plan in by_key.items() for found in _among(key[0], per_plan))


def _among(indicator_id: str, per_plan: dict[str, list[Target]]) -> Iterator[Disagreement]:
    years = Counter(target.year for targets in per_plan.values() for target in _first_a_year(targets))
    for year in sorted(year for year in years if year is not None):
        firsts = [target for targets in per_plan.values() for target in _first_a_year(targets) if target.year == year]
        usual = _usual(firsts)
        for other in firsts:
            if what := _difference(usual, other):
                yield Disagreement(indicator_id, usual, other, what)
    if not years:
        return
    common = max(years, key=lambda year: years[year])
    usual = _usual([one for targets in per_plan.values() for one in _first_a_year(targets) if one.year == common])
    usual_years = {target.year for target in per_plan[usual.plan]}
    for targets in per_plan.values():
        if not usual_years & {target.year for target in targets}:
            yield Disagreement(indicator_id, usual, targets[0], "year")


def _first_a_year(targets: list[Target]) -> list[Target]:
    """A plan's first promise for each year; its own contradictions are told by `within`."""
    firsts: dict[int | None, Target] = {}
    for target in targets:
        firsts.setdefault(target.year, target)
    return list(firsts.values())


def _usual(targets: list[Target]) -> Target:
    """The first of those that agree with most; counted, since a store of thousands of plans has as many of each."""
    promised = [(_figure(target).point, target.direction) for target in targets]
    counts = Counter(promised)
    return targets[max(range(len(targets)), key=lambda at: counts[promised[at]])]


def _promises(records: Iterable[AnyRecord]) -> Iterator[Target]:
    for record in records:
        if isinstance(record, Target):
            yield record
        elif isinstance(record, Task):
            yield from promised_by(record)


def _key(target: Target) -> _Key | None:
    """What may be compared: the same indicator in units that mean the same to it; only where there is a figure."""
    if target.indicator_id is None or (target.low is None and target.high is None):
        return None
    units = indicator(target.indicator_id).units
    unit = canonical(target.unit) if target.unit else units[0]
    same = {"tuổi": units[0], "năm": units[0], "bác sỹ": "bác sĩ"}
    return target.indicator_id, same.get(unit, unit) if unit in units else unit


def _difference(first: Target, second: Target) -> str | None:
    if _figure(first).point != _figure(second).point:
        return "value"
    return "direction" if first.direction != second.direction else None


def _figure(target: Target) -> Figure:
    return Figure(target.direction or "exactly", target.low, target.high)
