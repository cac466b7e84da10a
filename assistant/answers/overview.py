"""What a plan is and how it is built: its title, who issued it and when, its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answers.wordings import listed
from assistant.evidence import Evidence, Reason
from assistant.turns import Claim, Coverage, Draft, Query, Source, Status
from assistant.world import World
from ingest.records import Block, HeaderField, Target, Task
from prompts import phrase

_FIELDS = ("title", "issuer", "number", "date", "signer")


def find(query: Query, world: World) -> Evidence:
    """The fields of the plans' heads that say what the plans are; `total` counts all fields of their heads."""
    plans = world.scope(query)
    fields = world.records(HeaderField, plans)
    if query.appendix_asked:
        return _with_appendices(query, plans, world, len(fields))
    names = _FIELDS if query.scope.named or len(plans) == 1 else ("title",)
    found = tuple(
        f for plan in plans for name in names for f in fields if (f.plan, f.field) == (plan, name) and f.value
    )
    if not found:
        return Evidence(total=len(fields), plans=plans, reason=Reason.NO_MATCH)
    return Evidence(found, len(fields), plans)


def _with_appendices(query: Query, plans: Sequence[str], world: World, total: int) -> Evidence:
    """The titles of the plans that have an appendix, and of those that have none; where plans are asked for, of the
    ones that are asked for."""
    fields = sorted((f for f in world.records(HeaderField, plans) if f.value), key=lambda f: f.field != "title")
    titles = list({field.plan: field for field in reversed(fields)}.values())  # a field of each plan: its title, if any
    titles.sort(key=lambda field: plans.index(field.plan))
    having = tuple(title for title in titles if _appendices(title.plan, world))
    without = tuple(title for title in titles if title not in having)
    if query.by_plan:
        having, without = ((), without) if query.negated else (having, ())
    if not having and not without:
        return Evidence(total=total, plans=tuple(plans), reason=Reason.NO_MATCH)
    return Evidence((*having, *without), total, tuple(plans), {"with": having, "without": without})


def _appendices(plan: str, world: World) -> list[Block]:
    """The headings of a plan's appendices."""
    labels = dict.fromkeys(
        r.appendix for r in world.plans[plan].records if isinstance(r, (Task, Target)) and r.appendix
    )
    return [block for block in world.plans[plan].blocks if block.kind == "heading" and block.label in labels]


def _by_appendices(query: Query, evidence: Evidence, world: World) -> Iterator[Claim]:
    """Which plans have an appendix, each with its heading; which have none, each with its title."""
    for key, said in (("with", "with_appendix"), ("without", "without_appendix")):
        titles = [title for title in evidence.apart[key] if isinstance(title, HeaderField)]
        if titles:
            names = listed([world.locality(title.plan) for title in titles], query.language)
            text = phrase(said, query.language, plans=names)
            yield Claim(text, tuple(map(world.cite, titles)), derived=(text,))
        for title in titles:
            for heading in _appendices(title.plan, world):
                item = phrase("plan_item", query.language, locality=world.locality(title.plan), title=heading.cell.text)
                yield Claim("- " + item, (_source(title.plan, heading, world),))


def compose(query: Query, evidence: Evidence, world: World) -> Draft:
    """Of each plan its head and its parts; the parts only where a plan is named."""
    records = [record for record in evidence.records if isinstance(record, HeaderField)]
    if query.appendix_asked:
        return Draft(Status.ANSWERED, tuple(_by_appendices(query, evidence, world)), (), None)
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
