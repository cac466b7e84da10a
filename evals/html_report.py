"""A run as one HTML file: charts, tables, and a row a case with its answer, its evidence and why it failed.

Nothing is fetched and nothing runs; whatever a case or an answer holds is shown as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from evals.charts import Bar, bar_chart
from evals.markdown_report import number

_SHARES = (
    "passed",
    "status",
    "fact_exactness",
    "record_precision",
    "record_recall",
    "evidence_recall",
    "citation_precision",
    "citation_recall",
    "verbatim",
    "refusal_precision",
    "refusal_recall",
    "follow_up",
    "language",
    "contract",
)


def html(report: Mapping[str, Any]) -> str:
    """The report that `report_json` gives, as a page of its own."""
    style = files("evals").joinpath("data/report.css").read_text(encoding="utf-8")
    sections = [
        _head(report),
        _figures(report),
        _kinds(report),
        _kinds(report["unseen"], "Kinds, of plans never seen") if report.get("unseen") else "",
        _variants(report.get("variants")),
        _baselines(report.get("baselines")),
        _judge(report.get("judge")),
        _compared(report.get("compared")),
        _cases("Cases", report["outcomes"]),
        _cases("Plans never seen", (report.get("unseen") or {}).get("outcomes", ())),
        _cases("Variants that differ", _failed((report.get("variants") or {}).get("outcomes", ()))),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation</title>'
        f"<style>{style}</style></head><body><main>{''.join(sections)}</main></body></html>"
    )


def _head(report: Mapping[str, Any]) -> str:
    missed = report.get("missed") or []
    gate = (
        "".join(f'<li class="bad">below the gate: {_text(miss)}</li>' for miss in missed)
        or '<li class="good">the gate holds</li>'
    )
    return (
        f"<header><h1>Evaluation</h1><p>{report['passed']} of {report['cases']} cases passed"
        f" · {_text(report['at'])}</p><ul>{gate}</ul></header>"
    )


def _figures(report: Mapping[str, Any]) -> str:
    figures = report["figures"]
    interval = _pair(report.get("interval"))
    bars = [
        Bar(name.replace("_", " "), figures.get(name), interval=interval if name == "passed" else None)
        for name in _SHARES
    ]
    others = {name: value for name, value in figures.items() if name not in _SHARES}
    return f"<section><h2>Figures</h2>{bar_chart('Figures of the run', bars)}{_table(others.items())}</section>"


def _kinds(report: Mapping[str, Any], title: str = "Kinds") -> str:
    bars = [
        Bar(name, kind["passed"] / kind["of"] if kind["of"] else None, f"({kind['passed']}/{kind['of']})")
        for name, kind in report["kinds"].items()
    ]
    return f"<section><h2>{title}</h2>{bar_chart('Share of each kind that passes', bars)}</section>"


def _variants(variants: Mapping[str, Any] | None) -> str:
    if not variants:
        return ""
    bars = [Bar(name.removeprefix("variants_"), value) for name, value in variants["figures"].items()]
    return f"<section><h2>Variants</h2>{bar_chart('Same answer as the original', bars)}</section>"


def _baselines(baselines: Sequence[Mapping[str, Any]] | None) -> str:
    if not baselines:
        return ""
    last = len(baselines) - 1
    bars = [
        Bar(row["name"], row["figures"]["passed"], interval=_pair(row["interval"]), marked=at == last)
        for at, row in enumerate(baselines)
    ]
    names = list(baselines[0]["figures"])
    head = "".join(f"<th>{_text(name.replace('_', ' '))}</th>" for name in names)
    rows = "".join(
        f"<tr><th>{_text(row['name'])}</th>"
        + "".join(f"<td>{number(row['figures'][name])}</td>" for name in names)
        + "</tr>"
        for row in baselines
    )
    chart = bar_chart("Share of the cases that pass", bars)
    return (
        f"<section><h2>Beside other pipelines</h2>{chart}"
        f'<div class="wide"><table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>'
    )


def _judge(judged: Mapping[str, Any] | None) -> str:
    if not judged:
        return ""
    scores = {"faithfulness": "faithful_agreement", "helpfulness": "helpful_agreement"}
    chart = bar_chart("Scores of the judging model", [Bar(score, judged[score]) for score in scores])
    agreements = "; ".join(
        f"{score}: {judged[key]['exact']['right']}/{judged[key]['exact']['of']} as labelled by hand,"
        f" kappa {number(judged[key]['kappa'])}"
        for score, key in scores.items()
    )
    return f"<section><h2>Judge: {_text(judged['model'])}</h2>{chart}<p>{_text(agreements)}</p></section>"


def _compared(compared: Mapping[str, Any] | None) -> str:
    if not compared:
        return ""
    lists = "".join(
        f"<dt>{name} ({len(compared[name])})</dt><dd>{_text(', '.join(compared[name]) or '–')}</dd>"
        for name in ("better", "worse")
    )
    return f"<section><h2>Against the old report: {_text(compared['verdict'])}</h2><dl>{lists}</dl></section>"


def _failed(outcomes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in outcomes if not row["passed"]]


def _cases(title: str, outcomes: Sequence[Mapping[str, Any]]) -> str:
    if not outcomes:
        return ""
    ordered = sorted(outcomes, key=lambda row: bool(row["passed"]))
    return f"<section><h2>{title}</h2>{''.join(map(_case, ordered))}</section>"


def _case(row: Mapping[str, Any]) -> str:
    answer = row.get("answer") or {}
    asked = " → ".join([*row["history"], row["question"]])
    why = "".join(f"<li><b>{_text(name)}</b> {_text(reason)}</li>" for name, reason in row["failures"].items())
    quotes = "".join(
        f"<li>[{_text(c['number'])}] <b>{_text(c.get('plan'))}</b>, {_text(c.get('place'))}: "
        f"{_text(c.get('quote'))}</li>"
        for c in answer.get("citations") or ()
    )
    said = f'<p class="answer">{_text(answer.get("answer") or row.get("error"))}</p>'
    mark = "good" if row["passed"] else "bad"
    return (
        f'<details class="{mark}"><summary><span class="mark">{"✓" if row["passed"] else "✗"}</span> '
        f"<code>{_text(row['id'])}</code> {_text(asked[:300])}</summary>"
        + (f'<ul class="why">{why}</ul>' if why else "")
        + f'{said}<ul class="quotes">{quotes}</ul><p class="from">{_text(row["source"])} · '
        f"{_text(answer.get('status'))} · {row['seconds'] * 1000:.0f} ms</p></details>"
    )


def _table(rows: Iterable[tuple[str, float | None]]) -> str:
    cells = "".join(
        f"<tr><th>{_text(name.replace('_', ' '))}</th><td>{number(value)}</td></tr>" for name, value in rows
    )
    return f"<table><tbody>{cells}</tbody></table>"


def _pair(interval: Sequence[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _text(value: object) -> str:
    """As text and nothing else; control characters are shown as such."""
    shown = "".join(c if c.isprintable() or c in "\n\t" else "�" for c in str(value if value is not None else ""))
    return escape(shown, quote=True)
