"""One run of the evaluation, from the subject to the figures: cases, variants and baselines as they are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from evals.aside import beside
from evals.baseline import compare_systems, systems
from evals.cases import Case
from evals.gate import Miss, PartBounds, Thresholds, kind_misses, misses, named
from evals.outcomes import Outcome
from evals.run import run_cases
from evals.subject import Subject, fresh_subject, stored_subject
from evals.summary import Compared, Summary, summarise
from evals.variants import run_variants, variant_figures, variants
from ingest.text import syllables

Advance = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run; a part that was not asked for is empty."""

    outcomes: tuple[Outcome, ...]
    summary: Summary
    varied: tuple[Outcome, ...] = ()
    baselines: tuple[Compared, ...] = ()
    unseen: tuple[Outcome, ...] = ()

    @property
    def unseen_summary(self) -> Summary:
        return summarise(self.unseen)

    @property
    def variant_figures(self) -> dict[str, float | None]:
        return variant_figures(self.varied) if self.varied else {}

    def missed(self, thresholds: Thresholds) -> tuple[Miss, ...]:
        """The thresholds that are missed in each part that was asked."""
        found: tuple[Miss, ...] = ()
        if self.outcomes:
            found += missed_by(self.summary, thresholds)
        if self.varied:
            found += misses(self.variant_figures, thresholds.variants)
        if self.unseen:
            found += named("unseen", missed_by(self.unseen_summary, thresholds.unseen))
        return found


def missed_by(summary: Summary, thresholds: PartBounds) -> tuple[Miss, ...]:
    """The thresholds that a part's figures and kinds do not reach."""
    shares = {kind.kind: kind.passed.value for kind in summary.kinds}
    return (*misses(summary.figures, thresholds), *kind_misses(shares, thresholds))


def run(
    console: Console,
    cases: Sequence[Case],
    store: str | None,
    *,
    with_variants: bool,
    with_baselines: bool,
    unseen: Sequence[Case] = (),
) -> Run:
    """Asks everything, on the store or on a fresh one with the five plans; `unseen` at the same time, in a process of
    its own, on another store."""
    with tempfile.TemporaryDirectory(prefix="plan-assistant-evaluate-") as temporary, beside(unseen) as others:
        folder = Path(temporary)
        subject = stored_subject(store) if store else fresh_subject(folder / "five")
        with others(folder / "five") as later:
            with bar(console, "cases", len(cases)) as advance:
                outcomes = run_cases(subject.assistant, cases, subject.texts, advance)
            varied = _varied(console, subject, cases, outcomes) if with_variants else ()
            baselines = _baselines(console, subject, cases, outcomes) if with_baselines else ()
            with console.status("plans never seen"):
                return Run(outcomes, summarise(outcomes), varied, baselines, later())


def _varied(
    console: Console, subject: Subject, cases: Sequence[Case], outcomes: Sequence[Outcome]
) -> tuple[Outcome, ...]:
    known = {word for text in subject.texts.values() for word in syllables(text)}
    made = variants(cases, known)
    with bar(console, "variants", len(made)) as advance:
        return run_variants(subject.assistant, outcomes, made, subject.texts, advance)


def _baselines(
    console: Console, subject: Subject, cases: Sequence[Case], outcomes: Sequence[Outcome]
) -> tuple[Compared, ...]:
    others = systems(subject)
    with bar(console, "baselines", len(cases) * len(others)) as advance:
        return compare_systems(others, cases, outcomes, subject.texts, advance)


@contextmanager
def bar(console: Console, title: str, total: int) -> Iterator[Advance]:
    """A bar on the console, gone when it is full; what it gives moves it on by one."""
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda *done: progress.advance(task)
