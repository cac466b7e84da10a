"""Bar charts as inline SVG: no script, no font, no request; colours come from the page's own variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_ROW, _LABELS, _BARS, _VALUES = 26, 230, 420, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """A share between 0 and 1, or None where nothing was scored; with its interval where there is one."""

    label: str
    value: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    marked: bool = False


def bar_chart(title: str, bars: Sequence[Bar]) -> str:
    """Horizontal bars, one a row, in the order given."""
    height = _ROW * len(bars) + 4
    width = _LABELS + _BARS + _VALUES
    rows = "".join(_bar(bar, at * _ROW + 2) for at, bar in enumerate(bars))
    return (
        f'<svg class="chart" role="img" aria-label="{escape(title, quote=True)}" viewBox="0 0 {width} {height}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{rows}</svg>'
    )


def _bar(bar: Bar, top: int) -> str:
    middle = top + _ROW / 2
    label = f'<text class="label" x="{_LABELS - 10}" y="{middle + 4}" text-anchor="end">{escape(bar.label)}</text>'
    track = f'<rect class="track" x="{_LABELS}" y="{top + 4}" width="{_BARS}" height="{_ROW - 8}" rx="3"/>'
    if bar.value is None:
        return f'{label}{track}<text class="value" x="{_LABELS + _BARS + 10}" y="{middle + 4}">–</text>'
    length = max(0.0, min(1.0, bar.value)) * _BARS
    kind = "bar marked" if bar.marked else "bar"
    filled = f'<rect class="{kind}" x="{_LABELS}" y="{top + 4}" width="{length:.1f}" height="{_ROW - 8}" rx="3"/>'
    value = f"{bar.value:.3f}" + (f" {bar.note}" if bar.note else "")
    text = f'<text class="value" x="{_LABELS + _BARS + 10}" y="{middle + 4}">{escape(value)}</text>'
    return label + track + filled + _whisker(bar, middle) + text


def _whisker(bar: Bar, middle: float) -> str:
    if bar.interval is None:
        return ""
    low, high = (_LABELS + share * _BARS for share in bar.interval)
    return (
        f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8"/>'
    )
