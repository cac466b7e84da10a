"""Which document a plan is, and how two files are related: the same document, a newer version, or another one.

Communes write several plans with nearly one title, and copy from each other; the Party's committee and the People's
committee of one commune each issue theirs. So nothing that both texts state may differ (place, issuer's side, code,
number, the numbers in the title), and besides their words must be nearly the same. Where a head is lost or blank,
more of the words must agree. In doubt two files are two plans, and `Likeness.alike` lets the caller say so.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.records import HeaderField, Plan
from ingest.text import canonical, joined, syllables, unaccented

# Shares of common runs of three syllables, of all that either text has (Jaccard). A scan read with 97% of its words
# right has 0.84 in common with its Word file; two communes' plans for one resolution have 0.1 to 0.3 (measured).
SAME_NUMBER = 0.4  # the number is the same, and no date speaks against it: a sanity check
SAME_FILE = 0.3  # a file of the same name, which was changed
NO_NUMBER = 0.75  # a draft beside its signed copy: the place is the same, one number or both are blank
LATER_ISSUE = 0.6  # the same title with another date
NO_PLACE = 0.95  # the place is lost in one of them
MENTIONED = 0.5  # two plans of one place that are this much alike: worth a line

_RUN = 3
_SKETCH = 256  # hashes kept of a text: the share is exact for short texts, else within 0.03
_REPLACES = re.compile(
    r"thay thế (?:cho )?(?:kế hoạch|chương trình hành động|chương trình)\s+số\s*:?\s*"
    r"(\d+\s*[-/]\s*[\w-]+(?:/[\w-]+)?)"
)
_DIGITS = re.compile(r"\d+")


class Relation(StrEnum):
    """What a file is to a plan that is known already."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document states of itself, folded for comparison (small letters, no accents), and a sketch of its words.

    None where the text does not state it. `code` is the number without its digits ("kh-ubnd"), known of a draft too;
    `replaces` the numbers of the plans that it says it replaces; `sketch` the smallest hashes of its runs of words.
    """

    place: str | None = None
    province: str | None = None
    side: str | None = None
    kind: str | None = None
    number: str | None = None
    code: str | None = None
    issued: date | None = None
    title: str | None = None
    replaces: tuple[str, ...] = ()
    scanned: bool = False
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a plan is related to a known one.

    `alike` is the share of common words, 0 to 1; 0 where what they state of themselves tells them apart at once.
    """

    relation: Relation
    alike: float


def identity(plan: Plan) -> Identity:
    """The identity of a plan that was read."""
    fields = {record.field: record for record in plan.records if isinstance(record, HeaderField)}
    number, day, kind = fields.get("number"), fields.get("date"), fields.get("type")
    side, title = fields.get("party_or_state"), fields.get("title")
    stated = number is not None and number.state != "absent"
    return Identity(
        place=_folded(str(plan.locality)) if plan.locality else None,
        province=_folded(plan.locality.province) if plan.locality and plan.locality.province else None,
        side=side.value if side else None,
        kind=_folded(kind.value) if kind and kind.value else None,
        number=_number(number.value) if number and number.value else None,
        code=_code(number.value or number.quote) if number and stated else None,
        issued=day.issued if day else None,
        title=_folded(title.value) if title and title.value and title.state == "given" else None,
        replaces=_replaced(plan.source.text),
        scanned=any(page.scanned for page in plan.source.pages),
        sketch=sketch(plan.source.text),
    )


def likeness(new: Identity, known: Identity, *, same_name: bool = False) -> Likeness:
    """How a new plan is related to a known one; `same_name`: their files have the same name."""
    if _contradict(new, known):
        return Likeness(Relation.OTHER, 0.0)
    alike = common(new.sketch, known.sketch)
    return Likeness(_relation(new, known, alike, same_name), alike)


def _relation(new: Identity, known: Identity, alike: float, same_name: bool) -> Relation:
    if new.number and new.number in known.replaces:
        return Relation.OLDER
    if known.number and known.number in new.replaces:
        return Relation.NEWER
    if new.place is None or known.place is None:
        if new.place == known.place and same_name and alike >= SAME_FILE:
            return Relation.SAME
        same = alike >= NO_PLACE or (_same_number(new, known) and alike >= NO_NUMBER)
        return Relation.SAME if same and not _differ(new.number, known.number) else Relation.OTHER
    if _differ(new.issued, known.issued):
        return _reissued(new, known, alike)
    if _differ(new.number, known.number):
        misread = (new.scanned or known.scanned) and new.issued and alike >= NO_NUMBER
        return Relation.SAME if misread else Relation.OTHER
    enough = SAME_FILE if same_name else SAME_NUMBER if _same_number(new, known) else NO_NUMBER
    return Relation.SAME if alike >= enough else Relation.OTHER


def _contradict(new: Identity, known: Identity) -> bool:
    """Whether both state something that no two files of one document, nor two versions of it, state differently."""
    stated = ("place", "province", "side", "kind", "code")
    if any(_differ(getattr(new, name), getattr(known, name)) for name in stated):
        return True
    return bool(new.title and known.title) and _digits(new.title) != _digits(known.title)


def _reissued(new: Identity, known: Identity, alike: float) -> Relation:
    """Two dates: the later one is a newer version where the number or the title is the same."""
    assert new.issued and known.issued
    same_year = new.issued.year == known.issued.year
    if _same_number(new, known):  # numbers begin again each year
        enough = SAME_NUMBER if same_year else NO_NUMBER
    elif new.title and new.title == known.title:
        enough = LATER_ISSUE
    else:
        return Relation.OTHER
    if alike < enough:
        return Relation.OTHER
    return Relation.NEWER if new.issued > known.issued else Relation.OLDER


def _same_number(new: Identity, known: Identity) -> bool:
    return new.number is not None and new.number == known.number


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _digits(title: str | None) -> list[str]:
    return sorted(number.lstrip("0") for number in _DIGITS.findall(title or ""))


# --- What is compared --------------------------------------------------------------------------------------------


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the runs of three syllables in a text, in order."""
    words = syllables(unaccented(text))
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))} if words else set()
    return tuple(sorted({zlib.crc32(run.encode()) for run in runs})[:_SKETCH])


def common(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of common runs that two sketches show (bottom-k estimate of Jaccard; Broder, 1997)."""
    first, second = set(one), set(other)
    union = sorted(first | second)[:_SKETCH]
    return len(first & second & set(union)) / len(union) if union else 0.0


def _folded(text: str) -> str:
    return unaccented(canonical(joined(text)))


def _number(value: str) -> str:
    return re.sub(r"\s*([-/])\s*", r"\1", _folded(value)).replace(" ", "").lstrip("0")


def _code(value: str) -> str | None:
    letters = re.search(r"[-/]\s*([^\W\d_][\w\s/-]*)$", joined(value))
    return re.sub(r"[^a-z]+", "-", _folded(letters.group(1))).strip("-") or None if letters else None


def _replaced(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_number(found.group(1)) for found in _REPLACES.finditer(canonical(joined(text)))))
