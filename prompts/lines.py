"""A line about a file, the store or a question, told in the language of who reads it.

Such a line comes as text from far off: out of the process that reads files, out of the store beside its plan, out of
a log. So it is recognised by its English form (`lines.yaml`: kind → language → template), and what it names is put
into the other language's. A line that no kind fits stays as it is; tests hold that the product has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from string import Formatter

from prompts import LANGUAGES, phrases

_MORE, _CELLS = "more", "cells"
_WITHIN = ("number", "cells", "first", "last", "count")  # never hold a colon


@lru_cache(4096)
def told(line: str, language: str) -> str:
    """A line in a language ("vi" or "en"). What stands before a colon, as a file's name does, is told too."""
    if language not in LANGUAGES or language == "en":
        return line
    whole = _as_one(line, language)
    if whole is not None:
        return whole
    for colon in re.finditer(": ", line):
        rest = _told_rest(line[colon.end() :], language)
        if rest is not None:
            return f"{told(line[: colon.start()], language)}: {rest}"
    return line


def _told_rest(line: str, language: str) -> str | None:
    """What stands after a colon, where it or what stands after its own colon is known."""
    rest = told(line, language)
    return rest if rest != line else None


def _as_one(line: str, language: str) -> str | None:
    for kind, form in _forms():
        found = form.fullmatch(line)
        if found:
            values = {name: _value(name, text, language) for name, text in found.groupdict().items()}
            return phrases("lines")[kind][language].format(**values)
    return None


def _value(name: str, text: str, language: str) -> str:
    if name == _CELLS:
        return ", ".join(told(each, language) for each in text.split(", "))
    return told(text, language) if name == _MORE else text


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English forms in the order of the file."""
    return tuple(
        (kind, re.compile("".join(_pattern(forms["en"])), re.DOTALL)) for kind, forms in phrases("lines").items()
    )


def _pattern(template: str) -> Iterator[str]:
    for text, name, _, _ in Formatter().parse(template):
        yield re.escape(text)
        if name:
            whole = name in _WITHIN or not text  # what begins a line does not reach over its colon
            yield f"(?P<{name}>(?:(?!: ).)+?)" if whole else f"(?P<{name}>.+?)"
