"""Where the page's buttons lead: to a plan at a quote, to a file to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from assistant.page.escaping import escaped
from assistant.page.strings import Strings


def source_address(plan: str, spans: Iterable[Sequence[int]], place: str, words: Strings) -> str:
    """Where the page fetches the plan at a quote (`routes`)."""
    written = ",".join(f"{start}-{end}" for start, end in spans)
    return "/page/source?" + urlencode({"plan": plan, "spans": written, "place": place, "language": words.language})


def download(address: str, label: str) -> str:
    """A link to a file that is kept, not shown."""
    return f'<a class="quiet" download href="{escaped(address)}">{escaped(label)}</a>'
