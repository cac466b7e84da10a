"""What is evaluated: the assistant over a store, with the source texts that its quotes are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.build import assistant_of
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from evals.material import bundled_material, material_of
from ingest.errors import PlanAssistantError
from vectorstore.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Subject:
    """An assistant, the text of each plan that it knows, by plan id, and its encoder for the baselines."""

    assistant: Assistant
    texts: Mapping[str, str]
    encoder: Encoder
    library: Library

    def with_plans(self, paths: Iterable[Path]) -> Subject:
        """The same assistant after these plans were taken in beside those it has. Nothing is started again.

        Raises PlanAssistantError for a plan that is not taken in.
        """
        taken = self.library.take_in(paths)
        for intake in taken:
            if intake.error is not None:
                raise PlanAssistantError(f"{intake.path}: {intake.error}")
        plans = self.library.store.snapshot().plans
        added = material_of([plans[intake.plan] for intake in taken if intake.plan])
        return replace(self, texts={**self.texts, **added.texts})


def fresh_subject(folder: Path, cache: Path | None = None) -> Subject:
    """The assistant as installed, on a new store with the five bundled plans."""
    return _subject(Library(load_settings(store=str(folder / "store"), data=folder / "data", cache=cache)))


def stored_subject(location: str) -> Subject:
    """The assistant on a store that exists. Quotes of plans that are not bundled are not held against a text."""
    return _subject(Library(load_settings(store=location)))


def _subject(library: Library) -> Subject:
    library.fill()
    return Subject(assistant_of(library), bundled_material().texts, library.encoder, library)
