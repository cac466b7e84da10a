"""What the turns of a conversation stand in, and the address at which the page fetches a plan at a quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assistant.page.strings import Strings


@dataclass(frozen=True, slots=True)
class Setting:
    """What the turns stand in: the page's language, the places of the store, the conversation's name, how to cite."""

    words: Strings
    places: tuple[str, ...] = ()
    thread: str = ""
    cite: Callable[[Mapping[str, Any]], str] | None = None


def source_address(plan: str, spans: Iterable[Sequence[int]], place: str, words: Strings) -> str:
    """Where the page fetches the plan at a quote (`routes`)."""
    written = ",".join(f"{start}-{end}" for start, end in spans)
    return "/page/source?" + urlencode({"plan": plan, "spans": written, "place": place, "language": words.language})
