"""What a model's work has cost: tokens, time, money; per call, and summed over an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens."""

    given: float
    made: float

    @classmethod
    def of(cls, text: str | None) -> Prices | None:
        """From "0.15/0.60"."""
        if text is None:
            return None
        given, made = map(float, text.split("/"))
        return cls(given, made)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens given and made, milliseconds, calls, and US dollars (None without a price)."""

    given: int = 0
    made: int = 0
    ms: float = 0.0
    calls: int = 0
    dollars: float | None = None

    def __add__(self, other: Usage) -> Usage:
        spent = [each for each in (self.dollars, other.dollars) if each is not None]
        return Usage(
            self.given + other.given,
            self.made + other.made,
            self.ms + other.ms,
            self.calls + other.calls,
            sum(spent) if spent else None,
        )

    def priced(self, prices: Prices | None) -> Usage:
        if prices is None:
            return self
        dollars = (self.given * prices.given + self.made * prices.made) / 1_000_000
        return Usage(self.given, self.made, self.ms, self.calls, dollars)

    def timings(self) -> dict[str, float]:
        """For `timings_ms`, beside the steps; nothing where no model was asked."""
        if not self.calls:
            return {}
        found = {"model": self.ms, "model_tokens_in": float(self.given), "model_tokens_out": float(self.made)}
        return found if self.dollars is None else found | {"model_usd": self.dollars}
