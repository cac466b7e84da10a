"""Text of plans and people as data in a prompt: escaped, so that nothing in it closes its tag or passes for a mark."""

from __future__ import annotations

import html
import re

_MARK = re.compile(r"\[(\d{1,3})\]")


def escaped(text: str) -> str:
    """`<`, `>`, `&` and quotation marks become entities, and "[3]", which would pass for a citation, "(3)"."""
    return html.escape(_MARK.sub(r"(\1)", " ".join(text.split())), quote=True)


def fact(number: int, text: str) -> str:
    """One verified sentence as the model gets it."""
    return f'<fact n="{number}">{escaped(text)}</fact>'
