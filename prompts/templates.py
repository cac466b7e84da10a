"""The prompts of a language model: one file each, `<name>.md`, with its version and its variables at the head.

A template is Markdown with `{name}` for a variable. What it needs and what it says it needs are compared at load.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from prompts import PhraseError, _variables

NAMES = ("reword", "understand", "follow_up", "judge")
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_PARTS = re.compile(r"^## (system|user)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Template:
    """One prompt: what it is for, its version, its variables, and its two parts."""

    name: str
    version: int
    purpose: str
    variables: tuple[str, ...]
    system: str
    user: str


@cache
def template(name: str) -> Template:
    """The prompt of a name. Raises PhraseError where its head and its text do not fit."""
    return parsed(name, (files("prompts") / f"{name}.md").read_text(encoding="utf-8"))


def templates() -> tuple[Template, ...]:
    """Every prompt, in the order in which they are used."""
    return tuple(map(template, NAMES))


def parsed(name: str, text: str) -> Template:
    """A prompt from its file's text. Raises PhraseError, which names the file and what is wrong in it."""
    head = _HEAD.match(text)
    if not head:
        raise PhraseError(f"{name}.md: begins with a head between two lines of ---")
    fields = yaml.safe_load(head.group(1))
    if not isinstance(fields, dict) or set(fields) != {"version", "purpose", "variables"}:
        raise PhraseError(f"{name}.md: its head needs version, purpose and variables, got {fields}")
    pieces = _PARTS.split(head.group(2))
    if pieces[1::2] != ["system", "user"]:
        raise PhraseError(f"{name}.md: needs “## system” and “## user”, in this order; got {pieces[1::2]}")
    system, user = (piece.strip() for piece in pieces[2::2])
    used, declared = _variables(system) | _variables(user), frozenset(map(str, fields["variables"]))
    if used != declared:
        raise PhraseError(f"{name}.md: variables: declared {sorted(declared)}, used {sorted(used)}")
    return Template(name, int(fields["version"]), str(fields["purpose"]), tuple(sorted(declared)), system, user)
