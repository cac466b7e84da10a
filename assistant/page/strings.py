"""The page's fixed sentences, from `prompts/ui.yaml`: both languages, with the same variables, or nothing starts."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

LANGUAGES = ("vi", "en")


class Strings:
    """The sentences of one language: `strings("coverage", total=37, plans=1, matched=5)`."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        return self._sentences[key].format(**values)

    def variables(self, key: str) -> frozenset[str]:
        """The variables that a sentence takes."""
        return variables(self._sentences[key])

    def starting(self, prefix: str) -> dict[str, str]:
        """The unfilled sentences whose key begins so, in the file's order."""
        return {key: text for key, text in self._sentences.items() if key.startswith(prefix)}


@cache
def strings(language: str) -> Strings:
    """The page's sentences in a language."""
    return Strings(language, MappingProxyType({key: forms[language] for key, forms in _loaded().items()}))


@cache
def _loaded() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(files("prompts").joinpath("ui.yaml").read_text(encoding="utf-8"))
    for key, forms in loaded.items():
        if sorted(forms) != sorted(LANGUAGES):
            raise ValueError(f"prompts/ui.yaml: {key} has {sorted(forms)}, not both languages {sorted(LANGUAGES)}")
        if len({variables(text) for text in forms.values()}) > 1:
            raise ValueError(f"prompts/ui.yaml: {key} has other variables in one language than in the other")
    return loaded


def variables(text: str) -> frozenset[str]:
    """The names in braces of a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
