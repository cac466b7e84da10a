"""The second tab: every record in one table, narrowed as one types; each leads to its place in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from assistant.page.answer_tables import sortable
from assistant.page.entries import Entry, entries, folded, in_order, overdue, recurring, soon
from assistant.page.escaping import escaped, shown
from assistant.page.links import download, source_address
from assistant.page.office import Office
from assistant.page.strings import Strings
from ingest.records import Plan

SHOWN = 200  # rows; more than anybody reads, and a page stays quick over thousands of plans
DUE = ("overdue", "soon", "recurring", "blank")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; an empty field narrows nothing. `due` is one of DUE, or a year."""

    text: str = ""
    place: str = ""
    kind: str = ""
    agency: str = ""
    due: str = ""


class Lookup:
    """Finds records. The lines of a state of the store are made once."""

    def __init__(self, office: Office, words: Strings) -> None:
        self._office = office
        self._words = words
        self._made: tuple[Mapping[str, Plan], tuple[Entry, ...]] | None = None
        self._lines: dict[str, tuple[Plan, tuple[Entry, ...]]] = {}

    def entries(self) -> tuple[Entry, ...]:
        """Every record of the store as it is now."""
        plans = self._office.plans()
        made = self._made
        if made is None or made[0] is not plans:
            self._lines = {id_: self._of(id_, plan) for id_, plan in plans.items()}
            made = (plans, in_order(line for _, lines in self._lines.values() for line in lines))
            self._made = made
        return made[1]

    def _of(self, id_: str, plan: Plan) -> tuple[Plan, tuple[Entry, ...]]:
        """The lines of a plan; those of a plan that has stayed the same are not made again."""
        known = self._lines.get(id_)
        return known if known and known[0] is plan else (plan, entries((plan,), self._words.language))

    def found(self, wanted: Wanted, today: date | None = None) -> tuple[Entry, ...]:
        """The records that meet every condition."""
        return matching(self.entries(), wanted, today or date.today())

    def table(self, wanted: Wanted) -> str:
        """The first rows, with how many there are and how to take all of them away."""
        found, words = self.found(wanted), self._words
        if not self._office.plans():
            return f'<p class="empty">{escaped(words("welcome_empty"))}</p>'
        if not found:
            return f'<p class="empty" role="status">{escaped(words("lookup_none"))}</p>'
        said = "lookup_count" if len(found) <= SHOWN else "lookup_first"  # a browser sorts only what it shows
        count = words(said, shown=min(SHOWN, len(found)), count=len(found))
        query = urlencode({**asdict(wanted), "language": words.language})
        links = "".join(download(f"/page/records.{kind}?{query}", words(f"take_{kind}")) for kind in ("xlsx", "csv"))
        head = "".join(sortable(words(key), escaped) for key in _TITLES)
        head += f'<th scope="col"><span class="unseen">{escaped(words("open_source"))}</span></th>'
        rows = "".join(_row(entry, words) for entry in found[:SHOWN])
        return (
            f'<div class="bar"><p role="status">{escaped(count)}</p><span class="tools">{links}</span></div>'
            f'<div class="records" role="region" aria-label="{escaped(words("tab_lookup"))}" tabindex="0">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def matching(found: Iterable[Entry], wanted: Wanted, today: date) -> tuple[Entry, ...]:
    """Every typed word begins a word of the record, in any order, with or without accents."""
    typed = [f" {word}" for word in folded(wanted.text).split()]
    return tuple(
        entry
        for entry in found
        if (not wanted.place or entry.locality == wanted.place)
        and (not wanted.kind or entry.record.kind == wanted.kind)
        and (not wanted.agency or any(key == wanted.agency for key, _ in entry.agencies))
        and (not wanted.due or _due(entry, wanted.due, today))
        and all(word in f" {entry.words}" for word in typed)
    )


def _due(entry: Entry, asked: str, today: date) -> bool:
    if not entry.dated:
        return False
    match asked:
        case "overdue":
            return overdue(entry.due, today)
        case "soon":
            return soon(entry.due, today)
        case "recurring":
            return recurring(entry.due)
        case "blank":
            return not entry.when
    ends = entry.due.end or entry.due.start if entry.due else None
    return ends is not None and str(ends.year) == asked


def years(found: Iterable[Entry]) -> tuple[str, ...]:
    """The years in which something ends."""
    return tuple(sorted({str(entry.due.end.year) for entry in found if entry.due and entry.due.end}))


_TITLES = ("column_plan", "column_kind", "column_number", "column_what", "column_who", "column_when")


def line(entry: Entry, words: Strings) -> dict[str, object]:
    """A record as the table shows it, under the table's titles, with where it stands."""
    kind = words(f"kind_{entry.record.kind}")
    shown_ones = (entry.locality, kind, entry.number, entry.what, entry.who, entry.when)
    return {**dict(zip(map(words, _TITLES), shown_ones, strict=True)), words("column_place"): entry.record.place}


def _row(entry: Entry, words: Strings) -> str:
    record = entry.record
    kind = words(f"kind_{record.kind}")
    cells: list[tuple[str, Any]] = [
        ("column_plan", entry.locality),
        ("column_kind", kind),
        ("column_number", entry.number),
        ("column_what", entry.what),
        ("column_who", entry.who),
        ("column_when", entry.when),
    ]
    address = escaped(source_address(record.plan, record.spans, record.place, words))
    due = entry.due.end or entry.due.start if entry.due else None

    def cell(title: str, value: str) -> str:
        key = f' data-key="{due.isoformat()}"' if title == "column_when" and due else ""
        return f'<td data-title="{escaped(words(title))}" class="{title}"{key}>{shown(value)}</td>'

    label = escaped(words("open_source_of", place=f"{entry.locality}, {record.place}"))
    opening = f'<td><button type="button" class="quiet" data-source="{address}" aria-label="{label}">↗</button></td>'
    return f'<tr data-source="{address}">{"".join(cell(*each) for each in cells)}{opening}</tr>'
