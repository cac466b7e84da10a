"""One document, several files: to which plan a file belongs, and which of its files leads, that is, is answered from.

A plan has one file that leads, copies of the same document beside it (the Word file of a signed PDF), and former
versions. The signed copy leads, in whichever order they come; a newer version takes the place of all files before it.
What is known of the files lies in the plan's entry, so that it changes in the same moment as the plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from ingest.identity import MENTIONED, Identity, Likeness, Relation, likeness
from ingest.plan_ids import plan_id
from ingest.records import Plan
from ingest.signed import Evidence, evidence
from vectorstore.snapshot import Entry

_PAPER = ("pdf", "scan")  # kinds of file that show pages, as the signed paper has them
_EQUAL = 0.98  # so much alike, two files say the same


class Role(StrEnum):
    """What a file is to its plan."""

    LEADS = "leads"
    COPY = "copy"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file of a plan, and where it came from.

    `signed`: what shows that it is the signed copy; `issued` is an ISO date, `added` a time.
    """

    name: str
    sha256: str
    role: Role
    path: str = ""
    kind: str = ""
    signed: str | None = None
    number: str | None = None
    issued: str | None = None
    added: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a file belongs: its plan's id, the plan's files with it among them, and a line on it where one is due."""

    plan: str
    files: tuple[PlanFile, ...]
    note: str | None = None

    def leads(self, sha256: str) -> bool:
        """Whether this file is the one that the plan is answered from."""
        return any(file.role is Role.LEADS and file.sha256 == sha256 for file in self.files)


def place(plan: Plan, own: Identity, path: str, entries: Mapping[str, Entry]) -> Placement:
    """Where a plan belongs that was just read from the file at `path`; the id that it has does not count."""
    file = _file(plan, own, path)
    for entry in entries.values():
        if entry.source_sha256 == file.sha256:  # read again, by a better reader
            return Placement(entry.plan, tuple(_same(known, file) for known in files_of(entry)))
    owner, found = _nearest(own, file.name, entries)
    if owner is None or found.relation is Relation.OTHER:
        new = plan_id(plan.locality, plan.source, entries)
        return Placement(new, (file,), _mention(owner, found))
    others = tuple(known for known in files_of(owner) if known.sha256 != file.sha256)
    if found.relation is Relation.OLDER:
        line = f"is an older version of {owner.plan}; kept, and not answered from"
        return Placement(owner.plan, (*others, replace(file, role=Role.FORMER)), line)
    if found.relation is Relation.NEWER:
        line = f"is a newer version of {owner.plan}, which it leads now; the one before is kept"
        return Placement(owner.plan, (file, *(replace(known, role=Role.FORMER) for known in others)), line)
    return _beside(owner, others, file, found.alike)


def files_of(entry: Entry) -> tuple[PlanFile, ...]:
    """The files of a plan, the leading one first; of an entry that knows none, the one it was read from."""
    if entry.files is None:
        return (PlanFile(entry.source_name, entry.source_sha256, Role.LEADS, added=entry.added),)
    return tuple(PlanFile(**{**known, "role": Role(known["role"])}) for known in json.loads(entry.files))


def files_written(files: Sequence[PlanFile]) -> str:
    """Files as an entry holds them; `files_of` reads them."""
    order = list(Role)
    return json.dumps([asdict(file) for file in sorted(files, key=lambda file: order.index(file.role))])


def identity_written(found: Identity) -> str:
    """An identity as an entry holds it; `identity_read` reads it."""
    return json.dumps(asdict(found), default=str)


@lru_cache(maxsize=8192)
def identity_read(written: str) -> Identity:
    """The identity that `identity_written` wrote."""
    values: dict[str, Any] = json.loads(written)
    for name in ("replaces", "sketch"):
        values[name] = tuple(values[name])
    values["issued"] = date.fromisoformat(values["issued"]) if values["issued"] else None
    return Identity(**values)


def known_as(sha256: str, path: str, entries: Mapping[str, Entry]) -> tuple[Entry, Role] | None:
    """The plan that has a file of these bytes, and as what; None for a file that was changed back to a former state."""
    for entry in entries.values():
        files = files_of(entry)
        role = next((file.role for file in files if file.sha256 == sha256), None)
        changed = any(file.path == path and file.role is not Role.FORMER for file in files)
        if role and not (role is Role.FORMER and changed):
            return entry, role
    return None


def _nearest(own: Identity, name: str, entries: Mapping[str, Entry]) -> tuple[Entry | None, Likeness]:
    """The plan that a file is related to; where it is to none, the one most alike."""
    best: tuple[Entry | None, Likeness] = (None, Likeness(Relation.OTHER, 0.0))
    for entry in entries.values():
        if entry.identity is None:
            continue
        same_name = any(file.name == name for file in files_of(entry))
        found = likeness(own, identity_read(entry.identity), same_name=same_name)
        if (found.relation is not Relation.OTHER, found.alike) > (
            best[1].relation is not Relation.OTHER,
            best[1].alike,
        ):
            best = (entry, found)
    return best


def _beside(owner: Entry, others: Sequence[PlanFile], file: PlanFile, alike: float) -> Placement:
    """A file of a document that is known: in place of its own former state, and leading or not by its evidence.

    Of two that show the same the one that was given last leads: it may be the plan with one word corrected, from
    another folder or from the page.
    """
    others = tuple(replace(known, role=Role.FORMER) if known.path == file.path else known for known in others)
    lead = next((known for known in others if known.role is Role.LEADS), None)
    differs = f"; {1 - alike:.0%} of their words differ" if alike < _EQUAL else ""
    if lead is None:
        return Placement(owner.plan, (file, *others))
    if _rank(file) >= _rank(lead):
        others = tuple(replace(known, role=Role.COPY) if known is lead else known for known in others)
        why = f" ({file.signed})" if file.signed else ""
        return Placement(owner.plan, (file, *others), f"leads {owner.plan} now{why}, {lead.name} beside it{differs}")
    why = f" ({lead.signed})" if lead.signed else ""
    line = f"is another file of {owner.plan}, which {lead.name} leads{why}{differs}"
    return Placement(owner.plan, (*others, replace(file, role=Role.COPY)), line)


def _rank(file: PlanFile) -> tuple[int, bool, bool]:
    """The stronger evidence of a signature first, then a number and date, then pages."""
    order = list(reversed(Evidence))
    signed = order.index(Evidence(file.signed)) + 1 if file.signed else 0
    return signed, file.number is not None and file.issued is not None, file.kind in _PAPER


def _mention(owner: Entry | None, found: Likeness) -> str | None:
    if owner is None or found.alike < MENTIONED:
        return None
    return f"has {found.alike:.0%} of its words in common with {owner.plan}; if both are one plan, remove one of them"


def _file(plan: Plan, own: Identity, path: str) -> PlanFile:
    shown = evidence(plan)
    return PlanFile(
        name=plan.source.name,
        sha256=plan.source.sha256,
        role=Role.LEADS,
        path=path,
        kind=plan.source.encoding,
        signed=str(shown) if shown else None,
        number=own.number,
        issued=own.issued.isoformat() if own.issued else None,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _same(known: PlanFile, again: PlanFile) -> PlanFile:
    """A known file as it was read again."""
    return (
        replace(again, role=known.role, path=known.path, added=known.added) if known.sha256 == again.sha256 else known
    )
