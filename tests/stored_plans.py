"""Small plans and their passages, for tests of the store."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.records import Locality, Passage, Plan, ReadingReport, Source
from tests.fakes import FakeEncoder

Stored = tuple[Plan, tuple[Passage, ...], npt.NDArray[np.float32]]


def stored(name: str, lines: Sequence[str], encoder: FakeEncoder | None = None) -> Stored:
    """A plan with one passage a line, and their vectors."""
    text = "\n".join(lines)
    source = Source(f"{name}.txt", text, f"sha of {text}")
    plan = Plan(name, Locality(name, "xã"), None, "Kế hoạch", source, (), (), (), ReadingReport(), "1")
    passages = tuple(passage(name, line, number) for number, line in enumerate(lines))
    return plan, passages, (encoder or FakeEncoder()).encode_passages(lines)


def passage(plan: str, text: str, number: int = 0) -> Passage:
    return Passage(
        id=f"{plan}/{number}/{text[:20]}",
        plan=plan,
        text=text,
        quote=text,
        spans=((number, number + len(text)), (900, 901)),
        place=f"mục {number}",
        path=("I. MỤC TIÊU", "1. Mục tiêu chung"),
        kind="section",
    )
