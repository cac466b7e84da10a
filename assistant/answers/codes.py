"""Document codes in any spelling: "03-CTr/TU", "03 CTr TU", "nghị quyết 72" for "72-NQ/TW"."""

from __future__ import annotations

import re

from ingest.text import joined, unaccented


def code_key(code: str) -> tuple[str, ...]:
    """The parts of a code, unaccented: "72-NQ/TW" gives ("72", "nq", "tw")."""
    return tuple(re.findall(r"[^\W_]+", unaccented(joined(code))))


def same_code(asked: str, found: str) -> bool:
    """Whether the asked code is the found one, or its number alone, with or without its year ("66/2021")."""
    asked_key, found_key = code_key(asked), code_key(found)
    if all(part.isdigit() for part in asked_key):
        return asked_key == found_key[: len(asked_key)]
    return asked_key == found_key


def mentions_code(asked: str, text: str) -> bool:
    """Whether a text holds the asked code, however spaced; a number alone counts only at the head of a code."""
    parts = code_key(asked)
    if len(parts) == 1:
        pattern = (
            rf"(?<![\d/.,-]){re.escape(parts[0])}\s*[-/ ]\s*(?:\d{{4}}\s*[-/]\s*)?(?:nq|ct|kl|qd|kh|nd|ctr|tt|hd)\b"
        )
    else:
        pattern = r"(?<![\d/.,-])" + r"\s*[-/ ]\s*".join(map(re.escape, parts)) + r"\b"
    return re.search(pattern, unaccented(joined(text))) is not None
