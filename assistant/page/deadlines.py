"""The fourth tab: what is due when. A line of quarters, then a list by agency, overdue and next first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from assistant.page.entries import Entry, overdue, recurring, soon
from assistant.page.escaping import escaped, shown
from assistant.page.links import download, source_address
from assistant.page.lookup import Lookup, Wanted
from assistant.page.strings import Strings
from ingest.records import Due

STATES = ("overdue", "soon", "later", "recurring", "other", "blank")
_QUARTER_DAYS = 92  # the longest quarter
_ROMAN = ("I", "II", "III", "IV", "")
_NO_QUARTER = 5  # behind the fourth
LISTED = 400  # entries, the most pressing; a store of thousands of plans is narrowed first


class Deadlines:
    """Tasks and reports with their deadlines, narrowed by place and agency."""

    def __init__(self, lookup: Lookup, words: Strings) -> None:
        self._lookup = lookup
        self._words = words

    def found(self, place: str, agency: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._lookup.found(Wanted(place=place, agency=agency)) if entry.dated)

    def view(self, place: str, agency: str, today: date | None = None) -> str:
        """The timeline, then the list."""
        words, day = self._words, today or date.today()
        found = self.found(place, agency)
        if not found:
            return f'<p class="empty" role="status">{escaped(words("deadlines_none"))}</p>'
        query = urlencode({"place": place, "agency": agency, "language": words.language})
        counted = words("deadlines_count", count=len(found), overdue=sum(overdue(each.due, day) for each in found))
        take = download(f"/page/deadlines.ics?{query}", words("take_ics"))
        bar = f'<div class="bar"><p role="status">{escaped(counted)}</p><span class="tools">{take}</span></div>'
        pressing = sorted(found, key=lambda entry: _order(entry, day))[:LISTED]
        cut = words("deadlines_cut", shown=LISTED, count=len(found)) if len(found) > LISTED else ""
        note = f'<p class="bar" role="status">{escaped(cut)}</p>' if cut else ""
        return bar + _timeline(found, day, words) + note + _by_agency(pressing, day, words)


def state(entry: Entry, today: date) -> str:
    """One of STATES: where a deadline stands on a day."""
    if not entry.when:
        return "blank"
    if overdue(entry.due, today):
        return "overdue"
    if soon(entry.due, today):
        return "soon"
    if entry.due is not None and entry.due.end is not None:
        return "later"
    return "recurring" if recurring(entry.due) else "other"


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _column(due: Due, end: date) -> tuple[int, int]:
    """The year and the quarter in which a deadline ends; behind the fourth what names no quarter ("2026")."""
    wide = due.start is not None and (end - due.start).days > _QUARTER_DAYS
    return (end.year, _NO_QUARTER) if wide else _quarter(end)


def _timeline(found: Iterable[Entry], today: date, words: Strings) -> str:
    """How much ends in each quarter, and in each year without one; empty ones are left out, today's is marked."""
    counts: dict[tuple[int, int], int] = {}
    for entry in found:
        if entry.due is not None and entry.due.end is not None:
            column = _column(entry.due, entry.due.end)
            counts[column] = counts.get(column, 0) + 1
    if not counts:
        return ""
    most, now = max(counts.values()), _quarter(today)
    counts.setdefault(now, 0)
    items = []
    for (year, quarter), count in sorted(counts.items()):
        class_ = "now" if (year, quarter) == now else "past" if (year, quarter) < now else ""
        label = words("quarter", quarter=_ROMAN[quarter - 1], year=year)
        if quarter == _NO_QUARTER:
            label = words("whole_year", year=year)
        height = round(8 + 84 * count / most) if count else 2
        items.append(
            f'<li class="{class_}"><span class="count">{count}</span><span class="column" style="height:{height}px">'
            f'</span><span class="quarter">{escaped(label)}</span></li>'
        )
    return f'<ol class="timeline" aria-label="{escaped(words("timeline"))}" tabindex="0">{"".join(items)}</ol>'


def _by_agency(found: Sequence[Entry], today: date, words: Strings) -> str:
    """A section for each chair; within it what is overdue first, then what ends next."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(_chair(entry) or words("deadlines_nobody"), []).append(entry)
    ordered = sorted(groups.items(), key=lambda group: min(_order(entry, today) for entry in group[1]))
    return "".join(_section(name, entries, today, words) for name, entries in ordered)


def _chair(entry: Entry) -> str:
    return str(getattr(entry.record, "lead", None) or getattr(entry.record, "reporter", None) or "")


def _order(entry: Entry, today: date) -> tuple[int, date]:
    ends = entry.due.end if entry.due and entry.due.end else date.max
    return STATES.index(state(entry, today)), ends


def _section(name: str, found: Sequence[Entry], today: date, words: Strings) -> str:
    items = "".join(_items(sorted(found, key=lambda entry: _order(entry, today)), today, words))
    late = sum(state(entry, today) == "overdue" for entry in found)
    count = words("agency_count", count=len(found), overdue=late)
    opened = " open" if late or any(state(entry, today) == "soon" for entry in found) else ""
    return (
        f'<details class="agency"{opened}><summary><strong>{shown(name)}</strong>'
        f" <span>{escaped(count)}</span></summary><ul>{items}</ul></details>"
    )


def _items(found: Iterable[Entry], today: date, words: Strings) -> Iterator[str]:
    for entry in found:
        at, record = state(entry, today), entry.record
        address = escaped(source_address(record.plan, record.spans, record.place, words))
        when = entry.when or words("blank")
        yield (
            f'<li><span class="when when-{at}"><b>{escaped(words(f"due_{at}"))}</b> {shown(when)}</span>'
            f'<button type="button" class="line" data-source="{address}">{shown(entry.what)}'
            f"<small>{escaped(entry.locality)} · {escaped(record.place)}</small></button></li>"
        )
