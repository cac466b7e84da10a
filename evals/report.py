"""A run on the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.compare import FORMAT, Comparison
from evals.metrics import Share
from evals.outcomes import Outcome
from evals.summary import Compared, Summary


def print_summary(console: Console, title: str, summary: Summary) -> None:
    """A table per kind, then the figures over all."""
    table = Table(title=title, title_justify="left")
    for column in ("kind", "passed", "status", "facts", "records", "evidence", "wrong", "p95 ms"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind in summary.kinds:
        row = (kind.passed, kind.status, kind.facts, kind.records, kind.evidence)
        table.add_row(kind.kind, *map(_of, row), str(kind.wrong or ""), f"{kind.p95:.1f}" if kind.p95 else "–")
    table.add_section()
    table.add_row("all", _of(summary.passed), "", "", "", "", "", "")
    console.print(table)
    interval = "" if summary.interval is None else f" (95%: {summary.interval[0]:.3f}–{summary.interval[1]:.3f})"
    console.print(f"passed {_figure(summary.figures['passed'])}{interval}")
    console.print("  ".join(f"{name} {_figure(value)}" for name, value in summary.figures.items() if name != "passed"))


def print_figures(console: Console, title: str, figures: Mapping[str, float | None]) -> None:
    console.print(f"[bold]{title}[/]  " + "  ".join(f"{name} {_figure(value)}" for name, value in figures.items()))


def print_baselines(console: Console, rows: Sequence[Compared]) -> None:
    """A row a system; ours stands last."""
    table = Table(title="beside other pipelines", title_justify="left")
    table.add_column("", no_wrap=True, min_width=28)
    for name in rows[0].figures:
        table.add_column(name.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(row.name, *map(_figure, row.figures.values()))
    console.print(table)


def print_judged(console: Console, judged: Mapping[str, Any]) -> None:
    """The judge's scores, and how far it can be believed: its agreement with labels by hand."""
    console.print(
        f"[bold]judge {escape(judged['model'])}[/]  {judged['answers']} answers, {judged['failed']} not judged"
    )
    for score, agreement in (("faithfulness", "faithful_agreement"), ("helpfulness", "helpful_agreement")):
        exact = judged[agreement]["exact"]
        console.print(
            f"  {score} {_figure(judged[score])}  as a person labels it {exact['right']}/{exact['of']},"
            f" kappa {_figure(judged[agreement]['kappa'])}",
            highlight=False,
        )
    for case, reason in judged["reasons"].items():
        console.print(f"  unfaithful: {escape(case)}: {escape(reason[:200])}", highlight=False, style="yellow")


def print_failures(console: Console, outcomes: Iterable[Outcome], limit: int | None = None) -> None:
    """Each failure compactly: id, question, what was expected and what came, the answer's beginning."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed[:limit]:
        case = outcome.case
        before = "".join(f"{question} → " for question in case.history)
        console.print(f"[bold red]✗ {escape(case.id)}[/] {escape(before + case.question[:300])}", highlight=False)
        for check in outcome.failures:
            console.print(f"    {check.name}: {escape(check.why[:400])}", highlight=False, style="yellow")
        if outcome.answer is not None:
            said = " ".join(str(outcome.answer.get("answer", "")).split())
            console.print(f"    [{outcome.status}] {escape(said[:260])}", highlight=False, style="dim", markup=False)
        elif outcome.error:
            console.print(f"    {escape(outcome.error[:300])}", highlight=False, style="dim")
    if limit is not None and len(failed) > limit:
        console.print(f"… and {len(failed) - limit} more")


def print_comparison(console: Console, comparison: Comparison) -> None:
    """What got better and worse, by name, and whether it is more than noise."""
    interval = comparison.interval or (0.0, 0.0)
    change = f"{comparison.change or 0:+.3f} (95%: {interval[0]:+.3f} to {interval[1]:+.3f})"
    console.print(f"[bold]against the old report:[/] {comparison.verdict}, {change}")
    for name, ids in (("better", comparison.better), ("worse", comparison.worse)):
        console.print(f"  {name} ({len(ids)}): {', '.join(ids) or '–'}", highlight=False)
    if comparison.only_old or comparison.only_new:
        console.print(f"  only in the old: {comparison.only_old}, only in the new: {comparison.only_new}")


def report_json(
    outcomes: Sequence[Outcome], summary: Summary, extra: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The whole run for machines: figures, kinds, and a row per case with its answer and why it failed."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"format": FORMAT, "at": at, **part_json(outcomes, summary), **(extra or {})}


def part_json(outcomes: Sequence[Outcome], summary: Summary) -> dict[str, Any]:
    """A set of cases: its figures, its kinds, its rows."""
    return {
        "cases": summary.cases,
        "passed": summary.passed.right,
        "interval": summary.interval,
        "figures": summary.figures,
        "kinds": {kind.kind: {"passed": kind.passed.right, "of": kind.passed.of} for kind in summary.kinds},
        "outcomes": [outcome_json(outcome) for outcome in outcomes],
    }


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """One case with all that is needed to see why it went as it did."""
    case = outcome.case
    return {
        "id": case.id,
        "kind": case.kind,
        "source": case.source,
        "question": case.question,
        "history": list(case.history),
        "variant": case.variant,
        "passed": outcome.passed,
        "checks": {check.name: check.right for check in outcome.checks},
        "failures": {check.name: check.why for check in outcome.failures},
        "expected": case.model_dump(
            mode="json",
            include={"status", "facts", "must_not", "plans", "evidence", "resolved"},
            exclude_defaults=True,
        )
        | ({"records": [str(key) for key in case.records]} if case.records is not None else {}),
        "answer": outcome.answer,
        "error": outcome.error,
        "seconds": round(outcome.seconds, 5),
    }


def dump(report: Mapping[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1, default=str)


def _of(part: Share) -> str:
    return "–" if part.value is None else f"{part.right}/{part.of}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if value < 10 else f"{value:.1f}"
