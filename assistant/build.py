"""The one place that chooses concrete classes."""

from __future__ import annotations

from assistant.known import Known
from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings, load_settings
from assistant.world import World


class Worlds:
    """The world of the store's present state; built again only when the store has changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._built: tuple[str, World] | None = None

    def __call__(self) -> World:
        index = self._library.index()
        snapshot = index.snapshot
        built = self._built
        if built is None or built[0] != snapshot.generation:
            built = (snapshot.generation, World(Known(snapshot.plans, snapshot.passages), index))
            self._built = built
        return built[1]


def assistant_of(library: Library) -> Assistant:
    """The assistant over a library that is open."""
    return Assistant(Worlds(library))


def build_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant by settings (default: from the environment). A store at its first use gets the five plans."""
    library = Library(settings or load_settings())
    library.fill()
    return assistant_of(library)
