"""Whether the store answers a question that the page would offer: found out once for a state of the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ingest.errors import PlanAssistantError

MOST = 5000  # questions; then it begins anew

Asked = Callable[[str], str]


class Answerable:
    """`status` asks a question and gives its answer's status; `plans` are the same object until the store changes."""

    def __init__(self, status: Asked, plans: Callable[[], Mapping[str, Any]]) -> None:
        self._status = status
        self._plans = plans
        self._known: tuple[Mapping[str, Any], dict[str, bool]] = ({}, {})

    def __call__(self, question: str) -> bool:
        plans, (state, known) = self._plans(), self._known
        if state is not plans or len(known) >= MOST:
            known = {}
            self._known = (plans, known)
        if question not in known:
            known[question] = self._answered(question)
        return known[question]

    def _answered(self, question: str) -> bool:
        try:
            return self._status(question) == "answered"
        except PlanAssistantError:
            return False
