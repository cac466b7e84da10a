"""The gate: the figures that a run must reach, from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import DATA, THRESHOLDS, CaseFileError


class Bounds(BaseModel):
    """Figures by name: the least or the most that they may be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: dict[str, float] = {}
    at_most: dict[str, float] = {}


class PartBounds(Bounds):
    """The bounds of a set of cases, and the least share of a kind that passes.

    The bound of a kind is what names a small fault: one row dropped fails the lists and hardly moves the whole.
    """

    kinds: dict[str, float] = {}


class Thresholds(PartBounds):
    """The bounds of a run; of its variants and of the plans never seen, where they are asked."""

    variants: Bounds = Bounds()
    unseen: PartBounds = PartBounds()


@dataclass(frozen=True, slots=True)
class Miss:
    """A figure that does not reach its threshold; `got` is None where it could not be scored."""

    figure: str
    got: float | None
    bound: str
    threshold: float

    def __str__(self) -> str:
        got = "not scored" if self.got is None else f"{self.got:.4f}"
        return f"{self.figure}: {got}, must be {self.bound.replace('_', ' ')} {self.threshold}"


def load_thresholds(path: Path | None = None) -> Thresholds:
    """The thresholds of a file, by default those of the package; a figure that does not exist is refused at use."""
    path = path or DATA / THRESHOLDS
    try:
        return Thresholds.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise CaseFileError(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, yaml.YAMLError) as error:
        raise CaseFileError(f"{path.name}: cannot be read: {error}") from error


def kind_misses(shares: Mapping[str, float | None], thresholds: PartBounds) -> tuple[Miss, ...]:
    """The kinds that were asked and of which too few pass."""
    return tuple(
        Miss(f"kind {kind}", shares[kind], "at_least", least)
        for kind, least in thresholds.kinds.items()
        if kind in shares and (shares[kind] or 0.0) < least
    )


def misses(figures: Mapping[str, float | None], thresholds: Bounds) -> tuple[Miss, ...]:
    """The thresholds that are not reached. What was not scored reaches none.

    Raises CaseFileError for a threshold of a figure that there is not.
    """
    unknown = sorted({*thresholds.at_least, *thresholds.at_most} - set(figures))
    if unknown:
        raise CaseFileError(f"{THRESHOLDS}: no such figure: {', '.join(unknown)} (there are {', '.join(figures)})")
    found = []
    for name, least in thresholds.at_least.items():
        value = figures[name]
        if value is None or value < least:
            found.append(Miss(name, value, "at_least", least))
    for name, most in thresholds.at_most.items():
        value = figures[name]
        if value is None or value > most:
            found.append(Miss(name, value, "at_most", most))
    return tuple(found)


def named(part: str, found: Iterable[Miss]) -> tuple[Miss, ...]:
    """Misses with the part of the run that they belong to."""
    return tuple(replace(miss, figure=f"{part} {miss.figure}") for miss in found)
