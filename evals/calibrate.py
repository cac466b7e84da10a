"""Measures the thresholds of `assistant/calibration.py` on the evaluation set: one is moved, the others stay.

`python -m evals.calibrate [--only NAME]... [--kind K]...` prints a table; what to write into the module, a person
decides. Each question is encoded once for the whole grid, so that a setting costs little more than its matching.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from assistant.calibration import CALIBRATION
from evals.ablations import calibrated
from evals.cases import Case, CaseFileError, load_cases
from evals.outcomes import Outcome
from evals.run import run_cases
from evals.subject import Subject, fresh_subject
from evals.summary import figures
from vectorstore.encoder import SentenceEncoder, Vectors

STEPS = (-0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15)
MEANING_STEPS = (-0.03, -0.02, -0.01, 0.0, 0.01, 0.02, 0.03)
"""Cosines of this encoder lie close together."""
_MEANINGS = frozenset({"far", "near", "passage_meaning", "tie", "tie_score"})
COLUMNS = ("answerable_refused", "refusal_recall", "wrong_fact_rate", "record_precision", "record_recall")


@dataclass(frozen=True, slots=True)
class Measured:
    """One setting of one threshold and what came of it."""

    name: str
    value: float
    passed: int
    of: int
    figures: dict[str, float | None]


def grid(name: str) -> tuple[float, ...]:
    """The values to try, the present one in the middle; never below 0."""
    present = float(getattr(CALIBRATION, name))
    steps = MEANING_STEPS if name in _MEANINGS else STEPS
    return tuple(sorted({max(round(present + step, 4), 0.0) for step in steps}))


def measure(subject: Subject, cases: Sequence[Case], names: Sequence[str]) -> Iterator[Measured]:
    """Every value of every threshold, in order."""
    with encoded_once():
        for name in names:
            for value in grid(name):
                with calibrated(**{name: value}):
                    yield _measured(name, value, run_cases(subject.assistant, cases, subject.texts))


def _measured(name: str, value: float, outcomes: Sequence[Outcome]) -> Measured:
    found = figures(outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    return Measured(name, value, passed, len(outcomes), {column: found[column] for column in COLUMNS})


@contextmanager
def encoded_once() -> Iterator[None]:
    """Vectors of questions are kept for as long as this lasts."""
    kept: dict[str, Vectors] = {}
    encode = SentenceEncoder.encode_queries

    def remembered(self: SentenceEncoder, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if text not in kept:
                kept[text] = encode(self, [text])[0]
        stacked: Vectors = np.stack([kept[text] for text in texts])
        return stacked

    with patch.object(SentenceEncoder, "encode_queries", remembered):
        yield


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    known = [field.name for field in fields(CALIBRATION)]
    strange = sorted(set(options.only) - set(known))
    if strange:
        raise CaseFileError(f"--only {strange[0]}: no such threshold (there are {', '.join(known)})")
    cases = [case for case in load_cases() if not options.kind or case.kind in options.kind]
    table = Table(title=f"{len(cases)} cases; * is the present value", title_justify="left")
    for column in ("threshold", "value", "passed", *(name.replace("_", " ") for name in COLUMNS)):
        table.add_column(column, justify="left" if column == "threshold" else "right")
    with tempfile.TemporaryDirectory(prefix="plan-assistant-calibrate-") as temporary:
        subject = fresh_subject(Path(temporary))
        present = {name: float(getattr(CALIBRATION, name)) for name in known}
        for row in measure(subject, cases, options.only or known):
            mark = "*" if row.value == present[row.name] else " "
            shares = ("–" if value is None else f"{value:.3f}" for value in row.figures.values())
            table.add_row(row.name, f"{row.value:.3f}{mark}", f"{row.passed}/{row.of}", *shares)
    Console(width=130).print(table)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.calibrate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this threshold; may repeat")
    parser.add_argument("--kind", action="append", default=[], metavar="K", help="only cases of this kind; may repeat")
    return parser


if __name__ == "__main__":
    sys.exit(main())
