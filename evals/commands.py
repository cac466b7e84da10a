"""The commands that the CLI finds by entry point: `evaluate` and `evaluate-retrieval`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from evals.cases import DATA, Case, CaseFileError, load_cases, load_wordings
from evals.compare import compare, load_report
from evals.gate import load_thresholds, misses
from evals.junit import junit_xml
from evals.lint import lint
from evals.outcomes import Outcome
from evals.report import dump, print_comparison, print_failures, print_summary, report_json
from evals.run import Assistant, run_cases
from evals.summary import summarise
from ingest.errors import BadInput

FAILED = 1


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (see {self.prog} --help)")


def evaluate(argv: Sequence[str]) -> int:
    """Run the cases, print and write what came of them; 1 where a threshold is missed."""
    options = _parser().parse_args(list(argv))
    cases = _chosen(load_cases(options.cases), options.kind, options.case)
    thresholds = load_thresholds(options.thresholds)
    console = Console(stderr=options.json)
    if options.lint:
        return _lint(console, cases)
    old = load_report(options.compare) if options.compare else None
    out = _fresh_folder(options.out)
    outcomes = _asked(console, cases, options.store)
    summary = summarise(outcomes)
    missed = misses(summary.figures, thresholds) if options.gate else ()
    report = report_json(outcomes, summary, {"missed": [str(miss) for miss in missed]})
    print_failures(console, outcomes, options.failures)
    print_summary(console, f"{len(cases)} cases", summary)
    for miss in missed:
        console.print(f"[bold red]below the gate:[/] {miss}")
    if old is not None:
        report["compared"] = asdict(compare(old, report))
        print_comparison(console, compare(old, report))
    if out is not None:
        (out / "report.json").write_text(dump(report), encoding="utf-8")
        (out / "junit.xml").write_text(junit_xml(outcomes), encoding="utf-8")
        console.print(f"written: {out}")
    if options.json:
        print(dump(report))
    return FAILED if missed else 0


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
    add("--kind", action="append", default=[], metavar="K", help="only cases of this kind; may be repeated")
    add("--case", action="append", default=[], metavar="ID", help="only cases whose id begins so; may be repeated")
    add("--failures", type=int, default=40, metavar="N", help="print at most N failures (default 40)")
    add("--thresholds", type=Path, metavar="FILE", help="the gate's thresholds (default: the package's own)")
    add("--no-gate", dest="gate", action="store_false", help="print the figures, hold them to nothing")
    add("--lint", action="store_true", help="only prove the cases against the plans")
    return parser


def _chosen(cases: tuple[Case, ...], kinds: list[str], prefixes: list[str]) -> tuple[Case, ...]:
    chosen = tuple(
        case
        for case in cases
        if (not kinds or case.kind in kinds) and (not prefixes or case.id.startswith(tuple(prefixes)))
    )
    if not chosen:
        raise CaseFileError(f"no case of kind {kinds or 'any'} with id {prefixes or 'any'}")
    return chosen


def _fresh_folder(out: Path | None) -> Path | None:
    if out is None:
        return None
    if (out / "report.json").exists():
        raise BadInput(f"{out}: holds a report already; name another folder")
    out.mkdir(parents=True, exist_ok=True)
    return out


def _asked(console: Console, cases: Sequence[Case], store: str | None) -> tuple[Outcome, ...]:
    from evals.subject import fresh_subject, stored_subject  # noqa: PLC0415  (loads the encoder)

    with tempfile.TemporaryDirectory(prefix="plan-assistant-evaluate-") as temporary:
        subject = stored_subject(store) if store else fresh_subject(Path(temporary))
        return _run(console, subject.assistant, subject.texts, cases)


def _run(
    console: Console, assistant: Assistant, texts: Mapping[str, str], cases: Sequence[Case]
) -> tuple[Outcome, ...]:
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("asking", total=len(cases))
        return run_cases(assistant, cases, texts, lambda _: progress.advance(bar))


def _lint(console: Console, cases: Sequence[Case]) -> int:
    from evals.material import bundled_material  # noqa: PLC0415  (reads the plans)

    faults = lint(cases, bundled_material(), load_wordings(DATA))
    for fault in faults:
        console.print(str(fault), markup=False, highlight=False)
    console.print(f"{len(cases)} cases, {len(faults)} faults")
    return FAILED if faults else 0


if __name__ == "__main__":
    sys.exit(evaluate(sys.argv[1:]))
