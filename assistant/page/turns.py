"""A turn of the page: a question with its answer and what the page adds to it; as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Answer = Mapping[str, Any]
"""An answer in the contract's JSON (docs/answer.md), so that what a script sees and what a person sees are the same."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as it was understood, for chips. `everywhere` asks it of all plans, `at` is the question
    with "{place}" where a place can be put; both are None where the question cannot be moved."""

    about: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    everywhere: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two figures: what is promised, where it says so, and the spans that prove it."""

    value: str
    place: str
    quote: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of one plan for the same thing in the same year."""

    plan: str
    locality: str
    indicator: str
    year: int | None
    first: Side
    second: Side


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, with a failure in its place, or with neither while it is being answered."""

    question: str
    answer: Answer | None = None
    failure: str | None = None
    understood: Understood | None = None
    pairs: tuple[Pair, ...] = ()
    following: tuple[str, ...] = ()
    vote: str = ""  # "up", "down", or nothing: what the person thinks of the answer


def turn_to_json(turn: Turn) -> dict[str, Any]:
    return asdict(turn)


def turn_from_json(fields: Mapping[str, Any]) -> Turn:
    """The turn that `turn_to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    understood = fields["understood"]
    return Turn(
        str(fields["question"]),
        fields["answer"],
        fields["failure"],
        _understood(understood) if understood else None,
        tuple(_pair(each) for each in fields["pairs"]),
        tuple(map(str, fields["following"])),
        str(fields.get("vote", "")),
    )


def _understood(fields: Mapping[str, Any]) -> Understood:
    about = tuple((str(name), str(value)) for name, value in fields["about"])
    return Understood(about, tuple(map(str, fields["places"])), fields["everywhere"], fields["at"])


def _pair(fields: Mapping[str, Any]) -> Pair:
    return Pair(**{**fields, "first": _side(fields["first"]), "second": _side(fields["second"])})


def _side(fields: Mapping[str, Any]) -> Side:
    return Side(**{**fields, "spans": tuple((int(start), int(end)) for start, end in fields["spans"])})
