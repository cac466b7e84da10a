"""Plans that the product has never seen: taken in at run time, with cases and bounds of their own.

Topics, agencies, indicators, legal bases and forms of table are others than those of the five bundled plans. Nothing
in the product may be written for one of them: they stand for the plans of all other communes.
"""

from __future__ import annotations

from pathlib import Path

from evals.cases import DATA, Case, load_cases
from evals.lint import Material
from evals.material import material_of
from ingest.load import load
from ingest.read import read

FOLDER = DATA / "unseen"


def unseen_cases() -> tuple[Case, ...]:
    """The cases about these plans."""
    return load_cases(FOLDER)


def unseen_plans() -> tuple[Path, ...]:
    """The files of these plans, in order of name."""
    return tuple(sorted((FOLDER / "plans").glob("*.txt")))


def unseen_material() -> Material:
    """Texts and records of these plans, by plan id."""
    return material_of([read(load(path)) for path in unseen_plans()])
