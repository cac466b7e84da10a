"""What an answer owes a reader where cells of a table could not be told apart: which rows a list by them may lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.scan_note import with_scan_note
from assistant.turns import Ask, Query, Role
from assistant.verify import Verified
from assistant.world import World
from ingest.contents import is_text_row
from ingest.records import AnyRecord, Task
from prompts import phrase

_FIELDS = {Role.LEAD: {"lead"}, Role.COORDINATING: {"coordinating"}}
_EITHER = {"lead", "coordinating"}


def with_notes(
    verified: Verified, query: Query, world: World, records: Sequence[AnyRecord]
) -> tuple[Verified, tuple[str, ...]]:
    """The answer with what is owed of scans and of cells that were not told apart, and the same as warnings.

    `records` are the answer's own. The lines pass by the gate, which they have no need of: they say nothing of a plan.
    """
    verified, scanned = with_scan_note(verified, query, world, records)
    verified, unread = _with_unread(verified, query, world, records)
    verified, rows = _with_text_rows(verified, query, world)
    return verified, (*scanned, *unread, *rows)


def _with_text_rows(verified: Verified, query: Query, world: World) -> tuple[Verified, tuple[str, ...]]:
    """The answer with a line that says which rows of the tables are in no list, since nothing parts their cells."""
    if query.ask not in (Ask.TASKS, Ask.TALLY) or query.topic or not query.scope.plans:
        return verified, ()
    asked = f" {query.appendix} ".lower() if query.appendix else ""
    places = [
        f"{world.locality(passage.plan)}: {passage.place}"
        for passage in world.passages(world.scope(query))
        if is_text_row(passage.place) and asked in f" {passage.place.split(',')[0]} ".lower()
    ]
    if not places:
        return verified, ()
    told = phrase("note_text_rows", query.language, count=len(places), places="; ".join(places))
    return replace(verified, text=f"{verified.text}\n{told}"), (told,)


def _with_unread(
    verified: Verified, query: Query, world: World, records: Sequence[AnyRecord]
) -> tuple[Verified, tuple[str, ...]]:
    """The answer with a line that names the rows which may belong to its list."""
    fields = _asked(query)
    if not fields or (query.scope.elsewhere and not query.scope.plans):
        return verified, ()
    places = [
        f"{world.locality(task.plan)}: {task.place}"
        for task in world.records(Task, world.scope(query))
        if fields.intersection(task.unsure) and task not in records
    ]
    if not places:
        return verified, ()
    told = phrase("note_unread", query.language, count=len(places), places="; ".join(places))
    return replace(verified, text=f"{verified.text}\n{told}"), (told,)


def _asked(query: Query) -> set[str]:
    """The fields by which a list of tasks chooses its rows."""
    if query.ask not in (Ask.TASKS, Ask.TALLY):
        return set()
    fields: set[str] = set()
    for agency in query.agencies:
        fields |= _FIELDS.get(agency.role, _EITHER)
    if query.time is not None and query.time.what != "none":
        fields.add("deadline")
    return fields | ({query.blank} if query.blank else set())
