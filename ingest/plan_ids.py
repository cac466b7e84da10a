"""The id of a plan: its locality without the type, unaccented and hyphenated, told apart from those that are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from ingest.records import Locality, Source
from ingest.text import normalise, unaccented

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


class Taken(Protocol):
    """What is known of a plan that has its id already; where it has a `province`, homonyms are told apart by it."""

    @property
    def source_sha256(self) -> str: ...


def plan_id(locality: Locality | None, source: Source, taken: Mapping[str, Taken]) -> str:
    """`kien-hai`; the file's name without a locality.

    The same file keeps its id. Another plan of the locality gets "-2", a homonym in another province that province's
    name. Which files are of one plan is `ingest.identity`'s to say.
    """
    for known_id, known in taken.items():
        if known.source_sha256 == source.sha256:
            return known_id
    wanted = slug(locality.name) if locality else slug(PurePath(source.name).stem)
    if wanted in taken and locality and _elsewhere(locality, taken[wanted]):
        wanted = f"{wanted}-{slug(locality.province or '')}"
    number = 1
    numbered = wanted
    while numbered in taken:
        number += 1
        numbered = f"{wanted}-{number}"
    return numbered


def slug(words: str) -> str:
    """Small letters and digits, hyphenated; "plan" where nothing is left."""
    return _OTHER.sub("-", unaccented(normalise(words))).strip("-")[:_LONGEST].strip("-") or "plan"


def _elsewhere(locality: Locality, known: Taken) -> bool:
    province = getattr(known, "province", None)
    return bool(locality.province and province) and slug(str(province)) != slug(str(locality.province))
