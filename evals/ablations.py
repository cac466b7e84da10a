"""The product with one of its parts taken out, for a while: what each part is worth, and what breaks without it.

The parts are replaced where the pipeline looks them up. This is the one place that reaches into the assistant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from assistant import pipeline, verify, wording
from assistant.calibration import CALIBRATION
from assistant.conversation import understood
from assistant.turns import Ask, Query
from vectorstore.accents import AccentModel

_ANSWERED_FROM_RECORDS = frozenset(Ask) - {Ask.GREETING, Ask.THANKS, Ask.HELP, Ask.TEXT}


@contextmanager
def calibrated(**values: float) -> Iterator[None]:
    """Other thresholds of the evidence gate. The shared instance is changed, as every module holds that one."""
    before = {name: getattr(CALIBRATION, name) for name in values}
    try:
        for name, value in values.items():
            object.__setattr__(CALIBRATION, name, value)
        yield
    finally:
        for name, value in before.items():
            object.__setattr__(CALIBRATION, name, value)


@contextmanager
def without_records() -> Iterator[None]:
    """Every question is answered from passages."""

    def as_text(*arguments: Any) -> Query:
        query = understood(*arguments)
        return replace(query, ask=Ask.TEXT) if query.ask in _ANSWERED_FROM_RECORDS else query

    with patch.object(pipeline, "understood", as_text):
        yield


@contextmanager
def without_evidence_gate() -> Iterator[None]:
    """Whatever is nearest counts as evidence."""
    with calibrated(row=0.0, row_english=0.0, passage=0.0, passage_english=0.0, passage_meaning=0.0):
        yield


@contextmanager
def without_claim_gate() -> Iterator[None]:
    """A claim is said whether or not its quotes hold it."""
    with patch.object(verify, "unproved", lambda claim: ()):
        yield


@contextmanager
def without_gates() -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(without_evidence_gate())
        stack.enter_context(without_claim_gate())
        yield


@contextmanager
def without_accents() -> Iterator[None]:
    """What is typed without accents is taken as it stands."""
    with (
        patch.object(AccentModel, "restore", lambda self, query: query),
        patch.object(wording, "_typed_without_accents", lambda words: False),
    ):
        yield
