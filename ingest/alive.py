"""Signs of life of a long reading: a loader says that a page is done, and whoever waits for the file hears it.

A scan of a hundred pages may take minutes, a damaged file for ever; only the pages tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[int, int], None]

_listeners: list[Listener] = []


def page_done(number: int, count: int) -> None:
    """Called by a loader, from any thread, when a page is read: how many are, and of how many."""
    for listener in tuple(_listeners):
        listener(number, count)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Within it the listener hears of every page that this process reads."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
