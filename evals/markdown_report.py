"""A run as Markdown, for a pull request or a README: figures, kinds, comparison with baselines, what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_SHOWN_FAILURES = 100
BEGIN, END = "<!-- baselines -->", "<!-- /baselines -->"
"""Between these marks of a document the table of baselines is kept."""


def markdown(report: Mapping[str, Any]) -> str:
    """The report that `report_json` gives, in Markdown."""
    figures = report["figures"]
    lines = [
        "# Evaluation",
        "",
        f"{report['passed']} of {report['cases']} cases passed{_interval(report.get('interval'))}; {report['at']}.",
        "",
    ]
    missed = report.get("missed") or []
    lines += ["Below the gate: " + "; ".join(missed) + ".", ""] if missed else ["The gate holds.", ""]
    lines += ["## Figures", "", *table(("figure", "value"), [(name, number(value)) for name, value in figures.items()])]
    kinds = [(name, f"{kind['passed']}/{kind['of']}") for name, kind in report["kinds"].items()]
    lines += ["", "## Kinds", "", *table(("kind", "passed"), kinds)]
    if report.get("unseen"):
        lines += ["", "## Plans never seen", "", *_part(report["unseen"])]
    if report.get("variants"):
        rows = [(name, number(value)) for name, value in report["variants"]["figures"].items()]
        lines += ["", "## Variants", "", *table(("figure", "value"), rows)]
    if report.get("baselines"):
        lines += ["", "## Beside other pipelines", "", *baseline_table(report["baselines"])]
    if report.get("judge"):
        lines += ["", "## Judge", "", *_judge(report["judge"])]
    if report.get("compared"):
        lines += ["", "## Against the old report", "", *_compared(report["compared"])]
    lines += ["", "## Failures", "", *_failures(report["outcomes"])]
    return "\n".join(lines) + "\n"


def _judge(judged: Mapping[str, Any]) -> list[str]:
    """Scores of the judging model beside its agreement with the labels by hand."""
    rows = []
    for score, agreement in (("faithfulness", "faithful_agreement"), ("helpfulness", "helpful_agreement")):
        exact, kappa = judged[agreement]["exact"], judged[agreement]["kappa"]
        rows.append((score, number(judged[score]), f"{exact['right']}/{exact['of']}", number(kappa)))
    return [
        f"{judged['model']}, {judged['answers']} answers; never in the gate.",
        "",
        *table(("score", "value", "as labelled by hand", "kappa"), rows),
    ]


def _part(part: Mapping[str, Any]) -> list[str]:
    figures = table(("figure", "value"), [(name, number(value)) for name, value in part["figures"].items()])
    kinds = [(name, f"{kind['passed']}/{kind['of']}") for name, kind in part["kinds"].items()]
    said = f"{part['passed']} of {part['cases']} cases passed."
    return [said, "", *figures, "", *table(("kind", "passed"), kinds), "", *_failures(part["outcomes"])]


def baseline_table(baselines: Sequence[Mapping[str, Any]]) -> list[str]:
    """A row a system, a column a figure."""
    columns = list(baselines[0]["figures"])
    rows = [(row["name"], *(number(row["figures"][name]) for name in columns)) for row in baselines]
    return table(("", *(name.replace("_", " ") for name in columns)), rows)


def with_baselines(document: str, baselines: Sequence[Mapping[str, Any]]) -> str:
    """The document with its table of baselines replaced, or as it is where it has no marks for one."""
    before, mark, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        return document
    return "\n".join([before + mark, *baseline_table(baselines), end]) + after


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    ruler = "|".join(["---", *("---:" for _ in heads[1:])])
    return [f"| {' | '.join(heads)} |", f"|{ruler}|", *(f"| {' | '.join(map(_cell, row))} |" for row in rows)]


def number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _interval(interval: Sequence[float] | None) -> str:
    return f" (95%: {interval[0]:.3f}–{interval[1]:.3f})" if interval else ""


def _compared(compared: Mapping[str, Any]) -> list[str]:
    return [
        f"{compared['verdict']}: {compared['change'] or 0:+.3f}.",
        "",
        f"Better: {', '.join(compared['better']) or '–'}.",
        "",
        f"Worse: {', '.join(compared['worse']) or '–'}.",
    ]


def _failures(outcomes: Sequence[Mapping[str, Any]]) -> list[str]:
    failed = [row for row in outcomes if not row["passed"]]
    rows = [
        (row["id"], " → ".join([*row["history"], row["question"]])[:160], "; ".join(_reasons(row))[:240])
        for row in failed[:_SHOWN_FAILURES]
    ]
    more = len(failed) - len(rows)
    lines = table(("case", "question", "why"), rows) if rows else ["None."]
    return [*lines, *(["", f"… and {more} more."] if more else [])]


def _reasons(row: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {why}" for name, why in row["failures"].items()]


def _cell(text: str) -> str:
    folded = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return folded.replace("|", "\\|").replace("<", "&lt;")
