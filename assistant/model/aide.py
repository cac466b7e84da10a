"""A language model as the pipeline's aide: it restates what the rules cannot make out, and words what was composed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.aide import EXTRACTIVE, Help, Retrieve
from assistant.evidence import Evidence
from assistant.model.calls import Session
from assistant.model.language_model import LanguageModel
from assistant.model.reword import Reworder
from assistant.model.understanding import restated, unsure
from assistant.turns import Draft, Query, Status
from assistant.verify import verify
from assistant.world import World


@dataclass
class ModelAide:
    """Help from one model."""

    model: LanguageModel

    def begin(self, since: float) -> Help:
        return ModelHelp(self.model, self.model.begin(since))


@dataclass
class ModelHelp:
    """Help with one answer; see `assistant.aide.Help`."""

    model: LanguageModel
    session: Session
    composer: str = EXTRACTIVE
    draft: Draft | None = None
    dropped: tuple[str, ...] = ()
    told: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    @property
    def notices(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        return tuple(self.told)

    @property
    def timings(self) -> dict[str, float]:
        return self.session.usage.timings()

    def understood(
        self,
        query: Query,
        evidence: Evidence,
        history: Sequence[str],
        plans: Sequence[str],
        world: World,
        retrieve: Retrieve,
    ) -> tuple[Query, Evidence]:
        """The restated question where it finds what the question did not."""
        if not unsure(query, evidence) or not self._asked():
            return query, evidence
        found = restated(query, history, plans, world, self.model, self.session)
        self._away()
        if found is None:
            return query, evidence
        better = retrieve(found, world)
        if not better.records and not better.matches:
            return query, evidence
        self.told.append(("note_understood", {"question": found.question}))
        return replace(found, question=query.question, resolved=found.question, followed=bool(history)), better

    def worded(self, query: Query, draft: Draft) -> Iterator[str]:
        """What passed, numbered as the answer will be."""
        reworder = Reworder(self.model)
        worded = reworder.begin(query, draft)
        if worded is None or not self._asked():
            return
        given = ""
        for _ in reworder.stream(query, worded, self.session):
            claims = [c for s in worded.shown for c in worded.claims_of(s, first=s is worded.shown[0])]
            text = verify(Draft(Status.ANSWERED, tuple(claims)), query).text
            yield text[len(given) :]
            given = text
        self._away()
        self.dropped = tuple(worded.dropped)
        if worded.worded:
            self.draft, self.composer = worded.result(), self.model.name

    def give_up(self) -> None:
        self.draft, self.composer = None, EXTRACTIVE

    def _asked(self) -> bool:
        """Whether the model may be asked now; a model that is left alone is noticed once an answer."""
        if self.session.open:
            return True
        self._tell_away()
        return False

    def _away(self) -> None:
        if self.session.fault:
            self._tell_away()

    def _tell_away(self) -> None:
        notice: tuple[str, Mapping[str, object]] = ("note_model_away", {})
        if notice not in self.told:
            self.told.append(notice)
