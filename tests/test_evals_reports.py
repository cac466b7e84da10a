"""Reports hold every case with its answer and its fault, fetch nothing, and show markup as text."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from evals.charts import Bar, bar_chart
from evals.html_report import html
from evals.markdown_report import baseline_table, markdown, with_baselines
from evals.outcomes import Check, Outcome
from evals.report import outcome_json, report_json
from evals.summary import Compared, summarise
from tests.test_evals_run import CASE, good

EVIL = '<script>alert(1)</script><img src="http://evil/x.png">'


def report(**extra: Any) -> dict[str, Any]:
    bad = CASE.model_copy(update={"id": "bad", "question": f"{EVIL} | \x1b[31m?"})
    outcomes = [
        Outcome(CASE, good(), None, 0.01, (Check("status", True),)),
        Outcome(bad, good(answer=EVIL), None, 0.02, (Check("facts", False, f"not said: {EVIL}"),)),
    ]
    rows = [
        Compared("naive", {"passed": 0.2, "record_recall": None}, (0.1, 0.3)),
        Compared("ours", {"passed": 0.9, "record_recall": 1.0}, None),
    ]
    variants = {"figures": {"variants_same": 0.5}, "outcomes": [outcome_json(outcomes[1])]}
    return report_json(
        outcomes,
        summarise(outcomes),
        {"missed": ["passed: 0.5"], "variants": variants, "baselines": [asdict(row) for row in rows], **extra},
    )


def test_the_page_holds_each_case_with_its_answer_evidence_and_fault() -> None:
    page = html(report())
    assert page.count("<details") == 3
    assert "below the gate: passed: 0.5" in page
    assert "Trung tâm Y tế chủ trì, hạn Quý II/2026 [1]." in page
    assert "Phụ lục, mục 18" in page
    assert "not said: &lt;script&gt;" in page
    assert page.index("bad</code>") < page.index("one</code>")


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    page = html(report())
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert not re.search(r"(?:src|href)=\"", page)
    assert not re.search(r"url\(|@import", page)


def test_charts_show_what_was_not_scored_as_such() -> None:
    chart = bar_chart("Kinds", [Bar("a<b", 0.5, "(1/2)", (0.2, 0.8)), Bar("none", None)])
    assert "a&lt;b" in chart
    assert "0.500 (1/2)" in chart
    assert ">–</text>" in chart
    assert chart.count('class="bar"') == 1
    assert chart.count("whisker") == 1


def test_markdown_escapes_what_would_break_a_table() -> None:
    text = markdown(report())
    assert "1 of 2 cases passed" in text
    row = next(line for line in text.splitlines() if line.startswith("| bad |"))
    assert "&lt;script>" in row
    assert "\\|" in row
    assert "\x1b" not in text


def test_the_table_of_baselines_is_kept_between_its_marks() -> None:
    rows = report()["baselines"]
    document = "Before\n<!-- baselines -->\nold\n<!-- /baselines -->\nAfter\n"
    changed = with_baselines(document, rows)
    assert "old" not in changed
    assert "| naive | 0.200 | – |" in changed
    assert changed.startswith("Before\n")
    assert changed.endswith("After\n")
    assert with_baselines(changed, rows) == changed
    assert with_baselines("no marks", rows) == "no marks"
    assert baseline_table(rows)[0] == "|  | passed | record recall |"
