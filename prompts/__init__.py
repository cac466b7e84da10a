"""Every sentence that a user can see, in Vietnamese and English, as data; variables are checked at load."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Formatter

import yaml

LANGUAGES = ("vi", "en")
_BEGINS_WITH_A_VALUE = re.compile(r"\{\w+\}.")


class PhraseError(ValueError):
    """A phrase is missing in a language, or its languages do not take the same variables."""


@cache
def phrases(table: str = "phrases") -> dict[str, dict[str, str]]:
    """All phrases of a table: key → language → template. Raises PhraseError where a translation does not fit."""
    loaded = yaml.safe_load((files("prompts") / f"{table}.yaml").read_text(encoding="utf-8"))
    for key, forms in loaded.items():
        if set(forms) != set(LANGUAGES):
            raise PhraseError(f"{table}.yaml: {key}: expected the languages {LANGUAGES}, got {tuple(forms)}")
        variables = {language: _variables(template) for language, template in forms.items()}
        if variables["vi"] != variables["en"]:
            raise PhraseError(f"{table}.yaml: {key}: variables differ: {variables}")
    return dict(loaded)


def _variables(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def phrase(key: str, language: str, **values: object) -> str:
    """The sentence of a key in a language ("vi" or "en"), with its variables filled in.

    A sentence that begins with a variable begins with a capital; one that is a variable alone is text of a plan.
    """
    template = phrases()[key][language]
    text = template.format(**values)
    return text[:1].upper() + text[1:] if _BEGINS_WITH_A_VALUE.match(template) else text
