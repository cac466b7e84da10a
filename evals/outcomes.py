"""What came of a case: the answer as the contract has it, and what was right and wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evals.cases import Case
from evals.metrics import NOT_SCORED, Share

CHECKS = (
    "status",
    "facts",
    "must_not",
    "records",
    "evidence",
    "plans",
    "resolved",
    "language",
    "contract",
    "verbatim",
    "no_wrong_facts",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `why` says what was expected and what came."""

    name: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with its answer (None where it crashed) and its checks."""

    case: Case
    answer: Mapping[str, Any] | None
    error: str | None
    seconds: float
    checks: tuple[Check, ...] = ()
    counts: Mapping[str, Share] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(check.right for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.right)

    def mark(self, name: str) -> bool | None:
        """Whether a check went right; None where it was not made."""
        return next((check.right for check in self.checks if check.name == name), None)

    def count(self, name: str) -> Share:
        return self.counts.get(name, NOT_SCORED)

    @property
    def status(self) -> str:
        return "error" if self.answer is None else str(self.answer.get("status", "error"))
