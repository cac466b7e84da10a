"""Lines over a growing number, both axes logarithmic, as an SVG of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 380, 70, 190, 40, 50
_COLOURS = ("#0b6e99", "#b5452c", "#5a7d2a", "#7a4fa3", "#8a6d1a")


def line_chart(title: str, across: Sequence[float], lines: Mapping[str, Sequence[float]], unit: str) -> str:
    """Each of `lines` has a value for each of `across`; all are greater than 0."""
    values = [value for line in lines.values() for value in line]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    first, last = log10(across[0]), log10(across[-1])

    def x(value: float) -> float:
        return _LEFT + (log10(value) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(value) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [f'<text x="{_LEFT}" y="22" font-size="15" font-weight="600">{escape(title)}</text>']
    for power in range(low, high + 1):
        height = y(10.0**power)
        parts.append(f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#cdd5dc"/>')
        parts.append(_text(_LEFT - 8, height + 4, f"{10.0**power:g} {unit}", "end"))
    parts += [_text(x(value), _HEIGHT - _BOTTOM + 20, f"{value:g}", "middle") for value in across]
    labels = _apart([(y(line[-1]), name) for name, line in lines.items()])
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        points = [(x(at), y(value)) for at, value in zip(across, line, strict=True)]
        path = "L".join(f"{left:.1f} {top:.1f}" for left, top in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3.5" fill="{colour}"/>' for left, top in points]
        parts.append(_text(_WIDTH - _RIGHT + 10, labels[name] + 4, name, "start", colour))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="#24313c"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#24313c") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _apart(labels: Sequence[tuple[float, str]]) -> dict[str, float]:
    """The heights of labels, moved down where they would stand in each other."""
    placed: dict[str, float] = {}
    at = float("-inf")
    for height, name in sorted(labels):
        at = max(height, at + 15)
        placed[name] = at
    return placed
