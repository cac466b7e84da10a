"""What the turns of a conversation stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.page.strings import Strings


@dataclass(frozen=True, slots=True)
class Setting:
    """What the turns stand in: the page's language, the places of the store, the conversation's name, how to cite."""

    words: Strings
    places: tuple[str, ...] = ()
    thread: str = ""
    cite: Callable[[Mapping[str, Any]], str] | None = None
