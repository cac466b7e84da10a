"""The third tab: indicators × places. What differs and where a plan contradicts itself is marked; each cell has its
source; one indicator is drawn as a chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_

from assistant.page.escaping import escaped, shown
from assistant.page.links import source_address
from assistant.page.office import Office, place_of
from assistant.page.strings import Strings
from ingest.disagreements import across
from ingest.indicators import indicator
from ingest.records import Plan, Target, Task
from ingest.targets import promised_by

COLUMNS = 8  # places side by side; of more one chooses

Key = tuple[str, int]  # indicator, year


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells[key][plan]` are a plan's promises; `differs` the keys on which plans differ, `torn` the plans that
    contradict themselves on a key."""

    plans: tuple[Plan, ...]
    cells: Mapping[Key, Mapping[str, tuple[Target, ...]]]
    differs: frozenset[Key]
    torn: frozenset[tuple[Key, str]]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(sorted(self.cells, key=lambda key: (indicator(key[0]).vi, key[1])))


def matrix(plans: Sequence[Plan]) -> Matrix:
    """Promises of known indicators for a year, plan by plan."""
    cells: dict[Key, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        for target in promises(plan):
            if target.indicator_id is not None and target.year is not None and target.value:
                cells[target.indicator_id, target.year][plan.id].append(target)
    differs = {(each.indicator_id, each.first.year) for each in across(plans) if each.what == "value"}
    torn = {
        ((each.indicator_id, each.first.year), plan.id)
        for plan in plans
        for each in plan.disagreements
        if each.what == "value" and each.first.year is not None
    }
    frozen = {key: {plan: tuple(found) for plan, found in row.items()} for key, row in cells.items()}
    return Matrix(
        tuple(plans),
        frozen,
        frozenset((name, year) for name, year in differs if year is not None),
        frozenset(((name, year), plan) for (name, year), plan in torn if year is not None),
    )


def promises(plan: Plan) -> Iterable[Target]:
    """The targets of a plan, and those in the words of its tasks."""
    for record in plan.records:
        if isinstance(record, Target):
            yield record
        elif isinstance(record, Task):
            yield from promised_by(record)


class Compare:
    """The tab's views, over the places that are chosen."""

    def __init__(self, office: Office, words: Strings) -> None:
        self._office = office
        self._words = words
        self._made: tuple[tuple[Plan, ...], Matrix] | None = None

    def matrix(self, places: Sequence[str]) -> Matrix:
        """Made once for the choices, the table and the chart of the same plans."""
        plans, made = self.plans(places), self._made
        if made is None or len(made[0]) != len(plans) or not all(map(is_, made[0], plans)):
            made = (plans, matrix(plans))
            self._made = made
        return made[1]

    def plans(self, places: Sequence[str]) -> tuple[Plan, ...]:
        """The plans of these places; the first few where none is chosen."""
        every = tuple(self._office.plans().values())
        return tuple(plan for plan in every if place_of(plan) in places) if places else every[:COLUMNS]

    def choices(self, places: Sequence[str]) -> list[tuple[str, str]]:
        """The indicators that can be drawn, those that differ first: (name, "id year")."""
        found = self.matrix(places)
        telling = sorted(found.keys, key=lambda key: key not in found.differs)
        return [(self._name(key), f"{key[0]} {key[1]}") for key in telling]

    def table(self, places: Sequence[str]) -> str:
        """The matrix."""
        words, found = self._words, self.matrix(places)
        if not found.keys:
            return f'<p class="empty" role="status">{escaped(words("compare_none"))}</p>'
        count = words("compare_count", indicators=len(found.keys), places=len(found.plans), differs=len(found.differs))
        stored = len(self._office.plans())
        if not places and len(found.plans) < stored:
            count += " " + words("compare_first", shown=len(found.plans), count=stored)
        head = "".join(f'<th scope="col">{escaped(place_of(plan))}</th>' for plan in found.plans)
        rows = "".join(self._row(key, found) for key in found.keys)
        return (
            f'<p class="bar" role="status">{escaped(count)}</p>'
            f'<div class="records matrix" role="region" aria-label="{escaped(words("tab_compare"))}" tabindex="0">'
            "<table>"
            f'<thead><tr><th scope="col">{escaped(words("column_indicator"))}</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, key: Key, found: Matrix) -> str:
        words, differs = self._words, key in found.differs
        mark = f' <span class="flag">{escaped(words("differs"))}</span>' if differs else ""
        cells = "".join(self._cell(key, plan, found) for plan in found.plans)
        class_ = ' class="differs"' if differs else ""
        return f'<tr{class_}><th scope="row">{escaped(self._name(key))}{mark}</th>{cells}</tr>'

    def _cell(self, key: Key, plan: Plan, found: Matrix) -> str:
        words, targets = self._words, found.cells[key].get(plan.id, ())
        place = escaped(place_of(plan))
        if not targets:
            return f'<td data-title="{place}"><span class="blank">{escaped(words("blank"))}</span></td>'
        torn = (key, plan.id) in found.torn
        flag = f'<span class="flag torn">{escaped(words("torn"))}</span>' if torn else ""
        values = "".join(self._value(target) for target in targets)
        return f'<td data-title="{place}"{" class=torn" if torn else ""}><span>{flag}{values}</span></td>'

    def _value(self, target: Target) -> str:
        address = source_address(target.plan, target.spans, target.place, self._words)
        value = " ".join(part for part in (target.value, target.unit) if part)
        label = self._words("open_source_of", place=target.place)
        return (
            f'<button type="button" class="line" data-source="{escaped(address)}" title="{escaped(label)}">'
            f"{shown(value)}<small>{escaped(target.place)}</small></button>"
        )

    def chart(self, places: Sequence[str], chosen: str) -> str:
        """Bars of one indicator, a place a line; a place without a figure says so."""
        name, _, year = (chosen or "").rpartition(" ")
        found = self.matrix(places)
        key = (name, int(year)) if year.isdecimal() else None
        if key is None or key not in found.cells:
            return ""
        bars = [(plan, found.cells[key].get(plan.id, ())) for plan in found.plans]
        most = max((_figure(target) or 0 for _, targets in bars for target in targets), default=0) or 1
        lines = "".join(self._bar(plan, targets, most) for plan, targets in bars)
        title = escaped(self._name(key))
        return f'<figure class="chart"><figcaption>{title}</figcaption><dl>{lines}</dl></figure>'

    def _bar(self, plan: Plan, targets: Sequence[Target], most: float) -> str:
        drawn = "".join(dict.fromkeys(_drawn(target, most) for target in targets))  # a figure said twice is one bar
        blank = f'<dd><span class="blank">{escaped(self._words("blank"))}</span></dd>'
        return f"<dt>{escaped(place_of(plan))}</dt>{drawn or blank}"

    def _name(self, key: Key) -> str:
        found = indicator(key[0])
        return f"{found.vi if self._words.language == 'vi' else found.en} ({key[1]})"


def _drawn(target: Target, most: float) -> str:
    share = 100 * (_figure(target) or 0) / most
    value = " ".join(part for part in (target.value, target.unit) if part)
    track = f'<span class="bar-track"><span class="bar-line" style="width:{share:.1f}%"></span></span>'
    return f"<dd>{track}<span>{shown(value)}</span></dd>"


def _figure(target: Target) -> float | None:
    return target.high if target.low is None else target.low
