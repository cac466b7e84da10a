"""The plans, their reading reports and what an upload would bring, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from assistant import reading
from assistant.page.entries import entries
from assistant.page.escaping import escaped, shown
from assistant.page.links import download, source_address
from assistant.page.office import place_of
from assistant.page.strings import Strings
from ingest.records import Plan, Span
from ingest.summary import file_reading
from prompts import phrase
from prompts.lines import told
from vectorstore.intake import Intake, Status

SHELVED = 100  # plans; a store of thousands is looked up in the other tabs
SAMPLES = 6  # records of a preview
STRETCHES = 12  # of what was not understood, in a report
_SAMPLED = ("task", "target", "duty", "report", "header")  # what tells most of a reading comes first


def shelf(plans: Mapping[str, Plan], words: Strings, seconds: Mapping[str, float]) -> str:
    """Every plan with its state; its reading report is folded away under it. `seconds` that its reading took, by id."""
    if not plans:
        return f'<p class="empty">{escaped(words("documents_none"))}</p>'
    items = "".join(_plan(plan, words, seconds.get(plan.id)) for plan in islice(plans.values(), SHELVED))
    count = words("documents_count", shown=min(SHELVED, len(plans)), count=len(plans))
    return f'<p class="bar">{escaped(count)}</p><ul class="shelf">{items}</ul>'


def _plan(plan: Plan, words: Strings, seconds: float | None) -> str:
    warned = reading.warnings(plan) or plan.report.uncovered
    state = words("state_look" if warned else "state_good", coverage=f"{reading.coverage(plan):g}")
    facts = [plan.source.name, words("records_count", count=len(plan.records))]
    facts += [words("pages_count", count=len(plan.source.pages))] if plan.source.pages else []
    original = download(f"/page/originals/{plan.id}", words("take_original"))
    return (
        f'<li><div class="plan-head"><h2>{escaped(place_of(plan))}</h2><p>{escaped(plan.document)}</p>'
        f'<p class="title">{shown(plan.title or "")}</p><p class="facts">{escaped(" · ".join(facts))}</p></div>'
        f'<p class="state {"state-look" if warned else "state-good"}">{escaped(state)}</p>'
        f'<div class="tools">{original}</div>'
        f"<details><summary>{escaped(words('report'))}</summary>{_report(plan, words, seconds)}</details></li>"
    )


def _report(plan: Plan, words: Strings, seconds: float | None) -> str:
    """What a reader of the report wants to see: how it was read, what was found, and what is in doubt."""
    read = "".join(f"<li>{escaped(each)}</li>" for each in _figures(plan, words, seconds))
    parts = [f"<h3>{escaped(words('report_read'))}</h3><ul>{read}</ul>"]
    parts.append(f"<h3>{escaped(words('report_found'))}</h3>{_counts(plan.report.found, words)}")
    parts.append(
        _listed(words("report_warnings"), (shown(told(each, words.language)) for each in reading.warnings(plan)))
    )
    stretches = [_stretch(plan, each, words) for each in plan.report.uncovered[:STRETCHES]]
    parts.append(_listed(words("report_not_understood"), stretches))
    torn = (_torn(plan, each, words) for each in reading.disagreements((plan,), ()))
    parts.append(_listed(words("report_torn"), torn))
    return "".join(parts)


def _figures(plan: Plan, words: Strings, seconds: float | None) -> Iterator[str]:
    """Pages and those read by character recognition, how well the words are spelt, the head, headings, rows, time."""
    figures = file_reading(plan)
    if figures.pages:
        yield words("report_pages", pages=figures.pages, scanned=figures.scanned)
    if figures.quality is not None:
        yield words("report_quality", quality=f"{figures.quality:g}")
    missing = ", ".join(phrase(f"field_{name}", words.language) for name in figures.missing)
    whole = len(figures.header) + len(figures.missing)
    yield words(
        "report_head_missing" if missing else "report_head", found=len(figures.header), whole=whole, missing=missing
    )
    yield words("report_parts", sections=figures.sections, rows=figures.rows)
    if seconds is not None:
        yield words("report_seconds", seconds=f"{seconds:.1f}")


def _counts(found: Mapping[str, int], words: Strings) -> str:
    items = "".join(
        f"<li>{escaped(words(f'kind_{kind}'))}: <b>{count}</b></li>"
        for kind, count in found.items()
        if kind in reading.RECORD_KINDS and count
    )
    return f'<ul class="counts">{items}</ul>'


def _listed(title: str, items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<h3>{escaped(title)}</h3><ul>{listed}</ul>" if listed else ""


def _stretch(plan: Plan, stretch: Span, words: Strings) -> str:
    address = source_address(plan.id, [stretch], words("report_not_understood"), words)
    text = " ".join(plan.source.text[slice(*stretch)].split())[:300]
    return f'<button type="button" class="line" data-source="{escaped(address)}">{shown(text)}</button>'


def _torn(plan: Plan, found: Mapping[str, Any], words: Strings) -> str:
    sides = []
    for side in (found["first"], found["second"]):
        address = source_address(plan.id, side["spans"], side["place"], words)
        value = " ".join(str(part) for part in (side["value"], side["unit"]) if part)
        sides.append(
            f'<button type="button" class="line" data-source="{escaped(address)}">{shown(value)}'
            f"<small>{escaped(side['place'])}</small></button>"
        )
    return f"{shown(found['indicator'])}: {''.join(sides)}"


def preview(name: str, plan: Plan | None, error: str | None, here: Sequence[Plan], words: Strings) -> str:
    """What a file would bring. `here` are the store's plans of the same place."""
    if plan is None:
        return f'<section class="preview bad"><h2>{escaped(name)}</h2><p>{shown(error or "")}</p></section>'
    summary = reading.summary_fields(plan)
    notes = [
        *(told(each, words.language) for each in reading.warnings(plan)),
        *([words("preview_same", place=place_of(plan))] if here else []),
    ]
    notes += [] if plan.locality else [words("preview_no_place")]
    warned = "".join(f'<p class="warning">{shown(note)}</p>' for note in notes)
    lines = sorted(entries((plan,), words.language), key=lambda entry: _rank(entry.record.kind))[:SAMPLES]
    samples = "".join(
        f"<tr><td>{escaped(words(f'kind_{each.record.kind}'))}</td><td>{shown(each.number)}</td><td>{shown(each.what)}</td>"
        f"<td>{shown(each.who)}</td><td>{shown(each.when)}</td></tr>"
        for each in lines
    )
    return (
        f'<section class="preview"><h2>{escaped(name)}</h2>'
        f"<p><b>{escaped(place_of(plan) if plan.locality else '…')}</b> · {escaped(plan.document)}</p>"
        f"<p>{escaped(words('preview_read', coverage=format(summary['coverage'], 'g'), count=len(plan.records)))}</p>"
        f'<p class="facts">{escaped(" · ".join(_figures(plan, words, None)))}</p>'
        f"{_counts(plan.report.found, words)}{warned}"
        f'<div class="records"><table><tbody>{samples}</tbody></table></div></section>'
    )


def _rank(kind: str) -> int:
    return _SAMPLED.index(kind) if kind in _SAMPLED else len(_SAMPLED)


def bar(done: float, whole: int, what: str, words: Strings) -> str:
    """How far it is: a bar of `done` of `whole`, and what is being done."""
    share = f"{100 * done / whole if whole else 0:.0f}"
    label = escaped(words("progress"))
    return (
        f'<div class="progress"><p role="status">{escaped(what)}</p>'
        f'<progress max="100" value="{share}" aria-label="{label}">{share}%</progress></div>'
    )


def outcome(taken: Iterable[Intake], failed: Iterable[str], plans: Mapping[str, Plan], words: Strings) -> str:
    """A line for each file."""
    lines = []
    for each in taken:
        if each.status is Status.FAILED:
            text = told(str(each.error).replace(f"{each.path.parent}/", ""), words.language)
            lines.append(f'<li class="bad">{shown(text)}</li>')
            continue
        plan = plans.get(each.plan or "")
        place = place_of(plan) if plan else str(each.plan)
        said = words(f"intake_{each.status}", name=each.path.name, place=place, count=each.records)
        lines.append(f'<li class="good">{escaped(said)}</li>')
    lines += [f'<li class="bad">{shown(text)}</li>' for text in failed]
    return f'<ul class="outcome" role="status">{"".join(lines)}</ul>'
