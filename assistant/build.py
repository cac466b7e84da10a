"""The one place that chooses concrete classes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.known import Known
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings, load_settings
from assistant.world import World
from ingest.errors import ModelError
from vectorstore.snapshot import Snapshot

if TYPE_CHECKING:
    from assistant.aide import Aide


class Worlds:
    """The world of the store's present state; when it has changed, the next is made from the last."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._built: World | None = None

    def __call__(self) -> World:
        index = self._library.index()
        built = self._built
        if built is None or built.index is not index:
            built = self._built = World(self._known(index.snapshot), index)
        return built

    def _known(self, snapshot: Snapshot) -> Known:
        if self._built is None:
            return Known(snapshot.plans, snapshot.passages)
        change = snapshot.since(self._built.index.snapshot)
        return self._built.known.changed(snapshot.plans, snapshot.passages, change)


def assistant_of(library: Library, *, check: bool = False, said: Callable[[str], None] | None = None) -> Assistant:
    """The assistant over a library that is open, with the language model of its settings.

    `check` asks the model once. One that cannot be used is told in one line, and the assistant does without.
    """
    return Assistant(Worlds(library), _aide(library, check, said or _to_stderr))


def _aide(library: Library, check: bool, said: Callable[[str], None]) -> Aide | None:
    """The model of the settings; None where there is none, or none that can be used. Nothing is imported without."""
    if library.settings.llm is None:
        return None
    from assistant.model.aide import ModelAide  # noqa: PLC0415
    from assistant.model.language_model import language_model  # noqa: PLC0415

    try:
        model = language_model(library.settings, library.encoder.count_tokens)
        if check:
            model.check()
    except ModelError as error:
        said(f"{error}; answers are composed without it")
        return None
    return ModelAide(model)


def _to_stderr(line: str) -> None:
    print(f"plan-assistant: {line}", file=sys.stderr)


def build_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant by settings (default: from the environment). A store at its first use gets the five plans."""
    library = Library(settings or load_settings())
    library.fill()
    return assistant_of(library)
