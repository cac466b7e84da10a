"""A citation as officials write one: "(mục 31, Phụ lục kèm theo Kế hoạch … của UBND đặc khu Kiên Hải)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.page.office import place_of
from assistant.page.strings import Strings
from ingest.records import HeaderField, Plan
from ingest.text import canonical, unaccented

_COMMITTEE = re.compile(r"^ủy ban nhân dân\b", re.IGNORECASE)


def citation(plan: Plan, place: str, words: Strings, page: int | None = None) -> str:
    """Where something stands, in one bracket: the innermost place first, then the document and who issued it.

    `place` is a record's own ("Phụ lục 02, nhóm IV, mục 2", "mục II.1, gạch đầu dòng 5").
    """
    parts = [part.strip() for part in place.split(",") if part.strip()]
    in_appendix = bool(parts) and unaccented(canonical(parts[0])).startswith("phu luc")
    inner = parts[1:][::-1] if in_appendix else parts[::-1]
    if page is not None:
        inner.insert(0, words("page", number=page))
    document = _document(plan, words)
    outer = words("citation_appendix", appendix=parts[0], document=document) if in_appendix else document
    return f"({', '.join([*inner, outer])})"


def cited(source: Mapping[str, Any], plans: Mapping[str, Plan], words: Strings) -> str:
    """The citation of a quote; by what the answer itself says where the plan is gone from the store."""
    plan = plans.get(source["plan"])
    if plan is None:
        return f"({source['place']}, {source['document']}, {source['locality']})"
    return citation(plan, source["place"], words, source.get("page"))


def _document(plan: Plan, words: Strings) -> str:
    """ "Kế hoạch số … ngày … của UBND xã X", with what the plan gives of it."""
    fields = [record for record in plan.records if isinstance(record, HeaderField)]
    given = {record.field: record.value for record in fields if record.value}
    kind = given.get("type") or words("citation_plan")
    number = words("citation_number", number=given["number"]) if "number" in given else "…"
    dated = next((record.value for record in fields if record.field == "date" and record.state == "given"), None)
    issuer = _COMMITTEE.sub("UBND", given.get("issuer") or place_of(plan))
    return " ".join(part for part in (kind, number, dated, words("citation_of", issuer=issuer)) if part)
