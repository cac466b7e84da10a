"""When two wordings are the same: how gold text is found in an answer or in a quote."""

from __future__ import annotations

import re

from ingest.text import canonical

_MARKER = re.compile(r"\[\d+\]")
_MARKUP = re.compile(r"[*_`|#>]+")
_DASHES = re.compile(r"[‐‑–—]")
_TORN_CODE = re.compile(r"(?<=\d)- (?=[^\W\d_])")


def folded(text: str) -> str:
    """The form in which wordings are compared: canonical, with plain dashes and no space before a per cent sign.

    A code that a line has torn, "03- CTr/TU", is whole.
    """
    return _TORN_CODE.sub("-", canonical(_DASHES.sub("-", text)).replace(" %", "%"))


def plain(answer: str) -> str:
    """An answer without citation marks and Markdown."""
    return " ".join(_MARKUP.sub(" ", _MARKER.sub("", answer)).split())


def says(text: str, fact: str) -> bool:
    """Whether the text contains the fact as whole words: "1,5" is not in "11,5", "2026" not in "20260"."""
    pattern = rf"(?<![\w])(?<!\d[.,/]){re.escape(folded(fact))}(?!\w)(?![.,/]\d)"
    return re.search(pattern, folded(text)) is not None
