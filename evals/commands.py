"""The commands that the CLI finds by entry point: `evaluate` and `evaluate-retrieval`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rich.console import Console

from evals.cases import DATA, Case, CaseFileError, load_cases, load_wordings
from evals.compare import compare, load_report
from evals.gate import Miss, load_thresholds
from evals.html_report import html
from evals.junit import junit_xml
from evals.lint import lint
from evals.markdown_report import markdown, with_baselines
from evals.report import (
    dump,
    outcome_json,
    part_json,
    print_baselines,
    print_comparison,
    print_failures,
    print_figures,
    print_judged,
    print_summary,
    report_json,
)
from evals.unseen import unseen_cases, unseen_material
from ingest.errors import BadInput

if TYPE_CHECKING:
    from assistant.model.language_model import LanguageModel
    from evals.session import Run

FAILED = 1
_WIDTH = 130  # of tables that go into a log


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (see {self.prog} --help)")


def evaluate(argv: Sequence[str]) -> int:
    """Run the cases, print and write what came of them; 1 where a threshold is missed."""
    options = _parser().parse_args(list(argv))
    cases = _chosen(load_cases(options.cases), options)
    unseen = _chosen(unseen_cases(), options) if options.cases is None and options.store is None else ()
    if not cases and not unseen:
        raise CaseFileError(f"no case of kind {options.kind or 'any'} with id {options.case or 'any'}")
    thresholds = load_thresholds(options.thresholds)
    console = Console(stderr=options.json, width=None if sys.stdout.isatty() else _WIDTH)
    if options.lint:
        return _lint(console, cases, unseen)
    old = load_report(options.compare) if options.compare else None
    out = _fresh_folder(options.out)
    model = _judging_model() if options.judge else None
    from evals.session import run  # noqa: PLC0415  (loads the encoder)

    done = run(
        console,
        cases,
        options.store,
        with_variants=options.variants,
        with_baselines=options.baselines,
        unseen=unseen,
    )
    missed = done.missed(thresholds) if options.gate else ()
    report = _report(done, missed, old)
    if model is not None:
        report["judge"] = _judged(console, model, done)
    _print(console, done, options.failures)
    if model is not None:
        print_judged(console, report["judge"])
    if old is not None:
        print_comparison(console, compare(old, report))
    for miss in missed:
        console.print(f"[bold red]below the gate:[/] {miss}")
    if out is not None:
        _write(out, report, junit_xml((*done.outcomes, *done.varied, *done.unseen)))
        console.print(f"written: {out}")
    for document in options.table if done.baselines else ():
        _keep_table(document, report)
    if options.json:
        print(dump(report))
    return FAILED if missed else 0


def _keep_table(document: Path, report: dict[str, Any]) -> None:
    """The table of baselines in a document, or, in a JSON file, the figures that it is made of."""
    if document.suffix == ".json":
        kept = {"cases": report["cases"], "at": report["at"], "baselines": report["baselines"]}
        document.write_text(dump(kept), encoding="utf-8")
    else:
        document.write_text(with_baselines(document.read_text(encoding="utf-8"), report["baselines"]), encoding="utf-8")


def _print(console: Console, done: Run, failures: int) -> None:
    """Every part that was asked."""
    print_failures(console, (*done.outcomes, *done.varied, *done.unseen), failures)
    if done.outcomes:
        print_summary(console, f"{len(done.outcomes)} cases", done.summary)
    if done.varied:
        print_figures(console, f"{len(done.varied)} variants", done.variant_figures)
    if done.unseen:
        print_summary(console, f"{len(done.unseen)} cases about plans never seen", done.unseen_summary)
    if done.baselines:
        print_baselines(console, done.baselines)


def _report(done: Run, missed: Sequence[Miss], old: dict[str, Any] | None) -> dict[str, Any]:
    report = report_json(done.outcomes, done.summary, {"missed": [str(miss) for miss in missed]})
    if done.varied:
        report["variants"] = {
            "figures": done.variant_figures,
            "outcomes": [outcome_json(outcome) for outcome in done.varied],
        }
    if done.unseen:
        report["unseen"] = part_json(done.unseen, done.unseen_summary)
    if done.baselines:
        report["baselines"] = [asdict(row) for row in done.baselines]
    if old is not None:
        found = compare(old, report)
        report["compared"] = asdict(found) | {"verdict": found.verdict}
    return report


def _judging_model() -> LanguageModel:
    """The model of the settings, which must be there where a judge is asked for."""
    from assistant.model.language_model import language_model  # noqa: PLC0415  (a model's client)
    from assistant.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    if settings.llm is None:
        raise BadInput("--judge needs a language model: set PLAN_ASSISTANT_LLM=provider:model")
    model = language_model(settings, count=len)
    model.check()
    return model


def _judged(console: Console, model: LanguageModel, done: Run) -> dict[str, Any]:
    from evals.model_judge import judge_of, judged, load_labels  # noqa: PLC0415  (a model's client)
    from evals.session import bar  # noqa: PLC0415

    labels = load_labels()
    with bar(console, "judge", len(labels) + len(done.outcomes)) as advance:
        return judged(model.name, judge_of(model), labels, done.outcomes, advance).to_json()


def _write(out: Path, report: dict[str, Any], junit: str) -> None:
    (out / "report.json").write_text(dump(report), encoding="utf-8")
    (out / "report.html").write_text(html(report), encoding="utf-8")
    (out / "report.md").write_text(markdown(report), encoding="utf-8")
    (out / "junit.xml").write_text(junit, encoding="utf-8")


def evaluate_retrieval(argv: Sequence[str]) -> int:
    """Hit, recall and MRR of the retriever on a set in BEIR's form."""
    from evals.retrieval import command  # noqa: PLC0415  (its own libraries wait until it runs)

    return int(command(argv))


def _parser() -> _Parser:
    parser = _Parser(
        prog="plan-assistant evaluate", description="Ask the evaluation cases and hold the answers to them."
    )
    add = parser.add_argument
    add("--cases", type=Path, metavar="FILE", help="a case file or a folder of them (default: the package's own)")
    add("--out", type=Path, metavar="DIR", help="write the report here; a folder with a report in it is refused")
    add("--json", action="store_true", help="print the report as JSON and nothing else on stdout")
    add("--store", metavar="S", help="evaluate on this store instead of a fresh one with the five plans")
    add("--compare", type=Path, metavar="OLD.json", help="name what got better and worse since that report")
    add("--variants", action="store_true", help="ask the metamorphic variants of the answerable cases too")
    add("--baselines", action="store_true", help="run other pipelines, and ours without its parts, on the same cases")
    add(
        "--table",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="renew its table of baselines (.json: keep the figures)",
    )
    add("--judge", action="store_true", help="have the configured language model score the answers; never in the gate")
    add("--kind", action="append", default=[], metavar="K", help="only cases of this kind; may be repeated")
    add("--case", action="append", default=[], metavar="ID", help="only cases whose id begins so; may be repeated")
    add("--failures", type=int, default=40, metavar="N", help="print at most N failures (default 40)")
    add("--thresholds", type=Path, metavar="FILE", help="the gate's thresholds (default: the package's own)")
    add("--no-gate", dest="gate", action="store_false", help="print the figures, hold them to nothing")
    add("--lint", action="store_true", help="only prove the cases against the plans")
    return parser


def _chosen(cases: Iterable[Case], options: argparse.Namespace) -> tuple[Case, ...]:
    return tuple(
        case
        for case in cases
        if (not options.kind or case.kind in options.kind)
        and (not options.case or case.id.startswith(tuple(options.case)))
    )


def _fresh_folder(out: Path | None) -> Path | None:
    if out is None:
        return None
    if (out / "report.json").exists():
        raise BadInput(f"{out}: holds a report already; name another folder")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _lint(console: Console, cases: Sequence[Case], unseen: Sequence[Case]) -> int:
    from evals.material import bundled_material  # noqa: PLC0415  (reads the plans)

    wordings = load_wordings(DATA)
    faults = lint(cases, bundled_material(), wordings)
    if unseen:
        faults += lint(unseen, unseen_material(), wordings)
    for fault in faults:
        console.print(str(fault), markup=False, highlight=False)
    console.print(f"{len(cases) + len(unseen)} cases, {len(faults)} faults")
    return FAILED if faults else 0


if __name__ == "__main__":
    sys.exit(evaluate(sys.argv[1:]))
