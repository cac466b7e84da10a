"""Who may help the rules: a language model, or nobody. The pipeline asks for help at two places and knows no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from assistant.evidence import Evidence
from assistant.turns import Draft, Query
from assistant.world import World

EXTRACTIVE = "extractive"
"""The composer of an answer in which every word is ours or a plan's."""

Retrieve = Callable[[Query, World], Evidence]


class Help(Protocol):
    """Help with one answer. `draft` is the worded draft, None where the composed one stands."""

    @property
    def composer(self) -> str: ...

    @property
    def draft(self) -> Draft | None: ...

    @property
    def dropped(self) -> tuple[str, ...]: ...

    @property
    def notices(self) -> tuple[tuple[str, Mapping[str, object]], ...]: ...

    @property
    def timings(self) -> dict[str, float]: ...

    def understood(
        self,
        query: Query,
        evidence: Evidence,
        history: Sequence[str],
        plans: Sequence[str],
        world: World,
        retrieve: Retrieve,
    ) -> tuple[Query, Evidence]:
        """The question and its evidence, both anew where the rules found nothing and help finds more."""

    def worded(self, query: Query, draft: Draft) -> Iterator[str]:
        """Pieces of the answer in fluent words, each after it passed the gate."""

    def give_up(self) -> None:
        """Back to the composed draft."""


class Aide(Protocol):
    """Gives help, answer by answer."""

    def begin(self, since: float) -> Help:
        """Help with one answer to a message that came at `since`, by `time.monotonic`."""


class NoHelp:
    """The question as the rules understand it, the answer as it is composed."""

    composer = EXTRACTIVE
    draft: Draft | None = None
    dropped: tuple[str, ...] = ()
    notices: tuple[tuple[str, Mapping[str, object]], ...] = ()

    @property
    def timings(self) -> dict[str, float]:
        return {}

    def understood(
        self,
        query: Query,
        evidence: Evidence,
        history: Sequence[str],
        plans: Sequence[str],
        world: World,
        retrieve: Retrieve,
    ) -> tuple[Query, Evidence]:
        return query, evidence

    def worded(self, query: Query, draft: Draft) -> Iterator[str]:
        yield from ()

    def give_up(self) -> None:
        pass


class Alone:
    """No aide."""

    def begin(self, since: float) -> Help:
        return NoHelp()
