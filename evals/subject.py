"""What is evaluated: an assistant over a store, with the source texts that its quotes are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.build import build_assistant
from assistant.settings import load_settings
from evals.material import bundled_material
from evals.run import Assistant


@dataclass(frozen=True, slots=True)
class Subject:
    """An assistant, and the text of each plan it knows, by plan id."""

    assistant: Assistant
    texts: Mapping[str, str]


def fresh_subject(folder: Path) -> Subject:
    """The assistant as installed, on a new store with the five bundled plans."""
    settings = load_settings(store=str(folder / "store"), data=folder / "data")
    return Subject(build_assistant(settings), bundled_material().texts)


def stored_subject(location: str) -> Subject:
    """The assistant on a store that exists. Quotes of plans that are not bundled are not held against a text."""
    return Subject(build_assistant(load_settings(store=location)), bundled_material().texts)
