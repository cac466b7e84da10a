"""What the page stands on: the assistant, the plans as they are now, and a folder for what the page itself keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from assistant.page.answerable import Answerable
from assistant.page.audit import Audit
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.pipeline import Assistant
from assistant.world import World
from ingest.records import Plan
from vectorstore.intake import Intake, Progress


class Answers(Protocol):
    """What the page needs of the assistant."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Any:
        """An answer with `to_json()`, the contract's form; `PlanAssistantError` where the question cannot be asked."""

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Any]:
        """Pieces of the answer's text as they come, and the answer last, as `ask` gives it."""


class Shelf(Protocol):
    """What the page needs of the library, to change what is in the store."""

    def take_in(self, paths: Iterable[Path], progress: Progress | None = None) -> tuple[Intake, ...]:
        """Files into the store; what became of each."""

    def remove(self, plan: str) -> None:
        """A plan with everything of it out of the store. Raises NoSuchPlan."""

    def original(self, plan: str) -> Path | None:
        """The file that a plan was read from, None where it is lost."""

    def seconds(self) -> Mapping[str, float]:
        """Seconds that reading each plan took, by id, where that is known."""


@dataclass(frozen=True)
class Office:
    """`world` is None where the assistant has none (tests); `shelf` is None where the store cannot be changed."""

    assistant: Answers
    plans: Callable[[], Mapping[str, Plan]]
    folder: Path
    world: Callable[[], World] | None = None
    shelf: Shelf | None = None

    def seconds(self) -> Mapping[str, float]:
        """What reading each plan of the store took, where that is known."""
        return self.shelf.seconds() if self.shelf else {}

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.folder / "conversations")

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.folder / "audit")

    @cached_property
    def desk(self) -> Desk:
        return Desk()

    @cached_property
    def answerable(self) -> Answerable:
        """Asked without a language model: what is only offered costs nobody's tokens."""
        plain = Assistant(self.world) if self.world else self.assistant
        return Answerable(lambda question: str(plain.ask(question).to_json()["status"]), self.plans)

    def places(self) -> tuple[str, ...]:
        """The localities of the store's plans, each once."""
        return tuple(dict.fromkeys(place_of(plan) for plan in self.plans().values()))


def place_of(plan: Plan) -> str:
    """What a plan is called among others: its locality, or its id where it names none."""
    return str(plan.locality) if plan.locality else plan.id
