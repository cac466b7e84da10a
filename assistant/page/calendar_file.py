"""Deadlines as a calendar (RFC 5545), for any calendar program: one whole-day event on the last day of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from assistant.page.citing import citation
from assistant.page.entries import Entry
from assistant.page.strings import Strings
from ingest.records import Plan


def calendar(found: Iterable[Entry], plans: Mapping[str, Plan], words: Strings) -> bytes:
    """The entries that end on a day; what is recurring or has no date is no event."""
    made = Calendar()
    made.add("prodid", "-//plan-assistant//deadlines//")
    made.add("version", "2.0")
    made.add("x-wr-calname", words("calendar_name"))
    now = datetime.now(UTC)
    for entry in found:
        if entry.due is not None and entry.due.end is not None and entry.record.plan in plans:
            made.add_component(_event(entry, plans[entry.record.plan], words, now))
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry, plan: Plan, words: Strings, now: datetime) -> Event:
    assert entry.due is not None and entry.due.end is not None
    event = Event()
    known = f"{entry.record.plan} {entry.record.place} {entry.record.quote}"
    event.add("uid", f"{hashlib.sha256(known.encode()).hexdigest()[:32]}@plan-assistant")
    event.add("dtstamp", now)
    event.add("dtstart", entry.due.end)
    event.add("dtend", entry.due.end + timedelta(days=1))
    event.add("summary", f"{entry.locality}: {entry.what}")
    lines = [part for part in (entry.who, entry.when, citation(plan, entry.record.place, words)) if part]
    event.add("description", "\n".join(lines))
    return event
