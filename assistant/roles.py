"""Who chairs and who coordinates stand in one quote; which of them is which, only their cells say.

Where a sentence gives an agency or a day a role, by the words of our own sentences (prompts/phrases.yaml, both
languages), its value has to be the text of that role's cell in a row that the sentence cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from string import Formatter

from assistant.turns import Source
from ingest.text import canonical, joined
from prompts import LANGUAGES, phrase, phrases

_QUOTED = re.compile(r"“[^“”]*”")
_OF_A_ROW = frozenset({"lead", "coordinating", "deadline", "task", "place", "locality", "product", ""})
_STARTS = ("", ".", "?", "!", "-", "”")  # what a sentence may begin after
ROLES = ("lead", "coordinating", "deadline")


def misplaced(text: str, sources: Sequence[Source]) -> Iterable[str]:
    """The frames of a text ("Cơ quan chủ trì: …") whose value is no cited row's cell of that role."""
    rows = [dict(source.cells) for source in sources if source.cells]
    if not rows or len(rows) < len(sources):
        return
    said = _without_place(_QUOTED.sub("“”", text), sources)
    for role, before, behinds in _frames():
        cells = {_squeezed(row[role]) for row in rows}
        values = (cells - {""}) | (_blanks() if "" in cells else frozenset())
        for match in re.finditer(re.escape(before or behinds[0]), said):
            if before:
                rest = _squeezed(said[match.end() :])
                held = any(rest.startswith(value + _squeezed(behind)) for value in values for behind in behinds)
            else:
                head = _squeezed(said[: match.start()])
                held = any(head.endswith(value) and head[: -len(value)][-1:] in _STARTS for value in values)
                held = held or ("" in cells and any(map(head.endswith, _said_of_blanks(behinds[0]))))
            if not held:
                yield said[max(0, match.start() - 40) : match.end() + 40].strip()


def _without_place(text: str, sources: Sequence[Source]) -> str:
    """A sentence without the place that it opens with: "Ở đặc khu Kiên Hải, Trạm Y tế chủ trì …"."""
    places = "|".join(sorted({re.escape(source.locality) for source in sources}, key=len, reverse=True))
    return re.sub(rf"(?:(?<=^)|(?<=[.?!] ))(?:Ở|Tại|Trong|In|At) (?:{places}), ?", "", text)


@cache
def _frames() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Role, what stands before its value, and what may stand behind, of the sentences that speak of a task's row."""
    found: dict[tuple[str, str], list[str]] = {}
    for forms in phrases().values():
        for template in forms.values():
            parts = [(before, name or "") for before, name, _, _ in Formatter().parse(template)]
            if not {name for _, name in parts} <= _OF_A_ROW:
                continue
            for at, (before, name) in enumerate(parts):
                behind = (parts[at + 1][0] if at + 1 < len(parts) else "").split("“")[0]
                if name in ROLES and before.strip():
                    found.setdefault((name, before), []).append(behind)
                elif name in ROLES and behind.strip():
                    found[name, ""] = [*found.get((name, ""), []), behind]
    return tuple(
        (role, before, (behind,) if not before else tuple(behinds))
        for (role, before), behinds in found.items()
        for behind in (dict.fromkeys(behinds) if not before else behinds[:1])
    )


@cache
def _said_of_blanks(frame: str) -> tuple[str, ...]:
    """What stands before the words of a frame in sentences that say that a cell is blank: "… không nêu cơ quan"."""
    literals = [part for forms in phrases().values() for template in forms.values() for part in _literals(template)]
    before = {_squeezed(literal[: literal.index(frame)]) for literal in literals if frame in literal}
    return tuple(words for words in before if words)


def _literals(template: str) -> list[str]:
    return [before for before, _, _, _ in Formatter().parse(template)]


@cache
def _blanks() -> frozenset[str]:
    return frozenset(_squeezed(phrase(key, language)) for key in ("blank", "unread") for language in LANGUAGES)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", canonical(joined(text))).strip(".")
