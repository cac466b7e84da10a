"""The bundled plans as the cases see them: source texts, and records where the reader is there to give them."""

from __future__ import annotations

from pathlib import Path

from evals.lint import Material
from ingest.load import bundled_plans, load
from ingest.read import read
from ingest.records import Plan
from ingest.serial import record_fields


def bundled_material() -> Material:
    """Texts and records of the plans that come with the package, by plan id."""
    plans = [read(load(path)) for path in bundled_plans()]
    return material_of(plans)


def material_of(plans: list[Plan]) -> Material:
    """The plans' texts, records and quotes; the lines of a cell are together in its quote, in the text not always."""
    return Material(
        {plan.id: plan.source.text for plan in plans},
        {plan.id: [record_fields(record) | {"plan": plan.id} for record in plan.records] for plan in plans},
        {plan.id: "\n".join(record.quote for record in plan.records) for plan in plans},
    )


def text_material(folder: Path) -> Material:
    """Texts alone, by file name: enough for evidence and facts."""
    return Material({path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}, {})
