"""What a plan is and how it is built: its title, who issued it and when, its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence, Reason
from assistant.turns import Claim, Coverage, Draft, Query, Source, Status
from assistant.world import World
from ingest.records import Block, HeaderField
from prompts import phrase

_FIELDS = ("title", "issuer", "number", "date", "signer")


def find(query: Query, world: World) -> Evidence:
    """The fields of the plans' heads that say what the plans are; `total` counts all fields of their heads."""
    plans = world.scope(query)
    fields = world.records(HeaderField, plans)
    names = _FIELDS if query.scope.named or len(plans) == 1 else ("title",)
    found = tuple(
        f for plan in plans for name in names for f in fields if (f.plan, f.field) == (plan, name) and f.value
    )
    if not found:
        return Evidence(total=len(fields), plans=plans, reason=Reason.NO_MATCH)
    return Evidence(found, len(fields), plans)


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Of each plan its head and its parts; the parts only where a plan is named."""
    records = [record for record in evidence.records if isinstance(record, HeaderField)]
    plans = tuple(dict.fromkeys(record.plan for record in records))
    claims: list[Claim] = []
    for plan in plans:
        claims += _head(plan, [record for record in records if record.plan == plan], query.language, world)
        if query.scope.named or len(plans) == 1:
            claims += _parts(plan, query.language, world)
    return Draft(Status.ANSWERED, tuple(claims), tuple(records), Coverage(len(records), evidence.total, len(plans)))


def _head(plan: str, fields: Sequence[HeaderField], language: str, world: World) -> Iterator[Claim]:
    for field in fields:
        name = phrase(f"field_{field.field}", language)
        if field.field == "title":
            text = phrase("plan_item", language, locality=world.locality(plan), title=field.value)
        else:
            text = phrase("header_item", language, locality=world.locality(plan), field=name, value=field.value)
        yield Claim(text, (world.cite(field),))


def _parts(plan: str, language: str, world: World) -> Iterator[Claim]:
    """The headings of the first level and the appendices, each with the headings right below it."""
    blocks = world.plans[plan].blocks
    above = {block.path[-1] for block in blocks if block.path}
    headings = [block for block in blocks if block.kind == "heading" or block.cell.text in above]
    for heading in (block for block in headings if not block.path):
        below = [block for block in headings if block.path == (heading.cell.text,)]
        text = phrase("outline_part", language, part=heading.cell.text)
        if below:
            text += " " + phrase("outline_below", language, parts="; ".join(block.cell.text for block in below))
        yield Claim("- " + text, tuple(_source(plan, block, world) for block in (heading, *below)))


def _source(plan: str, heading: Block, world: World) -> Source:
    document = world.plans[plan].document
    return Source(plan, world.locality(plan), document, heading.label or "", heading.cell.text, heading.cell.spans)
